//! What translation models and tools leave behind: remarks, refusals, tokens, numbered tags.

use std::cell::LazyCell;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Block, Document, Kind};
use crate::pair::{Pair, UNKNOWN};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct MachineResidue;

static META: RuleMeta = RuleMeta {
    id: "machine-residue",
    group: Group::Text,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/machine-residue.md"),
};

/// What a model says before or after its translation, in lower case: only at the edges of a page, or of a part of it that
/// was translated by itself.
const REMARKS: [&str; 45] = [
    "here is the translat",
    "here's the translat",
    "here is your translat",
    "here's your translat",
    "here is the markdown",
    "here is a translation",
    "below is the translat",
    "the following is the translat",
    "sure, here",
    "sure! here",
    "certainly! here",
    "certainly, here",
    "of course! here",
    "i have translated the",
    "i've translated the",
    "let me know if you need any",
    "let me know if you'd like",
    "i hope this translation",
    "please provide the text",
    "translated text:",
    "as an ai language model",
    "hier ist die übersetz",
    "hier ist der übersetzte",
    "voici la traduction",
    "voici le texte traduit",
    "voici votre traduction",
    "aquí está la traducción",
    "aquí tienes la traducción",
    "aquí tiene la traducción",
    "aqui está a tradução",
    "segue a tradução",
    "ecco la traduzione",
    "hier is de vertaling",
    "her er oversettelsen",
    "her er omsetjinga",
    "här är översättningen",
    "her er oversættelsen",
    "oto tłumaczenie",
    "вот перевод",
    "ось переклад",
    "işte çeviri",
    "以下是翻译",
    "以下は翻訳",
    "以下是翻譯",
    "다음은 번역",
];

/// Bytes of the longest of them, with quotes around it and in capitals.
const LONGEST_REMARK: usize = 64;

/// What a model says instead of a translation, or of a part of it.
const REFUSALS: [&str; 16] = [
    "i'm sorry, but i can't",
    "i’m sorry, but i can’t",
    "i'm sorry, but i cannot",
    "i am sorry, but i cannot",
    "i'm sorry, i can't",
    "i cannot assist with that",
    "i can't assist with that",
    "i'm unable to translate",
    "i cannot translate this",
    "[rest of ",
    "[the rest of ",
    "(rest of the document",
    "[remaining content",
    "[content continues",
    "[truncated]",
    "(omitted)",
];

/// Marks between the parts of a conversation.
const TOKENS: [&str; 8] = [
    "<|endoftext|>",
    "<|im_end|>",
    "<|im_start|>",
    "<|eot_id|>",
    "<|end|>",
    "<|assistant|>",
    "<｜end▁of▁sentence｜>",
    "<end_of_turn>",
];

/// As written here and with a capital at the start: the exact few are found many times faster than any case.
static PHRASES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let capital = |phrase: &&str| {
        let at = usize::from(phrase.starts_with(['[', '(']));
        format!("{}{}{}", &phrase[..at], phrase[at..=at].to_ascii_uppercase(), &phrase[at + 1..])
    };
    let pronoun = |phrase: &String| phrase.replace(" i ", " I ");
    let exact = REFUSALS.iter().flat_map(|phrase| [(*phrase).to_owned(), pronoun(&capital(phrase))]);
    let all: Vec<String> = TOKENS.iter().map(|token| (*token).to_owned()).chain(exact).collect();
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(all).ok()
});

impl Rule for MachineResidue {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        if let Some(finding) = outer_fence(pair) {
            return out.report(finding);
        }
        remarks(pair, out);
        phrases(pair, out);
        numbered(pair, out);
        unknown(pair, out);
    }
}

/// A fence round the whole page.
fn outer_fence(pair: &Pair<'_, '_>) -> Option<Diagnostic> {
    let (text, source) = (pair.target.text, pair.source.text);
    let start = text.len() - text.trim_start_matches(|char: char| char.is_whitespace() || char == '\u{feff}').len();
    let (fence, marks) = opening_fence(text, start)?;
    let theirs = source.trim_start_matches(|char: char| char.is_whitespace() || char == '\u{feff}');
    if theirs.starts_with("```") || theirs.starts_with("~~~") {
        return None;
    }
    let end = text.trim_end().len();
    let last = text[..end].rfind('\n').map_or(0, |at| at + 1);
    let next = (fence.end as usize + 1).min(text.len());
    let mut edits = vec![Edit::replace(Span::new(start, next), "")];
    if last >= next && text[last..end].trim() == marks {
        let feed = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        edits.push(Edit::replace(Span::new(last, feed), ""));
    }
    let found = fence.of(text).trim();
    let message = Message::new("machine-residue-fence");
    Some(Diagnostic::new(META.id, fence, message).found(found).fix(Fix::suggest(edits)).claim(Claim::File))
}

