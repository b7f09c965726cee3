//! When two link targets are the same: locale segments, language hosts, relative and absolute forms considered.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashSet;

use super::likeness;

/// What is known about where the two pages of a pair stand, for comparing their links.
#[derive(Debug, Clone, Default)]
pub struct LinkFrame {
    /// The source page's path.
    pub source_path: String,
    /// The target page's path.
    pub target_path: String,
    /// Language subtag of the source.
    pub source_language: String,
    /// Language subtag of the target.
    pub target_language: String,
    /// Folder of the target's locale, as spelled in paths.
    pub target_folder: String,
    /// What the two languages call themselves.
    pub language_names: Vec<&'static str>,
    /// Hosts that stand for one another, by configuration.
    pub equivalent_hosts: Vec<String>,
    /// The page in all languages.
    pub family: Arc<FamilyPaths>,
}

/// The paths of a page in all languages.
#[derive(Debug, Default)]
pub struct FamilyPaths {
    paths: FxHashSet<String>,
    /// What the files are called.
    names: FxHashSet<String>,
}

impl FamilyPaths {
    /// One of the pages is at `path`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// The path of one of the pages is the end of `path`.
    #[must_use]
    pub fn has_end_of(&self, path: &str) -> bool {
        let is_end =
            |own: &String| path.strip_suffix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        self.paths.iter().any(is_end)
    }

    /// One of the pages is a file of this name.
    #[must_use]
    pub fn has_name(&self, name: &str) -> bool {
        self.names.contains(name)
    }
}

impl<'p> FromIterator<&'p String> for FamilyPaths {
    fn from_iter<T: IntoIterator<Item = &'p String>>(paths: T) -> FamilyPaths {
        let paths: FxHashSet<String> = paths.into_iter().cloned().collect();
        let names = paths.iter().filter_map(|path| path.rsplit('/').next()).map(str::to_owned).collect();
        FamilyPaths { paths, names }
    }
}

/// A target in comparable form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Canonical {
    /// The host without its language label; empty for links inside the site.
    pub host: String,
    /// The host had a language label: `nn.wikipedia.org`.
    pub language_host: bool,
    /// The host as written.
    pub own_host: String,
    /// The path's segments, file endings, `index` and locale segments left out.
    pub path: Vec<String>,
    /// The path if the page is served as a folder of its own, as many sites do; for links relative to the page.
    pub served: Option<Vec<String>>,
    /// The query without language parameters.
    pub query: String,
    /// What follows `#`.
    pub fragment: String,
    /// It leads to the page that it stands in.
    pub to_self: bool,
    /// The path had a segment that names its page's language.
    pub in_locale: bool,
    /// How the link starts: relative to the page, to the site's root, or with a scheme.
    pub start: Start,
}

/// How a target is anchored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// `https://…`, `//…`.
    Host,
    /// `/…`.
    Root,
    /// `../x`, `x`, `#f`.
    Page,
    /// `mailto:`, `tel:`, `javascript:` and whatever else has a scheme.
    Scheme,
}

/// How a page is served.
#[derive(Clone, Copy)]
pub(super) enum Served {
    /// Under its own name: links are read from its folder.
    File,
    /// As a folder: links are read from inside it.
    Folder,
}

/// Which of the two pages a link stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The source page.
    Source,
    /// The translation.
    Target,
}

impl LinkFrame {
    /// The comparable form of `target` in the page of `side`.
    #[must_use]
    pub fn canonical(&self, target: &str, side: Side) -> Canonical {
        let target = target.trim();
        let (before_fragment, fragment) = target.split_once('#').unwrap_or((target, ""));
        let (address, query) = before_fragment.split_once('?').unwrap_or((before_fragment, ""));
        let (start, host, path) = split_host(address);
        let own_host = host.to_ascii_lowercase();
        let (host, language_host) = self.host(&own_host);
        let mut segments = self.segments(start, path, side, Served::File);
        let to_self = start == Start::Page && self.page(side).split('/').eq(segments.iter());
        let suffix = segments.last().and_then(|name| Some(&name[self.suffix_of(name, side)?]));
        let in_locale = segments.iter().map(Cow::as_ref).chain(suffix).any(|part| self.is_own(part, side));
        self.drop_locale(&mut segments, side);
        let served = (start == Start::Page && !path.is_empty()).then(|| {
            let mut segments = self.segments(start, path, side, Served::Folder);
            self.drop_locale(&mut segments, side);
            tidy(segments)
        });
        Canonical {
            host,
            language_host,
            own_host,
            path: tidy(segments),
            served,
            query: tidy_query(query),
            fragment: decode(fragment).into_owned(),
            to_self,
            in_locale,
            start,
        }
    }

