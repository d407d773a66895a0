//! The quotations of the harbour brief, each broken in another way, and what is said of it then.

use std::fs;
use std::sync::Mutex;

use evenhand::check::{self, Quotation};
use evenhand::evidence::sha256;
use evenhand::load;
use evenhand::quote::{Change, Place, Verdict, Why};
use evenhand::resolve;
use evenhand::source_map::SourceMap;

use crate::workspace::{Workspace, settings};

/// The verdicts on the quotations of the harbour brief in a workspace.
fn quotations(workspace: &Workspace) -> Vec<Quotation> {
    let root = workspace.root().canonicalize().unwrap();
    let mut map = SourceMap::new(root.clone());
    let mut settings = settings(&mut map);
    let loaded = load::load(&mut map, &root.join("briefs/harbour-contract"));
    let resolved = resolve::resolve(&loaded);
    check::check(&resolved, &mut settings).quotations
}

fn of(quotations: &[Quotation], entry: &str, source: &str) -> Verdict {
    let found = quotations.iter().find(|one| one.entry == entry && one.source == source && one.evidence.is_some());
    found.unwrap_or_else(|| panic!("{entry}, {source}")).verdict.clone()
}

#[test]
fn the_quotations_of_the_harbour_brief_are_found() {
    let all = quotations(&Workspace::copy_of("harbour-contract"));
    let verified = all.iter().filter(|one| one.verdict.is_verified()).count();
    assert!(verified >= 17, "{verified} of {}", all.len());
    for one in all.iter().filter(|one| !one.verdict.is_verified()) {
        assert!(matches!(one.verdict, Verdict::NotCheckable(_)), "{one:?}");
    }
    assert_eq!(of(&all, "F-015", "plea-krizovetsky"), Verdict::NotCheckable(Why::NoText), "a scan");
    let found = of(&all, "F-003", "audit-2023");
    let found = found.found().unwrap();
    assert_eq!((&found.place, found.pages.as_ref().unwrap().0.as_str()), (&Place::Same, "12"));
    // Quotations in sections and in answers are looked for, too.
    for (entry, source) in
        [("background", "audit-2023"), ("F-017", "courier-2025"), ("F-020", "courier-editorial-2025")]
    {
        let inside = all.iter().any(|one| {
            one.entry == entry && one.source == source && one.evidence.is_none() && one.verdict.is_verified()
        });
        assert!(inside, "{entry}, {source}");
    }
}

