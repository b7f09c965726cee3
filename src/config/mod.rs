//! The configuration: what the user wrote, and what it means.

mod file;
mod resolved;
mod settings;

pub use file::{ConfigError, ConfigFile, SCHEMA_FILE, nearest, schema};
pub use resolved::resolved;
pub use settings::{
    AnchorPolicy, Basis, CodePolicy, Fallback, Freshness, KeyPolicy, Level, Settings, SiteGenerator, StampPlace,
};
