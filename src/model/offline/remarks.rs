//! A message taken apart for what it may correct: its clauses, what in its wording says that something was wrong or has changed, and the
//! clauses that only remark on a change ("I sold it", "the date is the same"). It decides by the wording alone.

use std::sync::LazyLock;

use crate::text::concepts;
use crate::text::contractions::expand;
use crate::text::lines::sentences;
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::pattern;
use crate::text::words::{Word, is_stopword, one_of};

use super::clauses::{self, capitalised};
use super::deeds;
use super::fragments::with_fragments;
use super::refills::starts_with;
use super::shape::{Shape, Subject};
use super::small::{is_greeting, is_moment, small_talk};
use super::wording::{self, PATTERNS, is_question};

/// How plainly a message says that something told before does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cue {
    None,
    /// "Now", "moved": it may be a change or news of its own.
    Weak,
    /// "Turns out", "from now on", "no longer".
    Strong,
    /// "Scrap that", "I meant": something told was wrong or is given up.
    Explicit,
}

/// A clause of a message.
#[derive(Debug, Clone)]
pub struct Piece {
    /// What may hold a value: openings, closings and who reports it are left out.
    pub text: String,
    /// The clause as it was said, words of correction before it left out.
    pub said: String,
    /// It asks, and corrects nothing.
    pub asks: bool,
    /// It tells that something is over.
    pub over: bool,
    /// It tells that something is as it was.
    pub stays: bool,
    /// Words of correction opened it.
    pub corrected: bool,
    /// How likely its wording makes it that it holds the new value.
    pub carries: f64,
    /// What it says does not hold, if it names that before the new value: "not cream, gold".
    pub former: Option<String>,
    /// The sentence of the message that it is of, counted from 0.
    pub sentence: usize,
    /// Words of correction stand in its sentence or before it.
    pub cued: bool,
    /// Its sentence begins with "also".
    pub adds: bool,
}

/// A message, taken apart.
#[derive(Debug)]
pub struct Heard {
    pub cue: Cue,
    pub pieces: Vec<Piece>,
}

pub(super) static EXPLICIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:correction|typo|oops|whoops|(?:scrap|scratch|strike|cancel|ignore|forget) that|never ?mind|changes? of [a-z]+|(?:venue|time|date|room|plan|menu|name|address|price|schedule) change|chang(?:ed?|ing) (?:my|our|his|her|their) minds?|plans? (?:have |has )?changed|second thoughts?|(?:got|had|have|get) (?:it|that|this|them|the [a-z]+) (?:all )?(?:wrong|mixed up|muddled)|(?:was|were|am|is|wrong) (?:wrong|mistaken|confused|not true|incorrect)|not true|wrong (?:one|name|day|date|time|number|place|way|person)|my (?:mistake|bad|error|fault)|mis(?:read|heard|typed|remembered|spoke|took)|mixed (?:it |that |them )?up|i mean(?:t)?|(?:make|call) (?:that|it)|should (?:be|have (?:been|said))|no wait|wait,? no|instead|rather than|not .{1,40} but|it is not .{1,30}, it is|hang on|scratch|actually no)\b|^(?:(?:lol|haha|oh|ah|hmm|err?|um),? )?(?:no|nope|nah|sorry|sry|soz|wait|d'?oh|hmm,? no)[,.! ]|^(?:wrong|change)[,:!]",
    )
});

