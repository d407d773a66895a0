//! CSL-JSON: a list of objects whose fields are the variables of the Citation Style Language 1.0.2.
//!
//! What a source of a brief cannot say as it stands (a name with a particle, a date that is a season, a
//! title with marks) is kept as JSON beside its plain form, under `csl:` and the variable's name, and
//! goes back into the file as long as the plain form is still the same.

use serde_json::{Map, Value};

use super::names::{self, Name};
use super::{Item, Reading};
use crate::diagnostic::{Diagnostic, codes};
use crate::language::tag_of;
use crate::source_map::{FileId, SourceMap};
use crate::span::Span;

const NAMES: &[&str] = &[
    "author",
    "chair",
    "collection-editor",
    "compiler",
    "composer",
    "container-author",
    "contributor",
    "curator",
    "director",
    "editor",
    "editorial-director",
    "editor-translator",
    "executive-producer",
    "guest",
    "host",
    "illustrator",
    "interviewer",
    "narrator",
    "organizer",
    "original-author",
    "performer",
    "producer",
    "recipient",
    "reviewed-author",
    "script-writer",
    "series-creator",
    "translator",
];
const DATES: &[&str] = &["accessed", "available-date", "event-date", "issued", "original-date", "submitted"];
/// Fields of a source that CSL has no variable for; they travel in `custom`.
const CUSTOM: &[&str] = &["archive_url", "title-translation"];

pub(super) fn read(map: &SourceMap, file: FileId) -> Reading {
    let text = map.file(file).text.as_str();
    let mut reading = Reading::default();
    let (found, closed) = entries(text);
    let last = found.last().and_then(|found| found.as_ref().ok()).map(|(at, _)| *at);
    for found in found {
        match found {
            Ok((at, Value::Object(object))) => reading.items.push(item(object, head(text, file, at))),
            Ok((at, _)) => reading.problems.push(
                Diagnostic::error(codes::BAD_RECORD, "an entry that is no group of fields was skipped")
                    .at(head(text, file, at), "expected `{`"),
            ),
            Err(broken) => reading.problems.push(
                Diagnostic::error(codes::BAD_RECORD, "an entry that is not valid JSON was skipped")
                    .at(head(text, file, broken.at), broken.why)
                    .help(broken.help),
            ),
        }
    }
    if let Some(at) = last.filter(|_| !closed) {
        reading.doubts.add(
            "the list is never closed, so the file may end too early",
            "export it again, and see whether the number of entries is the same",
            head(text, file, at),
            "the last entry",
        );
    }
    reading
}

/// The first line from a place on.
fn head(text: &str, file: FileId, at: usize) -> Span {
    let line = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    let end = line.char_indices().nth(60).map_or(line.trim_end().len(), |(end, _)| end);
    Span::new(file, at..at + end)
}

/// An entry that cannot be read: why, and what to do.
struct Broken {
    at: usize,
    why: String,
    help: String,
}

impl Broken {
    fn new(text: &str, at: usize, error: &serde_json::Error, next: Option<usize>) -> Self {
        let whole = error.to_string();
        let line = text.get(..at).unwrap_or_default().matches('\n').count() + error.line();
        if error.is_eof() && next.is_none() {
            let why = format!("the file ends in the middle of this entry, in line {line}");
            return Self { at, why, help: "the file is not whole: export it again".to_owned() };
        }
        let why = format!("line {line}: {}", whole.split(" at line ").next().unwrap_or_default());
        let lines = next.map_or(0, |next| text.get(at..next).unwrap_or_default().matches('\n').count());
        let help = match (next, lines) {
            (None, _) => "nothing could be read behind it; mend the entry, or export the file again".to_owned(),
            (_, 0) => "mend the entry, or export it again".to_owned(),
            (_, lines) => format!(
                "reading went on {} further down; mend the entry, or export it again",
                crate::text::count(lines, "line")
            ),
        };
        Self { at, why, help }
    }
}

type Found = Result<(usize, Value), Broken>;

