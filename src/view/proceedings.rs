//! Legal proceedings as rows of a table: one for each defendant and count.

use super::statements::name;
use super::{CountRow, Name, Proceeding, labels};
use crate::model::{self, Text};
use crate::resolve::{Notes, Resolved};

pub(super) fn proceeding(resolved: &Resolved<'_>, proceeding: &model::Proceeding, notes: &mut Notes) -> Proceeding {
    let mut rows = Vec::new();
    for defendant in &proceeding.defendants {
        for (at, count) in defendant.counts.iter().enumerate() {
            let cited = count.evidence.iter().filter_map(|citation| {
                let source = resolved.index.source(&citation.source)?;
                Some(notes.cite(source, citation.locator.as_ref().map(Text::folded)))
            });
            let mut cited: Vec<_> = cited.collect();
            cited.sort_unstable();
            cited.dedup();
            let provision = count.provision.as_ref().map(|provision| format!(" ({})", provision.folded()));
            rows.push(CountRow {
                // The native form once is enough; the name stands on every row.
                defendant: name(resolved, &defendant.party).map(|name| match at {
                    0 => name,
                    _ => Name { native: None, ..name },
                }),
                number: count.number.as_ref().map(Text::folded),
                charge: format!("{}{}", count.charge.folded(), provision.unwrap_or_default()),
                status: labels::legal_status(count.status),
                date: count.date.map(labels::partial_date),
                note: count.note.as_ref().map(Text::folded),
                notes: cited,
            });
        }
    }
    Proceeding {
        anchor: proceeding.id.to_string(),
        title: proceeding.title.folded(),
        kind: labels::proceeding(proceeding.r#type),
        court: proceeding.court.folded(),
        docket: proceeding.docket.as_ref().map(Text::folded),
        as_of: labels::long_date(proceeding.as_of),
        rows,
        note: proceeding.note.as_ref().map(Text::folded),
    }
}
