//! From a comparison to the words of a language.

use serde::de::DeserializeOwned;

use super::{ChangeEdit, ChangeGroup, ChangeItem, ChangeLog, ChangePart, ChangeStatus, ChangeVersion, Pieces};
use crate::changes::{
    Changed, Changes, Edit, Entry, Evidence, Group, Recorded, Response, ResponseChange, Sort, Standing, Subject,
    Version,
};
use crate::locale::Locale;
use crate::model::{self, ChangeKind, Date, PartialDate};
use crate::view::proceedings::{attribution, count_label};

pub(super) struct Teller<'a> {
    pub(super) locale: &'a Locale,
    pub(super) changes: &'a Changes,
}

impl Teller<'_> {
    pub(super) fn log(&self) -> ChangeLog {
        let Changes { old, new, .. } = self.changes;
        let gaps = [("old", old.version.as_str()), ("new", new.version.as_str())];
        ChangeLog {
            lead: self.locale.fill("change_log_lead", &gaps),
            old: self.version(old),
            new: self.version(new),
            tlp: crate::view::tlp(self.changes.handling).to_owned(),
            summary: self.summary(),
            same: self.changes.is_empty(),
            original: self.original(),
            status: self.matters(),
            parts: self.parts(),
        }
    }

    /// Readers are told before they meet it that words of another language follow.
    fn original(&self) -> Option<String> {
        let untranslated = self.changes.untranslated.as_ref()?;
        let gaps = [("language", &*self.in_language(&untranslated.language))];
        Some(self.locale.spaced(&self.locale.fill("change_original", &gaps)))
    }

    fn version(&self, version: &Version) -> ChangeVersion {
        ChangeVersion {
            title: version.title.clone(),
            version: version.version.clone(),
            published: self.locale.long_date(version.published),
            published_iso: version.published.to_string(),
            cutoff: self.locale.long_date(version.information_cutoff),
            cutoff_iso: version.information_cutoff.to_string(),
        }
    }

    fn summary(&self) -> String {
        if self.changes.is_empty() {
            return self.locale.text("change_log_none");
        }
        let corrections = self.changes.corrections.len();
        let others = self.changes.others();
        let counts =
            [("status_changes", self.changes.status.len()), ("corrections", corrections), ("other_changes", others)];
        let told = counts.iter().filter(|(_, number)| *number > 0);
        let told: Vec<_> = told.map(|(name, number)| self.locale.count(name, *number)).collect();
        self.locale.list(&told)
    }

    fn parts(&self) -> Vec<ChangePart> {
        let changes = self.changes;
        let all = |list: &[Changed]| list.iter().map(|changed| self.changed(changed)).collect::<Vec<_>>();
        let entries = |list: &[Entry], mark| list.iter().map(|entry| self.entry(entry, mark)).collect::<Vec<_>>();
        // What a heading says of every entry, no entry says again.
        let unmarked = |items: Vec<ChangeItem>| ChangeGroup {
            mark: None,
            title: Pieces::new(),
            items: items.into_iter().map(|item| ChangeItem { mark_label: None, ..item }).collect(),
        };
        let one = |items| vec![unmarked(items)];
        let by_mark = |group: &Group| {
            let lists = [
                ("changes_added", entries(&group.added, Mark::New)),
                ("changes_removed", entries(&group.removed, Mark::Gone)),
                ("changes_changed", all(&group.changed)),
            ];
            let marked =
                lists.map(|(mark, items)| ChangeGroup { mark: Some(self.locale.text(mark)), ..unmarked(items) });
            marked.into()
        };
        let part = |key, name: &str, mut groups: Vec<ChangeGroup>| {
            groups.retain(|group| !group.items.is_empty());
            ChangePart {
                key,
                title: self.locale.text(name),
                lead: self.locale.texts().get(&format!("{name}_lead")).cloned(),
                groups,
            }
        };
        let mut parts = vec![
            part("corrections", "changes_corrections", one(all(&changes.corrections))),
            part("updates", "changes_updates", one(all(&changes.updates))),
            part("additions", "changes_additions", one(entries(&changes.additions, Mark::New))),
            part("removals", "changes_removals", one(entries(&changes.removals, Mark::Gone))),
            part("wording", "changes_wording", one(all(&changes.wording))),
            part("proceedings", "changes_proceedings", self.cases()),
            part("key_points", "changes_key_points", by_mark(&changes.key_points)),
            part("sources", "changes_sources", by_mark(&changes.sources)),
        ];
        parts.retain(|part| !part.groups.is_empty());
        parts
    }

    /// What is told of one case stands under its name.
    fn cases(&self) -> Vec<ChangeGroup> {
        let Group { added, removed, changed } = &self.changes.proceedings;
        let mut items: Vec<(&Subject, ChangeItem)> = Vec::new();
        for (list, mark) in [(added, Mark::New), (removed, Mark::Gone)] {
            items.extend(list.iter().map(|entry| (&entry.subject, self.entry(entry, mark))));
        }
        items.extend(changed.iter().map(|changed| (&changed.subject, self.changed(changed))));
        // The case comes before its counts.
        items.sort_by_key(|(subject, _)| subject.sort == Sort::Count);
        let mut groups: Vec<(&Option<String>, ChangeGroup)> = Vec::new();
        for (subject, item) in together(items) {
            let first = subject[0];
            let at = groups.iter().position(|(id, _)| **id == first.id).unwrap_or_else(|| {
                let title = self.quoted(&first.title);
                groups.push((&first.id, ChangeGroup { mark: None, title, items: Vec::new() }));
                groups.len() - 1
            });
            let group = &mut groups[at].1;
            if first.sort == Sort::Proceeding {
                group.mark.clone_from(&item.mark_label);
                let item = ChangeItem { mark_label: None, ..item };
                // Of a case that came or went its name is all that there is to tell.
                if !item.edits.is_empty() || !item.reasons.is_empty() {
                    group.items.push(item);
                }
            } else {
                let said = group.mark.is_some() && group.mark == item.mark_label;
                let mark_label = item.mark_label.filter(|_| !said);
                group.items.push(ChangeItem { title: self.counted(&subject), mark_label, ..item });
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    /// The people with one count, and the count.
    fn counted(&self, subjects: &[&Subject]) -> Pieces {
        let parties: Vec<_> = subjects.iter().filter_map(|subject| subject.party.clone()).collect();
        let parties = (!parties.is_empty()).then(|| self.own(&self.locale.list(&parties)));
        let count = subjects.first().and_then(|subject| self.count(subject));
        self.joined(parties.into_iter().chain(count), ", ")
    }

    fn entry(&self, entry: &Entry, mark: Mark) -> ChangeItem {
        let reasons = self.reasons(&entry.subject, &entry.recorded);
        let text = entry.text.as_ref().map(|text| self.quoted(text)).unwrap_or_default();
        let title = self.title(&entry.subject);
        ChangeItem {
            short: reasons.is_empty() && (text.is_empty() || title.is_empty()),
            finding: entry.subject.id.clone().filter(|_| entry.subject.sort == Sort::Finding),
            title,
            status: entry.status.map(|status| self.standing(status, &entry.told_by)),
            text,
            reasons,
            ..self.marked(mark)
        }
    }

    fn changed(&self, changed: &Changed) -> ChangeItem {
        let mut edits: Vec<_> = changed.edits.iter().map(|edit| self.edit(edit, changed.subject.sort)).collect();
        for (at, response) in changed.responses.iter().enumerate() {
            // Parties that answered in the same words are told together.
            let same = |other: &&ResponseChange| (&other.old, &other.new) == (&response.old, &response.new);
            if changed.responses[..at].iter().any(|other| same(&other)) {
                continue;
            }
            let parties = changed.responses.iter().filter(same).map(|other| other.party.clone());
            let parties = self.locale.list(&parties.collect::<Vec<_>>());
            let side = |response: &Option<Response>| response.as_ref().map(|response| self.response(response));
            let field = self.locale.fill("field_response", &[("party", &parties)]);
            edits.push(self.whole(field, side(&response.old), side(&response.new)));
        }
        // All that is new in one list, and all that is gone.
        let list = |items: &[Evidence]| {
            let told: Vec<_> = items.iter().map(|item| self.weighed(item)).collect();
            (!told.is_empty()).then(|| self.joined(told, self.locale.semicolon()))
        };
        let field = self.locale.text("field_evidence");
        let (added, removed) = (list(&changed.evidence_added), list(&changed.evidence_removed));
        if removed.is_some() {
            edits.push(self.whole(field.clone(), removed, None));
        }
        if added.is_some() {
            edits.push(self.whole(field.clone(), None, added));
        }
        for item in &changed.evidence_changed {
            edits.push(self.whole(field.clone(), Some(self.weighed(&item.old)), Some(self.weighed(&item.new))));
        }
        // What fits into one line stands together.
        edits.sort_by_key(|edit| edit.short);
        let mut reasons = self.reasons(&changed.subject, &changed.recorded);
        if reasons.is_empty() && changed.number_changed {
            reasons.push(self.own(&self.locale.text("change_no_reason")));
        }
        ChangeItem {
            finding: changed.subject.id.clone().filter(|_| changed.subject.sort == Sort::Finding),
            title: match changed.subject.sort {
                // A correction stands apart from its case.
                Sort::Count if changed.is_corrected() => {
                    self.joined([self.quoted(&changed.subject.title), self.title(&changed.subject)], ", ")
                }
                _ => self.title(&changed.subject),
            },
            status: changed.status.map(|status| self.standing(status, &changed.told_by)),
            edits,
            reasons,
            ..self.marked(Mark::Changed)
        }
    }

    fn marked(&self, mark: Mark) -> ChangeItem {
        let (mark, label) = match mark {
            Mark::New => ("new", Some("change_new")),
            Mark::Gone => ("gone", Some("change_gone")),
            Mark::Changed => ("changed", None),
        };
        ChangeItem {
            mark,
            mark_label: label.map(|label| self.locale.text(label)),
            short: false,
            finding: None,
            title: Pieces::new(),
            status: None,
            text: Pieces::new(),
            edits: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// What readers know an entry by; a count by the person and the charge, since it stands under its case
    /// except where it is corrected.
    fn title(&self, subject: &Subject) -> Pieces {
        match subject.sort {
            Sort::Brief => self.own(&self.locale.text("change_brief")),
            Sort::Section => self.sentence("change_section", &[], "title", self.quoted(&subject.title)),
            Sort::Count => self.counted(&[subject]),
            _ if subject.title.is_empty() => Pieces::new(),
            _ => self.quoted(&subject.title),
        }
    }

    /// "count 2: wire fraud".
    pub(super) fn count(&self, subject: &Subject) -> Option<Pieces> {
        Some(self.charge(subject.number.as_deref(), subject.charge.as_ref()?))
    }

    pub(super) fn charge(&self, number: Option<&str>, charge: &str) -> Pieces {
        let Some(number) = number else { return self.quoted(charge) };
        let count = count_label(self.locale, number);
        let mut told = self.own(&format!("{count}{}", self.locale.colon()));
        told.extend(self.quoted(charge));
        told
    }

    pub(super) fn standing(&self, standing: Standing, told_by: &[String]) -> ChangeStatus {
        match standing {
            Standing::Finding(status) => {
                let key = serde_json::to_value(status).ok().and_then(|key| Some(key.as_str()?.to_owned()));
                ChangeStatus { key, label: self.locale.status(status).0.to_owned(), attribution: None }
            }
            Standing::Count(status) => ChangeStatus {
                key: None,
                label: self.locale.spaced(self.locale.legal_status(status)),
                attribution: self.attribution(told_by),
            },
        }
    }

    /// Who tells how a count stands.
    pub(super) fn attribution(&self, told_by: &[String]) -> Option<String> {
        attribution(self.locale, told_by.to_vec(), false).map(|told| self.locale.spaced(&told))
    }

    /// What was recorded on an entry. Of a count it stands with the case or with the count's status, unless
    /// it is a correction; of a case not again where it is told with the status of a count.
    fn reasons(&self, subject: &Subject, recorded: &[Recorded]) -> Vec<Pieces> {
        let with_status = |recorded: &&Recorded| {
            let counts = self.changes.status.iter().filter(|change| change.subject.sort == Sort::Count);
            counts.filter(|change| change.subject.id == subject.id).any(|change| change.recorded.contains(recorded))
        };
        let own = |recorded: &&Recorded| match subject.sort {
            Sort::Count => recorded.kind == ChangeKind::Corrected,
            Sort::Proceeding => recorded.kind == ChangeKind::Corrected || !with_status(recorded),
            _ => true,
        };
        recorded.iter().filter(own).map(|recorded| self.recorded(recorded)).collect()
    }

    pub(super) fn recorded(&self, recorded: &Recorded) -> Pieces {
        let kind = match recorded.kind {
            ChangeKind::Corrected => "change_corrected",
            ChangeKind::Updated => "change_updated",
            ChangeKind::Withdrawn => "change_withdrawn",
        };
        let gaps =
            [("kind", &*self.locale.text(kind)), ("date", &self.locale.long_date(recorded.date)), ("by", &recorded.by)];
        let reason = self.quoted_as(&recorded.reason, &crate::view::statements::stop(recorded.reason.clone()));
        self.sentence("change_recorded", &gaps, "reason", reason)
    }

    pub(super) fn item(&self, item: &Evidence) -> Pieces {
        match &item.locator {
            Some(locator) => self.sentence("change_place", &[("locator", locator)], "title", self.own(&item.title)),
            None => self.own(&item.title),
        }
    }

    /// An item with what it does and how credible it is.
    fn weighed(&self, item: &Evidence) -> Pieces {
        let bearing = item.bearing.map(|bearing| self.locale.bearing(bearing).to_owned());
        let credibility = item.credibility.map(|credibility| self.locale.credibility(credibility).to_owned());
        let weights: Vec<_> = bearing.into_iter().chain(credibility).collect();
        let mut told = self.item(item);
        if !weights.is_empty() {
            told.extend(self.own(&format!(" ({})", weights.join(self.locale.semicolon()))));
        }
        if let Some(words) = &item.quotation {
            let quotation = self.locale.fill("quotation", &[("text", words)]);
            told.extend(self.own(&format!("{}{quotation}", self.locale.colon())));
        }
        told
    }

    fn response(&self, response: &Response) -> Pieces {
        let mut told = self.locale.answer(response.answer, 1).to_owned();
        if let Some(date) = response.date {
            told = format!("{told} {}", self.locale.when(date));
        }
        match &response.text {
            Some(text) => {
                let mut told = self.own(&format!("{told}. "));
                // The words before it name the language.
                told.extend(self.quoted(text).into_iter().take(1));
                told
            }
            None => self.own(&format!("{told}.")),
        }
    }

    fn edit(&self, edit: &Edit, sort: Sort) -> ChangeEdit {
        let name = format!("field_{}", edit.field.replace('.', "_"));
        let field = self.locale.texts().get(&name).cloned().unwrap_or_else(|| edit.field.clone());
        if !edit.words.is_empty() && is_prose(&edit.field) {
            return self.compared(field, edit);
        }
        // The words before it name the language.
        let side = |value: &Option<String>| {
            let value = value.as_ref()?;
            let shown = self.value(&edit.field, value, sort);
            Some(self.quoted_as(value, &shown).into_iter().take(1).collect())
        };
        self.whole(field, side(&edit.old), side(&edit.new))
    }

    /// A field's value in the words of the language.
    fn value(&self, field: &str, value: &str, sort: Sort) -> String {
        let locale = self.locale;
        let word = match field {
            "kind" => key(value).map(|kind| locale.kind(kind).to_owned()),
            "likelihood" => key(value).map(|likelihood| locale.likelihood(likelihood).0.to_owned()),
            "confidence" => key(value).map(|confidence| locale.confidence(confidence).0.to_owned()),
            "review.basis" => key(value).map(|basis| locale.basis(basis).to_owned()),
            "revision.kind" => key(value).map(|kind| locale.revision(kind).to_owned()),
            "reliability" => {
                key::<model::Reliability>(value).map(|grade| format!("{value}, {}", locale.reliability(grade)))
            }
            "type" if sort == Sort::Source => key(value).map(|sort| locale.source_type(sort).to_owned()),
            "type" if sort == Sort::Proceeding => key(value).map(|sort| locale.proceeding(sort).to_owned()),
            "consulted" => Some(locale.text("change_yes")),
            _ => None,
        };
        let date = || Date::parse(value).map(|date| locale.long_date(date));
        let partial = || PartialDate::parse(value).filter(|_| is_date(field)).map(|date| locale.partial_date(date));
        word.or_else(|| date().filter(|_| is_date(field))).or_else(partial).unwrap_or_else(|| value.to_owned())
    }
}

/// What is told of cases and counts, without their names. People of whom the same is to tell with the same
/// count are told together.
fn together(items: Vec<(&Subject, ChangeItem)>) -> Vec<(Vec<&Subject>, ChangeItem)> {
    let mut told: Vec<(Vec<&Subject>, ChangeItem)> = Vec::new();
    for (subject, item) in items {
        let item = ChangeItem { title: Pieces::new(), ..item };
        let apart = |subject: &Subject| Subject { party: None, ..subject.clone() };
        let same = |(known, other): &&mut (Vec<&Subject>, ChangeItem)| {
            *other == item && known.iter().all(|known| apart(known) == apart(subject) && known.party != subject.party)
        };
        match told.iter_mut().find(same) {
            Some((known, _)) => known.push(subject),
            None => told.push((vec![subject], item)),
        }
    }
    told
}

/// What became of an entry.
#[derive(Clone, Copy)]
enum Mark {
    New,
    Gone,
    Changed,
}

/// A word of a vocabulary, as files write it.
fn key<T: DeserializeOwned>(value: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(value.to_owned())).ok()
}

fn is_date(field: &str) -> bool {
    matches!(field.rsplit('.').next(), Some("date" | "as_of" | "issued" | "accessed"))
}

/// Fields in which single words are marked; of others the whole value is shown.
fn is_prose(field: &str) -> bool {
    let last = field.rsplit('.').next().unwrap_or(field);
    let prose = ["text", "title", "subtitle", "caveat", "note", "descriptor", "source_summary", "passages", "charge"];
    prose.contains(&last) || matches!(last, "reason" | "role" | "title_translation")
}
