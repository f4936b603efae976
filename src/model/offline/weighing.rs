//! The clause that answers by weight of evidence. Of every clause that was read it is counted what speaks for it and against it: how
//! much of the question it holds and by which words, what is missing, whether it gives a value of the asked sort and what else it
//! tells. Trees grown from cases (`trees`) make one probability of it; what is not likely enough is no answer.

use crate::text::concepts;
use crate::text::cues;
use crate::text::lexicon;
#[cfg(feature = "testing")]
use crate::text::lines::without_bullet;
use crate::text::reading::Reading;
use crate::text::trees::Trees;
use crate::text::values::{Kind, Value};

use super::aliases::Aliases;
use super::another::is_of_another;
use super::answer::{Answer, Known};
#[cfg(feature = "testing")]
use super::answer::{Source, find};
use super::asked::unmet;
#[cfg(feature = "testing")]
use super::coverage::yes_or_no_covering;
use super::coverage::{follows, is_verbal, strangers};
use super::denial::{ceased, comes_to_nothing, denied_as_asked, denies};
use super::evidence::{Beside, Evidence, Likes, NEARLY, Open, evidence, says_little};
use super::heads::{heads, lists};
use super::latest::{naming, newer};
use super::likeness::{is_deed, lacks_name, names_one, stands_beside};
use super::question::{Question, Role, Term, Wants};
use super::roles::roles;
#[cfg(feature = "testing")]
use super::search::is_fact_line;
use super::sorts::gives;
use super::spoken::reading_of;
use super::units::units;

/// How likely a clause must be the answer that no rule finds, and one that a rule finds.
const ENOUGH: f64 = 0.52;
const ENOUGH_BY_RULE: f64 = 0.32;
/// And what a rule finds that holds the question as it is asked.
const ENOUGH_AS_ASKED: f64 = 0.1;
/// The share of the question that must stand there in the very words for that.
const VERY_WORDS: f64 = 0.95;
/// Who or what owns the asked attribute is missing if what is missing of it weighs more.
const OWNER: f64 = 0.2;
/// What holds a smaller share of the question is not looked at.
const LEAST: f64 = 0.1;
/// A clause goes before its line from such a share of the line's likelihood on.
const CLAUSE: f64 = 0.5;
/// Of clauses that are nearly as likely the newest is right.
const NEAR: f64 = 0.02;

/// Grown from the tell-and-ask cases (`scripts/trees.mjs`), whose right answers are known.
static TREES: Trees = Trees(include_bytes!("trees.bin"));

/// A clause that may answer.
#[derive(Debug, Clone)]
pub struct Weighed {
    pub known: Known,
    /// A rule chose it.
    pub by_rule: bool,
    stands: Stands,
    /// It is a clause of a line that has several.
    pub part: bool,
    pub features: Vec<f32>,
}

impl Weighed {
    pub fn probability(&self) -> f64 {
        TREES.probability(&self.features)
    }

    /// It tells something of the asked sort.
    pub(super) fn gives(&self) -> bool {
        self.stands.gives
    }

    /// It says yes to what is asked.
    #[cfg(feature = "testing")]
    pub fn affirms(&self) -> bool {
        self.stands.affirms
    }

    /// A rule chose it, as the last feature says.
    fn choose(&mut self) {
        self.by_rule = true;
        if let Some(last) = self.features.last_mut() {
            *last = 1.0;
        }
    }
}

/// Whether the answer to a question can be weighed: it is one clause, found by the words of the question.
pub fn can_weigh(question: &Question) -> bool {
    !matches!(question.wants, Wants::All | Wants::YesNo) && !question.about_self && !question.terms.is_empty()
}

/// The newest of the likeliest clauses, if it is likely enough; that which a rule chose, if it is likely enough for that. What was told
/// later and is nearly as likely goes before either.
pub fn weigh(question: &Question, known: &[Known], chosen: Option<&Known>, aliases: &Aliases) -> Answer {
    let all = weighed(question, known, aliases);
    let ruled = chosen.and_then(|chosen| {
        let of_chosen = chosen_of(&all, chosen);
        let as_asked = of_chosen.iter().any(|one| one.stands.as_asked);
        best_of(&of_chosen, if as_asked { ENOUGH_AS_ASKED } else { ENOUGH_BY_RULE })
    });
    let Some(best) = ruled.or_else(|| best_of(&all, ENOUGH)) else { return Answer::Unknown };
    let best = naming(question, &all, best);
    Answer::Lines(vec![clause_of(&all, newer(question, &all, known, &best)).known])
}

