//! How a table and its rows are known again: the mark of a row that this program wrote, and the tab.

use std::collections::{HashMap, HashSet};
use std::hash::Hasher;

use siphasher::sip::SipHasher13;

use super::column::{NUMBER, Tab};
use super::table::Table;

/// The column with the marks.
pub(super) const MARK: &str = "mark";

/// The hash of a row's cells, whatever its number among its like.
pub(super) fn mark(tab: Tab, cells: &[String]) -> String {
    let mut hasher = SipHasher13::new();
    for (_, cell) in tab.columns().iter().zip(cells).filter(|(column, _)| column.field != NUMBER) {
        hasher.write(cell.trim().as_bytes());
        hasher.write_u8(0xFF);
    }
    format!("{:016x}", hasher.finish())
}

/// The keys of rows by their marks; of rows that are all alike, none.
pub(super) fn keys(tab: Tab, rows: &[Vec<String>]) -> HashMap<String, Vec<String>> {
    let mut keys = HashMap::new();
    let mut twice = HashSet::new();
    for cells in rows {
        let mark = mark(tab, cells);
        if keys.insert(mark.clone(), cells.iter().take(tab.keys()).cloned().collect()).is_some() {
            twice.insert(mark);
        }
    }
    keys.retain(|mark, _| !twice.contains(mark));
    keys
}

/// The tab that a table is, by its name or by its columns.
pub fn recognise(table: &Table) -> Option<Tab> {
    let named = Tab::of(&table.name);
    let head: Vec<_> = table.rows.first()?.cells.iter().map(|cell| cell.text.to_lowercase()).collect();
    let has = |field: &str| head.iter().any(|name| name == field);
    let fits = |tab: &Tab| {
        let columns = tab.columns().iter().enumerate();
        columns.filter(|(at, column)| *at < tab.keys() || column.required).all(|(_, column)| has(column.field))
    };
    // Several may fit; the one that knows most of the columns is meant.
    let known = |tab: &Tab| tab.columns().iter().filter(|column| has(column.field)).count();
    named.or_else(|| Tab::ALL.into_iter().rev().filter(fits).max_by_key(known))
}
