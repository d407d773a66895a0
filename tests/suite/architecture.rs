//! The rooms and what must never import what, as docs/architecture.md says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::project;

/// What each room may import of ours. A room that is missing here fails the test.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &[]),
    ("span", &[]),
    ("diagnostic", &["span"]),
    ("source_map", &["diagnostic", "span"]),
    ("tree", &["span"]),
    ("workspace", &["text"]),
    ("wording", &["text"]),
    ("locale", &["model", "text"]),
    ("cite", &["diagnostic", "locale", "model", "source_map", "span", "text"]),
    ("quote", &["wording"]),
    ("language", &[]),
    ("load", &["cite", "diagnostic", "locale", "model", "source_map", "span", "text", "theme", "tree", "wording"]),
    ("theme", &["model"]),
    ("resolve", &["diagnostic", "load", "model", "source_map", "text", "tree"]),
    (
        "check",
        &[
            "diagnostic",
            "language",
            "load",
            "locale",
            "model",
            "quote",
            "resolve",
            "span",
            "text",
            "tree",
            "withheld",
            "wording",
        ],
    ),
    ("withheld", &["model"]),
    ("variant", &["diagnostic", "load", "model", "resolve", "span", "text", "tree", "withheld"]),
    ("changes", &["locale", "model", "withheld", "wording"]),
    ("versions", &["diagnostic", "load", "model", "resolve", "source_map", "text", "view", "workspace"]),
    ("view", &["changes", "cite", "load", "locale", "model", "resolve", "text"]),
    ("markup", &["model", "text", "view"]),
    ("render", &["diagnostic", "markup", "model", "source_map", "text", "theme", "view"]),
    ("typeset", &["diagnostic", "source_map", "text"]),
    ("coverage", &["diagnostic", "load", "source_map", "text", "tree", "typeset"]),
    (
        "publish",
        &[
            "diagnostic",
            "load",
            "markup",
            "model",
            "render",
            "resolve",
            "source_map",
            "text",
            "theme",
            "typeset",
            "view",
        ],
    ),
    ("emit", &["diagnostic"]),
    ("evidence", &["amend", "diagnostic", "emit", "fix", "load", "model", "quote", "source_map"]),
    ("fix", &["diagnostic", "source_map"]),
    ("charset", &[]),
    ("sheet", &["amend", "diagnostic", "exchange", "fix", "load", "locale", "model", "source_map", "text"]),
    ("exchange", &["amend", "diagnostic", "language", "model", "source_map", "span", "text"]),
    ("amend", &["diagnostic", "fix", "load", "source_map", "tree"]),
    ("graph", &["load", "locale", "model", "resolve", "text"]),
    ("report", &["check", "diagnostic", "model", "quote", "source_map"]),
    (
        "cli",
        &[
            "amend",
            "charset",
            "changes",
            "check",
            "cite",
            "coverage",
            "diagnostic",
            "emit",
            "exchange",
            "evidence",
            "fix",
            "graph",
            "load",
            "locale",
            "model",
            "publish",
            "quote",
            "render",
            "report",
            "resolve",
            "sheet",
            "source_map",
            "text",
            "theme",
            "typeset",
            "variant",
            "versions",
            "view",
            "workspace",
        ],
    ),
    ("main", &["cli"]),
    ("lib", &[]),
];

/// Crates that belong to one room, or to the few that are named. (`pulldown_cmark` is read in `load` and
/// in `markup`, `similar` in `fix`, `changes` and `quote`.)
const BELONGS_TO: &[(&str, &str)] = &[
    ("base64", "markup"),
    ("icu_plurals", "locale"),
    ("icu_locale_core", "locale"),
    ("icu_locale", "language"),
    ("hayagriva", "cite"),
    ("roxmltree", "cite sheet"),
    ("clap", "cli"),
    ("clap_complete", "cli"),
    ("indicatif", "cli"),
    ("minijinja", "render"),
    ("granit_parser", "load"),
    ("unicode_segmentation", "wording"),
    ("waken_snowball", "wording"),
    ("serde_sarif", "report"),
    ("hayro_syntax", "versions evidence"),
    ("typst_kit", "typeset"),
    ("typst_layout", "typeset"),
    ("typst_pdf", "typeset"),
    ("wait_timeout", "typeset evidence"),
    ("annotate_snippets", "report"),
    ("biblatex", "exchange"),
    ("encoding_rs", "charset evidence"),
    ("calamine", "sheet"),
    ("rust_xlsxwriter", "sheet"),
    ("csv", "sheet"),
    ("zip", "sheet evidence"),
    ("siphasher", "sheet"),
    ("html5gum", "evidence"),
    ("mail_parser", "evidence"),
    ("brotli_decompressor", "evidence"),
    ("flate2", "evidence"),
    ("hayro_interpret", "evidence"),
];

