//! Placeholders of a target block that its source block has not.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Document, Placeholder};
use crate::pair::{Fate, Pair, id_holder};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

/// The rule.
pub struct PlaceholderAdded;

static META: RuleMeta = RuleMeta {
    id: "placeholder-added",
    group: Group::Placeholder,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/placeholder-added.md"),
};

impl Rule for PlaceholderAdded {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for harmed in pair.atoms.harmed.iter().filter(|harmed| harmed.fate == Fate::Added) {
            let Some(atom) = pair.target_atom(harmed).filter(|atom| atom.placeholder().is_some()) else { continue };
            let found = atom.span.of(pair.target.text);
            let message = Message::new(META.id).text("found", found);
            let finding = Diagnostic::new(META.id, atom.span, message).found(found);
            // A brand where the source has a pronoun is the language's business.
            let reference = atom.placeholder().is_some_and(Placeholder::is_reference);
            if reference && is_own_term(pair, found) {
                continue;
            }
            out.report(if reference { finding.severity(Severity::Info) } else { finding });
        }
        if pair.frame.target_path.ends_with(".mdx") {
            quoted_ids(pair).for_each(|finding| out.report(finding));
        }
    }
}

/// A term that the translation defines for itself: words that its messages have in common.
fn is_own_term(pair: &Pair<'_, '_>, reference: &str) -> bool {
    let name = reference.trim_matches(['{', '}', ' ']).split(['(', ' ', '.']).next().unwrap_or_default();
    let defines =
        |page: &Document<'_>| page.blocks.iter().any(|block| page.is_term(block) && block.label.of(page.text) == name);
    defines(pair.target) && !defines(pair.source)
}

/// Ids on headings in block quotes: only those at the start of a line are read as ids, others as expressions that stop
/// the build.
fn quoted_ids<'a>(pair: &'a Pair<'_, '_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let added = pair.heading_ids.iter().filter(|ids| ids.expected.is_empty());
    added.filter_map(|ids| {
        let block = pair.target.blocks.get(ids.target as usize).filter(|block| block.place.quote > 0)?;
        let span = id_holder(pair.target, block).filter(|span| span.of(pair.target.text).starts_with("{#"))?;
        let found = span.of(pair.target.text);
        let message = Message::new(META.id).text("found", found);
        Some(Diagnostic::new(META.id, span, message).found(found))
    })
}
