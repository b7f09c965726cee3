//! What front matter means: its values parsed, or what the parser has against them. Read on demand; the keys and their
//! places come from [`super::front`], which reads bad front matter too.

use std::sync::LazyLock;

use regex::Regex;
use saphyr::{LoadableYamlNode, Scalar, Yaml};

use super::front::{Format, FrontMatter, reads_like_keys};
use crate::text::Span;

/// A value, whatever the format: scalars are text, because quotes mean nothing to a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A scalar; empty for null.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// Keys and their values.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The value of a path of keys.
    #[must_use]
    pub fn get(&self, path: &[&str]) -> Option<&Value> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        let Value::Map(entries) = self else { return None };
        entries.iter().find(|(key, _)| key == first).and_then(|(_, value)| value.get(rest))
    }
}

/// Why front matter cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// The byte of the page that the parser stopped at.
    pub at: usize,
    /// What the parser says.
    pub reason: String,
}

/// The values of a page's front matter.
///
/// # Errors
/// What the parser says, if it is no YAML, TOML or JSON.
pub fn data(text: &str, front: &FrontMatter) -> Result<Value, DataError> {
    read_data(front.inner.of(text), front.format).map_err(|error| DataError {
        at: (front.inner.start as usize + error.at).min(front.inner.end as usize),
        ..error
    })
}

/// The values of `written`, which is front matter without its delimiters.
///
/// # Errors
/// What the parser says, if it is no YAML, TOML or JSON.
pub fn read_data(written: &str, format: Format) -> Result<Value, DataError> {
    match format {
        Format::Yaml => yaml(&masked(written)),
        Format::Toml => {
            toml::from_str::<toml::Table>(written).map(|table| of_toml(toml::Value::Table(table))).map_err(|error| {
                DataError { at: error.span().map_or(0, |span| span.start), reason: error.message().to_owned() }
            })
        }
        Format::Json => serde_json::from_str(written).map(of_json).map_err(|error| {
            let before: usize = written.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            DataError { at: before + error.column().saturating_sub(1), reason: error.to_string() }
        }),
    }
}

/// Template tags as letters: `title: {{ x }}` is no map of a map.
fn masked(written: &str) -> String {
    static TAG: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"\{\{[^\n]*?\}\}|\{%[^\n]*?%\}|<%[^\n]*?%>").ok());
    let Some(tag) = TAG.as_ref() else { return written.to_owned() };
    tag.replace_all(written, |found: &regex::Captures<'_>| "x".repeat(found[0].chars().count())).into_owned()
}

fn yaml(written: &str) -> Result<Value, DataError> {
    let loaded = Yaml::load_from_str(written).map_err(|error| DataError {
        at: written.char_indices().nth(error.marker().index()).map_or(written.len(), |(at, _)| at),
        reason: error.info().to_owned(),
    })?;
    Ok(loaded.into_iter().next().map_or(Value::Map(Vec::new()), of_yaml))
}

fn of_yaml(node: Yaml<'_>) -> Value {
    match node {
        Yaml::Sequence(items) => Value::List(items.into_iter().map(of_yaml).collect()),
        Yaml::Mapping(entries) => {
            let key = |key: Yaml<'_>| if let Value::Text(key) = of_yaml(key) { key } else { String::new() };
            Value::Map(entries.into_iter().map(|(name, value)| (key(name), of_yaml(value))).collect())
        }
        Yaml::Tagged(_, inner) => of_yaml(*inner),
        Yaml::Representation(text, ..) => Value::Text(text.into_owned()),
        Yaml::Value(Scalar::String(text)) => Value::Text(text.into_owned()),
        Yaml::Value(Scalar::Boolean(value)) => Value::Text(value.to_string()),
        Yaml::Value(Scalar::Integer(value)) => Value::Text(value.to_string()),
        Yaml::Value(Scalar::FloatingPoint(value)) => Value::Text(value.to_string()),
        Yaml::Value(Scalar::Null) | Yaml::Alias(_) | Yaml::BadValue => Value::Text(String::new()),
    }
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::Array(items) => Value::List(items.into_iter().map(of_toml).collect()),
        toml::Value::Table(table) => Value::Map(table.into_iter().map(|(key, value)| (key, of_toml(value))).collect()),
        toml::Value::String(text) => Value::Text(text),
        other => Value::Text(other.to_string()),
    }
}

fn of_json(value: serde_json::Value) -> Value {
    match value {
        serde_json::Value::Array(items) => Value::List(items.into_iter().map(of_json).collect()),
        serde_json::Value::Object(map) => {
            Value::Map(map.into_iter().map(|(key, value)| (key, of_json(value))).collect())
        }
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Null => Value::Text(String::new()),
        other => Value::Text(other.to_string()),
    }
}

/// Where front matter that is none begins and ends: an opener that nothing closes, or one too many before the real one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stray {
    /// Nothing closes the opener; from it to the last line that reads like front matter.
    Unclosed(Span),
    /// It is closed at once, and the front matter follows; from it to the end of what follows.
    Doubled(Span),
}

/// What is wrong with the delimiters at the top of a page, if anything is.
#[must_use]
pub fn stray_opener(text: &str, front: Option<&FrontMatter>) -> Option<Stray> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let head = |from: usize| {
        let mut end = from;
        for line in text[from..].split_inclusive('\n') {
            if !line.trim().is_empty() && !reads_like_keys(line) {
                break;
            }
            end += line.len();
        }
        end
    };
    match front {
        Some(front) if !front.closed => Some(Stray::Unclosed(front.span)),
        None if text[start..].lines().next().is_some_and(|line| line.trim_end() == "---") => {
            let next = start + text[start..].find('\n').map_or(text.len() - start, |at| at + 1);
            let end = start + text[start..head(next)].trim_end().len();
            Some(Stray::Unclosed(Span::new(start, end)))
        }
        Some(front) if front.entries.is_empty() && front.inner.trim(text).is_empty() => {
            let end = head((front.span.end as usize + 1).min(text.len()));
            let rest = &text[end..];
            let closes = rest.lines().next().is_some_and(|line| line.trim_end() == "---");
            let written = front.span.end as usize + 1 < end && !text[front.span.end as usize..end].trim().is_empty();
            (closes && written).then(|| Stray::Doubled(Span::new(start, end + rest.find('\n').unwrap_or(rest.len()))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn map(written: &str, format: Format) -> Value {
        read_data(written, format).expect("front matter that can be read")
    }

    #[test]
    fn the_same_values_in_every_format() {
        let yaml = map("a: \"x\"\nb: [1, 2]\nc:\n  d: true\n", Format::Yaml);
        assert_eq!(yaml, map("a: x\nb:\n- 1\n- '2'\nc: {d: true}\n", Format::Yaml));
        assert_eq!(yaml, map("a = \"x\"\nb = [1, 2]\n[c]\nd = true\n", Format::Toml));
        assert_eq!(yaml, map("{\"a\": \"x\", \"b\": [1, 2], \"c\": {\"d\": true}}", Format::Json));
        assert_eq!(yaml.get(&["c", "d"]), Some(&Value::Text("true".into())));
    }

    #[test]
    fn tags_are_no_maps_and_errors_have_a_place() {
        map("title: {{ x }}\nintro: {% data a.b %} c\n", Format::Yaml);
        let error = read_data("a: é\nb: c: d\n", Format::Yaml).expect_err("a colon too many");
        assert!(error.at >= "a: é\n".len() && error.at <= "a: é\nb: c: d".len(), "{error:?}");
    }
}
