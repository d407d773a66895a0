//! RIS: a line a field, `TY  - JOUR` to `ER  - `.
//!
//! The tags are those of the specification by Research Information Systems (2001) with what reference
//! managers added since. Tags that several fields of CSL share are read as Zotero reads them.

use super::names::{self, Name};
use super::{Item, Reading};
use crate::diagnostic::{Diagnostic, codes};
use crate::language::tag_of;
use crate::source_map::{FileId, SourceMap};
use crate::span::Span;

/// Types of RIS and of CSL.
const TYPES: &[(&str, &str)] = &[
    ("JOUR", "article-journal"),
    ("EJOUR", "article-journal"),
    ("NEWS", "article-newspaper"),
    ("MGZN", "article-magazine"),
    ("BOOK", "book"),
    ("EBOOK", "book"),
    ("EDBOOK", "book"),
    ("CHAP", "chapter"),
    ("ECHAP", "chapter"),
    ("RPRT", "report"),
    ("GOVDOC", "report"),
    ("THES", "thesis"),
    ("CPAPER", "paper-conference"),
    ("CONF", "paper-conference"),
    ("ELEC", "webpage"),
    ("WEB", "webpage"),
    ("BLOG", "post-weblog"),
    ("DATA", "dataset"),
    ("CASE", "legal_case"),
    ("STAT", "legislation"),
    ("BILL", "bill"),
    ("HEAR", "hearing"),
    ("PCOMM", "personal_communication"),
    ("PAT", "patent"),
    ("MANSCPT", "manuscript"),
    ("UNPB", "manuscript"),
    ("VIDEO", "motion_picture"),
    ("MPCT", "motion_picture"),
    ("MAP", "map"),
    ("ENCYC", "entry-encyclopedia"),
    ("GEN", "document"),
    ("STAND", "standard"),
];

/// Tags with one value each, and the variable that they fill. The first tag of a variable is the one
/// that is written.
const TAGS: &[(&str, &str)] = &[
    ("TI", "title"),
    ("T1", "title"),
    ("T2", "container-title"),
    ("JF", "container-title"),
    ("JO", "container-title"),
    ("BT", "container-title"),
    ("J2", "container-title-short"),
    ("JA", "container-title-short"),
    ("J1", "container-title-short"),
    ("T3", "collection-title"),
    ("ST", "title-short"),
    ("TT", "title-translation"),
    ("PB", "publisher"),
    ("CY", "publisher-place"),
    ("PP", "publisher-place"),
    ("VL", "volume"),
    ("IS", "issue"),
    ("M1", "number"),
    ("ET", "edition"),
    ("SE", "section"),
    ("SN", "ISSN"),
    ("DO", "DOI"),
    ("UR", "URL"),
    ("LA", "language"),
    ("AB", "abstract"),
    ("N2", "abstract"),
    ("N1", "note"),
    ("M3", "genre"),
    ("CN", "call-number"),
    ("DB", "archive"),
];

const NAMES: &[(&str, &str)] =
    &[("AU", "author"), ("A1", "author"), ("ED", "editor"), ("A2", "editor"), ("A4", "translator")];

/// The tag of a line and what follows it.
pub(super) fn tag(line: &str) -> Option<(&str, &str)> {
    let (tag, rest) = (line.get(..2)?, line.get(2..)?);
    let formed = tag.bytes().next().is_some_and(|b| b.is_ascii_uppercase())
        && tag.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let rest = rest.strip_prefix("  -").or_else(|| rest.strip_prefix(" -")).filter(|_| formed)?;
    match rest.strip_prefix(' ') {
        Some(value) => Some((tag, value.trim())),
        None => rest.trim().is_empty().then_some((tag, "")),
    }
}

pub(super) fn read(map: &SourceMap, file: FileId) -> Reading {
    let text = &map.file(file).text;
    let mut reading = Reading::default();
    let mut open: Option<Entry> = None;
    let mut at = 0;
    let mut stray = false;
    for line in text.split_inclusive('\n') {
        let (start, end) = (at, at + line.trim_end().len());
        at += line.len();
        let span = Span::new(file, start..end);
        let line = line.trim_end();
        match tag(line.trim_start()) {
            Some(("TY", kind)) => {
                stray = false;
                if let Some(entry) = open.replace(Entry::new(kind, span)) {
                    // The next entry begins: this one is whole but for its last line.
                    entry.close(&mut reading);
                }
            }
            Some(("ER", _)) => {
                let told = std::mem::take(&mut stray);
                match open.take() {
                    Some(entry) => entry.close(&mut reading),
                    None if told => {}
                    None => reading.problems.push(
                        Diagnostic::error(codes::BAD_RECORD, "an entry ends here that did not begin")
                            .at(span, "no `TY` stands before this")
                            .help("each entry begins with a line such as `TY  - JOUR`"),
                    ),
                }
            }
            Some((tag, value)) => match &mut open {
                Some(entry) => entry.lines.push((tag.to_owned(), value.to_owned())),
                None if !stray => {
                    stray = true;
                    reading.problems.push(
                        Diagnostic::error(codes::BAD_RECORD, "this belongs to no entry, and was skipped")
                            .at(span, "no `TY` stands before this")
                            .help("each entry begins with a line such as `TY  - JOUR`"),
                    );
                }
                None => {}
            },
            None if line.trim().is_empty() => {}
            // A value goes on in the next line.
            None => match &mut open {
                Some(entry) => {
                    if let Some((_, value)) = entry.lines.last_mut() {
                        value.push('\n');
                        value.push_str(line.trim());
                    }
                }
                None if !stray => {
                    stray = true;
                    reading.problems.push(
                        Diagnostic::error(codes::BAD_RECORD, "this belongs to no entry, and was skipped")
                            .at(span, "before the first `TY`, or after an `ER`"),
                    );
                }
                None => {}
            },
        }
    }
    if let Some(entry) = open {
        entry.close(&mut reading);
    }
    reading
}

