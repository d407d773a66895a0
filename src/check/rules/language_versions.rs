//! Rule 31: versions in two languages agree on findings, numbers and hedges.

use crate::check::accused;
use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role};
use crate::check::ladder::Rung;
use crate::check::lexical;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::List;
use std::collections::HashMap;
use std::ops::Range;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH31",
    name: "language-versions",
    family: Family::Language,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("language_versions.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    missing(brief, found);
    for (passage, hit) in lexical::own_words(brief, List::Presumed) {
        let problem =
            lexical::problem(&RULE, brief, passage, hit, |words| format!("`{words}` can be read as presumed guilty"));
        found.push(passage.subject(), problem);
    }
    for passage in brief.passages.iter().filter(|passage| passage.translated) {
        let original = brief.with_role(passage.role).find(|other| !other.translated);
        if let Some(original) = original {
            numbers(passage, original, found);
            hedges(brief, passage, original, found);
            statuses(passage, original, found);
        }
    }
}

/// Texts that have no version in a language that the brief appears in.
fn missing(brief: &Brief<'_>, found: &mut Found) {
    let Some(head) = brief.head() else { return };
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    for language in &head.value.languages {
        let language = primary(language.as_str());
        for (at, entry) in brief.findings() {
            if !entry.value.translations.iter().any(|translation| primary(translation.language.as_str()) == language) {
                found.push(
                    Subject::Finding(at),
                    RULE.problem(format!("`{}` has no text in `{language}`", entry.value.id))
                        .at(entry.place().field("id").span(), "this finding would be missing there")
                        .help(format!("add `translations:` with `language: {language}` and `text`")),
                );
            }
        }
        for (i, point) in head.value.key_points.iter().enumerate() {
            let translated =
                point.translations.iter().any(|translation| primary(translation.language.as_str()) == language);
            if point.text.is_some() && !translated {
                found.push(
                    Subject::Brief,
                    RULE.problem(format!("this key point has no text in `{language}`"))
                        .at(head.place().field("key_points").item(i).field("text").span(), "missing there")
                        .help(format!("add `translations:` with `language: {language}` and `text`")),
                );
            }
        }
    }
}

fn numbers(passage: &Passage<'_>, original: &Passage<'_>, found: &mut Found) {
    let (here, there) = (values(passage), values(original));
    let (extra, lacking) = (odd(&here, &there), odd(&there, &here));
    if extra.is_none() && lacking.is_none() {
        return;
    }
    let words = extra.as_ref().map_or(0..passage.text.len().min(12), |(_, words)| words.clone());
    let mut problem = RULE
        .problem(match (&extra, &lacking) {
            (Some((_, here)), Some((_, there))) => format!(
                "the versions differ in a number: `{}` here, `{}` there",
                passage.text.words(here),
                original.text.words(there)
            ),
            (Some((_, here)), None) => format!("the number `{}` is not in the other version", passage.text.words(here)),
            (None, Some((_, there))) => {
                format!("the number `{}` of the other version is missing", original.text.words(there))
            }
            (None, None) => String::new(),
        })
        .at(passage.span(&words), "this version");
    if let Some((_, there)) = &lacking {
        problem = problem.also(original.span(there), "the other version");
    }
    found.push(
        passage.subject(),
        problem.help("make the two say the same; a date, a unit and a number belong together"),
    );
}

/// The first number that stands in one version more often than in the other.
fn odd(all: &[(String, Range<usize>)], others: &[(String, Range<usize>)]) -> Option<(String, Range<usize>)> {
    let mut left: HashMap<&str, usize> = HashMap::new();
    others.iter().for_each(|(value, _)| *left.entry(value).or_default() += 1);
    all.iter()
        .find(|(value, _)| match left.get_mut(value.as_str()) {
            None | Some(0) => true,
            Some(count) => {
                *count -= 1;
                false
            }
        })
        .cloned()
}

/// The numbers of a text; "one" is an article in some languages and counts in none.
fn values(passage: &Passage<'_>) -> Vec<(String, Range<usize>)> {
    let numbers = passage.text.numbers.iter().cloned();
    numbers
        .filter(|number| {
            number.digits || number.value.starts_with("month") || number.value.parse::<f64>().is_ok_and(|v| v > 1.0)
        })
        .map(|number| (number.value, number.words))
        .collect()
}

/// A statement that is somebody's word in one version and a fact in the other.
fn hedges(brief: &Brief<'_>, passage: &Passage<'_>, original: &Passage<'_>, found: &mut Found) {
    // What is established needs none.
    if brief.findings_of(passage).into_iter().all(|finding| brief.is_established(finding)) {
        return;
    }
    if original.text.frames.is_empty()
        || !passage.text.frames.is_empty()
        || !matches!(passage.role, Role::FindingText(_) | Role::KeyPoint(_))
    {
        return;
    }
    found.push(
        passage.subject(),
        RULE.problem("a hedge is lost: this version tells as a fact what the other attributes")
            .at(passage.head(), "who says so?")
            .also(original.head(), "the other version")
            .help("name here, too, who asserts it: “selon …”, “… a déclaré que …”"),
    );
}

/// "Charged" in one version and "convicted" in the other.
fn statuses(passage: &Passage<'_>, original: &Passage<'_>, found: &mut Found) {
    let said = |passage: &Passage<'_>| {
        (0..passage.text.sentences())
            .flat_map(|sentence| accused::said(&passage.text, passage.language, &passage.text.sentence(sentence)))
            .collect::<Vec<_>>()
    };
    let (here, there) = (said(passage), said(original));
    let highest = there.iter().map(|said| said.rung).max().unwrap_or(Rung::None);
    // A sentence is a conviction in the words of another language.
    let beyond = here.iter().find(|said| {
        let (here, there) = (said.rung.min(Rung::Convicted), highest.min(Rung::Convicted));
        here >= Rung::Charged && here > there
    });
    if let Some(beyond) = beyond {
        let shown = passage.text.words(&beyond.words);
        found.push(
            passage.subject(),
            RULE.problem(format!("`{shown}` says more than the other version"))
                .at(passage.span(&beyond.words), "a stronger legal status")
                .also(original.head(), "the other version")
                .help("give the same legal status in both: charged, convicted and sentenced are three things"),
        );
    }
}
