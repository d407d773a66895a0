//! A status means what the domain says it means.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::model::Status;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH41",
    name: "status-definition",
    family: Family::Evidence,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("status_definition.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings() {
        let (finding, place) = (&entry.value, entry.place());
        let (message, other, label, help) = match finding.status {
            Status::Alleged if finding.accuses.is_empty() => (
                "is called alleged, and accuses nobody",
                place.field("id"),
                "accuses nobody",
                "name whom it accuses in `accuses:`; only where it accuses nobody at all is it `reported`, `disputed` or `unverified`",
            ),
            Status::Reported if !finding.accuses.is_empty() => (
                "is called reported, and accuses somebody",
                place.field("accuses"),
                "accused",
                "what accuses an identifiable party and is not proven is `alleged`, or `disputed` where the party contradicts it",
            ),
            Status::Reported | Status::Established if !finding.contradicted_by.is_empty() => (
                "has another finding against it, and its status says that nobody contests it",
                place.field("contradicted_by"),
                "contested by this",
                "set `status: disputed`, or take out of `contradicted_by` what does not contradict it",
            ),
            _ => continue,
        };
        found.push(
            Subject::Finding(at),
            RULE.problem(format!("`{}` {message}", finding.id))
                .at(place.field("status").span(), "this status")
                .also(other.span(), label)
                .help(help),
        );
    }
}
