//! What the aligner sees of a page: one node per block, table rows and examples taken as one, and the evidence in each.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::doc::{Atom, AtomKind, Block, Document, Generator, Id, Kind, Pairing, explicit, rough_key};

use super::atoms::partners;
use super::command::{Command, Told, command};
use super::indented::{is_indented, lone_marker};
use super::lead::lead;
use super::lexicon::Meaning;

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
    /// It opens a note, by a line of its own or by a tag.
    pub frames: bool,
    /// A paragraph that should be a heading: `##Words`.
    pub titled: bool,
    /// Nothing but pictures, in Markdown or in HTML.
    pub pictured: bool,
    /// Code by its indentation alone: maybe words that are indented too far.
    pub indented: bool,
    /// Of a heading, how many nodes stand between it and the next one.
    pub extent: u32,
    /// Characters of prose.
    pub letters: u32,
    /// Fingerprint of prose or code; 0 if there is none.
    pub text: u64,
    /// Fingerprint of the id that both pages have of the heading, or of the heading right above; 0 for none.
    pub id: u64,
    /// Fingerprint of the name that it begins with; 0 for none.
    pub lead: u64,
    /// As many blocks of the other page begin with it as of this one, or more.
    pub is_shared: bool,
    /// Fingerprints of the atoms, sorted; in this alignment, without those that tell nothing.
    pub atoms: Vec<u64>,
    /// All of its atoms, where some of them tell nothing in this alignment.
    all_atoms: Option<Vec<u64>>,
    /// Fingerprints of names and numbers in the prose and of words in code, sorted.
    pub words: Vec<u64>,
    /// Of a code block, the fingerprint of its info string.
    pub language: u64,
    /// The command that it is, if it is one span of code and nothing else, or ends with: an example is what a command
    /// does and the command.
    pub command: Option<Box<Command>>,
    /// Sentences in the prose.
    pub sentences: u32,
    /// Of a source, the stems of its words; `None` until they are asked for.
    pub stems: Option<Vec<u16>>,
    /// What it says, as far as the lexicon knows; `None` where that does not count in this alignment.
    pub meaning: Option<Meaning>,
    /// `words` and `sentences` count in this alignment: where it has to choose.
    pub read: bool,
    /// `words` and `sentences` are filled in.
    filled: bool,
    /// Of a command that one place alone of the other page runs too, or of a name that one block alone of each page begins
    /// with, what tells it; 0 for none. It answers that one.
    pub pin: u64,
    /// The evidence of `atoms` and `words` with what each piece weighs; made by [`super::cost::Costs::weigh`].
    pub evidence: Evidence,
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
    quote_framed(document, &mut out);
    out
}

/// Takes the links of a table of contents, in a list or in rows, out of the evidence, where the other page has none to that
/// place: the translation has ids of its own.
pub(super) fn loosen((source, a): (&Document<'_>, &mut [Node]), (target, b): (&Document<'_>, &mut [Node])) {
    let places = |page: &Document<'_>| -> FxHashSet<u64> {
        let is_place = |atom: &&Atom<'_>| atom.link().is_some_and(|link| link.target.starts_with('#'));
        page.atoms.iter().filter(is_place).map(|atom| atom.key).collect()
    };
    let (ours, theirs) = (places(source), places(target));
    for (nodes, own, other) in [(a, &ours, &theirs), (b, &theirs, &ours)] {
        if own.is_subset(other) {
            continue;
        }
        let tells = |key: &u64| !own.contains(key) || other.contains(key);
        let is_entry = |node: &&mut Node| match node.class {
            Class::Item => node.atoms.len() == 1,
            class => class == Class::Row,
        };
        for node in nodes.iter_mut().filter(is_entry).filter(|node| !node.atoms.iter().all(tells)) {
            let telling = node.atoms.iter().copied().filter(tells).collect();
            node.all_atoms = Some(std::mem::replace(&mut node.atoms, telling));
        }
    }
}

/// What stands between the tags of a note is quoted, as it is behind `> [!NOTE]`.
fn quote_framed(document: &Document<'_>, nodes: &mut [Node]) {
    let opens = |atom: &Atom<'_>| frames(atom) == Some(true);
    if !document.atoms.iter().any(opens) {
        return;
    }
    let partners = partners(document);
    let span = |node: &Node| document.blocks[node.blocks.start as usize].span;
    // How many notes begin and end before each node.
    let mut edges = vec![(0_u32, 0_u32); nodes.len() + 1];
    for (at, opener) in (0u32..).zip(&document.atoms).filter(|(_, atom)| opens(atom)) {
        let Some(closer) = partners.get(&at).map(|&closer| &document.atoms[closer as usize]) else { continue };
        edges[nodes.partition_point(|node| span(node).end <= opener.span.start)].0 += 1;
        edges[nodes.partition_point(|node| span(node).start < closer.span.end)].1 += 1;
    }
    let mut depth = 0_u32;
    for (node, (begin, end)) in nodes.iter_mut().zip(edges) {
        depth = (depth + begin).saturating_sub(end);
        if node.class != Class::Tags {
            node.quote = node.quote.saturating_add(u8::try_from(depth).unwrap_or(u8::MAX));
        }
    }
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
        (self.id, self.read, self.pin, self.is_shared, self.meaning) = (0, false, 0, false, None);
        if let Some(all) = self.all_atoms.take() {
            self.atoms = all;
        }
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

/// `##Words`: no heading, for want of a space.
fn is_marked(paragraph: &str) -> bool {
    let words = paragraph.trim_start_matches(['#', '＃']);
    words.len() < paragraph.len() && !words.trim().is_empty() && !paragraph.contains('\n')
}

/// The same, or a line of bold words alone.
#[must_use]
pub fn is_titled(paragraph: &str) -> bool {
    let bold = ["**", "__"].iter().any(|mark| {
        let inner = paragraph.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark));
        inner.is_some_and(|inner| !inner.is_empty() && !inner.contains(mark))
    });
    is_marked(paragraph) || (bold && !paragraph.contains('\n'))
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
    let indented = class == Class::Code && is_indented(document.text, block);
    Node {
        blocks: at..at + 1,
        class,
        depth,
        quote: block.place.quote.saturating_add(block.place.container),
        listed: block.place.list > 0,
        frames: class == Class::Directive || document.atoms_of(block).iter().any(|atom| frames(atom) == Some(true)),
        titled: class == Class::Paragraph && is_marked(block.span.of(document.text)),
        pictured: matches!(class, Class::Paragraph | Class::Html) && document.is_pictured(block),
        indented,
        extent: 0,
        letters: match class {
            Class::Code if indented => block.content.of(document.text).chars().count() as u32,
            Class::Code => u32::try_from(block.content.len()).unwrap_or(0),
            Class::Tags => title_letters(document, block),
            _ => block.prose.letters,
        },
        id: 0,
        lead: lead(document, block),
        is_shared: false,
        text: if class == Class::Code { block.code } else { block.prose.sketch },
        atoms,
        all_atoms: None,
        words: Vec::new(),
        language: if class == Class::Code {
            crate::doc::fingerprint(block.label.of(document.text).as_bytes())
        } else {
            0
        },
        command,
        sentences: 0,
        stems: None,
        meaning: None,
        read: false,
        filled: false,
        pin: 0,
        evidence: Evidence::default(),
    }
}

