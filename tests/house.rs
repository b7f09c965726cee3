//! The house keeps its order: who may import whom, and which rooms may touch the world outside.
//!
//! Reads `src/` as tokens, resolves every `crate::`, `super::`, `self::` and `std::` path, and names the file, the line
//! and the rule that a path breaks. Tests inside `src/` may import what they like.
#![allow(clippy::print_stdout, reason = "sizes are shown")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Who may import whom: a room, and the rooms (or single items of them) that it may use.
const ROOMS: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("diag", &["text"]),
    ("locale", &[]),
    ("language", &[]),
    ("layout", &["locale"]),
    ("site", &["layout", "locale"]),
    ("doc", &["diag", "text"]),
    ("pair", &["diag", "doc", "locale", "text"]),
    ("config", &["diag", "doc", "layout", "locale", "text"]),
    ("fresh", &["config", "doc", "pair", "text"]),
    ("messages", &["diag"]),
    ("report", &["diag", "text"]),
    ("suppress", &["config::nearest", "diag", "doc", "pair", "text"]),
    ("suspect", &["diag", "text"]),
    ("verdict", &["config", "diag", "doc", "language", "locale", "pair", "text"]),
    (
        "rule",
        &[
            "config", "diag", "doc", "fresh", "language", "locale", "pair", "site", "suppress", "suspect", "text",
            "verdict",
        ],
    ),
    (
        "rules",
        &[
            "config", "diag", "doc", "fresh", "language", "locale", "pair", "rule", "site", "suppress", "suspect",
            "text", "verdict",
        ],
    ),
    ("coverage", &["diag", "doc", "layout", "locale", "pair", "report", "text", "verdict"]),
    (
        "check",
        &[
            "config", "coverage", "diag", "doc", "fresh", "language", "layout", "locale", "messages", "pair", "report",
            "rule", "rules", "site", "suppress", "suspect", "text", "verdict",
        ],
    ),
    ("fix", &["check", "config", "diag", "doc", "fresh", "pair", "report", "text"]),
    ("changed", &["doc", "text"]),
    ("baseline", &["diag", "report", "text"]),
    ("render", &["coverage", "diag", "report", "text"]),
    ("io", &["check::LIMIT", "fresh", "report", "text"]),
    (
        "project",
        &[
            "baseline::FILE",
            "check",
            "config",
            "coverage",
            "diag",
            "doc",
            "fresh",
            "io",
            "layout",
            "locale",
            "report",
            "rule::Evidence",
            "rules",
            "site",
            "text",
        ],
    ),
    ("cli", EVERYTHING),
    ("main", &["cli"]),
];

/// The command line may use every room; no room may use the command line.
const EVERYTHING: &[&str] = &["*"];

/// Rooms whose members do not know each other, and the members that all of them share.
const SIBLINGS: &[(&str, &[&str])] = &[
    ("rules", &[]),
    ("render", &["inline", "place", "summary", "visible"]),
    ("cli", &["args", "filter", "known", "mend", "scope", "terminal"]),
];

/// The rooms that may touch the world, and with what. All others are pure.
const WORLD: &[(&str, &[&str])] = &[
    ("std::fs", &["io"]),
    ("std::net", &[]),
    ("std::os", &["io"]),
    ("std::env", &["cli", "main", "project"]),
    ("std::process", &["cli", "io", "main"]),
    ("std::io", &["cli", "io"]),
    ("std::thread", &["cli", "io"]),
    ("std::time::Instant", &["cli"]),
    ("std::time::SystemTime", &["cli", "io"]),
];

/// Libraries that one place knows.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("anstream", &["cli"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("fluent_bundle", &["messages"]),
    // The rule of that name is no use of the library.
    ("fluent_syntax", &["doc", "messages", "rules"]),
    ("gix", &["io"]),
    ("icu_plurals", &["locale"]),
    ("ignore", &["io"]),
    ("indicatif", &["cli"]),
    ("miette", &["render"]),
    ("pulldown_cmark", &["doc"]),
    ("quick_junit", &["render"]),
    ("rayon", &["check", "cli", "fix"]),
    ("schemars", &["config"]),
    ("similar", &["render"]),
];

