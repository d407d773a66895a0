//! Data files are changed where they shall change, and nowhere else.

use std::path::PathBuf;

use evenhand::amend::{Amendment, Data, Step};
use evenhand::source_map::SourceMap;
use proptest::prelude::*;

use crate::workspace::project;

fn begin(path: &str, text: &str) -> Amendment {
    let mut map = SourceMap::new(PathBuf::new());
    let file = map.add(path, text);
    Amendment::new(&map, file).unwrap()
}

/// The text after an entry of the file's list was made to hold something else.
fn set(path: &str, text: &str, item: usize, change: impl FnOnce(&mut Data)) -> String {
    let mut amendment = begin(path, text);
    let mut data = amendment.data().items()[item].clone();
    change(&mut data);
    amendment.set(&[Step::Item(item)], data).unwrap();
    amendment.finish().unwrap().map_or(text.to_owned(), |change| change.after)
}

const ORDER: [&str; 6] = ["id", "title", "tags", "parts", "text", "url"];

fn put(name: &'static str, value: Data) -> impl FnOnce(&mut Data) {
    move |data| data.put(name, value, &ORDER)
}

const BLOCK: &str = "\
# The head.
- id: a   # first
  title: 'It''s here'
  tags: [one, two] # words
  text: >-
    A text that runs
    over two lines.

  # a note on the url
  url: https://a.example/x
# The second.
- id: b
  parts:
    # what it is made of
    - { name: x, size: 2 }
    - name: y
      size: 3 # three
# The end.
";

#[test]
fn a_text_is_replaced_in_its_own_style() {
    let after = set("f.yaml", BLOCK, 0, put("title", Data::text("That's it")));
    assert_eq!(after, BLOCK.replace("It''s here", "That''s it"));
    let after = set("f.yaml", BLOCK, 0, put("text", Data::text("Another.")));
    assert_eq!(after, BLOCK.replace("    A text that runs\n    over two lines.", "    Another."));
    let after = set("f.yaml", BLOCK, 0, put("url", Data::text("a: b")));
    assert_eq!(after, BLOCK.replace("https://a.example/x", "\"a: b\""));
}

#[test]
fn fields_come_and_go() {
    let after = set("f.yaml", BLOCK, 1, put("title", Data::text("T")));
    assert_eq!(after, BLOCK.replace("- id: b\n", "- id: b\n  title: T\n"));
    let after = set("f.yaml", BLOCK, 1, put("url", Data::text("u")));
    assert_eq!(after, BLOCK.replace("size: 3 # three\n", "size: 3 # three\n  url: u\n"));
    let after = set("f.yaml", BLOCK, 0, |data| drop(data.take("title")));
    assert_eq!(after, BLOCK.replace("  title: 'It''s here'\n", ""));
    let after = set("f.yaml", BLOCK, 1, |data| drop(data.take("id")));
    assert_eq!(after, BLOCK.replace("- id: b\n  parts", "- parts"));
    let after = set("f.yaml", BLOCK, 0, |data| drop(data.take("text")));
    assert_eq!(after, BLOCK.replace("  text: >-\n    A text that runs\n    over two lines.\n", ""));
}

#[test]
fn the_first_field_can_give_way_to_another() {
    let text = "- a:\n    a: 1\n    r: 2\n  c: 3\n- b: 4\n  c: 5\n";
    let group = |fields: &[(&str, &str)]| {
        Data::Group(fields.iter().map(|(key, text)| ((*key).to_owned(), Data::text(*text))).collect())
    };
    let after = set("f.yaml", text, 0, |data| data.put("a", group(&[("b", "9"), ("r", "2")]), &[]));
    assert_eq!(after, text.replace("    a: 1\n", "    b: 9\n"));
    let after = set("f.yaml", text, 1, |data| *data = group(&[("x", "8"), ("w", "9"), ("c", "5")]));
    assert_eq!(after, text.replace("- b: 4\n", "- x: 8\n  w: 9\n"));
}

