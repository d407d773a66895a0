//! The custody log: what is noticed of its lines, and how it is told.

use std::fs;

use crate::evidence::{add, with_source};
use crate::workspace::{Run, Workspace};

const LOG: &str = "briefs/pier/evidence/custody.jsonl";

/// A brief with so many lines in its log.
fn with_lines(lines: usize) -> Workspace {
    let workspace = with_source();
    for line in 0..lines {
        let name = format!("{line}.txt");
        let run = add(&workspace, &name, format!("Walkers, notice {line}."), &["--captured", "2024-05-10"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    workspace
}

fn text(workspace: &Workspace) -> String {
    fs::read_to_string(workspace.path(LOG)).unwrap()
}

fn verify(workspace: &Workspace) -> Run {
    workspace.run(&["snapshot", "verify", "pier"])
}

/// The log as an earlier version wrote it: no line has a hash of itself.
fn as_before(text: &str) -> String {
    let (mut log, mut previous) = (String::new(), "0".repeat(64));
    for line in text.lines() {
        let mut value: serde_json::Map<_, _> = serde_json::from_str(line).unwrap();
        value.remove("checksum");
        value.insert("previous".to_owned(), previous.clone().into());
        let line = serde_json::to_string(&value).unwrap();
        previous = evenhand::evidence::sha256(line.as_bytes());
        log += &format!("{line}\n");
    }
    log
}

/// The messages about the log in what a run said.
fn breaks(run: &Run) -> Vec<String> {
    let mark = "error[broken-custody]: ";
    run.stderr.lines().filter_map(|line| line.strip_prefix(mark)).map(str::to_owned).collect()
}

#[test]
fn a_line_that_was_edited_shows_even_where_it_is_the_last() {
    for lines in [1, 3] {
        let workspace = with_lines(lines);
        let whole = text(&workspace);
        assert_eq!(verify(&workspace).code, 0);
        let (before, last) = whole.trim_end().rsplit_once('\n').map_or(("", whole.trim_end()), |(a, b)| (a, b));
        let before = if before.is_empty() { String::new() } else { format!("{before}\n") };
        for (old, new, said) in [
            ("Ada Wren", "Ada Bren", "was edited after it was written"),
            ("\"captured\":\"2024-05-10\"", "\"captured\":\"2024-05-11\"", "was edited after it was written"),
            ("{\"line\"", "{ \"line\"", "was edited after it was written"),
        ] {
            let edited = last.replace(old, new);
            assert_ne!(edited, last, "{old}");
            workspace.write(LOG, format!("{before}{edited}\n"));
            let run = verify(&workspace);
            assert_eq!(run.code, 1, "{old}");
            assert_eq!(breaks(&run), [format!("line {lines} of the custody log {said}")], "{old}");
        }
        // The hash stands at the end, of the line without it: anybody can compute it with the tools at hand.
        let (line, hash) = last.split_once(",\"checksum\":\"").unwrap();
        assert_eq!(hash, format!("{}\"}}", evenhand::evidence::sha256(format!("{line}}}").as_bytes())));
        if lines > 1 {
            workspace.write(LOG, format!("{before}{line}}}\n"));
            assert_eq!(breaks(&verify(&workspace)), ["line 3 of the custody log has lost its checksum"]);
        }
    }
}

#[test]
fn one_break_is_told_once() {
    let workspace = with_lines(9);
    let whole = text(&workspace);
    let lines: Vec<&str> = whole.lines().collect();
    let without = |taken: &[usize]| -> String {
        let kept = lines.iter().enumerate().filter(|(at, _)| !taken.contains(&(at + 1)));
        kept.map(|(_, line)| format!("{line}\n")).collect()
    };
    let edited = whole.replacen("0.txt", "9.txt", 1);
    for (broken, said) in [
        (without(&[2]), &["line 2 of the custody log is missing"][..]),
        (without(&[1]), &["line 1 of the custody log is missing"]),
        (without(&[3, 4, 5]), &["lines 3 to 5 of the custody log are missing"]),
        (without(&[2, 7]), &["line 2 of the custody log is missing", "line 7 of the custody log is missing"]),
        (edited, &["line 1 of the custody log was edited after it was written"]),
        (
            format!("{}{}\n{}", without(&[3, 4, 5, 6, 7, 8, 9]), lines[0], without(&[1, 2])),
            &["line 1 stands twice in the custody log, or in the wrong place"],
        ),
        (whole.replacen(lines[4], "not a line", 1), &["this line of the custody log cannot be read"]),
        (
            whole.replacen(lines[4], &format!("not a line\n{}", lines[4]), 1),
            &["this line of the custody log cannot be"],
        ),
        (whole.replacen(lines[4], &format!("\n{}", lines[4]), 1), &["an empty line stands in the custody log"]),
    ] {
        workspace.write(LOG, &broken);
        let found = breaks(&verify(&workspace));
        assert_eq!(found.len(), said.len(), "{found:?}");
        for (found, said) in found.iter().zip(said) {
            assert!(found.starts_with(said), "{found}");
        }
    }
}

#[test]
fn a_log_of_an_earlier_version_is_read_and_gone_on_with() {
    let workspace = with_lines(3);
    let old = as_before(&text(&workspace));
    workspace.write(LOG, &old);
    let run = verify(&workspace);
    assert!(run.code == 0 && run.stdout.contains("3 copies as taken in"), "{}{}", run.stdout, run.stderr);
    // It says what it cannot know.
    assert!(
        run.stdout.contains("the last line of the custody log was written by an earlier version"),
        "{}",
        run.stdout
    );
    for (broken, said) in [
        (old.replacen("0.txt", "9.txt", 1), "line 1 of the custody log is not what line 2 follows on"),
        (old.lines().skip(1).map(|line| format!("{line}\n")).collect(), "line 1 of the custody log is missing"),
        (old.replacen("000", "001", 1), "the first line of the custody log was edited"),
    ] {
        workspace.write(LOG, broken);
        let found = breaks(&verify(&workspace));
        assert_eq!(found.first().map(String::as_str), Some(said), "{found:?}");
    }
    // The next line covers the last one of before.
    workspace.write(LOG, &old);
    assert_eq!(add(&workspace, "new.txt", "Walkers, once more.", &["--captured", "2024-05-10"]).code, 0);
    let run = verify(&workspace);
    assert!(run.code == 0 && !run.stdout.contains("earlier version"), "{}{}", run.stdout, run.stderr);
    let now = text(&workspace);
    workspace.write(LOG, now.replacen("2.txt", "9.txt", 1));
    assert_eq!(breaks(&verify(&workspace)), ["line 3 of the custody log is not what line 4 follows on"]);
}
