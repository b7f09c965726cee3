//! Applies the fixes of findings, and takes back every one that does not hold.
//!
//! A fix is believed when the page, read and checked again with it, has one finding of its rule less, no finding more of
//! any other rule, and every atom that the edit does not touch. What it only brings to light is no harm: atoms that were
//! read as something else, findings that were hidden under its own, English that was taken for other English. All fixes of
//! a page are tried at once; if they do not hold together, each half of them is, so that one bad fix costs nobody but
//! itself. Pure: texts in, texts out.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::{self, Everywhere, Family, Habits, PageIds, Run};
use crate::doc::{Atom, Document};
use crate::fresh::NoPast;
use crate::pair::mend as give_back;
use crate::report::{Finding, RunError};
use crate::text::{Edit, Position, Span, apply};

/// Fixes that overlap wait for the next round; there are no more than this.
const ROUNDS: usize = 5;

/// A page is checked again no more than this often: fixes that fail one by one would take hours in a page full of them.
const TRIALS: usize = 300;

/// Findings of a page that a trial looks at: with a lower cap, what is mended would only bring others to light.
const MOST: usize = 20_000;

/// A page with what its fixes made of it.
#[derive(Debug)]
pub struct Mended {
    /// Its path.
    pub path: String,
    /// The page as it was read.
    pub before: String,
    /// The page with its fixes.
    pub after: String,
    /// How many findings were mended.
    pub fixed: usize,
    /// The fixes that were taken back.
    pub refused: Vec<Refused>,
}

/// A fix that was taken back.
#[derive(Debug)]
pub struct Refused {
    /// The rule of its finding.
    pub rule: &'static str,
    /// Where the finding stands.
    pub at: Position,
    /// Why.
    pub why: Why,
}

/// Why a fix was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// The finding is there all the same.
    Stays,
    /// It brings a finding of this rule.
    Brings(&'static str),
    /// It changes something else of the page: this.
    Harms(String),
    /// It was still to be tried when the rounds were over.
    Unsettled,
}

/// Mends the wanted pages of all families: by the fixes of those findings that `is_chosen` says. Pages without any such
/// finding are left out.
#[must_use]
pub fn mend(families: &[Family], run: &Run<'_>, is_chosen: &(dyn Fn(&Finding) -> bool + Sync)) -> Vec<Mended> {
    let mut all: Vec<Mended> =
        families.par_iter().flat_map_iter(|family| mend_family(family, run, is_chosen)).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

fn mend_family(family: &Family, run: &Run<'_>, is_chosen: &(dyn Fn(&Finding) -> bool + Sync)) -> Vec<Mended> {
    let mut by_path: FxHashMap<String, Vec<Finding>> = FxHashMap::default();
    for finding in check::check_family(family, &trial(run, run.read)).0 {
        by_path.entry(finding.place.path.clone()).or_default().push(finding);
    }
    (run.progress)();
    let wanted = family.targets.iter().filter(|target| target.wanted);
    let pages = wanted.filter_map(|target| {
        let findings = by_path.remove(&target.path).filter(|found| found.iter().any(is_chosen))?;
        // A page that is not UTF-8 has no text of its own to write back.
        let before = String::from_utf8((run.read)(&target.path).ok()?).ok()?;
        Some(Page::new(family, target.path.clone(), before, findings, run).mend(is_chosen))
    });
    pages.collect()
}

/// The same run, but with other files and more findings of a page.
fn trial<'r>(run: &'r Run<'_>, read: &'r Read<'r>) -> Run<'r> {
    let Run { tongues, settings, site, rules, .. } = *run;
    Run {
        ids: PageIds::default(),
        habits: Habits::default(),
        everywhere: Everywhere::default(),
        tongues,
        settings,
        site,
        rules,
        past: &NoPast,
        orphans: &[],
        allowances: None,
        most: MOST,
        read,
        progress: &|| (),
    }
}

type Read<'r> = dyn Fn(&str) -> Result<Vec<u8>, RunError> + Sync + 'r;

/// One page while it is mended.
struct Page<'a> {
    /// The page's family, in which only this page is wanted.
    family: Family,
    /// The text of the source, by which fences are closed.
    source: String,
    path: String,
    before: String,
    text: String,
    findings: Vec<Finding>,
    /// Fingerprints of findings whose fix was taken back.
    hopeless: FxHashSet<String>,
    refused: Vec<Refused>,
    fixed: usize,
    trials: usize,
    run: &'a Run<'a>,
}

