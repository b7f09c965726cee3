//! HTML and MDX that runs, embeds or disguises something: in the translation only.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{Atom, AtomKind, Block, Document, HtmlTag, Kind};
use crate::pair::Pair;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::Span;

/// The rule.
pub struct UnsafeHtml;

static META: RuleMeta = RuleMeta {
    id: "unsafe-html",
    group: Group::Security,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/unsafe-html.md"),
};

/// Elements that run or embed something, or send what readers type.
const ELEMENTS: [&str; 10] =
    ["script", "iframe", "object", "embed", "form", "base", "frame", "frameset", "applet", "style"];

impl Rule for UnsafeHtml {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let mdx = pair.frame.target_path.ends_with(".mdx");
        let found = dangers(pair.target, mdx);
        if found.is_empty() {
            return;
        }
        let mut known: FxHashMap<String, u32> = FxHashMap::default();
        for danger in dangers(pair.source, mdx) {
            *known.entry(danger.key).or_default() += 1;
        }
        let mut last = None;
        for danger in found {
            if let Some(left) = known.get_mut(&danger.key).filter(|left| **left > 0) {
                // What a page calls, it may call more often.
                *left -= u32::from(danger.counts);
            } else if last != Some(danger.span) && !(danger.key == VISUAL && is_own_block(pair, &danger)) {
                last = Some(danger.span);
                out.report(finding(pair, &danger));
            }
        }
    }
}

/// The source has no counterpart of the block, so that it says nothing of how that should look.
fn is_own_block(pair: &Pair<'_, '_>, danger: &Danger) -> bool {
    let holds = |at: u32| pair.target.blocks[at as usize].span.contains(danger.span);
    let mut alone = pair.alignment.rows.iter().filter(|row| row.source.is_empty());
    alone.any(|row| row.target.clone().any(holds))
}

/// Something that should be in the source, if it is in the translation.
struct Danger {
    span: Span,
    /// Equal for what means the same, whatever the words in it.
    key: String,
    /// The source must have it as many times.
    counts: bool,
    message: &'static str,
    found: String,
}

fn dangers(document: &Document<'_>, mdx: bool) -> Vec<Danger> {
    let text = document.text;
    let mut out = Vec::new();
    for atom in &document.atoms {
        match &atom.kind {
            AtomKind::Html(tag) if !tag.closing => tag_dangers(text, tag, mdx, &mut out),
            AtomKind::Placeholder(_) if mdx => out.extend(call(text, atom)),
            _ => {}
        }
    }
    if mdx {
        for block in document.blocks.iter().filter(|block| block.kind == Kind::Code) {
            modules(text, block, &mut out);
        }
    }
    out.sort_by_key(|danger| danger.span);
    out
}

/// The key of all styles that only show.
const VISUAL: &str = "style";

fn tag_dangers(text: &str, tag: &HtmlTag, mdx: bool, out: &mut Vec<Danger>) {
    let name = tag.name.of(text);
    // A component of MDX is no element, whatever its name.
    let component = mdx && name.starts_with(|char: char| char.is_ascii_uppercase());
    let name = name.to_ascii_lowercase();
    let mut add = |key: String, message, found: &str| {
        // A page that sets widths and colours may set more of them.
        let counts = key != VISUAL;
        out.push(Danger { span: tag.span, key, counts, message, found: found.to_owned() });
    };
    let refresh = name == "meta" && tag.attribute(text, "http-equiv").is_some();
    if !component && (ELEMENTS.contains(&name.as_str()) || refresh) {
        add(format!("<{name}"), META.id, &name);
    }
    for attribute in &tag.attributes {
        let (written, value) = (attribute.name.of(text), attribute.value.of(text));
        let lower = written.to_ascii_lowercase();
        if is_handler(&lower) && !value.is_empty() {
            add(format!("{lower}={}", without_words(value)), "unsafe-html-handler", written);
        } else if lower == "style" && is_visual(value) && !is_direction(value) {
            add(VISUAL.to_owned(), "unsafe-html-attribute", written);
        } else if lower == "srcdoc" || lower == "formaction" || lower == "style" && !is_direction(value) {
            add(format!("{name} {lower}"), "unsafe-html-attribute", written);
        }
    }
}

/// `onclick` and its like, but no other word that begins like them.
fn is_handler(name: &str) -> bool {
    const WORDS: [&str; 5] = ["ongoing", "onboarding", "onward", "onwards", "onset"];
    name.len() > 4
        && name.starts_with("on")
        && name.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !WORDS.contains(&name)
}

/// A style that loads nothing and neither hides a thing nor lays it over another.
fn is_visual(style: &str) -> bool {
    const TOLD: [&str; 9] =
        ["url(", "expression", "behavior", "binding", "position", "display", "visibility", "opacity", "z-index"];
    let style = style.to_ascii_lowercase();
    !TOLD.iter().any(|word| style.contains(word))
}

