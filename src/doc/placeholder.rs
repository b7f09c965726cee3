//! What a template tag says: its name, what must survive of it, and what a translator may change.

use super::dialect::{Dialect, Form, Role};
use crate::text::Span;

/// What a tag does to the tags around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pairing {
    /// Stands alone, or opens: which of the two only its name's closers elsewhere can tell.
    Opens,
    /// Closes the tag of the same name.
    Closes,
    /// Between an opener and its closer: `{% else %}`.
    Between,
    /// Closes itself: `{{< x />}}`.
    Alone,
}

/// A placeholder of a page.
#[derive(Debug, Clone)]
pub struct Placeholder {
    /// The dialect's name.
    pub dialect: usize,
    /// Ordinary text unless the source page has the same token.
    pub ambiguous: bool,
    /// The first word in it, lower-case delimiters and marks left out.
    pub name: String,
    /// What must be equal in source and target: white space, quotes' style and prose arguments do not count.
    pub key: String,
    /// What it does to the tags around it.
    pub pairing: Pairing,
    /// The delimiters, where they say something: Hugo's two kinds do not, `{{` and `${{` do.
    pub family: &'static str,
    /// It frames a note, as `> [!NOTE]` and `:::note` do.
    pub container: bool,
    /// The bytes between the delimiters, trimmed.
    pub inner: Span,
}

impl Placeholder {
    /// It stands for text of the catalogue itself, a term or a message, and not for what a program puts in.
    #[must_use]
    pub fn is_reference(&self) -> bool {
        self.family == super::REFERENCE
    }

    /// It is what a selector of a catalogue asks, and not shown.
    #[must_use]
    pub fn is_asked(&self, span: Span) -> bool {
        self.family == super::VARIABLE && self.inner == span
    }
}

/// Reads the tag at `span` of `text`.
pub(super) fn read(text: &str, span: Span, form: &Form, index: usize, dialect: &Dialect) -> Placeholder {
    let raw = span.of(text);
    let inner = inner(raw, form);
    let at = span.start as usize + inner.start;
    let body = &raw[inner.clone()];
    let (name, pairing) = name_and_pairing(body, form, dialect);
    let key = match form.pattern.is_some() && !form.nested {
        true => raw.to_owned(),
        false if form.pattern.is_some() => icu_key(raw),
        false => key(body, name, dialect),
    };
    Placeholder {
        dialect: index,
        ambiguous: dialect.ambiguous,
        name: name.to_owned(),
        key,
        pairing,
        family: family(&form.open, &dialect.name),
        container: dialect.containers.iter().any(|container| container == name),
        inner: Span::new(at, at + body.len()),
    }
}

/// The name of the tag `raw`, as written: a closing tag's with its prefix.
pub(super) fn tag_name<'t>(raw: &'t str, form: &Form) -> &'t str {
    first_word(raw[inner(raw, form)].trim_start())
}

fn family(open: &str, dialect: &str) -> &'static str {
    match open {
        _ if dialect == "hugo" => "{{<",
        "{{" => "{{",
        "{{{" => "{{{",
        "${{" => "${{",
        "<%=" | "<%-" => "<%=",
        "<%" => "<%",
        "{%" => "{%",
        _ => "",
    }
}

fn inner(raw: &str, form: &Form) -> std::ops::Range<usize> {
    if form.close.is_empty() {
        return if form.line { form.open.len()..raw.len() } else { 0..raw.len() };
    }
    let start = form.open.len().min(raw.len());
    let end = raw.len().saturating_sub(form.close.len()).max(start);
    let body = &raw[start..end];
    // `{%-`, `-%}`, `{{~`, `{{&`: white space control and escaping are no part of what the tag says.
    let marks: &[char] =
        if form.role == Role::Output || form.role == Role::Statement { &['-', '~', '&', '='] } else { &[] };
    let left = body.len() - body.trim_start_matches(marks).trim_start().len();
    let right = body.trim_end_matches(['-', '~']).trim_end().len().max(left);
    start + left..start + right
}

