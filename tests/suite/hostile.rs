//! Files that were made to break whoever reads them. Each ends in a clear sentence, within bounds of
//! time, and leaves the brief as it was. And whatever the bytes are, no reader panics.

use std::fs;
use std::time::{Duration, Instant};

use evenhand::evidence::{self, Kind};
use evenhand::quote::{self, Asked, Verdict};
use proptest::prelude::*;

use crate::evidence::{add, answer, everything, gzip, made_of, pdf, record, with_source, zip};

/// Far more than any of these takes; far less than what they ask for.
const PATIENCE: Duration = Duration::from_secs(40);

/// Takes a file in, which must be refused with these words, in time, and with nothing changed.
fn refused(name: &str, bytes: impl AsRef<[u8]>, more: &[&str], words: &[&str]) {
    let workspace = with_source();
    let before = everything(&workspace.path("briefs"));
    let begin = Instant::now();
    let run = add(&workspace, name, bytes, &[&["--captured", "2024-05-10"], more].concat());
    assert_eq!(run.code, 1, "{name}: {}{}", run.stdout, run.stderr);
    assert!(words.iter().any(|words| run.stderr.contains(words)), "{name}: {}", run.stderr);
    assert!(run.stderr.contains("help: "), "{name}: {}", run.stderr);
    assert!(begin.elapsed() < PATIENCE, "{name} took {:?}", begin.elapsed());
    assert_eq!(before, everything(&workspace.path("briefs")), "{name}: the brief was changed");
}

/// Takes a file in, which may be read or refused, but in time, with a word on it, and without a panic.
fn survived(name: &str, bytes: impl AsRef<[u8]>) {
    let workspace = with_source();
    let begin = Instant::now();
    let run = add(&workspace, name, bytes, &["--captured", "2024-05-10", "--timeout", "5"]);
    assert!(matches!(run.code, 0 | 1), "{name}: {} {}", run.code, run.stderr);
    assert!(!run.stderr.contains("panicked") && !run.stderr.contains("breaks the program"), "{name}: {}", run.stderr);
    assert!(begin.elapsed() < PATIENCE, "{name} took {:?}", begin.elapsed());
    let verify = workspace.run(&["snapshot", "verify", "pier"]);
    assert_eq!(verify.code, 0, "{name}: {}", verify.stderr);
}

#[test]
fn broken_pdfs_are_refused() {
    let whole = pdf(&["One page"]);
    refused("cut.pdf", &whole[..40], &[], &["broken"]);
    refused("head.pdf", b"%PDF-1.7\n", &[], &["broken"]);
    refused("noise.pdf", [&b"%PDF-1.7\n"[..], &[0x9C; 100_000]].concat(), &[], &["broken"]);
    survived("half.pdf", &whole[..whole.len() * 2 / 3]);
    let table = String::from_utf8(whole.clone()).unwrap().replace("startxref\n", "startxref\n9");
    survived("table.pdf", table);
}

#[test]
fn pdfs_that_lead_back_to_themselves_end() {
    let object = |text: &str| text.as_bytes().to_vec();
    let stream = |dictionary: &str, content: &str| {
        format!("<< {dictionary} /Length {} >>\nstream\n{content}\nendstream", content.len()).into_bytes()
    };
    // A page tree that is its own child, and one that is its own parent.
    let tree = [
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Count 9 /Kids [2 0 R 2 0 R] /Parent 2 0 R >>"),
    ];
    survived("tree.pdf", made_of(&tree));
    // A form that draws itself.
    let page =
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >> /Contents 5 0 R >>";
    let form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>";
    let head = [
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
        object(page),
    ];
    survived("form.pdf", made_of(&[&head[..], &[stream(form, "/X Do /X Do"), stream("", "/X Do")]].concat()));
    // A table that says that the one before it is itself.
    let looped = String::from_utf8(pdf(&["One page"])).unwrap();
    let table = looped.find("xref\n").unwrap();
    survived("prev.pdf", looped.replace("/Root 1 0 R", &format!("/Root 1 0 R /Prev {table}")));
    // Labels of pages that are their own child.
    let labels = [
        object("<< /Type /Catalog /Pages 2 0 R /PageLabels 4 0 R >>"),
        head[1].clone(),
        object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"),
        object("<< /Kids [4 0 R 4 0 R 4 0 R] >>"),
    ];
    survived("labels.pdf", made_of(&labels));
    // Lists in lists without end.
    let deep = format!("<< /Type /Catalog /Pages 2 0 R /Deep {}{} >>", "[".repeat(200_000), "]".repeat(200_000));
    // The reader of PDFs fills its stack on them, in the second process, which is what that is for.
    let deep = made_of(&[object(&deep), head[1].clone(), head[2].clone()]);
    refused("deep.pdf", deep, &[], &["breaks the program", "is broken"]);
}

