//! Rule 7: each proceeding has a court, a docket, a date and an outcome for each count.

use crate::check::brief::Brief;
use crate::check::ladder;
use crate::check::lexical;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::Diagnostic;
use crate::load::Entry;
use crate::model::Proceeding;
use crate::model::RuleLevel;
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH07",
    name: "incomplete-proceeding",
    family: Family::Legal,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("incomplete_proceeding.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.proceedings() {
        let mut problems = Vec::new();
        proceeding(entry, &mut problems);
        for problem in problems {
            found.push(Subject::Proceeding(at), problem);
        }
    }
    for passage in &brief.passages {
        for hit in passage.own_hits(List::PresentStatus) {
            let sentence = passage.text.sentence(passage.text.sentence_of(hit.words.start));
            let concerns = passage.text.named_in(&sentence).next().is_some();
            if concerns && !passage.text.has_date(&sentence) {
                let problem = lexical::problem(&RULE, brief, passage, hit, |words| {
                    format!("`{words}` gives a legal status without a date")
                });
                found.push(passage.subject(), problem.help("say for which day it holds: “as of 3 May 2024”"));
            }
        }
    }
}

fn proceeding(entry: &Entry<Proceeding>, out: &mut Vec<Diagnostic>) {
    let (value, place) = (&entry.value, entry.place());
    if value.docket.is_none() {
        out.push(
            RULE.problem(format!("the proceeding `{}` has no docket number", value.id))
                .at(place.field("docket").span(), "nobody can look this up")
                .help("add `docket:` with the court's number for the case; where nobody found it, make an exception that says where you looked"),
        );
    }
    if value.defendants.is_empty() {
        out.push(
            RULE.problem(format!("the proceeding `{}` names nobody who is proceeded against", value.id))
                .at(place.field("defendants").span(), "no defendant")
                .help("add `defendants:` with a `party` and its `counts`"),
        );
    }
    for (i, defendant) in value.defendants.iter().enumerate() {
        let place = place.field("defendants").item(i);
        if defendant.counts.is_empty() {
            let empty = place.field("counts");
            let span = if empty.is_lost() { place.field("party").span() } else { empty.span() };
            out.push(
                RULE.problem(format!("no count is told for `{}`", defendant.party))
                    .at(span, "nothing to say where it stands")
                    .help("add `counts:`, one entry for each count with `charge` and `status`"),
            );
        }
        for (j, count) in defendant.counts.iter().enumerate() {
            if !ladder::fits(count.status, value.r#type) {
                out.push(
                    RULE.problem("this status does not belong to this sort of proceeding")
                        .at(place.field("counts").item(j).field("status").span(), "the status")
                        .also(entry.place().field("type").span(), "the sort of proceeding")
                        .help("a sanction or a civil judgment is no conviction: a criminal count is charged, dismissed, convicted, a civil one sued, settled, found_liable, an administrative one sanctioned, expelled, disciplined"),
                );
            }
        }
    }
}
