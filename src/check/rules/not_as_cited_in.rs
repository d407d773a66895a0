//! Rule 18: an original that nobody consulted is cited "as cited in".

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH18",
    name: "not-as-cited-in",
    family: Family::Citation,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("not_as_cited_in.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let cited = brief.cited_sources();
    for (at, entry) in brief.sources() {
        let (source, place) = (&entry.value, entry.place());
        if source.consulted && source.cited_in.is_some() {
            found.push(
                Subject::Source(at),
                RULE.problem(format!("`{}` was consulted itself and yet is cited from another source", source.id))
                    .at(place.field("cited_in").span(), "cited in")
                    .also(place.field("consulted").span(), "consulted")
                    .help("an original that somebody read is cited directly: take `cited_in` out, or set `consulted: false`"),
            );
        }
        if !source.consulted && source.cited_in.is_none() && cited.contains(&at) {
            found.push(
                Subject::Source(at),
                RULE.problem(format!("`{}` is cited, and nobody consulted it", source.id))
                    .at(place.field("id").span(), "not consulted, and found nowhere else")
                    .help("read it and set `consulted: true`, or name the source in which it was found cited: `cited_in: …`"),
            );
        }
    }
}
