//! Rule 19, second half: a web source has an archived copy or a snapshot's hash.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::diagnostic::Severity;
use crate::model::RuleLevel;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH44",
    name: "no-archived-copy",
    family: Family::Citation,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("no_archived_copy.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    let key = brief.key_sources();
    for (at, entry) in brief.sources() {
        let (source, place) = (&entry.value, entry.place());
        if source.url.is_none() || source.archive_url.is_some() || source.snapshot.is_some() {
            continue;
        }
        let mut problem = RULE
            .problem(format!("`{}` is on the web and no copy of it is kept", source.id))
            .at(place.field("id").span(), "pages change and vanish")
            .also(place.field("url").span(), "the address")
            .help("add `archive_url:` with an archived copy, or take a saved copy in with `evenhand snapshot add`");
        if key.contains(&at) {
            problem.severity = Severity::Error;
            problem.message.push_str("; a key point rests on it");
        }
        found.push(Subject::Source(at), problem);
    }
}
