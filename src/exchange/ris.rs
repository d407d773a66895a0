//! RIS: a line a field, `TY  - JOUR` to `ER  - `.
//!
//! The tags are those of the specification by Research Information Systems (2001) with what reference
//! managers added since. Tags that several fields of CSL share are read as Zotero reads them.

use super::names::{self, Name};
use super::{Item, Reading};
use crate::diagnostic::{Diagnostic, codes};
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
                    if let Some(date) = date(&value) {
                        item.take("issued");
                        item.add("issued", date);
                    } else {
                        item.add("ris:DA", value);
                    }
                }
                "Y2" => when(&mut item, "accessed", &tag, &value),
                "SN" if matches!(item.kind.as_str(), "book" | "chapter" | "report") => item.add("ISBN", value),
                _ => match TAGS.iter().find(|(name, _)| *name == tag) {
                    Some((_, variable)) if item.get(variable).is_none() => item.add(*variable, value),
                    Some((_, variable)) if item.get(variable) == Some(&value) => {}
                    _ => item.add(format!("ris:{tag}"), value),
                },
            }
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

/// Keywords on one line, or on several where one holds a `;`.
pub(super) fn keywords(words: &[String]) -> String {
    words.join(if words.iter().any(|word| word.contains(';')) { "\n" } else { "; " })
}

fn name_of(value: &str) -> Name {
    match value.split_once(',') {
        Some((family, given)) => Name::Person(family.trim().to_owned(), given.trim().to_owned()),
        None => Name::Whole(value.trim().to_owned()),
    }
}

fn when(item: &mut Item, variable: &str, tag: &str, value: &str) {
    match date(value) {
        Some(date) if item.get(variable).is_none() => item.add(variable, date),
        Some(date) if item.get(variable).is_some_and(|known| known.starts_with(&date)) => {}
        _ => item.add(format!("ris:{tag}"), value),
    }
}

/// `2020/05/06/spring`, `2020///`, `2020-05-06`, `2020`.
fn date(value: &str) -> Option<String> {
    let parts: Vec<_> = value.split(['/', '-']).map(str::trim).collect();
    if parts.get(3).is_some_and(|other| !other.is_empty()) {
        return None;
    }
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
                        Name::Whole(name) => line(tag, &name.replace(',', " ")),
                    }
                }
                continue;
            }
            match name.as_str() {
                "issued" => {
                    line("PY", value.get(..4).unwrap_or(value));
                    if value.len() > 4 {
                        line("DA", &value.replace('-', "/"));
                    }
                }
                "accessed" => line("Y2", &value.replace('-', "/")),
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
                _ => {
                    let tag = name.strip_prefix("ris:").filter(|tag| tag.len() == 2);
                    let tag = tag.or_else(|| TAGS.iter().find(|(_, variable)| variable == name).map(|(tag, _)| *tag));
                    if let Some(tag) = tag {
                        value.split('\n').for_each(|value| line(tag, value));
                    }
                }
            }
        }
        out.push_str("ER  - \r\n\r\n");
    }
    out
}

/// Whether the format has a place for a variable.
pub(super) fn holds(name: &str) -> bool {
    matches!(name, "issued" | "accessed" | "page" | "keyword" | "ISBN")
        || name.starts_with("ris:")
        || TAGS.iter().chain(NAMES).any(|(_, variable)| *variable == name)
}
