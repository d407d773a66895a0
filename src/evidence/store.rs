//! Taking a copy in: the file itself, its text, and a line in the custody log.

use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::custody::{LOG, Line, Log, WorkingCopy};
use super::{Kind, time};
use crate::diagnostic::{Diagnostic, codes};
use crate::emit;
use crate::quote::{PAGE_MARK, Pages};
use crate::source_map::SourceMap;

/// The largest copy that is taken in, in bytes.
const MOST_COPY: u64 = 256 * 1024 * 1024;

/// A copy that somebody takes in.
#[derive(Debug)]
pub struct Adding<'a> {
    /// The id of the source.
    pub source: &'a str,
    /// The name that the file has.
    pub name: String,
    /// The file.
    pub bytes: &'a [u8],
    /// What sort of file it is.
    pub kind: Kind,
    /// When it was captured, in UTC.
    pub captured: String,
    /// The address from which it was captured.
    pub url: Option<String>,
    /// The program that captured it.
    pub tool: Option<String>,
    /// The person who takes it in.
    pub by: String,
    /// Anything else that a person should know.
    pub note: Option<String>,
    /// The copy is kept elsewhere: only its hash is taken in.
    pub outside: bool,
    /// Its words; none where it has none.
    pub text: Option<String>,
    /// A person typed the words.
    pub typed: bool,
}

/// What was taken in.
#[derive(Debug)]
pub struct Stored {
    /// The line of the custody log.
    pub line: Line,
    /// The same copy of this source was taken in before, and nothing was written.
    pub known: bool,
}

/// The SHA-256 of some bytes, as hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The SHA-256 of a file of any size, and its size.
pub(super) fn sha256_of(path: &Path) -> std::io::Result<(String, u64)> {
    let mut file = std::fs::File::open(path)?;
    let mut hasher = Sha256::new();
    let (mut buffer, mut size) = (vec![0; 256 * 1024], 0);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok((hexadecimal(&hasher.finalize()), size));
        }
        size += read as u64;
        hasher.update(buffer.get(..read).unwrap_or_default());
    }
}

/// Reads a file that a person named, wherever it lies.
///
/// # Errors
/// When it cannot be read, is no file or is too large.
pub fn read(path: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| {
        Box::new(
            Diagnostic::error(codes::UNREADABLE, format!("cannot read `{shown}`: {error}"))
                .help("check the path, and whether you may read the file"),
        )
    };
    // Asked before it is opened: opening a pipe would wait for somebody to write into it.
    let metadata = std::fs::metadata(path).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Box::new(
            Diagnostic::error(codes::UNREADABLE, format!("`{shown}` is not a file"))
                .help("name the saved page or document itself"),
        ));
    }
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(MOST_COPY + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > MOST_COPY {
        return Err(Box::new(
            Diagnostic::error(codes::TOO_LARGE, format!("`{shown}` is larger than {} MiB", MOST_COPY / 1024 / 1024))
                .help(
                    "keep it where your organisation keeps evidence, and write its hash into `snapshot.sha256` by hand",
                ),
        ));
    }
    Ok(bytes)
}

/// Takes a copy in. `folder` is the brief's folder, a canonical path inside the map's root.
///
/// The files are written first and the log last, each whole or not at all: after a crash a file may
/// lie there that no line tells of, and [`super::verify`] says so.
///
/// # Errors
/// What stands in the way; the brief is then as it was, but for such a file.
pub fn add(map: &mut SourceMap, folder: &Path, adding: Adding<'_>) -> Result<Stored, Vec<Diagnostic>> {
    let root = map.root().to_owned();
    let path = folder.join(LOG);
    let log = match path.symlink_metadata() {
        Ok(_) => {
            let file = map.read(&path).map_err(|problem| vec![problem])?;
            Log::read(map, file)
        }
        Err(_) => Log::default(),
    };
    // Nothing is added to a log that somebody changed.
    if !log.problems.is_empty() {
        return Err(log.problems);
    }
    let hash = sha256(adding.bytes);
    if let Some((line, _)) = log.of(adding.source, &hash) {
        let same =
            adding.text.as_ref().map(|text| sha256(text.as_bytes())) == line.text.as_ref().map(|t| t.sha256.clone());
        if same && line.file.is_none() == adding.outside {
            return Ok(Stored { line: line.clone(), known: true });
        }
    }
    let stem = format!("{}-{}", file_stem(adding.source), hash.get(..8).unwrap_or_default());
    let original = (!adding.outside).then(|| format!("evidence/original/{stem}.{}", adding.kind.ending()));
    let text = adding.text.as_ref().map(|text| {
        let hash = sha256(text.as_bytes());
        let pages = Pages::new(text).count();
        WorkingCopy {
            // A text that was typed, or numbered anew, has another name than the one before.
            file: format!("evidence/{stem}-{}.txt", hash.get(..4).unwrap_or_default()),
            sha256: hash,
            pages: (pages > 0).then_some(pages),
            typed: adding.typed,
        }
    });
    let line = Line {
        line: 0,
        previous: String::new(),
        added: time::now(),
        by: adding.by,
        source: adding.source.to_owned(),
        name: adding.name,
        sha256: hash,
        bytes: adding.bytes.len() as u64,
        media_type: adding.kind.media_type().to_owned(),
        captured: adding.captured,
        url: adding.url,
        tool: adding.tool,
        file: original.clone(),
        text: text.clone(),
        note: adding.note,
    };
    let unwritable = || vec![Diagnostic::error(codes::UNWRITABLE, "the line of the custody log cannot be written")];
    let (line, written) = log.with(line).ok_or_else(unwritable)?;
    let one = |problem: Box<Diagnostic>| vec![*problem];
    if let Some(original) = &original {
        emit::create(&root, &folder.join(original), adding.bytes).map_err(one)?;
    }
    if let (Some(copy), Some(words)) = (&text, &adding.text) {
        emit::create(&root, &folder.join(&copy.file), words.as_bytes()).map_err(one)?;
    }
    match log.text.is_empty() {
        true => emit::create(&root, &path, written.as_bytes()).map_err(one)?,
        false => emit::rewrite(&root, &map.display(&path), &log.text, &written).map_err(one)?,
    }
    Ok(Stored { line, known: false })
}

/// An id as the beginning of a file's name.
fn file_stem(id: &str) -> String {
    let stem: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).take(60).collect();
    stem.trim_matches('-').to_owned()
}

/// The text of a copy with its pages numbered from another number, as a journal counts them.
pub fn renumber(text: &str, first: u64) -> String {
    let mut page = first;
    let mut numbered = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        if line.starts_with(PAGE_MARK) && line.trim_end().ends_with(']') {
            numbered.push_str(&format!("{PAGE_MARK}{page}]\n"));
            page = page.saturating_add(1);
        } else {
            numbered.push_str(line);
        }
    }
    numbered
}

/// Every file below a folder, links not followed, at most so many.
pub(super) fn files(folder: &Path, most: usize) -> Vec<PathBuf> {
    let (mut found, mut open) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        for entry in entries {
            if found.len() + open.len() >= most {
                return found;
            }
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => open.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
    }
    found.sort();
    found
}
