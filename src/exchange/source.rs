//! One source of a brief from an item of a reference manager, and back.

use super::names::{self, Name};
use super::{Format, Item, bibtex, csl, ris};
use crate::amend::Data;
use crate::language::is_tag;
use crate::model::{Date, Link, PartialDate, Source, words};
use crate::text;

/// The fields of a source in the order in which they are written.
pub(super) fn order() -> &'static [&'static str] {
    words::<Source>()
}

/// Fields of a source with a variable of CSL.
const TEXTS: &[(&str, &str)] = &[
    ("title", "title"),
    ("title_translation", "title-translation"),
    ("container", "container-title"),
    ("publisher", "publisher"),
    ("identifier", "number"),
    ("court", "authority"),
    ("language", "language"),
    ("url", "URL"),
    ("archive_url", "archive_url"),
    ("issued", "issued"),
    ("accessed", "accessed"),
];

/// Types of CSL whose meaning is that of one type of source, whatever the entry. What is printed in a
/// newspaper may be a report, a retelling or a column, a report may be anybody's: a person decides.
const CERTAIN: &[(&str, &str)] = &[
    ("article-journal", "academic"),
    ("thesis", "academic"),
    ("paper-conference", "academic"),
    ("legal_case", "judgment"),
    ("legislation", "statute"),
    ("regulation", "statute"),
    ("treaty", "treaty"),
    ("dataset", "dataset"),
    ("interview", "interview"),
    ("personal_communication", "correspondence"),
    ("post-weblog", "opinion"),
    ("webpage", "web_page"),
];

/// The type of CSL under which a source goes out that came from nowhere.
const OUT: &[(&str, &str)] = &[
    ("judgment", "legal_case"),
    ("plea", "legal_case"),
    ("statute", "legislation"),
    ("treaty", "treaty"),
    ("register", "document"),
    ("charging_document", "document"),
    ("court_filing", "document"),
    ("official_record", "document"),
    ("official_statement", "document"),
    ("inquiry_report", "report"),
    ("ngo_report", "report"),
    ("academic", "article-journal"),
    ("news_report", "article-newspaper"),
    ("news_rewrite", "article-newspaper"),
    ("opinion", "article-newspaper"),
    ("interview", "interview"),
    ("testimony", "document"),
    ("dataset", "dataset"),
    ("web_page", "webpage"),
    ("correspondence", "personal_communication"),
];

/// The most bytes of a text that a data file holds.
const MAX_TEXT: usize = 20_000;

/// A source as a file of references tells it, with what must be said about that.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The fields of the source, without `id`.
    pub data: Data,
    /// The type is left to a person.
    pub untyped: bool,
    /// What happened to the entry on the way, in plain words.
    pub notes: Vec<String>,
}

/// The source that an item describes. `types` are a person's decisions: this type of the file is that type
/// of source.
///
/// # Errors
/// Why there is none.
pub(super) fn draft(item: &Item, types: &[(String, String)]) -> Result<Draft, String> {
    let mut data = Data::Group(Vec::new());
    let mut notes = Vec::new();
    let mut extra: Vec<(String, String)> = Vec::new();
    let decided = types.iter().find(|(from, _)| *from == item.kind || item.kind.split(':').next_back() == Some(from));
    let certain = CERTAIN.iter().find(|(csl, _)| *csl == item.kind).map(|(_, own)| (*own).to_owned());
    let kind = decided.map(|(_, own)| own.clone()).or(certain);
    if let Some(kind) = &kind {
        data.put("type", Data::text(kind), order());
    }
    let out = kind.as_ref().and_then(|kind| OUT.iter().find(|(own, _)| own == kind)).map(|(_, csl)| *csl);
    if out != Some(item.kind.as_str()) {
        extra.push(("type".to_owned(), item.kind.clone()));
    }
    for (name, value) in &item.fields {
        let (value, removed) = cleaned(value);
        if removed > 0 {
            notes.push(format!("{} taken out of `{name}`", text::count(removed, "invisible character")));
        }
        if value.len() > MAX_TEXT {
            notes.push(format!("`{name}` has more than {MAX_TEXT} bytes and was left out"));
            continue;
        }
        if name == "author" {
            let authors = names::read(&value).iter().map(author).collect::<Vec<_>>();
            data.put("authors", Data::List(authors), order());
            continue;
        }
        let line = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let own = TEXTS.iter().find(|(_, csl)| csl == name).map(|(own, _)| *own);
        let fits = match own {
            Some("url" | "archive_url") => Link::accepts(&line),
            Some("issued") => PartialDate::parse(&line).is_some(),
            Some("accessed") => Date::parse(&line).is_some(),
            Some("language") => is_tag(&line),
            Some(_) => !line.is_empty(),
            None => false,
        };
        match own.filter(|_| fits) {
            Some(own) => data.put(own, Data::text(line), order()),
            None => extra.push((name.clone(), value.trim().to_owned())),
        }
    }
    if data.get("title").is_none() {
        return Err("it has no title".to_owned());
    }
    if !extra.is_empty() {
        let extra = extra.into_iter().map(|(name, value)| (name, Data::Text(value))).collect();
        data.put("extra", Data::Group(extra), order());
    }
    Ok(Draft { data, untyped: kind.is_none(), notes })
}

