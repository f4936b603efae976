//! What a thing is, has, costs, holds, and where it is, each in its plainest wording. It rewords a claim's words in place and judges
//! nothing.

use crate::text::values::values;
use crate::text::words::one_of;

use super::verbs::participle;
use super::{BE, Line, said};

/// "There is a kit under the sink", "you find it on the third floor", "belongs to", "is with".
pub(super) fn placed(line: &mut Line) {
    if line.is(0, "there") && line.is(1, "is are") {
        if let Some(place) = line.any("in at on under behind near beside above below inside", 3) {
            let be = line.words[1].clone();
            let thing = line.words[2..place].to_vec();
            if thing.len() <= 5 {
                line.words = [thing, vec![be], line.words[place..].to_vec()].concat();
            }
        } else {
            line.words.splice(0..2, said(&["We", "have"]));
        }
        return;
    }
    if line.is(0, "you we") {
        let find = if line.is(1, "find") { Some(1) } else { (line.is(1, "can") && line.is(2, "find")).then_some(2) };
        if let Some(find) = find
            && let Some(place) = line.any("in at on under behind near beside above below inside", find + 2)
        {
            let thing = line.words[find + 1..place].to_vec();
            let be = if line.lower(place - 1).ends_with('s') { "are" } else { "is" };
            line.words = [thing, said(&[be]), line.words[place..].to_vec()].concat();
            return;
        }
    }
    if let Some(at) = line.find(&["belongs", "to"], 1).or_else(|| line.find(&["belong", "to"], 1))
        && line.len() - at <= 6
    {
        line.words = [line.words[at + 2..].to_vec(), said(&["owns"]), line.part(0, at)].concat();
        return;
    }
    // "The spare keys are with Marta."
    if let Some(at) = line.find(&["is", "with"], 1).or_else(|| line.find(&["are", "with"], 1))
        && (1..=3).contains(&(line.len() - at - 2))
        && line.words[at + 2].starts_with(char::is_uppercase)
    {
        line.words = [line.words[at + 2..].to_vec(), said(&["has"]), line.part(0, at)].concat();
    }
}

/// "The closing time of the front desk is 17:00": it closes at 17:00.
pub(super) fn timed(line: &mut Line) {
    const TIMES: &str = "opening opens | closing closes | start starts | starting starts | end ends | finish ends | finishing ends | \
        departure leaves | arrival arrives | kick-off starts";
    let Some(time) = line.any("time", 1).filter(|at| *at <= 6) else { return };
    let noun = line.lower(time - 1);
    let Some((_, verb)) = TIMES.split(" | ").filter_map(|pair| pair.split_once(' ')).find(|(word, _)| *word == noun)
    else {
        return;
    };
    let Some(be) = (time + 1..line.len()).find(|at| line.is(*at, "is")) else { return };
    let of = line.is(time + 1, "of for");
    let who = if of { line.words[time + 2..be].to_vec() } else { line.part(0, time - 1) };
    let bare: Vec<String> = who.iter().filter(|word| !one_of(&word.to_ascii_lowercase(), "the a")).cloned().collect();
    if (!of && be != time + 1) || bare.is_empty() || values(&line.words[be + 1..].join(" ")).is_empty() {
        return;
    }
    let mut who = who;
    if let Some(last) = who.last_mut() {
        *last = last.trim_end_matches("'s").to_owned();
    }
    let at = if line.is(be + 1, "at") { be + 2 } else { be + 1 };
    line.words = [who, said(&[verb, "at"]), line.words[at..].to_vec()].concat();
}

/// "Tove can be reached on 555 0143": that is her number. "The tow truck is Manny's": he owns it.
pub(super) fn reached(line: &mut Line) {
    if let Some(at) = line.find(&["can", "be", "reached"], 1)
        && line.is(at + 3, "on at under by")
        && at + 4 < line.len()
        && !values(&line.words[at + 4..].join(" ")).is_empty()
    {
        let mut who = line.words[..at].to_vec();
        if let Some(last) = who.last_mut() {
            last.push_str("'s");
        }
        line.words = [who, said(&["number", "is"]), line.words[at + 4..].to_vec()].concat();
        return;
    }
    if let Some(number) = line.any("number", 1)
        && line.is(number - 1, "phone mobile telephone cell")
        && number > 1
    {
        line.words.remove(number - 1);
        return;
    }
    if line.is(0, "the")
        && line.is(1, "number")
        && line.is(2, "of for")
        && let Some(be) = line.any("is", 4).filter(|be| *be + 1 < line.len())
    {
        let mut who = line.words[3..be].to_vec();
        if let Some(last) = who.last_mut() {
            last.push_str("'s");
        }
        line.words = [who, said(&["number", "is"]), line.words[be + 1..].to_vec()].concat();
        return;
    }
    let last = line.len() - 1;
    if last >= 3
        && line.is(last - 1, "is are")
        && line.words[last].starts_with(char::is_uppercase)
        && let Some(who) = line.words[last].strip_suffix("'s").map(str::to_owned)
    {
        line.words = [vec![who, "owns".to_owned()], line.part(0, last - 1)].concat();
    }
}

