//! The coverage report in a real browser: clicks, keys, and nothing that a hostile translation could do.
//!
//! Skipped with a line on standard error where no Chromium is found. Pictures are left in `target/tmp`.
#![allow(clippy::print_stdout, reason = "times are shown")]

mod chromium;
#[path = "../sandbox/mod.rs"]
mod sandbox;

use std::path::PathBuf;

use chromium::Chromium;
use fidus::coverage::{Before, Counts, Coverage, Direction, LocaleCoverage, PageCoverage, RuleCount, State, Sums};
use fidus::diag::Severity;
use fidus::render::coverage::{Views, html};
use sandbox::Sandbox;

/// How the report is written.
#[derive(Clone, Copy)]
enum Kind {
    File,
    Folder,
}

fn report(project: &Sandbox, kind: Kind) -> PathBuf {
    let typed: &[&str] = match kind {
        Kind::File => &["coverage", "--format", "html"],
        Kind::Folder => &["coverage", "--format", "html", "--output", "report"],
    };
    let run = project.run(typed);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    match kind {
        Kind::File => {
            project.write("report.html", &run.stdout);
            project.root().join("report.html")
        }
        Kind::Folder => project.root().join("report/index.html"),
    }
}

const PAGES: &str = "#pages tbody tr";

#[test]
fn the_overview_sorts_filters_and_leads_to_pages() {
    let project = Sandbox::fixture("school-event");
    let Some(mut browser) = Chromium::start() else { return };
    browser.open(&report(&project, Kind::File), "");
    browser.picture("overview-light");
    let tags = |browser: &mut Chromium| browser.texts("#locales tbody .tag");
    assert_eq!(tags(&mut browser), ["nn", "ar", "ko"]);
    browser.click("document.querySelector('#locales thead button')");
    assert_eq!(tags(&mut browser), ["ar", "ko", "nn"]);
    assert_eq!(browser.value("document.querySelector('#locales thead th').getAttribute('aria-sort')"), "ascending");
    assert_eq!(browser.texts("#heat tbody tr").len(), 3);
    assert_eq!(browser.value("document.querySelectorAll('#heat .cell[tabindex=\"0\"]').length"), 1);
    browser.value("document.querySelector('#heat .cell[tabindex=\"0\"]').focus()");
    let place =
        "[document.activeElement.closest('tr').rowIndex, document.activeElement.closest('td').cellIndex].join()";
    for (key, at) in
        [("ArrowRight", "1,2"), ("ArrowDown", "2,2"), ("Home", "2,1"), ("ArrowUp", "1,1"), ("ArrowUp", "1,1")]
    {
        browser.key(key);
        assert_eq!(browser.value(place), at, "{key}");
    }
    let open = "[...document.querySelectorAll('#pages tbody tr')].map((row) => Number(row.cells[6].innerText.replace(',', '')))";
    let open: Vec<u64> = serde_json::from_value(browser.value(open)).expect("words to do");
    assert!(open.is_sorted_by(|a, b| a >= b) && open[0] > 0, "{open:?}");

    browser.click("document.querySelector('#heat tbody .cell')");
    browser.wait("document.getElementById('filters').elements.locale.value === 'nn'");
    assert_eq!(browser.value("document.getElementById('filters').elements.section.value"), "(top)");
    browser.click("document.querySelector('#filters [type=reset]')");
    browser.wait("document.querySelectorAll('#pages tbody tr').length === 24");
    let choose = |name: &str, value: &str| {
        format!(
            "(() => {{ const one = document.getElementById('filters').elements.{name}; one.value = '{value}'; \
             one.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()"
        )
    };
    browser.value(&choose("state", "missing"));
    assert_eq!(browser.texts(PAGES).len(), 9);
    browser.value(&choose("state", ""));
    browser.value(&choose("rule", "link-changed"));
    assert!(browser.texts(PAGES).iter().all(|row| row.contains("how-to/events.md")));
    browser.prefer("dark");
    browser.value("window.scrollTo(0, 0)");
    browser.picture("overview-dark");
    browser.click("document.querySelector('#pages tbody a')");
    browser.wait("document.querySelector('#page .rows')");
    browser.picture("page-dark");
    browser.prefer("light");
    browser.picture("page-light");
    browser.assert_quiet();
}

