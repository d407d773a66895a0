//! A brief for a wider circle: the same brief without what is marked more strictly (FIRST, TLP 2.0).
//!
//! What may not travel is taken out of what was read, before anything is linked or rendered, so that no
//! template, tag, attachment or bookmark can hold it. Three things follow from that:
//!
//! - what cannot be told rightly without it goes, too ([`gone`]);
//! - a finding whose evidence is not there any more loses its status ([`statuses`]); none gains one;
//! - a text that stays and tells of it all the same is an error ([`leaks`]).

mod gone;
mod leaks;
mod prose;
mod statuses;
mod tally;
mod unmarked;
mod unneeded;

use std::collections::{BTreeMap, BTreeSet};

use gone::{Gone, Marks};
use tally::Tally;

use crate::diagnostic::Diagnostic;
use crate::load::Loaded;
use crate::model::{Bearing, Evidence, Id, LeftOutEvidence, LeftOutSort, Tlp};
use crate::tree::Step;

/// A version of a brief.
#[derive(Debug)]
pub struct Variant {
    /// The brief as if it had been written so.
    pub loaded: Loaded,
    /// Entries of which nobody said how far they may travel, and texts that tell of what is left out.
    pub problems: Vec<Diagnostic>,
}

/// Makes the version of a brief that is marked `mark`. The brief must be one without errors: where
/// something stands in for a value that could not be read, nobody knows how far it may travel.
pub fn reduce(whole: &Loaded, mark: Tlp) -> Variant {
    let gone = Gone::find(whole, mark);
    let mut loaded = whole.clone();
    let mut tally = Tally::default();
    let mut evidence = Vec::new();
    // Findings that are told, for those without some of their evidence.
    let mut weakened = Marks::new();
    entries(&mut loaded, &gone, &mut tally);
    for entry in &mut loaded.findings {
        let keep: Vec<_> = entry.value.evidence.iter().map(|item| gone.item(item, mark)).collect();
        if let Some(strictest) = keep.iter().flatten().max() {
            keep.iter().flatten().for_each(|&handling| tally.count(LeftOutSort::Evidence, handling));
            let supported = entry.value.evidence.iter().any(supports);
            retain(&mut entry.value.evidence, &keep);
            let whole = supported && !entry.value.evidence.iter().any(supports);
            evidence.push(LeftOutEvidence { finding: entry.value.id.clone(), whole });
            weakened.insert(entry.value.id.clone(), *strictest);
            let keep: Vec<_> = keep.iter().map(Option::is_none).collect();
            entry.keep_items(&[Step::Field("evidence")], &keep);
        }
        // Nobody but the author reads these.
        for at in 0..entry.value.evidence.len() {
            entry.value.evidence[at].note = None;
            entry.drop_field(&[Step::Field("evidence"), Step::Item(at)], "note");
        }
    }
    head(&mut loaded, &gone, mark, &mut tally);
    let lowered = statuses::lower(whole, &mut loaded, &evidence);
    let mut speaks_of: BTreeMap<&str, Tlp> = BTreeMap::new();
    let told = gone.findings.iter().chain(&gone.sources).chain(weakened.iter().filter(|(id, _)| lowered.contains(id)));
    speaks_of.extend(told.map(|(id, handling)| (id.as_str(), *handling)));
    sections(&mut loaded, &|key| speaks_of.get(key).copied(), &mut tally);
    unneeded::drop(whole, &mut loaded, &gone, mark, &mut tally);
    loaded.left_out = Some(tally.told(evidence));
    let mut problems = leaks::find(whole, &loaded, &gone, mark);
    problems.extend(unmarked::problem(whole));
    Variant { loaded, problems }
}

fn supports(item: &Evidence) -> bool {
    item.bearing.unwrap_or(Bearing::Supports) == Bearing::Supports
}

/// Keeps what has no mark on account of which it goes.
fn retain<T>(list: &mut Vec<T>, marks: &[Option<Tlp>]) {
    let mut marks = marks.iter();
    list.retain(|_| marks.next().is_none_or(Option::is_none));
}

