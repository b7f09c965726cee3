//! Whatever a file holds: no panic, no time out of proportion, and everything else is still reported.
#![allow(clippy::print_stdout, reason = "times are shown")]

mod sandbox;

use std::time::Duration;

use sandbox::{Run, Sandbox};

/// Two seconds for the worst page, and as much again for a busy machine.
const LIMIT: Duration = Duration::from_secs(4);

const SOURCE: &str = "# Events\n\nRead the [guide](guide.md) of {{ name }}.\n\n- One\n- Two\n";
const GOOD: &str = "# Tilskipingar\n\nLes [rettleiinga](guide.md) om dette.\n\n- Ein\n- To\n";
/// What is wrong with [`GOOD`].
const ITS_FINDING: &str = r#""rule":"placeholder-missing","severity":"error","cause":"fault","locale":"nn","path":"docs/nn/good.md","line":3"#;

/// A project with one page whose finding must be reported whatever happens to the others.
fn project() -> Sandbox {
    let guide = "# Guide\n\nText of the guide.\n";
    Sandbox::with(&[
        ("docs/en/good.md", SOURCE),
        ("docs/nn/good.md", GOOD),
        ("docs/en/guide.md", guide),
        ("docs/nn/guide.md", "# Rettleiing\n\nTeksten i rettleiinga.\n"),
    ])
}

/// Checks the project and returns what it printed, once that is sane.
#[track_caller]
fn checked(project: &Sandbox, what: &str) -> Run {
    attempt(project, what).unwrap_or_else(|trouble| panic!("{trouble}"))
}

