//! Rule 29: reliability F or credibility 6 behind a key point.

use crate::check::brief::Brief;
use crate::check::brief::supports;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::model::{Credibility, Reliability};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH29",
    name: "weak-key-point",
    family: Family::Evidence,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("weak_key_point.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings().filter(|(at, _)| brief.is_key(*at)) {
        for (i, item) in entry.value.evidence.iter().enumerate().filter(|(_, item)| supports(item)) {
            let Some(source) = brief.source(&item.source) else { continue };
            let unreliable = source.value.reliability.unwrap_or(Reliability::F) == Reliability::F;
            let unjudged = item.credibility.unwrap_or(Credibility::CannotBeJudged) == Credibility::CannotBeJudged;
            let what = match (unreliable, unjudged) {
                (true, true) => "reliability F and credibility 6",
                (true, false) => "reliability F",
                (false, true) => "credibility 6",
                (false, false) => continue,
            };
            let place = entry.place().field("evidence").item(i);
            let field = if unjudged && item.credibility.is_some() { "credibility" } else { "source" };
            found.push(
                Subject::Finding(at),
                RULE.problem(format!("a key point rests on `{}`, and `{}` has {what} in it", entry.value.id, item.source))
                    .at(place.field(field).span(), "nobody could judge this")
                    .help("grade the source and the item, give it `bearing: context`, or take the finding out of the key points; what is not graded counts as F and 6"),
            );
        }
    }
}
