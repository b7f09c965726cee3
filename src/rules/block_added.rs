//! Blocks of the target that answer nothing in the source.

use crate::diag::{Diagnostic, Message, Severity, Shared};
use crate::doc::{Atom, AtomKind, Block, Document, Kind};
use crate::pair::{
    Canonical, Extent, Pair, Rewritten, Row, Side, Units, is_in_other_form, joined, language_lists, naming, stand_in,
    units,
};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::Span;
use crate::verdict::{Judged, Verdict};
use rustc_hash::FxHashSet;

/// The rule.
pub struct BlockAdded;

static META: RuleMeta = RuleMeta {
    id: "block-added",
    group: Group::Structure,
    severity: Some(Severity::Info),
    fixable: false,
    page: include_str!("../../rules/block-added.md"),
};

impl Rule for BlockAdded {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let alone: Vec<u32> =
            pair.alignment.rows.iter().filter(|row| row.source.is_empty()).flat_map(|row| row.target.clone()).collect();
        if alone.is_empty() || is_generated(pair.source) {
            return;
        }
        if let Some(stub) = pair.rewritten.iter().find(|section| section.extent == Extent::Stub) {
            return out.report(beside_stub(pair, stub, alone.len()));
        }
        let languages = language_lists(pair.target, &pair.frame, Side::Target);
        // What stands in the place of missing blocks is told with them.
        let rows = pair.rows_of_target();
        let all = 0..pair.alignment.rows.len();
        let instead: FxHashSet<u32> = all.filter_map(|row| stand_in(pair, row)).flatten().collect();
        let told = |at: &u32| {
            let counted = counts(&pair.target.blocks[*at as usize]) && !closes(pair, &rows, *at);
            let row = rows[*at as usize];
            let apart = pair.is_rewritten(row)
                || pair.told_around.target.contains(at)
                || is_of_new_column(pair, &rows, *at)
                || instead.contains(at)
                || pair.glossed.contains(at)
                || is_in_other_form(pair, row)
                || has_its_pictures(pair, *at)
                || is_stale(cx.verdicts, *at)
                || translates_leftover(pair, cx.verdicts, &rows, *at);
            counted && !languages.contains(at) && !apart
        };
        let few = alone.len() * pair.source.blocks.len() <= COMPARED;
        let copied = pair.alignment.copied.unwrap_or(u32::MAX);
        if let Some(first) = pair.target.blocks.get(copied as usize) {
            let rest = &pair.target.blocks[copied as usize..];
            let span = rest.iter().map(|block| block.span).fold(first.span, Span::join);
            let count = u32::try_from(rest.len()).unwrap_or(u32::MAX);
            let text = crate::rule::shorten(&pair.target.shown(first));
            let message = Message::new("block-added-copied").text("text", text).count("count", count);
            out.report(Diagnostic::new(META.id, span, message));
        }
        let alone: Vec<u32> = alone.into_iter().filter(|at| *at < copied).collect();
        // A command is told with the words about it.
        for whole in alone.chunk_by(|a, b| a + 1 == *b) {
            let run: Vec<u32> = whole.iter().copied().filter(told).collect();
            if run.is_empty() || was_included(pair, rows[run[0] as usize]) {
                continue;
            }
            let (first, last) =
                (&pair.target.blocks[run[0] as usize], &pair.target.blocks[run[run.len() - 1] as usize]);
            let Units { kind, count } = units(pair.target, &run);
            let text = crate::rule::shorten(&pair.target.shown(naming(pair.target, run[0])));
            let span = Span { start: first.span.start, end: last.span.end.max(first.span.end) };
            let one = if few { all_joined(pair, whole) } else { None };
            if let Some(one) = one {
                let message = Message::new("block-added-joined").text("text", text).count("count", count);
                let message = message.text("expected", one.content.of(pair.source.text).trim_matches('`'));
                out.report(Diagnostic::new(META.id, span, message).source(one.span));
                continue;
            }
            let shared = Some(Shared::fault(format!("{kind} {text}")));
            let message = Message::new(META.id).text("text", text).text("kind", kind).count("count", count);
            out.report(Diagnostic { shared, ..Diagnostic::new(META.id, span, message) });
        }
    }
}

