//! Findings and everything else but proceedings: what is new, gone, and different.

use std::collections::HashSet;
use std::ops::Range;

use similar::{DiffOp, capture_diff_slices};

use super::{
    Changed, Comparison, Edit, Entry, Evidence, EvidenceChange, Response, ResponseChange, Review, Sort, Standing,
    StatusChange, Subject, fields, folded, words,
};
use crate::model::{self, Bearing, Credibility, Finding, Id, KeyPoint, Record, SectionText, Text};

/// Fields of a finding that are compared in other ways, or that no reader sees.
const FINDING: [&str; 6] = ["id", "status", "evidence", "responses", "translations", "exceptions"];
/// Fields of the head that are compared in other ways, or that say nothing about the matter.
const HEAD: [&str; 19] = [
    "version",
    "dates",
    "language",
    "languages",
    "paper",
    "forms",
    "key_points",
    "rules",
    "previous",
    "changes",
    "id",
    "translations",
    "citation_style",
    "notes",
    "timeline",
    "status_overview",
    "briefing",
    "highlights",
    "profile",
];
const SOURCE: [&str; 4] = ["id", "translations", "exceptions", "snapshot"];
/// Other names of a party are there for the checker; no document prints them.
const PARTY: [&str; 5] = ["id", "translations", "consent", "pseudonym", "aliases"];

