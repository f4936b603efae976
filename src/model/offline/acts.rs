//! What a user's message does: each sentence greets, asks, tells, corrects, or asks to forget. Only the wording decides.

use std::sync::LazyLock;

use crate::text::pattern::Regex;

use crate::text::changes;
use crate::text::claims::Statement;
use crate::text::contractions::expand;
use crate::text::lines::sentences;
use crate::text::reading::Reading;
use crate::text::secrets::secret_in;
use crate::text::values::{ascii_pattern, pattern};

use super::clauses::{self, capitalised};
use super::topic::Topic;

/// One thing that a message does.
#[derive(Debug, Clone)]
pub enum Act {
    /// A greeting, thanks, or talk that holds no fact.
    Small(Small),
    /// A question, in the user's words.
    Ask(String),
    /// A fact.
    Tell(Statement),
    /// A correction that gives only the new value ("no, Tuesday").
    Refill(String),
    /// A wish that something be forgotten; what, in the user's words (empty: the last fact).
    Forget(String),
    /// A secret, and what sort of one. Its text is not kept, not even here.
    Secret(&'static str),
    /// A task for which there is no rule.
    Task,
}

/// Sorts of small talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Small {
    Greeting,
    Thanks,
    Bye,
    HowAreYou,
    WhoAreYou,
    Other,
}

