//! A value that a template uses and that does not exist: which one it is, and which there are.
//!
//! The template is filled once more, with a probe in front of the tag that failed. The probe keeps the
//! values of that place, those of loops and macros among them.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use minijinja::State;
use minijinja::value::{Value, ValueKind};

use crate::diagnostic::Diagnostic;
use crate::source_map::{FileId, SourceMap, Span};
use crate::text;

/// The name of the probe's function.
pub(super) const PROBE: &str = "evenhand_values_here";
/// How many names a message lists at most.
const MOST_NAMES: usize = 60;
/// Words of the template language that are no values.
const KEYWORDS: [&str; 21] = [
    "if",
    "else",
    "elif",
    "for",
    "in",
    "not",
    "and",
    "or",
    "is",
    "set",
    "include",
    "import",
    "from",
    "as",
    "with",
    "true",
    "false",
    "none",
    "recursive",
    "loop",
    "ignore",
];

/// The values at a place of a template.
#[derive(Debug, Clone, Default)]
pub(super) struct Values(Arc<Mutex<BTreeMap<String, Value>>>);

/// A template with a probe in it.
#[derive(Debug, Clone)]
pub(super) struct Probe {
    /// The template's name.
    pub(super) name: String,
    /// Its text.
    pub(super) text: String,
    /// Where the values go.
    pub(super) values: Values,
}

impl Probe {
    /// Puts a probe in front of the tag that holds `at`.
    pub(super) fn new(name: &str, text: &str, at: usize) -> Option<Self> {
        let before = text.get(..(at + 2).min(text.len())).or_else(|| text.get(..at))?;
        let tag = before.rfind("{{").max(before.rfind("{%"))?;
        let (head, tail) = text.split_at(tag);
        Some(Self {
            name: name.to_owned(),
            text: format!("{head}{{{{ {PROBE}() }}}}{tail}"),
            values: Values::default(),
        })
    }
}

impl Values {
    /// Keeps what can be seen from here.
    pub(super) fn keep(&self, state: &State<'_, '_>) {
        let seen = state.known_variables().into_iter().filter_map(|name| {
            let value = state.lookup(&name)?;
            let told = !matches!(value.kind(), ValueKind::Plain | ValueKind::Undefined | ValueKind::Invalid);
            told.then(|| (name.into_owned(), value))
        });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = seen.collect();
    }

