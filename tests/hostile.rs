//! A translation that wants to do harm through our output: commands for the runner of a workflow, sequences for a
//! terminal, HTML, links and calls for the comment that is posted in our name. Every format, to the letter.
//!
//! `SNAPSHOTS=overwrite cargo test --test hostile` writes `tests/snapshots/hostile/` anew; read it before it is kept.
#![cfg(unix)] // names of files with line feeds

mod sandbox;

use std::path::Path;

use sandbox::Sandbox;
use snapbox::Data;
use snapbox::data::DataFormat;

const FORMATS: [&str; 9] = ["human", "compact", "jsonl", "github", "gitlab", "sarif", "junit", "rdjsonl", "markdown"];

/// As a page may call itself.
const NAME: &str = "a%0A,b:\n::set-env name=X::y `c` @all <b>.md";

const SOURCE: &str = "# Page

See the [plan](/plan/) of {{ school }}, the `config` and the [map](/map/).

Read {{ first }} and the [rules](/rules/).

The video is [here](/video/).
";

const TARGET: &str = "# Side

Sjå [planen](/plan/) på {{ sk\u{1b}[31mule }}, `konfig ::set-env name=PATH::/tmp` og [kartet](/map/`@everyone`<img/src=x>).

Les {{ fyrst ##[add-mask]a }} og [reglane](https://user:pw@evil.example/]]>--><script>alert(1)</script>).

Filmen er [http://example.org](javascript:alert('%0A::error::@org/team#1'))\u{202e}gpj.moc.elpmaxe og [her](/video/).

::stop-commands::x

<script>alert(document.cookie)</script> @octocat #1 ![x](https://evil.example/pixel.png)
";

fn project() -> Sandbox {
    let project = Sandbox::with(&[
        ("docs/en/other.md", "# Other\n\nNothing to see here at all.\n"),
        ("docs/nn/other.md", "# Anna\n\nHer er det ingenting å sjå.\n"),
    ]);
    project.write(&format!("docs/en/{NAME}"), SOURCE);
    project.write(&format!("docs/nn/{NAME}"), TARGET);
    project.write("docs/en/locked.md", "# A\n");
    project.write("docs/nn/locked.md", [0xff, 0xfe, 0x00]);
    project
}

#[test]
fn every_format_shows_it_and_obeys_nothing() {
    let project = project();
    for format in FORMATS {
        let run = project.run(&["check", "--format", format, "--show", "info"]);
        assert_eq!(run.code, 1, "{format}\n{}", run.stderr);
        harmless(format, &run.stdout);
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/snapshots/hostile/{format}.txt"));
        // Isolates and the like would be seen by nobody who reads the snapshot.
        let seen = run.stdout.replace(|c| ('\u{2066}'..='\u{2069}').contains(&c), "◇").replace('\u{200b}', "◆");
        snapbox::Assert::new()
            .action_env("SNAPSHOTS")
            .normalize_paths(false)
            .eq(seen, Data::read_from(&file, Some(DataFormat::Text)));
    }
}

fn harmless(format: &str, text: &str) {
    let obeyed = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!text.contains(obeyed), "{format} passes hidden characters on");
    for line in text.lines() {
        let command = line.trim_start().starts_with("::") || line.contains("##[");
        let ours = ["::error file=", "::warning file=", "::notice file="].iter().any(|ours| line.starts_with(ours));
        assert!(!command || (format == "github" && ours), "{format} lets a command through: {line}");
    }
}

/// What a forge makes of the comment: no link, no image, no HTML but ours, and nobody is called.
#[test]
fn the_comment_has_no_links_and_calls_nobody() {
    use pulldown_cmark::{Event, Options, Parser, Tag};
    let text = project().run(&["check", "--format", "markdown", "--show", "info"]).stdout;
    let mut in_code = false;
    for event in Parser::new_ext(&text, Options::all()) {
        match event {
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("a link or an image in\n{text}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                assert!(["<!-- fidus:report -->", "<sub>", "</sub>"].contains(&html.trim()), "{html} in\n{text}");
            }
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::Text(text) if !in_code => {
                let called = text.char_indices().filter(|(_, c)| matches!(c, '@' | '#'));
                for (at, _) in called {
                    let next = text[at + 1..].chars().next();
                    assert!(next.is_none_or(|c| !c.is_alphanumeric()), "{text}");
                }
            }
            _ => {}
        }
    }
    assert!(text.contains("unsafe-link"), "{text}");
}

#[test]
fn sarif_is_what_the_published_schema_says() {
    let schema = include_str!("data/sarif-2.1.0.json");
    // As published, one pattern has a bracket too many, which a strict reader of patterns refuses.
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
    let schema: serde_json::Value = serde_json::from_str(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    for project in [project(), Sandbox::fixture("school-event"), Sandbox::fixture("docusaurus-site")] {
        let text = project.run(&["check", "--format", "sarif"]).stdout;
        let log: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let wrong: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        assert!(log["runs"][0]["results"].as_array().is_some_and(|results| !results.is_empty()), "{text}");
    }
    let mut broken = serde_json::json!({ "version": "2.1.0", "runs": [] });
    assert!(validator.is_valid(&broken));
    broken["version"] = "2.0.0".into();
    assert!(!validator.is_valid(&broken), "the schema refuses what is wrong");
}

/// GitLab reads these fields of each issue, and refuses reports in which two have the same fingerprint.
#[test]
fn code_quality_is_what_gitlab_reads() {
    for project in [project(), Sandbox::fixture("school-event")] {
        let text = project.run(&["check", "--format", "gitlab"]).stdout;
        let issues: Vec<serde_json::Value> = serde_json::from_str(&text).expect("a JSON array");
        let mut seen = std::collections::BTreeSet::new();
        assert!(!issues.is_empty());
        for issue in &issues {
            for field in ["description", "check_name", "fingerprint", "severity"] {
                assert!(issue[field].as_str().is_some_and(|value| !value.is_empty()), "{field} of {issue}");
            }
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&issue["severity"].as_str().unwrap()));
            assert!(issue["location"]["path"].is_string() && issue["location"]["lines"]["begin"].as_u64() >= Some(1));
            assert!(seen.insert(issue["fingerprint"].to_string()), "twice: {issue}");
        }
    }
}

/// What the edits of suggestions are, byte for byte: applied to the lines that they name, they are what `--fix` writes.
#[test]
fn suggestions_name_the_bytes_that_the_fix_changes() {
    let page = "docs/nn/a.md";
    let project = Sandbox::with(&[
        ("docs/en/a.md", "# A\n\nThe “school” of {{ name }} and {{ place }}.\n"),
        (page, "# Å\r\n\r\n«Skulen» på 😀 {{ namn }} og {{ place }}.\r\n"),
        ("docs/en/b.md", "# B\n\nNothing to see here at all.\n"),
        ("docs/nn/b.md", "# B\n\nHer er det ingenting å sjå.\n"),
    ]);
    let text = project.run(&["check", "--format", "rdjsonl", page]).stdout;
    let diagnostic: serde_json::Value = serde_json::from_str(text.lines().next().expect("a finding")).expect("JSON");
    let suggestion = &diagnostic["suggestions"][0];
    let column = |which: &str| suggestion["range"][which]["column"].as_u64().expect("a column") as usize - 1;
    let line = suggestion["range"]["start"]["line"].as_u64().expect("a line") as usize;
    let before = project.read(page);
    let line = before.lines().nth(line - 1).expect("the line");
    assert_eq!(&line[column("start")..column("end")], "{{ namn }}", "{text}");
    assert_eq!(suggestion["text"], "{{ name }}");
}

#[test]
fn a_clean_project_has_no_comment_and_a_passed_test() {
    let project = Sandbox::with(&[
        ("docs/en/a.md", "# A\n\nNothing to see here at all.\n"),
        ("docs/en/b.md", "# B\n\nNothing to be heard there.\n"),
        ("docs/nn/a.md", "# A\n\nHer er det ingenting å sjå.\n"),
        ("docs/nn/b.md", "# B\n\nDer er det ingenting å høyre.\n"),
    ]);
    let run = |format: &str| project.run(&["check", "--format", format]);
    assert_eq!((run("markdown").stdout.as_str(), run("markdown").code), ("", 0));
    assert_eq!(run("gitlab").stdout, "[]\n");
    assert_eq!(run("rdjsonl").stdout, "");
    assert!(
        run("junit").stdout.contains("tests=\"1\" skipped=\"0\" failures=\"0\" errors=\"0\""),
        "{}",
        run("junit").stdout
    );
}
