//! What the aligner sees of a page: one node per block, table rows and examples taken as one, and the evidence in each.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::doc::{Atom, AtomKind, Block, Document, Generator, Id, Kind, explicit, rough_key};
use crate::text::Span;

/// What kinds of block may answer one another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Class {
    Heading,
    Paragraph,
    Item,
    Row,
    Code,
    Html,
    Tags,
    Directive,
    Term,
    Definition,
}

/// A block, the cells of one table row, or what is said of a command and the command.
#[derive(Debug)]
pub(super) struct Node {
    pub blocks: Range<u32>,
    pub class: Class,
    /// Level of a heading; depth in lists of anything else.
    pub depth: u8,
    pub quote: u8,
    /// It stands in a list.
    pub listed: bool,
    /// Of a heading, how many nodes stand between it and the next one.
    pub extent: u32,
    /// Characters of prose.
    pub letters: u32,
    /// Fingerprint of prose or code; 0 if there is none.
    pub text: u64,
    /// Fingerprint of the id that both pages have of the heading, or of the heading right above; 0 for none.
    pub id: u64,
    /// Fingerprints of the atoms, sorted.
    pub atoms: Vec<u64>,
    /// Fingerprints of names and numbers in the prose and of words in code, sorted.
    pub words: Vec<u64>,
    /// Of a code block, the fingerprint of its info string.
    pub language: u64,
    /// The command that it is, if it is one span of code and nothing else, or ends with: an example is what a command
    /// does and the command.
    pub command: Option<Box<Command>>,
    /// Sentences in the prose.
    pub sentences: u32,
    /// `words` and `sentences` count in this alignment: where it has to choose.
    pub read: bool,
    /// `words` and `sentences` are filled in.
    filled: bool,
    /// Of a command that one place alone of the other page runs too, what tells it; 0 for none. It answers that one.
    pub pin: u64,
    /// The evidence of `atoms` and `words` with what each piece weighs; made by [`super::cost::Costs::weigh`].
    pub evidence: Evidence,
}

/// What tells one command from another.
#[derive(Debug, Clone)]
pub(super) struct Command {
    /// The code.
    code: Span,
    /// Of all but what stands for an argument, and quotes.
    pub text: u64,
    /// The rest, which matters where the aligner has to choose: empty until [`read_commands`].
    pub told: Told,
}

/// What a command is made of.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// What it names, in order: its program, subcommands, files.
    pub names: Vec<u64>,
    /// Fingerprints of all its words, the initials of its options and its operators, sorted.
    pub words: Vec<u64>,
    /// What may be chosen where an argument stands, and keys to press: told in English in most languages. Sorted.
    pub choices: Vec<u64>,
    /// `words` with what each weighs.
    pub evidence: Vec<(u64, f32)>,
}

/// Fingerprints and how much each says, sorted.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    pub atoms: Vec<(u64, f32)>,
    pub words: Vec<(u64, f32)>,
}

/// The nodes of a source page, made once for all its translations.
#[derive(Debug, Default)]
pub struct SourceNodes(Option<Vec<Node>>);

impl SourceNodes {
    /// The nodes as they are before any alignment.
    pub(super) fn of(&mut self, source: &Document<'_>) -> &mut [Node] {
        let nodes = self.0.get_or_insert_with(|| nodes(source));
        nodes.iter_mut().for_each(Node::forget);
        nodes
    }
}

/// The nodes of a page, front matter left out.
pub(super) fn nodes(document: &Document<'_>) -> Vec<Node> {
    let mut out: Vec<Node> = Vec::with_capacity(document.blocks.len());
    let mut row = 0;
    for (at, block) in (0u32..).zip(&document.blocks) {
        let Some(class) = class(block.kind) else { continue };
        let class = if is_stranded(document, block) { Class::Item } else { class };
        match out.last_mut() {
            Some(last) if class == Class::Row && last.class == Class::Row && block.place.row == row => {
                last.blocks.end = at + 1;
                last.letters += block.prose.letters;
                last.text = last.text.rotate_left(7) ^ block.prose.sketch;
                last.atoms.extend(evidence(document, block));
                last.atoms.sort_unstable();
            }
            _ => out.push(node(document, at, block, class)),
        }
        row = block.place.row;
    }
    let mut out = join_examples(out);
    measure_sections(&mut out);
    out
}

