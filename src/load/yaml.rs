//! YAML, and JSON as the part of YAML that it is, into a [`Node`] tree with bounds.

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};

use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, SourceMap, Span};
use crate::tree::{Key, Node, Value};

/// Lists and groups inside each other; no field of a brief needs ten.
const MAX_DEPTH: usize = 64;
/// Values of a file, with every alias followed.
const MAX_NODES: usize = 2_000_000;

/// Reads a data file that holds one document.
///
/// Returns `None`, with a diagnostic, when it cannot be understood at all. Duplicate keys are
/// reported, and the first one counts.
pub(super) fn parse(map: &SourceMap, file: FileId, out: &mut Vec<Diagnostic>) -> Option<Arc<Node>> {
    let text = &map.file(file).text;
    let mut builder =
        Builder { map, file, out, stack: Vec::new(), anchors: HashMap::new(), documents: 0, root: None, nodes: 0 };
    for event in Parser::new_from_str(text) {
        let step = match event {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(0..0);
                builder.event(event, Span::new(file, range))
            }
            Err(error) => Err(syntax(map, file, &error)),
        };
        if let Err(problem) = step {
            out.push(problem);
            return None;
        }
    }
    let root = builder.root.filter(|root| !matches!(root.value, Value::Null));
    if root.is_none() {
        let path = &map.file(file).path;
        out.push(
            Diagnostic::error(codes::EMPTY_FILE, format!("`{path}` holds nothing"))
                .at(Span::new(file, 0..0), "")
                .help("write the data, or delete the file; `evenhand new` makes a brief to copy from"),
        );
    }
    root
}

struct Builder<'a> {
    map: &'a SourceMap,
    file: FileId,
    out: &'a mut Vec<Diagnostic>,
    stack: Vec<Open>,
    anchors: HashMap<usize, Arc<Node>>,
    documents: usize,
    root: Option<Arc<Node>>,
    nodes: usize,
}

/// A list or group that has begun and not ended.
struct Open {
    span: Span,
    anchor: usize,
    weight: usize,
    content: Content,
}

enum Content {
    Sequence(Vec<Arc<Node>>),
    Mapping { fields: Vec<(Key, Arc<Node>)>, key: Option<Key>, seen: HashMap<String, Span> },
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, span: Span) -> Result<(), Diagnostic> {
        match event {
            Event::DocumentStart(..) => {
                self.documents += 1;
                if self.documents > 1 {
                    return Err(self.refuse(
                        span,
                        "a second document begins here",
                        "a data file holds one document; take the line `---` out",
                    ));
                }
            }
            Event::Scalar(text, style, anchor, _) => {
                let plain = style == ScalarStyle::Plain;
                let value = if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
                    Value::Null
                } else {
                    Value::Scalar { text: text.into_owned(), plain }
                };
                let span = trim_end(self.map, span);
                self.add(Arc::new(Node { span, value, weight: 1 }), anchor)?;
            }
            Event::SequenceStart(_, anchor, _) => self.open(span, anchor, Content::Sequence(Vec::new()))?,
            Event::MappingStart(_, anchor, _) => {
                self.open(span, anchor, Content::Mapping { fields: Vec::new(), key: None, seen: HashMap::new() })?
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.stack.pop() {
                    let value = match open.content {
                        Content::Sequence(items) => Value::Sequence(items),
                        Content::Mapping { fields, .. } => Value::Mapping(fields),
                    };
                    let span = Span { end: span.end.max(open.span.end), ..open.span };
                    let node = Node { span: trim_end(self.map, span), value, weight: open.weight };
                    self.add(Arc::new(node), open.anchor)?;
                }
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(node) => self.add(node, 0)?,
                None => {
                    return Err(self.refuse(span, "this alias stands inside what it refers to", "write the value out"));
                }
            },
            _ => {}
        }
        Ok(())
    }

    fn open(&mut self, span: Span, anchor: usize, content: Content) -> Result<(), Diagnostic> {
        if self.stack.len() >= MAX_DEPTH {
            return Err(self.refuse(
                span,
                &format!("more than {MAX_DEPTH} lists and groups stand inside each other"),
                "check the brackets and the indentation",
            ));
        }
        self.stack.push(Open { span, anchor, weight: 1, content });
        Ok(())
    }

    fn add(&mut self, node: Arc<Node>, anchor: usize) -> Result<(), Diagnostic> {
        if anchor != 0 {
            self.anchors.insert(anchor, Arc::clone(&node));
        }
        self.nodes += 1;
        let Some(open) = self.stack.last_mut() else {
            self.root.get_or_insert(node);
            return Ok(());
        };
        open.weight = open.weight.saturating_add(node.weight);
        if open.weight > MAX_NODES {
            let span = open.span;
            return Err(self.refuse(
                span,
                &format!("with its aliases followed, this unfolds to more than {MAX_NODES} values"),
                "write values out instead of repeating them with `*`",
            ));
        }
        match &mut open.content {
            Content::Sequence(items) => items.push(node),
            Content::Mapping { fields, key, seen } => match key.take() {
                Some(key) => match seen.get(&key.text) {
                    Some(&first) => self.out.push(
                        Diagnostic::error(
                            codes::DUPLICATE_FIELD,
                            format!("the field `{}` stands here twice", key.text),
                        )
                        .at(key.span, "again here")
                        .also(first, "first here")
                        .help("keep one of them"),
                    ),
                    None => {
                        seen.insert(key.text.clone(), key.span);
                        fields.push((key, node));
                    }
                },
                None => {
                    let Value::Scalar { text, .. } = &node.value else {
                        let span = node.span;
                        return Err(self.refuse(
                            span,
                            "a field's name must be a word",
                            "did you forget the quotation marks around a text that has `{`, `[` or `:` in it?",
                        ));
                    };
                    *key = Some(Key { text: text.clone(), span: node.span });
                }
            },
        }
        Ok(())
    }

    fn refuse(&self, span: Span, label: &str, help: &str) -> Diagnostic {
        let path = &self.map.file(self.file).path;
        Diagnostic::error(codes::SYNTAX, format!("`{path}` cannot be understood"))
            .at(Span { end: span.end.min(span.start + 1).max(span.start), ..span }, label)
            .help(help)
    }
}

