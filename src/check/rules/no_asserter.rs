//! Rule 2: what is not established says who asserts it, in the sentence that carries the claim.

use std::ops::Range;

use crate::check::brief::{Brief, Passage, Role};
use crate::check::rule::{Family, Found, Rule, Subject};
use crate::check::{deeds, hearsay, titles};
use crate::model::{Id, PartyType, RuleLevel};
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
                    .help(
                        "add `asserted_by: [party]`; the party stands in parties.yaml, and the finding's text names it",
                    ),
            );
        }
    }
    for passage in &brief.passages {
        match passage.role {
            Role::FindingText(at) if !brief.is_established(at) && !passage.translated => {
                finding(brief, passage, at, found)
            }
            Role::KeyPoint(at) if !passage.translated => key_point(brief, passage, at, found),
            Role::Section(..) => section(brief, passage, found),
            _ => {}
        }
        deeds(brief, passage, found);
        title(brief, passage, found);
    }
}

/// "The bribe that Ann Lee took": a title stands in tables and on the line of time without its text.
fn title(brief: &Brief<'_>, passage: &Passage<'_>, found: &mut Found) {
    let Some(words) = titles::accusing(brief, passage) else { return };
    if is_told(passage, passage.text.sentence_of(words.start), found) {
        return;
    }
    let shown = passage.text.words(&words);
    let problem = RULE
        .problem(format!("`{shown}` makes this title an accusation, and the title does not say who makes it"))
        .at(passage.span(&words), "printed without the text that says so")
        .help("name who says it: “US prosecutors on …”, “… according to the Court of Audit”; or name the subject without the accusation");
    found.push(passage.subject(), problem);
}

/// "The police murdered the pilot", told by nobody and resting on nothing that is established.
fn deeds(brief: &Brief<'_>, passage: &Passage<'_>, found: &mut Found) {
    let settled = |findings: &[usize]| findings.iter().any(|&finding| brief.is_established(finding));
    let unproven = match passage.role {
        Role::Title | Role::SourceSummary => true,
        Role::FindingTitle(at) | Role::FindingText(at) | Role::Caveat(at) => !brief.is_established(at),
        Role::KeyPoint(_) => !settled(&brief.findings_of(passage)),
        Role::Section(..) => !passage.is_quotation(),
        _ => false,
    };
    if !unproven {
        return;
    }
    for deeds::Deed { hit, doer } in deeds::told(brief, passage) {
        let sentence = passage.text.sentence_of(hit.words.start);
        if settled(&cited_in(brief, passage, sentence)) || is_told(passage, sentence, found) {
            continue;
        }
        let words = hit.words.start.min(doer.start)..hit.words.end.max(doer.end);
        let shown = passage.text.words(&words);
        found.push(
            passage.subject(),
            RULE.problem(format!("`{shown}` is an accusation, and this does not say who asserts it"))
                .at(passage.span(&words), "told as a fact")
                .help("name who asserts it, with a verb of saying; or rest it on a finding that is established"),
        );
    }
}

/// The findings that a sentence of a section cites.
fn cited_in(brief: &Brief<'_>, passage: &Passage<'_>, sentence: usize) -> Vec<usize> {
    let Some(block) = passage.block() else { return Vec::new() };
    let bytes = passage.text.bytes(&passage.text.sentence(sentence));
    // The citation stands at the end of its sentence, before or after the full stop.
    let here = block.cited.iter().filter(|(at, _)| bytes.start < *at && *at <= bytes.end + 2);
    let ids = here.flat_map(|(_, cited)| cited).map(|cited| Id::from(cited.key.as_str()));
    ids.filter_map(|id| brief.resolved.index.finding(&id)).collect()
}

