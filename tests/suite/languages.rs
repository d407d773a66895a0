//! The same brief in several languages, and a language that a workspace adds.

use std::collections::BTreeSet;

use evenhand::cite::{self, Style};
use evenhand::load::{Loaded, Settings};
use evenhand::locale::Locale;
use evenhand::model::prose::{Block, Inline};
use evenhand::resolve;
use evenhand::source_map::SourceMap;
use evenhand::view::{self, Document, Reference};
use serde_json::Value;

use crate::pdf;
use crate::workspace::{Workspace, briefing, copy, load, project};

const BRIEFS: [&str; 2] = ["harbour-contract", "overseas-stations"];

/// A brief's briefing in its first language and in another.
fn versions(slug: &str, tag: &str) -> (Document, Document) {
    let root = project().canonicalize().unwrap();
    let settings = Settings::load(&mut SourceMap::new(root));
    let loaded = load(project(), slug);
    let (en, fr) = (settings.locale("en").unwrap(), settings.locale(tag).unwrap());
    let build = |loaded: &Loaded, locale: &Locale| {
        let resolved = resolve::resolve(loaded);
        assert_eq!(resolved.problems, []);
        let style = Style::built_in(cite::DEFAULT).unwrap();
        briefing(&resolved, &style, locale)
    };
    (build(&loaded, en), build(&loaded.in_language(tag, en, fr), fr))
}

/// Every text of a document, with the name of the field that holds it.
fn texts(value: &Value, field: &str, out: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => out.push((field.to_owned(), text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, field, out)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| texts(value, name, out)),
        _ => {}
    }
}

fn all_texts(document: &Document) -> Vec<(String, String)> {
    let mut out = Vec::new();
    texts(&serde_json::to_value(document).unwrap(), "", &mut out);
    out
}

/// A text that has words of its language: several small letters in a row, three words or more.
fn is_worded(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.chars().all(|c| c.is_lowercase() || ",.;:".contains(c)));
    words.count() >= 3
}

#[test]
fn no_word_of_the_english_document_stands_in_the_french_one() {
    // Every English word of documents.
    let (en, fr) = (Locale::new("en", None).unwrap(), Locale::new("fr", None).unwrap());
    for (name, english) in en.texts() {
        let french = fr.text(name);
        let same = [
            "version",
            "notes",
            "likelihood_with_range",
            "note_above",
            "date",
            "sources_short",
            "note_number",
            "changes_corrections",
            "changes_sources",
            "change_place",
            "field_date",
            "field_organisation_name",
            "field_contact_name",
            "list_comma",
        ];
        assert!(*english != french || same.contains(&name.as_str()), "`{name}` is English in the French file");
    }
    for slug in BRIEFS {
        let (english, french) = versions(slug, "fr");
        let french = all_texts(&french);
        // The documents' own words, in whatever text they may be part of.
        let words = en.texts().values().filter(|text| text.len() > 14);
        for text in words {
            let pieces = text.split(['{', '}']).filter(|piece| piece.len() > 14);
            for piece in pieces {
                let found = french.iter().find(|(_, other)| other.contains(piece));
                assert!(found.is_none(), "{slug}: `{piece}` in {found:?}");
            }
        }
        // The authors' words. What stays as it is: words of sources, their titles, code, names.
        let whole: BTreeSet<&str> = french.iter().map(|(_, text)| text.as_str()).collect();
        let quoted: BTreeSet<String> = english
            .statements()
            .flat_map(|statement| &statement.quotations)
            .map(|quotation| quotation.text.clone())
            .collect();
        let kept = |text: &str| quoted.contains(text) || notes(&english).iter().any(|note| note.contains(text));
        for (field, text) in all_texts(&english) {
            let own = !matches!(field.as_str(), "code" | "link" | "name" | "native" | "path") && is_worded(&text);
            assert!(!own || kept(&text) || !whole.contains(text.as_str()), "{slug}: {field} is English: `{text}`");
        }
    }
}

/// The words of the notes, as far as they are titles of sources.
fn notes(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    for block in document.notes.iter().flat_map(|note| &note.blocks) {
        if let Block::Paragraph(inlines) = block {
            words(inlines, &mut out);
        }
    }
    out
}

