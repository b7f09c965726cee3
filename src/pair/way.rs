//! The cheapest way through two stretches of nodes, by dynamic programming.

use std::ops::RangeInclusive;

use super::cost::{Costs, Move, gap, pair_cost};
use super::node::Node;

/// The widest table that is filled in whole; larger ones are filled along the diagonal.
const WHOLE: usize = 90_000;
/// Half the width of the band along the diagonal, at least.
const BAND: usize = 60;
/// The most cells that a table may have: what two pages with nothing in common may cost in time and memory.
const CELLS: usize = 2_000_000;

/// A way through both stretches: (i, j, move) of every move that pairs something.
pub(super) struct Way {
    pub cost: f32,
    pub moves: Vec<(usize, usize, Move)>,
}

/// The cheapest way.
pub(super) fn dynamic(a: &[Node], b: &[Node], costs: &Costs) -> Way {
    let mut table = Table::new(a.len(), b.len());
    for i in 0..=a.len() {
        for j in table.columns[i].clone() {
            let mut cell = table.cell(i, j);
            if i > 0 {
                cell.leave_alone(&table.cell(i - 1, j), Last::SourceOnly, |first| gap(&a[i - 1], first));
            }
            if j > 0 {
                cell.leave_alone(&table.cell(i, j - 1), Last::TargetOnly, |first| gap(&b[j - 1], first));
            }
            for step in Move::PAIRING {
                let (di, dj) = step.size();
                if di <= i && dj <= j {
                    let before = table.cell(i - di, j - dj);
                    let worth = cell.cost[Last::Paired as usize] - before.least();
                    if before.least().is_finite() {
                        cell.pair(&before, step, pair_cost(&a[i - di..i], &b[j - dj..j], step, costs, worth));
                    }
                }
            }
            table.set(i, j, cell);
        }
    }
    Way { cost: table.cell(a.len(), b.len()).least(), moves: table.path() }
}

/// What the last move did: runs of gaps are cheaper than gaps apart, after Gotoh (1982).
#[derive(Clone, Copy, PartialEq)]
enum Last {
    Paired,
    SourceOnly,
    TargetOnly,
}

/// Of ways that cost the same, one with another block in the place of one is likelier than one with a block dropped here
/// and another added there.
const INSTEAD: f32 = 0.05;

const LASTS: [Last; 3] = [Last::Paired, Last::SourceOnly, Last::TargetOnly];

/// The cheapest way to a place by each kind of last move, and how it got there.
#[derive(Clone, Copy)]
struct Cell {
    cost: [f32; 3],
    from: [(Last, Move); 3],
}

impl Cell {
    /// The cost of the cheapest way to it.
    fn least(&self) -> f32 {
        self.cost.into_iter().fold(f32::INFINITY, f32::min)
    }

    /// The ways that come from `before` and leave one more node alone, as the first of a run or not.
    fn leave_alone(&mut self, before: &Cell, side: Last, cost: impl Fn(bool) -> f32) {
        let step = if side == Last::TargetOnly { Move::TargetOnly } else { Move::SourceOnly };
        let (first, later) = (cost(true), cost(false));
        for last in LASTS {
            let instead = if last == side || last == Last::Paired { 0.0 } else { INSTEAD };
            let cost = if last == side { later } else { first };
            self.reach(side, before.cost[last as usize] + cost - instead, (last, step));
        }
    }

    /// The ways that come from `before` and pair something.
    fn pair(&mut self, before: &Cell, step: Move, cost: f32) {
        for last in LASTS {
            self.reach(Last::Paired, before.cost[last as usize] + cost, (last, step));
        }
    }

    fn reach(&mut self, last: Last, total: f32, from: (Last, Move)) {
        if total < self.cost[last as usize] {
            self.cost[last as usize] = total;
            self.from[last as usize] = from;
        }
    }
}

const UNREACHED: Cell = Cell { cost: [f32::INFINITY; 3], from: [(Last::Paired, Move::None); 3] };

/// Cells along the diagonal: all of them in a small table.
struct Table {
    n: usize,
    m: usize,
    stride: usize,
    /// By row: the columns that it has cells for.
    columns: Vec<RangeInclusive<usize>>,
    cells: Vec<Cell>,
}

impl Table {
    fn new(n: usize, m: usize) -> Table {
        let widest = (CELLS / (n + 1) / 2).max(BAND);
        let band = if n * m <= WHOLE { m } else { (BAND + n.abs_diff(m)).min(widest) };
        let stride = (2 * band + 1).min(m + 1);
        let mut cells = vec![UNREACHED; (n + 1) * stride];
        cells[0].cost[Last::Paired as usize] = 0.0;
        let columns = |i: usize| {
            let middle = i * m / n.max(1);
            let low = middle.saturating_sub(band);
            low..=(middle + band).min(m).min(low + stride - 1)
        };
        Table { n, m, stride, columns: (0..=n).map(columns).collect(), cells }
    }

    fn slot(&self, i: usize, j: usize) -> Option<usize> {
        let columns = &self.columns[i];
        columns.contains(&j).then(|| i * self.stride + j - columns.start())
    }

    fn cell(&self, i: usize, j: usize) -> Cell {
        self.slot(i, j).map_or(UNREACHED, |at| self.cells[at])
    }

    fn set(&mut self, i: usize, j: usize, cell: Cell) {
        if let Some(at) = self.slot(i, j) {
            self.cells[at] = cell;
        }
    }

    fn path(&self) -> Vec<(usize, usize, Move)> {
        let (mut i, mut j, mut out) = (self.n, self.m, Vec::new());
        let end = self.cell(i, j);
        let cheapest = LASTS.into_iter().min_by(|a, b| end.cost[*a as usize].total_cmp(&end.cost[*b as usize]));
        let mut last = cheapest.unwrap_or(Last::Paired);
        while i > 0 || j > 0 {
            let (before, step) = self.cell(i, j).from[last as usize];
            let (di, dj) = step.size();
            if step == Move::None {
                break;
            }
            (i, j, last) = (i - di, j - dj, before);
            if di > 0 && dj > 0 {
                out.push((i, j, step));
            }
        }
        out.reverse();
        out
    }
}
