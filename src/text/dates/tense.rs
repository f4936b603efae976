//! Whether a sentence speaks of what was or of what is to come where it names a day, so that "we met Tuesday" and "we meet Tuesday"
//! are two days. It reads the nearest verb that shows its tense; where none does it says so.

use super::tokens::{Cx, Kind, one_of};

/// Where from the moment it was said a day lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    Coming,
    Unknown,
}

use Direction::{Coming, Past, Unknown};

/// How far from an expression a verb is looked for, in tokens.
const REACH: usize = 40;

const PAST: &str = "was were wasn't weren't did didn't had hadn't met went saw came said told got bought took made sent began left lost \
    paid spoke wrote gave drove flew ate drank slept ran sold broke chose caught taught brought fell felt grew heard held kept knew \
    lent rode rose sang swam threw won wore woke hid hung dealt built led fought froze forgot found stole stood struck swore tore \
    understood dreamt learnt spent sat shot drew hurt quit hit became overslept withdrew rang sank stuck blew bit bent did happened \
    forgave forgotten gone been couldn't wouldn't ago gotten thought shipped";

const PRESENT: &str = "will won't shall gonna going would should shouldn't must can can't cannot may might could let's lets is isn't are \
    aren't am i'm we're they're you're it's that's there's here's what's when's he's she's who's where's have has haven't hasn't \
    leaves starts arrives lands departs flies meets opens closes begins ends comes goes returns happens runs launches ships expires \
    needs wants hopes expects says takes moves visits plans works lasts gets does doesn't don't do continues resumes kicks finishes \
    wanna plays presents speaks hosts joins marries turns retires remind please i'll we'll you'll he'll she'll it'll they'll that'll \
    there'll i'd we'd he'd she'd they'd you'd upcoming due deadline";

/// Participles that tell of a plan where no verb in the past stands before them.
const PLANNED: &str = "planned scheduled rescheduled booked set due slated expected supposed arranged postponed moved delayed pushed \
    deferred changed shifted pencilled confirmed invited reserved needed";

/// Verbs whose object is a time to come: "they moved it to Friday", "we put it off until Monday".
const CHANGES: &str = "moved move moves moving rescheduled reschedule postponed postpone pushed push delayed delay changed change shifted \
    shift deferred defer switched switch extended extend put brought bring scheduled schedule slipped slip set";

/// Verbs of the past whose infinitive is still to come: "promised to deliver on Monday".
const INTENDS: &str = "promised agreed decided planned asked offered hoped arranged reminded wanted expected invited told intended \
    scheduled volunteered vowed chose";

/// Verbs whose direct object is a day to come: "Ann suggested Friday".
const PROPOSES: &str = "suggested proposed picked chose requested prefers preferred offered booked scheduled";

/// The direction at an expression that spans tokens.
pub(super) fn direction(cx: &Cx, from: usize, to: usize) -> Direction {
    let start = skip_lead(cx, from);
    let lead = if start < from { cx.lower(start) } else { "" };
    if let Some(found) = by_preposition(cx, start, lead) {
        return found;
    }
    let (before, hard) = backward(cx, start, false);
    let subject = is_verb_after(cx, to);
    let fronted = start == 0
        || ends_clause(cx, start - 1)
        || cx.follows(start, "and or then plus , - – — : ( but so because while although though that if when");
    if fronted || subject {
        let after = forward(cx, to);
        if after != Unknown {
            return after;
        }
    }
    if before != Unknown {
        return before;
    }
    let after = forward(cx, to);
    if after != Unknown || hard {
        return after;
    }
    backward(cx, start, true).0
}

/// The first token of an expression with its prepositions and articles.
fn skip_lead(cx: &Cx, from: usize) -> usize {
    let mut start = from;
    while start > 0
        && from - start < 3
        && cx.follows(
            start,
            "on at in by until till til since for to from into the of around before after during over about this late",
        )
    {
        start -= 1;
    }
    start
}

fn by_preposition(cx: &Cx, start: usize, lead: &str) -> Option<Direction> {
    let fronted = start == 0 || ends_clause(cx, start - 1);
    let until = (start + 12).min(cx.tokens.len());
    let had = || {
        (start.saturating_sub(REACH)..start).any(|at| cx.is(at, "had was were"))
            || fronted && (start..until).any(|at| cx.is(at, "had"))
    };
    let change = |reach: usize| (start.saturating_sub(reach)..start).rev().find(|at| cx.is(*at, CHANGES));
    match lead {
        "since" => return Some(Past),
        "by" | "until" | "till" | "til" if !had() || change(8).is_some() => return Some(Coming),
        "for" if !cx.follows(start, "was were been apologized sorry thanks thank") => return Some(Coming),
        "to" | "into" if change(10).is_some() => return Some(Coming),
        // What was moved from a day may have lain on either side.
        "from" if change(6).is_some() => return Some(Unknown),
        "of" if cx.follows(start, "as") => return Some(Unknown),
        "on" if cx.follows(start, "agreed settled decided") => return Some(Coming),
        "" if cx.follows(start, PROPOSES) => return Some(Coming),
        _ => {}
    }
    None
}

