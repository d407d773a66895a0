//! Diagnostics as JSON, version 1. The form is frozen: fields may be added, none changed.

use serde::Serialize;

use super::{Findings, tally};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source_map::SourceMap;

#[derive(Serialize)]
struct Report<'a> {
    version: u8,
    briefs: Vec<Brief<'a>>,
    summary: Summary,
}

#[derive(Serialize)]
struct Brief<'a> {
    brief: &'a str,
    diagnostics: Vec<Problem<'a>>,
}

#[derive(Serialize)]
struct Summary {
    briefs: usize,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Problem<'a> {
    code: &'a str,
    severity: &'static str,
    message: &'a str,
    location: Option<Location<'a>>,
    related: Vec<Location<'a>>,
    help: &'a [String],
}

/// Lines and columns count from 1, columns in characters; the end is the place after the last
/// character.
#[derive(Serialize)]
struct Location<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

/// Every brief's diagnostics as one JSON text.
pub fn json(briefs: &[Findings<'_>]) -> String {
    let (mut errors, mut warnings) = (0, 0);
    let briefs: Vec<_> = briefs
        .iter()
        .map(|brief| {
            let (e, w) = tally(brief.problems);
            errors += e;
            warnings += w;
            Brief {
                brief: brief.slug,
                diagnostics: brief.problems.iter().map(|problem| Problem::new(problem, brief.map)).collect(),
            }
        })
        .collect();
    let summary = Summary { briefs: briefs.len(), errors, warnings };
    serde_json::to_string_pretty(&Report { version: 1, briefs, summary }).unwrap_or_default()
}

impl<'a> Problem<'a> {
    fn new(problem: &'a Diagnostic, map: &'a SourceMap) -> Self {
        Self {
            code: problem.code,
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &problem.message,
            location: problem.primary.as_ref().map(|label| Location::new(label, map)),
            related: problem.secondary.iter().map(|label| Location::new(label, map)).collect(),
            help: &problem.helps,
        }
    }
}

impl<'a> Location<'a> {
    fn new(label: &'a Label, map: &'a SourceMap) -> Self {
        let file = map.file(label.span.file);
        let (line, column) = file.line_column(label.span.start);
        let (end_line, end_column) = file.line_column(label.span.end);
        Self { file: &file.path, line, column, end_line, end_column, label: &label.text }
    }
}
