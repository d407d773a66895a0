//! Places in sources whose words another language of the brief does not know.

use super::rule::Subject;
use crate::load::{Loaded, Settings};
use crate::locale::primary;
use crate::span::Span;
use crate::tree::Cursor;

/// A word of a place that would come untranslated into a document.
#[derive(Debug)]
pub struct Untold {
    /// The entry that it belongs to.
    pub subject: Subject,
    /// Where the place stands.
    pub span: Span,
    /// The word.
    pub word: String,
    /// The language, as the first part of its tag.
    pub language: String,
}

/// What each other language of a brief lacks words for, with the words of documents at hand.
pub(super) fn untold(loaded: &Loaded, settings: &Settings) -> Vec<Untold> {
    let mut untold = Vec::new();
    let Some(head) = &loaded.brief else { return untold };
    let Some(from) = settings.locale(head.value.language.as_str()) else { return untold };
    for language in head.value.languages.iter().map(|tag| primary(tag.as_str())) {
        let Some(to) = settings.locale(language) else { continue };
        let mut look = |subject: Subject, entry: Cursor<'_>, field: &str| {
            let list = entry.field("translations");
            let own = (0..).map(|at| list.item(at)).take_while(|item| !item.is_lost()).any(|item| {
                item.field("language").text().is_some_and(|tag| primary(tag) == language)
                    && item.field(field).text().is_some()
            });
            let place = entry.field(field);
            if let Some(word) = place.text().filter(|_| !own).and_then(|text| to.strange_word(text, from)) {
                untold.push(Untold { subject, span: place.span(), word, language: language.to_owned() });
            }
        };
        for (i, entry) in loaded.findings.iter().enumerate().filter(|(_, entry)| entry.sound) {
            let place = entry.place();
            for at in 0..entry.value.evidence.len() {
                look(Subject::Finding(i), place.field("evidence").item(at), "locator");
            }
            for at in 0..entry.value.responses.len() {
                look(Subject::Finding(i), place.field("responses").item(at), "locator");
            }
        }
        for (i, entry) in loaded.proceedings.iter().enumerate().filter(|(_, entry)| entry.sound) {
            for (j, defendant) in entry.value.defendants.iter().enumerate() {
                for (k, count) in defendant.counts.iter().enumerate() {
                    let place = entry.place().field("defendants").item(j).field("counts").item(k).field("evidence");
                    (0..count.evidence.len()).for_each(|at| look(Subject::Proceeding(i), place.item(at), "locator"));
                }
            }
        }
        for (i, entry) in loaded.sources.iter().enumerate().filter(|(_, entry)| entry.sound) {
            look(Subject::Source(i), entry.place(), "cited_in_locator");
        }
    }
    untold
}
