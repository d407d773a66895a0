//! What a word for a language means: a tag (BCP 47), a code of three letters (ISO 639-2), or a name as
//! reference managers and BibLaTeX write it.

use icu_locale::{Locale, LocaleCanonicalizer};

/// Languages by names in small letters. The first of a language is BibLaTeX's own, where it has one.
const NAMES: &[(&str, &[&str])] = &[
    ("af", &["afrikaans"]),
    ("ar", &["arabic", "العربية", "arabe", "arabisch", "árabe"]),
    ("be", &["belarusian", "беларуская"]),
    ("bg", &["bulgarian", "български", "bulgare", "bulgarisch"]),
    ("bn", &["bengali", "bangla", "বাংলা"]),
    ("bo", &["tibetan", "བོད་སྐད་", "tibétain", "tibetisch"]),
    ("bs", &["bosnian", "bosanski"]),
    ("ca", &["catalan", "català"]),
    ("cs", &["czech", "čeština", "cesky", "tchèque", "tschechisch"]),
    ("cy", &["welsh", "cymraeg"]),
    ("da", &["danish", "dansk", "danois", "dänisch"]),
    ("de", &["ngerman", "german", "deutsch", "allemand", "alemán", "tedesco"]),
    ("de-AT", &["naustrian", "austrian"]),
    ("de-CH", &["nswissgerman", "swissgerman"]),
    ("el", &["greek", "ελληνικά", "grec", "griechisch", "polutonikogreek"]),
    ("en", &["english", "anglais", "englisch", "inglés", "inglese", "inglês"]),
    ("en-AU", &["australian"]),
    ("en-CA", &["canadian"]),
    ("en-GB", &["british", "ukenglish", "british english"]),
    ("en-NZ", &["newzealand"]),
    ("en-US", &["american", "usenglish", "american english"]),
    ("es", &["spanish", "español", "espagnol", "spanisch", "castellano", "castilian"]),
    ("et", &["estonian", "eesti"]),
    ("eu", &["basque", "euskara"]),
    ("fa", &["persian", "farsi", "فارسی", "persan", "persisch"]),
    ("fi", &["finnish", "suomi", "finnois", "finnisch"]),
    ("fr", &["french", "français", "francais", "frenchb", "französisch", "francés", "francese", "francês"]),
    ("fr-CA", &["canadien", "acadian"]),
    ("ga", &["irish", "gaeilge"]),
    ("gl", &["galician", "galego"]),
    ("he", &["hebrew", "עברית", "hébreu", "hebräisch"]),
    ("hi", &["hindi", "हिन्दी"]),
    ("hr", &["croatian", "hrvatski", "croate", "kroatisch"]),
    ("hu", &["magyar", "hungarian", "hongrois", "ungarisch"]),
    ("hy", &["armenian", "հայերեն"]),
    ("id", &["indonesian", "bahasai", "bahasa indonesia"]),
    ("is", &["icelandic", "íslenska"]),
    ("it", &["italian", "italiano", "italien", "italienisch"]),
    ("ja", &["japanese", "日本語", "japonais", "japanisch"]),
    ("ka", &["georgian", "ქართული"]),
    ("kk", &["kazakh", "қазақша"]),
    ("km", &["khmer"]),
    ("ko", &["korean", "한국어", "coréen", "koreanisch"]),
    ("la", &["latin", "latein", "latina"]),
    ("lo", &["lao"]),
    ("lt", &["lithuanian", "lietuvių"]),
    ("lv", &["latvian", "latviešu"]),
    ("mk", &["macedonian", "македонски"]),
    ("mn", &["mongolian", "монгол"]),
    ("ms", &["malay", "bahasam", "bahasa melayu"]),
    ("my", &["burmese", "မြန်မာ"]),
    ("nb", &["norsk", "bokmål", "bokmal"]),
    ("nl", &["dutch", "nederlands", "néerlandais", "niederländisch", "flemish"]),
    ("nn", &["nynorsk"]),
    ("no", &["norwegian", "norvégien", "norwegisch"]),
    ("pl", &["polish", "polski", "polonais", "polnisch"]),
    ("ps", &["pashto", "پښتو"]),
    ("pt", &["portuguese", "português", "portuges", "portugais", "portugiesisch"]),
    ("pt-BR", &["brazilian", "brazil"]),
    ("ro", &["romanian", "română", "roumain", "rumänisch"]),
    ("ru", &["russian", "русский", "russe", "russisch"]),
    ("sk", &["slovak", "slovenčina", "slovaque"]),
    ("sl", &["slovene", "slovenian", "slovenščina"]),
    ("sq", &["albanian", "shqip"]),
    ("sr", &["serbian", "српски", "srpski", "serbe", "serbisch"]),
    ("sv", &["swedish", "svenska", "suédois", "schwedisch"]),
    ("sw", &["swahili", "kiswahili"]),
    ("th", &["thai", "ไทย"]),
    ("tr", &["turkish", "türkçe", "turc", "türkisch"]),
    ("ug", &["uyghur", "uighur", "ئۇيغۇرچە", "ouïghour", "uigurisch"]),
    ("uk", &["ukrainian", "українська", "ukrainien", "ukrainisch"]),
    ("ur", &["urdu", "اردو"]),
    ("uz", &["uzbek"]),
    ("vi", &["vietnamese", "tiếng việt", "vietnamien"]),
    ("zh", &["chinese", "中文", "汉语", "漢語", "mandarin", "chinois", "chinesisch", "chino"]),
    ("zh-Hans", &["simplified chinese", "简体中文"]),
    ("zh-Hant", &["traditional chinese", "繁體中文"]),
];

