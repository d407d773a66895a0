//! Rule 35: a denial stands beside the allegation, and does not turn a conviction into a dispute.

use crate::check::brief::Brief;
use crate::check::brief::{Passage, Role};
use crate::check::ladder;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::load::Entry;
use crate::model::RuleLevel;
use crate::model::{Answer, Bearing, Finding, Status};
use crate::wording::List;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH35",
    name: "denial-apart",
    family: Family::Response,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("denial_apart.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings() {
        elsewhere(brief, at, entry, found);
        convicted(brief, at, entry, found);
    }
    for passage in brief.passages.iter().filter(|passage| matches!(passage.role, Role::KeyPoint(_))) {
        key_point(brief, passage, found);
    }
}

/// The denial is a finding of its own, and the allegation does not show it.
fn elsewhere(brief: &Brief<'_>, at: usize, entry: &Entry<Finding>, found: &mut Found) {
    let finding = &entry.value;
    for (i, party) in finding.accuses.iter().enumerate() {
        let other = finding
            .contradicted_by
            .iter()
            .filter_map(|id| brief.resolved.index.finding(id))
            .find(|&other| brief.finding(other).asserted_by.contains(party));
        let Some(other) = other else { continue };
        if finding.responses.iter().any(|response| response.party == *party) {
            continue;
        }
        let denial = &brief.resolved.loaded.findings[other];
        found.push(
            Subject::Finding(at),
            RULE.problem(format!(
                "the denial of `{party}` stands in `{}` only, apart from the allegation",
                denial.value.id
            ))
            .at(entry.place().field("accuses").item(i).span(), "no response here")
            .also(denial.place().field("id").span(), "the denial")
            .help("add it to the `responses:` of this finding as well"),
        );
    }
}

/// A dispute that consists of the denial of somebody who was convicted.
fn convicted(brief: &Brief<'_>, at: usize, entry: &Entry<Finding>, found: &mut Found) {
    let finding = &entry.value;
    let contradicted = finding.evidence.iter().any(|item| item.bearing == Some(Bearing::Contradicts));
    let others = finding.contradicted_by.iter().filter_map(|id| brief.resolved.index.finding(id));
    let only_own = others.clone().all(|other| {
        let asserters = &brief.finding(other).asserted_by;
        !asserters.is_empty() && asserters.iter().all(|asserter| finding.accuses.contains(asserter))
    });
    if finding.status != Status::Disputed || contradicted || !only_own {
        return;
    }
    let proceedings: Vec<_> = finding.proceedings.iter().filter_map(|id| brief.resolved.index.proceeding(id)).collect();
    let guilty = brief.parties(&finding.accuses).into_iter().find(|&party| {
        let here = |case: &usize| proceedings.is_empty() || proceedings.contains(case);
        brief.counts(party).iter().any(|(case, count)| here(case) && ladder::is_guilty(count.status))
    });
    if let Some(party) = guilty {
        found.push(
            Subject::Finding(at),
            RULE.problem(format!("`{}` is called disputed, and {} was convicted", finding.id, brief.party_name(party)))
                .at(entry.place().field("status").span(), "a denial does not turn a conviction into a dispute")
                .help("state what the court decided as established, from its judgment, and show the denial as the response"),
        );
    }
}

/// A key point tells an allegation and not that it was denied.
fn key_point(brief: &Brief<'_>, passage: &Passage<'_>, found: &mut Found) {
    let text = &passage.text;
    let whole = 0..text.len();
    let denied = brief.findings_of(passage).into_iter().find_map(|at| {
        let finding = brief.finding(at);
        let open = matches!(finding.status, Status::Alleged | Status::Disputed);
        finding
            .responses
            .iter()
            .find(|response| open && response.answer == Answer::Denied && finding.accuses.contains(&response.party))
            .map(|response| (at, response))
    });
    let Some((at, response)) = denied else { return };
    // The other position may stand in the point without the word for a denial.
    let party = brief.resolved.index.party(&response.party);
    let speaks = party.is_some_and(|party| {
        // What others report of the party is not its own word.
        text.frames
            .iter()
            .any(|frame| frame.nearest == Some(party) && !frame.act && text.reported_in(frame.verb.start).is_none())
    });
    if !text.has(List::Denial, &whole) && !speaks {
        let name = party.map_or_else(|| response.party.to_string(), |party| brief.party_name(party));
        found.push(
            Subject::Brief,
            RULE.problem(format!("this key point tells an allegation and not the denial of {name}"))
                .at(passage.head(), "the allegation alone")
                .also(brief.resolved.loaded.findings[at].place().field("id").span(), "denied here")
                .help(format!("add that {name} denies it")),
        );
    }
}
