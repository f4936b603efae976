//! Contractions written out ("don't" as "do not"), and a few spellings brought together, so that one form is compared.

use std::borrow::Cow;

/// Writes contractions out. What is none stands as it was.
pub fn expand(text: &str) -> String {
    let mut out = if may_contract(text) { contracted(text) } else { text.to_owned() };
    for (from, to) in [("wi-fi", "wifi"), ("e-mail", "email"), ("date of birth", "birthday")] {
        out = replaced(out, from, to);
    }
    out
}

/// Whether a text may hold a contraction, or a typographic apostrophe: a quick look, since most hold neither.
fn may_contract(text: &str) -> bool {
    text.bytes().any(|byte| byte == b'\'' || !byte.is_ascii())
        || text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_bare_contraction)
}

/// Whether a word without an apostrophe may be a contraction; the longest is "shouldnt".
fn is_bare_contraction(word: &str) -> bool {
    const BARE: &str = "cannot im its whats wheres heres whos whens hows shes hes thats theres ive weve theyve youve theyre youre gonna gotta wanna";
    let [.., before, last] = *word.as_bytes() else { return false };
    let ends = match &[before | 32, last | 32] {
        b"nt" => return word.len() <= 8,
        ends => matches!(ends, b"ot" | b"im" | b"ts" | b"es" | b"os" | b"ns" | b"ws" | b"ve" | b"re" | b"na" | b"ta"),
    };
    ends && word.len() <= 8 && super::words::one_of_any_case(word, BARE)
}

