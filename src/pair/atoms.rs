//! What became of every atom of the source: kept, changed, damaged or lost; and what came in addition.
//!
//! Matched once for all rules. Within a row of the alignment order never matters and count does; what is left over may
//! be found again in the same section, then in the same page (paragraphs are merged, split and reordered).

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::align::{Alignment, Row};
use super::target::{Canonical, LinkFrame, Side};
use super::{balance, damage};
use crate::doc::{Atom, AtomKind, Block, Document, Kind, Link, LinkStyle};
use crate::text::Span;

/// What became of an atom.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// A near miss of one source atom.
    Changed,
    /// Another atom stands in the place of one source atom.
    Replaced,
    /// It would be the source's atom but for its delimiters: these bytes, and how they should read.
    Malformed(Span, String),
    /// It is not in the counterpart.
    Missing,
    /// It opens or closes a pair of tags that the target leaves without its partner: lost, or stray.
    Unbalanced,
    /// The source has none like it there.
    Added,
}

/// One atom that did not come through unharmed.
#[derive(Debug, Clone)]
pub struct AtomMatch {
    /// What became of it.
    pub fate: Fate,
    /// The source's atom, if there is one: an index into its page's atoms.
    pub source: Option<u32>,
    /// The target's atom, if there is one.
    pub target: Option<u32>,
    /// The row of the alignment.
    pub row: usize,
}

/// What became of the atoms of a pair.
#[derive(Debug, Default)]
pub struct Atoms {
    /// Atoms that were changed, damaged, lost or added, in the order of the alignment.
    pub harmed: Vec<AtomMatch>,
    /// Links and images that came through, source and target.
    pub kept_links: Vec<(u32, u32)>,
    /// Source blocks without counterpart whose atoms turned up in other blocks: merged, not dropped.
    pub absorbed: Vec<u32>,
}

/// Kinds of atoms that are compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Class {
    Placeholder,
    Link,
    Image,
}

const CLASSES: [Class; 3] = [Class::Placeholder, Class::Link, Class::Image];

fn class(atom: &Atom<'_>) -> Option<Class> {
    match atom.kind {
        AtomKind::Placeholder(_) => Some(Class::Placeholder),
        AtomKind::Link(_) => Some(Class::Link),
        AtomKind::Image(_) => Some(Class::Image),
        _ => None,
    }
}

/// Matches the atoms of every row.
#[must_use]
pub fn match_atoms(source: &Document<'_>, target: &Document<'_>, alignment: &Alignment, frame: &LinkFrame) -> Atoms {
    let mut matcher = Matcher { source, target, frame, out: Atoms::default(), rest_a: Vec::new(), rest_b: Vec::new() };
    for (at, row) in alignment.rows.iter().enumerate() {
        matcher.row(at, row);
    }
    let (rest_a, rest_b) = (std::mem::take(&mut matcher.rest_a), std::mem::take(&mut matcher.rest_b));
    matcher.settle(alignment, rest_a, rest_b);
    matcher.out.harmed.sort_by_key(|harmed| (harmed.row, harmed.source, harmed.target));
    matcher.out
}

/// An atom that its row leaves over.
struct Rest {
    atom: u32,
    row: usize,
    class: Class,
}

struct Matcher<'p, 's> {
    source: &'p Document<'s>,
    target: &'p Document<'s>,
    frame: &'p LinkFrame,
    out: Atoms,
    rest_a: Vec<Rest>,
    rest_b: Vec<Rest>,
}

impl Matcher<'_, '_> {
    fn row(&mut self, at: usize, row: &Row) {
        for class in CLASSES {
            let mut a = in_blocks(self.source, row.source.clone(), class);
            let mut b = in_blocks(self.target, row.target.clone(), class);
            if a.is_empty() && b.is_empty() {
                continue;
            }
            self.equal(at, &mut a, &mut b, class);
            if class != Class::Placeholder {
                self.same_page(&mut a, &mut b);
            }
            self.rest_a.extend(a.into_iter().map(|atom| Rest { atom, row: at, class }));
            self.rest_b.extend(b.into_iter().map(|atom| Rest { atom, row: at, class }));
        }
    }