fn attempt(project: &Sandbox, what: &str) -> Result<Run, String> {
    let run = project.run_within(LIMIT, "", &["check", "--format", "jsonl"], b"");
    let run = run.ok_or_else(|| format!("{what}: not done after {LIMIT:?}"))?;
    println!("{what}: {:?}", run.elapsed);
    let start = |text: &str| text.chars().take(600).collect::<String>();
    let no_json = |line: &&str| serde_json::from_str::<serde_json::Value>(line).is_err();
    match () {
        () if !(0..=2).contains(&run.code) => Err(format!("{what}: exit {}\n{}", run.code, start(&run.stderr))),
        () if run.stdout.contains(r#""kind":"panic""#) => Err(format!("{what}: panic\n{}", start(&run.stderr))),
        () if !run.stdout.contains(ITS_FINDING) => {
            Err(format!("{what}: the other page's finding is lost\n{}", start(&run.stdout)))
        }
        () => match run.stdout.lines().find(no_json) {
            Some(line) => Err(format!("{what}: no JSON: {}", start(line))),
            None => Ok(run),
        },
    }
}

/// Tries each text as a translation, as a source, and as both; says at the end which did not survive.
#[derive(Default)]
struct Trial {
    trouble: Vec<String>,
}

impl Trial {
    fn survives(&mut self, what: &str, text: impl AsRef<[u8]>) {
        let text = text.as_ref();
        let (source, good) = (SOURCE.as_bytes(), GOOD.as_bytes());
        for (source, target, role) in [(source, text, "translation"), (text, good, "source"), (text, text, "both")] {
            self.checks(&format!("{what} as {role}"), source, target);
        }
    }

    fn checks(&mut self, what: &str, source: impl AsRef<[u8]>, target: impl AsRef<[u8]>) {
        let project = project();
        project.write("docs/en/bad.md", source);
        project.write("docs/nn/bad.md", target);
        self.trouble.extend(attempt(&project, what).err());
    }

    /// The same for a catalogue.
    fn survives_as_catalogue(&mut self, what: &str, text: &str) {
        let good = "a = One { $x }\nb = { $n ->\n    [one] x\n   *[other] { $n } y\n }\n    .t = T\n";
        for (source, target, role) in [(good, text, "translation"), (text, good, "source"), (text, text, "both")] {
            let project = project();
            project.write("docs/en/bad.ftl", source);
            project.write("docs/nn/bad.ftl", target);
            self.trouble.extend(attempt(&project, &format!("{what} as {role}")).err());
        }
    }

    #[track_caller]
    fn ends(self) {
        assert!(self.trouble.is_empty(), "\n{}\n", self.trouble.join("\n"));
    }
}

#[test]
fn not_utf8() {
    let mut trial = Trial::default();
    let project = project();
    project.write("docs/en/bad.md", SOURCE);
    project.write("docs/nn/bad.md", b"# Tilskipingar\n\nLes \xe5 og {{ name }}.\n");
    let run = checked(&project, "Latin-1 as translation");
    assert_eq!(run.code, 1);
    let about = run.stdout.lines().filter(|line| line.contains("docs/nn/bad.md")).collect::<Vec<_>>();
    assert_eq!(about.len(), 1, "one fault, one finding: {about:#?}");
    assert!(
        about[0].contains(r#""rule":"encoding-invalid""#) && about[0].contains(r#""line":3,"column":5"#),
        "{}",
        about[0]
    );
    trial.survives("UTF-16", "\u{feff}# Title\n\nText".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    trial.survives("every byte", (0..=255u8).cycle().take(100_000).collect::<Vec<u8>>());
    trial.survives("a picture", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    trial.ends();
}

#[test]
fn a_source_that_is_not_utf8_is_an_error_of_the_run() {
    let project = project();
    project.write("docs/en/bad.md", b"# \xff\n");
    project.write("docs/nn/bad.md", GOOD);
    let run = checked(&project, "a source in Latin-1");
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains(r#"{"error":{"path":"docs/en/bad.md""#) && run.stderr.contains("docs/en/bad.md"));
}

#[test]
fn a_file_over_the_limit_is_an_error_of_the_run() {
    for bad in ["docs/nn/bad.md", "docs/en/bad.md"] {
        let project = project();
        project.write("docs/en/bad.md", SOURCE);
        project.write("docs/nn/bad.md", GOOD);
        let file = std::fs::File::create(project.root().join(bad)).expect("a file");
        file.set_len(50 << 20).expect("a sparse file");
        let run = checked(&project, "50 MB");
        assert_eq!(run.code, 2, "{bad}");
        assert!(run.stdout.contains(&format!(r#"{{"error":{{"path":"{bad}","kind":"limit""#)), "{}", run.stdout);
        assert!(run.stderr.contains(bad), "{}", run.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_read_is_an_error_of_the_run() {
    use std::os::unix::fs::PermissionsExt;
    let project = project();
    project.write("docs/en/bad.md", SOURCE);
    project.write("docs/nn/bad.md", GOOD);
    let file = project.root().join("docs/nn/bad.md");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o000)).expect("permissions");
    if std::fs::read(&file).is_ok() {
        // The superuser reads everything: nothing to see here.
        return;
    }
    let run = checked(&project, "unreadable");
    assert_eq!(run.code, 2);
    assert!(run.stdout.contains(r#"{"error":{"path":"docs/nn/bad.md","kind":"io""#), "{}", run.stdout);
}

#[cfg(unix)]
#[test]
fn links_in_the_file_system() {
    use std::os::unix::fs::symlink;
    let project = project();
    let at = |path: &str| project.root().join(path);
    project.write("docs/en/dangling.md", SOURCE);
    symlink("nowhere.md", at("docs/nn/dangling.md")).expect("a dangling link");
    symlink(".", at("docs/nn/loop")).expect("a loop");
    symlink("../../docs", at("docs/en/up")).expect("a loop");
    symlink("loop.md", at("docs/nn/loop.md")).expect("a link to itself");
    project.write("docs/en/loop.md", SOURCE);
    checked(&project, "links in the file system");
}

#[test]
fn a_folder_that_is_named_like_a_page() {
    let project = project();
    project.write("docs/en/folder.md", SOURCE);
    project.write("docs/nn/folder.md/inner.md", GOOD);
    project.write("docs/en/other.md/inner.md", SOURCE);
    project.write("docs/nn/other.md", GOOD);
    checked(&project, "a folder named like a page");
}

#[test]
fn nothing_much() {
    let mut trial = Trial::default();
    for (what, text) in [
        ("nothing", ""),
        ("a line feed", "\n"),
        ("a mark", "\u{feff}"),
        ("blank lines", "\r\n\r\n\r\n"),
        ("lone carriage returns", "# A\r\rText\r\r- b\r"),
        ("front matter only", "---\ntitle: Title of the page\n---\n"),
        ("front matter without line end", "---\ntitle: Title\n---"),
        ("empty front matter", "---\n---\n"),
        ("unclosed front matter", "---\ntitle: Title\n\nText\n"),
        ("bad front matter", "---\ntitle: [a: {b\n  - \"c\n\t? x\n---\nText\n"),
        ("TOML front matter", "+++\ntitle = \"\n+++\n"),
        ("a delimiter", "---"),
        ("NUL", "\0"),
        ("NUL everywhere", "# A\0\n\n[t\0](u\0 \"\0\") {{\0}} `\0` <a href=\"\0\">\n\n| \0 |\n| - |\n| \0 |\n"),
        ("one character of four bytes", "😀"),
        ("combining marks", "a\u{301}\u{301}\u{301}"),
        ("controls", "\u{1b}[2J\u{202e}\u{2066}\u{200b}\u{e0041}\n"),
    ] {
        trial.survives(what, text);
    }
    trial.ends();
}

#[test]
fn unclosed_everything() {
    let mut trial = Trial::default();
    for text in [
        "```",
        "~~~~\ntext",
        "`",
        "**",
        "_a",
        "[",
        "[a](",
        "[a](<",
        "[a](b \"",
        "[a][",
        "![",
        "![a](",
        "<",
        "<a",
        "<a href=\"",
        "<!--",
        "<!-- a -",
        "<![CDATA[",
        "<?",
        "<script>",
        "<pre>",
        "<div",
        "{{",
        "{{ a",
        "{{ \"",
        "{%",
        "{% raw %}",
        "{% if a %}",
        "{{<",
        "{{%",
        "{{< a \"",
        "<%",
        "<%= a",
        "{#",
        "{",
        "${",
        "$",
        "$$",
        "$$a\\",
        "%",
        "%(",
        "%{",
        ":::",
        "::: note",
        ":::{note}",
        "!!! note",
        "???",
        "=== \"",
        "/// a",
        "> [!NOTE]",
        "[^",
        "[^a]: ",
        "[a]: ",
        "[a]: <",
        "| a\n|-",
        "|",
        "- [",
        "1.",
        "&#",
        "&#x110000;",
        "&amp",
        "\\",
        "#",
        "######",
        "import ",
        "export {",
        "--8<-- \"",
        "<<<",
        "[[",
        "@@",
        "{: .",
        "{: #a",
        ":a",
        "term\n:",
        "====",
        "a\n===",
        "<<<<<<< HEAD",
        "---\na: |",
        "+++\na = '''",
    ] {
        trial.survives(&format!("{text:?}"), text);
        trial.survives(
            &format!("{text:?} below text"),
            format!("# Title {{#title}}\n\nText with {{{{ name }}}}.\n\n{text}"),
        );
    }
    trial.ends();
}

#[test]
fn deep_nesting() {
    let mut trial = Trial::default();
    const DEEP: usize = 10_000;
    trial.survives("brackets", "[".repeat(DEEP));
    trial.survives("pairs of brackets", format!("{}a{}", "[".repeat(DEEP), "]".repeat(DEEP)));
    trial.survives("links in links", format!("{}a{}", "[".repeat(DEEP), "](b)".repeat(DEEP)));
    trial.survives("images in images", format!("{}a{}", "![".repeat(DEEP), "](b)".repeat(DEEP)));
    trial.survives("parentheses", format!("[a]({}", "(".repeat(DEEP)));
    trial.survives("block quotes", format!("{}a\n", ">".repeat(DEEP)));
    trial.survives("block quotes with spaces", format!("{}a\n", "> ".repeat(DEEP)));
    trial.survives("list items on one line", format!("{}a\n", "- ".repeat(DEEP)));
    trial.survives("list levels", (0..1_000).map(|depth| format!("{}- a\n", "  ".repeat(depth))).collect::<String>());
    trial.survives("numbered levels", format!("{}a\n", "1. ".repeat(DEEP)));
    trial.survives("emphasis", format!("{}a{}", "*a **b ".repeat(DEEP), "c** d*".repeat(DEEP)));
    trial.survives("tags", format!("{}a{}", "<div>".repeat(DEEP), "</div>".repeat(DEEP)));
    trial.survives("template tags", format!("{}a{}", "{% if a %}".repeat(DEEP), "{% endif %}".repeat(DEEP)));
    trial.survives("braces", format!("{}a{}", "{".repeat(DEEP), "}".repeat(DEEP)));
    trial.survives("containers", format!("{}a\n{}", ":::: note\n".repeat(DEEP), "::::\n".repeat(DEEP)));
    trial.survives(
        "indented containers",
        (0..200).map(|depth| format!("{}!!! note\n\n", "    ".repeat(depth))).collect::<String>(),
    );
    trial.ends();
}

#[test]
fn much_of_one_thing() {
    let mut trial = Trial::default();
    trial.survives("one line of a megabyte", "word ".repeat(200_000));
    trial.survives("one word of a megabyte", "w".repeat(1_000_000));
    trial.survives("one line of a megabyte without spaces in Chinese", "字".repeat(350_000));
    trial.survives("back-ticks", "`".repeat(200_000));
    trial.survives("back-ticks apart", "` ".repeat(100_000));
    trial.survives(
        "back-ticks in runs of all lengths",
        (1..600).map(|length| format!("{} ", "`".repeat(length))).collect::<String>(),
    );
    trial.survives("asterisks", "*".repeat(200_000));
    trial.survives("asterisks apart", "*a ".repeat(70_000));
    trial.survives("underscores", "_a ".repeat(70_000));
    trial.survives("tildes apart", "~a ".repeat(70_000));
    trial.survives("dollars", "$a ".repeat(70_000));
    trial.survives("double dollars", "$$a ".repeat(50_000));
    trial.survives("back-slashes", "\\".repeat(200_000));
    trial.survives("less-thans", "<".repeat(200_000));
    trial.survives("ampersands", "&".repeat(200_000));
    trial.survives("exclamation marks", "![".repeat(100_000));
    trial.survives("line feeds", "\n".repeat(500_000));
    trial.survives("spaces", " ".repeat(500_000));
    trial.survives("tabs", "\t".repeat(200_000));
    trial.survives("pipes", "|".repeat(100_000));
    trial.survives("hashes", "# \n".repeat(70_000));
    trial.survives("rules", "***\n".repeat(50_000));
    trial.survives("references", "[a]".repeat(50_000));
    trial.survives("definitions", (0..20_000).map(|at| format!("[a{at}]: b{at}\n")).collect::<String>());
    trial.survives(
        "references to definitions",
        (0..5_000).map(|at| format!("[a{at}]\n\n[a{at}]: b{at}\n\n")).collect::<String>(),
    );
    trial.survives(
        "definitions of tags",
        (0..3_000).map(|at| format!("[a{at}] {{{{ x }}}}\n\n[a{at}]: {{{{ b{at} }}}}\n\n")).collect::<String>(),
    );
    trial.survives("footnotes", (0..5_000).map(|at| format!("a[^{at}]\n\n[^{at}]: b\n\n")).collect::<String>());
    trial.survives("entities", "&amp;".repeat(50_000));
    trial.survives("addresses", "https://a.example/b ".repeat(10_000));
    trial.survives("addresses without spaces", "https://a.example/".repeat(10_000));
    trial.survives("links", "[a](b) ".repeat(20_000));
    trial.survives(
        "links of one paragraph, all different",
        (0..5_000).map(|at| format!("[a](b{at}) ")).collect::<String>(),
    );
    trial.survives(
        "columns",
        format!("|{}\n|{}\n|{}\n", " a |".repeat(10_000), " - |".repeat(10_000), " b |".repeat(10_000)),
    );
    trial.survives("rows", format!("| a | b |\n| - | - |\n{}", "| c | d |\n".repeat(20_000)));
    trial.survives(
        "keys of front matter",
        format!("---\n{}---\n", (0..10_000).map(|at| format!("key{at}: value\n")).collect::<String>()),
    );
    trial.ends();
}

#[test]
fn much_of_one_thing_in_templates() {
    let mut trial = Trial::default();
    for (what, opener) in [
        ("double braces", "{{"),
        ("double braces apart", "{{ a "),
        ("brace-percents", "{% "),
        ("percents", "<% "),
        ("shortcodes", "{{< "),
        ("comments", "{# "),
        ("HTML comments", "<!-- "),
        ("closed HTML comments", "<!-- a -->"),
        ("raw regions", "{% raw %} "),
        ("braces with quotes", "{{ \" "),
        ("braces with apostrophes", "{{ ' "),
        ("single braces", "{a "),
        ("braces in braces", "{{ { "),
        ("dollar braces", "${a "),
        ("percent words", "%s %(a)s %{b} "),
        ("attribute lists", "{: .a #b "),
        ("elements", "<pre> "),
        ("scripts", "<script> "),
        ("code elements", "<code> "),
        ("tags without end", "<a href=\"x "),
        ("tags without value", "<a b= "),
        ("processing instructions", "<? "),
        ("declarations", "<!A "),
        ("data sections", "<![CDATA[ "),
        ("closers", "}} %} %> --> "),
        ("whole tags", "{{ a }} "),
        ("whole statements", "{% if a %} "),
    ] {
        trial.survives(what, opener.repeat(100_000 / opener.len().min(4)));
        trial.survives(&format!("{what}, one a line"), format!("{}\n", opener.trim_end()).repeat(30_000));
        trial.survives(&format!("{what}, one a paragraph"), format!("{}\n\n", opener.trim_end()).repeat(20_000));
    }
    trial.ends();
}

#[test]
fn much_of_one_block() {
    let mut trial = Trial::default();
    for (what, block) in [
        ("fences", "```\na\n```\n\n"),
        ("open fences", "```a\n\n"),
        ("containers", "::: note\na\n:::\n\n"),
        ("open containers", "::: note\na\n\n"),
        ("closers of containers", ":::\n\n"),
        ("admonitions", "!!! note\n    a\n\n"),
        ("empty admonitions", "!!! note\n"),
        ("tabs", "=== \"a\"\n    b\n\n"),
        ("headings", "## Part\n\nText.\n\n"),
        ("headings with ids", "## Part {#part}\n\n"),
        ("items", "- a\n"),
        ("items with code", "- a `b` c\n"),
        ("quotes", "> a\n\n"),
        ("imports", "import a from 'b'\n\n"),
        ("lines of tags", "{{ a }}\n\n"),
        ("includes", "--8<-- \"a\"\n"),
        ("terms", "a\n: b\n\n"),
        ("broken lines", "a  \nb\\\nc\n\n"),
    ] {
        trial.survives(what, block.repeat(60_000 / block.len()));
    }
    trial.ends();
}

#[test]
fn pages_that_answer_nothing() {
    let mut trial = Trial::default();
    let numbered = |word: &str, count: usize| {
        (0..count).map(|at| format!("{word} {at} [a](b{at}) {{{{ c{at} }}}}.\n\n")).collect::<String>()
    };
    for (what, source, target) in [
        ("a long page and nothing", numbered("Text", 5_000), String::new()),
        ("nothing and a long page", String::new(), numbered("Tekst", 5_000)),
        (
            "two long pages without a common link",
            numbered("Text", 4_000),
            numbered("Tekst", 4_000).replace("(b", "(d").replace("{ c", "{ e"),
        ),
        (
            "a long page backwards",
            numbered("Text", 4_000),
            numbered("Tekst", 4_000).lines().rev().fold(String::new(), |all, line| all + line + "\n"),
        ),
        ("long pages without marks", "Text.\n\n".repeat(8_000), "Tekst tekst.\n\n".repeat(7_000)),
        ("lists against paragraphs", "- a\n".repeat(8_000), "b\n\n".repeat(8_000)),
        ("one paragraph against many", format!("{}\n", "Text text. ".repeat(8_000)), "Tekst.\n\n".repeat(8_000)),
    ] {
        trial.checks(what, source, target);
    }
    trial.ends();
}

#[test]
fn odd_names() {
    let project = project();
    for name in [
        "a b.md",
        "å.md",
        "a\u{301}.md",
        "[x](y).md",
        "{{ x }}.md",
        "a%20b.md",
        "a#b.md",
        "-.md",
        "a\nb.md",
        "::add-mask::x.md",
        "\u{202e}dm.md",
    ] {
        project.write(&format!("docs/en/{name}"), SOURCE);
        project.write(&format!("docs/nn/{name}"), GOOD);
    }
    checked(&project, "odd names");
    for format in ["human", "compact", "github"] {
        let run = project.run(&["check", "--format", format]);
        assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{format}");
        assert!(!run.stdout.lines().any(|line| line.starts_with("::add-mask::")), "{format}: a name starts a command");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let project = project();
    for folder in ["docs/en", "docs/nn"] {
        std::fs::write(project.root().join(folder).join(OsStr::from_bytes(b"\xff.md")), SOURCE).expect("a file");
    }
    checked(&project, "a name that is not UTF-8");
}

#[test]
fn catalogues() {
    let mut trial = Trial::default();
    let many = |count: usize, entry: &dyn Fn(usize) -> String| (0..count).map(entry).collect::<String>();
    trial.survives_as_catalogue(
        "a large catalogue",
        &many(10_000, &|at| format!("message-{at} = Text of {at} with {{ $name }} and <b>more</b>\n")),
    );
    trial.survives_as_catalogue("selectors in selectors", &format!("a = {}", "{ $n ->\n *[b] ".repeat(10_000)));
    trial.survives_as_catalogue("braces in braces", &format!("a = {}x{}", "{".repeat(90), "}".repeat(90)));
    trial.survives_as_catalogue("calls in calls", &format!("a = {{ {}", "F(".repeat(50_000)));
    trial.survives_as_catalogue("open braces", &"a = {\n".repeat(50_000));
    trial.survives_as_catalogue("closing braces", &"a = }\n".repeat(50_000));
    trial.survives_as_catalogue(
        "selectors side by side",
        &format!("a = {}\n", "\n    { $n ->\n        [one] x\n       *[b] { $m }\n    }".repeat(5_000)),
    );
    trial.survives_as_catalogue(
        "messages of many forms",
        &many(1_000, &|at| {
            format!(
                "m{at} ={}\n",
                "\n    { $n ->\n        [one] { $a }\n        [two] { $b }\n       *[b] { $c }\n    }".repeat(3)
            )
        }),
    );
    trial.survives_as_catalogue(
        "variants",
        &format!("a = {{ $n ->\n{}   *[b] y\n }}\n", " [x] { $z }\n".repeat(20_000)),
    );
    trial.survives_as_catalogue("placeables in one message", &format!("a = {}\n", "{ $x } ".repeat(50_000)));
    trial.survives_as_catalogue(
        "terms in one message",
        &format!("a = {}\n", many(20_000, &|at| format!("{{ -t{at} }} "))),
    );
    trial.survives_as_catalogue("tags in one message", &format!("a = {}\n", "<a href=\"{ $x }\">".repeat(20_000)));
    trial.survives_as_catalogue("attributes", &format!("a = x\n{}", many(20_000, &|at| format!("    .t{at} = x\n"))));
    trial.survives_as_catalogue("one id forty times", &"a = x\n".repeat(40));
    trial.survives_as_catalogue("one id very often", &"a = { $x }\n    .t = y\n".repeat(50_000));
    trial.survives_as_catalogue("junk", &"?? { \" (\n".repeat(50_000));
    trial.survives_as_catalogue("junk of another template language", &"<#if x>${y}</#if>\n".repeat(20_000));
    trial.survives_as_catalogue("tabs", &"a =\n\tx\n".repeat(20_000));
    trial.survives_as_catalogue("carriage returns", &"a = { $x }\r\n    y\r\n".repeat(20_000));
    trial.survives_as_catalogue("lone carriage returns", &"a = { $x }\r".repeat(20_000));
    trial.survives_as_catalogue(
        "a mark and comments",
        &format!("\u{feff}{}", "# fidus-allow fluent-syntax { {\n".repeat(5_000)),
    );
    trial.survives_as_catalogue("open strings", &"a = { \"\\\n".repeat(20_000));
    trial.survives_as_catalogue("blank lines", &format!("a ={}    x\n", "\n".repeat(200_000)));
    trial.survives_as_catalogue("nothing", "");
    trial.ends();
}