/// "The length of the pool is 25 metres", "nine people fit in the van", "the van seats nine".
pub(super) fn measured(line: &mut Line) {
    const SIZES: [(&str, &str); 6] = [
        ("length", "long"),
        ("width", "wide"),
        ("height", "high"),
        ("depth", "deep"),
        ("weight", "heavy"),
        ("age", "old"),
    ];
    if line.is(0, "the")
        && line.is(2, "of")
        && let Some((_, adjective)) = SIZES.iter().find(|(noun, _)| line.lower(1) == *noun)
        && let Some(be) = line.any(BE, 4)
        && be + 1 < line.len()
    {
        line.words = [line.words[3..].to_vec(), said(&[adjective])].concat();
        return;
    }
    if let Some(fit) = line.any("fit fits", 1).filter(|fit| *fit <= 3 && line.is(fit + 1, "in into inside on"))
        && line.words[0].starts_with(|c: char| c.is_ascii_digit() || c.is_uppercase())
        && !values(&line.words[..fit].join(" ")).is_empty()
    {
        let many = line.part(0, fit);
        line.words = [line.words[fit + 2..].to_vec(), said(&["holds"]), many].concat();
        return;
    }
    if let Some(seats) = line.any("seats accommodates", 1)
        && line.words.get(seats + 1).is_some_and(|word| !values(word).is_empty())
    {
        line.words[seats] = "holds".to_owned();
        if seats + 2 == line.len() {
            line.words.push("people".to_owned());
        }
    }
}

/// "The fee for membership is £40 a year", "the yearly membership fee is £40".
pub(super) fn priced(line: &mut Line) {
    const FEE: &str = "fee price cost charge";
    let Some(be) = (2..line.len().saturating_sub(1)).find(|at| line.is(*at, "is are")) else { return };
    let money = |text: &str| {
        text.contains(['£', '€', '$', '¥']) || {
            let lower = text.to_ascii_lowercase();
            [" euro", " pound", " dollar", " franc", " cent", " yen", "free"].iter().any(|unit| lower.contains(unit))
        }
    };
    let rest = line.words[be + 1..].join(" ");
    if !money(&rest) {
        return;
    }
    if line.is(0, "the") && line.is(1, FEE) && line.is(2, "of for") && be > 3 {
        line.words = [line.words[3..be].to_vec(), said(&["costs"]), line.words[be + 1..].to_vec()].concat();
    } else if line.is(be - 1, FEE) && be >= 2 {
        let mut rest = line.words[be + 1..].to_vec();
        let mut head = line.part(0, be - 1);
        for (often, each) in
            [("yearly", "year"), ("annual", "year"), ("monthly", "month"), ("weekly", "week"), ("daily", "day")]
        {
            if let Some(at) = head.iter().position(|word| word.eq_ignore_ascii_case(often)) {
                head.remove(at);
                rest.extend(said(&["a", each]));
            }
        }
        let article = head.first().is_some_and(|word| one_of(&word.to_ascii_lowercase(), "the a an"));
        if head.len() > usize::from(article) {
            head.drain(..usize::from(article));
            line.words = [head, said(&["costs"]), rest].concat();
        }
    }
}

/// "The choir has 34 members" is "34 members are in the choir".
pub(super) fn counted(line: &mut Line) {
    let Some(has) = line.any("has have", 1) else { return };
    let number = line
        .words
        .get(has + 1)
        .is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()) && line.len() == has + 3);
    if number && line.is(0, "the our") {
        let many = line.words[has + 1..].to_vec();
        line.words = [many, said(&["are", "in"]), line.part(0, has)].concat();
    }
}

/// "The printer has a cracked lid" is "the printer's lid is cracked"; "the code of the annex" is "the annex's code".
pub(super) fn owned(line: &mut Line) {
    if let Some(has) = line.any("has", 1)
        && line.is(has + 1, "a an")
        && line.len() == has + 4
        && (participle(&line.lower(has + 2)).is_some() || is_state(&line.lower(has + 2)))
    {
        let (state, thing) = (line.words[has + 2].clone(), line.words[has + 3].clone());
        let mut owner = line.words[..has].to_vec();
        if let Some(last) = owner.last_mut() {
            last.push_str("'s");
        }
        line.words = [owner, vec![thing], said(&["is"]), vec![state]].concat();
    }
}

pub(super) fn is_state(lower: &str) -> bool {
    one_of(
        lower,
        "loose bent torn worn flat dead stuck wet damp empty full dirty rusty wobbly leaky squeaky slow weak blunt broken missing faulty",
    )
}