    /// Takes out pairs that are equal byte for byte (links) or in all that matters (placeholders).
    fn equal(&mut self, row: usize, a: &mut Vec<u32>, b: &mut Vec<u32>, class: Class) {
        a.retain(|&x| {
            let found = b.iter().position(|&y| self.are_equal(x, y));
            if let Some(found) = found {
                let y = b.remove(found);
                self.keep(row, x, y, class);
            }
            found.is_none()
        });
    }

    fn are_equal(&self, x: u32, y: u32) -> bool {
        let (a, b) = (&self.source.atoms[x as usize], &self.target.atoms[y as usize]);
        match (&a.kind, &b.kind) {
            (AtomKind::Placeholder(p), AtomKind::Placeholder(q)) => {
                a.key == b.key && p.key == q.key && p.pairing == q.pairing && p.family == q.family
            }
            _ => match (a.link(), b.link()) {
                (Some(p), Some(q)) => a.key == b.key && p.target == q.target,
                _ => false,
            },
        }
    }

    fn keep(&mut self, row: usize, x: u32, y: u32, class: Class) {
        if class != Class::Placeholder {
            self.keep_link(row, x, y);
            return;
        }
        let source = self.source.atoms[x as usize].span.of(self.source.text);
        let span = self.target.atoms[y as usize].span;
        if damage::has_foreign_marks(source, span.of(self.target.text)) {
            self.harm(Fate::Malformed(span, source.to_owned()), Some(x), Some(y), row);
        }
    }

    /// A link that is now a bare address is a link no more, whatever some renderers make of it.
    fn keep_link(&mut self, row: usize, x: u32, y: u32) {
        let style = |document: &Document<'_>, at: u32| document.atoms[at as usize].link().map(|link| link.style);
        let bare = style(self.target, y) == Some(LinkStyle::Bare) && style(self.source, x) != Some(LinkStyle::Bare);
        if !bare {
            self.out.kept_links.push((x, y));
            return;
        }
        let address = self.target.atoms[y as usize].span;
        let around = self.target.block_of(address).map_or(address, |block| block.span);
        let ruin = damage::link(self.source, x, self.target, around, &[]).filter(|(ruin, _)| ruin.contains(address));
        let (span, repaired) = ruin.unwrap_or_else(|| (address, format!("<{}>", address.of(self.target.text))));
        self.harm(Fate::Malformed(span, repaired), Some(x), Some(y), row);
    }

    fn harm(&mut self, fate: Fate, source: Option<u32>, target: Option<u32>, row: usize) {
        self.out.harmed.push(AtomMatch { fate, source, target, row });
    }

    /// Takes out pairs that lead to the same page by other words; pairs with the same fragment first.
    fn same_page(&mut self, a: &mut Vec<u32>, b: &mut Vec<u32>) {
        if a.is_empty() || b.is_empty() {
            return;
        }
        let mut forms: Vec<(u32, Canonical)> = b.iter().map(|&y| (y, self.canonical(y, Side::Target))).collect();
        let ours: Vec<Canonical> = a.iter().map(|&x| self.canonical(x, Side::Source)).collect();
        let mut gone = vec![false; a.len()];
        for fragments_too in [true, false] {
            for (i, form) in ours.iter().enumerate() {
                if gone[i] {
                    continue;
                }
                let same = |other: &Canonical| {
                    self.frame.same_page(form, other) && (!fragments_too || form.fragment == other.fragment)
                };
                if let Some(found) = forms.iter().position(|(_, other)| same(other)) {
                    gone[i] = true;
                    self.out.kept_links.push((a[i], forms.remove(found).0));
                }
            }
        }
        let mut at = 0;
        a.retain(|_| {
            at += 1;
            !gone[at - 1]
        });
        *b = forms.into_iter().map(|(y, _)| y).collect();
    }

