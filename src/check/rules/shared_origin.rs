//! Rule 5: sources that share an origin count once, and circles are named.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::check::brief::{Brief, Passage, Role, supports};
use crate::check::rule::{Family, Found, Rule, Subject};
use crate::model::{Id, RuleLevel};
use crate::resolve::Circle;
use crate::text;
use crate::wording::{Language, NumberSort, Text};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH05",
    name: "shared-origin",
    family: Family::Evidence,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("shared_origin.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for circle in brief.resolved.origins.circles() {
        report_circle(brief, circle, found);
    }
    for passage in &brief.passages {
        if matches!(
            passage.role,
            Role::KeyPoint(_) | Role::FindingTitle(_) | Role::FindingText(_) | Role::Caveat(_) | Role::Section(..)
        ) {
            report_counts(brief, passage, found);
        }
    }
}

fn report_circle(brief: &Brief<'_>, circle: &Circle, found: &mut Found) {
    let loaded = brief.resolved.loaded;
    let names: Vec<_> = circle.chain.iter().map(|&source| loaded.sources[source].value.id.as_str()).collect();
    let first = circle.chain[0];
    let place = |source: usize, field: &str| loaded.sources[source].place().field(field).key_span();
    let mut problem = if circle.cited {
        RULE.problem(format!("these sources are each cited in the next, in a circle: {}", names.join(" → ")))
            .at(place(first, "cited_in"), "the circle begins here")
            .help("`cited_in` names the source that somebody read")
    } else if circle.chain.len() < 3 {
        RULE.problem(format!("the source `{}` rests on itself", names[0]))
            .at(place(first, "derives_from"), "the circle begins here")
            .help("take it out of its own `derives_from`")
    } else {
        RULE.problem(format!("these sources rest on each other in a circle: {}", names.join(" → ")))
            .at(place(first, "derives_from"), "the circle begins here")
            .help("circular reporting is no evidence: find out which of them had the information first, and let that one rest on none of the others")
    };
    if !circle.cited {
        let others: BTreeSet<_> = circle.chain.iter().copied().filter(|&source| source != first).collect();
        for source in others {
            problem = problem.also(place(source, "derives_from"), "and runs through here");
        }
    }
    found.push(Subject::Source(first), problem);
}

/// "Three outlets confirm" on evidence with fewer origins.
fn report_counts(brief: &Brief<'_>, passage: &Passage<'_>, found: &mut Found) {
    let Some((words, counted)) = counted_sources(&passage.text, passage.language) else { return };
    let sources = behind(brief, passage);
    let origins = &brief.resolved.origins;
    let independent: BTreeSet<usize> = sources.iter().flat_map(|&source| origins.of(source)).copied().collect();
    if sources.is_empty() || independent.len() as u64 >= counted {
        return;
    }
    let chains: Vec<_> = sources.iter().map(|&source| origins.chains(brief.resolved.loaded, source)).collect();
    let shared = chains.iter().filter(|chain| !chain.is_empty()).cloned().collect::<Vec<_>>();
    let shared = match shared.is_empty() {
        true => sources.iter().map(|&source| brief.resolved.loaded.sources[source].value.id.to_string()).collect(),
        false => shared,
    };
    let number = match independent.len() {
        0 => "no origin outside a circle".to_owned(),
        count => text::count(count, "origin"),
    };
    let said = passage.text.words(&words);
    found.push(
        passage.subject(),
        RULE.problem(format!("`{said}` counts more sources than there are origins: {}: {number}", joined(&shared)))
            .at(passage.span(&words), "these share an origin")
            .help("say who reported it first and who retold it, or name further sources with an origin of their own in the evidence"),
    );
}

