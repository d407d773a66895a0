//! Where the outcome of a count is recorded: by a court or an authority, or only in what others tell.

use super::{Count, LegalStatus, Source, SourceType, Text};

impl Count {
    /// Of the sources that a count cites those that tell how it stands, where none of them is a record of
    /// it that somebody consulted; empty where there is a record. Those that are older than the outcome
    /// tell of an earlier stage and are left out, unless there are no others.
    pub fn told_by<'a>(&self, cited: Vec<&'a Source>) -> Vec<&'a Source> {
        if cited.iter().any(|source| source.consulted && records(source, self) && !is_older(source, self)) {
            return Vec::new();
        }
        // Neither does a charging document tell what became of the charge.
        let tells = |source: &&Source| !is_older(source, self) && source.r#type != SourceType::ChargingDocument;
        let recent: Vec<_> = cited.iter().copied().filter(tells).collect();
        if recent.is_empty() { cited } else { recent }
    }
}

impl Source {
    /// Whose words these are where no party issued them: the body that wrote them, else where they appeared.
    pub fn voice(&self) -> &Text {
        let body = self.authors.iter().find_map(|author| author.name.as_ref());
        let place = [&self.container, &self.publisher, &self.court].into_iter().flatten().next();
        body.or(place).unwrap_or(&self.title)
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
