//! What of a brief each form tells.

use std::collections::BTreeSet;

use crate::model::{Brief, Form, Id};
use crate::resolve::Resolved;

/// Sections of the briefing that stand before the findings, in this order; others of no known name
/// follow them.
const OPENING: [&str; 3] = ["issue-and-scope", "background", "method"];
/// Sections of the briefing that stand after the findings.
const CLOSING: [&str; 1] = ["information-gaps"];
/// Sections of the short forms, before and after the findings.
const SHORT_OPENING: [&str; 1] = ["why-it-matters"];
const SHORT_CLOSING: [&str; 2] = ["not-known", "next-dates"];

/// Where a section stands, and at which place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Opening(usize),
    Closing(usize),
}

/// What a form tells.
#[derive(Debug)]
pub(super) struct Selection {
    form: Form,
    /// Positions of findings; all where nothing is said.
    findings: Option<BTreeSet<usize>>,
}

impl Selection {
    pub(super) fn new(resolved: &Resolved<'_>, brief: &Brief, form: Form) -> Self {
        let position = |id: &Id| resolved.index.finding(id);
        let key_points = || brief.key_points.iter().flat_map(|point| &point.findings).filter_map(position);
        let short = |named: &[Id]| match named {
            [] => key_points().collect(),
            named => named.iter().filter_map(position).collect(),
        };
        let whole = |named| with_the_other_side(resolved, named);
        let findings = match form {
            Form::Briefing if brief.briefing.is_empty() => None,
            Form::Briefing => Some(whole(brief.briefing.iter().filter_map(position).chain(key_points()).collect())),
            Form::Highlights => Some(whole(short(&brief.highlights))),
            Form::Profile => Some(whole(short(&brief.profile))),
            Form::Annex | Form::Changes => None,
        };
        Self { form, findings }
    }

    /// Whether it tells a finding as a statement, given by its position. The annex has records.
    pub(super) fn tells(&self, finding: usize) -> bool {
        match self.form {
            Form::Annex | Form::Changes => false,
            _ => self.findings.as_ref().is_none_or(|findings| findings.contains(&finding)),
        }
    }

    /// Whether it names a finding without telling it. No finding is missing from a briefing altogether.
    pub(super) fn names(&self, finding: usize) -> bool {
        self.form == Form::Briefing && !self.tells(finding)
    }

    /// Whether it has the tables of proceedings. In a short form the statements tell each outcome.
    pub(super) fn has_proceedings(&self) -> bool {
        matches!(self.form, Form::Briefing | Form::Annex)
    }

    /// Where it has a section, if it has it.
    pub(super) fn part(&self, section: &str) -> Option<Part> {
        let at = |names: &[&str]| names.iter().position(|name| *name == section);
        match self.form {
            Form::Briefing => {
                if at(&SHORT_OPENING).or(at(&SHORT_CLOSING)).is_some() {
                    return None;
                }
                let opening = || Part::Opening(at(&OPENING).unwrap_or(OPENING.len()));
                Some(at(&CLOSING).map_or_else(opening, Part::Closing))
            }
            Form::Highlights | Form::Profile => {
                at(&SHORT_OPENING).map(Part::Opening).or(at(&SHORT_CLOSING).map(Part::Closing))
            }
            Form::Annex | Form::Changes => None,
        }
    }

    /// Whether it has the key points, which a short form would only repeat.
    pub(super) fn has_key_points(&self) -> bool {
        self.form == Form::Briefing
    }

    /// Whether it has the source summary.
    pub(super) fn has_source_summary(&self) -> bool {
        matches!(self.form, Form::Briefing | Form::Annex)
    }

    /// Whether it lists what is excepted from the checker's rules.
    pub(super) fn has_exceptions(&self) -> bool {
        matches!(self.form, Form::Briefing | Form::Annex)
    }
}

/// Adds every finding that contradicts one of these or is contradicted by it: a dispute is told whole.
fn with_the_other_side(resolved: &Resolved<'_>, mut told: BTreeSet<usize>) -> BTreeSet<usize> {
    let findings = &resolved.loaded.findings;
    let disputes = findings.iter().enumerate().flat_map(|(at, entry)| {
        let others = entry.value.contradicted_by.iter().filter_map(|id| resolved.index.finding(id));
        others.map(move |other| (at, other))
    });
    let disputes: Vec<(usize, usize)> = disputes.collect();
    loop {
        let before = told.len();
        for &(one, other) in &disputes {
            if told.contains(&one) || told.contains(&other) {
                told.extend([one, other]);
            }
        }
        if told.len() == before {
            return told;
        }
    }
}
