//! SARIF 2.1.0: for code scanning, and for editors that read it. The place in the source is a related location that the
//! message links to; rules carry their pages.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde::Serialize;
use serde_json::{Value, json};

use super::place::{Stretch, Unit, of_edits};
use super::visible::{escaped, safe_json};
use crate::diag::Severity;
use crate::report::{Finding, Place, Report, RuleInfo, RunError};
use crate::text::{Edit, Fix, Safety};

/// Where the schema is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What a path may not hold as it is to be a reference; `:` would begin a scheme.
const ODD: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b':')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// One run.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> fmt::Result {
    let rules = fired(report);
    let at: BTreeMap<&str, usize> = rules.iter().enumerate().map(|(at, rule)| (rule.id, at)).collect();
    let notes: Vec<Value> = report.errors.iter().map(notification).collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "fidus",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": report.errors.is_empty(),
                "toolExecutionNotifications": notes,
            }],
            "results": report.findings.iter().map(|finding| Outcome::new(finding, &at)).collect::<Vec<_>>(),
        }],
    });
    let json = serde_json::to_string_pretty(&log).map_err(|_| fmt::Error)?;
    writeln!(out, "{}", safe_json(&json))
}

/// The rules with findings, by id.
fn fired(report: &Report) -> Vec<&RuleInfo> {
    let named: BTreeSet<&str> = report.findings.iter().map(|finding| finding.rule).collect();
    report.rules.iter().filter(|rule| named.contains(rule.id)).collect()
}

fn descriptor(rule: &RuleInfo) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "help": { "text": rule.summary, "markdown": rule.page },
        "defaultConfiguration": {
            "enabled": rule.severity.is_some(),
            "level": level(rule.severity.unwrap_or(Severity::Warning)),
        },
        "properties": { "tags": ["translation", rule.group] },
    })
}

fn notification(error: &RunError) -> Value {
    json!({
        "level": "error",
        "message": { "text": escaped(&error.message) },
        "descriptor": { "id": error.kind.name() },
        "locations": [{ "physicalLocation": { "artifactLocation": artifact(&error.path) } }],
    })
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'r> {
    rule_id: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Value,
    locations: [Value; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    related_locations: Option<[Value; 1]>,
    partial_fingerprints: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    fixes: Option<[Value; 1]>,
    properties: Value,
}

impl<'r> Outcome<'r> {
    fn new(finding: &'r Finding, rules: &BTreeMap<&str, usize>) -> Outcome<'r> {
        let source = finding.source.as_ref().map(
            |source| json!({ "id": 1, "message": { "text": "the source" }, "physicalLocation": physical(source) }),
        );
        Outcome {
            rule_id: finding.rule,
            rule_index: rules.get(finding.rule).copied(),
            level: level(finding.severity),
            message: json!({ "text": message(finding) }),
            locations: [json!({ "physicalLocation": physical(&finding.place) })],
            related_locations: source.map(|source| [source]),
            partial_fingerprints: json!({ "fidus/v1": finding.fingerprint }),
            fixes: finding.fix.as_ref().map(|fix| [described(fix, finding)]),
            properties: json!({ "locale": finding.locale, "cause": finding.cause.name() }),
        }
    }
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

/// What is wrong, what to do, and a link to the source, which is the only link there is.
fn message(finding: &Finding) -> String {
    let help = finding.help.as_ref().map_or_else(String::new, |help| format!("\n{}", without_links(help)));
    let source = if finding.source.is_some() { "\nSee [the source](1)." } else { "" };
    format!("{}{help}{source}", without_links(&finding.message))
}

/// `[words](target)` in a message is a link, unless its brackets are escaped.
fn without_links(text: &str) -> String {
    let text = escaped(text);
    if !text.contains("](") {
        return text;
    }
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

fn physical(place: &Place) -> Value {
    json!({ "artifactLocation": artifact(&place.path), "region": region(Stretch { start: place.range.start, end: place.range.end }) })
}

fn artifact(path: &str) -> Value {
    json!({ "uri": utf8_percent_encode(path, ODD).to_string(), "uriBaseId": "%SRCROOT%" })
}

fn region(Stretch { start, end }: Stretch) -> Value {
    json!({ "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column })
}

fn described(fix: &Fix, finding: &Finding) -> Value {
    let places = of_edits(finding, Unit::Characters);
    let replacement = |(at, edit): (usize, &Edit)| {
        // Bytes are always known; lines and columns only near the finding.
        let mut deleted = places.as_ref().map_or_else(|| json!({}), |places| region(places[at]));
        deleted["byteOffset"] = edit.span.start.into();
        deleted["byteLength"] = edit.span.len().into();
        json!({ "deletedRegion": deleted, "insertedContent": { "text": edit.text } })
    };
    let words = match fix.safety() {
        Safety::Safe => "safe to apply",
        Safety::Suggested => "look at it after it is applied",
    };
    json!({
        "description": { "text": words },
        "artifactChanges": [{
            "artifactLocation": artifact(&finding.place.path),
            "replacements": fix.edits().iter().enumerate().map(replacement).collect::<Vec<_>>(),
        }],
    })
}
