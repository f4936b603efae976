//! What a user's message does: each sentence greets, asks, tells, corrects, or asks to forget. Only the wording decides.

use crate::text::changes;
use crate::text::claims::Statement;
use crate::text::concepts;
use crate::text::contractions::expand;
use crate::text::lines::sentences;
use crate::text::reading::Reading;
use crate::text::secrets::secret_in;
use crate::text::trades;
use crate::text::words::one_of;

use super::additions;
use super::asking;
use super::clauses::{self, capitalised};
use super::elided;
use super::former;
use super::likewise;
use super::listing::headed;
use super::phrasing::questions;
use super::refills::{EXPLICIT, filled, goes_somewhere, is_value, refill_of, renewed, starts_with};
use super::remarks;
use super::revise::Revision;
use super::self_told;
use super::small::{Small, is_greeting, is_moment, small_talk};
use super::speakers;
use super::spoken;
use super::topic::Topic;
use super::wording::{PATTERNS, is_question, is_standing, names_by_task, negates};

/// One thing that a message does.
#[derive(Debug, Clone)]
pub enum Act {
    /// A greeting, thanks, or talk that holds no fact.
    Small(Small),
    /// A question, in the user's words.
    Ask(String),
    /// A fact.
    Tell(Statement),
    /// A correction that gives only the new value ("no, Tuesday"), and the clause as a fact of its own where it can stand for one.
    Refill(String, Option<Statement>),
    /// A line told in this thread that becomes another.
    Revise(Revision),
    /// A wish that something be forgotten; what, in the user's words (empty: the last fact).
    Forget(String),
    /// A secret, and what sort of one. Its text is not kept, not even here.
    Secret(&'static str),
    /// A task for which there is no rule.
    Task,
}

/// What a message does, sentence by sentence. `topic` holds what pronouns stand for and is carried on.
pub fn acts(message: &str, topic: &mut Topic, today: Option<&str>) -> Vec<Act> {
    let mut found = Vec::new();
    if let Some(sort) = key_block(message) {
        return vec![Act::Secret(sort)];
    }
    // What a semicolon joins is one sentence of several clauses.
    let message =
        spoken::quoted_turns(message).or_else(|| spoken::said_turns(message)).unwrap_or_else(|| message.to_owned());
    let message = headed(&message.replace("; ", ", ")).join("\n");
    let mut speaker: Option<String> = None;
    let mut wrong = false;
    for line in message.lines() {
        let mut labelled: Option<String> = None;
        for sentence in sentences(line) {
            if found.len() >= MAX_ACTS {
                return found;
            }
            let mut said = sentence;
            let presented = speakers::presents(sentence, line);
            if let Some((name, rest)) = another_speaks(sentence) {
                found.push(Act::Small(Small::Greeting));
                topic.now_speaks(&name);
                speaker = Some(name);
                said = rest;
            } else if let Some(presented) = presented {
                found.push(Act::Small(Small::Greeting));
                speaker = topic.speaks(&presented);
                said = if speaker.is_some() {
                    presented.rest
                } else {
                    topic.first_speaks(&presented, sentence, &mut found)
                };
                if let [first, _] = topic.speakers.as_slice() {
                    speakers::name_acts(&mut found, first)
                }
            } else if let Some((name, rest)) = spoken::label(sentence) {
                labelled = Some(name.to_owned());
                topic.quoted = true;
                said = rest;
            }
            if said.is_empty() {
                continue;
            }
            // "The stand-up moves to 9:40. It was 9:15": what was does not count.
            if matches!(found.last(), Some(Act::Tell(last)) if tells_of_change(&last.text) && former::was_before(said, &last.text))
            {
                continue;
            }
            // "My sister is left-handed. So am I."
            let whole = match found.last() {
                Some(Act::Tell(last)) => likewise::whole(said, &last.text),
                _ => None,
            };
            let said = whole.as_deref().unwrap_or(said);
            // "Allergic to cats... and dust mites too."
            if let Some(Act::Tell(last)) = found.last_mut()
                && let Some(grown) = additions::grown(said, &[&last.text])
            {
                last.text = grown.text;
                continue;
            }
            spoken_acts(said, wrong, labelled.as_deref().or(speaker.as_deref()), topic, today, &mut found);
            wrong = spoken::only_corrects(said);
            labelled = labelled.filter(|_| spoken::goes_on(said));
        }
    }
    found
}

/// At most this many things that a message does are seen.
const MAX_ACTS: usize = 60;

/// What a sentence does; where another than the session's user says it, its notes say who.
fn spoken_acts(
    sentence: &str,
    corrects: bool,
    speaker: Option<&str>,
    topic: &mut Topic,
    today: Option<&str>,
    found: &mut Vec<Act>,
) {
    let from = found.len();
    sentence_acts(sentence, corrects, topic, today, found);
    // "It is now marigold57" is a password once it is known what "it" is.
    for act in &mut found[from..] {
        if let Act::Tell(statement) | Act::Refill(_, Some(statement)) = act
            && let Some(sort) = secret_in(&statement.text)
        {
            *act = Act::Secret(sort);
        }
    }
    for act in &mut found[from..] {
        if let (Act::Tell(statement), Some(name)) = (&mut *act, speaker) {
            for text in [Some(&mut statement.text), statement.whole.as_mut()].into_iter().flatten() {
                *text = format!("{name}: {}", clauses::uncapitalised_subject(text));
            }
        }
    }
    // "New boss started Monday. Fennimore Dale.": a name alone says who was meant.
    if found.len() == from + 1
        && from > 0
        && let [.., Act::Tell(before), Act::Tell(name)] = found.as_slice()
        && spoken::is_name_alone(&name.text)
        && !Reading::of(&before.text).words.iter().skip(1).any(|word| word.capital)
    {
        let text = format!("{}: {}", before.text, name.text);
        let corrects = before.corrects;
        found.truncate(from - 1);
        found.push(Act::Tell(Statement::plain(text, corrects)));
    }
}

/// "This is Alba now", "It's Jules now on the same laptop, …": who says so takes over from the user; the name, and what follows.
fn another_speaks(sentence: &str) -> Option<(String, &str)> {
    let found = PATTERNS.takes_over.captures(sentence)?;
    let name = found.get(1)?.as_str().to_owned();
    let rest = sentence[found.get(0)?.end()..].trim();
    (!concepts::is_common(&Reading::of(&name).words.first()?.stem)).then_some((name, rest))
}

/// A private key spans lines; the whole message is withheld.
fn key_block(message: &str) -> Option<&'static str> {
    message.contains("PRIVATE KEY").then_some("a private key")
}

