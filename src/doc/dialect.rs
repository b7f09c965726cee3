//! Placeholder dialects: what a template tag looks like. The tables are data, in `rules/dialects/*.toml`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use serde::Deserialize;

/// What a tag is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Stands for a value: part of the sentence around it.
    Output,
    /// Does something (opens, closes, includes): alone on its line it is a block of its own.
    Statement,
    /// Seen by nobody.
    Comment,
    /// Shown as it stands; what it holds is no tag.
    Literal,
    /// An attribute list such as `{#id .class}`.
    Attribute,
}

/// One form of tag: delimiters, or a pattern that starts with a given byte.
#[derive(Debug)]
pub struct Form {
    /// Index into [`Dialects::all`].
    pub dialect: usize,
    /// What opens it; for a pattern, the one character it starts with.
    pub open: String,
    /// What closes it; empty for patterns and for tags that run to the end of their line.
    pub close: String,
    /// Quotes in which a closer does not count.
    pub strings: Vec<u8>,
    /// What it is for.
    pub role: Role,
    /// Prefix of the name of a closing tag: `/` or `end`.
    pub closing: Option<String>,
    /// Braces nest inside.
    pub nested: bool,
    /// Runs to the end of a line that it begins.
    pub line: bool,
    /// The whole tag, or (with `close`) what it must begin with.
    pub pattern: Option<Regex>,
    /// Only after white space or at the start of a line.
    pub after_space: bool,
}

/// One dialect.
#[derive(Debug)]
pub struct Dialect {
    /// The name used in the configuration.
    pub name: String,
    /// Ordinary text in most pages: counted only where the source page has the same token.
    pub ambiguous: bool,
    /// Read only in files with these endings; everywhere if empty.
    pub extensions: Vec<String>,
    /// Named arguments that hold prose.
    pub prose_arguments: Vec<String>,
    /// Positional arguments (from 1) that hold prose, by lower-case tag name.
    pub prose_positions: HashMap<String, Vec<usize>>,
    /// Tags whose body is shown as it stands, up to their closer.
    pub verbatim: Vec<String>,
    /// Tags between an opener and its closer: `else`.
    pub middle: Vec<String>,
    /// Tags that frame a note, as `> [!NOTE]` and `:::note` do.
    pub containers: Vec<String>,
}

/// The dialects in use for a run, with their tag forms by first byte.
#[derive(Debug)]
pub struct Dialects {
    /// Every dialect in use.
    pub all: Vec<Dialect>,
    forms: Vec<Form>,
    by_byte: Vec<Vec<usize>>,
    by_line: Vec<Vec<usize>>,
    stops: [bool; 256],
}

