//! From a view to the text of a document, by way of a minijinja template.
//!
//! What `{{ value }}` becomes depends on the template's ending. In `.typ` it is a Typst literal, so
//! that values stand where Typst expects code: `#title({{ head.title }})`. In `.html` and `.md` it is
//! text in which nothing is markup.

mod missing;
mod origin;
mod templates;

use missing::{Probe, Values};

pub use origin::Origin;
pub use templates::{Templates, built_in, built_in_names, purpose};

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde, Value, ValueKind};
use minijinja::{AutoEscape, Environment, ErrorKind, Output, State, UndefinedBehavior};

use crate::diagnostic::{Diagnostic, codes};
use crate::markup::{html, markdown, plain, typst};
use crate::model::prose::{Block, Inline};
use crate::source_map::{FileId, SourceMap, Span};
use crate::text::{escape_xml, fill};
use crate::theme::{Colour, Theme};
use crate::view::{Document, Reference};

/// The filters that are added to those of minijinja, for messages.
const FILTERS: &str = "`anchor`, `blocks`, `css`, `fill`, `footnote`, `json`, `marks`, `percent`, `plain` and `words`";

/// Steps that a template may take. Every 64 bytes that it makes are a step too, so this also limits its
/// memory: to half a gigabyte.
const FUEL: u64 = 8_000_000;
/// Steps besides, for each finding and each note; a finding with its note needs about 500.
const FUEL_EACH: u64 = 5_000;

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
    let problem = |error: minijinja::Error| {
        let values = |probe| values_at(map, templates, name, document, enclosed, probe);
        Box::new(diagnose(map, templates, &error, document, values))
    };
    let environment = environment(map, templates, document, enclosed, None).map_err(problem)?;
    let template = environment.get_template(name).map_err(problem)?;
    let (text, spans) = template.render_with_spans(Serde(document)).map_err(problem)?;
    let findings = document.finding_ids();
    Ok(Rendered { origin: Origin::new(&text, spans, templates, &findings), text })
}

fn syntax_config() -> Result<SyntaxConfig, minijinja::Error> {
    SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()
}

fn fuel(document: &Document) -> u64 {
    let told = document.finding_ids().len() + document.notes.len();
    FUEL.saturating_add(FUEL_EACH.saturating_mul(told as u64))
}

/// The values where a probe stands. The template fails there again, as it did before.
fn values_at(
    map: &SourceMap,
    templates: &Templates,
    name: &str,
    document: &Document,
    enclosed: Enclosed<'_>,
    probe: Probe,
) -> Values {
    let values = probe.values.clone();
    if let Ok(environment) = environment(map, templates, document, enclosed, Some(probe)) {
        let _ = environment.get_template(name).and_then(|template| template.render(Serde(document)));
    }
    values
}

fn environment(
    map: &SourceMap,
    templates: &Templates,
    document: &Document,
    enclosed: Enclosed<'_>,
    probe: Option<Probe>,
) -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(syntax_config()?);
    environment.set_fuel(Some(fuel(document)));
    environment.set_auto_escape_callback(|name| match name.rsplit('.').next() {
        Some("html" | "css") => AutoEscape::Html,
        Some("md") => AutoEscape::Custom("markdown".into()),
        _ => AutoEscape::Custom("typst".into()),
    });
    environment.set_formatter(write_value);
    let mut texts: BTreeMap<String, String> =
        templates.iter().map(|(name, file)| (name.to_owned(), map.file(file).text.clone())).collect();
    if let Some(probe) = probe {
        texts.insert(probe.name, probe.text);
        environment.add_function(missing::PROBE, move |state: &State<'_, '_>| {
            probe.values.keep(state);
            Value::from_safe_string(String::new())
        });
    }
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
        Ok(fill(sentence, &gaps))
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
                    Target::Html => escape_xml(&value.to_string()),
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
fn diagnose(
    map: &SourceMap,
    templates: &Templates,
    error: &minijinja::Error,
    document: &Document,
    values: impl Fn(Probe) -> Values,
) -> Diagnostic {
    let deepest = deepest(error);
    let (problem, place) = told(map, templates, deepest);
    let Some((name, file, range)) = place else { return problem };
    let template = &map.file(file).text;
    let values = || Probe::new(name, template, range.start).map(&values).unwrap_or_default();
    let document = || Value::from(Serde(document));
    match deepest.kind() {
        ErrorKind::UndefinedError => missing::explain(problem, map, file, range.clone(), &values(), &document())
            .unwrap_or_else(|problem| *problem)
            .help(MANUAL),
        ErrorKind::InvalidOperation if is_long_range(deepest) => problem,
        // A filter that got nothing does not know why.
        ErrorKind::CannotDeserialize | ErrorKind::InvalidOperation => {
            let missed = Diagnostic::error(codes::TEMPLATE, UNDEFINED);
            let tag = missing::tag(template, &range);
            match missing::explain(missed, map, file, tag, &values(), &document()) {
                Ok(missed) => missed.help(MANUAL),
                Err(_) => problem,
            }
        }
        ErrorKind::UnknownFilter => problem.help(format!("evenhand's own filters are {FILTERS}")),
        _ => problem,
    }
}