fn sentence_acts(sentence: &str, wrong: bool, topic: &mut Topic, today: Option<&str>, found: &mut Vec<Act>) {
    let p = &*PATTERNS;
    if let Some((before, after)) = told_twice(sentence) {
        sentence_acts(before, wrong, topic, today, found);
        sentence_acts(after, wrong, topic, today, found);
        return;
    }
    // "She is moving out, can you believe it?" asks nothing.
    let sentence = p.tag.find(sentence).map_or(sentence, |hit| &sentence[..hit.start()]);
    let expanded = expand(sentence).replace(" btw, it ", ", it ");
    let mut text = expanded.trim().replace(" is somebody else, ", " is ").replace(" is someone else, ", " is ");
    if let Some((before, asked)) = asking::asked_last(&text, is_question(&text)) {
        for told in before {
            statement_acts(&told, false, topic, today, found);
        }
        found.push(Act::Ask(asked));
        return;
    }
    if let Some(renewed) = remarks::renewed(&text) {
        text = renewed;
    }
    let (mut corrects, mut told) = (wrong, false);
    // "Update on the venue: it is the Old Mill": what the news is on is what is spoken of.
    if let Some(news) = p.news_on.captures(&text) {
        topic.speak_of(news.get(1).map_or("", |part| part.as_str()));
        let end = news.get(0).map_or(0, |part| part.end());
        (corrects, text) = (true, text[end..].to_owned());
    }
    if let Some(name) = p.introduces.captures(&text).and_then(|found| found.get(1)) {
        text = format!("I am {}", &text[name.start()..]);
    }
    if let Some(small) = small_talk(&text) {
        found.push(Act::Small(small));
        return;
    }
    for _ in 0..8 {
        if small_talk(&text).is_some() || is_question(&text) || p.chat.is_match(&text) {
            break;
        }
        let before = text.len();
        if let Some(hit) = p
            .correction
            .find(&text)
            .filter(|hit| hit.end() < text.len() && !(negates(&text) && text.split(' ').count() > 3))
        {
            corrects = true;
            text = text[hit.end()..].trim().to_owned();
        } else if let Some(hit) = p.remember.find(&text).filter(|hit| hit.end() < text.len() && !does_so(&text)) {
            told = true;
            text = text[hit.end()..].trim().trim_start_matches("to ").to_owned();
        } else if let Some(hit) = p.opener.find(&text).filter(|hit| hit.end() < text.len() && !does_so(&text)) {
            if hit.as_str().to_lowercase().starts_with("thank") {
                found.push(Act::Small(Small::Thanks));
            } else if is_greeting(hit.as_str()) {
                found.push(Act::Small(Small::Greeting));
            }
            text = text[hit.end()..].trim().to_owned();
        }
        if text.len() == before {
            break;
        }
    }
    let text = if p.chat.is_match(&text) { text } else { elided::uncleft(elided::whole(&text)) };
    if let Some(small) = small_talk(&text) {
        found.push(Act::Small(small));
    } else if super::anchors::stays(&text) {
        found.push(Act::Small(Small::Other));
    } else if let Some(rest) = forgets_for(&text) {
        statement_acts(rest, true, topic, today, found);
    } else if let Some(hit) = p.forget.find(&text) {
        let what = text[hit.end()..].trim().trim_end_matches(['.', '!', '?']);
        // "Forget my size, I never said that": why is no part of what.
        let what = what.split_once(", ").filter(|(_, why)| clauses::begins_clause(why)).map_or(what, |(what, _)| what);
        found.push(Act::Forget(what.to_owned()));
    } else if is_question(&text) && (!told || p.wh.is_match(&text)) {
        found.extend(questions(&text).into_iter().map(Act::Ask));
    } else if p.task.is_match(&text) && !names_by_task(&text) && !is_standing(&text) {
        found.push(Act::Task);
    } else if let Some(sort) = secret_in(&text) {
        let clauses = clauses::split(&text);
        found.push(Act::Secret(sort));
        if clauses.len() > 1 && clauses.iter().any(|clause| secret_in(clause).is_some()) {
            for clause in clauses.iter().filter(|clause| secret_in(clause).is_none()) {
                statement_acts(clause, corrects, topic, today, found);
            }
        }
    } else if !told && (p.chat.is_match(&text) || is_moment(&text)) {
        // "Sorry for the noise, that is my terrier": what is told behind a comma is no talk.
        found.push(Act::Small(Small::Other));
        if let Some(told) = told_behind(&text) {
            sentence_acts(told, corrects, topic, today, found);
        }
    } else {
        statement_acts(&text, corrects, topic, today, found);
    }
}

