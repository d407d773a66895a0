//! What a template sees, and nothing else: a document's content in reading order.
//!
//! [`EstablishedFact`] can be made from [`crate::resolve::Established`] only, which only the gate
//! makes. The list under "Established facts" holds nothing else, so no template can put an
//! allegation there.
//!
//! Notes are numbered here, in the order of the document, so that every format shows the same
//! numbers.

mod annex;
mod build;
mod changes;
mod cited;
mod data;
mod head;
mod left_out;
mod proceedings;
mod record;
mod select;
mod spacing;
mod statements;
mod time;

pub use annex::{
    Annex, AnnexParts, Drawing, EvidenceItem, EvidenceRecord, Heard, HeardParty, OpposedParties, Opposition,
    QuotationCheck, SourceRecord,
};
pub use build::{Options, build};
pub use changes::{
    ChangeEdit, ChangeGroup, ChangeItem, ChangeLog, ChangePart, ChangePiece, ChangeStatus, ChangeVersion, Pieces,
    StatusEntry, StatusMatter, StatusMove, plain,
};
pub use cited::Citing;
pub use data::{DOCUMENT_SCHEMA, Data, schema};
pub use head::{Contact, Draft, Head};
pub use proceedings::{CountRow, Proceeding};
pub use record::{SCHEMA, record};
pub use time::{Bar, Event, Mark, StatusOverview, Timeline};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::changes::Changes;
use crate::locale::Locale;
use crate::model;
use crate::model::prose::{Block, Inline};
use crate::resolve::Resolved;

/// What is told, and in which language.
#[derive(Clone, Copy)]
struct Telling<'a> {
    resolved: &'a Resolved<'a>,
    locale: &'a Locale,
}

impl Telling<'_> {
    fn status(&self, status: model::Status) -> Status {
        let key = match status {
            model::Status::Established => "established",
            model::Status::Reported => "reported",
            model::Status::Alleged => "alleged",
            model::Status::Disputed => "disputed",
            model::Status::Unverified => "unverified",
            model::Status::Refuted => "refuted",
            model::Status::Withdrawn => "withdrawn",
        };
        Status { key, label: self.locale.status(status).0.to_owned() }
    }
}

/// The designation, as TLP 2.0 writes it.
fn tlp(tlp: model::Tlp) -> &'static str {
    tlp.designation()
}

/// A whole document.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Document {
    /// Which document it is.
    pub form: model::Form,
    /// Headings and sentences in the document's language, by name.
    pub words: BTreeMap<String, String>,
    /// The title block and the running header.
    pub head: Head,
    /// Set when the brief has problems and a draft was asked for.
    pub draft: Option<Draft>,
    /// Whether it is long enough for a list of contents.
    pub contents: bool,
    /// Whether notes stand at the foot of pages instead of the end.
    pub footnotes: bool,
    /// The key points.
    pub key_points: Vec<KeyPoint>,
    /// The statuses that this document uses, with their meaning.
    pub status_key: Vec<StatusMeaning>,
    /// The likelihood terms that this document uses, with their ranges.
    pub likelihood_key: Vec<ScaleMeaning>,
    /// The levels of confidence that this document uses, with their meaning.
    pub confidence_key: Vec<ScaleMeaning>,
    /// The sections before the findings.
    pub opening: Vec<Section>,
    /// The dated findings along a line of time, where the brief asks for it.
    pub timeline: Option<Timeline>,
    /// How many findings have which status, where the brief asks for it.
    pub status_overview: Option<StatusOverview>,
    /// Established facts.
    pub established: Vec<EstablishedFact>,
    /// Legal proceedings.
    pub proceedings: Vec<Proceeding>,
    /// Allegations and disputed matters.
    pub contested: Vec<Statement>,
    /// What is reported or unverified.
    pub reported: Vec<Statement>,
    /// Positions of authorities that nobody contests.
    pub positions: Vec<Statement>,
    /// Assessments, legal characterisations and opinions.
    pub assessments: Vec<Statement>,
    /// What was refuted or withdrawn.
    pub dropped: Vec<Statement>,
    /// Findings that a briefing names only; the annex tells them.
    pub further: Vec<Further>,
    /// The sections after the findings.
    pub closing: Vec<Section>,
    /// Strengths, weaknesses, key and conflicting sources.
    pub source_summary: Option<String>,
    /// Rules that do not hold as usual, for the whole brief first.
    pub exceptions: Vec<Exception>,
    /// The evidence behind each finding, in the annex only.
    pub annex: Option<Annex>,
    /// The numbered notes.
    pub notes: Vec<Note>,
    /// What changed since an earlier version; only in the change log.
    pub changes: Option<ChangeLog>,
}

