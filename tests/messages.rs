//! The message catalogue and the code that uses it say the same: every message the code names exists, every message
//! that exists is used and has a help, and no message wants an argument that the code does not pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use fidus::messages::CATALOGUE;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use fluent_syntax::parser::parse;
use regex::Regex;

/// Message ids and the arguments they are given.
type Used = BTreeMap<String, BTreeSet<String>>;

#[test]
fn the_catalogue_reads() {
    if let Err((_, errors)) = parse(CATALOGUE) {
        panic!("rules/messages/en.ftl: {errors:?}");
    }
    let ids: Vec<String> = messages().into_iter().map(|message| message.id).collect();
    let twice: Vec<&String> =
        ids.iter().enumerate().filter(|(at, id)| ids[..*at].contains(id)).map(|(_, id)| id).collect();
    assert!(twice.is_empty(), "rules/messages/en.ftl: defined twice: {twice:?}");
}

#[test]
fn every_message_of_the_code_is_in_the_catalogue() {
    let known: BTreeSet<String> = messages().into_iter().map(|message| message.id).collect();
    let unknown: Vec<String> = used().into_keys().filter(|id| !known.contains(id)).collect();
    assert!(unknown.is_empty(), "not in rules/messages/en.ftl: {unknown:?}");
}

#[test]
fn every_message_of_the_catalogue_is_in_the_code() {
    let used = used();
    let idle: Vec<String> =
        messages().into_iter().map(|message| message.id).filter(|id| !used.contains_key(id)).collect();
    assert!(idle.is_empty(), "in rules/messages/en.ftl, but not in src: {idle:?}");
}

#[test]
fn every_message_has_a_sentence_and_a_help() {
    for message in messages() {
        assert!(message.has_value, "`{}` has no sentence", message.id);
        assert!(
            message.attributes == ["help"] || message.attributes == ["help", "drift"],
            "`{}` has the attributes {:?}, not one help, and one for drift maybe",
            message.id,
            message.attributes
        );
    }
}

#[test]
fn a_sentence_is_one_line_without_final_period() {
    for message in messages() {
        let end = message.text.trim_end();
        assert!(!end.ends_with(['.', '!', '\n']), "`{}` ends with a mark: {end}", message.id);
    }
}

#[test]
fn the_code_passes_every_argument_that_a_message_wants() {
    let used = used();
    for message in messages() {
        let Some(given) = used.get(&message.id) else { continue };
        let missing: Vec<&String> = message.arguments.difference(given).collect();
        assert!(missing.is_empty(), "`{}` wants {missing:?}; the code passes {given:?}", message.id);
    }
}

/// A message of the catalogue.
struct Entered {
    id: String,
    has_value: bool,
    attributes: Vec<String>,
    arguments: BTreeSet<String>,
    text: String,
}

fn messages() -> Vec<Entered> {
    let resource = parse(CATALOGUE).unwrap_or_else(|(resource, _)| resource);
    let entries =
        resource.body.iter().filter_map(|entry| if let Entry::Message(message) = entry { Some(message) } else { None });
    let read = |message: &fluent_syntax::ast::Message<&str>| {
        let mut found = Found::default();
        message.value.iter().for_each(|value| found.pattern(value));
        let text = std::mem::take(&mut found.text);
        message.attributes.iter().for_each(|attribute| found.pattern(&attribute.value));
        Entered {
            id: message.id.name.to_owned(),
            has_value: message.value.is_some(),
            attributes: message.attributes.iter().map(|attribute| attribute.id.name.to_owned()).collect(),
            arguments: found.arguments,
            text,
        }
    };
    entries.map(read).collect()
}

/// What a pattern is made of.
#[derive(Default)]
struct Found {
    arguments: BTreeSet<String>,
    text: String,
}

impl Found {
    fn pattern(&mut self, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            match element {
                PatternElement::TextElement { value } => self.text.push_str(value),
                PatternElement::Placeable { expression } => self.expression(expression),
            }
        }
    }

    fn expression(&mut self, expression: &Expression<&str>) {
        let inline = match expression {
            Expression::Inline(inline) => inline,
            Expression::Select { selector, variants } => {
                variants.iter().for_each(|variant| self.pattern(&variant.value));
                selector
            }
        };
        match inline {
            InlineExpression::VariableReference { id } => {
                self.arguments.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => self.expression(expression),
            _ => {}
        }
    }
}

/// Every message that `src/` names.
fn used() -> Used {
    let mut used = Used::new();
    for file in sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))) {
        let text = fs::read_to_string(&file).expect("a readable source file");
        read_file(&text, &mut used);
    }
    assert!(used.contains_key("link-missing-image"), "the probe finds no message that is chosen by a `match`");
    used
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").filter_map(|entry| Some(entry.ok()?.path()));
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let inner = folders.iter().flat_map(|folder| sources(folder));
    files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs")).chain(inner).collect()
}

/// An argument that is passed.
const PASSED: &str = r#"\.(?:text|count)\(\s*"([a-z_]+)""#;

/// Reads `Message::new("id")`, `Message::new(META.id)`, and `Message::new(id)`, where the ids are the literals of the
/// file that begin with the rule's id.
fn read_file(text: &str, used: &mut Used) {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let rule = capture(r#"\bid: "([a-z-]+)""#, text);
    let calls = pattern(r"Message::new\(\s*([^)]*?)\s*\)");
    let literal = pattern(r#""([a-z]+(?:-[a-z]+)+)""#);
    let chains: Vec<_> =
        calls.captures_iter(text).map(|call| (call[1].to_owned(), chain(&text[call.get_match().end()..]))).collect();
    // Arguments outside of a chain are given to a message that was made before: to which, the text does not tell.
    let passed: Vec<String> = pattern(PASSED).captures_iter(text).map(|found| found[1].to_owned()).collect();
    let loose = passed.len() > chains.iter().map(|(_, names)| names.len()).sum();
    for (id, names) in chains {
        let names: BTreeSet<String> =
            if loose { passed.iter().cloned().collect() } else { names.into_iter().collect() };
        match (id.as_str(), &rule) {
            ("META.id", Some(rule)) => enter(used, rule, &names),
            (id, _) if id.starts_with('"') => enter(used, id.trim_matches('"'), &names),
            (_, Some(rule)) => {
                let ids = literal.captures_iter(text).map(|found| found[1].to_owned());
                let own = ids.filter(|id| id == rule || id.starts_with(&format!("{rule}-")));
                // Which of them the call is about, only the compiler knows; that it is about one is enough.
                own.for_each(|id| enter(used, &id, &names));
            }
            _ => {}
        }
    }
}

fn enter(used: &mut Used, id: &str, names: &BTreeSet<String>) {
    used.entry(id.to_owned()).or_default().extend(names.iter().cloned());
}

/// The names in the chain of `.text("name", …)` and `.count("name", …)` that follows a call.
fn chain(after: &str) -> Vec<String> {
    let name = pattern(&format!(r"^\s*{PASSED}"));
    let (mut rest, mut names) = (after, Vec::new());
    while let Some(found) = name.captures(rest) {
        names.push(found[1].to_owned());
        rest = close(rest).map_or("", |end| &rest[end..]);
    }
    names
}

/// The byte after the parenthesis that closes the first one of `text`.
fn close(text: &str) -> Option<usize> {
    let mut depth = 0i32;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at + 1),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of ours")
}

fn capture(text: &str, haystack: &str) -> Option<String> {
    pattern(text).captures(haystack).map(|found| found[1].to_owned())
}
