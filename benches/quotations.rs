//! How long it takes to look for quotations in the texts of their sources: `cargo bench`, see
//! docs/performance.md.
//!
//! The texts are made here: pages of 3,000 characters with line ends, hyphens of the printer and curly
//! quotation marks, as they come out of PDFs. Of twenty quotations from each source most are found as
//! they stand, some abridged, and one not at all.

#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark that cannot go on has failed")]

use std::fmt::Write as _;

use divan::Bencher;
use evenhand::evidence::sha256;
use evenhand::quote::{Asked, Verdict, search};
use rayon::prelude::*;

fn main() {
    divan::main();
}

const WORDS: [&str; 24] = [
    "the",
    "harbour",
    "master",
    "wrote",
    "that",
    "walkers",
    "should",
    "keep",
    "away",
    "from",
    "outer",
    "mole",
    "when",
    "its",
    "red",
    "flag",
    "was",
    "up,",
    "of",
    "1,400",
    "ships",
    "“called”",
    "l’été",
    "well-known",
];

/// A text of so many pages.
fn text(seed: usize, pages: usize) -> String {
    let mut state = seed as u64 * 7_919 + 1;
    let mut text = String::new();
    for page in 1..=pages {
        let _ = writeln!(text, "[page {page}]");
        let (start, mut line) = (text.len(), 0);
        while text.len() - start < 3_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let word = WORDS[(state >> 33) as usize % WORDS.len()];
            let number = state >> 52;
            let _ = if number.is_multiple_of(9) { write!(text, "{number} ") } else { write!(text, "{word} ") };
            line += 1;
            if line % 14 == 0 {
                text.push_str(if line % 42 == 0 { "con-\ntract\n" } else { "\n" });
            }
        }
    }
    text
}

/// Twenty quotations from a text.
fn quotations(text: &str) -> Vec<String> {
    (0..20)
        .map(|number| {
            let at = text.floor_char_boundary(text.len() * (number + 1) / 22);
            let words: Vec<_> = text[at..]
                .split_whitespace()
                .filter(|word| !word.contains(['[', ']']) && *word != "page")
                .skip(1)
                .take(30)
                .collect();
            match number {
                19 => words.join(" ").replace("the", "a").replace("of", "for"),
                15..=18 => format!("{} […] {}", words[..10].join(" "), words[20..].join(" ")),
                _ => words.join(" ").replace(['“', '”'], "\""),
            }
        })
        .collect()
}

fn look(text: &str, quotations: &[String]) -> Vec<Verdict> {
    let asked: Vec<_> = quotations.iter().map(|words| Asked { words, locator: Some("p. 4") }).collect();
    search(text, &asked)
}

/// One source: ten times the pages take ten times as long.
#[divan::bench(args = [1, 10, 100, 1_000])]
fn one_source(bencher: Bencher<'_, '_>, pages: usize) {
    let text = text(1, pages);
    let quotations = quotations(&text);
    bencher.bench_local(|| look(&text, &quotations));
}

/// Sources of 100 pages each, with twenty quotations from each, over all cores.
#[divan::bench(args = [50, 500], sample_count = 5)]
fn many_sources(bencher: Bencher<'_, '_>, sources: usize) {
    let sources: Vec<_> = (0..sources).map(|seed| text(seed, 100)).map(|text| (quotations(&text), text)).collect();
    bencher.bench_local(|| sources.par_iter().map(|(quotations, text)| look(text, quotations).len()).sum::<usize>());
}

/// What a cache on disk would cost at least: the hash of each text, to know whether it is the same.
#[divan::bench(args = [50, 500], sample_count = 5)]
fn hashing_instead(bencher: Bencher<'_, '_>, sources: usize) {
    let texts: Vec<_> = (0..sources).map(|seed| text(seed, 100)).collect();
    bencher.bench_local(|| texts.par_iter().map(|text| sha256(text.as_bytes()).len()).sum::<usize>());
}
