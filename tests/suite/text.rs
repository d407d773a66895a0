//! Whatever an author writes comes out as the characters that it is.

use std::sync::OnceLock;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser};
use serde_json::json;

use crate::workspace::Workspace;
use crate::{page, pdf};

/// What Typst, Jinja, Markdown and YAML each take for code.
const TRAPS: &[&str] = &[
    "#panic()",
    "$x$",
    "{{ 7*7 }}",
    "{% for %}",
    "{# no #}",
    "*a*",
    "_b_",
    "@key",
    "//",
    "/*",
    "*/",
    "\\",
    "\"",
    "'",
    "`",
    "= x",
    "1. x",
    "- x",
    "+ x",
    "/ t: d",
    "<l>",
    "[c]",
    "~",
    "--",
    "---",
    "...",
    "#{",
    "}",
    "]",
    ")",
    "\\u{41}",
    "https://e.org",
    "&amp;",
    ": ",
    " #",
    "%",
    "|",
    ">",
    "!",
    "#let x = 1",
    "\u{a0}",
    "“”",
    "‘’",
    "—",
    "…",
    "€",
    "§ 1",
    "ffi",
];

/// Characters that the built-in fonts have, from several alphabets.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        4 => proptest::char::range('!', '~'),
        2 => Just(' '),
        1 => proptest::char::range('À', 'ž'),
        1 => proptest::char::range('Α', 'Ρ'),
        1 => proptest::char::range('α', 'ω'),
        1 => proptest::char::range('А', 'я'),
    ]
}

fn text(most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        2 => proptest::collection::vec(character(), 1..12).prop_map(String::from_iter),
        1 => proptest::sample::select(TRAPS).prop_map(str::to_owned),
    ];
    proptest::collection::vec(piece, 1..most)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("blank", |text| !text.trim().is_empty())
}

/// The fields of a brief that a briefing prints.
const FIELDS: usize = 38;
/// Those among them that stand in the cells of tables, where a long text could be parted by the
/// end of a page.
const SHORT: usize = 6;

/// Those that stand in citations, whose style decides on quotation marks, stops and dashes.
const CITED: [usize; 15] = [10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 32, FIELDS + 4, FIELDS + 5];

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, max_shrink_iters: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_field_prints_what_it_holds(
        texts in proptest::collection::vec(text(6), FIELDS),
        short in proptest::collection::vec(text(2), SHORT),
        prose in text(8),
    ) {
        let workspace = Workspace::starter("case").without_rules();
        write_brief(&workspace, &texts, &short, &prose);
        let run = workspace.run(&["build", "--to", "pdf,html,md,txt"]);
        prop_assert_eq!(run.code, 0, "{}", run.stderr);
        let printed = pdf::body_text(&workspace.pdf("case"));
        let pieces = page::pieces(&output(&workspace, "html"));
        let shown = page::text(&pieces);
        let pasted = pdf::squeezed(&output(&workspace, "txt"));
        // What a note tells already, be it in capitals, it need not tell again.
        let letters = |text: &str| text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        for (at, text) in texts.iter().chain(&short).chain([&prose]).enumerate() {
            for (sort, whole) in [("pages", &printed), ("page for a browser", &shown), ("plain text", &pasted)] {
                let found = match CITED.contains(&at) {
                    true => letters(whole).contains(&letters(text)),
                    false => whole.contains(&pdf::squeezed(text)),
                };
                prop_assert!(found, "field {at} in the {sort}: {text:?}");
            }
        }
        // Whatever the texts are, the page and the Markdown are built of the same parts.
        let (tags, marks) = PLAIN.get_or_init(plain_parts);
        prop_assert_eq!(&page::structure(&pieces), tags);
        prop_assert_eq!(&parts_of_markdown(&output(&workspace, "md")), marks);
    }
}

/// The parts of the page and of the Markdown where every text is a plain word.
static PLAIN: OnceLock<(Vec<String>, Vec<String>)> = OnceLock::new();

