//! What holds now, where a statement only tells of the change: "the rent went up to 910", "Arno has taken the group over", "Sofia can't
//! drive any more, Anders does it". It words what follows from the change and nothing else.

use crate::text::contractions::expand;
use crate::text::values::values;
use crate::text::words::one_of;

/// The words of a text, cut at spaces.
struct Line<'t> {
    words: Vec<&'t str>,
    /// The same in small letters, without the marks around them.
    lower: Vec<String>,
}

impl<'t> Line<'t> {
    fn of(text: &'t str) -> Line<'t> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let bare =
            |word: &&str| word.trim_matches(|c: char| matches!(c, ',' | ';' | ':' | '.' | '!')).to_ascii_lowercase();
        Line { lower: words.iter().map(bare).collect(), words }
    }

    fn lower(&self, at: usize) -> &str {
        self.lower.get(at).map_or("", String::as_str)
    }

    fn is(&self, at: usize, list: &str) -> bool {
        one_of(self.lower(at), list)
    }

    fn any(&self, list: &str, from: usize, to: usize) -> Option<usize> {
        (from..to.min(self.words.len())).find(|at| self.is(*at, list))
    }

    /// The words of a range as one text, without a mark at its end.
    fn part(&self, from: usize, to: usize) -> String {
        self.words[from..to].join(" ").trim_end_matches([',', ';', ':', '.', '!']).to_owned()
    }

    /// The end of the phrase that begins at a word: at a comma or at a word that begins a remark.
    fn end(&self, from: usize) -> usize {
        let closes = |at: usize| {
            at > from
                && (self.words[at - 1].ends_with([',', ';', ':', '.'])
                    || self.is(at, "because since so but now instead from starting as after which when and"))
        };
        (from..self.words.len()).find(|at| closes(*at)).unwrap_or(self.words.len())
    }
}

/// "We dropped Trello for Linear": what gave way, and to what.
pub fn traded(text: &str) -> Option<(String, String)> {
    let text = expand(text);
    let line = Line::of(&text);
    if is_open(&line) || line.words.len() > 30 {
        return None;
    }
    let plain = |from: usize, to: usize| {
        let from = if line.is(from, "the our my a an") { from + 1 } else { from };
        (from < to && to - from <= 4).then(|| line.part(from, to))
    };
    if let Some(verb) =
        line.any("dropped ditched dumped scrapped abandoned binned replaced swapped traded exchanged left sacked", 1, 6)
        && let Some(mark) = line.any("for with", verb + 2, verb + 7)
    {
        return Some((plain(verb + 1, mark)?, plain(mark + 1, line.end(mark + 1))?));
    }
    if let Some(verb) = line.any("replaced replaces replace", 1, 6)
        && !line.is(verb - 1, "is are was were been we i they")
        && line.any("by with", verb, line.words.len()).is_none()
    {
        let mut subject = verb;
        while subject > 1 && line.is(subject - 1, "has have will") {
            subject -= 1;
        }
        return Some((plain(verb + 1, line.end(verb + 1))?, plain(0, subject)?));
    }
    if let Some(verb) = line.any("replaced", 2, 9).filter(|at| line.is(at - 1, "is are was were been"))
        && line.is(verb + 1, "by with")
    {
        let be = line.any("is are was were has have", 1, verb)?;
        return Some((plain(0, be)?, plain(verb + 2, line.end(verb + 2))?));
    }
    let verb = line.any("switched moved changed migrated gone went", 1, 6).filter(|at| line.is(at + 1, "from"))?;
    let to = line.any("to", verb + 3, verb + 8)?;
    Some((
        plain(verb + 2, to)?,
        plain(to + 1, line.end(to + 1).min(line.any("for", to + 2, to + 6).unwrap_or(usize::MAX)))?,
    ))
}

/// "We have switched to Lamoine for the butter": what is new, and for what.
pub fn switched(text: &str) -> Option<(String, String)> {
    let text = expand(text);
    let line = Line::of(&text);
    let verb = line.any("switched changed moved gone switching", 1, 6)?;
    let to = line.any("to with", verb + 1, verb + 3)?;
    let what = line.any("for", to + 2, to + 6)?;
    let from = if line.is(what + 1, "the our all my") { what + 2 } else { what + 1 };
    let (latter, about) = (line.part(to + 1, what), line.part(from, line.end(from).max(from)));
    (!is_open(&line) && latter.starts_with(char::is_uppercase) && !about.is_empty()).then_some((latter, about))
}