/// What a workspace's own templates have wrong in their writing, whether a document uses them or not.
pub fn syntax(map: &SourceMap, templates: &Templates) -> Vec<Diagnostic> {
    let Ok(syntax) = syntax_config() else { return Vec::new() };
    let mut environment = Environment::new();
    environment.set_syntax(syntax);
    let filled = templates.own().filter(|name| templates.is_filled(map, name));
    let told = filled.filter_map(|name| {
        let file = templates.get(name)?;
        let error = environment.template_from_named_str(name, &map.file(file).text).err()?;
        Some(self::told(map, templates, deepest(&error)).0)
    });
    told.collect()
}

const UNDEFINED: &str = "this template uses a value that does not exist";
const MANUAL: &str = "docs/templates.md describes every value that a template sees";

/// Whether minijinja refused to count so far.
fn is_long_range(error: &minijinja::Error) -> bool {
    error.detail() == Some("range has too many elements")
}

/// The error that led to the others.
fn deepest(error: &minijinja::Error) -> &minijinja::Error {
    let mut deepest = error;
    while let Some(inner) = std::error::Error::source(deepest).and_then(|source| source.downcast_ref()) {
        deepest = inner;
    }
    deepest
}

/// A template, its file, and the bytes in it.
type At<'a> = (&'a str, FileId, Range<usize>);

/// An error with its place, in plain words.
fn told<'a>(map: &SourceMap, templates: &Templates, error: &'a minijinja::Error) -> (Diagnostic, Option<At<'a>>) {
    let reason = error.detail().map_or_else(|| error.kind().to_string(), ToString::to_string);
    let message = match error.kind() {
        ErrorKind::UndefinedError => UNDEFINED.to_owned(),
        ErrorKind::OutOfFuel => "this template runs without end, or makes a text that is too long".to_owned(),
        ErrorKind::CannotDeserialize => "this filter cannot take this value".to_owned(),
        ErrorKind::InvalidOperation if is_long_range(error) => {
            "this range is too long: it may have 100,000 numbers at most".to_owned()
        }
        _ => format!("this template cannot be rendered: {reason}"),
    };
    let mut problem = Diagnostic::error(codes::TEMPLATE, message);
    if error.kind() == ErrorKind::CannotDeserialize {
        problem = problem.help("`words` takes a list of words, `blocks` and `footnote` take blocks, `marks` takes numbers of notes; where a value may be none, ask `{% if … %}` first");
    }
    let place = error.name().and_then(|name| {
        let file = templates.get(name)?;
        let range = error.range().or_else(|| error.line().map(|line| map.file(file).line_range(line)))?;
        Some((name, file, range))
    });
    if let Some((_, file, range)) = &place {
        problem = problem.at(Span::new(*file, range.clone()), "here");
    }
    (problem, place)
}
