//! A rule page as data: its headings, its first paragraph, its cases with their fences.

use std::fs;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

pub const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");

/// A page of `rules/`.
pub struct Page {
    /// Its file name without the ending.
    pub id: String,
    pub text: String,
    /// Level, text and line of each heading.
    pub headings: Vec<(u8, String, usize)>,
    /// The lines of the first paragraph, and whether it holds markup.
    pub summary: (usize, bool),
    pub cases: Vec<Case>,
}

/// One `###` under `## Examples`.
#[derive(Debug, Clone)]
pub struct Case {
    pub name: String,
    /// `rules/<id>.md:<line>` of its heading.
    pub place: String,
    pub fences: Vec<Fence>,
}

/// A fenced block of a case.
#[derive(Debug, Clone)]
pub struct Fence {
    pub role: Role,
    pub path: Option<String>,
    pub encoding: Encoding,
    pub body: String,
    /// Where the body stands in the page.
    pub range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Source,
    Target,
    File,
    Config,
    Base,
    Before,
    Report,
    Fixed,
    /// Nothing that the runner knows.
    Unknown,
}

/// How the text of a fence is written to its file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Encoding {
    crlf: bool,
    mark: bool,
    latin1: bool,
}

impl Encoding {
    pub fn encode(self, body: &str) -> Vec<u8> {
        let text = if self.crlf { body.replace('\n', "\r\n") } else { body.to_owned() };
        if self.latin1 {
            return text.chars().map(|c| u8::try_from(u32::from(c)).expect("a character of Latin-1")).collect();
        }
        let mark = if self.mark { "\u{feff}" } else { "" };
        format!("{mark}{text}").into_bytes()
    }

    /// The text as it stands in a fence.
    pub fn decode(self, text: &str) -> String {
        let text = if self.mark { text.trim_start_matches('\u{feff}') } else { text };
        if self.crlf { text.replace("\r\n", "\n") } else { text.to_owned() }
    }
}

impl Case {
    pub fn of(&self, role: Role) -> impl Iterator<Item = &Fence> {
        self.fences.iter().filter(move |fence| fence.role == role)
    }

    pub fn only(&self, role: Role) -> Option<&Fence> {
        self.of(role).next()
    }
}

/// All pages, by id.
pub fn all() -> Vec<Page> {
    let entries = fs::read_dir(FOLDER).expect("the folder of rules");
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut ids: Vec<String> = names.filter_map(|name| name.strip_suffix(".md").map(str::to_owned)).collect();
    ids.sort();
    let read = |id: String| {
        let text = fs::read_to_string(format!("{FOLDER}/{id}.md")).expect("a readable page");
        Page::parse(id, text)
    };
    ids.into_iter().map(read).collect()
}

impl Page {
    fn parse(id: String, text: String) -> Page {
        let mut page = Page { id, text, headings: Vec::new(), summary: (0, false), cases: Vec::new() };
        let text = page.text.clone();
        let line = |at: usize| text[..at].matches('\n').count() + 1;
        let mut events = Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::Heading { level, .. }) => {
                    let words = text[range.clone()].trim_start_matches('#').trim().to_owned();
                    page.heading(level as u8, words, line(range.start));
                }
                Event::Start(Tag::Paragraph) if page.summary.0 == 0 => {
                    page.summary.0 = text[range].trim().lines().count();
                    let inner = events.by_ref().take_while(|(event, _)| *event != Event::End(TagEnd::Paragraph));
                    page.summary.1 = inner.fold(false, |markup, (event, _)| markup || !matches!(event, Event::Text(_)));
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    if let Some(case) = page.cases.last_mut() {
                        case.fences.push(fence(&text, &info, range));
                    }
                }
                _ => {}
            }
        }
        page
    }

    fn heading(&mut self, level: u8, words: String, line: usize) {
        let in_examples =
            self.headings.iter().rev().find(|(level, ..)| *level == 2).is_some_and(|(_, words, _)| words == "Examples");
        if level == 3 && in_examples {
            let place = format!("rules/{}.md:{line}", self.id);
            self.cases.push(Case { name: words.clone(), place, fences: Vec::new() });
        }
        self.headings.push((level, words, line));
    }
}

/// The fence at `range` of the page: its body is what stands between its first and its last line.
fn fence(text: &str, info: &str, range: Range<usize>) -> Fence {
    let block = text[range.clone()].trim_end();
    let start = range.start + block.find('\n').map_or(block.len(), |at| at + 1);
    let end = (range.start + block.rfind('\n').map_or(block.len(), |at| at + 1)).max(start);
    let mut fence = Fence {
        role: Role::Unknown,
        path: None,
        encoding: Encoding::default(),
        body: text[start..end].to_owned(),
        range: start..end,
    };
    for word in info.split_whitespace() {
        let (name, path) = word.split_once(':').map_or((word, None), |(name, path)| (name, Some(path.to_owned())));
        match name {
            "source" => (fence.role, fence.path) = (Role::Source, path),
            "target" => (fence.role, fence.path) = (Role::Target, path),
            "fixed" => (fence.role, fence.path) = (Role::Fixed, path),
            "file" => (fence.role, fence.path) = (Role::File, path),
            "base" => (fence.role, fence.path) = (Role::Base, path),
            "before" => (fence.role, fence.path) = (Role::Before, path),
            "config" => fence.role = Role::Config,
            "report" => fence.role = Role::Report,
            "crlf" => fence.encoding.crlf = true,
            "bom" => fence.encoding.mark = true,
            "latin1" => fence.encoding.latin1 = true,
            _ => {}
        }
    }
    if info.starts_with("ftl ") {
        fence.path = fence.path.or(match fence.role {
            Role::Source => Some("en/page.ftl".to_owned()),
            Role::Target => Some("nn/page.ftl".to_owned()),
            _ => None,
        });
    }
    fence
}
