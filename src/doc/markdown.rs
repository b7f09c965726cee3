//! From CommonMark events to blocks and atoms.

mod definitions;
mod inline;
mod lines;
mod places;
mod words;

use std::cell::RefCell;

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag as Start, TagEnd};

use super::code::{unwrapped, without_loose_space};
use super::html;
use super::mask::{self, Region};
use super::prose::{Folder, Run, fingerprint};
use super::scan::{self, Scan};
use super::{
    Atom, AtomKind, Block, Definition, Document, Kind, Mend, Place, Prose, Reference, Syntax, TableRow, front, ids,
};
use crate::text::Span;
use inline::OpenLink;
use places::{assign_containers, assign_sections};

/// The extensions of GitHub's flavour, definition lists and TeX.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST)
    .union(Options::ENABLE_MATH);

pub(super) fn parse<'s>(text: &'s str, syntax: Syntax<'_>, mends: Vec<Mend>) -> Document<'s> {
    let (front, body) = front::read(text);
    let mut scan = scan::scan(text, body, syntax.dialects, syntax.extension, mends);
    let masked = mask::mask(text, body, &mut scan, syntax.dialects);
    let regions = mask::regions(text, &masked, body, &scan);
    let mut builder = Builder::new(text, &masked, &scan, syntax);
    if let Some(front) = &front {
        builder.front(front);
    }
    for region in &regions {
        builder.region(region);
    }
    builder.lines();
    let Builder {
        mut blocks,
        atoms,
        runs,
        mut comments,
        mut definitions,
        mut undefined,
        mut emphases,
        mut literal_marks,
        mut literal_ticks,
        rows,
        ..
    } = builder;
    definitions.sort_unstable_by_key(|definition| definition.span);
    undefined.sort_unstable_by_key(|reference| reference.span);
    emphases.sort_unstable();
    literal_marks.sort_unstable();
    literal_ticks.sort_unstable();
    blocks.sort_by_key(|block| (block.span.start, block.span.end));
    assign_sections(&mut blocks);
    assign_containers(&mut blocks, text, &scan.markers);
    comments.extend(scan.comments.iter().copied());
    comments.sort();
    let conflicts = scan.conflicts.iter().map(|conflict| conflict.span).collect();
    let Scan { broken, markers, mends, .. } = scan;
    Document {
        text,
        blocks,
        atoms,
        runs,
        front,
        emphases,
        literal_marks,
        literal_ticks,
        comments,
        broken,
        markers,
        definitions,
        undefined,
        conflicts,
        mends,
        rows,
        catalogue: None,
        values: std::sync::OnceLock::new(),
        known: ids::Known::default(),
        code: super::code::Known::default(),
    }
}

/// The extensions but for those that the text has no sign of, which cost time all the same: definitions have a colon at
/// the start of a line, TeX has dollars.
fn options_of(text: &str) -> Options {
    let bytes = text.as_bytes();
    let begins = |at: usize| at.checked_sub(1).is_none_or(|before| bytes[before] <= b' ' || bytes[before] == b'>');
    let mut options = OPTIONS;
    options.set(Options::ENABLE_MATH, memchr::memchr(b'$', bytes).is_some());
    options.set(Options::ENABLE_DEFINITION_LIST, memchr::memchr_iter(b':', bytes).any(begins));
    options
}

/// How many stretches of emphasis `text` has when it is read by itself.
#[must_use]
pub fn emphasis_in(text: &str) -> usize {
    let starts = |event: &Event<'_>| matches!(event, Event::Start(Start::Emphasis | Start::Strong));
    Parser::new_ext(text, OPTIONS).filter(starts).count()
}

struct Builder<'s, 'm> {
    text: &'s str,
    masked: &'m str,
    scan: &'m Scan,
    syntax: Syntax<'m>,
    blocks: Vec<Block>,
    atoms: Vec<Atom<'s>>,
    runs: Vec<Run>,
    comments: Vec<Span>,
    definitions: Vec<Definition>,
    undefined: Vec<Reference>,
    emphases: Vec<Span>,
    literal_marks: Vec<Span>,
    literal_ticks: Vec<u32>,
    place: Place,
    rows: Vec<TableRow>,
    header: u32,
    pending: Option<Kind>,
    open: Option<Open>,
    links: Vec<OpenLink>,
}

