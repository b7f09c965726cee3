//! `fidus.toml` as it is written: all keys optional, unknown ones refused with their place and the nearest key.

use std::collections::BTreeMap;
use std::fmt;

use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::choices::{AnchorPolicy, Basis, CodePolicy, Fallback, KeyPolicy, Level, SiteGenerator, StampPlace};
use crate::text::LineIndex;

/// Everything a configuration file may say.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct ConfigFile {
    /// The language of the source, a BCP-47 tag.
    #[schemars(with = "Option<String>", extend("default" = "en"))]
    pub source_locale: Option<Spanned<String>>,
    /// Layouts, in order of precedence; none to have them detected.
    #[schemars(with = "Vec<LayoutTable>")]
    pub layout: Vec<Spanned<LayoutTable>>,
    /// Folder spellings and the tags they stand for.
    #[schemars(with = "BTreeMap<String, String>")]
    pub locales: BTreeMap<String, Spanned<String>>,
    /// Template dialects.
    pub placeholders: Placeholders,
    /// Words that stay as they are.
    pub terms: Terms,
    /// Heading ids.
    pub anchors: Anchors,
    /// Code blocks.
    pub code: Code,
    /// Links.
    pub links: Links,
    /// Front matter.
    pub front_matter: FrontMatter,
    /// What translations were made from.
    pub freshness: Freshness,
    /// Severities by rule.
    #[schemars(with = "BTreeMap<String, Level>")]
    pub rules: BTreeMap<Spanned<String>, Level>,
    /// Severities by path and rule.
    #[serde(rename = "override")]
    pub overrides: Vec<Override>,
    /// Findings that are right as they are.
    pub allow: Vec<Allow>,
}

/// One layout.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LayoutTable {
    /// Where sources are: `public/{path}`.
    pub source: String,
    /// Where translations are: `i18n/public/{locale}/{path}`.
    pub target: String,
    /// File endings without a dot.
    pub extensions: Option<Vec<String>>,
    /// Globs of source paths that are not translated.
    #[serde(default)]
    pub exclude: Vec<String>,
}

/// Template dialects.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Placeholders {
    /// `"auto"`, or a list of names.
    #[schemars(with = "Option<DialectChoice>", extend("default" = "auto"))]
    pub dialects: Option<Spanned<DialectChoice>>,
    /// The project's own placeholders, as regular expressions.
    #[schemars(with = "Vec<String>")]
    pub patterns: Vec<Spanned<String>>,
}

/// Which dialects are read.
#[derive(Debug, Clone, Deserialize, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum DialectChoice {
    /// `"auto"`: all of them.
    Word(String),
    /// The named ones.
    Names(Vec<String>),
}

/// Words that stay as they are.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Terms {
    /// In every locale.
    pub keep: Vec<String>,
    /// In one locale, by tag or folder.
    pub locale: BTreeMap<String, Vec<String>>,
}

/// Heading ids.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Anchors {
    /// Which ids translated headings have.
    pub policy: AnchorPolicy,
    /// What makes ids of headings.
    pub generator: SiteGenerator,
}

/// Code blocks.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Code {
    /// What must be equal.
    pub policy: Option<CodePolicy>,
    /// Languages whose blocks are not compared.
    pub free_languages: Option<Vec<String>>,
}

/// Links.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Links {
    /// Hosts that stand for one another.
    pub equivalent_hosts: Vec<String>,
    /// What a reader gets for a page that the locale lacks.
    pub fallback: Option<Fallback>,
}

/// Front matter.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct FrontMatter {
    /// Which keys a translation must have.
    pub policy: Option<KeyPolicy>,
    /// Keys whose values stay as they are.
    pub verbatim: Option<Vec<String>>,
    /// Keys whose values are not compared.
    pub volatile: Option<Vec<String>>,
    /// Keys whose values are prose.
    pub translate: Option<Vec<String>>,
}

/// What translations were made from.
#[derive(Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Freshness {
    /// What tells it.
    pub base: Option<Basis>,
    /// Where `fidus stamp` writes.
    pub stamp: Option<StampPlace>,
    /// The key of front matter that names the commit of the source.
    #[schemars(with = "Option<String>")]
    pub key: Option<Spanned<String>>,
}

/// Severities for some paths.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Override {
    /// Globs.
    #[schemars(with = "Vec<String>")]
    pub paths: Vec<Spanned<String>>,
    /// Severities by rule.
    #[schemars(with = "BTreeMap<String, Level>")]
    pub rules: BTreeMap<Spanned<String>, Level>,
}

