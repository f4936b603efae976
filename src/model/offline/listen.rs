//! What somebody tells, sentence by sentence, for a reader of past sessions: the same rules by which the offline model decides what
//! to note. It answers nothing and writes nothing.

use crate::text::claims::Statement;
use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::refill::refill;
use crate::text::values::{Kind, values};
use crate::text::words::is_stopword;

use super::acts::{Act, acts};
use super::former;
use super::thread::Thread;
use super::topic::Topic;

/// What a sentence does, as far as a reader cares.
#[derive(Debug, Clone)]
pub enum Heard {
    /// A fact, worded so that it can be understood alone.
    Told(Statement),
    /// A wish that something be forgotten, in the words that were used; empty: what was told last.
    Forget(String),
    /// A secret, which is not repeated.
    Secret,
}

/// Somebody who listens to one speaker, and so knows what a pronoun stands for.
#[derive(Debug, Clone, Default)]
pub struct Listener {
    topic: Topic,
    /// What was told last, newest last, for corrections that name only a value.
    last: Vec<String>,
    thread: Thread,
}

/// At most so many statements are remembered for corrections.
const REMEMBERED: usize = 4;

impl Listener {
    /// What a sentence tells. A correction that gives only a value ("no, Tuesday") comes back as the statement that it corrects,
    /// with the value in its place.
    pub fn hear(&mut self, sentence: &str) -> Vec<Heard> {
        let whole = self.thread.whole(sentence);
        self.thread.follow(&whole);
        self.hear_whole(&whole)
    }

    /// What the other one says, by which an answer is understood.
    pub fn overhear(&mut self, text: &str) {
        self.thread.overhear(text);
    }

    fn hear_whole(&mut self, sentence: &str) -> Vec<Heard> {
        let mut heard = Vec::new();
        for act in acts(sentence, &mut self.topic, None) {
            match act {
                Act::Tell(mut statement) => {
                    if let Some(text) = self.named(&statement.text) {
                        (statement.text, statement.whole) = (text, None);
                    }
                    self.remember(&statement.text);
                    heard.push(Heard::Told(statement));
                }
                Act::Refill(value, alone) => {
                    let found = self.last.iter().rev().find_map(|last| refill(&value, last));
                    let told = found.map(|text| Statement::plain(text, true)).or(alone);
                    if let Some(told) = told {
                        self.remember(&told.text);
                        heard.push(Heard::Told(told));
                    }
                }
                Act::Forget(what) => heard.push(Heard::Forget(what)),
                Act::Secret(_) => heard.push(Heard::Secret),
                Act::Small(_) | Act::Ask(_) | Act::Task | Act::Revise(_) => {}
            }
        }
        heard
    }

    /// "She moved to Udine" after "Grandma Rosa visits next weekend" is told of Grandma Rosa.
    fn named(&self, text: &str) -> Option<String> {
        let (pronoun, rest) = text.split_once(' ')?;
        if !matches!(pronoun, "She" | "He") {
            return None;
        }
        let last = Reading::of(self.last.last()?);
        let capitals = last.words.iter().take_while(|word| word.capital && !is_stopword(&word.lower)).count();
        let named = capitals > 0 && capitals < last.words.len() && !last.words[capitals].possessive;
        let end = last.words.get(capitals.checked_sub(1)?)?.end;
        let known = capitals > 1 || !concepts::is_common(&last.words[0].stem) && !last.words[0].possessive;
        (named && known).then(|| format!("{} {rest}", &last.text[..end]))
    }

    fn remember(&mut self, text: &str) {
        self.last.push(text.to_owned());
        if self.last.len() > REMEMBERED {
            self.last.remove(0);
        }
    }
}

/// A statement from its words: what it corrects is read from them.
pub fn statement(text: &str, corrects: bool) -> Statement {
    let corrects = corrects || super::wording::corrects(text);
    let mut statement = former::former_value(text, corrects);
    statement.corrects |= corrects;
    statement.latter = statement.latter.map(|latter| with_currency(latter, &statement.text));
    statement
}

/// An amount with the sign that stands before it.
fn with_currency(amount: String, text: &str) -> String {
    let money = values(text)
        .into_iter()
        .find(|value| value.kind == Kind::Money && value.text.len() > amount.len() && value.text.ends_with(&amount));
    money.map_or(amount, |value| value.text)
}
