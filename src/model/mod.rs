//! The data of a brief as a researcher writes it: plain types, no logic of other rooms.
//!
//! One struct for each thing that the domain names: a [`Brief`] with its key points, the
//! [`Source`]s, the [`Party`]s and [`Proceeding`]s, and the [`Finding`]s. Which fields may be
//! left out is told by their type: an `Option`, a list or a `bool` may be missing, everything
//! else is required.

mod brief;
mod change;
mod finding;
mod left_out;
mod outcome;
mod party;
mod proceeding;
pub mod prose;
mod record;
mod rules;
mod scalar;
mod source;
mod translation;
mod vocabulary;
mod words;

pub use brief::{Brief, Contact, Dates, KeyPoint, KeyPointTranslation, Organisation};
pub use change::Change;
pub use finding::{Asked, Evidence, Finding, Response, Review, Translation};
pub use left_out::{LeftOut, LeftOutCount, LeftOutEntries, LeftOutEvidence, LeftOutSort};
pub use party::{Consent, Party};
pub use proceeding::{Citation, Count, Defendant, Proceeding};
pub use record::{Record, SectionText, SectionTranslation};
pub use rules::{Exception, RuleSetting};
pub use scalar::{Date, Id, Link, PartialDate, SCALARS, Scalar, Sha256, Text};
pub use source::{Author, Revision, Snapshot, Source};
pub use translation::{
    AskedTranslation, BriefTranslation, ContactTranslation, CountTranslation, InLanguage, LocatorTranslation,
    OrganisationTranslation, PartyTranslation, ProceedingTranslation, ReasonTranslation, ResponseTranslation,
    ReviewTranslation, RevisionTranslation, SourceTranslation,
};
pub use vocabulary::{
    Answer, Basis, Bearing, ChangeKind, Confidence, Credibility, Form, Kind, LegalStatus, Likelihood, NotesPlace,
    Paper, PartyType, ProceedingType, Protection, Reliability, RevisionKind, RuleLevel, SourceType, Status, Tlp,
};
pub use words::words;
