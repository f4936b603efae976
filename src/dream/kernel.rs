//! What a statement comes to without what is said around it: openings ("as regards rates:", "since the burst pipe,"), endings ("as
//! before", "because of the kimono", "they told us this morning"). It only takes words away, and never the only value.

use crate::text::reading::Reading;
use crate::text::values::{Kind, values};
use crate::text::words::{WordList, is_stopword, one_of};

/// Endings that tell nothing, wherever they stand.
const ENDINGS: [&str; 38] = [
    " as before",
    " as usual",
    " as always",
    " as ever",
    " as you know",
    " as planned",
    " as agreed",
    " btw",
    " by the way",
    " mind",
    " mind you",
    " though",
    " please",
    " thanks",
    " thank you",
    " ok",
    " okay",
    " right",
    " haha",
    " lol",
    " sigh",
    " fyi",
    " for the record",
    " just so you know",
    " in case you wonder",
    " remember",
    " you know",
    " i think",
    " i checked",
    " i promise",
    " write it down",
    " write it big",
    " write that down",
    " sharp",
    " of course",
    " obviously",
    " anyway",
    " not the other one",
];

/// Words that open an ending of their own, whatever comes after.
const TAILS: [&str; 25] = [
    " because ",
    " because of ",
    " since yesterday",
    " since last ",
    " since this ",
    " from next ",
    " from this ",
    " from today",
    " from tomorrow",
    " starting ",
    " so tell ",
    " so please ",
    " so that ",
    " as of ",
    " from now on",
    " for now",
    " since we ",
    " now that ",
    " these days",
    " until further",
    " which is ",
    " even though ",
    " although ",
    " apparently",
    " with immediate",
];

/// Openings up to a comma or colon that tell nothing of the matter.
const OPENINGS: &str = "quick reminder note news update facts fact question also btw oh ok okay right well so anyway yes no hey hi hello and but \
    correction actually apparently sorry again please remember fyi listen";

/// The text without openings and endings that tell nothing: it may stand in a store like that.
pub fn tidy(text: &str) -> String {
    let mut rest = text.trim();
    while let Some(shorter) = without_opening(rest).or_else(|| without_ending(rest)) {
        rest = shorter;
    }
    if rest.len() == text.len() { text.to_owned() } else { capitalized(rest) }
}

/// Without a label or an interjection before what is said.
fn without_opening(text: &str) -> Option<&str> {
    let (head, rest) = match text.find([',', ':']) {
        Some(at) if text[at + 1..].starts_with(' ') => (&text[..at], text[at + 2..].trim_start()),
        _ => return None,
    };
    let words: Vec<String> = head.split_whitespace().map(str::to_ascii_lowercase).collect();
    let bare = rest.split_whitespace().count() >= 3 && !head.bytes().any(|byte| byte.is_ascii_digit());
    let about = words.len() <= 5
        && matches!(words.first().map_or("", String::as_str), "as" | "about" | "regarding" | "concerning" | "on")
        && (words.first().map(String::as_str) != Some("on") || text[head.len()..].starts_with(':'))
        && (words.first().map(String::as_str) != Some("as")
            || matches!(words.get(1).map_or("", String::as_str), "regards" | "for" | "to"));
    let opening = words.len() <= 8
        && words.first().is_some_and(|word| one_of(word, OPENINGS))
        && (words.len() <= 2 || text[head.len()..].starts_with(':'));
    let record = words.join(" ") == "for the record";
    (bare && says(rest) && (about || opening || record)).then_some(rest)
}

/// "…, put it on the wall", "… so tell every promoter": what is asked of whoever listens is no part of what is told.
fn without_order(text: &str) -> Option<&str> {
    const ORDERS: &str = "put write pin tell stick note remember make keep let ask mark hang shout warn remind check spread pass do add give save";
    const WHOM: &str = "it that this them everyone everybody us me him her all down people every sure";
    let body = text.trim_end_matches(['.', '!', ' ']);
    let comma = body.rfind(", ").map(|at| (at, at + 2));
    let so = body.rfind(" so ").map(|at| (at, at + 4));
    let (end, from) = match (comma, so) {
        (Some(one), Some(two)) => one.max(two),
        (one, two) => one.or(two)?,
    };
    let tail: Vec<String> = body[from..].split_whitespace().map(str::to_ascii_lowercase).collect();
    let tail: Vec<&str> =
        tail.iter().map(String::as_str).skip_while(|word| one_of(word, "so please just and do not then")).collect();
    let asked = (2..=7).contains(&tail.len())
        && one_of(tail[0], ORDERS)
        && one_of(tail[1], WHOM)
        && values(&body[from..]).is_empty();
    (asked && body[..end].split_whitespace().count() >= 3).then(|| body[..end].trim_end_matches([',', ' ']))
}

fn without_ending(text: &str) -> Option<&str> {
    if let Some(kept) = without_order(text) {
        return Some(kept);
    }
    let body = text.trim_end_matches(['.', '!', ' ']);
    let lower = body.to_ascii_lowercase();
    let ending = ENDINGS.iter().find(|ending| lower.ends_with(*ending))?;
    let kept = body.get(..body.len() - ending.len())?.trim_end_matches([',', ' ', ';', '-', '–', '—']);
    (kept.split_whitespace().count() >= 3).then_some(kept)
}

