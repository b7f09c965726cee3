//! The ids of a page that a fragment can lead to: explicit ones, and the slugs that site generators make of headings.
//!
//! Sources of the slug rules: github-slugger (GitHub, Docusaurus), Hugo's `sanitizeAnchorName`, Python-Markdown's
//! `slugify`, kramdown's `basic_generate_id`, `@mdit-vue/shared` (VitePress), and MDN's `kumascript` slugs.

mod outline;

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use unicode_normalization::UnicodeNormalization;

use super::{AtomKind, Block, Document, Kind};
use crate::text::Span;
pub use outline::{Look, Outline};

/// A way to make slugs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generator {
    /// GitHub and Docusaurus.
    Github,
    /// Hugo.
    Hugo,
    /// MkDocs with `pymdownx.slugs`: Unicode letters stay.
    Mkdocs,
    /// Jekyll.
    Kramdown,
    /// VitePress.
    Vitepress,
    /// MDN.
    Mdn,
    /// Python-Markdown by itself: letters beyond ASCII are dropped.
    Python,
}

impl Generator {
    /// Every generator. The last makes an id of the few letters of ASCII that a heading in another script may hold, and is
    /// asked of pages that show who makes HTML of them.
    pub const ALL: &'static [Generator] = &[
        Generator::Github,
        Generator::Hugo,
        Generator::Mkdocs,
        Generator::Kramdown,
        Generator::Vitepress,
        Generator::Mdn,
        Generator::Python,
    ];

    /// Those that any page may be made by.
    #[must_use]
    pub fn usual() -> &'static [Generator] {
        &Generator::ALL[..Generator::ALL.len() - 1]
    }

    /// `slugs`, and where they are the usual ones those of a page that Python-Markdown or kramdown make HTML of.
    #[must_use]
    pub fn also_lenient(slugs: &'static [Generator], lenient: impl FnOnce() -> bool) -> &'static [Generator] {
        if slugs.len() == Generator::usual().len() && lenient() { Generator::ALL } else { slugs }
    }

    /// The slug of a heading's text.
    #[must_use]
    pub fn slug(self, heading: &str) -> String {
        let text = heading.trim();
        match self {
            Generator::Github if text.is_ascii() => {
                let mut slug = String::with_capacity(text.len());
                slug.extend(text.chars().filter_map(github).map(|c| c.to_ascii_lowercase()));
                slug
            }
            Generator::Github => text.to_lowercase().chars().filter_map(github).collect(),
            Generator::Hugo => hugo(&text.to_lowercase()),
            Generator::Mkdocs => mkdocs(text),
            Generator::Python if text.is_ascii() => mkdocs(text),
            Generator::Python => mkdocs(&text.nfkd().filter(char::is_ascii).collect::<String>()),
            Generator::Kramdown => kramdown(text),
            Generator::Vitepress => vitepress(text),
            Generator::Mdn => mdn(text),
        }
    }

    fn duplicate(self, slug: &str, times: u32) -> String {
        if matches!(self, Generator::Mkdocs | Generator::Python | Generator::Mdn) {
            format!("{slug}_{times}")
        } else {
            format!("{slug}-{times}")
        }
    }
}

fn github(c: char) -> Option<char> {
    match c {
        ' ' => Some('-'),
        '-' | '_' => Some(c),
        _ if c.is_ascii() => c.is_ascii_alphanumeric().then_some(c),
        _ => (c.is_alphanumeric() || is_mark(c)).then_some(c),
    }
}

/// Combining marks belong to their letters.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn hugo(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric() || is_mark(*c) || matches!(c, ' ' | '-' | '_'))
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

fn mkdocs(text: &str) -> String {
    let folded = if text.is_ascii() { text.to_owned() } else { text.nfkc().collect() };
    let kept: String = folded
        .chars()
        .filter(|c| c.is_alphanumeric() || is_mark(*c) || matches!(c, '_' | '-') || c.is_whitespace())
        .collect();
    kept.trim()
        .to_lowercase()
        .split(|c: char| c.is_whitespace() || c == '-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

fn kramdown(text: &str) -> String {
    let from = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let kept = text[from..].chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>().to_lowercase()
}

fn vitepress(text: &str) -> String {
    let accent = |c: &char| !('\u{300}'..='\u{36f}').contains(c);
    let plain: String = if text.is_ascii() { text.to_owned() } else { text.nfkd().filter(accent).collect() };
    let special =
        |c: char| c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '“' | '”' | '‘' | '’') || c.is_control();
    let slug = plain.split(special).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-").to_lowercase();
    if slug.starts_with(|c: char| c.is_ascii_digit()) { format!("_{slug}") } else { slug }
}

fn mdn(text: &str) -> String {
    let stays = |c: &char| !c.is_ascii_punctuation() || matches!(c, '!' | '-' | '.' | '<' | '>' | '_');
    let kept = text.to_lowercase().chars().filter(stays).collect::<String>();
    kept.split_whitespace().collect::<Vec<_>>().join("_")
}

/// An id and the block it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// The id.
    pub name: String,
    /// The index of the block.
    pub block: u32,
    /// It is written in the page, not made from a heading's text.
    pub explicit: bool,
}