/// Of a line that answers as a whole its likeliest clause, if that is not much less likely and gives what is asked if the line does: it
/// holds nothing of what the others tell.
fn clause_of(all: &[Weighed], best: Weighed) -> Weighed {
    let of_line = |one: &&Weighed| one.part && one.known.source == best.known.source && !best.part;
    let parts = all.iter().filter(of_line).filter(|one| one.stands.gives || !best.stands.gives);
    let likeliest = parts.max_by(|a, b| a.probability().total_cmp(&b.probability()));
    likeliest.filter(|part| part.probability() >= CLAUSE * best.probability()).cloned().unwrap_or(best)
}

/// Yes or no from the likeliest clause, if it is likely enough.
pub fn weigh_yes_or_no(question: &Question, known: &[Known], aliases: &Aliases) -> Answer {
    match best_of(&weighed(question, known, aliases), ENOUGH) {
        Some(best) if best.stands.affirms => Answer::Yes(best.known),
        Some(best) => Answer::No(best.known),
        None => Answer::Unknown,
    }
}

/// What a rule chose, of all that was weighed.
fn chosen_of(all: &[Weighed], chosen: &Known) -> Vec<Weighed> {
    let is_chosen = |one: &&Weighed| one.known.source == chosen.source && one.known.text == chosen.text;
    let mut found: Vec<Weighed> = all.iter().filter(is_chosen).cloned().collect();
    found.iter_mut().for_each(Weighed::choose);
    found
}

/// The newest of the likeliest, if it is likely enough.
fn best_of(all: &[Weighed], enough: f64) -> Option<Weighed> {
    let likely: Vec<f64> = all.iter().map(|one| if one.stands.of_another { 0.0 } else { one.probability() }).collect();
    let highest = likely.iter().copied().fold(0.0, f64::max);
    let listed = |at: &usize| all[*at].stands.lists && likely[*at] >= ENOUGH_AS_ASKED;
    if highest < enough
        && let Some(list) = (0..all.len()).rev().find(listed)
    {
        return Some(all[list].clone());
    }
    let newest = (0..all.len()).rev().find(|at| likely[*at] >= highest - NEAR)?;
    (highest >= enough).then(|| all[newest].clone())
}

/// Every clause of the lines that were read, weighed; none that holds next to nothing of the question.
fn weighed(question: &Question, known: &[Known], aliases: &Aliases) -> Vec<Weighed> {
    let likes = Likes::default();
    let mut all: Vec<Weighed> = Vec::new();
    for (at, line) in known.iter().enumerate() {
        let before = (at.saturating_sub(2)..at).filter(|before| follows(&known[*before], line));
        let before: Vec<Reading> = before.map(|at| Reading::of(&known[at].text)).collect();
        let before: Vec<&Reading> = before.iter().collect();
        let mut add = |text: String, reading: &Reading, own: Option<&Reading>| {
            let beside = Beside { before: &before, own, likes: &likes };
            let found = evidence(question, reading, &beside, aliases);
            if found.sum >= LEAST * found.total {
                let (mut features, stands) = features(question, reading, &found, &beside, aliases);
                features.push(0.0);
                all.push(Weighed {
                    known: Known { text, source: line.source.clone() },
                    by_rule: false,
                    part: own.is_some(),
                    stands,
                    features,
                });
            }
        };
        let read = reading_of(&line.text, question);
        add(line.text.clone(), &read, None);
        for part in units(&line.text) {
            let reading = reading_of(&part, question);
            add(part, &reading, Some(&read));
        }
    }
    all
}

/// The words of a clause that it does not hold of the question, and those that may answer.
fn rest(question: &Question, line: &Reading, found: &Evidence<'_>, matched: &[usize], aliases: &Aliases) -> Vec<usize> {
    // "What is our intern called": who she is called as is no word of the question.
    let names = |term: &&Term| question.wants != Wants::Name || term.role == Role::Name;
    let named =
        |at: usize| question.terms.iter().filter(names).any(|term| aliases.same(&term.stem, &line.words[at].stem));
    let free = |at: &usize| !named(*at) && !matched.contains(at) || found.members.contains(at);
    line.content().into_iter().filter(free).collect()
}

