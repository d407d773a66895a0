//! Citations in every style, held against the forms that the styles' own guides show.

use std::fmt::Write;

use evenhand::cite::{self, Cite, Cited, Style, Writer};
use evenhand::locale::Locale;
use evenhand::model::prose::{Block, Inline};
use evenhand::model::{Source, Text};
use evenhand::resolve;
use evenhand::view::Reference;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::workspace::{Workspace, briefing, load, project};

/// A source from a few fields.
pub(crate) fn source(fields: Value) -> Source {
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
pub(crate) fn notes(style: &str, language: &str, sources: &[Source], cited: &[(usize, Option<&str>)]) -> Vec<String> {
    written(style, language, sources, cited).into_iter().map(|(full, _)| full).collect()
}

pub(crate) fn written(
    style: &str,
    language: &str,
    sources: &[Source],
    notes: &[(usize, Option<&str>)],
) -> Vec<(String, String)> {
    written_in(&Style::built_in(style).unwrap(), language, sources, notes)
}

/// The same with a style at hand.
pub(crate) fn written_in(
    style: &Style,
    language: &str,
    sources: &[Source],
    notes: &[(usize, Option<&str>)],
) -> Vec<(String, String)> {
    cited(style, language, sources, notes).iter().map(|cited| (text(&cited.full), text(&cited.short))).collect()
}

fn cited(style: &Style, language: &str, sources: &[Source], cited: &[(usize, Option<&str>)]) -> Vec<Cited<()>> {
    let locale = Locale::new(language, None).unwrap();
    let ids: Vec<_> = sources.iter().map(|source| source.id.clone()).collect();
    let via = |source: &Source| source.cited_in.as_ref().and_then(|id| ids.iter().position(|other| other == id));
    let writer = Writer {
        style,
        locale: &locale,
        sources: sources.iter().collect(),
        found_in: sources.iter().map(via).collect(),
        // What a style makes of a title must not hide it.
        languages: sources.iter().map(|source| source.language.as_ref().map(Text::folded)).collect(),
    };
    let cites: Vec<_> = cited
        .iter()
        .enumerate()
        .map(|(at, (source, locator))| Some(Cite { number: at + 1, source: *source, locator: *locator }))
        .collect();
    writer.write(&cites).into_iter().flatten().collect()
}

/// The words that are said to be in another language, with its tag.
fn foreign(inlines: &[Inline<()>]) -> Vec<(String, String)> {
    let inner = |inline: &Inline<()>| match inline {
        Inline::Language(tag, inner) => vec![(tag.clone(), text(inner))],
        Inline::Emphasis(inner) | Inline::Link(_, inner) | Inline::Strong(inner) => foreign(inner),
        _ => Vec::new(),
    };
    inlines.iter().flat_map(inner).collect()
}

#[test]
fn a_title_in_another_language_says_so_in_every_style() {
    let sources = [
        source(json!({
            "type": "news_report", "title": "Rechnungshof: „Ein Frühling am Hafen“ kostet 61,3 Millionen",
            "title_translation": "Audit office", "container": "Osmeerer Bote", "issued": "2026-02-03", "language": "de-AT",
            "url": "https://bote.example/rechnungshof-ein-frühling-am-hafen-kostet-61-3-millionen", "accessed": "2026-03-01",
        })),
        source(json!({ "id": "y", "type": "ngo_report", "title": "Le port: un état des lieux", "language": "fr",
            "authors": [{ "family": "Blanc", "given": "Ida" }], "publisher": "Vigie", "issued": "2025" })),
        // A description in the author's own words.
        source(
            json!({ "id": "z", "type": "web_page", "title": "[Note on a door]", "language": "fr", "issued": "2025" }),
        ),
    ];
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
    for style in ["chicago-notes", "oscola", "mcgill", "apa", "ieee"] {
        let written = cited(
            &Style::built_in(style).unwrap(),
            "en",
            &sources,
            &[(0, None), (1, Some("p. 3")), (2, None), (0, Some("para. 2"))],
        );
        let marked: Vec<_> = written.iter().map(|cited| foreign(&cited.full)).collect();
        let whole = |at: usize| marked[at].iter().map(|(_, words)| letters(words)).collect::<String>();
        assert_eq!(whole(0), letters(sources[0].title.as_str()), "{style}: {:?}", written[0].full);
        assert!(marked[0].iter().all(|(tag, _)| tag == "de-AT"), "{style}: {marked:?}");
        assert_eq!(whole(1), letters(sources[1].title.as_str()), "{style}: {:?}", written[1].full);
        assert!(marked[2].is_empty(), "{style}: {marked:?}");
        // Later notes have a part of the title, or refer to the first without it.
        let later = whole(3);
        assert!(later.is_empty() || letters(sources[0].title.as_str()).starts_with(&later), "{style}: {later}");
        // In short forms a title stands only where nobody is named.
        assert!(written.iter().all(|cited| foreign(&cited.short).is_empty()), "{style}");
    }
    let alone = [source(json!({ "type": "web_page", "title": "Une page", "language": "fr" }))];
    let written = cited(&Style::built_in("chicago-notes").unwrap(), "en", &alone, &[(0, None)]);
    assert_eq!(foreign(&written[0].short), [("fr".to_owned(), "Une page".to_owned())]);
}

pub(crate) fn text<R>(inlines: &[Inline<R>]) -> String {
    let mut told = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(words) => told.push_str(words),
            Inline::Emphasis(inner) => write!(told, "*{}*", text(inner)).unwrap(),
            Inline::Link(_, inner) | Inline::Strong(inner) | Inline::Language(_, inner) => {
                told.push_str(&text(inner));
            }
            _ => panic!("no citation has this"),
        }
    }
    told
}

