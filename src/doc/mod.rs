//! One parsed page, or catalogue: blocks that a translator translates or keeps, and the atoms that must survive in them.
//!
//! Parsing never fails. Text is always a slice of the page, never rendered again. Two pages that differ only in what
//! means nothing (line ends, bullets, emphasis marks, wrapping, `<img>` for `![]()`) give the same model.

mod allow;
mod code;
mod conflict;
mod data;
pub mod dialect;
mod fluent;
mod front;
mod html;
mod ids;
mod jsx;
mod link;
mod markdown;
mod marker;
mod mask;
mod placeholder;
mod prose;
mod scan;
mod url;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

pub use allow::{Directive, Reach, directives};
pub use code::{
    CodeLine, FreeCode, code_lines, language_name, language_word, unwrapped, without_loose_space, without_space,
};
pub use data::{DataError, Stray, Value, data, read_data, stray_opener};
pub use dialect::{DialectError, Dialects};
pub use fluent::{Catalogue, DEEPEST, Entry as CatalogueEntry, Junk, REFERENCE, Reason, Select, VARIABLE, Variant};
pub use front::{Entry, Format as FrontFormat, FrontMatter, read as read_front};
pub use html::{Attribute, HtmlTag, is_element};
pub use ids::{Generator, Id, Look, Outline, Slugs, explicit, ids, list_id_span};
pub use link::{Link, LinkStyle, rough_key};
pub use markdown::emphasis_in;
pub use marker::{Marker, Style as MarkerStyle};
pub use placeholder::{Pairing, Placeholder};
pub use prose::{Prose, Run, fingerprint, starts_digit};
pub(crate) use scan::first_of;

use crate::text::Span;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A value of the front matter.
    Front,
    /// A heading of level 1 to 6.
    Heading(u8),
    /// A paragraph, in whatever container.
    Paragraph,
    /// The first paragraph of a list item.
    Item,
    /// A table cell.
    Cell,
    /// A code block, or `import` and `export` lines of MDX.
    Code,
    /// Raw HTML or JSX.
    Html,
    /// A line of template tags only.
    Tags,
    /// The opening line of a container; its prose is the title.
    Directive,
    /// The term of a definition list.
    Term,
    /// The definition of a term.
    Definition,
    /// A message or a term of a catalogue; empty where only its attributes have text.
    Message,
    /// An attribute of a message or a term.
    Attribute,
}

/// Where a block stands among containers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Place {
    /// Lists around it.
    pub list: u8,
    /// Block quotes around it.
    pub quote: u8,
    /// The number of its table row in the page, from 1; 0 outside tables.
    pub row: u32,
    /// Its column in the row, from 0.
    pub column: u16,
    /// Containers (`:::note`, `!!! tip`) around it.
    pub container: u8,
    /// It stands in a footnote's definition.
    pub footnote: bool,
}

/// One unit of translation.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The whole block.
    pub span: Span,
    /// Without markers: the text of a heading, the code of a fence, a front-matter value.
    pub content: Span,
    /// A code block's info string, a container's keyword, a front-matter key; else empty.
    pub label: Span,
    /// Where it stands.
    pub place: Place,
    /// The index of the heading block that governs it; `None` above the first heading.
    pub section: Option<u32>,
    /// Its atoms, as indices into [`Document::atoms`].
    pub atoms: Range<u32>,
    /// Its prose, as indices into [`Document::runs`].
    pub runs: Range<u32>,
    /// Size and fingerprint of its prose.
    pub prose: Prose,
    /// Fingerprint of a code block's content; 0 elsewhere.
    pub code: u64,
}

/// A row of a table as it is written.
#[derive(Debug, Clone, Copy)]
pub struct TableRow {
    /// Its line.
    pub span: Span,
    /// Its number in the page, as in [`Place::row`].
    pub number: u32,
    /// The number of its table's header.
    pub header: u32,
    /// Cells between its bars: CommonMark adds empty ones and drops what is too much.
    pub cells: u16,
}