    /// A path without its locale segment, if it has one.
    #[must_use]
    pub fn without_locale(&self, path: &str, side: Side) -> String {
        let mut parts: Vec<&str> = path.split('/').collect();
        if let Some(at) = parts.iter().position(|part| self.is_locale(part, side)) {
            parts.remove(at);
        }
        parts.join("/")
    }

    fn host(&self, host: &str) -> (String, bool) {
        let host = without_www(host);
        if self.equivalent_hosts.iter().any(|other| without_www(other) == host) {
            return (EQUIVALENT.to_owned(), false);
        }
        match host.split_once('.') {
            Some((label, rest)) if rest.contains('.') && self.is_locale(label, Side::Target) => (rest.to_owned(), true),
            _ => (host.to_owned(), false),
        }
    }

    /// The path's segments; relative paths are resolved against their page.
    pub(super) fn segments<'t>(&self, start: Start, path: &'t str, side: Side, served: Served) -> Vec<Cow<'t, str>> {
        let mut out: Vec<Cow<'t, str>> = Vec::new();
        let page = self.page(side);
        if start == Start::Page {
            let stem = page.rsplit_once('.').map_or(page, |(stem, _)| stem);
            let folder = match served {
                _ if path.is_empty() => page,
                Served::File => page.rsplit_once('/').map_or("", |(folder, _)| folder),
                Served::Folder => {
                    ["/index", "/_index", "/README"].iter().find_map(|end| stem.strip_suffix(end)).unwrap_or(stem)
                }
            };
            out.extend(folder.split('/').filter(|part| !part.is_empty()).map(|part| Cow::Owned(part.to_owned())));
        }
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    out.pop();
                }
                _ => out.push(decode(part)),
            }
        }
        out
    }

    fn page(&self, side: Side) -> &str {
        if side == Side::Source { &self.source_path } else { &self.target_path }
    }

    fn drop_locale(&self, segments: &mut Vec<Cow<'_, str>>, side: Side) {
        if let Some(last) = segments.last_mut()
            && let Some(plain) = self.without_suffix(last, side)
        {
            *last = Cow::Owned(plain);
        }
        if let Some(at) = segments.iter().position(|part| self.is_locale(part, side)) {
            segments.remove(at);
            // A folder of languages: `/lang/de/`.
            if let Some(above) = at.checked_sub(1).filter(|above| ["intl", "lang"].contains(&&*segments[*above])) {
                segments.remove(above);
            }
        }
    }

    /// `README.md` of `README.es.md`, `README_es.md` and `README-es.md`.
    pub(super) fn without_suffix(&self, name: &str, side: Side) -> Option<String> {
        let suffix = self.suffix_of(name, side)?;
        Some(format!("{}{}", &name[..suffix.start - 1], &name[suffix.end..]))
    }

    /// Where the locale stands in `README.es.md`, `README_es.md` and `README-es.md`.
    fn suffix_of(&self, name: &str, side: Side) -> Option<Range<usize>> {
        let stem = &name[..name.rfind('.').unwrap_or(name.len())];
        let at = stem.rfind('.').or_else(|| {
            // `_` and `-` are common in names: they part a locale off only where the page's own name shows it.
            let own = self.page(side).rsplit('/').next().unwrap_or_default();
            own.contains(&stem[stem.rfind(['_', '-'])?..]).then(|| stem.rfind(['_', '-'])).flatten()
        })?;
        (at > 0 && self.is_locale(&stem[at + 1..], side)).then_some(at + 1..stem.len())
    }

    /// A path segment or host label that names the source language, or in the target its own.
    pub(super) fn is_locale(&self, part: &str, side: Side) -> bool {
        self.is_own(part, Side::Source) || (side == Side::Target && self.is_own(part, side))
    }

    /// A path segment or host label that names the language of that side's page.
    pub(super) fn is_own(&self, part: &str, side: Side) -> bool {
        match side {
            Side::Source => names_language(part, &self.source_language),
            Side::Target => part == self.target_folder || names_language(part, &self.target_language),
        }
    }

    /// The two lead to the same page. Fragments are not compared.
    #[must_use]
    pub fn same_page(&self, source: &Canonical, target: &Canonical) -> bool {
        if source.to_self && target.to_self {
            return true;
        }
        if source.start == Start::Scheme || target.start == Start::Scheme {
            return source.start == target.start && source.path == target.path && source.query == target.query;
        }
        if source.host == target.host && !source.host.is_empty() {
            // A language edition names its pages in its own language, and so does a site that stands for another.
            let editions = source.language_host && target.language_host && source.own_host != target.own_host
                || (source.host == EQUIVALENT && without_www(&source.own_host) != without_www(&target.own_host));
            let same = same_query(source, target) && (source.path == target.path || self.is_localized(source, target));
            let home = target.in_locale && target.path.is_empty() && !source.in_locale;
            return editions || same || home || is_same_badge(source, target);
        }
        if self.is_national(&source.host, &target.host) {
            return true;
        }
        if source.host.is_empty() && target.host.is_empty() {
            // A relative link to a file that is not there is told by itself, one from the root may not be.
            let suffixed = || target.start == Start::Page && self.is_suffixed(source, target);
            let same = || source.path == target.path || self.same_tail(source, target) || suffixed();
            return same_query(source, target) && same();
        }
        // An address of the site's own and a path in it.
        let (outer, inner) = if source.host.is_empty() { (target, source) } else { (source, target) };
        // `github.com/x` without its scheme is a path, and leads nowhere.
        let host = without_www(&outer.own_host);
        if target.start == Start::Page && target.path.iter().any(|part| without_www(part).eq_ignore_ascii_case(host)) {
            return false;
        }
        let forms = [Some(&inner.path), inner.served.as_ref()];
        let same = |path: &Vec<String>| tail_of(path, &outer.path) || tail_of(&outer.path, path);
        inner.start != Start::Host && forms.into_iter().flatten().any(same)
    }

    /// A site of the target's country for one of the world: `docs.example.jp` for `docs.example.org`, `x.com.br` for `x.com`.
    fn is_national(&self, source: &str, target: &str) -> bool {
        let Some((name, country)) = target.rsplit_once('.') else { return false };
        let stem = source.rsplit_once('.').map_or("", |(stem, _)| stem);
        !stem.is_empty() && self.is_own(country, Side::Target) && (name == stem || name == source)
    }

    /// A file that lies with its language: `x/docs/ko/GUIDE` for `x/GUIDE`, `start-ko.html` for `start.html`.
    fn is_localized(&self, source: &Canonical, target: &Canonical) -> bool {
        let (a, b) = (&source.path, &target.path);
        let moved = !source.in_locale && target.in_locale && a.len() > 1;
        moved && a.first() == b.first() && a.last() == b.last() || self.is_suffixed(source, target)
    }

    /// `start-ko.html` for `start.html`, `flow_de.svg` for `flow.svg`.
    fn is_suffixed(&self, source: &Canonical, target: &Canonical) -> bool {
        let (Some((name, folders)), Some((other, others))) = (source.path.split_last(), target.path.split_last())
        else {
            return false;
        };
        let (stem, ending) = name.split_at(name.rfind('.').unwrap_or(name.len()));
        let rest = other.strip_suffix(ending).and_then(|other| other.strip_prefix(stem));
        let locale = rest.and_then(|rest| rest.strip_prefix(['-', '_', '.']));
        folders == others && locale.is_some_and(|locale| self.is_own(locale, Side::Target))
    }

    /// The two are pages of a site that names them in each of its languages: `/en/about/` and `/fr/a-propos/`.
    #[must_use]
    pub fn is_translated(&self, source: &str, target: &str) -> bool {
        let (from, to) = (self.canonical(source, Side::Source), self.canonical(target, Side::Target));
        // A name with letters of the language is a translation, however like it is.
        let unlike = |(a, b): (&String, &String)| a.eq_ignore_ascii_case(b) || !b.is_ascii() || likeness(a, b) < ALIKE;
        from.in_locale
            && to.in_locale
            && from.start == Start::Host
            && from.host == to.host
            && from.path.len() == to.path.len()
            && from.path.iter().zip(&to.path).all(unlike)
    }

    /// It leads to this very page in the source's language, by a path that says so: to what is not translated yet.
    #[must_use]
    pub fn leads_to_source(&self, target: &str) -> bool {
        let (_, _, path) = split_host(target);
        let path = path.split(['#', '?']).next().unwrap_or_default();
        let named = path.split('/').any(|part| self.is_own(part, Side::Source) && !self.is_own(part, Side::Target));
        named && self.same_page(&self.canonical(&self.source_path, Side::Source), &self.canonical(target, Side::Target))
    }

    /// A path in the locale's own folder for one in the source's: what else is not the same in it has names in the
    /// locale's own words. Or the locale's own file beside the source's: `README.fr.md`.
    #[must_use]
    pub fn is_own_path(&self, source: &str, target: &str) -> bool {
        let (ours, theirs): (Vec<&str>, Vec<&str>) = (source.split('/').collect(), target.split('/').collect());
        let is_own = |(a, b): (&&str, &&str)| self.is_own(a, Side::Source) && self.is_own(b, Side::Target) && a != b;
        let unlike = |(a, b): (&&str, &&str)| a == b || is_own((a, b)) || likeness(a, b) < ALIKE;
        let pairs = || ours.iter().zip(&theirs);
        if ours.len() != theirs.len() {
            return false;
        }
        let is_own_file = || {
            let (Some((name, folders)), Some((own, own_folders))) = (ours.split_last(), theirs.split_last()) else {
                return false;
            };
            let plain = self.without_suffix(own, Side::Target);
            let source = self.without_suffix(name, Side::Source);
            folders == own_folders && plain.is_some_and(|plain| plain == source.as_deref().unwrap_or(name))
        };
        ours.len() > 2 && pairs().any(is_own) && pairs().all(unlike) || is_own_file()
    }

    /// Relative and rooted forms of one page: the shorter path ends the longer one.
    fn same_tail(&self, source: &Canonical, target: &Canonical) -> bool {
        let ends = |a: &Canonical, b: &Canonical| {
            let forms = [Some(&a.path), a.served.as_ref()];
            let others = [Some(&b.path), b.served.as_ref()];
            forms.into_iter().flatten().any(|x| others.into_iter().flatten().any(|y| tail_of(x, y) || tail_of(y, x)))
        };
        source.start != target.start && ends(source, target) || self.same_place(source, target)
    }

    /// The two paths differ by the folders that hold the languages, and by nothing else.
    fn same_place(&self, source: &Canonical, target: &Canonical) -> bool {
        if source.start != Start::Page || target.start != Start::Page {
            return false;
        }
        let folders = |page: &str, side| {
            let mut parts = self.segments(Start::Root, page, side, Served::File);
            self.drop_locale(&mut parts, side);
            parts.len()
        };
        let (of_source, of_target) =
            (folders(&self.source_path, Side::Source), folders(&self.target_path, Side::Target));
        let shared = self.shared_tail();
        let inside = |path: &[String], page: usize| path.get(page.saturating_sub(shared)..).map(<[String]>::to_vec);
        let source_rest = inside(&source.path, of_source);
        source_rest.is_some() && source_rest == inside(&target.path, of_target)
    }

    /// How many last segments the paths of the two pages share.
    pub(super) fn shared_tail(&self) -> usize {
        let stem = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        let (source, target) = (stem(&self.source_path), stem(&self.target_path));
        source.iter().rev().zip(target.iter().rev()).take_while(|(a, b)| a == b).count()
    }
}

