//! Small helps with text that several rooms need.

/// The candidate that somebody who wrote `word` most likely meant.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // What all have in common, such as `TLP:`, makes nothing alike.
    let telling = |text: &str| text.rsplit(':').next().unwrap_or(text).to_lowercase();
    let word = telling(word);
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word, &telling(candidate)), candidate))
        .filter(|(likeness, _)| *likeness > 0.8)
        // Of equally good ones the first by name, whatever order they come in.
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, candidate)| candidate)
}

/// The first `most` characters for a message: with an ellipsis where something was left out, and
/// with the codes of characters that nobody would see.
pub fn ellipsis(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for c in text.chars().take(most) {
        if is_deceptive(c) || (needs_no_glyph(c) && !c.is_whitespace()) {
            shown.push_str(&format!("<U+{:04X}>", c as u32));
        } else {
            shown.push(c);
        }
    }
    if text.chars().nth(most).is_some() {
        shown.push('…');
    }
    shown
}

/// `1 error`, `2 errors`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// `a`, `a and b`, `a, b and c`.
pub fn and_list(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{} and {last}", all.join(", ")),
    }
}

/// A text with its gaps filled: `{name}` by the value of that name. What a value holds is never
/// taken for a gap.
pub fn fill(text: &str, gaps: &[(&str, &str)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        let after = &rest[open + 1..];
        let value = after.find('}').and_then(|close| {
            let (_, value) = gaps.iter().find(|(name, _)| *name == &after[..close])?;
            Some((close, value))
        });
        match value {
            Some((close, value)) => {
                out.push_str(value);
                rest = &after[close + 1..];
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Whether a word has the form of a date in figures: `2022-09-26`, `26/09/2022`.
pub fn is_date_like(word: &str) -> bool {
    let parts: Vec<_> = word.split(['-', '/', '.']).collect();
    let digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    digits && parts.len() == 3 && (parts[0].len() == 4 || parts[2].len() == 4)
}

/// A character that shows nothing or changes the order of others, so that what is printed is not
/// what was checked: control characters, bidirectional overrides, private-use and non-characters.
pub fn is_deceptive(c: char) -> bool {
    match c {
        '\n' | '\r' | '\t' => false,
        '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => true,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'.. => true,
        '\u{FFF9}'..='\u{FFFC}' | '\u{FEFF}' | '\u{FDD0}'..='\u{FDEF}' => true,
        c if (c as u32) & 0xFFFE == 0xFFFE => true,
        c => c.is_control(),
    }
}

/// A character that needs no glyph: white space, joiners, variation selectors, soft hyphen.
pub fn needs_no_glyph(c: char) -> bool {
    c.is_whitespace()
        || matches!(c,
            '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Text that is safe between tags of HTML and XML, and in quoted attributes.
pub fn escape_xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_a_tag_or_an_attribute() {
        assert_eq!(escape_xml("<a b=\"c\" d='e'>&amp;"), "&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;amp;");
    }

    #[test]
    fn nearest_helps_with_slips_only() {
        let fields = ["derives_from", "locator", "language"];
        assert_eq!(nearest("derive_from", fields), Some("derives_from"));
        assert_eq!(nearest("Locater", fields), Some("locator"));
        assert_eq!(nearest("zebra", fields), None);
    }

    #[test]
    fn lists_read_well() {
        let words = |n: usize| ["a", "b", "c"][..n].iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(and_list(&words(1)), "a");
        assert_eq!(and_list(&words(3)), "a, b and c");
        assert_eq!(count(1, "error"), "1 error");
        assert_eq!(count(0, "error"), "0 errors");
    }

    #[test]
    fn deceptive_characters_are_known() {
        for c in ['\u{0}', '\u{1b}', '\u{202e}', '\u{e000}', '\u{ffff}', '\u{1fffe}', '\u{85}'] {
            assert!(is_deceptive(c), "{c:?}");
        }
        for c in ['a', '\n', 'é', '中', '\u{200d}', '😀', '\u{fffd}'] {
            assert!(!is_deceptive(c), "{c:?}");
        }
    }
}