static STRONG: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:actually|turn(?:s|ed)? out|it appears|in fact|update|news|no longer|any ?more|any longer|from (?:now|today|next [a-z]+|this [a-z]+|monday|tomorrow|january|february|march|april|june|july|august|september|october|november|december) ?(?:on)?|as of|these days|after all|in the end|(?:down|up|back) to|used to|formerly|until (?:recently|last)|switch(?:ed|ing)?|swapp?(?:ed|ing)?|replac(?:ed|ing|es)|renamed|reschedul(?:ed|ing)|postponed|mov(?:ed|ing) (?:it|him|her|them|us|me|the|my|our|to)|changed|shifted|bumped|pushed|brought forward|put (?:back|off|up|it)|gone up|went (?:up|off|down)|cut (?:down|back)|fell through|fully booked|sold (?:out|it|the|my|our)|cancel+ed|pulled out|dropped out|backed out|shut(?: down)?|closed(?: down)?|gave up|given up|quit|[a-z]+ (?:has |have |just )?left(?: (?:us|the|our|for|in|on|last|at|and|so|early|already|now|after)\b|[,.!]|$)|retired|resigned|got rid|broke|ditched|dropped|decided|settled on|ended up|could only|can only|only (?:had|have|got|left)|can not (?:make|come|do)|could not|already|in favou?r of|apparently|extended|reduced|raised|asked (?:if|whether|to|me|us)|announced|corrected|checked again|just (?:heard|checked|found out|learned|realised|realized|told)|same (?:time|day|date|place)|(?:is|are|stays?) the same|relocat(?:ed|ing)|offered|(?:g(?:ave|iven)|granted|allowed|assigned|allotted|allocated|double[- ]booked) (?:me|us|him|her|them)|taken|occupied|unavailable|(?:was|is|are|were) (?:full|closed|ill|sick|off)|on (?:[a-z]+ )?leave|upgraded|downgraded|traded|checked (?:it|again|the|my|with|and)|talked (?:me|us|her|him) (?:out|into)|new [a-z]+:|(?:let us|let's|we will) (?:say|call it|meet at)|doubled|halved|tripled|increased|upped|lowered|shortened|lengthened|trimmed|stolen|broken|renewed|(?:go|gone|went|going) (?:with|for)|chosen|opted|migrated|remortgaged|slip(?:s|ping)|delay(?:s|ed)?|(?:,|so|but) (?:use|try|take|go to|contact|ask|call|ring|message|ping|email|write to|speak to|talk to|please use)|slipped|reassigned|transferred|promoted|again|overruled|rebooked|resized|remeasured|left over)\b",
    )
});

/// What is heard only as a change where the rest of the message fits.
static WEAK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:now|currently|at the moment|today|moved?|but|only|sorry|although|though|so|until|new|this (?:term|week|month|year|season|time)|renew|says?|said|rather|prefer)\b",
    )
});

/// What opens a sentence and says nothing of its own; words of correction among it.
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:spel(?:led|t)|silly me|(?:i )?read (?:it|that|them) wrong|no|nope|nah|lol|haha|sry|soz|d'?oh|whoopsie|autocorrect|err?|erm|um|oh|ah|ok|okay|well|hmm*|ugh|argh|so|and|but|wait|sorry|actually|oops|whoops|typo|correction from (?:the |my |our )?[a-z]+|correction|update|(?:that|this|it) (?:is|was) (?:wrong|incorrect|not (?:true|right|correct))|not (?:true|right|correct)|(?:i )?(?:have )?(?:just )?(?:checked|looked it up)|not any ?more|(?:i |we )?(?:got )?the wrong end of the stick|apparently|anyway|hang on|hold on|quick (?:update|change|correction)|small (?:change|correction)|(?:big|sad|bad|good|great|exciting|some|latest|fresh)? ?news(?: flash)?|heads[- ]up|slight change|turns out|it turns out|as it turns out|turned out|it turned out|in the end|in fact|in other news|on second thoughts?|change of [a-z]+|(?:venue|time|date|room|plan|menu|name|address|price|schedule) change|plans? (?:have |has )?changed|(?:scrap|scratch|strike|cancel|ignore|forget) that|never ?mind|my (?:mistake|bad|error)|(?:i |we )?(?:have )?changed (?:my|our) minds?|(?:i )?got (?:it|that|them) (?:all )?(?:wrong|mixed up|muddled)|i (?:was wrong|am wrong|made a mistake|misspoke|misread (?:it|that)|misheard(?: it| that)?|mixed (?:it|that|them) up|meant|mean|should have said|meant to say)|wrong (?:one|name|day|date|time|number|place)|(?:from )?(?:next|this) (?:term|week|month|year|season|time|summer|winter|autumn|spring)|from (?:next|this) [a-z]+|from now on|these days|as of (?:now|today|next [a-z]+)|(?:let us|let's) (?:say|call it|make it|go (?:with|for)|meet at)|from (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow)|just to (?:say|let you know)|by the way|fyi|yeah|yes)\b(?:[ ]*[,:;.!–—-]+[ ]*|[ ]+|$)(?:that |is )?|(?:change|(?:re-?)?(?:measured|checked|counted|looked|asked|tested|weighed|booked|scheduled|done|spelled|got a (?:text|call|message|mail|letter|rise|raise))(?: it| them| that)?(?: again| twice)?|revised|wrong|(?:got |been |has )?moved|renumbered|rescheduled|postponed|redone|new plan|now|today|new [a-z]+|(?:[a-z]+ )?(?:rang|called|mailed|emailed|phoned|texted|messaged|wrote)(?: (?:me|us|back))?)[ ]*[,:!–—]+[ ]*)",
    )
});