#[test]
fn lists_change_entry_by_entry() {
    let list = |words: &[&str]| Data::List(words.iter().map(|word| Data::text(*word)).collect());
    for (words, written) in [
        (&["one", "two", "three"][..], "[one, two, three]"),
        (&["two"], "[two]"),
        (&["one"], "[one]"),
        (&["zero", "one", "two"], "[zero, one, two]"),
        (&["one", "a, b"], "[one, \"a, b\"]"),
        (&["x", "three", "one"], "[x, three, one]"),
        (&["p", "q", "r"], "[p, q, r]"),
    ] {
        let after = set("f.yaml", BLOCK, 0, put("tags", list(words)));
        assert_eq!(after, BLOCK.replace("[one, two]", written));
    }
    let part = |name: &str, size: &str| {
        Data::Group(vec![("name".into(), Data::text(name)), ("size".into(), Data::text(size))])
    };
    let after = set("f.yaml", BLOCK, 1, put("parts", Data::List(vec![part("x", "5"), part("y", "3"), part("z", "4")])));
    let wanted = BLOCK
        .replace("size: 2 }", "size: 5 }")
        .replace("      size: 3 # three\n", "      size: 3 # three\n    - name: z\n      size: 4\n");
    assert_eq!(after, wanted);
    let other = Data::Group(vec![("first".into(), Data::text("z")), ("last".into(), Data::text("a"))]);
    let after = set("f.yaml", BLOCK, 1, put("parts", Data::List(vec![part("x", "2"), other])));
    let wanted = BLOCK.replace("    - name: y\n      size: 3 # three", "    - first: z # three\n      last: a");
    assert_eq!(after, wanted);
    let after = set("f.yaml", BLOCK, 1, put("parts", Data::List(vec![part("y", "3")])));
    assert_eq!(after, BLOCK.replace("    - { name: x, size: 2 }\n", ""));
}

#[test]
fn entries_are_added_at_the_end() {
    let entry = Data::Group(vec![
        ("id".into(), Data::text("c")),
        ("tags".into(), Data::List(vec![Data::text("t")])),
        ("parts".into(), Data::List(vec![Data::Group(vec![("name".into(), Data::text("new"))])])),
    ]);
    let written = "- id: c\n  tags: [t]\n  parts:\n    - name: new\n";
    for (before, after) in [
        (BLOCK.to_owned(), BLOCK.replace("# three\n", &format!("# three\n{written}"))),
        ("- id: a".to_owned(), format!("- id: a\n{}", written.trim_end())),
        ("- id: a\r\n  b: c\r\n".to_owned(), format!("- id: a\r\n  b: c\r\n{}", written.replace('\n', "\r\n"))),
        ("# nothing yet\n".to_owned(), format!("# nothing yet\n{written}")),
        (String::new(), written.to_owned()),
        ("[] # none\n".to_owned(), format!("{} # none\n", written.trim_end())),
    ] {
        let mut amendment = begin("f.yaml", &before);
        amendment.append(None, entry.clone());
        assert_eq!(amendment.finish().unwrap().unwrap().after, after);
    }
    for (before, after) in [
        ("a:\n  - id: x\nb: []\n", "a:\n  - id: x\nb:\n  - id: new\n"),
        ("a:\n  - id: x\n", "a:\n  - id: x\nb:\n  - id: new\n"),
        ("b:\n- id: x\na: []\n", "b:\n- id: x\n- id: new\na: []\n"),
        ("b: # later\na: 1\n", "b: # later\n  - id: new\na: 1\n"),
    ] {
        let mut amendment = begin("f.yaml", before);
        amendment.append(Some("b"), Data::Group(vec![("id".into(), Data::text("new"))]));
        assert_eq!(amendment.finish().unwrap().unwrap().after, after);
    }
}

