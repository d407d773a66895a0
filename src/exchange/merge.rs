//! Items laid over the sources that a brief has: every item is accounted for.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::source::{Draft, draft, gone, id_of, keep_commas, updated};
use super::{Format, Item, Reading, bibtex};
use crate::amend::Data;
use crate::diagnostic::{Diagnostic, codes};
use crate::text;

/// What an import does, item by item.
#[derive(Debug, Default)]
pub struct Plan {
    /// Ids of sources that are new.
    pub added: Vec<String>,
    /// How many items say nothing that the brief does not know.
    pub unchanged: usize,
    /// How many items stand a second time in what was read.
    pub repeated: usize,
    /// Ids of sources about which an item says something else, and the fields.
    pub changed: Vec<(String, Vec<String>)>,
    /// New sources whose type a person has to choose, by the type that the file says.
    pub untyped: BTreeMap<String, Vec<String>>,
    /// Fields of new sources that are kept under `extra`, and of how many.
    pub kept: BTreeMap<String, usize>,
    /// Keys that could not be ids, and the ids made from them.
    pub renamed: Vec<(String, String)>,
    /// What happened to items on the way.
    pub notes: Vec<String>,
    /// Ids of sources of which an item no longer says something that the brief has, and the fields.
    pub gone: Vec<(String, Vec<String>)>,
    /// What is doubtful in items that were taken.
    pub doubts: Vec<Diagnostic>,
    /// Items that could not be taken, and why.
    pub skipped: Vec<Diagnostic>,
    /// The new sources.
    pub additions: Vec<Data>,
    /// The changed sources, by their position.
    pub updates: Vec<(usize, Data)>,
}

impl Plan {
    /// How many items it accounts for.
    pub fn total(&self) -> usize {
        self.added.len() + self.unchanged + self.repeated + self.changed.len() + self.skipped.len()
    }
}

/// What an item says: its type and its fields.
type Said = (String, Vec<(String, String)>);

/// Lays what was read over a brief's sources, file by file.
///
/// `types` are a person's decisions on types: this type of the file is that type of source. `taken` are the
/// ids of the brief's other entries, which no source may have. With `update` what one file says of an entry
/// counts when the next is laid over it.
pub fn merge(
    readings: Vec<Reading>,
    types: &[(String, String)],
    sources: &Data,
    taken: HashSet<String>,
    update: bool,
) -> Plan {
    let mut desk = Desk::new(sources.items(), taken, update);
    let mut plan = Plan::default();
    for mut reading in readings {
        plan.skipped.extend(reading.problems);
        let mut seen: HashMap<String, HashSet<Said>> = HashMap::new();
        for item in reading.items {
            // The same entry may stand twice; another one under its key is a source of its own.
            let key = if item.key.is_empty() { id_of(&item) } else { item.key.clone() };
            let others = seen.entry(key.clone()).or_default();
            let nth = others.len();
            if !others.insert((item.kind.clone(), item.fields.clone())) {
                plan.repeated += 1;
                continue;
            }
            match draft(&item, types) {
                Ok(draft) => {
                    let said = draft.data.get("extra").and_then(|extra| extra.get("language"));
                    if let (Some(word), Some(place)) = (said.and_then(Data::as_text), item.place) {
                        let what = format!("`{}` is no code and no known name of a language", text::ellipsis(word, 40));
                        let remedy =
                            "it is kept under `extra`; write `language:` with a code such as `en` or `zh-Hans`";
                        reading.doubts.add(what, remedy, place, &key);
                    }
                    plan.lay(&item, (&key, nth), draft, reading.format, &mut desk);
                }
                Err(why) => plan.skipped.push(skip(&item, &why)),
            }
        }
        plan.doubts.extend(reading.doubts.warnings());
    }
    plan.additions = desk.sources.split_off(desk.old);
    plan.updates = desk.updates.into_iter().collect();
    plan
}

fn skip(item: &Item, why: &str) -> Diagnostic {
    let entry = match item.key.as_str() {
        "" => "an entry without a key".to_owned(),
        key => format!("the entry `{}`", text::ellipsis(key, 60)),
    };
    let problem = Diagnostic::error(codes::BAD_RECORD, format!("{entry} was skipped: {why}"))
        .help("put it right where it comes from, and import it again");
    match item.place {
        Some(place) => problem.at(place, "this entry"),
        None => problem,
    }
}

