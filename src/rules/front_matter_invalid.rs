//! Front matter that does not parse, while the source's does.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{DataError, Entry, FrontFormat, FrontMatter, Stray, Value, read_data, stray_opener};
use crate::pair::{KeyFate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, Span, apply};

/// The rule.
pub struct FrontMatterInvalid;

static META: RuleMeta = RuleMeta {
    id: "front-matter-invalid",
    group: Group::FrontMatter,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/front-matter-invalid.md"),
};

impl Rule for FrontMatterInvalid {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        if stray_opener(pair.source.text, pair.source.front.as_ref()).is_some() {
            return;
        }
        if let Some(stray) = stray_opener(pair.target.text, pair.target.front.as_ref()) {
            out.report(strayed(pair, stray));
            return;
        }
        let (Some(front), Some(values)) = (&pair.target.front, pair.target.values()) else { return };
        match values {
            Err(error) => unparsed(pair, front, error).into_iter().for_each(|finding| out.report(finding)),
            Ok(Value::Map(_)) => curled(pair).for_each(|finding| out.report(finding)),
            Ok(_) => {
                let message = Message::new("front-matter-invalid-prose");
                let span = front.inner.trim(pair.target.text);
                out.report(Diagnostic::new(META.id, span, message).claim(Claim::Region(front.span)));
            }
        }
    }
}

fn strayed(pair: &Pair<'_, '_>, stray: Stray) -> Diagnostic {
    let (id, region) = match stray {
        Stray::Unclosed(region) => ("front-matter-invalid-unclosed", region),
        Stray::Doubled(region) => ("front-matter-invalid-doubled", region),
    };
    let opener = Span::new(region.start as usize, region.start as usize + 3);
    let front = pair.target.front.as_ref();
    if let Some(front) = front.filter(|front| !front.closed) {
        let end = Span::at(front.span.end as usize);
        let fix = Fix::safe(vec![Edit::replace(end, "\n---")]);
        return Diagnostic::new(META.id, end, Message::new(id)).claim(Claim::Region(region)).fix(Some(fix));
    }
    // The line that closes the doubled opener goes; the keys below it are read again.
    let extra = front.map(|front| Span::new(front.inner.start as usize, front.span.end as usize + 1));
    let fix = (id == "front-matter-invalid-doubled")
        .then(|| extra.map(|extra| Fix::suggest(vec![Edit::replace(extra, "")])))
        .flatten();
    Diagnostic::new(META.id, opener, Message::new(id)).claim(Claim::Region(region)).fix(fix)
}

fn unparsed(pair: &Pair<'_, '_>, front: &FrontMatter, error: &DataError) -> Option<Diagnostic> {
    if pair.source.values().is_some_and(Result::is_err) {
        return None;
    }
    let text = pair.target.text;
    let line = offending_line(text, front, error);
    // A key that slid to the end of a value has a rule of its own.
    let glued = |(_, fate): &(u32, KeyFate)| matches!(fate, KeyFate::Glued(span) if line.contains(*span));
    if pair.keys.lost.iter().any(glued) {
        return None;
    }
    let parted = parted(pair, front, line);
    let kind = if parted.is_some() { "glued" } else { kind(&error.reason) };
    let message = Message::new(META.id).text("kind", kind).text("reason", &*error.reason);
    let edit = parted.or_else(|| quoted(text, front, line, usual_quote(pair, text, line)));
    let fix = edit.map(|edit| Fix::suggest(vec![edit]));
    Some(Diagnostic::new(META.id, line, message).claim(Claim::Region(front.span)).fix(fix))
}

/// What the parser says, as one of the few things that translators do to front matter.
fn kind(reason: &str) -> &'static str {
    const KINDS: [(&str, &str); 9] = [
        ("mapping values", "colon"),
        ("duplicate", "twice"),
        ("quoted scalar", "quote"),
        ("unexpected character", "mark"),
        ("cannot start", "mark"),
        ("anchor", "mark"),
        ("tab", "tab"),
        ("simple key", "indent"),
        ("block mapping", "indent"),
    ];
    KINDS.iter().find(|(said, _)| reason.contains(said)).map_or("other", |(_, kind)| kind)
}

/// The line that the parser stopped at; for a quote that is not closed, the line that opens it.
fn offending_line(text: &str, front: &FrontMatter, error: &DataError) -> Span {
    let line_of = |at: usize| {
        let start = text[..at].rfind('\n').map_or(0, |found| found + 1).max(front.inner.start as usize);
        let end = text[start..].find('\n').map_or(text.len(), |found| start + found);
        Span::new(start, end).trim(text)
    };
    let mut at = error.at;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let here = line_of(at);
    let opened = front.entries.iter().map(|entry| line_of(entry.key.start as usize)).find(|line| {
        let value = line.of(text).split_once(':').map_or("", |(_, value)| value.trim());
        value.starts_with(['"', '\'']) && !is_closed(value)
    });
    match opened.filter(|line| kind(&error.reason) != "twice" && line.start <= here.start) {
        Some(line) => line,
        None if here.is_empty() || at >= front.inner.end as usize => {
            front.entries.last().map_or(here, |entry| line_of(entry.key.start as usize))
        }
        None => here,
    }
}

