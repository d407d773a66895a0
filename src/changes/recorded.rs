//! What editors recorded, joined to the entries that it is about.

use super::{Recorded, Sort};
use crate::model::{Change, Id, Record};

/// The changes that the later version records and the earlier one does not.
pub(super) struct Reasons<'a> {
    changes: Vec<&'a Change>,
}

impl<'a> Reasons<'a> {
    pub(super) fn new(old: &Record, new: &'a Record) -> Self {
        let known = &old.brief.changes;
        Self { changes: new.brief.changes.iter().filter(|change| !known.contains(change)).collect() }
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
