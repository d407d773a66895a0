//! One entry of a brief's data files, and how a row changes what it holds.

use super::column::{Column, Form, Home, Tab};
use super::originals::{self, Original};
use super::rows::{self, Line, Part};
use crate::amend::Data;
use crate::model::{
    Citation, Count, Defendant, Evidence, Exception, Finding, Party, Proceeding, Response, Source, words,
};

/// One finding, source, party or proceeding, or the brief itself.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) home: Home,
    pub(super) id: String,
    pub(super) file: usize,
    pub(super) place: Place,
    pub(super) data: Data,
    pub(super) before: Data,
}

/// Where an entry stands in its file.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// It is all that the file holds.
    Whole,
    /// In the list under this field of the file, or in the file's own: where, or at its end.
    Listed(Option<&'static str>, Option<usize>),
}

impl Entry {
    /// What it held before this import; of a new one, what it holds.
    pub(super) fn as_opened(&self) -> &Data {
        if self.before == Data::Null { &self.data } else { &self.before }
    }

    /// The text that a row translates, and the language.
    pub(super) fn translated<'a>(&self, data: &Data, line: &'a Line) -> Option<(Original, &'a str)> {
        let (name, language) = (line.key.get(2)?, line.key.get(3)?);
        Some((originals::find(self.home, data, name)?, language))
    }

    /// Where the count stands whose proceeding, party and number these are.
    pub(super) fn count(&self, key: &[String]) -> Option<Vec<Part>> {
        let number = key.get(2)?.parse::<usize>().ok()?;
        let mut counts = rows::counts(&self.data).into_iter();
        counts.find(|(party, n, _)| Some(party) == key.get(1) && *n == number).map(|(.., path)| path)
    }

    pub(super) fn add_count(&mut self, party: &str, count: Data) {
        let mut defendants = self.data.get("defendants").map(Data::items).unwrap_or_default().to_vec();
        let known = defendants.iter_mut().rev().find(|defendant| rows::text(defendant, "party") == party);
        match known {
            Some(defendant) => add(defendant, "counts", count, words::<Defendant>()),
            None => defendants.push(Data::Group(vec![
                ("party".to_owned(), Data::text(party)),
                ("counts".to_owned(), Data::List(vec![count])),
            ])),
        }
        self.data.put("defendants", Data::List(defendants), words::<Proceeding>());
    }

    /// Sets what a row of one value holds: a field of a reference manager, or a translation.
    pub(super) fn put_named(&mut self, tab: Tab, key: &[String], fields: &[(&Column, Option<Data>)]) {
        let value =
            fields.iter().find(|(column, _)| matches!(column.form, Form::Text)).and_then(|(_, value)| value.clone());
        let part = |at: usize| key.get(at).map_or("", String::as_str);
        if tab == Tab::Translations {
            if let Some(original) = originals::find(self.home, &self.data, part(2)) {
                originals::put(&mut self.data, &original, part(3), value);
            }
        } else if let Some(value) = value {
            let mut extra = self.data.get("extra").cloned().unwrap_or(Data::Group(Vec::new()));
            extra.put(part(1), value, &[]);
            self.data.put("extra", extra, words::<Source>());
        }
    }
}

pub(super) fn add(owner: &mut Data, list: &str, data: Data, order: &[&str]) {
    match owner.get_mut(list) {
        Some(Data::List(items)) => items.push(data),
        _ => owner.put(list, Data::List(vec![data]), order),
    }
}

/// The fields, in their order, of what rows of a tab are added to.
pub(super) fn order_of_owner(tab: Tab, home: Home) -> &'static [&'static str] {
    match (tab, home) {
        (Tab::CountEvidence, _) => words::<Count>(),
        (_, Home::Source) => words::<Source>(),
        (_, Home::Proceeding) => words::<Proceeding>(),
        _ => words::<Finding>(),
    }
}

/// The field at a path such as `review.basis`.
pub(super) fn field<'a>(data: &'a Data, path: &str) -> Option<&'a Data> {
    path.split('.').try_fold(data, |data, name| data.get(name))
}

/// Sets the field at a path, or takes it out; a group that nothing is left in goes with it.
pub(super) fn put(data: &mut Data, tab: Tab, path: &str, value: Option<Data>) {
    let order = match tab {
        Tab::Findings => words::<Finding>(),
        Tab::Evidence => words::<Evidence>(),
        Tab::Sources => words::<Source>(),
        Tab::Parties => words::<Party>(),
        Tab::Proceedings => words::<Proceeding>(),
        Tab::Counts => words::<Count>(),
        Tab::CountEvidence => words::<Citation>(),
        Tab::Responses => words::<Response>(),
        Tab::Exceptions => words::<Exception>(),
        // A value has no fields.
        Tab::Extra | Tab::Translations => return,
    };
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
