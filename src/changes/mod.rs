//! What changed between two versions of a brief.
//!
//! [`compare`] takes two [`Record`]s and looks at nothing else, so the same two versions give the
//! same answer wherever they come from: a folder, a revision, or the data inside a PDF. Changes of
//! status come first, with reason and evidence. "Corrected" is not "updated": an editor records
//! which of the two it is, under `changes` in brief.yaml, and what nobody recorded is told as that.
//!
//! [`Changes`] is also the JSON of `evenhand diff --to json`. Its form is frozen under [`SCHEMA`].

mod counts;
mod fields;
mod findings;
mod recorded;
mod translate;
mod types;
mod withhold;
mod words;

use crate::locale::Locale;
use crate::model::{ChangeKind, Id, Record, Text, Tlp};
use translate::Translator;

pub use recorded::{Stranger, strangers};
pub use types::{
    Changed, Changes, CountState, Edit, Entry, Evidence, EvidenceChange, Group, Piece, Recorded, Response,
    ResponseChange, Review, Side, Sort, Standing, StatusChange, Subject, Untranslated, Version,
};

/// The form of the data; a change that readers must know gets another number.
pub const SCHEMA: &str = "evenhand/changes/1";

/// Compares an earlier version with a later one, in their first language.
///
/// Names that the later version withholds stand in neither side of the result.
pub fn compare(old: &Record, new: &Record) -> Changes {
    let (old, new) = withhold::withhold(old, new);
    compared(&old, &new)
}

/// The same, told in another language of the two versions, as a BCP 47 tag: `to` has the words of its
/// documents, `from` those of the first language.
///
/// What counts as a change is decided in the first language. A text without a version in the other
/// one stands as it was written, and is named under [`Changes::untranslated`].
pub fn compare_in(old: &Record, new: &Record, language: &str, from: &Locale, to: &Locale) -> Changes {
    let (old, new) = withhold::withhold(old, new);
    let mut changes = compared(&old, &new);
    Translator::new([&old, &new], language, from, to).changes(&mut changes);
    changes
}

fn compared(old: &Record, new: &Record) -> Changes {
    let mut comparison = Comparison::new(old, new);
    comparison.head();
    comparison.findings();
    comparison.proceedings();
    comparison.parties();
    comparison.sources();
    comparison.key_points();
    comparison.sections();
    comparison.changes
}

/// Two versions, and what was found so far.
struct Comparison<'a> {
    old: &'a Record,
    new: &'a Record,
    reasons: recorded::Reasons<'a>,
    numbers: words::Numbers,
    changes: Changes,
}

impl<'a> Comparison<'a> {
    fn new(old: &'a Record, new: &'a Record) -> Self {
        let changes = Changes {
            schema: SCHEMA,
            old: version(old),
            new: version(new),
            handling: handling(old).max(handling(new)),
            status: Vec::new(),
            corrections: Vec::new(),
            updates: Vec::new(),
            additions: Vec::new(),
            removals: Vec::new(),
            wording: Vec::new(),
            proceedings: Group::default(),
            key_points: Group::default(),
            sources: Group::default(),
            untranslated: None,
        };
        let numbers = words::Numbers::new(new.brief.language.as_str());
        Self { old, new, reasons: recorded::Reasons::new(old, new), numbers, changes }
    }

    /// The name of a party in either version.
    fn party(&self, id: &Id) -> String {
        let all = self.new.parties.iter().chain(&self.old.parties);
        all.into_iter().find(|party| party.id == *id).map_or_else(|| id.to_string(), |party| party.name.folded())
    }

    /// The name of a case in either version.
    fn case(&self, id: &Id) -> String {
        let all = self.new.proceedings.iter().chain(&self.old.proceedings);
        all.into_iter().find(|case| case.id == *id).map_or_else(|| id.to_string(), |case| case.title.folded())
    }

    /// The title of a source in either version.
    fn source(&self, id: &Id) -> String {
        let all = self.new.sources.iter().chain(&self.old.sources);
        all.into_iter().find(|source| source.id == *id).map_or_else(|| id.to_string(), |source| source.title.folded())
    }
}

/// The strictest mark of a version and of everything in it.
fn handling(record: &Record) -> Tlp {
    let sources = record.sources.iter().filter_map(|source| source.handling);
    let parties = record.parties.iter().filter_map(|party| party.handling);
    let findings = record.findings.iter().filter_map(|finding| finding.handling);
    sources.chain(parties).chain(findings).fold(record.brief.handling, Ord::max)
}

fn version(record: &Record) -> Version {
    let brief = &record.brief;
    Version {
        title: brief.title.folded(),
        number: brief.number.folded(),
        version: brief.version.folded(),
        published: brief.dates.publication,
        information_cutoff: brief.dates.information_cutoff,
        handling: brief.handling,
    }
}

impl Subject {
    fn new(sort: Sort, id: Option<&str>, title: String) -> Self {
        Self { sort, id: id.map(ToOwned::to_owned), title, party: None, number: None, charge: None }
    }
}

impl Changed {
    fn new(subject: Subject, edits: Vec<Edit>, recorded: Vec<Recorded>) -> Self {
        Self {
            subject,
            status: None,
            told_by: Vec::new(),
            edits,
            responses: Vec::new(),
            evidence_added: Vec::new(),
            evidence_removed: Vec::new(),
            evidence_changed: Vec::new(),
            number_changed: false,
            recorded,
        }
    }

    fn is_empty(&self) -> bool {
        self.edits.is_empty()
            && self.responses.is_empty()
            && self.evidence_added.is_empty()
            && self.evidence_removed.is_empty()
            && self.evidence_changed.is_empty()
    }

    /// Whether an editor recorded that the earlier version was wrong.
    pub fn is_corrected(&self) -> bool {
        self.recorded.iter().any(|recorded| recorded.kind == ChangeKind::Corrected)
    }
}

fn folded(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(Text::folded)
}