#[test]
fn every_import_follows_the_directions_of_the_house() {
    let broken: Vec<String> =
        sources().iter().flat_map(|file| file.paths.iter().filter_map(|path| broken_rule(file, path))).collect();
    assert!(broken.is_empty(), "\n{}\n", broken.join("\n"));
}

#[test]
fn every_room_is_in_the_table() {
    let known: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).chain(["lib"]).collect();
    let unknown: BTreeSet<String> =
        sources().iter().map(|file| file.room().to_owned()).filter(|room| !known.contains(room.as_str())).collect();
    assert!(unknown.is_empty(), "give these rooms a line in ROOMS of tests/house.rs: {unknown:?}");
    let used: BTreeSet<String> = sources().iter().map(|file| file.room().to_owned()).collect();
    let gone: Vec<&&str> = known.iter().filter(|room| !used.contains(**room)).collect();
    assert!(gone.is_empty(), "no file in src/ belongs to these rooms of ROOMS: {gone:?}");
}

/// Sizes are a question, not an offence: printed with `cargo test --test house -- --nocapture`.
#[test]
fn sizes_are_shown() {
    const LINES: usize = 500;
    const FUNCTION: usize = 60;
    let mut out = String::new();
    for file in sources() {
        if file.lines > LINES {
            let _infallible = writeln!(out, "{}: {} lines", file.path, file.lines);
        }
        for (name, line, length) in file.functions.iter().filter(|(_, _, length)| *length > FUNCTION) {
            let _infallible = writeln!(out, "{}:{line}: `{name}` has {length} lines", file.path);
        }
    }
    println!("look again at:\n{out}");
}

/// The test sees what it is meant to see.
#[test]
fn the_probe_works() {
    let file = |path: &str, text: &str| Source::read(path, text);
    let verdict = |path: &str, text: &str| {
        let file = file(path, text);
        file.paths.iter().filter_map(|path| broken_rule(&file, path)).collect::<Vec<_>>().join("\n")
    };
    for (path, text, words) in [
        ("src/text/lines.rs", "use crate::diag::Severity;", "`text` may not use `diag`"),
        ("src/text/lines.rs", "use crate::{\n  doc::{Block, Kind}};", "src/text/lines.rs:2: "),
        ("src/pair/align.rs", "fn f() { super::super::rules::ids(); }", "`pair` may not use `rules`"),
        ("src/io/mod.rs", "use crate::check::{LIMIT, Run};", "`io` may not use `check`"),
        ("src/doc/mod.rs", "use crate::cli;", "nothing imports `cli`"),
        ("src/rules/link_dead.rs", "use super::link_missing;", "siblings do not know each other"),
        ("src/rules/link_dead.rs", "use crate::rules::link_missing::X;", "siblings do not know each other"),
        ("src/cli/init.rs", "use super::check::run;", "siblings do not know each other"),
        ("src/render/human/frame.rs", "use crate::render::github;", "siblings do not know each other"),
        ("src/doc/mod.rs", "use std::{fmt, io::Write};", "`std::io` belongs to `cli`, `io`"),
        ("src/check.rs", "fn f() { let x = std::fs::read(\"a\"); }", "`std::fs` belongs to `io`"),
        ("src/check.rs", "use std::time::{Duration, Instant};", "`std::time::Instant`"),
        ("src/rules/link_dead.rs", "use std::*;", "`std::*`"),
        ("src/rules/link_dead.rs", "use miette::Report;", "`miette` belongs to `render`"),
        ("src/rules/link_dead.rs", "fn f() { println!(\"\") }", "`println!` belongs to `cli`"),
        ("src/rules/link_dead.rs", "static mut COUNT: u8 = 0;", "`static mut`"),
    ] {
        let verdict = verdict(path, text);
        assert!(verdict.contains(words), "{path} {text:?}: expected {words:?}, got {verdict:?}");
    }
    for (path, text) in [
        ("src/rules/mod.rs", "mod link_dead; fn f() { link_dead::x(); self::link_dead::y() }"),
        ("src/io/mod.rs", "use crate::check::LIMIT;"),
        ("src/render/human/frame.rs", "use super::excerpt; use crate::render::{Options, visible};"),
        (
            "src/doc/mod.rs",
            "pub(crate) fn f() {} pub(in crate::doc) fn g() {} // use crate::cli\n/* crate::cli */ const X: &str = \"crate::cli\";",
        ),
        ("src/doc/mod.rs", "#[cfg(test)] mod tests { use crate::cli; use std::fs; }"),
        (
            "src/doc/mod.rs",
            "const C: char = '\"'; fn f<'a>(x: &'a str) -> char { '\\'' } const R: &str = r#\"\"crate::cli\"#; const B: u8 = b'\\'';",
        ),
        ("src/render/human.rs", "use std::time::Duration; mod frame; use frame::Frame; use miette::Report;"),
    ] {
        assert_eq!(verdict(path, text), "", "{path} {text:?}");
    }
}