    fn canonical(&self, at: u32, side: Side) -> Canonical {
        let document = if side == Side::Source { self.source } else { self.target };
        let text =
            document.atoms[at as usize].link().map_or(Cow::Borrowed(""), |link| without_tags(document, at, link));
        self.frame.canonical(&text, side)
    }

    fn lead_to_same(&self, x: u32, y: u32) -> bool {
        self.frame.same_page(&self.canonical(x, Side::Source), &self.canonical(y, Side::Target))
    }

    /// Settles what the rows left over: damaged, near, replaced; then found elsewhere; then lost and added.
    fn settle(&mut self, alignment: &Alignment, mut a: Vec<Rest>, mut b: Vec<Rest>) {
        self.swapped();
        self.elsewhere(alignment, &mut a, &mut b, Scope::Section);
        self.malformed(alignment, &mut a, &mut b);
        self.near(&mut a, &mut b, |x, y| x.row == y.row);
        self.elsewhere(alignment, &mut a, &mut b, Scope::Page);
        self.other_containers(&mut a, &mut b);
        self.replaced(&mut a, &mut b);
        for rest in a {
            // A dropped block answers for its atoms, unless it is nothing but its atoms.
            let row = &alignment.rows[rest.row];
            let block = &self.source.blocks[row.source.start as usize];
            let in_section = || self.is_dropped_with_others(alignment, rest.row);
            if !row.target.is_empty() || (is_only_atoms(self.source, block) && !in_section()) {
                self.harm(Fate::Missing, Some(rest.atom), None, rest.row);
            }
        }
        for rest in b {
            self.add(alignment, &rest);
        }
        self.nest();
        balance::mark(self.source, self.target, &mut self.out.harmed);
    }

    /// The row is one of a run without answer that drops prose too: the run answers for it.
    fn is_dropped_with_others(&self, alignment: &Alignment, row: usize) -> bool {
        let rows = &alignment.rows;
        let unanswered = |row: &&Row| row.target.is_empty();
        let run = rows[row..].iter().take_while(unanswered).chain(rows[..row].iter().rev().take_while(unanswered));
        let blocks = run.flat_map(|row| &self.source.blocks[row.source.start as usize..row.source.end as usize]);
        blocks
            .into_iter()
            .any(|block| block.kind != Kind::Front && !is_only_atoms(self.source, block) && block.prose.letters > 0)
    }

