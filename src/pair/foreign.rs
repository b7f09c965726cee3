//! Addresses that name another locale than they should: a third one, or still the source's.

use super::target::{Served, split_host};
use super::{LinkFrame, Side, Start};
use crate::doc::Link;
use crate::locale::Locale;

impl LinkFrame {
    /// The locale that `found` leads to, if it is neither the source's nor the target's own and the two addresses
    /// differ by nothing else: `/de/docs/x` for `/en-US/docs/x`, `de.wikipedia.org` for `en.wikipedia.org`.
    #[must_use]
    pub fn third_locale<'t>(&self, original: &str, found: &'t str) -> Option<&'t str> {
        if original == found {
            return None;
        }
        let ((start, host, path), (their_start, their_host, their_path)) =
            (split_host(address(original)), split_host(address(found)));
        let plain = |start| matches!(start, Start::Host | Start::Root);
        if start != their_start || !plain(start) {
            return None;
        }
        if !host.eq_ignore_ascii_case(their_host) {
            let ((label, rest), (third, their_rest)) = (host.split_once('.')?, their_host.split_once('.')?);
            let editions = rest == their_rest && rest.contains('.') && self.is_locale(label, Side::Source);
            return (editions && self.is_third(third)).then_some(third);
        }
        let (ours, theirs) = (segments(path), segments(their_path));
        let at = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
        let third = *theirs.get(at)?;
        let instead =
            ours.get(at).is_some_and(|part| self.is_locale(part, Side::Source) && ours[at + 1..] == theirs[at + 1..]);
        let before = at == 0 && theirs.len() > 1 && ours == theirs[1..] && !Locale::is_ambiguous_word(third);
        ((instead || before) && self.is_third(third)).then_some(third)
    }

    /// The link is one of a language switcher, which each page has its own way: it leads to this very page, in whatever
    /// language, or its words in `text` are the name of one of the two languages.
    #[must_use]
    pub fn switches_language(&self, link: &Link<'_>, text: &str, side: Side) -> bool {
        self.leads_to_family(&link.target, side) || self.is_language_name(link.label.of(text))
    }

    /// `English`, `**English**`, `English version`.
    #[must_use]
    pub fn is_language_name(&self, label: &str) -> bool {
        const LONG: usize = 32;
        label.len() < LONG
            && label.split_whitespace().count() <= 2
            && self.language_names.iter().any(|name| label.contains(name))
    }

    /// The link leads to this very page, in whatever language.
    #[must_use]
    pub fn leads_to_family(&self, target: &str, side: Side) -> bool {
        let address = target.split('?').next().unwrap_or_default().trim();
        // Hardly any link is one: the name of the file tells.
        let name = &address[address.rfind('/').map_or(0, |at| at + 1)..];
        if name.is_empty() || !self.family.has_name(name) || target.contains('#') {
            return false;
        }
        let (start, _, path) = split_host(address);
        let path = match start {
            Start::Scheme => return false,
            Start::Page => self.segments(start, path, side, Served::File).join("/"),
            Start::Root => path.trim_start_matches('/').to_owned(),
            // The checkout may be a part of the repository.
            Start::Host => return in_repository(path).is_some_and(|path| self.family.has_end_of(path)),
        };
        self.family.has(&path)
    }

    /// A page for the readers of a third language, which its file name says: `guide.zh-CN.md`.
    #[must_use]
    pub fn is_for_others(&self, target: &str) -> bool {
        let name = address(target).rsplit('/').next().unwrap_or_default();
        let stem = [".md", ".mdx", ".html"].iter().find_map(|end| name.strip_suffix(end));
        let tag = stem.and_then(|stem| stem.rsplit_once('.')).map(|(_, tag)| tag);
        tag.is_some_and(|tag| !Locale::is_ambiguous_word(tag) && !self.is_own(tag, Side::Source) && self.is_third(tag))
    }

    /// The folders of the two pages' trees, of the source's and of the target's: what addresses from `/` are read from.
    #[must_use]
    pub fn roots(&self) -> (String, String) {
        let shared = self.shared_tail();
        let root = |page: &str| {
            let parts: Vec<&str> = page.split('/').collect();
            parts[..parts.len() - shared].iter().fold(String::new(), |root, part| root + part + "/")
        };
        (root(&self.source_path), root(&self.target_path))
    }

    /// The two samples are equal but for a locale, which is the target's own in the target: `/nn/docs` for `/ja/docs`.
    pub(super) fn is_own_sample(&self, original: &str, found: &str) -> bool {
        let (ours, theirs) = apart(original, found);
        let once = Locale::from_folder(&ours).is_some() && self.is_locale(&theirs, Side::Target);
        once || self.names_own_locale(original, found)
    }

    /// The two addresses differ by a locale alone, in whatever part, the source's own or the target's, or none in one of
    /// them: `_de.png` for `_en.png`, `?vlang=de` for `?vlang=en`, `guide` for `guide-en`.
    #[must_use]
    pub fn names_own_locale_in(&self, original: &str, found: &str) -> bool {
        let (ours, theirs) = apart(original, found);
        let is_own = |words: &str, side| words.is_empty() || self.is_own(words, side);
        // What a path from the root leads to may not be there, and nothing else tells it.
        let is_new = ours.is_empty() && split_host(found).0 == Start::Root;
        !is_new && ours != theirs && is_own(&ours, Side::Source) && is_own(&theirs, Side::Target)
    }

    /// The same where it stands more than once: `content/nn/nn.md` for `content/fr/fr.md`.
    fn names_own_locale(&self, original: &str, found: &str) -> bool {
        let mark = |c: char| !c.is_alphanumeric();
        let (ours, theirs): (Vec<&str>, Vec<&str>) = (original.split(mark).collect(), found.split(mark).collect());
        let names = |a: &str, b: &str| a.len() == 2 && b.len() < 4 && self.is_own(b, Side::Target);
        let marks = || original.chars().filter(|c| mark(*c)).eq(found.chars().filter(|c| mark(*c)));
        let same = || ours.iter().zip(&theirs).all(|(a, b)| a == b || names(a, b));
        original != found && ours.len() == theirs.len() && same() && marks()
    }

    /// A word that names a locale which is neither of the two.
    fn is_third(&self, part: &str) -> bool {
        Locale::from_folder(part).is_some() && !self.is_locale(part, Side::Target)
    }
}

/// The words between those that the two texts begin and end with in common.
fn apart(original: &str, found: &str) -> (String, String) {
    let words = |text| str::split(text, |c: char| !c.is_alphanumeric()).collect::<Vec<_>>();
    let (ours, theirs) = (words(original), words(found));
    let before = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    let (ours, theirs) = (&ours[before..], &theirs[before..]);
    let behind = ours.iter().rev().zip(theirs.iter().rev()).take_while(|(a, b)| a == b).count();
    let middle = |words: &[&str]| words[..words.len() - behind].join("-");
    (middle(ours), middle(theirs))
}

fn address(target: &str) -> &str {
    target.split(['#', '?']).next().unwrap_or_default().trim()
}

/// The path of a file in its repository, from the path of its address at a forge: `/owner/name/blob/main/x.md`.
fn in_repository(path: &str) -> Option<&str> {
    let (_, file) = path.split_once("/blob/").or_else(|| path.split_once("/tree/"))?;
    file.split_once('/').map(|(_, file)| file)
}

fn segments(path: &str) -> Vec<&str> {
    path.split('/').filter(|part| !part.is_empty()).collect()
}
