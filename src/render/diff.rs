//! Two versions of a page as a unified diff that `git apply` and `patch -p1` take.

use similar::TextDiff;

/// What changed from `before` to `after` in the file at `path`; empty if nothing did.
#[must_use]
pub fn diff(path: &str, before: &str, after: &str) -> String {
    let changes = TextDiff::from_lines(before, after);
    changes.unified_diff().header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}
