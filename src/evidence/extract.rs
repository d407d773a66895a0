//! The words of a saved copy, as plain text.

use super::{Kind, Refused, archive, decode, html, mail, pdf};

/// The largest working copy, in bytes: what the program reads as one text.
pub const MOST_TEXT: usize = 15 * 1024 * 1024;

/// Takes the words out of a file. Nothing in them means anything: a copy without words is a scan.
///
/// Pages of a PDF begin with a line `[page N]`, numbered as the file labels them. Of a web archive it is
/// the page that has one of the addresses `wanted`, or where none is, its first page.
///
/// # Errors
/// When the file is broken, protected or too large, or a web archive has no such page.
pub fn extract(kind: Kind, bytes: &[u8], wanted: &[String]) -> Result<String, Refused> {
    let text = match kind {
        Kind::Pdf => pdf::text(bytes)?,
        Kind::Html => html::text(bytes, None)?,
        Kind::Mhtml => mail::text(bytes)?,
        Kind::Text if bytes.len() > MOST_TEXT => return Err(Refused::too_large("this text", MOST_TEXT)),
        Kind::Text => decode::text(bytes),
        Kind::Warc { .. } | Kind::Wacz => archive::words(kind, bytes, wanted)?,
        Kind::Image(_) | Kind::Office(..) | Kind::Other => String::new(),
    };
    match text.len() > MOST_TEXT {
        true => Err(Refused::too_large("the text in this file", MOST_TEXT)),
        false => Ok(text),
    }
}
