//! Changes as they are told: "the talk moved from Monday to Tuesday", "they cut the budget to 35k", "I swapped the Polo for a
//! Yaris", "Torben took over as scrum master". Read as what changed, its former and its new value, and put into an older line.

use crate::domain::sort;

use super::concepts;
use super::frames::is_change_word;
use super::reading::Reading;
use super::values::{Kind, Value};
use super::words::is_stopword;

/// A change, as its wording tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The stems of what changed; empty if the wording does not say.
    pub about: Vec<String>,
    /// The value that no longer holds.
    pub former: Option<String>,
    /// The value that holds now.
    pub latter: String,
}

/// Reads a statement as a change, if a verb of change and the new value stand in it.
pub fn change_in(note: &Reading) -> Option<Change> {
    let lower = |at: usize| note.words.get(at).map_or("", |word| word.lower.as_str());
    let verb = (0..note.words.len()).find(|at| {
        is_change_verb(&note.words[*at].stem) && !note.words[*at].lower.ends_with("ment") && lower(*at) != "up"
    })?;
    let stem = note.words[verb].stem.as_str();
    let find = |from: usize, list: &[&str]| (from..note.words.len()).find(|at| list.contains(&lower(*at)));
    let exchange = matches!(stem, "swap" | "trade" | "exchang" | "replac" | "substitut");
    let from = if exchange { None } else { find(verb + 1, &["from"]) };
    let to = if exchange { find(verb + 1, &["for", "with", "by"]) } else { find(verb + 1, &["to", "into"]) }?;
    let end = (to + 1..note.words.len()).find(|at| closes(note, *at)).unwrap_or(note.words.len());
    let (former, latter_end) = match from {
        Some(from) if from < to => (phrase(note, from + 1, to), end),
        Some(from) if from < end => (phrase(note, from + 1, end), from),
        _ if exchange && stem != "substitut" => (phrase(note, verb + 1, to), end),
        _ => (None, end),
    };
    let former = former.map(|text: String| text.strip_suffix(" in").map_or(text.clone(), str::to_owned));
    let latter = phrase(note, to + 1, latter_end)?;
    let object_end = from.filter(|from| *from < to).unwrap_or(to);
    let mut about = if exchange { Vec::new() } else { about(note, verb, object_end) };
    // "I cut down to one cup of coffee", "upgraded to Python 3.13": the value says of what it is.
    let value = Reading::of(&latter);
    if about.is_empty() && former.is_none() && !exchange && !value.values.is_empty() {
        about = value.content().into_iter().map(|at| value.words[at].stem.clone()).collect();
    }
    // "The name of the network", "the wifi network name": the line need not say that it is a name.
    if about.iter().any(|stem| concepts::type_word(stem).is_none()) {
        about.retain(|stem| concepts::type_word(stem).is_none());
    }
    // "I moved to Lisbon" changes where somebody lives, which other rules know; "cut my hair to …" changes nothing that is noted.
    let typed = is_typed(&Reading::of(&latter));
    let moves_self = about.is_empty() && former.is_none() && !typed;
    (!moves_self
        && (typed
            || !matches!(
                stem,
                "cut"
                    | "rais"
                    | "lower"
                    | "put"
                    | "increas"
                    | "drop"
                    | "reduc"
                    | "slip"
                    | "go"
                    | "went"
                    | "bring"
                    | "brought"
            )))
    .then_some(Change { about, former, latter })
}

fn is_change_verb(stem: &str) -> bool {
    const VERBS: &str = "move chang switch push reschedul postpon renam shift reloc rais cut lower \
        increas reduc drop extend shorten updat bump delay slip bring brought transfer \
        reassign upgrad swap trade exchang replac convert put went go relabel migrat \
        port doubl halv up promot";
    super::words::one_of(stem, VERBS)
}

/// What ends a value: a comma, or a word that begins a remark.
fn closes(note: &Reading, at: usize) -> bool {
    matches!(
        note.words[at].lower.as_str(),
        "now" | "instead" | "because" | "since" | "so" | "but" | "which" | "as" | "starting" | "effective"
    ) || note.text[note.words[at - 1].end..note.words[at].start].contains([',', ';'])
}

