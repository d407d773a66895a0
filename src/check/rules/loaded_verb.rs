//! Rule 11: verbs of saying that judge the speaker.

use crate::check::brief::Brief;
use crate::check::brief::Passage;
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::model::Answer;
use crate::model::RuleLevel;
use crate::wording::{Hit, List, Speaker};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH11",
    name: "loaded-verb",
    family: Family::Wording,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("loaded_verb.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (passage, hit) in lexical::own_words(brief, List::LoadedVerb) {
        let own = passage.text.is_own_voice(&(hit.words.start..hit.words.start + 1))
            || passage.text.frame_at(hit.words.start).is_some();
        // "Lester's claim that": a noun.
        let owned = hit.words.start.checked_sub(1).is_some_and(|at| passage.text.lower(at).ends_with("'s"));
        let bound = brief.entry(passage, hit).is_some_and(|entry| entry.speaker);
        if !own || owned || bound && !has_speaker(passage, hit) || is_recorded_admission(brief, passage, hit) {
            continue;
        }
        let mut problem = lexical::problem(&RULE, brief, passage, hit, |words| format!("`{words}` judges the speaker"));
        // "Their claims that …": a replacement is certain only where the word is surely a verb.
        let verb = passage.text.frame_at(hit.words.start).is_some();
        problem.fix = problem.fix.filter(|fix| verb && is_certain(passage, hit, &fix.before));
        found.push(passage.subject(), problem);
    }
}

/// A past form is no noun, and "that" begins a clause, unless it points at a time: "claimed that year".
fn is_certain(passage: &Passage<'_>, hit: &Hit, words: &str) -> bool {
    let past = words.split_whitespace().next().is_some_and(|verb| verb.ends_with("ed"));
    let time = [
        "year", "month", "week", "day", "night", "morning", "evening", "summer", "winter", "autumn", "spring", "time",
        "same",
    ];
    past && !time.contains(&passage.text.lower(hit.words.end))
}

/// Whether a party, or somebody named before, says with this verb that something is so.
fn has_speaker(passage: &Passage<'_>, hit: &Hit) -> bool {
    let text = &passage.text;
    let until = (hit.words.end + 12).min(text.len());
    let that = (hit.words.end..until).any(|word| matches!(text.lower(word), "that" | "que" | "qu" | "how" | "comment"));
    let frame = text.frame_at(hit.words.start);
    (that || has_clause(passage, hit)) && frame.is_some_and(|frame| !matches!(frame.speaker, Speaker::Other))
}

/// "Claimed the invoice was paid": a verb of its own, where "that" was left out. "Claimed the prize" has none.
fn has_clause(passage: &Passage<'_>, hit: &Hit) -> bool {
    let text = &passage.text;
    let opens = matches!(
        text.lower(hit.words.end),
        "the" | "a" | "an" | "his" | "her" | "its" | "their" | "this" | "these" | "no"
    );
    let until = (hit.words.end + 8).min(text.len());
    let parting = [
        "who", "which", "whose", "whom", "and", "or", "but", "when", "while", "because", "after", "before", "as", "if",
    ];
    let inside = (hit.words.end..until).take_while(|&word| text.is_word(word) && !parting.contains(&text.lower(word)));
    let verbs = ["is", "are", "was", "were", "has", "had", "would", "could", "did", "will"];
    opens && inside.skip(1).any(|word| verbs.contains(&text.lower(word)))
}

/// Where the record holds an admission, the word for it is exact.
fn is_recorded_admission(brief: &Brief<'_>, passage: &Passage<'_>, hit: &Hit) -> bool {
    let stem = passage.text.stem(hit.words.start);
    let admits =
        ["admit", "conced", "confess", "acknowledg", "avou", "reconn"].iter().any(|verb| stem.starts_with(verb));
    admits
        && brief.findings_of(passage).into_iter().map(|at| brief.finding(at)).any(|finding| {
            finding.evidence.iter().any(|item| item.admission_by.is_some())
                || finding.responses.iter().any(|response| response.answer == Answer::Admitted)
        })
}
