//! Identifiers: a prefix that says what they name, then 24 base58 characters: 8 of time, 16 of randomness. Ids made later
//! sort later, so a table keyed by id lists in the order of making.

use super::Time;

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    MemoryStore,
    Memory,
    MemoryVersion,
    Agent,
    Environment,
    Session,
    Thread,
    Event,
    Message,
    Request,
    Dream,
}

impl Prefix {
    pub fn text(self) -> &'static str {
        match self {
            Prefix::MemoryStore => "memstore_",
            Prefix::Memory => "mem_",
            Prefix::MemoryVersion => "memver_",
            Prefix::Agent => "agent_",
            Prefix::Environment => "env_",
            Prefix::Session => "sesn_",
            Prefix::Thread => "sthr_",
            Prefix::Event => "sevt_",
            Prefix::Message => "msg_",
            Prefix::Request => "req_",
            Prefix::Dream => "drm_",
        }
    }
}

impl Prefix {
    /// Whether `id` is one of those that it names.
    pub fn fits(self, id: &str) -> bool {
        id.strip_prefix(self.text()).is_some_and(|rest| {
            rest.len() == TIME_CHARS + RANDOM_CHARS && rest.bytes().all(|byte| ALPHABET.contains(&byte))
        })
    }
}

const ALPHABET: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const TIME_CHARS: usize = 8;
const RANDOM_CHARS: usize = 16;

/// Makes ids from times and a stream of random numbers. Two ids of one source never sort against the order in which they
/// were made, as long as the times given do not go back.
#[derive(Debug, Clone)]
pub struct IdSource {
    state: u64,
    last_ms: i64,
    counter: u64,
}

impl IdSource {
    /// `seed` is drawn from the entropy port, or given for repeatable runs.
    pub fn new(seed: u64) -> Self {
        Self { state: seed, last_ms: -1, counter: 0 }
    }

    pub fn next(&mut self, prefix: Prefix, now: Time) -> String {
        if now.ms() == self.last_ms {
            self.counter += 1;
        } else {
            self.last_ms = now.ms();
            self.counter = 0;
        }
        let mut id = String::with_capacity(prefix.text().len() + TIME_CHARS + RANDOM_CHARS);
        id.push_str(prefix.text());
        push_base58(&mut id, now.ms().unsigned_abs(), TIME_CHARS);
        push_base58(&mut id, self.counter, 4);
        let (high, low) = (self.random(), self.random());
        push_base58(&mut id, high, 6);
        push_base58(&mut id, low, 6);
        id
    }

    /// SplitMix64 (Steele, Lea and Flood, 2014).
    pub fn random(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

/// The last `width` base58 digits of `value`, most significant first.
fn push_base58(out: &mut String, mut value: u64, width: usize) {
    let mut digits = [b'1'; 16];
    for digit in digits[..width].iter_mut().rev() {
        *digit = ALPHABET[(value % 58) as usize];
        value /= 58;
    }
    out.extend(digits[..width].iter().map(|digit| *digit as char));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_sort_in_the_order_of_making() {
        let mut source = IdSource::new(7);
        let mut ids = Vec::new();
        for ms in [1_000, 1_000, 1_000, 1_762_423_200_123, 1_762_423_200_124, 253_402_300_799_999] {
            ids.push(source.next(Prefix::Event, Time::from_ms(ms)));
        }
        let mut sorted = ids.clone();
        sorted.sort();
        assert_eq!(ids[..5], sorted[..5]);
    }

    #[test]
    fn an_id_is_its_prefix_and_24_base58_characters() {
        let id = IdSource::new(1).next(Prefix::MemoryStore, Time::from_ms(1_762_423_200_123));
        let rest = id.strip_prefix("memstore_").unwrap_or_default();
        assert_eq!(rest.len(), 24);
        assert!(rest.bytes().all(|byte| ALPHABET.contains(&byte)), "{id}");
    }

    #[test]
    fn a_hundred_thousand_ids_of_one_moment_differ() {
        let mut source = IdSource::new(3);
        let ids: std::collections::HashSet<_> =
            (0..100_000).map(|_| source.next(Prefix::Memory, Time::from_ms(5))).collect();
        assert_eq!(ids.len(), 100_000);
    }
}
