//! Who speaks: "Dad here", "This is Omar", "Nuria again", "Hi, I am Elena, my flight …". Whoever says so first may be the user alone, and
//! what they tell stays worded as they told it; once a second one speaks, the notes of both say whose they are.

use std::sync::LazyLock;

use crate::text::claims::Statement;
use crate::text::concepts;
use crate::text::contractions::expand;
use crate::text::lexicon;
use crate::text::lines::sentences;
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::{pattern, values};
use crate::text::words::{is_stopword, one_of, words};

use super::acts::Act;
use super::clauses::{capitalised, uncapitalised_subject};
use super::notebook::Notebook;
use super::revise::Revision;
use super::spoken;
use super::topic::Topic;
use super::wording::PATTERNS;

/// "Dad here, I will do Monday", "Hi, this is the night nurse, Omar. I …", "It is Ruth, Ned's wife", "Judith now. I am out".
static PRESENTS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?i:(?:and|hi|hey|hello|ok|hiya|hi there|hello there|good (?:morning|afternoon|evening)|morning|evening)[ ,!.]+)*((?:(?i:(?:now )?(?:this is|it is|it's|its)) (?:(?i:the|your|our) [a-z][a-z -]*, )?((?:[A-Za-z]+\.? ){0,2}[A-Z][a-zà-ÿ]+)|((?:[A-Za-z]+\.? ){0,2}[A-Z][a-zà-ÿ]+) (?i:here|speaking|writing|typing|again|now)|(?i:i am|i'm) ([A-Z][a-zà-ÿ]+))(?: (?i:here|speaking|writing|typing|again|now))*(?:, ([A-Z][a-zà-ÿ]+)'s ([a-z]+))?)([,:.!]+ *| (?i:and) |$)",
    )
});

/// Who says that they speak now, and what they say.
#[derive(Debug, PartialEq)]
pub struct Presented<'s> {
    pub name: &'s str,
    /// The words that present them, without a greeting and what follows.
    pub lead: &'s str,
    pub rest: &'s str,
    /// A colon stands before what they say.
    colon: bool,
    /// They say who they are ("I am Elena") rather than that it is they who speak.
    am: bool,
    /// Whose kin they say that they are: whoever "he" or "she" is, it is not the one who speaks.
    pub kin_of: Option<&'s str>,
}

/// Who says of themselves that they speak now in a sentence of a text. "It is Omar" says so where the speaker goes on about themselves.
pub fn presents<'s>(sentence: &'s str, text: &str) -> Option<Presented<'s>> {
    let found = PRESENTS.captures(sentence)?;
    let part = |at: usize| found.get(at).map(|part| part.as_str());
    let name = part(2).or(part(3)).or(part(4))?;
    let mark = part(7).unwrap_or_default();
    let read = words(name);
    let (word, titles) = read.split_last()?;
    let titled = titles.last().is_none_or(spoken::is_title) && !titles.iter().any(|word| is_stopword(&word.lower));
    let kin = part(6).is_some_and(|kin| concepts::is_member(&crate::text::words::stem(kin), "famili"));
    let somebody = is_kin(&word.lower) || !concepts::is_common(&word.stem);
    let named = somebody && titled && !is_stopword(&word.lower) && values(name).is_empty();
    let am = part(4).is_some();
    if !named || part(5).is_some() && !kin || am && (lexicon::is_known(&word.lower) || part(5).is_some()) {
        return None;
    }
    let rest = sentence[found.get(0)?.end()..].trim();
    let rest = rest.strip_prefix("and ").unwrap_or(rest);
    let after = text.split_once(sentence).map_or("", |(_, after)| after);
    let next = words(if rest.is_empty() { after } else { rest });
    let fillers = "fine ok okay yes yeah yep no well so and but oh hm hmm";
    let own = next
        .iter()
        .find(|word| !one_of(&word.lower, fillers))
        .is_some_and(|word| one_of(&word.lower, "i i'm i'll i've i'd im ive ill my mine we we're we've we'll our"));
    let lead = part(1)?;
    let here = (lead.contains(" here") || mark.contains(':')) && !am;
    let speaks = own || here && !rest.is_empty() || kin;
    let kin_of = part(5);
    speaks.then_some(Presented { name, lead, rest, colon: mark.contains(':') && !am, am, kin_of })
}

/// Whether somebody is named as kin: "Dad", "Gran".
pub fn is_kin(name: &str) -> bool {
    words(name).first().is_some_and(|word| concepts::is_member(&word.stem, "famili"))
}

impl Topic {
    /// Who is told of by name from here on, because they speak and are not the only one who does; kin and those before a colon from the
    /// first.
    pub(super) fn speaks(&mut self, presented: &Presented<'_>) -> Option<String> {
        let Presented { name, colon, .. } = *presented;
        self.now_speaks(name);
        (self.speakers.len() > 1 || self.quoted || colon || is_kin(name)).then(|| name.to_owned())
    }

