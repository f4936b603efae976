//! What a statement means for a line, more carefully than where a person corrects the answer: nothing is taken for the same that
//! differs in a number, a name, a date or a negation, and nothing for a contradiction that may be about another thing.

use std::borrow::Cow;

use crate::model::offline::listen;
use crate::text::changes::{concerns, is_ended, role_in, slot};
use crate::text::claims::{Statement, Verdict, fill_one_place, fills_a_place, is_change_word, judge_read, subject};
use crate::text::concepts;
use crate::text::near;
use crate::text::reading::Reading;
use crate::text::values::{Kind, Value};
use crate::text::words::{Word, WordList, is_stopword, one_of};

use super::contrast::{contrasted, other_holder};
pub use super::days::iso_dates;
use super::guards::settles_nothing;
use super::kernel::verb_in;
use super::lookup::{has_bracket, plain, redated, undated};
use super::slots::{excludes, one_version};

/// What a statement does to a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Bearing {
    /// Nothing.
    Apart,
    /// The line says it already.
    Same,
    /// The statement says all that the line says, and more.
    Extends,
    /// The line becomes this text; how sure that is; whether the statement tells more that needs a line of its own.
    Change { text: String, sure: f64, more: bool },
}

/// What a statement does to a line; both are read. Dates that were written out in brackets are set aside while the words are compared.
pub fn bearing(new: &Statement, told: &Reading, line: &str, noted: &Reading) -> Bearing {
    if !has_bracket(&new.text) && !has_bracket(line) {
        return plain_bearing(new, told, line, noted);
    }
    let (told_plain, line_plain) = (undated(&new.text), undated(line));
    if told_plain == new.text && line_plain == line {
        return plain_bearing(new, told, line, noted);
    }
    let bare = |text: &Option<String>| text.as_deref().map(undated);
    let plain = Statement { text: told_plain, former: bare(&new.former), latter: bare(&new.latter), ..new.clone() };
    let told_of = if plain.text == new.text { Cow::Borrowed(told) } else { without_dates(told, &plain.text) };
    let told_of = &*told_of;
    match plain_bearing(&plain, told_of, &line_plain, &without_dates(noted, &line_plain)) {
        Bearing::Same if same_days(told, noted) => Bearing::Same,
        // "The demo is tomorrow", said again two weeks later.
        Bearing::Same if !told_of_the_past(told_of) => change(new.text.clone(), 2.0, false, line),
        Bearing::Same => Bearing::Apart,
        Bearing::Change { text, sure, more } => {
            let text = redated(&redated(&text, &new.text), line);
            // The day that it was moved to must not be lost: then the newer words stand.
            let now = Reading::of(&undated(&text));
            let held = |value: &Value| now.values.iter().any(|other| other.normal() == value.normal());
            let dated = iso_dates(&new.text).iter().all(|day| text.contains(day)) && told_of.values.iter().all(held);
            change(if dated { text } else { new.text.clone() }, sure, more && dated, line)
        }
        other => other,
    }
}

/// The reading of a line without the dates written out in it, `plain`; kept with its reading.
fn without_dates<'r>(whole: &'r Reading, plain: &str) -> Cow<'r, Reading> {
    let kept = || (plain.to_owned(), Box::new(Reading::of(plain)));
    let (text, reading) = whole.worked.undated.get_or_init(kept);
    if text == plain { Cow::Borrowed(reading) } else { Cow::Owned(Reading::of(plain)) }
}

/// What a statement without written dates does to a line without them.
fn plain_bearing(new: &Statement, told: &Reading, line: &str, noted: &Reading) -> Bearing {
    match open_bearing(new, told, line, noted) {
        Bearing::Change { .. } if settles_nothing(new, told, noted) => {
            if extends(told, noted) {
                Bearing::Extends
            } else {
                Bearing::Apart
            }
        }
        found => found,
    }
}

