//! Every setting with its value and where that comes from, written as a configuration that means the same.

use std::fmt::Write;

use toml::de::{DeTable, DeValue};
use toml::{Spanned, Table, Value};

use super::choices::{CodePolicy, Level};
use super::file::{Code, ConfigError, ConfigFile, DialectChoice, FrontMatter, Links, Placeholders};
use super::file::{Freshness, LayoutTable};
use super::settings::Settings;
use crate::layout::Layout;
use crate::text::LineIndex;

/// What is in use where the configuration does not say it.
#[derive(Debug, Clone, Copy)]
pub struct Detected<'d> {
    /// The tag of the source's language.
    pub source_locale: &'d str,
    /// The layouts.
    pub layouts: &'d [Layout],
}

/// Lists the settings of the configuration `text`, which is read from `file`: a line for each, with its origin as a
/// comment. `rules` are all rules with the levels they have by themselves, `detected` what is in use where the
/// configuration does not say it.
///
/// # Errors
/// A configuration that cannot be read.
pub fn resolved(
    text: &str,
    file: &str,
    rules: &[(&str, Level)],
    detected: Detected<'_>,
) -> Result<String, ConfigError> {
    let written: Table = text.parse().map_err(|error: toml::de::Error| ConfigError::of_toml(text, &error))?;
    let places = DeTable::parse(text).map_err(|error| ConfigError::of_toml(text, &error))?;
    let unset = Table::try_from(unset(rules, detected)).map_err(|error| ConfigError {
        line: 0,
        column: 0,
        message: error.to_string(),
    })?;
    let lines = LineIndex::new(text);
    let line = |at: usize| lines.position(u32::try_from(at).unwrap_or(u32::MAX)).line;
    let source_is_detected = detected.source_locale != Settings::default().source_locale;
    let places = places.get_ref();
    let listing = Listing { written: &written, places, unset: &unset, source_is_detected, file, line: &line };
    Ok(listing.all())
}

/// What holds where nothing is written.
fn unset(rules: &[(&str, Level)], detected: Detected<'_>) -> ConfigFile {
    let settings = Settings::default();
    let bare = |text: String| Spanned::new(0..0, text);
    ConfigFile {
        source_locale: Some(bare(detected.source_locale.to_owned())),
        layout: detected.layouts.iter().map(|layout| Spanned::new(0..0, table(layout))).collect(),
        placeholders: Placeholders {
            dialects: Some(Spanned::new(0..0, DialectChoice::Word("auto".into()))),
            patterns: Vec::new(),
        },
        code: Code { policy: Some(CodePolicy::CommentsAndStrings), free_languages: Some(settings.free_languages) },
        links: Links { equivalent_hosts: settings.equivalent_hosts, fallback: Some(settings.fallback) },
        front_matter: FrontMatter {
            policy: Some(settings.key_policy),
            verbatim: Some(settings.verbatim),
            volatile: Some(settings.volatile),
            translate: Some(settings.translate),
        },
        freshness: Freshness {
            base: Some(settings.freshness.base),
            stamp: Some(settings.freshness.stamp),
            key: settings.freshness.key.map(bare),
        },
        rules: rules.iter().map(|(id, level)| (bare((*id).to_owned()), *level)).collect(),
        ..ConfigFile::default()
    }
}

fn table(layout: &Layout) -> LayoutTable {
    LayoutTable {
        source: layout.source.to_string(),
        target: layout.target.to_string(),
        extensions: Some(layout.extensions.clone()),
        exclude: layout.exclude.clone(),
    }
}

/// The key of the source's language.
const SOURCE: &str = "source-locale";

/// Where the settings are looked up.
struct Listing<'a> {
    written: &'a Table,
    /// The same, with places.
    places: &'a DeTable<'a>,
    unset: &'a Table,
    /// The pages tell the source's language, if the configuration does not.
    source_is_detected: bool,
    file: &'a str,
    /// The line of a byte of the configuration.
    line: &'a dyn Fn(usize) -> u32,
}