/// One break: what it is, the file, the text that stands there once, what takes its place, the finding
/// and the source, the word of the verdict.
type Break = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const BREAKS: &[Break] = &[
    (
        "one word",
        "findings/channel.yaml",
        "our vessels had removed 2.1",
        "our vessels had dumped 2.1",
        "F-007",
        "marlune-letter-2026",
        "not found",
    ),
    (
        "one digit",
        "findings/contract.yaml",
        "came to V$61.3 million.",
        "came to V$61.4 million.",
        "F-003",
        "audit-2023",
        "not found",
    ),
    (
        "a digit cut off",
        "findings/channel.yaml",
        "quotation: 2023-05-17; 9.1 m",
        "quotation: 23-05-17; 9.1 m",
        "F-006",
        "soundings-dataset",
        "not found",
    ),
    (
        "smart quotes only",
        "findings/channel.yaml",
        "quotation: The barges’ logs",
        "quotation: The barges' logs",
        "F-008",
        "audit-2023",
        "normalised",
    ),
    (
        "quotation marks of another country",
        "findings/court.yaml",
        "quotation: конверт с надписью «\"синие\" планы капитана порта»",
        "quotation: конверт с надписью “„синие“ планы капитана порта”",
        "F-018",
        "indictment-cr-31",
        "normalised",
    ),
    (
        "dashes and spaces",
        "findings/contract.yaml",
        "quotation: \"Parties: Ministry of Harbours; Marlune Dragages. Term: 15 years.",
        "quotation: \"Parties :  Ministry of Harbours ; Marlune Dragages. Term: 15\u{a0}years.",
        "F-001",
        "contract-register",
        "normalised",
    ),
    (
        "a hyphen that the printer made",
        "findings/contract.yaml",
        "die Hafenzufahrt auszuloten.",
        "die Hafenzufahrt auszu-loten.",
        "F-002",
        "oversight-act",
        "normalised",
    ),
    (
        "a hyphen that nobody made",
        "findings/contract.yaml",
        "die Hafenzufahrt auszuloten.",
        "die Hafen-zufahrt auszuloten.",
        "F-002",
        "oversight-act",
        "not found",
    ),
    (
        "the case of the first letter",
        "findings/positions.yaml",
        "        This regime of tenders",
        "        this regime of tenders",
        "F-020",
        "courier-editorial-2025",
        "normalised",
    ),
    (
        "an editor's letter",
        "findings/positions.yaml",
        "        This regime of tenders",
        "        “[t]his regime of tenders",
        "F-020",
        "courier-editorial-2025",
        "normalised",
    ),
    (
        "an honest ellipsis",
        "findings/channel.yaml",
        "The sounding at the bar, taken on 22 May 2023, was 9.1 m",
        "The sounding at the bar […] was 9.1 m",
        "F-006",
        "estuary-study-2024",
        "abridged",
    ),
    (
        "an honest insertion",
        "findings/channel.yaml",
        "By 30 June 2023 our vessels",
        "By 30 June 2023 [Marlune’s] vessels",
        "F-007",
        "marlune-letter-2026",
        "abridged",
    ),
    (
        "an ellipsis that turns the meaning",
        "findings/channel.yaml",
        "It is right that the Grand-Large, which is not in annex 2, worked for us",
        "It is right that the Grand-Large, which is […] in annex 2, worked for us",
        "F-009",
        "marlune-letter-2026",
        "turned",
    ),
    (
        "an ellipsis that turns the meaning, in another place",
        "findings/positions.yaml",
        "        This regime of tenders",
        "        We do […] say that anybody broke the law. This regime of tenders",
        "F-020",
        "courier-editorial-2025",
        "turned",
    ),
    (
        "a denial that an ellipsis cut off at the beginning",
        "findings/positions.yaml",
        "        This regime of tenders",
        "        […] say that anybody broke the law. This regime of tenders",
        "F-020",
        "courier-editorial-2025",
        "turned",
    ),
    (
        "a denial that a capital letter hides",
        "findings/positions.yaml",
        "        This regime of tenders",
        "        Say that anybody broke the law. This regime of tenders",
        "F-020",
        "courier-editorial-2025",
        "turned",
    ),
    (
        "another number in brackets",
        "findings/channel.yaml",
        "worked for us on 46 days between",
        "worked for us on [64] days between",
        "F-009",
        "marlune-letter-2026",
        "turned",
    ),
    (
        "another word in brackets",
        "findings/positions.yaml",
        "        This regime of tenders binds",
        "        This regime of tenders [frees]",
        "F-020",
        "courier-editorial-2025",
        "turned",
    ),
    (
        "a name in brackets",
        "findings/channel.yaml",
        "worked for us on 46 days between",
        "worked for [Marlune] on 46 days between",
        "F-009",
        "marlune-letter-2026",
        "abridged",
    ),
    (
        "an insertion that turns the meaning",
        "findings/positions.yaml",
        "        This regime of tenders binds",
        "        This regime of tenders [never] binds",
        "F-020",
        "courier-editorial-2025",
        "turned",
    ),
    (
        "parts in the wrong order",
        "findings/channel.yaml",
        "worked for us on 46 days between",
        "worked for us […] It is right that the Grand-Large […] on 46 days between",
        "F-009",
        "marlune-letter-2026",
        "not found",
    ),
    (
        "parts drawn together",
        "findings/channel.yaml",
        "The sounding at the bar, taken on 22 May 2023, was 9.1 m",
        "The sounding at the bar was 9.1 m",
        "F-006",
        "estuary-study-2024",
        "not found",
    ),
    (
        "a word left out at the end",
        "findings/court.yaml",
        "Η συμφωνία για τις τιμές ήταν παράνομη.",
        "Η συμφωνία για τις τιμές ήταν νόμιμη.",
        "F-014",
        "judgment-cr-17",
        "not found",
    ),
    (
        "an accent",
        "findings/positions.yaml",
        "quotation: Un nouvel appel d’offres sera lancé",
        "quotation: Un nouvel appel d’offres sera lance",
        "F-019",
        "ministry-statement-2026",
        "not found",
    ),
    (
        "an accent in two parts",
        "findings/positions.yaml",
        "quotation: Un nouvel appel d’offres sera lancé",
        "quotation: Un nouvel appel d’offres sera lance\u{301}",
        "F-019",
        "ministry-statement-2026",
        "normalised",
    ),
    (
        "no copy any more",
        "sources.yaml",
        "    text: evidence/gazeta-2023-c38590b2-88c4.txt\n",
        "",
        "F-011",
        "gazeta-2023",
        "not checkable",
    ),
];

