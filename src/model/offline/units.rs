//! The clauses of a stored line, each made to stand alone: what a clause leaves out is put in from the one before (its subject, its
//! verb, the heading of the line), and an exception is turned into what it says of the excepted. A question is answered by the
//! clause that answers it, so that an answer does not hold what was said of something else. Lines themselves are never changed.

use crate::text::concepts;
use crate::text::lines::sentences;
use crate::text::values::{Kind, Value, values};
use crate::text::words::{Word, is_stopword, one_of, words};

use super::clauses::{has_subject, is_finite, shared_subject};
use super::pairs::{own_clause, pairs, without_contrast};

/// At most this many clauses of a line are told apart.
const MAX_UNITS: usize = 12;

/// What parts clauses.
const JOINTS: [&str; 14] = [
    ", and ",
    ", but ",
    ", while ",
    ", ",
    "; ",
    " but ",
    " and ",
    " while ",
    " whereas ",
    " though ",
    " – ",
    " - ",
    ". ",
    " (",
];

/// The clauses of a line; none if it has one only.
pub fn units(line: &str) -> Vec<String> {
    let (lead, body) = match line.split_once(": ") {
        Some((lead, body)) if lead.split_whitespace().count() <= 9 && !lead.contains(',') => (Some(lead), body),
        _ => (None, line),
    };
    const SIGNS: [&str; 10] = [
        ", who ",
        " except",
        " besides ",
        " excluding ",
        " bar ",
        " but ",
        " apart from ",
        " not ",
        " rather than ",
        " instead of ",
    ];
    if !JOINTS.iter().chain(&SIGNS).any(|sign| body.contains(sign)) {
        return Vec::new();
    }
    let listed = [named_apart(body), pairs(body)].into_iter().find(|found| !found.is_empty());
    let found = listed.unwrap_or_else(|| clauses(body));
    if found.len() < 2 {
        return Vec::new();
    }
    let found = found.into_iter().take(MAX_UNITS);
    match lead {
        Some(lead) => found.map(|text| format!("{lead}: {text}")).collect(),
        None => found.collect(),
    }
}

/// "She had twins, a boy named Rafferty and a girl named June": each that is named, with what is said of all.
fn named_apart(body: &str) -> Vec<String> {
    let told = words(body);
    let lower = |at: usize| told.get(at).map_or("", |word| word.lower.as_str());
    let named = |at: &usize| {
        matches!(lower(*at), "named" | "called")
            && told.get(at + 1).is_some_and(|name| name.capital)
            && !is_stopword(lower(at - 1))
    };
    let starts: Vec<usize> = (2..told.len())
        .filter(named)
        .filter_map(|at| {
            (at.saturating_sub(3)..at - 1).rev().find(|from| matches!(lower(*from), "a" | "an" | "one" | "the"))
        })
        .collect();
    let Some(first) = starts.first().filter(|first| **first > 1 && starts.len() > 1) else { return Vec::new() };
    let lead = body[..told[*first].start].trim_end();
    let end = |at: usize| starts.get(at + 1).map_or(body.len(), |next| told[*next].start);
    let phrase = |(at, from): (usize, &usize)| {
        let phrase = body[told[*from].start..end(at)].trim();
        let phrase = phrase.strip_suffix(" and").unwrap_or(phrase).trim_end_matches([',', ' ']);
        format!("{lead} {phrase}")
    };
    starts.iter().enumerate().map(phrase).collect()
}