/// The same before what keeps a statement from settling anything is asked.
fn open_bearing(new: &Statement, told: &Reading, line: &str, noted: &Reading) -> Bearing {
    let found = judged(new, told, line, noted);
    let contradicts = || near::contradicts(&near::claim_of(told, &new.text), &near::claim_of(noted, line));
    let open = matches!(found, Bearing::Same | Bearing::Apart) && told.text != noted.text;
    if open && new.corrects && one_version(told, noted) {
        return change(new.text.clone(), 2.0, false, line);
    }
    if open && same_marks(told, noted, new.corrects) && excludes(told, noted, new.corrects) {
        return change(new.text.clone(), 2.0, false, line);
    }
    match found {
        // Another thing's value is no news of this one.
        Bearing::Change { .. } | Bearing::Extends if !same_thing(new, told, noted) => Bearing::Apart,
        Bearing::Apart if !same_thing(new, told, noted) => Bearing::Apart,
        Bearing::Apart
            if told.negative == noted.negative
                && !told_of_the_past(noted)
                && (new.corrects || same_kinds(told, noted))
                && same_heads(told, noted)
                && contradicts() =>
        {
            change(new.text.clone(), 2.0, false, line)
        }
        other => other,
    }
}

/// Whether each has a value of a kind that the other has too, another one.
fn same_kinds(told: &Reading, noted: &Reading) -> bool {
    let clash =
        |value: &Value| noted.values.iter().any(|other| other.kind == value.kind && other.normal() != value.normal());
    told.values.iter().any(clash)
}

/// Words after which a statement no longer names what it is about.
static VERBS: WordList = WordList::new(
    "accepts are arrives begins bill bills blocks bring brings buy buys captains charge charges closes come comes \
    connect connects cost costs cover covers departs drive drives end ends expire expires get gets go goes had handle \
    handles has have hold holds hosts is lands last lasts leave leaves live lives may meet meets moved moves must need \
    needs opens organises organizes owns pay pays plays provides report reports represents rests run runs sell sells \
    sends serve serves ship ships sings sit sits stand stands start starts take takes teach teaches train trains use \
    uses was weighs were will work works",
);

/// Whether two statements can be about one thing: what numbers and letters mark it by agrees, and most of what one is about the
/// other names too.
fn same_thing(new: &Statement, told: &Reading, noted: &Reading) -> bool {
    let (now, was) = (marks(told), marks(noted));
    if !now.is_empty() && !was.is_empty() && now != was && new.former.is_none() {
        return false;
    }
    if new.former.is_none() && other_subject(told, noted) {
        return false;
    }
    if let (Some(now), Some(was)) = (heads(told), heads(noted))
        && apart(&now, &all_of(noted))
        && apart(&was, &all_of(told))
    {
        return false;
    }
    let (now, was) = (subject(told), subject(noted));
    let fewer = now.len().min(was.len());
    if fewer == 0 || new.corrects || new.former.is_some() {
        return true;
    }
    let shared = |few: &[String], many: &[String]| {
        few.iter().filter(|stem| many.iter().any(|other| concepts::serves(stem, other) > 0.5)).count()
    };
    2 * shared(now, was) >= fewer || 2 * shared(was, now) >= fewer
}

/// Whether neither statement is about something that the other leaves out.
fn same_heads(told: &Reading, noted: &Reading) -> bool {
    let (Some(now), Some(was)) = (heads(told), heads(noted)) else { return false };
    !apart(&now, &was) && !apart(&was, &now)
}

/// Whether what stands before the verb in each is another thing or person than in the other, names and marks included. That
/// somebody else now does just the same is no difference.
fn other_subject(told: &Reading, noted: &Reading) -> bool {
    let (Some(verb), Some(other)) = (verb_in(told), verb_in(noted)) else { return false };
    let alone = |one: &Reading, verb: usize, two: &Reading| {
        one.words[..verb].iter().enumerate().any(|(at, word)| {
            !is_stopword(&word.lower)
                && !is_change_word(&word.lower)
                && !two.words.iter().any(|other| other.stem == word.stem)
                && (word.capital
                    || !two.words.iter().enumerate().any(|(place, other)| {
                        near::same_words_at(one, at, two, place) || concepts::derived(&word.stem, &other.stem)
                    }))
        })
    };
    fn rest(reading: &Reading, verb: usize) -> impl Iterator<Item = &str> {
        let words =
            reading.words[verb..].iter().filter(|word| !is_stopword(&word.lower) && !is_change_word(&word.lower));
        words.map(|word| word.stem.as_str())
    }
    let held = || {
        told.words.get(verb + 1).is_some_and(|word| one_of(&word.lower, "the our my now"))
            && rest(told, verb).eq(rest(noted, other))
    };
    alone(told, verb, noted) && alone(noted, other, told) && !held()
}