impl Listing<'_> {
    /// Single values first, as TOML wants it, then tables, then lists of tables.
    fn all(&self) -> String {
        let mut names: Vec<&String> = self.unset.keys().chain(self.written.keys()).collect();
        names.sort_unstable();
        names.dedup();
        let (mut values, mut tables, mut lists) = (String::new(), String::new(), String::new());
        for name in names {
            let value = self.written.get(name).or_else(|| self.unset.get(name));
            match value {
                Some(Value::Table(_)) => self.table(name, &mut tables),
                Some(Value::Array(items)) if matches!(name.as_str(), "layout" | "override" | "allow") => {
                    self.list(name, items, &mut lists);
                }
                Some(value) => line(&mut values, name, value, &self.origin(self.places, name)),
                None => {}
            }
        }
        values + &tables + &lists
    }

    fn table(&self, name: &str, out: &mut String) {
        let of = |table: &'_ Table| table.get(name).and_then(Value::as_table).cloned().unwrap_or_default();
        let (written, mut all) = (of(self.written), of(self.unset));
        all.extend(written);
        let nowhere = DeTable::default();
        let places = match self.places.get(name).map(Spanned::get_ref) {
            Some(DeValue::Table(places)) => places,
            _ => &nowhere,
        };
        if all.is_empty() {
            return;
        }
        let _infallible = writeln!(out, "\n[{name}]");
        for (key, value) in &all {
            line(out, key, value, &self.origin(places, key));
        }
    }

    fn list(&self, name: &str, items: &[Value], out: &mut String) {
        let places = match self.places.get(name).map(Spanned::get_ref) {
            Some(DeValue::Array(places)) => places.iter().map(|item| item.span().start).collect(),
            _ => Vec::new(),
        };
        for (at, item) in items.iter().enumerate() {
            let origin = places.get(at).map_or_else(|| "detected".to_owned(), |place| self.written_at(*place));
            let _infallible = writeln!(out, "\n[[{name}]] # {origin}");
            for (key, value) in item.as_table().into_iter().flatten() {
                let _infallible = writeln!(out, "{} = {value}", written_key(key));
            }
        }
    }

    fn origin(&self, places: &DeTable<'_>, key: &str) -> String {
        let place = places.keys().find(|known| known.get_ref() == key);
        let unset = if key == SOURCE && self.source_is_detected { "detected" } else { "default" };
        place.map_or_else(|| unset.to_owned(), |place| self.written_at(place.span().start))
    }

    fn written_at(&self, place: usize) -> String {
        format!("{}:{}", self.file, (self.line)(place))
    }
}

fn line(out: &mut String, key: &str, value: &Value, origin: &str) {
    let setting = format!("{} = {value}", written_key(key));
    let _infallible = writeln!(out, "{setting:<40} # {origin}");
}

/// A key as TOML wants it: in quotation marks where it is no plain word.
fn written_key(key: &str) -> String {
    let plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if plain { key.to_owned() } else { Value::from(key).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &[(&str, Level)] = &[("link-dead", Level::Error), ("untranslated", Level::Warning)];

    const NOTHING: Detected<'_> = Detected { source_locale: "en", layouts: &[] };

    #[test]
    fn every_setting_says_where_it_comes_from() {
        let text = "source-locale = \"de\"\n\n[links]\nfallback = \"404\"\n\n[rules]\nuntranslated = \"off\"\n";
        let listed = resolved(text, "fidus.toml", RULES, NOTHING).expect("it is right");
        for (start, origin) in [
            ("source-locale = \"de\"", "fidus.toml:1"),
            ("fallback = \"404\"", "fidus.toml:4"),
            ("untranslated = \"off\"", "fidus.toml:7"),
            ("link-dead = \"error\"", "default"),
            ("policy = \"either\"", "default"),
        ] {
            let line = listed.lines().find(|line| line.starts_with(start));
            assert_eq!(line.and_then(|line| line.rsplit("# ").next()), Some(origin), "{start} in\n{listed}");
        }
    }

    #[test]
    fn what_is_listed_means_the_same_as_a_configuration() {
        let text = "[terms.locale]\n\"pt-br\" = [\"Pod\"]\n[[allow]]\npaths = [\"a/**\"]\nrules = [\"link-dead\"]\n";
        let layout = Layout::new("docs/{path}", "i18n/{locale}/{path}").expect("it is right");
        let detected = Detected { source_locale: "zh", layouts: std::slice::from_ref(&layout) };
        let listed = resolved(text, "fidus.toml", RULES, detected).expect("it is right");
        let rules: Vec<&str> = RULES.iter().map(|(id, _)| *id).collect();
        let settings = Settings::parse(&listed, &rules).unwrap_or_else(|error| panic!("{error} in\n{listed}"));
        assert_eq!(settings.layouts.len(), 1);
        assert_eq!(settings.layouts[0].target, layout.target);
        assert!(listed.contains("[[layout]] # detected"), "{listed}");
        let source = listed.lines().find(|line| line.starts_with("source-locale = \"zh\""));
        assert!(source.is_some_and(|line| line.ends_with("# detected")) && settings.source_is_given, "{listed}");
        let again = resolved(&listed, "fidus.toml", RULES, NOTHING).expect("it is right");
        let plain = |listed: &str| {
            listed.lines().map(|line| line.split(" # ").next().unwrap_or("").trim_end().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(plain(&again), plain(&listed));
    }
}
