//! Claims: what a new statement does to a line that is already noted: nothing, the same again, or a change of it. Dreaming
//! settles contradictions with the same function.

use super::changes::{concerns, is_cancelled, is_ended, role_in, slot, with_value};
use super::concepts;
pub use super::frames::is_change_word;
use super::frames::is_frame_verb;
use super::frames::{frame, holder_of_role, is_of_kin, labelled, names_one_thing, under_older_subject};
use super::reading::Reading;
use super::refill::{exchange, exchanged_values, under_label};
use super::values::Value;
use super::words::find_word;

/// A new statement and what its wording says of older ones.
#[derive(Debug, Clone)]
pub struct Statement {
    /// The statement as it would be noted.
    pub text: String,
    /// It was told as a correction ("actually", "now", "no longer", "I meant").
    pub corrects: bool,
    /// The former value that it names ("not Monday", "instead of room 2").
    pub former: Option<String>,
    /// The new value to put in place of the former one.
    pub latter: Option<String>,
    /// The stems of what changed, where the wording names it ("they moved the talk to 4pm").
    pub about: Vec<String>,
    /// The statement with the former value that `text` leaves out, to be noted where there is nothing that it corrects.
    pub whole: Option<String>,
}

impl Statement {
    /// What is noted where there is nothing that the statement corrects.
    pub fn alone(&self) -> &str {
        self.whole.as_deref().unwrap_or(&self.text)
    }
}

impl Statement {
    /// A statement that names no former value.
    pub fn plain(text: impl Into<String>, corrects: bool) -> Statement {
        Statement { text: text.into(), corrects, former: None, latter: None, about: Vec::new(), whole: None }
    }
}

/// What a statement does to one older line.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// It has nothing to do with the line.
    Apart,
    /// The line says so already.
    Same,
    /// The line becomes this text. The number tells how sure that is; the surest line is changed.
    Change(String, f64),
    /// The line becomes this text, and the statement tells more that needs a line of its own.
    ChangeAndAdd(String, f64),
}

/// What a statement does to an older line.
pub fn judge(new: &Statement, old: &str) -> Verdict {
    let old_reading = Reading::of(old);
    judge_read(new, &Reading::of(&new.text), old, &old_reading)
}

/// As [`judge`], for callers that have read both already.
pub fn judge_read(new: &Statement, told: &Reading, old: &str, noted: &Reading) -> Verdict {
    if says_the_same(told, noted) {
        return Verdict::Same;
    }
    if let Some(text) = under_label(new, told, noted) {
        return Verdict::Change(text, 3.0);
    }
    let label =
        |reading: &Reading| reading.words[..reading.label].iter().map(|word| word.stem.clone()).collect::<Vec<_>>();
    if (told.label > 0 || noted.label > 0)
        && label(told) != label(noted)
        && new.former.is_none()
        && new.latter.is_none()
    {
        return Verdict::Apart;
    }
    if let Some(verdict) = by_former_value(new, told, old, noted) {
        return verdict;
    }
    if let Some(verdict) = by_subject(new, told, noted).or_else(|| by_role(new, told, noted)) {
        return verdict;
    }
    if let Some(verdict) = by_polarity(new, told, noted) {
        return verdict;
    }
    if let Some(verdict) = by_frame(new, told, noted) {
        return verdict;
    }
    by_slots(new, told, old, noted)
}

/// Every content word and value of the new statement stands in the old line, with the same polarity and the same speaker.
fn says_the_same(told: &Reading, noted: &Reading) -> bool {
    if told.negative != noted.negative || is_ended(told, &[]) != is_ended(noted, &[]) {
        return false;
    }
    let told_stems = content_of(told);
    let values_match = told.values.iter().all(|value| noted.values.iter().any(|other| same_value(value, other)));
    if told_stems.is_empty() && told.values.is_empty() || !values_match {
        return false;
    }
    let noted_stems = content_of(noted);
    let extra = noted_stems.iter().filter(|stem| !told_stems.contains(stem)).count();
    told_stems.iter().all(|stem| noted_stems.contains(stem))
        && speaker_of(told) == speaker_of(noted)
        && extra <= told_stems.len().max(2)
        && !is_of_kin(told, noted, &told_stems)
}

