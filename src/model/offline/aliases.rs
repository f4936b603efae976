//! Who is who: "my sister is called Anna" lets a question about my sister be answered by a line about Anna.

use crate::text::concepts;
use crate::text::contractions::expand;
use crate::text::reading::Reading;
use crate::text::words::{Word, is_stopword, words};

/// Pairs of stems that name the same person, pet or thing.
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    pairs: Vec<(String, String)>,
}

impl Aliases {
    /// The pairs that some lines tell of the speaker's people and pets.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a str>) -> Aliases {
        let mut found = Aliases::default();
        for line in lines {
            if !["my ", "our ", "called ", "named "].iter().any(|word| line.to_lowercase().contains(word)) {
                continue;
            }
            if Reading::of(line).label > 0 {
                continue;
            }
            let line = words(&expand(line));
            for (noun, name) in pairs(&line) {
                let (noun, name) = (line[noun].stem.clone(), line[name].stem.clone());
                if is_being(&noun) && noun != name && !concepts::is_common(&name) {
                    found.pairs.push((noun, name));
                }
            }
        }
        found
    }

    /// Whether two stems name the same one.
    pub fn same(&self, a: &str, b: &str) -> bool {
        self.pairs.iter().any(|(noun, name)| {
            noun == a && name == b || noun == b && name == a || name == b && concepts::serves(a, noun) >= 0.9
        })
    }

    /// The other names of a stem.
    pub fn others(&self, stem: &str) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for (noun, name) in &self.pairs {
            if concepts::serves(stem, noun) >= 0.8 {
                found.push(name.clone());
            } else if name == stem {
                found.push(noun.clone());
            }
        }
        found.dedup();
        found
    }
}

/// Whether a stem names a sort of person or pet.
fn is_being(stem: &str) -> bool {
    ["person", "pet", "famili", "breed"].iter().any(|kind| concepts::is_member(stem, kind))
}

/// The positions of nouns and names that a line brings together: "my sister is called Anna", "my sister Anna", "Anna is my sister",
/// "I have a dog called Rex".
fn pairs(line: &[Word]) -> Vec<(usize, usize)> {
    let lower = |at: usize| line.get(at).map_or("", |word| word.lower.as_str());
    let is_name = |at: usize| line.get(at).is_some_and(|word| word.capital && !is_stopword(&word.lower));
    let noun = |at: usize| line.get(at).is_some_and(|word| !word.capital && !is_stopword(&word.lower));
    let mut found = Vec::new();
    for owner in (0..line.len()).filter(|at| matches!(lower(*at), "my" | "our")) {
        let Some(last) = (owner + 1..line.len().min(owner + 4)).take_while(|at| noun(*at)).last() else { continue };
        // "My sister works": the being, not the last word.
        let last = (owner + 1..=last).find(|at| is_being(&line[*at].stem)).unwrap_or(last);
        let mut name = last + 1;
        while matches!(lower(name), "name" | "is" | "are" | "now" | "called" | "named") {
            name += 1;
        }
        if is_name(name) {
            found.push((if lower(last) == "name" { last - 1 } else { last }, name));
        }
        let before = owner
            .checked_sub(1)
            .filter(|at| is_name(*at))
            .or(owner.checked_sub(2).filter(|at| is_name(*at) && lower(at + 1) == "is"));
        if let Some(mut name) = before {
            name -= usize::from(name > 0 && is_name(name - 1));
            found.push((last, name));
        }
    }
    for called in (1..line.len()).filter(|at| matches!(lower(*at), "called" | "named") && is_name(at + 1)) {
        if noun(called - 1) {
            found.push((called - 1, called + 1));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_tell_who_is_who() {
        let aliases = Aliases::of([
            "My sister is called Anna",
            "Ben is my brother",
            "I have a dog called Rex",
            "My favourite colour is Red",
        ]);
        assert!(aliases.same("sister", "anna"));
        assert_eq!(aliases.others("ben"), ["brother"]);
        assert_eq!(aliases.others("dog"), ["rex"]);
        assert!(!aliases.same("color", "red"));
    }
}
