//! Whether two links lead to the same page, each in its language.

use super::likeness;
use super::target::{Canonical, EQUIVALENT, LinkFrame, Served, Side, Start, split_host, tail_of, without_www};

impl LinkFrame {
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
            let same_path = || source.path == target.path || is_file_of_tree(source, target);
            let same = same_query(source, target) && (same_path() || self.is_localized(source, target));
            let home = target.in_locale && target.path.is_empty() && !source.in_locale;
            return editions || same || home || is_in_own_letters(source, target) || is_same_badge(source, target);
        }
        if self.is_national(&source.host, &target.host) {
            return true;
        }
        if source.host.is_empty() && target.host.is_empty() {
            // A relative link to a file that is not there is told by itself, one from the root may not be.
            let suffixed = || target.start == Start::Page && self.is_suffixed(source, target);
            let named_anew = || self.is_named_anew(source, target);
            // The source may lead into the locale's folder: `../de/img/x.png` for `img/x.png`.
            let own = || source.path.iter().filter(|part| !self.is_own(part, Side::Target)).eq(&target.path);
            let same = || source.path == target.path || self.same_tail(source, target) || own();
            let in_format = || self.is_in_other_format(source, target);
            return same_query(source, target) && (same() || suffixed() || named_anew() || in_format());
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
        let is_suffixed = || source.host == outer.host && self.ends_suffixed(&outer.path, &inner.path);
        inner.start != Start::Host && (forms.into_iter().flatten().any(same) || is_suffixed())
    }

    /// A site of the target's country or language for one of the world: `docs.example.jp` for `docs.example.org`, `x.com.br`
    /// for `x.com` or `x.dev`, `svenska.x.org` for `x.org`.
    fn is_national(&self, source: &str, target: &str) -> bool {
        let is_named = || {
            let (label, site) = target.split_once('.').unwrap_or_default();
            site == source && self.language_names.iter().any(|name| name.to_lowercase() == label)
        };
        let Some((name, country)) = target.rsplit_once('.') else { return false };
        let stem = source.rsplit_once('.').map_or("", |(stem, _)| stem);
        let bare = [".com", ".co", ".org", ".net"].iter().find_map(|end| name.strip_suffix(end));
        let is_of_country =
            self.is_own(country, Side::Target) && (name == stem || name == source || bare == Some(stem));
        !stem.is_empty() && (is_of_country || is_named())
    }

    /// A file that lies with its language: `x/docs/ko/GUIDE` for `x/GUIDE`, `start-ko.html` for `start.html`.
    fn is_localized(&self, source: &Canonical, target: &Canonical) -> bool {
        let (a, b) = (&source.path, &target.path);
        let moved = !source.in_locale && target.in_locale && a.len() > 1;
        moved && a.first() == b.first() && a.last() == b.last() || self.is_suffixed(source, target)
    }

    /// A page in the locale's folder beside the source's, whose file is called by the language's own words.
    fn is_named_anew(&self, source: &Canonical, target: &Canonical) -> bool {
        let (Some((_, folders)), Some((name, others))) = (source.path.split_last(), target.path.split_last()) else {
            return false;
        };
        let plain = || others.iter().filter(|part| !self.is_own(part, Side::Target));
        let is_within = target.in_locale || plain().count() < others.len();
        let folders = folders.iter().filter(|part| !self.is_own(part, Side::Source));
        is_within && folders.eq(plain()) && name.chars().any(|c| c.is_alphabetic() && !c.is_ascii())
    }

    /// `start-ko.html` for `start.html`, `flow_de.svg` for `flow.svg`, `/index-de` for `/`.
    fn is_suffixed(&self, source: &Canonical, target: &Canonical) -> bool {
        if let ([], [home]) = (&source.path[..], &target.path[..]) {
            return self.has_suffix("index", home.strip_suffix(".html").unwrap_or(home));
        }
        let (Some((name, folders)), Some((other, others))) = (source.path.split_last(), target.path.split_last())
        else {
            return false;
        };
        folders == others && self.has_suffix(name, other)
    }

    /// The locale's file in the same folder: `docs/img/plan-ja.svg` for `…/main/docs/img/plan.svg`.
    fn ends_suffixed(&self, source: &[String], target: &[String]) -> bool {
        let (Some((name, folders)), Some((own, own_folders))) = (source.split_last(), target.split_last()) else {
            return false;
        };
        name.contains('.') && self.has_suffix(name, own) && folders.ends_with(own_folders)
    }

    /// A picture in a folder of the locale's, saved in another format: `img/nn/plan.jpg` for `img/plan.png`.
    fn is_in_other_format(&self, source: &Canonical, target: &Canonical) -> bool {
        let (Some((name, folders)), Some((own, own_folders))) = (source.path.split_last(), target.path.split_last())
        else {
            return false;
        };
        let (Some((stem, ending)), Some((own_stem, own_ending))) = (name.rsplit_once('.'), own.rsplit_once('.')) else {
            return false;
        };
        let is_own = |part: &&String| self.is_own(part, Side::Target);
        let page_is_in_locale = || self.target_path.split('/').any(|part| self.is_own(part, Side::Target));
        let named = own_folders.iter().any(|part| is_own(&part)) || target.in_locale && !page_is_in_locale();
        stem == own_stem
            && [ending, own_ending].iter().all(|ending| PICTURES.contains(ending))
            && named
            && own_folders.iter().filter(|part| !is_own(part)).eq(folders)
    }

    /// The target is called as the source is, with the locale behind it.
    fn has_suffix(&self, source: &str, target: &str) -> bool {
        let (stem, ending) = source.split_at(source.rfind('.').unwrap_or(source.len()));
        let rest = target.strip_suffix(ending).and_then(|own| own.strip_prefix(stem));
        let locale = rest.and_then(|rest| rest.strip_prefix(['-', '_', '.']));
        locale.is_some_and(|locale| self.is_own(locale, Side::Target))
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

    /// The name of a file, of which one of the two pages writes the folder too: `guide.fr.md` for `docs/guide.md`.
    #[must_use]
    pub fn is_own_name_of_file(&self, source: &str, target: &str) -> bool {
        let (folder, name) = source.rsplit_once('/').unwrap_or(("", source));
        let (own_folder, own) = target.rsplit_once('/').unwrap_or(("", target));
        (folder.is_empty() || own_folder.is_empty()) && name.contains('.') && self.has_suffix(name, own)
    }

    /// A label with the locale's code in it: `PLAN-AR-v2` for `PLAN-v2`.
    #[must_use]
    pub fn is_own_label(&self, source: &str, target: &str) -> bool {
        let parts = |label: &'_ str| -> Vec<String> { label.split(['-', '_']).map(str::to_owned).collect() };
        let (ours, mut theirs) = (parts(source), parts(target));
        let code = theirs.iter().position(|part| self.is_own(&part.to_ascii_lowercase(), Side::Target));
        let Some(code) = code.filter(|_| theirs.len() == ours.len() + 1 && ours.len() > 1) else { return false };
        theirs.remove(code);
        ours == theirs
    }

    /// A path with the folder of the locale before the source's: `fr/guide` for `guide`.
    #[must_use]
    pub fn is_in_own_folder(&self, source: &str, target: &str) -> bool {
        let rest = |path: &'_ str| path.trim_start_matches('/').to_owned();
        rest(target)
            .split_once('/')
            .is_some_and(|(folder, own)| self.is_own(folder, Side::Target) && own == rest(source))
    }

    /// The first folder in which the two paths of files differ is that of the language of each.
    #[must_use]
    pub fn are_in_own_trees(&self, source: &str, target: &str) -> bool {
        let mut differ = source.split('/').zip(target.split('/')).skip_while(|(a, b)| a == b);
        differ.next().is_some_and(|(a, b)| self.is_own(a, Side::Source) && self.is_own(b, Side::Target))
    }

    /// The locale's own file, beside the source's or in a folder of the locale: `README_fr.md` for `README.md`.
    #[must_use]
    pub fn is_own_file(&self, source: &str, target: &str) -> bool {
        source.contains('.') && self.has_suffix(source, target) || self.is_own_path(source, target)
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
}

/// The locale's file that is shown with a folder, for the folder: `/blob/main/README.nn.md` for `/tree/main`.
fn is_file_of_tree(source: &Canonical, target: &Canonical) -> bool {
    let (ours, theirs) = (&source.path, &target.path);
    let mut differing = ours.iter().zip(theirs).filter(|(a, b)| a != b);
    target.in_locale
        && ours.len() == theirs.len()
        && differing.next().is_some_and(|(a, b)| a == "tree" && b == "blob")
        && differing.next().is_none()
}

/// A page of a site whose name the site has in the letters of the language, too: `/wiki/目次` for `/wiki/Contents`, or what
/// lies below.
fn is_in_own_letters(source: &Canonical, target: &Canonical) -> bool {
    let (ours, theirs) = (&source.path, &target.path);
    let shared = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let is_own = |(at, name): (usize, &String)| {
        let is_letter = |c: char| c.is_alphabetic() && !c.is_ascii();
        // Wide letters are those of ASCII in another dress, and punctuation is the sentence's that ran into the address.
        let is_wide = |c: char| ('\u{3000}'..'\u{3040}').contains(&c) || ('\u{ff00}'..'\u{fff0}').contains(&c);
        name.contains(is_letter)
            && !name.contains(is_wide)
            && ours.get(at).is_none_or(|other| !other.contains(is_letter) && likeness(other, name) < ALIKE)
    };
    let mut rest = theirs.iter().enumerate().skip(shared).peekable();
    shared > 0 && ours.len() <= theirs.len() && rest.peek().is_some() && rest.all(is_own)
}

/// How the names of pictures end.
const PICTURES: [&str; 7] = ["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// What an address asks for; of a picture, whether anything is asked for makes no other picture: `?sanitize=true`. But the
/// page of a picture is none: `?raw=true`.
fn same_query(source: &Canonical, target: &Canonical) -> bool {
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

/// Two names so alike, in thousandths, differ by a slip and not by their language.
const ALIKE: u32 = 600;

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn frame() -> LinkFrame {
        LinkFrame {
            source_path: "docs/en/docs/how-to/events.md".into(),
            target_path: "docs/nn/docs/how-to/events.md".into(),
            source_language: "en".into(),
            target_language: "nn".into(),
            target_folder: "nn".into(),
            language_names: vec!["English", "Nynorsk"],
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
        same("https://x.dev/a", "https://x.com.no/a", true);
        same("https://x.org/a", "https://nynorsk.x.org/b", true);
        same("https://x.org/a", "https://bokhylla.x.org/b", false);
        same("https://x.org/3/", "https://x.jp/3/", false);
        same("/docs/x", "/de/docs/x", false);
    }

    #[test]
    fn a_file_may_lie_with_its_language() {
        same("https://x.org/docs/start.html", "https://x.org/docs/start-nn-NO.html", true);
        same("https://x.org/", "https://x.org/index-nn", true);
        same("https://x.org/", "https://x.org/start-nn", false);
        same("https://x.org/a/b/tree/1.x", "https://x.org/a/b/blob/1.x/README.nn.md", true);
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
    fn a_site_may_name_pages_in_the_letters_of_the_language() {
        same(
            "https://x.org/wiki/Manual-§4-Editing",
            "https://x.org/wiki/%E8%AA%AC%E6%98%8E-§4-%E7%B7%A8%E9%9B%86",
            true,
        );
        same("https://x.org/wiki", "https://x.org/wiki/目次", true);
        same("https://x.org/wiki/Plan", "https://x.org/Ｗｉｋｉ/Plan", false);
        same("https://x.org/wiki/Plan", "https://x.org/wiki/Рlan", false);
        same("https://x.org/wiki/", "https://x.org/wiki/）を見る", false);
        same("https://x.org/Plan", "https://x.org/План", false);
    }

    #[test]
    fn a_picture_of_the_locale_may_have_another_format() {
        same("../img/plan.png", "../img/nn/plan.jpg", true);
        same("../img/plan.png", "../img/plan.jpg", false);
        same("../img/plan.png", "../img/nn/plain.jpg", false);
    }

    #[test]
    fn a_locale_may_name_its_files() {
        same("../docs/many-rooms.md", "../docs/nn/m%C3%A5nge-rom.md", true);
        same("../docs/many-rooms.md", "../docs/nn/many-room.md", false);
        same("../../../nn/docs/how-to/img/x.png", "img/x.png", true);
        same("../blog/en/many-rooms.md", "../blog/nn/m%C3%A5nge-rom.md", true);
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
