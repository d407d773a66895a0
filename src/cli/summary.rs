//! `evenhand check --summary`: what is excepted from rules, which quotations were found, and how evenly opposed parties are heard.

use super::output::{Outcome, say};
use crate::check::Quotation;
use crate::check::neutrality::{Pair, Side};
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

fn show_pair(pair: &Pair) {
    say(&format!("\n  {} against {}", pair.asserts.party, pair.answers.party));
    let names = [&pair.asserts, &pair.answers].map(|side| side.party.chars().count());
    let wide = names.into_iter().max().unwrap_or(0).max(8);
    say(&format!("    {:wide$}  statements  words  verbs of saying", ""));
    for side in [&pair.asserts, &pair.answers] {
        say(&format!("    {:wide$}  {:>10}  {:>5}  {}", side.party, side.statements, side.words, verbs(side)));
    }
    say(&format!("    answers: {} of {} ({})", pair.answered, pair.findings.len(), pair.replies.join("; ")));
}

fn verbs(side: &Side) -> String {
    if side.verbs.is_empty() {
        return "none".to_owned();
    }
    side.verbs.iter().map(|(verb, times)| format!("{verb} {times}")).collect::<Vec<_>>().join(", ")
}