/// "Sofia can't drive any more, Anders does it": who does it now, in a sentence of its own.
pub fn who_does_it_now(sentence: &str) -> Option<String> {
    let text = expand(sentence);
    let line = Line::of(&text);
    no_longer(&line).map(|told| format!("{} now", capitalized(told)))
}

/// What holds now by a statement that tells of a change; mostly nothing.
pub fn news(text: &str) -> Vec<String> {
    let text = expand(text);
    let line = Line::of(&text);
    if !(4..=30).contains(&line.words.len()) || text.trim_end().ends_with('?') || is_open(&line) {
        return Vec::new();
    }
    [set_to, went_to, taken_over, handed_over, no_longer, new_place, chosen, should_be]
        .into_iter()
        .filter_map(|rule| rule(&line))
        .map(capitalized)
        .collect()
}

/// What might be is no news.
fn is_open(line: &Line<'_>) -> bool {
    (0..line.words.len()).any(|at| line.is(at, "if might could would maybe perhaps wish unless almost nearly"))
}

fn capitalized(text: String) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => text,
    }
}

fn be(noun: &str) -> &'static str {
    let last = noun.rsplit(' ').next().unwrap_or_default();
    if last.ends_with('s') && !last.ends_with("ss") && !last.ends_with("'s") { "are" } else { "is" }
}

/// "The landlord raised the rent to 910 euros": "the rent is 910 euros".
fn set_to(line: &Line<'_>) -> Option<String> {
    let verb = line.any("raised increased lowered cut reduced changed moved pushed put set bumped upped shifted brought dropped extended", 1, 8)?;
    let to = line.any("to", verb + 2, verb + 9)?;
    let mut from = verb + 1;
    while line.is(from, "up down back forward") {
        from += 1;
    }
    let until = line.any("from up down back forward", from, to).unwrap_or(to);
    if from >= until || until - from > 5 || !line.is(from, "the our my") && !line.words[from].ends_with("'s") {
        return None;
    }
    let (what, value) = (line.part(from, until), line.part(to + 1, line.end(to + 1)));
    (!values(&value).is_empty()).then(|| format!("{what} {} {value}", be(&what)))
}

/// "The rent went up to 910 euros": "the rent is 910 euros".
fn went_to(line: &Line<'_>) -> Option<String> {
    let verb = line.any("went goes gone rose risen climbed fell fallen dropped came jumped increased", 1, 8)?;
    let to = line.any("to", verb + 1, verb + 3)?;
    let mut subject = verb;
    while subject > 1 && line.is(subject - 1, "has have had is are just now been") {
        subject -= 1;
    }
    let value = line.part(to + 1, line.end(to + 1));
    let figure = value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '£' | '€' | '$' | '¥'));
    let what = line.part(0, subject);
    (figure && (1..=5).contains(&subject) && !line.is(0, "i we he she they it you"))
        .then(|| format!("{what} {} {value}", be(&what)))
}

/// "Arno has taken over the walking group from Tilda": "Arno leads the walking group".
fn taken_over(line: &Line<'_>) -> Option<String> {
    let verb = line.any("taken took takes taking", 1, 9)?;
    let over = line.any("over", verb + 1, verb + 7)?;
    // "Club business: Wendy has taken over from Hugh as treasurer": the treasurer is Wendy.
    let begins = (0..verb).rev().find(|at| line.words[*at].ends_with(':')).map_or(0, |at| at + 1);
    let mut subject = verb;
    while subject > 1 && line.is(subject - 1, "has have is are will now just") {
        subject -= 1;
    }
    let (from, to) = if over == verb + 1 { (over + 1, line.end(over + 1)) } else { (verb + 1, over) };
    let who = line.part(begins, subject);
    let what = line.part(from, to.max(from));
    let named = who.starts_with(char::is_uppercase) && !line.is(begins, "the we i they");
    if let Some(role) = line.any("as", over + 1, line.words.len()).filter(|_| named) {
        let first = role + 1 + usize::from(line.is(role + 1, "the our a"));
        let office = line.part(first, line.end(first).max(first));
        return (!office.is_empty()).then(|| format!("The {office} is {who}"));
    }
    (named && !what.is_empty() && !line.is(from, "as from")).then(|| format!("{who} leads {what}"))
}