/// The words of a range as written, without a leading determiner or preposition; nothing if there are none or too many.
fn phrase(note: &Reading, from: usize, to: usize) -> Option<String> {
    let mut from = from;
    while from < to
        && matches!(
            note.words[from].lower.as_str(),
            "the" | "a" | "an" | "my" | "our" | "in" | "at" | "on" | "using" | "being"
        )
    {
        from += 1;
    }
    (from < to && to - from <= 6).then(|| note.text[note.words[from].start..note.words[to - 1].end].to_owned())
}

/// What a change is about: the object of its verb, or else its subject; of "put his price up" the subject.
fn about(note: &Reading, verb: usize, object_end: usize) -> Vec<String> {
    let stems = |from: usize, to: usize| -> Vec<String> {
        (from..to)
            .filter(|at| note.has_content(*at) && note.value_at(*at).is_none() && !is_particle(&note.words[*at].lower))
            .filter(|at| !is_change_word(&note.words[*at].lower))
            .map(|at| note.words[at].stem.clone())
            .collect()
    };
    let of_another =
        (verb + 1..object_end).any(|at| matches!(note.words[at].lower.as_str(), "his" | "her" | "their" | "its"));
    let object = stems(verb + 1, object_end);
    if object.is_empty() || of_another { stems(0, verb) } else { object }
}

fn is_particle(lower: &str) -> bool {
    matches!(
        lower,
        "back"
            | "forward"
            | "up"
            | "down"
            | "over"
            | "out"
            | "again"
            | "got"
            | "gotten"
            | "slightly"
            | "everything"
            | "hope"
    )
}

/// Whether all that a change is about stands in an older line, or most of it where the former value stands there too.
pub fn concerns(about: &[String], noted: &Reading, with_former: bool) -> bool {
    let held =
        about.iter().filter(|stem| noted.words.iter().any(|word| concepts::serves_word(stem, word) > 0.85)).count();
    if with_former { held * 2 >= about.len() } else { !about.is_empty() && held == about.len() }
}

/// An older line with a new value in the place of its value of the same sort; an untyped one in the place of its complement.
pub fn with_value(noted: &Reading, latter: &str) -> Option<String> {
    let told = Reading::of(latter);
    if let Some(text) = each_value(noted, &told) {
        return Some(text);
    }
    if let Some(value) = told.values.first().filter(|_| is_typed(&told)) {
        let numeric = |kind: Kind| {
            matches!(kind, Kind::Number | Kind::Id | Kind::Money | Kind::Time | Kind::Duration | Kind::Room)
        };
        let meant = unit(&told, value);
        let like = || {
            noted
                .values
                .iter()
                .filter(|other| slot(other.kind) == slot(value.kind) && one_unit(&meant, &unit(noted, other)))
        };
        // "27 June" goes where "20 June" stands, and not where "summer" does.
        let figures = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        let same = like()
            .find(|other| meant.is_some() && unit(noted, other) == meant)
            .or_else(|| like().find(|other| figures(&other.text) == figures(&value.text)))
            .or_else(|| like().next());
        // "20 mg" is no time of day.
        let near = || noted.values.iter().find(|other| meant.is_none() && numeric(other.kind) && numeric(value.kind));
        let place = same.or_else(near)?;
        let with = if place.kind == value.kind || told.values.len() > 1 { latter } else { value.text.as_str() };
        let with = if told.values.len() == 1 { value.text.as_str() } else { with };
        // "850 euros a month" becomes "910 euros a month", not "… a month a month".
        let rest = &noted.text[place.end..];
        let again = with.char_indices().map(|(at, _)| at).find(|at| *at > 0 && rest.starts_with(&with[*at..]));
        let with = again.filter(|at| with[*at..].starts_with(' ')).map_or(with, |at| &with[..at]);
        return Some(format!("{}{with}{rest}", &noted.text[..place.start]));
    }
    // "For an iPhone" is no value by itself.
    if ["for ", "with ", "to ", "from ", "of ", "than "].iter().any(|lead| latter.starts_with(lead)) {
        return None;
    }
    let (from, mut to) = complement(noted)?;
    // Of "Python 3.11" both go where "Python 3.13" comes.
    while let Some(value) = noted.value_at(to).filter(|_| !told.values.is_empty())
        && told.values.iter().any(|other| slot(other.kind) == slot(value.kind))
    {
        to += 1;
    }
    // "When I was nine": what is no value itself takes the place of none.
    let figure = |at: usize| noted.value_at(at).is_some_and(|value| value.kind != Kind::Id);
    if told.values.is_empty() && (from..to).any(figure) {
        return None;
    }
    let (start, end) = (noted.words[from].start, noted.words[to - 1].end);
    // One thing takes the place of no list of several.
    let several = noted.text[start..end].contains(", ") || noted.text[end..].starts_with(" and ");
    if several && !latter.contains(", ") && !latter.contains(" and ") {
        return None;
    }
    let determined = from > 0 && matches!(noted.words[from - 1].lower.as_str(), "the" | "a" | "an" | "my" | "our");
    // "It is brilliant" says how a bike is, and not what it is.
    let quality = determined && !latter.contains(' ') && latter.starts_with(char::is_lowercase);
    let alike = (from..to).any(|at| {
        let told = told.words.first().map_or("", |word| word.stem.as_str());
        concepts::kinds_of(told).any(|kind| concepts::is_member(&noted.words[at].stem, kind))
    });
    if quality && !alike {
        return None;
    }
    let bare = if determined { without_determiner(latter) } else { latter };
    Some(format!("{}{}{}", &noted.text[..start], bare, &noted.text[end..]))
}

