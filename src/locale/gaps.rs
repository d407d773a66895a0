//! The gaps of sentences, `{page}`: a file of a workspace can use those that the program fills, and no others.

use std::collections::BTreeSet;

use toml::{Table, Value};

/// A gap that nothing would fill, so that readers would see its name in braces.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Strange {
    /// The sentence's name: `text.page_of`.
    pub(super) name: String,
    /// The gap with its braces.
    pub(super) gap: String,
    /// The gaps that the sentence can have, with their braces.
    pub(super) known: Vec<String>,
}

/// Every gap of `own` that the sentence of the same name in `model` does not have.
pub(super) fn strange(own: &Table, model: &Table) -> Vec<Strange> {
    let mut found = Vec::new();
    walk(own, model, "", &mut found);
    found
}

fn walk(own: &Table, model: &Table, path: &str, found: &mut Vec<Strange>) {
    for (key, value) in own {
        let name = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        // A language may have more plural forms than the model; each has the gaps of `other`.
        let Some(beside) = model.get(key).or_else(|| model.get("other")) else { continue };
        match (value, beside) {
            (Value::Table(inner), Value::Table(beside)) => walk(inner, beside, &name, found),
            (Value::String(text), Value::String(beside)) => {
                let known = gaps(beside);
                let unknown = gaps(text).into_iter().filter(|gap| !known.contains(gap));
                let braced = |gap: &String| format!("{{{gap}}}");
                let known = || known.iter().map(braced).collect();
                found.extend(unknown.map(|gap| Strange { name: name.clone(), gap: braced(&gap), known: known() }));
            }
            _ => {}
        }
    }
}

/// `page` and `pages` of "Page {page} of {pages}".
fn gaps(text: &str) -> BTreeSet<String> {
    let opened = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    let named = opened.map(|(name, _)| name).filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
    named.filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