/// A rule of the checker that does not hold as usual, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Exception {
    /// The findings, sources or cases, as readers know them; none where it is the whole brief.
    pub entries: Vec<String>,
    /// The rule.
    pub rule: String,
    /// What it asks for, in a sentence.
    pub asks: String,
    /// What holds in its place.
    pub level: Level,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub by: String,
}

/// What holds in place of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// It does not apply to some entries.
    Excepted,
    /// It warns only.
    Warning,
    /// It does not look.
    Off,
}

impl Document {
    /// Makes this the change log of two versions. It is marked as strictly as both, since it tells what
    /// both say.
    pub fn tell_changes(&mut self, changes: &Changes, locale: &Locale) {
        self.head.tlp = changes.handling.designation().to_owned();
        self.changes = Some(ChangeLog::new(changes, locale));
    }

    /// Every finding that the document tells, established facts first.
    pub fn statements(&self) -> impl Iterator<Item = &Statement> {
        self.established
            .iter()
            .map(EstablishedFact::statement)
            .chain(&self.contested)
            .chain(&self.reported)
            .chain(&self.positions)
            .chain(&self.assessments)
            .chain(&self.dropped)
    }

    /// Leaves out names in their own script that cannot be shown.
    fn keep_names(&mut self, legible: &dyn Fn(&str) -> bool) {
        let established = self.established.iter_mut().map(|fact| &mut fact.statement);
        let lists =
            [&mut self.contested, &mut self.reported, &mut self.positions, &mut self.assessments, &mut self.dropped];
        let statements = established.chain(lists.into_iter().flatten());
        let names = statements.flat_map(|statement| {
            let responses = statement.responses.iter_mut().flat_map(|response| &mut response.parties);
            statement.asserted_by.iter_mut().chain(responses)
        });
        let defendants =
            self.proceedings.iter_mut().flat_map(|case| &mut case.rows).filter_map(|row| row.defendant.as_mut());
        let records = self.annex.iter_mut().flat_map(|annex| &mut annex.records).flat_map(|record| {
            let responses = record.responses.iter_mut().flat_map(|response| &mut response.parties);
            record.asserted_by.iter_mut().chain(&mut record.accuses).chain(responses)
        });
        let further = self.further.iter_mut().flat_map(|further| &mut further.asserted_by);
        let events = self.timeline.iter_mut().flat_map(|timeline| &mut timeline.events);
        let named_only = further.chain(events.flat_map(|event| &mut event.asserted_by));
        for name in names.chain(defendants).chain(records).chain(named_only) {
            name.native = name.native.take().filter(|native| legible(native));
        }
    }

    /// The ids of those findings.
    pub fn finding_ids(&self) -> Vec<String> {
        let records = self.annex.iter().flat_map(|annex| &annex.records).map(|record| &record.id);
        let further = self.further.iter().map(|further| &further.id);
        self.statements().map(|statement| &statement.id).chain(further).chain(records).cloned().collect()
    }
}

/// A finding that a briefing names only.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Further {
    /// The finding's id.
    pub id: String,
    /// Its status.
    pub status: Status,
    /// What heads it, or its text where nothing does.
    pub title: String,
    /// Who asserts it.
    pub asserted_by: Vec<Name>,
    /// The notes that cite the text; none where a title stands in its place.
    pub notes: Vec<usize>,
}

/// A status as a reader meets it: a word and a shape.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Status {
    /// `established`, `reported`, `alleged`, `disputed`, `unverified`, `refuted` or `withdrawn`; a theme
    /// chooses the shape by it.
    pub key: &'static str,
    /// The word, as part of the text.
    pub label: String,
}

/// A status with its meaning.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StatusMeaning {
    /// The status.
    pub status: Status,
    /// What it means, in a sentence.
    pub meaning: String,
}