/// Why a set of dialects cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DialectError {
    /// No dialect has this name.
    Unknown(String),
    /// A pattern of the configuration is no regular expression, or matches the empty text.
    Pattern {
        /// The pattern as written.
        pattern: String,
        /// What is wrong with it.
        reason: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    ambiguous: bool,
    #[serde(default)]
    extensions: Vec<String>,
    #[serde(default)]
    prose_arguments: Vec<String>,
    #[serde(default)]
    prose_positions: HashMap<String, Vec<usize>>,
    #[serde(default)]
    verbatim: Vec<String>,
    #[serde(default)]
    middle: Vec<String>,
    #[serde(default)]
    containers: Vec<String>,
    tag: Vec<FileTag>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct FileTag {
    open: Option<String>,
    #[serde(default)]
    close: String,
    #[serde(default)]
    strings: String,
    role: Role,
    closing: Option<String>,
    #[serde(default)]
    nested: bool,
    #[serde(default)]
    line: bool,
    pattern: Option<String>,
    guard: Option<String>,
    start: Option<String>,
    after: Option<String>,
    #[serde(skip)]
    unicode: bool,
}

/// The bundled tables, in the order in which equal openers are tried.
const FILES: &[&str] = &[
    include_str!("../../rules/dialects/hugo.toml"),
    include_str!("../../rules/dialects/mustache.toml"),
    include_str!("../../rules/dialects/liquid.toml"),
    include_str!("../../rules/dialects/erb.toml"),
    include_str!("../../rules/dialects/include.toml"),
    include_str!("../../rules/dialects/attribute.toml"),
    include_str!("../../rules/dialects/mdx.toml"),
    include_str!("../../rules/dialects/brace.toml"),
    include_str!("../../rules/dialects/printf.toml"),
    include_str!("../../rules/dialects/sigil.toml"),
];

/// The name under which patterns of the configuration are read.
const CUSTOM: &str = "custom";

impl Dialects {
    /// Every bundled dialect.
    #[must_use]
    pub fn bundled() -> &'static Dialects {
        static ALL: OnceLock<Dialects> = OnceLock::new();
        ALL.get_or_init(|| Dialects::build(bundled_files()))
    }

    /// The named dialects (all if `None`) and the project's own patterns.
    ///
    /// # Errors
    /// An unknown name, or a pattern that is no regular expression.
    pub fn choose(names: Option<&[String]>, patterns: &[String]) -> Result<Dialects, DialectError> {
        let mut files = bundled_files();
        if let Some(names) = names {
            if let Some(unknown) = names.iter().find(|name| files.iter().all(|file| file.name != **name)) {
                return Err(DialectError::Unknown(unknown.clone()));
            }
            // Attribute lists are markup, not placeholders: no choice of dialects turns them off.
            files.retain(|file| file.name == "attribute" || names.contains(&file.name));
        }
        let custom = patterns.iter().map(|pattern| custom_tag(pattern)).collect::<Result<Vec<_>, _>>()?;
        if !custom.is_empty() {
            files.insert(0, File::custom(custom));
        }
        Ok(Dialects::build(files))
    }

    /// The names a configuration may use.
    #[must_use]
    pub fn names() -> Vec<String> {
        bundled_files().into_iter().map(|file| file.name).collect()
    }

    /// The form with index `form`.
    #[must_use]
    pub fn form(&self, form: usize) -> &Form {
        &self.forms[form]
    }

    /// The dialect of a form.
    #[must_use]
    pub fn of(&self, form: usize) -> &Dialect {
        &self.all[self.forms[form].dialect]
    }

    /// Forms that may begin with `byte`, longest opener first.
    pub(super) fn starting(&self, byte: u8) -> &[usize] {
        &self.by_byte[byte as usize]
    }

    /// What the project's own patterns match in `text`, from left to right: each with its form.
    pub(super) fn own(&self, text: &str) -> Vec<(usize, Range<usize>)> {
        let mut out = Vec::new();
        if self.all.first().is_none_or(|dialect| dialect.name != CUSTOM) {
            return out;
        }
        let mut at = 0;
        while let Some(&byte) = text.as_bytes().get(at) {
            let own = self.starting(byte).iter().take_while(|form| self.of(**form).name == CUSTOM);
            let found = own.filter(|_| text.is_char_boundary(at)).find_map(|&form| {
                let end = self.forms[form].pattern.as_ref()?.find(&text.as_bytes()[at..])?.end();
                (end > 0).then_some((form, at..at + end))
            });
            at = found.as_ref().map_or(at + 1, |(_, range)| range.end);
            out.extend(found);
        }
        out
    }

    /// Bytes at which a scan has something to look at: tags, and the marks of code, HTML, escapes and line ends.
    pub(super) fn stops(&self) -> &[bool; 256] {
        &self.stops
    }

    /// Forms that take a whole line and begin with `byte`.
    pub(super) fn starting_line(&self, byte: u8) -> &[usize] {
        &self.by_line[byte as usize]
    }

    fn build(files: Vec<File>) -> Dialects {
        let mut all = Vec::new();
        let mut forms = Vec::new();
        for file in files {
            let dialect = all.len();
            forms.extend(file.tag.into_iter().filter_map(|tag| tag.form(dialect)));
            all.push(Dialect {
                name: file.name,
                ambiguous: file.ambiguous,
                extensions: file.extensions,
                prose_arguments: file.prose_arguments,
                prose_positions: file.prose_positions,
                verbatim: file.verbatim,
                middle: file.middle,
                containers: file.containers,
            });
        }
        let mut by_byte = vec![Vec::new(); 256];
        let mut by_line = vec![Vec::new(); 256];
        for (at, form) in forms.iter().enumerate() {
            let by_byte = if form.line { &mut by_line } else { &mut by_byte };
            match form.open.bytes().next() {
                Some(first) => by_byte[first as usize].push(at),
                None => by_byte.iter_mut().for_each(|list| list.push(at)),
            }
        }
        for list in &mut by_byte {
            list.sort_by_key(|&form| (all[forms[form].dialect].name != CUSTOM, usize::MAX - forms[form].open.len()));
        }
        let stops =
            std::array::from_fn(|byte| matches!(byte as u8, b'\n' | b'\\' | b'`' | b'<') || !by_byte[byte].is_empty());
        Dialects { all, forms, by_byte, by_line, stops }
    }
}

