//! An organisation's look: colour, type, logo, paper. What every document takes from the settings
//! of its workspace.

mod colour;

pub use colour::{Colour, LEAST_CONTRAST};

use crate::model::Paper;

/// The font of the text where nothing is said.
pub const FONT: &str = "Libertinus Serif";

/// The grounds that the colour stands on in documents, as in `templates/theme.css`: pages, the pale ground
/// of key points, and that of what a link led to.
pub const LIGHT_GROUNDS: [Colour; 3] = [Colour::WHITE, Colour::new(0xf3, 0xf5, 0xf8), Colour::new(0xff, 0xf3, 0xc4)];

/// The same on a dark screen.
pub const DARK_GROUNDS: [Colour; 3] =
    [Colour::new(0x15, 0x18, 0x1c), Colour::new(0x1f, 0x24, 0x2a), Colour::new(0x4a, 0x3f, 0x12)];

/// A look; what is none is as the templates have it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// The colour of headings, links and status labels. It can be read on [`LIGHT_GROUNDS`].
    pub accent: Option<Colour>,
    /// The family of the text's font.
    pub font: Option<String>,
    /// The sign of the organisation.
    pub logo: Option<Logo>,
    /// The paper of briefs that name none.
    pub paper: Option<Paper>,
}

/// A picture that stands for the organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// Which sort of picture it is.
    pub sort: Picture,
    /// The file.
    pub bytes: Vec<u8>,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

/// Sorts of pictures that every document can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Picture {
    /// Scalable Vector Graphics.
    Svg,
    /// Portable Network Graphics.
    Png,
    /// JPEG.
    Jpeg,
}

impl Picture {
    /// What the names of such files end with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Jpeg => "jpg",
        }
    }
}

impl Theme {
    /// The colour on a dark screen: a lighter one of its kind.
    pub fn accent_dark(&self) -> Option<Colour> {
        self.accent.map(|accent| accent.lighter_for(&DARK_GROUNDS))
    }
}
