//! `fidus check --fix` by the real binary: what is written, what is not, and what is said about it.

mod sandbox;

use sandbox::{Run, Sandbox};

const SOURCE: &str = "# Videos\n\nSee the [videos](promote/videos) about {{ event }}.\n\nRead the [guide](https://example.com/guide) and the [terms](/terms/).\n";
const BROKEN: &str = "# Filmar\n\nSjå [filmane](promote/video) om {{ hending }}.\n\nLes [rettleiinga] (https://example.com/guide) og [vilkåra](/privacy/).\n";
/// What can be restored without a doubt; another placeholder and another page may be there on purpose.
const SAFE: &str = "# Filmar\n\nSjå [filmane](promote/videos) om {{ hending }}.\n\nLes [rettleiinga](https://example.com/guide) og [vilkåra](/privacy/).\n";
const ALL: &str = "# Filmar\n\nSjå [filmane](promote/videos) om {{ event }}.\n\nLes [rettleiinga](https://example.com/guide) og [vilkåra](/terms/).\n";

/// Two pages in one locale and one in another, so that there is a layout to find.
fn project() -> Sandbox {
    Sandbox::with(&[
        ("docs/en/a.md", SOURCE),
        ("docs/en/b.md", "# Other\n\nNothing to see here at all.\n"),
        ("docs/nn/a.md", BROKEN),
        ("docs/nn/b.md", "# Anna\n\nHer er det ingenting å sjå.\n"),
        (
            "docs/de/a.md",
            "# Filme\n\nDie [Filme](promote/video) zu {{ event }}.\n\nDie [Anleitung](https://example.com/guide) und die [Bedingungen](/terms/).\n",
        ),
        ("docs/de/b.md", "# Andere\n\nHier gibt es nichts zu sehen.\n"),
    ])
}

fn rules_left(run: &Run) -> Vec<String> {
    let lines = run.stdout.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    lines.filter_map(|line| Some(line["rule"].as_str()?.to_owned())).collect()
}

#[test]
fn safe_fixes_are_written_and_the_rest_is_reported() {
    let project = project();
    let run = project.run(&["check", "--fix", "--format", "jsonl"]);
    assert_eq!(project.read("docs/nn/a.md"), SAFE, "{}\n{}", run.stdout, run.stderr);
    assert!(project.read("docs/de/a.md").contains("(promote/videos)"));
    assert_eq!((run.code, rules_left(&run)), (1, vec!["placeholder-changed".to_owned(), "link-changed".to_owned()]));
    assert!(run.stderr.contains("fixed 3 findings in 2 files"), "{}", run.stderr);
}

#[test]
fn a_second_run_changes_nothing() {
    let project = project();
    project.run(&["check", "--fix-suggested"]);
    let once = project.read("docs/nn/a.md");
    assert_eq!(once, ALL);
    let run = project.run(&["check", "--fix-suggested"]);
    assert_eq!(project.read("docs/nn/a.md"), once);
    assert!(run.stderr.contains("fixed 0 findings in 0 files"), "{}", run.stderr);
}

#[test]
fn a_dry_run_shows_a_diff_and_writes_nothing() {
    let project = project();
    let run = project.run(&["check", "--fix", "--dry-run"]);
    assert_eq!(project.read("docs/nn/a.md"), BROKEN);
    assert!(run.stdout.contains("--- a/docs/nn/a.md\n+++ b/docs/nn/a.md\n@@ "), "{}", run.stdout);
    assert!(run.stdout.contains("\n-Sjå [filmane](promote/video) om {{ hending }}.\n+Sjå [filmane](promote/videos)"));
    assert!(run.stderr.contains("would fix 3 findings in 2 files"), "{}", run.stderr);
    assert_eq!(run.code, 1, "nothing is mended yet");
    let alone = project.run(&["check", "--dry-run"]);
    assert_eq!(alone.stdout, run.stdout);
    let rest = " more fixable with --fix-suggested";
    assert!(alone.stderr.contains(rest), "{}", alone.stderr);
    assert!(!project.run(&["check", "--dry-run", "--fix-suggested"]).stderr.contains(rest));
}

#[test]
fn one_rule_one_locale_one_file() {
    let project = project();
    let run = project.run(&["check", "--fix", "--only", "link-malformed"]);
    assert!(project.read("docs/nn/a.md").contains("Les [rettleiinga](https://example.com/guide)"), "{}", run.stderr);
    assert!(project.read("docs/nn/a.md").contains("(promote/video) om"));
    project.run(&["check", "--fix", "--locale", "nn"]);
    assert_eq!(project.read("docs/nn/a.md"), SAFE);
    assert!(project.read("docs/de/a.md").contains("(promote/video)"), "another locale is left alone");
    project.run(&["check", "--fix", "docs/de/b.md"]);
    assert!(project.read("docs/de/a.md").contains("(promote/video)"), "another page is left alone");
    project.run(&["check", "--fix", "docs/de/a.md"]);
    assert!(project.read("docs/de/a.md").contains("(promote/videos)"));
}

#[test]
fn line_ends_the_mark_and_the_missing_last_line_end_are_kept() {
    let project = project();
    let dress = |text: &str| format!("\u{feff}{}", text.trim_end().replace('\n', "\r\n"));
    project.write("docs/nn/a.md", dress(BROKEN));
    project.run(&["check", "--fix"]);
    assert_eq!(project.read("docs/nn/a.md"), dress(SAFE));
}

