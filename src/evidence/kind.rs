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
    /// A document of an office: its ending and its media type. It is kept and has no text.
    Office(&'static str, &'static str),
    /// Something else. It is kept and has no text.
    Other,
}

/// Documents of offices: their ending, their media type, and the file in them by which they are known.
const OFFICE: [(&str, &str, &str); 11] = [
    ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/workbook.xml"),
    ("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/presentation.xml"),
    ("odt", "application/vnd.oasis.opendocument.text", ""),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet", ""),
    ("odp", "application/vnd.oasis.opendocument.presentation", ""),
    ("epub", "application/epub+zip", ""),
    ("doc", "application/msword", ""),
    ("xls", "application/vnd.ms-excel", ""),
    ("ppt", "application/vnd.ms-powerpoint", ""),
    ("rtf", "application/rtf", ""),
];

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
                return if ending == "wacz" { Self::Wacz } else { packed(bytes, &ending) };
            }
            // The files of older offices (Compound File Binary) do not tell which it was.
            [0xD0, 0xCF, 0x11, 0xE0, ..] => return office(|(named, ..)| *named == ending).unwrap_or(Self::Other),
            [b'{', b'\\', b'r', b't', b'f', ..] => return office(|(named, ..)| *named == "rtf").unwrap_or(Self::Other),
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
            Self::Office(_, media) => media,
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
            Self::Office(ending, _) => ending,
            Self::Other => "bin",
        }
    }

    /// Whether text can be taken from it.
    pub fn has_text(self) -> bool {
        !matches!(self, Self::Image(_) | Self::Office(..) | Self::Other)
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

fn office(is: impl Fn(&(&str, &str, &str)) -> bool) -> Option<Kind> {
    OFFICE.into_iter().find(is).map(|(ending, media, _)| Kind::Office(ending, media))
}

/// What a ZIP archive is: by what it says of itself (OpenDocument 1.3 part 2, 3.3), by what is in it, or
/// where it is broken by its name.
fn packed(bytes: &[u8], ending: &str) -> Kind {
    let told = bytes.get(30..200.min(bytes.len())).and_then(|head| head.strip_prefix(b"mimetype")).unwrap_or_default();
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes));
    let holds = |file: &str| archive.as_ref().is_ok_and(|archive| archive.index_for_name(file).is_some());
    // A text stands before the templates of texts, whose media type is longer.
    office(|(_, media, file)| told.starts_with(media.as_bytes()) || !file.is_empty() && holds(file))
        .or_else(|| office(|(named, ..)| archive.is_err() && *named == ending))
        .unwrap_or(Kind::Other)
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
            (b"PK\x03\x04", "page.zip", Kind::Other),
            (b"PK\x03\x04", "page.odt", Kind::Office("odt", "application/vnd.oasis.opendocument.text")),
            (
                b"PK\x03\x04..........................mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK",
                "page",
                Kind::Office("ods", "application/vnd.oasis.opendocument.spreadsheet"),
            ),
            (b"\xD0\xCF\x11\xE0\xA1", "letter.doc", Kind::Office("doc", "application/msword")),
            (b"{\\rtf1 A letter}", "letter.txt", Kind::Office("rtf", "application/rtf")),
            (b"\x00\x01\x02", "page.dat", Kind::Other),
            (b"A letter", "letter", Kind::Text),
            (b"", "nothing", Kind::Text),
        ] {
            assert_eq!(Kind::of(bytes, name), kind, "{name}");
        }
    }
}