/// "Log in with the shop mail", "thanks to the sale we took 300": words that open much talk, and belong to what is told here.
fn does_so(text: &str) -> bool {
    ["log in ", "log on ", "log out ", "save up ", "thanks to ", "dear me"].iter().any(|lead| starts_with(text, lead))
}

/// "The plumber comes at two, and can you note that Ann has the key?" tells twice.
fn told_twice(sentence: &str) -> Option<(&str, &str)> {
    const WISHES: [&str; 5] = [
        " can you note that ",
        " could you note that ",
        " can you remember that ",
        " please note that ",
        " please remember that ",
    ];
    let (before, after) = WISHES.iter().find_map(|wish| sentence.split_once(wish))?;
    let told = before.split_whitespace().count() > 3;
    told.then(|| (before.trim_end_matches(" and").trim_end_matches([',', ' ']), after.trim_end_matches('?')))
}

/// What is told behind the first comma of a chatty sentence behind which something is told.
fn told_behind(text: &str) -> Option<&str> {
    text.match_indices(", ").find_map(|(at, mark)| {
        let mut told = &text[at + mark.len()..];
        for lead in ["so ", "and ", "but ", "of course "] {
            told = if starts_with(told, lead) { &told[lead.len()..] } else { told };
        }
        let clause = clauses::begins_clause(told) || starts_with(told, "that is ") || elided::whole(told) != told;
        clause.then_some(told)
    })
}

