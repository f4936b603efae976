//! Why the cases that are told wrongly are: the note does not hold the value, the search does not return the line, another clause is
//! likelier, the right one is not likely enough, or a rule chose.

use std::collections::BTreeMap;

use super::cases::{Case, read};
use super::harness::{Files, NOTES, Session, mount, tell};
use super::scores::{holds_answer, is_right};
use dreamfs::model::offline::weighing::{Weighed, weighed_for};

/// What went wrong with one case, if something did, and the clauses that tell it.
fn cause(case: &Case) -> Option<(String, String)> {
    let mut files = Files::default();
    tell(&mut files, None, &case.told);
    let note = files.files.get(NOTES).cloned().unwrap_or_default();
    let mut session = Session::new(&mut files, vec![mount(None, false)]);
    let answer = session.say(case.asked);
    if is_right(case, &answer) {
        return None;
    }
    let returned = session.results.iter().any(|(_, _, text)| text.lines().any(|line| holds_answer(case, line)));
    let mut weighed = weighed_for(case.asked, &note);
    weighed.sort_by(|a, b| b.probability().total_cmp(&a.probability()));
    let shown = |one: &Weighed| {
        let rule = if one.by_rule { "RULE " } else { "" };
        format!("{rule}{:.2} {:?}", one.probability(), one.known.text)
    };
    let best = weighed.iter().find(|one| one.by_rule).or(weighed.first());
    let right = weighed.iter().find(|one| holds_answer(case, &one.known.text));
    let told = best.map(shown).unwrap_or_default() + &right.map(|one| format!(" / {}", shown(one))).unwrap_or_default();
    let unknown = answer.starts_with("I don't know");
    let by_rule = best.is_some_and(|one| one.by_rule);
    let held = note.lines().any(|line| holds_answer(case, line)) || right.is_some();
    let cause = match case.must.as_slice() {
        ["?"] if by_rule => "false: a rule and the weighing",
        ["?"] if best.is_some() => "false: the weighing",
        ["?"] => "false: a rule",
        ["yes" | "no"] => "yes or no",
        _ if !held => "not in the note",
        _ if !returned => "not returned by the search",
        _ if best.is_none() => "nothing weighed",
        _ if right.is_none() => "not among what is weighed",
        _ if unknown && best.is_some_and(|one| holds_answer(case, &one.known.text)) => "first, but not likely enough",
        _ if unknown => "not first, and none likely enough",
        _ if by_rule => "a rule chose wrongly",
        _ if best.is_some_and(|one| holds_answer(case, &one.known.text)) => "first, but not quoted",
        _ => "another was likelier",
    };
    let text = format!(
        "{}: {:?}\n   noted {:?}\n   asked {:?}, wanted {:?} not {:?}\n   got {answer:?}\n   {told}",
        case.kind, case.told, note, case.asked, case.must, case.must_not
    );
    Some((cause.to_owned(), text))
}

/// `CASES=path cargo test --features testing --test offline causes -- --ignored --nocapture` tells it of a file of cases.
#[test]
#[ignore = "needs a file of cases"]
fn causes_of_what_is_told_wrongly() {
    let path = std::env::var("CASES").expect("CASES names a file");
    let cases = read(std::fs::read_to_string(path).unwrap().leak());
    let mut causes: BTreeMap<String, usize> = BTreeMap::new();
    for (cause, text) in cases.iter().filter_map(cause) {
        println!("{cause}: {text}");
        *causes.entry(cause).or_default() += 1;
    }
    causes.iter().for_each(|(cause, count)| println!("{count:4} {cause}"));
}
