//! How sentences are worded: what leads to them and trails them, what corrects, what asks to be remembered or forgotten, and whether
//! a sentence asks at all.

use std::sync::LazyLock;

use crate::text::pattern::Regex;
use crate::text::values::{ascii_pattern, pattern, values};
use crate::text::words::one_of;

/// The patterns, compiled.
pub struct Patterns {
    pub opener: Regex,
    /// "Just so you know who you are talking to: Ada Moss, …".
    pub introduces: Regex,
    pub remember: Regex,
    pub correction: Regex,
    pub corrects_within: Regex,
    pub closer: Regex,
    pub indirect: Regex,
    pub wh: Regex,
    pub aux: Regex,
    /// What follows "when" where it asks, an auxiliary: "when flying I sleep" tells.
    pub asks_on: Regex,
    pub forget: Regex,
    pub task: Regex,
    pub chat: Regex,
    pub refill: Regex,
    pub takes_over: Regex,
    /// What is asked behind a statement for the sake of talk: ", can you believe it?".
    pub tag: Regex,
    /// "Update on the venue: …".
    pub news_on: Regex,
    /// "I can not for the life of me remember who …".
    pub embedded: Regex,
}

pub static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    opener: pattern(
        r"(?i)^(?:(?:hi|hello|hey|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|greetings|dear)(?: (?:there|again|claude|all|everyone|assistant))?\b[ ,!.:–-]*|(?:thanks|thank you|cheers)(?: so much| a lot| very much)? for [^,.!:–]{2,40}[,!.:–]+[ ]*|(?:thanks|thank you|cheers)(?: so much| a lot| very much)?(?: for (?:that|this|your help|the help))?\b[ ,!.:–-]+|(?:by the way|btw|fyi|for the record|for your information|just so you know|so you know|in case you (?:need|forget|were wondering)[^,]*|as i said|also|and|oh|ah|ok|okay|alright|so|yes|yeah|yep|anyway|one more thing|another thing|another one|quick (?:note|question|one|update)|a (?:quick|small) (?:note|update|question)|plus|hmm|um|uh|please|pls|heads[- ]up|let me (?:tell you|introduce myself)|some facts(?: about me)?|a few (?:things|facts)(?: about me)?)\b(?: (?:too|also))?(?:[ ]*[,:!.–-]+[ ]*|[ ]+)|(?:first(?: of all| thing)?|second(?:ly)?|third(?:ly)?|next|finally|lastly|great|cool|good|right|well|question|note|reminder|important|nice|perfect|a note|one thing|guess what|lol|haha|phew|yay|wow|ugh|(?:big|sad|bad|good|great|exciting|some|latest)? ?news|(?:so |very |really |pretty |absolutely |completely |totally |bit )*(?:tired|exhausted|knackered|shattered|busy|stressed|happy|chuffed|gutted|annoyed|excited|relieved)(?: (?:today|tonight|now|this (?:morning|week)))?)[ ]*[,:!.–]+[ ]*)",
    ),
    introduces: pattern(
        r"(?i)^(?:(?:hi|hello|hey)[ ,!.]+)?(?:(?:just )?(?:so|in case) you (?:know|wonder|are wondering|were wondering|wondered)(?:,? )(?:who (?:you are (?:talking|speaking|chatting|writing|dealing) (?:to|with)|i am|this is|is (?:talking|writing|speaking|typing|this))|about me)|introducing myself|let me introduce myself|to introduce myself|(?:a )?(?:bit|little|few words|quick intro)? ?about me|you are (?:talking|speaking) (?:to|with))[ ]*[:,–-]+[ ]*(?-i:([A-Z]))",
    ),
    remember: ascii_pattern(
        r"(?i)^(?:(?:could|can|would|will) you (?:(?:please|also|just|maybe|quickly) )*|please (?:also )?|also |i(?: would|'d)? (?:want|need|like|love) you to |make sure (?:to|you) |you should |you may want to |you might want to |i just wanted to |i (?:wish|would like) to |just )?(?:(?:remember|note|memori[sz]e|keep in mind|bear in mind|save|store|record|write down|jot down|make a note|take a note|put down|don't forget|do not forget|know|let you know|inform you|telling you|tell you|mention|add|log)(?: down)?(?: (?:this|it|the following|for me|for later|for next time|(?:to|in) (?:(?:your|my|the|our) )?(?:memory|notes?|list|store)|of this))*)(?: that\b|:|,|(?u: –)| -)*\s+",
    ),
    correction: ascii_pattern(
        r"(?i)^(?:change: +|(?:no|nope|nah|nvm|never mind|edit|typo|ugh|argh|hmm|oh|actually|sorry|correction|oops|whoops|wait|scratch that|i was wrong|i got that wrong|my mistake|change of plans?|small change|update|on second thoughts?|i(?: have)? changed my mind|strike that|not quite|i misspoke|i made a mistake|apologies|hold on|hang on|turns out|it turns out|as it turns out|news|scrap (?:that|this|it)(?: (?:link|one|idea|plan|last bit|bit))?)\b(?: (?:that|but|wait|no))?(?:[ ]*(?u:[,:;.!–-])+[ ]*|[ ]+))",
    ),
    corrects_within: pattern(
        r"(?i)\b(?:actually|now|any ?more|any longer|no longer|instead|after all|changed|moved (?:to|from|up|back|forward)|has moved|was moved|been moved|got moved|is moving to|rescheduled|postponed|pushed|delayed|switched|renamed|turns out|cancell?ed|called off|brought forward|used to|stopped|quit|gave up|i meant|as of (?:now|today)|from now on|these days|took over|replaced|traded|swapped|upped|extended|raised|new (?:time|date|room|address|number|job|phone|email|name|place|day|plan)|not\b.+\bbut\b|, not\b|rather than)",
    ),
    closer: ascii_pattern(
        r"(?i)(?u:[ ,–-])+(?:please|thanks|thank you|by the way|btw|fyi|just so you know|for the record|remember (?:that|this|it)|(?:please )?(?:remember|note|keep|save) (?:that|this|it)(?: in mind)?|actually|after all|instead|again|right|ok|okay|though|haha|lol|for future reference|for later|in case you need it)\s*[.!?]*$",
    ),
    indirect: ascii_pattern(
        r"(?i)^(?:(?:can|could|would|will) you (?:please |maybe |just )?(?:tell|remind|show|help|give|look|check|find|say|list|recall|let)|do you (?:still |happen to |by any chance )?(?:know|remember|recall|have)|tell me|remind me|show me|give me|let me know|i (?:wonder|was wondering|want to know|need to know|would like to know|would love to know|forgot|forget|have forgotten|can not remember|can not recall|do not remember|do not recall|am trying to remember)|any (?:idea|chance|clue)|what about|how about|fill me in|bring me up to|catch me up|update me on|brief me on|sum up|list|look up|check (?:if|whether|what|when|where|who|which|my)|find out|what do you know|summari[sz]e (?:what|my|everything))\b",
    ),
    wh: ascii_pattern(
        r"(?i)^(?:(?:at|in|on|for|to|from|with|by|about|until|since|under|of) )?(?:what|who|whom|whose|where|when|which|why|how)\b",
    ),
    aux: pattern(
        r"(?i)^(?:am|is|are|was|were|do|does|did|have|has|had|can|could|will|would|should|shall|may|must)(?: not)? (?:i|we|you|he|she|it|they|there|this|that|my|our|the|your|his|her|any|anyone|anybody|someone|[A-Z][^\s]+|[^\s]+'s)\b",
    ),
    asks_on: ascii_pattern(
        r"(?i)^(?:exactly |else |again |in [a-z]+ )?(?:am|is|are|was|were|do|does|did|have|has|had|can|could|will|would|should|shall|must|may|my|our|the|his|her|their)\b",
    ),
    forget: ascii_pattern(
        r"(?i)^(?:(?:please|can you|could you|would you|you can|i want you to|i would like you to) )*(?:please )?(?:forget|delete|remove|erase|drop|strike|wipe|unlearn|get rid of)\b(?: (?:about|that|everything (?:about|on)|all (?:about|on)|what (?:i|you) (?:said|told you|know|have) about|anything (?:about|on)|the (?:fact|note|line|entry) (?:that|about|on|of)|it|this|my note (?:about|on)|what i (?:said|told you)|the last (?:thing|fact|note|one)(?: i (?:said|told you))?))*",
    ),
    task: ascii_pattern(
        r"(?i)^(?:(?:can|could|would|will) you (?:please )?)?(?:write (?:me|a|an|the|some|us)|draft|explain|summari[sz]e|translate|generate|calculate|compute|compose|sing|draw (?:me|us|a|an|the|some)|code|implement|refactor|debug|fix (?:this|my|the)|solve|rewrite|paraphrase|create (?:a|an|me)|give me (?:a|an|some)|tell me (?:a joke|a story|something)|help me|search (?:for|the)|google|look up|run (?:the|a|this)|execute|open (?:the|my|a|this|up)|make me|play|recommend|suggest|order (?:me|a)|book me|send (?:me|an|a)|convert)\b",
    ),
    chat: pattern(
        r"(?i)^(?:(?:i am|i feel|i'm) (?:(?:so|very|really|quite|pretty|just|doing) )*(?:fine|good|great|ok|okay|well|happy|glad|tired|bored|excited|sorry|ready|back|here|done|sure|not sure|curious|confused|testing(?: this| you)?|impressed)(?: (?:to|that|with|about|today|now|thanks|to be here|to meet you)\b.*)?|(?:it is |it was )?(?:nice|great|good|lovely|pleased|a pleasure) (?:to (?:meet|see|hear|talk|know|chat)|talking|meeting|chatting|seeing)\b.*|what an? [^,:]{2,40}|guess what|you (?:will|would) (?:never|not) (?:guess|believe)[^,:]*|(?:that|this|it) (?:is|was|sounds|looks|seems) (?:all|it|everything|(?:so |really |very |quite )?(?:good|great|nice|cool|fine|perfect|right|correct|wrong|helpful|useful|fun|awesome|amazing|interesting|funny|wonderful|lovely|ok|okay|enough)(?: to (?:know|hear))?)(?: for now| for today| then)?|i (?:have|had) (?:a|one|some|another|two|a few|a couple of) (?:quick |more |small )?(?:questions?|things? to tell you|requests?)(?: for you)?|i (?:hope|think|guess|believe) (?:you|so|not|that is all|this works)\b.*|the weather\b.*|it is (?:so |very |really |a bit |quite )*(?:sunny|rainy|raining|hot|cold|warm|late|early|windy|snowing)\b.*|here (?:are|is|comes) (?:some|a few|more|one more|my)\b.*|let us (?:start|go|begin|see|get started|do this)\b.*|see you\b.*|talk to you (?:later|soon)\b.*|have a (?:nice|good|great)\b.*|you are (?:great|welcome|helpful|the best|awesome|nice|right|wrong|funny|useless)\b.*|i (?:love|like|appreciate) (?:it|that|this|you|your help)|never ?mind.*|sorry (?:for|about) .*|(?:thanks|thank you|cheers)(?: so much| a lot| very much)? for (?:all )?[a-z' ]{2,40}|(?:hi|hello|hey|greetings) from (?-i:[a-z ']{2,30})|no (?:problem|worries|rush|idea|thanks?)\b.*|of course|got it|sounds good|makes sense|will do|i see|me too|same here|that is that|just (?:checking|testing|saying|kidding)\b.*|i am just (?:trying|testing|checking|saying)\b.*|this is (?:just )?a test|testing.*)[.!]*$",
    ),
    embedded: ascii_pattern(
        r"(?i)^(?:(?:i (?:can not|could not|do not|am not|have no)|we (?:can not|do not)|it would (?:help|be (?:good|nice|useful|handy|great)) to|i am trying to|trying to|not|no)\b[^,.?!]{0,40}?\b(?:sure|idea|clue|remember|recall|know|think|work out|figure out)|unsure|i keep forgetting)(?: of| about)? (?:who|whom|whose|what|when|where|which|how|why)\b",
    ),
    news_on: ascii_pattern(
        r"(?i)^(?:update|news|correction|change|word) (?:on|about|regarding|for|to) ((?:the|my|our) [^:,.]{2,30}): +",
    ),
    tag: ascii_pattern(
        r"(?i), (?:can you believe (?:it|that)|(?:would|could) you believe (?:it|that)|you know|you see|right|okay|ok|eh|huh|yeah|(?:is|was|are|do|does|did|has|have|will|wo|ca)(?: not|n't|nt) (?:it|that|he|she|they|we|i|you))\?$",
    ),
    takes_over: pattern(
        r"^(?i:this is|it is|it's|now it is|now it's|here is) ([A-Z][a-zà-ÿ]+) (?i:now|typing now|speaking now|writing now|taking over|on the keyboard now)\b[^,.!]*[,.! ]*",
    ),
    refill: pattern(
        r"(?i)^(?:(?:i meant|i mean|down to|up to|back to|it should be|it should say|make (?:that|it)|rather|better|that should be|change (?:that|it) to|(?:they|we|he|she|i)(?: have)? (?:moved|changed|pushed|put|shifted|postponed|rescheduled|swapped|replaced|traded|exchanged|switched) it(?: (?:back|forward|up|down|out))?|(?:it|that|this|they) (?:is|was|are|will be|(?:is|are) going to be|starts?|begins?|leaves?|(?:(?:has|have|had) )?(?:(?:got|been|was|is|were) )?(?:moved|changed|pushed|put|shifted|postponed|rescheduled|delayed|switched|brought)(?: (?:back|forward|up|down))?)(?: (?:now|actually|not .+ but))?) )?(?:to |at |on |in |is |for |with |outside |inside |behind |under |near |by )?(.{1,40}?)(?: now| instead| actually)?[.!]*$",
    ),
});

