//! Random pages, and random ways to write and to damage them.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::page::{
    ADDRESSES, Block, CODES, Container, Inline, Item, LANGUAGES, LINES, PLAIN, Page, STATEMENTS, Style, TAGS, TARGETS,
    WORDS,
};

/// A page of up to a dozen blocks.
pub fn page() -> impl Strategy<Value = Page> {
    (option::of(words(1..5)), vec(block(), 1..12)).prop_map(|(front, blocks)| Page { front, blocks })
}

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<usize>> {
    vec(0..WORDS.len(), count)
}

fn text() -> impl Strategy<Value = Vec<Inline>> {
    let piece = prop_oneof![
        8 => (0..WORDS.len()).prop_map(Inline::Word),
        1 => (0..WORDS.len()).prop_map(Inline::Emphasis),
        1 => (0..WORDS.len()).prop_map(Inline::Strong),
        1 => (0..CODES.len()).prop_map(Inline::Code),
        1 => (0..TAGS.len()).prop_map(Inline::Tag),
        1 => (words(1..4), 0..TARGETS.len()).prop_map(|(words, target)| Inline::Link { words, target }),
        1 => (0..WORDS.len(), 0..TARGETS.len()).prop_map(|(alt, target)| Inline::Image { alt, target }),
        1 => (0..ADDRESSES.len()).prop_map(Inline::Address),
        1 => Just(Inline::Break),
    ];
    vec(piece, 1..16)
}

fn block() -> impl Strategy<Value = Block> {
    let item = (text(), vec(text(), 0..3)).prop_map(|(text, inner)| Item { text, inner });
    let kind = select(vec![Container::Colons, Container::Slashes, Container::Exclamation, Container::Alert]);
    prop_oneof![
        2 => (1usize..5, words(1..5), any::<bool>()).prop_map(|(level, words, id)| Block::Heading { level, words, id }),
        4 => text().prop_map(Block::Paragraph),
        2 => (any::<bool>(), vec(item, 1..4)).prop_map(|(ordered, items)| Block::List { ordered, items }),
        1 => (1usize..4, vec(text(), 4..9)).prop_map(|(columns, cells)| Block::Table { columns, cells }),
        1 => (0..LANGUAGES.len(), vec(0..LINES.len(), 1..4)).prop_map(|(language, lines)| Block::Fence { language, lines }),
        1 => text().prop_map(Block::Quote),
        1 => (kind, option::of(words(1..4)), text()).prop_map(|(style, title, body)| Block::Container { style, title, body }),
        1 => (0..STATEMENTS.len()).prop_map(Block::Tag),
        1 => words(1..4).prop_map(Block::Comment),
        1 => Just(Block::Rule),
    ]
}

/// Each rewrite that changes nothing, by name.
pub fn rewrites() -> Vec<(&'static str, Style)> {
    vec![
        ("CRLF", Style { line_end: "\r\n", ..PLAIN }),
        ("byte order mark", Style { bom: true, ..PLAIN }),
        ("NFD", Style { decomposed: true, ..PLAIN }),
        ("bullets", Style { bullet: '*', ..PLAIN }),
        ("plus bullets", Style { bullet: '+', ..PLAIN }),
        ("rule of stars", Style { rule: "***", ..PLAIN }),
        ("rule of dashes", Style { rule: "---", ..PLAIN }),
        ("emphasis", Style { emphasis: '_', ..PLAIN }),
        ("setext headings", Style { setext: true, ..PLAIN }),
        ("closed headings", Style { closing: " ##", ..PLAIN }),
        ("tight cells", Style { padding: 0, ..PLAIN }),
        ("wide cells", Style { padding: 7, ..PLAIN }),
        ("no outer bars", Style { outer_bars: false, ..PLAIN }),
        ("narrow lines", Style { width: 3, ..PLAIN }),
        ("one long line", Style { width: 999, ..PLAIN }),
        ("images in HTML", Style { html_images: true, ..PLAIN }),
        ("targets in angle brackets", Style { angle_targets: true, ..PLAIN }),
        ("bare addresses", Style { angle_addresses: false, ..PLAIN }),
        ("entities", Style { entities: true, ..PLAIN }),
        ("loose lists", Style { loose: true, ..PLAIN }),
        ("blank lines", Style { blank_lines: 3, ..PLAIN }),
        ("closed line breaks", Style { line_break: "<br />", ..PLAIN }),
        ("no line breaks", Style { line_break: "", ..PLAIN }),
        ("quoted values", Style { quoted_values: true, ..PLAIN }),
    ]
}

