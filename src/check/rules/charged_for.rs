//! Rule 9: charged with, indicted on a charge of; no accusation as a name's adjective.

use crate::check::brief::Brief;
use crate::check::brief::Passage;
use crate::check::rule::{Family, Found, Rule};
use crate::check::rules::beyond_legal_status::ADJECTIVES;
use crate::diagnostic::Fix;
use crate::model::RuleLevel;
use crate::wording::Language;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH09",
    name: "charged-for",
    family: Family::Legal,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("charged_for.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for passage in brief.passages.iter().filter(|passage| passage.language == Language::English) {
        for word in 0..passage.text.len() {
            if passage.text.is_quoted(word) || passage.text.is_named(word) {
                continue;
            }
            if matches!(passage.text.lower(word), "indicted" | "charged") {
                charged_for(passage, word, found);
            }
        }
        adjectives(brief, passage, found);
    }
}

/// "Indicted for spying", "charged X for fraud".
fn charged_for(passage: &Passage<'_>, word: usize, found: &mut Found) {
    let text = &passage.text;
    let sentence = text.sentence(text.sentence_of(word));
    let near = word + 1..(word + 8).min(sentence.end);
    // A name, an adverb or a date may stand between.
    let date = |w: usize| {
        text.lower(w).starts_with(|c: char| c.is_ascii_digit())
            || matches!(text.lower(w), "on" | "in")
            || text.is_capital(w)
    };
    let between_is_name = |at: usize| (word + 1..at).all(|w| text.is_named(w) || is_adverb(text.lower(w)) || date(w));
    let Some(preposition) = near.clone().find(|&at| text.lower(at) == "for" && between_is_name(at)) else { return };
    if matches!(text.lower(preposition + 1), "the" | "a" | "an")
        && matches!(text.lower(preposition + 2), "first" | "second" | "third")
    {
        return;
    }
    let after = preposition + 1..(preposition + 6).min(sentence.end);
    let offence = after.clone().any(|at| OFFENCES.iter().any(|offence| text.stem(at).starts_with(offence)));
    let indicted = text.lower(word) == "indicted";
    if !indicted && !offence {
        return;
    }
    let words = word..preposition + 1;
    let shown = text.words(&words);
    let span = passage.span(&words);
    let mut problem = RULE
        .problem(format!("`{shown}` takes the charge for the deed"))
        .at(span, "somebody is charged with something, not for it");
    if indicted {
        problem = problem.help("write “indicted on a charge of …”");
    } else {
        problem = problem.help("write “charged with …”");
        if preposition == word + 1 {
            problem.fix = Some(Fix { span, before: shown.to_owned(), after: "charged with".to_owned() });
        }
    }
    found.push(passage.subject(), problem);
}

fn is_adverb(word: &str) -> bool {
    word.ends_with("ly") || matches!(word, "later" | "also" | "again" | "then")
}

/// "The accused spy X": the accusation becomes a part of the name.
fn adjectives(brief: &Brief<'_>, passage: &Passage<'_>, found: &mut Found) {
    let text = &passage.text;
    for mention in &text.mentions {
        if text.is_quoted(mention.words.start) {
            continue;
        }
        let sentence = text.sentence(text.sentence_of(mention.words.start));
        // "Fraud suspect X".
        let suspect =
            mention.words.start.checked_sub(1).filter(|&at| text.lower(at) == "suspect" && at > sentence.start);
        if let Some(at) = suspect.filter(|&at| text.is_word(at - 1) && !is_determiner(text.lower(at - 1))) {
            let words = at - 1..mention.words.end;
            found.push(
                passage.subject(),
                RULE.problem(format!("`{}` makes an accusation a part of the name", text.words(&words)))
                    .at(passage.span(&words), "reads as if it were settled")
                    .help("name the person first, then the charge and who brought it"),
            );
        }
        let from = mention.words.start.saturating_sub(4).max(sentence.start);
        let adjective = (from..mention.words.start).rev().find(|&at| ADJECTIVES.contains(&text.lower(at)));
        let Some(adjective) = adjective.filter(|&at| at + 1 < mention.words.start) else { continue };
        let between = adjective + 1..mention.words.start;
        // "Suspected" is no verb that takes a title and a name; "accused" and "charged" are.
        let labelled = matches!(text.lower(adjective), "suspected" | "indicted" | "presumed");
        let plain = between.clone().all(|at| text.is_word(at) && !text.is_named(at) && !is_link(text.lower(at)));
        let opens = adjective == sentence.start
            || is_determiner(text.lower(adjective - 1))
            || !text.lower(adjective - 1).contains(char::is_alphabetic);
        // "Suspected" may look like a verb of saying, whose speech the name would be.
        let quoted = text.is_quoted(adjective);
        let own = !quoted && text.reported_in(mention.words.start).is_none_or(|frame| frame.verb.start == adjective);
        if plain && (opens || labelled) && own {
            let words = adjective..mention.words.end;
            let name = brief.party_name(mention.party);
            found.push(
                passage.subject(),
                RULE.problem(format!("`{}` makes an accusation a part of the name", text.words(&words)))
                    .at(passage.span(&words), "reads as if it were settled")
                    .help(format!(
                        "name the person first, then the charge and who brought it: “{name}, whom … charged with …”"
                    )),
            );
        }
    }
}

fn is_determiner(word: &str) -> bool {
    matches!(word, "the" | "a" | "an" | "this" | "that" | "and" | "of" | "by" | "with" | "against" | "to" | "for")
}

fn is_link(word: &str) -> bool {
    matches!(word, "of" | "that" | "by" | "with" | "and" | "the" | "to" | "in" | "on" | "a" | "an")
}

/// The beginnings of stems of offences.
const OFFENCES: [&str; 36] = [
    "fraud",
    "briberi",
    "bribe",
    "corrupt",
    "espionag",
    "spy",
    "murder",
    "theft",
    "steal",
    "rob",
    "assault",
    "treason",
    "terror",
    "smuggl",
    "traffick",
    "launder",
    "extort",
    "stalk",
    "obstruct",
    "perjuri",
    "conspir",
    "manslaught",
    "rape",
    "arson",
    "forgeri",
    "forg",
    "embezzl",
    "harass",
    "kidnap",
    "hack",
    "sabotag",
    "tax",
    "collus",
    "libel",
    "defam",
    "crime",
];
