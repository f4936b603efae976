//! Sentences that leave out what the note before them says: "So am I", "same for Max", "the copier, 7135", "the one in Porto is …". They
//! are told whole where it is sure what is meant; otherwise they stay as they were said.

use std::sync::LazyLock;

use crate::text::changes::slot;
use crate::text::contractions::expand;
use crate::text::pattern::Regex;
use crate::text::plainly::third;
use crate::text::reading::Reading;
use crate::text::values::pattern;
use crate::text::words::{is_stopword, one_of, stem, words};

use super::clauses::{capitalised, is_auxiliary};
use super::shape::{Subject, class_at, lower, shape};

/// Of whom the same is told: "So am I", "me too", "Max too", "same for Max", "neither does Ada".
static SAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:and |oh )?(?:(?:so|neither|nor) (?:am|is|are|do|does|did|was|were|have|has|can|will) (.{1,30}?)|(me|same) (?:too|here|as well)|(?:the )?same (?:goes )?(?:for|with) (.{1,30}?)|((?:my|our|the|his|her) [a-z]+(?: [A-Z][a-zà-ÿ]+)?|(?-i:[A-Z][a-zà-ÿ]+)) (?:too|as well))[.! ]*$",
    )
});

/// A sentence that leaves out what the note before it says, told whole.
pub fn whole(sentence: &str, before: &str) -> Option<String> {
    let sentence = expand(sentence.trim());
    of_another(&sentence, before).or_else(|| another_value(&sentence, before))
}

/// "So am I" after "my sister is left-handed".
fn of_another(sentence: &str, before: &str) -> Option<String> {
    let found = SAME.captures(sentence)?;
    let who = (1..5).find_map(|at| found.get(at))?.as_str();
    let who = if one_of(&who.to_lowercase(), "me same i") { "I" } else { who };
    let read = Reading::of(before);
    let told = shape(&read);
    let count = words(who).len();
    let nobody = words(who).iter().all(|word| is_stopword(&word.lower)) && !one_of(&who.to_lowercase(), "i we");
    if nobody || !Reading::of(who).values.is_empty() {
        return None;
    }
    let (Subject::Noun(..) | Subject::Speaker, Some(verb)) = (told.subject, told.verb) else { return None };
    if count == 0 || count > 4 || read.label > 0 || before.contains(':') {
        return None;
    }
    // Auxiliaries and adverbs stand before the verb that says what is done.
    let first = (1..=verb).find(|at| is_auxiliary(lower(&read, *at)) || *at == verb)?;
    let many = who.contains(" and ") || one_of(&who.to_lowercase(), "we they you");
    let as_written = before.get(read.words[first].start..read.words[first].end)?;
    let form = agreed(as_written, who == "I", many)?;
    Some(format!("{} {form}{}", capitalised(who), before.get(read.words[first].end..)?))
}

/// A verb as it is said of another.
fn agreed(verb: &str, speaker: bool, many: bool) -> Option<String> {
    let plain = verb.to_lowercase();
    let single = !speaker && !many;
    Some(match plain.as_str() {
        "is" | "am" | "are" if speaker => "am".to_owned(),
        "is" | "am" | "are" => if single { "is" } else { "are" }.to_owned(),
        "was" | "were" => if many { "were" } else { "was" }.to_owned(),
        "has" | "have" => if single { "has" } else { "have" }.to_owned(),
        "does" | "do" => if single { "does" } else { "do" }.to_owned(),
        "will" | "can" | "could" | "would" | "should" | "must" | "may" | "might" | "did" | "had" => plain,
        _ if crate::text::plainly::is_past(&plain) => plain,
        _ if single && !plain.ends_with('s') => third(&plain),
        _ if !single && plain.ends_with('s') && !plain.ends_with("ss") => based(&plain)?,
        _ => plain,
    })
}

/// "Carry" of "carries": the verb whose third person it is.
fn based(plain: &str) -> Option<String> {
    let cut = |end: &str, with: &str| plain.strip_suffix(end).map(|root| format!("{root}{with}"));
    let forms = [cut("ies", "y"), cut("es", ""), cut("s", "")];
    forms.into_iter().flatten().find(|base| third(base) == plain)
}

/// "The copier, 7135" after "the printer has the code 2260": the same is told of another, with its own value.
fn another_value(sentence: &str, before: &str) -> Option<String> {
    let (who, value) = sentence.trim_end_matches(['.', '!']).split_once(", ")?;
    let (of, told, read) = (Reading::of(who), Reading::of(value), Reading::of(before));
    let own =
        of.words.first().is_some_and(|word| one_of(&word.lower, "the my our his her their")) && of.words.len() > 1;
    let named = of.words.iter().all(|word| word.capital && !is_stopword(&word.lower));
    let short = (1..=4).contains(&of.words.len()) && of.values.is_empty() && shape(&of).verb.is_none();
    let [value_told] = told.values.as_slice() else { return None };
    let bare = value_told.start == 0 && value_told.end == told.text.len();
    let verb = shape(&read).verb?;
    let (Subject::Noun(..), true) = (shape(&read).subject, (own || named) && short && bare) else { return None };
    let behind = |at: &usize| read.values[*at].start > read.words[verb].start;
    let places: Vec<usize> = (0..read.values.len()).filter(behind).collect();
    let [place] = places.as_slice() else { return None };
    let old = &read.values[*place];
    let first = (1..=verb).find(|at| is_auxiliary(lower(&read, *at)) || *at == verb)?;
    (slot(old.kind) == slot(value_told.kind)).then(|| {
        let rest = &read.text[read.words[first].start..old.start];
        format!("{} {rest}{value}{}", capitalised(who), &read.text[old.end..])
    })
}

