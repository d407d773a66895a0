//! What stands inside a value: the entries of a list, the fields of a group, the word of a vocabulary.

use std::cell::RefCell;
use std::slice::Iter;
use std::sync::Arc;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::{At, Context, Decoder, Error};
use crate::diagnostic::{Diagnostic, codes};
use crate::text::{ellipsis, nearest};
use crate::tree::{Key, Node};

/// The entries of a list.
pub(super) struct Items<'a> {
    pub(super) items: Iter<'a, Arc<Node>>,
    pub(super) context: &'a Context,
}

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.items
            .next()
            .map(|node| seed.deserialize(Decoder { at: At::Node(node), context: self.context }))
            .transpose()
    }
}

/// Fields under names of somebody else's choice.
pub(super) struct Names<'a> {
    pub(super) entries: Iter<'a, (Key, Arc<Node>)>,
    pub(super) value: At<'a>,
    pub(super) context: &'a Context,
}

impl<'de> MapAccess<'de> for Names<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, node)) = self.entries.next() else {
            return Ok(None);
        };
        self.value = At::Node(node);
        seed.deserialize(StrDeserializer::new(&key.text)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Decoder { at: self.value, context: self.context })
    }
}

/// The fields that a type of the model names: those that stand here, then those that do not.
pub(super) struct Fields<'a> {
    pub(super) entries: Iter<'a, (Key, Arc<Node>)>,
    pub(super) absent: Vec<&'static &'static str>,
    pub(super) fields: &'static [&'static str],
    pub(super) value: At<'a>,
    pub(super) node: Option<&'a Node>,
    pub(super) what: &'a str,
    pub(super) missing: &'a RefCell<Vec<String>>,
    /// Fields whose names were misspelt.
    pub(super) meant: &'a RefCell<Vec<&'static str>>,
    pub(super) context: &'a Context,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        for (key, node) in self.entries.by_ref() {
            if self.fields.contains(&key.text.as_str()) {
                self.value = At::Node(node);
                return seed.deserialize(StrDeserializer::new(&key.text)).map(Some);
            }
            let mut problem = Diagnostic::error(
                codes::UNKNOWN_FIELD,
                format!("there is no field `{}` in this {}", ellipsis(&key.text, 40), self.what),
            )
            .at(key.span, "not known here");
            if let Some(near) = nearest(&key.text, self.fields.iter().copied()) {
                self.meant.borrow_mut().push(near);
                problem = problem.help(format!("did you mean `{near}`?"));
            }
            self.context.report(problem.help(format!("the fields here: {}", self.fields.join(", "))));
        }
        let Some(name) = self.absent.pop() else {
            return Ok(None);
        };
        self.value = match self.node {
            Some(_) => At::Missing(name, self.missing),
            None => At::Hole,
        };
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(Decoder { at: self.value, context: self.context })
    }
}

/// One word of a vocabulary.
pub(super) struct Variant(pub(super) &'static str);

impl<'de> EnumAccess<'de> for Variant {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        seed.deserialize(StrDeserializer::new(self.0)).map(|value| (value, self))
    }
}

impl<'de> VariantAccess<'de> for Variant {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Error> {
        Err(Error("a value with content is not taken here".into()))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        Err(Error("a value with content is not taken here".into()))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Error> {
        Err(Error("a value with content is not taken here".into()))
    }
}