fn contracted(text: &str) -> String {
    let text = if text.is_ascii() { Cow::Borrowed(text) } else { Cow::Owned(text.replace(['’', '‘'], "'")) };
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = &*text;
    while !rest.is_empty() {
        let inside = |c: char| c.is_alphanumeric() || c == '\'';
        let Some(start) = rest.find(inside) else { break };
        let length = rest[start..].find(|c: char| !inside(c)).unwrap_or(rest.len() - start);
        let (word, after) = (&rest[start..start + length], &rest[start + length..]);
        // What hangs on a link, an address or another word is no contraction.
        let joined = rest[..start].ends_with(['/', '@', '_', '.', '-']) && start > 0;
        out.push_str(&rest[..start]);
        match Some(word)
            .filter(|_| !joined)
            .and_then(|word| written_out(word, after, &out))
            .filter(|(_, tail)| !(*tail == " is" && is_place(word, after, &out)))
        {
            Some((stem, tail)) => {
                // "We gonna leave."
                if word.eq_ignore_ascii_case("gonna") {
                    let who = out.trim_end().rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
                    out.push_str(match who.as_str() {
                        "we" | "they" | "you" => "are ",
                        "i" => "am ",
                        _ => "",
                    });
                }
                out.push_str(stem);
                out.push_str(tail);
            }
            None => out.push_str(word),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// "Dinner at Luigi's on Friday", "she starts at St Joseph's in May", "down to my cousin's in Burgos": a place, not what Luigi does.
fn is_place(word: &str, after: &str, before: &str) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let mut words = before.trim_end().rsplit(' ').skip_while(|before| {
        capital(word) && capital(before) && before.ends_with(char::is_alphanumeric)
            || super::words::one_of(before, "my our his her their")
    });
    let led = words.next().is_some_and(|lead| super::words::one_of(lead, "at to near from by of round"));
    let next = after.split_whitespace().next().unwrap_or_default();
    let base = word.split('\'').next().unwrap_or_default().to_ascii_lowercase();
    led && (capital(word)
        || !is_pronoun(&base) && !after.starts_with(',') && super::words::one_of(next, "in on at from till until for"))
}

/// A word's part that stays and what is put after it, if it is a contraction that stands between two texts.
fn written_out<'w>(word: &'w str, after: &str, before: &str) -> Option<(&'w str, &'static str)> {
    if !word.contains('\'') && !is_bare_contraction(word) {
        return None;
    }
    let lower = word.to_ascii_lowercase();
    let cut = |length: usize| &word[..word.len() - length];
    match lower.as_str() {
        "can't" => return Some((cut(2), " not")),
        "cant" => return Some((cut(1), " not")),
        "cannot" => return Some((cut(3), " not")),
        "won't" => return Some((if word.starts_with('W') { "Will" } else { "will" }, " not")),
        "ain't" => return Some(("is", " not")),
        "aint" => return Some(("is", " not")),
        "im" => return Some(("I", " am")),
        // "Now its in the hall", "its a crime".
        "its" => {
            let mut next = after.split_whitespace();
            let (first, second) = (next.next().unwrap_or_default(), next.next().unwrap_or_default());
            let placed = super::words::one_of(first, "in at on under behind")
                && super::words::one_of(second, "the a an my our his her their");
            // "Its 12.60 an hour now."
            let counted = first.starts_with(|c: char| c.is_ascii_digit())
                && (second.is_empty() || super::words::one_of(second, "an a per now pm am not at"));
            let day = super::words::one_of_any_case(
                first.trim_end_matches([',', '.']),
                "monday tuesday wednesday thursday friday saturday sunday",
            );
            let told = placed || counted || day || super::words::one_of(first, "a an the not now called named");
            return (after.starts_with(' ') && told).then(|| (cut(1), " is"));
        }
        "whats" | "wheres" | "heres" | "whos" | "whens" | "hows" | "shes" | "hes" | "thats" | "theres" => {
            return Some((cut(1), " is"));
        }
        "ive" => return Some(("I", " have")),
        "weve" | "theyve" | "youve" => return Some((cut(2), " have")),
        "theyre" | "youre" => return Some((cut(2), " are")),
        "gonna" => return Some(("going", " to")),
        "gotta" => return Some(("have", " to")),
        "wanna" => return Some(("want", " to")),
        _ => {}
    }
    const AUXILIARIES: &str = " do does did is are was were have has had would could should must need ";
    let auxiliary = |base: &str| !base.is_empty() && AUXILIARIES.contains(&format!(" {base} "));
    if let Some(base) = lower.strip_suffix("n't").filter(|base| auxiliary(base)) {
        return Some((&word[..base.len()], " not"));
    }
    if let Some(base) = lower.strip_suffix("nt").filter(|base| auxiliary(base)) {
        return Some((&word[..base.len()], " not"));
    }
    let (base, ending) = lower.split_once('\'')?;
    let stay = &word[..base.len()];
    let person = matches!(base, "i" | "you" | "he" | "she" | "we" | "they");
    match ending {
        "m" if base == "i" => Some((stay, " am")),
        "ve" if person => Some((stay, " have")),
        "ll" if person || matches!(base, "it" | "that" | "there" | "who" | "what") => Some((stay, " will")),
        "d" if person => Some((stay, if tells_of_before(after) { " had" } else { " would" })),
        "re" if person => Some((stay, " are")),
        "s" => with_s(base, stay, after, before),
        _ => None,
    }
}

/// What "'s" stands for behind a word, if it is no owner's.
fn with_s<'w>(base: &str, stay: &'w str, after: &str, before: &str) -> Option<(&'w str, &'static str)> {
    let next = after.strip_prefix(' ').unwrap_or_default();
    let next = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_ascii_lowercase();
    let pronoun = is_pronoun(base);
    match next.as_str() {
        "left" if after.starts_with(" left-") => None,
        // "Moira's leaving card", "everyone's cats".
        "leaving" if super::words::one_of(&second_of(after), "card do party present drinks gift speech cake") => None,
        many if matches!(base, "everyone" | "everybody")
            && many.ends_with('s')
            && !super::words::one_of(many, "always as perhaps") =>
        {
            None
        }
        // "She's already decorated it", "he's fallen out with Doris".
        _ if matches!(base, "he" | "she") && has_done(after) => Some((stay, " has")),
        "being" | "ill" | "sick" | "unwell" | "away" | "pregnant" | "vegan" | "vegetarian" | "allergic" | "late"
        | "busy" | "free" | "ready" | "married" | "engaged" | "divorced" | "retired" | "dead" | "broken" | "full"
        | "empty" | "due" | "better"
            if !base.is_empty() && (next == "being" || pauses(after)) =>
        {
            Some((stay, " is"))
        }
        // "Mum's certain it is Friday", "the contract's permanent".
        "certain" | "sure" | "poorly" | "permanent" | "comfy" | "fixed" | "happy" | "fine" | "closed" | "open"
            if !base.is_empty() && (pauses(after) || says_what(after)) =>
        {
            Some((stay, " is"))
        }
        "never" if !base.is_empty() => Some((stay, if after.starts_with(" never been") { " has" } else { " is" })),
        // "My passport runs out in March, my wife's in July": hers does.
        "in" | "on" | "at"
            if before.contains(", ") && dated(after) && (is_kin(base) || stay.starts_with(char::is_uppercase)) =>
        {
            None
        }
        "been" | "got" | "had" | "left" | "gone" | "become" if !base.is_empty() => Some((stay, " has")),
        // "It's sold" is sold, "she's sold it" has.
        "moved" | "changed" | "dropped" | "started" | "stopped" | "decided" | "turned" | "switched" | "joined"
        | "bought" | "sold" | "quit" | "lost" | "taken" | "given" | "put" | "made" | "found" | "won" | "grown"
        | "broken" | "swapped"
            if matches!(base, "he" | "she") || (stay.starts_with(char::is_uppercase) || is_kin(base)) && !pronoun =>
        {
            Some((stay, " has"))
        }
        // "The crib's assembled, took us hours".
        done if done.len() > 4 && done.ends_with("ed") && !base.is_empty() && !pronoun && pauses(after) => {
            Some((stay, " is"))
        }
        // "Freya's my daughter's teacher".
        "my" | "our" if stay.starts_with(char::is_uppercase) => Some((stay, " is")),
        // "The course tutor's Mr Ferris".
        "mr" | "mrs" | "ms" | "dr" | "miss" if !base.is_empty() => Some((stay, " is")),
        "called" | "named" | "at" | "in" | "on" | "from" | "not" | "now" | "a" | "an" | "the" | "off" | "over"
        | "cancelled" | "canceled" | "postponed" | "closed" | "already" | "still" | "just" | "going" | "coming"
        | "staying" | "moving" | "getting" | "making" | "taking" | "bringing" | "doing" | "having" | "leaving"
        | "back" | "here" | "arriving" | "trying" | "waiting" | "looking"
            if !base.is_empty() =>
        {
            Some((stay, " is"))
        }
        // "His dog's with us."
        "with"
            if ["us", "me", "him", "her", "them", "my", "our"]
                .iter()
                .any(|whom| after.get(6..).is_some_and(|rest| rest.split(' ').next() == Some(*whom))) =>
        {
            Some((stay, " is"))
        }
        // "Sarah's driving us", "my gran's 88".
        doing if doing.ends_with("ing") && !base.is_empty() && acts_on(after) => Some((stay, " is")),
        age if !base.is_empty() && !age.is_empty() && age.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some((stay, " is"))
        }
        _ if pronoun => Some((stay, " is")),
        _ => None,
    }
}

