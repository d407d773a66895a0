//! The closed lists of verbs of saying, with the small words around them, for each language.

use super::Language;

/// What must follow a verb, so that it brings in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// "That …", a colon or a quotation.
    Clause,
    /// That, or words without "that": "said the quay was closed".
    Words,
    /// That, or what is meant: "denied both charges".
    Object,
    /// That, or a figure: "counted 120 ships".
    Figure,
}

/// A verb with the forms that have a subject of their own, and those that need "has" or "a" before them.
pub(super) struct Verb {
    pub(super) word: &'static str,
    pub(super) takes: Takes,
    pub(super) finite: &'static str,
    pub(super) perfect: &'static str,
}

const fn verb(word: &'static str, takes: Takes, finite: &'static str, perfect: &'static str) -> Verb {
    Verb { word, takes, finite, perfect }
}

use Takes::{Clause, Figure, Object, Words};

const ENGLISH: &[Verb] = &[
    verb("acknowledged", Clause, "acknowledge acknowledges acknowledged", "acknowledged"),
    verb("added", Clause, "add adds added", "added"),
    verb("admitted", Clause, "admit admits admitted", "admitted"),
    verb("affirmed", Clause, "affirm affirms affirmed", "affirmed"),
    verb("alleged", Clause, "allege alleges alleged", "alleged"),
    verb("announced", Clause, "announce announces announced", "announced"),
    verb("answered", Clause, "answer answers answered", "answered"),
    verb("argued", Clause, "argue argues argued", "argued"),
    verb("asserted", Clause, "assert asserts asserted", "asserted"),
    verb("assessed", Clause, "assess assesses assessed", "assessed"),
    verb("claimed", Clause, "claim claims claimed", "claimed"),
    verb("conceded", Clause, "concede concedes conceded", "conceded"),
    verb("concluded", Clause, "conclude concludes concluded", "concluded"),
    verb("confirmed", Clause, "confirm confirms confirmed", "confirmed"),
    verb("counted", Figure, "count counts counted", "counted"),
    verb("declared", Clause, "declare declares declared", "declared"),
    verb("denied", Object, "deny denies denied", "denied"),
    verb("estimated", Figure, "estimate estimates estimated", "estimated"),
    verb("explained", Clause, "explain explains explained", "explained"),
    verb("insisted", Clause, "insist insists insisted", "insisted"),
    verb("maintained", Clause, "maintain maintains maintained", "maintained"),
    verb("noted", Clause, "note notes noted", "noted"),
    verb("replied", Clause, "reply replies replied", "replied"),
    verb("reported", Figure, "report reports reported", "reported"),
    verb("revealed", Clause, "reveal reveals revealed", "revealed"),
    verb("said", Words, "say says said", "said"),
    verb("stated", Clause, "state states stated", "stated"),
    verb("testified", Clause, "testify testifies testified", "testified"),
    verb("told", Clause, "tell tells told", "told"),
    verb("warned", Clause, "warn warns warned", "warned"),
    verb("wrote", Clause, "write writes wrote", "written"),
];