/// What speaks for a clause and against it, and how the question stands in it.
fn features(
    question: &Question,
    line: &Reading,
    found: &Evidence<'_>,
    beside: &Beside<'_>,
    aliases: &Aliases,
) -> (Vec<f32>, Stands) {
    let total = found.total.max(0.01);
    let of = |matched: &[usize]| rest(question, line, found, matched, aliases);
    // What only a like word stands for may be the answer all the same: "growing", "greenhouse".
    let (rest, may_answer) = (of(&found.matched), of(&found.hard));
    let mut features = Features(Vec::new());
    features.numbers(&[
        found.sum / total,
        found.anchor / total,
        found.exact / total,
        found.anchor.min(3.0),
        found.exact.min(3.0),
        total.min(4.0),
        found.served.min(4) as f64,
    ]);
    features.held(question, line, found);
    features.missing(question, line, found);
    features.told(question, line, found, beside, &rest);
    let gives = features.asked(question, line, found, &rest, &may_answer);
    features.alike(question, line);
    let mut stands = features.standing(question, line, found);
    let whole = found.open.is_empty() && !found.clash && found.exact >= VERY_WORDS * found.total;
    stands.as_asked &= whole;
    stands.of_another |= is_of_another(question, line, found);
    stands.gives = gives;
    (features.0, stands)
}

/// How the question stands in a clause.
#[derive(Debug, Clone, Copy)]
struct Stands {
    /// The clause says yes to what is asked.
    affirms: bool,
    /// It holds all of the question in the very words, and everything stands in it as it does there.
    as_asked: bool,
    /// It tells something of the asked sort.
    gives: bool,
    /// It is a list of what is asked for, under that heading.
    lists: bool,
    /// It tells the asked attribute of something else (a colour, but not the submarine's), or is of another thing.
    of_another: bool,
}

/// Numbers, in a fixed order.
struct Features(Vec<f32>);

impl Features {
    fn numbers(&mut self, numbers: &[f64]) {
        self.0.extend(numbers.iter().map(|number| *number as f32));
    }

    fn facts(&mut self, facts: &[bool]) {
        self.0.extend(facts.iter().map(|fact| if *fact { 1.0 } else { 0.0 }));
    }

    /// By which words the question's are held: nouns and verbs, in the very word or in another.
    fn held(&mut self, question: &Question, line: &Reading, found: &Evidence<'_>) {
        for (verb, exact) in [(false, true), (false, false), (true, true), (true, false)] {
            let such = |(asked, told): &&(usize, Vec<usize>)| {
                let stem = &question.reading.words[*asked].stem;
                let key = question.terms.iter().any(|term| term.at == *asked && term.role == Role::Key);
                let same = told.iter().any(|at| line.words[*at].stem == *stem);
                key && is_verbal(&question.reading, *asked) == verb && same == exact
            };
            self.numbers(&[found.held.iter().filter(such).count().min(3) as f64]);
        }
        self.facts(&[found.open.is_empty(), !found.members.is_empty(), found.clash, found.asked_held]);
    }

