//! Blocks of prose that are answered by nothing, by punctuation or by a stub.

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Block, Document, Kind, Link, LinkStyle};
use crate::locale::Script;
use crate::pair::{Pair, is_only_atoms};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, blocks, shorten};
use crate::verdict::{Shortened, shortened};

/// The rule.
pub struct BlockEmpty;

static META: RuleMeta = RuleMeta {
    id: "block-empty",
    group: Group::Structure,
    severity: Some(Severity::Warning),
    fixable: false,
    page: include_str!("../../rules/block-empty.md"),
};

impl Rule for BlockEmpty {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        for (at, row) in pair.alignment.rows.iter().enumerate() {
            let ([source], [target]) = blocks(pair, row) else { continue };
            if target.prose.letters > STUB || pair.is_kept(row.source.start) || pair.is_doubtful(at) {
                continue;
            }
            let asked = match source.kind {
                Kind::Front => cx.settings.translate.iter().any(|key| key == source.label.of(pair.source.text)),
                Kind::Heading(_) | Kind::Paragraph | Kind::Item | Kind::Cell | Kind::Term | Kind::Definition => true,
                // What a catalogue lacks has rules of its own.
                Kind::Message | Kind::Attribute | Kind::Code | Kind::Html | Kind::Tags | Kind::Directive => false,
            };
            let same = std::mem::discriminant(&source.kind) == std::mem::discriminant(&target.kind);
            if !asked || !same || !has_no_atoms(pair.target, target) || !is_written(pair.target, target) {
                continue;
            }
            if !may_be_stub(pair.target, target) {
                continue;
            }
            let found = pair.target.prose_of(target);
            if is_stub(&found) && is_empty(&pair.source.prose_of(source), &found) && !is_only_atoms(pair.source, source)
            {
                out.report(finding(pair, source, target, found.trim()));
            }
        }
        pair.atoms.kept_links.iter().filter_map(|&kept| silent(pair, kept)).for_each(|finding| out.report(finding));
        let unspaced = UNSPACED.contains(&cx.locale.script());
        shortened(pair, cx.verdicts, unspaced).into_iter().for_each(|lost| out.report(short(pair, lost)));
    }
}

/// Scripts without spaces between words, and Korean, which joins sentences as they do.
const UNSPACED: [Script; 8] = [
    Script::Han,
    Script::Japanese,
    Script::Khmer,
    Script::Korean,
    Script::Lao,
    Script::Myanmar,
    Script::Thai,
    Script::Tibetan,
];

/// Characters of the longest stub.
const STUB: u32 = 24;

/// What people and programs write where words are to come.
const STUBS: &[&str] =
    &["fixme", "n/a", "needs translation", "tba", "tbd", "to be translated", "todo", "translate me", "wip", "xxx"];

/// `found` says nothing of what `source` says. Where little is said, a dash may be the word for it.
fn is_empty(source: &str, found: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    let says = letters(source);
    if found.trim().is_empty() {
        return says >= 4;
    }
    says >= 12 && !(STUBS.contains(&plain(found).as_str()) && source.to_lowercase().contains(&plain(found)))
}

/// The words of the block begin as a stub does, or there are none.
fn may_be_stub(document: &Document<'_>, block: &Block) -> bool {
    let texts = document.runs_of(block).iter().map(|run| run.span.of(document.text));
    // An entity is no word, whatever it is called.
    let words = texts.filter(|text| !text.starts_with('&'));
    let first = words.flat_map(str::chars).find(|c| c.is_alphanumeric());
    first.is_none_or(|first| STUBS.iter().any(|stub| stub.starts_with(first.to_ascii_lowercase())))
}

/// Nothing, punctuation or what stands for words to come.
fn is_stub(found: &str) -> bool {
    let longest = STUBS.iter().map(|stub| stub.len()).max().unwrap_or_default();
    let word = found.trim_matches(|c: char| !c.is_alphanumeric());
    word.is_empty() || word.len() <= longest && STUBS.contains(&plain(word).as_str())
}

fn plain(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn has_no_atoms(document: &Document<'_>, block: &Block) -> bool {
    document.atoms_of(block).iter().all(|atom| matches!(atom.kind, AtomKind::Attributes))
}

/// Cells that CommonMark adds to a short row are none of the page's.
fn is_written(document: &Document<'_>, block: &Block) -> bool {
    let row = document.rows.get((block.place.row as usize).wrapping_sub(1));
    row.is_none_or(|row| block.place.column < row.cells)
}

fn finding(pair: &Pair<'_, '_>, source: &Block, target: &Block, found: &str) -> Diagnostic {
    let text = shorten(&pair.source.shown(source));
    let message = match found {
        "" => Message::new(META.id),
        _ => Message::new("block-empty-stub").text("found", found),
    };
    let finding = Diagnostic::new(META.id, target.span, message.text("text", text)).source(source.span).found(found);
    finding.claim(Claim::Region(target.span))
}

/// Less than the source says: by its length alone, or by its sentences, too.
fn short(pair: &Pair<'_, '_>, lost: Shortened) -> Diagnostic {
    let (source, target) = (&pair.source.blocks[lost.source as usize], &pair.target.blocks[lost.target as usize]);
    let id = if lost.half { "block-empty-half" } else { "block-empty-sentence" };
    let message = Message::new(id).count("percent", lost.percent).text("text", shorten(&pair.source.shown(source)));
    let finding = Diagnostic::new(META.id, target.span, message).source(source.span);
    if lost.half { finding } else { finding.severity(Severity::Info) }
}

/// A picture that the source describes in words, and the translation by none.
fn silent(pair: &Pair<'_, '_>, (source, target): (u32, u32)) -> Option<Diagnostic> {
    const WORDS: usize = 2;
    let (ours, theirs) = (&pair.source.atoms[source as usize], &pair.target.atoms[target as usize]);
    let (AtomKind::Image(from), AtomKind::Image(to)) = (&ours.kind, &theirs.kind) else { return None };
    let written = |link: &Link<'_>| matches!(link.style, LinkStyle::Inline | LinkStyle::Reference);
    let words = from.label.of(pair.source.text).trim();
    let is_description = words.split_whitespace().filter(|word| word.contains(char::is_alphabetic)).count() >= WORDS;
    let is_silent = written(from) && written(to) && to.label.of(pair.target.text).trim().is_empty();
    (is_silent && is_description).then(|| {
        let message = Message::new("block-empty-alt").text("text", shorten(words));
        Diagnostic::new(META.id, theirs.span, message).source(ours.span).expected(words)
    })
}
