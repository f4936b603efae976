//! One claim in its plainest wordings: what is put first goes to its place, "it is Ann who …", "Ann's job" and "is done by Ann" become
//! "Ann …", what one side buys and the other sells is told from one side. Two claims that have a plain wording in common say the same.
//! It rewords only where both wordings always mean the same, and never drops a name, a number or a denial.

use super::concepts;
use super::contractions::expand;
use super::values::values;
use super::words::{one_of, stem};

mod verbs;

pub use verbs::is_past;
use verbs::{acted, active, agent, dative, participle, phased, spotted, supplied, third};

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
    is located > is | are located > are | is situated > is | is to be found > is | is kept > is | \
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
            unfronted, phrased, uncleft, of_job, placed, measured, priced, counted, active, owned, supplied, dative,
            acted, agent, spotted, phased,
        ] {
            step(&mut line);
        }
        if line.words == before {
            break;
        }
    }
    let mut found = vec![line.text()];
    found.extend(labelled(bare));
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

    fn lower(&self, at: usize) -> String {
        self.words.get(at).map_or(String::new(), |word| {
            word.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '.')).to_ascii_lowercase()
        })
    }

    fn is(&self, at: usize, list: &str) -> bool {
        one_of(&self.lower(at), list)
    }

    /// Where a run of words stands, from a place on.
    fn find(&self, run: &[&str], from: usize) -> Option<usize> {
        (from..(self.len() + 1).saturating_sub(run.len()))
            .find(|at| run.iter().enumerate().all(|(step, word)| self.lower(at + step) == *word))
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

fn phrased(line: &mut Line) {
    for (from, to) in PHRASES.split(" | ").filter_map(|pair| pair.split_once(" > ")) {
        let run: Vec<&str> = from.split(' ').collect();
        if let Some(at) = line.find(&run, 0) {
            let tail: String = line.words[at + run.len() - 1].chars().filter(|c| *c == ',').collect();
            let mut put: Vec<String> = to.split(' ').map(str::to_owned).collect();
            if let Some(last) = put.last_mut() {
                last.push_str(&tail);
            }
            line.words.splice(at..at + run.len(), put);
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
    if line.is(be + 1, "where when") && line.len() > rest + 1 {
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
    if be >= 2
        && be <= 4
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

/// "There is a kit under the sink", "you find it on the third floor", "belongs to", "is with".
fn placed(line: &mut Line) {
    if line.is(0, "there") && line.is(1, "is are") {
        if let Some(place) = line.any("in at on under behind near beside above below inside", 3) {
            let be = line.words[1].clone();
            let thing = line.words[2..place].to_vec();
            if thing.len() <= 5 {
                line.words = [thing, vec![be], line.words[place..].to_vec()].concat();
            }
        } else {
            line.words.splice(0..2, said(&["We", "have"]));
        }
        return;
    }
    if line.is(0, "you we") {
        let find = if line.is(1, "find") { Some(1) } else { (line.is(1, "can") && line.is(2, "find")).then_some(2) };
        if let Some(find) = find
            && let Some(place) = line.any("in at on under behind near beside above below inside", find + 2)
        {
            let thing = line.words[find + 1..place].to_vec();
            let be = if line.lower(place - 1).ends_with('s') { "are" } else { "is" };
            line.words = [thing, said(&[be]), line.words[place..].to_vec()].concat();
            return;
        }
    }
    if let Some(at) = line.find(&["belongs", "to"], 1).or_else(|| line.find(&["belong", "to"], 1))
        && line.len() - at <= 6
    {
        line.words = [line.words[at + 2..].to_vec(), said(&["owns"]), line.part(0, at)].concat();
        return;
    }
    // "The spare keys are with Marta."
    if let Some(at) = line.find(&["is", "with"], 1).or_else(|| line.find(&["are", "with"], 1))
        && (1..=3).contains(&(line.len() - at - 2))
        && line.words[at + 2].starts_with(char::is_uppercase)
    {
        line.words = [line.words[at + 2..].to_vec(), said(&["has"]), line.part(0, at)].concat();
    }
}

/// "The length of the pool is 25 metres", "nine people fit in the van", "the van seats nine".
fn measured(line: &mut Line) {
    const SIZES: [(&str, &str); 6] = [
        ("length", "long"),
        ("width", "wide"),
        ("height", "high"),
        ("depth", "deep"),
        ("weight", "heavy"),
        ("age", "old"),
    ];
    if line.is(0, "the")
        && line.is(2, "of")
        && let Some((_, adjective)) = SIZES.iter().find(|(noun, _)| line.lower(1) == *noun)
        && let Some(be) = line.any(BE, 4)
        && be + 1 < line.len()
    {
        line.words = [line.words[3..].to_vec(), said(&[adjective])].concat();
        return;
    }
    if let Some(fit) = line.any("fit fits", 1).filter(|fit| *fit <= 3 && line.is(fit + 1, "in into inside on"))
        && line.words[0].starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
        && !values(&line.words[..fit].join(" ")).is_empty()
    {
        let many = line.part(0, fit);
        line.words = [line.words[fit + 2..].to_vec(), said(&["holds"]), many].concat();
        return;
    }
    if let Some(seats) = line.any("seats accommodates", 1)
        && line.words.get(seats + 1).is_some_and(|word| !values(word).is_empty())
    {
        line.words[seats] = "holds".to_owned();
        if seats + 2 == line.len() {
            line.words.push("people".to_owned());
        }
    }
}

/// "The fee for membership is £40 a year", "the yearly membership fee is £40".
fn priced(line: &mut Line) {
    const FEE: &str = "fee price cost charge";
    let Some(be) = (2..line.len().saturating_sub(1)).find(|at| line.is(*at, "is are")) else { return };
    let money = |text: &str| {
        text.contains(['£', '€', '$', '¥']) || {
            let lower = text.to_ascii_lowercase();
            [" euro", " pound", " dollar", " franc", " cent", " yen", "free"].iter().any(|unit| lower.contains(unit))
        }
    };
    let rest = line.words[be + 1..].join(" ");
    if !money(&rest) {
        return;
    }
    if line.is(0, "the") && line.is(1, FEE) && line.is(2, "of for") && be > 3 {
        line.words = [line.words[3..be].to_vec(), said(&["costs"]), line.words[be + 1..].to_vec()].concat();
    } else if line.is(be - 1, FEE) && be >= 2 {
        let mut rest = line.words[be + 1..].to_vec();
        let mut head = line.part(0, be - 1);
        for (often, each) in
            [("yearly", "year"), ("annual", "year"), ("monthly", "month"), ("weekly", "week"), ("daily", "day")]
        {
            if let Some(at) = head.iter().position(|word| word.eq_ignore_ascii_case(often)) {
                head.remove(at);
                rest.extend(said(&["a", each]));
            }
        }
        let article = head.first().is_some_and(|word| one_of(&word.to_ascii_lowercase(), "the a an"));
        if head.len() > usize::from(article) {
            head.drain(..usize::from(article));
            line.words = [head, said(&["costs"]), rest].concat();
        }
    }
}

/// "The choir has 34 members" is "34 members are in the choir".
fn counted(line: &mut Line) {
    let Some(has) = line.any("has have", 1) else { return };
    let number = line
        .words
        .get(has + 1)
        .is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()) && line.len() == has + 3);
    if number && line.is(0, "the our") {
        let many = line.words[has + 1..].to_vec();
        line.words = [many, said(&["are", "in"]), line.part(0, has)].concat();
    }
}

/// "The printer has a cracked lid" is "the printer's lid is cracked"; "the code of the annex" is "the annex's code".
fn owned(line: &mut Line) {
    if let Some(has) = line.any("has", 1)
        && line.is(has + 1, "a an")
        && line.len() == has + 4
        && (participle(&line.lower(has + 2)).is_some() || is_state(&line.lower(has + 2)))
    {
        let (state, thing) = (line.words[has + 2].clone(), line.words[has + 3].clone());
        let mut owner = line.words[..has].to_vec();
        if let Some(last) = owner.last_mut() {
            last.push_str("'s");
        }
        line.words = [owner, vec![thing], said(&["is"]), vec![state]].concat();
    }
}

fn is_state(lower: &str) -> bool {
    one_of(
        lower,
        "loose bent torn worn flat dead stuck wet damp empty full dirty rusty wobbly leaky squeaky slow weak blunt broken missing faulty",
    )
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