#[test]
fn a_pdf_that_grows_without_end_is_stopped() {
    // Forms that each draw the next ten times, twelve deep: a million million marks on one page.
    let object = |text: &str| text.as_bytes().to_vec();
    let mut objects = vec![
        object("<< /Type /Catalog /Pages 2 0 R >>"),
        object("<< /Type /Pages /Count 1 /Kids [3 0 R] >>"),
        object(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >> /Contents 4 0 R >>",
        ),
        object("<< /Length 5 >>\nstream\n/X Do\nendstream"),
    ];
    for depth in 0..12 {
        let content = "/X Do ".repeat(10);
        objects.push(
            format!("<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X {} 0 R >> >> /Length {} >>\nstream\n{content}\nendstream", 6 + depth, content.len()).into_bytes(),
        );
    }
    objects.push(object(
        "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 14 >>\nstream\n0 0 m 9 9 l S \nendstream",
    ));
    refused("forms.pdf", made_of(&objects), &["--timeout", "3"], &["took longer than 3 seconds", "breaks the program"]);

    // A stream of a few hundred bytes that unpacks to half a gigabyte.
    let mut content = zlib(&zlib(&vec![b' '; 1 << 29]));
    let head = format!("<< /Length {} /Filter [/FlateDecode /FlateDecode] >>\nstream\n", content.len());
    content.splice(0..0, head.bytes());
    content.extend(b"\nendstream");
    let bomb = made_of(&[
        objects[0].clone(),
        objects[1].clone(),
        object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>"),
        content,
    ]);
    assert!(bomb.len() < 100_000);
    survived_or_stopped("flate.pdf", &bomb);
}

