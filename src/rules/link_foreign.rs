//! Links that lead into the edition of a third locale.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::locale::Locale;
use crate::pair::Pair;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::site::resolve_relative;

/// The rule.
pub struct LinkForeign;

static META: RuleMeta = RuleMeta {
    id: "link-foreign",
    group: Group::Link,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/link-foreign.md"),
};

impl Rule for LinkForeign {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        // Links that answer none of the source's, as those of a language switcher, are meant to be there.
        for (source, target) in pair.atoms.answers() {
            let (from, to) = (&pair.source.atoms[source as usize], &pair.target.atoms[target as usize]);
            let (Some(original), Some(link)) = (from.link(), to.link()) else { continue };
            let (original, found) = (original.target.as_ref(), link.target.as_ref());
            let Some(third) = third_locale(cx, pair, original, found) else { continue };
            let message = Message::new(META.id).text("found", found).text("locale", third.as_str());
            let finding = Diagnostic::new(META.id, to.span, message).source(from.span).expected(original).found(found);
            out.report(finding.claim(Claim::Region(to.span)));
        }
    }
}

fn third_locale(cx: &Cx<'_>, pair: &Pair<'_, '_>, original: &str, found: &str) -> Option<String> {
    if let Some(third) = pair.frame.third_locale(original, found) {
        return Some(third.to_owned());
    }
    let third = folder(cx, &pair.frame.target_path, found)?;
    let of_language = || Locale::from_folder(&third).is_some_and(|locale| locale.language() == cx.locale.language());
    let meant = || folder(cx, &pair.frame.source_path, original).is_some_and(|meant| meant == third);
    (third != cx.locale.folder() && !of_language() && !meant()).then_some(third)
}

/// The locale folder of the page that a link read from the page at `from` leads to.
fn folder(cx: &Cx<'_>, from: &str, target: &str) -> Option<String> {
    let path = target.split(['#', '?']).next().unwrap_or_default();
    if path.is_empty() || path.starts_with('/') || path.contains([':', '{', '<']) {
        return None;
    }
    let file = cx.site.resolve(&resolve_relative(from, path)?)?;
    cx.site.locale_of(&file).map(str::to_owned)
}
