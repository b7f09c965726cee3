//! Containers that lost their end, and ends that lost their container.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Kind, Marker};
use crate::pair::{Pair, Unpaired, to_the_end, unpaired};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, blocks};
use crate::text::Span;

/// The rule.
pub struct DirectiveUnclosed;

static META: RuleMeta = RuleMeta {
    id: "directive-unclosed",
    group: Group::Structure,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/directive-unclosed.md"),
};

impl Rule for DirectiveUnclosed {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        if pair.target.markers.is_empty() {
            return;
        }
        let (ours, theirs) = (unpaired(pair.source), unpaired(pair.target));
        if theirs.open.len() > ours.open.len() {
            let open_too: Vec<&Marker> = ours.open.iter().map(|&at| &pair.source.markers[at]).collect();
            for marker in theirs.open.iter().map(|&at| &pair.target.markers[at]) {
                let source = answer(pair, marker);
                if source.is_none_or(|span| open_too.iter().all(|open| open.span != span)) {
                    let message = Message::new(META.id).text("found", marker.span.of(pair.target.text));
                    let mut finding = Diagnostic::new(META.id, marker.span, message);
                    finding.hangs_on = source.and_then(|opener| closer_of(pair, &ours, opener));
                    finding.source = source;
                    out.report(finding);
                }
            }
        }
        // The opener may have become a closer for want of its keyword: one finding for the two of them.
        if theirs.stray.len() > ours.stray.len()
            && let Some(marker) = theirs.stray.first().map(|&at| &pair.target.markers[at])
        {
            let message = Message::new("directive-unclosed-stray").text("found", marker.span.of(pair.target.text));
            out.report(Diagnostic::new(META.id, marker.span, message));
        }
    }
}

/// From the end of the source's container to the end of its page: a page that was cut short inside of it is no more at fault.
fn closer_of(pair: &Pair<'_, '_>, ours: &Unpaired, opener: Span) -> Option<Span> {
    let markers = &pair.source.markers;
    let (_, closer) = ours.closed.iter().find(|(open, _)| markers[*open].span == opener)?;
    Some(to_the_end(pair, markers[*closer].span))
}

/// The opening line in the source that a marker of the target answers.
fn answer(pair: &Pair<'_, '_>, marker: &Marker) -> Option<Span> {
    pair.alignment.rows.iter().find_map(|row| match blocks(pair, row) {
        ([a], [b]) if a.kind == Kind::Directive && b.span == marker.span => Some(a.span),
        _ => None,
    })
}
