//! Questions within statements: "I can never recall how long the mattress is under warranty", "my friend asked what it is called". Whoever
//! does not know, wonders or was asked something wants to hear it; the clause that begins with its question word is what is asked.

use std::sync::LazyLock;

use crate::text::concepts;
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::ascii_pattern;

use super::clauses;

/// What stands between such a verb and the clause.
const LINK: &str = r"(?: (?:of|about|on|as to|to|me|us|myself|again|exactly|for the life of me|off hand|offhand|right now|any ?more|either|quite|properly|for sure|just|even))*";

/// Where a clause that is asked begins.
const CLAUSE: &str = r"(?:(?:in|at|on|to|from|with|by|for|under|of|until|till|since) )?(?:who|whom|whose|what|when|where|which|how|why|whether|if)\b";

static NOT_KNOWN: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(&format!(
        concat!(
            r"(?i)(?:\b(?:i|we)(?: [a-z]+)? (?:can|could|do|did|have|am|are|will|would|never|hardly|no|really|still|just|simply|honestly|",
            r"keep|kept|always|completely|totally)\b[^.?!]{{0,30}}?\b(?:not|never|no|hardly|forget|forgetting|forgot|forgotten|lost)\b",
            r"[^,.?!]{{0,40}}?\b(?:remember|recall|know|think|say|tell|sure|certain|idea|clue|place|find|out|track|forget|forgetting|forgot|forgotten|picture|put my finger)",
            r"|\b(?:i|we) (?:can|could) (?:never|hardly|barely) (?:remember|recall|think|say|tell|find)",
            r"|\b(?:i|we) (?:never|hardly ever|seldom|rarely) (?:know|remember|recall)",
            r"|\b(?:i|we) (?:(?:always|often|still|just|keep|kept|constantly|sometimes|am|are|forever|really|easily) )*(?:mix(?:ing|ed)? up|muddl(?:e|ing|ed)(?: up)?|confus(?:e|ing)|get(?:ting)? (?:confused|muddled|mixed up))",
            r"|\b(?:i|we) (?:must|should|(?:need|want|have|would like|would love|am meant|are meant|am supposed|am trying) to) (?:tell|inform|advise|show|remind|answer|(?:say|explain) to|let) (?:(?:a|an|the|my|our|his|her|their|some|this|that) )?[a-z]+(?: [a-z]+)??(?: know)?",
            r"|\b(?:i|we)(?: am| are| was| were| have been| have| had)?(?: just| still| always| also| really| often| completely| totally| keep| kept)* ",
            r"(?:wonder|wondering|wondered|forget|forgetting|forgot|forgotten|unsure|uncertain|not sure|curious|confused|in two minds|drawing a blank|blanking|drew a blank|blanked|have lost track|lost track)",
            r"|\b(?:i|we) (?:(?:really|just|also|urgently|still) )?(?:need|want|have|would like|would love|wish)(?: to| i| we)?(?: could| can)? (?:know|knew|remember|recall|check|find out|work out|look up|figure out|confirm|hear|be told|be reminded)",
            r"|\b(?:i|we) (?:would be|am|are) (?:so |very |really )?(?:glad|happy|pleased|keen|eager|interested) to (?:know|hear|learn|find out)",
            r"|^(?:need|gotta|have|got|want|trying) to (?:know|figure out|find out|remember|check|work out)",
            r"|\b(?:am|are|is|been|i was)? ?(?:trying|struggling) to (?:remember|recall|work out|figure out|find out|think)",
            r"|\b(?:racking my brains?|(?:it has |it is |has |have )?(?:completely |totally )?(?:slipped my mind|escapes me|escaped me|gone out of my head)|my mind (?:has gone|is|went) (?:a )?blank|beats me|no idea|no clue|not a clue|not sure|unsure)",
            r"|^(?:please |and |so |but |now )*(?:(?:could|can|would|will) (?:you|someone|somebody|anyone) (?:please )?)?(?:remind|tell|refresh|jog|let|confirm|check|look up|find out|help|work out|say|explain)\b(?: (?:me|us|my memory|my mind|know|to remember|remember|find|find out|work out|recall))*",
            r"(?: (?:to )?(?:the|my|our) [a-z]+(?: [a-z]+)?)??",
            r")(?:{link}),? ({clause})"
        ),
        link = LINK,
        clause = CLAUSE
    ))
});

