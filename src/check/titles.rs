//! What titles accuse somebody of. A title is printed by itself, without the text that says who says so.

use std::ops::Range;

use super::accused;
use super::brief::{Brief, Passage, Role};
use super::ladder::Rung;
use crate::wording::{List, Speaker, Text};

/// Words for a step of a court, or for a rule: "the charge of bribery", "acquitted of fraud", "the act on fraud".
const LEGAL: [&str; 45] = [
    "charge",
    "charges",
    "charged",
    "count",
    "counts",
    "indicted",
    "indictment",
    "acquitted",
    "acquittal",
    "convicted",
    "conviction",
    "verdict",
    "verdicts",
    "guilty",
    "trial",
    "sentence",
    "sentenced",
    "law",
    "laws",
    "act",
    "bill",
    "convention",
    "rules",
    "chef",
    "chefs",
    "accusation",
    "inculpé",
    "inculpée",
    "inculpation",
    "examen",
    "poursuivi",
    "poursuivie",
    "poursuites",
    "acquitté",
    "acquittée",
    "acquittement",
    "condamné",
    "condamnée",
    "condamnation",
    "coupable",
    "procès",
    "loi",
    "lois",
    "règles",
    "jugement",
];

/// What links such a word, or a fight against something, to the name of a crime.
const LINKS: [&str; 16] =
    ["of", "for", "on", "with", "against", "to", "de", "d", "du", "des", "pour", "contre", "sur", "la", "le", "l"];

/// After the name of a crime: "a bribery charge", "the fraud trial".
const AFTER: [&str; 14] = [
    "charge",
    "charges",
    "count",
    "counts",
    "trial",
    "case",
    "law",
    "laws",
    "act",
    "bill",
    "verdict",
    "acquittal",
    "prevention",
    "convention",
];

/// "US prosecutors on …", "Le parquet sur …", "The Court of Audit: …".
const ON: [&str; 4] = ["on", "about", "sur", ":"];

/// Who speaks in the name of a court or an office, beside the parties and the list `official`.
const OFFICES: [&str; 16] = [
    "prosecutor",
    "prosecutors",
    "prosecution",
    "court",
    "jury",
    "judge",
    "judges",
    "tribunal",
    "auditor",
    "auditors",
    "parquet",
    "procureur",
    "procureure",
    "cour",
    "juge",
    "juges",
];

/// The words with which a title accuses somebody and does not name who says so.
pub(super) fn accusing(brief: &Brief<'_>, passage: &Passage<'_>) -> Option<Range<usize>> {
    let text = &passage.text;
    let (asserters, accused) = match passage.role {
        Role::FindingTitle(at) if !brief.is_established(at) => {
            let finding = brief.finding(at);
            (brief.parties(&finding.asserted_by), brief.parties(&finding.accuses))
        }
        // Without a finding it is a title on a subject, unless it names somebody who is accused.
        Role::Title => (Vec::new(), accused_in(brief, text)?),
        Role::Section(..) if passage.is_heading() => (Vec::new(), accused_in(brief, text)?),
        _ => return None,
    };
    let lists = [List::Crime, List::GuiltAct, List::GuiltLabel, List::Abuse];
    let hits = lists.into_iter().flat_map(|list| passage.own_hits(list));
    let possessed = |hit| brief.entry(passage, hit).is_some_and(|entry| entry.possessed);
    let words = hits
        .filter(|hit| !possessed(*hit) && !is_of_law(text, &hit.words))
        .map(|hit| hit.words.clone())
        .min_by_key(|words| words.start)?;
    let whole = 0..text.len();
    let told = says_who(text, &asserters, &accused) || text.has(List::Denial, &whole);
    (!told).then_some(words)
}

/// The parties named in a title that an unproven finding accuses and no court has convicted.
fn accused_in(brief: &Brief<'_>, text: &Text<'_>) -> Option<Vec<usize>> {
    let accused: Vec<usize> = brief
        .findings()
        .filter(|(at, _)| !brief.is_established(*at))
        .flat_map(|(_, entry)| brief.parties(&entry.value.accuses))
        .filter(|&party| accused::reached(brief, party) < Rung::Convicted)
        .collect();
    text.named_in(&(0..text.len())).any(|mention| accused.contains(&mention.party)).then_some(accused)
}

/// "The charge of bribery", "the fight against corruption", "the fraud trial".
fn is_of_law(text: &Text<'_>, words: &Range<usize>) -> bool {
    let link = words.start.checked_sub(1).map_or("", |at| text.lower(at));
    let before = words.start.saturating_sub(4)..words.start;
    let against = ["against", "contre"];
    let after_link = matches!(link, "the" | "a") || LINKS.contains(&link);
    AFTER.contains(&text.lower(words.end))
        || before.clone().rev().take(2).any(|at| against.contains(&text.lower(at)))
        || after_link && before.clone().any(|at| LEGAL.contains(&text.lower(at)))
}

/// Whether a title names who says what it tells.
fn says_who(text: &Text<'_>, asserters: &[usize], accused: &[usize]) -> bool {
    let whole = 0..text.len();
    let other = |party: &usize| !accused.contains(party);
    let named = text.named_in(&whole).any(|mention| asserters.contains(&mention.party) && other(&mention.party));
    let framed = text.frames.iter().any(|frame| match &frame.speaker {
        Speaker::Parties(parties) => parties.iter().any(other),
        Speaker::Other => true,
        Speaker::Pronoun => false,
    });
    let head = whole.clone().find(|&at| ON.contains(&text.lower(at)) && !text.is_named(at)).map(|at| 0..at);
    let headed = head.is_some_and(|head| {
        text.named_in(&head).any(|mention| other(&mention.party))
            || text.has(List::Official, &head)
            || head.clone().any(|at| OFFICES.contains(&text.lower(at)))
    });
    named || framed || headed
}
