//! Where each note is cited, for the links that lead back from it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Document, Reference, Statement};
use crate::model::prose::{self, Block, Inline};
use crate::text::fill;

/// A place of the document that cites a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citing {
    /// The name of the place in a page.
    pub anchor: String,
    /// What readers know it by: a finding's id, the title of a section or a case.
    pub title: Vec<Inline<Reference>>,
}

impl Document {
    /// The places that cite each note, in reading order.
    pub fn cited_in(&self) -> BTreeMap<usize, Vec<Citing>> {
        let mut cited = Cited::default();
        for section in &self.opening {
            cited.prose(&format!("part/{}", section.anchor), &section.title, &section.blocks);
        }
        for statement in self.established.iter().map(super::EstablishedFact::statement) {
            cited.statement(statement);
        }
        for case in &self.proceedings {
            let numbers = case.rows.iter().flat_map(|row| &row.notes);
            cited.place(&format!("case/{}", case.anchor), &[Inline::Text(case.title.clone())], numbers);
        }
        for list in [&self.contested, &self.reported, &self.positions, &self.assessments, &self.dropped] {
            list.iter().for_each(|statement| cited.statement(statement));
        }
        for section in &self.closing {
            cited.prose(&format!("part/{}", section.anchor), &section.title, &section.blocks);
        }
        for note in &self.notes {
            let number = note.number.to_string();
            let title =
                self.words.get("note_number").map_or_else(String::new, |word| fill(word, &[("number", &number)]));
            cited.prose(&format!("note/{number}"), &[Inline::Text(title)], &note.blocks);
        }
        cited.0
    }
}

#[derive(Default)]
struct Cited(BTreeMap<usize, Vec<Citing>>);

impl Cited {
    fn statement(&mut self, statement: &Statement) {
        let quoted = statement.quotations.iter().flat_map(|quotation| &quotation.notes);
        let answered = statement.responses.iter().flat_map(|response| &response.notes);
        let numbers = statement.notes.iter().chain(&statement.notes_against).chain(quoted).chain(answered);
        // Names of places hold no white space; only ids of a draft do.
        let anchor = statement.id.split_whitespace().collect::<Vec<_>>().join("-");
        self.place(&anchor, &[Inline::Text(statement.id.clone())], numbers);
    }

    fn prose(&mut self, anchor: &str, title: &[Inline<Reference>], blocks: &[Block<Reference>]) {
        let mut numbers = Vec::new();
        let mut collect = |reference: &Reference| numbers.extend(&reference.notes);
        prose::blocks(&[Block::Paragraph(title.to_vec())], &mut collect);
        prose::blocks(blocks, &mut collect);
        self.place(anchor, title, &numbers);
    }

    fn place<'a>(&mut self, anchor: &str, title: &[Inline<Reference>], numbers: impl IntoIterator<Item = &'a usize>) {
        for number in numbers {
            let places = self.0.entry(*number).or_default();
            if places.last().is_none_or(|last| last.anchor != anchor) {
                places.push(Citing { anchor: anchor.to_owned(), title: title.to_vec() });
            }
        }
    }
}
