//! HTML tags and components that differ from the source's in name or in an attribute that is no text.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Document};
use crate::pair::{Pair, TagChange};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::{Edit, Fix};

/// The rule.
pub struct HtmlChanged;

static META: RuleMeta = RuleMeta {
    id: "html-changed",
    group: Group::Markup,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/html-changed.md"),
};

impl Rule for HtmlChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        pair.tags.iter().for_each(|change| out.report(finding(pair, *change)));
    }
}

fn finding(pair: &Pair<'_, '_>, change: TagChange) -> Diagnostic {
    let source = change.source.map(|at| pair.source.atoms[at as usize].span);
    let target = change.target.map(|at| pair.target.atoms[at as usize].span);
    let expected = source.map(|span| shorten(span.of(pair.source.text)));
    let found = target.map(|span| shorten(span.of(pair.target.text)));
    let element = pair.elements.iter().find(|element| Some(element.tag) == change.source).filter(|_| target.is_none());
    let id = match (&expected, &found) {
        (Some(_), Some(_)) => META.id,
        (Some(_), None) if element.is_some() => "html-changed-element",
        (Some(_), None) => "html-changed-missing",
        _ => "html-changed-added",
    };
    let mut message = Message::new(id);
    message = expected.iter().fold(message, |message, tag| message.text("expected", tag.as_str()));
    message = found.iter().fold(message, |message, tag| message.text("found", tag.as_str()));
    let place = target.unwrap_or_else(|| pair.start_of(change.row));
    let mut finding = Diagnostic::new(META.id, place, message);
    (finding.source, finding.expected, finding.found) =
        (element.map(|element| element.span).or(source), expected, found);
    finding.fix = change.source.zip(change.target).and_then(|(source, target)| fix(pair, source, target));
    finding
}

/// The name of an element that is no other way different, in both of its tags.
fn fix(pair: &Pair<'_, '_>, source: u32, target: u32) -> Option<Fix> {
    let tag = |document: &Document<'_>, at: u32| match &document.atoms.get(at as usize)?.kind {
        AtomKind::Html(tag) => Some((**tag).clone()),
        _ => None,
    };
    let (ours, theirs) = (tag(pair.source, source)?, tag(pair.target, target)?);
    let (name, wrong) = (ours.name.of(pair.source.text), theirs.name.of(pair.target.text));
    if name == wrong || ours.attributes.len() != theirs.attributes.len() {
        return None;
    }
    let mut edits = vec![Edit::replace(theirs.name, name)];
    if !theirs.self_closing {
        let next = (target + 1..).map_while(|at| pair.target.atoms.get(at as usize).map(|_| at));
        let named = next.filter_map(|at| tag(pair.target, at)).find(|tag| tag.name.of(pair.target.text) == wrong)?;
        edits.push(Edit::replace(Some(named).filter(|tag| tag.closing)?.name, name));
    }
    Some(Fix::suggest(edits))
}