/// Authors of a source from one line.
pub fn author_data(line: &str) -> Data {
    Data::List(names::read(line).iter().map(author).collect())
}

fn author(name: &Name) -> Data {
    let text = |text: &str| Data::text(text.split_whitespace().collect::<Vec<_>>().join(" "));
    match name {
        Name::Person(family, given) if given.is_empty() => Data::Group(vec![("name".into(), text(family))]),
        Name::Person(family, given) => {
            Data::Group(vec![("family".into(), text(family)), ("given".into(), text(given))])
        }
        Name::Whole(whole) => Data::Group(vec![("name".into(), text(whole))]),
    }
}

/// The authors of a source on one line.
pub fn author_line(authors: &Data) -> String {
    let text = |data: &Data, name: &str| data.get(name).and_then(Data::as_text).unwrap_or_default().to_owned();
    let names: Vec<_> = authors
        .items()
        .iter()
        .map(|author| match text(author, "family") {
            family if !family.is_empty() => Name::Person(family, text(author, "given")),
            _ => Name::Whole(text(author, "name")),
        })
        .collect();
    names::write(&names)
}

/// A text without the characters that a brief refuses, and how many they were.
fn cleaned(text: &str) -> (String, usize) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let bad = text.chars().filter(|c| text::is_deceptive(*c)).count();
    match bad {
        0 => (text, 0),
        bad => (text.chars().filter(|c| !text::is_deceptive(*c)).collect(), bad),
    }
}

/// The key under which an entry becomes a source: its own where it can be an id, else one made from it.
pub(super) fn id_of(item: &Item) -> String {
    let candidates = [item.key.as_str(), item.get("citation-key").unwrap_or_default()];
    if let Some(key) = candidates.into_iter().find(|key| is_id(key)) {
        return key.to_owned();
    }
    // The last part of an address tells entries apart: `http://zotero.org/users/1/items/ABCD`.
    let tail = item.key.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let made = slug(if tail.chars().any(char::is_alphanumeric) { tail } else { &item.key });
    if !made.is_empty() {
        return made;
    }
    let author = item.get("author").map(names::read).and_then(|names| names.into_iter().next());
    let author = match author {
        Some(Name::Person(name, _) | Name::Whole(name)) => name.split(' ').next_back().unwrap_or_default().to_owned(),
        None => String::new(),
    };
    let year = item.get("issued").and_then(|date| date.get(..4)).unwrap_or_default();
    let title = item.get("title").unwrap_or_default();
    let word = title.split_whitespace().find(|word| word.chars().count() > 3).unwrap_or(title);
    let made = slug(&format!("{author} {year} {word}"));
    if made.is_empty() { "source".to_owned() } else { made }
}

fn is_id(text: &str) -> bool {
    crate::model::SCALARS.iter().any(|form| form.name == "Id" && (form.accepts)(text))
}

fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars().take(80) {
        match c {
            c if c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':') => out.extend(c.to_lowercase()),
            _ if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    let made = out.trim_matches(|c: char| !c.is_alphanumeric());
    if is_id(made) { made.to_owned() } else { String::new() }
}

/// The sources of a brief as items, for a file of references.
pub fn export_items(sources: &Data) -> Vec<Item> {
    sources.items().iter().map(item).collect()
}

fn item(source: &Data) -> Item {
    let text = |name: &str| source.get(name).and_then(Data::as_text).unwrap_or_default();
    let extra = source.get("extra").map(Data::fields).unwrap_or_default();
    let kept = |name: &str| extra.iter().find(|(key, _)| key == name).and_then(|(_, data)| data.as_text());
    let out = OUT.iter().find(|(own, _)| *own == text("type")).map_or("document", |(_, csl)| csl);
    let mut item = Item {
        key: kept("key").unwrap_or(text("id")).to_owned(),
        kind: kept("type").unwrap_or(out).to_owned(),
        fields: Vec::new(),
        place: None,
    };
    // One order for all, however a source is written: files can then be compared.
    for (own, csl) in TEXTS {
        item.add(*csl, text(own));
        if *own == "title" {
            item.add("author", source.get("authors").map(author_line).unwrap_or_default());
        }
    }
    for (name, data) in extra.iter().filter(|(name, _)| !matches!(name.as_str(), "key" | "type")) {
        if item.get(name).is_none() {
            item.add(name.as_str(), data.as_text().unwrap_or_default());
        }
    }
    item
}

