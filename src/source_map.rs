//! The only reader of files: text with its path and its lines, kept for the whole run.
//!
//! Nothing outside the workspace is read, not through `..` and not through a symbolic link.

use std::fs;
use std::io::Read;
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, codes};
pub use crate::span::{FileId, Span};

/// The largest file of a brief or template, in bytes.
pub const MAX_BYTES: u64 = 16 * 1024 * 1024;
/// The largest font file, in bytes: a collection for Chinese, Japanese and Korean has 30 MB.
pub const MAX_FONT_BYTES: u64 = 128 * 1024 * 1024;

/// A file's text.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// The path as messages show it: from the workspace, with forward slashes.
    pub path: String,
    /// The text.
    pub text: String,
    line_starts: Vec<usize>,
}

impl SourceFile {
    fn new(path: String, text: String) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self { path, text, line_starts }
    }

    /// Line and column, both from 1, the column in characters.
    pub fn line_column(&self, byte: usize) -> (usize, usize) {
        let byte = byte.min(self.text.len());
        let line = self.line_starts.partition_point(|&start| start <= byte);
        let start = self.line_starts[line - 1];
        let column = self.text.get(start..byte).map_or(0, |text| text.chars().count());
        (line, column + 1)
    }

    /// The bytes of a line counted from 1, without its line end.
    pub fn line_range(&self, line: usize) -> Range<usize> {
        let line = line.clamp(1, self.line_starts.len());
        let start = self.line_starts[line - 1];
        let end = self.line_starts.get(line).map_or(self.text.len(), |&next| next - 1);
        start..end
    }
}

/// Every text that was read in this run.
#[derive(Debug, Clone)]
pub struct SourceMap {
    root: PathBuf,
    files: Vec<SourceFile>,
}

impl SourceMap {
    /// A map that reads below `root`, which must be a canonical path.
    pub fn new(root: PathBuf) -> Self {
        Self { root, files: Vec::new() }
    }

    /// The folder outside which nothing is read.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path as messages show it.
    pub fn display(&self, path: &Path) -> String {
        let shown = path.strip_prefix(&self.root).unwrap_or(path);
        let shown = shown.to_string_lossy().replace('\\', "/");
        if shown.is_empty() { ".".to_owned() } else { shown }
    }

