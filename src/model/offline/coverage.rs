//! What a line covers of a question word by word: yes or no from the line that covers it, and what a clause has to do with a question
//! at all: whether it is about the same people, and whether it goes on about what was told before.

use crate::text::concepts;
use crate::text::reading::{Governor, Reading};
use crate::text::values::Kind;
use crate::text::words::is_stopword;

use super::aliases::Aliases;
use super::answer::{Answer, Known, Source, strongest_first};
use super::clauses::is_finite;
use super::denial::{ceased, contradicts, denied_as_asked, is_undone};
use super::likeness::{follows_determiner, is_aside, is_deed, likely, prefers};
use super::matching::best_match;
use super::question::{Question, Role, Term, Wants};

/// What a word of a question is.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Sort {
    Name,
    Value,
    Noun,
    Verb,
    /// The noun after "which", of which the answer is one.
    Asked,
    /// A noun that says little: "money", "people", "online".
    Soft,
}

/// What the words of a line cover of a question that wants yes or no, and what speaks against it.
#[derive(Debug, Default)]
struct Cover {
    matched: Vec<usize>,
    /// Names, nouns and asked nouns that the line holds.
    nouns: usize,
    verbs: usize,
    /// Words that are the very ones, or nearly.
    exact: usize,
    /// Names, nouns and values that it lacks, and verbs.
    lacks: usize,
    verbs_lack: usize,
    /// A matched word is somebody else's.
    clash: bool,
    /// The opposite of an asked verb stands in the line.
    opposed: bool,
}

/// Whether a line was told right after another.
pub fn follows(before: &Known, line: &Known) -> bool {
    match (&before.source, &line.source) {
        (Source::Thread, Source::Thread) => true,
        (Source::Memory { path, line: first }, Source::Memory { path: other, line: next }) => {
            path == other && first < next && next - first <= 2
        }
        _ => false,
    }
}

/// Yes or no from the newest line that holds all nouns, names and values of a question, and its verb if it says yes.
pub fn yes_or_no_covering(question: &Question, known: &[Known], aliases: &Aliases) -> Answer {
    if question.reading.negative {
        return Answer::Unknown;
    }
    let judge = |line: &Known| -> Option<Answer> {
        let reading = Reading::of(&line.text);
        let cover = cover(question, &reading, aliases);
        let lacks = cover.lacks > 0 || cover.clash || cover.opposed;
        let having = question.reading.words.iter().any(|word| matches!(word.lower.as_str(), "have" | "own" | "got"));
        let strange = strangers(question, &reading) && (cover.exact == 0 || having);
        if lacks || strange || cover.nouns + cover.verbs == 0 || cover.exact + cover.verbs == 0 {
            return None;
        }
        // A word that comes again denies nothing anew.
        let first = |at: &usize| {
            !cover.matched.iter().any(|other| other < at && reading.words[*other].stem == reading.words[*at].stem)
        };
        let matched: Vec<usize> = cover.matched.iter().copied().filter(first).collect();
        let no = denied_as_asked(question, &reading, &matched)
            || is_undone(question, &reading, &matched)
            || ceased(question, &reading, &matched);
        let deeds = (0..reading.words.len()).filter(|at| !cover.matched.contains(at)).any(|at| is_deed(&reading, at));
        match no {
            true if cover.verbs_lack == 0 || cover.nouns > 0 && !deeds => Some(Answer::No(line.clone())),
            false if cover.verbs_lack == 0 && (cover.verbs > 0 || !deeds) => Some(Answer::Yes(line.clone())),
            _ => None,
        }
    };
    known.iter().rev().find_map(judge).unwrap_or(Answer::Unknown)
}

