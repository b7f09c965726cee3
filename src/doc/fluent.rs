//! Fluent catalogues: every message, every term and every attribute of them is a block, whose place is its id.
//!
//! The parser's tree has no positions. It holds slices of the text, so a position is where a slice begins, found in one
//! place ([`Reader::span`]).

mod blocks;
mod braces;
mod expression;
mod inline;
mod junk;

pub use braces::DEEPEST;
pub use junk::{Junk, Reason};

use std::ops::Range;

use fluent_syntax::ast::{Attribute, Comment, Entry as Item, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::ast::{Variant as Arm, VariantKey};
use fluent_syntax::parser;

use super::dialect::Dialects;
use super::{Atom, Document, Kind};
use crate::text::Span;
use blocks::Draft;
use braces::Braces;
use expression::{asked_variable, first_word, key, placeholder};
use junk::junk;

/// What a catalogue has beside blocks.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// Messages, terms and their attributes: one for each block of the document, in the same order.
    pub entries: Vec<Entry>,
    /// Selectors in text order: one that stands in a variant follows the one it stands in.
    pub selects: Vec<Select>,
    /// What cannot be read, in text order.
    pub junk: Vec<Junk>,
}

/// A message, a term or an attribute.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The id of the message, or of the term with its hyphen.
    pub id: Span,
    /// The name of the attribute, if it is one.
    pub attribute: Option<Span>,
    /// The selectors in its value, as indices into [`Catalogue::selects`].
    pub selects: Range<u32>,
    /// Its comment, or that of its group, says that it is obsolete.
    pub obsolete: bool,
}

impl Entry {
    /// A term, or an attribute of a term: nobody outside the locale asks for it.
    #[must_use]
    pub fn is_term(&self, text: &str) -> bool {
        self.id.of(text).starts_with('-')
    }
}

/// `{ $n -> [one] … *[other] … }`.
#[derive(Debug, Clone)]
pub struct Select {
    /// From brace to brace.
    pub span: Span,
    /// What is asked: `$n`, with the function around it.
    pub selector: Span,
    /// The variable that is asked, as the key of a placeholder; empty if it is a term.
    pub asks: String,
    /// What stands for each answer.
    pub variants: Vec<Variant>,
}

/// `[one] …`.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    /// The key, without brackets.
    pub key: Span,
    /// Its text.
    pub value: Span,
    /// It stands for all other answers.
    pub is_default: bool,
}

/// The families of Fluent's placeholders: what the program puts in, and what other entries of the catalogue say.
pub const VARIABLE: &str = "fluent";
/// See [`VARIABLE`].
pub const REFERENCE: &str = "fluent reference";

/// Reads a catalogue; of `dialects`, the project's own patterns count in it too.
pub(super) fn parse<'s>(text: &'s str, dialects: &Dialects) -> Document<'s> {
    let from = text.len() - text.strip_prefix('\u{feff}').unwrap_or(text).len();
    let mut reader = Reader::new(text);
    match Braces::scan(text, from) {
        Err(at) => {
            let span = Span::new(from, text.len());
            reader.catalogue.junk.push(Junk { span, at, reason: Reason::TooDeep });
        }
        Ok(braces) => {
            reader.braces = braces;
            reader.read(from);
        }
    }
    reader.finish(dialects)
}

struct Reader<'s> {
    text: &'s str,
    braces: Braces,
    drafts: Vec<Draft>,
    /// The texts of all patterns, in order.
    texts: Vec<Span>,
    /// The placeholders of all patterns, in order.
    atoms: Vec<Atom<'s>>,
    comments: Vec<Span>,
    /// The comment of the group that is read says that its messages are obsolete.
    obsolete: bool,
    catalogue: Catalogue,
}

impl<'s> Reader<'s> {
    fn new(text: &'s str) -> Self {
        Reader {
            text,
            braces: Braces::default(),
            drafts: Vec::new(),
            texts: Vec::new(),
            atoms: Vec::new(),
            comments: Vec::new(),
            obsolete: false,
            catalogue: Catalogue::default(),
        }
    }

