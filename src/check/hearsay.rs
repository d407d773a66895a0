//! The French conditional of hearsay: "le directeur aurait touché 3 millions" passes on what nobody is
//! said to say.
//!
//! The same forms tell what would be so if something else were, and what was still to come when
//! somebody spoke. Whatever may be either of these is left alone.

use std::ops::Range;

use super::brief::Passage;
use crate::wording::{Hit, List};

/// Links whose `que` opens no clause that depends on somebody's words: "alors que X aurait signé".
const LINKS: [&str; 3] = ["alors", "tandis", "parce"];

/// The words with which a text passes something on as hearsay, in its own voice.
pub(super) fn told<'p>(passage: &'p Passage<'_>) -> impl Iterator<Item = &'p Hit> {
    let text = &passage.text;
    text.hits_of(List::Hearsay).filter(move |hit| {
        let verb = hit.words.start;
        let sentence = text.sentence(text.sentence_of(verb));
        // A single word is an auxiliary, which needs a participle.
        (hit.words.len() > 1 || text.participle_after(verb).is_some())
            && text.is_own_voice(&(verb..verb + 1))
            && !text.has(List::Hypothesis, &sentence)
            && !is_dependent(passage, &(sentence.start..verb))
            && !is_view(passage, &sentence)
    })
}

/// Whether a text says in some words what nobody is said to say: by a phrase, or by the conditional.
pub(super) fn is_nobodys(passage: &Passage<'_>, words: &Range<usize>) -> bool {
    passage.text.has(List::VagueAttribution, words) || told(passage).any(|hit| words.contains(&hit.words.start))
}

/// After "que", "où" and their like the conditional is often the future of the past: "la ville décida que
/// le pont aurait trois arches", "le jour où il serait mort".
fn is_dependent(passage: &Passage<'_>, before: &Range<usize>) -> bool {
    let text = &passage.text;
    before.clone().rev().take_while(|&at| text.lower(at) != ";").any(|at| match text.lower(at) {
        "que" | "qu" => !at.checked_sub(1).is_some_and(|link| LINKS.contains(&text.lower(link))),
        // "La décision selon laquelle …".
        "laquelle" | "lequel" | "lesquelles" | "lesquels" => {
            at.checked_sub(1).is_some_and(|link| matches!(text.lower(link), "selon" | "après"))
        }
        "où" | "quand" | "lorsque" | "lorsqu" | "combien" | "comment" | "pourquoi" => true,
        _ => false,
    })
}

/// "Pour le syndicat, …": somebody's view; "sans cela, …": a condition.
fn is_view(passage: &Passage<'_>, sentence: &Range<usize>) -> bool {
    let text = &passage.text;
    let opening = sentence.start..(sentence.start + 12).min(sentence.end);
    let comma = opening.clone().find(|&at| text.lower(at) == ",");
    match text.lower(sentence.start) {
        "sans" => true,
        "pour" => comma.is_some_and(|comma| text.named_in(&(opening.start..comma)).next().is_some()),
        _ => false,
    }
}
