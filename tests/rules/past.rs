//! The past of a case: `md base` and `md before`.

use std::sync::Arc;

use fidus::fresh::{BlobId, End, Named, Past, Scale, Trail, Version};

use crate::page::{Case, Fence, Role};

/// Names of the source at the time of `md base`, and of today.
const THEN: &str = "1111111";
const NOW: &str = "2222222";

/// Texts are named by the number of their fence.
pub struct CasePast<'c> {
    pub case: &'c Case,
}

impl CasePast<'_> {
    /// The fence of a role about a path.
    fn find(&self, role: Role, usual: &str, path: &str) -> Option<BlobId> {
        let fits = |fence: &Fence| fence.role == role && fence.path.as_deref().unwrap_or(usual) == path;
        let at = self.case.fences.iter().position(fits)?;
        let mut bytes = [0; 20];
        bytes[0] = u8::try_from(at).expect("a handful of fences");
        Some(BlobId(bytes))
    }
}

impl Past for CasePast<'_> {
    fn trail(&self, source: &str, target: &str) -> Option<Trail> {
        let base = self.find(Role::Base, "en/page.md", source)?;
        let version = |target, source| Version { target, source: Some(source), scale: Scale::Pages };
        let today = self.find(Role::Target, "nn/page.md", target)?;
        let versions = match self.find(Role::Before, "nn/page.md", target) {
            Some(before) => {
                vec![version(today, self.find(Role::Source, "en/page.md", source)?), version(before, base)]
            }
            None => vec![version(today, base)],
        };
        Some(Trail { versions, end: End::Beginning })
    }

    fn text(&self, blob: BlobId) -> Option<Arc<str>> {
        Some(Arc::from(self.case.fences.get(usize::from(blob.0[0]))?.body.as_str()))
    }

    fn named(&self, source: &str, revision: &str) -> Named {
        let Some(base) = self.find(Role::Base, "en/page.md", source) else { return Named::Unknown };
        match revision {
            THEN => Named::Changed(base),
            NOW => self.find(Role::Source, "en/page.md", source).map_or(Named::Absent, Named::Changed),
            _ => Named::Nothing,
        }
    }

    fn named_text(&self, _: &str, _: &str) -> Named {
        Named::Unknown
    }
}