fn speaker_of(reading: &Reading) -> (bool, bool) {
    *reading.worked.speakers.get_or_init(|| speakers(reading))
}

fn speakers(reading: &Reading) -> (bool, bool) {
    let has = |list: &[&str]| reading.words.iter().any(|word| list.contains(&word.lower.as_str()));
    (has(&["i", "we", "my", "our", "me", "us", "mine"]), has(&["he", "she", "his", "her", "they", "their"]))
}

/// The stems that carry a statement's content: no values, no words of change.
fn content_of(reading: &Reading) -> Vec<&str> {
    let found = || {
        let mut telling = reading.content();
        telling.retain(|at| !is_change_word(&reading.words[*at].lower));
        telling.dedup_by_key(|at| reading.words[*at].stem.as_str());
        telling
    };
    reading.worked.telling.get_or_init(found).iter().map(|at| reading.words[*at].stem.as_str()).collect()
}

/// The stems that tell what a statement is about, for callers that must be surer than [`judge`] is.
pub fn subject(reading: &Reading) -> &[String] {
    reading.worked.subject.get_or_init(|| subject_stems(reading))
}

/// Whether a statement fills a place that holds one value.
pub fn fills_a_place(told: &Reading) -> bool {
    frame(told).is_some() || role_in(told).is_some()
}

/// Whether two statements fill a place that holds one value: the name of my dog, where Anna lives, who leads the team.
pub fn fill_one_place(told: &Reading, noted: &Reading) -> bool {
    if let (Some(now), Some(was)) = (frame(told), frame(noted))
        && now.relation == was.relation
        && (covers(&now.subject, &was.subject) || covers(&was.subject, &now.subject))
    {
        return true;
    }
    match (role_in(told), role_in(noted)) {
        (Some(now), Some(was)) => covers(&now.role, &was.role) || covers(&was.role, &now.role),
        _ => false,
    }
}

/// As [`content_of`], to keep.
fn meaningful(reading: &Reading) -> Vec<String> {
    content_of(reading).into_iter().map(str::to_owned).collect()
}

/// The stems by which two statements are on the same subject.
fn subject_stems(reading: &Reading) -> Vec<String> {
    // "The meeting" is a subject, though "meet" tells only what happens.
    let gerund = |stem: &String| {
        reading.words.windows(2).any(|pair| {
            pair[1].stem == *stem
                && pair[1].lower.ends_with("ing")
                && matches!(pair[0].lower.as_str(), "the" | "a" | "my" | "our" | "your" | "his" | "her" | "their")
        })
    };
    let telling = |stem: &String| gerund(stem) || !concepts::is_light(stem) && !is_frame_verb(stem);
    meaningful(reading).into_iter().filter(telling).collect()
}

pub(super) fn same_value(a: &Value, b: &Value) -> bool {
    slot(a.kind) == slot(b.kind) && a.normal() == b.normal()
}

/// "… on Tuesday, not Monday": the line that holds the former value gets the latter.
fn by_former_value(new: &Statement, told: &Reading, old: &str, noted: &Reading) -> Option<Verdict> {
    let (former, latter) = (new.former.as_deref()?, new.latter.as_deref()?);
    if noted.negative || is_ended(noted, &[]) {
        return None;
    }
    let (old, at) = match find_word(old, former) {
        Some(at) => (old, at),
        None => (noted.text.as_str(), find_word(&noted.text, former)?),
    };
    let latter_stems = super::words::content_stems(latter);
    let subject: Vec<String> = if new.about.is_empty() { subject(told).to_vec() } else { new.about.clone() }
        .into_iter()
        .filter(|stem| !latter_stems.contains(stem))
        .collect();
    let shared =
        subject.iter().filter(|stem| noted.words.iter().any(|word| concepts::serves_word(stem, word) > 0.0)).count();
    // A name stands for itself: "I sold the Fiat and bought a Skoda".
    let named =
        former.starts_with(char::is_uppercase) && new.about.is_empty() && super::values::values(former).is_empty();
    if !subject.is_empty() && shared * 2 < subject.len() && !named {
        return None;
    }
    let end = at + former.len();
    // "Hotel Nord" in the place of "Aurora" takes that of "Hotel Aurora".
    let before = latter
        .split_once(' ')
        .map_or(&old[..at], |(first, _)| old[..at].strip_suffix(&format!("{first} ")).unwrap_or(&old[..at]));
    let behind = match latter.starts_with(char::is_uppercase) && named {
        true => exchanged_values(&old[end..], told, noted),
        false => old[end..].to_owned(),
    };
    Some(Verdict::Change(format!("{before}{latter}{behind}"), 3.0 + shared as f64))
}

