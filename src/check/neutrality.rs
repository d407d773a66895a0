//! How evenly opposed parties are heard: counted, and never turned into a score.

use std::collections::HashMap;

use super::brief::{Brief, Passage, Role};
use crate::locale::primary;
use crate::model::Answer;
use crate::wording::{Language, Sayer};

/// Two opposed parties: one asserts something against the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// Who asserts.
    pub asserts: Side,
    /// Who is accused, or is contradicted.
    pub answers: Side,
    /// The findings in which they stand against each other.
    pub findings: Vec<String>,
    /// Of these, in how many the other's answer stands beside the statement.
    pub answered: usize,
    /// Where the answers stand: "F-002: denied".
    pub replies: Vec<String>,
}

/// One of the two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The party, by position.
    pub position: usize,
    /// Its name as messages write it.
    pub party: String,
    /// What it is given in the brief's first language.
    pub given: Given,
    /// What it is given in each other language that texts are read in.
    pub translations: Vec<Given>,
}

/// What a party is given in the texts of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The language, as a primary BCP 47 subtag.
    pub language: String,
    /// How many statements of its own the pair's findings and answers give it.
    pub statements: usize,
    /// How many words they have.
    pub words: usize,
    /// The words of saying that its own statements use of it (see [`crate::wording::Saying`]), with how often.
    pub verbs: Vec<(String, usize)>,
    /// How many of its statements have no words in this language and are counted in the first.
    pub untranslated: usize,
}

impl Side {
    /// What readers of a document in a language see: the counts of the first language where texts are
    /// not read in that one.
    pub fn in_language(&self, language: &str) -> &Given {
        self.translations.iter().find(|given| given.language == primary(language)).unwrap_or(&self.given)
    }
}

/// Every pair of opposed parties, in the order of the findings.
pub(super) fn pairs(brief: &Brief<'_>) -> Vec<Pair> {
    let mut pairs: Vec<(usize, usize, Vec<usize>)> = Vec::new();
    let mut known: HashMap<(usize, usize), usize> = HashMap::new();
    for (at, entry) in brief.findings() {
        let finding = &entry.value;
        let against: Vec<_> = finding
            .contradicted_by
            .iter()
            .filter_map(|id| brief.resolved.index.finding(id))
            .flat_map(|other| brief.parties(&brief.finding(other).asserted_by))
            .collect();
        let opposed: Vec<_> = brief.parties(&finding.accuses).into_iter().chain(against).collect();
        for asserter in brief.parties(&finding.asserted_by) {
            for &other in opposed.iter().filter(|other| **other != asserter) {
                let pair = *known.entry((asserter, other)).or_insert_with(|| {
                    pairs.push((asserter, other, Vec::new()));
                    pairs.len() - 1
                });
                // Findings come in order, so that the same one is the last.
                let findings = &mut pairs[pair].2;
                if findings.last() != Some(&at) {
                    findings.push(at);
                }
            }
        }
    }
    pairs.into_iter().map(|(asserter, other, findings)| pair(brief, asserter, other, &findings)).collect()
}