#[test]
fn json_stays_json() {
    let before = "[\n  {\n    \"id\": \"a\",\n    \"tags\": [\"x\"]\n  }\n]\n";
    let after = set("f.json", before, 0, put("title", Data::text("T \"q\"")));
    assert_eq!(after, before.replace("\"a\",", "\"a\",\n    \"title\": \"T \\\"q\\\"\","));
    let mut amendment = begin("f.json", before);
    amendment.append(None, Data::Group(vec![("id".into(), Data::text("b"))]));
    let after = amendment.finish().unwrap().unwrap().after;
    assert_eq!(after, before.replace("  }\n]", "  },\n  { \"id\": \"b\" }\n]"));
    serde_json::from_str::<serde_json::Value>(&after).unwrap();
}

#[test]
fn what_cannot_be_certain_is_refused() {
    // The same group under two names: a change of one would change the other.
    let text = "- &a\n  id: x\n- *a\n";
    let mut amendment = begin("f.yaml", text);
    amendment.set(&[Step::Item(0)], Data::Group(vec![("id".into(), Data::text("y"))])).unwrap();
    let problem = amendment.finish().unwrap_err();
    assert_eq!(problem.code, "not-amended");
    // What stands in a list's place is not written over.
    for (text, list) in
        [("sources:\n  - id: a\n", None), ("just words\n", None), ("b: words\n", Some("b")), ("- a\n", Some("b"))]
    {
        let mut amendment = begin("f.yaml", text);
        amendment.append(list, Data::Group(vec![("id".into(), Data::text("new"))]));
        assert_eq!(amendment.finish().unwrap_err().code, "not-amended", "{text}");
    }
    let mut map = SourceMap::new(PathBuf::new());
    let file = map.add("f.yaml", "- a: [\n");
    assert!(Amendment::new(&map, file).is_err());
}

/// The bytes of each entry of the file's own list, with the notes behind it.
fn lines_of(text: &str) -> Vec<&str> {
    let starts = text.match_indices("- id:").map(|(at, _)| at);
    let starts: Vec<_> = starts.filter(|at| *at == 0 || text[..*at].ends_with('\n')).collect();
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(&start, end)| &text[start..end]).collect()
}

#[test]
fn every_field_of_the_projects_briefs_can_be_changed_alone() {
    for path in
        ["harbour-contract/sources.yaml", "harbour-contract/findings/court.yaml", "overseas-stations/findings.yaml"]
    {
        let text = std::fs::read_to_string(project().join("briefs").join(path)).unwrap();
        for text in [text.clone(), text.replace('\n', "\r\n"), text.trim_end().to_owned()] {
            let entries = begin(path, &text).data().items().to_vec();
            for (at, entry) in entries.iter().enumerate().step_by(11) {
                for (name, _) in entry.fields().iter().filter(|(name, _)| name != "id") {
                    let gone = set(path, &text, at, |data| drop(data.take(name)));
                    assert!(gone.len() < text.len());
                    let changed = set(path, &text, at, |data| data.put(name, Data::text("Something else: new"), &[]));
                    let (whole, gone, changed) = (lines_of(&text), lines_of(&gone), lines_of(&changed));
                    for other in (0..entries.len()).filter(|other| *other != at) {
                        assert_eq!(gone[other], whole[other], "{path} {at} {name}");
                        assert_eq!(changed[other], whole[other], "{path} {at} {name}");
                    }
                }
            }
        }
    }
}

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[ -~]{0,30}",
        "\\PC{0,20}",
        "[a-z \\n\"':#,\\[\\]{}&*!|>%@`\\\\-]{0,40}",
        "([a-z]{1,9} ){5,40}[a-z.]{1,5}",
        Just("null".to_owned()),
        Just("true".to_owned()),
    ]
}

