//! JSON as `contract.md` has it: one object, fields in the order of the structs below, what was added later last.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sections;
use crate::coverage::{Before, Counts, Coverage, Gap, LocaleCoverage, PageCoverage, Pages, Percent, State};

/// `coverage` as one line of JSON.
#[must_use]
pub fn json(coverage: &Coverage) -> String {
    let fields = CoverageFields {
        schema: 1,
        source_locale: &coverage.source_locale,
        date: coverage.date.as_deref(),
        locales: coverage.locales.iter().map(LocaleFields::new).collect(),
        history: coverage.gap.map(Gap::name),
    };
    serde_json::to_string(&fields).unwrap_or_default() + "\n"
}

/// What an earlier report in this format says of each locale, by tag.
///
/// # Errors
/// Why it is none.
pub fn percents(report: &str) -> Result<BTreeMap<String, Percent>, String> {
    #[derive(Deserialize)]
    struct Report {
        schema: u32,
        locales: Vec<Earlier>,
    }
    #[derive(Deserialize)]
    struct Earlier {
        locale: String,
        percent: f64,
    }
    let report: Report = serde_json::from_str(report)
        .map_err(|error| format!("this is no report of `fidus coverage --format json`: {error}"))?;
    if report.schema != 1 {
        return Err(format!("schema {} is of a later version of fidus", report.schema));
    }
    Ok(report.locales.into_iter().map(|one| (one.locale, Percent::from_number(one.percent))).collect())
}

#[derive(Serialize)]
struct CoverageFields<'c> {
    schema: u32,
    source_locale: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'c str>,
    locales: Vec<LocaleFields<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<&'static str>,
}

#[derive(Serialize)]
struct LocaleFields<'c> {
    locale: &'c str,
    folder: &'c str,
    pages: PageFields,
    blocks: CountFields,
    words: CountFields,
    percent: f64,
    files: Vec<FileFields<'c>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'c str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    previous_percent: Option<f64>,
    folders: Vec<FolderFields<'c>>,
}

impl<'c> LocaleFields<'c> {
    fn new(locale: &'c LocaleCoverage) -> LocaleFields<'c> {
        let folder = |path: &str| path.rfind('/').unwrap_or(0);
        let names: std::collections::HashMap<&str, &str> =
            locale.files.iter().map(|page| (page.path.as_str(), &page.path[..folder(&page.path)])).collect();
        let folders = sections(locale, &|path| names.get(path).copied().unwrap_or_default()).into_iter();
        LocaleFields {
            locale: &locale.tag,
            folder: &locale.folder,
            pages: PageFields::new(&locale.sums.pages),
            blocks: CountFields::new(&locale.sums.blocks),
            words: CountFields::new(&locale.sums.words),
            percent: locale.sums.words.percent().number(),
            files: locale.files.iter().map(FileFields::new).collect(),
            name: locale.name,
            previous_percent: if let Before::Was(before) = locale.before { Some(before.number()) } else { None },
            folders: folders
                .map(|section| FolderFields {
                    path: section.folder,
                    pages: PageFields::new(&section.sums.pages),
                    blocks: CountFields::new(&section.sums.blocks),
                    words: CountFields::new(&section.sums.words),
                    percent: section.sums.words.percent().number(),
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
struct FolderFields<'c> {
    path: &'c str,
    pages: PageFields,
    blocks: CountFields,
    words: CountFields,
    percent: f64,
}

#[derive(Serialize)]
struct PageFields {
    total: u64,
    translated: u64,
    partial: u64,
    stale: u64,
    missing: u64,
    orphan: u64,
    excluded: u64,
}

impl PageFields {
    fn new(pages: &Pages) -> PageFields {
        PageFields {
            total: pages.total(),
            translated: pages.of(State::Translated),
            partial: pages.of(State::Partial),
            stale: pages.of(State::Stale),
            missing: pages.of(State::Missing),
            orphan: pages.of(State::Orphan),
            excluded: pages.of(State::Excluded),
        }
    }
}

#[derive(Serialize)]
struct CountFields {
    total: u64,
    translated: u64,
    untranslated: u64,
    stale: u64,
    missing: u64,
}

impl CountFields {
    fn new(counts: &Counts) -> CountFields {
        let Counts { translated, untranslated, stale, missing } = *counts;
        CountFields { total: counts.total(), translated, untranslated, stale, missing }
    }
}

#[derive(Serialize)]
struct FileFields<'c> {
    path: &'c str,
    state: &'c str,
    words: CountFields,
    blocks: CountFields,
    source: &'c str,
    target: &'c str,
    /// Of the words that the page has, how many of a hundred are still in the source language.
    #[serde(skip_serializing_if = "Option::is_none")]
    source_language_percent: Option<f64>,
}

impl<'c> FileFields<'c> {
    fn new(page: &'c PageCoverage) -> FileFields<'c> {
        FileFields {
            path: &page.path,
            state: page.state.name(),
            words: CountFields::new(&page.words),
            blocks: CountFields::new(&page.blocks),
            source: &page.source,
            target: &page.target,
            source_language_percent: page.words.source_language().map(Percent::number),
        }
    }
}
