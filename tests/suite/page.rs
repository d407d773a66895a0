//! Reading pages for a browser back: their tags, their text, their links.

/// A tag or a text between tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// `<a href="#x">` as name and attributes; the name of an end begins with a slash.
    Tag(String, Vec<(String, String)>),
    /// Text, with its character references resolved.
    Text(String),
}

/// Takes a page apart. What stands in `style` and `script` is one text.
pub(crate) fn pieces(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        if open > 0 {
            pieces.push(Piece::Text(unescape(&rest[..open])));
        }
        let close = end_of_tag(&rest[open..]) + open;
        let (name, attributes) = tag(&rest[open + 1..close]);
        rest = &rest[close + 1..];
        if name == "style" || name == "script" {
            let end = rest.find(&format!("</{name}>")).expect("an end");
            pieces.push(Piece::Tag(name, attributes));
            pieces.push(Piece::Text(rest[..end].to_owned()));
            rest = &rest[end..];
        } else {
            pieces.push(Piece::Tag(name, attributes));
        }
    }
    pieces
}

/// Where the tag that the text begins with ends; a `>` in a quoted value is no end.
fn end_of_tag(text: &str) -> usize {
    let mut quoted = false;
    let end = text.char_indices().find(|(_, c)| {
        quoted ^= *c == '"';
        *c == '>' && !quoted
    });
    end.expect("a tag ends").0
}

fn tag(text: &str) -> (String, Vec<(String, String)>) {
    let (name, mut rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        match after.strip_prefix("=\"") {
            Some(after) => {
                let (value, after) = after.split_once('"').expect("a closing quotation mark");
                attributes.push((key.to_owned(), unescape(value)));
                rest = after;
            }
            None => {
                attributes.push((key.to_owned(), String::new()));
                rest = after;
            }
        }
    }
    (name.trim_end_matches('/').to_ascii_lowercase(), attributes)
}

fn unescape(text: &str) -> String {
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

/// The value of an attribute.
pub(crate) fn attribute<'a>(piece: &'a Piece, name: &str) -> Option<&'a str> {
    let Piece::Tag(_, attributes) = piece else { return None };
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// What a reader sees of some pieces, without white space: not what is there for screen readers
/// only, nor the previews of notes.
pub(crate) fn text(pieces: &[Piece]) -> String {
    let mut out = String::new();
    let mut hidden: Option<(String, usize)> = None;
    for piece in pieces {
        match (piece, &mut hidden) {
            (Piece::Tag(name, _), Some((outer, depth))) => {
                if name == outer {
                    *depth += 1;
                } else if name.strip_prefix('/') == Some(outer) {
                    *depth -= 1;
                    if *depth == 0 {
                        hidden = None;
                    }
                }
            }
            (Piece::Tag(name, _), None) => {
                let unseen = ["style", "script", "title", "svg"].contains(&name.as_str())
                    || attribute(piece, "popover").is_some()
                    || attribute(piece, "class") == Some("heading-status");
                if unseen {
                    hidden = Some((name.clone(), 1));
                }
            }
            (Piece::Text(text), None) => out.extend(text.chars().filter(|c| !c.is_whitespace())),
            (Piece::Text(_), Some(_)) => {}
        }
    }
    out
}

/// The pieces of the element with an id.
pub(crate) fn element<'a>(pieces: &'a [Piece], id: &str) -> &'a [Piece] {
    let start = pieces.iter().position(|piece| attribute(piece, "id") == Some(id)).unwrap_or_else(|| panic!("no {id}"));
    let Piece::Tag(name, _) = &pieces[start] else { unreachable!() };
    let end = format!("/{name}");
    let mut depth = 0;
    for (at, piece) in pieces.iter().enumerate().skip(start) {
        if let Piece::Tag(other, _) = piece {
            depth += i32::from(other == name) - i32::from(*other == end);
            if depth == 0 {
                return &pieces[start..=at];
            }
        }
    }
    panic!("{id} does not end");
}

/// Names of tags with the names of their attributes: what a page is built of.
pub(crate) fn structure(pieces: &[Piece]) -> Vec<String> {
    pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Tag(name, attributes) => {
                let keys: Vec<_> = attributes.iter().map(|(key, _)| key.as_str()).collect();
                Some(format!("{name} {}", keys.join(" ")))
            }
            Piece::Text(_) => None,
        })
        .collect()
}
