//! Where the code of two paired blocks begins to differ.

mod alike;
mod printed;

use super::LinkFrame;
use super::likeness;
use crate::doc::{Block, CodeLine, Document, FreeCode, Kind, code_lines};
use crate::text::Span;
use alike::Comparison;
use rustc_hash::FxHashSet;

pub use printed::printed_line;

/// The first difference between two blocks of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeDifference {
    /// What happened to the line.
    pub what: CodeChange,
    /// The source's line; where it would stand, if it has none.
    pub source: Span,
    /// The target's line; where it would stand, if it has none.
    pub target: Span,
    /// Most lines of the one are not in the other: another sample.
    pub mostly: bool,
}

/// What happened to a line of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeChange {
    /// It differs.
    Changed,
    /// The target has it not.
    Missing,
    /// The source has it not.
    Added,
    /// It is a comment without its mark.
    Bared,
    /// Marks of it were made those of print.
    Printed,
}

/// Likeness, in thousandths, under which two blocks are not translations of each other.
const ALIKE: u32 = 400;

/// Languages whose lines are facts, in whatever order.
const UNORDERED: &[&str] = &["dotenv", "env", "ini", "json", "properties", "toml"];

/// The two have the same lines.
fn same_in_any_order(ours: &[CodeLine], theirs: &[CodeLine]) -> bool {
    let sorted = |lines: &[CodeLine]| {
        let mut texts: Vec<String> = lines.iter().map(|line| line.text.clone()).collect();
        texts.sort_unstable();
        texts
    };
    ours.len() == theirs.len() && sorted(ours) == sorted(theirs)
}

/// How many lines further a line is looked for.
const LOOK: usize = 8;

/// Where two blocks of code begin to differ beyond what is `free`. `None` too where they are no pair: what they are
/// is the business of the alignment.
#[must_use]
pub fn code_difference(
    (source, a): (&Document<'_>, &Block),
    (target, b): (&Document<'_>, &Block),
    free: FreeCode,
    frame: &LinkFrame,
) -> Option<CodeDifference> {
    if a.kind != Kind::Code || b.kind != Kind::Code || a.code == b.code {
        return None;
    }
    let language = source.language_of_code(a);
    let ours = source.lines_of_code(a, free);
    let theirs = without_own_entry(&ours, code_lines(target.text, b.content, &language, free), frame);
    let front = |lines: &[CodeLine]| if language == "yaml" { front_of(lines) } else { lines.len() };
    let (ours, theirs) = (&ours[..front(&ours)], &theirs[..front(&theirs)]);
    let comparison = Comparison { language: &language, free, frame };
    let at = first_difference(ours, theirs, &comparison);
    let sorted = UNORDERED.contains(&language.as_str()) && same_in_any_order(ours, theirs);
    if at == (ours.len(), theirs.len())
        || sorted
        || !is_pair((source, a), (target, b), ours, theirs)
        || comparison.are_texts(ours, theirs)
    {
        return None;
    }
    Some(difference((source, a, ours), (target, b, theirs), at))
}

/// A block of code of a page, and its lines.
type Sample<'p> = (&'p Document<'p>, &'p Block, &'p [CodeLine]);

/// What happened where two blocks begin to differ: at these lines of either.
fn difference(
    (source, a, ours): Sample<'_>,
    (target, b, theirs): Sample<'_>,
    (mut i, mut j): (usize, usize),
) -> CodeDifference {
    let place =
        |line: Option<&CodeLine>, block: &Block| line.map_or(Span::at(block.content.end as usize), |line| line.span);
    let further = |lines: &[CodeLine], at: usize, line: Option<&CodeLine>| {
        line.is_none_or(|line| lines.iter().skip(at + 1).take(LOOK).any(|other| other.text == line.text))
    };
    let (lost, new) = (further(ours, i, theirs.get(j)), further(theirs, j, ours.get(i)));
    let what = match (ours.len().cmp(&theirs.len()), lost, new) {
        (std::cmp::Ordering::Greater, true, _) => CodeChange::Missing,
        (std::cmp::Ordering::Less, _, true) => CodeChange::Added,
        _ => CodeChange::Changed,
    };
    // Of lines that are the same but for what is free, the one that no line of the other has to the letter.
    let (a_lines, b_lines) = (|| letters_of(source.text, ours), || letters_of(target.text, theirs));
    let surplus = match what {
        CodeChange::Missing if i == j => surplus(&a_lines(), &b_lines(), i),
        CodeChange::Added if i == j => surplus(&b_lines(), &a_lines(), j),
        _ => None,
    };
    (i, j) = surplus.map_or((i, j), |at| (at, at));
    let (x, y) = (place(ours.get(i), a), place(theirs.get(j), b));
    let gap = |page: &Document<'_>, block: &Block, lines: &[CodeLine], at: usize| comments(page, block, lines, at);
    if what == CodeChange::Added
        && let Some(comment) = bared((source, &gap(source, a, ours, i)), target, &theirs[j], || {
            gap(target, b, theirs, j).len() + gap(target, b, theirs, j + 1).len()
        })
    {
        return CodeDifference { what: CodeChange::Bared, source: comment, target: y, mostly: false };
    }
    let (x, y) = match what {
        CodeChange::Missing => (x, Span::at(y.start as usize)),
        CodeChange::Added => (Span::at(x.start as usize), y),
        CodeChange::Changed | CodeChange::Bared | CodeChange::Printed => (x, y),
    };
    CodeDifference { what, source: x, target: y, mostly: are_samples(ours, theirs) }
}

/// How many lines are front matter, of a sample that is a page; all of any other.
fn front_of(lines: &[CodeLine]) -> usize {
    let mut rulers = (0..lines.len()).filter(|&at| lines[at].text == "---");
    match (rulers.next(), rulers.next()) {
        (Some(0), Some(last)) => last + 1,
        _ => lines.len(),
    }
}

/// The target's lines without the one that its language has been added by to a list of languages: `nn: "Hei",` beside
/// `en: "Hello",`.
fn without_own_entry(ours: &[CodeLine], mut theirs: Vec<CodeLine>, frame: &LinkFrame) -> Vec<CodeLine> {
    let is_of = |line: &CodeLine, language: &str| {
        let rest = line.text.trim_start().trim_start_matches(['"', '\'']).strip_prefix(language);
        rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with([':', '=']))
    };
    let lists = |language: &str| ours.iter().any(|line| is_of(line, language));
    if lists(&frame.source_language) && !lists(&frame.target_language) {
        theirs.retain(|line| !is_of(line, &frame.target_language));
    }
    theirs
}

/// The lines as they are written.
fn letters_of<'t>(text: &'t str, lines: &[CodeLine]) -> Vec<&'t str> {
    lines.iter().map(|line| line.span.of(text).trim()).collect()
}

