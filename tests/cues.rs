//! The table of cues is what its list makes. `BLESS=1 cargo test --test cues` makes it.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use dreamfs::text::cues::LONGEST;
use dreamfs::text::words::words;

/// A phrase as stems.
fn stems(phrase: &str) -> String {
    words(phrase).into_iter().map(|word| word.stem).collect::<Vec<_>>().join(" ")
}

/// The table that `cues.txt` makes.
fn made() -> Vec<u8> {
    let text = include_str!("../src/text/cues.txt");
    let mut lists: [BTreeSet<Vec<String>>; 3] = Default::default();
    let mut answers: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let list = |text: &str| -> Vec<String> {
        let mut all: Vec<String> = text.split(',').map(stems).filter(|phrase| !phrase.is_empty()).collect();
        all.sort();
        all.dedup();
        assert!(all.iter().all(|phrase| phrase.split(' ').count() <= LONGEST), "longer than {LONGEST} words: {text}");
        all
    };
    for line in text.lines() {
        let (sort, rest) = line.split_at(2);
        match sort {
            "= " => drop(lists[0].insert(list(rest))),
            "! " => drop(lists[2].insert(list(rest))),
            "> " => {
                let (told, asked) = rest.split_once(" => ").unwrap_or_else(|| panic!("no => in {line}"));
                answers.entry(stems(told)).or_default().extend(list(asked));
            }
            _ => panic!("of no sort: {line}"),
        }
    }
    for (told, asked) in answers {
        let asked: Vec<String> = asked.into_iter().filter(|asked| *asked != told).collect();
        let parts = asked.chunks(200).map(|part| [vec![told.clone()], part.to_vec()].concat());
        lists[1].extend(parts);
    }
    let phrases: BTreeSet<&String> = lists.iter().flatten().flatten().collect();
    let number: BTreeMap<&String, u16> =
        phrases.iter().enumerate().map(|(number, phrase)| (*phrase, u16::try_from(number).unwrap())).collect();
    let text: String = phrases.iter().map(|phrase| format!("{phrase}\n")).collect();
    let mut made = b"CUE1".to_vec();
    made.extend((text.len() as u32).to_le_bytes());
    made.extend(text.bytes());
    for entries in &lists {
        let entries: Vec<_> = entries.iter().filter(|entry| entry.len() > 1).collect();
        made.extend(u16::try_from(entries.len()).unwrap().to_le_bytes());
        for entry in entries {
            made.push(u8::try_from(entry.len()).unwrap());
            made.extend(entry.iter().flat_map(|phrase| number[phrase].to_le_bytes()));
        }
    }
    made
}

#[test]
fn cues_bin_is_made_of_cues_txt() {
    let made = made();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/text/cues.bin"), &made).unwrap();
    } else {
        assert!(
            made == include_bytes!("../src/text/cues.bin"),
            "cues.bin is not what cues.txt makes: run BLESS=1 cargo test --test cues"
        );
    }
}
