//! The texts of an entry that have a place for translations beside them.

use super::column::Home;
use super::rows::{Part, at, at_mut, items};
use crate::amend::Data;
use crate::locale::primary;
use crate::model::{
    AskedTranslation, BriefTranslation, ContactTranslation, CountTranslation, KeyPointTranslation, LocatorTranslation,
    OrganisationTranslation, PartyTranslation, ProceedingTranslation, ReasonTranslation, ResponseTranslation,
    ReviewTranslation, RevisionTranslation, SourceTranslation, Translation, words,
};

/// A text.
#[derive(Debug)]
pub(super) struct Original {
    /// Its name: `text`, `responses.1.text`, with lists counted from 1.
    pub(super) name: String,
    /// The fields that stand together with it and share their `translations`.
    pub(super) path: Vec<Part>,
    /// Its field among these.
    pub(super) field: &'static str,
    /// The fields of a translation, in their order.
    order: &'static [&'static str],
    /// Each language needs it. Names, places and numbers may be the same in all.
    pub(super) needed: bool,
}

/// Fields that stand together: where, the fields of their translations, and which of them are needed.
struct Group {
    path: &'static [&'static str],
    fields: fn() -> &'static [&'static str],
    needed: &'static [&'static str],
}

const fn group(
    path: &'static [&'static str],
    fields: fn() -> &'static [&'static str],
    needed: &'static [&'static str],
) -> Group {
    Group { path, fields, needed }
}

/// What stands for any entry of a list.
const EACH: &str = "*";
const EXCEPTIONS: Group = group(&["exceptions", EACH], words::<ReasonTranslation>, &["reason"]);

const BRIEF: &[Group] = &[
    group(&[], words::<BriefTranslation>, &["title", "subtitle", "source_summary"]),
    group(&["key_points", EACH], words::<KeyPointTranslation>, &["text"]),
    group(&["organisation"], words::<OrganisationTranslation>, &[]),
    group(&["contact"], words::<ContactTranslation>, &[]),
    group(&["rules", EACH], words::<ReasonTranslation>, &["reason"]),
];
const FINDING: &[Group] = &[
    group(&[], words::<Translation>, &["title", "text", "caveat"]),
    group(&["evidence", EACH], words::<LocatorTranslation>, &[]),
    group(&["responses", EACH], words::<ResponseTranslation>, &["text"]),
    group(&["responses", EACH, "asked"], words::<AskedTranslation>, &["channel"]),
    group(&["review"], words::<ReviewTranslation>, &["reason"]),
    EXCEPTIONS,
];
const SOURCE: &[Group] = &[
    group(&[], words::<SourceTranslation>, &["title_translation", "descriptor"]),
    group(&["revision"], words::<RevisionTranslation>, &["note"]),
    EXCEPTIONS,
];
const PARTY: &[Group] = &[group(&[], words::<PartyTranslation>, &["role", "pseudonym"])];
const PROCEEDING: &[Group] = &[
    group(&[], words::<ProceedingTranslation>, &["court", "note"]),
    group(&["defendants", EACH, "counts", EACH], words::<CountTranslation>, &["charge", "note"]),
    group(&["defendants", EACH, "counts", EACH, "evidence", EACH], words::<LocatorTranslation>, &[]),
    EXCEPTIONS,
];

fn groups(home: Home) -> &'static [Group] {
    match home {
        Home::Brief => BRIEF,
        Home::Finding => FINDING,
        Home::Source => SOURCE,
        Home::Party => PARTY,
        Home::Proceeding => PROCEEDING,
    }
}

/// The texts that an entry holds, in the order of its fields.
pub(super) fn of(home: Home, data: &Data) -> Vec<Original> {
    let mut found = Vec::new();
    for group in groups(home) {
        for path in places(data, group.path) {
            let Some(held) = at(data, &path) else { continue };
            let order = (group.fields)();
            for &field in order.iter().filter(|&&field| field != "language") {
                let says =
                    |held: &Data| held.get(field).and_then(Data::as_text).is_some_and(|text| !text.trim().is_empty());
                // A translation without its original is shown too.
                if says(held) || held.get("translations").map(Data::items).unwrap_or_default().iter().any(says) {
                    let (name, path) = (name(&path, field), path.clone());
                    found.push(Original { name, path, field, order, needed: group.needed.contains(&field) });
                }
            }
        }
    }
    found
}

/// The text of that name.
pub(super) fn find(home: Home, data: &Data, name: &str) -> Option<Original> {
    of(home, data).into_iter().find(|original| original.name == name)
}

/// The places that a path stands for.
fn places(data: &Data, path: &[&'static str]) -> Vec<Vec<Part>> {
    let mut places = vec![Vec::new()];
    for (n, &step) in path.iter().enumerate() {
        places = match (step, path.get(n + 1)) {
            (EACH, _) => places,
            (list, Some(&EACH)) => {
                places.iter().flat_map(|place: &Vec<Part>| items(data, place, list).map(|(path, _)| path)).collect()
            }
            (field, _) => places.into_iter().map(|place| [place, vec![Part::Field(field)]].concat()).collect(),
        };
    }
    places
}

fn name(path: &[Part], field: &str) -> String {
    let steps = path.iter().map(|part| match part {
        Part::Field(name) => (*name).to_owned(),
        Part::Item(at) => (at + 1).to_string(),
    });
    steps.chain([field.to_owned()]).collect::<Vec<_>>().join(".")
}

/// What the fields at a place say in another language.
pub(super) fn translation<'a>(held: &'a Data, language: &str) -> Option<&'a Data> {
    held.get("translations")?.items().iter().find(|item| is_in(item, language))
}

fn is_in(item: &Data, language: &str) -> bool {
    item.get("language").and_then(Data::as_text).is_some_and(|known| same(known, language))
}

/// Whether two tags name one language.
pub(super) fn same(one: &str, other: &str) -> bool {
    primary(one.trim()).eq_ignore_ascii_case(primary(other.trim()))
}

/// Sets a text in another language, or takes it out; what nothing is left in goes with it.
pub(super) fn put(data: &mut Data, original: &Original, language: &str, value: Option<Data>) {
    let Some(held) = at_mut(data, &original.path) else { return };
    let mut items = held.get("translations").map(Data::items).unwrap_or_default().to_vec();
    match (items.iter_mut().find(|item| is_in(item, language)), value) {
        (Some(item), Some(value)) => item.put(original.field, value, original.order),
        (Some(item), None) => {
            drop(item.take(original.field));
            items.retain(|item| !is_in(item, language) || item.fields().len() > 1);
        }
        (None, Some(value)) => items
            .push(Data::Group(vec![("language".to_owned(), Data::text(language)), (original.field.to_owned(), value)])),
        (None, None) => {}
    }
    match items.is_empty() {
        true => drop(held.take("translations")),
        false => held.put("translations", Data::List(items), &[]),
    }
}

/// Adds the languages in which translations stand anywhere in some data.
pub(super) fn languages(data: &Data, found: &mut Vec<String>) {
    data.items().iter().for_each(|item| languages(item, found));
    for (name, value) in data.fields() {
        if name == "translations" {
            let told = value.items().iter().filter_map(|item| item.get("language")?.as_text());
            told.for_each(|language| add(language, found));
        } else {
            languages(value, found);
        }
    }
}

/// Adds a language that is not among the others.
pub(super) fn add(language: &str, found: &mut Vec<String>) {
    if !language.trim().is_empty() && !found.iter().any(|known| same(known, language)) {
        found.push(language.trim().to_owned());
    }
}
