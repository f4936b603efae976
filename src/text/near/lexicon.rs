//! The words of merging: which mean the same, so that one may stand for the other in any claim, and which carry nothing. Narrower than
//! `concepts`, which brings together what a question may be answered by. Data and look-up only.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::text::words::{Shapes, WordList, stem};
use crate::text::words_data::FORMS;

/// Words that mean the same wherever both make sense, parted by bars; the first names the group.
const SAME: &str = "start begin commence open | end finish conclude | close shut | buy purchase | child kid | mother mum mom mama mommy \
    mummy | father dad papa daddy | grandmother grandma granny | grandfather grandpa granddad | flat apartment | bike bicycle | \
    car automobile | film movie | photograph picture | vacation holiday | sofa couch | television tv telly | lift elevator | \
    rubbish trash garbage | wifi wlan | password passphrase passcode | repository repo | database db | production prod | \
    configuration config | environment env | application app | javascript js | typescript ts | postgres postgresql | \
    like enjoy fond fan keen | love adore | hate loathe detest despise | lead head leader | manage manager | own owner | \
    organize organizer organiser | design designer | big large | small little | fast quick rapid | cost price | live reside residence | \
    reserve book | reservation booking | collect fetch | allergy allergic | arrive land arrival | leave depart departure | \
    deadline due | sick ill unwell | doctor physician | broken defective faulty | repair fix mend | need require | help assist | \
    use utilize | happy glad | talk presentation | speaker presenter | minute min mins | hour hr hrs h | second sec secs s | day d | week wk | \
    kilometer km kilometre | meter metre | kilogram kg kilo | gram gr | liter litre | gigabyte gb | megabyte mb | millisecond ms | \
    percent pct | euro eur | dollar usd buck | pound gbp quid | franc chf | maximum max | preference prefer | shop store | \
    mobile cellphone smartphone | website homepage site | staff personnel | attorney lawyer | colleague coworker workmate | \
    flatmate roommate | trip journey | parcel package | pupil student | present gift | answer reply respond | choose pick select | \
    delete remove | get receive obtain | keep retain | try attempt | ask request | tell inform | cancel scrap | postpone delay defer | \
    smart clever | quiet silent | loud noisy | expensive pricey costly | cheap inexpensive | difficult hard tough | easy simple | \
    angry furious | tired exhausted | important crucial | correct right | wrong incorrect | bug defect | folder directory | \
    username login | annual yearly | vegetarian veggie | deploy deployment | register registration | near nearby | beside alongside | \
    author writer | wash launder | supper dinner | automatic automatically | \
    twice double | chair moderate | sign subscribe";

/// Endings that make another word of a word; a stem that has lost one is marked, since "accountant" is no "account".
const ENDINGS: [&str; 25] = [
    "ly", "ant", "ent", "er", "or", "ee", "ment", "ation", "ition", "tion", "ion", "ance", "ence", "ity", "ness",
    "ful", "able", "ible", "ive", "ist", "ism", "ian", "ial", "al", "ic",
];

/// Words that carry nothing of their own in a claim, beside the stopwords.
static EMPTY: WordList = WordList::new(
    "happen happens happened happening occur occurs occurred held located situated scheduled please note fyi reminder remember btw actually currently really basically \
    simply very time date place location venue number called named name user's there here got gotten going gonna serve served service \
    times thing things info information fact hey hi roughly approximately circa",
);

/// Stopwords that do carry something, and what they are read as.
const KEPT: &[(&str, &str)] = &[
    ("all", "all"),
    ("every", "all"),
    ("each", "all"),
    ("some", "some"),
    ("any", "some"),
    ("most", "most"),
    ("more", "more"),
    ("few", "few"),
    ("only", "only"),
    ("both", "both"),
    ("other", "other"),
    ("if", "if"),
    ("because", "because"),
    ("while", "while"),
    ("before", "before"),
    ("after", "after"),
    ("until", "until"),
    ("till", "until"),
    ("since", "since"),
    ("under", "under"),
    ("over", "over"),
    ("off", "off"),
    ("out", "out"),
    ("up", "up"),
    ("down", "down"),
    ("through", "through"),
    ("during", "during"),
    ("once", "once"),
    ("such", "such"),
    ("own", "own"),
    ("can", "can"),
    ("could", "can"),
    ("may", "may"),
    ("might", "may"),
    ("must", "must"),
    ("should", "should"),
    ("shall", "should"),
    ("would", "would"),
    ("than", "than"),
    ("between", "between"),
    ("instead", "instead"),
    ("else", "else"),
    ("much", "much"),
    ("quite", "quite"),
    ("rather", "rather"),
    ("almost", "about"),
    ("too", "too"),
    ("or", "or"),
    ("maybe", "maybe"),
    ("back", "back"),
    ("same", "same"),
    ("when", "when"),
    ("least", "least"),
];

