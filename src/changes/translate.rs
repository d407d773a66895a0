//! Two versions in another of their languages.

use crate::locale::primary;
use crate::model::{Finding, KeyPoint, Record, Text};

/// Puts the texts of a language in the place of the first ones, in both versions.
///
/// What did not change in the first language did not change: a translation that the earlier version
/// lacked, or that was improved, is no change of the brief.
pub(super) fn in_language(old: &Record, new: &Record, language: &str) -> (Record, Record) {
    let (mut old, mut new) = (old.clone(), new.clone());
    for finding in &mut new.findings {
        let before = old.findings.iter_mut().find(|before| before.id == finding.id);
        translate(before, finding, language);
    }
    let known: Vec<_> = new.findings.iter().map(|finding| finding.id.clone()).collect();
    for finding in old.findings.iter_mut().filter(|finding| !known.contains(&finding.id)) {
        translate(None, finding, language);
    }
    let points = std::mem::take(&mut new.brief.key_points);
    new.brief.key_points = points
        .into_iter()
        .map(|mut point| {
            let own = point.text.clone();
            let same = own
                .as_ref()
                .and_then(|own| old.brief.key_points.iter_mut().find(|before| before.text.as_ref() == Some(own)));
            if let Some(text) = translation(&point, language) {
                if let Some(before) = same {
                    before.text = Some(text.clone());
                }
                point.text = Some(text);
            }
            point
        })
        .collect();
    for point in &mut old.brief.key_points {
        if let Some(text) = translation(point, language)
            .filter(|_| !new.brief.key_points.iter().any(|after| after.text.is_some() && after.text == point.text))
        {
            point.text = Some(text);
        }
    }
    (old, new)
}

fn translation(point: &KeyPoint, language: &str) -> Option<Text> {
    let own = |tag: &Text| same_language(tag.as_str(), language);
    point.translations.iter().find(|translation| own(&translation.language)).map(|found| found.text.clone())
}

fn translate(before: Option<&mut Finding>, finding: &mut Finding, language: &str) {
    let texts = |finding: &Finding| {
        let own = |tag: &Text| same_language(tag.as_str(), language);
        finding.translations.iter().find(|translation| own(&translation.language)).cloned()
    };
    let first = finding.clone();
    if let Some(translation) = texts(finding) {
        finding.text = translation.text;
        finding.title = translation.title.or(finding.title.take());
        finding.caveat = translation.caveat.or(finding.caveat.take());
    }
    let Some(before) = before else { return };
    let earlier = texts(before);
    let folded = |text: &Option<Text>| text.as_ref().map(Text::folded);
    let same = before.text.folded() == first.text.folded();
    let other = earlier.as_ref().map(|earlier| earlier.text.clone());
    before.text = if same { finding.text.clone() } else { other.unwrap_or_else(|| before.text.clone()) };
    let other = earlier.as_ref().and_then(|earlier| earlier.title.clone());
    before.title = if folded(&before.title) == folded(&first.title) {
        finding.title.clone()
    } else {
        other.or(before.title.take())
    };
    let other = earlier.and_then(|earlier| earlier.caveat);
    before.caveat = if folded(&before.caveat) == folded(&first.caveat) {
        finding.caveat.clone()
    } else {
        other.or(before.caveat.take())
    };
}

fn same_language(tag: &str, language: &str) -> bool {
    primary(tag).eq_ignore_ascii_case(primary(language))
}
