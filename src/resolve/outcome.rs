//! Where the outcome of a count is recorded: by a court or an authority, or only in what others tell.

use crate::model::{Count, LegalStatus, Source, SourceType};

use super::Resolved;

/// Who tells how a count stands, where no record says so.
#[derive(Debug, Default)]
pub struct Tellers<'a> {
    /// The sources; none where there is a record.
    pub sources: Vec<&'a Source>,
    /// Whether a court's own paper was consulted on an earlier stage: then only the last step rests on
    /// these.
    pub latest_only: bool,
}

impl<'a> Resolved<'a> {
    /// The sources that tell how a count stands, where none of them is a record of it that somebody
    /// consulted; empty where there is a record. Those that are older than the outcome tell of an
    /// earlier stage and are left out, unless there are no others.
    pub fn told_by(&self, count: &Count) -> Tellers<'a> {
        let cited = count.evidence.iter().filter_map(|citation| self.index.source(&citation.source));
        let sources: Vec<&Source> = cited.map(|at| &self.loaded.sources[at].value).collect();
        if sources.iter().any(|source| source.consulted && records(source, count) && !is_older(source, count)) {
            return Tellers::default();
        }
        // Neither does a charging document tell what became of the charge.
        let tells = |source: &&Source| !is_older(source, count) && source.r#type != SourceType::ChargingDocument;
        let recent: Vec<_> = sources.iter().copied().filter(tells).collect();
        let is_paper = |source: &&Source| matches!(source.r#type, SourceType::Judgment | SourceType::Plea);
        let latest_only = sources.iter().any(|source| source.consulted && is_paper(source));
        Tellers { sources: if recent.is_empty() { sources } else { recent }, latest_only }
    }
}

/// Whether a source of this sort makes the outcome true. A charging document does for the charge alone.
fn records(source: &Source, count: &Count) -> bool {
    let charge = matches!(count.status, LegalStatus::Charged | LegalStatus::Indicted | LegalStatus::Sued);
    match source.r#type {
        SourceType::Judgment | SourceType::Plea | SourceType::Register | SourceType::OfficialRecord => true,
        SourceType::ChargingDocument | SourceType::CourtFiling => charge,
        _ => false,
    }
}

/// Whether a source was certainly issued before the outcome. A register is kept up to date.
fn is_older(source: &Source, count: &Count) -> bool {
    let dates = source.issued.zip(count.date);
    source.r#type != SourceType::Register && dates.is_some_and(|(issued, outcome)| issued.is_before(outcome))
}
