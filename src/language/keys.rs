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
