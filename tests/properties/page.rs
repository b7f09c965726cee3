//! A small page as a value, and every way to write it that changes nothing.

use unicode_normalization::UnicodeNormalization;

/// A page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The title in the front matter, if there is any.
    pub front: Option<Vec<usize>>,
    /// Its blocks below the first heading.
    pub blocks: Vec<Block>,
}

/// A block; numbers choose from the tables below.
#[derive(Debug, Clone)]
pub enum Block {
    Heading { level: usize, words: Vec<usize>, id: bool },
    Paragraph(Vec<Inline>),
    List { ordered: bool, items: Vec<Item> },
    Table { columns: usize, cells: Vec<Vec<Inline>> },
    Fence { language: usize, lines: Vec<usize> },
    Quote(Vec<Inline>),
    Container { style: Container, title: Option<Vec<usize>>, body: Vec<Inline> },
    Tag(usize),
    Comment(Vec<usize>),
    Rule,
}

/// An item of a list, and the list inside of it.
#[derive(Debug, Clone)]
pub struct Item {
    pub text: Vec<Inline>,
    pub inner: Vec<Vec<Inline>>,
}

/// How a container is written: a matter of the site, not of the translator.
#[derive(Debug, Clone, Copy)]
pub enum Container {
    Colons,
    Slashes,
    Exclamation,
    Alert,
}

/// A piece of running text.
#[derive(Debug, Clone)]
pub enum Inline {
    Word(usize),
    Emphasis(usize),
    Strong(usize),
    Code(usize),
    Tag(usize),
    Link { words: Vec<usize>, target: usize },
    Image { alt: usize, target: usize },
    Address(usize),
    Break,
}

/// A way to write a page.
#[derive(Debug, Clone)]
pub struct Style {
    pub line_end: &'static str,
    pub bom: bool,
    pub decomposed: bool,
    pub bullet: char,
    pub rule: &'static str,
    pub emphasis: char,
    pub setext: bool,
    pub closing: &'static str,
    pub padding: usize,
    pub outer_bars: bool,
    /// Words a line.
    pub width: usize,
    pub html_images: bool,
    pub angle_targets: bool,
    pub angle_addresses: bool,
    pub entities: bool,
    pub loose: bool,
    pub blank_lines: usize,
    pub line_break: &'static str,
    pub quoted_values: bool,
    /// In another language: all words replaced, nothing else.
    pub translated: bool,
}

pub const PLAIN: Style = Style {
    line_end: "\n",
    bom: false,
    decomposed: false,
    bullet: '-',
    rule: "* * *",
    emphasis: '*',
    setext: false,
    closing: "",
    padding: 1,
    outer_bars: true,
    width: 12,
    html_images: false,
    angle_targets: false,
    angle_addresses: true,
    entities: false,
    loose: false,
    blank_lines: 1,
    line_break: "<br>",
    quoted_values: false,
    translated: false,
};

pub const WORDS: [&str; 24] = [
    "every",
    "school",
    "café",
    "opens",
    "the",
    "door",
    "naïve",
    "teacher",
    "bring",
    "R&D",
    "friends",
    "before",
    "number",
    "Zürich",
    "remember",
    "screen",
    "early",
    "AT&T",
    "answer",
    "question",
    "ångström",
    "with",
    "learn",
    "write",
];
pub const CODES: [&str; 4] = ["`npm ci`", "`config.toml`", "`` a`b ``", "`--force`"];
/// Tags that stand for a value. Others are a block of their own where they are alone on a line.
pub const TAGS: [&str; 5] = [
    "{{ campaign_date/full }}",
    "{{ user.name | upcase }}",
    "<%= first_day %>",
    "${{ github.ref }}",
    "{{{ raw_html }}}",
];
pub const STATEMENTS: [&str; 3] =
    ["{% include \"menu.html\" %}", "{{< figure src=\"a.png\" >}}", "<% render 'footer' %>"];
pub const TARGETS: [&str; 6] = [
    "guide.md",
    "../img/map.png",
    "/how-to/events",
    "https://example.org/a?b=1#c",
    "{{ promote/press_kit_url }}",
    "#start",
];
pub const ADDRESSES: [&str; 3] = ["https://example.org", "https://example.com/a_b/c", "http://localhost:8080/x"];
pub const LINES: [&str; 5] = ["let x = 1;", "# not a heading", "{{ in_code }}", "", "    indented | bar"];
pub const LANGUAGES: [&str; 3] = ["", "rust", "sh title=\"a.sh\""];

