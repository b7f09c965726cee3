//! What the configuration means: defaults filled in, names checked, globs compiled.

use std::collections::BTreeMap;

use globset::GlobSet;
use toml::Spanned;

use super::check::Check;
use super::choices::{AnchorPolicy, Basis, CodePolicy, Fallback, KeyPolicy, Level, SiteGenerator, StampPlace};
use super::file::{ConfigError, ConfigFile};
use crate::doc::{Dialects, FreeCode, language_name};
use crate::layout::Layout;
use crate::locale::{Locale, Overrides, Script};
use crate::text::{Position, Span};

/// How it is found out what translations were made from.
#[derive(Debug, Clone, Default)]
pub struct Freshness {
    /// What tells it.
    pub base: Basis,
    /// Where stamps are written.
    pub stamp: StampPlace,
    /// The key of front matter that names the commit of the source, where the configuration says one.
    pub key: Option<String>,
}

/// The configuration of a run, resolved.
#[derive(Debug)]
pub struct Settings {
    /// The language of the source, a BCP-47 tag.
    pub source_locale: String,
    /// The configuration says it; otherwise the pages may.
    pub source_is_given: bool,
    /// Layouts of the configuration; empty to have them detected.
    pub layouts: Vec<Layout>,
    /// Where the first of them is written, by line and column.
    pub layout_place: Option<Position>,
    /// What the user says about folder spellings.
    pub locales: Overrides,
    /// Placeholder dialects chosen by the configuration; `None` for all.
    dialects: Option<Dialects>,
    /// Which ids translated headings have.
    pub anchor_policy: AnchorPolicy,
    /// What makes ids of headings.
    pub generator: SiteGenerator,
    /// Hosts that stand for one another.
    pub equivalent_hosts: Vec<String>,
    /// What a reader gets for a page that the locale lacks.
    pub fallback: Fallback,
    /// Which front-matter keys a translation must have.
    pub key_policy: KeyPolicy,
    /// What may be translated in code blocks; `None` if they are not compared.
    pub free_code: Option<FreeCode>,
    /// Languages whose code blocks are not compared, by [`language_name`].
    pub free_languages: Vec<String>,
    /// Front-matter keys whose values are prose.
    pub translate: Vec<String>,
    /// Front-matter keys whose values stay as they are.
    pub verbatim: Vec<String>,
    /// Front-matter keys whose values are not compared.
    pub volatile: Vec<String>,
    /// How it is found out what translations were made from.
    pub freshness: Freshness,
    keep: Vec<String>,
    keep_by_locale: BTreeMap<String, Vec<String>>,
    levels: Vec<Levels>,
    allowed: Vec<Allowed>,
}

/// Severities for paths that match; for all paths without globs.
#[derive(Debug)]
struct Levels {
    paths: Option<GlobSet>,
    rules: BTreeMap<String, Level>,
}

/// A rule whose findings are right as they are, in some pages of some locales.
#[derive(Debug)]
pub struct Allowed {
    paths: Option<GlobSet>,
    locales: Option<Vec<String>>,
    /// The rule's id.
    pub rule: String,
    /// Where it is written in the configuration, in bytes.
    pub span: Span,
}

impl Allowed {
    fn covers(&self, path: &str, locale: &Locale) -> bool {
        let named = |name: &String| name.eq_ignore_ascii_case(locale.tag()) || name == locale.folder();
        self.paths.as_ref().is_none_or(|paths| paths.is_match(path))
            && self.locales.as_ref().is_none_or(|locales| locales.iter().any(named))
    }
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            source_locale: "en".into(),
            source_is_given: false,
            layouts: Vec::new(),
            layout_place: None,
            locales: Overrides::default(),
            dialects: None,
            anchor_policy: AnchorPolicy::default(),
            generator: SiteGenerator::default(),
            equivalent_hosts: Vec::new(),
            fallback: Fallback::default(),
            key_policy: KeyPolicy::default(),
            free_code: Some(FreeCode::CommentsAndStrings),
            free_languages: languages(&["mermaid", "text", "console"]),
            translate: vec!["title".into(), "description".into()],
            verbatim: ["slug", "id", "date", "weight", "layout", "aliases"].map(Into::into).into(),
            volatile: ["weight", "lastmod"].map(Into::into).into(),
            freshness: Freshness::default(),
            keep: Vec::new(),
            keep_by_locale: BTreeMap::new(),
            levels: Vec::new(),
            allowed: Vec::new(),
        }
    }
}

