//! What two blocks have in common, and pairs that are no evidence: of two texts that have nothing in common, in a part
//! of the page that was rewritten, nobody knows whether one was made from the other.

use std::cell::LazyCell;
use std::ops::Range;

use rustc_hash::FxHashSet;

use super::align::{Alignment, Row};
use super::node::is_kept;
use crate::doc::{Block, Document, Kind};

/// The two blocks say the same, or share an atom, a number or a name; of a text in another script, any word.
#[must_use]
pub fn have_in_common((source, a): (&Document<'_>, &Block), (target, b): (&Document<'_>, &Block)) -> bool {
    if a.prose == b.prose && a.prose.letters > 0 {
        return true;
    }
    let keys: FxHashSet<u64> = source.atoms_of(a).iter().map(|atom| atom.key).collect();
    if target.atoms_of(b).iter().any(|atom| keys.contains(&atom.key)) || (a.code != 0 && a.code == b.code) {
        return true;
    }
    let (ours, theirs) = (a.content.of(source.text), b.content.of(target.text));
    let is_foreign = theirs.chars().any(|c| c.is_alphabetic() && c > '\u{24f}');
    // Few texts in the same script have names to look for.
    let known = LazyCell::new(|| words(ours).map(str::to_ascii_lowercase).collect::<FxHashSet<_>>());
    words(theirs).any(|word| (is_foreign || is_kept(word.as_bytes())) && known.contains(&word.to_ascii_lowercase()))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| word.len() >= 2 || word.bytes().any(|byte| byte.is_ascii_digit()))
}

/// The two headings of the row may be those of different sections: below each stand blocks that the other page has not, and
/// of what answers each other there most has nothing in common.
pub(super) fn are_of_other_sections(
    (source, target): (&Document<'_>, &Document<'_>),
    rows: &[Row],
    heading: usize,
) -> bool {
    let any_heading = |row: &&Row| {
        let mut all = blocks(source, &row.source).iter().chain(blocks(target, &row.target));
        all.any(|block| matches!(block.kind, Kind::Heading(_)))
    };
    let common = |row: &Row| is_common((source, target), row);
    let below = rows[heading + 1..].iter().take_while(|row| !any_heading(row));
    let (mut lacks, mut adds, mut paired, mut shared) = (false, false, 0, 0);
    for row in below {
        match (row.source.is_empty(), row.target.is_empty()) {
            (false, true) => lacks = true,
            (true, false) => adds = true,
            _ => {
                paired += 1;
                shared += usize::from(common(row));
            }
        }
    }
    lacks && adds && (paired == 0 || shared * 2 <= paired && !common(&rows[heading]))
}

/// Pairs of blocks with atoms that are enough to say that a stretch shares nothing.
const TELLING: usize = 3;

/// By row: its two blocks of prose have nothing in common, their section lacks blocks of the source and has others, one
/// of them right beside, and no neighbour tells that they answer each other.
pub(super) fn doubtful(source: &Document<'_>, target: &Document<'_>, alignment: &Alignment) -> Vec<bool> {
    let mut out = Vec::with_capacity(alignment.rows.len());
    let one_each = |row: &Row| match (blocks(source, &row.source), blocks(target, &row.target)) {
        ([a], [b]) => Some((a, b)),
        _ => None,
    };
    for section in alignment.rows.chunk_by(|_, next| !is_heading(source, target, next)) {
        let lacks = section.iter().any(|row| row.target.is_empty());
        let adds = section.iter().any(|row| row.source.is_empty());
        let common = |row: &Row| is_common((source, target), row);
        let is_apart = |at: usize| {
            let beside = || [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|at| section.get(at));
            one_each(&section[at]).is_some_and(|(a, b)| is_prose(a) && is_prose(b))
                && beside().any(|row| row.source.is_empty() || row.target.is_empty())
                && !common(&section[at])
                && !beside().any(common)
        };
        // Several blocks in a row that share nothing at all, though those of the source have what they might share.
        let is_prose = |row: &Row| one_each(row).is_some_and(|(a, b)| is_prose(a) && is_prose(b));
        let is_telling = |row: &Row| one_each(row).is_some_and(|(a, _)| !a.atoms.is_empty());
        let is_strange = if lacks || adds { strange_runs(section, common, is_prose, is_telling) } else { Vec::new() };
        let first = out.len();
        let doubts = |at: usize| {
            let says_other = |row: &Row| row.target.len() == 1 && alignment.strange.contains(&row.target.start);
            is_strange.get(at).is_some_and(|is| *is)
                || (lacks || adds) && says_other(&section[at])
                || lacks && adds && is_apart(at)
                || has_other_columns((source, target), &section[at])
        };
        out.extend((0..section.len()).map(doubts));
        if lacks || adds {
            doubt_lines((source, target), section, &mut out[first..]);
        }
    }
    out
}

