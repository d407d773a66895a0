//! Which documents to make, and how their files are named.

use std::collections::BTreeMap;

use clap::ValueEnum;

use super::arguments::{Arguments, Sort};
use crate::diagnostic::{Diagnostic, codes};
use crate::load::{Settings, file_name};
use crate::locale::primary;
use crate::model::{Brief, Form, Text, Tlp};
use crate::publish::Format;
use crate::text::and_list;

/// Names of files by form, language and version.
pub(super) type Names = BTreeMap<(Form, String, Option<Tlp>), String>;

/// The documents to make of a brief.
pub(super) struct Wanted {
    pub(super) forms: Vec<Form>,
    pub(super) formats: Vec<Format>,
    pub(super) languages: Vec<String>,
    pub(super) first: String,
    /// The brief itself, which has no mark here, and versions of it for a wider circle.
    pub(super) editions: Vec<Option<Tlp>>,
}

impl Wanted {
    /// What the arguments and the brief ask for.
    ///
    /// # Errors
    /// A language that the brief is not in, or a version that it cannot have.
    pub(super) fn new(arguments: &Arguments, brief: &Brief, settings: &Settings) -> Result<Self, Diagnostic> {
        let own: Vec<String> = std::iter::once(&brief.language).chain(&brief.languages).map(Text::folded).collect();
        let first = own.first().cloned().unwrap_or_default();
        let mut languages = Vec::new();
        for asked in &arguments.lang {
            let same = |tag: &&String| *tag == asked || primary(tag) == primary(asked);
            match own.iter().find(same) {
                Some(tag) => languages.push(tag.clone()),
                None => {
                    let known = own.iter().map(|tag| format!("`{tag}`")).collect::<Vec<_>>();
                    return Err(Diagnostic::error(
                        codes::UNKNOWN_VALUE,
                        format!("this brief has no texts in `{asked}`"),
                    )
                    .help(format!(
                        "its languages are {}; add others under `languages` in brief.yaml",
                        and_list(&known)
                    )));
                }
            }
        }
        if arguments.all {
            languages = own.into_iter().filter(|tag| settings.locale(tag).is_some()).collect();
        } else if languages.is_empty() {
            languages.push(first.clone());
        }
        let forms: Vec<Form> = match (arguments.all, arguments.form.as_slice(), brief.forms.as_slice()) {
            // A first version has changed from nothing.
            (true, ..) if brief.previous.is_none() => {
                Form::ALL.into_iter().filter(|&form| form != Form::Changes).collect()
            }
            (true, ..) => Form::ALL.to_vec(),
            (_, [], []) => vec![Form::Briefing],
            (_, [], named) => named.to_vec(),
            (_, asked, _) => asked.iter().map(|&name| name.into()).collect(),
        };
        let formats = match arguments.all {
            true => Sort::value_variants().iter().map(|&sort| sort.into()).collect(),
            false => arguments.to.iter().map(|&sort| sort.into()).collect(),
        };
        let editions = editions(arguments, brief, &forms)?;
        Ok(Self { forms, formats, languages, first, editions })
    }

    pub(super) fn is_first(&self, tag: &str) -> bool {
        tag == self.first
    }

    /// The names of files, without their endings, by form and language.
    ///
    /// # Errors
    /// A name that cannot be, or that two documents would have.
    pub(super) fn names(
        &self,
        slug: &str,
        brief: &Brief,
        draft: bool,
        settings: &Settings,
    ) -> Result<Names, Vec<Diagnostic>> {
        let (mut names, mut taken, mut problems) = (Names::new(), BTreeMap::new(), Vec::new());
        let (number, version) = (brief.number.folded(), brief.version.folded());
        for (tag, &edition) in self.languages.iter().flat_map(|tag| self.editions.iter().map(move |e| (tag, e))) {
            let suffix = match (draft, edition) {
                (true, _) => "-draft".to_owned(),
                (false, Some(mark)) => format!("-{}", mark.slug()),
                (false, None) => String::new(),
            };
            for &form in &self.forms {
                // What is asked for twice is one document.
                if names.contains_key(&(form, tag.clone(), edition)) {
                    continue;
                }
                let gaps = file_name::Names { number: &number, slug, form: form.name(), lang: tag, version: &version };
                let (name, place) = match &settings.file_name {
                    Some((pattern, place)) => (pattern.fill(&gaps), Some(*place)),
                    None => (Ok(file_name::usual(&gaps, self.is_first(tag))), None),
                };
                let placed = |problem: Diagnostic| match place {
                    Some(place) => problem.at(place, "the pattern of file names"),
                    None => problem,
                };
                let told = format!("{} in `{tag}`", form.name());
                match name {
                    Ok(name) => {
                        // Some systems tell no capital from a small letter.
                        if let Some((other, other_form)) =
                            taken.insert(format!("{name}{suffix}").to_lowercase(), (told.clone(), form))
                        {
                            let message =
                                format!("two documents would have the name `{name}`: the {other} and the {told}");
                            let missing = if other_form == form { "{lang}" } else { "{form}" };
                            problems.push(
                                placed(Diagnostic::error(codes::SETTINGS, message)).help(format!(
                                    "add `{missing}` to `file_name` in evenhand.toml; nothing was written"
                                )),
                            );
                        }
                        // Nobody shall take one for the other, whatever the pattern says.
                        names.insert((form, tag.clone(), edition), format!("{name}{suffix}"));
                    }
                    Err(message) => problems.push(
                        placed(Diagnostic::error(codes::SETTINGS, message))
                            .help(format!("change `file_name` in evenhand.toml, or what fills it in the {told}")),
                    ),
                }
            }
        }
        if problems.is_empty() { Ok(names) } else { Err(problems) }
    }
}

/// The brief itself, or the versions of it that are asked for.
fn editions(arguments: &Arguments, brief: &Brief, forms: &[Form]) -> Result<Vec<Option<Tlp>>, Diagnostic> {
    if arguments.handling.is_empty() {
        let named = brief.variants.iter().filter(|mark| arguments.all && **mark < brief.handling);
        return Ok(std::iter::once(None).chain(named.copied().map(Some)).collect());
    }
    let own = brief.handling.designation();
    for mark in arguments.handling.iter().map(|&handling| Tlp::from(handling)) {
        if mark >= brief.handling {
            let message =
                format!("this brief is marked {own}; a version marked {} is for no wider circle", mark.designation());
            return Err(Diagnostic::error(codes::UNKNOWN_VALUE, message)
                .help("leave out `--handling` to make the whole brief, or name a more open mark"));
        }
    }
    if forms.contains(&Form::Changes) {
        return Err(Diagnostic::error(codes::UNKNOWN_VALUE, "a change log has no version for a wider circle")
            .help("what it compares with holds everything; name other forms with `--form`"));
    }
    Ok(arguments.handling.iter().map(|&handling| Some(handling.into())).collect())
}
