//! Runs in git repositories: which source a page is compared with, and what is a fault and what is drift.
#![allow(clippy::print_stdout, reason = "times are shown")]

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

/// `rule severity cause` of everything, info too.
fn all(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let run = sandbox.run(&[&["check", "--format", "jsonl"], arguments].concat());
    let lines = run.stdout.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).expect("JSON"));
    let findings = lines.filter(|line| line["rule"].is_string());
    let words = |one: &serde_json::Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    findings.map(|one| ["rule", "severity", "cause"].map(|key| words(&one, key)).join(" ")).collect()
}

/// A page whose source changed its first link since: one drift, and the sum of it.
fn stale() -> Option<Sandbox> {
    let project = project(&page(OLD, SECOND), &page(GOOD, SECOND_GOOD))?;
    project.commit(&[(EN, &page(NEW, SECOND))]);
    Some(project)
}

const STALE: [&str; 2] = ["file-outdated info drift", "link-changed error drift"];
const FAULT: [&str; 1] = ["link-changed error fault"];

#[test]
fn a_touch_of_one_block_leaves_the_others_their_age() {
    let Some(project) = stale() else { return };
    project.commit(&[(NN, &page(GOOD, "Opne så [innstillingane](settings.md) og lagre dei alle."))]);
    assert_eq!(all(&project, &[NN]), STALE);
    // Whitespace, wrapping and marks are no work on a block.
    project.commit(&[(NN, &page(&GOOD.replace(" før", "\nfør"), SECOND_GOOD))]);
    assert_eq!(all(&project, &[NN]), STALE);
}

#[test]
fn a_block_that_is_not_committed_answers_the_source_of_today() {
    let Some(project) = stale() else { return };
    let worked = page(&GOOD.replace("arbeide", "jobbe"), SECOND_GOOD);
    let run = project.run_in("", &["check", "--format", "compact", "--stdin-path", NN, "-"], worked.as_bytes());
    assert!(run.stdout.contains("link-changed"), "{}", run.stdout);
    assert_eq!(run.code, 1);
    project.write(NN, &worked);
    assert_eq!(all(&project, &[NN]), FAULT);
    project.git(&["checkout", "--quiet", NN]);
    assert_eq!(all(&project, &[NN]), STALE);
}

#[test]
fn a_page_that_is_not_committed_answers_the_source_of_today() {
    let Some(project) = stale() else { return };
    project.git(&["rm", "--quiet", "--cached", NN]);
    project.git(&["commit", "--quiet", "--message", "out"]);
    assert_eq!(all(&project, &[NN]), FAULT);
}

#[test]
fn a_branch_is_compared_with_the_source_that_it_came_from() {
    let Some(project) = project(&page(OLD, SECOND), &page(SECOND, OLD)) else { return };
    project.git(&["checkout", "--quiet", "-b", "translation"]);
    project.commit(&[(NN, &page(GOOD, SECOND_GOOD))]);
    project.git(&["checkout", "--quiet", "main"]);
    project.commit(&[(EN, &page(NEW, SECOND))]);
    project.git(&["merge", "--quiet", "--no-ff", "--message", "merge", "translation"]);
    assert_eq!(all(&project, &[NN]), STALE);
}

#[test]
fn what_a_machine_does_to_many_pages_is_no_translation() {
    let Some(project) = stale() else { return };
    let names: Vec<String> = (0..60).map(|at| format!("{at}.md")).collect();
    for name in &names {
        project.write(&format!("en/{name}"), "Hello to all of you.\n");
        project.write(&format!("nn/{name}"), "Hei til alle saman.\n");
    }
    project.commit(&[]);
    names.iter().for_each(|name| project.write(&format!("nn/{name}"), "Hei, til alle saman.\n"));
    project.commit(&[(NN, &page(&GOOD.replace("byrjar å arbeide", "byrjar å arbeide!"), SECOND_GOOD))]);
    assert_eq!(all(&project, &[NN]), STALE, "a small change in sixty pages");
}

