//! Saved copies: taken in, logged, verified, and searched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::{Run, Workspace, project};

/// A workspace with one source that is on the web, and one quotation from it.
pub(crate) fn with_source() -> Workspace {
    let workspace = Workspace::starter("pier");
    workspace.write(
        "briefs/pier/sources.yaml",
        "- id: notice\n  type: official_statement\n  title: Notice on the outer mole\n  url: https://ports.example/31\n  accessed: 2024-05-10\n  consulted: true\n  reliability: B\n",
    );
    workspace
}

/// Takes a file in as the copy of that source.
pub(crate) fn add(workspace: &Workspace, name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> Run {
    workspace.write(name, bytes);
    let mut arguments = vec!["snapshot", "add", "pier", "notice", name, "--by", "Ada Wren"];
    arguments.extend(more);
    workspace.run(&arguments)
}

const DAY: [&str; 2] = ["--captured", "2024-05-10T09:12:00+02:00"];

/// Every file below a folder with what it holds.
pub(crate) fn everything(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let (mut found, mut open) = (BTreeMap::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                found.insert(path.clone(), fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn log(workspace: &Workspace) -> Vec<serde_json::Value> {
    let text = fs::read_to_string(workspace.path("briefs/pier/evidence/custody.jsonl")).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Puts the lines that the command told into sources.yaml.
fn paste(workspace: &Workspace, run: &Run) {
    let lines = &run.stdout[run.stdout.find("  snapshot:").unwrap()..];
    let path = "briefs/pier/sources.yaml";
    let text = fs::read_to_string(workspace.path(path)).unwrap();
    workspace.write(path, format!("{text}{lines}"));
}

#[test]
fn a_page_is_taken_in_logged_and_verified() {
    let workspace = with_source();
    let page = "<!doctype html><meta charset=utf-8><title>N</title><p>Walkers should keep away from the <b>outer</b> mole.</p>";
    let run = add(&workspace, "saved.html", page, &[&DAY[..], &["--tool", "browser 9"]].concat());
    assert_eq!(run.code, 0, "{}", run.stderr);
    let lines = log(&workspace);
    let line = &lines[0];
    assert_eq!(line["captured"], "2024-05-10T07:12:00Z", "in UTC");
    assert_eq!(line["url"], "https://ports.example/31", "the source's own");
    assert_eq!(
        (&line["tool"], &line["by"], &line["media_type"]),
        (&"browser 9".into(), &"Ada Wren".into(), &"text/html".into())
    );
    assert_eq!(line["bytes"], page.len());
    let kept = workspace.path("briefs/pier").join(line["file"].as_str().unwrap());
    assert_eq!(fs::read(kept).unwrap(), page.as_bytes(), "untouched");
    let words = workspace.path("briefs/pier").join(line["text"]["file"].as_str().unwrap());
    assert_eq!(fs::read_to_string(words).unwrap(), "Walkers should keep away from the outer mole.\n");
    // Once more changes nothing.
    let before = everything(&workspace.path("briefs"));
    let again = add(&workspace, "saved.html", page, &DAY);
    assert!(again.code == 0 && again.stdout.contains("taken in before"), "{}", again.stdout);
    assert_eq!(before, everything(&workspace.path("briefs")));
    // The lines that it tells make the brief whole.
    paste(&workspace, &run);
    let run = workspace.run(&["snapshot", "verify", "pier"]);
    assert!(run.code == 0 && run.stdout.contains("1 copy as taken in"), "{}{}", run.stdout, run.stderr);
    // Another capture is a second line, chained to the first.
    let run = add(&workspace, "later.txt", "Walkers may come back.", &["--captured", "2024-06-01"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(log(&workspace).len(), 2);
    assert_eq!(log(&workspace)[1]["captured"], "2024-06-01");
}

#[test]
fn what_was_changed_lost_or_slipped_in_is_found() {
    let workspace = with_source();
    let run = add(&workspace, "a.txt", "Walkers should keep away.", &DAY);
    paste(&workspace, &run);
    add(&workspace, "b.txt", "Walkers should keep away, again.", &DAY);
    add(&workspace, "c.txt", "Walkers should keep away, once more.", &DAY);
    let whole = everything(&workspace.path("briefs/pier/evidence"));
    let restore = || whole.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    let found = |code: &str, words: &str| {
        let run = workspace.run(&["snapshot", "verify", "pier"]);
        assert!(run.code == 1 && run.stderr.contains(code) && run.stderr.contains(words), "{code}: {}", run.stderr);
    };
    for (line, file) in log(&workspace).iter().flat_map(|line| [(line, &line["file"]), (line, &line["text"]["file"])]) {
        let path = workspace.path("briefs/pier").join(file.as_str().unwrap());
        fs::write(&path, "Walkers should stay.").unwrap();
        found("changed-evidence", file.as_str().unwrap());
        fs::remove_file(&path).unwrap();
        found("missing-evidence", line["source"].as_str().unwrap());
        restore();
    }
    workspace.write("briefs/pier/evidence/original/slipped-in.pdf", "%PDF-");
    found("unlogged-evidence", "slipped-in.pdf");
    fs::remove_file(workspace.path("briefs/pier/evidence/original/slipped-in.pdf")).unwrap();
    // The log: a word changed, a line taken out, two lines swapped, half a line.
    let path = workspace.path("briefs/pier/evidence/custody.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let lines: Vec<_> = text.lines().collect();
    for broken in [
        text.replacen("Ada Wren", "Ada Bren", 1),
        format!("{}\n{}\n", lines[0], lines[2]),
        format!("{}\n{}\n{}\n", lines[1], lines[0], lines[2]),
        format!("{}\n{}\nnot a line\n", lines[0], lines[1]),
        text.trim_end().to_owned(),
        format!("\n{text}"),
    ] {
        fs::write(&path, &broken).unwrap();
        found("broken-custody", "custody log");
        // Nothing is added to a log that somebody changed.
        let before = everything(&workspace.path("briefs"));
        assert_eq!(add(&workspace, "d.txt", "More.", &DAY).code, 1);
        assert_eq!(before, everything(&workspace.path("briefs")));
        restore();
    }
    // A text that sources.yaml names and nobody took in.
    workspace.write("briefs/pier/evidence/typed.txt", "Walkers should stay.");
    let sources = fs::read_to_string(workspace.path("briefs/pier/sources.yaml")).unwrap();
    let text = log(&workspace)[0]["text"]["file"].as_str().unwrap().to_owned();
    workspace.write("briefs/pier/sources.yaml", sources.replace(&text, "evidence/typed.txt"));
    found("unlogged-evidence", "is not the one that was taken in");
    fs::remove_file(workspace.path("briefs/pier/evidence/typed.txt")).unwrap();
    workspace.write("briefs/pier/sources.yaml", sources);
    assert_eq!(workspace.run(&["snapshot", "verify", "pier"]).code, 0);
}

#[test]
fn a_copy_may_be_kept_elsewhere() {
    let workspace = with_source();
    let outside = tempfile::tempdir().unwrap();
    let copy = outside.path().join("deep/notice.txt");
    fs::create_dir(copy.parent().unwrap()).unwrap();
    fs::write(&copy, "Walkers should keep away from the outer mole.\n").unwrap();
    let shown = copy.to_string_lossy().into_owned();
    let run = workspace.run(&[
        "snapshot",
        "add",
        "pier",
        "notice",
        &shown,
        "--by",
        "Ada Wren",
        "--captured",
        "2024-05-10",
        "--outside",
    ]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(everything(&workspace.path("briefs/pier/evidence")).len(), 1, "the log, and no word of the copy");
    paste(&workspace, &run);
    let findings = "- id: F-001\n  kind: official_statement\n  status: reported\n  text: The Ministry of Ports wrote on 4 May 2024 that walkers should keep away.\n  asserted_by: [ministry]\n  date: 2024-05-04\n  evidence:\n    - source: notice\n      locator: para. 1\n      credibility: 2\n      quotation: Walkers MUST keep away from the outer mole.\n";
    workspace.write("briefs/pier/findings.yaml", findings.replace("MUST", "must"));
    let folder = outside.path().to_string_lossy().into_owned();
    let check = |more: &[&str]| workspace.run(&[&["check", "pier", "--summary"], more].concat());
    // Without the folder nobody can say; with it the quotation is looked for in the copy itself.
    let run = check(&[]);
    assert!(run.stdout.contains("not checkable: the copy of the source has no text here"), "{}", run.stdout);
    let run = check(&["--evidence", &folder]);
    assert!(
        run.stderr.contains("unfound-quotation") && run.stderr.contains("has “should” where you quote “must”"),
        "{}",
        run.stderr
    );
    workspace.write("briefs/pier/findings.yaml", findings.replace("MUST", "should"));
    let run = check(&["--evidence", &folder]);
    assert!(
        !run.stderr.contains("unfound-quotation") && run.stdout.contains("1 of 1 verified"),
        "{}{}",
        run.stdout,
        run.stderr
    );
    let verify = |folder: &str| workspace.run(&["snapshot", "verify", "pier", "--evidence", folder]);
    assert_eq!(verify(&folder).code, 0);
    let run = workspace.run(&["snapshot", "verify", "pier"]);
    assert!(run.code == 0 && run.stdout.contains("1 not looked at"), "{}", run.stdout);
    fs::write(&copy, "Walkers should come.\n").unwrap();
    assert!(verify(&folder).stderr.contains("changed-evidence"));
    fs::remove_file(&copy).unwrap();
    assert!(verify(&folder).stderr.contains("missing-evidence"));
    assert_eq!(verify("nowhere").code, 2);
}

#[test]
fn archives_and_records_tell_their_capture() {
    let told = |name: &str, bytes: &[u8], more: &[&str]| {
        let workspace = with_source();
        let run = add(&workspace, name, bytes, more);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let line = log(&workspace).remove(0);
        let field = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        (field("captured"), field("url"), field("tool"), field("media_type"))
    };
    let warc = "WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 20\r\n\r\nsoftware: crawler 1\n\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://ports.example/w\r\nWARC-Date: 2024-05-10T07:12:00Z\r\nContent-Length: 5\r\n\r\nHELLO\r\n\r\n";
    let expected = |url: &str, tool: &str, media: &str| {
        ("2024-05-10T07:12:00Z".to_owned(), url.to_owned(), tool.to_owned(), media.to_owned())
    };
    assert_eq!(
        told("a.warc", warc.as_bytes(), &[]),
        expected("https://ports.example/w", "crawler 1", "application/warc")
    );
    assert_eq!(
        told("a.warc.gz", &gzip(warc.as_bytes()), &[]),
        expected("https://ports.example/w", "crawler 1", "application/warc")
    );
    let wacz = zip(&[
        ("datapackage.json", br#"{"software":"crawler 2","created":"2024-05-11T00:00:00Z"}"#),
        (
            "pages/pages.jsonl",
            b"{\"format\":\"json-pages-1.0\"}\n{\"url\":\"https://ports.example/z\",\"ts\":\"2024-05-10T07:12:00Z\"}\n",
        ),
    ]);
    assert_eq!(told("a.wacz", &wacz, &[]), expected("https://ports.example/z", "crawler 2", "application/wacz"));
    let mhtml = "From: <Saved by browser 9>\r\nSnapshot-Content-Location: https://ports.example/m\r\nDate: Fri, 10 May 2024 09:12:00 +0200\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>Walkers=20should</p>\r\n--b--\r\n";
    assert_eq!(
        told("a.mhtml", mhtml.as_bytes(), &[]),
        expected("https://ports.example/m", "Saved by browser 9", "multipart/related")
    );

    // The record of an archiver stands beside the copy, and is held against its hash.
    let workspace = with_source();
    let text = "Walkers should keep away.";
    let record = |hash: &str| {
        format!(
            "{{\"url\":\"https://ports.example/j\",\"_processed_at\":\"2024-05-10T07:12:00+00:00\",\"hash\":\"SHA-256:{hash}\"}}"
        )
    };
    workspace.write("record.json", record(&evidence_hash(text)));
    let run = add(&workspace, "a.txt", text, &["--record", "record.json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        (&log(&workspace)[0]["url"], &log(&workspace)[0]["captured"]),
        (&"https://ports.example/j".into(), &"2024-05-10T07:12:00Z".into())
    );
    workspace.write("record.json", record(&"ab".repeat(32)));
    let run = add(&workspace, "b.txt", "Other words.", &["--record", "record.json"]);
    assert!(run.code == 1 && run.stderr.contains("is not the file that the record is about"), "{}", run.stderr);
}

#[test]
fn a_scan_has_no_words_until_somebody_types_them() {
    let workspace = with_source();
    let picture = b"\x89PNG\r\n\x1a\n and so on";
    let run = add(&workspace, "scan.png", picture, &DAY);
    assert!(run.code == 0 && run.stdout.contains("not checkable") && !run.stdout.contains("text:"), "{}", run.stdout);
    workspace.write("typed.txt", "[page 4]\nWalkers should keep away.\n[page 5]\nThe end.\n");
    let run = add(&workspace, "scan.png", picture, &[&DAY[..], &["--text", "typed.txt"]].concat());
    assert!(run.code == 0 && run.stdout.contains("2 pages"), "{}", run.stdout);
    assert_eq!(log(&workspace)[1]["text"]["typed"], true);
    // A PDF without words is a scan, too; and pages can be numbered as in print.
    let run = add(&workspace, "empty.pdf", pdf(&["", ""]), &DAY);
    assert!(run.code == 0 && run.stdout.contains("not checkable"), "{}{}", run.stdout, run.stderr);
    let run = add(
        &workspace,
        "article.pdf",
        pdf(&["One page", "and another"]),
        &[&DAY[..], &["--first-page", "201"]].concat(),
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    let words = log(&workspace)[3]["text"]["file"].as_str().unwrap().to_owned();
    let words = fs::read_to_string(workspace.path("briefs/pier").join(words)).unwrap();
    assert_eq!(words, "[page 201]\nOne page\n[page 202]\nand another\n");
}

#[test]
fn what_is_not_told_is_asked_for() {
    let workspace = with_source();
    let before = everything(&workspace.path("briefs"));
    workspace.write("a.txt", "Words.");
    for (arguments, code, words) in [
        (&["pier", "notice", "a.txt", "--by", "Ada Wren"][..], 1, "does not say when it was captured"),
        (&["pier", "notice", "a.txt", "--by", " ", "--captured", "2024-05-10"], 2, "names nobody"),
        (&["pier", "notice", "a.txt", "--by", "Ada Wren", "--captured", "last week"], 1, "is no moment"),
        (&["pier", "notic", "a.txt", "--by", "Ada Wren", "--captured", "2024-05-10"], 2, "did you mean `notice`?"),
        (&["peir", "notice", "a.txt", "--by", "Ada Wren", "--captured", "2024-05-10"], 2, "did you mean `pier`?"),
        (&["pier", "notice", "b.txt", "--by", "Ada Wren", "--captured", "2024-05-10"], 1, "cannot read `b.txt`"),
        (&["pier", "notice", "briefs", "--by", "Ada Wren", "--captured", "2024-05-10"], 1, "is not a file"),
        (&["pier", "notice", "a.txt", "--captured", "2024-05-10"], 2, "--by"),
    ] {
        let run = workspace.run(&[&["snapshot", "add"], arguments].concat());
        assert!(run.code == code && run.stderr.contains(words), "{arguments:?}: {} {}", run.code, run.stderr);
    }
    assert_eq!(before, everything(&workspace.path("briefs")));
}

#[test]
fn both_briefs_have_their_evidence() {
    for slug in ["harbour-contract", "overseas-stations"] {
        let run = Workspace::copy_of(slug).run(&["snapshot", "verify", slug]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    // The article is not part of this project; where it lies beside it, it is the one that was logged.
    let seed = project().join("../shared/seed");
    let seed = if seed.is_dir() { seed } else { project().join("../../shared/seed") };
    if seed.join("overseas-police-stations-article.txt").is_file() {
        let workspace = Workspace::copy_of("overseas-stations");
        let folder = seed.to_string_lossy().into_owned();
        let run = workspace.run(&["check", "overseas-stations", "--evidence", &folder, "--deny", "warnings"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let run = workspace.run(&["snapshot", "verify", "overseas-stations", "--evidence", &folder]);
        assert!(run.stdout.contains("elsewhere, looked at: ok"), "{}", run.stdout);
        // Not a line of it is in the brief.
        let article = fs::read_to_string(seed.join("overseas-police-stations-article.txt")).unwrap();
        let kept = everything(&workspace.path("briefs/overseas-stations/evidence"));
        assert_eq!(kept.len(), 1);
        for bytes in kept.values() {
            let text = String::from_utf8_lossy(bytes);
            assert!(article.lines().filter(|line| line.len() > 40).all(|line| !text.contains(line)));
        }
    }
}

fn evidence_hash(text: &str) -> String {
    evenhand::evidence::sha256(text.as_bytes())
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub(crate) fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A PDF with one line of text on each page.
pub(crate) fn pdf(pages: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] >>",
            pages.len(),
            (0..pages.len()).map(|at| format!("{} 0 R ", 4 + 2 * at)).collect::<String>()
        ),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (at, text) in pages.iter().enumerate() {
        let content = format!("BT /F 12 Tf 72 700 Td ({text}) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F 3 0 R >> >> /Contents {} 0 R >>",
            5 + 2 * at
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    made_of(&objects.iter().map(|object| object.as_bytes().to_vec()).collect::<Vec<_>>())
}

/// A PDF of these objects, the first of which is the catalogue.
pub(crate) fn made_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", at + 1).bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| bytes.extend(format!("{place:010} 00000 n \n").bytes()));
    bytes
        .extend(format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).bytes());
    bytes
}

/// A brief with one finding that quotes its source, whose copy was taken in and named.
fn quoting(quotation: &str) -> Workspace {
    let workspace = with_source().without_rules();
    workspace.write(
        "briefs/pier/findings.yaml",
        format!(
            "- id: F-001\n  kind: factual\n  status: reported\n  text: The notice asked walkers to keep away.\n  evidence:\n    - source: notice\n      credibility: 3\n      quotation: {quotation}\n"
        ),
    );
    workspace.edit("briefs/pier/brief.yaml", "F-002", "F-001");
    workspace.edit("briefs/pier/brief.yaml", "F-003", "F-001");
    workspace.write("briefs/pier/sections/issue-and-scope.md", "# Issue and scope\n\nThe mole is closed [@F-001].\n");
    let run = add(&workspace, "a.txt", "Walkers should keep away from the mole.", &DAY);
    paste(&workspace, &run);
    workspace
}

/// What check, its summary and the annex say of the quotation; a draft is made in spite of errors.
fn said(workspace: &Workspace) -> (Run, String) {
    let run = workspace.run(&["check", "pier", "--summary"]);
    let built = workspace.run(&["build", "pier", "--form", "annex", "--to", "md", "--draft"]);
    let name = if run.code == 0 { "pier-annex.md" } else { "pier-annex-draft.md" };
    let annex = fs::read_to_string(workspace.path("output/pier").join(name));
    (run, annex.unwrap_or_else(|error| panic!("{error}: {}", built.stderr)))
}

#[test]
fn a_working_copy_that_was_changed_verifies_nothing() {
    let workspace = quoting("Walkers should stay on the mole.");
    let (run, _) = said(&workspace);
    assert!(run.stdout.contains("0 of 1 verified (1 not found)"), "{}", run.stdout);
    // The words that are missing are written into the working copy.
    let text = log(&workspace)[0]["text"]["file"].as_str().unwrap().to_owned();
    workspace.write(&format!("briefs/pier/{text}"), "Walkers should stay on the mole.\n");
    let (run, annex) = said(&workspace);
    for part in ["error[changed-evidence]", &text, "sources.yaml", "taken in here", "= help: restore it"] {
        assert!(run.stderr.contains(part), "{part}: {}", run.stderr);
    }
    assert_eq!(run.stderr.matches("changed-evidence").count(), 1, "{}", run.stderr);
    assert!(run.code == 1 && run.stdout.contains("0 of 1 verified (1 not checkable)"), "{}", run.stdout);
    assert!(
        run.stdout.contains("not checkable: the saved text is not as it was when it was taken in"),
        "{}",
        run.stdout
    );
    assert!(annex.contains("(not checkable: the saved text is not as it was when it was taken in)"), "{annex}");
    assert!(!annex.contains("verified in"), "{annex}");
    assert_eq!(workspace.run(&["build", "pier", "--form", "annex"]).code, 1, "no final document");
    // Verified as well, it is told once.
    fs::create_dir(workspace.path("elsewhere")).unwrap();
    let run = workspace.run(&["check", "pier", "--evidence", "elsewhere"]);
    assert_eq!(run.stderr.matches("changed-evidence").count(), 1, "{}", run.stderr);
    // The text as it was taken in, and the right words, are verified.
    let workspace = quoting("Walkers should keep away from the mole.");
    let (run, annex) = said(&workspace);
    assert!(run.code == 0 && run.stdout.contains("1 of 1 verified"), "{}{}", run.stdout, run.stderr);
    assert!(annex.contains("(verified in the saved copy)"), "{annex}");
}

#[test]
fn a_text_that_nobody_took_in_verifies_nothing() {
    let words = "Walkers should stay on the mole.";
    let unlogged = |workspace: &Workspace, code: &str, help: &str, reason: &str| {
        let (run, annex) = said(workspace);
        assert!(run.code == 1 && run.stderr.contains(&format!("error[{code}]")), "{code}: {}", run.stderr);
        assert!(run.stderr.contains(help), "{}", run.stderr);
        assert!(run.stdout.contains("0 of 1 verified") && run.stdout.contains(reason), "{}", run.stdout);
        assert!(annex.contains(&format!("(not checkable: {reason})")), "{annex}");
    };
    let unknown = "the custody log does not tell of the saved text";
    // Another text is named for a copy that was taken in.
    let workspace = quoting(words);
    let text = log(&workspace)[0]["text"]["file"].as_str().unwrap().to_owned();
    workspace.write("briefs/pier/mine.txt", words);
    workspace.edit("briefs/pier/sources.yaml", &text, "mine.txt");
    unlogged(&workspace, "unlogged-evidence", &format!("write `text: {text}`"), unknown);
    // The copy itself is not in the log.
    let hash = log(&workspace)[0]["sha256"].as_str().unwrap().to_owned();
    workspace.edit("briefs/pier/sources.yaml", &hash, &"ab".repeat(32));
    unlogged(&workspace, "unlogged-evidence", "evenhand snapshot add pier notice FILE", unknown);
    // There is no log at all.
    fs::remove_file(workspace.path("briefs/pier/evidence/custody.jsonl")).unwrap();
    unlogged(&workspace, "unlogged-evidence", "evenhand snapshot add pier notice FILE", unknown);
    // The log was edited: it vouches for nothing.
    let workspace = quoting(words);
    let path = "briefs/pier/evidence/custody.jsonl";
    add(&workspace, "b.txt", "Walkers should keep away, again.", &DAY);
    workspace.edit(path, "Ada Wren", "Ada Bren");
    unlogged(&workspace, "broken-custody", "from a backup", "the custody log was changed");
}

#[test]
fn a_text_with_a_mark_of_byte_order_is_the_one_that_was_taken_in() {
    let workspace = quoting("Walkers should keep away from the mole.");
    let mut lines = log(&workspace);
    let text = lines[0]["text"]["file"].as_str().unwrap().to_owned();
    let whole = "\u{feff}Walkers should keep away from the mole.\n";
    workspace.write(&format!("briefs/pier/{text}"), whole);
    lines[0]["text"]["sha256"] = evenhand::evidence::sha256(whole.as_bytes()).into();
    workspace.write("briefs/pier/evidence/custody.jsonl", format!("{}\n", lines[0]));
    let (run, _) = said(&workspace);
    assert!(run.stdout.contains("1 of 1 verified"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn the_annex_gives_the_reason_that_the_summary_gives() {
    let workspace = quoting("\"...\"");
    let (run, annex) = said(&workspace);
    assert!(run.stdout.contains("not checkable: the quotation has no words"), "{}", run.stdout);
    assert!(annex.contains("(not checkable: the quotation has no words)"), "{annex}");
    // Every reason has words in every language, in English those of the summary.
    for tag in ["en", "fr"] {
        let locale = evenhand::locale::Locale::new(tag, None).unwrap();
        for why in evenhand::quote::Why::ALL {
            let words = locale.text(&format!("unchecked_{}", why.name()));
            assert!(!words.starts_with('['), "{tag}: {words}");
            assert!(tag != "en" || words == why.reason(), "{words}: {}", why.reason());
        }
    }
}