/// "Forget Brass, my favourite game is Azul": what follows the comma is told.
fn forgets_for(text: &str) -> Option<&str> {
    let lead = ["forget ", "never mind ", "nevermind "].iter().find(|lead| starts_with(text, lead))?;
    let (_, rest) = text[lead.len()..].split_once(", ")?;
    let why = ["i never ", "i did not ", "i do not ", "i was ", "it is ", "it was ", "that ", "this "];
    let reason = why.iter().any(|lead| starts_with(rest, lead)) && Reading::of(rest).values.is_empty();
    (clauses::begins_clause(rest) && !reason).then_some(rest)
}

fn statement_acts(text: &str, corrects: bool, topic: &mut Topic, today: Option<&str>, found: &mut Vec<Act>) {
    let (text, corrects) = without_closers(text, corrects);
    let text = text.trim().trim_end_matches(['.', '!', '?', ';', ',', '…']).trim();
    // "No, half past eight, they moved it": the value says it all.
    let text = match text.split_once(", ") {
        Some((value, why))
            if corrects
                && ["they ", "it ", "she ", "he ", "we ", "i "].iter().any(|who| starts_with(why, who))
                && is_value(value) =>
        {
            value
        }
        _ => text,
    };
    if let Some(parts) = self_told::introduced(text) {
        for part in parts {
            statement_acts(&part, corrects, topic, today, found);
        }
        return;
    }
    // The clause before, if it told of a change or an end that the next clause may fill.
    let mut before: Option<Reading> = None;
    let mut clauses: Vec<String> = clauses::split(text).into_iter().map(without_wish).map(named_self).collect();
    if !corrects {
        carry_label(&mut clauses);
    }
    let wrong = corrects;
    for (at, clause) in clauses.iter().enumerate() {
        let whole = said_whole(clause, found.last());
        let clause = whole.as_ref().unwrap_or(clause);
        // "My surname is Okafor now, it used to be Bright": what was does not count.
        if at > 0 && remarks::was_before(clause) && changes_in(&clauses[at - 1]) {
            continue;
        }
        let alone = !corrects && !changes_in(clause);
        let corrects = corrects || changes_in(clause) || before.is_some();
        // "Anna with two n's: my sister is called Anna": the clause says it all.
        let clause = match clause.split_once(": ") {
            Some((lead, rest)) if wrong && lead.split(' ').count() <= 6 && clauses::begins_clause(rest) => rest,
            _ => clause.as_str(),
        };
        let explicit = EXPLICIT.iter().any(|lead| starts_with(clause, lead));
        if let Some(value) = refill_of(clause).filter(|_| corrects || explicit) {
            let said = at.checked_sub(1).map_or("", |before| clauses[before].as_str());
            let (act, whole) = filled(text, said, &value, before.take()).unwrap_or_else(|about| {
                (value_alone(&value, about, at > 0, said, topic.note(clause, today), corrects), false)
            });
            if whole && matches!(found.last(), Some(Act::Tell(_))) {
                found.pop();
            }
            found.push(act);
            continue;
        }
        let read = Reading::of(clause);
        let earlier = before.take();
        if changes::is_over(&read) && !goes_somewhere(&read) && at + 1 < clauses.len() && !clause.contains('"') {
            let filled = refill_of(&clauses[at + 1]).is_some() && changes::subject_of(&read).is_some();
            let bare = changes::bare_subject(&read).is_some() && !clause.contains(": ");
            before = Some(read);
            if filled || bare {
                topic.note(clause, today);
                continue;
            }
        }
        let Some(note) = topic.note(clause, today) else { continue };
        // "I do not drink coffee at night, it keeps me awake": what stands for the whole of it can not stand alone.
        if let Some(Act::Tell(last)) = found.last_mut().filter(|_| at > 0 && alone && points_back(&note))
            && let Some(whole) = with_next(text, &clauses[at - 1], clause, &last.text)
        {
            (last.text, last.whole) = (whole, None);
            continue;
        }
        let mut told = statement(&note, corrects);
        // "We have changed accountants: Mr. Dahl does our books now."
        if let Some(about) = earlier.as_ref().and_then(changes::bare_subject)
            && told.latter.is_none()
        {
            let latter = trades::first_name(&Reading::of(&told.text));
            let about = if latter.is_some() { crate::text::words::content_stems(&about) } else { Vec::new() };
            told = Statement { latter, about, ..Statement::plain(capitalised(text), true) };
        }
        // "I sold the Fiat and bought a Skoda": the one stands for the other, and is told first.
        let mut place = found.len();
        if let Some(earlier) = earlier
            && let (None, None, Some((former, latter))) =
                (&told.former, &told.latter, trades::traded(&earlier, &Reading::of(&told.text)))
        {
            (told.former, told.latter) = (Some(former), Some(latter));
            told.corrects = true;
            place = place.saturating_sub(usize::from(matches!(found.last(), Some(Act::Tell(_)))));
        }
        found.insert(place, Act::Tell(told));
    }
}