/// The sources of a brief, old and new, by their ids and by the keys under which they came.
struct Desk {
    sources: Vec<Data>,
    /// How many of them the brief has.
    old: usize,
    update: bool,
    ids: HashSet<String>,
    by_key: HashMap<String, Vec<usize>>,
    /// By the keys as a file has them whose form has no place for every sign of a key.
    by_written_key: HashMap<String, Vec<usize>>,
    /// The number behind an id that was tried next.
    numbers: HashMap<String, usize>,
    updates: BTreeMap<usize, Data>,
}

impl Desk {
    fn new(sources: &[Data], ids: HashSet<String>, update: bool) -> Self {
        let old = sources.len();
        let mut desk = Self {
            sources: Vec::new(),
            old,
            update,
            ids,
            by_key: HashMap::new(),
            by_written_key: HashMap::new(),
            numbers: HashMap::new(),
            updates: BTreeMap::new(),
        };
        sources.iter().for_each(|source| desk.add(source.clone()));
        desk
    }

    fn add(&mut self, source: Data) {
        let id = source.get("id").and_then(Data::as_text).unwrap_or_default().to_owned();
        let key = source.get("extra").and_then(|extra| extra.get("key")).and_then(Data::as_text);
        let (key, at) = (key.map_or_else(|| id.clone(), str::to_owned), self.sources.len());
        let single = key.split_whitespace().collect::<Vec<_>>().join(" ");
        for written in [bibtex::key(&key), single] {
            let places = self.by_written_key.entry(written.clone()).or_default();
            if written != key && places.last() != Some(&at) {
                places.push(at);
            }
        }
        self.by_key.entry(key).or_default().push(at);
        self.ids.insert(id);
        self.sources.push(source);
    }

    /// The `nth` source with a key: those with just that key come before those whose own could not be written.
    fn with_key(&self, key: &str, nth: usize) -> Option<usize> {
        let lists = [&self.by_key, &self.by_written_key];
        lists.into_iter().filter_map(|list| list.get(key)).flatten().nth(nth).copied()
    }

    /// An id that no entry has yet.
    fn free(&mut self, wish: &str) -> String {
        let mut id = wish.to_owned();
        // Thousands may have one wish: go on where the last one stopped.
        let number = self.numbers.entry(wish.to_owned()).or_insert(2);
        while self.ids.contains(&id) {
            id = format!("{wish}-{number}");
            *number += 1;
        }
        id
    }
}

impl Plan {
    /// Takes one item in, the `nth` of its file with its key.
    fn lay(&mut self, item: &Item, (key, nth): (&str, usize), draft: Draft, format: Option<Format>, desk: &mut Desk) {
        let label = text::ellipsis(key, 60);
        self.notes.extend(draft.notes.iter().map(|note| format!("{label}: {note}")));
        let mut data = draft.data;
        if let Some(at) = desk.with_key(key, nth) {
            let Some(source) = desk.sources.get_mut(at) else { return };
            if format == Some(Format::Ris) {
                keep_commas(source, &mut data);
            }
            let gone = format.map(|format| gone(source, &data, format)).unwrap_or_default();
            if !gone.is_empty() {
                let id = source.get("id").and_then(Data::as_text).unwrap_or_default();
                self.gone.push((id.to_owned(), gone));
            }
            match updated(source, &data) {
                None => self.unchanged += 1,
                Some((new, fields)) => {
                    let id = source.get("id").and_then(Data::as_text).unwrap_or_default();
                    self.changed.push((id.to_owned(), fields));
                    if at < desk.old {
                        desk.updates.insert(at, new.clone());
                    }
                    if desk.update {
                        *source = new;
                    }
                }
            }
            return;
        }
        for (name, _) in data.get("extra").map(Data::fields).unwrap_or_default() {
            *self.kept.entry(name.clone()).or_default() += 1;
        }
        let id = desk.free(&id_of(item));
        if id != key {
            self.renamed.push((label, id.clone()));
            // The way back to the entry, for the next import and for an export.
            let mut extra = data.take("extra").unwrap_or(Data::Group(Vec::new()));
            extra.put("key", Data::text(key), &[]);
            data.put("extra", extra, super::source::order());
        }
        if draft.untyped {
            self.untyped.entry(item.kind.clone()).or_default().push(id.clone());
        }
        let mut entry = Data::Group(vec![("id".to_owned(), Data::text(&id))]);
        data.fields().iter().for_each(|(name, value)| entry.put(name, value.clone(), super::source::order()));
        desk.add(entry);
        self.added.push(id);
    }
}
