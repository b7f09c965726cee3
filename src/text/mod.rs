//! Bytes, positions and edits. Knows nothing of Markdown, files or terminals.

mod edit;
mod lines;
mod span;

pub use edit::{Edit, Fix, Safety, apply};
pub use lines::{LineIndex, Position};
pub use span::Span;