/// "My friend asked what our caravan's nickname is": somebody wants to know it of the speaker.
static ASKED: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(?:[^,.?!]{1,40}? )(?:(?:just |once |keeps? |kept |has |have |had |is |are |was |were |has been )*(?:asked|asks|asking|ask|wondering|wondered|wonders|quizzed|quizzing|pestering)|(?:wants?|wanted|needs?|needed|would like) to know|(?:is|are|was) curious(?: about)?)(?: (?:me|us|again|yesterday|today|about))* ((?:(?:in|at|on|to|from|with|by|for|under|of) )?(?:who|whom|whose|what|when|where|which|how|why)\b)",
    )
});

/// "Name everything I collect", "describe my car".
static WISHED: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(?:please |and |so |now )*(?:(?:could|can|would|will) you (?:please )?)?(?:name|list|recite|recap|enumerate|describe|repeat|go over|go through|run through|run me through|talk me through|read out|read me|read back|spell out|outline|count up)\b(?: (?:me|us|back))?(?: (?:everything|everyone|all|every|each|both|the|my|our|what|who|which|any|some|his|her|their)\b)",
    )
});

/// Nouns that name what can be told of a thing: whoever needs "the number of the plumber" wants to hear it.
const TOLD: &str = "number|name|surname|nickname|username|handle|code|address|date|day|time|hour|link|url|password|passcode|pin|hint|email|size|\
expiry|spelling|title|brand|dose|dosage|price|cost|amount|frequency|combination|details|reference|colour|color|birthday|page|account number|anniversary|deadline|\
blood group|blood type|phone number|postcode|route|schedule|timetable|dosage|advice|tip|trick|recipe|page|site|website|web page|form|video|\
clip|pattern|map|document|list|instructions|wifi|wi-fi";

/// "Give me the number of our electrician", "I should like the name of the man", "a jeweller asks for my ring size".
static NEEDED: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(&format!(
        concat!(
            r"(?i)(?:^(?:please |and |so |but |now |just )*(?:(?:could|can|would|will) you (?:please )?)?(?:(?:give|send|tell|say|show|remind|point|take|get) me(?: of| again| please| to)*|let me have) ",
            r"|\b(?:they|(?:the|my|our|some|a|an) [a-z]+(?: [a-z]+)?) (?:(?:just|now|also|still) )*(?:would like|wants?|needs?|is after|are after|requires?|requested|has requested) (?:to know |to see |to have )?",
            r"|\b(?:i|we) (?:(?:just|really|also|urgently|still|only|have) )*(?:need|want|require|(?:would|should) (?:like|love|appreciate)|am after|are after|forgot|forgotten)",
            r"(?: to (?:know|have|find|check|hear|remember|look up|double-check|confirm|tell (?:the |my |our )?[a-z]+))? ",
            r"|\b(?:i|we) (?:can|do|could|did) not (?:remember|recall|know|find|think of) ",
            r"|\b(?:trying|struggling) to (?:remember|recall|think of|find) ",
            r"|\b(?:i|we) (?:would be|am|are) (?:so |very )?(?:glad of|grateful for) |\b(?:i|we) could (?:do with|use) ",
            r"|\bask(?:s|ed|ing)? (?:me |us )?for )",
            r"((?:the|my|our|his|her|their|your|that|[a-z]+'s)(?: own| exact| right| correct)?(?: [a-z'-]+){{0,3}}? (?:{told})(?: (?:of|for|at|on|in|from|by|i|we|that|where|when|again|please|to (?:the|my|our))\b[^.?!]*)?)[.!]?$"
        ),
        told = TOLD
    ))
});