/// Which words of a line serve which of the question's, and which are missing.
fn cover(question: &Question, line: &Reading, aliases: &Aliases) -> Cover {
    let mut cover = Cover::default();
    let light = |at: usize| concepts::is_light(&question.reading.words[at].stem) && question.reading.has_content(at);
    // "When does he come back": leaving is the opposite.
    cover.opposed =
        (0..question.reading.words.len()).any(|at| light(at) && contradicts(&question.reading.words[at].stem, line));
    for (_, term) in strongest_first(question, line, aliases) {
        let sort = sort_of(question, term);
        let taken = |at: usize, _: f64| cover.matched.contains(&at) && line.value_at(at).is_none();
        let found = best_match(question, term, line, aliases, &taken)
            .or_else(|| likely(question, term, line).filter(|(at, _)| !at.iter().any(|at| cover.matched.contains(at))));
        let clash =
            found.as_ref().is_some_and(|(at, _)| !at.iter().any(|at| same_people(question, term, line, *at, aliases)));
        cover.clash |= clash;
        match found {
            Some((at, strength)) if !clash => {
                // Halved where the owner was in doubt, who is not.
                let strength = if strength <= 0.5 { 2.0 * strength } else { strength };
                cover.nouns += usize::from(matches!(sort, Sort::Name | Sort::Noun | Sort::Asked));
                cover.verbs += usize::from(sort == Sort::Verb);
                cover.exact += usize::from(strength > 0.95 && sort != Sort::Verb);
                cover.matched.extend(at);
            }
            None if matches!(sort, Sort::Noun | Sort::Verb) && is_aside(question, term.at, line) => {}
            _ => {
                cover.opposed |= matches!(sort, Sort::Verb | Sort::Soft) && contradicts(&term.stem, line);
                match sort {
                    Sort::Name | Sort::Noun => cover.lacks += 1,
                    Sort::Value => cover.lacks += usize::from(!is_relative_day(question, term)),
                    Sort::Verb if prefers(&term.stem, line) || term.stem == "avoid" && line.negative => {
                        cover.verbs += 1;
                    }
                    Sort::Verb => cover.verbs_lack += 1,
                    Sort::Asked | Sort::Soft => {}
                }
            }
        }
    }
    cover
}

/// Whether a clause may go on about what was told before: what stands before its verb is a pronoun, the speaker, nothing, or asked.
pub fn goes_on(question: &Question, line: &Reading, aliases: &Aliases) -> bool {
    let verb = (0..line.words.len()).find(|at| is_finite(&line.words[*at])).unwrap_or(line.words.len());
    let subject: Vec<usize> = (0..verb).filter(|at| line.has_content(*at) && line.value_at(*at).is_none()).collect();
    let names_answer = matches!(question.wants, Wants::Person | Wants::Name)
        || question.terms.iter().any(|term| term.role == Role::Asked);
    let asked = |at: usize| {
        question.terms.iter().any(|term| best_of(term, line, at, aliases)) || names_answer && line.is_name(at)
    };
    let loose = |at: usize| concepts::is_light(&line.words[at].stem) || line.words[at].lower == "one";
    verb == line.words.len() || subject.iter().all(|at| loose(*at)) || subject.iter().any(|at| asked(*at))
}

fn sort_of(question: &Question, term: &Term) -> Sort {
    match term.role {
        Role::Name => Sort::Name,
        Role::Value => Sort::Value,
        Role::Asked => Sort::Asked,
        Role::Key if is_soft(&term.stem) || term.may_lack => Sort::Soft,
        Role::Key if is_verbal(&question.reading, term.at) => Sort::Verb,
        Role::Key => Sort::Noun,
    }
}

/// Nouns and adjectives that a line may leave unsaid.
pub fn is_soft(stem: &str) -> bool {
    const SOFT: &str = " money cash amount peopl person head folk onlin network product display estat share websit web stuff item type \
        kind sort way detail inform total sum main abl possibl allow condit situat option choic exact rough \
        approxim overal complet home moment day night list away anyth someth titl care charg respons plate ";
    SOFT.contains(&format!(" {stem} "))
}

/// Whether the word at a position of a question is its verb: a common one that no determiner precedes, or the last word after a
/// form of "do" and a subject.
pub fn is_verbal(reading: &Reading, at: usize) -> bool {
    if follows_determiner(reading, at) || reading.words[at].possessive {
        return false;
    }
    let word = &reading.words[at];
    let done = reading.words[..at].iter().any(|word| matches!(word.lower.as_str(), "do" | "does" | "did"));
    let last =
        at + 1 == reading.words.len() || at + 2 == reading.words.len() && is_stopword(&reading.words[at + 1].lower);
    let modifier = at > 0 && word.lower.ends_with("ing") && follows_determiner(reading, at - 1);
    // "About expense reports": what ends a phrase after a preposition is a noun.
    let phrase = (0..at).rev().take_while(|before| reading.has_content(*before)).last();
    let modifier = modifier
        || phrase.is_some_and(|first| {
            first > 0
                && matches!(
                    reading.words[first - 1].lower.as_str(),
                    "about" | "of" | "for" | "on" | "in" | "with" | "from"
                )
        });
    // "What is my boarding group": no verb stands behind a form of "be" and a determiner.
    let compound = !done
        && !word.lower.ends_with("ing")
        && !word.lower.ends_with("ed")
        && !word.lower.ends_with('s')
        && word.lower.starts_with(&word.stem)
        && phrase.is_some_and(|first| {
            follows_determiner(reading, first) && (first..at).all(|at| !concepts::is_verb(&reading.words[at].stem))
        });
    concepts::is_verb(&word.stem) && !modifier && !compound
        || done && last && at > 1 && reading.has_content(at - 1) && !concepts::is_verb(&reading.words[at - 1].stem)
}

