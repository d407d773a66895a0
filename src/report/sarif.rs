//! Diagnostics as SARIF 2.1.0 (OASIS), for code scanning services.

use std::collections::BTreeMap;

use serde_sarif::sarif::{
    ArtifactLocation, Location, Message, MultiformatMessageString, PhysicalLocation, Region, ReportingConfiguration,
    ReportingConfigurationLevel, ReportingDescriptor, Result as Found, ResultKind, ResultLevel, Run, Sarif, Tool,
    ToolComponent,
};

use super::Findings;
use crate::check::{self, RULES};
use crate::diagnostic::{Diagnostic, Label, Severity, codes};
use crate::model::RuleLevel;
use crate::source_map::SourceMap;

/// Every brief's diagnostics as one SARIF log.
pub fn sarif(briefs: &[Findings<'_>]) -> String {
    let rules: Vec<_> = RULES.iter().map(|rule| described(rule)).chain(codes::ALL.iter().map(plain)).collect();
    let positions: BTreeMap<String, i64> =
        rules.iter().enumerate().map(|(at, rule)| (rule.id.clone(), i64::try_from(at).unwrap_or_default())).collect();
    let results = briefs
        .iter()
        .flat_map(|brief| brief.problems.iter().map(|problem| result(problem, brief.map, &positions)))
        .collect::<Vec<_>>();
    let driver = ToolComponent::builder()
        .name("evenhand")
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .rules(rules)
        .build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .results(results)
        .column_kind(serde_json::json!("unicodeCodePoints"))
        .build();
    let log = Sarif::builder()
        .version(serde_json::json!("2.1.0"))
        .schema("https://json.schemastore.org/sarif-2.1.0.json")
        .runs(vec![run])
        .build();
    serde_json::to_string_pretty(&log).unwrap_or_default()
}

fn described(rule: &check::Rule) -> ReportingDescriptor {
    let level = match rule.level {
        RuleLevel::Error => ReportingConfigurationLevel::Error,
        RuleLevel::Warn | RuleLevel::Off => ReportingConfigurationLevel::Warning,
    };
    let page = rule.page();
    ReportingDescriptor::builder()
        .id(rule.code)
        .name(rule.name)
        .short_description(text(page.title))
        .full_description(text(page.title))
        .help(MultiformatMessageString::builder().text(page.title).markdown(page.body.as_str()).build())
        .default_configuration(ReportingConfiguration::builder().level(serde_json::json!(level)).build())
        .build()
}

/// What is found while a brief is read, by no rule.
fn plain((code, meaning): &(&str, &str)) -> ReportingDescriptor {
    ReportingDescriptor::builder().id(*code).short_description(text(meaning.trim())).build()
}

fn text(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

fn result(problem: &Diagnostic, map: &SourceMap, positions: &BTreeMap<String, i64>) -> Found {
    let id = check::rule(problem.code).map_or(problem.code, |rule| rule.code);
    let level = match problem.severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
    };
    let message = [&problem.message].into_iter().chain(&problem.helps).map(String::as_str).collect::<Vec<_>>();
    Found::builder()
        .rule_id(id)
        .rule_index(positions.get(id).copied().unwrap_or(-1))
        .kind(ResultKind::Fail)
        .level(level)
        .message(Message::builder().text(message.join("\n")).build())
        .locations(problem.primary.iter().map(|label| location(label, map)).collect::<Vec<_>>())
        .related_locations(problem.secondary.iter().map(|label| location(label, map)).collect::<Vec<_>>())
        .build()
}

fn location(label: &Label, map: &SourceMap) -> Location {
    let file = map.file(label.span.file);
    let ((line, column), (end_line, end_column)) =
        (file.line_column(label.span.start), file.line_column(label.span.end));
    let number = |value: usize| i64::try_from(value).unwrap_or(i64::MAX);
    let region = Region::builder()
        .start_line(number(line))
        .start_column(number(column))
        .end_line(number(end_line))
        .end_column(number(end_column))
        .build();
    let path = PhysicalLocation::builder()
        .artifact_location(ArtifactLocation::builder().uri(uri(&file.path)).build())
        .region(region)
        .build();
    let location = Location::builder().physical_location(path);
    match label.text.is_empty() {
        true => location.build(),
        false => location.message(Message::builder().text(label.text.as_str()).build()).build(),
    }
}

/// A path from the workspace as a relative URI.
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}
