//! Characters that nobody sees, where nothing needs them.

use unicode_script::{Script, UnicodeScript};

use crate::diag::{Claim, Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Document, Kind};
use crate::pair::Pair;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix, HiddenChar, Hides, Span, hidden_chars, hidden_name, hides};

/// The rule.
pub struct HiddenCharacter;

static META: RuleMeta = RuleMeta {
    id: "hidden-character",
    group: Group::Security,
    severity: Some(Severity::Error),
    fixable: true,
    page: include_str!("../../rules/hidden-character.md"),
};

impl Rule for HiddenCharacter {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        spaces(pair).into_iter().for_each(|finding| out.report(finding));
        let found = hidden_chars(pair.target.text);
        if found.is_empty() {
            return;
        }
        let text = pair.target.text;
        let same_line = |a: &HiddenChar, b: &HiddenChar| !between(a, b).of(text).contains('\n');
        let exact = exact_spans(pair.target);
        let mut bad: Vec<Bad> = Vec::new();
        for line in found.chunk_by(same_line) {
            let turned = turned(text, line).into_iter();
            bad.extend(turned.map(|one| Bad { exact: exact_around(&exact, one.char.span), ..one }));
            bad.extend(line.iter().filter_map(|one| out_of_place(cx, text, one, &exact)));
        }
        if bad.is_empty() {
            return;
        }
        let kept = Kept::new(pair);
        bad.retain(|one| !kept.has(one.char));
        for group in bad.chunk_by(|a, b| a.exact == b.exact && same_line(&a.char, &b.char)) {
            out.report(finding(group));
        }
    }
}

/// Lines of code that are the source's but for a space that no program takes for one.
fn spaces(pair: &Pair<'_, '_>) -> Vec<Diagnostic> {
    /// Lines that are looked for in the source.
    const MOST: usize = 200;
    let text = pair.target.text;
    if memchr::memmem::find(text.as_bytes(), NO_BREAK_SPACE.as_bytes()).is_none() {
        return Vec::new();
    }
    let blocks = pair.target.blocks.iter().filter(|block| block.kind == Kind::Code).map(|block| block.content);
    let spans = pair.target.atoms.iter().filter(|atom| matches!(atom.kind, AtomKind::Code(_))).map(|atom| atom.span);
    let lines = blocks.chain(spans).flat_map(|code| {
        let start = code.start as usize;
        code.of(text)
            .split('\n')
            .map(move |line| (start + line.as_ptr() as usize - code.of(text).as_ptr() as usize, line))
    });
    let suspect = lines.filter(|(_, line)| line.contains(NO_BREAK_SPACE)).take(MOST);
    let mut found: Vec<(usize, &str)> = suspect.filter(|(_, line)| is_spaced(pair.source.text, line)).collect();
    found.sort_unstable();
    found.into_iter().map(|(at, line)| space(at, line)).collect()
}

const NO_BREAK_SPACE: &str = "\u{a0}";

/// The source has the line with ordinary spaces, and not as it is.
fn is_spaced(source: &str, line: &str) -> bool {
    let line = line.trim();
    source.contains(&line.replace(NO_BREAK_SPACE, " ")) && !source.contains(line)
}

fn space(at: usize, line: &str) -> Diagnostic {
    let mut places =
        line.match_indices(NO_BREAK_SPACE).map(|(place, mark)| Span::new(at + place, at + place + mark.len()));
    let edits: Vec<Edit> = places.clone().map(|span| Edit::replace(span, " ")).collect();
    let span = places.next().unwrap_or(Span::at(at));
    let message = Message::new("hidden-character-space").text("found", "U+00A0").text("name", "no-break space");
    Diagnostic::new(META.id, span, message).found("U+00A0").fix(Fix::safe(edits))
}

/// A character that should not be there.
struct Bad {
    char: HiddenChar,
    /// The code or the address it stands in, which it makes another one.
    exact: Option<Exact>,
    sure: bool,
}

/// Bytes of which each one counts, and the link or block that they are of.
#[derive(Clone, Copy, PartialEq)]
struct Exact {
    span: Span,
    whole: Span,
}

fn between(a: &HiddenChar, b: &HiddenChar) -> Span {
    Span { start: a.span.end, end: b.span.start.max(a.span.end) }
}

