//! Names that the later version withholds, taken out of both.
//!
//! The earlier version may name a person with a consent that the later one no longer has, or who
//! is in it no more. What an old file says must not bring the name back.

use serde_json::Value;

use crate::model::{Brief, Record, Text};
use crate::withheld::{Named, Withheld};

/// What stands in place of a name; data has no language.
const WITHHELD: &str = "[name withheld]";

/// Fields that hold ids; an id tells nothing about a person.
const IDS: [&str; 16] = [
    "id",
    "party",
    "source",
    "asserted_by",
    "accuses",
    "interested",
    "contradicted_by",
    "findings",
    "sources",
    "proceedings",
    "derives_from",
    "cited_in",
    "issued_by",
    "admission_by",
    "withheld",
    "schema",
];

/// The two versions without the names that the later one withholds.
pub(super) fn withhold(old: &Record, new: &Record) -> (Record, Record) {
    let (mut parties, mut stand_ins) = (Vec::new(), Vec::new());
    for party in &old.parties {
        let now = new.parties.iter().find(|other| other.id == party.id);
        let gone = now.is_none() && party.protected.is_some();
        if old.withheld.contains(&party.id) || !(gone || new.withheld.contains(&party.id)) {
            continue;
        }
        let stand_in = now.and_then(|now| now.pseudonym.as_ref()).or(party.pseudonym.as_ref());
        stand_ins.push(stand_in.map_or_else(|| WITHHELD.to_owned(), Text::folded));
        parties.push(party);
    }
    if parties.is_empty() {
        return (old.clone(), new.clone());
    }
    let names = Withheld::new(parties);
    // What to call one person must not tell the name of another.
    for stand_in in stand_ins.iter_mut().filter(|stand_in| names.is_in(stand_in)) {
        WITHHELD.clone_into(stand_in);
    }
    (without(old, &names, &stand_ins), without(new, &names, &stand_ins))
}

fn without(record: &Record, names: &Withheld, stand_ins: &[String]) -> Record {
    let cleared = serde_json::to_value(record).ok().and_then(|mut value| {
        clear(&mut value, names, stand_ins);
        serde_json::from_value(value).ok()
    });
    // A record that does not come back whole is not told at all, rather than with a name in it.
    cleared.unwrap_or_else(|| Record {
        brief: Brief { subtitle: None, key_points: Vec::new(), source_summary: None, ..record.brief.clone() },
        findings: Vec::new(),
        sources: Vec::new(),
        parties: Vec::new(),
        proceedings: Vec::new(),
        sections: Vec::new(),
        ..record.clone()
    })
}

/// Whether a field holds one id or a list of them. `findings` are ids in one place and entries in another.
fn holds_ids(field: &str, value: &Value) -> bool {
    IDS.contains(&field)
        && match value {
            Value::String(_) => true,
            Value::Array(items) => items.iter().all(Value::is_string),
            _ => false,
        }
}

fn clear(value: &mut Value, names: &Withheld, stand_ins: &[String]) {
    match value {
        Value::String(text) => {
            // Names that lie over each other go as one.
            let mut found: Vec<Named> = Vec::new();
            for named in names.find(text) {
                match found.last_mut().filter(|last| named.range.start < last.range.end) {
                    Some(last) => last.range.end = last.range.end.max(named.range.end),
                    None => found.push(named),
                }
            }
            for Named { range, person } in found.into_iter().rev() {
                text.replace_range(range, &stand_ins[person]);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| clear(item, names, stand_ins)),
        Value::Object(fields) => {
            for (field, value) in fields.iter_mut().filter(|(field, value)| !holds_ids(field, value)) {
                let before = value.clone();
                clear(value, names, stand_ins);
                // An address with other words in it leads nowhere.
                if matches!(field.as_str(), "url" | "archive_url") && *value != before {
                    *value = Value::Null;
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