/// What an address asks for; of a picture, whether anything is asked for makes no other picture: `?sanitize=true`. But the
/// page of a picture is none: `?raw=true`.
fn same_query(source: &Canonical, target: &Canonical) -> bool {
    const PICTURES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];
    let ending = || source.path.last().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    let is_picture = || ending().is_some_and(|ending| PICTURES.contains(&ending));
    let is_raw = |query: &str| query.contains("raw");
    let is_whole = |one: &Canonical, other: &Canonical| one.query.is_empty() && !is_raw(&other.query);
    source.query == target.query || (is_whole(source, target) || is_whole(target, source)) && is_picture()
}

/// Badges of one host, of which a translation may show others, in its own words: but for a slip in the name of what one
/// is about.
fn is_same_badge(source: &Canonical, target: &Canonical) -> bool {
    const STATIC: [&str; 2] = ["badge", "static"];
    let (ours, theirs) = (&source.path, &target.path);
    let is_static = ours.first().is_some_and(|first| STATIC.contains(&first.as_str()));
    let is_slip = |(a, b): (&String, &String)| likeness(a, b) >= ALIKE;
    let slipped = ours != theirs && ours.len() == theirs.len() && ours.iter().zip(theirs).all(is_slip);
    BADGE_HOSTS.contains(&source.host.as_str()) && (is_static || !slipped)
}

