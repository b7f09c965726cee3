//! Findings that were there when a project adopted the tool, so that only new ones are told from then on.
//!
//! An entry is a page, a rule and what is wrong, in words, with a fingerprint for each finding: how many there are is
//! their number. No line is in it, so that findings move with their blocks. A finding is known if its fingerprint is there;
//! else, since fingerprints change when the sentence around is written anew, if an entry of the same page, rule and
//! words has one to spare. Pure: text in, text out.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use serde::Deserialize;

use crate::report::Finding;
use crate::text::{LineIndex, hides};

/// The file that is looked for at the root where none is named.
pub const FILE: &str = "fidus-baseline.json";

/// The version of the file that is written, and the latest that is read.
const VERSION: u64 = 1;
const VERSION_AFTER: u64 = VERSION + 1;
/// Characters of what is wrong that are kept.
const WORDS: usize = 100;

/// Fingerprints by path, rule and what is wrong.
type Entries = BTreeMap<String, BTreeMap<String, BTreeMap<String, Vec<String>>>>;

/// What is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    entries: Entries,
}

/// Findings of one page, rule and kind that are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'b> {
    /// The page.
    pub path: &'b str,
    /// The rule.
    pub rule: &'b str,
    /// What is wrong.
    pub words: &'b str,
    /// How many findings.
    pub count: usize,
}

/// Findings, parted by a baseline.
#[derive(Debug, Default)]
pub struct Parted {
    /// Those that are not in it.
    pub new: Vec<Finding>,
    /// Those that are.
    pub known: Vec<Finding>,
    /// What is left of it: entries that no finding answers.
    pub stale: Baseline,
}

/// A file that is no baseline: where, and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineError {
    /// Line from 1.
    pub line: usize,
    /// Column from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.line, self.column, self.message)
    }
}

impl std::error::Error for BaselineError {}

impl Baseline {
    /// A baseline in which all of `findings` are known.
    #[must_use]
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Baseline {
        let mut baseline = Baseline::default();
        for finding in findings {
            let rules = baseline.entries.entry(finding.place.path.clone()).or_default();
            let prints = rules.entry(finding.rule.to_owned()).or_default().entry(words(finding)).or_default();
            prints.push(finding.fingerprint.clone());
        }
        let rules = baseline.entries.values_mut().flat_map(BTreeMap::values_mut);
        rules.flat_map(BTreeMap::values_mut).for_each(|prints| prints.sort_unstable());
        baseline
    }

    /// Reads a file.
    ///
    /// # Errors
    /// The first thing that is no JSON, no field of ours, or of a later version.
    pub fn parse(text: &str) -> Result<Baseline, BaselineError> {
        let head: Result<Head, _> = serde_json::from_str(text);
        if let Ok(Head { version: later @ (0 | VERSION_AFTER..) }) = head {
            let place =
                LineIndex::new(text).position(u32::try_from(text.find("\"version\"").unwrap_or(0)).unwrap_or(0));
            let message =
                format!("this baseline has version {later}; this fidus reads version {VERSION}: update fidus");
            return Err(BaselineError { line: place.line as usize, column: place.column as usize, message });
        }
        let file: File = serde_json::from_str(text).map_err(|error| BaselineError {
            line: error.line().max(1),
            column: error.column().max(1),
            message: without_place(&error.to_string()),
        })?;
        Ok(Baseline { entries: file.findings })
    }

