//! Blocks whose words are still the source's, and not all names, terms or code.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Block, Kind};
use crate::language::{Content, content};
use crate::pair::Pair;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, Votes};
use crate::text::Span;

/// The rule.
pub struct Untranslated;

static META: RuleMeta = RuleMeta {
    id: "untranslated",
    group: Group::Untranslated,
    severity: Severity::Warning,
    fixable: false,
    page: include_str!("../../rules/untranslated.md"),
};

impl Rule for Untranslated {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        if is_variant(cx) {
            return;
        }
        let keep = cx.settings.keep_terms(cx.locale);
        let verdicts = verdicts(cx, pair, &keep);
        if is_copy(pair, &verdicts) {
            let message = Message::new("untranslated-page");
            return out.report(Diagnostic::new(META.id, Span::at(0), message).source(Span::at(0)).claim(Claim::File));
        }
        let allowed =
            |verdict: &Verdict| cx.suppressions.covers(META.id, pair.target.blocks[verdict.target as usize].content);
        for run in runs(pair, &verdicts) {
            // Blocks that may stay are findings apart from their neighbours.
            for part in run.chunk_by(|a, b| allowed(a.0) == allowed(b.0)) {
                out.report(finding(pair, part.to_vec()));
            }
        }
        alts(cx, pair, &keep, out);
    }
}

/// What is known of a block that answers a block of the source.
#[derive(Debug, Clone, Copy)]
struct Verdict {
    source: u32,
    target: u32,
    /// `None` if the block is translated; else how much it matters, or that it may stay.
    kept: Option<Option<Severity>>,
}

/// English pages for English readers elsewhere keep most of their words.
fn is_variant(cx: &Cx<'_>) -> bool {
    let source = cx.settings.source_locale.split('-').next().unwrap_or_default();
    cx.locale.language() == source
}

fn verdicts(cx: &Cx<'_>, pair: &Pair<'_, '_>, keep: &[String]) -> Vec<Verdict> {
    let one_to_one = pair.alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1);
    let asked = one_to_one.filter(|row| is_prose(cx, pair, &pair.target.blocks[row.target.start as usize]));
    let verdict = |source: u32, target: u32| {
        let kept = pair.is_kept(source).then(|| {
            let prose = pair.source.prose_of(&pair.source.blocks[source as usize]);
            let content = if names_page(pair, &prose) { Content::Wordless } else { content(&prose, keep) };
            severity(content, cx.votes.get(source as usize).copied().unwrap_or_default())
        });
        Verdict { source, target, kept }
    };
    let mut all: Vec<Verdict> = asked.map(|row| verdict(row.source.start, row.target.start)).collect();
    all.sort_by_key(|verdict| verdict.target);
    all
}

fn is_prose(cx: &Cx<'_>, pair: &Pair<'_, '_>, block: &Block) -> bool {
    match block.kind {
        Kind::Code | Kind::Tags => false,
        Kind::Front => {
            let key = block.label.of(pair.target.text);
            cx.settings.translate.iter().any(|translated| translated == key)
        }
        _ => block.prose.letters > 0,
    }
}

/// A title in small letters that is the file's name: a command, a function, a package.
fn names_page(pair: &Pair<'_, '_>, prose: &str) -> bool {
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let path = &pair.frame.source_path;
    let name = path.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
    !prose.chars().any(char::is_uppercase) && plain(prose) == plain(name)
}

/// How much kept words matter: `None` where they may stay.
fn severity(content: Content, votes: Votes) -> Option<Severity> {
    // What most other locales keep too is a name or a credit; what most translate is none.
    let others_keep = votes.kept >= 3 && votes.kept > 2 * votes.translated;
    let others_translate = votes.translated >= 2 && votes.translated >= 3 * votes.kept;
    match content {
        Content::Wordless => None,
        Content::Names(count) => (others_translate && count >= 2).then_some(Severity::Info),
        Content::Words(count) | Content::Title(count) if count <= 6 && others_keep => None,
        Content::Words(1..=2) | Content::Title(_) => Some(Severity::Info),
        Content::Words(_) => Some(Severity::Warning),
    }
}

