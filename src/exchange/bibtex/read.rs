//! BibTeX and BibLaTeX as items, through the crate `biblatex`.
//!
//! The crate reads a file as a whole and stops at the first mistake, and it follows cross-references
//! and abbreviations in circles. So each entry is cut out and read by itself, with the abbreviations that
//! it uses, and parents are laid under their children here.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use biblatex::{
    Bibliography, ChunksExt, Entry, EntryType, Pair, ParseErrorKind, Person, RawBibliography, RawChunk, Spanned,
};

use super::super::names::{self, Name};
use super::super::{Item, Reading, date, ris};
use super::{FIELDS, NAMES, TYPES, written_type};
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, SourceMap};
use crate::span::Span;
use crate::text;

/// The longest entry, in bytes.
const MAX_ENTRY: usize = 256 * 1024;
/// How deep braces stand inside each other.
const MAX_DEPTH: usize = 64;
/// How many steps a cross-reference or an abbreviation leads on.
const MAX_CHAIN: usize = 8;

/// One entry, cut out of the file and read.
struct Cut<'a> {
    place: Span,
    raw: biblatex::RawEntry<'a>,
}

pub(in super::super) fn read(map: &SourceMap, file: FileId) -> Reading {
    let text = map.file(file).text.as_str();
    let mut reading = Reading::default();
    let mut cuts = Vec::new();
    let mut words: HashMap<String, Pair<'_>> = HashMap::new();
    for range in pieces(text) {
        let piece = text.get(range.clone()).unwrap_or_default();
        let place = head(text, file, range.start);
        match parse(piece) {
            Ok(raw) => {
                reading.helpers += usize::from(raw.entries.is_empty());
                for word in raw.abbreviations {
                    words.insert(word.key.v.to_ascii_lowercase(), word);
                }
                for entry in raw.entries {
                    cuts.push(Cut { place, raw: entry.v });
                }
            }
            Err((at, why)) => {
                let line = text.get(..range.start + at).unwrap_or(text).matches('\n').count() + 1;
                reading.problems.push(
                    Diagnostic::error(codes::BAD_RECORD, "an entry that cannot be understood was skipped")
                        .at(place, format!("line {line}: {why}"))
                        .help("mend the entry, or export it again; the others were read"),
                );
            }
        }
    }
    let mut entries: Vec<Option<(Span, Entry)>> = Vec::new();
    for cut in cuts {
        match resolve(cut.raw, &words) {
            Ok(entry) => entries.push(Some((cut.place, entry))),
            Err(why) => reading.problems.push(
                Diagnostic::error(codes::BAD_RECORD, "an entry that cannot be understood was skipped")
                    .at(cut.place, why)
                    .help("mend the entry, or export it again; the others were read"),
            ),
        }
    }
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let Some((_, entry)) = entry {
            by_key.entry(entry.key.clone()).or_insert(at);
        }
    }
    for (place, entry) in entries.iter().flatten() {
        let kind = type_of(entry);
        if kind == "xdata" || kind == "set" {
            // It lends its fields to others and is no source.
            reading.helpers += 1;
            continue;
        }
        reading.items.push(item(entry, *place, &entries, &by_key));
    }
    reading
}

fn head(text: &str, file: FileId, at: usize) -> Span {
    let line = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    Span::new(file, at..at + line.trim_end().len().min(200).max(usize::from(!line.is_empty())))
}