/// Runs of words that are read as one.
const PHRASES: &[(&str, &str)] = &[
    ("set up", "setup"),
    ("sets up", "setup"),
    ("setting up", "setup"),
    ("hand over", "handover"),
    ("hands over", "handover"),
    ("handed over", "handover"),
    ("handing over", "handover"),
    ("change over", "handover"),
    ("changes over", "handover"),
    ("changed over", "handover"),
    ("set off", "depart"),
    ("sets off", "departs"),
    ("setting off", "departing"),
    ("back up", "backup"),
    ("backs up", "backup"),
    ("backed up", "backup"),
    ("hand back", "return"),
    ("hands back", "returns"),
    ("handed back", "returned"),
    ("give back", "return"),
    ("given back", "returned"),
    ("sign off", "approve"),
    ("signs off", "approves"),
    ("signed off", "approved"),
    ("signing off", "approving"),
    ("looked after", "tended"),
    ("looking after", "tending"),
    ("taken care of", "tended"),
    ("out of date", "outdated"),
    ("up to date", "current-state"),
    ("takes place", "happen"),
    ("take place", "happen"),
    ("taking place", "happen"),
    ("took place", "happened"),
    ("kicks off", "starts"),
    ("kick off", "start"),
    ("kicked off", "started"),
    ("starts off", "starts"),
    ("in charge of", "leads"),
    ("due date", "deadline"),
    ("responsible for", "leads"),
    ("set to", "be"),
    ("years old", "be"),
    ("year old", "be"),
    ("picks up", "collects"),
    ("pick up", "collect"),
    ("picked up", "collected"),
    ("no longer", "not"),
    ("any more", "anymore"),
    ("a lot of", "much"),
    ("lots of", "much"),
    ("have to", "must"),
    ("has to", "must"),
    ("need to", "must"),
    ("needs to", "must"),
    ("had to", "must"),
    ("able to", "can"),
    ("looks after", "tends"),
    ("look after", "tend"),
    ("takes care of", "tends"),
    ("take care of", "tend"),
    ("gets in", "arrives"),
    ("comes from", "from"),
    ("come from", "from"),
    ("next to", "beside"),
    ("close to", "near"),
    ("prior to", "before"),
    ("home is", "lives"),
    ("based in", "live in"),
    ("fond of", "like"),
    ("a fan of", "like"),
    ("keen on", "like"),
    ("no more than", "atmost"),
    ("not more than", "atmost"),
    ("a maximum of", "atmost"),
    ("limited to", "atmost"),
    ("no less than", "atleast"),
    ("no fewer than", "atleast"),
    ("a minimum of", "atleast"),
    ("more than", "above"),
    ("less than", "below"),
    ("fewer than", "below"),
    ("at least", "atleast"),
    ("at most", "atmost"),
    ("up to", "atmost"),
    ("as well", "also"),
    ("called off", "cancelled"),
    ("put off", "postponed"),
    ("pushed back", "postponed"),
    ("get rid of", "remove"),
    ("going to", "will"),
    ("rather than", "instead"),
    ("instead of", "instead"),
    ("in front of", "before-place"),
    ("out of", "out"),
    ("set for", "on"),
    ("such as", "like-such"),
    ("would like", "wants"),
    ("as of", "since"),
    ("per cent", "percent"),
];

static GROUPS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let mut groups: BTreeMap<String, String> = BTreeMap::new();
    for group in SAME.split(" | ") {
        let mut words = group.split_whitespace().map(plain_key);
        let first = words.next().unwrap_or_default();
        for word in words {
            groups.entry(word).or_insert_with(|| first.clone());
        }
    }
    groups
});

/// What a lower-case word is compared by: its stem, marked where that has lost more than an inflection, or its group.
pub(super) fn key(lower: &str) -> String {
    let key = plain_key(lower);
    GROUPS.get(&key).cloned().unwrap_or(key)
}

fn plain_key(lower: &str) -> String {
    if lower.starts_with("employe") {
        return lower.trim_end_matches('s').to_owned();
    }
    let stem = stem(lower);
    let single = lower.strip_suffix('s').filter(|rest| rest.len() > 3 && !rest.ends_with('s')).unwrap_or(lower);
    if FORMS.binary_search_by(|(form, _)| (*form).cmp(single)).is_ok() {
        return stem;
    }
    let lost = ENDINGS
        .iter()
        .find(|ending| single.ends_with(**ending) && single.len() >= stem.len() + ending.len().max(2) - 1);
    match lost.filter(|ending| !stem.ends_with(ending.trim_end_matches('e'))) {
        Some(ending) => format!("{stem}+{ending}"),
        // "Training" is no "train", unless "is training": see `verbal`.
        None if single.ends_with("ing") && !stem.ends_with("ing") => format!("{stem}+ing"),
        None => stem,
    }
}

