//! The words of a saved copy, as plain text.

use super::{Kind, Refused, decode, html, mail, pdf};

/// The largest working copy, in bytes: what the program reads as one text.
pub const MOST_TEXT: usize = 15 * 1024 * 1024;

/// Takes the words out of a file. Nothing in them means anything: a copy without words is a scan.
///
/// Pages of a PDF begin with a line `[page N]`, numbered as the file labels them.
///
/// # Errors
/// When the file is broken, protected or too large.
pub fn extract(kind: Kind, bytes: &[u8]) -> Result<String, Refused> {
    let text = match kind {
        Kind::Pdf => pdf::text(bytes)?,
        Kind::Html => html::text(bytes)?,
        Kind::Mhtml => mail::text(bytes)?,
        Kind::Text if bytes.len() > MOST_TEXT => return Err(Refused::too_large("this text", MOST_TEXT)),
        Kind::Text => decode::text(bytes),
        Kind::Image(_) | Kind::Warc { .. } | Kind::Wacz | Kind::Other => String::new(),
    };
    match text.len() > MOST_TEXT {
        true => Err(Refused::too_large("the text in this file", MOST_TEXT)),
        false => Ok(text),
    }
}
