//! References whose label nothing defines, and definitions whose label was renamed.

use std::collections::BTreeSet;

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{Definition, Kind, Link, Reference};
use crate::pair::{AtomMatch, Fate, Pair, likeness};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct ReferenceUndefined;

static META: RuleMeta = RuleMeta {
    id: "reference-undefined",
    group: Group::Link,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/reference-undefined.md"),
};

/// A label that is at least so like the source's, in thousandths, is a slip of it.
const NEAR: u32 = 750;

impl Rule for ReferenceUndefined {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        // One lost definition is one finding, however often it is referred to.
        let (mut told, mut broken): (BTreeSet<String>, BTreeSet<Span>) = (BTreeSet::new(), BTreeSet::new());
        for harmed in &pair.atoms.harmed {
            let Fate::Undefined(span) = harmed.fate else { continue };
            let Some((atom, link)) = pair.source_atom(harmed).and_then(|atom| Some((atom, atom.link()?))) else {
                continue;
            };
            let lost = pair.source.reference_label(link).filter(|label| is_lost(pair, label));
            if lost.is_some_and(|label| !told.insert(label.to_lowercase())) {
                continue;
            }
            if let Some(line) = lost.and_then(|label| broken_line(pair, label)) {
                if broken.insert(line) {
                    out.report(broken_definition(pair, line).source(defined(pair, link).unwrap_or(atom.span)));
                }
                continue;
            }
            let renamed = lost.and_then(|label| renamed(pair, link, label));
            let definition = lost.and_then(|_| defined(pair, link));
            let finding = renamed.unwrap_or_else(|| reference(pair, harmed, span, link));
            out.report(finding.source(definition.unwrap_or(atom.span)).hangs_on(definition));
        }
    }
}

/// The line of the source that the reference leads by.
fn defined(pair: &Pair<'_, '_>, link: &Link<'_>) -> Option<Span> {
    pair.source.definition_of(link).map(|definition| definition.span.trim(pair.source.text))
}

/// The target defines no label of this name.
fn is_lost(pair: &Pair<'_, '_>, label: &str) -> bool {
    !pair.target.definitions.iter().any(|known| known.label.of(pair.target.text).eq_ignore_ascii_case(label))
}

/// The line that should define the label and is text: the first of its paragraph, which takes those below along.
fn broken_line(pair: &Pair<'_, '_>, label: &str) -> Option<Span> {
    let text = pair.target.text;
    let defines = |line: &Span| parts(line.of(text)).is_some_and(|(own, _)| own.eq_ignore_ascii_case(label));
    let line = Span::new(0, text.len()).lines(text).into_iter().find(defines)?;
    let block = pair.target.block_of(line.trim(text)).filter(|block| !matches!(block.kind, Kind::Code | Kind::Html))?;
    let first = block.span.lines(text).into_iter().next().filter(|first| parts(first.of(text)).is_some());
    Some(first.unwrap_or(line).trim(text))
}

/// The label of a line that is written like a definition, and what stands behind it.
fn parts(line: &str) -> Option<(&str, &str)> {
    line.trim_start().strip_prefix('[')?.split_once("]:")
}

/// Nothing is defined by this line, and it was meant to be.
fn broken_definition(pair: &Pair<'_, '_>, line: Span) -> Diagnostic {
    let text = pair.target.text;
    let found = line.of(text);
    let (label, rest) = parts(found).unwrap_or_default();
    let own = |known: &&Definition| known.label.of(pair.source.text).eq_ignore_ascii_case(label);
    let expected = pair.source.definitions.iter().find(own).map(|definition| definition.target.as_str());
    let message = Message::new("reference-undefined-broken").text("found", label);
    let block = pair.target.block_of(line).map_or(line, |block| block.span);
    let finding = Diagnostic::new(META.id, line, message).found(found).claim(Claim::Region(block));
    let Some(expected) = expected else { return finding };
    let address = Span::new(line.start as usize + found.len() - rest.len(), line.end as usize).trim(text);
    // Nothing but white space came into the address.
    let torn =
        address.of(text).split_whitespace().collect::<String>() == expected.split_whitespace().collect::<String>();
    let fix = torn.then(|| Fix::safe(vec![Edit::replace(address, expected)]));
    finding.expected(format!("[{label}]: {expected}")).fix(fix)
}

