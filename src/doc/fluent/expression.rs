//! What stands in a placeable, as the key of a placeholder.

use fluent_syntax::ast::{Expression, InlineExpression};

use super::super::placeholder::{Pairing, Placeholder};
use super::super::prose::fingerprint;
use super::super::{Atom, AtomKind};
use crate::text::Span;

/// The number of Fluent among the dialects: it is none of those that pages are written in.
pub(super) const DIALECT: usize = usize::MAX;

/// An atom of the placeholder `key`, from brace to brace; `inner` is what stands between them.
pub(super) fn placeholder<'s>(span: Span, inner: Span, key: String, family: &'static str) -> Atom<'s> {
    let print = fingerprint(key.as_bytes());
    let placeholder = Placeholder {
        dialect: DIALECT,
        ambiguous: false,
        name: key.clone(),
        key,
        pairing: Pairing::Alone,
        family,
        container: false,
        inner,
    };
    Atom { span, kind: AtomKind::Placeholder(Box::new(placeholder)), key: print, parent: None }
}

/// A slice of the first word of an expression: nothing but its marks stands between it and its brace.
pub(super) fn first_word<'s>(inline: &InlineExpression<&'s str>) -> &'s str {
    match inline {
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => value,
        InlineExpression::FunctionReference { id, .. }
        | InlineExpression::MessageReference { id, .. }
        | InlineExpression::TermReference { id, .. }
        | InlineExpression::VariableReference { id } => id.name,
        InlineExpression::Placeable { expression } => match expression.as_ref() {
            Expression::Inline(inline) | Expression::Select { selector: inline, .. } => first_word(inline),
        },
    }
}

/// What must be equal: names, and the options of functions. A term's arguments are the locale's business.
pub(super) fn key(inline: &InlineExpression<&str>) -> String {
    match inline {
        InlineExpression::StringLiteral { value } => format!("\"{value}\""),
        InlineExpression::NumberLiteral { value } => (*value).to_owned(),
        InlineExpression::VariableReference { id } => ["$", id.name].concat(),
        InlineExpression::MessageReference { id, attribute } => {
            attribute.as_ref().map_or_else(|| id.name.to_owned(), |attribute| [id.name, ".", attribute.name].concat())
        }
        InlineExpression::TermReference { id, .. } => ["-", id.name].concat(),
        InlineExpression::Placeable { .. } => String::new(),
        InlineExpression::FunctionReference { id, arguments } => {
            let mut parts: Vec<String> = arguments.positional.iter().map(key).collect();
            // How a date looks is the locale's business; how many digits a number has is not.
            if arguments.named.is_empty() || id.name == "DATETIME" {
                return if parts.len() == 1 { parts.remove(0) } else { format!("{}({})", id.name, parts.join(",")) };
            }
            let mut named: Vec<String> =
                arguments.named.iter().map(|named| format!("{}:{}", named.name.name, key(&named.value))).collect();
            named.sort_unstable();
            parts.append(&mut named);
            format!("{}({})", id.name, parts.join(","))
        }
    }
}

/// The variable that a selector asks, in whatever function; empty if it is none.
pub(super) fn asked_variable(selector: &InlineExpression<&str>) -> String {
    match selector {
        InlineExpression::VariableReference { id } => ["$", id.name].concat(),
        InlineExpression::FunctionReference { arguments, .. } => {
            arguments.positional.first().map_or(String::new(), asked_variable)
        }
        _ => String::new(),
    }
}
