//! Placeholders that are a near miss of one of the source block, or stand in its place.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::Atom;
use crate::pair::{Fate, Pair, likeness};
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
            let edits = vec![edit(pair, source, target)];
            // Prose in an argument was translated, and the fix would undo that; another tag may be there on purpose.
            let sure = harmed.fate == Fate::Changed && !placeholder.key.contains("\"\"");
            // A long tag that has nothing in common with the source's may be there on purpose: no edit would mend it.
            // A short one is most likely a keyword in translation.
            let related = harmed.fate == Fate::Changed
                || placeholder.key.len() <= SHORT
                || likeness(&placeholder.key, &theirs.key) >= RELATED;
            let fix = related.then(|| if sure { Fix::safe(edits) } else { Fix::suggest(edits) });
            let case = placeholder.key != theirs.key && placeholder.key.to_lowercase() == theirs.key.to_lowercase();
            let id = if case { "placeholder-changed-case" } else { META.id };
            let message = Message::new(id).text("expected", expected).text("found", found);
            let finding = Diagnostic::new(META.id, target.span, message).source(source.span);
            let finding = finding.expected(expected).found(found).fix(fix);
            let reference = placeholder.is_reference() && theirs.is_reference();
            out.report(if reference { finding.severity(Severity::Warning) } else { finding });
        }
    }
}

/// The edit that restores the source's placeholder. In a catalogue the braces stay: a selector has none of its own.
fn edit(pair: &Pair<'_, '_>, source: &Atom<'_>, target: &Atom<'_>) -> Edit {
    let inner = |atom: &Atom<'_>| atom.placeholder().map_or(atom.span, |placeholder| placeholder.inner);
    let span = |atom: &Atom<'_>| if pair.target.catalogue.is_some() { inner(atom) } else { atom.span };
    Edit::replace(span(target), span(source).of(pair.source.text))
}
