//! What must hold of every page: rewrites that change nothing give the same model and no finding, spans lie where they
//! should, and no text is too odd.
//!
//! `PROPTEST_CASES=10000 cargo test --test properties` looks harder.

#[path = "properties/page.rs"]
mod page;
#[path = "properties/strategy.rs"]
mod strategy;

use std::collections::BTreeMap;

use fidus::check::{Everywhere, Family, Habits, PageIds, Run, Target, Tongues, check};
use fidus::config::Settings;
use fidus::coverage::{State, Weights, of_pair};
use fidus::diag::Severity;
use fidus::doc::{AtomKind, Dialects, Document, Kind, Syntax};
use fidus::layout::Layout;
use fidus::locale::Locale;
use fidus::pair::{LinkFrame, Pair, align};
use fidus::render::{Format, Options, render};
use fidus::report::{ErrorKind, Finding, Report, RunError};
use fidus::rules::RULES;
use fidus::site::SiteMap;
use fidus::text::{LineIndex, Safety, apply};
use fidus::verdict::{Judged, Sentence, Stale, Verdict};
use proptest::prelude::*;
use proptest::test_runner::{FileFailurePersistence, RngSeed};

use page::{PLAIN, Style, write};
use strategy::{damage, damaged, page, rewrites, soup, style};

/// The same pages in every run, so that a failure tells of the change at hand; `PROPTEST_CASES` looks further.
fn config(cases: u32) -> ProptestConfig {
    let wanted = std::env::var("PROPTEST_CASES").ok().and_then(|typed| typed.parse().ok());
    let failures = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/properties/failures.txt");
    ProptestConfig {
        cases: wanted.unwrap_or(cases),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(failures))),
        rng_seed: if wanted.is_some() { RngSeed::Random } else { RngSeed::Fixed(17) },
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn a_rewrite_gives_the_same_model(page in page()) {
        let plain = write(&page, &PLAIN);
        for (name, style) in rewrites() {
            same_model(&plain, &write(&page, &style), name)?;
        }
    }

    #[test]
    fn rewrites_at_once_give_the_same_model(page in page(), style in style()) {
        same_model(&write(&page, &PLAIN), &write(&page, &style), "all at once")?;
    }

    #[test]
    fn a_faithful_translation_gives_no_finding(page in page(), style in style()) {
        // Some sites make a link of a bare address and some do not: that one is a finding.
        let target = write(&page, &Style { translated: true, angle_addresses: true, ..style });
        let report = checked(&write(&page, &PLAIN), &target);
        let is_loud = |finding: &Finding| finding.severity > Severity::Info;
        prop_assert!(!report.findings.iter().any(is_loud), "{}\n{target}", compact(&report));
    }

    #[test]
    fn a_page_against_itself_is_untranslated_and_nothing_else(page in page()) {
        let text = write(&page, &PLAIN);
        let others = checked(&text, &text).findings;
        let others: Vec<_> = others.iter().filter(|finding| !finding.rule.starts_with("untranslated")).collect();
        prop_assert!(others.is_empty(), "{others:?}\n{text}");
        let document = parse(&text);
        for row in align(&document, &document, None).rows {
            prop_assert!(row.source == row.target && row.source.len() == 1, "{row:?}\n{text}");
        }
    }

    #[test]
    fn blocks_and_atoms_stand_in_order(page in page(), style in style()) {
        in_order(&write(&page, &style))?;
    }

    #[test]
    fn coverage_adds_up(page in page(), damage in damage(), stale in prop::collection::vec(any::<bool>(), 0..40)) {
        let target = damaged(&write(&page, &Style { translated: true, ..PLAIN }), &damage);
        counts_add_up(&write(&page, &PLAIN), &target, &stale)?;
    }

    #[test]
    fn damage_is_reported_in_its_place_and_fixes_mend(page in page(), damage in damage()) {
        let target = damaged(&write(&page, &Style { translated: true, ..PLAIN }), &damage);
        let source = write(&page, &PLAIN);
        let report = checked(&source, &target);
        in_place(&report, &source, &target)?;
        mends(&report, &source, &target)?;
    }
}

proptest! {
    #![proptest_config(config(192))]

    #[test]
    fn no_text_is_too_odd(source in soup(), target in soup()) {
        in_order(&source)?;
        partition(&source, &target)?;
        counts_add_up(&source, &target, &[true, false, true])?;
        in_place(&checked(&source, &target), &source, &target)?;
    }
}

proptest! {
    #![proptest_config(config(8))]

    #[test]
    fn threads_change_nothing(pages in prop::collection::vec((page(), damage()), 8)) {
        let tree: Vec<(String, String)> = pages.iter().map(|(page, damage)| {
            (write(page, &PLAIN), damaged(&write(page, &Style { translated: true, ..PLAIN }), damage))
        }).collect();
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            render(&pool.install(|| check_all(&tree)), Format::Jsonl, &Options::default())
        };
        prop_assert_eq!(run(1), run(5));
    }
}

