//! Bytes, positions and edits. Knows nothing of Markdown, files or terminals.

mod edit;
mod hidden;
mod lines;
mod mojibake;
mod names;
mod span;
mod words;

pub use edit::{Edit, Fix, Safety, apply};
pub use hidden::{HiddenChar, Hides, hidden_chars, hidden_name, hides};
pub use lines::{LineIndex, Position, same_lines};
pub use mojibake::{Garbled, garbled};
pub use names::{is_checksum, is_home_of_another, is_look_alike, is_numbered_title, is_plain_name};
pub use span::Span;
pub use words::{has_word, is_beyond_latin, words};
