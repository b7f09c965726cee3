//! When two link targets are the same: locale segments, language hosts, relative and absolute forms considered.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustc_hash::FxHashSet;

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

    /// The path of one of the pages is the end of `path`, or the other way round: the tree may be a part of the repository,
    /// and the repository a part of the tree.
    #[must_use]
    pub fn has_end_of(&self, path: &str) -> bool {
        let ends =
            |path: &str, own: &str| path.strip_suffix(own).is_some_and(|rest| rest.is_empty() || rest.ends_with('/'));
        self.paths.iter().any(|own| ends(path, own) || ends(own, path))
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

    pub(super) fn drop_locale(&self, segments: &mut Vec<Cow<'_, str>>, side: Side) {
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

    /// How many last segments the paths of the two pages share.
    pub(super) fn shared_tail(&self) -> usize {
        let stem = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        let (source, target) = (stem(&self.source_path), stem(&self.target_path));
        source.iter().rev().zip(target.iter().rev()).take_while(|(a, b)| a == b).count()
    }
}

/// Stands for all hosts that the configuration calls equivalent.
pub(super) const EQUIVALENT: &str = "≡";

pub(super) fn without_www(host: &str) -> &str {
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

pub(super) fn tail_of(tail: &[String], whole: &[String]) -> bool {
    !tail.is_empty() && whole.ends_with(tail)
}