#[test]
fn a_page_shows_both_sides_with_findings_in_place() {
    let project = Sandbox::fixture("school-event");
    let Some(mut browser) = Chromium::start() else { return };
    let file = report(&project, Kind::Folder);
    browser.open(&file, "#?locale=nn");
    assert_eq!(browser.value("document.querySelectorAll('head script[src]').length"), 0, "views wait to be asked for");
    browser.click("[...document.querySelectorAll('#pages a')].find((one) => one.innerText.includes('events'))");
    browser.wait("document.querySelector('#page .rows')");
    assert_eq!(browser.value("document.querySelectorAll('head script[src]').length"), 1);
    let marked = browser.texts("#page mark");
    assert!(marked.contains(&"[sjå videoane](promote/video)".to_owned()), "{marked:?}");
    assert!(browser.texts("#page .findings").iter().any(|text| text.contains("link-changed")));

    browser.key("j");
    browser.picture("page-finding");
    assert_eq!(browser.value("document.activeElement.closest('.findings') !== null"), true);
    let rows = "[...document.querySelectorAll('#page .row')].filter((row) => !row.hidden).length";
    let all = browser.value(rows).as_u64();
    browser.click("document.getElementById('only')");
    assert!(browser.value(rows).as_u64() < all);
    browser.key("Escape");
    browser.wait("document.getElementById('page').hidden");
    assert!(browser.value("document.activeElement.innerText").as_str().expect("a link").contains("events"));
    browser.key("/");
    assert_eq!(browser.value("document.activeElement.name"), "text");
    browser.key("f");
    browser.key("a");
    browser.key("q");
    assert_eq!(browser.texts(PAGES).len(), 1);
    browser.assert_quiet();
}

#[test]
fn right_to_left_locales_are_shown_right() {
    let project = Sandbox::fixture("school-event");
    let Some(mut browser) = Chromium::start() else { return };
    browser.open(&report(&project, Kind::Folder), "#?locale=ar");
    browser.click("document.querySelector('#pages a')");
    browser.wait("document.querySelector('#page .rows')");
    let sides = browser.value(
        "[...document.querySelectorAll('#page .row:not(.head) .side[dir]')].map((one) => `${one.lang} ${one.dir}`)",
    );
    let sides: Vec<&str> = sides.as_array().expect("sides").iter().filter_map(|side| side.as_str()).collect();
    assert!(sides.contains(&"ar rtl") && sides.contains(&"en ltr"), "{sides:?}");
    let codes = browser.texts("#page .side[dir=rtl] bdi[dir=ltr]");
    assert!(codes.contains(&"title".to_owned()) && codes.iter().any(|code| code.starts_with('(')), "{codes:?}");
    browser.picture("page-arabic");
    browser.assert_quiet();
}

#[test]
fn pages_without_a_source_are_listed_and_not_counted() {
    let project = Sandbox::with(&[
        ("docs/en/a.md", "# A page\n\nSome words that people read.\n"),
        ("docs/en/b.md", "# Another page\n\nMore words that people read.\n"),
        ("docs/nn/a.md", "# Ei side\n\nNokre ord som folk les.\n"),
        ("docs/nn/b.md", "# Ei anna side\n\nFleire ord som folk les.\n"),
        ("docs/nn/c.md", "# Ei side utan kjelde\n\nNokre ord som folk les.\n"),
    ]);
    let Some(mut browser) = Chromium::start() else { return };
    browser.open(&report(&project, Kind::File), "");
    let texts = [browser.texts("#summary p")[0].clone(), browser.texts("#count")[0].clone()];
    assert!(texts[0].contains("1 locale, 2 pages of the source"), "{texts:?}");
    assert!(texts[1].starts_with("2 of 2 pages") && texts[1].ends_with("orphan besides: 1"), "{texts:?}");
    assert_eq!(browser.texts(PAGES).len(), 3);
}

const ATTACK: &str = "</script><script>window.pwned = 1</script><!--<script> <img src=x onerror=\"window.pwned=2\"> \
    <svg onload=window.pwned=3> \" onfocus=window.pwned=4 autofocus ' &lt;b&gt; \u{202e}txet neddih";

