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