#[test]
fn a_search_tells_how_far_it_is() {
    let workspace = Workspace::copy_of("harbour-contract");
    let root = workspace.root().canonicalize().unwrap();
    let mut map = SourceMap::new(root.clone());
    let mut settings = settings(&mut map);
    let loaded = load::load(&mut map, &root.join("briefs/harbour-contract"));
    let resolved = resolve::resolve(&loaded);
    let told = Mutex::new(Vec::new());
    let watch = |searched: check::Searched<'_>| {
        told.lock().unwrap().push((searched.done, searched.total, searched.source.to_owned()));
    };
    check::check_watched(&resolved, &mut settings, &watch);
    let mut told = told.into_inner().unwrap();
    told.sort();
    assert!(told.len() > 5, "{told:?}");
    for (number, (done, total, _)) in (1..).zip(&told) {
        assert_eq!((*done, *total), (number, told.len()));
    }
    let sources: std::collections::BTreeSet<_> = told.iter().map(|(_, _, source)| source).collect();
    assert_eq!(sources.len(), told.len(), "each source is gone through once");
    // In a pipe nothing is told of it, in whatever form.
    for format in ["human", "json", "github"] {
        let run = workspace.run(&["check", "--format", format]);
        assert!(!run.stderr.contains("sources,") && !run.stderr.contains('\r'), "{}", run.stderr);
    }
}

#[test]
fn each_break_gets_its_verdict() {
    assert!(BREAKS.len() >= 10);
    let workspace = Workspace::copy_of("harbour-contract");
    for (what, file, find, replace, entry, source, expected) in BREAKS {
        let path = format!("briefs/harbour-contract/{file}");
        let whole = fs::read_to_string(workspace.path(&path)).unwrap();
        assert_eq!(whole.matches(find).count(), 1, "{what}: `{find}`");
        workspace.write(&path, whole.replacen(find, replace, 1));
        let verdict = of(&quotations(&workspace), entry, source);
        assert_eq!(verdict.word(), *expected, "{what}: {verdict:?}");
        workspace.write(&path, whole);
    }
}

#[test]
fn what_differs_is_marked_and_the_page_is_told() {
    let workspace = Workspace::copy_of("harbour-contract");
    workspace.edit(
        "briefs/harbour-contract/findings/contract.yaml",
        "came to V$61.3 million.",
        "came to V$61.4 million.",
    );
    let Verdict::NotFound(Some(near)) = of(&quotations(&workspace), "F-003", "audit-2023") else { panic!("found") };
    assert_eq!(near.page.as_deref(), Some("12"));
    assert_eq!(near.changes, [Change { quoted: "61.4".into(), text: "61.3".into() }]);
    assert!(near.marked.contains("V$⟦61.3⟧ million") || near.marked.contains("⟦61.3⟧"), "{}", near.marked);

    let workspace = Workspace::copy_of("harbour-contract");
    workspace.edit(
        "briefs/harbour-contract/findings/contract.yaml",
        "locator: p. 12, table 2",
        "locator: p. 22, table 2",
    );
    let verdict = of(&quotations(&workspace), "F-003", "audit-2023");
    assert_eq!(verdict.found().unwrap().place, Place::Other { given: "p. 22".into(), found: "p. 12".into() });
    let run = workspace.run(&["check"]);
    assert!(
        run.stderr.contains("the words are on p. 12 of the saved text, and the locator says p. 22"),
        "{}",
        run.stderr
    );
}

