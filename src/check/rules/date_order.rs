//! Dates that cannot follow each other so.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::Date;
use crate::model::RuleLevel;
use crate::tree::Cursor;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH43",
    name: "date-order",
    family: Family::Document,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("date_order.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let Some(head) = brief.head() else { return };
    let place = head.place().field("dates");
    let (published, cutoff) = (head.value.dates.publication, head.value.dates.information_cutoff);
    // A stand-in for a missing date says nothing.
    if !place.field("publication").holds_text(&published.to_string()) {
        return;
    }
    let publication = place.field("publication").span();
    if place.field("information_cutoff").holds_text(&cutoff.to_string()) && cutoff > published {
        found.push(
            Subject::Brief,
            RULE.problem("the information cut-off lies after the publication")
                .at(place.field("information_cutoff").span(), "cut-off")
                .also(publication, "publication")
                .help("the cut-off is the last day on which information was taken in"),
        );
    }
    let mut later = |subject, what: &str, date: Option<Date>, place: Cursor<'_>| {
        if date.is_some_and(|date| date > published) {
            found.push(
                subject,
                RULE.problem(format!("{what} lies after the publication"))
                    .at(place.span(), "later")
                    .also(publication, "publication")
                    .help("correct the date, or the date of publication"),
            );
        }
    };
    for (i, entry) in brief.sources() {
        later(
            Subject::Source(i),
            "the day on which this was read",
            entry.value.accessed,
            entry.place().field("accessed"),
        );
    }
    for (i, entry) in brief.proceedings() {
        later(Subject::Proceeding(i), "the day of this status", Some(entry.value.as_of), entry.place().field("as_of"));
    }
    for (i, entry) in brief.findings() {
        let review = entry.value.review.as_ref().map(|review| review.date);
        later(Subject::Finding(i), "this review", review, entry.place().field("review").field("date"));
        for (j, response) in entry.value.responses.iter().enumerate() {
            let asked = response.asked.as_ref().map(|asked| asked.date);
            let place = entry.place().field("responses").item(j).field("asked").field("date");
            later(Subject::Finding(i), "this request", asked, place);
        }
    }
}
