//! Runs the examples of `rules/*.md` as tests, one test per example, named `rule/heading`.
//!
//! Each `###` under `## Examples` is one case. Its fences, by the words of their info string:
//!
//! | fence | holds |
//! | --- | --- |
//! | `md source`, `md source:docs/en/a.md` | a page of the source, `en/page.md` unless a path is given |
//! | `md target`, `md target:ko/page.md` | a translation, `nn/page.md` unless a path is given |
//! | `ftl source`, `ftl target:ko/page.ftl` | the same for catalogues, `en/page.ftl` and `nn/page.ftl` unless a path is given |
//! | `file:img/x.png` | a file that merely exists |
//! | `md base`, `md base:docs/en/a.md` | the source when the translation was made, which the stamp `1111111` names |
//! | `md before` | the translation before its last change, made from `md base` then; `2222222` names the source of today |
//! | `toml config` | `fidus.toml` |
//! | `text report` | what is found; a case without it is silent |
//! | `md fixed`, `md fixed:path`, `ftl fixed` | the translation after the fixes of all findings |
//!
//! `crlf`, `bom` and `latin1` after source or target choose line ends, a byte order mark and the encoding.
//!
//! A report lists every error and warning of every rule, and the info findings of the page's own rule: on every page
//! one fault is one finding. `UPDATE=1 cargo test --test rules FILTER` rewrites the report and fixed fences in place.

#[path = "rules/case.rs"]
mod case;
#[path = "rules/catalogue.rs"]
mod catalogue;
#[path = "rules/page.rs"]
mod page;
#[path = "rules/past.rs"]
mod past;

use libtest_mimic::{Arguments, Trial};

fn main() {
    let arguments = Arguments::from_args();
    if std::env::var_os("UPDATE").is_some() {
        let wanted = |name: &str| arguments.filter.as_ref().is_none_or(|filter| name.contains(filter.as_str()));
        page::all().iter().for_each(|page| case::update(page, wanted));
    }
    let pages = page::all();
    let mut trials = catalogue::trials(&pages);
    for page in &pages {
        for case in &page.cases {
            let (id, case) = (page.id.clone(), case.clone());
            trials.push(Trial::test(format!("{id}/{}", case.name), move || Ok(case::run(&id, &case)?)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}