/// Writes the custody log anew, as if a text had been taken in as it is now.
fn relog(workspace: &Workspace, text: &str) {
    let log = "briefs/harbour-contract/evidence/custody.jsonl";
    let (mut written, mut previous) = (String::new(), "0".repeat(64));
    for line in fs::read_to_string(workspace.path(log)).unwrap().lines() {
        let mut line: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        line.insert("previous".into(), previous.into());
        if line.get("text").is_some_and(|copy| copy["file"] == text) {
            let bytes = fs::read(workspace.path("briefs/harbour-contract").join(text)).unwrap();
            line["text"]["sha256"] = sha256(&bytes).into();
        }
        let line = serde_json::to_string(&line).unwrap();
        previous = sha256(line.as_bytes());
        written += &format!("{line}\n");
    }
    workspace.write(log, written);
}

#[test]
fn messages_show_the_text_as_it_stands() {
    let told = |file: &str, find: &str, replace: &str| {
        let workspace = Workspace::copy_of("harbour-contract");
        workspace.edit(&format!("briefs/harbour-contract/{file}"), find, replace);
        workspace.run(&["check"]).stderr
    };
    let letter = |replace: &str| {
        told(
            "findings/channel.yaml",
            "It is right that the Grand-Large, which is not in annex 2, worked for us on 46 days between\n        2 September and 15 December 2021.",
            replace,
        )
    };
    for (words, expected) in [
        (
            "The Grand-Large, which is […] in annex 2, worked for us",
            "as it stands in the saved text (p. 2): It is right that the Grand-Large, which is ⟦not⟧ in annex 2, worked",
        ),
        (
            "the Grand-Large worked for us on 46 days",
            "the saved text has “which is not in annex 2,”, which you leave out",
        ),
        ("worked for us on [64] days", "(p. 2): not in annex 2, worked for us on ⟦46⟧ days between"),
        (
            "The vessel named in annex 2 […] worked for us on 46 days",
            "its parts stand there by themselves: “The vessel named in annex 2” (p. 2) and “worked for us on 46 days” (p. 2)",
        ),
        ("worked for us on 46 long days", "you quote “long”, which the saved text does not have there"),
        ("worked for us on 46 long days", "(p. 2): worked for us on 46 ⟦–⟧ days"),
    ] {
        let said = letter(words);
        assert!(said.contains(expected), "{words}: {said}");
    }
    // A quotation over the end of a page, whose locator names a third one.
    let said = told(
        "findings/channel.yaml",
        "      locator: p. 1\n      bearing: supports\n      credibility: 3\n      quotation: By 30 June 2023 our vessels had removed 2.1 million cubic metres.",
        "      locator: p. 3\n      bearing: supports\n      credibility: 3\n      quotation: We count what leaves the bar. You ask about the vessel.",
    );
    assert!(said.contains("the words are on pp. 1–2 of the saved text, and the locator says p. 3"), "{said}");
    assert!(said.contains("write `pp. 1–2`"), "{said}");
}

#[test]
fn a_message_tells_no_withheld_name() {
    let workspace = Workspace::copy_of("harbour-contract");
    workspace.edit(
        "briefs/harbour-contract/parties.yaml",
        "parties:\n",
        "parties:\n  - id: person-9\n    type: person\n    name: Ottilie Quandt\n    protected: witness\n    pseudonym: a clerk\n",
    );
    // The saved text has the name; the quotation has not, and differs in one more word.
    let text = "evidence/marlune-letter-2026-6a374d9d-09cb.txt";
    let path = format!("briefs/harbour-contract/{text}");
    workspace.edit(&path, "our vessels had removed", "our vessels, Ottilie Quandt wrote, had removed");
    relog(&workspace, text);
    let run = workspace.run(&["check", "--format", "json"]);
    assert!(
        run.stdout.contains("unfound-quotation") && run.stdout.contains("a name that is withheld here"),
        "{}",
        run.stdout
    );
    assert!(!run.stdout.contains("Quandt"), "{}", run.stdout);
}

