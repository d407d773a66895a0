//! Sources and parties that only what is gone refers to. That they are in the brief at all would tell of it.

use std::collections::BTreeMap;

use super::gone::Gone;
use super::tally::Tally;
use crate::load::Loaded;
use crate::model::{Id, LeftOutSort, Tlp};

/// Takes them out. Such an entry has no mark of its own: it goes on account of what refers to it.
pub(super) fn drop(whole: &Loaded, loaded: &mut Loaded, gone: &Gone, mark: Tlp, tally: &mut Tally) {
    let before = References::of(whole, gone, mark);
    loop {
        let here = References::of(loaded, gone, mark);
        let unneeded = |id: &Id, here: &Marks, before: &Marks| !here.contains_key(id) && before.contains_key(id);
        let mut count = |sort, id: &Id, before: &Marks| {
            let handling = before.get(id).copied().flatten().or(gone.strictest());
            handling.into_iter().for_each(|handling| tally.count(sort, handling));
        };
        let sources: Vec<_> = loaded.sources.iter().map(|entry| entry.value.id.clone()).collect();
        let sources: Vec<_> = sources.into_iter().filter(|id| unneeded(id, &here.sources, &before.sources)).collect();
        let parties: Vec<_> = loaded.parties.iter().map(|entry| entry.value.id.clone()).collect();
        let parties: Vec<_> = parties.into_iter().filter(|id| unneeded(id, &here.parties, &before.parties)).collect();
        if sources.is_empty() && parties.is_empty() {
            return;
        }
        sources.iter().for_each(|id| count(LeftOutSort::Sources, id, &before.sources));
        parties.iter().for_each(|id| count(LeftOutSort::Parties, id, &before.parties));
        loaded.keep_sources(|source| !sources.contains(&source.id));
        loaded.parties.retain(|entry| !parties.contains(&entry.value.id));
    }
}

/// What is referred to, with the strictest mark on account of which something that refers to it goes.
type Marks = BTreeMap<Id, Option<Tlp>>;

/// The sources and parties that something refers to.
#[derive(Default)]
struct References {
    sources: Marks,
    parties: Marks,
}

impl References {
    fn of(loaded: &Loaded, gone: &Gone, mark: Tlp) -> Self {
        let mut all = Self::default();
        for source in loaded.sources.iter().map(|entry| &entry.value) {
            let own = gone.sources.get(&source.id).copied();
            add(&mut all.sources, source.derives_from.iter().chain(&source.cited_in), own);
            add(&mut all.parties, &source.issued_by, own);
        }
        for case in loaded.proceedings.iter().map(|entry| &entry.value) {
            let own = gone.proceedings.get(&case.id).copied();
            for defendant in &case.defendants {
                add(&mut all.parties, [&defendant.party], own);
                let citations = defendant.counts.iter().flat_map(|count| &count.evidence);
                add(&mut all.sources, citations.map(|citation| &citation.source), own);
            }
        }
        for finding in loaded.findings.iter().map(|entry| &entry.value) {
            let own = gone.findings.get(&finding.id).copied();
            let concerned = finding.asserted_by.iter().chain(&finding.accuses).chain(&finding.interested);
            add(&mut all.parties, concerned, own);
            for item in &finding.evidence {
                let own = own.max(gone.item(item, mark));
                add(&mut all.sources, [&item.source], own);
                add(&mut all.parties, &item.admission_by, own);
            }
            for response in &finding.responses {
                add(&mut all.parties, [&response.party], own);
                add(&mut all.sources, &response.source, own);
            }
        }
        for section in loaded.all_sections() {
            let cited = section.passages.iter().flat_map(|passage| &passage.cited).flat_map(|(_, cited)| cited);
            let ids: Vec<_> = cited.map(|cited| Id::from(cited.key.as_str())).collect();
            add(&mut all.sources, &ids, None);
        }
        all
    }
}

fn add<'a>(marks: &mut Marks, ids: impl IntoIterator<Item = &'a Id>, handling: Option<Tlp>) {
    for id in ids {
        let known = marks.entry(id.clone()).or_default();
        *known = handling.max(*known);
    }
}
