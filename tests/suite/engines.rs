//! Two engines, the same pages; and what happens when the command is not as it should be.

use std::process::Command;

use crate::pdf;
use crate::workspace::Workspace;

/// Whether the `typst` command is at hand. In CI it must be.
fn typst_is_here() -> bool {
    let here = Command::new("typst").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(here || std::env::var_os("CI").is_none(), "in CI the typst command must be installed");
    if !here {
        eprintln!("the typst command is not installed; the tests of its engine did not run");
    }
    here
}

#[test]
fn both_engines_make_the_same_pages() {
    if !typst_is_here() {
        return;
    }
    for slug in ["harbour-contract", "overseas-stations"] {
        let workspace = Workspace::copy_of(slug);
        assert_eq!(workspace.run(&["build"]).code, 0);
        let embedded = workspace.pdf(slug);
        let run = workspace.run(&["build", "--engine", "typst-cli"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let command = workspace.pdf(slug);
        let (embedded, command) = (pdf::pictures(&embedded, 0.6), pdf::pictures(&command, 0.6));
        assert!(embedded.len() > 5, "{slug} has pages");
        assert_eq!(embedded.len(), command.len(), "{slug}: as many pages");
        for (number, (a, b)) in embedded.iter().zip(&command).enumerate() {
            assert!(a == b, "{slug}: page {} differs", number + 1);
        }
        assert!(embedded[0].iter().any(|byte| *byte < 100), "the pictures are not blank");
    }
}

#[test]
fn the_command_says_what_is_wrong_with_a_template() {
    if !typst_is_here() {
        return;
    }
    let workspace = Workspace::starter("case");
    let theme = std::fs::read_to_string(crate::workspace::project().join("templates/theme.typ")).unwrap();
    workspace.write("templates/theme.typ", theme.replace("point.text", "point.txt"));
    let embedded = workspace.run(&["build"]);
    let command = workspace.run(&["build", "--engine", "typst-cli"]);
    assert_eq!((embedded.code, command.code), (1, 1), "{}", command.stderr);
    for run in [&embedded, &command] {
        assert!(run.stderr.contains("does not contain key \"txt\""), "{}", run.stderr);
        assert!(run.stderr.contains("templates/theme.typ:"), "{}", run.stderr);
        assert!(run.stderr.contains("briefing.typ:"), "{}", run.stderr);
    }
}

#[test]
fn two_builds_are_the_same_bytes() {
    let workspace = Workspace::copy_of("harbour-contract");
    workspace.run(&["build"]);
    let first = workspace.pdf("harbour-contract");
    std::fs::remove_dir_all(workspace.path("output")).unwrap();
    workspace.run(&["build"]);
    assert!(first == workspace.pdf("harbour-contract"));
    // The date is the brief's, unless the environment sets another.
    workspace.run_with(&["build"], &[("SOURCE_DATE_EPOCH", "1000000000")]);
    assert!(first != workspace.pdf("harbour-contract"));
}

#[test]
fn a_missing_command_is_told() {
    let workspace = Workspace::starter("case");
    let run = workspace.run(&["build", "--engine", "typst-cli", "--typst", "/nowhere/typst"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    insta::assert_snapshot!(run.stderr);
    let run = workspace.run_with(&["build", "--engine", "typst-cli"], &[("EVENHAND_TYPST", "no-such-typst")]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("there is no command `no-such-typst`"), "{}", run.stderr);
}

#[cfg(unix)]
mod stand_ins {
    use std::os::unix::fs::PermissionsExt;
    use std::time::{Duration, Instant};

    use crate::workspace::{Run, Workspace};

    /// Builds with a shell script in place of `typst`, after a good build; the good PDF must stay.
    fn build_with(script: &str, more: &[&str]) -> Run {
        let workspace = Workspace::starter("case");
        assert_eq!(workspace.run(&["build"]).code, 0);
        let good = workspace.pdf("case");
        workspace.write("typst", format!("#!/bin/sh\n{script}\n"));
        let path = workspace.path("typst");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        let mut arguments = vec!["build", "--engine", "typst-cli", "--typst", path.to_str().unwrap()];
        arguments.extend(more);
        let mut run = workspace.run(&arguments);
        assert!(good == workspace.pdf("case"), "the earlier PDF stays");
        assert_eq!(run.code, 3, "{}", run.stderr);
        run.stderr = run.stderr.replace(path.to_str().unwrap(), "[typst]");
        run
    }

    #[test]
    fn a_wrong_version_is_told() {
        insta::assert_snapshot!(build_with("echo 'typst 0.11.0 (abc)'", &[]).stderr);
    }

    #[test]
    fn another_command_is_told() {
        insta::assert_snapshot!(build_with("echo hello", &[]).stderr);
    }

    #[test]
    fn a_crash_is_told() {
        let script = "[ \"$1\" = --version ] && { echo 'typst 0.15.1'; exit; }; echo 'out of memory' >&2; exit 134";
        insta::assert_snapshot!(build_with(script, &[]).stderr);
    }

    #[test]
    fn a_command_that_does_not_end_is_stopped() {
        let script = "[ \"$1\" = --version ] && { echo 'typst 0.15.1'; exit; }; exec sleep 600";
        let begun = Instant::now();
        insta::assert_snapshot!(build_with(script, &["--timeout", "1"]).stderr);
        assert!(begun.elapsed() < Duration::from_secs(60));
    }

    #[test]
    fn a_command_that_makes_nothing_is_told() {
        let script = "[ \"$1\" = --version ] && { echo 'typst 0.15.1'; exit; }; exit 0";
        insta::assert_snapshot!(build_with(script, &[]).stderr);
    }
}