impl<'a> Page<'a> {
    fn new(family: &Family, path: String, before: String, mut findings: Vec<Finding>, run: &'a Run<'a>) -> Page<'a> {
        let mut family = family.clone();
        family.targets.iter_mut().for_each(|target| target.wanted = target.path == path);
        findings.sort_by_key(|finding| finding.place.range.start);
        let (text, hopeless) = (before.clone(), FxHashSet::default());
        let source = (run.read)(&family.source).unwrap_or_default();
        let source = String::from_utf8_lossy(&source).into_owned();
        Page { family, source, path, before, text, findings, hopeless, refused: Vec::new(), fixed: 0, trials: 0, run }
    }

    fn mend(mut self, is_chosen: &(dyn Fn(&Finding) -> bool + Sync)) -> Mended {
        for _ in 0..ROUNDS {
            let candidates = self.candidates(is_chosen);
            if candidates.is_empty() {
                break;
            }
            let mut kept = Kept::default();
            self.try_all(&mut kept, &candidates);
            self.fixed += kept.fixes.len();
            if let Some((text, findings)) = kept.outcome {
                (self.text, self.findings) = (text, findings);
            }
        }
        for left in self.candidates(is_chosen) {
            self.refused.push(Refused { rule: left.rule, at: left.place.range.start, why: Why::Unsettled });
        }
        let Page { path, before, text: after, fixed, refused, .. } = self;
        Mended { path, before, after, fixed, refused }
    }

    /// The findings whose fixes can be tried together: of two that overlap, the first.
    fn candidates(&self, is_chosen: &(dyn Fn(&Finding) -> bool + Sync)) -> Vec<Finding> {
        let mut taken: Vec<Span> = Vec::new();
        let mut out = Vec::new();
        for finding in &self.findings {
            let Some(fix) = finding.fix.as_ref().filter(|_| is_chosen(finding)) else { continue };
            let clash = || fix.edits().iter().any(|edit| taken.iter().any(|other| clashes(edit.span, *other)));
            if self.hopeless.contains(&finding.fingerprint) || clash() {
                continue;
            }
            taken.extend(fix.edits().iter().map(|edit| edit.span));
            out.push(finding.clone());
        }
        out
    }

    /// Keeps as many of the candidates as hold together with what is kept already.
    fn try_all(&mut self, kept: &mut Kept, candidates: &[Finding]) {
        self.trials += 1;
        if self.trials > TRIALS {
            return;
        }
        let trial: Vec<Finding> = kept.fixes.iter().chain(candidates).cloned().collect();
        match self.outcome(&trial) {
            Ok(outcome) => *kept = Kept { fixes: trial, outcome: Some(outcome) },
            Err(why) => {
                let (left, right) = candidates.split_at(candidates.len() / 2);
                if left.is_empty() {
                    self.refuse(&candidates[0], why);
                    return;
                }
                self.try_all(kept, left);
                self.try_all(kept, right);
            }
        }
    }

    fn refuse(&mut self, finding: &Finding, why: Why) {
        self.hopeless.insert(finding.fingerprint.clone());
        self.refused.push(Refused { rule: finding.rule, at: finding.place.range.start, why });
    }

    /// The page with the fixes of `trial` and its findings then, if the fixes hold.
    fn outcome(&self, trial: &[Finding]) -> Result<(String, Vec<Finding>), Why> {
        let fixes = trial.iter().filter_map(|finding| finding.fix.as_ref());
        let edits: Vec<Edit> = fixes.flat_map(|fix| fix.edits()).map(|edit| self.with_line_ends(edit)).collect();
        let text = apply(&self.text, &edits);
        let findings = self.check(&text);
        let gone = count(trial);
        let regions = Regions::new(&edits);
        let claims: Vec<Span> =
            trial.iter().filter_map(|finding| finding.claim).map(|span| regions.moved(span)).collect();
        // An atom that is whole again is compared for the first time.
        let whole: Vec<(&str, Span)> =
            trial.iter().filter_map(|one| Some((one.rule, regions.moved(restored(one)?)))).collect();
        let was_hidden = |finding: &Finding| {
            let at = start_of(finding);
            let claimed = || claims.iter().any(|claim| claim.contains(Span::at(at as usize)));
            let restored = whole.iter().any(|(rule, span)| *rule != finding.rule && span.start <= at && at <= span.end);
            restored || !gone.contains_key(finding.rule) && (finding.rule.starts_with("untranslated") || claimed())
        };
        let (before, after) = (count(&self.findings), count(findings.iter().filter(|finding| !was_hidden(finding))));
        let of = |counts: &FxHashMap<&str, usize>, rule: &str| counts.get(rule).copied().unwrap_or(0);
        for (rule, now) in &after {
            if now + of(&gone, rule) > of(&before, rule) {
                return Err(if gone.contains_key(rule) { Why::Stays } else { Why::Brings(rule) });
            }
        }
        match self.harmed(&text, &edits) {
            Some(atom) => Err(Why::Harms(atom)),
            None => Ok((text, findings)),
        }
    }

    /// The findings of the page, were this its text.
    fn check(&self, text: &str) -> Vec<Finding> {
        let read = |path: &str| -> Result<Vec<u8>, RunError> {
            if path == self.path { Ok(text.as_bytes().to_vec()) } else { (self.run.read)(path) }
        };
        let (mut findings, _) = check::check_family(&self.family, &trial(self.run, &read));
        findings.retain(|finding| finding.place.path == self.path);
        findings.sort_by_key(|finding| finding.place.range.start);
        findings
    }

    /// The edit in the line ends of the page.
    fn with_line_ends(&self, edit: &Edit) -> Edit {
        let foreign = edit.text.contains('\n') && !edit.text.contains('\r') && self.text.contains("\r\n");
        if foreign { Edit::replace(edit.span, edit.text.replace('\n', "\r\n")) } else { edit.clone() }
    }

    /// The first atom beside the edits that is lost with them. Pages are read as they are compared: with the fences
    /// closed that lost their end.
    fn harmed(&self, text: &str, edits: &[Edit]) -> Option<String> {
        let syntax = check::syntax(&self.path, self.run.settings);
        let source = Document::parse(&self.source, check::syntax(&self.family.source, self.run.settings));
        let read = |text| give_back(&source, Document::parse(text, syntax), syntax);
        let (before, after) = (read(&self.text), read(text));
        let regions = Regions::new(edits);
        let (old, new) = (beside(&before.atoms, &regions.old), beside(&after.atoms, &regions.new));
        // What an edited atom swallowed, or set free, is part of the edit.
        let swallowed = |span: Span| new.edited.iter().any(|atom| atom.contains(regions.moved(span)));
        let freed = |span: Span| old.edited.iter().any(|atom| regions.moved(*atom).contains(span));
        let mut left = old.others.into_iter().filter(|span| !swallowed(*span)).map(|span| span.of(&self.text));
        let mut right = new.others.into_iter().filter(|span| !freed(*span)).map(|span| span.of(text));
        left.find(|atom| !right.any(|other| other == *atom)).map(str::to_owned)
    }
}