/// "Saturday at 10" in the place of "Thursday at 5": each value where one of its sort stands; nothing if it is one value, or one has no place.
fn each_value(noted: &Reading, told: &Reading) -> Option<String> {
    if told.values.len() < 2 || !is_typed(told) {
        return None;
    }
    let mut moves: Vec<(&Value, &Value)> = Vec::new();
    for value in &told.values {
        let meant = unit(told, value);
        let like = |old: &&Value| {
            slot(old.kind) == slot(value.kind)
                && one_unit(&meant, &unit(noted, old))
                && !moves.iter().any(|(taken, _)| taken.start == old.start)
        };
        let place = noted.values.iter().find(like)?;
        moves.push((place, value));
    }
    sort::sort_by_key(&mut moves, |(place, _)| std::cmp::Reverse(place.start));
    let mut text = noted.text.clone();
    for (place, value) in moves {
        text.replace_range(place.start..place.end, &value.text);
    }
    Some(text)
}

/// The stem of what a number counts or is measured in, if the text says so right behind it: "mg" of "20 mg", "guest" of "40 guests".
pub fn unit(reading: &Reading, value: &Value) -> Option<String> {
    let next = reading.words.iter().position(|word| word.start > value.end && word.start <= value.end + 1)?;
    let word = &reading.words[next];
    let counts = matches!(value.kind, Kind::Number | Kind::Id)
        && reading.has_content(next)
        && reading.value_at(next).is_none()
        && !word.capital
        && !is_change_word(&word.lower)
        && !concepts::is_verb(&word.stem);
    counts.then(|| word.stem.clone())
}

/// Whether a number can not be a count of what another one counts: "3.15" of "80 rolls".
pub fn no_count(value: &Value, counted: &Option<String>, was: &Value) -> bool {
    let whole = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    counted.is_some() && whole(&was.text) && value.text.contains(['.', ':'])
}

/// Whether two numbers may stand for one another by their units: one that names none fits any.
pub fn one_unit(a: &Option<String>, b: &Option<String>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || concepts::serves(a, b) > 0.85 || concepts::serves(b, a) > 0.85,
        _ => true,
    }
}

/// Whether a value is typed as a whole: "26 beds" is, "the Winter Garden" is not.
pub(super) fn is_typed(latter: &Reading) -> bool {
    let leads = latter.values.first().is_some_and(|value| {
        latter.words.iter().take_while(|word| word.start < value.start).all(|word| is_stopword(&word.lower))
    });
    leads && !latter.content().into_iter().any(|at| latter.words[at].capital)
}

