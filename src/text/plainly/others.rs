//! Wordings that stand beside the plainest one of a claim: a request and what it says is done, what goes on and what is usual, what is
//! not done and what is not allowed. They are for comparing with another claim's wording and never for keeping.

use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::words::{is_stopword, stem};

use super::Line;
use super::verbs::{participle, third};

/// The further wordings of a claim.
pub(super) fn others(text: &str) -> Vec<String> {
    let line = Line::of(text);
    let mut found = requested(&line);
    found.extend(usual(&line));
    found.extend(not_done(&line));
    found
}

/// "Never bake cakes on the top deck": cakes are never, and must never be, baked there.
fn requested(line: &Line) -> Vec<String> {
    let lead = usize::from(line.is(0, "never always")) + 2 * usize::from(line.is(0, "do") && line.is(1, "not"));
    let verb = line.lower(lead);
    let base = concepts::is_verb(&stem(&verb)) && !verb.ends_with('s') && participle(&verb).is_none();
    if !base || is_stopword(&verb) || line.len() < lead + 3 || line.has_comma(lead) {
        return Vec::new();
    }
    let rest = line.words[lead..].join(" ");
    if super::says_more(&Reading::of(&rest)) {
        return Vec::new();
    }
    const ENDS: &str =
        "at on in for from to by with into off out up down under before after when until every once twice if";
    let end = (lead + 2..line.len()).find(|at| line.is(*at, ENDS)).unwrap_or(line.len());
    let object = line.words[lead + 1..end].join(" ");
    let done = if verb.ends_with('e') { format!("{verb}d") } else { format!("{verb}ed") };
    let done = if verb.ends_with('y') && !verb.ends_with("ay") && !verb.ends_with("ey") {
        format!("{}ied", verb.trim_end_matches('y'))
    } else {
        done
    };
    let be = if line.lower(end - 1).ends_with('s') { "are" } else { "is" };
    let often = match line.lower(0).as_str() {
        "never" => " never",
        "always" => " always",
        "do" => " not",
        _ => "",
    };
    let tail = line.words[end..].join(" ");
    let whole = |helps: String| capitalized(format!("{object} {helps} {done} {tail}").trim_end().to_owned());
    vec![whole(format!("{be}{often}")), whole(format!("must{often} be"))]
}

/// "The couch is squeaking": it squeaks.
fn usual(line: &Line) -> Option<String> {
    let be = (1..line.len().min(8)).find(|at| line.is(*at, "is are"))?;
    let going = line.lower(be + 1);
    let root = going.strip_suffix("ing").filter(|root| root.len() > 2)?;
    if super::one_of(&going, "going being having evening morning building something nothing anything") {
        return None;
    }
    let doubled = root.len() > 3 && {
        let ends = &root.as_bytes()[root.len() - 2..];
        ends[0] == ends[1] && !matches!(ends[0], b'l' | b's' | b'e')
    };
    let root = if doubled { &root[..root.len() - 1] } else { root };
    let verb = if line.is(be, "is") { third(root) } else { root.to_owned() };
    let words = [&line.words[..be], &[verb], &line.words[be + 2..]].concat();
    Some(words.join(" "))
}

/// "No deploys on Fridays": we do not deploy on Fridays, and it is not allowed.
fn not_done(line: &Line) -> Vec<String> {
    if !line.is(0, "no") || line.len() < 3 {
        return Vec::new();
    }
    let what = line.lower(1);
    let act = what.strip_suffix("ing").or_else(|| what.strip_suffix('s')).unwrap_or(&what).to_owned();
    if super::says_more(&Reading::of(&line.words.join(" ")))
        || !super::one_of(&line.lower(2), "on in at before after during with without near to for under")
    {
        return Vec::new();
    }
    let rest = line.words[2..].join(" ");
    let be = if what.ends_with('s') { "are" } else { "is" };
    let mut found = vec![capitalized(format!("{what} {be} not allowed {rest}"))];
    if concepts::is_verb(&stem(&act)) || what == "deploys" || what.ends_with("ing") {
        found.push(format!("We do not {act} {rest}"));
    }
    found
}

fn capitalized(text: String) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => text,
    }
}
