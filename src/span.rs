//! Places in files: who says that something is wrong, and who reads files, both need them.

use std::ops::Range;

/// One file of those that were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(u32);

/// A range of bytes in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl FileId {
    /// The file at a position of the list of files.
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// Its position in the list of files.
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

impl Span {
    /// The bytes of `range` in `file`.
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: range.start, end: range.end }
    }
}

/// The way from a text back to the file it was read from.
///
/// A text is seldom the file's own bytes: lines are folded, escapes are resolved, Markdown's marks
/// are gone. An anchor stands wherever the two begin to run side by side again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchors {
    file: FileId,
    /// Position in the text, position in the file; both rise.
    runs: Vec<(usize, usize)>,
}

impl Anchors {
    /// Anchors for a text of `file`, none so far.
    pub fn new(file: FileId) -> Self {
        Self { file, runs: Vec::new() }
    }

    /// From here on the text runs beside the file.
    pub fn push(&mut self, text: usize, file: usize) {
        match self.runs.last() {
            Some(&(last, at)) if text >= last && at + (text - last) == file => {}
            _ => self.runs.push((text, file)),
        }
    }

    /// The place of a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.file_position(range.start);
        let end = if range.end > range.start { self.file_position(range.end - 1) + 1 } else { start };
        Span { file: self.file, start, end: end.max(start) }
    }

    fn file_position(&self, text: usize) -> usize {
        let run = self.runs.partition_point(|&(at, _)| at <= text);
        match run.checked_sub(1).and_then(|run| self.runs.get(run)) {
            Some(&(at, file)) => file + (text - at),
            None => self.runs.first().map_or(0, |&(_, file)| file),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_lead_back() {
        let mut anchors = Anchors::new(FileId::new(0));
        anchors.push(0, 10);
        anchors.push(4, 14);
        anchors.push(8, 30);
        let place = |range: Range<usize>| {
            let span = anchors.span(range);
            span.start..span.end
        };
        assert_eq!(place(0..3), 10..13);
        assert_eq!(place(5..8), 15..18);
        assert_eq!(place(8..10), 30..32);
        assert_eq!(place(6..10), 16..32);
    }
}
