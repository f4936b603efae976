//! One claim in its plainest wordings: what is put first goes to its place, "it is Ann who …", "Ann's job" and "is done by Ann" become
//! "Ann …", what one side buys and the other sells is told from one side. Two claims that have a plain wording in common say the same.
//! It rewords only where both wordings always mean the same, and never drops a name, a number or a denial.

use std::sync::LazyLock;

use super::concepts;
use super::contractions::expand;
use super::reading::Reading;
use super::values::values;
use super::words::{one_of, one_of_any_case, stem};

mod others;
mod things;
mod verbs;

use others::others;
use things::{counted, is_state, measured, owned, placed, priced, reached, timed};
use verbs::{acted, active, agent, dative, participle, phased, spotted, supplied};
pub use verbs::{is_past, third};

/// At most so many words; what is longer stands as it is.
const WORDS: usize = 28;

/// Runs of words that mean the same wherever they stand, the plainer one second.
const PHRASES: &str = "free of charge > free | at no charge > free | at no cost > free | without charge > free | for free > free | \
    costs nothing > is free | cost nothing > are free | does not work > is broken | do not work > are broken | \
    is not working > is broken | are not working > are broken | out of order > broken | \
    is forbidden > is not allowed | are forbidden > are not allowed | is prohibited > is not allowed | \
    are prohibited > are not allowed | is banned > is not allowed | are banned > are not allowed | \
    is permitted > is allowed | are permitted > are allowed | is not permitted > is not allowed | \
    are not permitted > are not allowed | has room for > holds | has space for > holds | can hold > holds | \
    can seat > holds | can take > holds | takes care of > leads | take care of > lead | taken care of > led | \
    looks after > leads | look after > lead | looked after > led | sees to > leads | handles > leads | \
    handled > led | manages > leads | managed by > led by | run by > led by | headed by > led by | \
    done by > led by | is in charge of > leads | are in charge of > lead | is responsible for > leads | \
    are responsible for > lead | is the head of > leads | is head of > leads | heads the > leads the | \
    runs the > leads the | does the > leads the | does our > leads our | do the > lead the | can be found > is | \
    is located > is | are located > are | is situated > is | is to be found > is | is to be > must be | are to be > must be | works as > is | serves as > is | acts as > is | email address > email | is due by > is due on | are due by > are due on | must be in by > are due on | must be handed in by > are due on | must be submitted by > are due on | is kept > is | \
    are kept > are | is stored > is | are stored > are | is based in > is in | in front of > before | \
    a head > per person | each month > every month | each week > every week | each year > every year | \
    each day > every day | no later than > by | at the latest > latest | on a regular basis > regularly | \
    at all times > always | has to be > must be | have to be > must be | needs to be > must be | \
    need to be > must be";

/// The plain wordings of a claim: the plainest first, at most four.
pub fn forms(text: &str) -> Vec<String> {
    let text = expand(text);
    let bare = text.trim().trim_end_matches(['.', '!', ' ']);
    let mut line = Line::of(bare);
    if line.words.is_empty() || line.words.len() > WORDS {
        return Vec::new();
    }
    for _ in 0..3 {
        let before = line.words.clone();
        for step in [
            unfronted,
            phrased,
            led,
            joined_particle,
            uncleft,
            of_job,
            timed,
            reached,
            placed,
            measured,
            priced,
            counted,
            active,
            owned,
            supplied,
            dative,
            acted,
            agent,
            spotted,
            phased,
        ] {
            step(&mut line);
        }
        if line.words == before {
            break;
        }
    }
    let mut found = vec![line.text()];
    found.extend(labelled(bare));
    found.extend(others(&found[0]));
    found.retain(|form| form != bare);
    found
}

/// The words of a claim, cut at spaces.
struct Line {
    words: Vec<String>,
}

impl Line {
    fn of(text: &str) -> Line {
        Line { words: text.split_whitespace().map(str::to_owned).collect() }
    }

    fn text(&self) -> String {
        let mut text = self.words.join(" ");
        if let Some(first) = text.chars().next().filter(|first| first.is_lowercase()) {
            text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
        }
        text
    }

    fn len(&self) -> usize {
        self.words.len()
    }