/// The line of the longer list without which the lines up to `at` are those of the other.
fn surplus(long: &[&str], short: &[&str], at: usize) -> Option<usize> {
    let first = long.iter().zip(short).take(at).position(|(x, y)| x != y)?;
    (long.get(first + 1..=at)? == short.get(first..at)?).then_some(first)
}

/// The lines before line `at` that are no code: comments.
fn comments(page: &Document<'_>, block: &Block, lines: &[CodeLine], at: usize) -> Vec<Span> {
    let start = at.checked_sub(1).and_then(|at| lines.get(at)).map_or(block.content.start, |line| line.span.end);
    let end = lines.get(at).map_or(block.content.end, |line| line.span.start).max(start);
    let between = Span { start, end }.lines(page.text).into_iter().map(|line| line.trim(page.text));
    between.filter(|line| !line.is_empty()).collect()
}

/// The comment of the source that a line of the target would be if it had its mark: it reads like prose, or like the
/// comment, and one more comment is in the source.
fn bared(
    (source, ours): (&Document<'_>, &[Span]),
    target: &Document<'_>,
    line: &CodeLine,
    theirs: impl Fn() -> usize,
) -> Option<Span> {
    let found = line.span.of(target.text);
    let marked = |comment: &Span| comment_mark(comment.of(source.text)).is_some();
    let prose = found.split_whitespace().count() > 2 && !found.contains(['=', ';', '{', '}', '<', '>']);
    let alike = |comment: &&Span| prose || likeness(comment.of(source.text), found) >= ALIKE;
    let comment = ours.iter().filter(|comment| marked(comment)).find(alike)?;
    (ours.len() > theirs()).then_some(*comment)
}

/// What a comment to the end of its line begins with.
#[must_use]
pub fn comment_mark(line: &str) -> Option<&str> {
    let mark = &line[..line.find(|c: char| !c.is_ascii_punctuation()).unwrap_or(line.len())];
    let known = ["//", "///", "#", "--", ";", ";;", "%"].contains(&mark);
    let spaces = line[mark.len()..].len() - line[mark.len()..].trim_start().len();
    known.then(|| &line[..mark.len() + spaces])
}

/// How many lines of either side are the same, broken inside of brackets perhaps.
fn first_difference(ours: &[CodeLine], theirs: &[CodeLine], comparison: &Comparison<'_>) -> (usize, usize) {
    let (mut i, mut j, mut depth) = (0, 0, 0);
    while let (Some(x), Some(y)) = (ours.get(i), theirs.get(j)) {
        let rest = (&ours[i..], &theirs[j..]);
        let rejoined = || rejoined(rest, depth).filter(|_| comparison.guesses());
        let step = if comparison.are_same(x, y) { Some((1, 1)) } else { rejoined() };
        let Some((a, b)) = step else { break };
        depth = ours[i..i + a].iter().fold(depth, |depth, line| depth_after(depth, &line.text));
        (i, j) = (i + a, j + b);
    }
    (i, j)
}

/// How many lines of either side say the same once those that end inside of brackets are joined again.
fn rejoined((ours, theirs): (&[CodeLine], &[CodeLine]), depth: usize) -> Option<(usize, usize)> {
    // Commas and semicolons are read as none, and so is the mark that a line goes on.
    let goes_on = |line: &CodeLine| line.text.ends_with('\\');
    let squeezed = |line: &CodeLine| line.text.trim_end_matches('\\').replace([' ', ',', ';'], "");
    let (mut x, mut y) = (squeezed(ours.first()?), squeezed(theirs.first()?));
    let (mut a, mut b) = (1, 1);
    // In one line, white space may part a name.
    if x == y {
        return None;
    }
    while x != y {
        let (text, lines, next) = match () {
            () if x.starts_with(&y) => (&mut y, theirs, &mut b),
            () if y.starts_with(&x) => (&mut x, ours, &mut a),
            () => return None,
        };
        // A line that begins with a dot goes on with the call of the one above.
        let line = lines.get(*next)?;
        let continues = goes_on(&lines[*next - 1]) || line.text.starts_with('.');
        if *next > LOOK || depth_after(depth, text) == 0 && !continues {
            return None;
        }
        text.push_str(&squeezed(line));
        *next += 1;
    }
    Some((a, b))
}

/// How many brackets are open behind `code`, of as many before it.
fn depth_after(depth: usize, code: &str) -> usize {
    code.bytes().fold(depth, |depth, byte| match byte {
        b'(' | b'[' | b'{' => depth + 1,
        b')' | b']' | b'}' => depth.saturating_sub(1),
        _ => depth,
    })
}

/// How many lines a sample has at least that may be another one.
const SAMPLE: usize = 4;

/// The lines of the target that are lines of the source.
fn shared<'l>(ours: &'l [CodeLine], theirs: &'l [CodeLine]) -> impl Iterator<Item = &'l CodeLine> {
    let known: FxHashSet<&str> = ours.iter().map(|line| line.text.as_str()).collect();
    theirs.iter().filter(move |line| known.contains(line.text.as_str()))
}

/// Two blocks of code have so little in common that what is said of the one says nothing of the other.
#[must_use]
pub fn is_other_sample((source, a): (&Document<'_>, &Block), (target, b): (&Document<'_>, &Block)) -> bool {
    let free = FreeCode::CommentsAndStrings;
    let theirs = code_lines(target.text, b.content, &source.language_of_code(a), free);
    are_samples(&source.lines_of_code(a, free), &theirs)
}

/// Most lines of the one are not in the other; brackets by themselves tell nothing.
fn are_samples(ours: &[CodeLine], theirs: &[CodeLine]) -> bool {
    let telling = |lines: &[CodeLine]| lines.iter().filter(|line| tells(line)).count();
    let (a, b) = (telling(ours), telling(theirs));
    a.min(b) >= SAMPLE && shared(ours, theirs).filter(|line| tells(line)).count() * 2 < a.max(b)
}

fn tells(line: &CodeLine) -> bool {
    line.text.contains(char::is_alphanumeric)
}

/// Where lines of the source were taken out of a block that is byte for byte the source's otherwise: nobody translated it,
/// whatever its language. `None` where more is gone than is left.
#[must_use]
pub fn dropped_line(
    (source, a): (&Document<'_>, &Block),
    (target, b): (&Document<'_>, &Block),
) -> Option<CodeDifference> {
    let (ours, theirs) = (a.content.lines(source.text), b.content.lines(target.text));
    let mut answers = theirs.iter().peekable();
    let mut lost = None;
    for line in &ours {
        match answers.peek() {
            Some(answer) if answer.of(target.text).trim_end() == line.of(source.text).trim_end() => {
                answers.next();
            }
            next => {
                let place = next.map_or(b.content.end, |next| next.start);
                lost = lost.or(Some((*line, Span::at(place as usize))));
            }
        }
    }
    let whole = answers.next().is_none() && ours.len() <= 2 * theirs.len();
    lost.filter(|_| whole).map(|(source, target)| CodeDifference {
        what: CodeChange::Missing,
        source,
        target,
        mostly: false,
    })
}

/// Two blocks of code are so alike that one is the other's translation.
#[must_use]
pub fn is_code_pair((source, a): (&Document<'_>, &Block), (target, b): (&Document<'_>, &Block)) -> bool {
    let free = FreeCode::CommentsAndStrings;
    let theirs = || code_lines(target.text, b.content, &source.language_of_code(a), free);
    a.code == b.code || is_pair((source, a), (target, b), &source.lines_of_code(a, free), &theirs())
}

/// They share lines, all those of the shorter one maybe, or their text is alike.
fn is_pair(
    (source, a): (&Document<'_>, &Block),
    (target, b): (&Document<'_>, &Block),
    ours: &[CodeLine],
    theirs: &[CodeLine],
) -> bool {
    const LINES: usize = 2;
    let few = ours.len().min(theirs.len());
    let same = shared(ours, theirs).count();
    same * 1000 >= ours.len().max(theirs.len()) * ALIKE as usize
        || few >= LINES && same >= few
        || likeness(a.content.of(source.text), b.content.of(target.text)) >= ALIKE
}
