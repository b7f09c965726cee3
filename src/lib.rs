//! `fidus` finds what a translation of Markdown documentation lost or damaged.
//!
//! # The house
//!
//! Data flows one way, from bytes to a report; every room is pure but the two at the edge.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`text`] | spans, lines, edits: bytes and nothing else |
//! | [`diag`] | what a rule says: plain data in spans |
//! | [`doc`] | one parsed page: template tags found first, then CommonMark, then blocks and atoms |
//! | [`pair`] | a source page and its translation: which block answers which, what became of each atom |
//! | [`language`] | is this ordinary English, or names and code? |
//! | [`locale`], [`layout`], [`site`] | which file answers which, and what a link leads to |
//! | [`verdict`] | is a block translated, the source's own words, or stale English? |
//! | [`config`] | what the user wrote, and what it means |
//! | [`fresh`] | what each block was translated from, and what the source changed since |
//! | [`suppress`], [`suspect`] | findings that the page says are right; faults that are rather the source's |
//! | [`rule`], [`rules`] | what a rule may see; one rule a file |
//! | [`messages`] | the sentences people read |
//! | [`coverage`] | how much of each locale is translated: blocks and words, and their sums |
//! | [`check`] | the pipeline, and the one parallel loop |
//! | [`fix`] | fixes applied, and taken back where they do not hold |
//! | [`changed`] | which blocks of a page a change touched |
//! | [`baseline`] | findings that were there when a project adopted the tool |
//! | [`report`], [`render`] | what a run found, and one file for each format |
//! | [`io`], [`project`], [`cli`] | the edge: disk, repository, command line |
//!
//! Invariants, written as absences: parsing never fails; nothing outside `io`, `project` and `cli` touches the disk,
//! the environment or a terminal; no rule knows another; core types have no wire format; nothing is matched twice
//! (atoms and blocks are matched once, in [`pair`], and a rule is the view of one outcome).
//!
//! Modules re-export their public types, so that a path names the room and not the file in it.
//!
//! # Checking two texts
//!
//! ```
//! use fidus::doc::{Dialects, Document, Syntax};
//! use fidus::pair::align;
//!
//! let syntax = Syntax { dialects: Dialects::bundled(), extension: "md" };
//! let source = Document::parse("# Hello\n\nSee the [guide](guide.md).\n", syntax);
//! let target = Document::parse("# Hallo\n\nSjå [rettleiinga](guide.md).\n", syntax);
//! assert!(align(&source, &target, None).rows.iter().all(|row| row.source.len() == 1 && row.target.len() == 1));
//! ```

pub mod baseline;
pub mod changed;
pub mod check;
pub mod cli;
pub mod config;
pub mod coverage;
pub mod diag;
pub mod doc;
pub mod fix;
pub mod fresh;
pub mod io;
pub mod language;
pub mod layout;
pub mod locale;
pub mod messages;
pub mod pair;
pub mod project;
pub mod render;
pub mod report;
pub mod rule;
pub mod rules;
pub mod site;
pub mod suppress;
pub mod suspect;
pub mod text;
pub mod verdict;

/// The README's example compiles and runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
