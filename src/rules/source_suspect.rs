//! What nearly every translation lacks.

use crate::diag::{Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, Subject, shorten};

/// The rule.
pub struct SourceSuspect;

static META: RuleMeta = RuleMeta {
    id: "source-suspect",
    group: Group::File,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/source-suspect.md"),
};

impl Rule for SourceSuspect {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Subject::Source(page, suspects) = cx.subject else { return };
        for suspect in suspects.iter().filter(|suspect| !suspect.localized) {
            // What a locale is expected to have may be in its own language: a fragment of its headings.
            let whole = suspect.span.of(page.text);
            let found = if whole.contains(&suspect.expected) { suspect.expected.clone() } else { shorten(whole) };
            let id = match suspect.rule {
                _ if suspect.added => "source-suspect-added",
                "anchor-dead" => "source-suspect-heading",
                _ => META.id,
            };
            let message = Message::new(id).text("found", found.as_str()).text("rule", suspect.rule);
            let message = message.text("added", suspect.expected.as_str());
            let message = message.count("locales", suspect.locales.0).count("all", suspect.locales.1);
            let finding = Diagnostic::new(META.id, suspect.span, message).found(found);
            out.report(finding);
        }
    }
}
