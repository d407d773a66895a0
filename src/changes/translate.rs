//! A comparison in another language of the two versions.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::findings::point_text;
use super::{
    Changed, Changes, CountState, Edit, Entry, Evidence, Group, Recorded, Response, Sort, StatusChange, Subject,
    Untranslated, fields, words,
};
use crate::locale::{Locale, primary};
use crate::model::{Record, Text};

/// What a text of the first language is called in the other one.
///
/// A text is looked up by its words, wherever it stands. So what the earlier version says in the words
/// of the later one has the later one's translation, and an earlier version without that language is
/// quoted in its own only where its words differ.
pub(super) struct Translator<'a> {
    lexicon: HashMap<String, String>,
    from: &'a Locale,
    to: &'a Locale,
    language: &'a str,
    first: String,
    untranslated: BTreeSet<String>,
}

impl<'a> Translator<'a> {
    /// Of two translations of one text that of the last version counts.
    pub(super) fn new(versions: [&Record; 2], language: &'a str, from: &'a Locale, to: &'a Locale) -> Self {
        let first = versions[1].brief.language.folded();
        let mut own = Self { lexicon: HashMap::new(), from, to, language, first, untranslated: BTreeSet::new() };
        for record in versions {
            if let Ok(record) = serde_json::to_value(record) {
                own.learn(&record);
            }
            own.learn_titles(record);
            own.learn_points(record);
        }
        own
    }

