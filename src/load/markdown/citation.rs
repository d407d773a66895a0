//! `[@globe-2022, p. 4; @F-012]`: keys, and places in what they name.

use super::Cited;
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{SourceMap, Span};

/// What a citation names, and what of it cannot be understood.
pub(super) fn read(map: &SourceMap, span: Span) -> (Vec<Cited>, Vec<Diagnostic>) {
    let written = map.slice(span);
    let inner_start = span.start + 1;
    let inner = written.strip_prefix('[').and_then(|t| t.strip_suffix(']')).unwrap_or(written);
    // In a block quotation the next line begins with its mark; same length, so places hold.
    let inner = inner.replace("\n>", "\n ");
    let (mut cited, mut faults) = (Vec::new(), Vec::new());
    let mut offset = 0;
    for part in inner.split(';') {
        let lead = part.len() - part.trim_start().len();
        let start = inner_start + offset + lead;
        offset += part.len() + 1;
        let part = part.trim();
        let place = Span { start, end: start + part.len(), ..span };
        let (key, locator) = match part.split_once(',') {
            Some((key, locator)) => (key.trim(), Some(locator.split_whitespace().collect::<Vec<_>>().join(" "))),
            None => (part, None),
        };
        if locator.as_ref().is_some_and(|locator| locator.starts_with('@')) {
            faults.push(
                Diagnostic::error(codes::BAD_CITATION, "two sources stand in one citation")
                    .at(place, "parted by a comma")
                    .help("put `;` between two sources: `[@one, p. 4; @two]`"),
            );
            continue;
        }
        let key = key.strip_prefix('@').filter(|key| !key.is_empty() && !key.contains(char::is_whitespace));
        match key {
            Some(key) => cited.push(Cited {
                key: key.to_owned(),
                locator: locator.filter(|locator| !locator.is_empty()),
                span: place,
            }),
            None => faults.push(
                Diagnostic::error(codes::BAD_CITATION, "this citation cannot be understood")
                    .at(place, "expected `@key` or `@key, place`")
                    .help("write `[@source, p. 4]`; put `; @` between two sources"),
            ),
        }
    }
    (cited, faults)
}