/// As [`survived`], but the second process may also have been stopped by its limits.
fn survived_or_stopped(name: &str, bytes: &[u8]) {
    let workspace = with_source();
    let before = everything(&workspace.path("briefs"));
    let begin = Instant::now();
    let run = add(&workspace, name, bytes, &["--captured", "2024-05-10", "--timeout", "5"]);
    assert!(begin.elapsed() < PATIENCE, "{name} took {:?}", begin.elapsed());
    match run.code {
        0 => {}
        1 => assert_eq!(before, everything(&workspace.path("briefs")), "{name}: the brief was changed"),
        code => panic!("{name}: {code} {}", run.stderr),
    }
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn pages_of_any_size_and_shape_end() {
    refused("large.html", "<p>word ".repeat(13_000_000), &[], &["larger than 32 MiB"]);
    survived("nested.html", "<div><table><svg>".repeat(100_000));
    survived("open.html", "<".repeat(1_000_000));
    survived("attributes.html", format!("<p {}>word", "a=b ".repeat(300_000)));
    survived("entities.html", "&amp;&lt;&#x41;&nosuch;".repeat(200_000));
    survived("script.html", format!("<script>{}", "</scrip>".repeat(300_000)));
    refused(
        "empty.mhtml",
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n",
        &[],
        &["holds no page", "no saved page"],
    );
    let parts = "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".repeat(20_000);
    let nested = format!("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n{parts}");
    refused("nested.mhtml", nested, &[], &["holds no page", "no saved page", "breaks the program", "took longer"]);
    // Parts that are huge by themselves: the page, a picture beside it, a page that is packed.
    let part = |head: &str, body: &str| format!("--b\r\n{head}\r\n\r\n{body}\r\n");
    let mail = |parts: String| {
        format!("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n{parts}--b--\r\n")
    };
    let page = "Content-Type: text/html; charset=utf-8";
    refused("huge.mhtml", mail(part(page, &"<p>word ".repeat(5_000_000))), &[], &["this page is larger than 32 MiB"]);
    let packed = format!("{page}\r\nContent-Transfer-Encoding: base64");
    refused(
        "packed.mhtml",
        mail(part(&packed, &"PHA+d29yZCA8\r\n".repeat(4_000_000))),
        &[],
        &["this page is larger than 32 MiB"],
    );
    let picture =
        part("Content-Type: image/png\r\nContent-Transfer-Encoding: base64", &"iVBORw0KGgoA\r\n".repeat(4_000_000));
    survived("picture.mhtml", mail(part(page, "<p>Words") + &picture));
    refused(
        "larger.mhtml",
        mail(part(page, "<p>Words") + &picture.repeat(3)),
        &[],
        &["this saved page is larger than 128 MiB"],
    );
    survived("parts.mhtml", mail(part("Content-Type: image/png", "x").repeat(100_000) + &part(page, "<p>Words")));
    survived("header.mhtml", mail(part(&format!("{page}\r\nX: {}", "a ".repeat(5_000_000)), "<p>Words")));
    refused("large.txt", "word ".repeat(4_000_000), &[], &["larger than 15 MiB"]);
}

#[test]
fn archives_that_explode_or_climb_are_bounded() {
    // A quarter of a gigabyte of nothing.
    let zeros = gzip(&vec![0; 1 << 28]);
    assert!(zeros.len() < 2_000_000);
    refused("zeros.warc.gz", &zeros, &[], &["is broken", "no captured page"]);
    let head = "WARC/1.1\r\nWARC-Type: request\r\nContent-Length: 99999999999\r\n\r\n";
    refused("long.warc.gz", gzip(&[head.as_bytes(), &vec![b'x'; 1 << 27]].concat()), &[], &["is cut off"]);
    refused("endless.warc", format!("WARC/1.1\r\n{}", "a: b\r\n".repeat(1_000_000)), &[], &["is broken"]);
    refused("cut.warc.gz", &gzip(head.as_bytes())[..20], &[], &["is broken"]);
    // More than is looked through, before the page that is wanted.
    let own = "https://ports.example/31";
    let more = "WARC/1.1\r\nWARC-Type: request\r\nContent-Length: 629145600\r\n\r\n";
    let far = gzip(&[more.as_bytes(), &vec![0; 629_145_600]].concat());
    let page = record("response", own, &answer("Content-Type: text/html", b"<p>Word"));
    refused("far.warc.gz", [&far[..], &gzip(&page)].concat(), &[], &["as far as it is looked through (512 MiB)"]);
    refused(
        "far.wacz",
        zip(&[("datapackage.json", b"{}"), ("archive/far.warc.gz", &far), ("archive/page.warc", &page)]),
        &[],
        &["as far as it is looked through (512 MiB)"],
    );
    // A page that is small in the archive, and unpacks to a quarter of a gigabyte, also in several steps.
    for (encodings, body) in [("gzip", zeros.clone()), ("gzip, gzip", gzip(&zeros))] {
        let head = format!("Content-Type: text/html\r\nContent-Encoding: {encodings}");
        let archive = record("response", own, &answer(&head, &body));
        assert!(archive.len() < 300_000, "{}", archive.len());
        refused("page.warc", &archive, &[], &["unpacked, is larger than 64 MiB"]);
        refused(
            "page.wacz",
            zip(&[("datapackage.json", b"{}"), ("archive/a.warc", &archive)]),
            &[],
            &["unpacked, is larger than 64 MiB"],
        );
    }
    let large = record("response", own, &answer("Content-Type: text/html", &vec![b'x'; 70 << 20]));
    refused("large.warc.gz", gzip(&large), &[], &["the page in this web archive is larger than 64 MiB"]);
    let large = record("response", own, &answer("Content-Type: text/html", &vec![b'x'; 40 << 20]));
    refused("large.warc", &large, &[], &["this page is larger than 32 MiB"]);
    // What is packed, broken: cut off, in another way, with a length that is none.
    let half = answer("Content-Encoding: gzip", &gzip(&vec![b'x'; 1 << 20])[..500]);
    refused("half.warc", record("response", own, &half), &[], &["cannot be unpacked (gzip)"]);
    let odd = answer("Content-Encoding: zstd", b"\x28\xB5\x2F\xFD\x00");
    refused("odd.warc", record("response", own, &odd), &[], &["cannot be unpacked (zstd)"]);
    let deep = answer("Content-Type: application/pdf", &pdf(&["One page"])[..60]);
    refused("pdf.warc", record("response", own, &deep), &[], &["this PDF is broken"]);
    let page = String::from_utf8(page).unwrap();
    let length = page.find("Content-Length: ").unwrap() + 16;
    for (broken, words) in
        [("-5", "is broken"), ("x", "is broken"), ("18446744073709551616", "is broken"), ("9999999", "no page")]
    {
        let end = length + page[length..].find('\r').unwrap();
        let archive = format!("{}{broken}{}", &page[..length], &page[end..]);
        refused("length.warc", archive, &[], &[words, "is cut off"]);
    }
    let records = b"WARC/1.1\r\nContent-Length: 0\r\n\r\n".repeat(300_000);
    refused("records.warc.gz", gzip(&records), &[], &["as far as it is looked through"]);
    let bomb = zip(&[("datapackage.json", &vec![b' '; 1 << 28])]);
    assert!(bomb.len() < 2_000_000);
    refused("bomb.wacz", &bomb, &[], &["larger than 8 MiB"]);
    refused("none.wacz", zip(&[("other.json", b"{}")]), &[], &["is broken"]);
    refused("cut.wacz", &bomb[..bomb.len() / 2], &[], &["is broken"]);
    // Names that climb out lead nowhere, because nothing is unpacked.
    let workspace = with_source();
    let climbing = zip(&[
        ("../../../climbed.txt", b"out"),
        ("/tmp/evenhand-climbed.txt", b"out"),
        (
            "datapackage.json",
            br#"{"mainPageUrl":"https://ports.example/../../x","mainPageDate":"2024-05-10T00:00:00Z"}"#,
        ),
        ("../../climbed.warc", &record("response", "https://ports.example/31", b"<p>Words")),
    ]);
    let run = add(&workspace, "climbing.wacz", climbing, &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let names: Vec<_> =
        everything(workspace.root()).into_keys().filter(|path| path.to_string_lossy().contains("climbed")).collect();
    assert!(names.is_empty() && !std::path::Path::new("/tmp/evenhand-climbed.txt").exists(), "{names:?}");
}

#[test]
fn names_and_links_do_not_lead_out_of_the_brief() {
    // An id cannot climb, since it is made into a name of letters, digits and hyphens.
    let workspace = with_source();
    workspace.edit("briefs/pier/sources.yaml", "id: notice", "id: a.b:c_d");
    workspace.write("a.txt", "Words.");
    let run =
        workspace.run(&["snapshot", "add", "pier", "a.b:c_d", "a.txt", "--by", "Ada Wren", "--captured", "2024-05-10"]);
    assert!(run.code == 0 && run.stdout.contains("evidence/original/a-b-c-d-"), "{}{}", run.stdout, run.stderr);
    // A folder of evidence that is a file, or a link out of the workspace.
    let workspace = with_source();
    workspace.write("briefs/pier/evidence", "a file");
    let run = add(&workspace, "a.txt", "Words.", &["--captured", "2024-05-10"]);
    assert!(run.code == 1 && run.stderr.contains("unwritable"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(workspace.path("briefs/pier/evidence")).unwrap(), "a file");
    #[cfg(unix)]
    {
        let (workspace, outside) = (with_source(), tempfile::tempdir().unwrap());
        std::os::unix::fs::symlink(outside.path(), workspace.path("briefs/pier/evidence")).unwrap();
        let run = add(&workspace, "a.txt", "Words.", &["--captured", "2024-05-10"]);
        assert!(run.code == 1 && run.stderr.contains("leads out of the workspace"), "{}", run.stderr);
        assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
    }
    // A log that names a file outside is not followed.
    let workspace = with_source();
    add(&workspace, "a.txt", "Words.", &["--captured", "2024-05-10"]);
    let path = workspace.path("briefs/pier/evidence/custody.jsonl");
    let text = fs::read_to_string(&path).unwrap();
    let original = text.split("\"file\":\"").nth(1).unwrap().split('"').next().unwrap();
    fs::write(&path, text.replacen(original, "../../../a.txt", 1)).unwrap();
    let run = workspace.run(&["snapshot", "verify", "pier"]);
    assert!(run.code == 1 && run.stderr.contains("missing-evidence"), "{}", run.stderr);
}

/// Bytes that begin as some format does, and go on as they like.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let heads: Vec<&'static [u8]> = vec![
        b"",
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n",
        b"%PDF-1.4\ntrailer << /Root 1 0 R >>",
        b"<!doctype html><p>",
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n",
        b"WARC/1.1\r\nWARC-Type: response\r\nContent-Length: 4\r\n",
        b"\x1F\x8B\x08\0\0\0\0\0\0\x03",
        b"PK\x03\x04\x14\0\0\0\x08\0",
        b"\xFF\xFE",
        b"{\"url\":\"https://",
    ];
    let tail =
        prop_oneof![proptest::collection::vec(any::<u8>(), 0..600), "[ -~\\n]{0,600}".prop_map(String::into_bytes)];
    (proptest::sample::select(heads), tail).prop_map(|(head, tail)| [head, &tail].concat())
}

/// Text in which the words, marks and breaks are that quotations turn on.
fn prose(pages: bool) -> impl Strategy<Value = String> {
    let words = proptest::sample::select(vec![
        "the",
        "mole",
        "not",
        "was",
        "1.4",
        "2019-2020",
        "well-known",
        "état",
        "l’eau",
        "“red”",
        "«bleu»",
        "œuvre",
        "ﬁve",
        "港口",
        "…",
        "...",
        "[sic]",
        "—",
        "con-\ntract",
        "e\u{301}",
        "(…)",
        "May",
        "\u{ad}",
        "it’s",
        ".",
        "?",
        "a",
    ]);
    let mut gaps = vec![" ", "\n", "\n\n", "\u{a0}", ", "];
    gaps.extend(pages.then_some(["\u{c}", "\n[page 4]\n"]).into_iter().flatten());
    let gap = proptest::sample::select(gaps);
    proptest::collection::vec((words, gap), 0..120)
        .prop_map(|parts| parts.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_panics(bytes in bytes(), name in "[a-z]{1,4}\\.(pdf|html|mhtml|txt|warc|warc\\.gz|wacz|png)") {
        let sort = Kind::of(&bytes, &name);
        for kind in [sort, Kind::Pdf, Kind::Html, Kind::Mhtml, Kind::Text] {
            let _ = evidence::extract(kind, &bytes, &[]);
        }
        for kind in [sort, Kind::Warc { gzip: false }, Kind::Warc { gzip: true }, Kind::Wacz, Kind::Mhtml] {
            let _ = evidence::capture(kind, &bytes, &[]);
            let _ = evidence::extract(kind, &bytes, &["https://ports.example/31".to_owned()]);
        }
        let _ = evidence::record(&bytes);
        let _ = evidence::read_moment(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn a_verdict_leads_to_a_place_in_the_text(text in prose(true), words in prose(false), locator in "(p|pp|¶)\\.? ?[0-9]{0,3}(–[0-9]{1,3})?") {
        let verdict = quote::search(&text, &[Asked { words: &words, locator: Some(&locator) }]).remove(0);
        if let Some(found) = verdict.found() {
            prop_assert!(text.get(found.range.clone()).is_some_and(|there| !there.is_empty()), "{verdict:?}");
        }
        if let Verdict::NotFound(Some(near)) = &verdict {
            prop_assert!(text.get(near.range.clone()).is_some(), "{verdict:?}");
        }
    }

    #[test]
    fn what_is_copied_from_a_text_is_found_in_it(text in prose(false), from in 0usize..400, length in 1usize..400) {
        // Whole words, as somebody would copy them.
        let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
        prop_assume!(!words.is_empty());
        let from = from % words.len();
        let copied: String = words[from..(from + length).min(words.len())].concat();
        let copied = copied.trim();
        prop_assume!(copied.contains(|c: char| c.is_ascii_alphabetic()));
        let verdict = quote::search(&text, &[Asked { words: copied, locator: None }]).remove(0);
        prop_assert!(verdict.is_verified(), "{copied:?}: {verdict:?}");
    }
}
