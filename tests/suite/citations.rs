//! Citations in every style, held against the forms that the styles' own guides show.

use std::fmt::Write;

use evenhand::cite::{self, Cite, Style, Writer};
use evenhand::load;
use evenhand::locale::Locale;
use evenhand::model::Source;
use evenhand::model::prose::{Block, Inline};
use evenhand::resolve;
use evenhand::source_map::SourceMap;
use evenhand::view::{self, Options, Reference};
use serde_json::{Value, json};

use crate::workspace::project;

/// A source from a few fields.
fn source(fields: Value) -> Source {
    let mut whole = json!({
        "id": "x", "type": "web_page", "title": "Title", "authors": [], "consulted": true,
        "derives_from": [], "exceptions": [],
    });
    for (name, value) in fields.as_object().unwrap() {
        whole[name] = value.clone();
    }
    serde_json::from_value(whole).unwrap()
}

/// Notes on sources, by position and place; emphasis between asterisks.
fn notes(style: &str, language: &str, sources: &[Source], cited: &[(usize, Option<&str>)]) -> Vec<String> {
    written(style, language, sources, cited).into_iter().map(|(full, _)| full).collect()
}

fn written(
    style: &str,
    language: &str,
    sources: &[Source],
    cited: &[(usize, Option<&str>)],
) -> Vec<(String, String)> {
    let style = Style::built_in(style).unwrap();
    let locale = Locale::new(language, None).unwrap();
    let ids: Vec<_> = sources.iter().map(|source| source.id.clone()).collect();
    let via = |source: &Source| source.cited_in.as_ref().and_then(|id| ids.iter().position(|other| other == id));
    let writer = Writer {
        style: &style,
        locale: &locale,
        sources: sources.iter().collect(),
        found_in: sources.iter().map(via).collect(),
    };
    let cites: Vec<_> = cited
        .iter()
        .enumerate()
        .map(|(at, (source, locator))| Some(Cite { number: at + 1, source: *source, locator: *locator }))
        .collect();
    let told = writer.write::<()>(&cites).into_iter().flatten();
    told.map(|cited| (text(&cited.full), text(&cited.short))).collect()
}

fn text<R>(inlines: &[Inline<R>]) -> String {
    let mut told = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(words) => told.push_str(words),
            Inline::Emphasis(inner) => write!(told, "*{}*", text(inner)).unwrap(),
            Inline::Link(_, inner) | Inline::Strong(inner) => told.push_str(&text(inner)),
            _ => panic!("no citation has this"),
        }
    }
    told
}

fn brief_notes(slug: &str, style: &str, language: &str) -> String {
    let root = project().canonicalize().unwrap();
    let mut map = SourceMap::new(root.clone());
    let loaded = load::load(&mut map, &root.join("briefs").join(slug));
    let resolved = resolve::resolve(&loaded);
    let (style, locale) = (Style::built_in(style).unwrap(), Locale::new(language, None).unwrap());
    let options = Options {
        form: evenhand::model::Form::Briefing,
        locale: &locale,
        style: &style,
        draft: None,
        legible: &|_| true,
        exceptions: Vec::new(),
    };
    let document = view::build(&resolved, options).unwrap();
    let mut told = String::new();
    for note in &document.notes {
        let Some(Block::Paragraph(words)) = note.blocks.first() else { panic!("{note:?}") };
        let words = words.iter().filter(|inline| !matches!(inline, Inline::Reference(_))).cloned();
        writeln!(told, "{}. {}", note.number, text::<Reference>(&words.collect::<Vec<_>>())).unwrap();
    }
    told
}

#[test]
fn explore() {
    let style = std::env::var("STYLE").unwrap_or(cite::DEFAULT.to_owned());
    for slug in ["harbour-contract", "overseas-stations"] {
        println!("{}", brief_notes(slug, &style, &std::env::var("DOCLANG").unwrap_or("en".into())));
    }
}
