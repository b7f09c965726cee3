//! Path templates: `i18n/public/{locale}/{path}`.
//!
//! A template is literal text and variables. `{path}` spans folders, `{dir}` is an optional run of folders with its
//! closing slash, all other variables stay within one folder or file name. Matching is plain backtracking over a
//! handful of parts, with the literal text in front compared first; it never allocates.

use std::fmt;

/// What a template may leave open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Variable {
    /// `{locale}`: the folder or suffix that spells the locale.
    Locale,
    /// `{path}`: the rest of a path, with folders.
    Path,
    /// `{dir}`: no or several folders, with the closing slash.
    Dir,
    /// `{name}`: a file name without its extension.
    Name,
    /// `{ext}`: an extension without its dot; it may have several parts (`md.partial`).
    Ext,
    /// `{version}`: the version of a versioned tree.
    Version,
    /// `{plugin}`: the id of a Docusaurus plugin.
    Plugin,
}

const VARIABLES: [(&str, Variable); 7] = [
    ("locale", Variable::Locale),
    ("path", Variable::Path),
    ("dir", Variable::Dir),
    ("name", Variable::Name),
    ("ext", Variable::Ext),
    ("version", Variable::Version),
    ("plugin", Variable::Plugin),
];

impl Variable {
    /// The name between the braces.
    pub fn name(self) -> &'static str {
        VARIABLES[self as usize].0
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Open(Variable),
}

/// A parsed path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    text: String,
    parts: Vec<Part>,
}

/// Why a template cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplateError {
    /// The template has no text at all.
    Empty,
    /// A brace has no partner; the rest of the template from there.
    Unclosed(String),
    /// No variable has this name.
    Unknown(String),
    /// The variable stands twice.
    Repeated(Variable),
    /// Two variables touch, so that nothing says where the first one ends.
    Touching(Variable, Variable),
    /// The path is absolute, has a backslash or leaves the root; the offending piece.
    Outside(String),
}

impl fmt::Display for TemplateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TemplateError::Empty => out.write_str("the template is empty"),
            TemplateError::Unclosed(rest) => write!(out, "brace without a partner at `{rest}`"),
            TemplateError::Unknown(name) => {
                let known = VARIABLES.map(|(name, _)| format!("`{{{name}}}`")).join(", ");
                write!(out, "unknown variable `{{{name}}}`, known are {known}")
            }
            TemplateError::Repeated(variable) => write!(out, "`{{{}}}` stands twice", variable.name()),
            TemplateError::Touching(left, right) => {
                write!(out, "nothing separates `{{{}}}` from `{{{}}}`", left.name(), right.name())
            }
            TemplateError::Outside(piece) => write!(out, "`{piece}` is not a path below the root with `/`"),
        }
    }
}

impl std::error::Error for TemplateError {}

/// The values of the variables in one path.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Captures<'p> {
    values: [Option<&'p str>; VARIABLES.len()],
}

impl<'p> Captures<'p> {
    /// The value of a variable.
    pub fn get(&self, variable: Variable) -> Option<&'p str> {
        self.values[variable as usize]
    }

    /// The same values with one replaced.
    #[must_use]
    pub fn with(mut self, variable: Variable, value: &'p str) -> Captures<'p> {
        self.values[variable as usize] = Some(value);
        self
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    /// [`TemplateError`] names the variable or the piece that is wrong.
    pub fn parse(text: &str) -> Result<Template, TemplateError> {
        check_path(text)?;
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let (literal, open) = rest.split_at(at);
            let unclosed = || TemplateError::Unclosed(open.to_owned());
            let inner = open.strip_prefix('{').ok_or_else(unclosed)?;
            let (name, after) = inner.split_once('}').ok_or_else(unclosed)?;
            push_text(&mut parts, literal);
            push_variable(&mut parts, name)?;
            rest = after;
        }
        push_text(&mut parts, rest);
        Ok(Template { text: text.to_owned(), parts })
    }

    /// The template as it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Does the template have this variable?
    pub fn has(&self, variable: Variable) -> bool {
        self.parts.contains(&Part::Open(variable))
    }

    /// The literal text before the first variable.
    pub fn prefix(&self) -> &str {
        match self.parts.first() {
            Some(Part::Text(text)) => text,
            _ => "",
        }
    }

    /// The variables of a path, if it has the shape of the template; `{locale}` must look like a code.
    pub fn matches<'p>(&self, path: &'p str) -> Option<Captures<'p>> {
        self.matches_where(path, &|variable, value| variable != Variable::Locale || looks_like_code(value))
    }

    /// Like [`Template::matches`], with the values left to the caller to admit; the first admitted reading wins.
    pub fn matches_where<'p>(&self, path: &'p str, admits: &dyn Fn(Variable, &str) -> bool) -> Option<Captures<'p>> {
        if !path.starts_with(self.prefix()) {
            return None;
        }
        let mut captures = Captures::default();
        read(&self.parts, path, admits, &mut captures).then_some(captures)
    }

    /// The path with these values; `None` if a variable has none.
    pub fn fill(&self, captures: &Captures<'_>) -> Option<String> {
        let mut path = String::with_capacity(96);
        for part in &self.parts {
            match part {
                Part::Text(text) => path.push_str(text),
                Part::Open(variable) => path.push_str(captures.get(*variable)?),
            }
        }
        Some(path)
    }
}