/// A statement without the words that only close it ("please", "actually"), and whether it corrects, by those too.
fn without_closers(text: &str, corrects: bool) -> (String, bool) {
    let p = &*PATTERNS;
    let mut text = text.to_owned();
    let mut corrects = corrects;
    for _ in 0..3 {
        let Some(hit) =
            p.closer.find(&text).filter(|hit| hit.start() > 0 && !is_told(&text[..hit.start()], hit.as_str()))
        else {
            break;
        };
        corrects |=
            hit.as_str().contains("actually") || hit.as_str().contains("instead") || hit.as_str().contains("after all");
        text.truncate(hit.start());
    }
    (text, corrects)
}

/// "Grandpa says 1962" with what he says it of, where somebody else's word on it was told last.
fn said_whole(clause: &str, last: Option<&Act>) -> Option<String> {
    let Some(Act::Tell(last)) = last else { return None };
    super::gaps::said_otherwise(clause, &last.text)
        .or_else(|| likewise::one_named(clause, &last.text))
        .or_else(|| likewise::one_of_the_same(clause, &last.text))
}

/// Whether a clause's wording says that something has changed; "not bad" says nothing of that.
fn changes_in(clause: &str) -> bool {
    PATTERNS.corrects_within.is_match(&clause.replace(", not bad", "").replace(", not too bad", ""))
}

/// Whether a note tells that something is otherwise than it was, by its words or its verb.
fn tells_of_change(note: &str) -> bool {
    changes_in(note) || changes::change_in(&Reading::of(note)).is_some()
}

/// "Trainers are ok", "she is pregnant again": what closes a sentence may be what it tells.
fn is_told(before: &str, closer: &str) -> bool {
    let last = before.rsplit(' ').next().unwrap_or_default().to_lowercase();
    let word = closer.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let told = "is are was were am be been feels feel went go goes going looks but and";
    word == "again" || matches!(word.as_str(), "ok" | "okay" | "right") && one_of(&last, told)
}

/// Whether a note begins with a pronoun for which no noun was found.
fn points_back(note: &str) -> bool {
    let first = note.split(' ').next().unwrap_or_default();
    matches!(first, "It" | "They" | "That" | "This" | "Its" | "Their")
}

/// The note of a clause with the clause behind it, joined as they were told; nothing if the note is worded otherwise.
fn with_next(text: &str, before: &str, clause: &str, note: &str) -> Option<String> {
    let end = text.find(before)? + before.len();
    let next = end + text.get(end..)?.find(clause)?;
    note.eq_ignore_ascii_case(before).then(|| format!("{note}{}{clause}", &text[end..next]))
}

/// What a clause that gives only a value does where nothing before it takes the value in.
fn value_alone(
    value: &str,
    about: Option<String>,
    follows: bool,
    said: &str,
    note: Option<String>,
    corrects: bool,
) -> Act {
    let typed = !Reading::of(value).values.is_empty();
    match (about, note) {
        (Some(about), note) => Act::Tell(renewed(&about, value, note)),
        // What was just given up does not take it.
        (None, Some(note)) if !typed && remarks::gives_up(said) => Act::Tell(statement(&note, corrects)),
        (None, note) => Act::Refill(
            value.to_owned(),
            note.filter(|note| follows || typed || Reading::of(note).content().len() > 1)
                .map(|note| statement(&note, true)),
        ),
    }
}

/// "I am zuri" with the capital of a name.
fn named_self(clause: String) -> String {
    match self_told::introduced(&clause).as_deref() {
        Some([named]) => named.clone(),
        _ => clause,
    }
}

/// A clause without the wish that it be remembered.
fn without_wish(clause: String) -> String {
    let end = PATTERNS.remember.find(&clause).filter(|_| !does_so(&clause)).map_or(0, |hit| hit.end());
    if end < clause.len() { clause[end..].to_owned() } else { clause }
}