/// "They moved the talk to 4pm": the line on the talk gets the new value in the place of its own.
fn by_subject(new: &Statement, told: &Reading, noted: &Reading) -> Option<Verdict> {
    let latter = new.latter.as_deref().filter(|_| new.former.is_none())?;
    // "We named the puppy" is on no name.
    let exact =
        new.about.iter().any(|stem| noted.words.iter().any(|word| word.stem == *stem && !word.lower.ends_with("ed")));
    if !concerns(&new.about, noted, false) || !exact && !names_one_thing(noted) {
        return None;
    }
    // "Dr. Abel is my dentist" gets another dentist, not another role.
    let named = latter.starts_with(char::is_uppercase) && super::values::values(latter).is_empty();
    let role = role_in(noted).filter(|role| named && covers(&role.role, &new.about));
    let text = match role {
        None if labelled(noted, &new.about).is_some() => format!("{}: {latter}", labelled(noted, &new.about)?),
        Some(role) => format!("{}{latter}{}", &noted.text[..role.start], &noted.text[role.start + role.name.len()..]),
        None => with_value(noted, latter)?,
    };
    // Of two lines on an appointment that with the dentist is meant where the dentist is named.
    let shared =
        told.content().into_iter().filter(|at| noted.words.iter().any(|word| word.stem == told.words[*at].stem));
    let sure = 2.4 + 0.2 * new.about.len() as f64 + 0.01 * shared.count() as f64;
    (text != noted.text).then_some(Verdict::Change(text, sure))
}

/// A role that somebody else holds now: the name in the older line is exchanged.
fn by_role(new: &Statement, told: &Reading, noted: &Reading) -> Option<Verdict> {
    let now = role_in(told).filter(|role| role.fresh || new.corrects)?;
    let was = role_in(noted)?;
    let same = covers(&was.role, &now.role) || covers(&now.role, &was.role);
    // "My cat" is not the neighbour's.
    let another = noted
        .words
        .iter()
        .any(|word| word.possessive && was.role.contains(&word.stem) && !now.role.contains(&word.stem));
    if !same || was.name == now.name || told.negative || another {
        return None;
    }
    let text = if now.whole {
        let behind = exchanged_values(&noted.text[was.start + was.name.len()..], told, noted);
        format!("{}{}{behind}", &noted.text[..was.start], now.name)
    } else {
        new.text.clone()
    };
    Some(Verdict::Change(text, 2.6 + 0.2 * now.role.len() as f64))
}

