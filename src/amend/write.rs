//! Data as YAML or JSON text.

use super::Data;

/// Lines are broken before this many characters, where they can be.
pub(super) const WIDTH: usize = 100;

/// The form of a file's text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form {
    /// Every name and text between double quotation marks.
    pub json: bool,
    /// How lines end.
    pub eol: &'static str,
}

/// In what way a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// Without quotation marks.
    Plain,
    /// Between `'`.
    Single,
    /// Between `"`.
    Double,
    /// On lines of its own after `>` or `|`.
    Block,
}

impl Form {
    /// A group, list or text on the rest of a line, between brackets where it has parts.
    pub(super) fn flow(self, data: &Data) -> String {
        match data {
            Data::Null => "null".to_owned(),
            Data::Flag(flag) => flag.to_string(),
            Data::Text(text) => self.inline(text, Style::Plain, true),
            Data::List(items) => {
                let items: Vec<_> = items.iter().map(|item| self.flow(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Data::Group(fields) if fields.is_empty() => "{}".to_owned(),
            Data::Group(fields) => {
                let fields: Vec<_> = fields.iter().map(|(key, data)| self.flow_field(key, data)).collect();
                format!("{{ {} }}", fields.join(", "))
            }
        }
    }

    /// `name: value` between brackets.
    pub(super) fn flow_field(self, key: &str, data: &Data) -> String {
        format!("{}: {}", self.inline(key, Style::Plain, true), self.flow(data))
    }

    /// A field on lines of its own. Its first line is not indented, and the last line does not end.
    pub(super) fn field(self, key: &str, data: &Data, indent: usize) -> String {
        let name = self.inline(key, Style::Plain, false);
        format!("{name}:{}", self.value(data, indent, name.chars().count() + 1))
    }

    /// What follows the `:` of a field, or the `-` of an entry that is a text.
    pub(super) fn value(self, data: &Data, indent: usize, used: usize) -> String {
        match data {
            Data::Null => String::new(),
            Data::Text(text) => format!(" {}", self.scalar(text, Style::Plain, indent, used + indent + 1)),
            Data::List(items) if !items.is_empty() && !self.fits(items, indent + used) => {
                let mut lines = String::new();
                for item in items {
                    lines.push_str(self.eol);
                    lines.push_str(&" ".repeat(indent + 2));
                    lines.push_str(&self.entry(item, indent + 2));
                }
                lines
            }
            Data::Group(fields) if !fields.is_empty() => {
                let mut lines = String::new();
                for (key, data) in fields {
                    lines.push_str(self.eol);
                    lines.push_str(&" ".repeat(indent + 2));
                    lines.push_str(&self.field(key, data, indent + 2));
                }
                lines
            }
            flow => format!(" {}", self.flow(flow)),
        }
    }

    /// An entry of a list, from its `-` on, which stands `indent` characters in.
    pub(super) fn entry(self, data: &Data, indent: usize) -> String {
        match data {
            Data::Group(fields) if !fields.is_empty() => {
                let mut lines = String::from("- ");
                for (at, (key, data)) in fields.iter().enumerate() {
                    if at > 0 {
                        lines.push_str(self.eol);
                        lines.push_str(&" ".repeat(indent + 2));
                    }
                    lines.push_str(&self.field(key, data, indent + 2));
                }
                lines
            }
            Data::Text(text) => format!("- {}", self.scalar(text, Style::Plain, indent, indent + 2)),
            flow => format!("- {}", self.flow(flow)),
        }
    }

    /// Whether a list of words fits on the rest of a line.
    fn fits(self, items: &[Data], used: usize) -> bool {
        let short = |item: &Data| matches!(item, Data::Text(text) if !text.contains([',', '\n']) && text.len() <= 40);
        items.iter().all(short) && used + self.flow(&Data::List(items.to_vec())).chars().count() <= WIDTH
    }

    /// A text on the rest of a line that begins at `column`, or on the following lines, which are
    /// indented by two more than `indent`. The style is a wish.
    pub(super) fn scalar(self, text: &str, style: Style, indent: usize, column: usize) -> String {
        if self.json {
            return self.inline(text, style, true);
        }
        let inline = self.inline(text, style, false);
        let long = text.contains('\n') || column + inline.chars().count() > WIDTH;
        if long || style == Style::Block {
            return self.block(text, indent + 2).unwrap_or(inline);
        }
        inline
    }

    /// A text after `>` or `|`; nothing where it cannot be written so.
    pub(super) fn block(self, text: &str, indent: usize) -> Option<String> {
        let (body, chomp) = match text.strip_suffix('\n') {
            Some(body) => (body, ""),
            None => (text, "-"),
        };
        let odd = |c: char| c == '\r' || c == '\u{feff}' || (c.is_control() && c != '\n') || is_break(c);
        if body.is_empty()
            || body.starts_with([' ', '\n', '\t'])
            || body.ends_with(['\n', ' ', '\t'])
            || body.contains(odd)
        {
            return None;
        }
        let margin = format!("{}{}", self.eol, " ".repeat(indent));
        if body.contains('\n') {
            let mut out = format!("|{chomp}");
            for line in body.split('\n') {
                match line.trim().is_empty() {
                    // A line of white space alone would not keep it.
                    true if !line.is_empty() => return None,
                    true => out.push_str(self.eol),
                    false => out.extend([margin.as_str(), line]),
                }
            }
            return Some(out);
        }
        let mut out = format!(">{chomp}");
        let room = WIDTH.saturating_sub(indent).max(20);
        for line in wrap(body, room) {
            out.extend([margin.as_str(), line]);
        }
        Some(out)
    }

    /// A text on one line.
    pub(super) fn inline(self, text: &str, style: Style, flow: bool) -> String {
        if self.json {
            return serde_json::Value::from(text).to_string();
        }
        let printable = !text.contains(|c: char| c.is_control() || is_break(c) || c == '\u{feff}');
        match style {
            Style::Single if printable => single(text),
            Style::Plain | Style::Block if is_plain(text, flow) => text.to_owned(),
            Style::Plain | Style::Block if printable && text.contains(['"', '\\']) && !text.contains('\'') => {
                single(text)
            }
            _ => double(text),
        }
    }
}

/// Breaks a text at single spaces, so that folding the lines gives it back.
fn wrap(text: &str, room: usize) -> Vec<&str> {
    let (mut lines, mut begin, mut width, mut gap) = (Vec::new(), 0, 0, None);
    let mut before = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let after = rest.peek().map(|(_, c)| *c);
        let stands_alone = |c: Option<char>| c.is_some_and(|c| c != ' ' && c != '\t');
        if c == ' ' && stands_alone(before) && stands_alone(after) {
            gap = Some(at);
        }
        width += 1;
        if width > room
            && let Some(end) = gap.take()
        {
            lines.push(text.get(begin..end).unwrap_or_default());
            begin = end + 1;
            width = text.get(begin..=at).map_or(0, |line| line.chars().count());
        }
        before = Some(c);
    }
    lines.push(text.get(begin..).unwrap_or_default());
    lines
}

/// The signs that some readers of YAML take for the end of a line.
fn is_break(c: char) -> bool {
    matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn single(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn double(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || is_break(c) || c == '\u{feff}' => out.push_str(&format!("\\U{:08X}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text is read back as itself without quotation marks, by this program and by others.
fn is_plain(text: &str, flow: bool) -> bool {
    let special = |c: char| {
        matches!(
            c,
            '-' | '?'
                | ':'
                | ','
                | '['
                | ']'
                | '{'
                | '}'
                | '#'
                | '&'
                | '*'
                | '!'
                | '|'
                | '>'
                | '\''
                | '"'
                | '%'
                | '@'
                | '`'
                | '='
                | '~'
                | '<'
                | '.'
        )
    };
    let words = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    let trimmed = text.trim();
    if trimmed.is_empty()
        || trimmed.len() != text.len()
        || text.starts_with(special)
        || text.ends_with(':')
        || text.contains(": ")
        || text.contains(" #")
        || text.contains(|c: char| c.is_control() || is_break(c) || c == '\u{feff}')
        || words.iter().any(|word| word.eq_ignore_ascii_case(text))
    {
        return false;
    }
    !(flow && text.contains([',', '[', ']', '{', '}', '"', '\'', '#']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_break_where_folding_joins_them() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("one  two three", 4), ["one  two", "three"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("abcdefghij k", 4), ["abcdefghij", "k"]);
    }

    #[test]
    fn plain_is_for_what_means_nothing_else() {
        for text in ["a", "2024-05-02", "TLP:CLEAR", "https://x.example/a?b=c", "p. 4, table 2", "1"] {
            assert!(is_plain(text, false), "{text}");
        }
        for text in ["", " a", "a: b", "a #b", "- a", "no", "NULL", "&a", "a:", "é\u{85}", "*a", "a\nb", "~"] {
            assert!(!is_plain(text, false), "{text}");
        }
        assert!(!is_plain("a, b", true));
    }
}
