//! What in a citation differs from place to place and from language to language: pinpoints, dates,
//! quotation marks, dashes and colons, and the short form for where there is little room.

use evenhand::cite::Style;
use evenhand::model::Source;
use serde_json::json;

use crate::citations::{body, notes, person, source, written, written_in};

fn journal() -> Source {
    source(json!({"id": "kwon", "type": "academic", "title": "Inclusion Work", "authors": [person("Hyeyoung", "Kwon")],
        "container": "American Journal of Sociology", "identifier": "127(6), 1818–59", "issued": "2022"}))
}

fn judgment() -> Source {
    source(json!({"id": "corr", "type": "judgment", "title": "Corr v IBC Vehicles Ltd", "identifier": "[2008] UKHL 13",
        "issued": "2008"}))
}

fn indictment() -> Source {
    source(json!({"id": "paper", "type": "charging_document", "title": "Acte", "title_translation": "Indictment",
        "authors": [body("Public Prosecutor of Velunda")], "identifier": "CR 2025/31, entry 1",
        "court": "Circuit Court of Osmere", "issued": "2025-09-22"}))
}

/// A note on one source, alone.
fn note(style: &str, language: &str, source: Source, place: Option<&str>) -> String {
    notes(style, language, &[source], &[(0, place)]).remove(0)
}

/// Later notes on one source at several places.
fn later(style: &str, language: &str, source: Source, places: &[&str]) -> Vec<String> {
    let cited: Vec<_> = [None].into_iter().chain(places.iter().copied().map(Some)).map(|place| (0, place)).collect();
    notes(style, language, &[source], &cited).split_off(1)
}

#[test]
fn mcgill_pinpoints_are_grammatical_in_french() {
    let places = ["para. 2", "paras. 24–27", "p. 12", "pp. 1–2", "note 3", "art. 5", "arts. 5, 7", "p. 12, tableau 2"];
    assert_eq!(
        later("mcgill", "fr", journal(), &places),
        [
            "*Ibid* au para 2.",
            "*Ibid* aux para 24–27.",
            "*Ibid* à la p 12.",
            "*Ibid* aux pp 1–2.",
            "*Ibid* à la n 3.",
            "*Ibid* à l’art 5.",
            "*Ibid* aux arts 5, 7.",
            "*Ibid* à la p 12, tableau 2.",
        ]
    );
    let statute = source(json!({"type": "statute", "title": "Code criminel", "identifier": "LRC 1985, c C-46"}));
    assert_eq!(note("mcgill", "fr", statute, Some("art. 745")), "*Code criminel*, LRC 1985, c C-46, art 745.");
}

#[test]
fn a_place_of_several_parts_has_the_form_of_one() {
    for (style, expected) in [
        (
            "chicago-notes",
            ["12.", "12, table 2.", "para. 14, p. 6.", "Background, para. 1.", "para. 3 and last paragraph."]
                .map(|place| format!("Kwon, “Inclusion Work,” {place}")),
        ),
        (
            "oscola",
            [" 12", " 12, table 2", " para 14, p 6", ", Background, para 1", " para 3 and last paragraph"]
                .map(|place| format!("ibid{place}.")),
        ),
        (
            "mcgill",
            [" at 12", " at 12, table 2", " at para 14, p 6", ", Background, para 1", " at para 3 and last paragraph"]
                .map(|place| format!("*Ibid*{place}.")),
        ),
        (
            "apa",
            ["p. 12", "p. 12, table 2", "para. 14, p. 6", "Background, para. 1", "para. 3 and last paragraph"]
                .map(|place| format!("Kwon, 2022 (note 1), {place}.")),
        ),
    ] {
        let places = ["p. 12", "p. 12, table 2", "¶ 14, p. 6", "Background, para. 1", "para. 3 and last paragraph"];
        assert_eq!(later(style, "en", journal(), &places), expected, "{style}");
    }
    let french = later("chicago-notes", "fr", journal(), &["para. 2", "Background, para. 1"]);
    assert_eq!(
        french,
        ["Kwon, «\u{a0}Inclusion Work\u{a0}», par. 2.", "Kwon, «\u{a0}Inclusion Work\u{a0}», Background, par. 1."]
    );
    // Chicago sets the page of a journal behind a colon, and what follows behind a comma.
    let first = note("chicago-notes", "en", journal(), Some("p. 12, table 2"));
    assert!(first.ends_with("127, no. 6 (2022): 12, table 2."), "{first}");
    // Papers of law keep their sign.
    assert_eq!(
        later("chicago-notes", "en", indictment(), &["¶ 14, p. 6"]),
        ["Public Prosecutor of Velunda, Acte, ¶ 14, p. 6."]
    );
}

