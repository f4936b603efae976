//! How questions are phrased: what stands before and after the question itself ("can you tell me", "again, please"), the forms that
//! ask for everything, and forms that are read as plainer ones ("where am I from" as "where is my hometown").

use std::sync::LazyLock;

use crate::text::pattern::Regex;
use crate::text::values::pattern;
use crate::text::words::{Word, is_stopword, words};

/// The phrases, compiled.
pub struct Patterns {
    lead: Regex,
    tail: Regex,
    /// "… that she should not": a judgement on what is asked.
    aside: Regex,
    /// "Tell me about …".
    pub about: Regex,
    pub all: Regex,
    pub list: Regex,
    pub rewrites: Vec<(Regex, &'static str)>,
}

pub static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    Patterns {
    lead: pattern(
        r"(?i)^(?:(?:so|and|but|ok|okay|well|hey|hi|hello|please|also|now|then|sorry|actually|quick question|one question|question|just curious|remember|again|by the way|btw|claude)\b[ ,:!.–-]*|(?:(?:can|could|would|will) you (?:please |maybe |just |still )?(?:tell me|remind me|let me know|check|look up|find out|find|say|recall|give me|show me|help me remember|recall)|do you (?:still |happen to |by any chance )*(?:know|remember|recall|have)(?: by any chance)?|tell me|remind me|show me|give me|let me know|i (?:wonder|was wondering|want to know|need to know|would like to know|would love to know|forgot|forget|have forgotten|can not (?:remember|recall)|do not (?:remember|recall)|am trying to remember)|any idea|any clue|please|look up|check (?:if|whether)|find out)\b(?: again)?(?: about)?[ ,:]*|(?:of|if|whether|that)\b )",
    ),
    tail: pattern(
        r"(?i)(?:, ?(?:do you know|do you remember|can you tell me)|[ ,]+(?:again|please|thanks|thank you|by the way|btw|exactly|right now|then|claude|though|these days|at the moment|currently|now|did i say|did i tell you|have i told you|according to (?:your|my) (?:notes|memory)))+\s*[?.!]*$",
    ),
    aside: pattern(
        r"(?i) (?:that|which) (?:i|we|he|she|it|they) (?:should|must|can|could|may|ought|is|are)(?: not)?(?: supposed)?(?: to)?[?.! ]*$",
    ),
    about: pattern(r"(?i)^(?:so |and |please |can you |could you |now )*(?:tell me (?:all |everything |more |a bit )?about|fill me in on|bring me up to (?:speed|date) (?:on|with|about)|catch me up on|update me on|brief me on|sum up|give me (?:everything|all|what|anything) you (?:have|know|have got) (?:on|about)) (.+?)(?: for me)?(?: please)?[.!]*$"),
    all: pattern(
        r"(?i)\b(?:what|everything|anything|all)(?: else)?(?: that)? (?:do |did |have |can )?(?:you|i) (?:all |already )?(?:know|remember|have|got|tell(?: you| me)?|told you|say|said|recall|learn(?:ed)?|store[d]?|note[d]?|kept?|remembered|noted|written)(?: down)?(?: (?:in|from) (?:your |my |the )?(?:memory|notes|store))?(?: (?:so far|already|until now))?\b(?: (?:about|on|of|regarding))?[ ]*(.*)$|^(?:tell me |show me |list |give me )?(?:everything|all|anything)(?: (?:that )?you (?:know|have|remember))?(?: (?:about|on|of))?[ ]*(.*)$|^(?:what about|how about|about|summari[sz]e|(?:a |the )?(?:quick |short |brief )?(?:summary|overview|rundown|recap) (?:of|on|about))[ ]+(.*)$|^what(?: is|(?: do| did)? (?:you|i|we) have) (?:stored |written |noted )?in (?:your|my|our|the) (?:memory|notes|store)()$",
    ),
    list: pattern(
        r"(?i)^(?:please )?(?:list|show me|give me|name|tell me)(?: (?:all|a list of|every|each))?(?: of)? ((?:my|our|the|all)\b.*)$",
    ),
    rewrites: [
        (r"(?i)\bdo(?:ing)? (for a living|for work|for a job|professionally)\b", "job"),
        (r"(?i)\b(earn|make) (my|his|her|a|their) living\b", "job"),
        (r"(?i)\bwhat line of work\b", "what job"),
        (r"(?i)\b(?:trade|profession|occupation|line of work)\b", "job"),
        (r"(?i)^which of (?:my|our|the|us|them)(?: [a-z]+s)? (is|are|has|have|can|likes?|wants?|needs?|plays?|eats?|drinks?)\b", "who $1"),
        // "How many minutes does it take" asks how long.
        (
            r"(?i)\bhow many (?:seconds|minutes|hours|days|weeks|months|years) (does|do|did|will|should|must|can|has|have|is|are|was) ",
            "how long $1 ",
        ),
        // "When booking a plane for me, which seat should it be?": when comes last.
        (r"(?i)^when ([^,?]+), ((?:who|what|which|where|how)\b[^?]*)$", "$2 when $1"),
        (r"(?i)^what do i do\b[?]*$", "what is my job"),
        (r"(?i)^what does ([^,;:?]+) do\b[?]*$", "what is ${1}'s job"),
        (r"(?i)\b(where|which (?:city|town|country|place|village|region|part)\b.*) ([^,;:?]{1,40}) (?:come|comes|coming) from\b", "$1 $2 hometown"),
        (r"(?i)\bwhere (am|is|are) ([^,;:?]+?) (?:originally )?from\b", "where $1 $2 hometown"),
        (r"(?i)\b(?:what|which) (?:part|time) of (?:the )?day\b", "when"),
        (r"(?i)\b(?:end up|wind up|finish up) ", ""),
        (r"(?i)\b(get|wake) up\b", "wake"),
        (r"(?i)\bgo to (bed|sleep)\b", "sleep"),
        (r"(?i)\bat what time\b", "what time"),
        (r"(?i)\b(on|in) (what|which)\b", "$2"),
        (r"(?i)\b(get|getting|am|is|are|got) married\b", "wedding"),
        (r"(?i)^what is the (?:cut-?off|deadline)(?: date)? (?:for|to submit) ", "when is due "),
        (r"(?i)^who am i$", "what is my name"),
        (r"(?i)\bwith whom\b", "who"),
        (r"(?i)^(?:from|until|till|since|by|at|for) (when|what time|which time)\b", "$1"),
        (r"(?i)^for how many\b", "how many"),
        (r"(?i)\bhow late (?:is|are|does|do) (.+?) (?:stay )?open\b", "when does $1 close"),
        (r"(?i)\bwhich (?:one )?of (?:my|our|the|your) ", "which "),
        (r"(?i)\b(on|by) (?:which|what) (date|day)\b", "what $2"),
        (r"(?i)\bhow should (?:i|we) be (?:addressed|called)\b", "what is my name"),
        (
            r"(?i)\bhow (?:big|large|high) is (.+ )?(budget|salary|rent|bonus|fee|deposit|loan|debt)\b",
            "how much is ${1}$2",
        ),
        (r"(?i)\bwho (do|does|did) (.+?) work for\b", "where $1 $2 work"),
        (
            r"(?i)\b(?:which|what) ([^,;:?]+?) do (?:i|we) (?:like|love|prefer) (?:best|most)\b",
            "what is my favorite $1",
        ),
        (
            r"(?i)\b(?:which|what) ([^,;:?]+?) does ([^,;:?]+?) (?:like|love|prefer) (?:best|most)\b",
            "what is ${2}'s favorite $1",
        ),
        (r"(?i)\bwhat should (you|i|we|people) call me\b", "what is my name"),
        (
            r"(?i)\bwhat do(?:es)? (?:(?:most|my|all|the|other|many) )*(?:people|everyone|everybody|they|friends|folks|family|team|mates|colleagues|coworkers|workmates|teammates)(?: at [a-z]+| usually| mostly| all)* (?:call|say to) me\b",
            "what is my name",
        ),
        (r"(?i)\bwhat (?:do|does|did|will|should|are|is) (?:i|we|they|he|she|the [a-z]+) (?:going to )?(?:call|name|christen|dub) (my|our|the|his|her|their) ", "what is the name of $1 "),
        (r"(?i)\b(?:can not|can) (i|we|he|she|they)(?: not)? resist\b", "do $1 love"),
        (r"(?i)\b(?:can not|can) (i|we|he|she|they)(?: not)? (?:stand|bear|abide)\b", "do $1 hate"),
        (r"(?i)\bcall myself\b", "name"),
        (r"(?i)^(?:what|which) (nick)?name do (?:i|people|they) (?:go by|use|have|answer to|call me|use for me)$", "what is my ${1}name"),
        (r"(?i)^how (?:do|would|should|did) i (?:wish|want|like|prefer|ask) to be (?:addressed|called)$", "what is my name"),
        (r"(?i)\bdid i (?:write|note|jot|put) down\b", "do i have"),
        (r"(?i)^what am i (?:known as|called)\b", "what is my name"),
        (r"(?i)^how do people (?:call|know) me\b", "what is my name"),
        (r"(?i)^how (?:do|should) (?:you|people|i) (?:call|address) me\b", "what is my name"),
        (r"(?i)\b(what|how much) (?:does|did|do|will|would) (.+?) cost\b", "how much does $2 cost"),
    ]
    .into_iter()
    .map(|(source, with)| (pattern(source), with))
    .collect(),
}
});