/// What closes a sentence so.
static CLOSES: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:[ ,–-]+(?:instead|now|actually|sorry|after all|i mean|i meant|from now on|left|remaining|at the moment|for now|for the time being|all along|in total|altogether|these days|as it turns out|in the end|apparently|though|please|thanks|same (?:time|day|date|place)|at least))+[ .!]*$",
    )
});

/// "The doctor told me to …", "she asked if we could do …": who says so.
static REPORTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:the|my|our|his|her|their) [a-z]+(?: [a-z]+)?|she|he|they|i|we|[A-Z][a-z]+) (?:have |has |had )?(?:just |would )?(?:told|asked|wants?|wanted|advised|said|says?|reckons?|thinks?|recommend(?:ed|s)?|suggest(?:ed|s)?|announced|confirmed|decided|agreed|realised|realized|found out|heard|checked and|measured and|rang|called|texted|emailed|phoned|wrote|messaged|let)(?: (?:me|us|know|that|saying|to say|to|if (?:we|i) could|whether (?:we|i) could|(?:we|i) should|it would be better to))* (?:switch and |change and )?",
    )
});

/// Where a speaker turns round within a message: "at three, sorry, four", "on Friday... hang on, Saturday".
static TURNS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:,|;|\.{1,3}|…| -| –| —|!) *((?:oh |ah |oops |er |um )?(?:no|sorry|wait|i mean|i meant|hang on|hold on|scratch that|make that|or rather|correction|oops|actually no|no wait|well)[, ].{1,60})$",
    )
});

/// "I told you forty are coming; it is fifty."
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^i (?:told you|said)(?: that)? ([^.?!]{6,80}?)(?:[;,.]+| -| –| —)(?: but| and)? +((?:actually |but )?(?:it is|it's|its) [^.?!]{1,40}[.!]*)$",
    )
});

/// What a message tells and how it corrects that itself; nothing if it does not.
pub fn turned(message: &str) -> Option<(&str, &str)> {
    let message = message.trim();
    if let Some(found) = TOLD.captures(message).filter(|_| message.lines().count() == 1) {
        return Some((found.get(1)?.as_str(), found.get(2)?.as_str()));
    }
    let found = TURNS.captures(message)?;
    let (whole, after) = (found.get(0)?, found.get(1)?);
    let before = message[..whole.start()].trim();
    // "No phone" denies what it names.
    if wording::negates(after.as_str()) {
        return None;
    }
    // "Well" is said before much that corrects nothing.
    let value = Reading::of(after.as_str()).values.first().is_some_and(|value| value.start < 12);
    let well = after.as_str().to_lowercase().starts_with("well");
    let read = Reading::of(before);
    let clause = super::shape::shape(&Reading::of(&expand(before))).verb.is_some() || !read.values.is_empty();
    (clause && before.split(' ').count() >= 3 && message.lines().count() == 1 && (value || !well))
        .then_some((before, after.as_str()))
}

