//! Values between signs as RFC 4180 has them, and what stands against it with its line.

use std::iter::Peekable;
use std::str::Chars;

use super::table::MAX_COLUMNS;
use crate::text;

/// The rows of a text. Each holds its values; that of a blank line holds one empty value.
#[derive(Debug)]
pub(super) struct Scan<'a> {
    text: Peekable<Chars<'a>>,
    sign: char,
    line: usize,
    /// Where quotation marks are not as they must be, so that nobody knows where a value ends.
    pub(super) faults: Vec<String>,
}

/// The most faults that are told.
const MOST: usize = 20;

impl<'a> Scan<'a> {
    /// `line` is the number of the text's first line in its file.
    pub(super) fn new(text: &'a str, sign: u8, line: usize) -> Self {
        Self { text: text.chars().peekable(), sign: char::from(sign), line, faults: Vec::new() }
    }

    fn value(&mut self) -> (String, bool) {
        let mut value = String::new();
        let opens = self.line;
        let is_quoted = self.text.next_if_eq(&'"').is_some();
        if is_quoted && !self.quoted(&mut value) {
            let what = format!("the quotation mark before `{}` is never closed", shown(&value));
            self.fault(opens, &what);
            return (value, true);
        }
        let (closes, within) = (self.line, value.len());
        let is_last = loop {
            match self.text.next() {
                None => break true,
                Some(c) if c == self.sign => break false,
                Some(c @ ('\r' | '\n')) => {
                    self.line_end(c);
                    break true;
                }
                Some(c) => value.push(c),
            }
        };
        let (inner, behind) = value.split_at_checked(within).unwrap_or_default();
        if is_quoted && !behind.trim().is_empty() {
            let what = format!(
                "behind the quotation mark that closes `{}`, opened in line {opens}, stands `{}`",
                shown(inner),
                shown(behind)
            );
            self.fault(closes, &what);
        }
        (value, is_last)
    }

    /// Reads up to the closing quotation mark; whether there is one.
    fn quoted(&mut self, value: &mut String) -> bool {
        while let Some(c) = self.text.next() {
            match c {
                '"' if self.text.next_if_eq(&'"').is_none() => return true,
                '\r' | '\n' => {
                    let is_pair = self.line_end(c);
                    value.push(if is_pair { '\n' } else { c });
                }
                c => value.push(c),
            }
        }
        false
    }

    /// Counts a line that ends with this sign; whether that was the first of the two of Windows.
    fn line_end(&mut self, c: char) -> bool {
        self.line += 1;
        c == '\r' && self.text.next_if_eq(&'\n').is_some()
    }

    fn fault(&mut self, line: usize, what: &str) {
        if self.faults.len() < MOST {
            self.faults.push(format!("line {line}: {what}"));
        }
    }
}

impl Iterator for Scan<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        self.text.peek()?;
        let mut values = Vec::new();
        loop {
            let (value, is_last) = self.value();
            // One more than a table may have tells that it has too many.
            if values.len() <= MAX_COLUMNS {
                values.push(value);
            }
            if is_last {
                return Some(values);
            }
        }
    }
}

fn shown(text: &str) -> String {
    text::ellipsis(text.trim().lines().next().unwrap_or_default(), 40)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
        let mut scan = Scan::new(text, b',', 1);
        let rows = scan.by_ref().collect();
        (rows, scan.faults)
    }

    #[test]
    fn values_end_where_they_must() {
        for (text, rows) in [
            ("a,b\r\n1,2\r\n", &[&["a", "b"][..], &["1", "2"]][..]),
            ("a,b\r1,2", &[&["a", "b"], &["1", "2"]]),
            ("a,\n\n,\"b\"", &[&["a", ""], &[""], &["", "b"]]),
            ("\"a,\r\nb\"\"\" ,c", &[&["a,\nb\" ", "c"]]),
            ("x\"y\",z", &[&["x\"y\"", "z"]]),
            ("", &[]),
        ] {
            assert_eq!(
                read(text),
                (rows.iter().map(|row| row.iter().map(|v| (*v).to_owned()).collect()).collect(), vec![])
            );
        }
    }

    #[test]
    fn quotation_marks_that_are_wrong_are_told_with_their_line() {
        for (text, told) in [
            ("a,b\n1,\"never closed\n2,x\n", "line 2: the quotation mark before `never closed` is never closed"),
            (
                "a,\"b\r\nc\"\n1,\"a \"quoted\" b\"\n",
                "line 3: behind the quotation mark that closes `a`, opened in line 3, stands `quoted\" b\"`",
            ),
            (
                "1,\"open\n2,\"shut\"\n",
                "line 2: behind the quotation mark that closes `open`, opened in line 1, stands `shut\"`",
            ),
        ] {
            assert_eq!(read(text).1, [told], "{text}");
        }
        assert_eq!(read(&"\"a\"b\n".repeat(100)).1.len(), MOST);
    }
}