    /// What somebody says who may be the only one to speak: that they are who they are is told by itself.
    pub(super) fn first_speaks<'s>(
        &mut self,
        first: &Presented<'s>,
        sentence: &'s str,
        found: &mut Vec<Act>,
    ) -> &'s str {
        if first.am {
            return sentence;
        }
        if let Some(other) = first.kin_of {
            (self.named, self.person, self.thing) = (None, None, None);
            self.being = Some(other.to_owned());
        }
        found.push(Act::Tell(Statement::plain(introduction(first.lead), false)));
        first.rest
    }

    /// Keeps who speaks. "Nurse Hugo" and "Hugo" are one.
    pub(super) fn now_speaks(&mut self, name: &str) {
        let last = |name: &str| name.rsplit(' ').next().unwrap_or_default().to_owned();
        if !self.speakers.iter().any(|known| last(known) == last(name)) {
            self.speakers.push(name.to_owned());
        }
    }

    /// Whether somebody speaks in a message while another has spoken before.
    pub(super) fn is_spoken_by_other(&self, message: &str) -> bool {
        let other = |name: &str| self.speakers.iter().any(|known| known != name) || self.speakers.len() > 1;
        message.lines().flat_map(|line| sentences(line).into_iter().map(move |sentence| (sentence, line))).any(
            |(sentence, line)| {
                presents(sentence, line).is_some_and(|found| other(found.name))
                    || PATTERNS.takes_over.captures(sentence).is_some() && !self.speakers.is_empty()
            },
        )
    }
}

/// What the first of several speakers told, with their name: the lines of a thread that hold "I" or "my" and no name before them.
pub fn named_lines(thread: &Notebook, name: &str) -> Vec<Act> {
    let lines = thread.texts().filter_map(|old| {
        let text = named(old, name)?;
        Some(Act::Revise(Revision { old: old.to_owned(), former: old.to_owned(), latter: text.clone(), text }))
    });
    lines.collect()
}

/// Puts the name of the first of several speakers before what they told in the same message.
pub fn name_acts(found: &mut [Act], name: &str) {
    for act in found {
        if let Act::Tell(statement) | Act::Refill(_, Some(statement)) = act
            && let Some(text) = named(&statement.text, name)
        {
            (statement.text, statement.whole) = (text, None);
        }
    }
}

/// A note of somebody's own with their name before it; nothing if it is of no one, or says who they are.
pub fn named(note: &str, name: &str) -> Option<String> {
    let read = Reading::of(note);
    let own = read.words.iter().any(|word| one_of(&word.lower, "i my me mine myself we our us ours"));
    let presents = read.words.iter().any(|word| word.lower == name.to_lowercase());
    (own && read.label == 0 && !presents).then(|| format!("{name}: {}", uncapitalised_subject(note)))
}

/// The words by which somebody presents themselves, as a note.
pub fn introduction(lead: &str) -> String {
    let lead = expand(lead);
    capitalised(
        &lead.strip_prefix("its ").or(lead.strip_prefix("Its ")).map_or(lead.clone(), |name| format!("It is {name}")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_speaks_is_said_in_many_ways() {
        let of = |text: &str| presents(text, text).map(|found| format!("{} > {}", found.name, found.rest));
        assert_eq!(of("Hi, Rosa writing. My desk is red").as_deref(), Some("Rosa > My desk is red"));
        assert_eq!(
            of("Night nurse Omar here, I gave the drops").as_deref(),
            Some("Night nurse Omar > I gave the drops")
        );
        assert_eq!(of("Its Bram, fine, I take it").as_deref(), Some("Bram > fine, I take it"));
        assert_eq!(of("This is the morning nurse, Lioba. I am in").as_deref(), Some("Lioba > I am in"));
        assert_eq!(of("I'm Jarek, my seat is 4A").as_deref(), Some("Jarek > my seat is 4A"));
        assert_eq!(of("Nuria again: we are eight").as_deref(), Some("Nuria > we are eight"));
        for other in [
            "I'm Irish, my mother is not",
            "This is Rex, Harold's dog",
            "It is Tuesday, I am off",
            "Rain again. I am wet",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
        assert_eq!(presents("This is Ruth, Ned's wife.", "").and_then(|found| found.kin_of), Some("Ned"));
    }

    #[test]
    fn only_what_somebody_tells_of_themselves_is_theirs() {
        assert_eq!(named("My son is in 4C", "Marek").as_deref(), Some("Marek: my son is in 4C"));
        assert_eq!(named("Ada: my son is in 4C", "Marek"), None);
        assert_eq!(named("I am Marek", "Marek"), None);
        assert_eq!(named("The lift is broken", "Marek"), None);
    }
}