/// Takes a message apart; nothing if it holds a list or too much to be one correction.
pub fn read(message: &str) -> Option<Heard> {
    let message = message.trim();
    if message.lines().count() > 1 || message.len() > 600 {
        return None;
    }
    let whole = sloppy(&expand(message)).replace(" btw, it ", ", it ");
    // "Hiya, it is Moira": who speaks.
    let presents = |part: &str| ["it is ", "this is "].iter().any(|lead| starts_with(part.trim_start(), lead));
    if is_greeting(&whole) && whole.split([',', '!', '.', ';']).nth(1).is_some_and(presents) {
        return None;
    }
    let mut cue = heard_in(&whole);
    let mut pieces = Vec::new();
    let mut cued = false;
    for (at, sentence) in sentences(&whole).into_iter().enumerate() {
        cued |= heard_in(sentence) > Cue::None;
        // Somebody else speaks, of things of their own.
        let opens = OPENS.find(sentence).map_or(0, |hit| hit.end());
        let speaks = sentence.split_once(": ").filter(|(lead, _)| opens <= lead.len()).is_some_and(|(lead, _)| {
            lead.split(' ').count() <= 4 && Reading::of(lead).words.last().is_some_and(|word| word.capital)
        });
        let presents = super::speakers::presents(sentence, &whole).is_some() || PATTERNS.takes_over.is_match(sentence);
        if speaks || presents || super::spoken::label(sentence).is_some() {
            return None;
        }
        if is_question(sentence) {
            pieces.push(Piece {
                text: sentence.to_owned(),
                said: sentence.to_owned(),
                asks: true,
                over: false,
                stays: false,
                corrected: false,
                carries: 0.0,
                former: None,
                sentence: at,
                cued,
                adds: false,
            });
            continue;
        }
        let renewed = renewed(sentence);
        let mut text = renewed.as_deref().unwrap_or(sentence).trim();
        let mut corrected = false;
        while let Some(hit) = OPENS.find(text).filter(|hit| hit.end() > 0 && !wording::negates(text)) {
            corrected |= EXPLICIT.is_match(hit.as_str()) || STRONG.is_match(hit.as_str());
            text = text[hit.end()..].trim();
        }
        let text = super::elided::uncleft(text.to_owned());
        let parts = clauses::split(&text);
        for clause in parts.iter().flat_map(|clause| super::refills::with_reason(clause)).flat_map(with_fragments) {
            let (piece, heard) = piece(clause, corrected);
            cue = cue.max(heard);
            let cued = cued || piece.cued;
            pieces.push(Piece { sentence: at, cued, adds: starts_with(sentence, "also "), ..piece });
        }
    }
    pieces.retain(|piece| {
        let talk = small_talk(&piece.text).is_some() || is_moment(&piece.text);
        piece.text.chars().any(char::is_alphanumeric) && (piece.asks || !talk)
    });
    // Without a cue only a short message that says it anew corrects.
    let most = if cue == Cue::None { 4 } else { 10 };
    (pieces.len() <= most).then_some(Heard { cue, pieces })
}

/// What a text says of a correction by its words.
pub(super) fn heard_in(text: &str) -> Cue {
    // "Sorry for the noise" and "no olives" correct nothing.
    let lead = ["sorry for ", "sorry about "].iter().find(|lead| starts_with(text, lead)).map_or(0, |lead| lead.len());
    let text = &text[if wording::negates(text) { "no ".len() } else { lead }..];
    if EXPLICIT.is_match(text) {
        Cue::Explicit
    } else if STRONG.is_match(text) {
        Cue::Strong
    } else if WEAK.is_match(text) {
        Cue::Weak
    } else {
        Cue::None
    }
}

/// Whether a text says by its words that something has changed, or is otherwise than it was told.
pub fn is_change(text: &str) -> bool {
    heard_in(text) >= Cue::Strong
}

/// Whether a message says in so many words that something told before was wrong.
pub fn is_correction(message: &str) -> bool {
    let message = expand(message);
    heard_in(&message) == Cue::Explicit || starts_with(&message, "actually")
}

/// "New alarm code 3052, …" says what the alarm code is now.
pub(super) fn renewed(sentence: &str) -> Option<String> {
    let lead = ["new ", "our new ", "my new ", "the new "].iter().find(|lead| starts_with(sentence, lead))?;
    let rest = &sentence[lead.len()..];
    let value = crate::text::values::values(rest).into_iter().next()?;
    let noun = rest[..value.start].trim().trim_end_matches(':');
    let plain = !noun.is_empty()
        && noun.split(' ').count() <= 3
        && noun.split(' ').all(|word| !is_stopword(word) && word.chars().all(char::is_alphabetic));
    let head = noun.rsplit(' ').next().unwrap_or_default();
    let valued = one_of(
        head,
        "code number pin price rate date time deadline address email phone password fee rent room extension version budget target",
    );
    (plain && valued).then(|| format!("The {noun} is now {}", &rest[value.start..]))
}

