//! What somebody does in its plainest wording: from the side of who does it, with a verb for a noun made of one, and of two verbs that
//! tell one deal from both sides always the same. It rewords a claim's words in place and judges nothing.

use crate::text::concepts;
use crate::text::values::values;
use crate::text::words::{one_of, stem};
use crate::text::words_data::FORMS;

use super::{Line, said};

/// Nouns made of verbs, after "make", "do", "have", "take", "give" and "pay".
const ACTS: &str = "booking book | bookings book | payment pay | payments pay | decision decide | decisions decide | call call | calls call | \
    visit visit | visits visit | reservation reserve | reservations reserve | purchase purchase | purchases purchase | delivery deliver | \
    deliveries deliver | repair repair | repairs repair | order order | orders order | donation donate | donations donate | \
    inspection inspect | inspections inspect | cleaning clean | cooking cook | washing wash | shopping shop | training train | \
    painting paint | teaching teach | driving drive | singing sing | walk walk | rest rest | backup backup | backups backup | \
    arrangement arrange | arrangements arrange | choice choose | contribution contribute | announcement announce | \
    announcements announce | presentation present | report report | reports report | suggestion suggest | complaint complain | \
    complaints complain | answer answer | reply reply | help help | support support | swim swim | nap nap";

/// "The accounts are done by Petra" is "Petra does the accounts".
pub(super) fn active(line: &mut Line) {
    let Some(by) = line.find(&["by"], 3) else { return };
    let Some(be) = (1..by).rev().find(|at| line.is(*at, "is are was were")) else { return };
    let Some(done) = (be + 1..by.min(be + 3)).find(|at| participle(&line.lower(*at)).is_some()) else { return };
    let denied = (be + 1..done).any(|at| line.is(at, "not never"));
    let next = line.words.get(by + 1).cloned().unwrap_or_default();
    let doer = next.starts_with(char::is_uppercase) || line.is(by + 1, "the our my a an us me his her their");
    if !doer || denied || next.is_empty() || !values(&line.words[by + 1..(by + 3).min(line.len())].join(" ")).is_empty()
    {
        return;
    }
    let end = (by + 2..line.len())
        .find(|at| {
            line.is(
                *at,
                "every each on in at from until before after since during for with when if to once twice daily weekly",
            )
        })
        .unwrap_or(line.len());
    let mut who = line.words[by + 1..end].to_vec();
    for word in &mut who {
        match word.as_str() {
            "us" => *word = "we".to_owned(),
            "me" => *word = "I".to_owned(),
            _ => {}
        }
    }
    let base = participle(&line.lower(done)).unwrap_or_default();
    let past = line.is(be, "was were");
    let plural = who.iter().any(|word| matches!(word.as_str(), "we" | "I" | "&" | "and"));
    let verb = if past {
        line.lower(done)
    } else if plural {
        base
    } else {
        third(&base)
    };
    let object = line.part(0, be);
    line.words = [
        who,
        vec![verb],
        object,
        line.words[be + 1..done].to_vec(),
        line.words[done + 1..by].to_vec(),
        line.words[end..].to_vec(),
    ]
    .concat();
}

/// The verb of a participle.
pub(super) fn participle(lower: &str) -> Option<String> {
    if let Ok(at) = FORMS.binary_search_by(|(form, _)| (*form).cmp(lower)) {
        return concepts::is_verb(&stem(FORMS[at].1)).then(|| FORMS[at].1.to_owned());
    }
    if one_of(lower, "cut put set read run hit shut led held done made") {
        return Some(match lower {
            "led" => "lead".to_owned(),
            "held" => "hold".to_owned(),
            "done" => "do".to_owned(),
            "made" => "make".to_owned(),
            other => other.to_owned(),
        });
    }
    (lower.len() > 4 && lower.ends_with("ed")).then(|| {
        let root = &lower[..lower.len() - 2];
        if let Some(root) = root.strip_suffix('i') {
            return format!("{root}y");
        }
        let doubled = root.len() > 3 && {
            let ends = &root.as_bytes()[root.len() - 2..];
            ends[0] == ends[1] && !matches!(ends[0], b'l' | b's')
        };
        let silent = root.ends_with(['c', 'g', 's', 'v', 'z', 'u', 'r', 'k', 't', 'd', 'l', 'p', 'n'])
            && concepts::is_verb(&stem(&format!("{root}e")))
            && !concepts::is_verb(&stem(root));
        if doubled {
            root[..root.len() - 1].to_owned()
        } else if silent || root.ends_with(['c', 'v']) || root.ends_with("ar") && root.len() == 4 {
            format!("{root}e")
        } else {
            root.to_owned()
        }
    })
}

/// A verb in the third person: "carries" of "carry".
pub fn third(base: &str) -> String {
    let hisses = base.ends_with(['s', 'x', 'z']) || base.ends_with("ch") || base.ends_with("sh");
    if hisses || one_of(base, "do go") {
        format!("{base}es")
    } else if let Some(root) = base.strip_suffix('y').filter(|root| !root.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{root}ies")
    } else {
        format!("{base}s")
    }
}

