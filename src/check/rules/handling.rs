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
    let mut marks = Vec::new();
    for (i, entry) in loaded.sources.iter().enumerate() {
        marks.push((Subject::Source(i), entry.value.handling, entry.place()));
    }
    marks.extend(loaded.parties.iter().map(|entry| (Subject::Brief, entry.value.handling, entry.place())));
    for (i, entry) in loaded.proceedings.iter().enumerate() {
        marks.push((Subject::Proceeding(i), entry.value.handling, entry.place()));
    }
    for (i, entry) in loaded.findings.iter().enumerate() {
        let (value, place) = (&entry.value, entry.place());
        marks.push((Subject::Finding(i), value.handling, place));
        for (at, item) in value.evidence.iter().enumerate() {
            marks.push((Subject::Finding(i), item.handling, place.field("evidence").item(at)));
        }
        for (at, response) in value.responses.iter().enumerate() {
            marks.push((Subject::Finding(i), response.handling, place.field("responses").item(at)));
        }
    }
    for (subject, stricter, place) in marks {
        if stricter.is_some_and(|stricter| stricter > head.value.handling) {
            found.push(
                subject,
                RULE.problem("this may travel less far than the document that prints it")
                    .at(place.field("handling").span(), "stricter than the brief")
                    .also(head.place().field("handling").span(), "the brief")
                    .help("mark the brief at least as strictly, or take this out of it")
                    .help("for readers in a wider circle, `evenhand build --handling` makes a version without it"),
            );
        }
    }
    if head.value.unmarked.is_some_and(|unmarked| unmarked > head.value.handling) {
        found.push(
            Subject::Brief,
            RULE.problem("entries without a mark may travel less far than the document that prints them")
                .at(head.place().field("unmarked").span(), "stricter than the brief")
                .also(head.place().field("handling").span(), "the brief")
                .help("mark the brief at least as strictly, or let `unmarked` be as open as it is"),
        );
    }
    for (i, variant) in head.value.variants.iter().enumerate() {
        if *variant >= head.value.handling {
            let place = head.place().field("variants").item(i).span();
            found.push(
                Subject::Brief,
                RULE.problem("this version would be for no wider circle than the brief itself")
                    .at(place, "not more open than the brief")
                    .also(head.place().field("handling").span(), "the brief")
                    .help("under `variants` stand marks that are more open than `handling`; take this one out"),
            );
        }
    }
}
