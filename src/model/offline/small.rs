//! Small talk: sentences that greet, thank, take leave or ask after somebody, and hold no fact. It decides by the wording alone.

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

pub fn is_greeting(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["hi", "hello", "hey", "hiya", "howdy", "good m", "good a", "good e", "good d", "greet"]
        .iter()
        .any(|word| lower.starts_with(word))
}

/// The sort of small talk that a whole sentence is, if it is nothing else.
pub fn small_talk(text: &str) -> Option<Small> {
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