/// The block being read.
struct Open {
    kind: Kind,
    span: Span,
    inline: Option<Span>,
    label: Span,
    /// The block has no events of its own: it ends with its last inline event.
    implicit: bool,
    atoms: usize,
    runs: usize,
    prose: Folder,
    glued: bool,
    code: u64,
}

impl<'s, 'm> Builder<'s, 'm> {
    fn new(text: &'s str, masked: &'m str, scan: &'m Scan, syntax: Syntax<'m>) -> Self {
        Builder {
            text,
            masked,
            scan,
            syntax,
            blocks: Vec::with_capacity(text.len() / 120 + 4),
            atoms: Vec::with_capacity(text.len() / 200 + 4),
            runs: Vec::with_capacity(text.len() / 60 + 4),
            comments: Vec::new(),
            definitions: Vec::new(),
            undefined: Vec::new(),
            emphases: Vec::new(),
            literal_marks: Vec::new(),
            literal_ticks: Vec::new(),
            place: Place::default(),
            rows: Vec::new(),
            header: 0,
            pending: None,
            open: None,
            links: Vec::new(),
        }
    }

    fn front(&mut self, front: &front::FrontMatter) {
        for entry in front.entries.iter().filter(|entry| !entry.value.is_empty()) {
            self.begin(Kind::Front, entry.value, false);
            self.label(entry.key);
            self.inline_text(entry.value, entry.value.of(self.text));
            self.close();
        }
    }

