//! One entry of BibTeX as an item.

use biblatex::{ChunksExt, Entry, EntryType, Person};

use super::super::names::{self, Name};
use super::super::{Item, date, ris};
use super::parents::Fields;
use super::{FIELDS, NAMES, TYPES, written_type};
use crate::language::{babel, tag_of};
use crate::model::Link;
use crate::span::Span;

/// The item that an entry is, with the fields that it has and that it takes over.
pub(super) fn item(entry: &Entry, fields: &Fields<'_>, place: Span) -> Item {
    let own = type_of(entry);
    let text = |name: &str| {
        let (real, from) = fields.get(name)?;
        Some(from.get(real)?.format_verbatim().split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let subtype = text("entrysubtype").unwrap_or_default();
    let kind = match (own.as_str(), subtype.as_str()) {
        ("article", "newspaper") => Some("article-newspaper"),
        ("article", "magazine") => Some("article-magazine"),
        (own, _) => TYPES.iter().find(|(bib, _)| *bib == own).map(|(_, csl)| *csl),
    };
    let mut item = Item::new(entry.key.as_str(), kind.map_or_else(|| format!("bibtex:{own}"), str::to_owned), place);
    if kind.is_some_and(|kind| written_type(kind) != own) {
        item.add("bibtex:entrytype", own.as_str());
    }
    for (name, (real, from)) in fields {
        if let Some((_, variable)) = NAMES.iter().find(|(field, _)| field == name) {
            let (names, others) = people(from, real);
            item.add(*variable, names);
            item.add("bibtex:others", if others { *variable } else { "" });
            continue;
        }
        let Some(value) = text(name) else { continue };
        match name.as_str() {
            "date" | "year" | "month" | "day" | "urldate" | "subtitle" | "booksubtitle" => {}
            "entrysubtype" if matches!(subtype.as_str(), "newspaper" | "magazine") => {}
            "number" if own == "article" => item.add("issue", value),
            "number" => item.add("number", value),
            "pages" => item.add("page", value.replace(['–', '—'], "-").replace("--", "-")),
            "keywords" => item.add("keyword", ris::keywords(&words(&value))),
            "issue" => item.add(if own == "article" { "bibtex:issue" } else { "issue" }, value),
            "howpublished" if fields.get("url").is_none() && Link::accepts(&value) => item.add("URL", value),
            "langid" | "language" if item.get("language").is_none() => add_language(&mut item, &value),
            _ => match FIELDS.iter().find(|(field, _)| field == name) {
                Some((_, variable)) if item.get(variable).is_none() => item.add(*variable, value),
                _ => item.add(format!("bibtex:{name}"), value),
            },
        }
    }
    for (main, sub, variable) in [("title", "subtitle", "title"), ("booktitle", "booksubtitle", "container-title")] {
        if let Some(sub_title) = text(sub) {
            match item.fields.iter_mut().find(|(name, _)| name == variable).filter(|_| text(main).is_some()) {
                Some((_, title)) => title.push_str(&format!(": {sub_title}")),
                None => item.add(variable, sub_title.as_str()),
            }
            item.add(format!("bibtex:{sub}"), sub_title);
        }
    }
    dates(&mut item, &text);
    item
}

/// An entry's type as the file writes it, in small letters.
pub(super) fn type_of(entry: &Entry) -> String {
    match &entry.entry_type {
        EntryType::Unknown(name) => name.to_ascii_lowercase(),
        known => known.to_string().to_ascii_lowercase(),
    }
}

/// The day on which it was issued, and that of a visit, where they are a day, a month or a year.
fn dates(item: &mut Item, text: &impl Fn(&str) -> Option<String>) {
    let valid = |date: &String| crate::model::PartialDate::parse(date).is_some();
    if let Some(date) = text("date") {
        if valid(&date) {
            item.add("issued", date);
        } else {
            item.add("bibtex:date", date.as_str());
            // Of a span of time its first day, else its year.
            let first = date.split('/').next().map(str::to_owned).filter(valid);
            let first = first.or_else(|| date.get(..4).map(str::to_owned).filter(valid));
            first.into_iter().for_each(|first| item.add("issued", first));
        }
    }
    let (year, month, day) = (text("year"), text("month"), text("day"));
    let mut used = false;
    if let Some(year) = year.as_ref().filter(|_| item.get("issued").is_none()) {
        let month_number = month.as_deref().map(month_of);
        let number = |text: Option<&String>| text.and_then(|text| text.trim().parse::<i64>().ok());
        let whole = match (&month, month_number) {
            (Some(_), Some(None)) => None,
            _ => number(Some(year))
                .and_then(|y| date(y, month_number.flatten(), month_number.flatten().and(number(day.as_ref())))),
        };
        if let Some(date) = whole {
            item.add("issued", date);
            used = true;
        } else if valid(year) {
            item.add("issued", year.as_str());
        }
    }
    for (name, value) in [("year", year), ("month", month), ("day", day)] {
        if let Some(value) = value.filter(|value| !used && item.get("issued") != Some(value)) {
            item.add(format!("bibtex:{name}"), value);
        }
    }
    if let Some(visited) = text("urldate") {
        item.add(if valid(&visited) { "accessed" } else { "bibtex:urldate" }, visited);
    }
}

fn month_of(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let text = text.trim().trim_end_matches('.').to_lowercase();
    if let Ok(number) = text.parse::<i64>() {
        return (1..=12).contains(&number).then_some(number);
    }
    let name = MONTHS.iter().position(|month| text.starts_with(month) && text.chars().all(char::is_alphabetic))?;
    i64::try_from(name).ok().map(|name| name + 1)
}

fn words(value: &str) -> Vec<String> {
    let mark = if value.contains(';') { ';' } else { ',' };
    value.split(mark).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

/// The names in a field, and whether there are others whom it does not name.
fn people(entry: &Entry, field: &str) -> (String, bool) {
    let mut list: Vec<Person> = entry.get_as(field).unwrap_or_default();
    let written = entry.get(field).map(|chunks| chunks.format_verbatim()).unwrap_or_default();
    let mut parts: Vec<_> = written.split(" and ").map(str::trim).collect();
    let others = list.len() > 1 && parts.last() == Some(&"others");
    if others {
        list.pop();
        parts.pop();
    }
    let written = parts.join(" and ");
    let name = |(at, person): (usize, Person)| {
        let family = [person.prefix.as_str(), &person.name, &person.suffix];
        let family = family.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        match (family.is_empty(), person.given_name.is_empty()) {
            // The crate takes a name with `=` for one whose parts are named; what it then finds nothing in
            // is taken as it is written.
            (true, true) if parts.len() == 1 => Name::Whole(written.clone()),
            (true, true) => Name::Whole(parts.get(at).copied().unwrap_or_default().to_owned()),
            (true, false) => Name::Whole(person.given_name),
            (false, true) => Name::Whole(family),
            (false, false) => Name::Person(family, person.given_name),
        }
    };
    let count = list.len();
    let names: Vec<_> =
        list.into_iter().enumerate().map(name).filter(|name| *name != Name::Whole(String::new())).collect();
    // Rather one name that is too long than one that is lost.
    if names.len() < count || (count == 0 && !written.trim().is_empty()) {
        return (names::write(&[Name::Whole(written)]), others);
    }
    (names::write(&names), others)
}

/// The language of an entry; in the file's own words too, where those that are written are others.
fn add_language(item: &mut Item, word: &str) {
    let tag = tag_of(word);
    item.add("language", tag.as_deref().unwrap_or(word));
    if tag.is_some_and(|tag| tag != word && babel(&tag) != Some(word)) {
        item.add("bibtex:langid", word);
    }
}