/// Whether this rule has told of a sentence already.
fn is_told(passage: &Passage<'_>, sentence: usize, found: &Found) -> bool {
    let words = passage.span(&passage.text.sentence(sentence));
    found
        .places(RULE.name)
        .any(|place| place.file == words.file && words.start <= place.start && place.start < words.end)
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
        if passage.text.count_words(&words) < 2 || hearsay::is_nobodys(passage, &words) {
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
    if asserters.is_empty() || hearsay::is_nobodys(passage, &whole) {
        return;
    }
    let holds = (0..passage.text.sentences())
        .any(|sentence| names(brief, passage, &passage.text.sentence(sentence), &asserters));
    // Attributed somewhere, and told as a fact beside it.
    let accused: Vec<_> = unproven.iter().flat_map(|&finding| brief.parties(&brief.finding(finding).accuses)).collect();
    let settled =
        brief.key_point(at).is_some_and(|(_, findings)| findings.iter().any(|&finding| brief.is_established(finding)));
    let bare = bare_clause(passage, &accused).filter(|_| !settled);
    if let (true, Some(words)) = (holds, &bare) {
        found.push(
            Subject::Brief,
            RULE.problem("this part of the key point tells an allegation as a fact")
                .at(passage.span(words), "who says so?")
                .help("name who asserts it here, too, with a verb of saying"),
        );
    }
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

/// A sentence of a section that cites an allegation and tells it of the accused as a fact.
fn section(brief: &Brief<'_>, passage: &Passage<'_>, found: &mut Found) {
    let Some(block) = passage.block().filter(|_| !passage.is_quotation() && !passage.is_heading()) else { return };
    for (at, cited) in &block.cited {
        let findings = cited.iter().filter_map(|cited| brief.resolved.index.finding(&Id::from(cited.key.as_str())));
        let findings: Vec<_> = findings.collect();
        if findings.is_empty() || findings.iter().any(|&finding| brief.is_established(finding)) {
            continue;
        }
        let accused: Vec<_> =
            findings.iter().flat_map(|&finding| brief.parties(&brief.finding(finding).accuses)).collect();
        // The citation stands at the end of its sentence, before or after the full stop.
        let sentence = (0..passage.text.sentences()).find(|&sentence| {
            let bytes = passage.text.bytes(&passage.text.sentence(sentence));
            bytes.start < *at && *at <= bytes.end + 2
        });
        let Some(words) = sentence.map(|sentence| passage.text.sentence(sentence)) else { continue };
        let opens = passage.text.named_in(&words).next().filter(|mention| mention.words.start <= words.start + 1);
        let Some(mention) = opens.filter(|mention| accused.contains(&mention.party)) else { continue };
        if !is_attributed(passage, &words)
            && !passage.text.has(List::Denial, &words)
            && !is_passive(passage, mention.words.end)
        {
            let id = &brief.finding(findings[0]).id;
            found.push(
                Subject::Brief,
                RULE.problem(format!(
                    "this sentence cites `{id}`, which is not established, and does not say who asserts it"
                ))
                .at(passage.span(&(words.start..words.end.min(words.start + 12))), "told as a fact")
                .help("name who asserts it, with a verb of saying"),
            );
        }
    }
}

/// "X was asked", "X is accused": what others do to X is no deed of X's.
fn is_passive(passage: &Passage<'_>, after: usize) -> bool {
    matches!(passage.text.lower(after), "was" | "were" | "is" | "are" | "has" | "had" | "," | "est" | "a" | "ont" | "n")
}

/// A part of a text, up to a semicolon or the end of a sentence, that opens with an accused party and
/// that nobody is said to say.
fn bare_clause(passage: &Passage<'_>, accused: &[usize]) -> Option<Range<usize>> {
    let text = &passage.text;
    for sentence in 0..text.sentences() {
        let words = text.sentence(sentence);
        let mut start = words.start;
        for at in words.clone() {
            let last = at + 1 == words.end;
            if text.lower(at) != ";" && !last {
                continue;
            }
            let clause = start..at + usize::from(last);
            start = at + 1;
            let mention = text.named_in(&clause).next().filter(|mention| mention.words.start <= clause.start + 1);
            let Some(mention) = mention.filter(|mention| accused.contains(&mention.party)) else { continue };
            let said = text.frames_in(&clause).next().is_some();
            if !said && !text.has(List::Denial, &clause) && !is_passive(passage, mention.words.end) {
                return Some(clause.start..clause.end.min(clause.start + 12));
            }
        }
    }
    None
}

/// Whether one of the parties is named in a sentence as somebody who says something.
fn names(brief: &Brief<'_>, passage: &Passage<'_>, words: &Range<usize>, parties: &[usize]) -> bool {
    let text = &passage.text;
    let frames: Vec<_> = text.frames_in(words).collect();
    let in_frame = frames.iter().any(|frame| match &frame.speaker {
        Speaker::Parties(speakers) => speakers.iter().any(|speaker| parties.contains(speaker)),
        // A protected witness has no name to give.
        Speaker::Pronoun => parties.iter().any(|&party| is_protected_person(brief, party)),
        Speaker::Other => false,
    });
    // "In a letter of the union it was stated …": named outside what others are reported to say.
    let beside = !frames.is_empty()
        && text.named_in(words).any(|mention| {
            parties.contains(&mention.party)
                && !frames.iter().any(|frame| frame.reported.contains(&mention.words.start))
        });
    in_frame || beside
}

fn is_protected_person(brief: &Brief<'_>, party: usize) -> bool {
    let party = brief.party(party);
    party.protected.is_some() && matches!(party.r#type, PartyType::Person | PartyType::Group)
}

/// Whether somebody is said to say something in a sentence.
fn is_attributed(passage: &Passage<'_>, words: &Range<usize>) -> bool {
    passage.text.frames_in(words).next().is_some()
}
