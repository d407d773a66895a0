//! What a version for a wider circle says of itself: that it leaves something out, how much, and at
//! which mark; never what.

use super::Telling;
use crate::locale::Locale;
use crate::model::{Id, LeftOut, LeftOutSort, Status, Tlp};

/// The sentences for the title block.
pub(super) fn told(locale: &Locale, left_out: &LeftOut, handling: Tlp) -> String {
    let mut marks: Vec<(Tlp, Vec<String>)> = Vec::new();
    for entry in &left_out.entries {
        let counted = locale.count(key(entry.sort), entry.number.as_str().parse().unwrap_or_default());
        match marks.last_mut().filter(|(mark, _)| *mark == entry.handling) {
            Some((_, list)) => list.push(counted),
            None => marks.push((entry.handling, vec![counted])),
        }
    }
    let at = |(mark, list): &(Tlp, Vec<String>)| {
        locale.fill("left_out_at", &[("entries", &locale.list(list)), ("handling", super::tlp(*mark))])
    };
    let entries: Vec<_> = marks.iter().map(at).collect();
    let handling = super::tlp(handling);
    match entries.as_slice() {
        [] => locale.fill("left_out_nothing", &[("handling", handling)]),
        entries => locale.fill("left_out", &[("handling", handling), ("entries", &locale.list_of(entries))]),
    }
}

/// What is said of a finding that is told without some of its evidence.
pub(super) fn of_finding(telling: Telling<'_>, finding: &Id) -> Option<String> {
    let left_out = telling.resolved.loaded.left_out.as_ref()?.of(finding)?;
    Some(telling.locale.text(if left_out.whole { "evidence_left_out" } else { "evidence_left_out_in_part" }))
}

/// What a status means for some findings: where evidence for one of them is left out of a version, nobody
/// can say that it could not be checked.
pub(super) fn meaning<'a>(telling: Telling<'_>, status: Status, of: impl IntoIterator<Item = &'a Id>) -> String {
    let left_out = telling.resolved.loaded.left_out.as_ref();
    let weakened = left_out.is_some_and(|all| of.into_iter().any(|finding| all.of(finding).is_some()));
    match status {
        Status::Unverified if weakened => telling.locale.text("unverified_reduced"),
        status => telling.locale.status(status).1.to_owned(),
    }
}

/// What stands as the note of a count that is told without some of the evidence for it.
pub(super) fn of_count(telling: Telling<'_>, proceeding: &Id, defendant: &Id, position: usize) -> Option<String> {
    let left_out = telling.resolved.loaded.left_out.as_ref()?;
    let weakened = left_out.has_count(proceeding, defendant, position);
    weakened.then(|| telling.locale.text("count_evidence_left_out"))
}

fn key(sort: LeftOutSort) -> &'static str {
    match sort {
        LeftOutSort::Findings => "left_out_findings",
        LeftOutSort::Evidence => "left_out_evidence",
        LeftOutSort::Sources => "left_out_sources",
        LeftOutSort::Parties => "left_out_parties",
        LeftOutSort::Proceedings => "left_out_proceedings",
        LeftOutSort::KeyPoints => "left_out_key_points",
        LeftOutSort::Passages => "left_out_passages",
        LeftOutSort::SourceSummary => "left_out_source_summary",
    }
}
