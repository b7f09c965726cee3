//! HTML tags and components that differ from the source's in name or in an attribute that is no text.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{AtomKind, Document, HtmlTag};
use crate::pair::{AtomMatch, Pair, TagChange, code_of_tag};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink, shorten};
use crate::text::{Edit, Fix, Span};

/// The rule.
pub struct HtmlChanged;

static META: RuleMeta = RuleMeta {
    id: "html-changed",
    group: Group::Markup,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/html-changed.md"),
};

impl Rule for HtmlChanged {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let together = |a: &TagChange, b: &TagChange| {
            let kind = several_of(pair, *a);
            a.row == b.row && kind.is_some() && kind == several_of(pair, *b)
        };
        let tells = |change: &TagChange| !is_of_lost_code(pair, *change) && !turns_text(pair, change);
        let told: Vec<TagChange> = pair.tags.iter().copied().filter(tells).collect();
        for changes in told.chunk_by(together) {
            out.report(several(pair, changes).unwrap_or_else(|| finding(pair, changes[0])));
        }
    }
}

/// Code that lost its marks shows an argument in angle brackets as a tag: that the code is none says it all. Code that is
/// nothing but the argument is told as a tag.
fn is_of_lost_code(pair: &Pair<'_, '_>, change: TagChange) -> bool {
    let Some(tag) = change.target.map(|at| pair.target.atoms[at as usize].span.of(pair.target.text)) else {
        return false;
    };
    let code = |one: &AtomMatch| match pair.source_atom(one)?.kind {
        AtomKind::Code(code) => Some(code.of(pair.source.text)),
        _ => None,
    };
    change.source.is_none()
        && pair.harmed_of(change.row).iter().filter_map(code).any(|code| code.contains(tag) && code.trim() != tag)
}

/// The message about several tags like this one, if it has no counterpart and there is no more to say of it.
fn several_of(pair: &Pair<'_, '_>, change: TagChange) -> Option<&'static str> {
    match (change.source, change.target) {
        (Some(source), None) if is_element(pair, source) => Some("html-changed-elements"),
        (Some(_), None) => Some("html-changed-missing-several"),
        (None, Some(_)) if !is_shown_in_source(pair, change) && code_of_tag(pair, change).is_none() => {
            Some("html-changed-added-several")
        }
        _ => None,
    }
}

fn is_element(pair: &Pair<'_, '_>, source: u32) -> bool {
    pair.elements.iter().any(|element| element.tag == source)
}

/// `<h3 dir="rtl">` for a heading: a page that is read from right to left says so where its renderer does not.
fn turns_text(pair: &Pair<'_, '_>, change: &TagChange) -> bool {
    let tag = change.target.filter(|_| change.source.is_none()).map(|at| &pair.target.atoms[at as usize]);
    let Some(AtomKind::Html(tag)) = tag.map(|atom| &atom.kind) else { return false };
    tag.attributes.iter().any(|attribute| attribute.name.of(pair.target.text).eq_ignore_ascii_case("dir"))
}

/// Tags that one block lacks, or has too many of, are one fault: a column of a table, a list.
fn several(pair: &Pair<'_, '_>, changes: &[TagChange]) -> Option<Diagnostic> {
    let [first, _, ..] = changes else { return None };
    let source = |change: &TagChange| Some(pair.source.atoms[change.source? as usize].span.of(pair.source.text));
    let target = |change: &TagChange| Some(pair.target.atoms[change.target? as usize].span.of(pair.target.text));
    let tags: Vec<&str> = changes.iter().filter_map(|change| source(change).or(target(change))).collect();
    let message = Message::new(several_of(pair, *first)?).text("tags", shorten(&tags.join("`, `")));
    Some(Diagnostic { message, ..finding(pair, *first) })
}

