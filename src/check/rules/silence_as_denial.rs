//! Rule 34: absence is told right: not asked, no answer and declined are three things.

use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role};
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::RuleLevel;
use crate::model::{Answer, Date, Response};
use crate::tree::Cursor;
use crate::wording::List;
use std::collections::HashMap;
use std::ops::Range;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH34",
    name: "silence-as-denial",
    family: Family::Response,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("silence_as_denial.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let Some(head) = brief.head() else { return };
    let dates = &head.value.dates;
    for (at, entry) in brief.findings() {
        for (i, response) in entry.value.responses.iter().enumerate() {
            let place = entry.place().field("responses").item(i);
            if let Some(problem) = deadlines(response, dates.publication, dates.information_cutoff, place) {
                found.push(Subject::Finding(at), problem);
            }
        }
    }
    let everywhere = recorded(brief, brief.findings().map(|(at, _)| at));
    for passage in &brief.passages {
        match passage.role {
            Role::Response(at, i) => response(brief, passage, &brief.finding(at).responses[i], found),
            Role::FindingText(_) | Role::Caveat(_) | Role::KeyPoint(_) | Role::Section(..) => {
                silence(brief, passage, &everywhere, found);
            }
            _ => {}
        }
    }
}

fn deadlines(response: &Response, published: Date, cutoff: Date, place: Cursor<'_>) -> Option<Diagnostic> {
    let asked = response.asked.as_ref();
    let deadline = asked.and_then(|asked| asked.deadline);
    let party = &response.party;
    let at = place.field("asked").key_span();
    match response.answer {
        Answer::NoAnswer | Answer::Awaiting if asked.is_none() => Some(
            RULE.problem(format!("`{party}` is said to owe an answer, and nobody asked"))
                .at(place.field("party").span(), "no request is recorded")
                .help("add `asked:` with date, channel and deadline, or set `answer: not_asked`"),
        ),
        Answer::Declined if asked.is_none() && response.source.is_none() => Some(
            RULE.problem(format!("`{party}` is said to have declined, and nobody asked"))
                .at(place.field("party").span(), "no request is recorded")
                .help("add `asked:`, or `source:` where somebody else asked and reported it; otherwise set `answer: not_asked`"),
        ),
        Answer::NoAnswer if deadline.is_some_and(|deadline| deadline > published) => Some(
            RULE.problem(format!("the deadline of `{party}` has not passed at publication"))
                .at(at, "there is still time to answer")
                .help("set `answer: awaiting`"),
        ),
        Answer::Awaiting if deadline.is_some_and(|deadline| deadline < cutoff) => Some(
            RULE.problem(format!("the deadline of `{party}` had passed before the information cut-off"))
                .at(at, "nothing is awaited any more")
                .help("set `answer: no_answer`, or record the answer that came"),
        ),
        _ => None,
    }
}

/// A response that says nothing, in words that say something.
fn response(brief: &Brief<'_>, passage: &Passage<'_>, response: &Response, found: &mut Found) {
    if !matches!(response.answer, Answer::NotAsked | Answer::Awaiting | Answer::NoAnswer) {
        return;
    }
    // Silence is an answer only where somebody was asked.
    let silence = (response.answer == Answer::NotAsked).then_some(List::Silence);
    for list in [List::Refusal, List::Denial].into_iter().chain(silence) {
        let hit = passage.text.hits_of(list).find(|hit| {
            let word = passage.text.lower(hit.words.start);
            // "Rejected" is what courts do as well; a denial is the party's own.
            let own =
                list != List::Denial || ["deni", "deny", "nie", "nié", "dém"].iter().any(|stem| word.starts_with(stem));
            own && !is_negated(passage, &hit.words)
        });
        if let Some(hit) = hit {
            let recorded = match response.answer {
                Answer::NotAsked => "not asked",
                Answer::Awaiting => "an answer is awaited",
                _ => "no answer by the deadline",
            };
            let shown = passage.text.words(&hit.words);
            let problem = RULE
                .problem(format!("`{shown}`, while what is recorded is: {recorded}"))
                .at(passage.span(&hit.words), "more than a silence")
                .help("not asking, no answer and declining are three things: say which it was, or correct `answer`");
            found.push(passage.subject(), with_name(brief, response, problem));
            return;
        }
    }
}

fn with_name(brief: &Brief<'_>, response: &Response, problem: Diagnostic) -> Diagnostic {
    match brief.resolved.index.party(&response.party) {
        Some(party) => problem.help(format!("for example: “{} was not asked, because …”", brief.party_name(party))),
        None => problem,
    }
}

fn is_negated(passage: &Passage<'_>, words: &Range<usize>) -> bool {
    let before = words.start.saturating_sub(3)..words.start;
    before.clone().any(|word| {
        matches!(passage.text.lower(word), "not" | "no" | "nor" | "neither" | "ni" | "pas" | "aucun" | "aucune")
    })
}

/// What is recorded of a party's answers, over some findings.
#[derive(Debug, Clone, Copy, Default)]
struct Record {
    /// Somebody asked it.
    asked: bool,
    /// It said something, if only that it would say nothing.
    spoke: bool,
}

fn recorded(brief: &Brief<'_>, findings: impl Iterator<Item = usize>) -> HashMap<usize, Record> {
    let mut records: HashMap<usize, Record> = HashMap::new();
    for response in findings.flat_map(|at| &brief.finding(at).responses) {
        let Some(party) = brief.resolved.index.party(&response.party) else { continue };
        let record = records.entry(party).or_default();
        record.asked |= response.answer != Answer::NotAsked;
        record.spoke |= !matches!(response.answer, Answer::NotAsked | Answer::Awaiting | Answer::NoAnswer);
    }
    records
}

/// "X did not respond", of somebody who was never asked.
fn silence(brief: &Brief<'_>, passage: &Passage<'_>, everywhere: &HashMap<usize, Record>, found: &mut Found) {
    let own = brief.findings_of(passage);
    let own = (!own.is_empty()).then(|| recorded(brief, own.into_iter()));
    let records = own.as_ref().unwrap_or(everywhere);
    let hits = passage.text.hits_of(List::Silence).chain(passage.text.hits_of(List::Refusal));
    for hit in hits {
        let sentence = passage.text.sentence(passage.text.sentence_of(hit.words.start));
        let before = sentence.start..hit.words.start;
        let Some(mention) = passage.text.named_in(&before).last() else { continue };
        let Some(record) = records.get(&mention.party).filter(|record| !record.spoke) else { continue };
        let shown = passage.text.words(&hit.words);
        let name = brief.party_name(mention.party);
        let problem = if !record.asked {
            RULE.problem(format!("`{shown}`, and {name} was not asked"))
                .at(passage.span(&hit.words), "nobody asked")
                .help(format!("write “{name} was not asked”, with the reason; or ask"))
        } else if hit.list == List::Refusal {
            RULE.problem(format!("`{shown}`, and {name} gave no answer at all"))
                .at(passage.span(&hit.words), "more than a silence")
                .help("no answer is no refusal: write “had not answered by …”")
        } else {
            continue;
        };
        found.push(passage.subject(), problem);
        return;
    }
}