/// The page as text.
pub fn write(page: &Page, style: &Style) -> String {
    let mut lines = Vec::new();
    if let Some(title) = &page.front {
        let quote = if style.quoted_values { "\"" } else { "" };
        let title = title.iter().map(|&at| plain_word(at, style)).collect::<Vec<_>>().join(" ");
        lines.extend(["---".to_owned(), format!("title: {quote}{title}{quote}"), "weight: 30".into(), "---".into()]);
    }
    blank(&mut lines, style);
    heading(&mut lines, 1, &[0, 1], false, style);
    let mut last_was_list = false;
    for block in &page.blocks {
        let is_list = matches!(block, Block::List { .. });
        // Two lists in a row are one to CommonMark, unless their bullets differ.
        if !(is_list && last_was_list) {
            blank(&mut lines, style);
            write_block(&mut lines, block, style);
        }
        last_was_list = is_list;
    }
    blank(&mut lines, style);
    let text = lines.join(style.line_end) + style.line_end;
    let text = if style.decomposed { text.nfd().collect() } else { text };
    if style.bom { format!("\u{feff}{text}") } else { text }
}

fn blank(lines: &mut Vec<String>, style: &Style) {
    lines.extend(std::iter::repeat_n(String::new(), style.blank_lines));
}

fn write_block(lines: &mut Vec<String>, block: &Block, style: &Style) {
    match block {
        Block::Heading { level, words, id } => heading(lines, *level, words, *id, style),
        Block::Paragraph(text) => lines.extend(wrapped(text, style)),
        Block::List { ordered, items } => list(lines, *ordered, items, style),
        Block::Table { columns, cells } => table(lines, *columns, cells, style),
        Block::Fence { language, lines: code } => {
            lines.push(format!("```{}", LANGUAGES[*language]));
            lines.extend(code.iter().map(|&at| LINES[at].to_owned()));
            lines.push("```".to_owned());
        }
        Block::Quote(text) => lines.extend(wrapped(text, style).iter().map(|line| format!("> {line}"))),
        Block::Container { style: container, title, body } => contain(lines, *container, title.as_deref(), body, style),
        Block::Tag(tag) => lines.push(STATEMENTS[*tag].to_owned()),
        Block::Comment(words) => lines.push(format!("<!-- {} -->", sentence(words, &PLAIN))),
        Block::Rule => lines.push(style.rule.to_owned()),
    }
}

fn heading(lines: &mut Vec<String>, level: usize, words: &[usize], id: bool, style: &Style) {
    let text = sentence(words, style);
    let id = if id { " {#own-id}" } else { "" };
    match level {
        1 | 2 if style.setext => lines.extend([format!("{text}{id}"), ["===", "---"][level - 1].to_owned()]),
        _ if id.is_empty() => lines.push(format!("{} {text}{}", "#".repeat(level), style.closing)),
        _ => lines.push(format!("{} {text}{id}", "#".repeat(level))),
    }
}

fn list(lines: &mut Vec<String>, ordered: bool, items: &[Item], style: &Style) {
    for (at, item) in items.iter().enumerate() {
        let marker = if ordered { format!("{}. ", at + 1) } else { format!("{} ", style.bullet) };
        let between = |lines: &mut Vec<String>| lines.extend(style.loose.then(String::new));
        if at > 0 {
            between(lines);
        }
        hang(lines, &marker, &wrapped(&item.text, style));
        for inner in &item.inner {
            between(lines);
            let indent = " ".repeat(marker.len());
            hang(lines, &format!("{indent}{} ", style.bullet), &wrapped(inner, style));
        }
    }
}

/// The first line after the marker, the others below it.
fn hang(lines: &mut Vec<String>, marker: &str, text: &[String]) {
    let indent = " ".repeat(marker.len());
    for (at, line) in text.iter().enumerate() {
        lines.push(format!("{}{line}", if at == 0 { marker } else { &indent }));
    }
}

fn table(lines: &mut Vec<String>, columns: usize, cells: &[Vec<Inline>], style: &Style) {
    let pad = " ".repeat(style.padding);
    let row = |cells: Vec<String>| {
        let inner = cells.iter().map(|cell| format!("{pad}{cell}{pad}")).collect::<Vec<_>>().join("|");
        // Without bars a single column would be a paragraph, and an empty cell none.
        let needs_bars = columns == 1 || cells.iter().any(String::is_empty);
        if style.outer_bars || needs_bars { format!("|{inner}|") } else { inner.trim_start().to_owned() }
    };
    let text = |cell: &Vec<Inline>| tokens(cell, style).join(" ");
    let mut cells = cells.iter().map(text);
    lines.push(row(cells.by_ref().take(columns).collect()));
    lines.push(row(vec!["---".to_owned(); columns]));
    loop {
        let next: Vec<String> = cells.by_ref().take(columns).collect();
        if next.len() < columns {
            break;
        }
        lines.push(row(next));
    }
}

