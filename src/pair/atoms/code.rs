//! What became of code spans. What people read inside code is free: arguments in angle brackets, quoted words, comments.

use super::free::{fits_pattern, pattern};
use super::{Alignment, Atom, AtomKind, Block, Class, Document, Fate, Kind, Matcher, Pool, Rest, Row, drop_gone};
use super::{Side, elsewhere::Scope};
use crate::pair::code::without_loose_space;
use crate::pair::likeness;
use crate::text::Span;
use memchr::memmem::Finder;
use rustc_hash::FxHashSet;
use std::cell::{LazyCell, OnceCell};

/// How many lost spans of a page are looked for in the text around.
const LOOKED_FOR: usize = 200;

/// The most pairs of spans of a page that are worth comparing.
const COMPARED: usize = 40_000;

/// How much of a block is searched, and how many atoms it may have.
const SEARCHED: (usize, usize) = (20_000, 2_000);

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
        let named = |ours: &str, theirs: &str| {
            let (a, b): (FxHashSet<&str>, FxHashSet<&str>) = (words(ours).collect(), words(theirs).collect());
            let apart = a != b && !ours.contains("{{") && !theirs.contains("{{");
            apart
                && a.difference(&b).all(|word| arguments.0.contains(word))
                && b.difference(&a).all(|word| arguments.1.contains(word))
        };
        for &at in open {
            self.row_of_code((at, &alignment.rows[at]), &mut left, &named);
        }
        let Left { mut a, mut b, again, .. } = left;
        self.take_named_by_code(&mut a, &mut b);
        self.elsewhere(alignment, &mut a, &mut b, Scope::Section);
        let settled = self.out.harmed.len();
        self.near(&mut a, &mut b);
        a.retain(|rest| !again.contains(&rest.atom));
        self.drop_further_mentions(settled, &mut a);
        self.standing(alignment, &mut a);
        self.elsewhere(alignment, &mut a, &mut b, Scope::Page);
        self.replaced(&mut a, &mut b);
        for rest in a {
            // A dropped block answers for its spans.
            if !alignment.rows[rest.row].target.is_empty() {
                self.harm(Fate::Missing, Some(rest.atom), None, rest.row);
            }
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
            (a, b) = pairs.filter(|&(x, y)| !self.are_equal(x, y)).unzip();
        }
        let called = |code: String| code.trim_end_matches("()").to_owned();
        let kept: FxHashSet<String> = mentioned.iter().map(|&y| called(code(self.target, y))).collect();
        let mut pool = Pool::new(b.iter().map(|&y| code(self.target, y)));
        a.retain(|&x| {
            let own = code(self.source, x);
            let again = kept.contains(&called(own.clone()));
            let lost = pool.take(own, |_| true).is_none() && !self.holds_placeholder(x);
            if lost && again {
                left.again.insert(x);
            }
            lost
        });
        pool.drop_taken(&mut b);
        left.compared += a.len() * b.len();
        if left.compared <= COMPARED {
            self.take_free(&mut a, &mut b, named);
        }
        let rest = |atom| Rest { atom, row: at, class: Class::Code };
        left.a.extend(a.into_iter().map(rest));
        left.b.extend(b.into_iter().map(rest));
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

    /// Takes out spans that name what the page's own code says, where that was translated too: a string, a label, a sample.
    fn take_named_by_code(&self, a: &mut Vec<Rest>, b: &mut Vec<Rest>) {
        if a.len().max(b.len()) > LOOKED_FOR {
            return;
        }
        let (ours, theirs) = (Said::new(self.source), Said::new(self.target));
        a.retain(|rest| {
            let code = ours.span(rest);
            !ours.says(code) || theirs.says(code)
        });
        b.retain(|rest| {
            let code = theirs.span(rest);
            !theirs.says(code) || ours.says(code)
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
            match stands(self.target, blocks, content(self.source, atom), &used) {
                Standing::Nowhere => true,
                Standing::Dressed => false,
                Standing::Bare(span) => {
                    let span = with_half(self.target.text, span);
                    used.push(span);
                    let repaired = atom.span.of(self.source.text).to_owned();
                    self.harm(Fate::Malformed(span, repaired), Some(rest.atom), None, rest.row);
                    false
                }
            }
        });
    }
}

