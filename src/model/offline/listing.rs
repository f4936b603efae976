//! Lists with a heading: "Packing list:" over items, "Project Halyard:" over its data. The heading is carried to each item, so that
//! every line stands alone; an item that is a sentence of its own stays as it is.

use crate::text::lines::without_bullet;
use crate::text::words::words;

use super::clauses::begins_clause;

/// At most this many words make a heading.
const MAX_HEADING_WORDS: usize = 6;

/// The lines of a message, each item of a list under its heading.
pub fn headed(message: &str) -> Vec<String> {
    let lines: Vec<&str> = message.lines().collect();
    let mut found: Vec<String> = Vec::new();
    // The heading, and whether its items have bullets.
    let mut heading: Option<(String, bool)> = None;
    for (at, line) in lines.iter().enumerate() {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            heading = heading.filter(|(_, bulleted)| {
                *bulleted || lines.get(at.wrapping_sub(1)).is_some_and(|line| line.trim().ends_with(':'))
            });
            continue;
        }
        let bullet = without_bullet(trimmed) != trimmed;
        let next = lines[at + 1..].iter().map(|line| line.trim()).find(|line| !line.is_empty());
        let next_bullet = next.is_some_and(|next| without_bullet(next) != next);
        if let Some(head) =
            heading_in(trimmed).filter(|_| !bullet && next.is_some() && (next_bullet || trimmed.ends_with(':')))
        {
            heading = Some((head, next_bullet));
            continue;
        }
        if heading.as_ref().is_some_and(|(_, bulleted)| *bulleted && !bullet) {
            heading = None;
        }
        match &heading {
            Some((head, _)) if !head.is_empty() && !stands_alone(without_bullet(trimmed)) => {
                found.push(format!("{head}: {}", without_bullet(trimmed)));
            }
            _ => found.push((*line).to_owned()),
        }
    }
    found
}

/// The words of a heading, if a line is one: short, without an end mark; empty if they say nothing of the items.
fn heading_in(line: &str) -> Option<String> {
    let bare =
        line.trim_start_matches('#').trim().trim_matches('*').trim().trim_end_matches(':').trim_matches('*').trim();
    let read = words(bare);
    let marked = line.ends_with(':') || line.starts_with('#') || line.ends_with(":**");
    let short = !read.is_empty() && read.len() <= if marked { MAX_HEADING_WORDS } else { 4 };
    if !short || bare.contains([':', '?', '!', ';']) || bare.ends_with('.') || !marked && begins_clause(bare) {
        return None;
    }
    const EMPTY: [&str; 22] = [
        "about",
        "facts",
        "fact",
        "notes",
        "note",
        "here",
        "things",
        "remember",
        "following",
        "fyi",
        "info",
        "update",
        "updates",
        "me",
        "hi",
        "hello",
        "hey",
        "reminders",
        "also",
        "know",
        "ok",
        "so",
    ];
    let says = !read.iter().any(|word| EMPTY.contains(&word.lower.as_str()));
    Some(if says { bare.to_owned() } else { String::new() })
}

/// "My dog is called Rex": an item that needs no heading.
fn stands_alone(item: &str) -> bool {
    let first = item.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "i" | "my" | "we" | "our" | "he" | "she" | "they" | "it" | "there") && begins_clause(item)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_carried_to_its_items() {
        assert_eq!(headed("Packing list:\n- tent\n- stove"), ["Packing list: tent", "Packing list: stove"]);
        assert_eq!(headed("Packing list\n\n* tent"), ["Packing list: tent"]);
        assert_eq!(headed("Some facts about me:\n- My dog is Rex\n- tea"), ["- My dog is Rex", "- tea"]);
        assert_eq!(headed("The talk is at nine.\nIt is in room 5."), ["The talk is at nine.", "It is in room 5."]);
        assert_eq!(
            headed("Project Halyard:\n- owner: Desmond\n\nThanks!"),
            ["Project Halyard: owner: Desmond", "Thanks!"]
        );
    }
}