/// The definition that has the source's address and another label.
fn renamed(pair: &Pair<'_, '_>, link: &Link<'_>, label: &str) -> Option<Diagnostic> {
    let own = |known: &&Definition| {
        let name = known.label.of(pair.target.text);
        let kept =
            pair.source.definitions.iter().any(|other| other.label.of(pair.source.text).eq_ignore_ascii_case(name));
        known.target == link.target && !kept
    };
    let definition = pair.target.definitions.iter().find(own)?;
    let found = definition.label.of(pair.target.text);
    let message = Message::new("reference-undefined-renamed").text("found", found).text("expected", label);
    let fix = Fix::safe(vec![Edit::replace(definition.label, label)]);
    Some(Diagnostic::new(META.id, definition.label, message).expected(label).found(found).fix(fix))
}

fn reference(pair: &Pair<'_, '_>, harmed: &AtomMatch, span: Span, link: &Link<'_>) -> Diagnostic {
    let reference = pair.target.undefined.iter().find(|reference| reference.span == span);
    let found = reference.map_or("", |reference| reference.label.as_str());
    let expected = pair.source.reference_label(link).unwrap_or(link.target.as_ref());
    let message = Message::new(META.id).text("found", found).text("expected", expected);
    let fix = reference.zip(pair.source.reference_label(link)).and_then(|(found, label)| fix(pair, found, label));
    Diagnostic::new(META.id, pair.place(harmed), message).expected(expected).found(found).fix(fix)
}

/// The source's label in the reference; the source's definition, where the page has lost it.
fn fix(pair: &Pair<'_, '_>, found: &Reference, label: &str) -> Option<Fix> {
    let text = pair.target.text;
    if is_lost(pair, label) {
        let is_known = found.label.eq_ignore_ascii_case(label);
        return is_known.then(|| definition(pair, label).map(|edit| Fix::suggest(vec![edit]))).flatten();
    }
    let near = likeness(&found.label, label) >= NEAR;
    let end = found.span.end as usize;
    // Of a short reference the label is what people read: it stays, with its emphasis, and the label comes behind it.
    let collapsed = text[end..].starts_with("[]");
    let plain = |label: &str| label.replace(['*', '_', '`'], "").to_lowercase();
    let (at, written) = match () {
        () if found.shortcut => (Span::at(end), format!("[{label}]")),
        () if collapsed && (!near || plain(&found.label) == plain(label)) => (Span::at(end + 1), label.to_owned()),
        () => (Span::new(found.span.start as usize + found.span.of(text).rfind('[')? + 1, end - 1), label.to_owned()),
    };
    let edits = vec![Edit::replace(at, written)];
    Some(if near && !found.shortcut { Fix::safe(edits) } else { Fix::suggest(edits) })
}

/// The edit that copies the source's definition of a label: behind the one that it follows there, else where the page has
/// its last.
fn definition(pair: &Pair<'_, '_>, label: &str) -> Option<Edit> {
    let (ours, theirs) = (&pair.source.definitions, &pair.target.definitions);
    let (source, text) = (pair.source.text, pair.target.text);
    let at = ours.iter().position(|known| known.label.of(source).eq_ignore_ascii_case(label))?;
    let line = ours[at].span.of(source).trim();
    let answer = |own: &Definition| {
        let same = |known: &&Definition| known.label.of(text).eq_ignore_ascii_case(own.label.of(source));
        theirs.iter().find(same)
    };
    let last = theirs.iter().max_by_key(|known| known.span.end);
    let Some(before) = ours[..at].iter().rev().take(NEIGHBOURS).find_map(answer) else {
        let after = ours[at + 1..].iter().take(NEIGHBOURS).find_map(answer);
        let alone = || Edit::replace(Span::at(text.trim_end().len()), format!("\n\n{line}"));
        return Some(match (after, last) {
            (Some(after), _) => Edit::replace(Span::at(after.span.start as usize), format!("{line}\n")),
            (None, Some(last)) => behind(text, last, line),
            (None, None) => alone(),
        });
    };
    Some(behind(text, before, line))
}

/// How many definitions around a lost one are looked for.
const NEIGHBOURS: usize = 50;

fn behind(text: &str, definition: &Definition, line: &str) -> Edit {
    Edit::replace(Span::at(text[..definition.span.end as usize].trim_end().len()), format!("\n{line}"))
}