/// What random texts found once.
#[test]
fn odd_texts_stay_harmless() {
    for text in [
        "    > [!NOTE]\n",
        "`\n    > [!NOTE]",
        "> [!NOTE]\u{a0}",
        "\u{a0}\n",
        "\n\n# ",
        "a\n\n:word¡",
        "{{< figure（src=\"a.png\" >}}\n",
    ] {
        let both = in_order(text).and_then(|()| in_place(&checked("# A\n", text), "# A\n", text));
        assert!(both.is_ok(), "{text:?}: {both:?}");
    }
}

/// Whatever was said of the blocks of the target, every word and every block of the source is counted once.
fn counts_add_up(source: &str, target: &str, stale: &[bool]) -> Result<(), TestCaseError> {
    let (source, target) = (parse(source), parse(target));
    let pair = Pair::new(&source, &target, LinkFrame::default());
    let translate = ["title".to_owned()];
    let weights = (&Weights::of(&source, &translate), &Weights::of(&target, &translate));
    let all = weights.0.missing();
    let verdict = |at: u32| match at % 4 {
        0 => Verdict::Kept(Some(Severity::Warning)),
        1 => Verdict::Sentences(vec![Sentence { span: target.blocks[at as usize].content, source: None }]),
        2 => Verdict::Stale(Stale { severity: Severity::Info, nearest: None, same: false }),
        _ => Verdict::Translated,
    };
    let count = target.blocks.len() as u32;
    let verdicts: Vec<Judged> =
        (0..count).map(|at| Judged { source: None, target: at, verdict: verdict(at), insets: Vec::new() }).collect();
    for verdicts in [&verdicts[..], &[]] {
        let measure = of_pair(&pair, weights, verdicts, stale);
        prop_assert_eq!(measure.words.total(), all.words.total());
        prop_assert_eq!(measure.blocks.total(), all.blocks.total());
        prop_assert!(measure.blocks.missing <= measure.words.missing && measure.blocks.stale <= measure.words.stale);
        prop_assert!(!verdicts.is_empty() || measure.words.untranslated == 0);
        prop_assert!(stale.contains(&true) || measure.words.stale == 0);
        prop_assert_eq!(State::of(&measure.words) == State::Stale, measure.words.stale > 0);
    }
    let itself = of_pair(&Pair::new(&source, &source, LinkFrame::default()), (weights.0, weights.0), &[], &[]);
    prop_assert_eq!(itself.words.translated, all.words.total());
    Ok(())
}

fn parse(text: &str) -> Document<'_> {
    Document::parse(text, Syntax { dialects: Dialects::bundled(), extension: "md" })
}

/// Kind, place, prose and atoms of every block, in words that a failure can show.
fn model(text: &str) -> Vec<String> {
    let document = parse(text);
    let describe = |block: &fidus::doc::Block| {
        let atoms = document.atoms_of(block).iter().filter(|atom| !matches!(atom.kind, AtomKind::Html(_)));
        let atoms: Vec<String> = atoms
            .map(|atom| {
                let name = match atom.kind {
                    AtomKind::Placeholder(_) => "tag",
                    AtomKind::Link(_) => "link",
                    AtomKind::Image(_) => "image",
                    AtomKind::Code(_) => "code",
                    AtomKind::Html(_) => "html",
                    AtomKind::Footnote(_) => "footnote",
                    AtomKind::Attributes => "attributes",
                };
                format!("{name} {:x}", atom.key)
            })
            .collect();
        let (kind, place, prose) = (block.kind, block.place, block.prose);
        format!("{kind:?} {place:?} {prose:?} {:?} {:x} {atoms:?}", block.section, block.code)
    };
    document.blocks.iter().map(describe).collect()
}

fn same_model(plain: &str, rewritten: &str, rewrite: &str) -> Result<(), TestCaseError> {
    let (expected, got) = (model(plain), model(rewritten));
    if expected == got {
        return Ok(());
    }
    let differs = (0..).find(|&at| expected.get(at) != got.get(at)).unwrap_or_default();
    let (expected, got) = (expected.get(differs), got.get(differs));
    Err(TestCaseError::fail(format!(
        "{rewrite}: block {differs}\n- {expected:?}\n+ {got:?}\n{plain}\n=====\n{rewritten}"
    )))
}

/// Blocks do not overlap, and each atom lies in its block, behind the one before it.
fn in_order(text: &str) -> Result<(), TestCaseError> {
    let document = parse(text);
    let mut end = 0;
    for block in &document.blocks {
        let span = block.span.range();
        prop_assert!(text.get(span.clone()).is_some(), "{span:?} in {text:?}");
        prop_assert!(end <= span.start, "{:?} at {span:?} begins before {end} in {text:?}", block.kind);
        prop_assert!(block.span.contains(block.content), "{block:?} in {text:?}");
        end = span.end;
        let atoms = document.atoms_of(block);
        prop_assert!(atoms.is_sorted_by_key(|atom| atom.span.start), "{atoms:?} in {text:?}");
        for atom in atoms {
            prop_assert!(block.span.contains(atom.span), "{atom:?} of {block:?} in {text:?}");
            prop_assert!(text.get(atom.span.range()).is_some(), "{atom:?} in {text:?}");
        }
    }
    let (atoms, runs) = (document.atoms.len(), document.runs.len());
    let of_blocks = |count: fn(&fidus::doc::Block) -> usize| document.blocks.iter().map(count).sum::<usize>();
    prop_assert_eq!((of_blocks(|block| block.atoms.len()), of_blocks(|block| block.runs.len())), (atoms, runs));
    Ok(())
}