/// By row of a section: it is prose in a run of rows without anything in common, enough of which are telling.
fn strange_runs(
    section: &[Row],
    common: impl Fn(&Row) -> bool,
    is_prose: impl Fn(&Row) -> bool,
    is_telling: impl Fn(&Row) -> bool,
) -> Vec<bool> {
    let may_tell = |row: &Row| is_prose(row) && is_telling(row);
    let mut out = vec![false; section.len()];
    if section.iter().filter(|row| may_tell(row)).count() < TELLING {
        return out;
    }
    let mut first = 0;
    while first < section.len() {
        let length = section[first..].iter().take_while(|row| !common(row)).count();
        let run = first..first + length;
        if section[run.clone()].iter().filter(|row| may_tell(row)).count() >= TELLING {
            run.for_each(|at| out[at] = is_prose(&section[at]));
        }
        first += length + 1;
    }
    out
}

/// Two cells of tables with other columns: nobody knows which of them answer each other.
fn has_other_columns((source, target): (&Document<'_>, &Document<'_>), row: &Row) -> bool {
    let cells = |page: &Document<'_>, range: &Range<u32>| {
        let place = blocks(page, range).first()?.place.row;
        page.rows.get((place as usize).checked_sub(1)?).map(|row| row.cells)
    };
    let (ours, theirs) = (cells(source, &row.source), cells(target, &row.target));
    ours.is_some() && theirs.is_some() && ours != theirs
}

/// In a table with lines that are alone, of whose other lines less than half have something in common: those that have
/// nothing.
fn doubt_lines((source, target): (&Document<'_>, &Document<'_>), rows: &[Row], doubtful: &mut [bool]) {
    let place = |row: &Row| {
        let line = |blocks: &[Block]| blocks.first().map_or(0, |block| block.place.row);
        (line(blocks(source, &row.source)), line(blocks(target, &row.target)))
    };
    let in_table = |row: &Row| place(row) != (0, 0);
    let same_line = |a: &Row, b: &Row| {
        let ((x, y), (other_x, other_y)) = (place(a), place(b));
        (x > 0 && x == other_x) || (y > 0 && y == other_y)
    };
    let is_alone = |line: &[Row]| line.iter().all(|row| row.source.is_empty() || row.target.is_empty());
    let shares = |line: &[Row]| line.iter().any(|row| is_common((source, target), row));
    let mut first = 0;
    for table in rows.chunk_by(|a, b| in_table(a) == in_table(b)) {
        let start = first;
        first += table.len();
        let lines: Vec<&[Row]> = table.chunk_by(same_line).collect();
        if !in_table(&table[0]) || !lines.iter().any(|line| is_alone(line)) {
            continue;
        }
        let paired = lines.iter().filter(|line| !is_alone(line)).count();
        let shared: Vec<bool> = lines.iter().map(|line| shares(line)).collect();
        if shared.iter().filter(|shared| **shared).count() * 2 < paired {
            let strange = lines.iter().zip(shared).flat_map(|(line, shared)| line.iter().map(move |_| !shared));
            doubtful[start..first].iter_mut().zip(strange).for_each(|(one, strange)| *one |= strange);
        }
    }
}

/// The row has one block of each page, which have something in common.
fn is_common((source, target): (&Document<'_>, &Document<'_>), row: &Row) -> bool {
    match (blocks(source, &row.source), blocks(target, &row.target)) {
        ([a], [b]) => have_in_common((source, a), (target, b)),
        _ => false,
    }
}

fn is_heading(source: &Document<'_>, target: &Document<'_>, row: &Row) -> bool {
    let heading = |blocks: &[Block]| blocks.iter().any(|block| matches!(block.kind, Kind::Heading(_)));
    heading(blocks(source, &row.source)) && heading(blocks(target, &row.target))
}