    /// The file: one line an entry, sorted.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = format!("{{\n  \"version\": {VERSION},\n  \"findings\": {{");
        nested(&mut out, 2, &self.entries, |out, rules| {
            out.push('{');
            nested(out, 3, rules, |out, words| {
                out.push('{');
                nested(out, 4, words, |out, prints| {
                    let prints: Vec<String> = prints.iter().map(|print| quoted(print)).collect();
                    let _infallible = write!(out, "[{}]", prints.join(", "));
                });
                out.push('}');
            });
            out.push('}');
        });
        out.push_str("}\n}\n");
        out
    }

    /// Parts `findings` into new and known ones.
    #[must_use]
    pub fn part(&self, findings: Vec<Finding>) -> Parted {
        let mut rest = self.clone();
        let (mut known, mut others) = (Vec::new(), Vec::new());
        for finding in findings {
            if rest.take_print(&finding) { known.push(finding) } else { others.push(finding) }
        }
        let mut new = Vec::new();
        for finding in others {
            if rest.take_words(&finding) { known.push(finding) } else { new.push(finding) }
        }
        rest.tidy();
        Parted { new, known, stale: rest }
    }

    /// The entries that `wanted` wants, by path and rule.
    #[must_use]
    pub fn only(mut self, wanted: impl Fn(&str, &str) -> bool) -> Baseline {
        for (path, rules) in &mut self.entries {
            rules.retain(|rule, _| wanted(path, rule));
        }
        self.tidy();
        self
    }

    /// Every entry, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.entries.iter().flat_map(|(path, rules)| {
            rules.iter().flat_map(move |(rule, kinds)| {
                kinds.iter().map(move |(words, prints)| Entry { path, rule, words, count: prints.len() })
            })
        })
    }

    /// How many findings are known.
    #[must_use]
    pub fn count(&self) -> usize {
        self.entries().map(|entry| entry.count).sum()
    }

    fn take_print(&mut self, finding: &Finding) -> bool {
        let rules = self.entries.get_mut(&finding.place.path);
        let Some(kinds) = rules.and_then(|rules| rules.get_mut(finding.rule)) else { return false };
        kinds.values_mut().any(|prints| {
            let place = prints.iter().position(|print| *print == finding.fingerprint);
            place.map(|at| prints.remove(at)).is_some()
        })
    }

    fn take_words(&mut self, finding: &Finding) -> bool {
        let rules = self.entries.get_mut(&finding.place.path);
        let kinds = rules.and_then(|rules| rules.get_mut(finding.rule));
        kinds.and_then(|kinds| kinds.get_mut(&words(finding))).and_then(Vec::pop).is_some()
    }

    fn tidy(&mut self) {
        for rules in self.entries.values_mut() {
            rules.values_mut().for_each(|kinds| kinds.retain(|_, prints| !prints.is_empty()));
            rules.retain(|_, kinds| !kinds.is_empty());
        }
        self.entries.retain(|_, rules| !rules.is_empty());
    }
}

/// What files of all versions have.
#[derive(Deserialize)]
struct Head {
    version: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "version")]
    _version: u64,
    findings: Entries,
}

/// Serde ends a message with its place, which stands before it here.
fn without_place(message: &str) -> String {
    message.rsplit_once(" at line ").map_or(message, |(words, _)| words).to_owned()
}

/// What is wrong, from what the rule says of both sides; its sentence where it says nothing, which a later version may
/// put otherwise.
fn words(finding: &Finding) -> String {
    let text = match (&finding.found, &finding.expected) {
        (Some(found), Some(expected)) => format!("{found} → {expected}"),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => finding.message.clone(),
    };
    let seen = |c: char| if c.is_control() || hides(c).is_some() { '\u{fffd}' } else { c };
    let mut words: String = text.chars().take(WORDS).map(seen).collect();
    if text.chars().nth(WORDS).is_some() {
        words.push('…');
    }
    words
}

