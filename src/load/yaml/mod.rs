//! YAML, and JSON as the part of YAML that it is, into a [`Node`] tree with bounds. What the parser
//! complains of, `faults` says in plain words.

mod faults;

use std::collections::HashMap;
use std::sync::Arc;

use granit_parser::{Event, Parser, ScalarStyle};

use self::faults::syntax;
use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, SourceMap, Span};
use crate::span::Anchors;
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
    let mut builder = Builder {
        map,
        file,
        out,
        stack: Vec::new(),
        anchors: HashMap::new(),
        unused: HashMap::new(),
        documents: 0,
        root: None,
    };
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
    builder.report_unused_anchors();
    let root = builder.root.filter(|root| !matches!(root.value, Value::Null));
    if root.is_none() {
        let path = &map.file(file).path;
        out.push(
            Diagnostic::error(codes::EMPTY_FILE, format!("`{path}` holds nothing"))
                .at(Span::new(file, 0..0), "")
                .help("write the data; `evenhand new` makes a brief to copy from"),
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
    /// The places of anchors that no alias has named so far.
    unused: HashMap<usize, Span>,
    documents: usize,
    root: Option<Arc<Node>>,
}

/// A list or group that has begun and not ended.
struct Open {
    span: Span,
    anchor: usize,
    weight: usize,
    flawed: bool,
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
            Event::Scalar(_, _, _, Some(tag))
            | Event::SequenceStart(_, _, Some(tag))
            | Event::MappingStart(_, _, Some(tag)) => {
                return Err(self.refuse(
                    tag_span(self.map, span),
                    &format!("`{}` would not be printed", tag.original()),
                    "put a text that begins with `!` between quotation marks",
                ));
            }
            Event::Scalar(text, style, anchor, None) => {
                let plain = style == ScalarStyle::Plain;
                let span = trim_end(self.map, span);
                let value = if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
                    Value::Null
                } else {
                    let anchors = anchors(self.map.slice(span), &text, style, span);
                    Value::Scalar { text: text.into_owned(), plain, anchors }
                };
                let flawed = plain && self.swallows_text(span);
                self.add(Arc::new(Node { span, value, flawed, weight: 1 }), anchor)?;
            }
            Event::SequenceStart(_, anchor, None) => self.open(span, anchor, Content::Sequence(Vec::new()))?,
            Event::MappingStart(_, anchor, None) => {
                self.open(span, anchor, Content::Mapping { fields: Vec::new(), key: None, seen: HashMap::new() })?
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(open) = self.stack.pop() {
                    let value = match open.content {
                        Content::Sequence(items) => Value::Sequence(items),
                        Content::Mapping { fields, .. } => Value::Mapping(fields),
                    };
                    let span = Span { end: span.end.max(open.span.end), ..open.span };
                    let node = Node { span: trim_end(self.map, span), value, flawed: open.flawed, weight: open.weight };
                    self.add(Arc::new(node), open.anchor)?;
                }
            }
            Event::Alias(anchor) => match self.anchors.get(&anchor).cloned() {
                Some(node) => {
                    self.unused.remove(&anchor);
                    self.add(node, 0)?;
                }
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
        self.stack.push(Open { span, anchor, weight: 1, flawed: false, content });
        Ok(())
    }

    fn add(&mut self, node: Arc<Node>, anchor: usize) -> Result<(), Diagnostic> {
        if anchor != 0 {
            self.anchors.insert(anchor, Arc::clone(&node));
            self.unused.insert(anchor, node.span);
        }
        let Some(open) = self.stack.last_mut() else {
            self.root.get_or_insert(node);
            return Ok(());
        };
        open.weight = open.weight.saturating_add(node.weight);
        open.flawed |= node.flawed;
        if open.weight > MAX_NODES {
            let span = open.span;
            return Err(self.refuse(
                span,
                &format!("with its aliases followed, this unfolds to more than {MAX_NODES} values"),
                "write values out instead of repeating them with `*`",
            ));
        }
        let mut flawed = false;
        match &mut open.content {
            Content::Sequence(items) => items.push(node),
            Content::Mapping { fields, key, seen } => match key.take() {
                Some(key) => match seen.get(&key.text) {
                    Some(&first) => {
                        flawed = true;
                        self.out.push(
                            Diagnostic::error(
                                codes::DUPLICATE_FIELD,
                                format!("the field `{}` stands here twice", key.text),
                            )
                            .at(key.span, "again here")
                            .also(first, "first here")
                            .help("keep one of them"),
                        );
                    }
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
        open.flawed |= flawed;
        Ok(())
    }

    /// `lamp #4 is broken` without quotation marks ends at `lamp`: the rest is a note. So does a value
    /// that begins with `#`, such as the number of a docket entry.
    fn swallows_text(&mut self, span: Span) -> bool {
        let after = &self.map.file(self.file).text[span.end..];
        let gap = after.len() - after.trim_start_matches([' ', ':']).len();
        let Some(note) = after[gap..].strip_prefix('#') else {
            return false;
        };
        if gap == 0 || !note.starts_with(|c: char| !c.is_whitespace() && c != '#') {
            return false;
        }
        let start = span.end + gap;
        let end = start + 1 + note.lines().next().unwrap_or_default().trim_end().len();
        self.out.push(
            Diagnostic::error(codes::SYNTAX, "what follows ` #` on a line is a note and is not printed")
                .at(Span { start, end, ..span }, "this would be lost")
                .help("if it belongs to the text, put the whole text between quotation marks; if it is a note, write a space after `#`"),
        );
        true
    }

    /// `&Company lamps` without quotation marks is `lamps` under a name.
    fn report_unused_anchors(&mut self) {
        let mut spans: Vec<_> = self.unused.values().copied().collect();
        spans.sort_unstable();
        for span in spans {
            let problem = self.refuse(
                span,
                "the word with `&` before this would not be printed",
                "put a text that begins with `&` between quotation marks",
            );
            self.out.push(problem);
        }
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

/// Follows a text through what was written: folded lines, indentation and escapes are stepped over.
fn anchors(written: &str, text: &str, style: ScalarStyle, span: Span) -> Anchors {
    let mut anchors = Anchors::new(span.file);
    let mut at = match style {
        ScalarStyle::Plain => 0,
        ScalarStyle::SingleQuoted | ScalarStyle::DoubleQuoted => 1,
        // The line of `|` or `>` is not part of the text.
        _ if written.starts_with(['|', '>']) => written.find('\n').map_or(0, |end| end + 1),
        _ => 0,
    };
    let mut read = 0;
    let first = |text: &str, at: usize| text.get(at..).and_then(|rest| rest.chars().next());
    while let (Some(c), Some(w)) = (first(text, read), first(written, at)) {
        if w == '\\' && style == ScalarStyle::DoubleQuoted {
            anchors.push(read, span.start + at);
            let escape = first(written, at + 1).unwrap_or('\\');
            at += 1 + match escape {
                'x' => 3,
                'u' => 5,
                'U' => 9,
                other => other.len_utf8(),
            };
            // A `\\` at the end of a line is nothing but the end of a line.
            if !matches!(escape, '\n' | '\r') {
                read += c.len_utf8();
            }
        } else if c == w {
            anchors.push(read, span.start + at);
            read += c.len_utf8();
            at += w.len_utf8();
            if w == '\'' && style == ScalarStyle::SingleQuoted {
                at += 1;
            }
        } else if w.is_whitespace() {
            let gap = |text: &str, at: usize| text[at..].len() - text[at..].trim_start().len();
            if c.is_whitespace() {
                read += gap(text, read);
            }
            at += gap(written, at);
        } else {
            at += w.len_utf8();
        }
    }
    anchors
}

/// From the mark of a tag to the end of its line.
fn tag_span(map: &SourceMap, span: Span) -> Span {
    let text = &map.file(span.file).text;
    let line = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let start = text[line..span.start].find('!').map_or(span.start, |at| line + at);
    Span { start, end: span.end.max(start + 1), ..span }
}
