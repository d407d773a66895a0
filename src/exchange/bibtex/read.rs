//! BibTeX and BibLaTeX as items, through the crate `biblatex`.
//!
//! The crate reads a file as a whole and stops at the first mistake, and it follows cross-references
//! and abbreviations in circles. So each entry is cut out and read by itself, with the abbreviations that
//! it uses, and parents are laid under their children here.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use biblatex::{Bibliography, Entry, Pair, ParseErrorKind, RawBibliography, RawChunk, RawEntry, Spanned};

use super::super::Reading;
use super::item::{item, type_of};
use super::latex;
use super::parents::Shelf;
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, SourceMap};
use crate::span::Span;
use crate::text;

/// The longest entry, in bytes.
const MAX_ENTRY: usize = 256 * 1024;
/// How deep braces stand inside each other.
const MAX_DEPTH: usize = 64;
/// How many steps a cross-reference or an abbreviation leads on.
pub(super) const MAX_CHAIN: usize = 8;

/// One entry, cut out of the file and read.
struct Cut<'a> {
    place: Span,
    raw: RawEntry<'a>,
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
    let mut entries = Vec::new();
    for cut in cuts {
        let key = cut.raw.key.v.to_owned();
        match resolve(cut.raw, &words) {
            Ok((entry, left)) => {
                for command in left {
                    let command = text::ellipsis(&command, 40);
                    let what = format!("`{command}` of LaTeX is not known here, and stays as it is");
                    reading.doubts.add(what, "write what it stands for in `sources.yaml`", cut.place, &key);
                }
                entries.push((cut.place, entry));
            }
            Err(why) => reading.problems.push(
                Diagnostic::error(codes::BAD_RECORD, "an entry that cannot be understood was skipped")
                    .at(cut.place, why)
                    .help("mend the entry, or export it again; the others were read"),
            ),
        }
    }
    let shelf = Shelf::new(entries);
    for (place, entry) in &shelf.entries {
        let kind = type_of(entry);
        if kind == "xdata" || kind == "set" {
            // It lends its fields to others, or names several, and is no source.
            reading.helpers += 1;
            continue;
        }
        let (fields, lost) = shelf.inherited(entry);
        for (link, key) in lost {
            reading.doubts.add(
                format!("no entry of the file has the key `{}`, to which a `{link}` leads", text::ellipsis(&key, 60)),
                "what it would lend, such as the title of the volume, is missing; export that entry too",
                *place,
                &entry.key,
            );
        }
        if entry.key.is_empty() {
            reading.doubts.add(
                "an entry without a key was taken in under one made from its author, year and title",
                "give it a key in the file, so that it stays the same entry when these change",
                *place,
                "",
            );
        }
        let item = item(entry, &fields, *place);
        if item.get("bibtex:others").is_some() {
            reading.doubts.add(
                "a list of names ends with `and others`, who are not named",
                "name them in `sources.yaml`, so that they are credited too",
                *place,
                &entry.key,
            );
        }
        reading.items.push(item);
    }
    reading
}

fn head(text: &str, file: FileId, at: usize) -> Span {
    let line = text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
    Span::new(file, at..at + line.trim_end().len().min(200).max(usize::from(!line.is_empty())))
}