/// The questions of a sentence that asks more than one thing, or that says first what it asks about: "have I got a cat, and what is its
/// name", "I can not find my keys, where are they". A pronoun of the latter gets the noun of the former.
pub fn questions(text: &str) -> Vec<String> {
    let whole = || vec![text.to_owned()];
    let asks = |part: &str| {
        let first = part.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
        matches!(first.as_str(), "what" | "who" | "where" | "when" | "which" | "how" | "why" | "whose")
    };
    let cut = text.match_indices(", ").find_map(|(at, _)| {
        let rest = text[at + 2..].trim_start();
        let rest = rest.strip_prefix("and ").unwrap_or(rest);
        asks(rest).then(|| (&text[..at], rest))
    });
    let Some((before, after)) = cut else { return whole() };
    let read = words(before);
    let lower = |at: usize| read.get(at).map_or("", |word: &Word| word.lower.as_str());
    let asked = asks(before)
        || matches!(lower(0), "is" | "are" | "do" | "does" | "did" | "have" | "has" | "was" | "were" | "can");
    let noun =
        (0..read.len()).rev().find(|at| matches!(lower(*at), "my" | "our" | "the" | "a" | "an")).and_then(|at| {
            let last = (at + 1..read.len()).take_while(|at| !is_stopword(lower(*at))).take(3).last()?;
            let owner = if matches!(lower(at), "a" | "an") { "my" } else { lower(at) };
            Some(format!("{owner} {}", &before[read[at + 1].start..read[last].end]))
        });
    let mut second = String::new();
    let mut end = 0;
    let mut named = false;
    for word in words(after) {
        let with = match (word.lower.as_str(), &noun) {
            ("it" | "he" | "she" | "they" | "him" | "them", Some(noun)) => noun.clone(),
            ("its" | "his" | "her" | "their", Some(noun)) => format!("{noun}'s"),
            _ => continue,
        };
        named = true;
        second += &after[end..word.start];
        second += &with;
        end = word.end;
    }
    second += &after[end..];
    match (asked, named) {
        (true, true) => vec![before.to_owned(), second],
        (true, false) if words(after).len() > 2 => vec![before.to_owned(), second],
        (false, true) => vec![second],
        _ => whole(),
    }
}

