//! Where each part of a rendered document comes from: which line of which template, and which
//! finding.

use std::ops::Range;

use minijinja::{OutputSpan, OutputSpanKind};

use super::Templates;
use crate::source_map::Span;

/// The bytes from the beginning of `finding(` to its first argument, with some room.
const CALL_HEAD: usize = 40;

/// The way back from rendered text.
#[derive(Debug)]
pub struct Origin {
    parts: Vec<(Range<usize>, bool, Span)>,
    /// The places at which a finding's id was printed, in order.
    findings: Vec<(usize, String)>,
}

impl Origin {
    pub(super) fn new(text: &str, spans: Vec<OutputSpan>, templates: &Templates, findings: &[String]) -> Self {
        let mut parts = Vec::new();
        let mut places = Vec::new();
        for span in spans {
            let output = span.output_range();
            let Some(file) = templates.get(span.name()) else { continue };
            let printed = text.get(output.clone()).unwrap_or_default();
            if span.kind() == OutputSpanKind::Expression
                && let Some(id) = printed.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))
                && findings.iter().any(|finding| finding == id)
            {
                places.push((output.start, id.to_owned()));
            }
            let raw = span.kind() == OutputSpanKind::Raw;
            parts.push((output, raw, Span::new(file, span.source_range())));
        }
        Self { parts, findings: places }
    }

    /// The place in a template that printed the byte `at`.
    pub fn template(&self, at: usize) -> Option<Span> {
        let after = self.parts.partition_point(|(output, ..)| output.start <= at);
        let (output, raw, span) = self.parts.get(after.checked_sub(1)?)?;
        if !raw {
            return Some(*span);
        }
        let start = (span.start + (at - output.start)).min(span.end);
        Some(Span { start, end: start, ..*span })
    }

    /// The finding that was being printed in `range`: the first that is named inside, as in a call
    /// that begins there, or the last before it.
    pub fn finding(&self, range: Range<usize>) -> Option<&str> {
        // An engine may tell only where a call begins; its first argument is near.
        let end = range.end.max(range.start + CALL_HEAD);
        let next = self.findings.partition_point(|(start, _)| *start < range.start);
        let inside = self.findings.get(next).filter(|(start, _)| *start < end);
        // The last one before it counts as long as the same template is printing.
        let file = |at: usize| self.template(at).map(|span| span.file);
        let before = next
            .checked_sub(1)
            .and_then(|last| self.findings.get(last))
            .filter(|(start, _)| file(*start) == file(range.start));
        inside.or(before).map(|(_, id)| id.as_str())
    }
}
