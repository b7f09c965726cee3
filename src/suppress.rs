//! Which findings a page says are right as they are, and what is wrong with how it says so.
//!
//! A suppression in the translation silences there; one in the source silences the same blocks in every locale.

use crate::config::nearest;
use crate::diag::Diagnostic;
use crate::doc::{Block, Directive, Document, Kind, Reach, directives};
use crate::pair::Pair;
use crate::text::Span;

/// Something to say about a suppression itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The id, or the whole comment where it is not about an id.
    pub span: Span,
    /// The id, or the word, as it is written.
    pub written: String,
    /// What to say.
    pub matter: Matter,
}

/// What is the matter with a suppression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// It silences nothing.
    Unused,
    /// No rule has this id; the nearest that exists.
    UnknownRule(Option<&'static str>),
    /// No suppression has this name; the nearest that exists.
    UnknownWord(Option<&'static str>),
    /// It names no rule.
    Empty,
    /// A region that is not closed, and so reaches the end of the page.
    Unclosed,
    /// The end of a region that was not opened.
    NotOpen,
}

/// The suppressions of one page, read.
#[derive(Debug, Default)]
pub struct Suppressions {
    scopes: Vec<Scope>,
    /// What is wrong with them.
    pub remarks: Vec<Remark>,
}

/// One rule that is silenced somewhere.
#[derive(Debug)]
struct Scope {
    rule: &'static str,
    written: Span,
    /// Bytes of the page; `None` for all of it.
    range: Option<Span>,
    ends: Ends,
}

/// Whether a region has both its ends; whatever is no region has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ends {
    Both,
    One,
}

impl Scope {
    fn holds(&self, span: Span) -> bool {
        self.range.is_none_or(|range| range.start <= span.start && (span.start < range.end || range.contains(span)))
    }
}

/// No page that people write silences more; each scope is compared with every finding.
const MOST: usize = 2000;

const WORDS: [&str; 4] = ["fidus-allow", "fidus-allow-file", "fidus-off", "fidus-on"];

impl Suppressions {
    /// Reads the suppressions of `page`; `known` are the ids that exist.
    #[must_use]
    pub fn read(page: &Document<'_>, known: &[&'static str]) -> Suppressions {
        let mut out = Suppressions::default();
        let mut open: Vec<Scope> = Vec::new();
        for directive in directives(page) {
            if out.scopes.len() + open.len() > MOST {
                break;
            }
            out.directive(page, &directive, known, &mut open);
        }
        for scope in open {
            out.remark(page, scope.written, Matter::Unclosed);
            out.scopes.push(Scope { ends: Ends::One, ..scope });
        }
        out.remarks.sort_by_key(|remark| remark.span);
        out
    }

    fn directive(&mut self, page: &Document<'_>, directive: &Directive, known: &[&'static str], open: &mut Vec<Scope>) {
        if directive.reach == Reach::Unknown {
            let word = directive.word.of(page.text);
            return self.remark(page, directive.word, Matter::UnknownWord(nearest(word, WORDS)));
        }
        if directive.ids.is_empty() {
            return self.remark(page, directive.span, Matter::Empty);
        }
        for &written in directive.ids.iter().take(MOST) {
            let id = written.of(page.text);
            let Some(&rule) = known.iter().find(|rule| **rule == id) else {
                self.remark(page, written, Matter::UnknownRule(nearest(id, known.iter().copied())));
                continue;
            };
            let scope = |range| Scope { rule, written, range, ends: Ends::Both };
            match directive.reach {
                Reach::File => self.scopes.push(scope(None)),
                Reach::Block => self.scopes.push(scope(Some(reached(page, directive)))),
                Reach::Off => open.push(scope(Some(Span { start: directive.span.start, end: end_of(page) }))),
                Reach::On => match open.iter().rposition(|scope| scope.rule == rule) {
                    Some(at) => {
                        let mut closed = open.remove(at);
                        closed.range = closed.range.map(|range| Span { start: range.start, end: directive.span.start });
                        self.scopes.push(closed);
                    }
                    None => self.remark(page, written, Matter::NotOpen),
                },
                Reach::Unknown => {}
            }
        }
    }

    fn remark(&mut self, page: &Document<'_>, span: Span, matter: Matter) {
        self.remarks.push(Remark { span, written: span.of(page.text).to_owned(), matter });
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    /// Findings of `rule` at `span` of the page are silenced.
    #[must_use]
    pub fn covers(&self, rule: &str, span: Span) -> bool {
        self.scopes.iter().any(|scope| scope.rule == rule && scope.holds(span))
    }

    /// Takes out the findings that are silenced.
    pub fn silence(&self, found: &mut Vec<Diagnostic>) {
        if !self.is_empty() {
            found.retain(|one| !self.covers(one.rule, one.span));
        }
    }

    /// The suppressions of rules that ran which silence none of all that was found.
    #[must_use]
    pub fn unused(&self, found: &[Diagnostic], page: &Document<'_>, ran: impl Fn(&str) -> bool) -> Vec<Remark> {
        let idle = self.scopes.iter().filter(|scope| {
            scope.ends == Ends::Both
                && ran(scope.rule)
                && !found.iter().any(|one| one.rule == scope.rule && scope.holds(one.span))
        });
        let remark = |scope: &Scope| Remark {
            span: scope.written,
            written: scope.written.of(page.text).to_owned(),
            matter: Matter::Unused,
        };
        idle.map(remark).collect()
    }

    /// Takes out the findings about blocks of the source that this, its source's, silences.
    pub fn silence_answers(&self, found: &mut Vec<Diagnostic>, pair: &Pair<'_, '_>) {
        if self.is_empty() || found.is_empty() {
            return;
        }
        let answers: Vec<(&Scope, Vec<Span>)> = self.scopes.iter().map(|scope| (scope, answers(scope, pair))).collect();
        found.retain(|one| {
            !answers.iter().any(|(scope, answers)| {
                let there = one.source.is_some_and(|span| scope.holds(span));
                let here = || answers.iter().any(|answer| answer.contains(Span::at(one.span.start as usize)));
                scope.rule == one.rule && (scope.range.is_none() || there || (one.source.is_none() && here()))
            })
        });
    }
}

