//! Messages that put right what they told themselves: "The key rotates every 30 days. Hm, just checked, every 45", "I told you Ada does
//! my eyes. That's wrong, it's Ben". They are heard in two parts, of which the later corrects the earlier.

use std::sync::LazyLock;

use crate::text::contractions::expand;
use crate::text::lines::sentences;
use crate::text::pattern::Regex;
use crate::text::values::pattern;

use super::remarks;
use super::shape::shape;
use crate::text::reading::Reading;

/// What opens a sentence that puts right the one before it.
static PUTS_RIGHT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:oh|ah|hm+|er+m?|um|so|ok|and|but|well|wait|lol|argh)[,.!… ]+)*(?:no[,. ]+(?:wait|sorry|it|that|he|she|they|i|we)\b|nope\b|sorry[,. ]|oops|whoops|wait[,. ]|correction\b|actually\b|hang on|hold on|(?:scratch|scrap|strike) that|(?:that|this|it)(?: is| was|'s) (?:wrong|incorrect|outdated|old|not (?:right|true|correct))|not (?:true|right|correct)\b|wrong\b|i (?:was wrong|misread|misheard|mixed|got (?:that|it) wrong|mean)|(?:i )?(?:have )?(?:just )?(?:checked|looked it up|double[- ]checked)\b|(?:got|i got) the wrong|make (?:that|it)|(?:please )?change (?:that|it))",
    )
});

/// "I told you that …": what is to be put right was said before.
static WAS_TOLD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:i (?:have )?)?(?:told you|said|wrote|mentioned|noted)(?: earlier| before| last time)?(?: that)? ")
});

/// "…, please change that to size 9", "…, make that two".
static CHANGE_THAT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)[,;.]? +(?:but )?(?:please )?(?:change|make) (?:that|it)(?: to)? [^,.]{1,40}[.!]*$")
});

/// A message in two parts.
#[derive(Debug, PartialEq)]
pub struct Parted {
    pub before: String,
    pub after: String,
    /// What the former part tells was told before, and is wrong.
    pub repeated: bool,
}

/// Where a message puts right what it told itself; nothing if it does not.
pub fn parted(message: &str) -> Option<Parted> {
    let message = message.trim();
    if message.lines().count() > 1 || message.len() > 600 {
        return None;
    }
    let told = WAS_TOLD.find(message).map_or(0, |hit| hit.end());
    let parts = |at: usize| Parted {
        before: message[told..at].trim_end_matches([' ', ',', ';']).to_owned(),
        after: message[at..].trim_start_matches([' ', ',', ';', '.']).to_owned(),
        repeated: told > 0,
    };
    if let Some((before, after)) = remarks::turned(message) {
        let before = WAS_TOLD.find(before).map_or(before, |hit| &before[hit.end()..]);
        return Some(Parted { before: before.to_owned(), after: after.to_owned(), repeated: told > 0 });
    }
    if let Some(hit) = CHANGE_THAT.find(message).filter(|hit| hit.start() > told + 8) {
        return Some(parts(hit.start()));
    }
    let all = sentences(message);
    let at = (1..all.len()).find(|at| {
        let told = told > 0 && *at == 1 && remarks::is_change(&expand(all[*at]));
        told || PUTS_RIGHT.is_match(all[*at])
    })?;
    let from = all[at].as_ptr() as usize - message.as_ptr() as usize;
    let before = expand(&message[told..from]);
    let read = Reading::of(&before);
    (shape(&read).verb.is_some() || !read.values.is_empty()).then(|| parts(from))
}

/// Whether a message ends with the wish that a value be changed, and so asks nothing.
pub fn changes_value(message: &str) -> bool {
    CHANGE_THAT.is_match(message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_puts_itself_right_has_two_parts() {
        let of = |text: &str| parted(text).map(|found| (found.before, found.after, found.repeated));
        let two = |before: &str, after: &str, told: bool| Some((before.to_owned(), after.to_owned(), told));
        assert_eq!(
            of("The key changes every 30 days. hm, just checked, every 45"),
            two("The key changes every 30 days.", "hm, just checked, every 45", false)
        );
        assert_eq!(
            of("I told you Dr Osei does my ears. That's wrong, it's Dr Paz."),
            two("Dr Osei does my ears.", "That's wrong, it's Dr Paz.", true)
        );
        assert_eq!(
            of("I told you size 8 boots for the team, please change that to size 9."),
            two("size 8 boots for the team", "please change that to size 9.", true)
        );
        assert_eq!(of("I live in Bonn. I work at Bosch."), None);
    }
}
