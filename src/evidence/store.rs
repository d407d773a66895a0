//! Files of evidence: read within a limit, hashed, listed; and the numbers of their pages.

use std::io::Read;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::diagnostic::{Diagnostic, codes};
use crate::quote::PAGE_MARK;

/// The largest copy that is taken in, in bytes.
const MOST_COPY: u64 = 256 * 1024 * 1024;

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
