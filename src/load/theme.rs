//! `[theme]` of `evenhand.toml`: colour, font, logo and paper.

use std::path::Path;

use serde::Deserialize;
use toml::Spanned;

use super::images;
use crate::diagnostic::{Diagnostic, codes};
use crate::model::Paper;
use crate::source_map::{FileId, MAX_BYTES, SourceMap, Span};
use crate::theme::{Colour, LEAST_CONTRAST, LIGHT_GROUNDS, Logo, Picture, Theme};

/// The part of the file as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Written {
    accent: Option<Spanned<String>>,
    font: Option<Spanned<String>>,
    logo: Option<Spanned<String>>,
    logo_alt: Option<Spanned<String>>,
    paper: Option<Paper>,
}

impl Written {
    /// Where the font is named.
    pub(super) fn font_place(&self, file: FileId) -> Option<Span> {
        Some(Span::new(file, self.font.as_ref()?.span()))
    }

    /// The look, and what is wrong with it.
    pub(super) fn read(self, map: &SourceMap, file: FileId) -> (Theme, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let mut kept = |result: Result<Option<Logo>, Diagnostic>| match result {
            Ok(value) => value,
            Err(problem) => {
                problems.push(problem);
                None
            }
        };
        let logo = kept(logo(map, file, self.logo.as_ref(), self.logo_alt.as_ref()));
        let accent = self.accent.and_then(|written| match accent(file, &written) {
            Ok(colour) => Some(colour),
            Err(problem) => {
                problems.push(problem);
                None
            }
        });
        let font = self.font.map(|font| font.into_inner().trim().to_owned());
        (Theme { accent, font, logo, paper: self.paper }, problems)
    }
}

fn accent(file: FileId, written: &Spanned<String>) -> Result<Colour, Diagnostic> {
    let place = Span::new(file, written.span());
    let Some(colour) = Colour::parse(written.as_ref()) else {
        return Err(Diagnostic::error(codes::SETTINGS, "this is not a colour")
            .at(place, "`accent`")
            .help("write it as red, green and blue in hexadecimal digits, such as `#1d3f6e`"));
    };
    let contrast = colour.contrast_on(&LIGHT_GROUNDS);
    if contrast >= LEAST_CONTRAST {
        return Ok(colour);
    }
    let darker = colour.darker_for(&LIGHT_GROUNDS);
    // Rounded down, so that nothing reads as enough that is not.
    let shown = |ratio: f64| format!("{:.2}", (ratio * 100.0).floor() / 100.0);
    Err(Diagnostic::error(codes::SETTINGS, format!("the colour `{colour}` is too pale to read"))
        .at(
            place,
            format!(
                "its contrast is {} to 1 on white and {} to 1 on the pale grounds of documents; WCAG 2.2 asks for {LEAST_CONTRAST} to 1",
                shown(colour.contrast(Colour::WHITE)),
                shown(contrast)
            ),
        )
        .help(format!("the nearest darker colour that passes is `{darker}`")))
}

fn logo(
    map: &SourceMap,
    file: FileId,
    logo: Option<&Spanned<String>>,
    alt: Option<&Spanned<String>>,
) -> Result<Option<Logo>, Diagnostic> {
    let place = |written: &Spanned<String>| Span::new(file, written.span());
    let Some(logo) = logo else {
        return match alt {
            Some(alt) => Err(Diagnostic::error(codes::SETTINGS, "there is a text for a logo, but no logo")
                .at(place(alt), "`logo_alt`")
                .help("add `logo`, the path of its file in the workspace, or take `logo_alt` away")),
            None => Ok(None),
        };
    };
    let name = logo.as_ref().as_str();
    let wrong =
        |message: String, help: &str| Diagnostic::error(codes::BAD_IMAGE, message).at(place(logo), "`logo`").help(help);
    let Some(alt) = alt.map(|alt| alt.as_ref().trim()).filter(|alt| !alt.is_empty()) else {
        return Err(Diagnostic::error(codes::MISSING_ALT_TEXT, "the logo has no text for those who cannot see it")
            .at(place(logo), "`logo`")
            .help("add `logo_alt`, such as `logo_alt = \"Harbour Watch\"`"));
    };
    if name.contains(':') || Path::new(name).has_root() {
        return Err(wrong(
            format!("a logo is a file in the workspace, not `{name}`"),
            "save it in the workspace and write its path from there",
        ));
    }
    let bytes =
        map.read_bytes(&map.root().join(name), MAX_BYTES).map_err(|problem| problem.at(place(logo), "named here"))?;
    let sort = match () {
        () if bytes.starts_with(images::PNG) => Picture::Png,
        () if bytes.starts_with(b"\xff\xd8\xff") => Picture::Jpeg,
        () if images::is_svg(&bytes) => Picture::Svg,
        () => {
            return Err(wrong(format!("`{name}` is not an SVG, PNG or JPEG image"), "save it in one of these formats"));
        }
    };
    if !images::is_whole(&bytes) {
        return Err(wrong(format!("the image `{name}` is damaged: its end is missing"), "save or export it again"));
    }
    if images::is_for_printers(&bytes) {
        return Err(wrong(format!("the logo `{name}` {}", images::FOR_PRINTERS), images::FOR_SCREENS));
    }
    Ok(Some(Logo { sort, bytes, alt: alt.to_owned() }))
}
