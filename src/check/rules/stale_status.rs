//! Rule 32: a legal status older than 90 days at publication.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH32",
    name: "stale-status",
    family: Family::Legal,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("stale_status.md"),
    check,
};

/// How old a status may be at publication, in days.
const OLDEST: i64 = 90;

fn check(brief: &Brief<'_>, found: &mut Found) {
    let Some(head) = brief.head() else { return };
    let published = head.value.dates.publication;
    for (at, entry) in brief.proceedings() {
        let age = entry.value.as_of.days_until(published);
        if age > OLDEST {
            found.push(
                Subject::Proceeding(at),
                RULE.problem(format!("the status of `{}` is {age} days old at publication", entry.value.id))
                    .at(entry.place().field("as_of").span(), "true on this day")
                    .also(head.place().field("dates").field("publication").span(), "published")
                    .help("look the case up again and set `as_of:` to that day; where nothing later can be found, make an exception that says where you looked"),
            );
        }
    }
}
