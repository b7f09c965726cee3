//! Links whose target is a near miss of one source link, or stands in its place.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Block, Definition, Document, Kind, Link, LinkStyle};
use crate::pair::{AtomMatch, Fate, Pair, Side, holder, likeness};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, is_plain_address, retarget};
use crate::site::resolve_relative;
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct LinkChanged;

static META: RuleMeta = RuleMeta {
    id: "link-changed",
    group: Group::Link,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/link-changed.md"),
};

/// Parts of an address that are less alike, in thousandths, are other names.
const ALIKE: u32 = 500;

impl Rule for LinkChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        // A definition that differs is one fault, however often it is referred to.
        let mut told: BTreeSet<Span> = BTreeSet::new();
        let mut found: Vec<Diagnostic> = Vec::new();
        let changed = pair.atoms.harmed.iter().filter(|harmed| matches!(harmed.fate, Fate::Changed | Fate::Replaced));
        for harmed in changed.filter(|harmed| !is_of_another_link(pair, harmed)) {
            let Some(finding) = finding(cx, pair, harmed) else { continue };
            match definitions(pair, harmed) {
                Some(lines) if told.insert(lines.1.span) => {
                    out.report(at_definition(pair, finding, lines, harmed));
                }
                Some(_) => {}
                None => match found.iter_mut().rev().take(NEAR).find(|other| are_swapped(pair, other, &finding)) {
                    Some(other) => *other = swapped(other, finding),
                    None => found.push(finding),
                },
            }
        }
        found.into_iter().for_each(|finding| out.report(finding));
    }
}

/// The picture of a link that leads to another host, as its own link does: both are another badge, which is told of the link.
fn is_of_another_link(pair: &Pair<'_, '_>, picture: &AtomMatch) -> bool {
    if picture.fate != Fate::Replaced {
        return false;
    }
    let links = picture.source.and_then(|at| holder(pair.source, at));
    let Some((link, own)) = links.zip(picture.target.and_then(|at| holder(pair.target, at))) else { return false };
    let is_link = |other: &&AtomMatch| other.fate == Fate::Replaced && other.source == Some(link);
    pair.harmed_of(picture.row).iter().filter(is_link).any(|other| other.target == Some(own))
}

/// Each link of a block has the other's target.
fn are_swapped(pair: &Pair<'_, '_>, one: &Diagnostic, other: &Diagnostic) -> bool {
    let block = |finding: &Diagnostic| pair.target.block_of(finding.span).map(|block| block.span);
    one.message.id != SWAPPED
        && one.expected == other.found
        && one.found == other.expected
        && one.expected.is_some()
        && block(one) == block(other)
}

/// Findings before one that are looked at for the other half of a swap.
const NEAR: usize = 16;

const SWAPPED: &str = "link-changed-swapped";

/// One finding for the two of them.
fn swapped(one: &Diagnostic, other: Diagnostic) -> Diagnostic {
    let text = |key: &str| one.message.get(key).unwrap_or_default().to_owned();
    let message = Message::new(SWAPPED).text("expected", text("expected")).text("found", text("found"));
    let edits = one.fix.as_ref().zip(other.fix.as_ref()).map(|(a, b)| [a.edits(), b.edits()].concat());
    let source = one.source.zip(other.source).map(|(a, b)| a.join(b));
    let (span, severity) = (one.span.join(other.span), one.severity);
    Diagnostic { span, message, source, severity, refrain: None, fix: edits.map(Fix::suggest), ..one.clone() }
}

