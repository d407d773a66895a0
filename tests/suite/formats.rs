//! One document in every sort of file: the same findings, statuses, notes and numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use serde_json::Value;

use crate::page::{self, Piece, attribute};
use crate::pdf;
use crate::workspace::Workspace;

const BRIEFS: [&str; 2] = ["harbour-contract", "overseas-stations"];
const LISTS: [&str; 6] = ["established", "contested", "reported", "positions", "assessments", "dropped"];

/// Every sort of file of a brief's briefing.
struct Files {
    pdf: String,
    html: String,
    markdown: String,
    text: String,
    json: Value,
}

impl Files {
    fn of(slug: &str) -> Self {
        Self::made(&Workspace::copy_of(slug), slug)
    }

    fn made(workspace: &Workspace, slug: &str) -> Self {
        let run = workspace.run(&["build", "--to", "pdf,html,md,txt,json"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let read = |ending: &str| {
            fs::read_to_string(workspace.path(&format!("output/{slug}/{slug}-briefing.{ending}"))).unwrap()
        };
        Self {
            pdf: pdf::body_text(&workspace.pdf(slug)),
            html: read("html"),
            markdown: read("md"),
            text: read("txt"),
            json: serde_json::from_str(&read("json")).unwrap(),
        }
    }

    fn statements(&self) -> impl Iterator<Item = &Value> {
        LISTS.iter().flat_map(|list| self.json[list].as_array().unwrap())
    }
}

fn string(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no text"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

/// `[7, 8]` as a PDF and as text show it, without white space.
fn marks(notes: &Value) -> String {
    let numbers: Vec<_> = list(notes).iter().map(ToString::to_string).collect();
    if numbers.is_empty() { String::new() } else { format!("[{}]", numbers.join(",")) }
}

/// The runs of words in blocks of prose, as far as no reference stands in between.
fn runs(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| runs(item, out)),
        Value::Object(fields) => {
            for (key, inner) in fields {
                match (key.as_str(), inner) {
                    ("reference", _) => out.push(String::new()),
                    ("text" | "code", Value::String(text)) => match out.last_mut() {
                        Some(last) => last.push_str(text),
                        None => out.push(text.clone()),
                    },
                    ("link" | "language", Value::Array(parts)) => runs(&parts[1], out),
                    _ => runs(inner, out),
                }
            }
        }
        _ => {}
    }
}

/// The lines of a note, which may have several paragraphs: up to the next note or heading.
fn note_in(lines: &[String], mark: &str) -> String {
    let mut note = lines.iter().skip_while(|line| !line.starts_with(mark));
    let first = note.next().unwrap_or_else(|| panic!("no note {mark}"));
    let rest = note.take_while(|line| !line.starts_with('[') && !line.starts_with("---"));
    std::iter::once(first).chain(rest).map(String::as_str).collect()
}

/// "Asserted by X, Y" of a finding that stands by its title alone.
fn asserted_by(finding: &Value) -> String {
    let names: Vec<_> = list(&finding["asserted_by"]).iter().map(|party| string(&party["name"])).collect();
    if names.is_empty() { String::new() } else { format!("asserted by {}", names.join(", ")) }
}

#[test]
fn every_sort_of_file_tells_the_same() {
    for slug in BRIEFS {
        let files = Files::of(slug);
        let pieces = page::pieces(&files.html);
        let plain = evenhand::markup::plain::text(&files.markdown);
        let pasted: Vec<String> = plain.lines().map(pdf::squeezed).collect();
        let text: Vec<String> = files.text.lines().map(pdf::squeezed).collect();

        let mut ids = BTreeSet::new();
        for statement in files.statements() {
            let (id, says) = (string(&statement["id"]), pdf::squeezed(string(&statement["text"])));
            let label = string(&statement["status"]["label"]);
            let notes = marks(&statement["notes"]);
            ids.insert(id);

            let pages = format!("{}.{says}{notes}", pdf::squeezed(label));
            assert!(files.pdf.contains(&pages), "{slug} {id} in the PDF: {pages}");

            let article = page::element(&pieces, id);
            let shown = page::text(article);
            let single = notes.replace(',', "][");
            assert!(shown.contains(&format!("{}.{says}{single}", pdf::squeezed(label))), "{slug} {id}: {shown}");
            assert_eq!(
                attribute(&article[0], "class"),
                Some(&*format!("finding {}", string(&statement["status"]["key"])))
            );

            let begin = format!("{}({id}", pdf::squeezed(label));
            for (sort, lines) in [("md", &pasted), ("txt", &text)] {
                let line = lines.iter().find(|line| line.starts_with(&begin) && line.contains(&says));
                assert!(line.is_some_and(|line| line.ends_with(&format!("{says}{notes}"))), "{slug} {id} in {sort}");
            }
        }
        let articles = pieces.iter().filter(|piece| matches!(piece, Piece::Tag(name, _) if name == "article"));
        let shown: BTreeSet<_> = articles.filter_map(|piece| attribute(piece, "id")).collect();
        assert_eq!(shown, ids, "{slug}: the findings of the page");
        let heads: BTreeSet<_> = files.markdown.lines().filter(|line| line.starts_with("### ")).collect();
        for id in &ids {
            assert!(
                heads.iter().any(|head| head.split(['·', ' ', '#']).any(|word| word == *id)),
                "{slug} {id}: a heading"
            );
        }

        for further in list(&files.json["further"]) {
            let (id, title) = (string(&further["id"]), string(&further["title"]));
            let label = string(&further["status"]["label"]);
            let asserted = asserted_by(further);
            let row = page::text(page::element(&pieces, id));
            assert_eq!(row, pdf::squeezed(&format!("{label}.{title}{id}{asserted}")), "{slug} {id}");
            let after = if asserted.is_empty() { asserted } else { format!("; {asserted}") };
            let printed = pdf::squeezed(&format!("{label}.{title}({id}{after})"));
            assert!(files.pdf.contains(&printed), "{slug} {id} in the PDF");
            for lines in [&pasted, &text] {
                let line = pdf::squeezed(&format!("- {label}. {title} ({id}{after})"));
                assert!(lines.contains(&line), "{slug} {id}: {line}");
            }
        }

        for event in list(&files.json["timeline"]["events"]) {
            let (id, asserted) = (string(&event["id"]), asserted_by(event));
            let after = if asserted.is_empty() { asserted } else { format!("; {asserted}") };
            let (date, label) = (string(&event["date"]), string(&event["status"]["label"]));
            let line = pdf::squeezed(&format!("- {date}: {label}. {} ({id}{after})", string(&event["title"])));
            assert!(pasted.contains(&line) && text.contains(&line), "{slug} {id}: {line}");
        }

        for note in list(&files.json["notes"]) {
            let number = &note["number"];
            let item = page::text(page::element(&pieces, &format!("note/{number}")));
            let preview = page::text(&page::element(&pieces, &format!("peek/{number}"))[1..]);
            let mark = format!("[{number}]");
            let pasted = note_in(&pasted, &mark);
            assert_eq!(note_in(&text, &mark), pasted, "{slug}: note {number} in plain text");
            let mut words = Vec::new();
            runs(&note["blocks"], &mut words);
            let words: Vec<_> = words.iter().map(|run| pdf::squeezed(run)).collect();
            assert!(files.pdf.contains(&format!("{number}.{}", words[0])), "{slug}: note {number} in the PDF");
            for run in &words {
                for (sort, text) in [("list", &item), ("preview", &preview), ("text", &pasted)] {
                    assert!(text.contains(run), "{slug}: note {number} in the {sort}: {run} / {text}");
                }
            }
        }
    }
}

/// The numbers in a text, with their signs of thousands and fractions.
fn numbers(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for word in text.split(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))) {
        let word = word.trim_matches([',', '.']);
        if !word.is_empty() {
            *found.entry(word.to_owned()).or_insert(0) += 1;
        }
    }
    found
}

