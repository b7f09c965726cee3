//! Emphasis of the source that the translation shows as it is written.

use crate::config::SiteGenerator;
use crate::diag::{Diagnostic, Message, Severity};
use crate::pair::{LiteralEmphasis, Pair, Renderer, literal_emphasis, renderer};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::{Edit, Fix};

/// The rule.
pub struct EmphasisLiteral;

static META: RuleMeta = RuleMeta {
    id: "emphasis-literal",
    group: Group::Markup,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/emphasis-literal.md"),
};

impl Rule for EmphasisLiteral {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let renderer = || match cx.settings.generator {
            SiteGenerator::Mkdocs | SiteGenerator::Kramdown => Renderer::Lenient,
            SiteGenerator::Auto if cx.site.is_lenient() => Renderer::Lenient,
            SiteGenerator::Auto => renderer(pair.source),
            _ => Renderer::CommonMark,
        };
        for literal in literal_emphasis((pair.source, pair.target), &pair.alignment, renderer) {
            out.report(finding(pair, literal));
        }
    }
}

fn finding(pair: &Pair<'_, '_>, literal: LiteralEmphasis) -> Diagnostic {
    let found = shorten(literal.span.of(pair.target.text));
    let (message, fix) = match literal.mended {
        Some(mended) => {
            let edits = vec![Edit::replace(literal.span, mended.text.as_str())];
            let id = spaced(literal.span.of(pair.target.text), &mended.text);
            let message = Message::new(id).text("expected", shorten(&mended.text));
            (message, Some(if mended.sure { Fix::safe(edits) } else { Fix::suggest(edits) }))
        }
        None => (Message::new("emphasis-literal-alone"), None),
    };
    Diagnostic::new(META.id, literal.span, message.text("found", found.as_str()))
        .source(literal.source)
        .found(found)
        .fix(fix)
}

/// What is wanting, where it is nothing but a space.
fn spaced(found: &str, mended: &str) -> &'static str {
    if mended.trim() != found {
        return META.id;
    }
    match (mended.starts_with(' '), mended.ends_with(' ')) {
        (true, true) => "emphasis-literal-around",
        (true, false) => "emphasis-literal-before",
        _ => "emphasis-literal-behind",
    }
}
