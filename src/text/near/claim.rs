//! A claim, read for merging: its words in one form each, its values (numbers, times, dates, names, codes) as they compare, and the
//! part that each plays: who does, to whom, from where, for whom. It decides nothing.

use crate::domain::time::{CivilMoment, Day};
use crate::text::concepts;
use crate::text::contractions::expand;
use crate::text::dates::{self, Grain, Resolved};
use crate::text::words::{Word, is_stopword, words};
use crate::text::words_data::FORMS;

use super::lexicon::{is_empty, kept, key, number, one_of, ordinal, phrase, rate, verbal};

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
    pub(super) items: Vec<Item>,
    pub(super) denials: usize,
    pub(super) tense: Tense,
    pub(super) passive: bool,
    /// It has a verb that says more than "is".
    pub(super) acts: bool,
    /// It may have several clauses.
    pub(super) clauses: bool,
    pub(super) too_long: bool,
    /// It has a verb, "is" or a colon, so that its parts could be told.
    pub(super) plainly_built: bool,
}

impl Claim {
    /// Reads a claim.
    pub fn of(text: &str) -> Claim {
        let text = with_is(&expand(text));
        let all = words(&text);
        let plain = all.iter().map(|word| as_written(&text, word)).collect();
        let too_long = all.len() > WORDS;
        let words = &all[..all.len().min(WORDS)];
        let mut reader = Reader::new(&text, words);
        reader.read();
        let Reader { items, denials, clauses, .. } = reader;
        let mut claim = Claim {
            plain,
            items,
            denials,
            tense: Tense::Present,
            passive: false,
            acts: false,
            clauses,
            too_long,
            plainly_built: false,
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

/// A word as it stands, with the marks that belong to it; in small letters but for codes.
fn as_written(text: &str, word: &Word) -> String {
    let (sign, tail) = marks(text, word);
    let shown = if is_code(&word.text) { code(word, text) } else { word.text.to_lowercase().replace('’', "'") };
    format!("{sign}{shown}{tail}")
}

/// The marks before and after a word that change what it means: "-5", "€5", "5%", "C++", "<5".
pub(super) fn marks<'t>(text: &'t str, word: &Word) -> (&'t str, &'t str) {
    let digit = word.text.starts_with(|c: char| c.is_ascii_digit());
    let before = &text[..word.start];
    let sign = before
        .chars()
        .next_back()
        .filter(|c| digit && matches!(c, '-' | '€' | '$' | '£' | '¥' | '<' | '>' | '~' | '≤' | '≥'));
    let sign = sign.filter(|c| {
        // The dash of "5-7" and of "ABC-12" is no sign.
        let led = before[..before.len() - c.len_utf8()].chars().next_back();
        *c != '-' || led.is_none_or(|c| c.is_whitespace() || c == '(')
    });
    let sign = sign.map_or("", |c| &before[before.len() - c.len_utf8()..]);
    let after = &text[word.end..];
    let suffix = if digit { &['%', '€', '$', '£', '°'][..] } else { &['+', '#'][..] };
    let length = after.chars().take(2).take_while(|c| suffix.contains(c)).map(char::len_utf8).sum();
    (sign, &after[..length])
}

/// Whether a word is an identifier, a link or an address, which compare letter by letter.
fn is_code(text: &str) -> bool {
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let plural = text.ends_with("'s") || text.ends_with("’s");
    !plural && (digits && letters > 0 || text.contains(['@', '_', '/']) || text.contains('.') && letters > 0)
}

/// An identifier for comparison: the case counts, unless all letters have one.
fn code(word: &Word, text: &str) -> String {
    let begins = !text[..word.start].contains(char::is_alphanumeric);
    let mixed = word.text.chars().any(char::is_uppercase) && word.text.chars().any(char::is_lowercase);
    let rest = word.text.chars().skip(1).any(char::is_uppercase);
    if mixed && (rest || !begins) { word.text.clone() } else { word.text.to_lowercase() }
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
    times: Vec<(usize, usize, u8, u8)>,
}

/// Two moments unlike any other, so that two wordings that name one day at both name it always.
fn moments() -> Option<[CivilMoment; 2]> {
    let moment = |year, month, day| Some(CivilMoment { day: Day::of(year, month, day)?, hour: 10, minute: 3 });
    Some([moment(1911, 2, 8)?, moment(1913, 9, 26)?])
}

fn dates_of(text: &str) -> Vec<(Resolved, String)> {
    let Some([first, second]) = moments() else { return Vec::new() };
    let shown = |date: &Resolved| {
        let until = date.until.map_or(String::new(), |day| day.to_string());
        let grain = if date.grain == Grain::Time { Grain::Day } else { date.grain };
        format!("{}..{until} {}{}", date.from, grain.as_str(), if date.approximate { "~" } else { "" })
    };
    let others = dates::resolve(text, second);
    let other = |date: &Resolved| others.iter().find(|other| other.start == date.start).map_or(String::new(), shown);
    dates::resolve(text, first).into_iter().map(|date| (date, format!("{} {}", shown(&date), other(&date)))).collect()
}

impl<'t> Reader<'t> {
    fn new(text: &'t str, words: &'t [Word]) -> Reader<'t> {
        let dates = dates_of(text);
        let times = dates::times_of_day(text);
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
        });
    }

    fn read(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            at = self.step(at);
        }
    }

    /// Reads what begins at a word; the word after it.
    fn step(&mut self, at: usize) -> usize {
        let word = &self.words[at];
        if at > 0 && (self.ends(at) || self.gap(at).contains(',')) {
            self.denied = false;
            self.clauses |= self.ends(at);
        }
        if let Some(next) = self.dated(at).or_else(|| self.timed(at)).or_else(|| self.rated(at)) {
            return next;
        }
        let ahead: Vec<&str> = (at..(at + 4).min(self.words.len())).map(|at| self.lower(at)).collect();
        if let Some((length, read)) = phrase(&ahead) {
            self.plain_word(at, read);
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
        }
        Some((at..self.words.len()).find(|at| self.words[*at].start >= end).unwrap_or(self.words.len()))
    }

    fn timed(&mut self, at: usize) -> Option<usize> {
        let start = self.words[at].start;
        let (_, end, hour, minute) = *self.times.iter().find(|(from, end, ..)| *from <= start && start < *end)?;
        let bound = if at > 0 { bound_of(self.lower(at - 1)) } else { "" };
        self.push(at, format!("{bound}{hour}:{minute:02}"), Sort::Time);
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
        let next = self.words.get(at + 1).filter(|_| self.gap(at + 1) == "-")?;
        let numbers = digits(&word.text) && digits(&next.text) && word.text.len().max(next.text.len()) > 2;
        let labelled = !digits(&word.text) && next.text.starts_with(|c: char| c.is_ascii_digit());
        if !numbers && !labelled {
            return None;
        }
        let mut end = at + 2;
        while end < self.words.len() && self.gap(end) == "-" {
            end += 1;
        }
        let key = self.text[word.start..self.words[end - 1].end].to_lowercase();
        self.push(at, key, Sort::Code);
        Some(end)
    }

    /// A number in digits or words, with its sign, and its currency or unit as a word of its own.
    fn numbered(&mut self, at: usize) -> Option<usize> {
        let word = &self.words[at];
        let lower = word.lower.as_str();
        let (sign, tail) = marks(self.text, word);
        if one_of(lower, "once twice") {
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
            let bound = if at > 0 && self.gap(at) != "-" { bound_of(self.lower(at - 1)) } else { "" };
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
        if let Some(place) = ordinal(lower).filter(|_| !self.items.last().is_some_and(|item| item.sort == Sort::Number))
        {
            self.push(at, place.to_string(), Sort::Ordinal);
            return Some(at + 1);
        }
        let mut value = number(lower).filter(|_| lower != "one" || self.is_counted_one(at))?;
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

    /// "Room one", "one minute", and not "the one that".
    fn is_counted_one(&self, at: usize) -> bool {
        const LABELS: &str =
            "room hall gate track line terminal platform version phase step day session chapter part floor level stage";
        rate(self.lower(at + 1)).is_some() || at > 0 && one_of(self.lower(at - 1), LABELS)
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
        if one_of(lower, "but while whereas although though") {
            (self.denied, self.clauses) = (false, true);
        }
        if lower == "and" && self.denied {
            self.denied = false;
        }
        let person = match lower {
            "i" | "me" | "my" | "mine" | "myself" | "user" => "i",
            "we" | "us" | "our" | "ours" => "we",
            "he" | "him" | "his" => "he",
            "she" | "her" | "hers" => "she",
            "they" | "them" | "their" | "theirs" => "they",
            "you" | "your" | "yours" => "you",
            _ => "",
        };
        if !person.is_empty() {
            self.push(at, person.to_owned(), Sort::Word);
            if let Some(item) = self.items.last_mut() {
                item.possessive = one_of(lower, "my mine our ours his their theirs your yours")
                    || lower == "her" && at + 1 < self.words.len();
                item.name = false;
            }
            return;
        }
        if let Some(key) = kept(lower) {
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

/// What bounds a value: "before 9" is not "at 9".
fn bound_of(before: &str) -> &'static str {
    match before {
        "by" => "by ",
        "to" | "into" | "till" | "until" => "to ",
        "from" | "since" => "from ",
        "about" | "around" | "roughly" | "approximately" => "about ",
        _ => "",
    }
}

/// A number in digits: without separators, "40k" as 40000, and the unit that hangs on it.
fn amount(lower: &str) -> Option<(String, &str)> {
    let digits = lower.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(lower.len());
    let (number, unit) = lower.split_at(digits);
    let thousands = number.split(',').skip(1).all(|part| part.len() == 3) && number.contains(',');
    let plain = if thousands { number.replace(',', "") } else { number.replace(',', ".") };
    if plain.matches('.').count() > 1 {
        return unit.is_empty().then_some((plain, ""));
    }
    let factor = match unit {
        "k" => 1_000.0,
        "m" | "mio" => 1_000_000.0,
        "" | "s" | "ms" | "min" | "mins" | "h" | "hr" | "hrs" | "km" | "kg" | "cm" | "mm" | "gb" | "mb" | "kb"
        | "tb" | "g" | "l" | "ml" | "eur" | "usd" | "gbp" | "chf" | "px" | "pct" | "d" | "w" => 1.0,
        _ => return None,
    };
    let scaled = factor > 1.0;
    let value: f64 = plain.parse().ok()?;
    // Ids and telephone numbers keep their zeros.
    let shown =
        if !scaled && (plain.starts_with('0') && plain.len() > 1 && !plain.starts_with("0.") || plain.len() > 12) {
            plain
        } else {
            format!("{}", value * factor)
        };
    Some((shown, if scaled { "" } else { unit }))
}

/// A past participle, as far as its form tells.
pub(super) fn is_participle(lower: &str) -> bool {
    const IRREGULAR: &str = "put set read cut run come held made sent built sold paid led taught caught brought told given done won found lost \
        kept left met hung bought thought sung known shown grown thrown drawn";
    lower.len() > 3 && lower.ends_with("ed") && !one_of(lower, "need speed seed feed indeed hundred red")
        || one_of(lower, IRREGULAR)
        || lower.ends_with("en") && FORMS.binary_search_by(|(form, _)| (*form).cmp(lower)).is_ok()
}
