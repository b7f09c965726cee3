//! Blocks of the source, alone or in a row, that nothing in the target answers.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{Atom, AtomKind, Block, Document, Generator, Kind, Link, Mend, MendKind, explicit};
use crate::pair::{
    Extent, LostMark, Pair, Rewritten, Row, Side, Units, broken_tables, containers, cut_short, is_in_other_form,
    is_only_atoms, language_lists, merged_item, naming, run_on, stand_in, swallowed_item, units,
};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::site::resolve_relative;
use crate::text::{Edit, Fix, Span};
use rustc_hash::FxHashSet;
use std::cell::LazyCell;
use std::ops::Range;

/// The rule.
pub struct BlockMissing;

static META: RuleMeta = RuleMeta {
    id: "block-missing",
    group: Group::Structure,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/block-missing.md"),
};

impl Rule for BlockMissing {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let told = pair.rewritten.iter().filter(|section| section.extent != Extent::Stub);
        told.for_each(|section| out.report(rewritten(pair, section)));
        let swallowed = pair.target.mends.iter().filter(|mend| mend.kind == MendKind::Blank);
        swallowed.for_each(|mend| out.report(below_html(pair, mend)));
        let rows = &pair.alignment.rows;
        let merged = rows.iter().filter_map(|row| merged_item(pair, row));
        merged.for_each(|lost| out.report(unmarked(pair, lost)));
        if rows.iter().all(|row| !row.target.is_empty()) {
            return;
        }
        let languages = language_lists(pair.source, &pair.frame, Side::Source);
        // The rows of a table that is shown as it is written are there.
        let broken: Vec<u32> = broken_tables(pair).iter().map(|table| table_of(pair.source, table.source)).collect();
        let is_shown = |at: u32| !broken.is_empty() && broken.contains(&table_of(pair.source, at));
        let lost = LazyCell::new(|| lost_sections(pair));
        let is_entry_of_lost = |at: u32| section_of_entry(pair.source, at).is_some_and(|id| lost.contains(id));
        let mut first = 0;
        while first < rows.len() {
            let run = rows[first..].iter().take_while(|row| row.target.is_empty()).count();
            let mut missing: Vec<u32> = (first..first + run)
                .filter(|&row| !is_in_other_form(pair, row))
                .flat_map(|row| rows[row].source.clone())
                .filter(|&at| counts(pair, at) && !languages.contains(&at) && !is_for_these_readers(cx, pair, at))
                .filter(|&at| !is_shown(at) && !is_entry_of_lost(at))
                .collect();
            if pair.is_rewritten(first) {
                first += run.max(1);
                continue;
            }
            let swallowed = swallowed_item(pair, first, &missing).map(|lost| unmarked(pair, lost));
            let marks = swallowed.or_else(|| run_on_items(pair, first, &missing));
            missing.retain(|at| marks.is_some() || !pair.told_around.source.contains(at));
            if let Some(finding) = marks.or_else(|| finding(pair, first, &missing)) {
                // The tags between and behind the blocks are missing with them; those above a heading are not.
                let is_above = |row: &&Row| row.source.start < missing[0] && is_heading(pair, missing[0]);
                let above = rows[first..first + run].iter().take_while(is_above).count();
                let whole = whole(pair, &rows[first + above..first + run]);
                out.report(
                    finding.claim(Claim::Missing(cut_short(pair, first).map_or(whole, |rest| rest.join(whole)))),
                );
            }
            first += run.max(1);
        }
    }
}

/// A list that is there, and is shown as text for want of an empty line above it.
fn below_html(pair: &Pair<'_, '_>, mend: &Mend) -> Diagnostic {
    let at = mend.at as usize;
    let line = Span { start: mend.at, end: mend.at + pair.target.text[at..].find('\n').unwrap_or_default() as u32 };
    let line = line.trim(pair.target.text);
    let item = line.of(pair.target.text).trim_start_matches(|c: char| "*-+.) ".contains(c) || c.is_ascii_digit());
    let message = Message::new("block-missing-blank").text("text", crate::rule::shorten(item));
    let blank = Edit::replace(Span::at(at), mend.line.as_str());
    Diagnostic::new(META.id, line, message).source(mend.source).fix(Fix::suggest(vec![blank]))
}