/// The second word of what follows, in lower case and without marks.
fn second_of(after: &str) -> String {
    let second = after.split_whitespace().nth(1).unwrap_or_default();
    second.trim_end_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase()
}

/// Whether a participle follows that somebody has done, and not one that was done to them: "passed her test", "already seen it".
fn has_done(after: &str) -> bool {
    const TO_THEM: &str =
        "called named allowed given paid offered made scared supposed told asked shown taught left lent sent";
    let mut next = after.split_whitespace().map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()));
    let Some(verb) = next.find(|word| !super::words::one_of(word, "already just now never finally")) else {
        return false;
    };
    let object = next.next().unwrap_or_default();
    let acts = super::words::one_of(object, "us me him them it the a an my our his her their");
    super::plainly::is_past(verb)
        && !super::words::one_of(verb, TO_THEM)
        && (acts || super::words::one_of(verb, "fallen forgotten arrived come"))
}

/// Whether a clause follows the next word: "certain it is Friday", "sure that".
fn says_what(after: &str) -> bool {
    after
        .split_whitespace()
        .nth(1)
        .is_some_and(|word| matches!(word, "it" | "that" | "she" | "he" | "they" | "we" | "about" | "as"))
}

/// "She'd forgotten", "I'd never been": what had been before, and not what would be.
fn tells_of_before(after: &str) -> bool {
    let mut next = after.split_whitespace().map(|word| word.trim_end_matches(|c: char| !c.is_alphanumeric()));
    let verb = next.find(|word| !matches!(*word, "never" | "already" | "just" | "always" | "not" | "only" | "all"));
    verb.is_some_and(|verb| verb == "been" || verb == "better" || super::plainly::is_past(verb))
}