fn all_of(reading: &Reading) -> Vec<&str> {
    reading.content().into_iter().map(|at| reading.words[at].stem.as_str()).collect()
}

/// Whether some stem is not among others, nor anything of its meaning.
fn apart(one: &[&str], other: &[&str]) -> bool {
    let known = |stem: &str| {
        other.iter().any(|known| concepts::serves(stem, known) > 0.5 || concepts::serves(known, stem) > 0.5)
    };
    one.iter().any(|stem| !known(stem))
}

/// What a statement is about, as far as it stands before its verb: "the rush surcharge", "the left gripper". Names are left out:
/// another person may hold the same office. `None` where no verb is known.
fn heads(reading: &Reading) -> Option<Vec<&str>> {
    let verb = listed_verb(reading)?;
    let content = reading.content().into_iter().filter(|at| *at < verb && !reading.is_name(*at));
    let heads =
        content.filter(|at| !is_change_word(&reading.words[*at].lower)).map(|at| reading.words[at].stem.as_str());
    Some(heads.collect())
}

fn listed_verb(reading: &Reading) -> Option<usize> {
    let found = || reading.words.iter().take(8).position(|word| VERBS.has(&word.lower));
    *reading.worked.listed_verb.get_or_init(found)
}

/// The numbers and single letters by which a statement marks what it is about: "Scene 12", "the under-14s", "the B camera".
fn marks(reading: &Reading) -> &[String] {
    reading.worked.marks.get_or_init(|| marks_before_verb(reading))
}

fn marks_before_verb(reading: &Reading) -> Vec<String> {
    let Some(verb) = listed_verb(reading) else { return Vec::new() };
    let words = reading.words[..verb].iter().skip(1);
    let mark = |word: &&Word| {
        let numbered = word.lower.bytes().any(|byte| byte.is_ascii_digit());
        numbered && !reading.text[..word.start].ends_with(['$', '£', '€', '¥'])
            || word.capital && word.lower.len() == 1 && word.lower != "i"
    };
    words.filter(mark).map(|word| word.lower.clone()).collect()
}

fn judged(new: &Statement, told: &Reading, line: &str, noted: &Reading) -> Bearing {
    match judge_read(new, told, line, noted) {
        Verdict::Same if same_values(told, noted) && same_days(told, noted) => Bearing::Same,
        Verdict::Same => Bearing::Apart,
        Verdict::Apart if extends(told, noted) => Bearing::Extends,
        Verdict::Apart => contrast(new, told, line, noted),
        Verdict::Change(..) | Verdict::ChangeAndAdd(..) if !may_replace(new, told, noted) => {
            if extends(told, noted) {
                Bearing::Extends
            } else {
                contrast(new, told, line, noted)
            }
        }
        Verdict::Change(text, _) | Verdict::ChangeAndAdd(text, _)
            if text != new.text && !is_well_formed(&text, noted) =>
        {
            Bearing::Apart
        }
        Verdict::Change(text, sure) => change(text, sure, false, line),
        Verdict::ChangeAndAdd(text, sure) => change(text, sure, true, line),
    }
}

