//! Rule 6: wording never stronger than the legal status.

use crate::check::accused;
use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role};
use crate::check::ladder::{self, Rung};
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::RuleLevel;
use crate::model::Status;
use crate::text;
use crate::wording::List;
use std::collections::HashSet;
use std::ops::Range;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH06",
    name: "beyond-legal-status",
    family: Family::Legal,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("beyond_legal_status.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for passage in &brief.passages {
        if matches!(passage.role, Role::Charge(_) | Role::Descriptor(_)) {
            continue;
        }
        let mut before = Vec::new();
        let mut meant = Vec::new();
        for sentence in 0..passage.text.sentences() {
            let words = passage.text.sentence(sentence);
            let parties = accused::meant(brief, passage, &words, &before);
            meant.push(std::mem::replace(&mut before, parties.clone()));
            if !parties.is_empty() {
                outrun(brief, passage, &words, &parties, found);
                silent(brief, passage, &words, &parties, found);
                cleared(brief, passage, &words, &parties, found);
            }
        }
        labels(brief, passage, &meant, found);
        deeds(brief, passage, found);
    }
}

/// "Convicted" where the counts say charged.
fn outrun(brief: &Brief<'_>, passage: &Passage<'_>, sentence: &Range<usize>, parties: &[usize], found: &mut Found) {
    let said = accused::said(&passage.text, passage.language, sentence);
    // What a report says of a case is held against the record as well, but where it is told as unproven.
    let strict = matches!(passage.role, Role::FindingText(at)
        if matches!(brief.finding(at).status, Status::Established | Status::Reported));
    for said in said.iter().filter(|said| strict || passage.text.is_own_voice(&said.words)) {
        let subjects = accused::subjects(passage, said.words.start, sentence, parties);
        let beyond: Vec<_> = subjects.into_iter().filter(|&party| said.rung > accused::reached(brief, party)).collect();
        let Some(&first) = beyond.first() else { continue };
        let word = passage.text.words(&said.words);
        let names: Vec<_> = beyond.iter().map(|&party| brief.party_name(party)).collect();
        let problem = RULE
            .problem(format!("`{word}` says more of {} than any count records", text::and_list(&names)))
            .at(passage.span(&said.words), recorded(accused::reached(brief, first)));
        found.push(
            passage.subject(),
            with_counts(brief, &beyond, problem)
                .help("write what the count records, with its date; or record the later status in parties.yaml, with its evidence"),
        );
        return;
    }
}

fn recorded(rung: Rung) -> &'static str {
    match rung {
        Rung::None => "no count of a criminal proceeding is recorded",
        Rung::Investigated => "recorded: an investigation or an arrest",
        Rung::Charged => "recorded: a charge",
        Rung::Indicted => "recorded: an indictment or a trial, no conviction",
        Rung::Convicted | Rung::Sentenced => "recorded: a conviction, no sentence",
    }
}

fn with_counts(brief: &Brief<'_>, parties: &[usize], mut problem: Diagnostic) -> Diagnostic {
    for &party in parties {
        let mut told = HashSet::new();
        for &(proceeding, _) in brief.counts(party) {
            if told.insert(proceeding) {
                let entry = &brief.resolved.loaded.proceedings[proceeding];
                problem = problem.also(entry.place().field("id").span(), "the counts stand here");
            }
        }
    }
    problem
}

/// A charge told, and nothing of the acquittal or dismissal that ended it.
fn silent(brief: &Brief<'_>, passage: &Passage<'_>, sentence: &Range<usize>, parties: &[usize], found: &mut Found) {
    if !matches!(passage.role, Role::KeyPoint(_) | Role::FindingText(_) | Role::Section(..)) {
        return;
    }
    let cleared = |party: &&usize| {
        let counts = brief.counts(**party);
        !counts.is_empty() && counts.iter().all(|(_, count)| ladder::is_cleared(count.status))
    };
    let said = accused::said(&passage.text, passage.language, sentence);
    let charge = said.iter().find(|said| matches!(said.rung, Rung::Investigated | Rung::Charged | Rung::Indicted));
    let charge = charge.map(|said| said.words.clone()).or_else(|| accused::accusation(passage, sentence));
    let Some(charge) = charge else { return };
    let subjects = accused::subjects(passage, charge.start, sentence, parties);
    let Some(&party) = subjects.iter().find(cleared) else { return };
    if !accused::tells_clearing(brief, passage) {
        let name = brief.party_name(party);
        let problem = RULE
            .problem(format!("this tells that {name} was charged, and not that the matter ended without a conviction"))
            .at(passage.span(&charge), "the outcome is missing");
        found.push(
            passage.subject(),
            with_counts(brief, &[party], problem)
                .help("add the outcome with its date: “… ; the charges were dismissed on 3 May 2024”"),
        );
    }
}

