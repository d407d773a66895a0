//! A serde deserializer over the [`Node`] tree that goes on after a mistake.
//!
//! serde stops at the first error. A researcher wants all of them, so a value that is wrong is
//! reported with its place and replaced by a stand-in of the right type. Whoever asks for a value
//! learns with [`Decoded::sound`] whether it holds stand-ins.
//!
//! The model's types say what may be left out: an `Option`, a list or a `bool`.
//!
//! What serde asks of one value stands here; what it asks of the entries, fields and words inside one,
//! in `inside`.

mod inside;

use std::cell::RefCell;
use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeOwned, Visitor};
use serde::forward_to_deserialize_any;

use self::inside::{Fields, Items, Names, Variant};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::SCALARS;
use crate::source_map::Span;
use crate::tree::{Node, Value};

/// The longest text that a field may hold, in bytes.
const MAX_TEXT: usize = 20_000;

/// A value of the model that was read.
#[derive(Debug)]
pub(super) struct Decoded<T> {
    /// The value.
    pub value: T,
    /// Nothing in it stands in for something wrong or missing.
    pub sound: bool,
}

/// Reads `node` as a `T`, reporting everything that is wrong with it.
pub(super) fn decode<T: DeserializeOwned>(node: &Node, out: &mut Vec<Diagnostic>) -> Option<Decoded<T>> {
    let context = Context { out: RefCell::new(Vec::new()) };
    let result = T::deserialize(Decoder { at: At::Node(node), context: &context });
    let mut problems = context.out.into_inner();
    let value = match result {
        Ok(value) => Some(Decoded { value, sound: problems.is_empty() && !node.flawed }),
        Err(Error(message)) => {
            problems.push(Diagnostic::error(codes::BAD_VALUE, message).at(node.cursor().span(), ""));
            None
        }
    };
    out.append(&mut problems);
    value
}

struct Context {
    out: RefCell<Vec<Diagnostic>>,
}

impl Context {
    fn report(&self, problem: Diagnostic) {
        self.out.borrow_mut().push(problem);
    }
}

#[derive(Clone, Copy)]
enum At<'a> {
    /// A value in the file.
    Node(&'a Node),
    /// A field that is not there. Whoever needs it puts its name on the list.
    Missing(&'a str, &'a RefCell<Vec<String>>),
    /// A place inside something that was already reported.
    Hole,
}

#[derive(Clone, Copy)]
struct Decoder<'a> {
    at: At<'a>,
    context: &'a Context,
}

impl<'a> Decoder<'a> {
    fn hole(self) -> Self {
        Self { at: At::Hole, ..self }
    }

    /// Reports that something else stands here, and yields the stand-in.
    fn wrong_type(self, node: &Node, expected: &str, help: &str) -> Self {
        let mut problem =
            Diagnostic::error(codes::WRONG_TYPE, format!("expected {expected}, found {}", node.describe()))
                .at(short(node), format!("expected {expected}"));
        if !help.is_empty() {
            problem = problem.help(help);
        }
        self.context.report(problem);
        self.hole()
    }

    /// The text here, or `None` with everything reported.
    fn text(self, expected: &str) -> Option<(&'a str, Span)> {
        match self.at {
            At::Node(node) => match &node.value {
                Value::Scalar { text, .. } if text.len() > MAX_TEXT => {
                    self.context.report(
                        Diagnostic::error(
                            codes::TOO_LARGE,
                            format!(
                                "this text has {} characters; a field takes {MAX_TEXT} at most",
                                text.chars().count()
                            ),
                        )
                        .at(short(node), "too long")
                        .help("long prose goes into a Markdown file under `sections/`"),
                    );
                    None
                }
                Value::Scalar { text, .. } => Some((text, node.span)),
                Value::Null => {
                    self.context.report(
                        Diagnostic::error(codes::MISSING_FIELD, format!("expected {expected}, found nothing"))
                            .at(short(node), "nothing stands here")
                            .help("write the value, or take the field out if it may be left out"),
                    );
                    None
                }
                Value::Sequence(_) => {
                    self.wrong_type(node, expected, "this field takes one value; take the `-` or the brackets away");
                    None
                }
                Value::Mapping(_) => {
                    self.wrong_type(node, expected, "a text with `: ` in it goes between quotation marks");
                    None
                }
            },
            At::Missing(name, missing) => {
                missing.borrow_mut().push(name.to_owned());
                None
            }
            At::Hole => None,
        }
    }

    fn scalar<'de, V: Visitor<'de>>(self, name: &str, visitor: V) -> Result<V::Value, Error> {
        let Some(form) = SCALARS.iter().find(|form| form.name == name) else {
            return visitor.visit_newtype_struct(self);
        };
        let text = match self.text(form.expected) {
            Some((text, _)) if (form.accepts)(text) => text,
            Some((text, span)) => {
                let shown = crate::text::ellipsis(text, 40);
                self.context.report(
                    Diagnostic::error(codes::BAD_VALUE, format!("`{shown}` is not {}", form.expected))
                        .at(span, "not of that form"),
                );
                form.sample
            }
            None => form.sample,
        };
        visitor.visit_newtype_struct(StrDeserializer::new(text))
    }
}

