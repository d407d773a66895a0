//! A brief's data files opened for rows: every entry by its id, and what rows change in it.

use std::collections::HashMap;
use std::path::Path;

use super::column::{Column, NUMBER, Tab};
use crate::amend::{Amendment, Data, Step};
use crate::diagnostic::{Diagnostic, codes};
use crate::fix::Change;
use crate::load;
use crate::model::{Count, Defendant, Evidence, Finding, Party, Proceeding, Response, Source, words};
use crate::source_map::SourceMap;

/// The data files of a brief.
#[derive(Debug)]
pub struct Desk {
    files: Vec<Amendment>,
    entries: Vec<Entry>,
    by_id: HashMap<(Tab, String), usize>,
}

/// One finding, source, party or proceeding.
#[derive(Debug)]
struct Entry {
    tab: Tab,
    file: usize,
    /// The field of the file under which its list stands.
    list: Option<&'static str>,
    /// Its position there; a new one has none.
    position: Option<usize>,
    data: Data,
    before: Data,
}

/// A row of a tab that the brief has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    entry: usize,
    /// Of what belongs to an entry: which one, from 0.
    child: Option<usize>,
}

impl Desk {
    /// Opens the files of the brief in `folder`.
    ///
    /// # Errors
    /// What is wrong with them: only files that are understood can be filled.
    pub fn open(map: &mut SourceMap, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut desk = Self { files: Vec::new(), entries: Vec::new(), by_id: HashMap::new() };
        let mut problems = Vec::new();
        for (stem, lists) in [
            ("sources", &[(Tab::Sources, None)][..]),
            ("parties", &[(Tab::Parties, Some("parties")), (Tab::Proceedings, Some("proceedings"))]),
            ("findings", &[(Tab::Findings, None)]),
        ] {
            let paths = load::data_files(folder, stem);
            if paths.is_empty() {
                let message = format!("`{}` has no `{stem}.yaml`", map.display(folder));
                problems.push(Diagnostic::error(codes::MISSING_FILE, message).help("make an empty file of this name"));
            }
            for path in paths {
                match map.read(&path).map_err(|problem| vec![problem]).and_then(|file| Amendment::new(map, file)) {
                    Ok(amendment) => desk.add(amendment, lists),
                    Err(more) => problems.extend(more),
                }
            }
        }
        if problems.is_empty() { Ok(desk) } else { Err(problems) }
    }

