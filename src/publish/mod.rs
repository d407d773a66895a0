//! One document from its view to a file: template, engine, and the engine's complaints in our words.

mod overflow;
mod syntax;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::load::Loaded;
use crate::markup;
use crate::markup::plain;
use crate::model::{Date, Form};
use crate::render::{self, Enclosed, Rendered, Templates};
use crate::resolve::Resolved;
use crate::source_map::{SourceMap, Span};
use crate::theme::{FONT, Theme};
use crate::typeset::{self, Complaint, Engine, Failure, Fonts, Job, Place};
use crate::view::{self, DOCUMENT_SCHEMA, Data, Document};

/// How many bytes of data a page for a browser offers for download at most; phones read it too.
const MOST_DATA: usize = 512 * 1024;

/// What sort of file a document becomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Pages.
    Pdf,
    /// One page for a browser, with all that it needs.
    Html,
    /// Markdown, for pasting.
    Markdown,
    /// Plain text, for pasting.
    Text,
    /// The document as data.
    Json,
}

impl Format {
    /// What the file's name ends with.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Text => "txt",
            Self::Json => "json",
        }
    }
}

/// What a document is made with.
pub struct Press<'a> {
    /// The templates.
    pub templates: &'a Templates,
    /// The fonts.
    pub fonts: &'a Fonts,
    /// The engine.
    pub engine: &'a dyn Engine,
    /// The organisation's look.
    pub theme: &'a Theme,
}

/// A finished document.
#[derive(Debug)]
pub struct Published {
    /// The bytes of the file.
    pub bytes: Vec<u8>,
    /// The Typst text that pages were made from.
    pub typst: Option<String>,
    /// What the engine found odd.
    pub warnings: Vec<Diagnostic>,
}

/// Why there is no document.
#[derive(Debug)]
pub struct Failed {
    /// What is wrong.
    pub problems: Vec<Diagnostic>,
    /// The engine is at fault, not the brief or a template.
    pub engine: bool,
    /// The engine cannot make the footnotes of these pages accessible; notes at the end it can.
    pub footnotes: bool,
    /// The Typst text, where it came that far.
    pub typst: Option<String>,
}

/// Makes the document `form` of a brief in a format.
///
/// # Errors
/// [`Failed`], with every problem that the engine found.
pub fn publish(
    map: &SourceMap,
    resolved: &Resolved<'_>,
    document: &Document,
    form: Form,
    format: Format,
    press: &Press<'_>,
) -> Result<Published, Failed> {
    let data = (format == Format::Html).then(|| json(resolved)).filter(|data| data.len() <= MOST_DATA);
    let render = |ending: &str| {
        let name = format!("{}.{ending}", form.name());
        let enclosed = Enclosed { images: resolved.loaded.images.bytes(), data: data.as_deref(), theme: press.theme };
        let failed = |problem: Box<Diagnostic>| Failed {
            problems: vec![*problem],
            engine: false,
            footnotes: false,
            typst: None,
        };
        render::render(map, press.templates, &name, document, enclosed).map_err(failed)
    };
    let done = |text: String| Ok(Published { bytes: text.into_bytes(), typst: None, warnings: Vec::new() });
    match format {
        Format::Pdf => pages(map, resolved, document, form, render("typ")?, press),
        Format::Html => done(render("html")?.text),
        Format::Markdown => done(render("md")?.text),
        Format::Text => done(plain::text(&render("md")?.text)),
        Format::Json => match serde_json::to_string_pretty(&Data { schema: DOCUMENT_SCHEMA, document }) {
            Ok(json) => done(json + "\n"),
            Err(error) => Err(Failed {
                problems: vec![Diagnostic::error(
                    codes::ENGINE,
                    format!("the document cannot be written as data: {error}"),
                )],
                engine: true,
                footnotes: false,
                typst: None,
            }),
        },
    }
}

fn pages(
    map: &SourceMap,
    resolved: &Resolved<'_>,
    document: &Document,
    form: Form,
    rendered: Rendered,
    press: &Press<'_>,
) -> Result<Published, Failed> {
    let loaded = resolved.loaded;
    let job = job(map, resolved, document, form, press, &rendered);
    let main = job.main.clone();
    let translate = |complaints: &[Complaint], error: bool| -> Vec<Diagnostic> {
        let translator = Translator { loaded, templates: press.templates, rendered: &rendered, main: &main };
        complaints.iter().map(|complaint| translator.diagnostic(complaint, error)).collect()
    };
    match press.engine.typeset(&job, press.fonts) {
        Ok(typeset) => {
            let warnings = translate(&typeset.warnings, false);
            Ok(Published { bytes: typeset.pdf, typst: Some(rendered.text), warnings })
        }
        Err(Failure::Document(complaints)) => {
            // Typst's tags lose a footnote on some pages.
            let lost = |complaint: &Complaint| complaint.message.contains("artifacts may not contain links");
            let footnotes = document.footnotes && complaints.iter().any(lost);
            let over = complaints.iter().find_map(|complaint| overflow::read(&complaint.message));
            let problems = match over {
                Some(over) => vec![overflow::problem(resolved, document, form, over)],
                None if typeset::parses(&rendered.text) => translate(&complaints, true),
                None => translate(&syntax::causes(complaints, press.templates, &rendered, &main), true),
            };
            Err(Failed { problems, engine: false, footnotes, typst: Some(rendered.text) })
        }
        Err(Failure::Engine { message, help }) => Err(Failed {
            problems: vec![Diagnostic::error(codes::ENGINE, message).help(help)],
            engine: true,
            footnotes: false,
            typst: Some(rendered.text),
        }),
    }
}

