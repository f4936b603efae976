//! Sentences that leave out who speaks: "left my umbrella at Joanna's" is told of the speaker, and its note says so, that it can be
//! understood alone.

use crate::text::words::{Word, is_stopword, words};

use super::clauses::is_finite;

/// Verbs that begin such a sentence before an object, an infinitive or a preposition.
const DEEDS: &str = " got left met went lost found moved started quit finished booked paid had ate joined switched bought sold changed \
swapped traded ordered made took gave put parked signed slept saw passed failed spent dropped picked made won forgot borrowed lent \
did ran read played visited called rang adopted renamed stopped ";

/// Verbs in the present that do so.
const WISHES: &str = " need want love hate like prefer live work drive have use own speak play collect enjoy ";

/// Forms that need a form of "be" too.
const STATES: &str = " going hoping thinking planning trying moving working living looking allergic terrified scared learning studying \
training staying meeting seeing using reading getting flying taking having starting dating ";

/// A sentence with its subject, if it left it out.
pub fn whole(text: &str) -> String {
    let read = words(text);
    let lower = |at: usize| read.get(at).map_or("", |word| word.lower.as_str());
    let listed = |list: &str, word: &str| !word.is_empty() && list.contains(&format!(" {word} "));
    // "Signed: Ludo" is no deed that is told.
    let labelled = read.first().is_some_and(|word| text[word.end..].starts_with(':'));
    if text.ends_with('?') || read.len() < 3 || labelled {
        return text.to_owned();
    }
    let opens = matches!(
        lower(1),
        "my" | "our"
            | "a"
            | "an"
            | "the"
            | "to"
            | "at"
            | "in"
            | "from"
            | "with"
            | "it"
            | "him"
            | "her"
            | "them"
            | "some"
            | "back"
            | "out"
            | "up"
            | "on"
            | "for"
            | "two"
            | "three"
            | "off"
            | "into"
            | "about"
            | "new"
            | "another"
    );
    // "Training Tue and Fri" tells of no one who is met.
    let day = |word: &Word| crate::text::values::values(text).first().is_some_and(|value| value.start == word.start);
    let named = read.get(1).is_some_and(|word| word.capital && !is_stopword(&word.lower) && !day(word));
    // "Had coffee with Bogdan."
    let opens = opens || lower(0) == "had" && matches!(lower(2), "with" | "at" | "for");
    let can_not = lower(0) == "can"
        && lower(1) == "not"
        && !matches!(lower(2), "i" | "you" | "we" | "he" | "she" | "they" | "it");
    let rest = uncapitalised(text);
    let must = matches!(lower(0), "must" | "should" | "have" | "need")
        && (lower(0) == "must" || lower(0) == "should" || lower(1) == "to")
        && !matches!(lower(1), "i" | "we" | "you" | "he" | "she" | "they" | "it" | "my" | "the");
    if can_not || must || listed(DEEDS, lower(0)) && (opens || named) {
        // "Left side drawer" and "Made in Italy" tell of no deed of the speaker.
        if lower(0) == "made" && lower(1) == "in" {
            return text.to_owned();
        }
        return format!("I {rest}");
    }
    if listed(WISHES, lower(0))
        && (matches!(lower(1), "to" | "my" | "a" | "an" | "the" | "in" | "at")
            || lower(0) == "love"
            || lower(0) == "hate")
    {
        return format!("I {rest}");
    }
    // "Been marking essays all night."
    if lower(0) == "been" && lower(1).ends_with("ing") {
        return format!("I have {rest}");
    }
    if listed(STATES, lower(0))
        && (matches!(lower(1), "to" | "of" | "for" | "in" | "at" | "on" | "a" | "the" | "my" | "about") || named)
    {
        return format!("I am {rest}");
    }
    text.to_owned()
}

