//! The sources that tell how a count stands.

use crate::model::{Count, Source, SourceType};

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
    /// The sources that tell how a count stands, where no record of it was consulted ([`Count::told_by`]).
    pub fn told_by(&self, count: &Count) -> Tellers<'a> {
        let cited = count.evidence.iter().filter_map(|citation| self.index.source(&citation.source));
        let cited: Vec<&Source> = cited.map(|at| &self.loaded.sources[at].value).collect();
        let is_paper = |source: &&Source| matches!(source.r#type, SourceType::Judgment | SourceType::Plea);
        let latest_only = cited.iter().any(|source| source.consulted && is_paper(source));
        Tellers { sources: count.told_by(cited), latest_only }
    }
}
