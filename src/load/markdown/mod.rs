//! Markdown into [`Prose`]: CommonMark with tables, footnotes and strikethrough.
//!
//! What a document that travels must not hold is refused here: raw HTML, links that run code or
//! lead nowhere, images without a text or from outside the brief's folder.
//!
//! The events of the parser are walked here. What is done with a heading or a table stands in
//! `blocks`, with a link, an image or a citation in `inline` and `citation`, with a comment in `html`;
//! `faults` tells what Markdown lets pass, and `passages` gathers the words for rules.

mod blocks;
mod citation;
mod faults;
mod html;
mod inline;
mod passages;

use std::ops::Range;

use pulldown_cmark::{BrokenLink, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

pub use self::passages::{Passage, PassageSort};

use self::faults::{MAX_DEPTH, broken_reference, report_hidden, too_deep};
use self::html::without_comments;
use super::images::Images;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::prose::{Align, Block, Inline, Prose};
use crate::source_map::{FileId, SourceMap, Span};

/// A reference as an author writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written {
    /// `[@globe-2022, p. 4; @F-012]`.
    Citation(Vec<Cited>),
    /// `[^1]`.
    Footnote {
        /// The label between the brackets.
        label: String,
        /// Where it stands.
        span: Span,
    },
}

/// One key in a citation, with the place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The key without its `@`.
    pub key: String,
    /// What stands after the key: `p. 4`.
    pub locator: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// A footnote that an author wrote.
#[derive(Debug, Clone)]
pub struct Footnote {
    /// The label between the brackets.
    pub label: String,
    /// Its text.
    pub blocks: Vec<Block<Written>>,
    /// Where it stands.
    pub span: Span,
}

/// A section's file.
#[derive(Debug, Clone)]
pub struct Section {
    /// The file's name without `.md`.
    pub name: String,
    /// The file.
    pub file: FileId,
    /// Its text.
    pub prose: Prose<Written>,
    /// Its footnotes.
    pub footnotes: Vec<Footnote>,
    /// The file as it is written, without comments, which never reach a document.
    pub written: String,
    /// Its words with their places, as rules read them.
    pub passages: Vec<Passage>,
}

impl Section {
    /// How long the first line is, in bytes.
    pub fn head(&self) -> usize {
        self.written.lines().next().map_or(0, str::len)
    }
}

/// The mark by which a citation is told from a link.
const CITATION: &str = "evenhand:citation";

/// Reads one section.
pub(super) fn parse(
    map: &SourceMap,
    file: FileId,
    name: &str,
    images: &mut Images,
    out: &mut Vec<Diagnostic>,
) -> Section {
    let text = map.file(file).text.as_str();
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut broken = Vec::new();
    let citations = |link: BrokenLink<'_>| {
        let reference = link.reference.trim_start();
        if reference.starts_with('@') {
            return Some((CowStr::from(CITATION), CowStr::from("")));
        }
        broken.extend(
            broken_reference(reference, link.link_type).map(|problem| problem.at(Span::new(file, link.span), "")),
        );
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, options, Some(citations));
    let mut events: Vec<_> = parser.into_offset_iter().collect();
    out.append(&mut broken);
    report_hidden(text, file, &events, out);
    let deep = too_deep(&events);
    if let Some(range) = deep.clone() {
        out.push(
            Diagnostic::error(
                codes::TOO_LARGE,
                format!("more than {MAX_DEPTH} quotations, lists and marks stand inside each other"),
            )
            .at(Span::new(file, range.start..range.start + 1), "too deep")
            .help("a reader cannot follow this either; write it with fewer levels"),
        );
        events.clear();
    }
    let passages = passages::passages(map, file, &events);
    let mut reader = Reader {
        map,
        file,
        images,
        out,
        frames: vec![Frame::default()],
        footnotes: Vec::new(),
        lists: Vec::new(),
        align: Vec::new(),
        title: None,
        level: 1,
        shown: 1,
        placeholder: false,
    };
    for (event, range) in events {
        reader.event(event, range);
    }
    let blocks = std::mem::take(&mut reader.frames[0].blocks);
    let title = reader.title.take().unwrap_or_else(|| {
        if deep.is_some() {
            return vec![Inline::Text(name.to_owned())];
        }
        reader.out.push(
            Diagnostic::error(codes::BAD_HEADING, format!("`{}` does not begin with a heading", map.file(file).path))
                .at(Span::new(file, 0..0), "")
                .help("write `# ` and the section's title on the first line"),
        );
        vec![Inline::Text(name.to_owned())]
    });
    Section {
        name: name.to_owned(),
        file,
        prose: Prose { title, blocks },
        footnotes: reader.footnotes,
        written: without_comments(text),
        passages,
    }
}

/// What an open tag has gathered so far.
#[derive(Default)]
struct Frame {
    blocks: Vec<Block<Written>>,
    inlines: Vec<Inline<Written>>,
    rows: Vec<Vec<Vec<Inline<Written>>>>,
    cells: Vec<Vec<Inline<Written>>>,
    items: Vec<Vec<Block<Written>>>,
    /// The words alone, for code blocks and an image's text.
    text: String,
    /// Where a link or an image leads.
    target: String,
    /// The title of an image, or the label of a footnote.
    name: String,
    /// The first number of a list.
    start: Option<u64>,
}