fn words(list: &[Inline<Reference>], out: &mut Vec<String>) {
    for inline in list {
        match inline {
            Inline::Text(text) => out.push(text.clone()),
            Inline::Emphasis(inner) | Inline::Link(_, inner) | Inline::Language(_, inner) => words(inner, out),
            _ => {}
        }
    }
}

#[test]
fn both_languages_have_the_same_findings_statuses_and_notes() {
    for slug in BRIEFS {
        let (english, french) = versions(slug, "fr");
        assert_eq!(english.finding_ids(), french.finding_ids());
        for (en, fr) in english.statements().zip(french.statements()) {
            assert_eq!((en.status.key, &en.contradicted_by), (fr.status.key, &fr.contradicted_by), "{}", en.id);
            assert_eq!((&en.notes, &en.notes_against), (&fr.notes, &fr.notes_against), "{}", en.id);
            assert_ne!(en.status.label, fr.status.label);
            assert_ne!(en.text, fr.text, "{}", en.id);
            let answers = |statement: &view::Statement| {
                statement.responses.iter().map(|response| response.notes.clone()).collect::<Vec<_>>()
            };
            assert_eq!(answers(en), answers(fr), "{}", en.id);
        }
        let points = |document: &Document| {
            document.key_points.iter().map(|point| (point.status.key, point.findings.clone())).collect::<Vec<_>>()
        };
        assert_eq!(points(&english), points(&french));
        let rows = |document: &Document| {
            let rows = document.proceedings.iter().flat_map(|case| &case.rows);
            rows.map(|row| row.notes.clone()).collect::<Vec<_>>()
        };
        assert_eq!(rows(&english), rows(&french));
        let sections = |document: &Document| {
            let all = document.opening.iter().chain(&document.closing);
            all.map(|section| (section.anchor.clone(), references(&section.blocks))).collect::<Vec<_>>()
        };
        assert_eq!(sections(&english), sections(&french), "{slug}");
        assert_eq!(english.notes.len(), french.notes.len());
    }
}

/// What a section refers to, in reading order.
fn references(blocks: &[Block<Reference>]) -> Vec<Reference> {
    let mut out = Vec::new();
    let _: Vec<Block<()>> =
        evenhand::model::prose::blocks(blocks, &mut |reference: &Reference| out.push(reference.clone()));
    out
}

#[test]
fn french_documents_keep_french_marks_together() {
    for slug in BRIEFS {
        let (_, french) = versions(slug, "fr");
        for (field, text) in all_texts(&french) {
            if matches!(field.as_str(), "code" | "url" | "link") {
                continue;
            }
            for wrong in [" ;", " !", " ?", " »", "« ", " %"] {
                assert!(!text.contains(wrong), "{slug}: `{wrong}` in {field}: `{text}`");
            }
        }
    }
}

