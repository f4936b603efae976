//! Who does what to whom, in a question and in a clause: whether the clause's subject is the question's, whether what the question has as
//! subject or object is that in the clause too, and whether the asked one's place is free. "Nora lent me fifty" does not tell what I
//! lent to Nora; "I borrowed fifty from Nora" tells what she lent to me.

use crate::text::concepts;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::words::is_stopword;

use super::clauses::is_finite;
use super::coverage::is_verbal;
use super::evidence::Evidence;
use super::likeness::is_deed;
use super::question::Question;

/// Deeds of two that are one deed, told from either side.
const CONVERSES: [(&str, &str); 16] = [
    ("lend", "borrow"),
    ("buy", "sell"),
    ("teach", "learn"),
    ("give", "get"),
    ("give", "receiv"),
    ("send", "get"),
    ("send", "receiv"),
    ("lend", "owe"),
    ("tell", "hear"),
    ("beat", "lose"),
    ("hire", "work"),
    ("employ", "work"),
    ("rent", "let"),
    ("pay", "get"),
    ("pay", "charg"),
    ("lead", "follow"),
];

/// Where somebody stands to a deed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    Does,
    Undergoes,
    /// Behind another preposition, or not to be told.
    Aside,
}

/// How the question's people and things stand to the deed, in the question and in the clause.
#[derive(Debug, Default, PartialEq)]
pub struct Roles {
    /// How many stand as in the question, and how many the other way round.
    pub agree: usize,
    pub differ: usize,
    /// The question's subject is the clause's; somebody else is.
    pub same_subject: bool,
    pub other_subject: bool,
    /// The question asks for its subject; the clause's may be that.
    pub asks_subject: bool,
    pub new_subject: bool,
}

/// A clause about its verb.
struct Clause<'a> {
    reading: &'a Reading,
    verb: usize,
    /// The words of its subject.
    subject: std::ops::Range<usize>,
    passive: bool,
}

impl Clause<'_> {
    /// The clause of a question: its subject stands behind an auxiliary, or is what is asked for.
    fn of_question(reading: &Reading, verb: usize) -> Clause<'_> {
        let aux = (0..verb).rev().find(|at| is_auxiliary(&reading.words[*at].lower));
        let tells = |at: usize| reading.has_content(at) || person(reading, at) > 0;
        let subject = match aux {
            Some(aux) if (aux + 1..verb).any(tells) => aux + 1..verb,
            _ => 0..aux.unwrap_or(verb),
        };
        // "Who was the letter written by": the subject may stand between.
        let turned = aux.is_some_and(|aux| is_be(&reading.words[aux].lower)) && is_participle(reading, verb);
        Clause { reading, verb, subject, passive: turned || is_passive(reading, verb) }
    }

    fn of_line(reading: &Reading, verb: usize) -> Clause<'_> {
        Clause { reading, verb, subject: 0..verb, passive: is_passive(reading, verb) }
    }

    /// Whether somebody or something undergoes the deed: "the kiln opened" tells who does no more than "the kiln was opened".
    fn has_object(&self) -> bool {
        let next = self.verb + 1..self.reading.words.len().min(self.verb + 4);
        let end = next.clone().find(|at| is_link(&self.reading.words[*at].lower)).unwrap_or(next.end);
        (self.verb + 1..end).any(|at| {
            person(self.reading, at) > 0 || self.reading.has_content(at) && self.reading.value_at(at).is_none()
        })
    }

    fn side(&self, at: usize) -> Side {
        let before = at.saturating_sub(3)..at;
        let link = before.rev().map(|at| self.reading.words[at].lower.as_str()).find(|lower| is_link(lower));
        let led = link.filter(|_| at > self.verb && !self.subject.contains(&at));
        let (does, undergoes) =
            if self.passive { (Side::Undergoes, Side::Does) } else { (Side::Does, Side::Undergoes) };
        match led {
            _ if self.subject.contains(&at) => does,
            Some("by") if self.passive => Side::Does,
            None | Some("to") if at > self.verb => {
                if self.passive {
                    Side::Aside
                } else {
                    undergoes
                }
            }
            // "I borrowed it from Nora": whom it is from stands over against the subject.
            Some("from") => Side::Undergoes,
            _ => Side::Aside,
        }
    }
}