/// "I don't drink coffee any more" ends "I love coffee"; "I don't like tea" turns "I like tea" over.
fn by_polarity(new: &Statement, told: &Reading, noted: &Reading) -> Option<Verdict> {
    // What is named for itself ("I stopped by the shop") ends nothing that is noted.
    let ended = is_ended(told, &[]);
    let cancelled = is_cancelled(told);
    let alike = told.negative == noted.negative && !ended || speaker_of(told).0 != speaker_of(noted).0;
    if alike && !cancelled {
        return None;
    }
    let noted_stems = meaningful(noted);
    if cancelled {
        let told_stems = meaningful(told);
        let subject: Vec<&String> =
            told_stems.iter().filter(|stem| *stem != "cancel" && !concepts::is_light(stem)).collect();
        let found = subject.iter().filter(|stem| noted_stems.contains(stem)).count();
        let more = noted_stems.iter().filter(|stem| !subject.contains(stem)).count();
        return (found > 0 && found == subject.len() && more <= 3)
            .then(|| Verdict::Change(new.text.clone(), 2.0 + found as f64));
    }
    // "Sister: Annelie, works at a bank" says more than that she works there.
    if noted.text.contains(": ") && !told.text.contains(": ") {
        return None;
    }
    // "My husband does not" says what he does not only after what was said before.
    if alike || told.words.last().is_some_and(|word| word.lower == "not") {
        return None;
    }
    let preference = |stem: &str| {
        matches!(
            stem,
            "like"
                | "love"
                | "enjoy"
                | "drink"
                | "eat"
                | "use"
                | "want"
                | "have"
                | "fan"
                | "hate"
                | "stop"
                | "quit"
                | "gave"
                | "give"
                | "play"
                | "smoke"
                | "live"
                | "work"
        )
    };
    let mut objects: Vec<String> = meaningful(told).into_iter().filter(|stem| !preference(stem)).collect();
    // "I quit smoking" ends "I smoke a pack a day".
    if objects.is_empty() && ended {
        let deeds = |stem: &String| matches!(stem.as_str(), "smoke" | "drink" | "play" | "work");
        objects = meaningful(told).into_iter().filter(deeds).collect();
    }
    let deed = objects.iter().all(|stem| preference(stem));
    // "I quit smoking in January" says when, "I no longer work on weekends" says what.
    let quits = ended && told.words.iter().any(|word| matches!(word.stem.as_str(), "quit" | "stop"));
    let told_values =
        told.values.iter().filter(|value| noted.values.iter().any(|other| same_value(value, other))).count();
    if objects.is_empty() && told_values == 0 {
        return None;
    }
    if objects.is_empty() && ended {
        let told_values = told_values > 0;
        return without_values(told, noted)
            .or_else(|| told_values.then(|| new.text.clone()))
            .map(|text| Verdict::Change(text, 2.0));
    }
    // A line that says much more is not given up for the one thing in it that ended.
    let more = noted_stems.iter().filter(|stem| !objects.contains(stem) && !preference(stem)).count()
        + noted.values.len().saturating_sub(told_values);
    if more > if deed { 4 } else { 2 } {
        return None;
    }
    let all_there =
        objects.iter().all(|stem| noted_stems.contains(stem)) && (deed && quits || told_values == told.values.len());
    let same_verb = meaningful(told).iter().filter(|stem| preference(stem)).all(|stem| noted_stems.contains(stem));
    (all_there && (same_verb || ended || new.corrects))
        .then(|| Verdict::Change(new.text.clone(), 2.0 + objects.len() as f64))
}

/// "We are not in room 2 any more": the value and its preposition are taken out of the line; nothing if too little would be left.
fn without_values(told: &Reading, noted: &Reading) -> Option<String> {
    let mut text = noted.text.clone();
    for value in noted.values.iter().rev().filter(|value| told.values.iter().any(|other| same_value(value, other))) {
        let before = text[..value.start].trim_end();
        let preposition = ["in the", "at the", "on the", "in", "at", "on", "from", "by", "to"]
            .iter()
            .find(|word| before.to_lowercase().ends_with(&format!(" {word}")));
        let start = preposition.and_then(|word| before.len().checked_sub(word.len())).unwrap_or(before.len());
        let kept = format!("{}{}", text.get(..start)?.trim_end(), text.get(value.end..)?);
        text = kept;
    }
    let left = Reading::of(&text);
    (left.content().len() + left.values.len() > 1).then_some(text)
}