/// Tags for a text of which nobody says in what language it is, or that has none or several.
const OPEN: &[&str] = &["und", "mul", "mis", "zxx"];

/// The tag that a word for a language means; nothing where it is no such word.
pub fn tag_of(word: &str) -> Option<String> {
    let lower = word.trim().to_lowercase();
    // `English (United States)` and `langfrench`.
    let bare = lower.split('(').next().unwrap_or_default().trim();
    let named = |name: &str| NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(tag, _)| (*tag).to_owned());
    named(&lower)
        .or_else(|| named(bare))
        .or_else(|| named(bare.strip_prefix("lang")?))
        .or_else(|| canonical(&word.trim().replace('_', "-")))
}

/// Whether a text is a tag as it should be written: `en`, not `eng` or `English`.
pub fn is_tag(text: &str) -> bool {
    let primary = primary(text);
    let Some(canonical) = canonical(text) else { return false };
    // Of the codes with three letters only those of languages that have no shorter one are tags. Some that
    // are have a wider language in their place in the canonical form: `cmn` is `zh` there.
    const NARROW: &[&str] = &[
        "als", "arb", "ayr", "azj", "cmn", "drw", "ekk", "esk", "fat", "fuc", "gaz", "gug", "khk", "kng", "kpv", "lvs",
        "npi", "ory", "pes", "plt", "prs", "quz", "src", "swh", "uzn", "ydd", "zsm", "zyb",
    ];
    primary.len() == 2 || self::primary(&canonical).len() == 3 || NARROW.contains(&primary.to_lowercase().as_str())
}

/// The language that a text is said to be in, as the first part of its tag; nothing where that is no
/// language.
pub fn spoken(word: &str) -> Option<String> {
    tag_of(word).map(|tag| primary(&tag).to_owned()).filter(|language| !OPEN.contains(&language.as_str()))
}

/// BibLaTeX's own name of a language.
pub fn babel(tag: &str) -> Option<&'static str> {
    NAMES.iter().find(|(known, _)| *known == tag).and_then(|(_, names)| names.first()).copied().filter(|n| n.is_ascii())
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

/// A well-formed tag in its canonical form: `eng` as `en`.
fn canonical(tag: &str) -> Option<String> {
    // Languages have two or three letters; longer words were kept free for others that never came.
    if !matches!(primary(tag).len(), 2 | 3) {
        return None;
    }
    let mut locale = Locale::try_from_str(tag).ok()?;
    LocaleCanonicalizer::new_extended().canonicalize(&mut locale);
    Some(locale.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_codes_and_tags_mean_the_same() {
        for (word, tag) in [
            ("english", "en"),
            ("English", "en"),
            ("eng", "en"),
            ("en", "en"),
            ("en_US", "en-US"),
            ("EN-gb", "en-GB"),
            ("English (UK)", "en"),
            ("ngerman", "de"),
            ("ger", "de"),
            ("deu", "de"),
            ("fre", "fr"),
            ("fra", "fr"),
            ("chi", "zh"),
            ("langfrench", "fr"),
            ("Français", "fr"),
            ("british", "en-GB"),
            ("zh-Hans", "zh-Hans"),
            ("haw", "haw"),
        ] {
            assert_eq!(tag_of(word).as_deref(), Some(tag), "{word}");
        }
        for word in ["", "Klingonish", "English, French", "12", "-", "e"] {
            assert_eq!(tag_of(word), None, "{word}");
        }
        assert_eq!(spoken("eng").as_deref(), Some("en"));
        assert_eq!(spoken("mul"), None);
    }

    #[test]
    fn only_the_shortest_code_is_a_tag() {
        for tag in ["en", "en-US", "zh-Hans", "cmn", "haw", "und", "iw", "EN"] {
            assert!(is_tag(tag), "{tag}");
        }
        for word in ["eng", "ger", "deu", "English", "en_US", "", "english", "Deutsch"] {
            assert!(!is_tag(word), "{word}");
        }
    }

    #[test]
    fn names_are_of_one_language_each() {
        let mut seen = std::collections::HashSet::new();
        for (tag, names) in NAMES {
            assert!(is_tag(tag), "{tag}");
            for name in *names {
                assert!(seen.insert(name), "{name}");
                assert_eq!(tag_of(name).as_deref(), Some(*tag));
            }
        }
    }
}