/// How a clause's roles stand to the question's.
pub fn roles(question: &Question, line: &Reading, found: &Evidence<'_>) -> Roles {
    let asked = &question.reading;
    // "How many logs did I order": a noun before the auxiliary is no deed, whatever verb it may be elsewhere.
    let aux = (0..asked.words.len()).find(|at| is_auxiliary(&asked.words[*at].lower)).unwrap_or(0);
    let deed = |(at, told): &&(usize, Vec<usize>)| *at >= aux && is_verbal(asked, *at) && is_deed(line, told[0]);
    let held = found.held.iter().find(deed);
    let asked_verb = held.map(|(at, _)| *at).or_else(|| verb_of(asked, aux));
    let told_verb =
        held.map(|(_, told)| told[0]).or_else(|| (1..line.words.len()).find(|at| is_finite(&line.words[*at])));
    let (Some(asked_verb), Some(told_verb)) = (asked_verb, told_verb) else { return Roles::default() };
    let (ask, tell) = (Clause::of_question(asked, asked_verb), Clause::of_line(line, told_verb));
    let turned = are_converse(&asked.words[asked_verb].stem, &line.words[told_verb].stem);
    let mut all = Roles { asks_subject: ask.subject.start == 0, ..Roles::default() };
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (at, told) in found.held.iter().filter(|(at, _)| *at != asked_verb && asked.has_content(*at)) {
        pairs.push((*at, told[0]));
    }
    for at in (0..asked.words.len()).filter(|at| person(asked, *at) > 0) {
        let same = (0..line.words.len()).find(|other| person(line, *other) == person(asked, at));
        pairs.extend(same.map(|other| (at, other)));
    }
    let turn = |side: Side| match side {
        Side::Does if turned => Side::Undergoes,
        Side::Undergoes if turned => Side::Does,
        side => side,
    };
    for (at, told) in &pairs {
        let (one, other) = (ask.side(*at), turn(tell.side(*told)));
        let loose = ask.passive != tell.passive && !(if ask.passive { &tell } else { &ask }).has_object();
        if held.is_some() && !loose && one != Side::Aside && other != Side::Aside {
            all.agree += usize::from(one == other);
            all.differ += usize::from(one != other);
        }
    }
    let subject = |clause: &Clause<'_>, at: usize| {
        let word = &clause.reading.words[at];
        clause.subject.contains(&at)
            && (person(clause.reading, at) > 0
                || clause.reading.is_name(at)
                || clause.reading.has_content(at) && lexicon::is_a(&word.lower, "person"))
    };
    if !all.asks_subject {
        let own = |at: &usize| subject(&ask, *at);
        let asked_one = (0..asked.words.len()).filter(own).count();
        let same = pairs.iter().any(|(at, told)| ask.subject.contains(at) && tell.subject.contains(told));
        let somebody = (0..line.words.len()).any(|at| subject(&tell, at));
        all.same_subject = same;
        all.other_subject = asked_one > 0 && somebody && !same && !turned;
    } else {
        let free = |at: usize| subject(&tell, at) && !pairs.iter().any(|(_, told)| *told == at);
        all.new_subject = (0..line.words.len()).any(free);
    }
    all
}

/// The verb of a question that the clause does not hold.
fn verb_of(asked: &Reading, aux: usize) -> Option<usize> {
    let verb =
        |at: &usize| asked.has_content(*at) && concepts::is_verb(&asked.words[*at].stem) && is_verbal(asked, *at);
    (aux.max(1)..asked.words.len()).find(verb)
}

fn are_converse(one: &str, other: &str) -> bool {
    CONVERSES.iter().any(|(a, b)| (*a, *b) == (one, other) || (*b, *a) == (one, other))
}

/// The speaker, or another whom a pronoun stands for.
fn person(reading: &Reading, at: usize) -> usize {
    match reading.words[at].lower.as_str() {
        "i" | "me" | "we" | "us" => 1,
        "he" | "him" => 3,
        "she" | "her" if !follows_by_noun(reading, at) => 4,
        "they" | "them" => 5,
        _ => 0,
    }
}

/// "Her dog": no person of its own.
fn follows_by_noun(reading: &Reading, at: usize) -> bool {
    reading.words[at].lower == "her" && reading.words.get(at + 1).is_some_and(|next| !is_stopword(&next.lower))
}

fn is_auxiliary(lower: &str) -> bool {
    matches!(
        lower,
        "do" | "does"
            | "did"
            | "is"
            | "are"
            | "am"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "can"
            | "could"
            | "should"
            | "shall"
            | "may"
            | "must"
            | "might"
    )
}

fn is_link(lower: &str) -> bool {
    matches!(
        lower,
        "to" | "by"
            | "from"
            | "in"
            | "on"
            | "at"
            | "for"
            | "with"
            | "about"
            | "of"
            | "into"
            | "during"
            | "after"
            | "before"
            | "over"
    )
}

/// "Was written": a form of "be" right before a verb that does not end in "ing".
fn is_passive(reading: &Reading, verb: usize) -> bool {
    let be = |at: usize| {
        is_be(&reading.words[at].lower) || matches!(reading.words[at].lower.as_str(), "get" | "got" | "gets")
    };
    (verb.saturating_sub(2)..verb).any(be) && is_participle(reading, verb)
}

fn is_be(lower: &str) -> bool {
    matches!(lower, "is" | "are" | "was" | "were" | "been" | "be" | "being")
}

fn is_participle(reading: &Reading, verb: usize) -> bool {
    let lower = &reading.words[verb].lower;
    !lower.ends_with("ing") && (lower.ends_with("ed") || lower != &reading.words[verb].stem && !lower.ends_with('s'))
}

#[cfg(test)]
mod tests {
    use super::super::aliases::Aliases;
    use super::super::evidence::{Beside, Likes, evidence};
    use super::*;

    fn of(question: &str, line: &str) -> Roles {
        let (question, line, likes) = (Question::of(question), Reading::of(line), Likes::default());
        let beside = Beside { before: &[], own: None, likes: &likes };
        let found = evidence(&question, &line, &beside, &Aliases::default());
        roles(&question, &line, &found)
    }

    #[test]
    fn who_does_it_to_whom_is_told_apart() {
        let turned = of("How much have I lent to Nora?", "Nora lent me fifty euros");
        assert!(turned.differ == 2 && turned.agree == 0, "{turned:?}");
        let same = of("Who lent money to me?", "Nora lent me fifty euros");
        assert!(same.differ == 0 && same.asks_subject, "{same:?}");
        let taken = of("Who trained Lars?", "Lars trained Beatrix");
        assert!(taken.differ == 1 && taken.agree == 0, "{taken:?}");
        let passive = of("Who was the letter written by?", "Ada wrote the letter");
        assert!(passive.differ == 0, "{passive:?}");
    }
}