fn first_word(body: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, '(' | '|' | ',' | '=' | '"' | '\'' | '`');
    let end = body.find(ends).unwrap_or(body.len());
    &body[..end]
}

fn name_and_pairing<'t>(body: &'t str, form: &Form, dialect: &Dialect) -> (&'t str, Pairing) {
    let word = first_word(body);
    if dialect.middle.iter().any(|middle| middle == word) {
        return (word, Pairing::Between);
    }
    if let Some(rest) = form.closing.as_deref().and_then(|closing| body.strip_prefix(closing)) {
        let name = first_word(rest.trim_start());
        if !name.is_empty() {
            return (name, Pairing::Closes);
        }
    }
    // ERB and Go templates close every block by the same word: the pair is called by it.
    if form.closing.as_deref() != Some("end") && (word == "end" || opens_block(word, body)) {
        return ("end", if word == "end" { Pairing::Closes } else { Pairing::Opens });
    }
    if let Some(opens) = word.strip_prefix('#').filter(|name| !name.is_empty()) {
        return (opens, Pairing::Opens);
    }
    if body.ends_with('/') && form.closing.as_deref() == Some("/") && body.len() > 1 {
        return (word.trim_end_matches('/'), Pairing::Alone);
    }
    (word, Pairing::Opens)
}

/// `if x`, `range .Pages`, `list.each do |x|`: what `end` closes.
fn opens_block(word: &str, body: &str) -> bool {
    const OPENERS: &[&str] =
        &["if", "unless", "case", "for", "while", "until", "begin", "range", "with", "block", "define"];
    OPENERS.contains(&word) || body.ends_with(" do") || (body.ends_with('|') && body.contains(" do |"))
}

/// The body with white space folded, quotes made alike and prose arguments emptied.
fn key(body: &str, name: &str, dialect: &Dialect) -> String {
    let mut out = String::with_capacity(body.len());
    let (mut rest, mut position) = (body, 0usize);
    let prose_positions = dialect.prose_positions.get(&name.to_lowercase());
    // `{{% tab Traces %}}`: all that is said without quotes and names is one text.
    if prose_positions.is_some_and(|places| places[..] == [1]) && !body.contains(['"', '\'', '`', '=']) && body != name
    {
        return format!("{name} \"\"");
    }
    let is_free = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`');
    while let Some(at) = rest.find(is_free) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let c = rest.chars().next().unwrap_or_default();
        if matches!(c, '"' | '\'' | '`')
            && let Some(len) = rest[c.len_utf8()..].find(c)
        {
            let (argument, value) = (argument_name(&out).to_owned(), &rest[1..1 + len]);
            position += usize::from(argument.is_empty());
            let listed = dialect.prose_arguments.contains(&argument);
            let placed = argument.is_empty() && prose_positions.is_some_and(|places| places.contains(&position));
            out.push('"');
            if !(listed || placed || reads_as_prose(value)) {
                out.push_str(value);
            }
            out.push('"');
            rest = &rest[len + 2..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        if !c.is_whitespace() {
            out.push(c);
        } else if joins_words(&out, rest) {
            out.push(' ');
        }
    }
    out.push_str(rest);
    out
}

/// White space matters only between two words.
fn joins_words(before: &str, after: &str) -> bool {
    let word = |c: char| c.is_alphanumeric() || "_$./-\"'`#@".contains(c);
    !before.ends_with(' ') && before.chars().next_back().is_some_and(word) && after.trim_start().starts_with(word)
}

/// The name in `… title=` or `… title:`, when the key so far ends so.
fn argument_name(before: &str) -> &str {
    let Some(head) = before.strip_suffix(['=', ':']) else { return "" };
    let name = head.rsplit(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).next();
    name.unwrap_or_default()
}

/// Two words or more in quotes are read by people, unless they look like a path, a selector or an expression.
fn reads_as_prose(value: &str) -> bool {
    let words = value.split_whitespace().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() >= 2).count();
    let spaced_script = value.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    (words >= 2 || spaced_script) && !value.contains(['/', '{', '}', '=', '<', '>', '_', '\\', '|'])
}

