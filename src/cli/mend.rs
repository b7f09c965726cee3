//! `fidus check --fix`: which fixes, onto the disk or into a diff, and the words about them.

use std::path::Path;

use super::args::Check;
use super::{Failure, put, say};
use crate::fix::{Mended, Why};
use crate::io;
use crate::render;
use crate::report::{Report, RunError};
use crate::text::Safety;

/// How far a fix must be trusted to be wanted; `None` if no fixes are.
pub fn wanted(typed: &Check) -> Result<Option<Safety>, Failure> {
    let any = typed.fix || typed.fix_suggested || typed.dry_run;
    if any && typed.stdin_path.is_some() {
        return Err("a page from standard input cannot be fixed in place: leave --fix out, \
                    and take the edits from the `fix` fields of --format jsonl"
            .to_owned());
    }
    Ok(any.then_some(if typed.fix_suggested { Safety::Suggested } else { Safety::Safe }))
}

/// Prints what would change.
pub fn show(typed: &Check, mended: &[Mended]) -> Result<(), Failure> {
    let text: String = mended.iter().map(|page| render::diff(&page.path, &page.before, &page.after)).collect();
    put(typed.output.as_deref(), &text)?;
    tell(typed, "would fix", mended.iter());
    Ok(())
}

/// Says what is left for `--fix-suggested`.
pub fn tell_rest(typed: &Check, report: &Report) {
    let fixes = report.findings.iter().filter_map(|finding| finding.fix.as_ref());
    let suggested = fixes.filter(|fix| fix.safety() == Safety::Suggested).count();
    if suggested > 0 && !typed.fix_suggested && !typed.quiet {
        say(&format!("fidus: {suggested} more fixable with --fix-suggested"));
    }
}

/// Writes what changed; returns what could not be written.
pub fn write(typed: &Check, root: &Path, mended: &[Mended]) -> Vec<RunError> {
    let (mut written, mut failed) = (Vec::new(), Vec::new());
    for page in mended {
        let changed = page.before != page.after;
        match if changed {
            io::replace(root, &page.path, page.before.as_bytes(), page.after.as_bytes())
        } else {
            Ok(())
        } {
            Ok(()) => written.push(page),
            Err(error) => failed.push(error),
        }
    }
    tell(typed, "fixed", written.into_iter());
    failed
}

/// One line for each fix that was taken back, and one about all that were not.
fn tell<'m>(typed: &Check, verb: &str, mended: impl Iterator<Item = &'m Mended>) {
    let (mut fixed, mut files, mut refused) = (0, 0, 0);
    for page in mended {
        fixed += page.fixed;
        files += usize::from(page.fixed > 0);
        refused += page.refused.len();
        for one in &page.refused {
            let place = format!("{}:{}:{}", page.path.escape_debug(), one.at.line, one.at.column);
            say(&format!("fidus: {place}: not fixed: {}: {}", one.rule, because(&one.why)));
        }
    }
    if typed.quiet {
        return;
    }
    let count = |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    let rest = if refused == 0 { String::new() } else { format!(", refused {refused}") };
    say(&format!("fidus: {verb} {} in {}{rest}", count(fixed, "finding"), count(files, "file")));
}

fn because(why: &Why) -> String {
    match why {
        Why::Stays => "the fix would leave the finding".to_owned(),
        Why::Brings(rule) => format!("the fix would bring a finding of `{rule}`"),
        Why::Harms(atom) => format!("the fix would change `{}` beside it", atom.escape_debug()),
        Why::Unsettled => "other fixes stand in its way; run --fix again".to_owned(),
    }
}
