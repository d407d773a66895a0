//! Values and prose as HTML. Author text is escaped wherever it stands.

use std::collections::BTreeMap;
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::model::prose::{Align, Block, Inline};
use crate::view::Reference;

/// Images by their path in the brief, as addresses that hold the image itself.
pub type Pictures = BTreeMap<String, String>;

/// Text that is safe between tags and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// An image as an address that holds it (RFC 2397).
pub fn data_uri(path: &str, bytes: &[u8]) -> String {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let sort = match ending.as_str() {
        "svg" => "svg+xml",
        "jpg" | "jpeg" => "jpeg",
        "gif" => "gif",
        "webp" => "webp",
        _ => "png",
    };
    format!("data:image/{sort};base64,{}", STANDARD.encode(bytes))
}

/// Blocks of prose. Headings inside a section begin at level 3, under the section's own.
pub fn blocks(list: &[Block<Reference>], pictures: &Pictures) -> String {
    let mut page = Page { out: String::new(), pictures };
    page.blocks(list);
    page.out
}

/// Words.
pub fn inlines(list: &[Inline<Reference>], pictures: &Pictures) -> String {
    let mut page = Page { out: String::new(), pictures };
    page.inlines(list);
    page.out
}

struct Page<'a> {
    out: String,
    pictures: &'a Pictures,
}

impl Page<'_> {
    fn element(&mut self, tag: &str, body: impl FnOnce(&mut Self)) {
        let name = tag.split(' ').next().unwrap_or(tag);
        self.open(tag);
        body(self);
        let _ = write!(self.out, "</{name}>");
    }

    fn open(&mut self, tag: &str) {
        let _ = write!(self.out, "<{tag}>");
    }

    fn text(&mut self, text: &str) {
        self.out.push_str(&escape(text));
    }

    fn blocks(&mut self, list: &[Block<Reference>]) {
        for block in list {
            self.block(block);
            self.out.push('\n');
        }
    }

    fn block(&mut self, block: &Block<Reference>) {
        match block {
            Block::Paragraph(words) => match words.as_slice() {
                [Inline::Image { path, alt, caption }] => self.element("figure", |page| {
                    page.image(path, alt);
                    if let Some(caption) = caption {
                        page.element("figcaption", |page| page.text(caption));
                    }
                }),
                _ => self.element("p", |page| page.inlines(words)),
            },
            Block::Heading(level, words) => {
                self.element(&format!("h{}", (level + 1).min(6)), |page| page.inlines(words));
            }
            Block::List { start, tight, items } => {
                let tag = match start {
                    Some(1) => "ol".to_owned(),
                    Some(start) => format!("ol start=\"{start}\""),
                    None => "ul".to_owned(),
                };
                self.element(&tag, |page| {
                    for item in items {
                        page.element("li", |page| page.item(item, *tight));
                    }
                });
            }
            Block::Quote(inner) => self.element("blockquote", |page| page.blocks(inner)),
            // It can scroll sideways, so a keyboard must reach it.
            Block::Code(text) => self.element("pre tabindex=\"0\"", |page| {
                page.element("code", |page| page.text(text.trim_end_matches('\n')));
            }),
            Block::Table { align, head, rows } => self.table(align, head, rows),
            Block::Rule => self.open("hr"),
        }
    }

    /// The words of an entry that stands close to its neighbours are no paragraph of their own.
    fn item(&mut self, item: &[Block<Reference>], tight: bool) {
        match item {
            [Block::Paragraph(words), rest @ ..] if tight => {
                self.inlines(words);
                self.blocks(rest);
            }
            _ => self.blocks(item),
        }
    }

    fn table(&mut self, align: &[Align], head: &[Vec<Inline<Reference>>], rows: &[Vec<Vec<Inline<Reference>>>]) {
        let class = |at: usize| match align.get(at) {
            Some(Align::Center) => " class=\"centre\"",
            Some(Align::End) => " class=\"end\"",
            _ => "",
        };
        self.element("div class=\"table\" tabindex=\"0\"", |page| {
            page.element("table", |page| {
                page.element("thead", |page| {
                    page.element("tr", |page| {
                        for (at, cell) in head.iter().enumerate() {
                            page.element(&format!("th scope=\"col\"{}", class(at)), |page| page.inlines(cell));
                        }
                    });
                });
                page.element("tbody", |page| {
                    for row in rows {
                        page.element("tr", |page| {
                            for (at, cell) in row.iter().enumerate() {
                                page.element(&format!("td{}", class(at)), |page| page.inlines(cell));
                            }
                        });
                    }
                });
            });
        });
    }

    fn image(&mut self, path: &str, alt: &str) {
        let source = self.pictures.get(path).map_or("", String::as_str);
        let _ = write!(self.out, "<img src=\"{source}\" alt=\"{}\">", escape(alt));
    }

    fn inlines(&mut self, list: &[Inline<Reference>]) {
        for (i, inline) in list.iter().enumerate() {
            match (inline, list.get(i + 1)) {
                // A note's number stands close to the word that it belongs to.
                (Inline::Text(text), Some(Inline::Reference(next))) if next.findings.is_empty() => {
                    self.text(text.trim_end());
                }
                _ => self.inline(inline),
            }
        }
    }

    fn inline(&mut self, inline: &Inline<Reference>) {
        match inline {
            Inline::Text(text) => self.text(text),
            Inline::Emphasis(inner) => self.element("em", |page| page.inlines(inner)),
            Inline::Strong(inner) => self.element("strong", |page| page.inlines(inner)),
            Inline::Strike(inner) => self.element("s", |page| page.inlines(inner)),
            Inline::Code(text) => self.element("code", |page| page.text(text)),
            Inline::Link(url, inner) => {
                let tag = format!("a href=\"{}\"", escape(url));
                self.element(&tag, |page| page.inlines(inner));
            }
            Inline::Image { path, alt, .. } => self.image(path, alt),
            Inline::Break => self.open("br"),
            Inline::Reference(reference) => {
                self.findings(&reference.findings);
                self.notes(&reference.notes);
            }
        }
    }

    fn findings(&mut self, findings: &[String]) {
        if findings.is_empty() {
            return;
        }
        let links: Vec<_> = findings.iter().map(|id| format!("<a href=\"#{0}\">{0}</a>", escape(id))).collect();
        let _ = write!(self.out, "({})", links.join(", "));
    }

    fn notes(&mut self, notes: &[usize]) {
        self.out.push_str(&note_marks(notes));
    }
}

/// The numbers of notes, each a link to its note.
pub fn note_marks(notes: &[usize]) -> String {
    if notes.is_empty() {
        return String::new();
    }
    let links: Vec<_> =
        notes.iter().map(|number| format!("<a href=\"#note-{number}\" role=\"doc-noteref\">{number}</a>")).collect();
    format!("<span class=\"notes\">\u{a0}[{}]</span>", links.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_text_is_no_markup() {
        let words = vec![
            Inline::Text("<script>alert(1)</script> & \"so\"".to_owned()),
            Inline::Link("https://x.example/?a=1&b=\"".to_owned(), vec![Inline::Text("<b>".to_owned())]),
        ];
        let html = inlines(&words, &Pictures::new());
        assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
        assert!(html.contains("href=\"https://x.example/?a=1&amp;b=&quot;\""), "{html}");
    }
}
