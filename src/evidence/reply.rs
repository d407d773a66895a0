//! What a server answered (HTTP/1.1, RFC 9112), as web archives keep it: its head, and its body as the
//! reader saw it.

use std::io::Read;

use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::{Kind, Refused};

/// The largest body, in bytes, packed and unpacked.
pub(super) const MOST_BODY: usize = 64 * 1024 * 1024;
/// So many encodings may lie one over the other.
const MOST_ENCODINGS: usize = 4;

/// The head of an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Head {
    /// Its status: 200 where all is well. A record that is no answer has none.
    pub(super) status: Option<u16>,
    fields: Vec<(String, String)>,
}

impl Head {
    /// The head of what a record holds, and where the body begins. What does not begin as an answer does
    /// is body from its first byte.
    pub(super) fn read(record: &[u8]) -> (Self, usize) {
        if !record.starts_with(b"HTTP/") {
            return (Self::default(), 0);
        }
        let (mut head, mut at) = (Self::default(), 0);
        while let Some(length) = record.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\n')) {
            let line = String::from_utf8_lossy(record.get(at..at + length).unwrap_or_default()).trim().to_owned();
            let first = at == 0;
            at += length + 1;
            match line.split_once(':') {
                _ if first => head.status = line.split(' ').nth(1).and_then(|status| status.parse().ok()),
                _ if line.is_empty() => return (head, at),
                Some((name, value)) => head.fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
                None => {}
            }
        }
        // A head without an end has no body.
        (head, record.len())
    }

    /// A field of the head, by its name in small letters.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The body as the server meant it: not in chunks.
    pub(super) fn whole(&self, bytes: &[u8]) -> Vec<u8> {
        let chunked = self.field("transfer-encoding").is_some_and(|how| how.to_ascii_lowercase().contains("chunked"));
        chunked.then(|| unchunked(bytes)).flatten().unwrap_or_else(|| bytes.to_vec())
    }

    /// The body as a reader saw it: not in chunks, and unpacked. Crawlers often keep a body unpacked
    /// under the head that it had before; so each step is left out where the bytes do not ask for it.
    ///
    /// # Errors
    /// When it unpacks to more than [`MOST_BODY`], or is broken.
    pub(super) fn body(&self, bytes: &[u8]) -> Result<Vec<u8>, Refused> {
        let mut body = self.whole(bytes);
        let encodings = self.field("content-encoding").unwrap_or_default().to_ascii_lowercase();
        for encoding in encodings.rsplit(',').map(str::trim).take(MOST_ENCODINGS) {
            body = unpacked(encoding, body)?;
        }
        Ok(body)
    }
}