    fn region(&mut self, region: &Region<'_>) {
        let (undefined, labels) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
        let mut note = |broken: BrokenLink<'_>| {
            let shortcut = matches!(broken.link_type, LinkType::Shortcut | LinkType::ShortcutUnknown);
            let span = region.span(&broken.span);
            labels.borrow_mut().extend(label_of(self.text, span).filter(|_| !shortcut));
            undefined.borrow_mut().push(Reference { span, label: broken.reference.to_string(), shortcut });
            None
        };
        let options = options_of(&region.text);
        let parser = Parser::new_with_broken_link_callback(&region.text, options, Some(&mut note)).into_offset_iter();
        self.note_definitions(parser.reference_definitions(), region);
        let definitions = self.definitions(parser.reference_definitions(), region);
        for (event, range) in parser {
            let span = region.span(&range);
            // Labels are names for programs, whatever CommonMark makes of them.
            let is_label = matches!(event, Event::Text(_)) && is_in_one(&labels.borrow(), span);
            if is_label { self.inline(span) } else { self.event(event, span, &definitions) }
        }
        self.undefined.append(&mut undefined.into_inner());
        self.close();
        (self.pending, self.place) = (None, Place::default());
    }

    fn event(&mut self, event: Event<'_>, span: Span, definitions: &[(String, String)]) {
        match event {
            Event::Start(start) => self.start(start, span),
            Event::End(end) => self.end(end, span, definitions),
            Event::Text(text) => self.text(span, &text),
            Event::Code(_) => {
                self.inline(span);
                let ticks = span.of(self.masked).bytes().take_while(|&byte| byte == b'`').count();
                let content = Span::new(
                    span.start as usize + ticks,
                    (span.end as usize).saturating_sub(ticks).max(span.start as usize + ticks),
                );
                let key = code_key(content.of(self.text));
                self.atom(span, AtomKind::Code(content), key);
                self.unglue();
            }
            Event::InlineHtml(_) => {
                self.inline(span);
                if let Some(tag) = html::read_tag(self.masked, span.start as usize, span.end as usize) {
                    self.html_tag(tag);
                }
                self.unglue();
            }
            Event::Html(_) => {}
            Event::FootnoteReference(label) => {
                self.inline(span);
                self.atom(
                    span,
                    AtomKind::Footnote(Span::new(span.start as usize + 2, span.end as usize - 1)),
                    fingerprint(label.as_bytes()),
                );
                self.unglue();
            }
            Event::SoftBreak | Event::HardBreak => self.unglue(),
            Event::InlineMath(_) | Event::DisplayMath(_) => {
                self.inline(span);
                self.unglue();
            }
            // It stands before the paragraph of its item, and is none of the text.
            Event::TaskListMarker(_) => {}
            Event::Rule => self.close(),
        }
    }

    fn start(&mut self, start: Start<'_>, span: Span) {
        match start {
            Start::Emphasis | Start::Strong => {
                self.emphases.push(span);
                self.inline(span);
            }
            Start::Strikethrough | Start::Superscript | Start::Subscript => self.inline(span),
            Start::Link { link_type, dest_url, .. } => self.open_link(span, link_type, &dest_url, false),
            Start::Image { link_type, dest_url, .. } => self.open_link(span, link_type, &dest_url, true),
            Start::Paragraph => {
                let kind = self.pending.take().unwrap_or(Kind::Paragraph);
                self.begin(kind, span, false);
            }
            Start::Heading { level, .. } => self.begin(Kind::Heading(level as u8), span, false),
            Start::CodeBlock(kind) => {
                self.begin(Kind::Code, span, false);
                if matches!(kind, CodeBlockKind::Fenced(_)) && span.of(self.text).trim_start().starts_with(['`', '~']) {
                    self.label(info_string(self.text, span));
                }
            }
            Start::HtmlBlock => self.begin(Kind::Html, span, false),
            Start::BlockQuote(_) => self.enter(|place| place.quote = place.quote.saturating_add(1), None),
            Start::List(_) => self.enter(|place| place.list = place.list.saturating_add(1), None),
            Start::Item => self.enter(|_| (), Some(Kind::Item)),
            Start::FootnoteDefinition(_) => self.enter(|place| place.footnote = true, None),
            Start::TableHead | Start::TableRow => {
                let row = index(self.rows.len() + 1);
                if matches!(start, Start::TableHead) {
                    self.header = row;
                }
                let span = span.trim(self.text);
                let cells = cells(span.of(self.masked));
                self.rows.push(TableRow { span, number: row, header: self.header, cells });
                self.enter(|place| (place.row, place.column) = (row, 0), None);
            }
            Start::TableCell => self.begin(Kind::Cell, span, false),
            Start::DefinitionListTitle => self.begin(Kind::Term, span, false),
            Start::DefinitionListDefinition => self.enter(|_| (), Some(Kind::Definition)),
            Start::Table(_) | Start::DefinitionList | Start::MetadataBlock(_) => self.enter(|_| (), None),
        }
    }

    fn end(&mut self, end: TagEnd, span: Span, definitions: &[(String, String)]) {
        match end {
            TagEnd::Link | TagEnd::Image => self.close_link(span, definitions),
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::HtmlBlock => self.close_html(),
            TagEnd::TableCell => {
                self.close();
                self.place.column += 1;
            }
            TagEnd::BlockQuote(_) => self.enter(|place| place.quote = place.quote.saturating_sub(1), None),
            TagEnd::List(_) => self.enter(|place| place.list = place.list.saturating_sub(1), None),
            TagEnd::FootnoteDefinition => self.enter(|place| place.footnote = false, None),
            TagEnd::Table => self.enter(|place| (place.row, place.column) = (0, 0), None),
            _ => self.enter(|_| (), None),
        }
    }

    /// Crosses the edge of a container: the open block ends, the place changes, the next paragraph may have a kind.
    fn enter(&mut self, change: impl FnOnce(&mut Place), pending: Option<Kind>) {
        self.close();
        change(&mut self.place);
        self.pending = pending;
    }

    fn begin(&mut self, kind: Kind, span: Span, implicit: bool) {
        self.close();
        self.pending = None;
        self.open = Some(Open {
            kind,
            span,
            inline: None,
            label: Span::at(span.start as usize),
            implicit,
            atoms: self.atoms.len(),
            runs: self.runs.len(),
            prose: Folder::default(),
            glued: false,
            code: 0,
        });
    }

    fn label(&mut self, label: Span) {
        if let Some(open) = &mut self.open {
            open.label = label;
        }
    }

    /// An inline event at `span`: opens a block where a tight list item has none.
    fn inline(&mut self, span: Span) {
        if self.open.is_none() {
            let kind = self.pending.take().unwrap_or(Kind::Paragraph);
            self.begin(kind, span, true);
        }
        if let Some(open) = &mut self.open {
            open.inline = Some(open.inline.map_or(span, |seen| seen.join(span)));
        }
        if let Some(link) = self.links.last_mut() {
            link.children_end = link.children_end.max(span.end);
        }
    }

    fn unglue(&mut self) {
        if let Some(open) = &mut self.open {
            open.glued = false;
        }
    }

    fn atom(&mut self, span: Span, kind: AtomKind<'s>, key: u64) {
        self.atoms.push(Atom { span, kind, key, parent: None });
    }

    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        self.links.clear();
        let whole = open.span.trim(self.text);
        let content = open.inline.map(|inline| inline.trim(self.text));
        let content = content.filter(|content| open.implicit || whole.contains(*content));
        let content = content.unwrap_or(Span::at(whole.end as usize));
        let span = if open.implicit { content } else { whole };
        let prose = open.prose.prose();
        if open.kind != Kind::Code {
            self.add_bare_addresses(&open, content);
            self.add_tags(&open, span);
        }
        let kind = self.refined(&open, prose);
        let mut place = self.place;
        if open.kind != Kind::Cell {
            place.row = 0;
        }
        self.blocks.push(Block {
            kind,
            span,
            content: if open.kind == Kind::Front { span } else { content },
            label: open.label,
            place,
            section: None,
            atoms: index(open.atoms)..index(self.atoms.len()),
            runs: index(open.runs)..index(self.runs.len()),
            prose,
            code: open.code,
        });
    }

    /// A block of tags and nothing else is what it is, wherever CommonMark put it; so is a line with a broken tag.
    fn refined(&self, open: &Open, prose: Prose) -> Kind {
        let atoms = &self.atoms[open.atoms..];
        let only_tags =
            prose.letters == 0 && !atoms.is_empty() && atoms.iter().all(|atom| atom.placeholder().is_some());
        let content = open.inline.unwrap_or_default().trim(self.text);
        let ruin = || {
            self.scan.broken.iter().any(|broken| broken.start == content.start) && !content.of(self.text).contains('\n')
        };
        match open.kind {
            Kind::Paragraph if only_tags || ruin() => Kind::Tags,
            // A line of tags between two rows is read as a row of one cell: there is no bar in it.
            Kind::Cell if only_tags && self.place.column == 0 && !self.has_bar(open.span) => Kind::Tags,
            kind => kind,
        }
    }

    /// The line of `span` holds a bar.
    fn has_bar(&self, span: Span) -> bool {
        let line = self.masked[..span.start as usize].rfind('\n').map_or(0, |at| at + 1);
        self.masked[line..scan::line_end(self.masked.as_bytes(), line)].contains('|')
    }
}

