//! Which page answers which: a line each, in columns parted by tabs or as JSON.

use serde::Serialize;

use super::Format;
use super::visible::{escaped, safe_json};

/// A localized page and what it answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Answer<'a> {
    /// The page of the source.
    pub source: &'a str,
    /// The localized page.
    pub target: &'a str,
    /// The locale's tag.
    pub locale: &'a str,
}

/// `answers`, by locale and page.
#[must_use]
pub fn pairs(mut answers: Vec<Answer<'_>>, format: Format) -> String {
    answers.sort_unstable_by_key(|answer| (answer.locale, answer.target, answer.source));
    answers.iter().map(|answer| if format == Format::Jsonl { json(answer) } else { plain(answer) } + "\n").collect()
}

fn plain(Answer { source, target, locale }: &Answer<'_>) -> String {
    [locale, target, source].map(|text| escaped(text)).join("\t")
}

fn json(answer: &Answer<'_>) -> String {
    safe_json(&serde_json::to_string(answer).unwrap_or_default()).into_owned()
}
