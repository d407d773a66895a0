//! The words of a closed vocabulary, or the fields of a group, asked of the type itself.

use std::fmt;

use serde::de::{DeserializeOwned, Visitor};
use serde::{Deserializer, forward_to_deserialize_any};

/// Every word that a vocabulary takes, such as `SourceType`, or every field of a group, such as `Source`,
/// in its own order.
pub fn words<T: DeserializeOwned>() -> &'static [&'static str] {
    match T::deserialize(Ask) {
        Err(Answer(words)) => words,
        Ok(_) => &[],
    }
}

/// A deserializer that holds nothing and listens to what is asked for.
struct Ask;

/// The words that were asked for.
#[derive(Debug)]
struct Answer(&'static [&'static str]);

impl<'de> Deserializer<'de> for Ask {
    type Error = Answer;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Answer> {
        Err(Answer(&[]))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Answer> {
        Err(Answer(words))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Answer> {
        Err(Answer(fields))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("only asked")
    }
}

impl std::error::Error for Answer {}

impl serde::de::Error for Answer {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self(&[])
    }
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::model::{Bearing, Citation, Date, Tlp};

    #[test]
    fn a_vocabulary_tells_its_words() {
        assert_eq!(words::<Bearing>(), ["supports", "contradicts", "context"]);
        assert_eq!(words::<Tlp>().len(), 5);
        assert_eq!(words::<Citation>(), ["source", "locator", "translations"]);
        assert!(words::<Date>().is_empty());
    }
}