struct Patterns {
    opener: Regex,
    remember: Regex,
    correction: Regex,
    corrects_within: Regex,
    closer: Regex,
    indirect: Regex,
    wh: Regex,
    aux: Regex,
    forget: Regex,
    task: Regex,
    chat: Regex,
    refill: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    opener: pattern(
        r"(?i)^(?:(?:hi|hello|hey|hiya|howdy|yo|good (?:morning|afternoon|evening|day)|greetings|dear)(?: (?:there|again|claude|all|everyone|assistant))?\b[ ,!.:–-]*|(?:thanks|thank you|cheers)(?: so much| a lot| very much)?(?: for (?:that|this|your help|the help))?\b[ ,!.:–-]+|(?:by the way|btw|fyi|for the record|for your information|just so you know|so you know|in case you (?:need|forget|were wondering)[^,]*|as i said|also|and|oh|ah|ok|okay|alright|so|yes|yeah|yep|anyway|one more thing|another thing|another one|quick (?:note|question|one|update)|a (?:quick|small) (?:note|update|question)|plus|hmm|um|uh|please|pls|heads[- ]up|let me (?:tell you|introduce myself)|some facts(?: about me)?|a few (?:things|facts)(?: about me)?)\b(?: (?:too|also))?(?:[ ]*[,:!.–-]+[ ]*|[ ]+)|(?:first(?: of all| thing)?|second(?:ly)?|third(?:ly)?|next|finally|lastly|great|cool|good|right|well|question|note|reminder|important|nice|perfect|a note|one thing)[ ]*[,:!.–]+[ ]*)",
    ),
    remember: ascii_pattern(
        r"(?i)^(?:(?:could|can|would|will) you (?:please )?|please |i(?: would|'d)? (?:want|need|like|love) you to |make sure (?:to|you) |you should |you may want to |you might want to |i just wanted to )?(?:(?:remember|note|memori[sz]e|keep in mind|bear in mind|save|store|record|write down|jot down|make a note|take a note|put down|don't forget|do not forget|know|let you know|tell you|mention|add|log)(?: down)?(?: (?:this|it|the following|for me|for later|for next time|(?:to|in) (?:(?:your|my|the|our) )?(?:memory|notes?|list|store)|of this))*)(?: that\b|:|,|(?u: –)| -)*\s+",
    ),
    correction: ascii_pattern(
        r"(?i)^(?:(?:no|nope|nah|nvm|never mind|edit|typo|ugh|argh|hmm|oh|actually|sorry|correction|oops|whoops|wait|scratch that|i was wrong|i got that wrong|my mistake|change of plans?|small change|update|on second thoughts?|i(?: have)? changed my mind|strike that|not quite|i misspoke|i made a mistake|apologies|hold on|hang on|turns out|it turns out|as it turns out|news)\b(?: (?:that|but|wait|no))?(?:[ ]*(?u:[,:;.!–-])+[ ]*|[ ]+))",
    ),
    corrects_within: pattern(
        r"(?i)\b(?:actually|now|any ?more|any longer|no longer|instead|after all|changed|moved (?:to|from|up|back|forward)|has moved|was moved|been moved|got moved|is moving to|rescheduled|postponed|pushed|delayed|switched|renamed|turns out|cancell?ed|called off|brought forward|used to|stopped|quit|gave up|i meant|as of (?:now|today)|from now on|these days|took over|replaced|traded|swapped|upped|extended|raised|new (?:time|date|room|address|number|job|phone|email|name|place|day|plan)|not\b.+\bbut\b|, not\b|rather than)",
    ),
    closer: ascii_pattern(
        r"(?i)(?u:[ ,–-])+(?:please|thanks|thank you|by the way|btw|fyi|just so you know|for the record|remember (?:that|this|it)|(?:please )?(?:remember|note|keep|save) (?:that|this|it)(?: in mind)?|actually|after all|instead|again|right|ok|okay|though|haha|lol|for future reference|for later|in case you need it)\s*[.!?]*$",
    ),
    indirect: ascii_pattern(
        r"(?i)^(?:(?:can|could|would|will) you (?:please |maybe |just )?(?:tell|remind|show|help|give|look|check|find|say|list|recall|let)|do you (?:still |happen to |by any chance )?(?:know|remember|recall|have)|tell me|remind me|show me|give me|let me know|i (?:wonder|was wondering|want to know|need to know|would like to know|would love to know|forgot|forget|have forgotten|can not remember|can not recall|do not remember|do not recall|am trying to remember)|any (?:idea|chance|clue)|what about|how about|list|look up|check (?:if|whether|what|when|where|who|which|my)|find out|what do you know|summari[sz]e (?:what|my|everything))\b",
    ),
    wh: ascii_pattern(
        r"(?i)^(?:(?:at|in|on|for|to|from|with|by|about|until|since|under|of) )?(?:what|who|whom|whose|where|when|which|why|how)\b",
    ),
    aux: pattern(
        r"(?i)^(?:am|is|are|was|were|do|does|did|have|has|had|can|could|will|would|should|shall|may|must)(?: not)? (?:i|we|you|he|she|it|they|there|this|that|my|our|the|your|his|her|any|anyone|anybody|someone|[A-Z][^\s]+|[^\s]+'s)\b",
    ),
    forget: ascii_pattern(
        r"(?i)^(?:(?:please|can you|could you|would you|you can|i want you to|i would like you to) )*(?:please )?(?:forget|delete|remove|erase|drop|strike|wipe|unlearn|get rid of)\b(?: (?:about|that|everything (?:about|on)|all (?:about|on)|what (?:i|you) (?:said|told you|know|have) about|anything (?:about|on)|the (?:fact|note|line|entry) (?:that|about|on|of)|it|this|my note (?:about|on)|what i (?:said|told you)|the last (?:thing|fact|note|one)(?: i (?:said|told you))?))*",
    ),
    task: ascii_pattern(
        r"(?i)^(?:(?:can|could|would|will) you (?:please )?)?(?:write (?:me|a|an|the|some|us)|draft|explain|summari[sz]e|translate|generate|calculate|compute|compose|sing|draw|code|implement|refactor|debug|fix (?:this|my|the)|solve|rewrite|paraphrase|create (?:a|an|me)|give me (?:a|an|some)|tell me (?:a joke|a story|something)|help me|search (?:for|the)|google|look up|run|execute|open|make me|play|recommend|suggest|order (?:me|a)|book me|send (?:me|an|a)|convert)\b",
    ),
    chat: pattern(
        r"(?i)^(?:(?:i am|i feel|i'm) (?:(?:so|very|really|quite|pretty|just|doing) )*(?:fine|good|great|ok|okay|well|happy|glad|tired|bored|excited|sorry|ready|back|here|done|sure|not sure|curious|confused|testing(?: this| you)?|impressed)(?: (?:to|that|with|about|today|now|thanks|to be here|to meet you)\b.*)?|(?:it is |it was )?(?:nice|great|good|lovely|pleased|a pleasure) (?:to (?:meet|see|hear|talk|know|chat)|talking|meeting|chatting|seeing)\b.*|what a (?:nice |great |lovely |beautiful |long |crazy |busy )?(?:day|week|weather|morning|surprise)\b.*|(?:that|this|it) (?:is|was|sounds|looks|seems) (?:all|it|everything|(?:so |really |very |quite )?(?:good|great|nice|cool|fine|perfect|right|correct|wrong|helpful|awesome|amazing|interesting|funny|wonderful|lovely|ok|okay|enough)(?: to (?:know|hear))?)(?: for now| for today| then)?|i (?:have|had) (?:a|one|some|another|two|a few|a couple of) (?:quick |more |small )?(?:questions?|things? to tell you|requests?)(?: for you)?|i (?:hope|think|guess|believe) (?:you|so|not|that is all|this works)\b.*|the weather\b.*|it is (?:so |very |really |a bit |quite )*(?:sunny|rainy|raining|hot|cold|warm|late|early|windy|snowing)\b.*|here (?:are|is|comes) (?:some|a few|more|one more|my)\b.*|let us (?:start|go|begin|see|get started|do this)\b.*|see you\b.*|talk to you (?:later|soon)\b.*|have a (?:nice|good|great)\b.*|you are (?:great|welcome|helpful|the best|awesome|nice|right|wrong|funny|useless)\b.*|i (?:love|like|appreciate) (?:it|that|this|you|your help)|never ?mind.*|no (?:problem|worries|rush|idea|thanks?)\b.*|of course|got it|sounds good|makes sense|will do|i see|me too|same here|that is that|just (?:checking|testing|saying|kidding)\b.*|i am just (?:trying|testing|checking|saying)\b.*|this is (?:just )?a test|testing.*)[.!]*$",
    ),
    refill: pattern(
        r"(?i)^(?:(?:i meant|i mean|it should be|it should say|make (?:that|it)|rather|better|that should be|change (?:that|it) to|they(?: have)? (?:moved|changed|pushed|put|shifted|postponed|rescheduled) it(?: (?:back|forward|up|down))?|(?:it|that|this|they) (?:is|was|are|will be|starts?|begins?|leaves?|(?:(?:has|have|had) )?(?:(?:got|been|was|is|were) )?(?:moved|changed|pushed|put|shifted|postponed|rescheduled|delayed|switched|brought)(?: (?:back|forward|up|down))?)(?: (?:now|actually|not .+ but))?) )?(?:to |at |on |in |is |for |outside |inside |behind |under |near |by )?(.{1,40}?)(?: now| instead| actually)?[.!]*$",
    ),
});

