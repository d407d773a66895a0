//! A file cut into its entries, each read by itself, so that a mistake in one leaves the others.

use std::ops::Range;

use biblatex::{ParseErrorKind, RawBibliography};

use crate::text;

/// The longest entry, in bytes.
const MAX_ENTRY: usize = 256 * 1024;
/// How deep braces stand inside each other.
const MAX_DEPTH: usize = 64;
/// The entries of a file: each begins with `@word{` at the start of a line, and goes on where its braces
/// are open, unless the next one then begins inside it.
pub(super) fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let gap = line.len() - line.trim_start().len();
        let word = line.trim_start().strip_prefix('@').map(|rest| rest.trim_start_matches(char::is_alphabetic));
        if word.is_some_and(|rest| rest.trim_start().starts_with(['{', '('])) {
            starts.push(at + gap);
        }
        // Several entries on one line follow each other after a brace.
        let mut from = gap + 1;
        while let Some(found) = line.get(from..).and_then(|rest| rest.find("}@").or_else(|| rest.find("} @"))) {
            let begin = from + found + line.get(from + found..).and_then(|rest| rest.find('@')).unwrap_or(1);
            starts.push(at + begin);
            from = begin + 1;
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain(std::iter::once(text.len())).collect::<Vec<_>>();
    let mut pieces: Vec<Range<usize>> = Vec::new();
    let mut skip = 0;
    for (at, (&start, &end)) in starts.iter().zip(&ends).enumerate() {
        if at < skip {
            continue;
        }
        // An `@word{` may stand inside a text: take up to two more pieces if they close what is open.
        let mut whole = start..end;
        let piece = text.get(whole.clone()).unwrap_or_default();
        // A note behind the entry may hold an address with `@`.
        if let Some(closed) = closing(piece).filter(|_| parse(piece).is_err())
            && piece.get(..closed).is_some_and(|entry| parse(entry).is_ok())
        {
            whole = start..start + closed;
        } else if parse(piece).is_err() {
            for more in 1..=2 {
                let Some(&longer) = ends.get(at + more) else { break };
                let joined = parse(text.get(start..longer).unwrap_or_default());
                if joined.is_ok_and(|raw| raw.entries.len() == 1) {
                    whole = start..longer;
                    skip = at + more + 1;
                    break;
                }
            }
        }
        pieces.push(whole);
    }
    pieces
}

/// Behind the brace that closes the first one that opens.
fn closing(piece: &str) -> Option<usize> {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, byte) in piece.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'{' => depth += 1,
            b'}' if depth == 1 => return Some(at + 1),
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

pub(super) fn parse(piece: &str) -> Result<RawBibliography<'_>, (usize, String)> {
    if piece.len() > MAX_ENTRY {
        return Err((0, format!("the entry is larger than {} KiB", MAX_ENTRY / 1024)));
    }
    let mut depth = 0_usize;
    for (at, byte) in piece.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_DEPTH {
            return Err((at, format!("more than {MAX_DEPTH} braces stand inside each other")));
        }
    }
    // What lies between two entries is a note.
    RawBibliography::parse(piece).map_err(|error| (error.span.start, reason(&error.kind)))
}

pub(super) fn reason(kind: &ParseErrorKind) -> String {
    match kind {
        ParseErrorKind::UnexpectedEof => "a brace or quotation mark is never closed".to_owned(),
        ParseErrorKind::UnknownAbbreviation(word) => {
            format!("`{}` stands without braces, and no `@string` defines it", text::ellipsis(word, 40))
        }
        other => other.to_string(),
    }
}
