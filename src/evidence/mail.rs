//! The words of a page that was saved with everything in it (MHTML, RFC 2557), and what its head
//! says of the capture.

use mail_parser::{MessageParser, MimeHeaders, PartType};

use super::{Capture, Refused, decode, html};

/// The text of the page.
///
/// # Errors
/// When it is no such file, holds no page, or the page is too large.
pub(super) fn text(bytes: &[u8]) -> Result<String, Refused> {
    if bytes.len() > 4 * html::MOST_BYTES {
        return Err(Refused::too_large("this saved page", 4 * html::MOST_BYTES));
    }
    let message =
        MessageParser::default().parse(bytes).ok_or_else(|| Refused::broken("this is no saved page (MHTML)"))?;
    // The first page is the one that was saved; the others are frames in it.
    for part in &message.parts {
        match &part.body {
            PartType::Html(page) => return html::text(page.as_bytes(), None),
            PartType::Text(text) if part.content_type().is_some_and(|kind| kind.subtype() == Some("plain")) => {
                return Ok(decode::named(Some("utf-8"), text.as_bytes()));
            }
            _ => {}
        }
    }
    Err(Refused::broken("this saved page (MHTML) holds no page"))
}

/// When and from where the page was saved, as its head tells.
pub(super) fn capture(bytes: &[u8]) -> Capture {
    let Some(message) = MessageParser::default().parse_headers(bytes) else { return Capture::default() };
    let header = |name: &str| message.header_raw(name).map(|value| value.trim().to_owned());
    Capture {
        url: header("Snapshot-Content-Location").or_else(|| header("Content-Location")),
        time: message.date().filter(|date| date.is_valid()).map(|date| utc(date.to_timestamp())).unwrap_or_default(),
        tool: header("From").map(|from| from.trim_matches(['<', '>']).to_owned()),
        ..Capture::default()
    }
}

fn utc(timestamp: i64) -> Option<String> {
    time::OffsetDateTime::from_unix_timestamp(timestamp).ok().map(super::time::told)
}