/// "Tonight", "tomorrow": days that a line may leave unsaid.
pub fn is_relative_day(question: &Question, term: &Term) -> bool {
    question.reading.value_at(term.at).is_some_and(|value| {
        matches!(value.text.to_lowercase().as_str(), "tonight" | "today" | "this week" | "this year" | "this month")
            || value.kind == Kind::Number
    })
}

/// Whether the owner or doer of a matched word is not somebody else than in the question.
pub fn same_people(question: &Question, term: &Term, line: &Reading, at: usize, aliases: &Aliases) -> bool {
    let asked = |at: usize| question.terms.iter().any(|other| other.at != term.at && best_of(other, line, at, aliases));
    match (&term.governor, line.governor(at)) {
        (_, Governor::Nobody) | (Governor::Nobody, _) => true,
        // "When you draft emails for me": who keeps the notes is told what to do for the speaker.
        (Governor::Speaker, Governor::Pronoun)
            if line.words[..at]
                .iter()
                .rev()
                .find(|word| {
                    matches!(word.lower.as_str(), "he" | "she" | "they" | "you" | "his" | "her" | "their" | "your")
                })
                .is_some_and(|word| word.lower == "you") =>
        {
            true
        }
        // "Gate B22 they said, boarding group 4": a comma parts them.
        (Governor::Speaker, Governor::Pronoun) => {
            let pronoun =
                (0..at).rev().find(|at| matches!(line.words[*at].lower.as_str(), "he" | "she" | "they" | "you"));
            pronoun.is_some_and(|pronoun| line.text[line.words[pronoun].end..line.words[at].start].contains(','))
        }
        // "Dr. Feld supervises my thesis" tells who the supervisor is.
        (Governor::Speaker, Governor::Words(holders))
            if question.wants == Wants::Person && holders.iter().all(|at| !line.words[*at].possessive) =>
        {
            true
        }
        (Governor::Speaker | Governor::Words(_), Governor::Words(holders)) => {
            term.role == Role::Name
                || holders.iter().any(|at| asked(*at))
                || !holders.iter().any(|at| is_somebody(line, *at))
        }
        (Governor::Words(asked), Governor::Speaker) => {
            let owner = asked.iter().any(|holder| question.reading.words[*holder].possessive);
            !owner || !line.is_owned_by_speaker(at)
        }
        _ => true,
    }
}

/// Whether the question is about the speaker and the line names nobody: words of like meaning then say little.
pub fn strangers(question: &Question, line: &Reading) -> bool {
    let owns = |reading: &Reading| {
        reading.words.iter().enumerate().any(|(at, word)| match word.lower.as_str() {
            "my" | "our" | "me" | "us" | "mine" | "ours" => true,
            // "The family" is the speaker's.
            "family" | "kids" | "children" | "wife" | "husband" | "missus" => {
                at > 0 && reading.words[at - 1].lower == "the"
            }
            "i" | "we" => !at
                .checked_sub(1)
                .is_some_and(|at| matches!(reading.words[at].lower.as_str(), "can" | "could" | "should" | "may")),
            // "Mum" is the speaker's, if nobody's else.
            "mum" | "mom" | "dad" | "grandma" | "grandpa" | "granny" | "nan" | "gran" => {
                at == 0 || !reading.words[at - 1].possessive
            }
            _ => false,
        })
    };
    // "Flight leaves at nine": who notes a thing without an article means their own.
    let bare = line.words.first().is_some_and(|word| !is_stopword(&word.lower) && !line.is_name(0));
    owns(&question.reading) && (!(owns(line) || bare) || line.label > 0)
}

fn best_of(term: &Term, line: &Reading, at: usize, aliases: &Aliases) -> bool {
    let word = &line.words[at];
    term.serves(word) > 0.85 || aliases.same(&term.stem, &word.stem)
}

/// Whether the word at a position names a person or animal.
fn is_somebody(line: &Reading, at: usize) -> bool {
    let word = &line.words[at];
    line.is_name(at) && line.value_at(at).is_none()
        || ["person", "pet", "famili"].iter().any(|kind| concepts::is_member(&word.stem, kind))
}
