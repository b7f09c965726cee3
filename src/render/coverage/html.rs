//! One page for a browser, with everything in it: no network, no framework.
//!
//! The page is a shell; a script draws it from JSON, in which `<` never stands as it is. What comes from a translation
//! becomes text nodes, never markup, and a content security policy lets nothing be fetched. Views of pages stand in the
//! file itself, or in small scripts beside it, which a browser loads from a disk too.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Serialize;

use crate::coverage::{
    Before, Coverage, Direction, Gap, LocaleCoverage, PageCoverage, PageView, Passage, State, sections,
};
use crate::report::{Finding, Range};

use super::{TOP, markup};

const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = include_str!("html/app.js");

/// Where the views of pages are.
#[derive(Debug, Clone, Copy)]
pub enum Views<'v> {
    /// In the file, by [`view_id`]; each made by [`view`].
    Inside(&'v BTreeMap<String, String>),
    /// In scripts beside the file, named as [`view_file`] says.
    Beside,
    /// Nowhere: in one file they would be more than a browser opens in good time.
    Nowhere,
}

/// The name of a page's view: the same for the same path.
#[must_use]
pub fn view_id(target: &str) -> String {
    format!("{:016x}", xxhash_rust::xxh3::xxh3_64(target.as_bytes()))
}

/// The script that holds a view, relative to the report, and its text.
#[must_use]
pub fn view_file(page: &PageView) -> (String, String) {
    let id = view_id(&page.target);
    (format!("pages/{id}.js"), format!("fidusPage(\"{id}\",{});\n", view(page)))
}

/// The report.
#[must_use]
pub fn html(coverage: &Coverage, views: Views<'_>) -> String {
    let (scripts, inside) = match views {
        Views::Beside => ("'unsafe-inline' 'self' file:", None),
        Views::Nowhere => ("'unsafe-inline'", None),
        Views::Inside(views) => ("'unsafe-inline'", Some(views)),
    };
    let policy = format!(
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {scripts}; base-uri 'none'; form-action 'none'"
    );
    let mut out = String::new();
    let _ = write!(
        out,
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <title>Translation coverage</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n{STYLE}</style>\n{SHELL}"
    );
    let _ = write!(out, "<noscript>\n{}</noscript>\n", plain(coverage));
    let _ = writeln!(
        out,
        "<script type=\"application/json\" id=\"data\">{}</script>",
        index(coverage, !matches!(views, Views::Nowhere))
    );
    let _ = writeln!(out, "<script>\n{SCRIPT}</script>");
    for (id, view) in inside.into_iter().flatten() {
        let _ = writeln!(out, "<script type=\"application/json\" id=\"view-{id}\">{view}</script>");
    }
    out.push_str("</html>\n");
    out
}

const SHELL: &str = r##"<header><h1>Translation coverage</h1></header>
<main>
<section id="overview">
<a class="skip" href="#pages-title">Skip to the pages</a>
<div id="summary"></div>
<h2>Locales</h2>
<div class="scroll" tabindex="0" role="region" aria-label="Locales"><table id="locales"></table></div>
<h2>Sections</h2>
<p class="quiet">Words translated, in percent. A cell shows its pages below; arrow keys go from cell to cell.</p>
<p id="scale" class="scale" aria-hidden="true"></p>
<div class="scroll fit" tabindex="0" role="region" aria-label="Sections"><table id="heat" class="heat"></table></div>
<h2 id="pages-title" tabindex="-1">Pages</h2>
<form id="filters" role="search" aria-label="Pages">
<label>Locale <select name="locale"></select></label>
<label>Section <select name="section"></select></label>
<label>State <select name="state"></select></label>
<label>Rule <select name="rule"></select></label>
<label>Path <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
<button type="reset" class="button">Show all</button>
</form>
<p id="count" class="quiet" role="status"></p>
<a class="skip" href="#rest">Skip the list</a>
<div class="scroll" tabindex="0" role="region" aria-label="Pages"><table id="pages"></table></div>
<div id="rest" tabindex="-1"></div>
</section>
<section id="page" hidden></section>
</main>
<footer>Counted in words of the source, by fidus. Keys: <kbd>/</kbd> searches, <kbd>j</kbd> and <kbd>k</kbd> go through the findings of a page, <kbd>Esc</kbd> leaves it.</footer>
"##;

/// What there is without a script: the table of locales.
fn plain(coverage: &Coverage) -> String {
    let mut out = "<table><tr><th>locale<th>translated<th>words<th>untranslated<th>stale<th>missing\n".to_owned();
    for locale in &coverage.locales {
        let words = &locale.sums.words;
        let (tag, share, total) = (markup(&locale.tag), words.percent(), words.total());
        let _ = writeln!(
            out,
            "<tr><th>{tag}<td>{share} %<td>{total}<td>{}<td>{}<td>{}",
            words.untranslated, words.stale, words.missing
        );
    }
    out += "</table>\n";
    if let Some(note) = coverage.gap.and_then(Gap::note) {
        let _ = writeln!(out, "<p>{note}");
    }
    out
}