/// Who buys, rents or borrows from whom, told from the side of "we"; where things come from.
pub(super) fn supplied(line: &mut Line) {
    // "Hollis Mill supplies our flour", "supplies us with flour".
    if let Some(at) = line.any("supplies supply provides provide", 1).filter(|at| *at <= 4) {
        let rest = if line.is(at + 1, "us") && line.is(at + 2, "with") { at + 3 } else { at + 1 };
        let ours = rest > at + 1 || line.is(at + 1, "our");
        let rest = if line.is(rest, "our the") { rest + 1 } else { rest };
        if ours && rest < line.len() {
            let who = line.part(0, at);
            line.words = [said(&["Our"]), line.words[rest..].to_vec(), said(&["comes", "from"]), who].concat();
        }
        return;
    }
    if line.is(0, "we")
        && line.is(1, "buy get order source")
        && let Some(from) = line.find(&["from"], 3)
        && from + 1 < line.len()
    {
        let thing = if line.is(2, "our the all") { 3 } else { 2 };
        if thing < from {
            line.words =
                [said(&["Our"]), line.words[thing..from].to_vec(), said(&["comes"]), line.words[from..].to_vec()]
                    .concat();
        }
        return;
    }
    if line.is(0, "our")
        && let Some(at) = line.find(&["come", "from"], 2).or_else(|| line.find(&["is", "from"], 2))
    {
        line.words[at] = "comes".to_owned();
        return;
    }
    // "The Okoros rent us the field", "lent us the tent".
    for (gives, takes) in [
        ("rents rent", "rent"),
        ("lends lend", "borrow"),
        ("lent", "borrowed"),
        ("sold", "bought"),
        ("leases lease", "lease"),
    ] {
        let Some(at) = line.any(gives, 1).filter(|at| *at <= 4 && !line.is(0, "we i")) else { continue };
        let who = line.part(0, at);
        if line.is(at + 1, "us") && at + 2 < line.len() {
            line.words = [said(&["We", takes]), line.words[at + 2..].to_vec(), said(&["from"]), who].concat();
        } else if let Some(to) = line.find(&["to", "us"], at + 1).filter(|to| to + 2 == line.len()) {
            line.words = [said(&["We", takes]), line.words[at + 1..to].to_vec(), said(&["from"]), who].concat();
        }
        return;
    }
}

/// "Sanne gave the club the old mower" is "Sanne gave the old mower to the club".
pub(super) fn dative(line: &mut Line) {
    let Some(at) =
        line.any("gave gives lent lends sent sends sold sells showed shows pays paid", 1).filter(|at| *at <= 3)
    else {
        return;
    };
    if line.find(&["to"], at).is_some() || line.find(&["for"], at).is_some() || line.find(&["from"], at).is_some() {
        return;
    }
    let second = if line.is(at + 1, "us me him her them") {
        Some(at + 2)
    } else {
        (at + 2..(at + 5).min(line.len()))
            .find(|next| line.is(*next, "the a an his her their our my") || !values(&line.words[*next]).is_empty())
    };
    if let Some(second) = second.filter(|second| *second < line.len() && !line.is(*second, "on at in")) {
        let to = line.words[at + 1..second].to_vec();
        line.words = [line.words[..=at].to_vec(), line.words[second..].to_vec(), said(&["to"]), to].concat();
    }
}

/// "School groups make their bookings through Wanda": they book through her. "Marc has the room reserved": it is reserved for Marc.
pub(super) fn acted(line: &mut Line) {
    // "The plants get their water on Sundays."
    if let Some(at) = line.any("get gets", 1)
        && line.is(at + 1, "a the their its")
        && at + 2 < line.len()
        && concepts::is_verb(&stem(&line.lower(at + 2)))
    {
        let be = if line.is(at, "get") { "are" } else { "is" };
        let done = line.lower(at + 2);
        let done = if done.ends_with('e') { format!("{done}d") } else { format!("{done}ed") };
        line.words.splice(at..at + 3, [be.to_owned(), done]);
        return;
    }
    // "Booking of the microscope goes through the core facility."
    if line.is(1, "of")
        && let Some(root) = line.lower(0).strip_suffix("ing").map(str::to_owned)
        && let Some(goes) = line.any("goes is", 3).filter(|at| line.is(at + 1, "through via by"))
    {
        let be = if line.lower(goes - 1).ends_with('s') { "are" } else { "is" };
        let what = line.words[2..goes].to_vec();
        line.words = [what, vec![be.to_owned(), format!("{root}ed")], line.words[goes + 1..].to_vec()].concat();
        return;
    }
    if let Some(at) = line.any("make makes made do does have has take takes took give gives gave pay pays", 1) {
        let noun = if line.is(at + 1, "the a an their his her our its") { at + 2 } else { at + 1 };
        let plain = line.lower(noun);
        let verb = ACTS.split(" | ").find_map(|pair| pair.split_once(' ').filter(|(act, _)| *act == plain));
        if let Some((_, verb)) = verb
            && noun + 1 < line.len()
            && line.is(noun + 1, "through with at on in from by every for via to of")
        {
            let single = line.lower(at).ends_with('s');
            let verb = if single { third(verb) } else { verb.to_owned() };
            let rest = if line.is(noun + 1, "of") { noun + 2 } else { noun + 1 };
            line.words.splice(at..rest, [verb]);
            return;
        }
    }
    if let Some(has) = line.any("has have", 1)
        && line.len() >= has + 3
        && line.is(line.len() - 1, "reserved booked assigned rented hired")
    {
        let last = line.len() - 1;
        let be = if line.lower(last - 1).ends_with('s') { "are" } else { "is" };
        let who = line.part(0, has);
        line.words =
            [line.words[has + 1..last].to_vec(), said(&[be]), vec![line.words[last].clone()], said(&["for"]), who]
                .concat();
    }
}