struct Reader<'a> {
    map: &'a SourceMap,
    file: FileId,
    images: &'a mut Images,
    out: &'a mut Vec<Diagnostic>,
    frames: Vec<Frame>,
    footnotes: Vec<Footnote>,
    lists: Vec<bool>,
    align: Vec<Align>,
    title: Option<Vec<Inline<Written>>>,
    /// The level of the last heading as written.
    level: u8,
    /// The level of the last heading as shown.
    shown: u8,
    /// Something stood before the title, which was reported; the title may still come.
    placeholder: bool,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let span = Span::new(self.file, range);
        match event {
            Event::Start(tag) => self.start(&tag, span),
            Event::End(tag) => self.end(tag, span),
            Event::Text(text) => {
                self.top().text.push_str(&text);
                self.push(Inline::Text(text.into_string()));
            }
            Event::Code(code) => {
                self.top().text.push_str(&code);
                self.push(Inline::Code(code.into_string()));
            }
            Event::SoftBreak => {
                self.top().text.push(' ');
                self.push(Inline::Text(" ".to_owned()));
            }
            Event::HardBreak => self.push(Inline::Break),
            Event::Rule => self.block(Block::Rule, span),
            Event::FootnoteReference(label) => {
                self.push(Inline::Reference(Written::Footnote { label: label.into_string(), span }))
            }
            // A block comes line by line; it is judged whole, at its end.
            Event::Html(html) => self.top().text.push_str(&html),
            Event::InlineHtml(html) => self.html(&html, span),
            // Not enabled, so never sent.
            Event::InlineMath(text) | Event::DisplayMath(text) => self.push(Inline::Text(text.into_string())),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, span: Span) {
        match tag {
            Tag::List(_) => self.lists.push(true),
            Tag::Table(align) => {
                self.align = align
                    .iter()
                    .map(|align| match align {
                        pulldown_cmark::Alignment::Center => Align::Center,
                        pulldown_cmark::Alignment::Right => Align::End,
                        _ => Align::Start,
                    })
                    .collect();
            }
            Tag::Paragraph => {
                // A paragraph directly in a list's entry means that the entries stand apart.
                if let Some(tight) = self.lists.last_mut()
                    && matches!(self.frames.last(), Some(frame) if frame.blocks.is_empty() && frame.inlines.is_empty())
                {
                    *tight = false;
                }
            }
            Tag::Link { link_type: LinkType::Email, .. } => {}
            Tag::Link { dest_url, .. } if &**dest_url != CITATION => self.check_link(dest_url, span),
            _ => {}
        }
        // Words that stand directly in a list's entry come before a block in the same entry.
        if is_block(tag) {
            self.flush_words();
        }
        let mut frame = Frame::default();
        match tag {
            Tag::Link { dest_url, .. } => frame.target = dest_url.to_string(),
            Tag::Image { dest_url, title, .. } => {
                frame.target = dest_url.to_string();
                frame.name = title.to_string();
            }
            Tag::FootnoteDefinition(label) => frame.name = label.to_string(),
            Tag::List(start) => frame.start = *start,
            _ => {}
        }
        self.frames.push(frame);
    }

    fn end(&mut self, tag: TagEnd, span: Span) {
        let frame = self.frames.pop().unwrap_or_default();
        match tag {
            TagEnd::Paragraph => self.block(Block::Paragraph(frame.inlines), span),
            TagEnd::Heading(level) => self.heading(level, frame.inlines, span),
            TagEnd::BlockQuote(_) => self.block(Block::Quote(frame.blocks), span),
            TagEnd::CodeBlock => self.block(Block::Code(frame.text), span),
            TagEnd::List(_) => {
                let tight = self.lists.pop().unwrap_or(true);
                self.block(Block::List { start: frame.start, tight, items: frame.items }, span);
            }
            TagEnd::Item => {
                let mut frame = frame;
                if !frame.inlines.is_empty() {
                    frame.blocks.push(Block::Paragraph(frame.inlines));
                }
                self.top().items.push(frame.blocks);
            }
            TagEnd::FootnoteDefinition => {
                self.footnotes.push(Footnote { label: frame.name, blocks: frame.blocks, span });
            }
            TagEnd::Table => {
                let align = std::mem::take(&mut self.align);
                let mut rows = frame.rows;
                let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
                self.block(Block::Table { align, head, rows }, span);
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                self.check_row(span);
                self.top().rows.push(frame.cells);
            }
            TagEnd::TableCell => self.top().cells.push(frame.inlines),
            TagEnd::Emphasis => self.push(Inline::Emphasis(frame.inlines)),
            TagEnd::Strong => self.push(Inline::Strong(frame.inlines)),
            TagEnd::Strikethrough => self.push(Inline::Strike(frame.inlines)),
            TagEnd::Link => self.link(frame, span),
            TagEnd::Image => self.image(frame, span),
            TagEnd::HtmlBlock => self.html(&frame.text, span),
            // Not enabled, so never sent.
            TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn top(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            self.frames.push(Frame::default());
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn push(&mut self, inline: Inline<Written>) {
        let inlines = &mut self.top().inlines;
        if let (Some(Inline::Text(last)), Inline::Text(more)) = (inlines.last_mut(), &inline) {
            last.push_str(more);
        } else {
            inlines.push(inline);
        }
    }

    fn flush_words(&mut self) {
        let frame = self.top();
        if !frame.inlines.is_empty() {
            let words = std::mem::take(&mut frame.inlines);
            frame.blocks.push(Block::Paragraph(words));
        }
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::HtmlBlock
            | Tag::List(_)
            | Tag::Table(_)
    )
}
