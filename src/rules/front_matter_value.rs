//! Values of the front matter that must stay as they are, and do not.

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{FrontMatter, Value};
use crate::pair::{Pair, Side};
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};
use crate::text::{Edit, Fix};

/// The rule.
pub struct FrontMatterValue;

static META: RuleMeta = RuleMeta {
    id: "front-matter-value",
    group: Group::FrontMatter,
    severity: Some(Severity::Warning),
    fixable: true,
    page: include_str!("../../rules/front-matter-value.md"),
};

impl Rule for FrontMatterValue {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let (Some(ours), Some(theirs)) = (&pair.source.front, &pair.target.front) else { return };
        let kept = pair.keys.kept.iter().copied();
        let (compared, others): (Vec<_>, Vec<_>) =
            kept.partition(|&(at, _)| is_verbatim(cx, ours, pair.source.text, at));
        let is_text = |at: u32| {
            let key = ours.entries[at as usize].key.of(pair.source.text);
            cx.settings.translate.iter().any(|translated| translated == key)
        };
        for (x, y) in others.into_iter().filter(|(x, _)| !is_text(*x)) {
            let value = |front: &FrontMatter, at: u32| front.entries[at as usize].value;
            if is_mistaken(value(ours, x).of(pair.source.text), value(theirs, y).of(pair.target.text)) {
                let path = ours.path(pair.source.text, x);
                out.report(finding(pair, (ours, x), (theirs, y), &path));
            }
        }
        if compared.is_empty() {
            return;
        }
        let (Some(Ok(a)), Some(Ok(b))) = (pair.source.values(), pair.target.values()) else { return };
        for (x, y) in compared {
            let path = ours.path(pair.source.text, x);
            let keys: Vec<&str> = path.split('.').collect();
            let (Some(expected), Some(found)) = (a.get(&keys), b.get(&keys)) else { continue };
            if !says_the_same(pair, expected, found) {
                out.report(finding(pair, (ours, x), (theirs, y), &path));
            }
        }
    }
}

/// A switch, a number or a date in the source, and none here: `falso` for `false`, `2o` for `20`, `2026-3-x` for a day.
/// Another value may be meant.
fn is_mistaken(expected: &str, found: &str) -> bool {
    let is_switch = |value: &str| matches!(value.to_ascii_lowercase().as_str(), "true" | "false");
    let is_other_switch = |value: &str| matches!(value.to_ascii_lowercase().as_str(), "yes" | "no" | "on" | "off");
    let is_number =
        |value: &str| value.starts_with(|c: char| c.is_ascii_digit() || c == '-') && value.parse::<f64>().is_ok();
    let bare = |value: &'_ str| value.split(" #").next().unwrap_or_default().trim().to_owned();
    let (expected, found) = (bare(expected), bare(found).trim_matches(['"', '\'']).to_owned());
    match () {
        () if found.is_empty() || found.contains(char::is_whitespace) => false,
        () if is_switch(&expected) => !is_switch(&found) && !is_other_switch(&found),
        () if is_number(&expected) => {
            !is_number(&found) && found.starts_with(|c: char| c.is_alphanumeric() || c == '-')
        }
        () if is_day(&expected) => !is_day(&found),
        () => false,
    }
}

/// `2026-01-05`, with a time behind it maybe.
fn is_day(value: &str) -> bool {
    let (day, rest) = value.split_at(value.floor_char_boundary(10));
    let fits = |(at, byte): (usize, u8)| if at == 4 || at == 7 { byte == b'-' } else { byte.is_ascii_digit() };
    day.len() == 10 && day.bytes().enumerate().all(fits) && (rest.is_empty() || rest.starts_with(['T', 't']))
}

/// The key, or its path, is listed as verbatim and not as volatile.
fn is_verbatim(cx: &Cx<'_>, front: &FrontMatter, text: &str, at: u32) -> bool {
    let (key, path) = (front.entries[at as usize].key.of(text), front.path(text, at));
    let top = front.entries[at as usize].parent.is_none();
    let listed = |keys: &[String]| keys.iter().any(|name| *name == path || (top && name == key));
    listed(&cx.settings.verbatim) && !listed(&cx.settings.volatile)
}

/// Quotes, the form of lists and the locale in paths are free; a list may have more than the source's.
fn says_the_same(pair: &Pair<'_, '_>, a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => same_text(pair, a.trim(), b.trim()),
        (Value::List(a), Value::List(b)) => a.iter().all(|x| b.iter().any(|y| says_the_same(pair, x, y))),
        (Value::List(a), b @ Value::Text(_)) => a.len() == 1 && says_the_same(pair, &a[0], b),
        (a @ Value::Text(_), Value::List(b)) => b.iter().any(|y| says_the_same(pair, a, y)),
        (Value::Map(a), Value::Map(b)) => a.iter().all(|(key, value)| {
            b.iter().find(|(other, _)| other == key).is_none_or(|(_, o)| says_the_same(pair, value, o))
        }),
        _ => false,
    }
}

fn same_text(pair: &Pair<'_, '_>, a: &str, b: &str) -> bool {
    let same_page =
        || pair.frame.same_page(&pair.frame.canonical(a, Side::Source), &pair.frame.canonical(b, Side::Target));
    // `2026-01-05` is the day of `2026-01-05T08:00:00Z`.
    let day = |date: &str| {
        date.get(..10).filter(|day| day.as_bytes()[4] == b'-' && day.as_bytes()[7] == b'-').map(str::to_owned)
    };
    a == b
        || pair.frame.is_in_own_folder(a, b)
        || (day(a).is_some() && day(a) == day(b))
        || ((a.contains('/') || b.contains('/')) && same_page())
}

fn finding(
    pair: &Pair<'_, '_>,
    (ours, x): (&FrontMatter, u32),
    (theirs, y): (&FrontMatter, u32),
    path: &str,
) -> Diagnostic {
    let (source, target) = (ours.entries[x as usize].value, theirs.entries[y as usize].value);
    let shown = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (expected, found) = (shown(source.of(pair.source.text)), shown(target.of(pair.target.text)));
    let message = Message::new(META.id).text("key", path).text("expected", &*expected).text("found", &*found);
    let one_line = !source.of(pair.source.text).contains('\n') && !target.of(pair.target.text).contains('\n');
    let same_form = ours.format == theirs.format && one_line && !expected.is_empty() && !found.is_empty();
    let path_like = expected.contains('/');
    let edit = vec![Edit::replace(target, &*expected)];
    let fix = same_form.then(|| if path_like { Fix::suggest(edit) } else { Fix::safe(edit) });
    let place = if target.is_empty() { theirs.entries[y as usize].key } else { target };
    Diagnostic::new(META.id, place, message).source(source).expected(expected).found(found).fix(fix)
}