fn without_determiner(text: &str) -> &str {
    ["the ", "a ", "an ", "my ", "our "].iter().find_map(|lead| text.strip_prefix(lead)).unwrap_or(text)
}

/// The words after the last verb, preposition and determiner, as far as the next preposition or typed value.
fn complement(noted: &Reading) -> Option<(usize, usize)> {
    let lower = |at: usize| noted.words[at].lower.as_str();
    let links = |at: usize| {
        matches!(
            lower(at),
            "is" | "are" | "am" | "was" | "were" | "called" | "named" | "be" | "have" | "has" | "use" | "with"
        ) || at > 0 && concepts::is_verb(&noted.words[at].stem) && !noted.words[at].capital
            || matches!(lower(at), "in" | "at" | "to" | "on" | "from" | "into")
                && noted.words.get(at + 1).is_some_and(|_| noted.value_at(at + 1).is_none())
    };
    let link = (0..noted.words.len().saturating_sub(1)).rev().find(|at| links(*at) && noted.value_at(*at).is_none())?;
    let mut from = link + 1;
    while from < noted.words.len()
        && matches!(lower(from), "the" | "a" | "an" | "my" | "our" | "now" | "in" | "at" | "called" | "named" | "so")
    {
        from += 1;
    }
    let to = (from..noted.words.len())
        .find(|at| {
            noted.value_at(*at).is_some_and(|value| *at > from || !matches!(value.kind, Kind::Id | Kind::Number))
                || *at > from
                    && matches!(
                        lower(*at),
                        "at" | "on" | "in" | "from" | "by" | "with" | "for" | "every" | "and" | "until"
                    )
        })
        .unwrap_or(noted.words.len());
    (from < to).then_some((from, to))
}

/// Whether a line tells that something is over: "I quit smoking", "we broke up"; words at the given positions do not count.
pub fn is_ended(line: &Reading, except: &[usize]) -> bool {
    if except.is_empty() {
        *line.worked.ended.get_or_init(|| tells_an_end(line, except))
    } else {
        tells_an_end(line, except)
    }
}

fn tells_an_end(line: &Reading, except: &[usize]) -> bool {
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    (0..line.words.len()).filter(|at| !except.contains(at)).any(|at| {
        matches!(line.words[at].stem.as_str(), "quit" | "stop" | "cancel" | "separ" | "die" | "dissolv" | "divorc")
            || lower(at) == "longer" && at > 0 && lower(at - 1) == "no"
            || lower(at) == "anymore"
            || lower(at) == "any" && matches!(lower(at + 1), "more" | "longer")
            || lower(at) == "used" && lower(at + 1) == "to"
            || lower(at) == "off"
                && at > 0
                && matches!(lower(at - 1), "is" | "are" | "was")
                && (at + 1 == line.words.len()
                    || line.text[line.words[at].end..].starts_with([',', '.', '!', ';', ':']))
            || lower(at) == "not" && lower(at + 1) == "happening"
    })
}

/// "The party is cancelled", "the party is off", "it is not happening".
pub(super) fn is_cancelled(told: &Reading) -> bool {
    let last = told.words.last().map_or("", |word| word.lower.as_str());
    // "Two guests cancelled" ends no event.
    let some = told.values.first().is_some_and(|value| {
        value.kind == Kind::Number
            && told.words.iter().take_while(|word| word.stem != "cancel").any(|word| word.start >= value.start)
    });
    if some {
        return false;
    }
    told.words.iter().any(|word| word.stem == "cancel") || matches!(last, "off" | "happening") && is_ended(told, &[])
}

/// Whether a clause tells that something is over or replaced, so that the next clause may tell what stands for it.
pub fn is_over(clause: &Reading) -> bool {
    clause.words.iter().any(|word| {
        matches!(
            word.stem.as_str(),
            "sell"
                | "quit"
                | "drop"
                | "finish"
                | "end"
                | "stop"
                | "lose"
                | "retir"
                | "die"
                | "overbook"
                | "cancel"
                | "close"
                | "chang"
                | "reloc"
                | "move"
                | "leav"
                | "switch"
                | "unavail"
                | "broke"
                | "break"
                | "resign"
                | "recus"
                | "withdraw"
                | "step"
                | "left"
                | "replac"
                | "full"
        )
    }) || clause.negative
        || clause
            .words
            .iter()
            .any(|word| is_change_verb(&word.stem) && !matches!(word.stem.as_str(), "go" | "put" | "up" | "bring"))
            && change_in(clause).is_none()
}

