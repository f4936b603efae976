//! Idioms: runs of words that mean one word ("runs out" is "expires", "gave up" is "quit"). Only a reading changes by them, never
//! a text.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::words::{Shapes, Word, stem};

/// Idioms and the word that each is read as. Words of an idiom may be inflected only as listed.
const IDIOMS: &[(&str, &str)] = &[
    ("grew up", "raised"),
    ("grow up", "raised"),
    ("growing up", "raised"),
    ("standing in for", "replaces"),
    ("stands in for", "replaces"),
    ("filling in for", "replaces"),
    ("covering for", "replaces"),
    ("covers for", "replaces"),
    ("cover for", "replace"),
    ("stand in for", "replace"),
    ("stop working", "retire"),
    ("during the week", "weekdays"),
    ("get hitched", "wedding"),
    ("getting hitched", "wedding"),
    ("tie the knot", "wedding"),
    ("tying the knot", "wedding"),
    ("stopped working for good", "retired"),
    ("incorporated as", "named"),
    ("registered as", "named"),
    ("nuts about", "love"),
    ("crazy about", "love"),
    ("mad about", "love"),
    ("wild about", "love"),
    ("swears by", "loves"),
    ("swear by", "love"),
    ("is my thing", "love"),
    ("are my thing", "love"),
    ("is my jam", "love"),
    ("is my weakness", "love"),
    ("are my weakness", "love"),
    ("out of order", "broken"),
    ("hands down", "best"),
    ("a soft spot for", "love"),
    ("a weakness for", "love"),
    ("a sucker for", "love"),
    ("a thing for", "love"),
    ("can not resist", "love"),
    ("of choice", "favorite"),
    ("hooked on", "love"),
    ("addicted to", "love"),
    ("big on", "love"),
    ("keen on", "like"),
    ("partial to", "like"),
    ("fond of", "like"),
    ("fan of", "like"),
    ("would go for", "prefer"),
    ("would pick", "prefer"),
    ("would choose", "prefer"),
    ("would take", "prefer"),
    ("a horror", "hate"),
    ("a nightmare", "hate"),
    ("gets on my nerves", "annoys"),
    ("drives me mad", "annoys"),
    ("drives me crazy", "annoys"),
    ("tired of", "hate"),
    ("could do without", "dislike"),
    ("are out of", "lack"),
    ("is out of", "lack"),
    ("am out of", "lack"),
    ("run out of", "lack"),
    ("ran out of", "lack"),
    ("running out of", "lack"),
    ("on foot", "walk"),
    ("by foot", "walk"),
    ("can not get enough", "love"),
    ("can not live without", "love"),
    ("can not stand", "hate"),
    ("can not bear", "hate"),
    ("could not stand", "hate"),
    ("would rather", "prefer"),
    ("last name", "surname"),
    ("family name", "surname"),
    ("gave up", "quit"),
    ("give up", "quit"),
    ("given up", "quit"),
    ("giving up", "quit"),
    ("gives up", "quit"),
    ("gone off", "quit"),
    ("went off", "quit"),
    ("broke up", "separate"),
    ("broken up", "separate"),
    ("split up", "separate"),
    ("called off", "cancelled"),
    ("call off", "cancel"),
    ("put off", "postponed"),
    ("put back", "postponed"),
    ("pushed back", "postponed"),
    ("runs out", "expires"),
    ("run out", "expire"),
    ("ran out", "expired"),
    ("picked up", "collected"),
    ("pick up", "collect"),
    ("picks up", "collects"),
    ("handed in", "submitted"),
    ("hand in", "submit"),
    ("sign up", "register"),
    ("works out", "exercises"),
    ("work out", "exercise"),
    ("working out", "exercise"),
    ("get up", "wake"),
    ("gets up", "wake"),
    ("going out with", "dating"),
    ("goes out with", "dating"),
    ("go out with", "dating"),
    ("switched on", "start"),
    ("turned on", "start"),
    ("switch on", "start"),
    ("turn on", "start"),
    ("go on", "start"),
    ("goes on", "start"),
    ("come on", "start"),
    ("comes on", "start"),
    ("switched off", "end"),
    ("turned off", "end"),
    ("go off", "end"),
    ("kick off", "start"),
    ("kicks off", "start"),
    ("takes place", "held"),
    ("take place", "held"),
    ("took over", "became"),
    ("takes over", "becomes"),
    ("taken over", "became"),
    ("set off", "depart"),
    ("sets off", "departs"),
    ("moved out", "relocated"),
    ("moving out", "relocated"),
    ("looks after", "care"),
    ("look after", "care"),
    ("takes care of", "care"),
    ("take care of", "care"),
    ("taking care of", "care"),
    ("passed away", "died"),
    ("line of work", "job"),
    ("nothing but", "only"),
    ("been to", "visited"),
    ("gone to", "visited"),
    ("am into", "like"),
    ("is into", "likes"),
    ("are into", "like"),
    ("put in", "planted"),
    ("in charge of", "responsible"),
    ("close to", "near"),
    ("gets in", "arrives"),
    ("get in", "arrive"),
    ("gets into", "arrives"),
    ("get into", "arrive"),
    ("got in", "arrived"),
    ("getting in", "arriving"),
    ("a no", "avoid"),
    ("a no go", "avoid"),
    ("best friend", "bestie"),
    ("hold off", "postpone"),
    ("turn up", "arrive"),
    ("turns up", "arrives"),
    ("shows up as", "named"),
    ("show up as", "named"),
    ("introduced himself as", "named"),
    ("introduced herself as", "named"),
    ("answers to", "named"),
    ("goes by", "named"),
    ("go by", "named"),
    ("known as", "named"),
    ("goes under", "named"),
    ("stands for", "means"),
    ("fed up with", "hate"),
    ("sick of", "hate"),
    ("not a fan of", "dislike"),
    ("hand over", "handover"),
    ("dropped out", "quit"),
    ("pulled out", "quit"),
    ("first name", "forename"),
    ("given name", "forename"),
    ("off to", "travel"),
    ("heading to", "travel"),
    ("heading for", "travel"),
    ("bound for", "travel"),
    ("drives home", "drives"),
    ("suits me", "prefer"),
    ("suit me", "prefer"),
    ("works best", "prefer"),
    ("report to", "boss"),
    ("reports to", "boss"),
    ("reporting to", "boss"),
    ("report back to", "boss"),
    ("wait on", "await"),
    ("come first", "win"),
    ("came first", "won"),
    ("bring up", "raise"),
    ("family doctor", "doctor"),
    ("next door", "neighbor"),
    ("covers for", "replaces"),
    ("cover for", "replace"),
    ("stand in for", "replace"),
    ("stop working", "retire"),
    ("during the week", "weekdays"),
    ("get hitched", "wedding"),
    ("getting hitched", "wedding"),
    ("tie the knot", "wedding"),
    ("tying the knot", "wedding"),
    ("stops working", "retires"),
    ("stopped working", "retired"),
    ("turn a year older", "birthday"),
    ("turns a year older", "birthday"),
    ("brought up", "raised"),
];

