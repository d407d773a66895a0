//! From entries to a whole: who refers to whom, what rests on what, and what passes the gate.

mod gate;
mod index;
mod notes;
mod origins;
mod references;
mod sanity;

pub use gate::{Established, Standing, Unproven};
pub use index::Index;
pub use notes::{Note, NoteBody, Notes};
pub use origins::Origins;

use crate::diagnostic::Diagnostic;
use crate::load::Loaded;

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
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
}

/// Links the entries of a brief.
pub fn resolve(loaded: &Loaded) -> Resolved<'_> {
    let mut problems = Vec::new();
    let index = Index::new(loaded, &mut problems);
    references::check(loaded, &index, &mut problems);
    let origins = Origins::trace(loaded, &index, &mut problems);
    let standings =
        loaded.findings.iter().map(|entry| gate::examine(entry, loaded, &index, &origins, &mut problems)).collect();
    sanity::check(loaded, &mut problems);
    Resolved { loaded, index, origins, standings, problems }
}
