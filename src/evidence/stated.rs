//! Hashes that a file states of another, as archivers and web archives write them: read, and held
//! against what they are of.

use std::fmt;
use std::io::Read;

use sha2::{Digest, Sha256, Sha512};

use super::Refused;

/// A hash as somebody stated it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    sort: Sort,
    bytes: Vec<u8>,
}

/// How a hash is computed. Only the last two are compared: MD5 and SHA-1 are broken, so that they prove
/// nothing, and the program does not compute them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Md5,
    Sha1,
    Sha256,
    Sha512,
}

/// The sorts with the words by which they are named, without `-` and `_`.
const SORTS: [(Sort, &str); 4] =
    [(Sort::Md5, "md5"), (Sort::Sha1, "sha1"), (Sort::Sha256, "sha256"), (Sort::Sha512, "sha512")];
/// Names of fields that hold a hash of any sort.
const ANY: &[&str] = &["hash", "digest", "contenthash", "checksum"];

impl Sort {
    fn length(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    fn shown(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
        }
    }
}

impl fmt::Display for Stated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} ", self.sort.shown())?;
        self.bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Stated {
    /// Whether the program computes hashes of this sort.
    pub(super) fn is_comparable(&self) -> bool {
        matches!(self.sort, Sort::Sha256 | Sort::Sha512)
    }

    /// The name of its sort: `SHA-1`.
    pub(super) fn sort(&self) -> &'static str {
        self.sort.shown()
    }

    /// Whether it is the hash of this; never, where it is not comparable.
    ///
    /// # Errors
    /// When that cannot be read.
    pub(super) fn is_of(&self, content: &mut impl Read) -> std::io::Result<bool> {
        Ok(match self.sort {
            Sort::Sha256 => digest::<Sha256>(content)? == self.bytes,
            Sort::Sha512 => digest::<Sha512>(content)? == self.bytes,
            Sort::Md5 | Sort::Sha1 => false,
        })
    }
}

/// The one that is stated of some bytes and is not theirs. Of several of one sort one must be theirs: a
/// record may list other files as well.
pub(super) fn disagreeing<'a>(stated: &'a [Stated], bytes: &[u8]) -> Option<&'a Stated> {
    [Sort::Sha256, Sort::Sha512].into_iter().find_map(|sort| {
        let of_sort = || stated.iter().filter(|stated| stated.sort == sort);
        let agrees = |stated: &Stated| stated.is_of(&mut &*bytes).is_ok_and(|same| same);
        of_sort().next().filter(|_| !of_sort().any(agrees))
    })
}

fn digest<D: Digest>(content: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let (mut hasher, mut buffer) = (D::new(), vec![0; 64 * 1024]);
    loop {
        match content.read(&mut buffer)? {
            0 => return Ok(hasher.finalize().to_vec()),
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
}

fn bare(name: &str) -> String {
    name.to_ascii_lowercase().replace(['-', '_', ' '], "")
}

fn sort_named(name: &str) -> Option<Sort> {
    let name = bare(name);
    let word = name.strip_prefix("hash").unwrap_or(&name);
    let word = word.strip_suffix("sum").unwrap_or(word);
    SORTS.into_iter().find(|(_, named)| *named == word).map(|(sort, _)| sort)
}

/// Whether a field of this name holds a hash.
pub(super) fn is_name(field: &str) -> bool {
    sort_named(field).is_some() || ANY.contains(&bare(field).as_str())
}

/// Reads a hash from a field of this name: in hexadecimal digits, base 32 or base 64, with the name of its
/// sort before it perhaps. Nothing where no sort is named and none is known by its form.
///
/// # Errors
/// The name of the sort that it should be of, where it is not.
pub(super) fn read(field: &str, text: &str) -> Option<Result<Stated, &'static str>> {
    let text = text.trim();
    let labelled = text.split_once(':').map(|(label, rest)| (sort_named(label), rest.trim()));
    let (named, value) = match labelled {
        // A sort that nobody here knows.
        Some((None, _)) => (None, ""),
        Some((Some(sort), value)) => (Some(sort), value),
        None => (sort_named(field), text),
    };
    match named {
        Some(sort) => Some(of(sort, value).ok_or(sort.shown())),
        None => SORTS.into_iter().find_map(|(sort, _)| of(sort, value)).map(Ok),
    }
}

fn of(sort: Sort, value: &str) -> Option<Stated> {
    let readings = [decoded(value, 4, hexadecimal), decoded(value, 5, base32), decoded(value, 6, base64)];
    let bytes = readings.into_iter().flatten().find(|bytes| bytes.len() == sort.length())?;
    Some(Stated { sort, bytes })
}

fn hexadecimal(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// RFC 4648, 6: as web archives write SHA-1.
fn base32(digit: u8) -> Option<u8> {
    match digit.to_ascii_uppercase() {
        letter @ b'A'..=b'Z' => Some(letter - b'A'),
        digit @ b'2'..=b'7' => Some(digit - b'2' + 26),
        _ => None,
    }
}

/// RFC 4648, 4 and 5.
fn base64(digit: u8) -> Option<u8> {
    match digit {
        b'A'..=b'Z' => Some(digit - b'A'),
        b'a'..=b'z' => Some(digit - b'a' + 26),
        b'0'..=b'9' => Some(digit - b'0' + 52),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    }
}

/// The bytes that digits of so many bits stand for.
fn decoded(text: &str, width: u32, value: impl Fn(u8) -> Option<u8>) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for digit in text.trim_end_matches('=').bytes() {
        held = (held << width | u32::from(value(digit)?)) & 0xFFFF;
        bits += width;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).unwrap_or_default());
        }
    }
    // Bits that are left over fill the last digit, and are never a whole one.
    (bits < width).then_some(bytes)
}

/// A file that holds something else than its own hashes say.
pub(super) fn wrong(what: &str) -> Refused {
    Refused {
        message: format!("{what}: it was changed or damaged after the capture"),
        help: "take the archive as the archiver wrote it; `--no-text` keeps this one as it is, without its words"
            .to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_read_in_the_forms_that_are_in_use() {
        // Of "abc" (FIPS 180-4, A and B).
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let agrees =
            |field: &str, text: &str| read(field, text).unwrap().map(|stated| disagreeing(&[stated], b"abc").is_none());
        for text in [
            hex.to_owned(),
            format!("SHA-256:{}", hex.to_uppercase()),
            "sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ====".to_owned(),
            "sha256:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=".to_owned(),
        ] {
            assert_eq!(agrees("hash", &text), Ok(true), "{text}");
        }
        assert_eq!(agrees("hash_sha256", &hex.replace("ba78", "ba79")), Ok(false));
        assert_eq!(agrees("sha256sum", &hex.replace("ba78", "ba7")), Err("SHA-256"));
        assert_eq!(agrees("digest", "sha1:abc"), Err("SHA-1"));
        assert_eq!(agrees("digest", "VH7GVPIPJSNTRLGYAAG3GMBAA2V4K5UD"), Ok(true), "not compared");
        assert_eq!(read("hash", "blake3:00"), None);
        assert!(is_name("Hash_SHA256") && is_name("md5") && !is_name("hashtag"));
    }

    #[test]
    fn of_several_files_in_a_record_the_copy_may_be_any() {
        let of = |text: &str| read("sha256", &super::super::sha256(text.as_bytes())).unwrap().unwrap();
        assert_eq!(disagreeing(&[of("a"), of("b")], b"b"), None);
        assert_eq!(disagreeing(&[of("a"), of("b")], b"c"), Some(&of("a")));
    }
}