/// "Tilda handed the walking group over to Arno": "Arno leads the walking group".
fn handed_over(line: &Line<'_>) -> Option<String> {
    let verb = line.any("handed passed gave given", 1, 6)?;
    let over = line.any("over on", verb + 1, verb + 8)?;
    let to = line.any("to", over, line.words.len())?;
    let what = if over == verb + 1 { None } else { Some(line.part(verb + 1, over)) };
    let who = line.part(to + 1, line.end(to + 1));
    let what = what.filter(|_| who.starts_with(char::is_uppercase))?;
    Some(format!("{who} leads {what}"))
}

/// "Growth Ltd no longer delivers the trays, Agrona does": "Agrona delivers the trays". "Sofia can not drive the bus any more, Anders does
/// it": "Anders drives the bus".
fn no_longer(line: &Line<'_>) -> Option<String> {
    let comma = (2..line.words.len().saturating_sub(1)).find(|at| line.words[*at].ends_with([',', ';']))?;
    let next = comma + 1;
    let does = line.any("does do is has will", next + 1, next + 5)?;
    let rest = (does + 1..line.words.len()).all(|at| line.is(at, "it that so now instead them this"));
    if !rest || !line.words[next].starts_with(char::is_uppercase) && !line.is(next, "we i they the my our") {
        return None;
    }
    let who = line.part(next, does);
    let (verb, helped) = if let Some(no) = line.any("no", 1, comma).filter(|no| line.is(no + 1, "longer")) {
        (no + 2, line.is(no - 1, "can is are will"))
    } else {
        let not = line.any("not", 2, comma)?;
        let ended = line.any("more longer anymore", not, comma + 1)?;
        if ended < not + 2 {
            return None;
        }
        (not + 1, true)
    };
    let end = line.any("any anymore", verb + 1, comma + 1).unwrap_or(comma + 1);
    if verb + 1 > end {
        return None;
    }
    let mut word = line.lower(verb).to_owned();
    let single = !matches!(who.as_str(), "we" | "We" | "i" | "I" | "they" | "They");
    if helped && single && !word.ends_with('s') {
        word = crate::text::plainly::third(&word);
    }
    Some(format!("{who} {word} {}", line.part(verb + 1, end)).trim_end().to_owned())
}

/// "The new place for the flares is the chart table": "the flares are in the chart table".
fn new_place(line: &Line<'_>) -> Option<String> {
    let place = line.any("place spot home location", 2, 4).filter(|at| line.is(at - 1, "new"))?;
    let of = place + 1;
    let is = line.any("is are", of + 2, of + 7).filter(|_| line.is(of, "for of"))?;
    let what = line.part(of + 1, is);
    let value = line.part(is + 1, line.end(is + 1));
    let placed = one_of(line.lower(is + 1), "in on at under behind near beside above below inside outside");
    Some(format!("{what} {} {}{value}", be(&what), if placed { "" } else { "in " }))
}

/// "The antibody dilution should be 1:800 from now on": it is 1:800.
fn should_be(line: &Line<'_>) -> Option<String> {
    let at = line.any("should must shall will", 1, 8).filter(|at| line.is(at + 1, "be"))?;
    let anew = (at + 2..line.words.len()).find(|at| {
        line.is(*at, "from as") && line.is(at + 1, "now of today tomorrow") || line.is(*at, "now starting instead")
    })?;
    let what = line.part(0, at);
    (anew > at + 2).then(|| format!("{what} {} {}", be(&what), line.part(at + 2, anew)))
}

/// "The ceremony has to start at 3:15": it starts at 3:15.
fn chosen(line: &Line<'_>) -> Option<String> {
    let at = line.any("has needs", 1, 8).filter(|at| line.is(at + 1, "to") && line.is(at + 2, "be start end"))?;
    let what = line.part(0, at);
    let rest = line.part(at + 3, line.words.len());
    let verb = if line.is(at + 2, "be") { be(&what).to_owned() } else { format!("{}s", line.lower(at + 2)) };
    Some(format!("{what} {verb} {rest}"))
}