fn finding(cx: &Cx<'_>, pair: &Pair<'_, '_>, harmed: &AtomMatch) -> Option<Diagnostic> {
    let (source, target) = (pair.source_atom(harmed)?, pair.target_atom(harmed)?);
    let (expected, found) = (source.link()?, target.link()?);
    let is_own = || leads_to_own_page(cx, pair, &expected.target, &found.target);
    let names_own = || pair.frame.names_own_locale_in(&expected.target, &found.target);
    let is_switch = || pair.frame.is_switch(&expected.target, &found.target);
    if pair.frame.is_translated(&expected.target, &found.target) || is_switch() || names_own() || is_own() {
        return None;
    }
    if leads_to_own_section(pair, &expected.target, &found.target) {
        return None;
    }
    if is_sample_in_own_words(&expected.target, &found.target) || is_section_of_source(&expected.target, &found.target)
    {
        return None;
    }
    // What leads to a disk leads nowhere for anyone: whatever the translation has is better.
    if is_on_a_disk(&expected.target) {
        return None;
    }
    let is_image = matches!(target.kind, AtomKind::Image(_));
    if is_image && is_own_picture(cx, pair, &expected.target, &found.target) {
        return None;
    }
    let to_elsewhere = harmed.fate == Fate::Replaced && leads_to_another_host(pair, expected, found);
    if to_elsewhere && is_whole_message(pair, target.span) {
        return None;
    }
    let id = match (&target.kind, to_elsewhere) {
        (_, true) => "link-changed-host",
        (AtomKind::Image(_), _) => "link-changed-image",
        _ => "link-changed",
    };
    let wanted = from_here(cx, pair, &expected.target);
    let message = Message::new(id).text("expected", wanted.as_ref()).text("found", found.target.as_ref());
    let meant = to_elsewhere && names_its_host(pair, found);
    let fix = fix(harmed, &wanted, found).filter(|_| !meant && is_mendable(pair, found, &wanted));
    // Its words would name what it does not lead to any more.
    let fix =
        fix.map(|fix| if names_its_file(pair, found, &wanted) { Fix::suggest(fix.edits().to_vec()) } else { fix });
    let finding = Diagnostic::new(META.id, target.span, message)
        .source(source.span)
        .fix(fix)
        .refrain(change(&wanted, &found.target))
        .expected(wanted.into_owned())
        .found(found.target.as_ref());
    // Another site may be the one for these readers: worth a look, not a stop, unless the text says the source's.
    let host = pair.frame.canonical(&expected.target, Side::Source).host;
    let deceives = !host.is_empty() && found.label.of(pair.target.text).contains(&host);
    Some(if to_elsewhere && !deceives { finding.severity(Severity::Warning) } else { finding })
}

/// A section of the page by its whole address, most likely of the source's: the translation has none.
fn is_section_of_source(expected: &str, found: &str) -> bool {
    expected.len() > 1 && expected.starts_with('#') && found.contains("://") && found.ends_with(expected)
}

/// An address that readers put their own in the place of, in the words of the language: `https://你的网站` for
/// `https://link.to.your.site`.
fn is_sample_in_own_words(expected: &str, found: &str) -> bool {
    let host =
        |target: &'_ str| target.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest).to_owned());
    let (Some(sample), Some(own)) = (host(expected), host(found)) else { return false };
    let stands = |word: &str| sample.split(['.', '-', '_']).any(|part| part == word);
    ["your", "example", "my"].into_iter().any(stands) && own.chars().any(|c| c.is_alphabetic() && !c.is_ascii())
}

/// What of an address is another, up to the last parts, which both have: what stands there for all files of a
/// repository that moved. All of it where the two end differently.
fn change(expected: &str, found: &str) -> String {
    let parts = |target: &'_ str| -> Vec<String> {
        let path = target.split(['#', '?']).next().unwrap_or_default();
        path.split('/').map(str::to_owned).collect()
    };
    let (ours, theirs) = (parts(expected), parts(found));
    let same = |(a, b): &(&String, &String)| a == b;
    let before = ours.iter().zip(&theirs).take_while(same).count();
    let behind = ours[before..].iter().rev().zip(theirs[before..].iter().rev()).take_while(same).count();
    if behind == 0 {
        return format!("{expected} → {found}");
    }
    let middle = |parts: &[String]| parts[before..parts.len() - behind].join("/");
    format!("{} → {}", middle(&ours), middle(&theirs))
}