/// What is said of a command and the command are one example: both answer the same one, or neither does.
fn join_examples(nodes: Vec<Node>) -> Vec<Node> {
    if nodes.iter().all(|node| node.command.is_none()) {
        return nodes;
    }
    let mut out: Vec<Node> = Vec::with_capacity(nodes.len());
    for node in nodes {
        match out.last_mut() {
            Some(last) if node.command.is_some() && last.command.is_none() && last.may_tell() => {
                last.blocks.end = node.blocks.end;
                last.command = node.command;
                last.atoms.extend(node.atoms);
                last.atoms.sort_unstable();
            }
            _ => out.push(node),
        }
    }
    out
}

impl Node {
    /// Forgets what one alignment made of it.
    fn forget(&mut self) {
        (self.id, self.read, self.pin) = (0, false, 0);
    }

    /// It may say what a command does.
    fn may_tell(&self) -> bool {
        matches!(self.class, Class::Item | Class::Paragraph)
    }

    /// Words about a command, and the command.
    pub fn is_example(&self) -> bool {
        self.command.is_some() && self.blocks.len() > 1
    }

    /// The blocks of words, and those of a command.
    pub fn parts(&self) -> (Range<u32>, Range<u32>) {
        let Range { start, end } = self.blocks;
        let words = if self.command.is_some() { end - 1 } else { end };
        (start..words, words..end)
    }
}

/// The words of an item whose marker stands on a line of its own, indented so far that they are code.
fn is_stranded(document: &Document<'_>, block: &Block) -> bool {
    block.kind == Kind::Code && lone_marker(document.text, block).is_some()
}

/// The list marker alone on the line above an indented code block.
pub(super) fn lone_marker(text: &str, block: &Block) -> Option<Span> {
    if block.kind != Kind::Code || block.place.list == 0 || !block.label.is_empty() {
        return None;
    }
    let before = text[..block.span.start as usize].trim_end();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let marker = Span::new(line, before.len()).trim(text);
    let word = marker.of(text);
    let number = word.strip_suffix(['.', ')']).is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    (matches!(word, "*" | "-" | "+") || (number && word.len() > 1)).then_some(marker)
}

fn measure_sections(nodes: &mut [Node]) {
    let mut below = 0;
    for node in nodes.iter_mut().rev() {
        if node.class == Class::Heading {
            node.extent = std::mem::take(&mut below);
        } else {
            below += 1;
        }
    }
}

fn class(kind: Kind) -> Option<Class> {
    Some(match kind {
        Kind::Front => return None,
        Kind::Heading(_) => Class::Heading,
        Kind::Paragraph | Kind::Message | Kind::Attribute => Class::Paragraph,
        Kind::Item => Class::Item,
        Kind::Cell => Class::Row,
        Kind::Code => Class::Code,
        Kind::Html => Class::Html,
        Kind::Tags => Class::Tags,
        Kind::Directive => Class::Directive,
        Kind::Term => Class::Term,
        Kind::Definition => Class::Definition,
    })
}

