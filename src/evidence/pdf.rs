//! The words of a PDF, page by page, in the order in which the file draws them.

use std::sync::Arc;

use hayro_interpret::font::Glyph;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, TransformExt, interpret_page,
};
use hayro_syntax::object::{Array, Dict, Name, Number, Object};
use hayro_syntax::{Pdf, xref::XRef};
use kurbo::{Affine, BezPath, Point, Rect, Vec2};

use super::{MOST_TEXT, Refused, running};
use crate::quote::PAGE_MARK;

/// A longer file is no source that a brief quotes.
const MOST_PAGES: usize = 5_000;

/// The text of a PDF; before each page stands a line with the number that the file gives it. Heads and
/// feet that run from page to page are left out.
///
/// # Errors
/// When it is broken, needs a password, or has more than [`MOST_PAGES`] pages.
pub(super) fn text(bytes: &[u8]) -> Result<String, Refused> {
    let pdf = Pdf::new(Arc::new(bytes.to_vec())).map_err(|error| match error {
        hayro_syntax::LoadPdfError::Decryption(_) => Refused::broken("this PDF is protected with a password"),
        hayro_syntax::LoadPdfError::Invalid => Refused::broken("this PDF is broken and cannot be read"),
    })?;
    let pages = pdf.pages();
    if pages.len() > MOST_PAGES {
        return Err(Refused::broken(format!("this PDF has more than {MOST_PAGES} pages")));
    }
    if pages.is_empty() {
        return Err(Refused::broken("this PDF has no pages"));
    }
    let cache = InterpreterCache::new();
    let labels = labels(pdf.xref(), pages.len());
    let (mut written, mut length) = (Vec::new(), 0);
    for page in pages.iter() {
        let mut writer = Writer::default();
        let mut context = Context::new(
            page.initial_transform(true).to_kurbo(),
            Rect::new(0.0, 0.0, f64::from(page.render_dimensions().0), f64::from(page.render_dimensions().1)),
            &cache,
            pdf.xref(),
            InterpreterSettings::default(),
        );
        interpret_page(page, &mut context, &mut writer);
        length += writer.text.len();
        if length > MOST_TEXT {
            return Err(Refused::too_large("the text in this PDF", MOST_TEXT));
        }
        written.push(writer.text);
    }
    // A scan has pages and no words on them.
    if !written.iter().any(|page| page.contains(|c: char| !c.is_whitespace())) {
        return Ok(String::new());
    }
    running::leave_out(&mut written);
    let pages = written.iter().zip(labels);
    Ok(pages.map(|(page, label)| format!("{PAGE_MARK}{label}]\n{}\n", page.trim_end())).collect())
}

/// Puts glyphs together to words and lines.
#[derive(Default)]
struct Writer {
    text: String,
    last: Option<Last>,
}

/// The glyph before.
struct Last {
    /// Where the next one stands if nothing comes between.
    end: Point,
    /// The direction of the line.
    along: Vec2,
    /// The size of the font.
    size: f64,
}

