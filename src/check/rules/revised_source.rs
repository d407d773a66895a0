//! Rule 28: a source that was revised or retracted after it was cited.

use crate::check::brief::Brief;
use crate::check::brief::supports;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::model::RuleLevel;
use crate::model::{RevisionKind, Status};

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH28",
    name: "revised-source",
    family: Family::Citation,
    level: RuleLevel::Error,
    fixed: false,
    page: include_str!("revised_source.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.sources() {
        let (source, place) = (&entry.value, entry.place());
        let Some(revision) = source.revision.as_ref().filter(|revision| revision.kind != RevisionKind::Retracted)
        else {
            continue;
        };
        if let Some(snapshot) = source.snapshot.as_ref().filter(|snapshot| revision.date.is_after(snapshot.captured)) {
            found.push(
                Subject::Source(at),
                RULE.problem(format!(
                    "the saved copy of `{}` is of {} and older than what was {}",
                    source.id,
                    snapshot.captured,
                    word(revision.kind)
                ))
                .at(place.field("snapshot").field("captured").span(), "captured")
                .also(place.field("revision").key_span(), "changed since")
                .help("quotations are looked for in the old text; save the source as it stands since, with `evenhand snapshot add`"),
            );
        }
        let seen = source.accessed.is_some_and(|accessed| !revision.date.is_after(accessed));
        if !seen {
            found.push(
                Subject::Source(at),
                RULE.problem(format!("`{}` was {} after it was read", source.id, word(revision.kind)))
                    .at(place.field("revision").key_span(), "changed since")
                    .also(place.field("accessed").span(), "read")
                    .help("read the source as it stands since, check what cites it, and set `accessed:` to that day"),
            );
        }
    }
    for (at, entry) in brief.findings() {
        if matches!(entry.value.status, Status::Withdrawn | Status::Refuted) {
            continue;
        }
        for (i, item) in entry.value.evidence.iter().enumerate().filter(|(_, item)| supports(item)) {
            let retracted = brief.source(&item.source).filter(|source| {
                source.value.revision.as_ref().is_some_and(|revision| revision.kind == RevisionKind::Retracted)
            });
            if let Some(source) = retracted {
                found.push(
                    Subject::Finding(at),
                    RULE.problem(format!("`{}` rests on `{}`, which was retracted", entry.value.id, item.source))
                        .at(entry.place().field("evidence").item(i).field("source").span(), "retracted")
                        .also(source.place().field("revision").key_span(), "the retraction")
                        .help("take this evidence out or give it `bearing: context`; where nothing else carries the finding, its status is `withdrawn`"),
                );
            }
        }
    }
}

fn word(kind: RevisionKind) -> &'static str {
    match kind {
        RevisionKind::Corrected => "corrected",
        RevisionKind::Revised => "revised",
        RevisionKind::Retracted => "retracted",
    }
}
