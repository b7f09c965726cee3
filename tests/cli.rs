//! Runs of the real binary: what was typed, standard output, standard error and the exit code, to the letter.
//!
//! `SNAPSHOTS=overwrite cargo test --test cli` writes `tests/snapshots/` anew.

mod sandbox;

use std::path::Path;

use sandbox::{Run, Sandbox};
use snapbox::Data;
use snapbox::data::DataFormat;

#[test]
fn config_lists_every_setting() {
    let project = Sandbox::fixture("docusaurus-site");
    project.write("fidus.toml", "[links]\nfallback = \"404\"\n\n[rules]\nlink-dead = \"off\"\n");
    shows("config", &project, &["config"]);
}

#[test]
fn check_human() {
    shows("check-human", &Sandbox::fixture("school-event"), &["check"]);
}

#[test]
fn check_compact() {
    shows("check-compact", &Sandbox::fixture("school-event"), &["check", "--format", "compact"]);
}

#[test]
fn check_jsonl() {
    shows("check-jsonl", &Sandbox::fixture("school-event"), &["check", "--format", "jsonl"]);
}

#[test]
fn check_github() {
    shows("check-github", &Sandbox::fixture("school-event"), &["check", "--format", "github"]);
}

#[test]
fn quiet_leaves_numbers_out() {
    let project = Sandbox::fixture("school-event");
    for format in ["human", "compact", "github"] {
        let run = project.run(&["check", "--format", format, "--quiet"]);
        assert!(!run.stdout.contains(" locales)"), "{format}\n{}", run.stdout);
    }
}

#[test]
fn check_of_one_locale() {
    let project = Sandbox::fixture("school-event");
    shows("locale", &project, &["check", "--format", "compact", "--locale", "ko"]);
    shows("locale-unknown", &project, &["check", "--locale", "fr"]);
}

#[test]
fn check_of_one_rule() {
    let project = Sandbox::fixture("school-event");
    shows("only", &project, &["check", "--format", "compact", "--only", "placeholder-missing"]);
    shows("only-without-findings", &project, &["check", "--only", "encoding-invalid"]);
}

#[test]
fn check_with_another_severity() {
    let project = Sandbox::fixture("school-event");
    let only = ["check", "--format", "compact", "--locale", "ar"];
    shows("rule-off", &project, &[&only[..], &["--rule", "link-missing=off"]].concat());
    shows(
        "rule-info",
        &project,
        &[&only[..], &["--rule", "link-missing=info", "--rule", "placeholder-missing=warning"]].concat(),
    );
}

#[test]
fn the_gate_decides_the_exit_code() {
    let project = Sandbox::fixture("school-event");
    let run = |gate: &str| project.run(&["check", "--quiet", "--only", "untranslated", "--fail-on", gate]).code;
    assert_eq!([run("error"), run("warning"), run("info"), run("never")], [0, 1, 1, 0]);
    assert_eq!(project.run(&["check", "--fail-on", "never"]).code, 0);
    assert_eq!(project.run(&["check"]).code, 1);
}

#[test]
fn a_path_filters_and_does_not_move_the_root() {
    let project = Sandbox::fixture("school-event");
    let whole = project.run(&["check", "--format", "jsonl"]);
    let page = "i18n/public/ko/sign-up.md";
    let of_page: Vec<&str> = whole.stdout.lines().filter(|line| line.contains(page)).collect();
    for (below, typed) in [
        ("", page),
        ("i18n", "public/ko/sign-up.md"),
        ("public", "../i18n/public/ko/sign-up.md"),
        ("i18n/public/ko", "sign-up.md"),
    ] {
        let run = project.run_in(below, &["check", "--format", "jsonl", typed], b"");
        let findings: Vec<&str> = run.stdout.lines().filter(|line| line.contains("\"rule\"")).collect();
        assert_eq!(findings, of_page, "{typed} from {below:?}");
    }
}

#[test]
fn list_pairs() {
    let project = Sandbox::fixture("school-event");
    shows("list-pairs", &project, &["check", "--list-pairs"]);
    shows("list-pairs-of-one-locale", &project, &["check", "--list-pairs", "--locale", "ar"]);
    shows("list-pairs-of-a-source-page", &project, &["check", "--list-pairs", "public/how-to/events.md"]);
}