/// The entries of a file: each begins with `@word{` at the start of a line, and goes on where its braces
/// are open, unless the next one then begins inside it.
fn pieces(text: &str) -> Vec<Range<usize>> {
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

fn parse(piece: &str) -> Result<RawBibliography<'_>, (usize, String)> {
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

fn reason(kind: &ParseErrorKind) -> String {
    match kind {
        ParseErrorKind::UnexpectedEof => "a brace or quotation mark is never closed".to_owned(),
        ParseErrorKind::UnknownAbbreviation(word) => {
            format!("`{}` stands without braces, and no `@string` defines it", text::ellipsis(word, 40))
        }
        other => other.to_string(),
    }
}

/// An entry with its abbreviations written out and its LaTeX read, and the commands that are left in it.
/// Fields that lead to other entries are taken as plain text.
fn resolve(mut raw: RawEntry<'_>, words: &HashMap<String, Pair<'_>>) -> Result<(Entry, Vec<String>), String> {
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
    if wanted
        .iter()
        .any(|word| words.contains_key(&word.to_ascii_lowercase()) && !used.iter().any(|p| p.key.v == *word))
    {
        return Err(format!("its abbreviations lead on more than {MAX_CHAIN} times"));
    }
    if used.iter().any(|word| leads_to_itself(word, &used)) {
        return Err("its abbreviations lead in a circle".to_owned());
    }
    let mut lengths = HashMap::new();
    if raw.fields.iter().map(|field| length(field, &used, &mut lengths)).fold(0, usize::saturating_add) > MAX_ENTRY {
        return Err(format!("with its abbreviations written out it is larger than {} KiB", MAX_ENTRY / 1024));
    }
    let key = raw.key.v.to_owned();
    let place = raw.key.span.clone();
    let (texts, left) = decoded(raw.fields.iter().chain(&used));
    let mut texts = texts.iter().map(String::as_str);
    let fields = raw.fields.iter().map(|pair| with_texts(pair, &mut texts)).collect();
    let abbreviations = used.iter().map(|pair| with_texts(pair, &mut texts)).collect();
    let raw = RawEntry { fields, ..raw };
    let bibliography =
        RawBibliography { preamble: String::new(), entries: vec![Spanned::new(raw, place)], abbreviations };
    let bibliography = Bibliography::from_raw(bibliography).map_err(|error| reason(&error.kind))?;
    let mut entry = bibliography.into_iter().next().ok_or_else(|| format!("`{key}` holds nothing"))?;
    for (name, value) in links {
        entry.set(&name, vec![Spanned::detached(biblatex::Chunk::Normal(value.trim().to_owned()))]);
    }
    Ok((entry, left))
}

/// The texts of fields in their order, without LaTeX, and the commands that are left in them.
fn decoded<'a>(fields: impl Iterator<Item = &'a Pair<'a>>) -> (Vec<String>, Vec<String>) {
    let (mut texts, mut left) = (Vec::new(), Vec::new());
    for field in fields {
        let name = field.key.v.to_ascii_lowercase();
        for chunk in &field.value.v {
            let RawChunk::Normal(text) = chunk.v else { continue };
            let text = match name.as_str() {
                // In these no sign means anything but itself.
                "file" | "doi" | "eprint" | "pdf" | "uri" | "url" | "urlraw" | "verba" | "verbb" | "verbc" => {
                    let bare = text.trim().strip_prefix("\\url{").and_then(|rest| rest.strip_suffix('}'));
                    // The crate makes dashes of hyphens here too, unless something stands between them.
                    bare.unwrap_or(text).replace("--", "-{}-").replace("--", "-{}-")
                }
                name => {
                    let (text, unknown) = latex::decode(text, !name.ends_with("date"));
                    left.extend(unknown);
                    text
                }
            };
            texts.push(text);
        }
    }
    (texts, left)
}

/// A field with other texts in their order.
fn with_texts<'a>(field: &Pair<'a>, texts: &mut impl Iterator<Item = &'a str>) -> Pair<'a> {
    let mut field = field.clone();
    for chunk in &mut field.value.v {
        if let RawChunk::Normal(text) = &mut chunk.v {
            *text = texts.next().unwrap_or_default();
        }
    }
    field
}

fn abbreviations<'a>(field: &[Spanned<RawChunk<'a>>]) -> Vec<&'a str> {
    let word = |chunk: &Spanned<RawChunk<'a>>| match chunk.v {
        RawChunk::Abbreviation(word) => Some(word),
        RawChunk::Normal(_) => None,
    };
    field.iter().filter_map(word).collect()
}

/// How long a field is with its abbreviations, which lead in no circle, written out.
fn length<'a>(field: &Pair<'a>, words: &[Pair<'a>], known: &mut HashMap<&'a str, usize>) -> usize {
    let mut total = 0_usize;
    for chunk in &field.value.v {
        total = total.saturating_add(match chunk.v {
            RawChunk::Normal(text) => text.len(),
            RawChunk::Abbreviation(word) => match known.get(word) {
                Some(length) => *length,
                None => {
                    let found = words.iter().find(|pair| pair.key.v == word);
                    let length = found.map_or(0, |pair| length(pair, words, known));
                    known.insert(word, length);
                    length
                }
            },
        });
    }
    total
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