/// The label of `[text][label]`, with its brackets.
fn label_of(text: &str, reference: Span) -> Option<Span> {
    let at = reference.of(text).rfind("][")? + 1;
    Some(Span::new(reference.start as usize + at, reference.end as usize))
}

/// One of the spans, which come in text order, holds `inner`.
fn is_in_one(spans: &[Span], inner: Span) -> bool {
    let at = spans.partition_point(|span| span.end < inner.end);
    spans.get(at).is_some_and(|span| span.contains(inner))
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

/// The cells of a row: its bars, but for escaped ones and those at its ends.
fn cells(row: &str) -> u16 {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let bars: Vec<usize> = memchr::memchr_iter(b'|', row.as_bytes())
        .filter(|&at| row[..at].bytes().rev().take_while(|&byte| byte == b'\\').count() % 2 == 0)
        .collect();
    let closed = bars.last().is_some_and(|&last| last + 1 == row.len());
    u16::try_from(bars.len() + 1 - usize::from(closed)).unwrap_or(u16::MAX)
}

/// The info string of the fence that opens at `span`.
fn info_string(text: &str, span: Span) -> Span {
    let slice = span.of(text);
    let line = &slice[..slice.find('\n').unwrap_or(slice.len())];
    let indent = line.len() - line.trim_start().len();
    let marks = line[indent..].len() - line[indent..].trim_start_matches(['`', '~']).len();
    let start = span.start as usize + indent + marks;
    Span::new(start, span.start as usize + line.len()).trim(text)
}

/// A command is known by its first word: its arguments may be translated. White space beside brackets is a matter of taste.
fn code_key(code: &str) -> u64 {
    let code = unwrapped(code.trim());
    let mut words = code.split_ascii_whitespace();
    let first = words.next().unwrap_or_default();
    let command = words.nth(1).is_some();
    match () {
        () if command => fingerprint(first.as_bytes()),
        () if code.contains(' ') => fingerprint(without_loose_space(&code).as_bytes()),
        () => fingerprint(code.as_bytes()),
    }
}