/// An ICU message by its structure: argument names, types, offsets and inner arguments; categories and text are free.
fn icu_key(raw: &str) -> String {
    let mut parts = Vec::new();
    collect_icu(raw, &mut parts);
    parts.sort();
    parts.dedup();
    parts.join(" ")
}

fn collect_icu(message: &str, parts: &mut Vec<String>) {
    let mut rest = message;
    while let Some(open) = rest.find('{') {
        let body = &rest[open + 1..];
        let head = &body[..body.find(['{', '}']).unwrap_or(body.len())];
        let fields: Vec<&str> = head.splitn(3, ',').map(str::trim).collect();
        let is_name = |word: &str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '_');
        match fields.as_slice() {
            [name, kind, ..] if is_name(name) && is_name(kind) => parts.push(format!("{name},{kind}")),
            [name] if is_name(name) && body[head.len()..].starts_with('}') => parts.push(format!("{{{name}}}")),
            _ => {}
        }
        rest = body;
    }
}

#[cfg(test)]
mod tests {
    use crate::doc::dialect::Dialects;
    use crate::doc::scan::scan;

    #[track_caller]
    fn key(text: &str) -> String {
        let dialects = Dialects::bundled();
        let tag = scan(text, 0, dialects, "md", Vec::new()).tags[0];
        let form = dialects.form(tag.form);
        super::read(text, tag.span, form, form.dialect, dialects.of(tag.form)).key
    }

    #[test]
    fn white_space_and_quotes_do_not_count() {
        assert_eq!(key("{{x}}"), key("{{ x }}"));
        assert_eq!(key("{{x|f}}"), key("{{ x | f }}"));
        assert_eq!(key("{%- if a or b -%}"), key("{% if a  or b %}"));
        assert_eq!(key("{{< ref 'a.md' >}}"), key("{{% ref \"a.md\" %}}"));
        assert_ne!(key("{% if a or b %}"), key("{% if a oder b %}"));
        assert_ne!(key("{{ a b }}"), key("{{ ab }}"));
    }

    #[test]
    fn prose_arguments_are_free_and_names_are_not() {
        assert_eq!(key(r#"{{% alert title="Note" color="x" %}}"#), key(r#"{{% alert title="Merk" color="x" %}}"#));
        assert_eq!(key(r#"{{domxref("Window.alert()", "text")}}"#), key(r#"{{domxref("Window.alert()", "texto")}}"#));
        assert_ne!(key(r#"{{domxref("Window.alert()")}}"#), key(r#"{{domxref("Window.alarm()")}}"#));
        assert_eq!(key("{{% tab Tides %}}"), key(r#"{{% tab "Tidvatn" %}}"#));
        assert_ne!(key("{{% tab Tides %}}"), key("{{% tabs %}}"));
        assert_eq!(key(r#"{{< details "More" >}}"#), key(r#"{{< details "Meir" >}}"#));
        assert_eq!(key(r#"{{< admonition tip "Tides" >}}"#), key(r#"{{< admonition tip "Tidvatn" >}}"#));
        assert_ne!(key(r#"{{< admonition tip "Tides" >}}"#), key(r#"{{< admonition tips "Tides" >}}"#));
        assert_eq!(key(r#"{{ x | default: "No name given" }}"#), key(r#"{{ x | default: "Utan namn" }}"#));
    }

    #[test]
    fn an_icu_message_is_its_structure() {
        let source = key("{n, plural, one {# day for {name}} other {# days for {name}}}");
        assert_eq!(source, key("{n, plural, other {{name}: # дней}}"));
        assert_ne!(source, key("{n, plurale, uno {# giorno per {name}} altro {# giorni per {name}}}"));
    }
}
