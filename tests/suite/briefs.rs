//! The two briefs: what stands where, and that it is told rightly.

use evenhand::cite::{self, Style};
use evenhand::load::Loaded;
use evenhand::locale::Locale;
use evenhand::model::{Answer, Kind, LegalStatus, Status};
use evenhand::resolve::{self, Standing};

use crate::pdf;
use crate::workspace::{Workspace, briefing, load, project};

fn read(slug: &str) -> Loaded {
    load(project(), slug)
}

#[test]
fn the_briefs_check_without_a_word() {
    let run = crate::workspace::run(project(), &["check"], &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(
        run.stderr,
        "harbour-contract: no problems\n\
         overseas-stations: no problems (8 exceptions, 1 lowered rule)\n\
         overseas-stations-2022: no problems (8 exceptions, 1 lowered rule)\n"
    );
}

#[test]
fn only_official_records_are_established_in_the_overseas_brief() {
    let loaded = read("overseas-stations");
    let resolved = resolve::resolve(&loaded);
    assert_eq!(resolved.problems, []);
    let locale = Locale::new("en", None).unwrap();
    let style = Style::built_in(cite::DEFAULT).unwrap();
    let document = briefing(&resolved, &style, &locale);
    let ids: Vec<_> = document.established.iter().map(|fact| fact.statement().id.as_str()).collect();
    // Verdict and appeal of Ji; charge against and dismissal for Angwang; the verdicts of 2023;
    // the plea of Chen. Nothing about what any post does.
    assert_eq!(ids, ["F-010", "F-011", "F-013", "F-015", "F-017", "F-021"]);
    let titles: Vec<_> = document.established.iter().filter_map(|fact| fact.statement().title.as_deref()).collect();
    insta::assert_debug_snapshot!(titles);
    for fact in &document.established {
        assert!(!fact.statement().proceedings.is_empty(), "{} speaks of a case", fact.statement().id);
    }
}

#[test]
fn every_other_claim_names_its_asserter_in_its_own_sentence() {
    for slug in ["overseas-stations", "overseas-stations-2022", "harbour-contract"] {
        let loaded = read(slug);
        let resolved = resolve::resolve(&loaded);
        let mut seen = 0;
        for (entry, standing) in loaded.findings.iter().zip(&resolved.standings) {
            if matches!(standing, Standing::Established(_)) {
                continue;
            }
            let finding = &entry.value;
            let first = finding.text.folded();
            let first = first.split_inclusive(". ").next().unwrap().to_lowercase();
            let named = finding.asserted_by.iter().any(|id| {
                let party = &loaded.parties[resolved.index.party(id).unwrap()].value;
                std::iter::once(&party.name)
                    .chain(&party.pseudonym)
                    .chain(&party.aliases)
                    .any(|name| first.contains(&name.folded().to_lowercase()))
            });
            assert!(named, "{slug} {}: {first}", finding.id);
            seen += 1;
        }
        assert!(seen > 10);
    }
}

#[test]
fn the_harbour_brief_uses_every_word_that_there_is() {
    let loaded = read("harbour-contract");
    let findings: Vec<_> = loaded.findings.iter().map(|entry| &entry.value).collect();
    for status in every::<Status>("Status") {
        assert!(findings.iter().any(|finding| finding.status == status), "{status:?}");
    }
    for kind in every::<Kind>("Kind") {
        assert!(findings.iter().any(|finding| finding.kind == kind), "{kind:?}");
    }
    let answers: Vec<_> = findings.iter().flat_map(|finding| &finding.responses).map(|r| r.answer).collect();
    for answer in every::<Answer>("Answer") {
        assert!(answers.contains(&answer), "{answer:?}");
    }
    let counts: Vec<_> = loaded
        .proceedings
        .iter()
        .flat_map(|entry| &entry.value.defendants)
        .flat_map(|defendant| &defendant.counts)
        .map(|count| count.status)
        .collect();
    for status in every::<LegalStatus>("LegalStatus") {
        assert!(counts.contains(&status), "{status:?}");
    }
}

/// Every value of a vocabulary, taken from its source, so that a new one cannot be forgotten.
fn every<T: serde::de::DeserializeOwned>(name: &str) -> Vec<T> {
    let text = std::fs::read_to_string(project().join("src/model/vocabulary.rs")).unwrap();
    let body = text.split(&format!("pub enum {name} {{")).nth(1).unwrap().split("\n}").next().unwrap();
    let values: Vec<_> = body
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("//"))
        .map(|line| snake(line.trim_end_matches(',')))
        .map(|word| serde_json::from_value(serde_json::Value::String(word)).unwrap())
        .collect();
    assert!(values.len() > 3);
    values
}

fn snake(word: &str) -> String {
    let mut out = String::new();
    for (i, c) in word.chars().enumerate() {
        if c.is_uppercase() && i > 0 {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[test]
fn each_page_carries_handling_version_and_number() {
    let workspace = Workspace::copy_of("harbour-contract");
    assert_eq!(workspace.run(&["build"]).code, 0);
    let pages = pdf::page_texts(&workspace.pdf("harbour-contract"));
    let last = pages.len();
    for (at, page) in pages.iter().enumerate() {
        assert_eq!(page.matches("TLP:GREEN").count(), 2, "page {}", at + 1);
        assert!(page.contains(&format!("Page{}of{last}", at + 1)), "page {}", at + 1);
        assert!(at == 0 || page.contains("Version1.1,informationasof9March2026"), "page {}", at + 1);
    }
    assert!(pages[0].contains("Informationcut-off9March2026") || pages[0].contains("Informationcut-off"));
}

#[test]
fn established_and_alleged_never_share_a_section() {
    let workspace = Workspace::copy_of("overseas-stations");
    assert_eq!(workspace.run(&["build"]).code, 0);
    let text = pdf::body_text(&workspace.pdf("overseas-stations"));
    let heading = |words: &str| text.find(&pdf::squeezed(words)).unwrap_or_else(|| panic!("{words}"));
    let facts = heading("Eachofthesepassedthegate");
    let proceedings = heading("A charge or a claim is not a finding of guilt or liability.");
    let section = &text[facts..proceedings];
    assert_eq!(section.matches("Established.").count(), 6);
    for word in ["Alleged.", "Disputed.", "Reported.", "Unverified.", "Withdrawn."] {
        assert!(!section.contains(word), "{word} under established facts");
    }
    let rest = &text[heading("None of these is proven.")..];
    assert!(!rest.contains("Established."), "an established fact among allegations");
    assert_eq!(rest.matches("Alleged.").count(), 10);
}

#[test]
fn the_seed_article_is_not_copied() {
    // Only where the article is at hand; the project does not ship it.
    let Ok(article) = std::fs::read_to_string(project().join("../shared/seed/overseas-police-stations-article.txt"))
    else {
        return;
    };
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
    };
    let article = words(&article);
    let shingles: std::collections::HashSet<_> = article.windows(9).collect();
    for slug in ["overseas-stations", "overseas-stations-2022"] {
        let folder = project().join("briefs").join(slug);
        for file in ["findings.yaml", "brief.yaml", "sections/background.md", "sections/issue-and-scope.md"] {
            let text = words(&std::fs::read_to_string(folder.join(file)).unwrap());
            for window in text.windows(9) {
                assert!(!shingles.contains(window), "{slug} {file}: {}", window.join(" "));
            }
        }
    }
}
