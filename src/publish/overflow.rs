//! A short form that needs more room than it has: by how much, and what could go.

use crate::diagnostic::{Diagnostic, codes};
use crate::model::Form;
use crate::model::prose::{Block, Inline};
use crate::resolve::Resolved;
use crate::text::count;
use crate::view::{Document, Statement};

/// What `page-limit` in `short.typ` stops with, before the pages and the millimetres.
const MARK: &str = "evenhand-overflow ";
/// The height of a line of a short form, in millimetres.
const LINE: f64 = 5.3;
/// How many characters a line of a short form holds, about.
const CHARACTERS: usize = 105;
/// How many parts the advice names.
const NAMED: usize = 4;

/// By how much a document is too long.
#[derive(Debug, Clone, Copy)]
pub(super) struct Over {
    millimetres: f64,
}

/// What a template says of a document that is too long.
pub(super) fn read(message: &str) -> Option<Over> {
    let (_, rest) = message.split_once(MARK)?;
    let number = rest.split_whitespace().nth(1)?.trim_end_matches(|c: char| !c.is_ascii_digit());
    Some(Over { millimetres: number.parse().ok()? })
}

/// The error, at the place in `brief.yaml` that decides what the form tells.
pub(super) fn problem(resolved: &Resolved<'_>, document: &Document, form: Form, over: Over) -> Diagnostic {
    let pages = count(form.most_pages().unwrap_or(1), "page");
    let lines = (over.millimetres / LINE).ceil().max(1.0);
    let lines = count(lines as usize, "line");
    let message = format!("the {} do not fit: {pages} at most, and about {lines} too many", plural(form));
    let mut problem = Diagnostic::error(codes::OVERFLOW, message);
    if let Some(brief) = &resolved.loaded.brief {
        let own = brief.place().field(form.name());
        let (place, label) = match own.is_lost() {
            true => (brief.place().field("key_points"), "the findings of these are told"),
            false => (own, "the findings that are told"),
        };
        problem = problem.at(place.span(), label);
    }
    let longest = longest(document);
    if !longest.is_empty() {
        problem = problem.help(format!("the longest parts: {}", longest.join(", ")));
    }
    problem
        .help(format!("name fewer findings under `{}` in brief.yaml, or write shorter texts", form.name()))
        .help("type is not made smaller to fit, and no attribution or answer is left out")
}

fn plural(form: Form) -> String {
    match form {
        Form::Profile => "two pages of the profile".to_owned(),
        form => form.name().to_owned(),
    }
}

/// The longest parts of a document, with their lines.
fn longest(document: &Document) -> Vec<String> {
    let statements = document.statements().map(|statement| (length(statement), format!("`{}`", statement.id)));
    let sections = document.opening.iter().chain(&document.closing);
    let sections = sections.map(|section| {
        let name = section.anchor.trim_start_matches("section-");
        (section.blocks.iter().map(block).sum(), format!("sections/{name}.md"))
    });
    let notes: usize = document.notes.iter().map(|note| note.short.as_deref().map_or(0, inlines)).sum();
    let notes = (notes > 0).then(|| (notes, format!("the {} sources", document.notes.len())));
    let mut parts: Vec<(usize, String)> = statements.chain(sections).chain(notes).collect();
    parts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let lines = |characters: usize| count(characters.div_ceil(CHARACTERS).max(1), "line");
    parts.into_iter().take(NAMED).map(|(characters, name)| format!("{name} ({})", lines(characters))).collect()
}

fn length(statement: &Statement) -> usize {
    let responses = statement.responses.iter().map(|response| {
        response.parties.iter().map(|party| party.name.chars().count()).sum::<usize>()
            + response.outcome.chars().count()
            + response.text.as_deref().map_or(0, |text| text.chars().count())
    });
    let caveat = statement.caveat.as_deref().map_or(0, |text| text.chars().count());
    statement.text.chars().count() + caveat + responses.sum::<usize>()
}

fn block<R>(block: &Block<R>) -> usize {
    match block {
        Block::Paragraph(words) | Block::Heading(_, words) => inlines(words),
        Block::List { items, .. } => items.iter().flatten().map(self::block).sum(),
        Block::Quote(inner) => inner.iter().map(self::block).sum(),
        Block::Code(text) => text.chars().count(),
        Block::Table { head, rows, .. } => head.iter().chain(rows.iter().flatten()).map(|cell| inlines(cell)).sum(),
        Block::Rule => 0,
    }
}

fn inlines<R>(words: &[Inline<R>]) -> usize {
    let of = |inline: &Inline<R>| match inline {
        Inline::Text(text) | Inline::Code(text) => text.chars().count(),
        Inline::Emphasis(inner)
        | Inline::Strong(inner)
        | Inline::Strike(inner)
        | Inline::Language(_, inner)
        | Inline::Link(_, inner) => inlines(inner),
        Inline::Image { .. } | Inline::Break | Inline::Reference(_) => 0,
    };
    words.iter().map(of).sum()
}
