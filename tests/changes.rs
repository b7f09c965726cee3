//! Pull requests: what a change touches, on either side, block by block, and what is staged. Repositories are made here,
//! by a `git` that reads nobody's configuration.

mod sandbox;

use std::process::Command;

use sandbox::{Run, Sandbox};

const SOURCE: &str = "# Plans

Read the [first plan](/plans/first/) before the week begins, and show it to {{ school }}.

Then there is the [second plan](/plans/second/), which is for the week after that one.

Ask the people at {{ school }} for the key to the room in which you meet on Mondays.
";

/// With one old fault, in the first paragraph.
const TARGET: &str = "# Planar

Les fyrste planen før veka tek til, og syn han til {{ school }}.

So er det den [andre planen](/plans/second/), som er for veka etter den fyrste.

Spør dei på {{ school }} om nykelen til romet der de møtest om måndagane.
";

const PAGE: &str = "docs/nn/plans.md";

struct Repository {
    project: Sandbox,
}

impl Repository {
    /// A repository on a branch that parted from `main` one commit ago.
    fn new() -> Repository {
        let project = Sandbox::with(&[
            ("docs/en/plans.md", SOURCE),
            (PAGE, TARGET),
            ("docs/en/b.md", "# B\n\nNothing to see in [here](/here/) at all.\n"),
            ("docs/nn/b.md", "# B\n\nHer er det ingenting å sjå.\n"),
            ("docs/de/plans.md", "# Pläne\n\nLies ihn vor der Woche und zeige ihn {{ school }}.\n"),
        ]);
        std::fs::remove_dir(project.root().join(".git")).expect("an empty folder");
        let repository = Repository { project };
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.commit("Start");
        repository.git(&["checkout", "--quiet", "-b", "topic"]);
        repository
    }

