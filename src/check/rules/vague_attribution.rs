//! Rule 3: attribution to nobody.

use crate::check::brief::Brief;
use crate::check::hearsay;
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH03",
    name: "vague-attribution",
    family: Family::Attribution,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("vague_attribution.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    lexical::report_own_voice(&RULE, List::VagueAttribution, brief, found, |words| {
        format!("`{words}` does not say who says so")
    });
    for passage in brief.passages.iter().filter(|passage| lexical::is_own(passage)) {
        for hit in hearsay::told(passage) {
            let problem = lexical::problem(&RULE, brief, passage, hit, |words| {
                format!("`{words}` passes on what nobody is said to say")
            });
            found.push(passage.subject(), problem);
        }
    }
}
