//! A line a page, for spreadsheets: RFC 4180, with a head.

use super::is_unknown;
use crate::coverage::{Counts, Coverage, Gap, Percent};

const HEAD: &str = "locale,folder,path,source,target,state,\
    words_total,words_translated,words_untranslated,words_stale,words_missing,\
    blocks_total,blocks_translated,blocks_untranslated,blocks_stale,blocks_missing,percent,source_language_percent";

/// `coverage` as CSV.
#[must_use]
pub fn csv(coverage: &Coverage) -> String {
    let mut out = HEAD.to_owned() + "\r\n";
    for locale in &coverage.locales {
        for page in &locale.files {
            let texts = [&locale.tag, &locale.folder, &page.path, &page.source, &page.target].map(|text| cell(text));
            let mut cells = texts.to_vec();
            cells.push(page.state.name().to_owned());
            cells.extend(numbers(&page.words, coverage.gap));
            cells.extend(numbers(&page.blocks, coverage.gap));
            cells.push(page.words.percent().to_string());
            cells.push(page.words.source_language().as_ref().map_or_else(String::new, Percent::to_string));
            out.push_str(&cells.join(","));
            out.push_str("\r\n");
        }
    }
    out
}

fn numbers(counts: &Counts, gap: Option<Gap>) -> [String; 5] {
    let plain = |number: u64| number.to_string();
    let known = [counts.total(), counts.translated, counts.untranslated].map(plain);
    let [total, translated, untranslated] = known;
    // Programs read numbers here: a cell of which nothing is known is empty.
    let stale = if is_unknown(counts.stale, gap) { String::new() } else { plain(counts.stale) };
    [total, translated, untranslated, stale, plain(counts.missing)]
}

/// A text as a cell. A spreadsheet takes what begins with one of these signs for a formula, and runs it: an apostrophe
/// before it says that it is text.
fn cell(text: &str) -> String {
    let guard =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) { "'" } else { "" };
    match text.contains(['"', ',', '\n', '\r']) {
        true => format!("\"{guard}{}\"", text.replace('"', "\"\"")),
        false => format!("{guard}{text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_text_and_no_formula() {
        for (text, written) in [
            ("docs/a.md", "docs/a.md"),
            ("a,b \"c\".md", "\"a,b \"\"c\"\".md\""),
            ("=HYPERLINK(\"x\",1).md", "\"'=HYPERLINK(\"\"x\"\",1).md\""),
            ("@SUM(1).md", "'@SUM(1).md"),
            ("-1+1.md", "'-1+1.md"),
            ("line\nfeed", "\"line\nfeed\""),
        ] {
            assert_eq!(cell(text), written);
        }
    }
}