/// The sources that a text rests on: those that support its findings, and those that it cites.
fn behind(brief: &Brief<'_>, passage: &Passage<'_>) -> BTreeSet<usize> {
    let index = &brief.resolved.index;
    let cited = passage.block().into_iter().flat_map(|block| &block.cited).flat_map(|(_, cited)| cited);
    let keys: Vec<Id> = cited.map(|cited| Id::from(cited.key.as_str())).collect();
    let findings = brief.findings_of(passage).into_iter().chain(keys.iter().filter_map(|id| index.finding(id)));
    let evidence = findings.flat_map(|finding| &brief.finding(finding).evidence).filter(|item| supports(item));
    let sources = evidence.filter_map(|item| index.source(&item.source));
    sources.chain(keys.iter().filter_map(|id| index.source(id))).collect()
}

/// "S4 → S2" and "S7 → S2" as "S4 → S2 ← S7".
fn joined(chains: &[String]) -> String {
    let ends = |chain: &String| chain.rsplit(" → ").next().unwrap_or_default().to_owned();
    match chains {
        [first, second] if ends(first) == ends(second) && first != second => {
            let back: Vec<_> = second.split(" → ").collect();
            match back.split_last() {
                Some((_, [])) | None => first.clone(),
                Some((_, way)) => {
                    let way: Vec<_> = way.iter().rev().copied().collect();
                    format!("{first} ← {}", way.join(" ← "))
                }
            }
        }
        _ => text::and_list(chains),
    }
}

/// A number of sources that are said to say something, with how many there must be at least.
fn counted_sources(text: &Text<'_>, language: Language) -> Option<(Range<usize>, u64)> {
    let (several, nouns, verbs, retelling): (&[&str], &[&str], &[&str], &[&str]) = match language {
        Language::English => (
            &["several", "multiple", "many", "numerous", "various", "independent"],
            &[
                "outlet",
                "newspap",
                "sourc",
                "report",
                "media",
                "organis",
                "agenc",
                "paper",
                "articl",
                "journalist",
                "studi",
            ],
            &[
                "confirm", "corrobor", "report", "agre", "say", "said", "state", "wrote", "write", "document", "show",
                "found", "verifi",
            ],
            &["cite", "retel", "retold", "repeat", "copi", "quot", "rest", "share", "rewrit"],
        ),
        Language::French => (
            &["plusieurs", "nombreux", "nombreuses", "différents", "différentes", "divers", "diverses"],
            &["journal", "journau", "sourc", "rapport", "médi", "organis", "agenc", "articl", "étud"],
            &["confirm", "corrobor", "rapportent", "affirm", "disent", "écriv", "document", "montr", "vérifi"],
            &["cit", "repren", "repos", "copi"],
        ),
    };
    for noun in 0..text.len() {
        if text.is_quoted(noun) || !nouns.contains(&text.stem(noun)) {
            continue;
        }
        let sentence = text.sentence(text.sentence_of(noun));
        let from = noun.saturating_sub(3).max(sentence.start);
        let many = (from..noun).find(|&word| several.contains(&text.lower(word))).map(|word| (word, 2));
        let number = text
            .numbers_in(&(from..noun))
            .find(|number| {
                number.sort == NumberSort::Quantity && (number.words.end..noun).all(|word| text.is_word(word))
            })
            .and_then(|number| Some((number.words.start, number.value.parse::<u64>().ok()?)));
        let Some((start, counted)) = number.or(many).filter(|(_, counted)| *counted >= 2) else { continue };
        // "Two newspapers cite one report" counts voices, not origins.
        let until = (noun + 15).min(sentence.end);
        let noun_here = |word: usize| {
            matches!(text.lower(word - 1), "one" | "a" | "the" | "its" | "their" | "this" | "un" | "le" | "ce")
        };
        let says = |word: &usize| {
            (verbs.contains(&text.stem(*word)) || verbs.contains(&text.lower(*word))) && !noun_here(*word)
        };
        let retells = |word: &usize| retelling.contains(&text.stem(*word));
        let verb = (noun + 1..until).find(|word| says(word) || retells(word));
        if verb.is_some_and(|verb| says(&verb)) {
            return Some((start..noun + 1, counted));
        }
    }
    None
}
