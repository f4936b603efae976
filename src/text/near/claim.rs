//! A claim, read for merging: its words in one form each, its values (numbers, times, dates, names, codes) as they compare, and the
//! part that each plays: who does, to whom, from where, for whom. It decides nothing.

use crate::domain::time::{CivilMoment, Day};
use crate::text::concepts;
use crate::text::contractions::expand;
use crate::text::dates::{self, Grain, Resolved, TimeOfDay};
use crate::text::words::{Word, is_stopword, words};

use super::gist::{Joint, Worked};
use super::lexicon::{is_empty, kept, key, number, one_of, ordinal, phrase, rate, verbal};
use super::signs::{amount, as_written, bound_of, code, is_code, is_participle, marks, symbols, with_units};

/// Words of a claim that are read; what stands beyond makes it too long to be merged but word for word.
const WORDS: usize = 120;

/// The part that a thing plays in a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    /// Who or what does.
    Subject,
    /// To whom or what it is done.
    Object,
    /// One side of "is".
    Equal,
    /// "Ann's", "of Ann".
    Owner,
    From,
    To,
    For,
    With,
    By,
    About,
    Than,
    /// "In", "at", "on".
    Place,
    Verb,
}

/// What an item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    Word,
    Number,
    Ordinal,
    Time,
    Date,
    /// "Hall A", "ABC-123", a link.
    Code,
}

/// A word or value of a claim in the form in which it compares.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub key: String,
    pub lower: String,
    pub sort: Sort,
    pub role: Role,
    /// A capital says that it is a name.
    pub name: bool,
    /// It stands after a denial in its clause.
    pub denied: bool,
    /// "Ann's".
    pub possessive: bool,
    /// The word of the claim that it begins with.
    pub at: usize,
    /// The word behind its last.
    pub until: usize,
}

/// When a claim says that it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Perfect,
    Present,
}

/// A claim, read. Reading takes longer than comparing: of many claims each is read once.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Its words and marks as written, in small letters; codes as written.
    pub(super) plain: Vec<String>,
    /// Signs between the words that change what is said: "<", "→", "≠", a raised thumb.
    pub(super) symbols: String,
    /// It is a question.
    pub(super) asked: bool,
    pub(super) items: Vec<Item>,
    pub(super) denials: usize,
    pub(super) tense: Tense,
    pub(super) passive: bool,
    /// It has a verb that says more than "is".
    pub(super) acts: bool,
    /// Its verb, as it compares.
    pub(super) verb: String,
    /// It begins with its verb, as a request does.
    pub(super) asks: bool,
    /// It says who or what is the one that …: "Ann is the lead".
    pub(super) definite: bool,
    /// The word at which it says something of what it is about: its verb, or "is".
    pub(super) pivot: usize,
    /// It may have several clauses.
    pub(super) clauses: bool,
    pub(super) too_long: bool,
    /// It has a verb, "is" or a colon, so that its parts could be told.
    pub(super) plainly_built: bool,
    /// The word that is its first form of "be".
    pub(super) be: Option<usize>,
    /// "There is", "there are".
    pub(super) there: bool,
    /// The word behind the colon that ends its label; 0 without one.
    pub(super) label: usize,
    /// What stands before each word or in its place.
    pub(super) joints: Vec<Joint>,
    /// Its text, with contractions written out, and where its words stand in it.
    pub(super) text: String,
    pub(super) spans: Vec<(usize, usize)>,
    pub(super) worked: Worked,
}

impl Claim {
    /// Reads a claim.
    pub fn of(text: &str) -> Claim {
        let text = with_is(&expand(&with_units(text)));
        let all = words(&text);
        let plain = all.iter().map(|word| as_written(&text, word)).collect();
        let too_long = all.len() > WORDS;
        let words = &all[..all.len().min(WORDS)];
        let mut reader = Reader::new(&text, words);
        reader.read();
        let Reader { items, denials, clauses, .. } = reader;
        let symbols = symbols(&text, &all);
        let asked = text.trim_end().ends_with('?');
        let mut claim = Claim {
            plain,
            symbols,
            asked,
            items,
            denials,
            tense: Tense::Present,
            passive: false,
            acts: false,
            clauses,
            too_long,
            plainly_built: false,
            verb: String::new(),
            asks: false,
            definite: false,
            pivot: 0,
            be: None,
            there: false,
            label: 0,
            joints: Vec::new(),
            text: text.clone(),
            spans: all.iter().map(|word| (word.start, word.end)).collect(),
            worked: Worked::default(),
        };
        super::parts::assign(&mut claim, &text, words);
        claim
    }
}