/// A term of a scale with its meaning.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ScaleMeaning {
    /// The term.
    pub term: String,
    /// What it means.
    pub meaning: String,
}

/// A key point.
#[derive(Debug, Serialize, JsonSchema)]
pub struct KeyPoint {
    /// Its number, from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
    /// The weakest status among its findings.
    pub status: Status,
    /// The ids of its findings, to link to.
    pub findings: Vec<String>,
}

/// A section of prose.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Section {
    /// The name to link to.
    pub anchor: String,
    /// The words of its title, for the filter `words`.
    pub title: Vec<Inline<Reference>>,
    /// Its text, for the filter `blocks`.
    pub blocks: Vec<Block<Reference>>,
}

/// What a reference in prose leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema, serde::Deserialize)]
pub struct Reference {
    /// Findings, by id.
    pub findings: Vec<String>,
    /// Notes, by number.
    pub notes: Vec<usize>,
}

/// A fact that passed the gate.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EstablishedFact {
    #[serde(flatten)]
    statement: Statement,
    /// Why it counts as established, who signed it and when.
    ground: String,
}

impl EstablishedFact {
    /// What it says.
    pub fn statement(&self) -> &Statement {
        &self.statement
    }
}

/// A finding as the document tells it.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Statement {
    /// Its id, to link to.
    pub id: String,
    /// A few words that head it.
    pub title: Option<String>,
    /// The statement.
    pub text: String,
    /// Its status.
    pub status: Status,
    /// What sort of statement it is.
    pub kind: String,
    /// Who asserts it, by name.
    pub asserted_by: Vec<Name>,
    /// When what it speaks of happened, in words.
    pub date: Option<String>,
    /// The notes that support or explain it.
    pub notes: Vec<usize>,
    /// The notes that speak against it.
    pub notes_against: Vec<usize>,
    /// Words of sources, verbatim.
    pub quotations: Vec<Quotation>,
    /// What the parties concerned said, or were not asked.
    pub responses: Vec<Response>,
    /// Ids of findings that say otherwise.
    pub contradicted_by: Vec<String>,
    /// The numbers of key points that rest on it.
    pub key_points: Vec<usize>,
    /// Anchors and titles of proceedings that it speaks of.
    pub proceedings: Vec<ProceedingLink>,
    /// How likely an assessment is, with its range: "likely (55–80 %)".
    pub likelihood: Option<String>,
    /// How well founded it is: "moderate confidence".
    pub confidence: Option<String>,
    /// What is missing or to be checked.
    pub caveat: Option<String>,
    /// That a version for a wider circle leaves out evidence for it.
    pub left_out: Option<String>,
}

/// A name, with the one in its own script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Name {
    /// The name as the document writes it.
    pub name: String,
    /// The name in its own script.
    pub native: Option<String>,
    /// The language of that, as a BCP 47 tag.
    pub native_language: Option<String>,
    /// Who it is, in a few words.
    pub role: Option<String>,
}

/// Verbatim words of a source.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Quotation {
    /// The words, without quotation marks.
    pub text: String,
    /// Their language, as a BCP 47 tag, where it is another than the document's.
    pub language: Option<String>,
    /// The notes that cite them.
    pub notes: Vec<usize>,
}

/// A party's answer, or why there is none. Parties of whom the very same is told stand together.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Response {
    /// The parties.
    pub parties: Vec<Name>,
    /// What came of it, in words that fit the number of parties: "denied this on 3 May 2022".
    pub outcome: String,
    /// What it said, or why it was not asked.
    pub text: Option<String>,
    /// The notes that cite a public answer.
    pub notes: Vec<usize>,
}

/// A proceeding to link to.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProceedingLink {
    /// The name to link to.
    pub anchor: String,
    /// The name of the case.
    pub title: String,
}

/// A numbered note.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Note {
    /// Its number.
    pub number: usize,
    /// A short form of it, for documents with little room; none where it is a footnote that the author
    /// of a section wrote.
    pub short: Option<Vec<Inline<Reference>>>,
    /// Its text, for the filter `blocks`.
    pub blocks: Vec<Block<Reference>>,
    /// The numbers of other notes that it cites.
    pub cites: Vec<usize>,
}