/// The line at `start`, if it opens a fence for Markdown; and its marks.
fn opening_fence(text: &str, start: usize) -> Option<(Span, &str)> {
    let line = text[start..].lines().next()?;
    let marks = &line[..line.len() - line.trim_start_matches(['`', '~']).len()];
    let markdown = matches!(line[marks.len()..].trim().to_ascii_lowercase().as_str(), "markdown" | "md" | "mdx");
    (marks.len() >= 3 && markdown).then(|| (Span::new(start, start + line.len()), marks))
}

/// Words of the model in the first or the last block, or in one that answers nothing.
fn remarks(pair: &Pair<'_, '_>, out: &mut Sink) {
    let prose = |block: &&Block| !matches!(block.kind, Kind::Front | Kind::Code) && block.prose.letters > 0;
    let blocks = &pair.target.blocks;
    let first = blocks.iter().find(prose);
    let last = blocks.iter().rfind(prose).filter(|last| first.is_some_and(|first| first.span != last.span));
    let begins = |block: &&Block| {
        let run = pair.target.runs_of(block).first();
        run.is_some_and(|run| BEGINNINGS.contains(&beginning(run.span.of(pair.target.text))))
    };
    let alone = pair.alignment.rows.iter().filter(|row| row.source.is_empty());
    let alone = alone.flat_map(|row| &blocks[row.target.start as usize..row.target.end as usize]);
    let alone = alone.filter(|block| [first, last].into_iter().flatten().all(|edge| edge.span != block.span));
    let source = LazyCell::new(|| pair.source.text.to_lowercase().replace('’', "'"));
    for block in first.into_iter().chain(last).chain(alone.filter(prose)).filter(begins) {
        // No remark is longer than the beginning of a block.
        let prose = pair.target.prose_of(block);
        let words = prose[..prose.floor_char_boundary(LONGEST_REMARK)].to_lowercase().replace('’', "'");
        let said = words.strip_prefix('"').unwrap_or(&words);
        let said = REMARKS.iter().find(|remark| said.starts_with(*remark));
        let quoted = |remark: &str| source.contains(remark);
        if said.is_some_and(|remark| !quoted(remark)) {
            let found = shorten(block.content.of(pair.target.text));
            let message = Message::new(META.id).text("found", found.as_str());
            out.report(Diagnostic::new(META.id, block.span, message).found(found).claim(Claim::Region(block.span)));
        }
    }
}

/// The beginnings of all remarks: most blocks have none of them.
static BEGINNINGS: LazyLock<FxHashSet<[char; 3]>> =
    LazyLock::new(|| REMARKS.iter().map(|remark| beginning(remark)).collect());

/// The first characters of a text, in lower case and without a quotation mark before them.
fn beginning(text: &str) -> [char; 3] {
    let text = text.trim_start();
    let lower = |c: char| c.to_lowercase().next().unwrap_or(c);
    let mut chars = text.strip_prefix('"').unwrap_or(text).chars().map(lower);
    std::array::from_fn(|_| chars.next().map_or(' ', |c| if c == '’' { '\'' } else { c }))
}

/// Refusals, abridgements and tokens, wherever they stand outside code.
fn phrases(pair: &Pair<'_, '_>, out: &mut Sink) {
    let Some(phrases) = PHRASES.as_ref() else { return };
    let text = pair.target.text;
    let mut line = None;
    for hit in phrases.find_iter(text) {
        let span = Span::new(hit.start(), hit.end());
        let home = text[..hit.start()].rfind('\n');
        if in_code(pair.target, span) || line == Some(home) || has(pair.source.text, span.of(text)) {
            continue;
        }
        line = Some(home);
        let token = hit.pattern().as_usize() < TOKENS.len();
        let id = if token { "machine-residue-token" } else { META.id };
        let shown = if token { span } else { Span::new(hit.start(), line_end(text, hit.end())) };
        let found = shorten(shown.of(text));
        let message = Message::new(id).text("found", found.as_str());
        let fix = token.then(|| Fix::suggest(vec![Edit::replace(with_line(text, span), "")]));
        out.report(Diagnostic::new(META.id, shown, message).found(found).fix(fix).claim(Claim::Region(shown)));
    }
}

