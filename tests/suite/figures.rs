//! Numbers and dates of a finding against those of a passage: however they are written, the value counts.

use evenhand::wording::{Figures, Language, figures};
use proptest::prelude::*;

use crate::workspace::{load, project};

/// The figures of a text that are in no other text.
fn unknown(text: &str, language: Language, passage: &str, tag: &str) -> Vec<String> {
    let mut held = Figures::default();
    held.add(passage, tag);
    let read = figures(text, language).into_iter().filter(|figure| !figure.is_slight && !figure.is_glued);
    read.filter(|figure| !held.hold(figure)).map(|figure| text[figure.bytes].to_owned()).collect()
}

#[test]
fn a_text_and_its_translation_hold_the_same() {
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for slug in ["harbour-contract", "overseas-stations"] {
        for finding in &load(project(), slug).findings {
            let text = finding.value.text.folded();
            for translation in finding.value.translations.iter().filter(|other| other.language.as_str() == "fr") {
                let other = translation.text.folded();
                seen += figures(&text, Language::English).len();
                for (from, language, to, tag) in [
                    (&text, Language::English, &text, "en"),
                    (&text, Language::English, &other, "fr"),
                    (&other, Language::French, &text, "en"),
                    (&other, Language::French, &other, "fr"),
                ] {
                    let unknown = unknown(from, language, to, tag);
                    wrong.extend(
                        unknown.into_iter().map(|figure| format!("{slug} {}: {figure} → {tag}", finding.value.id)),
                    );
                }
            }
        }
    }
    assert!(wrong.is_empty() && seen > 100, "{seen}: {wrong:#?}");
}

/// Whether all numbers of a sentence stand in a passage; the languages as BCP 47 tags.
fn known(passage: &str, tag: &str, text: &str, language: Language) -> bool {
    let mut held = Figures::default();
    held.add(passage, tag);
    let found = figures(text, language);
    assert!(!found.is_empty(), "nothing is read in {text}");
    found.iter().all(|figure| held.hold(figure))
}

/// The digits of a whole number in groups of three.
fn grouped(whole: &str, mark: &str) -> String {
    let first = whole.len() % 3;
    let groups: Vec<_> = (first..whole.len()).step_by(3).map(|at| &whole[at..at + 3]).collect();
    let lead = (first > 0).then(|| &whole[..first]);
    lead.into_iter().chain(groups).collect::<Vec<_>>().join(mark)
}

/// Every way in which a language writes `digits` with so many decimals.
fn written(digits: &str, decimals: usize, language: Language) -> Vec<String> {
    let (whole, fraction) = digits.split_at(digits.len() - decimals);
    let english = language == Language::English;
    let point = if english { "." } else { "," };
    let tail = |fraction: &str| if fraction.is_empty() { String::new() } else { format!("{point}{fraction}") };
    let mut ways = vec![format!("{whole}{}", tail(fraction))];
    let marks: &[&str] = if english { &[",", "\u{202f}", " "] } else { &["\u{a0}", "\u{202f}", " "] };
    ways.extend(marks.iter().map(|mark| format!("{}{}", grouped(whole, mark), tail(fraction))));
    if decimals == 0 {
        let scales: &[(usize, &str, &str)] =
            &[(3, "thousand", "mille"), (6, "million", "millions"), (9, "billion", "milliards")];
        for (power, en, fr) in scales.iter().filter(|(power, ..)| whole.len() > *power) {
            let (whole, rest) = whole.split_at(whole.len() - power);
            let fraction = rest.trim_end_matches('0');
            ways.push(format!("{whole}{} {}", tail(fraction), if english { en } else { fr }));
        }
    }
    ways
}

fn sentence(number: &str, language: Language) -> String {
    match language {
        Language::English => format!("The board stated that {number} tonnes were counted."),
        Language::French => format!("Le conseil a déclaré que {number} tonnes ont été comptées."),
    }
}

