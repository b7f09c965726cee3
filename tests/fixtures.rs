//! The fixture projects have exactly the warnings and errors that the tables in `fixtures/expected/` list.

mod sandbox;

use sandbox::{Sandbox, fixtures};

#[test]
fn school_event() {
    finds_what_is_expected("school-event");
}

#[test]
fn hugo_site() {
    finds_what_is_expected("hugo-site");
}

#[test]
fn docusaurus_site() {
    finds_what_is_expected("docusaurus-site");
}

#[test]
fn readme_suffix() {
    finds_what_is_expected("readme-suffix");
}

#[test]
fn fluent_app() {
    finds_what_is_expected("fluent-app");
}

/// A fixture that is added needs its table, and its test above.
#[test]
fn every_fixture_is_tested() {
    let here = include_str!("fixtures.rs");
    for entry in std::fs::read_dir(fixtures()).expect("a readable folder") {
        let name = entry.expect("a readable entry").file_name().into_string().expect("a name in UTF-8");
        if name == "expected" {
            continue;
        }
        assert!(fixtures().join(format!("expected/{name}.md")).is_file(), "fixtures/expected/{name}.md is missing");
        assert!(here.contains(&format!("(\"{name}\")")), "tests/fixtures.rs does not test {name}");
    }
}

#[track_caller]
fn finds_what_is_expected(project: &str) {
    let table = std::fs::read_to_string(fixtures().join(format!("expected/{project}.md"))).expect("a table");
    let mut missing = expected(&table);
    let run = Sandbox::fixture(project).run(&["check", "--format", "jsonl", "--fail-on", "never"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{project}");
    let mut surplus = Vec::new();
    for finding in found(&run.stdout) {
        match missing.iter().position(|one| *one == finding) {
            Some(at) => drop(missing.remove(at)),
            None => surplus.push(finding),
        }
    }
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "{project}\nexpected and not found:\n  {}\nfound and not expected:\n  {}\n",
        missing.join("\n  "),
        surplus.join("\n  "),
    );
}

/// `path:line rule` of each row whose first two cells are code.
fn expected(table: &str) -> Vec<String> {
    let rows = table.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| `")?.split("` | `");
        let (place, rest) = (cells.next()?, cells.next()?);
        Some(format!("{place} {}", rest.split('`').next()?))
    });
    rows.collect()
}

/// `path:line rule` of each warning and error.
fn found(jsonl: &str) -> Vec<String> {
    let lines = jsonl.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let findings = lines.filter(|line| matches!(line["severity"].as_str(), Some("warning" | "error")));
    let word = |value: &serde_json::Value| value.as_str().expect("a string").to_owned();
    findings.map(|one| format!("{}:{} {}", word(&one["path"]), one["line"], word(&one["rule"]))).collect()
}