    /// A note framed by tags on one side and by `> [!NOTE]` on the other is the same note.
    fn other_containers(&self, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        let notes = |document: &Document<'_>| document.markers.iter().filter(|marker| !marker.closes()).count();
        let (source, target) = (notes(self.source), notes(self.target));
        let frames = |document: &Document<'_>, rest: &Rest| {
            document.atoms[rest.atom as usize].placeholder().is_some_and(|placeholder| placeholder.container)
        };
        if target > source {
            a.retain(|rest| !frames(self.source, rest));
        }
        if source > target {
            b.retain(|rest| !frames(self.target, rest));
        }
    }

    /// An addition counts where the source has a counterpart to compare with; a new placeholder counts anywhere.
    fn add(&mut self, alignment: &Alignment, rest: &Rest) {
        let placeholder = self.target.atoms[rest.atom as usize].placeholder();
        let alone = alignment.rows[rest.row].source.is_empty();
        let note = |container: bool| container && alone;
        let ordinary = placeholder.map_or(alone, |placeholder| placeholder.ambiguous || note(placeholder.container));
        if !ordinary {
            self.harm(Fate::Added, None, Some(rest.atom), rest.row);
        }
    }

    /// A link and the placeholder in its target are one fault when both are harmed.
    fn nest(&mut self) {
        let is = |harmed: &AtomMatch, link: u32, ruined: bool| {
            harmed.source == Some(link) && matches!(harmed.fate, Fate::Malformed(..)) == ruined
        };
        let harmed = std::mem::take(&mut self.out.harmed);
        let parent = |harmed: &AtomMatch| match (harmed.source, harmed.target) {
            (Some(at), _) => self.source.atoms[at as usize].parent,
            (None, Some(at)) => self.target.atoms[at as usize].parent,
            _ => None,
        };
        let keep = |one: &AtomMatch| match one.fate {
            // The whole link is gone, its placeholder with it.
            Fate::Missing => {
                let outer = parent(one).is_some_and(|link| {
                    harmed.iter().any(|other| is(other, link, false) && other.fate == Fate::Missing)
                });
                let ruin = harmed.iter().any(|other| {
                    matches!(other.fate, Fate::Malformed(..)) && parent(other) == one.source && one.source.is_some()
                });
                !outer && !ruin
            }
            // The placeholder says it all.
            Fate::Added => !harmed
                .iter()
                .any(|other| other.fate == Fate::Added && parent(other) == one.target && one.target.is_some()),
            _ => true,
        };
        self.out.harmed = harmed.iter().filter(|one| keep(one)).cloned().collect();
    }

    /// Links of one block whose words are the source's and whose targets changed places.
    fn swapped(&mut self) {
        let label = |document: &Document<'_>, at: u32| {
            document.atoms[at as usize].link().map_or(String::new(), |link| link.label.of(document.text).to_owned())
        };
        let block = |at: u32| self.source.blocks.iter().position(|block| block.atoms.contains(&at));
        let mut swaps = Vec::new();
        for (i, &(x, y)) in self.out.kept_links.iter().enumerate() {
            let (ours, theirs) = (label(self.source, x), label(self.target, y));
            if theirs.is_empty() || ours == theirs {
                continue;
            }
            let partner = self.out.kept_links[i + 1..].iter().find(|&&(other, answer)| {
                label(self.source, other) == theirs && label(self.target, answer) == ours && block(other) == block(x)
            });
            swaps.extend(partner.map(|&(other, answer)| [(x, answer), (other, y)]));
        }
        for (x, y) in swaps.into_iter().flatten() {
            self.out.kept_links.retain(|&(_, answer)| answer != y);
            self.harm(Fate::Changed, Some(x), Some(y), 0);
        }
    }

    /// Atoms that turn up in another block of the same section or page were moved, not lost.
    fn elsewhere(&mut self, alignment: &Alignment, a: &mut Vec<Rest>, b: &mut Vec<Rest>, scope: Scope) {
        if a.is_empty() || b.is_empty() {
            return;
        }
        let sections = Sections { alignment, source: self.source, target: self.target };
        let mut by_key: FxHashMap<(Class, u64), Vec<usize>> = FxHashMap::default();
        for (at, rest) in b.iter().enumerate() {
            by_key.entry((rest.class, self.target.atoms[rest.atom as usize].key)).or_default().push(at);
        }
        let mut taken = vec![false; b.len()];
        a.retain(|rest| {
            let key = (rest.class, self.source.atoms[rest.atom as usize].key);
            let found = by_key.get(&key).into_iter().flatten().copied().find(|&at| {
                let near = scope == Scope::Page || sections.same(rest.row, b[at].row);
                let placeholder = rest.class == Class::Placeholder;
                !taken[at]
                    && near
                    && if placeholder {
                        self.are_equal(rest.atom, b[at].atom)
                    } else {
                        self.lead_to_same(rest.atom, b[at].atom)
                    }
            });
            if let Some(found) = found {
                taken[found] = true;
                self.absorb(alignment, rest);
                if rest.class != Class::Placeholder {
                    self.out.kept_links.push((rest.atom, b[found].atom));
                }
            }
            found.is_none()
        });
        let mut at = 0;
        b.retain(|_| {
            at += 1;
            !taken[at - 1]
        });
    }

    fn absorb(&mut self, alignment: &Alignment, rest: &Rest) {
        let row = &alignment.rows[rest.row];
        if row.target.is_empty() {
            self.out.absorbed.extend(row.source.clone());
        }
    }

    /// Lost atoms whose ruins stand in the counterpart.
    fn malformed(&mut self, alignment: &Alignment, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        let ruin = |harmed: &AtomMatch| if let Fate::Malformed(span, _) = harmed.fate { Some(span) } else { None };
        let mut used: Vec<Span> = self.out.harmed.iter().filter_map(ruin).collect();
        a.retain(|rest| {
            let span = self.answer(alignment, rest.row);
            let found = match rest.class {
                Class::Placeholder => damage::placeholder(self.source, rest.atom, self.target, span, &used),
                Class::Link | Class::Image => damage::link(self.source, rest.atom, self.target, span, &used),
            };
            let Some((ruin, repaired)) = found else { return true };
            used.push(ruin);
            self.harm(Fate::Malformed(ruin, repaired), Some(rest.atom), None, rest.row);
            false
        });
        self.broken_elsewhere(a, &mut used);
        self.other_delimiters(a, b, &used);
        self.former_comments(b);
        // What stands in the ruins is no addition.
        b.retain(|rest| !used.iter().any(|ruin| ruin.overlaps(self.target.atoms[rest.atom as usize].span)));
    }

    /// A tag without closer may have torn its own block apart, so that no row holds the whole ruin.
    fn broken_elsewhere(&mut self, a: &mut Vec<Rest>, used: &mut Vec<Span>) {
        let open: Vec<Span> = self.target.broken.clone();
        for broken in open.into_iter().filter(|broken| broken.end > broken.start) {
            if used.iter().any(|ruin| ruin.overlaps(broken)) {
                continue;
            }
            let paragraph = broken.join(damage::paragraph_from(self.target.text, broken));
            let mut lost = a.iter().enumerate().filter(|(_, rest)| rest.class == Class::Placeholder);
            let found = lost.find_map(|(at, rest)| {
                Some((at, damage::placeholder(self.source, rest.atom, self.target, paragraph, used)?))
            });
            if let Some((at, (ruin, repaired))) = found {
                let rest = a.remove(at);
                used.push(ruin);
                self.harm(Fate::Malformed(ruin, repaired), Some(rest.atom), None, rest.row);
            }
        }
    }

    /// A comment of the source whose marks were changed so that readers, or the build, now see it.
    fn former_comments(&mut self, b: &mut Vec<Rest>) {
        if self.source.comments.is_empty() {
            return;
        }
        b.retain(|rest| {
            let span = self.target.atoms[rest.atom as usize].span;
            if rest.class != Class::Placeholder {
                return true;
            }
            let core = damage::core(span.of(self.target.text)).replace('_', "");
            let comment = self.source.comments.iter().map(|comment| comment.of(self.source.text));
            let comment = comment
                .filter(|comment| comment.len() <= span.len() + 8)
                .find(|comment| damage::core(comment).replace('_', "") == core);
            let Some(comment) = comment.filter(|_| !core.is_empty()) else { return true };
            self.harm(Fate::Malformed(span, comment.to_owned()), None, Some(rest.atom), rest.row);
            false
        });
    }

    /// A tag that says what the source's says, but in other delimiters or with marks of typography in it.
    fn other_delimiters(&mut self, a: &mut Vec<Rest>, b: &mut Vec<Rest>, used: &[Span]) {
        a.retain(|lost| {
            let Some(ours) = self.source.atoms[lost.atom as usize].placeholder() else { return true };
            let raw = self.source.atoms[lost.atom as usize].span.of(self.source.text);
            let fits = |rest: &Rest| {
                let atom = &self.target.atoms[rest.atom as usize];
                let here = atom.span.of(self.target.text);
                let stray = || damage::grown(self.target.text, atom.span) != atom.span;
                rest.row == lost.row
                    && atom.placeholder().is_some_and(|theirs| {
                        theirs.family != ours.family || damage::has_foreign_marks(raw, here) || stray()
                    })
                    && damage::core(raw) == damage::core(here)
                    && !used.iter().any(|ruin| ruin.overlaps(atom.span))
            };
            let Some(at) = b.iter().position(fits) else { return true };
            let found = b.remove(at);
            let ruin = damage::grown(self.target.text, self.target.atoms[found.atom as usize].span);
            self.harm(Fate::Malformed(ruin, raw.to_owned()), Some(lost.atom), Some(found.atom), lost.row);
            false
        });
    }

    /// The bytes of the target that answer row `row`; where nothing does, what stands unanswered in its place.
    fn answer(&self, alignment: &Alignment, row: usize) -> Span {
        let span = |blocks: &std::ops::Range<u32>| {
            let blocks = &self.target.blocks[blocks.start as usize..blocks.end as usize];
            blocks.iter().map(|block| block.span).reduce(Span::join)
        };
        if let Some(span) = span(&alignment.rows[row].target) {
            return span;
        }
        let after = alignment.rows[row..].iter().take_while(|row| row.source.is_empty() || row.target.is_empty());
        let before =
            alignment.rows[..row].iter().rev().take_while(|row| row.source.is_empty() || row.target.is_empty());
        after.chain(before).filter_map(|row| span(&row.target)).reduce(Span::join).unwrap_or_default()
    }

    /// Pairs the most alike first, among those that are alike at all.
    fn near(&mut self, a: &mut Vec<Rest>, b: &mut Vec<Rest>, fits: impl Fn(&Rest, &Rest) -> bool) {
        if a.len() * b.len() > 40_000 {
            return;
        }
        let mut candidates: Vec<(usize, usize, u32)> = Vec::new();
        for (i, x) in a.iter().enumerate() {
            for (j, y) in b.iter().enumerate() {
                if x.class == y.class && fits(x, y) {
                    let likeness = self.likeness(x, y);
                    if likeness >= NEAR {
                        candidates.push((i, j, likeness));
                    }
                }
            }
        }
        candidates.sort_by_key(|&(i, j, likeness)| (std::cmp::Reverse(likeness), i, j));
        let (mut gone_a, mut gone_b) = (vec![false; a.len()], vec![false; b.len()]);
        for (i, j, _) in candidates {
            if !gone_a[i] && !gone_b[j] {
                (gone_a[i], gone_b[j]) = (true, true);
                self.harm(Fate::Changed, Some(a[i].atom), Some(b[j].atom), b[j].row);
            }
        }
        drop_gone(a, &gone_a);
        drop_gone(b, &gone_b);
    }

    /// How alike two atoms are, in thousandths.
    fn likeness(&self, x: &Rest, y: &Rest) -> u32 {
        let (a, b) = (&self.source.atoms[x.atom as usize], &self.target.atoms[y.atom as usize]);
        match (&a.kind, &b.kind) {
            (AtomKind::Placeholder(p), AtomKind::Placeholder(q)) => {
                let arguments = p.dialect == q.dialect && p.pairing == q.pairing && same_arguments(&p.key, &q.key);
                let near = damage::likeness(&p.key, &q.key);
                if arguments { near.max(NEAR + 100) } else { near }
            }
            _ => match (a.link(), b.link()) {
                (Some(p), Some(q)) if self.other_hosts(x, y) => damage::likeness(&p.target, &q.target).min(NEAR - 1),
                (Some(p), Some(q)) => damage::likeness(&p.target, &q.target),
                _ => 0,
            },
        }
    }

    /// The two links lead to sites that are not even a slip apart.
    fn other_hosts(&self, x: &Rest, y: &Rest) -> bool {
        let (ours, theirs) = (self.canonical(x.atom, Side::Source).host, self.canonical(y.atom, Side::Target).host);
        !ours.is_empty() && !theirs.is_empty() && damage::likeness(&ours, &theirs) < 800
    }

    /// What is left of one class on both sides of one row stands for each other, in order.
    fn replaced(&mut self, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        let (mut gone_a, mut gone_b) = (vec![false; a.len()], vec![false; b.len()]);
        for i in 0..a.len() {
            let alone = a.iter().filter(|x| (x.row, x.class) == (a[i].row, a[i].class)).count();
            let fits: Vec<usize> = (0..b.len()).filter(|&j| (b[j].row, b[j].class) == (a[i].row, a[i].class)).collect();
            let free = fits.iter().copied().find(|&j| !gone_b[j] && self.may_replace(&a[i], &b[j]));
            if let Some(j) = free.filter(|_| alone == fits.len()) {
                (gone_a[i], gone_b[j]) = (true, true);
                self.harm(Fate::Replaced, Some(a[i].atom), Some(b[j].atom), b[j].row);
            }
        }
        drop_gone(a, &gone_a);
        drop_gone(b, &gone_b);
    }

    /// Ordinary text that looks like a format argument replaces nothing.
    fn may_replace(&self, x: &Rest, y: &Rest) -> bool {
        let (a, b) = (&self.source.atoms[x.atom as usize], &self.target.atoms[y.atom as usize]);
        match (a.placeholder(), b.placeholder()) {
            (Some(p), Some(q)) => p.dialect == q.dialect,
            _ => true,
        }
    }
}

