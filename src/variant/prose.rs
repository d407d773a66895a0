//! Sections without what speaks of something that is left out.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{Footnote, Section, Written};
use crate::model::Tlp;
use crate::model::prose::{self, Block, Inline};

/// Takes out of a section each paragraph, entry of a list, row of a table and quotation that cites
/// something for which `mark` knows a mark, and headings under which nothing is left. Yields the marks
/// on account of which they go, one for each.
pub(super) fn reduce(section: &mut Section, mark: &dyn Fn(&str) -> Option<Tlp>) -> Vec<Tlp> {
    let footnotes = footnote_marks(&section.footnotes, mark);
    let cites = |block: &Block<Written>| cited(std::slice::from_ref(block), mark, &footnotes);
    let mut marks = Vec::new();
    let mut go = |found: Option<Tlp>| {
        marks.extend(found);
        found.is_none()
    };
    let words =
        |cells: &[Vec<Inline<Written>>]| cells.iter().filter_map(|cell| cites(&Block::Paragraph(cell.clone()))).max();
    let mut blocks = Vec::new();
    for block in std::mem::take(&mut section.prose.blocks) {
        match block {
            Block::List { start, tight, mut items } => {
                items.retain(|item| go(cited(item, mark, &footnotes)));
                if !items.is_empty() {
                    blocks.push(Block::List { start, tight, items });
                }
            }
            Block::Table { align, head, mut rows } => {
                if go(words(&head)) {
                    rows.retain(|row| go(words(row)));
                    if !rows.is_empty() {
                        blocks.push(Block::Table { align, head, rows });
                    }
                }
            }
            block => {
                if go(cites(&block)) {
                    blocks.push(block);
                }
            }
        }
    }
    if !marks.is_empty() {
        section.prose.blocks = without_bare_headings(blocks);
        let used = used(section);
        section.footnotes.retain(|footnote| used.contains(&footnote.label));
        reduce_passages(section);
    } else {
        section.prose.blocks = blocks;
    }
    marks
}

/// The paths of the images that a section shows.
pub(super) fn images(section: &Section) -> BTreeSet<String> {
    let mut told = Told::default();
    told.section(section);
    told.images
}

/// For each footnote that cites something left out, the mark of that. Footnotes may refer to others.
fn footnote_marks(footnotes: &[Footnote], mark: &dyn Fn(&str) -> Option<Tlp>) -> BTreeMap<String, Tlp> {
    let mut marks = BTreeMap::new();
    loop {
        let mut next = marks.clone();
        for footnote in footnotes {
            let found = cited(&footnote.blocks, mark, &marks);
            next.extend(found.map(|handling| (footnote.label.clone(), handling)));
        }
        if next == marks {
            return marks;
        }
        marks = next;
    }
}

/// The strictest mark of what some blocks cite and is left out.
fn cited(
    blocks: &[Block<Written>],
    mark: &dyn Fn(&str) -> Option<Tlp>,
    footnotes: &BTreeMap<String, Tlp>,
) -> Option<Tlp> {
    let mut strictest = None;
    let _: Vec<Block<()>> = prose::blocks(blocks, &mut |reference: &Written| {
        strictest = strictest.max(match reference {
            Written::Citation(list) => list.iter().filter_map(|cited| mark(&cited.key)).max(),
            Written::Footnote { label, .. } => footnotes.get(label).copied(),
        });
    });
    strictest
}

/// A heading alone would tell what the text under it was about.
fn without_bare_headings(blocks: Vec<Block<Written>>) -> Vec<Block<Written>> {
    let mut kept = Vec::new();
    // The level that the text so far needs a heading of: any, none, or those above a heading.
    let mut needed = None;
    for block in blocks.into_iter().rev() {
        match &block {
            Block::Heading(level, _) => {
                if needed.is_some_and(|needed| *level < needed) {
                    needed = Some(*level);
                    kept.push(block);
                }
            }
            _ => {
                needed = Some(u8::MAX);
                kept.push(block);
            }
        }
    }
    kept.reverse();
    kept
}

/// The labels of the footnotes that a section's text refers to, and those that these refer to.
fn used(section: &Section) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let labels = |blocks: &[Block<Written>]| {
        let mut labels = Vec::new();
        let _: Vec<Block<()>> = prose::blocks(blocks, &mut |reference: &Written| {
            if let Written::Footnote { label, .. } = reference {
                labels.push(label.clone());
            }
        });
        labels
    };
    let mut open = labels(&section.prose.blocks);
    while let Some(label) = open.pop() {
        if used.insert(label.clone()) {
            let texts = section.footnotes.iter().filter(|footnote| footnote.label == label);
            open.extend(texts.flat_map(|footnote| labels(&footnote.blocks)));
        }
    }
    used
}

/// Keeps the passages whose words are still told, and blanks the others out of the section as it is
/// written. What a rule reads and what travels as data is then no more than what is printed.
fn reduce_passages(section: &mut Section) {
    let mut told = Told::default();
    told.section(section);
    let gone = |text: &str| !told.words.contains(&squeezed(text));
    let units: BTreeSet<_> = section
        .passages
        .iter()
        .filter(|passage| gone(&passage.text))
        .map(|passage| (passage.unit.start, passage.unit.end))
        .collect();
    section.passages.retain(|passage| !units.contains(&(passage.unit.start, passage.unit.end)));
    for (start, end) in units {
        if let Some(text) = section.written.get(start..end) {
            let blank: String = text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
            section.written.replace_range(start..end, &blank);
        }
    }
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The words that a section prints, without white space, and the images that it shows.
#[derive(Default)]
struct Told {
    words: String,
    images: BTreeSet<String>,
}

impl Told {
    fn section(&mut self, section: &Section) {
        self.inlines(&section.prose.title);
        self.blocks(&section.prose.blocks);
        section.footnotes.iter().for_each(|footnote| self.blocks(&footnote.blocks));
    }

    fn blocks(&mut self, blocks: &[Block<Written>]) {
        for block in blocks {
            match block {
                Block::Paragraph(words) | Block::Heading(_, words) => self.inlines(words),
                Block::List { items, .. } => items.iter().for_each(|item| self.blocks(item)),
                Block::Quote(inner) => self.blocks(inner),
                Block::Code(text) => self.say(text),
                Block::Table { head, rows, .. } => {
                    head.iter().chain(rows.iter().flatten()).for_each(|cell| self.inlines(cell));
                }
                Block::Rule => {}
            }
            self.words.push('\n');
        }
    }

    fn inlines(&mut self, list: &[Inline<Written>]) {
        // Beside the words around it an image has words of its own.
        let mut beside = Vec::new();
        self.words_of(list, &mut beside);
        for text in beside {
            self.words.push('\n');
            self.say(text);
        }
        self.words.push('\n');
    }

    fn words_of<'a>(&mut self, list: &'a [Inline<Written>], beside: &mut Vec<&'a str>) {
        for inline in list {
            match inline {
                Inline::Text(text) | Inline::Code(text) => self.say(text),
                Inline::Emphasis(inner)
                | Inline::Strong(inner)
                | Inline::Strike(inner)
                | Inline::Language(_, inner)
                | Inline::Link(_, inner) => {
                    self.words_of(inner, beside);
                }
                Inline::Image { path, alt, caption } => {
                    self.images.insert(path.clone());
                    beside.push(alt);
                    beside.extend(caption.as_deref());
                }
                Inline::Break | Inline::Reference(_) => {}
            }
        }
    }

    fn say(&mut self, text: &str) {
        self.words.extend(text.chars().filter(|c| !c.is_whitespace()));
    }
}
