//! The rules on words: what they must find, and above all what they must not.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use evenhand::diagnostic::Diagnostic;
use evenhand::report;
use evenhand::source_map::SourceMap;

use crate::workspace::{Workspace, copy, problems, project, settings};

fn base() -> Workspace {
    let workspace = Workspace::empty();
    copy(&project().join("tests/rules/base"), &workspace.path("briefs/case"));
    workspace
}

/// Official and encyclopaedic prose on many matters. It cites nothing, which is beside the point here.
#[test]
fn neutral_prose_is_left_alone() {
    for (page, language, words) in [("neutral.md", "en", 1_500), ("neutral-fr.md", "fr", 700)] {
        let workspace = base();
        let text = fs::read_to_string(project().join("tests/wording").join(page)).unwrap();
        assert!(text.split_whitespace().count() >= words, "{page} is too short to prove anything");
        workspace.write("briefs/case/sections/neutral.md", text);
        workspace.edit("briefs/case/brief.yaml", "language: en\n", &format!("language: {language}\n"));
        let (problems, map) = check(&workspace);
        let said: Vec<_> = problems
            .iter()
            .filter(|problem| problem.code != "uncited" && in_section(problem, &map))
            .map(|problem| report::human(problem, &map, false))
            .collect();
        assert!(said.is_empty(), "{page}: {}\n{}", said.len(), said.join("\n\n"));
    }
}

fn in_section(problem: &Diagnostic, map: &SourceMap) -> bool {
    problem.primary.as_ref().is_some_and(|label| map.file(label.span.file).path.contains("sections/"))
}

/// The rules that these sentences are about.
const WORDING: [&str; 8] = [
    "vague-attribution",
    "loaded-verb",
    "contentious-label",
    "undetermined-legal-label",
    "relative-date",
    "unattributed-superlative",
    "charged-for",
    "alleged-by-nobody",
];

#[derive(serde::Deserialize)]
struct Tricky {
    case: Vec<Sentence>,
}

#[derive(serde::Deserialize)]
struct Sentence {
    text: String,
    flags: BTreeSet<String>,
}

/// The rules on what courts decided.
const LEGAL: [&str; 4] = ["beyond-legal-status", "mixed-verdict", "charged-for", "incomplete-proceeding"];

/// The same words in a biased and in an innocent sense.
#[test]
fn tricky_sentences_are_told_apart() {
    told_apart("tricky.toml", "en", &WORDING);
}

#[test]
fn nobody_is_shown_as_guilty_before_a_conviction() {
    told_apart("legal.toml", "en", &LEGAL);
}

#[test]
fn deeds_of_groups_are_told_by_somebody() {
    told_apart("deeds.toml", "en", &["no-asserter"]);
    told_apart("deeds-fr.toml", "fr", &["no-asserter"]);
}

/// What a statute, a register or an encyclopaedia would say, and what a pamphlet would.
#[test]
fn official_prose_and_slanted_prose_are_told_apart() {
    let rules = [&WORDING[..], &LEGAL, &["language-versions"]].concat();
    told_apart("mixed.toml", "en", &rules);
    told_apart("mixed-fr.toml", "fr", &rules);
}