    fn taken(&self) -> BTreeMap<String, Value> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The tag that holds a place, from its beginning to the end of `range`.
pub(super) fn tag(text: &str, range: &Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    before.rfind("{{").max(before.rfind("{%")).map_or(range.start, |at| at + 2)..range.end
}

/// Adds to a problem at `range` of a template which value is missing and which exist there; gives the
/// problem back as it was where none is.
pub(super) fn explain(
    problem: Diagnostic,
    map: &SourceMap,
    file: FileId,
    range: Range<usize>,
    values: &Values,
    document: &Value,
) -> Result<Diagnostic, Box<Diagnostic>> {
    let mut known = values.taken();
    if known.is_empty() {
        let top = names_of(document).into_iter();
        known = top.filter_map(|name| Some((name.clone(), document.get_attr(&name).ok()?))).collect();
    }
    let text = map.slice(Span::new(file, range.clone()));
    let Some(missing) = paths(text).into_iter().find_map(|path| missing(&path, &known)) else {
        return Err(Box::new(problem));
    };
    let Missing { inside, name, place, among } = missing;
    let span = Span::new(file, range.start + place.start..range.start + place.end);
    let near = text::nearest(&name, among.iter().map(String::as_str));
    let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
    Ok(match inside {
        None => {
            problem.at(span, format!("there is no `{name}` here{near}")).help(listed("the values here are", &among))
        }
        Some(Inside { path, sort: None }) => {
            problem.at(span, format!("`{path}` has no `{name}`{near}")).help(listed(&format!("`{path}` has"), &among))
        }
        Some(Inside { path, sort: Some("none") }) => problem
            .at(span, format!("`{path}` is none here"))
            .help(format!("a value that may be none has to be asked for first: `{{% if {path} %}}`")),
        Some(Inside { path, sort: Some(sort) }) => {
            problem.at(span, format!("`{path}` is {sort}")).help(format!("{sort} has no fields"))
        }
    })
}

fn listed(lead: &str, names: &[String]) -> String {
    let mut shown: Vec<_> = names.iter().take(MOST_NAMES).map(|name| format!("`{name}`")).collect();
    if let Some(more) = names.len().checked_sub(MOST_NAMES).filter(|more| *more > 0) {
        shown.push(format!("{more} more"));
    }
    format!("{lead} {}", text::and_list(&shown))
}

/// A name that is missing.
struct Missing {
    /// The value in which it was looked for; none at the top.
    inside: Option<Inside>,
    name: String,
    /// Where the whole path stands in the text.
    place: Range<usize>,
    /// What there is instead.
    among: Vec<String>,
}

struct Inside {
    path: String,
    /// What it is, where it is no object.
    sort: Option<&'static str>,
}

/// `finding.text` as it stands in a template.
struct Path {
    names: Vec<String>,
    place: Range<usize>,
}

fn missing(path: &Path, known: &BTreeMap<String, Value>) -> Option<Missing> {
    let first = path.names.first()?;
    let place = path.place.clone();
    let Some(mut value) = known.get(first).cloned() else {
        let among = known.keys().cloned().collect();
        return Some(Missing { inside: None, name: first.clone(), place, among });
    };
    let mut walked = first.clone();
    for name in &path.names[1..] {
        let next = value.get_attr(name).ok().filter(|next| !next.is_undefined());
        let Some(next) = next else {
            let sort = match value.kind() {
                ValueKind::Map => None,
                ValueKind::None => Some("none"),
                ValueKind::Seq | ValueKind::Iterable => Some("a list"),
                ValueKind::Number => Some("a number"),
                ValueKind::Bool => Some("yes or no"),
                _ => Some("text"),
            };
            let among = names_of(&value);
            return Some(Missing { inside: Some(Inside { path: walked, sort }), name: name.clone(), place, among });
        };
        value = next;
        walked = format!("{walked}.{name}");
    }
    None
}

/// The names of a value's fields, in order.
fn names_of(value: &Value) -> Vec<String> {
    if value.kind() != ValueKind::Map {
        return Vec::new();
    }
    let mut names: Vec<_> = value.try_iter().into_iter().flatten().map(|key| key.to_string()).collect();
    names.sort();
    names
}

/// The paths of values in a tag or a part of one: not filters, tests, functions, names of arguments,
/// nor what stands in quotation marks.
fn paths(text: &str) -> Vec<Path> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let named = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let (mut at, mut before) = (0, b' ');
    let mut after_is = false;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' || byte == b'\'' {
            at += 1 + bytes[at + 1..].iter().position(|&other| other == byte).unwrap_or(bytes.len() - at - 1) + 1;
            before = b'"';
        } else if named(byte) {
            let start = at;
            while bytes
                .get(at)
                .is_some_and(|&byte| named(byte) || (byte == b'.' && bytes.get(at + 1).is_some_and(|&b| named(b))))
            {
                at += 1;
            }
            let word = &text[start..at];
            let next = text[at..].trim_start();
            let argument = next.starts_with('=') && !next.starts_with("==");
            let is_value = !byte.is_ascii_digit()
                && !matches!(before, b'|' | b'.')
                && !after_is
                && !next.starts_with('(')
                && !argument
                && !KEYWORDS.contains(&word.split('.').next().unwrap_or(word));
            after_is = word == "is" || (after_is && word == "not");
            if is_value {
                found.push(Path { names: word.split('.').map(str::to_owned).collect(), place: start..at });
            }
            before = b'a';
        } else {
            if !byte.is_ascii_whitespace() {
                before = byte;
            }
            at += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::paths;

    #[test]
    fn only_values_are_paths() {
        let found = |text| paths(text).into_iter().map(|path| path.names.join(".")).collect::<Vec<_>>();
        assert_eq!(found("head.titel | words ~ \"a.b\" ~ f.x"), ["head.titel", "f.x"]);
        assert_eq!(found("words.page_of | fill(page=head.one, pages=3)"), ["words.page_of", "head.one"]);
        assert_eq!(found("x is not defined and cited_in(n.number) == y"), ["x", "n.number", "y"]);
        assert_eq!(found("if not key_points and loop.first"), ["key_points"]);
        assert_eq!(found("'é' ~ \"unclosed"), Vec::<String>::new());
    }
}