/// The words about a path that breaks a rule of the house.
fn broken_rule(file: &Source, path: &PathUse) -> Option<String> {
    let room = file.room();
    let spelled = path.segments.join("::");
    let says = |rule: String| Some(format!("{}:{}: `{spelled}`: {rule}", file.path, path.line));
    let first = path.segments.first()?.as_str();
    if first == "crate" {
        return broken_direction(room, &file.module, &path.segments[1..]).and_then(says);
    }
    if spelled == "static mut" {
        return says("there is no global mutable state".to_owned());
    }
    if first.ends_with('!') {
        return (room != "cli").then(|| says(format!("`{first}` belongs to `cli`, which prints")))?;
    }
    if spelled == "std::*" {
        return says("name what you import".to_owned());
    }
    let under = |prefix: &str| spelled == prefix || spelled.starts_with(&format!("{prefix}::"));
    let (owned, owners) = WORLD.iter().chain(LIBRARIES).find(|(prefix, _)| under(prefix))?;
    let listed = owners.iter().map(|owner| format!("`{owner}`")).collect::<Vec<_>>().join(", ");
    (!owners.contains(&room))
        .then(|| says(format!("`{owned}` belongs to {}", if listed.is_empty() { "nobody" } else { &listed })))?
}

fn broken_direction(room: &str, module: &[String], segments: &[String]) -> Option<String> {
    let target = segments.first()?.as_str();
    if target == room {
        return broken_siblings(room, module, segments);
    }
    // `crate::{self}` and items of the crate's root are nobody's room.
    ROOMS.iter().find(|(known, _)| *known == target)?;
    let allowed = ROOMS.iter().find(|(known, _)| *known == room).map_or(&[][..], |(_, allowed)| *allowed);
    let item = segments.get(1).map(|item| format!("{target}::{item}")).unwrap_or_default();
    if allowed == EVERYTHING || allowed.contains(&target) || allowed.contains(&item.as_str()) || room == "lib" {
        return None;
    }
    Some(match target {
        "cli" => "nothing imports `cli`".to_owned(),
        _ => format!("`{room}` may not use `{target}`, only {allowed:?}"),
    })
}

fn broken_siblings(room: &str, module: &[String], segments: &[String]) -> Option<String> {
    let (_, shared) = SIBLINGS.iter().find(|(known, _)| *known == room)?;
    let (own, other) = (module.get(1)?, segments.get(1)?);
    let is_member = ["", "/mod"].iter().any(|end| root().join(format!("src/{room}/{other}{end}.rs")).is_file());
    let wrong = is_member && own != other && !shared.contains(&other.as_str()) && !shared.contains(&own.as_str());
    wrong.then(|| format!("siblings do not know each other: `{own}` may not use `{other}`"))
}

