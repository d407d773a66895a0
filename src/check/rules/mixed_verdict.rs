//! Rule 8: a mixed verdict is told whole.

use crate::check::accused;
use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role};
use crate::check::ladder::{self, Rung};
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::List;
use std::ops::Range;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH08",
    name: "mixed-verdict",
    family: Family::Legal,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("mixed_verdict.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for passage in &brief.passages {
        if !matches!(passage.role, Role::KeyPoint(_) | Role::FindingText(_) | Role::Section(..) | Role::SourceSummary) {
            continue;
        }
        let mut before = Vec::new();
        for sentence in 0..passage.text.sentences() {
            let words = passage.text.sentence(sentence);
            before = accused::meant(brief, passage, &words, &before);
            let mixed = before.iter().copied().find(|&party| is_mixed(brief, party));
            if let Some(party) = mixed {
                half(brief, passage, &words, party, found);
            }
        }
    }
}

/// Whether one proceeding ended in guilt on some counts and without it on others.
fn is_mixed(brief: &Brief<'_>, party: usize) -> bool {
    let counts = brief.counts(party);
    counts.iter().any(|(a, guilty)| {
        ladder::is_guilty(guilty.status)
            && counts.iter().any(|(b, cleared)| a == b && ladder::is_cleared(cleared.status))
    })
}

fn half(brief: &Brief<'_>, passage: &Passage<'_>, sentence: &Range<usize>, party: usize, found: &mut Found) {
    let said = accused::said(&passage.text, passage.language, sentence);
    let name = brief.party_name(party);
    let guilt = said.iter().find(|said| said.rung == Rung::Convicted && !is_plea(passage, &said.words));
    let cleared = passage.text.hits_in(List::OutcomeGood, sentence).find(|hit| is_acquittal(passage, hit.words.start));
    let (words, told, missing) = match (guilt, cleared) {
        (Some(guilt), None) if !accused::tells_clearing(brief, passage) => {
            (&guilt.words, "the conviction", "the acquittal or dismissal on other counts")
        }
        (None, Some(cleared)) if !accused::tells_guilt(brief, passage) => {
            (&cleared.words, "the acquittal", "the conviction on other counts")
        }
        _ => return,
    };
    let place = brief.counts(party).first().map(|(at, _)| brief.resolved.loaded.proceedings[*at].place());
    let mut problem = RULE
        .problem(format!("this tells {told} of {name} and not {missing}"))
        .at(passage.span(words), "half of a mixed verdict");
    if let Some(place) = place {
        problem = problem.also(place.field("id").span(), "the counts stand here");
    }
    found.push(
        passage.subject(),
        problem.help("tell the verdict whole: “convicted on three counts and acquitted on two”"),
    );
}

/// "Acquitted", "cleared of".
fn is_acquittal(passage: &Passage<'_>, word: usize) -> bool {
    let text = &passage.text;
    text.stem(word).starts_with("acquit") || text.lower(word) == "cleared" && text.lower(word + 1) == "of"
}

/// A plea is one person's act; the verdict on other counts is another matter.
fn is_plea(passage: &Passage<'_>, words: &Range<usize>) -> bool {
    let before = words.start.saturating_sub(4)..words.start;
    before.clone().any(|word| passage.text.lower(word).starts_with("plead") || passage.text.lower(word) == "plaidé")
}
