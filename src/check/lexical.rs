//! What the rules on words have in common: a hit of a list as a problem, with what to write instead.

use super::brief::{Brief, Passage, Role};
use super::rule::{Found, Rule};
use crate::diagnostic::{Diagnostic, Fix};
use crate::wording::{Hit, List};

/// Whether a text is the document's own words. Names of cases and of offences are not.
pub(super) fn is_own(passage: &Passage<'_>) -> bool {
    !matches!(passage.role, Role::ProceedingTitle(_) | Role::Charge(_))
}

/// Every hit of a list in the document's own words, wherever they are printed.
pub(super) fn own_words<'b, 'a>(brief: &'b Brief<'a>, list: List) -> impl Iterator<Item = (&'b Passage<'a>, &'b Hit)> {
    brief
        .passages
        .iter()
        .filter(|passage| is_own(passage))
        .flat_map(move |passage| passage.text.hits_of(list).map(move |hit| (passage, hit)))
}

/// A problem with the words of a hit, and what the list says to write instead.
pub(super) fn problem(
    rule: &Rule,
    brief: &Brief<'_>,
    passage: &Passage<'_>,
    hit: &Hit,
    message: impl FnOnce(&str) -> String,
) -> Diagnostic {
    let words = passage.text.words(&hit.words);
    let span = passage.span(&hit.words);
    let entry = brief.entry(passage, hit);
    let because = entry.and_then(|entry| entry.because.clone()).unwrap_or_default();
    let mut problem = rule.problem(message(words)).at(span, because);
    if let Some(entry) = entry {
        if let Some(instead) = &entry.instead {
            problem = problem.help(format!("write instead: {instead}"));
        }
        if let Some(replacement) = entry.replacement(words) {
            problem.fix = Some(Fix { span, before: words.to_owned(), after: like(words, replacement) });
        }
    }
    problem
}

/// A replacement that begins as the words do, with a capital letter or without.
fn like(words: &str, replacement: &str) -> String {
    let mut rest = replacement.chars();
    match rest.next() {
        Some(first) if words.starts_with(char::is_uppercase) => first.to_uppercase().chain(rest).collect(),
        _ => replacement.to_owned(),
    }
}

/// Reports every hit of a list in the document's own voice.
pub(super) fn report_own_voice(
    rule: &Rule,
    list: List,
    brief: &Brief<'_>,
    found: &mut Found,
    message: impl Fn(&str) -> String,
) {
    for (passage, hit) in own_words(brief, list) {
        // Who speaks at the first word speaks: "some say that" has the beginning of its own report in it.
        if passage.text.is_own_voice(&(hit.words.start..hit.words.start + 1)) {
            found.push(passage.subject(), problem(rule, brief, passage, hit, &message));
        }
    }
}
