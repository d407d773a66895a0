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
    told_apart("tricky.toml", &WORDING);
}

#[test]
fn nobody_is_shown_as_guilty_before_a_conviction() {
    told_apart("legal.toml", &LEGAL);
}

/// Holds each sentence of a file against the rules that it names, among those that it is about.
fn told_apart(file: &str, rules: &[&str]) {
    let path = project().join("tests/wording").join(file);
    let cases: Tricky = toml::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let workspace = base();
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

fn check(workspace: &Workspace) -> (Vec<Diagnostic>, SourceMap) {
    let root = workspace.root().canonicalize().unwrap();
    problems(&root, "case", &mut settings(&mut SourceMap::new(root.clone())))
}