/// "Mrs B wants one at 6:45" after "Mr T wants a wake-up call at 5:30": what "one" is of.
pub fn one_of_the_same(clause: &str, before: &str) -> Option<String> {
    let (said, told) = (Reading::of(clause), Reading::of(before));
    let (verb, was) = (shape(&said).verb?, shape(&told).verb?);
    let one = verb + 1;
    let next = said.words.get(one + 1).map_or("", |word| word.lower.as_str());
    let alone = next.is_empty() || super::shape::class(next) > 0 || one_of(next, "too as every each");
    let same = said.words[verb].stem == told.words[was].stem;
    if lower(&said, one) != "one" || !alone || !same || !one_of(lower(&told, was + 1), "a an") {
        return None;
    }
    let ends = |at: &usize| {
        class_at(&told, *at) > 0
            || told.value_at(*at).is_some()
            || one_of(lower(&told, *at), "who that which and but every")
    };
    let end = (was + 2..told.words.len()).find(ends).unwrap_or(told.words.len());
    let noun = (end > was + 2).then(|| &told.text[told.words[was + 1].start..told.words[end - 1].end])?;
    Some(format!("{}{noun}{}", &said.text[..said.words[one].start], &said.text[said.words[one].end..]))
}

/// "The one in Porto is Casa Limoeiro" after "our hostel in Lisbon is …": the noun that "one" stands for.
pub fn one_named(clause: &str, before: &str) -> Option<String> {
    let said = words(clause);
    let at = (1..said.len().min(8)).find(|at| one_of(&said[*at].lower, "one ones"))?;
    let article = (0..at).rev().find(|at| one_of(&said[*at].lower, "the my our this that"))?;
    // "The old one" is what was, and is told of as such.
    let former = |at: usize| one_of(&said[at].lower, "old former previous last");
    let between = (article + 1..at).all(|at| !is_stopword(&said[at].lower) && !former(at));
    // "One of them", "the one who called", "the one time" are none of another; "the white one" may be of what was told before that.
    let next = said.get(at + 1).map_or("", |word| word.lower.as_str());
    let more = super::shape::class(next) > 0;
    if !between || at - article > 3 || !more || one_of(next, "of who that day time thing") {
        return None;
    }
    let noun = head(before, article > 0)?;
    let many = noun.ends_with('s') && !noun.ends_with("ss");
    if many != (said[at].lower == "ones") {
        return None;
    }
    Some(format!("{}{noun}{}", &clause[..said[at].start], &clause[said[at].end..]))
}

/// The noun that a note speaks of: the last of its subject before what says more of it; of what the speaker does, that of its object.
fn head(note: &str, object: bool) -> Option<String> {
    let read = Reading::of(note);
    let told = shape(&read);
    let (from, to) = match told.subject {
        Subject::Noun(from, to) if !object => (from, to),
        Subject::Speaker => {
            let verb = told.verb?;
            one_of(lower(&read, verb + 1), "the a an my our").then_some((verb + 2, read.words.len()))?
        }
        _ => return None,
    };
    let ends = |at: &usize| class_at(&read, *at) > 0 || one_of(lower(&read, *at), "who that which of and called every");
    let end = (from + 1..to).find(ends).unwrap_or(to);
    let word = read.words.get(end.checked_sub(1)?)?;
    let noun = note.get(word.start..word.end)?.to_owned();
    let known = crate::text::concepts::is_common(&stem(&word.lower)) || crate::text::lexicon::is_known(&word.lower);
    (known && !word.possessive && (end - 1 == 0 || !word.capital) && read.value_at(end - 1).is_none())
        .then(|| noun.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_told_whole() {
        let of = |said: &str, before: &str| whole(said, before).unwrap_or_default();
        assert_eq!(of("So am I.", "My sister Amira is left-handed"), "I am left-handed");
        assert_eq!(of("Same for Max", "Ella has the flu"), "Max has the flu");
        assert_eq!(of("My husband too.", "I am vegetarian"), "My husband is vegetarian");
        assert_eq!(of("Me too!", "My brother carries a torch"), "I carry a torch");
        assert_eq!(of("The copier, 7135.", "The printer on floor 5 has the code 2260"), "The copier has the code 7135");
        assert_eq!(of("That too.", "Ella has the flu"), "");
        assert_eq!(of("Tomorrow, 7.", "We meet at 6"), "");
    }

    #[test]
    fn one_stands_for_the_noun_before() {
        let of = |said: &str, before: &str| one_named(said, before).unwrap_or_default();
        assert_eq!(
            of("the one in Porto is Casa Rosa", "Our hostel in Lisbon is the Tram"),
            "the hostel in Porto is Casa Rosa"
        );
        assert_eq!(
            of("The ones for the tower are not", "Tickets for the Uffizi are booked"),
            "The tickets for the tower are not"
        );
        assert_eq!(of("the old one in Porto is red", "Our hostel is the Tram"), "");
        assert_eq!(of("one of them is red", "Our hostel is the Tram"), "");
        assert_eq!(of("the one who called is Ada", "Our hostel is the Tram"), "");
    }
}
