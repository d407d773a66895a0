//! A brief in another of its languages: the same entries, with the texts that stand beside the first
//! ones put in their place.

use super::{Entry, Loaded};
use crate::locale::primary;
use crate::model::Text;

impl Loaded {
    /// The brief in another language that it is written in. A text that is missing there stays as it
    /// is; the rule on language versions tells of it.
    pub fn in_language(&self, language: &str) -> Self {
        let mut loaded = self.clone();
        let own = |tag: &Text| primary(tag.as_str()) == primary(language);
        if let Some(brief) = &mut loaded.brief {
            brief.value.language = Text::from(language);
            for point in &mut brief.value.key_points {
                let translation = point.translations.iter().find(|translation| own(&translation.language));
                if let Some(text) = translation.map(|translation| translation.text.clone()) {
                    point.text = Some(text);
                }
            }
        }
        for Entry { value, .. } in &mut loaded.findings {
            let Some(at) = value.translations.iter().position(|translation| own(&translation.language)) else {
                continue;
            };
            let translation = value.translations[at].clone();
            value.text = translation.text;
            value.title = translation.title.or(value.title.take());
            value.caveat = translation.caveat.or(value.caveat.take());
        }
        loaded
    }
}
