//! The work grows with the text and no faster. docs/performance.md has the figures; this holds the shape.

use std::time::{Duration, Instant};

use evenhand::load;
use evenhand::source_map::SourceMap;
use evenhand::{check, resolve};

use crate::workspace::{Workspace, settings};

#[path = "../../benches/made.rs"]
mod made;

/// The shortest of some runs: what else the machine does only ever adds.
fn shortest(findings: usize, withheld: usize) -> Duration {
    let workspace = Workspace::empty();
    let root = workspace.root().canonicalize().unwrap();
    let folder = root.join("briefs/made");
    made::write(&folder, findings, 100, 500);
    made::withhold(&folder, withheld);
    let mut settings = settings(&mut SourceMap::new(root.clone()));
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let begin = Instant::now();
        let mut map = SourceMap::new(root.clone());
        let loaded = load::load(&mut map, &folder);
        let resolved = resolve::resolve(&loaded);
        let checked = check::check(&resolved, &mut settings);
        best = best.min(begin.elapsed());
        assert_eq!(loaded.problems, []);
        assert_eq!(loaded.findings.len(), findings + 3);
        assert_eq!(resolved.withheld().len(), withheld);
        assert!(checked.problems.iter().all(|problem| !problem.is_error()), "{:?}", checked.problems);
    }
    best
}

#[test]
fn eight_times_the_findings_take_no_more_than_twelve_times_as_long() {
    // What else the machine does can spoil a try; a step that grows faster spoils all of them.
    let mut tries = (0..8).map(|_| (shortest(250, 0), shortest(2_000, 0)));
    let mut seen = Vec::new();
    assert!(
        tries.any(|(few, many)| {
            seen.push((few, many));
            many < few * 12
        }),
        "250 findings and 2,000 findings took: {seen:?}"
    );
}

#[test]
fn two_hundred_withheld_names_take_no_more_than_twice_as_long_as_one() {
    let mut tries = (0..8).map(|_| (shortest(500, 1), shortest(500, 200)));
    let mut seen = Vec::new();
    assert!(
        tries.any(|(one, many)| {
            seen.push((one, many));
            many < one * 2
        }),
        "1 and 200 withheld people took: {seen:?}"
    );
}
