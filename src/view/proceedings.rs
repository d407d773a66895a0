//! Legal proceedings as rows of a table: one for each defendant and count.

use super::statements::name;
use super::{CountRow, Name, Proceeding, Telling};
use crate::model::{self, Text};
use crate::resolve::Notes;

pub(super) fn proceeding(telling: Telling<'_>, proceeding: &model::Proceeding, notes: &mut Notes) -> Proceeding {
    let Telling { resolved, locale } = telling;
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
                defendant: name(telling, &defendant.party).map(|name| match at {
                    0 => name,
                    _ => Name { native: None, ..name },
                }),
                number: count.number.as_ref().map(Text::folded),
                charge: format!("{}{}", count.charge.folded(), provision.unwrap_or_default()),
                status: locale.legal_status(count.status).to_owned(),
                date: count.date.map(|date| locale.partial_date(date)),
                note: count.note.as_ref().map(Text::folded),
                notes: cited,
            });
        }
    }
    Proceeding {
        anchor: proceeding.id.to_string(),
        title: proceeding.title.folded(),
        kind: locale.proceeding(proceeding.r#type).to_owned(),
        court: proceeding.court.folded(),
        docket: proceeding.docket.as_ref().map(Text::folded),
        as_of: locale.long_date(proceeding.as_of),
        rows,
        note: proceeding.note.as_ref().map(Text::folded),
    }
}
