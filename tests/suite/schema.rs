//! What is published about documents as data, made from the types themselves. That the documents of
//! both briefs keep to the schema, `.ci/run` asks another program.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use evenhand::view;
use serde_json::Value;

use crate::workspace::project;

fn schema() -> Value {
    serde_json::to_value(view::schema()).unwrap()
}

/// Holds a file to what it must be; `EVENHAND_UPDATE=1` writes it.
fn current(path: &str, expected: &str) {
    let file = project().join(path);
    if std::env::var_os("EVENHAND_UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, expected).unwrap();
    }
    let written = fs::read_to_string(&file).unwrap_or_default();
    assert!(written == expected, "{path} is not current: run `EVENHAND_UPDATE=1 cargo test schema`");
}

#[test]
fn the_published_schema_is_current() {
    let run = crate::workspace::run(project(), &["schema"], &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    current("docs/schema/document.schema.json", &run.stdout);
}

const BEGIN: &str = "<!-- From here to the end: written by `EVENHAND_UPDATE=1 cargo test schema`. -->\n";

#[test]
fn the_fields_in_the_manual_are_current() {
    let path = "docs/templates.md";
    let manual = fs::read_to_string(project().join(path)).unwrap();
    let (own, _) = manual.split_once(BEGIN).expect("the mark where the fields begin");
    current(path, &format!("{own}{BEGIN}\n{}", fields(&schema())));
}

/// What `words` and `blocks` take; nobody looks into it.
const PROSE: [&str; 4] = ["Block", "Inline", "Align", "Reference"];

/// A table of the fields for each type, in the order in which they are met.
fn fields(schema: &Value) -> String {
    let mut out = String::from("## What a template sees\n\n");
    out.push_str(
        "These names stand at the top level: `{{ head.title }}`. \"None\" means that the value may be none.\n\n",
    );
    let mut waiting = Vec::new();
    table(schema, &mut out, &mut waiting);
    let mut told = BTreeSet::new();
    while !waiting.is_empty() {
        let name = waiting.remove(0);
        if !told.insert(name.clone()) || PROSE.contains(&name.as_str()) {
            continue;
        }
        let definition = &schema["$defs"][&name];
        write!(out, "\n### {}\n\n{}\n", spoken(&name), described(definition)).unwrap();
        match definition["oneOf"].as_array() {
            Some(values) => {
                out.push_str("\n| value | what it is |\n|---|---|\n");
                for value in values {
                    writeln!(out, "| `{}` | {} |", value["const"].as_str().unwrap(), described(value)).unwrap();
                }
            }
            None => {
                out.push('\n');
                table(definition, &mut out, &mut waiting);
            }
        }
    }
    out
}

fn table(of: &Value, out: &mut String, waiting: &mut Vec<String>) {
    out.push_str("| name | type | what it is |\n|---|---|---|\n");
    for name in of["required"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()) {
        // The version of the data is in the file only.
        if name == "schema" {
            continue;
        }
        let property = &of["properties"][name];
        writeln!(out, "| `{name}` | {} | {} |", sort(property, waiting), described(property)).unwrap();
    }
}

fn described(of: &Value) -> String {
    let text = of["description"].as_str().unwrap_or_else(|| panic!("no words for {of}"));
    text.replace('\n', " ").replace('|', "\\|")
}

/// What sort of value a property is, in words.
fn sort(property: &Value, waiting: &mut Vec<String>) -> String {
    if let Some(reference) = property["$ref"].as_str() {
        let name = reference.rsplit('/').next().unwrap();
        waiting.push(name.to_owned());
        return format!("[{}](#{})", spoken(name), spoken(name).replace(' ', "-"));
    }
    if let Some(choices) = property["anyOf"].as_array() {
        return format!("{} or none", sort(&choices[0], waiting));
    }
    match &property["type"] {
        Value::Array(types) => format!("{} or none", simple(types[0].as_str().unwrap())),
        Value::String(name) if name == "array" => {
            let inner = sort(&property["items"], waiting);
            match inner.as_str() {
                _ if inner.contains("](#block)") => "blocks".to_owned(),
                _ if inner.contains("](#inline)") => "words".to_owned(),
                inner => format!("list of {inner}"),
            }
        }
        Value::String(name) => simple(name).to_owned(),
        other => panic!("a type without a name: {other}"),
    }
}

fn simple(name: &str) -> &str {
    match name {
        "string" => "text",
        "integer" | "number" => "number",
        "boolean" => "yes or no",
        "object" => "texts by name",
        other => other,
    }
}

/// `EstablishedFact` as `established fact`.
fn spoken(name: &str) -> String {
    let mut out = String::new();
    for (at, c) in name.chars().enumerate() {
        if c.is_uppercase() && at > 0 {
            out.push(' ');
        }
        out.extend(c.to_lowercase());
    }
    out
}