    /// A word without the marks around it.
    fn bare(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| bare(word))
    }

    fn lower(&self, at: usize) -> String {
        self.bare(at).to_ascii_lowercase()
    }

    fn is(&self, at: usize, list: &str) -> bool {
        one_of_any_case(self.bare(at), list)
    }

    /// Where a run of words stands, from a place on.
    fn find(&self, run: &[&str], from: usize) -> Option<usize> {
        (from..(self.len() + 1).saturating_sub(run.len()))
            .find(|at| run.iter().enumerate().all(|(step, word)| self.bare(at + step).eq_ignore_ascii_case(word)))
    }

    /// Marks of the words that stand in the line.
    fn marks(&self) -> u64 {
        self.words.iter().map(|word| mark(bare(word))).fold(0, |marks, mark| marks | mark)
    }

    /// The first word of a list, from a place on.
    fn any(&self, list: &str, from: usize) -> Option<usize> {
        (from..self.len()).find(|at| self.is(*at, list))
    }

    /// The words of a range; the first in small letters where an article or pronoun stood at the start.
    fn part(&self, from: usize, to: usize) -> Vec<String> {
        let mut part: Vec<String> = self.words[from..to].to_vec();
        if from == 0 {
            lower_first(&mut part);
        }
        part
    }

    fn has_comma(&self, at: usize) -> bool {
        self.words[at].ends_with(',')
    }
}

fn bare(word: &str) -> &str {
    word.trim_matches([',', ';', ':', '.'])
}

/// One bit for a word, in whatever case: where it is not among the marks of a line, neither is the word in it.
fn mark(word: &str) -> u64 {
    let byte = |at: usize| word.as_bytes().get(at).map_or(0, u8::to_ascii_lowercase);
    let last = byte(word.len().saturating_sub(1));
    let mixed = usize::from(byte(0)) * 5 + usize::from(byte(2)) * 11 + usize::from(last) * 3 + word.len();
    1 << (mixed % 64)
}

/// A first word that is a name keeps its capital.
fn lower_first(part: &mut [String]) {
    if let Some(first) = part.first_mut() {
        let lower = first.to_ascii_lowercase();
        let shouted = first.chars().nth(1).is_some_and(char::is_uppercase);
        let number = !values(&lower).is_empty();
        if !shouted
            && lower != "i"
            && (number || concepts::is_common(&stem(&lower)) || super::words::is_stopword(&lower))
        {
            *first = lower;
        }
    }
}

fn said(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

const BE: &str = "is are was were";

/// "When it rains, training is in the gym": what comes first goes to the end.
fn unfronted(line: &mut Line) {
    const FRONT: &str = "when whenever if at on in during after before from until every each for by since once unless under behind near as";
    if line.is(0, "please") && line.len() > 2 {
        line.words.remove(0);
    }
    if !line.is(0, FRONT) {
        return;
    }
    if !(0..line.len()).any(|at| line.has_comma(at)) {
        unfronted_plainly(line);
        return;
    }
    let Some(comma) = (1..line.len().min(9)).find(|at| line.has_comma(*at)) else { return };
    if comma + 3 > line.len() || (comma + 1..line.len()).any(|at| line.has_comma(at)) {
        return;
    }
    let mut front = line.part(0, comma + 1);
    if let Some(last) = front.last_mut() {
        last.pop();
    }
    let mut rest = line.words[comma + 1..].to_vec();
    rest.extend(front);
    line.words = rest;
}

/// "On Sunday mornings the juniors train": where no comma parts them, the clause begins at its article, name or pronoun.
fn unfronted_plainly(line: &mut Line) {
    const LEADS: &str =
        "at on in during after before from until every each by since under behind near of for with and to";
    if !line.is(0, "at on in during after before from until every each by since under behind near")
        || line.is(1, "the") && line.len() < 5
    {
        return;
    }
    let begins = |at: usize| {
        let named = line.words[at].starts_with(char::is_uppercase)
            && !line.words[at - 1].starts_with(char::is_uppercase)
            && values(&line.words[at]).is_empty();
        (named || line.is(at, "the our my we i they he she a an")) && !line.is(at - 1, LEADS)
    };
    let Some(at) = (2..line.len().min(8)).find(|at| begins(*at) && !line.is(at - 1, "the a an our my this next last"))
    else {
        return;
    };
    let rest = line.words[at..].join(" ");
    if line.len() < at + 3 && !says_more(&Reading::of(&rest)) {
        return;
    }
    let front = line.part(0, at);
    line.words = [line.words[at..].to_vec(), front].concat();
}

/// Whether a verb stands in a text after its first word, as far as its forms tell.
fn says_more(reading: &Reading) -> bool {
    reading.words.iter().enumerate().skip(1).any(|(at, word)| {
        let before = reading.words[at - 1].lower.as_str();
        one_of(&word.lower, "is are am was were has have had will can must should may does do did")
            || concepts::is_verb(&word.stem)
                && !one_of(before, "the a an our my your to for of in on at with no his her their and")
                && (word.lower.ends_with('s') && !before.ends_with('s')
                    || before.ends_with('s') && !word.lower.ends_with('s'))
                && !word.capital
    })
}

/// "Rosa runs catering", said of a person: she leads it.
fn led(line: &mut Line) {
    let Some(at) = line.any("runs heads manages", 1).filter(|at| *at <= 3) else { return };
    let named = line.words[..at].iter().all(|word| word.starts_with(char::is_uppercase)) && !line.is(0, "the a an");
    if named && !line.is(at + 1, "on in at from to for out off up every each late early") && at + 1 < line.len() {
        line.words[at] = "leads".to_owned();
    }
}

/// "Switch the lights off" is "switch off the lights"; "when leaving" is "when you leave".
fn joined_particle(line: &mut Line) {
    if let Some(at) = line.any("when before after while", 1)
        && line.is(at + 1, "you we")
        && at + 3 == line.len()
    {
        let verb = line.lower(at + 2);
        let root = verb.strip_suffix('e').filter(|root| !root.ends_with(['e', 'o'])).unwrap_or(&verb);
        let going = format!("{root}ing");
        line.words.splice(at + 1..at + 3, [going]);
    }
    let start = usize::from(line.is(0, "always never"));
    if !line.is(
        start,
        "switch turn put take bring pick hand fill lock shut close clean wash write pass give send hang throw",
    ) {
        return;
    }
    let Some(particle) =
        (start + 2..line.len().min(start + 6)).find(|at| line.is(*at, "off on out up down away back in over"))
    else {
        return;
    };
    let ends = particle + 1 == line.len() || line.is(particle + 1, "when before after at until every and once");
    if line.is(start + 1, "the your all a an") && ends {
        let word = line.words.remove(particle);
        line.words.insert(start + 1, word.trim_end_matches(',').to_owned());
    }
}

/// A run of words with the marks of its words, and the words that stand for it.
struct Phrase {
    run: Vec<&'static str>,
    marks: u64,
    plain: Vec<&'static str>,
}

static READ_PHRASES: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    let read = |(from, to): (&'static str, &'static str)| {
        let run: Vec<&str> = from.split(' ').collect();
        let marks = run.iter().map(|word| mark(word)).fold(0, |marks, mark| marks | mark);
        Phrase { run, marks, plain: to.split(' ').collect() }
    };
    PHRASES.split(" | ").filter_map(|pair| pair.split_once(" > ")).map(read).collect()
});

