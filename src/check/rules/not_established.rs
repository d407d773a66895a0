//! Rule 4: the gate to `established`, as a rule that nobody can switch off.

use crate::check::brief::Brief;
use crate::check::rule::{Family, Found, Rule, Subject};
use crate::model::RuleLevel;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH04",
    name: "not-established",
    family: Family::Evidence,
    level: RuleLevel::Error,
    fixed: true,
    page: include_str!("not_established.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for refusal in &brief.resolved.refusals {
        let entry = &brief.resolved.loaded.findings[refusal.finding];
        let mut problem = RULE
            .problem(format!("`{}` is called established, but {}", entry.value.id, refusal.condition))
            .at(entry.place().field("status").span(), "this does not pass the gate");
        for (item, reason) in &refusal.items {
            let place = entry.place().field("evidence").item(*item).field("source").span();
            problem = problem.also(place, reason);
        }
        found.push(Subject::Finding(refusal.finding), problem.help(refusal.remedy));
    }
}
