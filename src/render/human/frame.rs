//! One finding as a frame: the only place that knows miette.
//!
//! miette shows several files only as several diagnostics, each with a heading. [`Frame`] is one source text made of
//! the excerpts of both files, which refuses to be read across their border: so each gets a frame of its own under
//! one heading, with the line numbers it has in its file.

use std::fmt::{self, Display, Write};

use miette::{Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents};
use miette::{Severity as Level, SourceCode, SourceSpan, SpanContents, ThemeCharacters, ThemeStyles};

use super::excerpt::Snippet;
use crate::diag::Severity;
use crate::render::Options;
use crate::render::summary::count;
use crate::render::visible::one_line;
use crate::report::{Finding, Place, Range};

/// What a frame says beside its excerpts.
#[derive(Debug)]
pub(super) struct Words {
    /// Before the message, in the colour of the severity.
    pub(super) heading: String,
    /// What is wrong.
    pub(super) message: String,
    /// What to do about it.
    pub(super) help: Option<String>,
}

/// Draws the excerpts of `finding` below the words.
pub(super) fn draw(words: Words, finding: &Finding, options: &Options, mut out: &mut dyn Write) -> fmt::Result {
    let handler = handler(&words.heading, finding.severity, options);
    let target = Sheet::new("", &finding.place, options.width);
    let source = finding.source.as_ref().and_then(|place| Sheet::new("source ", place, options.width));
    let mut sheets: Vec<Sheet> = target.into_iter().chain(source).collect();
    if let [target, source] = sheets.as_mut_slice() {
        source.offset = target.end();
    }
    handler.render_report(&mut out, &Frame { words, severity: finding.severity, sheets })
}

fn handler(heading: &str, severity: Severity, options: &Options) -> GraphicalReportHandler {
    let mut styles = if options.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let mark = match severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Info => styles.advice,
    };
    styles.highlights = vec![mark, styles.help];
    styles.link = styles.linum;
    let [error, warning, advice] = [heading; 3].map(str::to_owned);
    let characters = ThemeCharacters { error, warning, advice, ..ThemeCharacters::unicode() };
    GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
        .without_syntax_highlighting()
        .without_cause_chain()
        .with_width(options.width)
        .with_break_words(false)
        // Paths and addresses in messages are there to be copied.
        .with_wrap_lines(false)
}

#[derive(Debug)]
struct Frame {
    words: Words,
    severity: Severity,
    sheets: Vec<Sheet>,
}

/// The excerpt of one file, as a stretch of the text of a [`Frame`].
#[derive(Debug)]
struct Sheet {
    name: String,
    line: usize,
    column: usize,
    offset: usize,
    snippet: Snippet,
}

impl Sheet {
    /// None of an empty file: there is nothing to see.
    fn new(kind: &str, place: &Place, width: usize) -> Option<Self> {
        let Range { start, end } = place.range;
        if place.excerpt.text.is_empty() && end.line <= 1 {
            return None;
        }
        Some(Self {
            name: format!("{kind}{}", one_line(&place.path, width)),
            line: start.line.saturating_sub(1) as usize,
            column: start.column.saturating_sub(1) as usize,
            offset: 0,
            snippet: Snippet::new(&place.excerpt, width),
        })
    }

    fn end(&self) -> usize {
        self.offset + self.snippet.text.len()
    }

    fn label(&self) -> LabeledSpan {
        let mark = &self.snippet.mark;
        let left_out = self.snippet.left_out;
        let text = (left_out > 0).then(|| format!("and {}", count(left_out, "more line")));
        LabeledSpan::new(text, self.offset + mark.start, mark.len())
    }
}

impl SourceCode for Frame {
    /// The whole sheet that holds `span`. Asked without context, miette wants to know where the span is; otherwise
    /// which lines to draw.
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let holds = |sheet: &&Sheet| sheet.offset <= span.offset() && span.offset() + span.len() <= sheet.end();
        let sheet = self.sheets.iter().rev().find(holds).ok_or(MietteError::OutOfBounds)?;
        let first_line = sheet.snippet.first_line.saturating_sub(1);
        let (line, column) = if lines_before == 0 { (sheet.line, sheet.column) } else { (first_line, 0) };
        let (name, text) = (sheet.name.clone(), sheet.snippet.text.as_bytes());
        let whole = (sheet.offset, text.len()).into();
        Ok(Box::new(MietteSpanContents::new_named(name, text, whole, line, column, sheet.snippet.lines)))
    }
}

impl Diagnostic for Frame {
    fn severity(&self) -> Option<Level> {
        Some(match self.severity {
            Severity::Error => Level::Error,
            Severity::Warning => Level::Warning,
            Severity::Info => Level::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn Display + 'a>> {
        self.words.help.as_ref().map(|help| Box::new(help) as Box<dyn Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.sheets.iter().map(Sheet::label)))
    }
}

impl std::error::Error for Frame {}

impl Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words.message)
    }
}
