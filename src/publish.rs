//! One document from its view to a PDF: template, engine, and the engine's complaints in our words.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::load::Loaded;
use crate::model::Date;
use crate::render::{self, Rendered, Templates};
use crate::resolve::Resolved;
use crate::source_map::{SourceMap, Span};
use crate::typeset::{Complaint, Engine, Failure, Fonts, Job, Place};
use crate::view::{self, Document};

/// What a document is made with.
pub struct Press<'a> {
    /// The templates.
    pub templates: &'a Templates,
    /// The fonts.
    pub fonts: &'a Fonts,
    /// The engine.
    pub engine: &'a dyn Engine,
}

/// A finished document.
#[derive(Debug)]
pub struct Published {
    /// The bytes of the PDF.
    pub pdf: Vec<u8>,
    /// The Typst text that it was made from.
    pub typst: String,
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
    /// The Typst text, where it came that far.
    pub typst: Option<String>,
}

/// Makes the document `form` of a brief.
///
/// # Errors
/// [`Failed`], with every problem that the engine found.
pub fn publish(
    map: &SourceMap,
    resolved: &Resolved<'_>,
    document: &Document,
    date: Date,
    form: &str,
    press: &Press<'_>,
) -> Result<Published, Failed> {
    let loaded = resolved.loaded;
    let rendered = render::render(map, press.templates, form, document).map_err(|problem| Failed {
        problems: vec![*problem],
        engine: false,
        typst: None,
    })?;
    let job = job(map, resolved, date, form, press.templates, &rendered);
    let main = job.main.clone();
    let translate = |complaints: &[Complaint], error: bool| -> Vec<Diagnostic> {
        let translator = Translator { loaded, templates: press.templates, rendered: &rendered, main: &main };
        complaints.iter().map(|complaint| translator.diagnostic(complaint, error)).collect()
    };
    match press.engine.typeset(&job, press.fonts) {
        Ok(typeset) => {
            let warnings = translate(&typeset.warnings, false);
            Ok(Published { pdf: typeset.pdf, typst: rendered.text, warnings })
        }
        Err(Failure::Document(complaints)) => {
            let problems = translate(&complaints, true);
            Err(Failed { problems, engine: false, typst: Some(rendered.text) })
        }
        Err(Failure::Engine { message, help }) => Err(Failed {
            problems: vec![Diagnostic::error(codes::ENGINE, message).help(help)],
            engine: true,
            typst: Some(rendered.text),
        }),
    }
}

fn job(
    map: &SourceMap,
    resolved: &Resolved<'_>,
    date: Date,
    form: &str,
    templates: &Templates,
    rendered: &Rendered,
) -> Job {
    let main = format!("/templates/{form}.typ");
    let mut files = BTreeMap::new();
    for (name, file) in templates.iter() {
        files.insert(format!("/templates/{name}"), map.file(file).text.clone().into_bytes());
    }
    files.insert(main.clone(), rendered.text.clone().into_bytes());
    files.insert("/findings.json".to_owned(), json(resolved));
    for (path, bytes) in resolved.loaded.images.bytes() {
        files.insert(format!("/brief/{path}"), bytes.clone());
    }
    let timestamp = source_date_epoch().unwrap_or_else(|| date.unix_timestamp());
    Job { main, files, timestamp }
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
