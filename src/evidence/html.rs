//! The words of a page of the web, in the order in which they stand in the file.
//!
//! The page is read as a row of tags and words, never as a tree: so what is nested a million deep
//! costs no more than anything else.

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::Refused;
use super::decode;

/// A larger page is no page that a person saved.
pub(super) const MOST_BYTES: usize = 32 * 1024 * 1024;

/// What a reader never sees: everything up to the closing tag is left out.
const UNSEEN: &[&str] =
    &["script", "style", "noscript", "template", "svg", "math", "object", "iframe", "select", "title"];

/// What has no closing tag, and so no words in it.
const EMPTY: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// What begins on a line of its own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "button",
    "caption",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
];

/// The text of a page. Where the server told its encoding, that is `charset`.
///
/// # Errors
/// When it is larger than [`MOST_BYTES`].
pub(super) fn text(bytes: &[u8], charset: Option<&str>) -> Result<String, Refused> {
    if bytes.len() > MOST_BYTES {
        return Err(Refused::too_large("this page", MOST_BYTES));
    }
    let page = decode::named(charset, bytes);
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut writer = Writer::default();
    // A reader of a text that is at hand cannot fail.
    for token in Tokenizer::new_with_emitter(page.as_str(), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => {
                let value = |name: &[u8]| tag.attributes.get(name).map(|value| String::from_utf8_lossy(&value.value));
                let hidden = value(b"hidden").is_some() || value(b"style").is_some_and(|style| hides(&style));
                writer.open(&String::from_utf8_lossy(&tag.name), tag.self_closing, hidden);
            }
            Token::EndTag(tag) => writer.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(words) => writer.words(&String::from_utf8_lossy(&words.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    Ok(writer.text.trim().to_owned() + "\n")
}

/// Whether the style that stands at a tag itself takes its words out of sight. What a style sheet says is
/// not looked at.
fn hides(style: &str) -> bool {
    let mut bare = style.to_ascii_lowercase();
    while let Some((before, after)) = bare.split_once("/*") {
        bare = format!("{before}{}", after.split_once("*/").map_or("", |(_, after)| after));
    }
    let last = |name: &str| {
        let of = |declaration: &str| {
            let (property, value) = declaration.split_once(':')?;
            let value = value.trim().trim_end_matches("!important").trim_end();
            (property.trim() == name).then(|| value.to_owned())
        };
        bare.split(';').filter_map(of).next_back().unwrap_or_default()
    };
    last("display") == "none" || matches!(last("visibility").as_str(), "hidden" | "collapse")
}

#[derive(Debug, Default)]
struct Writer {
    text: String,
    unseen: Option<Unseen>,
}

/// A tag whose words nobody sees.
#[derive(Debug)]
struct Unseen {
    name: String,
    /// How many tags are open in it that could hold another of its name.
    depth: usize,
    ends: Ends,
}

/// How a tag ends whose closing tag may be left away (HTML, 13.1.2.4).
#[derive(Debug, Clone, Copy)]
struct Ends {
    /// What holds others of its name.
    holds: &'static [&'static str],
    /// What begins only where it has ended.
    next: &'static [&'static str],
}

impl Ends {
    fn of(tag: &str) -> Self {
        let (holds, next): (&'static [&'static str], &'static [&'static str]) = match tag {
            "p" => (&[], BLOCKS),
            "li" => (&["ul", "ol", "menu"], &["li"]),
            "dt" | "dd" => (&["dl"], &["dt", "dd"]),
            "td" | "th" => (&["table"], &["td", "th", "tr", "tbody", "thead", "tfoot"]),
            "tr" => (&["table"], &["tr", "tbody", "thead", "tfoot"]),
            "tbody" | "thead" | "tfoot" => (&["table"], &["tbody", "thead", "tfoot"]),
            _ => (&[], &[]),
        };
        Self { holds, next }
    }
}

impl Unseen {
    fn holds(&self, tag: &str) -> bool {
        self.ends.holds.contains(&tag) || self.ends.next.is_empty() && self.name == tag
    }

    /// Whether it has ended where this tag begins.
    fn ends_before(&mut self, tag: &str, closed: bool) -> bool {
        if self.holds(tag) {
            self.depth += usize::from(!closed);
            return false;
        }
        self.depth == 0 && self.ends.next.contains(&tag)
    }