impl File {
    fn custom(tag: Vec<FileTag>) -> File {
        File {
            name: CUSTOM.into(),
            ambiguous: false,
            extensions: Vec::new(),
            prose_arguments: Vec::new(),
            prose_positions: HashMap::new(),
            verbatim: Vec::new(),
            middle: Vec::new(),
            containers: Vec::new(),
            tag,
        }
    }
}

impl FileTag {
    /// `None` for a pattern that does not compile, which the tests of the tables rule out.
    fn form(self, dialect: usize) -> Option<Form> {
        // The bundled patterns name ASCII only; Unicode classes would cost milliseconds at every start.
        let compile = |pattern: String| RegexBuilder::new(&format!("^(?:{pattern})")).unicode(self.unicode).build();
        let pattern = self.pattern.or(self.guard).map(compile).transpose();
        Some(Form {
            dialect,
            open: self.open.or(self.start).unwrap_or_default(),
            close: self.close,
            strings: self.strings.into_bytes(),
            role: self.role,
            closing: self.closing,
            nested: self.nested,
            line: self.line,
            pattern: pattern.ok()?,
            after_space: self.after.as_deref() == Some("space"),
        })
    }
}

fn bundled_files() -> Vec<File> {
    FILES.iter().filter_map(|text| toml::from_str(text).ok()).collect()
}

fn custom_tag(pattern: &str) -> Result<FileTag, DialectError> {
    let error = |reason: String| DialectError::Pattern { pattern: pattern.to_owned(), reason };
    let regex = Regex::new(pattern).map_err(|why| error(why.to_string()))?;
    if regex.is_match(b"") {
        return Err(error("it matches the empty text".into()));
    }
    // A pattern that begins with a plain character is tried only there; any other is tried at every byte.
    let first = pattern.strip_prefix('\\').unwrap_or(pattern).chars().next();
    let plain = first.filter(|c| c.is_ascii_punctuation() && (pattern.starts_with('\\') || !"([.^$|?*+{".contains(*c)));
    Ok(FileTag {
        open: plain.filter(|_| !pattern.contains('|')).map(String::from),
        close: String::new(),
        strings: String::new(),
        role: Role::Output,
        closing: None,
        nested: false,
        line: false,
        pattern: Some(pattern.to_owned()),
        guard: None,
        start: None,
        after: None,
        unicode: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_table_reads_and_every_form_compiles() {
        for text in FILES {
            let file: File = toml::from_str(text).expect("a bundled table reads");
            for tag in file.tag {
                let name = format!("{}: {:?} {:?}", file.name, tag.open, tag.pattern);
                assert!(tag.open.is_some() || tag.start.is_some(), "{name}: nothing to start with");
                assert!(tag.form(0).is_some(), "{name}: the pattern does not compile");
            }
        }
    }

    #[test]
    fn a_bad_choice_is_named() {
        let unknown = Dialects::choose(Some(&["hugoo".into()]), &[]);
        assert_eq!(unknown.err(), Some(DialectError::Unknown("hugoo".into())));
        assert!(matches!(Dialects::choose(None, &["a(".into()]), Err(DialectError::Pattern { .. })));
        assert!(matches!(Dialects::choose(None, &["x*".into()]), Err(DialectError::Pattern { .. })));
    }
}
