//! What the configuration means: defaults filled in, names checked, globs compiled.

use std::collections::BTreeMap;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::file::{ConfigError, ConfigFile, DialectChoice, LayoutTable, nearest};
use crate::diag::Severity;
use crate::doc::{DialectError, Dialects, FreeCode, Generator, language_name};
use crate::layout::{Folders, Layout};
use crate::locale::{Locale, Overrides, Script};
use crate::text::{LineIndex, Position};

/// A severity, or off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not run.
    Off,
    /// [`Severity::Info`].
    Info,
    /// [`Severity::Warning`].
    Warning,
    /// [`Severity::Error`].
    Error,
}

impl Level {
    /// The level of a severity, off for none.
    #[must_use]
    pub fn of(severity: Option<Severity>) -> Level {
        match severity {
            None => Level::Off,
            Some(Severity::Info) => Level::Info,
            Some(Severity::Warning) => Level::Warning,
            Some(Severity::Error) => Level::Error,
        }
    }

    /// The severity, `None` for off.
    #[must_use]
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Off => None,
            Level::Info => Some(Severity::Info),
            Level::Warning => Some(Severity::Warning),
            Level::Error => Some(Severity::Error),
        }
    }
}

/// What must be equal in code blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub enum CodePolicy {
    /// Everything but white space.
    #[serde(rename = "exact")]
    Exact,
    /// All but comments.
    #[serde(rename = "comments")]
    Comments,
    /// All but comments and strings.
    #[serde(rename = "comments+strings")]
    CommentsAndStrings,
    /// Nothing.
    #[serde(rename = "off")]
    Off,
}

impl CodePolicy {
    fn free(self) -> Option<FreeCode> {
        match self {
            CodePolicy::Exact => Some(FreeCode::Nothing),
            CodePolicy::Comments => Some(FreeCode::Comments),
            CodePolicy::CommentsAndStrings => Some(FreeCode::CommentsAndStrings),
            CodePolicy::Off => None,
        }
    }
}

/// What a reader gets for a page that the locale lacks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
pub enum Fallback {
    /// The page in the source language.
    #[default]
    #[serde(rename = "source")]
    Source,
    /// Nothing.
    #[serde(rename = "404")]
    NotFound,
}

/// Which keys of the source's front matter a translation must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KeyPolicy {
    /// Those that most pages of its locale have.
    #[default]
    Auto,
    /// All of them.
    Mirror,
    /// None, but a key it has must be one of the source's.
    Subset,
    /// None.
    Free,
}

/// Which ids translated headings have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnchorPolicy {
    /// Explicit ids are the source's; headings without one may have the slug of their own words.
    #[default]
    Either,
    /// Every heading has the id of the source's, written down where its words make another slug.
    SourceIds,
    /// Ids are in the page's own language.
    LocalizedSlugs,
}

/// What makes ids of headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SiteGenerator {
    /// Any of the known ones.
    #[default]
    Auto,
    /// GitHub.
    Github,
    /// Docusaurus.
    Docusaurus,
    /// Hugo.
    Hugo,
    /// MkDocs.
    Mkdocs,
    /// Jekyll.
    Kramdown,
    /// VitePress.
    Vitepress,
    /// MDN.
    Mdn,
}

impl SiteGenerator {
    /// The slugs that a heading may have.
    #[must_use]
    pub fn slugs(self) -> &'static [Generator] {
        match self {
            SiteGenerator::Auto => Generator::usual(),
            SiteGenerator::Github | SiteGenerator::Docusaurus => &[Generator::Github],
            SiteGenerator::Hugo => &[Generator::Hugo],
            SiteGenerator::Mkdocs => &[Generator::Mkdocs, Generator::Python],
            SiteGenerator::Kramdown => &[Generator::Kramdown],
            SiteGenerator::Vitepress => &[Generator::Vitepress],
            SiteGenerator::Mdn => &[Generator::Mdn],
        }
    }
}

/// What tells which source a translation was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// A stamp; git, where there is none.
    #[default]
    Auto,
    /// Nothing: the source of today is what counts.
    Head,
    /// A stamp.
    Stamp,
    /// Git.
    Git,
}

/// Where `fidus stamp` writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StampPlace {
    /// The front matter of the page.
    #[default]
    FrontMatter,
    /// `fidus.lock` at the root.
    Lock,
}

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

#[derive(Debug)]
struct Allowed {
    paths: Option<GlobSet>,
    locales: Option<Vec<String>>,
    rules: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            source_locale: "en".into(),
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
            settings.allowed.push(Allowed {
                paths: table.paths.as_ref().map(|paths| check.globs(paths)).transpose()?,
                locales: table.locales.as_ref().map(|names| check.named(names, &settings.locales)).transpose()?,
                rules: check.some_rules(&table.rules)?,
            });
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
        self.allowed.iter().any(|allowed| {
            let named = |name: &String| name.eq_ignore_ascii_case(locale.tag()) || name == locale.folder();
            allowed.rules.iter().any(|id| id == rule)
                && allowed.paths.as_ref().is_none_or(|paths| paths.is_match(path))
                && allowed.locales.as_ref().is_none_or(|locales| locales.iter().any(named))
        })
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

/// Turns what was written into what it means, or into an error with its place.
struct Check<'t> {
    text: &'t str,
    rules: &'t [&'t str],
}

impl Check<'_> {
    fn error<T>(&self, at: &Spanned<T>, message: String) -> ConfigError {
        ConfigError::at(self.text, at.span().start, message)
    }

    fn place<T>(&self, at: &Spanned<T>) -> Position {
        LineIndex::new(self.text).position(u32::try_from(at.span().start).unwrap_or(u32::MAX))
    }

    fn locales(&self, table: &BTreeMap<String, Spanned<String>>) -> Result<Overrides, ConfigError> {
        for (folder, tag) in table {
            Locale::with_override(folder, tag.get_ref()).map_err(|error| self.error(tag, error.to_string()))?;
        }
        let pairs = table.iter().map(|(folder, tag)| (folder.as_str(), tag.get_ref().as_str()));
        Overrides::new(pairs).map_err(|error| ConfigError { line: 0, column: 0, message: error.to_string() })
    }

    fn layout(&self, table: &Spanned<LayoutTable>, locales: &Overrides) -> Result<Layout, ConfigError> {
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

    fn dialects(&self, file: &ConfigFile) -> Result<Option<Dialects>, ConfigError> {
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

    fn levels(&self, table: &BTreeMap<Spanned<String>, Level>) -> Result<BTreeMap<String, Level>, ConfigError> {
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

    fn some_rules(&self, written: &Spanned<Vec<Spanned<String>>>) -> Result<Vec<String>, ConfigError> {
        match written.get_ref().as_slice() {
            [] => Err(self.error(written, "no rule is named; `fidus rules` lists them".to_owned())),
            rules => rules.iter().map(|rule| self.rule(rule)).collect(),
        }
    }

    /// Locales by tag or folder.
    fn named(&self, written: &[Spanned<String>], known: &Overrides) -> Result<Vec<String>, ConfigError> {
        let name = |written: &Spanned<String>| {
            let name = written.get_ref();
            match Locale::from_tag(name) {
                Err(error) if known.read(name).is_none() => Err(self.error(written, error.to_string())),
                _ => Ok(name.clone()),
            }
        };
        written.iter().map(name).collect()
    }

    fn globs(&self, written: &[Spanned<String>]) -> Result<GlobSet, ConfigError> {
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