/// The verdicts on a section of the harbour brief that says only this.
fn in_section(text: &str) -> Vec<(String, String, Verdict)> {
    let workspace = Workspace::copy_of("harbour-contract");
    workspace.write("briefs/harbour-contract/sections/background.md", format!("# Background\n\n{text}\n"));
    let all = quotations(&workspace).into_iter();
    all.filter(|one| one.entry == "background" && one.evidence.is_none())
        .filter(|one| {
            !one.words.contains("barges") && !one.words.contains("chalands") && !one.words.starts_with("Nous")
        })
        .map(|one| (one.source, one.words, one.verdict))
        .collect()
}

#[test]
fn every_quotation_of_a_section_is_looked_at_or_counted() {
    // In straight single quotation marks.
    let wrong = in_section("The Court wrote that 'the company paid nothing to any clerk' [@audit-2023, p. 12].");
    let [(source, words, Verdict::NotFound(_))] = wrong.as_slice() else { panic!("{wrong:?}") };
    assert_eq!((source.as_str(), words.as_str()), ("audit-2023", "the company paid nothing to any clerk"));
    let right = in_section("It wrote: 'Payments to 31 December 2021 came to V$61.3 million' [@audit-2023, p. 12].");
    assert!(matches!(right.as_slice(), [(_, _, verdict)] if verdict.is_verified()), "{right:?}");
    // The citation stands before, and is the only one of the sentence.
    for text in [
        "According to the Court [@audit-2023, p. 12], “the company paid nothing to any clerk”.",
        "According to the Court [@audit-2023, p. 12], “the company paid nothing to any clerk”. The act is older [@oversight-act].",
        "The act is older [@oversight-act]. According to the Court [@audit-2023, p. 12], “the company paid nothing to any clerk”.",
    ] {
        let found = in_section(text);
        let [(source, _, Verdict::NotFound(_))] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!(source, "audit-2023", "{text}");
    }
    // Nobody can say whose words these are.
    for text in [
        "The Court wrote that “the company paid nothing to any clerk”.",
        "The act is older [@oversight-act]. The Court wrote that “the company paid nothing to any clerk”.",
        "The Court [@audit-2023, p. 12] and the act [@oversight-act] say that “the company paid nothing to any clerk”.",
        "> The company paid nothing to any clerk.",
    ] {
        let found = in_section(text);
        let [(source, _, Verdict::NotCheckable(Why::Uncited))] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!(source, "", "{text}");
    }
    // Apostrophes are no quotation marks.
    let none =
        in_section("The clerks' pay and the owners' own share of it aren't the Court's concern [@audit-2023, p. 12].");
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn quotations_in_key_points_and_answers_are_counted() {
    let workspace = Workspace::copy_of("harbour-contract");
    workspace.edit(
        "briefs/harbour-contract/brief.yaml",
        "9.1 metres deep at lowest astronomical tide;",
        "9.1 metres deep; the register has “Term: 15 years. Price: V$412,500,000” and",
    );
    workspace.edit(
        "briefs/harbour-contract/findings/contract.yaml",
        "text: The Ministry wrote that a table of payments by quarter",
        "text: The Ministry wrote “that a table of payments by quarter” and that it",
    );
    let all = quotations(&workspace);
    let answer = all.iter().find(|one| one.words == "that a table of payments by quarter").unwrap();
    assert_eq!((answer.entry.as_str(), &answer.verdict), ("F-003", &Verdict::NotCheckable(Why::NoSource)));
    let point = all.iter().find(|one| one.words == "Term: 15 years. Price: V$412,500,000").unwrap();
    assert!(point.entry == "key point 2" && point.source == "contract-register", "{point:?}");
    assert!(point.verdict.is_verified(), "{point:?}");
}
