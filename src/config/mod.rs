//! The configuration: what the user wrote, and what it means.

mod check;
mod choices;
mod file;
mod resolved;
mod settings;

pub use choices::{AnchorPolicy, Basis, CodePolicy, Fallback, KeyPolicy, Level, SiteGenerator, StampPlace};
pub use file::{ConfigError, ConfigFile, SCHEMA_FILE, nearest, schema};
pub use resolved::{Detected, resolved};
pub use settings::{Allowed, Freshness, Settings};