fn brief_notes(slug: &str, style: &str, language: &str) -> String {
    let loaded = load(project(), slug);
    let resolved = resolve::resolve(&loaded);
    let (style, locale) = (Style::built_in(style).unwrap(), Locale::new(language, None).unwrap());
    let document = briefing(&resolved, &style, &locale);
    let mut told = String::new();
    for note in &document.notes {
        let Some(Block::Paragraph(words)) = note.blocks.first() else { panic!("{note:?}") };
        let words = words.iter().filter(|inline| !matches!(inline, Inline::Reference(_))).cloned();
        writeln!(told, "{}. {}", note.number, text::<Reference>(&words.collect::<Vec<_>>())).unwrap();
    }
    told
}

/// One note in each style's own form, as its guide shows it; where a guide's example has what our
/// sources have no field for (a place of publication, editors), the example is taken without it.
fn assert_notes(style: &str, examples: &[(Value, Option<&str>, &str)]) {
    let mut wrong = Vec::new();
    for (fields, locator, expected) in examples {
        let told = notes(style, "en", &[source(fields.clone())], &[(0, *locator)]);
        if told != [expected.to_owned()] {
            wrong.push(format!("expected {expected}\n     got {}", told[0]));
        }
    }
    assert!(wrong.is_empty(), "{style}:\n{}", wrong.join("\n"));
}

pub(crate) fn person(given: &str, family: &str) -> Value {
    json!({"given": given, "family": family})
}

pub(crate) fn body(name: &str) -> Value {
    json!({"name": name})
}