/// JSON that may stand in a script: it cannot end it, nor begin a comment in it.
fn embedded(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

#[derive(Serialize)]
struct Index<'c> {
    source: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<&'c str>,
    /// What is not known of the history.
    #[serde(skip_serializing_if = "Option::is_none")]
    gap: Option<&'c str>,
    /// There are no views of pages.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    bare: bool,
    /// Id and gravest severity.
    rules: Vec<(&'c str, &'c str)>,
    /// Each path once.
    paths: Vec<&'c str>,
    /// By path, an index into the next.
    sections: Vec<usize>,
    #[serde(rename = "sectionNames")]
    section_names: Vec<&'c str>,
    locales: Vec<IndexLocale<'c>>,
}

#[derive(Serialize)]
struct IndexLocale<'c> {
    tag: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'c str>,
    dir: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<serde_json::Value>,
    pages: Vec<IndexPage>,
}

/// Path, state, words translated, untranslated, stale and missing, the id of the view, and rules with their counts.
type IndexPage = (usize, usize, u64, u64, u64, u64, Option<String>, Vec<usize>);

fn index(coverage: &Coverage, has_views: bool) -> String {
    let pages = || coverage.locales.iter().flat_map(|locale| &locale.files);
    let mut paths: Vec<&str> = pages().map(|page| page.path.as_str()).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut rules: BTreeMap<&str, &str> = BTreeMap::new();
    for rule in pages().flat_map(|page| &page.rules) {
        rules.insert(rule.rule, rule.severity.name());
    }
    let of = sections(&paths);
    let mut names = of.clone();
    names.sort_unstable();
    names.dedup();
    let rules: Vec<(&str, &str)> = rules.into_iter().collect();
    let locales = coverage.locales.iter().map(|locale| index_locale(locale, &paths, &rules, has_views)).collect();
    embedded(&Index {
        source: &coverage.source_locale,
        date: coverage.date.as_deref(),
        gap: coverage.gap.and_then(Gap::note),
        bare: !has_views,
        sections: of.iter().map(|section| names.binary_search(section).unwrap_or(0)).collect(),
        section_names: names.iter().map(|name| if name.is_empty() { TOP } else { name }).collect(),
        paths,
        rules,
        locales,
    })
}

fn index_locale<'c>(
    locale: &'c LocaleCoverage,
    paths: &[&str],
    rules: &[(&str, &str)],
    has_views: bool,
) -> IndexLocale<'c> {
    let page = |page: &PageCoverage| {
        let words = &page.words;
        let state = State::ALL.iter().position(|state| *state == page.state).unwrap_or(0);
        let path = paths.binary_search(&page.path.as_str()).unwrap_or(0);
        let is_there = matches!(page.state, State::Translated | State::Partial | State::Stale);
        let counts = page.rules.iter().filter_map(|count| {
            let at = rules.binary_search_by_key(&count.rule, |(rule, _)| rule).ok()?;
            Some([at, count.count as usize])
        });
        let id = (is_there && has_views).then(|| view_id(&page.target));
        (path, state, words.translated, words.untranslated, words.stale, words.missing, id, counts.flatten().collect())
    };
    IndexLocale {
        tag: &locale.tag,
        name: locale.name,
        dir: if locale.direction == Direction::RightToLeft { "rtl" } else { "ltr" },
        before: match locale.before {
            Before::Unknown => None,
            Before::New => Some("new".into()),
            Before::Was(percent) => Some(percent.number().into()),
        },
        pages: locale.files.iter().map(page).collect(),
    }
}

/// Line, column and text.
type ViewText<'v> = (u32, u32, &'v str);
/// Line, column, and the same of the end.
type ViewRange = (u32, u32, u32, u32);

/// Kind, fate, source, target, indices of findings.
type ViewLine<'v> = (&'v str, &'v str, Option<ViewText<'v>>, Option<ViewText<'v>>, &'v [usize]);

#[derive(Serialize)]
struct View<'v> {
    source: &'v str,
    target: &'v str,
    rows: Vec<ViewLine<'v>>,
    findings: Vec<ViewFinding<'v>>,
}

#[derive(Serialize)]
struct ViewFinding<'v> {
    rule: &'v str,
    severity: &'v str,
    message: &'v str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<&'v str>,
    at: ViewRange,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<ViewRange>,
}

/// A view as JSON that may stand in a script.
#[must_use]
pub fn view(page: &PageView) -> String {
    embedded(&View {
        source: &page.source,
        target: &page.target,
        rows: page
            .rows
            .iter()
            .map(|row| (row.kind, row.fate.name(), side(&row.source), side(&row.target), row.findings.as_slice()))
            .collect(),
        findings: page.findings.iter().map(view_finding).collect(),
    })
}

fn side(passage: &Option<Passage>) -> Option<ViewText<'_>> {
    passage.as_ref().map(|passage| (passage.start.line, passage.start.column, passage.text.as_str()))
}

fn view_finding(finding: &Finding) -> ViewFinding<'_> {
    let range = |range: Range| (range.start.line, range.start.column, range.end.line, range.end.column);
    ViewFinding {
        rule: finding.rule,
        severity: finding.severity.name(),
        message: &finding.message,
        help: finding.help.as_deref(),
        expected: finding.expected.as_deref(),
        found: finding.found.as_deref(),
        at: range(finding.place.range),
        source: finding.source.as_ref().map(|place| range(place.range)),
    }
}