#[test]
fn a_hundred_pages_that_are_moved_keep_their_age() {
    let Some(project) = Sandbox::repository() else { return };
    for at in 0..100 {
        project.write(&format!("en/{at}.md"), page(OLD, &format!("{SECOND} {at}")));
        project.write(&format!("nn/{at}.md"), page(GOOD, &format!("{SECOND_GOOD} {at}")));
    }
    project.commit(&[]);
    (0..100).for_each(|at| project.write(&format!("en/{at}.md"), page(NEW, &format!("{SECOND} {at}"))));
    project.commit(&[]);
    let before = all(&project, &[]);
    assert_eq!(before, STALE.repeat(100));
    project.git(&["mv", "en", "x"]);
    project.write("docs/readme.txt", "");
    project.git(&["mv", "x", "docs/en"]);
    project.git(&["mv", "nn", "docs/nn"]);
    project.commit(&[]);
    assert_eq!(all(&project, &[]), before, "from outside the folders of today");
    project.git(&["mv", "docs/nn", "docs/tmp"]);
    std::fs::create_dir_all(project.root().join("docs/nn")).expect("a folder");
    project.git(&["mv", "docs/tmp", "docs/nn/how-to"]);
    project.git(&["mv", "docs/en", "docs/tmp"]);
    std::fs::create_dir_all(project.root().join("docs/en")).expect("a folder");
    project.git(&["mv", "docs/tmp", "docs/en/how-to"]);
    project.commit(&[]);
    assert_eq!(all(&project, &[]), before, "from another folder");
    assert_eq!(all(&project, &[]), before, "and from the cache");
}

#[test]
fn a_page_that_is_moved_with_its_source_keeps_its_age() {
    let Some(project) = stale() else { return };
    for folder in ["en", "nn"] {
        std::fs::create_dir_all(project.root().join(folder).join("how-to")).expect("a folder");
        project.git(&["mv", &format!("{folder}/page.md"), &format!("{folder}/how-to/page.md")]);
    }
    project.commit(&[]);
    assert_eq!(all(&project, &["nn/how-to/page.md"]), STALE);
}

#[test]
fn a_page_whose_source_was_moved_is_told_where() {
    let Some(project) = stale() else { return };
    project.git(&["mv", EN, "en/manual.md"]);
    project.commit(&[]);
    let run = project.run(&["check", "--format", "compact"]);
    assert!(run.stdout.contains("file-moved") && run.stdout.contains("`en/manual.md`"), "{}", run.stdout);
}

#[test]
fn a_source_that_was_gone_for_a_while_is_found_where_it_stood() {
    let Some(project) = project(&page(OLD, SECOND), &page(GOOD, SECOND_GOOD)) else { return };
    project.git(&["rm", "--quiet", EN]);
    project.commit(&[]);
    project.commit(&[(NN, &page(GOOD, "Opne så [innstillingane](settings.md) og lagre alt."))]);
    project.commit(&[(EN, &page(NEW, SECOND))]);
    // The first block was written before the source went, the second while it was away.
    assert_eq!(all(&project, &[NN]), STALE);
}

#[test]
fn stamps_date_a_page_and_bad_ones_are_told() {
    let Some(project) = project(&page(OLD, SECOND), &page(GOOD, SECOND_GOOD)) else { return };
    let first = project.git(&["log", "-1", "--format=%H", "--", EN]).trim().to_owned();
    project.commit(&[(EN, &page(NEW, SECOND))]);
    let second = project.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let stamped = |stamp: &str, text: &str| format!("---\nl10n:\n  sourceCommit: {stamp}\n---\n\n{text}");
    let text = page(&GOOD.replace("å arbeide", "arbeidet"), SECOND_GOOD);
    // The text was worked on today, but the stamp says from which source.
    project.commit(&[(NN, &stamped(&first, &text))]);
    assert_eq!(all(&project, &[NN]), STALE);
    assert_eq!(all(&project, &[NN, "--base", "git"]), FAULT);
    assert_eq!(all(&project, &[NN, "--base", "stamp"]), STALE);
    assert_eq!(all(&project, &[NN, "--base", "head"]), FAULT);
    // A commit that did not change the source: the source as it stood there.
    let other = project.git(&["rev-parse", &format!("{second}^")]).trim().to_owned();
    project.commit(&[(NN, &stamped(&other[..12], &text))]);
    assert_eq!(
        all(&project, &[NN]),
        ["file-outdated info drift", "stamp-invalid info fault", "link-changed error drift"]
    );
    // One that came before the source, one that is nowhere, and no name at all.
    let root = project.git(&["rev-list", "--max-parents=0", "HEAD"]).trim().to_owned();
    for (stamp, words) in [
        (root.as_str(), "the source of this page is not there"),
        ("0123456789", "names no commit of this repository"),
        ("newest", "is no name of a commit"),
    ] {
        project.write(NN, stamped(stamp, &text));
        let run = project.run(&["check", "--format", "compact", NN]);
        assert!(run.stdout.contains("stamp-invalid") && run.stdout.contains(words), "{stamp}: {}", run.stdout);
    }
    // A commit of a branch that was squashed: the source is known all the same.
    project.git(&["checkout", "--quiet", "--", "."]);
    project.git(&["checkout", "--quiet", "-b", "side", &first]);
    let side = project.commit(&[("en/side.md", "Beside.\n")]);
    project.git(&["checkout", "--quiet", "main"]);
    project.write(NN, stamped(&side, &text));
    assert_eq!(all(&project, &[NN]), STALE);
    // A stamp that moved on by itself.
    project.commit(&[(NN, &stamped(&first, &text))]);
    project.commit(&[(NN, &stamped(&second, &text))]);
    assert_eq!(all(&project, &[NN]), ["stamp-untouched info fault", "link-changed error fault"]);
}

