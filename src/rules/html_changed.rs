//! HTML tags and components that differ from the source's in name or in an attribute that is no text.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::AtomKind;
use crate::pair::{Pair, TagChange, changed_tags};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};

/// The rule.
pub struct HtmlChanged;

static META: RuleMeta = RuleMeta {
    id: "html-changed",
    group: Group::Markup,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/html-changed.md"),
};

impl Rule for HtmlChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let html = |atom: &crate::doc::Atom<'_>| matches!(atom.kind, AtomKind::Html(_));
        if pair.source.atoms.iter().any(html) || pair.target.atoms.iter().any(html) {
            for change in changed_tags(pair) {
                out.report(finding(pair, change));
            }
        }
    }
}

fn finding(pair: &Pair<'_, '_>, change: TagChange) -> Diagnostic {
    let source = change.source.map(|at| pair.source.atoms[at as usize].span);
    let target = change.target.map(|at| pair.target.atoms[at as usize].span);
    let expected = source.map(|span| shorten(span.of(pair.source.text)));
    let found = target.map(|span| shorten(span.of(pair.target.text)));
    let id = match (&expected, &found) {
        (Some(_), Some(_)) => META.id,
        (Some(_), None) => "html-changed-missing",
        _ => "html-changed-added",
    };
    let mut message = Message::new(id);
    message = expected.iter().fold(message, |message, tag| message.text("expected", tag.as_str()));
    message = found.iter().fold(message, |message, tag| message.text("found", tag.as_str()));
    let place = target.unwrap_or_else(|| pair.start_of(change.row));
    let mut finding = Diagnostic::new(META.id, place, message);
    (finding.source, finding.expected, finding.found) = (source, expected, found);
    finding
}
