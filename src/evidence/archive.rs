//! What web archives and the records of archivers say of a capture: its address, its time, its hash
//! and the tool; and the words of the page in a web archive.

use std::io::{Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use serde_json::Value;

use super::warc::{MOST_UNPACKED, Page, Search};
use super::{Kind, Refused, decode, extract, html, mail, time};

/// What a file says of how it was captured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capture {
    /// The address of the page.
    pub url: Option<String>,
    /// When it was captured, in UTC.
    pub time: Option<String>,
    /// The program that captured it.
    pub tool: Option<String>,
    /// The SHA-256 of the copy that the record is about.
    pub sha256: Option<String>,
}

/// So many files of a web archive collection are looked at.
const MOST_FILES: usize = 10_000;
/// An archiver's record is never larger.
const MOST_RECORD: usize = 8 * 1024 * 1024;

/// What a file says of its own capture. A file that says nothing is no fault. Of a web archive it is the
/// capture of the page that has one of the addresses `wanted`, or where none is, of its first page.
///
/// # Errors
/// When an archive is broken, unpacks to more than it may, or has no such page.
pub fn capture(kind: Kind, bytes: &[u8], wanted: &[String]) -> Result<Capture, Refused> {
    match kind {
        Kind::Mhtml => Ok(mail::capture(bytes)),
        Kind::Warc { .. } | Kind::Wacz => {
            let (mut capture, page) = find(kind, bytes, wanted)?;
            capture.url = Some(page.url);
            capture.time = page.time.or(capture.time);
            capture.sha256 = page.sha256;
            Ok(capture)
        }
        _ => Ok(Capture::default()),
    }
}

/// The words of the page in a web archive that has one of the addresses `wanted`, or where none is, of
/// its first page.
///
/// # Errors
/// As [`capture`], and as [`extract`] for a page, a PDF or a text.
pub(super) fn words(kind: Kind, bytes: &[u8], wanted: &[String]) -> Result<String, Refused> {
    let (_, page) = find(kind, bytes, wanted)?;
    let body = page.head.body(&page.bytes)?;
    let media = page.media.unwrap_or_default().to_ascii_lowercase();
    let charset = media.split_once("charset=").map(|(_, label)| label.trim_matches(['"', '\'', ' ']));
    let charset = charset.and_then(|label| label.split([';', '"']).next());
    match (media.split(';').next().unwrap_or_default().trim(), Kind::of(&body, "")) {
        // Servers tell many things; a PDF is known by its first bytes.
        (_, sort @ Kind::Pdf) => extract::extract(sort, &body, &[]),
        ("text/html" | "application/xhtml+xml", _) => html::text(&body, charset),
        (media, Kind::Text) if media.starts_with("text/") => Ok(decode::named(charset, &body)),
        // An archive in an archive is a file to download, and no page.
        (_, Kind::Warc { .. } | Kind::Wacz) => Ok(String::new()),
        (_, sort) => extract::extract(sort, &body, &[]),
    }
}

/// The page of a web archive, with what the archive says of itself.
fn find(kind: Kind, bytes: &[u8], wanted: &[String]) -> Result<(Capture, Page), Refused> {
    let mut described = Capture::default();
    let mut wanted = wanted.to_vec();
    if kind == Kind::Wacz {
        described = description(bytes)?;
        // Where nobody says which page is the source, it is the one that the collection opens with.
        if wanted.is_empty() {
            wanted.extend(described.url.clone());
        }
    }
    let mut search = Search::of(&wanted);
    search.led_on(|search| match kind {
        Kind::Warc { gzip: false } => search.read(bytes),
        Kind::Warc { gzip: true } => search.read(MultiGzDecoder::new(bytes)),
        _ => collection(bytes, search),
    })?;
    let refusal = search.refusal(&wanted);
    let page = search.page.ok_or(refusal)?;
    Ok((Capture { tool: search.tool.or(described.tool.clone()), ..described }, page))
}

/// Looks through the archives in a web archive collection. Nothing is unpacked to the disk, so a name
/// that climbs out leads nowhere.
fn collection(bytes: &[u8], search: &mut Search) -> Result<(), Refused> {
    let mut archive = open(bytes)?;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| broken_collection())?;
        let name = file.name().map_err(|_| broken_collection())?.to_ascii_lowercase();
        // A small file may unpack to a huge one, which may unpack again.
        let unpacked = std::io::BufReader::new(file.take(MOST_UNPACKED));
        if name.ends_with(".warc.gz") {
            search.read(MultiGzDecoder::new(unpacked))?;
        } else if name.ends_with(".warc") {
            search.read(unpacked)?;
        }
        if search.is_over() {
            break;
        }
    }
    Ok(())
}

/// What the record of an archiver says: JSON of ArchiveBox, of the Wayback Machine, of Auto Archiver
/// and of others that use the same names for the same things.
///
/// # Errors
/// When it is no JSON or too large.
pub fn record(bytes: &[u8]) -> Result<Capture, Refused> {
    if bytes.len() > MOST_RECORD {
        return Err(Refused::too_large("this record", MOST_RECORD));
    }
    let text = super::decode::text(bytes);
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| Refused { message: format!("this record is no JSON: {error}"), help: record_help() })?;
    let mut capture = Capture::default();
    read_value(&value, &mut capture);
    match capture == Capture::default() {
        true => Err(Refused {
            message: "this record tells neither address nor time nor hash".to_owned(),
            help: record_help(),
        }),
        false => Ok(capture),
    }
}

