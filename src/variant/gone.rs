//! What goes: entries that are marked too strictly, and what cannot be told rightly without them.

use std::collections::BTreeMap;

use crate::load::Loaded;
use crate::model::{Bearing, Evidence, Finding, Id, Proceeding, Source, Tlp};

/// Entries by id, with the mark on account of which they go.
pub(super) type Marks = BTreeMap<Id, Tlp>;

/// Entries that go.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Gone {
    /// What an entry without a mark of its own counts as.
    unmarked: Option<Tlp>,
    pub(super) sources: Marks,
    pub(super) parties: Marks,
    pub(super) proceedings: Marks,
    pub(super) findings: Marks,
}

impl Gone {
    /// What goes from a version that is marked `mark`. One thing takes another with it:
    ///
    /// - a source goes with its issuer, and with any source that it rests on or is known through, since
    ///   without that it would pass for an origin of its own;
    /// - a proceeding goes with a defendant, and with the only places in which a count is recorded;
    /// - a finding goes with whoever asserts it, is accused or has a stake in it, with a proceeding that it
    ///   speaks of, and with whatever speaks against it: an answer, an item of evidence, another finding.
    pub(super) fn find(loaded: &Loaded, mark: Tlp) -> Self {
        let unmarked = loaded.brief.as_ref().and_then(|brief| brief.value.unmarked);
        let mut gone = Self { unmarked, ..Self::default() };
        for entry in &loaded.parties {
            let own = gone.own(entry.value.handling, mark);
            add(&mut gone.parties, &entry.value.id, own);
        }
        loop {
            let mut next = gone.clone();
            for entry in &loaded.sources {
                add(&mut next.sources, &entry.value.id, gone.source(&entry.value, mark));
            }
            for entry in &loaded.proceedings {
                add(&mut next.proceedings, &entry.value.id, gone.proceeding(&entry.value, mark));
            }
            for entry in &loaded.findings {
                let handling = gone.finding(&entry.value, mark);
                add(&mut next.findings, &entry.value.id, handling);
                // What two findings say against each other may be recorded in either.
                entry.value.contradicted_by.iter().for_each(|other| add(&mut next.findings, other, handling));
            }
            if next == gone {
                return gone;
            }
            gone = next;
        }
    }

    /// The strictest mark of all that goes.
    pub(super) fn strictest(&self) -> Option<Tlp> {
        let entries = [&self.sources, &self.parties, &self.proceedings, &self.findings];
        entries.into_iter().flat_map(Marks::values).copied().max()
    }

    /// The mark on account of which an item of evidence goes.
    pub(super) fn item(&self, item: &Evidence, mark: Tlp) -> Option<Tlp> {
        let source = self.sources.get(&item.source).copied();
        source.max(item.admission_by.as_ref().and_then(|party| self.party(party))).max(stricter(item.handling, mark))
    }

    /// Whether the places in which a count is recorded include one that stays.
    pub(super) fn keeps(&self, source: &Id) -> bool {
        !self.sources.contains_key(source)
    }

    /// The mark of an entry, where it is stricter than that of the version. Items of evidence and answers
    /// without a mark are as their source and their finding are.
    fn own(&self, handling: Option<Tlp>, mark: Tlp) -> Option<Tlp> {
        stricter(handling.or(self.unmarked), mark)
    }

    fn party(&self, id: &Id) -> Option<Tlp> {
        self.parties.get(id).copied()
    }

    fn source(&self, source: &Source, mark: Tlp) -> Option<Tlp> {
        let issuer = source.issued_by.as_ref().and_then(|party| self.party(party));
        let behind = source.derives_from.iter().chain(&source.cited_in).filter_map(|id| self.sources.get(id).copied());
        behind.max().max(issuer).max(self.own(source.handling, mark))
    }

    fn proceeding(&self, proceeding: &Proceeding, mark: Tlp) -> Option<Tlp> {
        let defendants = proceeding.defendants.iter().filter_map(|defendant| self.party(&defendant.party)).max();
        let counts = proceeding.defendants.iter().flat_map(|defendant| &defendant.counts);
        let bare = counts.filter(|count| !count.evidence.iter().any(|citation| self.keeps(&citation.source)));
        let recorded = bare.flat_map(|count| &count.evidence).filter_map(|at| self.sources.get(&at.source).copied());
        recorded.max().max(defendants).max(self.own(proceeding.handling, mark))
    }

    fn finding(&self, finding: &Finding, mark: Tlp) -> Option<Tlp> {
        let concerned = finding.asserted_by.iter().chain(&finding.accuses).chain(&finding.interested);
        let concerned = concerned.filter_map(|party| self.party(party)).max();
        let cases = finding.proceedings.iter().filter_map(|id| self.proceedings.get(id).copied()).max();
        let others = finding.contradicted_by.iter().filter_map(|id| self.findings.get(id).copied()).max();
        let against = finding.evidence.iter().filter(|item| item.bearing == Some(Bearing::Contradicts));
        let against = against.filter_map(|item| self.item(item, mark)).max();
        let answers = finding.responses.iter().filter_map(|response| {
            let source = response.source.as_ref().and_then(|source| self.sources.get(source).copied());
            source.max(self.party(&response.party)).max(stricter(response.handling, mark))
        });
        let own = self.own(finding.handling, mark);
        own.max(concerned).max(cases).max(others).max(against).max(answers.max())
    }
}

/// An entry's own mark, where it is stricter than that of the version.
fn stricter(handling: Option<Tlp>, mark: Tlp) -> Option<Tlp> {
    handling.filter(|handling| *handling > mark)
}

fn add(marks: &mut Marks, id: &Id, handling: Option<Tlp>) {
    if let Some(handling) = handling {
        let known = marks.entry(id.clone()).or_insert(handling);
        *known = handling.max(*known);
    }
}
