//! What the files of documents are called: a pattern with gaps, filled so that every system takes
//! the name.

use std::ops::Range;

use crate::text;

/// The gaps that a pattern may have.
pub const GAPS: [&str; 5] = ["number", "slug", "form", "lang", "version"];

/// How long a name may be, in bytes, so that an ending and a mark still fit into the 255 of common
/// file systems.
const MOST_BYTES: usize = 200;

/// Names that Windows keeps for devices, whatever ending follows.
const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];

/// A pattern such as `{number}-{slug}-{form}-{lang}-v{version}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileName {
    parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Gap(&'static str),
}

/// What is wrong with a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// In a sentence.
    pub message: String,
    /// Where in the pattern, in bytes.
    pub range: Range<usize>,
    /// What to write instead.
    pub help: String,
}

/// What fills the gaps.
#[derive(Debug, Clone, Copy)]
pub struct Names<'a> {
    /// The organisation's number of the document.
    pub number: &'a str,
    /// The name of the brief's folder.
    pub slug: &'a str,
    /// The form, such as `briefing`.
    pub form: &'a str,
    /// The language's tag.
    pub lang: &'a str,
    /// The version.
    pub version: &'a str,
}

impl FileName {
    /// Reads a pattern.
    ///
    /// # Errors
    /// A gap that does not exist or is not closed, a character that no file name may have, or nothing.
    pub fn parse(pattern: &str) -> Result<Self, Mistake> {
        let gaps = || format!("the gaps are {}", text::and_list(&GAPS.map(|gap| format!("`{{{gap}}}`"))));
        let whole = 0..pattern.len();
        let mut parts = Vec::new();
        let (mut rest, mut at) = (pattern, 0);
        while !rest.is_empty() {
            let plain = rest.find('{').unwrap_or(rest.len());
            let (before, from) = rest.split_at(plain);
            if let Some((bad, c)) = before.char_indices().find(|&(_, c)| c == '}' || is_unsafe(c)) {
                return Err(Mistake {
                    message: format!("a file name cannot have `{}`", c.escape_debug()),
                    range: at + bad..at + bad + c.len_utf8(),
                    help: "use letters, digits, hyphens, dots and gaps; documents always stand in the brief's folder of `output`".to_owned(),
                });
            }
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            at += plain;
            let Some(inside) = from.strip_prefix('{') else { break };
            let Some(end) = inside.find('}') else {
                return Err(Mistake {
                    message: "a gap of this pattern is not closed".to_owned(),
                    range: at..pattern.len(),
                    help: "write `}` after its name".to_owned(),
                });
            };
            let name = &inside[..end];
            let Some(gap) = GAPS.iter().find(|gap| **gap == name) else {
                let near = text::nearest(name, GAPS).map(|near| format!("; did you mean `{{{near}}}`?"));
                return Err(Mistake {
                    message: format!("there is no gap `{{{}}}` in file names", text::ellipsis(name, 40)),
                    range: at..at + end + 2,
                    help: gaps() + &near.unwrap_or_default(),
                });
            };
            parts.push(Part::Gap(gap));
            at += end + 2;
            rest = &inside[end + 1..];
        }
        if parts.is_empty() {
            return Err(Mistake { message: "this pattern is empty".to_owned(), range: whole, help: gaps() });
        }
        Ok(Self { parts })
    }

    /// The name of a document, without its ending.
    ///
    /// # Errors
    /// A sentence, where the name would be too long.
    pub fn fill(&self, names: &Names<'_>) -> Result<String, String> {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Gap(gap) => filled.push_str(&safe(match *gap {
                    "number" => names.number,
                    "slug" => names.slug,
                    "form" => names.form,
                    "lang" => names.lang,
                    _ => names.version,
                })),
            }
        }
        whole(&filled)
    }
}

/// The name where a workspace has no pattern: `<slug>-<form>`, with the language where it is not the
/// brief's first.
pub fn usual(names: &Names<'_>, first: bool) -> String {
    let language = if first { String::new() } else { format!("-{}", safe(names.lang)) };
    format!("{}-{}{language}", names.slug, names.form)
}

/// Characters that some system does not take in a file name, or that nobody would see there.
fn is_unsafe(c: char) -> bool {
    c.is_control() || text::is_deceptive(c) || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// A value as a part of a name: `EV 2026/01` becomes `EV-2026-01`.
fn safe(value: &str) -> String {
    let mut out = String::new();
    let mut replaced = false;
    for c in value.trim().chars() {
        let replace = is_unsafe(c) || c.is_whitespace();
        // One hyphen for what stands together, as in `EV: 1`.
        if !(replace && replaced) {
            out.push(if replace { '-' } else { c });
        }
        replaced = replace;
    }
    out
}

/// A whole name that is no hidden file, no device and no way to another folder.
fn whole(name: &str) -> Result<String, String> {
    let name = name.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    if name.is_empty() {
        return Err("the pattern of file names gives this document no name".to_owned());
    }
    if name.len() > MOST_BYTES {
        return Err(format!(
            "the file name of this document would have {} bytes; {MOST_BYTES} is the most",
            name.len()
        ));
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_lowercase();
    let numbered = |port: &str| {
        stem.strip_prefix(port).is_some_and(|number| number.chars().count() == 1 && !number.starts_with('0'))
    };
    let device = DEVICES.contains(&stem.as_str()) || numbered("com") || numbered("lpt");
    Ok(if device { format!("_{name}") } else { name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: Names<'_> =
        Names { number: "EV 2026/01", slug: "harbour", form: "briefing", lang: "fr-CA", version: "1.2" };

    fn fill(pattern: &str, names: &Names<'_>) -> String {
        FileName::parse(pattern).unwrap().fill(names).unwrap()
    }

    #[test]
    fn gaps_are_filled_with_what_a_name_may_have() {
        assert_eq!(fill("{number}-{slug}-{form}-{lang}-v{version}", &NAMES), "EV-2026-01-harbour-briefing-fr-CA-v1.2");
        let number = |number| fill("{number}", &Names { number, ..NAMES });
        assert_eq!(number("../../etc: \u{7}"), "-..-etc-");
        assert_eq!(number("Nul"), "_Nul");
        assert_eq!(number("com1.a"), "_com1.a");
        assert_eq!(number("com10"), "com10");
        assert_eq!(number("a\u{202e}b"), "a-b");
    }

    #[test]
    fn a_pattern_with_a_mistake_says_where() {
        let mistake = FileName::parse("{slug}-{foorm}").unwrap_err();
        assert_eq!(mistake.range, 7..14);
        assert!(mistake.help.contains("`{version}`") && mistake.help.contains("did you mean `{form}`"), "{mistake:?}");
        for (pattern, range) in [("", 0..0), ("a/b", 1..2), ("{slug", 0..5), ("a}", 1..2), ("{}", 0..2)] {
            assert_eq!(FileName::parse(pattern).unwrap_err().range, range, "{pattern}");
        }
        assert!(FileName::parse("{number}").unwrap().fill(&Names { number: "...", ..NAMES }).is_err());
        assert!(FileName::parse("{number}").unwrap().fill(&Names { number: &"n".repeat(201), ..NAMES }).is_err());
    }
}