/// What stands in chunks; nothing where it does not stand in chunks. What was cut off is taken as far as
/// it goes.
fn unchunked(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut body, mut rest) = (Vec::new(), bytes);
    loop {
        let end = rest.iter().take(256).position(|byte| *byte == b'\n');
        let (line, after) = match end {
            Some(end) => (rest.get(..end)?, rest.get(end + 1..)?),
            // Cut off between two chunks.
            None if rest.is_empty() && !body.is_empty() => return Some(body),
            None => return None,
        };
        let size = String::from_utf8_lossy(line).split(';').next()?.trim().to_owned();
        let size = usize::from_str_radix(&size, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(after.get(..size.min(after.len()))?);
        rest = after.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}

fn unpacked(encoding: &str, packed: Vec<u8>) -> Result<Vec<u8>, Refused> {
    let bytes = packed.as_slice();
    let mut out = Vec::new();
    let read = match encoding {
        "" | "identity" => return Ok(packed),
        "gzip" | "x-gzip" => bounded(MultiGzDecoder::new(bytes), &mut out),
        // The standard means zlib (RFC 1950); some servers leave its head away.
        "deflate" if is_zlib(bytes) => bounded(ZlibDecoder::new(bytes), &mut out),
        "deflate" => bounded(DeflateDecoder::new(bytes), &mut out),
        "br" => bounded(brotli_decompressor::Decompressor::new(bytes, 4_096), &mut out),
        _ => Err(std::io::ErrorKind::Unsupported.into()),
    };
    match read {
        Ok(()) if out.len() > MOST_BODY => {
            Err(Refused::too_large("the page in this web archive, unpacked,", MOST_BODY))
        }
        Ok(()) => Ok(out),
        // It was unpacked before it was kept.
        Err(_) if matches!(Kind::of(bytes, ""), Kind::Html | Kind::Text | Kind::Pdf) => Ok(packed),
        Err(_) => Err(Refused::broken(format!(
            "the page in this web archive cannot be unpacked ({encoding}): it is cut off, broken, or packed in another way"
        ))),
    }
}

fn bounded(packed: impl Read, out: &mut Vec<u8>) -> std::io::Result<()> {
    packed.take(MOST_BODY as u64 + 1).read_to_end(out).map(|_| ())
}

fn is_zlib(bytes: &[u8]) -> bool {
    match bytes {
        [first, second, ..] => first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*second)).is_multiple_of(31),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(answer: &[u8]) -> Result<Vec<u8>, Refused> {
        let (head, at) = Head::read(answer);
        head.body(&answer[at..])
    }

    #[test]
    fn heads_are_read() {
        let (head, at) = Head::read(b"HTTP/1.1 301 Moved\r\nLOCATION:  /x \r\nodd\r\n\r\nbody");
        assert_eq!((head.status, head.field("location"), at), (Some(301), Some("/x"), 43));
        assert_eq!(Head::read(b"<p>HTTP/1.1"), (Head::default(), 0));
        let (head, at) = Head::read(b"HTTP/2 200\nno end");
        assert_eq!((head.status, at), (Some(200), 17));
    }

    #[test]
    fn chunks_are_put_together() {
        let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        for (chunks, expected) in [
            ("3\r\nWal\r\n4;x=y\r\nkers\r\n0\r\n\r\n", "Walkers"),
            ("3\nWal\n4\nkers\n0\n\n", "Walkers"),
            ("3\r\nWal\r\nFF\r\nkers", "Walkers"),
            ("3\r\nWal\r\n", "Wal"),
            // Kept as the reader saw it, under the head that it had.
            ("Walkers\nshould", "Walkers\nshould"),
            ("", ""),
        ] {
            assert_eq!(body(format!("{head}{chunks}").as_bytes()).unwrap(), expected.as_bytes(), "{chunks:?}");
        }
    }

    #[test]
    fn bodies_are_unpacked_within_a_bound() {
        use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
        use std::io::Write;
        let best = flate2::Compression::best();
        let gzip = |bytes: &[u8]| {
            let mut encoder = GzEncoder::new(Vec::new(), best);
            encoder.write_all(bytes).unwrap();
            encoder.finish().unwrap()
        };
        let mut zlib = ZlibEncoder::new(Vec::new(), best);
        zlib.write_all(b"Walkers").unwrap();
        let mut deflate = DeflateEncoder::new(Vec::new(), best);
        deflate.write_all(b"Walkers").unwrap();
        // Seven bytes as they are, in the form of RFC 7932.
        let brotli = [&[0x0B, 0x03, 0x80][..], b"Walkers", &[0x03]].concat();
        for (encoding, packed) in [
            ("gzip", gzip(b"Walkers")),
            ("x-gzip", gzip(b"Walkers")),
            ("gzip, gzip", gzip(&gzip(b"Walkers"))),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", deflate.finish().unwrap()),
            ("br", brotli),
            ("gzip", b"Walkers".to_vec()),
            ("zstd", b"Walkers".to_vec()),
            ("identity", b"Walkers".to_vec()),
        ] {
            let answer =
                [format!("HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\n\r\n").as_bytes(), &packed].concat();
            assert_eq!(body(&answer).unwrap(), b"Walkers", "{encoding}");
        }
        let head = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n";
        let bomb = gzip(&vec![0; 2 * MOST_BODY]);
        let refused = body(&[&head[..], &bomb].concat()).unwrap_err();
        assert!(refused.message.contains("larger than 64 MiB"), "{}", refused.message);
        let refused = body(&[&head[..], &bomb[..bomb.len() / 4]].concat()).unwrap_err();
        assert!(refused.message.contains("cannot be unpacked (gzip)"), "{}", refused.message);
    }
}
