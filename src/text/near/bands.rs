//! Candidates for near-duplicates among many lines, in time that grows with their number and not with its square: each line is
//! sketched by the least hashes of its shingles, lines that agree in a band of the sketch are compared in full. What all lines share
//! (the commonest shingles) takes no part in the sketch and weighs little in the comparison. It compares letters, not meanings.

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

/// A line with fewer rare shingles is sketched by its common ones too.
const RARE: u32 = 8;

/// Work that one step does, in comparisons of two lines, each of about a microsecond. A line that is read or sketched counts for as
/// many as it has [`BYTES`].
const STEP: usize = 400;
/// Bytes of a line that take about as long as a comparison.
const BYTES: usize = 32;

/// A search under way, in steps of about a millisecond. Of lines that are the same but for case, punctuation and spacing each is paired
/// with the first; other lines are compared with that first alone.
pub struct Search<'a> {
    lines: &'a [&'a str],
    threshold: f32,
    /// Fewest bins that two lines share if they can be alike enough.
    least: usize,
    stage: Stage,
    at: usize,
    texts: Texts,
    /// The first of each lot of equal lines, and a table of them by hash.
    chosen: Vec<u32>,
    firsts: Vec<u32>,
    counts: Counts,
    sketch: Sketch,
    weighed: Vec<Option<Weighed>>,
    seen: Seen,
    /// The newest line of each slot of a band, and the one before each line.
    heads: Vec<u32>,
    next: Vec<u32>,
    found: Vec<Near>,
    ordered: Vec<Near>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Read,
    Choose,
    /// The table of counts is made, as many slots at a time as take a millisecond.
    Table,
    Count,
    Weigh,
    Sketch,
    Band(usize),
    Order,
    Done,
}

impl<'a> Search<'a> {
    pub fn new(lines: &'a [&'a str], threshold: f32) -> Search<'a> {
        Search {
            lines,
            threshold,
            least: (threshold.clamp(0.0, 1.0) * 0.5 * (3 * BANDS) as f32) as usize,
            stage: Stage::Read,
            at: 0,
            texts: Texts { bytes: Vec::new(), ends: Vec::with_capacity(lines.len()) },
            chosen: Vec::with_capacity(lines.len()),
            firsts: vec![0; slots_for(lines.len())],
            counts: Counts::default(),
            sketch: Sketch::default(),
            weighed: Vec::new(),
            seen: Seen::default(),
            heads: Vec::new(),
            next: Vec::new(),
            found: Vec::new(),
            ordered: Vec::new(),
        }
    }

    /// A little of the work; true when all is done.
    pub fn step(&mut self) -> bool {
        let all = match self.stage {
            Stage::Read | Stage::Choose => self.lines.len(),
            Stage::Count | Stage::Sketch | Stage::Band(_) => self.chosen.len(),
            Stage::Table | Stage::Weigh => self.counts.size / SLOTS,
            Stage::Order => self.next.len(),
            Stage::Done => return true,
        };
        let mut work = 0;
        while self.at < all && work < STEP {
            work += match self.stage {
                Stage::Read => self.texts.take(self.lines[self.at]),
                Stage::Choose => self.choose(),
                Stage::Table => self.counts.grow(),
                Stage::Weigh => self.counts.look_at(self.at),
                Stage::Count => self.counts.take(&self.texts, self.chosen[self.at]),
                Stage::Sketch => self.sketch.take(&self.texts, &self.counts, self.chosen[self.at]),
                Stage::Band(band) => self.hold(band),
                _ => self.order(),
            };
            self.at += 1;
        }
        if self.at >= all {
            self.go_on();
        }
        self.stage == Stage::Done
    }

    /// The pairs, ordered by their places.
    pub fn finish(mut self) -> Vec<Near> {
        while !self.step() {}
        self.ordered
    }

    /// Ends a stage and makes the next one ready.
    fn go_on(&mut self) {
        self.at = 0;
        let count = self.chosen.len();
        self.stage = match self.stage {
            Stage::Read => Stage::Choose,
            Stage::Choose => {
                self.firsts = Vec::new();
                self.counts = Counts::for_bytes(self.texts.bytes.len(), count);
                Stage::Table
            }
            Stage::Table => Stage::Count,
            Stage::Count => Stage::Weigh,
            Stage::Weigh => {
                self.counts.weigh();
                let keys = (0..BANDS).map(|_| Vec::with_capacity(count)).collect();
                self.sketch = Sketch { keys, prints: Vec::with_capacity(count) };
                Stage::Sketch
            }
            Stage::Sketch => {
                self.weighed.resize_with(count, || None);
                self.heads = vec![0; slots_for(count)];
                self.next = vec![0; count];
                Stage::Band(0)
            }
            Stage::Band(band) if band + 1 < BANDS => {
                self.heads.fill(0);
                Stage::Band(band + 1)
            }
            Stage::Band(_) => {
                // Lists of what was found, by the earlier line.
                self.heads = vec![0; self.found.len()];
                self.next = vec![0; self.lines.len()];
                for (at, near) in self.found.iter().enumerate().rev() {
                    self.heads[at] = std::mem::replace(&mut self.next[near.a as usize], at as u32 + 1);
                }
                Stage::Order
            }
            Stage::Order | Stage::Done => Stage::Done,
        };
    }

    /// Whether a line is the first of its lot; one that is not is paired with it. Lines without a letter or digit take no part.
    fn choose(&mut self) -> usize {
        let line = self.texts.line(self.at);
        if line.len() < 2 {
            return 1;
        }
        let mask = self.firsts.len() - 1;
        let mut slot = hash_of(line) as usize & mask;
        loop {
            match self.firsts[slot] {
                0 => {
                    self.firsts[slot] = self.at as u32 + 1;
                    self.chosen.push(self.at as u32);
                    break;
                }
                other if self.texts.line(other as usize - 1) == line => {
                    self.found.push(Near { a: other - 1, b: self.at as u32, similarity: 1.0 });
                    break;
                }
                _ => slot = (slot + 1) & mask,
            }
        }
        1 + line.len() / BYTES
    }

    /// Compares a line with those before it that have the same key in a band.
    fn hold(&mut self, band: usize) -> usize {
        let at = self.at;
        let keys = &self.sketch.keys[band];
        let key = keys[at];
        let slot = key as usize & (self.heads.len() - 1);
        let (mut other, mut held, mut compared) = (self.heads[slot] as usize, 0, 0);
        while other > 0 && held < BUCKET {
            let before = other - 1;
            other = self.next[before] as usize;
            held += 1;
            if keys[before] != key
                || self.sketch.shared(before, at) < self.least
                || !self.seen.add(before as u32, at as u32)
            {
                continue;
            }
            compared += 1;
            let alike = compare(&self.texts, &self.chosen, &self.counts, &mut self.weighed, before, at);
            if alike >= self.threshold {
                self.found.push(Near { a: self.chosen[before], b: self.chosen[at], similarity: alike });
            }
        }
        self.next[at] = self.heads[slot];
        self.heads[slot] = at as u32 + 1;
        1 + held / 16 + compared * 4
    }

    /// Takes over what leads from a line, in order.
    fn order(&mut self) -> usize {
        let from = self.ordered.len();
        let mut next = self.next[self.at] as usize;
        while next > 0 {
            let near = self.found[next - 1];
            let place =
                self.ordered[from..].iter().rposition(|other| other.b < near.b).map_or(from, |at| from + at + 1);
            self.ordered.insert(place, near);
            next = self.heads[next - 1] as usize;
        }
        1 + (self.ordered.len() - from)
    }
}