/// The clauses of what stands behind a line's heading, and what they say otherwise.
fn clauses(body: &str) -> Vec<String> {
    let mut found: Vec<String> = [excepted(body), relative(body), only_these(body)].into_iter().flatten().collect();
    let mut whole: Option<String> = None;
    for (joint, part) in parts(body) {
        let told = words(part);
        let Some(last) = whole.as_ref() else {
            whole = Some(part.to_owned());
            found.push(part.to_owned());
            continue;
        };
        let before = words(last);
        let verb = (1..before.len()).find(|at| is_finite(&before[*at]));
        // "Noor, Finn and Ike are the referees": what has no verb yet goes on.
        let listed = verb.is_none()
            && !joint.starts_with(['.', ';', '('])
            && !before.is_empty()
            && matches!(joint.trim(), "and" | "," | ", and")
            && told.iter().any(is_finite)
            && before.iter().all(|word| word.capital || is_stopword(&word.lower));
        // "Mondays and Thursdays": when, and no clause of its own.
        let day = |word: Option<&Word>| {
            word.is_some_and(|word| values(&word.text).first().is_some_and(|value| value.kind == Kind::Day))
        };
        let days = day(told.first()) && day(before.last()) && !told.iter().any(is_finite);
        let text = if told.is_empty() || listed || days {
            None
        } else if let Some(text) =
            verb.and_then(|verb| completed(part, &told, &last[before[verb].start..], &before[verb]))
        {
            Some(text)
        } else if opens_with_phrase(&told)
            || opens_with_many(&told)
            || has_subject(&told, joint.starts_with([',', ';', '.'])) && !joint.starts_with(" (")
        {
            Some(part.to_owned())
        } else {
            let own = || own_clause(part, &told, &before).filter(|_| joint.starts_with([',', ';']) && verb.is_some());
            parallel(last, &before, verb, part, &told).or_else(own).or_else(|| {
                verb.and_then(|verb| shared_subject(last, &before, verb, &told, joint))
                    .map(|lead| format!("{lead} {part}"))
            })
        };
        match text {
            Some(text) if found.len() < MAX_UNITS => {
                found.push(text.clone());
                whole = Some(text);
            }
            _ => {
                if let Some(open) = found.last_mut() {
                    *open = format!("{open}{joint}{part}");
                    if listed {
                        whole = Some(open.clone());
                    }
                }
            }
        }
    }
    let cut: Vec<String> = found.iter().filter_map(|text| without_contrast(text)).collect();
    if found.len() == 1 && cut.is_empty() {
        return Vec::new();
    }
    found.extend(cut);
    found
}

/// "Production does not" behind "the staging site needs the VPN": what the verb before is about is denied of another.
fn completed(part: &str, told: &[Word], does: &str, verb: &Word) -> Option<String> {
    let lower = |back: usize| told.len().checked_sub(back).map_or("", |at| told[at].lower.as_str());
    let not = lower(1) == "not" && told.len() > 2;
    let aux = lower(1 + usize::from(not));
    let be = |lower: &str| one_of(lower, "is are was were");
    let fits = one_of(aux, "does do did") && !be(&verb.lower) && !one_of(&verb.lower, "has have can will")
        || be(aux) && be(&verb.lower)
        || one_of(aux, "has have can will") && one_of(&verb.lower, "has have can will");
    if !not || !fits {
        return None;
    }
    let negated = |rest: &str| rest.strip_prefix("not ").map(str::to_owned).unwrap_or(rest.to_owned());
    Some(format!("{part} {}", negated(&bare(verb, does))))
}

/// The parts of a text with the joint before each; within quotation marks nothing is parted.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let (mut from, mut at, mut joint) = (0, 0, "");
    let mut quoted = false;
    while at < text.len() {
        let rest = &text[at..];
        quoted ^= rest.starts_with('"');
        let parts = |joint: &&&str| !joint.starts_with('.') || ends_sentence(&text[from..at]);
        if let Some(hit) = JOINTS.iter().find(|joint| rest.starts_with(**joint)).filter(parts).filter(|_| !quoted) {
            if at > from {
                found.push((joint, text[from..at].trim().trim_end_matches(')')));
            }
            joint = &text[at..at + hit.len()];
            at += hit.len();
            from = at;
            continue;
        }
        at += rest.chars().next().map_or(1, char::len_utf8);
    }
    if from < text.len() {
        found.push((joint, text[from..].trim().trim_end_matches(')')));
    }
    found.retain(|(_, part)| !part.is_empty());
    found
}

/// Whether a dot behind a text ends a sentence: not that of "Dr." or an initial.
fn ends_sentence(before: &str) -> bool {
    sentences(&format!("{before}. So")).len() > 1
}

