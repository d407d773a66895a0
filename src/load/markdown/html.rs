//! Comments, which stay among colleagues, and other HTML, which is refused.

use super::Reader;
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::Span;

/// A file's text with its comments blanked out, so that places hold.
pub(super) fn without_comments(text: &str) -> String {
    let mut kept = text.to_owned();
    let mut from = 0;
    while let Some(start) = text[from..].find("<!--").map(|at| from + at) {
        let end = text[start..].find("-->").map_or(text.len(), |at| start + at + 3);
        kept.replace_range(start..end, &" ".repeat(end - start));
        from = end;
    }
    kept
}

impl Reader<'_> {
    /// A comment is a note to colleagues and never reaches the document; other HTML is refused.
    pub(super) fn html(&mut self, html: &str, span: Span) {
        let html = html.trim();
        let comment = html.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->"));
        if comment.is_some_and(|inner| !inner.contains("-->")) || html.is_empty() {
            return;
        }
        let (message, help) = match html.strip_prefix("<!--") {
            Some(rest) if rest.contains("-->") => (
                "what stands beside a comment is lost",
                "give the comment lines of its own, with an empty line after it",
            ),
            Some(_) => ("this comment is not closed", "write `-->` at its end"),
            None => {
                ("HTML has no place in a section", "write it in Markdown; for a `<` that is meant as such write `\\<`")
            }
        };
        let first = html.lines().next().unwrap_or_default();
        let start = span.start + self.map.slice(span).find(first).unwrap_or_default();
        self.out.push(
            Diagnostic::error(codes::RAW_HTML, message)
                .at(Span::new(self.file, start..start + first.len()), "this would not reach the reader")
                .help(help),
        );
    }
}
