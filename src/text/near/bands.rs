//! Candidates for near-duplicates among many lines, in time that grows with their number and not with its square: each line is
//! sketched by the least hashes of its shingles, lines that agree in a band of the sketch are compared in full. What all lines share
//! (the commonest shingles) takes no part in the sketch and weighs little in the comparison. It compares letters, not meanings.

use crate::domain::sort;

use super::Near;

/// Bytes in a shingle.
const SHINGLE: usize = 5;
/// Bytes of a line that are looked at; what two lines have beyond that does not part them.
const LINE_BYTES: usize = 1_024;
/// Bands of a sketch. A pair alike by half shares at least one of 32 bands of 3 hashes with a chance of 98.6 %.
const BANDS: usize = 32;
/// Lines of one band's bucket that a further line is compared with.
const BUCKET: usize = 48;
/// Shingles that fewer lines hold are never left out as common.
const COMMON_AT_LEAST: u32 = 12;

/// The pairs of lines that are alike by at least a threshold, ordered by their places. Of lines that are the same but for case,
/// punctuation and spacing each is paired with the first; other lines are compared with that first alone.
pub(super) fn pairs(lines: &[&str], threshold: f32) -> Vec<Near> {
    let texts = Texts::of(lines);
    let mut found = Vec::new();
    let chosen = texts.distinct(&mut found);
    let counts = Counts::of(&texts, &chosen);
    let sketch = Sketch::of(&texts, &chosen, &counts);
    let least = (threshold.clamp(0.0, 1.0) * 0.5 * (3 * BANDS) as f32) as usize;
    let mut weighed: Vec<Option<Weighed>> = (0..chosen.len()).map(|_| None).collect();
    let mut seen = Seen::default();
    let slots = (chosen.len() * 2).next_power_of_two();
    let mut heads = vec![0_u32; slots];
    let mut next = vec![0_u32; chosen.len()];
    for band in 0..BANDS {
        heads.fill(0);
        let keys = &sketch.keys[band * chosen.len()..(band + 1) * chosen.len()];
        for at in 0..chosen.len() {
            let key = keys[at];
            let slot = key as usize & (slots - 1);
            let (mut other, mut compared) = (heads[slot] as usize, 0);
            while other > 0 && compared < BUCKET {
                let before = other - 1;
                other = next[before] as usize;
                compared += 1;
                if keys[before] != key || sketch.shared(before, at) < least || !seen.add(before as u32, at as u32) {
                    continue;
                }
                let alike = compare(&texts, &chosen, &counts, &mut weighed, before, at);
                if alike >= threshold {
                    found.push(Near { a: chosen[before], b: chosen[at], similarity: alike });
                }
            }
            next[at] = heads[slot];
            heads[slot] = at as u32 + 1;
        }
    }
    sort::sort_by_key(&mut found, |near| (near.a, near.b));
    found
}

/// The lines in small letters with single spaces, end to end.
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    fn of(lines: &[&str]) -> Texts {
        let mut bytes = Vec::with_capacity(lines.iter().map(|line| line.len().min(LINE_BYTES) + 2).sum());
        let mut ends = Vec::with_capacity(lines.len());
        for line in lines {
            let start = bytes.len();
            bytes.push(b' ');
            for byte in line.bytes() {
                if byte.is_ascii_alphanumeric() {
                    bytes.push(byte.to_ascii_lowercase());
                } else if !byte.is_ascii() {
                    bytes.push(byte);
                } else if bytes.last() != Some(&b' ') {
                    bytes.push(b' ');
                }
                if bytes.len() - start > LINE_BYTES {
                    break;
                }
            }
            if bytes.last() != Some(&b' ') {
                bytes.push(b' ');
            }
            ends.push(bytes.len());
        }
        Texts { bytes, ends }
    }

    fn line(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
    }

    /// The first of each lot of equal lines; the others are paired with it. Lines without a letter or digit take no part.
    fn distinct(&self, found: &mut Vec<Near>) -> Vec<u32> {
        let slots = (self.ends.len() * 2).next_power_of_two();
        let mut table = vec![0_u32; slots];
        let mut chosen = Vec::with_capacity(self.ends.len());
        for at in 0..self.ends.len() {
            let line = self.line(at);
            if line.len() < 2 {
                continue;
            }
            let mut slot = hash_of(line) as usize & (slots - 1);
            loop {
                match table[slot] {
                    0 => {
                        table[slot] = at as u32 + 1;
                        chosen.push(at as u32);
                        break;
                    }
                    other if self.line(other as usize - 1) == line => {
                        found.push(Near { a: other - 1, b: at as u32, similarity: 1.0 });
                        break;
                    }
                    _ => slot = (slot + 1) & (slots - 1),
                }
            }
        }
        chosen
    }

    /// Calls back with the hash of each shingle of a line; a line that is shorter than one is a shingle as a whole.
    fn shingles(&self, at: u32, mut each: impl FnMut(u32)) {
        let line = self.line(at as usize);
        if line.len() <= SHINGLE {
            return each(mix(hash_of(line)));
        }
        let mut window = 0_u64;
        for (place, byte) in line.iter().enumerate() {
            window = (window << 8 | u64::from(*byte)) & 0xff_ffff_ffff;
            if place + 1 >= SHINGLE {
                each(mix(window));
            }
        }
    }
}

