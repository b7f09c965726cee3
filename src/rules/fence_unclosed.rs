//! Code fences that lost their end or their beginning on the way.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Mend, MendKind};
use crate::pair::{Pair, is_cut, to_the_end};
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
        let begun = pair.target.mends.iter().filter(|mend| mend.kind == MendKind::Opening);
        begun.for_each(|mend| out.report(without_beginning(pair, mend)));
        for mend in pair.target.mends.iter().filter(|mend| mend.kind == MendKind::Fence) {
            let found = mend.opener.of(pair.target.text);
            if let Some(line) = stray(pair.target.text, mend) {
                let message = Message::new("fence-unclosed-stray").text("found", found);
                let finding = Diagnostic::new(META.id, mend.opener, message).source(mend.source).found(found);
                out.report(finding.fix(Fix::suggest(vec![Edit::replace(line, "")])));
                continue;
            }
            let edit = closed(pair.target.text, mend);
            let message = Message::new(META.id).text("found", found);
            let finding = Diagnostic::new(META.id, mend.opener, message).source(mend.source).found(found);
            let end = rest_of(pair, mend);
            out.report(finding.fix(Fix::suggest(vec![edit])).hangs_on(end));
        }
    }
}

fn without_beginning(pair: &Pair<'_, '_>, mend: &Mend) -> Diagnostic {
    let found = mend.opener.of(pair.target.text);
    let message = Message::new("fence-unclosed-opening").text("found", found);
    let edit = Edit::replace(Span::at(mend.at as usize), mend.line.as_str());
    let finding = Diagnostic::new(META.id, mend.opener, message).source(mend.source);
    finding.expected(mend.line.trim()).fix(Fix::suggest(vec![edit]))
}

/// What the source has behind its block, if the target's was cut short in its middle: the end of the page is to blame.
fn rest_of(pair: &Pair<'_, '_>, mend: &Mend) -> Option<Span> {
    let (ours, theirs) = (pair.source.block_of(mend.source)?, pair.target.block_of(mend.opener)?);
    is_cut((pair.source, ours), (pair.target, theirs)).then(|| to_the_end(pair, Span::at(ours.content.end as usize)))
}

/// The whole line of a fence that closes nothing and opens nothing either.
fn stray(text: &str, mend: &Mend) -> Option<Span> {
    let start = text[..mend.opener.start as usize].rfind('\n').map_or(0, |at| at + 1);
    let behind = text.get(mend.opener.end as usize..mend.at as usize)?;
    (behind.trim().is_empty() && behind.matches('\n').count() <= 1).then(|| Span::new(start, mend.at as usize))
}

/// The edit that writes the lost line: over what is left of it, if too few of its marks are.
fn closed(text: &str, mend: &Mend) -> Edit {
    let at = mend.at as usize;
    let start = text[..at].trim_end_matches('\n').rfind('\n').map_or(0, |at| at + 1);
    let (left, whole) = (text[start..at].trim(), mend.line.trim());
    if !left.is_empty() && left.len() < whole.len() && whole.ends_with(left) && start > mend.opener.start as usize {
        return Edit::replace(Span::new(start, at), mend.line.as_str());
    }
    // The last line of a file may lack its line feed.
    let feed = if at == 0 || text[..at].ends_with('\n') { "" } else { "\n" };
    Edit::replace(Span::at(at), format!("{feed}{}", mend.line))
}
