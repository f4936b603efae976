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

/// What these tables know of a stem.
#[derive(Default)]
struct Known {
    /// Its groups, in order.
    groups: Vec<u16>,
    /// The kinds that it is a member of, and the kind that it names, by number.
    kinds: Vec<u16>,
    kind: Option<u16>,
    light: bool,
    verb: bool,
    typed: Option<TypeWord>,
}

/// Everything that is known of a stem, found by its hash: it is asked of every word.
struct ByStem {
    /// One more than the place of an entry; 0 where there is none.
    slots: Vec<u16>,
    entries: Vec<(String, Known)>,
}

impl ByStem {
    fn of(entries: BTreeMap<String, Known>) -> ByStem {
        let mut table = ByStem { slots: vec![0; (4 * entries.len()).next_power_of_two()], entries: Vec::new() };
        for (stem, known) in entries {
            let slot = table.slot(&stem);
            table.entries.push((stem, known));
            table.slots[slot] = table.entries.len() as u16;
        }
        table
    }

    fn get(&self, stem: &str) -> Option<&Known> {
        let at = usize::from(self.slots[self.slot(stem)]);
        at.checked_sub(1).map(|at| &self.entries[at].1)
    }

    /// Where a stem stands, or would.
    fn slot(&self, stem: &str) -> usize {
        let hash = stem.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        let mask = self.slots.len() - 1;
        let mut slot = (hash ^ hash >> 15) as usize & mask;
        while self.slots[slot] != 0 && self.entries[usize::from(self.slots[slot]) - 1].0 != stem {
            slot = (slot + 1) & mask;
        }
        slot
    }
}

static BY_STEM: LazyLock<ByStem> = LazyLock::new(|| {
    let tables = &*TABLES;
    let mut all: BTreeMap<String, Known> = BTreeMap::new();
    for (stem, groups) in &tables.groups {
        all.entry(stem.clone()).or_default().groups = groups.iter().copied().collect();
    }
    for (number, (kind, members)) in tables.kinds.iter().enumerate() {
        all.entry(kind.clone()).or_default().kind = Some(number as u16);
        members.iter().for_each(|member| all.entry(member.clone()).or_default().kinds.push(number as u16));
    }
    tables.light.iter().for_each(|stem| all.entry(stem.clone()).or_default().light = true);
    tables.verbs.iter().for_each(|stem| all.entry(stem.clone()).or_default().verb = true);
    tables.types.iter().for_each(|(stem, kind)| all.entry(stem.clone()).or_default().typed = Some(*kind));
    ByStem::of(all)
});

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
    let known = |stem: &str| BY_STEM.get(stem).map(|known| known.groups.as_slice()).filter(|groups| !groups.is_empty());
    known(a).is_some_and(|a| known(b).is_some_and(|b| a.iter().any(|group| b.contains(group))))
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
    let kind = BY_STEM.get(kind).and_then(|known| known.kind);
    kind.is_some_and(|kind| BY_STEM.get(member).is_some_and(|known| known.kinds.contains(&kind)))
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
    BY_STEM.get(stem).and_then(|known| known.typed)
}

/// Whether a question's word carries so little that a line may answer without it.
pub fn is_light(stem: &str) -> bool {
    BY_STEM.get(stem).is_some_and(|known| known.light)
}

/// Whether a stem is that of a common verb.
pub fn is_verb(stem: &str) -> bool {
    BY_STEM.get(stem).is_some_and(|known| known.verb)
}

/// Whether a stem is known to these tables at all (so a capital at a sentence's start does not make it a name).
pub fn is_common(stem: &str) -> bool {
    // Of a stem that only is a member of a kind no more is known.
    let common = |known: &Known| {
        !known.groups.is_empty() || known.kind.is_some() || known.typed.is_some() || known.light || known.verb
    };
    BY_STEM.get(stem).is_some_and(common)
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