/// Findings that are right as they are.
#[derive(Debug, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Allow {
    /// Globs; every path if absent.
    #[schemars(with = "Option<Vec<String>>")]
    pub paths: Option<Vec<Spanned<String>>>,
    /// Locales by tag or folder; every locale if absent.
    #[schemars(with = "Option<Vec<String>>")]
    pub locales: Option<Vec<Spanned<String>>>,
    /// Rule ids, one at least.
    #[schemars(with = "Vec<String>", length(min = 1))]
    pub rules: Spanned<Vec<Spanned<String>>>,
    /// Why.
    pub reason: Option<String>,
}

/// The name of the file in the repository that holds the schema.
pub const SCHEMA_FILE: &str = "fidus.schema.json";

/// The JSON schema of the configuration, for editors.
#[must_use]
pub fn schema() -> String {
    let mut schema = schemars::schema_for!(ConfigFile);
    schema.insert("title".to_owned(), "fidus.toml".into());
    // What stands for “not written” is no value that holds then.
    let unset = |value: &serde_json::Value| !value.is_string();
    RecursiveTransform(|schema: &mut Schema| {
        if schema.get("default").is_some_and(unset) {
            schema.remove("default");
        }
    })
    .transform(&mut schema);
    format!("{:#}\n", schema.to_value())
}

/// A configuration that cannot be used: where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// Line from 1; 0 where no place is known.
    pub line: u32,
    /// Column from 1.
    pub column: u32,
    /// What is wrong, with the remedy.
    pub message: String,
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}", self.message),
            line => write!(f, "{line}:{}: {}", self.column, self.message),
        }
    }
}

impl std::error::Error for ConfigError {}

impl ConfigError {
    /// An error at byte `at` of `text`.
    #[must_use]
    pub fn at(text: &str, at: usize, message: String) -> ConfigError {
        let place = LineIndex::new(text).position(u32::try_from(at).unwrap_or(u32::MAX));
        ConfigError { line: place.line, column: place.column, message }
    }

    /// What the reader of TOML says of `text`.
    #[must_use]
    pub fn of_toml(text: &str, error: &toml::de::Error) -> ConfigError {
        ConfigError::at(text, error.span().map_or(0, |span| span.start), with_suggestion(error.message()))
    }
}

impl ConfigFile {
    /// Reads a configuration.
    ///
    /// # Errors
    /// The first thing that is no TOML, no key of ours or no value of its key.
    pub fn parse(text: &str) -> Result<ConfigFile, ConfigError> {
        toml::from_str(text).map_err(|error| ConfigError::of_toml(text, &error))
    }
}

/// Serde says `unknown field` and lists the known ones; people want the nearest.
fn with_suggestion(message: &str) -> String {
    let mut quoted = message.split('`').skip(1).step_by(2);
    let is_unknown = message.starts_with("unknown field") || message.starts_with("unknown variant");
    let (Some(wrong), true) = (quoted.next(), is_unknown) else { return message.to_owned() };
    let known: Vec<&str> = quoted.collect();
    let what = if message.starts_with("unknown field") { "key" } else { "value" };
    match nearest(wrong, known.iter().copied()) {
        Some(near) => format!("unknown {what} `{wrong}`; did you mean `{near}`?"),
        None => format!("unknown {what} `{wrong}`; known here: {}", known.join(", ")),
    }
}

/// The name most like `wrong`, if any is like it at all.
#[must_use]
pub fn nearest<'n>(wrong: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // Names that only begin alike are not meant: at least half of the letters must be in place.
    let is_near = |name: &&str| strsim::osa_distance(wrong, name) * 2 <= wrong.len().max(name.len());
    let scored = known.into_iter().filter(is_near).map(|name| (strsim::jaro_winkler(wrong, name), name));
    scored.filter(|(score, _)| *score > 0.75).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_named_with_its_place_and_the_nearest_key() {
        let error = ConfigFile::parse("[links]\nfallbak = \"404\"\n").expect_err("no such key");
        assert_eq!(error.to_string(), "2:1: unknown key `fallbak`; did you mean `fallback`?");
        let error = ConfigFile::parse("[rules]\nlink-dead = \"of\"\n").expect_err("no such level");
        assert!(error.to_string().contains("did you mean `off`?"), "{error}");
    }
}
