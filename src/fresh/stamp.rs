//! Stamps: what a page itself says about the revision it was translated from.

use crate::doc::{FrontFormat, read_front};
use crate::text::{Edit, Span, apply};

/// Keys of front matter that name a commit of the source, with the keys they are nested in.
const COMMIT_KEYS: &[&str] = &["l10n.sourceCommit", "sourceCommit", "default_lang_commit", "EN-Revision"];
/// The key that names the text of the source itself.
const BLOB_KEY: &str = "source-blob";
/// How many digits the name of a revision has.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=40;

/// What a stamp names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StampKey {
    /// A commit.
    Commit,
    /// The text of the source itself.
    Blob,
}

/// What a page says it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// What the value names.
    pub key: StampKey,
    /// The name: hexadecimal digits, lower case, if it is a name at all.
    pub value: String,
    /// Where the value stands.
    pub span: Span,
}

impl Stamp {
    /// The value looks like the name of a revision.
    #[must_use]
    pub fn is_name(&self) -> bool {
        DIGITS.contains(&self.value.len()) && self.value.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// Both name the same revision.
    #[must_use]
    pub fn is_same(&self, other: &Stamp) -> bool {
        self.key == other.key && self.value == other.value
    }
}

/// The last part of the keys that hold stamps: they are no content of the page.
pub(super) fn keys(configured: Option<&str>) -> Vec<&str> {
    let all = COMMIT_KEYS.iter().copied().chain([BLOB_KEY]).chain(configured);
    all.map(|key| key.rsplit('.').next().unwrap_or(key)).collect()
}

/// The stamp of a page: the configured key first, then those that are known, then a comment `EN-Revision: …`.
#[must_use]
pub fn read_stamp(text: &str, configured: Option<&str>) -> Option<Stamp> {
    in_front(text, configured).or_else(|| in_comment(text))
}

fn in_front(text: &str, configured: Option<&str>) -> Option<Stamp> {
    let front = read_front(text).0?;
    let keys = configured.into_iter().chain(COMMIT_KEYS.iter().copied()).chain([BLOB_KEY]);
    let known: Vec<&str> = keys.collect();
    let count = u32::try_from(front.entries.len()).unwrap_or(u32::MAX);
    let paths: Vec<String> = (0..count).map(|at| front.path(text, at)).collect();
    let (key, at) = known.iter().find_map(|key| Some((*key, paths.iter().position(|path| path == key)?)))?;
    let value = front.entries[at].value.of(text);
    let start = front.entries[at].value.start as usize;
    let kind = if key == BLOB_KEY { StampKey::Blob } else { StampKey::Commit };
    Some(stamp(kind, value, start))
}

/// `<!-- EN-Revision: 0123abc Maintainer: … -->` before the first line of prose.
fn in_comment(text: &str) -> Option<Stamp> {
    const MARK: &str = "EN-Revision:";
    let head = &text[..text.floor_char_boundary(2_000)];
    // Most pages have none, which is told fastest by its own letters.
    memchr::memmem::find(head.as_bytes(), MARK.as_bytes())?;
    let at = head.find("<!--").and_then(|open| Some(open + head[open..].find(MARK)?))? + MARK.len();
    let inside = &head[..at];
    if inside.rfind("-->") > inside.rfind("<!--") {
        return None;
    }
    let rest = &head[at..];
    let start = at + (rest.len() - rest.trim_start().len());
    Some(stamp(StampKey::Commit, &head[start..], start))
}

/// The first word of a value, which may be followed by a remark.
fn stamp(key: StampKey, value: &str, start: usize) -> Stamp {
    let trimmed = value.trim_start_matches(['"', '\'']);
    let start = start + (value.len() - trimmed.len());
    let word = trimmed.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).next().unwrap_or_default();
    Stamp { key, value: word.to_ascii_lowercase(), span: Span::new(start, start + word.len()) }
}

