//! The README says what the binary does: its screenful, its table of rules, its configuration, its links.
//!
//! `UPDATE=1 cargo test --test readme` writes screenful, table and schema anew.

mod sandbox;

use std::path::Path;

use fidus::config::Settings;
use fidus::rules;
use sandbox::Sandbox;

#[test]
fn the_screenfuls_and_the_table_are_what_the_binary_prints() {
    let clone = Sandbox::clone_of_ours();
    let typed = ["check", "fixtures/school-event/i18n/public/nn/how-to/events.md", "--max-findings", "3"];
    let screen = clone.run(&typed).stdout;
    let table = Sandbox::empty().run(&["rules", "--format", "markdown"]).stdout;
    let screen = format!("```text\n$ fidus {}\n{screen}```\n", typed.join(" "));
    let coverage = clone.run(&["coverage", "fixtures/school-event"]).stdout;
    let coverage = format!("```text\n$ fidus coverage fixtures/school-event\n{coverage}```\n");
    let current = readme();
    let fresh = with_section(&with_section(&current, "screen", &screen), "rules", &table);
    let fresh = with_section(&fresh, "coverage", &coverage);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path("README.md"), &fresh).expect("a written README");
    } else {
        assert!(current == fresh, "the README is out of date; write it anew with UPDATE=1 cargo test --test readme");
    }
}

#[test]
fn the_configuration_is_valid_and_names_every_key() {
    let text = readme();
    let written = section(&text, "config").trim().trim_start_matches("```toml\n").trim_end_matches("```");
    if let Err(error) = Settings::parse(written, rules::ids()) {
        panic!("the configuration of the README does not parse: {error}");
    }
    let layout = "[[layout]]\nsource = \"a/{path}\"\ntarget = \"b/{locale}/{path}\"\n";
    for table in ["", layout, "[placeholders]\n", "[terms]\n", "[links]\n", "[front-matter]\n", "[freshness]\n"] {
        for key in known_keys(table) {
            assert!(written.contains(&key), "`{key}` of {table:?} is not in the README");
        }
    }
}

#[test]
fn the_schema_is_current_and_takes_what_the_parser_takes() {
    let printed = Sandbox::empty().run(&["schema"]).stdout;
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path("fidus.schema.json"), &printed).expect("a written schema");
    }
    let kept = std::fs::read_to_string(path("fidus.schema.json")).unwrap_or_default();
    assert!(kept == printed, "fidus.schema.json is out of date; write it anew with UPDATE=1 cargo test --test readme");
    let schema: serde_json::Value = serde_json::from_str(&printed).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let text = readme();
    let written = section(&text, "config").trim().trim_start_matches("```toml\n").trim_end_matches("```");
    let value: serde_json::Value = toml::from_str(written).expect("TOML");
    let wrong: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    for wrong in ["sourcelocale = \"en\"", "[links]\nfallback = \"400\"", "[rules]\nlink-dead = \"fatal\""] {
        assert!(Settings::parse(wrong, rules::ids()).is_err(), "{wrong}");
        assert!(!validator.is_valid(&toml::from_str(wrong).expect("TOML")), "{wrong}");
    }
}

#[test]
fn links_lead_to_files() {
    let text = readme();
    let prose: String = text.split("```").step_by(2).collect();
    for target in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(target.starts_with("https://") || path(target).exists(), "{target}");
    }
}

/// The keys of a table, which an unknown key has the parser list.
fn known_keys(table: &str) -> Vec<String> {
    let error = Settings::parse(&format!("{table}qqqq = 1\n"), rules::ids()).expect_err("no such key").to_string();
    let (_, known) = error.split_once("known here: ").unwrap_or_else(|| panic!("no list of keys in {error:?}"));
    known.split(", ").map(str::to_owned).collect()
}

fn path(relative: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(relative)
}

fn readme() -> String {
    std::fs::read_to_string(path("README.md")).expect("a README").replace("\r\n", "\n")
}

/// What stands between `<!-- name:begin -->` and `<!-- name:end -->`.
fn section<'t>(text: &'t str, name: &str) -> &'t str {
    let (begin, end) = (format!("<!-- {name}:begin -->\n"), format!("<!-- {name}:end -->"));
    let start = text.find(&begin).expect("the section begins") + begin.len();
    &text[start..start + text[start..].find(&end).expect("the section ends")]
}

fn with_section(text: &str, name: &str, content: &str) -> String {
    let old = section(text, name);
    let start = old.as_ptr() as usize - text.as_ptr() as usize;
    format!("{}{content}{}", &text[..start], &text[start + old.len()..])
}
