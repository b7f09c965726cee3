//! What a mend of code would cost: words of the translation that the mended code does not say any more.
//!
//! A stretch of code that is replaced by what the source has loses every word that is not in it. Where each of them has
//! a counterpart there (the same, one spelled alike, or one more that stands for it) the mend is a swap; where a word has
//! none, as the subcommand of `app item info {{x}}` in `app item {{x}}`, it is a loss, and the two are likely not one
//! command at all.

use super::free::sample;
use crate::pair::likeness;

/// What `after` does not say of `before`.
#[derive(Debug, PartialEq, Eq)]
pub struct Toll<'c> {
    /// Its words that `after` says otherwise.
    pub swapped: Vec<&'c str>,
    /// There is less in `after` than in `before`.
    pub loses: bool,
}

/// Likeness from which one word is another one's spelling.
const CLOSE: u32 = 600;

/// The toll of writing `after` in the place of `before`. The words in samples are not counted: they are taken over.
#[must_use]
pub fn toll<'c>(before: &'c str, after: &str) -> Toll<'c> {
    let (ours, theirs) = (words(before), words(after));
    let unsaid = |ours: &[Word<'c>], theirs: &[Word<'_>]| -> Vec<Word<'c>> {
        let said = |word: &Word<'_>| theirs.iter().any(|other| word.answers(other));
        ours.iter().filter(|word| !said(word)).cloned().collect()
    };
    let gone = unsaid(&ours, &theirs);
    let new: Vec<&Word<'_>> = theirs.iter().filter(|word| !ours.iter().any(|other| other.answers(word))).collect();
    let weight = |role| new.iter().filter(|word| word.role == role).map(|word| word.weight()).sum::<usize>();
    let loses = [Role::Option, Role::Name, Role::Sign].into_iter().any(|role| {
        let lost = gone.iter().filter(|word| word.role == role).map(Word::weight).sum::<usize>();
        lost > if role == Role::Sign { 0 } else { weight(role) }
    });
    let swapped = gone.iter().filter(|word| word.role == Role::Name).flat_map(|word| word.forms.clone()).collect();
    Toll { swapped, loses }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Option,
    Name,
    /// `-`, `--`, a `.` between two samples.
    Sign,
}

/// A word of code, or those that there are to choose from.
#[derive(Debug, Clone)]
struct Word<'c> {
    forms: Vec<&'c str>,
    role: Role,
}

impl<'c> Word<'c> {
    fn new(forms: Vec<&'c str>) -> Option<Word<'c>> {
        let trimmed = |form: &'c str| form.trim_matches(|c: char| "\"'`()[]{}<>|&,;$=".contains(c));
        let forms: Vec<&str> = forms.into_iter().map(trimmed).filter(|form| !form.is_empty()).collect();
        let first = forms.first()?;
        let role = match () {
            () if !first.contains(char::is_alphanumeric) => Role::Sign,
            () if first.starts_with('-') => Role::Option,
            () => Role::Name,
        };
        Some(Word { forms, role })
    }

    /// How many words it is: `-xzf` is three options in one.
    fn weight(&self) -> usize {
        let flags = self.forms[0].strip_prefix('-').filter(|_| self.forms.len() == 1 && self.role == Role::Option);
        let cluster = flags.filter(|flags| flags.chars().all(char::is_alphabetic));
        cluster.map_or(1, |flags| flags.chars().count())
    }

    fn answers(&self, other: &Word<'_>) -> bool {
        self.forms.iter().any(|a| other.forms.iter().any(|b| are_one(a, b)))
    }
}

/// The two are one word, options or not: `--list` and `list`, `colour` and `color`.
fn are_one(a: &str, b: &str) -> bool {
    let plain = |word: &str| word.trim_start_matches('-').to_lowercase();
    let (x, y) = (plain(a), plain(b));
    if ![a, b].iter().all(|word| word.contains(char::is_alphanumeric)) {
        return b.contains(a);
    }
    let shorter = x.chars().count().min(y.chars().count());
    let within = (shorter > 2 && (x.starts_with(&y) || y.starts_with(&x)))
        || (shorter > 3 && (x.contains(&y) || y.contains(&x)));
    x == y || within || (shorter > 2 && likeness(&x, &y) >= CLOSE)
}

/// The words of code outside of its samples; what there is to choose from, `{{[-a|--all]}}`, is one.
fn words(code: &str) -> Vec<Word<'_>> {
    let (mut out, mut rest) = (Vec::new(), code);
    loop {
        let open = rest.find("{{").unwrap_or(rest.len());
        let plain = rest[..open].split(|c: char| c.is_whitespace() || c == '=');
        out.extend(plain.filter_map(|word| Word::new(vec![word])));
        let Some(inner) = sample(&rest[open..]) else { break };
        if inner.contains('|') {
            out.extend(Word::new(inner.split(|c: char| c == '|' || c.is_whitespace()).collect()));
        }
        rest = &rest[open + inner.len() + 4..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_without_a_counterpart_is_lost() {
        for (before, after) in [
            ("app item info {{a}}.{{b}}", "app item {{a}} {{b}}"),
            ("app branch create {{a}}", "app create {{a}}"),
            ("cat - > {{a}}", "cat > {{a}}"),
            ("ed {{[-p|--prompt]}} : {{a}}", "ed {{[-p|--prompt]}} '{{a}}'"),
            ("tar -xz --keep {{a}}", "tar -xz {{a}}"),
        ] {
            assert!(toll(before, after).loses, "{before} -> {after}");
        }
    }

    #[test]
    fn what_is_said_otherwise_is_swapped() {
        for (before, after, swapped) in [
            ("pack --sync --refresh --upgrade {{a}}", "pack -Syu {{a}}", vec![]),
            ("play --duration={{10}} {{a}}", "play {{[-d|--duration]}} {{10}} {{a}}", vec![]),
            ("mkfs {{a}}", "sudo mkfs {{a}}", vec![]),
            ("wall deny port 22", "wall deny port 8412", vec!["22"]),
            ("nøkkel: verdi", "key: value", vec!["nøkkel:", "verdi"]),
            ("pw --output --input'", "pw {{[-oi|--output --input]}}", vec![]),
            ("port. nmessage = 1", "port.onmessage = 1", vec![]),
            ("copy {{a}}@{{b}}:{{/c}}", "copy {{a}}@{{b}}:/{{c}}", vec![]),
        ] {
            assert_eq!(toll(before, after), Toll { swapped, loses: false }, "{before} -> {after}");
        }
    }
}
