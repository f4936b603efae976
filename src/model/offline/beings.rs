//! Who and what is named: whether a noun phrase is of a person or an animal, and whether a note names somebody or something.

use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::words::is_stopword;

use super::clauses::is_finite;

/// Whether a noun phrase names a person or an animal.
pub fn is_being(noun: &str) -> bool {
    Reading::of(noun).words.iter().rev().take(2).any(|word| {
        concepts::is_member(&word.stem, "person")
            || concepts::is_member(&word.stem, "pet")
            || concepts::is_member(&word.stem, "famili")
            || concepts::is_member(&word.stem, "breed")
            || concepts::is_member(&word.stem, "animal")
            || [
                "boss",
                "manager",
                "child",
                "kid",
                "friend",
                "baby",
                "grandmother",
                "uncle",
                "aunt",
                "coworker",
                "flatmate",
                "roommate",
                "pet",
                "puppy",
                "kitten",
                "girlfriend",
                "boyfriend",
                "fiance",
                "fiancee",
                "teacher",
                "coach",
                "student",
                "in-law",
                "stepmother",
                "stepfather",
                "spouse",
                "niece",
                "nephew",
                "therapist",
                "mentor",
                "lawyer",
                "vet",
                "nanny",
            ]
            .iter()
            .any(|known| *known == word.lower)
    })
}

/// Whether a noun phrase names somebody whom nobody calls "it": "my sister", and neither "my terrier" nor "the password manager".
pub fn is_person(noun: &str) -> bool {
    Reading::of(noun).words.iter().any(|word| {
        concepts::is_member(&word.stem, "famili")
            || matches!(
                word.lower.as_str(),
                "friend"
                    | "boss"
                    | "girlfriend"
                    | "boyfriend"
                    | "flatmate"
                    | "roommate"
                    | "neighbour"
                    | "neighbor"
                    | "colleague"
            )
    })
}

/// Whose somebody is said to be: "our" where it is said so, or else "my".
pub fn owner_in(text: &str) -> &'static str {
    if text.split(' ').any(|word| word.eq_ignore_ascii_case("our")) { "Our" } else { "My" }
}

/// Whether a note names somebody, and whether it names anything at all: a name, or a noun behind its article. What begins with a pronoun goes
/// on about the same.
pub fn named_in(note: &str) -> (bool, bool) {
    let read = Reading::of(note);
    let first = read.words.first().map_or("", |word| word.lower.as_str());
    if matches!(first, "he" | "she" | "it" | "they" | "that" | "this" | "his" | "her" | "their" | "its" | "there") {
        return (false, false);
    }
    let named = |at: usize| read.is_name(at) && read.value_at(at).is_none();
    let somebody = (0..read.words.len()).any(|at| named(at) || is_being(&read.words[at].text));
    let noun = |at: usize| {
        read.has_content(at) && read.value_at(at).is_none() && at > 0 && {
            let before = read.words[at - 1].lower.as_str();
            matches!(before, "the" | "a" | "an" | "my" | "our" | "his" | "her" | "their" | "some" | "this")
        }
    };
    // "I can not stand coriander" names it without an article, "I am nervous" names nothing.
    let verb = (1..read.words.len().min(5)).rev().find(|at| is_finite(&read.words[*at])).unwrap_or(0);
    let is =
        matches!(read.words.get(verb).map_or("", |word| word.lower.as_str()), "am" | "is" | "are" | "was" | "were");
    let bare =
        (verb + 1 + usize::from(is)..read.words.len()).any(|at| read.has_content(at) && read.value_at(at).is_none());
    (somebody, somebody || bare || !is_stopword(first) || (1..read.words.len()).any(noun))
}