fn by_frame(new: &Statement, told: &Reading, noted: &Reading) -> Option<Verdict> {
    if new.corrects
        && let Some((role, name)) = holder_of_role(noted)
        && let Some(frame) = frame(told).filter(|frame| frame.relation == "name")
    {
        let same = role.len() == frame.subject.len() && role.iter().all(|stem| frame.subject.contains(stem));
        return (same && frame.value != name).then(|| Verdict::Change(new.text.clone(), 2.5 + role.len() as f64));
    }
    let (new_frame, old_frame) = (frame(told)?, frame(noted)?);
    // "I no longer work at Kestrel" ends no other job, "we moved from KeyVault to SafePass" no other home.
    let ends = (is_ended(told, &[]) || told.negative) && !noted.negative && !is_ended(noted, &[]);
    let other = ends && !new_frame.value.split(' ').all(|stem| old_frame.value.split(' ').any(|was| was == stem));
    let elsewhere = new.former.as_deref().is_some_and(|former| find_word(&noted.text, former).is_none());
    // "Here" and "this flat" are no other place.
    let here = |read: &Reading| read.words.iter().any(|word| matches!(word.lower.as_str(), "here" | "there" | "this"));
    if other || elsewhere || new_frame.relation == "home" && here(told) != here(noted) {
        return None;
    }
    if new_frame.relation != old_frame.relation
        || told.negative != noted.negative && !is_ended(noted, &[]) && !is_ended(told, &[]) && !new.corrects
    {
        return None;
    }
    let same_subject = new_frame.subject.len() == old_frame.subject.len()
        && new_frame.subject.iter().all(|stem| old_frame.subject.contains(stem))
        || new.corrects
            && (covers(&old_frame.subject, &new_frame.subject) || covers(&new_frame.subject, &old_frame.subject));
    if !same_subject || new_frame.value == old_frame.value {
        return None;
    }
    if !new.corrects && (!new_frame.definite || !old_frame.definite || new_frame.relation == "is a") {
        return None;
    }
    let text =
        under_older_subject(&new.text, told, noted).filter(|_| old_frame.subject.len() > new_frame.subject.len());
    Some(Verdict::Change(text.unwrap_or_else(|| new.text.clone()), 2.5 + new_frame.subject.len() as f64))
}

fn covers(outer: &[String], inner: &[String]) -> bool {
    !inner.is_empty() && inner.iter().all(|stem| outer.contains(stem))
}

/// Two statements on the same subject whose values of one kind differ: the value is replaced within the line.
fn by_slots(new: &Statement, told: &Reading, old: &str, noted: &Reading) -> Verdict {
    if noted.text != old || told.values.is_empty() || noted.values.is_empty() {
        // Contractions were written out, so offsets differ: take the line as read.
        if told.values.is_empty() || noted.values.is_empty() {
            return Verdict::Apart;
        }
    }
    if !new.corrects && !is_definite(told) || is_ended(told, &[]) || !values_differ(told, noted) {
        return Verdict::Apart;
    }
    let (subject, noted_subject) = (subject(told), subject(noted));
    if subject.is_empty() || noted_subject.is_empty() {
        return Verdict::Apart;
    }
    let all_old = || noted_subject.iter().all(|stem| subject.iter().any(|other| concepts::serves(other, stem) > 0.85));
    let served = |stem: &&String| noted_subject.iter().any(|other| concepts::serves(stem, other) > 0.85);
    // Without a word of change all must agree: most pairs are seen to be apart by their first stem.
    if !new.corrects && !subject.iter().all(|stem| served(&stem)) {
        return Verdict::Apart;
    }
    let shared = subject.iter().filter(served).count();
    let all_new = shared == subject.len();
    // The standup is a meeting, and not the lab meeting: a word of like meaning must be the whole subject.
    let exact = subject.iter().any(|stem| noted_subject.contains(stem));
    let near = if new.corrects {
        shared * 3 >= subject.len() * 2 && shared > 0 && (exact || all_old() && names_one_thing(noted))
    } else {
        exact && all_new && all_old()
    };
    // "They gave us until June": nobody in particular.
    let anonymous = new.corrects && told.words.first().is_some_and(|word| word.lower == "they");
    // "Jo takes one sugar" corrects "Jo takes two sugars in her tea".
    let (new_names, old_names) = (names(told), names(noted));
    let shares_name = new_names.iter().any(|name| old_names.contains(name));
    let other = !anonymous && !shares_name && speaker_of(told).1 != speaker_of(noted).1;
    let differ = !new_names.is_empty() && !old_names.is_empty() && !shares_name;
    if !near || other || differ {
        return Verdict::Apart;
    }
    exchange(new, told, noted, shared as f64 / subject.len() as f64 + 1.0 + 0.1 * shared as f64)
}