/// A type's name in words: `KeyPoint` is a "key point".
fn words(name: &str) -> String {
    let mut words = String::new();
    for c in match name {
        "Evidence" => "EvidenceItem",
        "Dates" => "GroupOfDates",
        "Asked" => "Request",
        other => other,
    }
    .chars()
    {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

/// Where to point for a value as a whole.
fn short(node: &Node) -> Span {
    match node.value {
        Value::Mapping(_) | Value::Sequence(_) => node.cursor().span(),
        _ => Span { end: node.span.end.min(node.span.start + 80), ..node.span },
    }
}

impl<'de> serde::Deserializer<'de> for Decoder<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error("this field has no type of its own".into()))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let At::Node(node) = self.at else {
            return visitor.visit_bool(false);
        };
        match &node.value {
            Value::Scalar { text, plain: true, .. } if text == "true" => visitor.visit_bool(true),
            Value::Scalar { text, plain: true, .. } if text == "false" => visitor.visit_bool(false),
            Value::Null => visitor.visit_bool(false),
            _ => {
                self.wrong_type(
                    node,
                    "`true` or `false`",
                    "write `true` for yes, `false` for no, without quotation marks",
                );
                visitor.visit_bool(false)
            }
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_str(self.text("text").map_or("", |(text, _)| text))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.at {
            At::Node(node) if !matches!(node.value, Value::Null) => visitor.visit_some(self),
            _ => visitor.visit_none(),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        self.scalar(name, visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let items = match self.at {
            At::Node(node) => match &node.value {
                Value::Sequence(items) => items.as_slice(),
                Value::Null => &[],
                _ => {
                    self.wrong_type(
                        node,
                        "a list",
                        "begin each entry with `- ` on a line of its own, or put the entries between `[` and `]`",
                    );
                    &[]
                }
            },
            At::Missing(..) | At::Hole => &[],
        };
        visitor.visit_seq(Items { items: items.iter(), context: self.context })
    }

    /// Fields under names of somebody else's choice; none where nothing stands here.
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let entries: &[_] = match self.at {
            At::Node(node) => match &node.value {
                Value::Mapping(entries) => entries,
                Value::Null => &[],
                _ => {
                    self.wrong_type(node, "a group of fields", "write one `field: value` on each line");
                    &[]
                }
            },
            At::Missing(..) | At::Hole => &[],
        };
        visitor.visit_map(Names { entries: entries.iter(), value: At::Hole, context: self.context })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let node = match self.at {
            At::Node(node) if matches!(node.value, Value::Mapping(_)) => Some(node),
            At::Node(node) => {
                let help = match node.value {
                    Value::Null => "an entry with nothing in it: delete the `-`, or write its fields".to_owned(),
                    _ => format!("write one `field: value` on each line; the fields here: {}", fields.join(", ")),
                };
                self.wrong_type(node, "a group of fields", &help);
                None
            }
            At::Missing(name, missing) => {
                missing.borrow_mut().push(name.to_owned());
                None
            }
            At::Hole => None,
        };
        let entries: &[_] = match node.map(|node| &node.value) {
            Some(Value::Mapping(entries)) => entries,
            _ => &[],
        };
        let (missing, meant) = (RefCell::new(Vec::new()), RefCell::new(Vec::new()));
        let what = words(name);
        let value = visitor.visit_map(Fields {
            entries: entries.iter(),
            absent: fields.iter().filter(|field| node.is_none_or(|node| node.get(field).is_none())).rev().collect(),
            fields,
            value: At::Hole,
            node,
            what: &what,
            missing: &missing,
            meant: &meant,
            context: self.context,
        })?;
        let mut missing = missing.into_inner();
        // A field under a mistaken name was reported already.
        missing.retain(|name| !meant.borrow().contains(&name.as_str()));
        if let (Some(node), false) = (node, missing.is_empty()) {
            let names: Vec<_> = missing.iter().map(|name| format!("`{name}`")).collect();
            let (plural, verb) = if names.len() == 1 { ("field", "is") } else { ("fields", "are") };
            let names = names.join(", ");
            self.context.report(
                Diagnostic::error(codes::MISSING_FIELD, format!("the {plural} {names} {verb} missing in this {what}"))
                    .at(node.cursor().span(), format!("{names} must be here")),
            );
        }
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let listed = variants.join(", ");
        let variant = match self.text(&format!("one of: {listed}")) {
            Some((text, span)) => variants.iter().find(|variant| **variant == text).copied().unwrap_or_else(|| {
                let mut problem = Diagnostic::error(
                    codes::UNKNOWN_VALUE,
                    format!("`{}` is not one of the values of this field", crate::text::ellipsis(text, 40)),
                )
                .at(span, "not known here");
                if let Some(near) = crate::text::nearest(text, variants.iter().copied()) {
                    problem = problem.help(format!("did you mean `{near}`?"));
                }
                self.context.report(problem.help(format!("one of: {listed}")));
                variants[0]
            }),
            None => variants[0],
        };
        visitor.visit_enum(Variant(variant))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf
        unit unit_struct tuple tuple_struct identifier
    }
}

/// Something that serde could not go on from.
#[derive(Debug)]
pub(super) struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}