/// The ids of the sections that are missing.
fn lost_sections<'p>(pair: &'p Pair<'_, '_>) -> FxHashSet<&'p str> {
    let slugs = pair.source.slugs(Generator::Github);
    let lost = pair.alignment.rows.iter().filter(|row| row.target.is_empty()).flat_map(|row| row.source.clone());
    let ids = |at: u32| {
        let written = explicit(pair.source, &pair.source.blocks[at as usize]);
        written.into_iter().chain(slugs.of_block(at).map(|id| id.name.as_str()))
    };
    lost.filter(|&at| is_heading(pair, at)).flat_map(ids).collect()
}

/// The section that an item of a table of contents leads to.
fn section_of_entry<'p>(page: &'p Document<'_>, at: u32) -> Option<&'p str> {
    let block = &page.blocks[at as usize];
    let [atom] = page.atoms_of(block) else { return None };
    let beside = |from: u32, to: u32| page.text[from as usize..to.max(from) as usize].contains(char::is_alphabetic);
    let says_more = beside(block.content.start, atom.span.start) || beside(atom.span.end, block.content.end);
    atom.link()?.target.strip_prefix('#').filter(|_| block.kind == Kind::Item && !says_more)
}

/// The number of the header of the table that a block stands in; 0 outside of tables.
fn table_of(page: &Document<'_>, at: u32) -> u32 {
    let row = page.blocks[at as usize].place.row;
    (row as usize).checked_sub(1).and_then(|at| page.rows.get(at)).map_or(0, |row| row.header)
}

/// The source says it in the script of the locale, which is not its own, "日本語版はこちら"; or it sends its readers to this
/// very page.
fn is_for_these_readers(cx: &Cx<'_>, pair: &Pair<'_, '_>, at: u32) -> bool {
    let block = &pair.source.blocks[at as usize];
    let prose = pair.source.prose_of(block);
    let leads_here = |link: &Link<'_>| {
        let path = link.target.split(['#', '?']).next().unwrap_or_default();
        resolve_relative(&pair.frame.source_path, path).is_some_and(|path| path == pair.frame.target_path)
    };
    cx.locale.script().writes_unlike(cx.settings.source_script(), &prose)
        || pair.source.atoms_of(block).iter().filter_map(Atom::link).any(leads_here)
}

fn is_heading(pair: &Pair<'_, '_>, at: u32) -> bool {
    matches!(pair.source.blocks[at as usize].kind, Kind::Heading(_))
}

/// Everything that the rows of a run hold of the source.
fn whole(pair: &Pair<'_, '_>, run: &[Row]) -> Span {
    let blocks = run.iter().flat_map(|row| row.source.clone()).map(|at| pair.source.blocks[at as usize].span);
    blocks.reduce(Span::join).unwrap_or_default()
}

/// A block whose loss a reader notices. Tags and front matter have rules of their own, and so have the cells of a row
/// that is there.
fn counts(pair: &Pair<'_, '_>, at: u32) -> bool {
    let block = &pair.source.blocks[at as usize];
    let absorbed = pair.atoms.absorbed.contains(&at);
    let visible = match block.kind {
        Kind::Front | Kind::Tags | Kind::Message | Kind::Attribute => false,
        Kind::Cell => !row_is_there(pair, block),
        Kind::Html => block.prose.letters > 0,
        Kind::Code => !block.content.is_empty(),
        // The same note in another syntax: `{{% alert %}}` for `> [!NOTE]`.
        Kind::Directive if containers(pair.source) <= containers(pair.target) => false,
        _ => block.prose.letters > 0 || !block.atoms.is_empty(),
    };
    // The text of a footnote is missed where it is referred to.
    visible
        && !absorbed
        && !block.place.footnote
        && !is_only_atoms(pair.source, block)
        && !is_anchor(pair.source, block)
}

/// `<a name="x"></a>`: nobody sees it, and a link that leads there tells that it is gone.
fn is_anchor(document: &Document<'_>, block: &Block) -> bool {
    let is_tag = |atom: &Atom<'_>| match &atom.kind {
        AtomKind::Html(tag) => tag.name.of(document.text).eq_ignore_ascii_case("a"),
        _ => false,
    };
    block.kind == Kind::Paragraph
        && block.prose.letters == 0
        && !block.atoms.is_empty()
        && document.atoms_of(block).iter().all(is_tag)
}

fn row_is_there(pair: &Pair<'_, '_>, cell: &Block) -> bool {
    let in_row = |at: u32| pair.source.blocks[at as usize].place.row == cell.place.row;
    pair.alignment.rows.iter().any(|row| !row.target.is_empty() && row.source.clone().any(in_row))
}