/// "Van stuff: it is a Transit, the MOT is in April": what the label says of the first clause it says of all.
fn carry_label(clauses: &mut [String]) {
    let Some((first, rest)) = clauses.split_first_mut() else { return };
    let Some((label, _)) = first.split_once(": ") else { return };
    let read = Reading::of(label);
    let noun = (1..=3).contains(&read.words.len())
        && !label.contains([',', '.', '('])
        && (0..read.words.len()).all(|at| !clauses::is_finite(&read.words[at]))
        && !matches!(read.words[0].lower.as_str(), "i" | "we" | "it" | "he" | "she" | "they");
    if !noun || rest.iter().any(|clause| clause.contains(": ")) {
        return;
    }
    let spoken = Reading::of(first).label > 0;
    for clause in rest {
        let own = clause.split(' ').next().unwrap_or_default().to_lowercase();
        if spoken || !matches!(own.as_str(), "i" | "my" | "we" | "our") {
            *clause = format!("{label}: {clause}");
        }
    }
}

/// A note as a statement: with what it corrects taken out of its words.
fn statement(note: &str, corrects: bool) -> Statement {
    let mut statement = former::former_value(note, corrects);
    statement.corrects |= corrects;
    let text = statement.text.trim().trim_end_matches([',', ';']).to_owned();
    statement.text = clauses::without_lead(&text);
    statement.whole = statement.whole.map(|whole| clauses::without_lead(&whole));
    statement
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(message: &str) -> Vec<String> {
        acts(message, &mut Topic::default(), Some("2026-05-06"))
            .into_iter()
            .map(|act| match act {
                Act::Small(small) => format!("{small:?}"),
                Act::Ask(text) => format!("ask {text}"),
                Act::Tell(statement) => format!("tell{} {}", if statement.corrects { "!" } else { "" }, statement.text),
                Act::Refill(text, _) => format!("refill {text}"),
                Act::Revise(revision) => format!("revise {}", revision.text),
                Act::Forget(text) => format!("forget {text}"),
                Act::Secret(sort) => format!("secret {sort}"),
                Act::Task => "task".into(),
            })
            .collect()
    }

    #[test]
    fn sentences_are_told_apart_by_their_wording() {
        assert_eq!(
            shown("Hi there! My dog is called Rex. Thanks!"),
            ["Greeting", "tell My dog is called Rex", "Thanks"]
        );
        assert_eq!(shown("Please remember that I don't drink coffee."), ["tell I do not drink coffee"]);
        assert_eq!(shown("What's my dog called?"), ["ask What is my dog called?"]);
        assert_eq!(shown("Can you remember that my dog is Rex?"), ["tell My dog is Rex"]);
        assert_eq!(shown("No, Tuesday."), ["refill Tuesday"]);
        assert_eq!(shown("Actually it moved to 4pm"), ["refill 4pm"]);
        assert_eq!(shown("forget about my dog"), ["forget my dog"]);
        assert_eq!(shown("My password is hunter2"), ["secret a password"]);
        assert_eq!(shown("I forgot where I parked"), ["ask I forgot where I parked"]);
        assert_eq!(shown("It's nice to meet you"), ["Other"]);
        assert_eq!(shown("Write me a poem"), ["task"]);
    }

    #[test]
    fn clauses_become_facts_of_their_own_and_pronouns_find_their_nouns() {
        assert_eq!(shown("My dog is Rex and my cat is Tom."), ["tell My dog is Rex", "tell My cat is Tom"]);
        assert_eq!(
            shown("My sister is called Anna. She lives in Bonn and works at Bosch."),
            [
                "tell My sister is called Anna",
                "tell My sister Anna lives in Bonn",
                "tell My sister Anna works at Bosch"
            ]
        );
        assert_eq!(
            shown("The standup is in room 2. It's at 3pm"),
            ["tell The standup is in room 2", "tell The standup is at 3pm"]
        );
        assert_eq!(shown("The talk is on Tuesday, not Monday"), ["tell! The talk is on Tuesday"]);
        assert_eq!(shown("The dentist is tomorrow"), ["tell The dentist is tomorrow (2026-05-07)"]);
    }
}