#[test]
fn standard_input_is_no_file_to_fix() {
    let project = project();
    let run = project.run_in("", &["check", "--fix", "--stdin-path", "docs/nn/a.md", "-"], BROKEN.as_bytes());
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("standard input"), "{}", run.stderr);
    assert_eq!(project.read("docs/nn/a.md"), BROKEN);
}

#[test]
fn the_diff_goes_where_the_report_would() {
    let project = project();
    let run = project.run(&["check", "--dry-run", "--output", "fixes.diff"]);
    assert_eq!(run.stdout, "");
    assert!(project.read("fixes.diff").starts_with("--- a/docs/de/a.md\n"));
}

/// The fix of the link would bring a fragment that no heading has.
#[test]
fn a_fix_that_does_harm_is_refused_and_costs_no_other() {
    let project = project();
    let source = "# Plan\n\nSee the [plan](b.md#other) and {{ event }}.\n\nSee [all](b.md) of it.\n";
    project.write("docs/en/a.md", source);
    let target = "# Plan\n\nSjå [planen](c.md#other) og { { event }}.\n\nSjå [alt](b.md) av det.\n";
    project.write("docs/nn/a.md", target);
    project.write("docs/nn/c.md", "# Other\n\nEi side berre for oss.\n");
    let run = project.run(&["check", "--fix-suggested", "--locale", "nn"]);
    let text = project.read("docs/nn/a.md");
    assert!(text.contains("(c.md#other) og {{ event }}"), "{text}\n{}", run.stderr);
    let line = "docs/nn/a.md:3:5: not fixed: link-changed: the fix would bring a finding of `anchor-dead`";
    assert!(run.stderr.contains(line), "{}", run.stderr);
    assert!(run.stderr.contains("fixed 1 finding in 1 file, refused 1"), "{}", run.stderr);
}

#[cfg(unix)]
mod unix {
    use std::fs::{Permissions, metadata, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(project: &Sandbox, path: &str) -> u32 {
        metadata(project.root().join(path)).expect("a file").permissions().mode() & 0o777
    }

    #[test]
    fn a_read_only_file_is_named_and_the_rest_is_done() {
        let project = project();
        let file = project.root().join("docs/nn/a.md");
        set_permissions(&file, Permissions::from_mode(0o444)).expect("a mode");
        let run = project.run(&["check", "--fix"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("docs/nn/a.md: the file is read-only"), "{}", run.stderr);
        assert!(run.stderr.contains("fixed 1 finding in 1 file"), "{}", run.stderr);
        assert!(!run.stdout.contains("not checked"), "{}", run.stdout);
        assert_eq!(project.read("docs/nn/a.md"), BROKEN);
        assert!(project.read("docs/de/a.md").contains("(promote/videos)"));
    }

    #[test]
    fn permissions_are_kept_and_nothing_is_left_beside_the_file() {
        let project = project();
        let file = project.root().join("docs/nn/a.md");
        set_permissions(&file, Permissions::from_mode(0o640)).expect("a mode");
        project.run(&["check", "--fix"]);
        assert_eq!(project.read("docs/nn/a.md"), SAFE);
        assert_eq!(mode(&project, "docs/nn/a.md"), 0o640);
        let names = std::fs::read_dir(project.root().join("docs/nn")).expect("a folder");
        assert_eq!(names.count(), 2);
    }
}

/// A project of one page, with what `--fix-suggested` made of the page and said.
fn fixed(source: &str, target: &str) -> (String, String) {
    let other = "# Other\n\nNothing to see here at all.\n";
    let project = Sandbox::with(&[
        ("docs/en/a.md", source),
        ("docs/en/b.md", other),
        ("docs/nn/a.md", target),
        ("docs/nn/b.md", "# Anna\n\nHer er det ingenting å sjå.\n"),
    ]);
    let run = project.run(&["check", "--fix-suggested"]);
    (project.read("docs/nn/a.md"), run.stderr)
}

#[test]
fn what_a_fence_hid_is_no_harm() {
    let source = "# Start\n\nUse `one`, then see [two](two.md).\n\n~~~sh\nrun\n~~~\n\nUse `three` for it.\n";
    let good = "# Start\n\nBruk `one`, og sjå [to](to.md).\n\n~~~sh\nrun\n~~~\n\nBruk `three` til det.\n";
    let good = &good.replace("to.md", "two.md");
    assert_eq!(fixed(source, &good.replace("run\n~~~\n", "run\n")).0, *good);
    assert_eq!(fixed(source, &format!("```markdown\n{good}```\n")).0.trim_end(), good.trim_end());
    // What is wrong inside is told once the fence is gone.
    let wrong = good.replace("[to](two.md)", "to");
    assert_eq!(fixed(source, &format!("```markdown\n{wrong}```\n")).0.trim_end(), wrong.trim_end());
}

#[test]
fn a_reference_that_holds_code_can_be_restored() {
    let source = "# Start\n\nUse [`one`][one] or `two`.\n\n[one]: one.md\n";
    let target = "# Start\n\nBruk [`one`][one] eller `two`.\n\n[ein]: one.md\n";
    assert_eq!(fixed(source, target).0, target.replace("[ein]", "[one]"));
}
