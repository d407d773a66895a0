//! Fields of two entries, compared by their names as docs/format.md gives them.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::{Edit, Sort, words};

/// Fields that hold running text. What changes in them is wording, unless a number does.
const TEXTS: [&str; 8] = ["title", "subtitle", "text", "caveat", "note", "descriptor", "role", "source_summary"];

/// Whether a field holds running text.
pub(super) fn is_text(field: &str) -> bool {
    TEXTS.contains(&field)
}

/// Whether a field holds words that readers of another language need in theirs: no name, no date and no
/// word of a vocabulary.
pub(super) fn is_words(field: &str, sort: Sort) -> bool {
    let last = field.rsplit('.').next().unwrap_or(field);
    match last {
        // The title of a source is in the source's language, and a case is known by one name.
        "title" => !matches!(sort, Sort::Source | Sort::Proceeding),
        "passages" | "charge" | "reason" | "court" | "title_translation" => true,
        other => is_text(other),
    }
}

/// The fields in which two entries differ, texts first. Fields in
/// `besides` are compared elsewhere or are not for readers.
pub(super) fn edits<T: Serialize>(
    old: &T,
    new: &T,
    besides: &[&str],
    name: &dyn Fn(&str, &str) -> String,
) -> Vec<Edit> {
    let (old, new) = (flat(old, besides), flat(new, besides));
    let mut fields: Vec<&String> = old.iter().chain(&new).map(|(field, _)| field).collect();
    fields.sort_unstable();
    fields.dedup();
    let find = |list: &[(String, Vec<String>)], field: &str| -> Vec<String> {
        let values = list.iter().find(|(name, _)| name == field).map(|(_, values)| values.as_slice());
        values.unwrap_or_default().iter().map(|value| name(field, value)).filter(|value| !value.is_empty()).collect()
    };
    let mut edits: Vec<_> =
        fields.into_iter().filter_map(|field| edit(field, find(&old, field), find(&new, field))).collect();
    // What an entry says comes before what is said about it.
    let rank = |edit: &Edit| TEXTS.iter().position(|text| *text == edit.field).unwrap_or(TEXTS.len());
    edits.sort_by_key(rank);
    edits
}

/// One field with its values, if it differs.
pub(super) fn edit(field: &str, old: Vec<String>, new: Vec<String>) -> Option<Edit> {
    let joined = [&old, &new].map(|values| joined(field, values));
    if joined[0] == joined[1] {
        return None;
    }
    let words = match &joined {
        [Some(old), Some(new)] => words::pieces(old, new),
        _ => Vec::new(),
    };
    let field = field.to_owned();
    let [before, after] = joined;
    Some(Edit { field, old: before, new: after, words, values: [old, new] })
}

/// The values of a field as one text: passages follow each other, everything else is a list.
pub(super) fn joined(field: &str, values: &[String]) -> Option<String> {
    let between = if matches!(field, "passages" | "text") { " " } else { ", " };
    (!values.is_empty()).then(|| values.join(between))
}

/// An entry's fields with their values; those of a group as `group.field`.
fn flat<T: Serialize>(entry: &T, besides: &[&str]) -> Vec<(String, Vec<String>)> {
    let mut fields = BTreeMap::new();
    if let Ok(Value::Object(entry)) = serde_json::to_value(entry) {
        for (field, value) in entry.iter().filter(|(field, _)| !besides.contains(&field.as_str())) {
            walk(field, value, &mut fields);
        }
    }
    fields.into_iter().collect()
}

fn walk(field: &str, value: &Value, fields: &mut BTreeMap<String, Vec<String>>) {
    match value {
        Value::Null | Value::Bool(false) => {}
        Value::Object(group) => {
            // Texts in other languages belong into the change log of their language.
            for (inner, value) in group.iter().filter(|(inner, _)| *inner != "translations") {
                walk(&format!("{field}.{inner}"), value, fields);
            }
        }
        Value::Array(items) => {
            for item in items {
                match item {
                    // A name in parts, such as an author's.
                    Value::Object(parts) => {
                        let order = ["name", "given", "family"].into_iter().filter_map(|part| parts.get(part));
                        let parts: Vec<_> = order.filter_map(Value::as_str).map(fold).collect();
                        fields.entry(field.to_owned()).or_default().push(parts.join(" "));
                    }
                    item => walk(field, item, fields),
                }
            }
        }
        Value::String(text) => fields.entry(field.to_owned()).or_default().push(fold(text)),
        other => fields.entry(field.to_owned()).or_default().push(other.to_string()),
    }
}

/// A text without the line breaks that its file happens to have.
fn fold(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
