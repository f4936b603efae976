//! Concepts: which words ask for and tell the same thing ("where do I live" and "my home is in"), and which are members of a
//! kind ("pet" and "dog"). A fixed word list, compared by stems; it holds no facts about anybody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::domain::sort;

use super::concepts_data::{GROUPS, LIGHT, TYPE_WORDS, VERBS};
use super::kinds_data::KINDS;
use super::words::stem;

/// The sort of answer that a word of a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypeWord {
    /// A time of day.
    Time,
    /// A date or weekday.
    Day,
    /// A place.
    Place,
    /// A person.
    Person,
    /// A number.
    Number,
    /// A name.
    Name,
    /// Any thing.
    Thing,
}

struct Tables {
    groups: BTreeMap<String, BTreeSet<u16>>,
    group_words: Vec<Vec<&'static str>>,
    kinds: BTreeMap<String, BTreeSet<String>>,
    kind_words: BTreeMap<String, &'static str>,
    kind_sets: BTreeMap<String, BTreeSet<&'static str>>,
    types: BTreeMap<String, TypeWord>,
    light: BTreeSet<String>,
    verbs: BTreeSet<String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut groups: BTreeMap<String, BTreeSet<u16>> = BTreeMap::new();
    let mut group_words = Vec::new();
    for (number, words) in GROUPS.lines().enumerate() {
        for word in words.split_whitespace() {
            groups.entry(stem(word)).or_default().insert(number as u16);
        }
        group_words.push(words.split_whitespace().collect());
    }
    let kinds =
        sort::map(KINDS.iter().map(|(kind, members)| (stem(kind), sort::set(members.split_whitespace().map(stem)))));
    let kind_words = sort::map(KINDS.iter().map(|(kind, members)| (stem(kind), *members)));
    let kind_sets = sort::map(KINDS.iter().map(|(kind, members)| (stem(kind), sort::set(members.split_whitespace()))));
    let mut types = BTreeMap::new();
    for (kind, words) in TYPE_WORDS {
        let kind = match *kind {
            "time" => TypeWord::Time,
            "day" => TypeWord::Day,
            "place" => TypeWord::Place,
            "person" => TypeWord::Person,
            "number" => TypeWord::Number,
            "name" => TypeWord::Name,
            _ => TypeWord::Thing,
        };
        types.extend(words.split_whitespace().map(|word| (stem(word), kind)));
    }
    Tables {
        groups,
        group_words,
        kinds,
        kind_words,
        kind_sets,
        types,
        light: sort::set(LIGHT.split_whitespace().map(stem)),
        verbs: sort::set(VERBS.split_whitespace().map(stem)),
    }
});

/// How well a line's stem serves a question's stem: 1 the same, 0.9 the same concept, 0.8 a member of the asked kind, else 0.
pub fn serves(asked: &str, told: &str) -> f64 {
    if asked == told {
        1.0
    } else if share_group(asked, told) || derived(asked, told) {
        0.9
    } else if is_member(told, asked) {
        0.8
    } else {
        0.0
    }
}

/// As [`serves`], for a word as it stands: a kind's members are compared by their form, since stems run together ("lecture",
/// "lecturer").
pub fn serves_word(asked: &str, told: &super::words::Word) -> f64 {
    if asked == told.stem {
        1.0
    } else if share_group(asked, &told.stem) || derived(asked, &told.stem) {
        0.9
    } else if is_member_word(&told.lower, asked) {
        0.8
    } else {
        0.0
    }
}

/// Whether a lower-case word, or its singular, is listed as a member of a kind.
fn is_member_word(lower: &str, kind: &str) -> bool {
    let Some(words) = TABLES.kind_sets.get(kind) else { return false };
    let listed = |form: &str| words.contains(form);
    listed(lower)
        || lower.strip_suffix('s').is_some_and(listed)
        || lower.strip_suffix("es").is_some_and(listed)
        || verb_forms(lower).iter().any(|form| listed(form))
}

/// "painting" is a form of "paint", "climbing" of "climb", "baking" of "bake", "running" of "run".
fn verb_forms(lower: &str) -> Vec<String> {
    let Some(root) = lower.strip_suffix("ing").filter(|root| root.len() > 2) else { return Vec::new() };
    let mut forms = vec![root.to_owned(), format!("{root}e")];
    let mut ends = root.chars().rev();
    if let (Some(a), Some(b)) = (ends.next(), ends.next())
        && a == b
    {
        forms.push(root[..root.len() - a.len_utf8()].to_owned());
    }
    forms
}

/// Whether two stems stand in one group.
pub fn share_group(a: &str, b: &str) -> bool {
    let groups = &TABLES.groups;
    groups.get(a).is_some_and(|a| groups.get(b).is_some_and(|b| a.intersection(b).next().is_some()))
}

