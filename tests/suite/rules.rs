//! Each rule's page is its test: what it shows as found is found, just there, and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use evenhand::check::{self, RULES, Rule};
use evenhand::diagnostic::Severity;
use evenhand::load::Settings;
use evenhand::report;
use evenhand::source_map::SourceMap;

use crate::workspace::{Workspace, problems, project, settings};

/// One example of a page: files laid over the base brief, and the diagnostics marked in them.
#[derive(Debug)]
struct Case {
    found: bool,
    fragments: Vec<Fragment>,
}

#[derive(Debug)]
struct Fragment {
    place: String,
    text: String,
    marks: Vec<Mark>,
}

/// "The line above carries this."
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Mark {
    /// In the fragment, from 1.
    line: usize,
    severity: String,
    rule: String,
    words: String,
}

#[test]
fn pages_hold() {
    let mut wrong = String::new();
    let mut said: BTreeMap<&str, String> = BTreeMap::new();
    let only = std::env::var("EVENHAND_RULE").ok();
    let mut settings = settings(&mut SourceMap::new(Workspace::empty().root().canonicalize().unwrap()));
    for rule in RULES.iter().filter(|rule| only.as_ref().is_none_or(|only| only == rule.name)) {
        let cases = cases(rule);
        for found in [true, false] {
            if !cases.iter().any(|case| case.found == found) {
                let _ = writeln!(wrong, "{}: no case under `{}`", rule.name, if found { "Found" } else { "Not found" });
            }
        }
        for (number, case) in cases.iter().enumerate() {
            if let Some(text) = examine(rule, number + 1, case, &mut settings, &mut wrong) {
                said.entry(rule.name).or_default().push_str(&text);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    for (name, text) in said {
        insta::with_settings!({ snapshot_path => "rules", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

/// Holds a case against its marks; yields the messages of the rule as people read them.
fn examine(rule: &Rule, number: usize, case: &Case, settings: &mut Settings, wrong: &mut String) -> Option<String> {
    let (workspace, expected) = lay_over(case);
    let (problems, map) = problems(workspace.root(), "case", settings);
    let name = format!("{} case {number} ({})", rule.name, if case.found { "found" } else { "not found" });
    let mut open: Vec<_> = expected;
    for problem in &problems {
        let place = problem.primary.as_ref().map(|label| {
            let file = map.file(label.span.file);
            (file.path.clone(), file.line_column(label.span.start).0)
        });
        let severity = if problem.severity == Severity::Error { "error" } else { "warning" };
        let text = report::human(problem, &map, false).to_lowercase();
        let mark = open.iter().position(|(path, mark)| {
            place.as_ref().is_some_and(|(file, line)| file.ends_with(path.as_str()) && *line == mark.line)
                && mark.severity == severity
                && mark.rule == problem.code
                && text.contains(&mark.words.to_lowercase())
        });
        match mark {
            Some(mark) => {
                open.remove(mark);
            }
            None => {
                let _ = writeln!(wrong, "{name}: not marked:\n{}\n", report::human(problem, &map, false));
            }
        }
    }
    for (path, mark) in open {
        let _ = writeln!(wrong, "{name}: missing in {path}: {mark:?}");
    }
    let own: Vec<_> = problems.iter().filter(|problem| problem.code == rule.name).collect();
    (!own.is_empty()).then(|| {
        own.iter().fold(String::new(), |mut text, problem| {
            let _ = writeln!(text, "{}\n", report::human(problem, &map, false));
            text
        })
    })
}

fn cases(rule: &Rule) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let (mut found, mut joined) = (None, false);
    let mut lines = rule.page.lines();
    while let Some(line) = lines.next() {
        match line.trim_end() {
            "## Found" => found = Some(true),
            "## Not found" => found = Some(false),
            heading if heading.starts_with("## ") => found = None,
            "<!-- and -->" => joined = true,
            fence if fence.starts_with("```") => {
                let fence = fence.trim_start_matches('`').to_owned();
                let body: Vec<_> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
                let (Some(found), Some((_, place))) = (found, fence.split_once(' ')) else { continue };
                let fragment = fragment(rule, place, &body);
                match cases.last_mut().filter(|_| joined) {
                    Some(case) => case.fragments.push(fragment),
                    None => cases.push(Case { found, fragments: vec![fragment] }),
                }
                joined = false;
            }
            _ => {}
        }
    }
    cases
}

fn fragment(rule: &Rule, place: &str, body: &[&str]) -> Fragment {
    let (mut text, mut marks, mut line) = (String::new(), Vec::new(), 0);
    for written in body {
        let trimmed = written.trim();
        let mark = trimmed.strip_prefix("#^").or_else(|| trimmed.strip_prefix("<!--^")?.strip_suffix("-->"));
        match mark {
            Some(mark) => {
                let (head, words) = mark.split_once(':').unwrap();
                let (severity, other) = match head.trim().split_once('[') {
                    Some((severity, other)) => (severity, other.trim_end_matches(']')),
                    None => (head.trim(), rule.name),
                };
                marks.push(Mark {
                    line,
                    severity: severity.to_owned(),
                    rule: other.to_owned(),
                    words: words.trim().to_owned(),
                });
            }
            None => {
                line += 1;
                text.push_str(written);
                text.push('\n');
            }
        }
    }
    Fragment { place: place.to_owned(), text, marks }
}

/// The base brief with a case's fragments; the marks with the files and lines in which they stand then.
fn lay_over(case: &Case) -> (Workspace, Vec<(String, Mark)>) {
    let workspace = Workspace::empty();
    let base = |name: &str| fs::read_to_string(project().join("tests/rules/base").join(name)).unwrap();
    let mut files: BTreeMap<String, String> =
        ["brief.yaml", "sources.yaml", "parties.yaml"].map(|name| (name.to_owned(), base(name))).into();
    files.insert("findings/base.yaml".to_owned(), base("findings.yaml"));
    let mut expected = Vec::new();
    for (number, fragment) in case.fragments.iter().enumerate() {
        let (path, offset) = match fragment.place.as_str() {
            "findings" => {
                let path = format!("findings/fragment-{number}.yaml");
                files.insert(path.clone(), fragment.text.clone());
                (path, 0)
            }
            "section" => {
                let path = format!("sections/fragment-{number}.md");
                files.insert(path.clone(), fragment.text.clone());
                (path, 0)
            }
            "sources" => {
                let file = files.get_mut("sources.yaml").unwrap();
                *file = without(file, "- id: ", &fragment.text);
                let offset = file.lines().count();
                file.push_str(&fragment.text);
                ("sources.yaml".to_owned(), offset)
            }
            list @ ("parties" | "proceedings") => {
                let file = files.get_mut("parties.yaml").unwrap();
                let text: String = fragment
                    .text
                    .lines()
                    .fold(String::new(), |text, line| text + format!("  {line}").trim_end() + "\n");
                let (first, second) = file.split_once("proceedings:\n").unwrap();
                let (first, second) = (first.to_owned(), second.to_owned());
                if list == "parties" {
                    let first = without(&first, "  - id: ", &text);
                    let offset = first.lines().count();
                    *file = format!("{first}{text}proceedings:\n{second}");
                    ("parties.yaml".to_owned(), offset)
                } else {
                    let second = without(&second, "  - id: ", &text);
                    let offset = first.lines().count() + 1 + second.lines().count();
                    *file = format!("{first}proceedings:\n{second}{text}");
                    ("parties.yaml".to_owned(), offset)
                }
            }
            "brief" => {
                let file = files.get_mut("brief.yaml").unwrap();
                let mut kept = String::new();
                let mut keep = true;
                for line in file.lines() {
                    if line.starts_with(|c: char| c.is_alphabetic()) {
                        let key = line.split(':').next().unwrap();
                        keep = !fragment.text.lines().any(|line| line.starts_with(&format!("{key}:")));
                    }
                    if keep {
                        kept.push_str(line);
                        kept.push('\n');
                    }
                }
                let offset = kept.lines().count();
                *file = kept + &fragment.text;
                ("brief.yaml".to_owned(), offset)
            }
            path => {
                files.insert(path.to_owned(), fragment.text.clone());
                (path.to_owned(), 0)
            }
        };
        expected.extend(
            fragment.marks.iter().map(|mark| (path.clone(), Mark { line: mark.line + offset, ..mark.clone() })),
        );
    }
    for (path, text) in files {
        workspace.write(&format!("briefs/case/{path}"), text);
    }
    (workspace, expected)
}

/// A list without the entries that a fragment writes anew.
fn without(list: &str, begin: &str, fragment: &str) -> String {
    let ids: BTreeSet<_> = fragment.lines().filter_map(|line| line.strip_prefix(begin)).collect();
    let mut kept = String::new();
    let mut keep = true;
    for line in list.lines() {
        if let Some(id) = line.strip_prefix(begin) {
            keep = !ids.contains(id);
        }
        if keep {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn rules_have_codes_names_and_pages() {
    let mut seen = BTreeSet::new();
    for rule in RULES {
        assert!(seen.insert(rule.code) && seen.insert(rule.name), "{} twice", rule.name);
        assert!(rule.code.len() == 4 && rule.code.starts_with("EH"), "{}", rule.code);
        assert!(rule.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", rule.name);
        assert!(rule.page.starts_with("# "), "{}: the page has no title", rule.name);
        for heading in ["\n## Why\n", "\n## Write instead\n", "\n## Found\n", "\n## Not found\n"] {
            assert!(rule.page.contains(heading), "{}: the page has no `{}`", rule.name, heading.trim());
        }
    }
    // Every number of the domain's table has its rule.
    for number in 1..=35 {
        assert!(seen.contains(format!("EH{number:02}").as_str()), "no rule {number}");
    }
}

#[test]
fn the_manual_is_current() {
    let path = project().join("docs/rules.md");
    let manual = check::manual();
    if std::env::var_os("EVENHAND_UPDATE").is_some() {
        fs::write(&path, &manual).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == manual, "docs/rules.md is not current: run `EVENHAND_UPDATE=1 cargo test rules`");
}