/// Overrides, and what is opened and not closed in a line.
fn turned(text: &str, line: &[HiddenChar]) -> Vec<Bad> {
    let mut open: Vec<&HiddenChar> = Vec::new();
    let mut out = Vec::new();
    let mut add = |char: &HiddenChar, sure| out.push(Bad { char: *char, exact: None, sure });
    for one in line {
        match one.hides {
            Hides::Override | Hides::Opens => open.push(one),
            Hides::ClosesEmbedding | Hides::ClosesIsolate => {
                let isolate = one.hides == Hides::ClosesIsolate;
                match open.pop_if(|opener| ('\u{2066}'..='\u{2068}').contains(&opener.char) == isolate) {
                    Some(opener) if opener.hides == Hides::Override => {
                        add(opener, true);
                        add(one, true);
                    }
                    Some(_) => {}
                    None => add(one, false),
                }
            }
            _ => {}
        }
    }
    for opener in open {
        // An embedding that a paragraph closes in a later line shows as it should.
        if opener.hides == Hides::Override || !closed_later(text, opener) {
            add(opener, opener.hides == Hides::Override);
        }
    }
    out.sort_by_key(|one| one.char.span);
    out
}

fn closed_later(text: &str, opener: &HiddenChar) -> bool {
    let closer = if opener.char < '\u{2066}' { '\u{202c}' } else { '\u{2069}' };
    let rest = text[opener.span.end as usize..].lines().take(20);
    rest.take_while(|line| !line.trim().is_empty()).any(|line| line.contains(closer))
}

/// A character of no width where nothing needs it.
fn out_of_place(cx: &Cx<'_>, text: &str, one: &HiddenChar, exact: &[Exact]) -> Option<Bad> {
    let inside = exact_around(exact, one.span);
    let before = text[..one.span.start as usize].chars().rev().take(16).find(|char| hides(*char).is_none());
    let next = text[one.span.end as usize..].chars().take(16).find(|char| hides(*char).is_none());
    let both = |test: fn(char) -> bool| before.is_some_and(test) && next.is_some_and(test);
    let either = |test: fn(char) -> bool| before.is_some_and(test) || next.is_some_and(test);
    let (bad, sure) = match one.hides {
        Hides::Break => match inside {
            Some(_) => (!both(unspaced), true),
            None => (both(alphabetic) || lonely(before, next), true),
        },
        Hides::Join => (inside.is_some() || both(alphabetic), inside.is_some()),
        Hides::Hyphen => {
            let spelling = || misread(before) || parts_compound(cx, text, one.span);
            (inside.is_some() || both(alphabetic) && !spelling(), inside.is_some())
        }
        Hides::Mark => (!either(right_to_left) && (inside.is_some() || both(alphabetic)), true),
        Hides::Shape => {
            let at_home = either(shaped) || before.is_some_and(emoji) || inside.is_none() && cx.locale.is_rtl();
            (!at_home, both(alphabetic))
        }
        Hides::ByteOrder => (true, true),
        Hides::Tag => (!in_flag(text, one.span), true),
        _ => (false, false),
    };
    bad.then_some(Bad { char: *one, exact: inside, sure })
}

fn exact_around(exact: &[Exact], span: Span) -> Option<Exact> {
    let after = exact.partition_point(|exact| exact.span.start <= span.start);
    exact[..after].iter().rev().take(4).find(|exact| exact.span.contains(span)).copied()
}

/// In languages that write long compounds as one word, a soft hyphen in one of them says where it may be parted.
fn parts_compound(cx: &Cx<'_>, text: &str, span: Span) -> bool {
    const COMPOUNDING: &[&str] =
        &["de", "lb", "nds", "nl", "fy", "da", "sv", "nb", "nn", "no", "is", "fo", "fi", "et", "hu"];
    const LONG: usize = 8;
    let letter = |char: &char| char.is_alphabetic() || *char == '\u{ad}';
    let before = text[..span.start as usize].chars().rev().take(100).take_while(letter);
    let after = text[span.end as usize..].chars().take(100).take_while(letter);
    let letters = before.chain(after).filter(|char| *char != '\u{ad}').count();
    COMPOUNDING.contains(&cx.locale.language()) && letters >= LONG
}

/// Capital letters that stand before a soft hyphen where UTF-8 was misread: that is another fault.
fn misread(before: Option<char>) -> bool {
    before.is_some_and(|char| "ÂÃÄÅÎÏÐÑØÙ".contains(char))
}

/// A letter or digit of a script that puts spaces between its words and does not join its letters.
fn alphabetic(char: char) -> bool {
    char.is_alphanumeric() && !unspaced(char) && !shaped(char)
}

/// A space for breaking lines beside a space breaks nothing; beside emphasis marks it may be there for them.
fn lonely(before: Option<char>, next: Option<char>) -> bool {
    let letter = |char: Option<char>| char.is_some_and(alphabetic);
    let space = |char: Option<char>| char.is_some_and(|char| char == ' ');
    letter(before) && space(next) || space(before) && letter(next)
}

/// Of a script without spaces between words.
fn unspaced(char: char) -> bool {
    use Script::{Bopomofo, Han, Hangul, Hiragana, Javanese, Katakana, Khmer, Lao, Myanmar, Tai_Tham, Thai, Tibetan};
    let scripts = [Han, Hiragana, Katakana, Hangul, Bopomofo, Thai, Lao, Khmer, Myanmar, Tibetan, Javanese, Tai_Tham];
    scripts.contains(&char.script()) || matches!(char, '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ffef}')
}