/// Words behind "no" that tell what holds instead: "no it is Tuesday", "no sorry, four".
const OPENS: &str = "wait sorry it that actually i my the make not we he she they our";

/// "No olives for me", "no phone": what "no" denies stands right behind it; "no, Tuesday" and "no it is Tuesday" correct.
pub fn negates(text: &str) -> bool {
    let Some(rest) = text.get(..3).filter(|lead| lead.eq_ignore_ascii_case("no ")).map(|_| text[3..].trim()) else {
        return false;
    };
    let first = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let value = values(rest).first().is_some_and(|value| value.start == 0);
    !one_of(&first, OPENS) && !value && first != "no" && !rest.starts_with(char::is_uppercase)
}

/// Whether a sentence asks: by its mark, its first words, or an indirect opening.
pub fn is_question(text: &str) -> bool {
    let p = &*PATTERNS;
    let marked = text.trim_end().ends_with('?');
    if p.remember.is_match(text) && !p.indirect.is_match(text) {
        let rest = p.remember.find(text).map_or("", |hit| &text[hit.end()..]);
        return p.wh.is_match(rest) && is_question(rest)
            || rest.to_lowercase().starts_with("if ")
            || rest.to_lowercase().starts_with("whether ");
    }
    if !marked && super::afterthought::changes_value(text) {
        return false;
    }
    if asks_for(text) || p.embedded.is_match(text) {
        return true;
    }
    // "Give me rye bread over white any day" tells.
    if !marked && starts_fact(text) {
        return false;
    }
    if marked || p.indirect.is_match(text) && !starts_fact(text) {
        return true;
    }
    if tells_of_deed(text) {
        return false;
    }
    if p.wh.is_match(text) {
        let lower = text.to_lowercase();
        let statement = lower.starts_with("when i ")
            || lower.starts_with("when we ")
            || lower.starts_with("what i ")
            || lower.starts_with("where i ")
            || lower.starts_with("how i ")
            || lower.starts_with("what matters")
            || lower.contains(',') && lower.starts_with("when ")
            || tells_when(&lower)
            || ["when ", "where "]
                .iter()
                .any(|lead| lower.strip_prefix(lead).is_some_and(|rest| !p.asks_on.is_match(rest)))
            || lower.starts_with("what a ");
        return !statement;
    }
    let lower = text.to_lowercase();
    let forbids = lower
        .strip_prefix("do not ")
        .is_some_and(|rest| !["i ", "we ", "you ", "they "].iter().any(|pronoun| rest.starts_with(pronoun)));
    p.aux.is_match(text)
        && !forbids
        && !text.contains(',')
        && !text.to_lowercase().starts_with("may ")
        && !text.to_lowercase().starts_with("will ")
}

