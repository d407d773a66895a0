//! The article that the overseas brief is about, sentence by sentence, as findings: what a hurried
//! colleague would type in. The article is not part of this project; where it lies beside it, the
//! checker must see through it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use crate::workspace::{Workspace, project};

/// The article, where it is at hand.
fn article() -> Option<String> {
    let beside: PathBuf = project().parent()?.join("shared/seed/overseas-police-stations-article.txt");
    fs::read_to_string(beside).ok()
}

/// What the domain asks for, by paragraph counted from 1 without empty lines.
const ASKED: &[(usize, &[&str])] = &[
    // Told as facts, by nobody.
    (1, &["no-asserter"]),
    (2, &["no-asserter"]),
    (18, &["no-asserter"]),
    (21, &["no-asserter"]),
    // Verbs that judge, and labels.
    (3, &["loaded-verb"]),
    (4, &["contentious-label"]),
    (8, &["loaded-verb"]),
    (10, &["loaded-verb"]),
    // Two counts run together, and a date that moves.
    (5, &["relative-date", "bare-number", "no-asserter"]),
    // "Is alleged", by nobody; "according to reports".
    (7, &["vague-attribution"]),
    (29, &["vague-attribution"]),
    (45, &["vague-attribution"]),
    // Law and coercion in the article's own voice.
    (9, &["undetermined-legal-label"]),
    (14, &["relative-date"]),
    (16, &["loaded-verb"]),
    (19, &["loaded-verb"]),
    // 1,500 people, without a period.
    (20, &["bare-number", "no-asserter"]),
    // The only place in the country.
    (24, &["unattributed-superlative"]),
    // Charges of 2020 that were dismissed in 2023.
    (25, &["beyond-legal-status", "alleged-by-nobody", "contentious-label"]),
    // Indicted for; illegal agents.
    (26, &["charged-for", "undetermined-legal-label"]),
    (27, &["charged-for", "contentious-label"]),
    // One conviction told of three, and neither of two acquittals.
    (28, &["mixed-verdict"]),
    (30, &["alleged-by-nobody"]),
    // Genocide in the article's own voice.
    (33, &["undetermined-legal-label"]),
    (35, &["alleged-by-nobody"]),
    (37, &["relative-date"]),
];

/// Paragraphs that say who speaks, in so many words: what is asked for there is another thing.
const ATTRIBUTED: &[usize] = &[45];

#[test]
fn the_article_gets_what_it_asks_for() {
    let Some(article) = article() else { return };
    let workspace = Workspace::copy_of("overseas-stations");
    let mut findings = String::new();
    let mut lines = BTreeMap::new();
    for (number, paragraph) in article.lines().filter(|line| !line.trim().is_empty()).enumerate() {
        let text = paragraph.trim().replace('\\', "").replace('"', "'");
        let id = format!("A-{:02}", number + 1);
        let _ = writeln!(
            findings,
            "- id: {id}\n  kind: factual\n  status: unverified\n  asserted_by: [article-under-review]\n  text: \"{text}\"\n  evidence: [{{source: amn-article, locator: para. {}, credibility: \"4\"}}]",
            number + 1
        );
        lines.insert(6 * number + 5, number + 1);
    }
    workspace.write("briefs/overseas-stations/findings/article.yaml", findings);
    let run = workspace.run(&["check", "overseas-stations", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let mut found: BTreeMap<usize, BTreeSet<String>> = BTreeMap::new();
    for problem in report["briefs"][0]["diagnostics"].as_array().unwrap() {
        let place = &problem["location"];
        if place["file"].as_str().is_some_and(|file| file.ends_with("article.yaml")) {
            let line = usize::try_from(place["line"].as_u64().unwrap()).unwrap();
            let paragraph = lines.get(&line).copied().unwrap_or_default();
            found.entry(paragraph).or_default().insert(problem["code"].as_str().unwrap().to_owned());
        }
    }
    for (paragraph, rules) in ASKED {
        for rule in *rules {
            let has = found.get(paragraph).is_some_and(|codes| codes.contains(*rule));
            assert!(has, "paragraph {paragraph}: `{rule}` is silent; found {:?}", found.get(paragraph));
        }
    }
    // Of all the rest nothing passes as it stands: each paragraph is told by nobody or by another.
    for paragraph in lines.values().filter(|paragraph| !ATTRIBUTED.contains(paragraph)) {
        let told = found.get(paragraph).is_some_and(|codes| codes.contains("no-asserter"));
        assert!(told, "paragraph {paragraph} passes for an attributed finding");
    }
}