/// A quoted value ends with its quote, and holds none but escaped ones.
fn is_closed(value: &str) -> bool {
    let Some(quote) = value.chars().next() else { return true };
    let Some(inner) = value[1..].strip_suffix(quote) else { return false };
    let escaped = if quote == '"' { inner.replace("\\\"", "") } else { inner.replace("''", "") };
    !escaped.contains(quote)
}

/// The edit that parts the next line's key from the end of a value, which is the source's: `70` in `70lang_commit: 12f`.
fn parted(pair: &Pair<'_, '_>, front: &FrontMatter, line: Span) -> Option<Edit> {
    let text = pair.target.text;
    let kept = same_key(pair, text, line)?.value.of(pair.source.text);
    let (_, value) = line.of(text).split_once(':')?;
    let (key, _) = value.trim_start().strip_prefix(kept).filter(|_| !kept.is_empty())?.split_once(": ")?;
    let is_key =
        key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    let from = line.end as usize - value.trim_start().len() + kept.len();
    let edit = Edit::replace(Span::at(from), "\n");
    (is_key && reads_with(text, front, &edit)).then_some(edit)
}

/// What the source has under the key of a line.
fn same_key<'p>(pair: &Pair<'p, 'p>, text: &str, line: Span) -> Option<&'p Entry> {
    let key = line.of(text).split(':').next().unwrap_or_default().trim();
    let entries = &pair.source.front.as_ref()?.entries;
    entries.iter().find(|entry| entry.key.of(pair.source.text) == key)
}

/// The front matter can be read with the edit.
fn reads_with(text: &str, front: &FrontMatter, edit: &Edit) -> bool {
    let mended = apply(&text[..front.inner.end as usize], std::slice::from_ref(edit));
    read_data(&mended[front.inner.start as usize..], front.format).is_ok()
}

/// The quote in which the source has the value of the same key.
fn usual_quote(pair: &Pair<'_, '_>, text: &str, line: Span) -> char {
    let same = same_key(pair, text, line);
    let single = same.is_some_and(|entry| pair.source.text[..entry.value.start as usize].ends_with('\''));
    if single { '\'' } else { '"' }
}

/// The edit that quotes the value of `line`, if the front matter can be read after it.
fn quoted(text: &str, front: &FrontMatter, line: Span, usual: char) -> Option<Edit> {
    let written = line.of(text);
    let colon = written.find(':').filter(|_| front.format == FrontFormat::Yaml)?;
    let value = Span::new(line.start as usize + colon + 1, line.end as usize).trim(text);
    let raw = value.of(text);
    let bare = ['"', '\''].into_iter().find_map(|quote| raw.strip_prefix(quote)?.strip_suffix(quote)).unwrap_or(raw);
    let new = if !bare.contains(['"', '\\']) && (usual == '"' || bare.contains('\'')) {
        format!("\"{bare}\"")
    } else if !bare.contains('\'') {
        format!("'{bare}'")
    } else {
        format!("'{}'", bare.replace('\'', "''"))
    };
    let edit = Edit::replace(value, new);
    reads_with(text, front, &edit).then_some(edit)
}

/// Values in typographic quotes where the source has straight ones: to the parser they are letters.
fn curled<'a>(pair: &'a Pair<'a, 'a>) -> impl Iterator<Item = Diagnostic> + 'a {
    let entries =
        |document: &'a crate::doc::Document<'a>| document.front.as_ref().map_or(&[][..], |front| &front.entries);
    let (ours, theirs) = (entries(pair.source), entries(pair.target));
    pair.keys.kept.iter().filter_map(move |&(x, y)| {
        let (source, target) = (ours[x as usize].value, theirs[y as usize].value);
        let before = &pair.source.text[..source.start as usize];
        let straight =
            before.ends_with(['"', '\'']) && !source.of(pair.source.text).starts_with(['“', '”', '„', '«', '‘']);
        let value = target.of(pair.target.text);
        let inner = value.strip_prefix(['“', '”', '„', '«'])?.strip_suffix(['”', '“', '»'])?;
        let bare = !pair.target.text[..target.start as usize].ends_with(['"', '\'']);
        if !straight || !bare || inner.contains(['“', '”', '„', '«', '»', '"']) {
            return None;
        }
        let quote = if before.ends_with('\'') && !inner.contains('\'') { '\'' } else { '"' };
        let edit = Edit::replace(target, format!("{quote}{inner}{quote}"));
        let message = Message::new("front-matter-invalid-quotes").text("found", value);
        let finding = Diagnostic::new(META.id, target, message).source(source).fix(Fix::suggest(vec![edit]));
        Some(finding.claim(Claim::Region(target)))
    })
}