/// What an atom is.
#[derive(Debug, Clone)]
pub enum AtomKind<'s> {
    /// A template tag or format argument.
    Placeholder(Box<Placeholder>),
    /// A link of any style.
    Link(Link<'s>),
    /// An image of any style.
    Image(Link<'s>),
    /// A code span; its content without back-ticks.
    Code(Span),
    /// An HTML or JSX tag.
    Html(Box<HtmlTag>),
    /// A footnote reference; its label.
    Footnote(Span),
    /// An attribute list.
    Attributes,
}

/// What must survive inside a block.
#[derive(Debug, Clone)]
pub struct Atom<'s> {
    /// The whole construct.
    pub span: Span,
    /// What it is.
    pub kind: AtomKind<'s>,
    /// Fingerprint of what must be equal; rough for links (locales and site roots differ).
    pub key: u64,
    /// The link or image in whose target this placeholder stands.
    pub parent: Option<u32>,
}

impl Atom<'_> {
    /// The link, if it is a link or an image.
    #[must_use]
    pub fn link(&self) -> Option<&Link<'_>> {
        match &self.kind {
            AtomKind::Link(link) | AtomKind::Image(link) => Some(link),
            _ => None,
        }
    }

    /// The placeholder, if it is one.
    #[must_use]
    pub fn placeholder(&self) -> Option<&Placeholder> {
        match &self.kind {
            AtomKind::Placeholder(placeholder) => Some(placeholder),
            _ => None,
        }
    }
}

/// Which syntax a page is written in.
#[derive(Debug, Clone, Copy)]
pub struct Syntax<'d> {
    /// The dialects to read.
    pub dialects: &'d Dialects,
    /// The file's ending, lower case, without a dot: `mdx` reads braces as expressions, `ftl` is a catalogue.
    pub extension: &'d str,
}

/// One parsed page.
#[derive(Debug)]
pub struct Document<'s> {
    /// The page as it was read.
    pub text: &'s str,
    /// Blocks in text order.
    pub blocks: Vec<Block>,
    /// Atoms, those of a block together and in text order.
    pub atoms: Vec<Atom<'s>>,
    /// Stretches of prose in block order, then text order.
    pub runs: Vec<Run>,
    /// The front matter, if the page has any.
    pub front: Option<FrontMatter>,
    /// Emphasis, strong or not, in text order.
    pub emphases: Vec<Span>,
    /// `*` and `_` in prose that render as they are, back-slashes before them included, in text order; those inside
    /// words are left out.
    pub literal_marks: Vec<Span>,
    /// Back-ticks in prose, which render as they are, in text order.
    pub literal_ticks: Vec<u32>,
    /// Comments, in text order.
    pub comments: Vec<Span>,
    /// Template openers without a closer, up to the end of their line.
    pub broken: Vec<Span>,
    /// Lines that open or close containers.
    pub markers: Vec<Marker>,
    /// Merge conflicts outside code, from the first line with marks to the last. Blocks hold our version only.
    pub conflicts: Vec<Span>,
    /// Definitions of reference labels, in text order.
    pub definitions: Vec<Definition>,
    /// References to labels that nothing defines, in text order.
    pub undefined: Vec<Reference>,
    /// Lines that the page lacks and that it is read with all the same, in text order.
    pub mends: Vec<Mend>,
    /// Table rows, by number.
    pub rows: Vec<TableRow>,
    /// What a Fluent catalogue has beside blocks; `None` for pages.
    pub catalogue: Option<Catalogue>,
    /// What its front matter means, if anyone asked.
    values: OnceLock<Option<Result<Value, DataError>>>,
    /// Its ids, as far as anyone asked.
    known: ids::Known,
    /// Its lines of code, as far as anyone asked.
    code: code::Known,
}

/// `[label]: target`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Definition {
    /// The whole definition.
    pub span: Span,
    /// The label, as written.
    pub label: Span,
    /// The target, escapes resolved.
    pub target: String,
}

impl Definition {
    /// Where the target stands, without its title.
    #[must_use]
    pub fn address(&self, text: &str) -> Option<Span> {
        let from = self.label.end as usize + Span { start: self.label.end, ..self.span }.of(text).find("]:")? + 2;
        let rest = Span::new(from, self.span.end as usize).trim(text);
        let written = rest.of(text);
        let end = ['"', '\'', '('].iter().filter_map(|quote| {
            written.match_indices(*quote).map(|(at, _)| at).find(|&at| written[..at].ends_with(char::is_whitespace))
        });
        let start = rest.start as usize;
        let address = Span::new(start, start + end.min().unwrap_or(written.len())).trim(text);
        let bare = address.of(text).strip_prefix('<').and_then(|inner| inner.strip_suffix('>'));
        Some(bare.map_or(address, |inner| Span::new(start + 1, start + 1 + inner.len())))
    }
}

