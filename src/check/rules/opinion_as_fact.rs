//! Rule 30: an opinion source carries no fact.

use crate::check::brief::Brief;
use crate::check::brief::supports;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::model::{Kind, SourceType};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH30",
    name: "opinion-as-fact",
    family: Family::Evidence,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("opinion_as_fact.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.findings().filter(|(_, entry)| entry.value.kind == Kind::Factual) {
        for (i, item) in entry.value.evidence.iter().enumerate().filter(|(_, item)| supports(item)) {
            let Some(source) = brief.source(&item.source) else { continue };
            if source.value.r#type == SourceType::Opinion {
                found.push(
                    Subject::Finding(at),
                    RULE.problem(format!("`{}` is told as a fact, and `{}` is an opinion", entry.value.id, item.source))
                        .at(entry.place().field("evidence").item(i).field("source").span(), "an opinion")
                        .also(source.place().field("type").span(), "the sort of source")
                        .also(entry.place().field("kind").span(), "the kind of finding")
                        .help("find the source that the author relied on, give this item `bearing: context`, or set `kind: opinion` and name the author"),
                );
            }
        }
    }
}