    fn read(&mut self, from: usize) {
        let (resource, errors) = match parser::parse(&self.text[from..]) {
            Ok(resource) => (resource, Vec::new()),
            Err((resource, errors)) => (resource, errors),
        };
        for item in &resource.body {
            match item {
                Item::Message(message) => {
                    self.comment(message.comment.as_ref());
                    let from = self.catalogue.entries.len();
                    self.entry(message.id.name, 0, message.value.as_ref(), &message.attributes);
                    let obsolete = self.obsolete || says_obsolete(message.comment.as_ref());
                    self.catalogue.entries[from..].iter_mut().for_each(|entry| entry.obsolete = obsolete);
                }
                Item::Term(term) => {
                    self.comment(term.comment.as_ref());
                    self.entry(term.id.name, 1, Some(&term.value), &term.attributes);
                }
                Item::Comment(comment) | Item::GroupComment(comment) | Item::ResourceComment(comment) => {
                    self.comment(Some(comment));
                    if matches!(item, Item::GroupComment(_)) {
                        self.obsolete = says_obsolete(Some(comment));
                    }
                }
                Item::Junk { .. } => {}
            }
        }
        self.catalogue.junk.extend(errors.iter().map(|error| junk(self.text, error, from)));
        // Where nothing can be read, the first trouble says it all.
        if self.catalogue.entries.is_empty() {
            self.catalogue.junk.truncate(1);
        }
    }

    /// Where a slice of the text stands in it. The only place that knows how.
    fn span(&self, slice: &str) -> Span {
        let at = (slice.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        debug_assert!(at + slice.len() <= self.text.len(), "no slice of this text: {slice}");
        Span::new(at.min(self.text.len()), (at.saturating_add(slice.len())).min(self.text.len()))
    }

    /// Each line of a comment, with its marks.
    fn comment(&mut self, comment: Option<&Comment<&'s str>>) {
        for line in comment.iter().flat_map(|comment| &comment.content).filter(|line| line.contains("fidus-")) {
            let words = self.span(line);
            let start = self.text[..words.start as usize].rfind('\n').map_or(0, |at| at + 1);
            self.comments.push(Span::new(start, words.end as usize).trim(self.text));
        }
    }

    /// A message or a term: `marks` bytes stand before its id.
    fn entry(&mut self, id: &'s str, marks: u32, value: Option<&Pattern<&'s str>>, attributes: &[Attribute<&'s str>]) {
        let name = self.span(id);
        let id = Span { start: name.start.saturating_sub(marks), end: name.end };
        self.block(id, None, value);
        for attribute in attributes {
            let name = self.span(attribute.id.name);
            self.block(id, Some(name), Some(&attribute.value));
        }
    }

    fn block(&mut self, id: Span, attribute: Option<Span>, value: Option<&Pattern<&'s str>>) {
        let kind = if attribute.is_some() { Kind::Attribute } else { Kind::Message };
        let label = attribute.unwrap_or(id);
        let end = Span::at(label.end as usize);
        let selects = self.catalogue.selects.len();
        let (texts, atoms) = (self.texts.len(), self.atoms.len());
        let content = value.and_then(|value| self.pattern(value)).unwrap_or(end);
        let (texts, atoms) = (texts..self.texts.len(), self.atoms.len() - atoms);
        self.drafts.push(Draft { kind, label, content, texts, atoms });
        let selects = index(selects)..index(self.catalogue.selects.len());
        self.catalogue.entries.push(Entry { id, attribute, selects, obsolete: false });
    }

    /// Reads a pattern: its placeables become atoms, its texts are noted. The bytes it covers.
    fn pattern(&mut self, pattern: &Pattern<&'s str>) -> Option<Span> {
        let mut whole: Option<Span> = None;
        for element in &pattern.elements {
            let span = match element {
                PatternElement::TextElement { value } => {
                    let span = self.span(value);
                    self.texts.push(span);
                    Some(span)
                }
                PatternElement::Placeable { expression } => self.placeable(expression),
            };
            whole = span.map(|span| whole.map_or(span, |whole| whole.join(span))).or(whole);
        }
        whole
    }

    /// Reads what stands between two braces; the bytes from brace to brace.
    fn placeable(&mut self, expression: &Expression<&'s str>) -> Option<Span> {
        match expression {
            Expression::Inline(InlineExpression::Placeable { expression }) => {
                let inner = self.placeable(expression)?;
                self.braces.around(inner.start as usize)
            }
            Expression::Inline(inline) => {
                let span = self.braces.around(self.span(first_word(inline)).start as usize)?;
                let atom = self.reference(inline, span);
                self.atoms.extend(atom);
                Some(span)
            }
            Expression::Select { selector, variants } => {
                let span = self.braces.around(self.span(first_word(selector)).start as usize)?;
                self.select(span, selector, variants);
                Some(span)
            }
        }
    }

    fn select(&mut self, span: Span, selector: &InlineExpression<&'s str>, arms: &[Arm<&'s str>]) {
        let written = span.of(self.text);
        let arrow = written.find("->").unwrap_or(written.len());
        let asked = Span::new(span.start as usize + 1, (span.start as usize + arrow).max(span.start as usize + 1));
        let asked = asked.trim(self.text);
        let asks = asked_variable(selector);
        if !asks.is_empty() {
            self.atoms.push(placeholder(asked, asked, asks.clone(), VARIABLE));
        }
        let at = self.catalogue.selects.len();
        self.catalogue.selects.push(Select { span, selector: asked, asks, variants: Vec::new() });
        for arm in arms {
            let (VariantKey::Identifier { name: key } | VariantKey::NumberLiteral { value: key }) = &arm.key;
            let key = self.span(key);
            let value = self.pattern(&arm.value).unwrap_or(Span::at(key.end as usize));
            self.catalogue.selects[at].variants.push(Variant { key, value, is_default: arm.default });
        }
    }

    /// The atom of a placeable; literals are none.
    fn reference(&self, inline: &InlineExpression<&'s str>, span: Span) -> Option<Atom<'s>> {
        let family = match inline {
            InlineExpression::VariableReference { .. } | InlineExpression::FunctionReference { .. } => VARIABLE,
            InlineExpression::MessageReference { .. } | InlineExpression::TermReference { .. } => REFERENCE,
            _ => return None,
        };
        let inner = Span::new(span.start as usize + 1, (span.end as usize - 1).max(span.start as usize + 1));
        Some(placeholder(span, inner.trim(self.text), key(inline), family))
    }

    fn finish(mut self, dialects: &Dialects) -> Document<'s> {
        let own = blocks::own(self.text, &self.texts, dialects);
        let masked = blocks::masked(self.text, &self.texts, &own);
        let mut own = own.into_iter().peekable();
        let (drafts, texts) = (std::mem::take(&mut self.drafts), std::mem::take(&mut self.texts));
        let mut atoms = std::mem::take(&mut self.atoms).into_iter();
        let mut out = self.empty(drafts.len());
        for draft in drafts {
            let first = out.atoms.len();
            out.atoms.extend(atoms.by_ref().take(draft.atoms));
            let own = std::iter::from_fn(|| own.next_if(|atom| draft.content.contains(atom.span))).collect();
            blocks::add(&mut out, &masked, &draft, own, (&texts[draft.texts.clone()], first));
        }
        out
    }

    fn empty(self, blocks: usize) -> Document<'s> {
        Document {
            text: self.text,
            blocks: Vec::with_capacity(blocks),
            atoms: Vec::new(),
            runs: Vec::with_capacity(blocks),
            front: None,
            emphases: Vec::new(),
            literal_marks: Vec::new(),
            literal_ticks: Vec::new(),
            comments: self.comments,
            broken: Vec::new(),
            markers: Vec::new(),
            conflicts: Vec::new(),
            definitions: Vec::new(),
            undefined: Vec::new(),
            mends: Vec::new(),
            rows: Vec::new(),
            catalogue: Some(self.catalogue),
            values: std::sync::OnceLock::new(),
            known: super::ids::Known::default(),
            code: super::code::Known::default(),
        }
    }
}