fn plain_parts() -> (Vec<String>, Vec<String>) {
    let workspace = Workspace::starter("case").without_rules();
    let word = |_| "word".to_owned();
    let texts: Vec<_> = (0..FIELDS).map(word).collect();
    let short: Vec<_> = (0..SHORT).map(word).collect();
    write_brief(&workspace, &texts, &short, "word");
    let run = workspace.run(&["build", "--to", "html,md"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let tags = page::structure(&page::pieces(&output(&workspace, "html")));
    (tags, parts_of_markdown(&output(&workspace, "md")))
}

fn output(workspace: &Workspace, ending: &str) -> String {
    std::fs::read_to_string(workspace.path(&format!("output/case/case-briefing.{ending}"))).unwrap()
}

/// What a reader of Markdown takes for markup.
fn parts_of_markdown(text: &str) -> Vec<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let parts = Parser::new_ext(text, options).filter(|event| !matches!(event, Event::Text(_)));
    parts.map(|event| format!("{event:?}")).collect()
}

fn write_brief(workspace: &Workspace, texts: &[String], short: &[String], prose: &str) {
    let mut texts = texts.iter();
    let mut t = || texts.next().expect("as many texts as fields").as_str();
    let brief = json!({
        "title": t(), "subtitle": t(), "number": t(), "version": "1", "language": "en",
        "dates": { "publication": "2026-03-02", "information_cutoff": "2026-02-27" },
        "organisation": { "name": t(), "address": t() },
        "contact": { "name": t(), "email": t(), "phone": t() },
        "handling": "TLP:CLEAR",
        "key_points": [{ "text": t(), "findings": ["F-001"] }],
        "source_summary": t(),
    });
    let sources = json!([
        {
            "id": "s1", "type": "news_report", "title": t(), "title_translation": t(),
            "authors": [{ "family": t(), "given": t() }, { "name": t() }],
            "container": t(), "publisher": t(), "identifier": t(), "court": t(), "consulted": true,
            "revision": { "kind": "corrected", "date": "2026", "note": t() },
        },
        { "id": "s2", "type": "web_page", "title": t(), "consulted": false, "cited_in": "s3", "cited_in_locator": t() },
        { "id": "s3", "type": "web_page", "title": t(), "consulted": true },
        { "id": "s4", "type": "register", "title": "Register", "consulted": true },
    ]);
    let parties = json!({
        "parties": [{ "id": "p1", "type": "person", "name": t(), "native_name": t(), "native_language": "en" }],
        "proceedings": [{
            "id": "c1", "type": "civil", "title": t(), "court": t(), "docket": t(), "as_of": "2026-01-01", "note": t(),
            "defendants": [{ "party": "p1", "counts": [{
                "number": short[0], "charge": short[1], "provision": short[2], "status": "sued", "note": short[3],
                "evidence": [{ "source": "s3", "locator": short[4] }],
            }]}],
        }],
    });
    let findings = json!([
        {
            "id": "F-001", "kind": "factual", "status": "alleged", "title": t(), "text": t(), "asserted_by": ["p1"],
            "accuses": ["p1"], "caveat": t(),
            "evidence": [{ "source": "s1", "locator": t(), "quotation": t() }, { "source": "s2", "locator": short[5] }],
            "responses": [{
                "party": "p1", "asked": { "date": "2026-01-02", "channel": t() }, "answer": "commented", "text": t(),
            }],
        },
        {
            "id": "F-002", "kind": "factual", "status": "established", "text": "The register records it.",
            "evidence": [{ "source": "s4", "locator": "1", "primary_record": true }],
            "review": { "basis": "primary_record", "reviewer": t(), "date": "2026-01-01", "reason": t() },
        },
    ]);
    assert!(texts.next().is_none(), "as many fields as texts");
    for stem in ["brief", "sources", "parties", "findings"] {
        std::fs::remove_file(workspace.path(&format!("briefs/case/{stem}.yaml"))).unwrap();
    }
    for (stem, value) in [("brief", brief), ("sources", sources), ("parties", parties), ("findings", findings)] {
        workspace.write(&format!("briefs/case/{stem}.json"), value.to_string());
    }
    // In Markdown every sign of ASCII can be escaped; then it stands for itself.
    let escaped: String =
        prose.chars().flat_map(|c| c.is_ascii_punctuation().then_some('\\').into_iter().chain([c])).collect();
    workspace.write("briefs/case/sections/issue-and-scope.md", format!("# Scope\n\nBegin {escaped} end.\n"));
    workspace.write("briefs/case/sections/information-gaps.md", "# Gaps\n\nNone.\n");
}

#[test]
fn signs_of_typst_in_markdown_are_signs() {
    let workspace = Workspace::starter("case").without_rules();
    workspace.write(
        "briefs/case/sections/issue-and-scope.md",
        "# Scope #panic() {{ 7*7 }}\n\n#panic() costs $5 and $x$ // no comment @nobody <label>x {{ 7*7 }} {% raw %} ~ -- ---\n\n/* nor here */\n\n= no heading\n\n`#code {{ x }}`\n\n```\n#panic() \"$x$\" \\\n```\n",
    );
    let run = workspace.run(&["build"]);
    // `<label>` is HTML and refused; everything else is text.
    assert_eq!(run.code, 1, "{}", run.stderr);
    workspace.edit("briefs/case/sections/issue-and-scope.md", "<label>", "\\<label>");
    let run = workspace.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let text = pdf::body_text(&workspace.pdf("case"));
    for expected in [
        "Scope #panic() {{ 7*7 }}",
        "#panic() costs $5 and $x$ // no comment @nobody <label>x {{ 7*7 }} {% raw %} ~ -- ---",
        "/* nor here */",
        "= no heading",
        "#code {{ x }}",
        "#panic() \"$x$\" \\",
    ] {
        assert!(text.contains(&pdf::squeezed(expected)), "{expected} is not in {text}");
    }
}
