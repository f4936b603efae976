//! Whether two lines say the same but for one verb of the same meaning ("opens at 8", "starts at 8"): a second look at what the
//! closer comparison of claims leaves apart. It asks for every other word and value of the one in the other, in the same order.

use crate::text::lexicon;
use crate::text::plainly::is_past;
use crate::text::reading::Reading;
use crate::text::words::Word;

/// Words without content that still tell two lines apart, by what they tell.
fn direction(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "before" => "before",
        "after" => "after",
        "until" | "till" => "until",
        "since" => "since",
        "from" => "from",
        "to" => "to",
        "without" | "no" | "not" | "never" | "cannot" | "nobody" | "nothing" | "none" => "not",
        "under" | "below" => "under",
        "over" | "above" => "over",
        "only" => "only",
        "except" | "unless" => "unless",
        "if" => "if",
        "against" => "against",
        "more" => "more",
        "less" | "fewer" => "less",
        "most" => "most",
        "least" => "least",
        "or" => "or",
        "all" | "every" | "each" => "all",
        "some" | "any" => "some",
        "up" => "up",
        "down" => "down",
        "out" => "out",
        "off" => "off",
        "was" | "were" | "had" => "was",
        "must" | "should" => "must",
        "may" | "might" | "could" | "would" => "may",
        "can" => "can",
        "has" | "have" => "has",
        "by" => "by",
        "for" => "for",
        "about" => "about",
        "with" => "with",
        "i" | "my" | "me" | "mine" | "we" | "our" | "us" => "speaker",
        "he" | "his" | "him" => "he",
        "she" | "her" => "she",
        "they" | "their" => "they",
        "you" | "your" => "you",
        _ => return None,
    })
}

/// Whether both say the same.
pub fn same_meaning(a: &Reading, b: &Reading) -> bool {
    let (mine, theirs) = (content(a), content(b));
    if a.negative != b.negative || mine.len() != theirs.len() || mine.len() < 2 || figures(a) != figures(b) {
        return false;
    }
    let mut other = 0;
    for (one, two) in mine.iter().zip(&theirs) {
        if one.lower != two.lower || mark_after(a, one) != mark_after(b, two) {
            other += 1;
            if other > 1 || !means_the_same(one, two) {
                return false;
            }
        }
    }
    directions(a) == directions(b)
}

/// What stands in typed values, and all else with a digit, as written.
fn figures(reading: &Reading) -> Vec<String> {
    let mut all: Vec<String> = reading.values.iter().map(|value| value.text.to_lowercase()).collect();
    all.extend(
        reading
            .text
            .split_whitespace()
            .map(|word| word.trim_end_matches(['.', ',', ';', '!']))
            .filter(|word| {
                word.bytes().any(|byte| byte.is_ascii_digit())
                    || word.len() == 1 && *word != "I" && word.starts_with(char::is_uppercase)
            })
            .map(str::to_owned),
    );
    all
}

/// "C++" is not "C".
fn mark_after(reading: &Reading, word: &Word) -> Option<char> {
    reading.text[word.end..].chars().next().filter(|c| matches!(c, '+' | '#' | '*' | '/' | '-'))
}

/// One line's words where the other has words that mean the same: its text with them in their place. Nothing where the two differ in
/// more, or where a word tells of another time.
pub fn in_words_of(a: &Reading, b: &Reading) -> Option<String> {
    let (mine, theirs) = (content(a), content(b));
    let alone = |words: &[&Word], others: &[&Word]| -> Vec<(String, usize, usize, bool)> {
        let left = words.iter().filter(|word| !others.iter().any(|other| other.stem == word.stem));
        left.map(|word| (word.lower.clone(), word.start, word.end, word.capital && word.start > 0)).collect()
    };
    let (ours, own) = (alone(&mine, &theirs), alone(&theirs, &mine));
    let few = (1..=2).contains(&own.len()) && own.len() == ours.len() && mine.len() > own.len();
    if !few || own.iter().chain(&ours).any(|(.., capital)| *capital) || a.values.len() != b.values.len() {
        return None;
    }
    let mut text = b.text.clone();
    let mut left = ours;
    for (word, start, end, _) in own.iter().rev() {
        let means =
            |other: &(String, usize, usize, bool)| lexicon::same(&other.0, word) && is_past(&other.0) == is_past(word);
        let at = left.iter().position(means)?;
        let (other, ..) = left.remove(at);
        text.replace_range(*start..*end, &other);
    }
    Some(text)
}