#[test]
fn chicago_notes_have_the_forms_of_the_manual() {
    assert_notes(
        "chicago-notes",
        &[
            (
                json!({"type": "news_report", "title": "The Prophet of Dystopia", "authors": [person("Rebecca", "Mead")],
                    "container": "New Yorker", "issued": "2017-04-17"}),
                Some("p. 43"),
                "Rebecca Mead, “The Prophet of Dystopia,” *New Yorker*, April 17, 2017, 43.",
            ),
            (
                json!({"type": "news_report", "title": "The Squishy, Sugary History of Peeps",
                    "authors": [person("Tanya", "Pai")], "container": "Vox", "issued": "2017-04-11",
                    "url": "http://www.vox.com/culture/2017/4/11/15209084/peeps-easter"}),
                None,
                "Tanya Pai, “The Squishy, Sugary History of Peeps,” *Vox*, April 11, 2017, \
                 http://www.vox.com/culture/2017/4/11/15209084/peeps-easter.",
            ),
            (
                json!({"type": "web_page", "title": "About Yale: Yale Facts", "publisher": "Yale University",
                    "url": "https://www.yale.edu/about-yale/yale-facts", "accessed": "2017-05-01"}),
                None,
                "“About Yale: Yale Facts,” Yale University, accessed May 1, 2017, \
                 https://www.yale.edu/about-yale/yale-facts.",
            ),
            (
                json!({"type": "academic", "title": "Interior Chinatown", "authors": [person("Charles", "Yu")],
                    "publisher": "Pantheon Books", "issued": "2020"}),
                Some("p. 45"),
                "Charles Yu, *Interior Chinatown* (Pantheon Books, 2020), 45.",
            ),
            (
                json!({"type": "academic", "title": "Inclusion Work: Children of Immigrants Claiming Membership in Everyday Life",
                    "authors": [person("Hyeyoung", "Kwon")], "container": "American Journal of Sociology",
                    "identifier": "127(6), 1818–1859", "issued": "2022", "url": "https://doi.org/10.1086/720277"}),
                Some("pp. 1842–43"),
                "Hyeyoung Kwon, “Inclusion Work: Children of Immigrants Claiming Membership in Everyday Life,” \
                 *American Journal of Sociology* 127, no. 6 (2022): 1842–43, https://doi.org/10.1086/720277.",
            ),
            (
                json!({"type": "academic", "title": "The Queen Mary Psalter", "authors": [person("Kathleen", "Doyle")],
                    "container": "The Book by Design", "publisher": "University of Chicago Press", "issued": "2023"}),
                Some("p. 64"),
                "Kathleen Doyle, “The Queen Mary Psalter,” in *The Book by Design* (University of Chicago Press, 2023), 64.",
            ),
            (
                json!({"type": "judgment", "title": "Miranda v. Arizona", "identifier": "384 U.S. 436 (1966)",
                    "court": "Supreme Court of the United States", "issued": "1966-06-13"}),
                None,
                "Miranda v. Arizona, 384 U.S. 436 (1966).",
            ),
            (
                json!({"type": "judgment", "title": "United States v. Christmas", "identifier": "222 F.3d 141 (4th Cir. 2000)",
                    "court": "Court of Appeals, Fourth Circuit", "issued": "2000"}),
                Some("p. 145"),
                "United States v. Christmas, 222 F.3d 141, 145 (4th Cir. 2000).",
            ),
            (
                json!({"type": "statute", "title": "Homeland Security Act of 2002",
                    "identifier": "Pub. L. No. 107-296, 116 Stat. 2135", "issued": "2002-11-25"}),
                None,
                "Homeland Security Act of 2002, Pub. L. No. 107-296, 116 Stat. 2135 (2002).",
            ),
            (
                json!({"type": "treaty", "title": "Treaty Banning Nuclear Weapon Tests in the Atmosphere, in Outer Space, and Under Water",
                    "identifier": "14 U.S.T. 1313", "issued": "1963-08-05"}),
                None,
                "Treaty Banning Nuclear Weapon Tests in the Atmosphere, in Outer Space, and Under Water, \
                 August 5, 1963, 14 U.S.T. 1313.",
            ),
            (
                json!({"type": "interview", "title": "interview by Robert MacNeil", "authors": [person("McGeorge", "Bundy")],
                    "container": "MacNeil/Lehrer NewsHour", "publisher": "PBS", "issued": "1990-02-07"}),
                None,
                "McGeorge Bundy, interview by Robert MacNeil, *MacNeil/Lehrer NewsHour*, PBS, February 7, 1990.",
            ),
            (
                json!({"type": "ngo_report", "title": "WHO Editorial Style Manual", "authors": [body("World Health Organization")],
                    "publisher": "World Health Organization", "issued": "1993"}),
                None,
                "World Health Organization, *WHO Editorial Style Manual* (World Health Organization, 1993).",
            ),
            (
                json!({"type": "academic", "title": "Waar verzamelde Pigafetta zijn Maleise woorden?",
                    "title_translation": "Where did Pigafetta collect his Malaysian words?", "authors": [person("W.", "Kern")],
                    "container": "Tijdschrift voor Indische taal-, land- en volkenkunde", "identifier": "78", "issued": "1938"}),
                Some("p. 271"),
                "W. Kern, “Waar verzamelde Pigafetta zijn Maleise woorden?” [Where did Pigafetta collect his Malaysian \
                 words?], *Tijdschrift voor Indische taal-, land- en volkenkunde* 78 (1938): 271.",
            ),
        ],
    );
}

