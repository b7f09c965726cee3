//! What a key of the configuration may say where it is one of a few words.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::diag::Severity;
use crate::doc::{FreeCode, Generator};

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
    /// What may differ; `None` if code is not compared.
    pub(super) fn free(self) -> Option<FreeCode> {
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
