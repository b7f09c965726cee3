//! Messages of the source that the translation has not, or not the value of.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::Kind;
use crate::pair::{EntryFate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

/// The rule.
pub struct MessageMissing;

static META: RuleMeta = RuleMeta {
    id: "message-missing",
    group: Group::Catalogue,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/message-missing.md"),
};

impl Rule for MessageMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let under_way = is_under_way(pair);
        for change in &pair.entries {
            let Some(source) = change.source.map(|at| &pair.source.blocks[at as usize]) else { continue };
            let id = source.label.of(pair.source.text);
            // What stands in its place under another id.
            let other = change.target.map(|at| pair.target.blocks[at as usize].label);
            let other = other.filter(|_| change.fate == EntryFate::Missing(0));
            let message = match change.fate {
                EntryFate::Missing(0) => other.map_or(Message::new(META.id), |other| {
                    Message::new("message-missing-renamed").text("found", other.of(pair.target.text))
                }),
                EntryFate::Missing(more) => Message::new("message-missing-run").count("count", more),
                EntryFate::Valueless => Message::new("message-missing-value"),
                _ => continue,
            };
            let here = change.fate == EntryFate::Valueless;
            let place = other.unwrap_or_else(|| match here {
                true => pair.start_of(change.row),
                false => pair.start_of_entry(change.row),
            });
            let finding = Diagnostic::new(META.id, place, message.text("id", id));
            let finding = finding.source(source.span).expected(id);
            out.report(if under_way && !here { finding.severity(Severity::Info) } else { finding });
        }
    }
}

/// So much is missing that nobody lost it: the catalogue is being translated bit by bit.
fn is_under_way(pair: &Pair<'_, '_>) -> bool {
    let missing = pair.entries.iter().map(|change| match change.fate {
        EntryFate::Missing(more) => more as usize + 1,
        _ => 0,
    });
    let missing: usize = missing.sum();
    missing > 2 && missing * 10 > pair.source.blocks.iter().filter(|block| block.kind == Kind::Message).count()
}