    /// Whether it has ended where this tag ends.
    fn ends_with(&mut self, tag: &str) -> bool {
        if self.depth > 0 {
            self.depth -= usize::from(self.holds(tag));
            return false;
        }
        self.name == tag || self.holds(tag) || self.ends.next.contains(&tag)
    }
}

impl Writer {
    fn open(&mut self, tag: &str, closed: bool, hidden: bool) {
        if self.unseen.as_mut().is_some_and(|unseen| !unseen.ends_before(tag, closed)) {
            return;
        }
        self.unseen = None;
        // A page that is hidden as a whole is shown by a script.
        let hidden = hidden && !closed && !EMPTY.contains(&tag) && !matches!(tag, "html" | "body");
        match tag {
            "br" => self.text.push('\n'),
            _ if BLOCKS.contains(&tag) => self.block(),
            "td" | "th" | "option" => self.words(" "),
            _ => {}
        }
        if hidden || UNSEEN.contains(&tag) && !closed {
            self.unseen = Some(Unseen { name: tag.to_owned(), depth: 0, ends: Ends::of(tag) });
        }
    }

    fn close(&mut self, tag: &str) {
        if self.unseen.as_mut().is_some_and(|unseen| !unseen.ends_with(tag)) {
            return;
        }
        self.unseen = None;
        match tag {
            _ if BLOCKS.contains(&tag) => self.block(),
            "td" | "th" => self.words(" "),
            _ => {}
        }
    }

    /// Words, with white space as a browser shows it.
    fn words(&mut self, words: &str) {
        if self.unseen.is_some() {
            return;
        }
        for c in words.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
            }
        }
    }

    fn block(&mut self) {
        let kept = self.text.trim_end_matches([' ', '\n']).len();
        self.text.truncate(kept);
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_and_the_rest_is_not() {
        let page = b"<!doctype html><html><head><title>T</title><style>p { x: 'y' }</style><script>if (a<b) x();</script></head>\
            <body><h1>A  mole</h1><p>Walkers <b>should</b> keep&nbsp;away &amp; &#8220;wait&#8221;.<br>Now<!-- no --> </p>\
            <table><tr><td>9.1</td><td>m</td></tr></table><noscript>Hidden</noscript><p>End";
        let text = text(page, None).unwrap();
        assert_eq!(text, "A mole\n\nWalkers should keep\u{a0}away & \u{201c}wait\u{201d}.\nNow\n\n9.1 m\n\nEnd\n");
    }

    #[test]
    fn what_a_reader_does_not_see_is_left_out() {
        for (page, seen) in [
            ("<p>A<p hidden>B<p>C", "A C"),
            ("<div><p hidden>B</div>C", "C"),
            ("<p hidden>B</p>C<p hidden=until-found>D</p>E", "C E"),
            ("<div HIDDEN><div>B</div>B<p>B</div>C", "C"),
            ("<ul><li hidden>B<ul><li>B</ul>B<li>C</ul>D<ul><li hidden>B</ul>E", "C D E"),
            ("<table><tr><td hidden>B<td>C<tr hidden><td>B<tr><td>D</table>E", "C D E"),
            ("<dl><dt hidden>B<dd>C</dl>", "C"),
            ("A<input hidden>B<img hidden>C<br hidden>D", "ABC D"),
            ("<span style='color: red; display : NONE !important'>B</span>C", "C"),
            ("<span style='display:none;display:block'>A</span>C", "AC"),
            ("<span style='/* x: */display:/* y */none'>B</span>C", "C"),
            ("<b style=visibility:hidden>B</b>C<b style='--display:none'>D</b>", "CD"),
            ("<template><p>B<template>B</template>B</template>C", "C"),
            ("<noscript>B<p>B</p></noscript>C", "C"),
            ("<body style=display:none><p>A", "A"),
        ] {
            let text = text(page.as_bytes(), None).unwrap();
            assert_eq!(text.split_whitespace().collect::<Vec<_>>().join(" "), seen, "{page}");
        }
    }

    #[test]
    fn a_page_that_is_nested_without_end_is_read() {
        let page = "<div><b>".repeat(300_000) + "deep";
        assert_eq!(text(page.as_bytes(), None).unwrap(), "deep\n");
    }

    #[test]
    fn a_page_that_is_too_large_is_refused() {
        let page = vec![b'x'; MOST_BYTES + 1];
        assert!(text(&page, None).unwrap_err().message.contains("larger than 32 MiB"));
    }
}
