//! Placeholders that are a near miss of one of the source block, or stand in its place.

use crate::diag::{Diagnostic, Message, Severity};
use crate::pair::{Fate, likeness};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix};

/// The rule.
pub struct PlaceholderChanged;

static META: RuleMeta = RuleMeta {
    id: "placeholder-changed",
    group: Group::Placeholder,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/placeholder-changed.md"),
};

/// Likeness, in thousandths, from which another tag is most likely what became of the source's.
const RELATED: u32 = 300;

/// Bytes of a tag that holds a keyword and no more.
const SHORT: usize = 12;

impl Rule for PlaceholderChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for harmed in pair.atoms.harmed.iter().filter(|harmed| matches!(harmed.fate, Fate::Changed | Fate::Replaced)) {
            let (Some(source), Some(target)) = (pair.source_atom(harmed), pair.target_atom(harmed)) else { continue };
            let (Some(placeholder), Some(theirs)) = (source.placeholder(), target.placeholder()) else { continue };
            let (expected, found) = (source.span.of(pair.source.text), target.span.of(pair.target.text));
            let edits = vec![Edit::replace(target.span, expected)];
            // Prose in an argument was translated, and the fix would undo that; another tag may be there on purpose.
            let sure = harmed.fate == Fate::Changed && !placeholder.key.contains("\"\"");
            // A long tag that has nothing in common with the source's may be there on purpose: no edit would mend it.
            // A short one is most likely a keyword in translation.
            let related = harmed.fate == Fate::Changed
                || placeholder.key.len() <= SHORT
                || likeness(&placeholder.key, &theirs.key) >= RELATED;
            let fix = related.then(|| if sure { Fix::safe(edits) } else { Fix::suggest(edits) });
            let message = Message::new(META.id).text("expected", expected).text("found", found);
            out.report(
                Diagnostic::new(META.id, target.span, message)
                    .source(source.span)
                    .expected(expected)
                    .found(found)
                    .fix(fix),
            );
        }
    }
}