/// The page with `value` as its stamp: in the place of the one it has, else under `key` of the front matter, which is
/// made if there is none. `None` for front matter in JSON.
#[must_use]
pub fn with_stamp(text: &str, key: &str, value: &str) -> Option<String> {
    let at = |span: Span, new: &str| apply(text, &[Edit::replace(span, new)]);
    if let Some(stamp) = read_stamp(text, Some(key)).filter(|stamp| stamp.key == StampKey::Commit) {
        return Some(at(stamp.span, value));
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let (front, body) = read_front(text);
    let (outer, inner) = key.rsplit_once('.').map_or((None, key), |(outer, inner)| (Some(outer), inner));
    let lines = match outer {
        Some(outer) => format!("{outer}:{end}  {inner}: {value}{end}"),
        None => format!("{inner}: {value}{end}"),
    };
    let Some(front) = front else {
        return Some(at(Span::at(body), &format!("---{end}{lines}---{end}{end}")));
    };
    match front.format {
        FrontFormat::Json => None,
        FrontFormat::Toml => Some(at(Span::at(front.inner.start as usize), &format!("{key} = \"{value}\"{end}"))),
        FrontFormat::Yaml => {
            let open = (0u32..).zip(&front.entries).find(|(at, _)| Some(front.path(text, *at).as_str()) == outer);
            Some(match open {
                Some((_, entry)) => {
                    let rest = &text[entry.key.end as usize..];
                    let line = entry.key.end as usize + rest.find('\n').map_or(rest.len(), |len| len + 1);
                    at(Span::at(line), &format!("  {inner}: {value}{end}"))
                }
                None => at(Span::at(front.inner.end as usize), &lines),
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_written_once_and_read_again() {
        for (text, expected) in [
            ("# A\n", "---\nl10n:\n  sourceCommit: abcdef1\n---\n\n# A\n"),
            ("---\ntitle: A\n---\n", "---\ntitle: A\nl10n:\n  sourceCommit: abcdef1\n---\n"),
            ("---\nl10n:\n  x: 1\nb: 2\n---\n", "---\nl10n:\n  sourceCommit: abcdef1\n  x: 1\nb: 2\n---\n"),
            ("+++\r\na = 1\r\n+++\r\n", "+++\r\nl10n.sourceCommit = \"abcdef1\"\r\na = 1\r\n+++\r\n"),
            ("---\ndefault_lang_commit: 0123456 # x\n---\n", "---\ndefault_lang_commit: abcdef1 # x\n---\n"),
            ("<!-- EN-Revision: 0123456 -->\n", "<!-- EN-Revision: abcdef1 -->\n"),
        ] {
            let written = with_stamp(text, "l10n.sourceCommit", "abcdef1").expect("a stamped page");
            assert_eq!(written, expected);
            assert_eq!(with_stamp(&written, "l10n.sourceCommit", "abcdef1"), Some(written.clone()), "the second time");
            assert_eq!(read_stamp(&written, None).expect("a stamp").value, "abcdef1");
        }
    }

    #[test]
    fn stamps_are_read_where_projects_write_them() {
        for (text, key, value) in [
            ("---\nl10n:\n  sourceCommit: 0123456789abcdef\n---\n", StampKey::Commit, "0123456789abcdef"),
            ("---\ndefault_lang_commit: ABCDEF1 # patched\n---\n", StampKey::Commit, "abcdef1"),
            ("---\nsource-blob: 'abcdef1'\n---\n", StampKey::Blob, "abcdef1"),
            ("<!-- EN-Revision: abcdef1 Maintainer: x -->\n# A\n", StampKey::Commit, "abcdef1"),
            ("---\nmade: {}\nfrom: abcdef1\n---\n", StampKey::Commit, "abcdef1"),
        ] {
            let stamp = read_stamp(text, Some("from")).expect("a stamp");
            assert_eq!((stamp.key, stamp.value.as_str()), (key, value), "{text}");
            assert_eq!(stamp.span.of(text).to_lowercase(), value);
        }
        assert_eq!(read_stamp("# A\n\nEN-Revision: abcdef1\n", None), None);
        assert_eq!(read_stamp("<!-- a -->\nEN-Revision: abcdef1\n", None), None);
    }
}
