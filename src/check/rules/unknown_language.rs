//! The language of a source is a code that programs know.

use crate::check::brief::Brief;
use crate::check::rule::Subject;
use crate::check::rule::{Family, Found, Rule};
use crate::language::{is_tag, tag_of};
use crate::model::RuleLevel;
use crate::text;

pub(in crate::check) const RULE: Rule = Rule {
    code: "EH53",
    name: "unknown-language",
    family: Family::Citation,
    level: RuleLevel::Warn,
    fixed: false,
    page: include_str!("unknown_language.md"),
    check,
};

fn check(brief: &Brief<'_>, found: &mut Found) {
    for (at, entry) in brief.sources() {
        let Some(word) = entry.value.language.as_ref().map(|word| word.as_str()).filter(|word| !is_tag(word)) else {
            continue;
        };
        found.push(
            Subject::Source(at),
            RULE.problem(format!("`{}` is no code of a language (BCP 47)", text::ellipsis(word, 40)))
                .at(entry.place().field("language").span(), "the language of this source")
                .help(match tag_of(word) {
                    Some(tag) => format!("write `{tag}`"),
                    None => "write a code such as `en`, `fr` or `zh-Hans`".to_owned(),
                }),
        );
    }
}