/// `Obsolete string (expires …)`, `These are deprecated`: nobody needs what stands below.
fn says_obsolete(comment: Option<&Comment<&str>>) -> bool {
    // Most comments have neither word.
    let may_say = |line: &&&str| {
        let bytes = line.as_bytes();
        let has = |(small, capital), rest: &[u8]| {
            let is = |at: usize| bytes.get(at..at + rest.len()).is_some_and(|word| word.eq_ignore_ascii_case(rest));
            memchr::memchr2_iter(small, capital, bytes).any(is)
        };
        has((b'b', b'B'), b"bsolete") || has((b'p', b'P'), b"precated")
    };
    let says = |line: &&str| {
        let line = line.to_ascii_lowercase();
        let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let old = |at: usize| matches!(words.get(at), Some(&("obsolete" | "deprecated")));
        let is = |at: usize| matches!(words[at], "is" | "are" | "now");
        // `Obsolete browsers` are another matter.
        let mark = line.trim_start().trim_start_matches(|c: char| c.is_ascii_lowercase()).trim_start();
        let ends = !mark.starts_with(char::is_alphanumeric);
        let noun = matches!(words.get(1), Some(&("string" | "strings" | "message" | "messages" | "since" | "as")));
        (old(0) && (ends || noun)) || (1..words.len()).any(|at| is(at - 1) && old(at))
    };
    comment.is_some_and(|comment| comment.content.iter().filter(may_say).any(says))
}

