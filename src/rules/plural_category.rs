//! Selectors by number whose variants are not those that the locale counts by.

use std::cell::OnceCell;

use rustc_hash::FxHashSet;

use crate::diag::{Diagnostic, Message, Severity};
use crate::doc::{Catalogue, CatalogueEntry, Document, Select};
use crate::locale::{CATEGORIES, Plurals};
use crate::pair::Pair;
use crate::rule::{Cx, Group, Rule, RuleMeta, Sink};

/// The rule.
pub struct PluralCategory;

static META: RuleMeta = RuleMeta {
    id: "plural-category",
    group: Group::Catalogue,
    severity: Some(Severity::Error),
    fixable: false,
    page: include_str!("../../rules/plural-category.md"),
};

impl Rule for PluralCategory {
    fn meta(&self) -> &'static RuleMeta {
        &META
    }

    fn check(&self, cx: &Cx<'_>, out: &mut Sink) {
        let Some(pair) = cx.pair() else { return };
        let Some(catalogue) = pair.target.catalogue.as_ref().filter(|catalogue| !catalogue.selects.is_empty()) else {
            return;
        };
        let Some(plurals) = cx.locale.plurals() else { return };
        let page = pair.target;
        let kept = kept(pair);
        let rows = OnceCell::new();
        for (at, entry) in (0u32..).zip(&catalogue.entries).filter(|(at, _)| !kept.contains(at)) {
            let row = || rows.get_or_init(|| pair.rows_of_target())[at as usize];
            for select in
                selects(catalogue, entry).iter().filter(|select| counts(page, select) || slipped(pair, row, select))
            {
                strange(page, select, &plurals, out);
                lacking(page, select, &plurals, out);
            }
        }
    }
}

/// Messages of the target that are the source's, and so have its categories: that is one fault, and another's.
fn kept(pair: &Pair<'_, '_>) -> FxHashSet<u32> {
    let rows = pair.alignment.rows.iter().filter(|row| row.source.len() == 1 && row.target.len() == 1);
    rows.filter(|row| pair.is_kept(row.source.start)).map(|row| row.target.start).collect()
}

/// The variants are categories and numbers: not `[masculine]`, not `[uppercase]`. One slip is allowed.
fn counts(page: &Document<'_>, select: &Select) -> bool {
    // `NUMBER($n, type: "ordinal")` has other categories.
    let ordinal = select.selector.of(page.text).contains("ordinal");
    let names = || select.variants.iter().map(|variant| variant.key.of(page.text)).filter(|key| !is_number(key));
    let known = names().filter(|key| CATEGORIES.contains(key)).count();
    let strange = names().count() - known;
    let told = names().any(|key| CATEGORIES.contains(&key) && key != "other");
    !ordinal && told && strange <= 1 && known > strange
}

/// `[uno]` beside `*[other]` alone, where the source's selector of the same variable counts: a category in translation.
fn slipped(pair: &Pair<'_, '_>, row: impl FnOnce() -> usize, select: &Select) -> bool {
    let keys: Vec<&str> = select.variants.iter().map(|variant| variant.key.of(pair.target.text)).collect();
    let strange = keys.iter().filter(|key| !is_number(key) && !CATEGORIES.contains(key)).count();
    let may_count = strange == 1 && keys.contains(&"other") && !select.asks.is_empty();
    let source = pair.source.catalogue.as_ref().filter(|_| may_count);
    let row = source.map(|_| &pair.alignment.rows[row()]);
    let Some((source, entry)) = source.zip(row).and_then(|(source, row)| {
        Some((source, source.entries.get(row.source.start as usize).filter(|_| !row.source.is_empty())?))
    }) else {
        return false;
    };
    selects(source, entry).iter().any(|ours| ours.asks == select.asks && counts(pair.source, ours))
}

fn selects<'c>(catalogue: &'c Catalogue, entry: &CatalogueEntry) -> &'c [Select] {
    &catalogue.selects[entry.selects.start as usize..entry.selects.end as usize]
}

fn is_number(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit() || c == '-')
}

/// Variants that no number chooses.
fn strange(page: &Document<'_>, select: &Select, plurals: &Plurals, out: &mut Sink) {
    for variant in select.variants.iter().filter(|variant| !variant.is_default) {
        let key = variant.key.of(page.text);
        if is_number(key) || plurals.has.contains(&key) {
            continue;
        }
        let has = plurals.has.join("`, `");
        let known = CATEGORIES.contains(&key);
        let id = if known { "plural-category-unused" } else { META.id };
        let message = Message::new(id).text("found", key).text("has", has);
        let finding = Diagnostic::new(META.id, variant.key, message).found(key);
        // What is never chosen harms nobody; what was meant to be chosen does.
        out.report(if known { finding.severity(Severity::Warning) } else { finding });
    }
}

/// Categories that some number has and no variant says, where the default stands for another one.
fn lacking(page: &Document<'_>, select: &Select, plurals: &Plurals, out: &mut Sink) {
    let keys: Vec<&str> = select.variants.iter().map(|variant| variant.key.of(page.text)).collect();
    // `[0]` and `[1]` are all numbers that a category has in many locales.
    let said = |name: &&str| match *name {
        "zero" => keys.contains(&"zero") || keys.contains(&"0"),
        "one" => keys.contains(&"one") || keys.contains(&"1"),
        "two" => keys.contains(&"two") || keys.contains(&"2"),
        name => keys.contains(&name),
    };
    let default = select.variants.iter().find(|variant| variant.is_default).map_or("", |v| v.key.of(page.text));
    let missing: Vec<&str> = plurals.needs.iter().copied().filter(|name| !said(name) && *name != "other").collect();
    let slip = keys.iter().any(|key| !is_number(key) && !CATEGORIES.contains(key));
    // A default that no whole number has as its own, `*[other]` in Polish, may well say what one category needs.
    let covered = usize::from(!plurals.needs.contains(&default));
    if slip || missing.len() <= covered {
        return;
    }
    let list = missing.join("`, `");
    let message = Message::new("plural-category-missing").text("expected", list.as_str());
    out.report(Diagnostic::new(META.id, select.selector, message).expected(missing.join(" ")));
}