/// Whether a sentence ends at a token.
pub(super) fn ends_clause(cx: &Cx, at: usize) -> bool {
    let Some(token) = cx.tokens.get(at) else { return true };
    if token.kind != Kind::Mark {
        return false;
    }
    let next_spaced = cx.tokens.get(at + 1).is_none_or(|next| next.spaced);
    match token.lower.as_str() {
        "\n" | "!" | "?" | ";" | "…" | "•" => true,
        "." | ":" => next_spaced,
        _ => false,
    }
}

/// Whether a token parts clauses that may differ in tense.
fn parts_clauses(cx: &Cx, at: usize) -> bool {
    cx.is(at, "but so because while although though whereas") || cx.is(at, "– —")
}

/// The nearest verb with a tense before a position; whether a sentence's end stopped the search.
fn backward(cx: &Cx, start: usize, whole: bool) -> (Direction, bool) {
    let mut infinitive = false;
    for at in (start.saturating_sub(REACH)..start).rev() {
        if ends_clause(cx, at) {
            return (if infinitive { Coming } else { Unknown }, true);
        }
        if !whole && parts_clauses(cx, at) {
            return (if infinitive { Coming } else { Unknown }, false);
        }
        match cue(cx, at) {
            Cue::Past if infinitive && cx.is(at, INTENDS) => return (Coming, false),
            Cue::Past => return (Past, false),
            // "I forgot to call", "we had to leave": what stands before the infinitive has the tense.
            Cue::Present if cx.follows(at, "to") && !cx.is(at, "going gonna") => infinitive = true,
            Cue::Present => return (Coming, false),
            Cue::None => {}
        }
        if cx.is(at, "to") && cx.is_word(at + 1) && at + 1 < start && !cx.is(at + 1, "the a an my our his her their") {
            infinitive |= at > 0 && (cx.is(at - 1, INTENDS) || at > 1 && cx.is(at - 2, INTENDS));
        }
    }
    (if infinitive { Coming } else { Unknown }, true)
}

/// The first verb with a tense after a position, in its clause.
fn forward(cx: &Cx, to: usize) -> Direction {
    for at in to..(to + REACH).min(cx.tokens.len()) {
        if ends_clause(cx, at) && !(at == to && cx.is(at, ":")) || at > to && parts_clauses(cx, at) {
            return Unknown;
        }
        match cue(cx, at) {
            Cue::Past => return Past,
            Cue::Present => return Coming,
            Cue::None => {}
        }
    }
    Unknown
}

/// Whether the expression is a verb's subject: "Friday works", "the party on Saturday was great".
fn is_verb_after(cx: &Cx, to: usize) -> bool {
    cx.is(to, "is was will would works could can should has went isn't wasn't won't might may must suits looks 'll")
}

enum Cue {
    Past,
    Present,
    None,
}

fn cue(cx: &Cx, at: usize) -> Cue {
    let word = cx.lower(at);
    if word.is_empty() || !cx.is_word(at) || word == "sat" && cx.capital(at) {
        return Cue::None;
    }
    let determined = cx.follows(at, "the a an my our your his her their this that these those its");
    if one_of(word, "have has haven't hasn't had 've i've we've they've you've") || word.ends_with("'ve") {
        return perfect(cx, at);
    }
    if determined && !one_of(word, "was were did had is are will has have") {
        return Cue::None;
    }
    if at > 1 && cx.follows(at, "i we you they he she it") && cx.is(at - 2, "did didn't") {
        return Cue::Past;
    }
    if one_of(word, PLANNED) {
        return planned(cx, at);
    }
    if one_of(word, PAST) {
        return past_form(cx, at);
    }
    if one_of(word, PRESENT) {
        // "May" the month, "will" the testament.
        let month = word == "may" && (cx.capital(at) || cx.follows(at, "in of early late mid since until by"));
        return if month { Cue::None } else { Cue::Present };
    }
    if word.len() > 3
        && word.ends_with("ed")
        && !one_of(
            word,
            "need speed seed feed indeed hundred embed shed wed sacred biped exceed proceed succeed wednesd",
        )
    {
        return participle(cx, at);
    }
    if word.ends_with("n't") {
        return Cue::Present;
    }
    let subject =
        cx.follows(at, "i we you they") || cx.follows(at, "also both all really just finally only still then never to");
    if subject
        && !one_of(
            word,
            "put set let read cut cost shut beat both all also really just finally only still then never and or to the not",
        )
    {
        let real = !cx.follows(at, "to") || super::super::concepts::is_verb(&super::super::words::stem(word));
        let noun_before = cx.follows(at, "also both all really just finally only still then never")
            && !(at > 1 && cx.is(at - 2, "i we you they"));
        return if real && !noun_before && !cx.capital(at) { Cue::Present } else { Cue::None };
    }
    let begins = at == 0 || ends_clause(cx, at - 1);
    if begins
        && one_of(
            word,
            "remind call book buy meet send finish check pick drop submit schedule cancel move pay ask tell remember don't see ping",
        )
    {
        return Cue::Present;
    }
    Cue::None
}

