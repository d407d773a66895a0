//! Bytes as text, whatever encoding they were saved in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// The text of a plain text file: by its mark, as UTF-8, or in the encoding that its letters suggest.
pub(super) fn text(bytes: &[u8]) -> String {
    with(None, bytes)
}

/// The text in an encoding that is named elsewhere, as by a server or in the head of a mail; where it is
/// not, in the one that the head of a page names.
pub(super) fn named(label: Option<&str>, bytes: &[u8]) -> String {
    with(label.and_then(|label| Encoding::for_label(label.as_bytes())).or_else(|| declared(bytes)), bytes)
}

fn with(encoding: Option<&'static Encoding>, bytes: &[u8]) -> String {
    let encoding = match (Encoding::for_bom(bytes), std::str::from_utf8(bytes)) {
        (Some((encoding, _)), _) => encoding,
        // Nothing else looks like UTF-8 by chance, whatever the head says.
        (None, Ok(_)) => UTF_8,
        (None, Err(_)) => encoding.filter(|encoding| *encoding != UTF_8).unwrap_or_else(|| guessed(bytes)),
    };
    let (text, _, _) = encoding.decode(bytes);
    // What no text holds, and what would hide in it, is left out of a working copy.
    text.chars().filter(|&c| !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{E}'..='\u{1F}' | '\u{7F}')).collect()
}

fn guessed(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// The encoding that the head of a page names (WHATWG, the first kilobyte).
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..1_024.min(bytes.len()))?.to_ascii_lowercase();
    let head = String::from_utf8_lossy(&head);
    let (_, rest) = head.split_once("charset")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let label = rest.split(['"', '\'', ' ', ';', '>', '/']).next()?;
    Encoding::for_label(label.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_known() {
        assert_eq!(text("\u{feff}déjà".as_bytes()), "déjà");
        assert_eq!(text(b"\xFF\xFEd\0\xE9\0"), "dé");
        assert_eq!(
            text(b"Le minist\xE8re a d\xE9clar\xE9 que le chenal \xE9tait ferm\xE9."),
            "Le ministère a déclaré que le chenal était fermé."
        );
        assert_eq!(
            named(None, b"<meta charset=\"windows-1251\"><p>\xEF\xEE\xF0\xF2"),
            "<meta charset=\"windows-1251\"><p>порт"
        );
        assert_eq!(named(None, "<meta charset=iso-8859-1><p>é".as_bytes()), "<meta charset=iso-8859-1><p>é");
        assert_eq!(text(b"a\0b\x07c\n"), "abc\n");
    }
}
