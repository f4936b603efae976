//! Words and phrases of everyday English that two claims put for one another, by the table of cues: "gripe" and "complaint", "free of
//! charge" and "for nothing". Only a whole phrase stands for a whole phrase.

use crate::text::cues;
use crate::text::words::words;

use super::claim::Claim;
use super::gist::{Kind, Pairing};
use super::lexicon::one_of;
use super::light::alike;

/// A phrase of the table in a claim: the words that it takes up, and its number.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phrase {
    from: usize,
    until: usize,
    number: u16,
}

/// The phrases of the table in a claim, and of each unit the number of the phrase that is just that unit.
#[derive(Debug, Clone)]
pub(super) struct Phrases {
    all: Vec<Phrase>,
    alone: Vec<Option<u16>>,
}

/// How often the phrases that stand for one another deny, on either side.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Standing {
    pub count: usize,
    pub denials: (usize, usize),
}

impl Claim {
    fn phrases(&self) -> &[Phrase] {
        &self.known_phrases().all
    }

    /// The number of the phrase that is just a unit.
    pub(super) fn cue_of(&self, unit: usize) -> Option<u16> {
        self.known_phrases().alone[unit]
    }

    fn known_phrases(&self) -> &Phrases {
        self.worked.phrases.get_or_init(|| {
            let all = words(&self.text);
            // "Can not" is written as one word in the table.
            let joined = |at: usize| at > 0 && all[at].lower == "not" && all[at - 1].lower == "can";
            let starts: Vec<usize> = (0..all.len()).filter(|at| !joined(*at)).collect();
            let ends = |place: usize| starts.get(place).copied().unwrap_or(all.len());
            let cannot = |at: usize| at + 1 < all.len() && joined(at + 1);
            let stem = |at: &usize| if cannot(*at) { "cannot".to_owned() } else { all[*at].stem.clone() };
            let stems: Vec<String> = starts.iter().map(stem).collect();
            let found = cues::phrases_in(&stems).into_iter();
            let all: Vec<Phrase> =
                found.map(|(from, until, number)| Phrase { from: ends(from), until: ends(until), number }).collect();
            let alone = self.gist().units.iter().map(|unit| {
                let item = &self.items[unit.item];
                let of_it = all.iter().find(|phrase| phrase.from == item.at && phrase.until == item.until);
                of_it.map(|phrase| phrase.number)
            });
            Phrases { alone: alone.collect(), all }
        })
    }

    /// The units that a phrase takes up; nothing if a value, a name or part of a longer unit is among them.
    fn units_of(&self, phrase: &Phrase) -> Option<Vec<usize>> {
        let units = &self.gist().units;
        let item = |at: usize| &self.items[units[at].item];
        let within = |at: &usize| item(*at).at < phrase.until && item(*at).until > phrase.from;
        let found: Vec<usize> = (0..units.len()).filter(within).collect();
        let whole = found.iter().all(|at| {
            !matches!(units[*at].kind, Kind::Name)
                && item(*at).at >= phrase.from
                && item(*at).until <= phrase.until
                && (units[*at].kind != Kind::Value || found.len() > 1)
        });
        (whole && !found.is_empty()).then_some(found)
    }

    /// The units of those named for which a phrase of another claim answers, or which answer for one.
    pub(super) fn served(&self, units: &[usize], other: &Claim) -> Vec<usize> {
        let covers = |phrase: &Phrase, unit: usize| {
            let item = &self.items[self.gist().units[unit].item];
            phrase.from <= item.at && item.until <= phrase.until
        };
        let mut found: Vec<usize> = Vec::new();
        for mine in self.phrases() {
            let covered: Vec<usize> =
                units.iter().copied().filter(|unit| !found.contains(unit) && covers(mine, *unit)).collect();
            let serves = |theirs: &Phrase| {
                cues::answers(mine.number, theirs.number) || cues::answers(theirs.number, mine.number)
            };
            if !covered.is_empty() && other.phrases().iter().any(serves) {
                found.extend(covered);
            }
        }
        found
    }

    fn denials_in(&self, phrase: &Phrase) -> usize {
        let denies = |word: &&String| one_of(word, "not never no cannot without none nobody nothing neither nor");
        self.plain[phrase.from..phrase.until.min(self.plain.len())].iter().filter(denies).count()
    }
}