/// Where the blocks of the source that a scope reaches are answered in the target.
fn answers(scope: &Scope, pair: &Pair<'_, '_>) -> Vec<Span> {
    let Some(range) = scope.range else { return Vec::new() };
    let reached = |at: u32| range.contains(Span::at(pair.source.blocks[at as usize].span.start as usize));
    let rows = pair.alignment.rows.iter().filter(|row| !row.target.is_empty() && row.source.clone().any(reached));
    let blocks = &pair.target.blocks;
    rows.map(|row| blocks[row.target.start as usize].span.join(blocks[row.target.end as usize - 1].span)).collect()
}

fn end_of(page: &Document<'_>) -> u32 {
    Span::at(page.text.len()).end
}

/// What `fidus-allow` reaches: the block around it; else what begins after it, a list or table as a whole.
fn reached(page: &Document<'_>, directive: &Directive) -> Span {
    let comment = directive.span;
    let first = page.blocks.partition_point(|block| block.span.start < comment.start);
    let around = page.blocks[..first].iter().rev().take(8).find(|block| block.span.contains(comment));
    if let Some(around) = around {
        return around.span;
    }
    let after = page.blocks.get(first..).unwrap_or_default();
    let Some(head) = after.first() else {
        // What is missing at the end of the page is reported where the last block ends.
        let last = page.blocks.last().map_or(comment.start, |block| block.span.end);
        return Span { start: last.min(comment.start), end: end_of(page) };
    };
    let rest = after[1..].iter().take_while(|block| directive.leads && belongs(head, block));
    // A block that is missing is reported where the next one begins.
    Span { start: comment.start, end: rest.fold(head.span.end, |end, block| end.max(block.span.end)) }
}

/// `block` is part of the list, table, quote, container or message that begins with `head`.
fn belongs(head: &Block, block: &Block) -> bool {
    let (a, b) = (head.place, block.place);
    (a.row > 0 && b.row > 0)
        || (a.list > 0 && b.list >= a.list)
        || (a.quote > 0 && b.quote >= a.quote)
        || (head.kind == Kind::Directive && b.container > a.container)
        || (head.kind == Kind::Message && block.kind == Kind::Attribute)
}
