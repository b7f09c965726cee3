//! Faults and drift: whether a finding holds against the source that its block was made from, or only against today's.
//!
//! A page with blocks of different age is compared with each of the older sources, and what is found there counts for
//! the blocks of that age alone.

use rustc_hash::FxHashSet;

use super::about::{About, Seen};
use super::family::{frame, syntax};
use super::settle::settle;
use super::{Family, Target};
use crate::config::Settings;
use crate::diag::{Cause, Diagnostic};
use crate::doc::{Document, fingerprint};
use crate::fresh::{Base, Freshness, Past, Query, Since};
use crate::pair::{Pair, mend};
use crate::rule::{Group, Subject};
use crate::rules;
use crate::text::Span;
use crate::verdict::Contents;

/// Asks about a pair of pages and its past, for commands that run no rules.
///
/// `texts` are those of the source and of the target.
pub fn with_freshness<T>(
    (family, target): (&Family, &Target),
    texts: (&str, &str),
    (settings, past): (&Settings, &dyn Past),
    ask: impl FnOnce(&Pair<'_, '_>, &Freshness) -> T,
) -> T {
    let (of_source, of_target) = (syntax(&family.source, settings), syntax(&target.path, settings));
    let source = Document::parse(texts.0, of_source);
    let page = mend(&source, Document::parse(texts.1, of_target), of_target);
    let pair = Pair::new(&source, &page, frame(family, target, settings));
    let paths = (family.source.as_str(), target.path.as_str());
    let since = Since::default();
    let query = Query { past, settings, paths, pair: &pair, syntax: of_target, since: &since };
    ask(&pair, &Freshness::new(&query, of_source))
}

/// What is found against an older source, by place.
struct Older {
    found: Vec<Diagnostic>,
    /// How far the findings up to each one reach.
    reach: Vec<u32>,
    /// Lines of the source that are missing.
    missing: FxHashSet<u64>,
}

impl Older {
    fn new(mut found: Vec<Diagnostic>, text: &str) -> Older {
        found.sort_by_key(|one| one.span.start);
        let mut reach: Vec<u32> = found.iter().map(|one| one.span.end).collect();
        (1..reach.len()).for_each(|at| reach[at] = reach[at].max(reach[at - 1]));
        let missing = found.iter().filter(|one| one.rule == MISSING).flat_map(|one| lines(one.source, text)).collect();
        Older { found, reach, missing }
    }

    /// The same is said about the same place of the target, whatever the source says there.
    fn holds(&self, one: &Diagnostic, source: &str) -> bool {
        if one.rule == MISSING {
            // What is missing is known by its words: the same place may lack other blocks.
            return lines(one.source, source).any(|line| self.missing.contains(&line));
        }
        let after = self.found.partition_point(|other| other.span.start <= one.span.end);
        let around = (0..after).rev().take_while(|&at| self.reach[at] >= one.span.start);
        around.into_iter().any(|at| is_like(one, &self.found[at]))
    }
}

/// The rule whose findings have no place of their own in the target.
const MISSING: &str = "block-missing";

/// Fingerprints of the lines of a span that are not blank.
fn lines(span: Option<Span>, text: &str) -> impl Iterator<Item = u64> + '_ {
    let lines = span.map_or("", |span| span.of(text)).lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| fingerprint(line.as_bytes()))
}

impl<'a> About<'a> {
    /// What the blocks of a pair were made from.
    pub(super) fn freshness(&self, pair: &'a Pair<'a, 'a>) -> Freshness {
        let (source, target) = (&pair.frame.source_path, &pair.frame.target_path);
        let query = Query {
            past: self.run.past,
            settings: self.run.settings,
            paths: (source, target),
            pair,
            syntax: syntax(target, self.run.settings),
            since: self.since,
        };
        Freshness::new(&query, syntax(source, self.run.settings))
    }

    /// Tells drift from faults, and adds the faults of blocks whose source is gone.
    pub(super) fn find_causes(&self, seen: &mut Seen<'a>, pair: &'a Pair<'a, 'a>) {
        let bases = &seen.fresh.bases;
        let is_current = |base: &Base| matches!(base, Base::Today | Base::Unknown);
        if bases.of.iter().all(is_current) {
            return;
        }
        let places = Places::new(pair, &seen.fresh);
        let is_about_file = |id: &str| rules::find(id).is_some_and(|rule| rule.meta().group == Group::File);
        let base_of = |one: &Diagnostic| if is_about_file(one.rule) { Base::Unknown } else { places.base_of(one) };
        let asked: Vec<Base> = seen.found.iter().map(base_of).collect();
        // To compare is dear: only with the sources that some finding, or a block without source, was made from.
        let wanted: FxHashSet<Base> = asked.iter().copied().chain(places.bases_without_source()).collect();
        let older = (0u32..).zip(&bases.olds);
        let older: Vec<Option<Older>> =
            older.map(|(at, text)| wanted.contains(&Base::Old(at)).then(|| self.compare(seen, pair, text))).collect();
        for (one, base) in seen.found.iter_mut().zip(asked) {
            one.cause = match base {
                Base::Today | Base::Unknown => one.cause,
                Base::Lost => Cause::Drift,
                Base::Old(at) => match &older[at as usize] {
                    Some(older) if older.holds(one, pair.source.text) => one.cause,
                    _ => Cause::Drift,
                },
            };
        }
        let lost = (0u32..).zip(&older).filter_map(|(at, older)| Some((at, older.as_ref()?)));
        let lost = lost.flat_map(|(at, older)| places.without_source(Base::Old(at), older));
        let known = Older::new(seen.found.clone(), pair.source.text);
        let lost: Vec<Diagnostic> = lost.filter(|one| !known.holds(one, "")).collect();
        seen.found.extend(lost);
    }

