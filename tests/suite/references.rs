//! References go in from the files of reference managers, all accounted for, and come back.

use std::collections::HashSet;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use evenhand::amend::{Amendment, Data};
use evenhand::exchange::{self, Format, Item};
use evenhand::source_map::SourceMap;
use proptest::prelude::*;

use crate::workspace::{Run, Workspace, project, record};

const SOURCES: &str = "briefs/lamps/sources.yaml";

fn fixture(name: &str) -> String {
    project().join("tests/references").join(name).display().to_string()
}

fn import(workspace: &Workspace, more: &[&str]) -> Run {
    workspace.run(&[&["import", "sources", "--brief", "lamps"], more].concat())
}

fn text(workspace: &Workspace) -> String {
    fs::read_to_string(workspace.path(SOURCES)).unwrap()
}

/// A source of the brief by its id, as it is written.
fn source(workspace: &Workspace, id: &str) -> String {
    let text = text(workspace);
    let start = text.find(&format!("- id: {id}\n")).unwrap_or_else(|| panic!("no {id} in {text}"));
    let rest = &text[start..];
    rest[1..].find("\n- id: ").map_or(rest, |end| &rest[..end + 2]).to_owned()
}

#[test]
fn bibtex_goes_in_with_accents_strings_and_parents() {
    let workspace = Workspace::starter("lamps");
    let before = text(&workspace);
    let run = import(&workspace, &[&fixture("harbour.bib")]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(text(&workspace).starts_with(&before), "what was there stays");
    assert!(run.stdout.contains("13 entries: 9 new, 0 known, 0 changed and not taken, 0 repeated, 4 skipped"));
    let article = source(&workspace, "lindqvist2021");
    for line in [
        "  type: academic\n",
        "  title: \"Silting of the Osmere approach: a 10% estimate\"\n",
        "    - family: Lindqvist\n      given: Åsa\n    - family: van der Meer\n      given: João\n",
        "    - name: Institute of Invented Cases\n",
        "  issued: 2021-03\n",
        "    DOI: 10.9999/inv.2021.12\n",
    ] {
        assert!(article.contains(line), "{line}{article}");
    }
    assert!(!article.contains("consulted"), "that is for a person to say");
    let column = source(&workspace, "courier-lamps");
    assert!(column.contains("container: The Harbour Courier\n") && column.contains("family: Szőke"), "{column}");
    assert!(!column.contains("\n  type:"), "a column or a report: a person decides");
    let chapter = source(&workspace, "brandt-chapter");
    assert!(chapter.contains("container: \"Harbours of Velunda: A Reader\"\n"), "{chapter}");
    assert!(chapter.contains("publisher: Quay Press\n") && chapter.contains("editor: Novák, Jan\n"), "{chapter}");
    // The entry behind the one that is never closed, and those that lead in a circle, are there.
    source(&workspace, "after-the-break");
    source(&workspace, "circle-b");
    for (line, why) in [(57, "expected comma"), (63, "never closed"), (72, "`nowhere`"), (76, "no title")] {
        let place = format!("harbour.bib:{line}:1");
        let told = run.stderr.split("\n\n").find(|problem| problem.contains(&place)).unwrap();
        assert!(told.contains(why), "{told}");
    }
}

#[test]
fn zoteros_csl_json_goes_in() {
    let workspace = Workspace::starter("lamps");
    let run = import(&workspace, &[&fixture("zotero.json")]);
    assert!(run.stdout.contains("6 entries: 3 new, 0 known, 0 changed and not taken, 0 repeated, 3 skipped"));
    let article = source(&workspace, "abcd2345");
    assert!(article.contains("title: Silting of the Osmere approach\n"), "{article}");
    assert!(article.contains("family: van der Meer Jr.\n"), "{article}");
    assert!(article.contains("key: http://zotero.org/users/123456/items/ABCD2345\n"), "{article}");
    assert!(!article.contains("csl:accessed"), "nothing is lost there");
    assert!(run.stderr.contains("line 34: expected `,` or `}`"), "{}", run.stderr);
    let report = source(&workspace, "17");
    assert!(report.contains("title: 海港报告\n") && report.contains("\"season\":\"2\""), "{report}");
    // The types are a person's to choose; then the brief is whole.
    assert!(workspace.run(&["check", "lamps"]).stderr.contains("`type` is missing"));
}

#[test]
fn ris_goes_in_with_its_old_encoding() {
    let workspace = Workspace::starter("lamps");
    let run = import(&workspace, &[&fixture("harbour.ris"), "--type", "article-newspaper=news_report"]);
    assert!(run.stdout.contains("1 line is not UTF-8 and was read as Windows-1252"), "{}", run.stdout);
    assert!(run.stdout.contains("5 entries: 4 new, 0 known, 0 changed and not taken, 0 repeated, 1 skipped"));
    let column = source(&workspace, "courier2022");
    assert!(column.contains("type: news_report\n") && column.contains("family: Szöke\n"), "{column}");
    assert!(column.contains("issued: 2022-09-26\n") && column.contains("keyword: dredging; harbour\n"), "{column}");
    assert!(source(&workspace, "lindqvist-2021-title").contains("title: A title that goes on in the next line\n"));
    assert!(source(&workspace, "case-17").contains("type: judgment\n"));
}

#[test]
fn a_second_import_changes_nothing() {
    let workspace = Workspace::starter("lamps");
    let files = [fixture("harbour.bib"), fixture("zotero.json"), fixture("harbour.ris")];
    let all: Vec<&str> = files.iter().map(String::as_str).collect();
    for file in &all {
        import(&workspace, &[file]);
        let once = text(&workspace);
        let run = import(&workspace, &[file]);
        assert!(run.stdout.contains(" 0 new,"), "{}", run.stdout);
        assert_eq!(text(&workspace), once);
    }
    let once = text(&workspace);
    let run = import(&workspace, &all);
    assert!(run.stdout.contains(" 0 new, 14 known,"), "{}", run.stdout);
    assert_eq!(text(&workspace), once);
}

#[test]
fn a_changed_entry_is_shown_and_taken_only_when_asked_for() {
    let workspace = Workspace::starter("lamps");
    let entry = |title: &str, more: &str| {
        format!("@misc{{memo,\n  title = {{{title}}},\n  url = {{https://memo.example/}},{more}\n}}\n")
    };
    workspace.write("one.bib", entry("A memo", ""));
    workspace.write("two.bib", entry("The memo", "\n  pages = {3}"));
    import(&workspace, &["one.bib"]);
    // A person decides the type and adds a note; neither is the file's business.
    workspace.edit(SOURCES, "- id: memo\n", "- id: memo # seen at the archive\n  type: correspondence\n");
    let before = text(&workspace);
    let run = import(&workspace, &["two.bib"]);
    assert!(run.stdout.contains("-  title: A memo\n+  title: The memo\n"), "{}", run.stdout);
    assert!(run.stdout.contains("memo (title, extra.page)"), "{}", run.stdout);
    assert_eq!(text(&workspace), before);
    assert_eq!(import(&workspace, &["two.bib", "--update", "--dry-run"]).code, 0);
    assert_eq!(text(&workspace), before);
    import(&workspace, &["two.bib", "--update"]);
    let after = before
        .replace("title: A memo", "title: The memo")
        .replace("    type: document\n", "    type: document\n    page: 3\n");
    assert_eq!(text(&workspace), after);
}

#[test]
fn bad_arguments_are_refused() {
    let workspace = Workspace::starter("lamps");
    workspace.write("a.txt", "Dear Anna,\nhere is the list.\n");
    let run = import(&workspace, &["a.txt"]);
    assert!(run.code == 1 && run.stderr.contains("neither CSL-JSON nor BibTeX nor RIS"), "{}", run.stderr);
    let run = import(&workspace, &["a.txt", "--type", "book=novel"]);
    assert_eq!(run.code, 2);
    assert_eq!(import(&workspace, &["missing.bib"]).code, 1);
}

fn items_of(text: &str, format: Format) -> Vec<Item> {
    let mut map = SourceMap::new(PathBuf::new());
    let file = map.add("f", text);
    let mut items = exchange::read(&map, file, format).items;
    items.iter_mut().for_each(|item| {
        item.place = None;
        item.fields.sort();
    });
    items
}

fn sources(yaml: &str) -> Data {
    let mut map = SourceMap::new(PathBuf::new());
    let file = map.add("sources.yaml", yaml);
    Amendment::new(&map, file).unwrap().data().clone()
}

#[test]
fn a_round_trip_keeps_what_the_format_can_hold() {
    for format in [Format::CslJson, Format::Bibtex, Format::Ris] {
        // What another program wrote goes into a brief and out again.
        let own = match format {
            Format::CslJson => "zotero.json",
            Format::Bibtex => "harbour.bib",
            Format::Ris => "harbour.ris",
        };
        let workspace = Workspace::starter("lamps");
        workspace.write(SOURCES, "[]\n");
        import(&workspace, &[&fixture(own)]);
        let bytes = fs::read(fixture(own)).unwrap();
        let first = items_of(&evenhand::charset::decode(&bytes).text, format);
        let form = ["csl-json", "bibtex", "ris"][format as usize];
        let run = workspace.run(&["export", "sources", "--brief", "lamps", "--as", form]);
        let again = items_of(&run.stdout, format);
        let mut compared = 0;
        for item in first.iter().filter(|item| item.get("title").is_some()) {
            let back = again.iter().filter(|back| back.key == item.key).collect::<Vec<_>>();
            if item.key.is_empty() {
                continue;
            }
            for (name, value) in &item.fields {
                let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
                let found = back.iter().any(|back| back.get(name).map(words) == Some(words(value)));
                assert!(found, "{form}: {} {name}: {value:?} is not in {back:?}", item.key);
                compared += 1;
            }
            assert!(back.iter().any(|back| back.kind == item.kind), "{form} {}", item.key);
        }
        assert!(compared > 10, "{form}");
        // A brief of ours goes out, in and out again: the same file.
        let yaml = fs::read_to_string(project().join("briefs/harbour-contract/sources.yaml")).unwrap();
        let out = exchange::write(&exchange::export_items(&sources(&yaml)), format);
        workspace.write(SOURCES, "[]\n");
        workspace.write("out", &out);
        assert_eq!(import(&workspace, &["out"]).code, 0);
        let run = workspace.run(&["export", "sources", "--brief", "lamps", "--as", form, "-o", "again", "--force"]);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(fs::read_to_string(workspace.path("again")).unwrap() == out, "{form}");
    }
}

#[test]
fn five_thousand_entries_go_in_in_seconds() {
    let workspace = Workspace::starter("lamps");
    let entries: String = (0..5000)
        .map(|n| format!("@article{{k{n},\n  title = {{Title {n} with \\\"{{a}}ccents}},\n  author = {{Doe, Ann}},\n  doi = {{10.1/{n}}}\n}}\n"))
        .collect();
    workspace.write("big.bib", entries);
    let start = Instant::now();
    let run = import(&workspace, &["big.bib"]);
    assert!(run.stdout.contains("5000 entries: 5000 new"), "{}", run.stdout);
    let run = import(&workspace, &["big.bib"]);
    assert!(run.stdout.contains("0 new, 5000 known"), "{}", run.stdout);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}

/// Pieces of the formats, thrown together.
fn shreds() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("@article{k,".to_owned()),
        Just("@string{a = a # b}\n".to_owned()),
        Just("\n@book{x, ids = {1,2}, crossref = {x}, title = a, author = {A and B, C, D, E and {F}}".to_owned()),
        Just("title = {".to_owned()),
        Just("author = {family=X, given=".to_owned()),
        Just("date = {2020-".to_owned()),
        Just("}\n".to_owned()),
        Just("\\\"{\\o".to_owned()),
        Just("$".to_owned()),
        Just("TY  - JOUR\n".to_owned()),
        Just("ER  - \n".to_owned()),
        Just("DA  - 2020//".to_owned()),
        Just("[{\"id\": 1, \"title\": \"<i\", \"issued\": {\"date-parts\": [[".to_owned()),
        Just("\"author\": [{\"family\": ".to_owned()),
        Just("},\n{".to_owned()),
        "\\PC{0,6}",
        "[ -~\\n]{0,12}",
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

#[test]
fn programs_get_an_account_of_every_entry() {
    let workspace = Workspace::starter("lamps");
    workspace.write(
        "a.bib",
        "@article{k1, title = {One}, author = {A, B}, journal = {J}, year = 2020, volume = {3}}\n\
         @misc{k/2, title = {Two}}\n@article{k1, title = {One}, author = {A, B}, journal = {J}, year = 2020, volume = {3}}\n\
         @article{k3,\n  title = {Three\n",
    );
    let told = |run: &Run| -> serde_json::Value {
        let told: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
        let table = &told["briefs"][0]["import"]["tables"][0];
        let lists = ["new", "changed", "not_taken", "conflicts", "skipped"];
        let lists = lists.iter().map(|list| table[list].as_array().unwrap().len() as u64).sum::<u64>();
        let counts = ["same", "repeated", "empty"].iter().map(|count| table[count].as_u64().unwrap()).sum::<u64>();
        assert_eq!(table["read"].as_u64(), Some(lists + counts), "{table}");
        told["briefs"][0]["import"].clone()
    };
    let run = import(&workspace, &["a.bib", "--format", "json"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let first = told(&run);
    let table = &first["tables"][0];
    assert_eq!(first["files"][0]["form"], "BibTeX");
    assert_eq!(first["written"], serde_json::json!([SOURCES]));
    assert_eq!((table["read"].as_u64(), table["repeated"].as_u64()), (Some(4), Some(1)), "{table}");
    assert_eq!(table["new"], serde_json::json!(["k1", "2"]));
    assert_eq!(table["renamed"], serde_json::json!([{ "key": "k/2", "id": "2" }]));
    assert_eq!(table["kept_in_extra"]["volume"], 1);
    assert_eq!(table["untyped"], serde_json::json!({ "document": ["2"] }));
    assert_eq!(table["skipped"][0]["line"], 4, "{table}");
    // A second time, with one entry that changed: shown, and taken when asked.
    workspace
        .write("b.bib", "@article{k1, title = {Another}, author = {A, B}, journal = {J}, year = 2020, volume = {4}}\n");
    let changed = serde_json::json!([{
        "entry": "k1",
        "fields": [
            { "field": "title", "before": "One", "after": "Another" },
            { "field": "extra.volume", "before": "3", "after": "4" },
        ],
    }]);
    let second = told(&import(&workspace, &["b.bib", "--format", "json"]));
    assert_eq!((&second["tables"][0]["not_taken"], &second["written"]), (&changed, &serde_json::json!([])));
    let third = told(&import(&workspace, &["b.bib", "--update", "--format", "json"]));
    assert_eq!((&third["tables"][0]["changed"], &third["written"]), (&changed, &serde_json::json!([SOURCES])));
}

fn account_for(text: &str) {
    for format in [Format::CslJson, Format::Bibtex, Format::Ris] {
        let mut map = SourceMap::new(PathBuf::new());
        let file = map.add("f", text);
        let reading = exchange::read(&map, file, format);
        let read = reading.items.len() + reading.problems.len();
        let _ = exchange::write(&reading.items, format);
        let plan = exchange::merge(vec![reading], &[], &Data::List(Vec::new()), HashSet::new(), true);
        assert_eq!(plan.total(), read);
        let mut map = SourceMap::new(PathBuf::new());
        let file = map.add("sources.yaml", "[]\n");
        let mut amendment = Amendment::new(&map, file).unwrap();
        let many = !plan.additions.is_empty();
        plan.additions.into_iter().for_each(|entry| amendment.append(None, entry));
        assert_eq!(amendment.finish().unwrap().is_some(), many, "what is taken can be written");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_reader_panics_and_every_entry_is_accounted_for(text in shreds()) {
        account_for(&text);
    }

    #[test]
    fn what_is_written_is_read_back(
        title in "\\PC{1,40}", family in "[A-Z][A-Za-zé'-]{0,9}( [A-Z][a-z]{1,5}){0,2}", given in "[A-Z][A-Za-zé.-]{0,9}", body in "[A-Z][ -z]{0,30}", note in "[ -~é–]{0,40}",
        year in 1000..2100, month in 1..13,
    ) {
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut source = vec![("id".to_owned(), Data::text("k")), ("title".to_owned(), Data::Text(words(&title)))];
        let person = Data::Group(vec![("family".into(), Data::Text(words(&family))), ("given".into(), Data::Text(words(&given)))]);
        source.push(("authors".to_owned(), Data::List(vec![person, Data::Group(vec![("name".into(), Data::Text(words(&body)))])])));
        source.push(("issued".to_owned(), Data::Text(format!("{year:04}-{month:02}"))));
        source.push(("extra".to_owned(), Data::Group(vec![("note".into(), Data::Text(words(&note)))])));
        let items = exchange::export_items(&Data::List(vec![Data::Group(source)]));
        for format in [Format::CslJson, Format::Bibtex, Format::Ris] {
            let text = exchange::write(&items, format);
            let back = items_of(&text, format);
            prop_assert_eq!(back.len(), 1, "{:?} {}", format, text);
            let names: &[&str] = match format {
                // A name of RIS has no way to tell a comma in a body's name from that behind a family name.
                Format::Ris => &["title", "issued", "note"],
                _ => &["title", "issued", "note", "author"],
            };
            for name in names.iter().copied() {
                let clean = |item: &Item| item.get(name).map(words).filter(|text| !text.is_empty());
                let was = clean(&items[0]);
                // In a title of CSL `<b>` is a mark, and there is no way to write it otherwise.
                if format != Format::CslJson || name != "title" || !title.contains('<') {
                    prop_assert_eq!(clean(&back[0]), was, "{:?} {}", format, text);
                }
            }
        }
    }

    #[test]
    fn no_reader_panics_on_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let decoded = evenhand::charset::decode(&bytes);
        account_for(&decoded.text);
    }
}

#[test]
fn notes_between_entries_are_passed_over() {
    let text = "Collected by anna@office.example, 2 May\n@misc{a, title = {One, \\{so\\} to say}}\nask otto@office.example {later}\n\
        @misc{b,\n  abstract = {a line\n@misc{ inside} a text},\n  title = {Two}}\n@misc{c, title={Three}} @misc{d, title={Four}}\n";
    let items = items_of(text, Format::Bibtex);
    let titles: Vec<_> = items.iter().map(|item| item.get("title").unwrap()).collect();
    assert_eq!(titles, ["One, {so} to say", "Two", "Three", "Four"]);
}

#[test]
fn deep_and_circular_entries_end() {
    for text in [
        format!("@misc{{a, title = {}", "{".repeat(200_000)),
        format!("@misc{{a, title = {{{}}}}}", "\\a{".repeat(50_000)),
        format!("[{}", "[".repeat(100_000)),
        format!("[{{\"title\": {}", "{\"a\":".repeat(100_000)),
        "@string{a = b}\n@string{b = a}\n@misc{x, title = a}".to_owned(),
        "@misc{x, title = {T}, xdata = {x}}\n@xdata{y, xdata = {y}}".to_owned(),
        "TY  - ".repeat(50_000),
    ] {
        account_for(&text);
    }
}

#[test]
fn what_pandoc_wrote_says_the_same_in_both_forms() {
    // The same references as pandoc 2.17 writes them, in CSL-JSON and in BibLaTeX.
    let workspace = Workspace::starter("lamps");
    workspace.write(SOURCES, "[]\n");
    let run = import(&workspace, &[&fixture("pandoc.json")]);
    assert!(run.code == 0 && run.stdout.contains(" 0 skipped"), "{}{}", run.stdout, run.stderr);
    let entry = source(&workspace, "lindqvist2021");
    assert!(entry.contains("- family: van der Meer\n      given: João\n"), "{entry}");
    let run = import(&workspace, &[&fixture("pandoc.bib"), "--dry-run"]);
    assert!(run.stdout.contains(" 0 new,") && run.stdout.contains(" 0 skipped"), "{}{}", run.stdout, run.stderr);
    // Pandoc writes titles in another case; names, dates and numbers are the same.
    for field in ["issued", "DOI", "url", "publisher", "extra.page", "extra.volume", "extra.issue"] {
        assert!(
            !run.stdout.contains(&format!("({field}")) && !run.stdout.contains(&format!(", {field}")),
            "{field}: {}",
            run.stdout
        );
    }
}

#[test]
fn what_is_kept_besides_goes_nowhere() {
    let workspace = Workspace::starter("lamps");
    // A name to be withheld, a sign that no font has, an invisible one: none of it is printed.
    workspace.edit(
        "briefs/lamps/parties.yaml",
        "parties:\n",
        "parties:\n  - id: p\n    type: person\n    name: Xaveria Quillfeather\n    protected: witness\n    pseudonym: a witness\n",
    );
    let before = workspace.run(&["check", "lamps", "--format", "json"]).stdout;
    workspace.write(
        "one.bib",
        "@online{page,\n  title = {A page},\n  url = {https://p.example/},\n  urldate = {2026-02-20},\n  archiveurl = {https://a.example/},\n  abstract = {Xaveria Quillfeather \u{13000} said},\n  file = {/home/anna/secret.pdf}\n}\n",
    );
    assert_eq!(import(&workspace, &["one.bib"]).code, 0);
    assert!(text(&workspace).contains("Quillfeather"));
    let after = workspace.run(&["check", "lamps", "--format", "json"]).stdout;
    assert!(!after.contains("private-person") && !after.contains("missing-glyph"), "{after}");
    assert_eq!(before.matches("\"code\"").count(), after.matches("\"code\"").count(), "{after}");
    let record = serde_json::to_string(&record(workspace.root(), "lamps")).unwrap();
    assert!(
        record.contains("A page") && !record.contains("Quillfeather") && !record.contains("/home/anna"),
        "{record}"
    );
}

/// The starter brief without sources, in which `text` was imported from `name`.
fn imported(name: &str, text: &str) -> (Workspace, Run) {
    let workspace = Workspace::starter("lamps");
    workspace.write(SOURCES, "[]\n");
    workspace.write(name, text);
    let run = import(&workspace, &[name]);
    (workspace, run)
}

#[test]
fn an_entry_without_a_key_lends_nothing() {
    let (workspace, run) = imported(
        "a.bib",
        "@article{a1, title={Real}, journal={Journal of Fish}, author={Roe, Ann}, year=2020}\n\
         @misc{, title={Shopping list}, author={Nobody}, publisher={Hoax Press}}\n\
         @report{b1, title={Report}, institution={Institute}, year=2019, crossref={}}\n",
    );
    assert_eq!(run.code, 0, "{}", run.stderr);
    let article = source(&workspace, "a1");
    assert!(article.contains("container: Journal of Fish\n") && !article.contains("publisher"), "{article}");
    assert!(!source(&workspace, "b1").contains("authors"), "{}", text(&workspace));
    assert!(source(&workspace, "nobody-shopping").contains("publisher: Hoax Press\n"));
    assert!(run.stderr.contains("an entry without a key") && run.stderr.contains("a.bib:2:1"), "{}", run.stderr);
    assert!(!run.stderr.contains("crossref"), "{}", run.stderr);
}

#[test]
fn own_fields_win_over_those_of_a_parent() {
    let (workspace, run) = imported(
        "a.bib",
        "@article{one, title={One}, journal={Own Journal}, year={2001}, institution={Own House}, crossref={par}}\n\
         @article{two, title={Two}, journaltitle={Other Journal}, date={2001}, crossref={per}}\n\
         @inbook{three, title={Three}, date={2003}, crossref={par}}\n\
         @inbook{four, title={Four}, crossref={nowhere}, xdata={nothing}}\n\
         @book{par, title={Parent Book}, subtitle={A Reader}, publisher={Par Pub}, date={1999-05}}\n\
         @periodical{per, title={The Periodical}, date={2000}}\n",
    );
    let one = source(&workspace, "one");
    for line in ["container: Own Journal\n", "publisher: Own House\n", "issued: 2001\n"] {
        assert!(one.contains(line), "{line}{one}");
    }
    assert!(!one.contains("Parent Book") && !one.contains("Par Pub"), "{one}");
    assert!(source(&workspace, "two").contains("container: Other Journal\n"), "{}", text(&workspace));
    let three = source(&workspace, "three");
    assert!(
        three.contains("container: \"Parent Book: A Reader\"\n") && three.contains("publisher: Par Pub\n"),
        "{three}"
    );
    for (link, key) in [("crossref", "nowhere"), ("xdata", "nothing")] {
        let told = format!("no entry of the file has the key `{key}`, to which a `{link}` leads");
        assert!(run.stderr.contains(&told), "{}", run.stderr);
    }
    assert!(run.stderr.contains("a.bib:4:1") && !run.stderr.contains("`par`"), "{}", run.stderr);
}

#[test]
fn latex_is_read_and_what_is_left_of_it_is_told() {
    let (workspace, run) = imported(
        "a.bib",
        "@article{k, title={The case of \\textit{Smith v. Jones}, ``quoted'': \\frobnicate{x}},\n  \
           author={Garc{\\'\\i}a, Mar{\\'\\i}a and Doe, Ann and others}, editor={Roe, R.}}\n\
         @misc{site, title={Site}, howpublished={\\url{https://www.example.org/a_b--c}}}\n\
         @misc{print, title={Print}, howpublished={By hand}}\n",
    );
    let article = source(&workspace, "k");
    for line in [
        "The case of Smith v. Jones, “quoted”: \\frobnicate{x}",
        "- family: García\n      given: María\n    - family: Doe\n      given: Ann\n",
        "bibtex:others: author\n",
    ] {
        assert!(article.contains(line), "{line}{article}");
    }
    assert!(!article.contains("name: others"), "{article}");
    for told in ["`\\frobnicate` of LaTeX", "ends with `and others`", "a.bib:1:1"] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
    assert!(source(&workspace, "site").contains("  url: https://www.example.org/a_b--c\n"), "{}", text(&workspace));
    assert!(source(&workspace, "print").contains("bibtex:howpublished: By hand\n"));
    let out = workspace.run(&["export", "sources", "--brief", "lamps", "--as", "bibtex"]).stdout;
    assert!(out.contains("author = {García, María and Doe, Ann and others},"), "{out}");
    workspace.write("out.bib", &out);
    let run = import(&workspace, &["out.bib"]);
    assert!(run.stdout.contains(" 0 new, 3 known,"), "{}", run.stdout);
}

#[test]
fn languages_become_codes_and_go_back_as_they_were() {
    for (name, form, text) in [
        (
            "a.bib",
            "bibtex",
            "@misc{a, title={A}, langid={german}}\n@misc{b, title={B}, language={english}}\n@misc{c, title={C}, langid={Quayish}}\n",
        ),
        (
            "a.json",
            "csl-json",
            "[{\"id\":\"a\",\"type\":\"document\",\"title\":\"A\",\"language\":\"German\"},\n{\"id\":\"b\",\"type\":\"document\",\"title\":\"B\",\"language\":\"en\"},\n{\"id\":\"c\",\"type\":\"document\",\"title\":\"C\",\"language\":\"Quayish\"}]",
        ),
        (
            "a.ris",
            "ris",
            "TY  - GEN\nID  - a\nTI  - A\nLA  - ger\nER  - \nTY  - GEN\nID  - b\nTI  - B\nLA  - English\nER  - \nTY  - GEN\nID  - c\nTI  - C\nLA  - Quayish\nER  - \n",
        ),
    ] {
        let (workspace, run) = imported(name, text);
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert!(source(&workspace, "a").contains("  language: de\n"), "{name}: {}", self::text(&workspace));
        assert!(source(&workspace, "b").contains("  language: en\n"), "{name}: {}", self::text(&workspace));
        let odd = source(&workspace, "c");
        assert!(!odd.contains("\n  language:") && odd.contains("    language: Quayish\n"), "{name}: {odd}");
        assert!(run.stderr.contains("`Quayish` is no code"), "{name}: {}", run.stderr);
        let out = workspace.run(&["export", "sources", "--brief", "lamps", "--as", form]).stdout;
        for (written, line) in [("german", 0), ("German", 1), ("ger", 2)] {
            if ["bibtex", "csl-json", "ris"][line] == form {
                assert!(out.contains(written) && out.contains("Quayish"), "{name}: {out}");
            }
        }
        workspace.write("out", &out);
        let again = import(&workspace, &["out"]);
        assert!(again.stdout.contains(" 0 new, 3 known,"), "{name}: {}", again.stdout);
    }
}

#[test]
fn a_misquotation_is_found_whatever_the_language_is_called() {
    let workspace = Workspace::copy_of("harbour-contract");
    let (sources, section) = ("briefs/harbour-contract/sources.yaml", "briefs/harbour-contract/sections/background.md");
    let before = fs::read_to_string(workspace.path(section)).unwrap();
    let (start, quoted) = before.match_indices("\n> ").map(|(at, _)| (at + 3, &before[at + 3..])).next().unwrap();
    let word = quoted.split(' ').nth(2).unwrap();
    let at = start + quoted.find(word).unwrap();
    workspace.write(section, format!("{}misquoted{}", &before[..at], &before[at + word.len()..]));
    let mut language = "language: en".to_owned();
    for (next, code, foreign) in [
        ("en-GB", true, false),
        ("English", false, false),
        ("eng", false, false),
        ("Quayish", false, false),
        ("mul", true, false),
        ("ger", false, true),
        ("de", true, true),
    ] {
        let entry = "identifier: Report 2023/14\n  ";
        workspace.edit(sources, &format!("{entry}{language}\n"), &format!("{entry}language: {next}\n"));
        language = format!("language: {next}");
        let told = workspace.run(&["check", "harbour-contract"]).stderr;
        assert_eq!(told.contains("unfound-quotation"), !foreign, "{next}: {told}");
        assert_eq!(told.contains("is no code of a language"), !code, "{next}: {told}");
    }
}

#[test]
fn an_id_of_another_entry_is_left_to_it() {
    let workspace = Workspace::starter("lamps");
    let findings = fs::read_to_string(workspace.path("briefs/lamps/findings.yaml")).unwrap();
    let finding = findings.split("- id: ").nth(1).and_then(|rest| rest.lines().next()).unwrap().to_owned();
    let parties = fs::read_to_string(workspace.path("briefs/lamps/parties.yaml")).unwrap();
    let party = parties.split("- id: ").nth(1).and_then(|rest| rest.lines().next()).unwrap().to_owned();
    workspace.write("a.bib", format!("@book{{{finding}, title={{One}}}}\n@book{{{party}, title={{Two}}}}\n"));
    let run = import(&workspace, &["a.bib", "--type", "book=academic"]);
    for id in [&finding, &party] {
        assert!(run.stdout.contains(&format!("{id} → {id}-2")), "{}", run.stdout);
        assert!(source(&workspace, &format!("{id}-2")).contains(&format!("key: {id}\n")));
    }
    assert!(!workspace.run(&["check", "lamps"]).stderr.contains("duplicate-id"));
    let run = import(&workspace, &["a.bib"]);
    assert!(run.stdout.contains(" 0 new, 2 known,"), "{}", run.stdout);
}

#[test]
fn texts_of_several_lines_come_back_from_ris() {
    let json = "[{\"id\":\"a\",\"type\":\"book\",\"title\":\"A\",\"note\":\"one\\n\\ntwo\\nthree\",\"abstract\":\"x\\ny\",\"call-number\":\"1\\n2\"}]";
    let (workspace, _) = imported("a.json", json);
    let out = workspace.run(&["export", "sources", "--brief", "lamps", "--as", "ris"]).stdout;
    workspace.write("out.ris", &out);
    let run = import(&workspace, &["out.ris"]);
    assert!(run.stdout.contains(" 0 new, 1 known,"), "{}{out}", run.stdout);
    let items = items_of(&out, Format::Ris);
    assert_eq!(items[0].get("note"), Some("one\ntwo\nthree"));
    assert!(items[0].fields.iter().all(|(name, _)| !name.starts_with("ris:")), "{items:?}");
}

#[test]
fn dates_of_ris_may_say_more_than_a_day() {
    let text = "TY  - NEWS\nID  - a\nTI  - A\nPY  - 2020/05/06/evening\nER  - \n\
        TY  - ELEC\nID  - b\nTI  - B\nPY  - 2021\nDA  - 2021/02/03/Spring\nY2  - 2020/05/06/12:00:00\nER  - \n\
        TY  - ELEC\nID  - c\nTI  - C\nPY  - 2019///Spring\nDA  - 2019-01-02\nY2  - 2020-05-06T12:00:00Z\nER  - \n\
        TY  - ELEC\nID  - d\nTI  - D\nPY  - 2018/13/40/\nER  - \n";
    let (workspace, run) = imported("a.ris", text);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(source(&workspace, "a").contains("  issued: 2020-05-06\n"), "{}", self::text(&workspace));
    let page = source(&workspace, "b");
    assert!(page.contains("  issued: 2021-02-03\n") && page.contains("  accessed: 2020-05-06\n"), "{page}");
    let page = source(&workspace, "c");
    assert!(page.contains("  issued: 2019-01-02\n") && page.contains("  accessed: 2020-05-06\n"), "{page}");
    assert!(source(&workspace, "d").contains("ris:PY: 2018/13/40/\n"), "{}", self::text(&workspace));
    let out = workspace.run(&["export", "sources", "--brief", "lamps", "--as", "ris"]).stdout;
    for line in
        ["PY  - 2020/05/06/evening", "DA  - 2021/02/03/Spring", "Y2  - 2020/05/06/12:00:00", "PY  - 2019///Spring"]
    {
        assert_eq!(out.matches(line).count(), 1, "{line}: {out}");
    }
    workspace.write("out.ris", &out);
    let run = import(&workspace, &["out.ris"]);
    assert!(run.stdout.contains(" 0 new, 4 known,"), "{}", run.stdout);
}

#[test]
fn a_key_that_a_form_cannot_hold_leads_back_to_its_source() {
    let json = "[{\"id\":\"Ünïcode Key 北京\",\"type\":\"book\",\"title\":\"A\"},{\"id\":\"two  words\",\"type\":\"book\",\"title\":\"B\"},{\"id\":\"two-words\",\"type\":\"book\",\"title\":\"C\"}]";
    let (workspace, _) = imported("a.json", json);
    for form in ["bibtex", "ris", "csl-json"] {
        let out = workspace.run(&["export", "sources", "--brief", "lamps", "--as", form]).stdout;
        workspace.write("out", &out);
        let run = import(&workspace, &["out", "--dry-run"]);
        assert!(run.stdout.contains(" 0 new,"), "{form}: {}{out}", run.stdout);
    }
    let one = "@book{Ünïcode-Key-北京,\n  title = {Changed}\n}\n";
    workspace.write("one.bib", one);
    assert!(import(&workspace, &["one.bib"]).stdout.contains("1 changed"), "{}", text(&workspace));
}

#[test]
fn what_a_file_no_longer_says_is_told_and_stays() {
    let (workspace, _) = imported(
        "a.bib",
        "@misc{a, title={A}, doi={10.1/x}, note={Seen}, publisher={Quay Press}, editor={Roe, Ann}}\n@misc{b, title={B}}\n",
    );
    let before = text(&workspace);
    workspace.write("b.bib", "@misc{a, title={A}, note={Seen}}\n@misc{b, title={B}}\n");
    let run = import(&workspace, &["b.bib", "--update"]);
    assert!(
        run.stdout.contains("in the brief, and not in the file; it stays: a (publisher, extra.DOI, extra.editor)"),
        "{}",
        run.stdout
    );
    assert_eq!(text(&workspace), before);
    // What a form has no place for is not missed there.
    workspace.edit(
        SOURCES,
        "  title: B\n",
        "  title: B\n  title_translation: B in translation\n  archive_url: https://a.example/b\n",
    );
    for form in ["bibtex", "ris", "csl-json"] {
        let out = workspace.run(&["export", "sources", "--brief", "lamps", "--as", form]).stdout;
        workspace.write("out", &out);
        let run = import(&workspace, &["out"]);
        assert!(!run.stdout.contains("not in the file"), "{form}: {}", run.stdout);
    }
}

#[test]
fn entries_that_are_no_sources_are_counted() {
    let (_, run) = imported(
        "a.bib",
        "@string{p = {Press}}\n@xdata{x, publisher = p}\n@set{s, entryset={a,b}}\n@book{a, title={A}, xdata={x}}\n@book{b, title={B}}\n",
    );
    assert!(run.stdout.contains("BibTeX, 2 entries; besides 3 that are no sources"), "{}", run.stdout);
}

#[test]
fn a_type_that_no_entry_has_is_told() {
    let workspace = Workspace::starter("lamps");
    workspace.write("a.bib", "@report{a, title={A}}\n@booklet{b, title={B}}\n");
    let run = import(&workspace, &["a.bib", "--type", "rport=ngo_report", "--type", "booklet=academic", "--dry-run"]);
    assert!(
        run.stderr.contains("no entry has the type `rport`") && run.stderr.contains("did you mean `report`?"),
        "{}",
        run.stderr
    );
    assert!(!run.stderr.contains("`booklet`"), "{}", run.stderr);
}

#[test]
fn a_file_that_was_cut_off_says_so() {
    let whole = "[\n{\"id\": \"a\", \"title\": \"A\"},\n{\"id\": \"b\", \"title\": \"B\"}\n]\n";
    for (cut, told) in [
        (whole.find("\"B").unwrap() + 2, "the file ends in the middle of this entry, in line 3"),
        (whole.rfind('\n').unwrap() - 1, "the list is never closed"),
    ] {
        let (workspace, run) = imported("a.json", &whole[..cut]);
        assert!(run.stderr.contains(told) && run.stderr.contains("export it again"), "{}", run.stderr);
        assert!(!run.stderr.contains("EOF") && !run.stderr.contains("0 lines"), "{}", run.stderr);
        source(&workspace, "a");
    }
}

#[test]
fn abbreviations_that_grow_without_end_are_refused() {
    let mut text = "@string{a0 = {lol}}\n".to_owned();
    for level in 1..12 {
        text.push_str(&format!("@string{{a{level} = {}}}\n", vec![format!("a{}", level - 1); 200].join(" # ")));
    }
    for (level, told) in [(7, "written out it is larger than 256 KiB"), (11, "lead on more than 8 times")] {
        let (_, run) = imported("a.bib", &format!("{text}@book{{x, title = a{level}}}\n"));
        assert!(run.code == 1 && run.stderr.contains(told), "{}", run.stderr);
    }
}

#[test]
fn the_shipped_briefs_come_back_unchanged_from_each_form() {
    for brief in ["harbour-contract", "overseas-stations"] {
        let yaml = fs::read_to_string(project().join("briefs").join(brief).join("sources.yaml")).unwrap();
        for form in ["csl-json", "bibtex", "ris"] {
            let workspace = Workspace::starter("lamps");
            workspace.write(SOURCES, &yaml);
            let out = workspace.run(&["export", "sources", "--brief", "lamps", "--as", form]).stdout;
            for text in [out.clone(), format!("\u{feff}{}", out.replace("\r\n", "\n").replace('\n', "\r\n"))] {
                workspace.write("out", &text);
                let run = import(&workspace, &["out"]);
                let all = run.stdout.contains(" 0 new,")
                    && run.stdout.contains(" known, 0 changed and not taken, 0 repeated, 0 skipped");
                assert!(all && !run.stdout.contains("not in the file"), "{brief} {form}: {}", run.stdout);
            }
            assert_eq!(text(&workspace), yaml);
        }
    }
}