/// "When the twins leave home we will turn their room into a studio" tells what will be then.
fn tells_when(lower: &str) -> bool {
    let mut words = lower.strip_prefix("when ").unwrap_or_default().split(' ');
    let noun = words.next().is_some_and(|word| one_of(word, "the my our his her their"));
    let then = words.skip(2).collect::<Vec<_>>();
    noun && then.windows(2).any(|pair| one_of(pair[0], "i we") && one_of(pair[1], "will am are can must"))
}

/// "Had coffee with Bogdan", "Did the walk-through with the landlord.": the speaker is left out, and nothing is asked.
fn tells_of_deed(text: &str) -> bool {
    let lower = text.trim_end().to_lowercase();
    let rest = |verb: &str| lower.strip_prefix(verb).map(|rest| rest.split(' ').next().unwrap_or_default().to_owned());
    let asked = "i we you he she it they there this that anyone anybody someone any";
    let had = rest("had ").is_some_and(|next| {
        !one_of(&next, asked) && !one_of(&next, "the my our your his her") && !text[4..].starts_with(char::is_uppercase)
    });
    let did = lower.ends_with(['.', '!']) && rest("did ").is_some_and(|next| one_of(&next, "the my our some a an all"));
    had || did
}

/// "I need the reference for the booking": what is needed is a piece of what may be noted.
fn asks_for(text: &str) -> bool {
    let lower = text.to_lowercase();
    let Some(rest) =
        ["i need the ", "i need my ", "i need our ", "need the ", "i am looking for the ", "i am looking for my "]
            .iter()
            .find_map(|lead| lower.strip_prefix(lead))
    else {
        return false;
    };
    let first: Vec<&str> = rest.split(|c: char| !c.is_alphanumeric()).take(4).collect();
    first.iter().any(|word| {
        matches!(
            *word,
            "number"
                | "reference"
                | "ref"
                | "address"
                | "code"
                | "link"
                | "name"
                | "date"
                | "time"
                | "id"
                | "url"
                | "email"
                | "details"
                | "pin"
        )
    }) && !first.contains(&"new")
        && !lower.contains(" is ")
}