    fn git(&self, arguments: &[&str]) -> String {
        let output = Command::new("git")
            .args(arguments)
            .current_dir(self.project.root())
            .env_clear()
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .envs([("GIT_CONFIG_NOSYSTEM", "1"), ("GIT_CONFIG_GLOBAL", "/dev/null"), ("HOME", "/nowhere")])
            .envs([("GIT_AUTHOR_NAME", "A"), ("GIT_AUTHOR_EMAIL", "a@example.org")])
            .envs([("GIT_COMMITTER_NAME", "A"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
            .output()
            .expect("git");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn commit(&self, subject: &str) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--allow-empty", "-m", subject]);
    }

    fn check(&self, options: &[&str]) -> (i32, Vec<String>) {
        let run = self.run(options);
        (run.code, run.stdout.lines().map(str::to_owned).collect())
    }

    fn run(&self, options: &[&str]) -> Run {
        self.project.run(&[&["check", "--format", "compact", "--quiet"], options].concat())
    }

    #[track_caller]
    fn finds(&self, options: &[&str], code: i32, starts: &[&str]) {
        let (found, lines) = self.check(options);
        let fits = lines.len() == starts.len() && lines.iter().zip(starts).all(|(line, start)| line.starts_with(start));
        assert!(found == code && fits, "exit {found}, {lines:#?}");
    }
}

const OLD: &str = "docs/nn/plans.md:3:1: error link-missing";
const NEW: &str = "docs/nn/plans.md:5:1: error link-missing";

#[test]
fn pages_that_a_branch_touches_are_checked_and_no_others() {
    let repository = Repository::new();
    repository.finds(&["--changed", "main"], 0, &[]);
    repository.project.write(PAGE, TARGET.replace("[andre planen](/plans/second/)", "andre planen"));
    // In the work tree, then in a commit, and whatever main does in the meantime.
    repository.finds(&["--changed", "main"], 1, &[OLD, NEW]);
    repository.commit("Break");
    repository.finds(&["--changed", "main"], 1, &[OLD, NEW]);
    repository.finds(&["--changed", "HEAD"], 0, &[]);
    let nothing = repository.project.run(&["check", "--changed", "HEAD"]).stdout;
    assert!(nothing.starts_with("No localized page changed, nor the source of one.\n"), "{nothing}");
    repository.finds(&["--changed", "HEAD~1"], 1, &[OLD, NEW]);
    repository.git(&["checkout", "--quiet", "main"]);
    repository.project.write("docs/nn/b.md", "# B\n\nHer er det no ingenting å sjå.\n");
    repository.commit("Go on");
    repository.git(&["checkout", "--quiet", "--detach", "topic"]);
    repository.finds(&["--changed", "main"], 1, &[OLD, NEW]);
    // Paths still filter.
    repository.finds(&["--changed", "main", "docs/de"], 0, &[]);
}

#[test]
fn blocks_that_did_not_change_are_left_out_on_request() {
    let repository = Repository::new();
    repository.project.write(PAGE, TARGET.replace("[andre planen](/plans/second/)", "andre planen"));
    repository.commit("Break");
    repository.finds(&["--changed", "main", "--changed-blocks"], 1, &[NEW]);
    // A paragraph that is gone is told where it is missed.
    let short =
        TARGET.replace("So er det den [andre planen](/plans/second/), som er for veka etter den fyrste.\n\n", "");
    repository.project.write(PAGE, short);
    repository.finds(&["--changed", "main", "--changed-blocks"], 0, &["docs/nn/plans.md:5:1: warning block-missing"]);
    // A page that is new is new as a whole.
    repository.project.write("docs/de/b.md", "# B\n\nHier gibt es nichts zu sehen.\n");
    repository.finds(
        &["--changed", "main", "--changed-blocks", "docs/de"],
        1,
        &["docs/de/b.md:3:1: error link-missing"],
    );
}

#[test]
fn a_change_of_the_source_alone_tells_what_became_stale_and_fails_nothing() {
    let repository = Repository::new();
    repository.project.write("docs/en/plans.md", SOURCE.replace("the key to", "the [key](/key/) to"));
    repository.commit("Say more");
    let run = repository.project.run(&["check", "--format", "jsonl", "--changed", "main", "--locale", "nn"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let findings: Vec<&str> = run.stdout.lines().filter(|line| line.contains("\"rule\"")).collect();
    assert_eq!(findings.len(), 2, "the old fault is not of this change: {}", run.stdout);
    assert!(findings[0].contains("\"rule\":\"file-outdated\""), "{}", run.stdout);
    assert!(findings[1].contains("\"cause\":\"drift\"") && findings[1].contains("/key/"), "{}", run.stdout);
    let comment = repository.project.run(&["check", "--format", "markdown", "--changed", "main", "--locale", "nn"]);
    assert!(comment.stdout.contains("Nothing here fails the check"), "{}", comment.stdout);
    // Once the translator works on the page, it is hers.
    repository.project.write(PAGE, TARGET.replace("om nykelen", "om den nykelen"));
    let (code, lines) = repository.check(&["--changed", "main", "--locale", "nn"]);
    assert_eq!((code, lines.len()), (1, 2), "{lines:?}");
}

#[test]
fn a_source_that_is_moved_leaves_orphans() {
    let repository = Repository::new();
    std::fs::create_dir(repository.project.root().join("docs/en/more")).expect("a folder");
    repository.git(&["mv", "docs/en/b.md", "docs/en/more/b.md"]);
    repository.finds(&["--changed", "main"], 0, &["docs/nn/b.md:1:1: warning file-orphaned"]);
}

#[test]
fn a_whole_locale_that_is_renamed_is_new() {
    let repository = Repository::new();
    repository.git(&["mv", "docs/nn", "docs/nb"]);
    repository.commit("Rename");
    let (code, lines) = repository.check(&["--changed", "main"]);
    assert_eq!(code, 1);
    assert!(!lines.is_empty() && lines.iter().all(|line| line.starts_with("docs/nb/")), "{lines:?}");
}

#[test]
fn what_is_staged_is_read_from_the_index() {
    let repository = Repository::new();
    let broken = TARGET.replace("[andre planen](/plans/second/)", "andre planen");
    repository.finds(&["--staged"], 0, &[]);
    repository.project.write(PAGE, &broken);
    repository.finds(&["--staged"], 0, &[]);
    repository.git(&["add", PAGE]);
    repository.project.write(PAGE, "");
    repository.finds(&["--staged"], 1, &[OLD, NEW]);
    repository.finds(&["--staged", "--changed-blocks"], 1, &[NEW]);
    // What lies beside the index is not there: neither a page, nor a file to link to.
    repository.project.write("docs/de/b.md", "# B\n\nHier.\n");
    repository.finds(&["--staged"], 1, &[OLD, NEW]);
    // As `git commit` says to its hooks, if it is given files.
    std::fs::rename(repository.project.root().join(".git/index"), repository.project.root().join(".git/other"))
        .expect("a renamed index");
    let run = Command::new(env!("CARGO_BIN_EXE_fidus"))
        .args(["check", "--staged", "--quiet"])
        .env("GIT_INDEX_FILE", ".git/other")
        .current_dir(repository.project.root())
        .output()
        .expect("the binary");
    assert_eq!(run.status.code(), Some(1));
}

#[test]
fn a_project_below_the_top_of_the_repository_is_found_in_it() {
    let repository = Repository::new();
    std::fs::create_dir(repository.project.root().join("site")).expect("a folder");
    repository.git(&["mv", "docs", "site/docs"]);
    repository.project.write("site/fidus.toml", "source-locale = \"en\"\n");
    repository.commit("Move");
    repository.project.write("site/docs/nn/b.md", "# B\n\nHer er det ingenting å sjå no.\n");
    let run = repository.project.run_in("site", &["check", "--format", "compact", "--quiet", "--changed", "HEAD"], b"");
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.starts_with("docs/nn/b.md:3:1: error link-missing"), "{}", run.stdout);
}

#[test]
fn line_ends_of_a_checkout_are_no_change() {
    let repository = Repository::new();
    repository.project.write(PAGE, TARGET.replace('\n', "\r\n"));
    repository.finds(&["--changed", "main"], 0, &[]);
}

#[test]
fn a_binary_file_that_calls_itself_a_page_is_a_finding_and_nothing_more() {
    let repository = Repository::new();
    repository.project.write(PAGE, [0u8, 159, 146, 150, 0, 10]);
    let (code, lines) = repository.check(&["--changed", "main", "--changed-blocks"]);
    assert_eq!(code, 1, "{lines:?}");
    assert!(lines.iter().any(|line| line.contains("encoding-invalid")), "{lines:?}");
}

#[test]
fn what_cannot_be_compared_is_said_in_a_sentence() {
    let repository = Repository::new();
    let fails = |repository: &Repository, revision: &str, words: &str| {
        let run = repository.run(&["--changed", revision]);
        assert!(run.code == 2 && run.stdout.is_empty() && run.stderr.contains(words), "{}", run.stderr);
    };
    fails(
        &repository,
        "origin/main",
        "there is no revision `origin/main` here: fetch it, as in `git fetch origin main`",
    );
    fails(&repository, "a b", "there is no revision `a b` here");
    repository.git(&["checkout", "--quiet", "--orphan", "other"]);
    fails(&repository, "main", "there is no commit yet to compare with");
    repository.commit("Another start");
    fails(&repository, "main", "`main` and HEAD have no commit in common");
    let plain = Sandbox::with(&[("docs/en/a.md", "# A\n"), ("docs/nn/a.md", "# Å\n")]);
    for option in [&["--changed", "main"][..], &["--staged"]] {
        let run = plain.run(&[&["check", "docs"], option].concat());
        assert!(run.code == 2 && run.stderr.contains("is in no git repository"), "{}", run.stderr);
    }
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let repository = Repository::new();
    repository.project.write(PAGE, TARGET.replace("planen", "plana"));
    repository.commit("One");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.commit("Two");
    let from = format!("file://{}", repository.project.root().display());
    repository.git(&["clone", "--quiet", "--depth", "1", "--no-single-branch", &from, "clone"]);
    let clone = repository.project.root().join("clone");
    let run = Command::new(env!("CARGO_BIN_EXE_fidus"))
        .args(["check", "--changed", "origin/topic"])
        .current_dir(clone)
        .output()
        .expect("the binary");
    let words = String::from_utf8_lossy(&run.stderr).into_owned();
    assert_eq!(run.status.code(), Some(2), "{words}");
    assert!(words.contains("shallow") && words.contains("git fetch --unshallow"), "{words}");
}
