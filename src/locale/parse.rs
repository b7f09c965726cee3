//! Splits a spelling into subtags and writes them in canonical case.
//!
//! Two readers: folder names are read against the tables, tags of the user against the grammar alone. Both expect lower
//! case.

use std::fmt;

use super::codes;

/// The subtags of a locale, all in lower case.
#[derive(Debug, Default)]
pub(super) struct Subtags<'t> {
    language: &'t str,
    script: Option<&'t str>,
    region: Option<&'t str>,
    /// Variants and private use, in order.
    rest: Vec<&'t str>,
}

impl<'t> Subtags<'t> {
    /// Reads a folder name; `None` unless each subtag is in the tables.
    pub(super) fn from_folder(lower: &'t str) -> Option<Subtags<'t>> {
        let mut parts = lower.split(['-', '_', '@']);
        let mut tags = Subtags { language: known_language(parts.next()?)?, ..Subtags::default() };
        for part in parts {
            if !tags.add_known(part) {
                return None;
            }
        }
        Some(tags)
    }

    /// Reads a tag by its grammar; the subtag that does not fit is the error.
    pub(super) fn from_tag(lower: &'t str) -> Result<Subtags<'t>, &'t str> {
        let mut parts = lower.split(['-', '_']);
        let language = parts.next().unwrap_or_default();
        if !(2..=8).contains(&language.len()) || language.len() == 4 || !is_alpha(language) {
            return Err(language);
        }
        let mut tags = Subtags { language, ..Subtags::default() };
        let mut private = false;
        for part in parts {
            let fits = !part.is_empty() && part.len() <= 8 && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
            private |= part == "x";
            if !fits || !private && !tags.add_well_formed(part) {
                return Err(part);
            }
            if private {
                tags.rest.push(part);
            }
        }
        if tags.rest.last() == Some(&"x") { Err("x") } else { Ok(tags) }
    }

    fn add_known(&mut self, part: &'t str) -> bool {
        let script = match part {
            "latin" => Some("latn"),
            "cyrillic" => Some("cyrl"),
            "chs" if self.language == "zh" => Some("hans"),
            "cht" if self.language == "zh" => Some("hant"),
            _ => codes::SCRIPTS.iter().map(|(name, _)| *name).find(|name| *name == part),
        };
        if script.is_some() {
            return self.script.is_none() && self.region.is_none() && self.set_script(script);
        }
        // Android writes `zh-rCN`.
        let region = part.strip_prefix('r').filter(|rest| rest.len() == 2).unwrap_or(part);
        // ISO 3166 keeps `UK` free for those who mean `GB`.
        let region = if region == "uk" { "gb" } else { region };
        if codes::REGIONS.binary_search(&region).is_ok() {
            return self.region.replace(region).is_none();
        }
        // `en_EN`, `ja_JA`: a language that has no country of its code, written twice.
        if part == self.language {
            return self.region.is_none();
        }
        let is_variant = matches!(part, "valencia" | "tarask");
        if is_variant {
            self.rest.push(part);
        }
        is_variant
    }

    fn add_well_formed(&mut self, part: &'t str) -> bool {
        let is_first = self.region.is_none() && self.rest.is_empty();
        match part.len() {
            4 if is_alpha(part) && is_first && self.script.is_none() => self.set_script(Some(part)),
            2 if is_alpha(part) && is_first => self.region.replace(part).is_none(),
            3 if is_digits(part) && is_first => self.region.replace(part).is_none(),
            5..=8 => {
                self.rest.push(part);
                true
            }
            4 if part.as_bytes()[0].is_ascii_digit() => {
                self.rest.push(part);
                true
            }
            _ => false,
        }
    }

    fn set_script(&mut self, script: Option<&'t str>) -> bool {
        self.script = script;
        true
    }
}

impl fmt::Display for Subtags<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.language)?;
        if let Some(script) = self.script {
            let (first, others) = script.split_at(1);
            write!(out, "-{}{others}", first.to_ascii_uppercase())?;
        }
        if let Some(region) = self.region {
            write!(out, "-{}", region.to_ascii_uppercase())?;
        }
        self.rest.iter().try_for_each(|part| write!(out, "-{part}"))
    }
}

fn known_language(part: &str) -> Option<&str> {
    let table = match part.len() {
        2 => codes::TWO,
        3 => codes::THREE,
        _ => return None,
    };
    table.binary_search(&part).ok().map(|at| table[at])
}

fn is_alpha(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn is_digits(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}
