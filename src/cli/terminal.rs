//! What a terminal is like, and the bar that moves in it.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::Color;

/// A bar on standard error, if a person looks at it and it takes a while.
pub(super) fn progress(doing: &str, pages: usize) -> ProgressBar {
    let bar = ProgressBar::new(pages as u64);
    let visible = std::io::stderr().is_terminal();
    bar.set_draw_target(if visible { ProgressDrawTarget::stderr_with_hz(8) } else { ProgressDrawTarget::hidden() });
    if let Ok(style) = ProgressStyle::with_template(&format!("  {doing} {{pos}}/{{len}} {{wide_bar}} ")) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

/// The columns to fill.
pub(super) fn width(to_terminal: bool) -> usize {
    const PLAIN: usize = 100;
    if !to_terminal {
        return PLAIN;
    }
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(PLAIN).clamp(60, 140)
}

/// Whether to write colours.
pub(super) fn is_coloured(wanted: Color, to_terminal: bool) -> bool {
    match wanted {
        Color::Auto => to_terminal && std::env::var_os("NO_COLOR").is_none(),
        Color::Always => true,
        Color::Never => false,
    }
}