/// Nothing but pictures, all of which the source has in another place: badges in a table.
fn has_its_pictures(pair: &Pair<'_, '_>, at: u32) -> bool {
    const MOST: usize = 2_000;
    let block = &pair.target.blocks[at as usize];
    if !pair.target.is_pictured(block) {
        return false;
    }
    let images = |atoms: &[Atom<'_>], side| -> Vec<Canonical> {
        let images = atoms.iter().filter(|atom| matches!(atom.kind, AtomKind::Image(_))).take(MOST);
        images.filter_map(|atom| Some(pair.frame.canonical(&atom.link()?.target, side))).collect()
    };
    let all = images(&pair.source.atoms, Side::Source);
    let own = images(pair.target.atoms_of(block), Side::Target);
    own.iter().all(|own| all.iter().any(|other| pair.frame.same_page(other, own)))
}

/// All of a page that the source has next to nothing of.
fn beside_stub(pair: &Pair<'_, '_>, stub: &Rewritten, added: usize) -> Diagnostic {
    let (ours, theirs) = (&pair.source.blocks[stub.source as usize], &pair.target.blocks[stub.target as usize]);
    let message = Message::new("block-added-stub").count("count", u32::try_from(added).unwrap_or(u32::MAX));
    Diagnostic::new(META.id, theirs.span, message).source(ours.span)
}

/// The most pairs of blocks that are worth comparing.
const COMPARED: usize = 40_000;

/// The block of the source that has the first of these commands as one of several to choose from, if each of them is
/// such a one.
fn all_joined<'p>(pair: &Pair<'p, '_>, run: &[u32]) -> Option<&'p Block> {
    let is_command = |&at: &u32| pair.target.blocks[at as usize].prose.letters == 0;
    let commands = run.iter().copied().filter(is_command);
    let found: Option<Vec<u32>> = commands.map(|command| joined(pair, command)).collect();
    found?.first().map(|&at| &pair.source.blocks[at as usize])
}

/// Tags that put the text of another file in their place.
const INCLUDES: [&str; 8] =
    ["content", "data", "include", "include_relative", "includes", "partial", "readfile", "snippet"];

/// Beside it, a tag of the source is missing which stands for text of another file: it is told with the tag.
fn was_included(pair: &Pair<'_, '_>, row: usize) -> bool {
    let rows = &pair.alignment.rows;
    let alone = |row: &&Row| row.source.is_empty() || row.target.is_empty();
    let gap = rows[..row].iter().rev().take_while(alone).chain(rows[row..].iter().take_while(alone));
    let lost: Vec<u32> = gap.filter(|row| row.target.is_empty()).flat_map(|row| row.source.clone()).collect();
    let tags = lost.iter().map(|&at| &pair.source.blocks[at as usize]).filter(|block| block.kind == Kind::Tags);
    let includes = |at: u32| {
        let tag = pair.source.atoms[at as usize].placeholder();
        tag.is_some_and(|tag| INCLUDES.contains(&tag.name.as_str()))
    };
    tags.flat_map(|block| block.atoms.clone()).any(includes)
}

/// The page is made of other files when it is built: by `::: package.module` (mkdocstrings) or `--8<--` (snippets of
/// Python-Markdown).
fn is_generated(page: &Document<'_>) -> bool {
    let is_module =
        |name: &str| name.contains('.') && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '.');
    let is_command = |line: &str| {
        let line = line.trim();
        line.strip_prefix("::: ").is_some_and(|name| is_module(name.trim())) || line.starts_with("--8<--")
    };
    // Hardly any page has one of these marks anywhere.
    let has = |mark: &str| memchr::memmem::find(page.text.as_bytes(), mark.as_bytes()).is_some();
    (has("::: ") || has("--8<--")) && page.text.lines().any(is_command)
}

