//! Colours, and how far apart two of them are for a reader (WCAG 2.2).

use std::fmt;

/// A colour of sRGB.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// The least contrast of text (WCAG 2.2, success criterion 1.4.3).
pub const LEAST_CONTRAST: f64 = 4.5;
/// The contrast of text that is read with ease (WCAG 2.2, success criterion 1.4.6).
const EASY_CONTRAST: f64 = 7.0;

impl Colour {
    /// White, the ground of pages.
    pub const WHITE: Self = Self::new(255, 255, 255);
    const BLACK: Self = Self::new(0, 0, 0);

    /// A colour of its three parts.
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self { red, green, blue }
    }

    /// Reads `#1d3f6e`, or `#abc` for `#aabbcc`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> = text
            .strip_prefix('#')?
            .chars()
            .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
            .collect::<Option<_>>()?;
        match digits[..] {
            [r, g, b] => Some(Self::new(r * 17, g * 17, b * 17)),
            [r1, r2, g1, g2, b1, b2] => Some(Self::new(r1 * 16 + r2, g1 * 16 + g2, b1 * 16 + b2)),
            _ => None,
        }
    }

    /// The contrast with another colour, from 1 (none) to 21 (black on white), as WCAG 2.2 defines it.
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The least contrast with any of some grounds.
    pub fn contrast_on(self, grounds: &[Self]) -> f64 {
        grounds.iter().map(|&ground| self.contrast(ground)).fold(21.0, f64::min)
    }

    /// The nearest darker colour that can be read on all the grounds; itself where it can.
    pub fn darker_for(self, grounds: &[Self]) -> Self {
        self.towards(Self::BLACK, grounds, LEAST_CONTRAST)
    }

    /// The nearest lighter colour that can be read with ease on all the grounds (WCAG 2.2, success
    /// criterion 1.4.6); itself where it can.
    pub fn lighter_for(self, grounds: &[Self]) -> Self {
        self.towards(Self::WHITE, grounds, EASY_CONTRAST)
    }

    fn towards(self, end: Self, grounds: &[Self], least: f64) -> Self {
        (0..=255_u8).map(|step| self.mix(end, step)).find(|colour| colour.contrast_on(grounds) >= least).unwrap_or(end)
    }

    /// `step` of 255 parts of the way to another colour.
    fn mix(self, end: Self, step: u8) -> Self {
        let part = |from: u8, to: u8| {
            let mixed = (u32::from(from) * u32::from(255 - step) + u32::from(to) * u32::from(step) + 127) / 255;
            u8::try_from(mixed).unwrap_or(u8::MAX)
        };
        Self::new(part(self.red, end.red), part(self.green, end.green), part(self.blue, end.blue))
    }

    /// The relative luminance, 0 to 1 (WCAG 2.2).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Colour::WHITE.contrast(Colour::BLACK) - 21.0).abs() < 1e-9);
        // The greys that are often named as the last to pass, and the first to fail, on white.
        assert!(Colour::new(0x76, 0x76, 0x76).contrast(Colour::WHITE) >= LEAST_CONTRAST);
        assert!(Colour::new(0x77, 0x77, 0x77).contrast(Colour::WHITE) < LEAST_CONTRAST);
    }

    #[test]
    fn colours_are_read_and_written() {
        assert_eq!(Colour::parse("#1d3F6e").unwrap().to_string(), "#1d3f6e");
        assert_eq!(Colour::parse("#abc").unwrap().to_string(), "#aabbcc");
        for bad in ["", "#", "1d3f6e", "#1d3f6", "#1d3f6g", "blue", "#éé", "# 12345"] {
            assert_eq!(Colour::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_nearest_colour_passes_and_the_one_before_it_does_not() {
        let (pale, white) = (Colour::parse("#6fb1ff").unwrap(), [Colour::WHITE]);
        let dark = pale.darker_for(&white);
        assert!(dark.contrast(Colour::WHITE) >= LEAST_CONTRAST && dark.contrast(Colour::WHITE) < 4.6, "{dark}");
        assert_eq!(dark.darker_for(&white), dark);
        assert_eq!(Colour::WHITE.darker_for(&[Colour::BLACK]), Colour::WHITE);
    }
}
