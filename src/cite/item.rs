//! A source as an entry that CSL knows: the variables of its standard, filled from our fields.

use std::collections::BTreeMap;

use hayagriva::citationberg::json::{DateValue, Item, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange};

use super::identifier::{Bracketed, Issue, doi, neutral};
use super::quotes::outermost;
use crate::model::{Author, Date, PartialDate, Source, SourceType, Text};

/// Stands in a title where its translation follows, so that this comes after the style's closing
/// quotation mark. It is taken out again before anybody sees it.
pub(super) const TRANSLATION: char = '\u{E000}';

/// Follows a text that is no number although digits stand in it, and is taken out again too: CSL would
/// make a range of `RPC-2019-0408`.
pub(super) const NO_NUMBER: &str = "\u{E001}1\u{E001}1";

/// What the entry could not take along, in words; each is looked for in what the style made.
#[derive(Debug, Default)]
pub(super) struct Parts {
    /// What must be found in the citation, or is added to it.
    pub(super) wanted: Vec<String>,
    /// Whether it has a date, or a part of it holds the year.
    pub(super) dated: bool,
}

/// Stands after a quotation mark at the end of a title, which hayagriva would take for the style's own.
pub(super) const END: char = '\u{E002}';

/// Stands for a colon in what a source says, so that a language spaces only those of the style.
pub(super) const COLON: char = '\u{E003}';

/// A text of a source for an entry.
pub(super) fn mark_colons(text: &str) -> String {
    text.replace(':', COLON.encode_utf8(&mut [0; 4]))
}

/// The entry for a source. `key` tells sources apart that are alike in every field; `own` is whether the
/// style is one of ours, which know papers of courts.
pub(super) fn item(source: &Source, key: usize, own: bool) -> (Item, Parts) {
    let mut entry = Entry { fields: BTreeMap::new(), wanted: Vec::new() };
    let kind = match kind(source) {
        // Other styles leave out who wrote a paper of law, and readers must know who alleges.
        "hearing" if !own && !source.authors.is_empty() => "document",
        "hearing" if !own => "legal_case",
        kind => kind,
    };
    entry.text("id", &key.to_string());
    entry.text("type", kind);
    let title = title(source);
    let quoted = |title: &str| title.ends_with(['”', '’', '»']).then_some(END);
    let mark = if source.title_translation.is_some() { Some(TRANSLATION) } else { quoted(&title) };
    entry.text("title", &title.chars().chain(mark).collect::<String>());
    let short = short_title(&title);
    entry.text("title-short", &short.chars().chain(quoted(short)).collect::<String>());
    entry.names(source);
    if let Some(container) = &source.container {
        entry.wanted("container-title", &clean(container));
    }
    let gazette = kind == "legislation" && !own && source.identifier.is_some();
    if gazette {
        // APA takes the number of a statute for that of an American one: `Pub. L. No.`
        let whole: Vec<_> = source.container.iter().chain(&source.identifier).map(clean).collect();
        entry.text("container-title", &whole.join(", "));
        entry.wanted.extend(source.identifier.as_ref().map(clean));
    }
    if let Some(publisher) = &source.publisher {
        entry.wanted("publisher", &clean(publisher));
    }
    // Styles change the capitals of English titles and make `Nyc` of `NYC`; so no title is English.
    entry.text("language", "und");
    if let Some(url) = &source.url {
        entry.text("URL", url.as_str());
        if let Some(accessed) = source.accessed {
            entry.date("accessed", from_date(accessed));
        }
    }
    let dated = !gazette && entry.identifier(source, kind);
    if let Some(issued) = source.issued.filter(|_| !dated) {
        entry.date("issued", from_partial(issued));
    }
    let dated = dated || entry.fields.contains_key("issued");
    (Item(entry.fields), Parts { wanted: entry.wanted, dated })
}

/// An entry that nothing is known of.
pub(super) fn nothing() -> Item {
    Item(BTreeMap::from([
        ("id".to_owned(), Value::String("nothing".to_owned())),
        ("type".to_owned(), Value::String("document".to_owned())),
    ]))
}