/// Slots of a table by hash for so many lines.
fn slots_for(lines: usize) -> usize {
    (lines * 2).next_power_of_two()
}

/// The lines in small letters with single spaces, end to end.
struct Texts {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Texts {
    /// Takes a line in; how much work that was.
    fn take(&mut self, line: &str) -> usize {
        let start = self.bytes.len();
        let bytes = &mut self.bytes;
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
        self.ends.push(self.bytes.len());
        1 + (self.bytes.len() - start) / BYTES
    }

    fn line(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends[at - 1] };
        &self.bytes[start..self.ends[at]]
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
#[derive(Default)]
struct Counts {
    table: Vec<u32>,
    /// How many slots the table is to have.
    size: usize,
    /// How many slots have each count.
    histogram: Vec<u32>,
    /// Above this a shingle is one of the commonest.
    common: u32,
    lines: f32,
    /// The weight of a shingle by how many lines hold it; the last is that of all that more hold.
    weights: Vec<f32>,
}

/// Slots of the table that are made, or looked at, at once.
const SLOTS: usize = 1 << 10;

/// Counts above this weigh alike.
const MOST_COUNTED: usize = 4_096;

impl Counts {
    fn for_bytes(bytes: usize, lines: usize) -> Counts {
        let size = (bytes / 2).next_power_of_two().clamp(1 << 10, 1 << 21);
        let (table, histogram) = (Vec::with_capacity(size), vec![0; MOST_COUNTED + 1]);
        Counts { table, size, histogram, common: u32::MAX, lines: lines as f32, weights: Vec::new() }
    }

    /// Makes some of the table: all at once takes long. How much work that was.
    fn grow(&mut self) -> usize {
        self.table.resize(self.table.len() + SLOTS, 0);
        2
    }

    /// Takes some of the table into the histogram; how much work that was.
    fn look_at(&mut self, part: usize) -> usize {
        for count in self.table[part * SLOTS..(part + 1) * SLOTS].iter().filter(|count| **count > 0) {
            self.histogram[(*count as usize).min(MOST_COUNTED)] += 1;
        }
        2
    }

