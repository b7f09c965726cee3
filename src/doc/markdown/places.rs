//! What lies around blocks: the heading that governs them, and containers.

use crate::doc::marker::{self, Marker, Style as MarkerStyle};
use crate::doc::{Block, Kind};

pub(super) fn assign_sections(blocks: &mut [Block]) {
    let mut open: Vec<(u8, u32)> = Vec::new();
    for (index, block) in (0u32..).zip(blocks) {
        let Kind::Heading(level) = block.kind else {
            block.section = open.last().map(|&(_, heading)| heading);
            continue;
        };
        open.retain(|&(outer, _)| outer < level);
        block.section = open.last().map(|&(_, heading)| heading);
        open.push((level, index));
    }
}

pub(super) fn assign_containers(blocks: &mut [Block], text: &str, markers: &[Marker]) {
    let mut open: Vec<(u32, u32)> = Vec::new();
    for (at, marker) in markers.iter().enumerate().filter(|(_, marker)| !marker.closes()) {
        let end = match marker.style {
            MarkerStyle::Indented => marker::indented_body(text, marker).end,
            MarkerStyle::Alert => continue,
            style => markers[at + 1..]
                .iter()
                .find(|other| other.closes() && other.style == style)
                .map_or(marker.span.end, |other| other.span.end),
        };
        open.push((marker.span.end, end));
    }
    for block in blocks.iter_mut().filter(|_| !open.is_empty()) {
        let around = open.iter().filter(|(start, end)| *start <= block.span.start && block.span.start < *end).count();
        block.place.container = u8::try_from(around).unwrap_or(u8::MAX);
    }
}
