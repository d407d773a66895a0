//! Places of cells in the XML of a workbook, looked at before its reader counts with them.
//!
//! calamine multiplies letters and digits of a place without a bound: `A99999999999` ends a program or,
//! worse, wraps to another cell.

/// The last column, `XFD`, and the last row of a workbook (ECMA-376, 18.3.1.73).
const LAST: (usize, usize) = (16_384, 1_048_576);

/// Looks at every place that a part of a workbook names.
///
/// # Errors
/// The first that no workbook can have.
pub(super) fn check(content: &[u8]) -> Result<(), String> {
    let mut rest = content;
    while let Some(at) = rest.iter().position(|byte| *byte == b'<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        let skipped = [(&b"!--"[..], &b"-->"[..]), (b"![CDATA[", b"]]>"), (b"?", b"?>")];
        if let Some((_, end)) = skipped.iter().find(|(begin, _)| rest.starts_with(begin)) {
            rest = after(rest, end);
            continue;
        }
        let (name, behind) = word(rest);
        rest = behind;
        while let Some((attribute, value, behind)) = attribute(rest) {
            rest = behind;
            let (name, attribute) = (local(name), local(attribute));
            let is_sound = match (name, attribute) {
                (b"row", b"r") => row(value),
                (b"c", b"r") => place(value).is_some(),
                (b"dimension" | b"mergeCell" | b"f" | b"table", b"ref") => range(value),
                _ => continue,
            };
            if !is_sound {
                let shown = crate::text::ellipsis(&String::from_utf8_lossy(value), 30);
                return Err(format!("`{shown}` is no place in a sheet, which ends at XFD1048576"));
            }
        }
    }
    Ok(())
}

fn after<'a>(content: &'a [u8], end: &[u8]) -> &'a [u8] {
    let at = content.windows(end.len()).position(|window| window == end);
    at.and_then(|at| content.get(at + end.len()..)).unwrap_or_default()
}

/// A name, and what stands behind it.
fn word(content: &[u8]) -> (&[u8], &[u8]) {
    let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/' | b'=');
    let end = content.iter().position(ends).unwrap_or(content.len());
    content.split_at_checked(end).unwrap_or_default()
}

/// The next attribute of a tag: its name, its value, and what stands behind it.
fn attribute(content: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (name, rest) = word(content.trim_ascii_start());
    let rest = rest.trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    let end = rest.iter().position(|byte| byte == quote)?;
    Some((name, rest.get(..end)?, rest.get(end + 1..)?))
}

/// A name without the prefix of its namespace.
fn local(name: &[u8]) -> &[u8] {
    name.rsplit(|byte| *byte == b':').next().unwrap_or(name)
}

fn row(digits: &[u8]) -> bool {
    number(digits).is_some()
}

fn number(digits: &[u8]) -> Option<usize> {
    let number = std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
    number.parse().ok().filter(|number| (1..=LAST.1).contains(number))
}

/// Column and row, from 1.
pub(super) fn place(text: &[u8]) -> Option<(usize, usize)> {
    let digits = text.iter().position(u8::is_ascii_digit)?;
    let (letters, digits) = text.split_at_checked(digits)?;
    let valid = (1..=3).contains(&letters.len()) && letters.iter().all(u8::is_ascii_alphabetic);
    let value = |letter: &u8| usize::from(letter.to_ascii_uppercase().saturating_sub(b'A')) + 1;
    let column = letters.iter().take(3).fold(0, |column, letter| column * 26 + value(letter));
    (valid && column <= LAST.0).then_some((column, number(digits)?))
}

fn range(text: &[u8]) -> bool {
    let mut ends = text.split(|byte| *byte == b':').map(place);
    match (ends.next(), ends.next(), ends.next()) {
        (Some(Some(_)), None, _) => true,
        (Some(Some(first)), Some(Some(last)), None) => first.0 <= last.0 && first.1 <= last.1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_that_no_workbook_has_are_told() {
        for sound in [
            "<row r=\"1048576\"><c r='XFD1048576' t=\"s\"><v>0</v></c></row>",
            "<x:c x:r = \"a1\"/><dimension ref=\"A1:XFD9\"/><mergeCell ref=\"B2\"/>",
            "<!-- <c r=\"ZZZZ1\"> --><t><![CDATA[<c r=\"A0\"/>]]></t><t>&lt; r=\"ZZZZ1\"</t><i r=\"999999999\"/>",
            "<",
            "<c",
            "<c r=",
            "<c r=\"A",
        ] {
            assert_eq!(check(sound.as_bytes()), Ok(()), "{sound}");
        }
        for (bad, told) in [
            ("<c s=\"1\" r=\"ZZZZZZZZ5\"/>", "`ZZZZZZZZ5` is no place"),
            ("<a/><c\n r='A99999999999'>", "`A99999999999`"),
            ("<c r=\"XFE1\"/>", "`XFE1`"),
            ("<c r=\"A1048577\"/>", "`A1048577`"),
            ("<c r=\"A0\"/>", "`A0`"),
            ("<c r=\"A&#49;\"/>", "`A&#49;`"),
            ("<row r=\"99999999999999999999\">", "`99999999999999999999`"),
            ("<x:mergeCell ref=\"B2:A1\"/>", "`B2:A1`"),
            ("<dimension ref=\"A1:A2:A3\"/>", "`A1:A2:A3`"),
        ] {
            assert!(check(bad.as_bytes()).unwrap_err().contains(told), "{bad}");
        }
    }
}