#[test]
fn oscola_notes_have_the_forms_of_the_standard() {
    assert_notes(
        "oscola",
        &[
            (
                json!({"type": "judgment", "title": "Corr v IBC Vehicles Ltd", "identifier": "[2008] UKHL 13",
                    "court": "House of Lords", "issued": "2008-02-27"}),
                Some("para. 28"),
                "*Corr v IBC Vehicles Ltd* [2008] UKHL 13 [28].",
            ),
            (
                json!({"type": "judgment", "title": "Stubbs v. Sayer", "court": "CA", "issued": "1990-11-08"}),
                None,
                "*Stubbs v Sayer* (CA, 8 November 1990).",
            ),
            (
                json!({"type": "statute", "title": "Human Rights Act 1998", "issued": "1998-11-09"}),
                Some("s 15"),
                "Human Rights Act 1998, s 15.",
            ),
            (
                json!({"type": "academic", "title": "Administrative Law", "authors": [person("Timothy", "Endicott")],
                    "publisher": "OUP", "issued": "2009"}),
                Some("p. 123"),
                "Timothy Endicott, *Administrative Law* (OUP 2009) 123.",
            ),
            (
                json!({"type": "academic", "title": "The Common Law and the Political Constitution",
                    "authors": [person("JAG", "Griffith")], "container": "LQR", "identifier": "117, 42–67", "issued": "2001"}),
                Some("p. 64"),
                "JAG Griffith, ‘The Common Law and the Political Constitution’ (2001) 117 LQR 42, 64.",
            ),
            (
                json!({"type": "academic", "title": "Theory, “Pure Theory” and Values in Public Law",
                    "authors": [person("Paul", "Craig")], "container": "PL", "issued": "2005"}),
                None,
                "Paul Craig, ‘Theory, “Pure Theory” and Values in Public Law’ [2005] PL.",
            ),
            (
                json!({"type": "academic", "title": "The Value of Authorship in the Digital Age", "authors": [person("Justine", "Pila")],
                    "container": "World Wide Research", "publisher": "MIT Press", "issued": "2010"}),
                None,
                "Justine Pila, ‘The Value of Authorship in the Digital Age’ in *World Wide Research* (MIT Press 2010).",
            ),
            (
                json!({"type": "news_report", "title": "Supreme Court Warns on Quality", "authors": [person("Jane", "Croft")],
                    "container": "Financial Times", "issued": "2010-07-01"}),
                Some("p. 3"),
                "Jane Croft, ‘Supreme Court Warns on Quality’ *Financial Times* (1 July 2010) 3.",
            ),
            (
                json!({"type": "web_page", "title": "Virtual Friend Fires Employee", "authors": [person("Sarah", "Cole")],
                    "container": "Naked Law", "issued": "2009-05-01", "url": "http://www.nakedlaw.com/2009/05/index.html",
                    "accessed": "2009-11-19"}),
                None,
                "Sarah Cole, ‘Virtual Friend Fires Employee’ (*Naked Law*, 1 May 2009) \
                 <http://www.nakedlaw.com/2009/05/index.html> accessed 19 November 2009.",
            ),
            (
                json!({"type": "inquiry_report", "title": "Reforming Bribery", "authors": [body("Law Commission")],
                    "identifier": "Law Com No 313", "issued": "2008"}),
                Some("paras. 3.12–3.17"),
                "Law Commission, *Reforming Bribery* (Law Com No 313, 2008) paras 3.12–3.17.",
            ),
            (
                json!({"type": "interview", "title": "Interview with Irene Kull, Assistant Dean, Faculty of Law, Tartu University",
                    "issued": "2003-08-04"}),
                None,
                "Interview with Irene Kull, Assistant Dean, Faculty of Law, Tartu University (4 August 2003).",
            ),
            (
                json!({"type": "treaty", "title": "Convention Relating to the Status of Refugees",
                    "identifier": "189 UNTS 137", "issued": "1951-07-28"}),
                Some("art. 33"),
                "Convention Relating to the Status of Refugees (adopted 28 July 1951) 189 UNTS 137 art 33.",
            ),
        ],
    );
}

#[test]
fn mcgill_notes_have_the_forms_of_the_guide() {
    assert_notes(
        "mcgill",
        &[
            (
                json!({"type": "judgment", "title": "R v Jordan", "identifier": "2016 SCC 27", "issued": "2016-07-08",
                    "court": "Supreme Court of Canada"}),
                Some("para. 5"),
                "*R v Jordan*, 2016 SCC 27 at para 5.",
            ),
            (
                json!({"type": "statute", "title": "Criminal Code", "identifier": "RSC 1985, c C-46"}),
                Some("s. 745"),
                "*Criminal Code*, RSC 1985, c C-46, s 745.",
            ),
            (
                json!({"type": "treaty", "title": "International Covenant on Civil and Political Rights",
                    "identifier": "999 UNTS 171", "issued": "1966-12-19"}),
                Some("arts. 9–14"),
                "*International Covenant on Civil and Political Rights*, 19 December 1966, 999 UNTS 171 arts 9–14.",
            ),
            (
                json!({"type": "judgment", "title": "United States v. Microsoft Corp.", "identifier": "253 F.3d 34 (D.C. Cir. 2001)"}),
                None,
                "*United States v Microsoft Corp*, 253 F3d 34 (DC Cir 2001).",
            ),
            (
                json!({"type": "academic", "title": "“Governing Through Owners”: How and Why Formal Private Property Rights Enhance State Power",
                    "authors": [person("Larissa", "Katz")], "container": "University of Pennsylvania Law Review",
                    "identifier": "160(7), 2029–2059", "issued": "2012"}),
                Some("p. 2031"),
                "Larissa Katz, “‘Governing Through Owners’: How and Why Formal Private Property Rights Enhance State \
                 Power” (2012) 160:7 *University of Pennsylvania Law Review* 2029 at 2031.",
            ),
            (
                json!({"type": "news_report", "title": "A Title of an Article", "authors": [person("Sean", "Fine")],
                    "container": "The Globe and Mail", "issued": "2014-05-05", "url": "https://www.theglobeandmail.com/x"}),
                None,
                "Sean Fine, “A Title of an Article”, *The Globe and Mail* (5 May 2014), online: \
                 <https://www.theglobeandmail.com/x>.",
            ),
            (
                json!({"type": "academic", "title": "Constitutional Law of Canada", "authors": [person("Peter W", "Hogg"), person("Wade K", "Wright")],
                    "publisher": "Carswell", "issued": "2012"}),
                Some("p. 45"),
                "Peter W Hogg & Wade K Wright, *Constitutional Law of Canada* (Carswell, 2012) at 45.",
            ),
        ],
    );
}

