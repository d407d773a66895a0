//! What may be a copy of a source, and what is said of one that is damaged, empty, or not the one that
//! its hashes are of.

use std::fs;

use evenhand::evidence::sha256;

use crate::evidence::{add, answer, everything, pdf, pdf_in, record, with_source, zip};
use crate::workspace::{Run, Workspace};

const DAY: [&str; 2] = ["--captured", "2024-05-10"];

fn refused(name: &str, bytes: impl AsRef<[u8]>, more: &[&str], words: &str) -> Run {
    let workspace = with_source();
    let before = everything(&workspace.path("briefs"));
    let run = add(&workspace, name, bytes, more);
    assert!(run.code == 1 && run.stderr.contains(words), "{name}: {}{}", run.stdout, run.stderr);
    assert_eq!(before, everything(&workspace.path("briefs")), "{name}");
    run
}

fn taken(name: &str, bytes: impl AsRef<[u8]>, more: &[&str]) -> (Workspace, Run) {
    let workspace = with_source();
    let run = add(&workspace, name, bytes, more);
    assert_eq!(run.code, 0, "{name}: {}{}", run.stdout, run.stderr);
    (workspace, run)
}

/// The last line of the log.
fn line(workspace: &Workspace) -> serde_json::Value {
    let log = fs::read_to_string(workspace.path("briefs/pier/evidence/custody.jsonl")).unwrap();
    serde_json::from_str(log.lines().last().unwrap()).unwrap()
}

/// The words of the last copy.
fn words(workspace: &Workspace) -> String {
    let text = line(workspace)["text"]["file"].as_str().unwrap().to_owned();
    fs::read_to_string(workspace.path("briefs/pier").join(text)).unwrap()
}

fn finding(page: &str) -> String {
    format!(
        "- id: F-001\n  kind: official_statement\n  status: reported\n  text: The Ministry of Ports wrote on 4 May 2024 that walkers should keep away.\n  asserted_by: [ministry]\n  date: 2024-05-04\n  evidence:\n    - source: notice\n      locator: p. {page}\n      credibility: 2\n      quotation: Walkers should keep away.\n"
    )
}

