//! What a rule is, and what it finds.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::RuleLevel;
use crate::span::Span;

use super::brief::Brief;

/// A rule: what it is called, how much it weighs, its page, and the check.
#[derive(Debug)]
pub struct Rule {
    /// The stable code: `EH` and, up to 35, the number in the table of the domain's rules.
    pub code: &'static str,
    /// The stable name, in kebab case. It is the code of the rule's diagnostics.
    pub name: &'static str,
    /// What it is about.
    pub family: Family,
    /// How much it weighs where nobody says otherwise.
    pub level: RuleLevel,
    /// Nobody can switch it off or make an exception to it.
    pub fixed: bool,
    /// The rule's page: what it asks for, why, what to write, examples.
    pub page: &'static str,
    /// The check.
    pub check: fn(&Brief<'_>, &mut Found),
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// What makes a finding hold.
    Evidence,
    /// Where it can be looked up.
    Citation,
    /// Who says it.
    Attribution,
    /// What courts and bodies decided.
    Legal,
    /// The words.
    Wording,
    /// The other side.
    Response,
    /// Who may read it, who is named in it.
    Handling,
    /// Versions in other languages.
    Language,
    /// The document as a whole.
    Document,
}

impl Family {
    /// Every family, in the order in which rules are listed.
    pub const ALL: [Self; 9] = [
        Self::Evidence,
        Self::Citation,
        Self::Attribution,
        Self::Legal,
        Self::Wording,
        Self::Response,
        Self::Handling,
        Self::Language,
        Self::Document,
    ];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Evidence => "evidence",
            Self::Citation => "citation",
            Self::Attribution => "attribution",
            Self::Legal => "legal",
            Self::Wording => "wording",
            Self::Response => "response",
            Self::Handling => "handling",
            Self::Language => "language",
            Self::Document => "document",
        }
    }
}

/// The entry that a problem belongs to, and that can carry an exception; by position in
/// [`crate::load::Loaded`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The brief as a whole, a key point, a section, a party.
    Brief,
    /// A finding.
    Finding(usize),
    /// A source.
    Source(usize),
    /// A proceeding.
    Proceeding(usize),
}

/// What the rules found so far.
#[derive(Debug, Default)]
pub struct Found {
    pub(super) problems: Vec<(Subject, &'static str, Diagnostic)>,
}

impl Found {
    /// Adds a problem of an entry.
    pub fn push(&mut self, subject: Subject, problem: Diagnostic) {
        let rule = problem.code;
        self.problems.push((subject, rule, problem));
    }

    /// Where a rule has found problems so far.
    pub(super) fn places(&self, rule: &str) -> impl Iterator<Item = Span> {
        let own = self.problems.iter().rev().take_while(move |(_, name, _)| *name == rule);
        own.filter_map(|(_, _, problem)| problem.primary.as_ref().map(|label| label.span))
    }
}

impl Rule {
    /// A problem of this rule, at its own level.
    pub fn problem(&self, message: impl Into<String>) -> Diagnostic {
        match self.level {
            RuleLevel::Error => Diagnostic::error(self.name, message),
            RuleLevel::Warn | RuleLevel::Off => Diagnostic::warning(self.name, message),
        }
    }

    /// Whether a person means this rule.
    pub fn is_called(&self, name: &str) -> bool {
        self.name == name || self.code.eq_ignore_ascii_case(name)
    }
}

/// The severity of a level, where it has one.
pub(super) fn severity(level: RuleLevel) -> Option<Severity> {
    match level {
        RuleLevel::Error => Some(Severity::Error),
        RuleLevel::Warn => Some(Severity::Warning),
        RuleLevel::Off => None,
    }
}
