//! What a comparison yields: plain data, for texts, documents and programs alike.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::{Answer, Basis, Bearing, ChangeKind, Credibility, Date, LegalStatus, PartialDate, Status, Tlp};

/// Everything that differs between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// [`super::SCHEMA`].
    pub schema: &'static str,
    /// The earlier version.
    pub old: Version,
    /// The later version.
    pub new: Version,
    /// The stricter of the two markings: the comparison tells what both say.
    pub handling: Tlp,
    /// Findings and counts whose status changed.
    pub status: Vec<StatusChange>,
    /// What an editor recorded as the correction of an error.
    pub corrections: Vec<Changed>,
    /// Other changes of substance.
    pub updates: Vec<Changed>,
    /// Findings that are new.
    pub additions: Vec<Entry>,
    /// Findings that are gone.
    pub removals: Vec<Entry>,
    /// Changes of words only.
    pub wording: Vec<Changed>,
    /// Legal proceedings; changes of status stand under `status`.
    pub proceedings: Group,
    /// Key points.
    pub key_points: Group,
    /// Sources.
    pub sources: Group,
    /// Texts that stand in the language in which they were written, where another one was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub untranslated: Option<Untranslated>,
}

/// Texts that have no version in the language that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Untranslated {
    /// The language that they are in, as a BCP 47 tag.
    pub language: String,
    /// The texts, as they stand in the comparison.
    pub texts: BTreeSet<String>,
}

/// One of the two versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// The title.
    pub title: String,
    /// The organisation's number for the document.
    pub number: String,
    /// The version.
    pub version: String,
    /// When it was published.
    pub published: Date,
    /// The day after which nothing was taken in.
    pub information_cutoff: Date,
    /// How far it may travel.
    pub handling: Tlp,
}

/// What is new, gone and different among entries of one sort.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Group {
    /// What is new.
    pub added: Vec<Entry>,
    /// What is gone.
    pub removed: Vec<Entry>,
    /// What is different.
    pub changed: Vec<Changed>,
}

/// What sort of entry it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The head of the brief.
    Brief,
    /// A finding.
    Finding,
    /// A proceeding.
    Proceeding,
    /// A count of a proceeding.
    Count,
    /// A source.
    Source,
    /// A party.
    Party,
    /// A key point.
    KeyPoint,
    /// A section of prose.
    Section,
}

/// What a change is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// What sort of entry it is.
    pub sort: Sort,
    /// Its id; of a count, that of its proceeding; of a section, its name.
    pub id: Option<String>,
    /// What readers know it by.
    pub title: String,
    /// The defendant, of a count.
    pub party: Option<String>,
    /// The count's number in the charging paper.
    pub number: Option<String>,
    /// What is charged, of a count.
    pub charge: Option<String>,
}

/// A status on one of two ladders, which never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Standing {
    /// How far a finding is proven.
    Finding(Status),
    /// Where a count stands.
    Count(LegalStatus),
}

/// An entry whose status changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StatusChange {
    /// What it is.
    pub subject: Subject,
    /// The status before.
    pub old: Standing,
    /// The status now.
    pub new: Standing,
    /// Since when a count stands so.
    pub since: Option<PartialDate>,
    /// Who tells how a count stands, where no record of it was consulted.
    pub told_by: Vec<String>,
    /// What editors recorded.
    pub recorded: Vec<Recorded>,
    /// Who signed it, where it is established now.
    pub review: Option<Review>,
    /// Evidence that the earlier version did not have.
    pub evidence: Vec<Evidence>,
    /// Of a count: every count of the same person in the same case as it stands now, so that an outcome
    /// is never told without the others.
    pub counts: Vec<CountState>,
}

/// Where a count stands in the later version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountState {
    /// The count's number in the charging paper.
    pub number: Option<String>,
    /// What is charged.
    pub charge: String,
    /// Where it stands.
    pub status: LegalStatus,
    /// Since when.
    pub date: Option<PartialDate>,
    /// Who tells it, where no record of it was consulted.
    pub told_by: Vec<String>,
}

/// Why something changed, as an editor recorded it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Recorded {
    /// Corrected, updated or withdrawn.
    pub kind: ChangeKind,
    /// When that was decided.
    pub date: Date,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
}

/// The signature under an established fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// On which ground.
    pub basis: Basis,
    /// Why the ground holds.
    pub reason: String,
    /// The person who answers for it.
    pub reviewer: String,
    /// When.
    pub date: Date,
}

/// An item of evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// The source's id.
    pub source: String,
    /// The source's title.
    pub title: String,
    /// The place in it.
    pub locator: Option<String>,
    /// What it does for the finding; nothing for a count.
    pub bearing: Option<Bearing>,
    /// How credible the item is; nothing for a count.
    pub credibility: Option<Credibility>,
    /// Words of the source.
    pub quotation: Option<String>,
}