/// The entries of the list, each with its place, and whether the list is closed.
fn entries(text: &str) -> (Vec<Found>, bool) {
    let start = text.len() - text.trim_start().len();
    if text.get(start..).is_some_and(|rest| rest.starts_with('{')) {
        let found = match serde_json::from_str::<Value>(text.get(start..).unwrap_or_default().trim_end()) {
            // Some programs wrap the list.
            Ok(Value::Object(mut object)) => match object.remove("items").or_else(|| object.remove("references")) {
                Some(Value::Array(items)) => items.into_iter().map(|item| Ok((start, item))).collect(),
                _ => vec![Ok((start, Value::Object(object)))],
            },
            Ok(other) => vec![Ok((start, other))],
            Err(error) => vec![Err(Broken::new(text, start, &error, None))],
        };
        return (found, true);
    }
    let mut found = Vec::new();
    let mut at = start + 1;
    while let Some(rest) = text.get(at..) {
        let gap = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',').len();
        at += gap;
        let rest = rest.get(gap..).unwrap_or_default();
        if rest.is_empty() || rest.starts_with(']') {
            return (found, !rest.is_empty());
        }
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match stream.next() {
            Some(Ok(value)) => {
                found.push(Ok((at, value)));
                at += stream.byte_offset().max(1);
            }
            Some(Err(error)) => {
                let next = resume(text, at);
                found.push(Err(Broken::new(text, at, &error, next)));
                match next {
                    Some(next) => at = next,
                    None => return (found, true),
                }
            }
            None => break,
        }
    }
    (found, true)
}

/// Where the next entry begins after one that is broken: where a line begins as that one does.
fn resume(text: &str, at: usize) -> Option<usize> {
    let line = text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let margin = text.get(line..at)?;
    let rest = text.get(at + 1..)?;
    if margin.trim().is_empty() && line > 0 {
        let mark = format!("\n{margin}{{");
        return rest.find(&mark).map(|found| at + 1 + found + mark.len() - 1);
    }
    ["},{", "}, {", "},\n{"].iter().filter_map(|mark| Some(at + 1 + rest.find(mark)? + mark.len() - 1)).min()
}

fn item(object: Map<String, Value>, place: Span) -> Item {
    let kind =
        object.get("type").and_then(Value::as_str).filter(|kind| !kind.is_empty()).unwrap_or("document").to_owned();
    let key = object.get("id").map(plain).unwrap_or_default();
    let mut item = Item::new(key, kind, place);
    for (name, value) in object {
        match (name.as_str(), &value) {
            ("type" | "id", _) | (_, Value::Null) => {}
            ("custom", Value::Object(own)) => {
                let mut rest = Map::new();
                for (name, value) in own {
                    match value {
                        // What this program put there.
                        Value::String(text) if CUSTOM.contains(&name.as_str()) || name.contains(':') => {
                            item.add(name.as_str(), text.as_str());
                        }
                        other => drop(rest.insert(name.clone(), other.clone())),
                    }
                }
                if !rest.is_empty() {
                    item.add("csl:custom", Value::Object(rest).to_string());
                }
            }
            _ => {
                let simple = simple(&name, &value);
                if let Some(simple) = &simple {
                    item.add(name.as_str(), simple.as_str());
                }
                if simple.is_none_or(|simple| full(&name, &simple) != value && !same(&name, &simple, &value)) {
                    item.add(format!("csl:{name}"), value.to_string());
                }
            }
        }
    }
    item
}

