//! What a place in a data file holds, without the way it is written.

use crate::tree::{Node, Value};

/// A value as it is meant: two ways to write the same are equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Data {
    /// Nothing.
    Null,
    /// Text, a number, a date: whatever is written as one word or line.
    Text(String),
    /// Yes or no.
    Flag(bool),
    /// Entries in their order.
    List(Vec<Data>),
    /// Fields in their order.
    Group(Vec<(String, Data)>),
}

impl Data {
    /// What a node of a file holds.
    pub fn of(node: &Node) -> Self {
        match &node.value {
            Value::Null => Self::Null,
            Value::Scalar { text, plain: true, .. } if text == "true" => Self::Flag(true),
            Value::Scalar { text, plain: true, .. } if text == "false" => Self::Flag(false),
            Value::Scalar { text, .. } => Self::Text(text.clone()),
            Value::Sequence(items) => Self::List(items.iter().map(|item| Self::of(item)).collect()),
            Value::Mapping(fields) => {
                Self::Group(fields.iter().map(|(key, node)| (key.text.clone(), Self::of(node))).collect())
            }
        }
    }

    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// The field of a group.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Group(fields) => fields.iter().find(|(key, _)| key == name).map(|(_, data)| data),
            _ => None,
        }
    }

    /// The field of a group, to change.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Self> {
        match self {
            Self::Group(fields) => fields.iter_mut().find(|(key, _)| key == name).map(|(_, data)| data),
            _ => None,
        }
    }

    /// The text, where it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Flag(true) => Some("true"),
            Self::Flag(false) => Some("false"),
            _ => None,
        }
    }

    /// The entries, where it is a list.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The fields, where it is a group.
    pub fn fields(&self) -> &[(String, Self)] {
        match self {
            Self::Group(fields) => fields,
            _ => &[],
        }
    }

    /// Sets a field of a group. A new field goes behind those that `order` puts before it.
    pub fn put(&mut self, name: &str, value: Self, order: &[&str]) {
        if !matches!(self, Self::Group(_)) {
            *self = Self::Group(Vec::new());
        }
        let Self::Group(fields) = self else { return };
        if let Some((_, old)) = fields.iter_mut().find(|(key, _)| key == name) {
            *old = value;
            return;
        }
        let rank = |key: &str| order.iter().position(|known| *known == key);
        let at = match rank(name) {
            Some(own) => fields.iter().rposition(|(key, _)| rank(key).is_some_and(|rank| rank < own)).map(|at| at + 1),
            None => Some(fields.len()),
        };
        let at = at.unwrap_or(if rank(name).is_some() { 0 } else { fields.len() });
        fields.insert(at, (name.to_owned(), value));
    }

    /// Takes a field out of a group.
    pub fn take(&mut self, name: &str) -> Option<Self> {
        match self {
            Self::Group(fields) => {
                let at = fields.iter().position(|(key, _)| key == name)?;
                Some(fields.remove(at).1)
            }
            _ => None,
        }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::List(items) => items.is_empty(),
            Self::Group(fields) => fields.is_empty(),
            Self::Text(_) | Self::Flag(_) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_field_stands_where_its_kind_stands() {
        let order = ["id", "type", "title", "url"];
        let mut data = Data::Group(vec![("id".into(), Data::text("a")), ("url".into(), Data::text("u"))]);
        data.put("title", Data::text("t"), &order);
        data.put("own", Data::text("o"), &order);
        let names: Vec<_> = data.fields().iter().map(|(key, _)| key.as_str()).collect();
        assert_eq!(names, ["id", "title", "url", "own"]);
        data.put("title", Data::text("new"), &order);
        assert_eq!(data.get("title"), Some(&Data::text("new")));
        assert_eq!(data.take("url"), Some(Data::text("u")));
        assert_eq!(data.take("url"), None);
    }
}
