//! Words in the marks of code that are no code: `second`, `@something`. What a sentence says of it, most translations say in
//! words of their own. One translation proves nothing: it may have translated a name, and so may two that a machine made.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::doc::{AtomKind, Document, Kind};
use crate::language::is_english_word;
use crate::pair::{AtomMatch, Fate, Pair, likeness};
use crate::text::has_word;

/// So many translations that say it in their own words are no accident.
const LOCALES: usize = 3;

/// Likeness from which a word is another one mistyped.
const SLIP: u32 = 850;

/// The code of a source page that most of its translations say in words of their own.
#[must_use]
pub fn spoken<'p>(pairs: &[&'p Pair<'p, 'p>]) -> FxHashSet<&'p str> {
    let mut said: FxHashMap<&str, Said<'_>> = FxHashMap::default();
    for pair in pairs {
        // Each code once.
        for (code, own) in told(pair).collect::<FxHashMap<_, _>>() {
            let said = said.entry(code).or_default();
            said.locales += 1;
            said.words.insert(own);
        }
    }
    // What all of them say in the same words may be an older source's.
    said.retain(|_, said| said.locales >= LOCALES && said.words.len() > 1);
    let Some(source) = pairs.first().map(|pair| pair.source).filter(|_| !said.is_empty()) else {
        return FxHashSet::default();
    };
    let blocks = source.blocks.iter().filter(|block| block.kind == Kind::Code);
    let blocks: Vec<&str> = blocks.map(|block| block.content.of(source.text)).collect();
    for pair in pairs {
        for code in spans(pair.target).collect::<FxHashSet<_>>() {
            said.get_mut(code).into_iter().for_each(|said| said.kept += 1);
        }
    }
    said.retain(|code, said| said.locales > said.kept && !blocks.iter().any(|block| has_word(block, code)));
    said.into_keys().collect()
}

/// How translations say a code.
#[derive(Default)]
struct Said<'p> {
    locales: usize,
    words: BTreeSet<&'p str>,
    /// So many have it as it is.
    kept: usize,
}

/// Code in the sentences of the source with what stands for it in the translation, where that is words of its own.
fn told<'p>(pair: &'p Pair<'_, '_>) -> impl Iterator<Item = (&'p str, &'p str)> {
    let changed = |fate: &Fate| matches!(fate, Fate::Changed | Fate::Replaced | Fate::OneOfSeveral);
    let harmed = pair.atoms.harmed.iter().filter(move |one| changed(&one.fate));
    harmed.filter_map(|one| {
        let ours = code_of(pair.source, one.source?).filter(|_| is_in_sentence(pair.source, one))?;
        let theirs = code_of(pair.target, one.target?)?;
        says_in_own_words(ours, theirs).then_some((ours, theirs))
    })
}

/// There are words around it: a list of names is none of these.
fn is_in_sentence(source: &Document<'_>, one: &AtomMatch) -> bool {
    let block = one.source.and_then(|at| source.block_of(source.atoms.get(at as usize)?.span));
    block.is_some_and(|block| block.prose.letters > 0)
}

fn code_of<'p>(document: &'p Document<'_>, at: u32) -> Option<&'p str> {
    let AtomKind::Code(content) = document.atoms.get(at as usize)?.kind else { return None };
    Some(content.trim(document.text).of(document.text))
}

fn spans<'p>(document: &'p Document<'_>) -> impl Iterator<Item = &'p str> {
    let count = u32::try_from(document.atoms.len()).unwrap_or(u32::MAX);
    (0..count).filter_map(|at| code_of(document, at))
}

/// Ordinary words of English on one side, and on the other words of another language in their place.
#[must_use]
pub fn says_in_own_words(ours: &str, theirs: &str) -> bool {
    let (a, b) = (words(ours), words(theirs));
    let lost: Vec<&&str> = a.iter().filter(|word| !b.contains(word)).collect();
    let new: Vec<&&str> = b.iter().filter(|word| !a.contains(word)).collect();
    let is_slip = |word: &str| lost.iter().any(|lost| likeness(lost, word) >= SLIP);
    let is_own = |word: &&&str| word.chars().count() > 1 && !is_english_word(word) && !is_slip(word);
    is_plain(ours)
        && is_plain(theirs)
        && !lost.is_empty()
        && lost.iter().all(|word| is_english_word(word))
        && new.iter().any(is_own)
}

fn words(code: &str) -> Vec<&str> {
    code.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

/// Nothing but words and what may stand between words.
fn is_plain(code: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || c.is_whitespace() || !c.is_ascii() || "@.,:!?'-&/".contains(c);
    code.chars().all(plain) && !code.contains("--") && !code.contains("://")
}
