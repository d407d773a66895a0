//! From a view to the text of a document, by way of a minijinja template.
//!
//! What `{{ value }}` becomes depends on the template's ending. In `.typ` it is a Typst literal, so
//! that values stand where Typst expects code: `#title({{ head.title }})`. In `.html` and `.md` it is
//! text in which nothing is markup.

mod origin;
mod templates;

pub use origin::Origin;
pub use templates::Templates;

use std::collections::BTreeMap;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior};

use crate::diagnostic::{Diagnostic, codes};
use crate::markup::{html, markdown, plain, typst};
use crate::model::prose::{Block, Inline};
use crate::source_map::{SourceMap, Span};
use crate::theme::{Colour, Theme};
use crate::view::{Document, Reference};

/// Steps that a template may take; a brief of 20,000 findings needs some millions.
const FUEL: u64 = 500_000_000;

/// A document's text, and where each part of it comes from.
#[derive(Debug)]
pub struct Rendered {
    /// The text.
    pub text: String,
    /// Where it comes from.
    pub origin: Origin,
}

/// Files that a page encloses.
#[derive(Clone, Copy)]
pub struct Enclosed<'a> {
    /// The brief's images, by their path in it.
    pub images: &'a BTreeMap<String, Vec<u8>>,
    /// The findings as data, to be offered for download; only where the template makes a page.
    pub data: Option<&'a [u8]>,
    /// The organisation's look.
    pub theme: &'a Theme,
}

/// Renders the template `name`, with the files that it may enclose.
///
/// # Errors
/// A diagnostic that points into the template.
pub fn render(
    map: &SourceMap,
    templates: &Templates,
    name: &str,
    document: &Document,
    enclosed: Enclosed<'_>,
) -> Result<Rendered, Box<Diagnostic>> {
    let problem = |error: minijinja::Error| Box::new(diagnose(map, templates, &error));
    let environment = environment(map, templates, document, enclosed).map_err(problem)?;
    let template = environment.get_template(name).map_err(problem)?;
    let (text, spans) = template.render_with_spans(Serde(document)).map_err(problem)?;
    let findings = document.finding_ids();
    Ok(Rendered { origin: Origin::new(&text, spans, templates, &findings), text })
}

fn environment(
    map: &SourceMap,
    templates: &Templates,
    document: &Document,
    enclosed: Enclosed<'_>,
) -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?;
    environment.set_syntax(syntax);
    environment.set_fuel(Some(FUEL));
    environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
        Some("html" | "css") => AutoEscape::Html,
        Some("md") => AutoEscape::Custom("markdown".into()),
        _ => AutoEscape::Custom("typst".into()),
    });
    environment.set_formatter(write_value);
    let texts: BTreeMap<String, String> =
        templates.iter().map(|(name, file)| (name.to_owned(), map.file(file).text.clone())).collect();
    environment.set_loader(move |name| Ok(texts.get(name).cloned()));
    let pictures = enclosed.images.iter().map(|(path, bytes)| (path.clone(), html::picture(path, bytes))).collect();
    let note = document.words.get("note_number").cloned().unwrap_or_default();
    let setting = Arc::new(html::Setting { pictures, note, told: document.finding_ids().into_iter().collect() });
    let (for_words, for_marks) = (setting.clone(), setting.clone());
    environment.add_filter("blocks", move |state: &State<'_, '_>, Serde(list): Serde<Vec<Block<Reference>>>| {
        Value::from_safe_string(match target(state) {
            Target::Typst => typst::blocks(&list),
            Target::Html => html::blocks(&list, &setting),
            Target::Markdown => markdown::blocks(&list),
        })
    });
    // A note for the foot of a page.
    environment.add_filter("footnote", |Serde(list): Serde<Vec<Block<Reference>>>| {
        Value::from_safe_string(typst::footnote(&list))
    });
    environment.add_filter("words", move |state: &State<'_, '_>, Serde(list): Serde<Vec<Inline<Reference>>>| {
        Value::from_safe_string(match target(state) {
            Target::Typst => typst::inlines(&list),
            Target::Html => html::inlines(&list, &for_words),
            Target::Markdown => markdown::inlines(&list),
        })
    });
    environment.add_filter("plain", |Serde(list): Serde<Vec<Inline<Reference>>>| plain::inlines(&list));
    environment.add_filter("marks", move |state: &State<'_, '_>, Serde(notes): Serde<Vec<usize>>| {
        Value::from_safe_string(match target(state) {
            Target::Typst => typst::note_marks(&notes),
            Target::Html => html::note_marks(&notes, &for_marks),
            Target::Markdown => markdown::note_marks(&notes),
        })
    });
    environment.add_filter("anchor", |text: &str| html::anchor(text));
    environment.add_filter("percent", |text: &str| html::percent(text));
    environment.add_filter("css", |text: &str| Value::from_safe_string(html::css_string(text)));
    environment.add_filter("json", |value: &Value| -> Result<Value, minijinja::Error> {
        let json = serde_json::to_string(value)
            .map_err(|error| minijinja::Error::new(ErrorKind::BadSerialization, error.to_string()))?;
        Ok(Value::from_safe_string(html::script_json(&json)))
    });
    environment.add_global("findings_data", enclosed.data.map(|data| html::data_uri("application/json", data)));
    environment.add_global("theme", look(enclosed.theme));
    environment.add_global("told", document.finding_ids());
    let graph = document.annex.as_ref().and_then(|annex| annex.graph.as_ref());
    environment.add_global("graph_picture", graph.map(|graph| html::data_uri("image/svg+xml", graph.svg.as_bytes())));
    let cited_in = document.cited_in();
    environment
        .add_function("cited_in", move |number: usize| Serde(cited_in.get(&number).cloned().unwrap_or_default()));
    // `words.page_of | fill(page=1, pages=3)`: a sentence of the document's language.
    environment.add_filter("fill", |sentence: &str, gaps: Kwargs| -> Result<String, minijinja::Error> {
        let mut values = Vec::new();
        for name in gaps.args() {
            values.push((name, gaps.get::<Value>(name)?.to_string()));
        }
        let gaps: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Ok(crate::text::fill(sentence, &gaps))
    });
    Ok(environment)
}