/// Whether a statement's own wording says that something has changed.
pub fn corrects(text: &str) -> bool {
    PATTERNS.corrects_within.is_match(text)
}

/// What a message does, sentence by sentence. `topic` holds what pronouns stand for and is carried on.
pub fn acts(message: &str, topic: &mut Topic, today: Option<&str>) -> Vec<Act> {
    let mut found = Vec::new();
    if let Some(sort) = key_block(message) {
        return vec![Act::Secret(sort)];
    }
    // What a semicolon joins is one sentence of several clauses.
    let message = message.replace("; ", ", ");
    for sentence in sentences(&message).into_iter().take(60) {
        sentence_acts(sentence, topic, today, &mut found);
    }
    found
}

/// A private key spans lines; the whole message is withheld.
fn key_block(message: &str) -> Option<&'static str> {
    message.contains("PRIVATE KEY").then_some("a private key")
}

fn sentence_acts(sentence: &str, topic: &mut Topic, today: Option<&str>, found: &mut Vec<Act>) {
    let p = &*PATTERNS;
    let expanded = expand(sentence);
    let mut text = expanded.trim().to_owned();
    let (mut corrects, mut told) = (false, false);
    if let Some(small) = small_talk(&text) {
        found.push(Act::Small(small));
        return;
    }
    for _ in 0..8 {
        if small_talk(&text).is_some() || is_question(&text) || p.chat.is_match(&text) {
            break;
        }
        let before = text.len();
        if let Some(hit) =
            p.correction.find(&text).filter(|hit| hit.end() < text.len() && !negates(hit.as_str(), &text))
        {
            corrects = true;
            text = text[hit.end()..].trim().to_owned();
        } else if let Some(hit) = p.remember.find(&text).filter(|hit| hit.end() < text.len()) {
            told = true;
            text = text[hit.end()..].trim().trim_start_matches("to ").to_owned();
        } else if let Some(hit) = p.opener.find(&text).filter(|hit| hit.end() < text.len()) {
            if hit.as_str().to_lowercase().starts_with("thank") {
                found.push(Act::Small(Small::Thanks));
            } else if is_greeting(hit.as_str()) {
                found.push(Act::Small(Small::Greeting));
            }
            text = text[hit.end()..].trim().to_owned();
        }
        if text.len() == before {
            break;
        }
    }
    if let Some(small) = small_talk(&text) {
        found.push(Act::Small(small));
    } else if let Some(rest) = forgets_for(&text) {
        statement_acts(rest, true, topic, today, found);
    } else if let Some(hit) = p.forget.find(&text) {
        found.push(Act::Forget(text[hit.end()..].trim().trim_end_matches(['.', '!', '?']).to_owned()));
    } else if is_question(&text) && (!told || p.wh.is_match(&text)) {
        found.push(Act::Ask(text));
    } else if p.task.is_match(&text) {
        found.push(Act::Task);
    } else if let Some(sort) = secret_in(&text) {
        let clauses = clauses::split(&text);
        found.push(Act::Secret(sort));
        if clauses.len() > 1 && clauses.iter().any(|clause| secret_in(clause).is_some()) {
            for clause in clauses.iter().filter(|clause| secret_in(clause).is_none()) {
                statement_acts(clause, corrects, topic, today, found);
            }
        }
    } else if !told && p.chat.is_match(&text) {
        found.push(Act::Small(Small::Other));
    } else {
        statement_acts(&text, corrects, topic, today, found);
    }
}

