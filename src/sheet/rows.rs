//! Where in an entry's data the rows of a tab stand.

use super::column::{Home, Tab};
use super::originals;
use crate::amend::Data;

/// One step down the data of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Field(&'static str),
    Item(usize),
}

/// One row of a tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// What says which row it is: the cells of the first columns.
    pub(super) key: Vec<String>,
    /// Where it stands in the data of its entry.
    pub(super) path: Vec<Part>,
}

/// What stands at a place.
pub(super) fn at<'a>(data: &'a Data, path: &[Part]) -> Option<&'a Data> {
    path.iter().try_fold(data, |data, part| match part {
        Part::Field(name) => data.get(name),
        Part::Item(at) => data.items().get(*at),
    })
}

/// What stands at a place, to change.
pub(super) fn at_mut<'a>(data: &'a mut Data, path: &[Part]) -> Option<&'a mut Data> {
    path.iter().try_fold(data, |data, part| match (part, data) {
        (Part::Field(name), data) => data.get_mut(name),
        (Part::Item(at), Data::List(items)) => items.get_mut(*at),
        _ => None,
    })
}

/// The entries of the list at a place, each with its place.
pub(super) fn items<'a>(
    data: &'a Data,
    path: &[Part],
    list: &'static str,
) -> impl Iterator<Item = (Vec<Part>, &'a Data)> {
    let mut path = path.to_vec();
    path.push(Part::Field(list));
    let list = at(data, &path).map(Data::items).unwrap_or_default();
    list.iter().enumerate().map(move |(n, item)| {
        let mut path = path.clone();
        path.push(Part::Item(n));
        (path, item)
    })
}

/// The text of a field; empty where there is none.
pub(super) fn text(data: &Data, field: &str) -> String {
    data.get(field).and_then(Data::as_text).unwrap_or_default().trim().to_owned()
}

/// The list of a finding or another entry whose items are rows of a tab.
pub(super) fn list_of(tab: Tab) -> Option<&'static str> {
    match tab {
        Tab::Evidence => Some("evidence"),
        Tab::Responses => Some("responses"),
        Tab::Exceptions => Some("exceptions"),
        _ => None,
    }
}

/// The rows of a tab that an entry holds. `languages` are those into which it is translated.
pub(super) fn lines(tab: Tab, home: Home, id: &str, data: &Data, languages: &[String]) -> Vec<Line> {
    let line = |key: &[&str], path: Vec<Part>| Line { key: key.iter().map(|&part| part.to_owned()).collect(), path };
    match tab {
        Tab::Findings | Tab::Sources | Tab::Parties | Tab::Proceedings => vec![line(&[id], Vec::new())],
        Tab::Evidence | Tab::Responses | Tab::Exceptions => items(data, &[], list_of(tab).unwrap_or_default())
            .zip(1..)
            .map(|((path, _), n)| match tab {
                Tab::Exceptions => line(&[home.word(), id, &n.to_string()], path),
                _ => line(&[id, &n.to_string()], path),
            })
            .collect(),
        Tab::Counts => {
            counts(data).into_iter().map(|(party, n, path)| line(&[id, &party, &n.to_string()], path)).collect()
        }
        Tab::CountEvidence => counts(data)
            .into_iter()
            .flat_map(|(party, count, path)| {
                items(data, &path, "evidence")
                    .zip(1..)
                    .map(|((path, _), n)| line(&[id, &party, &count.to_string(), &i32::to_string(&n)], path))
                    .collect::<Vec<_>>()
            })
            .collect(),
        Tab::Extra => {
            let fields = data.get("extra").map(Data::fields).unwrap_or_default();
            fields.iter().map(|(name, _)| line(&[id, name.trim()], vec![Part::Field("extra")])).collect()
        }
        Tab::Translations => originals::of(home, data)
            .into_iter()
            .flat_map(|original| {
                let languages = languages.iter();
                languages
                    .map(|language| line(&[home.word(), id, &original.name, language], original.path.clone()))
                    .collect::<Vec<_>>()
            })
            .collect(),
    }
}

/// Every count of a proceeding: whom it concerns, which one of that party's it is, and where it stands.
pub(super) fn counts(data: &Data) -> Vec<(String, usize, Vec<Part>)> {
    let mut found: Vec<(String, usize, Vec<Part>)> = Vec::new();
    for (path, defendant) in items(data, &[], "defendants") {
        let party = text(defendant, "party");
        for (path, _) in items(data, &path, "counts") {
            let before = found.iter().filter(|(known, ..)| *known == party).count();
            found.push((party.clone(), before + 1, path));
        }
    }
    found
}
