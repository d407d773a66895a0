//! Values and prose as Markdown (CommonMark with tables and strikethrough), for pasting into memos
//! and editors. Signs of Markdown in author text are escaped.

use crate::model::prose::{Align, Block, Inline};
use crate::view::Reference;

/// Text in which nothing is markup, wherever in a line it stands.
pub fn escape(text: &str) -> String {
    escape_at(text, true)
}

fn escape_at(text: &str, mut line_start: bool) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
            line_start = true;
        }
        let digits = line.bytes().take_while(u8::is_ascii_digit).count();
        for (place, c) in line.char_indices() {
            let mut rest = line[place + c.len_utf8()..].chars();
            let mut ends_word = || rest.next().is_none_or(char::is_whitespace);
            let sign = match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => true,
                // An ampersand begins a character reference only before a name or number.
                '&' => !ends_word(),
                // What would begin a heading, a list or a table's rule, or underline a heading.
                '+' | '-' | '=' | ':' => line_start && place == 0,
                // At its end a heading may be closed again.
                '#' => line_start && place == 0 || line[place..].trim_start_matches('#').trim().is_empty(),
                // "1." or "1)" would begin a list.
                '.' | ')' => line_start && place > 0 && place == digits && digits <= 9 && ends_word(),
                _ => false,
            };
            if sign {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

/// Blocks of prose. Headings inside a section begin at level 3, under the section's own.
pub fn blocks(list: &[Block<Reference>]) -> String {
    let mut out = String::new();
    for block in list {
        out.push_str(&self::block(block));
        out.push_str("\n\n");
    }
    out.trim_end().to_owned()
}

fn block(block: &Block<Reference>) -> String {
    match block {
        Block::Paragraph(words) => inlines(words),
        Block::Heading(level, words) => {
            format!("{} {}", "#".repeat(usize::from(level + 1).min(6)), inlines(words).replace('\n', " "))
        }
        Block::List { start, tight, items } => {
            let between = if *tight { "\n" } else { "\n\n" };
            let mut lines = Vec::new();
            for (at, item) in items.iter().enumerate() {
                let mark = match start {
                    Some(start) => format!("{}. ", start + at as u64),
                    None => "- ".to_owned(),
                };
                let parts: Vec<_> = item.iter().map(self::block).collect();
                lines.push(format!("{mark}{}", indent(&parts.join(between), mark.len())));
            }
            lines.join(between)
        }
        Block::Quote(inner) => {
            let lines: Vec<_> = blocks(inner).lines().map(|line| format!("> {line}").trim_end().to_owned()).collect();
            lines.join("\n")
        }
        Block::Code(text) => {
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat((longest + 1).max(3));
            format!("{fence}\n{}\n{fence}", text.trim_end_matches('\n'))
        }
        Block::Table { align, head, rows } => table(align, head, rows),
        Block::Rule => "---".to_owned(),
    }
}

fn indent(text: &str, by: usize) -> String {
    let room = " ".repeat(by);
    let lines = text.lines().enumerate();
    let lines =
        lines.map(|(at, line)| if at == 0 || line.is_empty() { line.to_owned() } else { format!("{room}{line}") });
    lines.collect::<Vec<_>>().join("\n")
}

fn table(align: &[Align], head: &[Vec<Inline<Reference>>], rows: &[Vec<Vec<Inline<Reference>>>]) -> String {
    let line = |cells: &[Vec<Inline<Reference>>]| {
        let cells: Vec<_> = cells.iter().map(|cell| inlines(cell).replace('\n', " ")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let sides: Vec<_> = align
        .iter()
        .map(|align| match align {
            Align::Start => "---",
            Align::Center => ":---:",
            Align::End => "---:",
        })
        .collect();
    let mut lines = vec![line(head), format!("| {} |", sides.join(" | "))];
    lines.extend(rows.iter().map(|row| line(row)));
    lines.join("\n")
}

/// Words.
pub fn inlines(list: &[Inline<Reference>]) -> String {
    let mut out = String::new();
    for (at, inline) in list.iter().enumerate() {
        match inline {
            Inline::Text(text) => {
                let cited = matches!(list.get(at + 1), Some(Inline::Reference(next)) if next.findings.is_empty());
                let text = if cited { text.trim_end() } else { text };
                // A bracket or a colon after a note's number would make it a link.
                if out.ends_with(']') && text.starts_with(['(', ':']) {
                    out.push('\\');
                }
                out.push_str(&escape_at(text, out.is_empty() || out.ends_with('\n')));
            }
            _ => out.push_str(&self::inline(inline)),
        }
    }
    out
}

fn inline(inline: &Inline<Reference>) -> String {
    match inline {
        Inline::Text(text) => escape(text),
        Inline::Emphasis(inner) => format!("*{}*", inlines(inner)),
        Inline::Strong(inner) => format!("**{}**", inlines(inner)),
        Inline::Strike(inner) => format!("~~{}~~", inlines(inner)),
        Inline::Language(_, inner) => inlines(inner),
        Inline::Code(text) => {
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest + 1);
            let room = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
            format!("{fence}{room}{text}{room}{fence}")
        }
        Inline::Link(url, inner) => {
            let words = inlines(inner);
            let bare = matches!(inner.as_slice(), [Inline::Text(text)] if text == url);
            if bare && !url.contains(['<', '>', ' ']) {
                format!("<{url}>")
            } else {
                format!("[{words}](<{}>)", url.replace('>', "%3E").replace('<', "%3C"))
            }
        }
        // The picture does not travel with the text; its description does.
        Inline::Image { alt, caption, .. } => {
            let caption = caption.as_ref().map(|caption| format!(" {}", escape(caption))).unwrap_or_default();
            format!("\\[{}\\]{caption}", escape(alt))
        }
        Inline::Break => "\\\n".to_owned(),
        Inline::Reference(reference) => {
            let findings = match reference.findings.as_slice() {
                [] => String::new(),
                ids => format!("({})", ids.iter().map(|id| escape(id)).collect::<Vec<_>>().join(", ")),
            };
            format!("{findings}{}", note_marks(&reference.notes))
        }
    }
}

/// The numbers of notes in brackets. Nothing here defines a link of such a name, so that they are text.
pub fn note_marks(notes: &[usize]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let numbers: Vec<_> = notes.iter().map(ToString::to_string).collect();
    format!("\u{a0}[{}]", numbers.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_markdown_are_signs() {
        assert_eq!(escape("*a* _b_ [c](d) <e> `f`"), "\\*a\\* \\_b\\_ \\[c\\](d) \\<e\\> \\`f\\`");
        assert_eq!(escape("1. May"), "1\\. May");
        assert_eq!(escape("# 4"), "\\# 4");
        assert_eq!(escape("A & B &amp;"), "A & B \\&amp;");
        assert_eq!(escape("9.1 metres\n- no list\n2) nor this"), "9.1 metres\n\\- no list\n2\\) nor this");
        let cited = Inline::Reference(Reference { findings: Vec::new(), notes: vec![4] });
        assert_eq!(inlines(&[cited, Inline::Text("(https://x.example)".to_owned())]), "\u{a0}[4]\\(https://x.example)");
    }
}
