//! Lost atoms whose ruins stand in the translation: tags and links that lost a mark, or were given another.

use super::{Alignment, AtomMatch, Class, Fate, Matcher, Rest, damage};
use crate::text::Span;
use rustc_hash::{FxHashMap, FxHashSet};

/// How many lost atoms of a page are looked for: where hundreds are lost, ruins are not the trouble.
const LOOKED_FOR: usize = 200;

/// How many bytes of a block are searched.
const SEARCHED: usize = 20_000;

impl Matcher<'_, '_> {
    /// Lost atoms whose ruins stand in the counterpart.
    pub(super) fn malformed(&mut self, alignment: &Alignment, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        let ruin = |harmed: &AtomMatch| if let Fate::Malformed(span, _) = harmed.fate { Some(span) } else { None };
        let mut used: Vec<Span> = self.out.harmed.iter().filter_map(ruin).collect();
        let kept: FxHashSet<u32> =
            self.out.kept_links.iter().map(|&(_, y)| self.target.atoms[y as usize].span.end).collect();
        let mut left = LOOKED_FOR;
        a.retain(|rest| {
            if left == 0 {
                return true;
            }
            left -= 1;
            let span = self.searched(self.answer(alignment, rest.row));
            let found = match rest.class {
                Class::Placeholder => damage::placeholder(self.source, rest.atom, self.target, span, &used),
                Class::Link | Class::Image => damage::link(self.source, rest.atom, self.target, span, &used),
                Class::Footnote | Class::Code => None,
            };
            // What is whole, but stands in code by a stray back-tick, is no ruin: it is lost. A link that answers
            // another of the source is no image that lost its mark.
            let is_ruin = |(ruin, repaired): &(Span, String)| {
                ruin.of(self.target.text) != repaired && !(rest.class == Class::Image && kept.contains(&ruin.end))
            };
            let Some((ruin, repaired)) = found.filter(is_ruin) else { return true };
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
        let open = self.target.broken.iter().copied().take(LOOKED_FOR);
        for broken in open.filter(|broken| !broken.is_empty()) {
            if used.iter().any(|ruin| ruin.overlaps(broken)) {
                continue;
            }
            let paragraph = self.searched(broken.join(damage::paragraph_from(self.target.text, broken)));
            let placeholders = a.iter().enumerate().filter(|(_, rest)| rest.class == Class::Placeholder);
            let mut lost = placeholders.take(LOOKED_FOR / 20);
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

    /// The beginning of `span`, on a character's boundary.
    fn searched(&self, span: Span) -> Span {
        let end = (span.start as usize + span.len().min(SEARCHED)).min(self.target.text.len());
        Span::new(span.start as usize, self.target.text.floor_char_boundary(end).max(span.start as usize))
    }

    /// A comment of the source whose marks were changed so that readers, or the build, now see it.
    fn former_comments(&mut self, b: &mut Vec<Rest>) {
        if self.source.comments.is_empty() {
            return;
        }
        let mut left = LOOKED_FOR;
        b.retain(|rest| {
            let span = self.target.atoms[rest.atom as usize].span;
            if rest.class != Class::Placeholder || left == 0 {
                return true;
            }
            left -= 1;
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
        let mut by_row: FxHashMap<usize, usize> = FxHashMap::default();
        b.iter().for_each(|rest| *by_row.entry(rest.row).or_default() += 1);
        a.retain(|lost| {
            if by_row.get(&lost.row).is_none_or(|&count| count > LOOKED_FOR) {
                return true;
            }
            let Some(ours) = self.source.atoms[lost.atom as usize].placeholder() else { return true };
            let span = self.source.atoms[lost.atom as usize].span;
            let raw = span.of(self.source.text);
            let bare = damage::grown(self.source.text, span) == span;
            let fits = |rest: &Rest| {
                let atom = &self.target.atoms[rest.atom as usize];
                let here = atom.span.of(self.target.text);
                let stray = || bare && damage::grown(self.target.text, atom.span) != atom.span;
                rest.row == lost.row
                    && atom.placeholder().is_some_and(|theirs| {
                        theirs.family != ours.family || damage::has_foreign_marks(raw, here) || stray()
                    })
                    && damage::core(raw) == damage::core(here)
                    && !used.iter().any(|ruin| ruin.overlaps(atom.span))
            };
            let Some(at) = b.iter().position(fits) else { return true };
            let found = b.remove(at);
            let ruin = damage::ruin(self.target.text, self.target.atoms[found.atom as usize].span, raw);
            self.harm(Fate::Malformed(ruin, raw.to_owned()), Some(lost.atom), Some(found.atom), lost.row);
            false
        });
    }

    /// The bytes of the target that answer row `row`; where nothing does, what stands unanswered in its place.
    pub(super) fn answer(&self, alignment: &Alignment, row: usize) -> Span {
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
}
