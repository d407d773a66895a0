//! The notes of a document: what the style makes of each citation, and what CSL has no place for.
//!
//! Only here do we add words to a style's: the place where an original was found cited, that nobody
//! consulted it, the address, the day of the visit and the archived copy where the style leaves them
//! out, the translation of a title, and what happened to the source later.

use std::collections::{BTreeMap, BTreeSet};

use super::engine::{Engine, Request};
use super::item::{self, Parts};
use super::locator::Place;
use super::style::Style;
use super::words::{Run, Words};
use crate::locale::Locale;
use crate::model::prose::Inline;
use crate::model::{Author, Date, PartialDate, Source, SourceType, Text};

/// What a note cites.
#[derive(Debug, Clone, Copy)]
pub struct Cite<'a> {
    /// The note's number.
    pub number: usize,
    /// The position of the source.
    pub source: usize,
    /// The place in it, as the author wrote it.
    pub locator: Option<&'a str>,
}

/// A citation in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited<R> {
    /// The whole note; a note on a source that an earlier one cites is short, as the style says.
    pub full: Vec<Inline<R>>,
    /// Who, under which number, when, and the place in it, for where there is little room.
    pub short: Vec<Inline<R>>,
}

/// What notes are written with.
pub struct Writer<'a> {
    /// The citation style.
    pub style: &'a Style,
    /// The words of the document's language.
    pub locale: &'a Locale,
    /// The sources of the brief.
    pub sources: Vec<&'a Source>,
    /// For each source the one in which it was found cited, where nobody consulted it.
    pub found_in: Vec<Option<usize>>,
    /// For each source the language of its title, as a BCP 47 tag, where that is not the document's.
    pub languages: Vec<Option<String>>,
}

impl Writer<'_> {
    /// Writes the notes of a document, which are in order. `None` stands for a note that is no citation.
    pub fn write<R>(&self, notes: &[Option<Cite<'_>>]) -> Vec<Option<Cited<R>>> {
        let sheet = Sheet::new(self);
        let (requests, spans) = sheet.requests(notes);
        let rendered = sheet.render(&requests);
        let mut at = 0;
        notes
            .iter()
            .zip(spans)
            .map(|(note, count)| {
                let cites = at..at + count;
                at += count;
                note.as_ref()?;
                let full = sheet.note(&requests[cites.clone()], &rendered[cites.clone()]);
                let short = sheet.short_note(&requests[cites]);
                Some(Cited { full: full.into_inlines(), short: short.into_inlines() })
            })
            .collect()
    }
}

/// A document's citations while they are written.
pub(super) struct Sheet<'a> {
    pub(super) writer: &'a Writer<'a>,
    pub(super) engine: Engine,
    items: Vec<hayagriva::citationberg::json::Item>,
    parts: Vec<Parts>,
}

impl<'a> Sheet<'a> {
    fn new(writer: &'a Writer<'a>) -> Self {
        let own = writer.style.is_own();
        let (items, parts) = writer.sources.iter().enumerate().map(|(at, source)| item::item(source, at, own)).unzip();
        Self { writer, engine: Engine::new(writer.style, writer.locale.language()), items, parts }
    }