/// Takes out entries that go, and the places that counts have in sources that go.
fn entries(loaded: &mut Loaded, gone: &Gone, tally: &mut Tally) {
    tally.count_all(LeftOutSort::Findings, &gone.findings);
    tally.count_all(LeftOutSort::Proceedings, &gone.proceedings);
    tally.count_all(LeftOutSort::Parties, &gone.parties);
    tally.count_all(LeftOutSort::Sources, &gone.sources);
    loaded.findings.retain(|entry| !gone.findings.contains_key(&entry.value.id));
    loaded.proceedings.retain(|entry| !gone.proceedings.contains_key(&entry.value.id));
    loaded.parties.retain(|entry| !gone.parties.contains_key(&entry.value.id));
    loaded.keep_sources(|source| gone.keeps(&source.id));
    for entry in &mut loaded.proceedings {
        let mut ways = Vec::new();
        for (i, defendant) in entry.value.defendants.iter_mut().enumerate() {
            for (j, count) in defendant.counts.iter_mut().enumerate() {
                let keep: Vec<_> = count.evidence.iter().map(|citation| gone.keeps(&citation.source)).collect();
                count.evidence.retain(|citation| gone.keeps(&citation.source));
                ways.push((i, j, keep));
            }
        }
        for (i, j, keep) in ways {
            let way = ["defendants", "counts"].map(Step::Field);
            entry.keep_items(&[way[0], Step::Item(i), way[1], Step::Item(j), Step::Field("evidence")], &keep);
        }
    }
    for entry in &mut loaded.parties {
        // To whom a consent was given, and for what, is between the two.
        if let Some(consent) = &mut entry.value.consent {
            consent.note = None;
            entry.drop_field(&[Step::Field("consent")], "note");
        }
    }
}

/// The head of the brief: its mark, and what it says of entries that go.
fn head(loaded: &mut Loaded, gone: &Gone, mark: Tlp, tally: &mut Tally) {
    let ids: BTreeSet<Id> = loaded
        .findings
        .iter()
        .map(|entry| &entry.value.id)
        .chain(loaded.sources.iter().map(|entry| &entry.value.id))
        .chain(loaded.proceedings.iter().map(|entry| &entry.value.id))
        .cloned()
        .collect();
    let Some(entry) = &mut loaded.brief else { return };
    let brief = &mut entry.value;
    brief.handling = mark;
    brief.variants = Vec::new();
    brief.unmarked = None;
    // The version before this one holds what this one leaves out.
    brief.previous = None;
    let rests_on = |findings: &[Id]| findings.iter().filter_map(|id| gone.findings.get(id).copied()).max();
    let points: Vec<_> = brief.key_points.iter().map(|point| rests_on(&point.findings)).collect();
    points.iter().flatten().for_each(|&handling| tally.count(LeftOutSort::KeyPoints, handling));
    retain(&mut brief.key_points, &points);
    let points: Vec<_> = points.iter().map(Option::is_none).collect();
    // A reason may be given for an entry that is in the brief no more; nobody knows how that was marked.
    let known = |list: &[Id]| list.iter().all(|id| ids.contains(id));
    let changes: Vec<_> = brief
        .changes
        .iter()
        .map(|change| known(&change.findings) && known(&change.sources) && known(&change.proceedings))
        .collect();
    let mut keep = changes.iter();
    brief.changes.retain(|_| keep.next().copied().unwrap_or_default());
    let told = |list: &[Id]| list.iter().map(|id| ids.contains(id)).collect::<Vec<_>>();
    let short = [("highlights", told(&brief.highlights)), ("profile", told(&brief.profile))];
    brief.highlights.retain(|id| ids.contains(id));
    brief.profile.retain(|id| ids.contains(id));
    // It weighs the sources as a whole, and so those that are left out.
    let summary = gone.sources.values().max().filter(|_| brief.source_summary.is_some());
    if let Some(&handling) = summary {
        tally.count(LeftOutSort::SourceSummary, handling);
        brief.source_summary = None;
        brief.translations.iter_mut().for_each(|translation| translation.source_summary = None);
        entry.drop_field(&[], "source_summary");
        for at in 0..entry.value.translations.len() {
            entry.drop_field(&[Step::Field("translations"), Step::Item(at)], "source_summary");
        }
    }
    for (field, keep) in short.into_iter().chain([("key_points", points), ("changes", changes)]) {
        entry.keep_items(&[Step::Field(field)], &keep);
    }
    entry.drop_field(&[], "previous");
    entry.drop_field(&[], "variants");
    entry.drop_field(&[], "unmarked");
}

/// The sections of every language. What goes is counted in the language in which it is most.
fn sections(loaded: &mut Loaded, mark: &dyn Fn(&str) -> Option<Tlp>, tally: &mut Tally) {
    let mut most: Vec<Tlp> = Vec::new();
    let mut images = BTreeSet::new();
    for sections in std::iter::once(&mut loaded.sections).chain(loaded.translated_sections.values_mut()) {
        let mut marks = Vec::new();
        for section in sections.iter_mut() {
            marks.extend(prose::reduce(section, mark));
        }
        sections.retain(|section| !section.prose.blocks.is_empty());
        images.extend(sections.iter().flat_map(prose::images));
        if marks.len() > most.len() {
            most = marks;
        }
    }
    loaded.images.keep(&images);
    most.into_iter().for_each(|handling| tally.count(LeftOutSort::Passages, handling));
}
