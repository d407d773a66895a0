//! A signature for what is not established.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::model::Status;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH45",
    name: "needless-review",
    family: Family::Evidence,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("needless_review.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings() {
        if entry.value.review.is_some() && entry.value.status != Status::Established {
            found.push(
                Subject::Finding(at),
                RULE.problem(format!("`{}` carries the signature of an established finding", entry.value.id))
                    .at(entry.place().field("status").span(), "this status")
                    .also(entry.place().field("review").key_span(), "needs no review")
                    .help("take `review` out, or set `status: established`"),
            );
        }
    }
}
