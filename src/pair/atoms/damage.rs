//! The ruins of an atom: text that would be the source's tag or link but for its delimiters.
//!
//! Looked for only in the counterpart of a block that lost the atom, so ordinary text is never suspected.

use std::cell::LazyCell;
use std::sync::LazyLock;

use regex::Regex;

use crate::doc::{Atom, Document, Link, LinkStyle};
use crate::pair::likeness;
use crate::text::Span;

/// `target` holds marks that a keyboard or a typographer put in place of ASCII, and that `source` has not.
#[must_use]
pub fn has_foreign_marks(source: &str, target: &str) -> bool {
    !target.is_ascii() && FOREIGN.iter().any(|&mark| target.contains(mark) && !source.contains(mark))
}

const FOREIGN: &[char] = &[
    '\u{a0}', '\u{202f}', '\u{3000}', '“', '”', '„', '‘', '’', '«', '»', '｛', '｝', '％', '＝', '：', '（', '）',
    '＂', '／',
];

/// Anything between braces or angle-percent marks, whole or damaged.
static RUIN: LazyLock<Regex> = LazyLock::new(|| {
    let open = r"(?:[{｛](?:[\s\u{a0}]*[{｛%％#<＜])*|[<＜〈《][\s\u{a0}]*[%％]|[$％%][{｛])";
    let close = r"(?:(?:[-\s\u{a0}]*[%％#>＞/]){0,2}(?:[\s\u{a0}]*[}｝]){1,3}|[%％][\s\u{a0}]*[>＞〉》]?|[>＞][\s\u{a0}]*[}｝]*)";
    regex(&format!(r"{open}[^{{}}｛｝\n]+?{close}"))
});

/// A pattern of ours; one that did not compile would match nothing, which the tests would show.
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).unwrap_or_else(|_| Regex::new("$^").unwrap_or_else(|_| unreachable!("`$^` is a pattern")))
}

/// How far a tag without closer may reach.
const REACH: usize = 2_000;

/// How many candidates of a kind are compared with one lost atom.
const TRIED: usize = 64;

/// The ruins of the source's placeholder `atom` in `span` of the target: their bytes and the text to restore.
pub(super) fn placeholder(
    source: &Document<'_>,
    atom: u32,
    target: &Document<'_>,
    span: Span,
    used: &[Span],
) -> Option<(Span, String)> {
    let lost = &source.atoms[atom as usize];
    let raw = lost.span.of(source.text);
    // Most often there is no candidate, and none that may run into one.
    let core = LazyCell::new(|| core(raw));
    let sound = LazyCell::new(|| -> Vec<Span> {
        let inside = target.atoms.iter().filter(|atom| atom.placeholder().is_some() && span.contains(atom.span));
        inside.map(|atom| atom.span).collect()
    });
    // Most texts have none of the marks that are looked for.
    let searched = if holds_marks(span.of(target.text)) { span } else { Span::at(span.start as usize) };
    let candidates = RUIN
        .find_iter(searched.of(target.text))
        .take(TRIED)
        .map(|found| Span::new(span.start as usize + found.start(), span.start as usize + found.end()))
        .chain(taken_apart(lost.placeholder(), raw, target.text, searched))
        .chain(
            target
                .broken
                .iter()
                .filter(|broken| span.contains(Span::at(broken.start as usize)))
                .take(TRIED)
                .map(|broken| broken_tag(target.text, *broken, raw)),
        );
    let mut best: Option<(u32, Span)> = None;
    for candidate in candidates {
        let candidate = without_sound(candidate, &sound);
        let taken = candidate.is_empty() || used.iter().any(|ruin| ruin.overlaps(candidate));
        let written = candidate.of(target.text);
        if taken || written == raw {
            continue;
        }
        let named = self::core(written);
        // Another name in whole delimiters is no damage.
        if named != *core && marks(written) == marks(raw) {
            continue;
        }
        let score = likeness(&core, &named);
        if score >= 650 && best.is_none_or(|(seen, _)| score > seen) {
            best = Some((score, candidate));
        }
    }
    let (_, ruin) = best?;
    // Emphasis may have been pulled between the two halves of a closer, `{% x %**}`: it belongs behind it.
    let marks =
        PULLED.captures(&target.text[ruin.end as usize..]).filter(|_| ruin.of(target.text).ends_with(['%', '}', '>']));
    let (length, marks) = marks.map_or((0, String::new()), |found| (found[0].len(), found[1].to_owned()));
    Some((Span::new(ruin.start as usize, ruin.end as usize + length), format!("{raw}{marks}")))
}