/// Likeness from which one atom counts as a near miss of another.
const NEAR: u32 = 600;

#[derive(PartialEq, Clone, Copy)]
enum Scope {
    Section,
    Page,
}

/// Which rows are of one section.
struct Sections<'p, 's> {
    alignment: &'p Alignment,
    source: &'p Document<'s>,
    target: &'p Document<'s>,
}

impl Sections<'_, '_> {
    fn same(&self, x: usize, y: usize) -> bool {
        let row = |at: usize| &self.alignment.rows[at];
        let section = |document: &Document<'_>, blocks: &std::ops::Range<u32>| {
            (!blocks.is_empty()).then(|| document.blocks[blocks.start as usize].section)
        };
        let source = |at| section(self.source, &row(at).source);
        let target = |at| section(self.target, &row(at).target);
        (source(x).is_some() && source(x) == source(y)) || (target(x).is_some() && target(x) == target(y))
    }
}

/// A block of tags, or of pictures: no words beside their descriptions.
#[must_use]
pub fn is_only_atoms(document: &Document<'_>, block: &Block) -> bool {
    let atoms = document.atoms_of(block);
    let image = |atom: &&Atom<'_>| matches!(atom.kind, AtomKind::Image(_));
    let described = |run: &crate::doc::Run| atoms.iter().filter(image).any(|atom| atom.span.contains(run.span));
    let runs = &document.runs[block.runs.start as usize..block.runs.end as usize];
    let blank = |run: &crate::doc::Run| run.span.trim(document.text).is_empty();
    block.kind == Kind::Tags
        || (atoms.iter().any(|atom| image(&atom)) && runs.iter().all(|run| described(run) || blank(run)))
}