fn job(
    map: &SourceMap,
    resolved: &Resolved<'_>,
    document: &Document,
    form: Form,
    press: &Press<'_>,
    rendered: &Rendered,
) -> Job {
    let main = format!("/templates/{}.typ", form.name());
    let mut files = BTreeMap::new();
    for (name, file) in press.templates.iter() {
        files.insert(format!("/templates/{name}"), map.file(file).text.clone().into_bytes());
    }
    files.insert(main.clone(), rendered.text.clone().into_bytes());
    let words = markup::typst::dictionary("words", &document.words);
    let told = markup::typst::strings(&document.finding_ids());
    let look = look(press.theme);
    let settings = format!("{words}#let footnotes = {}\n#let told = {told}\n{look}", document.footnotes);
    files.insert("/templates/words.typ".to_owned(), settings.into_bytes());
    if let Some(graph) = document.annex.as_ref().and_then(|annex| annex.graph.as_ref()) {
        files.insert("/graph.svg".to_owned(), graph.svg.clone().into_bytes());
    }
    if let Some(logo) = &press.theme.logo {
        files.insert(format!("/logo.{}", logo.sort.ending()), logo.bytes.clone());
    }
    files.insert("/findings.json".to_owned(), json(resolved));
    for (path, bytes) in resolved.loaded.images.bytes() {
        files.insert(format!("/brief/{path}"), bytes.clone());
    }
    let date = resolved.loaded.brief.as_ref().map(|brief| brief.value.dates.publication);
    let timestamp = source_date_epoch().or(date.map(Date::unix_timestamp)).unwrap_or_default();
    Job { main, files, timestamp }
}

/// The organisation's look as Typst. Where nothing is said, `accent` and `logo` are none.
fn look(theme: &Theme) -> String {
    let literal = |text: &str| {
        let mut out = String::new();
        // Writing to a string does not fail.
        let _ = markup::typst::string(&mut out, text);
        out
    };
    let accent = theme.accent.map_or("none".to_owned(), |accent| format!("rgb(\"{accent}\")"));
    // What the own font lacks, the usual one has.
    let font = match &theme.font {
        Some(font) => format!("({}, {})", literal(font), literal(FONT)),
        None => literal(FONT),
    };
    let logo = match &theme.logo {
        Some(logo) => format!("(path: \"/logo.{}\", alt: {})", logo.sort.ending(), literal(&logo.alt)),
        None => "none".to_owned(),
    };
    format!("#let theme = (accent: {accent}, font: {font}, logo: {logo})\n")
}

/// The findings as data.
fn json(resolved: &Resolved<'_>) -> Vec<u8> {
    let mut json =
        view::record(resolved).and_then(|record| serde_json::to_vec_pretty(&record).ok()).unwrap_or_default();
    json.push(b'\n');
    json
}

/// The date that the environment asks for, as reproducible-builds.org specifies.
fn source_date_epoch() -> Option<i64> {
    std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()
}

/// Turns an engine's places into places in templates and briefs.
struct Translator<'a> {
    loaded: &'a Loaded,
    templates: &'a Templates,
    rendered: &'a Rendered,
    main: &'a str,
}

impl Translator<'_> {
    fn diagnostic(&self, complaint: &Complaint, error: bool) -> Diagnostic {
        let message = complaint.message.as_str();
        let mut problem = match error {
            true => Diagnostic::error(codes::TYPESETTING, message),
            false => Diagnostic::warning(codes::TYPESETTING, message),
        };
        let places: Vec<_> = complaint.at.iter().chain(&complaint.trace).collect();
        let mut spans = places.iter().filter_map(|place| self.template(place));
        if let Some(span) = spans.next() {
            problem = problem.at(span, "in this template");
        }
        for span in spans.take(3) {
            problem = problem.also(span, "called from here");
        }
        let finding = places
            .iter()
            .filter(|place| place.file == self.main)
            .find_map(|place| self.rendered.origin.finding(place.start..place.end));
        if let Some(entry) =
            finding.and_then(|id| self.loaded.findings.iter().find(|entry| entry.value.id.as_str() == id))
        {
            problem = problem.also(entry.place().field("id").span(), "while this finding was set");
        }
        for hint in &complaint.hints {
            problem = problem.help(hint.as_str());
        }
        problem
    }

    fn template(&self, place: &Place) -> Option<Span> {
        if place.file == self.main {
            return self.rendered.origin.template(place.start);
        }
        let file = self.templates.get(place.file.strip_prefix("/templates/")?)?;
        Some(Span::new(file, place.start..place.end))
    }
}