    pub(super) fn source(&self, at: usize) -> &'a Source {
        self.writer.sources[at]
    }

    /// The place of a request in the words of the language.
    pub(super) fn place(&self, request: &Request) -> Option<String> {
        request.place.as_ref().map(|place| self.engine.place(place, &self.items[request.entry]))
    }

    /// The citations in order, and how many of them each note has.
    fn requests(&self, notes: &[Option<Cite<'_>>]) -> (Vec<Request>, Vec<usize>) {
        let mut requests = Vec::new();
        let mut spans = Vec::new();
        let mut apart = false;
        let mut seen = BTreeSet::new();
        // The first note on a source holds its number, so a place there needs none.
        let mut place = |source: usize, written: &str| {
            let bare = if seen.insert(source) { behind_number(written, self.source(source)) } else { written };
            (!bare.is_empty()).then(|| Place::read(bare))
        };
        for note in notes {
            let before = requests.len();
            if let Some(cite) = note {
                let locator = place(cite.source, cite.locator.unwrap_or_default());
                requests.push(Request { entry: cite.source, place: locator, note: cite.number, apart });
                let via = self.writer.found_in.get(cite.source).copied().flatten();
                if let Some(via) = via {
                    let written = self.source(cite.source).cited_in_locator.as_ref();
                    let locator = place(via, written.map_or("", Text::as_str));
                    requests.push(Request { entry: via, place: locator, note: cite.number, apart: false });
                }
                apart = via.is_some();
            } else {
                apart = true;
            }
            spans.push(requests.len() - before);
        }
        (requests, spans)
    }

    /// Each citation in the style's words, and whether it is the first of its source.
    fn render(&self, requests: &[Request]) -> Vec<(Words, bool)> {
        let mut seen = BTreeMap::new();
        let mut firsts = Vec::new();
        for request in requests {
            firsts.push(!seen.contains_key(&request.entry));
            seen.entry(request.entry).or_insert(request.note);
        }
        let words = if self.writer.style.is_for_notes() {
            self.engine.notes(&self.items, requests)
        } else {
            self.listed_or_short(requests, &firsts, &seen)
        };
        requests
            .iter()
            .zip(words)
            .zip(firsts)
            .map(|((request, mut words), first)| {
                let source = self.source(request.entry);
                let listed = !self.writer.style.is_for_notes() && !words.is_empty();
                if words.is_empty() {
                    words = self.plain(request);
                }
                let translation = source.title_translation.as_ref().map(item::clean);
                words.translate(translation.as_deref().filter(|_| first));
                words.tidy();
                words.open_end();
                if first {
                    self.complete(request.entry, &mut words);
                    if let Some(place) = self.place(request).filter(|_| listed) {
                        words.insert_before_link(&format!(", {place}"));
                    }
                    words.tidy();
                }
                self.tell_language(request.entry, &mut words);
                (words, first)
            })
            .collect()
    }

    /// Marks the title where it is in another language than the document.
    pub(super) fn tell_language(&self, entry: usize, words: &mut Words) {
        let Some(language) = self.writer.languages.get(entry).and_then(Option::as_deref) else { return };
        let title = item::clean(&self.source(entry).title);
        // In brackets stands a description in the author's own words.
        if !title.starts_with('[') && !words.mark(&title, language) {
            words.mark(item::short_title(&title), language);
        }
    }

    /// The notes of a style that is not made for notes: first the reference as in its list, with the
    /// place; later how its texts refer to it, with the number of that note.
    fn listed_or_short(&self, requests: &[Request], firsts: &[bool], seen: &BTreeMap<usize, usize>) -> Vec<Words> {
        let entries: Vec<_> = seen.keys().copied().collect();
        let references: BTreeMap<_, _> =
            entries.iter().copied().zip(self.engine.references(&self.items, &entries)).collect();
        let numeric = self.writer.style.numbers_its_list();
        requests
            .iter()
            .zip(firsts)
            .map(|(request, &first)| {
                let Some((listed, in_text)) = references.get(&request.entry) else { return Words::default() };
                if first {
                    let mut words = self.day_first(request.entry, listed.clone());
                    // The day of the visit is a sentence of its own.
                    for visit in ["Accessed:", "Consulté le"] {
                        words.replace(&format!(", {visit}"), &format!(". {visit}"));
                    }
                    return words;
                }
                let mut words = in_text.clone();
                words.open_brackets();
                if numeric || words.is_empty() {
                    words = self.short(request.entry, Some(listed));
                }
                let number = seen.get(&request.entry).copied().unwrap_or(request.note).to_string();
                let above = self.writer.locale.fill("note_above", &[("number", &number)]);
                let place = self.place(request).map(|place| format!(", {place}"));
                words.say(&format!(" ({above}){}", place.unwrap_or_default()));
                words
            })
            .collect()
    }

    /// APA writes `2026, February 27` in every language; French has the day before the month.
    fn day_first(&self, entry: usize, mut words: Words) -> Words {
        let Some(issued) = self.source(entry).issued.filter(|issued| issued.day.is_some()) else { return words };
        let whole = self.engine.date(issued);
        if let [day, month, _] = whole.split(' ').collect::<Vec<_>>()[..] {
            let bare: String = day.chars().filter(char::is_ascii_digit).collect();
            if day.starts_with(|c: char| c.is_ascii_digit()) {
                words.replace(&format!(", {month} {bare})"), &format!(", {day} {month})"));
            }
        }
        words
    }

    /// Adds what the style left out of a whole citation and the reader needs.
    fn complete(&self, entry: usize, words: &mut Words) {
        let source = self.source(entry);
        // An address may hold a name or a number, but tells nobody of it.
        let told = letters(&words.told());
        let names: Vec<_> = source.authors.iter().filter_map(short_name).collect();
        if let Some(first) = names.first()
            && !is_law(source)
            && source.container.as_ref().map(item::clean).as_ref() != Some(first)
            && !told.contains(&letters(first))
        {
            words.runs.insert(0, Run::plain(format!("{}, ", self.writer.locale.list(&names))));
        }
        for part in &self.parts[entry].wanted {
            let signs = letters(part);
            let said = if signs.is_empty() { words.told().contains(part.as_str()) } else { told.contains(&signs) };
            if !said {
                words.insert_before_link(&format!(", {part}"));
            }
        }
        if let Some(issued) = source.issued.filter(|_| self.items[entry].0.contains_key("issued"))
            && !self.tells_year(words, issued, source.accessed)
        {
            words.insert_before_link(&format!(", {}", self.engine.date(issued)));
        }
        let undated = self.engine.no_date().iter().any(|sign| words.text().contains(sign));
        let visited = source.url.is_some() && source.accessed.is_some();
        // The titles of statutes and treaties hold their years, or nobody asks for them.
        let law = matches!(source.r#type, SourceType::Statute | SourceType::Treaty);
        if source.issued.is_none() && !undated && !visited && !law && !self.parts[entry].dated {
            words.insert_before_link(&format!(", {}", self.writer.locale.text("undated")));
        }
        let Some(url) = &source.url else { return };
        if !words.runs.iter().any(|run| run.leads_to(url.as_str())) {
            words.say(", ");
            words.push(Run::link(url.as_str()));
        }
        if let Some(accessed) = source.accessed
            && !self.tells_visit(words, accessed, source.issued)
        {
            let date = self.engine.date(whole(accessed));
            let accessed = self.writer.locale.fill("accessed", &[("date", &date)]);
            words.say(&format!(" ({accessed})"));
        }
    }

    /// Whether the style wrote the year of issue, be it in a date or in a number.
    fn tells_year(&self, words: &Words, issued: PartialDate, accessed: Option<Date>) -> bool {
        let year = issued.year.to_string();
        let plain = words.told();
        // The year of the visit may be the same.
        let visit = accessed.is_some_and(|accessed| {
            accessed.parts().0 == issued.year && self.tells_visit(words, accessed, Some(issued))
        });
        plain.matches(&year).count() > usize::from(visit)
    }

    /// Whether the style wrote the day of the visit.
    fn tells_visit(&self, words: &Words, accessed: Date, issued: Option<PartialDate>) -> bool {
        let (year, _, day) = accessed.parts();
        let long = self.engine.date(whole(accessed)).to_lowercase();
        let has = |date: &str, number: &str| {
            date.split(|c: char| !c.is_ascii_digit()).any(|part| part.trim_start_matches('0') == number)
        };
        let word = |date: &str| {
            date.to_lowercase()
                .split(|c: char| !c.is_alphabetic())
                .filter(|word| word.chars().count() > 2)
                .any(|word| long.contains(word))
        };
        let alike = words.dates.iter().filter(|date| {
            has(date, &year.to_string())
                && has(date, &day.to_string())
                && (word(date) || !date.contains(char::is_alphabetic))
        });
        let same_day = issued.is_some_and(|issued| issued.to_string() == accessed.to_string());
        alike.count() > usize::from(same_day)
    }

    /// A whole note from its one or two citations.
    fn note(&self, requests: &[Request], rendered: &[(Words, bool)]) -> Words {
        let mut note = Words::default();
        for (at, (words, _)) in rendered.iter().enumerate() {
            if at > 0 {
                note.say(&format!("{} ", self.remark("not_consulted_cited_in")));
            }
            note.append(words.clone());
        }
        let unread = requests.last().is_some_and(|request| !self.source(request.entry).consulted);
        let first = rendered.last().is_some_and(|(_, first)| *first);
        if unread && first {
            note.say(&self.remark("not_consulted"));
        }
        note.close(self.engine.stops_inside());
        for (request, (_, first)) in requests.iter().zip(rendered) {
            if *first {
                self.afterwards(self.source(request.entry), &mut note);
            }
        }
        note
    }

    /// What is said of a citation behind it: `; not consulted`.
    pub(super) fn remark(&self, name: &str) -> String {
        let locale = self.writer.locale;
        locale.fill("note_remark", &[("text", &locale.text(name))])
    }

    /// Where a copy is kept, and what happened to the source after it was published.
    fn afterwards(&self, source: &Source, note: &mut Words) {
        let locale = self.writer.locale;
        if let Some(archive) = &source.archive_url {
            note.say(&format!(" {} ", locale.text("archived")));
            note.push(Run::link(archive.as_str()));
            note.say(".");
        }
        if let Some(revision) = &source.revision {
            let when = locale.when_written(revision.date, &self.engine.date(revision.date));
            let said = revision.note.folded();
            let gaps = [("what", locale.revision(revision.kind)), ("when", &when), ("note", &said)];
            note.say(&format!(" {}", locale.fill("revised_on", &gaps)));
        }
    }
}

/// Law is known by its titles and numbers; styles leave out who made it.
pub(super) fn is_law(source: &Source) -> bool {
    matches!(source.r#type, SourceType::Judgment | SourceType::Statute | SourceType::Treaty)
}

fn whole(date: Date) -> PartialDate {
    let (year, month, day) = date.parts();
    PartialDate { year, month: Some(month), day: Some(day) }
}

/// A place without the number of its source in front, which a whole citation holds already.
pub(super) fn behind_number<'t>(place: &'t str, source: &Source) -> &'t str {
    let written = source.identifier.iter().flat_map(|number| [number.folded().to_string(), item::clean(number)]);
    let rest = written.into_iter().find_map(|number| place.trim().strip_prefix(&number));
    match rest {
        Some("") => "",
        Some(rest) => rest.strip_prefix([',', ';']).map_or(place, str::trim_start),
        None => place,
    }
}

/// The letters and digits of a text, to compare it whatever a style did to its capitals and marks.
pub(super) fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

pub(super) fn short_name(author: &Author) -> Option<String> {
    [&author.name, &author.family, &author.given].into_iter().flatten().map(item::clean).find(|name| !name.is_empty())
}