/// "its Mr Browne" for "it is Mr Browne", where something is corrected.
fn sloppy(text: &str) -> String {
    let mut out = text.to_owned();
    for (at, _) in text.match_indices("its ").collect::<Vec<_>>().into_iter().rev() {
        let alone = at == 0 || text[..at].ends_with(' ');
        let rest = &text[at + 4..];
        let last = rest.split_whitespace().count() == 1;
        let led = rest
            .split(' ')
            .next()
            .is_some_and(|word| super::shape::class(word) > 0 || one_of(word, "the a an now not"))
            || Reading::of(rest).values.first().is_some_and(|value| value.start == 0);
        if alone && (last || led || rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())) {
            out.replace_range(at..at + 3, "it is");
        }
    }
    out
}

/// Where the words begin that close a clause and say nothing of its value. "Three left" closes so, "Dario left" does not.
fn closing(text: &str) -> Option<usize> {
    let hit = CLOSES.find(text).filter(|hit| hit.start() > 0)?;
    let counts = ["left", "remaining"].iter().any(|word| hit.as_str().contains(word));
    (!counts || !Reading::of(text).values.is_empty()).then_some(hit.start())
}

/// A clause as a piece, and what in its wording says that it corrects.
fn piece(clause: &str, corrected: bool) -> (Piece, Cue) {
    let text = clause.trim().trim_end_matches(['.', '!', '?', ',', ' ']).to_owned();
    let mut text = super::elided::uncleft(text);
    let said = text.clone();
    let mut corrected = corrected;
    let mut carries = if corrected { 0.2 } else { 0.0 };
    let mut cue = Cue::None;
    while let Some(hit) =
        OPENS.find(&text).filter(|hit| hit.end() > 0 && hit.end() < text.len() && !wording::negates(&text))
    {
        text = text[hit.end()..].trim().to_owned();
    }
    if let Some(at) = closing(&text) {
        carries += 0.5;
        text.truncate(at);
    }
    text = super::elided::spelled(&text).map_or(text.clone(), str::to_owned);
    if let Some(hit) = REPORTED.find(&text).filter(|hit| hit.end() < text.len()) {
        let rest = text[hit.end()..].to_owned();
        let told = [" to", " could", " should"].iter().any(|end| hit.as_str().trim_end().ends_with(end))
            && [" me", " us", " could", " should"].iter().any(|whom| hit.as_str().contains(whom));
        let first = Reading::of(&rest);
        let value = first.values.first().is_some_and(|value| value.start < 7);
        let clause = clauses::begins_clause(&rest) || value;
        if told || clause {
            (cue, corrected) = (Cue::Weak, true);
            text = if clause { rest } else { format!("I {rest}") };
        }
    }
    // "Sicily it is."
    for tail in [" it is", " it was", " it will be"] {
        if let Some(put) = text.strip_suffix(tail).filter(|put| put.split(' ').count() <= 4) {
            (text, cue) = (put.to_owned(), Cue::Strong);
            carries += 0.5;
        }
    }
    // "Not cream, sage and gold."
    let mut former = None;
    let lead = text.get(..4).filter(|lead| lead.eq_ignore_ascii_case("not ")).map(str::len);
    if let Some((was, now)) =
        lead.and_then(|end| text[end..].split_once(", ").or_else(|| text[end..].split_once(" but ")))
    {
        (former, text) = (Some(was.to_owned()), now.trim_start_matches("but ").to_owned());
        carries += 0.5;
    }
    // "Dust mites, not cats."
    if let Some((now, was)) = text.clone().rsplit_once(", not ").filter(|(_, was)| was.split(' ').count() <= 4) {
        (former, text) = (Some(was.to_owned()), now.to_owned());
    }
    if let Some(at) = closing(&text) {
        text.truncate(at);
    }
    // "We are down to 24", "it is up to 15 pounds".
    let lower = text.to_lowercase();
    if [" down to ", " up to ", " back to ", " now ", " only "].iter().any(|words| lower.contains(words)) {
        carries += 0.5;
    }
    let read = Reading::of(&text);
    let shape = super::shape::shape(&read);
    let over = is_end(&read, &shape) || is_former(&read);
    // "I dropped the Polo for a Yaris."
    let mut over = over;
    if let (true, Some(verb), Some((was, now))) =
        (over, shape.verb, text.clone().split_once(" for ").or_else(|| text.split_once(" in favour of ")))
        && now.split(' ').count() <= 4
        && Reading::of(now).words.iter().any(|word| word.text.chars().any(char::is_uppercase))
        && was.len() > read.words[verb].end
    {
        former = was.get(read.words[verb].end..).map(|was| was.trim().to_owned());
        (text, over, cue) = (now.to_owned(), false, Cue::Strong);
    }
    // "I have swapped Thursdays for Saturdays."
    if let Some(verb) = shape.verb.filter(|verb| deeds::swaps(&read.words[*verb].stem))
        && former.is_none()
        && let Some(link) = (verb + 1..read.words.len()).find(|at| one_of(&read.words[*at].lower, "for with to by"))
        && (verb + 2..=verb + 4).contains(&link)
    {
        former = Some(text[read.words[verb + 1].start..read.words[link - 1].end].to_owned());
    }
    // "The theme got changed", "so eight".
    if crate::text::changes::bare_subject(&read).is_some() {
        cue = Cue::Explicit;
    } else if shape.verb.is_none() && read.values.first().is_some_and(|value| value.start < 8) && read.words.len() <= 6
    {
        cue = cue.max(Cue::Weak);
    }
    let cued = cue > Cue::None;
    let stays = super::anchors::stays(&text);
    (Piece { text, said, asks: false, over, stays, corrected, carries, former, sentence: 0, cued, adds: false }, cue)
}