/// As [`bearing`], for a line under headings or in a file that name what it is about: "the Apollo deadline" is the deadline there.
pub fn bearing_under(new: &Statement, told: &Reading, line: &str, noted: &Reading, names: &[String]) -> Bearing {
    let plain = bearing(new, told, line, noted);
    let named: Vec<&Word> = told
        .words
        .iter()
        .filter(|word| names.contains(&word.stem) && !noted.words.iter().any(|other| other.stem == word.stem))
        .collect();
    if plain != Bearing::Apart || named.is_empty() || named.len() == told.content().len() {
        return plain;
    }
    let mut text = told.text.clone();
    for word in named.iter().rev() {
        let end = word.end + text[word.end..].len() - text[word.end..].trim_start_matches(' ').len();
        text.replace_range(word.start..end, "");
    }
    let stems = |stem: &String| !named.iter().any(|word| word.stem == *stem);
    let fewer = listen::statement(text.trim(), new.corrects);
    let former = new.former.clone().or(fewer.former);
    let latter = new.latter.clone().or(fewer.latter);
    let about =
        if new.about.is_empty() { fewer.about } else { new.about.iter().filter(|stem| stems(stem)).cloned().collect() };
    let fewer = Statement { former, latter, about, text: fewer.text, corrects: fewer.corrects, whole: None };
    // What is left must still say what it is about.
    if heads(&Reading::of(&fewer.text)).is_some_and(|heads| heads.is_empty()) {
        return plain;
    }
    bearing(&fewer, &Reading::of(&fewer.text), line, noted)
}

/// As [`bearing`], for texts.
pub fn bearing_of(new: &Statement, line: &str) -> Bearing {
    bearing(new, &Reading::of(&new.text), line, &Reading::of(line))
}

/// Two lines that begin alike and end differently, of which both cannot hold.
fn contrast(new: &Statement, told: &Reading, line: &str, noted: &Reading) -> Bearing {
    if told.negative != noted.negative
        || told_of_the_past(told)
        || told_of_the_past(noted)
        || !same_marks(told, noted, new.corrects)
    {
        return Bearing::Apart;
    }
    match contrasted(told, noted, new.corrects).or_else(|| other_holder(told, noted)) {
        Some(text) => change(text, 2.0, false, line),
        None => Bearing::Apart,
    }
}

/// Whether a changed line is still one that somebody might have written: brackets closed, each value replaced by one of its kind.
fn is_well_formed(text: &str, noted: &Reading) -> bool {
    let count = |text: &str, mark: char| text.matches(mark).count();
    let balanced = count(text, '(') == count(text, ')') || count(&noted.text, '(') != count(&noted.text, ')');
    let plain = |kind: Kind| matches!(kind, Kind::Number | Kind::Id);
    let now = Reading::of(text);
    let told_apart = now.values.len() != noted.values.len()
        || now
            .values
            .iter()
            .zip(&noted.values)
            .all(|(new, old)| slot(new.kind) == slot(old.kind) || plain(new.kind) || plain(old.kind));
    balanced && told_apart
}

fn change(text: String, sure: f64, more: bool, line: &str) -> Bearing {
    if text == line { Bearing::Same } else { Bearing::Change { text, sure, more } }
}

/// Whether the new statement says all that the line says, and more.
fn extends(told: &Reading, noted: &Reading) -> bool {
    let content = noted.content();
    if content.len() + noted.values.len() < 2 || content.is_empty() || told.negative != noted.negative {
        return false;
    }
    let held = |at: &usize| told.words.iter().any(|word| word.stem == noted.words[*at].stem);
    let letter = |word: &Word| word.text.len() == 1 && word.capital && word.text != "I" && word.start > 0;
    let letters = |word: &Word| !letter(word) || told.words.iter().any(|other| other.text == word.text);
    content.iter().all(held)
        && noted.words.iter().all(letters)
        && same_values(noted, told)
        && same_days(told, noted)
        && speaks(told) == speaks(noted)
}

