//! What became of code spans. What people read inside code is free: arguments in angle brackets, quoted words, comments.

mod apart;
mod equal;
mod standing;

pub(super) use equal::{as_said, near, same};

use super::near::groups;
use super::{Alignment, Atom, AtomKind, Class, Document, Fate, Kind, Matcher, Pool, Rest, Row, drop_gone};
use super::{Side, elsewhere::Scope};
use crate::text::Span;
use equal::{are_same_but_arguments, differs_freely};
use memchr::memmem::Finder;
use rustc_hash::{FxHashMap, FxHashSet};
use standing::{
    Standing, bare_places, ends_name, half_dressed, in_other_case, is_plain, stands, stands_alone, with_half,
};
use std::cell::{LazyCell, OnceCell};

/// How many lost spans of a page are looked for in the text around.
const LOOKED_FOR: usize = 200;

/// The most pairs of spans of a page that are worth comparing.
const COMPARED: usize = 40_000;

/// Characters of a span that no other span has in it by accident.
const LONG: usize = 10;

/// How many places of one span are looked at.
const PLACES: usize = 16;

/// What the rows leave over.
#[derive(Default)]
struct Left {
    a: Vec<Rest>,
    b: Vec<Rest>,
    /// Spans of the source whose row has the same text once at least: a second mention may be a pronoun.
    again: FxHashSet<u32>,
    /// Pairs of spans compared so far.
    compared: usize,
}

impl Matcher<'_, '_> {
    /// Matches code spans: in their row, then in their section, near misses, those that are code no more, then the page.
    pub(super) fn code_spans(&mut self, alignment: &Alignment, open: &[usize]) {
        let mut left = Left::default();
        let (source, target) = (self.source, self.target);
        let arguments = (LazyCell::new(|| sample_words(source)), LazyCell::new(|| sample_words(target)));
        let named = |ours: &str, theirs: &str| differ_in_samples((ours, &arguments.0), (theirs, &arguments.1));
        for &at in open {
            self.row_of_code((at, &alignment.rows[at]), &mut left, &named);
        }
        let Left { mut a, mut b, again, .. } = left;
        self.take_named_by_code(&mut a, &mut b);
        self.elsewhere(alignment, &mut a, &mut b, Scope::Section);
        a.retain(|rest| !self.is_held_beside(rest, &b));
        let settled = self.out.harmed.len();
        self.near(&mut a, &mut b);
        a.retain(|rest| !again.contains(&rest.atom));
        self.drop_further_mentions(settled, &mut a);
        self.standing(alignment, &mut a);
        self.elsewhere(alignment, &mut a, &mut b, Scope::Page);
        self.drop_marked(alignment, &a, &mut b);
        self.replaced(&mut a, &mut b);
        self.one_of_several(alignment, &mut a, &mut b);
        let missing = self.out.harmed.iter().filter(|one| one.fate == Fate::Missing).filter_map(|one| one.source);
        let lost_links: Vec<Span> = missing.map(|at| source.atoms[at as usize].span).collect();
        let mut left = LOOKED_FOR;
        for rest in a {
            // A dropped block answers for its spans, and so does a lost link for its words.
            let span = source.atoms[rest.atom as usize].span;
            let within = lost_links.iter().any(|link| link.contains(span));
            if alignment.rows[rest.row].target.is_empty() || within {
                continue;
            }
            let atom = &source.atoms[rest.atom as usize];
            let looked = left > 0;
            left = left.saturating_sub(1);
            let otherwise = looked.then(|| self.otherwise(alignment, &rest, content(source, atom).trim())).flatten();
            let fate = otherwise.map(|span| Fate::Malformed(span, atom.span.of(source.text).to_owned()));
            self.harm(fate.unwrap_or(Fate::Missing), Some(rest.atom), None, rest.row);
        }
    }

