//! What somebody wished to be forgotten: which words say so, and which claims are meant. Where it may mean several things, nothing is
//! meant. It takes nothing out itself.

use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::words::{is_stopword, one_of};

/// Words that point to what is kept and name nothing of what is in it.
const POINTERS: &str = "old former note notes line lines entry entries fact facts thing things stuff bit reminder anymore store memory memories \
    last longer please again altogether completely entirely record records mention";

/// What is to be forgotten by a sentence, if it says so in as many words. "Drop the kids at school" does not.
pub fn wish_in(sentence: &str) -> Option<String> {
    let lower = sentence.trim().trim_end_matches(['.', '!']).to_lowercase();
    let mut rest = lower.as_str();
    const OPENINGS: [&str; 14] = [
        "oh ",
        "and ",
        "also ",
        "so ",
        "ok ",
        "okay ",
        "well ",
        "please ",
        "you can ",
        "could you ",
        "can you ",
        "just ",
        "now ",
        "actually ",
    ];
    while let Some(shorter) = OPENINGS
        .iter()
        .find_map(|lead| rest.strip_prefix(lead).or_else(|| rest.strip_prefix(lead.trim_end())?.strip_prefix(", ")))
    {
        rest = shorter;
    }
    let words: Vec<&str> = rest.split_whitespace().collect();
    let first = *words.first()?;
    let kept = |word: &&str| {
        one_of(word.trim_end_matches([',', '.']), "note notes line lines entry entries reminder memory store records")
    };
    let what = if first == "forget" {
        // "Forget to", "forget it" and "forget that it rains" name nothing that is kept.
        (!one_of(words.get(1).copied().unwrap_or_default(), "to it")).then_some(&words[1..])?
    } else if one_of(first, "drop delete remove erase strike scrap scratch wipe bin ditch") {
        let pointed = words.iter().skip(1).take(3).any(kept);
        let out_of =
            rest.contains("from your notes") || rest.contains("from the notes") || rest.contains("from memory");
        (pointed || out_of).then_some(&words[1..])?
    } else if rest.starts_with("no need to keep ") || rest.starts_with("no need to remember ") {
        &words[4..]
    } else if rest.starts_with("take ") && rest.contains(" out of your notes") {
        &words[1..]
    } else {
        return None;
    };
    let what =
        what.join(" ").replace("out of your notes", "").replace("from your notes", "").replace("from the notes", "");
    let named = Reading::of(&what).words.iter().any(|word| names(&word.lower));
    named.then(|| what.trim().to_owned())
}

fn names(lower: &str) -> bool {
    !is_stopword(lower) && !one_of(lower, POINTERS)
}

/// Whether a claim is what a wish names: everything that it names stands in the claim. One word must name what the claim is about.
pub fn is_meant(wish: &Reading, claim: &Reading) -> bool {
    let named: Vec<usize> =
        (0..wish.words.len()).filter(|at| names(&wish.words[*at].lower) || wish.value_at(*at).is_some()).collect();
    let same = |at: usize, other: &crate::text::words::Word| {
        let word = &wish.words[at];
        word.stem == other.stem || !word.capital && !other.capital && lexicon::same(&word.lower, &other.lower)
    };
    let verb = super::kernel::verb_in(claim).unwrap_or(claim.words.len());
    let held = |at: &usize| claim.words.iter().any(|other| same(*at, other));
    let about = |at: &usize| claim.words[..verb].iter().any(|other| same(*at, other));
    let owned = |reading: &Reading| reading.words.iter().any(|word| one_of(&word.lower, "my our i we"));
    let mine = !owned(wish) || owned(claim) || !claim.words[..verb].iter().any(|word| word.possessive);
    !named.is_empty() && named.iter().all(held) && (named.len() > 1 || about(&named[0])) && mine
}

/// How many claims a wish of one word may mean; of more it is not known which.
pub fn at_most(wish: &Reading) -> usize {
    let named = wish.words.iter().filter(|word| names(&word.lower)).count();
    if named > 1 { 4 } else { 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_says_so() {
        assert_eq!(wish_in("Please forget my old number").as_deref(), Some("my old number"));
        assert_eq!(wish_in("drop the note about the caterer.").as_deref(), Some("the note about the caterer"));
        assert_eq!(wish_in("You can forget about the piano tuner").as_deref(), Some("about the piano tuner"));
        assert_eq!(wish_in("Drop the kids at school at eight"), None);
        assert_eq!(wish_in("Forget it"), None);
        assert_eq!(wish_in("I always forget the keys"), None);
        let meant = |wish: &str, claim: &str| is_meant(&Reading::of(wish), &Reading::of(claim));
        assert!(meant("the note about the caterer", "The caterer is Bell & Daughters"));
        assert!(meant("my old number", "My number is 555 0199"));
        assert!(!meant("my old number", "Ann's number is 555 0199"));
        assert!(!meant("about the piano tuner", "The piano is in the hall"));
    }
}
