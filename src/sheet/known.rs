//! Ids that cells name: whether there is such an entry, and which may be meant.

use std::collections::{HashMap, HashSet};

use super::column::{Column, Form, Home, Tab};
use super::desk::Desk;
use super::table::Row;
use crate::text;

/// What is known of the ids that the cells of one table may name.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Ids of the entries that are rows of the table itself, further down perhaps.
    rows: HashSet<String>,
    home: Option<Home>,
    /// What was found out about ids that are none.
    missing: HashMap<(Home, String), (String, String)>,
}

impl Known {
    /// `id` is where the column with the ids stands in the rows.
    pub(super) fn new(tab: Tab, rows: &[Row], id: usize) -> Self {
        let home = tab.entry();
        let ids = rows.iter().filter_map(|row| row.cells.get(id)).map(|cell| cell.text.trim().to_owned());
        let rows = if home.is_some() { ids.filter(|id| !id.is_empty()).collect() } else { HashSet::new() };
        Self { rows, home, missing: HashMap::new() }
    }

    /// What is wrong with the ids in a cell, and what to write: for each that names nothing.
    pub(super) fn missing(&mut self, desk: &Desk, column: &Column, cell: &str) -> Vec<(String, String)> {
        let Some(home) = home_of(column) else { return Vec::new() };
        let mut found = Vec::new();
        for id in ids(column, cell) {
            if desk.has(home, id) || (self.home == Some(home) && self.rows.contains(id)) {
                continue;
            }
            let told = self.missing.entry((home, id.to_owned())).or_insert_with(|| {
                let what = format!("there is no {} `{}`", home.word(), text::ellipsis(id, 40));
                (what, hint(desk, home, id))
            });
            found.push(told.clone());
        }
        found
    }

    /// The ids in a cell that only a row of the table itself can have brought, and did not.
    pub(super) fn awaited<'a>(&self, desk: &Desk, column: &Column, cell: &'a str) -> Vec<&'a str> {
        let Some(home) = home_of(column).filter(|home| self.home == Some(*home)) else { return Vec::new() };
        ids(column, cell).into_iter().filter(|id| !desk.has(home, id)).collect()
    }
}

/// What to write instead of an id that names nothing.
pub(super) fn hint(desk: &Desk, home: Home, id: &str) -> String {
    if let Some(meant) = desk.named(home, id) {
        return format!("did you mean `{meant}`? Here stands the id of a {}, not its name", home.word());
    }
    let tab = Tab::ALL.into_iter().find(|tab| tab.entry() == Some(home)).map_or("", Tab::name);
    match text::nearest(id, desk.ids(home)) {
        Some(near) => format!("did you mean `{near}`? A new {} needs a row on the tab {tab}", home.word()),
        None => format!("write the id of a {}; a new one needs a row on the tab {tab}", home.word()),
    }
}

fn home_of(column: &Column) -> Option<Home> {
    match column.form {
        Form::Reference(tab) | Form::References(tab) => tab.entry(),
        _ => None,
    }
}

fn ids<'a>(column: &Column, cell: &'a str) -> Vec<&'a str> {
    match column.form {
        Form::References(_) => column.parts(cell).collect(),
        _ => Some(cell.trim()).filter(|id| !id.is_empty()).into_iter().collect(),
    }
}
