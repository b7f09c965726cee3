//! Stretches of a catalogue that cannot be read.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{Catalogue, DEEPEST, Document, Junk, Reason};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, Subject};
use crate::text::Span;

/// The rule.
pub struct FluentSyntax;

static META: RuleMeta = RuleMeta {
    id: "fluent-syntax",
    group: Group::Catalogue,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/fluent-syntax.md"),
};

impl Rule for FluentSyntax {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let (source, page) = match cx.subject {
            Subject::Pair(pair) => (pair.source, pair.target),
            Subject::Source(page, _) => (page, page),
            _ => return,
        };
        // Templates of FreeMarker have the same ending.
        if source.catalogue.as_ref().is_none_or(is_something_else) {
            return;
        }
        let junk = page.catalogue.iter().flat_map(|catalogue| &catalogue.junk);
        junk.for_each(|junk| out.report(finding(page, junk)));
    }
}

/// Nothing in the file is Fluent.
fn is_something_else(catalogue: &Catalogue) -> bool {
    let deep = catalogue.junk.iter().any(|junk| junk.reason == Reason::TooDeep);
    catalogue.entries.is_empty() && !deep
}

fn finding(page: &Document<'_>, junk: &Junk) -> Diagnostic {
    let message = match &junk.reason {
        Reason::Expected(what) => Message::new(META.id).text("expected", what.as_str()),
        Reason::NoDefault => Message::new("fluent-syntax-default"),
        Reason::NoValue => Message::new("fluent-syntax-value").text("id", first_word(junk.span.of(page.text))),
        Reason::NoName => Message::new("fluent-syntax-name"),
        Reason::NoLineEnd => Message::new("fluent-syntax-line"),
        Reason::Tab => Message::new("fluent-syntax-tab"),
        Reason::TooDeep => {
            Message::new("fluent-syntax-deep").count("count", u32::try_from(DEEPEST).unwrap_or(u32::MAX))
        }
        Reason::Other(reason) => Message::new("fluent-syntax-other").text("reason", lower_first(reason)),
    };
    // A file of which nothing is read lacks everything, and that is said once.
    let nothing = page.catalogue.as_ref().is_some_and(|catalogue| catalogue.entries.is_empty());
    let claim = if nothing { Claim::File } else { Claim::Region(junk.span) };
    Diagnostic::new(META.id, shown(page.text, junk), message).claim(claim)
}

/// The place where the parser stopped; the first line of what it skipped, where it stopped beyond its end.
fn shown(text: &str, junk: &Junk) -> Span {
    let shown = junk.at.of(text);
    if junk.reason == Reason::Tab {
        return junk.at;
    }
    if junk.span.contains(junk.at) && !shown.trim().is_empty() && !shown.contains('\n') {
        return junk.at;
    }
    let line = junk.span.of(text).lines().next().unwrap_or_default().trim_end().len();
    Span::new(junk.span.start as usize, junk.span.start as usize + line)
}

fn first_word(text: &str) -> &str {
    text.split(|c: char| c.is_whitespace() || c == '=').next().unwrap_or_default()
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
