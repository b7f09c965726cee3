//! Blocks whose words are still the source's, and not all names, terms or code.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::Place;
use crate::pair::{Pair, Row};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, blocks};
use crate::text::Span;
use crate::verdict::{InsetKind, InsetState, Judged, Verdict, is_mostly};

/// The rule.
pub struct Untranslated;

static META: RuleMeta = RuleMeta {
    id: "untranslated",
    group: Group::Untranslated,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/untranslated.md"),
};

impl Rule for Untranslated {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let verdicts = cx.verdicts;
        if is_copy(pair, verdicts) {
            let message = Message::new("untranslated-page");
            // Where it is no copy of today's source, what differs is told beside it.
            let claim = if is_whole(pair) { Claim::File } else { Claim::Own };
            let finding = Diagnostic::new(META.id, Span::at(0), message).source(Span::at(0)).claim(claim);
            let matters = |judged: &Judged| judged.verdict == Verdict::Kept(Some(Severity::Warning));
            let may_stay = is_kept_by_many(&pair.frame.source_path) || !verdicts.iter().any(matters);
            return out.report(if may_stay { finding.severity(Severity::Info) } else { finding });
        }
        let allowed =
            |judged: &Judged| cx.suppressions.covers(META.id, pair.target.blocks[judged.target as usize].content);
        let told = |judged: &&Judged| !is_brand(pair, judged);
        let runs = runs(pair, verdicts.iter().filter(told));
        // Blocks that may stay are findings apart from their neighbours.
        let parts = runs.iter().flat_map(|run| run.chunk_by(|a, b| allowed(a.0) == allowed(b.0)));
        once(pair, parts, allowed).iter().for_each(|(part, more)| out.report(finding(pair, part, *more)));
        insets(verdicts, pair, out);
    }
}

/// Every block has its counterpart, and every line of code, link and heading is there as it is in the source, and no line
/// is missing that it is read with.
fn is_whole(pair: &Pair<'_, '_>) -> bool {
    let is_same = |row: &Row| match blocks(pair, row) {
        ([a], [b]) => a.kind == b.kind && a.code == b.code && a.prose.sketch == b.prose.sketch,
        _ => false,
    };
    pair.atoms.harmed.is_empty() && pair.target.mends.is_empty() && pair.alignment.rows.iter().all(is_same)
}

/// Every block with words is the source's, or the page is, byte for byte.
#[must_use]
pub fn is_copy(pair: &Pair<'_, '_>, verdicts: &[Judged]) -> bool {
    let count = |wanted: fn(&Verdict) -> bool| verdicts.iter().filter(|judged| wanted(&judged.verdict)).count();
    let matters = count(|verdict| matches!(verdict, Verdict::Kept(Some(Severity::Warning))));
    let kept = count(|verdict| matches!(verdict, Verdict::Kept(Some(_))));
    let bytes = || pair.source.text.trim_end() == pair.target.text.trim_end();
    kept > 0 && bytes() || matters >= 3 && kept == count(|verdict| *verdict != Verdict::Kept(None))
}

/// A page that many projects copy on purpose, known by its name: a list of changes, a licence, the people.
fn is_kept_by_many(path: &str) -> bool {
    const NAMES: &[&str] = &[
        "authors",
        "changelog",
        "changes",
        "codeofconduct",
        "contributors",
        "credits",
        "history",
        "licence",
        "license",
        "maintainers",
        "notice",
        "people",
        "releasenotes",
        "releases",
        "sponsors",
    ];
    let name = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    NAMES.contains(&plain.to_ascii_lowercase().as_str())
}

/// Kept blocks, and how much each matters.
type Run<'v> = Vec<(&'v Judged, Severity)>;

