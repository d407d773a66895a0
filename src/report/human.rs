//! Diagnostics as text for people: the message, the place with a caret, and what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::source_map::SourceMap;

/// The width to which long lines are cut where there is no terminal to ask.
const WIDTH: usize = 120;

/// One diagnostic, ready to print, with colour or without.
pub fn human(problem: &Diagnostic, map: &SourceMap, colour: bool) -> String {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(problem.message.as_str()).id(problem.code));
    let labels: Vec<_> = problem
        .primary
        .iter()
        .map(|label| (AnnotationKind::Primary, label))
        .chain(problem.secondary.iter().map(|label| (AnnotationKind::Context, label)))
        .collect();
    // One snippet a file, the primary place's file first.
    let mut files: Vec<_> = labels.iter().map(|(_, label)| label.span.file).collect();
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| seen.insert(*file));
    for file in files {
        let source = map.file(file);
        let labels: Vec<_> = labels.iter().filter(|(_, label)| label.span.file == file).collect();
        // Only the lines around the places: a file may be long, and a brief has many problems.
        let lines = labels.iter().map(|(_, label)| source.line_column(label.span.start).0);
        let first = lines.clone().min().unwrap_or(1);
        let (start, end) = (source.line_range(first).start, source.line_range(lines.max().unwrap_or(1)).end);
        let text = &source.text[start..end];
        let annotations = labels.into_iter().map(|(kind, label)| {
            let range = clip(label, &source.text);
            kind.span(range.start - start..range.end - start).label(label.text.as_str())
        });
        group =
            group.element(Snippet::source(text).line_start(first).path(source.path.as_str()).annotations(annotations));
    }
    for help in &problem.helps {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).term_width(WIDTH).render(&[group])
}

/// Underlining several lines helps nobody: the first line of a place stands for it.
fn clip(label: &Label, text: &str) -> std::ops::Range<usize> {
    let start = floor(text, label.span.start);
    let end = floor(text, label.span.end.max(start));
    let line = text[start..end].find('\n').map_or(end, |at| start + at);
    start..line
}

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