    /// What is found against an older text of the source.
    fn compare(&self, seen: &Seen<'_>, pair: &Pair<'_, '_>, text: &str) -> Older {
        let source = Document::parse(text, syntax(&pair.frame.source_path, self.run.settings));
        let pair = Pair::new(&source, pair.target, pair.frame.clone());
        let contents = Contents::new(&source, self.run.settings);
        let about = About {
            votes: &[],
            nowhere: &[],
            is_spoken: self.is_spoken,
            contents: &contents,
            source: &source,
            own: self.own,
            since: self.since,
            run: self.run,
            library: self.library,
        };
        let suppressions = crate::suppress::Suppressions::default();
        let mut then = Seen::new(seen.target, Subject::Pair(&pair), pair.target, suppressions);
        then.source = Some((&pair.frame.source_path, &source));
        let rules = about.rules(then.target, |group| !matches!(group, Group::Meta | Group::File));
        let found = about.apply(&then, &[], 0, &rules);
        Older::new(settle(found), text)
    }
}

/// Both are of one kind and about the same words of the target, or about the same words that it lacks.
fn is_like(one: &Diagnostic, other: &Diagnostic) -> bool {
    let is_english = |id: &str| rules::find(id).is_some_and(|rule| rule.meta().group == Group::Untranslated);
    let same_rule = one.rule == other.rule || (is_english(one.rule) && is_english(other.rule));
    if !same_rule {
        return false;
    }
    let same_place = one.span == other.span || one.span.overlaps(other.span);
    let same = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
    same_place && same(&one.found, &other.found) && (one.found.is_some() || same(&one.expected, &other.expected))
}

/// Which blocks of a pair a finding is about.
struct Places<'p> {
    pair: &'p Pair<'p, 'p>,
    fresh: &'p Freshness,
    /// The row of each block of the source, and of the target.
    rows: (Vec<usize>, Vec<usize>),
}

impl<'p> Places<'p> {
    fn new(pair: &'p Pair<'p, 'p>, fresh: &'p Freshness) -> Places<'p> {
        let mut of_source = vec![0; pair.source.blocks.len()];
        for (at, row) in pair.alignment.rows.iter().enumerate() {
            row.source.clone().for_each(|block| of_source[block as usize] = at);
        }
        Places { pair, fresh, rows: (of_source, pair.rows_of_target()) }
    }

    /// What the part of the page was made from that a finding is about.
    fn base_of(&self, one: &Diagnostic) -> Base {
        let source = one.source.and_then(|span| block_at(self.pair.source, span));
        let row = source.map(|at| self.rows.0[at]);
        if let Some(row) = row.filter(|&row| self.pair.alignment.rows[row].target.is_empty()) {
            return self.fresh.of_row(self.pair, row);
        }
        match block_at(self.pair.target, one.span) {
            Some(at) => self.fresh.bases.of[at],
            None => row.map_or_else(|| self.fresh.newest(), |row| self.fresh.of_row(self.pair, row)),
        }
    }

    /// What the blocks were made from whose source is gone.
    fn bases_without_source(&self) -> impl Iterator<Item = Base> + '_ {
        let alone = self.pair.alignment.rows.iter().filter(|row| row.source.is_empty());
        alone.flat_map(|row| row.target.clone()).map(|at| self.fresh.bases.of[at as usize])
    }

    /// Findings in blocks of that age whose source is gone, so that today's has nothing to say about them.
    fn without_source<'o>(&'o self, base: Base, older: &'o Older) -> impl Iterator<Item = Diagnostic> + 'o {
        let is_alone = move |one: &&Diagnostic| {
            let at = block_at(self.pair.target, one.span).filter(|_| !one.span.is_empty());
            at.is_some_and(|at| {
                self.fresh.bases.of[at] == base && self.pair.alignment.rows[self.rows.1[at]].source.is_empty()
            })
        };
        older.found.iter().filter(is_alone).map(|one| Diagnostic { source: None, ..one.clone() })
    }
}

/// The index of the block that holds the start of `span`.
fn block_at(page: &Document<'_>, span: Span) -> Option<usize> {
    let after = page.blocks.partition_point(|block| block.span.start <= span.start);
    (0..after).rev().take(8).find(|&at| page.blocks[at].span.contains(Span::at(span.start as usize)))
}
