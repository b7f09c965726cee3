//! A badge of one locale, as an SVG of its own: `nn 62 %`.

use unicode_width::UnicodeWidthStr;

use super::markup;
use crate::coverage::Percent;

/// A badge that says `label` and how much is translated.
#[must_use]
pub fn badge(label: &str, share: Percent) -> String {
    let percent = format!("{} %", share.0 / 10);
    let wide = |text: &str| text.width() * 7 + 12;
    let (left, right) = (wide(label), wide(&percent));
    let all = left + right;
    let label = markup(label);
    let (middle, end) = (left / 2, left + right / 2);
    let color = color(share);
    format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" width="{all}" height="20" role="img" aria-label="{label}: {percent}">
<title>{label}: {percent}</title>
<clipPath id="r"><rect width="{all}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="{left}" height="20" fill="#444"/><rect x="{left}" width="{right}" height="20" fill="{color}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="{middle}" y="14">{label}</text><text x="{end}" y="14">{percent}</text></g>
</svg>
"##
    )
}

/// From red to green; each dark enough for white letters.
fn color(share: Percent) -> &'static str {
    match share.0 / 10 {
        90.. => "#2e7d32",
        70..90 => "#558b2f",
        50..70 => "#8d6e00",
        25..50 => "#bf5b00",
        _ => "#b3261e",
    }
}

#[cfg(test)]
mod tests {
    use super::{Percent, badge};

    #[test]
    fn a_badge_says_how_much_and_escapes_its_label() {
        let badge = badge("<b>&\"", Percent(622));
        assert!(badge.contains(">&lt;b&gt;&amp;&quot;</text>") && badge.contains(">62 %</text>"), "{badge}");
        assert!(!badge.contains("<b>"), "{badge}");
    }
}
