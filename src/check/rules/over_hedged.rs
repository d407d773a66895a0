//! Rule 33: no hedge on what is established.

use crate::check::brief::Brief;
use crate::check::brief::Role;
use crate::check::lexical;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH33",
    name: "over-hedged",
    family: Family::Wording,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("over_hedged.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (passage, hit) in lexical::own_words(brief, List::OverHedge) {
        if !matches!(passage.role, Role::FindingText(_) | Role::FindingTitle(_) | Role::KeyPoint(_)) {
            continue;
        }
        let findings = brief.findings_of(passage);
        let settled = !findings.is_empty() && findings.iter().all(|&finding| brief.is_established(finding));
        if settled && passage.text.is_own_voice(&hit.words) {
            let problem = lexical::problem(&RULE, brief, passage, hit, |words| {
                format!("`{words}` casts doubt on what is established")
            });
            found.push(passage.subject(), problem);
        }
    }
}
