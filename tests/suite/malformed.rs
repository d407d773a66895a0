//! Malformed input: a clear message, exit code 1, no panic, and the earlier PDF stays.
//!
//! Each folder of `tests/malformed` is laid over the starter brief. What cannot be kept in a
//! folder is made below.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::workspace::{Workspace, copy, project};

/// Builds a brief with the change, and yields what the researcher reads.
fn build(change: impl FnOnce(&Workspace)) -> String {
    let workspace = Workspace::starter("case");
    workspace.write("output/case/case-briefing.pdf", "the earlier document");
    change(&workspace);
    let run = workspace.run(&["build", "case"]);
    assert_eq!(run.code, 1, "exit code\n{}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    assert!(run.stderr.contains("error["), "{}", run.stderr);
    assert_eq!(workspace.pdf("case"), b"the earlier document");
    assert!(
        !run.stderr.contains(workspace.root().to_str().unwrap()),
        "paths are told from the workspace:\n{}",
        run.stderr
    );
    run.stderr
}

#[test]
fn malformed_folders() {
    let mut folders: Vec<_> = fs::read_dir(project().join("tests/malformed"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    assert!(folders.len() >= 30);
    let mut said = BTreeMap::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
        said.insert(name, build(|workspace| lay_over(workspace, &folder)));
    }
    for (name, text) in said {
        insta::with_settings!({ snapshot_path => "malformed", prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}

/// A draft is made of what there is; no mistake of a researcher makes a template or an engine fail.
#[test]
fn drafts_of_malformed_folders() {
    let mut made = 0;
    for entry in fs::read_dir(project().join("tests/malformed")).unwrap() {
        let folder = entry.unwrap().path();
        let workspace = Workspace::starter("case");
        lay_over(&workspace, &folder);
        let run = workspace.run(&["build", "case", "--draft"]);
        assert_eq!(run.code, 1, "{}\n{}", folder.display(), run.stderr);
        for failure in ["panicked", "error[template]", "error[engine]"] {
            assert!(!run.stderr.contains(failure), "{}\n{}", folder.display(), run.stderr);
        }
        made += usize::from(workspace.path("output/case/case-briefing-draft.pdf").exists());
    }
    // All but those whose head cannot be read, or which hold a character or an image that cannot be
    // shown.
    assert!(made > 190, "{made} drafts");
}

fn lay_over(workspace: &Workspace, folder: &Path) {
    let brief = workspace.path("briefs/case");
    copy(folder, &brief);
    let list = brief.join("_delete");
    if let Ok(names) = fs::read_to_string(&list) {
        fs::remove_file(list).unwrap();
        for name in names.lines().filter(|name| !name.trim().is_empty()) {
            fs::remove_file(brief.join(name.trim())).unwrap();
        }
    }
}

/// Checks a case that is made here.
fn made(name: &str, change: impl FnOnce(&Workspace)) {
    let text = build(change);
    insta::with_settings!({ snapshot_path => "malformed", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(format!("made-{name}"), text);
    });
}

#[test]
fn invalid_utf8() {
    made("invalid-utf8", |w| w.write("briefs/case/findings.yaml", b"- id: F-001\n  text: caf\xe9\n"));
}

#[test]
fn binary() {
    made("binary", |w| w.write("briefs/case/sources.yaml", b"PK\x03\x04\x00\x00\x08\x00"));
}

#[test]
fn a_megabyte_line() {
    made("megabyte-line", |w| {
        let long = "x".repeat(1024 * 1024);
        w.edit("briefs/case/brief.yaml", "Street lighting in the old town", &long);
    });
}

#[test]
fn a_megabyte_line_that_is_no_yaml() {
    made("megabyte-line-syntax", |w| {
        w.edit("briefs/case/brief.yaml", "title: Street", &format!("title: [{} Street", "x, ".repeat(400_000)));
    });
}

#[test]
fn a_file_that_is_too_large() {
    made("too-large", |w| w.write("briefs/case/findings.yaml", vec![b'#'; 17 * 1024 * 1024]));
}

#[test]
fn an_alias_bomb() {
    made("alias-bomb", |w| {
        let mut text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
        for (last, next) in "abcdefghi".chars().zip("bcdefghij".chars()) {
            text.push_str(&format!("{next}: &{next} [{}]\n", vec![format!("*{last}"); 10].join(", ")));
        }
        w.write("briefs/case/brief.yaml", text);
    });
}

#[test]
fn an_alias_inside_itself() {
    made("alias-loop", |w| w.write("briefs/case/findings.yaml", "- &a\n  id: F-001\n  evidence: [*a]\n"));
}

#[test]
fn deep_nesting() {
    made("deep-nesting", |w| w.write("briefs/case/findings.yaml", "[".repeat(100_000)));
}

#[test]
fn a_folder_in_place_of_a_file() {
    made("folder-for-file", |w| {
        fs::remove_file(w.path("briefs/case/sources.yaml")).unwrap();
        fs::create_dir(w.path("briefs/case/sources.yaml")).unwrap();
    });
}

#[test]
fn an_empty_folder() {
    made("empty-folder", |w| {
        fs::remove_dir_all(w.path("briefs/case")).unwrap();
        fs::create_dir(w.path("briefs/case")).unwrap();
    });
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_workspace() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("findings.yaml"), "- id: F-001\n").unwrap();
    made("link-out", |w| {
        fs::remove_file(w.path("briefs/case/findings.yaml")).unwrap();
        std::os::unix::fs::symlink(outside.path().join("findings.yaml"), w.path("briefs/case/findings.yaml")).unwrap();
    });
    made("link-out-folder", |w| {
        fs::remove_file(w.path("briefs/case/findings.yaml")).unwrap();
        std::os::unix::fs::symlink(outside.path(), w.path("briefs/case/findings")).unwrap();
    });
    fs::write(outside.path().join("secret.png"), b"\x89PNG\r\n\x1a\n").unwrap();
    made("link-out-image", |w| {
        std::os::unix::fs::symlink(outside.path().join("secret.png"), w.path("briefs/case/plan.png")).unwrap();
        w.write("briefs/case/sections/background.md", "# Background\n\n![The plan](../plan.png)\n");
    });
    made("link-nowhere", |w| {
        fs::remove_file(w.path("briefs/case/parties.yaml")).unwrap();
        std::os::unix::fs::symlink("nowhere.yaml", w.path("briefs/case/parties.yaml")).unwrap();
    });
}

#[test]
fn other_encodings() {
    made("utf-16", |w| {
        let text = fs::read_to_string(w.path("briefs/case/brief.yaml")).unwrap();
        let bytes: Vec<u8> = std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        w.write("briefs/case/brief.yaml", bytes);
    });
    made("windows-line-ends", |w| {
        for file in ["brief", "sources", "parties", "findings"] {
            let path = format!("briefs/case/{file}.yaml");
            let text = fs::read_to_string(w.path(&path)).unwrap().replace('\n', "\r\n");
            w.write(
                &path,
                format!(
                    "\u{feff}{}",
                    text.replace("kind: factual\r\n  status: reported", "kind: factuel\r\n  status: reported")
                ),
            );
        }
    });
}

#[cfg(unix)]
#[test]
fn a_pipe_in_place_of_a_file() {
    made("pipe", |w| {
        let path = w.path("briefs/case/sources.yaml");
        fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    });
}

#[test]
fn quotations_inside_each_other() {
    for depth in [50, 5_000] {
        made(&format!("deep-quote-{depth}"), |w| {
            w.write("briefs/case/sections/background.md", format!("# Background\n\n{}a\n", "> ".repeat(depth)));
        });
    }
}

#[test]
fn thousands_of_problems_take_no_more_than_seconds() {
    let begun = std::time::Instant::now();
    let text = build(|w| {
        let entries: String = (0..6_000).map(|i| format!("- id: W-{i}\n  kind: factuel\n")).collect();
        w.write("briefs/case/findings/more.yaml", entries);
    });
    assert!(text.contains("more problems (`--format json` shows all)"), "{text}");
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn a_broken_image() {
    made("broken-image", |w| {
        w.write("briefs/case/plan.png", b"\x89PNG\r\n\x1a\nnot really");
        w.write("briefs/case/sections/background.md", "# Background\n\n![The plan](../plan.png)\n");
    });
}

#[test]
fn every_problem_comes_in_one_run() {
    let text = build(|w| {
        w.edit("briefs/case/brief.yaml", "title: Street", "titel: Street");
        w.edit("briefs/case/brief.yaml", "TLP:CLEAR\n\npaper", "TLP:BLUE\n\npaper");
        w.edit("briefs/case/sources.yaml", "issued: 2026-01-14", "issued: 14 January");
        w.edit("briefs/case/parties.yaml", "type: media", "typ: media");
        w.edit("briefs/case/findings.yaml", "status: alleged", "status: aleged");
        w.edit("briefs/case/findings.yaml", "party: council", "party: concil");
        w.edit("briefs/case/sections/issue-and-scope.md", "[@F-002]", "[@F-022] <b>");
    });
    for expected in [
        "no field `titel`",
        "did you mean `title`?",
        "`TLP:BLUE`",
        "`14 January`",
        "no field `typ`",
        "`aleged`",
        "no party `concil`",
        "source or finding `F-022`",
        "HTML has no place",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
}
