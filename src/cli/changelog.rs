//! A change log as text for a terminal.

use std::fmt::Write as _;

use crate::locale::Locale;
use crate::view::{ChangeEdit, ChangeItem, ChangeLog, ChangePiece, StatusEntry, StatusMatter, plain};

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
        let _ = writeln!(out, "  {}{}{line}", locale.text(name), locale.colon());
    }
    let _ = writeln!(out, "\n{}. {}", log.summary.trim_end_matches('.'), log.tlp);
    if let Some(original) = &log.original {
        wrapped(&mut out, 0, original);
    }
    if !log.status.is_empty() {
        let _ = writeln!(out, "\n{}", ink.heading(&locale.text("changes_status")));
        for matter in &log.status {
            status(&mut out, matter, &ink);
        }
    }
    for part in &log.parts {
        let _ = writeln!(out, "\n{}", ink.heading(&part.title));
        for group in &part.groups {
            let title = plain(&group.title);
            let name: Vec<_> = group.mark.iter().map(String::as_str).chain([title.as_str()]).collect();
            let name = name.join(" ");
            let mut apart = true;
            if !name.trim().is_empty() {
                let _ = writeln!(out, "\n  {}", ink.strong(name.trim()));
                apart = false;
            }
            for entry in &group.items {
                // Entries of one line stand close.
                if apart || !entry.short {
                    out.push('\n');
                }
                item(&mut out, entry, &ink);
                apart = !entry.short;
            }
        }
    }
    out
}

fn status(out: &mut String, matter: &StatusMatter, ink: &Ink) {
    out.push('\n');
    for reason in &matter.reasons {
        let reason = plain(reason);
        wrapped(out, 2, &if matter.explained { reason } else { ink.warning(&reason) });
    }
    for entry in &matter.entries {
        moved(out, entry, ink);
    }
}

fn moved(out: &mut String, entry: &StatusEntry, ink: &Ink) {
    let head: Vec<_> = entry.finding.iter().cloned().chain([plain(&entry.title)]).collect();
    let party = entry.party.as_ref().map(|party| format!(", {party}")).unwrap_or_default();
    wrapped(out, 4, &format!("{}{party}", head.join("  ")));
    for change in &entry.moves {
        for count in &change.counts {
            wrapped(out, 6, &format!("– {}", plain(count)));
        }
        let since = change.since.as_ref().map(|since| format!(", {since}")).unwrap_or_default();
        wrapped(out, 6, &format!("{} → {}{since}", change.old.label, ink.strong(&change.new.label)));
        wrapped(out, 6, &plain(&change.evidence));
    }
    for line in [&entry.others, &entry.ground] {
        wrapped(out, 6, &plain(line));
    }
}

fn item(out: &mut String, item: &ChangeItem, ink: &Ink) {
    let sign = match item.mark {
        "new" => ink.added("  + "),
        "gone" => ink.gone("  - "),
        _ => "  ".to_owned(),
    };
    let mut head: Vec<_> = item.finding.iter().cloned().collect();
    head.extend([plain(&item.title)].into_iter().filter(|title| !title.is_empty()));
    head.extend(item.status.iter().map(|status| format!("[{}]", status.label)));
    // A key point is known by its words only.
    let text = plain(&item.text);
    let (head, rest) = if head.is_empty() { (text, String::new()) } else { (head.join("  "), text) };
    let mut block = String::new();
    if !head.is_empty() {
        wrapped(&mut block, 4, &head);
        let _ = writeln!(out, "{}{}", sign, block.trim_start().trim_end());
    }
    wrapped(out, 6, &rest);
    for reason in &item.reasons {
        wrapped(out, 6, &plain(reason));
    }
    for change in &item.edits {
        edit(out, change, ink);
    }
}

fn edit(out: &mut String, edit: &ChangeEdit, ink: &Ink) {
    let _ = writeln!(out, "      {}", ink.quiet(&edit.field));
    for (name, pieces, old) in [(&edit.was, &edit.before, true), (&edit.is, &edit.after, false)] {
        if pieces.is_empty() {
            continue;
        }
        let told: String = pieces.iter().map(|piece| ink.piece(piece, old)).collect();
        wrapped(out, 8, &format!("{name} {told}"));
    }
}

/// Text in lines of [`WIDTH`], each behind some spaces.
fn wrapped(out: &mut String, indent: usize, text: &str) {
    let mut line = String::new();
    let mut length = 0;
    // A space that must not end a line is none here.
    for word in text.split([' ', '\n']).filter(|word| !word.is_empty()) {
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
    fn piece(&self, piece: &ChangePiece, old: bool) -> String {
        match (piece.differs, self.colour, old) {
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
