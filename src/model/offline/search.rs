//! Search patterns: the words that a question or a fact would be found by, as one alternation that ignores case.

use crate::text::concepts;
use crate::text::idioms;
use crate::text::words::{Word, irregular_forms, is_stopword, stem, words};

use super::question::{Question, Role, Term, Wants};

/// At most this many alternatives in a pattern.
const MAX_WORDS: usize = 500;

/// The pattern that finds the lines which could answer a question; nothing if it has no word to look for.
pub fn pattern_of_question(question: &Question, more: &[String]) -> Option<String> {
    let (mut words, mut kin, mut cued): (Vec<String>, Vec<String>, Vec<String>) = Default::default();
    let alone = |term: &Term| question.terms.iter().all(|other| other.at == term.at || other.may_lack);
    for term in &question.terms {
        let word = &question.reading.words[term.at];
        if term.role == Role::Value {
            if let Some(value) = question.reading.value_at(term.at) {
                words.push(value.text.clone());
            }
            continue;
        }
        words.push(word.lower.clone());
        words.extend(irregular_forms(&word.stem).into_iter().map(str::to_owned));
        if term.role != Role::Name {
            words.extend(concepts::neighbours(&word.stem).into_iter().map(str::to_owned));
            if question.wants == Wants::YesNo || question.either_way {
                words.extend(concepts::kinds_of(&word.stem).map(str::to_owned));
                words.extend(concepts::opposites(&word.stem).iter().map(|word| (*word).to_owned()));
            }
            words.extend(idioms::words_for(&word.stem).into_iter().map(str::to_owned));
            kin.extend(term.kin.words(alone(term)).iter().cloned());
            cued.extend(term.cued.words().map(|stem| stem.strip_suffix('i').unwrap_or(stem).to_owned()));
        }
    }
    words.extend(cued);
    words.extend(kin);
    if words.iter().any(|word| word == "relocate") {
        words.push("moved".to_owned());
    }
    if words.iter().any(|word| matches!(word.as_str(), "surname" | "maiden" | "forename")) {
        words.extend(["name", "born", "called", "i am", "i'm"].map(str::to_owned));
    }
    if words.iter().any(|word| matches!(word.as_str(), "phone" | "mobile" | "telephone")) {
        words.push("number".to_owned());
    }
    if words.iter().any(|word| matches!(word.as_str(), "email" | "mail")) {
        words.push("@".to_owned());
    }
    if words.iter().any(|word| matches!(word.as_str(), "link" | "url" | "website" | "site" | "online")) {
        words.push("http".to_owned());
    }
    if words.iter().any(|word| word == "hometown") {
        words.push("from".to_owned());
    }
    words.extend(more.iter().cloned());
    if question.about_self {
        words.extend(about_self_words(question.wants));
    }
    pattern_of_words(&words)
}

/// As [`pattern_of_question`], for the very words only, and of those the names and values if there are some: for a store where words
/// of like meaning find too much.
pub fn narrow_pattern(question: &Question) -> Option<String> {
    let named = question.terms.iter().any(|term| matches!(term.role, Role::Name | Role::Value));
    let terms = question.terms.iter().filter(|term| !named || term.role != Role::Asked);
    let words: Vec<String> = terms
        .map(|term| match question.reading.value_at(term.at).filter(|_| term.role == Role::Value) {
            Some(value) => value.text.clone(),
            None => question.reading.words[term.at].lower.clone(),
        })
        .collect();
    pattern_of_words(&words)
}

/// The pattern for every word of a question that carries content, but for the names of those who talk: for a dialogue, where such a
/// name stands in too many lines to look for.
pub fn pattern_of_talk(asked: &str, speakers: &[String]) -> Option<String> {
    let content = words(asked).into_iter().filter(|word| !is_stopword(&word.lower) && !speakers.contains(&word.stem));
    let forms = |word: Word| irregular_forms(&word.stem).into_iter().map(str::to_owned).chain([word.lower]);
    pattern_of_words(&content.flat_map(forms).collect::<Vec<String>>())
}

