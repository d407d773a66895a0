//! The harbour brief, broken in many ways: each break is caught by the rule meant for it, on its line.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;

use evenhand::report;
use evenhand::source_map::SourceMap;

use crate::workspace::{Workspace, problems, project, settings};

#[derive(serde::Deserialize)]
struct Mutations {
    mutation: Vec<Mutation>,
}

#[derive(serde::Deserialize)]
struct Mutation {
    name: String,
    /// The file in the brief's folder.
    file: String,
    /// A text that stands in it once.
    find: String,
    /// What stands there after the break.
    replace: String,
    /// The rule meant for it.
    rule: String,
    /// A text of the line, in the changed file, on which the rule must speak.
    line: String,
}

#[test]
fn each_break_is_caught_at_its_line() {
    let mutations: Mutations =
        toml::from_str(&fs::read_to_string(project().join("tests/mutations.toml")).unwrap()).unwrap();
    assert!(mutations.mutation.len() >= 60);
    let workspace = Workspace::copy_of("harbour-contract");
    let root = workspace.root().canonicalize().unwrap();
    let folder = root.join("briefs/harbour-contract");
    let mut settings = settings(&mut SourceMap::new(root.clone()));
    let (mut wrong, mut rules) = (String::new(), BTreeSet::new());
    for mutation in &mutations.mutation {
        let path = folder.join(&mutation.file);
        let whole = fs::read_to_string(&path).unwrap();
        assert_eq!(whole.matches(&mutation.find).count(), 1, "{}: `{}`", mutation.name, mutation.find);
        let broken = whole.replacen(&mutation.find, &mutation.replace, 1);
        fs::write(&path, &broken).unwrap();

        let (problems, map) = problems(&root, "harbour-contract", &mut settings);
        let expected = broken.lines().position(|line| line.contains(&mutation.line)).unwrap() + 1;
        let caught = problems.iter().any(|problem| {
            problem.code == mutation.rule
                && problem.primary.as_ref().is_some_and(|label| {
                    let file = map.file(label.span.file);
                    file.path.ends_with(&mutation.file) && file.line_column(label.span.start).0 == expected
                })
        });
        if !caught {
            let _ = writeln!(
                wrong,
                "## {}: `{}` is silent on line {expected} of {}",
                mutation.name, mutation.rule, mutation.file
            );
            for problem in &problems {
                let _ = writeln!(
                    wrong,
                    "{}",
                    report::human(problem, &map, false).lines().take(3).collect::<Vec<_>>().join(" ")
                );
            }
        }
        rules.insert(mutation.rule.as_str());
        fs::write(&path, whole).unwrap();
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(rules.len() >= 35, "{} rules are tried", rules.len());
}
