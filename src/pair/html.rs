//! HTML elements that the translation leaves open, or closes without having opened them.

use std::collections::BTreeMap;

use crate::doc::{AtomKind, Document, HtmlTag};

/// Elements that have no end, or whose end may be left out.
const ENDLESS: &[&str] = &[
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "rt", "rp", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// The tags of the target without a partner, as indices of its atoms: of elements that the source has, and always whole.
#[must_use]
pub fn unclosed_tags(source: &Document<'_>, target: &Document<'_>) -> Vec<u32> {
    let theirs = alone(target);
    if theirs.is_empty() {
        return Vec::new();
    }
    let ours = alone(source);
    let names: std::collections::BTreeSet<String> = tags(source).map(|(_, tag)| name(source, tag)).collect();
    let fits = |name: &String| names.contains(name) && !ours.contains_key(name);
    let mut out: Vec<u32> = theirs.into_iter().filter(|(name, _)| fits(name)).flat_map(|(_, tags)| tags).collect();
    out.sort_unstable();
    // `<b>x<b>`: an end that lost its slash is a beginning, and one fault.
    let block = |at: u32| target.blocks.partition_point(|block| block.atoms.end <= at);
    let same = |a: u32, b: u32| {
        let tag = |at: u32| tags_at(target, at).filter(|tag| !tag.closing).map(|tag| name(target, tag));
        tag(a).is_some() && tag(a) == tag(b) && block(a) == block(b)
    };
    out.dedup_by(|later, earlier| same(*later, *earlier));
    out
}

fn tags_at<'d>(document: &'d Document<'_>, at: u32) -> Option<&'d HtmlTag> {
    document
        .atoms
        .get(at as usize)
        .and_then(|atom| if let AtomKind::Html(tag) = &atom.kind { Some(&**tag) } else { None })
}

/// Tags without a partner, by the name of their element.
fn alone(document: &Document<'_>) -> BTreeMap<String, Vec<u32>> {
    let mut open: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut stray: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (at, tag) in tags(document).filter(|(_, tag)| !tag.self_closing) {
        let name = name(document, tag);
        if ENDLESS.contains(&name.as_str()) {
            continue;
        }
        if !tag.closing {
            open.entry(name).or_default().push(at);
        } else if open.get_mut(&name).and_then(Vec::pop).is_none() {
            stray.entry(name).or_default().push(at);
        }
    }
    for (name, tags) in stray {
        open.entry(name).or_default().extend(tags);
    }
    open.retain(|_, tags| !tags.is_empty());
    open
}

fn tags<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (u32, &'d HtmlTag)> {
    (0u32..).zip(&document.atoms).filter_map(|(at, atom)| match &atom.kind {
        AtomKind::Html(tag) => Some((at, &**tag)),
        _ => None,
    })
}

/// HTML does not mind case; the components of JSX do, but no page has two that differ in nothing else.
fn name(document: &Document<'_>, tag: &HtmlTag) -> String {
    tag.name.of(document.text).to_ascii_lowercase()
}