fn drop_gone(rest: &mut Vec<Rest>, gone: &[bool]) {
    let mut at = 0;
    rest.retain(|_| {
        at += 1;
        !gone[at - 1]
    });
}

fn in_blocks(document: &Document<'_>, blocks: std::ops::Range<u32>, wanted: Class) -> Vec<u32> {
    let mut out = Vec::new();
    for block in &document.blocks[blocks.start as usize..blocks.end as usize] {
        out.extend(block.atoms.clone().filter(|&at| class(&document.atoms[at as usize]) == Some(wanted)));
    }
    out
}

/// A link's target with the template tags in it taken out: they are compared as placeholders.
fn without_tags<'l>(document: &Document<'_>, at: u32, link: &'l Link<'_>) -> Cow<'l, str> {
    if !link.target.contains(['{', '<', '%', '$']) {
        return Cow::Borrowed(&link.target);
    }
    let mut out = link.target.to_string();
    for atom in document.atoms.iter().filter(|atom| atom.parent == Some(at)) {
        out = out.replacen(atom.span.of(document.text), "", 1);
    }
    Cow::Owned(out)
}

/// Equal from the first argument on, and there is one.
fn same_arguments(a: &str, b: &str) -> bool {
    let rest = |key: &str| key.find([' ', '(', '|', '/', '.']).map(|at| key[at..].to_owned());
    rest(a).is_some_and(|rest_a| rest_a.len() > 2 && Some(rest_a) == rest(b))
}