/// The ids that one generator makes of a page.
#[derive(Debug, Clone)]
pub struct Slugs {
    /// In the order of their blocks.
    pub ids: Vec<Id>,
    /// By name: the first block that has it.
    blocks: FxHashMap<String, u32>,
}

impl Slugs {
    fn new(ids: Vec<Id>) -> Slugs {
        let mut blocks = FxHashMap::default();
        for id in &ids {
            blocks.entry(id.name.clone()).or_insert(id.block);
        }
        Slugs { ids, blocks }
    }

    /// The first block that has the id.
    #[must_use]
    pub fn block(&self, name: &str) -> Option<u32> {
        self.blocks.get(name).copied()
    }

    /// The ids of a block.
    pub fn of_block(&self, block: u32) -> impl Iterator<Item = &Id> {
        let first = self.ids.partition_point(|id| id.block < block);
        self.ids[first..].iter().take_while(move |id| id.block == block)
    }

    /// What leads to a block: an explicit id rather than a slug.
    #[must_use]
    pub fn id_of(&self, block: u32) -> Option<&Id> {
        self.of_block(block).max_by_key(|id| id.explicit)
    }

    /// The page has the id, in whatever case.
    fn has(&self, name: &str) -> bool {
        self.blocks.contains_key(name) || self.ids.iter().any(|id| id.name.eq_ignore_ascii_case(name))
    }
}

/// The ids of one page, each list made when it is first asked for: a source page is asked by all its translations.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    outline: OnceLock<Outline>,
    slugs: [OnceLock<Slugs>; Generator::ALL.len()],
    all: OnceLock<Vec<Id>>,
    explicit: OnceLock<FxHashSet<Box<str>>>,
}

impl Document<'_> {
    /// What the page's lines tell of its ids.
    #[must_use]
    pub fn outline(&self) -> &Outline {
        self.known.outline.get_or_init(|| Outline::new(self.text))
    }

    /// The ids that a generator makes of the page.
    #[must_use]
    pub fn slugs(&self, generator: Generator) -> &Slugs {
        self.known.slugs[generator as usize].get_or_init(|| Slugs::new(ids(self, &[generator])))
    }

    /// The ids of the page by one generator, or by any.
    #[must_use]
    pub fn ids_by(&self, generators: &[Generator]) -> &[Id] {
        match generators {
            [one] => &self.slugs(*one).ids,
            _ => self.known.all.get_or_init(|| ids(self, Generator::usual())),
        }
    }

    /// The ids that are written in the page.
    fn explicit_ids(&self) -> &FxHashSet<Box<str>> {
        let all = || self.blocks.iter().flat_map(|block| explicit(self, block)).map(Box::from).collect();
        self.known.explicit.get_or_init(all)
    }

    /// The page has the id, explicit or by one of `generators`: looked for in its lines first, and among the slugs where
    /// those leave it open.
    #[must_use]
    pub fn has_id(&self, id: &str, generators: &[Generator]) -> bool {
        match self.outline().look(id) {
            Look::Likely => true,
            Look::Unclear => {
                // Slugs are in small letters, and browsers are lenient: `#Plan-1`.
                let lower = id.to_lowercase();
                let has = |slugs: &Slugs| slugs.has(id) || slugs.has(&lower);
                self.explicit_ids().contains(id) || generators.iter().any(|generator| has(self.slugs(*generator)))
            }
            Look::No => false,
        }
    }
}