fn record_help() -> String {
    "give the JSON file that the archiver wrote, or tell the capture with `--url`, `--captured` and `--tool`".to_owned()
}

const URL: &[&str] = &["url", "original_url", "originalurl", "target_uri", "page_url", "uri", "source_url"];
const TIME: &[&str] = &[
    "captured_at",
    "capture_time",
    "captured",
    "timestamp",
    "_processed_at",
    "archived_at",
    "datetime",
    "date",
    "ts",
    "created",
    "created_at",
];
const HASH: &[&str] = &["sha256", "hash_sha256", "hash", "digest", "sha-256", "content_hash"];
const TOOL: &[&str] = &["tool", "software", "archiver", "extractor", "generator", "archived_by"];

/// Takes from a value what it has, the outermost first.
fn read_value(value: &Value, capture: &mut Capture) {
    // By hand and not by descent: JSON may be nested as deep as the reader of it allows.
    let mut open = std::collections::VecDeque::from([value]);
    while let Some(value) = open.pop_front() {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    let name = name.to_lowercase();
                    let written = match value {
                        Value::String(text) => text.clone(),
                        Value::Number(number) => number.to_string(),
                        _ => continue,
                    };
                    let is = |names: &[&str]| names.contains(&name.as_str());
                    if is(URL) && capture.url.is_none() && written.starts_with("http") {
                        capture.url = Some(written);
                    } else if is(TIME) && capture.time.is_none() {
                        capture.time = moment(&written);
                    } else if is(HASH) && capture.sha256.is_none() {
                        capture.sha256 = digest(&written);
                    } else if is(TOOL) && capture.tool.is_none() {
                        capture.tool = Some(written);
                    }
                }
                open.extend(fields.values());
            }
            Value::Array(items) => open.extend(items.iter().take(1_000)),
            _ => {}
        }
    }
}

/// A moment, or seconds since 1970 as ArchiveBox has them.
fn moment(text: &str) -> Option<String> {
    time::read(text).or_else(|| {
        let seconds = text.split('.').next()?.parse::<i64>().ok().filter(|seconds| *seconds > 100_000_000)?;
        let seconds = if seconds > 100_000_000_000 { seconds / 1_000 } else { seconds };
        ::time::OffsetDateTime::from_unix_timestamp(seconds).ok().map(time::told)
    })
}

/// A SHA-256 in hexadecimal digits, with the name of the algorithm before it perhaps.
pub(super) fn digest(text: &str) -> Option<String> {
    let bare = text.rsplit(':').next()?.trim();
    (bare.len() == 64 && bare.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| bare.to_ascii_lowercase())
}

fn broken_collection() -> Refused {
    Refused::broken("this web archive collection (WACZ) is broken")
}

fn open(bytes: &[u8]) -> Result<zip::ZipArchive<Cursor<&[u8]>>, Refused> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken_collection())?;
    match archive.len() > MOST_FILES {
        true => Err(Refused::broken("this web archive collection (WACZ) holds too many files")),
        false => Ok(archive),
    }
}

/// What the description in a web archive collection says.
fn description(bytes: &[u8]) -> Result<Capture, Refused> {
    let mut archive = open(bytes)?;
    let mut read = |name: &str| -> Result<Option<String>, Refused> {
        let Ok(file) = archive.by_name(name) else { return Ok(None) };
        let mut text = Vec::new();
        file.take(MOST_RECORD as u64 + 1).read_to_end(&mut text).map_err(|_| broken_collection())?;
        match text.len() > MOST_RECORD {
            true => Err(Refused::too_large(&format!("`{name}` in this web archive collection (WACZ)"), MOST_RECORD)),
            false => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
        }
    };
    let description = read("datapackage.json")?.ok_or_else(broken_collection)?;
    let value: Value = serde_json::from_str(&description).map_err(|_| broken_collection())?;
    let field = |name: &str| value.get(name).and_then(Value::as_str);
    let mut capture = Capture {
        url: field("mainPageUrl").or_else(|| field("mainPageURL")).map(str::to_owned),
        time: field("mainPageDate").or_else(|| field("created")).and_then(time::read),
        tool: field("software").map(str::to_owned),
        sha256: None,
    };
    if capture.url.is_none()
        && let Some(pages) = read("pages/pages.jsonl")?
    {
        let mut lines = pages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        if let Some(page) = lines.find(|page| page.get("url").is_some()) {
            capture.url = page.get("url").and_then(Value::as_str).map(str::to_owned);
            capture.time = page.get("ts").and_then(Value::as_str).and_then(time::read).or(capture.time);
        }
    }
    Ok(capture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_archivers_are_read() {
        let wayback =
            r#"{"archived_snapshots":{"closest":{"timestamp":"20260210091200","url":"http://archive.example/a"}}}"#;
        let found = record(wayback.as_bytes()).unwrap();
        assert_eq!(
            (found.time.as_deref(), found.url.as_deref()),
            (Some("2026-02-10T09:12:00Z"), Some("http://archive.example/a"))
        );
        let hash = "AB".repeat(32);
        let archivebox =
            format!(r#"{{"url":"https://harbour.example","timestamp":"1770714720.0","hash":"sha256:{hash}"}}"#);
        let found = record(archivebox.as_bytes()).unwrap();
        assert_eq!(found.time.as_deref(), Some("2026-02-10T09:12:00Z"));
        assert_eq!(found.sha256, Some(hash.to_lowercase()));
        assert!(record(b"{}").is_err() && record(b"[[[").is_err());
    }
}
