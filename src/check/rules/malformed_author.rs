//! An author is a body or a person.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH47",
    name: "malformed-author",
    family: Family::Citation,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("malformed_author.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.sources() {
        for (i, author) in entry.value.authors.iter().enumerate() {
            let person = author.family.is_some() || author.given.is_some();
            if author.name.is_some() == person || author.given.is_some() && author.family.is_none() {
                found.push(
                    Subject::Source(at),
                    RULE.problem("an author has either a `name`, or a `family` name with or without `given` names")
                        .at(entry.place().field("authors").item(i).span(), "this author")
                        .help("write `- name: Human Rights Watch` for a body, `- { family: Burton, given: Charles }` for a person"),
                );
            }
        }
    }
}
