//! Rule 31: versions in two languages agree on findings, numbers and hedges.

use crate::check::accused;
use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role};
use crate::check::ladder::Rung;
use crate::check::lexical;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::load::Section;
use crate::locale::primary;
use crate::model::RuleLevel;
use crate::span::Span;
use crate::text::and_list;
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
    for untold in &brief.untold {
        let (word, language) = (&untold.word, &untold.language);
        found.push(
            untold.subject,
            RULE.problem(format!("a document in `{language}` would give this place in other words: `{word}`"))
                .at(untold.span, format!("not said in `{language}`"))
                .help(format!("add the place under `translations:` beside it, with `- language: {language}`"))
                .help("common words such as page, paragraph, table and line are translated by themselves"),
        );
    }
    sections(brief, found);
    for (passage, hit) in lexical::own_words(brief, List::Presumed) {
        let problem =
            lexical::problem(&RULE, brief, passage, hit, |words| format!("`{words}` can be read as presumed guilty"));
        found.push(passage.subject(), problem);
    }
    for (passage, original) in brief.versions() {
        numbers(passage, original, found);
        hedges(brief, passage, original, found);
        statuses(passage, original, found);
    }
}

/// Texts that have no version in a language that the brief appears in.
fn missing(brief: &Brief<'_>, found: &mut Found) {
    let Some(head) = brief.head() else { return };
    for language in &head.value.languages {
        let language = primary(language.as_str());
        for group in &brief.worded {
            let list = group.place.field("translations");
            let translation = (0..)
                .map(|at| list.item(at))
                .take_while(|item| !item.is_lost())
                .find(|item| item.field("language").text().is_some_and(|tag| primary(tag) == language));
            let lacking: Vec<_> = group
                .fields
                .iter()
                .filter(|field| translation.is_none_or(|translation| translation.field(field).text().is_none()))
                .filter(|field| !is_in(brief, group.subject, field, language))
                .collect();
            let Some(first) = lacking.first() else { continue };
            let names = lacking.iter().map(|field| format!("`{field}`")).collect::<Vec<_>>();
            let verb = if names.len() == 1 { "is" } else { "are" };
            // A finding is known by its id, anything else by its words.
            let id = matches!(group.subject, Subject::Finding(_)) && group.fields.contains(&"text");
            let place = group.place.field(if id && !group.place.field("id").is_lost() { "id" } else { first });
            let help = match translation {
                Some(_) => format!("add {} to the entry `language: {language}`", and_list(&names)),
                None => {
                    format!("add `translations:` beside it, with `- language: {language}` and {}", and_list(&names))
                }
            };
            found.push(
                group.subject,
                RULE.problem(format!("{} of {} {verb} missing in `{language}`", and_list(&names), group.what))
                    .at(place.span(), format!("not said in `{language}`"))
                    .help(help)
                    .help(format!("or take `{language}` out of `languages` in brief.yaml")),
            );
        }
    }
}

/// A title in the readers' own language needs no translation for them.
fn is_in(brief: &Brief<'_>, subject: Subject, field: &str, language: &str) -> bool {
    let Subject::Source(at) = subject else { return false };
    let own = brief.resolved.loaded.sources[at].value.language.as_ref();
    field == "title_translation" && own.is_some_and(|own| primary(own.as_str()) == language)
}

/// The same sections with the same citations in each language.
fn sections(brief: &Brief<'_>, found: &mut Found) {
    let (loaded, Some(head)) = (brief.resolved.loaded, brief.head()) else { return };
    for language in &head.value.languages {
        let language = primary(language.as_str());
        for section in &loaded.sections {
            match loaded.translated_section(language, &section.name) {
                Some(translated) => citations(section, translated, found),
                None => found.push(
                    Subject::Brief,
                    RULE.problem(format!("the section `{}` is missing in `{language}`", section.name))
                        .at(Span::new(section.file, 0..section.head()), format!("not there in `{language}`"))
                        .help(format!("add `sections/{language}/{}.md` with the same citations", section.name)),
                ),
            }
        }
    }
    for section in loaded.translated_sections.values().flatten() {
        if !loaded.sections.iter().any(|first| first.name == section.name) {
            found.push(
                Subject::Brief,
                RULE.problem(format!("there is no section `{}` in the first language", section.name))
                    .at(Span::new(section.file, 0..section.head()), "this language alone")
                    .help(format!("add `sections/{}.md`, or give the two the same name", section.name)),
            );
        }
    }
}