/// The organisation's look, for pages.
fn look(theme: &Theme) -> Value {
    let colour = |colour: Option<Colour>| Value::from(colour.map(|colour| colour.to_string()));
    let picture = theme.logo.as_ref().map(|logo| html::picture(logo.sort.ending(), &logo.bytes));
    minijinja::context! {
        accent => colour(theme.accent),
        accent_dark => colour(theme.accent_dark()),
        font => theme.font.as_deref(),
        logo => picture,
        logo_alt => theme.logo.as_ref().map(|logo| logo.alt.as_str()),
    }
}

/// What a template makes.
enum Target {
    Typst,
    Html,
    Markdown,
}

fn target(state: &State<'_, '_>) -> Target {
    match state.auto_escape() {
        AutoEscape::Html => Target::Html,
        AutoEscape::Custom(name) if name == "markdown" => Target::Markdown,
        _ => Target::Typst,
    }
}

/// A value in double braces: a Typst literal, or text in which nothing is markup.
fn write_value(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), minijinja::Error> {
    let mut code = String::new();
    match target(state) {
        Target::Typst => literal(&mut code, value)?,
        target => {
            let text = match value.kind() {
                _ if value.is_safe() => value.to_string(),
                ValueKind::Undefined => return Err(minijinja::Error::from(ErrorKind::UndefinedError)),
                ValueKind::None => String::new(),
                ValueKind::String | ValueKind::Number | ValueKind::Bool => match target {
                    Target::Html => html::escape(&value.to_string()),
                    _ => markdown::escape(&value.to_string()),
                },
                kind => {
                    return Err(minijinja::Error::new(
                        ErrorKind::InvalidOperation,
                        format!("a {kind} cannot be printed into a document; print its fields"),
                    ));
                }
            };
            code.push_str(&text);
        }
    }
    out.write_str(&code).map_err(minijinja::Error::from)
}

fn literal(out: &mut String, value: &Value) -> Result<(), minijinja::Error> {
    if value.is_safe() {
        out.push_str(&value.to_string());
        return Ok(());
    }
    match value.kind() {
        ValueKind::Undefined => Err(minijinja::Error::from(ErrorKind::UndefinedError)),
        ValueKind::None => {
            out.push_str("none");
            Ok(())
        }
        // minijinja would write these with a capital letter.
        ValueKind::Bool => {
            out.push_str(if value.is_true() { "true" } else { "false" });
            Ok(())
        }
        ValueKind::Number => {
            out.push_str(&value.to_string());
            Ok(())
        }
        ValueKind::String => typst::string(out, value.as_str().unwrap_or_default())
            .map_err(|_| minijinja::Error::from(ErrorKind::WriteFailure)),
        ValueKind::Seq | ValueKind::Iterable => {
            out.push('(');
            for item in value.try_iter()? {
                literal(out, &item)?;
                out.push_str(", ");
            }
            out.push(')');
            Ok(())
        }
        ValueKind::Map => {
            out.push_str("(:");
            let mut first = true;
            for key in value.try_iter()? {
                if first {
                    out.pop();
                    first = false;
                }
                literal(out, &Value::from(key.to_string()))?;
                out.push_str(": ");
                literal(out, &value.get_item(&key)?)?;
                out.push_str(", ");
            }
            out.push(')');
            Ok(())
        }
        kind => Err(minijinja::Error::new(
            ErrorKind::InvalidOperation,
            format!("a {kind} cannot be printed into a document"),
        )),
    }
}

/// minijinja's error as ours.
fn diagnose(map: &SourceMap, templates: &Templates, error: &minijinja::Error) -> Diagnostic {
    let mut deepest = error;
    while let Some(inner) = std::error::Error::source(deepest).and_then(|source| source.downcast_ref()) {
        deepest = inner;
    }
    let reason = deepest.detail().map_or_else(|| deepest.kind().to_string(), ToString::to_string);
    let message = match deepest.kind() {
        ErrorKind::UndefinedError => "this template uses a value that does not exist".to_owned(),
        ErrorKind::OutOfFuel => "this template runs without end".to_owned(),
        _ => format!("this template cannot be rendered: {reason}"),
    };
    let mut problem = Diagnostic::error(codes::TEMPLATE, message);
    if let Some(file) = deepest.name().and_then(|name| templates.get(name)) {
        let range = deepest.range().or_else(|| deepest.line().map(|line| map.file(file).line_range(line)));
        if let Some(range) = range {
            problem = problem.at(Span::new(file, range), "here");
        }
    }
    match deepest.kind() {
        ErrorKind::UndefinedError => problem.help("the values that a template sees are described in docs/templates.md"),
        _ => problem,
    }
}