/// "I can not find my shin pads anywhere", "I am looking for those sample tiles".
static LOST: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(?:(?:please|sorry|help|oh no|so|and|but|now)[, ]+)*(?:(?:i|we) )?(?:can not|cannot|cant|can't|could not) (?:seem to )?(?:find|locate|see) ((?:my|our|the|those|these|that|his|her|their) [a-z' -]{2,40}?)(?: (?:anywhere|again|any ?more|today|now))*(?:,? (?:please|pls|help|help me|can you help))*[.! ]*$|^(?:(?:i|we) )?(?:am|are) (?:still |now )?(?:looking for|searching for|hunting for) ((?:my|our|the|those|these|that) [a-z' -]{2,40}?)(?: again| now| please)*[.! ]*$",
    )
});

/// "I would like to ring the tuner": the number is wanted.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(?:(?:quick|help|please|so|and|but|now)[, ]+)*(?:i|we) (?:(?:just|really) )?(?:want to|would like to|would love to) (?:ring|call|phone|telephone|text) ((?:the|our|my) [a-z-]+)(?: now| please| at once| right away| straight away)*[.! ]*$",
    )
});

/// "I need someone who can operate the clock".
static SOMEONE: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(?:i|we) (?:(?:just|really|urgently) )?(?:need|want|am looking for|are looking for|am after) (?:someone|somebody|a person|the person|the one) (who [a-z][^.?!]{4,60})[.! ]*$",
    )
});

/// "I want to watch the clip that shows how it is done": what is wanted is named by what it does.
static SHOWN: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(?:i|we) (?:(?:just|really) )?(?:need|want|would like|would love) to (?:watch|see|read|open|find|look at|listen to|hear) (the [a-z]+(?: [a-z]+)? (?:that|which) [^.?!]{6,80})[.! ]*$",
    )
});

/// What a wish of those forms asks.
fn wanted(text: &str) -> Option<String> {
    let hit = |regex: &Regex, group: usize| {
        regex.captures(text).and_then(|found| found.get(group).map(|part| part.as_str().to_owned()))
    };
    let where_is = |what: String| {
        let many = what.ends_with('s') && !what.ends_with("ss");
        format!("where {} {what}", if many { "are" } else { "is" })
    };
    hit(&LOST, 1)
        .or_else(|| hit(&LOST, 2))
        .map(where_is)
        .or_else(|| hit(&CALLED, 1).map(|whom| format!("what is the phone number of {whom}")))
        .or_else(|| hit(&SOMEONE, 1))
        .or_else(|| hit(&SHOWN, 1).map(|what| format!("what is {what}")))
}

/// "I am about to bill the council, tell me which number to put": a wish behind a comma, and what it is asked about.
static WISHED_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(&format!(
        r"(?i)^([^?:]{{8,}}?)(?:,|,? so|,? and|,? but) (?:please |so |and |can you |could you |i would need to know |i need to know |i want to know )*(?:(?:say|tell me|remind me|let me know|show me|give me|check|explain) )?({CLAUSE}\b[^.?!]*)[.! ]*$"
    ))
});

/// "I still have to sign the card, so point me to it".
static POINTED: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^([^?:]{8,}?)(?:,|,? so|,? and|,? but) (?:please )?(?:(?:can|could) you )?(?:point|take|lead|direct|guide|send) me (?:to|towards) (?:it|them|him|her)[.! ]*$",
    )
});

/// "I would like to ring Noah's mum but do not know when suits her".
static UNKNOWN_BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(&format!(
        r"(?i)^([^?:]{{8,}}?),? (?:but|and|only|so) (?:i |we )?(?:(?:(?:can|do|could|did) not|never) (?:know|remember|recall|think)|forget|forgot|have forgotten|am not sure|are not sure|not sure|no idea|have no idea) ({CLAUSE}\b[^.?!]*)[.! ]*$"
    ))
});

