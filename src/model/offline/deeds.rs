//! Verbs by what they do to what was told: they change it, choose it, place it, name it anew, give it to somebody. Word lists only.

use crate::text::reading::Reading;

/// Whether a verb's stem tells that something gets another name.
pub fn renames(stem: &str) -> bool {
    matches!(stem, "rename" | "renam" | "relabel" | "rebrand")
}

/// "Gave us until Friday", "has offered me Thursday": a verb of giving, and who is given something.
pub fn gives(read: &Reading, verb: usize) -> bool {
    let next = read.words.get(verb + 1).map_or("", |word| word.lower.as_str());
    matches!(
        read.words[verb].lower.as_str(),
        "gave"
            | "given"
            | "gives"
            | "granted"
            | "offered"
            | "allowed"
            | "assigned"
            | "allotted"
            | "allocated"
            | "put"
            | "moved"
            | "booked"
            | "rebooked"
    ) && matches!(next, "me" | "us" | "him" | "her" | "them")
}

/// Whether a verb's stem tells that something becomes something else.
pub fn is_change(stem: &str) -> bool {
    matches!(
        stem,
        "move"
            | "chang"
            | "switch"
            | "push"
            | "reschedul"
            | "postpon"
            | "shift"
            | "reloc"
            | "bump"
            | "delay"
            | "swap"
            | "transfer"
            | "rename"
            | "renam"
            | "rais"
            | "lower"
            | "reduc"
            | "cut"
            | "increas"
            | "extend"
            | "upgrad"
            | "updat"
            | "rebook"
            | "convert"
            | "put"
            | "bring"
            | "brought"
            | "trade"
            | "migrat"
            | "slip"
            | "reassign"
            | "assign"
            | "promot"
            | "relabel"
            | "replac"
            | "shorten"
            | "lengthen"
            | "halv"
            | "doubl"
            | "trim"
            | "renumb"
    )
}

/// Whether a verb's stem tells no more than that something is had, done or chosen.
pub fn is_choice(stem: &str) -> bool {
    matches!(
        stem,
        "do" | "have"
            | "get"
            | "got"
            | "take"
            | "go"
            | "choos"
            | "chose"
            | "pick"
            | "opt"
            | "settl"
            | "book"
            | "bring"
            | "make"
            | "made"
            | "use"
            | "want"
            | "see"
            | "prefer"
            | "order"
            | "buy"
            | "bought"
            | "decid"
            | "went"
            | "switch"
            | "hire"
            | "plan"
            | "wear"
            | "ask"
            | "call"
            | "ring"
            | "ping"
            | "contact"
            | "messag"
            | "email"
    )
}

/// Whether a verb's stem tells where something is or is kept.
pub fn is_placing(stem: &str) -> bool {
    matches!(
        stem,
        "live"
            | "stay"
            | "keep"
            | "kept"
            | "sit"
            | "stand"
            | "hang"
            | "store"
            | "park"
            | "go"
            | "belong"
            | "meet"
            | "happen"
            | "held"
            | "hold"
            | "take"
    )
}

/// Whether a verb's stem tells that one thing is given for another.
pub fn swaps(stem: &str) -> bool {
    matches!(stem, "swap" | "trade" | "exchang" | "replac" | "switch")
}

/// Whether a verb tells only that somebody says something.
pub fn reports(lower: &str) -> bool {
    matches!(
        lower,
        "wrote"
            | "said"
            | "called"
            | "rang"
            | "phoned"
            | "emailed"
            | "texted"
            | "messaged"
            | "announced"
            | "confirmed"
            | "replied"
            | "answered"
    )
}
