//! Commands that write: several at once, over what is there, and cut off in the middle.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use crate::evidence::{add, everything, with_source};
use crate::sheets::Filled;
use crate::workspace::Workspace;

/// Where the lock on a brief lies.
const LOCK: &str = ".evenhand-lock.tmp";
const SOURCES: &str = "briefs/lamps/sources.yaml";

/// Runs the program several times at once.
fn at_once(folder: &Path, commands: &[Vec<String>]) -> Vec<Output> {
    let start = |arguments: &Vec<String>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_evenhand"));
        command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let running: Vec<_> = commands.iter().map(start).collect();
    let ended: Vec<_> = running.into_iter().map(|run| run.wait_with_output().unwrap()).collect();
    for Output { status, stdout, stderr } in &ended {
        assert!(status.success(), "{}{}", String::from_utf8_lossy(stdout), String::from_utf8_lossy(stderr));
    }
    ended
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// What a run may have left below a folder that is no file of a brief.
fn left(folder: &Path) -> Vec<String> {
    let names = everything(folder).into_keys().map(|path| path.file_name().unwrap().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.') && (cfg!(unix) || name != LOCK)).collect()
}

fn ids(workspace: &Workspace, path: &str) -> usize {
    fs::read_to_string(workspace.path(path)).unwrap().matches("- id: at-once-").count()
}

#[test]
fn no_entry_is_lost_when_eight_imports_run_at_once() {
    let workspace = Workspace::starter("lamps");
    let mut commands = Vec::new();
    for n in 0..8 {
        workspace.write(&format!("{n}.bib"), format!("@book{{at-once-{n}, title={{Lamps {n}}}, year=2020}}\n"));
        workspace.write(&format!("{n}.csv"), format!("id,type,title\nat-once-sheet-{n},web_page,Lamps {n}\n"));
        commands.push(words(&format!("import sources --brief lamps {n}.bib")));
        commands.push(words(&format!("sheet import lamps {n}.csv")));
    }
    for run in at_once(workspace.root(), &commands) {
        assert!(String::from_utf8(run.stdout).unwrap().ends_with("wrote briefs/lamps/sources.yaml\n"));
    }
    assert_eq!(ids(&workspace, SOURCES), 16);
    assert_eq!(left(&workspace.path("briefs")), [""; 0]);
}

#[test]
fn no_copy_is_lost_when_eight_are_taken_in_at_once() {
    let workspace = with_source();
    let mut commands = Vec::new();
    for n in 0..8 {
        workspace.write(&format!("{n}.txt"), format!("Walkers should keep away, number {n}."));
        let add = format!("snapshot add pier notice {n}.txt --by Ada --captured 2024-05-10");
        commands.push(words(&add));
    }
    at_once(workspace.root(), &commands);
    let log = fs::read_to_string(workspace.path("briefs/pier/evidence/custody.jsonl")).unwrap();
    assert_eq!(log.lines().count(), 8);
    let run = workspace.run(&["snapshot", "verify", "pier"]);
    assert!(run.code == 0 && run.stdout.contains("8 copies as taken in"), "{}{}", run.stdout, run.stderr);
    assert_eq!(left(&workspace.path("briefs")), [""; 0]);
}

#[test]
fn words_are_replaced_once_when_two_checks_run_at_once() {
    let workspace = Workspace::starter("lamps");
    workspace.edit(
        "briefs/lamps/findings.yaml",
        "text: The Daily Herald wrote that the work would take eight months.",
        "text: The Daily Herald claimed that the work would take eight months.",
    );
    workspace.write("one.csv", "id,type,title\nat-once-1,web_page,Lamps\n");
    let check = words("check lamps --fix");
    let runs = at_once(workspace.root(), &[check.clone(), check.clone(), words("sheet import lamps one.csv"), check]);
    let made = |run: &&Output| String::from_utf8_lossy(&run.stdout).contains("made 1 replacement");
    assert_eq!(runs.iter().filter(made).count(), 1);
    assert_eq!(ids(&workspace, SOURCES), 1);
}

#[test]
fn a_run_that_must_wait_says_for_what() {
    let workspace = Workspace::starter("lamps");
    workspace.write("a.bib", "@book{at-once-1, title={Lamps}, year=2020}\n");
    let lock = fs::File::create(workspace.path("briefs/lamps").join(LOCK)).unwrap();
    lock.lock().unwrap();
    let arguments = ["import", "sources", "--brief", "lamps", "a.bib"];
    // Who only looks need not wait.
    let run = workspace.run(&[&arguments[..], &["--dry-run"]].concat());
    assert!(run.code == 0 && !run.stderr.contains("waiting"), "{}", run.stderr);
    let run = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| workspace.run(&arguments));
        std::thread::sleep(Duration::from_millis(2500));
        assert_eq!(ids(&workspace, SOURCES), 0);
        drop(lock);
        waiting.join().unwrap()
    });
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stderr.starts_with("another run of evenhand is changing `briefs/lamps`; waiting up to 20 seconds for it\n"),
        "{}",
        run.stderr
    );
    assert_eq!(ids(&workspace, SOURCES), 1);
}

