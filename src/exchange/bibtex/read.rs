//! BibTeX and BibLaTeX as items, through the crate `biblatex`.
//!
//! The crate reads a file as a whole and stops at the first mistake, and it follows cross-references
//! and abbreviations in circles. So each entry is cut out (`pieces`) and read by itself, with the
//! abbreviations that it uses, and parents are laid under their children (`item`).

use std::collections::{HashMap, HashSet};

use biblatex::{Bibliography, Entry, Pair, RawBibliography, RawChunk, Spanned};

use super::super::Reading;
use super::item::{item, type_of};
use super::pieces::{parse, pieces, reason};
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, SourceMap};
use crate::span::Span;

/// How many steps a cross-reference or an abbreviation leads on.
pub(super) const MAX_CHAIN: usize = 8;

/// One entry, cut out of the file and read.
struct Cut<'a> {
    place: Span,
    raw: biblatex::RawEntry<'a>,
}

pub(in super::super) fn read(map: &SourceMap, file: FileId) -> Reading {
    let text = map.file(file).text.as_str();
    let mut reading = Reading::default();
    let mut cuts = Vec::new();
    let mut words: HashMap<String, Pair<'_>> = HashMap::new();
    for range in pieces(text) {
        let piece = text.get(range.clone()).unwrap_or_default();
        let place = head(text, file, range.start);
        match parse(piece) {
            Ok(raw) => {
                reading.helpers += usize::from(raw.entries.is_empty());
                for word in raw.abbreviations {
                    words.insert(word.key.v.to_ascii_lowercase(), word);
                }
                for entry in raw.entries {
                    cuts.push(Cut { place, raw: entry.v });
                }
            }
            Err((at, why)) => {
                let line = text.get(..range.start + at).unwrap_or(text).matches('\n').count() + 1;
                reading.problems.push(
                    Diagnostic::error(codes::BAD_RECORD, "an entry that cannot be understood was skipped")
                        .at(place, format!("line {line}: {why}"))
                        .help("mend the entry, or export it again; the others were read"),
                );
            }
        }
    }
    let mut entries: Vec<Option<(Span, Entry)>> = Vec::new();
    for cut in cuts {
        match resolve(cut.raw, &words) {
            Ok(entry) => entries.push(Some((cut.place, entry))),
            Err(why) => reading.problems.push(
                Diagnostic::error(codes::BAD_RECORD, "an entry that cannot be understood was skipped")
                    .at(cut.place, why)
                    .help("mend the entry, or export it again; the others were read"),
            ),
        }
    }
    let mut by_key: HashMap<String, usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let Some((_, entry)) = entry {
            by_key.entry(entry.key.clone()).or_insert(at);
        }
    }
    for (place, entry) in entries.iter().flatten() {
        let kind = type_of(entry);
        if kind == "xdata" || kind == "set" {
            // It lends its fields to others and is no source.
            reading.helpers += 1;
            continue;
        }
        reading.items.push(item(entry, *place, &entries, &by_key));
    }
    reading
}

fn head(text: &str, file: FileId, at: usize) -> Span {
    let line = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    Span::new(file, at..at + line.trim_end().len().min(200).max(usize::from(!line.is_empty())))
}

/// An entry with its abbreviations written out and its LaTeX read. Fields that lead to other entries are
/// taken as plain text.
fn resolve(mut raw: biblatex::RawEntry<'_>, words: &HashMap<String, Pair<'_>>) -> Result<Entry, String> {
    let mut links = Vec::new();
    raw.fields.retain(|field| {
        let link = matches!(field.key.v.to_ascii_lowercase().as_str(), "crossref" | "xdata" | "ids" | "xref");
        if link {
            let parts = field.value.v.iter().map(|chunk| match chunk.v {
                RawChunk::Normal(text) | RawChunk::Abbreviation(text) => text,
            });
            links.push((field.key.v.to_ascii_lowercase(), parts.collect::<String>()));
        }
        !link
    });
    let mut used = Vec::new();
    let mut wanted: Vec<&str> = Vec::new();
    for field in &raw.fields {
        wanted.extend(abbreviations(&field.value.v));
    }
    for _ in 0..MAX_CHAIN {
        let mut next = Vec::new();
        for word in std::mem::take(&mut wanted) {
            if used.iter().any(|known: &Pair<'_>| known.key.v == word) {
                continue;
            }
            if let Some(pair) = words.get(&word.to_ascii_lowercase()) {
                next.extend(abbreviations(&pair.value.v));
                let mut pair = pair.clone();
                pair.key.v = word;
                used.push(pair);
            }
        }
        wanted = next;
    }
    if used.iter().any(|word| leads_to_itself(word, &used)) {
        return Err("its abbreviations lead in a circle".to_owned());
    }
    let key = raw.key.v.to_owned();
    let place = raw.key.span.clone();
    let bibliography =
        RawBibliography { preamble: String::new(), entries: vec![Spanned::new(raw, place)], abbreviations: used };
    let bibliography = Bibliography::from_raw(bibliography).map_err(|error| reason(&error.kind))?;
    let mut entry = bibliography.into_iter().next().ok_or_else(|| format!("`{key}` holds nothing"))?;
    for (name, value) in links {
        entry.set(&name, vec![Spanned::detached(biblatex::Chunk::Normal(value.trim().to_owned()))]);
    }
    Ok(entry)
}

fn abbreviations<'a>(field: &[Spanned<RawChunk<'a>>]) -> Vec<&'a str> {
    let word = |chunk: &Spanned<RawChunk<'a>>| match chunk.v {
        RawChunk::Abbreviation(word) => Some(word),
        RawChunk::Normal(_) => None,
    };
    field.iter().filter_map(word).collect()
}

fn leads_to_itself(word: &Pair<'_>, words: &[Pair<'_>]) -> bool {
    let (mut seen, mut open) = (HashSet::new(), abbreviations(&word.value.v));
    while let Some(next) = open.pop() {
        if next == word.key.v {
            return true;
        }
        if seen.insert(next)
            && let Some(pair) = words.iter().find(|pair| pair.key.v == next)
        {
            open.extend(abbreviations(&pair.value.v));
        }
    }
    false
}
