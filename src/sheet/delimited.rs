//! CSV and its kin: values between commas, semicolons, tabs or bars.

use csv::{ReaderBuilder, Terminator, WriterBuilder};

use super::guard;
use super::table::{Cell, MAX_COLUMNS, MAX_ROWS, Row, Table};

/// The signs that may stand between values.
const DELIMITERS: &[u8] = b",;\t|";

/// Reads a text as a table. `delimiter` is seen from the text where nobody says it.
///
/// # Errors
/// Why it cannot be read.
pub fn read(name: &str, text: &str, delimiter: Option<u8>) -> Result<Table, String> {
    // Excel writes the sign on a first line of its own.
    let (told, body) = match text.strip_prefix("sep=").and_then(|rest| rest.split_once('\n')) {
        Some((sign, body)) if sign.trim_end_matches('\r').len() == 1 => (sign.bytes().next(), body),
        _ => (None, text),
    };
    let skipped = usize::from(told.is_some());
    let delimiter = delimiter.or(told).unwrap_or_else(|| sniff(body));
    let mut table = Table { name: name.to_owned(), rows: Vec::new(), delimiter: Some(delimiter) };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(body.as_bytes());
    for record in reader.records() {
        let record = record.map_err(|error| format!("row {}: {error}", table.rows.len() + 1))?;
        if table.rows.len() >= MAX_ROWS || record.len() > MAX_COLUMNS {
            return Err(format!("a table has {MAX_ROWS} rows and {MAX_COLUMNS} columns at most"));
        }
        let cells = record.iter().enumerate().map(|(column, text)| Cell {
            text: guard::taken_off(text.trim()).replace("\r\n", "\n"),
            suspect: None,
            column,
        });
        table.rows.push(Row { number: table.rows.len() + 1 + skipped, cells: cells.collect() });
    }
    Ok(table)
}

/// The sign between values: the one by which most of the first rows have one and the same number of values.
fn sniff(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter).flexible(true).has_headers(false).from_reader(text.as_bytes());
        let counts: Vec<_> = reader.records().take(50).flatten().map(|record| record.len()).collect();
        let head = counts.first().copied().unwrap_or(1);
        let alike = counts.iter().filter(|count| **count == head).count();
        if head < 2 { 0 } else { alike * 1000 / counts.len().max(1) * 100 + head.min(99) }
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
    fn no_cell_begins_a_formula() {
        let rows =
            vec![vec!["=1+1".to_owned(), "'=x".to_owned(), "-".to_owned(), "it's".to_owned(), "+49 30".to_owned()]];
        let bytes = write(&rows);
        assert_eq!(bytes, b"\xEF\xBB\xBF'=1+1,''=x,'-,it's,'+49 30\r\n");
        let table = read("t", std::str::from_utf8(&bytes[3..]).unwrap(), None).unwrap();
        assert_eq!(texts(&table), rows);
    }
}