/// The first bytes of the marks around placeholders, be they wide ones.
fn holds_marks(text: &str) -> bool {
    text.bytes().any(|byte| matches!(byte, b'{' | b'}' | b'%' | b'$' | 0xef))
}

static PULLED: LazyLock<Regex> = LazyLock::new(|| regex(r"^([*_]{1,3})[}>]+"));

/// The candidate up to the first sound tag it runs into; empty if it is one.
fn without_sound(candidate: Span, sound: &[Span]) -> Span {
    match sound.iter().find(|tag| tag.overlaps(candidate)) {
        Some(tag) if tag.start > candidate.start => Span { start: candidate.start, end: tag.start },
        Some(_) => Span::at(candidate.start as usize),
        None => candidate,
    }
}

/// What an opener without closer most likely meant to hold: as many words as the source's tag has.
fn broken_tag(text: &str, broken: Span, raw: &str) -> Span {
    let rest = if raw.contains('\n') { paragraph_from(text, broken).of(text) } else { broken.of(text) };
    let rest = &rest[..rest.floor_char_boundary(REACH)];
    let closers: &[char] = &['}', '%', '>', '｝', '％'];
    let opener = rest.len() - rest.trim_start_matches(['{', '%', '<', '=', '-', ' ']).len();
    let end = match rest[opener..].find(closers) {
        Some(at) => {
            let from = opener + at;
            from + rest[from..].find(|c: char| !closers.contains(&c)).unwrap_or(rest.len() - from)
        }
        None => {
            let words = core_words(raw);
            let mut ends = rest
                .char_indices()
                .skip_while(|(at, _)| *at < opener)
                .filter(|(_, c)| c.is_whitespace())
                .map(|(at, _)| at);
            ends.nth(words.saturating_sub(1)).unwrap_or(rest.len())
        }
    };
    Span::new(broken.start as usize, broken.start as usize + end).trim(text)
}

/// From the start of `span` to the next blank line.
pub(super) fn paragraph_from(text: &str, span: Span) -> Span {
    let rest = &text[span.start as usize..];
    Span::new(span.start as usize, span.start as usize + rest.find("\n\n").unwrap_or(rest.len()))
}

fn core_words(raw: &str) -> usize {
    raw.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// `% 1`, `1%`, `{ name`: a format argument that lost a mark. Looked for only where one is missing.
fn taken_apart(lost: Option<&crate::doc::Placeholder>, raw: &str, text: &str, span: Span) -> Vec<Span> {
    if !lost.is_some_and(|lost| lost.ambiguous) {
        return Vec::new();
    }
    let core = core(raw);
    if core.is_empty() {
        return Vec::new();
    }
    let (inside, start) = (span.of(text), span.start as usize);
    let mut out: Vec<Span> = Vec::new();
    for (at, word) in words(inside).filter(|(_, word)| word.chars().flat_map(char::to_lowercase).eq(core.chars())) {
        let (before, after) = (inside[..at].trim_end(), &inside[at + word.len()..]);
        let taken = out.last().map_or(0, |last| last.end as usize - start);
        let opener = before.char_indices().next_back().filter(|(at, c)| *at >= taken && "%{｛$％".contains(*c));
        let spaced = after.strip_prefix(char::is_whitespace).unwrap_or(after);
        let closer = [after, spaced].into_iter().find_map(|rest| rest.strip_prefix(['}', '｝', '%', '％']));
        let end = inside.len() - closer.map_or(after.len(), str::len);
        if opener.is_some() || closer.is_some() {
            out.push(Span::new(start + opener.map_or(at, |(at, _)| at), start + end));
        }
    }
    out
}

/// Words with the places where they start.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_word)?;
        at = text[start..].find(|c| !is_word(c)).map_or(text.len(), |len| start + len);
        Some((start, &text[start..at]))
    })
}