#[test]
fn text_for_pasting_has_the_numbers_of_the_page() {
    for slug in BRIEFS {
        let files = Files::of(slug);
        let pieces = page::pieces(&files.html);
        let mut checked = 0;
        for statement in files.statements() {
            let id = string(&statement["id"]);
            // Every line of the finding but its tags, without the label.
            let page: Vec<_> = page::element(&pieces, id).to_vec();
            let tags = page.iter().position(|piece| attribute(piece, "class") == Some("tags")).unwrap();
            let of_page = numbers(&spaced(&page[..tags]));
            let label = string(&statement["status"]["label"]);
            let begin = [format!("{label} ({id}"), format!("On {id} ({label}")];
            let of_finding = |line: &&str| begin.iter().any(|begin| line.starts_with(begin));
            let mut lines: Vec<_> = files.text.lines().filter(of_finding).collect();
            lines.pop();
            let lines = lines.join("\n").replace(id, "");
            let of_text = numbers(&lines);
            for number in of_text.keys() {
                assert!(of_page.contains_key(number), "{slug} {id}: {number} only in the text: {lines}");
                checked += 1;
            }
        }
        assert!(checked > 100, "{slug}: {checked}");
    }
}

/// The text of pieces as it stands.
fn spaced(pieces: &[Piece]) -> String {
    let texts = pieces.iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text.as_str()),
        Piece::Tag(..) => None,
    });
    texts.collect::<Vec<_>>().concat()
}

