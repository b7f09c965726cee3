//! What a rule says: plain data about one pair of pages, in byte spans.

use crate::text::{Fix, Span};

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing; gates only on request.
    Info,
    /// Most likely a fault.
    Warning,
    /// A fault that readers meet.
    Error,
}

impl Severity {
    /// The word used in configuration and output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What the translation differs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The source it was made from.
    Fault,
    /// Only the source of today.
    Drift,
}

impl Cause {
    /// The word used in output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Cause::Fault => "fault",
            Cause::Drift => "drift",
        }
    }
}

/// A sentence of the message catalogue with its arguments; its help is the attribute of the same message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The message's id in `rules/messages/<locale>.ftl`.
    pub id: &'static str,
    /// Its arguments, by name.
    pub args: Vec<(&'static str, Arg)>,
}

/// An argument of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arg {
    /// Text, shown as it is.
    Text(String),
    /// A number, which chooses plural forms.
    Count(u32),
}

impl Message {
    /// The message `id` without arguments.
    #[must_use]
    pub fn new(id: &'static str) -> Self {
        Self { id, args: Vec::new() }
    }

    /// With a text argument.
    #[must_use]
    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.args.push((name, Arg::Text(value.into())));
        self
    }

    /// The text argument of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.args.iter().find_map(|(own, arg)| match arg {
            Arg::Text(text) if *own == name => Some(text.as_str()),
            _ => None,
        })
    }

    /// With a number.
    #[must_use]
    pub fn count(mut self, name: &'static str, value: u32) -> Self {
        self.args.push((name, Arg::Count(value)));
        self
    }
}

/// What a finding answers for: findings of other rules about what lies under its claim are dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Claim {
    /// Nothing beyond itself.
    Own,
    /// Whatever is missing of these bytes of the source.
    Missing(Span),
    /// Whatever stands in these bytes of the target.
    Region(Span),
    /// The whole page.
    File,
}

/// One finding about one pair of pages.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The rule's id.
    pub rule: &'static str,
    /// Its severity, where it differs from the rule's.
    pub severity: Option<Severity>,
    /// Where in the target.
    pub span: Span,
    /// The thing itself in the source.
    pub source: Option<Span>,
    /// What is wrong.
    pub message: Message,
    /// What the source has.
    pub expected: Option<String>,
    /// What the target has.
    pub found: Option<String>,
    /// The edits that mend it.
    pub fix: Option<Fix>,
    /// What else it answers for.
    pub claim: Claim,
    /// What the translation differs from.
    pub cause: Cause,
    /// What this finding has in common with those of other pages of the locale.
    pub shared: Option<Shared>,
    /// The change, where it may run through the page: one fault, if there are many alike.
    pub refrain: Option<String>,
    /// It stands for all findings of its refrain.
    pub throughout: bool,
    /// The bytes of the source without whose counterpart it could not be otherwise: where they are told to be missing, this
    /// is no fault of its own.
    pub hangs_on: Option<Span>,
}

/// What a finding has in common with those of other pages of its locale.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shared {
    /// What it is.
    pub what: String,
    /// A fault of each page where few have it, and one habit of the locale where many do.
    pub is_habit: bool,
}

impl Shared {
    /// One fault, however many pages have it.
    #[must_use]
    pub fn fault(what: impl Into<String>) -> Self {
        Self { what: what.into(), is_habit: false }
    }

    /// A habit, if many pages have it.
    #[must_use]
    pub fn habit(what: impl Into<String>) -> Self {
        Self { what: what.into(), is_habit: true }
    }
}

impl Diagnostic {
    /// A finding of `rule` at `span` of the target.
    #[must_use]
    pub fn new(rule: &'static str, span: Span, message: Message) -> Self {
        Self {
            rule,
            severity: None,
            span,
            source: None,
            message,
            expected: None,
            found: None,
            fix: None,
            claim: Claim::Own,
            cause: Cause::Fault,
            shared: None,
            refrain: None,
            throughout: false,
            hangs_on: None,
        }
    }

    /// Points at the thing itself in the source.
    #[must_use]
    pub fn source(mut self, span: Span) -> Self {
        self.source = Some(span);
        self
    }

    /// Says what the source has.
    #[must_use]
    pub fn expected(mut self, text: impl Into<String>) -> Self {
        self.expected = Some(text.into());
        self
    }

    /// Says what the target has.
    #[must_use]
    pub fn found(mut self, text: impl Into<String>) -> Self {
        self.found = Some(text.into());
        self
    }

    /// Offers a fix, if there is one.
    #[must_use]
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// Answers for more than itself.
    #[must_use]
    pub fn claim(mut self, claim: Claim) -> Self {
        self.claim = claim;
        self
    }

    /// Could not be otherwise while these bytes of the source are missing.
    #[must_use]
    pub fn hangs_on(mut self, source: Option<Span>) -> Self {
        self.hangs_on = source;
        self
    }

    /// Of another cause than a fault of the translation.
    #[must_use]
    pub fn cause(mut self, cause: Cause) -> Self {
        self.cause = cause;
        self
    }

    /// May be one of many like it in the page: those of one `refrain` are one fault.
    #[must_use]
    pub fn refrain(mut self, refrain: impl Into<Option<String>>) -> Self {
        self.refrain = refrain.into();
        self
    }

    /// With another severity than the rule's.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = Some(severity);
        self
    }
}
