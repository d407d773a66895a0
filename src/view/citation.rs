//! A note's words: who, what, where it appeared, when, which place in it, and how it was reached.

use std::collections::HashMap;

use super::Telling;
use crate::locale::Locale;
use crate::model::prose::Inline;
use crate::model::{Author, Source};
use crate::resolve::Index;

/// Writes notes. The first note on a source gives it in full, later ones refer back to that note.
#[derive(Default)]
pub(super) struct Citations {
    first: HashMap<usize, usize>,
}

impl Citations {
    /// The words of the note `number`, which cites `source` at `locator`.
    pub(super) fn note<R>(
        &mut self,
        telling: Telling<'_>,
        number: usize,
        source: usize,
        locator: Option<&str>,
    ) -> Vec<Inline<R>> {
        let Telling { resolved, locale } = telling;
        let entry = &resolved.loaded.sources[source].value;
        let mut words = Words(Vec::new(), locale);
        let locator = locator.map(|locator| format!(", {locator}")).unwrap_or_default();
        if let Some(&first) = self.first.get(&source) {
            words.short(entry);
            words.text(&format!(" ({}){locator}", note_above(locale, first)));
            match cited_in(&resolved.index, entry) {
                Some(via) => self.via(telling, number, via, entry, &mut words),
                None => words.text("."),
            }
            return words.0;
        }
        self.first.insert(source, number);
        words.source(entry);
        words.text(&locator);
        match cited_in(&resolved.index, entry) {
            Some(via) => self.via(telling, number, via, entry, &mut words),
            None => {
                words.text(&if entry.consulted {
                    ".".to_owned()
                } else {
                    format!("{}{}.", locale.semicolon(), locale.text("not_consulted"))
                });
                words.addresses(entry);
            }
        }
        words.revision(entry);
        words.0
    }

    /// The source in which an original was found.
    fn via<R>(&mut self, telling: Telling<'_>, number: usize, via: usize, original: &Source, words: &mut Words<'_, R>) {
        let Telling { resolved, locale } = telling;
        let entry = &resolved.loaded.sources[via].value;
        let locator =
            original.cited_in_locator.as_ref().map(|locator| format!(", {}", locator.folded())).unwrap_or_default();
        words.text(&format!("{}{} ", locale.semicolon(), locale.text("not_consulted_cited_in")));
        if let Some(&first) = self.first.get(&via) {
            words.short(entry);
            words.text(&format!(" ({}){locator}.", note_above(locale, first)));
            return;
        }
        self.first.insert(via, number);
        words.source(entry);
        let read = if entry.consulted {
            String::new()
        } else {
            format!("{}{}", locale.semicolon(), locale.text("not_consulted"))
        };
        words.text(&format!("{locator}{read}."));
        words.addresses(entry);
        words.revision(entry);
    }
}

fn cited_in(index: &Index<'_>, source: &Source) -> Option<usize> {
    source.cited_in.as_ref().filter(|_| !source.consulted).and_then(|id| index.source(id))
}

fn note_above(locale: &Locale, number: usize) -> String {
    locale.fill("note_above", &[("number", &number.to_string())])
}

struct Words<'a, R>(Vec<Inline<R>>, &'a Locale);

impl<R> Words<'_, R> {
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Inline::Text(last)) => last.push_str(text),
            _ => self.0.push(Inline::Text(text.to_owned())),
        }
    }

    /// Who and what, enough to find the note that gives it in full.
    fn short(&mut self, source: &Source) {
        let authors: Vec<_> = source.authors.iter().map(author).filter(|name| !name.is_empty()).collect();
        if !authors.is_empty() {
            self.text(&format!("{}, ", self.1.list(&authors)));
        }
        let title = source.title.folded();
        if source.container.is_some() {
            self.text(&self.1.fill("quotation", &[("text", &title)]));
        } else {
            self.0.push(Inline::Emphasis(vec![Inline::Text(title)]));
        }
    }

    fn source(&mut self, source: &Source) {
        self.short(source);
        if let Some(translation) = &source.title_translation {
            self.text(&format!(" [{}]", translation.folded()));
        }
        if let Some(container) = &source.container {
            self.text(", ");
            self.0.push(Inline::Emphasis(vec![Inline::Text(container.folded())]));
        }
        for part in [&source.court, &source.identifier, &source.publisher].into_iter().flatten() {
            self.text(&format!(", {}", part.folded()));
        }
        match source.issued {
            Some(date) => self.text(&format!(", {}", self.1.partial_date(date))),
            None => self.text(&format!(", {}", self.1.text("undated"))),
        }
    }

    fn addresses(&mut self, source: &Source) {
        if let Some(url) = &source.url {
            self.text(" ");
            self.0.push(Inline::Link(url.as_str().to_owned(), vec![Inline::Text(url.as_str().to_owned())]));
            if let Some(accessed) = source.accessed {
                let date = self.1.long_date(accessed);
                self.text(&format!(" ({})", self.1.fill("accessed", &[("date", &date)])));
            }
            self.text(".");
        }
        if let Some(archive) = &source.archive_url {
            self.text(&format!(" {} ", self.1.text("archived")));
            self.0.push(Inline::Link(archive.as_str().to_owned(), vec![Inline::Text(archive.as_str().to_owned())]));
            self.text(".");
        }
    }

    fn revision(&mut self, source: &Source) {
        if let Some(revision) = &source.revision {
            let (when, note) = (self.1.when(revision.date), revision.note.folded());
            let gaps = [("what", self.1.revision(revision.kind)), ("when", &when), ("note", &note)];
            self.text(&format!(" {}", self.1.fill("revised_on", &gaps)));
        }
    }
}

fn author(author: &Author) -> String {
    let part = |text: &Option<crate::model::Text>| text.as_ref().map(crate::model::Text::folded);
    match (part(&author.name), part(&author.given), part(&author.family)) {
        (Some(name), ..) => name,
        (None, Some(given), Some(family)) => format!("{given} {family}"),
        (None, given, family) => family.or(given).unwrap_or_default(),
    }
}