/// A mark that stands in a line of its own takes the line with it, and the blank ones that part it from the text.
fn with_line(text: &str, span: Span) -> Span {
    let before = text[..span.start as usize].trim_end_matches([' ', '\t']);
    let after = text[span.end as usize..].trim_start_matches([' ', '\t']);
    if !before.is_empty() && !before.ends_with('\n') || !after.is_empty() && !after.starts_with(['\n', '\r']) {
        return span;
    }
    let (start, end) = (before.trim_end().len(), text.len() - after.len());
    let kept = if after.trim().is_empty() { end } else { span.end as usize };
    Span::new(if kept == end { start } else { before.len() }, end)
}

fn line_end(text: &str, at: usize) -> usize {
    at + text[at..].find('\n').unwrap_or(text.len() - at)
}

fn has(source: &str, phrase: &str) -> bool {
    let wanted = phrase.to_lowercase();
    memmem::find(source.to_lowercase().as_bytes(), wanted.as_bytes()).is_some()
}

fn in_code(document: &Document<'_>, span: Span) -> bool {
    let block = document.block_of(span);
    block.is_some_and(|block| {
        let code = |atom: &crate::doc::Atom<'_>| matches!(atom.kind, AtomKind::Code(_)) && atom.span.contains(span);
        block.kind == Kind::Code || document.atoms_of(block).iter().any(code)
    })
}

/// `<0>`, `</0>` and `[text][0]`: tags and links of a translation tool that were never put back.
fn numbered(pair: &Pair<'_, '_>, out: &mut Sink) {
    let text = pair.target.text;
    let mut block_end = 0;
    let mut known: FxHashMap<&str, bool> = FxHashMap::default();
    let numbered = LazyCell::new(|| has_numbers(pair.source) || has_numbers(pair.target));
    for at in memchr::memchr2_iter(b'<', b']', text.as_bytes()) {
        if at < block_end {
            continue;
        }
        let Some(span) = numbered_at(text, at).filter(|span| !in_code(pair.target, *span)) else { continue };
        let found = span.of(text);
        // A page about such tags has them in its source.
        let link = found.starts_with(']');
        let Some(block) = pair.target.block_of(span).filter(|block| block.kind != Kind::Front) else { continue };
        let linked = link && pair.target.atoms_of(block).iter().any(|atom| atom.span.overlaps(span));
        let defined = || link && *numbered;
        let mut in_source = || {
            let look = || memmem::find(pair.source.text.as_bytes(), found.as_bytes()).is_some();
            *known.entry(found).or_insert_with(look)
        };
        if linked || defined() || in_source() {
            continue;
        }
        let shown = if link { &found[1..] } else { found };
        let place = if link { Span::new(at + 1, span.end as usize) } else { span };
        let message = Message::new("machine-residue-tag").text("found", shown);
        out.report(Diagnostic::new(META.id, place, message).found(shown).claim(Claim::Region(block.span)));
        block_end = block.span.end as usize;
    }
}

/// The page has numbers for the labels of its definitions.
fn has_numbers(page: &Document<'_>) -> bool {
    let is_number = |label: &str| label.bytes().all(|byte| byte.is_ascii_digit());
    page.definitions.iter().any(|definition| is_number(definition.label.of(page.text)))
}

/// What a model writes for letters that it has no sign for: once for each block, whose words are broken there.
fn unknown(pair: &Pair<'_, '_>, out: &mut Sink) {
    let text = pair.target.text;
    let places = memmem::find_iter(text.as_bytes(), UNKNOWN).map(|at| Span::new(at, at + UNKNOWN.len()));
    let mut block_end = 0;
    for span in places.filter(|span| !in_code(pair.target, *span)) {
        let Some(block) = pair.target.block_of(span).filter(|_| span.start >= block_end) else { continue };
        block_end = block.span.end;
        if has(pair.source.text, UNKNOWN) {
            return;
        }
        let message = Message::new("machine-residue-unknown").text("found", UNKNOWN);
        out.report(Diagnostic::new(META.id, span, message).found(UNKNOWN));
    }
}

/// `</0>` or `][0]` at `at`, or a `<0>` whose closer follows in the line.
fn numbered_at(text: &str, at: usize) -> Option<Span> {
    let rest = &text[at..];
    let (open, close) = match rest.as_bytes() {
        [b']', b'[', ..] => ("][", "]"),
        [b'<', b'/', ..] => ("</", ">"),
        [b'<', ..] => ("<", ">"),
        _ => return None,
    };
    let inner = &rest[open.len()..];
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=3).contains(&digits) || !inner[digits..].starts_with(close) {
        return None;
    }
    let span = Span::new(at, at + open.len() + digits + 1);
    // Tags of a tool stand close together.
    let near = &rest.as_bytes()[span.len()..rest.len().min(span.len() + 400)];
    let paired = open != "<" || memmem::find(near, format!("</{}>", &inner[..digits]).as_bytes()).is_some();
    paired.then_some(span)
}
