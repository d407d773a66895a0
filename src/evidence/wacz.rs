//! Web archive collections (WACZ 1.1.1): the description in them, and whether what they hold is what it
//! describes. Nothing is unpacked to the disk.

use std::io::{Cursor, Read};

use serde_json::Value;

use super::archive::{Capture, MOST_RECORD};
use super::stated;
use super::warc::MOST_UNPACKED;
use super::{Refused, time};

/// So many files of a collection are looked at.
const MOST_FILES: usize = 10_000;
/// The description of a collection, and the file with the hash of that.
const DESCRIPTION: &str = "datapackage.json";
const DESCRIBED: &str = "datapackage-digest.json";

/// A collection that is at hand.
type Collection<'a> = zip::ZipArchive<Cursor<&'a [u8]>>;

/// The collection cannot be read.
pub(super) fn broken() -> Refused {
    Refused::broken("this web archive collection (WACZ) is broken")
}

/// The files of a collection.
pub(super) fn open(bytes: &[u8]) -> Result<Collection<'_>, Refused> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    match archive.len() > MOST_FILES {
        true => Err(Refused::broken("this web archive collection (WACZ) holds too many files")),
        false => Ok(archive),
    }
}

/// What the description in a web archive collection says.
pub(super) fn description(bytes: &[u8]) -> Result<Capture, Refused> {
    let mut archive = open(bytes)?;
    let description = read(&mut archive, DESCRIPTION)?.ok_or_else(broken)?;
    let value: Value = serde_json::from_str(&description).map_err(|_| broken())?;
    let field = |name: &str| value.get(name).and_then(Value::as_str);
    let mut capture = Capture {
        url: field("mainPageUrl").or_else(|| field("mainPageURL")).map(str::to_owned),
        time: field("mainPageDate").or_else(|| field("created")).and_then(time::read),
        tool: field("software").map(str::to_owned),
        ..Capture::default()
    };
    if capture.url.is_none()
        && let Some(pages) = read(&mut archive, "pages/pages.jsonl")?
    {
        let mut lines = pages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        if let Some(page) = lines.find(|page| page.get("url").is_some()) {
            capture.url = page.get("url").and_then(Value::as_str).map(str::to_owned);
            capture.time = page.get("ts").and_then(Value::as_str).and_then(time::read).or(capture.time);
        }
    }
    Ok(capture)
}

/// A small file of a collection as text; nothing where there is none of that name.
fn read(archive: &mut Collection<'_>, name: &str) -> Result<Option<String>, Refused> {
    let Ok(file) = archive.by_name(name) else { return Ok(None) };
    let mut text = Vec::new();
    file.take(MOST_RECORD as u64 + 1).read_to_end(&mut text).map_err(|_| broken())?;
    match text.len() > MOST_RECORD {
        true => Err(Refused::too_large(&format!("`{name}` in this web archive collection (WACZ)"), MOST_RECORD)),
        false => Ok(Some(String::from_utf8_lossy(&text).into_owned())),
    }
}

/// Holds each file of a collection against the hash that the description states of it, and the
/// description against its own. Yields which could not be compared.
///
/// # Errors
/// When a file is another than the one that was described, or gone.
pub(super) fn compare(bytes: &[u8]) -> Result<Vec<String>, Refused> {
    let mut archive = open(bytes)?;
    let mut described = Vec::new();
    for name in [DESCRIPTION, DESCRIBED] {
        let Some(text) = read(&mut archive, name)? else { continue };
        let value: Value = serde_json::from_str(&text).map_err(|_| broken())?;
        let resources = value.get("resources").and_then(Value::as_array).into_iter().flatten();
        let own = (name == DESCRIBED).then_some(&value);
        for entry in resources.take(MOST_FILES).chain(own) {
            let field = |name: &str| entry.get(name).and_then(Value::as_str).map(str::to_owned);
            described.extend(field("path").zip(field("hash")));
        }
    }
    let (mut not_compared, mut left) = (Vec::new(), MOST_UNPACKED);
    for (path, hash) in described {
        let shown = format!("the hash of `{path}` in the collection");
        let stated = match stated::read("hash", &hash) {
            Some(Ok(stated)) if stated.is_comparable() => stated,
            Some(Err(sort)) => return Err(stated::wrong(&format!("{shown} is no {sort}"))),
            _ => {
                not_compared.push(shown);
                continue;
            }
        };
        let Ok(file) = archive.by_name(&path) else {
            return Err(stated::wrong(&format!("the collection describes `{path}` and does not hold it")));
        };
        let mut file = file.take(left);
        let same = stated.is_of(&mut file).map_err(|_| broken())?;
        left = file.limit();
        // What is not read to its end has no hash.
        if left == 0 {
            not_compared.push(format!("{shown} and of what follows, for it unpacks to too much"));
            break;
        }
        if !same {
            return Err(stated::wrong(&format!("`{path}` in this collection is not what {stated} is of")));
        }
    }
    Ok(not_compared)
}
