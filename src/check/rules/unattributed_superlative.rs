//! Rule 23: superlatives, "only" and "first" are attributed.

use crate::check::brief::Brief;
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH23",
    name: "unattributed-superlative",
    family: Family::Attribution,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("unattributed_superlative.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (passage, hit) in lexical::own_words(brief, List::Superlative) {
        let sentence = passage.text.sentence_of(hit.words.start);
        if !passage.text.is_own_voice(&hit.words) || passage.cites_in(sentence) {
            continue;
        }
        let problem = lexical::problem(&RULE, brief, passage, hit, |words| {
            format!("`{words}` compares with everything there is, and nobody is named who did")
        });
        found.push(passage.subject(), problem);
    }
}