    /// Takes out what is equal in a row, or differs only in what is free.
    fn row_of_code(&self, (at, row): (usize, &Row), left: &mut Left, named: &dyn Fn(&str, &str) -> bool) {
        let mut a = self.codes_in(Side::Source, row.source.clone());
        let mut b = self.codes_in(Side::Target, row.target.clone());
        if a.len() == b.len() && a.iter().zip(&b).all(|(&x, &y)| self.are_equal(x, y)) {
            return;
        }
        let code = |document: &Document<'_>, at: u32| folded(content(document, &document.atoms[at as usize]));
        let mentioned: Vec<u32> = b.clone();
        // Of two that are alike, the one in the same place.
        if a.len() == b.len() {
            let pairs = a.into_iter().zip(b);
            (a, b) = pairs.filter(|&(x, y)| !self.are_equal(x, y) && !self.differ_in_arguments(x, y)).unzip();
            if a.is_empty() {
                return;
            }
        }
        let called = |code: String| code.trim_end_matches("()").to_owned();
        let kept: FxHashSet<String> = mentioned.iter().map(|&y| called(code(self.target, y))).collect();
        let mut pool = Pool::new(b.iter().map(|&y| code(self.target, y)));
        let mut called_in = Vec::new();
        a.retain(|&x| {
            let own = code(self.source, x);
            let again = kept.contains(&called(own.clone()));
            let lost = pool.take(own.clone(), |_| true).is_none() && !self.holds_placeholder(x);
            if lost && again {
                left.again.insert(x);
            } else if lost && mentioned.iter().any(|&y| is_called_in(&own, &code(self.target, y))) {
                called_in.push(x);
            }
            lost
        });
        pool.drop_taken(&mut b);
        // Another span there is its answer, if as many are new as are lost.
        if b.len() < a.len() {
            left.again.extend(called_in);
        }
        left.compared += a.len() * b.len();
        if left.compared <= COMPARED {
            let new = b.clone();
            self.take_free(&mut a, &mut b, named);
            self.take_merged(&mut a, &mut b, &new);
            self.take_split(&mut a, &mut b, &new);
            self.drop_told_apart(&mut a, &mut b, (row, &mentioned));
        }
        let rest = |atom| Rest { atom, row: at, class: Class::Code };
        left.a.extend(a.into_iter().map(rest));
        left.b.extend(b.into_iter().map(rest));
    }

    /// A new span of the counterpart, or of a block right beside it, has all of a long lost span in it.
    fn is_held_beside(&self, rest: &Rest, new: &[Rest]) -> bool {
        let code = content(self.source, &self.source.atoms[rest.atom as usize]).trim();
        let mut beside = new.iter().filter(|other| other.row.abs_diff(rest.row) <= 1);
        code.len() >= LONG
            && beside.any(|other| has_word(content(self.target, &self.target.atoms[other.atom as usize]), code))
    }

    /// Two spans differ in nothing but what stands for an argument: most commands do, and nothing more is to be asked.
    fn differ_in_arguments(&self, x: u32, y: u32) -> bool {
        let ours = content(self.source, &self.source.atoms[x as usize]);
        are_same_but_arguments(ours, content(self.target, &self.target.atoms[y as usize]))
    }

    /// A term that is already told of in its row is not told of again.
    fn drop_further_mentions(&self, settled: usize, a: &mut Vec<Rest>) {
        let code = |at: u32| folded(content(self.source, &self.source.atoms[at as usize]));
        let near = self.out.harmed[settled..].iter();
        let told: FxHashSet<(usize, String)> = near.filter_map(|one| Some((one.row, code(one.source?)))).collect();
        a.retain(|rest| told.is_empty() || !told.contains(&(rest.row, code(rest.atom))));
    }

    /// Takes out pairs that differ in what is free: `named` tells of names of sample arguments.
    fn take_free(&self, a: &mut Vec<u32>, b: &mut Vec<u32>, named: &dyn Fn(&str, &str) -> bool) {
        let mut gone = vec![false; b.len()];
        a.retain(|&x| {
            let ours = content(self.source, &self.source.atoms[x as usize]);
            let fits = |&y: &u32| {
                let theirs = content(self.target, &self.target.atoms[y as usize]);
                differs_freely(ours, theirs) || self.frame.is_own_sample(ours, theirs) || named(ours, theirs)
            };
            let found = (0..b.len()).find(|&at| !gone[at] && fits(&b[at]));
            if let Some(at) = found {
                gone[at] = true;
            }
            found.is_none()
        });
        drop_gone(b, &gone);
    }

