//! Rule 25: a disputed finding shows both positions.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::model::{Answer, Bearing, Status};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH25",
    name: "one-sided-dispute",
    family: Family::Response,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("one_sided_dispute.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings() {
        let finding = &entry.value;
        let answered = finding.responses.iter().any(|response| {
            response.answer == Answer::Denied || response.answer == Answer::Commented && response.text.is_some()
        });
        let contradicted = finding.evidence.iter().any(|item| item.bearing == Some(Bearing::Contradicts));
        if finding.status == Status::Disputed && finding.contradicted_by.is_empty() && !answered && !contradicted {
            found.push(
                Subject::Finding(at),
                RULE.problem(format!("`{}` is disputed, and one position is missing", finding.id))
                    .at(entry.place().field("status").span(), "who says otherwise?")
                    .help("add the other position: a finding in `contradicted_by`, evidence with `bearing: contradicts`, or a response that denies it; where there is none, the status is `reported` or `alleged`"),
            );
        }
    }
}