fn blocks<'p>(page: &'p Document<'_>, range: &Range<u32>) -> &'p [Block] {
    &page.blocks[range.start as usize..range.end as usize]
}

fn is_prose(block: &Block) -> bool {
    matches!(block.kind, Kind::Paragraph | Kind::Item) && block.prose.letters > 0
}

#[cfg(test)]
mod tests {
    use super::super::align::align;
    use super::*;
    use crate::doc::{Dialects, Syntax};

    fn page(text: &str) -> Document<'_> {
        Document::parse(text, Syntax { dialects: Dialects::bundled(), extension: "md" })
    }

    #[test]
    fn atoms_numbers_and_names_are_shared() {
        let common = |a: &str, b: &str| {
            let (source, target) = (page(a), page(b));
            have_in_common((&source, &source.blocks[0]), (&target, &target.blocks[0]))
        };
        assert!(common("Ask by 14 March.", "Spør før 14. mars."));
        assert!(common("Run `ls` first.", "Køyr `ls` først."));
        assert!(common("Write to Docker.", "Skriv til Docker."));
        assert!(common("Press enter.", "enter を押します。"), "any word of another script");
        assert!(!common("Choose a name in winter.", "Vel eit namn in vinter."), "small words are loans");
    }

    #[test]
    fn a_pair_between_what_is_lost_and_what_is_new_is_doubtful() {
        let source = page("# A\n\nFirst words here.\n\nOther words there.\n\n- One `a`\n");
        let target = page("# A\n\nHeilt andre ord.\n\nEnno noko anna her.\n\n```sh\nls\n```\n");
        let alignment = align(&source, &target, None);
        let doubtful = doubtful(&source, &target, &alignment);
        let rows = alignment.rows.iter().zip(&doubtful);
        let paired: Vec<bool> =
            rows.filter(|(row, _)| row.source.len() == 1 && row.target.len() == 1).map(|(_, is)| *is).collect();
        // The heading is itself, the paragraph far from the edge has an answer beside it, the last one has none.
        assert_eq!(paired, [false, false, true]);

        let faithful = page("# A\n\nFyrste ord her.\n\nAndre ord der.\n\n- Ein `a`\n");
        let alignment = align(&source, &faithful, None);
        assert!(!super::doubtful(&source, &faithful, &alignment).contains(&true));
    }

    #[test]
    fn a_run_of_pairs_that_share_nothing_is_doubtful() {
        let source =
            page("# A\n\nThe `gate` is here.\n\n- Of `one`\n- Of `two`\n- Of `three`\n- Of `four`\n- #five [x](y)\n");
        let target = page("# A\n\n`gate` er her.\n\n- Heilt\n- Andre\n- Ord\n- #five x\n");
        let alignment = align(&source, &target, None);
        let doubtful = doubtful(&source, &target, &alignment);
        let paired = |row: &&Row| row.source.len() == 1 && row.target.len() == 1;
        let is_doubtful = |(row, is): (&Row, &bool)| paired(&row).then_some(*is);
        let paired: Vec<bool> = alignment.rows.iter().zip(&doubtful).filter_map(is_doubtful).collect();
        assert_eq!(paired, [false, false, true, true, true, false]);
    }

    #[test]
    fn lines_of_a_table_that_was_written_anew_are_doubtful() {
        let table = |rows: &[&str]| format!("# A\n\n| x | y |\n| --- | --- |\n{}\n", rows.join("\n"));
        let doubts = |source: &str, target: &str| {
            let (source, target) = (page(source), page(target));
            doubtful(&source, &target, &align(&source, &target, None)).contains(&true)
        };
        let source = table(&["| 8.7 | One rating |", "| 3984 | Things that were read |", "| 17470 | Open doors |"]);
        let other = ["| 12 | Malar |", "| 150 | Ting ein las |", "| 900 | Opne dører |", "| 43 | Hus i byen |"];
        assert!(doubts(&source, &table(&other)));
        let faithful =
            ["| 8.7 | Ei vurdering |", "| 3984 | Ting ein las |", "| 1747 | Opne dører |", "| 43 | Hus i byen |"];
        assert!(!doubts(&source, &table(&faithful)));
    }
}