    /// Counts the shingles of a line; how much work that was.
    fn take(&mut self, texts: &Texts, line: u32) -> usize {
        let mask = self.table.len() - 1;
        let mut count = 0;
        texts.shingles(line, |hash| {
            self.table[hash as usize & mask] += 1;
            count += 1;
        });
        1 + count * 2 / BYTES
    }

    /// Weighs what was counted: the rarer a shingle, the more; of few lines all weigh nearly the same.
    fn weigh(&mut self) {
        self.common = self.top_hundredth().max(COMMON_AT_LEAST);
        let weight = |count: usize| ((self.lines + 64.0) / (count as f32 + 1.0)).ln().max(0.05);
        self.weights = (0..=MOST_COUNTED).map(weight).collect();
    }

    /// The count that all but the commonest 1 % of the shingles keep below.
    fn top_hundredth(&self) -> u32 {
        let distinct: u32 = self.histogram.iter().sum();
        let mut above = 0;
        for count in (1..self.histogram.len()).rev() {
            above += self.histogram[count];
            if above > distinct / 100 {
                return count as u32;
            }
        }
        1
    }

    fn of_shingle(&self, hash: u32) -> u32 {
        self.table[hash as usize & (self.table.len() - 1)]
    }

    fn weight(&self, hash: u32) -> f32 {
        self.weights[(self.of_shingle(hash) as usize).min(MOST_COUNTED)]
    }
}

/// What lines are found by: three hashes of each shingle fall into `BANDS` bins each, and a bin keeps its least. A band is a bin of
/// each of the three; an empty bin takes over from the next.
#[derive(Default)]
struct Sketch {
    /// A key for each band and line, band by band.
    keys: Vec<Vec<u32>>,
    /// A byte of each bin, line by line: two lines are about as alike as they share bins.
    prints: Vec<[u8; 3 * BANDS]>,
}

impl Sketch {
    /// Sketches the next line; how much work that was.
    fn take(&mut self, texts: &Texts, counts: &Counts, line: u32) -> usize {
        let bins = bins(texts, line, counts);
        let mut print = [0; 3 * BANDS];
        for band in 0..BANDS {
            let [a, b, c] = [bins[0][band], bins[1][band], bins[2][band]];
            let key = u64::from(a) << 32 ^ u64::from(b) << 11 ^ u64::from(c).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            self.keys[band].push(mix(key));
            print[band * 3..band * 3 + 3].copy_from_slice(&[a as u8, b as u8, c as u8]);
        }
        self.prints.push(print);
        2 + texts.line(line as usize).len() * 4 / BYTES
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
    let mut rare = 0_u32;
    texts.shingles(line, |hash| {
        if counts.of_shingle(hash) <= counts.common {
            rare += 1;
            put(hash);
        }
    });
    // Of a line with hardly a rare shingle all count, lest it be like no other. Where many lines have one form, the few rare ones tell
    // them apart.
    if rare < RARE {
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
    /// The table before the last growth, from which the pairs are moved bit by bit: all at once takes long.
    before: Vec<u64>,
    moved: usize,
}

/// Slots of the former table that are moved with each pair that is added: more than are needed to be done before the next growth.
const MOVED: usize = 64;

impl Seen {
    /// Adds a pair; whether it is new.
    fn add(&mut self, a: u32, b: u32) -> bool {
        if self.count * 2 >= self.table.len() {
            self.move_on(usize::MAX);
            let table = vec![0; (self.count * 4).next_power_of_two().max(1_024)];
            (self.before, self.moved) = (std::mem::replace(&mut self.table, table), 0);
        }
        self.move_on(MOVED);
        let pair = (u64::from(a) << 32) | (u64::from(b) + 1);
        if holds(&self.before, pair) {
            return false;
        }
        let slot = slot_of(&self.table, pair);
        let new = self.table[slot] == 0;
        self.table[slot] = pair;
        self.count += usize::from(new);
        new
    }

    /// Moves some of the former table over; it is let go of at the end.
    fn move_on(&mut self, slots: usize) {
        let until = self.before.len().min(self.moved.saturating_add(slots));
        for at in self.moved..until {
            let pair = self.before[at];
            if pair != 0 {
                let slot = slot_of(&self.table, pair);
                self.table[slot] = pair;
            }
        }
        self.moved = until;
        if self.moved == self.before.len() {
            (self.before, self.moved) = (Vec::new(), 0);
        }
    }
}

fn holds(table: &[u64], pair: u64) -> bool {
    !table.is_empty() && table[slot_of(table, pair)] == pair
}

/// Where a pair stands in a table, or would.
fn slot_of(table: &[u64], pair: u64) -> usize {
    let mask = table.len() - 1;
    let mut slot = mix(pair ^ pair >> 31) as usize & mask;
    while table[slot] != 0 && table[slot] != pair {
        slot = (slot + 1) & mask;
    }
    slot
}