/// The ruins of the tag `raw` around `span`: with those of its marks that a space parted from the rest, as in `$ {{ x }}`.
pub(super) fn ruin(text: &str, span: Span, raw: &str) -> Span {
    let Span { start, end } = grown(text, span);
    let (mut start, mut end) = (start as usize, end as usize);
    let loose = |c: char| is_stray(c) || c == ' ' || c == '\u{a0}';
    let marks = |part: &str| part.chars().filter(|c| is_stray(*c)).count();
    let opener = &raw[..raw.len() - raw.trim_start_matches(loose).len()];
    let closer = &raw[raw.trim_end_matches(loose).len()..];
    while let Some(mark) = text[..start].trim_end_matches([' ', '\u{a0}']).chars().next_back() {
        let here = &text[start..end];
        let have = marks(&here[..here.len() - here.trim_start_matches(loose).len()]);
        let wanted = opener.chars().filter(|c| is_stray(*c)).rev().nth(have);
        if wanted != Some(mark) {
            break;
        }
        start = text[..start].trim_end_matches([' ', '\u{a0}']).len() - 1;
    }
    while let Some(mark) = text[end..].trim_start_matches([' ', '\u{a0}']).chars().next() {
        let here = &text[start..end];
        let have = marks(&here[here.trim_end_matches(loose).len()..]);
        let wanted = closer.chars().filter(|c| is_stray(*c)).nth(have);
        if wanted != Some(mark) {
            break;
        }
        end = text.len() - text[end..].trim_start_matches([' ', '\u{a0}']).len() + 1;
    }
    Span::new(start, end)
}

/// Characters that delimiters of tags are made of.
fn is_stray(c: char) -> bool {
    "{}%<>$\\".contains(c)
}

/// The tag at `span` with the stray halves of delimiters around it.
pub(super) fn grown(text: &str, span: Span) -> Span {
    let before = without_quote(&text[..span.start as usize], str::strip_suffix);
    let start = before.trim_end_matches(is_stray).len();
    // `$ {{ x }}`: a space that parts a mark from its tag belongs to the damage.
    let start = before[..start].strip_suffix("$ ").map_or(start, str::len);
    let after = without_quote(&text[span.end as usize..], str::strip_prefix).trim_start_matches(is_stray);
    Span::new(start, text.len() - after.len())
}

/// `text` without a quote at its edge that was written as an entity.
fn without_quote<'t>(text: &'t str, strip: impl Fn(&'t str, &'static str) -> Option<&'t str>) -> &'t str {
    ["&apos;", "&#39;", "&quot;", "&#34;"].into_iter().find_map(|quote| strip(text, quote)).unwrap_or(text)
}

/// Letters and digits, which damage to delimiters leaves alone.
pub(super) fn core(raw: &str) -> String {
    raw.chars().filter(|c| c.is_alphanumeric() || *c == '_').flat_map(char::to_lowercase).collect()
}

/// All but the letters and digits: delimiters, signs and white space.
fn marks(raw: &str) -> String {
    raw.chars().filter(|c| !c.is_alphanumeric() && *c != '_').collect()
}

