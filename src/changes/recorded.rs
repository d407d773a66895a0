//! What editors recorded, joined to the entries that it is about.

use super::{Recorded, Sort};
use crate::model::{Change, Id, Record};

/// An id under `changes` that neither version has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// The position of the entry under `changes`.
    pub change: usize,
    /// The list in which it stands: `findings`, `sources` or `proceedings`.
    pub list: &'static str,
    /// The position in that list.
    pub item: usize,
    /// The id.
    pub id: Id,
}

/// Whether the earlier version does not have a change that the later one records.
fn is_new(change: &Change, old: &Record) -> bool {
    !old.brief.changes.iter().any(|known| known.is_same(change))
}

/// Ids that the later version records a change of, and that neither version has.
pub fn strangers(old: &Record, new: &Record) -> Vec<Stranger> {
    let mut strangers = Vec::new();
    for (at, change) in new.brief.changes.iter().enumerate().filter(|(_, change)| is_new(change, old)) {
        let mut look = |list: &'static str, ids: &[Id], known: &dyn Fn(&Id) -> bool| {
            let unknown = ids.iter().enumerate().filter(|(_, id)| !known(id));
            strangers.extend(unknown.map(|(item, id)| Stranger { change: at, list, item, id: id.clone() }));
        };
        let both = [old, new];
        look("findings", &change.findings, &|id| {
            both.iter().flat_map(|record| &record.findings).any(|finding| finding.id == *id)
        });
        look("sources", &change.sources, &|id| {
            both.iter().flat_map(|record| &record.sources).any(|source| source.id == *id)
        });
        look("proceedings", &change.proceedings, &|id| {
            both.iter().flat_map(|record| &record.proceedings).any(|case| case.id == *id)
        });
    }
    strangers
}

/// The changes that the later version records and the earlier one does not.
pub(super) struct Reasons<'a> {
    changes: Vec<&'a Change>,
}

impl<'a> Reasons<'a> {
    pub(super) fn new(old: &Record, new: &'a Record) -> Self {
        Self { changes: new.brief.changes.iter().filter(|change| is_new(change, old)).collect() }
    }

    /// What was recorded on an entry, the earliest first.
    pub(super) fn of(&self, sort: Sort, id: &Id) -> Vec<Recorded> {
        let named = |change: &&&Change| match sort {
            Sort::Finding => change.findings.contains(id),
            Sort::Source => change.sources.contains(id),
            Sort::Proceeding | Sort::Count => change.proceedings.contains(id),
            Sort::Brief | Sort::Party | Sort::KeyPoint | Sort::Section => false,
        };
        let mut recorded: Vec<_> = self
            .changes
            .iter()
            .filter(named)
            .map(|change| Recorded {
                kind: change.kind,
                date: change.date,
                reason: change.reason.folded(),
                by: change.by.folded(),
            })
            .collect();
        recorded.sort_by_key(|recorded| recorded.date);
        recorded
    }
}