/// With the one back-tick that is left of two.
fn with_half(text: &str, span: Span) -> Span {
    let before = text[..span.start as usize].ends_with('`');
    let after = text[span.end as usize..].starts_with('`');
    let (start, end) = (span.start as usize - usize::from(before && !after), span.end as usize);
    Span::new(start, end + usize::from(after && !before))
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
        if code.chars().nth(2).is_none() {
            return false;
        }
        let finder = Finder::new(code);
        let mut blocks = self.page.blocks.iter().filter(|block| block.kind == Kind::Code);
        let samples = || self.samples.get_or_init(|| samples(self.page));
        blocks.any(|block| holds(self.page.text, block.content, &finder)) || is_sample(samples(), code)
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

/// The words of what stands for an argument in the spans of a page, options left out.
fn sample_words<'p>(document: &'p Document<'_>) -> FxHashSet<&'p str> {
    samples(document).into_iter().filter(|sample| !sample.starts_with('[')).flat_map(words).collect()
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// It is, or is part of, what stands for an argument.
fn is_sample(samples: &[&str], code: &str) -> bool {
    let has_word = |argument: &str| {
        let mut places = argument.match_indices(code).take(PLACES);
        places.any(|(at, _)| stands_alone(argument, Span::new(at, at + code.len())))
    };
    samples.iter().any(|argument| has_word(argument))
}

/// How the text of a lost span stands in the translation.
enum Standing {
    Nowhere,
    /// In quotes, emphasis, a link, a tag or another code span.
    Dressed,
    Bare(Span),
}

fn stands(document: &Document<'_>, blocks: &[Block], code: &str, used: &[Span]) -> Standing {
    let code = code.trim();
    // A string in code quotes may be a string in the quotes of the language.
    let unquoted = code.trim_matches(['"', '\'']);
    if unquoted.len() < code.len() && matches!(stands(document, blocks, unquoted, &[]), Standing::Dressed) {
        return Standing::Dressed;
    }
    let escaped = code.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let mut bare = Standing::Nowhere;
    for block in blocks.iter().filter(|block| block.atoms.len() <= SEARCHED.1) {
        let text = block.content.of(document.text);
        let text = &text[..text.floor_char_boundary(SEARCHED.0)];
        let form = if text.contains(code) { code } else { &escaped };
        for (at, _) in text.match_indices(form).take(PLACES) {
            let start = block.content.start as usize + at;
            let span = Span::new(start, start + form.len());
            if !stands_alone(document.text, span) || is_hidden(document, block, span) {
                continue;
            }
            if is_dressed(document, block, span) {
                return Standing::Dressed;
            }
            if is_telling(code) && matches!(bare, Standing::Nowhere) && !used.iter().any(|other| other.overlaps(span)) {
                bare = Standing::Bare(span);
            }
        }
    }
    bare
}

/// No mark or word of one or two letters, which may be ordinary in the other language; `fs` is a word in none.
fn is_telling(code: &str) -> bool {
    let long = code.chars().filter(|c| !c.is_whitespace()).count() > 2 || !code.is_ascii();
    let vowel = |c: char| "aeiouy".contains(c.to_ascii_lowercase());
    let name = code.len() == 2 && code.contains(char::is_alphabetic) && !code.contains(vowel);
    long || name || code.contains(|c: char| c.is_ascii_digit())
}

/// No ASCII letter, digit or underscore goes on before or after it; letters of other scripts may be glued to a word.
fn stands_alone(text: &str, span: Span) -> bool {
    let word =
        |c: char| c.is_ascii_alphanumeric() || c == '_' || (c.is_alphabetic() && ('\u{c0}'..'\u{250}').contains(&c));
    let inner = span.of(text);
    let before = text[..span.start as usize].chars().next_back().filter(|_| inner.starts_with(word));
    let after = text[span.end as usize..].chars().next().filter(|_| inner.ends_with(word));
    !before.is_some_and(word) && !after.is_some_and(word)
}

/// In an address, a tag or an attribute list: no text.
fn is_hidden(document: &Document<'_>, block: &Block, span: Span) -> bool {
    document.atoms_of(block).iter().any(|atom| match &atom.kind {
        AtomKind::Link(link) | AtomKind::Image(link) => link.target_span.overlaps(span),
        AtomKind::Html(_) | AtomKind::Placeholder(_) | AtomKind::Attributes => atom.span.overlaps(span),
        AtomKind::Code(inner) => inner.overlaps(span) && !is_apart(document.text, *inner, span),
        _ => false,
    })
}

fn is_dressed(document: &Document<'_>, block: &Block, span: Span) -> bool {
    let marks = |c: char| "*_~\"'“”„«»‹›‘’「」『』《》〈〉【】[]<>|`".contains(c);
    let before = document.text[..span.start as usize].trim_end().chars().next_back();
    let after = document.text[span.end as usize..].trim_start().chars().next();
    let inside = |atom: &Atom<'_>| match &atom.kind {
        AtomKind::Link(link) | AtomKind::Image(link) => link.label.contains(span),
        // `pip` in `pip install x`, but not in `pip.main`.
        AtomKind::Code(inner) => inner.overlaps(span) && is_apart(document.text, *inner, span),
        _ => false,
    };
    (before.is_some_and(marks) && after.is_some_and(marks)) || document.atoms_of(block).iter().any(inside)
}

/// White space, or the ends of `outer`, stand around `inner`.
fn is_apart(text: &str, outer: Span, inner: Span) -> bool {
    let (before, after) = (text[..inner.start as usize].chars().next_back(), text[inner.end as usize..].chars().next());
    let starts = inner.start <= outer.start || before.is_some_and(char::is_whitespace);
    starts && (inner.end >= outer.end || after.is_some_and(char::is_whitespace))
}

fn content<'t>(document: &Document<'t>, atom: &Atom<'_>) -> &'t str {
    if let AtomKind::Code(content) = atom.kind { content.of(document.text) } else { "" }
}

fn folded(code: &str) -> String {
    code.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Equal but for white space.
pub(super) fn same(a: &str, b: &str) -> bool {
    a == b || a.split_whitespace().eq(b.split_whitespace())
}

/// How alike two spans are, in thousandths; another case is nearer than any other letter.
pub(super) fn near(a: &str, b: &str) -> u32 {
    if a.to_lowercase() == b.to_lowercase() {
        return 950;
    }
    likeness(a, b)
}

/// The target says the same in another dress: empty parentheses, a full stop, more code around it, or words where the
/// source has words.
fn differs_freely(source: &str, target: &str) -> bool {
    let plain = |code: &str| {
        let code = folded(code).replace('…', "...");
        code.trim_end_matches(['.', ',', ':', ';', '。', '，', '：']).trim_end_matches("()").to_owned()
    };
    let (ours, theirs) = (plain(source), plain(target));
    let around = || {
        ours.len() > 1
            && theirs
                .match_indices(&ours)
                .take(PLACES)
                .any(|(at, _)| stands_alone(&theirs, Span::new(at, at + ours.len())))
    };
    let chosen = || (as_said(&ours, &theirs), as_said(&theirs, &ours));
    let fits = |ours: &str, theirs: &str| ours == theirs || fits_pattern(&pattern(ours), theirs);
    // The style of quotes and the white space beside brackets are a matter of taste.
    let styled = |code: &str| without_loose_space(&code.replace('\'', "\""));
    let in_style = || fits(&styled(&ours), &styled(&theirs)) || styled(&ours).trim_matches('"') == styled(&theirs);
    fits(&ours, &theirs) || around() || fits(&chosen().0, &chosen().1) || in_style()
}

/// `code` with its samples as `other` says them, where it says them plainly: `rm {{[-r|--recursive]}} {{a}}` says what
/// `rm -r a` does.
pub(super) fn as_said(code: &str, other: &str) -> String {
    let says = |word: &str| {
        let mut places = other.match_indices(word).take(PLACES);
        !word.is_empty() && places.any(|(at, _)| stands_alone(other, Span::new(at, at + word.len())))
    };
    let mut pieces = code.split("{{");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (sample, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        let same = other.contains(&format!("{{{{{sample}}}}}"));
        let choices = sample.trim_start_matches('[').trim_end_matches(']').split('|');
        match choices.into_iter().find(|choice| !same && says(choice)) {
            Some(said) => out.extend([said, rest]),
            None => out.extend(["{{", piece]),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_read_in_code_is_free() {
        for (source, target) in [
            ("git tag <your version>", "git tag <din versjon>"),
            ("export KEY=YOUR_KEY", "export KEY=DIN_NØKKEL"),
            ("print(\"Hello\")", "print(\"Hei\")"),
            ("npm run dev # in the folder", "npm run dev # i mappa"),
            ("read()", "read"),
            ("cp {{path/to/file}} .", "cp {{경로/대상/파일}} ."),
            ("kill <pid> # now", "kill <prosess> # no"),
            ("rm {{[-r|--recursive]}} {{path/to/folder}}", "rm -r {{sti/til/mappe}}"),
            ("brew {{[ls|list]}} --formula", "brew list --formula"),
            ("tool {{[-q|--quiet]}} {{[-o|--output]}} a", "tool {{[-q|--quiet]}} --output a"),
            ("list {{[-a|--all]}}", "list -a"),
            ("clone py39 {{copy}}", "clone {{py39}} {{kopi}}"),
            ("{message: 'hi!'}", "{ message: 'hei !' }"),
            ("\"DR. \"", "'DR. '"),
            ("'/form'", "/form"),
            ("squeeze -{{9}} {{file}}", "squeeze -9 {{fil}}"),
        ] {
            assert!(differs_freely(source, target), "{source} {target}");
        }
        for (source, target) in [
            ("git tag v1", "git tagg v1"),
            ("<name>", "<navn>"),
            ("f(\"a\")", "g(\"a\")"),
            ("YOUR_KEY=1", "DIN=2"),
            ("${a}", "$ {a}"),
            ("f('a', b)", "f('a', c)"),
            ("rm {{[-r|--recursive]}} a", "rm -f a"),
        ] {
            assert!(!differs_freely(source, target), "{source} {target}");
        }
    }
}
