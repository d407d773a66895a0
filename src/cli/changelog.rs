//! A change log as text for a terminal.

use std::fmt::Write as _;

use crate::locale::Locale;
use crate::view::{ChangeEdit, ChangeItem, ChangeLog, ChangePiece, StatusRow};

/// How wide text is set, in characters.
const WIDTH: usize = 92;

/// Marks around words; without colour they are signs.
struct Ink {
    colour: bool,
}

/// The change log as text.
pub(super) fn text(log: &ChangeLog, locale: &Locale, colour: bool) -> String {
    let ink = Ink { colour };
    let mut out = String::new();
    let _ = writeln!(out, "{}", ink.strong(&log.new.title));
    let _ = writeln!(out, "{}", log.lead);
    for (name, version) in [("change_log_earlier", &log.old), ("change_log_later", &log.new)] {
        let (version, cutoff) = (version.version.as_str(), version.cutoff.as_str());
        let line = locale.fill("running_line", &[("version", version), ("cutoff", cutoff)]);
        let _ = writeln!(out, "  {}: {line}", locale.text(name));
    }
    let _ = writeln!(out, "\n{}. {}", log.summary.trim_end_matches('.'), log.tlp);
    if !log.status.is_empty() {
        let _ = writeln!(out, "\n{}", ink.heading(&locale.text("changes_status")));
        for row in &log.status {
            status(&mut out, row, locale, &ink);
        }
    }
    for part in &log.parts {
        let _ = writeln!(out, "\n{}", ink.heading(&part.title));
        let mut apart = true;
        for entry in &part.items {
            let long = entry.text.is_some() || !entry.edits.is_empty() || !entry.reasons.is_empty();
            // Entries of one line stand close.
            if apart || long {
                out.push('\n');
            }
            item(&mut out, entry, locale, &ink);
            apart = long;
        }
    }
    out
}

fn status(out: &mut String, row: &StatusRow, locale: &Locale, ink: &Ink) {
    let head: Vec<_> = row.finding.iter().chain([&row.title]).cloned().collect();
    let _ = writeln!(out, "\n  {}", head.join("  "));
    if let Some(party) = &row.party {
        let _ = writeln!(out, "      {party}");
    }
    for count in &row.counts {
        wrapped(out, 6, &format!("– {count}"));
    }
    let since = row.since.as_ref().map(|since| format!(", {since}")).unwrap_or_default();
    let _ = writeln!(out, "      {} → {}{since}", row.old.label, ink.strong(&row.new.label));
    if !row.others.is_empty() {
        wrapped(out, 6, &locale.fill("change_others", &[("counts", &row.others.join("; "))]));
    }
    for reason in &row.reasons {
        wrapped(out, 6, &if row.explained { reason.clone() } else { ink.warning(reason) });
    }
    if !row.evidence.is_empty() {
        let items = row.evidence.join("; ");
        wrapped(out, 6, &locale.fill("change_evidence", &[("items", &items)]));
    }
}

fn item(out: &mut String, item: &ChangeItem, locale: &Locale, ink: &Ink) {
    let sign = match item.mark {
        "new" => ink.added("  + "),
        "gone" => ink.gone("  - "),
        _ => "  ".to_owned(),
    };
    let mut head: Vec<_> = item.finding.iter().cloned().collect();
    if !item.title.is_empty() {
        head.push(item.title.clone());
    }
    if let Some(status) = &item.status {
        head.push(format!("[{}]", status.label));
    }
    // A key point is known by its words only.
    let (head, rest) = match (head.is_empty(), &item.text) {
        (true, Some(text)) => (text.clone(), None),
        (_, text) => (head.join("  "), text.clone()),
    };
    let mut block = String::new();
    if !head.is_empty() {
        wrapped(&mut block, 4, &head);
        let _ = writeln!(out, "{}{}", sign, block.trim_start().trim_end());
    }
    if let Some(text) = rest {
        wrapped(out, 6, &text);
    }
    for reason in &item.reasons {
        wrapped(out, 6, reason);
    }
    for change in &item.edits {
        edit(out, change, locale, ink);
    }
}

fn edit(out: &mut String, edit: &ChangeEdit, locale: &Locale, ink: &Ink) {
    let _ = writeln!(out, "      {}", ink.quiet(&edit.field));
    for (name, pieces, old) in [("change_was", &edit.before, true), ("change_is", &edit.after, false)] {
        if pieces.is_empty() {
            continue;
        }
        let told: Vec<_> = pieces.iter().map(|piece| ink.piece(piece, old, pieces.len() > 1)).collect();
        wrapped(out, 8, &format!("{} {}", locale.text(name), told.join(" ")));
    }
}

/// Text in lines of [`WIDTH`], each behind some spaces.
fn wrapped(out: &mut String, indent: usize, text: &str) {
    let mut line = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let width = width(word);
        if length > 0 && indent + length + 1 + width > WIDTH {
            let _ = writeln!(out, "{:indent$}{line}", "");
            line.clear();
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += width;
    }
    if length > 0 {
        let _ = writeln!(out, "{:indent$}{line}", "");
    }
}

/// How many characters of a word are seen: codes for colours are not.
fn width(word: &str) -> usize {
    let mut hidden = false;
    let seen = word.chars().filter(|&c| {
        let starts = c == '\u{1b}';
        let shown = !hidden && !starts;
        hidden = (hidden || starts) && c != 'm';
        shown
    });
    seen.count()
}

impl Ink {
    fn paint(&self, code: &str, text: &str) -> String {
        if self.colour && !text.is_empty() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn strong(&self, text: &str) -> String {
        self.paint("1", text)
    }

    fn heading(&self, text: &str) -> String {
        match self.colour {
            true => self.paint("1;4", text),
            false => format!("{text}\n{}", "=".repeat(text.chars().count())),
        }
    }

    fn quiet(&self, text: &str) -> String {
        self.paint("2", text)
    }

    fn warning(&self, text: &str) -> String {
        self.paint("33", text)
    }

    fn gone(&self, text: &str) -> String {
        self.paint("31", text)
    }

    fn added(&self, text: &str) -> String {
        self.paint("32", text)
    }

    /// Words that the other version lacks: in colour, or between signs.
    fn piece(&self, piece: &ChangePiece, old: bool, marked: bool) -> String {
        match (piece.differs && marked, self.colour, old) {
            (false, ..) => piece.text.clone(),
            (true, true, true) => self.gone(&piece.text),
            (true, true, false) => self.added(&piece.text),
            (true, false, true) => format!("[-{}-]", piece.text),
            (true, false, false) => format!("{{+{}+}}", piece.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_have_no_width() {
        let ink = Ink { colour: true };
        assert_eq!(width(&ink.added("word")), 4);
        let mut out = String::new();
        wrapped(&mut out, 2, &"word ".repeat(40));
        assert!(out.lines().all(|line| line.len() <= WIDTH && line.starts_with("  word")), "{out}");
    }
}
