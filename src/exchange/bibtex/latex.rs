//! LaTeX's accents, signs and marks as plain text.
//!
//! The crate `biblatex` knows some of them, but no accent on a dotless letter and no command around words.
//! So they are read here first. What is left are braces, which keep names together, and the few escapes
//! that the crate then takes off.

use super::symbols::{ACCENTS, MATHS, SYMBOLS, named, shifted};
use super::write::escaped;

/// Commands around words whose words alone count.
const AROUND: &[&str] = &[
    "emph",
    "textit",
    "textbf",
    "textsc",
    "textsl",
    "textrm",
    "textsf",
    "texttt",
    "textup",
    "textmd",
    "textnormal",
    "text",
    "mbox",
    "underline",
    "uline",
    "uppercase",
    "MakeUppercase",
    "lowercase",
    "MakeLowercase",
    "NoCaseChange",
    "ensuremath",
    "mkbibemph",
    "mkbibitalic",
    "mkbibbold",
];
/// Commands with two groups, of which the second holds the words.
const SECOND: &[&str] = &["textcolor", "foreignlanguage", "textlang", "texorpdfstring"];
/// Commands whose group says nothing to readers.
const SILENT: &[&str] = &["noopsort", "label", "index", "hspace", "vspace", "vphantom", "phantom"];
/// Commands that the crate takes off.
const ESCAPES: &[&str] = &[
    "textbackslash",
    "textbraceleft",
    "textbraceright",
    "textasciitilde",
    "textasciicircum",
    "textasciigrave",
    "textdollar",
    "textunderscore",
];

