//! What web archives and the records of archivers say of a capture: its address, its time, its hash
//! and the tool; and the words of the page in a web archive.

use std::io::Read;

use flate2::bufread::MultiGzDecoder;
use serde_json::Value;

use super::stated::{self, Stated};
use super::warc::{MOST_UNPACKED, Page, Search};
use super::{Kind, Refused, decode, extract, html, mail, time, wacz};

/// What a file says of how it was captured.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capture {
    /// The address of the page.
    pub url: Option<String>,
    /// When it was captured, in UTC.
    pub time: Option<String>,
    /// The program that captured it.
    pub tool: Option<String>,
    /// The hashes that an archiver's record states of its copy.
    pub hashes: Vec<Stated>,
    /// Hashes that nobody compared, for this program does not compute their sort.
    pub not_compared: Vec<String>,
}

/// So many hashes of a record are held against the copy.
const MOST_HASHES: usize = 1_000;
/// An archiver's record is never larger.
pub(super) const MOST_RECORD: usize = 8 * 1024 * 1024;

/// What a file says of its own capture. A file that says nothing is no fault. Of a web archive it is the
/// capture of the page that has one of the addresses `wanted`, or where none is, of its first page.
///
/// # Errors
/// When an archive is broken, unpacks to more than it may, has no such page, or holds something else than
/// what its own hashes are of.
pub fn capture(kind: Kind, bytes: &[u8], wanted: &[String]) -> Result<Capture, Refused> {
    match kind {
        Kind::Mhtml => Ok(mail::capture(bytes)),
        Kind::Warc { .. } | Kind::Wacz => {
            let (mut capture, page) = find(kind, bytes, wanted)?;
            if let Some(fault) = page.fault {
                return Err(stated::wrong(&fault));
            }
            capture.url = Some(page.url);
            capture.time = page.time.or(capture.time);
            capture.not_compared = page.not_compared;
            if kind == Kind::Wacz {
                capture.not_compared.extend(wacz::compare(bytes)?);
            }
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
        described = wacz::description(bytes)?;
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
    let mut archive = wacz::open(bytes)?;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| wacz::broken())?;
        let name = file.name().map_err(|_| wacz::broken())?.to_ascii_lowercase();
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
/// When it is no JSON, too large, tells nothing, or states a hash that is none.
pub fn record(bytes: &[u8]) -> Result<Capture, Refused> {
    if bytes.len() > MOST_RECORD {
        return Err(Refused::too_large("this record", MOST_RECORD));
    }
    let text = super::decode::text(bytes);
    let value: Value = serde_json::from_str(&text)
        .map_err(|error| Refused { message: format!("this record is no JSON: {error}"), help: record_help() })?;
    let mut capture = Capture::default();
    read_value(&value, &mut capture)?;
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
const TOOL: &[&str] = &["tool", "software", "archiver", "extractor", "generator", "archived_by"];

/// Takes from a value what it has, the outermost first.
fn read_value(value: &Value, capture: &mut Capture) -> Result<(), Refused> {
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
                    } else if stated::is_name(&name) && !written.trim().is_empty() {
                        hash(&name, &written, capture)?;
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
    Ok(())
}

/// Takes a hash that a record states. A record may list several files with a hash for each.
fn hash(name: &str, written: &str, capture: &mut Capture) -> Result<(), Refused> {
    match stated::read(name, written) {
        Some(Ok(stated)) if !stated.is_comparable() => {
            capture.not_compared.push(format!("`{name}` in the record, {}", stated.sort()));
        }
        Some(Ok(stated)) if capture.hashes.len() < MOST_HASHES => capture.hashes.push(stated),
        Some(Ok(_)) => {}
        Some(Err(sort)) => {
            return Err(Refused {
                message: format!("`{name}` in this record is no {sort}"),
                help: "take the JSON file that the archiver wrote, unchanged, or leave `--record` away and tell the capture with `--url`, `--captured` and `--tool`".to_owned(),
            });
        }
        None => capture.not_compared.push(format!("`{name}` in the record")),
    }
    Ok(())
}

/// A moment, or seconds since 1970 as ArchiveBox has them.
fn moment(text: &str) -> Option<String> {
    time::read(text).or_else(|| {
        let seconds = text.split('.').next()?.parse::<i64>().ok().filter(|seconds| *seconds > 100_000_000)?;
        let seconds = if seconds > 100_000_000_000 { seconds / 1_000 } else { seconds };
        ::time::OffsetDateTime::from_unix_timestamp(seconds).ok().map(time::told)
    })
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
        assert_eq!(found.hashes, [stated::read("sha256", &hash.to_lowercase()).unwrap().unwrap()]);
        let refused = record(br#"{"url":"https://harbour.example","sha256":"abc"}"#).unwrap_err();
        assert_eq!(refused.message, "`sha256` in this record is no SHA-256");
        let found = record(br#"{"hash":"blake3:abc","sha1":"da39a3ee5e6b4b0d3255bfef95601890afd80709"}"#).unwrap();
        assert_eq!(
            (found.hashes.len(), found.not_compared),
            (0, vec!["`hash` in the record".to_owned(), "`sha1` in the record, SHA-1".to_owned()])
        );
        assert!(record(b"{}").is_err() && record(b"[[[").is_err());
    }
}
