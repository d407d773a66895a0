//! Workbooks as tables: XLSX (ECMA-376) and ODS.
//!
//! A workbook is a ZIP file of XML. Before the reader sees it, every part is unpacked once within bounds
//! and looked at: how large it is in truth, where its name leads, and whether its XML brings definitions
//! of its own. What a hostile file could make the reader do is thereby ruled out.

use std::io::{Cursor, Read};

use aho_corasick::AhoCorasick;
use calamine::{DataRef, Reader, Xlsx};
use zip::ZipArchive;

use super::table::{Suspect, Table, tidy};
use super::{comments, ods, places};

/// The most bytes of a workbook, of one part unpacked, and of all parts.
pub const MAX_FILE: u64 = 64 * 1024 * 1024;
const MAX_PART: u64 = 96 * 1024 * 1024;
const MAX_ALL: u64 = 192 * 1024 * 1024;
/// The most parts.
const MAX_PARTS: usize = 2_000;

/// Whether bytes are those of a ZIP file, which every workbook is.
pub fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// Reads every sheet of a workbook.
///
/// # Errors
/// Why it cannot be read, or is refused.
pub fn read(bytes: &[u8]) -> Result<Vec<Table>, String> {
    let parts = inspect(bytes)?;
    if let Some(content) = parts.get(ODS) {
        return ods::read(content);
    }
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(bytes)).map_err(|error| format!("it is no sound workbook: {error}"))?;
    let mut tables = Vec::new();
    let mut cells = 0;
    for name in book.sheet_names() {
        let mut table = sheet(&mut book, &name, &mut cells).map_err(|why| format!("sheet `{name}`: {why}"))?;
        table.comments = comments::of(&parts, &name);
        tables.push(table);
    }
    Ok(tables)
}

/// The part that holds the sheets of an OpenDocument workbook.
const ODS: &str = "content.xml";

/// Looks at every part, and hands out those that calamine does not read.
fn inspect(bytes: &[u8]) -> Result<comments::Parts, String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("it cannot be unpacked: {error}"))?;
    if archive.len() > MAX_PARTS {
        return Err(format!("it has more than {MAX_PARTS} parts"));
    }
    let mut all = 0;
    let mut parts = comments::Parts::new();
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|error| format!("it cannot be unpacked: {error}"))?;
        let name = part.name().map(|name| name.into_owned()).unwrap_or_default();
        let shown = crate::text::ellipsis(&name, 60);
        if name.is_empty() || part.enclosed_name().is_none() || part.is_symlink() || name.contains('\\') {
            return Err(format!("the part `{shown}` leads out of the file"));
        }
        if part.encrypted() {
            return Err("it has a password".to_owned());
        }
        // What a part says of its size is not believed: it is counted while it is unpacked.
        let declared = part.size();
        let mut content = Vec::new();
        let room = MAX_PART.min(MAX_ALL.saturating_sub(all));
        if declared > room {
            return Err(too_large(&shown));
        }
        part.take(room + 1)
            .read_to_end(&mut content)
            .map_err(|error| format!("the part `{shown}` is damaged: {error}"))?;
        let size = content.len() as u64;
        all += size;
        if size > room {
            return Err(too_large(&shown));
        }
        if name.ends_with(".xml") || name.ends_with(".rels") || name.ends_with(".vml") || content.starts_with(b"<?xml")
        {
            // Of an OpenDocument file with a password only this part can be read.
            if name == "META-INF/manifest.xml" && holds(&content, b"encryption-data") {
                return Err("it has a password".to_owned());
            }
            xml(&content, &shown)?;
            if name != ODS {
                places::check(&content).map_err(|why| format!("the part `{shown}`: {why}"))?;
            }
        }
        if name == ODS || comments::tells(&name) {
            parts.insert(name, content);
        }
    }
    Ok(parts)
}

fn holds(content: &[u8], word: &[u8]) -> bool {
    content.windows(word.len()).any(|window| window == word)
}

fn too_large(name: &str) -> String {
    format!("the part `{name}` unpacks to more than a workbook of findings needs")
}

fn xml(content: &[u8], name: &str) -> Result<(), String> {
    if content.contains(&0) {
        return Err(format!("the part `{name}` is not UTF-8"));
    }
    // The reader makes room for as many texts as a part says that it has.
    let marks = ["<!DOCTYPE", "<!ENTITY", "uniqueCount"];
    let search = AhoCorasick::builder().ascii_case_insensitive(true).build(marks).map_err(|error| error.to_string())?;
    for found in search.find_iter(content) {
        if found.pattern().as_usize() < 2 {
            return Err(format!(
                "the part `{name}` defines words of its own (a document type), which no workbook does"
            ));
        }
        let digits: Vec<u8> = content
            .iter()
            .copied()
            .skip(found.end())
            .skip_while(|byte| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'"' | b'\''))
            .take_while(u8::is_ascii_digit)
            .collect();
        let number = std::str::from_utf8(&digits).ok().and_then(|digits| digits.parse::<u64>().ok());
        if !digits.is_empty() && number.is_none_or(|number| number > content.len() as u64) {
            return Err(format!("the part `{name}` says that it holds more texts than it has room for"));
        }
    }
    Ok(())
}

fn sheet(book: &mut Xlsx<Cursor<&[u8]>>, name: &str, total: &mut usize) -> Result<Table, String> {
    let mut table = Table { name: name.to_owned(), ..Table::default() };
    let mut reader = match book.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        // A sheet of charts has no cells.
        Err(calamine::XlsxError::NotAWorksheet(_)) => return Ok(table),
        Err(error) => return Err(error.to_string()),
    };
    // Formulas are only looked for; none is followed.
    while let Some(found) = reader.next_cell_with_formula_metadata().map_err(|error| error.to_string())? {
        let (row, column) = found.pos;
        let suspect = match (&found.value, &found.formula) {
            (_, Some(_)) => Some(Suspect::Formula),
            (DataRef::Error(_), None) => Some(Suspect::Error),
            _ => None,
        };
        let text = text(&found.value);
        if text.is_empty() && suspect.is_none() {
            continue;
        }
        table.put((row as usize, column as usize), text, suspect, total)?;
    }
    Ok(table)
}

/// What a cell shows, in the form that a brief takes.
fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::String(text) => tidy(text),
        DataRef::SharedString(text) => tidy(text),
        DataRef::Bool(true) => "yes".to_owned(),
        DataRef::Bool(false) => "no".to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(date) if date.is_datetime() => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTime(date) => date.as_f64().to_string(),
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}