/// "No olives for me": what "no" denies stands after it; "no, Tuesday" and "no it is Tuesday" correct.
fn negates(lead: &str, text: &str) -> bool {
    if !lead.trim_end().eq_ignore_ascii_case("no") || !lead.ends_with(' ') {
        return false;
    }
    let rest = text[lead.len()..].trim();
    let first = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    let opens = matches!(
        first.as_str(),
        "wait"
            | "sorry"
            | "it"
            | "that"
            | "actually"
            | "i"
            | "my"
            | "the"
            | "make"
            | "not"
            | "we"
            | "he"
            | "she"
            | "they"
            | "our"
    );
    !opens && rest.split_whitespace().count() > 2
}

/// "Forget Brass, my favourite game is Azul": what follows the comma is told.
fn forgets_for(text: &str) -> Option<&str> {
    let lead = ["forget ", "never mind ", "nevermind "].iter().find(|lead| starts_with(text, lead))?;
    let (_, rest) = text[lead.len()..].split_once(", ")?;
    clauses::begins_clause(rest).then_some(rest)
}

fn statement_acts(text: &str, corrects: bool, topic: &mut Topic, today: Option<&str>, found: &mut Vec<Act>) {
    let p = &*PATTERNS;
    let mut text = text.to_owned();
    let mut corrects = corrects;
    for _ in 0..3 {
        let Some(hit) = p.closer.find(&text).filter(|hit| hit.start() > 0) else { break };
        corrects |=
            hit.as_str().contains("actually") || hit.as_str().contains("instead") || hit.as_str().contains("after all");
        text.truncate(hit.start());
    }
    let text = text.trim().trim_end_matches(['.', '!', '?', ';', ',', '…']).trim();
    // The clause before, if it told of a change or an end that the next clause may fill.
    let mut before: Option<Reading> = None;
    let clauses: Vec<String> = clauses::split(text)
        .into_iter()
        .map(|clause| {
            p.remember
                .find(&clause)
                .filter(|hit| hit.end() < clause.len())
                .map_or(clause.clone(), |hit| clause[hit.end()..].to_owned())
        })
        .collect();
    for (at, clause) in clauses.iter().enumerate() {
        let corrects = corrects || p.corrects_within.is_match(clause) || before.is_some();
        let explicit = EXPLICIT.iter().any(|lead| starts_with(clause, lead));
        if let Some(value) = refill_of(clause).filter(|_| corrects || explicit) {
            let about = before
                .take()
                .and_then(|before| changes::bare_subject(&before).or_else(|| changes::subject_of(&before)));
            found.push(match about {
                Some(about) => Act::Tell(renewed(&about, &value, topic.note(clause, today))),
                None => Act::Refill(value),
            });
            continue;
        }
        let read = Reading::of(clause);
        let earlier = before.take();
        if changes::is_over(&read) && at + 1 < clauses.len() {
            let filled = refill_of(&clauses[at + 1]).is_some() && changes::subject_of(&read).is_some();
            let bare = changes::bare_subject(&read).is_some();
            before = Some(read);
            if filled || bare {
                topic.note(clause, today);
                continue;
            }
        }
        let Some(note) = topic.note(clause, today) else { continue };
        let mut told = statement(&note, corrects);
        // "I sold the Fiat and bought a Skoda": the one stands for the other, and is told first.
        let mut place = found.len();
        if let Some(earlier) = earlier {
            if let (None, None, Some((former, latter))) =
                (&told.former, &told.latter, changes::traded(&earlier, &Reading::of(&told.text)))
            {
                (told.former, told.latter) = (Some(former), Some(latter));
                told.corrects = true;
            }
            place = place.saturating_sub(usize::from(matches!(found.last(), Some(Act::Tell(_)))));
        }
        found.insert(place, Act::Tell(told));
    }
}