/// The fixes that hold so far, and the page with them.
#[derive(Default)]
struct Kept {
    fixes: Vec<Finding>,
    outcome: Option<(String, Vec<Finding>)>,
}

fn count<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> FxHashMap<&'static str, usize> {
    let mut counts = FxHashMap::default();
    findings.into_iter().for_each(|finding| *counts.entry(finding.rule).or_insert(0) += 1);
    counts
}

/// What a fix makes an atom of again: from its first edit to its last.
fn restored(finding: &Finding) -> Option<Span> {
    let restores = finding.rule.ends_with("-malformed") || finding.rule == "unsafe-link";
    let edits = finding.fix.as_ref().filter(|_| restores)?.edits().iter();
    edits.map(|edit| edit.span).reduce(Span::join)
}

/// The byte at which a finding stands.
fn start_of(finding: &Finding) -> u32 {
    finding.place.excerpt.start + finding.place.excerpt.span.start
}

/// Two edits that share a byte, or a place to insert at.
fn clashes(a: Span, b: Span) -> bool {
    a.overlaps(b) || ((a.is_empty() || b.is_empty()) && a.start <= b.end && b.start <= a.end)
}

/// Where the edits are, in the text before and in the text after, both sorted.
struct Regions {
    old: Vec<Span>,
    new: Vec<Span>,
}

impl Regions {
    fn new(edits: &[Edit]) -> Regions {
        let mut sorted: Vec<&Edit> = edits.iter().collect();
        sorted.sort_by_key(|edit| edit.span);
        let (mut old, mut new, mut done, mut length) = (Vec::new(), Vec::new(), 0, 0);
        for edit in sorted {
            length += edit.span.start as usize - done;
            new.push(Span::new(length, length + edit.text.len()));
            old.push(edit.span);
            (done, length) = (edit.span.end as usize, length + edit.text.len());
        }
        Regions { old, new }
    }

    /// Where `span` of the text before is in the text after. An end within an edit goes to that edit's end.
    fn moved(&self, span: Span) -> Span {
        let start = self.moved_byte(span.start);
        Span { start, end: self.moved_byte(span.end).max(start) }
    }

    fn moved_byte(&self, at: u32) -> u32 {
        let before = self.old.partition_point(|edit| edit.end <= at);
        let Some(last) = before.checked_sub(1) else { return at };
        self.new[last].end + (at - self.old[last].end)
    }
}

/// Atoms of a page by what the edits do to them.
struct Beside {
    edited: Vec<Span>,
    others: Vec<Span>,
}

fn beside(atoms: &[Atom<'_>], edits: &[Span]) -> Beside {
    let mut spans: Vec<Span> = atoms.iter().map(|atom| atom.span).collect();
    spans.sort_unstable();
    let touched = |span: &Span| {
        let first = edits.partition_point(|edit| edit.end < span.start);
        edits.get(first).is_some_and(|edit| edit.start <= span.end)
    };
    let (edited, others) = spans.into_iter().partition(touched);
    Beside { edited, others }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_edits_before_them() {
        let regions = Regions::new(&[Edit::replace(Span::new(2, 4), "xyz"), Edit::replace(Span::at(6), "--")]);
        assert_eq!(regions.new, [Span::new(2, 5), Span::new(7, 9)]);
        assert_eq!(regions.moved(Span::new(0, 1)), Span::new(0, 1));
        assert_eq!(regions.moved(Span::new(4, 5)), Span::new(5, 6));
        assert_eq!(regions.moved(Span::new(7, 8)), Span::new(10, 11));
    }

    #[test]
    fn insertions_at_one_place_clash_and_neighbours_do_not() {
        assert!(clashes(Span::at(3), Span::at(3)) && clashes(Span::new(1, 4), Span::new(3, 5)));
        assert!(!clashes(Span::new(1, 3), Span::new(3, 5)));
    }
}