#[test]
fn apa_references_have_the_forms_of_the_manual() {
    assert_notes(
        "apa",
        &[
            (
                json!({"type": "news_report", "title": "Can we get better at forgetting?", "authors": [person("Benedict", "Carey")],
                    "container": "The New York Times", "issued": "2019-03-22", "url": "https://www.nytimes.com/2019/03/22/health/memory.html"}),
                None,
                "Carey, B. (2019, March 22). Can we get better at forgetting? *The New York Times*. \
                 https://www.nytimes.com/2019/03/22/health/memory.html.",
            ),
            (
                json!({"type": "ngo_report", "title": "Facing forward: Life after cancer treatment",
                    "authors": [body("National Cancer Institute")], "identifier": "NIH Publication No. 18-2424",
                    "publisher": "U.S. Department of Health and Human Services", "issued": "2018",
                    "url": "https://www.cancer.gov/life-after-treatment.pdf"}),
                Some("p. 4"),
                "National Cancer Institute. (2018). *Facing forward: Life after cancer treatment* (NIH Publication No. \
                 18-2424). U.S. Department of Health and Human Services, p. 4. https://www.cancer.gov/life-after-treatment.pdf.",
            ),
            (
                json!({"type": "web_page", "title": "U.S. and world population clock", "authors": [body("U.S. Census Bureau")],
                    "publisher": "U.S. Department of Commerce", "url": "https://www.census.gov/popclock/", "accessed": "2020-01-09"}),
                None,
                "U.S. Census Bureau. (n.d.). *U.S. and world population clock*. U.S. Department of Commerce. Retrieved \
                 January 9, 2020, from https://www.census.gov/popclock/.",
            ),
            (
                json!({"type": "academic", "title": "Emotions in storybooks: A comparison of storybooks",
                    "authors": [person("Jessica S.", "Grady"), person("Mary", "Her")], "container": "Psychology of Popular Media Culture",
                    "identifier": "8(3), 207–217", "issued": "2019", "url": "https://doi.org/10.1037/ppm0000185"}),
                None,
                "Grady, J. S., & Her, M. (2019). Emotions in storybooks: A comparison of storybooks. *Psychology of Popular \
                 Media Culture*, *8*(3), 207–217. https://doi.org/10.1037/ppm0000185.",
            ),
            (
                json!({"type": "judgment", "title": "Brown v. Board of Education", "identifier": "347 U.S. 483 (1954)", "issued": "1954"}),
                None,
                "Brown v. Board of Education, 347 U.S. 483 (1954).",
            ),
        ],
    );
}

#[test]
fn ieee_references_have_the_forms_of_the_guide() {
    assert_notes(
        "ieee",
        &[
            (
                json!({"type": "academic", "title": "Induction of electric field in human bodies moving near MRI",
                    "authors": [person("Mario M.", "Chiampi"), person("Luca L.", "Zilberti")], "container": "IEEE Trans. Biomed. Eng.",
                    "identifier": "58(10), 2787–2793", "issued": "2011-10"}),
                None,
                "M. M. Chiampi and L. L. Zilberti, “Induction of electric field in human bodies moving near MRI,” *IEEE \
                 Trans. Biomed. Eng.*, vol. 58, no. 10, pp. 2787–2793, Oct. 2011.",
            ),
            (
                json!({"type": "academic", "title": "Robot Vision", "authors": [person("Berthold", "Klaus"), person("Paul", "Horn")],
                    "publisher": "MIT Press", "issued": "1986"}),
                Some("p. 12"),
                "B. Klaus and P. Horn, *Robot Vision*. MIT Press, 1986, p. 12.",
            ),
        ],
    );
}

#[test]
fn later_notes_are_short_as_each_style_says() {
    let sources = [
        source(json!({"id": "kwon", "type": "academic", "title": "Inclusion Work: Children of Immigrants",
            "authors": [person("Hyeyoung", "Kwon")], "container": "AJS", "identifier": "127(6), 1818–59", "issued": "2022"})),
        source(
            json!({"id": "corr", "type": "judgment", "title": "Corr v IBC Vehicles Ltd", "identifier": "[2008] UKHL 13",
            "issued": "2008"}),
        ),
    ];
    let cited = [(0, Some("p. 1842")), (0, Some("p. 1851")), (1, None), (0, Some("p. 1853")), (1, Some("¶ 28"))];
    let later = |style| notes(style, "en", &sources, &cited).into_iter().skip(1).collect::<Vec<_>>();
    assert_eq!(
        later("chicago-notes"),
        [
            "Kwon, “Inclusion Work,” 1851.",
            "Corr v IBC Vehicles Ltd, [2008] UKHL 13.",
            "Kwon, “Inclusion Work,” 1853.",
            "*Corr v IBC Vehicles Ltd*, ¶ 28.",
        ]
    );
    assert_eq!(
        later("oscola"),
        [
            "ibid 1851.",
            "*Corr v IBC Vehicles Ltd* [2008] UKHL 13.",
            "Kwon (n 1) 1853.",
            "*Corr v IBC Vehicles Ltd* (n 3) [28].",
        ]
    );
    assert_eq!(
        later("mcgill"),
        [
            "*Ibid* at 1851.",
            "*Corr v IBC Vehicles Ltd*, [2008] UKHL 13.",
            "Kwon, *supra* note 1 at 1853.",
            "*Corr v IBC Vehicles Ltd*, *supra* note 3 at para 28.",
        ]
    );
    assert_eq!(later("apa")[0], "Kwon, 2022 (note 1), p. 1851.");
    assert_eq!(later("ieee")[0], "Kwon, “Inclusion Work” (note 1), p. 1851.");
}

