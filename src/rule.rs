//! What a rule is, what it may see, and where it reports.

use crate::config::Settings;
use crate::diag::{Diagnostic, Severity};
use crate::doc::{Block, Document, Link, LinkStyle};
use crate::fresh::Freshness;
use crate::locale::Locale;
use crate::pair::{Pair, Row};
use crate::site::SiteMap;
use crate::suppress::{Remark, Suppressions};
use crate::suspect::Suspect;
use crate::text::Edit;
use crate::verdict::Judged;

/// A group of rules, as in the contract's table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Template tags and format arguments.
    Placeholder,
    /// Links and images.
    Link,
    /// Heading ids and fragments.
    Anchor,
    /// Text left in the source language.
    Untranslated,
    /// Blocks, sections, tables, containers.
    Structure,
    /// Keys and values of the front matter.
    FrontMatter,
    /// Code blocks and code spans.
    Code,
    /// Emphasis and HTML.
    Markup,
    /// Numbers, terms, residue.
    Text,
    /// What a translation could smuggle in.
    Security,
    /// Files as wholes.
    File,
    /// Messages and attributes of Fluent catalogues.
    Catalogue,
    /// Suppressions, and the report itself.
    Meta,
}

impl Group {
    /// The word used in tables.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Group::Placeholder => "placeholder",
            Group::Link => "link",
            Group::Anchor => "anchor",
            Group::Untranslated => "untranslated",
            Group::Structure => "structure",
            Group::FrontMatter => "front matter",
            Group::Code => "code",
            Group::Markup => "markup",
            Group::Text => "text",
            Group::Security => "security",
            Group::File => "file",
            Group::Catalogue => "catalogue",
            Group::Meta => "meta",
        }
    }
}

/// What is known of a rule without running it.
#[derive(Debug)]
pub struct RuleMeta {
    /// The id: the name of its page, of its module and of its key in the configuration.
    pub id: &'static str,
    /// Its group.
    pub group: Group,
    /// Severity of its findings unless configured; `None` for a rule that runs only where it is asked for.
    pub severity: Option<Severity>,
    /// It offers fixes.
    pub fixable: bool,
    /// Its page, `rules/<id>.md`.
    pub page: &'static str,
}

impl RuleMeta {
    /// The default severity in a word, as in configuration: `off` for none.
    #[must_use]
    pub fn severity_name(&self) -> &'static str {
        self.severity.map_or("off", Severity::name)
    }

    /// The page's first paragraph: what the rule finds, in one line.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        self.page.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default()
    }
}

/// A check over one page.
pub trait Rule: Sync {
    /// What is known of it.
    fn meta(&self) -> &'static RuleMeta;
    /// Looks at one page and reports what it finds.
    fn check(&self, cx: &Cx<'_>, out: &mut Sink);
}

/// A localized page and what belongs to it.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// A page with its source.
    Pair(&'a Pair<'a, 'a>),
    /// A page that is not UTF-8: the first bad byte.
    Unreadable(usize),
    /// A page of the source by itself, and what nearly all its translations lack.
    Source(&'a Document<'a>, &'a [Suspect]),
    /// A localized page without a source, and where its source is likely to be now.
    Orphan(Option<&'a str>, Evidence),
}

/// What tells where the source of a page is now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The names of the pages.
    Names,
    /// The history of the repository.
    History,
}

/// What answers the id of a heading in another page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The id of the heading that answers it.
    Id(String),
    /// The heading has lost its id, which is told where it stands.
    Changed,
}

/// The id of a heading of a source page that answers in its translation, both by their paths.
pub type Answers<'a> = dyn Fn((&str, &str), &str) -> Option<Answer> + Sync + 'a;

/// What a rule may see.
pub struct Cx<'a> {
    /// The page.
    pub subject: Subject<'a>,
    /// Its locale.
    pub locale: &'a Locale,
    /// The configuration, resolved.
    pub settings: &'a Settings,
    /// The files of the tree.
    pub site: &'a SiteMap,
    /// What became of the words of each block of prose, in the order of the page.
    pub verdicts: &'a [Judged],
    /// Whether another page of the tree (a path) has an id.
    pub has_id: &'a (dyn Fn(&str, &str) -> bool + Sync),
    /// What answers an id of another page's source (paths of source and translation, id).
    pub answer: &'a Answers<'a>,
    /// What the page was made from, block by block.
    pub fresh: &'a Freshness,
    /// What the page says about findings.
    pub suppressions: &'a Suppressions,
    /// What is to say about its suppressions; known to the rules about the report only, which run last.
    pub remarks: &'a [Remark],
    /// How many findings were left out; known to the same rules.
    pub omitted: u32,
    /// Whether most pages of the locale lack a front-matter key (with the keys it is nested in).
    pub lacks_key: &'a (dyn Fn(&str) -> bool + Sync),
    /// The front-matter keys of the source (entries) that none of several translations of the page has.
    pub nowhere: &'a [u32],
    /// Whether several translations of the page say what the source has as code in words of their own.
    pub is_spoken: &'a dyn Fn(&str) -> bool,
}