fn phrased(line: &mut Line) {
    let mut marks = line.marks();
    for phrase in READ_PHRASES.iter() {
        let run = &phrase.run;
        if phrase.marks & !marks != 0 {
            continue;
        }
        if let Some(at) = line.find(run, 0) {
            let tail: String = line.words[at + run.len() - 1].chars().filter(|c| *c == ',').collect();
            let mut put: Vec<String> = phrase.plain.iter().map(|word| (*word).to_owned()).collect();
            if let Some(last) = put.last_mut() {
                last.push_str(&tail);
            }
            line.words.splice(at..at + run.len(), put);
            marks = line.marks();
        }
    }
}

/// "It is Petra who does it", "the boat shed is where it is", "what it needs is a lid", "X is the one that …".
fn uncleft(line: &mut Line) {
    if line.is(0, "it")
        && line.is(1, BE)
        && let Some(who) = line.any("who that", 3).filter(|at| *at <= 7)
        && (2..who).all(|at| !line.is(at, "important likely possible good best not true clear"))
    {
        line.words = [line.words[2..who].to_vec(), line.words[who + 1..].to_vec()].concat();
        return;
    }
    if line.is(0, "what")
        && let Some(be) = line.any(BE, 2).filter(|at| *at + 1 < line.len())
    {
        line.words = [line.words[1..be].to_vec(), line.words[be + 1..].to_vec()].concat();
        return;
    }
    let Some(be) = (1..line.len().saturating_sub(2)).find(|at| line.is(*at, BE)) else { return };
    let rest = be + 2;
    if line.is(be + 1, "something") && line.len() > rest + 2 {
        let from = if line.is(rest, "that which") { rest + 1 } else { rest };
        line.words = [line.words[from..].to_vec(), line.part(0, be)].concat();
    } else if line.is(be + 1, "where when") && line.len() > rest + 1 {
        let preposition = if line.is(be + 1, "where") { "in" } else { "on" };
        line.words = [line.words[rest..].to_vec(), said(&[preposition]), line.part(0, be)].concat();
    } else if line.is(be + 1, "what") && line.len() > rest + 1 {
        line.words = [line.words[rest..].to_vec(), line.part(0, be)].concat();
    } else if line.is(be + 1, "the")
        && line.is(be + 2, "one person man woman place company firm thing room team")
        && line.is(be + 3, "who that which")
        && line.len() > be + 5
    {
        line.words = [line.words[..be].to_vec(), line.words[be + 4..].to_vec()].concat();
    } else if line.is(0, "the")
        && line.is(1, "one person")
        && line.is(2, "who that")
        && (be == 3 || line.len() > be + 1)
    {
        // "The one who leads the tour is Ines."
        if let Some(last) = (4..line.len()).rev().find(|at| line.is(*at, BE))
            && line.len() - last <= 4
        {
            line.words = [line.words[last + 1..].to_vec(), line.words[3..last].to_vec()].concat();
        }
    }
}

