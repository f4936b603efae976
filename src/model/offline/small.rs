//! Small talk: sentences that greet, thank, take leave or ask after somebody, and hold no fact. It decides by the wording alone.

use std::sync::LazyLock;

use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::ascii_pattern;

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
    const WORDS: &str = " hi hello hey hiya howdy yo there again claude all everyone good morning afternoon evening day night thanks thank thx thnx tnx thanx ty you so much a lot very many cheers bye goodbye later soon ok okay great cool nice perfect awesome lol haha wow yes no yeah yep nope sure right fine well please and oh alright understood noted super excellent brilliant wonderful lovely see ta welcome to you too hmm ah um now then test testing ha hah typical same old million mate mates ages bunch bless ";
    let all_small = !bare.is_empty() && bare.split_whitespace().all(|word| WORDS.contains(&format!(" {word} ")));
    if !all_small {
        return None;
    }
    let has = |word: &str| bare.split_whitespace().any(|other| other == word);
    Some(
        if has("thanks")
            || has("thank")
            || has("thx")
            || has("thnx")
            || has("tnx")
            || has("thanx")
            || has("ty")
            || has("cheers")
            || has("ta")
        {
            Small::Thanks
        } else if has("bye") || has("goodbye") || has("night") || has("later") {
            Small::Bye
        } else if is_greeting(bare) || has("morning") || has("evening") {
            Small::Greeting
        } else {
            Small::Other
        },
    )
}

/// What is said of the moment and of nothing else: that one gets going, goes back to something, has had a long day.
static MOMENT: LazyLock<Regex> = LazyLock::new(|| {
    ascii_pattern(
        r"(?i)^(?:(?:lol|haha|pf+|phew|ugh|omg|wow|man|gosh|argh|well|anyway|honestly)[!.]* )*(?:(?:what|such) an? (?:day|week|morning|afternoon|evening|night|weekend|month|year|mess|relief|shame|nightmare|pain)|(?:so|too) much (?:to do|going on)(?: (?:today|this week|right now|at the moment))?|let(?:'s| us) (?:get (?:going|started|moving|cracking|back|on with|to (?:it|work))|(?:crack|carry|press|move|push) on|begin|start|do (?:this|it)|see|go|have (?:a|some|lunch)|call it a day)\b.*|(?:back|off|on|over|onwards?|straight|bound|heading|headed|time|ready|nearly time|almost time) (?:to|for|back to|off to) .*|(?:(?:what|such|another|a|an|one|very|so|really|pretty|it is|it was|it has|been|has|just) )*(?:long|busy|hectic|crazy|mad|rough|tough|quiet|slow|great|lovely|good|bad|awful|terrible|horrible|nice|funny|strange|weird|rotten|grim|tiring|exhausting|stressful|beautiful|gorgeous|glorious|miserable) (?:old )?(?:day|week|morning|afternoon|evening|night|weekend|month|shift|start|weather|commute)\b.*|(?:nearly|almost|finally|at last|roll on|bring on|thank (?:god|goodness)|hooray|hurrah)(?: (?:it is|for|the|home|there|done|finished|time|friday|weekend|lunch|lunchtime|over))*)[.!]*$",
    )
});

/// Whether a sentence speaks of the moment alone: it names nobody and holds no value.
pub fn is_moment(text: &str) -> bool {
    let text = text.trim();
    MOMENT.is_match(text) && !text.contains([':', ',']) && {
        let read = Reading::of(text);
        let now = |text: &str| matches!(text.trim_start_matches("the "), "weekend" | "today" | "tonight");
        read.values.iter().all(|value| now(&value.text.to_lowercase()))
            && !(1..read.words.len()).any(|at| read.is_name(at))
    }
}

#[cfg(test)]
mod tests {
    use super::is_moment;

    #[test]
    fn what_is_said_of_the_moment_holds_no_fact() {
        for talk in
            ["Let's get going", "Back to the spreadsheets.", "Long day at the shop", "Off to lunch", "Nearly there!"]
        {
            assert!(is_moment(talk), "{talk}");
        }
        for told in
            ["Let's go with Ada's plan", "Off to Lisbon on the 8th", "Back to two sugars", "The long day is over"]
        {
            assert!(!is_moment(told), "{told}");
        }
    }
}
