//! Small decision trees whose sum is turned into a probability: what is learnt from cases whose right answers are known. They hold
//! numbers, no word.
//!
//! Their bytes: how many features there are and how many trees (16 bits each, low byte first), and the sum to begin with (32 bits, of
//! 1/1,000); then each tree as seven inner nodes, level by level (the number of the feature, a byte, and the bound, 16 bits, of 1/100: the
//! left child where the feature is at most the bound) and eight leaves (16 bits each, of 1/1,000).

const INNER: usize = 7;
const TREE: usize = 3 * INNER + 2 * (INNER + 1);

/// Trees as they were written.
pub struct Trees(pub &'static [u8]);

impl Trees {
    fn short(&self, at: usize) -> i16 {
        i16::from_le_bytes([self.0[at], self.0[at + 1]])
    }

    /// The probability that these features are those of what the trees were grown to tell.
    pub fn probability(&self, features: &[f32]) -> f64 {
        let data = self.0;
        assert!(features.len() == self.short(0) as usize, "the trees were grown from other features: grow them again");
        let mut sum = i32::from_le_bytes([data[4], data[5], data[6], data[7]]);
        for tree in data[8..].as_chunks::<TREE>().0.iter().take(self.short(2) as usize) {
            let mut node = 0;
            while node < INNER {
                let inner = &tree[3 * node..3 * node + 3];
                let bound = i16::from_le_bytes([inner[1], inner[2]]);
                let left = features[usize::from(inner[0])] * 100.0 <= f32::from(bound);
                node = 2 * node + if left { 1 } else { 2 };
            }
            let leaf = 3 * INNER + 2 * (node - INNER);
            sum += i32::from(i16::from_le_bytes([tree[leaf], tree[leaf + 1]]));
        }
        1.0 / (1.0 + (-f64::from(sum) / 1000.0).exp())
    }
}
