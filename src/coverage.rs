//! Whether the fonts at hand can show what a brief says.
//!
//! A character that no font has would print as an empty box. In text that is an error. A name in
//! its own script is left out of the document instead, with a warning.

use crate::diagnostic::{Diagnostic, codes};
use crate::load::Loaded;
use crate::source_map::{SourceMap, Span};
use crate::text;
use crate::tree::Node;
use crate::typeset::Fonts;

/// The characters of a text that no font has, in order and once each.
pub fn missing(fonts: &Fonts, text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for c in text.chars().filter(|&c| !c.is_ascii() && !text::needs_no_glyph(c) && !text::is_deceptive(c)) {
        if seen.insert(c) && !fonts.covers(c) {
            missing.push(c);
        }
    }
    missing
}

/// What the fonts cannot show of a brief.
pub fn check(map: &SourceMap, loaded: &Loaded, fonts: &Fonts) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for party in &loaded.parties {
        if let Some(native) = &party.value.native_name
            && let absent @ [_, ..] = missing(fonts, &native.folded()).as_slice()
        {
            let place = party.place().field("native_name");
            problems.push(
                Diagnostic::warning(
                    codes::MISSING_GLYPH,
                    format!("no font at hand has {}; this name is left out of the document", characters(absent)),
                )
                .at(place.span(), "cannot be shown")
                .help(font_help(absent)),
            );
        }
    }
    let mut scalar = |node: &Node, text: &str, name: Option<&str>| {
        if name != Some("native_name")
            && let absent @ [_, ..] = missing(fonts, text).as_slice()
        {
            let span = Span { end: node.span.end.min(node.span.start + 60), ..node.span };
            problems.push(unshowable(absent).at(span, "in this text"));
        }
    };
    for node in loaded.nodes() {
        node.fields(&mut scalar);
    }
    for section in loaded.all_sections() {
        let text = &map.file(section.file).text;
        if let absent @ [first, ..] = missing(fonts, text).as_slice() {
            let at = text.find(*first).unwrap_or_default();
            problems.push(
                unshowable(absent).at(Span::new(section.file, at..at + first.len_utf8()), "the first stands here"),
            );
        }
    }
    problems
}

fn unshowable(absent: &[char]) -> Diagnostic {
    Diagnostic::error(codes::MISSING_GLYPH, format!("no font at hand has {}", characters(absent)))
        .help(font_help(absent))
}

fn characters(absent: &[char]) -> String {
    let mut shown: Vec<_> = absent.iter().take(5).map(|&c| format!("{c} (U+{:04X})", c as u32)).collect();
    if absent.len() > 5 {
        shown.push(format!("{} more", absent.len() - 5));
    }
    text::and_list(&shown)
}

fn font_help(absent: &[char]) -> String {
    let (family, package) =
        absent.iter().find_map(|&c| family(c)).unwrap_or(("another font with these characters", "fonts-noto-core"));
    format!(
        "put a font file that has them into the workspace's `fonts` folder, such as {family}; or install one, on Debian and Ubuntu with the package {package}, and use the fonts of this computer with `--system-fonts`"
    )
}

/// A free font family that has a character, by Unicode block, and the package of Debian that holds it.
fn family(c: char) -> Option<(&'static str, &'static str)> {
    let family = match c as u32 {
        0x0530..=0x058F => "Noto Serif Armenian",
        0x0590..=0x05FF | 0xFB1D..=0xFB4F => "Noto Serif Hebrew",
        // Uyghur, Persian and Urdu are written with these letters, too.
        0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFDFF | 0xFE70..=0xFEFF => "Noto Naskh Arabic",
        0x0700..=0x074F => "Noto Sans Syriac",
        0x0780..=0x07BF => "Noto Sans Thaana",
        0x0900..=0x097F => "Noto Serif Devanagari",
        0x0980..=0x09FF => "Noto Serif Bengali",
        0x0A00..=0x0A7F => "Noto Serif Gurmukhi",
        0x0A80..=0x0AFF => "Noto Serif Gujarati",
        0x0B80..=0x0BFF => "Noto Serif Tamil",
        0x0C00..=0x0C7F => "Noto Serif Telugu",
        0x0C80..=0x0CFF => "Noto Serif Kannada",
        0x0D00..=0x0D7F => "Noto Serif Malayalam",
        0x0D80..=0x0DFF => "Noto Serif Sinhala",
        0x0E00..=0x0E7F => "Noto Serif Thai",
        0x0E80..=0x0EFF => "Noto Serif Lao",
        0x0F00..=0x0FFF => "Noto Serif Tibetan",
        0x1000..=0x109F => "Noto Serif Myanmar",
        0x10A0..=0x10FF | 0x1C90..=0x1CBF => "Noto Serif Georgian",
        0x1200..=0x139F => "Noto Serif Ethiopic",
        0x1780..=0x17FF => "Noto Serif Khmer",
        0x1800..=0x18AF => "Noto Sans Mongolian",
        0x1100..=0x11FF | 0xAC00..=0xD7AF => return Some(("Noto Serif CJK KR", "fonts-noto-cjk")),
        0x3040..=0x30FF => return Some(("Noto Serif CJK JP", "fonts-noto-cjk")),
        0x2E80..=0x2FDF | 0x3000..=0x303F | 0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => {
            return Some(("Noto Serif CJK SC", "fonts-noto-cjk"));
        }
        0x1F000..=0x1FAFF => return Some(("Noto Color Emoji", "fonts-noto-color-emoji")),
        _ => return None,
    };
    Some((family, "fonts-noto-core"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_is_named_for_each_script() {
        for (letter, family, package) in [
            ('王', "Noto Serif CJK SC", "fonts-noto-cjk"),
            ('김', "Noto Serif CJK KR", "fonts-noto-cjk"),
            ('ئ', "Noto Naskh Arabic", "fonts-noto-core"),
            ('ש', "Noto Serif Hebrew", "fonts-noto-core"),
            ('བ', "Noto Serif Tibetan", "fonts-noto-core"),
            ('አ', "Noto Serif Ethiopic", "fonts-noto-core"),
        ] {
            let help = font_help(&[letter]);
            assert!(help.contains(family) && help.contains(package), "{help}");
        }
        assert!(font_help(&['\u{10A00}']).contains("fonts-noto-core"));
    }
}
