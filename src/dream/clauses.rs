//! What a statement does to a line by any of its wordings: the whole, the clauses in it that stand alone, what it says now holds where
//! it only tells of the change ("Arno has taken the group over"), and the plain wording of each. It words; what two wordings are to
//! each other is told elsewhere.

use std::rc::Rc;

use crate::model::offline::listen;
use crate::text::claims::{Statement, is_change_word};
use crate::text::near::{Claim, claim_of, is_covered, rival, same_gist};
use crate::text::plainly;
use crate::text::reading::Reading;
use crate::text::values::{Kind, Value};
use crate::text::words::{content_stems, is_stopword, one_of};

use super::bearing::{Bearing, bearing_under, same_days};
use super::facts::{Facts, Form};
use super::kernel::{kernels, until_when, verb_in, without_tail};
use super::news::{news, switched, traded};

/// A statement in one of its wordings, read.
pub type Wording = Rc<(Statement, Reading)>;

/// The wordings of a statement beside its own, whose text was read; `forms` are the plain ones of the whole.
pub fn wordings(text: &str, read: &Reading, corrects: bool, forms: &[String]) -> Vec<Wording> {
    let anew = corrects || begins_anew(text);
    let mut texts: Vec<(String, bool)> = kernels(text, read).into_iter().map(|clause| (clause, anew)).collect();
    texts.extend(news(text).into_iter().map(|clause| (clause, true)));
    let of_parts =
        texts.iter().flat_map(|(text, anew)| plainly::forms(text).into_iter().take(1).map(|form| (form, *anew)));
    let plain: Vec<(String, bool)> = forms.iter().take(1).map(|form| (form.clone(), anew)).chain(of_parts).collect();
    for (form, anew) in plain {
        if form != text && !texts.iter().any(|(other, _)| *other == form) {
            texts.push((form, anew));
        }
    }
    let mut found: Vec<Wording> = texts.into_iter().map(|(text, anew)| wording(text, anew)).collect();
    if let Some((former, latter)) = traded(text) {
        let statement = Statement { former: Some(former), latter: Some(latter), ..Statement::plain(text, true) };
        found.push(Rc::new((statement, Reading::of(text))));
    }
    found
}

/// A wording's statement and its reading.
fn parts(wording: &Wording) -> (&Statement, &Reading) {
    (&wording.0, &wording.1)
}

fn wording(text: String, corrects: bool) -> Wording {
    let statement = listen::statement(&text, corrects);
    let reading = Reading::of(&statement.text);
    Rc::new((statement, reading))
}

/// Whether a text says that what it tells holds from some time on.
fn begins_anew(text: &str) -> bool {
    let lower = format!(" {} ", text.to_lowercase().replace([',', '.', ';'], ""));
    const MARKS: [&str; 16] = [
        " from now on ",
        " as of ",
        " from this ",
        " from next ",
        " from today ",
        " from tomorrow ",
        " starting ",
        " with effect ",
        " effective ",
        " these days ",
        " this season ",
        " this term ",
        " any more ",
        " anymore ",
        " no longer ",
        " since the ",
    ];
    MARKS.iter().any(|mark| lower.contains(mark)) || until_when(text).is_some()
}

/// What a statement does to a line: by its wordings, else by what is left over when all that both share is set aside.
pub fn bearing_by_wordings(
    statement: &Statement,
    told: &Reading,
    claim: &Claim,
    wordings: &[Wording],
    line: &str,
    noted: &Facts,
    names: &[String],
) -> Bearing {
    match by_wordings(statement, told, wordings, line, noted, names) {
        Bearing::Apart => by_leftover(statement, told, claim, wordings, noted),
        Bearing::Change { text, .. } if splits_a_name(line, &text) => {
            by_leftover(statement, told, claim, wordings, noted)
        }
        Bearing::Change { text, sure, more } if puts_beside(&text, &noted.reading()) => {
            if is_covered(claim, &noted.claim()) {
                return Bearing::Same;
            }
            match by_leftover(statement, told, claim, wordings, noted) {
                found @ Bearing::Change { .. } => found,
                _ => Bearing::Change { text, sure, more },
            }
        }
        found => found,
    }
}

/// Whether a changed line has a value beside the one that should have given way to it: "Ubuntu 24.04 20.04".
fn puts_beside(text: &str, noted: &Reading) -> bool {
    !noted.values.is_empty()
        && noted.values.iter().all(|value| text.contains(&value.text))
        && Reading::of(text).values.len() > noted.values.len()
}

