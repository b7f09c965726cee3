//! Definitions of reference labels, which have no events.

use pulldown_cmark::RefDefs;

use super::Builder;
use crate::doc::mask::Region;
use crate::doc::{Definition, Kind};
use crate::text::Span;

impl Builder<'_, '_> {
    pub(super) fn note_definitions(&mut self, all: &RefDefs<'_>, region: &Region<'_>) {
        for (label, definition) in all.iter() {
            let span = region.span(&definition.span);
            let start = span.start as usize + span.of(self.text).find('[').map_or(0, |at| at + 1);
            let label = Span::new(start, (start + label.len()).min(span.end as usize).max(start));
            self.definitions.push(Definition { span, label, target: definition.dest.to_string() });
        }
    }

    /// Targets of reference definitions that hold template tags: masked, and with the tags taken out. The tags
    /// themselves become a block of their own.
    pub(super) fn definitions(&mut self, all: &RefDefs<'_>, region: &Region<'_>) -> Vec<(String, String)> {
        if self.scan.tags.is_empty() {
            return Vec::new();
        }
        let mut out = Vec::new();
        let mut spans = Vec::new();
        for (_, definition) in all.iter() {
            let span = region.span(&definition.span);
            if self.tags_in(span).next().is_none() {
                continue;
            }
            let dest = definition.dest.to_string();
            let mut plain = dest.clone();
            for tag in self.tags_in(span) {
                plain = plain.replacen(&"x".repeat(tag.span.len()), "", 1);
            }
            out.push((dest, plain));
            spans.push(span.trim(self.text));
        }
        spans.sort_unstable();
        for span in spans {
            self.begin(Kind::Tags, span, false);
            self.inline(span);
            self.close();
        }
        out
    }
}
