//! Cues: in which words a fact is told that is asked for in others ("reports to" answers for "line manager", "cloakroom" for
//! "coats"), and which things exclude one another, so that what is told of one says nothing of the others ("staging" and
//! "production"). A list of everyday English (`cues.txt`), compared by stems; it holds no facts about anybody.
//!
//! A line of `cues.txt` is of one of three sorts: `= a, b, c` (each may stand for each), `> told => asked, asked` (what is told
//! answers for each of the asked), `! a, b, c` (they exclude one another). `cues.bin` is made of it (`BLESS=1 cargo test
//! --test cues`): `CUE1`; the length of the phrases' text (32 bits, low byte first); the phrases as stems, sorted, a line each; then the
//! three sorts, each as how many entries there are (16 bits) and each entry as how many phrases it has (a byte) and their numbers
//! (16 bits each), of the second sort the told one first.

use std::sync::LazyLock;

static DATA: &[u8] = include_bytes!("cues.bin");

/// No phrase has more words.
pub const LONGEST: usize = 4;

/// How a told phrase stands to an asked one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cue {
    /// Each may stand for the other.
    Same,
    /// It answers for the other, and not the other way round.
    Answers,
}

struct Cues {
    /// Where each phrase begins in the data, and the end of the last.
    starts: Vec<u32>,
    same: Lists,
    answers: Lists,
    apart: Lists,
}

/// Lists of phrases, and in which of them each phrase stands.
struct Lists {
    starts: Vec<u32>,
    items: Vec<u16>,
    /// By phrase: where its lists begin among those that follow.
    firsts: Vec<u32>,
    of: Vec<u16>,
}

impl Lists {
    fn read(at: &mut usize, phrases: usize) -> Lists {
        let count = usize::from(short(*at));
        *at += 2;
        let (mut starts, mut items) = (vec![0], Vec::new());
        for _ in 0..count {
            let length = usize::from(DATA[*at]);
            *at += 1;
            items.extend((0..length).map(|item| short(*at + 2 * item)));
            *at += 2 * length;
            starts.push(items.len() as u32);
        }
        let mut firsts = vec![0_u32; phrases + 1];
        items.iter().for_each(|item| firsts[usize::from(*item) + 1] += 1);
        (0..phrases).for_each(|phrase| firsts[phrase + 1] += firsts[phrase]);
        let mut next = firsts.clone();
        let mut of = vec![0; items.len()];
        for list in 0..count {
            for item in starts[list]..starts[list + 1] {
                let place = &mut next[usize::from(items[item as usize])];
                of[*place as usize] = list as u16;
                *place += 1;
            }
        }
        Lists { starts, items, firsts, of }
    }

    fn list(&self, list: u16) -> &[u16] {
        let list = usize::from(list);
        &self.items[self.starts[list] as usize..self.starts[list + 1] as usize]
    }

    /// The lists in which a phrase stands.
    fn with(&self, phrase: u16) -> &[u16] {
        let phrase = usize::from(phrase);
        &self.of[self.firsts[phrase] as usize..self.firsts[phrase + 1] as usize]
    }
}

fn short(at: usize) -> u16 {
    u16::from_le_bytes([DATA[at], DATA[at + 1]])
}

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    let length = u32::from_le_bytes([DATA[4], DATA[5], DATA[6], DATA[7]]);
    let end = 8 + length as usize;
    let mut starts: Vec<u32> = vec![8];
    starts.extend((8..end).filter(|at| DATA[*at] == b'\n').map(|at| at as u32 + 1));
    let phrases = starts.len() - 1;
    let mut at = end;
    let same = Lists::read(&mut at, phrases);
    let answers = Lists::read(&mut at, phrases);
    let apart = Lists::read(&mut at, phrases);
    Cues { starts, same, answers, apart }
});