/// "On Thursdays it stays open late": a subject of its own behind a phrase.
fn opens_with_phrase(told: &[Word]) -> bool {
    let pronoun = |at: usize| matches!(told[at].lower.as_str(), "it" | "they" | "he" | "she" | "we" | "i");
    is_link(&told[0].lower) && (1..told.len().min(5)).any(|at| pronoun(at) && told.get(at + 1).is_some_and(is_finite))
}

/// "Backups sit in Dublin", "Year 4 keep stick insects": many, or a group with its number, and what they do.
fn opens_with_many(told: &[Word]) -> bool {
    let many = |at: usize| {
        let word = &told[at];
        let number = word.lower.bytes().all(|byte| byte.is_ascii_digit());
        number && at > 0 || word.lower.ends_with('s') && !word.lower.ends_with("ss") && !is_stopword(&word.lower)
    };
    let does = |at: usize| {
        told.get(at).is_some_and(|word| concepts::is_verb(&word.stem) && !word.capital && !ends_like_form(&word.lower))
    };
    let plain = |at: usize| !is_stopword(&told[at].lower) && !is_link(&told[at].lower);
    told.len() > 2
        && (0..told.len().min(3)).any(|at| (0..=at).all(plain) && many(at) && does(at + 1) && told.len() > at + 2)
}

/// Whether a word ends as a form of a verb does that goes with one, or with none.
fn ends_like_form(lower: &str) -> bool {
    lower.ends_with('s') || lower.ends_with("ing") || lower.ends_with("ed")
}

/// "The volunteers are not insured, only the crew are": what is denied of the others is said of these.
fn only_these(text: &str) -> Option<String> {
    let (before, only) = text.split_once(", only ").or_else(|| text.split_once(", just "))?;
    let (all, told) = (words(before), words(only));
    let be = told
        .last()
        .filter(|word| matches!(word.lower.as_str(), "is" | "are" | "does" | "do" | "can" | "has" | "will"))?;
    let not = (1..all.len()).find(|at| matches!(all[*at].lower.as_str(), "not" | "cannot"))?;
    let who = only[..be.start].trim();
    Some(format!("{who} {} {}", be.lower, before[all[not].end..].trim()))
}

/// A clause that shares the form of the one before: "Sven pays for the pizza, Tilda for the drinks", "shuts at eight on weekdays,
/// five on Saturdays", "on the left live the Bergs, on the right the Costas".
fn parallel(last: &str, before: &[Word], verb: Option<usize>, part: &str, told: &[Word]) -> Option<String> {
    // "For the drinks": what follows an article is a noun.
    let article =
        |at: usize| at > 0 && matches!(told[at - 1].lower.as_str(), "the" | "a" | "an" | "my" | "our" | "his" | "her");
    let finite = (0..told.len()).any(|at| is_finite(&told[at]) && !article(at));
    if finite || told.len() > 8 {
        return None;
    }
    let (here, there) = (values(part), values(last));
    // "At eight … , five on Saturdays": a bare number may be a time.
    let alike = |a: Kind, b: Kind| a == b || matches!((a, b), (Kind::Number, Kind::Time | Kind::Id));
    let same_kind = |value: &Value| there.iter().rev().find(|other| alike(value.kind, other.kind));
    if let Some(value) = here.first().filter(|value| value.start == 0)
        && let Some(other) = same_kind(value)
    {
        return Some(format!("{} {part}", last[..other.start].trim()));
    }
    // "We are flying out on the 12th and coming back on the 20th": who speaks does both.
    if let Some(verb) = verb.filter(|verb| one_of(&before[*verb].lower, "am is are was were be"))
        && !values(part).is_empty()
        && told[0].lower.ends_with("ing")
        && before.get(verb + 1).is_some_and(|word| word.lower.ends_with("ing"))
    {
        return Some(format!("{} {part}", last[..before[verb].end].trim()));
    }
    let same = |word: &Word, from: usize| (from..before.len()).find(|at| before[*at].lower == word.lower);
    // A preposition that the one before has too begins the part, or stands within it.
    let link = (0..told.len()).find(|at| is_link(&told[*at].lower) && same(&told[*at], 1).is_some());
    if let Some(at) = link {
        let other = same(&told[at], 1)?;
        if at == 0 {
            return Some(format!("{} {part}", last[..before[other].start].trim()));
        }
        let verb = verb.filter(|verb| *verb < other)?;
        if at <= 3 && !told[at - 1].possessive {
            let opening = &part[..told[at - 1].end];
            return Some(format!(
                "{opening} {} {}",
                &last[before[verb].start..before[other - 1].end],
                &part[told[at].start..]
            ));
        }
    }
    for value in here.iter().filter(|value| value.text != "one") {
        let Some(other) = same_kind(value) else { continue };
        // "The code of the green mug is A1, the blue one B2."
        let verb = verb.filter(|verb| before[*verb].end <= other.start)?;
        // "Recycling every second Friday": what tells which one belongs to the value.
        let which = told.iter().rev().filter(|word| word.end <= value.start).take_while(|word| {
            matches!(
                word.lower.as_str(),
                "every" | "each" | "other" | "alternate" | "first" | "second" | "third" | "last"
            )
        });
        let start = which.last().map_or(value.start, |word| word.start);
        let noun = (0..verb).rev().find(|at| matches!(before[*at].lower.as_str(), "the" | "my" | "our" | "a" | "an"));
        let from = noun.map_or(0, |at| before[at].start);
        return Some(format!(
            "{}{} {} {}",
            &last[..from],
            part[..start].trim(),
            last[before[verb].start..other.start].trim(),
            &part[start..]
        ));
    }
    // "Mabel the cello": a name, and what stands beside it.
    let verb = verb?;
    let named = before[verb - 1].capital && told[0].capital && !is_stopword(&told[0].lower) && told.len() > 1;
    let object = told.get(1).is_some_and(|word| !word.capital && !concepts::is_verb(&word.stem));
    // "I work at the hospital, Mondays to Thursdays": a day does nothing.
    let nobody = values(part).first().is_some_and(|value| value.start == 0);
    (named && object && !nobody).then(|| format!("{} {} {}", told[0].text, before[verb].text, &part[told[1].start..]))
}

