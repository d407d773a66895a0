//! How long it takes to load, link and check a brief: `cargo bench`, see docs/performance.md.
//!
//! The briefs are made here, from a few sentences with numbers in them, so that any size can be asked
//! for. Reading the files is part of what is measured.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark that cannot go on has failed")]

use std::path::Path;

use divan::Bencher;
use evenhand::load::{self, Settings};
use evenhand::source_map::SourceMap;
use evenhand::wording::Language;
use evenhand::{check, resolve};

mod made;

fn main() {
    divan::main();
}

/// The settings of a workspace that has none, with the English lists.
fn settings(map: &mut SourceMap) -> Settings {
    let mut settings = Settings::load(map);
    settings.prepare(map, &[Language::English]);
    settings
}

fn run(root: &Path, settings: &mut Settings) -> usize {
    let mut map = SourceMap::new(root.to_owned());
    let loaded = load::load(&mut map, &root.join("briefs/made"));
    let resolved = resolve::resolve(&loaded);
    let checked = check::check(&resolved, settings);
    loaded.problems.len() + resolved.problems.len() + checked.problems.len()
}

fn measure(bencher: Bencher<'_, '_>, findings: usize, sources: usize, words: usize) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    made::write(&root.join("briefs/made"), findings, sources, words);
    let mut settings = settings(&mut SourceMap::new(root.clone()));
    bencher.bench_local(|| run(&root, &mut settings));
}

/// A large brief: 200 findings, 300 sources, 10,000 words of sections.
#[divan::bench]
fn large_brief(bencher: Bencher<'_, '_>) {
    measure(bencher, 200, 300, 10_000);
}

/// Twice, four and ten times as many findings take twice, four and ten times as long.
#[divan::bench(args = [1_000, 2_000, 5_000, 10_000, 20_000], sample_count = 5)]
fn many_findings(bencher: Bencher<'_, '_>, findings: usize) {
    measure(bencher, findings, 300, 1_000);
}

/// 1,000 findings, with more and more people whose names are to be withheld.
#[divan::bench(args = [0, 20, 200, 2_000], sample_count = 5)]
fn withheld_people(bencher: Bencher<'_, '_>, people: usize) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    made::write(&root.join("briefs/made"), 1_000, 300, 1_000);
    made::withhold(&root.join("briefs/made"), people);
    let mut settings = settings(&mut SourceMap::new(root.clone()));
    bencher.bench_local(|| run(&root, &mut settings));
}

/// Reading the word lists, once a run.
#[divan::bench]
fn word_lists(bencher: Bencher<'_, '_>) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    bencher.bench_local(|| settings(&mut SourceMap::new(root.clone())).tongues.len());
}
