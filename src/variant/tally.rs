//! How much is left out, by sort and mark.

use std::collections::BTreeMap;

use super::gone::Marks;
use crate::model::{LeftOut, LeftOutCount, LeftOutEntries, LeftOutEvidence, LeftOutSort, Text, Tlp};

/// The count so far.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<(Tlp, LeftOutSort), usize>);

impl Tally {
    pub(super) fn count(&mut self, sort: LeftOutSort, handling: Tlp) {
        *self.0.entry((handling, sort)).or_default() += 1;
    }

    pub(super) fn count_all(&mut self, sort: LeftOutSort, marks: &Marks) {
        marks.values().for_each(|&handling| self.count(sort, handling));
    }

    /// The count as the version tells it, beside the findings and counts that it weakens.
    pub(super) fn told(self, evidence: Vec<LeftOutEvidence>, counts: Vec<LeftOutCount>) -> LeftOut {
        let entries = self.0.into_iter().map(|((handling, sort), number)| LeftOutEntries {
            handling,
            sort,
            number: Text::from(number.to_string().as_str()),
        });
        LeftOut { entries: entries.collect(), evidence, counts }
    }
}
