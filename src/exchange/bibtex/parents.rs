//! The fields of an entry with those that it takes from others, by `crossref` and `xdata`.

use std::collections::{BTreeMap, HashMap, HashSet};

use biblatex::{ChunksExt, Entry};

use super::read::MAX_CHAIN;
use super::{FIELDS, NAMES};
use crate::span::Span;

/// The entries of a file with their places, and where each key is.
pub(super) struct Shelf {
    pub(super) entries: Vec<(Span, Entry)>,
    by_key: HashMap<String, usize>,
}

/// Fields by their names; each with its name in the entry that holds it.
pub(super) type Fields<'a> = BTreeMap<String, (String, &'a Entry)>;

impl Shelf {
    pub(super) fn new(entries: Vec<(Span, Entry)>) -> Self {
        let mut by_key: HashMap<String, usize> = HashMap::new();
        // Nothing can refer to an entry without a key.
        for (at, (_, entry)) in entries.iter().enumerate().filter(|(_, (_, entry))| !entry.key.is_empty()) {
            by_key.entry(entry.key.clone()).or_insert(at);
        }
        Self { entries, by_key }
    }

    /// The fields of an entry and what it takes over, and the references that lead nowhere: the sort and the
    /// key. What stands nearer wins, also where it stands in another field that says the same.
    pub(super) fn inherited<'a>(&'a self, entry: &'a Entry) -> (Fields<'a>, Vec<(&'static str, String)>) {
        let mut fields = Fields::new();
        let mut filled: HashSet<String> = HashSet::new();
        let mut lost = Vec::new();
        let (mut seen, mut open) = (HashSet::from([entry.key.as_str()]), vec![(entry, false, 0)]);
        while let Some((from, is_parent, depth)) = open.pop() {
            let mut taken: Vec<String> = Vec::new();
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
                if !filled.contains(says(target)) {
                    fields.entry(target.to_owned()).or_insert_with(|| (name.clone(), from));
                    taken.push(says(target).to_owned());
                }
            }
            filled.extend(taken);
            for link in ["crossref", "xdata"] {
                let keys = from.get(link).map(|chunks| chunks.format_verbatim()).unwrap_or_default();
                for key in keys.split(',').map(str::trim).filter(|key| !key.is_empty()) {
                    match self.by_key.get(key).and_then(|at| self.entries.get(*at)) {
                        Some((_, parent)) if depth < MAX_CHAIN && seen.insert(parent.key.as_str()) => {
                            open.push((parent, link == "crossref", depth + 1));
                        }
                        Some(_) => {}
                        None => lost.push((link, key.to_owned())),
                    }
                }
            }
        }
        (fields, lost)
    }
}

/// What a field says, whatever its name: `journal` and `booktitle` both name what an entry stands in.
fn says(name: &str) -> &str {
    match name {
        "booksubtitle" => "container-title",
        "date" | "year" | "month" | "day" => "issued",
        _ => FIELDS.iter().chain(NAMES).find(|(field, _)| *field == name).map_or(name, |(_, variable)| variable),
    }
}
