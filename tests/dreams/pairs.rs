//! Two lines at a time through a whole dream: which notes say the same, which gives way to what was said later, what is no claim at all.

use dreamfs::dream::plan::Verdict;
use dreamfs::dream::{NoteFile, Plan, Speaker, Utterance};

use crate::cases::{Case, dream, store};

fn dreamt(path: &str, notes: &[&str], said: &str) -> Plan {
    let lines: String = notes.iter().map(|line| format!("- {line}\n")).collect();
    let mut case = Case::default();
    if !notes.is_empty() {
        case.notes = store(vec![NoteFile { path: path.into(), content: format!("# Notes\n\n{lines}") }]);
    }
    if !said.is_empty() {
        let utterance = Utterance {
            event_id: "e".into(),
            speaker: Speaker::User,
            said: "2026-05-06T09:00".into(),
            text: said.to_owned(),
        };
        case.sessions = vec![("s".into(), vec![utterance])];
    }
    dream(&case.notes, &case.reports(), None)
}

fn body(plan: &Plan) -> String {
    let files = plan.files.iter().filter(|file| file.path != "/index.md");
    let lines = files.flat_map(|file| file.content.lines()).filter(|line| line.starts_with("- "));
    lines.map(|line| format!("{line}\n")).collect()
}

/// Whether a row comes out as its mark says, and what the dream made of it.
pub fn comes_out(row: &str) -> (bool, String) {
    let (mark, rest) = row.split_at(1);
    let parts: Vec<&str> = rest.split('|').map(str::trim).collect();
    let part = |at: usize| parts.get(at).copied().unwrap_or_default();
    let lower = |text: &str| text.to_lowercase();
    match mark {
        "=" | "!" => {
            let plan = dreamt("/club.md", &[part(0), part(1)], "");
            let gone = plan.claims.iter().filter(|row| row.verdict != Verdict::Kept && row.verdict != Verdict::Moved);
            let whys: Vec<String> = gone.map(|row| format!("{:?}: {}", row.verdict, row.reason)).collect();
            (if mark == "=" { whys.len() == 1 } else { whys.is_empty() }, format!("{}{}", body(&plan), whys.join("\n")))
        }
        ">" => {
            let plan = dreamt("/notes.md", &[part(0)], part(1));
            let text = body(&plan);
            let stays = text.lines().any(|line| lower(line) == lower(&format!("- {}", part(0))));
            (!stays && lower(&text).contains(&lower(part(2))), text)
        }
        "x" => {
            let plan = dreamt("/notes.md", &[part(0)], part(1));
            let text = body(&plan);
            (text.lines().any(|line| line == format!("- {}", part(0))), text)
        }
        "~" | ":" => {
            let plan = dreamt("/notes.md", &[part(0)], part(1));
            let dropped = plan.claims.iter().any(|row| row.verdict == Verdict::Dropped && row.reason.contains("asked"));
            let stays = body(&plan).contains(part(0));
            (if mark == "~" { dropped && !stays } else { stays && !dropped }, body(&plan))
        }
        "-" => {
            let plan = dreamt("/notes.md", &[], part(0));
            (plan.added.is_empty(), body(&plan))
        }
        _ => {
            let plan = dreamt("/notes.md", &[], part(0));
            (lower(&body(&plan)).contains(&lower(part(1))), body(&plan))
        }
    }
}

/// The share of rows under each mark that come out.
#[test]
fn rows_of_pairs_come_out() {
    let rows = &std::env::var("ROWS")
        .map_or_else(|_| include_str!("pairs.tsv").to_owned(), |path| std::fs::read_to_string(path).unwrap());
    for (mark, stands_at) in
        [("=", 0.85), ("!", 1.0), (">", 0.85), ("x", 1.0), ("-", 0.85), ("+", 0.95), ("~", 1.0), (":", 1.0)]
    {
        let (mut right, mut all) = (0, 0);
        for row in rows.lines().filter(|row| row.starts_with(mark)) {
            let (fits, text) = comes_out(row);
            all += 1;
            right += u32::from(fits);
            if !fits {
                println!("MISS {row}\n{text}");
            }
        }
        println!("{mark} {right} of {all}");
        assert!(f64::from(right) >= stands_at * f64::from(all), "{mark}: {right} of {all}");
    }
}

/// `PAIR="older | newer"`: what the newer is worded as, and what each wording does to the older.
#[test]
#[ignore = "for a person who looks for a fault"]
fn one_pair() {
    use dreamfs::dream::bearing::bearing_of;
    use dreamfs::text::plainly::forms;
    use dreamfs::text::reading::Reading;
    let pair = std::env::var("PAIR").unwrap_or_default();
    let (older, newer) = pair.split_once('|').map(|(a, b)| (a.trim(), b.trim())).unwrap();
    let heard = dreamfs::dream::claims::claims_of_utterance(newer);
    let olds: Vec<String> = std::iter::once(older.to_owned()).chain(forms(older)).collect();
    println!("older: {olds:?} {:?}", Reading::of(older).values);
    for told in heard {
        println!("told: {told:?}");
        let other =
            dreamfs::dream::clauses::wordings(&told.text, &Reading::of(&told.text), told.corrects, &forms(&told.text));
        for statement in std::iter::once(&told).chain(other.iter().map(|wording| &wording.0)) {
            for old in &olds {
                let (new, noted) = (Reading::of(&statement.text), Reading::of(old));
                let (verb, was) = (dreamfs::dream::kernel::verb_in(&new), dreamfs::dream::kernel::verb_in(&noted));
                let word = |at: Option<usize>, read: &Reading| at.map(|at| read.words[at].lower.clone());
                println!(
                    "  {:?} corrects {} / {old:?}: {:?}; excludes {}; verbs {:?} {:?}",
                    statement.text,
                    statement.corrects,
                    bearing_of(statement, old),
                    dreamfs::dream::slots::excludes(&new, &noted, statement.corrects),
                    word(verb, &new),
                    word(was, &noted)
                );
            }
        }
    }
    for old in &olds {
        for new in std::iter::once(newer.to_owned()).chain(forms(newer)) {
            let (a, b) = (Reading::of(old), Reading::of(&new));
            println!(
                "  {old:?} {new:?}: {:?} rearranged {} of one meaning {} {:?} {:?}",
                dreamfs::text::near::same_claim(old, &new),
                dreamfs::dream::order::rearranged(&a, &b),
                dreamfs::dream::alike::same_meaning(&a, &b),
                dreamfs::text::near::core(&dreamfs::text::near::Claim::of(old)),
                dreamfs::text::near::core(&dreamfs::text::near::Claim::of(&new))
            );
        }
    }
}