    /// What is missing, and whether something stands in its place.
    fn missing(&mut self, question: &Question, line: &Reading, found: &Evidence<'_>) {
        let words = &question.reading.words;
        let verb = |open: &&Open<'_>| is_verbal(&question.reading, open.term.at);
        let little = |open: &&Open<'_>| open.term.may_lack || says_little(question, open.term);
        let key = |open: &&Open<'_>| open.term.role == Role::Key && !little(open);
        let open = || found.open.iter();
        let lack = |role: Role| {
            open().filter(|open| open.term.role == role).map(|open| open.weight * (1.0 - open.strength())).sum::<f64>()
        };
        let of_keys = |verbs: bool| {
            let such = open().filter(|open| key(open) && verb(open) == verbs);
            such.map(|open| open.weight * (1.0 - open.strength())).sum::<f64>()
        };
        self.numbers(&[lack(Role::Name), lack(Role::Value), lack(Role::Asked), of_keys(true), of_keys(false)]);
        let free: Vec<usize> = line.content().into_iter().filter(|at| !found.hard.contains(at)).collect();
        let nearest = |open: &Open<'_>, deeds: bool| {
            let such = free.iter().filter(|at| !deeds || is_deed(line, **at));
            such.map(|at| lexicon::likeness(&words[open.term.at].lower, &line.words[*at].lower)).fold(0.0, f64::max)
        };
        let least = |deeds: bool| {
            let such = open().filter(|open| key(open) && (!deeds || verb(open)));
            such.map(|open| nearest(open, deeds)).fold(1.0, f64::min)
        };
        let rarest = open().filter(|open| !little(open)).map(|open| lexicon::rarity(&words[open.term.at].lower));
        let softest = open().map(|open| open.soft).fold(0.0, f64::max);
        self.numbers(&[least(false), least(true), rarest.fold(0.0, f64::max), softest]);
        let apart = |open: &&Open<'_>| {
            let excluded = |at: &usize| cues::are_apart(&open.term.stem, &line.words[*at].stem);
            free.iter().any(excluded)
        };
        let other_value = |open: &&Open<'_>| {
            question.reading.value_at(open.term.at).filter(|_| open.term.role == Role::Value).is_some_and(|value| {
                line.values.iter().any(|told| told.kind == value.kind && told.normal() != value.normal())
            })
        };
        let beside = |open: &&Open<'_>| key(open) && !verb(open) && stands_beside(question, open.term.at);
        let count = |such: &dyn Fn(&&Open<'_>) -> bool| open().filter(such).count() as f64;
        self.numbers(&[
            count(&apart),
            count(&other_value),
            count(&beside),
            count(&|open| open.rival),
            count(&|open| little(open)),
            count(&|open| open.told),
            count(&|open| open.within),
            count(&|open| open.parallel),
            count(&|open| open.soft >= NEARLY),
        ]);
    }

    /// What the clause tells beside what it holds of the question, and how it tells it.
    fn told(&mut self, question: &Question, line: &Reading, found: &Evidence<'_>, beside: &Beside<'_>, rest: &[usize]) {
        let noun = |at: &&usize| {
            line.value_at(**at).is_none()
                && !line.is_name(**at)
                && !is_deed(line, **at)
                && !concepts::is_light(&line.words[**at].stem)
        };
        let content = line.content();
        let matched = content.iter().filter(|at| found.matched.contains(at)).count();
        let asked: Vec<&str> = question.reading.values.iter().map(|value| value.normal()).collect();
        self.numbers(&[
            rest.iter().filter(noun).count().min(5) as f64,
            rest.iter().filter(|at| line.is_name(**at)).count().min(3) as f64,
            rest.iter().filter(|at| is_deed(line, **at)).count().min(3) as f64,
            line.values.iter().filter(|value| !asked.contains(&value.normal())).count().min(3) as f64,
            rest.len().min(8) as f64,
            matched as f64 / content.len().max(1) as f64,
            line.words.len().min(25) as f64,
        ]);
        let speaks = |reading: &Reading| {
            let of_me = |lower: &str| matches!(lower, "i" | "me" | "my" | "we" | "our" | "us");
            reading.words.iter().any(|word| of_me(&word.lower))
        };
        let strange = strangers(question, line) && beside.all().all(|other| strangers(question, other));
        self.facts(&[
            line.negative,
            speaks(line),
            speaks(&question.reading),
            strange,
            beside.own.is_some(),
            unmet(question, line, &found.matched),
            denies(question, line, &found.matched),
            ceased(question, line, &found.matched),
        ]);
    }

    /// How alike the question is to the clause, and the clause to the question.
    fn alike(&mut self, question: &Question, line: &Reading) {
        self.numbers(&[likeness(&question.reading, line), likeness(line, &question.reading)]);
    }

    /// How the question's people and things stand in the clause, and what it holds of each noun phrase.
    fn standing(&mut self, question: &Question, line: &Reading, found: &Evidence<'_>) -> Stands {
        let roles = roles(question, line, found);
        self.numbers(&[roles.agree.min(3) as f64, roles.differ.min(3) as f64]);
        self.facts(&[roles.same_subject, roles.other_subject, roles.asks_subject, roles.new_subject]);
        let heads = heads(question, line, found);
        let affirms = affirms(question, line, found);
        self.numbers(&[heads.owner_missing, heads.topic_missing, heads.other_missing, heads.held]);
        self.facts(&[
            heads.modifier_missing,
            heads.other_modifier,
            heads.only_modifier,
            heads.attribute_exact,
            heads.attribute_served,
            heads.attribute_missing,
            heads.unnamed,
            question.wants == Wants::YesNo,
            affirms,
        ]);
        Stands {
            affirms,
            gives: false,
            lists: lists(question, line, found),
            as_asked: roles.differ == 0 && !heads.unnamed && !heads.other_modifier,
            of_another: heads.attribute_exact && heads.held == 0.0 && heads.owner_missing > OWNER,
        }
    }

    /// Whether the clause gives what is asked for.
    fn asked(
        &mut self,
        question: &Question,
        line: &Reading,
        found: &Evidence<'_>,
        rest: &[usize],
        may_answer: &[usize],
    ) -> bool {
        let words = &question.reading.words;
        let noun = question.terms.iter().rfind(|term| term.role == Role::Asked);
        let noun = noun.map(|term| words[term.at].lower.as_str());
        let like = rest.iter().map(|at| noun.map_or(0.0, |noun| lexicon::likeness(&line.words[*at].lower, noun)));
        let sort = rest.iter().any(|at| noun.is_some_and(|noun| lexicon::is_a(&line.words[*at].lower, noun)));
        self.numbers(&[like.fold(0.0, f64::max), words.len().min(15) as f64, question.terms.len().min(5) as f64]);
        let wants = question.wants;
        let softly = found.hard.len() < found.matched.len();
        let given =
            gives(question, line, &found.matched, rest) || softly && gives(question, line, &found.hard, may_answer);
        let when = matches!(wants, Wants::When | Wants::Clock | Wants::Day);
        let measure = matches!(wants, Wants::Measure | Wants::Age | Wants::HowOften | Wants::Digits);
        let typed = when || measure || matches!(wants, Wants::Person | Wants::Place | Wants::Count);
        let past = words.iter().any(|word| matches!(word.lower.as_str(), "did" | "was" | "were" | "had"));
        self.facts(&[
            sort,
            given,
            may_give(question, line, may_answer),
            typed && given,
            when,
            measure,
            wants == Wants::Person,
            wants == Wants::Place,
            wants == Wants::Count,
            wants == Wants::Thing,
            past,
            names_one(question, line, &found.matched, rest),
            lacks_name(question, line),
            question.many,
        ]);
        given || wants == Wants::Thing
    }
}