/// Pairs what is left over of two claims by phrases that mean the same, the longest first.
pub(super) fn pair_phrases(a: &Claim, b: &Claim, pairing: &mut Pairing) -> Standing {
    let mut found = Standing::default();
    let open = |claim: &Claim, side: &[Option<usize>]| {
        let units = &claim.gist().units;
        side.iter()
            .zip(units)
            .any(|(pair, unit)| pair.is_none() && matches!(unit.kind, Kind::Word | Kind::Small | Kind::Value))
    };
    if !open(a, &pairing.left) && !open(b, &pairing.right) {
        return found;
    }
    let mut both: Vec<(&Phrase, &Phrase)> = Vec::new();
    for one in a.phrases() {
        let others = b.phrases().iter();
        both.extend(
            others
                .filter(|other| one.number != other.number && cues::same(one.number, other.number))
                .map(|other| (one, other)),
        );
    }
    both.sort_by_key(|(one, two)| std::cmp::Reverse(one.until - one.from + two.until - two.from));
    for (one, two) in both {
        let (Some(left), Some(right)) = (a.units_of(one), b.units_of(two)) else { continue };
        let within = |units: &[usize], side: &[Option<usize>], others: &[usize]| {
            units.iter().all(|at| side[*at].is_none_or(|other| others.contains(&other)))
        };
        let new =
            left.iter().any(|at| pairing.left[*at].is_none()) || right.iter().any(|at| pairing.right[*at].is_none());
        if !new || !within(&left, &pairing.left, &right) || !within(&right, &pairing.right, &left) {
            continue;
        }
        for at in &left {
            pairing.left[*at].get_or_insert(right[0]);
        }
        for at in &right {
            pairing.right[*at].get_or_insert(left[0]);
        }
        found.count += 1;
        found.denials.0 += a.denials_in(one);
        found.denials.1 += b.denials_in(two);
    }
    found
}

/// Whether what is paired by its meaning, or left over on both sides, excludes one another: "morning" and "evening".
pub(super) fn exclude_one_another(a: &Claim, b: &Claim, pairing: &Pairing) -> bool {
    let key = |claim: &Claim, at: usize| claim.items[claim.gist().units[at].item].key.clone();
    let apart = |one: usize, two: usize| {
        let (Some(number), Some(other)) = (a.cue_of(one), b.cue_of(two)) else { return false };
        let (here, there) = (key(a, one), key(b, two));
        cues::exclude(number, other) && here != there && alike(&here) & alike(&there) == 0
    };
    let (left, right) = pairing.rest();
    pairing.pairs().any(|(one, two)| apart(one, two))
        || left.iter().any(|one| right.iter().any(|two| apart(*one, *two)))
}

#[cfg(test)]
mod tests {
    use super::super::same_gist;
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        same_gist(&Claim::of(a), &Claim::of(b))
    }

    #[test]
    fn a_phrase_stands_for_another_and_nothing_else_does() {
        assert!(same("Sheet music is stored in the sacristy.", "The scores are kept in the sacristy."));
        assert!(same("Grandpa is hard of hearing.", "Grandpa can't hear well."));
        assert!(same("Ulrike plays the piano for us.", "Ulrike is our pianist."));
        assert!(!same("Sheet music is stored in the sacristy.", "The candles are kept in the sacristy."));
        assert!(!same("Ulrike plays the flute for us.", "Ulrike is our pianist."));
        assert!(!same("Grandpa is hard of hearing.", "Grandpa can hear well."));
    }

    #[test]
    fn what_excludes_one_another_stays_apart() {
        assert!(!same("The staging server runs Debian.", "The production server runs Debian."));
        assert!(!same("Elif writes the newsletter.", "Elif reviews the newsletter."));
        assert!(!same("Mr. Petrov does exercises in the morning.", "Mr. Petrov does exercises in the evening."));
    }

    #[test]
    fn what_must_be_and_what_is_had_in_other_words() {
        assert!(same("Helmets are compulsory.", "You must wear a helmet."));
        assert!(same("Hans has the first-aid kit.", "The first-aid box is with Hans."));
        assert!(same("The band wants 900 euros.", "The band's fee is 900 euros."));
        assert!(!same("Ann wants the coffee.", "Ann pays the coffee."));
        assert!(!same("Helmets are forbidden.", "You must wear a helmet."));
    }
}
