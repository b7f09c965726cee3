//! Texts of licences, which hold in the language that they were written in.

use super::{Judge, Judged, Verdict};
use crate::doc::Kind;

/// What the licences of free software say word for word: the GPL and those like it, MIT, ISC, BSD and Apache.
const PHRASES: [&str; 8] = [
    "is free software; you can redistribute it",
    "is free software: you can redistribute it",
    "Permission is hereby granted, free of charge",
    "Permission to use, copy, modify, and",
    "Redistribution and use in source and binary forms",
    "you may not use this file except in compliance with the License",
    "WITHOUT WARRANTY OF ANY KIND",
    "WITHOUT ANY WARRANTY",
];
/// The title of one that has sections of its own.
const TITLE: &str = "GENERAL PUBLIC LICENSE";

impl Judge<'_> {
    /// What is kept in one section with the words of a licence is its text, and so is what is kept behind its title.
    pub(super) fn spare_licences(&self, all: &mut [Judged]) {
        let page = self.pair.target;
        let block = |judged: &Judged| &page.blocks[judged.target as usize];
        let is_kept = |judged: &Judged| matches!(judged.verdict, Verdict::Kept(_));
        let is_heading = |judged: &Judged| matches!(block(judged).kind, Kind::Heading(_));
        for run in all.chunk_by_mut(|a, b| is_kept(a) && is_kept(b)) {
            if !run.iter().any(|judged| matches!(judged.verdict, Verdict::Kept(Some(_)))) {
                continue;
            }
            let mut is_titled = false;
            for section in run.chunk_by_mut(|_, next| !is_heading(next)) {
                is_titled |= is_heading(&section[0]) && page.prose_of(block(&section[0])).contains(TITLE);
                let is_text = |judged: &Judged| {
                    let prose = page.prose_of(block(judged));
                    PHRASES.iter().any(|phrase| prose.contains(phrase))
                };
                if is_titled || section.iter().any(is_text) {
                    section.iter_mut().for_each(|judged| judged.verdict = Verdict::Kept(None));
                }
            }
        }
    }
}