/// An entry with a date alone, for the dates that we add.
pub(super) fn dated(date: PartialDate) -> Item {
    let mut item = nothing();
    item.0.insert("issued".to_owned(), Value::Date(from_partial(date)));
    item
}

/// The type of CSL 1.0.2 that comes nearest.
fn kind(source: &Source) -> &'static str {
    let contained = source.container.is_some();
    match source.r#type {
        SourceType::Judgment => "legal_case",
        // `hearing` is what styles of our own take for a paper filed in court.
        SourceType::Plea | SourceType::ChargingDocument | SourceType::CourtFiling => "hearing",
        SourceType::Statute => "legislation",
        SourceType::Treaty => "treaty",
        SourceType::InquiryReport | SourceType::NgoReport => "report",
        SourceType::Academic if contained && source.publisher.is_some() => "chapter",
        SourceType::Academic if contained => "article-journal",
        SourceType::Academic => "book",
        SourceType::NewsReport | SourceType::NewsRewrite if contained => "article-newspaper",
        SourceType::Opinion if contained => "article-newspaper",
        SourceType::Interview => "interview",
        SourceType::Dataset => "dataset",
        SourceType::Correspondence => "personal_communication",
        _ if source.url.is_some() => "webpage",
        _ => "document",
    }
}

/// The words of a text in one line, without characters that have a meaning here.
pub(super) fn clean(text: &Text) -> String {
    curly(&text.folded())
}

/// The title of a source, as far as it is the same in every style.
pub(super) fn title(source: &Source) -> String {
    outermost(&clean(&source.title))
}

/// Straight quotation marks become curved ones, which a style can turn into inner ones; characters
/// that mean something here are taken out.
pub(super) fn curly(text: &str) -> String {
    let text = text.replace([TRANSLATION, END, COLON, '\u{E001}'], "");
    let pairs = text.matches('"').count().is_multiple_of(2);
    let mut before = ' ';
    let mut open = false;
    let mut told = String::with_capacity(text.len());
    for c in text.chars() {
        let begins = before == ' ' || matches!(before, '(' | '[' | '“' | '‘' | '–' | '—');
        told.push(match c {
            '"' if pairs => {
                open = !open;
                if open { '“' } else { '”' }
            }
            '\'' => {
                if begins {
                    '‘'
                } else {
                    '’'
                }
            }
            c => c,
        });
        before = c;
    }
    told
}

/// The title before its subtitle.
pub(super) fn short_title(title: &str) -> &str {
    let end = title.find(": ").filter(|&at| at > 0).unwrap_or(title.len());
    let (main, rest) = title.split_at(end);
    // A quotation, a bracket or a single word before the colon is no title by itself.
    let whole = main.matches('“').count() == main.matches('”').count()
        && main.matches('[').count() == main.matches(']').count()
        && main.matches('(').count() == main.matches(')').count()
        && main.split(' ').count() > 1;
    let short = if whole || rest.is_empty() { main.trim_end() } else { title };
    // Quotation marks around all of it would stand twice.
    let bare = short.strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
    bare.filter(|bare| !bare.contains(['“', '”'])).unwrap_or(short)
}

pub(super) fn from_partial(date: PartialDate) -> DateValue {
    let number = |value: Option<u8>| value.map(i16::from);
    let year = i16::try_from(date.year).unwrap_or(i16::MAX);
    let parts = std::iter::once(year).chain(number(date.month)).chain(number(date.day)).collect();
    DateValue::DateParts { date_parts: VecDateRange(vec![VecDate(parts)]), literal: None, season: None, circa: false }
}

fn from_date(date: Date) -> DateValue {
    let (year, month, day) = date.parts();
    from_partial(PartialDate { year, month: Some(month), day: Some(day) })
}

struct Entry {
    fields: BTreeMap<String, Value>,
    wanted: Vec<String>,
}

