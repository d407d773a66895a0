//! Rule 2: what is not established says who asserts it, in the sentence that carries the claim.

use std::ops::Range;

use crate::check::brief::{Brief, Passage, Role};
use crate::check::rule::{Family, Found, Rule, Subject};
use crate::model::{PartyType, RuleLevel};
use crate::text;
use crate::wording::{List, Speaker};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH02",
    name: "no-asserter",
    family: Family::Attribution,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("no_asserter.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings() {
        if entry.value.asserted_by.is_empty() && !brief.is_established(at) {
            found.push(
                Subject::Finding(at),
                RULE.problem(format!("`{}` does not say who asserts it", entry.value.id))
                    .at(entry.place().field("asserted_by").span(), "no party named")
                    .help("add `asserted_by: [party]`; the party stands in parties.yaml, and the finding's text names it"),
            );
        }
    }
    for passage in &brief.passages {
        match passage.role {
            Role::FindingText(at) if !brief.is_established(at) && !passage.translated => finding(brief, passage, at, found),
            Role::KeyPoint(at) if !passage.translated => key_point(brief, passage, at, found),
            _ => {}
        }
    }
}

fn finding(brief: &Brief<'_>, passage: &Passage<'_>, at: usize, found: &mut Found) {
    let asserters = brief.parties(&brief.finding(at).asserted_by);
    if asserters.is_empty() {
        return;
    }
    let mut named = false;
    for sentence in 0..passage.text.sentences() {
        let words = passage.text.sentence(sentence);
        // A sentence without words, or one that is attributed to nobody, is another rule's concern.
        if passage.text.count_words(&words) < 2 || passage.text.has(List::VagueAttribution, &words) {
            named = true;
            continue;
        }
        let holds = names(brief, passage, &words, &asserters) || named && is_attributed(passage, &words);
        named |= holds;
        if !holds {
            let names: Vec<_> = asserters.iter().map(|&party| brief.party_name(party)).collect();
            let first = names[0].clone();
            found.push(
                Subject::Finding(at),
                RULE.problem(format!("this sentence of `{}` does not say who asserts it", brief.finding(at).id))
                    .at(passage.span(&(words.start..words.end.min(words.start + 12))), "told as a fact")
                    .help(format!(
                        "name who asserts it, with a verb of saying: “{first} said that …”, “according to {first}, …” (asserted by {})",
                        text::and_list(&names)
                    )),
            );
            return;
        }
    }
}

/// A key point that rests on something unproven says whose word it is.
fn key_point(brief: &Brief<'_>, passage: &Passage<'_>, at: usize, found: &mut Found) {
    let Some((_, findings)) = brief.key_point(at) else { return };
    let unproven: Vec<_> = findings.into_iter().filter(|&finding| !brief.is_established(finding)).collect();
    let asserters: Vec<_> =
        unproven.iter().flat_map(|&finding| brief.parties(&brief.finding(finding).asserted_by)).collect();
    let whole = 0..passage.text.len();
    if asserters.is_empty() || passage.text.has(List::VagueAttribution, &whole) {
        return;
    }
    let holds = (0..passage.text.sentences())
        .any(|sentence| names(brief, passage, &passage.text.sentence(sentence), &asserters));
    if !holds {
        let finding = brief.finding(unproven[0]);
        let first = brief.party_name(asserters[0]);
        found.push(
            Subject::Brief,
            RULE.problem(format!(
                "this key point rests on `{}`, which is not established, and does not say who asserts it",
                finding.id
            ))
            .at(passage.head(), "told as a fact")
            .help(format!("name who asserts it, with a verb of saying: “{first} said that …”")),
        );
    }
}

/// Whether one of the parties is named in a sentence as somebody who says something.
fn names(brief: &Brief<'_>, passage: &Passage<'_>, words: &Range<usize>, parties: &[usize]) -> bool {
    let text = &passage.text;
    let frames: Vec<_> = text.frames.iter().filter(|frame| words.contains(&frame.verb.start)).collect();
    let in_frame = frames.iter().any(|frame| match &frame.speaker {
        Speaker::Parties(speakers) => speakers.iter().any(|speaker| parties.contains(speaker)),
        // A protected witness has no name to give.
        Speaker::Pronoun => parties.iter().any(|&party| is_protected_person(brief, party)),
        Speaker::Other => false,
    });
    // "In a letter of the union it was stated …": named outside what others are reported to say.
    let beside = !frames.is_empty()
        && text.named_in(words).any(|mention| {
            parties.contains(&mention.party) && !frames.iter().any(|frame| frame.reported.contains(&mention.words.start))
        });
    in_frame || beside
}

fn is_protected_person(brief: &Brief<'_>, party: usize) -> bool {
    let party = brief.party(party);
    party.protected.is_some() && matches!(party.r#type, PartyType::Person | PartyType::Group)
}

/// Whether somebody is said to say something in a sentence.
fn is_attributed(passage: &Passage<'_>, words: &Range<usize>) -> bool {
    passage.text.frames.iter().any(|frame| words.contains(&frame.verb.start))
}
