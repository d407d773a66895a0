//! `evenhand diff` and the change log, from outside.

use std::fs;
use std::path::Path;
use std::process::Command;

use evenhand::source_map::SourceMap;
use evenhand::versions;

use crate::pdf;
use crate::workspace::{Run, Workspace, copy, project, record};

const HARBOUR: &str = "harbour-contract";
const REASON: &str = "\nchanges:\n  - { proceedings: [cr-2024-17], kind: updated, date: 2026-03-14, reason: The appeal was heard., by: Ida Holm, translations: [{ language: fr, reason: L’appel a été entendu. }] }\nsource_summary: >-";

/// Two versions of the harbour brief in one workspace: a count, a number and some words differ.
fn two_versions() -> Workspace {
    let workspace = Workspace::copy_of(HARBOUR);
    copy(&workspace.path(&format!("briefs/{HARBOUR}")), &workspace.path("briefs/later"));
    let edits = [
        ("brief.yaml", "version: \"1.1\"", "version: \"1.2\"\nprevious: ../harbour-contract"),
        ("brief.yaml", "\nsource_summary: >-", REASON),
        (
            "parties.yaml",
            "            status: appeal_pending\n            date: 2025-07-10",
            "            status: vacated\n            date: 2026-03-01",
        ),
        ("findings/contract.yaml", "V$61.3 million, or 14.9%", "V$63.1 million, or 15.3%"),
        ("findings/contract.yaml", "V$61,3 millions, soit 14,9", "V$63,1 millions, soit 15,3"),
        ("findings/contract.yaml", "how the dispute over the channel had grown", "how the dispute on the channel grew"),
    ];
    for (file, from, to) in edits {
        workspace.edit(&format!("briefs/later/{file}"), from, to);
    }
    workspace
}

fn json(run: &Run) -> serde_json::Value {
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}\n{}", run.stdout, run.stderr))
}

#[test]
fn a_brief_and_itself() {
    let run = crate::workspace::run(project(), &["diff", HARBOUR, HARBOUR], &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("The two versions say the same."), "{}", run.stdout);
}