/// An item of evidence that is weighed in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceChange {
    /// The item in the earlier version.
    pub old: Evidence,
    /// The item in the later version.
    pub new: Evidence,
}

/// An entry of one version that the other does not have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is.
    pub subject: Subject,
    /// A finding's or a count's status.
    pub status: Option<Standing>,
    /// Who tells how a count stands, where no record of it was consulted.
    pub told_by: Vec<String>,
    /// A finding's or a key point's text.
    pub text: Option<String>,
    /// What editors recorded.
    pub recorded: Vec<Recorded>,
}

/// An entry that both versions have, and that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// What it is.
    pub subject: Subject,
    /// A finding's or a count's status in the later version.
    pub status: Option<Standing>,
    /// Who tells how a count stands, where no record of it was consulted.
    pub told_by: Vec<String>,
    /// The fields that differ.
    pub edits: Vec<Edit>,
    /// Answers that differ, or that only one version has.
    pub responses: Vec<ResponseChange>,
    /// Evidence that is new.
    pub evidence_added: Vec<Evidence>,
    /// Evidence that is gone.
    pub evidence_removed: Vec<Evidence>,
    /// Evidence that is weighed in another way.
    pub evidence_changed: Vec<EvidenceChange>,
    /// A number or a date in its texts differs.
    pub number_changed: bool,
    /// What editors recorded.
    pub recorded: Vec<Recorded>,
}

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Edit {
    /// The field, as docs/format.md names it.
    pub field: String,
    /// What it held; nothing where it was not there.
    pub old: Option<String>,
    /// What it holds; nothing where it is gone.
    pub new: Option<String>,
    /// The words of both in one order, where there are both.
    pub words: Vec<Piece>,
    /// The values before and now, of which `old` and `new` are made.
    #[serde(skip)]
    pub(super) values: [Vec<String>; 2],
}

/// Some words of a text that changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// Where they stand.
    pub side: Side,
    /// The words, with the space behind them.
    pub text: String,
}

/// In which version words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// In both.
    Both,
    /// In the earlier one.
    Old,
    /// In the later one.
    New,
}

/// A party's answer that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponseChange {
    /// The party's name.
    pub party: String,
    /// What came of asking it before.
    pub old: Option<Response>,
    /// What came of asking it now.
    pub new: Option<Response>,
}

/// What came of asking a party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Response {
    /// What came of it.
    pub answer: Answer,
    /// When it answered.
    pub date: Option<PartialDate>,
    /// When it was asked.
    pub asked: Option<Date>,
    /// By when an answer was asked for.
    pub deadline: Option<Date>,
    /// What it said, or why it was not asked.
    pub text: Option<String>,
}

impl Changes {
    /// The language of a text that has no version in the language that was asked for.
    pub fn original(&self, text: &str) -> Option<&str> {
        let untranslated = self.untranslated.as_ref()?;
        untranslated.texts.contains(text).then_some(untranslated.language.as_str())
    }

    /// Whether the two versions say the same.
    pub fn is_empty(&self) -> bool {
        self.status.is_empty()
            && self.lists().iter().all(|list| list.is_empty())
            && self.additions.is_empty()
            && self.removals.is_empty()
            && [&self.proceedings, &self.key_points, &self.sources].iter().all(|group| group.is_empty())
    }

    /// How many entries changed in another way than in their status or by a correction.
    pub fn others(&self) -> usize {
        let lists = [self.updates.len(), self.additions.len(), self.removals.len(), self.wording.len()];
        let groups = [&self.proceedings, &self.key_points, &self.sources]
            .map(|group| group.added.len() + group.removed.len() + group.changed.len());
        lists.into_iter().chain(groups).sum()
    }

    /// The lists of entries that differ.
    fn lists(&self) -> [&[Changed]; 3] {
        [&self.corrections, &self.updates, &self.wording]
    }

    /// What changed in status or in a number without a recorded reason.
    pub fn unexplained(&self) -> Vec<&Subject> {
        let statuses = self.status.iter().filter(|change| !change.is_explained()).map(|change| &change.subject);
        let numbers = self.lists().into_iter().flatten().filter(|changed| changed.number_changed);
        let numbers = numbers.filter(|changed| changed.recorded.is_empty()).map(|changed| &changed.subject);
        let mut subjects: Vec<&Subject> = Vec::new();
        for subject in statuses.chain(numbers) {
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
        subjects
    }
}

impl Group {
    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }
}

impl StatusChange {
    /// Whether an editor recorded why, or signed what is established now.
    pub fn is_explained(&self) -> bool {
        !self.recorded.is_empty() || self.review.is_some()
    }
}
