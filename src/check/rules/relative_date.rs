//! Rule 21: absolute dates.

use crate::check::brief::Brief;
use crate::check::brief::Passage;
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::{Hit, List};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH21",
    name: "relative-date",
    family: Family::Wording,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("relative_date.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (passage, hit) in lexical::own_words(brief, List::RelativeDate) {
        let sentence = passage.text.sentence(passage.text.sentence_of(hit.words.start));
        if passage.text.has_date(&sentence) || is_narrative(passage, hit) {
            continue;
        }
        let problem =
            lexical::problem(&RULE, brief, passage, hit, |words| format!("`{words}` means another day to each reader"));
        found.push(passage.subject(), problem);
    }
}

/// "The town now faced a flood": the now of a story, not of the reader.
fn is_narrative(passage: &Passage<'_>, hit: &Hit) -> bool {
    let text = &passage.text;
    let before = hit.words.start.checked_sub(1).map_or("", |at| text.lower(at));
    let present = matches!(before, "is" | "are" | "has" | "have" | "," | "–" | "—" | "(" | "");
    text.lower(hit.words.start) == "now" && text.lower(hit.words.end).ends_with("ed") && !present
}