impl fmt::Display for Template {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.text)
    }
}

fn check_path(text: &str) -> Result<(), TemplateError> {
    if text.is_empty() {
        return Err(TemplateError::Empty);
    }
    if text.starts_with('/') || text.contains('\\') {
        return Err(TemplateError::Outside(text.to_owned()));
    }
    match text.split('/').find(|piece| matches!(*piece, "." | "..")) {
        Some(piece) => Err(TemplateError::Outside(piece.to_owned())),
        None => Ok(()),
    }
}

fn push_text(parts: &mut Vec<Part>, text: &str) {
    if !text.is_empty() {
        parts.push(Part::Text(text.to_owned()));
    }
}

fn push_variable(parts: &mut Vec<Part>, name: &str) -> Result<(), TemplateError> {
    let found = VARIABLES.iter().find(|(known, _)| *known == name);
    let (_, variable) = found.ok_or_else(|| TemplateError::Unknown(name.to_owned()))?;
    if parts.contains(&Part::Open(*variable)) {
        return Err(TemplateError::Repeated(*variable));
    }
    // `{dir}` brings its own slash.
    if let Some(Part::Open(left)) = parts.last().filter(|left| **left != Part::Open(Variable::Dir)) {
        return Err(TemplateError::Touching(*left, *variable));
    }
    parts.push(Part::Open(*variable));
    Ok(())
}

/// Letters, digits and separators, at least two bytes: what every spelling of a locale is made of.
fn looks_like_code(value: &str) -> bool {
    value.len() >= 2 && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'@'))
}

fn read<'p>(
    parts: &[Part],
    path: &'p str,
    admits: &dyn Fn(Variable, &str) -> bool,
    captures: &mut Captures<'p>,
) -> bool {
    match parts {
        [] => path.is_empty(),
        [Part::Text(text), rest @ ..] => {
            path.strip_prefix(text.as_str()).is_some_and(|path| read(rest, path, admits, captures))
        }
        [Part::Open(variable), rest @ ..] => {
            let mut try_end = |end: usize| {
                let (value, after) = path.split_at(end);
                if (value.is_empty() && *variable != Variable::Dir) || !admits(*variable, value) {
                    return false;
                }
                captures.values[*variable as usize] = Some(value);
                read(rest, after, admits, captures)
            };
            try_ends(*variable, rest.first(), path, &mut try_end)
        }
    }
}

