//! Saved copies: taken in, logged, verified, and searched.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use evenhand::evidence;

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

fn sources(workspace: &Workspace) -> String {
    fs::read_to_string(workspace.path("briefs/pier/sources.yaml")).unwrap()
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
    let run = workspace.run(&["snapshot", "verify", "pier"]);
    assert!(run.code == 0 && run.stdout.contains("1 copy as taken in"), "{}{}", run.stdout, run.stderr);
    // Another capture is a second line, chained to the first.
    let run = add(&workspace, "later.txt", "Walkers may come back.", &["--captured", "2024-06-01"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(log(&workspace).len(), 2);
    assert_eq!(log(&workspace)[1]["captured"], "2024-06-01");
}

#[test]
fn the_copy_is_named_in_the_file_and_nothing_else_changes() {
    let workspace = with_source();
    let path = "briefs/pier/sources.yaml";
    let written = "# Our sources.\n- id: other   # kept\n  type: web_page\n  title: 'Other'\n  consulted: false\n\n- id: notice\n  type: official_statement\n  title: >-\n    Notice on the\n    outer mole\n  url: https://ports.example/31 # the page\n  accessed: 2024-05-10\n  consulted: true\n  reliability: B\n\n# The end.\n";
    workspace.write(path, written);
    // Shown first, and nothing written.
    let before = everything(&workspace.path("briefs"));
    let run = add(&workspace, "a.txt", "Walkers should keep away.", &[&DAY[..], &["--dry-run"]].concat());
    assert!(
        run.code == 0 && run.stdout.contains("+  snapshot:") && run.stdout.contains("would write "),
        "{}",
        run.stdout
    );
    assert_eq!(before, everything(&workspace.path("briefs")));
    let run = add(&workspace, "a.txt", "Walkers should keep away.", &DAY);
    assert!(run.code == 0 && run.stdout.contains("+  snapshot:"), "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("custody.jsonl, briefs/pier/sources.yaml"), "{}", run.stdout);
    let line = log(&workspace).remove(0);
    let (hash, text) = (line["sha256"].as_str().unwrap(), line["text"]["file"].as_str().unwrap());
    let lines =
        format!("  reliability: B\n  snapshot:\n    sha256: {hash}\n    captured: 2024-05-10\n    text: {text}\n");
    assert_eq!(sources(&workspace), written.replace("  reliability: B\n", &lines));
    // A later capture takes its place, without words; what a person wrote beside the lines stays.
    let noted = sources(&workspace).replace("captured: 2024-05-10", "captured: 2024-05-10 # by hand");
    workspace.write(path, &noted);
    let run = add(&workspace, "b.txt", "Walkers may come back.", &["--captured", "2024-06-01", "--no-text"]);
    assert!(run.code == 0 && run.stdout.contains("stays in the brief"), "{}", run.stdout);
    let later = log(&workspace).remove(1);
    let expected = noted
        .replace(hash, later["sha256"].as_str().unwrap())
        .replace("captured: 2024-05-10 #", "captured: 2024-06-01 #")
        .replace(&format!("    text: {text}\n"), "");
    assert_eq!(sources(&workspace), expected);
    // The first copy again names the first copy again, and the log stays as it is.
    let run = add(&workspace, "a.txt", "Walkers should keep away.", &DAY);
    assert!(run.code == 0 && run.stdout.contains("wrote briefs/pier/sources.yaml\n"), "{}", run.stdout);
    assert_eq!((log(&workspace).len(), sources(&workspace).contains(hash)), (2, true));
    let run = workspace.run(&["snapshot", "verify", "pier"]);
    assert!(run.code == 0 && run.stdout.contains("names an earlier copy than the last one"), "{}", run.stdout);
}

#[test]
fn what_cannot_be_named_with_certainty_is_left_to_a_person() {
    let workspace = with_source();
    // A word that the program never prints, and so no file that it understands.
    let written = "- &one\n  id: other\n  type: web_page\n  title: Other\n  consulted: true\n  snapshot: {sha256: 31c734279584c1f0be7928d4d320441302aa4d3a91ad5ee4495e70832632b6b2, captured: 2024-01-01}\n- id: notice\n  type: official_statement\n  title: Notice\n  consulted: true\n";
    workspace.write("briefs/pier/sources.yaml", written);
    let run = add(&workspace, "a.txt", "Walkers should keep away.", &DAY);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("warning[syntax]"), "{}", run.stderr);
    assert!(run.stdout.contains("yourself:\n  snapshot:\n    sha256: "), "{}", run.stdout);
    assert_eq!(sources(&workspace), written);
    assert_eq!(log(&workspace).len(), 1, "the copy is safe all the same");
}

/// Takes the same file in with the room itself, and stops after so many files took their places, as a
/// machine does that loses its power there. Yields how many files there are in all.
fn stopped_after(workspace: &Workspace, steps: usize) -> usize {
    let root = workspace.root().canonicalize().unwrap();
    let folder = root.join("briefs/pier");
    let mut map = evenhand::source_map::SourceMap::new(root.clone());
    let loaded = evenhand::load::load(&mut map, &folder);
    let source = loaded.sources.iter().find(|source| source.value.id.as_str() == "notice").unwrap();
    let adding = evidence::Adding {
        name: "a.txt".to_owned(),
        bytes: b"Walkers should keep away.",
        kind: evidence::Kind::Text,
        captured: "2024-05-10T07:12:00Z".to_owned(),
        url: None,
        tool: None,
        by: "Ada Wren".to_owned(),
        note: None,
        outside: false,
        text: Some("Walkers should keep away.".to_owned()),
        typed: false,
    };
    let taking = evidence::take_in(&mut map, &folder, source, adding).unwrap();
    let all = taking.steps();
    evenhand::emit::write_in_order(&root, &all[..steps.min(all.len())]).unwrap();
    all.len()
}

#[test]
fn a_crash_in_the_middle_is_explained_and_mended_by_taking_in_again() {
    let whole = with_source();
    add(&whole, "a.txt", "Walkers should keep away.", &DAY);
    for later in [false, true] {
        for (steps, code, words) in [
            (0, 0, &["0 copies as taken in"][..]),
            (1, 1, &["unlogged-evidence", "evidence/original/notice-", "if that was interrupted"]),
            (2, 1, &["unlogged-evidence", "evidence/notice-", "if that was interrupted"]),
            (3, 1, &["unnamed-evidence", "take the same file in again", "writes the missing lines"]),
            (4, 0, &["1 copy as taken in"]),
        ] {
            let workspace = with_source();
            if later {
                // The source had another copy before.
                add(&workspace, "old.txt", "Walkers may come.", &["--captured", "2024-01-01"]);
            }
            // What a write that was cut off leaves beside its place.
            workspace.write("briefs/pier/evidence/original/.evidence-x.tmp", "Walk");
            assert_eq!(stopped_after(&workspace, steps), 4);
            let run = workspace.run(&["snapshot", "verify", "pier"]);
            let said = format!("{}{}", run.stdout, run.stderr);
            match (later, steps) {
                // It names the copy that it named before, which is true.
                (true, 0 | 3 | 4) => assert_eq!(run.code, 0, "{steps}: {said}"),
                (true, _) => assert_eq!(run.code, 1, "{steps}: {said}"),
                (false, _) => assert_eq!(run.code, code, "{steps}: {said}"),
            }
            match (later, steps) {
                (true, 3) => assert!(said.contains("names an earlier copy than the last one"), "{said}"),
                (true, 0 | 4) => {}
                _ => assert!(words.iter().all(|words| said.contains(*words)), "{steps}: {said}"),
            }
            // The brief still loads, and no quotation counts as verified in a copy that nobody logged.
            let hash = evidence_hash("Walkers should keep away.");
            assert_eq!(sources(&workspace).contains(&hash), steps == 4, "{steps}");
            let run = add(&workspace, "a.txt", "Walkers should keep away.", &DAY);
            assert_eq!(run.code, 0, "{steps}: {}", run.stderr);
            let run = workspace.run(&["snapshot", "verify", "pier"]);
            assert_eq!(run.code, 0, "{steps}: {}", run.stderr);
            assert_eq!(log(&workspace).len(), 1 + usize::from(later));
            if !later {
                assert_eq!(sources(&workspace), sources(&whole), "{steps}");
            }
        }
    }
}

#[test]
fn a_copy_that_cannot_be_written_leaves_the_brief_as_it_was() {
    // Whichever of the files cannot be written, none is: the first, one in the middle, the last.
    let whole = with_source();
    add(&whole, "a.txt", "Walkers should keep away.", &DAY);
    let line = log(&whole).remove(0);
    let copy = format!("briefs/pier/{}", line["file"].as_str().unwrap());
    let text = format!("briefs/pier/{}", line["text"]["file"].as_str().unwrap());
    for path in [copy.as_str(), text.as_str(), "briefs/pier/sources.yaml"] {
        let workspace = with_source();
        if path.ends_with("sources.yaml") {
            let mut rights = fs::metadata(workspace.path(path)).unwrap().permissions();
            rights.set_readonly(true);
            fs::set_permissions(workspace.path(path), rights).unwrap();
        } else {
            workspace.write(path, "Something else.");
        }
        let before = everything(&workspace.path("briefs"));
        let run = add(&workspace, "a.txt", "Walkers should keep away.", &DAY);
        assert!(run.code == 1 && run.stderr.contains("error[unwritable]"), "{path}: {}{}", run.stdout, run.stderr);
        assert_eq!(before, everything(&workspace.path("briefs")), "{path}");
    }
}

#[test]
fn a_copy_that_was_lost_comes_back_when_it_is_taken_in_again() {
    let workspace = with_source();
    add(&workspace, "a.txt", "Walkers should keep away.", &DAY);
    let whole = everything(&workspace.path("briefs"));
    fs::remove_dir_all(workspace.path("briefs/pier/evidence/original")).unwrap();
    assert_eq!(workspace.run(&["snapshot", "verify", "pier"]).code, 1);
    let run = add(&workspace, "a.txt", "Walkers should keep away.", &DAY);
    assert!(run.code == 0 && run.stdout.contains("wrote briefs/pier/evidence/original/"), "{}", run.stdout);
    assert_eq!(whole, everything(&workspace.path("briefs")));
}

#[test]
fn what_was_changed_lost_or_slipped_in_is_found() {
    let workspace = with_source();
    add(&workspace, "a.txt", "Walkers should keep away.", &DAY);
    let named = sources(&workspace);
    add(&workspace, "b.txt", "Walkers should keep away, again.", &DAY);
    add(&workspace, "c.txt", "Walkers should keep away, once more.", &DAY);
    workspace.write("briefs/pier/sources.yaml", named);
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
    let told = "pier: 1 copy as taken in; the words of 1 copy kept elsewhere were at hand to look for quotations";
    assert!(run.stdout.contains(told), "{}", run.stdout);
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
    let page = |url: &str| ["--url".to_owned(), format!("https://ports.example/{url}")];
    let warc = "WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 20\r\n\r\nsoftware: crawler 1\n\r\n\r\nWARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://ports.example/w\r\nWARC-Date: 2024-05-10T07:12:00Z\r\nContent-Length: 5\r\n\r\nHELLO\r\n\r\n";
    let expected = |url: &str, tool: &str, media: &str| {
        ("2024-05-10T07:12:00Z".to_owned(), url.to_owned(), tool.to_owned(), media.to_owned())
    };
    assert_eq!(
        told("a.warc", warc.as_bytes(), &page("w").each_ref().map(String::as_str)),
        expected("https://ports.example/w", "crawler 1", "application/warc")
    );
    assert_eq!(
        told("a.warc.gz", &gzip(warc.as_bytes()), &page("w").each_ref().map(String::as_str)),
        expected("https://ports.example/w", "crawler 1", "application/warc")
    );
    let wacz = zip(&[
        ("datapackage.json", br#"{"software":"crawler 2","created":"2024-05-11T00:00:00Z"}"#),
        (
            "pages/pages.jsonl",
            b"{\"format\":\"json-pages-1.0\"}\n{\"url\":\"https://ports.example/z\",\"ts\":\"2024-05-10T07:12:00Z\"}\n",
        ),
        ("archive/data.warc.gz", &gzip(&record("response", "https://ports.example/z", b"HELLO"))),
    ]);
    assert_eq!(
        told("a.wacz", &wacz, &page("z").each_ref().map(String::as_str)),
        expected("https://ports.example/z", "crawler 2", "application/wacz")
    );
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

/// A record of a web archive.
pub(crate) fn record(sort: &str, url: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "WARC/1.1\r\nWARC-Type: {sort}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-05-10T07:12:00Z\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body, b"\r\n\r\n"].concat()
}

/// What a server answers.
pub(crate) fn answer(fields: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n").as_bytes(), body].concat()
}

/// Bytes as a server sends them in parts.
fn chunks(bytes: &[u8]) -> Vec<u8> {
    let parts = bytes.chunks(7).flat_map(|part| [format!("{:x}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat());
    parts.chain(*b"0\r\n\r\n").collect()
}

#[test]
fn quotations_are_verified_in_web_archives() {
    let finding = "- id: F-001\n  kind: official_statement\n  status: reported\n  text: The Ministry of Ports wrote on 4 May 2024 that walkers should keep away.\n  asserted_by: [ministry]\n  date: 2024-05-04\n  evidence:\n    - source: notice\n      locator: para. 1\n      credibility: 2\n      quotation: Walkers should keep away from the jetée.\n";
    let html = b"<!doctype html><title>N</title><p>Walkers should keep away from the jet\xE9e.</p>";
    let latin = "Content-Type: text/html; charset=\"iso-8859-1\"";
    let own = "https://ports.example/31";
    let packed = |how: &str, body: Vec<u8>| answer(&format!("{latin}\r\n{how}"), &body);
    let gzipped = "Content-Encoding: gzip";
    let both = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip";
    let other = answer("Content-Type: text/html", b"<p>Walkers should come to the jetty.");
    let before = [
        record("warcinfo", "", b"software: crawler 1\r\n"),
        record("response", "https://ports.example/30", &other),
        record("request", own, b"GET /31 HTTP/1.1"),
    ];
    let archive = |record: &[u8]| [&before.concat(), record].concat();
    // Each record is packed by itself, as the standard asks.
    let members = |record: &[u8]| [before.iter().flat_map(|record| gzip(record)).collect(), gzip(record)].concat();
    let page = |body: &[u8]| record("response", own, body);
    let utf8 = "Walkers should keep away from the jetée.";
    let mut wide = vec![0xFF, 0xFE];
    utf8.encode_utf16().for_each(|unit| wide.extend(unit.to_le_bytes()));
    let pdf = pdf(&["Contents", "Walkers should keep away from the mole."]);
    let files = [
        ("plain.warc", archive(&page(&packed("Server: x", html.to_vec())))),
        ("members.warc.gz", members(&page(&packed("Server: x", html.to_vec())))),
        ("chunked.warc", archive(&page(&packed("Transfer-Encoding: chunked", chunks(html))))),
        ("gzip.warc", archive(&page(&packed(gzipped, gzip(html))))),
        ("both.warc.gz", members(&page(&packed(both, chunks(&gzip(html)))))),
        ("unpacked.warc", archive(&page(&packed(both, html.to_vec())))),
        ("text.warc", archive(&page(&answer("Content-Type: text/plain", utf8.as_bytes())))),
        ("wide.warc", archive(&page(&answer("Content-Type: text/plain", &wide)))),
        ("pdf.warc", archive(&page(&answer("Content-Type: application/octet-stream", &pdf)))),
        ("resource.warc", archive(&record("resource", own, utf8.as_bytes()))),
        (
            "moved.warc",
            archive(
                &[
                    page(b"HTTP/1.1 302 Found\r\nLocation: /notices/31\r\n\r\n"),
                    record("response", "https://ports.example/notices/31", &packed("Server: x", html.to_vec())),
                ]
                .concat(),
            ),
        ),
        (
            "collection.wacz",
            zip(&[
                ("datapackage.json", br#"{"software":"crawler 2","mainPageUrl":"https://ports.example/30"}"#),
                ("archive/first.warc.gz", &members(b"")),
                ("archive/second.warc.gz", &gzip(&page(&packed(both, chunks(&gzip(html)))))),
            ]),
        ),
    ];
    for (name, file) in files {
        // Its font has no é.
        let finding = &finding.replace("jetée", if name == "pdf.warc" { "mole" } else { "jetée" });
        let workspace = with_source();
        workspace.write("briefs/pier/findings.yaml", finding);
        let run = add(&workspace, name, &file, &[]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let line = log(&workspace).remove(0);
        assert_eq!(line["captured"], "2024-05-10T07:12:00Z", "{name}");
        let run = workspace.run(&["check", "pier", "--summary"]);
        assert!(run.stdout.contains("1 of 1 verified"), "{name}: {}{}", run.stdout, run.stderr);
        // These stand for the rest.
        if !matches!(name, "members.warc.gz" | "pdf.warc" | "collection.wacz") {
            continue;
        }
        // A word that is not there is still missed.
        workspace.write("briefs/pier/findings.yaml", finding.replace("should keep away from", "must keep away from"));
        let run = workspace.run(&["check", "pier"]);
        assert!(run.stderr.contains("has “should” where you quote “must”"), "{name}: {}", run.stderr);
        assert_eq!(run.stderr.contains("(p. 2)"), name == "pdf.warc", "{name}: {}", run.stderr);
        // The same, where the archive is kept elsewhere.
        let workspace = with_source();
        workspace.write("briefs/pier/findings.yaml", finding);
        workspace.write(&format!("vault/{name}"), &file);
        let run = workspace.run(&[
            "snapshot",
            "add",
            "pier",
            "notice",
            &format!("vault/{name}"),
            "--by",
            "Ada Wren",
            "--outside",
        ]);
        assert_eq!(run.code, 0, "{name}: {}", run.stderr);
        let run = workspace.run(&["check", "pier", "--summary", "--evidence", "vault"]);
        assert!(run.stdout.contains("1 of 1 verified"), "{name}: {}{}", run.stdout, run.stderr);
    }
}

#[test]
fn an_archive_without_the_page_says_which_pages_it_has() {
    let workspace = with_source();
    let page = answer("Content-Type: text/html", b"<p>Walkers should keep away.");
    let archive = record("response", "https://ports.example/30", &page);
    let before = everything(&workspace.path("briefs"));
    let run = add(&workspace, "a.warc", &archive, &[]);
    assert!(run.code == 1 && run.stderr.contains("no page of `https://ports.example/31`"), "{}", run.stderr);
    assert!(run.stderr.contains("it holds `https://ports.example/30`; say with `--url`"), "{}", run.stderr);
    assert_eq!(before, everything(&workspace.path("briefs")));
    let run = add(&workspace, "a.warc", &archive, &["--url", "https://ports.example/30"]);
    assert!(run.code == 0 && sources(&workspace).contains("text: "), "{}", run.stderr);
    // A picture, and what is kept without words, are not checkable and no fault.
    let picture = answer("Content-Type: image/png", b"\x89PNG\r\n\x1a\n");
    let picture = record("response", "https://ports.example/31", &picture);
    let run = add(&workspace, "b.warc", picture, &[]);
    assert!(run.code == 0 && run.stdout.contains("not checkable"), "{}{}", run.stdout, run.stderr);
    let run =
        add(&workspace, "c.warc", [&archive[..], b"and more"].concat(), &["--no-text", "--captured", "2024-05-10"]);
    assert!(run.code == 0 && run.stdout.contains("not checkable"), "{}{}", run.stdout, run.stderr);
}

#[test]
fn a_scan_has_no_words_until_somebody_types_them() {
    let workspace = with_source();
    let picture = b"\x89PNG\r\n\x1a\n and so on";
    let run = add(&workspace, "scan.png", picture, &DAY);
    assert!(
        run.code == 0 && run.stdout.contains("not checkable") && !sources(&workspace).contains("text:"),
        "{}",
        run.stdout
    );
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
fn what_has_no_words_is_not_checkable_and_no_error() {
    let object = |text: &str| text.as_bytes().to_vec();
    let drawn = "q 600 0 0 800 0 0 cm /I Do Q";
    // A scan: a page that is a picture.
    let scan = made_of(&[
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
        object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /XObject << /I 5 0 R >> >> /Contents 4 0 R >>",
        ),
        object(&format!("<< /Length {} >>\nstream\n{drawn}\nendstream", drawn.len())),
        object(
            "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream",
        ),
    ]);
    let mail = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<img src=cid:1>\r\n--b--\r\n";
    let finding = "- id: F-001\n  kind: official_statement\n  status: reported\n  text: The Ministry of Ports wrote on 4 May 2024 that walkers should keep away.\n  asserted_by: [ministry]\n  date: 2024-05-04\n  evidence:\n    - source: notice\n      locator: p. 1\n      credibility: 2\n      quotation: Walkers should keep away.\n";
    for (name, bytes) in [
        ("scan.pdf", scan),
        ("blank.pdf", pdf(&["", " "])),
        ("empty.html", b"<!doctype html>".to_vec()),
        (
            "bare.html",
            b"<!doctype html><title>N</title><script>write()</script><img src=x alt=Words><p>&nbsp;</p>".to_vec(),
        ),
        ("empty.txt", b"\xEF\xBB\xBF \n\n".to_vec()),
        ("picture.mhtml", mail.as_bytes().to_vec()),
        ("photo.jpg", b"\xFF\xD8\xFF\xE0 and so on".to_vec()),
        ("clip.mp4", b"\0\0\0\x18ftypmp42".to_vec()),
        ("letter.docx", zip(&[("word/document.xml", b"<w:t>Walkers should keep away.</w:t>")])),
    ] {
        let workspace = with_source();
        workspace.write("briefs/pier/findings.yaml", finding);
        let run = add(&workspace, name, &bytes, &DAY);
        assert!(run.code == 0 && run.stdout.contains("quotations from it are not checkable"), "{name}: {}", run.stderr);
        let run = workspace.run(&["check", "pier", "--summary"]);
        assert!(
            run.stdout.contains("not checkable: the copy of the source has no text here"),
            "{name}: {}",
            run.stdout
        );
        assert!(
            !run.stderr.contains("unfound-quotation") && !run.stderr.contains("no-pinpoint"),
            "{name}: {}",
            run.stderr
        );
        assert_eq!(workspace.run(&["snapshot", "verify", "pier"]).code, 0, "{name}");
    }
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
    pdf_in("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", pages)
}

/// The same in a font that is given as an object.
pub(crate) fn pdf_in(font: &str, pages: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!(
            "<< /Type /Pages /Count {} /Kids [{}] >>",
            pages.len(),
            (0..pages.len()).map(|at| format!("{} 0 R ", 4 + 2 * at)).collect::<String>()
        ),
        font.to_owned(),
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
    assert_eq!(run.code, 0, "{}", run.stderr);
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
    // As if it had been written so: a line is the hash of itself, too.
    lines[0].as_object_mut().unwrap().remove("checksum");
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
