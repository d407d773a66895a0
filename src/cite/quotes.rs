//! Quotation marks inside quotation marks.

/// Puts each level of quotation in the marks of its language, over texts that follow each other: `“ ‘ ’ ”`,
/// `‘ “ ” ’`, and `« “ ” »` inside guillemets. What stands outside of all decides.
pub(super) fn nest<'a>(texts: impl Iterator<Item = &'a mut String>) {
    let mut open = Vec::new();
    for text in texts {
        let letters: Vec<char> = text.chars().collect();
        let neighbour = |at: Option<usize>| at.and_then(|at| letters.get(at)).copied();
        *text = letters
            .iter()
            .enumerate()
            .map(|(at, &c)| {
                let between = [neighbour(at.checked_sub(1)), neighbour(Some(at + 1))];
                // An apostrophe stands between letters or after them, where nothing is open.
                let apostrophe = c == '’' && between.iter().all(|c| c.is_some_and(char::is_alphanumeric));
                if apostrophe { c } else { turned(&mut open, c) }
            })
            .collect();
    }
}

/// A title by itself, with double marks outermost: those of a style around it then turn them as they must.
pub(super) fn outermost(title: &str) -> String {
    let letters: Vec<char> = title.chars().collect();
    let inside = |at: usize| {
        let letter = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|c| c.is_alphanumeric());
        letter(at.checked_sub(1)) && letter(Some(at + 1))
    };
    let closing = letters.iter().enumerate().filter(|(at, c)| **c == '’' && !inside(*at)).count();
    // An apostrophe at the beginning or the end of a word could be meant.
    if closing != title.matches('‘').count() {
        return title.to_owned();
    }
    let mut whole = format!("«{title}»");
    nest(std::iter::once(&mut whole));
    whole.trim_start_matches('«').strip_suffix('»').map_or_else(|| title.to_owned(), str::to_owned)
}

/// The mark that stands for `c`, and what is open behind it: each as it was written and as it is shown.
fn turned(open: &mut Vec<(char, char)>, c: char) -> char {
    match c {
        '“' | '‘' | '«' => {
            let inner = open.first().map(|(outer, _)| match (outer, open.len() % 2) {
                ('‘' | '«', 1) | ('“', 0) => '“',
                _ => '‘',
            });
            let shown = inner.filter(|_| c != '«').unwrap_or(c);
            open.push((c, shown));
            shown
        }
        '”' | '’' | '»' => {
            let begun = |mark: char| closing(mark) == c;
            // One that was never closed ends with what stands around it; but an apostrophe ends nothing.
            let last = open.iter().rposition(|(written, _)| begun(*written));
            let last = last.filter(|&at| c != '’' || at + 1 == open.len());
            let Some(at) = last else { return c };
            let shown = open[at].1;
            open.truncate(at);
            closing(shown)
        }
        c => c,
    }
}

fn closing(mark: char) -> char {
    match mark {
        '“' => '”',
        '‘' => '’',
        _ => '»',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_has_double_marks_outermost() {
        for (text, shown) in [
            ("‘Stations’ set: the ministry’s word", "“Stations” set: the ministry’s word"),
            ("Alleged “stations” are ‘not’", "Alleged “stations” are “not”"),
            ("A “b ‘c’ d”", "A “b ‘c’ d”"),
            ("The ‘90s", "The ‘90s"),
            ("Workers’ ‘rights’", "Workers’ ‘rights’"),
            ("» x «", "» x «"),
        ] {
            assert_eq!(outermost(text), shown, "{text}");
        }
    }

    #[test]
    fn marks_change_from_level_to_level() {
        for (text, shown) in [
            ("“a “b” c”", "“a ‘b’ c”"),
            ("“a ‘b’ c”", "“a ‘b’ c”"),
            ("‘a ‘b’ c’", "‘a “b” c’"),
            ("«\u{a0}a ‘b’ c\u{a0}», ‘d’", "«\u{a0}a “b” c\u{a0}», ‘d’"),
            ("«\u{a0}a “b ‘c’ d”\u{a0}»", "«\u{a0}a “b ‘c’ d”\u{a0}»"),
            ("“the fed gov’t’s ‘90s”, “b”", "“the fed gov’t’s ‘90s”, “b”"),
            ("“a «\u{a0}b\u{a0}» c”", "“a «\u{a0}b\u{a0}» c”"),
            ("” ’ »", "” ’ »"),
        ] {
            let mut told = text.to_owned();
            nest(std::iter::once(&mut told));
            assert_eq!(told, shown, "{text}");
        }
    }
}