fn hash_of(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3)) >> 8
}

fn mix(value: u64) -> u32 {
    let hash = (value ^ value >> 29).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((hash ^ hash >> 32).wrapping_mul(0xd6e8_feb8_6659_fd93) >> 32) as u32
}

/// How many lines hold a shingle, about: counted in a table by hash.
struct Counts {
    table: Vec<u32>,
    /// Above this a shingle is one of the commonest.
    common: u32,
    lines: f32,
}

impl Counts {
    fn of(texts: &Texts, chosen: &[u32]) -> Counts {
        let size = (texts.bytes.len() / 2).next_power_of_two().clamp(1 << 10, 1 << 21);
        let mut table = vec![0_u32; size];
        for line in chosen {
            texts.shingles(*line, |hash| table[hash as usize & (size - 1)] += 1);
        }
        let mut counts = Counts { table, common: u32::MAX, lines: chosen.len() as f32 };
        counts.common = counts.top_hundredth().max(COMMON_AT_LEAST);
        counts
    }

    /// The count that all but the commonest 1 % of the shingles keep below.
    fn top_hundredth(&self) -> u32 {
        let mut histogram = vec![0_u32; 4_097];
        let mut distinct = 0_u32;
        for count in self.table.iter().filter(|count| **count > 0) {
            histogram[(*count as usize).min(4_096)] += 1;
            distinct += 1;
        }
        let mut above = 0;
        for count in (1..histogram.len()).rev() {
            above += histogram[count];
            if above > distinct / 100 {
                return count as u32;
            }
        }
        1
    }

    fn of_shingle(&self, hash: u32) -> u32 {
        self.table[hash as usize & (self.table.len() - 1)]
    }

    /// The rarer a shingle, the more it weighs; of few lines all weigh nearly the same.
    fn weight(&self, hash: u32) -> f32 {
        ((self.lines + 64.0) / (self.of_shingle(hash) as f32 + 1.0)).ln().max(0.05)
    }
}

/// What lines are found by: three hashes of each shingle fall into `BANDS` bins each, and a bin keeps its least. A band is a bin of
/// each of the three; an empty bin takes over from the next.
struct Sketch {
    /// A key for each band and line, band by band.
    keys: Vec<u32>,
    /// A byte of each bin, line by line: two lines are about as alike as they share bins.
    prints: Vec<[u8; 3 * BANDS]>,
}

impl Sketch {
    fn of(texts: &Texts, chosen: &[u32], counts: &Counts) -> Sketch {
        let mut keys = vec![0_u32; chosen.len() * BANDS];
        let mut prints = Vec::with_capacity(chosen.len());
        for (at, line) in chosen.iter().enumerate() {
            let bins = bins(texts, *line, counts);
            let mut print = [0; 3 * BANDS];
            for band in 0..BANDS {
                let [a, b, c] = [bins[0][band], bins[1][band], bins[2][band]];
                let key = u64::from(a) << 32 ^ u64::from(b) << 11 ^ u64::from(c).wrapping_mul(0x9e37_79b9_7f4a_7c15);
                keys[band * chosen.len() + at] = mix(key);
                print[band * 3..band * 3 + 3].copy_from_slice(&[a as u8, b as u8, c as u8]);
            }
            prints.push(print);
        }
        Sketch { keys, prints }
    }