fn node(document: &Document<'_>, at: u32, block: &Block, class: Class) -> Node {
    let depth = if let Kind::Heading(level) = block.kind { level } else { block.place.list };
    let mut atoms: Vec<u64> = if block.atoms.is_empty() { Vec::new() } else { evidence(document, block).collect() };
    if class == Class::Directive {
        atoms.push(crate::doc::fingerprint(block.label.of(document.text).to_lowercase().as_bytes()));
    }
    let command = command(document, block);
    if let Some(command) = &command {
        atoms = vec![command.text];
    }
    atoms.sort_unstable();
    Node {
        blocks: at..at + 1,
        class,
        depth,
        quote: block.place.quote.saturating_add(block.place.container),
        listed: block.place.list > 0,
        extent: 0,
        letters: if class == Class::Code {
            u32::try_from(block.content.len()).unwrap_or(0)
        } else {
            block.prose.letters
        },
        id: 0,
        text: if class == Class::Code { block.code } else { block.prose.sketch },
        atoms,
        words: Vec::new(),
        language: if class == Class::Code {
            crate::doc::fingerprint(block.label.of(document.text).as_bytes())
        } else {
            0
        },
        command,
        sentences: 0,
        read: false,
        filled: false,
        pin: 0,
        evidence: Evidence::default(),
    }
}

/// Closing tags and attribute lists say nothing that their openers do not.
fn evidence<'a>(document: &'a Document<'_>, block: &Block) -> impl Iterator<Item = u64> + 'a {
    document.atoms_of(block).iter().filter_map(|atom| match &atom.kind {
        AtomKind::Attributes => None,
        AtomKind::Html(tag) if tag.closing || tag.attributes.is_empty() => None,
        _ => Some(atom.key),
    })
}

/// The code of a paragraph that is one span of code and nothing else: a command to type.
fn lone_code(document: &Document<'_>, block: &Block) -> Option<Span> {
    match document.atoms_of(block) {
        [Atom { kind: AtomKind::Code(content), .. }] if block.kind == Kind::Paragraph && block.prose.letters == 0 => {
            Some(*content)
        }
        _ => None,
    }
}

fn command(document: &Document<'_>, block: &Block) -> Option<Box<Command>> {
    let code = lone_code(document, block).filter(|code| !is_sentence(code.of(document.text)))?;
    let plain = plain(code.of(document.text));
    // Quotes around an argument are a matter of taste.
    let text = fingerprint(&plain.replace(['"', '\''], ""));
    Some(Box::new(Command { code, text, told: Told::default() }))
}

/// Code without what each language tells in its own words.
fn plain(code: &str) -> String {
    let mut code = without_keys(&without_arguments(code));
    if code.starts_with("sudo ") {
        code.drain(.."sudo ".len());
    }
    code
}

/// Fills in what the commands of a page are made of.
pub(super) fn read_commands(document: &Document<'_>, nodes: &mut [Node]) {
    for command in nodes.iter_mut().filter_map(|node| node.command.as_mut()) {
        if command.told.words.is_empty() {
            command.told = Told::of(command.code.of(document.text));
        }
    }
}

impl Told {
    fn of(code: &str) -> Told {
        let choices = choices(code);
        let code = plain(code);
        let mut all: Vec<u64> = words(&code).chain(initials(&code)).chain(operators(&code)).collect();
        all.sort_unstable();
        all.dedup();
        Told { names: names(&code).collect(), words: all, choices, evidence: Vec::new() }
    }
}

/// Words that are neither options nor numbers nor quoted, which may be translated.
fn names(code: &str) -> impl Iterator<Item = u64> {
    let (mut within, quotes) = (false, ['"', '\'']);
    let names = code.split_whitespace().filter(move |word| {
        let quoted = within || word.contains(quotes);
        within ^= word.matches(quotes).count() % 2 == 1;
        !quoted && !word.starts_with(|c: char| c == '-' || c.is_ascii_digit())
    });
    names.flat_map(words)
}

/// Fingerprints of what joins commands to one another and to files: `|`, `>`, `>>`.
fn operators(code: &str) -> impl Iterator<Item = u64> {
    let joins = |word: &&str| word.chars().all(|c| "|<>;&".contains(c));
    code.split_whitespace().filter(joins).map(|word| crate::doc::fingerprint(word.as_bytes()))
}