/// `[text][label]`, `[label][]` or `[label]` without a definition of the label: shown as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The whole reference.
    pub span: Span,
    /// The label, as written.
    pub label: String,
    /// `[label]`, which may as well be text in brackets.
    pub shortcut: bool,
}

/// Lines that are put back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MendKind {
    /// The end of a code fence.
    Fence,
    /// The beginning of a code fence.
    Opening,
    /// The line of dashes below the header of a table.
    Dashes,
    /// The empty line between a line of HTML and a list.
    Blank,
}

/// A line that a page lost and is read with all the same, so that one fault does not look like forty others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mend {
    /// What it is.
    pub kind: MendKind,
    /// The byte before which it belongs: the start of a line, or the end of the page.
    pub at: u32,
    /// The line, with its line feed.
    pub line: String,
    /// What it closes: the line of the opening fence; what it opens: the first line of the code; or what it stands below: the
    /// header of a table, the line of HTML.
    pub opener: Span,
    /// The same in the source.
    pub source: Span,
}

impl<'s> Document<'s> {
    /// Reads a page. Never fails.
    #[must_use]
    pub fn parse(text: &'s str, syntax: Syntax<'_>) -> Document<'s> {
        match syntax.extension {
            "ftl" => fluent::parse(text, syntax.dialects),
            _ => markdown::parse(text, syntax, Vec::new()),
        }
    }

    /// Reads a page as if it had the lines of `mends`, in text order.
    #[must_use]
    pub fn parse_mended(text: &'s str, syntax: Syntax<'_>, mends: Vec<Mend>) -> Document<'s> {
        markdown::parse(text, syntax, mends)
    }

    /// The values of its front matter, or what the parser has against them; `None` without front matter.
    #[must_use]
    pub fn values(&self) -> Option<&Result<Value, DataError>> {
        let read = || self.front.as_ref().map(|front| data(self.text, front));
        self.values.get_or_init(read).as_ref()
    }

    /// The atoms of a block.
    #[must_use]
    pub fn atoms_of(&self, block: &Block) -> &[Atom<'s>] {
        &self.atoms[block.atoms.start as usize..block.atoms.end as usize]
    }

    /// The stretches of prose of a block.
    #[must_use]
    pub fn runs_of(&self, block: &Block) -> &[Run] {
        &self.runs[block.runs.start as usize..block.runs.end as usize]
    }

    /// The prose of a block: what readers read, code, addresses and tags left out, white space folded.
    #[must_use]
    pub fn prose_of(&self, block: &Block) -> String {
        prose::join(self.text, self.runs_of(block))
    }

    /// The prose of a block without the rests of words that are code in part, as letters that a name is made of:
    /// "`g`reater than or `e`qual".
    #[must_use]
    pub fn whole_words_of(&self, block: &Block) -> String {
        let runs = &self.runs[block.runs.start as usize..block.runs.end as usize];
        if !self.has_rests_of_words(block) {
            return prose::join(self.text, runs);
        }
        let whole = |run: &Run| {
            let slice = run.span.of(self.text);
            let skipped = if self.is_rest(run) { slice.find(char::is_whitespace).unwrap_or(slice.len()) } else { 0 };
            Run { span: Span::new(run.span.start as usize + skipped, run.span.end as usize), glued: run.glued }
        };
        prose::join(self.text, &runs.iter().map(whole).collect::<Vec<_>>())
    }

    /// The block has pictures, and no words beside their descriptions.
    #[must_use]
    pub fn is_pictured(&self, block: &Block) -> bool {
        let is_image = |atom: &&Atom<'_>| matches!(atom.kind, AtomKind::Image(_));
        let pictures = || self.atoms_of(block).iter().filter(is_image);
        let says = |run: &Run| run.span.of(self.text).contains(char::is_alphanumeric);
        let is_beside = |run: &Run| says(run) && !pictures().any(|picture| picture.span.contains(run.span));
        pictures().next().is_some() && !self.runs_of(block).iter().any(is_beside)
    }

    /// The block has words that begin with letters of code.
    #[must_use]
    pub fn has_rests_of_words(&self, block: &Block) -> bool {
        self.runs[block.runs.start as usize..block.runs.end as usize].iter().any(|run| self.is_rest(run))
    }

    fn is_rest(&self, run: &Run) -> bool {
        let before = (run.span.start as usize).checked_sub(1).map(|at| self.text.as_bytes()[at]);
        before == Some(b'`') && run.span.of(self.text).starts_with(char::is_alphabetic)
    }

    /// The emphasized texts of a block, without their marks.
    #[must_use]
    pub fn emphases_of(&self, block: &Block) -> Vec<&'s str> {
        let first = self.emphases.partition_point(|emphasis| emphasis.start < block.content.start);
        let inside = self.emphases[first..].iter().take_while(|emphasis| emphasis.end <= block.content.end);
        inside.map(|emphasis| emphasis.of(self.text).trim_matches(['*', '_'])).collect()
    }

    /// The block is a term of a catalogue: `-brand-name`.
    #[must_use]
    pub fn is_term(&self, block: &Block) -> bool {
        block.kind == Kind::Message && block.label.of(self.text).starts_with('-')
    }

    /// The beginning of a block for people: its prose, with code and tags as they are written, white space folded.
    #[must_use]
    pub fn shown(&self, block: &Block) -> String {
        let mut pieces: Vec<Span> =
            self.runs[block.runs.start as usize..block.runs.end as usize].iter().map(|run| run.span).collect();
        let written = self.atoms_of(block).iter().filter(|atom| atom.parent.is_none());
        pieces.extend(
            written
                .filter(|atom| match &atom.kind {
                    AtomKind::Code(_) => true,
                    AtomKind::Placeholder(placeholder) => !placeholder.is_asked(atom.span),
                    AtomKind::Link(link) => link.style == LinkStyle::Bare,
                    _ => false,
                })
                .map(|atom| atom.span),
        );
        pieces.sort_unstable();
        let mut out = String::new();
        let mut end = None;
        for piece in pieces {
            let gap = Span { start: end.unwrap_or(piece.start).min(piece.start), end: piece.start };
            if gap.of(self.text).contains(char::is_whitespace) {
                out.push(' ');
            }
            out.push_str(piece.of(self.text));
            end = Some(piece.end);
        }
        let text = out.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() { self.raw_line(block) } else { text }
    }

    fn raw_line(&self, block: &Block) -> String {
        let lines = block.content.of(self.text).lines().map(str::trim);
        lines.into_iter().find(|line| !line.is_empty()).unwrap_or_default().to_owned()
    }

    /// The text of the heading that governs a block, if there is one.
    #[must_use]
    pub fn section_title(&self, block: &Block) -> Option<Cow<'s, str>> {
        let heading = self.blocks.get(block.section? as usize)?;
        Some(Cow::Borrowed(heading.content.trim(self.text).of(self.text)))
    }

    /// The label of a link that is written as a reference.
    #[must_use]
    pub fn reference_label(&self, link: &Link<'_>) -> Option<&'s str> {
        let written = link.target_span.of(self.text).trim_matches(['[', ']']);
        let label = if written.is_empty() { link.label.of(self.text) } else { written };
        (link.style == LinkStyle::Reference).then_some(label)
    }

    /// The definition that a link by reference leads by.
    #[must_use]
    pub fn definition_of(&self, link: &Link<'_>) -> Option<&Definition> {
        let label = self.reference_label(link)?;
        self.definitions.iter().find(|known| known.label.of(self.text).eq_ignore_ascii_case(label))
    }

    /// The block that holds `span`.
    #[must_use]
    pub fn block_of(&self, span: Span) -> Option<&Block> {
        let after = self.blocks.partition_point(|block| block.span.start <= span.start);
        self.blocks[..after].iter().rev().take(8).find(|block| block.span.contains(span))
    }

    /// The block that holds an atom, as indices; the number of blocks where none does. Ranges of atoms need not rise with
    /// the blocks: tags that stand alone are read last.
    #[must_use]
    pub fn holder_of(&self, atom: u32) -> usize {
        let start = self.atoms[atom as usize].span.start;
        let after = self.blocks.partition_point(|block| block.span.start <= start);
        (0..after).rev().find(|at| self.blocks[*at].atoms.contains(&atom)).unwrap_or(self.blocks.len())
    }
}
