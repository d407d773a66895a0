//! The entries of a brief by their ids.

use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::load::{Entry, Loaded};
use crate::model::{Finding, Id, Party, Proceeding, Source};

/// Where an id leads: the position of its entry in [`Loaded`].
#[derive(Debug, Default)]
pub struct Index<'a> {
    sources: HashMap<&'a str, usize>,
    parties: HashMap<&'a str, usize>,
    proceedings: HashMap<&'a str, usize>,
    findings: HashMap<&'a str, usize>,
}

/// What sort of entry an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Source,
    Party,
    Proceeding,
    Finding,
}

impl Sort {
    /// Every sort.
    pub(super) const ALL: [Self; 4] = [Self::Source, Self::Party, Self::Proceeding, Self::Finding];

    /// The word for messages.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Party => "party",
            Self::Proceeding => "proceeding",
            Self::Finding => "finding",
        }
    }

    /// The file whose loss makes every reference dangle.
    pub(super) fn stem(self) -> &'static str {
        match self {
            Self::Source => "sources",
            Self::Party | Self::Proceeding => "parties",
            Self::Finding => "findings",
        }
    }
}

impl<'a> Index<'a> {
    pub(super) fn new(loaded: &'a Loaded, out: &mut Vec<Diagnostic>) -> Self {
        let mut index = Self {
            sources: collect(&loaded.sources, |s: &Source| &s.id, Sort::Source, out),
            parties: collect(&loaded.parties, |p: &Party| &p.id, Sort::Party, out),
            proceedings: collect(&loaded.proceedings, |p: &Proceeding| &p.id, Sort::Proceeding, out),
            findings: HashMap::new(),
        };
        index.findings = collect(&loaded.findings, |f: &Finding| &f.id, Sort::Finding, out);
        // `[@key]` names a source or a finding, so the two must not share a key.
        for entry in &loaded.findings {
            if let Some(&other) = index.sources.get(entry.value.id.as_str())
                && entry.sound
            {
                out.push(
                    Diagnostic::error(
                        codes::DUPLICATE_ID,
                        format!("the id `{}` names a finding and a source", entry.value.id),
                    )
                    .at(entry.place().field("id").span(), "the finding")
                    .also(loaded.sources[other].place().field("id").span(), "the source")
                    .help("`[@…]` could mean either; give one of them another id"),
                );
            }
        }
        index
    }

    /// The position of a source.
    pub fn source(&self, id: &Id) -> Option<usize> {
        self.sources.get(id.as_str()).copied()
    }

    /// The position of a party.
    pub fn party(&self, id: &Id) -> Option<usize> {
        self.parties.get(id.as_str()).copied()
    }

    /// The position of a proceeding.
    pub fn proceeding(&self, id: &Id) -> Option<usize> {
        self.proceedings.get(id.as_str()).copied()
    }

    /// The position of a finding.
    pub fn finding(&self, id: &Id) -> Option<usize> {
        self.findings.get(id.as_str()).copied()
    }

    /// Every id of a sort.
    pub(super) fn of(&self, sort: Sort) -> &HashMap<&'a str, usize> {
        match sort {
            Sort::Source => &self.sources,
            Sort::Party => &self.parties,
            Sort::Proceeding => &self.proceedings,
            Sort::Finding => &self.findings,
        }
    }
}

fn collect<'a, T>(
    entries: &'a [Entry<T>],
    id: impl for<'b> Fn(&'b T) -> &'b Id,
    sort: Sort,
    out: &mut Vec<Diagnostic>,
) -> HashMap<&'a str, usize> {
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for (position, entry) in entries.iter().enumerate() {
        // A stand-in for a missing or bad id is no id.
        if entry.place().field("id").is_lost() {
            continue;
        }
        let id = id(&entry.value).as_str();
        match seen.get(id) {
            Some(&first) => out.push(
                Diagnostic::error(codes::DUPLICATE_ID, format!("two {} entries have the id `{id}`", sort.word()))
                    .at(entry.place().field("id").span(), "again here")
                    .also(entries[first].place().field("id").span(), "first here")
                    .help("give one of them another id, and look through what refers to it"),
            ),
            None => {
                seen.insert(id, position);
            }
        }
    }
    seen
}