/// Whether a text asks by a word of its own: "what", "is".
pub fn has_question_word(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| {
        matches!(
            word.to_lowercase().as_str(),
            "what"
                | "who"
                | "whom"
                | "whose"
                | "where"
                | "when"
                | "which"
                | "why"
                | "how"
                | "is"
                | "are"
                | "do"
                | "does"
                | "did"
                | "was"
                | "were"
                | "has"
                | "have"
                | "can"
                | "or"
                | "like"
                | "likes"
        )
    })
}

/// A question without what leads to it and what trails it.
pub fn trimmed(text: &str) -> String {
    let p = &*PATTERNS;
    let mut text = text.trim().to_owned();
    // "I can not for the life of me remember who our solicitor is": the question begins at its own word.
    if let Some(hit) = super::wording::PATTERNS.embedded.find(&text) {
        let from = text[..hit.end()].rfind(' ').map_or(0, |at| at + 1);
        text = text[from..].to_owned();
        for tail in [", can you check", ", could you check", ", do you", ", any idea", ", can you help"] {
            if let Some(at) = text.find(tail) {
                text.truncate(at);
            }
        }
    }
    for _ in 0..6 {
        // "what do you know about …" and "list …" keep their opening.
        let Some(hit) = p.lead.find(&text).filter(|hit| hit.end() < text.len() && hit.end() > 0) else { break };
        text = text[hit.end()..].trim().to_owned();
    }
    if let Some(hit) = p.tail.find(&text).filter(|hit| hit.start() > 0) {
        text.truncate(hit.start());
    }
    if let Some(hit) = p.aside.find(&text) {
        text.truncate(hit.start());
    }
    // "Instead of the bus" is what the answer is not.
    for rather in [" instead of ", " rather than "] {
        if let Some(at) = text.find(rather).filter(|at| text[..*at].split(' ').count() > 2) {
            text.truncate(at);
        }
    }
    text.trim().trim_end_matches(['?', '.', '!', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::{questions, trimmed};

    #[test]
    fn a_sentence_may_ask_twice_or_say_first_what_it_asks_about() {
        assert_eq!(
            questions("Have I got a parrot, and what is its name?"),
            ["Have I got a parrot", "what is my parrot's name?"]
        );
        assert_eq!(questions("I can not find my umbrella, where is it?"), ["where is my umbrella?"]);
        assert_eq!(questions("Who is Ada, and where does she live?").len(), 2);
        for one in ["Where do Ada, Ben and Max live?", "What do I eat, drink and like?", "On Friday, what do I do?"] {
            assert_eq!(questions(one), [one]);
        }
        assert_eq!(trimmed("what does the goat eat that it should not?"), "what does the goat eat");
        assert_eq!(trimmed("what do we take instead of the bus?"), "what do we take");
    }
}
