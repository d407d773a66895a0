//! What a source is called where a style has no words for it, or where there is little room.

use super::engine::Request;
use super::identifier::{Bracketed, Issue};
use super::item;
use super::notes::{Sheet, behind_number, is_law, letters, short_name};
use super::words::{Run, Words};
use crate::model::SourceType;

impl Sheet<'_> {
    pub(super) fn short_note(&self, requests: &[Request]) -> Words {
        let mut note = Words::default();
        for (at, request) in requests.iter().enumerate() {
            if at > 0 {
                note.say(&format!("{} ", self.remark("not_consulted_cited_in")));
            }
            note.append(self.brief(request.entry));
            let place = self.place(request).unwrap_or_default();
            let place = behind_number(&place, self.source(request.entry));
            if !place.is_empty() {
                note.say(&format!(", {place}"));
            }
        }
        note.tidy();
        note
    }

    /// Who, under which number, and when: enough to find the source in the briefing's notes. The title
    /// stands only where nobody is named.
    fn brief(&self, entry: usize) -> Words {
        let source = self.source(entry);
        let locale = self.writer.locale;
        let mut words = Words::default();
        let names: Vec<_> = source.authors.iter().filter_map(short_name).collect();
        let body = [&source.court, &source.container, &source.publisher].into_iter().flatten().next();
        match (names.as_slice(), body) {
            ([], Some(_)) if source.court.is_some() => {
                words.say(&capital(&source.court.as_ref().map_or_else(String::new, item::clean)))
            }
            ([], Some(body)) => words.say(&item::clean(body)),
            ([], None) => words.push(Run::italic(item::title(source))),
            ([first, _, _, ..], _) => words.say(&format!("{first} et al.")),
            (names, _) => words.say(&locale.list(names)),
        }
        let identifier = source.identifier.as_ref().map(item::clean);
        // The court is named already, and the date follows in the reader's language.
        let bracketed = identifier.as_deref().filter(|_| names.is_empty() && source.court.is_some());
        let bracketed = bracketed.and_then(Bracketed::read);
        let journal = source.container.as_ref().filter(|_| source.r#type == SourceType::Academic).map(item::clean);
        match (identifier.as_deref(), identifier.as_deref().and_then(Issue::read), journal) {
            // Volume and issue say nothing without the journal.
            (_, Some(Issue { volume, issue, .. }), Some(journal)) => {
                words.say(", ");
                words.push(Run::italic(journal));
                words.say(&format!(" {volume}{}", issue.map_or_else(String::new, |issue| format!("({issue})"))));
            }
            (Some(identifier), ..) => {
                words.say(&format!(", {}", bracketed.as_ref().map_or(identifier, |read| read.number)))
            }
            _ => {}
        }
        let date = source.issued.or(bracketed.and_then(|read| read.date));
        let date = date.map_or_else(|| locale.text("undated"), |date| locale.partial_date(date));
        words.say(&format!(", {date}"));
        if names.is_empty() && body.is_none() {
            self.tell_language(entry, &mut words);
        }
        words
    }

    /// Author and short title: enough to find the source. `listed` is the whole reference, whose words a
    /// later note must begin with.
    pub(super) fn short(&self, entry: usize, listed: Option<&Words>) -> Words {
        let source = self.source(entry);
        let mut words = Words::default();
        let container = source.container.as_ref().map(item::clean);
        let told = listed.map(|listed| letters(&listed.told()));
        let shown = |name: &String| {
            Some(name) != container.as_ref()
                && (!is_law(source) || told.as_ref().is_none_or(|told| told.contains(&letters(name))))
        };
        let names: Vec<_> = source.authors.iter().filter_map(short_name).filter(shown).collect();
        match names.as_slice() {
            [] => {}
            [first, _, _, ..] => words.say(&format!("{first} et al., ")),
            names => words.say(&format!("{}, ", self.writer.locale.list(names))),
        }
        let title = item::title(source);
        let title = item::short_title(&title);
        if listed.map_or(container.is_none(), |listed| listed.slants(title)) {
            words.push(Run::italic(title));
        } else {
            words.say(&self.writer.locale.fill("quotation", &[("text", title)]));
        }
        words
    }

    /// A citation without a style, where the style makes nothing of this sort of source.
    pub(super) fn plain(&self, request: &Request) -> Words {
        let mut words = self.short(request.entry, None);
        let source = self.source(request.entry);
        for part in [&source.container, &source.court, &source.identifier, &source.publisher].into_iter().flatten() {
            let part = item::clean(part);
            if !words.text().contains(&part) {
                words.say(&format!(", {part}"));
            }
        }
        if let Some(issued) = source.issued {
            words.say(&format!(", {}", self.engine.date(issued)));
        }
        if let Some(place) = self.place(request) {
            words.say(&format!(", {place}"));
        }
        words
    }
}

/// The name of a court as the first word of a note; French writes it small.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
