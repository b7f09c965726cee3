//! Is this text English, and is it ordinary words or names, terms and code that any language keeps?
//!
//! Asked from cheap to dear: [`Glance`] settles most blocks by their letters and function words; [`Score`] is a model of
//! character n-grams and English words, made by `tools/train_english.py`; [`Profile`] compares the project's own trees;
//! [`Usage`] knows which words of the source a locale has made its own.

mod content;
mod glance;
mod keys;
mod labels;
mod model;
mod opinion;
mod profile;
mod sentences;
mod shapes;
mod short;
mod usage;
mod words;

pub use content::{Content, content, is_english_word, is_enumeration, is_quoted, plain_words};
pub use glance::{Expected, Glance, has_function_word};
pub use keys::{is_label, is_sign, names_key};
pub use labels::{Label, LabelCounts, label, words_beside_names};
pub use model::{HOPELESS, Score, Strictness, is_near_english, quotations, unquoted};
pub use opinion::{Opinion, Reader};
pub use profile::{Features, Profile, Tally};
pub use sentences::sentences;
pub use shapes::is_signature;
pub use usage::{LONGEST_TERM, Mixture, Original, TermReader, TermWord, Usage};
pub use words::{Words, runs_of, words_of};