/// An idiom, taken apart once.
struct Idiom {
    words: Vec<&'static str>,
    meaning: &'static str,
    stem: String,
}

/// Where the idioms that begin with a word stand in the table.
static BY_FIRST: LazyLock<BTreeMap<&'static str, Vec<usize>>> = LazyLock::new(|| {
    let mut by_first: BTreeMap<&'static str, Vec<usize>> = BTreeMap::new();
    for (at, idiom) in TABLE.iter().enumerate() {
        by_first.entry(idiom.words[0]).or_default().push(at);
    }
    by_first
});

static FIRST_SHAPES: LazyLock<Shapes> = LazyLock::new(|| {
    let mut shapes = Shapes::NONE;
    BY_FIRST.keys().for_each(|word| shapes.add(word.as_bytes(), 0, word.len()));
    shapes
});

static TABLE: LazyLock<Vec<Idiom>> = LazyLock::new(|| {
    let idiom = |(idiom, meaning): &(&'static str, &'static str)| Idiom {
        words: idiom.split(' ').collect(),
        meaning,
        stem: stem(meaning),
    };
    IDIOMS.iter().map(idiom).collect()
});

/// Reads idioms as the words that they mean: the first word of each stands for it, the others carry nothing.
pub(super) fn apply(words: &mut [Word]) {
    for at in 0..words.len() {
        if !FIRST_SHAPES.may_hold(&words[at].lower) {
            continue;
        }
        let Some(begun) = BY_FIRST.get(words[at].lower.as_str()) else { continue };
        let fitting = begun.iter().map(|place| &TABLE[*place]).filter(|idiom| fits(idiom, words, at));
        let Some(idiom) = fitting.max_by_key(|idiom| idiom.words.len()) else {
            continue;
        };
        words[at].lower = idiom.meaning.to_owned();
        words[at].stem = idiom.stem.clone();
        for word in &mut words[at + 1..at + idiom.words.len()] {
            word.lower = "so".to_owned();
            word.stem = "so".to_owned();
        }
    }
}

fn fits(idiom: &Idiom, words: &[Word], at: usize) -> bool {
    let length = idiom.words.len();
    let same = at + length <= words.len()
        && words[at..at + length].iter().zip(&idiom.words).all(|(word, part)| word.lower == *part);
    // "The ovens go on at three" and not "go on a trip".
    let open =
        matches!(idiom.words[0], "go" | "goes" | "come" | "comes") && matches!(idiom.words[length - 1], "on" | "off");
    // "Left-handed in my family."
    let hand = idiom.words[0] == "handed" && at > 0 && matches!(words[at - 1].lower.as_str(), "left" | "right");
    let after = words.get(at + length).map_or("", |word| word.lower.as_str());
    same && !hand && (!open || matches!(after, "" | "at" | "in" | "by" | "every" | "around" | "before" | "after"))
}

/// The words in which an idiom may stand in a text that is searched for a stem: the longest word of each.
pub fn words_for(of_stem: &str) -> Vec<&'static str> {
    let longest = |idiom: &Idiom| idiom.words.iter().copied().max_by_key(|word| word.len()).unwrap_or_default();
    TABLE.iter().filter(|idiom| idiom.stem == of_stem).map(longest).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idiom_is_read_as_the_word_it_means() {
        let mut words = super::super::words::words("My passport runs out in May and I gave up");
        apply(&mut words);
        let read: Vec<&str> = words.iter().map(|word| word.lower.as_str()).collect();
        assert_eq!(read, ["my", "passport", "expires", "so", "in", "may", "and", "i", "quit", "so"]);
        assert!(words_for("expir").contains(&"runs"));
    }
}
