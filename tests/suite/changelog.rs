//! How the change log tells what changed: in the readers' language, with what is not in it marked, and
//! laid out for paper and for a phone.

use std::collections::BTreeSet;
use std::fs;

use evenhand::changes;
use evenhand::load;
use evenhand::locale::Locale;
use evenhand::model::Record;
use evenhand::source_map::SourceMap;
use evenhand::view::{self, ChangeLog, plain};
use evenhand::{resolve, view::ChangePiece};
use serde_json::Value;

use crate::pdf;
use crate::workspace::{Workspace, copy, project};

const OLD: &str = "overseas-stations-2022";
const NEW: &str = "overseas-stations";

fn record(slug: &str) -> Record {
    let root = project().canonicalize().unwrap();
    let mut map = SourceMap::new(root.clone());
    let loaded = load::load(&mut map, &root.join("briefs").join(slug));
    view::record(&resolve::resolve(&loaded)).unwrap()
}

fn locale(code: &str) -> Locale {
    Locale::new(code, None).unwrap()
}

/// The change log of the overseas brief in French.
fn french() -> (Record, Record, ChangeLog) {
    let (old, new) = (record(OLD), record(NEW));
    let (en, fr) = (locale("en"), locale("fr"));
    let log = ChangeLog::new(&changes::compare_in(&old, &new, "fr", &en, &fr), &fr);
    (old, new, log)
}

/// Every text of a change log: its words, and the language that it is marked as.
fn texts(value: &Value, out: &mut Vec<(String, Option<String>)>) {
    match value {
        Value::String(text) => out.push((text.clone(), None)),
        Value::Array(items) => items.iter().for_each(|item| texts(item, out)),
        Value::Object(fields) if fields.contains_key("differs") => {
            let text = |field: &str| fields[field].as_str().map(str::to_owned);
            out.push((text("text").unwrap(), text("lang")));
        }
        Value::Object(fields) => fields.values().for_each(|value| texts(value, out)),
        _ => {}
    }
}

fn all_texts(log: &ChangeLog) -> Vec<(String, Option<String>)> {
    let mut out = Vec::new();
    texts(&serde_json::to_value(log).unwrap(), &mut out);
    out
}

/// The texts of a version that have another form in French.
fn translated(value: &Value, out: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| translated(item, out)),
        Value::Object(fields) => {
            for translation in fields.get("translations").and_then(Value::as_array).into_iter().flatten() {
                for (field, french) in translation.as_object().unwrap() {
                    let pairs = match (fields.get(field), french) {
                        (Some(Value::Array(first)), Value::Array(french)) => {
                            assert_eq!(first.len(), french.len(), "{first:?}");
                            first.iter().zip(french).collect()
                        }
                        (Some(first), french) => vec![(first, french)],
                        (None, _) => Vec::new(),
                    };
                    let other = pairs.into_iter().filter(|(first, french)| first != french);
                    out.extend(other.filter_map(|(first, _)| first.as_str()).map(folded));
                }
            }
            fields.values().for_each(|value| translated(value, out));
        }
        _ => {}
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_french_change_log_has_no_english_where_there_is_french() {
    let (old, new, log) = french();
    let mut known = BTreeSet::new();
    translated(&serde_json::to_value(&new).unwrap(), &mut known);
    assert!(known.len() > 300, "{} texts have a French form", known.len());
    let told = all_texts(&log);
    let sources = old.sources.iter().chain(&new.sources);
    let titles: BTreeSet<String> = sources.map(|source| folded(source.title.as_str())).collect();
    for (text, lang) in told.iter().filter(|(text, _)| !titles.contains(text)) {
        // A text that was written in English only may share words with one that has French.
        let english = match lang {
            Some(_) => known.get(text),
            None => known.iter().find(|known| known.split(' ').count() > 3 && text.contains(known.as_str())),
        };
        assert_eq!(english, None, "in `{text}`");
    }
    // What is marked as no other language has no English words, but for titles of sources, which stay.
    for (text, lang) in told.iter().filter(|(_, lang)| lang.is_none()) {
        let plain = text.replace(['\u{a0}', '\u{202f}'], " ");
        // A title in a locator stands between quotation marks.
        let own = plain.split(['«', '»']).step_by(2).collect::<String>();
        let words: Vec<_> = own.split(|c: char| !c.is_alphabetic()).collect();
        let english =
            words.iter().find(|word| ["was", "were", "that", "with", "had", "which", "said", "from"].contains(word));
        assert!(titles.contains(&plain) || english.is_none(), "{lang:?} {english:?} in `{text}`");
    }
    // The test would notice: there is English, and it is marked.
    assert!(told.iter().any(|(text, lang)| lang.as_deref() == Some("en") && text.starts_with("In September 2020")));
}

