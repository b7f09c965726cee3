//! Adopting the tool on a project with old findings: what was there is known, what is new fails, what is mended goes.

mod sandbox;

use sandbox::Sandbox;

const FILE: &str = "fidus-baseline.json";

/// A page with two faults of a kind, and one that only a reader would mind.
const SOURCE: &str = "# Plans

Read the [first plan](/plans/first/) before the week begins, and show it to {{ school }}.

Then there is the [second plan](/plans/second/), which is for the week after that one.

Ask the people at {{ school }} for the key to the room in which you meet on Mondays.
";

const TARGET: &str = "# Planar

Les fyrste planen før veka tek til, og syn han til {{ school }}.

So er det den [andre planen](/plans/second/), som er for veka etter den fyrste.

Spør dei på skulen om nykelen til romet der de møtest om måndagane.
";

fn project() -> Sandbox {
    Sandbox::with(&[
        ("docs/en/plans.md", SOURCE),
        ("docs/nn/plans.md", TARGET),
        ("docs/en/b.md", "# B\n\nNothing to see here at all.\n"),
        ("docs/nn/b.md", "# B\n\nHer er det ingenting å sjå.\n"),
    ])
}

fn adopted() -> Sandbox {
    let project = project();
    assert_eq!(project.run(&["check"]).code, 1);
    let run = project.run(&["baseline", "write"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("wrote 2 known findings to [ROOT]/fidus-baseline.json"), "{}", run.stderr);
    project
}

fn found(project: &Sandbox) -> (i32, Vec<String>) {
    let run = project.run(&["check", "--format", "compact", "--quiet"]);
    (run.code, run.stdout.lines().map(str::to_owned).collect())
}

#[test]
fn what_was_there_is_known() {
    let project = adopted();
    insta::assert_snapshot!(project.read(FILE), @r#"
    {
      "version": 1,
      "findings": {
        "docs/nn/plans.md": {
          "link-missing": {
            "/plans/first/": ["924a700503436af6"]
          },
          "placeholder-missing": {
            "{{ school }}": ["59eccff6c3a8c62f"]
          }
        }
      }
    }
    "#);
    let run = project.run(&["check"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("2 known findings not shown (`fidus-baseline.json`)"), "{}", run.stdout);
    assert_eq!(project.run(&["check", "--no-baseline"]).code, 1);
}

#[test]
fn moves_and_wraps_and_words_around_change_nothing() {
    let project = adopted();
    let filler = "Ei line til som er her no og ikkje var her før i det heile.\n\n".repeat(20);
    project.write("docs/nn/plans.md", TARGET.replace("# Planar\n\n", &format!("# Planar\n\n{filler}")));
    assert_eq!(found(&project).0, 0);
    project.write("docs/nn/plans.md", TARGET.replace(" før veka", "\nfør\nveka"));
    assert_eq!(found(&project), (0, vec![]));
    // The English around it was written anew.
    project.write("docs/nn/plans.md", TARGET);
    project.write("docs/en/plans.md", SOURCE.replace("before the week begins", "well before the new week begins"));
    assert_eq!(found(&project), (0, vec![]));
}

#[test]
fn one_new_fault_of_a_known_kind_is_one_finding_at_its_line() {
    let project = adopted();
    project.write("docs/nn/plans.md", TARGET.replace("[andre planen](/plans/second/)", "andre planen"));
    let (code, lines) = found(&project);
    assert_eq!((code, lines.len()), (1, 1), "{lines:?}");
    assert!(lines[0].starts_with("docs/nn/plans.md:5:1: error link-missing"), "{lines:?}");
    // Even one with the same words as a known one.
    project.write("docs/nn/plans.md", TARGET.replace("til {{ school }}", "til skulen"));
    let (code, lines) = found(&project);
    assert_eq!((code, lines.len()), (1, 1), "{lines:?}");
    assert!(lines[0].starts_with("docs/nn/plans.md:3:1: error placeholder-missing"), "{lines:?}");
}

#[test]
fn what_is_mended_is_told_and_pruned() {
    let project = adopted();
    project.write("docs/nn/plans.md", TARGET.replace("Les fyrste planen", "Les [fyrste planen](/plans/first/)"));
    let run = project.run(&["check"]);
    assert_eq!(run.code, 0);
    let words = "fidus-baseline.json: 1 entry is found no more; `fidus baseline prune` takes it out";
    assert!(run.stderr.contains(words), "{}", run.stderr);
    // A run that does not look there cannot tell.
    assert_eq!(project.run(&["check", "docs/nn/b.md"]).stderr, "");
    assert_eq!(project.run(&["check", "--only", "placeholder-missing"]).stderr, "");

    let strict = project.run(&["baseline", "prune", "--dry-run"]);
    assert_eq!(strict.code, 1, "{}", strict.stderr);
    assert_eq!(strict.stdout, "docs/nn/plans.md: link-missing /plans/first/\n");
    let pruned = project.run(&["baseline", "prune"]);
    assert_eq!(pruned.code, 0);
    assert!(pruned.stderr.contains("took out 1 finding, leaving 1"), "{}", pruned.stderr);
    assert_eq!(project.run(&["baseline", "prune", "--dry-run"]).code, 0);
    assert_eq!(project.run(&["baseline", "show"]).stdout, "docs/nn/plans.md: placeholder-missing {{ school }}\n");
    // It does not come back.
    project.write("docs/nn/plans.md", TARGET);
    assert_eq!(found(&project).0, 1);
}

#[test]
fn new_findings_are_not_taken_in_silently() {
    let project = adopted();
    let before = project.read(FILE);
    project.write("docs/nn/plans.md", TARGET.replace("[andre planen](/plans/second/)", "andre planen"));
    let refused = project.run(&["baseline", "write"]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("1 finding is not in it"), "{}", refused.stderr);
    assert_eq!(project.read(FILE), before);
    assert_eq!(project.run(&["baseline", "write", "--accept-new"]).code, 0);
    assert_eq!(found(&project), (0, vec![]));
}

#[test]
fn findings_about_security_need_a_word_of_their_own() {
    let project = project();
    project.write("docs/nn/plans.md", format!("{TARGET}\n<script>alert(1)</script>\n"));
    let run = project.run(&["baseline", "write"]);
    assert!(run.stderr.contains("1 finding is of rules about security not taken in"), "{}", run.stderr);
    assert!(run.stderr.contains("docs/nn/plans.md:9:1 unsafe-html"), "{}", run.stderr);
    let (code, lines) = found(&project);
    assert!(code == 1 && lines.len() == 1 && lines[0].contains("unsafe-html"), "{lines:?}");
    assert_eq!(project.run(&["baseline", "write", "--include-security"]).code, 2, "it would be new in the baseline");
    assert_eq!(project.run(&["baseline", "write", "--include-security", "--accept-new"]).code, 0);
    assert_eq!(found(&project), (0, vec![]));
    // What was taken in knowingly stays.
    assert_eq!(project.run(&["baseline", "write"]).code, 0);
    assert_eq!(found(&project), (0, vec![]));
}

#[test]
fn a_baseline_that_cannot_be_used_is_exit_2_with_its_place() {
    let project = adopted();
    for (text, words) in [
        ("{\n  \"version\": 1,\n  \"findings\": {\n<<<<<<< HEAD\n", "fidus-baseline.json:4:1: key must be a string"),
        ("{\n  \"version\": 7\n}\n", "fidus-baseline.json:2:3: this baseline has version 7"),
    ] {
        project.write(FILE, text);
        let check = project.run(&["check", "--format", "jsonl"]);
        assert_eq!(check.code, 2);
        assert!(check.stderr.contains(words), "{}", check.stderr);
        let error = r#"{"error":{"path":"fidus-baseline.json","kind":"config","message":""#;
        assert!(check.stdout.contains(error) && check.stdout.contains("link-missing"), "{}", check.stdout);
        for typed in [&["baseline", "prune"][..], &["baseline", "show"], &["baseline", "write"]] {
            let run = project.run(typed);
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{typed:?}");
            assert!(run.stderr.contains(words), "{typed:?}: {}", run.stderr);
        }
    }
    let missing = project.run(&["check", "--baseline", "nowhere.json"]);
    assert!(missing.code == 2 && missing.stderr.contains("nowhere.json: there is no such file"), "{}", missing.stderr);
    assert_eq!(project.run(&["check", "--baseline", "a.json", "--baseline", "b.json"]).code, 2);
}

#[test]
fn entries_of_rules_that_are_gone_are_named_and_pruned() {
    let project = adopted();
    project.write(FILE, project.read(FILE).replace("link-missing", "link-of-old"));
    let run = project.run(&["check"]);
    assert!(run.stderr.contains("this version has no rule `link-of-old`"), "{}", run.stderr);
    assert_eq!(run.code, 1, "the link is missing still, by a rule that the baseline does not name");
    assert_eq!(project.run(&["baseline", "prune"]).code, 0);
    assert!(!project.read(FILE).contains("link-of-old"));
}

#[test]
fn a_baseline_marks_the_root_where_there_is_no_git() {
    let project = adopted();
    std::fs::remove_dir(project.root().join(".git")).expect("an empty folder");
    for path in [".", "docs", "docs/nn", "docs/nn/plans.md"] {
        let run = project.run(&["check", path]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{path}\n{}", run.stdout);
    }
}

#[test]
fn a_named_baseline_wins_over_the_usual_one() {
    let project = adopted();
    assert_eq!(project.run(&["baseline", "write", "--baseline", "other.json"]).code, 0);
    project.write(FILE, "{\"version\": 1, \"findings\": {}}");
    assert_eq!(project.run(&["check"]).code, 1);
    assert_eq!(project.run(&["check", "--baseline", "other.json"]).code, 0);
}