impl Comparison<'_> {
    /// The head of the brief: its title, marking, and who answers for it.
    pub(super) fn head(&mut self) {
        let edits = fields::edits(&self.old.brief, &self.new.brief, &HEAD, &|_, value| value.to_owned());
        let subject = Subject::new(Sort::Brief, None, self.new.brief.title.folded());
        self.place(Changed::new(subject, edits, Vec::new()));
    }

    pub(super) fn findings(&mut self) {
        let (old, new) = (self.old, self.new);
        for (before, after) in pairs(&old.findings, &new.findings, |finding| &finding.id) {
            match (before, after) {
                (Some(before), Some(after)) => self.finding(before, after),
                (None, Some(after)) => {
                    let entry = self.finding_entry(after);
                    self.changes.additions.push(entry);
                }
                (Some(before), None) => {
                    let entry = self.finding_entry(before);
                    self.changes.removals.push(entry);
                }
                (None, None) => {}
            }
        }
    }

    fn finding_entry(&self, finding: &Finding) -> Entry {
        Entry {
            subject: subject(finding),
            status: Some(Standing::Finding(finding.status)),
            told_by: Vec::new(),
            text: Some(finding.text.folded()),
            recorded: self.reasons.of(Sort::Finding, &finding.id),
        }
    }

    fn finding(&mut self, old: &Finding, new: &Finding) {
        let recorded = self.reasons.of(Sort::Finding, &new.id);
        let items = |finding: &Finding| finding.evidence.iter().map(|item| self.item(item)).collect();
        let evidence = weigh(items(old), items(new));
        if old.status != new.status {
            let review = new.review.as_ref().map(review);
            self.changes.status.push(StatusChange {
                subject: subject(new),
                old: Standing::Finding(old.status),
                new: Standing::Finding(new.status),
                since: None,
                told_by: Vec::new(),
                recorded: recorded.clone(),
                review,
                evidence: evidence.added.clone(),
                counts: Vec::new(),
            });
        }
        let name = |field: &str, value: &str| match field {
            "asserted_by" | "accuses" | "interested" => self.party(&Id::from(value)),
            "proceedings" => self.case(&Id::from(value)),
            _ => value.to_owned(),
        };
        let mut edits = fields::edits(old, new, &FINDING, &name);
        // A new signature is told with the new status.
        if old.status != new.status {
            edits.retain(|edit| !edit.field.starts_with("review."));
        }
        let number_changed = self.number_changed(old, new);
        let mut changed = Changed::new(subject(new), edits, recorded);
        changed.status = Some(Standing::Finding(new.status));
        changed.responses = self.responses(old, new);
        changed.number_changed = number_changed;
        // What is told with the status is not told again.
        changed.evidence_added = if old.status == new.status { evidence.added } else { Vec::new() };
        changed.evidence_removed = evidence.removed;
        changed.evidence_changed = evidence.changed;
        self.place(changed);
    }

    /// Whether a number in a finding's texts differs.
    fn number_changed(&mut self, old: &Finding, new: &Finding) -> bool {
        let texts = |finding: &Finding| {
            let texts = [Some(finding.text.folded()), folded(&finding.title), folded(&finding.caveat)];
            texts.map(Option::unwrap_or_default)
        };
        texts(old).iter().zip(&texts(new)).any(|(old, new)| self.numbers.differ(old, new))
    }

    /// Puts an entry that differs where it belongs.
    fn place(&mut self, changed: Changed) {
        if changed.is_empty() {
            return;
        }
        let wording = changed.edits.iter().all(|edit| fields::is_text(&edit.field) || edit.field == "passages")
            && changed.responses.is_empty()
            && changed.evidence_added.is_empty()
            && changed.evidence_removed.is_empty()
            && changed.evidence_changed.is_empty();
        let list = if changed.is_corrected() {
            &mut self.changes.corrections
        } else if wording && !changed.number_changed && changed.recorded.is_empty() {
            &mut self.changes.wording
        } else {
            &mut self.changes.updates
        };
        list.push(changed);
    }

    fn item(&self, item: &model::Evidence) -> Evidence {
        Evidence {
            source: item.source.to_string(),
            title: self.source(&item.source),
            locator: folded(&item.locator),
            bearing: Some(item.bearing.unwrap_or(Bearing::Supports)),
            credibility: Some(item.credibility.unwrap_or(Credibility::CannotBeJudged)),
            quotation: folded(&item.quotation),
        }
    }

    fn responses(&self, old: &Finding, new: &Finding) -> Vec<ResponseChange> {
        // A party may have answered several times: the answers are paired in their order.
        let numbered = |finding: &Finding| {
            let mut list: Vec<((Id, usize), Response)> = Vec::new();
            for response in &finding.responses {
                let nth = list.iter().filter(|((party, _), _)| *party == response.party).count();
                list.push(((response.party.clone(), nth), state(response)));
            }
            list
        };
        let (old, new) = (numbered(old), numbered(new));
        pairs(&old, &new, |(key, _)| key)
            .into_iter()
            .filter_map(|(before, after)| {
                let ((party, _), _) = after.or(before)?;
                let (old, new) = (before.map(|(_, state)| state), after.map(|(_, state)| state));
                let change = ResponseChange { party: self.party(party), old: old.cloned(), new: new.cloned() };
                (change.old != change.new).then_some(change)
            })
            .collect()
    }

    pub(super) fn parties(&mut self) {
        let (old, new) = (self.old, self.new);
        for (before, after) in pairs(&old.parties, &new.parties, |party| &party.id) {
            // Parties come and go with the findings that name them.
            let (Some(before), Some(after)) = (before, after) else { continue };
            if self.new.withheld.contains(&after.id) || self.old.withheld.contains(&before.id) {
                continue;
            }
            let edits = fields::edits(before, after, &PARTY, &|_, value| value.to_owned());
            let subject = Subject::new(Sort::Party, Some(after.id.as_str()), after.name.folded());
            self.place(Changed::new(subject, edits, Vec::new()));
        }
    }

    pub(super) fn sources(&mut self) {
        let (old, new) = (self.old, self.new);
        for (before, after) in pairs(&old.sources, &new.sources, |source| &source.id) {
            let Some(source) = after.or(before) else { continue };
            let recorded = self.reasons.of(Sort::Source, &source.id);
            let subject = Subject::new(Sort::Source, Some(source.id.as_str()), source.title.folded());
            let entry =
                |recorded| Entry { subject: subject.clone(), status: None, told_by: Vec::new(), text: None, recorded };
            match (before, after) {
                (Some(before), Some(after)) => {
                    let name = |field: &str, value: &str| match field {
                        "issued_by" => self.party(&Id::from(value)),
                        "derives_from" | "cited_in" => self.source(&Id::from(value)),
                        _ => value.to_owned(),
                    };
                    let changed = Changed::new(subject, fields::edits(before, after, &SOURCE, &name), recorded);
                    if changed.is_corrected() && !changed.is_empty() {
                        self.changes.corrections.push(changed);
                    } else if !changed.is_empty() {
                        self.changes.sources.changed.push(changed);
                    }
                }
                (None, Some(_)) => self.changes.sources.added.push(entry(recorded)),
                (Some(_), None) => self.changes.sources.removed.push(entry(recorded)),
                (None, None) => {}
            }
        }
    }

    /// Key points have no ids: those that rest on the same findings, or are alike, are one.
    pub(super) fn key_points(&mut self) {
        let (old, new) = (self.old, self.new);
        let mut left: Vec<(String, &KeyPoint)> =
            old.brief.key_points.iter().map(|point| (point_text(point, old), point)).collect();
        let mut waiting = Vec::new();
        for after in &new.brief.key_points {
            let text = point_text(after, new);
            match left.iter().position(|(before, _)| *before == text) {
                Some(at) => {
                    left.remove(at);
                }
                None => waiting.push((text, after)),
            }
        }
        let shared = |a: &KeyPoint, b: &KeyPoint| a.findings.iter().any(|id| b.findings.contains(id));
        let mut added = Vec::new();
        for (text, after) in waiting {
            let same = left
                .iter()
                .position(|(_, before)| before.findings == after.findings)
                .or_else(|| left.iter().position(|(before, _)| words::are_alike(before, &text)))
                .or_else(|| left.iter().position(|(_, before)| shared(before, after)));
            match same {
                Some(at) => {
                    let (before, _) = left.remove(at);
                    let subject = Subject::new(Sort::KeyPoint, None, String::new());
                    let edit = fields::edit("text", vec![before], vec![text]);
                    self.changes.key_points.changed.push(Changed::new(subject, edit.into_iter().collect(), Vec::new()));
                }
                None => added.push(text),
            }
        }
        let entry = |text| Entry {
            subject: Subject::new(Sort::KeyPoint, None, String::new()),
            status: None,
            told_by: Vec::new(),
            text: Some(text),
            recorded: Vec::new(),
        };
        self.changes.key_points.added = added.into_iter().map(entry).collect();
        self.changes.key_points.removed = left.into_iter().map(|(text, _)| entry(text)).collect();
    }

    pub(super) fn sections(&mut self) {
        // The first form of the data has no sections; that is no change.
        if self.old.sections.is_empty() || self.new.sections.is_empty() {
            return;
        }
        let (old, new) = (self.old, self.new);
        for (before, after) in pairs(&old.sections, &new.sections, |section| section.name.as_str()) {
            let Some(section) = after.or(before) else { continue };
            let subject = Subject::new(Sort::Section, Some(section.name.as_str()), section.title.folded());
            let edits = match (before, after) {
                (Some(before), Some(after)) => passages(before, after),
                (None, Some(after)) => fields::edit("passages", Vec::new(), all(after)).into_iter().collect(),
                (Some(before), None) => fields::edit("passages", all(before), Vec::new()).into_iter().collect(),
                (None, None) => Vec::new(),
            };
            self.place(Changed::new(subject, edits, Vec::new()));
        }
    }
}