/// "The spy X", "X, a spy", "X is a spy" before a conviction.
fn labels(brief: &Brief<'_>, passage: &Passage<'_>, before: &[Vec<usize>], found: &mut Found) {
    for hit in passage.own_hits(List::GuiltLabel) {
        let sentence = passage.text.sentence_of(hit.words.start);
        let Some(party) = accused::labelled(brief, passage, &hit.words, &before[sentence]) else { continue };
        // "Accused spy X" has a rule of its own.
        let adjective = passage.text.lower(hit.words.start.saturating_sub(1));
        if ADJECTIVES.contains(&adjective) || accused::reached(brief, party) >= Rung::Convicted {
            continue;
        }
        let name = brief.party_name(party);
        let problem = lexical::problem(&RULE, brief, passage, hit, |words| {
            format!("`{words}` calls {name} guilty, and no count records a conviction")
        });
        found.push(passage.subject(), with_counts(brief, &[party], problem));
    }
}

/// "X stole", "X's fraud", "as prosecutors showed": a deed told of somebody whom no court convicted.
fn deeds(brief: &Brief<'_>, passage: &Passage<'_>, found: &mut Found) {
    for hit in passage.own_hits(List::GuiltAct).chain(passage.own_hits(List::Laundering)) {
        let sentence = passage.text.sentence(passage.text.sentence_of(hit.words.start));
        let possessed = brief.entry(passage, hit).is_some_and(|entry| entry.possessed);
        let party = match (hit.list, possessed) {
            (List::Laundering, _) => accused::concerned(brief, passage, &sentence).first().copied(),
            (_, true) => accused::owner(brief, passage, &hit.words),
            (_, false) => accused::doer(brief, passage, &hit.words, &sentence),
        };
        let Some(party) = party.filter(|&party| accused::reached(brief, party) < Rung::Convicted) else { continue };
        let name = brief.party_name(party);
        let problem = lexical::problem(&RULE, brief, passage, hit, |words| {
            format!("`{words}` tells a deed of {name} as a fact, and no count records a conviction")
        });
        found.push(passage.subject(), with_counts(brief, &[party], problem));
    }
}

/// "Acquitted" where no count ended so.
fn cleared(brief: &Brief<'_>, passage: &Passage<'_>, sentence: &Range<usize>, parties: &[usize], found: &mut Found) {
    let text = &passage.text;
    for word in sentence.clone() {
        let says = matches!(text.lower(word), "acquitted" | "exonerated" | "acquitté" | "acquittée" | "acquittés");
        if !says
            || !text.is_own_voice(&(word..word + 1))
            || accused::is_supposed(text, passage.language, word, sentence)
        {
            continue;
        }
        let subjects = accused::subjects(passage, word, sentence, parties);
        let none = |party: &usize| !brief.counts(*party).iter().any(|(_, count)| ladder::is_cleared(count.status));
        if let Some(party) = subjects.into_iter().find(none) {
            let problem = RULE
                .problem(format!(
                    "`{}` is said of {}, and no count records it",
                    text.lower(word),
                    brief.party_name(party)
                ))
                .at(passage.span(&(word..word + 1)), "no count ended so");
            found.push(
                passage.subject(),
                with_counts(brief, &[party], problem)
                    .help("write what the counts record, or record the outcome in parties.yaml"),
            );
            return;
        }
    }
}

/// Words that make an accusation of a name's adjective.
pub(in crate::check) const ADJECTIVES: [&str; 7] =
    ["accused", "alleged", "suspected", "indicted", "charged", "presumed", "présumé"];