#[test]
fn oscola_brackets_each_paragraph_of_a_judgment() {
    let told = later("oscola", "en", judgment(), &["¶¶ 88, 103, 121–124", "para. 28, p. 6"]);
    assert_eq!(told, ["ibid [88], [103], [121]–[124].", "ibid [28], p 6."]);
}

#[test]
fn who_alleges_is_named_in_every_style() {
    for style in ["chicago-notes", "oscola", "mcgill", "apa", "ieee", "chicago-author-date", "mla"] {
        let cited = [(0, Some("p. 1")), (1, None), (0, Some("¶ 14, p. 6"))];
        let told = notes(style, "en", &[indictment(), judgment()], &cited);
        for at in [0, 2] {
            assert!(told[at].starts_with("Public Prosecutor of Velunda"), "{style}: {}", told[at]);
        }
        assert!(told[0].contains("Circuit Court of Osmere") && told[0].contains("CR 2025/31"), "{style}: {}", told[0]);
    }
    assert_eq!(
        note("apa", "en", indictment(), Some("p. 1")),
        "Public Prosecutor of Velunda. (2025, September 22). *Acte* [Indictment] (CR 2025/31, entry 1), Circuit Court of \
         Osmere, p. 1."
    );
}

#[test]
fn the_delimiter_of_a_layout_stands_between_sources_only() {
    let style = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
      <info><title>House</title><id>house</id><updated>2026-01-01T00:00:00+00:00</updated></info>
      <citation><layout suffix="." delimiter="; "><choose><if position="subsequent"><text value="again"/></if><else>
        <names variable="author"/><text variable="title" prefix=" – "/><date variable="issued" prefix=" (" suffix=")">
        <date-part name="year"/></date></else></choose></layout></citation></style>"#;
    let style = Style::parse("house", style).unwrap();
    let register =
        source(json!({"type": "register", "title": "Register", "authors": [body("Town Council")], "issued": "2026"}));
    let told = written_in(&style, "en", &[register], &[(0, None)]);
    assert_eq!(told[0].0, "Town Council – Register (2026).");
}

#[test]
fn american_courts_have_one_form_of_date() {
    let paper = |identifier: &str, issued: &str| {
        source(json!({"type": "court_filing", "title": "Complaint", "identifier": identifier, "issued": issued,
            "court": "District Court, Eastern District of New York"}))
    };
    for (identifier, issued, english, french) in [
        ("No. 1 (E.D.N.Y.)", "2023-04", "(E.D.N.Y. Apr. 2023)", "(E.D.N.Y., avril 2023)"),
        ("No. 1 (E.D.N.Y.)", "2023-09-01", "(E.D.N.Y. Sept. 1, 2023)", "(E.D.N.Y., 1er septembre 2023)"),
        ("No. 1 (E.D.N.Y. Mar. 1, 2024)", "2024-03-01", "(E.D.N.Y. Mar. 1, 2024)", "(E.D.N.Y., 1er mars 2024)"),
        ("107 F.4th 715 (7th Cir. 2024)", "2024-07-10", "(7th Cir. 2024)", "(7th Cir., 2024)"),
        ("384 U.S. 436 (1966)", "1966-06-13", "436 (1966)", "436 (1966)"),
    ] {
        for (language, expected) in [("en", english), ("fr", french)] {
            let told = note("chicago-notes", language, paper(identifier, issued), None);
            assert!(told.contains(expected), "{identifier}: {told}");
        }
    }
}