const FRENCH: &[Verb] = &[
    verb("admettre", Clause, "admet admettent admettait admettaient admit admirent", "admis"),
    verb("affirmer", Clause, "affirme affirment affirmait affirmaient affirma affirmèrent", "affirmé"),
    verb("ajouter", Clause, "ajoute ajoutent ajoutait ajoutaient ajouta ajoutèrent", "ajouté"),
    verb("alléguer", Clause, "allègue allèguent alléguait alléguaient allégua alléguèrent", "allégué"),
    verb("annoncer", Clause, "annonce annoncent annonçait annonçaient annonça annoncèrent", "annoncé"),
    verb("assurer", Clause, "assure assurent assurait assuraient assura assurèrent", "assuré"),
    verb("avertir", Clause, "avertit avertissent avertissait avertissaient avertirent", "averti"),
    verb("avouer", Clause, "avoue avouent avouait avouaient avoua avouèrent", "avoué"),
    verb("conclure", Clause, "conclut concluent concluait concluaient conclurent", "conclu"),
    verb("confirmer", Clause, "confirme confirment confirmait confirmaient confirma confirmèrent", "confirmé"),
    verb("déclarer", Clause, "déclare déclarent déclarait déclaraient déclara déclarèrent", "déclaré"),
    verb("démentir", Object, "dément démentent démentait démentaient démentit démentirent", "démenti"),
    verb("dénombrer", Figure, "dénombre dénombrent dénombrait dénombraient dénombra dénombrèrent", "dénombré"),
    verb("dire", Clause, "dit disent disait disaient dirent", "dit"),
    verb("écrire", Clause, "écrit écrivent écrivait écrivaient écrivit écrivirent", "écrit"),
    verb("estimer", Figure, "estime estiment estimait estimaient estima estimèrent", "estimé"),
    verb("expliquer", Clause, "explique expliquent expliquait expliquaient expliqua expliquèrent", "expliqué"),
    verb("indiquer", Clause, "indique indiquent indiquait indiquaient indiqua indiquèrent", "indiqué"),
    verb("maintenir", Clause, "maintient maintiennent maintenait maintenaient maintint maintinrent", "maintenu"),
    verb("nier", Object, "nie nient niait niaient nia nièrent", "nié"),
    verb("noter", Clause, "note notent notait notaient nota notèrent", "noté"),
    verb("préciser", Clause, "précise précisent précisait précisaient précisa précisèrent", "précisé"),
    verb("prétendre", Clause, "prétend prétendent prétendait prétendaient prétendit prétendirent", "prétendu"),
    verb("rapporter", Figure, "rapporte rapportent rapportait rapportaient rapporta rapportèrent", "rapporté"),
    verb("reconnaître", Clause, "reconnaît reconnaissent reconnaissait reconnaissaient reconnurent", "reconnu"),
    verb("répondre", Clause, "répond répondent répondait répondaient répondit répondirent", "répondu"),
    verb("révéler", Clause, "révèle révèlent révélait révélaient révéla révélèrent", "révélé"),
    verb("souligner", Clause, "souligne soulignent soulignait soulignaient souligna soulignèrent", "souligné"),
    verb("soutenir", Clause, "soutient soutiennent soutenait soutenaient soutint soutinrent", "soutenu"),
    verb("témoigner", Clause, "témoigne témoignent témoignait témoignaient témoigna témoignèrent", "témoigné"),
];

/// What a language has for the words around a verb of saying.
pub(super) struct Small {
    pub(super) verbs: &'static [Verb],
    /// Before what needs them, for the perfect.
    pub(super) perfect: &'static [&'static str],
    /// These may stand between a subject and its verb.
    pub(super) between: &'static [&'static str],
    pub(super) that: &'static [&'static str],
    /// After "said", these say that nothing was said.
    pub(super) nothing: &'static [&'static str],
    /// After a verb, these open a thing that is said or written, and "that" after it belongs to the thing.
    pub(super) thing: &'static [&'static str],
    pub(super) pronouns: &'static [&'static str],
    /// "His lawyer": for whom he speaks, and who he is.
    pub(super) whose: &'static [&'static str],
    pub(super) lawyer: &'static [&'static str],
    pub(super) articles: &'static [&'static str],
    pub(super) and: &'static [&'static str],
    /// "As X reported, …".
    pub(super) like: &'static str,
    /// "According to": the words of it, and how it is listed.
    pub(super) according: &'static [(&'static [&'static str], &'static str)],
}

static SMALL_ENGLISH: Small = Small {
    verbs: ENGLISH,
    perfect: &["has", "have", "had"],
    between: &["also", "then", "later", "first", "again", "both", "on", "in", "early", "late"],
    that: &["that"],
    nothing: &["nothing", "little", "no", "not", "much", "so", "neither", "none"],
    thing: &["a", "an", "the", "its", "his", "her", "their", "this", "these", "those", "no", "nothing"],
    pronouns: &["he", "she", "it", "they"],
    whose: &["his", "her", "its", "their"],
    lawyer: &["lawyer", "lawyers", "counsel", "solicitor", "spokesperson", "spokesman", "spokeswoman"],
    articles: &["the"],
    and: &["and"],
    like: "as",
    according: &[(&["according", "to"], "according to")],
};

static SMALL_FRENCH: Small = Small {
    verbs: FRENCH,
    perfect: &["a", "ont", "avait", "avaient"],
    between: &["aussi", "ensuite", "également", "puis", "d", "abord", "le", "en"],
    that: &["que", "qu"],
    nothing: &["rien", "peu", "pas"],
    thing: &["un", "une", "des", "le", "la", "les", "l", "son", "sa", "ses", "leur", "leurs", "ce", "cet", "cette"],
    pronouns: &["il", "elle", "ils", "elles"],
    whose: &["son", "sa", "leur"],
    lawyer: &["avocat", "avocate", "conseil"],
    articles: &["le", "la", "les", "l"],
    and: &["et"],
    like: "comme",
    according: &[(&["selon"], "selon"), (&["d", "après"], "d’après")],
};

/// The verbs and the words around them in a language.
pub(super) fn of(language: Language) -> &'static Small {
    match language {
        Language::English => &SMALL_ENGLISH,
        Language::French => &SMALL_FRENCH,
    }
}