/// What is asked behind a lead that only says why: its pronoun stands for what the lead ends with.
fn wished_behind(text: &str) -> Option<String> {
    if let Some(found) = POINTED.captures(text) {
        return Some(format!("where is {}", last_phrase(found.get(1)?.as_str())?));
    }
    if let Some(found) = UNKNOWN_BEHIND.captures(text) {
        let (lead, clause) = (found.get(1)?.as_str(), found.get(2)?.as_str());
        // What somebody wishes or has is what is asked about: "the loft is full and I never know who has my ladder" is about the ladder.
        let first = lead.split(' ').next().unwrap_or_default().to_lowercase();
        let phrase = last_phrase(lead).filter(|_| matches!(first.as_str(), "i" | "we"));
        return (clause.split_whitespace().count() > 2).then(|| about(clause, phrase));
    }
    let found = WISHED_BEHIND.captures(text)?;
    let (lead, clause) = (found.get(1)?.as_str(), found.get(2)?);
    // The wish must be said, or the lead be one.
    let said = text[lead.len()..clause.start()].trim_matches([',', ' ']).to_lowercase();
    let asks =
        ["say", "tell", "remind", "know", "show", "give", "check", "explain"].iter().any(|verb| said.contains(verb));
    let rest = clause.as_str().trim_end_matches(['.', '!', ' ']);
    // "I want to ring the plumber, what was he called again."
    let again = rest.strip_suffix(" again");
    let (asks, rest) = (asks || again.is_some(), again.unwrap_or(rest));
    (asks && rest.split_whitespace().count() > 1).then(|| about(rest, last_phrase(lead)))
}

/// A question with what it is about in the place of its pronoun; behind it, where it names next to nothing itself.
fn about(clause: &str, phrase: Option<String>) -> String {
    let Some(phrase) = phrase else { return clause.to_owned() };
    let read = Reading::of(clause);
    let pronoun = read
        .words
        .iter()
        .skip(1)
        .find(|word| matches!(word.lower.as_str(), "it" | "he" | "she" | "they" | "him" | "her" | "them"));
    if let Some(word) = pronoun.filter(|word| word.end <= clause.len()) {
        return format!("{}{phrase}{}", &clause[..word.start], &clause[word.end..]);
    }
    let own = read.content().into_iter().filter(|at| !concepts::is_light(&read.words[*at].stem)).count();
    let named = (0..read.words.len()).any(|at| read.is_name(at));
    if own > 2 || named { clause.to_owned() } else { format!("{clause} for {phrase}") }
}

/// The last noun phrase of a text: behind its last article or owner, or its last name.
fn last_phrase(text: &str) -> Option<String> {
    let read = Reading::of(text);
    let lower = |at: usize| read.words[at].lower.as_str();
    let leads =
        |at: usize| matches!(lower(at), "the" | "my" | "our" | "his" | "her" | "their" | "a" | "an" | "this" | "that");
    let starts = |at: &usize| {
        leads(*at) && read.has_content(at + 1)
            || *at > 0 && read.is_name(*at) && !read.is_name(at - 1) && !leads(at - 1)
    };
    let from = (0..read.words.len()).rev().find(starts)?;
    let first = from + usize::from(leads(from));
    let last = (first..read.words.len()).take_while(|at| read.has_content(*at)).last()?;
    Some(read.text[read.words[from].start..read.words[last].end].to_owned())
}

/// "Which program again, remind me": who asks to be reminded behind it.
static REMINDED: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(.{8,}?),? (?:please )?(?:(?:can|could) you )?(?:remind me|jog my memory|refresh my memory|help me remember|help me out)(?: please)?[.!]?$",
    )
});

