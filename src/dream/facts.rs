//! What was worked out about a text once and holds wherever it stands: how it reads, what it claims, whether it says the same as
//! another, what it makes of another. The same line is asked about in every pass and by every rule. It remembers; it never decides.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::model::offline::listen;
use crate::text::claims::Statement;
use crate::text::concepts;
use crate::text::near::{Claim, claim_of};
use crate::text::plainly;
use crate::text::reading::Reading;

use super::clauses::{Wording, wordings};
use super::kernel::verb_in;
use super::likely::likely_turned;
use super::lookup::plain;

/// A plain wording of a text, read.
#[derive(Debug)]
pub struct Form {
    pub reading: Reading,
    pub claim: Rc<Claim>,
}

/// What a text says, each part worked out when it is first asked for.
#[derive(Debug)]
pub struct Facts {
    /// The text's number in its memo.
    number: u32,
    text: String,
    reading: OnceCell<Rc<Reading>>,
    statement: OnceCell<Statement>,
    plain: OnceCell<String>,
    plain_forms: OnceCell<Vec<String>>,
    forms: OnceCell<Vec<Form>>,
    wordings: OnceCell<Vec<Wording>>,
    alone: OnceCell<bool>,
}

impl Facts {
    pub fn reading(&self) -> Rc<Reading> {
        Rc::clone(self.reading.get_or_init(|| Rc::new(Reading::of(&self.text))))
    }

    /// The claim as near-duplicates are told by.
    pub fn claim(&self) -> Rc<Claim> {
        claim_of(&self.reading(), &self.text)
    }

    /// Its plainer wordings, where it has any.
    pub fn forms(&self) -> &[Form] {
        self.forms.get_or_init(|| {
            let form = |text: &String| {
                let reading = Reading::of(text);
                Form { claim: claim_of(&reading, text), reading }
            };
            self.plain_forms().iter().map(form).collect()
        })
    }

    /// These wordings as they stand.
    fn plain_forms(&self) -> &[String] {
        self.plain_forms.get_or_init(|| plainly::forms(&self.text))
    }

    /// What else it says it with, as a statement.
    pub fn wordings(&self) -> &[Wording] {
        self.wordings.get_or_init(|| {
            let statement = self.statement();
            if statement.text == self.text {
                wordings(&statement.text, &self.reading(), statement.corrects, self.plain_forms())
            } else {
                wordings(
                    &statement.text,
                    &Reading::of(&statement.text),
                    statement.corrects,
                    &plainly::forms(&statement.text),
                )
            }
        })
    }

    /// What it states, taken for itself.
    pub fn statement(&self) -> &Statement {
        self.statement.get_or_init(|| listen::statement(&self.text, false))
    }

    pub fn plain(&self) -> &str {
        self.plain.get_or_init(|| plain(&self.text))
    }

    /// Whether it can be understood without what stands above it.
    pub fn stands_alone(&self) -> bool {
        *self.alone.get_or_init(|| stands_alone(&self.reading()))
    }

    pub fn speaks_of_me(&self) -> bool {
        self.reading().words.iter().any(|word| matches!(word.lower.as_str(), "i" | "my" | "me"))
    }
}

/// A text and whether more is told besides: what a line becomes by a newer one.
pub type Changed = Option<Rc<(String, bool)>>;

/// The facts of texts, and what two texts are to each other.
#[derive(Debug, Clone, Default)]
pub struct Memo {
    texts: BTreeMap<String, Rc<Facts>>,
    same: BTreeMap<(u32, u32), bool>,
    changed: BTreeMap<(u32, u32), Changed>,
    turned: BTreeMap<(u32, u32), Option<f64>>,
    given: u32,
}

impl Memo {
    pub fn facts(&mut self, text: &str) -> Rc<Facts> {
        if let Some(facts) = self.texts.get(text) {
            return facts.clone();
        }
        self.given += 1;
        let facts = Rc::new(Facts {
            number: self.given,
            text: text.to_owned(),
            reading: OnceCell::new(),
            statement: OnceCell::new(),
            plain: OnceCell::new(),
            plain_forms: OnceCell::new(),
            forms: OnceCell::new(),
            wordings: OnceCell::new(),
            alone: OnceCell::new(),
        });
        self.texts.insert(text.to_owned(), facts.clone());
        facts
    }

    /// Whether two texts say the same; worked out once, whichever comes first.
    pub fn same(&mut self, a: &Facts, b: &Facts, tell: impl FnOnce() -> bool) -> bool {
        let pair = (a.number.min(b.number), a.number.max(b.number));
        *self.same.entry(pair).or_insert_with(tell)
    }

    /// What the newer text makes of the older.
    pub fn changed(&mut self, newer: &Facts, older: &Facts, tell: impl FnOnce(&mut Memo) -> Changed) -> Changed {
        let pair = (newer.number, older.number);
        if let Some(known) = self.changed.get(&pair) {
            return known.clone();
        }
        let found = tell(self);
        self.changed.insert(pair, found.clone());
        found
    }

    /// How likely the newer text takes the place of the older, if it most likely does.
    pub fn turned(&mut self, newer: &Facts, older: &Facts) -> Option<f64> {
        let tell = || likely_turned((&newer.reading(), &older.reading()), (&newer.claim(), &older.claim()));
        *self.turned.entry((newer.number, older.number)).or_insert_with(tell)
    }

    /// Lets go of some of it; true when nothing is left. To free a large memo takes a while.
    pub fn forget_some(&mut self) -> bool {
        for _ in 0..FORGOTTEN {
            self.same.pop_first();
            self.changed.pop_first();
            self.turned.pop_first();
            self.texts.pop_first();
        }
        self.same.is_empty() && self.changed.is_empty() && self.turned.is_empty() && self.texts.is_empty()
    }
}

/// How many texts and pairs are let go of at once.
const FORGOTTEN: usize = 20;

/// Whether a text begins with a word for what stands before it: a pronoun, or "also".
pub fn leans_back(first: &str) -> bool {
    const LEANING: &[&str] = &[
        "he",
        "she",
        "it",
        "they",
        "this",
        "that",
        "these",
        "those",
        "his",
        "her",
        "its",
        "their",
        "he's",
        "she's",
        "it's",
        "they're",
        "same",
        "also",
        "correction",
    ];
    LEANING.contains(&first)
}

fn stands_alone(reading: &Reading) -> bool {
    if reading.words.first().is_some_and(|word| leans_back(&word.lower)) {
        return false;
    }
    let speaker =
        reading.words.iter().any(|word| matches!(word.lower.as_str(), "i" | "we" | "my" | "our" | "me" | "us"));
    let named = (0..reading.words.len()).any(|at| reading.is_name(at));
    let verb = reading.words.iter().enumerate().any(|(at, word)| {
        matches!(
            word.lower.as_str(),
            "is" | "are" | "was" | "were" | "has" | "have" | "will" | "can" | "must" | "should" | "does" | "do"
        ) || at > 0 && !word.capital && concepts::is_verb(&word.stem)
    });
    let begins = reading.words.first().is_some_and(|word| concepts::is_verb(&word.stem) && !word.lower.ends_with('s'));
    let denies = reading.words.first().is_some_and(|word| word.lower == "no");
    let says = verb || begins || verb_in(reading).is_some();
    // "Evening class: Thursdays at 18:45" says what it is about; "price: 40 euros" does not.
    let colon = reading.text.find(": ").unwrap_or(0);
    let labelled = reading.content().iter().filter(|at| reading.words[**at].end <= colon).count() > 1;
    let much = reading.content().len() + reading.values.len();
    speaker || named || (says || labelled) && much >= 3 || denies && much >= 2
}