fn index(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Document<'_> {
        parse(text, Dialects::bundled())
    }

    /// Label and text of each block, with its atoms.
    fn shape(text: &str) -> String {
        let page = read(text);
        let mut out = String::new();
        for block in &page.blocks {
            let atoms: Vec<&str> = page.atoms_of(block).iter().map(|atom| atom.span.of(text)).collect();
            out += &format!("{} = {} | {}\n", block.label.of(text), page.prose_of(block), atoms.join(" "));
        }
        out
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(shape(text), expected);
        let crlf = text.replace('\n', "\r\n");
        assert_eq!(
            shape(&format!("\u{feff}{crlf}")).replace("\r\n", "\n"),
            expected,
            "with another line end and a mark"
        );
    }

    #[test]
    fn messages_terms_and_attributes_are_blocks() {
        check(
            "-brand = Fidus\n    .gender = neuter\nlogin = Log in to { -brand(case: \"gen\") }\n    .title = On {$site}\n",
            "-brand = Fidus | \ngender = neuter | \nlogin = Log in to | { -brand(case: \"gen\") }\ntitle = On | {$site}\n",
        );
        check("only =\n    .title = Words\n", "only =  | \ntitle = Words | \n");
    }

    #[test]
    fn the_text_of_every_variant_is_reached() {
        check(
            "n =\n    Has { NUMBER($n) ->\n        [one] one\n       *[other] { $n } files, { $a ->\n           *[x] deep { msg.attr }\n        }\n    } left\n",
            "n = Has one files, deep left | NUMBER($n) { $n } $a { msg.attr }\n",
        );
    }

    #[test]
    fn markup_is_atoms_and_no_prose() {
        check(
            "a = See <a href=\"{ $url }\">this</a>, `code` and https://a.example/x.\n",
            "a = See this , and . | <a href=\"{ $url }\"> <a href=\"{ $url }\"> { $url } </a> `code` https://a.example/x\n",
        );
        check("a = https://a.example/x에서 봅니다.\n", "a = 에서 봅니다. | https://a.example/x\n");
        check("a = Go <a { $attrs }>on</a>\n", "a = Go on | <a { $attrs }> { $attrs } </a>\n");
        check(
            "a = A [{ $name }](https://a.example/{ $id }) b\n",
            "a = A [ ](https://a.example/ ) b | [{ $name }](https://a.example/{ $id }) { $name } { $id }\n",
        );
        check("a = x { \"{\" } y { 5 }\n", "a = x y | \n");
    }

    #[test]
    fn keys_say_what_counts() {
        let keys = |text: &str| -> Vec<String> {
            let page = read(text);
            page.atoms.iter().filter_map(|atom| Some(atom.placeholder()?.key.clone())).collect()
        };
        assert_eq!(keys("a = { $n } { NUMBER($n) }"), ["$n", "$n"]);
        assert_eq!(
            keys("a = { NUMBER($n, style: \"percent\", digits: 2) }"),
            ["NUMBER($n,digits:2,style:\"percent\")"]
        );
        assert_eq!(keys("a = { DATETIME($d, month: \"long\") }"), ["$d"]);
        assert_eq!(keys("a = { -brand(case: \"gen\") } { msg } { msg.attr }"), ["-brand", "msg", "msg.attr"]);
    }

    #[test]
    fn junk_has_a_place_and_the_rest_is_read() {
        let text = "a = { $x\nb = fine\nc = { $n ->\n    [one] x\n }\nd = fine\n";
        let page = read(text);
        let catalogue = page.catalogue.as_ref().expect("a catalogue");
        let junk: Vec<(&str, Reason)> =
            catalogue.junk.iter().map(|junk| (junk.span.of(text), junk.reason.clone())).collect();
        assert_eq!(junk[0], ("a = { $x", Reason::Expected("}".to_owned())));
        assert_eq!(junk[1], ("c = { $n ->\n    [one] x\n }", Reason::NoDefault));
        assert_eq!(page.blocks.iter().map(|block| block.label.of(text)).collect::<Vec<_>>(), ["b", "d"]);
    }

    #[test]
    fn a_file_that_is_too_deep_is_not_read() {
        let page = read(&format!("a = {}", "{ $n ->\n *[a] ".repeat(10_000))).catalogue.expect("a catalogue").junk;
        assert!(matches!(page.as_slice(), [Junk { reason: Reason::TooDeep, .. }]));
    }
}
