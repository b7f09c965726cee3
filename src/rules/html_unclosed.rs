//! HTML elements that the translation leaves open, while the source's are closed.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{AtomKind, LinkStyle};
use crate::pair::{Fate, Pair, unclosed_tags};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::Span;

/// The rule.
pub struct HtmlUnclosed;

static META: RuleMeta = RuleMeta {
    id: "html-unclosed",
    group: Group::Markup,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/html-unclosed.md"),
};

impl Rule for HtmlUnclosed {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for at in unclosed_tags(pair) {
            let atom = &pair.target.atoms[at as usize];
            let AtomKind::Html(tag) = &atom.kind else { continue };
            let (found, name) = (atom.span.of(pair.target.text), tag.name.of(pair.target.text));
            if is_damaged(pair, name) || is_lost_link(pair, atom.span, name) {
                continue;
            }
            let id = if tag.closing { "html-unclosed-stray" } else { META.id };
            let message = Message::new(id).text("found", crate::rule::shorten(found)).text("name", name);
            out.report(Diagnostic::new(META.id, atom.span, message).found(found));
        }
    }
}

/// The partner is a link that is no tag any more, and as a link it is told. In a catalogue each message is looked at.
fn is_lost_link(pair: &Pair<'_, '_>, span: Span, name: &str) -> bool {
    if pair.target.catalogue.is_none() || !name.eq_ignore_ascii_case("a") {
        return false;
    }
    let block = pair.target.block_of(span).map_or(span, |block| block.span);
    pair.atoms.harmed.iter().filter(|harmed| harmed.fate == Fate::Missing).any(|harmed| {
        let link = pair.source_atom(harmed).and_then(|atom| atom.link());
        link.is_some_and(|link| link.style == LinkStyle::Html) && block.contains(pair.start_of(harmed.row))
    })
}

/// The partner is no tag because something in it is damaged, and that is told.
fn is_damaged(pair: &Pair<'_, '_>, name: &str) -> bool {
    pair.atoms.harmed.iter().any(|harmed| match &harmed.fate {
        Fate::Malformed(span, _) => {
            span.of(pair.target.text).strip_prefix('<').is_some_and(|tag| tag.starts_with(name))
        }
        _ => false,
    })
}
