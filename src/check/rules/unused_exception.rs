//! Exceptions and levels that do nothing, name nothing, or ask for what nobody can have.
//!
//! What is found here is found while problems are weighed, so the check itself has nothing to do.

use crate::check::brief::Brief;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::RuleLevel;
use crate::span::Span;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH46",
    name: "unused-exception",
    family: Family::Document,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("unused_exception.md"),
    check,
};

fn check(_: &Brief<'_>, _: &mut Found) {}

/// An exception that excuses nothing.
pub(in crate::check) fn useless(rule: &str, place: Span) -> Diagnostic {
    RULE.problem(format!("this exception to `{rule}` excuses nothing"))
        .at(place, "the rule finds nothing here")
        .help("take the exception out")
}

/// A rule that there is not.
pub(in crate::check) fn unknown(name: &str, near: Option<&str>, place: Span) -> Diagnostic {
    let mut problem = RULE.problem(format!("there is no rule `{name}`")).at(place, "not known");
    problem.severity = Severity::Error;
    if let Some(near) = near {
        problem = problem.help(format!("did you mean `{near}`?"));
    }
    problem.help("`evenhand rules` lists the rules")
}

/// A rule that must hold everywhere.
pub(in crate::check) fn fixed(rule: &str, place: Span) -> Diagnostic {
    let mut problem = RULE
        .problem(format!("the rule `{rule}` cannot be switched off, and nothing is excepted from it"))
        .at(place, "always holds")
        .help("take this out, and mend what the rule reports");
    problem.severity = Severity::Error;
    problem
}
