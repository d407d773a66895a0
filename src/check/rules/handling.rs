//! Rule 27: a document is marked at least as strictly as the strictest thing in it (TLP 2.0).

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH27",
    name: "handling",
    family: Family::Handling,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("handling.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let Some(head) = brief.head() else { return };
    let loaded = brief.resolved.loaded;
    let sources = loaded.sources.iter().enumerate().map(|(i, e)| (Subject::Source(i), e.value.handling, e.place()));
    let parties = loaded.parties.iter().map(|e| (Subject::Brief, e.value.handling, e.place()));
    let findings = loaded.findings.iter().enumerate().map(|(i, e)| (Subject::Finding(i), e.value.handling, e.place()));
    for (subject, stricter, place) in sources.chain(parties).chain(findings) {
        if stricter.is_some_and(|stricter| stricter > head.value.handling) {
            found.push(
                subject,
                RULE.problem("this may travel less far than the document that prints it")
                    .at(place.field("handling").span(), "stricter than the brief")
                    .also(head.place().field("handling").span(), "the brief")
                    .help("mark the brief at least as strictly, or take this out of it"),
            );
        }
    }
}
