//! Attributes of a message that its translation has not.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::Document;
use crate::pair::EntryFate;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

/// The rule.
pub struct AttributeMissing;

static META: RuleMeta = RuleMeta {
    id: "attribute-missing",
    group: Group::Catalogue,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/attribute-missing.md"),
};

impl Rule for AttributeMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for change in pair.entries.iter().filter(|change| change.fate == EntryFate::AttributeMissing) {
            let Some(at) = change.source else { continue };
            let (name, id) = names(pair.source, at);
            let other = change.target.map(|at| pair.target.blocks[at as usize].label);
            let message = Message::new(if other.is_some() { "attribute-missing-renamed" } else { META.id });
            let mut message = message.text("name", name).text("id", id);
            if let Some(other) = other {
                message = message.text("found", other.of(pair.target.text));
            }
            let place = other.unwrap_or_else(|| pair.start_of(change.row));
            let finding = Diagnostic::new(META.id, place, message).source(pair.source.blocks[at as usize].span);
            out.report(finding.expected(format!(".{name}")));
        }
    }
}

/// The name of an attribute, and the id of its message.
fn names<'s>(document: &Document<'s>, at: u32) -> (&'s str, &'s str) {
    let entry = document.catalogue.as_ref().and_then(|catalogue| catalogue.entries.get(at as usize));
    let id = entry.map_or("", |entry| entry.id.of(document.text));
    (document.blocks[at as usize].label.of(document.text), id)
}