/// Whether a clause tells what was so before: "it used to be Bright".
pub fn is_former(read: &Reading) -> bool {
    let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
    (0..read.words.len())
        .any(|at| lower(at) == "used" && lower(at + 1) == "to" || matches!(lower(at), "formerly" | "previously"))
}

/// Whether a clause tells that something is not so or over.
pub fn gives_up(clause: &str) -> bool {
    let read = Reading::of(clause);
    read.negative || is_end(&read, &super::shape::shape(&read))
}

/// Whether a clause tells what something just spoken of was before.
pub fn was_before(clause: &str) -> bool {
    let read = Reading::of(clause);
    is_former(&read)
        && matches!(super::shape::shape(&read).subject, Subject::Pronoun)
        && read.words.first().is_some_and(|word| matches!(word.lower.as_str(), "it" | "that" | "this"))
}

/// Whether a clause tells that something is over: "I sold it", "the Crusty Cob shut down", "we went off yellow".
pub fn is_end(read: &Reading, shape: &Shape) -> bool {
    let Some(verb) = shape.verb else { return false };
    let word = &read.words[verb];
    let next = read.words.get(verb + 1).map_or("", |word| word.lower.as_str());
    matches!(
        word.stem.as_str(),
        "sell"
            | "sold"
            | "quit"
            | "lose"
            | "lost"
            | "cancel"
            | "retir"
            | "resign"
            | "die"
            | "ditch"
            | "stop"
            | "finish"
            | "scrap"
            | "abandon"
            | "leav"
            | "left"
            | "drop"
            | "broke"
            | "break"
            | "fell"
            | "fall"
            | "shut"
            | "close"
            | "end"
    ) && !matches!(next, "at" | "to" | "by" | "from" | "until" | "on" | "in" | "with")
        && !(matches!(word.stem.as_str(), "end" | "finish" | "close" | "leav" | "left" | "fall")
            && read.values.iter().any(|value| value.start > word.end))
        || matches!(
            (word.lower.as_str(), next),
            ("went" | "gone" | "go" | "written" | "wrote", "off")
                | ("gave" | "given" | "got", "up" | "rid")
                | ("moved", "out")
        )
}

/// Nouns that say no more of a value than its sort: "the date is the 9th now".
pub fn is_general(word: &Word) -> bool {
    concepts::type_word(&word.stem).is_some()
        || matches!(
            word.lower.as_str(),
            "mind"
                | "plan"
                | "plans"
                | "mistake"
                | "wrong"
                | "news"
                | "update"
                | "price"
                | "cost"
                | "quote"
                | "bill"
                | "venue"
                | "total"
                | "correction"
                | "thing"
                | "same"
                | "one"
                | "typo"
                | "people"
                | "someone"
                | "everyone"
                | "change"
                | "new"
                | "old"
                | "home"
                | "actual"
                | "right"
                | "real"
                | "cheap"
        )
}

