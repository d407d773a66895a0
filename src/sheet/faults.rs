//! What is wrong with the cells of a table. What is wrong with many of them in one way is told once.

use std::collections::HashMap;

use super::column::{Column, Form, Tab};
use super::table::{Row, Table, letters};
use crate::diagnostic::Diagnostic;

/// How many cells beside the first are named.
const MOST_NAMED: usize = 5;

/// The faults of one table.
#[derive(Debug)]
pub(super) struct Faults<'a> {
    pub(super) table: &'a Table,
    pub(super) tab: Tab,
    /// Where each column of the tab stands in the table.
    pub(super) columns: Vec<Option<usize>>,
    /// What the columns are called in a table of others.
    pub(super) theirs: &'a [Option<String>],
    found: Vec<Fault>,
    known: HashMap<(usize, String), usize>,
}

/// One way of being wrong, with its cells by row and column of the file.
#[derive(Debug)]
struct Fault {
    code: &'static str,
    what: String,
    help: String,
    cells: Vec<(usize, usize)>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(table: &'a Table, tab: Tab, columns: Vec<Option<usize>>, theirs: &'a [Option<String>]) -> Self {
        Self { table, tab, columns, theirs, found: Vec::new(), known: HashMap::new() }
    }

    /// How a message speaks of a column.
    pub(super) fn name(&self, at: usize) -> String {
        let field = self.tab.columns().get(at).map_or("", |column| column.field);
        match self.theirs.get(at) {
            Some(Some(theirs)) if theirs != field => format!("`{theirs}` (`{field}`)"),
            _ => format!("`{field}`"),
        }
    }

    /// What to do about a word that a column does not take, where a mapping can say what it means.
    pub(super) fn remedy(&self, at: usize, cell: &str, help: &str) -> String {
        let column = self.tab.columns().get(at);
        match (column, self.theirs.get(at)) {
            (Some(column), Some(Some(_))) if is_translatable(column) => format!(
                "add it under `[values.{}]` of the mapping, as `\"{}\" = \"…\"`, where \"\" skips its rows; {help}",
                column.field,
                crate::text::ellipsis(cell.trim(), 40)
            ),
            _ => help.to_owned(),
        }
    }

    /// Keeps a fault of a column; its message for the account of its row.
    pub(super) fn add(&mut self, row: &Row, column: usize, what: &str, help: &str, code: &'static str) -> String {
        let at = self.columns.get(column).copied().flatten();
        // A column that the table does not have is missed at the row's start.
        let shown = at.and_then(|at| row.cells.get(at)).map_or(at.unwrap_or(0), |cell| cell.column);
        self.add_at((row.number, shown), what, help, code)
    }

    /// The same at a place of the file.
    pub(super) fn add_at(
        &mut self,
        (row, column): (usize, usize),
        what: &str,
        help: &str,
        code: &'static str,
    ) -> String {
        let message = format!("`{}`: {what}", self.table.address(row, column));
        let at = *self.known.entry((column, what.to_owned())).or_insert(self.found.len());
        match self.found.get_mut(at) {
            Some(fault) => fault.cells.push((row, column)),
            None => {
                let (what, help) = (what.to_owned(), help.to_owned());
                self.found.push(Fault { code, what, help, cells: vec![(row, column)] });
            }
        }
        message
    }

    /// The problems, one for each way of being wrong.
    pub(super) fn told(self) -> Vec<Diagnostic> {
        let table = self.table;
        let told = |fault: Fault| {
            let mut cells = fault.cells.iter();
            let first = cells.next().map(|(row, column)| table.address(*row, *column)).unwrap_or_default();
            let mut message = format!("`{first}`: {}", fault.what);
            let named: Vec<_> =
                cells.take(MOST_NAMED).map(|(row, column)| format!("{}{row}", letters(*column))).collect();
            if !named.is_empty() {
                let more = fault.cells.len() - 1;
                let cells = if more == 1 { "cell" } else { "cells" };
                let rest = if more > named.len() { ", …" } else { "" };
                message.push_str(&format!("; the same in {more} more {cells}: {}{rest}", named.join(", ")));
            }
            Diagnostic::error(fault.code, message).help(fault.help)
        };
        self.found.into_iter().map(told).collect()
    }
}

/// Whether a mapping can say what a word of somebody else means in this column.
fn is_translatable(column: &Column) -> bool {
    matches!(column.form, Form::Word(_) | Form::YesNo | Form::Reference(_) | Form::References(_))
}