#[test]
fn the_remedy_for_a_wrong_page_leads_somewhere() {
    let workspace = with_source();
    workspace.write("briefs/pier/findings.yaml", finding("202"));
    let article = pdf(&["A notice", "Walkers should keep away."]);
    assert_eq!(add(&workspace, "article.pdf", &article, &DAY).code, 0);
    let run = workspace.run(&["check", "pier"]);
    assert!(run.stderr.contains("no-pinpoint") && run.stderr.contains("again with `--first-page`"), "{}", run.stderr);
    // As it says: the same file once more, and nothing by hand.
    let run = add(&workspace, "article.pdf", &article, &[&DAY[..], &["--first-page", "201"]].concat());
    assert!(run.code == 0 && !run.stdout.contains("taken in before"), "{}{}", run.stdout, run.stderr);
    let run = workspace.run(&["check", "pier", "--summary"]);
    assert!(!run.stderr.contains("no-pinpoint") && run.stdout.contains("1 of 1 verified"), "{}", run.stderr);
    let run = workspace.run(&["snapshot", "verify", "pier"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
}

/// A PDF whose letters have names that nobody knows; in the text they stand as capitals.
fn unnamed(pages: &[&str]) -> Vec<u8> {
    let names: String = (b'A'..=b'Z').map(|letter| format!("/zz{letter} ")).collect();
    let font = format!(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [65 {names}] >> >>"
    );
    pdf_in(&font, pages)
}

#[test]
fn letters_that_cannot_be_read_are_no_words() {
    let lost = unnamed(&["WALKERS SHOULD KEEP AWAY", "AND SO ON AND ON."]);
    let (workspace, run) = taken("lost.pdf", &lost, &DAY);
    assert!(run.stderr.contains("warning[unreadable-copy]: `lost.pdf` seems damaged"), "{}", run.stderr);
    assert!(run.stdout.contains("not checkable") && line(&workspace)["text"].is_null(), "{}", run.stdout);
    // Kept elsewhere it has no words either.
    workspace.write("briefs/pier/findings.yaml", finding("1"));
    workspace.write("vault/lost.pdf", &lost);
    let run = workspace.run(&["check", "pier", "--summary", "--evidence", "vault"]);
    assert!(run.stdout.contains("not checkable: the copy of the source has no text here"), "{}", run.stdout);
    assert!(!run.stderr.contains("unfound-quotation"), "{}", run.stderr);
    // Where it is one page of several, the others count.
    let part = unnamed(&["the outer mole and walkers on it", "WALKERS SHOULD", "they should keep away"]);
    let (workspace, run) = taken("part.pdf", part, &DAY);
    assert!(run.stderr.contains("seems damaged: on 1 of 3 pages most letters cannot be read"), "{}", run.stderr);
    assert!(words(&workspace).contains("they should keep away"));
    // Half a file, as a download leaves it that was cut off.
    let whole = pdf(&["Walkers should keep away.", "And so on."]);
    let (_, run) = taken("half.pdf", &whole[..whole.len() - 200], &DAY);
    assert!(run.stderr.contains("this PDF has no end"), "{}", run.stderr);
    let (_, run) = taken("whole.pdf", whole, &DAY);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_evidence_is_refused() {
    for more in [&DAY[..], &["--captured", "2024-05-10", "--no-text"]] {
        refused("empty.txt", b"", more, "`empty.txt` is empty: it has 0 bytes");
    }
    for moment in ["2999-01-01", "2999-01-01T00:00:00Z"] {
        let run = refused("a.txt", "Words.", &["--captured", moment], "is still to come");
        assert!(run.stderr.contains(moment), "{}", run.stderr);
    }
}

#[test]
fn documents_of_an_office_are_kept_as_what_they_are() {
    let open = "application/vnd.oasis.opendocument";
    let office = "application/vnd.openxmlformats-officedocument";
    let odt = {
        use std::io::Write;
        let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file("mimetype", stored).unwrap();
        writer.write_all(format!("{open}.text").as_bytes()).unwrap();
        writer.finish().unwrap().into_inner()
    };
    for (name, bytes, ending, media) in [
        // By what is in it, whatever its name.
        ("a.bin", zip(&[("word/document.xml", b"<w:t>Words")]), "docx", format!("{office}.wordprocessingml.document")),
        ("b.xlsx", zip(&[("xl/workbook.xml", b"<workbook/>")]), "xlsx", format!("{office}.spreadsheetml.sheet")),
        ("c.odt", odt, "odt", format!("{open}.text")),
        ("d.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), "doc", "application/msword".to_owned()),
        ("e.txt", b"{\\rtf1 Walkers should keep away.}".to_vec(), "rtf", "application/rtf".to_owned()),
    ] {
        let (workspace, run) = taken(name, bytes, &DAY);
        let line = line(&workspace);
        assert_eq!((line["media_type"].as_str(), &line["text"]), (Some(media.as_str()), &serde_json::Value::Null));
        assert!(line["file"].as_str().unwrap().ends_with(&format!(".{ending}")), "{line}");
        assert!(run.stderr.contains("warning[unreadable-copy]") && run.stderr.contains("save it as PDF"), "{name}");
        assert_eq!(workspace.run(&["snapshot", "verify", "pier"]).code, 0);
    }
    let (_, run) = taken("a.zip", zip(&[("a.txt", b"Words")]), &DAY);
    assert!(!run.stderr.contains("save it as PDF"), "{}", run.stderr);
}

#[test]
fn a_record_is_held_against_the_copy_by_every_hash_that_is_known() {
    let text = "Walkers should keep away.";
    let add = |record: &str| {
        let workspace = with_source();
        workspace.write("record.json", record);
        add(&workspace, "a.txt", text, &["--captured", "2024-05-10", "--record", "record.json"])
    };
    let hash = sha256(text.as_bytes());
    for (record, said) in [
        (format!(r#"{{"sha256":"{}"}}"#, sha256(b"other")), "is not the file that the record is about"),
        (format!(r#"{{"hash":"SHA-512:{}"}}"#, "ab".repeat(64)), "is not the file that the record is about"),
        (format!(r#"{{"sha256":"{}"}}"#, &hash[1..]), "`sha256` in this record is no SHA-256"),
        (format!(r#"{{"hash":"sha256:{}"}}"#, &hash[1..]), "`hash` in this record is no SHA-256"),
        (r#"{"sha1":"xyz"}"#.to_owned(), "`sha1` in this record is no SHA-1"),
    ] {
        let run = add(&record);
        assert!(run.code == 1 && run.stderr.contains(said), "{record}: {}{}", run.stdout, run.stderr);
    }
    let run = add(&format!(r#"{{"url":"https://ports.example/31","sha256":"{hash}"}}"#));
    assert!(run.code == 0 && !run.stdout.contains("not compared"), "{}{}", run.stdout, run.stderr);
    // What the program does not compute, it says.
    let run = add(&format!(r#"{{"sha256":"{hash}","sha1":"{}","md5":"{}"}}"#, "ab".repeat(20), "ab".repeat(16)));
    assert_eq!(run.code, 0, "{}", run.stderr);
    for said in ["not compared", "`sha1` in the record, SHA-1", "`md5` in the record, MD5"] {
        assert!(run.stdout.contains(said), "{}", run.stdout);
    }
}

/// A record of a web archive that states a hash of itself.
fn stating(name: &str, hash: &str, block: &[u8]) -> Vec<u8> {
    let record = record("response", "https://ports.example/31", block);
    let at = record.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    [&record[..at], format!("\r\n{name}: {hash}").as_bytes(), &record[at..]].concat()
}

#[test]
fn an_archive_is_held_against_its_own_hashes() {
    let body = b"<p>Walkers should keep away.";
    let block = answer("Content-Type: text/html", body);
    let (own, of_block, other) = (sha256(body), sha256(&block), sha256(b"other"));
    for (name, hash) in [("WARC-Payload-Digest", &own), ("WARC-Block-Digest", &of_block)] {
        let (_, run) = taken("a.warc", stating(name, &format!("sha256:{hash}"), &block), &[]);
        assert!(!run.stdout.contains("not compared"), "{}", run.stdout);
        let wrong = stating(name, &format!("sha256:{other}"), &block);
        refused("a.warc", &wrong, &[], &format!("is not what its `{name}` is of"));
        refused("a.warc", stating(name, "sha256:abc", &block), &[], &format!("`{name}` of"));
        // It may be kept as it is, and that is said.
        let (_, run) = taken("a.warc", &wrong, &["--no-text", "--captured", "2024-05-10"]);
        assert!(run.stderr.contains("warning[unreadable-copy]") && run.stderr.contains(name), "{}", run.stderr);
    }
    let sent = answer("Content-Type: text/html\r\nTransfer-Encoding: chunked", b"3\r\n<p>\r\n2\r\nNo\r\n0\r\n\r\n");
    taken("a.warc", stating("WARC-Payload-Digest", &format!("sha256:{}", sha256(b"<p>No")), &sent), &[]);
    let sha1 = stating("WARC-Payload-Digest", "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", &block);
    let (_, run) = taken("a.warc", sha1, &[]);
    assert!(run.stdout.contains("not compared") && run.stdout.contains("SHA-1"), "{}", run.stdout);

    let data = record("response", "https://ports.example/31", &block);
    let wacz = |path: &str, hash: &str, digest: Option<&str>| {
        let described = format!(r#"{{"resources":[{{"name":"d","path":"{path}","hash":"{hash}"}}]}}"#);
        let own = sha256(described.as_bytes());
        let signed = format!(r#"{{"path":"datapackage.json","hash":"sha256:{}"}}"#, digest.unwrap_or(&own));
        zip(&[
            ("datapackage.json", described.as_bytes()),
            ("datapackage-digest.json", signed.as_bytes()),
            ("archive/data.warc", &data),
        ])
    };
    let (good, path) = (format!("sha256:{}", sha256(&data)), "archive/data.warc");
    taken("a.wacz", wacz(path, &good, None), &[]);
    let wrong = wacz(path, &format!("sha256:{other}"), None);
    refused("a.wacz", wrong, &[], "`archive/data.warc` in this collection is not what the SHA-256");
    refused("a.wacz", wacz("archive/gone.warc", &good, None), &[], "does not hold it");
    refused("a.wacz", wacz(path, &good, Some(&other)), &[], "`datapackage.json` in this collection is not what");
    refused("a.wacz", wacz(path, "sha256:abc", None), &[], "is no SHA-256");
    let (_, run) = taken("a.wacz", wacz(path, &format!("md5:{}", "ab".repeat(16)), None), &[]);
    assert!(run.stdout.contains("not compared"), "{}", run.stdout);
}

#[test]
fn what_a_reader_does_not_see_cannot_be_quoted() {
    for page in [
        "<p hidden>Walkers should keep away.</p><p>A notice.</p>",
        "<div style='display: none'><p>Walkers should keep away.</p></div><p>A notice.</p>",
        "<template><p>Walkers should keep away.</p></template><p>A notice.</p>",
        "<noscript><p>Walkers should keep away.</p></noscript><p>A notice.</p>",
    ] {
        let workspace = with_source();
        workspace.write("briefs/pier/findings.yaml", finding("1"));
        assert_eq!(add(&workspace, "a.html", page, &DAY).code, 0);
        assert_eq!(words(&workspace), "A notice.\n", "{page}");
        let run = workspace.run(&["check", "pier"]);
        assert!(run.stderr.contains("unfound-quotation"), "{page}: {}", run.stderr);
    }
}