/// An item that is there, in the one before it, or that is none for want of a space.
fn unmarked(pair: &Pair<'_, '_>, lost: LostMark) -> Diagnostic {
    let item = &pair.source.blocks[lost.item as usize];
    let id = if lost.edit.text == " " { "block-missing-glued" } else { "block-missing-mark" };
    let message = Message::new(id).text("text", shown(pair.source, item));
    Diagnostic::new(META.id, lost.span, message).source(item.span).fix(Fix::suggest(vec![lost.edit]))
}

/// Items that are there, and no list any more.
fn run_on_items(pair: &Pair<'_, '_>, row: usize, missing: &[u32]) -> Option<Diagnostic> {
    let (span, first) = run_on(pair, row, missing)?;
    let first = &pair.source.blocks[first as usize];
    let last = &pair.source.blocks[missing[missing.len() - 1] as usize];
    let text = crate::rule::shorten(&pair.source.shown(first));
    let message = Message::new("block-missing-marks").text("text", text);
    Some(Diagnostic::new(META.id, span, message).source(first.span.join(last.span)))
}

fn finding(pair: &Pair<'_, '_>, row: usize, missing: &[u32]) -> Option<Diagnostic> {
    let blocks: Vec<&Block> = missing.iter().map(|&at| &pair.source.blocks[at as usize]).collect();
    let (first, last) = (*blocks.first()?, *blocks.last()?);
    let Units { kind, count } = units(pair.source, missing);
    let text = shown(pair.source, naming(pair.source, missing[0]));
    let sections = sections(&blocks);
    let message = match first.kind {
        Kind::Heading(_) if sections.len() > 1 => Message::new("block-missing-sections")
            .text("text", text)
            .text("last", shown(pair.source, sections[sections.len() - 1]))
            .count("count", u32::try_from(sections.len()).unwrap_or(u32::MAX)),
        Kind::Heading(_) if count > 1 => {
            Message::new("block-missing-section").text("text", text).count("count", count - 1)
        }
        _ if count > 1 => Message::new("block-missing-run").text("kind", kind).text("text", text).count("count", count),
        kind => Message::new("block-missing").text("kind", kind_name(kind)).text("text", text),
    };
    let source = Span { start: first.span.start, end: last.span.end.max(first.span.end) };
    if let Some(others) = stand_in(pair, row) {
        return Some(replaced(pair, others, missing).source(source));
    }
    Some(Diagnostic::new(META.id, pair.start_of(row), message).source(source))
}

/// The headings of blocks that are below none of the others.
fn sections<'b>(blocks: &[&'b Block]) -> Vec<&'b Block> {
    let mut highest = u8::MAX;
    let mut is_section = |block: &Block| match block.kind {
        Kind::Heading(level) if level <= highest => {
            highest = level;
            true
        }
        _ => false,
    };
    blocks.iter().copied().filter(|block| is_section(block)).collect()
}

/// Others stand in their place: one fault, told where the reader sees it.
fn replaced(pair: &Pair<'_, '_>, others: Range<u32>, missing: &[u32]) -> Diagnostic {
    let blocks = &pair.target.blocks[others.start as usize..others.end as usize];
    let span = blocks.iter().map(|block| block.span).reduce(Span::join).unwrap_or_default();
    let text = shown(pair.source, naming(pair.source, missing[0]));
    let found = shown(pair.target, naming(pair.target, others.start));
    let more = units(pair.source, missing).count - 1;
    let Units { kind, count } = units(pair.target, &others.collect::<Vec<u32>>());
    let message = Message::new("block-missing-replaced").text("text", text).text("found", found);
    Diagnostic::new(META.id, span, message.text("kind", kind).count("more", more).count("count", count))
}

/// A section of which hardly anything is in both pages.
fn rewritten(pair: &Pair<'_, '_>, section: &Rewritten) -> Diagnostic {
    let (ours, theirs) = (&pair.source.blocks[section.source as usize], &pair.target.blocks[section.target as usize]);
    let message = Message::new("block-missing-rewritten")
        .text("kind", if section.extent == Extent::Page { "page" } else { "section" })
        .text("found", shown(pair.target, theirs));
    Diagnostic::new(META.id, theirs.span, message).source(ours.span)
}

fn shown(document: &Document<'_>, block: &Block) -> String {
    crate::rule::shorten(&document.shown(block))
}

fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Heading(_) => "heading",
        Kind::Item => "item",
        Kind::Cell => "row",
        Kind::Code => "code",
        Kind::Directive => "directive",
        Kind::Html => "html",
        _ => "paragraph",
    }
}
