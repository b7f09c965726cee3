//! Links that run scripts, or that lead elsewhere than they seem to: in the translation only.

use std::borrow::Cow;

use rustc_hash::FxHashSet;
use unicode_script::{Script, UnicodeScript};

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Document, Link, LinkStyle};
use crate::pair::Pair;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, retarget};
use crate::text::Fix;

/// The rule.
pub struct UnsafeLink;

static META: RuleMeta = RuleMeta {
    id: "unsafe-link",
    group: Group::Security,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/unsafe-link.md"),
};

impl Rule for UnsafeLink {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let mut known: Option<FxHashSet<Danger>> = None;
        for (at, atom) in (0u32..).zip(&pair.target.atoms) {
            let (AtomKind::Link(link) | AtomKind::Image(link)) = &atom.kind else { continue };
            let image = matches!(atom.kind, AtomKind::Image(_));
            let Some(danger) = danger(pair.target, link, image) else { continue };
            let known = known.get_or_insert_with(|| dangers(pair.source));
            if is_known(known, &danger) || is_equivalent(&danger, &cx.settings.equivalent_hosts) {
                continue;
            }
            let answered = answered(pair, at);
            // Another host in the place of the source's is a changed link, whatever its text says.
            if answered.is_some() && matches!(danger, Danger::OtherHost { .. }) {
                continue;
            }
            let found = link.target.as_ref();
            let mut message = Message::new(danger.message()).text("found", found);
            if let Danger::OtherHost { shown, host } = &danger {
                message = message.text("shown", shown.as_str()).text("host", host.as_str());
            }
            let mut finding = Diagnostic::new(META.id, atom.span, message).found(found);
            if let Some((span, target)) = answered {
                let fix = retarget(link, target).map(|edit| Fix::suggest(vec![edit]));
                finding = finding.source(span).expected(target).fix(fix);
            }
            out.report(finding.claim(Claim::Region(atom.span)));
        }
    }
}

/// Why a link is not what it seems to be. Two links with the same reason are as good or as bad as each other.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Danger {
    /// A scheme that runs or holds a document, and what follows it.
    Scheme(String),
    /// `user@` before this host.
    User(String),
    /// A host of letters that look like others.
    Host(String),
    /// A text that names a host, before a target with another one.
    OtherHost { shown: String, host: String },
}

impl Danger {
    fn message(&self) -> &'static str {
        match self {
            Danger::Scheme(_) => META.id,
            Danger::User(_) => "unsafe-link-user",
            Danger::Host(_) => "unsafe-link-host",
            Danger::OtherHost { .. } => "unsafe-link-text",
        }
    }
}

fn dangers(document: &Document<'_>) -> FxHashSet<Danger> {
    let links = document.atoms.iter().filter_map(|atom| match &atom.kind {
        AtomKind::Link(link) => Some((link, false)),
        AtomKind::Image(link) => Some((link, true)),
        _ => None,
    });
    let mut out: FxHashSet<Danger> = links.filter_map(|(link, image)| danger(document, link, image)).collect();
    // A text that is known to name another host than its target's is a name: `Asp.Net`.
    let names: Vec<String> = out
        .iter()
        .filter_map(|one| match one {
            Danger::OtherHost { shown, .. } => Some(shown.clone()),
            _ => None,
        })
        .collect();
    out.extend(names.into_iter().map(|shown| Danger::OtherHost { shown, host: String::new() }));
    out
}

fn is_known(known: &FxHashSet<Danger>, danger: &Danger) -> bool {
    let name = match danger {
        Danger::OtherHost { shown, .. } => Danger::OtherHost { shown: shown.clone(), host: String::new() },
        _ => return known.contains(danger),
    };
    known.contains(&name)
}

fn is_equivalent(danger: &Danger, hosts: &[String]) -> bool {
    matches!(danger, Danger::OtherHost { shown, host } if hosts.contains(shown) && hosts.contains(host))
}