impl Writer {
    fn glyph(&mut self, glyph: &Glyph<'_>, place: Affine) {
        let mut written = String::new();
        match glyph.as_unicode() {
            Some(BfString::Char(c)) => written.push(c),
            Some(BfString::String(text)) => written.push_str(&text),
            // A sign that the file does not name; a mark shows that something stands there.
            None => written.push('\u{FFFD}'),
        }
        written.retain(|c| !c.is_control());
        // Glyphs are given in thousandths of the font's size.
        let start = place * Point::ORIGIN;
        let em = place * Point::new(1_000.0, 0.0) - start;
        let size = (place * Point::new(0.0, 1_000.0) - start).hypot().max(f64::EPSILON);
        let along = if em.hypot() > 0.0 { em / em.hypot() } else { Vec2::new(1.0, 0.0) };
        let wide = match glyph {
            Glyph::Outline(outline) => outline.advance_width().map_or(0.5, |width| f64::from(width) / 1_000.0),
            Glyph::Type3(_) => 0.5,
        };
        if let Some(last) = &self.last {
            let step = start - last.end;
            let (forward, across) = (step.dot(last.along), step.cross(last.along).abs());
            let turned = last.along.dot(along) < 0.9;
            let larger = last.size.max(size);
            if turned || across > 1.8 * larger {
                self.line(2);
            } else if across > 0.5 * larger || forward < -0.6 * larger {
                // A raised figure moves a little; a new line moves by more than half a letter.
                self.line(1);
            } else if forward > 0.18 * size && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
        if written.trim().is_empty() {
            if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        } else {
            self.text.push_str(&written);
        }
        self.last = Some(Last { end: start + em * wide, along, size });
    }

    /// Ends a line, or with two a paragraph.
    fn line(&mut self, ends: usize) {
        let kept = self.text.trim_end_matches(' ').len();
        self.text.truncate(kept);
        let there = self.text.len() - self.text.trim_end_matches('\n').len();
        if !self.text.is_empty() {
            self.text.extend(std::iter::repeat_n('\n', ends.saturating_sub(there)));
        }
    }
}

impl<'a> Device<'a> for Writer {
    fn draw_glyph(&mut self, glyph: &Glyph<'a>, transform: Affine, of: Affine, _: &Paint<'a>, _: &GlyphDrawMode) {
        if self.text.len() <= MOST_TEXT {
            self.glyph(glyph, transform * of);
        }
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'a>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}

/// The numbers of pages as the file gives them (ISO 32000-2, 12.4.2); where it gives none, from 1.
fn labels(xref: &XRef, pages: usize) -> Vec<String> {
    let mut ranges = Vec::new();
    let root = xref.get::<Dict<'_>>(xref.root_id()).and_then(|root| root.get::<Dict<'_>>(&b"PageLabels"[..]));
    if let Some(root) = root {
        gather(&root, 0, &mut ranges);
    }
    ranges.sort_by_key(|range: &Labelled| range.from);
    (0..pages)
        .map(|page| {
            let after = ranges.partition_point(|range| range.from <= page);
            match after.checked_sub(1).and_then(|at| ranges.get(at)) {
                Some(range) => range.label(page),
                None => (page + 1).to_string(),
            }
        })
        .collect()
}

/// Pages that are numbered in one way.
struct Labelled {
    from: usize,
    style: Option<u8>,
    prefix: String,
    first: usize,
}

fn gather(node: &Dict<'_>, depth: usize, ranges: &mut Vec<Labelled>) {
    if let Some(list) = node.get::<Array<'_>>(&b"Nums"[..]) {
        let items: Vec<Object<'_>> = list.iter::<Object<'_>>().take(2 * MOST_PAGES).collect();
        for pair in items.chunks(2) {
            let [Object::Number(from), Object::Dict(how)] = pair else { continue };
            let prefix = how.get::<hayro_syntax::object::String<'_>>(&b"P"[..]);
            let prefix = prefix.map(|text| String::from_utf8_lossy(text.as_bytes()).into_owned()).unwrap_or_default();
            ranges.push(Labelled {
                from: usize::try_from(from.as_i64()).unwrap_or_default(),
                style: how.get::<Name<'_>>(&b"S"[..]).and_then(|name| name.as_str().bytes().next()),
                // What would not fit into a mark of a page is no number.
                prefix: prefix.chars().filter(|c| c.is_ascii_graphic() && !matches!(c, '[' | ']')).take(8).collect(),
                first: how.get::<Number>(&b"St"[..]).and_then(|n| usize::try_from(n.as_i64()).ok()).unwrap_or(1),
            });
        }
    }
    // A tree that leads back to itself ends here.
    if depth < 4
        && ranges.len() < MOST_PAGES
        && let Some(kids) = node.get::<Array<'_>>(&b"Kids"[..])
    {
        kids.iter::<Dict<'_>>().take(MOST_PAGES).for_each(|kid| gather(&kid, depth + 1, ranges));
    }
}

impl Labelled {
    fn label(&self, page: usize) -> String {
        let number = self.first.saturating_add(page - self.from);
        let number = match self.style {
            Some(b'r') => roman(number),
            Some(b'R') => roman(number).to_uppercase(),
            Some(b'a' | b'A') => {
                let letter = char::from(b'a' + u8::try_from(number.saturating_sub(1) % 26).unwrap_or_default());
                letter.to_string().repeat((number.saturating_sub(1) / 26 + 1).min(4))
            }
            Some(b'D') => number.to_string(),
            _ => String::new(),
        };
        let label = format!("{}{number}", self.prefix);
        if label.is_empty() { (page + 1).to_string() } else { label }
    }
}

fn roman(number: usize) -> String {
    const SIGNS: [(usize, &str); 13] = [
        (1_000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = number.min(3_999);
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while rest >= value {
            text.push_str(sign);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_pages_are_written_as_books_do() {
        let label = |style, page| Labelled { from: 0, style, prefix: "A-".into(), first: 3 }.label(page);
        assert_eq!(label(Some(b'D'), 1), "A-4");
        assert_eq!(label(Some(b'r'), 1), "A-iv");
        assert_eq!(label(Some(b'a'), 0), "A-c");
        assert_eq!(label(None, 0), "A-");
        assert_eq!(roman(1_994), "mcmxciv");
    }

    #[test]
    fn what_is_no_pdf_is_refused() {
        for bytes in [
            &b"%PDF-1.7\nnothing"[..],
            b"",
            b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj trailer<</Root 1 0 R>>",
        ] {
            assert!(text(bytes).is_err());
        }
    }
}