impl std::fmt::Debug for Cx<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cx").field("locale", self.locale).finish_non_exhaustive()
    }
}

impl<'a> Cx<'a> {
    /// The pair, if the subject is one.
    #[must_use]
    pub fn pair(&self) -> Option<&'a Pair<'a, 'a>> {
        match self.subject {
            Subject::Pair(pair) => Some(pair),
            _ => None,
        }
    }
}

/// The blocks of the source and of the target in a row.
#[must_use]
pub fn blocks<'a>(pair: &Pair<'a, 'a>, row: &Row) -> (&'a [Block], &'a [Block]) {
    let slice = |blocks: &'a [Block], range: &std::ops::Range<u32>| &blocks[range.start as usize..range.end as usize];
    (slice(&pair.source.blocks, &row.source), slice(&pair.target.blocks, &row.target))
}

/// The edit that makes `link` lead to `target`. The exact bytes are known of inline links, attributes and bare addresses.
#[must_use]
pub fn retarget(link: &Link<'_>, target: &str) -> Option<Edit> {
    let exact = matches!(link.style, LinkStyle::Inline | LinkStyle::Html | LinkStyle::Bare | LinkStyle::Autolink);
    (is_plain_address(target) && exact && !link.target_span.is_empty()).then(|| Edit::replace(link.target_span, target))
}

/// It may be written down as it is, in every kind of link.
#[must_use]
pub fn is_plain_address(target: &str) -> bool {
    !target.contains([' ', '<', '>', '(', ')', '"'])
}

/// Where findings go.
#[derive(Debug, Default)]
pub struct Sink {
    /// The findings so far.
    pub found: Vec<Diagnostic>,
}

impl Sink {
    /// Takes a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.found.push(finding);
    }
}

/// Characters of a text that a message shows.
const LONG: usize = 60;

/// Two texts for a message that tells of their difference: from their beginnings, or from a little before it where those
/// are the same.
#[must_use]
pub fn shorten_both(a: &str, b: &str) -> (String, String) {
    /// What is shown of what they share.
    const SHARED: usize = 12;
    let same = a.chars().zip(b.chars()).take_while(|(x, y)| x == y).count();
    if same + SHARED <= LONG {
        return (shorten(a), shorten(b));
    }
    let rest = |text: &str| text.chars().skip(same - SHARED).collect::<String>();
    (format!("…{}", shorten(&rest(a))), format!("…{}", shorten(&rest(b))))
}

/// The beginning of a text for a message: some sixty characters, cut at a word.
#[must_use]
pub fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= LONG {
        return line;
    }
    let cut: String = line.chars().take(LONG).collect();
    let end = cut.rfind(' ').filter(|&at| at > LONG / 2).unwrap_or(cut.len());
    format!("{}…", &cut[..end])
}