/// "Have": of the past with a participle, of the present with an object.
fn perfect(cx: &Cx, at: usize) -> Cue {
    let mut next = at + 1;
    while next < at + 4
        && cx.is(next, "not never already just also all both recently finally only i we you they he she it to")
    {
        if cx.is(next, "to") {
            return if cx.is(at, "had") { Cue::Past } else { Cue::Present };
        }
        next += 1;
    }
    let word = cx.lower(next);
    let participle = one_of(word, PAST)
        || one_of(word, "done seen taken given written spoken driven eaten known put set read cut run come")
        || word.ends_with("ed") && word.len() > 3;
    if word == "got" {
        return past_form(cx, next);
    }
    if cx.is(at, "had") || participle { Cue::Past } else { Cue::Present }
}

/// A past form that may be a participle: "the report found on Monday", "to be held Friday", "is gone".
fn past_form(cx: &Cx, at: usize) -> Cue {
    if cx.is(at, "held made sent built sold paid led taught set caught brought told given") {
        return participle(cx, at);
    }
    // "I've got a haircut": what is had now.
    let had = cx.follows(at, "have has i've we've they've you've he's she's it's");
    const DONE: &str =
        "back home there up out engaged married sick paid fired hit lost stuck worse better into through off away";
    if cx.is(at, "got") && had && !cx.is(at + 1, DONE) {
        return Cue::Present;
    }
    // "The week ago", "some time ago": another expression of its own.
    if cx.is(at, "ago") { Cue::None } else { Cue::Past }
}

/// A word in "-ed": past, but for a passive of the present or of the future.
fn participle(cx: &Cx, at: usize) -> Cue {
    match auxiliary(cx, at) {
        Some(word)
            if one_of(word, "be is are am isn't aren't being gets get it's that's they're we're i'm he's she's") =>
        {
            Cue::Present
        }
        Some(word) if one_of(word, "will won't") => Cue::Present,
        Some(_) => Cue::Past,
        None => Cue::Past,
    }
}

/// A planned thing lies ahead unless a verb says that the planning itself was what happened.
fn planned(cx: &Cx, at: usize) -> Cue {
    match auxiliary(cx, at) {
        Some(word) if one_of(word, "was were wasn't weren't had") => Cue::Past,
        Some(_) => Cue::Present,
        None if cx.is(at + 1, "for to until till by") => Cue::Present,
        None => Cue::Past,
    }
}

/// The auxiliary that stands before a participle, adverbs aside.
fn auxiliary(cx: &Cx, at: usize) -> Option<&str> {
    let mut before = at;
    while before > 0
        && at - before < 3
        && cx.follows(before, "not already just also now currently still been only finally")
    {
        before -= 1;
    }
    let word = cx.before(before);
    let is = one_of(
        word,
        "be is are am was were isn't aren't wasn't weren't being been gets get got has have had haven't hasn't it's that's they're \
         we're i'm he's she's will won't",
    );
    // "Will have finished" is ahead.
    if one_of(word, "have") && cx.follows(before - 1, "will won't") {
        return Some("will");
    }
    is.then_some(word)
}

/// Whether a word is a verb that shows its tense.
pub(super) fn is_tensed(lower: &str) -> bool {
    one_of(lower, PAST) || one_of(lower, PRESENT)
}

/// Whether a token is a verb that moves something to another time.
pub(super) fn is_change(cx: &Cx, at: usize) -> bool {
    cx.is(at, CHANGES)
}

/// Whether a sentence says in so many words that it speaks of what is to come.
pub(super) fn is_future(cx: &Cx, at: usize) -> bool {
    const FUTURE: &str =
        "will won't going gonna plan plans planning planned want wants hope hopes hoping would scheduled due";
    let before = (at.saturating_sub(REACH)..at).rev().take_while(|at| !ends_clause(cx, *at));
    let after = (at..(at + REACH).min(cx.tokens.len())).take_while(|at| !ends_clause(cx, *at));
    before.chain(after).any(|at| cx.is(at, FUTURE) || cx.lower(at).ends_with("'ll"))
}

/// Whether a sentence tells of a habit around a position: "I usually run on Sunday".
pub(super) fn is_habit(cx: &Cx, at: usize) -> bool {
    const HABIT: &str = "usually always normally typically generally regularly whenever weekly";
    let inside = |at: &usize| !ends_clause(cx, *at) && !parts_clauses(cx, *at);
    let before = (at.saturating_sub(REACH)..at).rev().take_while(inside);
    let after = (at..(at + REACH).min(cx.tokens.len())).take_while(inside);
    before.chain(after).any(|at| cx.is(at, HABIT))
}
