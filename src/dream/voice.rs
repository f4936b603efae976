//! An agent's words as a note about it: "I put your slides at …" becomes "The agent put my slides at …", in the user's voice, as
//! notes are. It changes persons only, never what is said.

use crate::text::claims::Statement;
use crate::text::plainly::is_past;

/// A statement of an agent in the words of a note; nothing if it only speaks of its own memory.
pub fn told_by_agent(statement: &Statement) -> Option<Statement> {
    let text = statement.text.as_str();
    let lower = text.to_lowercase();
    let of_memory = [
        "/mnt/memory",
        "i noted",
        "i have noted",
        "noted:",
        "i remember",
        "i updated",
        "i have updated",
        "i added",
        "i have added",
        "i saved",
        "i have saved",
        "i stored",
        "i wrote",
        "i found",
        "according to",
        "i do not know",
        "you told me",
        "my memory",
        "my notes",
        "i recorded",
        "i have recorded",
        "i see ",
        "i can see",
        "i will note",
        "i will update",
        "i will change",
        "i will add",
        "i will remember",
        "i changed",
        "i have changed",
        "your notes",
        "your handbook",
        "your store",
        "your records",
        "on file",
        "on record",
        "have it down",
        "has it down",
    ];
    if of_memory.iter().any(|words| lower.contains(words)) || has_only(&lower) {
        return None;
    }
    Some(Statement { text: turned(text), whole: statement.whole.as_deref().map(turned), ..statement.clone() })
}

/// "I have the float at £80": what an agent has, and not what it has done.
fn has_only(lower: &str) -> bool {
    let words: Vec<&str> = lower.split(' ').collect();
    let Some(at) = words.iter().position(|word| *word == "have").filter(|at| *at > 0) else { return false };
    let speaks = at <= 3 && words[..at].contains(&"i");
    speaks
        && words.get(at + 1).is_some_and(|next| {
            !is_past(next)
                && !matches!(*next, "now" | "also" | "just" | "already" | "to" | "been" | "put" | "set" | "not")
        })
}

fn turned(text: &str) -> String {
    let words: Vec<&str> = text.split(' ').collect();
    let mut out: Vec<String> = Vec::with_capacity(words.len() + 1);
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_end_matches([',', '.', ';', ':', '!']);
        let tail = &word[bare.len()..];
        let next = words.get(at + 1).copied().unwrap_or_default();
        let before = at.checked_sub(1).and_then(|at| words.get(at)).copied().unwrap_or_default();
        let subject = at == 0 || matches!(before.trim_end_matches(','), "and" | "that" | "so" | "but" | "if" | "when");
        let turned = match (bare.to_lowercase().as_str(), bare) {
            (_, "I") if at == 0 => "The agent",
            (_, "I") => "the agent",
            ("am", _) if before == "I" => "is",
            ("have", _) if before == "I" => "has",
            ("my", _) if at == 0 => "The agent's",
            ("my", _) => "the agent's",
            ("your", _) if at == 0 => "My",
            ("your", _) => "my",
            ("yours", _) => "mine",
            ("you", _)
                if subject || matches!(next, "are" | "have" | "can" | "will" | "need" | "should" | "were" | "had") =>
            {
                "I"
            }
            ("you", _) => "me",
            ("are", _) if before.eq_ignore_ascii_case("you") => "am",
            ("were", _) if before.eq_ignore_ascii_case("you") => "was",
            _ => bare,
        };
        out.push(format!("{turned}{tail}"));
    }
    out.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_are_turned() {
        let turned = |text: &str| told_by_agent(&Statement::plain(text, false)).map(|told| told.text);
        assert_eq!(
            turned("I have put your slides at https://a.io/x").as_deref(),
            Some("The agent has put my slides at https://a.io/x")
        );
        assert_eq!(turned("You are in seat 12C").as_deref(), Some("I am in seat 12C"));
        assert_eq!(turned("I noted that your dog is Rex"), None);
    }
}