#[test]
fn rooms_import_only_what_they_may() {
    let mut wrong = Vec::new();
    for (room, imports) in imports() {
        let Some((_, may)) = MAY_IMPORT.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("the room `{room}` is not in the list"));
            continue;
        };
        for import in imports {
            if import != room && !may.contains(&import.as_str()) {
                wrong.push(format!("`{room}` imports `{import}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn crates_stay_in_their_room() {
    let mut wrong = Vec::new();
    for (room, path) in files() {
        let text = code(&path);
        for (name, home) in BELONGS_TO {
            let used = text.contains(&format!("{name}::")) || text.contains(&format!("use {name};"));
            if used && !home.split(' ').any(|home| room == home) {
                wrong.push(format!("{} uses {name}", path.display()));
            }
        }
        let ours = text.lines().any(|line| line.starts_with("use crate::markup") && line.contains("typst"))
            || text.contains("markup::typst");
        if room != "typeset" && text.contains(" typst::") && !ours && room != "markup" {
            wrong.push(format!("{} uses typst", path.display()));
        }
        let prints = ["println!", "eprintln!", "print!(", "process::exit"].iter().any(|mark| text.contains(mark));
        if prints && !matches!(room.as_str(), "cli" | "main") {
            wrong.push(format!("{} prints or exits", path.display()));
        }
        let reads = ["fs::read_to_string", "fs::read(", "File::open"].iter().any(|mark| text.contains(mark));
        if reads && !matches!(room.as_str(), "source_map" | "typeset" | "emit" | "evidence") {
            wrong.push(format!("{} reads files", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_architecture_page_names_every_room() {
    let page = fs::read_to_string(project().join("docs/architecture.md")).unwrap();
    for (room, _) in MAY_IMPORT.iter().filter(|(room, _)| !matches!(*room, "main" | "lib")) {
        assert!(page.contains(&format!("`{room}`")), "docs/architecture.md does not name `{room}`");
    }
}

fn imports() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (room, path) in files() {
        let text = code(&path);
        let imports = found.entry(room).or_default();
        for (at, _) in text.match_indices("crate::") {
            let rest = &text[at + "crate::".len()..];
            let names = match rest.strip_prefix('{') {
                // `use crate::{coverage, load};`
                Some(list) => outer_names(list),
                None => vec![rest],
            };
            for name in names {
                let name: String = name.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if !name.is_empty() {
                    imports.insert(name);
                }
            }
        }
    }
    // The library's own doc links are no imports.
    found.insert("lib".to_owned(), BTreeSet::new());
    found
}

/// `a::{b, c}, d}` names `a` and `d`.
fn outer_names(list: &str) -> Vec<&str> {
    let (mut depth, mut begin, mut names) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                names.push(list[begin..at].trim());
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                names.push(list[begin..at].trim());
                begin = at + 1;
            }
            _ => {}
        }
    }
    names
}

#[test]
fn nested_imports_are_read() {
    assert_eq!(outer_names("a::{b, c}, d}; use"), ["a::{b, c}", "d"]);
}

/// A file's code without its tests and comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn files() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    let source = project().join("src");
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let inside = path.strip_prefix(&source).unwrap();
                let room = inside.components().next().unwrap().as_os_str().to_string_lossy();
                found.push((room.trim_end_matches(".rs").to_owned(), path.clone()));
            }
        }
    }
    found
}