/// Whether two lines share so many of their words that they may say the same: a quick look before a close one.
pub fn may_be_same(a: &Reading, b: &Reading) -> bool {
    let (mine, theirs) = (a.content(), b.content());
    let most = mine.len().max(theirs.len());
    if most > 2 * mine.len().min(theirs.len()) + 2 {
        return false;
    }
    let root = |stem: &str| stem.bytes().take(4).collect::<Vec<u8>>();
    let held: Vec<Vec<u8>> = theirs.iter().map(|at| root(&b.words[*at].stem)).collect();
    let shared = mine.iter().filter(|at| held.contains(&root(&a.words[**at].stem))).count();
    shared * 2 >= most || most <= 2 && shared > 0
}

/// Whether the speaker, and whether somebody named by a pronoun, stands in it.
fn speaks(reading: &Reading) -> (bool, bool) {
    let any = |list: &[&str]| reading.words.iter().any(|word| list.contains(&word.lower.as_str()));
    (any(&["i", "we", "my", "our", "me", "us"]), any(&["he", "she", "his", "her", "they", "their"]))
}

/// Whether few words may tell that a statement concerns a line: it fills a place that holds one value, or names what it replaces.
pub fn needs_few(statement: &Statement, told: &Reading) -> bool {
    statement.corrects
        || statement.former.is_some()
        || statement.latter.is_some()
        || fills_a_place(told)
        || is_ended(told, &[])
}

/// Every value of the one stands in the other, spelled the same or meaning the same.
pub fn same_values(told: &Reading, noted: &Reading) -> bool {
    told.values
        .iter()
        .all(|value| noted.values.iter().any(|other| value.kind == other.kind && value.normal() == other.normal()))
        || told.values.iter().all(|value| noted.values.iter().any(|other| value.normal() == other.normal()))
}

/// The ISO dates of both agree, as far as both have some.
pub fn same_days(told: &Reading, noted: &Reading) -> bool {
    let (a, b) = (iso_dates(&told.text), iso_dates(&noted.text));
    a.is_empty() || b.is_empty() || a.iter().all(|day| b.contains(day)) || b.iter().all(|day| a.contains(day))
}

/// The letters and digits of a text, in small letters.
fn letters_of(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric())
}

/// Whether two texts have the same words, and the same days in brackets.
pub fn same_text(a: &str, b: &str) -> bool {
    // Most texts differ in their first words: that is seen without writing them out.
    let bare = !has_bracket(a) && !has_bracket(b);
    if bare && !letters_of(a).eq(letters_of(b)) {
        return false;
    }
    plain(&undated(a)) == plain(&undated(b)) && iso_dates(a) == iso_dates(b)
}

/// Whether a change may be believed: what both are about must agree, and an event that is over is not replaced by another.
fn may_replace(new: &Statement, told: &Reading, noted: &Reading) -> bool {
    if new.former.is_some() || told.negative != noted.negative || is_ended(told, &[]) {
        return true;
    }
    let renewed = new.latter.is_some() && concerns(&new.about, noted, false);
    if told_of_the_past(told) && !renewed || told_of_the_past(noted) || !same_marks(told, noted, new.corrects) {
        return false;
    }
    if renewed {
        return true;
    }
    let fresh_role = role_in(told).is_some_and(|role| role.fresh);
    if fill_one_place(told, noted) || fresh_role {
        return true;
    }
    let days = |reading: &Reading| reading.values.iter().filter(|value| is_day(value)).count();
    if !new.corrects && days(told) > days(noted) {
        return false;
    }
    let (now, was) = (subject(told), subject(noted));
    let beyond = |these: &[String], those: &[String]| {
        these.iter().any(|stem| {
            !those.iter().any(|other| concepts::serves(stem, other) > 0.85 || concepts::serves(other, stem) > 0.85)
        })
    };
    !(beyond(now, was) && beyond(was, now))
}

/// Whether what stands before the verb in both names the same: ticket #4411 is not ticket #4412, Monday's lesson not Friday's.
fn same_marks(told: &Reading, noted: &Reading, corrects: bool) -> bool {
    fn marks(reading: &Reading) -> impl Iterator<Item = &str> {
        let places = reading.worked.values_before_verb.get_or_init(|| marking_values(reading));
        places.iter().map(|at| reading.values[*at].normal())
    }
    match (marks(told).next(), marks(noted).next()) {
        (None, None) => true,
        (Some(_), Some(_)) => marks(told).any(|mark| marks(noted).any(|other| other == mark)),
        _ => corrects,
    }
}