    /// The file's text and lines.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.index()]
    }

    /// The text in a span.
    pub fn slice(&self, span: Span) -> &str {
        self.file(span.file).text.get(span.start..span.end).unwrap_or_default()
    }

    /// Takes a file's text out of the map, where nobody will point into it: a working copy may be long,
    /// and is kept once.
    pub fn release(&mut self, id: FileId) -> String {
        self.files.get_mut(id.index()).map(|file| std::mem::take(&mut file.text)).unwrap_or_default()
    }

    /// Adds a text that stands in no file of the workspace, such as a built-in template.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> FileId {
        let id = FileId::new(self.files.len());
        self.files.push(SourceFile::new(path.into(), text.into()));
        id
    }

    /// Reads a text file.
    ///
    /// # Errors
    /// A diagnostic when the file lies outside the workspace, cannot be read, is larger than
    /// [`MAX_BYTES`], or is not UTF-8 text.
    pub fn read(&mut self, path: &Path) -> Result<FileId, Diagnostic> {
        let bytes = self.read_bytes(path, MAX_BYTES)?;
        let shown = self.display(path);
        if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
            return Err(Diagnostic::error(codes::NOT_TEXT, format!("`{shown}` is saved as UTF-16"))
                .help("save the file again with the encoding UTF-8"));
        }
        if let Some(at) = bytes.iter().position(|&byte| byte == 0) {
            return Err(Diagnostic::error(
                codes::NOT_TEXT,
                format!("`{shown}` is not a text file (a zero byte stands at byte {at})"),
            )
            .help("save it as plain UTF-8 text"));
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let text = match text.strip_prefix('\u{feff}') {
                    Some(rest) => rest.to_owned(),
                    None => text,
                };
                Ok(self.add(shown, text))
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let valid = String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned();
                let file = self.add(shown.clone(), valid);
                let (line, column) = self.file(file).line_column(at);
                Err(Diagnostic::error(
                    codes::NOT_TEXT,
                    format!("`{shown}` is not UTF-8 text from line {line}, column {column} on"),
                )
                .at(Span::new(file, at..at), "the text can be read up to here")
                .help("save the file again with the encoding UTF-8"))
            }
        }
    }

    /// Reads a file of at most `most` bytes.
    ///
    /// # Errors
    /// As [`SourceMap::read`], but for the encoding.
    pub fn read_bytes(&self, path: &Path, most: u64) -> Result<Vec<u8>, Diagnostic> {
        self.confine(path)?;
        self.open(path, most)
    }

    /// Reads a file that a person named to the program, wherever it lies, of at most `most` bytes.
    ///
    /// # Errors
    /// As [`SourceMap::read_bytes`], but for the place.
    pub fn read_named(&self, path: &Path, most: u64) -> Result<Vec<u8>, Diagnostic> {
        self.open(path, most)
    }

    /// The texts read so far, and another folder outside which nothing is read; it must be canonical.
    pub fn below(&self, root: PathBuf) -> Self {
        Self { root, files: self.files.clone() }
    }

    fn open(&self, path: &Path, most: u64) -> Result<Vec<u8>, Diagnostic> {
        let shown = self.display(path);
        let unreadable =
            |error: &std::io::Error| Diagnostic::error(codes::UNREADABLE, format!("cannot read `{shown}`: {error}"));
        // Asked before it is opened: opening a pipe would wait for somebody to write into it.
        let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
        if !metadata.is_file() {
            return Err(Diagnostic::error(codes::UNREADABLE, format!("`{shown}` is not a file"))
                .help("a file with this name belongs here; move what is there elsewhere"));
        }
        let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        if bytes.len() as u64 > most {
            return Err(Diagnostic::error(
                codes::TOO_LARGE,
                format!("`{shown}` is larger than {} MiB", most / 1024 / 1024),
            )
            .help("no brief needs that much; is this the file you meant?"));
        }
        Ok(bytes)
    }

    /// Refuses a path that leads out of the workspace, through `..` or a symbolic link.
    ///
    /// # Errors
    /// A diagnostic that names the path; also where the path does not exist.
    pub fn confine(&self, path: &Path) -> Result<PathBuf, Diagnostic> {
        let shown = self.display(path);
        let real = path.canonicalize().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Diagnostic::error(codes::UNREADABLE, format!("there is no file `{shown}`"))
                .help("check the name; where it is a link, check where it leads"),
            _ => Diagnostic::error(codes::UNREADABLE, format!("cannot read `{shown}`: {error}")),
        })?;
        if real.starts_with(&self.root) {
            return Ok(real);
        }
        Err(Diagnostic::error(codes::OUTSIDE_WORKSPACE, format!("`{shown}` leads out of the workspace"))
            .help("a brief can only use files inside its workspace; copy the file in instead of linking to it"))
    }
}

/// Reads a file of at most `most` bytes that a person named, wherever it lies.
///
/// # Errors
/// A diagnostic when there is no such file, it cannot be read or is too large.
pub fn read_named(path: &Path, most: u64) -> Result<Vec<u8>, Diagnostic> {
    let shown = path.display();
    let unreadable =
        |error: &std::io::Error| Diagnostic::error(codes::UNREADABLE, format!("cannot read `{shown}`: {error}"));
    let metadata = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !metadata.is_file() {
        return Err(Diagnostic::error(codes::UNREADABLE, format!("`{shown}` is not a file")));
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > most {
        return Err(Diagnostic::error(
            codes::TOO_LARGE,
            format!("`{shown}` is larger than {} MiB", most / 1024 / 1024),
        )
        .help("is this the file you meant?"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let file = SourceFile::new("x".into(), "añb\nc".into());
        assert_eq!(file.line_column(0), (1, 1));
        assert_eq!(file.line_column(3), (1, 3));
        assert_eq!(file.line_column(5), (2, 1));
        assert_eq!(file.line_column(99), (2, 2));
        assert_eq!(&file.text[file.line_range(1)], "añb");
        assert_eq!(&file.text[file.line_range(2)], "c");
    }
}
