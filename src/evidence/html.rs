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
            Token::StartTag(tag) => writer.open(&String::from_utf8_lossy(&tag.name), tag.self_closing),
            Token::EndTag(tag) => writer.close(&String::from_utf8_lossy(&tag.name)),
            Token::String(words) => writer.words(&String::from_utf8_lossy(&words.value)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    Ok(writer.text.trim().to_owned() + "\n")
}

#[derive(Debug, Default)]
struct Writer {
    text: String,
    /// The tag whose words nobody sees, and how often it was opened.
    unseen: Option<(String, usize)>,
}

impl Writer {
    fn open(&mut self, tag: &str, closed: bool) {
        match &mut self.unseen {
            Some((name, depth)) => *depth += usize::from(name == tag && !closed),
            None if UNSEEN.contains(&tag) && !closed => self.unseen = Some((tag.to_owned(), 1)),
            None if tag == "br" => self.text.push('\n'),
            None if BLOCKS.contains(&tag) => self.block(),
            None if matches!(tag, "td" | "th" | "option") => self.words(" "),
            None => {}
        }
    }

    fn close(&mut self, tag: &str) {
        match &mut self.unseen {
            Some((name, depth)) if name == tag => {
                *depth -= 1;
                if *depth == 0 {
                    self.unseen = None;
                }
            }
            Some(_) => {}
            None if BLOCKS.contains(&tag) => self.block(),
            None if matches!(tag, "td" | "th") => self.words(" "),
            None => {}
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