fn is_pronoun(base: &str) -> bool {
    super::words::one_of(base, "he she it that there here what where who when how which mine name everyone everybody")
}

/// Whether a clause ends behind the next word, or goes on with a preposition.
fn pauses(after: &str) -> bool {
    let rest = after.trim_start();
    let rest = rest.trim_start_matches(char::is_alphanumeric);
    let next = rest.split_whitespace().next().unwrap_or_default().trim_end_matches([',', '.', '!']);
    rest.is_empty()
        || rest.starts_with(|c: char| c != ' ')
        || matches!(
            next,
            "and"
                | "but"
                | "so"
                | "today"
                | "now"
                | "until"
                | "till"
                | "on"
                | "in"
                | "at"
                | "to"
                | "from"
                | "with"
                | "again"
                | "because"
        )
}

/// Whether a day or a time stands behind the next word.
fn dated(after: &str) -> bool {
    let second = after.split_whitespace().nth(1).unwrap_or_default().trim_end_matches(['.', ',', '!', '?']);
    let months = "January February March April May June July August September October November December";
    second.starts_with(|c: char| c.is_ascii_digit())
        || !second.is_empty() && months.split(' ').any(|month| month == second)
        || super::dates::weekday(&second.to_ascii_lowercase()).is_some()
}

fn is_kin(base: &str) -> bool {
    super::concepts::is_member(&super::words::stem(base), "famili")
}

/// Whether the word behind the next one is what something is done to.
fn acts_on(after: &str) -> bool {
    let second =
        after.split_whitespace().nth(1).unwrap_or_default().trim_end_matches(['.', ',', '!']).to_ascii_lowercase();
    matches!(second.as_str(), "us" | "me" | "him" | "them" | "it" | "you" | "the" | "a" | "an" | "my" | "our")
}

/// A text with each standing of a lower-case ASCII phrase, in any case, replaced.
fn replaced(text: String, from: &str, to: &str) -> String {
    let first = from.as_bytes()[0];
    let stands = |part: &[u8]| part[0].to_ascii_lowercase() == first && part.eq_ignore_ascii_case(from.as_bytes());
    if !text.as_bytes().windows(from.len()).any(stands) {
        return text;
    }
    let lower = text.to_ascii_lowercase();
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (at, _) in lower.match_indices(from) {
        out.push_str(&text[end..at]);
        out.push_str(to);
        end = at + from.len();
    }
    out.push_str(&text[end..]);
    out
}

#[cfg(test)]
mod tests {
    use super::expand;

    #[test]
    fn contractions_are_written_out() {
        assert_eq!(expand("I'm sure it isn't, what's Rex's name?"), "I am sure it is not, what is Rex's name?");
        assert_eq!(
            expand("Won’t you? dont! I can't, it's been called off"),
            "Will not you? do not! I can not, it has been called off"
        );
        assert_eq!(expand("Wi-Fi: Anna's in Bonn, see a.io/it's"), "wifi: Anna is in Bonn, see a.io/it's");
        assert_eq!(expand("Dinner at Luigi's on Friday. Party's off"), "Dinner at Luigi's on Friday. Party is off");
        assert_eq!(expand("Im in, youre not, THEYRE late"), "I am in, you are not, THEY are late");
        assert_eq!(expand("I cannot and shouldnt, whats that"), "I can not and should not, what is that");
        assert_eq!(expand("important 'quoted' ''"), "important 'quoted' ''");
        assert_eq!(
            expand("she's already eaten the pie, she's called Bo"),
            "she has already eaten the pie, she is called Bo"
        );
        assert_eq!(expand("Tea at my aunt's in Hull and at Kim's"), "Tea at my aunt's in Hull and at Kim's");
        assert_eq!(expand("He feeds everyone's cats, everyone's tired"), "He feeds everyone's cats, everyone is tired");
        assert_eq!(expand("Its in the shed, its lid is off"), "It is in the shed, its lid is off");
    }
}