fn about_self_words(wants: Wants) -> Vec<String> {
    let words: &[&str] = match wants {
        Wants::Age => &["old", "age", "born", "birthday", "turn", "i am", "i'm"],
        _ => &[
            "name",
            "i am",
            "i'm",
            "call me",
            "calls me",
            "me as",
            "known as",
            "i go by",
            "here",
            "this is",
            "speaking",
            "say",
            "signed",
            "undersigned",
            "everyone",
            "everybody",
            "people",
            "folks",
            "friends",
        ],
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A pattern for words: each as the start of a word, its ending left open where its stem is shorter.
pub fn pattern_of_words(words: &[String]) -> Option<String> {
    let mut roots: Vec<String> = Vec::new();
    for word in words {
        let root = root(word);
        if root.is_empty()
            || roots.iter().any(|known| root.starts_with(known.as_str()) && known.len() > 3 || *known == root)
        {
            continue;
        }
        if roots.len() < MAX_WORDS {
            roots.push(root);
        }
    }
    if roots.is_empty() {
        return None;
    }
    Some(format!(r"(?i)\b({})", roots.join("|")))
}

/// What the forms of a word have in common: "lives" and "living" begin with "liv".
fn root(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower.contains(' ') || !lower.bytes().all(|b| b.is_ascii_alphabetic()) || is_stopword(&lower) {
        return escaped(&lower);
    }
    let stemmed = stem(&lower);
    let (bare, cut) = concepts::root(&stemmed);
    let stemmed = if cut && bare.len() >= 4 { bare.to_owned() } else { stemmed.clone() };
    let common: String = lower.chars().zip(stemmed.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let root = common.strip_suffix('e').filter(|root| root.len() > 2).unwrap_or(&common).to_owned();
    if lower == "favourite" || lower == "favorite" {
        return "favou?rite".to_owned();
    }
    if lower.starts_with("color") || lower.starts_with("colour") {
        return "colou?r".to_owned();
    }
    if root.len() < 3 { lower } else { root }
}

fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut all, c| {
        if !c.is_alphanumeric() && !c.is_whitespace() && c != '_' && c.is_ascii() {
            all.push('\\');
        }
        all.push(c);
        all
    })
}

/// The directory that holds all mounts.
pub fn common_path(paths: &[&str]) -> String {
    let Some(first) = paths.first() else { return "/".to_owned() };
    let mut common: Vec<&str> = first.split('/').collect();
    for path in &paths[1..] {
        let shared = common.iter().zip(path.split('/')).take_while(|(a, b)| **a == *b).count();
        common.truncate(shared);
    }
    let joined = common.join("/");
    if joined.is_empty() { "/".to_owned() } else { joined }
}

/// Whether a line of a file can hold a fact.
pub fn is_fact_line(text: &str) -> bool {
    let trimmed = text.trim();
    !trimmed.is_empty()
        && !trimmed.starts_with('#')
        && !trimmed.starts_with("---")
        && !is_of_a_file(trimmed)
        && trimmed.chars().any(char::is_alphanumeric)
}

/// Whether a line tells of a file and not of the world: front matter, or an entry of an index.
fn is_of_a_file(line: &str) -> bool {
    let keyed = ["slug: ", "description: ", "updated: ", "sources: "].iter().any(|key| line.starts_with(key));
    keyed || line.starts_with("- [") && line.contains(".md)")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_the_forms_of_a_word() {
        let all: Vec<String> = ["lives", "dog", "a.b+c", "dogs"].map(str::to_owned).into();
        assert_eq!(pattern_of_words(&all).as_deref(), Some(r"(?i)\b(liv|dog|a\.b\+c)"));
        assert_eq!(pattern_of_words(&[]), None);
        assert_eq!(common_path(&["/mnt/memory/a", "/mnt/memory/b"]), "/mnt/memory");
        assert_eq!(common_path(&["/mnt/memory/a"]), "/mnt/memory/a");
    }
}
