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

#[cfg(test)]
mod tests {
    use super::*;

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
