//! A brief for a wider circle: the same brief without what is marked more strictly (FIRST, TLP 2.0).
//!
//! What may not travel is taken out of what was read, before anything is linked or rendered, so that no
//! template, tag, attachment or bookmark can hold it. Three things follow from that:
//!
//! - what cannot be told rightly without it goes, too (`gone`);
//! - a finding whose evidence is not there any more loses its status (`statuses`); none gains one;
//! - a text that stays and tells of it all the same is an error (`leaks`).

mod counts;
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
    let counts = counts::without_places(&mut loaded, &gone, &mut tally);
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
    points(&mut loaded, &lowered);
    let mut speaks_of: BTreeMap<&str, Tlp> = BTreeMap::new();
    let told = gone.findings.iter().chain(&gone.sources).chain(weakened.iter().filter(|(id, _)| lowered.contains(id)));
    speaks_of.extend(told.map(|(id, handling)| (id.as_str(), *handling)));
    sections(&mut loaded, &|key| speaks_of.get(key).copied(), &mut tally);
    unneeded::drop(whole, &mut loaded, &gone, mark, &mut tally);
    loaded.left_out = Some(tally.told(evidence, counts));
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

/// Takes out entries that go.
fn entries(loaded: &mut Loaded, gone: &Gone, tally: &mut Tally) {
    tally.count_all(LeftOutSort::Findings, &gone.findings);
    tally.count_all(LeftOutSort::Proceedings, &gone.proceedings);
    tally.count_all(LeftOutSort::Parties, &gone.parties);
    tally.count_all(LeftOutSort::Sources, &gone.sources);
    loaded.findings.retain(|entry| !gone.findings.contains_key(&entry.value.id));
    loaded.proceedings.retain(|entry| !gone.proceedings.contains_key(&entry.value.id));
    loaded.parties.retain(|entry| !gone.parties.contains_key(&entry.value.id));
    loaded.keep_sources(|source| gone.keeps(&source.id));
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
    let ids: BTreeSet<Id> = loaded.findings.iter().map(|entry| &entry.value.id).cloned().collect();
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
    // Reasons are written for whoever reads the whole brief, and no entry marks them.
    brief.changes = Vec::new();
    let told = |list: &[Id]| list.iter().map(|id| ids.contains(id)).collect::<Vec<_>>();
    let lists = [
        ("briefing", told(&brief.briefing)),
        ("highlights", told(&brief.highlights)),
        ("profile", told(&brief.profile)),
    ];
    brief.briefing.retain(|id| ids.contains(id));
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
    for (field, keep) in lists.into_iter().chain([("key_points", points)]) {
        entry.keep_items(&[Step::Field(field)], &keep);
    }
    entry.drop_field(&[], "previous");
    entry.drop_field(&[], "changes");
    entry.drop_field(&[], "variants");
    entry.drop_field(&[], "unmarked");
}

/// A key point's own words were written for the status that its findings had; without them it tells the
/// findings' texts.
fn points(loaded: &mut Loaded, lowered: &BTreeSet<Id>) {
    let Some(entry) = &mut loaded.brief else { return };
    for at in 0..entry.value.key_points.len() {
        let point = &mut entry.value.key_points[at];
        if point.findings.iter().any(|id| lowered.contains(id)) {
            point.text = None;
            point.translations = Vec::new();
            let way = [Step::Field("key_points"), Step::Item(at)];
            entry.drop_field(&way, "text");
            entry.drop_field(&way, "translations");
        }
    }
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