    /// Takes in every text that has `translations` beside it, by the names of the fields.
    fn learn(&mut self, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.learn(item)),
            Value::Object(group) => {
                let translations = group.get("translations").and_then(Value::as_array);
                let here = translations.into_iter().flatten().find(|translation| {
                    translation.get("language").and_then(Value::as_str).is_some_and(|tag| self.is_told(tag))
                });
                for (field, told) in here.and_then(Value::as_object).into_iter().flatten() {
                    match (group.get(field), told) {
                        (Some(Value::String(first)), Value::String(told)) => self.pair(first, told),
                        (Some(Value::Array(first)), Value::Array(told)) if first.len() == told.len() => {
                            for (first, told) in first.iter().zip(told) {
                                self.pair(first.as_str().unwrap_or_default(), told.as_str().unwrap_or_default());
                            }
                        }
                        _ => {}
                    }
                }
                group.iter().filter(|(field, _)| *field != "translations").for_each(|(_, value)| self.learn(value));
            }
            _ => {}
        }
    }

    /// A title in brackets is a description in the author's own words, and translated like one.
    fn learn_titles(&mut self, record: &Record) {
        for source in record.sources.iter().filter(|source| source.title.as_str().starts_with('[')) {
            let told = source.translations.iter().find(|translation| self.is_told(translation.language.as_str()));
            if let Some(told) = told.and_then(|told| told.title_translation.as_ref()) {
                self.pair(source.title.as_str(), told.as_str());
            }
        }
    }

    /// A key point without words of its own has those of its findings.
    fn learn_points(&mut self, record: &Record) {
        for point in record.brief.key_points.iter().filter(|point| point.text.is_none()) {
            let findings = point.findings.iter().filter_map(|id| record.findings.iter().find(|own| own.id == *id));
            let told: Option<Vec<_>> =
                findings.map(|finding| self.lexicon.get(&finding.text.folded()).cloned()).collect();
            if let Some(told) = told {
                self.pair(&point_text(point, record), &told.join(" "));
            }
        }
    }

    fn is_told(&self, tag: &str) -> bool {
        primary(tag).eq_ignore_ascii_case(primary(self.language))
    }

    fn pair(&mut self, first: &str, told: &str) {
        self.lexicon.insert(Text::from(first).folded(), Text::from(told).folded());
    }

    /// Tells a comparison in the other language.
    pub(super) fn changes(mut self, changes: &mut Changes) {
        self.words(&mut changes.old.title);
        self.words(&mut changes.new.title);
        changes.status.iter_mut().for_each(|change| self.status(change));
        let Changes { corrections, updates, wording, additions, removals, .. } = changes;
        [corrections, updates, wording].into_iter().for_each(|list| self.list(list));
        [additions, removals].into_iter().flatten().for_each(|entry| self.entry(entry));
        let groups = [&mut changes.proceedings, &mut changes.key_points, &mut changes.sources];
        groups.into_iter().for_each(|group| self.group(group));
        changes.untranslated =
            (!self.untranslated.is_empty()).then_some(Untranslated { language: self.first, texts: self.untranslated });
    }

    /// Words of the document, which readers of the other language need in theirs.
    fn words(&mut self, text: &mut String) {
        match self.lexicon.get(text) {
            Some(told) => text.clone_from(told),
            None if text.is_empty() => {}
            None => {
                self.untranslated.insert(text.clone());
            }
        }
    }

    /// A name, which is often the same in both.
    fn name(&self, text: &mut String) {
        if let Some(told) = self.lexicon.get(text) {
            text.clone_from(told);
        }
    }

    /// A place in a source.
    fn place(&self, text: &mut String) {
        let told = self.lexicon.get(text).cloned();
        *text = told.unwrap_or_else(|| self.to.place(text, self.from));
    }

    fn group(&mut self, group: &mut Group) {
        group.added.iter_mut().chain(&mut group.removed).for_each(|entry| self.entry(entry));
        self.list(&mut group.changed);
    }

    /// Entries that differ. Where words differ in the first language only, there is nothing to tell.
    fn list(&mut self, list: &mut Vec<Changed>) {
        list.iter_mut().for_each(|changed| self.changed(changed));
        list.retain(|changed| !changed.is_empty() || !changed.recorded.is_empty());
    }

    fn status(&mut self, change: &mut StatusChange) {
        self.subject(&mut change.subject);
        self.recorded(&mut change.recorded);
        if let Some(review) = &mut change.review {
            self.words(&mut review.reason);
            self.name(&mut review.reviewer);
        }
        change.evidence.iter_mut().for_each(|item| self.evidence(item));
        change.told_by.iter_mut().for_each(|name| self.name(name));
        for CountState { number, charge, told_by, .. } in &mut change.counts {
            number.iter_mut().chain(told_by).for_each(|name| self.name(name));
            self.words(charge);
        }
    }

    fn subject(&mut self, subject: &mut Subject) {
        match subject.sort {
            Sort::Brief | Sort::Finding | Sort::KeyPoint | Sort::Section => self.words(&mut subject.title),
            Sort::Proceeding | Sort::Count | Sort::Source | Sort::Party => self.name(&mut subject.title),
        }
        subject.party.iter_mut().chain(&mut subject.number).for_each(|name| self.name(name));
        subject.charge.iter_mut().for_each(|charge| self.words(charge));
    }

    fn recorded(&mut self, recorded: &mut [Recorded]) {
        for Recorded { reason, by, .. } in recorded {
            self.words(reason);
            self.name(by);
        }
    }

    fn entry(&mut self, entry: &mut Entry) {
        self.subject(&mut entry.subject);
        entry.told_by.iter_mut().for_each(|name| self.name(name));
        entry.text.iter_mut().for_each(|text| self.words(text));
        self.recorded(&mut entry.recorded);
    }

    fn evidence(&self, item: &mut Evidence) {
        self.name(&mut item.title);
        item.locator.iter_mut().for_each(|locator| self.place(locator));
    }

    fn changed(&mut self, changed: &mut Changed) {
        let sort = changed.subject.sort;
        self.subject(&mut changed.subject);
        changed.told_by.iter_mut().for_each(|name| self.name(name));
        self.recorded(&mut changed.recorded);
        for response in &mut changed.responses {
            self.name(&mut response.party);
            for Response { text, .. } in response.old.iter_mut().chain(&mut response.new) {
                text.iter_mut().for_each(|text| self.words(text));
            }
        }
        changed.responses.retain(|response| response.old != response.new);
        let items = changed.evidence_added.iter_mut().chain(&mut changed.evidence_removed);
        let weighed = changed.evidence_changed.iter_mut().flat_map(|change| [&mut change.old, &mut change.new]);
        items.chain(weighed).for_each(|item| self.evidence(item));
        changed.edits.iter_mut().for_each(|edit| self.edit(edit, sort));
        changed.edits.retain(|edit| edit.old != edit.new);
    }

    fn edit(&mut self, edit: &mut Edit, sort: Sort) {
        let [old, new] = [0, 1].map(|side| self.value(&edit.field, &edit.values[side], sort));
        // Where one of two names has a form in the other language, the other one is in the first.
        for (side, (own, other)) in [(&old, &new), (&new, &old)].into_iter().enumerate() {
            let (Some(own), Some(_)) = (own, other) else { continue };
            let known =
                [side, 1 - side].map(|side| edit.values[side].iter().all(|name| self.lexicon.contains_key(name)));
            if !known[0] && known[1] {
                self.untranslated.insert(own.clone());
            }
        }
        if let (Some(old), Some(new)) = (&old, &new) {
            let written = [old, new].map(|text| self.untranslated.contains(text));
            // Words of two languages have nothing in common that a reader could compare.
            edit.words = if written[0] == written[1] { words::pieces(old, new) } else { words::whole(old, new) };
        }
        (edit.old, edit.new) = (old, new);
    }

    /// A field's value: whole in the other language, or whole as it was written.
    fn value(&mut self, field: &str, values: &[String], sort: Sort) -> Option<String> {
        let mut told = values.to_vec();
        if fields::is_words(field, sort) {
            let known = values.iter().all(|value| self.lexicon.contains_key(value));
            if !known {
                let written = fields::joined(field, values)?;
                self.untranslated.insert(written.clone());
                return Some(written);
            }
        }
        for value in &mut told {
            match field {
                "cited_in_locator" => self.place(value),
                _ => self.name(value),
            }
        }
        fields::joined(field, &told)
    }
}