/// What a clause tells to have changed, if it tells no more: "the speaker changed", "I have changed my supervisor".
pub fn bare_subject(clause: &Reading) -> Option<String> {
    let verb = clause.words.iter().position(|word| {
        matches!(word.stem.as_str(), "chang" | "move" | "reloc" | "switch" | "shift" | "updat" | "replac")
    })?;
    if !clause.values.is_empty() || verb + 4 < clause.words.len() {
        return None;
    }
    let content = |from: usize, to: usize| (from..to).any(|at| clause.has_content(at) && !clause.words[at].capital);
    let (from, mut to) = if content(verb + 1, clause.words.len()) { (verb + 1, clause.words.len()) } else { (0, verb) };
    while to > from && (!clause.has_content(to - 1) || is_change_word(&clause.words[to - 1].lower)) {
        to -= 1;
    }
    let whole = from < to
        && content(from, to)
        && !(from..to)
            .any(|at| matches!(clause.words[at].lower.as_str(), "to" | "from" | "into" | "her" | "his" | "their"));
    whole.then(|| clause.text[clause.words[from].start..clause.words[to - 1].end].to_owned())
}

/// The subject of a clause as written, if it is a noun and a form of "be" follows.
pub fn subject_of(clause: &Reading) -> Option<String> {
    let be = clause
        .words
        .iter()
        .position(|word| matches!(word.lower.as_str(), "is" | "are" | "was" | "were" | "got" | "has"))?;
    let named = (1..=4).contains(&be) && (0..be).any(|at| clause.has_content(at));
    named.then(|| clause.text[clause.words[0].start..clause.words[be - 1].end].to_owned())
}

/// Kinds that fill the same place in a statement.
pub fn slot(kind: Kind) -> Kind {
    match kind {
        Kind::Date => Kind::Day,
        Kind::Id => Kind::Number,
        other => other,
    }
}

/// Who holds a role, and where the name stands: "Lena is the team lead", "our team lead is Lena", "we have a new team lead, Lena",
/// "Lena took over as team lead".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// The stems of the role.
    pub role: Vec<String>,
    /// The holder's name as written.
    pub name: String,
    /// Byte offset of the name's start.
    pub start: usize,
    /// The wording says that this is new.
    pub fresh: bool,
    /// The statement says no more than that.
    pub whole: bool,
}

/// Reads who holds a role, if a line tells it.
pub fn role_in(line: &Reading) -> Option<&Role> {
    line.worked.role.get_or_init(|| read_role(line)).as_ref()
}

fn read_role(line: &Reading) -> Option<Role> {
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    let be = (1..line.words.len()).find(|at| matches!(lower(*at), "is" | "are" | "became" | "becomes"));
    let have = (0..line.words.len().min(4)).find(|at| matches!(lower(*at), "have" | "has" | "got" | "hired" | "found"));
    if let Some(have) = have
        && let Some(new) = (have + 1..line.words.len().min(have + 4)).find(|at| lower(*at) == "new")
    {
        let name = (new + 2..line.words.len()).find(|at| names(line, *at))?;
        return role(line, new + 1, name, name, true);
    }
    let be = be?;
    // "Lena took over from Ilse as team lead."
    if lower(be).starts_with("become") || lower(be) == "became" {
        let role_from = (be + 1..line.words.len()).find(|at| lower(*at) == "as").map_or(be + 1, |at| at + 1);
        return names(line, 0).then(|| role(line, role_from, line.words.len(), 0, true)).flatten();
    }
    let fresh = line.words.iter().any(|word| matches!(word.lower.as_str(), "now" | "new"));
    let mut after = be + 1;
    while matches!(lower(after), "now" | "called" | "named" | "actually" | "currently") {
        after += 1;
    }
    if names(line, 0) && matches!(lower(after), "the" | "my" | "our") {
        return role(line, after + 1, line.words.len(), 0, fresh);
    }
    if matches!(lower(0), "my" | "our" | "the") && names(line, after) {
        return role(line, 1, be, after, fresh);
    }
    None
}

