//! The notes of a document: what the style makes of each citation, and what CSL has no place for.
//!
//! Only here do we add words to a style's: the place where an original was found cited, that nobody
//! consulted it, the address, the day of the visit and the archived copy where the style leaves them
//! out, the translation of a title, and what happened to the source later.

use std::collections::BTreeMap;

use super::engine::{Engine, Request};
use super::item::{self, Parts};
use super::locator::Place;
use super::style::Style;
use super::words::{Run, Words};
use crate::locale::Locale;
use crate::model::prose::Inline;
use crate::model::{Author, Date, PartialDate, Source, SourceType};

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
struct Sheet<'a> {
    writer: &'a Writer<'a>,
    engine: Engine<'a>,
    items: Vec<hayagriva::citationberg::json::Item>,
    parts: Vec<Parts>,
}

impl<'a> Sheet<'a> {
    fn new(writer: &'a Writer<'a>) -> Self {
        let own = writer.style.is_own();
        let (items, parts) = writer.sources.iter().enumerate().map(|(at, source)| item::item(source, at, own)).unzip();
        Self { writer, engine: Engine::new(writer.style, writer.locale.language()), items, parts }
    }

    fn source(&self, at: usize) -> &'a Source {
        self.writer.sources[at]
    }

    /// The citations in order, and how many of them each note has.
    fn requests(&self, notes: &[Option<Cite<'_>>]) -> (Vec<Request>, Vec<usize>) {
        let mut requests = Vec::new();
        let mut spans = Vec::new();
        let mut apart = false;
        for note in notes {
            let before = requests.len();
            if let Some(cite) = note {
                let place = cite.locator.map(Place::read);
                requests.push(Request { entry: cite.source, place, note: cite.number, apart });
                let via = self.writer.found_in.get(cite.source).copied().flatten();
                if let Some(via) = via {
                    let place =
                        self.source(cite.source).cited_in_locator.as_ref().map(|text| Place::read(text.as_str()));
                    requests.push(Request { entry: via, place, note: cite.number, apart: false });
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
                    if let Some(place) = request.place.as_ref().filter(|_| listed) {
                        words.insert_before_link(&format!(", {}", self.engine.place(place)));
                    }
                    words.tidy();
                }
                self.tell_language(request.entry, &mut words);
                (words, first)
            })
            .collect()
    }

    /// Marks the title where it is in another language than the document.
    fn tell_language(&self, entry: usize, words: &mut Words) {
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
                    return listed.clone();
                }
                let mut words = in_text.clone();
                words.open_brackets();
                if numeric || words.is_empty() {
                    words = self.short(request.entry, false);
                }
                let number = seen.get(&request.entry).copied().unwrap_or(request.note).to_string();
                let above = self.writer.locale.fill("note_above", &[("number", &number)]);
                let place = request.place.as_ref().map(|place| format!(", {}", self.engine.place(place)));
                words.say(&format!(" ({above}){}", place.unwrap_or_default()));
                words
            })
            .collect()
    }

    /// Adds what the style left out of a whole citation and the reader needs.
    fn complete(&self, entry: usize, words: &mut Words) {
        let source = self.source(entry);
        let told = letters(&words.text());
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
            let said = if signs.is_empty() { words.text().contains(part.as_str()) } else { told.contains(&signs) };
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
        let plain: String = words.runs.iter().filter(|run| !run.is_link()).map(|run| run.text.as_str()).collect();
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
        note.close();
        for (request, (_, first)) in requests.iter().zip(rendered) {
            if *first {
                self.afterwards(self.source(request.entry), &mut note);
            }
        }
        note
    }

    /// What is said of a citation behind it: `; not consulted`.
    fn remark(&self, name: &str) -> String {
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

    fn short_note(&self, requests: &[Request]) -> Words {
        let mut note = Words::default();
        for (at, request) in requests.iter().enumerate() {
            if at > 0 {
                note.say(&format!("{} ", self.remark("not_consulted_cited_in")));
            }
            note.append(self.brief(request.entry));
            if let Some(place) = &request.place {
                note.say(&format!(", {}", self.engine.place(place)));
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
            ([], Some(body)) => words.say(&item::clean(body)),
            ([], None) => words.push(Run::italic(item::clean(&source.title))),
            ([first, _, _, ..], _) => words.say(&format!("{first} et al.")),
            (names, _) => words.say(&locale.list(names)),
        }
        if let Some(identifier) = &source.identifier {
            words.say(&format!(", {}", item::clean(identifier)));
        }
        let date = source.issued.map_or_else(|| locale.text("undated"), |date| locale.partial_date(date));
        words.say(&format!(", {date}"));
        if names.is_empty() && body.is_none() {
            self.tell_language(entry, &mut words);
        }
        words
    }

    /// Author, short title and year: enough to find the source.
    fn short(&self, entry: usize, year: bool) -> Words {
        let source = self.source(entry);
        let locale = self.writer.locale;
        let mut words = Words::default();
        let names: Vec<_> = source.authors.iter().filter_map(short_name).collect();
        let author = match names.as_slice() {
            [] => [&source.container, &source.court, &source.publisher].into_iter().flatten().next().map(item::clean),
            [first, _, _, ..] => Some(format!("{first} et al.")),
            names => Some(locale.list(names)),
        };
        if let Some(author) = author {
            words.say(&format!("{author}, "));
        }
        let title = item::clean(&source.title);
        let title = item::short_title(&title);
        if source.container.is_some() {
            words.say(&locale.fill("quotation", &[("text", title)]));
        } else {
            words.push(Run::italic(title));
        }
        if let Some(date) = source.issued.filter(|_| year) {
            words.say(&format!(", {}", date.year));
        }
        words
    }

    /// A citation without a style, where the style makes nothing of this sort of source.
    fn plain(&self, request: &Request) -> Words {
        let mut words = self.short(request.entry, false);
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
        if let Some(place) = &request.place {
            words.say(&format!(", {}", self.engine.place(place)));
        }
        words
    }
}

/// Papers of law are known by their titles and numbers; styles leave out who wrote them.
fn is_law(source: &Source) -> bool {
    use SourceType::{ChargingDocument, CourtFiling, Judgment, Plea, Statute, Treaty};
    matches!(source.r#type, Judgment | Plea | ChargingDocument | CourtFiling | Statute | Treaty)
}

fn whole(date: Date) -> PartialDate {
    let (year, month, day) = date.parts();
    PartialDate { year, month: Some(month), day: Some(day) }
}

/// The letters and digits of a text, to compare it whatever a style did to its capitals and marks.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn short_name(author: &Author) -> Option<String> {
    [&author.name, &author.family, &author.given].into_iter().flatten().map(item::clean).find(|name| !name.is_empty())
}