/// Fingerprints of the letters of short options and the first letters of long ones: `-Si` is `--sync --info`.
fn initials(code: &str) -> impl Iterator<Item = u64> {
    const SHORT: usize = 4;
    let options = code.split([' ', '=']).filter_map(|word| word.strip_prefix('-'));
    let letters = options.flat_map(|option| {
        let name = option.trim_start_matches('-');
        let name = &name[..name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len())];
        let together = !option.starts_with('-') && name.len() <= SHORT;
        name.chars().take(if together { SHORT } else { 1 })
    });
    letters.map(|letter| crate::doc::fingerprint(&[b'-', letter.to_ascii_lowercase() as u8]))
}

/// A message that is shown as code is prose.
fn is_sentence(code: &str) -> bool {
    let code = code.trim();
    code.starts_with(char::is_uppercase) && code.ends_with(['.', '!', '?']) && code.contains(' ')
}

/// Code without the samples of arguments in it, which are told in the words of each language; of a choice like
/// `{{[-a|--all]}}`, all that may be chosen.
fn without_arguments(code: &str) -> String {
    let mut pieces = code.split("{{");
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (argument, rest) = piece.split_once("}}").unwrap_or((piece, ""));
        out.push_str("{{");
        if argument.starts_with(['[', '-']) {
            out.push(' ');
            out.push_str(&argument.replace(['[', '|', ']'], " "));
        }
        out.push_str(rest);
    }
    out
}

/// Of `{{enable|disable}}` and `<Enter>`, the fingerprints of `enable`, `disable` and `Enter`, sorted.
fn choices(code: &str) -> Vec<u64> {
    let arguments = code.split("{{").skip(1).filter_map(|piece| piece.split("}}").next());
    let chosen = arguments.filter(|argument| argument.contains('|') && !argument.starts_with(['[', '-']));
    let keys = keys(code).map(|key| &code[key]);
    let mut all: Vec<u64> =
        chosen.flat_map(|argument| argument.split('|')).chain(keys).map(str::trim).map(fingerprint).collect();
    all.truncate(CHOICES);
    all.sort_unstable();
    all.dedup();
    all
}

/// How many choices are compared.
const CHOICES: usize = 16;

/// Where the name of a key stands, which is another one in another language: `Enter` of `<Enter>`.
fn keys(code: &str) -> impl Iterator<Item = Range<usize>> {
    let mut next = 0;
    code.split('<').filter_map(move |piece| {
        let start = next;
        next += piece.len() + 1;
        let key = piece.split_once('>').map(|(key, _)| key).filter(|_| start > 0)?;
        let is_name = key.len() > 1 && key.starts_with(char::is_uppercase) && key.chars().all(char::is_alphabetic);
        is_name.then(|| start..start + key.len())
    })
}

/// Code without the names of keys.
fn without_keys(code: &str) -> String {
    let mut out = code.to_owned();
    let keys: Vec<Range<usize>> = keys(code).collect();
    keys.into_iter().rev().for_each(|key| out.replace_range(key, ""));
    out
}

fn fingerprint(text: &str) -> u64 {
    crate::doc::fingerprint(text.as_bytes())
}

/// Fingerprints of the words of code.
fn words(code: &str) -> impl Iterator<Item = u64> {
    let words = code.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| crate::doc::fingerprint(word.as_bytes()))
}

