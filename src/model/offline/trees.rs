//! How likely a clause answers a question, from what its evidence is: small decision trees whose sum is turned into a probability. They
//! were grown from the tell-and-ask cases (`scripts/trees.mjs`), whose right answers are known; they hold no word.
//!
//! `trees.bin`: how many features there are and how many trees (16 bits each, low byte first), and the sum to begin with (32 bits, of
//! 1/1,000); then each tree as seven inner nodes, level by level (the number of the feature, a byte, and the bound, 16 bits, of 1/100: the
//! left child where the feature is at most the bound) and eight leaves (16 bits each, of 1/1,000).

static DATA: &[u8] = include_bytes!("trees.bin");

const INNER: usize = 7;
const TREE: usize = 3 * INNER + 2 * (INNER + 1);

fn short(at: usize) -> i16 {
    i16::from_le_bytes([DATA[at], DATA[at + 1]])
}

/// The probability that these features are those of an answer.
pub fn probability(features: &[f32]) -> f64 {
    assert!(features.len() == short(0) as usize, "trees.bin was grown from other features: run node scripts/trees.mjs");
    let mut sum = i32::from_le_bytes([DATA[4], DATA[5], DATA[6], DATA[7]]);
    for tree in 0..short(2) as usize {
        let at = 8 + TREE * tree;
        let mut node = 0;
        while node < INNER {
            let inner = at + 3 * node;
            let left = features[usize::from(DATA[inner])] * 100.0 <= f32::from(short(inner + 1));
            node = 2 * node + if left { 1 } else { 2 };
        }
        sum += i32::from(short(at + 3 * INNER + 2 * (node - INNER)));
    }
    1.0 / (1.0 + (-f64::from(sum) / 1000.0).exp())
}