/// The source's link that this one stands for, and where it leads.
fn answered<'p>(pair: &'p Pair<'_, '_>, at: u32) -> Option<(crate::text::Span, &'p str)> {
    let harmed = pair.atoms.harmed.iter().find(|harmed| harmed.target == Some(at))?;
    let atom = pair.source_atom(harmed)?;
    Some((atom.span, atom.link()?.target.as_ref()))
}

fn danger(document: &Document<'_>, link: &Link<'_>, image: bool) -> Option<Danger> {
    let target = link.target.as_ref();
    if let Some(script) = dangerous_scheme(target) {
        let picture = image && script.starts_with("data:image/") && !script.starts_with("data:image/svg");
        return (!picture).then_some(Danger::Scheme(script));
    }
    let authority = authority(target)?;
    let host = match authority.rsplit_once('@') {
        Some((_, host)) if !authority.contains(['{', '<', '%', '$']) => return Some(Danger::User(lower(host))),
        Some((_, host)) => host,
        None => authority,
    };
    let host = lower(host.rsplit_once(':').map_or(host, |(host, _)| host));
    if is_disguised(&host, link.style == LinkStyle::Bare) {
        return Some(Danger::Host(host));
    }
    let shown = host_of_label(link.label.of(document.text))?;
    (!image && !akin(&shown, &host)).then_some(Danger::OtherHost { shown, host })
}

fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// The target, as a browser reads it, if its scheme is none for a page of text.
fn dangerous_scheme(target: &str) -> Option<String> {
    const SCHEMES: [&str; 3] = ["javascript:", "vbscript:", "data:"];
    // Nearly every target is refused here: what remains begins with one of their letters, an entity or white space.
    let first = target.trim_start().bytes().next()?;
    if !matches!(first, b'j' | b'J' | b'v' | b'V' | b'd' | b'D' | b'&' | b'%' | 0..=b' ') {
        return None;
    }
    let head: String = target.chars().take(200).collect();
    let decoded = decode_entities(&head);
    let decoded = percent_encoding::percent_decode_str(&decoded).decode_utf8_lossy();
    let plain: String = decoded.chars().filter(|char| !char.is_whitespace() && !char.is_control()).collect();
    let plain = plain.to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| plain.starts_with(scheme)).then_some(plain)
}

/// Numbered entities, and the named ones that disguise a scheme.
fn decode_entities(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = text.replace("&colon;", ":").replace("&Tab;", "").replace("&NewLine;", "");
    while let Some(at) = out.find("&#") {
        let body = &out[at + 2..];
        let hex = body.starts_with(['x', 'X']);
        let digits = if hex { &body[1..] } else { body };
        let len = digits.find(|char: char| !char.is_ascii_hexdigit()).unwrap_or(digits.len());
        let code = u32::from_str_radix(&digits[..len], if hex { 16 } else { 10 }).ok().and_then(char::from_u32);
        let semicolon = usize::from(digits[len..].starts_with(';'));
        let end = at + 2 + usize::from(hex) + len + semicolon;
        out.replace_range(at..end, &code.map_or(String::new(), String::from));
    }
    Cow::Owned(out)
}

/// What stands between `//` and the path.
fn authority(target: &str) -> Option<&str> {
    let rest = match target.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || matches!(lower(scheme).as_str(), "http:" | "https:") => rest,
        _ => return None,
    };
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    Some(&rest[..end]).filter(|host| !host.is_empty())
}

/// Punycode, or a label with letters of two alphabets that look alike. The words that a bare address swallowed are no
/// part of its host.
fn is_disguised(host: &str, bare: bool) -> bool {
    if host.is_ascii() {
        return host.starts_with("xn--") || host.contains(".xn--");
    }
    let labels: Vec<&str> = host.split('.').collect();
    let mixed = |label: &&str| {
        let has = |wanted: &[Script]| label.chars().any(|char| wanted.contains(&char.script()));
        has(&[Script::Latin]) && has(&[Script::Cyrillic, Script::Greek, Script::Armenian, Script::Cherokee])
    };
    // Letters that all look Latin, under a Latin ending.
    let alike = |label: &&str| {
        label.chars().all(|char| "аесорхуіјѕԁԛԝһ-0123456789".contains(char)) && label.chars().any(char::is_alphabetic)
    };
    let judged = if bare { &labels[..labels.len() - 1] } else { &labels[..] };
    let latin = labels.last().is_some_and(|last| last.is_ascii());
    labels.iter().any(|label| label.starts_with("xn--"))
        || judged.iter().any(mixed)
        || latin && judged.iter().any(alike)
}