/// The fields of a source that a format has no place for, of those that other programs know.
pub fn unplaced(item: &Item, format: Format) -> Vec<&str> {
    item.fields.iter().map(|(name, _)| name.as_str()).filter(|name| !holds(format, item, name)).collect()
}

fn holds(format: Format, item: &Item, name: &str) -> bool {
    match format {
        Format::CslJson => csl::holds(name),
        Format::Bibtex => bibtex::holds(item, name),
        Format::Ris => ris::holds(name),
    }
}

/// What a source has, and a file of this form could say of it and does not: it may have been deleted
/// there. What people add to a source in a brief is left out.
pub(super) fn gone(source: &Data, found: &Data, format: Format) -> Vec<String> {
    let other = |name: &str| match format {
        // Other programs drop what they do not know themselves.
        Format::CslJson => name.contains(':') && !name.starts_with("csl:"),
        Format::Bibtex | Format::Ris => false,
    };
    let said =
        |name: &str| found.get(own_name(name)).or(found.get("extra").and_then(|extra| extra.get(name))).is_some();
    let had = item(source);
    let kept = source.get("extra").map(Data::fields).unwrap_or_default();
    let mut gone = Vec::new();
    for (name, _) in &had.fields {
        let name = name.as_str();
        if matches!(name, "accessed" | "archive_url" | "title-translation" | "language") {
            continue;
        }
        if !said(name) && !other(name) && holds(format, &had, name) {
            let in_extra = kept.iter().any(|(key, _)| key == name);
            gone.push(if in_extra { format!("extra.{name}") } else { own_name(name).to_owned() });
        }
    }
    gone
}

/// Gives names that a file of RIS holds the commas back that its form has no place for: those in the name of
/// a body.
pub(super) fn keep_commas(source: &Data, found: &mut Data) {
    let bare = |line: &str| -> Vec<Name> {
        let name = |name: Name| match name {
            Name::Whole(whole) => Name::Whole(ris::body(&whole)),
            person => person,
        };
        names::read(line).into_iter().map(name).collect()
    };
    let line = |data: &Data| data.get("authors").map(author_line).unwrap_or_default();
    if found.get("authors").is_some()
        && bare(&line(source)) == bare(&line(found))
        && let Some(authors) = source.get("authors")
    {
        found.put("authors", authors.clone(), order());
    }
    for role in ["editor", "translator"] {
        let old = source.get("extra").and_then(|extra| extra.get(role)).and_then(Data::as_text);
        if let (Some(old), Some(extra)) = (old, found.get_mut("extra"))
            && extra.get(role).and_then(Data::as_text).is_some_and(|new| bare(new) == bare(old))
        {
            extra.put(role, Data::text(old), &[]);
        }
    }
}

/// The field of a source for a variable of CSL, or the variable.
fn own_name(variable: &str) -> &str {
    match variable {
        "author" => "authors",
        _ => TEXTS.iter().find(|(_, csl)| *csl == variable).map_or(variable, |(own, _)| own),
    }
}

/// What `found` says otherwise than the source, or besides: the source with it. Nothing where it says
/// nothing new. What a person decided, the type, stays.
pub(super) fn updated(source: &Data, found: &Data) -> Option<(Data, Vec<String>)> {
    let mut new = source.clone();
    let mut changed = Vec::new();
    for (name, value) in found.fields() {
        match (name.as_str(), source.get(name)) {
            ("type", Some(old)) if !old.is_empty() => {}
            ("extra", old) => {
                let mut extra = old.cloned().unwrap_or(Data::Group(Vec::new()));
                for (name, value) in value.fields() {
                    // The type of the file says nothing new once a person chose one.
                    let known = extra.get(name).is_some_and(|old| same(old, value));
                    let decided = name == "type" && source.get("type").is_some() && extra.get(name).is_none();
                    if !known && !decided {
                        extra.put(name, value.clone(), &[]);
                        changed.push(format!("extra.{name}"));
                    }
                }
                if changed.iter().any(|name| name.starts_with("extra.")) {
                    new.put("extra", extra, order());
                }
            }
            (_, Some(old)) if same(old, value) => {}
            _ => {
                new.put(name, value.clone(), order());
                changed.push(name.clone());
            }
        }
    }
    (!changed.is_empty()).then_some((new, changed))
}

/// Whether two values say the same; white space says nothing.
fn same(old: &Data, new: &Data) -> bool {
    let words = |data: &Data| data.as_text().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    match (words(old), words(new)) {
        (Some(old), Some(new)) => old == new,
        _ => old == new,
    }
}