/// Words that say by themselves that a value is put in place of another.
const EXPLICIT: [&str; 6] = ["make that ", "make it ", "change that to ", "change it to ", "i meant ", "i mean "];

fn starts_with(text: &str, lead: &str) -> bool {
    text.get(..lead.len()).is_some_and(|start| start.eq_ignore_ascii_case(lead))
}

/// "The speaker changed, it is Dr. Moss": a statement of what changed with its new value, in the second clause's words where its
/// pronoun was understood.
fn renewed(about: &str, value: &str, note: Option<String>) -> Statement {
    let stems = crate::text::words::content_stems(about);
    let understood =
        note.filter(|note| stems.iter().all(|stem| crate::text::words::content_stems(note).contains(stem)));
    let text = understood.unwrap_or_else(|| capitalised(&format!("{about} is {value}")));
    Statement { latter: Some(value.to_owned()), about: stems, ..Statement::plain(text, true) }
}

/// The value of a correction that names no subject, if it is one.
fn refill_of(clause: &str) -> Option<String> {
    let captures = PATTERNS.refill.captures(clause)?;
    let value = captures.get(1)?.as_str().trim();
    let lead = captures.get(0)?.as_str().len() - value.len();
    let reading = Reading::of(value);
    let has_verb = reading.words.iter().any(|word| {
        matches!(
            word.lower.as_str(),
            "is" | "are"
                | "am"
                | "was"
                | "have"
                | "has"
                | "i"
                | "we"
                | "my"
                | "like"
                | "moved"
                | "changed"
                | "do"
                | "does"
                | "will"
        )
    });
    let named_subject = reading.content().len() > 2 || !reading.values.is_empty() && reading.content().len() > 1;
    if has_verb || named_subject || reading.words.is_empty() || reading.words.len() > 6 {
        return None;
    }
    (lead > 0 || !reading.values.is_empty() || reading.words.len() <= 2).then(|| value.to_owned())
}

/// A note as a statement: with what it corrects taken out of its words.
fn statement(note: &str, corrects: bool) -> Statement {
    let mut statement = clauses::former_value(note, corrects);
    statement.corrects |= corrects;
    let text = statement.text.trim().trim_end_matches([',', ';']).to_owned();
    statement.text = clauses::without_lead(&text);
    statement
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
    if marked || p.indirect.is_match(text) && !starts_fact(text) {
        return true;
    }
    if p.wh.is_match(text) {
        let lower = text.to_lowercase();
        let statement = lower.starts_with("when i")
            || lower.starts_with("when we")
            || lower.starts_with("what i ")
            || lower.starts_with("where i ")
            || lower.starts_with("how i ")
            || lower.starts_with("what matters")
            || lower.contains(',') && lower.starts_with("when ")
            || lower.starts_with("what a ");
        return !statement;
    }
    p.aux.is_match(text)
        && !text.contains(',')
        && !text.to_lowercase().starts_with("may ")
        && !text.to_lowercase().starts_with("will ")
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
    lower.starts_with("list ") && lower.contains(':')
        || lower.starts_with("check ")
            && !lower.starts_with("check what")
            && !lower.starts_with("check my")
            && !lower.starts_with("check if")
}

fn is_greeting(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["hi", "hello", "hey", "hiya", "howdy", "good m", "good a", "good e", "good d", "greet"]
        .iter()
        .any(|word| lower.starts_with(word))
}

