//! Three to six key points.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::Severity;
use crate::model::RuleLevel;
use crate::text;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH42",
    name: "key-point-count",
    family: Family::Document,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("key_point_count.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let Some(head) = brief.head() else { return };
    let place = head.place().field("key_points");
    let count = head.value.key_points.len();
    if (3..=6).contains(&count) || count == 0 && !(place.is_lost() || place.is_empty()) {
        return;
    }
    let mut problem = match count {
        0 => RULE.problem("this brief has no key points"),
        count => RULE.problem(format!("this brief has {}", text::count(count, "key point"))),
    };
    if count == 0 {
        problem.severity = Severity::Error;
    }
    found.push(
        Subject::Brief,
        problem
            .at(place.key_span(), if count > 6 { "more than six" } else { "fewer than three" })
            .help("a reader with three minutes reads these: write three to six, each with its `findings`"),
    );
}
