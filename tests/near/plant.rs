//! Lines with planted near-duplicates, made from a seed: sentences of about 80 letters from a small vocabulary and some boilerplate,
//! a tenth of them written again with small changes.

/// Lines, and which pairs of them were planted.
pub struct Planted {
    pub lines: Vec<String>,
    pub truth: Vec<(u32, u32)>,
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % end as u64) as usize
    }
}

/// A pronounceable word of its own for each number.
fn word(number: usize) -> String {
    const ONSETS: [&str; 16] = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "br", "ch"];
    const REST: [&str; 12] = ["a", "e", "i", "o", "u", "an", "er", "in", "on", "al", "ent", "ish"];
    let (mut number, mut word) = (number + 7, String::new());
    while number > 0 {
        word.push_str(ONSETS[number % 16]);
        number /= 16;
        word.push_str(REST[number % 12]);
        number /= 12;
    }
    word
}

const BOILERPLATE: [&str; 6] = [
    "The user said that ",
    "Remember that the team decided to use ",
    "In the meeting on project ",
    "As noted in the session about ",
    "The preferred setting for ",
    "It was agreed that ",
];

/// Lines of about 80 letters; every tenth is a changed copy of an earlier one.
pub fn plant(count: usize, seed: u64) -> Planted {
    let mut dice = Dice(seed);
    let (mut lines, mut truth): (Vec<String>, Vec<(u32, u32)>) = (Vec::new(), Vec::new());
    while lines.len() < count {
        if lines.len() % 10 == 9 {
            // Copies of the lines at odd tens only, each once.
            let origin = lines.len() - 9;
            truth.push((origin as u32, lines.len() as u32));
            lines.push(changed(&lines[origin], &mut dice));
            continue;
        }
        let mut line = if dice.below(3) == 0 { String::new() } else { BOILERPLATE[dice.below(6)].to_owned() };
        while line.len() < 74 {
            // Common words come more often than rare ones.
            let rare = dice.below(3_000);
            let pick = if dice.below(2) == 0 { rare } else { rare % 150 };
            line.push_str(&word(pick));
            line.push(' ');
        }
        lines.push(line.trim().to_owned());
    }
    Planted { lines, truth }
}

/// One or two words replaced, dropped or swapped, or letters mistyped.
fn changed(line: &str, dice: &mut Dice) -> String {
    let mut words: Vec<String> = line.split(' ').map(str::to_owned).collect();
    for _ in 0..1 + dice.below(2) {
        let at = dice.below(words.len());
        match dice.below(4) {
            0 => words[at] = word(dice.below(3_000)),
            1 if words.len() > 6 => {
                words.remove(at);
            }
            2 if at > 0 => words.swap(at - 1, at),
            _ => words[at].push('x'),
        }
    }
    words.join(" ")
}

/// Planted pairs found, planted pairs, and pairs found in all.
pub fn score(planted: &Planted, found: &[(u32, u32)]) -> (usize, usize, usize) {
    let right = planted.truth.iter().filter(|pair| found.binary_search(pair).is_ok()).count();
    (right, planted.truth.len(), found.len())
}