fn contain(lines: &mut Vec<String>, kind: Container, title: Option<&[usize]>, body: &[Inline], style: &Style) {
    let body = wrapped(body, style);
    let title = title.map(|words| sentence(words, &Style { entities: false, ..style.clone() }));
    let (open, prefix, close) = match (kind, title) {
        (Container::Colons, None) => (":::note".to_owned(), "", ":::"),
        (Container::Colons, Some(title)) => (format!(":::note[{title}]"), "", ":::"),
        (Container::Slashes, None) => ("/// note".to_owned(), "", "///"),
        (Container::Slashes, Some(title)) => (format!("/// note | {title}"), "", "///"),
        (Container::Exclamation, None) => ("!!! note".to_owned(), "    ", ""),
        (Container::Exclamation, Some(title)) => (format!("!!! note \"{title}\""), "    ", ""),
        (Container::Alert, _) => ("> [!NOTE]".to_owned(), "> ", ""),
    };
    lines.push(open);
    if prefix != "> " {
        blank(lines, style);
    }
    lines.extend(body.iter().map(|line| format!("{prefix}{line}")));
    if !close.is_empty() {
        blank(lines, style);
        lines.push(close.to_owned());
    }
}

fn sentence(words: &[usize], style: &Style) -> String {
    words.iter().map(|&at| word(at, style)).collect::<Vec<_>>().join(" ")
}

fn plain_word(at: usize, style: &Style) -> String {
    if style.translated { WORDS[at].chars().rev().chain("øj".chars()).collect() } else { WORDS[at].to_owned() }
}

fn word(at: usize, style: &Style) -> String {
    let word = plain_word(at, style);
    if style.entities { word.replace('&', "&amp;").replace('é', "&eacute;").replace('ü', "&#252;") } else { word }
}

/// Lines of running text. The first begins with a word: a tag there would begin a block of another kind.
fn wrapped(text: &[Inline], style: &Style) -> Vec<String> {
    let tokens: Vec<String> = std::iter::once(word(4, style)).chain(tokens(text, style)).collect();
    let mut lines: Vec<String> = Vec::new();
    for line in tokens.chunks(style.width) {
        // A line of tags alone is no running text.
        let only_tags = line.iter().all(|token| TAGS.contains(&token.as_str()));
        match lines.last_mut().filter(|_| only_tags) {
            Some(last) => *last = format!("{last} {}", line.join(" ")),
            None => lines.push(line.join(" ")),
        }
    }
    lines
}

/// Pieces of text between which a line may end.
fn tokens(text: &[Inline], style: &Style) -> Vec<String> {
    text.iter().flat_map(|piece| pieces(piece, style)).filter(|token| !token.is_empty()).collect()
}

fn pieces(piece: &Inline, style: &Style) -> Vec<String> {
    let mark = style.emphasis;
    vec![match piece {
        Inline::Word(at) => word(*at, style),
        Inline::Emphasis(at) => format!("{mark}{}{mark}", word(*at, style)),
        Inline::Strong(at) => format!("{mark}{mark}{}{mark}{mark}", word(*at, style)),
        Inline::Code(at) => CODES[*at].to_owned(),
        Inline::Tag(at) => TAGS[*at].to_owned(),
        Inline::Link { words, target } => {
            let link = format!("[{}]({})", sentence(words, style), address(*target, style));
            let (label, target) = link.split_once("](").expect("a link");
            let mut words: Vec<String> = label.split(' ').map(str::to_owned).collect();
            words.last_mut().expect("a word").push_str(&format!("]({target}"));
            return words;
        }
        Inline::Image { alt, target } if style.html_images => {
            format!("<img src=\"{}\" alt=\"{}\" />", TARGETS[*target], plain_word(*alt, style))
        }
        Inline::Image { alt, target } => format!("![{}]({})", word(*alt, style), address(*target, style)),
        Inline::Address(at) if style.angle_addresses => format!("<{}>", ADDRESSES[*at]),
        Inline::Address(at) => ADDRESSES[*at].to_owned(),
        Inline::Break => style.line_break.to_owned(),
    }]
}

fn address(target: usize, style: &Style) -> String {
    if style.angle_targets { format!("<{}>", TARGETS[target]) } else { TARGETS[target].to_owned() }
}
