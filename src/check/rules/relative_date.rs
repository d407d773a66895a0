//! Rule 21: absolute dates.

use crate::check::brief::Brief;
use crate::check::lexical;
use crate::wording::List;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;

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
        if passage.text.has_date(&sentence) {
            continue;
        }
        let problem = lexical::problem(&RULE, brief, passage, hit, |words| {
            format!("`{words}` means another day to each reader")
        });
        found.push(passage.subject(), problem);
    }
}
