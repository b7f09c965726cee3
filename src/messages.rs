//! The sentences people read, from the Fluent catalogue in `rules/messages/`.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};

use crate::diag::{Arg, Cause, Message};

/// The catalogue of the language the sentences are written in.
pub const CATALOGUE: &str = include_str!("../rules/messages/en.ftl");

static BUNDLE: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let mut bundle = FluentBundle::new_concurrent(vec![unic_langid::LanguageIdentifier::default()]);
    bundle.set_use_isolating(false);
    // Junk in the catalogue is found by the catalogue's test; whatever can be read is used.
    let resource = FluentResource::try_new(CATALOGUE.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let _duplicates = bundle.add_resource(resource);
    bundle
});

/// The sentence of a message; its id where the catalogue has none.
#[must_use]
pub fn format(message: &Message) -> String {
    let entry = BUNDLE.get_message(message.id);
    let pattern = entry.and_then(|entry| entry.value());
    pattern.map_or_else(|| message.id.to_owned(), |pattern| resolve(pattern, message))
}

/// The help that belongs to a message, if the catalogue has one: where only the source of today differs, that for drift.
#[must_use]
pub fn help(message: &Message, cause: Cause) -> Option<String> {
    let entry = BUNDLE.get_message(message.id)?;
    let drift = entry.get_attribute("drift").filter(|_| cause == Cause::Drift);
    Some(resolve(drift.or_else(|| entry.get_attribute("help"))?.value(), message))
}

/// Characters of a quotation that a message has room for, and how many of them are its beginning.
const LONGEST: usize = 200;
const BEGINNING: usize = 120;

/// A message is one line, whatever it quotes, and of very long things shows the two ends.
fn quoted(text: &str) -> Cow<'_, str> {
    let line = match text.contains(['\n', '\r']) {
        true => Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")),
        false => Cow::Borrowed(text),
    };
    let count = if line.len() > LONGEST { line.chars().count() } else { 0 };
    if count <= LONGEST {
        return line;
    }
    let beginning: String = line.chars().take(BEGINNING).collect();
    let end: String = line.chars().skip(count - (LONGEST - BEGINNING)).collect();
    Cow::Owned(format!("{beginning}…{end}"))
}

fn resolve(pattern: &fluent_syntax::ast::Pattern<&str>, message: &Message) -> String {
    let mut args = FluentArgs::with_capacity(message.args.len());
    for (name, value) in &message.args {
        match value {
            Arg::Text(text) => args.set(*name, quoted(text)),
            Arg::Count(count) => args.set(*name, *count),
        }
    }
    let mut errors = Vec::new();
    BUNDLE.format_pattern(pattern, Some(&args), &mut errors).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line_and_no_page() {
        assert_eq!(quoted("two\n  lines"), "two lines");
        let address = format!("https://example.org/?image={}end", "å".repeat(2000));
        let cut = quoted(&address);
        assert_eq!(cut.chars().count(), LONGEST + 1);
        assert!(cut.starts_with("https://example.org/?image=å") && cut.ends_with("åend") && cut.contains('…'));
    }
}