/// Kept blocks that follow one another, with nothing translated between, are one finding; so are the cells of a column,
/// whatever stands beside them.
fn runs<'v>(pair: &Pair<'_, '_>, verdicts: impl Iterator<Item = &'v Judged>) -> Vec<Run<'v>> {
    let mut runs: Vec<Run<'_>> = Vec::new();
    let mut open: Option<usize> = None;
    // By column of the table: the run that its last cell is in, and the row of that.
    let mut columns: FxHashMap<u16, (usize, u32)> = FxHashMap::default();
    for judged in verdicts {
        let block = &pair.target.blocks[judged.target as usize];
        let Place { row, column, .. } = block.place;
        match &judged.verdict {
            // A translated end of a block parts nothing.
            Verdict::Sentences(sentences) if is_mostly(block, sentences) => {}
            Verdict::Translated | Verdict::Sentences(_) => {
                open = None;
                columns.retain(|at, _| row > 0 && *at != column);
            }
            Verdict::Kept(None) | Verdict::Stale(_) => {
                columns.entry(column).and_modify(|(_, last)| *last = row);
            }
            Verdict::Kept(Some(severity)) => {
                let above = columns.get(&column).filter(|(_, last)| row > 0 && last + 1 == row).map(|(run, _)| *run);
                let run = open.or(above).unwrap_or(runs.len());
                if run == runs.len() {
                    runs.push(Vec::new());
                }
                runs[run].push((judged, *severity));
                open = Some(run);
                if row > 0 {
                    columns.insert(column, (run, row));
                }
            }
        }
    }
    runs
}

/// A block that stands on the page again and again is one finding; how many more there are of it.
fn once<'r, 'v>(
    pair: &Pair<'_, '_>,
    parts: impl Iterator<Item = &'r [(&'v Judged, Severity)]>,
    allowed: impl Fn(&Judged) -> bool,
) -> Vec<(&'r [(&'v Judged, Severity)], u32)> {
    let mut out: Vec<(&[(&Judged, Severity)], u32)> = Vec::new();
    let mut known: FxHashMap<(bool, String), usize> = FxHashMap::default();
    for part in parts {
        if let [(judged, _)] = part {
            let prose = pair.target.prose_of(&pair.target.blocks[judged.target as usize]);
            match known.entry((allowed(judged), prose)) {
                Entry::Occupied(first) => {
                    out[*first.get()].1 += 1;
                    continue;
                }
                Entry::Vacant(place) => drop(place.insert(out.len())),
            }
        }
        out.push((part, 0));
    }
    out
}

/// A term of a catalogue that may be a name, and nearly always is one.
fn is_brand(pair: &Pair<'_, '_>, judged: &Judged) -> bool {
    let term = pair.target.is_term(&pair.target.blocks[judged.target as usize]);
    term && judged.verdict == Verdict::Kept(Some(Severity::Info))
}

fn finding(pair: &Pair<'_, '_>, run: &[(&Judged, Severity)], more: u32) -> Diagnostic {
    let block = |judged: &Judged| &pair.target.blocks[judged.target as usize];
    let original = |judged: &Judged| judged.source.map(|at| pair.source.blocks[at as usize].content);
    let (first, severity) = run[0];
    let last = run[run.len() - 1].0;
    let text = crate::rule::shorten(&pair.target.shown(block(first)));
    let message = match run.len() {
        1 if more > 0 => Message::new("untranslated-again").text("text", text).count("count", more),
        1 => Message::new(META.id).text("text", text),
        count => {
            Message::new("untranslated-run").text("text", text).count("count", u32::try_from(count).unwrap_or(u32::MAX))
        }
    };
    let span = block(first).content.join(block(last).content);
    let severity = run.iter().map(|(_, severity)| *severity).fold(severity, Ord::max);
    let finding = Diagnostic::new(META.id, span, message).severity(severity);
    match original(first).zip(original(last)) {
        Some((from, to)) => finding.source(from.join(to)),
        None => finding,
    }
}

/// Texts inside translated blocks.
fn insets(verdicts: &[Judged], pair: &Pair<'_, '_>, out: &mut Sink) {
    for inset in verdicts.iter().flat_map(|judged| &judged.insets).filter(|inset| inset.state == InsetState::Kept) {
        let id = match inset.kind {
            InsetKind::Alt => "untranslated-alt",
            InsetKind::Title => "untranslated-title",
        };
        let message = Message::new(id).text("text", crate::rule::shorten(inset.span.of(pair.target.text)));
        out.report(Diagnostic::new(META.id, inset.span, message).source(inset.source));
    }
}
