//! Runs in git repositories: which source a page is compared with, and what is a fault and what is drift.

#[path = "sandbox/git.rs"]
mod git;
mod sandbox;

use sandbox::Sandbox;

const EN: &str = "en/page.md";
const NN: &str = "nn/page.md";

/// A page of two paragraphs.
fn page(first: &str, second: &str) -> String {
    format!("{first}\n\n{second}\n")
}

/// A repository with a page, a translation of it, and a second page that makes `en` and `nn` a layout.
fn project(source: &str, target: &str) -> Option<Sandbox> {
    let sandbox = Sandbox::repository()?;
    sandbox.commit(&[("en/other.md", "Welcome to all.\n"), ("nn/other.md", "Velkomen, alle saman.\n")]);
    sandbox.commit(&[(EN, source)]);
    sandbox.commit(&[(NN, target)]);
    Some(sandbox)
}

/// `rule cause` of every error and warning, and the exit code.
fn found(sandbox: &Sandbox, arguments: &[&str]) -> (Vec<String>, i32) {
    let run = sandbox.run(&[&["check", "--format", "jsonl"], arguments].concat());
    assert_eq!(run.stderr, "", "{arguments:?}");
    let lines = run.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let findings = lines.filter(|line| line["rule"].is_string() && line["severity"] != "info");
    let words = findings.map(|one| format!("{} {}", one["rule"].as_str().unwrap(), one["cause"].as_str().unwrap()));
    (words.collect(), run.code)
}

const OLD: &str = "Read the [guide](guide.md) before you begin to work.";
const NEW: &str = "Read the [manual](https://example.org/manual) before you begin to work.";
const GOOD: &str = "Les [rettleiinga](guide.md) før du byrjar å arbeide.";
const SECOND: &str = "Then open the [settings](settings.md) and save them.";
const SECOND_GOOD: &str = "Opne så [innstillingane](settings.md) og lagre dei.";
const SECOND_BAD: &str = "Opne så innstillingane og lagre dei.";

#[test]
fn what_the_source_changed_since_is_drift_and_does_not_gate() {
    let Some(project) = project(&page(OLD, SECOND), &page(GOOD, SECOND_BAD)) else { return };
    project.commit(&[(EN, &page(NEW, SECOND))]);
    let both = ["link-changed drift", "link-missing fault"].map(str::to_owned).to_vec();
    assert_eq!(found(&project, &[]), (both, 1));
    let (words, code) = found(&project, &["--base", "head"]);
    assert_eq!((words, code), (["link-changed fault", "link-missing fault"].map(str::to_owned).to_vec(), 1));
    project.commit(&[(NN, &page(GOOD, SECOND_GOOD))]);
    assert_eq!(found(&project, &[]), (vec!["link-changed drift".to_owned()], 0));
    assert_eq!(found(&project, &["--fail-on-drift"]).1, 1);
}