/// "I forgot my umbrella at Tom's" tells; "I forgot where …" asks.
fn starts_fact(text: &str) -> bool {
    let lower = text.to_lowercase();
    let forgot = [
        "i forgot ",
        "i forget ",
        "i have forgotten ",
        "i can not remember ",
        "i do not remember ",
        "i can not recall ",
    ]
    .iter()
    .find_map(|lead| lower.strip_prefix(lead));
    if let Some(rest) = forgot {
        return !["what", "where", "who", "when", "which", "how", "why", "if", "whether", "my", "the"]
            .iter()
            .any(|word| rest.starts_with(word));
    }
    let chosen = [" over ", " any day", " any time"].iter().any(|mark| lower.contains(mark));
    lower.starts_with("give me ") && chosen
        || lower.starts_with("remind me to ")
        || lower.starts_with("list ") && lower.contains(':')
        || lower.starts_with("check ")
            && !lower.starts_with("check what")
            && !lower.starts_with("check my")
            && !lower.starts_with("check if")
}

/// Whether a statement's own wording says that something has changed.
pub fn corrects(text: &str) -> bool {
    PATTERNS.corrects_within.is_match(text)
}

/// "Code freeze starts on Monday", "Draft goes to Lea": the word of a task may be a noun of which something is told.
pub fn names_by_task(text: &str) -> bool {
    let read = crate::text::reading::Reading::of(text);
    let third = |at: usize| {
        read.words.get(at).is_some_and(|word| {
            matches!(word.lower.as_str(), "is" | "are" | "was" | "were" | "has" | "will" | "must" | "can")
                || !word.capital && word.lower.ends_with('s') && super::clauses::is_finite(word)
        })
    };
    let noun = |at: usize| read.has_content(at) && read.value_at(at).is_none();
    // "Code review for the payments module is with Ada."
    let is = |at: usize| read.words.get(at).is_some_and(|word| matches!(word.lower.as_str(), "is" | "are" | "was"));
    let led = |at: usize| {
        noun(at)
            || super::shape::class_at(&read, at) > 0
            || matches!(read.words[at].lower.as_str(), "of" | "the" | "our" | "my")
    };
    (1..4).any(|at| third(at) && (1..at).all(noun)) || (2..9).any(|at| is(at) && noun(1) && (2..at).all(led))
}

/// "Always book me an aisle seat", "send me messages by Signal, not by email": how something is to be done whenever it is.
pub fn is_standing(text: &str) -> bool {
    let read = crate::text::reading::Reading::of(text);
    let lower = |at: usize| read.words.get(at).map_or("", |word| word.lower.as_str());
    let says = (0..read.words.len()).any(|at| {
        one_of(lower(at), "always never whenever")
            || lower(at) == "from" && lower(at + 1) == "now"
            || lower(at) == "in" && lower(at + 1) == "future"
            || lower(at) == "rather" && lower(at + 1) == "than"
    });
    says || text.contains(", not ") || text.contains(" and not ")
}
