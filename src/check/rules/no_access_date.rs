//! Rule 19: a web address has the day on which it was read.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::Severity;
use crate::model::RuleLevel;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH19",
    name: "no-access-date",
    family: Family::Citation,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("no_access_date.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let key = brief.key_sources();
    for (at, entry) in brief.sources() {
        let (source, place) = (&entry.value, entry.place());
        if source.url.is_none() || source.accessed.is_some() {
            continue;
        }
        let mut problem = RULE
            .problem(format!("`{}` has a web address and no day on which it was read", source.id))
            .at(place.field("id").span(), "when was this read?")
            .also(place.field("url").span(), "the address")
            .help("add `accessed:` with the day on which somebody last read the page");
        if key.contains(&at) {
            problem.severity = Severity::Error;
            problem.message.push_str("; a key point rests on it");
        }
        found.push(Subject::Source(at), problem);
    }
}