/// "I need my eyes tested, but who was it I go to?": what is asked behind what is told.
static TURNED: LazyLock<Regex> =
    LazyLock::new(|| ascii_pattern(&format!(r"(?i)^[^?:]{{8,}}?,? (?:but|and|so|only) ({CLAUSE}\b[^?]*)\?$")));

/// What a sentence asks, and the facts that are told before it: "I am ill today and the nurse wants to know where my plans are". What
/// holds no value and no name only leads to the question.
pub fn asked_last(text: &str, is_question: bool) -> Option<(Vec<String>, String)> {
    let mut clauses = if is_question { Vec::new() } else { clauses::split(text) };
    if let Some((at, asked)) = (1..clauses.len()).find_map(|at| embedded(&clauses[at], false).map(|asked| (at, asked)))
    {
        clauses.truncate(at);
        let says = |read: &Reading| !read.values.is_empty() || (0..read.words.len()).any(|at| read.is_name(at));
        clauses.retain(|clause| embedded(clause, false).is_none() && says(&Reading::of(clause)));
        return Some((clauses, asked));
    }
    embedded(text, is_question).map(|asked| (Vec::new(), asked))
}

/// What a sentence asks, from its question word on; nothing if it only tells, or asks by its own first words.
fn embedded(text: &str, is_question: bool) -> Option<String> {
    if is_question {
        let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        let tells = matches!(first.as_str(), "i" | "we" | "my" | "our" | "the" | "he" | "she" | "they" | "it");
        let asked = TURNED.captures(text).filter(|_| tells)?;
        return asked.get(1).map(|clause| clause.as_str().to_owned());
    }
    if WISHED.is_match(text) && !text.contains(": ") {
        return Some(text.to_owned());
    }
    if let Some(asked) = wanted(text).or_else(|| wished_behind(text)) {
        return Some(asked);
    }
    if let Some(asked) = REMINDED.captures(text).and_then(|found| found.get(1)) {
        return Some(last_asked(asked.as_str()));
    }
    let known = NOT_KNOWN.captures(text);
    if let Some(needed) = NEEDED.captures(text).filter(|_| known.is_none()).and_then(|found| found.get(1)) {
        return Some(format!("what is {}", without_tail(needed.as_str())));
    }
    let found = match known {
        Some(found) => found,
        None => {
            let first = text.split(' ').next().unwrap_or_default();
            ASKED.captures(text).filter(|_| !matches!(first, "I" | "We" | "i" | "we"))?
        }
    };
    let clause = found.get(1)?;
    let rest = &text[clause.start()..];
    // "… to know how to knit" and "what to do" are no facts.
    let words = rest.split_whitespace().count();
    (words > 2).then(|| without_tail(rest))
}

/// "Baking wholemeal now, which program again": from its last question word on, if it has one.
fn last_asked(text: &str) -> String {
    static LAST: LazyLock<Regex> =
        LazyLock::new(|| ascii_pattern(r"(?i), ((?:who|whose|what|when|where|which|how|why)\b.*)$"));
    let clause = LAST.captures(text).and_then(|found| found.get(1));
    let asked = clause.map_or(text, |clause| clause.as_str());
    asked.trim_end_matches(" again").trim().to_owned()
}