/// "The washing machine's broken" has a verb and no owner.
fn with_is(text: &str) -> String {
    let straight = text.replace('’', "'");
    let rest = straight.rsplit_once("'s ").filter(|(owner, rest)| {
        let rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        !owner.is_empty() && is_participle(&rest.to_lowercase()) && !rest.contains(' ')
    });
    rest.map_or(straight.clone(), |(owner, rest)| format!("{owner} is {rest}"))
}

/// Turns words into items.
struct Reader<'t> {
    text: &'t str,
    words: &'t [Word],
    items: Vec<Item>,
    denials: usize,
    denied: bool,
    clauses: bool,
    dates: Vec<(Resolved, String)>,
    times: Vec<TimeOfDay>,
}

/// Two moments unlike any other, so that two wordings that name one day at both name it always.
fn moments() -> Option<[CivilMoment; 2]> {
    let moment = |year, month, day| Some(CivilMoment { day: Day::of(year, month, day)?, hour: 10, minute: 3 });
    Some([moment(1911, 2, 8)?, moment(1913, 9, 26)?])
}

/// The dates of a text, each with a key by which it compares, and its times of day.
fn dates_of(text: &str) -> (Vec<(Resolved, String)>, Vec<TimeOfDay>) {
    let Some(moments) = moments() else { return Default::default() };
    let shown = |date: &Resolved| {
        let until = date.until.map_or(String::new(), |day| day.to_string());
        let grain = if date.grain == Grain::Time { Grain::Day } else { date.grain };
        format!("{}..{until} {}{}", date.from, grain.as_str(), if date.approximate { "~" } else { "" })
    };
    let ([dates, others], times) = dates::at_two_moments(text, moments);
    let other = |date: &Resolved| others.iter().find(|other| other.start == date.start).map_or(String::new(), shown);
    (dates.into_iter().map(|date| (date, format!("{} {}", shown(&date), other(&date)))).collect(), times)
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, words: &'t [Word]) -> Reader<'t> {
        let (dates, times) = dates_of(text);
        Reader { text, words, items: Vec::new(), denials: 0, denied: false, clauses: false, dates, times }
    }

    fn lower(&self, at: usize) -> &'t str {
        self.words.get(at).map_or("", |word| word.lower.as_str())
    }

    fn gap(&self, at: usize) -> &'t str {
        let from = if at == 0 { 0 } else { self.words[at - 1].end };
        &self.text[from..self.words[at].start]
    }

    /// Whether a sentence ends before a word.
    fn ends(&self, at: usize) -> bool {
        const SHORT: &str = "dr mr mrs ms prof st vs approx ca jr sr no nr";
        let gap = self.gap(at);
        gap.contains([';', '!', '?']) || gap.contains('.') && at > 0 && !one_of(self.lower(at - 1), SHORT)
    }

    fn push(&mut self, at: usize, key: String, sort: Sort) {
        let word = &self.words[at];
        let begins = at == 0 || self.ends(at) || self.gap(at).contains(':');
        let name = sort == Sort::Word && word.capital && (!begins || !concepts::is_common(&word.stem));
        self.items.push(Item {
            key,
            lower: word.lower.clone(),
            sort,
            role: Role::Equal,
            name,
            denied: self.denied,
            possessive: word.possessive,
            at,
            until: at + 1,
        });
    }

    fn read(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            let (from, before) = (at, self.items.len());
            at = self.step(at);
            self.items[before..].iter_mut().filter(|item| item.at == from).for_each(|item| item.until = at);
        }
    }

    /// Reads what begins at a word; the word after it.
    fn step(&mut self, at: usize) -> usize {
        let word = &self.words[at];
        if at > 0 && (self.ends(at) || self.gap(at).contains(',')) {
            self.denied = false;
            self.clauses |= self.ends(at);
        }
        if let Some(next) =
            self.dated(at).or_else(|| self.yearly(at)).or_else(|| self.timed(at)).or_else(|| self.rated(at))
        {
            return next;
        }
        let ahead: Vec<&str> = (at..(at + 4).min(self.words.len())).map(|at| self.lower(at)).collect();
        if word.text == "Ms" {
            self.push(at, "ms.".to_owned(), Sort::Word);
            return at + 1;
        }
        // "Went up to 28" is 28, "seats up to 28" is at most 28.
        let risen = at > 0
            && one_of(
                self.lower(at - 1),
                "went gone go goes come came comes rose moved raised bumped pushed put is are",
            );
        let risen = risen && one_of(word.lower.as_str(), "up");
        if let Some((length, read)) = phrase(&ahead).filter(|_| !risen) {
            let before = self.items.len();
            self.plain_word(at, read);
            if let Some(item) = self.items.get_mut(before) {
                read.clone_into(&mut item.lower);
            }
            return at + length;
        }
        if let Some(next) = self.joined(at).or_else(|| self.numbered(at)) {
            return next;
        }
        if is_code(&word.text) || !marks(self.text, word).1.is_empty() {
            let key = format!("{}{}", code(word, self.text), marks(self.text, word).1);
            self.push(at, key, Sort::Code);
            return at + 1;
        }
        if self.is_letter(at) {
            self.push(at, word.lower.clone(), Sort::Code);
            return at + 1;
        }
        self.plain_word(at, self.lower(at));
        at + 1
    }

    /// A date, and the time of day that goes with it; both stand for themselves.
    fn dated(&mut self, at: usize) -> Option<usize> {
        let start = self.words[at].start;
        let (date, key) = self.dates.iter().find(|(date, _)| date.start <= start && start < date.end)?;
        let (end, time, key) = (date.end, date.time, key.clone());
        let (before, by) = (self.lower(at.wrapping_sub(1)), at > 0);
        let bound = if by { bound_of(before) } else { "" };
        self.push(at, format!("{bound}{key}"), Sort::Date);
        if let Some((hour, minute)) = time {
            self.push(at, format!("{hour}:{minute:02}"), Sort::Time);
            self.ranged(at, start, end);
        }
        Some((at..self.words.len()).find(|at| self.words[*at].start >= end).unwrap_or(self.words.len()))
    }

    /// Of a range of times only the start is read: the whole must then be written alike.
    fn ranged(&mut self, at: usize, start: usize, end: usize) {
        let raw = self.text[start..end.max(start)].to_lowercase();
        let iso = |word: &&str| {
            word.len() >= 10 && Day::parse(word.trim_matches(['(', ')']).get(..10).unwrap_or_default()).is_some()
        };
        let rest: Vec<&str> = raw.split_whitespace().filter(|word| !iso(word)).collect();
        if rest
            .iter()
            .any(|word| one_of(word, "to till until") || word.contains(['-', '–', '—']) && !word.starts_with("mid-"))
        {
            let key =
                rest.concat().replace(['–', '—'], "-").replace("till", "to").replace("until", "to").replace('-', "to");
            self.push(at, key, Sort::Code);
        }
    }

    /// "March 3rd", "3 March", "the 3rd of March" of no year.
    fn yearly(&mut self, at: usize) -> Option<usize> {
        let day = |at: usize| {
            let digits = self.lower(at).trim_end_matches(|c: char| c.is_ascii_alphabetic());
            digits.parse::<u8>().ok().filter(|day| (1..=31).contains(day))
        };
        let of = usize::from(self.lower(at + 1) == "of");
        let (month, day, next) = match (dates::month(self.lower(at)), day(at)) {
            (Some(month), _) => (month, day(at + 1)?, at + 2),
            (None, Some(day)) => (dates::month(self.lower(at + 1 + of))?, day, at + 2 + of),
            _ => return None,
        };
        self.push(at, format!("day {month}-{day}"), Sort::Date);
        Some(next)
    }

    fn timed(&mut self, at: usize) -> Option<usize> {
        let start = self.words[at].start;
        let (_, end, hour, minute) = *self.times.iter().find(|(from, end, ..)| *from <= start && start < *end)?;
        let bound = if at > 0 { bound_of(self.lower(at - 1)) } else { "" };
        self.push(at, format!("{bound}{hour}:{minute:02}"), Sort::Time);
        self.ranged(at, start, end);
        Some((at..self.words.len()).find(|at| self.words[*at].start >= end).unwrap_or(self.words.len()))
    }

    /// "Every day", "daily", "per minute", "a month" after a number, "on Mondays".
    fn rated(&mut self, at: usize) -> Option<usize> {
        let (word, next) = (self.lower(at), self.lower(at + 1));
        let weekday = |lower: &str| dates::weekday(lower);
        if let Some(day) = word.strip_suffix('s').filter(|single| single.len() > 5).and_then(weekday) {
            self.push(at, format!("per day {day}"), Sort::Date);
            return Some(at + 1);
        }
        if one_of(word, "every each") && weekday(next).is_some() {
            self.push(at, format!("per day {}", weekday(next).unwrap_or_default()), Sort::Date);
            return Some(at + 2);
        }
        let counted = || self.items.iter().any(|item| item.sort == Sort::Number);
        let joined = at > 0 && self.gap(at) == "/";
        let led = one_of(word, "every each per")
            || one_of(word, "a an") && counted() && !one_of(self.lower(at.wrapping_sub(1)), "in for after within of");
        if joined && let Some(unit) = rate(word) {
            self.push(at, format!("per {unit}"), Sort::Date);
            return Some(at + 1);
        }
        if led && let Some(unit) = rate(next) {
            self.push(at, format!("per {unit}"), Sort::Date);
            return Some(at + 2);
        }
        if word.ends_with("ly")
            && let Some(unit) = rate(word)
        {
            self.push(at, format!("per {unit}"), Sort::Date);
            return Some(at + 1);
        }
        None
    }

    /// "ABC-123", "555-0142": an identifier whose parts a dash joins; "5-7" is a range.
    fn joined(&mut self, at: usize) -> Option<usize> {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let word = &self.words[at];
        let runs = |at: usize| {
            at < self.words.len() && digits(&self.words[at].text) && one_of(self.gap(at), "- – — / : x")
                || at < self.words.len() && digits(&self.words[at].text) && matches!(self.gap(at), " " | " (" | ") ")
        };
        let mut end = at + 1;
        if digits(&word.text) {
            // A telephone number, a score, a range: the order of its numbers counts.
            while runs(end) {
                end += 1;
            }
        } else {
            let next = |at: usize| self.words.get(at).filter(|_| self.gap(at) == "-");
            let chain = (at + 1..).take_while(|at| next(*at).is_some());
            let labelled = chain.clone().any(|at| self.words[at].text.starts_with(|c: char| c.is_ascii_digit()));
            end += if labelled { chain.count() } else { 0 };
        }
        if end == at + 1 {
            return None;
        }
        let raw = self.text[word.start..self.words[end - 1].end].to_lowercase();
        let key = raw.replace([' ', '(', ')'], "-").replace(['–', '—'], "-").replace("--", "-");
        self.push(at, key, Sort::Code);
        Some(end)
    }

    /// A number in digits or words, with its sign, and its currency or unit as a word of its own.
    fn numbered(&mut self, at: usize) -> Option<usize> {
        let word = &self.words[at];
        let lower = word.lower.as_str();
        let (sign, tail) = marks(self.text, word);
        if one_of(lower, "once twice") {
            // "Once a year" is "yearly".
            if lower == "once"
                && one_of(self.lower(at + 1), "a an per every each")
                && rate(self.lower(at + 2)).is_some()
            {
                self.push(at, format!("per {}", rate(self.lower(at + 2)).unwrap_or_default()), Sort::Date);
                return Some(at + 3);
            }
            let many = if lower == "once" { 1 } else { 2 };
            self.push(at, many.to_string(), Sort::Number);
            return Some(at + 1);
        }
        if lower.starts_with(|c: char| c.is_ascii_digit()) {
            if let Some(place) = ["st", "nd", "rd", "th"].iter().find_map(|ending| lower.strip_suffix(ending))
                && place.bytes().all(|byte| byte.is_ascii_digit())
            {
                self.push(at, place.trim_start_matches('0').to_owned(), Sort::Ordinal);
                return Some(at + 1);
            }
            let (value, unit) = amount(lower)?;
            let sign_key = if matches!(sign, "-" | "<" | ">" | "~" | "≤" | "≥") { sign } else { "" };
            let set = at > 1 && self.lower(at - 2) == "set";
            let bound = if at > 0 && self.gap(at) != "-" && !set { bound_of(self.lower(at - 1)) } else { "" };
            self.push(at, format!("{bound}{sign_key}{value}"), Sort::Number);
            for mark in [sign, tail] {
                let name = match mark {
                    "€" => "eur",
                    "$" => "dollar",
                    "£" => "pound",
                    "¥" => "yen",
                    "%" => "percent",
                    "°" => "degree",
                    _ => continue,
                };
                self.push(at, key(name), Sort::Word);
            }
            if !unit.is_empty() {
                self.push(at, key(unit), Sort::Word);
            }
            return Some(at + 1);
        }
        if let Some(place) = ordinal(lower)
            .filter(|_| self.items.last().is_none_or(|item| item.sort != Sort::Number || item.at + 1 < at))
        {
            self.push(at, place.to_string(), Sort::Ordinal);
            return Some(at + 1);
        }
        let mut value = number(lower).filter(|_| lower != "one" || !self.is_pronoun_one(at))?;
        let mut next = at + 1;
        while next < at + 4
            && let Some(more) = number(self.lower(next)).filter(|_| next < self.words.len())
        {
            value = if more >= 100 {
                value * more
            } else if value >= 20 {
                value + more
            } else {
                break;
            };
            next += 1;
        }
        self.push(at, value.to_string(), Sort::Number);
        Some(next)
    }

    /// "The one that", "no one", "the red one".
    fn is_pronoun_one(&self, at: usize) -> bool {
        at > 0 && one_of(self.lower(at - 1), "the this that which no any every some another")
            || at + 1 == self.words.len() && at > 1 && one_of(self.lower(at - 2), "the this that which a")
    }

    /// A single letter that names something: "Hall A", "plan b".
    fn is_letter(&self, at: usize) -> bool {
        const LABELS: &str = "room hall gate track line terminal platform plan block group team section building wing stage option appendix \
            vitamin type class grade tier shelf dock zone bay";
        let word = &self.words[at];
        let single = word.text.chars().count() == 1 && word.text.chars().all(char::is_alphabetic);
        let labelled = at > 0 && one_of(self.lower(at - 1), LABELS);
        let begins = at == 0 || self.gap(at).contains(['.', '!', '?']);
        single
            && (labelled && !begins
                || word.capital && !begins && word.text != "I"
                || word.capital && !one_of(&word.text, "A I"))
    }

    /// Any other word: a denial, a person, a word that carries something, or nothing.
    fn plain_word(&mut self, at: usize, lower: &str) {
        if one_of(lower, "not never no cannot without none nobody nothing neither nor anymore") {
            if lower != "anymore" || !self.denied {
                self.denials += 1;
            }
            self.denied = true;
            return;
        }
        self.clauses |= one_of(lower, "then if unless because");
        if one_of(lower, "but while whereas although though") {
            (self.denied, self.clauses) = (false, true);
        }
        if lower == "and" && self.denied {
            self.denied = false;
        }
        // "My mum" is "mum".
        const PARENTS: &str = "mum mom dad mummy mommy daddy grandma grandpa granny granddad mama papa mother father grandmother grandfather";
        if one_of(lower, "my our") && one_of(self.lower(at + 1), PARENTS) {
            return;
        }
        let person = person(lower);
        if !person.is_empty() {
            self.push(at, person.to_owned(), Sort::Word);
            if let Some(item) = self.items.last_mut() {
                item.possessive = one_of(lower, "my mine our ours his their theirs your yours")
                    || lower == "her" && at + 1 < self.words.len();
                item.name = false;
            }
            return;
        }
        // "Room 7's", "Python over R".
        if lower == "s" && at > 0 && matches!(self.gap(at), "'" | "’") {
            if let Some(item) = self.items.last_mut() {
                item.possessive = true;
            }
            return;
        }
        if lower == "over" && self.items.iter().any(|item| item.key.starts_with("prefer")) {
            return;
        }
        let after = self.lower(at + 1);
        let lasting = lower == "long"
            && self.items.last().is_some_and(|item| rate(item.lower.trim_end_matches('s')).is_some())
            || one_of(lower, "last lasts lasting")
                && !one_of(self.lower(at.wrapping_sub(1)), "the these our my his her their")
                && self.words.get(at + 1).is_some_and(|word| {
                    number(&word.lower).is_some() || word.lower.starts_with(|c: char| c.is_ascii_digit())
                });
        if lasting || one_of(lower, "get gets got getting") && is_participle(after) {
            return;
        }
        let place = one_of(lower, "here there") && !one_of(after, "is are was were will");
        if place {
            self.push(at, lower.to_owned(), Sort::Word);
        } else if let Some(key) = kept(lower) {
            self.push(at, key.to_owned(), Sort::Word);
        } else if lower.contains('-') && self.words[at].lower != lower {
            self.push(at, lower.to_owned(), Sort::Word);
        } else if one_of(lower, "have has had") {
            let auxiliary = is_participle(self.lower(at + 1)) || one_of(self.lower(at + 1), "been not got");
            if !auxiliary || self.lower(at + 1) == "got" {
                self.push(at, "have".to_owned(), Sort::Word);
            }
        } else if !is_stopword(lower) && !is_empty(lower) {
            let after_be = at > 0 && one_of(self.lower(at - 1), "is are am was were be been being not");
            let key = if after_be && lower.ends_with("ing") { verbal(lower) } else { key(lower) };
            self.push(at, key, Sort::Word);
        }
    }
}

/// The person that a pronoun stands for; nothing for other words.
fn person(lower: &str) -> &'static str {
    match lower {
        "i" | "me" | "my" | "mine" | "myself" | "user" => "i",
        "we" | "us" | "our" | "ours" => "we",
        "he" | "him" | "his" => "he",
        "she" | "her" | "hers" => "she",
        "they" | "them" | "their" | "theirs" => "they",
        "you" | "your" | "yours" => "you",
        _ => "",
    }
}