/// Every block with words is the source's, or the page is, byte for byte.
fn is_copy(pair: &Pair<'_, '_>, verdicts: &[Verdict]) -> bool {
    let weighty = verdicts.iter().filter(|verdict| verdict.kept.is_none_or(|kept| kept.is_some())).count();
    let kept =
        verdicts.iter().filter(|verdict| verdict.kept.is_some_and(|kept| kept == Some(Severity::Warning))).count();
    let bytes = pair.source.text.trim_end() == pair.target.text.trim_end() && kept > 0;
    bytes || (kept >= 3 && weighty == verdicts.iter().filter(|verdict| matches!(verdict.kept, Some(Some(_)))).count())
}

/// Kept blocks that follow one another, with nothing translated between, are one finding.
fn runs<'v>(_pair: &Pair<'_, '_>, verdicts: &'v [Verdict]) -> Vec<Vec<(&'v Verdict, Severity)>> {
    let mut runs: Vec<Vec<(&Verdict, Severity)>> = Vec::new();
    let mut open = false;
    for verdict in verdicts {
        match verdict.kept {
            None => open = false,
            Some(None) => {}
            Some(Some(severity)) => {
                match runs.last_mut().filter(|run| open && run[0].1 == severity) {
                    Some(run) => run.push((verdict, severity)),
                    None => runs.push(vec![(verdict, severity)]),
                }
                open = true;
            }
        }
    }
    runs
}

fn finding(pair: &Pair<'_, '_>, run: Vec<(&Verdict, Severity)>) -> Diagnostic {
    let block = |verdict: &Verdict| &pair.target.blocks[verdict.target as usize];
    let original = |verdict: &Verdict| &pair.source.blocks[verdict.source as usize];
    let (first, severity) = run[0];
    let last = run[run.len() - 1].0;
    let text = crate::rule::shorten(&pair.target.shown(block(first)));
    let message = match run.len() {
        1 => Message::new(META.id).text("text", text),
        count => {
            Message::new("untranslated-run").text("text", text).count("count", u32::try_from(count).unwrap_or(u32::MAX))
        }
    };
    let span = block(first).content.join(block(last).content);
    let source = original(first).content.join(original(last).content);
    Diagnostic::new(META.id, span, message).source(source).severity(severity)
}

/// Image descriptions that are still the source's, in blocks that are not.
fn alts(cx: &Cx<'_>, pair: &Pair<'_, '_>, keep: &[String], out: &mut Sink) {
    for &(source, target) in &pair.atoms.kept_links {
        let (from, to) = (&pair.source.atoms[source as usize], &pair.target.atoms[target as usize]);
        let (AtomKind::Image(original), AtomKind::Image(image)) = (&from.kind, &to.kind) else { continue };
        let text = image.label.of(pair.target.text);
        if text.is_empty() || text != original.label.of(pair.source.text) {
            continue;
        }
        let Content::Words(3..) = content(text, keep) else { continue };
        let block = pair.target.block_of(to.span);
        let alone = block.is_some_and(|block| {
            block.prose.letters > image.label.of(pair.target.text).chars().filter(|c| !c.is_whitespace()).count() as u32
        });
        let whole = block.is_some_and(|block| {
            pair.alignment.rows.iter().any(|row| {
                row.source.len() == 1
                    && row.target.len() == 1
                    && std::ptr::eq(block, &pair.target.blocks[row.target.start as usize])
                    && pair.is_kept(row.source.start)
            })
        });
        if alone && !whole && !is_variant(cx) {
            let message = Message::new("untranslated-alt").text("text", crate::rule::shorten(text));
            out.report(Diagnostic::new(META.id, image.label, message).source(original.label));
        }
    }
}
