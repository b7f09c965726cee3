//! Every format over one report, which holds what is awkward: hostile names and messages, empty spans, Arabic, a
//! finding without source, a hidden one, trouble of the run.

use std::time::Duration;

use insta::assert_snapshot;

use super::{Format, Options, render};
use crate::diag::{Cause, Severity};
use crate::report::{ErrorKind, Excerpt, Finding, Place, Range, Report, RunError};
use crate::text::{Edit, Fix, Position, Span};

#[test]
fn jsonl_has_findings_then_errors_then_one_summary() {
    assert_snapshot!(written(Format::Jsonl), @r#"
    {"rule":"code-span-changed","severity":"warning","cause":"drift","locale":"ar","path":"ar/index.md","line":3,"column":6,"end_line":3,"end_column":18,"message":"code span `fidus تحقق` is `fidus check` in the source","source":{"path":"en/index.md","line":3,"column":5,"end_line":3,"end_column":18},"found":"fidus تحقق","fix":{"safety":"suggested","edits":[{"start":9,"end":23,"text":"fidus check"}]},"fingerprint":"9f1c2b3a4d5e6f70"}
    {"rule":"unsafe-link","severity":"error","cause":"fault","locale":"nn","path":"nn/a%0A,b:\n::set-env name=X::y.md","line":2,"column":9,"end_line":2,"end_column":13,"message":"link text names\r\n::set-env name=PATH::/tmp\u001b[2J#\u0023[add-mask]a and `\u202emoc.elpmaxe`, 100 % sure","help":"look\nat `x ::stop-commands::x`","found":"\u202emoc","fingerprint":"9f1c2b3a4d5e6f70"}
    {"rule":"link-missing","severity":"error","cause":"fault","locale":"nn","path":"nn/how-to/events.md","line":9,"column":1,"end_line":9,"end_column":1,"message":"link to `promote/videos` is missing","help":"link the words that answer `guide`","source":{"path":"en/how-to/events.md","line":9,"column":26,"end_line":9,"end_column":40},"expected":"promote/videos","fingerprint":"9f1c2b3a4d5e6f70"}
    {"rule":"placeholder-changed","severity":"error","cause":"fault","locale":"nn","path":"nn/how-to/events.md","line":14,"column":11,"end_line":14,"end_column":21,"message":"placeholder `{{ namn }}` is `{{ name }}` in the source","help":"restore the source's spelling: the name is read by a program","source":{"path":"en/how-to/events.md","line":17,"column":10,"end_line":17,"end_column":20},"expected":"{{ name }}","found":"{{ namn }}","fix":{"safety":"safe","edits":[{"start":210,"end":220,"text":"{{ name }}"}]},"fingerprint":"9f1c2b3a4d5e6f70"}
    {"rule":"mojibake","severity":"warning","cause":"fault","locale":"nn","path":"nn/how-to/events.md","line":30,"column":1,"end_line":30,"end_column":9,"message":"text was decoded with the wrong encoding","fingerprint":"9f1c2b3a4d5e6f70"}
    {"rule":"number-changed","severity":"info","cause":"fault","locale":"nn","path":"nn/how-to/events.md","line":40,"column":4,"end_line":40,"end_column":6,"message":"number `12` is `14` in the source","fingerprint":"9f1c2b3a4d5e6f70"}
    {"rule":"untranslated","severity":"warning","cause":"fault","locale":"nn","path":"nn/long.md","line":1,"column":1,"end_line":5,"end_column":11,"message":"5 list items are English","source":{"path":"en/long.md","line":101,"column":7201,"end_line":101,"end_column":7211},"fingerprint":"9f1c2b3a4d5e6f70"}
    {"error":{"path":"nn/locked.md","kind":"io","message":"permission denied\n::set-env name=PATH::/tmp"}}
    {"summary":{"files":120,"pairs":110,"locales":3,"findings":{"error":3,"warning":3,"info":1},"fixable":2}}
    "#);
}

#[test]
fn compact_has_one_line_each() {
    assert_snapshot!(written(Format::Compact), @r#"
    ar/index.md:3:6: warning code-span-changed code span `fidus تحقق` is `fidus check` in the source
    nn/a%0A,b:\n::set-env name=X::y.md:2:9: error unsafe-link link text names\r\n::set-env name=PATH::/tmp\u{1b}[2J#\u{23}[add-mask]a and `\u{202e}moc.elpmaxe`, 100 % sure
    nn/how-to/events.md:9:1: error link-missing link to `promote/videos` is missing
    nn/how-to/events.md:14:11: error placeholder-changed placeholder `{{ namn }}` is `{{ name }}` in the source
    nn/how-to/events.md:30:1: warning mojibake text was decoded with the wrong encoding
    nn/how-to/events.md:40:4: info number-changed number `12` is `14` in the source
    nn/long.md:1:1: warning untranslated 5 list items are English
    nn/locked.md: error: permission denied\n::set-env name=PATH::/tmp
    3 errors, 3 warnings, 1 info in 120 files (110 pairs, 3 locales); 1 file not checked
    "#);
}

#[test]
fn github_lets_no_text_start_a_command() {
    assert_snapshot!(written(Format::Github), @r#"
    ::warning file=ar/index.md,line=3,col=6,endLine=3,endColumn=18,title=code-span-changed::code span `fidus تحقق` is `fidus check` in the source
    ::error file=nn/a%250A%2Cb%3A%0A%3A%3Aset-env name=X%3A%3Ay.md,line=2,col=9,endLine=2,endColumn=13,title=unsafe-link::link text names%0D%0A::set-env name=PATH::/tmp\u{1b}[2J##[add-mask]a and `\u{202e}moc.elpmaxe`, 100 %25 sure%0Alook%0Aat `x ::stop-commands::x`
    ::error file=nn/how-to/events.md,line=9,col=1,endLine=9,endColumn=1,title=link-missing::link to `promote/videos` is missing%0Alink the words that answer `guide`
    ::error file=nn/how-to/events.md,line=14,col=11,endLine=14,endColumn=21,title=placeholder-changed::placeholder `{{ namn }}` is `{{ name }}` in the source%0Arestore the source's spelling: the name is read by a program
    ::warning file=nn/how-to/events.md,line=30,col=1,endLine=30,endColumn=9,title=mojibake::text was decoded with the wrong encoding
    ::notice file=nn/how-to/events.md,line=40,col=4,endLine=40,endColumn=6,title=number-changed::number `12` is `14` in the source
    ::warning file=nn/long.md,line=1,endLine=5,title=untranslated::5 list items are English
    ::error file=nn/locked.md,title=io::permission denied%0A::set-env name=PATH::/tmp
    3 errors, 3 warnings, 1 info in 120 files (110 pairs, 3 locales); 1 file not checked
    "#);
}

#[test]
fn human_has_frames_and_numbers() {
    assert_snapshot!(written(Format::Human), @r#"
    layout en ↔ {locale}

    ar/index.md (1 finding)
      warning[code-span-changed]: code span `⟦fidus تحقق⟧` is `fidus check` in the source (the source changed since)
       ╭─[ar/index.md:3:6]
     3 │ ⟦شغّل `fidus تحقق` ثم اقرأ التقرير.⟧
       ·     ────────────
       ╰────
       ╭─[source en/index.md:3:5]
     3 │ Run `fidus check`, then read the report.
       ·     ─────────────
       ╰────
       fix: `⟦fidus تحقق⟧` → `fidus check` (suggested: look at it)

    nn/a%0A,b:␊∶:set-env name=X∶:y.md (1 finding)
      error[unsafe-link]: link text names␍␊∶:set-env name=PATH∶:/tmp␛[2J#♯[add-mask]a and `�moc.elpmaxe`, 100 % sure
       ╭─[nn/a%0A,b:␊∶:set-env name=X∶:y.md:2:9]
     2 │ a ␛[31m�evil    漢字 ␡
       ·         ────
       ╰────
      help: look␊at `x ∶:stop-commands∶:x`

    nn/how-to/events.md (3 findings)
      error[link-missing]: link to `promote/videos` is missing
       ╭─[nn/how-to/events.md:9:1]
     9 │ Les meir i rettleiinga.
       · ▲
       ╰────
       ╭─[source en/how-to/events.md:9:26]
     9 │ Read more in the [guide](promote/videos).
       ·                          ──────────────
       ╰────
      help: link the words that answer `guide`

      error[placeholder-changed]: placeholder `{{ namn }}` is `{{ name }}` in the source
        ╭─[nn/how-to/events.md:14:11]
     14 │ Velkomen, {{ namn }}! Du har {{ count }} nye meldingar.
        ·           ──────────
        ╰────
        ╭─[source en/how-to/events.md:17:10]
     17 │ Welcome, {{ name }}! You have {{ count }} new messages.
        ·          ──────────
        ╰────
      help: restore the source's spelling: the name is read by a program
       fix: `{{ namn }}` → `{{ name }}` (safe)

      warning[mojibake]: text was decoded with the wrong encoding
        ╭─[nn/how-to/events.md:30:1]
     30 │ BlÃ¥bÃ¦r er godt
        · ────────
        ╰────

    nn/long.md (1 finding)
      warning[untranslated]: 5 list items are English
       ╭─[nn/long.md:1:1]
     1 │ ╭─▶ 1. Open the settings
     2 │ │   2. Choose *Locale*
     3 │ ├─▶ 3. Press `Save`
       · ╰──── and 2 more lines
       ╰────
         ╭─[source en/long.md:101:7201]
     101 │ … many words before many words before here it is and as many after and as many after …
         ·                                       ──────────
         ╰────

    error: nn/locked.md: permission denied␊∶:set-env name=PATH∶:/tmp

    3 errors, 3 warnings, 1 info in 120 files (110 pairs, 3 locales); 1 file not checked, 0.41 s
    2 fixable: 1 with `--fix`, 1 more with `--fix-suggested`
    1 info not shown: run with `--show info`
    "#);
}

#[test]
fn human_shows_infos_on_request() {
    let mut report = sample();
    report.findings.retain(|finding| finding.severity == Severity::Info);
    report.errors.clear();
    report.finish();
    assert_snapshot!(render(&report, Format::Human, &Options::default()), @r#"
    layout en ↔ {locale}

    No errors and no warnings.
    0 errors, 0 warnings, 1 info in 120 files (110 pairs, 3 locales)
    1 info not shown: run with `--show info`
    "#);
    assert_snapshot!(render(&report, Format::Human, &Options { show_info: true, ..Options::default() }), @r#"
    layout en ↔ {locale}

    nn/how-to/events.md (1 finding)
      info[number-changed]: number `12` is `14` in the source
        ╭─[nn/how-to/events.md:40:4]
     40 │ om 12 dagar
        ·    ──
        ╰────

    0 errors, 0 warnings, 1 info in 120 files (110 pairs, 3 locales)
    "#);
}

#[test]
fn human_lists_what_is_many() {
    let one =
        || finding("code-span-missing", Severity::Warning, place("nn/many.md", 3, "tekst", ""), "`true` is missing");
    let mut report = Report { findings: std::iter::repeat_with(one).take(12).collect(), ..Report::default() };
    for (finding, line) in report.findings.iter_mut().zip(3..) {
        finding.place.range.start.line = line;
        finding.place.excerpt.first_line = line;
    }
    report.finish();
    let text = render(&report, Format::Human, &Options::default());
    let (_, list) = text.split_once("more in this file\n").expect("a list follows the frames");
    assert_snapshot!(list, @r#"
            6:1 `true` is missing
            7:1 `true` is missing
            8:1 `true` is missing
            9:1 `true` is missing
           10:1 `true` is missing
           11:1 `true` is missing
           12:1 `true` is missing
           13:1 `true` is missing
           14:1 `true` is missing

    0 errors, 12 warnings, 0 infos in 0 files (0 pairs, 0 locales)
    "#);
}

#[test]
fn human_is_friendly_when_there_is_nothing_to_say() {
    let mut report = Report::default();
    report.totals.files = 4;
    report.totals.pairs = 4;
    report.totals.locales = 1;
    assert_snapshot!(render(&report, Format::Human, &Options::default()), @r#"
    Everything is where it should be: nothing lost, nothing damaged.
    0 errors, 0 warnings, 0 infos in 4 files (4 pairs, 1 locale)
    "#);
}

#[test]
fn colours_come_on_request_and_change_no_letter() {
    let report = sample();
    let coloured = render(&report, Format::Human, &Options { color: true, ..Options::default() });
    let mut plain = String::new();
    for (index, piece) in coloured.split("\u{1b}[").enumerate() {
        plain.push_str(if index == 0 { piece } else { piece.split_once('m').map_or("", |(_, rest)| rest) });
    }
    assert_eq!(plain, render(&report, Format::Human, &Options::default()));
}

#[test]
fn nothing_written_is_obeyed_by_a_terminal_or_a_workflow() {
    for format in Format::ALL {
        let text = render(&sample(), format, &Options { show_info: true, ..Options::default() });
        let obeyed = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!text.contains(obeyed), "{} passes hidden characters on", format.name());
        assert_eq!(text.matches('\u{2068}').count(), text.matches('\u{2069}').count(), "isolates of {}", format.name());
        let is_command = |line: &str| line.trim_start().starts_with("::") || line.contains("##[");
        let is_ours = |line: &str| {
            format == Format::Github
                && ["::error f", "::warning f", "::notice f"].iter().any(|ours| line.starts_with(ours))
        };
        let commands = text.lines().filter(|line| is_command(line) && !is_ours(line)).count();
        assert_eq!(commands, 0, "{} lets a command through", format.name());
    }
}

fn written(format: Format) -> String {
    let options = Options { elapsed: Some(Duration::from_millis(412)), ..Options::default() };
    // The compiler refuses isolates in a literal.
    render(&sample(), format, &options).replace('\u{2068}', "⟦").replace('\u{2069}', "⟧")
}

fn sample() -> Report {
    let mut report = Report {
        layouts: vec!["en ↔ {locale}".to_owned()],
        findings: vec![renamed(), missing(), arabic(), hostile(), without_source(), long_and_many_lines(), info()],
        errors: vec![RunError {
            path: "nn/locked.md".to_owned(),
            kind: ErrorKind::Io,
            message: "permission denied\n::set-env name=PATH::/tmp".to_owned(),
        }],
        ..Report::default()
    };
    report.totals.files = 120;
    report.totals.pairs = 110;
    report.totals.locales = 3;
    report.finish();
    report
}

fn renamed() -> Finding {
    let text = "Velkomen, {{ namn }}! Du har {{ count }} nye meldingar.";
    let mut finding = finding(
        "placeholder-changed",
        Severity::Error,
        place("nn/how-to/events.md", 14, text, "{{ namn }}"),
        "placeholder `{{ namn }}` is `{{ name }}` in the source",
    );
    let source = "Welcome, {{ name }}! You have {{ count }} new messages.";
    finding.source = Some(place("en/how-to/events.md", 17, source, "{{ name }}"));
    finding.help = Some("restore the source's spelling: the name is read by a program".to_owned());
    finding.expected = Some("{{ name }}".to_owned());
    finding.found = Some("{{ namn }}".to_owned());
    finding.fix = Some(Fix::safe(vec![Edit::replace(Span::new(210, 220), "{{ name }}")]));
    finding
}

fn missing() -> Finding {
    let mut finding = finding(
        "link-missing",
        Severity::Error,
        place("nn/how-to/events.md", 9, "Les meir i rettleiinga.", ""),
        "link to `promote/videos` is missing",
    );
    finding.source =
        Some(place("en/how-to/events.md", 9, "Read more in the [guide](promote/videos).", "promote/videos"));
    finding.help = Some("link the words that answer `guide`".to_owned());
    finding.expected = Some("promote/videos".to_owned());
    finding
}

fn arabic() -> Finding {
    let mut finding = finding(
        "code-span-changed",
        Severity::Warning,
        place("ar/index.md", 3, "شغّل `fidus تحقق` ثم اقرأ التقرير.", "`fidus تحقق`"),
        "code span `fidus تحقق` is `fidus check` in the source",
    );
    finding.cause = Cause::Drift;
    finding.found = Some("fidus تحقق".to_owned());
    finding.locale = "ar".to_owned();
    finding.source = Some(place("en/index.md", 3, "Run `fidus check`, then read the report.", "`fidus check`"));
    finding.fix = Some(Fix::suggest(vec![Edit::replace(Span::new(9, 23), "fidus check")]));
    finding
}

fn hostile() -> Finding {
    let mut finding = finding(
        "unsafe-link",
        Severity::Error,
        place("nn/a%0A,b:\n::set-env name=X::y.md", 2, "a \u{1b}[31m\u{202e}evil\t漢字 \u{7f}", "evil"),
        "link text names\r\n::set-env name=PATH::/tmp\u{1b}[2J##[add-mask]a and `\u{202e}moc.elpmaxe`, 100 % sure",
    );
    finding.help = Some("look\nat `x ::stop-commands::x`".to_owned());
    finding.found = Some("\u{202e}moc".to_owned());
    finding
}

fn without_source() -> Finding {
    finding(
        "mojibake",
        Severity::Warning,
        place("nn/how-to/events.md", 30, "BlÃ¥bÃ¦r er godt", "BlÃ¥bÃ¦r"),
        "text was decoded with the wrong encoding",
    )
}

fn long_and_many_lines() -> Finding {
    let text = "1. Open the settings\n2. Choose *Locale*\n3. Press `Save`\n4. Wait\n5. Read on";
    let mut finding =
        finding("untranslated", Severity::Warning, place("nn/long.md", 1, text, text), "5 list items are English");
    let long = format!("{}here it is{}", "many words before ".repeat(400), " and as many after".repeat(400));
    finding.source = Some(place("en/long.md", 101, &long, "here it is"));
    finding
}

fn info() -> Finding {
    finding(
        "number-changed",
        Severity::Info,
        place("nn/how-to/events.md", 40, "om 12 dagar", "12"),
        "number `12` is `14` in the source",
    )
}

fn finding(rule: &'static str, severity: Severity, place: Place, message: &str) -> Finding {
    Finding {
        rule,
        severity,
        cause: Cause::Fault,
        locale: "nn".to_owned(),
        place,
        source: None,
        message: message.to_owned(),
        help: None,
        expected: None,
        found: None,
        fix: None,
        claim: None,
        shared: None,
        fingerprint: "9f1c2b3a4d5e6f70".to_owned(),
    }
}

/// A place whose excerpt is `text`, from `line` on, with the first `marked` in it meant.
fn place(path: &str, line: u32, text: &str, marked: &str) -> Place {
    let start = text.find(marked).expect("what is marked is in the text");
    let end = start + marked.len();
    let position = |at: usize| Position {
        line: line + u32::try_from(text[..at].matches('\n').count()).unwrap_or(0),
        column: u32::try_from(text[..at].rsplit('\n').next().unwrap_or("").chars().count()).unwrap_or(0) + 1,
    };
    Place {
        path: path.to_owned(),
        range: Range { start: position(start), end: position(end) },
        excerpt: Excerpt {
            first_line: line,
            left_out: 0,
            start: 200,
            text: text.to_owned(),
            span: Span::new(start, end),
        },
    }
}
