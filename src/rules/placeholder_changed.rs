//! Placeholders that are a near miss of one of the source block, or stand in its place.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Atom, Pairing};
use crate::pair::{AtomMatch, Fate, Pair, likeness, partners};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, Span};
use rustc_hash::{FxHashMap, FxHashSet};
use std::iter;

/// The rule.
pub struct PlaceholderChanged;

static META: RuleMeta = RuleMeta {
    id: "placeholder-changed",
    group: Group::Placeholder,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/placeholder-changed.md"),
};

/// Likeness, in thousandths, from which another tag is most likely what became of the source's.
const RELATED: u32 = 300;

/// Bytes of a tag that holds a keyword and no more.
const SHORT: usize = 12;

impl Rule for PlaceholderChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let translated = pair.atoms.harmed.iter().filter(|one| one.fate == Fate::Translated);
        translated.filter_map(|one| in_own_words(pair, one)).for_each(|finding| out.report(finding));
        let changed: FxHashMap<u32, Change<'_>> =
            pair.atoms.harmed.iter().filter_map(|harmed| Some((harmed.source?, Change::of(pair, harmed)?))).collect();
        if changed.is_empty() {
            return;
        }
        let lost = pair.atoms.harmed.iter().filter(|one| matches!(one.fate, Fate::Missing | Fate::Unbalanced));
        let lost = lost.filter_map(|one| one.source).collect();
        let tags = Tags { changed, lost, source: partners(pair.source), target: partners(pair.target) };
        for harmed in &pair.atoms.harmed {
            if let Some(finding) = harmed.source.and_then(|at| finding(pair, &tags, harmed, at)) {
                out.report(finding);
            }
        }
    }
}

/// All that stands in braces is translated, as in a form: whether a program looks for it, only people know.
fn in_own_words(pair: &Pair<'_, '_>, harmed: &AtomMatch) -> Option<Diagnostic> {
    let source = pair.source_atom(harmed)?.span;
    let expected = source.of(pair.source.text);
    let message = Message::new("placeholder-changed-blanks").text("expected", expected);
    let finding = Diagnostic::new(META.id, pair.place(harmed), message).source(source).expected(expected);
    Some(finding.severity(Severity::Info))
}

/// A placeholder of the source that is another one in the target.
struct Change<'p> {
    source: &'p Atom<'p>,
    target: &'p Atom<'p>,
    /// Most likely the one is what became of the other.
    related: bool,
    /// No doubt about it.
    sure: bool,
    /// All that differs is words that the tag shows.
    words: bool,
}

impl<'p> Change<'p> {
    fn of(pair: &'p Pair<'_, '_>, harmed: &AtomMatch) -> Option<Change<'p>> {
        let near = match harmed.fate {
            Fate::Changed => true,
            Fate::Replaced => false,
            _ => return None,
        };
        let (source, target) = (pair.source_atom(harmed)?, pair.target_atom(harmed)?);
        let (ours, theirs) = (source.placeholder()?, target.placeholder()?);
        if has_own_file(pair, &ours.key, &theirs.key) {
            return None;
        }
        // A long tag that has nothing in common with the source's may be there on purpose: no edit would mend it. A short
        // one is most likely a keyword in translation.
        let related = near || ours.key.len() <= SHORT || likeness(&ours.key, &theirs.key) >= RELATED;
        // Prose in an argument was translated, and the fix would undo that; another tag may be there on purpose.
        let sure = near && !ours.key.contains("\"\"");
        Some(Change { source, target, related, sure, words: differ_in_words(&ours.key, &theirs.key) })
    }
}

/// The changed tags of a pair of pages by their place in the source, those that are lost, and which tags are a pair on
/// either side.
struct Tags<'p> {
    changed: FxHashMap<u32, Change<'p>>,
    lost: FxHashSet<u32>,
    source: FxHashMap<u32, u32>,
    target: FxHashMap<u32, u32>,
}

impl<'p> Tags<'p> {
    /// What became of the other half of a tag, if it was changed too.
    fn partner(&self, at: u32) -> Option<&Change<'p>> {
        self.changed.get(self.source.get(&at)?)
    }
}

fn finding(pair: &Pair<'_, '_>, tags: &Tags<'_>, harmed: &AtomMatch, at: u32) -> Option<Diagnostic> {
    let change = tags.changed.get(&at)?;
    let (source, target) = (change.source, change.target);
    let (ours, theirs) = (source.placeholder()?, target.placeholder()?);
    // A pair that was changed is one fault, told of its opener.
    if ours.pairing == Pairing::Closes && tags.partner(at).is_some() {
        return None;
    }
    let (expected, found) = (source.span.of(pair.source.text), target.span.of(pair.target.text));
    let id = match () {
        () if change.words => "placeholder-changed-words",
        () if !change.related => "placeholder-changed-other",
        () if ours.key != theirs.key && ours.key.to_lowercase() == theirs.key.to_lowercase() => {
            "placeholder-changed-case"
        }
        () => META.id,
    };
    let message = Message::new(id).text("expected", expected).text("found", found);
    let message = message.text("written", written(pair, source, target));
    let finding = Diagnostic::new(META.id, target.span, message).source(source.span).expected(expected).found(found);
    let finding = finding.fix(fix(pair, tags, harmed, at));
    Some(match () {
        () if change.words => finding.severity(Severity::Info),
        () if ours.is_reference() && theirs.is_reference() => finding.severity(Severity::Warning),
        () => finding,
    })
}