#[test]
fn an_original_that_nobody_read_stands_with_the_source_it_was_found_in() {
    let sources = [
        source(json!({"id": "zukofsky", "type": "academic", "title": "Sincerity and Objectification",
            "authors": [person("Louis", "Zukofsky")], "container": "Poetry", "identifier": "37", "issued": "1931",
            "consulted": false, "cited_in": "costello", "cited_in_locator": "p. 78"})),
        source(json!({"id": "costello", "type": "academic", "title": "Marianne Moore: Imaginary Possessions",
            "authors": [person("Bonnie", "Costello")], "publisher": "Harvard University Press", "issued": "1981"})),
    ];
    let cited = [(0, Some("p. 269")), (1, Some("p. 80")), (0, None)];
    assert_eq!(
        notes("chicago-notes", "en", &sources, &cited),
        [
            "Louis Zukofsky, “Sincerity and Objectification,” *Poetry* 37 (1931): 269; not consulted, as cited in \
             Bonnie Costello, *Marianne Moore: Imaginary Possessions* (Harvard University Press, 1981), 78.",
            "Costello, *Marianne Moore*, 80.",
            "Zukofsky, “Sincerity and Objectification”; not consulted, as cited in Costello, *Marianne Moore*, 78.",
        ]
    );
    // "ibid." after a note on two sources would say neither.
    assert_eq!(notes("oscola", "en", &sources, &cited)[1], "Costello (n 1) 80.");
    let short: Vec<_> = written("chicago-notes", "en", &sources, &cited).into_iter().map(|(_, short)| short).collect();
    assert_eq!(short[1], "Costello, 1981, p. 80");
    let french = &notes("chicago-notes", "fr", &sources, &cited)[0];
    assert!(french.contains("269\u{202f}; non consulté, cité d’après Bonnie Costello"), "{french:?}");
}

#[test]
fn what_a_style_leaves_out_is_added() {
    let told = notes(
        "apa",
        "en",
        &[source(
            json!({"type": "news_report", "title": "Port bez głębi", "title_translation": "A port without depth",
            "container": "Gazeta", "issued": "2023-10-02", "url": "https://gazeta.example/1", "accessed": "2026-02-19",
            "archive_url": "https://archive.example/1",
            "revision": {"kind": "corrected", "date": "2023-10-04", "note": "A name was corrected."}}),
        )],
        &[(0, Some("para. 4"))],
    );
    assert_eq!(
        told,
        ["Port bez głębi [A port without depth]. (2023, October 2). *Gazeta*, para. 4. https://gazeta.example/1 \
          (accessed February 19, 2026). Archived: https://archive.example/1. Corrected on October 4, 2023: A name was corrected."]
    );
}

#[test]
fn the_notes_of_both_briefs() {
    for slug in ["harbour-contract", "overseas-stations"] {
        insta::assert_snapshot!(format!("notes-{slug}"), brief_notes(slug, cite::DEFAULT, "en"));
    }
}

#[test]
fn two_hundred_sources_and_four_hundred_notes_take_a_moment() {
    let kinds = ["news_report", "web_page", "ngo_report", "judgment", "charging_document", "academic", "statute"];
    let sources: Vec<_> = (0..200)
        .map(|at| {
            source(json!({"id": format!("s{at}"), "type": kinds[at % kinds.len()], "title": format!("A title: number {at}"),
                "authors": [person("Ana", &format!("Writer{}", at % 50))], "container": "Courier", "issued": "2024-03-02",
                "identifier": format!("No. {at}/2024"), "url": format!("https://example.org/{at}"), "accessed": "2026-02-01"}))
        })
        .collect();
    let places: Vec<_> = (0..400).map(|at| format!("para. {}", at / 7)).collect();
    let cited: Vec<_> = (0..400).map(|at| ((at * 37) % 200, Some(places[at].as_str()))).collect();
    for style in ["chicago-notes", "oscola", "mcgill", "apa", "ieee"] {
        notes(style, "en", &sources[..1], &[(0, None)]);
        let begin = std::time::Instant::now();
        assert_eq!(notes(style, "en", &sources, &cited).len(), 400);
        // Some fifteen times what it takes on an idle computer.
        assert!(begin.elapsed() < std::time::Duration::from_secs(3), "{style}: {:?}", begin.elapsed());
    }
}

