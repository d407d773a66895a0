//! How much a problem weighs in one brief: levels of the workspace and of the brief, exceptions of
//! entries. Rules do not know of any of this.

use std::collections::HashMap;

use super::brief::Brief;
use super::neutrality::Pair;
use super::rule::{Found, Rule, Subject, severity};
use super::rules::{RULES, unused_exception};
use super::{Checked, rule};
use crate::diagnostic::Diagnostic;
use crate::model::{Exception, ReasonTranslation, RuleLevel};
use crate::span::Span;
use crate::text;
use crate::tree::Cursor;

/// An exception that excuses something.
#[derive(Debug, Clone)]
pub struct Excused {
    /// The entry's id.
    pub entry: String,
    /// What readers know the entry by: a finding's id, the name of a case, a source's title.
    pub label: String,
    /// The rule's name.
    pub rule: &'static str,
    /// Why.
    pub reason: String,
    /// The reason in other languages.
    pub translations: Vec<ReasonTranslation>,
    /// Who answers for it.
    pub by: String,
    /// How many problems it excuses.
    pub problems: usize,
}

impl Lowered {
    /// How much the rule weighs, in words.
    pub fn weight(&self) -> &'static str {
        match self.level {
            RuleLevel::Error => "an error",
            RuleLevel::Warn => "a warning only",
            RuleLevel::Off => "off",
        }
    }
}

/// A rule that weighs less than elsewhere.
#[derive(Debug, Clone)]
pub struct Lowered {
    /// The rule's name.
    pub rule: &'static str,
    /// How much it weighs here.
    pub level: RuleLevel,
    /// Why.
    pub reason: String,
    /// The reason in other languages.
    pub translations: Vec<ReasonTranslation>,
    /// Who answers for it.
    pub by: String,
    /// The workspace says so, not the brief.
    pub everywhere: bool,
}

pub(super) fn weigh(brief: &Brief<'_>, found: Found, neutrality: Vec<Pair>) -> Checked {
    let mut checked = Checked { neutrality, ..Checked::default() };
    let levels = levels(brief, &mut checked);
    let mut exceptions = exceptions(brief, &mut checked.problems);
    let by_subject: HashMap<_, _> =
        exceptions.iter().enumerate().map(|(at, exception)| ((exception.subject, exception.rule.name), at)).collect();
    for (subject, name, mut problem) in found.problems {
        if let Some(&excuse) = by_subject.get(&(subject, name)) {
            exceptions[excuse].used += 1;
            continue;
        }
        if let Some(level) = levels.get(name) {
            match severity(*level) {
                Some(severity) => problem.severity = severity,
                None => continue,
            }
        }
        checked.problems.push(problem);
    }
    for exception in exceptions {
        match exception.used {
            0 if levels.get(unused_exception::RULE.name) != Some(&RuleLevel::Off) => {
                let mut problem = unused_exception::useless(exception.rule.name, exception.place);
                if let Some(level) = levels.get(unused_exception::RULE.name).and_then(|level| severity(*level)) {
                    problem.severity = level;
                }
                checked.problems.push(problem);
            }
            0 => {}
            problems => checked.excused.push(Excused {
                entry: exception.entry,
                label: exception.label,
                rule: exception.rule.name,
                reason: exception.value.reason.folded(),
                translations: exception.value.translations.clone(),
                by: exception.value.by.folded(),
                problems,
            }),
        }
    }
    checked
}

/// The levels that differ from the rules' own, by rule; what a brief says counts before what the
/// workspace says.
fn levels(brief: &Brief<'_>, checked: &mut Checked) -> HashMap<&'static str, RuleLevel> {
    let mut levels = HashMap::new();
    let head = brief.head();
    let own = head.iter().flat_map(|head| {
        let place = head.place().field("rules");
        head.value
            .rules
            .iter()
            .enumerate()
            .map(move |(i, setting)| (setting, place.item(i).field("rule").span(), false))
    });
    let everywhere = brief.house.iter().map(|(setting, span)| (setting, *span, true));
    for (setting, place, everywhere) in everywhere.chain(own) {
        let Some(rule) = known(setting.rule.as_str(), place, &mut checked.problems) else { continue };
        if rule.fixed && setting.level != rule.level {
            checked.problems.push(unused_exception::fixed(rule.name, place));
            continue;
        }
        // A rule at its own level weighs as it does, also where it weighs single problems more.
        if setting.level == rule.level {
            levels.remove(rule.name);
            checked.lowered.retain(|lowered| lowered.rule != rule.name);
            continue;
        }
        levels.insert(rule.name, setting.level);
        checked.lowered.retain(|lowered| lowered.rule != rule.name);
        if weight(setting.level) < weight(rule.level) {
            checked.lowered.push(Lowered {
                rule: rule.name,
                level: setting.level,
                reason: setting.reason.folded(),
                translations: setting.translations.clone(),
                by: setting.by.folded(),
                everywhere,
            });
        }
    }
    levels
}

fn weight(level: RuleLevel) -> u8 {
    match level {
        RuleLevel::Error => 2,
        RuleLevel::Warn => 1,
        RuleLevel::Off => 0,
    }
}

struct Granted<'a> {
    subject: Subject,
    entry: String,
    label: String,
    rule: &'static Rule,
    value: &'a Exception,
    place: Span,
    used: usize,
}

fn exceptions<'a>(brief: &Brief<'a>, problems: &mut Vec<Diagnostic>) -> Vec<Granted<'a>> {
    let mut granted = Vec::new();
    let mut take = |subject, id: &str, label: String, list: &'a [Exception], place: Cursor<'_>| {
        for (i, value) in list.iter().enumerate() {
            let place = place.field("exceptions").item(i).field("rule").span();
            let Some(rule) = known(value.rule.as_str(), place, problems) else { continue };
            if rule.fixed {
                problems.push(unused_exception::fixed(rule.name, place));
                continue;
            }
            let (entry, label) = (id.to_owned(), label.clone());
            granted.push(Granted { subject, entry, label, rule, value, place, used: 0 });
        }
    };
    for (i, entry) in brief.findings() {
        let id = entry.value.id.as_str();
        take(Subject::Finding(i), id, id.to_owned(), &entry.value.exceptions, entry.place());
    }
    for (i, entry) in brief.sources() {
        let (id, title) = (entry.value.id.as_str(), entry.value.title.folded());
        take(Subject::Source(i), id, title, &entry.value.exceptions, entry.place());
    }
    for (i, entry) in brief.proceedings() {
        let (id, title) = (entry.value.id.as_str(), entry.value.title.folded());
        take(Subject::Proceeding(i), id, title, &entry.value.exceptions, entry.place());
    }
    granted
}

fn known(name: &str, place: Span, problems: &mut Vec<Diagnostic>) -> Option<&'static Rule> {
    let found = rule(name);
    if found.is_none() {
        let near = text::nearest(name, RULES.iter().map(|rule| rule.name));
        problems.push(unused_exception::unknown(name, near, place));
    }
    found
}