/// The edits that restore the source's placeholder, and its partner's with it: half a pair would break the page.
fn fix(pair: &Pair<'_, '_>, tags: &Tags<'_>, harmed: &AtomMatch, at: u32) -> Option<Fix> {
    let change = tags.changed.get(&at)?;
    let both: Vec<&Change<'_>> = iter::once(change).chain(tags.partner(at)).collect();
    let lost = || tags.source.get(&at).is_some_and(|at| tags.lost.contains(at));
    // What it is paired with now would be left alone.
    let now = || harmed.target.and_then(|at| tags.target.get(&at)).map(|at| pair.target.atoms[*at as usize].span);
    let left_alone = || now().is_some_and(|now| both.iter().all(|one| one.target.span != now));
    let renamed = change.source.placeholder()?.name != change.target.placeholder()?.name;
    if both.iter().any(|one| !one.related || one.words) || (renamed && (lost() || left_alone())) {
        return None;
    }
    let edits = both.iter().map(|one| edit(pair, one.source, one.target)).collect();
    Some(if both.iter().all(|one| one.sure) { Fix::safe(edits) } else { Fix::suggest(edits) })
}

/// All that differs is a file, and the translation has the locale's own: `{{#include ../README_fr.md:7:}}`. Its lines have
/// numbers of their own.
fn has_own_file(pair: &Pair<'_, '_>, ours: &str, theirs: &str) -> bool {
    let words = |key: &'_ str| key.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let file = |word: &'_ str| word.split(':').next().unwrap_or_default().trim_matches(['"', '\'']).to_owned();
    let (ours, theirs) = (words(ours), words(theirs));
    let mut differing = ours.iter().zip(&theirs).filter(|(a, b)| a != b).peekable();
    ours.len() == theirs.len()
        && differing.peek().is_some()
        && differing.all(|(a, b)| pair.frame.is_own_file(&file(a), &file(b)))
}

/// Words behind the name of a file are put into its text, `{{% include note.md readers %}}`: they may be translated.
fn differ_in_words(ours: &str, theirs: &str) -> bool {
    let (ours, theirs): (Vec<&str>, Vec<&str>) =
        (ours.split_whitespace().collect(), theirs.split_whitespace().collect());
    let is_word = |part: &str| part.chars().all(|c| c.is_alphabetic() || c == '-');
    let is_file = ours.get(1).is_some_and(|file| file.contains('.'));
    let mut pairs = ours.iter().zip(&theirs).skip(2).filter(|(a, b)| a != b).peekable();
    is_file
        && ours.len() == theirs.len()
        && ours[..2] == theirs[..2]
        && pairs.peek().is_some()
        && pairs.all(|(a, b)| is_word(a) && is_word(b))
}

/// The edit that restores the source's placeholder. In a catalogue the braces stay: a selector has none of its own. So do
/// delimiters of another kind, which are right where its partner has the same.
fn edit(pair: &Pair<'_, '_>, source: &Atom<'_>, target: &Atom<'_>) -> Edit {
    let inner = |atom: &Atom<'_>| atom.placeholder().map_or(atom.span, |placeholder| placeholder.inner);
    let keeps = pair.target.catalogue.is_some() || !same_delimiters(pair, source, target);
    let span = |atom: &Atom<'_>| if keeps { inner(atom) } else { atom.span };
    Edit::replace(span(target), span(source).of(pair.source.text))
}

fn same_delimiters(pair: &Pair<'_, '_>, source: &Atom<'_>, target: &Atom<'_>) -> bool {
    let delimiters = |text: &str, atom: &Atom<'_>| -> Option<(String, String)> {
        let (inner, span) = (atom.placeholder()?.inner, atom.span);
        let part = |from: u32, to: u32| Span { start: from, end: to }.of(text).trim().to_owned();
        Some((part(span.start, inner.start), part(inner.end, span.end)))
    };
    let (ours, theirs) = (source.placeholder(), target.placeholder());
    let same_family = ours.zip(theirs).is_some_and(|(a, b)| a.family == b.family && a.dialect == b.dialect);
    !same_family || delimiters(pair.source.text, source) == delimiters(pair.target.text, target)
}

/// The source's placeholder as the target has to write it.
fn written(pair: &Pair<'_, '_>, source: &Atom<'_>, target: &Atom<'_>) -> String {
    let (edit, tag) = (edit(pair, source, target), target.span.of(pair.target.text));
    let (from, to) = (edit.span.start.checked_sub(target.span.start), target.span.end.checked_sub(edit.span.end));
    let (Some(from), Some(to)) = (from, to) else { return source.span.of(pair.source.text).to_owned() };
    if pair.target.catalogue.is_some() {
        return source.span.of(pair.source.text).to_owned();
    }
    [&tag[..from as usize], &edit.text, &tag[tag.len() - to as usize..]].concat()
}