/// Whether a value of the one could stand in the place of one of the other.
fn values_differ(told: &Reading, noted: &Reading) -> bool {
    let stands = |value: &Value| {
        noted.values.iter().any(|other| slot(other.kind) == slot(value.kind) && other.normal() != value.normal())
    };
    told.values.iter().any(stands)
}

/// The stems of the names in a line: two lines that name different people or things are on different subjects.
fn names(reading: &Reading) -> Vec<&str> {
    let found = || reading.content().into_iter().filter(|at| reading.is_name(*at)).collect();
    reading.worked.names.get_or_init(found).iter().map(|at| reading.words[*at].stem.as_str()).collect()
}

fn is_definite(reading: &Reading) -> bool {
    let first = reading.words.first().map_or("", |word| word.lower.as_str());
    let indefinite = reading
        .words
        .iter()
        .take(4)
        .any(|word| matches!(word.lower.as_str(), "a" | "an" | "some" | "another" | "also" | "there"));
    !indefinite && !matches!(first, "i" | "we" | "there" | "some" | "he" | "she")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(new: &str, corrects: bool, old: &str) -> Verdict {
        judge(&Statement::plain(new, corrects), old)
    }

    fn changed(new: &str, corrects: bool, old: &str) -> Option<String> {
        match verdict(new, corrects, old) {
            Verdict::Change(text, _) | Verdict::ChangeAndAdd(text, _) => Some(text),
            _ => None,
        }
    }

    #[test]
    fn the_same_fact_in_the_same_words_is_the_same() {
        assert_eq!(verdict("My dog is called Rex", false, "My dog is called Rex."), Verdict::Same);
        assert_eq!(verdict("I don't like tea", false, "I like tea"), Verdict::Change("I don't like tea".into(), 3.0));
    }

    #[test]
    fn a_moved_event_changes_its_time_within_the_line() {
        assert_eq!(
            changed("The standup moved to 4pm", true, "The standup is at 3pm in room 2").as_deref(),
            Some("The standup is at 4pm in room 2")
        );
        assert_eq!(changed("The retro moved to 4pm", true, "The standup is at 3pm in room 2"), None);
        assert_eq!(changed("The standup moved to 4pm", true, "The lab meeting is at 10"), None);
    }

    #[test]
    fn a_number_is_corrected_by_one_of_the_same_unit() {
        assert_eq!(
            changed("Ida reads three papers", true, "Ida reads two papers on her way").as_deref(),
            Some("Ida reads three papers on her way")
        );
        assert_eq!(changed("Raise Ida's dose to 15 ml", true, "Ida's next dose is at nine"), None);
        assert_eq!(
            changed("The meeting is on a.example/2", true, "The meeting link is a.example/1").as_deref(),
            Some("The meeting link is a.example/2")
        );
    }

    #[test]
    fn one_valued_relations_take_the_newest() {
        assert_eq!(
            changed("My dog is called Max", false, "My dog is called Rex").as_deref(),
            Some("My dog is called Max")
        );
        assert_eq!(changed("I moved to Hamburg", false, "I live in Berlin").as_deref(), Some("I moved to Hamburg"));
        assert_eq!(changed("My cat is called Max", false, "My dog is called Rex"), None);
        assert_eq!(changed("I like coffee", false, "I like tea"), None);
        assert_eq!(changed("My favourite colour is green", false, "My favourite food is pizza"), None);
    }

    #[test]
    fn a_named_former_value_is_replaced_where_it_stands() {
        let new = Statement {
            text: "The talk is on Tuesday".into(),
            corrects: true,
            former: Some("Monday".into()),
            latter: Some("Tuesday".into()),
            about: Vec::new(),
            whole: None,
        };
        assert_eq!(
            judge(&new, "The talk by Wu is on Monday at 3pm"),
            Verdict::Change("The talk by Wu is on Tuesday at 3pm".into(), 4.0)
        );
    }
}
