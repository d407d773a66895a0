//! The numbered notes of a document, in the order in which it first cites them.

use std::collections::HashMap;

use crate::load::{Footnote, Written};
use crate::model::prose::Block;

/// A note's content.
#[derive(Debug, Clone, PartialEq)]
pub enum NoteBody {
    /// A source, by position, with the place in it.
    Citation {
        /// The position of the source.
        source: usize,
        /// The place in it.
        locator: Option<String>,
    },
    /// A footnote that the author of a section wrote.
    Footnote {
        /// The position of the section.
        section: usize,
        /// Its text.
        blocks: Vec<Block<Written>>,
    },
}

/// A numbered note.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its number, from 1.
    pub number: usize,
    /// Its content.
    pub body: NoteBody,
}

/// Hands out numbers. The same place in the same source keeps its number.
#[derive(Debug, Default)]
pub struct Notes {
    notes: Vec<Note>,
    cited: HashMap<(usize, Option<String>), usize>,
    footnotes: HashMap<(usize, String), usize>,
}

impl Notes {
    /// The number for a place in a source.
    pub fn cite(&mut self, source: usize, locator: Option<String>) -> usize {
        if let Some(&number) = self.cited.get(&(source, locator.clone())) {
            return number;
        }
        let number = self.push(NoteBody::Citation { source, locator: locator.clone() });
        self.cited.insert((source, locator), number);
        number
    }

    /// The number for a footnote of a section.
    pub fn footnote(&mut self, section: usize, footnote: &Footnote) -> usize {
        let key = (section, footnote.label.clone());
        if let Some(&number) = self.footnotes.get(&key) {
            return number;
        }
        let number = self.push(NoteBody::Footnote { section, blocks: footnote.blocks.clone() });
        self.footnotes.insert(key, number);
        number
    }

    /// The notes in order.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    fn push(&mut self, body: NoteBody) -> usize {
        let number = self.notes.len() + 1;
        self.notes.push(Note { number, body });
        number
    }
}
