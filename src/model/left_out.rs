//! What a version of a brief for a wider circle leaves out: how much and at which mark, never what.

use serde::{Deserialize, Serialize};

use super::{Id, Text, Tlp};

/// What a version leaves out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// How many entries of each sort, by the mark on account of which they are left out.
    pub entries: Vec<LeftOutEntries>,
    /// Findings that are told without some of the evidence that supports them.
    pub evidence: Vec<LeftOutEvidence>,
    /// Counts of proceedings that are told without some of the evidence for them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<LeftOutCount>,
}

/// Entries of one sort that are left out on account of one mark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutEntries {
    /// The mark, as TLP 2.0 writes it.
    pub handling: Tlp,
    /// The sort.
    pub sort: LeftOutSort,
    /// How many.
    pub number: Text,
}

/// A finding that is told without some of its evidence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutEvidence {
    /// The finding.
    pub finding: Id,
    /// Nothing that supports it is left.
    pub whole: bool,
}

/// A count of a proceeding that is told without some of the evidence for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOutCount {
    /// The proceeding.
    pub proceeding: Id,
    /// The defendant.
    pub defendant: Id,
    /// Which of the defendant's counts in the proceeding, from 1.
    pub count: Text,
}

/// A sort of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOutSort {
    /// Findings.
    Findings,
    /// Items of evidence of findings, and places of counts, that are told.
    Evidence,
    /// Sources.
    Sources,
    /// Parties.
    Parties,
    /// Legal proceedings.
    Proceedings,
    /// Key points.
    KeyPoints,
    /// Paragraphs, entries of lists and rows of tables in sections, in the language that has the most.
    Passages,
    /// The source summary.
    SourceSummary,
}

impl LeftOut {
    /// Whether a finding is told without some of its evidence, and whether without all of it.
    pub fn of(&self, finding: &Id) -> Option<&LeftOutEvidence> {
        self.evidence.iter().find(|left_out| left_out.finding == *finding)
    }

    /// Whether a count, by its position among those of the defendant, is told without some of its evidence.
    pub fn has_count(&self, proceeding: &Id, defendant: &Id, position: usize) -> bool {
        let number = (position + 1).to_string();
        let same = |left_out: &LeftOutCount| {
            (&left_out.proceeding, &left_out.defendant) == (proceeding, defendant) && left_out.count.as_str() == number
        };
        self.counts.iter().any(same)
    }
}
