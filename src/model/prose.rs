//! Long text: the blocks and words of a Markdown section, without the marks of Markdown.
//!
//! `R` is what a reference is: as the author wrote it after reading, a note's number or a
//! finding's id once it is resolved.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A section's text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose<R> {
    /// The words of the first heading.
    pub title: Vec<Inline<R>>,
    /// Everything under it.
    pub blocks: Vec<Block<R>>,
}

/// A paragraph, list, table or the like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Block<R> {
    /// A paragraph.
    Paragraph(Vec<Inline<R>>),
    /// A heading inside the section, its level from 2.
    Heading(u8, Vec<Inline<R>>),
    /// A list: the number it starts with where it is numbered, whether its entries stand close.
    List {
        /// The first number of a numbered list.
        start: Option<u64>,
        /// No blank line stands between the entries.
        tight: bool,
        /// The entries.
        items: Vec<Vec<Block<R>>>,
    },
    /// A block quotation.
    Quote(Vec<Block<R>>),
    /// Lines kept as they are.
    Code(String),
    /// A table: one alignment a column, the head, the rows.
    Table {
        /// How each column is aligned.
        align: Vec<Align>,
        /// The head's cells.
        head: Vec<Vec<Inline<R>>>,
        /// The rows' cells.
        rows: Vec<Vec<Vec<Inline<R>>>>,
    },
    /// A line across.
    Rule,
}

/// How a table column is aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Align {
    /// As the language goes.
    Start,
    /// In the middle.
    Center,
    /// At the other side, as numbers stand.
    End,
}

/// Words, or something that stands among them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Inline<R> {
    /// Words.
    Text(String),
    /// Emphasis.
    Emphasis(Vec<Inline<R>>),
    /// Strong emphasis.
    Strong(Vec<Inline<R>>),
    /// Struck out.
    Strike(Vec<Inline<R>>),
    /// Words kept as they are, in the font for code.
    Code(String),
    /// Words in another language than the text around them: its BCP 47 tag, the words.
    Language(String, Vec<Inline<R>>),
    /// A link to the web or to a mail address.
    Link(String, Vec<Inline<R>>),
    /// An image: its path in the brief's folder, the text for those who do not see it, a caption.
    Image {
        /// The path from the brief's folder.
        path: String,
        /// What it shows.
        alt: String,
        /// The line under it.
        caption: Option<String>,
    },
    /// The end of a line that stays an end.
    Break,
    /// A citation, a finding or a footnote.
    Reference(R),
}

impl<R> Prose<R> {
    /// The same text with every reference replaced.
    pub fn map<S>(&self, f: &mut impl FnMut(&R) -> S) -> Prose<S> {
        Prose { title: inlines(&self.title, f), blocks: blocks(&self.blocks, f) }
    }
}

/// The same blocks with every reference replaced, in reading order.
pub fn blocks<R, S>(list: &[Block<R>], f: &mut impl FnMut(&R) -> S) -> Vec<Block<S>> {
    list.iter()
        .map(|block| match block {
            Block::Paragraph(words) => Block::Paragraph(inlines(words, f)),
            Block::Heading(level, words) => Block::Heading(*level, inlines(words, f)),
            Block::List { start, tight, items } => {
                Block::List { start: *start, tight: *tight, items: items.iter().map(|item| blocks(item, f)).collect() }
            }
            Block::Quote(inner) => Block::Quote(blocks(inner, f)),
            Block::Code(text) => Block::Code(text.clone()),
            Block::Table { align, head, rows } => Block::Table {
                align: align.clone(),
                head: head.iter().map(|cell| inlines(cell, f)).collect(),
                rows: rows.iter().map(|row| row.iter().map(|cell| inlines(cell, f)).collect()).collect(),
            },
            Block::Rule => Block::Rule,
        })
        .collect()
}

fn inlines<R, S>(list: &[Inline<R>], f: &mut impl FnMut(&R) -> S) -> Vec<Inline<S>> {
    list.iter()
        .map(|inline| match inline {
            Inline::Text(text) => Inline::Text(text.clone()),
            Inline::Emphasis(inner) => Inline::Emphasis(inlines(inner, f)),
            Inline::Strong(inner) => Inline::Strong(inlines(inner, f)),
            Inline::Strike(inner) => Inline::Strike(inlines(inner, f)),
            Inline::Code(text) => Inline::Code(text.clone()),
            Inline::Language(tag, inner) => Inline::Language(tag.clone(), inlines(inner, f)),
            Inline::Link(url, inner) => Inline::Link(url.clone(), inlines(inner, f)),
            Inline::Image { path, alt, caption } => {
                Inline::Image { path: path.clone(), alt: alt.clone(), caption: caption.clone() }
            }
            Inline::Break => Inline::Break,
            Inline::Reference(reference) => Inline::Reference(f(reference)),
        })
        .collect()
}