/// Whether one stem is made from the other, or both from a third, by an ending for who does it or what is done: "supplier" and
/// "supply", "insurer" and "insurance".
pub fn derived(a: &str, b: &str) -> bool {
    if a.as_bytes().get(..4) != b.as_bytes().get(..4) || a.len() < 4 {
        return false;
    }
    let ((a_root, a_cut), (b_root, b_cut)) = (root(a), root(b));
    (a_cut || b_cut) && a_root.len() >= 4 && a_root == b_root
}

/// A stem without such an ending, and whether one was cut off; words that only look as if they had one keep it.
pub fn root(stem: &str) -> (&str, bool) {
    const ENDINGS: [&str; 12] = ["ation", "ment", "ance", "ence", "ion", "ist", "ian", "ery", "or", "er", "al", "ee"];
    const WHOLE: &[&str] = &[
        "border",
        "center",
        "chapter",
        "coffee",
        "corner",
        "counter",
        "factor",
        "flower",
        "former",
        "letter",
        "master",
        "matter",
        "member",
        "minister",
        "mission",
        "number",
        "nursery",
        "offer",
        "order",
        "passion",
        "poster",
        "power",
        "projector",
        "quarter",
        "section",
        "shower",
        "signal",
        "station",
        "tender",
        "tower",
        "under",
        "winter",
    ];
    let end = |text: &'_ str| text.trim_end_matches(['e', 'i', 'y']).len();
    let cut = ENDINGS.iter().find_map(|ending| stem.strip_suffix(ending)).filter(|cut| cut.len() >= 4);
    match cut.filter(|_| WHOLE.binary_search(&stem).is_err()) {
        Some(cut) => (&cut[..end(cut)], true),
        None => (&stem[..end(stem)], false),
    }
}

/// Whether a stem is a member of the kind that another names ("dog" of "pet").
pub fn is_member(member: &str, kind: &str) -> bool {
    TABLES.kinds.get(kind).is_some_and(|members| members.contains(member))
}

/// Whether a stem names a kind that has members.
pub fn is_kind(stem: &str) -> bool {
    TABLES.kinds.contains_key(stem)
}

/// The words (not stems) that a search for a stem should also look for: the rest of its groups, and its members.
pub fn neighbours(stem_of_word: &str) -> Vec<&'static str> {
    let mut found: Vec<&'static str> = Vec::new();
    for group in TABLES.groups.get(stem_of_word).into_iter().flatten() {
        found.extend(TABLES.group_words[usize::from(*group)].iter().copied());
    }
    found.extend(TABLES.kind_words.get(stem_of_word).into_iter().flat_map(|words| words.split_whitespace()));
    found
}

/// The stems of the kinds of which a stem is a member.
pub fn kinds_of(member: &str) -> impl Iterator<Item = &'static str> {
    TABLES.kinds.iter().filter(move |(_, members)| members.contains(member)).map(|(kind, _)| kind.as_str())
}

/// The opposite of a stem that says how somebody feels or how something stands, so that "do I like it" is answered by "I hate it".
pub fn opposites(stem: &str) -> &'static [&'static str] {
    match stem {
        "like" | "love" | "enjoy" | "adore" | "fan" | "fond" => &["hate", "dislik", "loath", "detest", "despis"],
        "hate" | "dislik" | "loath" | "detest" | "despis" => &["love", "like", "enjoy", "ador"],
        "open" => &["close", "shut"],
        "close" | "shut" => &["open"],
        "marri" => &["singl", "divorc"],
        "singl" => &["marri"],
        "allow" | "permit" => &["forbidden", "ban", "prohibit"],
        "injur" | "broken" | "break" => &["heal", "fix", "repair"],
        "aliv" => &["dead", "die"],
        _ => &[],
    }
}

/// What sort of answer a question's word asks for, if that is what it does.
pub fn type_word(stem: &str) -> Option<TypeWord> {
    TABLES.types.get(stem).copied()
}

/// Whether a question's word carries so little that a line may answer without it.
pub fn is_light(stem: &str) -> bool {
    TABLES.light.contains(stem)
}

/// Whether a stem is that of a common verb.
pub fn is_verb(stem: &str) -> bool {
    TABLES.verbs.contains(stem)
}

/// Whether a stem is known to these tables at all (so a capital at a sentence's start does not make it a name).
pub fn is_common(stem: &str) -> bool {
    let tables = &*TABLES;
    tables.groups.contains_key(stem)
        || tables.kinds.contains_key(stem)
        || tables.types.contains_key(stem)
        || tables.light.contains(stem)
        || tables.verbs.contains(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_for_a_kind_finds_a_member_and_not_the_other_way_round() {
        let serve = |a: &str, b: &str| serves(&stem(a), &stem(b));
        assert_eq!(serve("pet", "dog"), 0.8);
        assert_eq!(serve("dog", "pet"), 0.0);
        assert_eq!(serve("puppies", "dog"), 0.9);
        assert_eq!(serve("cat", "dog"), 0.0);
        assert_eq!(serve("colour", "blue"), 0.8);
    }
}