    fn add(&mut self, amendment: Amendment, lists: &[(Tab, Option<&'static str>)]) {
        let file = self.files.len();
        for &(tab, list) in lists {
            let data = match list {
                Some(name) => amendment.data().get(name),
                None => Some(amendment.data()),
            };
            for (position, data) in data.map(Data::items).unwrap_or_default().iter().enumerate() {
                let id = data.get("id").and_then(Data::as_text).unwrap_or_default().to_owned();
                self.by_id.entry((tab, id)).or_insert(self.entries.len());
                let position = Some(position);
                self.entries.push(Entry { tab, file, list, position, data: data.clone(), before: data.clone() });
            }
        }
        self.files.push(amendment);
    }

    /// The rows of a tab, each with the texts of its columns.
    pub fn rows(&self, tab: Tab) -> Vec<Vec<String>> {
        self.spots(tab).into_iter().map(|spot| self.cells(tab, spot)).collect()
    }

    fn spots(&self, tab: Tab) -> Vec<Spot> {
        let home = tab.parent().unwrap_or(tab);
        let entries = self.entries.iter().enumerate().filter(|(_, entry)| entry.tab == home);
        match tab.parent() {
            None => entries.map(|(entry, _)| Spot { entry, child: None }).collect(),
            Some(_) => entries
                .flat_map(|(at, entry)| {
                    (0..children(tab, &entry.data)).map(move |child| Spot { entry: at, child: Some(child) })
                })
                .collect(),
        }
    }

    /// What a row of the brief shows in the columns of its tab.
    pub(super) fn cells(&self, tab: Tab, spot: Spot) -> Vec<String> {
        let Some(entry) = self.entries.get(spot.entry) else { return Vec::new() };
        let owner = || entry.data.get("id").and_then(Data::as_text).unwrap_or_default().to_owned();
        let child = spot.child.and_then(|at| child_of(tab, &entry.data, at));
        tab.columns()
            .iter()
            .enumerate()
            .map(|(at, column)| match (spot.child, at, column.field) {
                (Some(_), 0, _) => owner(),
                (Some(child), _, NUMBER) => (child + 1).to_string(),
                (Some(_), _, "party") if tab == Tab::Counts => {
                    child.map_or(String::new(), |(_, party)| party.to_owned())
                }
                (Some(_), ..) => column.shown(child.and_then(|(data, _)| field(data, column.field))),
                (None, ..) => column.shown(field(&entry.data, column.field)),
            })
            .collect()
    }

    /// The row of a tab by the texts of its first columns.
    pub(super) fn find(&self, tab: Tab, key: &[String]) -> Option<Spot> {
        let home = tab.parent().unwrap_or(tab);
        let entry = *self.by_id.get(&(home, key.first()?.clone()))?;
        if tab.parent().is_none() {
            return Some(Spot { entry, child: None });
        }
        let child = key.get(1)?.parse::<usize>().ok()?.checked_sub(1)?;
        let count = self.entries.get(entry).map_or(0, |entry| children(tab, &entry.data));
        (child < count).then_some(Spot { entry, child: Some(child) })
    }

    /// The rows that belong to the entry of this id.
    pub(super) fn family(&self, tab: Tab, owner: &str) -> Vec<Spot> {
        let Some(&entry) = tab.parent().and_then(|home| self.by_id.get(&(home, owner.to_owned()))) else {
            return Vec::new();
        };
        let count = self.entries.get(entry).map_or(0, |entry| children(tab, &entry.data));
        (0..count).map(|child| Spot { entry, child: Some(child) }).collect()
    }

    /// Whether there is an entry of this id that a row of the tab can belong to.
    pub(super) fn has_owner(&self, tab: Tab, owner: &str) -> bool {
        tab.parent().is_some_and(|home| self.by_id.contains_key(&(home, owner.to_owned())))
    }

    /// Changes fields of a row.
    pub(super) fn change(&mut self, tab: Tab, spot: Spot, fields: &[(&Column, Option<Data>)]) {
        let Some(entry) = self.entries.get_mut(spot.entry) else { return };
        let data = match spot.child {
            None => Some(&mut entry.data),
            Some(child) => child_mut(tab, &mut entry.data, child),
        };
        if let Some(data) = data {
            fields.iter().for_each(|(column, value)| put(data, tab, column.field, value.clone()));
        }
    }

    /// Adds a row: an entry, or something that belongs to the one of this id.
    pub(super) fn insert(&mut self, tab: Tab, owner: &str, fields: &[(&Column, Option<Data>)]) {
        let mut data = Data::Group(Vec::new());
        for (column, value) in fields.iter().filter(|(_, value)| value.is_some()) {
            put(&mut data, tab, column.field, value.clone());
        }
        let Some(home) = tab.parent() else { return self.insert_entry(tab, owner, data) };
        let Some(entry) =
            self.by_id.get(&(home, owner.to_owned())).copied().and_then(|entry| self.entries.get_mut(entry))
        else {
            return;
        };
        match tab {
            Tab::Counts => {
                let party = data.take("party").unwrap_or(Data::Null);
                let mut defendants = entry.data.get("defendants").map(Data::items).unwrap_or_default().to_vec();
                match defendants.iter_mut().find(|defendant| defendant.get("party") == Some(&party)) {
                    Some(defendant) => add(defendant, "counts", data, words::<Defendant>()),
                    None => defendants.push(Data::Group(vec![
                        ("party".to_owned(), party),
                        ("counts".to_owned(), Data::List(vec![data])),
                    ])),
                }
                entry.data.put("defendants", Data::List(defendants), words::<Proceeding>());
            }
            _ => add(&mut entry.data, list_of(tab), data, words::<Finding>()),
        }
    }

    fn insert_entry(&mut self, tab: Tab, id: &str, data: Data) {
        // Beside its like; findings in the last of their files.
        let like = self.entries.iter().rev().find(|entry| entry.tab == tab).map(|entry| (entry.file, entry.list));
        let (file, list) = like.unwrap_or(match tab {
            Tab::Sources => (0, None),
            Tab::Parties => (1, Some("parties")),
            Tab::Proceedings => (1, Some("proceedings")),
            _ => (self.files.len().saturating_sub(1), None),
        });
        self.by_id.entry((tab, id.to_owned())).or_insert(self.entries.len());
        self.entries.push(Entry { tab, file, list, position: None, data, before: Data::Null });
    }

    /// The files that change.
    ///
    /// # Errors
    /// When a file cannot be changed with certainty.
    pub fn finish(mut self) -> Result<Vec<Change>, Box<Diagnostic>> {
        for entry in self.entries.into_iter().filter(|entry| entry.data != entry.before) {
            let Some(file) = self.files.get_mut(entry.file) else { continue };
            match (entry.list, entry.position) {
                (Some(list), Some(at)) => file.set(&[Step::Field(list), Step::Item(at)], entry.data)?,
                (None, Some(at)) => file.set(&[Step::Item(at)], entry.data)?,
                (list, None) => file.append(list, entry.data),
            }
        }
        let mut changes = Vec::new();
        for file in self.files {
            changes.extend(file.finish()?);
        }
        Ok(changes)
    }
}

/// The field under which what belongs to a finding stands.
fn list_of(tab: Tab) -> &'static str {
    if tab == Tab::Responses { "responses" } else { "evidence" }
}

fn add(owner: &mut Data, list: &str, data: Data, order: &[&str]) {
    let mut items = owner.get(list).map(Data::items).unwrap_or_default().to_vec();
    items.push(data);
    owner.put(list, Data::List(items), order);
}

/// How many rows of a tab an entry has.
fn children(tab: Tab, data: &Data) -> usize {
    match tab {
        Tab::Counts => defendants(data).map(|defendant| counts(defendant).len()).sum(),
        _ => data.get(list_of(tab)).map_or(0, |list| list.items().len()),
    }
}

fn defendants(data: &Data) -> impl Iterator<Item = &Data> {
    data.get("defendants").map(Data::items).unwrap_or_default().iter()
}

fn counts(defendant: &Data) -> &[Data] {
    defendant.get("counts").map(Data::items).unwrap_or_default()
}

/// The data of a row that belongs to an entry, and of a count its defendant.
fn child_of(tab: Tab, data: &Data, at: usize) -> Option<(&Data, &str)> {
    if tab != Tab::Counts {
        return Some((data.get(list_of(tab))?.items().get(at)?, ""));
    }
    defendants(data)
        .flat_map(|defendant| {
            let party = defendant.get("party").and_then(Data::as_text).unwrap_or_default();
            counts(defendant).iter().map(move |count| (count, party))
        })
        .nth(at)
}

fn child_mut(tab: Tab, data: &mut Data, at: usize) -> Option<&mut Data> {
    fn items<'a>(data: &'a mut Data, name: &str) -> Option<&'a mut Vec<Data>> {
        match data.get_mut(name)? {
            Data::List(items) => Some(items),
            _ => None,
        }
    }
    if tab != Tab::Counts {
        return items(data, list_of(tab))?.get_mut(at);
    }
    items(data, "defendants")?.iter_mut().filter_map(|defendant| items(defendant, "counts")).flatten().nth(at)
}