struct Entry {
    kind: String,
    place: Span,
    lines: Vec<(String, String)>,
}

impl Entry {
    fn new(kind: &str, place: Span) -> Self {
        Self { kind: kind.to_owned(), place, lines: Vec::new() }
    }

    fn close(self, reading: &mut Reading) {
        if self.kind.is_empty() {
            reading.problems.push(
                Diagnostic::error(codes::BAD_RECORD, "an entry without a type was skipped")
                    .at(self.place, "nothing follows `TY`"),
            );
            return;
        }
        let kind = TYPES.iter().find(|(ris, _)| *ris == self.kind);
        let kind = kind.map_or_else(|| format!("ris:{}", self.kind), |(_, csl)| (*csl).to_owned());
        let mut item = Item::new("", kind, self.place);
        let exact = TYPES.iter().find(|(_, csl)| *csl == item.kind).is_none_or(|(ris, _)| *ris == self.kind);
        if !exact {
            item.add("ris:TY", self.kind.as_str());
        }
        let (mut start, mut end) = (None, None);
        let mut people: Vec<(&str, Vec<Name>)> = Vec::new();
        let mut words = Vec::new();
        let mut previous = String::new();
        for (tag, value) in self.lines {
            if let Some((_, role)) = NAMES.iter().find(|(name, _)| *name == tag) {
                let name = name_of(&value);
                match people.iter_mut().find(|(known, _)| known == role) {
                    Some((_, list)) => list.push(name),
                    None => people.push((role, vec![name])),
                }
                continue;
            }
            match tag.as_str() {
                "ID" => item.key = value,
                "KW" => words.extend((!value.is_empty()).then_some(value)),
                "SP" => start = Some(value),
                "EP" => end = Some(value),
                "PY" | "Y1" => when(&mut item, "issued", &tag, &value),
                "DA" => {
                    // The full date stands here, beside the year under `PY`.
                    if date(&value).is_some() {
                        item.take("issued");
                    }
                    when(&mut item, "issued", &tag, &value);
                }
                "Y2" => when(&mut item, "accessed", &tag, &value),
                "SN" if is_isbn(&item.kind, &value) => item.add("ISBN", value),
                "LA" if item.get("language").is_none() => {
                    let known = tag_of(&value);
                    item.add("language", known.as_deref().unwrap_or(&value));
                    item.add("ris:LA", if known.is_some_and(|tag| tag != value) { value.as_str() } else { "" });
                }
                _ => match TAGS.iter().find(|(name, _)| *name == tag) {
                    // Several of them in a row are the paragraphs of one text.
                    Some((_, variable @ ("note" | "abstract"))) if previous == tag => item.add(*variable, value),
                    Some((_, variable)) if item.get(variable).is_none() => item.add(*variable, value),
                    Some((_, variable)) if item.get(variable) == Some(&value) => {}
                    _ => item.add(format!("ris:{tag}"), value),
                },
            }
            previous = tag;
        }
        for (role, list) in people {
            item.add(role, names::write(&list));
        }
        match (start, end) {
            (Some(start), Some(end)) if !end.is_empty() => item.add("page", format!("{start}-{end}")),
            (Some(page), _) | (None, Some(page)) => item.add("page", page),
            (None, None) => {}
        }
        item.add("keyword", keywords(&words));
        reading.items.push(item);
    }
}

/// Whether a number is a book's: it has 10 or 13 digits, that of a series 8.
fn is_isbn(kind: &str, number: &str) -> bool {
    match number.chars().filter(|c| c.is_alphanumeric()).count() {
        8 => false,
        10 | 13 => true,
        _ => matches!(kind, "book" | "chapter" | "report"),
    }
}

/// Keywords on one line, or on several where one holds a `;`.
pub(super) fn keywords(words: &[String]) -> String {
    words.join(if words.iter().any(|word| word.contains(';')) { "\n" } else { "; " })
}