#[test]
fn a_language_is_one_file() {
    let workspace = Workspace::empty();
    copy(&project().join("tests/languages"), workspace.root());
    let run = workspace.run(&["build", "--lang", "de,fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let german = pdf::body_text(&workspace.pdf("hafen"));
    for words in ["Kernpunkte", "Erwiesene Tatsachen", "8. Januar 2026", "wahrscheinlich (55–80", "Anmerkungen"] {
        assert!(german.contains(&pdf::squeezed(words)), "no `{words}` in:\n{german}");
    }
    assert!(!german.contains("Established") && !german.contains("Keypoints"));
    let french = std::fs::read(workspace.path("output/hafen/hafen-briefing-fr.pdf")).unwrap();
    let french = pdf::body_text(&french);
    // Places come in the readers' words, from both files.
    assert!(french.contains("8janvier2026,4.") && french.contains("par.4") && !french.contains("Seite"), "{french}");
    // A file that lacks words names them.
    workspace.edit("locale/de.toml", "\nkey_points = \"Kernpunkte\"\n", "\n");
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stderr.contains("text.key_points"), "{}", run.stderr);
}

#[test]
fn a_section_that_is_missing_in_a_language_is_told() {
    let workspace = Workspace::copy_of("harbour-contract");
    std::fs::remove_file(workspace.path("briefs/harbour-contract/sections/fr/method.md")).unwrap();
    let run = workspace.run(&["check"]);
    assert_eq!(run.code, 1);
    let told = "the section `method` is missing in `fr`\n --> briefs/harbour-contract/sections/method.md:1:1";
    assert!(run.stderr.contains(told), "{}", run.stderr);
    assert!(run.stderr.contains("add `sections/fr/method.md`"), "{}", run.stderr);
    // A folder for a language that the brief does not have is no translation.
    workspace.write("briefs/harbour-contract/sections/it/method.md", "# Metodo\n");
    let run = workspace.run(&["check"]);
    assert!(run.stderr.contains("nothing reads `briefs/harbour-contract/sections/it`"), "{}", run.stderr);
}

#[test]
fn the_checker_reads_french_texts_with_french_lists() {
    let workspace = Workspace::copy_of("harbour-contract");
    let parties = "briefs/harbour-contract/parties.yaml";
    workspace.edit(
        parties,
        "role: Association de protection d’un marais",
        "role: Association qui se bat contre les hommes de main du régime",
    );
    workspace.edit(
        "briefs/harbour-contract/sections/fr/method.md",
        "Chaque énoncé a été consigné",
        "Chaque énoncé a été récemment consigné",
    );
    let run = workspace.run(&["check"]);
    assert_eq!(run.code, 1);
    for (rule, file) in [("contentious-label", "parties.yaml"), ("relative-date", "sections/fr/method.md")] {
        let told = run.stderr.split("\n\n").any(|problem| problem.contains(rule) && problem.contains(file));
        assert!(told, "no {rule} in {file}:\n{}", run.stderr);
    }
}

#[test]
fn a_withheld_name_is_found_in_translations_too() {
    let workspace = Workspace::copy_of("harbour-contract");
    let section = "briefs/harbour-contract/sections/fr/information-gaps.md";
    workspace.edit(section, "Le témoignage d’un seul témoin", "Le témoignage de Lindiwe Oşkarın");
    let run = workspace.run(&["build", "--draft", "--lang", "fr"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("private-person") && run.stderr.contains("sections/fr/information-gaps.md"));
    assert!(!workspace.path("output/harbour-contract/harbour-contract-briefing-fr-draft.pdf").exists());
}

#[test]
fn names_in_other_scripts_come_out_or_are_left_out_with_a_word() {
    let workspace = Workspace::starter("case");
    let named = |name: &str, language: &str| {
        format!("    name: Town Council\n    native_name: {name}\n    native_language: {language}\n")
    };
    let parties = "briefs/case/parties.yaml";
    // A right-to-left name that the built-in fonts have.
    workspace.edit(parties, "    name: Town Council\n", &named("מועצת העיר", "he"));
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stderr.contains("warning"), "{}", run.stderr);
    let text = pdf::body_text(&workspace.pdf("case"));
    // From the left, its letters come in the reverse order.
    assert!(text.contains(&"מועצת".chars().rev().collect::<String>()), "{text}");
    // Names that no built-in font has.
    let mut last = named("מועצת העיר", "he");
    for (name, language, package) in [
        ("شەھەر كېڭىشى", "ug", "fonts-noto-core"),
        ("城镇议会", "zh-Hans", "fonts-noto-cjk"),
        ("시의회", "ko", "fonts-noto-cjk"),
    ] {
        let next = named(name, language);
        workspace.edit(parties, &last, &next);
        last = next;
        let run = workspace.run(&["build"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(run.stderr.contains("missing-glyph") && run.stderr.contains(package), "{}", run.stderr);
        let text = pdf::body_text(&workspace.pdf("case"));
        assert!(!name.chars().any(|c| c.is_alphabetic() && text.contains(c)), "{text}");
    }
}

#[test]
fn every_rule_is_named_in_each_language() {
    for language in Locale::built_in() {
        let locale = Locale::new(language, None).unwrap();
        for rule in evenhand::check::RULES {
            assert!(!locale.asks(rule.name).is_empty(), "{} has no words in {language}", rule.name);
            if language == "en" {
                assert_eq!(locale.asks(rule.name), rule.page().title);
            }
        }
    }
}

#[test]
fn exceptions_and_levels_are_told_in_the_language_of_the_document() {
    let workspace = Workspace::copy_of("overseas-stations");
    let run = workspace.run(&["build", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let bytes = std::fs::read(workspace.path("output/overseas-stations/overseas-stations-briefing-fr.pdf")).unwrap();
    let text = pdf::body_text(&bytes);
    for words in [
        "Une copie de chaque page web citée est conservée. (no-archived-copy, règle désactivée)",
        "Les pages ont été lues sous forme de copies conservées du web public",
        "Pour États-Unis c. Ji, États-Unis c. Angwang",
        "Aucune pièce ni aucun article plus récents",
        "– la rédaction du projet evenhand",
    ] {
        assert!(text.contains(&pdf::squeezed(words)), "no `{words}`");
    }
    assert!(!text.contains(&pdf::squeezed("Keep a copy of each web page")));
}

/// The words of a text that are said to be in another language, by its tag.
fn foreign(list: &[Inline<Reference>], out: &mut Vec<(String, String)>) {
    for inline in list {
        match inline {
            Inline::Language(tag, inner) => {
                let mut own = Vec::new();
                words(inner, &mut own);
                out.push((tag.clone(), own.concat()));
            }
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => foreign(inner, out),
            _ => {}
        }
    }
}

#[test]
fn every_title_and_quotation_in_another_language_says_so() {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    for slug in BRIEFS {
        let loaded = load(project(), slug);
        let (english, french) = versions(slug, "fr");
        for (document, told) in [(&english, "en"), (&french, "fr")] {
            let mut marked = Vec::new();
            let mut all = String::new();
            for note in &document.notes {
                for block in &note.blocks {
                    if let Block::Paragraph(list) = block {
                        foreign(list, &mut marked);
                        let mut own = Vec::new();
                        words(list, &mut own);
                        all.push_str(&letters(&own.concat()));
                        all.push(' ');
                    }
                }
            }
            assert!(marked.iter().all(|(tag, _)| tag != told), "{slug} {told}: {marked:?}");
            let mut found = 0;
            for source in loaded.sources.iter().map(|entry| &entry.value) {
                let title = letters(source.title.as_str());
                let tag = source.language.as_ref().map_or("en", |language| language.as_str());
                let stands = all.contains(&title) && !source.title.as_str().starts_with('[');
                let is_marked = marked.iter().any(|(_, words)| letters(words) == title);
                assert_eq!(is_marked, stands && tag != told, "{slug} {told}: {}", source.title.as_str());
                found += usize::from(is_marked);
            }
            assert!(
                found >= if told == "fr" { 8 } else { usize::from(slug == "harbour-contract") * 5 },
                "{slug} {told}: {found}"
            );
            let quotations: Vec<_> = document.statements().flat_map(|statement| &statement.quotations).collect();
            match told {
                "en" => assert!(quotations.iter().all(|quotation| quotation.language.as_deref() != Some("en"))),
                _ => assert!(
                    quotations.is_empty() || quotations.iter().any(|q| q.language.as_deref() == Some("en")),
                    "{slug}"
                ),
            }
        }
    }
}

#[test]
fn pages_and_paper_carry_the_language_of_parts() {
    let workspace = Workspace::copy_of("harbour-contract");
    let run = workspace.run(&["build", "--form", "briefing,annex", "--to", "html,pdf", "--lang", "en,fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let file = |name: &str| {
        std::fs::read(workspace.path(&format!("output/harbour-contract/harbour-contract-{name}"))).unwrap()
    };
    let page = |name: &str| String::from_utf8(file(name)).unwrap();
    for form in ["briefing", "annex"] {
        let (english, french) = (page(&format!("{form}.html")), page(&format!("{form}-fr.html")));
        assert!(french.contains("<span class=\"quotation\" lang=\"en\">«"), "{form}");
        assert!(!english.contains("lang=\"en\">“") && english.contains("<span class=\"quotation\">“"), "{form}");
        for (tag, title) in [("de", "Rechnungshof"), ("pl", ""), ("el", "")] {
            let mark = format!("<span lang=\"{tag}\">{title}");
            assert!(english.contains(&mark) && french.contains(&mark), "{form} {mark}");
        }
        assert!(french.contains("<bdi lang=\"el\">") && english.contains("<bdi lang=\"el\">"), "{form}");
        for (name, own) in [(format!("{form}.pdf"), "en"), (format!("{form}-fr.pdf"), "fr")] {
            let all = pdf::everything(&file(&name));
            let said = |tag: &str| {
                all.matches(&format!("/Lang({tag})")).count() + all.matches(&format!("/Lang ({tag})")).count()
            };
            for tag in ["de", "el", "tr", "pl", "ru"] {
                assert!(said(tag) > 0, "{name}: {tag}");
            }
            assert!(own == "en" || said("en") > 3, "{name}: {} parts in English", said("en"));
        }
    }
}

/// What the annex of the harbour brief tells of how opposed parties are heard, under its title.
fn heard(workspace: &Workspace, tag: &str, title: &str, draft: bool) -> String {
    let mut arguments = vec!["build", "harbour-contract", "--form", "annex", "--to", "md", "--lang", tag];
    arguments.extend(draft.then_some("--draft"));
    let run = workspace.run(&arguments);
    let language = if tag == "en" { String::new() } else { format!("-{tag}") };
    let name = format!("harbour-contract-annex{language}{}.md", if draft { "-draft" } else { "" });
    let text = std::fs::read_to_string(workspace.path(&format!("output/harbour-contract/{name}")));
    let text = text.unwrap_or_else(|_| panic!("{name} was not made:\n{}", run.stderr));
    let begin = text.find(&format!("## {title}\n")).unwrap();
    let part = &text[begin + 3..];
    part[..part.find("\n## ").unwrap_or(part.len())].to_owned()
}

#[test]
fn opposed_parties_are_counted_in_the_language_of_the_document() {
    let workspace = Workspace::copy_of("harbour-contract");
    let english = heard(&workspace, "en", "How evenly opposed parties are heard", false);
    let french = heard(&workspace, "fr", "Place donnée aux parties opposées", false);
    for (part, words) in [
        (&english, "Court of Audit – 2 statements, 53 words – reported 1, wrote 1"),
        (&french, "Cour des comptes – 2 énoncés, 62 mots – rapporter 1, écrire 1"),
        (&english, "Public Prosecutor of Velunda – 1 statement, 36 words – stated 1"),
        // In mid-sentence French writes a name such as this with a small letter: « le parquet de Velunda ».
        (&french, "Parquet de Velunda – 1 énoncé, 46 mots – déclarer 1"),
    ] {
        assert!(part.contains(words), "no `{words}` in:\n{part}");
    }
    for verb in ["wrote", "reported", "stated", "said"] {
        assert!(!french.contains(verb), "{french}");
    }
    // Nothing is counted in another language, and nothing says so.
    assert!(!english.contains("first language") && !french.contains("première langue"), "{english}{french}");

    // A finding without a French text is counted in English, and readers learn of it.
    let findings = "briefs/harbour-contract/findings/channel.yaml";
    let whole = std::fs::read_to_string(workspace.path(findings)).unwrap();
    let begin = whole.find("- id: F-008").unwrap();
    let end = begin + whole[begin..].find("  translations:\n    - language: fr\n      title:").unwrap();
    workspace.write(findings, format!("{}{}", &whole[..end], whole[end..].replacen("language: fr", "language: it", 1)));
    let french = heard(&workspace, "fr", "Place donnée aux parties opposées", true);
    assert!(french.contains("sont comptés dans la première langue de la note"), "{french}");
    assert!(french.contains("reported 1"), "{french}");

    // So is a language in which no texts are read.
    workspace.write(findings, whole);
    workspace.edit("briefs/harbour-contract/brief.yaml", "languages: [fr]", "languages: [fr, de]");
    workspace
        .write("locale/de.toml", std::fs::read_to_string(project().join("tests/languages/locale/de.toml")).unwrap());
    let german = heard(&workspace, "de", "Wie gleichmäßig die Gegenseiten zu Wort kommen", true);
    assert!(german.contains("sind in der ersten Sprache des Dokuments gezählt"), "{german}");
}