#[test]
fn list_pairs_for_programs() {
    let project = Sandbox::with(&[
        ("docs/en/a.md", "# A\n"),
        ("docs/nn/a.md", "# A\n"),
        ("docs/en/b\nc.md", "# B\n"),
        ("docs/nn/b\nc.md", "# B\n"),
    ]);
    let run = |format| project.run(&["check", "--list-pairs", "--format", format]).stdout;
    assert_eq!(run("human"), "nn\tdocs/nn/a.md\tdocs/en/a.md\nnn\tdocs/nn/b\\nc.md\tdocs/en/b\\nc.md\n");
    let a = r#"{"source":"docs/en/a.md","target":"docs/nn/a.md","locale":"nn"}"#;
    assert_eq!(run("jsonl"), format!("{a}\n{}\n", a.replace("a.md", r"b\nc.md")));
}

#[test]
fn a_page_from_standard_input() {
    let project = Sandbox::fixture("school-event");
    let page = "i18n/public/ar/promote/index.md";
    let mended = project.read(page).replace("](/", "](/x");
    let typed = ["check", "--format", "compact", "--stdin-path", page, "-"];
    shows_run("stdin", &typed, &project.run_in("", &typed, mended.as_bytes()));
    let nobody = ["check", "--stdin-path", "public/index.md", "-"];
    shows_run("stdin-no-translation", &nobody, &project.run_in("", &nobody, b"# Text\n"));
    shows("stdin-without-path", &project, &["check", "-"]);
}

#[test]
fn a_page_from_standard_input_need_not_exist() {
    let project = Sandbox::fixture("school-event");
    let page = "i18n/public/nn/promote/index.md";
    let run = project.run_in("", &["check", "--format", "compact", "--stdin-path", page, "-"], b"# Overskrift\n");
    assert!(run.code <= 1 && run.stdout.contains(page), "exit {}\n{}{}", run.code, run.stdout, run.stderr);
}

#[test]
fn output_goes_to_a_file() {
    let project = Sandbox::fixture("school-event");
    let printed = project.run(&["check", "--format", "jsonl"]);
    let written = project.run(&["check", "--format", "jsonl", "--output", "report.jsonl"]);
    assert_eq!((written.code, written.stdout.as_str()), (printed.code, ""));
    assert_eq!(project.read("report.jsonl"), printed.stdout);
}

#[test]
fn a_limit_on_findings_changes_no_number() {
    shows("max-findings", &Sandbox::fixture("school-event"), &["check", "--format", "compact", "--max-findings", "2"]);
}

#[test]
fn a_limit_on_findings_changes_no_verdict() {
    let project = Sandbox::fixture("school-event");
    let run = |more: &[&str]| project.run(&[&["check", "--format", "markdown"], more].concat()).stdout;
    let (all, one) = (run(&[]), run(&["--max-findings", "1"]));
    assert!(all.lines().nth(3).is_some_and(|line| line.contains("findings fail the check.")), "{all}");
    assert_eq!(all.lines().take(4).collect::<Vec<_>>(), one.lines().take(4).collect::<Vec<_>>());
    assert!(one.contains("\nShown below: 1 of ") && !all.contains("Shown below"), "{one}");
}

#[test]
fn a_limit_on_findings_counts_those_that_are_shown() {
    let project = Sandbox::with(&[
        ("docs/en/a.md", "# Garden tools\n\nSee [the list](list.md), and read it.\n"),
        ("docs/nn/a.md", "# Garden tools\n\nSjå lista, og les ho.\n\nEi line for seg.\n"),
        ("docs/en/list.md", "# List\n\nAll that there is.\n"),
        ("docs/nn/list.md", "# Liste\n\nAlt som er.\n"),
    ]);
    let infos = project.run(&["check", "--format", "compact"]).stdout;
    assert!(infos.lines().next().is_some_and(|first| first.contains(" info ")), "{infos}");
    let shown = project.run(&["check", "--max-findings", "1"]).stdout;
    assert!(shown.contains("link-missing") && !shown.contains("--max-findings"), "{shown}");
}

#[test]
fn the_number_of_threads_changes_nothing() {
    for format in ["human", "compact", "jsonl", "github"] {
        let project = Sandbox::fixture("school-event");
        let run = |jobs: &str| project.run(&["check", "--format", format, "--jobs", jobs]).stdout;
        assert_eq!(run("1"), run("7"), "{format}");
    }
}

