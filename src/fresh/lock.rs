//! `fidus.lock`: stamps for pages that have none in themselves, with a hash of every block.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt::Write;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::signature::signatures;
use crate::doc::Document;
use crate::pair::Pair;

/// The file's name.
pub const LOCK: &str = "fidus.lock";
/// The version of its form. The hashes of version 1 were none to keep: they would tell of changes where there are none.
const VERSION: u32 = 2;

/// Everything in the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Lock {
    version: u32,
    /// By path of the localized page.
    #[serde(default)]
    pub pages: BTreeMap<String, LockEntry>,
}

/// What is recorded of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LockEntry {
    /// The path of its source.
    pub source: String,
    /// The git blob id of the source.
    pub blob: String,
    /// The hashes of its blocks.
    pub blocks: Blocks,
    /// Hashes of blocks that were left as they were when the stamp moved on, while their source had changed.
    #[serde(default)]
    pub untouched: Vec<String>,
}

/// Hashes of blocks of the target, each with the hash of what it answers: `target:source`, parted by spaces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Blocks(Vec<(u32, u32)>);

impl TryFrom<String> for Blocks {
    type Error = String;

    fn try_from(text: String) -> Result<Blocks, String> {
        let hash = |digits: &str| u32::from_str_radix(digits, 16).ok();
        let pair = |word: &str| word.split_once(':').and_then(|(target, source)| Some((hash(target)?, hash(source)?)));
        let pairs = text.split(' ').filter(|word| !word.is_empty());
        pairs
            .map(|word| pair(word).ok_or_else(|| format!("`{word}` is no pair of hashes")))
            .collect::<Result<_, _>>()
            .map(Blocks)
    }
}

impl Blocks {
    /// The hashes of a pair of pages.
    #[must_use]
    pub fn of(pair: &Pair<'_, '_>, volatile: &[&str]) -> Blocks {
        Blocks(hashes(pair.target, volatile).into_iter().zip(answers(pair, volatile)).collect())
    }

    /// What each block of the target answered, by the block's hash.
    #[must_use]
    pub fn by_target(&self) -> FxHashMap<u32, u32> {
        self.0.iter().copied().collect()
    }
}

/// By block of the target: a hash of the source's blocks that it answers.
pub(super) fn answers(pair: &Pair<'_, '_>, volatile: &[&str]) -> Vec<u32> {
    let source = hashes(pair.source, volatile);
    let mut all = vec![0; pair.target.blocks.len()];
    for row in &pair.alignment.rows {
        let answered = row.source.clone().fold(0u32, |sum, at| sum.rotate_left(5) ^ source[at as usize]);
        row.target.clone().for_each(|at| all[at as usize] = answered);
    }
    all
}

/// A short hash of every block.
pub(super) fn hashes(page: &Document<'_>, volatile: &[&str]) -> Vec<u32> {
    signatures(page, volatile).into_iter().map(|signature| (signature >> 32) as u32).collect()
}

impl LockEntry {
    /// The entry of a pair; what the entry before tells of blocks that were left as they were is kept.
    #[must_use]
    pub fn new(pair: &Pair<'_, '_>, blob: String, before: Option<&LockEntry>, volatile: &[&str]) -> LockEntry {
        let blocks = Blocks::of(pair, volatile);
        let known = before.map(|before| before.blocks.by_target()).unwrap_or_default();
        let was_untouched =
            |target: &u32| before.is_some_and(|before| before.untouched.contains(&format!("{target:08x}")));
        let untouched = blocks
            .0
            .iter()
            .filter(|(target, source)| known.get(target).is_some_and(|known| known != source || was_untouched(target)));
        let untouched = untouched.map(|(target, _)| format!("{target:08x}")).collect();
        LockEntry { source: pair.frame.source_path.clone(), blob, blocks, untouched }
    }
}

impl Lock {
    /// Reads the file.
    ///
    /// # Errors
    /// What is wrong with it, with the remedy.
    pub fn parse(text: &str) -> Result<Lock, String> {
        const REMEDY: &str = "restore it from version control, or remove it and run `fidus stamp` again";
        let version = toml::from_str::<toml::Table>(text)
            .map_err(|error| format!("it cannot be read ({}); {REMEDY}", error.message()))?;
        match version
            .get("version")
            .and_then(toml::Value::as_integer)
            .map(|found| (found, found.cmp(&i64::from(VERSION))))
        {
            Some((_, Ordering::Equal)) => {}
            Some((found, Ordering::Greater)) => {
                return Err(format!("its version is {found}, and this fidus reads {VERSION}: use a later fidus"));
            }
            Some((found, Ordering::Less)) => {
                return Err(format!(
                    "its version is {found}, and this fidus reads {VERSION}: remove it and run `fidus stamp` again"
                ));
            }
            None => return Err(format!("it has no `version`; {REMEDY}")),
        }
        toml::from_str(text).map_err(|error| format!("it cannot be read ({}); {REMEDY}", error.message()))
    }

    /// The file's text: equal for equal entries.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = format!("# Written by `fidus stamp`: what each page was translated from.\nversion = {VERSION}\n");
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        for (path, entry) in &self.pages {
            let _infallible = write!(
                out,
                "\n[pages.{}]\nsource = {}\nblob = {}\nblocks = \"{}\"\n",
                quoted(path),
                quoted(&entry.source),
                quoted(&entry.blob),
                entry.blocks.0.iter().map(|(t, s)| format!("{t:08x}:{s:08x}")).collect::<Vec<_>>().join(" ")
            );
            if !entry.untouched.is_empty() {
                let list: Vec<String> = entry.untouched.iter().map(|hash| quoted(hash)).collect();
                let _infallible = writeln!(out, "untouched = [{}]", list.join(", "));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let mut lock = Lock { version: VERSION, ..Lock::default() };
        let blocks = Blocks(vec![(1, 2), (0xffff_ffff, 0)]);
        let entry =
            LockEntry { source: "en/\"a\".md".into(), blob: "ab".into(), blocks, untouched: vec!["00000001".into()] };
        lock.pages.insert("nn/a b.md".into(), entry);
        assert_eq!(Lock::parse(&lock.write()), Ok(lock));
    }

    #[test]
    fn what_cannot_be_read_is_told_with_the_remedy() {
        for (text, words) in [
            ("version = 3\n", "use a later fidus"),
            ("version = 1\n", "run `fidus stamp` again"),
            ("version = 2\n[pages.\"nn/a.md\"]\nsource = \"en", "restore it"),
            ("version = 2\n[pages.\"nn/a.md\"]\nsource = \"en/a.md\"\n", "restore it"),
            ("", "no `version`"),
        ] {
            let error = Lock::parse(text).expect_err(text);
            assert!(error.contains(words), "{text:?}: {error}");
        }
    }
}