/// The entries of a file: each begins with `@word{` at the start of a line, and goes on where its braces
/// are open, unless the next one then begins inside it.
fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let gap = line.len() - line.trim_start().len();
        let word = line.trim_start().strip_prefix('@').map(|rest| rest.trim_start_matches(char::is_alphabetic));
        if word.is_some_and(|rest| rest.trim_start().starts_with(['{', '('])) {
            starts.push(at + gap);
        }
        // Several entries on one line follow each other after a brace.
        let mut from = gap + 1;
        while let Some(found) = line.get(from..).and_then(|rest| rest.find("}@").or_else(|| rest.find("} @"))) {
            let begin = from + found + line.get(from + found..).and_then(|rest| rest.find('@')).unwrap_or(1);
            starts.push(at + begin);
            from = begin + 1;
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(text.len())).collect::<Vec<_>>();
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut skip = 0;
    for (at, (&start, &end)) in starts.iter().zip(&ends).enumerate() {
        if at < skip {
            continue;
        }
        // An `@word{` may stand inside a text: take up to two more pieces if they close what is open.
        let mut whole = start..end;
        let piece = text.get(whole.clone()).unwrap_or_default();
        // A note behind the entry may hold an address with `@`.
        if let Some(closed) = closing(piece).filter(|_| parse(piece).is_err())
            && piece.get(..closed).is_some_and(|entry| parse(entry).is_ok())
        {
            whole = start..start + closed;
        } else if parse(piece).is_err() {
            for more in 1..=2 {
                let Some(&longer) = ends.get(at + more) else { break };
                let joined = parse(text.get(start..longer).unwrap_or_default());
                if joined.is_ok_and(|raw| raw.entries.len() == 1) {
                    whole = start..longer;
                    skip = at + more + 1;
                    break;
                }
            }
        }
        pieces.push(whole);
    }
    pieces
}

/// Behind the brace that closes the first one that opens.
fn closing(piece: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, byte) in piece.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn parse(piece: &str) -> Result<RawBibliography<'_>, (usize, String)> {
    if piece.len() > MAX_ENTRY {
        return Err((0, format!("the entry is larger than {} KiB", MAX_ENTRY / 1024)));
    }
    let mut depth = 0_usize;
    for (at, byte) in piece.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err((at, format!("more than {MAX_DEPTH} braces stand inside each other")));
        }
    }
    // What lies between two entries is a note.
    RawBibliography::parse(piece).map_err(|error| (error.span.start, reason(&error.kind)))
}

fn reason(kind: &ParseErrorKind) -> String {
    match kind {
        ParseErrorKind::UnexpectedEof => "a brace or quotation mark is never closed".to_owned(),
        ParseErrorKind::UnknownAbbreviation(word) => {
            format!("`{}` stands without braces, and no `@string` defines it", text::ellipsis(word, 40))
        }
        other => other.to_string(),
    }
}

/// An entry with its abbreviations written out and its LaTeX read. Fields that lead to other entries are
/// taken as plain text.
fn resolve(mut raw: biblatex::RawEntry<'_>, words: &HashMap<String, Pair<'_>>) -> Result<Entry, String> {
    let mut links = Vec::new();
    raw.fields.retain(|field| {
        let link = matches!(field.key.v.to_ascii_lowercase().as_str(), "crossref" | "xdata" | "ids" | "xref");
        if link {
            let parts = field.value.v.iter().map(|chunk| match chunk.v {
                RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
            });
            links.push((field.key.v.to_ascii_lowercase(), parts.collect::<String>()));
        }
        !link
    });
    let mut used = Vec::new();
    let mut wanted: Vec<&str> = Vec::new();
    for field in &raw.fields {
        wanted.extend(abbreviations(&field.value.v));
    }
    for _ in 0..MAX_CHAIN {
        let mut next = Vec::new();
        for word in std::mem::take(&mut wanted) {
            if used.iter().any(|known: &Pair<'_>| known.key.v == word) {
                continue;
            }
            if let Some(pair) = words.get(&word.to_ascii_lowercase()) {
                next.extend(abbreviations(&pair.value.v));
                let mut pair = pair.clone();
                pair.key.v = word;
                used.push(pair);
            }
        }
        wanted = next;
    }
    if used.iter().any(|word| leads_to_itself(word, &used)) {
        return Err("its abbreviations lead in a circle".to_owned());
    }
    let key = raw.key.v.to_owned();
    let place = raw.key.span.clone();
    let bibliography =
        RawBibliography { preamble: String::new(), entries: vec![Spanned::new(raw, place)], abbreviations: used };
    let bibliography = Bibliography::from_raw(bibliography).map_err(|error| reason(&error.kind))?;
    let mut entry = bibliography.into_iter().next().ok_or_else(|| format!("`{key}` holds nothing"))?;
    for (name, value) in links {
        entry.set(&name, vec![Spanned::detached(biblatex::Chunk::Normal(value.trim().to_owned()))]);
    }
    Ok(entry)
}