/// "The newsletter is Ivo's job", "it is Ivo's job to write it", "Ivo's job is the newsletter".
fn of_job(line: &mut Line) {
    const JOB: &str = "job task responsibility duty business";
    let Some(be) = (1..line.len()).find(|at| line.is(*at, BE)) else { return };
    let owner = |at: usize| {
        let word = line.words[at].trim_end_matches(',');
        word.strip_suffix("'s").or_else(|| word.strip_suffix('\'')).map(str::to_owned)
    };
    if let Some(job) = (be + 2..line.len()).find(|at| line.is(*at, JOB))
        && job <= be + 4
        && let Some(last) = owner(job - 1)
    {
        let mut who = line.words[be + 1..job].to_vec();
        if let Some(word) = who.last_mut() {
            *word = last;
        }
        if line.is(0, "it") && be == 1 && line.is(job + 1, "to") && line.len() > job + 2 {
            let verb = third(&line.lower(job + 2));
            line.words = [who, vec![verb], line.words[job + 3..].to_vec()].concat();
        } else if job + 1 == line.len() {
            line.words = [who, said(&["leads"]), line.part(0, be)].concat();
        }
        return;
    }
    // "Safety training is the responsibility of Wenlan Zhao."
    if line.is(be + 1, "the") && line.is(be + 2, JOB) && line.is(be + 3, "of") && be + 4 < line.len() {
        line.words = [line.words[be + 4..].to_vec(), said(&["leads"]), line.part(0, be)].concat();
        return;
    }
    if (2..=4).contains(&be)
        && line.is(be - 1, JOB)
        && let Some(last) = owner(be - 2)
        && !line.is(be + 1, "to")
        && be + 1 < line.len()
    {
        let mut who = line.words[..be - 1].to_vec();
        if let Some(word) = who.last_mut() {
            *word = last;
        }
        line.words = [who, said(&["leads"]), line.words[be + 1..].to_vec()].concat();
    }
}

/// What a label and its value may stand for: "Accounts: Petra", "Kennel 4: broken latch", "Rent: 850 euros".
fn labelled(text: &str) -> Vec<String> {
    let Some((label, value)) = text.split_once(": ") else { return Vec::new() };
    let (label, value) = (label.trim(), value.trim());
    let count = |text: &str| text.split_whitespace().count();
    if count(label) > 5 || count(value) > 5 || value.contains([':', ',', ';']) || label.contains([',', ';']) {
        return Vec::new();
    }
    let mut small = vec![label.to_owned()];
    lower_first(&mut small);
    let mut found = vec![format!("The {} is {value}", small[0])];
    let names =
        value.split_whitespace().all(|word| word.starts_with(char::is_uppercase) || matches!(word, "&" | "and"));
    if names && count(value) <= 4 && values(value).is_empty() {
        found.push(format!("{value} leads the {}", small[0]));
    }
    if let [state, thing] = value.split_whitespace().collect::<Vec<_>>().as_slice()
        && (participle(&state.to_ascii_lowercase()).is_some() || is_state(&state.to_ascii_lowercase()))
    {
        found.push(format!("{label}'s {thing} is {state}"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wordings_of_one_claim_have_a_plain_one_in_common() {
        for (text, plain) in [
            ("The accounts are done by Petra", "Petra leads the accounts"),
            ("It is Petra who does the accounts", "Petra leads the accounts"),
            ("The newsletter is Ivo's job", "Ivo leads the newsletter"),
            ("When it rains, training is in the gym", "Training is in the gym when it rains"),
            ("The boat shed is where the ladder is kept", "The ladder is in the boat shed"),
            ("Grimm & Sons service the boiler every autumn", "Grimm & Sons service the boiler every autumn"),
            ("Nine people fit in the van", "The van holds nine people"),
            ("The Okoros rent us the field", "We rent the field from the Okoros"),
            ("The printer has a cracked lid", "The printer's lid is cracked"),
        ] {
            assert_eq!(forms(text).first().map_or(text, String::as_str), plain, "{text}");
        }
    }
}
