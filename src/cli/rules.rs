//! `evenhand rules`: every rule in a line.

use serde::Serialize;

use super::output::say;
use super::{FINE, Format, Global};
use crate::check::{Family, RULES, Rule};

#[derive(Serialize)]
struct Listed {
    /// The name, as in the `code` of a diagnostic.
    code: &'static str,
    /// The stable code, as in its `rule`.
    rule: &'static str,
    family: &'static str,
    level: crate::model::RuleLevel,
    fixed: bool,
    title: &'static str,
}

pub(super) fn run(global: &Global) -> u8 {
    let ordered = Family::ALL.iter().flat_map(|family| RULES.iter().filter(move |rule| rule.family == *family));
    if global.format == Format::Json {
        let list: Vec<_> = ordered.map(|rule| listed(rule)).collect();
        say(&serde_json::to_string_pretty(&serde_json::json!({ "version": 1, "rules": list })).unwrap_or_default());
        return FINE;
    }
    let widest = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut family = None;
    for rule in ordered {
        if family.replace(rule.family) != Some(rule.family) {
            say(&format!("\n{}", rule.family.word()));
        }
        let mark = match rule.weight() {
            "warning" => "warning",
            _ if rule.fixed => "always ",
            _ => "error  ",
        };
        say(&format!("  {}  {:widest$}  {mark}  {}", rule.code, rule.name, rule.page().title));
    }
    say("\n`evenhand explain <rule>` says why, and what to write instead. `always`: cannot be switched off.");
    FINE
}

fn listed(rule: &Rule) -> Listed {
    Listed {
        code: rule.name,
        rule: rule.code,
        family: rule.family.word(),
        level: rule.level,
        fixed: rule.fixed,
        title: rule.page().title,
    }
}