/// Leaves out the clauses that only remark on a correction once it is made: what holds no word of its own, or only the values that stand
/// in the line now.
pub fn drop_remarks(pieces: &mut Vec<Piece>, used: &Piece, line: &Reading, gone: &str) {
    let carrier = Reading::of(&used.text);
    let former = crate::text::words::content_stems(gone);
    pieces.retain(|piece| {
        if piece.asks {
            return true;
        }
        let read = Reading::of(&piece.text);
        let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
        let shape = super::shape::shape(&read);
        let repeats = !read.values.is_empty()
            && read
                .values
                .iter()
                .all(|value| carrier.values.iter().chain(&line.values).any(|other| other.normal() == value.normal()));
        let pronoun = (shape.from..read.words.len())
            .any(|at| matches!(lower(at), "it" | "that" | "him" | "her" | "them" | "one" | "this" | "me" | "us"));
        let lower_text = piece.text.to_lowercase();
        let agreed = ["i said ", "we said ", "i agreed", "we agreed"].iter().any(|lead| lower_text.starts_with(lead))
            && read.words.len() <= 4;
        let same = agreed || piece.stays || lower_text.contains("the same");
        let pointing = matches!(shape.subject, Subject::Pronoun | Subject::Speaker | Subject::Left);
        let telling = read.content().into_iter().filter(|at| {
            let word = &read.words[*at];
            let particle =
                matches!(word.lower.as_str(), "up" | "down" | "back" | "off" | "out" | "over" | "longer" | "anymore");
            let known = former.contains(&word.stem) || line.words.iter().any(|other| other.stem == word.stem);
            let says_end = piece.over && shape.verb == Some(*at);
            let light = is_general(word) || deeds::is_change(&word.stem) || concepts::is_light(&word.stem);
            !(light || known || says_end || particle)
        });
        let own = telling.count();
        let was = is_former(&read) && shape.subject == Subject::Pronoun;
        let shifted = pronoun
            && read.values.is_empty()
            && shape.verb.is_some_and(|verb| deeds::is_change(&read.words[verb].stem));
        // "The school just wrote", and what it wrote stands in the line now.
        let reports =
            shape.verb.is_some_and(|verb| verb + 1 == read.words.len() && deeds::reports(&read.words[verb].lower));
        // "The fee went up" says no more than the line does now.
        let known = own == 0
            && read.values.is_empty()
            && !read.negative
            && shape.verb.is_some()
            && !read
                .words
                .iter()
                .any(|word| word.capital && !is_stopword(&word.lower) && !concepts::is_common(&word.stem));
        // "07700 900655" behind "the landlord is Ms Okafor".
        let bare = read.values.first().is_some_and(|value| value.start == 0) && read.words.len() <= 3;
        let valued = !repeats && shape.verb.is_none() && bare && piece.sentence == used.sentence;
        let gone_by = own == 0 && read.words.iter().any(|word| word.stem == "cancel");
        let empty = own == 0 && (read.negative || !read.is_name(0))
            || own == 1 && (pronoun || piece.over) && pointing
            || pointing && piece.over && own < 2;
        !(same
            || was
            || reports
            || known
            || shifted
            || gone_by
            || repeats && pointing
            || empty && !valued && (pointing || pronoun))
    });
    // "Jean is already making it" is told of what was given up.
    for piece in pieces.iter_mut().filter(|piece| piece.text.ends_with(" it")) {
        let read = Reading::of(&piece.text);
        let named = read.words[0].capital && !crate::text::words::is_stopword(&read.words[0].lower);
        let thing = gone.starts_with(char::is_alphabetic) && !gone.starts_with(char::is_uppercase);
        if !read.negative && named && thing {
            piece.said = format!("{}{gone}", piece.text.strip_suffix("it").unwrap_or(&piece.text));
        }
    }
}

/// The clauses that are left, as sentences.
pub fn joined(pieces: &[Piece]) -> String {
    let sentence = |piece: &Piece| {
        let text = capitalised(&piece.said);
        if piece.asks || text.ends_with(['.', '!', '?']) { text } else { format!("{text}.") }
    };
    pieces.iter().map(sentence).collect::<Vec<_>>().join(" ")
}
