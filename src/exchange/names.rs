//! Names of people and bodies on one line: `Burton, Charles; Human Rights Watch; {Harbour, Inc.}`.

/// Who wrote, edited or translated something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// A person's family name and given names; the latter may be empty.
    Person(String, String),
    /// A body, or a person whose name has no such parts.
    Whole(String),
}

impl Name {
    /// A name as it stands in a list.
    fn written(&self) -> String {
        let part = |text: &str, marks: &[char]| {
            // Braces hold a name together and cannot stand in it.
            let text = text.trim().replace('{', "(").replace('}', ")");
            if text.contains(marks) { format!("{{{text}}}") } else { text }
        };
        match self {
            Self::Person(family, given) => {
                format!("{}, {}", part(family, &[',', ';']), part(given, &[';'])).trim_end().to_owned()
            }
            Self::Whole(name) => part(name, &[',', ';']),
        }
    }
}

/// Names on one line: a family name stands before its comma, a body has none or stands in braces.
pub(super) fn write(names: &[Name]) -> String {
    names.iter().map(Name::written).collect::<Vec<_>>().join("; ")
}

/// Reads what [`write`] writes.
pub(super) fn read(text: &str) -> Vec<Name> {
    split(text, ';')
        .into_iter()
        .filter(|name| !name.trim().is_empty())
        .map(|name| match split(name, ',').as_slice() {
            [whole] => Name::Whole(bare(whole)),
            [family, ..] => {
                let given = name.get(family.len() + 1..).unwrap_or_default();
                Name::Person(bare(family), bare(given))
            }
            [] => Name::Whole(bare(name)),
        })
        .collect()
}

/// Texts on one line, with semicolons between them; one that holds a semicolon stands in braces.
pub fn write_parts(parts: &[String]) -> String {
    let part = |text: &String| if text.contains([';', '{']) { format!("{{{text}}}") } else { text.clone() };
    parts.iter().map(part).collect::<Vec<_>>().join("; ")
}

/// Reads what [`write_parts`] writes.
pub fn read_parts(text: &str) -> Vec<String> {
    split(text, ';').into_iter().map(bare).filter(|part| !part.is_empty()).collect()
}

/// Without the braces around it.
fn bare(text: &str) -> String {
    let text = text.trim();
    text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or(text).to_owned()
}

/// Parts between marks that stand outside braces.
fn split(text: &str, mark: char) -> Vec<&str> {
    let (mut parts, mut begin, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            c if c == mark && depth == 0 => {
                parts.push(text.get(begin..at).unwrap_or_default());
                begin = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text.get(begin..).unwrap_or_default());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_there_and_back() {
        let names = vec![
            Name::Person("Burton".into(), "Charles".into()),
            Name::Whole("Human Rights Watch".into()),
            Name::Whole("Harbour; Docks, Inc.".into()),
            Name::Person("Plato".into(), String::new()),
        ];
        assert_eq!(write(&names), "Burton, Charles; Human Rights Watch; {Harbour; Docks, Inc.}; Plato,");
        assert_eq!(read(&write(&names)), names);
        assert_eq!(read(" ; "), []);
    }
}