fn dates(year: i32, month: usize, day: u32, language: Language) -> Vec<String> {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let mut ways = vec![format!("{year}-{month:02}-{day:02}")];
    match language {
        Language::English => {
            let name = EN[month - 1];
            ways.extend([
                format!("{day} {name} {year}"),
                format!("{name} {day}, {year}"),
                format!("{day}th of {name} {year}"),
            ]);
        }
        Language::French => {
            let day = if day == 1 { "1er".to_owned() } else { day.to_string() };
            ways.push(format!("{day} {} {year}", FR[month - 1]));
        }
    }
    ways
}

fn language() -> impl Strategy<Value = Language> {
    prop_oneof![Just(Language::English), Just(Language::French)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// A number that is written in another way is never warned of, and one with another digit always is.
    #[test]
    fn the_value_counts_and_not_the_form(
        digits in "[1-9][0-9]{0,11}",
        decimals in 0_usize..4,
        place in any::<prop::sample::Index>(),
        other in 1_u8..10,
        source in language(),
        own in language(),
    ) {
        let decimals = decimals.min(digits.len() - 1);
        let at = place.index(digits.len());
        let mut changed = digits.clone().into_bytes();
        changed[at] = b'0' + (changed[at] - b'0' + other) % 10;
        let changed = String::from_utf8(changed).unwrap();
        for there in written(&digits, decimals, source) {
            let passage = sentence(&there, source);
            for here in written(&digits, decimals, own) {
                prop_assert!(known(&passage, source.tag(), &sentence(&here, own), own), "{here} in {passage}");
            }
            // With a zero in front it is a shorter number, which may be a part of the one that is there.
            if !changed.starts_with('0') {
                for here in written(&changed, decimals, own) {
                    prop_assert!(!known(&passage, source.tag(), &sentence(&here, own), own), "{here} in {passage}");
                }
            }
        }
    }

    /// So for a factor of ten, and for hundredths.
    #[test]
    fn a_factor_of_ten_is_another_value(digits in "[1-9][0-9]{0,5}", own in language(), source in language()) {
        let passage = sentence(&digits, source);
        let share = |number: &str| number.to_owned() + if own == Language::English { " per cent" } else { " pour cent" };
        for here in [format!("{digits}0"), format!("{digits}000"), format!("0{}{digits}", if own == Language::English { '.' } else { ',' }), share(&digits)] {
            prop_assert!(!known(&passage, source.tag(), &sentence(&here, own), own), "{here} in {passage}");
        }
    }

    /// So for dates.
    #[test]
    fn a_date_is_known_by_its_day(
        year in 1980_i32..2030, month in 1_usize..=12, day in 1_u32..=28, by in 1_u32..28, part in 0_u8..3,
        source in language(), own in language(),
    ) {
        let moved = match part {
            0 => (year, month, (day - 1 + by) % 28 + 1),
            1 => (year, (month - 1 + (by as usize % 11 + 1)) % 12 + 1, day),
            _ => (year + by as i32, month, day),
        };
        for there in dates(year, month, day, source) {
            let passage = sentence(&there, source);
            for here in dates(year, month, day, own) {
                prop_assert!(known(&passage, source.tag(), &sentence(&here, own), own), "{here} in {passage}");
            }
            for here in dates(moved.0, moved.1, moved.2, own) {
                prop_assert!(!known(&passage, source.tag(), &sentence(&here, own), own), "{here} in {passage}");
            }
        }
    }

    /// No text makes the reader fail.
    #[test]
    fn any_text_can_be_read(text in any::<String>(), odd in "[0-9.,:/ $%mkMay-]{0,60}") {
        for text in [text, odd] {
            for language in Language::ALL {
                for figure in figures(&text, language) {
                    prop_assert!(text.get(figure.bytes).is_some());
                }
            }
            Figures::default().add(&text, "de");
        }
    }
}
