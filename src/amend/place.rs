//! Where things stand in a file's text: lines, columns, marks and ends.

use super::write::Style;
use crate::tree::{Node, Value};

/// A file's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a>(pub(super) &'a str);

impl<'a> Text<'a> {
    fn slice(self, from: usize, to: usize) -> &'a str {
        self.0.get(from..to).unwrap_or_default()
    }

    fn byte(self, at: usize) -> Option<u8> {
        self.0.as_bytes().get(at).copied()
    }

    pub(super) fn line_start(self, at: usize) -> usize {
        self.slice(0, at).rfind('\n').map_or(0, |end| end + 1)
    }

    /// Where the line that holds `at` ends, before its line end.
    pub(super) fn line_end(self, at: usize) -> usize {
        let end = self.0.get(at..).and_then(|rest| rest.find('\n')).map_or(self.0.len(), |end| at + end);
        if end > at && self.byte(end - 1) == Some(b'\r') && end < self.0.len() { end - 1 } else { end }
    }

    /// How many characters stand before `at` on its line.
    pub(super) fn column(self, at: usize) -> usize {
        self.slice(self.line_start(at), at).chars().count()
    }

    pub(super) fn is_blank(self, from: usize, to: usize) -> bool {
        self.slice(from, to).trim().is_empty()
    }

    /// The lines from `start`, with their last line end; without it the one before, at the end of the file.
    pub(super) fn whole_lines(self, start: usize, end: usize) -> (usize, usize) {
        let end = self.line_end(end);
        let rest = self.0.get(end..).unwrap_or_default();
        let next = match rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n')) {
            Some(after) => self.0.len() - after.len(),
            None => end,
        };
        if next == end && start > 0 {
            let before = self.slice(0, start);
            let before = before.strip_suffix('\n').unwrap_or(before);
            return (before.strip_suffix('\r').unwrap_or(before).len(), end);
        }
        (start, next)
    }

    /// Behind the `:` that follows a name.
    pub(super) fn after_colon(self, key_end: usize) -> usize {
        let rest = self.0.get(key_end..).unwrap_or_default();
        rest.find(':').filter(|at| rest[..*at].trim().is_empty()).map_or(key_end, |at| key_end + at + 1)
    }

    /// The `-` of the entry that begins at `item`, where what comes before it ends at `from`.
    pub(super) fn dash(self, item: usize, from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            let rest = self.slice(at, item);
            at += rest.len() - rest.trim_start().len();
            match self.byte(at) {
                Some(b'-') if at < item => return Some(at),
                // A note stands between the two.
                Some(b'#') if at < item => at = self.line_end(at),
                _ => return None,
            }
        }
    }

    /// Where a text's first mark stands, and in what way it is written. `after` is where the text after
    /// its name or `-` begins; the tree knows a text after `>` or `|` by its first line only.
    pub(super) fn opening(self, after: usize, start: usize) -> (usize, Style) {
        let between = self.slice(after, start);
        let header = after + (between.len() - between.trim_start().len());
        match (self.byte(header), self.byte(start)) {
            (Some(b'|' | b'>'), _) if header < start => (header, Style::Block),
            (_, Some(b'\'')) => (start, Style::Single),
            (_, Some(b'"')) => (start, Style::Double),
            _ => (start, Style::Plain),
        }
    }

    /// Whether a list or group stands between brackets.
    pub(super) fn opens_flow(self, node: &Node) -> bool {
        matches!(node.value, Value::Sequence(_) | Value::Mapping(_))
            && matches!(self.byte(node.span.start), Some(b'[' | b'{'))
            // A name such as `"{": 1` begins with a quotation mark, a block with a word or a `-`.
            && matches!(self.byte(node.span.end.wrapping_sub(1)), Some(b']' | b'}'))
    }

    /// Where a node's text ends. `after` is where the text after its name or `-` begins.
    pub(super) fn end_of(self, node: &Node, after: usize) -> usize {
        // An alias stands elsewhere in the file: here is only its name.
        if node.span.start < after && node.span.end <= after && !matches!(node.value, Value::Null) {
            let rest = self.0.get(after..).unwrap_or_default();
            let begin = after + (rest.len() - rest.trim_start().len());
            let name = self.0.get(begin..).unwrap_or_default();
            return begin
                + name.find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}')).unwrap_or(name.len());
        }
        match &node.value {
            Value::Null if node.span.end > node.span.start && node.span.start >= after => node.span.end,
            Value::Null => after,
            Value::Scalar { .. } => node.span.end,
            _ if self.opens_flow(node) => node.span.end,
            Value::Sequence(items) => match items.last() {
                Some(last) => {
                    let from = items
                        .len()
                        .checked_sub(2)
                        .and_then(|at| items.get(at))
                        .map_or(node.span.start, |item| item.span.end);
                    let dash = self.dash(last.span.start.max(from), from.min(last.span.start));
                    self.end_of(last, dash.map_or(last.span.start, |dash| dash + 1))
                }
                None => node.span.end,
            },
            Value::Mapping(fields) => match fields.last() {
                Some((key, last)) => self.end_of(last, self.after_colon(key.span.end)),
                None => node.span.end,
            },
        }
    }

    /// The white space behind an opening bracket, as it shall stand behind a comma.
    pub(super) fn gap(self, from: usize, to: usize) -> &'a str {
        let gap = self.slice(from, to);
        if gap.contains('\n') && gap.trim().is_empty() { gap } else { " " }
    }
}