    /// Takes out spans whose words the source has there as plain text: the translation marks them, and they answer none.
    fn drop_marked(&self, alignment: &Alignment, a: &[Rest], b: &mut Vec<Rest>) {
        if a.is_empty() {
            return;
        }
        let mut left = LOOKED_FOR;
        b.retain(|rest| {
            let row = &alignment.rows[rest.row].source;
            if left == 0 || row.is_empty() {
                return true;
            }
            left -= 1;
            let blocks = &self.source.blocks[row.start as usize..row.end as usize];
            !is_plain(self.source, blocks, content(self.target, &self.target.atoms[rest.atom as usize]))
        });
    }

    /// Takes out spans that name what the page's own code says, where that was translated too: a string, a label, a sample.
    fn take_named_by_code(&self, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        if a.len().max(b.len()) > LOOKED_FOR {
            return;
        }
        let (ours, theirs) = (Said::new(self.source), Said::new(self.target));
        // By row: how many names of the translation's own code stand there for names of the source's.
        let mut own: FxHashMap<usize, usize> = FxHashMap::default();
        b.retain(|rest| {
            let code = theirs.span(rest);
            let is_own = theirs.says(code) && !ours.says(code);
            if is_own {
                *own.entry(rest.row).or_default() += 1;
            }
            !is_own
        });
        a.retain(|rest| {
            let code = ours.span(rest);
            if !ours.says(code) {
                return true;
            }
            // The translation may still have the source's name somewhere else.
            let said = own.get_mut(&rest.row).filter(|left| **left > 0);
            let in_row = said.is_some();
            said.into_iter().for_each(|left| *left -= 1);
            !in_row && theirs.says(code)
        });
    }

    /// A template tag in code is compared as a tag.
    fn holds_placeholder(&self, at: u32) -> bool {
        let span = self.source.atoms[at as usize].span;
        let after = self.source.atoms[at as usize + 1..].iter().take_while(|atom| span.contains(atom.span));
        after.into_iter().any(|atom| atom.placeholder().is_some())
    }

    /// Lost spans whose text stands in the counterpart: in another dress, or without its back-ticks.
    fn standing(&mut self, alignment: &Alignment, a: &mut Vec<Rest>) {
        let (mut used, mut left): (Vec<Span>, usize) = (Vec::new(), LOOKED_FOR);
        a.retain(|rest| {
            let row = &alignment.rows[rest.row];
            let blocks = &self.target.blocks[row.target.start as usize..row.target.end as usize];
            if left == 0 || blocks.is_empty() {
                return true;
            }
            left -= 1;
            let atom = &self.source.atoms[rest.atom as usize];
            let code = content(self.source, atom);
            let found =
                half_dressed(self.target, blocks, code.trim()).or_else(|| match stands(self.target, blocks, code) {
                    Standing::Nowhere => None,
                    Standing::Dressed => Some(Span::default()),
                    Standing::Bare(places) => {
                        self.surplus(row, atom, &places, &used).map(|span| with_half(self.target.text, span))
                    }
                });
            // A letter that stands for a number is a word of the sentence.
            let said = || is_letter(code.trim()) && in_other_case(self.target, blocks, code.trim()).is_some();
            if found.is_none() && said() {
                return false;
            }
            let Some(span) = found else { return true };
            if span.is_empty() {
                return false;
            }
            used.push(span);
            let repaired = atom.span.of(self.source.text).to_owned();
            self.harm(Fate::Malformed(span, repaired), Some(rest.atom), None, rest.row);
            false
        });
    }

    /// Where a lost span is plain text in other case, which the source has not there.
    fn otherwise(&self, alignment: &Alignment, rest: &Rest, code: &str) -> Option<Span> {
        let row = &alignment.rows[rest.row];
        let blocks = &self.target.blocks[row.target.start as usize..row.target.end as usize];
        let letters = code.is_ascii() && code.contains(|c: char| c.is_ascii_alphabetic());
        let span = letters.then(|| in_other_case(self.target, blocks, code)).flatten()?;
        let ours = &self.source.blocks[row.source.start as usize..row.source.end as usize];
        bare_places(self.source, ours, span.of(self.target.text)).is_empty().then_some(span)
    }