fn pair(brief: &Brief<'_>, asserter: usize, other: usize, findings: &[usize]) -> Pair {
    let id = |at: usize| brief.finding(at).id.to_string();
    let mut replies = Vec::new();
    let mut answered = 0;
    for &at in findings {
        let finding = brief.finding(at);
        let response = finding.responses.iter().find(|r| brief.resolved.index.party(&r.party) == Some(other));
        let contradicts = finding
            .contradicted_by
            .iter()
            .filter_map(|id| brief.resolved.index.finding(id))
            .find(|&c| brief.parties(&brief.finding(c).asserted_by).contains(&other));
        let beside =
            response.is_some_and(|r| matches!(r.answer, Answer::Denied | Answer::Admitted | Answer::Commented));
        answered += usize::from(beside || contradicts.is_some());
        let word = match (response.map(|response| response.answer), contradicts) {
            (Some(Answer::Denied), _) => "denied, beside it".to_owned(),
            (Some(Answer::Admitted), _) => "admitted, beside it".to_owned(),
            (Some(Answer::Commented), _) => "commented, beside it".to_owned(),
            (_, Some(contradicts)) => format!("in {}", id(contradicts)),
            (Some(Answer::NotAsked), None) => "not asked".to_owned(),
            (Some(Answer::Awaiting), None) => "awaited".to_owned(),
            (Some(Answer::NoAnswer), None) => "no answer".to_owned(),
            (Some(Answer::Declined), None) => "declined".to_owned(),
            (None, None) => "none recorded".to_owned(),
        };
        replies.push(format!("{}: {word}", id(at)));
    }
    let mut involved: Vec<usize> =
        findings
            .iter()
            .copied()
            .chain(findings.iter().flat_map(|&at| {
                brief.finding(at).contradicted_by.iter().filter_map(|id| brief.resolved.index.finding(id))
            }))
            .collect();
    involved.sort_unstable();
    involved.dedup();
    Pair {
        asserts: side(brief, asserter, &involved),
        answers: side(brief, other, &involved),
        findings: findings.iter().map(|&at| id(at)).collect(),
        answered,
        replies,
    }
}

/// What a party is given in some findings: the findings that it asserts, and its answers.
fn side(brief: &Brief<'_>, party: usize, findings: &[usize]) -> Side {
    Side {
        position: party,
        party: brief.party_name(party),
        given: given(brief, party, findings, None),
        translations: brief.other_languages().map(|language| given(brief, party, findings, Some(language))).collect(),
    }
}

/// The same in the texts of one language; of the first, where none is named.
fn given(brief: &Brief<'_>, party: usize, findings: &[usize], language: Option<Language>) -> Given {
    let tag = language.map_or_else(|| brief.first_tag(), |language| language.tag().to_owned());
    let mut given = Given { language: tag, statements: 0, words: 0, verbs: Vec::new(), untranslated: 0 };
    let roles = findings.iter().flat_map(|&at| {
        let responses = (0..brief.finding(at).responses.len()).map(move |i| Role::Response(at, i));
        std::iter::once(Role::FindingText(at)).chain(responses)
    });
    for role in roles {
        let Some(passage) = brief.told_in(role, language) else { continue };
        if !is_own(brief, party, role) {
            continue;
        }
        given.untranslated += usize::from(language.is_some() && !passage.translated);
        given.statements += 1;
        given.words += passage.text.count_words(&(0..passage.text.len()));
        for verb in verbs(brief, passage, party) {
            match given.verbs.iter_mut().find(|(known, _)| *known == verb) {
                Some((_, count)) => *count += 1,
                None => given.verbs.push((verb.to_owned(), 1)),
            }
        }
    }
    given.verbs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    given
}

/// Whether a text is a statement of a party's own: a finding that it asserts, or its answer.
fn is_own(brief: &Brief<'_>, party: usize, role: Role) -> bool {
    match role {
        Role::FindingText(at) => brief.parties(&brief.finding(at).asserted_by).contains(&party),
        Role::Response(at, response) => {
            let response = &brief.finding(at).responses[response];
            brief.resolved.index.party(&response.party) == Some(party)
                && matches!(response.answer, Answer::Denied | Answer::Admitted | Answer::Commented)
        }
        _ => false,
    }
}

/// The words of saying with which a party's own statement lets it speak, each as often as it stands there.
fn verbs(brief: &Brief<'_>, passage: &Passage<'_>, party: usize) -> Vec<&'static str> {
    let alone = match passage.role {
        Role::FindingText(at) => brief.parties(&brief.finding(at).asserted_by) == [party],
        _ => true,
    };
    let speaks = |sayer: &Sayer| match sayer {
        Sayer::Parties(parties) => parties.contains(&party),
        // "She wrote that", "her lawyer wrote that": whose statement it is.
        Sayer::Unnamed => alone,
        Sayer::Other => false,
    };
    passage.text.sayings().iter().filter(|saying| speaks(&saying.sayer)).map(|saying| saying.word).collect()
}