#[test]
fn explain() {
    let project = Sandbox::empty();
    let run = project.run(&["explain", "link-changed"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert_eq!(run.stdout, include_str!("../rules/link-changed.md"));
    assert_eq!(project.run(&["explain", "LINK-Changed"]).stdout, run.stdout);
    let far = project.run(&["explain", "foo"]).stderr;
    assert_eq!(far, "fidus: unknown rule `foo`; `fidus rules` lists them\n");
    shows("explain-unknown", &project, &["explain", "link-chnaged"]);
    shows("explain-nonsense", &project, &["explain", "qqq"]);
}

#[test]
fn rules_in_every_format() {
    let project = Sandbox::empty();
    let ids = fidus::rules::ids();
    for format in ["human", "markdown", "json"] {
        let run = project.run(&["rules", "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{format}");
        assert!(ids.iter().all(|id| run.stdout.contains(id)), "{format}\n{}", run.stdout);
    }
    let json = project.run(&["rules", "--format", "json"]).stdout;
    let rows: Vec<serde_json::Value> = serde_json::from_str(&json).expect("JSON");
    let listed: Vec<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    assert_eq!(listed, ids);
    for row in rows {
        let keys: Vec<&String> = row.as_object().expect("an object").keys().collect();
        assert_eq!(keys.len(), 5, "{row}");
        assert!(row["summary"].as_str().is_some_and(|summary| !summary.is_empty()), "{row}");
    }
}

#[test]
fn unknown_rules_are_refused_with_the_nearest() {
    let project = Sandbox::fixture("school-event");
    shows("only-unknown", &project, &["check", "--only", "placeholder-mising"]);
    shows("rule-unknown", &project, &["check", "--rule", "untranslatd=off"]);
    shows("rule-without-level", &project, &["check", "--rule", "untranslated"]);
    shows("rule-bad-level", &project, &["check", "--rule", "untranslated=fatal"]);
}

#[test]
fn a_bad_configuration_is_named_with_its_place() {
    for (name, text) in [
        ("config-unknown-key", "source-locale = \"en\"\n\n[rulez]\nuntranslated = \"off\"\n"),
        ("config-unknown-rule", "[rules]\nplaceholder-mising = \"off\"\n"),
        ("config-bad-level", "[rules]\nuntranslated = \"fatal\"\n"),
        ("config-not-toml", "[[layout]]\nsource = \"docs/{path}\ntarget = 3\n"),
        ("config-bad-template", "[[layout]]\nsource = \"public/{path}\"\ntarget = \"i18n/public/{locale}/{file}\"\n"),
        ("config-bad-pattern", "[placeholders]\npatterns = [\"@@[A-Z]+@@\", \"@@(\"]\n"),
        ("config-no-locale", "[[layout]]\nsource = \"public/{path}\"\ntarget = \"i18n/public/{path}\"\n"),
    ] {
        let project = Sandbox::fixture("school-event");
        project.write("fidus.toml", text);
        shows(name, &project, &["check"]);
        assert_eq!(project.run(&["check"]).code, 2, "{name}");
    }
}

#[test]
fn entries_that_silence_nothing_may_go() {
    let allow = "[[allow]]\npaths = [\"docs/nn/**\"]\nrules = [\"link-changed\", \"untranslated\", \"link-unlocalized\"]\n\n\
                 [[allow]]\nlocales = [\"de\"]\nrules = [\"link-changed\"]\n";
    let project = Sandbox::with(&[
        ("fidus.toml", allow),
        ("docs/en/a.md", "Read the [law](https://law.example.com/privacy).\n"),
        ("docs/en/b.md", "Water the beans.\n"),
        ("docs/nn/a.md", "Les [lova](https://lov.example.no/privacy).\n"),
        ("docs/nn/b.md", "Vatn bønene.\n"),
        ("docs/de/a.md", "Lies das [Gesetz](https://law.example.com/privacy).\n"),
    ]);
    let told = |arguments: &[&str]| {
        let all = [&["check", "--format", "compact", "--fail-on", "never"], arguments].concat();
        let run = project.run(&all);
        run.stdout.lines().filter(|line| line.contains("suppression-unused")).map(str::to_owned).collect::<Vec<_>>()
    };
    // Rules that are off, and `untranslated` too where it was not asked, are not counted.
    let words = |place: &str, rule: &str| {
        format!("fidus.toml:{place}: info suppression-unused nothing here needs to be silenced for `{rule}`")
    };
    assert_eq!(told(&[]), [words("3:26", "untranslated"), words("7:10", "link-changed")]);
    assert_eq!(told(&["--locale", "de"]), [""; 0]);
    assert_eq!(told(&["--only", "link-changed"]), [""; 0]);
    assert_eq!(told(&["--only", "link-changed", "--only", "suppression-unused"]), [words("7:10", "link-changed")]);
}

#[test]
fn a_layout_without_a_source_is_named() {
    let project = Sandbox::fixture("school-event");
    project.write(
        "fidus.toml",
        "# Ours.\n\n[[layout]]\nsource = \"pubic/{path}\"\ntarget = \"i18n/public/{locale}/{path}\"\n",
    );
    shows("config-layout-without-source", &project, &["check"]);
}

#[test]
fn programs_are_told_of_a_bad_configuration_too() {
    let project = Sandbox::fixture("school-event");
    project.write("fidus.toml", "[rules]\nuntranslatd = \"off\"\n");
    let run = project.run_in("public", &["check", "--format", "jsonl"], b"");
    let words = "2:1: unknown rule `untranslatd`; did you mean `untranslated`?";
    assert_eq!((run.code, run.stderr), (2, format!("fidus: fidus.toml:{words}\n")));
    let lines: Vec<&str> = run.stdout.lines().collect();
    let error = format!(r#"{{"error":{{"path":"fidus.toml","kind":"config","message":"{words}"}}}}"#);
    assert_eq!((lines[0], lines.len()), (error.as_str(), 2), "{}", run.stdout);
    assert!(lines[1].starts_with(r#"{"summary":{"files":0,"#), "{}", run.stdout);
}

#[test]
fn a_configuration_is_found_from_below_and_its_folder_is_the_root() {
    let project = Sandbox::fixture("school-event");
    project.write("fidus.toml", "[[layout]]\nsource = \"public/{path}\"\ntarget = \"i18n/public/{locale}/{path}\"\n\n[rules]\nuntranslated = \"off\"\n");
    let typed = ["check", "--format", "compact"];
    shows_run("config-from-below", &typed, &project.run_in("i18n/public/nn", &typed, b""));
}

#[test]
fn without_a_layout_the_three_lines_to_write_are_shown() {
    let project = Sandbox::with(&[("README.md", "# A\n"), ("docs/a.md", "# B\n"), ("docs/b.md", "# C\n")]);
    shows("no-layout", &project, &["check"]);
    shows("no-such-path", &project, &["check", "docs/c.md"]);
}

#[test]
fn a_page_beside_its_english_is_the_source_if_its_letters_tell_its_language() {
    let chinese = "# 校园花园\n\n请每天给豆子浇水，并且把工具放回[棚子](/shed)里，谢谢大家的帮助。\n";
    let english = "# The garden\n\nWater the beans and put the tools back, thank you all for your help.\n";
    let project = Sandbox::with(&[("README.md", chinese), ("README.en.md", english)]);
    shows("source-by-letters", &project, &["check"]);
    project.run(&["init"]);
    assert!(project.read("fidus.toml").contains("source-locale = \"zh\"\n"));
    project.write("fidus.toml", "source-locale = \"en\"\n");
    shows("source-not-known", &project, &["check"]);
    let italian = "# Il giardino\n\nQuesta è la pagina del giardino, che è per chi viene la mattina e non sa che cosa \
                   si deve fare con gli attrezzi e con le piante. Per favore non dimenticare di dare acqua alle piante e \
                   di rimettere gli attrezzi al loro posto nella [casetta](/shed), come si è detto a tutti i ragazzi.\n";
    let project = Sandbox::with(&[("README.md", italian), ("README.en.md", english)]);
    assert!(project.run(&["check"]).stdout.contains("translated from it"));
}

#[test]
fn init_writes_what_it_detected_and_never_overwrites() {
    let project = Sandbox::fixture("school-event");
    let before = project.run(&["check", "--format", "jsonl"]).stdout;
    shows("init", &project, &["init"]);
    let written = project.read("fidus.toml");
    snapbox::Assert::new().action_env("SNAPSHOTS").eq(written.as_str(), snapshot("init-written"));
    assert!(written.starts_with("#:schema ./fidus.schema.json\n"), "{written}");
    assert_eq!(project.read("fidus.schema.json"), project.run(&["schema"]).stdout);
    let after = project.run(&["check", "--format", "jsonl"]).stdout;
    assert_eq!(after, before, "the written configuration means what was detected");
    shows("init-again", &project, &["init"]);
    assert_eq!(project.read("fidus.toml"), written);
}

#[test]
fn init_writes_what_brings_it_into_reviews_on_request() {
    let project = Sandbox::fixture("school-event");
    project.write(".pre-commit-config.yaml", "repos: []\n");
    let all = ["init", "--baseline", "--github", "--pre-commit", "--gitlab"];
    shows("init-all", &project, &all);
    assert_eq!(project.read(".pre-commit-config.yaml"), "repos: []\n");
    assert!(project.read(".github/workflows/fidus.yml").contains("uses: "));
    assert!(project.read(".gitlab/fidus.yml").contains("fidus check --changed FETCH_HEAD"));
    for file in [".github/workflows/fidus.yml", ".gitlab/fidus.yml"] {
        assert!(!project.read(file).contains(['{', '}']), "{file}");
    }
    let run = project.run(&["check", "--format", "compact", "--quiet"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, ""), "everything but security is known");
    assert_eq!(project.run(&all).code, 2);
}

#[test]
fn mistakes_in_typing_are_exit_2() {
    let project = Sandbox::fixture("school-event");
    for typed in [
        &["chek"][..],
        &["check", "--formt", "human"],
        &["check", "--format", "yaml"],
        &[],
        &["check", "--jobs", "many"],
        &["check", "--changed-blocks"],
    ] {
        let run = project.run(typed);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{typed:?}");
        assert!(!run.stderr.is_empty(), "{typed:?}");
    }
    for typed in [&["--help"][..], &["--version"], &["check", "--help"], &["completions", "bash"], &["man"]] {
        let run = project.run(typed);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{typed:?}");
        assert!(!run.stdout.is_empty(), "{typed:?}");
    }
}

#[test]
fn manual_pages_are_complete() {
    let project = Sandbox::empty();
    let page = project.run(&["man", "check"]).stdout;
    assert!(page.contains("fidus\\-check") && page.contains("fail\\-on\\-drift"), "{page}");
    assert_eq!(project.run(&["man", "chekc"]).code, 2);
    assert_eq!(project.run(&["man", "--output", "man"]).code, 0);
    for command in ["", "-check", "-coverage", "-baseline-prune"] {
        assert!(project.read(&format!("man/fidus{command}.1")).contains("DESCRIPTION"), "{command}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_panic() {
    use std::process::{Command, Stdio};
    let project = Sandbox::fixture("school-event");
    let mut child = Command::new(env!("CARGO_BIN_EXE_fidus"))
        .args(["check", "--format", "jsonl"])
        .current_dir(project.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(1), &b""[..]));
}

/// Runs what is typed and compares everything it leaves behind with `tests/snapshots/<name>.txt`.
#[track_caller]
fn shows(name: &str, project: &Sandbox, typed: &[&str]) {
    shows_run(name, typed, &project.run(typed));
}

#[track_caller]
fn shows_run(name: &str, typed: &[&str], run: &Run) {
    let Run { code, stdout, stderr, .. } = run;
    let error = if stderr.is_empty() { String::new() } else { format!("--- standard error\n{stderr}") };
    let transcript = format!("$ fidus {}\n{stdout}{error}--- exit {code}\n", typed.join(" "));
    snapbox::Assert::new().action_env("SNAPSHOTS").normalize_paths(false).eq(transcript, snapshot(name));
}

fn snapshot(name: &str) -> Data {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/{name}.txt"));
    Data::read_from(&file, Some(DataFormat::Text))
}

#[test]
fn an_allow_entry_wins_over_a_level_and_names_rules_that_exist() {
    let project = Sandbox::fixture("school-event");
    let found = || project.run(&["check", "--format", "jsonl", "--show", "info"]).stdout;
    let count = |text: &str| text.lines().filter(|line| line.contains("\"rule\":\"untranslated\"")).count();
    assert!(count(&found()) > 0);
    project.write(
        "fidus.toml",
        "[rules]\nuntranslated = \"error\"\n\n[[allow]]\nrules = [\"untranslated\"]\nreason = \"later\"\n",
    );
    assert_eq!(count(&found()), 0);
    project.write("fidus.toml", "[[allow]]\nlocales = [\"ko\"]\nrules = [\"untranslatd\"]\n");
    let run = project.run(&["check"]);
    assert_eq!(run.code, 2);
    let words = "fidus.toml:3:10: unknown rule `untranslatd`; did you mean `untranslated`?";
    assert!(run.stderr.contains(words), "{}", run.stderr);
    for (text, words) in [
        ("[[allow]]\nrules = []\n", "fidus.toml:2:9: no rule is named"),
        ("[[allow]]\nlocales = [\"nn\", \"n!\"]\nrules = [\"untranslated\"]\n", "fidus.toml:2:18: "),
    ] {
        project.write("fidus.toml", text);
        let run = project.run(&["check"]);
        assert!(run.code == 2 && run.stderr.contains(words), "{}", run.stderr);
    }
}

#[test]
fn suppressions_silence_and_the_run_goes_on() {
    let project = Sandbox::with(&[
        ("docs/en/a.md", "# A\n\nSee the [plan](/plan/) and the [map](/map/).\n"),
        ("docs/en/b.md", "# B\n\nNothing to see here at all.\n"),
        (
            "docs/nn/a.md",
            "<!-- fidus-off link-missing: kartet finst ikkje -->\n\n# A\n\nSjå [planen](/plan/) og kartet.\n\n<!-- fidus-allow link-from-the-future -->\n",
        ),
        ("docs/nn/b.md", "# B\n\nHer er det ingenting å sjå.\n"),
    ]);
    let run = project.run(&["check", "--format", "compact"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(lines[0].contains("docs/nn/a.md:1:16: warning suppression-invalid"), "{}", run.stdout);
    assert!(lines[1].contains("docs/nn/a.md:7:18: warning suppression-invalid"), "{}", run.stdout);
    assert_eq!(lines.len(), 3, "{}", run.stdout);
}

#[test]
fn a_path_that_is_not_there_is_named_and_the_rest_is_checked() {
    let run =
        Sandbox::fixture("school-event").run(&["check", "i18n/public/ko/sign-up.md", "nope.md", "--format", "jsonl"]);
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains(r#"{"error":{"path":"nope.md""#) && run.stderr.contains("nope.md"), "{}", run.stderr);
    assert!(run.stdout.contains("placeholder-malformed"), "{}", run.stdout);
}

/// Pages in every state: left out, without a source, missing, a copy, with an English paragraph, translated.
fn covered() -> Sandbox {
    let project = Sandbox::fixture("school-event");
    project.write(
        "fidus.toml",
        "[[layout]]\nsource = \"public/{path}\"\ntarget = \"i18n/public/{locale}/{path}\"\nexclude = [\"faq.md\"]\n",
    );
    project.write("i18n/public/ko/gone.md", "# Gone\n");
    project
}

#[test]
fn coverage_in_every_format() {
    let project = covered();
    for format in ["human", "json", "csv", "markdown", "badge"] {
        shows(&format!("coverage-{format}"), &project, &["coverage", "--format", format]);
    }
    shows("coverage-locale", &project, &["coverage", "--locale", "nn"]);
}

#[test]
fn coverage_in_other_layouts() {
    for fixture in ["readme-suffix", "docusaurus-site", "hugo-site"] {
        shows(&format!("coverage-{fixture}"), &Sandbox::fixture(fixture), &["coverage", "--format", "markdown"]);
    }
}

#[test]
fn coverage_is_the_same_in_every_run_and_adds_up() {
    let project = covered();
    for format in ["human", "json", "csv", "markdown", "badge", "html"] {
        let run = |jobs| project.run(&["coverage", "--format", format, "--jobs", jobs]).stdout;
        assert_eq!(run("1"), run("4"), "{format}");
    }
    let report = project.run(&["coverage", "--format", "json"]).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    let number = |value: &serde_json::Value| value.as_u64().expect("a number");
    for locale in report["locales"].as_array().expect("locales") {
        for unit in ["words", "blocks"] {
            let parts = ["translated", "untranslated", "stale", "missing"].map(|part| number(&locale[unit][part]));
            assert_eq!(parts.iter().sum::<u64>(), number(&locale[unit]["total"]));
            for list in ["files", "folders"] {
                let all = locale[list].as_array().expect("a list").iter();
                assert_eq!(all.map(|one| number(&one[unit]["total"])).sum::<u64>(), number(&locale[unit]["total"]));
            }
        }
        let states = ["translated", "partial", "stale", "missing"].map(|state| number(&locale["pages"][state]));
        assert_eq!(states.iter().sum::<u64>(), number(&locale["pages"]["total"]));
    }
}

#[test]
fn a_page_left_out_changes_no_percentage() {
    let project = covered();
    let percents = || {
        let report = project.run(&["coverage", "--format", "json"]).stdout;
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        report["locales"].as_array().expect("locales").iter().map(|one| one["percent"].clone()).collect::<Vec<_>>()
    };
    let before = percents();
    let config = project.read("fidus.toml");
    project.write("fidus.toml", config.replace("faq.md", "release-notes.md\", \"faq.md"));
    project.write("public/release-notes.md", "# Notes\n\nWhat changed in this release, and why it did.\n");
    assert_eq!(percents(), before);
}

#[test]
fn coverage_gates() {
    let project = covered();
    let run = |gates: &[&str]| project.run(&[&["coverage", "--format", "markdown"], gates].concat());
    let low = run(&["--min", "60", "--min", "ko=30", "--min", "ar=95"]);
    assert_eq!(low.code, 1);
    assert_eq!(
        low.stderr.lines().map(|line| line.split_whitespace().nth(1).unwrap_or_default()).collect::<Vec<_>>(),
        ["ar:"],
        "{}",
        low.stderr
    );
    assert_eq!(run(&["--min", "0", "--min", "ko=30"]).code, 0);
    let unknown = run(&["--min", "fr=10"]);
    assert_eq!((unknown.code, unknown.stdout.as_str()), (2, ""));
    assert!(unknown.stderr.contains("`fr`; there are: ar, ko, nn"), "{}", unknown.stderr);
    assert_eq!(run(&["--min", "120"]).code, 2);
}

#[test]
fn coverage_compares_with_an_earlier_report() {
    let project = covered();
    let earlier =
        project.run(&["coverage", "--format", "json", "--locale", "nn", "--locale", "ko", "--output", "old.json"]);
    assert_eq!((earlier.code, earlier.stdout.as_str()), (0, ""));
    project.write("i18n/public/nn/how-to/parents.md.partial", "");
    project.write("i18n/public/ko/schedule.md.erb", project.read("i18n/public/nn/schedule.md.erb"));
    shows("coverage-compare", &project, &["coverage", "--compare", "old.json"]);
    project.write("old.json", "{}");
    let wrong = project.run(&["coverage", "--compare", "old.json"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.stderr.contains("old.json: this is no report of"), "{}", wrong.stderr);
}

#[test]
fn coverage_writes_folders_and_the_day_only_when_asked() {
    let project = covered();
    assert_eq!(project.run(&["coverage", "--format", "badge", "--output", "out/badges"]).code, 0);
    assert!(project.read("out/badges/nn.svg").starts_with("<svg"));
    assert_eq!(project.run(&["coverage", "--format", "html", "--output", "out/report"]).code, 0);
    let views = std::fs::read_dir(project.root().join("out/report/pages")).expect("views").count();
    assert_eq!(views, 13);
    project.write("there/a.txt", "");
    for (format, file) in
        [("json", "new/coverage.json"), ("csv", "new/coverage.csv"), ("markdown", "there/coverage.md")]
    {
        let folder = if format == "markdown" { "there" } else { "new/" };
        let run = project.run(&["coverage", "--format", format, "--output", folder]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_eq!(project.read(file), project.run(&["coverage", "--format", format]).stdout);
    }
    let file = project.run(&["coverage", "--format", "json", "--output", "there/a.txt/b.json"]);
    assert_eq!((file.code, file.stderr.as_str()), (2, "fidus: there/a.txt/b.json: a folder on the way is a file\n"));
    let folder = project.run(&["check", "--output", "there"]);
    assert_eq!((folder.code, folder.stderr.as_str()), (2, "fidus: there: this is a folder; name a file in it\n"));
    let dated = project.run(&["coverage", "--format", "json", "--date"]).stdout;
    assert!(dated.contains("\"date\":\"20"), "{dated}");
    assert!(!project.run(&["coverage", "--format", "json"]).stdout.contains("\"date\""));
}

#[test]
fn what_may_stay_in_the_source_language_is_translated() {
    let english = "# The plan\n\nThese words are for the people who run the school and nobody else.\n";
    let project = Sandbox::with(&[
        ("docs/en/a.md", english),
        ("docs/nn/a.md", english),
        ("docs/en/b.md", "# Words\n\nSome more words that people read.\n"),
        ("docs/nn/b.md", "# Ord\n\nNokre fleire ord som folk les.\n"),
    ]);
    let state = || {
        let report = project.run(&["coverage", "--format", "json"]).stdout;
        let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
        let page = &report["locales"][0]["files"][0];
        (page["state"].as_str().expect("a state").to_owned(), page["source_language_percent"].as_f64())
    };
    assert_eq!(state(), ("partial".to_owned(), Some(100.0)));
    project.write("docs/nn/a.md", format!("<!-- fidus-allow-file untranslated: a quote -->\n\n{english}"));
    assert_eq!(state(), ("translated".to_owned(), Some(0.0)));
    project.write("docs/nn/a.md", english);
    project.write("fidus.toml", "[[allow]]\npaths = [\"**/a.md\"]\nrules = [\"untranslated\"]\n");
    assert_eq!(state(), ("translated".to_owned(), Some(0.0)));
}

#[test]
fn a_picture_of_the_locale_is_no_other_one() {
    let project = Sandbox::with(&[
        ("docs/en/a.md", "Open the menu:\n\n![The menu](fig/menu.png)\n"),
        ("docs/en/b.md", "Water the beans.\n"),
        ("docs/en/fig/menu.png", "a menu"),
        ("docs/fr/a.md", "Ouvrez le menu :\n\n![Le menu](fig/menu_principal.png)\n"),
        ("docs/fr/b.md", "Arrosez les haricots.\n"),
        ("docs/fr/fig/menu_principal.png", "un menu"),
        ("docs/de/a.md", "Öffnen Sie das Menü:\n\n![Das Menü](fig/menue.png)\n"),
        ("docs/de/b.md", "Gießen Sie die Bohnen.\n"),
    ]);
    let told = project.run(&["check", "--format", "compact", "--fail-on", "never", "--only", "link-changed"]).stdout;
    let expected =
        "docs/de/a.md:3:1: error link-changed image `fig/menue.png` differs from the source's `fig/menu.png`";
    assert_eq!(told.lines().next(), Some(expected));
    assert!(!told.contains("docs/fr"), "{told}");
}

#[test]
fn a_folder_has_a_page_for_each_language() {
    let project = Sandbox::with(&[
        ("docs/a.md", "See the [page](../blocks/page/) block.\n"),
        ("docs/b.md", "Water the beans.\n"),
        ("docs/a.ru.md", "Смотрите блок [page](../blocks/page/page.ru.md).\n"),
        ("docs/b.ru.md", "Полейте бобы.\n"),
        ("blocks/page/page.en.md", "A page.\n"),
        ("blocks/page/page.ru.md", "Страница.\n"),
    ]);
    let told = project.run(&["check", "--format", "compact", "--fail-on", "never", "--only", "link-changed"]).stdout;
    assert!(told.starts_with("0 errors"), "{told}");
}

#[test]
fn what_every_page_of_a_locale_adds_is_told_once() {
    let names = ["beds", "beans", "tools", "water", "seeds", "paths"];
    let page = |name: &str, words: &str| {
        (format!("{words}/{name}.md"), format!("# {name}\n\nThe {name} are ready in `May`.\n"))
    };
    let mut files: Vec<(String, String)> = names.iter().map(|name| page(name, "docs/en")).collect();
    files.extend(names.iter().map(|name| {
        let text = format!("# {name}\n\nEi maskin har omsett denne sida.\n\n{name} er klare i `May`.\n");
        (format!("docs/nn/{name}.md"), text)
    }));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let told =
        Sandbox::with(&files).run(&["check", "--format", "compact", "--fail-on", "never", "--only", "block-added"]);
    let added: Vec<&str> = told.stdout.lines().filter(|line| line.contains("block-added")).collect();
    assert_eq!(added.len(), 1, "{}", told.stdout);
}

/// A page for each of the names, in English and in nn; the first `renamed` of the translations have a name of their own in the
/// list.
fn pages_with_names(all: usize, renamed: usize) -> Sandbox {
    let list = |folder: &str, at: usize, name: &str, words: &str| {
        let text = format!("# {words}\n\n- `{name}`\n- `width`\n- `color`\n- `length`\n- `depth`\n");
        (format!("docs/{folder}/page-{at}.md"), text)
    };
    let mut files: Vec<(String, String)> = (0..all).map(|at| list("en", at, "height", "What it takes")).collect();
    files.extend((0..all).map(|at| {
        let name = if at < renamed { "høgd" } else { "height" };
        list("nn", at, name, "Kva han tek imot")
    }));
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Sandbox::with(&files)
}

#[test]
fn names_in_words_of_the_language_are_a_habit_where_many_pages_have_them() {
    let told = |all: usize, renamed: usize| {
        let run = pages_with_names(all, renamed).run(&["check", "--format", "jsonl", "--fail-on", "never"]);
        let lines = run.stdout.lines().filter(|line| line.contains("code-span-changed"));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    let habit = told(30, 25);
    assert_eq!(habit.len(), 1, "{habit:?}");
    assert!(habit[0].contains("24 more pages of this locale have the like"), "{habit:?}");
    assert_eq!(told(30, 6).len(), 6, "a fault of each page");
    assert_eq!(told(300, 25).len(), 25, "not the habit of so few of all pages");
}

#[test]
fn a_habit_that_is_known_is_no_news_where_its_first_page_is_mended() {
    let project = pages_with_names(30, 25);
    assert_eq!(project.run(&["baseline", "write"]).code, 0);
    let first = "docs/nn/page-0.md";
    project.write(first, project.read(first).replace("høgd", "height"));
    let run = project.run(&["check", "--format", "compact", "--fail-on", "info"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
}
