//! Numbers with another value than in the source.

use crate::diag::{Diagnostic, Message, Severity};
use crate::pair::{DateChange, Fate, changed_numbers};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::Span;

/// The rule.
pub struct NumberChanged;

static META: RuleMeta = RuleMeta {
    id: "number-changed",
    group: Group::Text,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/number-changed.md"),
};

impl Rule for NumberChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        // The number of an issue is told with the link to it.
        let lost = pair.atoms.harmed.iter().filter(|one| one.fate == Fate::Missing);
        let lost: Vec<Span> = lost
            .filter_map(|one| pair.source_atom(one))
            .filter(|atom| atom.link().is_some())
            .map(|atom| atom.span)
            .collect();
        let is_told = |number: Span| lost.iter().any(|link| link.contains(number));
        for change in changed_numbers(pair).into_iter().filter(|change| !is_told(change.source)) {
            let expected = change.source.of(pair.source.text);
            let finding = if let Some(span) = change.target {
                let found = span.of(pair.target.text);
                let message = match change.date {
                    DateChange::None => Message::new(META.id),
                    DateChange::Whole => Message::new("number-changed-date"),
                    DateChange::Part(part, date) => {
                        let date = date.of(pair.source.text);
                        Message::new("number-changed-date-part").text("part", part).text("date", date)
                    }
                };
                let message = message.text("expected", expected).text("found", found);
                Diagnostic::new(META.id, span, message).found(found)
            } else {
                let message = Message::new("number-changed-missing").text("expected", expected);
                Diagnostic::new(META.id, pair.start_of(change.row), message)
            };
            out.report(finding.source(change.source).expected(expected));
        }
    }
}
