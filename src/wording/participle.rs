//! French participles after `avoir`: what makes `aurait` a tense of hearsay.
//!
//! Told by their endings, since there are thousands. A noun may follow `aurait` as well, "aurait lieu",
//! and those that look like a participle are named here.

use super::{Language, Text};

/// Words that may stand between the auxiliary and the participle, beside those in `-ment`.
const BETWEEN: [&str; 27] = [
    "pas",
    "jamais",
    "plus",
    "point",
    "guère",
    "déjà",
    "aussi",
    "également",
    "ainsi",
    "alors",
    "ensuite",
    "bien",
    "donc",
    "même",
    "tous",
    "toutes",
    "tout",
    "depuis",
    "encore",
    "enfin",
    "toujours",
    "souvent",
    "en",
    "outre",
    "au",
    "moins",
    "certes",
];

/// Participles of wishes and duties: "aurait dû" tells what did not happen.
const UNREAL: [&str; 13] = [
    "dû",
    "pu",
    "fallu",
    "voulu",
    "souhaité",
    "préféré",
    "aimé",
    "valu",
    "suffi",
    "mérité",
    "convenu",
    "espéré",
    "gagné",
];

/// Nouns and small words that end as a participle does.
const NO_PARTICIPLES: [&str; 31] = [
    "qualité",
    "autorité",
    "priorité",
    "liberté",
    "capacité",
    "compétence",
    "ainsi",
    "aussi",
    "parmi",
    "ici",
    "qui",
    "lui",
    "celui",
    "demi",
    "midi",
    "ni",
    "si",
    "du",
    "au",
    "peu",
    "lieu",
    "feu",
    "jeu",
    "point",
    "envie",
    "vie",
    "foi",
    "partie",
    "pitié",
    "moitié",
    "crédit",
];

/// How participles end, once `e` and `s` are gone.
const ENDINGS: [&str; 22] = [
    "é", "i", "u", "dit", "fait", "crit", "duit", "truit", "mis", "pris", "quis", "assis", "clos", "aint", "eint",
    "oint", "fert", "vert", "mort", "dû", "crû", "mû",
];

impl Text<'_> {
    /// The participle that goes with an auxiliary and tells of something done; none where a noun follows,
    /// where the sentence asks, or where it tells what should have been.
    pub fn participle_after(&self, auxiliary: usize) -> Option<usize> {
        if self.grammar().language != Language::French {
            return None;
        }
        let mut at = auxiliary + 1;
        // "Aurait, le 3 mai, signé".
        if self.lower(at) == "," {
            at = (at + 1..at + 14).find(|&word| self.lower(word) == ",")? + 1;
        }
        while BETWEEN.contains(&self.lower(at)) || self.lower(at).ends_with("ment") {
            at += 1;
        }
        let word = self.lower(at);
        (is_participle(word) && !UNREAL.contains(&word)).then_some(at)
    }
}

fn is_participle(word: &str) -> bool {
    // Of plurals only those in `-és` and `-es`: "trois" is none of "troi".
    let singular = word.strip_suffix('s').filter(|rest| rest.ends_with(['é', 'e'])).unwrap_or(word);
    let base = singular.strip_suffix('e').unwrap_or(singular);
    let ends = |base: &str| ENDINGS.iter().any(|ending| base.ends_with(ending)) && !base.ends_with("qu");
    !NO_PARTICIPLES.contains(&word) && (ends(singular) || ends(base))
}

#[cfg(test)]
mod tests {
    use super::is_participle;

    #[test]
    fn participles_are_told_by_their_endings() {
        for word in [
            "touché",
            "versées",
            "été",
            "eu",
            "vendue",
            "fini",
            "pris",
            "prises",
            "commis",
            "dit",
            "écrite",
            "fait",
            "conduit",
            "offert",
            "ouverte",
            "craint",
            "reçu",
            "détruites",
        ] {
            assert!(is_participle(word), "{word}");
        }
        for word in [
            "lieu",
            "besoin",
            "droit",
            "tort",
            "intérêt",
            "trois",
            "quelques",
            "envie",
            "du",
            "pour",
            "une",
            "recours",
            "accès",
            "qualité",
        ] {
            assert!(!is_participle(word), "{word}");
        }
    }
}
