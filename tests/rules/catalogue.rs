//! What must hold of the rules as a whole: pages, modules and entries match, and every page has its parts.

use std::fs;

use fidus::rules::{RULES, find, ids};
use libtest_mimic::{Failed, Trial};

use crate::page::{Page, Role};

/// The headings of a page, in order, and whether every page has them.
const HEADINGS: [(&str, bool); 5] =
    [("Why it matters", true), ("What to do", true), ("Options", false), ("Fix safety", false), ("Examples", true)];

pub fn trials(pages: &[Page]) -> Vec<Trial> {
    let trial = |name: &str, outcome: Result<(), String>| {
        Trial::test(format!("catalogue/{name}"), move || outcome.map_err(Failed::from))
    };
    let mut trials = vec![
        trial("rules are sorted", sorted()),
        trial("every rule has a module and every module a rule", modules()),
        trial("every page belongs to a rule", one_to_one(pages)),
    ];
    for page in pages {
        trials.push(trial(&format!("{} has its headings", page.id), headings(page)));
        trials.push(trial(&format!("{} begins with one plain line", page.id), summary(page)));
        trials.push(trial(&format!("{} has the examples it needs", page.id), examples(page)));
    }
    trials
}

fn sorted() -> Result<(), String> {
    match ids().windows(2).find(|pair| pair[0] >= pair[1]) {
        Some(pair) => Err(format!("src/rules/mod.rs: `{}` stands before `{}`", pair[0], pair[1])),
        None => Ok(()),
    }
}

fn modules() -> Result<(), String> {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/rules/mod.rs"))
        .map_err(|error| error.to_string())?;
    let modules: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect();
    let expected: Vec<String> = ids().iter().map(|id| id.replace('-', "_")).collect();
    if modules == expected {
        return Ok(());
    }
    let without = |left: &[String], right: &[String]| {
        left.iter().filter(|name| !right.contains(name)).cloned().collect::<Vec<_>>()
    };
    let modules: Vec<String> = modules.into_iter().map(str::to_owned).collect();
    Err(format!(
        "src/rules/mod.rs: modules without entry {:?}, entries without module {:?}",
        without(&modules, &expected),
        without(&expected, &modules)
    ))
}

fn one_to_one(pages: &[Page]) -> Result<(), String> {
    if let Some(page) = pages.iter().find(|page| find(&page.id).is_none()) {
        return Err(format!("rules/{}.md: no rule has this id", page.id));
    }
    let is_own = |id: &str, page: &str| page.starts_with(&format!("# {id}\n"));
    match RULES.iter().map(|rule| rule.meta()).find(|meta| !is_own(meta.id, meta.page)) {
        Some(meta) => Err(format!("src/rules: the page of `{}` is not rules/{}.md", meta.id, meta.id)),
        None => Ok(()),
    }
}

fn headings(page: &Page) -> Result<(), String> {
    let at = |line: usize| format!("rules/{}.md:{line}", page.id);
    match page.headings.first() {
        Some((1, title, 1)) if *title == page.id => {}
        _ => return Err(format!("{}: the page must begin with `# {}`", at(1), page.id)),
    }
    let fixable = find(&page.id).is_some_and(|rule| rule.meta().fixable);
    let mut rest = HEADINGS.iter();
    for (_, title, line) in page.headings.iter().filter(|(level, ..)| *level == 2) {
        if !rest.any(|(name, _)| name == title) {
            return Err(format!(
                "{}: `## {title}` does not belong here; the headings are {:?}",
                at(*line),
                HEADINGS.map(|(name, _)| name)
            ));
        }
    }
    for (name, required) in HEADINGS {
        let has = page.headings.iter().any(|(level, title, _)| *level == 2 && title == name);
        let needed = required || (name == "Fix safety" && fixable);
        if needed && !has {
            return Err(format!("{}: `## {name}` is missing", at(1)));
        }
        if name == "Fix safety" && has && !fixable {
            return Err(format!("{}: `## {name}`, but the rule offers no fix", at(1)));
        }
    }
    let stray = page
        .headings
        .iter()
        .find(|(level, words, _)| *level == 3 && !page.cases.iter().any(|case| case.name == *words));
    match (stray, page.headings.iter().filter(|(level, ..)| *level == 1).count()) {
        (Some((_, words, line)), _) => Err(format!("{}: `### {words}` is no example", at(*line))),
        (None, 1) => Ok(()),
        (None, _) => Err(format!("{}: a page has one title", at(1))),
    }
}

fn summary(page: &Page) -> Result<(), String> {
    let (lines, markup) = page.summary;
    let line = page.text.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    if lines == 1 && !markup && !line.contains('|') && line.ends_with('.') && line.chars().count() <= 120 {
        return Ok(());
    }
    Err(format!(
        "rules/{}.md:3: the first paragraph is one line of plain text, of 120 characters at most, with a full stop",
        page.id
    ))
}

fn examples(page: &Page) -> Result<(), String> {
    let names: Vec<&str> = page.cases.iter().map(|case| case.name.as_str()).collect();
    if let Some(twice) = (1..names.len()).find(|&at| names[..at].contains(&names[at])) {
        return Err(format!("{}: two examples have this heading", page.cases[twice].place));
    }
    let needs = |what: &str| Err(format!("rules/{}.md: no example {what}", page.id));
    let own = format!(" {}: ", page.id);
    let fails = |case: &&crate::page::Case| case.only(Role::Report).is_some_and(|fence| fence.body.contains(&own));
    if !page.cases.iter().any(|case| fails(&case)) {
        return needs("reports this rule");
    }
    if page.cases.iter().all(|case| case.only(Role::Report).is_some()) {
        return needs("is silent");
    }
    let fixable = find(&page.id).is_some_and(|rule| rule.meta().fixable);
    let fixed = page.cases.iter().any(|case| fails(&case) && case.only(Role::Fixed).is_some());
    if fixable && !fixed { needs("shows the fix") } else { Ok(()) }
}