/// A file of `src/`, as far as this test cares.
struct Source {
    path: String,
    module: Vec<String>,
    lines: usize,
    paths: Vec<PathUse>,
    /// Name, line and length of every function.
    functions: Vec<(String, usize, usize)>,
}

/// A path that the code names, resolved to `crate::…` where it is relative.
struct PathUse {
    line: usize,
    segments: Vec<String>,
}

impl Source {
    fn read(path: &str, text: &str) -> Source {
        let mut module: Vec<String> =
            path.trim_start_matches("src/").trim_end_matches(".rs").split('/').map(str::to_owned).collect();
        if module.len() > 1 && module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        let tokens = tokens(text);
        let paths = if module.iter().any(|part| part == "tests") { Vec::new() } else { paths(&tokens, &module) };
        Source { path: path.to_owned(), lines: text.lines().count(), paths, functions: functions(&tokens), module }
    }

    fn room(&self) -> &str {
        &self.module[0]
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<Source> {
    let mut files = Vec::new();
    collect(&root().join("src"), &mut files);
    files.sort();
    files
        .iter()
        .map(|file| {
            let path = file
                .strip_prefix(root())
                .expect("a file of the repository")
                .to_str()
                .expect("a name in UTF-8")
                .replace('\\', "/");
            Source::read(&path, &std::fs::read_to_string(file).expect("a readable file"))
        })
        .collect()
}

fn collect(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            collect(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// A word, `::`, or a single sign; with its line.
type Token<'t> = (&'t str, usize);

/// The code without comments and without the content of literals.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let (mut at, mut line, mut out) = (0, 1, Vec::new());
    while at < bytes.len() {
        let start = at;
        let rest = &text[at..];
        if rest.starts_with("//") {
            at += rest.find('\n').unwrap_or(rest.len());
        } else if rest.starts_with("/*") {
            at += rest.find("*/").map_or(rest.len(), |end| end + 2);
        } else if let Some(length) = literal(rest) {
            at += length;
        } else if is_word(bytes[at]) {
            at += rest.bytes().take_while(|&byte| is_word(byte)).count();
            out.push((&text[start..at], line));
        } else if rest.starts_with("::") {
            at += 2;
            out.push((&text[start..at], line));
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            if !bytes[start].is_ascii_whitespace() {
                out.push((&text[start..at], line));
            }
        }
        line += text[start..at].matches('\n').count();
    }
    out
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// The length of the string, character or lifetime that `rest` begins with.
fn literal(rest: &str) -> Option<usize> {
    let raw = rest.trim_start_matches(['b', 'c']);
    if rest.len() - raw.len() <= 1
        && let Some(hashes) = raw.strip_prefix('r').map(|raw| raw.len() - raw.trim_start_matches('#').len())
        && raw[1 + hashes..].starts_with('"')
    {
        let body = rest.len() - raw.len() + 2 + hashes;
        let close = format!("\"{}", "#".repeat(hashes));
        return Some(rest[body..].find(&close).map_or(rest.len(), |end| body + end + close.len()));
    }
    let plain = rest.strip_prefix(['b', 'c']).filter(|plain| plain.starts_with(['"', '\''])).unwrap_or(rest);
    let (prefix, bytes) = (rest.len() - plain.len(), plain.as_bytes());
    let quote = *bytes.first().filter(|byte| matches!(byte, b'"' | b'\''))?;
    let lifetime = quote == b'\'' && bytes.get(1) != Some(&b'\\') && {
        let mut chars = plain.chars().skip(1);
        chars.next();
        chars.next() != Some('\'')
    };
    if lifetime {
        return Some(1 + plain[1..].bytes().take_while(|&byte| is_word(byte)).count());
    }
    let mut at = 1;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    Some(prefix + (at + 1).min(bytes.len()))
}

/// The paths that the tokens name outside of test modules.
fn paths(tokens: &[Token<'_>], module: &[String]) -> Vec<PathUse> {
    let mut out = Vec::new();
    // Open blocks: the name of an inline module, or nothing.
    let mut blocks: Vec<Option<&str>> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (token, line) = tokens[at];
        let previous = at.checked_sub(1).map_or("", |before| tokens[before].0);
        let next = tokens.get(at + 1).map_or("", |next| next.0);
        match token {
            "{" => {
                let named = at >= 2 && tokens[at - 2].0 == "mod";
                blocks.push(named.then_some(previous));
            }
            "}" => {
                blocks.pop();
            }
            _ if blocks.contains(&Some("tests")) => {}
            "print" | "println" | "eprint" | "eprintln" | "dbg" if next == "!" => {
                out.push(PathUse { line, segments: vec![format!("{token}!")] });
            }
            "static" if next == "mut" => out.push(PathUse { line, segments: vec!["static mut".to_owned()] }),
            _ if next == "::" && previous != "::" && is_word(token.as_bytes()[0]) => {
                let inner: Vec<String> = blocks.iter().flatten().map(|name| (*name).to_owned()).collect();
                let here: Vec<String> = module.iter().cloned().chain(inner).collect();
                at = path(tokens, at, &here, Vec::new(), &mut out);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// Reads a path (a tree of them, in braces) from token `at` on, and returns the token after it.
fn path(
    tokens: &[Token<'_>],
    mut at: usize,
    module: &[String],
    mut segments: Vec<String>,
    out: &mut Vec<PathUse>,
) -> usize {
    let line = tokens.get(at).map_or(0, |token| token.1);
    while let Some(&(token, _)) = tokens.get(at) {
        if token == "{" {
            at += 1;
            while at < tokens.len() && tokens[at].0 != "}" {
                at = if tokens[at].0 == "," { at + 1 } else { path(tokens, at, module, segments.clone(), out) };
            }
            return at + 1;
        }
        push(&mut segments, token, module);
        at += 1;
        if token != "*"
            && tokens.get(at).is_some_and(|next| next.0 == "::")
            && tokens.get(at + 1).is_some_and(|next| next.0 != "<")
        {
            at += 1;
            continue;
        }
        break;
    }
    while tokens.get(at).is_some_and(|token| token.0 == "as") {
        at += 2;
    }
    out.push(PathUse { line, segments });
    at
}

fn push(segments: &mut Vec<String>, token: &str, module: &[String]) {
    let absolute = || std::iter::once("crate".to_owned()).chain(module.iter().cloned());
    match (token, segments.is_empty()) {
        ("self", true) => segments.extend(absolute()),
        ("self", false) => {}
        ("super", true) => {
            segments.extend(absolute());
            segments.pop();
        }
        ("super", false) => {
            segments.pop();
        }
        _ => segments.push(token.to_owned()),
    }
}

/// Name, line and length in lines of every function with a body.
fn functions(tokens: &[Token<'_>]) -> Vec<(String, usize, usize)> {
    let mut out = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let [("fn", line), (name, _)] = pair else { continue };
        let Some(open) = tokens[at..].iter().position(|token| matches!(token.0, "{" | ";")).map(|open| at + open)
        else {
            continue;
        };
        let mut depth = 0usize;
        for (token, end) in &tokens[open..] {
            match *token {
                ";" if depth == 0 => break,
                "{" => depth += 1,
                "}" => depth = depth.saturating_sub(1),
                _ => continue,
            }
            if depth == 0 {
                out.push(((*name).to_owned(), *line, end - line + 1));
                break;
            }
        }
    }
    out
}

/// No two lines of a table speak of the same room.
#[test]
fn the_tables_name_a_room_once() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    ROOMS.iter().for_each(|(room, _)| *seen.entry(room).or_default() += 1);
    assert!(seen.values().all(|&times| times == 1), "{seen:?}");
}
