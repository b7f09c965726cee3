//! Links to pages in the source language that the locale has in its own.

use crate::config::SiteGenerator;
use crate::diag::{Diagnostic, Message};
use crate::pair::{Pair, Side};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::site::resolve_relative;

/// The rule.
pub struct LinkUnlocalized;

static META: RuleMeta = RuleMeta {
    id: "link-unlocalized",
    group: Group::Link,
    severity: None,
    fixable: false,
    page: include_str!("../../rules/link-unlocalized.md"),
};

impl Rule for LinkUnlocalized {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for atom in &pair.target.atoms {
            let Some(link) = atom.link() else { continue };
            let found = link.target.as_ref();
            let path = found.split(['#', '?']).next().unwrap_or_default();
            if path.is_empty() || path.contains([':', '{', '<']) || path.starts_with("//") {
                continue;
            }
            let Some(page) = localized(cx, pair, path) else { continue };
            let message = Message::new(META.id).text("found", found).text("page", page.as_str());
            out.report(Diagnostic::new(META.id, atom.span, message).found(found));
        }
    }
}

/// The page in the locale's own language, where `path` leads to the source's.
fn localized(cx: &Cx<'_>, pair: &Pair<'_, '_>, path: &str) -> Option<String> {
    let source = if let Some(rooted) = path.strip_prefix('/') {
        from_root(cx, pair, rooted)?
    } else {
        let here = &pair.frame.target_path;
        let pretty = format!("{}/x", here.rsplit_once('.').map_or(here.as_str(), |(stem, _)| stem));
        let mut forms = [here, &pretty].into_iter().filter_map(|from| cx.site.resolve(&resolve_relative(from, path)?));
        forms.next().filter(|file| cx.site.locale_of(file).is_none())?
    };
    // The page's own source, as translators' notes link to it.
    let page = cx.site.localized(&source, cx.locale.folder())?;
    (page != pair.frame.target_path).then_some(page)
}

/// The source page of an address from the site's root: one that names the source language, or no language on a site that
/// does not add the reader's.
fn from_root(cx: &Cx<'_>, pair: &Pair<'_, '_>, rooted: &str) -> Option<String> {
    let adds = matches!(cx.settings.generator, SiteGenerator::Docusaurus | SiteGenerator::Vitepress)
        || pair.frame.target_path.contains("/docusaurus-plugin-");
    let plain = pair.frame.without_locale(rooted, Side::Source);
    if plain == rooted && adds {
        return None;
    }
    let root = pair.frame.roots().0;
    let file = cx.site.resolve(&format!("{root}{plain}"))?;
    cx.site.locale_of(&file).is_none().then_some(file)
}