const TYPES: &[&str] = &[
    "judgment",
    "plea",
    "statute",
    "treaty",
    "register",
    "charging_document",
    "court_filing",
    "official_record",
    "official_statement",
    "inquiry_report",
    "ngo_report",
    "academic",
    "news_report",
    "news_rewrite",
    "opinion",
    "interview",
    "testimony",
    "dataset",
    "web_page",
    "correspondence",
];

/// Texts that CSL, XML, numbers and quotation marks stumble over.
const ODD: &[&str] = &[
    "“",
    "”",
    "\"",
    "'",
    "’",
    "«",
    "(",
    ")",
    "[",
    "]",
    "...",
    ".",
    ",",
    ": ",
    "?",
    "!",
    "–",
    "-",
    "&",
    "<i>",
    "&amp;",
    "$x$",
    "{x}",
    "#",
    "\\",
    "0",
    "007",
    "2024",
    "99999999999999999999",
    "1-2-3",
    "12(3), 4–5",
    "No. 1 (X. 2020)",
    "de la ",
    "O'",
    "10.1/x",
    "[2013] UKSC 67",
    "II",
    "¶ 6",
    "at 14:05",
    "\u{e000}",
    "\u{e001}1\u{e001}1",
    "\u{e002}",
    "\u{e003}",
    "p. 1, table 2",
    "Part, ¶ 3 and note 4",
    "مرحبا",
    "漢字",
    "Żółć",
    "ﬁ",
    "e\u{301}",
    "\u{202e}",
    "a",
    "B",
    " ",
    "  ",
];

fn odd() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(ODD).prop_map(str::to_owned),
        2 => "[A-Za-z]{1,8} ?",
        1 => "\\PC{1,4}",
    ];
    proptest::collection::vec(piece, 1..7)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("blank", |text| !text.trim().is_empty())
}

