//! Values and prose as HTML. Author text is escaped wherever it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::plain;
use crate::model::prose::{Align, Block, Inline};
use crate::text::{escape_xml, fill};
use crate::view::Reference;

/// What prose needs besides its words.
#[derive(Debug, Default)]
pub struct Setting {
    /// Images by their path in the brief, as addresses that hold the image itself.
    pub pictures: BTreeMap<String, String>,
    /// What a note is called, with a gap for its number: "Note {number}".
    pub note: String,
    /// The findings that the document tells; a short form may name others.
    pub told: BTreeSet<String>,
}

/// A file as an address that holds it (RFC 2397).
pub fn data_uri(sort: &str, bytes: &[u8]) -> String {
    format!("data:{sort};base64,{}", STANDARD.encode(bytes))
}

/// An image as such an address; what sort of image it is, the end of its path says.
pub fn picture(path: &str, bytes: &[u8]) -> String {
    let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let sort = match ending.as_str() {
        "svg" => "image/svg+xml",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        _ => "image/png",
    };
    data_uri(sort, bytes)
}

/// An id as the name of a place in a page, which holds no white space.
pub fn anchor(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join("-")
}

/// Text as a part of an address: every sign that has a meaning there is written by its number
/// (RFC 3986).
pub fn percent(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'@' | b'+' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            byte => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Text as a string of CSS that cannot end its element: signs of ASCII are written by their number.
pub fn css_string(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        if c.is_ascii_punctuation() || c.is_control() {
            let _ = write!(out, "\\{:x} ", c as u32);
        } else {
            out.push(c);
        }
    }
    out.push('"');
    out
}

/// JSON that can stand in a `script` element, which ends at the first `</script`.
pub fn script_json(json: &str) -> String {
    // Outside of strings JSON has none of these signs.
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

/// Blocks of prose. Headings inside a section begin at level 3, under the section's own.
pub fn blocks(list: &[Block<Reference>], setting: &Setting) -> String {
    let mut page = Page { out: String::new(), setting };
    page.blocks(list);
    page.out
}

/// Words.
pub fn inlines(list: &[Inline<Reference>], setting: &Setting) -> String {
    let mut page = Page { out: String::new(), setting };
    page.inlines(list);
    page.out
}

struct Page<'a> {
    out: String,
    setting: &'a Setting,
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
        self.out.push_str(&escape_xml(text));
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
        // It can scroll sideways, so a keyboard must reach it; what a keyboard reaches has a name.
        let name: Vec<_> = head.iter().map(|cell| plain::inlines(cell)).collect();
        let tag = format!(
            "div class=\"table\" role=\"group\" aria-label=\"{}\" tabindex=\"0\"",
            escape_xml(&name.join(", "))
        );
        self.element(&tag, |page| {
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
        let source = self.setting.pictures.get(path).map_or("", String::as_str);
        let _ = write!(self.out, "<img src=\"{source}\" alt=\"{}\">", escape_xml(alt));
    }

    fn inlines(&mut self, list: &[Inline<Reference>]) {
        // Numbers of notes that nothing parts stand together, with room between them.
        let mut notes = Vec::new();
        for (i, inline) in list.iter().enumerate() {
            let cited = matches!(list.get(i + 1), Some(Inline::Reference(next)) if next.findings.is_empty());
            match inline {
                Inline::Reference(reference) => {
                    if !reference.findings.is_empty() {
                        self.notes(&mut notes);
                        self.findings(&reference.findings);
                    }
                    notes.extend(&reference.notes);
                }
                // A note's number stands close to the word that it belongs to.
                Inline::Text(text) if cited && text.trim().is_empty() => {}
                Inline::Text(text) => {
                    self.notes(&mut notes);
                    self.text(if cited { text.trim_end() } else { text });
                }
                other => {
                    self.notes(&mut notes);
                    self.inline(other);
                }
            }
        }
        self.notes(&mut notes);
    }

    fn inline(&mut self, inline: &Inline<Reference>) {
        match inline {
            Inline::Emphasis(inner) => self.element("em", |page| page.inlines(inner)),
            Inline::Strong(inner) => self.element("strong", |page| page.inlines(inner)),
            Inline::Strike(inner) => self.element("s", |page| page.inlines(inner)),
            Inline::Code(text) => self.element("code", |page| page.text(text)),
            Inline::Language(tag, inner) => {
                self.element(&format!("span lang=\"{}\"", escape_xml(tag)), |page| page.inlines(inner));
            }
            Inline::Link(url, inner) => {
                // Where the words are the address, paper need not repeat it.
                let bare = matches!(inner.as_slice(), [Inline::Text(text)] if text == url);
                let class = if bare { " class=\"address\"" } else { "" };
                let tag = format!("a{class} href=\"{}\"", escape_xml(url));
                self.element(&tag, |page| page.inlines(inner));
            }
            Inline::Image { path, alt, .. } => self.image(path, alt),
            Inline::Break => self.open("br"),
            Inline::Text(_) | Inline::Reference(_) => self.inlines(std::slice::from_ref(inline)),
        }
    }

    fn findings(&mut self, findings: &[String]) {
        if findings.is_empty() {
            return;
        }
        let link = |id: &String| match self.setting.told.contains(id) {
            true => format!("<a class=\"id\" href=\"#{}\">{}</a>", escape_xml(&anchor(id)), escape_xml(id)),
            false => escape_xml(id),
        };
        let links: Vec<_> = findings.iter().map(link).collect();
        let _ = write!(self.out, "({})", links.join(", "));
    }

    fn notes(&mut self, notes: &mut Vec<usize>) {
        self.out.push_str(&note_marks(notes, self.setting));
        notes.clear();
    }
}

/// The numbers of notes. Each opens its note in place; where a browser cannot, it leads to the list.
/// The style shows the one way or the other. The number itself is text, so that it is copied along.
pub fn note_marks(notes: &[usize], setting: &Setting) -> String {
    let mark = |n: &usize| {
        let name = escape_xml(&fill(&setting.note, &[("number", &n.to_string())]));
        format!(
            "<span class=\"mark\"><span aria-hidden=\"true\">[{n}]</span>\
             <a href=\"#note/{n}\" role=\"doc-noteref\" aria-label=\"{name}\"></a>\
             <button type=\"button\" popovertarget=\"peek/{n}\" aria-label=\"{name}\"></button></span>"
        )
    };
    match notes {
        [] => String::new(),
        notes => format!("\u{a0}<span class=\"marks\">{}</span>", notes.iter().map(mark).collect::<String>()),
    }
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
        let html = inlines(&words, &Setting::default());
        assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
        assert!(html.contains("href=\"https://x.example/?a=1&amp;b=&quot;\""), "{html}");
    }

    #[test]
    fn strings_stay_strings() {
        assert_eq!(css_string("a\"</style>"), "\"a\\22 \\3c \\2f style\\3e \"");
        assert_eq!(script_json("\"</script>\""), "\"\\u003c/script\\u003e\"");
        assert_eq!(percent("a b?@x.example"), "a%20b%3F@x.example");
        assert_eq!(anchor("F-001 (entry 2)"), "F-001-(entry-2)");
    }
}
