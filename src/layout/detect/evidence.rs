//! When a group of candidate locales is a layout, and which of them belong to it.
//!
//! Two mirrored files make a locale, one of them with a telling name; beside a folder of the source language one is
//! enough. A code that is an everyday word needs more on its own, and joins easily in the company of certain locales.

use super::tree::Code;

/// What is known of one candidate locale in a group.
#[derive(Debug, Clone, Copy)]
pub(super) struct Candidate<'p> {
    pub folder: &'p str,
    pub code: Code,
    /// Its pages.
    pub pages: usize,
    /// Its pages whose hypothetical source exists.
    pub mirrored: usize,
    /// Its mirrored pages that are more than a lone `README.md` or `index.md`.
    pub telling: usize,
    /// One of its mirrored pages is `index.md`.
    pub index: bool,
}

/// What stands beside the candidates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Company {
    /// A folder of the source language.
    Source,
    /// Nothing that is certainly a locale.
    Nobody,
    /// Other folders that mirror the source as well and are no locales: versions, products.
    Copies,
}

/// The folders that are locales; empty if the group is no layout.
pub(super) fn locales<'p>(candidates: &[Candidate<'p>], company: Company) -> Vec<&'p str> {
    let certain = candidates.iter().filter(|candidate| candidate.is_certain(company)).count();
    let promising = candidates.iter().filter(|candidate| candidate.is_promising()).count();
    let begun = candidates.iter().filter(|candidate| candidate.is_begun()).count();
    if certain == 0 && promising < 2 && begun < 3 {
        return Vec::new();
    }
    let joins = |candidate: &&Candidate| match candidate.code {
        Code::No => false,
        Code::Source | Code::Sure => true,
        Code::Doubtful => candidate.telling > 0 || candidate.mirrored > 0 && certain > 1,
    };
    candidates.iter().filter(joins).map(|candidate| candidate.folder).collect()
}

impl Candidate<'_> {
    fn is_certain(&self, company: Company) -> bool {
        let mostly = |part: usize| self.mirrored * part >= self.pages;
        match (self.code, company) {
            (Code::No, _) | (Code::Doubtful, Company::Copies) => false,
            (Code::Source | Code::Sure, Company::Source) => self.mirrored > 0,
            (Code::Source | Code::Sure, _) => self.mirrored > 1 && self.telling > 0 && mostly(4),
            (Code::Doubtful, Company::Source) => self.telling > 1 || self.telling == 1 && mostly(2),
            (Code::Doubtful, Company::Nobody) => self.telling > 2 && mostly(2),
        }
    }

    /// Three of these make one, each with its home page.
    fn is_begun(&self) -> bool {
        self.code == Code::Sure && self.index && self.mirrored == self.pages
    }

    /// Two of these make a layout even if each has a single page. One page of dozens is there by the way.
    fn is_promising(&self) -> bool {
        self.code == Code::Sure && self.telling > 0 && self.mirrored * 10 >= self.pages
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(company: Company, candidates: &[(&'static str, Code, [usize; 3])], expected: &str) {
        let candidates: Vec<Candidate> = candidates
            .iter()
            .map(|&(folder, code, [pages, mirrored, telling])| {
                let index = mirrored > telling;
                Candidate { folder, code, pages, mirrored, telling, index }
            })
            .collect();
        assert_eq!(locales(&candidates, company).join(" "), expected);
    }

    #[test]
    fn certain_codes() {
        check(Company::Nobody, &[("de", Code::Sure, [2, 2, 1])], "de");
        check(Company::Nobody, &[("de", Code::Sure, [2, 1, 1])], "");
        check(Company::Nobody, &[("de", Code::Sure, [20, 2, 2])], "");
        check(Company::Nobody, &[("de", Code::Sure, [1, 1, 1]), ("fr", Code::Sure, [1, 1, 1])], "de fr");
        check(Company::Nobody, &[("de", Code::Sure, [54, 1, 1]), ("fr", Code::Sure, [54, 1, 1])], "");
        check(Company::Nobody, &[("de", Code::Sure, [1, 1, 0]), ("fr", Code::Sure, [1, 1, 0])], "");
        let three = ["de", "fr", "nn"].map(|folder| (folder, Code::Sure, [1, 1, 0]));
        check(Company::Nobody, &three, "de fr nn");
        check(Company::Source, &[("de", Code::Sure, [1, 1, 0])], "de");
        check(Company::Source, &[("de", Code::Sure, [1, 0, 0])], "");
    }

    #[test]
    fn words() {
        check(Company::Nobody, &[("id", Code::Doubtful, [2, 2, 2])], "");
        check(Company::Nobody, &[("id", Code::Doubtful, [3, 3, 3])], "id");
        check(Company::Copies, &[("id", Code::Doubtful, [3, 3, 3])], "");
        check(Company::Nobody, &[("de", Code::Sure, [2, 2, 2]), ("id", Code::Doubtful, [1, 1, 1])], "de id");
        check(Company::Nobody, &[("de", Code::Sure, [2, 2, 2]), ("id", Code::Doubtful, [1, 1, 0])], "de");
        check(Company::Nobody, &[("de", Code::Sure, [2, 2, 2]), ("fr", Code::Sure, [1, 0, 0])], "de fr");
    }
}