fn is_link(lower: &str) -> bool {
    matches!(lower, "in" | "at" | "on" | "from" | "to" | "for" | "with" | "by" | "under" | "near" | "during")
}

/// "Everyone except Hedda eats meat" says that Hedda does not; "nobody but Bert is left-handed" that Bert is.
fn excepted(text: &str) -> Option<String> {
    let all = words(text);
    let lower = |at: usize| all.get(at).map_or("", |word| word.lower.as_str());
    let except = (1..all.len()).find(|at| {
        matches!(lower(*at), "except" | "besides" | "excluding" | "bar")
            || lower(*at) == "but"
                && matches!(lower(at - 1), "everyone" | "everybody" | "nobody" | "all" | "none" | "nothing")
            || lower(*at) == "apart" && lower(at + 1) == "from"
    })?;
    let none = (0..except).any(|at| matches!(lower(at), "nobody" | "none" | "no" | "nothing" | "not" | "never"));
    let every =
        (0..except).any(|at| matches!(lower(at), "everyone" | "everybody" | "all" | "every" | "everything" | "always"));
    let from = except + 1 + usize::from(matches!(lower(except + 1), "for" | "from"));
    let verb = (from + 1..all.len()).find(|at| is_finite(&all[*at]) && !all[*at].capital);
    let own = (0..except).find(|at| is_finite(&all[*at]));
    if !none && !every || from >= all.len() {
        return None;
    }
    // "There is nothing I will not eat, except oysters": two denials that the exception takes back.
    if let Some(nothing) = (0..except).find(|at| matches!(lower(*at), "nothing" | "nobody"))
        && (nothing + 1..except).any(|at| lower(at) == "not")
        && nothing > 0
        && lower(nothing - 1) == "is"
    {
        let said = text[all[nothing + 1].start..all[except].start].trim().trim_end_matches(',');
        return Some(format!("{said} {}", text[all[from].start..].trim()));
    }
    match (own, verb) {
        (None, Some(verb)) => {
            let who = text[all[from].start..all[verb - 1].end].trim();
            let does = &text[all[verb].start..];
            let deny = if every { denied(&all[verb].lower) } else { String::new() };
            let does = if deny.is_empty() { does.to_owned() } else { format!("{deny} {}", bare(&all[verb], does)) };
            Some(format!("{who} {does}"))
        }
        // "Everybody eats meat except Hedda."
        (Some(own), _) => {
            let does = text[all[own].start..all[except].start].trim().trim_end_matches(',');
            let who = text[all[from].start..].trim();
            let deny = if every { denied(&all[own].lower) } else { String::new() };
            let does = if deny.is_empty() { does.to_owned() } else { format!("{deny} {}", bare(&all[own], does)) };
            (who.split(' ').count() <= 4).then(|| format!("{who} {does}"))
        }
        _ => None,
    }
}