#[test]
fn what_a_killed_run_left_hinders_nobody_and_goes() {
    let workspace = with_source();
    add(&workspace, "a.txt", "Walkers should keep away.", &["--captured", "2024-05-10"]);
    let before = workspace.run(&["check", "pier"]);
    let folder = workspace.path("briefs/pier");
    for left in [LOCK, ".evenhand-a1b2c3.tmp", "evidence/original/.evenhand-a1b2c3.tmp", "sections/.evenhand-x.tmp"] {
        fs::write(folder.join(left), "half a fi").unwrap();
    }
    let check = workspace.run(&["check", "pier"]);
    assert_eq!((check.code, check.stderr), (before.code, before.stderr));
    assert_eq!(workspace.run(&["snapshot", "verify", "pier"]).code, 0);
    let run = add(&workspace, "b.txt", "Walkers may come.", &["--captured", "2024-05-11"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(left(&folder), [""; 0]);
}

#[test]
fn an_import_that_was_cut_off_between_two_files_is_finished_by_the_next() {
    let workspace = Workspace::copy_of("harbour-contract");
    let brief = workspace.path("briefs/harbour-contract");
    let before = everything(&brief);
    let mut filled = Filled::new(&workspace, "harbour-contract");
    filled
        .set("Sources", &["contract-register"], "consulted", "no")
        .add("Sources", &[("id", "quays"), ("type", "web_page"), ("title", "Quays")])
        .set("Findings", &["F-001"], "interested", "ministry, marlune, institute")
        .add("Findings", &[("id", "wet"), ("kind", "factual"), ("status", "unverified"), ("text", "They are wet.")]);
    let run = filled.import(&[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    let whole = everything(&brief);
    // The first of the files is new, the others are not.
    let changed: Vec<_> = whole.keys().filter(|path| whole.get(*path) != before.get(*path)).collect();
    assert!(changed.len() > 1, "{changed:?}");
    for path in changed.iter().filter(|path| !path.ends_with("sources.yaml")) {
        fs::write(path, &before[*path]).unwrap();
    }
    let run = filled.import(&[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    assert!(!run.stdout.contains("sources.yaml"), "{}", run.stdout);
    assert!(everything(&brief) == whole);
}

#[test]
fn nothing_is_written_over_a_file_of_a_brief() {
    let workspace = Workspace::starter("lamps");
    let other = Workspace::starter("quays");
    workspace.write("briefs/lamps/picture.bin", "a picture");
    workspace.write("t.csv", "Name,Year\nQuay,2020\n");
    let before = everything(&workspace.path("briefs"));
    let elsewhere = other.path("briefs/quays/sources.yaml").display().to_string();
    let far = everything(&other.path("briefs"));
    let commands = ["sheet export lamps", "export sources --brief lamps --as bibtex", "sheet map t.csv"];
    for command in commands {
        for path in [
            "briefs/lamps/sources.yaml",
            "briefs/lamps/brief.yaml",
            // The brief would have it in place of sources.yaml, or beside it.
            "briefs/lamps/sources.json",
            "briefs/lamps/Parties.YML",
            "briefs/lamps/sections/new.md",
            "briefs/lamps/sections/../findings.yaml",
            "briefs/lamps/picture.bin",
            &elsewhere,
        ] {
            for force in [false, true] {
                let mut arguments: Vec<_> = command.split(' ').chain(["-o", path]).collect();
                arguments.extend(force.then_some("--force"));
                let run = workspace.run(&arguments);
                assert_eq!(run.code, 2, "{arguments:?}: {}", run.stdout);
                assert!(run.stderr.contains("is the place of a file of the brief"), "{arguments:?}: {}", run.stderr);
            }
        }
    }
    assert!(everything(&workspace.path("briefs")) == before);
    assert!(everything(&other.path("briefs")) == far);
    // What no brief reads may stand there, and where a person is does not matter.
    let run =
        crate::workspace::run(&workspace.path("briefs/lamps"), &["sheet", "map", "../../t.csv", "-o", "m.toml"], &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let run = crate::workspace::run(
        &workspace.path("briefs/lamps"),
        &["sheet", "map", "../../t.csv", "-o", "brief.yaml"],
        &[],
    );
    assert_eq!(run.code, 2, "{}", run.stderr);
}

#[test]
fn a_workbook_that_a_colleague_filled_is_not_written_over() {
    let workspace = Workspace::starter("lamps");
    let book = workspace.path("output/lamps/lamps-sheet.xlsx");
    assert_eq!(workspace.run(&["sheet", "export", "lamps"]).code, 0);
    // The same once more is no loss.
    assert_eq!(workspace.run(&["sheet", "export", "lamps"]).code, 0);
    fs::write(&book, "filled").unwrap();
    let run = workspace.run(&["sheet", "export", "lamps"]);
    assert!(run.code == 2 && run.stderr.contains("holds something else"), "{}", run.stderr);
    assert!(run.stderr.contains("`-o`") && run.stderr.contains("`--force`"), "{}", run.stderr);
    assert_eq!(fs::read(&book).unwrap(), b"filled");
    assert_eq!(workspace.run(&["sheet", "export", "lamps", "--force"]).code, 0);
    assert_ne!(fs::read(&book).unwrap(), b"filled");

    workspace.write("t.csv", "Name,Year\nQuay,2020\n");
    for command in ["sheet export lamps", "export sources --brief lamps --as ris", "sheet map t.csv"] {
        workspace.write("mine", "somebody's work");
        let mut arguments: Vec<_> = command.split(' ').chain(["-o", "mine"]).collect();
        let run = workspace.run(&arguments);
        assert!(run.code == 2 && run.stderr.contains("holds something else"), "{command}: {}", run.stderr);
        assert_eq!(fs::read(workspace.path("mine")).unwrap(), b"somebody's work", "{command}");
        arguments.push("--force");
        assert_eq!(workspace.run(&arguments).code, 0, "{command}");
        assert_ne!(fs::read(workspace.path("mine")).unwrap(), b"somebody's work", "{command}");
    }
    let run = workspace.run(&["sheet", "map", "t.csv", "-o", "output", "--force"]);
    assert!(run.code == 2 && run.stderr.contains("is no file"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn a_log_that_nobody_may_write_leaves_no_copy_behind() {
    let workspace = with_source();
    add(&workspace, "a.txt", "Walkers should keep away.", &["--captured", "2024-05-10"]);
    let log = workspace.path("briefs/pier/evidence/custody.jsonl");
    let mut rights = fs::metadata(&log).unwrap().permissions();
    rights.set_readonly(true);
    fs::set_permissions(&log, rights).unwrap();
    let before = everything(&workspace.path("briefs"));
    let run = add(&workspace, "b.txt", "Walkers may come.", &["--captured", "2024-05-11"]);
    assert!(run.code == 1 && run.stderr.contains("is write-protected"), "{}", run.stderr);
    assert!(everything(&workspace.path("briefs")) == before);
}
