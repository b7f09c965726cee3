//! A translator's worklist: what changed in the source, block by block, and the translation below it; or how much there
//! is to do on each page.

use similar::{ChangeTag, TextDiff};

use super::summary::count;
use super::visible::{one_line, same_columns};

/// Columns of a path.
const MAX_PATH: usize = 400;

/// One block to look at again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// What kind of change it is.
    pub kind: &'static str,
    /// Where the block of the source is, as in `en/a.md:12`.
    pub place: String,
    /// The source when the block was translated; `None` if the block is new.
    pub before: Option<String>,
    /// The source of today; `None` if the block is gone.
    pub after: Option<String>,
    /// Where the translation is, and what it says.
    pub answer: Option<(String, String)>,
}

/// What there is to do on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The localized page.
    pub path: String,
    /// Words of the source in blocks that changed.
    pub words: usize,
    /// Such blocks.
    pub blocks: usize,
    /// Blocks of the translation of which nothing tells what they were made from.
    pub unknown: usize,
}

/// The tasks of a page, in its order.
#[must_use]
pub fn worklist(load: &Load, tasks: &[Task], color: bool) -> String {
    let path = one_line(&load.path, MAX_PATH);
    let unknown = count(load.unknown, "block");
    let mut out = match (tasks.len(), load.unknown) {
        (0, 0) => format!("{path}: nothing to do: the source did not change since\n"),
        (0, _) => {
            format!("{path}: nothing tells what {unknown} of it were translated from, so changes are not known\n")
        }
        (_, 0) => format!("{path}: {}, {}\n", count(load.blocks, "block"), count(load.words, "word")),
        _ => {
            let (blocks, words) = (count(load.blocks, "block"), count(load.words, "word"));
            format!("{path}: {blocks}, {words}; nothing tells what {unknown} of it were translated from\n")
        }
    };
    for task in tasks {
        out.push_str(&format!("\n{} {}\n", paint("1", task.kind, color), one_line(&task.place, MAX_PATH)));
        out.push_str(&indented(&words(task.before.as_deref(), task.after.as_deref(), color)));
        match &task.answer {
            Some((place, text)) => {
                out.push_str(&format!("{}\n", paint("2", &one_line(place, MAX_PATH), color)));
                out.push_str(&indented(&same_columns_of_lines(text)));
            }
            None => out.push_str(&format!("{}\n", paint("2", "not translated yet", color))),
        }
    }
    out
}

/// Pages by words to do, most first.
#[must_use]
pub fn loads(all: &[Load]) -> String {
    let unknown = all.iter().filter(|load| load.unknown > 0).count();
    let unknown = match unknown {
        0 => String::new(),
        pages => format!("nothing tells what blocks of {} were translated from\n", count(pages, "page")),
    };
    let mut loads: Vec<&Load> = all.iter().filter(|load| load.blocks > 0).collect();
    loads.sort_by(|a, b| (b.words, b.blocks, &a.path).cmp(&(a.words, a.blocks, &b.path)));
    if loads.is_empty() && unknown.is_empty() {
        return "nothing to do: the source did not change since these pages were translated\n".to_owned();
    }
    if loads.is_empty() {
        return unknown;
    }
    let mut out = format!("{:>7} {:>7}  page\n", "words", "blocks");
    for load in &loads {
        out.push_str(&format!("{:>7} {:>7}  {}\n", load.words, load.blocks, one_line(&load.path, MAX_PATH)));
    }
    let (words, blocks) = loads.iter().fold((0, 0), |sum, load| (sum.0 + load.words, sum.1 + load.blocks));
    out.push_str(&format!("{words:>7} {blocks:>7}  {}\n", count(loads.len(), "page")));
    out + &unknown
}

/// The change of a text, word for word.
fn words(before: Option<&str>, after: Option<&str>, color: bool) -> String {
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let (before, after) = (same_columns_of_lines(before), same_columns_of_lines(after));
    let diff = TextDiff::from_words(before.as_str(), after.as_str());
    let mut pieces: Vec<(ChangeTag, String)> = Vec::new();
    for change in diff.iter_all_changes() {
        match pieces.last_mut() {
            Some((tag, text)) if *tag == change.tag() => text.push_str(change.value()),
            _ => pieces.push((change.tag(), change.value().to_owned())),
        }
    }
    let piece = |(tag, text): (ChangeTag, String)| match (tag, color) {
        (ChangeTag::Equal, _) => text,
        (ChangeTag::Delete, true) => paint("9;31", &text, true),
        (ChangeTag::Insert, true) => paint("32", &text, true),
        (ChangeTag::Delete, false) => format!("[-{text}-]"),
        (ChangeTag::Insert, false) => format!("{{+{text}+}}"),
    };
    pieces.into_iter().map(piece).collect()
}

fn same_columns_of_lines(text: &str) -> String {
    text.trim_end().lines().map(same_columns).collect::<Vec<_>>().join("\n")
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("  {line}\n")).collect()
}

fn paint(code: &str, text: &str, color: bool) -> String {
    if color { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_shown_word_for_word_and_the_translation_below_it() {
        let task = Task {
            kind: "prose",
            place: "en/a.md:3".into(),
            before: Some("Choose a name.\n".into()),
            after: Some("Choose a short name.".into()),
            answer: Some(("nn/a.md:3".into(), "Vel eit namn.\u{1b}[2J".into())),
        };
        let new = Task { kind: "structure", before: None, answer: None, ..task.clone() };
        let load = Load { path: "nn/a.md".into(), words: 8, blocks: 2, unknown: 0 };
        let expected = "nn/a.md: 2 blocks, 8 words\n\n\
            prose en/a.md:3\n  Choose a {+short +}name.\nnn/a.md:3\n  Vel eit namn.\u{241b}[2J\n\n\
            structure en/a.md:3\n  {+Choose a short name.+}\nnot translated yet\n";
        assert_eq!(worklist(&load, &[task, new], false), expected);
        assert_eq!(loads(&[load]), "  words  blocks  page\n      8       2  nn/a.md\n      8       2  1 page\n");
    }

    #[test]
    fn what_is_not_known_is_not_called_unchanged() {
        let load = |blocks, unknown| Load { path: "nn/a.md".into(), words: 3 * blocks, blocks, unknown };
        assert_eq!(worklist(&load(0, 0), &[], false), "nn/a.md: nothing to do: the source did not change since\n");
        assert!(worklist(&load(0, 2), &[], false).contains("nothing tells what 2 blocks of it were translated from"));
        assert_eq!(loads(&[load(0, 2), load(0, 0)]), "nothing tells what blocks of 1 page were translated from\n");
        assert!(loads(&[load(1, 2)]).ends_with("1 page\nnothing tells what blocks of 1 page were translated from\n"));
    }
}
