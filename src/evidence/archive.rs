//! What web archives and the records of archivers say of a capture: its address, its time, its hash
//! and the tool. Their pages are not unpacked.

use std::io::{BufRead, BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;
use serde_json::Value;

use super::{Kind, Refused, mail, time};

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

/// How much of an archive is unpacked to look for its records, in bytes.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// The head of a record is never longer.
const MOST_HEAD: u64 = 64 * 1024;
/// So many records are looked at.
const MOST_RECORDS: usize = 10_000;
/// An archiver's record is never larger.
const MOST_RECORD: usize = 8 * 1024 * 1024;

/// What a file says of its own capture. A file that says nothing is no fault.
///
/// # Errors
/// When an archive is broken or unpacks to more than it may.
pub fn capture(kind: Kind, bytes: &[u8]) -> Result<Capture, Refused> {
    match kind {
        Kind::Mhtml => Ok(mail::capture(bytes)),
        Kind::Warc { gzip: false } => warc(bytes),
        Kind::Warc { gzip: true } => warc(MultiGzDecoder::new(bytes)),
        Kind::Wacz => wacz(bytes),
        _ => Ok(Capture::default()),
    }
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
fn digest(text: &str) -> Option<String> {
    let bare = text.rsplit(':').next()?.trim();
    (bare.len() == 64 && bare.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| bare.to_ascii_lowercase())
}

/// The first captured page of a web archive, record by record.
fn warc(bytes: impl Read) -> Result<Capture, Refused> {
    let broken = || Refused::broken("this web archive (WARC) is broken");
    let mut reader = BufReader::new(bytes.take(MOST_UNPACKED));
    let mut capture = Capture::default();
    for number in 0..MOST_RECORDS {
        let Some(head) = head(&mut reader).map_err(|_| broken())? else { break };
        if !head.first().is_some_and(|line| line.starts_with("WARC/")) {
            return Err(broken());
        }
        let field = |name: &str| {
            head.iter().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
            })
        };
        let length: u64 = field("Content-Length").and_then(|length| length.parse().ok()).ok_or_else(broken)?;
        let sort = field("WARC-Type").unwrap_or_default();
        if sort == "warcinfo" && number == 0 {
            let mut info = Vec::new();
            reader.by_ref().take(length.min(MOST_HEAD)).read_to_end(&mut info).map_err(|_| broken())?;
            let info = String::from_utf8_lossy(&info).into_owned();
            capture.tool =
                info.lines().find_map(|line| line.strip_prefix("software:")).map(|tool| tool.trim().to_owned());
            skip(&mut reader, length.saturating_sub(MOST_HEAD)).map_err(|_| broken())?;
            continue;
        }
        if matches!(sort.as_str(), "response" | "resource" | "revisit") {
            capture.url = field("WARC-Target-URI").map(|url| url.trim_matches(['<', '>']).to_owned());
            capture.time = field("WARC-Date").and_then(|date| time::read(&date));
            capture.sha256 = field("WARC-Payload-Digest").and_then(|text| digest(&text));
            return Ok(capture);
        }
        skip(&mut reader, length).map_err(|_| broken())?;
    }
    match capture.tool.is_some() {
        true => Ok(capture),
        false => Err(Refused::broken(format!(
            "no captured page is among the first {} MiB of this web archive (WARC)",
            MOST_UNPACKED / 1024 / 1024
        ))),
    }
}

/// The lines of the next head, empty lines before it left out; nothing at the end.
fn head(reader: &mut impl BufRead) -> std::io::Result<Option<Vec<String>>> {
    let mut lines = Vec::new();
    let mut limited = reader.take(MOST_HEAD);
    loop {
        let mut line = Vec::new();
        if limited.read_until(b'\n', &mut line)? == 0 {
            return Ok((!lines.is_empty()).then_some(lines));
        }
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        match (line.is_empty(), lines.is_empty()) {
            (true, true) => {}
            (true, false) => return Ok(Some(lines)),
            (false, _) => lines.push(line),
        }
    }
}

fn skip(reader: &mut impl Read, length: u64) -> std::io::Result<()> {
    std::io::copy(&mut reader.take(length), &mut std::io::sink()).map(|_| ())
}

/// What the description in a web archive collection says. Nothing is unpacked to the disk, so a name
/// that climbs out of the archive leads nowhere.
fn wacz(bytes: &[u8]) -> Result<Capture, Refused> {
    let broken = || Refused::broken("this web archive collection (WACZ) is broken");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    if archive.len() > MOST_RECORDS {
        return Err(Refused::broken("this web archive collection (WACZ) holds too many files"));
    }
    let mut read = |name: &str| -> Result<Option<String>, Refused> {
        let Ok(file) = archive.by_name(name) else { return Ok(None) };
        let mut text = Vec::new();
        file.take(MOST_RECORD as u64 + 1).read_to_end(&mut text).map_err(|_| broken())?;
        match text.len() > MOST_RECORD {
            true => Err(Refused::too_large(&format!("`{name}` in this web archive collection (WACZ)"), MOST_RECORD)),
            false => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
        }
    };
    let description = read("datapackage.json")?.ok_or_else(broken)?;
    let value: Value = serde_json::from_str(&description).map_err(|_| broken())?;
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
        let mut lines = pages.lines().take(MOST_RECORDS).filter_map(|line| serde_json::from_str::<Value>(line).ok());
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

    const WARC: &str = "WARC/1.1\r\nWARC-Type: warcinfo\r\nContent-Length: 22\r\n\r\nsoftware: crawler 1.2\n\r\n\r\n\
        WARC/1.1\r\nWARC-Type: request\r\nContent-Length: 3\r\n\r\nGET\r\n\r\n\
        WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: <https://harbour.example/a>\r\n\
        WARC-Date: 2026-02-10T09:12:00Z\r\nContent-Length: 5\r\n\r\nHELLO\r\n\r\n";

    #[test]
    fn web_archives_tell_their_first_page() {
        let found = warc(WARC.as_bytes()).unwrap();
        assert_eq!(found.url.as_deref(), Some("https://harbour.example/a"));
        assert_eq!(found.time.as_deref(), Some("2026-02-10T09:12:00Z"));
        assert_eq!(found.tool.as_deref(), Some("crawler 1.2"));
        assert!(warc(&b"WARC/1.1\r\nno head"[..]).is_err() && warc(&b"hello"[..]).is_err());
    }

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
