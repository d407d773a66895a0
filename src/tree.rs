//! A data file as a tree in which every key and value knows its place.
//!
//! The model is plain; whoever must point at a field finds its place here, by name, when a
//! message is made.

use std::ops::Range;
use std::sync::Arc;

use crate::span::{Anchors, Span};

/// The field whose content is kept and never shown: what another program knows of an entry.
pub const EXTRA: &str = "extra";

/// One value with its place.
#[derive(Debug, Clone)]
pub struct Node {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub value: Value,
    /// Something in it was reported when the file was read, such as a field that stands twice.
    pub flawed: bool,
    /// How many nodes it unfolds to when aliases are followed.
    pub weight: usize,
}

/// What a [`Node`] can be.
#[derive(Debug, Clone)]
pub enum Value {
    /// Nothing: an empty value, `~` or `null`.
    Null,
    /// Text as written, and whether it stood without quotation marks.
    Scalar {
        /// The text.
        text: String,
        /// Without quotation marks, so that `true` and `null` have their meaning.
        plain: bool,
        /// The way back to the file.
        anchors: Anchors,
    },
    /// A list.
    Sequence(Vec<Arc<Node>>),
    /// Fields in the order in which they are written.
    Mapping(Vec<(Key, Arc<Node>)>),
}

/// The name of a field.
#[derive(Debug, Clone)]
pub struct Key {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

impl Node {
    /// What it is, for messages: "a list".
    pub fn describe(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Scalar { .. } => "text",
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a group of fields",
        }
    }

    /// A field's key and value.
    pub fn get(&self, name: &str) -> Option<(&Key, &Arc<Node>)> {
        match &self.value {
            Value::Mapping(fields) => fields.iter().find(|(key, _)| key.text == name).map(|(key, node)| (key, node)),
            _ => None,
        }
    }

    /// The entries, where it is a list.
    pub fn items(&self) -> &[Arc<Node>] {
        match &self.value {
            Value::Sequence(items) => items,
            _ => &[],
        }
    }

    /// A cursor that stands here.
    pub fn cursor(&self) -> Cursor<'_> {
        Cursor { node: self, key: None, lost: false }
    }

    /// The same with another value at the end of a way; where the way leads nowhere, the same.
    #[must_use]
    fn changed(&self, way: &[Step<'_>], change: &mut dyn FnMut(&mut Value)) -> Self {
        let mut node = self.clone();
        match (way, &mut node.value) {
            ([], value) => change(value),
            ([Step::Field(name), rest @ ..], Value::Mapping(fields)) => {
                for (_, inner) in fields.iter_mut().filter(|(key, _)| key.text == *name) {
                    *inner = Arc::new(inner.changed(rest, change));
                }
            }
            ([Step::Item(at), rest @ ..], Value::Sequence(items)) => {
                if let Some(inner) = items.get_mut(*at) {
                    *inner = Arc::new(inner.changed(rest, change));
                }
            }
            _ => {}
        }
        node
    }

    /// The same with only some entries of the list at the end of a way, told by their positions.
    #[must_use]
    pub fn with_items(&self, way: &[Step<'_>], keep: &[bool]) -> Self {
        self.changed(way, &mut |value| {
            if let Value::Sequence(items) = value {
                let mut keep = keep.iter();
                items.retain(|_| keep.next().copied().unwrap_or(true));
            }
        })
    }

    /// The same without a field of the group at the end of a way.
    #[must_use]
    pub fn without_field(&self, way: &[Step<'_>], name: &str) -> Self {
        self.changed(way, &mut |value| {
            if let Value::Mapping(fields) = value {
                fields.retain(|(key, _)| key.text != name);
            }
        })
    }

    /// Calls `visit` for every text below and including this node, with the name of the field that
    /// holds it. What stands under [`EXTRA`] is left out.
    pub fn fields<'a>(&'a self, visit: &mut impl FnMut(&'a Node, &'a str, Option<&'a str>)) {
        self.walk(None, visit);
    }

    fn walk<'a>(&'a self, name: Option<&'a str>, visit: &mut impl FnMut(&'a Node, &'a str, Option<&'a str>)) {
        match &self.value {
            Value::Null => {}
            Value::Scalar { text, .. } => visit(self, text, name),
            Value::Sequence(items) => items.iter().for_each(|item| item.walk(name, visit)),
            Value::Mapping(fields) => fields
                .iter()
                .filter(|(key, _)| key.text != EXTRA)
                .for_each(|(key, node)| node.walk(Some(&key.text), visit)),
        }
    }
}

/// A step on a way down a tree.
#[derive(Debug, Clone, Copy)]
pub enum Step<'a> {
    /// To a field of a group.
    Field(&'a str),
    /// To an entry of a list.
    Item(usize),
}

/// A way down a tree that never fails: where a field is missing it stays at its parent.
#[derive(Debug, Clone, Copy)]
pub struct Cursor<'a> {
    node: &'a Node,
    key: Option<&'a Key>,
    lost: bool,
}

impl<'a> Cursor<'a> {
    /// Steps to a field.
    #[must_use]
    pub fn field(self, name: &str) -> Self {
        match self.node.get(name) {
            Some((key, node)) if !self.lost => Self { node, key: Some(key), lost: false },
            _ => Self { lost: true, ..self },
        }
    }

    /// Steps to an entry of a list.
    #[must_use]
    pub fn item(self, index: usize) -> Self {
        match self.node.items().get(index) {
            Some(node) if !self.lost => Self { node, key: None, lost: false },
            _ => Self { lost: true, ..self },
        }
    }

    /// The place of the value; where the way was lost, the head of the last entry found.
    pub fn span(self) -> Span {
        match &self.node.value {
            Value::Mapping(fields) => {
                // A whole entry is too much to underline: its id, or its first key, stands for it.
                let head = self.node.get("id").map(|(_, id)| id.span);
                head.or_else(|| fields.first().map(|(key, _)| key.span)).unwrap_or(self.node.span)
            }
            Value::Null | Value::Sequence(_) => self.key.map_or(self.node.span, |key| key.span),
            Value::Scalar { .. } => self.node.span,
        }
    }

    /// The text here; nothing where it is missing or no text.
    pub fn text(self) -> Option<&'a str> {
        match &self.node.value {
            Value::Scalar { text, .. } if !self.lost => Some(text),
            _ => None,
        }
    }

    /// The place of a range of the text here.
    pub fn within(self, range: Range<usize>) -> Span {
        match &self.node.value {
            Value::Scalar { anchors, .. } if !self.lost => anchors.span(range),
            _ => self.span(),
        }
    }

    /// Whether just this text stands here; a stand-in for something wrong does not.
    pub fn holds_text(self, expected: &str) -> bool {
        !self.lost && matches!(&self.node.value, Value::Scalar { text, .. } if text == expected)
    }

    /// Whether nothing or an empty list stands here.
    pub fn is_empty(self) -> bool {
        match &self.node.value {
            Value::Null => true,
            Value::Sequence(items) => items.is_empty(),
            _ => false,
        }
    }

    /// Whether a field or entry on the way was missing.
    pub fn is_lost(self) -> bool {
        self.lost
    }

    /// The place of the field's name; where there is none, as [`Cursor::span`].
    pub fn key_span(self) -> Span {
        match self.key {
            Some(key) if !self.lost => key.span,
            _ => self.span(),
        }
    }
}
