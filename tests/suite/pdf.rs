//! Reading PDFs back: their pages as pictures, and the text that a reader would copy.

use std::sync::Arc;

use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, TransformExt, font::Glyph, hayro_cmap::BfString, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::Object;
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings, render};
use kurbo::{Affine, BezPath, Rect};

pub(crate) fn open(bytes: &[u8]) -> Pdf {
    Pdf::new(Arc::new(bytes.to_vec())).unwrap_or_else(|error| panic!("not a PDF: {error:?}"))
}

/// Every page as pixels.
pub(crate) fn pictures(bytes: &[u8], scale: f32) -> Vec<Vec<u8>> {
    let pdf = open(bytes);
    let cache = RenderCache::new();
    let settings = RenderSettings { x_scale: scale, y_scale: scale, bg_color: WHITE, ..Default::default() };
    pdf.pages()
        .iter()
        .map(|page| render(page, &cache, &InterpreterSettings::default(), &settings).data_as_u8_slice().to_vec())
        .collect()
}

/// The text between the running header and the running footer, page after page, without white
/// space: a line that breaks is the same text.
pub(crate) fn body_text(bytes: &[u8]) -> String {
    collect(bytes, 29.0 * 72.0 / 25.4 - 14.0, 27.0 * 72.0 / 25.4 - 14.0).concat()
}

/// The text of each page with header and footer, without white space.
pub(crate) fn page_texts(bytes: &[u8]) -> Vec<String> {
    collect(bytes, 0.0, 0.0)
}

/// Everything that the file holds: metadata, attachments, whatever a program could dig out.
pub(crate) fn everything(bytes: &[u8]) -> String {
    String::from_utf8_lossy(&decoded(bytes)).into_owned()
}

/// The file's bytes, and those of every stream in it as they are when they are unpacked.
pub(crate) fn decoded(bytes: &[u8]) -> Vec<u8> {
    let pdf = open(bytes);
    let mut all = bytes.to_vec();
    for object in pdf.objects() {
        if let Object::Stream(stream) = object
            && let Ok(decoded) = stream.decoded()
        {
            all.extend_from_slice(&decoded);
        }
    }
    all.extend(written_by_number(&all).into_bytes());
    all
}

/// Bookmarks and alternative texts that hold more than ASCII: UTF-16, each byte by its number.
fn written_by_number(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let strings = text.match_indices("<FEFF").filter_map(|(at, mark)| {
        let digits = text[at + mark.len()..].split('>').next()?;
        let units =
            digits.as_bytes().chunks(4).map(|four| u16::from_str_radix(std::str::from_utf8(four).ok()?, 16).ok());
        Some(String::from_utf16_lossy(&units.collect::<Option<Vec<_>>>()?) + "\n")
    });
    strings.collect()
}

/// A text as [`body_text`] would give it.
pub(crate) fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn collect(bytes: &[u8], top: f64, bottom: f64) -> Vec<String> {
    let pdf = open(bytes);
    let cache = InterpreterCache::new();
    pdf.pages()
        .iter()
        .map(|page| {
            let (width, height) = page.render_dimensions();
            let (width, height) = (f64::from(width), f64::from(height));
            let mut context = Context::new(
                page.initial_transform(true).to_kurbo(),
                Rect::new(0.0, 0.0, width, height),
                &cache,
                pdf.xref(),
                InterpreterSettings::default(),
            );
            let mut text = Text { text: String::new(), top, bottom: height - bottom };
            interpret_page(page, &mut context, &mut text);
            squeezed(&text.text)
        })
        .collect()
}

struct Text {
    text: String,
    top: f64,
    bottom: f64,
}

impl<'a> Device<'a> for Text {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        let y = (transform * glyph_transform).translation().y;
        if (self.top..self.bottom).contains(&y) {
            match glyph.as_unicode() {
                Some(BfString::Char(c)) => self.text.push(c),
                Some(BfString::String(text)) => self.text.push_str(&text),
                None => {}
            }
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