/// The source's target may take the place of this one: not where its words are the name of what it leads to now, nor where
/// it leads to a page in the reader's own language, or to the source on purpose.
fn is_mendable(pair: &Pair<'_, '_>, found: &Link<'_>, wanted: &str) -> bool {
    let in_locale = |target: &str| pair.frame.canonical(target, Side::Target).in_locale;
    let last = |target: &str| {
        let path = target.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
        path.rsplit('/').next().unwrap_or_default().to_lowercase()
    };
    let words = found.label.of(pair.target.text).trim_matches(['`', '*', '_', ' ']).to_lowercase();
    let is_named = words == last(&found.target) && words != last(wanted);
    let leaves = in_locale(&found.target) && !in_locale(wanted);
    !is_named && !leaves && !pair.frame.leads_to_source(&found.target)
}

/// The definitions of both sides, where both links lead by the same label.
fn definitions<'a>(pair: &Pair<'a, 'a>, harmed: &AtomMatch) -> Option<(&'a Definition, &'a Definition)> {
    let source = pair.source.definition_of(pair.source_atom(harmed)?.link()?)?;
    let target = pair.target.definition_of(pair.target_atom(harmed)?.link()?)?;
    let label = |page: &Document<'_>, definition: &Definition| definition.label.of(page.text).to_lowercase();
    (label(pair.source, source) == label(pair.target, target)).then_some((source, target))
}

/// The finding as it is told of the line that is wrong.
fn at_definition(
    pair: &Pair<'_, '_>,
    one: Diagnostic,
    (source, target): (&Definition, &Definition),
    harmed: &AtomMatch,
) -> Diagnostic {
    let found = pair.target_atom(harmed).and_then(|atom| atom.link());
    let is_mendable = |wanted: &&str| found.is_some_and(|found| is_mendable(pair, found, wanted));
    let expected = one.expected.as_deref().filter(|target| is_plain_address(target)).filter(is_mendable);
    let fix = expected.zip(target.address(pair.target.text)).map(|(expected, at)| vec![Edit::replace(at, expected)]);
    let is_safe = expected.zip(one.found.as_deref()).is_some_and(|(expected, found)| is_slip(harmed, expected, found));
    let fix = fix.map(|edits| if is_safe { Fix::safe(edits) } else { Fix::suggest(edits) });
    let written = |page: &Document<'_>, definition: &Definition| definition.span.trim(page.text);
    Diagnostic { span: written(pair.target, target), fix, ..one }.source(written(pair.source, source))
}

/// The very page of the source's link, or one that only the locale has, in the place of one that it lacks: it names its
/// pages in its own language.
fn leads_to_own_page(cx: &Cx<'_>, pair: &Pair<'_, '_>, expected: &str, found: &str) -> bool {
    let file = |page: &str, link: &str| {
        let path = link.split(['#', '?']).next().filter(|path| !path.is_empty())?;
        cx.site.resolve(&resolve_relative(page, path)?)
    };
    // Of a folder that has a page in each language, the locale's.
    let in_folder = found.strip_prefix(expected).filter(|name| expected.ends_with('/') && !name.contains('/'));
    let is_named = in_folder.is_some_and(|name| name.split('.').any(|part| part == cx.locale.folder()));
    let meant = file(&pair.frame.source_path, expected);
    // The links of a sidebar of Docsify are read from the folder of the whole site.
    let name = pair.frame.source_path.rsplit('/').next().unwrap_or_default();
    let is_sidebar = ["_sidebar.md", "_navbar.md", "_footer.md"].contains(&name);
    let from_site = || file(&pair.frame.source_path, found).filter(|_| is_sidebar);
    let found = file(&pair.frame.target_path, found).or_else(from_site);
    if is_named && found.is_some() {
        return true;
    }
    let (Some(meant), Some(found)) = (meant, found) else { return false };
    if is_sidebar && cx.site.localized(&meant, cx.locale.folder()).is_some_and(|own| own == found) {
        return true;
    }
    // The locale's folder has the page in other case: `contributing.md` for `CONTRIBUTING.md`.
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    if meant == found || name(&meant) != name(&found) && name(&meant).eq_ignore_ascii_case(&name(&found)) {
        return true;
    }
    // Files of the locale whose names are all words of its language.
    if pair.frame.are_in_own_trees(&meant, &found) && !has_mirror(cx, pair, &meant) {
        return true;
    }
    let is_own = cx.site.locale_of(&found) == Some(cx.locale.folder())
        && cx.site.source_of(&found).is_some_and(|source| !cx.site.has_file(&source));
    is_own && cx.site.localized(&meant, cx.locale.folder()).is_none()
}

