//! Names of keys, which a keyboard has in its language, and signs, which a sentence may spell out.

/// `Ctrl+Space`, `Enter`, `<enter>`.
#[must_use]
pub fn names_key(code: &str) -> bool {
    const WITH_OTHERS: &[&str] = &["alt", "cmd", "command", "control", "ctrl", "option", "shift", "super", "win"];
    const ALONE: &[&str] = &[
        "Alt",
        "Backspace",
        "Command",
        "Control",
        "Ctrl",
        "Delete",
        "Enter",
        "Esc",
        "Escape",
        "Option",
        "PageDown",
        "PageUp",
        "Return",
        "Shift",
        "Spacebar",
        "Super",
        "Tab",
    ];
    let combined =
        code.split_once(['+', '-']).is_some_and(|(key, _)| WITH_OTHERS.contains(&key.trim().to_lowercase().as_str()));
    let marked = code.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
    let is_key = |name: &str| ALONE.iter().chain(&["Space"]).any(|key| key.eq_ignore_ascii_case(name));
    combined || ALONE.contains(&code) || marked.is_some_and(is_key)
}

/// `-`, `*`: one sign by itself.
#[must_use]
pub fn is_sign(code: &str) -> bool {
    let mut chars = code.chars();
    chars.next().is_some_and(|c| !c.is_alphanumeric()) && chars.next().is_none()
}

/// Words in the marks of code for their looks, with a capital at the start and a colon or another word: `Rapid Development:`.
#[must_use]
pub fn is_label(code: &str) -> bool {
    let words = code.trim_end_matches([':', '：']);
    let first = words.split(' ').next().unwrap_or_default();
    let capitalised = first.starts_with(char::is_uppercase) && first.chars().skip(1).all(char::is_lowercase);
    let plain = |c: char| c.is_alphabetic() || "'’-& ".contains(c);
    first.chars().count() > 1
        && capitalised
        && words.chars().all(plain)
        && (words.len() < code.len() || words.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::is_label;

    #[test]
    fn labels_are_words_and_names_are_not() {
        for (code, label) in [
            ("Rapid Development:", true),
            ("Mailers:", true),
            ("Background Jobs", true),
            ("Worker", false),
            ("git commit", false),
            ("Vec<T>", false),
            ("A b", false),
            ("String name = 5", false),
        ] {
            assert_eq!(is_label(code), label, "{code}");
        }
    }
}
