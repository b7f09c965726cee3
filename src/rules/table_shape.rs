//! Table rows with another number of cells than their header or than the source's row.

use rustc_hash::FxHashMap;

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{Mend, MendKind, TableRow};
use crate::pair::{BrokenTable, Pair, broken_tables};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, blocks};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct TableShape;

static META: RuleMeta = RuleMeta {
    id: "table-shape",
    group: Group::Structure,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/table-shape.md"),
};

impl Rule for TableShape {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair().filter(|pair| !pair.is_apart()) else { return };
        broken_tables(pair).into_iter().for_each(|table| out.report(broken(pair, &table)));
        if pair.target.rows.is_empty() || pair.source.rows.is_empty() {
            return;
        }
        let answers = answers(pair);
        let lost = pair.target.mends.iter().filter(|mend| mend.kind == MendKind::Dashes);
        lost.for_each(|mend| out.report(undashed(pair, mend, &answers)));
        let source_is_even = pair.source.rows.iter().all(|row| row.cells == header(&pair.source.rows, row).cells);
        let mut reported = None;
        for row in &pair.target.rows {
            let own = header(&pair.target.rows, row);
            let answered = answers.get(&row.number).and_then(|at| pair.source.rows.get(*at as usize - 1));
            let head = answers.get(&own.number).and_then(|at| pair.source.rows.get(*at as usize - 1));
            let narrower = head
                .is_some_and(|head| head.cells != own.cells && header(&pair.source.rows, head).number == head.number);
            if narrower {
                // The whole table lost or won a column.
                if reported != Some(own.number) {
                    reported = Some(own.number);
                    out.report(finding(pair, own, head, "table-shape-column"));
                }
                continue;
            }
            let expected = answered.map(|answered| answered.cells);
            let uneven = row.cells != own.cells && expected.map_or(source_is_even, |cells| cells != row.cells);
            if uneven {
                out.report(finding(pair, row, answered, META.id).claim(Claim::Region(until_next(pair, row))));
            }
        }
    }
}

/// The header of a row's table.
fn header<'r>(rows: &'r [TableRow], row: &'r TableRow) -> &'r TableRow {
    rows.get(row.header as usize - 1).unwrap_or(row)
}

/// By row of the target, the row of the source that it answers.
fn answers(pair: &Pair<'_, '_>) -> FxHashMap<u32, u32> {
    let mut out = FxHashMap::default();
    for row in &pair.alignment.rows {
        if let ([a], [b]) = blocks(pair, row)
            && a.place.row > 0
            && b.place.row > 0
        {
            out.entry(b.place.row).or_insert(a.place.row);
        }
    }
    out
}

/// What a row with too many cells swallowed is missing in the rows below it.
fn until_next(pair: &Pair<'_, '_>, row: &TableRow) -> Span {
    let after = pair.target.blocks.partition_point(|block| block.span.start < row.span.end);
    let next = pair.target.blocks.get(after).map_or(row.span.end, |block| block.span.start);
    Span { start: row.span.start, end: next.max(row.span.end) }
}

fn finding(pair: &Pair<'_, '_>, row: &TableRow, source: Option<&TableRow>, id: &'static str) -> Diagnostic {
    let expected = source.map_or(header(&pair.target.rows, row).cells, |source| source.cells);
    let message = Message::new(id).count("found", row.cells.into()).count("expected", expected.into());
    let mut finding = Diagnostic::new(META.id, row.span, message);
    finding.source = source.map(|source| source.span);
    finding.expected(expected.to_string()).found(row.cells.to_string())
}

fn broken(pair: &Pair<'_, '_>, table: &BrokenTable) -> Diagnostic {
    let source = pair.source.blocks[table.source as usize].span;
    let message =
        Message::new("table-shape-header").count("found", table.cells.into()).count("expected", table.columns.into());
    let finding = Diagnostic::new(META.id, table.header, message).source(source).claim(Claim::Region(table.span));
    finding.expected(table.columns.to_string()).found(table.cells.to_string())
}

/// The line of dashes is gone, and with it the table. `answers` are rows of the source by rows of the target.
fn undashed(pair: &Pair<'_, '_>, mend: &Mend, answers: &FxHashMap<u32, u32>) -> Diagnostic {
    let dashes = mend.line.trim_end();
    let header = pair.target.rows.iter().find(|row| row.span.start == mend.opener.start);
    let answer = header.and_then(|row| answers.get(&row.number));
    let source = answer.and_then(|at| pair.source.rows.get(*at as usize - 1)).map_or(mend.source, |row| row.span);
    let message = Message::new("table-shape-dashes").text("expected", dashes.trim_start());
    let fix = Fix::safe(vec![Edit::replace(Span::at(mend.at as usize), mend.line.as_str())]);
    Diagnostic::new(META.id, mend.opener, message).source(source).expected(dashes.trim_start()).fix(Some(fix))
}