/// The tree of the locale beside that of the source has this file by the same name.
fn has_mirror(cx: &Cx<'_>, pair: &Pair<'_, '_>, meant: &str) -> bool {
    let folder = &pair.frame.target_folder;
    let folders = meant.match_indices('/').map(|(end, _)| (meant[..end].rfind('/').map_or(0, |at| at + 1), end));
    let mirror = |(start, end): (usize, usize)| format!("{}{folder}{}", &meant[..start], &meant[end..]);
    folders.map(mirror).any(|path| cx.site.has_file(&path))
}

/// A section of this page, or of the locale's file beside the source's, by an address of the web: it has a name of its own.
fn leads_to_own_section(pair: &Pair<'_, '_>, expected: &str, found: &str) -> bool {
    let (Some((path, _)), Some((own, _))) = (expected.split_once('#'), found.split_once('#')) else { return false };
    let is_this = own.strip_suffix(pair.frame.target_path.as_str()).is_some_and(|rest| rest.ends_with('/'));
    own.contains("://") && (is_this || path != own && pair.frame.is_own_path(path, own))
}

/// `C:/Users/…`, `file:///…`.
fn is_on_a_disk(target: &str) -> bool {
    let bytes = target.as_bytes();
    let drive =
        bytes.len() > 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' && matches!(bytes[2], b'/' | b'\\');
    drive || target.starts_with("file:")
}

/// The picture is there for the target's page, and the source's is not: the locale has its own.
fn is_own_picture(cx: &Cx<'_>, pair: &Pair<'_, '_>, expected: &str, found: &str) -> bool {
    let is_there = |link: &str| {
        let path = link.split(['#', '?']).next().filter(|path| !path.is_empty() && !path.starts_with('/'));
        path.and_then(|path| resolve_relative(&pair.frame.target_path, path))
            .is_some_and(|file| cx.site.has_file(&file))
    };
    is_there(found) && !is_there(expected)
}

/// A message that is nothing but an address is one so that a locale may have an address of its own there.
fn is_whole_message(pair: &Pair<'_, '_>, link: Span) -> bool {
    let is_message = |block: &&Block| matches!(block.kind, Kind::Message | Kind::Attribute);
    pair.target.blocks.iter().filter(is_message).any(|block| block.content == link)
}

fn leads_to_another_host(pair: &Pair<'_, '_>, expected: &Link<'_>, found: &Link<'_>) -> bool {
    let host = |link: &Link<'_>, side| pair.frame.canonical(&link.target, side).host;
    let (source, target) = (host(expected, Side::Source), host(found, Side::Target));
    !source.is_empty() && !target.is_empty() && source != target
}

/// Likeness from which an address is a slip of the pen.
const SLIP: u32 = 850;

/// A near miss, and nothing else: other numbers or another scheme are another thing.
fn is_slip(harmed: &AtomMatch, expected: &str, found: &str) -> bool {
    let digits = |target: &str| target.chars().filter(char::is_ascii_digit).collect::<String>();
    let scheme = |target: &str| target.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
    let same = digits(expected) == digits(found) && scheme(expected) == scheme(found);
    harmed.fate == Fate::Changed && same && likeness(expected, found) >= SLIP && !names_other(expected, found)
}

