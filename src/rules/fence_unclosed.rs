//! Code fences that lost their end on the way.

use crate::diag::{Diagnostic, Message, Severity};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct FenceUnclosed;

static META: RuleMeta = RuleMeta {
    id: "fence-unclosed",
    group: Group::Structure,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/fence-unclosed.md"),
};

impl Rule for FenceUnclosed {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for mend in &pair.target.mends {
            let found = mend.opener.of(pair.target.text);
            // The last line of a file may lack its line feed.
            let before = &pair.target.text[..mend.at as usize];
            let feed = if before.is_empty() || before.ends_with('\n') { "" } else { "\n" };
            let edit = Edit::replace(Span::at(mend.at as usize), format!("{feed}{}", mend.line));
            let message = Message::new(META.id).text("found", found);
            let finding = Diagnostic::new(META.id, mend.opener, message).source(mend.source).found(found);
            out.report(finding.fix(Fix::suggest(vec![edit])));
        }
    }
}