/// `[t] (u)`, `[t]（u）`, `【t】(u)`, `[t]\(u\)`, then those that lost a bracket: `[t](u`, `[t]u)`, `[t(u)`; and one with a
/// space in its target: `[t](u u)`. Group 1 is the text, 2 the target, 3 what stands for a title.
static LINKS: LazyLock<[Regex; 5]> = LazyLock::new(|| {
    [
        regex(
            r"(?:[!！][\s]*)?\\?[\[【［「〔]([^\[\]【】［］\n]*?)\\?[\]】］」〕][\s\u{a0}\u{3000}]*\\?[(（][\s\u{a0}]*<?([^()（）\s<>“”«»]+(?:\([^()\s]*\)[^()（）\s]*)?)>?([^()（）\n]*?)\\?[)）]",
        ),
        regex(r"!?\[([^\[\]\n]+)\]\(([^()\s]*[^()\s.,;:!?。，、；：！？])"),
        regex(r"!?\[([^\[\]\n]+)\]([^()\s\[\]]+)\)"),
        regex(r"!?\[([^\[\]()\n]+)\(([^()\s]+)\)"),
        regex(r#"!?\[([^\[\]\n]+)\]\(([^()\s<]+ [^()\s"']+)\)"#),
    ]
});

/// The ruins of the source's link or image `atom` in `span` of the target.
pub(super) fn link(
    source: &Document<'_>,
    atom: u32,
    target: &Document<'_>,
    span: Span,
    used: &[Span],
) -> Option<(Span, String)> {
    let link = source.atoms[atom as usize].link()?;
    let image = matches!(source.atoms[atom as usize].kind, crate::doc::AtomKind::Image(_));
    let text = span.of(target.text);
    if link.style == LinkStyle::Autolink {
        return autolink(link, target, span);
    }
    if link.style == LinkStyle::Html {
        return attribute(link, text, span);
    }
    let place = |start: usize, end: usize| Span::new(span.start as usize + start, span.start as usize + end);
    // No ruin is without the bracket that opens its words.
    let patterns = if text.contains(['[', '【', '［', '「', '〔']) { &LINKS[..] } else { &[] };
    for found in patterns.iter().flat_map(|pattern| pattern.captures_iter(text).take(TRIED)) {
        let (Some(whole), Some(label), Some(address)) = (found.get(0), found.get(1), found.get(2)) else { continue };
        // Words that follow without a space are none of the target.
        let rest = address.as_str().strip_prefix(link.target.as_ref()).filter(|_| address.end() == whole.end());
        let swallowed = rest.is_some_and(|rest| rest.starts_with(|c: char| !c.is_ascii() || c == '\''));
        let end = if swallowed { address.start() + link.target.len() } else { whole.end() };
        let here = place(whole.start(), end);
        // A link that is one is no ruin, wherever it leads.
        let sound =
            target.atoms.iter().any(|a| a.span.overlaps(here) && a.link().is_some_and(|l| l.style != LinkStyle::Bare));
        let written = address.as_str().trim_end_matches('\\');
        let same = swallowed || is_near(source, link, written);
        if !same || sound || used.iter().any(|ruin| ruin.overlaps(here)) {
            continue;
        }
        let bang = if image { "!" } else { "" };
        return Some((here, format!("{bang}[{}]({}{})", label.as_str(), link.target, title(source, link, &found))));
    }
    image.then(|| lost_bang(link, target, span, used)).flatten()
}

/// `written` is the link's target, or nearly so, and not that of another link.
fn is_near(source: &Document<'_>, link: &Link<'_>, written: &str) -> bool {
    let others = || source.atoms.iter().filter_map(Atom::link);
    written == link.target || likeness(&link.target, written) >= 850 && !others().any(|other| other.target == written)
}

/// `<a href=""https://a">`, `<img src=“a”>`, `< a href="a">`: a tag with an attribute whose quotes were doubled or curled, or
/// with white space before its name.
fn attribute(link: &Link<'_>, text: &str, span: Span) -> Option<(Span, String)> {
    static RUINS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
        let name = r"(?<name>href|src)\s*=\s*";
        [
            format!(
                r#"<(?<open>[a-zA-Z]+\b[^<>]*?){name}(?:""|''|[“”„«])\s*(?<address>[^\s"'“”<>»]+)\s*(?:""|["'”“»])?(?<rest>[^<>]*>)"#
            ),
            format!(r#"<(?<open>[a-zA-Z]+\b[^<>]*?){name}"(?<address>[^"<>]+)""(?<rest>[^<>]*>)"#),
            format!(r#"<\s+(?<open>(?:a|img)\b[^<>]*?){name}["'](?<address>[^"'<>]+)["'](?<rest>[^<>]*>)"#),
        ]
        .map(|pattern| regex(&pattern))
    });
    let found = |pattern: &Regex| {
        pattern.captures_iter(text).take(TRIED).find(|found| likeness(&link.target, &found["address"]) >= 850)
    };
    let found = RUINS.iter().find_map(found)?;
    let whole = found.get(0)?;
    let here = Span::new(span.start as usize + whole.start(), span.start as usize + whole.end());
    Some((here, format!("<{}{}=\"{}\"{}", &found["open"], &found["name"], link.target, &found["rest"])))
}

/// The title part of the mended link: the translation's words in straight quotes.
fn title(source: &Document<'_>, link: &Link<'_>, found: &regex::Captures<'_>) -> String {
    if link.title.is_empty() {
        return String::new();
    }
    let quotes: &[char] = &['"', '\'', '“', '”', '„', '‘', '’', '«', '»', '「', '」', '＂', ' ', '\u{a0}'];
    let own = found.get(3).map(|rest| rest.as_str().trim_matches(quotes)).filter(|own| !own.is_empty());
    format!(" \"{}\"", own.unwrap_or(link.title.of(source.text)))
}

/// An image that lost its `!` is a link to the picture.
fn lost_bang(link: &Link<'_>, target: &Document<'_>, span: Span, used: &[Span]) -> Option<(Span, String)> {
    let found = target.atoms.iter().find(|atom| {
        let is_link = matches!(&atom.kind, crate::doc::AtomKind::Link(other) if other.target == link.target && other.style == LinkStyle::Inline);
        is_link && span.contains(atom.span) && !used.iter().any(|ruin| ruin.overlaps(atom.span))
    })?;
    let before = &target.text[span.start as usize..found.span.start as usize];
    let full_width =
        before.trim_end().strip_suffix('！').map_or(found.span.start as usize, |rest| span.start as usize + rest.len());
    Some((Span::new(full_width, found.span.end as usize), format!("!{}", found.span.of(target.text))))
}

/// `<https:></https:>` and the like: an autolink that a translator's tool took for a tag.
fn autolink(link: &Link<'_>, target: &Document<'_>, span: Span) -> Option<(Span, String)> {
    static MANGLED: LazyLock<Regex> =
        LazyLock::new(|| regex(r"(?i)<\s*(?:https?|mailto)\s*:[^<>\n]*>(?:\s*</\s*(?:https?|mailto):?\s*>)?"));
    let places = MANGLED.find_iter(span.of(target.text));
    let mut places =
        places.map(|found| Span::new(span.start as usize + found.start(), span.start as usize + found.end()));
    // What is a link of its own is no ruin of another; `<https:>` is one only to the letter of CommonMark.
    let leads = |atom: &Atom<'_>| atom.link().is_some_and(|link| !link.target.trim_end_matches('/').ends_with(':'));
    let here = places.find(|here| !target.atoms.iter().any(|atom| leads(atom) && atom.span.overlaps(*here)))?;
    Some((here, format!("<{}>", link.target)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_patterns_compile_and_find_ruins() {
        for text in ["{ { x }}", "{% if x}", "{ % endif % }", "｛｛ x ｝｝", "{{ x }", "<% x %", "{{% x %}", "{{< x >}"]
        {
            assert!(RUIN.is_match(text), "{text}");
        }
        for text in ["[文档]（a.md）", "[t] (u)", "【例】（./e.md)", "[t](u “T”)", "[t](u", "[t]u)", "[t(u)"]
        {
            assert!(LINKS.iter().any(|pattern| pattern.is_match(text)), "{text}");
        }
    }
}
