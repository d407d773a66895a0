//! What sort of file a saved copy is, by its first bytes; its name decides only where they say
//! nothing.

/// What sort of file a saved copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A PDF.
    Pdf,
    /// A page of the web.
    Html,
    /// A page of the web with everything in it (RFC 2557).
    Mhtml,
    /// Plain text.
    Text,
    /// A picture; its media type.
    Image(&'static str),
    /// A web archive (WARC, ISO 28500); whether it is compressed.
    Warc {
        /// With gzip.
        gzip: bool,
    },
    /// A web archive collection (WACZ).
    Wacz,
    /// Something else. It is kept and has no text.
    Other,
}

/// How many bytes at the beginning are looked at.
const HEAD: usize = 4_096;

impl Kind {
    /// The sort of a file.
    pub fn of(bytes: &[u8], name: &str) -> Self {
        let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
        let pictures: [(&[u8], &str); 7] = [
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"\xFF\xD8\xFF", "image/jpeg"),
            (b"GIF8", "image/gif"),
            (b"II*\0", "image/tiff"),
            (b"MM\0*", "image/tiff"),
            (b"BM", "image/bmp"),
            (b"RIFF", "image/webp"),
        ];
        // Before all that may lie in an archive as it is.
        match head {
            [0x1F, 0x8B, ..] if name.to_ascii_lowercase().ends_with(".warc.gz") || ending == "gz" => {
                return Self::Warc { gzip: true };
            }
            [b'W', b'A', b'R', b'C', b'/', ..] => return Self::Warc { gzip: false },
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => {
                return if ending == "wacz" { Self::Wacz } else { Self::Other };
            }
            _ => {}
        }
        if find(head.get(..1_024.min(head.len())).unwrap_or_default(), b"%PDF-") {
            return Self::Pdf;
        }
        if let Some((_, media)) = pictures.iter().find(|(magic, _)| head.starts_with(magic)) {
            let named = matches!(ending.as_str(), "txt" | "html" | "htm" | "csv" | "md");
            // "BM" may begin a text.
            if !named && (*media != "image/webp" || head.get(8..12) == Some(b"WEBP")) {
                return Self::Image(media);
            }
        }
        let lower = head.to_ascii_lowercase();
        let mail = find(&lower, b"mime-version:") && find(&lower, b"content-type: multipart/related");
        if mail || matches!(ending.as_str(), "mht" | "mhtml") {
            return Self::Mhtml;
        }
        let marks: [&[u8]; 4] = [b"<!doctype html", b"<html", b"<head", b"<body"];
        if matches!(ending.as_str(), "html" | "htm" | "xhtml") || marks.iter().any(|mark| find(&lower, mark)) {
            return Self::Html;
        }
        let wide = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
        // A byte that no text has: what is not named a text is none.
        let binary = head.iter().any(|byte| matches!(byte, 0 | 1..=8 | 14..=26 | 28..=31));
        if wide || !binary { Self::Text } else { Self::Other }
    }

    /// The media type (RFC 6838).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Html => "text/html",
            Self::Mhtml => "multipart/related",
            Self::Text => "text/plain",
            Self::Image(media) => media,
            Self::Warc { .. } => "application/warc",
            Self::Wacz => "application/wacz",
            Self::Other => "application/octet-stream",
        }
    }

    /// The ending of the copy's name.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Mhtml => "mhtml",
            Self::Text => "txt",
            Self::Image("image/png") => "png",
            Self::Image("image/jpeg") => "jpg",
            Self::Image("image/gif") => "gif",
            Self::Image("image/tiff") => "tif",
            Self::Image("image/webp") => "webp",
            Self::Image(_) => "bmp",
            Self::Warc { gzip: false } => "warc",
            Self::Warc { gzip: true } => "warc.gz",
            Self::Wacz => "wacz",
            Self::Other => "bin",
        }
    }

    /// Whether text can be taken from it.
    pub fn has_text(self) -> bool {
        !matches!(self, Self::Image(_) | Self::Other)
    }

    /// The word by which one process tells another.
    pub fn word(self) -> &'static str {
        self.ending()
    }

    /// The sort that a word names, among those that have a text.
    pub fn from_word(word: &str) -> Option<Self> {
        let archives = [Self::Warc { gzip: false }, Self::Warc { gzip: true }, Self::Wacz];
        let kinds = [Self::Pdf, Self::Html, Self::Mhtml, Self::Text].into_iter().chain(archives);
        kinds.into_iter().find(|kind| kind.word() == word)
    }
}

fn find(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        for (bytes, name, kind) in [
            (&b"%PDF-1.7\n"[..], "page.txt", Kind::Pdf),
            (b"<!DOCTYPE html><p>x", "page", Kind::Html),
            (
                b"From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;",
                "page",
                Kind::Mhtml,
            ),
            (b"\x89PNG\r\n\x1a\n....", "scan.pdf", Kind::Image("image/png")),
            (b"BM and other letters", "note.txt", Kind::Text),
            (b"WARC/1.1\r\n", "page", Kind::Warc { gzip: false }),
            (b"WARC/1.1\r\nContent-Length: 9\r\n\r\n%PDF-1.7\n", "page", Kind::Warc { gzip: false }),
            (b"\x1F\x8B\x08", "page.warc.gz", Kind::Warc { gzip: true }),
            (b"PK\x03\x04", "page.wacz", Kind::Wacz),
            (b"PK\x03\x04", "page.docx", Kind::Other),
            (b"\x00\x01\x02", "page.dat", Kind::Other),
            (b"A letter", "letter", Kind::Text),
            (b"", "nothing", Kind::Text),
        ] {
            assert_eq!(Kind::of(bytes, name), kind, "{name}");
        }
    }
}
