//! CSV and its kin: values between commas, semicolons, tabs or bars.

use std::collections::BTreeMap;

use csv::{Terminator, WriterBuilder};

use super::guard;
use super::scan::Scan;
use super::table::{Cell, MAX_COLUMNS, MAX_ROWS, Row, Table};

/// The signs that may stand between values.
const DELIMITERS: &[u8] = b",;\t|";

/// Reads a text as a table. `delimiter` is seen from the text where nobody says it. Rows have the numbers
/// that spreadsheets give them: blank lines count, and a value of several lines is in one row.
///
/// # Errors
/// Why it cannot be read, each with its place.
pub fn read(name: &str, text: &str, delimiter: Option<u8>) -> Result<Table, Vec<String>> {
    // Excel writes the sign on a first line of its own.
    let (told, body) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((sign, body)) if sign.trim_end_matches('\r').len() == 1 => (sign.bytes().next(), body),
        _ => (None, text),
    };
    let above = usize::from(told.is_some());
    let delimiter = delimiter.or(told).unwrap_or_else(|| sniff(body));
    let mut table = Table { name: name.to_owned(), delimiter: Some(delimiter), ..Table::default() };
    let mut scan = Scan::new(body, delimiter, above + 1);
    for (values, number) in scan.by_ref().zip(above + 1..) {
        if number > MAX_ROWS || values.len() > MAX_COLUMNS {
            return Err(vec![format!("a table has {MAX_ROWS} rows and {MAX_COLUMNS} columns at most")]);
        }
        if values.iter().all(String::is_empty) && values.len() == 1 {
            continue;
        }
        let cells = values.iter().enumerate().map(|(column, text)| Cell {
            text: guard::taken_off(text.trim()).to_owned(),
            suspect: None,
            column,
        });
        table.rows.push(Row { number, cells: cells.collect() });
    }
    if scan.faults.is_empty() { Ok(table) } else { Err(scan.faults) }
}

/// The sign between values: the one by which most of the first rows have one and the same number of values.
/// A title above the table has another.
fn sniff(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let mut widths = BTreeMap::<usize, usize>::new();
        let rows = Scan::new(text, delimiter, 1).map(|row| row.len()).take(50);
        rows.for_each(|width| *widths.entry(width).or_default() += 1);
        let wide = widths.into_iter().filter(|(width, _)| *width > 1).map(|(width, rows)| (rows, width));
        wide.max().unwrap_or_default()
    };
    // Of equally good ones the first counts.
    DELIMITERS.iter().copied().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b',')
}

/// Rows as CSV (RFC 4180), with a mark by which Excel knows that it is UTF-8. No cell begins a formula.
pub(super) fn write(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    for row in rows {
        // Writing into memory does not fail.
        let _ = writer.write_record(row.iter().map(|text| guard::put_on(text)));
    }
    writer.into_inner().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(table: &Table) -> Vec<Vec<&str>> {
        table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect()).collect()
    }

    #[test]
    fn signs_between_values_are_seen() {
        for text in
            ["a,b\n\"x, \"\"y\"\"\",2\n", "a;b\n\"x, \"\"y\"\"\";2\n", "a\tb\n\"x, \"\"y\"\"\"\t2\n", "a|b\nx, \"y\"|2"]
        {
            let table = read("t", text, None).unwrap();
            assert_eq!(texts(&table), [vec!["a", "b"], vec!["x, \"y\"", "2"]], "{text}");
        }
        let table = read("t", "sep=;\r\na;b\r\n1,5;\"two\r\nlines\"\r\n", None).unwrap();
        assert_eq!(texts(&table), [vec!["a", "b"], vec!["1,5", "two\nlines"]]);
        assert_eq!(table.rows[1].number, 3);
    }

    #[test]
    fn a_title_above_the_table_hides_no_sign() {
        let german = "Verzeichnis 2023\r\n\r\nNr;Datum;Betrag\r\n1;01.02.2020;0,50\r\n2;01.03.2020;1,50\r\n";
        let table = read("t", german, None).unwrap();
        assert_eq!(table.delimiter, Some(b';'));
        assert_eq!(table.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 3, 4, 5]);
        let english = "Register; of 2023\nNo,Text\n1,a; b\n2,c; d\n3,e\n";
        assert_eq!(read("t", english, None).unwrap().delimiter, Some(b','));
    }

    #[test]
    fn no_cell_begins_a_formula() {
        let rows =
            vec![vec!["=1+1".to_owned(), "'=x".to_owned(), "-".to_owned(), "it's".to_owned(), "+49 30".to_owned()]];
        let bytes = write(&rows);
        assert_eq!(bytes, b"\xEF\xBB\xBF'=1+1,''=x,'-,it's,'+49 30\r\n");
        let table = read("t", std::str::from_utf8(&bytes[3..]).unwrap(), None).unwrap();
        assert_eq!(texts(&table), rows);
    }
}
