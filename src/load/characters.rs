//! Characters that print nothing, or turn the text around them.

use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, SourceMap, Span};
use crate::text;
use crate::tree::Node;

pub(super) fn check_characters(tree: &Node, out: &mut Vec<Diagnostic>) {
    tree.fields(&mut |node, text, _| {
        if let Some(bad) = text.chars().find(|&c| text::is_deceptive(c)) {
            let span = Span { end: node.span.end.min(node.span.start + 60), ..node.span };
            out.push(deceptive(bad).at(span, "in this text"));
        }
    });
}

pub(super) fn check_text(map: &SourceMap, file: FileId, out: &mut Vec<Diagnostic>) {
    for (at, bad) in map.file(file).text.char_indices().filter(|(_, c)| text::is_deceptive(*c)) {
        out.push(deceptive(bad).at(Span::new(file, at..at + bad.len_utf8()), "here"));
    }
}

pub(super) fn deceptive(c: char) -> Diagnostic {
    Diagnostic::error(codes::BAD_CHARACTER, format!("the invisible character U+{:04X} stands in this text", c as u32))
        .help("it prints nothing or turns the text around it; delete it (it often comes along when text is pasted)")
}