/// The members of an object, a line each, and the indented place of its closing brace.
fn nested<V>(out: &mut String, depth: usize, map: &BTreeMap<String, V>, value: impl Fn(&mut String, &V)) {
    let mut comma = "";
    for (key, member) in map {
        let _infallible = write!(out, "{comma}\n{}{}: ", "  ".repeat(depth), quoted(key));
        value(out, member);
        comma = ",";
    }
    if !map.is_empty() {
        let _infallible = write!(out, "\n{}", "  ".repeat(depth - 1));
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Cause, Severity};
    use crate::report::{Excerpt, Place, Range};
    use crate::text::{Position, Span};

    fn finding(path: &str, found: &str, print: &str) -> Finding {
        let at = Position { line: 1, column: 1 };
        let excerpt = Excerpt { first_line: 1, left_out: 0, start: 0, text: String::new(), span: Span::at(0) };
        Finding {
            rule: "link-changed",
            severity: Severity::Error,
            cause: Cause::Fault,
            locale: "nn".to_owned(),
            place: Place { path: path.to_owned(), range: Range { start: at, end: at }, excerpt },
            source: None,
            message: "no matter".to_owned(),
            help: None,
            expected: Some("a.md".to_owned()),
            found: Some(found.to_owned()),
            fix: None,
            claim: None,
            shared: None,
            fingerprint: print.to_owned(),
        }
    }

    fn prints(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.fingerprint.as_str()).collect()
    }

    #[test]
    fn what_is_written_is_read_and_every_entry_has_its_line() {
        let all = [
            finding("nn/\u{1b}\"b.md", "x\n\u{202e}", "3"),
            finding("nn/a.md", "b", "2"),
            finding("nn/a.md", "b", "1"),
        ];
        let baseline = Baseline::of(&all);
        let json = baseline.to_json();
        assert_eq!(Baseline::parse(&json).expect("our own file"), baseline);
        insta::assert_snapshot!(json, @r#"
        {
          "version": 1,
          "findings": {
            "nn/\u001b\"b.md": {
              "link-changed": {
                "x�� → a.md": ["3"]
              }
            },
            "nn/a.md": {
              "link-changed": {
                "b → a.md": ["1", "2"]
              }
            }
          }
        }
        "#);
        assert_eq!(Baseline::parse(&Baseline::default().to_json()).expect("an empty one").count(), 0);
    }

    #[test]
    fn a_known_fault_is_found_by_its_print_first_and_then_by_its_words() {
        let baseline = Baseline::of(&[finding("nn/a.md", "b", "1"), finding("nn/a.md", "b", "2")]);
        let parted = |findings: &[Finding]| baseline.part(findings.to_vec());
        // Both, and one more of the kind before them: the newcomer is new.
        let more = parted(&[finding("nn/a.md", "b", "9"), finding("nn/a.md", "b", "1"), finding("nn/a.md", "b", "2")]);
        assert_eq!((prints(&more.new), more.known.len(), more.stale.count()), (vec!["9"], 2, 0));
        // The sentence around one was written anew.
        let anew = parted(&[finding("nn/a.md", "b", "7"), finding("nn/a.md", "b", "2")]);
        assert_eq!((anew.new.len(), anew.known.len(), anew.stale.count()), (0, 2, 0));
        // One mended; another kind, and another page.
        let other = parted(&[finding("nn/a.md", "b", "2"), finding("nn/a.md", "c", "4"), finding("nn/b.md", "b", "1")]);
        assert_eq!((prints(&other.new), other.known.len(), other.stale.count()), (vec!["4", "1"], 1, 1));
    }

    #[test]
    fn a_file_that_is_no_baseline_says_where_and_why() {
        for (text, words) in [
            ("", "1:1: EOF while parsing a value"),
            ("{\n  \"version\": 2,\n  \"entries\": []\n}", "2:3: this baseline has version 2"),
            ("{\n  \"version\": 1,\n  \"findngs\": {}\n}", "3:11: unknown field `findngs`"),
            ("{\"version\": 1, \"findings\": {\"a.md\": 3}}", "invalid type: integer `3`"),
            ("{\"version\": 1, \"findings\": {\n<<<<<<< HEAD\n", "2:1: key must be a string"),
            ("{\"findings\": {}}", "missing field `version`"),
        ] {
            let error = Baseline::parse(text).expect_err("no baseline").to_string();
            assert!(error.contains(words), "{text:?}: {error}");
        }
    }
}
