//! Rule 24: each identified party accused is asked, and the answer is recorded.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::Diagnostic;
use crate::model::RuleLevel;
use crate::model::{Answer, Response, Status};
use crate::tree::Cursor;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH24",
    name: "no-reply",
    family: Family::Response,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("no_reply.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings() {
        let (finding, place) = (&entry.value, entry.place());
        if matches!(finding.status, Status::Withdrawn | Status::Refuted) {
            continue;
        }
        for (i, party) in finding.accuses.iter().enumerate() {
            if !finding.responses.iter().any(|response| response.party == *party) {
                found.push(
                    Subject::Finding(at),
                    RULE.problem(format!("`{}` accuses `{party}`, and no answer of `{party}` is recorded", finding.id))
                        .at(place.field("accuses").item(i).span(), "was it asked?")
                        .help("add an entry to `responses:` with `party`, `asked` (date, channel, deadline) and `answer`; where nobody asked, `answer: not_asked` with a `text` that says why"),
                );
            }
        }
        for (i, response) in finding.responses.iter().enumerate() {
            if let Some(problem) = incomplete(response, place.field("responses").item(i)) {
                found.push(Subject::Finding(at), problem);
            }
        }
    }
}

fn incomplete(response: &Response, place: Cursor<'_>) -> Option<Diagnostic> {
    let party = place.field("party").span();
    if let Some(asked) = &response.asked
        && asked.deadline.is_none()
    {
        return Some(
            RULE.problem(format!("the request to `{}` names no deadline", response.party))
                .at(place.field("asked").key_span(), "by when was an answer asked for?")
                .help("add `deadline:`; a silence means something only after it"),
        );
    }
    match response.answer {
        Answer::NotAsked if response.text.is_none() => Some(
            RULE.problem(format!("nothing says why `{}` was not asked", response.party))
                .at(place.field("answer").span(), "not asked")
                .help("add `text:` with the reason, or ask"),
        ),
        Answer::Denied | Answer::Admitted | Answer::Commented
            if response.asked.is_none() && response.source.is_none() =>
        {
            Some(
                RULE.problem(format!("nothing says where the answer of `{}` is from", response.party))
                    .at(party, "neither asked nor found in a source")
                    .help(
                        "add `asked:` with date, channel and deadline, or `source:` and `locator:` of a public answer",
                    ),
            )
        }
        _ => None,
    }
}
