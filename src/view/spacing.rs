//! The spaces of every text of a document, as its language wants them.

use super::{Annex, Document, Name, Response, Statement};
use crate::locale::Locale;
use crate::model::prose::{Block, Inline};

impl Document {
    /// Keeps together what must not be parted at the end of a line. Addresses, ids and code stay.
    pub(super) fn keep_together(&mut self, locale: &Locale) {
        let space = |text: &mut String| *text = locale.spaced(text);
        self.words.values_mut().for_each(space);
        let head = &mut self.head;
        for text in [&mut head.title, &mut head.organisation, &mut head.published, &mut head.cutoff] {
            space(text);
        }
        for text in [&mut head.subtitle, &mut head.left_out, &mut self.source_summary].into_iter().flatten() {
            space(text);
        }
        self.key_points.iter_mut().for_each(|point| space(&mut point.text));
        for further in &mut self.further {
            space(&mut further.title);
            further.asserted_by.iter_mut().for_each(|name| named(name, locale));
        }
        self.status_key.iter_mut().for_each(|entry| space(&mut entry.meaning));
        for entry in self.likelihood_key.iter_mut().chain(&mut self.confidence_key) {
            space(&mut entry.meaning);
        }
        for section in self.opening.iter_mut().chain(&mut self.closing) {
            inlines(&mut section.title, locale);
            blocks(&mut section.blocks, locale);
        }
        for fact in &mut self.established {
            space(&mut fact.ground);
            statement(&mut fact.statement, locale);
        }
        let lists =
            [&mut self.contested, &mut self.reported, &mut self.positions, &mut self.assessments, &mut self.dropped];
        lists.into_iter().flatten().for_each(|other| statement(other, locale));
        for case in &mut self.proceedings {
            space(&mut case.title);
            space(&mut case.court);
            space(&mut case.as_of);
            [&mut case.note, &mut case.docket].into_iter().flatten().for_each(space);
            for row in &mut case.rows {
                space(&mut row.charge);
                space(&mut row.status);
                [&mut row.note, &mut row.number, &mut row.date].into_iter().flatten().for_each(space);
                row.defendant.iter_mut().for_each(|name| named(name, locale));
            }
        }
        for exception in &mut self.exceptions {
            space(&mut exception.asks);
            space(&mut exception.reason);
            exception.entries.iter_mut().for_each(space);
        }
        for note in &mut self.notes {
            blocks(&mut note.blocks, locale);
            note.short.iter_mut().for_each(|words| inlines(words, locale));
        }
        if let Some(timeline) = &mut self.timeline {
            space(&mut timeline.alt);
            for event in &mut timeline.events {
                space(&mut event.title);
                space(&mut event.date);
                event.asserted_by.iter_mut().for_each(|name| named(name, locale));
            }
        }
        self.status_overview.iter_mut().for_each(|overview| space(&mut overview.alt));
        self.annex.iter_mut().for_each(|annex| evidence(annex, locale));
    }
}

fn named(name: &mut Name, locale: &Locale) {
    name.name = locale.spaced(&name.name);
    name.role = name.role.as_deref().map(|role| locale.spaced(role));
}

fn statement(statement: &mut Statement, locale: &Locale) {
    let space = |text: &mut String| *text = locale.spaced(text);
    space(&mut statement.text);
    let optional = [&mut statement.title, &mut statement.caveat, &mut statement.likelihood, &mut statement.date];
    let optional = optional.into_iter().chain([&mut statement.left_out]);
    optional.flatten().for_each(space);
    statement.quotations.iter_mut().for_each(|quotation| space(&mut quotation.text));
    statement.asserted_by.iter_mut().for_each(|name| named(name, locale));
    responses(&mut statement.responses, locale);
    statement.proceedings.iter_mut().for_each(|case| space(&mut case.title));
}

fn responses(list: &mut [Response], locale: &Locale) {
    let space = |text: &mut String| *text = locale.spaced(text);
    for response in list {
        space(&mut response.outcome);
        response.text.iter_mut().for_each(space);
        response.parties.iter_mut().for_each(|name| named(name, locale));
    }
}

fn evidence(annex: &mut Annex, locale: &Locale) {
    let space = |text: &mut String| *text = locale.spaced(text);
    for record in &mut annex.records {
        for text in [&mut record.text, &mut record.why, &mut record.origins] {
            space(text);
        }
        let optional = [&mut record.title, &mut record.caveat, &mut record.likelihood, &mut record.date];
        let optional = optional.into_iter().chain([&mut record.left_out]);
        optional.flatten().for_each(space);
        record.asserted_by.iter_mut().chain(&mut record.accuses).for_each(|name| named(name, locale));
        responses(&mut record.responses, locale);
        for item in &mut record.evidence {
            inlines(&mut item.words, locale);
            [&mut item.weight, &mut item.quotation, &mut item.verdict].into_iter().flatten().for_each(space);
        }
    }
    for source in &mut annex.sources {
        inlines(&mut source.citation, locale);
        space(&mut source.reliability);
        [&mut source.descriptor, &mut source.copy].into_iter().flatten().for_each(space);
    }
    for side in annex.neutrality.iter_mut().flat_map(|pair| &mut pair.sides) {
        space(&mut side.name);
        space(&mut side.given);
    }
    annex.graph.iter_mut().for_each(|graph| space(&mut graph.alt));
}

fn blocks<R>(list: &mut [Block<R>], locale: &Locale) {
    for block in list {
        match block {
            Block::Paragraph(words) | Block::Heading(_, words) => inlines(words, locale),
            Block::List { items, .. } => items.iter_mut().for_each(|item| blocks(item, locale)),
            Block::Quote(inner) => blocks(inner, locale),
            Block::Table { head, rows, .. } => {
                head.iter_mut().chain(rows.iter_mut().flatten()).for_each(|cell| inlines(cell, locale));
            }
            Block::Code(_) | Block::Rule => {}
        }
    }
}

fn inlines<R>(list: &mut [Inline<R>], locale: &Locale) {
    for inline in list {
        match inline {
            Inline::Text(text) => *text = locale.spaced(text),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Strike(inner) | Inline::Language(_, inner) => {
                inlines(inner, locale)
            }
            Inline::Link(url, inner) if !matches!(&**inner, [Inline::Text(text)] if text == url) => {
                inlines(inner, locale);
            }
            Inline::Image { alt, caption, .. } => {
                *alt = locale.spaced(alt);
                *caption = caption.as_deref().map(|caption| locale.spaced(caption));
            }
            Inline::Link(..) | Inline::Code(_) | Inline::Break | Inline::Reference(_) => {}
        }
    }
}