/// Holds each sentence of a file against the rules that it names, among those that it is about.
fn told_apart(file: &str, language: &str, rules: &[&str]) {
    let path = project().join("tests/wording").join(file);
    let cases: Tricky = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let workspace = base();
    workspace.edit("briefs/case/brief.yaml", "language: en\n", &format!("language: {language}\n"));
    let mut section = String::from("# Sentences\n");
    for case in &cases.case {
        // One line a sentence, so that a line leads back to its case.
        let _ = write!(section, "\n{}\n", case.text.replace('*', "\\*"));
    }
    workspace.write("briefs/case/sections/tricky.md", section);
    let (problems, map) = check(&workspace);
    let mut wrong = String::new();
    for (number, case) in cases.case.iter().enumerate() {
        let line = 3 + 2 * number;
        let found: BTreeSet<_> = problems
            .iter()
            .filter(|problem| in_section(problem, &map))
            .filter(|problem| {
                let label = problem.primary.as_ref().unwrap();
                map.file(label.span.file).line_column(label.span.start).0 == line
            })
            .map(|problem| problem.code.to_owned())
            .filter(|code| rules.contains(&code.as_str()))
            .collect();
        if found != case.flags {
            let _ = writeln!(wrong, "{}\n    expected {:?}\n    found    {found:?}", case.text, case.flags);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Whatever stands in a text, it is read to its end, in a time that grows with its length.
#[test]
fn odd_texts_are_read() {
    let workspace = base();
    let mut settings = settings(&mut SourceMap::new(workspace.root().canonicalize().unwrap()));
    for part in [
        "",
        " ",
        ".",
        "?! ",
        ". ",
        "“",
        "“» ",
        "\" ",
        "claimed ",
        "Adams claimed that ",
        "not indicted for ",
        "Adams. ",
        "3 ",
        "1 000 ",
        "👩‍👩‍👧 ",
        "قال المتحدث إن ",
        "\u{202e}desrever ",
        "e\u{301}\u{301}\u{301} ",
        "港口",
        "l'",
        "a-",
        "according to ",
        "; ",
        "M. ",
    ] {
        for language in ["en", "fr"] {
            for text in [part.to_owned(), part.repeat(4_000 / part.len().max(1))] {
                let base = fs::read_to_string(project().join("tests/rules/base/brief.yaml")).unwrap();
                let summary = base.find("source_summary:").unwrap();
                let text = serde_json::to_string(&text).unwrap();
                let brief = base[..summary].replace("language: en\n", &format!("language: {language}\n"));
                workspace.write("briefs/case/brief.yaml", format!("{brief}source_summary: {text}\n"));
                workspace.write(
                    "briefs/case/findings/odd.yaml",
                    format!("- id: F-001\n  kind: factual\n  status: alleged\n  title: {text}\n  text: {text}\n  caveat: {text}\n  asserted_by: [union]\n  accuses: [adams]\n  evidence:\n    - {{source: union-statement, quotation: {text}}}\n"),
                );
                let root = workspace.root().canonicalize().unwrap();
                let (problems, map) = problems(&root, "case", &mut settings);
                for problem in &problems {
                    assert!(!report::human(problem, &map, false).is_empty());
                }
            }
        }
    }
}

fn check(workspace: &Workspace) -> (Vec<Diagnostic>, SourceMap) {
    let root = workspace.root().canonicalize().unwrap();
    problems(&root, "case", &mut settings(&mut SourceMap::new(root.clone())))
}

/// Titles stand in tables and on the line of time without the text that says who says so.
#[test]
fn a_title_that_accuses_names_who_says_it() {
    let (accusing, sober) = (
        [
            ("en", "The bribe that Ruth Adams took"),
            ("en", "Fraud in the tender"),
            ("en", "How Ruth Adams embezzled a fee"),
            ("en", "Investigation of the bribes of 2023"),
            ("en", "Ruth Adams on the bribe"),
            ("fr", "Le pot-de-vin que Ruth Adams a touché"),
            ("fr", "La corruption au port"),
            ("fr", "Le détournement des droits de port"),
        ],
        [
            ("en", "The Dockers' Union on a bribe"),
            ("en", "Bribes, according to the Dockers' Union"),
            ("en", "The Port Prosecutor on the bribe"),
            ("en", "The charge of bribery"),
            ("en", "The act against fraud"),
            ("en", "A bribery trial"),
            ("en", "Ruth Adams denies the bribe"),
            ("en", "A crane at the north quay"),
            ("fr", "Le Dockers' Union sur un pot-de-vin"),
            ("fr", "Un pot-de-vin, selon le Dockers' Union"),
            ("fr", "Le chef de corruption"),
            ("fr", "La lutte contre la corruption"),
            ("fr", "Un vol régulier vers le port"),
        ],
    );
    let workspace = base();
    workspace.edit("briefs/case/brief.yaml", "language: en\n", "language: en\nlanguages: [en, fr]\n");
    let mut findings = String::new();
    for (at, (language, title)) in accusing.iter().chain(&sober).enumerate() {
        let (own, translated) = if *language == "en" { (*title, "Une grue") } else { ("A crane", *title) };
        write!(
            findings,
            "- id: F-{at:03}\n  kind: factual\n  status: alleged\n  title: \"{own}\"\n  text: The Dockers' Union said on 22 April 2024 that the crane stood still.\n  asserted_by: [union]\n  accuses: [adams]\n  date: 2024-04-22\n  evidence:\n    - {{source: union-statement, locator: p. 4, credibility: \"4\"}}\n  translations:\n    - {{language: fr, title: \"{translated}\", text: x}}\n"
        )
        .unwrap();
    }
    workspace.write("briefs/case/findings/titles.yaml", findings);
    let (problems, map) = check(&workspace);
    let mut told: Vec<usize> = problems
        .iter()
        .filter(|problem| problem.code == "no-asserter" && problem.message.contains("this title"))
        .map(|problem| {
            let span = problem.primary.as_ref().unwrap().span;
            map.file(span.file).text[..span.start].matches("- id: ").count() - 1
        })
        .collect();
    told.sort_unstable();
    assert_eq!(told, (0..accusing.len()).collect::<Vec<_>>(), "of {accusing:?} and {sober:?}");
}