/// Endings that make a word with a dot a host, and not a file or a product.
const ENDINGS: &str = " com org net edu gov io dev app info biz ai co de fr uk es it nl pl pt br ru ua jp cn kr in tr no se dk fi cz at ch be ca au ";

/// The host that the text of a link names, if it is nothing but an address.
fn host_of_label(label: &str) -> Option<String> {
    let label = label.trim_matches(|char: char| char.is_whitespace() || "*_`<>".contains(char));
    if label.len() > 300 || label.contains(char::is_whitespace) || !label.contains('.') {
        return None;
    }
    let lower = lower(label);
    let schemed = lower.starts_with("http://") || lower.starts_with("https://");
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '-');
    let (name, ending) = host.rsplit_once('.')?;
    let known = ENDINGS.contains(&format!(" {ending} "));
    // `Node.js`, `ASP.NET`, `Socket.IO`: products are not written in small letters.
    let word = label.starts_with(|char: char| char.is_lowercase() || char.is_ascii_digit());
    (host.chars().all(plain) && !name.is_empty() && (schemed || known && word)).then(|| host.to_owned())
}

/// Hosts of one owner, as far as names tell.
fn akin(a: &str, b: &str) -> bool {
    let owner = |host: &str| {
        let labels: Vec<&str> = host.trim_end_matches('.').split('.').collect();
        let second = labels.len().checked_sub(2).map_or("", |at| labels[at]);
        let country = labels.last().is_some_and(|last| last.len() == 2);
        let deep = if country && matches!(second, "co" | "com" | "org" | "net" | "ac" | "gov" | "edu") { 3 } else { 2 };
        labels[labels.len().saturating_sub(deep)..].join(".")
    };
    owner(a) == owner(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_seen_through_their_disguises() {
        for target in [
            "javascript:alert(1)",
            " JaVaScript:x",
            "java\nscript:x",
            "&#106;avascript&colon;x",
            "&#x6A;avascript:x",
            "javascript%3Ax",
            "vbscript:x",
            "data:text/html,x",
        ] {
            assert!(dangerous_scheme(target).is_some(), "{target}");
        }
        for target in ["data/a.csv", "javascript/intro.md", "https://a.example/?q=javascript:x", "/data:x", "&#0"] {
            assert!(dangerous_scheme(target).is_none(), "{target}");
        }
    }

    #[test]
    fn labels_that_are_addresses_name_a_host() {
        let host = |label: &str| host_of_label(label);
        assert_eq!(host("github.com"), Some("github.com".into()));
        assert_eq!(host("**https://a.example/b**"), Some("a.example".into()));
        for label in ["Node.js", "ASP.NET", "README.md", "next.config.js", "Socket.IO", "e.g.", "github.com er bra"] {
            assert_eq!(host(label), None, "{label}");
        }
        assert!(akin("en.wikipedia.org", "fr.wikipedia.org") && !akin("github.com", "g1thub.example"));
        assert!(!akin("bank.co.uk", "evil.co.uk"));
    }

    #[test]
    fn disguised_hosts() {
        assert!(is_disguised("gіthub.com", false) && is_disguised("xn--gthub-2ve.com", false));
        assert!(is_disguised("аррӏе.com", false) || is_disguised("сору.com", false));
        assert!(
            !is_disguised("пример.рф", false) && !is_disguised("example.comи", true) && !is_disguised("例え.jp", false)
        );
    }
}