impl Cues {
    fn phrase(&self, number: u16) -> &'static str {
        let number = usize::from(number);
        let bytes = &DATA[self.starts[number] as usize..self.starts[number + 1] as usize - 1];
        str::from_utf8(bytes).unwrap_or_default()
    }

    fn exclude(&self, one: u16, other: u16) -> bool {
        one != other && self.apart.with(one).iter().any(|list| self.apart.list(*list).contains(&other))
    }

    fn find(&self, phrase: &str) -> Option<u16> {
        let (mut low, mut high) = (0, self.starts.len() - 1);
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.phrase(middle as u16).cmp(phrase) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => return Some(middle as u16),
            }
        }
        None
    }
}

/// The phrases, as stems parted by spaces, in which may be told what a phrase of stems asks for; none that excludes it.
pub fn told_for(asked: &str) -> Vec<(&'static str, Cue)> {
    let cues = &*CUES;
    let Some(asked) = cues.find(asked) else { return Vec::new() };
    let mut found: Vec<(u16, Cue)> = Vec::new();
    for list in cues.same.with(asked) {
        found.extend(cues.same.list(*list).iter().map(|told| (*told, Cue::Same)));
    }
    for list in cues.answers.with(asked) {
        found.extend(cues.answers.list(*list).first().map(|told| (*told, Cue::Answers)));
    }
    let mut known = vec![asked];
    found.retain(|(told, _)| {
        let new = !known.contains(told) && !cues.exclude(asked, *told);
        known.extend(new.then_some(*told));
        new
    });
    found.into_iter().map(|(told, cue)| (cues.phrase(told), cue)).collect()
}

/// The phrases of a row of stems: where each begins, the place behind its end, and its number.
pub fn phrases_in(stems: &[String]) -> Vec<(usize, usize, u16)> {
    let cues = &*CUES;
    let mut found = Vec::new();
    for from in 0..stems.len() {
        let mut phrase = String::new();
        for until in from + 1..=stems.len().min(from + LONGEST) {
            if until > from + 1 {
                phrase.push(' ');
            }
            phrase.push_str(&stems[until - 1]);
            found.extend(cues.find(&phrase).map(|number| (from, until, number)));
        }
    }
    found
}

/// Whether two phrases, by number, stand in one group of which each may stand for each, and do not exclude one another.
pub fn same(one: u16, other: u16) -> bool {
    let cues = &*CUES;
    one == other
        || cues.same.with(one).iter().any(|list| cues.same.list(*list).contains(&other)) && !cues.exclude(one, other)
}

/// Whether what is told by a phrase, by number, answers for another, and neither excludes the other.
pub fn answers(told: u16, asked: u16) -> bool {
    let cues = &*CUES;
    let leads = |list: &&u16| {
        let list = cues.answers.list(**list);
        list.first() == Some(&told) && list.contains(&asked)
    };
    told != asked && cues.answers.with(told).iter().any(|list| leads(&list)) && !cues.exclude(told, asked)
}

/// Whether two phrases, by number, exclude one another.
pub fn exclude(one: u16, other: u16) -> bool {
    CUES.exclude(one, other)
}

/// Whether two phrases of stems name things that exclude one another.
pub fn are_apart(one: &str, other: &str) -> bool {
    let cues = &*CUES;
    let (Some(one), Some(other)) = (cues.find(one), cues.find(other)) else { return false };
    cues.exclude(one, other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::words::words;

    /// A phrase as stems.
    fn stems(phrase: &str) -> String {
        words(phrase).into_iter().map(|word| word.stem).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_is_told_answers_for_what_is_asked_and_not_the_other_way_round() {
        let told = |asked: &str, told: &str| {
            told_for(&stems(asked)).into_iter().find(|(phrase, _)| *phrase == stems(told)).map(|(_, cue)| cue)
        };
        assert_eq!(told("boiler", "plumber"), Some(Cue::Answers));
        assert_eq!(told("plumber", "boiler"), None);
        assert_eq!(told("gripe", "complain"), Some(Cue::Same));
        assert!(told_for("no such phrase").is_empty());
    }

    #[test]
    fn things_of_one_family_exclude_one_another() {
        assert!(are_apart(&stems("staging"), &stems("production")));
        assert!(!are_apart(&stems("staging"), &stems("staging")));
        assert!(!are_apart(&stems("staging"), &stems("dog")));
    }
}
