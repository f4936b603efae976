//! How alike two lines are: IDF-weighted Jaccard of their stems. Lexical likeness is safe for merging only near identity, so
//! callers ask for high values.

use std::collections::BTreeMap;

use crate::domain::sort;

use super::words::content_stems;

/// How many lines hold each stem, so that rare words can weigh more than common ones.
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    lines: usize,
    holding: BTreeMap<String, usize>,
}

impl Frequencies {
    /// Counts the stems of lines.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a str>) -> Frequencies {
        let mut counted = Frequencies::default();
        for line in lines {
            counted.lines += 1;
            for stem in sort::set(content_stems(line)) {
                *counted.holding.entry(stem).or_default() += 1;
            }
        }
        counted
    }

    /// The weight of a stem: `ln(1 + (N - n + 0.5) / (n + 0.5))`, never negative. A stem never seen weighs most.
    pub fn weight(&self, stem: &str) -> f64 {
        let holding = self.holding.get(stem).copied().unwrap_or(0) as f64;
        (1.0 + (self.lines as f64 - holding + 0.5).max(0.0) / (holding + 0.5)).ln()
    }
}

/// IDF-weighted Jaccard of two texts' content stems: 0 (nothing in common) to 1 (the same words). Two texts without content
/// are alike only if they are equal.
pub fn similarity(a: &str, b: &str, frequencies: &Frequencies) -> f64 {
    let a_stems = sort::set(content_stems(a));
    let b_stems = sort::set(content_stems(b));
    let weigh = |stem: &String| frequencies.weight(stem).max(0.01);
    let all: f64 = a_stems.union(&b_stems).map(weigh).sum();
    if all == 0.0 {
        return if a.trim() == b.trim() { 1.0 } else { 0.0 };
    }
    a_stems.intersection(&b_stems).map(weigh).sum::<f64>() / all
}

/// Whether one longer word is the other with a letter changed, left out, put in, or two neighbours exchanged.
pub fn is_misspelt(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = if a.len() <= b.len() { (&a, &b) } else { (&b, &a) };
    let least = if short.len() == long.len() { 6 } else { 5 };
    if short.len() < least || long.len() - short.len() > 1 || a == b || short.len() > 40 || short[0] != long[0] {
        return false;
    }
    let same = short.iter().zip(long.iter()).take_while(|(a, b)| a == b).count();
    let tail = |a: &[char], b: &[char], skip_a: usize, skip_b: usize| a.get(same + skip_a..) == b.get(same + skip_b..);
    if short.len() < long.len() {
        return tail(short, long, 0, 1);
    }
    let exchanged = short.get(same) == long.get(same + 1) && short.get(same + 1) == long.get(same);
    // One letter changed at the end makes another word as often as a slip: "lecture" and "lectures" are stemmed anyway.
    same + 1 < short.len() && (tail(short, long, 1, 1) || exchanged && tail(short, long, 2, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_one_letter_is_seen_in_long_words() {
        assert!(
            is_misspelt("appointment", "apointment")
                && is_misspelt("scared", "scraed")
                && is_misspelt("dentist", "dantist")
        );
        assert!(!is_misspelt("cat", "car") && !is_misspelt("dentist", "dentist") && !is_misspelt("sister", "mister"));
        assert!(!is_misspelt("", "") && !is_misspelt("brother", "mother"));
    }

    #[test]
    fn rare_words_decide_how_alike_two_lines_are() {
        let lines = [
            "The talk on crypto is in room 5",
            "The talk on wasm is in room 5",
            "The lunch is in room 5",
            "talk about crypto in room 5",
        ];
        let counted = Frequencies::of(lines);
        assert!((similarity(lines[0], lines[3], &counted) - 1.0).abs() < 1e-9);
        assert!(similarity(lines[0], lines[1], &counted) < 0.6);
        assert_eq!(similarity("", "the", &counted), 0.0);
    }
}
