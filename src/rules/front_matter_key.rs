//! Keys of the source's front matter that the target lost, renamed, or glued to another value.

use crate::config::KeyPolicy;
use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::FrontMatter;
use crate::pair::{KeyFate, Pair};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct FrontMatterKey;

static META: RuleMeta = RuleMeta {
    id: "front-matter-key",
    group: Group::FrontMatter,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/front-matter-key.md"),
};

impl Rule for FrontMatterKey {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        if cx.settings.key_policy == KeyPolicy::Free {
            return;
        }
        let Some(front) = &pair.source.front else { return };
        let mut lists: Vec<Option<u32>> = Vec::new();
        for &(at, fate) in &pair.keys.lost {
            let path = front.path(pair.source.text, at);
            if fate == KeyFate::Missing && (may_lack(cx, &path) || is_spoken_of(pair, at)) {
                continue;
            }
            if fate == KeyFate::Missing && is_of_list(pair, &path) {
                // A shorter list is one thing to say, whatever its entries hold.
                let list = front.entries[at as usize].parent;
                if !lists.contains(&list) {
                    lists.push(list);
                    out.report(shorter(pair, at, list));
                }
                continue;
            }
            let mut finding = finding(pair, at, fate, &path);
            // What no translation has may be meant for the source alone.
            if cx.settings.key_policy == KeyPolicy::Auto && cx.nowhere.contains(&at) && pair.target.front.is_some() {
                finding.severity = Some(Severity::Info);
            }
            out.report(finding);
            if pair.target.front.is_none() {
                return;
            }
        }
    }
}

/// A key that translations of this project do without. Word lists of spelling checkers are of one language, and the former
/// addresses of a page are not those of a translation that was made later.
fn may_lack(cx: &Cx<'_>, path: &str) -> bool {
    let key = path.to_ascii_lowercase();
    let of_one_page = ["cspell", "alias", "redirect"].iter().any(|start| key.starts_with(start));
    match cx.settings.key_policy {
        KeyPolicy::Mirror => false,
        KeyPolicy::Auto => of_one_page || (cx.lacks_key)(path),
        KeyPolicy::Subset | KeyPolicy::Free => true,
    }
}

/// The target has the key, but less often: that of an entry of a list, as a history of changes is one.
fn is_of_list(pair: &Pair<'_, '_>, path: &str) -> bool {
    let has = |front: &FrontMatter| {
        let count = u32::try_from(front.entries.len()).unwrap_or(u32::MAX);
        (0..count).any(|at| front.path(pair.target.text, at) == path)
    };
    path.contains('.') && pair.target.front.as_ref().is_some_and(has)
}

/// The list of the target has fewer entries than the source's.
fn shorter(pair: &Pair<'_, '_>, at: u32, list: Option<u32>) -> Diagnostic {
    let front = pair.source.front.as_ref();
    let path = front.zip(list).map(|(front, list)| front.path(pair.source.text, list)).unwrap_or_default();
    let entry = front.map_or(Span::default(), |front| front.entries[at as usize].key);
    let message = Message::new("front-matter-key-list").text("expected", path.as_str());
    Diagnostic::new(META.id, place(pair, at), message).source(entry).expected(path).severity(Severity::Info)
}

/// A comment of the page says why it does without the key.
fn is_spoken_of(pair: &Pair<'_, '_>, at: u32) -> bool {
    let key = pair.source.front.as_ref().map_or("", |front| front.entries[at as usize].key.of(pair.source.text));
    pair.target.front.as_ref().is_some_and(|front| front.speaks_of(pair.target.text, key))
}

fn finding(pair: &Pair<'_, '_>, at: u32, fate: KeyFate, path: &str) -> Diagnostic {
    let source = pair.source.front.as_ref().map_or(Span::default(), |front| front.entries[at as usize].key);
    let key = source.of(pair.source.text);
    let (id, span, found, fix) = match fate {
        KeyFate::Missing if pair.target.front.is_none() => ("front-matter-key-none", Span::at(0), "", None),
        KeyFate::Missing => ("front-matter-key", place(pair, at), "", None),
        KeyFate::Renamed(to) => {
            let span = pair.target.front.as_ref().map_or(Span::default(), |front| front.entries[to as usize].key);
            let fix = Fix::safe(vec![Edit::replace(span, key)]);
            ("front-matter-key-renamed", span, span.of(pair.target.text), Some(fix))
        }
        KeyFate::Glued(span) => {
            let before = &pair.target.text[..span.start as usize];
            let gap = Span::new(before.trim_end_matches(' ').len(), span.start as usize);
            ("front-matter-key-glued", span, "", Some(Fix::suggest(vec![Edit::replace(gap, "\n")])))
        }
    };
    let message = Message::new(id).text("expected", path).text("found", found);
    let finding = Diagnostic::new(META.id, span, message).source(source).expected(key).fix(fix);
    if found.is_empty() { finding } else { finding.found(found) }
}

/// Where a missing key would stand: before the key that answers the next one of the source, or at the end.
fn place(pair: &Pair<'_, '_>, at: u32) -> Span {
    let Some(front) = &pair.target.front else { return Span::at(0) };
    let next = pair.keys.kept.iter().find(|&&(ours, _)| ours > at).map(|&(_, theirs)| theirs);
    next.map_or_else(
        || Span::at(pair.target.text[..front.inner.end as usize].trim_end().len()),
        |next| Span::at(front.entries[next as usize].key.start as usize),
    )
}