/// "Lucía Ferrer" is no "Brandl Ferrer": a name gives way as a whole.
fn splits_a_name(line: &str, text: &str) -> bool {
    let (was, now): (Vec<&str>, Vec<&str>) = (line.split(' ').collect(), text.split(' ').collect());
    let lead = was.iter().zip(&now).take_while(|(one, two)| one == two).count();
    let most = was.len().min(now.len()) - lead;
    let tail = was.iter().rev().zip(now.iter().rev()).take(most).take_while(|(one, two)| one == two).count();
    let name = |word: Option<&&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    let (last, fresh) = ((was.len() - tail).checked_sub(1), (now.len() - tail).checked_sub(1));
    let (Some(last), Some(fresh)) = (last.filter(|at| *at > lead.max(1) - 1), fresh.filter(|at| *at >= lead)) else {
        return false;
    };
    tail > 0
        && name(was.get(last))
        && name(now.get(fresh))
        && name(was.get(was.len() - tail))
        && was[last].chars().all(char::is_alphabetic)
        && now[fresh].chars().all(char::is_alphabetic)
}

/// What a statement does to a line by what is left over of both.
fn by_leftover(statement: &Statement, told: &Reading, claim: &Claim, wordings: &[Wording], noted: &Facts) -> Bearing {
    let line = noted.claim();
    if same_gist(claim, &line) && same_days(told, &noted.reading()) {
        return Bearing::Same;
    }
    if let Some((text, sure)) = rival(claim, &line, statement.corrects) {
        return Bearing::Change { text, sure, more: false };
    }
    for wording in wordings {
        let claim = claim_of(&wording.1, &wording.1.text);
        if let Some((text, sure)) = rival(&claim, &line, wording.0.corrects) {
            return Bearing::Change { text, sure, more: adds(told, &wording.1) };
        }
    }
    Bearing::Apart
}

/// What a statement does to a line; where the whole does nothing, what a wording of it does.
fn by_wordings(
    statement: &Statement,
    told: &Reading,
    wordings: &[Wording],
    line: &str,
    noted: &Facts,
    names: &[String],
) -> Bearing {
    let read = noted.reading();
    let whole = bearing_under(statement, told, line, &read, names);
    if !matches!(whole, Bearing::Apart | Bearing::Extends) {
        return whole;
    }
    for clause in wordings {
        match by_wording(clause, line, &read, names, told) {
            Some(found) => return found,
            None => continue,
        }
    }
    if let Some(text) = switched_in(told, &read) {
        return Bearing::Change { text, sure: 2.4, more: false };
    }
    if let Some(found) = by_half(statement, told, wordings, line, names) {
        return found;
    }
    if !shares(told, &read) {
        return whole;
    }
    let aligned = aligned(told, &read).map(|(text, anew)| wording(text, anew || statement.corrects));
    if let Some(found) = aligned.as_ref().and_then(|clause| by_wording(clause, line, &read, names, told)) {
        return found;
    }
    // The line in its plain wording, against all wordings.
    for form in noted.forms().iter().take(1) {
        for clause in std::iter::once((statement, told)).chain(wordings.iter().chain(&aligned).map(parts)) {
            if let Some(found) = by_form(clause, form, names, told) {
                return found;
            }
        }
    }
    whole
}

/// "We have switched to Lamoine for the butter": the name behind the last preposition of the line on butter gives way.
fn switched_in(told: &Reading, noted: &Reading) -> Option<String> {
    let (latter, about) = told.worked.switched.get_or_init(|| switched(&told.text)).as_ref()?;
    let about = content_stems(about);
    let held = |stem: &String| noted.words.iter().any(|word| word.stem == *stem);
    let leads = |at: &usize| {
        let name = noted.words.get(at + 1).is_some_and(|word| word.capital) && noted.value_at(at + 1).is_none();
        name && one_of(&noted.words[*at].lower, "from by with at via through using in is are use uses to on")
    };
    let lead = (1..noted.words.len()).rev().find(leads)?;
    let end = (lead + 1..noted.words.len()).find(|at| !noted.words[*at].capital).unwrap_or(noted.words.len());
    let text =
        format!("{}{latter}{}", &noted.text[..noted.words[lead + 1].start], &noted.text[noted.words[end - 1].end..]);
    (!about.is_empty() && about.iter().all(held) && !noted.negative && text != noted.text).then_some(text)
}

fn by_wording(clause: &Wording, line: &str, noted: &Reading, names: &[String], told: &Reading) -> Option<Bearing> {
    let (statement, reading) = (&clause.0, &clause.1);
    match bearing_under(statement, reading, line, noted, names) {
        // What stands around it is worth no other wording of the line; if it tells of something else, it has a line of its own.
        Bearing::Same if !adds(told, reading) => Some(Bearing::Same),
        Bearing::Change { text, sure, .. } => Some(Bearing::Change { text, sure, more: adds(told, reading) }),
        _ => None,
    }
}