/// The parser ends a value where the next one begins; the white space between belongs to none.
fn trim_end(map: &SourceMap, span: Span) -> Span {
    let text = map.slice(span).trim_end();
    Span { end: span.start + text.len(), ..span }
}

fn syntax(map: &SourceMap, file: FileId, error: &ScanError) -> Diagnostic {
    let source = map.file(file);
    let at = error.marker().byte_offset().unwrap_or_else(|| {
        let line = source.line_range(error.marker().line());
        source.text[line.clone()]
            .char_indices()
            .nth(error.marker().col())
            .map_or(line.end, |(byte, _)| line.start + byte)
    });
    let at = at.min(source.text.len());
    let end = source.text[at..].chars().next().filter(|c| *c != '\n').map_or(at, |c| at + c.len_utf8());
    let (label, help) = explain(error.kind());
    Diagnostic::error(codes::SYNTAX, format!("`{}` is not valid YAML", source.path))
        .at(Span::new(file, at..end), label.unwrap_or_else(|| error.kind_text()))
        .help(help)
}

trait KindText {
    fn kind_text(&self) -> String;
}

impl KindText for ScanError {
    fn kind_text(&self) -> String {
        self.info()
    }
}

/// What the commonest mistakes look like to somebody who does not know the words of YAML.
fn explain(kind: &ErrorKind) -> (Option<String>, &'static str) {
    let (label, help) = match kind {
        ErrorKind::TabNotAllowed | ErrorKind::TabInBlockIndentation => {
            ("a tab stands here", "indent with spaces; YAML does not take tabs")
        }
        ErrorKind::InvalidIndentation | ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => (
            "this line does not stand under the one it belongs to",
            "give it as many spaces at the start as its neighbours have; in quoted text, check the closing quotation mark",
        ),
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            "a field's name is followed by `:` and a space",
            "write `name: value`, and put a text with `: ` or ` #` in it between quotation marks",
        ),
        ErrorKind::UnknownAnchor => {
            ("nothing has this name", "put a text that begins with `*` between quotation marks")
        }
        ErrorKind::UnexpectedEof
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping => {
            ("the file ends here, before it is complete", "close the bracket or the quotation mark that is still open")
        }
        _ => {
            return (
                None,
                "a text with special characters (: # { [ * & ! % @ `) goes between quotation marks, or on the next lines after `>-`",
            );
        }
    };
    (Some(label.to_owned()), help)
}
