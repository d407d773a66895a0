//! From a comparison to the words of a language.

use serde::de::DeserializeOwned;

use super::{ChangeEdit, ChangeItem, ChangeLog, ChangePart, ChangePiece, ChangeStatus, ChangeVersion, StatusRow};
use crate::changes::{
    Changed, Changes, CountState, Edit, Entry, Evidence, Group, Recorded, Response, Side, Sort, Standing, StatusChange,
    Subject, Version,
};
use crate::locale::Locale;
use crate::model::{self, ChangeKind, Date, PartialDate};

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
            status: self.status(),
            parts: self.parts(),
        }
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
        let others: usize = self.parts().iter().map(|part| part.items.len()).sum::<usize>() - corrections;
        let counts =
            [("status_changes", self.changes.status.len()), ("corrections", corrections), ("other_changes", others)];
        let told = counts.iter().filter(|(_, number)| *number > 0);
        let told: Vec<_> = told.map(|(name, number)| self.locale.count(name, *number)).collect();
        self.locale.list(&told)
    }

    fn status(&self) -> Vec<StatusRow> {
        let mut rows: Vec<StatusRow> = Vec::new();
        for change in &self.changes.status {
            let mut row = self.row(change);
            // Counts of one person that ended together are told together.
            let same = |last: &StatusRow| {
                let apart = StatusRow { counts: last.counts.clone(), others: last.others.clone(), ..row.clone() };
                !row.counts.is_empty() && *last == apart
            };
            match rows.iter().position(same) {
                Some(at) => {
                    rows[at].counts.append(&mut row.counts);
                    let told = rows[at].counts.clone();
                    rows[at].others.retain(|other| !told.iter().any(|count| other.starts_with(&format!("{count}: "))));
                }
                None => rows.push(row),
            }
        }
        rows
    }

    fn row(&self, change: &StatusChange) -> StatusRow {
        let subject = &change.subject;
        let mut reasons: Vec<_> = change.recorded.iter().map(|recorded| self.recorded(recorded)).collect();
        if let Some(review) = &change.review {
            let date = self.locale.long_date(review.date);
            let gaps = [
                ("basis", self.locale.basis(review.basis)),
                ("reason", &crate::view::statements::stop(review.reason.clone())),
                ("reviewer", &review.reviewer),
                ("date", &date),
            ];
            reasons.push(self.locale.fill("ground_signed", &gaps));
        }
        if reasons.is_empty() {
            reasons.push(self.locale.text("change_no_reason"));
        }
        StatusRow {
            finding: (subject.sort == Sort::Finding).then(|| subject.id.clone()).flatten(),
            title: subject.title.clone(),
            party: subject.party.clone(),
            counts: self.count(subject).into_iter().collect(),
            others: self.others(change),
            old: self.standing(change.old),
            new: self.standing(change.new),
            since: change
                .since
                .map(|date| self.locale.fill("change_since", &[("date", &self.locale.partial_date(date))])),
            explained: change.is_explained(),
            reasons,
            evidence: change.evidence.iter().map(|item| self.item(item)).collect(),
        }
    }

    /// The other counts of a person, with their outcomes.
    fn others(&self, change: &StatusChange) -> Vec<String> {
        let own = |count: &&CountState| {
            (&count.number, Some(&count.charge)) != (&change.subject.number, change.subject.charge.as_ref())
        };
        let told = |count: &CountState| {
            let name = self.charge(count.number.as_deref(), &count.charge);
            let status = self.locale.legal_status(count.status);
            match count.date {
                Some(date) => format!("{name}{}{status}, {}", self.locale.colon(), self.locale.partial_date(date)),
                None => format!("{name}{}{status}", self.locale.colon()),
            }
        };
        change.counts.iter().filter(own).map(told).collect()
    }

    fn parts(&self) -> Vec<ChangePart> {
        let changes = self.changes;
        let all = |list: &[Changed]| list.iter().map(|changed| self.changed(changed)).collect::<Vec<_>>();
        let entries = |list: &[Entry], mark| list.iter().map(|entry| self.entry(entry, mark)).collect::<Vec<_>>();
        let group = |group: &Group| {
            let mut items = entries(&group.added, Mark::New);
            items.extend(entries(&group.removed, Mark::Gone));
            items.extend(all(&group.changed));
            items
        };
        let cases = |list: &Group| {
            let ids = list.added.iter().chain(&list.removed).map(|entry| &entry.subject.id);
            let ids: Vec<_> = ids.chain(list.changed.iter().map(|changed| &changed.subject.id)).collect();
            let mut items: Vec<_> = ids.iter().zip(group(list)).collect();
            // What is told of one case stands together.
            items.sort_by_key(|(id, _)| ids.iter().position(|other| other == *id));
            items.into_iter().map(|(_, item)| item).collect::<Vec<_>>()
        };
        let part = |key, name: &str, items: Vec<ChangeItem>| ChangePart {
            key,
            title: self.locale.text(name),
            lead: self.locale.texts().get(&format!("{name}_lead")).cloned(),
            items,
        };
        let mut parts = vec![
            part("corrections", "changes_corrections", all(&changes.corrections)),
            part("updates", "changes_updates", all(&changes.updates)),
            part("additions", "changes_additions", entries(&changes.additions, Mark::New)),
            part("removals", "changes_removals", entries(&changes.removals, Mark::Gone)),
            part("wording", "changes_wording", all(&changes.wording)),
            part("proceedings", "changes_proceedings", cases(&changes.proceedings)),
            part("key_points", "changes_key_points", group(&changes.key_points)),
            part("sources", "changes_sources", group(&changes.sources)),
        ];
        parts.retain(|part| !part.items.is_empty());
        parts
    }

    fn entry(&self, entry: &Entry, mark: Mark) -> ChangeItem {
        let finding = entry.subject.id.clone().filter(|_| entry.subject.sort == Sort::Finding);
        ChangeItem {
            status: entry.status.map(|status| self.standing(status)),
            text: entry.text.clone(),
            // A link to what is gone leads nowhere.
            finding: finding.clone().filter(|_| matches!(mark, Mark::New)),
            title: match (mark, finding) {
                (Mark::Gone, Some(id)) => format!("{id} {}", self.title(&entry.subject)).trim().to_owned(),
                _ => self.title(&entry.subject),
            },
            edits: Vec::new(),
            reasons: self.reasons(&entry.subject, &entry.recorded),
            ..self.marked(mark)
        }
    }

    fn changed(&self, changed: &Changed) -> ChangeItem {
        let mut edits: Vec<_> = changed.edits.iter().map(|edit| self.edit(edit, changed.subject.sort)).collect();
        for response in &changed.responses {
            let side = |response: &Option<Response>| response.as_ref().map(|response| self.response(response));
            let field = self.locale.fill("field_response", &[("party", &response.party)]);
            edits.push(whole(field, side(&response.old), side(&response.new)));
        }
        let field = self.locale.text("field_evidence");
        for item in &changed.evidence_added {
            edits.push(whole(field.clone(), None, Some(self.weighed(item))));
        }
        for item in &changed.evidence_removed {
            edits.push(whole(field.clone(), Some(self.weighed(item)), None));
        }
        for item in &changed.evidence_changed {
            edits.push(whole(field.clone(), Some(self.weighed(&item.old)), Some(self.weighed(&item.new))));
        }
        let mut reasons = self.reasons(&changed.subject, &changed.recorded);
        if reasons.is_empty() && changed.number_changed {
            reasons.push(self.locale.text("change_no_reason"));
        }
        ChangeItem {
            finding: changed.subject.id.clone().filter(|_| changed.subject.sort == Sort::Finding),
            title: match changed.subject.sort {
                Sort::KeyPoint => self.locale.text("change_key_point"),
                _ => self.title(&changed.subject),
            },
            status: changed.status.map(|status| self.standing(status)),
            edits,
            reasons,
            ..self.marked(Mark::Changed)
        }
    }

    fn marked(&self, mark: Mark) -> ChangeItem {
        let (mark, label) = match mark {
            Mark::New => ("new", "change_new"),
            Mark::Gone => ("gone", "change_gone"),
            Mark::Changed => ("changed", "change_changed"),
        };
        ChangeItem {
            mark,
            mark_label: self.locale.text(label),
            finding: None,
            title: String::new(),
            status: None,
            text: None,
            edits: Vec::new(),
            reasons: Vec::new(),
        }
    }

    /// What readers know an entry by.
    fn title(&self, subject: &Subject) -> String {
        match subject.sort {
            Sort::Brief => self.locale.text("change_brief"),
            Sort::Section => self.locale.fill("change_section", &[("title", &subject.title)]),
            Sort::Count => {
                let parts = [Some(subject.title.clone()), subject.party.clone(), self.count(subject)];
                parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
            }
            _ => subject.title.clone(),
        }
    }

    /// "count 2: wire fraud".
    fn count(&self, subject: &Subject) -> Option<String> {
        Some(self.charge(subject.number.as_deref(), subject.charge.as_ref()?))
    }

    fn charge(&self, number: Option<&str>, charge: &str) -> String {
        match number {
            Some(number) => {
                let count = self.locale.fill("change_count", &[("number", number)]);
                format!("{count}{}{charge}", self.locale.colon())
            }
            None => charge.to_owned(),
        }
    }

    fn standing(&self, standing: Standing) -> ChangeStatus {
        match standing {
            Standing::Finding(status) => {
                let key = serde_json::to_value(status).ok().and_then(|key| Some(key.as_str()?.to_owned()));
                ChangeStatus { key, label: self.locale.status(status).0.to_owned() }
            }
            Standing::Count(status) => ChangeStatus { key: None, label: self.locale.legal_status(status).to_owned() },
        }
    }

    /// What was recorded on an entry. Of a count it stands with the case or with the count's status, unless
    /// it is a correction.
    fn reasons(&self, subject: &Subject, recorded: &[Recorded]) -> Vec<String> {
        let own = |recorded: &&Recorded| subject.sort != Sort::Count || recorded.kind == ChangeKind::Corrected;
        recorded.iter().filter(own).map(|recorded| self.recorded(recorded)).collect()
    }

    fn recorded(&self, recorded: &Recorded) -> String {
        let kind = match recorded.kind {
            ChangeKind::Corrected => "change_corrected",
            ChangeKind::Updated => "change_updated",
            ChangeKind::Withdrawn => "change_withdrawn",
        };
        let gaps = [
            ("kind", &*self.locale.text(kind)),
            ("date", &self.locale.long_date(recorded.date)),
            ("reason", &crate::view::statements::stop(recorded.reason.clone())),
            ("by", &recorded.by),
        ];
        self.locale.fill("change_recorded", &gaps)
    }

    fn item(&self, item: &Evidence) -> String {
        match &item.locator {
            Some(locator) => self.locale.fill("change_place", &[("title", &item.title), ("locator", locator)]),
            None => item.title.clone(),
        }
    }

    /// An item with what it does and how credible it is.
    fn weighed(&self, item: &Evidence) -> String {
        let bearing = item.bearing.map(|bearing| self.locale.bearing(bearing).to_owned());
        let credibility = item.credibility.map(|credibility| self.locale.credibility(credibility).to_owned());
        let weights: Vec<_> = bearing.into_iter().chain(credibility).collect();
        let mut told = self.item(item);
        if !weights.is_empty() {
            told = format!("{told} ({})", weights.join("; "));
        }
        match &item.quotation {
            Some(words) => {
                format!("{told}{}{}", self.locale.colon(), self.locale.fill("quotation", &[("text", words)]))
            }
            None => told,
        }
    }

    fn response(&self, response: &Response) -> String {
        let mut told = self.locale.answer(response.answer, 1).to_owned();
        if let Some(date) = response.date {
            told = format!("{told} {}", self.locale.when(date));
        }
        match &response.text {
            Some(text) => format!("{told}. {text}"),
            None => format!("{told}."),
        }
    }

    fn edit(&self, edit: &Edit, sort: Sort) -> ChangeEdit {
        let name = format!("field_{}", edit.field.replace('.', "_"));
        let field = self.locale.texts().get(&name).cloned().unwrap_or_else(|| edit.field.clone());
        if edit.words.is_empty() || !is_prose(&edit.field) {
            let side = |value: &Option<String>| value.as_ref().map(|value| self.value(&edit.field, value, sort));
            return whole(field, side(&edit.old), side(&edit.new));
        }
        let side = |own: Side| {
            let pieces = edit.words.iter().filter(|piece| piece.side == own || piece.side == Side::Both);
            pieces.map(|piece| ChangePiece { text: piece.text.clone(), differs: piece.side == own }).collect()
        };
        ChangeEdit { field, before: side(Side::Old), after: side(Side::New) }
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

/// A field of which the whole value differs.
fn whole(field: String, before: Option<String>, after: Option<String>) -> ChangeEdit {
    let piece = |text: Option<String>| text.map(|text| ChangePiece { text, differs: true }).into_iter().collect();
    ChangeEdit { field, before: piece(before), after: piece(after) }
}