/// Fills in what a translation most often keeps: names, numbers, words in code, the number of sentences.
pub(super) fn fill_words(document: &Document<'_>, node: &mut Node) {
    node.read = true;
    if node.filled {
        return;
    }
    node.filled = true;
    if node.class == Class::Code {
        let code = document.blocks[node.blocks.start as usize].content.of(document.text);
        let lines = code.lines().map(str::trim).filter(|line| line.len() > 1);
        node.words.extend(lines.map(|line| crate::doc::fingerprint(line.as_bytes())));
        node.words.sort_unstable();
        return;
    }
    // The words of a command are weighed by themselves.
    let (prose, _) = node.parts();
    for block in &document.blocks[prose.start as usize..prose.end as usize] {
        for run in &document.runs[block.runs.start as usize..block.runs.end as usize] {
            let text = run.span.of(document.text);
            let words = ascii_words(text).filter(|word| is_kept(word));
            node.words.extend(words.map(crate::doc::fingerprint));
            node.sentences += sentence_ends(text);
            // An address that stands in the text may be what is left of a link.
            if text.contains('/') {
                let addresses = text.split_whitespace().filter(|token| token.contains('/'));
                node.words
                    .extend(addresses.map(|token| rough_key(token.trim_matches(|c: char| "()（）[]<>.,".contains(c)))));
            }
        }
        for atom in document.atoms_of(block) {
            match &atom.kind {
                AtomKind::Code(content) => {
                    let words = ascii_words(content.of(document.text)).filter(|word| word.len() >= 2);
                    node.words.extend(words.map(crate::doc::fingerprint));
                }
                AtomKind::Link(_) | AtomKind::Image(_) => node.words.push(atom.key),
                _ => {}
            }
        }
    }
    node.words.sort_unstable();
}

/// Stretches of letters and digits of ASCII, and what is empty between other characters.
fn ascii_words(text: &str) -> impl Iterator<Item = &[u8]> {
    text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric())
}

/// Full stops and their like before white space, a closing mark or the end.
fn sentence_ends(text: &str) -> u32 {
    const WIDE: [char; 6] = ['。', '！', '？', '।', '؟', '۔'];
    let closes = |next: char| next.is_whitespace() || ")\"'»”".contains(next);
    let ends = |at: usize, byte: u8| match byte {
        b'.' | b'!' | b'?' => text[at + 1..].chars().next().is_none_or(closes),
        // The first bytes of the wide ones.
        0xd8 | 0xdb | 0xe0 | 0xe3 | 0xef => text[at..].starts_with(WIDE),
        _ => false,
    };
    text.bytes().enumerate().map(|(at, byte)| u32::from(ends(at, byte))).sum()
}

/// A number, a name or an abbreviation, which most translations keep.
pub(super) fn is_kept(word: &[u8]) -> bool {
    let Some((first, rest)) = word.split_first() else { return false };
    let tells = |byte: &u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    first.is_ascii_digit() || (first.is_ascii_uppercase() && word.len() >= 3) || rest.iter().any(tells)
}

/// An id written on a heading of the target that leads to a heading of the source too tells that the two answer each
/// other, whatever their words. An id that only one side has tells nothing: the other one may have lost it.
pub(super) fn share_heading_ids((source, a): (&Document<'_>, &mut [Node]), (target, b): (&Document<'_>, &mut [Node])) {
    let mut theirs: FxHashMap<String, Option<usize>> = FxHashMap::default();
    for (at, node) in b.iter().enumerate().filter(|(_, node)| node.class == Class::Heading) {
        for id in explicit(target, &target.blocks[node.blocks.start as usize]) {
            theirs.entry(id).and_modify(|first| *first = None).or_insert(Some(at));
        }
    }
    if theirs.is_empty() {
        return;
    }
    let named = |id: &Id| id.explicit || explicit(source, &source.blocks[id.block as usize]).is_empty();
    let by_block: FxHashMap<u32, usize> = a.iter().enumerate().map(|(at, node)| (node.blocks.start, at)).collect();
    for id in source.ids_by(Generator::ALL).iter().filter(|id| named(id)) {
        let heading = by_block.get(&id.block).filter(|at| a[**at].class == Class::Heading);
        if let Some(&at) = heading
            && let Some(other) = theirs.remove(&id.name).flatten()
        {
            let key = crate::doc::fingerprint(format!("#{}", id.name).as_bytes());
            (a[at].id, b[other].id) = (key, key);
        }
    }
    hand_down(a);
    hand_down(b);
}

fn hand_down(nodes: &mut [Node]) {
    let mut id = 0;
    for node in nodes {
        if node.class == Class::Heading {
            id = node.id;
        }
        node.id = id;
    }
}