fn abbreviations<'a>(field: &[Spanned<RawChunk<'a>>]) -> Vec<&'a str> {
    let word = |chunk: &Spanned<RawChunk<'a>>| match chunk.v {
        RawChunk::Abbreviation(word) => Some(word),
        RawChunk::Normal(_) => None,
    };
    field.iter().filter_map(word).collect()
}

fn leads_to_itself(word: &Pair<'_>, words: &[Pair<'_>]) -> bool {
    let (mut seen, mut open) = (HashSet::new(), abbreviations(&word.value.v));
    while let Some(next) = open.pop() {
        if next == word.key.v {
            return true;
        }
        if seen.insert(next)
            && let Some(pair) = words.iter().find(|pair| pair.key.v == next)
        {
            open.extend(abbreviations(&pair.value.v));
        }
    }
    false
}

/// The fields of an entry, with those that it takes from others.
fn inherited<'a>(
    entry: &'a Entry,
    entries: &'a [Option<(Span, Entry)>],
    by_key: &HashMap<String, usize>,
) -> BTreeMap<String, (String, &'a Entry)> {
    let mut fields: BTreeMap<String, (String, &Entry)> = BTreeMap::new();
    let (mut seen, mut open) = (HashSet::from([entry.key.as_str()]), vec![(entry, false, 0)]);
    while let Some((from, is_parent, depth)) = open.pop() {
        for name in from.fields.keys() {
            let target = match (name.as_str(), is_parent) {
                (
                    "crossref" | "xdata" | "ids" | "xref" | "keywords" | "options" | "shorthand" | "label" | "file",
                    true,
                ) => continue,
                // A volume lends its title as that of the collection.
                ("title", true) => "booktitle",
                ("subtitle", true) => "booksubtitle",
                (name, _) => name,
            };
            fields.entry(target.to_owned()).or_insert_with(|| (name.clone(), from));
        }
        for link in ["crossref", "xdata"] {
            let keys = from.get(link).map(|chunks| chunks.format_verbatim()).unwrap_or_default();
            for key in keys.split(',').map(str::trim) {
                let parent = by_key.get(key).and_then(|at| entries.get(*at)).and_then(Option::as_ref);
                if let Some((_, parent)) = parent
                    && depth < MAX_CHAIN
                    && seen.insert(parent.key.as_str())
                {
                    open.push((parent, link == "crossref", depth + 1));
                }
            }
        }
    }
    fields
}

fn item(entry: &Entry, place: Span, entries: &[Option<(Span, Entry)>], by_key: &HashMap<String, usize>) -> Item {
    let own = type_of(entry);
    let fields = inherited(entry, entries, by_key);
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
    for (name, (real, from)) in &fields {
        if let Some((_, variable)) = NAMES.iter().find(|(field, _)| field == name) {
            item.add(*variable, people(from, real));
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
            "issue" => item.add("bibtex:issue", value),
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
fn type_of(entry: &Entry) -> String {
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

/// The names in a field.
fn people(entry: &Entry, field: &str) -> String {
    let list: Vec<Person> = entry.get_as(field).unwrap_or_default();
    let written = entry.get(field).map(|chunks| chunks.format_verbatim()).unwrap_or_default();
    let parts: Vec<_> = written.split(" and ").map(str::trim).collect();
    let name = |(at, person): (usize, Person)| {
        let family = [person.prefix.as_str(), &person.name, &person.suffix];
        let family = family.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        match (family.is_empty(), person.given_name.is_empty()) {
            // The crate takes a name with `=` for one whose parts are named; what it then finds nothing in
            // is taken as it is written.
            (true, true) if parts.len() == 1 => Name::Whole(written.trim().to_owned()),
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
        return names::write(&[Name::Whole(written.trim().to_owned())]);
    }
    names::write(&names)
}
