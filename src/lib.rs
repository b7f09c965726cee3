//! `fidus` finds what a translation of Markdown documentation lost or damaged.

pub mod doc;
pub mod pair;
pub mod text;
pub mod diag;
pub mod report;
pub mod layout;
pub mod locale;
pub mod config;
pub mod language;
pub mod rule;
pub mod site;
pub mod messages;
pub mod rules;
pub mod check;
pub mod cli;
pub mod io;
pub mod render;