#[test]
fn the_first_of_a_month_is_written_as_french_does() {
    let article = || {
        source(
            json!({"type": "news_report", "title": "Titre", "authors": [person("Ana", "Roy")], "container": "Journal",
            "issued": "2024-03-01", "url": "https://journal.example", "accessed": "2026-02-01"}),
        )
    };
    assert!(note("chicago-notes", "fr", article(), None).contains("*Journal*, 1er mars 2024"));
    assert!(note("chicago-notes", "fr", article(), None).contains("(consulté le 1er février 2026)"));
    assert!(note("mcgill", "fr", article(), None).contains("(1er mars 2024), en ligne\u{a0}: <https"));
    // APA has the year first and, in French, the day before the month.
    assert!(note("apa", "fr", article(), None).starts_with("Roy, A. (2024, 1er mars). "));
    assert!(note("apa", "en", article(), None).starts_with("Roy, A. (2024, March 1). "));
}

#[test]
fn dashes_and_colons_are_those_of_the_language() {
    for (style, expected) in [
        ("chicago-notes", "127, nᵒ 6 (2022)\u{a0}: 1818–1859."),
        ("apa", "*127*(6), 1818–1859."),
        ("ieee", "p. 1818–1859, 2022."),
    ] {
        let told = note(style, "fr", journal(), None);
        assert!(told.ends_with(expected), "{style}: {told}");
    }
    assert!(note("chicago-notes", "en", journal(), None).ends_with("127, no. 6 (2022): 1818–1859."));
    // The colon of an English title stays as it is.
    let report = source(json!({"type": "ngo_report", "title": "110 Overseas: Gone Wild", "issued": "2022",
        "url": "https://example.org", "accessed": "2026-02-01"}));
    let told = note("ieee", "fr", report, None);
    assert!(told.contains("110 Overseas: Gone Wild") && told.contains("Consulté le\u{a0}: 1er février 2026"), "{told}");
    assert!(told.contains("Disponible sur\u{a0}: https://example.org"), "{told}");
}

#[test]
fn quotation_marks_inside_a_title_follow_the_language() {
    for title in ["‘Overseas stations’ set: spokesperson", "“Overseas stations” set: spokesperson"] {
        let article = || source(json!({"type": "news_report", "title": title, "container": "Times", "issued": "2022"}));
        for (style, language, expected) in [
            ("chicago-notes", "en", "“‘Overseas stations’ set: spokesperson,” "),
            ("chicago-notes", "fr", "«\u{a0}“Overseas stations” set: spokesperson\u{a0}», "),
            ("oscola", "en", "‘“Overseas stations” set: spokesperson’ "),
            ("apa", "en", "“Overseas stations” set: spokesperson. "),
        ] {
            let told = note(style, language, article(), None);
            assert!(told.starts_with(expected), "{style}: {told}");
        }
    }
}

#[test]
fn a_full_stop_and_a_quotation_mark_stand_as_the_style_has_them() {
    let article = || source(json!({"type": "news_report", "title": "Mud", "container": "Courier", "issued": "2022"}));
    let told = |style, language| notes(style, language, &[article(), judgment()], &[(0, None), (1, None), (0, None)]);
    for (style, language, expected) in [
        ("chicago-notes", "en", "“Mud.”"),
        ("chicago-notes", "fr", "«\u{a0}Mud\u{a0}»."),
        ("oscola", "en", "‘Mud’ (n 1)."),
        ("modern-humanities-research-association-notes", "en", "‘Mud’."),
    ] {
        assert_eq!(told(style, language)[2], expected, "{style}");
    }
}

#[test]
fn an_address_does_not_tell_the_number_of_a_source() {
    let register = || {
        source(json!({"type": "register", "title": "Register", "authors": [body("Ministry")], "issued": "2026-02-27",
            "identifier": "Entry RPC-2019", "url": "https://contracts.example/entry/RPC-2019", "accessed": "2026-03-02"}))
    };
    for style in ["chicago-notes", "oscola", "mcgill", "apa", "ieee"] {
        // The number that the author wrote before the place stands once.
        for place in ["fields 3–9", "Entry RPC-2019, fields 3–9"] {
            let (full, short) = written(style, "en", &[register()], &[(0, Some(place))]).remove(0);
            assert_eq!(full.matches("Entry RPC-2019").count(), 1, "{style}: {full}");
            assert_eq!(short, "Ministry, Entry RPC-2019, 27 February 2026, fields 3–9", "{style}");
        }
    }
    assert_eq!(
        later("chicago-notes", "en", register(), &["Entry RPC-2019"]),
        ["Ministry, “Register,” Entry RPC-2019."]
    );
}

