//! What Markdown takes for plain text although somebody meant more by it, and what is too deep.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::diagnostic::{Diagnostic, codes};
use crate::load::characters::deceptive;
use crate::source_map::{FileId, Span};
use crate::text::is_deceptive;

/// How many quotations, lists and marks may stand inside each other; Typst gives up at about 18.
pub(super) const MAX_DEPTH: usize = 14;

/// Reports what the text hides: characters written as codes, and footnotes that are not there.
pub(super) fn report_hidden(text: &str, file: FileId, events: &[(Event<'_>, Range<usize>)], out: &mut Vec<Diagnostic>) {
    for (event, range) in events {
        // `&#x202E;` is none until it is read.
        if let Event::Text(words) | Event::Code(words) = event
            && let Some(bad) = words.chars().find(|&c| is_deceptive(c))
            && !text[range.clone()].contains(bad)
        {
            out.push(deceptive(bad).at(Span::new(file, range.clone()), "written as a code"));
        }
    }
    for (label, span) in missing_footnotes(text, file, events) {
        out.push(
            Diagnostic::error(codes::BAD_FOOTNOTE, format!("there is no footnote `{label}` in this file"))
                .at(span, "refers to nothing")
                .help(format!(
                    "write the footnote at the end of the file, `[^{label}]: …`; or `\\[^` where brackets are meant"
                )),
        );
    }
}

/// References to footnotes that are not written, which Markdown takes for plain text.
fn missing_footnotes(text: &str, file: FileId, events: &[(Event<'_>, Range<usize>)]) -> Vec<(String, Span)> {
    let mut in_code = false;
    let words = events.iter().filter_map(|(event, range)| match event {
        Event::Start(Tag::CodeBlock(_)) => {
            in_code = true;
            None
        }
        Event::End(TagEnd::CodeBlock) => {
            in_code = false;
            None
        }
        Event::Text(_) if !in_code => Some(range),
        _ => None,
    });
    let mut found = Vec::new();
    for range in words {
        for (at, _) in text[range.clone()].match_indices('[') {
            let start = range.start + at;
            let rest = text[start..].strip_prefix("[^").unwrap_or_default();
            let label = rest
                .find(|c: char| c.is_whitespace() || c == '[' || c == ']')
                .and_then(|end| rest[end..].starts_with(']').then(|| &rest[..end]));
            if let Some(label) = label
                && !label.is_empty()
                && !text[..start].ends_with('\\')
            {
                found.push((label.to_owned(), Span::new(file, start..start + label.len() + 3)));
            }
        }
    }
    found
}

/// What a bracket was meant to be that leads nowhere; most brackets are just brackets.
pub(super) fn broken_reference(reference: &str, kind: LinkType) -> Option<Diagnostic> {
    if holds_key(reference) {
        return Some(
            Diagnostic::error(codes::BAD_CITATION, "a citation begins with `@`")
                .help("write `[@source, p. 4]`, and what comes before it outside the brackets"),
        );
    }
    matches!(kind, LinkType::Reference | LinkType::Collapsed).then(|| {
        Diagnostic::error(codes::UNSAFE_LINK, format!("there is no link named `{reference}` in this file"))
            .help(format!("write `[words](https://…)`, or at the end of the file `[{reference}]: https://…`"))
    })
}

/// The place at which more than [`MAX_DEPTH`] things stand inside each other.
pub(super) fn too_deep(events: &[(Event<'_>, Range<usize>)]) -> Option<Range<usize>> {
    let mut depth = 0;
    events.iter().find_map(|(event, range)| {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        (depth > MAX_DEPTH).then(|| range.clone())
    })
}

/// Whether a bracket holds a `@key` further on, as in `[see @globe-2022]`.
fn holds_key(reference: &str) -> bool {
    reference.split(|c: char| c.is_whitespace() || c == ';').any(|word| {
        let word = word.strip_prefix('-').unwrap_or(word);
        word.strip_prefix('@').is_some_and(|key| key.starts_with(char::is_alphanumeric))
    })
}