/// The pages of every form that has a template for pages, taken apart.
fn pages(slug: &str) -> Vec<(String, Vec<Piece>, Value)> {
    const FORMS: [&str; 3] = ["briefing", "highlights", "profile"];
    let workspace = Workspace::copy_of(slug);
    let run = workspace.run(&["build", "--form", &FORMS.join(","), "--to", "html,json"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let read = |form: &str, ending: &str| {
        fs::read_to_string(workspace.path(&format!("output/{slug}/{slug}-{form}.{ending}"))).unwrap()
    };
    let page = |form: &&str| {
        let data = serde_json::from_str(&read(form, "json")).unwrap();
        (format!("{slug} {form}"), page::pieces(&read(form, "html")), data)
    };
    FORMS.iter().map(page).collect()
}

#[test]
fn every_link_inside_a_page_leads_somewhere() {
    for (name, pieces, _) in BRIEFS.iter().flat_map(|slug| pages(slug)) {
        let mut ids = BTreeSet::new();
        for id in pieces.iter().filter_map(|piece| attribute(piece, "id")) {
            assert!(ids.insert(id), "{name}: {id} stands twice");
        }
        let mut links = 0;
        for piece in &pieces {
            let to = attribute(piece, "href").and_then(|to| to.strip_prefix('#'));
            let others = ["popovertarget", "aria-labelledby"].map(|key| attribute(piece, key));
            for target in to.into_iter().chain(others.into_iter().flatten()) {
                assert!(ids.contains(target), "{name}: nothing is called {target}");
                links += 1;
            }
        }
        assert!(links > 20, "{name}: {links}");
    }
}

#[test]
fn a_page_holds_all_that_it_needs() {
    for (name, pieces, document) in BRIEFS.iter().flat_map(|slug| pages(slug)) {
        let policy = pieces.iter().find(|piece| attribute(piece, "http-equiv") == Some("Content-Security-Policy"));
        assert!(policy.and_then(|piece| attribute(piece, "content")).unwrap().starts_with("default-src 'none';"));
        let hidden = pieces.iter().any(|piece| attribute(piece, "name") == Some("robots"));
        assert_eq!(hidden, document["head"]["tlp"] != "TLP:CLEAR", "{name}: search engines");
        for (at, piece) in pieces.iter().enumerate() {
            let Piece::Tag(tag, attributes) = piece else { continue };
            assert!(!["link", "iframe", "object", "embed", "base"].contains(&tag.as_str()), "{name}: {piece:?}");
            assert!(attributes.iter().all(|(key, _)| !key.starts_with("on")), "{name}: {piece:?}");
            if let Some(source) = attribute(piece, "src") {
                assert!(source.starts_with("data:image/"), "{name}: {source}");
            }
            if tag == "script" {
                assert_eq!(attribute(piece, "type"), Some("application/ld+json"));
                let Some(Piece::Text(data)) = pieces.get(at + 1) else { panic!("{name}: no data") };
                let data: Value = serde_json::from_str(data).unwrap();
                let told: usize = LISTS.iter().map(|of| list(&document[of]).len()).sum();
                assert_eq!(list(&data["hasPart"]).len(), told, "{name}");
                assert_eq!(data["reportNumber"], document["head"]["number"]);
            }
        }
        let mark = string(&document["head"]["tlp"]);
        let bars = pieces.iter().filter(|piece| attribute(piece, "class") == Some("tlp")).count();
        assert_eq!(bars, 2, "{name}: a mark above and below");
        assert!(page::text(&pieces).matches(mark).count() >= 2, "{name}");
    }
}

#[test]
fn each_paragraph_of_a_finding_can_be_pasted_alone() {
    for slug in BRIEFS {
        let files = Files::of(slug);
        let mut ids = BTreeSet::new();
        let labels: Vec<_> =
            list(&files.json["status_key"]).iter().map(|entry| string(&entry["status"]["label"])).collect();
        let asserted: BTreeMap<_, _> = files
            .statements()
            .map(|statement| {
                let names = list(&statement["asserted_by"]).iter().map(|name| string(&name["name"]).to_owned());
                (string(&statement["id"]), names.collect::<Vec<_>>())
            })
            .collect();
        let mut stated = BTreeSet::new();
        let mut current: Option<&str> = None;
        for line in files.text.lines().skip_while(|line| !line.starts_with("Established facts")) {
            let head = asserted.keys().find(|id| line.contains(&format!("{id} · ")) && !line.contains('('));
            if let Some(id) = head {
                current = Some(id);
                continue;
            }
            // A part's title ends the findings before it.
            if line.starts_with("---") {
                current = None;
            }
            let Some(id) = current else { continue };
            if line.is_empty() || files.text.contains(&format!("\n{line}\n---")) {
                continue;
            }
            // What the finding says begins with its status; an answer to it and all else do not.
            let says = |label: &&&str| line.starts_with(&format!("{label} ({id}"));
            let is_about = |label: &&&str| line.starts_with(&format!("On {id} ({label}"));
            assert_eq!(labels.iter().any(|label| says(&label)), stated.insert(id.to_owned()), "{slug} {id}: {line}");
            assert!(labels.iter().any(|label| says(&label) || is_about(&label)), "{slug} {id}: {line}");
            for name in &asserted[id] {
                assert!(line.contains(name.as_str()), "{slug} {id} without {name}: {line}");
            }
            ids.insert(id.to_owned());
        }
        assert_eq!(ids.len(), asserted.len(), "{slug}");
    }
}

#[test]
fn a_draft_says_so_in_every_sort_of_file() {
    let workspace = Workspace::starter("case");
    workspace.edit("briefs/case/brief.yaml", "F-001", "F-999");
    let run = workspace.run(&["build", "--draft", "--to", "html,md,txt,json"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    for ending in ["html", "md", "txt", "json"] {
        let path = workspace.path(&format!("output/case/case-briefing-draft.{ending}"));
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains("DRAFT – 1 open problem"), "{ending}");
    }
}

#[test]
fn a_finding_of_the_page_and_of_the_text() {
    let files = Files::of("harbour-contract");
    let start = files.html.find("<article class=\"finding alleged\" id=\"F-017\"").unwrap();
    let end = files.html[start..].find("</article>").unwrap() + start;
    insta::assert_snapshot!("page", &files.html[start..end]);
    let start = files.markdown.find("### The conduct charged").unwrap();
    let end = files.markdown[start..].find("\n### ").or_else(|| files.markdown[start..].find("\n## ")).unwrap() + start;
    insta::assert_snapshot!("markdown", &files.markdown[start..end]);
}

#[test]
fn those_of_whom_the_very_same_is_told_stand_in_one_answer() {
    let workspace = Workspace::copy_of("overseas-stations");
    workspace.edit("briefs/overseas-stations/brief.yaml", "briefing: [", "briefing: [F-016, ");
    let files = Files::made(&workspace, "overseas-stations");
    let statement = files.statements().find(|statement| statement["id"] == "F-016").unwrap();
    let responses = list(&statement["responses"]);
    let names = |response: &Value| -> Vec<String> {
        list(&response["parties"]).iter().map(|party| string(&party["name"]).to_owned()).collect()
    };
    assert_eq!(names(&responses[0]), ["Hu Ji", "Li Minjun", "Zhu Feng", "Hongru Jin", "Rong Jing"]);
    let told = "Hu Ji, Li Minjun, Zhu Feng, Hongru Jin and Rong Jing were not asked.";
    let page = page::text(&page::pieces(&files.html));
    for text in [&files.pdf, &files.markdown, &files.text, &page] {
        assert!(pdf::squeezed(text).contains(&pdf::squeezed(told)), "{text}");
    }
    // Whoever answered something else stands apart.
    assert!(names(&responses[1]).iter().all(|name| !names(&responses[0]).contains(name)));
}