#[test]
fn a_hostile_translation_is_text() {
    let name = "<img src=x onerror=window.pwned=5>&quot;'\").md";
    let project = Sandbox::with(&[
        ("docs/en/a.md", "# A page\n\nSome words about [a thing](thing.md) that people read.\n"),
        ("docs/nn/a.md", &format!("# {ATTACK}\n\nNokre ord om [ein ting]({ATTACK}) som folk les. {ATTACK}\n")),
        (&format!("docs/en/{name}"), "# Another page\n\nMore words that people read.\n"),
        (&format!("docs/nn/{name}"), &format!("# Ei side\n\nFleire ord som folk les. {ATTACK}\n")),
    ]);
    let Some(mut browser) = Chromium::start() else { return };
    for kind in [Kind::File, Kind::Folder] {
        browser.open(&report(&project, kind), "");
        assert!(browser.texts("#pages tbody th").contains(&name.to_owned()));
        for at in 0..2 {
            browser.click(&format!("document.querySelectorAll('#pages tbody a')[{at}]"));
            browser.wait("document.querySelector('#page .rows')");
            assert!(browser.texts("#page .text").iter().any(|text| text.contains("<svg onload=window.pwned=3>")));
            assert!(browser.texts("#page .hidden").contains(&"U+202E".to_owned()));
            browser.picture("page-hostile");
            browser.click("document.querySelector('#page .tools a')");
            browser.wait("document.getElementById('page').hidden");
        }
        assert_eq!(browser.value("typeof window.pwned"), "undefined");
        assert_eq!(
            browser.value("document.querySelectorAll('main img, main svg, main script, main [onerror]').length"),
            0
        );
    }
    browser.assert_quiet();
}

/// 2,500 pages in 13 locales.
fn large() -> Coverage {
    let page = |locale: &str, at: u64| {
        let missing = if at.is_multiple_of(7) { 300 } else { 0 };
        let untranslated = if at.is_multiple_of(5) { 40 } else { 0 };
        let words = Counts { translated: 700 - missing - untranslated, untranslated, stale: 0, missing };
        PageCoverage {
            path: format!("section-{}/part-{}/page-{at}.md", at % 19, at % 5),
            source: format!("docs/en/{at}.md"),
            target: format!("docs/{locale}/{at}.md"),
            state: State::of(&words),
            blocks: Counts::default(),
            words,
            rules: vec![RuleCount { rule: "link-changed", severity: Severity::Error, count: 2 }],
        }
    };
    let locale = |tag: &str| {
        let files: Vec<PageCoverage> = (0..2_500).map(|at| page(tag, at)).collect();
        LocaleCoverage {
            tag: tag.to_owned(),
            folder: tag.to_owned(),
            name: None,
            direction: Direction::LeftToRight,
            sums: Sums::over(&files),
            before: Before::Unknown,
            files,
        }
    };
    let tags = ["ar", "cs", "de", "es", "fr", "it", "ja", "ko", "nn", "pt", "ru", "tr", "zh"];
    Coverage { source_locale: "en".to_owned(), date: None, gap: None, locales: tags.map(locale).to_vec() }
}

#[test]
fn a_large_site_stays_usable() {
    let Some(mut browser) = Chromium::start() else { return };
    let project = Sandbox::empty();
    let report = html(&large(), Views::Beside);
    project.write("index.html", &report);
    browser.open(&project.root().join("index.html"), "");
    let ready = browser.value("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd");
    let ready = ready.as_f64().expect("milliseconds");
    let filtered = browser.value(
        "(() => { const start = performance.now(); const one = document.getElementById('filters').elements.text; \
         one.value = 'page-24'; one.dispatchEvent(new Event('input', { bubbles: true })); \
         document.body.getBoundingClientRect(); return performance.now() - start; })()",
    );
    let filtered = filtered.as_f64().expect("milliseconds");
    println!("{} bytes, usable after {ready:.0} ms, filtered in {filtered:.0} ms", report.len());
    assert!(report.len() < 4 << 20, "{} bytes", report.len());
    assert!(browser.texts(PAGES).len() == 200 && ready < 10_000.0 && filtered < 3_000.0, "{ready} ms, {filtered} ms");
    browser.click("document.querySelector('#overview .more:not([hidden])')");
    assert_eq!(browser.texts(PAGES).len(), 400);
    project.write("alone.html", html(&large(), Views::Nowhere));
    browser.open(&project.root().join("alone.html"), "");
    assert!(browser.texts("#summary .aside").iter().any(|text| text.contains("--output DIR")));
    assert_eq!(browser.value("document.querySelectorAll('#pages tbody a').length"), 0);
    browser.assert_quiet();
}
