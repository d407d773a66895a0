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
        (place, problem.code, in_number_order(&problem.message))
    });
    problems.dedup();
}

/// A text that sorts by the numbers in it: `row 9` before `row 10`.
fn in_number_order(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        let (digits, behind) = from.split_at_checked(end).unwrap_or((from, ""));
        out.push_str(before);
        out.push_str(&format!("{digits:0>12}"));
        rest = behind;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_messages_are_in_their_order() {
        let mut texts = ["`t!D10000`: b", "`t!D2`: b", "`t!D10`: a 7", "`t!D10`: a 30", "", "`t!C11`", "é9", "é10"];
        let sorted = ["", "`t!C11`", "`t!D2`: b", "`t!D10`: a 7", "`t!D10`: a 30", "`t!D10000`: b", "é9", "é10"];
        texts.sort_by_key(|text| in_number_order(text));
        assert_eq!(texts, sorted);
    }
}
