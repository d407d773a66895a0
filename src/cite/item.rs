//! A source as an entry that CSL knows: the variables of its standard, filled from our fields.

use std::collections::BTreeMap;

use hayagriva::citationberg::json::{DateValue, Item, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange};

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

/// The entry for a source. `key` tells sources apart that are alike in every field; `own` is whether the
/// style is one of ours, which know papers of courts.
pub(super) fn item(source: &Source, key: usize, own: bool) -> (Item, Parts) {
    let mut entry = Entry { fields: BTreeMap::new(), wanted: Vec::new() };
    let kind = match kind(source) {
        "hearing" if !own => "legal_case",
        kind => kind,
    };
    entry.text("id", &key.to_string());
    entry.text("type", kind);
    let title = clean(&source.title);
    let quoted = |title: &str| title.ends_with(['”', '’', '»']).then_some(END);
    let mark = if source.title_translation.is_some() { Some(TRANSLATION) } else { quoted(&title) };
    entry.text("title", &title.chars().chain(mark).collect::<String>());
    let short = short_title(&title);
    entry.text("title-short", &short.chars().chain(quoted(short)).collect::<String>());
    entry.names(source);
    if let Some(container) = &source.container {
        entry.wanted("container-title", &clean(container));
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
    let dated = entry.identifier(source, kind);
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

/// Straight quotation marks become curved ones, which a style can turn into inner ones; characters
/// that mean something here are taken out.
pub(super) fn curly(text: &str) -> String {
    let text = text.replace([TRANSLATION, END, '\u{E001}'], "");
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
        self.fields.insert(name.to_owned(), Value::String(value.to_owned()));
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
            issue.fill(self);
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
            if let Some(Bracketed { number, inside, court, dated }) = Bracketed::read(&identifier) {
                self.number(number);
                if !court.is_empty() {
                    self.wanted("authority", court);
                }
                // The Bluebook wants the bracket as it is; no style but ours looks for it here.
                if dated {
                    if source.issued.is_none() {
                        let year = inside.get(inside.len().saturating_sub(4)..).and_then(|year| year.parse().ok());
                        let year = year.map(|year| PartialDate { year, month: None, day: None });
                        if let Some(year) = year {
                            self.date("issued", from_partial(year));
                        }
                    }
                    self.text("annote", &format!("({inside})"));
                }
                return false;
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
    let part = |text: &Option<Text>| text.as_ref().map(clean).filter(|text| !text.is_empty());
    let literal = |literal| NameValue::Literal(LiteralName { literal });
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

/// `12(3), 201–219`: volume, issue and pages of a journal.
struct Issue<'a> {
    volume: &'a str,
    issue: Option<&'a str>,
    pages: Option<&'a str>,
}

impl<'a> Issue<'a> {
    fn read(text: &'a str) -> Option<Self> {
        let (volume, pages) = match text.split_once([',', ':']) {
            Some((volume, pages)) => (volume.trim(), Some(pages.trim())),
            None => (text, None),
        };
        let (volume, issue) = match volume.strip_suffix(')').and_then(|text| text.split_once('(')) {
            Some((volume, issue)) => (volume.trim(), Some(issue.trim())),
            None => (volume, None),
        };
        let number = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_digit())
                && text.chars().all(|c| c.is_ascii_digit() || c == '–' || c == '-')
        };
        let good = number(volume) && issue.is_none_or(number) && pages.is_none_or(number);
        good.then_some(Self { volume, issue, pages })
    }

    fn fill(&self, entry: &mut Entry) {
        entry.text("volume", self.volume);
        if let Some(issue) = self.issue {
            entry.text("issue", issue);
        }
        if let Some(pages) = self.pages {
            entry.text("page", pages);
        }
    }
}

fn doi(text: &str) -> Option<&str> {
    let bare = ["https://doi.org/", "http://doi.org/", "doi:", "DOI:", "DOI "];
    let rest = bare.iter().find_map(|start| text.strip_prefix(start)).unwrap_or(text).trim();
    (rest.starts_with("10.") && rest.contains('/') && !rest.contains(' ')).then_some(rest)
}

/// `[2013] UKSC 67`, `2016 SCC 27`: year, court, number.
fn neutral(text: &str) -> bool {
    let mut words = text.split(' ');
    let year = words.next().unwrap_or_default();
    let bare = year.strip_prefix('[').and_then(|year| year.strip_suffix(']')).unwrap_or(year);
    let court = words.next().unwrap_or_default();
    bare.len() == 4
        && bare.bytes().all(|b| b.is_ascii_digit())
        && court.starts_with(|c: char| c.is_ascii_uppercase())
        && court.chars().all(char::is_alphabetic)
        && words.next().is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

/// `No. 18 CR 611 (N.D. Ill. Jan. 5, 2023)`: what stands before the bracket, and the court in it.
#[derive(Debug, PartialEq, Eq)]
struct Bracketed<'a> {
    number: &'a str,
    inside: &'a str,
    /// The court; empty where the bracket holds the year only, as for a supreme court.
    court: &'a str,
    /// Whether the bracket holds the year as well.
    dated: bool,
}

impl<'a> Bracketed<'a> {
    fn read(text: &'a str) -> Option<Self> {
        const MONTHS: [&str; 12] =
            ["Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let (number, inside) = text.strip_suffix(')')?.rsplit_once('(')?;
        let (number, inside) = (number.trim(), inside.trim());
        let year = inside.get(inside.len().checked_sub(4)?..)?;
        let dated = year.bytes().all(|b| b.is_ascii_digit());
        let before = if dated { inside[..inside.len() - 4].trim() } else { inside };
        let month = MONTHS.iter().filter_map(|month| before.find(&format!(" {month}"))).min().filter(|_| dated);
        let court = month.map_or(before, |at| &before[..at]).trim().trim_end_matches(',');
        // `(E.D.N.Y.)` is a court, `(RER)` are a judge's initials.
        let court_like = dated || (court.contains('.') && !court.contains(|c: char| c.is_ascii_digit()));
        (court_like && !number.is_empty()).then_some(Self { number, inside, court, dated })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_taken_apart_where_that_is_certain() {
        for (text, number, court, dated) in [
            ("384 U.S. 436 (1966)", "384 U.S. 436", "", true),
            ("No. 18 CR 611 (N.D. Ill. Jan. 5, 2023)", "No. 18 CR 611", "N.D. Ill.", true),
            ("20-MJ-0837 (RER) (E.D.N.Y. Oct. 7, 2020)", "20-MJ-0837 (RER)", "E.D.N.Y.", true),
            ("107 F.4th 715 (7th Cir. 2024)", "107 F.4th 715", "7th Cir.", true),
            ("No. 23-MJ-265 (E.D.N.Y.)", "No. 23-MJ-265", "E.D.N.Y.", false),
        ] {
            let read = Bracketed::read(text).unwrap();
            assert_eq!((read.number, read.court, read.dated), (number, court, dated), "{text}");
        }
        for text in ["CR 2024/17, entry 76", "CR (éé)", "21-CR-265 (PKC)", "(2024)", "x (", ")("] {
            assert_eq!(Bracketed::read(text), None, "{text}");
        }
        assert!(neutral("[2013] UKSC 67") && neutral("2016 SCC 27") && !neutral("CR 2024/17"));
        assert_eq!(doi("https://doi.org/10.1000/xyz"), Some("10.1000/xyz"));
        let issue = Issue::read("12(3), 201–219").unwrap();
        assert_eq!((issue.volume, issue.issue, issue.pages), ("12", Some("3"), Some("201–219")));
        assert!(Issue::read("Paper 12(3)").is_none());
    }

    #[test]
    fn a_short_title_is_the_main_title() {
        assert_eq!(short_title("110 Overseas: Chinese Transnational Policing"), "110 Overseas");
        assert_eq!(short_title("Rechnungshof: 61,3 Millionen"), "Rechnungshof: 61,3 Millionen");
        assert_eq!(short_title("He said “no: never”"), "He said “no: never”");
        assert_eq!(short_title("“Overseas stations?” : A clearer look"), "Overseas stations?");
        assert_eq!(curly("the \"case\" of Gov't 'Secrets'"), "the “case” of Gov’t ‘Secrets’");
    }
}