/// Hosts whose paths are what a picture says.
pub const BADGE_HOSTS: &[&str] = &["img.shields.io", "badgen.net"];

/// Stands for all hosts that the configuration calls equivalent.
const EQUIVALENT: &str = "≡";

/// Two names so alike, in thousandths, differ by a slip and not by their language.
const ALIKE: u32 = 600;

fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

pub(super) fn split_host(address: &str) -> (Start, &str, &str) {
    let rest = ["https://", "http://", "//"].iter().find_map(|scheme| {
        address.get(..scheme.len()).filter(|head| head.eq_ignore_ascii_case(scheme)).map(|_| &address[scheme.len()..])
    });
    if let Some(rest) = rest {
        let end = rest.find('/').unwrap_or(rest.len());
        return (Start::Host, &rest[..end], &rest[end..]);
    }
    if address.starts_with('/') {
        return (Start::Root, "", address);
    }
    let scheme = address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
    });
    if scheme { (Start::Scheme, "", address) } else { (Start::Page, "", address) }
}

/// `part` is a tag of `language`: `nn`, `nn-NO`, `zh_hans`, or a country by which people call it.
fn names_language(part: &str, language: &str) -> bool {
    let mut subtags = part.split(['-', '_']);
    let first = subtags.next().unwrap_or_default();
    let same = |a: &str, b: &str| a.eq_ignore_ascii_case(b);
    let named = same(first, language) || HABITS.iter().any(|(habit, of)| same(first, habit) && same(language, of));
    named
        && subtags
            .all(|subtag| (2..=4).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Other names for a language in addresses: countries, and macro-languages both ways.
const HABITS: &[(&str, &str)] = &[
    ("cn", "zh"),
    ("tw", "zh"),
    ("jp", "ja"),
    ("kr", "ko"),
    ("ua", "uk"),
    ("cz", "cs"),
    ("dk", "da"),
    ("gr", "el"),
    ("br", "pt"),
    ("se", "sv"),
    ("vn", "vi"),
    ("no", "nb"),
    ("no", "nn"),
    ("nb", "nn"),
    ("nb", "no"),
    ("tl", "fil"),
];

/// Without file endings and without the page that stands for its folder.
fn tidy(segments: Vec<Cow<'_, str>>) -> Vec<String> {
    let mut out: Vec<String> = segments.into_iter().map(Cow::into_owned).collect();
    if let Some(last) = out.last_mut() {
        let stem = [".md", ".mdx", ".markdown", ".html", ".htm", ".md.erb", ".md.partial"]
            .iter()
            .find_map(|end| last.strip_suffix(end));
        if let Some(stem) = stem {
            *last = stem.to_owned();
        }
    }
    if out.last().is_some_and(|last| matches!(last.as_str(), "index" | "_index" | "README" | "readme")) {
        out.pop();
    }
    out
}

fn tidy_query(query: &str) -> String {
    let language = |part: &&str| !matches!(part.split('=').next(), Some("hl" | "lang" | "locale" | "language"));
    query.split('&').filter(|part| !part.is_empty()).filter(language).collect::<Vec<_>>().join("&")
}

fn decode(part: &str) -> Cow<'_, str> {
    match part.contains(['%', '+']) {
        true => Cow::Owned(percent_decode_str(part).decode_utf8_lossy().replace('+', " ")),
        false => Cow::Borrowed(part),
    }
}

fn tail_of(tail: &[String], whole: &[String]) -> bool {
    !tail.is_empty() && whole.ends_with(tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> LinkFrame {
        LinkFrame {
            source_path: "docs/en/docs/how-to/events.md".into(),
            target_path: "docs/nn/docs/how-to/events.md".into(),
            source_language: "en".into(),
            target_language: "nn".into(),
            target_folder: "nn".into(),
            language_names: vec!["English"],
            equivalent_hosts: vec!["a.example".into(), "b.example".into()],
            family: Arc::default(),
        }
    }

    #[track_caller]
    fn same(source: &str, target: &str, expected: bool) {
        let frame = frame();
        let (a, b) = (frame.canonical(source, Side::Source), frame.canonical(target, Side::Target));
        assert_eq!(frame.same_page(&a, &b), expected, "{source} {target}\n{a:?}\n{b:?}");
    }

    #[test]
    fn a_locale_in_the_address_makes_no_difference() {
        same("/en-US/docs/Web/API", "/nn/docs/Web/API", true);
        same("https://learn.example.com/en-us/x", "https://learn.example.com/x/", true);
        same("https://en.wikipedia.org/wiki/Graph", "https://nn.wikipedia.org/wiki/Graf", true);
        same("https://x.org/?hl=en", "https://x.org?hl=nn", true);
        same("https://a.example/x", "https://b.example/x", true);
        same("https://docs.x.org/3/", "https://docs.x.no/3/", true);
        same("https://x.com/", "https://x.com.no/", true);
        same("https://x.org/3/", "https://x.jp/3/", false);
        same("/docs/x", "/de/docs/x", false);
    }

    #[test]
    fn a_file_may_lie_with_its_language() {
        same("https://x.org/docs/start.html", "https://x.org/docs/start-nn-NO.html", true);
        same("https://x.org/a/b/.github/GUIDE.md", "https://x.org/a/b/docs/nn/GUIDE.md", true);
        same("https://img.shields.io/badge/License-MIT", "https://img.shields.io/badge/Lisens-MIT", true);
        same("../img/flow.svg", "../img/flow-nn.svg", true);
        same("../img/flow.svg", "../img/flow-de.svg", false);
    }

    #[test]
    fn forms_of_one_page_are_the_same() {
        same("../a.md", "../a/", true);
        same("../a.md", "/a", true);
        same("../tutorial/x.md", "https://site.example/nn/tutorial/x/", true);
        same("index.md", "./", true);
        same("../concepts/", "/docs/how-to/concepts/", true);
        same("https://x.org/?q=a+b", "https://x.org/?q=a+b", true);
        same("../img/a.png", "../../../en/docs/img/a.png", true);
        same("#a", "events.md#b", true);
    }

    #[test]
    fn a_site_may_translate_its_addresses() {
        let translated = |source: &str, target: &str| frame().is_translated(source, target);
        assert!(translated("https://x.org/en/about/", "https://x.org/nn/om-oss/"));
        assert!(!translated("https://x.org/en/about/", "https://x.org/nn/abuot/"));
        assert!(!translated("https://x.org/en/about/", "https://x.org/om-oss/"));
        assert!(translated("https://x.org/en-US/docs/Global_Objects/Map", "https://x.org/nn/docs/Ting_overalt/map"));
        same("https://a.example/law", "https://www.b.example/lov", true);
        same("https://a.example/law", "https://a.example/lov", false);
    }

    #[test]
    fn other_pages_are_not() {
        same("promote/videos", "promote/video", false);
        same("https://x.org/a", "https://y.org/a", false);
        same("https://x.org/?id=1", "https://x.org/?id=2", false);
        same("mailto:a@b.c", "mailto:d@b.c", false);
        same("../a.md", "../b.md", false);
    }
}
