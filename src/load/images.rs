//! The images that sections show: taken into memory, so that typesetting touches no disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, codes};
use crate::source_map::{FileId, MAX_BYTES, SourceMap};

/// Images by their path from the brief's folder, with forward slashes.
#[derive(Debug, Default, Clone)]
pub struct Images {
    folder: PathBuf,
    bytes: BTreeMap<String, Vec<u8>>,
}

impl Images {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder, bytes: BTreeMap::new() }
    }

    /// The images.
    pub fn bytes(&self) -> &BTreeMap<String, Vec<u8>> {
        &self.bytes
    }

    /// Keeps only some, by their paths.
    pub fn keep(&mut self, paths: &BTreeSet<String>) {
        self.bytes.retain(|path, _| paths.contains(path));
    }

    /// Reads the image that `target` in the Markdown file `file` names, and yields its path.
    pub(super) fn take(&mut self, map: &SourceMap, file: FileId, target: &str) -> Result<String, Diagnostic> {
        if target.contains(':') || target.starts_with(['/', '\\']) {
            return Err(Diagnostic::error(
                codes::BAD_IMAGE,
                format!("an image is a file in the brief's folder, not `{target}`"),
            )
            .help("save the image in the brief's folder and write its path from this file"));
        }
        let here = map.root().join(&map.file(file).path);
        let path = here.parent().unwrap_or(Path::new(".")).join(target);
        if path.symlink_metadata().is_err() {
            return Err(Diagnostic::error(codes::BAD_IMAGE, format!("there is no image file `{target}`"))
                .help("write its path from the folder of this Markdown file"));
        }
        let real = map.confine(&path)?;
        let Ok(inside) = real.strip_prefix(&self.folder) else {
            return Err(Diagnostic::error(
                codes::BAD_IMAGE,
                format!("the image `{target}` lies outside the brief's folder"),
            )
            .help("copy it into the brief's folder"));
        };
        // A `\` is a part of a name on some systems and parts names on others; the key must not.
        let names: Option<Vec<_>> = inside
            .components()
            .map(|part| part.as_os_str().to_str().filter(|name| !name.contains(['\\', '/', ':'])))
            .collect();
        let Some(names) = names else {
            return Err(Diagnostic::error(
                codes::BAD_IMAGE,
                format!("the name of the image `{target}` cannot be used"),
            )
            .help("use letters, digits, hyphens and dots only"));
        };
        let key = names.join("/");
        if !self.bytes.contains_key(&key) {
            let bytes = map.read_bytes(&real, MAX_BYTES)?;
            if !is_image(&bytes) {
                return Err(Diagnostic::error(
                    codes::BAD_IMAGE,
                    format!("`{key}` is not a PNG, JPEG, GIF, WebP or SVG image"),
                )
                .help("save it in one of these formats"));
            }
            if !is_whole(&bytes) {
                return Err(Diagnostic::error(
                    codes::BAD_IMAGE,
                    format!("the image `{key}` is damaged: its end is missing"),
                )
                .help("save or export it again"));
            }
            if is_for_printers(&bytes) {
                return Err(
                    Diagnostic::error(codes::BAD_IMAGE, format!("the image `{key}` {FOR_PRINTERS}")).help(FOR_SCREENS)
                );
            }
            self.bytes.insert(key.clone(), bytes);
        }
        Ok(key)
    }
}

/// Whether an image has the end that its format asks for; one that was cut off in a download has not.
pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let tail = &bytes[bytes.len().saturating_sub(64)..];
    if bytes.starts_with(PNG) {
        return tail.windows(4).any(|window| window == b"IEND");
    }
    if is_svg(bytes) {
        let tail = tail.trim_ascii_end();
        return tail.ends_with(b"</svg>") || tail.ends_with(b"/>") || tail.ends_with(b"-->");
    }
    true
}

/// What is wrong with a picture in the colours of a printing press, and what to do.
pub(super) const FOR_PRINTERS: &str =
    "has the colours of a printing press (CMYK), which PDF/A and browsers cannot show";
pub(super) const FOR_SCREENS: &str = "export it again in the colours of a screen (RGB)";

/// Whether a JPEG has four colours: its frame header (ITU-T T.81, B.2.2) counts them.
pub(super) fn is_for_printers(bytes: &[u8]) -> bool {
    let mut rest = match bytes.strip_prefix(b"\xff\xd8") {
        Some(rest) => rest,
        None => return false,
    };
    while let [0xff, marker, tail @ ..] = rest {
        match (*marker, tail) {
            // Fill bytes, and markers that stand alone.
            (0xff, _) => rest = &rest[1..],
            (0x01 | 0xd0..=0xd8, _) => rest = tail,
            // Start of frame; the other markers of this row are tables and extensions.
            (0xc0..=0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf, [_, _, _, _, _, _, _, colours, ..]) => {
                return *colours == 4;
            }
            (_, [high, low, ..]) => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                match tail.get(length..) {
                    Some(after) if length >= 2 => rest = after,
                    _ => return false,
                }
            }
            _ => return false,
        }
    }
    false
}

/// The first bytes of every PNG file (ISO/IEC 15948).
pub(super) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

pub(super) fn is_svg(bytes: &[u8]) -> bool {
    bytes.windows(4).take(4096).any(|window| window == b"<svg")
}

fn is_image(bytes: &[u8]) -> bool {
    let starts = |mark: &[u8]| bytes.starts_with(mark);
    starts(PNG)
        || starts(b"\xff\xd8\xff")
        || starts(b"GIF8")
        || (starts(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"))
        || is_svg(bytes)
}
