//! Items as BibLaTeX, which BibTeX programs read.

use std::collections::HashSet;

use super::super::Item;
use super::super::names::{self, Name};
use super::{FIELDS, NAMES, written_type};
use crate::language::{babel, tag_of};

pub(in super::super) fn write(items: &[Item]) -> String {
    let mut out = String::new();
    for item in items {
        let own = item.kind.strip_prefix("bibtex:").or(item.get("bibtex:entrytype"));
        out.push_str(&format!("@{}{{{},\n", own.unwrap_or(written_type(&item.kind)), key(&item.key)));
        let mut line = |name: &str, value: &str| out.push_str(&format!("  {name} = {{{value}}},\n"));
        if let Some(subtype) = item.kind.strip_prefix("article-").filter(|kind| *kind != "journal") {
            line("entrysubtype", subtype);
        }
        let article = item.kind.starts_with("article");
        let mut seen: HashSet<&str> = HashSet::new();
        for (name, value) in &item.fields {
            if let Some((field, _)) = NAMES.iter().find(|(_, variable)| variable == name) {
                let unnamed = item.get("bibtex:others").is_some_and(|roles| roles.lines().any(|role| role == name));
                line(field, &(authors(value) + if unnamed { " and others" } else { "" }));
                continue;
            }
            let own = name.strip_prefix("bibtex:");
            let field = match name.as_str() {
                "bibtex:entrytype" | "bibtex:others" => continue,
                "bibtex:langid" if own_word(item).is_some() => continue,
                "issued" if item.get("bibtex:date").is_some() => continue,
                "issued" => "date",
                "accessed" => "urldate",
                "issue" | "number" if article == (name == "issue") => "number",
                "issue" => "issue",
                "container-title" if !article => "booktitle",
                _ => {
                    match own.or_else(|| FIELDS.iter().find(|(_, variable)| variable == name).map(|(field, _)| *field))
                    {
                        Some(field) => field,
                        None => continue,
                    }
                }
            };
            if !seen.insert(field) {
                continue;
            }
            let sub = match field {
                "title" => item.get("bibtex:subtitle"),
                "booktitle" => item.get("bibtex:booksubtitle"),
                _ => None,
            };
            let value = sub.and_then(|sub| value.strip_suffix(sub)?.strip_suffix(": ")).unwrap_or(value);
            let verbatim = matches!(field, "url" | "doi" | "file" | "eprint" | "archiveurl");
            let value = if name == "language" { own_word(item).or(babel(value)).unwrap_or(value) } else { value };
            let value = if field == "keywords" { value.replace([';', '\n'], ",") } else { value.to_owned() };
            line(
                field,
                &if verbatim && field != "archiveurl" {
                    value.replace('{', "%7B").replace('}', "%7D")
                } else {
                    escaped(&value)
                },
            );
        }
        out.push_str("}\n\n");
    }
    out
}

/// The word that the file had for the language, as long as it still means the same.
fn own_word(item: &Item) -> Option<&str> {
    item.get("bibtex:langid").filter(|word| tag_of(word).as_deref() == item.get("language"))
}

/// A key that every program reads.
pub(in super::super) fn key(key: &str) -> String {
    key.chars().map(|c| if c.is_whitespace() || "{},\"#%~\\=()'".contains(c) { '-' } else { c }).collect()
}

fn authors(value: &str) -> String {
    let name = |name: Name| match name {
        Name::Person(family, given) => format!("{}, {}", protected(&family), escaped(&given)),
        Name::Whole(name) => format!("{{{}}}", escaped(&name)),
    };
    names::read(value).into_iter().map(name).collect::<Vec<_>>().join(" and ")
}

/// A family name; in braces where its parts could be read apart.
fn protected(family: &str) -> String {
    let plain = escaped(family);
    if family.contains([',', '{']) || family.split(' ').any(|word| word == "and") {
        format!("{{{plain}}}")
    } else {
        plain
    }
}

/// A text in which no sign means more than itself.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            // Two hyphens would be read as a dash.
            '-' if out.ends_with('-') => out.push_str("{}-"),
            // And two apostrophes, or one behind a grave accent, as quotation marks.
            '\'' if out.ends_with('\'') => out.push_str("{}'"),
            '`' => out.push_str("\\textasciigrave{}"),
            '&' | '%' | '$' | '#' | '_' => out.extend(['\\', c]),
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Whether the format has a place for a variable of this item.
pub(in super::super) fn holds(item: &Item, name: &str) -> bool {
    // The number of an article is that of its issue.
    matches!(name, "issued" | "accessed" | "issue")
        || (name == "number" && !item.kind.starts_with("article"))
        || name.starts_with("bibtex:")
        || FIELDS.iter().chain(NAMES).any(|(_, variable)| *variable == name)
}