    /// The one of the bare places that stands for a lost span. What is plain text in the source as well stands for itself.
    fn surplus(&self, row: &Row, lost: &Atom<'_>, places: &[Span], used: &[Span]) -> Option<Span> {
        let blocks = &self.source.blocks[row.source.start as usize..row.source.end as usize];
        let plain = bare_places(self.source, blocks, content(self.source, lost).trim());
        let own = |place: &Span| !ends_name(self.target.text, *place, self.source.text);
        let free: Vec<Span> = places
            .iter()
            .copied()
            .filter(|place| own(place) && !used.iter().any(|other| other.overlaps(*place)))
            .collect();
        let before = plain.iter().filter(|place| place.start < lost.span.start).count();
        (free.len() > plain.len()).then(|| free[before])
    }

    /// Lost spans of a row with more other spans than are lost: one of them stands for each, in the same order, as near as
    /// may be to its place.
    fn one_of_several(&mut self, alignment: &Alignment, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        let (mut gone_a, mut gone_b) = (vec![false; a.len()], vec![false; b.len()]);
        for (ours, theirs) in groups(a, b).into_values() {
            let row = &alignment.rows[a[ours[0]].row];
            if ours.len() * theirs.len() > COMPARED {
                continue;
            }
            let others: Vec<usize> = theirs.into_iter().filter(|&j| !self.is_of_source(&b[j])).collect();
            if others.len() < ours.len() {
                continue;
            }
            let depth = |side: Side, at: u32| self.depth(side, row, at);
            let x: Vec<u32> = ours.iter().map(|&i| depth(Side::Source, a[i].atom)).collect();
            let y: Vec<u32> = others.iter().map(|&j| depth(Side::Target, b[j].atom)).collect();
            for (i, j) in nearest_in_order(&x, &y) {
                let (i, j) = (ours[i], others[j]);
                (gone_a[i], gone_b[j]) = (true, true);
                self.harm(Fate::OneOfSeveral, Some(a[i].atom), Some(b[j].atom), b[j].row);
            }
        }
        drop_gone(a, &gone_a);
        drop_gone(b, &gone_b);
    }

    /// The source's page says this too, in this place or another: it is no translation of anything.
    fn is_of_source(&self, rest: &Rest) -> bool {
        let code = content(self.target, &self.target.atoms[rest.atom as usize]).trim();
        let places = memchr::memmem::find_iter(self.source.text.as_bytes(), code.as_bytes()).take(PLACES);
        places.into_iter().any(|at| stands_alone(self.source.text, Span::new(at, at + code.len())))
    }

    /// How far into its row an atom stands, in thousandths of it.
    fn depth(&self, side: Side, row: &Row, atom: u32) -> u32 {
        let document = self.document(side);
        let blocks = if side == Side::Source { &row.source } else { &row.target };
        let blocks = &document.blocks[blocks.start as usize..blocks.end as usize];
        let Some(span) = blocks.iter().map(|block| block.span).reduce(Span::join) else { return 0 };
        let before = document.atoms[atom as usize].span.start.saturating_sub(span.start);
        (u64::from(before) * 1000 / span.len().max(1) as u64) as u32
    }
}

/// `size` in `size(x)` and `size=4`: who reads the one knows the other.
fn is_called_in(name: &str, code: &str) -> bool {
    code.strip_prefix(name).is_some_and(|rest| name.len() > 2 && rest.starts_with(['(', '=', '[', ':']))
}

fn is_letter(code: &str) -> bool {
    code.len() == 1 && code.as_bytes()[0].is_ascii_alphabetic()
}

/// Pairs each of `x` with one of `y`, which is no shorter, in order, the sum of their distances the least.
fn nearest_in_order(x: &[u32], y: &[u32]) -> Vec<(usize, usize)> {
    // By how many of each list: the least distance with all of `x` paired.
    let mut least = vec![vec![u64::MAX; y.len() + 1]; x.len() + 1];
    least[0].fill(0);
    for i in 1..=x.len() {
        for j in i..=y.len() {
            let pair = least[i - 1][j - 1].saturating_add(u64::from(x[i - 1].abs_diff(y[j - 1])));
            least[i][j] = pair.min(least[i][j - 1]);
        }
    }
    let (mut i, mut j, mut pairs) = (x.len(), y.len(), Vec::new());
    while i > 0 {
        if least[i][j] != least[i][j - 1] {
            pairs.push((i - 1, j - 1));
            i -= 1;
        }
        j -= 1;
    }
    pairs
}

