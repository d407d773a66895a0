//! What was read and is not quite certain: told once for all entries that have it.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::span::Span;
use crate::text;

/// How many places of a doubt are shown.
const MOST_SHOWN: usize = 8;

/// Doubts, each with its remedy and the entries that it is about.
#[derive(Debug, Default)]
pub(super) struct Doubts(BTreeMap<(String, String), Vec<(Span, String)>>);

impl Doubts {
    /// Notes that an entry has this doubt.
    pub(super) fn add(&mut self, what: impl Into<String>, remedy: impl Into<String>, place: Span, key: &str) {
        let entries = self.0.entry((what.into(), remedy.into())).or_default();
        entries.push((place, if key.is_empty() { "no key".to_owned() } else { text::ellipsis(key, 60) }));
    }

    /// One warning for each, with the first of its entries.
    pub(super) fn warnings(self) -> Vec<Diagnostic> {
        self.0.into_iter().map(|((what, remedy), entries)| warning(what, remedy, &entries)).collect()
    }
}

fn warning(what: String, remedy: String, entries: &[(Span, String)]) -> Diagnostic {
    let many = match entries.len() {
        1 => String::new(),
        more => format!(" ({more} entries)"),
    };
    let mut problem = Diagnostic::warning(codes::DOUBTFUL_RECORD, what + &many);
    for (at, (place, key)) in entries.iter().take(MOST_SHOWN).enumerate() {
        problem = match at {
            0 => problem.at(*place, key),
            _ => problem.also(*place, key),
        };
    }
    problem.help(remedy)
}
