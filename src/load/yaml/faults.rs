//! What the parser of YAML complains of, with its place and in words for somebody who does not know YAML.

use granit_parser::{ErrorKind, ScanError};

use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, SourceMap, Span};

/// A file that is no YAML, or no JSON.
pub(super) fn syntax(map: &SourceMap, file: FileId, error: &ScanError) -> Diagnostic {
    let source = map.file(file);
    let at = error.marker().byte_offset().unwrap_or_else(|| {
        let line = source.line_range(error.marker().line());
        source.text[line.clone()]
            .char_indices()
            .nth(error.marker().col())
            .map_or(line.end, |(byte, _)| line.start + byte)
    });
    let mut at = at.min(source.text.len());
    if matches!(
        error.kind(),
        ErrorKind::TabNotAllowed
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabInIndentation
            | ErrorKind::TabInPlainScalar
    ) {
        // The parser points at the value before the tab.
        at = source.text[at..].find('\t').map_or(at, |tab| at + tab);
    }
    let end = source.text[at..].chars().next().filter(|c| *c != '\n').map_or(at, |c| at + c.len_utf8());
    let (label, help) = explain(error.kind());
    let language = if source.path.ends_with(".json") { "JSON" } else { "YAML" };
    Diagnostic::error(codes::SYNTAX, format!("`{}` is not valid {language}", source.path))
        .at(Span::new(file, at..end), label.unwrap_or_else(|| error.info()))
        .help(help)
}

/// What the commonest mistakes look like to somebody who does not know the words of YAML.
fn explain(kind: &ErrorKind) -> (Option<String>, &'static str) {
    use ErrorKind as K;
    let (label, help) = match kind {
        K::TabNotAllowed | K::TabInBlockIndentation | K::TabInIndentation | K::TabInPlainScalar => {
            ("a tab stands here", "indent with spaces; YAML does not take tabs")
        }
        K::InvalidIndentation | K::ExpectedBlockMappingKey | K::ExpectedBlockSequenceEntry => (
            "this line does not stand under the one it belongs to",
            "give it as many spaces at the start as its neighbours have; a text that begins with a bracket or a quotation mark goes between quotation marks as a whole",
        ),
        K::MappingValueNotAllowed | K::InvalidColonPlacement => (
            "a `:` with a space after it begins a value, and none can begin here",
            "put a text with `: ` in it between quotation marks; and check that the line has as many spaces at the start as its neighbours",
        ),
        K::SimpleKeyExpected | K::InvalidSimpleKey => (
            "a field's name is followed by `:` and a space",
            "write `name: value`, and put a text with `: ` or ` #` in it between quotation marks",
        ),
        K::UnknownAnchor => ("nothing has this name", "put a text that begins with `*` between quotation marks"),
        K::UnclosedQuotedScalar => (
            "this quotation mark is never closed",
            "close it; write a `'` inside single quotation marks twice, or use double ones",
        ),
        K::InvalidTrailingSingleQuotedScalar | K::InvalidTrailingDoubleQuotedScalar => (
            "the text ended at the quotation mark before this",
            "write a `'` inside single quotation marks twice and a `\"` inside double ones as `\\\"`, or put the whole text between marks of the other sort",
        ),
        K::UnclosedFlowCollection { .. }
        | K::ExpectedFlowSequenceSeparator
        | K::ExpectedFlowMappingSeparator
        | K::UnexpectedEofFlowSequence
        | K::UnexpectedEofFlowMapping => (
            "a bracket is not closed, or a comma is missing",
            "close the bracket, or put a comma between the entries; a text that begins with `[` or `{` goes between quotation marks",
        ),
        K::UnexpectedEof | K::UnexpectedEofBlockSequence | K::UnexpectedEofBlockMapping => {
            ("the file ends here, before it is complete", "close the bracket or the quotation mark that is still open")
        }
        K::UnexpectedCharacter { .. } => ("a text cannot begin with this sign", "put the text between quotation marks"),
        K::UnknownQuotedScalarEscape => (
            "a `\\` in this text is followed by a sign that means nothing",
            "write `\\\\` for a `\\`, or use single quotation marks",
        ),
        K::InvalidBlockScalarHeader => {
            ("after `|` or `>` the line ends", "begin the text on the next line, two spaces further in")
        }
        K::RecursionLimitExceeded => ("too many brackets stand inside each other", "check the brackets"),
        _ => {
            return (
                None,
                "a text with special characters (: # { [ * & ! % @ `) goes between quotation marks, or on the next lines after `>-`",
            );
        }
    };
    (Some(label.to_owned()), help)
}