/// `word` stands in `code` as a word of its own.
fn has_word(code: &str, word: &str) -> bool {
    let mut places = code.match_indices(word).take(PLACES);
    word.contains(char::is_alphanumeric) && places.any(|(at, _)| stands_alone(code, Span::new(at, at + word.len())))
}

/// What the code of a page says.
struct Said<'p, 's> {
    page: &'p Document<'s>,
    /// What stands for an argument, if anyone asked.
    samples: OnceCell<Vec<&'p str>>,
}

impl<'p, 's> Said<'p, 's> {
    fn new(page: &'p Document<'s>) -> Said<'p, 's> {
        Said { page, samples: OnceCell::new() }
    }

    fn span(&self, rest: &Rest) -> &'p str {
        content(self.page, &self.page.atoms[rest.atom as usize])
    }

    /// A block has this text as a word of its own, or what stands for an argument has.
    fn says(&self, code: &str) -> bool {
        if code.chars().nth(2).is_none() || !code.contains(char::is_alphanumeric) {
            return false;
        }
        let finder = Finder::new(code);
        let mut blocks = self.page.blocks.iter().filter(|block| block.kind == Kind::Code);
        let samples = || self.samples.get_or_init(|| samples(self.page));
        blocks.any(|block| holds(self.page.text, block.content, &finder))
            || samples().iter().any(|sample| holds(sample, Span::new(0, sample.len()), &finder))
    }
}

/// The code in `span` has the text that is looked for, as a word of its own.
fn holds(text: &str, span: Span, finder: &Finder<'_>) -> bool {
    let (start, len) = (span.start as usize, finder.needle().len());
    let places = finder.find_iter(span.of(text).as_bytes()).map(|at| Span::new(start + at, start + at + len));
    places.take(PLACES).any(|span| stands_alone(text, span))
}

/// What stands for an argument in the spans of a page: `old` and `new` in `diff {{old}} {{new}}`.
fn samples<'p>(document: &'p Document<'_>) -> Vec<&'p str> {
    let codes = document.atoms.iter().map(|atom| content(document, atom)).filter(|code| code.contains('{'));
    let pieces = codes.flat_map(|code| code.split("{{").skip(1));
    pieces.filter_map(|piece| piece.split_once("}}")).map(|(argument, _)| argument).collect()
}

/// What differs is what stands for an argument on either page: `old_file` and `vecchio_file`.
pub(super) fn differ_in_samples(
    (ours, our_samples): (&str, &FxHashSet<&str>),
    (theirs, their_samples): (&str, &FxHashSet<&str>),
) -> bool {
    let (a, b): (FxHashSet<&str>, FxHashSet<&str>) = (words(ours).collect(), words(theirs).collect());
    let apart = a != b && !ours.contains("{{") && !theirs.contains("{{");
    apart
        && a.difference(&b).all(|word| our_samples.contains(word))
        && b.difference(&a).all(|word| their_samples.contains(word))
}

/// The words of what stands for an argument in the spans of a page, options left out.
pub(super) fn sample_words<'p>(document: &'p Document<'_>) -> FxHashSet<&'p str> {
    samples(document).into_iter().filter(|sample| !sample.starts_with('[')).flat_map(words).collect()
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

fn content<'t>(document: &Document<'t>, atom: &Atom<'_>) -> &'t str {
    if let AtomKind::Code(content) = atom.kind { content.of(document.text) } else { "" }
}

fn folded(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_has_the_nearest_in_order() {
        let pairs = |x: &[u32], y: &[u32]| {
            let mut pairs = nearest_in_order(x, y);
            pairs.sort_unstable();
            pairs
        };
        assert_eq!(pairs(&[500], &[100, 450, 900]), [(0, 1)]);
        assert_eq!(pairs(&[100, 110], &[0, 105, 800]), [(0, 0), (1, 1)]);
        assert_eq!(pairs(&[700, 800], &[10, 20]), [(0, 0), (1, 1)]);
    }
}
