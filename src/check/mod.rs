//! The checker: every rule over one brief, and what an organisation decided about the rules.
//!
//! A rule is one file in `rules`, one line in its registry and one page beside it, which is its
//! documentation and its test. Rules look at a `Brief`: the linked entries, and every printed text
//! taken apart once. What they find is weighed by the room's `policy`, in one place.

mod accused;
mod brief;
mod deeds;
mod hearsay;
mod ladder;
mod lexical;
mod names;
pub mod neutrality;
mod page;
mod places;
mod policy;
mod quotations;
mod quoting;
mod reader;
mod rule;
mod rules;
mod titles;

pub use page::{Page, manual};
pub use policy::{Excused, Lowered};
pub use quotations::{Quotation, Searched, Watch};
pub use rule::{Family, Found, Rule, Subject};
pub use rules::RULES;

use brief::Brief;

use crate::diagnostic::Diagnostic;
use crate::load::Settings;
use crate::resolve::Resolved;

/// What the rules say of a brief.
#[derive(Debug, Default)]
pub struct Checked {
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// What would be wrong but for an exception.
    pub excused: Vec<Excused>,
    /// Rules that weigh less in this brief than elsewhere.
    pub lowered: Vec<Lowered>,
    /// How evenly the opposed parties are heard.
    pub neutrality: Vec<neutrality::Pair>,
    /// Every quotation, with what became of the search for it in the working copy of its source.
    pub quotations: Vec<Quotation>,
}

impl Checked {
    /// Whether the name of somebody who must be withheld stands in the brief's texts.
    pub fn exposes(&self) -> bool {
        self.exposing().next().is_some()
    }

    /// Where it stands.
    pub fn exposing(&self) -> impl Iterator<Item = Diagnostic> {
        self.problems.iter().filter(|problem| problem.code == rules::private_person::RULE.name).cloned()
    }
}

/// Checks a brief against every rule.
pub fn check(resolved: &Resolved<'_>, settings: &mut Settings) -> Checked {
    check_watched(resolved, settings, &|_| ())
}

/// As [`check`]; `watch` is told how far the search for quotations is, which is what takes long.
pub fn check_watched(resolved: &Resolved<'_>, settings: &mut Settings, watch: Watch<'_>) -> Checked {
    let untold = places::untold(resolved.loaded, settings);
    let mut brief = Brief::new(resolved, &settings.rules, &mut settings.tongues, watch);
    brief.untold = untold;
    let mut found = Found::default();
    for rule in RULES {
        (rule.check)(&brief, &mut found);
    }
    let neutrality = neutrality::pairs(&brief);
    let mut checked = policy::weigh(&brief, found, neutrality);
    checked.quotations = quotations::told(resolved.loaded, &brief.passages, &brief.quotations);
    checked
}

/// The rule that a person calls by this name or code.
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.is_called(name))
}
