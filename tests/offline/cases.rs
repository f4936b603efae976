//! Tell-and-ask cases: what a user tells in one session, what a later session is asked, and what the answer must hold and must not.
//!
//! One case a line: `kind | told (messages parted by " // ") | question | must hold ("/" parts what will do) | must not hold`. A
//! must-hold of `?` means that the answer must say it does not know; `yes` and `no` mean the first word.

/// One case, read.
pub struct Case {
    pub kind: &'static str,
    pub told: Vec<&'static str>,
    pub asked: &'static str,
    pub must: Vec<&'static str>,
    pub must_not: Vec<&'static str>,
}

/// The cases that the rules were built with, in the parts in which they came: the title and the cases of each.
pub fn built_with() -> [(&'static str, Vec<Case>); 25] {
    [
        ("built with", read(include_str!("built_with.txt"))),
        ("built with 2", read(include_str!("built_with_2.txt"))),
        ("built with 3", read(include_str!("built_with_3.txt"))),
        ("built with 4", read(include_str!("built_with_4.txt"))),
        ("built with 5", read(include_str!("built_with_5.txt"))),
        ("built with 6", read(include_str!("built_with_6.txt"))),
        ("built with 7", read(include_str!("built_with_7.txt"))),
        ("built with 8", read(include_str!("built_with_8.txt"))),
        ("built with 9", read(include_str!("built_with_9.txt"))),
        ("built with 10", read(include_str!("built_with_10.txt"))),
        ("built with 11", read(include_str!("built_with_11.txt"))),
        ("built with 12", read(include_str!("built_with_12.txt"))),
        ("built with 13", read(include_str!("built_with_13.txt"))),
        ("built with 14", read(include_str!("built_with_14.txt"))),
        ("built with 15", read(include_str!("built_with_15.txt"))),
        ("built with 16", read(include_str!("built_with_16.txt"))),
        ("built with 17", read(include_str!("built_with_17.txt"))),
        ("built with 18", read(include_str!("built_with_18.txt"))),
        ("built with 19", read(include_str!("built_with_19.txt"))),
        ("built with 20", read(include_str!("built_with_20.txt"))),
        ("built with 21", read(include_str!("built_with_21.txt"))),
        ("built with 22", read(include_str!("built_with_22.txt"))),
        ("built with 23", read(include_str!("built_with_23.txt"))),
        ("built with 24", read(include_str!("built_with_24.txt"))),
        ("built with 25", read(include_str!("built_with_25.txt"))),
    ]
}

/// Cases that others wrote without sight of the rules, for which nothing is mended.
pub fn held_back() -> [(&'static str, Vec<Case>); 5] {
    [
        ("held back", read(include_str!("held_back.txt"))),
        ("held back 2", read(include_str!("held_back_2.txt"))),
        ("held back 3", read(include_str!("held_back_3.txt"))),
        ("held back 4", read(include_str!("held_back_4.txt"))),
        ("held back 5", read(include_str!("held_back_5.txt"))),
    ]
}

/// Reads cases, one a line.
pub fn read(text: &'static str) -> Vec<Case> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).map(case).collect()
}

fn case(line: &'static str) -> Case {
    let parts: Vec<&'static str> = line.split(" | ").map(str::trim).collect();
    assert!(parts.len() >= 4, "a case has four or five parts: {line}");
    let list = |text: &'static str| text.split('/').map(str::trim).filter(|part| !part.is_empty()).collect();
    Case {
        kind: parts[0],
        told: parts[1].split(" // ").collect(),
        asked: parts[2],
        must: list(parts[3]),
        must_not: parts.get(4).map_or_else(Vec::new, |text| list(text)),
    }
}

/// Facts that have nothing to do with any case, to hide the told ones among.
pub const UNRELATED: [&str; 40] = [
    "The printer on the third floor jams when fed with thick paper",
    "Marlene collects vintage postcards from harbour towns",
    "Our recycling is picked up by a blue truck",
    "The greenhouse thermostat reads two degrees too high",
    "Oskar's bakery sells out of rye bread before ten",
    "The elevator inspection certificate expired last winter",
    "Priya recommended the documentary about octopuses",
    "The museum's basement smells of varnish",
    "Grandfather's clock loses four minutes each week",
    "The river ferry does not run in heavy fog",
    "Lorenzo repaired the accordion with fishing line",
    "The chess club voted for shorter rounds",
    "The old lighthouse was sold to a film crew",
    "The projector remote uses two AAA batteries",
    "Yusuf keeps bees on the roof of the library",
    "The orchard path floods in March",
    "The beige folder holds the warranty papers",
    "Ingrid translated the poem twice",
    "The crane at the harbour turns clockwise at dawn",
    "The choir rehearses without a conductor",
    "The bicycle pump is behind the boiler",
    "The town council approved a new fountain",
    "The violin maker moved his shop to the canal",
    "The glacier tour needs sturdy boots",
    "Tomas painted the shed in an afternoon",
    "The spare fuses are in a biscuit tin",
    "The lecture hall has creaky seats",
    "The planetarium shows a film on comets",
    "The fox was seen near the compost again",
    "The tailor charges extra for linen",
    "Wilma carved the duck decoys out of driftwood",
    "The allotment shed leans towards the railway",
    "Fourteen swans winter on the reservoir",
    "The brass band tunes to the organ",
    "Benedikt swapped the gearbox for a pressure cooker",
    "The quarry road is closed to lorries",
    "The puppet theatre stores its costumes in the attic",
    "Aurelia's compass points slightly west",
    "The mural behind the swimming pool is peeling",
    "The weather station reports in knots",
];
