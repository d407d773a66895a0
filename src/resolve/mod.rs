//! From entries to a whole: who refers to whom, what rests on what, and what passes the gate.

mod gate;
mod index;
mod notes;
mod origins;
mod outcome;
mod references;

pub use gate::{Established, Refusal, Standing, Unproven};
pub use index::Index;
pub use notes::{Note, NoteBody, Notes};
pub use origins::{Circle, Origins};
pub use outcome::Tellers;

use crate::diagnostic::Diagnostic;
use crate::load::Loaded;
use crate::model::Tlp;

/// A brief whose references hold, as far as they do.
#[derive(Debug)]
pub struct Resolved<'a> {
    /// What was read.
    pub loaded: &'a Loaded,
    /// The entries by id.
    pub index: Index<'a>,
    /// What rests on what.
    pub origins: Origins,
    /// For each finding, in order, whether the gate let it through as established.
    pub standings: Vec<Standing<'a>>,
    /// Why the gate did not let others through.
    pub refusals: Vec<Refusal>,
    /// Parties whose names no document of this brief may show, by position.
    withheld: Vec<usize>,
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
}

/// Links the entries of a brief.
pub fn resolve(loaded: &Loaded) -> Resolved<'_> {
    let mut problems = Vec::new();
    let index = Index::new(loaded, &mut problems);
    references::check(loaded, &index, &mut problems);
    let origins = Origins::trace(loaded, &index);
    let mut refusals = Vec::new();
    let examine = |(position, entry)| gate::examine(position, entry, loaded, &index, &origins, &mut refusals);
    let standings = loaded.findings.iter().enumerate().map(examine).collect();
    let withheld = withheld(loaded);
    Resolved { loaded, index, origins, standings, refusals, withheld, problems }
}

impl Resolved<'_> {
    /// Parties whose names no document of this brief may show, by position.
    pub fn withheld(&self) -> &[usize] {
        &self.withheld
    }
}

/// Protected persons whose consent does not cover a document marked as this one is.
fn withheld(loaded: &Loaded) -> Vec<usize> {
    let marking = loaded.brief.as_ref().map_or(Tlp::Clear, |brief| brief.value.handling);
    let parties = loaded.parties.iter().enumerate().filter(|(_, entry)| {
        let covered = entry.value.consent.as_ref().is_some_and(|consent| consent.covers <= marking);
        entry.value.protected.is_some() && !covered
    });
    parties.map(|(position, _)| position).collect()
}
