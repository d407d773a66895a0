//! `evenhand check --summary`: what is excepted from rules, which quotations were found, and how evenly opposed parties are heard.

use super::output::{Outcome, say};
use crate::check::Quotation;
use crate::check::neutrality::{Given, Pair};
use crate::quote::Verdict;
use crate::text::{count, ellipsis};

pub(super) fn show(outcome: &Outcome) {
    say(&format!("\n{}", outcome.slug));
    let checked = &outcome.checked;
    if checked.lowered.is_empty() && checked.excused.is_empty() {
        say("  no exceptions: every rule holds at its own level");
    }
    for lowered in &checked.lowered {
        let level = lowered.weight();
        let place = if lowered.everywhere { "in this workspace" } else { "in this brief" };
        say(&format!("  {} is {level} {place}: {} ({})", lowered.rule, lowered.reason, lowered.by));
    }
    for excused in &checked.excused {
        let problems = count(excused.problems, "problem");
        say(&format!("  {} except {} ({problems}): {} ({})", excused.entry, excused.rule, excused.reason, excused.by));
    }
    quotations(&checked.quotations);
    if checked.neutrality.is_empty() {
        say("  no parties stand against each other");
        return;
    }
    say("  Opposed parties: what each is given. Counts only; whether it is even is for you to judge.");
    say(
        "  Verbs of saying: in a party's own statements, where it (or its lawyer) is the subject and a statement follows.",
    );
    for pair in &checked.neutrality {
        show_pair(pair);
    }
}

/// How many quotations a machine found, and which it did not.
fn quotations(quotations: &[Quotation]) {
    if quotations.is_empty() {
        say("  no quotations");
        return;
    }
    let verified = quotations.iter().filter(|one| one.verdict.is_verified()).count();
    let words = ["exact", "normalised", "abridged", "turned", "not found", "not checkable"];
    let tally: Vec<_> = words
        .iter()
        .map(|word| (quotations.iter().filter(|one| one.verdict.word() == *word).count(), word))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{number} {word}"))
        .collect();
    say(&format!("  Quotations: {verified} of {} verified ({})", quotations.len(), tally.join(", ")));
    for one in quotations.iter().filter(|one| !one.verdict.is_verified()) {
        let why = match &one.verdict {
            Verdict::NotCheckable(why) => format!(": {}", why.reason()),
            _ => String::new(),
        };
        let places: Vec<_> = [&one.entry, &one.source].into_iter().filter(|place| !place.is_empty()).collect();
        let place = places.into_iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        say(&format!("    {place}: “{}” {}{why}", ellipsis(&one.words, 50), one.verdict.word()));
    }
}

/// One line a party, or a line for each language where the brief has several.
fn show_pair(pair: &Pair) {
    say(&format!("\n  {} against {}", pair.asserts.party, pair.answers.party));
    let sides = [&pair.asserts, &pair.answers];
    let wide = sides.map(|side| side.party.chars().count()).into_iter().max().unwrap_or(0).max(8);
    let several = sides.iter().any(|side| !side.translations.is_empty());
    let language = |tag: &str| if several { format!("  {tag:8}") } else { String::new() };
    say(&format!("    {:wide$}{}  statements  words  verbs of saying", "", language("language")));
    for side in sides {
        for (at, given) in std::iter::once(&side.given).chain(&side.translations).enumerate() {
            let (party, tag) = (if at == 0 { side.party.as_str() } else { "" }, language(&given.language));
            say(&format!("    {party:wide$}{tag}  {:>10}  {:>5}  {}", given.statements, given.words, verbs(given)));
        }
    }
    say(&format!("    answers: {} of {} ({})", pair.answered, pair.findings.len(), pair.replies.join("; ")));
}

/// The verbs of saying, and how many texts are counted in the first language for want of another.
fn verbs(given: &Given) -> String {
    let mut verbs: Vec<_> = given.verbs.iter().map(|(verb, times)| format!("{verb} {times}")).collect();
    if verbs.is_empty() {
        verbs.push("none".to_owned());
    }
    let rest = match given.untranslated {
        0 => String::new(),
        texts => format!(" ({} in the first language)", count(texts, "text")),
    };
    format!("{}{rest}", verbs.join(", "))
}