/// Whether a name or title stands at a position.
pub(super) fn names(line: &Reading, at: usize) -> bool {
    line.words.get(at).is_some_and(|word| {
        word.capital
            && line.value_at(at).is_none()
            && !is_stopword(&word.lower)
            && (at > 0
                || !concepts::is_common(&word.stem)
                || line.words.get(1).is_some_and(|next| next.capital && !is_stopword(&next.lower)))
    })
}

fn role(line: &Reading, from: usize, to: usize, name: usize, fresh: bool) -> Option<Role> {
    let mut stems: Vec<String> = (from..to.min(line.words.len()))
        .filter(|at| line.has_content(*at) && !names(line, *at))
        .map(|at| &line.words[at])
        .filter(|word| !matches!(word.lower.as_str(), "new" | "current" | "name" | "called" | "named"))
        .map(|word| word.stem.clone())
        .collect();
    sort::sort_by(&mut stems, Ord::cmp);
    stems.dedup();
    let mut end = name + 1;
    while names(line, end) {
        end += 1;
    }
    let words = line.content().len();
    let text = line.text.get(line.words[name].start..line.words[end - 1].end)?.to_owned();
    let whole = words <= stems.len() + (end - name) + 2;
    (!stems.is_empty() && stems.len() <= 4).then(|| Role {
        role: stems,
        name: text,
        start: line.words[name].start,
        fresh,
        whole,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(text: &str) -> String {
        change_in(&Reading::of(text)).map_or("none".to_owned(), |change| {
            format!("{}: {} -> {}", change.about.join(" "), change.former.unwrap_or_default(), change.latter)
        })
    }

    #[test]
    fn changes_tell_what_changed_and_to_what() {
        assert_eq!(change("They cut the budget to 35k"), "budget:  -> 35k");
        assert_eq!(change("The talk has been moved from Monday to Tuesday"), "talk: Monday -> Tuesday");
        assert_eq!(change("They moved the wedding to Lucca"), "wed:  -> Lucca");
        assert_eq!(change("I have switched from Helix to Zed"), ": Helix -> Zed");
        assert_eq!(change("I traded the Polo in for a Yaris"), ": Polo -> Yaris");
        assert_eq!(change("I moved to Lisbon"), "none");
        assert_eq!(change("I like tea"), "none");
    }

    #[test]
    fn a_new_value_takes_the_place_of_the_old_one() {
        let put = |line: &str, value: &str| with_value(&Reading::of(line), value).unwrap_or_default();
        assert_eq!(
            put("The talk is in the Pavilion at 3pm", "the Winter Garden"),
            "The talk is in the Winter Garden at 3pm"
        );
        assert_eq!(put("The budget is 40k", "35k"), "The budget is 35k");
        assert_eq!(put("Standup is at 9", "10"), "Standup is at 10");
        assert_eq!(put("Her drops are due at nine", "15 ml"), "");
        assert_eq!(put("We ordered 30 chairs and 6 tables", "8 tables"), "We ordered 30 chairs and 8 tables");
        assert_eq!(put("The wedding is in Siena", "Lucca"), "The wedding is in Lucca");
    }

    #[test]
    fn roles_are_read_in_their_forms() {
        for text in [
            "Ilse Berg is the scrum master",
            "Our scrum master is Ilse Berg",
            "We have a new scrum master, Ilse Berg",
            "Ilse Berg took over from Tom as scrum master",
            "Our new scrum master is called Ilse Berg",
        ] {
            let reading = Reading::of(text);
            let role = role_in(&reading);
            assert_eq!(
                role.map(|role| (role.role.join(" "), role.name.clone())),
                Some(("master scrum".into(), "Ilse Berg".into())),
                "{text}"
            );
        }
        assert_eq!(role_in(&Reading::of("My dog is hungry")), None);
    }
}