/// Whether something that the clause tells besides looks like what is asked for, whatever stands before it: a name or a person for "who",
/// a number for "how many".
fn may_give(question: &Question, line: &Reading, rest: &[usize]) -> bool {
    let known = |value: &Value| question.reading.values.iter().any(|asked| asked.normal() == value.normal());
    let value = |kinds: &[Kind]| line.values.iter().any(|value| kinds.contains(&value.kind) && !known(value));
    let lower = |at: usize| line.words[at].lower.as_str();
    let any = |such: &dyn Fn(usize) -> bool| rest.iter().any(|at| such(*at));
    let name = any(&|at| line.is_name(at) || line.words[at].capital && at == 0);
    let sort = |at: usize, kinds: &[&str]| kinds.iter().any(|kind| concepts::is_member(&line.words[at].stem, kind));
    match question.wants {
        Wants::Person => {
            name || any(&|at| sort(at, &["person", "job", "famili"]) || lexicon::is_a(lower(at), "person"))
        }
        Wants::Place => {
            let led = |at: usize| {
                line.words[..at].iter().rev().take(3).any(|word| {
                    !word.capital
                        && matches!(
                            word.lower.as_str(),
                            "in" | "at" | "on" | "to" | "from" | "near" | "with" | "behind" | "beside" | "off" | "is"
                        )
                })
            };
            name || value(&[Kind::Room, Kind::Link, Kind::Id]) || any(&|at| line.value_at(at).is_none() && led(at))
        }
        Wants::When | Wants::Clock | Wants::Day => {
            let named = |at: usize| {
                ["time", "day", "season", "holiday"].iter().any(|kind| lexicon::is_a(lower(at), kind))
                    || matches!(lower(at), "christmas" | "easter" | "whitsun" | "term" | "weekend" | "first" | "last")
            };
            value(&[Kind::Time, Kind::Day, Kind::Date, Kind::Number, Kind::Duration]) || any(&named)
        }
        Wants::Count | Wants::Measure | Wants::Age | Wants::HowOften | Wants::Digits => {
            line.values.iter().any(|value| !known(value))
        }
        _ => !rest.is_empty(),
    }
}

/// How alike the words of a text are to their nearest in another, weighed by how rare they are.
fn likeness(of: &Reading, to: &Reading) -> f64 {
    let words: Vec<usize> = of.content().into_iter().filter(|at| of.value_at(*at).is_none()).collect();
    let told = to.content();
    let nearest = |at: usize| {
        let word = &of.words[at];
        let like = |other: &usize| {
            let other = &to.words[*other];
            if other.stem == word.stem { 1.0 } else { lexicon::likeness(&word.lower, &other.lower) }
        };
        told.iter().map(like).fold(0.0, f64::max)
    };
    let weight = |at: usize| 0.1 + lexicon::rarity(&of.words[at].lower);
    let all: f64 = words.iter().map(|at| weight(*at)).sum();
    words.iter().map(|at| weight(*at) * nearest(*at)).sum::<f64>() / all.max(0.01)
}

