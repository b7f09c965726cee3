//! Openers and closers of paired tags that lost their partner on the way, or never had one.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::Pairing;
use crate::pair::{Fate, Pair, lone_tags};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::Span;

/// The rule.
pub struct PlaceholderUnbalanced;

static META: RuleMeta = RuleMeta {
    id: "placeholder-unbalanced",
    group: Group::Placeholder,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/placeholder-unbalanced.md"),
};

impl Rule for PlaceholderUnbalanced {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for harmed in pair.atoms.harmed.iter().filter(|harmed| harmed.fate == Fate::Unbalanced) {
            let place = pair.place(harmed);
            if let Some(atom) = pair.source_atom(harmed) {
                let expected = atom.span.of(pair.source.text);
                let message = Message::new("placeholder-unbalanced-lost").text("expected", expected);
                out.report(Diagnostic::new(META.id, place, message).source(atom.span).expected(expected));
            } else if let Some(atom) = pair.target_atom(harmed) {
                let found = atom.span.of(pair.target.text);
                let message = Message::new("placeholder-unbalanced-stray").text("found", found);
                out.report(Diagnostic::new(META.id, place, message).found(found));
            }
        }
        lone_tags(pair).into_iter().for_each(|at| out.report(lone(pair, at)));
    }
}

/// A tag that the source has none of, or only whole pairs.
fn lone(pair: &Pair<'_, '_>, at: u32) -> Diagnostic {
    let atom = &pair.target.atoms[at as usize];
    let found = atom.span.of(pair.target.text);
    let opens = atom.placeholder().is_some_and(|tag| tag.pairing == Pairing::Opens);
    let message = match opens {
        true => Message::new("placeholder-unbalanced-open"),
        false => Message::new("placeholder-unbalanced-stray"),
    };
    // A page that ends early ends before what would close it.
    let end = opens.then(|| Span::at(pair.source.text.len()));
    let message = message.text("found", found);
    Diagnostic::new(META.id, atom.span, message).found(found).hangs_on(end)
}