    /// How many bins two lines share.
    fn shared(&self, a: usize, b: usize) -> usize {
        self.prints[a].iter().zip(&self.prints[b]).filter(|(a, b)| a == b).count()
    }
}

fn bins(texts: &Texts, line: u32, counts: &Counts) -> [[u32; BANDS]; 3] {
    let mut bins = [[u32::MAX; BANDS]; 3];
    let mut put = |hash: u32| {
        for (bins, factor) in bins.iter_mut().zip([0x9e37_79b1_u32, 0x85eb_ca6b, 0xc2b2_ae35]) {
            let value = (hash ^ hash >> 15).wrapping_mul(factor);
            let value = value ^ value >> 13;
            let bin = &mut bins[(value >> 27) as usize % BANDS];
            *bin = (*bin).min(value.wrapping_mul(0x27d4_eb2f));
        }
    };
    let (mut all, mut rare) = (0_u32, 0_u32);
    texts.shingles(line, |hash| {
        all += 1;
        if counts.of_shingle(hash) <= counts.common {
            rare += 1;
            put(hash);
        }
    });
    // Of a line of common shingles all count, lest it be like no other.
    if rare * 4 < all || rare < 8 {
        texts.shingles(line, &mut put);
    }
    for bins in &mut bins {
        fill(bins);
    }
    bins
}

/// Lets empty bins take over from the next that is not; each by its distance, so that they do not all say the same.
fn fill(bins: &mut [u32; BANDS]) {
    let kept = *bins;
    for at in 0..BANDS {
        if kept[at] == u32::MAX {
            let near = (1..BANDS).find(|step| kept[(at + step) % BANDS] != u32::MAX);
            if let Some(step) = near {
                bins[at] = kept[(at + step) % BANDS].wrapping_add(step as u32);
            }
        }
    }
}

/// A line's shingles in order, each once, with their weights.
type Weighed = Vec<(u32, f32)>;

/// How alike two lines are: the weight of the shingles that both hold, by the weight of all.
fn compare(texts: &Texts, chosen: &[u32], counts: &Counts, weighed: &mut [Option<Weighed>], a: usize, b: usize) -> f32 {
    for at in [a, b] {
        if weighed[at].is_none() {
            let mut list: Weighed = Vec::with_capacity(128);
            texts.shingles(chosen[at], |hash| list.push((hash, 0.0)));
            list.sort_unstable_by_key(|(hash, _)| *hash);
            list.dedup_by_key(|(hash, _)| *hash);
            for (hash, weight) in &mut list {
                *weight = counts.weight(*hash);
            }
            weighed[at] = Some(list);
        }
    }
    let (Some(a), Some(b)) = (&weighed[a], &weighed[b]) else { return 0.0 };
    let (mut left, mut right, mut both, mut all) = (0, 0, 0.0, 0.0);
    while left < a.len() && right < b.len() {
        let (x, y) = (a[left], b[right]);
        if x.0 == y.0 {
            both += x.1;
        }
        all += if x.0 <= y.0 { x.1 } else { y.1 };
        left += usize::from(x.0 <= y.0);
        right += usize::from(y.0 <= x.0);
    }
    all += a[left..].iter().chain(&b[right..]).map(|(_, weight)| weight).sum::<f32>();
    both / all
}

/// The pairs that were compared already.
#[derive(Default)]
struct Seen {
    table: Vec<u64>,
    count: usize,
}

impl Seen {
    /// Adds a pair; whether it is new.
    fn add(&mut self, a: u32, b: u32) -> bool {
        if self.count * 2 >= self.table.len() {
            let old = std::mem::replace(&mut self.table, vec![0; (self.count * 4).next_power_of_two().max(1_024)]);
            self.count = 0;
            old.into_iter().filter(|pair| *pair != 0).for_each(|pair| {
                self.put(pair);
            });
        }
        self.put((u64::from(a) << 32) | (u64::from(b) + 1))
    }

    fn put(&mut self, pair: u64) -> bool {
        let mask = self.table.len() - 1;
        let mut slot = mix(pair ^ pair >> 31) as usize & mask;
        while self.table[slot] != 0 {
            if self.table[slot] == pair {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        self.table[slot] = pair;
        self.count += 1;
        true
    }
}
