//! Markdown as plain text, for a message or a memo without formatting: headings underlined, lists
//! with dashes, links with their address. A paragraph is one line, however long, since whatever it is
//! pasted into breaks lines itself.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::model::prose::Inline;

/// How many characters the line under a heading has at most.
const WIDTH: usize = 80;

/// Words without marks, notes and pictures.
pub fn inlines<R>(list: &[Inline<R>]) -> String {
    let mut out = String::new();
    for inline in list {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(inner)
            | Inline::Strong(inner)
            | Inline::Strike(inner)
            | Inline::Language(_, inner)
            | Inline::Link(_, inner) => {
                out.push_str(&inlines(inner));
            }
            Inline::Break => out.push(' '),
            Inline::Image { .. } | Inline::Reference(_) => {}
        }
    }
    out.trim().to_owned()
}

/// The text of a Markdown document.
pub fn text(markdown: &str) -> String {
    let mut page = Page::default();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        page.event(event);
    }
    page.finish()
}

#[derive(Default)]
struct Page {
    out: String,
    /// The words of the block that is being read.
    line: String,
    /// What begins each line: of quotations and list entries.
    margin: Vec<String>,
    /// What begins the next line only: the mark of a list entry.
    mark: Option<String>,
    /// The next number of each list that is open.
    lists: Vec<Option<u64>>,
    /// The address of the link that is open, and where its words begin.
    link: Option<(String, usize)>,
    cells: Vec<String>,
    verbatim: bool,
    /// Whether the last thing was an entry of a list that stands close.
    close: bool,
}

impl Page {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.line.push_str(&text),
            Event::SoftBreak => self.line.push(' '),
            Event::HardBreak => self.line.push('\n'),
            Event::Rule => self.block("* * *".to_owned()),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::List(start) => {
                self.flush();
                self.lists.push(start);
            }
            Tag::Item => {
                self.flush();
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.margin.push(" ".repeat(mark.chars().count()));
                self.mark = Some(mark);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.margin.push("> ".to_owned());
            }
            Tag::CodeBlock(_) => self.verbatim = true,
            Tag::Link { dest_url, .. } => self.link = Some((dest_url.to_string(), self.line.len())),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(level) => self.heading(level),
            TagEnd::Item => {
                self.flush();
                self.margin.pop();
                self.mark = None;
                self.close = true;
            }
            TagEnd::List(_) => {
                self.lists.pop();
                self.close = false;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.margin.pop();
            }
            TagEnd::CodeBlock => {
                let text = std::mem::take(&mut self.line);
                self.verbatim = false;
                self.block(text.trim_end().to_owned());
            }
            TagEnd::Link => {
                if let Some((url, start)) = self.link.take()
                    && self.line.get(start..) != Some(url.as_str())
                    && !url.starts_with('#')
                {
                    let url = url.strip_prefix("mailto:").unwrap_or(&url);
                    if self.line.get(start..) != Some(url) {
                        self.line.push_str(&format!(" <{url}>"));
                    }
                }
            }
            TagEnd::TableCell => self.cells.push(std::mem::take(&mut self.line)),
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = std::mem::take(&mut self.cells).join(" | ");
                self.close = tag == TagEnd::TableRow;
                self.block(row);
                self.close = true;
            }
            TagEnd::Table => self.close = false,
            _ => {}
        }
    }

    fn heading(&mut self, level: HeadingLevel) {
        let title = std::mem::take(&mut self.line);
        let under = match level {
            HeadingLevel::H1 => "=",
            HeadingLevel::H2 => "-",
            _ => "",
        };
        let length = title.chars().count().min(WIDTH);
        self.close = false;
        match under {
            "" => self.block(title),
            under => self.block(format!("{title}\n{}", under.repeat(length))),
        }
    }

    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        if line.trim().is_empty() {
            return;
        }
        self.block(line.trim().to_owned());
    }

    fn block(&mut self, text: String) {
        if !self.out.is_empty() && !(self.close && (self.mark.is_some() || self.lists.is_empty())) {
            self.out.push('\n');
        }
        self.close = false;
        for line in text.lines() {
            let margin = self.margin.concat();
            let begin = match self.mark.take() {
                Some(mark) => {
                    let outer = self.margin[..self.margin.len().saturating_sub(1)].concat();
                    format!("{outer}{mark}")
                }
                None => margin,
            };
            self.out.push_str(format!("{begin}{line}").trim_end());
            self.out.push('\n');
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_text() {
        let markdown = "# Title\n\nOne *two* [three](https://x.example).\n\n- a\n- b\n\n> said\n\n| A | B |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nEnd.\n";
        let expected =
            "Title\n=====\n\nOne two three <https://x.example>.\n\n- a\n- b\n\n> said\n\nA | B\n1 | 2\n3 | 4\n\nEnd.\n";
        assert_eq!(text(markdown), expected);
    }
}
