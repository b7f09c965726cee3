//! Relative links and images that lead to no file, though the source's do.

use crate::config::Fallback;
use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::pair::{Fate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::site::resolve_relative;

/// The rule.
pub struct LinkDead;

static META: RuleMeta = RuleMeta {
    id: "link-dead",
    group: Group::Link,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/link-dead.md"),
};

impl Rule for LinkDead {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for (at, atom) in (0u32..).zip(&pair.target.atoms) {
            let Some(link) = atom.link() else { continue };
            let Some(path) = relative_path(&link.target) else { continue };
            if is_claimed(pair, at) || leads_somewhere(cx, pair, &path) || !source_leads_somewhere(cx, pair, at, &path)
            {
                continue;
            }
            out.report(finding(cx, pair, at, &path));
        }
    }
}

/// The path of a link that is read from the page's own folder; `None` for any other link.
fn relative_path(target: &str) -> Option<String> {
    let path = target.split(['#', '?']).next().unwrap_or_default().trim();
    let scheme = path.split('/').next().is_some_and(|first| first.contains(':'));
    if path.is_empty()
        || path.starts_with(['/', '{', '<', '%', '@', '~', '$'])
        || scheme
        || path.contains(['{', '<', '%', '`']) && !path.contains("%20")
    {
        return None;
    }
    Some(path.to_owned())
}

/// Another rule says what is wrong with this link.
fn is_claimed(pair: &Pair<'_, '_>, at: u32) -> bool {
    let changed = |fate: &Fate| matches!(fate, Fate::Changed | Fate::Replaced | Fate::Malformed(..));
    pair.atoms.harmed.iter().any(|harmed| harmed.target == Some(at) && changed(&harmed.fate))
}

fn leads_somewhere(cx: &Cx<'_>, pair: &Pair<'_, '_>, path: &str) -> bool {
    let frame = &pair.frame;
    if resolves(cx, &frame.target_path, path) || cx.site.is_lenient() && resolves_in_locale(cx, pair, path) {
        return true;
    }
    // Where the locale's tree mirrors the source's, a site serves the source's file in its place.
    let mirrored = frame.source_path.contains('/') || frame.source_path == frame.target_path;
    cx.settings.fallback == Fallback::Source && mirrored && resolves(cx, &frame.source_path, path)
}

/// Where each page has its locale in its name, MkDocs reads `guide.md` as `guide.ja.md`.
fn resolves_in_locale(cx: &Cx<'_>, pair: &Pair<'_, '_>, path: &str) -> bool {
    let locale = |page: &str| {
        let name = page.rsplit('/').next()?.rsplit_once('.')?.0;
        Some(name.rsplit_once('.')?.1.to_owned())
    };
    let frame = &pair.frame;
    let (Some(ours), Some(theirs)) = (locale(&frame.source_path), locale(&frame.target_path)) else { return false };
    let Some((stem, ending)) = path.rsplit_once('.') else { return false };
    [ours, theirs].iter().any(|locale| resolves(cx, &frame.target_path, &format!("{stem}.{locale}.{ending}")))
}

/// The link this one answers leads somewhere; a link that answers none is judged by itself if it names a file.
fn source_leads_somewhere(cx: &Cx<'_>, pair: &Pair<'_, '_>, at: u32, path: &str) -> bool {
    let Some(source) = pair.atoms.answered_by(at) else {
        let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
        // A checkout may lack all files of a kind, or a folder that the source links to, too: images are often left out. And
        // what lies above the folder that is checked nobody knows.
        let is_inside = || resolve_relative(&pair.frame.target_path, path).is_some();
        return !ending.is_empty() && cx.site.has_ending(ending) && is_inside() && !source_lacks_folder(cx, pair, path);
    };
    let link = pair.source.atoms[source as usize].link();
    link.and_then(|link| relative_path(&link.target)).is_some_and(|path| resolves(cx, &pair.frame.source_path, &path))
}

/// Links of the source into the same folder lead nowhere either.
fn source_lacks_folder(cx: &Cx<'_>, pair: &Pair<'_, '_>, path: &str) -> bool {
    let folder = |path: &str| path.rsplit_once('/').map(|(folder, _)| folder.trim_start_matches(['.', '/']).to_owned());
    let Some(own) = folder(path).filter(|own| !own.is_empty()) else { return false };
    let paths = pair.source.atoms.iter().filter_map(|atom| relative_path(&atom.link()?.target));
    let mut inside = paths.filter(|path| folder(path).as_ref() == Some(&own)).peekable();
    inside.peek().is_some() && inside.all(|path| !resolves(cx, &pair.frame.source_path, &path))
}

/// From the page's folder, or from the folder that a site makes of the page.
fn resolves(cx: &Cx<'_>, page: &str, path: &str) -> bool {
    let pretty = format!("{}/x", page.rsplit_once('.').map_or(page, |(stem, _)| stem));
    [page, &pretty]
        .iter()
        .any(|from| resolve_relative(from, path).is_some_and(|found| cx.site.resolve(&found).is_some()))
}

fn finding(cx: &Cx<'_>, pair: &Pair<'_, '_>, at: u32, path: &str) -> Diagnostic {
    let atom = &pair.target.atoms[at as usize];
    let found = atom.link().map_or("", |link| link.target.as_ref());
    let near = cx.site.rebased(path, &pair.frame.source_path, &pair.frame.target_path);
    let message = match &near {
        Some(near) => Message::new("link-dead-near").text("found", found).text("expected", near.as_str()),
        None => Message::new(META.id).text("found", found),
    };
    let mut finding = Diagnostic::new(META.id, atom.span, message).found(found).claim(Claim::Region(atom.span));
    if let Some(source) = pair.atoms.answered_by(at) {
        finding = finding.source(pair.source.atoms[source as usize].span);
    }
    finding.expected = near;
    finding
}