/// What is claimed, for a comparison: each clause that stands alone, without what is said around it. Nothing where that is all. `read` is
/// the reading of the text.
pub fn kernels(text: &str, read: &Reading) -> Vec<String> {
    let tidied = tidy(text);
    let mut found: Vec<String> = Vec::new();
    let whole = fronted(&tidied).unwrap_or(&tidied);
    let whole = whole.find(" until further notice").map_or(whole, |at| &whole[..at]);
    if is_loose(&whole.to_ascii_lowercase()) {
        return found;
    }
    let (mut from, mut last) = (0, 0);
    let dated = |at: usize| whole[at..].starts_with("(20") || whole[at..].starts_with("(19");
    let marks = whole.match_indices([',', ';', '(', '–', '—']).map(|(at, _)| at).filter(|at| !dated(*at));
    let ends: Vec<usize> = marks.filter(|at| !within_number(whole, *at)).chain([whole.len()]).collect();
    for to in ends {
        // A clause may need what stands before it, where it does not stand alone.
        let clause = [last, from]
            .into_iter()
            .map(|from| clause_of(&whole[from..to]))
            .find(|clause| if clause == text { is_whole(text, read) } else { stands(clause) });
        if let Some(clause) = clause {
            if clause != text && clause.len() < text.len() && found.len() < CLAUSES {
                found.push(clause);
            }
            from = to;
        }
        last = to;
    }
    found
}

fn clause_of(part: &str) -> String {
    let clause = part.trim_start_matches([',', ';', '(', ')', '–', '—', ' ']);
    let clause = clause.strip_prefix("so ").or_else(|| clause.strip_prefix("and ")).unwrap_or(clause);
    capitalized(without_tail(clause))
}

/// At most so many clauses of a sentence are looked at.
const CLAUSES: usize = 3;

fn is_loose(lower: &str) -> bool {
    lower.split(' ').any(|word| one_of(word, "if maybe perhaps might unless when whenever until"))
}

/// A clause without why, since when or from when it holds.
pub fn without_tail(clause: &str) -> &str {
    let mut rest = clause.trim();
    let lower = rest.to_ascii_lowercase();
    let tail = TAILS.iter().filter_map(|tail| lower.find(tail)).min();
    if let Some(at) = tail.filter(|at| stands(&rest[..*at])) {
        rest = &rest[..at];
    }
    if let Some(head) = until_when(rest).filter(|head| stands(head)) {
        rest = head;
    }
    // Why or since when, after a value.
    for opening in [" since ", " after the ", " after a "] {
        if let Some((head, _)) = rest.split_once(opening).filter(|(head, _)| !values(head).is_empty() && stands(head)) {
            rest = head;
        }
    }
    loop {
        let kept = rest.trim_end_matches(['.', '!', ',', ' ', ';', ')']);
        let word = [" now", " again", " instead", " sharp", " today", " already"]
            .iter()
            .find_map(|word| kept.strip_suffix(word));
        match word {
            Some(shorter) => rest = shorter,
            None => return kept,
        }
    }
}

/// A clause without the day from which it holds, where it ends with one: "from Monday", "from 1 June on".
pub fn until_when(clause: &str) -> Option<&str> {
    let (head, when) = clause.rsplit_once(" from ")?;
    let when = when.trim_end_matches(['.', '!', ',', ' ']).trim_end_matches(" on").trim_end_matches(" onwards");
    let when = when.split(" (").next().unwrap_or(when);
    let found = values(when);
    let [day] = found.as_slice() else { return None };
    (matches!(day.kind, Kind::Day | Kind::Date) && day.end == when.len() && when.split(' ').count() <= 4)
        .then_some(head)
}

fn within_number(text: &str, at: usize) -> bool {
    text[at..].starts_with(',') && text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
}

/// "From this season the rent is …", "With the new people the quote is …", "Since the burst pipe, wills …": what comes after.
fn fronted(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let first = lower.split(' ').next().unwrap_or_default();
    if !one_of(first, "from since after with as starting following due given because thanks") {
        return None;
    }
    if let Some(at) = text.find(", ").filter(|at| text[..*at].split(' ').count() <= 7) {
        return says(&text[at + 2..]).then(|| &text[at + 2..]);
    }
    // Without a comma: up to the next article, the words before it name a time or something new.
    let news = |head: &str| {
        head.split(' ').any(|word| {
            one_of(word, "this next now today tomorrow new monday tuesday wednesday thursday friday saturday sunday")
        })
    };
    let articles = [" the ", " our ", " my "];
    let mut places: Vec<usize> = articles.iter().flat_map(|word| lower.match_indices(word).map(|(at, _)| at)).collect();
    crate::domain::sort::sort_by(&mut places, Ord::cmp);
    let at = places.into_iter().find(|at| news(&lower[..*at]) && lower[..*at].split(' ').count() >= 2)?;
    says(&text[at + 1..]).then(|| &text[at + 1..])
}

