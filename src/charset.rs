//! The bytes of somebody else's text file as text, whatever encoding it was saved in.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text. Lines end in `\n` or `\r\n`, as in the file.
    pub text: String,
    /// What to tell about the encoding, where it is not plain UTF-8.
    pub note: Option<String>,
}

/// Reads bytes as text: by a mark at their start, as UTF-8, as UTF-16 where every other byte is zero,
/// else line by line: lines that are not UTF-8 are Windows-1252, which holds Latin-1.
pub fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark..).unwrap_or_default();
        if encoding == UTF_16LE || encoding == UTF_16BE {
            return whole(encoding, rest);
        }
        return lines(rest);
    }
    if let Some(encoding) = utf16(bytes) {
        return whole(encoding, bytes);
    }
    lines(bytes)
}

/// One field of a record that is UTF-8, else Windows-1252.
pub fn decode_field(bytes: &[u8]) -> (String, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), true),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(), false),
    }
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let lost = if broken { "; some of it is damaged" } else { "" };
    Decoded { text: unified(text.into_owned()), note: Some(format!("read as {}{lost}", encoding.name())) }
}

fn lines(bytes: &[u8]) -> Decoded {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: unified(text.to_owned()), note: None };
    }
    let (mut text, mut other) = (String::with_capacity(bytes.len()), 0);
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let (line, utf8) = decode_field(line);
        other += usize::from(!utf8);
        text.push_str(&line);
    }
    let were = if other == 1 { "line is not UTF-8 and was" } else { "lines are not UTF-8 and were" };
    Decoded { text: unified(text), note: Some(format!("{other} {were} read as Windows-1252")) }
}

/// Lines that end in a lone `\r`, as on old computers, end in `\n`.
fn unified(text: String) -> String {
    if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text }
}

/// UTF-16 without a mark: in a text with Latin letters every other byte is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    if sample.len() < 8 {
        return None;
    }
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count() * 10;
    let half = sample.len() / 2;
    match (zeros(0) > half * 7, zeros(1) > half * 7) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let plain = "Größe\r\nwho";
        assert_eq!(decode(plain.as_bytes()), Decoded { text: plain.into(), note: None });
        assert_eq!(decode(b"\xEF\xBB\xBFa").text, "a");
        let little: Vec<u8> = plain.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = plain.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [&little, &big, &[b"\xFF\xFE", &little[..]].concat(), &[b"\xFE\xFF", &big[..]].concat()] {
            assert_eq!(decode(bytes).text, plain);
            assert!(decode(bytes).note.is_some());
        }
        let mixed = decode(b"Gr\xF6\xDFe\nGr\xC3\xB6\xC3\x9Fe\n");
        assert_eq!(mixed.text, "Größe\nGröße\n");
        assert_eq!(mixed.note.as_deref(), Some("1 line is not UTF-8 and was read as Windows-1252"));
        assert_eq!(decode(b"a\rb").text, "a\nb");
    }
}
