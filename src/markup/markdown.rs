//! Values and prose as Markdown (CommonMark with tables and strikethrough), for pasting into memos
//! and editors. Signs of Markdown in author text are escaped.

use crate::model::prose::{Align, Block, Inline};
use crate::view::Reference;

/// Text in which nothing is markup.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut line_start = true;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            // An ampersand begins a character reference only before a name or number.
            '&' if chars.peek().is_some_and(|next| next.is_alphanumeric() || *next == '#') => out.push_str("\\&"),
            '#' | '+' | '-' | '=' | ':' if line_start => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        line_start = c == '\n';
    }
    // "1." or "1)" at the start of a line would begin a list.
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=9).contains(&digits) && out[digits..].starts_with(['.', ')']) {
        out.insert(digits, '\\');
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
            let mut lines = Vec::new();
            for (at, item) in items.iter().enumerate() {
                let mark = match start {
                    Some(start) => format!("{}. ", start + at as u64),
                    None => "- ".to_owned(),
                };
                lines.push(format!("{mark}{}", indent(&blocks(item), mark.len())));
            }
            lines.join(if *tight { "\n" } else { "\n\n" })
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
    text.replace('\n', &format!("\n{}", " ".repeat(by)))
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
        match (inline, list.get(at + 1)) {
            (Inline::Text(text), Some(Inline::Reference(next))) if next.findings.is_empty() => {
                out.push_str(&escape(text.trim_end()));
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

/// The numbers of notes in brackets.
pub fn note_marks(notes: &[usize]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let numbers: Vec<_> = notes.iter().map(ToString::to_string).collect();
    format!("\u{a0}\\[{}\\]", numbers.join(", "))
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
    }
}