/// The field at a path such as `review.basis`.
fn field<'a>(data: &'a Data, path: &str) -> Option<&'a Data> {
    path.split('.').try_fold(data, |data, name| data.get(name))
}

/// Sets the field at a path, or takes it out; a group that nothing is left in goes with it.
fn put(data: &mut Data, tab: Tab, path: &str, value: Option<Data>) {
    let order = match tab {
        Tab::Findings => words::<Finding>(),
        Tab::Evidence => words::<Evidence>(),
        Tab::Sources => words::<Source>(),
        Tab::Parties => words::<Party>(),
        Tab::Proceedings => words::<Proceeding>(),
        Tab::Counts => words::<Count>(),
        Tab::Responses => words::<Response>(),
    };
    // A party belongs to a defendant, and stands here only until the count is laid down.
    match (path.split_once('.'), value) {
        (None, Some(value)) => data.put(path, value, order),
        (None, None) => drop(data.take(path)),
        (Some((group, name)), value) => {
            let inner: Vec<_> =
                tab.columns().iter().filter_map(|column| column.field.strip_prefix(group)?.strip_prefix('.')).collect();
            let mut whole = data.get(group).cloned().unwrap_or(Data::Group(Vec::new()));
            match value {
                Some(value) => whole.put(name, value, &inner),
                None => drop(whole.take(name)),
            }
            match whole.is_empty() {
                true => drop(data.take(group)),
                false => data.put(group, whole, order),
            }
        }
    }
}