/// "It is one sugar that Jo takes" tells that Jo takes one sugar: what was put first goes back to its place.
pub fn uncleft(text: String) -> String {
    let read = words(&text);
    let lower = |at: usize| read.get(at).map_or("", |word| word.lower.as_str());
    if lower(0) != "it" || !matches!(lower(1), "is" | "was") || text.ends_with('?') {
        return text;
    }
    let Some(link) = (3..read.len().min(8)).find(|at| matches!(lower(*at), "that" | "who")) else {
        return uncleft_bare(&text, &read).unwrap_or(text);
    };
    let (put, rest) = (&text[read[2].start..read[link - 1].end], &text[read[link].end..]);
    let named = read[2].capital
        || matches!(lower(2), "the" | "a" | "an" | "my" | "our" | "his" | "her" | "their")
        || crate::text::values::values(put).first().is_some_and(|value| value.start == 0);
    let rest = rest.trim().trim_end_matches(['.', '!']);
    if !named || put.contains(',') || rest.is_empty() || put.starts_with("a shame") || put.starts_with("a pity") {
        return text;
    }
    // "It is Ben who drives" has no other subject, "it is tea that Jo drinks" has one and ends with its verb.
    let told = &read[link + 1..];
    let verb = told.iter().position(is_finite);
    match verb {
        Some(0) => format!("{put} {rest}"),
        Some(at) if at + 1 == told.len() => format!("{rest} {put}"),
        _ => text,
    }
}

/// "It is aspirin I am allergic to, not codeine" tells that I am allergic to aspirin.
fn uncleft_bare(text: &str, read: &[crate::text::words::Word]) -> Option<String> {
    // "It is ibuprofen Felix reacts to."
    let named = |at: usize| {
        read[at].capital
            && read.len() <= at + 3
            && read.get(at + 1).is_some_and(is_finite)
            && super::shape::class(&read[read.len() - 1].lower) > 0
    };
    let speaker = (3..read.len().min(7)).find(|at| matches!(read[*at].lower.as_str(), "i" | "we") || named(*at))?;
    let put = &text[read[2].start..read[speaker - 1].end];
    if text[read[speaker - 1].end..read[speaker].start] != *" " {
        return None;
    }
    let rest = &text[read[speaker].start..];
    let (said, after) = rest.split_at(rest.find([',', ';', '.', '!']).unwrap_or(rest.len()));
    let whole = words(said).len() > 1 && is_finite(&words(said)[1]) && !put.contains([',', ';']);
    let said = said.trim();
    whole.then(|| format!("{said} {put}{}", after.trim_end_matches(['.', '!'])))
}

/// "Zara" of "Zara with a Z", which says how it is written.
pub fn spelled(text: &str) -> Option<&str> {
    let (name, how) = text.rsplit_once(" with ")?;
    let mut said = how.split(' ');
    let some = matches!(said.next(), Some("a" | "an" | "one" | "two"));
    let letter = said.next()?.trim_end_matches("'s").chars().count() == 1;
    (some && letter && name.ends_with(char::is_alphabetic)).then_some(name)
}

fn uncapitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |c| c.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn the_speaker_is_put_in_where_left_out() {
        assert_eq!(whole("Left my umbrella at Joanna's"), "I left my umbrella at Joanna's");
        assert_eq!(whole("can not stand coriander"), "I can not stand coriander");
        assert_eq!(whole("Hoping to retire at 62"), "I am hoping to retire at 62");
        assert_eq!(whole("The left drawer"), "The left drawer");
        assert_eq!(whole("Read the docs?"), "Read the docs?");
        assert_eq!(whole("Signed: Ada, new in sales"), "Signed: Ada, new in sales");
    }

    #[test]
    fn what_was_put_first_goes_back_to_its_place() {
        let uncleft = |text: &str| super::uncleft(text.to_owned());
        assert_eq!(uncleft("It is two lumps that Vera takes"), "Vera takes two lumps");
        assert_eq!(uncleft("it was Ada who paid"), "Ada paid");
        assert_eq!(uncleft("It is important that we leave"), "It is important that we leave");
        assert_eq!(uncleft("It is a shame that it rains"), "It is a shame that it rains");
    }
}