/// A text without LaTeX, as far as it is known, and the commands that are left in it.
pub(super) fn decode(text: &str, ties: bool) -> (String, Vec<String>) {
    let mut reader = Reader { text, at: 0, ties, single: false, left: Vec::new() };
    let out = reader.run(false).0;
    (out, reader.left)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// `~` is a space, not a mark of a date.
    ties: bool,
    /// A single quotation mark is open.
    single: bool,
    left: Vec<String>,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat(&mut self, piece: &str) -> bool {
        let found = self.rest().starts_with(piece);
        self.at += if found { piece.len() } else { 0 };
        found
    }

    fn eat_while(&mut self, is: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let eaten = rest.get(..rest.len() - rest.trim_start_matches(is).len()).unwrap_or_default();
        self.at += eaten.len();
        eaten
    }

    /// Reads to the end, or to the brace that closes; says whether there was one.
    fn run(&mut self, inside: bool) -> (String, bool) {
        let mut out = String::new();
        while let Some(c) = self.peek() {
            match c {
                '\\' => out.push_str(&self.command()),
                '$' => out.push_str(&self.formula()),
                '}' if inside => {
                    self.at += 1;
                    return (out, true);
                }
                '{' => {
                    self.at += 1;
                    let (words, closed) = self.run(true);
                    out.push('{');
                    out.push_str(&words);
                    out.push_str(if closed { "}" } else { "" });
                }
                _ => out.push_str(self.sign(c)),
            }
        }
        (out, false)
    }

    /// A sign, or one that is written with two.
    fn sign(&mut self, c: char) -> &'a str {
        const PAIRS: &[(&str, &str)] = &[("``", "“"), ("''", "”"), ("?`", "¿"), ("!`", "¡")];
        if let Some((written, sign)) = PAIRS.iter().find(|(written, _)| self.rest().starts_with(written)) {
            self.at += written.len();
            return sign;
        }
        let from = self.at;
        self.at += c.len_utf8();
        match c {
            '~' if self.ties => " ",
            '`' => {
                self.single = true;
                "‘"
            }
            '\'' if self.single && !self.peek().is_some_and(char::is_alphanumeric) => {
                self.single = false;
                "’"
            }
            _ => self.text.get(from..self.at).unwrap_or_default(),
        }
    }

    /// A command, from its backslash on.
    fn command(&mut self) -> String {
        self.at += 1;
        let Some(c) = self.peek() else { return "\\".to_owned() };
        if c.is_ascii_alphabetic() {
            let name = self.eat_while(|c| c.is_ascii_alphabetic());
            return self.word(name);
        }
        self.at += c.len_utf8();
        if let Some(mark) = named(ACCENTS, c.encode_utf8(&mut [0; 4])) {
            let empty = self.rest().starts_with("{}");
            return match (c, self.token().as_deref().map(|base| accented(base, mark))) {
                ('^', _) if empty => "\\textasciicircum{}".to_owned(),
                ('~', _) if empty => "\\textasciitilde{}".to_owned(),
                (_, letter) => letter.unwrap_or_default(),
            };
        }
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => format!("\\{c}"),
            ',' | ':' | ';' | '>' | '\\' => " ".to_owned(),
            c if c.is_whitespace() => " ".to_owned(),
            '!' | '/' | '-' | '@' => String::new(),
            c => {
                self.left.push(format!("\\{c}"));
                format!("\\textbackslash{{}}{c}")
            }
        }
    }

    /// A command with a name.
    fn word(&mut self, name: &str) -> String {
        let gap = !self.eat_while(char::is_whitespace).is_empty();
        if let Some(mark) = named(ACCENTS, name) {
            return self.token().map(|base| accented(&base, mark)).unwrap_or_default();
        }
        if let Some(sign) = named(SYMBOLS, name) {
            if !gap {
                self.eat("{}");
            }
            return sign.to_owned();
        }
        match name {
            name if ESCAPES.contains(&name) => {
                if !gap {
                    self.eat("{}");
                }
                format!("\\{name}{{}}")
            }
            name if AROUND.contains(&name) => self.group().map(|words| format!("{{{words}}}")).unwrap_or_default(),
            name if SECOND.contains(&name) => {
                drop(self.group());
                self.group().unwrap_or_default()
            }
            name if SILENT.contains(&name) => {
                drop(self.group());
                String::new()
            }
            "textsuperscript" | "textsubscript" => {
                let words = self.group().unwrap_or_default();
                shifted(&words, name == "textsuperscript")
            }
            "enquote" | "mkbibquote" => self.group().map(|words| format!("“{words}”")).unwrap_or_default(),
            "url" | "nolinkurl" | "path" => self.address().map(escaped).unwrap_or_default(),
            "href" => {
                let address = self.address().map(escaped).unwrap_or_default();
                match self.group() {
                    Some(words) => format!("{words} ({address})"),
                    None => address,
                }
            }
            name => {
                self.left.push(format!("\\{name}"));
                match self.group() {
                    Some(words) => format!("\\textbackslash{{}}{name}\\textbraceleft{{}}{words}\\textbraceright{{}}"),
                    None => format!("\\textbackslash{{}}{name}{}", if gap { " " } else { "" }),
                }
            }
        }
    }

    /// The words of a group that begins here.
    fn group(&mut self) -> Option<String> {
        self.eat("{").then(|| self.run(true).0)
    }

    /// An address in braces: in it no sign means anything but itself.
    fn address(&mut self) -> Option<&'a str> {
        let (text, from) = (self.rest(), self.at);
        let mut depth = 0_usize;
        for (at, byte) in text.bytes().enumerate() {
            match byte {
                b'{' => depth += 1,
                b'}' if depth == 1 => {
                    self.at = from + at + 1;
                    return text.get(1..at).map(str::trim);
                }
                b'}' => depth = depth.saturating_sub(1),
                _ if depth == 0 => return None,
                _ => {}
            }
        }
        None
    }

    /// What an accent stands on: a group, a command or one letter.
    fn token(&mut self) -> Option<String> {
        self.eat_while(char::is_whitespace);
        match self.peek()? {
            '{' => self.group(),
            '\\' => Some(self.command()),
            '}' => None,
            c => {
                self.at += c.len_utf8();
                Some(c.to_string())
            }
        }
    }

    /// A formula, where it is a few signs; else it stays as it is. Sums of money are none.
    fn formula(&mut self) -> String {
        self.at += 1;
        let rest = self.rest();
        let Some(end) = rest.find('$').filter(|end| !rest.get(..*end).unwrap_or_default().ends_with('\\')) else {
            return "\\$".to_owned();
        };
        let content = rest.get(..end).unwrap_or_default();
        let marked = content.contains(['\\', '^', '_']);
        if !marked && (content.starts_with(|c: char| c.is_ascii_digit()) || content.contains(char::is_whitespace)) {
            return "\\$".to_owned();
        }
        self.at += end + 1;
        match signs(content) {
            Some(signs) => signs,
            None => {
                self.left.push(format!("${content}$"));
                format!("\\${}\\$", escaped(content))
            }
        }
    }
}

/// A letter with a mark, and what stands behind it.
fn accented(base: &str, mark: char) -> String {
    let base = base.replace(['{', '}'], "");
    let mut letters = base.chars();
    let Some(first) = letters.next() else { return String::new() };
    // The dot of an i or j gives way to the mark.
    let first = match first {
        'ı' => 'i',
        'ȷ' => 'j',
        other => other,
    };
    let joined = unicode_normalization::char::compose(first, mark);
    joined.map_or_else(|| format!("{first}{mark}"), String::from) + letters.as_str()
}