/// Two versions of a section cite the same, block by block.
fn citations(section: &Section, translated: &Section, found: &mut Found) {
    let (there, here) = (&section.passages, &translated.passages);
    for (theirs, ours) in there.iter().zip(here) {
        let (cited, wanted) = (keys(ours), keys(theirs));
        let mut problem = match (cited.iter().find(|key| count(&cited, key) > count(&wanted, key)), &wanted) {
            (Some(extra), _) => RULE.problem(format!("the other version does not cite `{extra}` here")),
            (None, wanted) => match wanted.iter().find(|key| count(wanted, key) > count(&cited, key)) {
                Some(lacking) => RULE.problem(format!("the other version cites `{lacking}` here, this one does not")),
                None => continue,
            },
        };
        problem = problem
            .at(ours.anchors.span(0..ours.text.len().min(60)), "this version")
            .also(theirs.anchors.span(0..theirs.text.len().min(60)), "the other version")
            .help("cite the same sources and findings at the same places; the words of a place may differ, its numbers not");
        found.push(Subject::Brief, problem);
        return;
    }
    if there.len() != here.len() {
        let (shorter, file) = match here.len() < there.len() {
            true => ("fewer", translated),
            false => ("more", translated),
        };
        found.push(
            Subject::Brief,
            RULE.problem(format!(
                "`{}` has {shorter} paragraphs, entries or cells than the other version",
                section.name
            ))
            .at(Span::new(file.file, 0..file.head()), format!("{} here, {} there", here.len(), there.len()))
            .help("give both versions the same paragraphs, lists and tables, in the same order"),
        );
    }
}

/// What a block cites, in order: the keys, each with the numbers of its place.
fn keys(passage: &crate::load::Passage) -> Vec<String> {
    let cited = passage.cited.iter().flat_map(|(_, cited)| cited);
    cited
        .map(|cited| {
            let place = cited.locator.as_deref().unwrap_or_default();
            let figures = place.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
            std::iter::once(cited.key.as_str()).chain(figures).collect::<Vec<_>>().join(" ")
        })
        .collect()
}

fn count(keys: &[String], key: &str) -> usize {
    keys.iter().filter(|other| *other == key).count()
}

fn numbers(passage: &Passage<'_>, original: &Passage<'_>, found: &mut Found) {
    // "Both" is "les deux" in French, or "l'un et l'autre", and no number in English.
    let both = [passage, original].iter().any(|text| (0..text.text.len()).any(|word| text.text.lower(word) == "both"));
    let (here, there) = (values(passage, both), values(original, both));
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
fn values(passage: &Passage<'_>, both: bool) -> Vec<(String, Range<usize>)> {
    let numbers = passage
        .text
        .numbers
        .iter()
        .filter(|number| number.digits || (!both || number.value != "2") && !passage.text.is_quoted(number.words.start))
        .cloned();
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
    // "Had charged X, an officer of the port, and Y, a retired agent of it, with …": the word alone will do.
    let words = ["charged", "charges", "indicted", "inculpé", "inculpée", "inculpés", "inculpées"];
    let charged = (0..original.text.len()).any(|word| words.contains(&original.text.lower(word)));
    let least = if charged { Rung::Charged } else { Rung::None };
    let highest = there.iter().map(|said| said.rung).fold(least, Ord::max);
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
