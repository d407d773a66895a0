//! The words of a brief in its other languages, beside the words in its first.
//!
//! Every group of fields that holds words of a document may have `translations`: a list with one
//! entry a language, whose fields have the names of the fields that they translate.

use serde::{Deserialize, Serialize};

use super::Text;

/// Something that is in one language.
pub trait InLanguage {
    /// The language, as a BCP 47 tag.
    fn language(&self) -> &Text;
}

/// One struct for each group, with a field for each text.
macro_rules! translations {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident),* $(,)? })*) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Serialize, Deserialize)]
        pub struct $name {
            /// The language, as a BCP 47 tag.
            pub language: Text,
            $(
                $(#[$field_doc])*
                #[serde(skip_serializing_if = "Option::is_none")]
                pub $field: Option<Text>,
            )*
        }

        impl InLanguage for $name {
            fn language(&self) -> &Text {
                &self.language
            }
        }
    )* };
}

translations! {
    /// The head of a brief in another language.
    BriefTranslation {
        /// The title.
        title,
        /// The second line.
        subtitle,
        /// The source summary statement.
        source_summary,
    }

    /// An organisation's name in another language.
    OrganisationTranslation {
        /// The name in full.
        name,
        /// The postal address.
        address,
    }

    /// Where corrections go, in another language.
    ContactTranslation {
        /// A person or an office.
        name,
    }

    /// A party in another language.
    PartyTranslation {
        /// The name, where it has a form in that language.
        name,
        /// Who it is, in a few words.
        role,
        /// What documents call the person where the name is withheld.
        pseudonym,
    }

    /// A proceeding in another language.
    ProceedingTranslation {
        /// The name of the case, where it has a form in that language.
        title,
        /// The court or body.
        court,
        /// The docket or file number, where it holds words.
        docket,
        /// What the reader should know besides.
        note,
    }

    /// A count in another language.
    CountTranslation {
        /// The number in the charging paper, where it holds words.
        number,
        /// What is charged.
        charge,
        /// The provision, where it holds words.
        provision,
        /// Sentence, terms of a dismissal or settlement, and the like.
        note,
    }

    /// A place in a source in another language, where its words are not common ones.
    LocatorTranslation {
        /// The place.
        locator,
    }

    /// What a party said, in another language.
    ResponseTranslation {
        /// What it said, or why it was not asked.
        text,
        /// The place in its source.
        locator,
    }

    /// How a party was asked, in another language.
    AskedTranslation {
        /// By which way.
        channel,
    }

    /// A reason in another language.
    ReasonTranslation {
        /// Why.
        reason,
        /// Who answers for it, where that is an office and no person's name.
        by,
    }

    /// A signature in another language.
    ReviewTranslation {
        /// Why the ground holds.
        reason,
        /// Who answers for it, where that is an office and no person's name.
        reviewer,
    }

    /// What is said of a source in another language. Its own title stays as it is.
    SourceTranslation {
        /// The title, translated.
        title_translation,
        /// The docket entry, report number or citation, where it holds words.
        identifier,
        /// The court or body whose record it is.
        court,
        /// The place in the source in which it was found cited.
        cited_in_locator,
        /// Access, currency, completeness, possible bias.
        descriptor,
    }

    /// What changed in a source, in another language.
    RevisionTranslation {
        /// What changed, in a sentence.
        note,
    }
}