/// Some of the rewrites at once.
pub fn style() -> impl Strategy<Value = Style> {
    let marks = (select(vec!['-', '*', '+']), select(vec!["* * *", "***", "---", "___"]), select(vec!['*', '_']));
    let shape = (select(vec!["", " #", " ###"]), 0usize..4, 2usize..20, 1usize..4);
    let others = (select(vec!["<br>", "<br/>", "<br />", ""]), select(vec!["\n", "\r\n"]));
    (marks, shape, others, any::<[bool; 9]>()).prop_map(|(marks, shape, others, on)| Style {
        line_end: others.1,
        bom: on[0],
        decomposed: on[1],
        bullet: marks.0,
        rule: marks.1,
        emphasis: marks.2,
        setext: on[2],
        closing: shape.0,
        padding: shape.1,
        outer_bars: on[3],
        width: shape.2,
        html_images: on[4],
        angle_targets: on[5],
        angle_addresses: on[6],
        entities: on[7],
        loose: on[8],
        blank_lines: shape.3,
        line_break: others.0,
        quoted_values: on[0],
        translated: false,
    })
}

/// Text that looks like Markdown and is not.
pub fn soup() -> impl Strategy<Value = String> {
    const PIECES: [&str; 62] = [
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "    ",
        "\t",
        "a",
        "word",
        "é",
        "e\u{301}",
        "漢",
        "ع",
        "\u{a0}",
        "\u{feff}",
        "\0",
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        "> [!NOTE]",
        "---",
        "+++",
        "===",
        "***",
        "|",
        "|---|",
        "```",
        "~~~",
        "`",
        "``",
        "*",
        "**",
        "_",
        "[",
        "]",
        "](",
        ")",
        "![",
        "<",
        ">",
        "<!--",
        "-->",
        "<a href=\"",
        "\"",
        "</a>",
        "<img src=",
        "{{",
        "}}",
        "{%",
        "%}",
        "{{<",
        ">}}",
        "<%",
        "%>",
        "{",
        "}",
        ":::",
        "!!! note",
        "[^1]",
        "key: value",
    ];
    let piece =
        prop_oneof![9 => select(PIECES.to_vec()).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Places in a text, as parts of its length, and what befalls the character there.
pub fn damage() -> impl Strategy<Value = Vec<(f64, Damage)>> {
    let what = prop_oneof![
        3 => Just(Damage::Drop),
        1 => Just(Damage::DropLine),
        2 => select(vec![" ", "x", "}", "（", "\u{a0}", "`", "”", "\n", "é"]).prop_map(Damage::Insert),
    ];
    vec((0.0..1.0f64, what), 1..4)
}

/// What befalls a character.
#[derive(Debug, Clone)]
pub enum Damage {
    Drop,
    DropLine,
    Insert(&'static str),
}

/// `text` after the damage.
pub fn damaged(text: &str, all: &[(f64, Damage)]) -> String {
    let mut text = text.to_owned();
    for (part, damage) in all {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
        let wanted = (text.len() as f64 * part) as usize;
        let Some(at) = (wanted..text.len()).find(|&at| text.is_char_boundary(at)) else { continue };
        match damage {
            Damage::Drop => {
                text.remove(at);
            }
            Damage::DropLine => {
                let end = text[at..].find('\n').map_or(text.len(), |len| at + len);
                text.replace_range(at..end, "");
            }
            Damage::Insert(piece) => text.insert_str(at, piece),
        }
    }
    text
}
