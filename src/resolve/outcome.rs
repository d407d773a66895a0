//! The sources that tell how a count stands.

use crate::model::{Count, Source};

use super::Resolved;

impl<'a> Resolved<'a> {
    /// The sources that tell how a count stands, where no record of it was consulted ([`Count::told_by`]).
    pub fn told_by(&self, count: &Count) -> Vec<&'a Source> {
        let cited = count.evidence.iter().filter_map(|citation| self.index.source(&citation.source));
        count.told_by(cited.map(|at| &self.loaded.sources[at].value).collect())
    }
}