#[test]
fn a_brief_that_has_its_texts_in_both_languages_is_told_in_one() {
    let workspace = Workspace::copy_of("harbour-contract");
    copy(&workspace.path("briefs/harbour-contract"), &workspace.path("briefs/later"));
    workspace.edit("briefs/later/findings/contract.yaml", "V$61.3 million, or 14.9%", "V$63.1 million, or 15.3%");
    workspace.edit("briefs/later/findings/contract.yaml", "V$61,3 millions, soit 14,9", "V$63,1 millions, soit 15,3");
    workspace.edit("briefs/later/sections/method.md", "# Method\n", "# Method\n\nAll of this is invented.\n");
    workspace.edit("briefs/later/sections/fr/method.md", "# Méthode\n", "# Méthode\n\nTout ceci est inventé.\n");
    let run = workspace.run(&["diff", "harbour-contract", "later", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("Tout ceci est inventé.") && run.stdout.contains("V$63,1"), "{}", run.stdout);
    assert!(!run.stdout.contains("en anglais") && !run.stdout.contains("invented"), "{}", run.stdout);
    let data = workspace.run(&["diff", "harbour-contract", "later", "--lang", "fr", "--to", "json"]).stdout;
    assert!(!data.contains("\"untranslated\""), "{data}");
}

#[test]
fn a_text_without_french_says_that_it_is_english() {
    let (_, _, log) = french();
    assert!(log.original.as_deref().unwrap().contains("en anglais"), "{:?}", log.original);
    for part in &log.parts {
        for item in part.groups.iter().flat_map(|group| &group.items) {
            let foreign = |pieces: &[ChangePiece]| pieces.iter().any(|piece| piece.lang.is_some());
            for edit in &item.edits {
                assert_eq!(foreign(&edit.before), edit.was.contains("(en anglais)"), "{edit:?}");
                assert_eq!(foreign(&edit.after), edit.is.contains("(en anglais)"), "{edit:?}");
            }
            for text in item.reasons.iter().chain([&item.title, &item.text]) {
                assert_eq!(foreign(text), plain(text).contains(" (en anglais)"), "{text:?}");
            }
        }
    }
    // A name of which the other version has a French form is in English as well.
    let titles = log.parts.iter().flat_map(|part| &part.groups).flat_map(|group| &group.items);
    let edits: Vec<_> = titles.flat_map(|item| &item.edits).collect();
    let named = edits.iter().find(|edit| plain(&edit.before) == "Complaint unsealed on 28 October 2020").unwrap();
    assert_eq!(named.before[0].lang.as_deref(), Some("en"));
    // Where the languages differ no words are marked as new.
    let one = |edit: &&&view::ChangeEdit| edit.was.contains("anglais") != edit.is.contains("anglais");
    assert!(edits.iter().filter(one).all(|edit| edit.before.iter().chain(&edit.after).all(|piece| !piece.differs)));
}

#[test]
fn pages_and_browsers_are_told_the_language() {
    let workspace = overseas();
    let run = workspace.run(&["build", NEW, "--form", "changes", "--to", "html,pdf", "--lang", "fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let file = |ending: &str| workspace.path(&format!("output/{NEW}/{NEW}-changes-fr.{ending}"));
    let page = fs::read_to_string(file("html")).unwrap();
    let quoted = "<span class=\"quiet\">Avant (en anglais)\u{a0}:</span> <span lang=\"en\">The original announcement";
    assert!(page.contains(quoted), "{page}");
    let data = pdf::squeezed(&pdf::everything(&fs::read(file("pdf")).unwrap()));
    assert!(data.contains("/Lang(en)") && data.contains("/Lang(fr)"), "the tags name both languages");
    // The same in the first language has one language.
    let run = workspace.run(&["build", NEW, "--form", "changes", "--to", "html"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let page = fs::read_to_string(workspace.path(&format!("output/{NEW}/{NEW}-changes.html"))).unwrap();
    assert_eq!(page.matches(" lang=").count(), 1, "the page's own");
}

fn overseas() -> Workspace {
    let workspace = Workspace::copy_of(NEW);
    copy(&project().join("briefs").join(OLD), &workspace.path(&format!("briefs/{OLD}")));
    workspace
}

#[test]
fn versions_of_a_recorded_reason_agree() {
    let workspace = overseas();
    let brief = format!("briefs/{NEW}/brief.yaml");
    workspace.edit(
        &brief,
        "un juge fédéral a rejeté l’acte d’accusation le 19\n          janvier 2023",
        "un juge fédéral a rejeté l’acte d’accusation le 18\n          janvier 2023",
    );
    let run = workspace.run(&["check", NEW]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let told = run.stderr.split("\n\n").any(|problem| {
        problem.contains("error[language-versions]: the versions differ in a number: `18") && problem.contains(&brief)
    });
    assert!(told, "{}", run.stderr);
    // A reason that a language lacks is told, and where.
    let workspace = overseas();
    let text = "        reason: >-\n          La GRC a déclaré en septembre 2025 qu’elle avait clos une enquête sur deux centres de la\n          région de Montréal.\n";
    workspace.edit(&brief, text, "");
    let run = workspace.run(&["check", NEW]);
    assert!(run.stderr.contains("`reason` of change 5 is missing in `fr`"), "{}", run.stderr);
}

#[test]
fn what_has_one_reason_is_told_under_it_and_every_count_with_the_others() {
    let (_, _, log) = french();
    let reasons: Vec<_> = log.status.iter().map(|matter| matter.reasons.len()).collect();
    assert_eq!(reasons, [1, 1, 1], "three decisions of editors");
    let all: BTreeSet<String> = log.status.iter().map(|matter| plain(&matter.reasons[0])).collect();
    assert_eq!(all.len(), 3);
    let entries: Vec<_> = log.status.iter().flat_map(|matter| &matter.entries).collect();
    // Every change of status is there: of a finding, or of a count of one or several people.
    let counted: usize = entries
        .iter()
        .map(|entry| match entry.finding {
            Some(_) => 1,
            None => entry.moves.iter().map(|change| change.counts.len()).sum::<usize>() * people(entry),
        })
        .sum();
    assert_eq!(counted, 15);
    let ji = entries.iter().find(|entry| entry.party.as_deref() == Some("Ji Chaoqun")).unwrap();
    assert_eq!(ji.moves.len(), 2, "two sorts of evidence");
    let others = plain(&ji.others).replace('\u{a0}', " ");
    assert!(others.contains("chefs 3–4") && others.contains("Acquittement") && !others.contains("chef 5"), "{others}");
}

#[test]
fn an_outcome_that_no_record_confirms_names_who_tells_it() {
    let (old, new) = (record(OLD), record(NEW));
    let log = ChangeLog::new(&changes::compare(&old, &new), &locale("en"));
    let entries: Vec<_> = log.status.iter().flat_map(|matter| &matter.entries).collect();
    let told = |name: &str| -> Vec<Option<&str>> {
        let entry = entries.iter().find(|entry| entry.party.as_deref().is_some_and(|party| party.contains(name)));
        entry.unwrap().moves.iter().map(|change| change.new.attribution.as_deref()).collect()
    };
    assert_eq!(told("Michael McMahon"), [Some("according to Ground News")]);
    assert_eq!(told("Ji Chaoqun"), [None, None], "an opinion of the appeals court");
    let workspace = overseas();
    let run = workspace.run(&["diff", OLD, NEW, "--to", "html,md"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for ending in ["html", "md"] {
        let path = workspace.path(&format!("output/{NEW}/{NEW}-changes.{ending}"));
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(", according to Ground News"), "{ending}: {text}");
    }
}

fn people(entry: &view::StatusEntry) -> usize {
    let party = entry.party.as_deref().unwrap();
    party.matches(", ").count() + party.matches(" et ").count() + 1
}

#[test]
fn long_texts_are_shortened_and_statements_are_not() {
    let (old, new) = (record(OLD), record(NEW));
    let log = ChangeLog::new(&changes::compare(&old, &new), &locale("en"));
    let mut shortened = 0;
    for part in &log.parts {
        for edit in part.groups.iter().flat_map(|group| &group.items).flat_map(|item| &item.edits) {
            for side in [&edit.before, &edit.after] {
                let left_out = plain(side).matches("[…]").count();
                shortened += left_out;
                assert!(
                    left_out == 0 || ["Words of the section", "Source summary"].contains(&edit.field.as_str()),
                    "{edit:?}"
                );
                assert_ne!(plain(side), "[…]", "{edit:?}");
            }
        }
    }
    assert!(shortened > 5, "{shortened}");
}

#[test]
fn no_page_holds_the_contact_alone() {
    let workspace = overseas();
    let brief = format!("briefs/{NEW}/brief.yaml");
    // Wherever the pages happen to end.
    for lines in 0..6 {
        let longer = format!(
            "    reason: >-\n      {}\n      At the prosecutors' request",
            "This page was looked at. ".repeat(16 * lines)
        );
        let before = fs::read_to_string(workspace.path(&brief)).unwrap();
        workspace.edit(&brief, "    reason: >-\n      At the prosecutors' request", &longer);
        let run = workspace.run(&["diff", OLD, NEW, "--to", "pdf"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let bytes = fs::read(workspace.path(&format!("output/{NEW}/{NEW}-changes.pdf"))).unwrap();
        let pages = pdf::page_texts(&bytes);
        assert!(pages.len() <= 12, "{} pages", pages.len());
        let last = pages.last().unwrap();
        let (above, _) = last.split_once("Correctionsandcontact").unwrap_or_else(|| panic!("{last}"));
        let (_, of_log) = above.split_once("TLP:CLEAR").unwrap_or_else(|| panic!("{last}"));
        assert!(of_log.contains("Before:"), "nothing of the log stands over it: {last}");
        workspace.write(&brief, before);
    }
}

#[test]
fn no_table_of_the_page_needs_room() {
    let workspace = overseas();
    let run = workspace.run(&["build", NEW, "--form", "changes", "--to", "html", "--lang", "en,fr"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for name in ["changes", "changes-fr"] {
        let page = fs::read_to_string(workspace.path(&format!("output/{NEW}/{NEW}-{name}.html"))).unwrap();
        // Of two versions; what is long stands in blocks. `.ci/html` measures that they fit.
        assert_eq!(page.matches("<table").count(), 1);
        assert!(!page.contains("class=\"table wide\""));
        let table = page.split_once("<table").unwrap().1.split_once("</table>").unwrap().0;
        assert_eq!((table.matches("<th scope=\"col\"").count(), table.matches("<th scope=\"row\"").count()), (2, 3));
        assert_eq!(table.matches("<th").count() - table.matches("<thead").count(), 5, "{table}");
        assert_eq!(page.matches("class=\"matter\"").count(), 3);
    }
}
