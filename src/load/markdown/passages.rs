//! The words of a section, block by block, with the way back to their places in the file.
//!
//! [`crate::model::prose::Prose`] is what a document prints; a passage is what a rule reads.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{CITATION, Cited, citation};
use crate::source_map::{FileId, SourceMap, Span};
use crate::span::Anchors;

/// One block's words.
#[derive(Debug, Clone)]
pub struct Passage {
    /// What sort of block it is.
    pub sort: PassageSort,
    /// It stands in a block quotation: somebody else's words.
    pub quoted: bool,
    /// Passages with one number stand or fall with one citation: the cells of a table's row, the
    /// paragraphs of a list's entry.
    pub group: usize,
    /// Where the outermost block stands in the file that is told whole or not at all: a paragraph, an
    /// entry of a list, a row of a table, a quotation, a footnote.
    pub unit: Range<usize>,
    /// The words.
    pub text: String,
    /// Ranges of the text that are kept as they are, such as code.
    pub verbatim: Vec<Range<usize>>,
    /// The citations, with their positions in the text.
    pub cited: Vec<(usize, Vec<Cited>)>,
    /// The way back to the file.
    pub anchors: Anchors,
}

/// What sort of block a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassageSort {
    /// A heading, or the head of a table.
    Heading,
    /// A paragraph, a list's entry or a table's cell.
    Prose,
    /// What stands under an image, or is read out in its place.
    Caption,
}

/// The passages of a section in reading order.
pub(super) fn passages(map: &SourceMap, file: FileId, events: &[(Event<'_>, Range<usize>)]) -> Vec<Passage> {
    let mut gatherer = Gatherer {
        map,
        file,
        done: Vec::new(),
        open: Vec::new(),
        quotes: 0,
        group: 0,
        unit: 0..0,
        within: 0,
        entries: 0,
        skip: 0,
        address: false,
    };
    for (event, range) in events {
        gatherer.event(event, range);
    }
    gatherer.done.retain(|passage| !passage.text.trim().is_empty() || !passage.cited.is_empty());
    gatherer.done
}

fn is_block(tag: &Tag<'_>) -> bool {
    let inline = matches!(
        tag,
        Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::TableCell
    );
    !inline
}

/// A block that is told whole or not at all, whatever stands in it.
fn is_whole(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition
    )
}

struct Gatherer<'a> {
    map: &'a SourceMap,
    file: FileId,
    done: Vec<Passage>,
    /// Passages that have begun and not ended: an image stands inside a paragraph.
    open: Vec<Passage>,
    quotes: usize,
    group: usize,
    /// The outermost block that is told whole or not at all.
    unit: Range<usize>,
    /// How many entries, rows, quotations and footnotes are around this place.
    within: usize,
    /// Lists' entries and table rows around this place.
    entries: usize,
    /// Inside a citation, whose words are no words of the text.
    skip: usize,
    /// Inside a bare address or a code block, whose words are kept as they are.
    address: bool,
}

impl Gatherer<'_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) if &**dest_url == CITATION => {
                self.skip += 1;
                let (cited, _) = citation::read(self.map, Span::new(self.file, range.clone()));
                if let Some(passage) = self.open.last_mut() {
                    let at = passage.text.len();
                    passage.cited.push((at, cited));
                }
            }
            Event::Start(Tag::Link { .. }) if self.skip > 0 => self.skip += 1,
            Event::Start(Tag::Link { link_type, .. }) => {
                self.address = matches!(link_type, LinkType::Autolink | LinkType::Email);
            }
            Event::End(TagEnd::Link) if self.skip == 0 => self.address = false,
            Event::End(TagEnd::Link) if self.skip > 0 => self.skip -= 1,
            _ if self.skip > 0 => {}
            Event::Start(tag) => {
                if self.within == 0 && is_block(tag) {
                    self.unit = range.clone();
                }
                self.within += usize::from(is_whole(&tag.to_end()));
                self.start(tag, range);
            }
            Event::End(tag) => {
                self.end(tag);
                self.within = self.within.saturating_sub(usize::from(is_whole(tag)));
            }
            Event::Text(text) => self.words(text, range, self.address),
            Event::Code(text) => self.words(text, range, true),
            Event::SoftBreak | Event::HardBreak => self.words(" ", range, false),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Item | Tag::TableRow | Tag::TableHead => {
                self.close();
                self.entries += 1;
                self.group += 1;
                if matches!(tag, Tag::Item) {
                    self.begin(PassageSort::Prose);
                }
            }
            Tag::List(_) => self.close(),
            // Lines kept as they are: printed, and nobody's words.
            Tag::CodeBlock(_) => {
                self.close();
                self.begin(PassageSort::Prose);
                self.address = true;
            }
            Tag::Heading { .. } => self.begin(PassageSort::Heading),
            Tag::Paragraph | Tag::TableCell => {
                self.close();
                self.begin(PassageSort::Prose);
            }
            Tag::Image { title, .. } => {
                self.begin(PassageSort::Caption);
                if let Some(at) = self.map.slice(Span::new(self.file, range.clone())).rfind(&**title)
                    && !title.is_empty()
                {
                    self.words(title, &(range.start + at..range.start + at + title.len()), false);
                    self.finish();
                    self.begin(PassageSort::Caption);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: &TagEnd) {
        match tag {
            TagEnd::BlockQuote(_) => self.quotes = self.quotes.saturating_sub(1),
            TagEnd::CodeBlock => {
                self.address = false;
                self.finish();
            }
            TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Heading(_) | TagEnd::Image => self.finish(),
            TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead => {
                self.close();
                if matches!(tag, TagEnd::TableHead) {
                    let group = self.group;
                    let head = self.done.iter_mut().rev().take_while(|passage| passage.group == group);
                    head.for_each(|passage| passage.sort = PassageSort::Heading);
                }
                self.entries = self.entries.saturating_sub(1);
                self.group += 1;
            }
            _ => {}
        }
    }

    fn begin(&mut self, sort: PassageSort) {
        if self.entries == 0 {
            self.group += 1;
        }
        self.open.push(Passage {
            sort,
            quoted: self.quotes > 0,
            group: self.group,
            unit: self.unit.clone(),
            text: String::new(),
            verbatim: Vec::new(),
            cited: Vec::new(),
            anchors: Anchors::new(self.file),
        });
    }

    fn finish(&mut self) {
        self.done.extend(self.open.pop());
    }

    /// Ends whatever is open: words directly in a list's entry end where a block begins.
    fn close(&mut self) {
        while !self.open.is_empty() {
            self.finish();
        }
    }

    fn words(&mut self, words: &str, range: &Range<usize>, verbatim: bool) {
        // Words after a block in a list's entry belong to no paragraph, and are printed all the same.
        if self.open.is_empty() {
            self.begin(PassageSort::Prose);
        }
        let Some(passage) = self.open.last_mut() else { return };
        let start = passage.text.len();
        let lead =
            if verbatim { self.map.slice(Span::new(self.file, range.clone())).find(words).unwrap_or(0) } else { 0 };
        passage.anchors.push(start, range.start + lead);
        passage.text.push_str(words);
        if verbatim {
            passage.verbatim.push(start..passage.text.len());
        }
    }
}
