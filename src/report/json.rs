//! Diagnostics as JSON, version 1. The form is frozen: fields may be added, none changed.

use serde::Serialize;

use super::import::Import;
use super::{Findings, tally};
use crate::check::neutrality::{self, Pair, Side};
use crate::check::{self, Excused, Lowered, Quotation};
use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::model::RuleLevel;
use crate::quote::Verdict;
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
    exceptions: Vec<Exception<'a>>,
    levels: Vec<Level<'a>>,
    neutrality: Vec<Opposed<'a>>,
    quotations: Vec<Quoted<'a>>,
    /// What an import did; only such a command has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    import: Option<&'a Import>,
}

/// A quotation, and what became of the search for it.
#[derive(Serialize)]
struct Quoted<'a> {
    /// A finding's id or a section's name.
    entry: &'a str,
    source: &'a str,
    words: &'a str,
    /// `exact`, `normalised`, `abridged`, `turned`, `not found` or `not checkable`.
    verdict: &'static str,
    /// The first and the last page, where it was found and the text has pages.
    pages: Option<[&'a str; 2]>,
    /// The bytes of the working copy where it was found.
    bytes: Option<[usize; 2]>,
    /// Why it is not checkable.
    reason: Option<&'static str>,
}

/// An exception that excuses something.
#[derive(Serialize)]
struct Exception<'a> {
    entry: &'a str,
    rule: &'a str,
    reason: &'a str,
    by: &'a str,
    problems: usize,
}

/// A rule that weighs less than elsewhere.
#[derive(Serialize)]
struct Level<'a> {
    rule: &'a str,
    level: &'static str,
    reason: &'a str,
    by: &'a str,
    everywhere: bool,
}

/// Two opposed parties.
#[derive(Serialize)]
struct Opposed<'a> {
    asserts: Given<'a>,
    answers: Given<'a>,
    findings: &'a [String],
    answered: usize,
    replies: &'a [String],
}

/// What one of them is given, in the first language of the brief.
#[derive(Serialize)]
struct Given<'a> {
    party: &'a str,
    statements: usize,
    words: usize,
    verbs: &'a [(String, usize)],
    translations: Vec<Translated<'a>>,
}

/// The same in another language.
#[derive(Serialize)]
struct Translated<'a> {
    language: &'a str,
    statements: usize,
    words: usize,
    verbs: &'a [(String, usize)],
    /// How many of the texts have no words in this language and are counted in the first.
    untranslated: usize,
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
    /// The rule's stable code, where a rule found it.
    rule: Option<&'static str>,
    severity: &'static str,
    message: &'a str,
    location: Option<Location<'a>>,
    related: Vec<Location<'a>>,
    help: &'a [String],
    /// A replacement that is certain to be right.
    fix: Option<Replacement<'a>>,
}

#[derive(Serialize)]
struct Replacement<'a> {
    before: &'a str,
    after: &'a str,
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
    report(briefs, None)
}

/// The same of a brief into which something was imported, with an account of that.
pub fn json_of_import(brief: Findings<'_>, import: &Import) -> String {
    report(&[brief], Some(import))
}

fn report(briefs: &[Findings<'_>], import: Option<&Import>) -> String {
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
                exceptions: brief.checked.excused.iter().map(Exception::new).collect(),
                levels: brief.checked.lowered.iter().map(Level::new).collect(),
                neutrality: brief.checked.neutrality.iter().map(Opposed::new).collect(),
                quotations: brief.checked.quotations.iter().map(Quoted::new).collect(),
                import,
            }
        })
        .collect();
    let summary = Summary { briefs: briefs.len(), errors, warnings };
    serde_json::to_string_pretty(&Report { version: 1, briefs, summary }).unwrap_or_default()
}

impl<'a> Exception<'a> {
    fn new(excused: &'a Excused) -> Self {
        let Excused { entry, rule, reason, by, problems, .. } = excused;
        Self { entry, rule, reason, by, problems: *problems }
    }
}

impl<'a> Quoted<'a> {
    fn new(quotation: &'a Quotation) -> Self {
        let Quotation { entry, source, words, verdict, .. } = quotation;
        let found = verdict.found();
        let pages = found.and_then(|found| found.pages.as_ref());
        Self {
            entry,
            source,
            words,
            verdict: verdict.word(),
            pages: pages.map(|(first, last)| [first.as_str(), last.as_str()]),
            bytes: found.map(|found| [found.range.start, found.range.end]),
            reason: match verdict {
                Verdict::NotCheckable(why) => Some(why.reason()),
                _ => None,
            },
        }
    }
}

impl<'a> Opposed<'a> {
    fn new(pair: &'a Pair) -> Self {
        let Pair { asserts, answers, findings, answered, replies } = pair;
        Self { asserts: Given::new(asserts), answers: Given::new(answers), findings, answered: *answered, replies }
    }
}

impl<'a> Given<'a> {
    fn new(side: &'a Side) -> Self {
        let Side { party, given, translations, position: _ } = side;
        let neutrality::Given { language: _, statements, words, verbs, untranslated: _ } = given;
        let translations = translations.iter().map(Translated::new).collect();
        Self { party, statements: *statements, words: *words, verbs, translations }
    }
}

impl<'a> Translated<'a> {
    fn new(given: &'a neutrality::Given) -> Self {
        let neutrality::Given { language, statements, words, verbs, untranslated } = given;
        Self { language, statements: *statements, words: *words, verbs, untranslated: *untranslated }
    }
}

impl<'a> Level<'a> {
    fn new(lowered: &'a Lowered) -> Self {
        let Lowered { rule, level, reason, by, everywhere, translations: _ } = lowered;
        let level = match level {
            RuleLevel::Error => "error",
            RuleLevel::Warn => "warn",
            RuleLevel::Off => "off",
        };
        Self { rule, level, reason, by, everywhere: *everywhere }
    }
}

impl<'a> Problem<'a> {
    fn new(problem: &'a Diagnostic, map: &'a SourceMap) -> Self {
        Self {
            code: problem.code,
            rule: check::rule(problem.code).map(|rule| rule.code),
            severity: match problem.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            message: &problem.message,
            location: problem.primary.as_ref().map(|label| Location::new(label, map)),
            related: problem.secondary.iter().map(|label| Location::new(label, map)).collect(),
            help: &problem.helps,
            fix: problem.fix.as_ref().map(|fix| Replacement { before: &fix.before, after: &fix.after }),
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