#[test]
fn stamps_of_another_repository_are_said_once() {
    let Some(project) = Sandbox::repository() else { return };
    let stamp = "---\nl10n:\n  sourceCommit: 0123456789abcdef0123456789abcdef01234567\n---\n\n";
    for at in 0..4 {
        project.write(&format!("en/{at}.md"), page(OLD, SECOND));
        project.write(&format!("nn/{at}.md"), format!("{stamp}{}", page(GOOD, SECOND_GOOD)));
    }
    project.commit(&[]);
    project.commit(&[("en/1.md", &page(NEW, SECOND))]);
    let run = project.run(&["check"]);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("another repository") || run.stderr.contains("no commits of this"), "{}", run.stderr);
    assert_eq!(all(&project, &[]), STALE);
}

#[test]
fn stamping_twice_changes_no_byte() {
    let Some(project) = stale() else { return };
    project.write("fidus.toml", "[[layout]]\nsource = \"en/{path}\"\ntarget = \"{locale}/{path}\"\n");
    let run = project.run(&["stamp", NN]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "stamped 1 page\n"), "{}", run.stderr);
    assert!(run.stderr.contains("a block whose source changed is as before"), "{}", run.stderr);
    let once = project.read(NN);
    let commit = project.git(&["rev-parse", "HEAD"]);
    assert_eq!(once, format!("---\nl10n:\n  sourceCommit: {commit}---\n\n{}", page(GOOD, SECOND_GOOD)));
    assert_eq!(project.run(&["stamp", NN]).stdout, "stamped 0 pages, 1 stamped already\n");
    assert_eq!(project.read(NN), once);
    assert_eq!(all(&project, &[NN]), FAULT);
    // A source that is not committed has no commit to name.
    project.write(EN, page(OLD, OLD));
    let run = project.run(&["stamp", NN]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("commit it first"), "{}", run.stderr);
}

/// A checkout of Windows has other line ends than the repository.
#[test]
fn line_ends_are_nobodys_change() {
    let Some(project) = project(&page(OLD, SECOND), &page(GOOD, SECOND_BAD)) else { return };
    project.commit(&[(EN, &page(NEW, SECOND))]);
    let before = all(&project, &[]);
    for path in [EN, NN] {
        project.write(path, project.read(path).replace('\n', "\r\n"));
    }
    assert_eq!(all(&project, &[]), before);
    let run = project.run(&["stamp", NN]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "stamped 1 page\n"), "{}", run.stderr);
    assert_eq!(project.run(&["stamp", NN]).stdout, "stamped 0 pages, 1 stamped already\n");
    project.write("fidus.toml", LOCKED);
    project.write(NN, page(GOOD, SECOND_GOOD));
    assert_eq!(project.run(&["stamp", NN]).stdout, "stamped 1 page\n");
    project.write(EN, page(NEW, SECOND));
    assert_eq!(project.run(&["stamp", NN]).stdout, "stamped 0 pages, 1 stamped already\n");
}