#[test]
fn later_notes_begin_as_the_first_did() {
    let sources = [
        source(
            json!({"id": "a", "type": "news_report", "title": "Charges dropped", "container": "Newsday", "issued": "2023"}),
        ),
        source(json!({"id": "b", "type": "judgment", "title": "United States v. Angwang", "issued": "2020-10-07",
            "identifier": "20-MJ-0837 (E.D.N.Y. Oct. 7, 2020)", "court": "District Court"})),
        source(
            json!({"id": "c", "type": "web_page", "title": "Register", "authors": [body("Ministry")], "issued": "2020"}),
        ),
    ];
    let cited = [(0, None), (1, None), (2, None), (0, Some("p. 1")), (1, Some("¶ 2")), (2, None)];
    assert_eq!(
        notes("ieee", "en", &sources, &cited).split_off(3),
        [
            "“Charges dropped” (note 1), p. 1.",
            "*United States v. Angwang* (note 2), para. 2.",
            "Ministry, “Register” (note 3).",
        ]
    );
}

#[test]
fn a_statute_of_another_country_is_no_american_one() {
    let act = |identifier: &str| {
        source(json!({"type": "statute", "title": "Port Act", "container": "Gazette", "identifier": identifier,
            "issued": "2017-12-14"}))
    };
    assert_eq!(
        note("apa", "en", act("Gaz. 2017, no. 208"), Some("§ 7")),
        "Port Act, Gazette, Gaz. 2017, no. 208 (2017), § 7."
    );
    let american = source(json!({"type": "statute", "title": "Homeland Security Act of 2002",
        "identifier": "Pub. L. No. 107-296, 116 Stat. 2135", "issued": "2002-11-25"}));
    assert_eq!(
        note("apa", "en", american, None),
        "Homeland Security Act of 2002, Pub. L. No. 107-296, 116 Stat. 2135 (2002)."
    );
    let told = note("ieee", "en", act("Gaz. 2017, no. 208"), None);
    assert!(told.contains("Gaz. 2017, no. 208"), "{told}");
}

#[test]
fn a_source_without_a_date_says_so_before_the_place() {
    let article = || source(json!({"type": "news_rewrite", "title": "Covert operations"}));
    for (style, language, expected) in [
        ("chicago-notes", "en", "“Covert operations,” n.d., paras. 1–4."),
        ("oscola", "en", "‘Covert operations’ (undated) paras 1–4."),
        ("mcgill", "en", "“Covert operations” (undated) at paras 1–4."),
        ("mcgill", "fr", "«\u{a0}Covert operations\u{a0}» (sans date) aux para 1–4."),
        ("apa", "en", "*Covert operations*. (n.d.), paras. 1–4."),
    ] {
        assert_eq!(note(style, language, article(), Some("paras. 1–4")), expected, "{style}");
    }
}

#[test]
fn where_there_is_little_room_a_source_can_still_be_found() {
    let sources = [
        journal(),
        source(json!({"id": "b", "type": "judgment", "title": "Requête", "issued": "2023-01-05",
            "identifier": "No. 18 (N.D. Ill. Jan. 5, 2023)", "court": "tribunal de district"})),
        source(json!({"id": "c", "type": "news_report", "title": "X", "container": "infotel.ca", "issued": "2023"})),
    ];
    let told = written("chicago-notes", "fr", &sources, &[(0, Some("p. 1820, tableau 3")), (1, None), (2, None)]);
    let short: Vec<_> = told.into_iter().map(|(_, short)| short).collect();
    assert_eq!(
        short,
        [
            "Kwon, *American Journal of Sociology* 127(6), 2022, p. 1820, tableau 3",
            "Tribunal de district, No. 18, 5 janvier 2023",
            "infotel.ca, 2023",
        ]
    );
}
