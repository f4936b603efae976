//! Who is who: "my sister is called Anna" lets a question about my sister be answered by a line about Anna.

use std::sync::LazyLock;

use crate::text::pattern::Regex;

use crate::text::concepts;
use crate::text::contractions::expand;
use crate::text::values::pattern;
use crate::text::words::stem;

/// Pairs of stems that name the same person, pet or thing.
#[derive(Debug, Clone, Default)]
pub struct Aliases {
    pairs: Vec<(String, String)>,
}

static IS_CALLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:my|our) (?:[\w-]+ ){0,2}?([\w-]+)(?:'s name)? (?:is|are)(?: now)?(?: called| named)? ((?-i:[A-Z])[\w-]+)\b",
    )
});
static NOUN_NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b(?:[Mm]y|[Oo]ur) (?:[a-z-]+ ){0,2}?([a-z][a-z-]+),? ([A-Z][\w-]+)\b"));
static IS_MY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^([A-Z][\w-]+)(?: [A-Z][\w-]+)?(?: is|,) (?:my|our) (?:[\w-]+ ){0,2}?([\w-]+)\b"));
static HAVE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:have|has|got|adopted) (?:a|an) (?:[\w-]+ ){0,2}?([\w-]+),? (?:called|named) ((?-i:[A-Z])[\w-]+)\b",
    )
});

impl Aliases {
    /// The pairs that some lines tell of the speaker's people and pets.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a str>) -> Aliases {
        let mut found = Aliases::default();
        for line in lines {
            let line = expand(line);
            for (regex, noun_first) in [(&*IS_CALLED, true), (&*NOUN_NAME, true), (&*IS_MY, false), (&*HAVE, true)] {
                let Some(hit) = regex.captures(&line) else { continue };
                let part = |at: usize| hit.get(at).map_or(String::new(), |part| stem(&part.as_str().to_lowercase()));
                let (noun, name) = if noun_first { (part(1), part(2)) } else { (part(2), part(1)) };
                let being = concepts::is_member(&noun, "person")
                    || concepts::is_member(&noun, "pet")
                    || concepts::is_member(&noun, "famili");
                if being && noun != name && !concepts::is_common(&name) {
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