const LOCKED: &str =
    "[[layout]]\nsource = \"en/{path}\"\ntarget = \"{locale}/{path}\"\n[freshness]\nstamp = \"lock\"\n";

#[test]
fn the_lock_needs_no_history() {
    let project = Sandbox::with(&[(EN, &page(OLD, SECOND)), (NN, &page(GOOD, SECOND_BAD)), ("fidus.toml", LOCKED)]);
    let run = project.run(&["stamp", "."]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "stamped 1 page\n"), "{}", run.stderr);
    let once = project.read("fidus.lock");
    assert_eq!(project.run(&["stamp", "."]).stdout, "stamped 0 pages, 1 stamped already\n");
    assert_eq!(project.read("fidus.lock"), once);
    project.write(EN, page(NEW, SECOND));
    assert_eq!(
        all(&project, &[]),
        ["file-outdated info drift", "link-changed error drift", "link-missing error fault"]
    );
    // Stamped once more without a look at the first block.
    assert_eq!(project.run(&["stamp", "."]).code, 0);
    let found = all(&project, &[]);
    assert_eq!(found, ["stamp-untouched info fault", "link-changed error fault", "link-missing error fault"]);
    let twice = project.read("fidus.lock");
    assert_eq!(project.run(&["stamp", "."]).code, 0);
    assert_eq!(project.read("fidus.lock"), twice);
}

#[test]
fn a_lock_that_cannot_be_read_is_told_and_left_alone() {
    let project = Sandbox::with(&[(EN, &page(OLD, SECOND)), (NN, &page(GOOD, SECOND_BAD)), ("fidus.toml", LOCKED)]);
    project.run(&["stamp", "."]);
    let whole = project.read("fidus.lock");
    let half = &whole[..whole.len() / 2];
    for (text, words) in
        [(half, "it cannot be read"), ("version = 99\n", "use a later fidus"), ("<<<<<<<\n", "restore it")]
    {
        project.write("fidus.lock", text);
        let run = project.run(&["check", "--format", "jsonl"]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains("fidus.lock: ") && run.stderr.contains(words), "{}", run.stderr);
        assert!(
            run.stdout.contains("\"link-missing\"") && run.stdout.contains("\"kind\":\"config\""),
            "{}",
            run.stdout
        );
        assert_eq!(project.run(&["stamp", "."]).code, 2);
        assert_eq!(project.read("fidus.lock"), text);
    }
}