#[test]
fn two_folders_as_text() {
    let run = two_versions().run(&["diff", HARBOUR, "later"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!("text", run.stdout);
    // The count has a reason, the number has none.
    insta::assert_snapshot!("warnings", run.stderr);
    assert!(!run.stdout.contains('\u{1b}'));
}

#[test]
fn colour_is_asked_for() {
    let run = two_versions().run(&["diff", HARBOUR, "later", "--color", "always"]);
    assert!(run.stdout.contains("\u{1b}[31mV$61.3\u{1b}[0m"), "{}", run.stdout);
}

#[test]
fn the_form_of_the_json_is_frozen() {
    let run = two_versions().run(&["diff", HARBOUR, "later", "--to", "json"]);
    insta::assert_snapshot!("json", run.stdout);
}

#[test]
fn pdfs_of_two_builds_and_their_data_say_what_the_folders_say() {
    let workspace = two_versions();
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let folders = json(&workspace.run(&["diff", HARBOUR, "later", "--to", "json"]));
    let old = format!("output/{HARBOUR}/{HARBOUR}-briefing.pdf");
    let run = workspace.run(&["diff", &old, "output/later/later-briefing.pdf", "--to", "json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(json(&run), folders);
    assert!(run.stderr.contains("the status") || run.stderr.contains("a number in `F-003`"), "{}", run.stderr);

    // The attached data, saved by a reader of the PDF.
    let everything = pdf::everything(&workspace.pdf(HARBOUR));
    let start = everything.find("{\n  \"schema\": \"evenhand/findings/2\"").unwrap();
    let data = &everything[start..];
    let end = data.find("\n}\n").unwrap() + 3;
    workspace.write("saved.json", &data[..end]);
    let run = workspace.run(&["diff", "saved.json", "later", "--to", "json"]);
    assert_eq!(json(&run), folders, "{}", run.stderr);
    // It is enough to have the two files, wherever they are.
    let elsewhere = tempfile::tempdir().unwrap();
    fs::copy(workspace.path("saved.json"), elsewhere.path().join("old.json")).unwrap();
    fs::copy(workspace.path("output/later/later-briefing.pdf"), elsewhere.path().join("new.pdf")).unwrap();
    let run = crate::workspace::run(elsewhere.path(), &["diff", "old.json", "new.pdf", "--to", "json"], &[]);
    assert_eq!(json(&run), folders, "{}", run.stderr);
    let run = crate::workspace::run(elsewhere.path(), &["diff", "old.json", "new.pdf", "--to", "pdf"], &[]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("a document needs the later version's brief"), "{}", run.stderr);
}

#[test]
fn data_of_the_first_form_are_read() {
    let workspace = two_versions();
    let old = fs::read_to_string(workspace.path(&format!("briefs/{HARBOUR}/brief.yaml"))).unwrap();
    assert!(old.contains("TLP:GREEN"));
    let mut data = serde_json::to_value(record(workspace.root(), HARBOUR)).unwrap();
    data["schema"] = "evenhand/findings/1".into();
    for field in ["sections", "withheld"] {
        data.as_object_mut().unwrap().remove(field);
    }
    for field in ["previous", "changes", "forms", "languages", "rules"] {
        data["brief"].as_object_mut().unwrap().remove(field);
    }
    workspace.write("old.json", data.to_string());
    let run = workspace.run(&["diff", "old.json", HARBOUR]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("say the same"), "{}", run.stdout);
}

#[test]
fn a_revision_of_git_is_a_version() {
    let workspace = Workspace::copy_of(HARBOUR);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]);
        let output = command.args(arguments).current_dir(workspace.root()).output().expect("git is there");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "version 1"]);
    git(&["tag", "v1"]);
    workspace.edit(&format!("briefs/{HARBOUR}/findings/contract.yaml"), "that two dredgers", "that three dredgers");
    workspace.edit(&format!("briefs/{HARBOUR}/findings/contract.yaml"), "que deux dragues", "que trois dragues");
    let before = git(&["status", "--porcelain"]);
    let slug = format!("{HARBOUR}@v1");
    let path = format!("v1:briefs/{HARBOUR}");
    let (by_name, by_path) = (
        workspace.run(&["diff", &slug, HARBOUR, "--to", "json"]),
        workspace.run(&["diff", &path, HARBOUR, "--to", "json"]),
    );
    assert_eq!(by_name.code, 0, "{}", by_name.stderr);
    assert_eq!(json(&by_name), json(&by_path));
    assert_eq!(json(&by_name)["updates"][0]["subject"]["id"], "F-005");
    // From a folder inside, and with the later version in Git too.
    let inside = workspace.path("briefs");
    let run = crate::workspace::run(&inside, &["diff", &slug, &format!("{HARBOUR}@HEAD")], &[]);
    assert!(run.stdout.contains("say the same"), "{}\n{}", run.stdout, run.stderr);
    // A document of a revision uses the templates of the workspace.
    let run = workspace.run(&["diff", &slug, &slug, "--to", "md"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        git(&["status", "--porcelain"]).replace("?? output/\n", ""),
        before,
        "nothing of the repository changes"
    );

    for (named, said) in [
        (format!("{HARBOUR}@v9"), "Git knows no revision `v9` here"),
        (format!("{HARBOUR}@--output=x"), "Git knows no revision"),
        ("nothing@v1".to_owned(), "the revision `v1` has no folder `briefs/nothing`"),
        ("v1:briefs".to_owned() + "/nothing", "the revision `v1` has no folder `briefs/nothing`"),
    ] {
        let run = workspace.run(&["diff", &named, HARBOUR]);
        assert_eq!(run.code, 2, "{named}: {}", run.stderr);
        assert!(run.stderr.contains(said) && run.stderr.contains("help: "), "{named}: {}", run.stderr);
    }
    let run = workspace.run_with(&["diff", &slug, HARBOUR], &[("PATH", "/nowhere")]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("the command `git` was not found"), "{}", run.stderr);
}

#[test]
fn what_is_no_version_is_told_so() {
    let workspace = two_versions();
    workspace.write("words.json", "{\"schema\": \"something/1\"}");
    workspace.write("newer.json", "{\"schema\": \"evenhand/findings/99\"}");
    workspace.write("broken.json", "{\"schema\": \"evenhand/findings/2\", \"brief\": {}}");
    workspace.write("plain.pdf", "%PDF-1.7\nnothing");
    workspace.write("picture.png", [0x89, b'P', b'N', b'G', 0xFF]);
    let said: Vec<_> = ["harbour", "words.json", "newer.json", "plain.pdf", "picture.png", "briefs", "harbour@v1"]
        .iter()
        .map(|named| {
            let run = workspace.run(&["diff", named, "later"]);
            assert_ne!(run.code, 0, "{named}");
            assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
            run.stderr
        })
        .collect();
    insta::assert_snapshot!("no-version", said.join("\n"));
    let run = workspace.run(&["diff", "broken.json", "later"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("`title`"), "{}", run.stderr);
}

#[test]
fn data_from_elsewhere_cannot_play_with_the_terminal() {
    let workspace = two_versions();
    let mut record = record(workspace.root(), HARBOUR);
    record.findings[0].text = "An authority stated \u{1b}[2J\u{202e}something.".into();
    workspace.write("old.json", serde_json::to_string_pretty(&record).unwrap());
    let run = workspace.run(&["diff", "old.json", "later"]);
    assert_eq!(run.code, 1);
    assert!(run.stdout.is_empty() && run.stderr.contains("error[bad-character]"), "{}", run.stderr);
    assert!(!run.stderr.contains('\u{1b}') && !run.stderr.contains('\u{202e}'), "{}", run.stderr);
}

#[test]
fn damaged_pdfs_are_refused_and_nothing_panics() {
    let workspace = Workspace::starter("case");
    assert_eq!(workspace.run(&["build"]).code, 0);
    let pdf = workspace.pdf("case");
    let (root, path) = (workspace.root().canonicalize().unwrap(), workspace.path("damaged.pdf"));
    let (mut read, mut refused) = (0, 0);
    for step in 1..80_usize {
        let mut bytes = pdf.clone();
        if step % 2 == 0 {
            bytes.truncate(pdf.len() * step / 80);
        } else {
            let at = pdf.len() * step / 80;
            bytes[at..].iter_mut().step_by(97).for_each(|byte| *byte = byte.wrapping_add(91));
        }
        fs::write(&path, bytes).unwrap();
        match versions::find("damaged.pdf", None, &root, &mut SourceMap::new(root.clone())) {
            Ok(_) => read += 1,
            Err(problems) => {
                assert!(!problems.is_empty());
                refused += 1;
            }
        }
    }
    assert!(refused > 30, "{read} read, {refused} refused");
}

#[test]
fn an_attachment_that_unfolds_without_end_is_refused() {
    // 64 MiB of zeros pack into some 64 KiB.
    let packed = miniz(&vec![b' '; 64 << 20]);
    let mut pdf = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n3 0 obj\n<</Type/Filespec/F(findings.json)/UF(findings.json)/EF<</F 4 0 R>>>>\nendobj\n4 0 obj\n".to_vec();
    pdf.extend(format!("<</Type/EmbeddedFile/Filter/FlateDecode/Length {}>>\nstream\n", packed.len()).bytes());
    pdf.extend(packed);
    pdf.extend(b"\nendstream\nendobj\ntrailer\n<</Root 1 0 R/Size 5>>\nstartxref\n0\n%%EOF\n");
    let workspace = two_versions();
    workspace.write("bomb.pdf", pdf);
    let run = workspace.run(&["diff", "bomb.pdf", "later"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("larger than a brief ever is"), "{}", run.stderr);
}

/// Bytes as zlib packs them, in blocks of one repeated byte: enough for a test.
fn miniz(bytes: &[u8]) -> Vec<u8> {
    miniz_oxide::deflate::compress_to_vec_zlib(bytes, 9)
}

#[test]
fn the_change_log_is_a_document() {
    let workspace = two_versions();
    let run = workspace.run(&["build", "later", "--form", "changes", "--to", "pdf,md", "--lang", "en,fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[no-reason-recorded]: a number in `F-003` changed"), "{}", run.stderr);
    let bytes = fs::read(workspace.path("output/later/later-changes.pdf")).unwrap();
    let text = pdf::body_text(&bytes);
    for words in [
        "What changed: The Osmere harbour contract",
        "From version 1.1 to version 1.2",
        "Conviction vacated",
        "The appeal was heard.",
        "No reason is recorded.",
    ] {
        assert!(text.contains(&pdf::squeezed(words)), "{words}\n{text}");
    }
    assert!(text.find("Changesofstatus") < text.find("Updatesandotherchanges"));
    for page in pdf::page_texts(&bytes) {
        assert_eq!(page.matches("TLP:GREEN").count(), 2);
    }
    let french = fs::read_to_string(workspace.path("output/later/later-changes-fr.md")).unwrap();
    assert!(french.contains("De la version 1.1 à la version 1.2") && french.contains("V$63,1 millions"), "{french}");
    insta::assert_snapshot!("markdown", fs::read_to_string(workspace.path("output/later/later-changes.md")).unwrap());
    // The document carries the data of the later version, so that the next one can follow it.
    let run = workspace.run(&["diff", "output/later/later-changes.pdf", "later"]);
    assert!(run.stdout.contains("say the same"), "{}\n{}", run.stdout, run.stderr);
}

#[test]
fn the_change_log_is_marked_as_strictly_as_both_versions() {
    let workspace = two_versions();
    workspace.edit("briefs/harbour-contract/brief.yaml", "handling: TLP:GREEN", "handling: TLP:AMBER");
    let run = workspace.run(&["build", "later", "--form", "changes"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for page in pdf::page_texts(&fs::read(workspace.path("output/later/later-changes.pdf")).unwrap()) {
        assert!(page.matches("TLP:AMBER").count() >= 2, "{page}");
    }
}

#[test]
fn a_brief_says_what_it_follows() {
    let workspace = two_versions();
    // A first version has no change log; its other documents are made.
    let run = workspace.run(&["build", HARBOUR, "--form", "briefing,changes"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("this brief does not name the version before it"), "{}", run.stderr);
    assert!(workspace.path("output/harbour-contract/harbour-contract-briefing.pdf").exists());
    // An earlier PDF, kept beside the brief.
    fs::create_dir(workspace.path("briefs/later/versions")).unwrap();
    fs::copy(
        workspace.path("output/harbour-contract/harbour-contract-briefing.pdf"),
        workspace.path("briefs/later/versions/1.1.pdf"),
    )
    .unwrap();
    let brief = "briefs/later/brief.yaml";
    workspace.edit(brief, "previous: ../harbour-contract", "previous: versions/1.1.pdf");
    let run = workspace.run(&["build", "later", "--form", "changes"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for (named, said) in [
        ("versions/2.pdf", "there is no file"),
        ("../later", "this is the brief itself"),
        ("../../..", "leads out of the workspace"),
        ("parties.yaml", "does not hold the data of a brief"),
        ("sections", "is no brief of this workspace"),
    ] {
        let text = fs::read_to_string(workspace.path(brief)).unwrap();
        let line = text.lines().find(|line| line.starts_with("previous:")).unwrap().to_owned();
        workspace.edit(brief, &line, &format!("previous: {named}"));
        let run = workspace.run(&["build", "later", "--form", "changes"]);
        assert_eq!(run.code, 1, "{named}: {}", run.stderr);
        assert!(run.stderr.contains(said) && run.stderr.contains("briefs/later/brief.yaml"), "{named}: {}", run.stderr);
    }
    // An earlier version with errors is not compared.
    let text = fs::read_to_string(workspace.path(brief)).unwrap();
    let line = text.lines().find(|line| line.starts_with("previous:")).unwrap().to_owned();
    workspace.edit(brief, &line, "previous: ../harbour-contract");
    workspace.edit("briefs/harbour-contract/sources.yaml", "- id: gazeta-2023", "- id: gazeta-2024");
    let run = workspace.run(&["build", "later", "--form", "changes"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("the earlier version `harbour-contract` has"), "{}", run.stderr);
}

#[test]
fn a_change_says_what_changed() {
    let workspace = two_versions();
    workspace.edit("briefs/later/brief.yaml", "proceedings: [cr-2024-17], ", "");
    let run = workspace.run(&["check", "later"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("this change does not say what changed"), "{}", run.stderr);
}

#[test]
fn a_change_of_what_nobody_has_is_told() {
    let workspace = two_versions();
    workspace.edit(
        "briefs/later/brief.yaml",
        "proceedings: [cr-2024-17]",
        "findings: [F-099], proceedings: [cr-2024-17]",
    );
    for arguments in [&["diff", HARBOUR, "later"][..], &["build", "later", "--form", "changes"]] {
        let run = workspace.run(arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("a change of `F-099` is recorded, and neither version has it"), "{}", run.stderr);
        assert!(run.stderr.contains("briefs/later/brief.yaml:"), "{}", run.stderr);
    }
}

#[test]
fn a_brief_that_tells_a_withheld_name_is_not_compared() {
    let workspace = two_versions();
    let party = "parties:\n  - { id: witness-9, type: person, name: Quirina Vostok, protected: witness, pseudonym: a dock worker }";
    workspace.edit("briefs/later/parties.yaml", "parties:", party);
    workspace.edit(
        "briefs/later/findings/contract.yaml",
        "how the dispute on the channel grew",
        "how Quirina Vostok saw it",
    );
    let run = workspace.run(&["diff", HARBOUR, "later"]);
    assert_eq!(run.code, 1);
    assert!(
        !run.stdout.contains("Vostok") && run.stderr.contains("error[private-person]"),
        "{}{}",
        run.stdout,
        run.stderr
    );
}

#[test]
fn the_overseas_brief_has_two_dated_versions() {
    let run =
        crate::workspace::run(project(), &["diff", "overseas-stations-2022", "overseas-stations", "--to", "json"], &[]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "every change of a status or a number has its reason");
    let changes = json(&run);
    assert_eq!(changes["old"]["information_cutoff"], "2022-11-03");
    let told: Vec<_> = changes["status"]
        .as_array()
        .unwrap()
        .iter()
        .map(|status| {
            let subject = &status["subject"];
            let text = |value: &serde_json::Value| value.as_str().unwrap_or("–").to_owned();
            let parts = [
                &subject["id"],
                &subject["party"],
                &subject["charge"],
                &status["old"],
                &status["new"],
                &status["since"],
            ];
            parts.map(text).join(" | ")
        })
        .collect();
    insta::assert_debug_snapshot!("overseas", told);
    assert!(changes["removals"].as_array().unwrap().is_empty(), "nothing was said that is no longer told");
}

#[test]
fn version_1_knows_nothing_that_came_later() {
    // A source that was issued after the cut-off, or a year after 2022, is hindsight.
    let folder = project().join("briefs/overseas-stations-2022");
    let sources = fs::read_to_string(folder.join("sources.yaml")).unwrap();
    for line in sources.lines().filter_map(|line| line.trim().strip_prefix("issued: ")) {
        assert!(line.trim_matches('"') <= "2022-11-03", "{line}");
    }
    for file in ["findings.yaml", "parties.yaml"] {
        let text = fs::read_to_string(Path::new(&folder).join(file)).unwrap();
        for year in ["2023", "2024", "2025"] {
            assert!(!text.contains(year), "{file} knows of {year}");
        }
    }
}
