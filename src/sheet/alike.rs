//! Rows of a brief found by what they say, however many an entry has.

use std::collections::HashMap;

use super::desk::Spot;

/// The rows of one tab, by entry and by what they say.
#[derive(Debug, Default)]
pub(super) struct Alike(HashMap<usize, HashMap<String, Vec<Spot>>>);

impl Alike {
    /// Whether the rows of an entry were learned.
    pub(super) fn knows(&self, entry: usize) -> bool {
        self.0.contains_key(&entry)
    }

    /// Remembers rows of an entry, each under a text that tells what it says. What it said before stays:
    /// whoever finds a row looks whether it says so still.
    pub(super) fn learn(&mut self, entry: usize, rows: impl IntoIterator<Item = (String, Spot)>) {
        let known = self.0.entry(entry).or_default();
        rows.into_iter().for_each(|(says, spot)| known.entry(says).or_default().push(spot));
    }

    /// The rows of an entry that say this, or did.
    pub(super) fn find(&self, entry: usize, says: &str) -> &[Spot] {
        self.0.get(&entry).and_then(|known| known.get(says)).map_or(&[], Vec::as_slice)
    }
}