/// Without what the speaker adds of the asking: "… and I blanked".
fn without_tail(clause: &str) -> String {
    let tails = [
        " and i ",
        " but i ",
        " so i ",
        ", i ",
        ", can you",
        ", could you",
        ", do you",
        ", any ",
        ", please",
        " and he ",
        " and she ",
        " and they ",
    ];
    let lower = clause.to_ascii_lowercase();
    let end = tails
        .iter()
        .filter_map(|tail| lower.find(tail).filter(|at| clause[..*at].split_whitespace().count() > 2))
        .min()
        .unwrap_or(clause.len());
    clause[..end].trim().trim_end_matches(['.', '!', ',', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{asked_last, embedded};

    #[test]
    fn what_is_not_known_is_asked() {
        let asked = |text: &str| embedded(text, false).unwrap_or_default();
        assert_eq!(asked("I can never recall how long the lease runs."), "how long the lease runs");
        assert_eq!(asked("The loft is full and I can not think who has my ladder."), "who has my ladder");
        assert_eq!(asked("My aunt asked what our boat is called and I blanked."), "what our boat is called");
        assert_eq!(asked("I am wondering how much the ferry costs"), "how much the ferry costs");
        assert_eq!(asked("It has slipped my mind when the vet comes"), "when the vet comes");
        assert_eq!(asked("Refresh my memory on what the vet is called."), "what the vet is called");
        assert_eq!(asked("Name everything I collect."), "Name everything I collect.");
        for told in [
            "I know where the key is",
            "I told Ada where I live",
            "We settled on what to call the baby",
            "I never learned how to swim",
            "Name: Ada",
            "I asked the vet what it costs",
            "My dad can not remember where he parked",
            "I do not like it when the train is late",
            "I must tell my landlord that the tap drips",
            "We confused the waiter",
        ] {
            assert_eq!(embedded(told, false), None, "{told}");
        }
    }

    #[test]
    fn what_is_needed_is_asked_for() {
        let asked = |text: &str| embedded(text, false).unwrap_or_default();
        assert_eq!(asked("Give me the number of our electrician."), "what is the number of our electrician");
        assert_eq!(
            asked("I should like the name of the man who sees to it"),
            "what is the name of the man who sees to it"
        );
        assert_eq!(asked("A jeweller is asking me for my ring size."), "what is my ring size");
        assert_eq!(asked("Need to figure out who has my charger"), "who has my charger");
        assert_eq!(asked("Baking wholemeal now, which program again, remind me."), "which program");
        for told in ["I need a new phone", "I want the red one", "We like the colour of it", "Tell me a joke"] {
            assert_eq!(embedded(told, false), None, "{told}");
        }
    }

    #[test]
    fn a_wish_asks_what_it_is_for() {
        let asked = |text: &str| embedded(text, false).unwrap_or_default();
        assert_eq!(asked("I can not find my shin pads anywhere."), "where are my shin pads");
        assert_eq!(asked("I would like to ring the tuner."), "what is the phone number of the tuner");
        assert_eq!(asked("I need someone who can operate the clock."), "who can operate the clock");
        assert_eq!(asked("I still have to sign Moira's card, so point me to it."), "where is Moira's card");
        assert_eq!(
            asked("I want to plan around Danuta's absence, please say which day it is."),
            "which day Danuta's absence is"
        );
        assert_eq!(asked("The dentist would like my insurance number."), "what is my insurance number");
        assert_eq!(asked("I would like to see Ida's aunt but do not know when suits her."), "when suits Ida's aunt");
        assert_eq!(
            asked("I want to ring the choir people, what were they called again."),
            "what were the choir people called"
        );
        for told in ["I want to see the sea", "I would like to ring my mother more", "I can not find a good baker"] {
            assert_eq!(embedded(told, false), None, "{told}");
        }
    }

    #[test]
    fn what_is_told_before_a_question_is_kept_if_it_says_something() {
        let asked = |text: &str| asked_last(text, false).unwrap_or_default();
        assert_eq!(
            asked("I fly out on Monday and my boss wants to know which gate it is"),
            (vec!["I fly out on Monday".to_owned()], "which gate it is".to_owned())
        );
        assert_eq!(asked("I always mix up which lid fits the pan"), (Vec::new(), "which lid fits the pan".to_owned()));
        assert_eq!(asked("I would like to tell a guest until when we serve tea").1, "until when we serve tea");
        assert_eq!(
            asked("The loft is full and I never know who has my ladder"),
            (Vec::new(), "who has my ladder".to_owned())
        );
    }
}
