//! A file attached to a PDF.

use std::sync::Arc;

use hayro_syntax::object::{Dict, Object, Stream, String as PdfString};
use hayro_syntax::{Filter, Pdf};
use miniz_oxide::inflate::decompress_to_vec_zlib_with_limit;

/// Whether a file is a PDF; some have a few bytes before their head.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.iter().take(1024).collect::<Vec<_>>().windows(5).any(|window| window.iter().copied().eq(b"%PDF-"))
}

/// The bytes of the file attached under a name, `most` at most.
///
/// # Errors
/// What is wrong, as the end of a sentence about the PDF.
pub(super) fn attachment(bytes: Vec<u8>, name: &str, most: u64) -> Result<Vec<u8>, String> {
    let pdf = Pdf::new(Arc::new(bytes)).map_err(|_| "cannot be read as a PDF".to_owned())?;
    let none = || format!("has no {name} attached, so it does not tell its findings");
    let stream = pdf.objects().into_iter().find_map(|object| match object {
        Object::Dict(dict) => named(&dict, name),
        _ => None,
    });
    unpack(&stream.ok_or_else(none)?, most)
        .ok_or_else(|| format!("has a {name} attached that cannot be unpacked or is larger than a brief ever is"))
}

/// The file that a file specification of this name holds (ISO 32000-2, 7.11.3).
fn named<'a>(dict: &Dict<'a>, name: &str) -> Option<Stream<'a>> {
    let is_named = ["UF", "F"].into_iter().any(|key| {
        let text = dict.get::<PdfString<'_>>(key.as_bytes());
        text.is_some_and(|text| decoded(text.as_bytes()) == name)
    });
    let files: Dict<'a> = dict.get("EF".as_bytes()).filter(|_| is_named)?;
    files.get("UF".as_bytes()).or_else(|| files.get("F".as_bytes()))
}

/// A text string: UTF-16 with a mark, UTF-8 with a mark, or Latin letters.
fn decoded(bytes: &[u8]) -> String {
    match bytes {
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<_> = rest.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}

/// The bytes of a stream, as evenhand's PDFs and those of common programs pack them. Packed data can
/// unfold to a thousandfold, so the limit holds while they are unpacked.
fn unpack(stream: &Stream<'_>, most: u64) -> Option<Vec<u8>> {
    let raw = stream.raw_data();
    let most = usize::try_from(most).ok()?;
    match stream.filters().as_slice() {
        [] => (raw.len() <= most).then(|| raw.into_owned()),
        [Filter::FlateDecode] => decompress_to_vec_zlib_with_limit(&raw, most).ok(),
        _ => None,
    }
}