impl Entry {
    fn text(&mut self, name: &str, value: &str) {
        let value = if matches!(name, "URL" | "DOI") { value.to_owned() } else { mark_colons(value) };
        self.fields.insert(name.to_owned(), Value::String(value));
    }

    /// A variable that some style may leave out although the reader needs it.
    fn wanted(&mut self, name: &str, value: &str) {
        self.text(name, value);
        self.wanted.push(value.to_owned());
    }

    fn date(&mut self, name: &str, value: DateValue) {
        self.fields.insert(name.to_owned(), Value::Date(value));
    }

    fn names(&mut self, source: &Source) {
        // A newspaper is not the author of what appears in it without a name.
        let container = source.container.as_ref().map(clean);
        let others = |author: &&Author| author.name.as_ref().map(clean).is_none_or(|name| Some(name) != container);
        let names: Vec<_> = source.authors.iter().filter(others).filter_map(name).collect();
        if !names.is_empty() {
            self.fields.insert("author".to_owned(), Value::Names(names));
        }
    }

    /// Sorts the parts of `identifier` and `court`. Yields whether they hold the date, too.
    fn identifier(&mut self, source: &Source, kind: &str) -> bool {
        let court = source.court.as_ref().map(clean);
        let Some(identifier) = source.identifier.as_ref().map(clean) else {
            if let Some(court) = court {
                self.wanted("authority", &court);
            }
            return false;
        };
        if kind == "article-journal"
            && let Some(issue) = Issue::read(&identifier)
        {
            self.text("volume", issue.volume);
            for (name, value) in [("issue", issue.issue), ("page", issue.pages)] {
                value.into_iter().for_each(|value| self.text(name, value));
            }
            return false;
        }
        if let Some(doi) = doi(&identifier) {
            self.text("DOI", doi);
            return false;
        }
        if kind == "legal_case" || kind == "hearing" {
            // A neutral citation names the court and the year.
            if neutral(&identifier) {
                self.number(&identifier);
                return true;
            }
            // So does a bracket at its end, as American courts are cited.
            if let Some(Bracketed { number, court, date }) = Bracketed::read(&identifier) {
                self.number(number);
                if !court.is_empty() {
                    self.wanted("authority", court);
                }
                if let Some(date) = date {
                    self.date("issued", from_partial(date));
                    // Tells our own style that a page stands before the bracket.
                    self.text("annote", "bracket");
                }
                return date.is_some();
            }
        }
        if let Some(court) = court {
            self.wanted("authority", &court);
        }
        self.number(&identifier);
        false
    }

    fn number(&mut self, text: &str) {
        let mark = if text.bytes().all(|b| b.is_ascii_digit()) { "" } else { NO_NUMBER };
        self.text("number", &format!("{text}{mark}"));
        self.wanted.push(text.to_owned());
    }
}

fn name(author: &Author) -> Option<NameValue> {
    let part =
        |text: &Option<Text>| text.as_ref().map(|text| mark_colons(&clean(text))).filter(|text| !text.is_empty());
    let literal = |literal: String| NameValue::Literal(LiteralName { literal });
    match (part(&author.name), part(&author.given), part(&author.family)) {
        (Some(name), ..) => Some(literal(name)),
        (None, given @ Some(_), Some(family)) => Some(NameValue::Item(NameItem {
            family,
            given,
            non_dropping_particle: None,
            dropping_particle: None,
            suffix: None,
            comma_suffix: None,
        })),
        (None, given, family) => family.or(given).map(literal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_title_is_the_main_title() {
        assert_eq!(short_title("110 Overseas: Chinese Transnational Policing"), "110 Overseas");
        assert_eq!(short_title("Rechnungshof: 61,3 Millionen"), "Rechnungshof: 61,3 Millionen");
        assert_eq!(short_title("He said “no: never”"), "He said “no: never”");
        assert_eq!(short_title("“Overseas stations?” : A clearer look"), "Overseas stations?");
        assert_eq!(curly("the \"case\" of Gov't 'Secrets'"), "the “case” of Gov’t ‘Secrets’");
    }
}