/// A short formula as text; nothing where it is more than that.
fn signs(formula: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = formula.trim();
    while let Some(c) = rest.chars().next() {
        rest = rest.get(c.len_utf8()..)?;
        match c {
            '\\' => {
                let name = rest.get(..rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).len())?;
                match name {
                    "" => {
                        let sign = rest.chars().next()?;
                        rest = rest.get(sign.len_utf8()..)?;
                        match sign {
                            ',' | ';' | ':' | ' ' => out.push(' '),
                            '%' | '&' | '#' | '$' | '_' => out.extend(['\\', sign]),
                            _ => return None,
                        }
                    }
                    "mathrm" | "mathit" | "text" | "textrm" | "mathbf" => rest = rest.get(name.len()..)?,
                    name => {
                        out.push_str(named(MATHS, name)?);
                        rest = rest.get(name.len()..)?.trim_start();
                    }
                }
            }
            '^' | '_' => {
                let (words, behind) = match rest.strip_prefix('{') {
                    Some(group) => group.split_once('}')?,
                    None => rest.split_at_checked(match rest.starts_with('\\') {
                        true => 1 + rest.get(1..)?.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len() - 1),
                        false => rest.chars().next()?.len_utf8(),
                    })?,
                };
                // What has no raised or lowered form says something else without it.
                let words = signs(words)?;
                let moved = shifted(&words, c == '^');
                if moved == words && !out.is_empty() && words != "°" {
                    return None;
                }
                out.push_str(&moved);
                rest = behind;
            }
            '{' | '}' => {}
            '~' => out.push(' '),
            c => out.push(c),
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        decode(text, true).0
    }

    #[test]
    fn accents_stand_on_dotless_letters_and_on_signs() {
        for (written, read) in [
            (r"Garc{\'\i}a", "Garc{í}a"),
            (r"{\~\i} {\`\i} {\^\i} {\u\i}", "{ĩ} {ì} {î} {ĭ}"),
            (r#"{\"\i} \"{\i} \'{\i} \'\i ndice"#, "{ï} ï í índice"),
            (r"{\'i} \'i {\'{\i}}", "{í} í {í}"),
            (r"\'\ae \'{\AE} {\v\j} {\^\j}", "ǽǼ {ǰ} {ĵ}"),
            (r"\c{c} {\c s} \v{Z}i\v{z}ek \H{o} \u{g} \d{s} \.{z} \r{u} \k{a}", "ç {ş} Žižek ő ğ ṣ ż ů ą"),
            (r"{\L}{\'o}d{\'z} \ss{} \o{} stra\ss e {\t oo}", "{Ł}{ó}d{ź} ß ø straße {o\u{361}o}"),
        ] {
            assert_eq!(plain(written), read, "{written}");
        }
    }

    #[test]
    fn marks_go_and_words_stay() {
        for (written, read) in [
            (r"The case of \textit{Smith v. \emph{Jones}}", "The case of {Smith v. {Jones}}"),
            (r"H\textsubscript{2}O, 10\textsuperscript{6}, 1\textsuperscript{st}", "H₂O, 10⁶, 1st"),
            ("``Quoted'' and `so', it's", "“Quoted” and ‘so’, it's"),
            (r"{\em old} \textcolor{red}{stop} \foreignlanguage{french}{la loi}", "{old} stop la loi"),
            (r"\enquote{a} \noopsort{1973}x a~b A\,B \& \% \_ \$5", r"“a” x a b A B \& \% \_ \$5"),
            (r"$\alpha$ m$^2$ CO$_{2}$ 5$^\circ$", "α m² CO₂ 5°"),
            ("from $5 to $10 million", r"from \$5 to \$10 million"),
            (r"\href{http://a}{b} \url{http://x_y}", r"b (http://a) http://x\_y"),
        ] {
            assert_eq!(decode(written, true), (read.to_owned(), Vec::new()), "{written}");
        }
        assert_eq!(decode("1900~", false).0, "1900~");
    }

    #[test]
    fn what_is_left_is_named() {
        let (text, left) = decode(r"A \frobnicate{\'e} and \qux there $\int_0^1 x$", true);
        assert_eq!(left, ["\\frobnicate", "\\qux", "$\\int_0^1 x$"]);
        assert!(text.contains("frobnicate") && text.contains('é'), "{text}");
    }
}
