//! Turns what the configuration file says into what it means, or into an error with its place.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use toml::Spanned;

use super::choices::Level;
use super::file::{ConfigError, ConfigFile, DialectChoice, LayoutTable, nearest};
use crate::doc::{DialectError, Dialects};
use crate::layout::{Folders, Layout};
use crate::locale::{Locale, Overrides};
use crate::text::{LineIndex, Position, Span};

/// The text of the file and the ids of rules that exist.
pub(super) struct Check<'t> {
    pub text: &'t str,
    pub rules: &'t [&'t str],
}

impl Check<'_> {
    pub fn error<T>(&self, at: &Spanned<T>, message: String) -> ConfigError {
        ConfigError::at(self.text, at.span().start, message)
    }

    pub fn place<T>(&self, at: &Spanned<T>) -> Position {
        LineIndex::new(self.text).position(u32::try_from(at.span().start).unwrap_or(u32::MAX))
    }

    pub fn locales(&self, table: &BTreeMap<String, Spanned<String>>) -> Result<Overrides, ConfigError> {
        for (folder, tag) in table {
            Locale::with_override(folder, tag.get_ref()).map_err(|error| self.error(tag, error.to_string()))?;
        }
        let pairs = table.iter().map(|(folder, tag)| (folder.as_str(), tag.get_ref().as_str()));
        Overrides::new(pairs).map_err(|error| ConfigError { line: 0, column: 0, message: error.to_string() })
    }

    pub fn layout(&self, table: &Spanned<LayoutTable>, locales: &Overrides) -> Result<Layout, ConfigError> {
        let written = table.get_ref();
        let mut layout =
            Layout::new(&written.source, &written.target).map_err(|error| self.error(table, error.to_string()))?;
        layout.folders = Folders::AnyLocale { also: locales.folders().map(str::to_owned).collect() };
        if let Some(extensions) = &written.extensions {
            layout.extensions = extensions.iter().map(|ending| ending.trim_start_matches('.').to_owned()).collect();
        }
        for glob in &written.exclude {
            compile(glob).map_err(|reason| self.error(table, format!("`{glob}` is no glob: {reason}")))?;
        }
        layout.exclude = written.exclude.clone();
        Ok(layout)
    }

    pub fn dialects(&self, file: &ConfigFile) -> Result<Option<Dialects>, ConfigError> {
        let names = match file.placeholders.dialects.as_ref().map(Spanned::get_ref) {
            None => None,
            Some(DialectChoice::Word(word)) if word == "auto" => None,
            Some(DialectChoice::Word(word)) => Some(vec![word.clone()]),
            Some(DialectChoice::Names(names)) => Some(names.clone()),
        };
        let patterns: Vec<String> =
            file.placeholders.patterns.iter().map(|pattern| pattern.get_ref().clone()).collect();
        if names.is_none() && patterns.is_empty() {
            return Ok(None);
        }
        Dialects::choose(names.as_deref(), &patterns).map(Some).map_err(|error| self.dialect_error(file, error))
    }

    fn dialect_error(&self, file: &ConfigFile, error: DialectError) -> ConfigError {
        let start = match &error {
            DialectError::Unknown(_) => file.placeholders.dialects.as_ref().map(|choice| choice.span().start),
            DialectError::Pattern { pattern, .. } => file
                .placeholders
                .patterns
                .iter()
                .find(|written| written.get_ref() == pattern)
                .map(|written| written.span().start),
        };
        let message = match error {
            DialectError::Unknown(name) => {
                let known = Dialects::names();
                let near = nearest(&name, known.iter().map(String::as_str));
                let hint = near
                    .map_or_else(|| format!("known: {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
                format!("unknown dialect `{name}`; {hint}")
            }
            DialectError::Pattern { pattern, reason } => {
                // Above it the pattern is drawn once more, with a mark below.
                let reason = reason.lines().last().unwrap_or_default().trim_start_matches("error: ");
                format!("`{pattern}` is no usable pattern: {reason}")
            }
        };
        ConfigError::at(self.text, start.unwrap_or(0), message)
    }

    pub fn levels(&self, table: &BTreeMap<Spanned<String>, Level>) -> Result<BTreeMap<String, Level>, ConfigError> {
        table.iter().map(|(rule, level)| Ok((self.rule(rule)?, *level))).collect()
    }

    fn rule(&self, written: &Spanned<String>) -> Result<String, ConfigError> {
        let id = written.get_ref();
        if self.rules.contains(&id.as_str()) {
            return Ok(id.clone());
        }
        let hint = nearest(id, self.rules.iter().copied())
            .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        Err(self.error(written, format!("unknown rule `{id}`{hint}")))
    }

    /// The ids of a list, one at least, with their places.
    pub fn some_rules(&self, written: &Spanned<Vec<Spanned<String>>>) -> Result<Vec<(String, Span)>, ConfigError> {
        let placed = |rule: &Spanned<String>| Ok((self.rule(rule)?, Span::new(rule.span().start, rule.span().end)));
        match written.get_ref().as_slice() {
            [] => Err(self.error(written, "no rule is named; `fidus rules` lists them".to_owned())),
            rules => rules.iter().map(placed).collect(),
        }
    }

    /// Locales by tag or folder.
    pub fn named(&self, written: &[Spanned<String>], known: &Overrides) -> Result<Vec<String>, ConfigError> {
        let name = |written: &Spanned<String>| {
            let name = written.get_ref();
            match Locale::from_tag(name) {
                Err(error) if known.read(name).is_none() => Err(self.error(written, error.to_string())),
                _ => Ok(name.clone()),
            }
        };
        written.iter().map(name).collect()
    }

    pub fn globs(&self, written: &[Spanned<String>]) -> Result<GlobSet, ConfigError> {
        let mut set = GlobSetBuilder::new();
        for glob in written {
            set.add(
                compile(glob.get_ref())
                    .map_err(|reason| self.error(glob, format!("`{}` is no glob: {reason}", glob.get_ref())))?,
            );
        }
        set.build().map_err(|reason| ConfigError { line: 0, column: 0, message: reason.to_string() })
    }
}

fn compile(glob: &str) -> Result<globset::Glob, String> {
    GlobBuilder::new(glob).literal_separator(true).build().map_err(|error| error.kind().to_string())
}