/// "Everyone walks except Ida, who comes by tram" says that Ida comes by tram.
fn relative(text: &str) -> Option<String> {
    let (before, said) = text.split_once(", who ")?;
    let (all, told) = (words(before), words(said));
    let capitals = all.iter().rev().take_while(|word| word.capital && !is_stopword(&word.lower)).count();
    let from = all.len().checked_sub(capitals).filter(|_| capitals > 0)?;
    let end = said.find([',', ';', '.']).unwrap_or(said.len());
    told.first().filter(|word| is_finite(word) || word.lower.ends_with('s'))?;
    Some(format!("{} {}", &before[all[from].start..], &said[..end]))
}

fn denied(verb: &str) -> String {
    match verb {
        "is" | "are" | "was" | "were" | "has" | "can" | "will" => format!("{verb} not"),
        _ => "does not".to_owned(),
    }
}

/// What follows a denial: without the auxiliary that it holds, or with the verb in its plain form.
fn bare(verb: &Word, does: &str) -> String {
    let rest = does.get(verb.end - verb.start..).unwrap_or_default();
    match verb.lower.as_str() {
        "is" | "are" | "was" | "were" | "has" | "can" | "will" => rest.trim().to_owned(),
        lower => format!("{}{rest}", lower.strip_suffix('s').unwrap_or(lower)),
    }
}

#[cfg(test)]
mod tests {
    use super::units;

    #[test]
    fn clauses_stand_alone() {
        assert_eq!(units("The bakery opens at seven and closes at two")[1], "The bakery closes at two");
        assert_eq!(
            units("Library shuts at eight on weekdays, five on Saturdays")[1],
            "Library shuts at five on Saturdays"
        );
        assert_eq!(units("Van: it is a Transit, the MOT is in April")[1], "Van: the MOT is in April");
        assert_eq!(
            units("The ginger tom went to the Okafors, and the tabby to my aunt Sibylle")[1],
            "the tabby went to my aunt Sibylle"
        );
        assert_eq!(
            units("The code of the green mug is MUG-4, the blue one MUG-7")[1],
            "The code of the blue one is MUG-7"
        );
        assert_eq!(
            units("Ines said she would pay for the bus, Rob for the drinks")[1],
            "Rob said she would pay for the drinks"
        );
        assert_eq!(units("Everyone except Hedda eats meat")[0], "Hedda does not eat meat");
        assert_eq!(units("Nobody in the family except Uncle Bert is left-handed")[0], "Uncle Bert is left-handed");
        assert_eq!(units("There is nothing she will not read, except poems")[0], "she will not read poems");
        assert!(units("Everyone walks except Ida, who comes by tram").contains(&"Ida comes by tram".to_owned()));
        assert_eq!(units("Logs go to the Oslo site, backups sit in Bergen")[1], "backups sit in Bergen");
        assert!(
            units("The guests are not insured for ice, only the crew are")
                .contains(&"the crew are insured for ice".to_owned())
        );
        assert_eq!(
            units("Tess had twins, a boy named Rafferty and a girl named June")[0],
            "Tess had twins, a boy named Rafferty"
        );
        assert_eq!(
            units("The bin men come Tuesday, recycling every second Friday")[1],
            "recycling come every second Friday"
        );
        assert_eq!(units("The old site needs the key, the new site does not")[1], "the new site does not need the key");
        assert_eq!(units("The tram is free, the bus is not")[1], "the bus is not free");
        assert!(units("I like tea, coffee and cake").is_empty());
        assert!(units("Our solicitor is Dr. Amsel of Quay Street").is_empty());
    }
}