/// Offers the places where the value of `variable` may end, the preferred first, until one is taken.
///
/// `{path}` and `{locale}` prefer the first place, `{dir}` and `{name}` the last.
fn try_ends(variable: Variable, next: Option<&Part>, path: &str, try_end: &mut dyn FnMut(usize) -> bool) -> bool {
    let within = match variable {
        Variable::Path | Variable::Dir => path,
        _ => &path[..path.find('/').unwrap_or(path.len())],
    };
    match (variable, next) {
        (Variable::Dir, _) => within.rmatch_indices('/').map(|(at, _)| at + 1).chain([0]).any(try_end),
        (_, None) => within.len() == path.len() && try_end(path.len()),
        (Variable::Name, Some(Part::Text(text))) => {
            path.rmatch_indices(text.as_str()).map(|(at, _)| at).filter(|at| *at <= within.len()).any(try_end)
        }
        (_, Some(Part::Text(text))) => {
            path.match_indices(text.as_str()).map(|(at, _)| at).take_while(|at| *at <= within.len()).any(try_end)
        }
        (_, Some(Part::Open(_))) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn captures(template: &str, path: &str) -> Option<String> {
        let template = Template::parse(template).expect(template);
        let captures = template.matches(path)?;
        assert_eq!(template.fill(&captures).as_deref(), Some(path), "filling gives the path back");
        let show = |(name, variable)| captures.get(variable).map(|value| format!("{name}={value}"));
        Some(VARIABLES.into_iter().filter_map(show).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn paths_are_read() {
        for (template, path, expected) in [
            ("i18n/public/{locale}/{path}", "i18n/public/nn/a/b.md", "locale=nn path=a/b.md"),
            ("docs/{locale}/docs/{path}", "docs/pt/docs/x.md", "locale=pt path=x.md"),
            ("pages.{locale}/{path}", "pages.pt_BR/common/tar.md", "locale=pt_BR path=common/tar.md"),
            ("{name}.{locale}.{ext}", "notes.v1.de.md", "locale=de name=notes.v1 ext=md"),
            ("{dir}{name}.{locale}.{ext}", "a/b/c.de.md", "locale=de dir=a/b/ name=c ext=md"),
            ("{dir}{name}.{locale}.{ext}", "c.de.md", "locale=de dir= name=c ext=md"),
            ("README_{locale}.md", "README_zh-CN.md", "locale=zh-CN"),
            (
                "i18n/{locale}/docusaurus-plugin-content-docs-{plugin}/version-{version}/{path}",
                "i18n/ja/docusaurus-plugin-content-docs-sdk/version-1.2/a/b.mdx",
                "locale=ja path=a/b.mdx version=1.2 plugin=sdk",
            ),
            ("{locale}/{path}", "zh-TW/a.md", "locale=zh-TW path=a.md"),
            ("{path}.tmpl/{name}.md", "a/b.tmpl/c.md", "path=a/b name=c"),
        ] {
            assert_eq!(captures(template, path).as_deref(), Some(expected), "{template} {path}");
        }
    }

    #[test]
    fn other_paths_are_not() {
        for (template, path) in [
            ("docs/{locale}/{path}", "docs/de"),
            ("docs/{locale}/{path}", "docs/de/"),
            ("docs/{locale}/{path}", "doc/de/a.md"),
            ("{name}.{locale}.{ext}", "a/b.de.md"),
            ("README.{locale}.md", "README.md"),
            ("docs/{locale}/{name}.md", "docs/de/a/b.md"),
        ] {
            assert_eq!(captures(template, path), None, "{template} {path}");
        }
    }

    #[test]
    fn the_caller_admits_values() {
        let template = Template::parse("{name}.{locale}.{ext}").expect("a template");
        let admits = |variable, value: &str| match variable {
            Variable::Locale => value == "nn",
            Variable::Ext => matches!(value, "md" | "md.partial"),
            _ => true,
        };
        let captures = template.matches_where("a.nn.md.partial", &admits).expect("the extension has two parts");
        assert_eq!(captures.get(Variable::Ext), Some("md.partial"));
        assert_eq!(template.matches_where("a.nn.txt", &admits), None);
    }

    #[test]
    fn errors_name_the_culprit() {
        for (template, message) in [
            ("", "the template is empty"),
            (
                "docs/{lang}/{path}",
                "unknown variable `{lang}`, known are `{locale}`, `{path}`, `{dir}`, `{name}`, `{ext}`, `{version}`, `{plugin}`",
            ),
            ("docs/{locale", "brace without a partner at `{locale`"),
            ("docs}/x", "brace without a partner at `}/x`"),
            ("{path}/{path}", "`{path}` stands twice"),
            ("{name}{locale}", "nothing separates `{name}` from `{locale}`"),
            ("../{path}", "`..` is not a path below the root with `/`"),
            ("/docs/{path}", "`/docs/{path}` is not a path below the root with `/`"),
        ] {
            let error = Template::parse(template).expect_err(template);
            assert_eq!(error.to_string(), message);
        }
    }
}
