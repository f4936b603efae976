//! The stemmer against Snowball's own, which it must be equal to.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use dreamfs::text::stem::english;
use proptest::prelude::*;
use rust_stemmers::{Algorithm, Stemmer};

const OWN: &str =
    "andes atlas bias cosmos dying early gently howe idly lying news only singly skies skis sky tying ugly";
const WHOLE: &str = "succeed proceed exceed canning inning earring herring outing";
const ENDINGS: &str = "iveness fulness ousness ational ization biliti lessli tional entli ousli fulli aliti iviti alism ation abli alli anci enci izer ator bli ogi li icate ative alize iciti ical ness ful ement ance ence able ible ment ant ent ate ive ize iti ism ion ous ic al er";

fn snowball(word: &str) -> String {
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

#[test]
fn every_word_at_hand_has_snowballs_stem() {
    let texts = [
        include_str!("../src/text/concepts.txt"),
        include_str!("../src/text/cues.txt"),
        include_str!("offline/built_with.txt"),
        include_str!("../README.md"),
    ];
    for text in texts {
        for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()) {
            let lower = word.to_ascii_lowercase();
            assert_eq!(english(&lower), snowball(&lower), "{lower}");
            for ending in ["s", "ies", "ed", "ing", "ly", "eedly", "ization", "fulness", "ement", "ion", "y"] {
                let longer = format!("{lower}{ending}");
                assert_eq!(english(&longer), snowball(&longer), "{longer}");
            }
        }
    }
    for own in OWN.split(' ') {
        assert_eq!(english(own), snowball(own));
    }
    for whole in WHOLE.split(' ').flat_map(|whole| [whole.to_owned(), format!("{whole}s"), format!("re{whole}")]) {
        assert_eq!(english(&whole), snowball(&whole));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn any_letters_have_snowballs_stem(word in "(arsen|commun|gener|y)?[a-z]{0,3}([aeiouy][bdlnrstwxz]{0,2}){0,3}[a-z]{0,2}") {
        prop_assert_eq!(english(&word), snowball(&word));
    }

    #[test]
    fn any_endings_have_snowballs_stem(
        begin in "[a-z]{0,2}([aeiouy][bdlnrstwxyz]{0,2}){0,2}",
        endings in prop::collection::vec(prop::sample::select(ENDINGS.split(' ').collect::<Vec<_>>()), 0..4),
        last in prop::sample::select(vec!["", "s", "ed", "edly", "eed", "eedly", "ing", "ingly", "ies", "sses", "us", "e", "l", "y", "ll", "Y"]),
    ) {
        let word = format!("{begin}{}{last}", endings.concat());
        prop_assert_eq!(english(&word), snowball(&word));
    }
}
