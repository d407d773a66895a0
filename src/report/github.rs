//! Diagnostics as workflow commands of GitHub Actions, which shows them beside the lines of a change.

use std::fmt::Write;

use super::Findings;
use crate::diagnostic::Severity;

/// One line a diagnostic, each a workflow command.
pub fn github(briefs: &[Findings<'_>]) -> String {
    let mut text = String::new();
    for brief in briefs {
        for problem in brief.problems {
            let level = match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            };
            let mut place = String::new();
            if let Some(label) = &problem.primary {
                let file = brief.map.file(label.span.file);
                let ((line, column), (end_line, end_column)) =
                    (file.line_column(label.span.start), file.line_column(label.span.end));
                let _ = write!(place, "file={},line={line},endLine={end_line},col={column}", property(&file.path));
                // A column range is taken only where it ends on its line.
                if line == end_line {
                    let _ = write!(place, ",endColumn={end_column}");
                }
                place.push(',');
            }
            let message = [&problem.message].into_iter().chain(&problem.helps).map(String::as_str);
            let message = message.collect::<Vec<_>>().join("\n");
            let _ = writeln!(text, "::{level} {place}title={}::{}", property(problem.code), data(&message));
        }
    }
    text
}

/// A message: line ends and percent signs are escaped.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property: colons and commas as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
