//! A note's words: who, what, where it appeared, when, which place in it, and how it was reached.

use super::labels;
use crate::model::prose::Inline;
use crate::model::{Author, RevisionKind, Source};
use crate::resolve::{Index, Resolved};

/// The words of a note that cites `source` at `locator`.
pub(super) fn note<R>(resolved: &Resolved<'_>, source: usize, locator: Option<&str>) -> Vec<Inline<R>> {
    let entries = &resolved.loaded.sources;
    let source = &entries[source].value;
    let mut words = Words(Vec::new());
    words.source(source);
    if let Some(locator) = locator {
        words.text(&format!(", {locator}"));
    }
    if let Some(via) = cited_in(&resolved.index, source) {
        let via = &entries[via].value;
        words.text("; not consulted, as cited in ");
        words.source(via);
        if let Some(locator) = &source.cited_in_locator {
            words.text(&format!(", {}", locator.folded()));
        }
        words.text(".");
        words.addresses(via);
    } else {
        words.text(if source.consulted { "." } else { "; not consulted." });
        words.addresses(source);
    }
    words.revision(source);
    words.0
}

fn cited_in(index: &Index<'_>, source: &Source) -> Option<usize> {
    source.cited_in.as_ref().filter(|_| !source.consulted).and_then(|id| index.source(id))
}

struct Words<R>(Vec<Inline<R>>);

impl<R> Words<R> {
    fn text(&mut self, text: &str) {
        match self.0.last_mut() {
            Some(Inline::Text(last)) => last.push_str(text),
            _ => self.0.push(Inline::Text(text.to_owned())),
        }
    }

    fn source(&mut self, source: &Source) {
        let authors: Vec<_> = source.authors.iter().map(author).filter(|name| !name.is_empty()).collect();
        if !authors.is_empty() {
            self.text(&format!("{}, ", crate::text::and_list(&authors)));
        }
        let title = source.title.folded();
        if source.container.is_some() {
            self.text(&format!("“{title}”"));
        } else {
            self.0.push(Inline::Emphasis(vec![Inline::Text(title)]));
        }
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
            Some(date) => self.text(&format!(", {}", labels::partial_date(date))),
            None => self.text(", undated"),
        }
    }

    fn addresses(&mut self, source: &Source) {
        if let Some(url) = &source.url {
            self.text(" ");
            self.0.push(Inline::Link(url.as_str().to_owned(), vec![Inline::Text(url.as_str().to_owned())]));
            if let Some(accessed) = source.accessed {
                self.text(&format!(" (accessed {})", labels::long_date(accessed)));
            }
            self.text(".");
        }
        if let Some(archive) = &source.archive_url {
            self.text(" Archived: ");
            self.0.push(Inline::Link(archive.as_str().to_owned(), vec![Inline::Text(archive.as_str().to_owned())]));
            self.text(".");
        }
    }

    fn revision(&mut self, source: &Source) {
        if let Some(revision) = &source.revision {
            let what = match revision.kind {
                RevisionKind::Corrected => "Corrected",
                RevisionKind::Revised => "Revised",
                RevisionKind::Retracted => "Retracted",
            };
            self.text(&format!(" {what} {}: {}", labels::when(revision.date), revision.note.folded()));
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