/// A line in the form in which most people would word it; nothing if it is in it: "the incubator is Yusuf's responsibility",
/// "Okafor is on the gold plan".
pub fn reworded(text: &str) -> Option<String> {
    let bare = text.trim_end_matches('.');
    if let Some((what, rest)) = bare.split_once(" is ")
        && let Some(who) = rest.strip_suffix("'s responsibility").or_else(|| rest.strip_suffix("’s responsibility"))
    {
        let what = what.strip_prefix("The ").map_or_else(|| what.to_owned(), |rest| format!("the {rest}"));
        return Some(format!("{who} is responsible for {what}"));
    }
    const PHRASES: [(&str, &str); 7] = [
        (" is in charge of ", " is responsible for "),
        (" are in charge of ", " are responsible for "),
        (" is out of order", " is broken"),
        (" are out of order", " are broken"),
        (" a head", " per person"),
        (" There are ", " We have "),
        (" is stored ", " is kept "),
    ];
    let padded = format!(" {bare}");
    if let Some((from, to)) = PHRASES.iter().find(|(from, _)| padded.contains(from)) {
        return Some(padded.replacen(from, to, 1).trim_start().to_owned());
    }
    // "The tow truck belongs to Manny", "the spare key is with Mrs Pohl".
    if let Some((what, who)) = bare.split_once(" belongs to ").filter(|(_, who)| who.split(' ').count() <= 3) {
        return Some(format!("{who} owns {}", small(what)));
    }
    if let Some((what, who)) = bare.split_once(" is with ").filter(|(_, who)| who.starts_with(char::is_uppercase)) {
        return Some(format!("{who} has {}", small(what)));
    }
    let plan =
        ["tier", "plan", "tariff", "package", "subscription"].iter().any(|word| bare.to_lowercase().ends_with(word));
    (plan && bare.contains(" is on the ")).then(|| bare.replacen(" is on the ", " has the ", 1))
}

/// "The key" within a sentence: "the key".
fn small(what: &str) -> String {
    what.strip_prefix("The ").map_or_else(|| what.to_owned(), |rest| format!("the {rest}"))
}

fn directions(reading: &Reading) -> Vec<&'static str> {
    let outside = |word: &&Word| !reading.values.iter().any(|value| word.start < value.end && word.end > value.start);
    let mut found: Vec<&'static str> =
        reading.words.iter().filter(outside).filter_map(|word| direction(&word.lower)).collect();
    crate::domain::sort::sort_by(&mut found, Ord::cmp);
    found.dedup();
    found
}

fn content(reading: &Reading) -> Vec<&Word> {
    reading.content().into_iter().map(|at| &reading.words[at]).collect()
}

/// Verbs of one group, or forms of one word.
fn means_the_same(a: &Word, b: &Word) -> bool {
    if a.capital || b.capital {
        return false;
    }
    const SAME: [&[&str]; 12] = [
        &["start", "begin", "open", "commenc"],
        &["end", "finish", "conclud"],
        &["close", "shut"],
        &["like", "love", "enjoy", "ador"],
        &["hate", "detest", "loath", "dislik"],
        &["take", "happen", "held", "occur"],
        &["buy", "purchas"],
        &["deliv", "deliver", "bring", "suppli"],
        &["need", "requir"],
        &["serv", "offer"],
        &["store", "kept", "keep", "locat"],
        &["big", "larg"],
    ];
    let both = |ending: &str| a.lower.ends_with(ending) == b.lower.ends_with(ending);
    both("ed")
        && both("ing")
        && SAME.iter().any(|group| group.contains(&a.stem.as_str()) && group.contains(&b.stem.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        same_meaning(&Reading::of(a), &Reading::of(b))
    }

    #[test]
    fn one_verb_may_differ_and_nothing_else() {
        assert!(same(
            "Badge pickup opens at 8:00 at the north entrance",
            "Badge pickup starts at 8:00 at the north entrance"
        ));
        assert!(!same("Ann is a doctor", "Ann has a doctor"));
        assert!(!same("Ana reports to Ben", "Ben reports to Ana"));
        assert!(!same("The office was in Bonn", "The office is in Bonn"));
        assert!(!same("The shop opens at 8", "The shop closes at 8"));
        assert!(!same("The flight is from Oslo to Bonn", "The flight is from Bonn to Oslo"));
        assert!(!same("Pay before 5 May", "Pay after 5 May"));
    }
}