/// Whether a clause says yes to what is asked: no if one of the two denies it, tells that it is over or that it failed, and the other does
/// not.
fn affirms(question: &Question, line: &Reading, found: &Evidence<'_>) -> bool {
    let asked: Vec<usize> = found.held.iter().map(|(at, _)| *at).collect();
    let told = denied_as_asked(question, line, &found.matched)
        || ceased(question, line, &found.matched)
        || comes_to_nothing(line, &found.matched);
    let turned = question.reading.negative || comes_to_nothing(&question.reading, &asked);
    told == turned
}

/// All that is weighed for a question over the lines of a note, for the trees to be grown from: what a rule chose, and every clause.
#[cfg(feature = "testing")]
pub fn weighed_for(asked: &str, note: &str) -> Vec<Weighed> {
    let question = Question::of(asked);
    let line = |(number, text): (usize, &str)| Known {
        text: without_bullet(text).trim_end().to_owned(),
        source: Source::Memory { path: String::new(), line: number + 1 },
    };
    let known: Vec<Known> = note.lines().enumerate().filter(|(_, text)| is_fact_line(text)).map(line).collect();
    let aliases = Aliases::of(known.iter().map(|known| known.text.as_str()));
    let found = find(&question, &known, &aliases);
    match &found {
        Answer::Unknown if question.wants == Wants::YesNo => match yes_or_no_covering(&question, &known, &aliases) {
            Answer::Unknown => weighed(&question, &known, &aliases),
            _ => Vec::new(),
        },
        _ if !can_weigh(&question) => Vec::new(),
        Answer::Unknown => weighed(&question, &known, &aliases),
        Answer::Lines(lines) if lines.len() == 1 && !question.many => {
            let others = weighed(&question, &known, &aliases);
            let mut all = chosen_of(&others, &lines[0]);
            all.extend(others);
            all
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What answers a question among some lines, the oldest first.
    fn answered(question: &str, lines: &[&str]) -> Option<String> {
        let known: Vec<Known> =
            lines.iter().map(|text| Known { text: (*text).to_owned(), source: Source::Thread }).collect();
        match weigh(&Question::of(question), &known, None, &Aliases::of(lines.iter().copied())) {
            Answer::Lines(found) => found.first().map(|line| line.text.clone()),
            _ => None,
        }
    }

    #[test]
    fn a_clause_answers_in_other_words_than_the_asked_ones() {
        let lines = ["The new intern is called Thandi", "The cloakroom is in the basement"];
        assert_eq!(answered("What name does our trainee go by?", &lines).as_deref(), Some(lines[0]));
        assert_eq!(answered("Where can we hang our coats?", &lines).as_deref(), Some(lines[1]));
    }

    #[test]
    fn a_list_answers_under_the_heading_that_is_asked_for() {
        let lines = ["For the stew: leeks, barley, a bay leaf", "The stew takes two hours"];
        assert_eq!(answered("What goes into the stew?", &lines).as_deref(), Some(lines[0]));
        assert_eq!(answered("What goes into the salad?", &lines), None);
    }

    #[test]
    fn what_is_no_longer_so_does_not_say_what_is() {
        let lines = ["I am no longer Ms Hobbs", "I am Ms Varga now"];
        assert_eq!(answered("What is my surname?", &lines).as_deref(), Some(lines[1]));
    }

    #[test]
    fn what_tells_something_else_of_the_same_thing_is_no_answer() {
        assert_eq!(answered("Which animals does Ada look after?", &["Ada got the job at the shop"]), None);
        assert_eq!(answered("When does the plasterer finish?", &["The plasterer is called Ivo"]), None);
        assert_eq!(answered("Who is my dentist?", &["The parcel came on Monday"]), None);
        assert_eq!(answered("What is the colour of the submarine?", &["Green is my favourite colour"]), None);
    }

    #[test]
    fn what_else_is_known_does_not_change_how_likely_a_clause_is() {
        let question = Question::of("Where are the spare bulbs?");
        let weighed = |lines: &[&str]| {
            let known = |text: &&str| Known { text: (*text).to_owned(), source: Source::Thread };
            let known: Vec<Known> = lines.iter().map(known).collect();
            super::weighed(&question, &known, &Aliases::default()).remove(0).probability()
        };
        let line = "The spare bulbs are behind the stage";
        assert!((weighed(&[line]) - weighed(&[line, "The bulbs cost 12 euros"])).abs() < f64::EPSILON);
    }
}
