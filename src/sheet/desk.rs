//! A brief's data files opened for rows: every entry by its id, and what rows change in it.

use std::collections::HashMap;
use std::path::Path;

use super::column::{Column, Form, Home, Tab};
use super::entry::{Entry, Place, add, field, order_of_owner, put};
use super::known;
use super::originals;
use super::rows::{self, Line, Part};
use crate::amend::{Amendment, Data, Step};
use crate::diagnostic::{Diagnostic, codes};
use crate::fix::Change;
use crate::load;
use crate::source_map::SourceMap;
use crate::text;

/// The data files of a brief.
#[derive(Debug)]
pub struct Desk {
    files: Vec<Amendment>,
    entries: Vec<Entry>,
    by_id: HashMap<(Home, String), usize>,
    /// The languages into which the brief is translated.
    languages: Vec<String>,
}

/// A row of a tab that the brief has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spot {
    entry: usize,
    line: Line,
}

impl Desk {
    /// Opens the files of the brief in `folder`.
    ///
    /// # Errors
    /// What is wrong with them: only files that are understood can be filled.
    pub fn open(map: &mut SourceMap, folder: &Path) -> Result<Self, Vec<Diagnostic>> {
        let mut desk = Self { files: Vec::new(), entries: Vec::new(), by_id: HashMap::new(), languages: Vec::new() };
        let mut problems = Vec::new();
        for (stem, lists) in [
            ("sources", &[(Home::Source, None)][..]),
            ("parties", &[(Home::Party, Some("parties")), (Home::Proceeding, Some("proceedings"))]),
            ("findings", &[(Home::Finding, None)]),
            ("brief", &[]),
        ] {
            let paths = load::data_files(folder, stem);
            // What the head of the brief holds is only translated here.
            if paths.is_empty() && !lists.is_empty() {
                let message = format!("`{}` has no `{stem}.yaml`", map.display(folder));
                problems.push(Diagnostic::error(codes::MISSING_FILE, message).help("make an empty file of this name"));
            }
            for path in paths {
                match map.read(&path).map_err(|problem| vec![problem]).and_then(|file| Amendment::new(map, file)) {
                    Ok(amendment) if lists.is_empty() => desk.add_head(amendment, folder),
                    Ok(amendment) => desk.add(amendment, lists),
                    Err(more) => problems.extend(more),
                }
            }
        }
        for entry in &desk.entries {
            originals::languages(&entry.data, &mut desk.languages);
        }
        if problems.is_empty() { Ok(desk) } else { Err(problems) }
    }

    fn add_head(&mut self, amendment: Amendment, folder: &Path) {
        let data = amendment.data().clone();
        let languages = data.get("languages").map(Data::items).unwrap_or_default();
        languages.iter().filter_map(Data::as_text).for_each(|tag| originals::add(tag, &mut self.languages));
        let slug = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        self.push(Home::Brief, &slug, (self.files.len(), Place::Whole), data.clone(), data);
        self.files.push(amendment);
    }