/// A cell of a row that has cells with an answer beside it: the shape of the table tells it.
fn is_of_new_column(pair: &Pair<'_, '_>, rows: &[usize], at: u32) -> bool {
    let block = &pair.target.blocks[at as usize];
    let is_beside = |other: &u32| {
        let other = &pair.target.blocks[*other as usize];
        other.kind == Kind::Cell && other.place.row == block.place.row
    };
    let answers = |other: u32| !pair.alignment.rows[rows[other as usize]].source.is_empty();
    // No reader knows a wider table.
    const WIDE: usize = 64;
    let before = (0..at).rev().take(WIDE).take_while(is_beside);
    let after = (at + 1..pair.target.blocks.len() as u32).take(WIDE).take_while(is_beside);
    block.kind == Kind::Cell && before.chain(after).any(answers)
}

/// English that the source does not say is told as such.
fn is_stale(verdicts: &[Judged], at: u32) -> bool {
    matches!(verdict_of(verdicts, at), Some(Verdict::Stale(_)))
}

fn verdict_of(verdicts: &[Judged], at: u32) -> Option<&Verdict> {
    let found = verdicts.binary_search_by_key(&at, |judged| judged.target).ok()?;
    Some(&verdicts[found].verdict)
}

/// The block beside it is still in the source's language, and this one is its translation: it holds the same. What is left
/// over is told already.
fn translates_leftover(pair: &Pair<'_, '_>, verdicts: &[Judged], rows: &[usize], at: u32) -> bool {
    /// How many times as long as the other one of the two may be.
    const LONGER: u32 = 3;
    let block = &pair.target.blocks[at as usize];
    let keys = |page: &Document<'_>, block: &Block| {
        let mut keys: Vec<u64> = page.atoms_of(block).iter().map(|atom| atom.key).collect();
        keys.sort_unstable();
        keys
    };
    let is_left =
        |beside: u32| matches!(verdict_of(verdicts, beside), Some(Verdict::Kept(Some(_)) | Verdict::Stale(_)));
    let original = |beside: u32| {
        let source = &pair.alignment.rows[*rows.get(beside as usize)?].source;
        (source.len() == 1).then(|| &pair.source.blocks[source.start as usize])
    };
    // With nothing in it that tells, it is as long as a translation of the one above.
    let fits = |original: &Block| {
        let (ours, theirs) = (original.prose.letters, block.prose.letters);
        theirs * LONGER >= ours && ours * LONGER >= theirs
    };
    let mut beside = at.checked_sub(1).into_iter().chain([at + 1]);
    beside.any(|beside| {
        let original = original(beside).filter(|original| original.kind == block.kind);
        let same = |original: &&Block| keys(pair.source, original) == keys(pair.target, block);
        let tells = |original: &&Block| !block.atoms.is_empty() || beside < at && fits(original);
        original.filter(same).filter(tells).is_some() && is_left(beside)
    })
}

/// In languages whose verbs come last, a short paragraph behind code ends the sentence that leads to the code.
fn closes(pair: &Pair<'_, '_>, rows: &[usize], at: u32) -> bool {
    const SHORT: u32 = 20;
    let blocks = &pair.target.blocks;
    let Some([lead, code, block]) = at.checked_sub(2).and_then(|from| blocks.get(from as usize..=at as usize)) else {
        return false;
    };
    let kinds = (lead.kind, code.kind, block.kind) == (Kind::Paragraph, Kind::Code, Kind::Paragraph);
    let source = |at: u32| pair.alignment.rows[rows[at as usize]].source.clone();
    let leads = pair.source.blocks[source(at - 2).start as usize..source(at - 2).end as usize].last();
    let leads = leads.is_some_and(|block| block.content.of(pair.source.text).trim_end().ends_with(':'));
    kinds && leads && !source(at - 1).is_empty() && block.prose.letters <= SHORT && block.atoms.is_empty()
}

fn counts(block: &Block) -> bool {
    match block.kind {
        Kind::Front | Kind::Tags | Kind::Message | Kind::Attribute => false,
        Kind::Code => !block.content.is_empty(),
        _ => block.prose.letters > 0,
    }
}
