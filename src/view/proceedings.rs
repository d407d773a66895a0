//! Legal proceedings as rows of a table: one for each defendant and count.

use std::collections::BTreeSet;

use super::statements::name;
use super::{CountRow, Name, Proceeding, Telling, left_out};
use crate::model::{self, Source, Text};
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
                attribution: attribution(telling, &resolved.told_by(count)),
                note: match left_out::of_count(telling, &proceeding.id, &defendant.party, at) {
                    Some(left_out) => Some(left_out),
                    None => count.note.as_ref().map(Text::folded),
                },
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

/// Who tells an outcome that no record confirms.
fn attribution(telling: Telling<'_>, sources: &[&Source]) -> Option<String> {
    let mut names: Vec<String> = sources.iter().map(|source| voice(telling, source)).collect();
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    let list = telling.locale.list(&names);
    (!names.is_empty()).then(|| telling.locale.fill("according_to", &[("names", &list)]))
}

/// Whose words a source's are: the body that issued or wrote it, else where it appeared.
fn voice(telling: Telling<'_>, source: &Source) -> String {
    let issuer = source.issued_by.as_ref().and_then(|id| name(telling, id)).map(|name| name.name);
    let body = source.authors.iter().find_map(|author| author.name.as_ref());
    let place = [&source.container, &source.publisher, &source.court].into_iter().flatten().next();
    issuer.unwrap_or_else(|| body.or(place).unwrap_or(&source.title).folded())
}