impl Settings {
    /// Resolves what `text` says; `rules` are the ids that exist.
    ///
    /// # Errors
    /// The first key or value that cannot be used, with its place.
    pub fn parse(text: &str, rules: &[&str]) -> Result<Settings, ConfigError> {
        let file = ConfigFile::parse(text)?;
        let check = Check { text, rules };
        let mut settings = Settings::default();
        if let Some(source) = &file.source_locale {
            let tag = Locale::from_tag(source.get_ref());
            settings.source_locale = tag.map_err(|error| check.error(source, error.to_string()))?.tag().to_owned();
            settings.source_is_given = true;
        }
        settings.locales = check.locales(&file.locales)?;
        settings.layouts =
            file.layout.iter().map(|table| check.layout(table, &settings.locales)).collect::<Result<_, _>>()?;
        settings.layout_place = file.layout.first().map(|table| check.place(table));
        settings.dialects = check.dialects(&file)?;
        settings.anchor_policy = file.anchors.policy;
        settings.generator = file.anchors.generator;
        settings.equivalent_hosts = file.links.equivalent_hosts;
        settings.fallback = file.links.fallback.unwrap_or_default();
        settings.key_policy = file.front_matter.policy.unwrap_or_default();
        settings.verbatim = file.front_matter.verbatim.unwrap_or(settings.verbatim);
        settings.volatile = file.front_matter.volatile.unwrap_or(settings.volatile);
        settings.free_code = file.code.policy.map_or(settings.free_code, CodePolicy::free);
        settings.free_languages = file.code.free_languages.map_or(settings.free_languages, |names| languages(&names));
        settings.translate = file.front_matter.translate.unwrap_or(settings.translate);
        settings.freshness = Freshness {
            base: file.freshness.base.unwrap_or_default(),
            stamp: file.freshness.stamp.unwrap_or_default(),
            key: file.freshness.key.map(Spanned::into_inner),
        };
        settings.keep = file.terms.keep;
        settings.keep_by_locale = file.terms.locale;
        settings.levels.push(Levels { paths: None, rules: check.levels(&file.rules)? });
        for table in &file.overrides {
            settings
                .levels
                .push(Levels { paths: Some(check.globs(&table.paths)?), rules: check.levels(&table.rules)? });
        }
        for table in &file.allow {
            let paths = table.paths.as_ref().map(|paths| check.globs(paths)).transpose()?;
            let locales = table.locales.as_ref().map(|names| check.named(names, &settings.locales)).transpose()?;
            for (rule, span) in check.some_rules(&table.rules)? {
                settings.allowed.push(Allowed { paths: paths.clone(), locales: locales.clone(), rule, span });
            }
        }
        Ok(settings)
    }

    /// Adds a level from the command line: it wins over the file.
    pub fn set_level(&mut self, rule: &str, level: Level) {
        self.levels.push(Levels { paths: None, rules: BTreeMap::from([(rule.to_owned(), level)]) });
    }

    /// The dialects in use.
    #[must_use]
    pub fn dialects(&self) -> &Dialects {
        self.dialects.as_ref().unwrap_or_else(|| Dialects::bundled())
    }

    /// The severity of `rule` in `path`, where the configuration says one; the later table wins.
    #[must_use]
    pub fn level(&self, rule: &str, path: &str) -> Option<Level> {
        let fits = |levels: &&Levels| levels.paths.as_ref().is_none_or(|paths| paths.is_match(path));
        self.levels.iter().rev().filter(fits).find_map(|levels| levels.rules.get(rule).copied())
    }

    /// The configuration says that findings of `rule` there are right as they are.
    #[must_use]
    pub fn is_allowed(&self, rule: &str, path: &str, locale: &Locale) -> bool {
        self.allowed.iter().any(|allowed| allowed.rule == rule && allowed.covers(path, locale))
    }

    /// It says nothing of single pages or locales: every rule has the same level everywhere.
    #[must_use]
    pub fn is_uniform(&self) -> bool {
        self.allowed.is_empty() && self.levels.iter().all(|levels| levels.paths.is_none())
    }

    /// The rules whose findings are right as they are somewhere.
    #[must_use]
    pub fn allowed(&self) -> &[Allowed] {
        &self.allowed
    }

    /// Those of them that are so in a page, as indices.
    pub fn allowed_in(&self, path: &str, locale: &Locale) -> impl Iterator<Item = usize> {
        (0..self.allowed.len()).filter(move |&at| self.allowed[at].covers(path, locale))
    }

    /// Terms that stay as they are in `locale`.
    #[must_use]
    pub fn keep_terms(&self, locale: &Locale) -> Vec<String> {
        let own = [locale.tag(), locale.folder(), locale.language()]
            .into_iter()
            .find_map(|name| self.keep_by_locale.get(name));
        longest_first(self.keep.iter().chain(own.into_iter().flatten()))
    }

    /// The language of the source, without its region.
    #[must_use]
    pub fn source_language(&self) -> &str {
        self.source_locale.split('-').next().unwrap_or_default()
    }

    /// The writing system of the source.
    #[must_use]
    pub fn source_script(&self) -> Script {
        Locale::from_tag(&self.source_locale).map_or(Script::Latin, |locale| locale.script())
    }

    /// Terms that stay as they are in every locale.
    #[must_use]
    pub fn shared_terms(&self) -> Vec<String> {
        longest_first(self.keep.iter())
    }
}

/// The longest first, so that a term inside another does not break it.
fn longest_first<'t>(terms: impl Iterator<Item = &'t String>) -> Vec<String> {
    let mut terms: Vec<String> = terms.cloned().collect();
    terms.sort_by_key(|term| std::cmp::Reverse(term.len()));
    terms
}

fn languages<S: AsRef<str>>(names: &[S]) -> Vec<String> {
    names.iter().map(|name| language_name(name.as_ref())).collect()
}
