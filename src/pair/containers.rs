//! Which containers are left open, and which lines close nothing.

use crate::doc::{Document, Marker, MarkerStyle, Pairing, Placeholder};

/// The markers of a page without partner, as indices into its markers.
#[derive(Debug, Default)]
pub struct Unpaired {
    /// Openers that nothing closes.
    pub open: Vec<usize>,
    /// Closers of nothing.
    pub stray: Vec<usize>,
    /// Openers and their closers.
    pub closed: Vec<(usize, usize)>,
}

/// Pairs openers and closers of the styles that have closers.
#[must_use]
pub fn unpaired(document: &Document<'_>) -> Unpaired {
    let mut out = Unpaired::default();
    let mut open: Vec<usize> = Vec::new();
    for (at, marker) in document.markers.iter().enumerate() {
        if !matches!(marker.style, MarkerStyle::Colons(_) | MarkerStyle::Slashes(_)) || is_collapsed(document, marker) {
            continue;
        }
        if !marker.closes() {
            open.push(at);
            continue;
        }
        // A closer leaves what was opened inside its container unclosed.
        match open.iter().rposition(|&opener| document.markers[opener].style == marker.style) {
            Some(depth) => {
                out.open.extend(open.drain(depth + 1..));
                out.closed.extend(open.pop().map(|opener| (opener, at)));
            }
            None => out.stray.push(at),
        }
    }
    out.open.extend(open);
    out.open.sort_unstable();
    out
}

/// How many containers a page has, whatever their syntax: markers that open one, and template tags that frame one.
#[must_use]
pub fn containers(document: &Document<'_>) -> usize {
    let markers = document.markers.iter().filter(|marker| !marker.closes()).count();
    let opens = |placeholder: &Placeholder| placeholder.container && placeholder.pairing != Pairing::Closes;
    let tags = document.atoms.iter().filter_map(|atom| atom.placeholder()).filter(|tag| opens(tag)).count();
    markers + tags
}

/// `::: tip words :::`: opened and closed in one line, which no renderer reads.
#[must_use]
pub fn is_collapsed(document: &Document<'_>, marker: &Marker) -> bool {
    let line = marker.span.of(document.text);
    matches!(marker.style, MarkerStyle::Colons(_)) && !marker.closes() && line.ends_with(":::")
}
