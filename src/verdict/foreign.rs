//! Where the source is not English there is no model: nearness, script and the project's own pages tell.

use super::kept::is_running;
use super::{Judge, Stale, Verdict};
use crate::diag::Severity;
use crate::doc::Block;
use crate::language::runs_of;
use crate::locale::Script;
use crate::pair::{Row, likeness};

/// Letters that a text must have to be judged, and to be more than a hint.
const FEW: u32 = 12;
const WORTH: u32 = 20;
/// A text of so many letters is nearly the source's from this likeness on; from the last on the source is worth naming.
const LONG: u32 = 40;
const NEAR: u32 = 920;
const NAMED: u32 = 500;
/// The mean log-odds that the project's profile must give: of five thousand translated texts in tongues as near as
/// Portuguese to Spanish, Ukrainian to Russian and Japanese to Chinese, none had so many.
const PROFILE_BAR: f32 = 0.4;

impl Judge<'_> {
    /// What a block is that is not the source's, where the source is not English.
    pub(super) fn foreign(&self, row: &Row, block: &Block, keep: &[String]) -> Verdict {
        let alone = row.source.len() == 1 && row.target.len() == 1;
        let original = alone.then_some(row.source.start);
        let letters = block.prose.letters;
        if letters < FEW {
            return Verdict::Translated;
        }
        let prose = self.pair.target.prose_of(block);
        let likeness = original.map_or(0, |at| self.likeness(at, letters, &prose));
        // Near tongues write many a sentence nearly alike: the project's pages must not speak against it.
        let near = likeness >= NEAR
            && letters >= LONG
            && original.is_some_and(|at| self.weight(at, keep) == Some(Severity::Warning))
            && self.profile_of(&prose).is_none_or(|own| own > 0.0);
        if !near && !self.is_source_language(&prose) {
            return Verdict::Translated;
        }
        let severity = if letters >= WORTH { Severity::Warning } else { Severity::Info };
        Verdict::Stale(Stale { severity, nearest: original.filter(|_| likeness >= NAMED), same: false })
    }

    fn likeness(&self, source: u32, letters: u32, prose: &str) -> u32 {
        let original = &self.pair.source.blocks[source as usize];
        let comparable = original.prose.letters.abs_diff(letters) * 4 < letters;
        if comparable { likeness(&self.pair.source.prose_of(original), prose) } else { 0 }
    }

    /// The text is in the source's script where the locale has another, or the project writes so in the source only.
    fn is_source_language(&self, prose: &str) -> bool {
        let (from, to) = (self.settings.source_script(), self.locale.script());
        let letters = || prose.chars().filter(|c| c.is_alphabetic());
        let own = letters().filter(|c| from.holds(*c)).count();
        if letters().count() < FEW as usize || own * 10 < letters().count() * 9 {
            return false;
        }
        match to.shares_letters(from) {
            true => is_running(prose) && self.profile_of(prose).is_some_and(|own| own >= PROFILE_BAR),
            // Latin letters in a tree of another script may be names; every language has them.
            false => from != Script::Latin && !letters().any(|c| to.holds(c)),
        }
    }

    /// The mean log-odds of the text in the project's pages of both languages.
    fn profile_of(&self, prose: &str) -> Option<f32> {
        (self.profile)().map(|profile| profile.score(&runs_of(prose)))
    }
}