/// Closing tags and attribute lists say nothing that their openers do not, nor does the frame of a note of its words.
fn evidence<'a>(document: &'a Document<'_>, block: &Block) -> impl Iterator<Item = u64> + 'a {
    let words = block.prose.letters > 0;
    document.atoms_of(block).iter().filter_map(move |atom| match &atom.kind {
        AtomKind::Attributes => None,
        AtomKind::Html(tag) if tag.closing || tag.attributes.is_empty() => None,
        _ if words && frames(atom).is_some() => None,
        _ => Some(atom.key),
    })
}

/// Letters of the title that a tag gives a note.
fn title_letters(document: &Document<'_>, block: &Block) -> u32 {
    let opens = document.atoms_of(block).iter().filter(|atom| frames(atom) == Some(true));
    let inner = opens.filter_map(|atom| atom.placeholder()).map(|tag| tag.inner.of(document.text));
    let title =
        inner.filter_map(|inner| inner.split_once("title=")).map(|(_, title)| title.trim_start_matches(['"', '\'']));
    let words = title.map(|title| title.split(['"', '\'']).next().unwrap_or_default());
    words.map(|words| words.chars().filter(|c| c.is_alphabetic()).count() as u32).sum()
}

/// The atom is a tag around a note: does it open it?
fn frames(atom: &Atom<'_>) -> Option<bool> {
    let tag = atom.placeholder().filter(|tag| tag.container)?;
    Some(tag.pairing != Pairing::Closes)
}

/// Fills in what the commands of a page are made of.
pub(super) fn read_commands(document: &Document<'_>, nodes: &mut [Node]) {
    for command in nodes.iter_mut().filter_map(|node| node.command.as_mut()) {
        if command.told.words.is_empty() {
            command.told = Told::of(command.code.of(document.text));
        }
    }
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
    let mut theirs: FxHashMap<&str, Option<usize>> = FxHashMap::default();
    for (at, node) in b.iter().enumerate().filter(|(_, node)| node.class == Class::Heading) {
        for id in explicit(target, &target.blocks[node.blocks.start as usize]) {
            theirs.entry(id).and_modify(|first| *first = None).or_insert(Some(at));
        }
    }
    for (at, node) in b.iter().enumerate().filter(|(_, node)| node.class == Class::Paragraph) {
        let line = target.blocks[node.blocks.start as usize].span.of(target.text);
        if let Some(id) = written_id(line) {
            theirs.entry(id).and_modify(|first| *first = None).or_insert(Some(at));
        }
    }
    if theirs.is_empty() {
        return;
    }
    let is_named = |id: &Id| id.explicit || explicit(source, &source.blocks[id.block as usize]).is_empty();
    for id in source.ids_by(Generator::ALL) {
        // Most slugs of the source's headings are no id of the target's: what is dear is asked of the others.
        if !theirs.contains_key(id.name.as_str()) || !is_named(id) {
            continue;
        }
        let Ok(at) = a.binary_search_by_key(&id.block, |node| node.blocks.start) else { continue };
        if a[at].class != Class::Heading {
            continue;
        }
        if let Some(other) = theirs.remove(id.name.as_str()).flatten() {
            let key = crate::doc::fingerprint(format!("#{}", id.name).as_bytes());
            (a[at].id, b[other].id) = (key, key);
            // What has the id of a heading is one, whatever became of its marks.
            b[other].titled |= b[other].class == Class::Paragraph;
        }
    }
    hand_down(a);
    hand_down(b);
}

/// The id at the end of a line: `Words {#id}`, `Words { #id }`.
fn written_id(line: &str) -> Option<&str> {
    let inner = line.trim_end().strip_suffix('}').filter(|rest| !rest.contains('\n'))?;
    let (words, list) = inner.rsplit_once('{')?;
    let id = list.trim().strip_prefix('#').filter(|id| !id.is_empty() && !id.contains(char::is_whitespace))?;
    words.ends_with(' ').then_some(id)
}

fn hand_down(nodes: &mut [Node]) {
    let mut id = 0;
    for node in nodes {
        if node.class == Class::Heading || node.id != 0 {
            id = node.id;
        }
        node.id = id;
    }
}