/// The ids of a page; slugs by every one of `generators`.
#[must_use]
pub fn ids(document: &Document<'_>, generators: &[Generator]) -> Vec<Id> {
    let mut out = Vec::new();
    let mut times: Vec<FxHashMap<String, u32>> = vec![FxHashMap::default(); generators.len()];
    for (at, block) in (0u32..).zip(&document.blocks) {
        let explicit = explicit(document, block);
        out.extend(explicit.into_iter().map(|name| Id { name: name.to_owned(), block: at, explicit: true }));
        if !matches!(block.kind, Kind::Heading(_) | Kind::Html | Kind::Term) {
            continue;
        }
        let text = heading_text(document, block);
        for (generator, times) in generators.iter().zip(&mut times) {
            let slug = generator.slug(&text);
            // Headings of which nothing is left are counted: `_1`.
            if slug.is_empty() && *generator != Generator::Python {
                continue;
            }
            let name = match times.get_mut(&slug) {
                Some(seen) => {
                    *seen += 1;
                    generator.duplicate(&slug, *seen)
                }
                None => {
                    times.insert(slug.clone(), u32::from(slug.is_empty()));
                    if slug.is_empty() { generator.duplicate(&slug, 1) } else { slug }
                }
            };
            out.push(Id { name, block: at, explicit: false });
        }
    }
    out
}

/// Ids that the page gives a block: attribute lists, `{/* #id */}`, `id` and `name` attributes.
#[must_use]
pub fn explicit<'t>(document: &Document<'t>, block: &Block) -> Vec<&'t str> {
    let mut out = Vec::new();
    for atom in document.atoms_of(block) {
        match &atom.kind {
            AtomKind::Attributes => out.extend(list_id(atom.span.of(document.text))),
            AtomKind::Html(tag) => {
                let named = ["id", "name"].iter().filter_map(|name| tag.attribute(document.text, name));
                out.extend(named.map(|value| value.of(document.text)));
            }
            _ => {}
        }
    }
    if matches!(block.kind, Kind::Heading(_)) {
        let inside = document.comments.iter().filter(|comment| block.span.contains(**comment));
        out.extend(inside.filter_map(|comment| comment_id(comment.of(document.text))));
    }
    out
}

/// `{#id .class}`, `{: #id}`.
fn list_id(list: &str) -> Option<&str> {
    let inner = list.trim_matches(['{', '}', ':', ' ']);
    let begins = |at: &usize| inner[..*at].chars().next_back().is_none_or(char::is_whitespace);
    let mark = memchr::memchr_iter(b'#', inner.as_bytes()).find(begins)?;
    inner[mark + 1..].split(char::is_whitespace).next()
}

/// Where the id stands in the attribute list at `list`: `state` of `{#state .wide}`.
#[must_use]
pub fn list_id_span(text: &str, list: Span) -> Option<Span> {
    let id = list_id(list.of(text))?;
    let start = list.start as usize + list.of(text).find(&format!("#{id}"))? + 1;
    Some(Span::new(start, start + id.len()))
}

/// `{/* #id */}` of Docusaurus, `{/*id*/}` of react.dev.
fn comment_id(comment: &str) -> Option<&str> {
    let inner = comment.strip_prefix("{/*")?.strip_suffix("*/}")?.trim();
    let id = inner.strip_prefix('#').unwrap_or(inner);
    (!id.is_empty() && !id.contains(char::is_whitespace)).then_some(id)
}

/// What a slug is made of: the heading's text as rendered, entities decoded.
fn heading_text(document: &Document<'_>, block: &Block) -> String {
    let mut pieces: Vec<(u32, &str)> = Vec::new();
    for run in &document.runs[block.runs.start as usize..block.runs.end as usize] {
        pieces.push((run.span.start, run.span.of(document.text)));
    }
    for atom in document.atoms_of(block) {
        if let AtomKind::Code(content) = atom.kind {
            pieces.push((content.start, content.of(document.text)));
        }
    }
    pieces.sort_by_key(|piece| piece.0);
    pieces.iter().map(|(_, text)| decoded(text)).collect()
}

/// The character of an entity that headings hold now and then.
fn decoded(text: &str) -> &str {
    match text {
        "&amp;" => "&",
        "&lt;" => "<",
        "&gt;" => ">",
        "&quot;" => "\"",
        "&nbsp;" => " ",
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_as_the_generators_make_them() {
        for (generator, heading, slug) in [
            (Generator::Github, "Partager la propriété: (a) & b!", "partager-la-propriété-a--b"),
            (Generator::Github, "`win.setSize(width, height)`", "winsetsizewidth-height"),
            (Generator::Github, "状態", "状態"),
            (Generator::Hugo, "What's new?", "whats-new"),
            (Generator::Mkdocs, "What's new -- now?", "whats-new-now"),
            (Generator::Python, "Größe & Form", "groe-form"),
            (Generator::Python, "状態", ""),
            (Generator::Kramdown, "1. What is it?", "what-is-it"),
            (Generator::Vitepress, "1. Größe & Form", "_1-große-form"),
            (Generator::Mdn, "Using fetch()", "using_fetch"),
        ] {
            assert_eq!(generator.slug(heading), slug, "{generator:?}");
        }
    }
}