/// The name of a body as this form can hold it: behind a comma it takes given names.
pub(super) fn body(name: &str) -> String {
    name.replace(',', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

fn name_of(value: &str) -> Name {
    match value.split_once(',') {
        Some((family, given)) => Name::Person(family.trim().to_owned(), given.trim().to_owned()),
        None => Name::Whole(value.trim().to_owned()),
    }
}

/// Takes a date; what says more than a day is kept besides, for the way back.
fn when(item: &mut Item, variable: &str, tag: &str, value: &str) {
    let date = date(value);
    let known = match (&date, item.get(variable)) {
        (Some(date), Some(known)) => known.starts_with(date.as_str()),
        (Some(_), None) => true,
        (None, _) => false,
    };
    if let Some(date) = date.filter(|_| item.get(variable).is_none()) {
        item.add(variable, date);
    }
    if !known || says_more(value) {
        item.add(format!("ris:{tag}"), value);
    }
}

/// Whether something stands behind the day: `2020/05/06/spring`, `2020/05/06/12:00:00`.
fn says_more(value: &str) -> bool {
    value.splitn(4, ['/', '-', 'T', ' ']).nth(3).is_some_and(|other| !other.trim_matches('/').trim().is_empty())
}

/// The day, month or year of `2020/05/06/spring`, `2020///`, `2020-05-06T12:00`, `2020`.
fn date(value: &str) -> Option<String> {
    let parts: Vec<_> = value.trim().splitn(4, ['/', '-', 'T', ' ']).map(str::trim).collect();
    let number = |at: usize| match parts.get(at) {
        None | Some(&"") => Some(None),
        Some(part) => part.parse::<i64>().ok().map(Some),
    };
    let (month, day) = (number(1)?, number(2)?);
    if month.is_none() && day.is_some() {
        return None;
    }
    super::date(number(0)??, month, day)
}

pub(super) fn write(items: &[Item]) -> String {
    let mut out = String::new();
    for item in items {
        let mut line = |tag: &str, value: &str| {
            // A field is one line; white space inside it says nothing.
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            out.push_str(&format!("{tag}  - {value}\r\n"));
        };
        let own = item.kind.strip_prefix("ris:").or(item.get("ris:TY"));
        let known = TYPES.iter().find(|(_, csl)| *csl == item.kind).map(|(ris, _)| *ris);
        line("TY", own.or(known).unwrap_or("GEN"));
        line("ID", &item.key);
        for (name, value) in &item.fields {
            if let Some((tag, _)) = NAMES.iter().find(|(_, role)| role == name) {
                for name in names::read(value) {
                    match name {
                        Name::Person(family, given) => line(tag, format!("{family}, {given}").trim_end()),
                        Name::Whole(name) => line(tag, &body(&name)),
                    }
                }
                continue;
            }
            match name.as_str() {
                "issued" => {
                    line("PY", kept(item, "ris:PY", value).or(value.get(..4)).unwrap_or(value));
                    if value.len() > 4 || kept(item, "ris:DA", value).is_some() {
                        line("DA", kept(item, "ris:DA", value).unwrap_or(&value.replace('-', "/")));
                    }
                }
                "accessed" => line("Y2", kept(item, "ris:Y2", value).unwrap_or(&value.replace('-', "/"))),
                "language" => line("LA", kept(item, "ris:LA", value).unwrap_or(value)),
                "page" => match value.split_once(['-', '–']) {
                    Some((start, end)) => {
                        line("SP", start);
                        line("EP", end.trim_start_matches(['-', '–']));
                    }
                    None => line("SP", value),
                },
                "keyword" => {
                    let mark = if value.contains('\n') { '\n' } else { ';' };
                    value.split(mark).for_each(|word| line("KW", word));
                }
                "ISBN" => line("SN", value),
                "ris:TY" => {}
                // It went out already, in the place of the plain form.
                "ris:PY" | "ris:DA" if item.get("issued").is_some_and(|date| kept(item, name, date).is_some()) => {}
                "ris:Y2" if item.get("accessed").is_some_and(|date| kept(item, name, date).is_some()) => {}
                "ris:LA" if item.get("language").is_some_and(|tag| kept(item, name, tag).is_some()) => {}
                _ => {
                    let own = name.strip_prefix("ris:").filter(|tag| tag.len() == 2);
                    let tag = TAGS.iter().find(|(_, variable)| variable == name).map(|(tag, _)| *tag);
                    match own.or(tag) {
                        // Tags that may stand several times, and are read back as lines of one text.
                        Some(tag) if own.is_some() || matches!(tag, "AB" | "N1") => {
                            value.split('\n').for_each(|value| line(tag, value));
                        }
                        Some(tag) => line(tag, value),
                        None => {}
                    }
                }
            }
        }
        out.push_str("ER  - \r\n\r\n");
    }
    out
}

/// What the file had for a date or a language, as long as it still means the same.
fn kept<'a>(item: &'a Item, name: &str, now: &str) -> Option<&'a str> {
    let meaning = if name == "ris:LA" { tag_of } else { date };
    item.get(name).filter(|value| !value.contains('\n') && meaning(value).as_deref() == Some(now))
}

/// Whether the format has a place for a variable.
pub(super) fn holds(name: &str) -> bool {
    matches!(name, "issued" | "accessed" | "page" | "keyword" | "ISBN")
        || name.starts_with("ris:")
        || TAGS.iter().chain(NAMES).any(|(_, variable)| *variable == name)
}