fn finding(pair: &Pair<'_, '_>, change: TagChange) -> Diagnostic {
    let source = change.source.map(|at| pair.source.atoms[at as usize].span);
    let target = change.target.map(|at| pair.target.atoms[at as usize].span);
    let expected = source.map(|span| shorten(span.of(pair.source.text)));
    let found = target.map(|span| shorten(span.of(pair.target.text)));
    let element = pair.elements.iter().find(|element| Some(element.tag) == change.source).filter(|_| target.is_none());
    let id = match (&expected, &found) {
        (Some(_), Some(_)) => META.id,
        (Some(_), None) if element.is_some() => "html-changed-element",
        (Some(_), None) => "html-changed-missing",
        _ if is_shown_in_source(pair, change) => "html-changed-escaped",
        _ if code_of_tag(pair, change).is_some() => "html-changed-code",
        _ => "html-changed-added",
    };
    let mut message = Message::new(id);
    message = expected.iter().fold(message, |message, tag| message.text("expected", tag.as_str()));
    message = found.iter().fold(message, |message, tag| message.text("found", tag.as_str()));
    let place = target.unwrap_or_else(|| pair.start_of(change.row));
    let mut finding = Diagnostic::new(META.id, place, message);
    (finding.source, finding.expected, finding.found) =
        (element.map(|element| element.span).or(source), expected, found);
    finding.fix = change.source.zip(change.target).and_then(|(source, target)| fix(pair, source, target));
    if id == "html-changed-code" {
        let marked = format!("`{}`", place.of(pair.target.text));
        finding.fix = Some(Fix::suggest(vec![Edit::replace(place, marked)]));
    }
    if id == "html-changed-escaped" {
        finding.fix = Some(Fix::suggest(vec![Edit::replace(Span::at(place.start as usize), "\\")]));
    }
    finding
}

/// The source has the tag as text, with a back-slash that the target lost.
fn is_shown_in_source(pair: &Pair<'_, '_>, change: TagChange) -> bool {
    let Some(tag) = change.target.map(|at| pair.target.atoms[at as usize].span.of(pair.target.text)) else {
        return false;
    };
    let row = &pair.alignment.rows[change.row].source;
    let shown = [format!("\\{tag}"), format!("\\{}\\>", &tag[..tag.len() - 1])];
    let blocks = pair.source.blocks[row.start as usize..row.end as usize].iter();
    let mut texts = blocks.map(|block| block.span.of(pair.source.text));
    texts.any(|text| shown.iter().any(|tag| text.contains(tag)))
}

/// Attributes whose values are names, and never words for people.
const NAMES: &[&str] = &["class", "classname", "data-l10n-name", "for", "id", "name", "rel", "type"];

/// The name of an element that is no other way different, in both of its tags; or the names in its attributes.
fn fix(pair: &Pair<'_, '_>, source: u32, target: u32) -> Option<Fix> {
    let tag = |document: &Document<'_>, at: u32| match &document.atoms.get(at as usize)?.kind {
        AtomKind::Html(tag) => Some((**tag).clone()),
        _ => None,
    };
    let (ours, theirs) = (tag(pair.source, source)?, tag(pair.target, target)?);
    let (name, wrong) = (ours.name.of(pair.source.text), theirs.name.of(pair.target.text));
    if ours.attributes.len() != theirs.attributes.len() {
        return None;
    }
    if name == wrong {
        return attributes(pair, &ours, &theirs).map(Fix::suggest);
    }
    let mut edits = vec![Edit::replace(theirs.name, name)];
    if !theirs.self_closing {
        let next = (target + 1..).map_while(|at| pair.target.atoms.get(at as usize).map(|_| at));
        let named = next.filter_map(|at| tag(pair.target, at)).find(|tag| tag.name.of(pair.target.text) == wrong)?;
        edits.push(Edit::replace(Some(named).filter(|tag| tag.closing)?.name, name));
    }
    Some(Fix::suggest(edits))
}

/// The values that are names, as the source has them, where the attributes are the same.
fn attributes(pair: &Pair<'_, '_>, ours: &HtmlTag, theirs: &HtmlTag) -> Option<Vec<Edit>> {
    let (source, target) = (pair.source.text, pair.target.text);
    let mut edits = Vec::new();
    for (a, b) in ours.attributes.iter().zip(&theirs.attributes) {
        let (name, expected) = (a.name.of(source), a.value.of(source));
        let is_name = NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
        if !name.eq_ignore_ascii_case(b.name.of(target)) {
            return None;
        }
        if is_name && expected != b.value.of(target) && !b.value.is_empty() && !expected.contains(['"', '\'']) {
            edits.push(Edit::replace(b.value, expected));
        }
    }
    (!edits.is_empty()).then_some(edits)
}
