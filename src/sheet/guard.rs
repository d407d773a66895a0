//! No cell that goes out begins a formula: where a text begins like one, a `'` stands before it.

use super::column::Tab;
use super::desk::Desk;
use super::mark::MARK;
use super::table::{Row, Table};

/// Whether a spreadsheet would take a text for a formula, or for one that is guarded already.
fn begins_formula(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text that no spreadsheet takes for a formula.
pub(super) fn put_on(text: &str) -> String {
    if begins_formula(text) { format!("'{text}") } else { text.to_owned() }
}

/// The text that was guarded.
pub(super) fn taken_off(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if begins_formula(rest) => rest,
        _ => text,
    }
}

/// A table without the signs that a CSV export put before its texts, where an office program opened such an
/// export and saved it as a workbook; nothing where it shows no trace of that.
pub(super) fn unguarded(desk: &Desk, tab: Tab, table: &Table) -> Option<Table> {
    let (head, rows) = table.rows.split_first()?;
    let place = |field: &str| head.cells.iter().position(|cell| cell.text.trim().eq_ignore_ascii_case(field));
    let columns: Vec<_> = tab.columns().iter().map(|column| place(column.field)).collect();
    let marks = place(MARK)?;
    let is_trace = |row: &&Row| {
        let text = |at: &Option<usize>| at.and_then(|at| row.cells.get(at)).map_or("", |cell| cell.text.as_str());
        let cells: Vec<_> = columns.iter().map(text).collect();
        if cells.iter().all(|cell| taken_off(cell) == *cell) || text(&Some(marks)).is_empty() {
            return false;
        }
        let key: Vec<_> = cells.iter().take(tab.keys()).map(|cell| taken_off(cell).to_owned()).collect();
        let now = desk.find(tab, &key).map(|spot| desk.cells(tab, &spot)).unwrap_or_default();
        cells.iter().zip(&now).any(|(cell, now)| now != cell && taken_off(cell) == now)
    };
    // What came as CSV lost its signs when it was read.
    if table.delimiter.is_some() || !rows.iter().any(|row| is_trace(&row)) {
        return None;
    }
    let mut table = table.clone();
    for cell in table.rows.iter_mut().flat_map(|row| &mut row.cells) {
        cell.text = taken_off(&cell.text).to_owned();
    }
    Some(table)
}

/// Whether a text needs the mark by which a workbook keeps it a text.
pub(super) fn is_risky(text: &str) -> bool {
    begins_formula(text)
}