/// What a statement does to one half of a line that tells two things: "we open at 9:30 and close at 18:00".
fn by_half(
    statement: &Statement,
    told: &Reading,
    wordings: &[Wording],
    line: &str,
    names: &[String],
) -> Option<Bearing> {
    let (first, rest) = line.split_once(" and ").filter(|(_, rest)| !rest.contains(" and "))?;
    let read = Reading::of(first);
    let verb = verb_in(&read).filter(|at| (1..=4).contains(at))?;
    let subject = first.get(..read.words[verb].start).filter(|_| read.text == first)?;
    let second = format!("{subject}{rest}");
    if read.values.is_empty() || verb_in(&Reading::of(&second)).is_none_or(|at| at != verb) {
        return None;
    }
    for clause in std::iter::once((statement, told)).chain(wordings.iter().map(parts)) {
        for (half, ahead) in [(first, true), (second.as_str(), false)] {
            let noted = Reading::of(half);
            let Bearing::Change { text, sure, .. } = bearing_under(clause.0, clause.1, half, &noted, names) else {
                continue;
            };
            // Only what is worded alike can stand in the line.
            let Some(place) = text.get(subject.len()..).filter(|_| text.starts_with(subject)) else { continue };
            let text = if ahead { format!("{text} and {rest}") } else { format!("{first} and {place}") };
            return Some(Bearing::Change { text, sure, more: adds(told, clause.1) });
        }
    }
    None
}

/// A change of the line's plain wording: the newer words stand in its place.
fn by_form(clause: (&Statement, &Reading), form: &Form, names: &[String], told: &Reading) -> Option<Bearing> {
    let (statement, reading) = clause;
    match bearing_under(statement, reading, &form.reading.text, &form.reading, names) {
        Bearing::Change { text, sure, .. } => Some(Bearing::Change { text, sure, more: adds(told, reading) }),
        _ => None,
    }
}

/// Whether two have half of the words of the shorter in common.
fn shares(told: &Reading, noted: &Reading) -> bool {
    let (mine, theirs) = (told.content(), noted.content());
    let held =
        theirs.iter().filter(|at| mine.iter().any(|other| told.words[*other].stem == noted.words[**at].stem)).count();
    held > 0 && 2 * held >= theirs.len().min(mine.len())
}

/// Whether a statement names a value or a name that a clause of it does not.
fn adds(told: &Reading, kernel: &Reading) -> bool {
    let held = |value: &Value| kernel.values.iter().any(|other| other.normal() == value.normal());
    let lasting = |value: &&Value| !matches!(value.kind, Kind::Day | Kind::Date | Kind::Duration);
    let named = |at: &usize| told.is_name(*at) && !kernel.words.iter().any(|word| word.stem == told.words[*at].stem);
    told.values.iter().filter(lasting).any(|value| !held(value)) || (0..told.words.len()).any(|at| named(&at))
}

/// The clause of a text that begins with what a line is about, behind why or since when: "after the partners' meeting late
/// cancellations cost £35"; and whether what stands before it says that something is new.
fn aligned(told: &Reading, noted: &Reading) -> Option<(String, bool)> {
    const NEW: &str = "after since with from as because due following starting now given thanks";
    const REPORTS: &str = "says said told tells decided decides voted agreed announced confirmed wrote emailed texted heard learned wants reckons insists";
    let verb = verb_in(noted)?;
    let about = |reading: &Reading, at: &usize| {
        let word = &reading.words[*at];
        !is_stopword(&word.lower) && !is_change_word(&word.lower)
    };
    let head: Vec<&str> = (0..verb).filter(|at| about(noted, at)).map(|at| noted.words[at].stem.as_str()).collect();
    let first = head.first()?;
    let told = told.again();
    let from = (1..told.words.len()).find(|at| {
        told.words[*at].stem == *first
            && (*at..told.words.len())
                .filter(|at| about(told, at))
                .map(|at| told.words[at].stem.as_str())
                .take(head.len())
                .eq(head.iter().copied())
    })?;
    let before = |at: usize| told.words[at - 1].lower.as_str();
    let start = if from > 0 && one_of(before(from), "the a an our my") { from - 1 } else { from };
    if start == 0 {
        return None;
    }
    let lead = &told.words[..start];
    let new = lead.iter().any(|word| one_of(&word.lower, NEW));
    let opens = one_of(&lead[0].lower, NEW);
    let reports = lead.iter().any(|word| one_of(&word.lower, REPORTS));
    let parted = told.text[told.words[start - 1].end..told.words[start].start].contains([',', ':', ';', '–', '—', '.']);
    let open = lead.iter().enumerate().any(|(at, word)| {
        // "From now on" opens no case.
        let on = word.lower == "on" && at > 0 && lead[at - 1].lower == "now";
        !on && one_of(
            &word.lower,
            "if when unless until maybe perhaps might could would before while today tonight tomorrow on in at during",
        )
    });
    if open || !(opens || reports || parted) {
        return None;
    }
    let clause = without_tail(&told.text[told.words[start].start..]);
    let read = Reading::of(clause);
    verb_in(&read).filter(|at| *at <= head.len() + 2)?;
    Some((clause.to_owned(), new || reports))
}