/// Every block of both sides is in one row, and rows that did not move are in order.
fn partition(source: &str, target: &str) -> Result<(), TestCaseError> {
    let (source, target) = (parse(source), parse(target));
    let rows = align(&source, &target, None).rows;
    let mut sources: Vec<u32> = rows.iter().flat_map(|row| row.source.clone()).collect();
    let mut targets: Vec<u32> = rows.iter().flat_map(|row| row.target.clone()).collect();
    sources.sort_unstable();
    targets.sort_unstable();
    prop_assert!(sources.iter().copied().eq((0u32..).take(source.blocks.len())), "{rows:?}");
    prop_assert!(targets.iter().copied().eq((0u32..).take(target.blocks.len())), "{rows:?}");
    let body = |at: &u32| target.blocks[*at as usize].kind != Kind::Front;
    let still = rows.iter().filter(|row| !row.moved).flat_map(|row| row.target.clone()).filter(body);
    prop_assert!(still.is_sorted(), "{rows:?}");
    Ok(())
}

/// Findings lie in their texts, and the edits of their fixes too, one behind the other.
fn in_place(report: &Report, source: &str, target: &str) -> Result<(), TestCaseError> {
    prop_assert!(report.errors.is_empty(), "{:?}", report.errors);
    for finding in &report.findings {
        let ours = finding.source.iter().map(|place| (place, source));
        for (place, text) in std::iter::once((&finding.place, target)).chain(ours) {
            let last = LineIndex::new(text).position(u32::try_from(text.len()).expect("a small text"));
            prop_assert!(place.range.start <= place.range.end && place.range.end <= last, "{finding:#?}\n{target}");
            prop_assert!(place.excerpt.text.get(place.excerpt.span.range()).is_some(), "{finding:#?}\n{target}");
        }
        let edits = finding.fix.as_ref().map_or(&[][..], |fix| fix.edits());
        prop_assert!(edits.iter().all(|edit| target.get(edit.span.range()).is_some()), "{finding:#?}\n{target}");
        prop_assert!(edits.windows(2).all(|two| two[0].span.end <= two[1].span.start), "{finding:#?}\n{target}");
    }
    Ok(())
}

/// Each safe fix does something and, unless the page lost its structure, brings no error.
fn mends(report: &Report, source: &str, target: &str) -> Result<(), TestCaseError> {
    let is_torn = report.findings.iter().any(|finding| finding.rule.starts_with("block-"));
    for finding in &report.findings {
        let Some(fix) = finding.fix.as_ref().filter(|fix| fix.safety() == Safety::Safe) else { continue };
        let mended = apply(target, fix.edits());
        prop_assert!(mended != target, "a fix that changes nothing: {finding:#?}\n{target}");
        let after = checked(source, &mended);
        prop_assert!(
            is_torn || errors(&after) <= errors(report),
            "{} {}\n{source}\n===== before\n{target}\n{}===== after {:?}\n{mended}\n{}",
            finding.rule,
            finding.message,
            compact(report),
            fix.edits(),
            compact(&after)
        );
    }
    Ok(())
}

fn compact(report: &Report) -> String {
    render(report, Format::Compact, &Options::default())
}

fn errors(report: &Report) -> usize {
    report.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
}

fn checked(source: &str, target: &str) -> Report {
    check_all(&[(source.to_owned(), target.to_owned())])
}

/// Checks pages against their translations, in a tree of their own.
fn check_all(pairs: &[(String, String)]) -> Report {
    let mut files = BTreeMap::new();
    let mut families = Vec::new();
    for (at, (source, target)) in pairs.iter().enumerate() {
        let (source_path, path) = (format!("en/{at}.md"), format!("de/{at}.md"));
        files.insert(source_path.clone(), source.clone());
        files.insert(path.clone(), target.clone());
        let locale = Locale::from_tag("de").expect("a tag");
        families.push(Family { source: source_path, targets: vec![Target { path, locale, wanted: true }] });
    }
    let layout = Layout::new("en/{path}", "{locale}/{path}").expect("a layout");
    let absent = |path: &str| RunError { path: path.to_owned(), kind: ErrorKind::Io, message: String::new() };
    check(
        &families,
        &Run {
            ids: PageIds::default(),
            habits: Habits::default(),
            everywhere: Everywhere::default(),
            tongues: &Tongues::new(&families),
            settings: &Settings::default(),
            site: &SiteMap::new(files.keys().cloned(), vec![layout]),
            rules: RULES,
            past: &fidus::fresh::NoPast,
            orphans: &[],
            allowances: None,
            most: usize::MAX,
            read: &|path: &str| files.get(path).cloned().map(String::into_bytes).ok_or_else(|| absent(path)),
            progress: &|| (),
        },
    )
}