/// The places of the values that stand before the verb and mark what it is about.
fn marking_values(reading: &Reading) -> Vec<usize> {
    let Some(verb) = reading.words.iter().find(|word| is_finite(word)).map(|word| word.start) else {
        return Vec::new();
    };
    let before = |value: &Value| {
        // "80 guests" are so many, "invoice 80" is one of several.
        let counted =
            value.kind == Kind::Number && reading.text[value.end..].trim_start().starts_with(char::is_lowercase);
        let amount = matches!(value.kind, Kind::Money | Kind::Time | Kind::Duration) || counted;
        value.start < verb && !amount
    };
    (0..reading.values.len()).filter(|at| before(&reading.values[*at])).collect()
}

fn is_finite(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "is" | "are"
            | "was"
            | "were"
            | "am"
            | "has"
            | "have"
            | "had"
            | "will"
            | "can"
            | "must"
            | "should"
            | "does"
            | "did"
            | "moved"
            | "moves"
            | "changed"
            | "starts"
            | "failed"
            | "needs"
            | "takes"
            | "costs"
            | "runs"
            | "opens"
            | "closes"
            | "comes"
            | "come"
            | "meets"
            | "leaves"
            | "got"
            | "became"
            | "happens"
            | "ends"
            | "begins"
    ) || !word.capital && concepts::is_verb(&word.stem)
}

fn is_day(value: &Value) -> bool {
    matches!(value.kind, Kind::Day | Kind::Date)
}

/// "We visited Bonn on 5 May" tells of an event that stays true whatever comes after.
fn told_of_the_past(reading: &Reading) -> bool {
    *reading.worked.past.get_or_init(|| is_of_the_past(reading))
}

fn is_of_the_past(reading: &Reading) -> bool {
    reading.words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "visited" | "went" | "met" | "attended" | "ate" | "saw" | "watched" | "bought" | "finished" | "completed" | "arrived"
                | "died" | "ran" | "walked" | "played" | "celebrated" | "discussed" | "talked" | "called" | "shipped"
                | "happened" | "spent" | "paid" | "ordered" | "wrote" | "told" | "said" | "asked" | "reported" | "found"
                | "fixed" | "won" | "lost" | "killed" | "defeated" | "measured" | "observed"
        )
    }) && reading.values.iter().any(is_day)
        // What was measured then stays measured.
        || reading.words.iter().any(|word| matches!(word.lower.as_str(), "was" | "were"))
            && !reading.words.iter().any(|word| is_change_word(&word.lower))
}

/// Whether the wording of a line says that something has changed.
pub fn corrects(text: &str) -> bool {
    listen::statement(text, false).corrects
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(new: &str, old: &str) -> Bearing {
        bearing_of(&listen::statement(new, false), old)
    }

    #[test]
    fn a_change_is_believed_only_of_the_same_thing() {
        assert!(matches!(of("The standup moved to 4pm", "The standup is at 3pm"), Bearing::Change { .. }));
        assert_eq!(of("The wasm talk moved to room 7", "The keynote talk is in room 5"), Bearing::Apart);
        assert_eq!(of("The team visited Bonn on 5 May", "The team visited Bonn on 9 June"), Bearing::Apart);
        assert!(matches!(of("I moved to Hamburg", "I live in Berlin"), Bearing::Change { .. }));
        assert_eq!(of("The standup is at 3pm in room 2", "The standup is at 3pm"), Bearing::Extends);
        assert_eq!(of("The standup is at 3pm", "The standup is at 3pm in room 2"), Bearing::Same);
    }

    #[test]
    fn days_that_differ_are_not_the_same() {
        assert_ne!(of("The demo is tomorrow (2026-05-07)", "The demo is tomorrow (2026-05-21)"), Bearing::Same);
    }
}