/// The key of a word that is a verb where it stands, as in "is training".
pub(super) fn verbal(lower: &str) -> String {
    let key = plain_key(lower);
    let key = key.strip_suffix("+ing").map_or(key.clone(), str::to_owned);
    GROUPS.get(&key).cloned().unwrap_or(key)
}

pub(super) fn one_of(word: &str, list: &str) -> bool {
    crate::text::words::one_of(word, list)
}

pub(super) fn is_empty(lower: &str) -> bool {
    EMPTY.has(lower)
}

/// What a stopword that carries something is read as.
pub(super) fn kept(lower: &str) -> Option<&'static str> {
    KEPT.iter().find(|(word, _)| *word == lower).map(|(_, key)| *key)
}

/// The phrase that begins at a word: how many words it has and what it is read as.
pub(super) fn phrase(words: &[&str]) -> Option<(usize, &'static str)> {
    static FIRST: Shapes = first_words();
    let first = words.first().filter(|first| FIRST.may_hold(first))?;
    let fits = |phrase: &str| {
        // Most phrases begin with another word: that is seen without parting them.
        let begins = phrase.strip_prefix(first).is_some_and(|rest| rest.starts_with(' '));
        begins && phrase.split(' ').count() <= words.len() && phrase.split(' ').zip(words).all(|(a, b)| a == *b)
    };
    PHRASES.iter().find(|(phrase, _)| fits(phrase)).map(|(phrase, read)| (phrase.split(' ').count(), *read))
}

/// The words with which phrases begin, by their first bytes and lengths.
const fn first_words() -> Shapes {
    let mut shapes = Shapes::NONE;
    let mut at = 0;
    while at < PHRASES.len() {
        let phrase = PHRASES[at].0.as_bytes();
        let mut length = 0;
        while phrase[length] != b' ' {
            length += 1;
        }
        shapes.add(phrase, 0, length);
        at += 1;
    }
    shapes
}

/// A number in words.
pub(super) fn number(lower: &str) -> Option<i64> {
    const SMALL: &str = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen \
        eighteen nineteen";
    const TENS: &str = "twenty thirty forty fifty sixty seventy eighty ninety";
    static SHAPES: (Shapes, Shapes) = (Shapes::of(SMALL), Shapes::of(TENS));
    if !SHAPES.0.may_hold(lower) && !SHAPES.1.may_hold(lower) {
        return many(lower);
    }
    let place = |list: &str| list.split_whitespace().position(|word| word == lower).map(|at| at as i64);
    place(SMALL).or_else(|| place(TENS).map(|at| (at + 2) * 10)).or_else(|| many(lower))
}

fn many(lower: &str) -> Option<i64> {
    match lower {
        "dozen" => Some(12),
        "hundred" => Some(100),
        "thousand" => Some(1_000),
        "million" => Some(1_000_000),
        _ => None,
    }
}

/// An ordinal in words, from "first" on; "second" is left to its context.
pub(super) fn ordinal(lower: &str) -> Option<i64> {
    const WORDS: &str = "first second third fourth fifth sixth seventh eighth ninth tenth";
    static SHAPES: Shapes = Shapes::of(WORDS);
    if !SHAPES.may_hold(lower) {
        return None;
    }
    WORDS.split_whitespace().position(|word| word == lower).map(|at| at as i64 + 1)
}

/// A unit of time in the singular, for rates.
pub(super) fn rate(lower: &str) -> Option<&'static str> {
    Some(match lower {
        "second" | "sec" => "second",
        "minute" | "min" => "minute",
        "hour" | "hr" | "hourly" => "hour",
        "day" | "daily" => "day",
        "night" | "nightly" => "night",
        "week" | "weekly" => "week",
        "month" | "monthly" => "month",
        "year" | "yearly" | "annually" | "annual" => "year",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_in_one_group() {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for group in SAME.split(" | ") {
            for word in group.split_whitespace() {
                if let Some(other) = seen.insert(plain_key(word), group) {
                    assert_eq!(other, group, "{word}");
                }
            }
        }
    }

    #[test]
    fn inflections_share_a_key_and_other_words_do_not() {
        for (a, b) in
            [("deploys", "deployed"), ("children", "kid"), ("begins", "start"), ("flies", "flew"), ("prices", "costs")]
        {
            assert_eq!(key(a), key(b), "{a} {b}");
        }
        for (a, b) in [
            ("accountant", "account"),
            ("training", "train"),
            ("employer", "employee"),
            ("costly", "cost"),
            ("plane", "plan"),
        ] {
            assert_ne!(key(a), key(b), "{a} {b}");
        }
        assert_eq!(verbal("training"), key("train"));
    }
}