fn odd_source(at: usize) -> impl Strategy<Value = Source> {
    let optional = || proptest::option::of(odd());
    let date = proptest::option::of((0_i32..=9999, proptest::option::of((1_u8..=12, proptest::option::of(1_u8..=28)))));
    let author = prop_oneof![
        odd().prop_map(|name| json!({"name": name})),
        (odd(), odd()).prop_map(|(given, family)| json!({"given": given, "family": family})),
        odd().prop_map(|given| json!({"given": given})),
        Just(json!({})),
    ];
    let first =
        (proptest::sample::select(TYPES), odd(), optional(), proptest::collection::vec(author, 0..5), optional());
    let second =
        (optional(), date, optional(), optional(), any::<bool>(), any::<bool>(), proptest::option::of(0_usize..4));
    (first, second).prop_map(move |((kind, title, translation, authors, container), second)| {
        let (publisher, date, identifier, court, consulted, linked, found) = second;
        let mut fields =
            json!({"id": format!("s{at}"), "type": kind, "title": title, "authors": authors, "consulted": consulted});
        let texts = [
            ("title_translation", translation),
            ("container", container),
            ("publisher", publisher),
            ("identifier", identifier),
            ("court", court),
            (
                "issued",
                date.map(|(year, rest)| match rest {
                    None => format!("{year:04}"),
                    Some((month, None)) => format!("{year:04}-{month:02}"),
                    Some((month, Some(day))) => format!("{year:04}-{month:02}-{day:02}"),
                }),
            ),
            ("url", linked.then(|| format!("https://example.org/{at}?a=b&c=%20"))),
            ("accessed", linked.then(|| "2026-02-01".to_owned())),
            ("cited_in", found.filter(|_| !consulted).map(|to| format!("s{to}"))),
        ];
        for (name, value) in texts {
            if let Some(value) = value {
                fields[name] = value.into();
            }
        }
        source(fields)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a source holds, each of its notes says something, ends, and shows none of our marks.
    #[test]
    fn odd_sources_have_notes_too(
        sources in (odd_source(0), odd_source(1), odd_source(2), odd_source(3)).prop_map(|(a, b, c, d)| [a, b, c, d]),
        cited in proptest::collection::vec((0_usize..4, proptest::option::of(odd())), 1..8),
    ) {
        let cited: Vec<_> = cited.iter().map(|(at, place)| (*at, place.as_deref())).collect();
        for style in ["chicago-notes", "oscola", "mcgill", "apa", "ieee", "modern-humanities-research-association-notes", "nature"] {
            for language in ["en", "fr"] {
                let told = written(style, language, &sources, &cited);
                prop_assert_eq!(told.len(), cited.len());
                for ((full, short), (at, _)) in told.iter().zip(&cited) {
                    for words in [full, short] {
                        prop_assert!(words.chars().any(|c| !c.is_whitespace()), "{style}: nothing is said of {:?}", sources[*at]);
                        prop_assert!(!words.contains(['\u{e000}', '\u{e001}', '\u{e002}', '\u{e003}']), "{style}: {words}");
                    }
                    let full = full.trim_end_matches('*');
                    prop_assert!(full.ends_with(['.', '?', '!', '”', '’', '»', '"', '\'', '…']), "{style}: {full}");
                }
            }
        }
    }
}

/// A style of a workspace, small but whole.
const SMALL: &str = r#"<style xmlns="http://purl.org/net/xbiblio/csl" class="note" version="1.0">
  <info><title>Small</title><id>small</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <macro name="name"><text variable="title" quotes="true"/></macro>
  <citation><layout suffix="."><group delimiter=" / "><text macro="name"/><text variable="locator"/></group></layout></citation>
</style>
"#;

#[test]
fn every_style_that_is_at_hand_writes_notes() {
    let mead = source(
        json!({"type": "news_report", "title": "The Prophet of Dystopia", "authors": [person("Rebecca", "Mead")],
        "container": "New Yorker", "issued": "2017-04-17"}),
    );
    let page = std::fs::read_to_string(project().join("docs/citations.md")).unwrap();
    for name in Style::names() {
        assert!(page.contains(&format!("`{name}`")), "docs/citations.md does not list `{name}`");
        let told = notes(name, "en", std::slice::from_ref(&mead), &[(0, Some("p. 43")), (0, Some("p. 44"))]);
        assert!(told[0].to_lowercase().contains("mead") && told[0].contains("43"), "{name}: {told:?}");
        assert!(told[1].contains("44"), "{name}: {told:?}");
    }
}

#[test]
fn a_workspace_and_a_brief_choose_the_style() {
    let workspace = Workspace::starter("case");
    let notes = |workspace: &Workspace| {
        let run = workspace.run(&["build", "--keep-typst", "--draft"]);
        let name = ["case-briefing.typ", "case-briefing-draft.typ"]
            .into_iter()
            .find(|name| workspace.path(&format!("output/case/{name}")).exists());
        let Some(name) = name else { panic!("{}{}", run.stdout, run.stderr) };
        std::fs::read_to_string(workspace.path(&format!("output/case/{name}"))).unwrap()
    };
    let chicago = notes(&workspace);
    workspace.write("evenhand.toml", "[documents]\ncitation_style = \"oscola\"\n");
    let oscola = notes(&workspace);
    assert_ne!(chicago, oscola);
    workspace.write("styles/house.csl", SMALL);
    let brief = std::fs::read_to_string(workspace.path("briefs/case/brief.yaml")).unwrap();
    workspace.write("briefs/case/brief.yaml", format!("{brief}\ncitation_style: house\n"));
    let house = notes(&workspace);
    assert!(house.contains("” / "), "{house}");
    // The workspace's file goes before a built-in style of the same name.
    workspace.write("briefs/case/brief.yaml", &brief);
    workspace.write("styles/oscola.csl", SMALL);
    assert_eq!(notes(&workspace), house);
}

#[test]
fn a_style_that_is_not_there_or_broken_is_told_with_its_place() {
    let workspace = Workspace::starter("case");
    let told = |workspace: &Workspace| {
        let run = workspace.run(&["check"]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        run.stderr
    };
    workspace.write("evenhand.toml", "[documents]\ncitation_style = \"chicago-note\"\n");
    insta::assert_snapshot!("style-unknown", told(&workspace));
    workspace.write("evenhand.toml", "[documents]\ncitation_style = \"house\"\n");
    let broken = [
        ("not-closed", SMALL.replace("</group>", "")),
        ("no-such-macro", SMALL.replace("macro=\"name\"", "macro=\"nam\"")),
        ("no-such-element", SMALL.replace("<text variable=\"locator\"/>", "<txt variable=\"locator\"/>")),
        ("no-such-variable", SMALL.replace("variable=\"locator\"", "variable=\"locater\"")),
        ("loop", SMALL.replace("<text variable=\"title\" quotes=\"true\"/>", "<text macro=\"name\"/>")),
        ("no-citation", SMALL.replace("<citation>", "<macro name=\"x\">").replace("</citation>", "</macro>")),
        (
            "deep",
            SMALL.replace(
                "<text macro=\"name\"/>",
                &format!("{}<text macro=\"name\"/>{}", "<group>".repeat(99), "</group>".repeat(99)),
            ),
        ),
        (
            "pointer",
            "<style xmlns=\"http://purl.org/net/xbiblio/csl\" version=\"1.0\"><info><title>x</title><id>x</id>\
                     <link rel=\"independent-parent\" href=\"https://example.org/apa\"/></info></style>"
                .to_owned(),
        ),
        ("empty", String::new()),
    ];
    let mut all = String::new();
    for (name, text) in broken {
        workspace.write("styles/house.csl", text);
        writeln!(all, "=== {name}\n{}", told(&workspace)).unwrap();
    }
    insta::assert_snapshot!("style-broken", all);
}