/// A style that says how a script runs, and nothing else.
fn is_direction(style: &str) -> bool {
    const HARMLESS: [&str; 6] = ["direction", "text-align", "unicode-bidi", "font-family", "textalign", "fontfamily"];
    let inner = style.trim_matches(|char: char| "{} ".contains(char)).to_ascii_lowercase();
    let names = inner.split([';', ',']).filter_map(|part| part.split_once(':'));
    let names: Vec<&str> = names.map(|(name, _)| name.trim_matches(|char: char| " '\"".contains(char))).collect();
    !names.is_empty() && names.iter().all(|name| HARMLESS.contains(name)) && !inner.contains("url(")
}

/// Code without its strings, which may be translated.
fn without_words(code: &str) -> String {
    let mut out = String::new();
    let mut quote = None;
    for char in code.chars() {
        match quote {
            Some(open) if char == open => quote = None,
            Some(_) => {}
            None if matches!(char, '"' | '\'' | '`') => quote = Some(char),
            None if char.is_whitespace() => {}
            None => out.push(char),
        }
    }
    out
}

/// An expression that calls a function.
fn call(text: &str, atom: &Atom<'_>) -> Option<Danger> {
    let code = atom.span.of(text);
    let inner = code.strip_prefix('{').filter(|inner| !inner.starts_with(['{', '%', '/', '"', '\'']))?;
    let open = inner.find('(')?;
    let name: String =
        inner[..open].chars().rev().take_while(|char| char.is_alphanumeric() || "_$.".contains(*char)).collect();
    let name: String = name.chars().rev().collect();
    let found = code.to_owned();
    let key = format!("call {name}");
    (!name.is_empty()).then_some(Danger { span: atom.span, key, counts: false, message: "unsafe-html-call", found })
}

/// What a block of `import` and `export` lines takes in and gives out.
fn modules(text: &str, block: &Block, out: &mut Vec<Danger>) {
    let code = block.span.of(text);
    if !block.label.is_empty() || !(code.starts_with("import ") || code.starts_with("export ")) {
        return;
    }
    let mut at = block.span.start as usize;
    for line in code.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        let name: Cow<'_, str> = if let Some(rest) = line.strip_prefix("export ") {
            let mut words = rest.split(|char: char| !(char.is_alphanumeric() || "_$".contains(char)));
            let keyword =
                |word: &&str| word.is_empty() || matches!(*word, "const" | "let" | "var" | "function" | "async");
            Cow::Owned(format!("export {}", words.find(|word| !keyword(word)).unwrap_or_default()))
        } else if line.starts_with("import ") || line.starts_with('}') && line.contains("from") {
            let Some(module) = line.split(['"', '\'']).nth(1) else { continue };
            // A translation may stand in a deeper folder, and have a version of its own.
            let file = module.trim_end_matches('/').rsplit('/').next().unwrap_or(module);
            Cow::Owned(format!("import {file}"))
        } else {
            continue;
        };
        let found = span.of(text).to_owned();
        out.push(Danger { span, key: name.into_owned(), counts: false, message: "unsafe-html-module", found });
    }
}

fn finding(pair: &Pair<'_, '_>, danger: &Danger) -> Diagnostic {
    let found = crate::rule::shorten(&danger.found);
    let message = Message::new(danger.message).text("found", found.as_str());
    Diagnostic::new(META.id, danger.span, message).found(found).claim(Claim::Region(reach(pair.target, danger)))
}

/// The bytes that stand or fall with it: to the end of its element, or the whole block if it opens the block.
fn reach(document: &Document<'_>, danger: &Danger) -> Span {
    let Some(block) = document.block_of(danger.span) else { return danger.span };
    if block.span.start == danger.span.start && block.kind == Kind::Html {
        return block.span;
    }
    let rest = Span { start: danger.span.end, end: block.span.end };
    let closer = format!("</{}", danger.found.to_ascii_lowercase());
    // An element that ends far away is not worth the search.
    let text: &str = rest.of(document.text);
    let text = text.get(..4096).unwrap_or(text);
    let end = text.find(&closer).and_then(|at| Some(at + text[at..].find('>')? + 1));
    end.map_or(danger.span, |len| Span::new(danger.span.start as usize, rest.start as usize + len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn handlers_are_told_from_words() {
        assert!(["onclick", "onerror", "onmouseover", "oncut"].into_iter().all(is_handler));
        assert!(!["one", "only", "once", "on", "ongoing", "on-top"].into_iter().any(is_handler));
    }

    #[test]
    fn styles_of_direction_are_harmless() {
        assert!(is_direction("direction: rtl; text-align: right") && is_direction("{{textAlign: 'right'}}"));
        assert!(!is_direction("position: fixed") && !is_direction("direction: rtl; background: url(x)"));
    }
}