fn data() -> impl Strategy<Value = Data> {
    let leaf = prop_oneof![4 => texts().prop_map(Data::Text), 1 => any::<bool>().prop_map(Data::Flag)];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Data::List),
            prop::collection::btree_map("[a-z]{1,5}", inner, 0..4)
                .prop_map(|fields| Data::Group(fields.into_iter().collect())),
        ]
    })
}

/// A list of groups, as every data file holds.
fn entries() -> impl Strategy<Value = Vec<Data>> {
    let group = prop::collection::btree_map("[a-z]{1,5}", data(), 1..5)
        .prop_map(|fields| Data::Group(fields.into_iter().collect()));
    prop::collection::vec(group, 1..5)
}

/// Data as JSON, which is YAML between brackets.
fn json(data: &Data) -> serde_json::Value {
    match data {
        Data::Null => serde_json::Value::Null,
        Data::Flag(flag) => (*flag).into(),
        Data::Text(text) => text.as_str().into(),
        Data::List(items) => items.iter().map(json).collect(),
        Data::Group(fields) => {
            serde_json::Value::Object(fields.iter().map(|(key, data)| (key.clone(), json(data))).collect())
        }
    }
}

/// A file that holds some entries, in one of the ways in which people write, with notes between them.
fn written(way: usize, entries: &[Data]) -> (&'static str, String) {
    let fields = |entry: &Data, each: &dyn Fn(&Data) -> String| {
        let lines = entry.fields().iter().map(|(key, data)| format!("\"{key}\": {}", each(data)));
        lines.collect::<Vec<_>>().join("\n  ")
    };
    let list =
        |entry: &dyn Fn(&Data) -> String| entries.iter().map(|data| format!("- {}\n# a note\n", entry(data))).collect();
    match way {
        0 => ("f.json", json(&Data::List(entries.to_vec())).to_string()),
        1 => ("f.json", serde_json::to_string_pretty(&json(&Data::List(entries.to_vec()))).unwrap()),
        2 => ("f.yaml", list(&|entry| json(entry).to_string())),
        3 => ("f.yaml", list(&|entry| fields(entry, &|data| format!("{} # why", json(data))))),
        4 => (
            "f.yaml",
            list(&|entry| {
                fields(entry, &|data| serde_json::to_string_pretty(&json(data)).unwrap().replace('\n', "\n    "))
            }),
        ),
        way => {
            let mut amendment = begin("f.yaml", "# notes\n");
            entries.iter().for_each(|entry| amendment.append(None, entry.clone()));
            let text = amendment.finish().unwrap().unwrap().after.replace("\n- ", "\n# a note\n- ");
            ("f.yaml", if way == 5 { text.replace('\n', "\r\n") } else { text })
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_change_reads_back_as_itself(
        before in entries(), value in data(), at in 0_usize..5, field in 0_usize..5, way in 0_usize..8,
    ) {
        let (path, text) = written(way, &before);
        let at = at % before.len();
        let mut entry = begin(path, &text).data().items()[at].clone();
        let name = entry.fields()[field % entry.fields().len()].0.clone();
        entry.put(&name, value, &[]);
        let mut amendment = begin(path, &text);
        amendment.set(&[Step::Item(at)], entry.clone()).unwrap();
        // `finish` reads the text again and would refuse what does not hold just this.
        let after = amendment.finish();
        prop_assert!(after.is_ok(), "{text}");
        let after = after.unwrap().map_or(text.clone(), |change| change.after);
        let read = begin(path, &after);
        prop_assert_eq!(&read.data().items()[at], &entry);
        prop_assert_eq!(after.matches("# a note").count(), text.matches("# a note").count());
    }

    #[test]
    fn no_change_is_no_edit(before in entries(), way in 0_usize..8) {
        let (path, text) = written(way, &before);
        let mut amendment = begin(path, &text);
        let data = amendment.data().items().to_vec();
        for (at, entry) in data.into_iter().enumerate() {
            amendment.set(&[Step::Item(at)], entry).unwrap();
        }
        prop_assert!(amendment.finish().unwrap().is_none());
    }
}