/// The sort of small talk that a whole sentence is, if it is nothing else.
fn small_talk(text: &str) -> Option<Small> {
    let bare: String = text.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == ' ' || *c == '\'').collect();
    let bare = bare.trim();
    if matches!(
        bare,
        "how are you"
            | "how are you doing"
            | "how are you today"
            | "how is it going"
            | "how do you do"
            | "what is up"
            | "how are things"
            | "you ok"
    ) {
        return Some(Small::HowAreYou);
    }
    if matches!(
        bare,
        "who are you"
            | "what are you"
            | "what can you do"
            | "what is your name"
            | "are you an ai"
            | "are you a language model"
            | "are you real"
            | "are you a robot"
            | "are you human"
            | "help"
            | "what model are you"
            | "how do you work"
            | "are you claude"
            | "what do you do"
            | "can you help me"
    ) {
        return Some(Small::WhoAreYou);
    }
    const WORDS: &str = " hi hello hey hiya howdy yo there again claude all everyone good morning afternoon evening day night thanks thank you so much a lot very many cheers bye goodbye later soon ok okay great cool nice perfect awesome lol haha wow yes no yeah yep nope sure right fine well please and oh alright understood noted super excellent brilliant wonderful lovely see ta welcome to you too hmm ah um now then test testing ";
    let all_small = !bare.is_empty() && bare.split_whitespace().all(|word| WORDS.contains(&format!(" {word} ")));
    if !all_small {
        return None;
    }
    let has = |word: &str| bare.split_whitespace().any(|other| other == word);
    Some(if has("thanks") || has("thank") || has("cheers") || has("ta") {
        Small::Thanks
    } else if has("bye") || has("goodbye") || has("night") || has("later") {
        Small::Bye
    } else if is_greeting(bare) || has("morning") || has("evening") {
        Small::Greeting
    } else {
        Small::Other
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(message: &str) -> Vec<String> {
        acts(message, &mut Topic::default(), Some("2026-05-06"))
            .into_iter()
            .map(|act| match act {
                Act::Small(small) => format!("{small:?}"),
                Act::Ask(text) => format!("ask {text}"),
                Act::Tell(statement) => format!("tell{} {}", if statement.corrects { "!" } else { "" }, statement.text),
                Act::Refill(text) => format!("refill {text}"),
                Act::Forget(text) => format!("forget {text}"),
                Act::Secret(sort) => format!("secret {sort}"),
                Act::Task => "task".into(),
            })
            .collect()
    }

    #[test]
    fn sentences_are_told_apart_by_their_wording() {
        assert_eq!(
            shown("Hi there! My dog is called Rex. Thanks!"),
            ["Greeting", "tell My dog is called Rex", "Thanks"]
        );
        assert_eq!(shown("Please remember that I don't drink coffee."), ["tell I do not drink coffee"]);
        assert_eq!(shown("What's my dog called?"), ["ask What is my dog called?"]);
        assert_eq!(shown("Can you remember that my dog is Rex?"), ["tell My dog is Rex"]);
        assert_eq!(shown("No, Tuesday."), ["refill Tuesday"]);
        assert_eq!(shown("Actually it moved to 4pm"), ["refill 4pm"]);
        assert_eq!(shown("forget about my dog"), ["forget my dog"]);
        assert_eq!(shown("My password is hunter2"), ["secret a password"]);
        assert_eq!(shown("I forgot where I parked"), ["ask I forgot where I parked"]);
        assert_eq!(shown("It's nice to meet you"), ["Other"]);
        assert_eq!(shown("Write me a poem"), ["task"]);
    }

    #[test]
    fn clauses_become_facts_of_their_own_and_pronouns_find_their_nouns() {
        assert_eq!(shown("My dog is Rex and my cat is Tom."), ["tell My dog is Rex", "tell My cat is Tom"]);
        assert_eq!(
            shown("My sister is called Anna. She lives in Bonn and works at Bosch."),
            [
                "tell My sister is called Anna",
                "tell My sister Anna lives in Bonn",
                "tell My sister Anna works at Bosch"
            ]
        );
        assert_eq!(
            shown("The standup is in room 2. It's at 3pm"),
            ["tell The standup is in room 2", "tell The standup is at 3pm"]
        );
        assert_eq!(shown("The talk is on Tuesday, not Monday"), ["tell! The talk is on Tuesday"]);
        assert_eq!(shown("The dentist is tomorrow"), ["tell The dentist is tomorrow (2026-05-07)"]);
    }
}