/// Whether the plain form says all of a value that is written in another way: numbers without quotation
/// marks, and numbers of a date within them.
fn same(name: &str, simple: &str, value: &Value) -> bool {
    match value {
        Value::Number(number) => number.to_string() == simple,
        Value::Object(date) if DATES.contains(&name) => {
            date.len() == 1 && date.get("date-parts").and_then(Value::as_array).is_some_and(|parts| parts.len() == 1)
        }
        _ => false,
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A value in the plain form that a source can hold; nothing where there is none.
fn simple(name: &str, value: &Value) -> Option<String> {
    if NAMES.contains(&name) {
        return people(value);
    }
    if DATES.contains(&name) {
        return date(value);
    }
    if name == "language"
        && let Some(tag) = value.as_str().and_then(tag_of)
    {
        return Some(tag);
    }
    match value {
        // Only titles hold marks.
        Value::String(text) if name.contains("title") => Some(without_tags(text)),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The value that a plain form stands for.
fn full(name: &str, simple: &str) -> Value {
    if NAMES.contains(&name) {
        return names::read(simple)
            .into_iter()
            .map(|name| match name {
                Name::Person(family, given) if given.is_empty() => serde_json::json!({ "family": family }),
                Name::Person(family, given) => serde_json::json!({ "family": family, "given": given }),
                Name::Whole(literal) => serde_json::json!({ "literal": literal }),
            })
            .collect();
    }
    if DATES.contains(&name) {
        let parts: Option<Vec<i64>> = simple.split('-').map(|part| part.parse().ok()).collect();
        if let Some(parts) = parts.filter(|_| crate::model::PartialDate::parse(simple).is_some()) {
            return serde_json::json!({ "date-parts": [parts] });
        }
        return serde_json::json!({ "raw": simple });
    }
    Value::from(simple)
}

fn people(value: &Value) -> Option<String> {
    let mut list = Vec::new();
    for person in value.as_array()? {
        let part = |name: &str| person.get(name).and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        let join = |parts: [String; 2]| parts.join(" ").trim().to_owned();
        let (family, given) = (part("family"), part("given"));
        if !part("literal").is_empty() {
            list.push(Name::Whole(part("literal")));
        } else if !family.is_empty() {
            let family = join([part("dropping-particle"), join([part("non-dropping-particle"), family])]);
            let suffix = part("suffix");
            list.push(Name::Person(join([family, suffix]), given));
        } else if !given.is_empty() {
            list.push(Name::Whole(given));
        }
    }
    (!list.is_empty()).then(|| names::write(&list))
}

/// A date that is one day, month or year.
fn date(value: &Value) -> Option<String> {
    if let Some(raw) = value.get("raw").or_else(|| value.get("literal")).and_then(Value::as_str) {
        return crate::model::PartialDate::parse(raw.trim()).map(|date| date.to_string());
    }
    let first = value.get("date-parts")?.as_array()?.first()?.as_array()?;
    let number = |at: usize| match first.get(at) {
        Some(Value::Number(number)) => number.as_i64(),
        Some(Value::String(text)) => text.trim().parse().ok(),
        _ => None,
    };
    super::date(number(0)?, number(1), number(2))
}

/// A text without the few marks that CSL knows: `<i>`, `<b>`, `<sup>`, `<sub>`, `<span …>`.
fn without_tags(text: &str) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(start) = rest.find('<') {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let name = tag.trim_start_matches(['<', '/']);
        let known = ["i>", "b>", "sup>", "sub>", "sc>", "span>", "span "].iter().any(|known| name.starts_with(known));
        match tag.find('>').filter(|_| known) {
            Some(end) => rest = tag.get(end + 1..).unwrap_or_default(),
            None => {
                out.push('<');
                rest = tag.get(1..).unwrap_or_default();
            }
        }
    }
    out + rest
}

pub(super) fn write(items: &[Item]) -> String {
    let list: Vec<_> = items.iter().map(object).collect();
    serde_json::to_string_pretty(&list).unwrap_or_default() + "\n"
}

fn object(item: &Item) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), Value::from(item.key.as_str()));
    let known = !item.kind.contains(':');
    object.insert("type".to_owned(), Value::from(if known { item.kind.as_str() } else { "document" }));
    let mut custom = Map::new();
    for (name, value) in &item.fields {
        if let Some(variable) = name.strip_prefix("csl:") {
            let Ok(raw) = serde_json::from_str::<Value>(value) else { continue };
            match raw {
                Value::Object(own) if variable == "custom" => custom.extend(own),
                raw => {
                    // The plain form was changed since: then it counts.
                    let same = item.get(variable).is_none_or(|now| simple(variable, &raw).as_deref() == Some(now));
                    if same {
                        object.insert(variable.to_owned(), raw);
                    }
                }
            }
        } else if CUSTOM.contains(&name.as_str()) || name.contains(':') {
            custom.insert(name.clone(), Value::from(value.as_str()));
        } else if !object.contains_key(name) {
            object.insert(name.clone(), full(name, value));
        }
    }
    if !custom.is_empty() {
        object.insert("custom".to_owned(), Value::Object(custom));
    }
    Value::Object(object)
}

/// Whether the format has a place for a variable; what other formats name themselves travels in `custom`.
pub(super) fn holds(_: &str) -> bool {
    true
}