/// "Leo is a trombone player", "Ines is the beginners' teacher", "the driver of the van is Sofia": who does it.
pub(super) fn agent(line: &mut Line) {
    let Some(be) = line.any("is are", 1) else { return };
    let last = line.len() - 1;
    let verb = |at: usize| {
        let lower = line.lower(at);
        let lower = lower.strip_suffix('s').filter(|_| line.is(be, "are")).unwrap_or(&lower).to_owned();
        let root = lower.strip_suffix("er").or_else(|| lower.strip_suffix("or"))?;
        let known = |root: &str| {
            let stemmed = stem(root);
            one_of(
                &stemmed,
                "play teach drive coach clean bake lead run organis organiz manag train own sing write build paint",
            )
        };
        if known(root) {
            return Some(root.to_owned());
        }
        let whole = format!("{root}e");
        known(&whole).then_some(whole)
    };
    let many = line.is(be, "are");
    let form = |base: &str| if many { base.to_owned() } else { third(base) };
    // "Ines is the teacher of the beginners."
    if line.is(be + 1, "a an the our")
        && let Some(base) = verb(be + 2)
        && line.is(be + 3, "of")
        && be + 4 < line.len()
    {
        line.words = [line.words[..be].to_vec(), vec![form(&base)], line.words[be + 4..].to_vec()].concat();
    } else if line.is(be + 1, "a an the our")
        && last > be + 2
        && last <= be + 4
        && let Some(base) = verb(last)
    {
        let mut what = line.words[be + 2..last].to_vec();
        if let Some(word) = what.last_mut() {
            *word = word.trim_end_matches("'s").trim_end_matches('\'').to_owned();
        }
        line.words = [line.words[..be].to_vec(), vec![form(&base)], said(&["the"]), what].concat();
    }
}

/// Who sleeps, sits or stays in a room, at a desk: who has it.
pub(super) fn spotted(line: &mut Line) {
    let Some(at) = line.any("sleeps sleep sits sit stays stay is are", 1).filter(|at| *at <= 3) else { return };
    if !line.is(at + 1, "in at on") || !line.words[0].starts_with(char::is_uppercase) || line.is(0, "the a an our") {
        return;
    }
    let spot = (at + 2..line.len())
        .find(|at| line.is(*at, "room desk bunk bed cabin berth seat tent locker office stall pitch"));
    let numbered = |spot: usize| spot + 2 == line.len() && !values(&line.words[spot + 1]).is_empty();
    if spot.is_some_and(|spot| spot + 1 == line.len() || numbered(spot)) {
        line.words.splice(at..at + 2, said(&["has"]));
    }
}

/// "Dr Halvorsen starts rounds at 9:15" is "Dr Halvorsen's rounds start at 9:15".
pub(super) fn phased(line: &mut Line) {
    let Some(at) = line.any("starts begins ends finishes opens closes", 1).filter(|at| *at <= 4) else { return };
    let Some(when) = (at + 2..line.len()).find(|at| line.is(*at, "at on in from")) else { return };
    if !line.words[0].starts_with(char::is_uppercase)
        || line.is(0, "the a an our we it")
        || when > at + 4
        || values(&line.words[when..].join(" ")).is_empty()
        || line.is(at + 1, "at on in from with up by")
    {
        return;
    }
    let what = if line.is(at + 1, "the a an his her their") { at + 2 } else { at + 1 };
    if what >= when {
        return;
    }
    let mut who = line.words[..at].to_vec();
    if let Some(last) = who.last_mut() {
        last.push_str("'s");
    }
    let many = line.lower(when - 1).ends_with('s');
    let verb = line.words[at].clone();
    let verb = if many { verb.trim_end_matches("es").trim_end_matches('s').to_owned() } else { verb };
    line.words = [who, line.words[what..when].to_vec(), vec![verb], line.words[when..].to_vec()].concat();
}

/// Whether a verb's form tells of the past.
pub fn is_past(lower: &str) -> bool {
    lower.len() > 3
        && lower.ends_with("ed")
        && !one_of(lower, "need feed seed speed exceed proceed succeed bleed breed")
        || !lower.ends_with('s')
            && !lower.ends_with("ing")
            && FORMS
                .binary_search_by(|(form, _)| (*form).cmp(lower))
                .is_ok_and(|at| FORMS[at].1 != lower && concepts::is_verb(&stem(FORMS[at].1)))
}
