//! Values as Typst literals, and prose as Typst calls around such literals.
//!
//! Author text only ever stands between the quotation marks of a string literal, where Typst knows
//! two special characters, `\` and `"`. It therefore cannot become markup or code.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use crate::model::prose::{Align, Block, Inline};
use crate::view::Reference;

/// Writes a string literal.
///
/// # Errors
/// Those of the writer.
pub fn string(out: &mut impl Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for c in text.chars() {
        match c {
            '"' => out.write_str("\\\"")?,
            '\\' => out.write_str("\\\\")?,
            '\n' => out.write_str("\\n")?,
            '\t' => out.write_str("\\t")?,
            c if c.is_control() => write!(out, "\\u{{{:x}}}", c as u32)?,
            c => out.write_char(c)?,
        }
    }
    out.write_char('"')
}

/// A file that defines a dictionary of strings.
pub fn dictionary(name: &str, values: &BTreeMap<String, String>) -> String {
    let mut out = format!("#let {name} = (\n");
    for (key, value) in values {
        // Writing to a string does not fail.
        let _ = string(&mut out, key).and_then(|()| out.write_str(": ")).and_then(|()| string(&mut out, value));
        out.push_str(",\n");
    }
    out.push_str(")\n");
    out
}

/// An array of strings.
pub fn strings(values: &[String]) -> String {
    let mut out = String::from("(");
    for value in values {
        let _ = string(&mut out, value);
        out.push_str(", ");
    }
    out.push(')');
    out
}

/// Blocks of prose as one Typst expression.
pub fn blocks(list: &[Block<Reference>]) -> String {
    let mut code = Code::default();
    code.blocks(list);
    code.out
}

/// Words as one Typst expression.
pub fn inlines(list: &[Inline<Reference>]) -> String {
    let mut code = Code::default();
    code.inlines(list);
    code.out
}

/// A note for the foot of a page: one paragraph goes on behind its number.
pub fn footnote(list: &[Block<Reference>]) -> String {
    let mut code = Code { in_note: true, ..Code::default() };
    match list {
        [Block::Paragraph(words)] => code.inlines(words),
        list => code.blocks(list),
    }
    code.out
}

/// The numbers of notes, as the theme writes them.
pub fn note_marks(notes: &[usize]) -> String {
    let numbers: String = notes.iter().map(|number| format!("{number}, ")).collect();
    format!("note-marks(({numbers}))")
}

/// Code under construction. Elements are named through `std`, so that no name of a theme hides
/// them; `note-marks`, `finding-marks`, `in-language` and the functions that begin with `prose-` are the
/// theme's.
#[derive(Default)]
struct Code {
    out: String,
    /// It stands at the foot of a page, where no other note can be set.
    in_note: bool,
}

impl Code {
    fn raw(&mut self, code: &str) {
        self.out.push_str(code);
    }

    fn string(&mut self, text: &str) {
        // Writing to a string does not fail.
        let _ = string(&mut self.out, text);
    }

    fn call(&mut self, head: &str, body: impl FnOnce(&mut Self)) {
        self.raw(head);
        body(self);
        self.raw(")\n");
    }

    fn blocks(&mut self, list: &[Block<Reference>]) {
        self.raw("{\n[]\n");
        list.iter().for_each(|block| self.block(block));
        self.raw("}");
    }

    fn block(&mut self, block: &Block<Reference>) {
        match block {
            Block::Paragraph(words) => match words.as_slice() {
                [Inline::Image { path, alt, caption }] => self.image(path, alt, caption.as_deref(), true),
                _ => self.call("std.par(", |code| code.inlines(words)),
            },
            Block::Heading(level, words) => {
                self.call(&format!("std.heading(level: {level}, "), |code| code.inlines(words));
            }
            Block::List { start, tight, items } => {
                let head = match start {
                    Some(start) => format!("std.enum(tight: {tight}, start: {start}, "),
                    None => format!("std.list(tight: {tight}, "),
                };
                self.call(&head, |code| {
                    for item in items {
                        code.item(item, *tight);
                        code.raw(", ");
                    }
                });
            }
            Block::Quote(inner) => self.call("std.quote(block: true, ", |code| code.blocks(inner)),
            Block::Code(text) => self.call("std.raw(block: true, ", |code| code.string(text.trim_end_matches('\n'))),
            Block::Table { align, head, rows } => self.table(align, head, rows),
            Block::Rule => self.raw("prose-rule()\n"),
        }
    }

