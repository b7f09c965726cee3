use super::super::atoms::Fate;
use super::super::{LinkFrame, Pair};
use crate::doc::{Dialects, Document, Syntax};

fn frame() -> LinkFrame {
    LinkFrame {
        source_path: "en/a.ftl".to_owned(),
        target_path: "nn/a.ftl".to_owned(),
        source_language: "en".to_owned(),
        target_language: "nn".to_owned(),
        target_folder: "nn".to_owned(),
        language_names: Vec::new(),
        equivalent_hosts: Vec::new(),
        family: std::sync::Arc::default(),
    }
}

/// What is wrong with a translation: the fates of entries, then of atoms.
#[track_caller]
fn check(source: &str, target: &str, expected: &str) {
    let syntax = Syntax { dialects: Dialects::bundled(), extension: "ftl" };
    let (a, b) = (Document::parse(source, syntax), Document::parse(target, syntax));
    let pair = Pair::new(&a, &b, frame());
    let mut out: Vec<String> = pair.entries.iter().map(|change| format!("{:?}", change.fate)).collect();
    for harmed in &pair.atoms.harmed {
        let text = |span: Option<crate::text::Span>, text| span.map_or("", |span: crate::text::Span| span.of(text));
        let (ours, theirs) = (
            text(pair.source_atom(harmed).map(|atom| atom.span), source),
            text(pair.target_atom(harmed).map(|atom| atom.span), target),
        );
        let fate = if matches!(harmed.fate, Fate::Malformed(..)) {
            "Malformed".to_owned()
        } else {
            format!("{:?}", harmed.fate)
        };
        out.push(format!("{fate} {ours} {theirs}").trim().replace("  ", " "));
    }
    assert_eq!(out.join("; "), expected, "{target}");
}

const FILES: &str = "n = { $n ->\n    [one] One file by { $who }\n   *[other] { $n } files by { $who }\n }\n";

#[test]
fn what_was_asked_need_not_be_said() {
    check(FILES, "n = { $n } filer av { $who }\n", "");
    check(FILES, "n = { $n ->\n    [one] Ei fil av { $who }\n   *[other] Fleire filer av { $who }\n }\n", "");
    check("n = { $n } files\n", "n = { $n ->\n    [one] Ei fil\n   *[other] { $n } filer\n }\n", "");
}

#[test]
fn a_selector_with_one_answer_asks_nothing() {
    check(FILES, "n = { $n ->\n   *[other] { $n } filer av { $who }\n }\n", "");
    check(FILES, "n = { $n ->\n   *[other] filer av { $who }\n }\n", "Missing { $n }");
}

#[test]
fn the_form_with_most_faults_is_told() {
    let source = "n = { $n ->\n    [one] { $n } old file\n   *[other] { $n } old files\n }\n";
    let target = "n = { $n ->\n    [one] { $n } <i>gamal</i> fil\n   *[other] <i>gamle</i> filer\n }\n";
    check(source, target, "Missing { $n }");
}

#[test]
fn none_and_one_may_do_without() {
    check(FILES, "n = { $n ->\n    [0] Inga filer\n    [one] Ei fil\n   *[other] { $n } filer av { $who }\n }\n", "");
    check(FILES, "n = { $n ->\n    [one] Ei fil\n   *[other] { $n } filer\n }\n", "Missing { $who }");
}

#[test]
fn a_form_for_many_may_not() {
    check(
        FILES,
        "n = { $n ->\n    [one] { $n } fil av { $who }\n    [few] { $n } av { $who }\n   *[other] filer av { $who }\n }\n",
        "Missing { $n }",
    );
    check(
        FILES,
        "n = { $n ->\n    [one] fil av { $who }\n    [few] { $n } av { $who }\n   *[other] { $n } filer\n }\n",
        "Missing { $who }",
    );
}

#[test]
fn a_variable_with_another_name_in_one_variant_is_a_change() {
    check(
        FILES,
        "n = { $n ->\n    [one] Ei fil av { $who }\n   *[other] { $m } filer av { $who }\n }\n",
        "Replaced { $n } { $m }",
    );
}

#[test]
fn selectors_ask_what_the_source_knows() {
    check(
        FILES,
        "n = { $m ->\n    [one] Ei fil av { $who }\n   *[other] { $n } filer av { $who }\n }\n",
        "Replaced $n $m",
    );
    check(FILES, "n = { PLATFORM() ->\n    [mac] { $n } av { $who }\n   *[other] { $n } filer av { $who }\n }\n", "");
}

#[test]
fn markup_is_repeated_in_every_form() {
    let source = "n = <b>{ $n }</b> new\n";
    check(source, "n = { $n ->\n    [one] <b>{ $n }</b> ny\n   *[other] <b>{ $n }</b> nye\n }\n", "");
    let source = "n = See <a href=\"https://a.example/x\">it</a>\n";
    check(
        source,
        "n = { $n ->\n    [one] Sjå <a href=\"https://a.example/x\">det</a>\n   *[other] Sjå\n }\n",
        "Added $n; Missing <a href=\"https://a.example/x\">",
    );
}

#[test]
fn terms_are_free_but_said() {
    let source = "t = { -brand } is { -brand } by { -maker }\n";
    check(source, "t = { -brand(case: \"gen\") } av { -maker }\n", "");
    check(source, "t = Fidus av { -maker }\n", "Missing { -brand }");
    check(source, "t = { -brnd } av { -maker }\n", "Changed { -brand } { -brnd }");
    check(source, "t = { $x ->\n    [a] { -brand }\n   *[b] Vi\n } av { -maker }\n", "Added $x");
    check("-brand = Fidus\n", "-brand = { $case ->\n    [gen] Fidus'\n   *[nom] Fidus\n }\n", "");
}

#[test]
fn many_selectors_are_compared_as_a_whole() {
    let message =
        |last: &str| format!("n ={}{last}\n", "\n    { $n ->\n        [one] a\n       *[other] b\n    }".repeat(12));
    check(&message(" { $x }"), &message(" { $x }"), "");
    check(&message(" { $x }"), &message(" x"), "Missing { $x }");
}

#[test]
fn entries_answer_by_id() {
    let source = "a = A\nb = B\n    .t = T\nc = C\n";
    check(source, "c = C\nb = B\n    .t = T\na = A\n", "");
    check(source, "c = C\n", "Missing(1)");
    check(source, "a = A\nb = B\nc = C\nd = D\n    .t = T\n", "AttributeMissing; Added(0)");
    check(source, "a = A\nb = B\n    .u = T\nc = C\n", "AttributeMissing");
    check(source, "a = A\nb =\n    .t = T\nc = C\n", "Valueless");
    // What cannot be read is told by another rule.
    check(source, "a = A\nb = { \n    .t = T\nc = C\n", "");
    check("a = A { \nb = B\n", "a = A\nb = B\n", "");
}

#[test]
fn what_stands_twice_is_no_addition() {
    check("a = { $x }\n", "a = { $x }\na = x\n    .t = T\n", "");
}
