//! One change that runs through a page is one fault: a repository that moved, a word of the source that is said in another
//! way each time.

use rustc_hash::FxHashMap;

use crate::diag::{Cause, Diagnostic, Severity, Shared};
use crate::text::{Fix, Safety};

/// The same change so many times in one page is made throughout.
const OFTEN: usize = 3;

/// What makes two findings the same change.
type Key = (&'static str, Cause, Option<Severity>, String);

/// Folds the findings of one change into the first of them; its fix mends them all. What is folded is told once for all
/// pages of the locale.
pub(super) fn fold(found: &mut Vec<Diagnostic>) {
    let mut places: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    for (at, one) in found.iter().enumerate() {
        let Some(refrain) = &one.refrain else { continue };
        places.entry((one.rule, one.cause, one.severity, refrain.clone())).or_default().push(at);
    }
    places.retain(|_, places| places.len() >= OFTEN);
    if places.is_empty() {
        return;
    }
    let mut folded = vec![false; found.len()];
    for (key, places) in places {
        let fix = joined(places.iter().map(|&at| &found[at].fix));
        places[1..].iter().for_each(|&at| folded[at] = true);
        let first = &mut found[places[0]];
        (first.fix, first.shared, first.throughout) = (fix, Some(Shared::fault(key.3)), true);
    }
    let mut folded = folded.into_iter();
    found.retain(|_| !folded.next().unwrap_or(false));
}

/// One fix for all of them, if each has one; as safe as the least safe.
fn joined<'f>(fixes: impl Iterator<Item = &'f Option<Fix>>) -> Option<Fix> {
    let fixes: Vec<&Fix> = fixes.map(Option::as_ref).collect::<Option<_>>()?;
    let edits = fixes.iter().flat_map(|fix| fix.edits().to_vec()).collect();
    let safe = fixes.iter().all(|fix| fix.safety() == Safety::Safe);
    Some(if safe { Fix::safe(edits) } else { Fix::suggest(edits) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Message;
    use crate::text::{Edit, Span};

    fn finding(at: usize, refrain: &str, fix: bool) -> Diagnostic {
        let span = Span::new(at, at + 1);
        let fix = fix.then(|| Fix::safe(vec![Edit::replace(span, "b")]));
        let mut one = Diagnostic::new("link-changed", span, Message::new("link-changed")).fix(fix);
        one.refrain = (!refrain.is_empty()).then(|| refrain.to_owned());
        one
    }

    #[test]
    fn what_runs_through_a_page_is_told_once_and_mended_everywhere() {
        let mut found: Vec<Diagnostic> =
            [(1, "a"), (3, ""), (5, "a"), (7, "b"), (9, "a"), (11, "b")].map(|(at, key)| finding(at, key, true)).into();
        fold(&mut found);
        let places: Vec<u32> = found.iter().map(|one| one.span.start).collect();
        assert_eq!(places, [1, 3, 7, 11]);
        assert_eq!(found[0].fix.as_ref().map(|fix| fix.edits().len()), Some(3));
        assert_eq!(found[0].shared, Some(Shared::fault("a")));
        assert!(found[0].throughout && !found[2].throughout);
    }

    #[test]
    fn a_fix_mends_all_places_or_none() {
        let mut found = vec![finding(1, "a", true), finding(3, "a", false), finding(5, "a", true)];
        fold(&mut found);
        assert_eq!(found.len(), 1);
        assert!(found[0].fix.is_none());
    }
}
