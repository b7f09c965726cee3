//! Attributes that the source's message has not.

use crate::diag::{Diagnostic, Message, Severity};
use crate::pair::EntryFate;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

/// The rule.
pub struct AttributeAdded;

static META: RuleMeta = RuleMeta {
    id: "attribute-added",
    group: Group::Catalogue,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/attribute-added.md"),
};

impl Rule for AttributeAdded {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for change in pair.entries.iter().filter(|change| change.fate == EntryFate::AttributeAdded) {
            let Some(at) = change.target else { continue };
            let name = pair.target.blocks[at as usize].label;
            let entry = pair.target.catalogue.as_ref().and_then(|catalogue| catalogue.entries.get(at as usize));
            let id = entry.map_or("", |entry| entry.id.of(pair.target.text));
            let message = Message::new(META.id).text("name", name.of(pair.target.text)).text("id", id);
            out.report(Diagnostic::new(META.id, name, message).found(format!(".{}", name.of(pair.target.text))));
        }
    }
}
