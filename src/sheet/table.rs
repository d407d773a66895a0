//! A table as somebody filled it: rows of cells that know their place.

/// The most rows and the most columns of a table, and the most cells of a file.
pub(super) const MAX_ROWS: usize = 500_000;
pub(super) const MAX_COLUMNS: usize = 512;
const MAX_CELLS: usize = 10_000_000;

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says, without white space around it; a date as `2022-09-26`, a number as people write it.
    pub text: String,
    /// It holds a formula or an error, of which nobody knows what the reader saw.
    pub suspect: Option<Suspect>,
    /// Its column in the file, from 0.
    pub column: usize,
}

/// Why a cell's value is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspect {
    /// A formula.
    Formula,
    /// The mark of an error, such as `#REF!`.
    Error,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number in the file, from 1.
    pub number: usize,
    /// Its cells in the order of the table's columns.
    pub cells: Vec<Cell>,
}

impl Row {
    /// Whether nothing stands in it.
    pub fn is_empty(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.is_empty() && cell.suspect.is_none())
    }
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The name of the sheet, or of the file.
    pub name: String,
    /// Its rows, the head among them.
    pub rows: Vec<Row>,
    /// The sign between its values, where it is a text.
    pub delimiter: Option<u8>,
    /// Cells with comments, by their rows from 1 and their columns from 0. No comment is taken.
    pub comments: Vec<(usize, usize)>,
}

/// A row of which nobody knows where its values end.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) row: usize,
    /// Where the first value stands that belongs to no column.
    pub(super) column: usize,
    /// What is wrong.
    pub(super) what: String,
}

impl Table {
    /// Puts what a cell says behind the cells that are there. Row and column count from 0; `total` counts
    /// the cells of the file.
    ///
    /// # Errors
    /// When the table would become too large.
    pub(super) fn put(
        &mut self,
        (row, column): (usize, usize),
        text: String,
        suspect: Option<Suspect>,
        total: &mut usize,
    ) -> Result<(), String> {
        *total += 1;
        if row >= MAX_ROWS || column >= MAX_COLUMNS {
            return Err(format!("it has more than {MAX_ROWS} rows or {MAX_COLUMNS} columns"));
        }
        if *total > MAX_CELLS {
            return Err(format!("it has more than {MAX_CELLS} cells"));
        }
        let number = row + 1;
        if self.rows.last().is_none_or(|last| last.number != number) {
            self.rows.push(Row { number, cells: Vec::new() });
        }
        if let Some(row) = self.rows.last_mut() {
            while row.cells.len() < column {
                row.cells.push(Cell { column: row.cells.len(), ..Cell::default() });
            }
            row.cells.truncate(column);
            row.cells.push(Cell { text, suspect, column });
        }
        Ok(())
    }

    /// What a row of a text holds behind the last column that its head has: a text was cut there.
    pub(super) fn cut(&self, head: &Row, row: &Row) -> Option<Cut> {
        self.delimiter?;
        let first = row.cells.iter().skip(head.cells.len()).find(|cell| !cell.text.is_empty())?;
        let (values, names) = (row.cells.len(), head.cells.len());
        let what = format!("the row has {values} values and the header {names}; is a quotation mark missing?");
        Some(Cut { row: row.number, column: first.column, what })
    }

    /// The columns that are not used, by name; one without a name where anything stands below.
    pub(super) fn left_out(&self, head: &Row, used: impl Fn(usize) -> bool) -> Vec<String> {
        let below = || self.rows.iter().skip_while(|row| row.number <= head.number);
        let mut filled = vec![false; head.cells.len()];
        for cell in below().flat_map(|row| &row.cells).filter(|cell| !cell.text.is_empty()) {
            if cell.column >= filled.len() && self.delimiter.is_none() {
                filled.resize(cell.column + 1, false);
            }
            if let Some(filled) = filled.get_mut(cell.column) {
                *filled = true;
            }
        }
        let name = |at: usize| head.cells.get(at).map_or("", |cell| cell.text.as_str());
        let told = |at: usize| match name(at) {
            "" => {
                filled.get(at).copied().unwrap_or_default().then(|| format!("column {}, without a name", letters(at)))
            }
            twice if (0..at).any(|before| name(before).eq_ignore_ascii_case(twice)) => {
                Some(format!("{twice} (again, in column {})", letters(at)))
            }
            name => Some(name.to_owned()),
        };
        (0..filled.len()).filter(|at| !used(*at)).filter_map(told).collect()
    }

    /// A cell's address as spreadsheets write it: `Findings!C17`.
    pub fn address(&self, row: usize, column: usize) -> String {
        let name = match self.name.chars().all(|c| c.is_alphanumeric() || c == '_') {
            true => self.name.clone(),
            false => format!("'{}'", self.name.replace('\'', "''")),
        };
        format!("{name}!{}{row}", letters(column))
    }
}

/// A cell's text without white space around it, its lines ended in one way.
pub(super) fn tidy(text: &str) -> String {
    text.trim().replace("\r\n", "\n")
}

/// A column's letters: 0 is `A`, 26 is `AA`.
pub(super) fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_letters() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")] {
            assert_eq!(letters(column), name);
        }
        let table = Table { name: "My sheet's".into(), ..Table::default() };
        assert_eq!(table.address(17, 2), "'My sheet''s'!C17");
    }
}