/// Entries of two lists by their keys: in the order of the later list, then what is gone. Of entries
/// with one key, which only a draft has, the first counts.
fn pairs<'a, T, K: PartialEq + Eq + std::hash::Hash + ?Sized + 'a>(
    old: &'a [T],
    new: &'a [T],
    key: impl Fn(&'a T) -> &'a K,
) -> Vec<(Option<&'a T>, Option<&'a T>)> {
    let mut seen = HashSet::new();
    let mut pairs = Vec::new();
    let before: std::collections::HashMap<&K, &T> = old.iter().rev().map(|entry| (key(entry), entry)).collect();
    for entry in new {
        if seen.insert(key(entry)) {
            pairs.push((before.get(key(entry)).copied(), Some(entry)));
        }
    }
    for entry in old {
        if seen.insert(key(entry)) {
            pairs.push((Some(entry), None));
        }
    }
    pairs
}

/// Evidence that is new, gone, or weighed in another way.
pub(super) struct Weighed {
    pub(super) added: Vec<Evidence>,
    pub(super) removed: Vec<Evidence>,
    pub(super) changed: Vec<EvidenceChange>,
}

/// Lays the evidence of two versions side by side: one place in one source is one item.
pub(super) fn weigh(old: Vec<Evidence>, new: Vec<Evidence>) -> Weighed {
    let same = |a: &Evidence, b: &Evidence| (&a.source, &a.locator) == (&b.source, &b.locator);
    let mut removed = old;
    let mut weighed = Weighed { added: Vec::new(), removed: Vec::new(), changed: Vec::new() };
    let mut left = Vec::new();
    for item in new {
        match removed.iter().position(|before| *before == item) {
            Some(at) => {
                removed.remove(at);
            }
            None => left.push(item),
        }
    }
    for item in left {
        match removed.iter().position(|before| same(before, &item)) {
            Some(at) => weighed.changed.push(EvidenceChange { old: removed.remove(at), new: item }),
            None => weighed.added.push(item),
        }
    }
    weighed.removed = removed;
    weighed
}

fn subject(finding: &Finding) -> Subject {
    let title = folded(&finding.title).unwrap_or_default();
    Subject::new(Sort::Finding, Some(finding.id.as_str()), title)
}

fn review(review: &model::Review) -> Review {
    Review {
        basis: review.basis,
        reason: review.reason.folded(),
        reviewer: review.reviewer.folded(),
        date: review.date,
    }
}

fn state(response: &model::Response) -> Response {
    Response {
        answer: response.answer,
        date: response.date,
        asked: response.asked.as_ref().map(|asked| asked.date),
        deadline: response.asked.as_ref().and_then(|asked| asked.deadline),
        text: folded(&response.text),
    }
}

/// A key point's own words, or those of its findings.
pub(super) fn point_text(point: &KeyPoint, record: &Record) -> String {
    let findings = point.findings.iter().filter_map(|id| record.findings.iter().find(|finding| finding.id == *id));
    let texts = || findings.map(|finding| finding.text.folded()).collect::<Vec<_>>().join(" ");
    folded(&point.text).unwrap_or_else(texts)
}

fn all(section: &SectionText) -> Vec<String> {
    section.passages.iter().map(Text::folded).collect()
}

/// The passages of a section that differ, those that follow each other together.
fn passages(old: &SectionText, new: &SectionText) -> Vec<Edit> {
    let titled =
        |section: &SectionText| std::iter::once(section.title.folded()).chain(all(section)).collect::<Vec<_>>();
    let (old, new) = (titled(old), titled(new));
    let side = |list: &[String], range: Range<usize>| list.get(range).unwrap_or_default().to_vec();
    capture_diff_slices(similar::Algorithm::Myers, &old, &new)
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .filter_map(|op| fields::edit("passages", side(&old, op.old_range()), side(&new, op.new_range())))
        .collect()
}