/// A part of an address on the web is another name altogether: that of another owner or project.
fn names_other(expected: &str, found: &str) -> bool {
    let (ours, theirs): (Vec<&str>, Vec<&str>) = (expected.split('/').collect(), found.split('/').collect());
    let is_other = |(a, b): (&&str, &&str)| a != b && likeness(a, b) < ALIKE;
    expected.contains("://") && ours.len() == theirs.len() && ours.iter().zip(&theirs).any(is_other)
}

/// The words of the link are those of the site it leads to: with another address they would be wrong.
fn names_its_host(pair: &Pair<'_, '_>, found: &Link<'_>) -> bool {
    let words = found.label.of(pair.target.text).to_lowercase();
    let host = pair.frame.canonical(&found.target, Side::Target).host;
    // The last part is a country, or says what kind of site it is.
    let names = host.rsplit('.').skip(1).filter(|name| name.len() >= 3);
    names.into_iter().any(|name| words.contains(name))
}

/// The words of the link are the name of the file that it leads to, which is another one than the source's.
fn names_its_file(pair: &Pair<'_, '_>, found: &Link<'_>, expected: &str) -> bool {
    let name =
        |target: &str| target.split(['#', '?']).next().and_then(|path| path.rsplit('/').next()).map(str::to_owned);
    let own = name(&found.target).filter(|own| own.contains('.') && name(expected).as_ref() != Some(own));
    own.is_some_and(|own| found.label.of(pair.target.text).contains(&own))
}

/// The source's target as a page in another folder has to write it, if the file stays where it is.
fn from_here<'t>(cx: &Cx<'_>, pair: &Pair<'_, '_>, target: &'t str) -> Cow<'t, str> {
    let frame = &pair.frame;
    let end = target.find(['#', '?']).unwrap_or(target.len());
    if end == 0 || target.starts_with('/') || !cx.site.is_alone(&frame.target_path) {
        return Cow::Borrowed(target);
    }
    let path = cx.site.rebased(&target[..end], &frame.source_path, &frame.target_path);
    path.map_or(Cow::Borrowed(target), |path| Cow::Owned(path + &target[end..]))
}

fn fix(harmed: &AtomMatch, expected: &str, found: &Link<'_>) -> Option<Fix> {
    let edits = vec![retarget(found, expected)?];
    let swallowed = found.target.strip_prefix(expected).is_some_and(|rest| !rest.is_ascii());
    if found.style == LinkStyle::Bare && swallowed {
        // The words after the address became part of it: a space parts them again.
        let end = Span::at(found.target_span.start as usize + expected.len());
        return Some(Fix::safe(vec![Edit::replace(end, " ")]));
    }
    Some(if is_slip(harmed, expected, &found.target) { Fix::safe(edits) } else { Fix::suggest(edits) })
}

#[cfg(test)]
mod tests {
    use super::{change, names_other};

    #[test]
    fn a_repository_that_moved_is_one_change() {
        for (expected, found, same) in [
            (
                "https://code.example/obra/pen/blob/a.py#L8",
                "https://code.example/obra/pencil/blob/a.py#L9",
                "pen → pencil",
            ),
            ("https://code.example/obra/pen/b.py", "https://code.example/obra/pencil/b.py", "pen → pencil"),
            ("C:/docs/common/a.svg", "../common/a.svg", "C:/docs → .."),
            ("./31_b.md", "./32_b.md", "./31_b.md → ./32_b.md"),
        ] {
            assert_eq!(change(expected, found), same);
        }
    }

    #[test]
    fn another_owner_is_no_slip() {
        for (expected, found, other) in [
            ("https://code.example/obra/pencil", "https://code.example/NexTech/pencil", true),
            ("https://code.example/obra/pencil", "https://code.example/obra/pencils", false),
            ("https://code.example/obra/pencil", "https://code.example/pencil", false),
            ("/docs/first-steps", "/docs/primeros-pasos", false),
        ] {
            assert_eq!(names_other(expected, found), other, "{expected} {found}");
        }
    }
}
