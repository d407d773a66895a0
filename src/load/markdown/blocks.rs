//! Blocks: where they may stand, headings with their levels, rows of tables.

use pulldown_cmark::HeadingLevel;

use super::{Reader, Written};
use crate::diagnostic::{Diagnostic, codes};
use crate::model::prose::{Block, Inline};
use crate::source_map::Span;

impl Reader<'_> {
    pub(super) fn block(&mut self, block: Block<Written>, span: Span) {
        if self.frames.len() == 1 && self.title.is_none() {
            self.placeholder = true;
            self.title = Some(vec![Inline::Text("…".to_owned())]);
            self.out.push(
                Diagnostic::error(codes::BAD_HEADING, "this text stands before the section's title")
                    .at(Span { end: span.end.min(span.start + 60), ..span }, "")
                    .help("begin the file with `# ` and the section's title"),
            );
        }
        self.top().blocks.push(block);
    }

    pub(super) fn heading(&mut self, level: HeadingLevel, words: Vec<Inline<Written>>, span: Span) {
        let level = level as u8;
        if words.iter().all(|word| matches!(word, Inline::Text(text) if text.trim().is_empty())) {
            self.out.push(
                Diagnostic::error(codes::BAD_HEADING, "this heading has no words")
                    .at(span, "")
                    .help("write its words after the `#`, or delete it"),
            );
            self.title.get_or_insert_with(|| vec![Inline::Text("…".to_owned())]);
            return;
        }
        match (level, &self.title) {
            (1, None) => self.title = Some(words),
            (1, Some(_)) if self.placeholder => {
                self.placeholder = false;
                self.title = Some(words);
            }
            (2.., None) => {
                self.out.push(
                    Diagnostic::error(codes::BAD_HEADING, "a section begins with its title")
                        .at(span, "this is a heading inside a section")
                        .help("write one `#` before the title"),
                );
                self.title = Some(words);
            }
            (1, Some(_)) => self.out.push(
                Diagnostic::error(codes::BAD_HEADING, "a section has one title")
                    .at(span, "a second title")
                    .help("write `## ` for a heading inside the section, or begin a file of its own"),
            ),
            (level, _) if level > self.level + 1 => {
                self.out.push(
                    Diagnostic::error(
                        codes::BAD_HEADING,
                        format!("a heading of level {level} follows one of level {}", self.level),
                    )
                    .at(span, "a level is skipped")
                    .help(format!(
                        "write `{}` in place of `{}`",
                        "#".repeat(usize::from(self.level) + 1),
                        "#".repeat(usize::from(level))
                    )),
                );
                self.place_heading(level, words, span);
            }
            (level, _) if level > 4 => self.out.push(
                Diagnostic::error(codes::BAD_HEADING, "headings go down to level 4")
                    .at(span, "too deep")
                    .help("a section that needs more levels is better split in two"),
            ),
            (level, _) => {
                self.place_heading(level, words, span);
            }
        }
    }

    /// The next heading is judged by what the author wrote; what is shown skips no level, as a draft
    /// must be made of mistaken headings too.
    fn place_heading(&mut self, level: u8, words: Vec<Inline<Written>>, span: Span) {
        self.level = level.min(4);
        self.shown = level.min(self.shown + 1).min(4);
        self.block(Block::Heading(self.shown, words), span);
    }

    /// Markdown drops cells for which the head has no column.
    pub(super) fn check_row(&mut self, span: Span) {
        let row = self.map.slice(span).trim();
        let row = row.strip_prefix('|').unwrap_or(row);
        let row = row.strip_suffix('|').filter(|row| !row.ends_with('\\')).unwrap_or(row);
        let cells = 1 + row.replace("\\|", "").matches('|').count();
        if cells > self.align.len() {
            self.out.push(
                Diagnostic::error(
                    codes::BAD_TABLE,
                    format!("this row has {cells} cells, the table {} columns", self.align.len()),
                )
                .at(span, "the cells at the end would be lost")
                .help("give the head as many columns; a `|` inside a cell is written `\\|`"),
            );
        }
    }
}