/// Of a script whose letters take shape from their neighbours.
fn shaped(char: char) -> bool {
    use Script::{Common, Cyrillic, Greek, Latin};
    let plain = matches!(char.script(), Latin | Greek | Cyrillic | Common | Script::Inherited);
    !plain && !matches!(char.script(), Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul)
        || ('\u{300}'..'\u{370}').contains(&char)
}

fn right_to_left(char: char) -> bool {
    matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}')
}

fn emoji(char: char) -> bool {
    matches!(char, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1ffff}' | '\u{200d}' | '\u{e0000}'..)
}

/// Between a black flag and the tag that ends a flag.
fn in_flag(text: &str, span: Span) -> bool {
    let tag = |char: &char| matches!(char, '\u{e0000}'..='\u{e007f}');
    // Names of regions have six letters at the most.
    let before = text[..span.start as usize].chars().rev().take(8).find(|char| !tag(char));
    let closed = text[span.start as usize..].chars().take(8).take_while(tag).any(|char| char == '\u{e007f}');
    before == Some('\u{1f3f4}') && closed
}

/// Code, addresses and template tags: one character more, and they are others.
fn exact_spans(document: &Document<'_>) -> Vec<Exact> {
    let code = document.blocks.iter().filter(|block| block.kind == Kind::Code).map(|block| block.span);
    let keys = document.front.iter().flat_map(|front| front.entries.iter().map(|entry| entry.key));
    let atoms = document.atoms.iter().filter_map(|atom| match &atom.kind {
        AtomKind::Link(link) | AtomKind::Image(link) => Some(Exact { span: link.target_span, whole: atom.span }),
        AtomKind::Code(_) | AtomKind::Placeholder(_) => Some(Exact { span: atom.span, whole: atom.span }),
        _ => None,
    });
    let plain = code.chain(keys).map(|span| Exact { span, whole: span });
    let mut out: Vec<Exact> = plain.chain(atoms).filter(|exact| !exact.span.is_empty()).collect();
    out.sort_unstable_by_key(|exact| exact.span);
    out
}

/// What the source has itself.
struct Kept<'p, 's> {
    pair: &'p Pair<'p, 's>,
    /// The row of each block of the target; empty if the source has no hidden character at all.
    rows: Vec<usize>,
}

impl<'p, 's> Kept<'p, 's> {
    fn new(pair: &'p Pair<'p, 's>) -> Self {
        let any = !hidden_chars(pair.source.text).is_empty();
        Kept { pair, rows: if any { pair.rows_of_target() } else { Vec::new() } }
    }

    fn has(&self, one: HiddenChar) -> bool {
        if self.rows.is_empty() {
            return false;
        }
        let blocks = &self.pair.target.blocks;
        let after = blocks.partition_point(|block| block.span.start <= one.span.start);
        let home = (0..after).rev().take(8).find(|&at| blocks[at].span.contains(one.span));
        let Some(home) = home else { return self.pair.source.text.contains(one.char) };
        let row = &self.pair.alignment.rows[self.rows[home]];
        let answers = &self.pair.source.blocks[row.source.start as usize..row.source.end as usize];
        answers.iter().any(|block| block.span.of(self.pair.source.text).contains(one.char))
    }
}

fn finding(group: &[Bad]) -> Diagnostic {
    let first = &group[0];
    let id = match first.char.hides {
        Hides::Tag => "hidden-character-tag",
        Hides::Override | Hides::Opens | Hides::ClosesEmbedding | Hides::ClosesIsolate => "hidden-character-direction",
        _ if first.exact.is_some() => "hidden-character-exact",
        _ => META.id,
    };
    let mut points: Vec<String> = group.iter().map(|one| format!("U+{:04X}", u32::from(one.char.char))).collect();
    points.dedup();
    points.truncate(8);
    let points = points.join(" ");
    let message = Message::new(id).text("found", points.as_str()).text("name", hidden_name(first.char.char));
    let edits = group.iter().map(|one| Edit::replace(one.char.span, "")).collect();
    let fix = if group.iter().all(|one| one.sure) { Fix::safe(edits) } else { Fix::suggest(edits) };
    let run = group.windows(2).take_while(|two| two[0].char.span.end == two[1].char.span.start).count();
    let span = first.char.span.join(group[run].char.span);
    let mut finding = Diagnostic::new(META.id, span, message).found(points).fix(fix);
    // Where words may break at the end of a line, a translator may have said so on purpose.
    if group.iter().all(|one| one.char.hides == Hides::Hyphen && one.exact.is_none()) {
        finding = finding.severity(Severity::Info);
    }
    finding.claim(first.exact.map_or(Claim::Own, |exact| Claim::Region(exact.whole)))
}
