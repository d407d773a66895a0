//! Rule 13: legal labels name the body that determined them.

use crate::check::brief::Brief;
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH13",
    name: "undetermined-legal-label",
    family: Family::Legal,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("undetermined_legal_label.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (passage, hit) in lexical::own_words(brief, List::LegalLabel) {
        if !passage.text.is_own_voice(&hit.words) {
            continue;
        }
        let problem = lexical::problem(&RULE, brief, passage, hit, |words| {
            format!("`{words}` is for a court or body to determine, and none is named")
        });
        found.push(
            passage.subject(),
            problem
                .help("name who determined it, when and by which standard: “what the … court determined on … to be …”"),
        );
    }
}