#[test]
fn diff_shows_what_changed_and_what_is_to_do() {
    let Some(project) = project(&page(OLD, SECOND), &page(GOOD, SECOND_GOOD)) else { return };
    project.commit(&[(EN, &format!("{}\nBring a friend along.\n", page(NEW, SECOND)))]);
    let run = project.run(&["diff", NN]);
    let words = "\
nn/page.md: 2 blocks, 12 words

prose en/page.md:1
  Read the [-[guide](guide.md)-]{+[manual](https://example.org/manual)+} before you begin to work.
nn/page.md:1
  Les [rettleiinga](guide.md) før du byrjar å arbeide.

structure en/page.md:5
  {+Bring a friend along.+}
not translated yet
";
    assert_eq!((run.code, run.stdout.as_str(), run.stderr.as_str()), (0, words, ""));
    let run = project.run(&["diff", "--locale", "nn"]);
    assert_eq!(run.stdout, "  words  blocks  page\n     12       2  nn/page.md\n     12       2  1 page\n");
    let run = project.run(&["diff", "nn/other.md"]);
    assert_eq!(run.stdout, "nn/other.md: nothing to do: the source did not change since\n");
    let run = Sandbox::fixture("school-event").run(&["diff"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("no git history"), "{}", run.stderr);
}

#[test]
fn a_shallow_clone_says_so_once_and_gates_on_no_drift_of_stamped_pages() {
    let Some(project) = stale() else { return };
    let clone = clone_of(&project, &["--depth", "1"]);
    let run = clone.run(&["check"]);
    assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
    assert!(run.stderr.contains("the clone is shallow"), "{}", run.stderr);
    assert_eq!(all(&clone, &[NN]), FAULT);
    let first = project.git(&["log", "-1", "--format=%H", "HEAD~1", "--", EN]);
    let stamped = format!("---\ndefault_lang_commit: {first}---\n\n{}", page(GOOD, SECOND_GOOD));
    project.commit(&[(NN, &stamped)]);
    let clone = clone_of(&project, &["--depth", "1"]);
    assert_eq!(all(&clone, &[NN]), ["link-changed error drift"]);
    assert_eq!(clone.run(&["check"]).code, 0);
    clone.git(&["fetch", "--quiet", "--unshallow"]);
    assert_eq!(all(&clone, &[NN]), STALE);
}

#[test]
fn a_shallow_clone_does_not_call_a_page_unchanged() {
    let Some(project) = stale() else { return };
    assert!(project.run(&["coverage", "--format", "markdown"]).stdout.contains("/2 |\n\nIn words"));
    assert!(!project.run(&["coverage", "--format", "json"]).stdout.contains("\"history\""));
    let clone = clone_of(&project, &["--depth", "1"]);
    for arguments in [&["diff", NN] as &[&str], &["diff", "--locale", "nn"]] {
        let run = clone.run(arguments);
        assert_eq!((run.code, run.stderr.lines().count()), (0, 1), "{}", run.stderr);
        assert!(run.stderr.contains("the clone is shallow"), "{}", run.stderr);
        assert!(run.stdout.contains("nothing tells what"), "{}", run.stdout);
        assert!(!run.stdout.contains("did not change"), "{}", run.stdout);
    }
    let report = |format: &str| clone.run(&["coverage", "--format", format]).stdout;
    assert!(report("json").trim_end().ends_with("\"history\":\"shallow\"}"));
    assert!(report("markdown").contains(" | ? | ") && report("markdown").contains("> The clone was shallow"));
    assert!(report("html").contains("\"gap\":\"The clone was shallow"));
    let run = clone.run(&["stamp", "nn"]);
    assert!(run.code == 2 && run.stderr.contains("git fetch --unshallow"), "{}", run.stderr);
    clone.write("fidus.toml", LOCKED);
    clone.run(&["stamp", "nn"]);
    let run = clone.run(&["diff", NN]);
    assert!(run.stdout.contains("the source did not change since"), "the lock tells: {}", run.stdout);
}

fn clone_of(project: &Sandbox, options: &[&str]) -> Sandbox {
    let clone = Sandbox::repository().expect("git is there");
    std::fs::remove_dir_all(clone.root().join(".git")).expect("the empty repository");
    let url = format!("file://{}", project.root().display());
    clone.git(&[&["clone", "--quiet"], options, &[&url, "."]].concat());
    clone
}

#[test]
fn worktrees_and_submodules_have_their_history() {
    let Some(project) = stale() else { return };
    let tree = Sandbox::empty();
    std::fs::remove_dir_all(tree.root()).expect("an empty folder");
    project.git(&["worktree", "add", "--quiet", tree.root().to_str().expect("UTF-8"), "-b", "other"]);
    assert_eq!(all(&tree, &[NN]), STALE);
    let outer = Sandbox::repository().expect("git is there");
    let url = format!("file://{}", project.root().display());
    outer.git(&["submodule", "--quiet", "add", &url, "docs"]);
    outer.commit(&[("en/page.md", &page(OLD, SECOND)), ("nn/page.md", &page(GOOD, SECOND_GOOD))]);
    outer.commit(&[("en/page.md", &page(NEW, SECOND))]);
    outer.write("fidus.toml", "[[layout]]\nsource = \"en/{path}\"\ntarget = \"{locale}/{path}\"\n");
    assert_eq!(all(&outer, &[NN]), STALE, "beside a submodule");
    outer.write("docs/fidus.toml", "[[layout]]\nsource = \"en/{path}\"\ntarget = \"{locale}/{path}\"\n");
    let run = outer.run_in("docs", &["check", "--format", "jsonl", NN], b"");
    assert!(run.stdout.contains("\"cause\":\"drift\""), "in a submodule: {}", run.stdout);
}

#[test]
fn odd_repositories_are_no_obstacle() {
    let Some(project) = stale() else { return };
    let bare = clone_of(&project, &["--bare"]);
    for command in ["check", "coverage", "diff"] {
        let run = bare.run(&[command]);
        assert_eq!(run.code, 2, "a bare clone has no pages");
        assert!(run.stderr.contains("is bare") && run.stderr.contains("with a work tree"), "{}", run.stderr);
    }
    let unborn = Sandbox::repository().expect("git is there");
    unborn.write(EN, page(NEW, SECOND));
    unborn.write(NN, page(GOOD, SECOND_GOOD));
    unborn.write("fidus.toml", "[[layout]]\nsource = \"en/{path}\"\ntarget = \"{locale}/{path}\"\n");
    assert_eq!(all(&unborn, &[NN]), FAULT, "no commit yet");
    project.git(&["checkout", "--quiet", "--detach"]);
    assert_eq!(all(&project, &[NN]), STALE, "a detached HEAD");
    // The cache is no more than a cache.
    let folder = project.root().join(".git/fidus");
    let file = std::fs::read_dir(&folder).expect("a cache").next().expect("one file").expect("a file").path();
    for bytes in
        [&b""[..], b"fidus-history-1\n", b"\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"]
    {
        std::fs::write(&file, bytes).expect("a damaged cache");
        assert_eq!(all(&project, &[NN]), STALE, "a damaged cache");
    }
    std::fs::write(project.root().join(".git/HEAD"), "nonsense").expect("a damaged repository");
    let run = project.run(&["check", NN]);
    assert_eq!(run.code, 1, "{}", run.stderr);
}

/// Times are printed: `cargo test --test freshness thousand -- --nocapture`.
#[test]
fn a_history_of_a_thousand_commits_is_read_once() {
    let Some(project) = Sandbox::repository() else { return };
    std::fs::write(project.root().join("history"), thousand()).expect("a stream");
    let input = std::fs::File::open(project.root().join("history")).expect("the stream");
    let mut import = std::process::Command::new("git");
    import.args(["fast-import", "--quiet"]).current_dir(project.root()).stdin(input);
    assert!(import.status().expect("git starts").success());
    project.git(&["reset", "--quiet", "--hard", "main"]);
    std::fs::remove_file(project.root().join("history")).expect("the stream goes");
    let time = |arguments: &[&str]| {
        let run = project.run(arguments);
        let summary = run.stdout.lines().last().unwrap_or_default().to_owned();
        (run.elapsed, run.stdout.matches("\"cause\":\"drift\"").count(), summary)
    };
    let (cold, drift, summary) = time(&["check", "--format", "jsonl"]);
    let (warm, again, same) = time(&["check", "--format", "jsonl"]);
    let (head, none, of_head) = time(&["check", "--format", "jsonl", "--base", "head"]);
    println!("cold {cold:?}, cached {warm:?}, --base head {head:?}; drift {drift}\nauto {summary}\nhead {of_head}");
    assert_eq!((drift, &summary), (again, &same));
    assert!(drift > 0 && none == 0);
}

/// A stream for `git fast-import`: sixty pages in two locales, every commit changes a block of a source, every third
/// follows it in one locale.
fn thousand() -> String {
    use std::fmt::Write;
    let mut out = String::new();
    let text = |version: usize, words: &str| {
        (0..12)
            .map(|at| {
                format!(
                    "{words} [x](https://example.org/{at}/{}) {at}.\n\n",
                    version / 12 + usize::from(version % 12 > at)
                )
            })
            .collect::<String>()
    };
    let mut mark = |files: Vec<(String, String)>| {
        out.push_str("commit refs/heads/main\ncommitter a <a@example.org> 1700000000 +0000\ndata 1\nx\n");
        for (path, text) in files {
            let _infallible = write!(out, "M 644 inline {path}\ndata {}\n{text}\n", text.len());
        }
    };
    let mut versions = [0; 60];
    mark(
        (0..60)
            .flat_map(|page| {
                [("en", "Read this and go on"), ("nn", "Les dette og gå vidare"), ("de", "Lies das und mach weiter")]
                    .map(|(locale, words)| (format!("{locale}/{page}.md"), text(0, words)))
            })
            .collect(),
    );
    for commit in 0..1_200 {
        let page = commit * 7 % 60;
        versions[page] += 1;
        let mut files = vec![(format!("en/{page}.md"), text(versions[page], "Read this and go on"))];
        if commit % 3 == 0 {
            files = vec![(format!("nn/{page}.md"), text(versions[page] - 1, "Les dette og gå vidare"))];
            versions[page] -= 1;
        }
        mark(files);
    }
    out
}