    /// The words of an entry that stands close to its neighbours are no paragraph of their own.
    fn item(&mut self, item: &[Block<Reference>], tight: bool) {
        match item {
            [Block::Paragraph(words), rest @ ..] if tight => {
                self.raw("{\n");
                self.inlines(words);
                self.raw("\n");
                rest.iter().for_each(|block| self.block(block));
                self.raw("}");
            }
            _ => self.blocks(item),
        }
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Inline<Reference>>], rows: &[Vec<Vec<Inline<Reference>>>]) {
        let sides: Vec<_> = align
            .iter()
            .map(|align| match align {
                Align::Start => "start",
                Align::Center => "center",
                Align::End => "end",
            })
            .collect();
        let columns = align.len().max(1);
        self.call(&format!("prose-table(columns: {columns}, align: ({},), ", sides.join(", ")), |code| {
            code.call("std.table.header(", |code| code.cells(head));
            code.raw(", ");
            rows.iter().for_each(|row| code.cells(row));
        });
    }

    fn cells(&mut self, cells: &[Vec<Inline<Reference>>]) {
        for cell in cells {
            self.inlines(cell);
            self.raw(", ");
        }
    }

    fn image(&mut self, path: &str, alt: &str, caption: Option<&str>, block: bool) {
        self.call("prose-image(", |code| {
            code.string(&format!("/brief/{path}"));
            code.raw(&format!(", block: {block}, alt: "));
            code.string(alt);
            if let Some(caption) = caption {
                code.raw(", caption: ");
                code.string(caption);
            }
        });
    }

    fn inlines(&mut self, list: &[Inline<Reference>]) {
        self.raw("{\n[]\n");
        for (i, inline) in list.iter().enumerate() {
            match (inline, list.get(i + 1)) {
                // A note's number stands close to the word that it belongs to.
                (Inline::Text(text), Some(Inline::Reference(next))) if next.findings.is_empty() => {
                    self.string(text.trim_end());
                    self.raw("\n");
                }
                _ => self.inline(inline),
            }
        }
        self.raw("}");
    }

    fn inline(&mut self, inline: &Inline<Reference>) {
        match inline {
            Inline::Text(text) => {
                self.string(text);
                self.raw("\n");
            }
            Inline::Emphasis(inner) => self.call("std.emph(", |code| code.inlines(inner)),
            Inline::Strong(inner) => self.call("std.strong(", |code| code.inlines(inner)),
            Inline::Strike(inner) => self.call("std.strike(", |code| code.inlines(inner)),
            Inline::Code(text) => self.call("std.raw(", |code| code.string(text)),
            Inline::Language(tag, inner) => self.call("in-language(", |code| {
                code.string(tag);
                code.raw(", ");
                code.inlines(inner);
            }),
            Inline::Link(url, inner) => self.call("std.link(", |code| {
                code.string(url);
                code.raw(", ");
                code.inlines(inner);
            }),
            Inline::Image { path, alt, caption } => self.image(path, alt, caption.as_deref(), false),
            Inline::Break => self.raw("std.linebreak()\n"),
            Inline::Reference(reference) => {
                if !reference.findings.is_empty() {
                    self.raw("finding-marks((");
                    for finding in &reference.findings {
                        self.string(finding);
                        self.raw(", ");
                    }
                    self.raw("))\n");
                }
                if !reference.notes.is_empty() {
                    let numbers: Vec<_> = reference.notes.iter().map(ToString::to_string).collect();
                    let marks = if self.in_note { "note-references" } else { "note-marks" };
                    self.raw(&format!("{marks}(({},))\n", numbers.join(", ")));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_quotation_marks() {
        let mut out = String::new();
        string(&mut out, "a\"#panic()\\ \n\u{7}{{x}}").unwrap();
        assert_eq!(out, r##""a\"#panic()\\ \n\u{7}{{x}}""##);
    }
}