/// Whether a text says something: a verb stands in it after its first word.
fn says(text: &str) -> bool {
    verb_in(&Reading::of(text)).is_some()
}

/// Whether a text is a whole claim: somebody or something, a verb, and something after it.
fn stands(text: &str) -> bool {
    is_whole(text, &Reading::of(text))
}

fn is_whole(text: &str, reading: &Reading) -> bool {
    verb_in(reading).is_some_and(|verb| {
        reading.words[verb + 1..].iter().any(|word| !is_stopword(&word.lower))
            || reading.values.iter().any(|value| value.start >= reading.words[verb].end)
            || verb + 1 == reading.words.len() && !values(text).is_empty()
    })
}

/// The place of the word that says what is or what is done: the first verb that is not the first word.
pub fn verb_in(reading: &Reading) -> Option<usize> {
    *reading.worked.verb.get_or_init(|| first_verb(reading))
}

fn first_verb(reading: &Reading) -> Option<usize> {
    let words = &reading.words;
    (1..words.len().min(12)).find(|at| {
        let (word, before) = (&words[*at], words[*at - 1].lower.as_str());
        if is_form(&word.lower) {
            return true;
        }
        let follows = words.get(at + 1).map_or("", |next| next.lower.as_str());
        let of_many = before.ends_with('s') && !one_of(before, "is was this its has does") && !word.capital;
        if of_many && crate::text::concepts::is_verb(&word.stem) && !word.lower.ends_with("ing") && !word.possessive {
            return true;
        }
        if one_of(follows, "is are was were") {
            return false;
        }
        // "Code review needs two approvals": the verb is the one that agrees.
        let next_says = follows.ends_with('s')
            && !follows.ends_with("ss")
            && words.get(at + 1).is_some_and(|next| {
                let counts = reading.value_at(at + 2).is_some() && reading.value_at(at + 1).is_none();
                counts || crate::text::concepts::is_verb(&next.stem)
            });
        let noun_before = one_of(before, "the a an my our his her their its your of in on at to for from by with and or no every each");
        !word.capital
            && !word.possessive
            && !noun_before
            && word.lower.len() > 3
            && (word.lower.ends_with('s') && !word.lower.ends_with("ss") || word.lower.ends_with("ed") || *at == 1 && crate::text::concepts::is_verb(&word.stem) && !next_says)
            && (follows.is_empty()
                || one_of(follows, "the a an my our his her their its your in on at to for from by with up out off down over every each all no not as about through under into")
                || words.get(at + 1).is_some_and(|next| next.capital)
                || reading.value_at(at + 1).is_some()
                || crate::text::concepts::is_verb(&word.stem))
    })
}

/// Forms of "be", "have" and of what stands before another verb, and contracted ones.
fn is_form(lower: &str) -> bool {
    static FORMS: WordList = WordList::new(
        "is are am was were has have had will can cannot must should may might does do did isn't aren't wasn't won't can't doesn't don't \
            didn't hasn't haven't shouldn't mustn't gets got goes went comes came takes took costs starts ends opens closes runs needs means",
    );
    FORMS.has(lower)
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) if first.is_lowercase() && !text.starts_with("http") => first.to_uppercase().chain(chars).collect(),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_nothing_goes() {
        assert_eq!(
            tidy("As regards rates: partners bill 390 francs an hour, as before"),
            "Partners bill 390 francs an hour"
        );
        assert_eq!(tidy("Line HK-2 grows in DMEM, mind, not the other one"), "Line HK-2 grows in DMEM");
        assert_eq!(
            tidy("Quick facts so that I do not forget: production runs in eu-west-2"),
            "Production runs in eu-west-2"
        );
        assert_eq!(tidy("Blood type: A negative"), "Blood type: A negative");
        assert_eq!(tidy("On Fridays, the shop closes at 5"), "On Fridays, the shop closes at 5");
    }

    #[test]
    fn the_main_clause_is_what_is_claimed() {
        let of = |text: &str| kernels(text, &Reading::of(text)).into_iter().next().unwrap_or_default();
        assert_eq!(of("From this season the rent for the plot is £61 a year"), "The rent for the plot is £61 a year");
        assert_eq!(of("The tea ceremony costs 5,500 yen because of the kimono"), "The tea ceremony costs 5,500 yen");
        assert_eq!(of("Family meal is at 16:00 now, new lot like to eat early"), "Family meal is at 16:00");
        assert_eq!(of("Since the burst pipe, wills are stored in safe B"), "Wills are stored in safe B");
        assert_eq!(of("Stand-up is at 10:15 as of today because of the Lisbon people"), "Stand-up is at 10:15");
        assert_eq!(of("With the new people the quote is for £43,750"), "The quote is for £43,750");
        assert_eq!(of("The keynote is in Hall A"), "");
        assert_eq!(
            of("Tested again over lunch, the antibody dilution is 1:800 now, clean signal at last"),
            "The antibody dilution is 1:800"
        );
    }
}