    fn add(&mut self, amendment: Amendment, lists: &[(Home, Option<&'static str>)]) {
        let file = self.files.len();
        for &(home, list) in lists {
            let data = match list {
                Some(name) => amendment.data().get(name),
                None => Some(amendment.data()),
            };
            for (position, data) in data.map(Data::items).unwrap_or_default().iter().enumerate() {
                let id = rows::text(data, "id");
                self.push(home, &id, (file, Place::Listed(list, Some(position))), data.clone(), data.clone());
            }
        }
        self.files.push(amendment);
    }

    fn push(&mut self, home: Home, id: &str, (file, place): (usize, Place), data: Data, before: Data) {
        self.by_id.entry((home, id.to_owned())).or_insert(self.entries.len());
        self.entries.push(Entry { home, id: id.to_owned(), file, place, data, before });
    }

    /// The rows of a tab, each with the texts of its columns. Of what may be translated there are the texts
    /// that each language needs, and those that are translated.
    pub fn rows(&self, tab: Tab) -> Vec<Vec<String>> {
        let mut entries: Vec<_> = (0..self.entries.len()).collect();
        // Where several sorts stand on one tab, the head of the brief and its findings come first.
        entries.sort_by_key(|entry| self.entries.get(*entry).map(|entry| entry.home));
        let spots =
            entries.into_iter().flat_map(|entry| self.spots(tab, entry)).filter(|spot| self.is_listed(tab, spot));
        spots.map(|spot| self.cells(tab, &spot)).collect()
    }

    /// The rows of a tab that belong to one entry.
    pub(super) fn spots(&self, tab: Tab, entry: usize) -> Vec<Spot> {
        let held = self.entries.get(entry).filter(|held| tab.homes().contains(&held.home));
        let lines = held.map(|held| rows::lines(tab, held.home, &held.id, &held.data, &self.languages));
        lines.unwrap_or_default().into_iter().map(|line| Spot { entry, line }).collect()
    }

    fn is_listed(&self, tab: Tab, spot: &Spot) -> bool {
        if tab != Tab::Translations {
            return true;
        }
        let Some(entry) = self.entries.get(spot.entry) else { return false };
        let Some((original, language)) = entry.translated(entry.as_opened(), &spot.line) else { return false };
        // A title needs no translation for readers of its own language.
        let own =
            original.field == "title_translation" && originals::same(&rows::text(&entry.data, "language"), language);
        let told = rows::at(entry.as_opened(), &original.path).and_then(|held| originals::translation(held, language));
        (original.needed && !own) || told.is_some_and(|told| told.get(original.field).is_some())
    }

    /// What a row of the brief shows in the columns of its tab.
    pub(super) fn cells(&self, tab: Tab, spot: &Spot) -> Vec<String> {
        let Some(entry) = self.entries.get(spot.entry) else { return Vec::new() };
        let line = &spot.line;
        let held = rows::at(&entry.data, &line.path);
        let translated = (tab == Tab::Translations).then(|| entry.translated(&entry.data, line)).flatten();
        let shown = |(at, column): (usize, &Column)| match (line.key.get(at), &translated, tab) {
            (Some(key), ..) => key.clone(),
            (_, Some((original, _)), _) if matches!(column.form, Form::Shown) => {
                // As it was before this import: that is what the translator saw.
                column.shown(rows::at(entry.as_opened(), &line.path).and_then(|held| held.get(original.field)))
            }
            (_, Some((original, language)), _) => {
                let told = held.and_then(|held| originals::translation(held, language));
                column.shown(told.and_then(|told| told.get(original.field)))
            }
            (_, _, Tab::Extra) => column.shown(held.zip(line.key.get(1)).and_then(|(held, name)| held.get(name))),
            _ => column.shown(held.and_then(|held| field(held, column.field))),
        };
        tab.columns().iter().enumerate().map(shown).collect()
    }

    /// The row of a tab by the texts of its first columns.
    pub(super) fn find(&self, tab: Tab, key: &[String]) -> Option<Spot> {
        let entry = self.owner(tab, key)?;
        let Some(list) = rows::list_of(tab) else {
            return self.spots(tab, entry).into_iter().find(|spot| spot.line.key == key);
        };
        // One of a list is found by its number, however long the list is.
        let at = key.last()?.parse::<usize>().ok()?.checked_sub(1)?;
        let line = Line { key: key.to_vec(), path: vec![Part::Field(list), Part::Item(at)] };
        rows::at(&self.entries.get(entry)?.data, &line.path).map(|_| Spot { entry, line })
    }

    /// The last row of those whose keys differ from this in their number only.
    pub(super) fn last(&self, tab: Tab, key: &[String]) -> Option<Spot> {
        let entry = self.owner(tab, key)?;
        let (_, owner) = key.split_last()?;
        let Some(list) = rows::list_of(tab) else {
            return self.spots(tab, entry).into_iter().rfind(|spot| spot.line.key.starts_with(owner));
        };
        let number = self.entries.get(entry)?.data.get(list)?.items().len().to_string();
        self.find(tab, &[owner, &[number]].concat())
    }

    /// The entry that a row is, or belongs to, by the texts of its first columns.
    pub(super) fn owner(&self, tab: Tab, key: &[String]) -> Option<usize> {
        let (home, id) = match tab.homes() {
            [home] => (*home, key.first()?),
            homes => (*homes.iter().find(|home| key.first().is_some_and(|word| home.word() == word))?, key.get(1)?),
        };
        self.by_id.get(&(home, id.clone())).copied()
    }

    /// Whether there is an entry of this sort with this id.
    pub(super) fn has(&self, home: Home, id: &str) -> bool {
        self.by_id.contains_key(&(home, id.to_owned()))
    }

    /// The sort of the entry that an id belongs to already, where one of another sort cannot have it too:
    /// citations name sources and findings by their ids alone.
    pub(super) fn taken(&self, home: Home, id: &str) -> Option<&'static str> {
        let others: &[Home] = match home {
            Home::Source => &[Home::Finding, Home::Party],
            Home::Finding => &[Home::Source],
            _ => &[],
        };
        others.iter().find(|other| self.has(**other, id)).map(|other| other.word())
    }

    /// The ids of every entry of a sort.
    pub(super) fn ids(&self, home: Home) -> impl Iterator<Item = &str> {
        self.entries.iter().filter(move |entry| entry.home == home).map(|entry| entry.id.as_str())
    }

    /// The id of the one entry that goes by a name, however that is spaced and written large.
    pub(super) fn named(&self, home: Home, name: &str) -> Option<&str> {
        let plain = |text: &str| {
            let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
        };
        let wanted = plain(name);
        let goes = |entry: &&Entry| {
            let aliases = entry.data.get("aliases").map(Data::items).unwrap_or_default();
            let fields = ["name", "native_name", "title"].iter().filter_map(|field| entry.data.get(field));
            entry.home == home && fields.chain(aliases).filter_map(Data::as_text).any(|text| plain(text) == wanted)
        };
        let mut found = self.entries.iter().filter(goes);
        found.next().filter(|_| found.next().is_none()).map(|entry| entry.id.as_str())
    }

    /// Whether a text is not translated yet, so that its translation is new.
    pub(super) fn is_open(&self, tab: Tab, spot: &Spot) -> bool {
        tab == Tab::Translations && self.cells(tab, spot).last().is_some_and(String::is_empty)
    }

    /// Why a new row of this key has nothing that it can belong to: the column, what is wrong, what to do.
    pub(super) fn lacks(&self, tab: Tab, key: &[String]) -> Option<(usize, String, String)> {
        let part = |at: usize| key.get(at).map_or("", String::as_str);
        let Some(entry) = self.owner(tab, key).and_then(|entry| self.entries.get(entry)) else {
            let at = usize::from(tab.homes().len() > 1);
            let home = tab.homes().iter().find(|home| at == 0 || home.word() == part(0));
            let what =
                format!("there is no {} `{}`", home.map_or("entry", |home| home.word()), text::ellipsis(part(at), 40));
            let help = match home {
                Some(Home::Brief) => "write the name of the brief's folder".to_owned(),
                Some(home) if at > 0 => format!("{}, or put the column `of` right", known::hint(self, *home, part(at))),
                Some(home) => known::hint(self, *home, part(at)),
                None => "put the column `of` right".to_owned(),
            };
            return Some((at, what, help));
        };
        match tab {
            Tab::CountEvidence if entry.count(key).is_none() => Some((
                2,
                format!("`{}` has no count {} in `{}`", part(1), text::ellipsis(part(2), 10), part(0)),
                "write the `no.` that the count has on the tab Counts".to_owned(),
            )),
            Tab::Translations if !self.languages.iter().any(|tag| tag == part(3)) => Some((
                3,
                format!("the brief has no language `{}`", text::ellipsis(part(3), 20)),
                match self.languages.is_empty() {
                    true => "write it into `languages` of brief.yaml first".to_owned(),
                    false => format!(
                        "its other languages: {}; a new one goes into `languages` of brief.yaml first",
                        self.languages.join(", ")
                    ),
                },
            )),
            Tab::Translations if originals::find(entry.home, &entry.data, part(2)).is_none() => {
                let names = originals::of(entry.home, &entry.data).into_iter().map(|original| original.name);
                let names: Vec<_> = names.collect();
                Some((
                    2,
                    format!("`{}` has no text `{}` that could be translated", part(1), text::ellipsis(part(2), 40)),
                    format!("its texts: {}", names.join(", ")),
                ))
            }
            _ => None,
        }
    }

    /// Changes fields of a row.
    pub(super) fn change(&mut self, tab: Tab, spot: &Spot, fields: &[(&Column, Option<Data>)]) {
        let Some(entry) = self.entries.get_mut(spot.entry) else { return };
        match tab {
            Tab::Extra | Tab::Translations => entry.put_named(tab, &spot.line.key, fields),
            _ => {
                if let Some(data) = rows::at_mut(&mut entry.data, &spot.line.path) {
                    fields.iter().for_each(|(column, value)| put(data, tab, column.field, value.clone()));
                }
            }
        }
    }

    /// Adds a row: an entry, or something that belongs to one.
    pub(super) fn insert(&mut self, tab: Tab, key: &[String], fields: &[(&Column, Option<Data>)]) {
        let mut data = Data::Group(Vec::new());
        for (column, value) in fields.iter().filter(|(_, value)| value.is_some()) {
            put(&mut data, tab, column.field, value.clone());
        }
        if let Some(home) = tab.entry() {
            return self.insert_entry(home, key.first().map_or("", String::as_str), data);
        }
        let Some(entry) = self.owner(tab, key).and_then(|entry| self.entries.get_mut(entry)) else { return };
        match (tab, rows::list_of(tab)) {
            (Tab::Extra | Tab::Translations, _) => entry.put_named(tab, key, fields),
            (Tab::Counts, _) => entry.add_count(key.get(1).map_or("", String::as_str), data),
            (_, list) => {
                let path = if tab == Tab::CountEvidence { entry.count(key) } else { Some(Vec::new()) };
                if let Some(owner) = path.and_then(|path| rows::at_mut(&mut entry.data, &path)) {
                    add(owner, list.unwrap_or("evidence"), data, order_of_owner(tab, entry.home));
                }
            }
        }
    }

    fn insert_entry(&mut self, home: Home, id: &str, data: Data) {
        // Beside its like; findings in the last of their files.
        let like = self.entries.iter().rev().find(|entry| entry.home == home).map(|entry| (entry.file, entry.place));
        let (file, list) = match (like, home) {
            (Some((file, Place::Listed(list, _))), _) => (file, list),
            (_, Home::Source) => (0, None),
            (_, Home::Party) => (1, Some("parties")),
            (_, Home::Proceeding) => (1, Some("proceedings")),
            // Behind them stands the head of the brief, where there is one.
            _ => (self.findings_file(), None),
        };
        self.push(home, id, (file, Place::Listed(list, None)), data, Data::Null);
    }

    fn findings_file(&self) -> usize {
        let heads = self.entries.iter().filter(|entry| matches!(entry.place, Place::Whole)).count();
        self.files.len().saturating_sub(1 + heads)
    }

    /// The files that change.
    ///
    /// # Errors
    /// When a file cannot be changed with certainty.
    pub fn finish(mut self) -> Result<Vec<Change>, Box<Diagnostic>> {
        for entry in self.entries.into_iter().filter(|entry| entry.data != entry.before) {
            let Some(file) = self.files.get_mut(entry.file) else { continue };
            match entry.place {
                Place::Whole => file.set(&[], entry.data)?,
                Place::Listed(Some(list), Some(at)) => file.set(&[Step::Field(list), Step::Item(at)], entry.data)?,
                Place::Listed(None, Some(at)) => file.set(&[Step::Item(at)], entry.data)?,
                Place::Listed(list, None) => file.append(list, entry.data),
            }
        }
        let mut changes = Vec::new();
        for file in self.files {
            changes.extend(file.finish()?);
        }
        Ok(changes)
    }
}

impl Spot {
    /// By which of two rows that say the same the first is known.
    pub(super) fn rank(&self) -> Vec<usize> {
        let items = self.line.path.iter().filter_map(|part| match part {
            Part::Item(at) => Some(*at),
            Part::Field(_) => None,
        });
        items.collect()
    }
}
