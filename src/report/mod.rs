//! Diagnostics for people and for programs. Nothing here decides anything.

mod github;
mod human;
pub mod import;
mod json;
mod sarif;

pub use github::github;
pub use human::human;
pub use json::{json, json_of_import};
pub use sarif::sarif;

use crate::check::Checked;

use crate::diagnostic::{Diagnostic, Severity};
use crate::source_map::SourceMap;
use crate::text;

/// What was found in one brief.
#[derive(Debug)]
pub struct Findings<'a> {
    /// The brief's name.
    pub slug: &'a str,
    /// What is wrong, in any order.
    pub problems: &'a [Diagnostic],
    /// The texts that the problems point into.
    pub map: &'a SourceMap,
    /// What else the rules say of it.
    pub checked: &'a Checked,
}

/// How many errors and warnings there are.
pub fn tally(problems: &[Diagnostic]) -> (usize, usize) {
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    (errors, problems.len() - errors)
}

/// Puts problems in the order of their places: by file, then by line; those without a place first,
/// in the order of the numbers in them.
/// What is said twice, as of a value that an alias repeats, is kept once.
pub fn sort(problems: &mut Vec<Diagnostic>, map: &SourceMap) {
    problems.sort_by_cached_key(|problem| {
        let place = problem.primary.as_ref().map(|label| (map.file(label.span.file).path.clone(), label.span.start));
        (place, problem.code, text::in_number_order(&problem.message))
    });
    problems.dedup();
}
