//! Replacements that are certain, laid over the files that they stand in.
//!
//! Only the words themselves change: comments, layout and everything else in a file stay as they are.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::source_map::{FileId, SourceMap, Span};

/// A file as it is and as it would be.
#[derive(Debug)]
pub struct Change {
    /// The path as messages show it.
    pub path: String,
    /// The text as it is.
    pub before: String,
    /// The text with the replacements.
    pub after: String,
    /// How many there are.
    pub count: usize,
}

/// The changes that some problems ask for, by file.
pub fn plan(problems: &[Diagnostic], map: &SourceMap) -> Vec<Change> {
    let mut by_file: BTreeMap<FileId, Vec<(Span, &str)>> = BTreeMap::new();
    for fix in problems.iter().filter_map(|problem| problem.fix.as_ref()) {
        // Words that a line's end parts, or that are written with escapes, are left to a person.
        if map.slice(fix.span) == fix.before {
            by_file.entry(fix.span.file).or_default().push((fix.span, &fix.after));
        }
    }
    let mut changes = Vec::new();
    for (file, mut fixes) in by_file {
        fixes.sort();
        fixes.dedup();
        let source = map.file(file);
        let (mut after, mut at, mut count) = (String::with_capacity(source.text.len()), 0, 0);
        for (span, words) in fixes {
            if span.start < at {
                continue;
            }
            after.push_str(&source.text[at..span.start]);
            after.push_str(words);
            at = span.end;
            count += 1;
        }
        after.push_str(&source.text[at..]);
        changes.push(Change { path: source.path.clone(), before: source.text.clone(), after, count });
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    changes
}

/// A change as a unified diff.
pub fn diff(change: &Change) -> String {
    similar::TextDiff::from_lines(&change.before, &change.after)
        .unified_diff()
        .context_radius(1)
        .header(&change.path, &change.path)
        .to_string()
}
