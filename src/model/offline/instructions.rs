//! A mount's instructions as far as rules can follow them: which file, what to ignore, what alone to keep, append only.

use std::sync::LazyLock;

use crate::text::pattern::Regex;

use crate::model::mount_note::Mount;
use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::values::{Kind, pattern};
use crate::text::words::{content_stems, is_stopword};

/// Where facts go when no instruction says otherwise.
pub const DEFAULT_FILE: &str = "sessions.md";

/// What a mount's instructions ask for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Instructions {
    /// A file for all facts, if one is named without a topic.
    pub file: Option<String>,
    /// Files for facts on a topic: the topic's stems and the file.
    pub by_topic: Vec<(Vec<String>, String)>,
    /// Topics whose facts are not kept: the words as given and their stems.
    pub ignore: Vec<(String, Vec<String>)>,
    /// If not empty, only facts on these topics are kept.
    pub only: Vec<(String, Vec<String>)>,
    /// Facts are logged; lines are never changed, removed or compared.
    pub append_only: bool,
}

static FILE: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9_][\w/-]*\.(?:md|txt)\b"));
static APPEND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)append[- ]only|only (?:ever )?append|(?:just|always) append|never (?:edit|change|tidy|update|rewrite|delete|modify|overwrite|touch)|(?:do not|don't) (?:edit|change|tidy|update|rewrite|modify)",
    )
});
static IGNORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:ignore|skip|leave out|exclude|(?:do not|don't|never) (?:store|remember|keep|save|write down|write|note|record|log|include))(?: (?:anything|everything|all|facts|things|any facts))?(?: (?:about|on|of|to do with))? (.+)",
    )
});
static ONLY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:(?:only|just) (?:remember|keep|store|save|note|record|write down)|(?:remember|keep|store|save|note|record|write down) (?:only|nothing but|just))(?: (?:facts|things))?(?: (?:about|on|of))? (.+)",
    )
});

/// Reads a mount's instructions, clause by clause; what no rule understands is left alone.
pub fn read(mount: &Mount) -> Instructions {
    let mut read = Instructions::default();
    let text = mount.instructions.clone().unwrap_or_default();
    read.append_only = APPEND.is_match(&text);
    for clause in clauses(&text) {
        if APPEND.is_match(clause) && FILE.find(clause).is_none() {
            continue;
        }
        if let Some(found) = IGNORE.captures(clause).and_then(|c| c.get(1)) {
            read.ignore.extend(topics(found.as_str()));
        } else if let Some(found) = ONLY.captures(clause).and_then(|c| c.get(1)) {
            let named = FILE.find(found.as_str());
            read.only.extend(topics(&found.as_str()[..named.map_or(found.len(), |file| file.start())]));
        }
        if let Some(file) = FILE.find(clause) {
            let before = clause[..file.start()].to_lowercase();
            let topic = topic_stems(&before);
            if topic.is_empty() {
                read.file = Some(file.as_str().to_owned());
            } else {
                read.by_topic.push((topic, file.as_str().to_owned()));
            }
        }
    }
    read
}

impl Instructions {
    /// The file in which a fact belongs, relative to the mount.
    pub fn file_for(&self, fact: &Reading) -> String {
        let by_topic = self.by_topic.iter().find(|(topic, _)| is_about(fact, topic)).map(|(_, file)| file.clone());
        by_topic.or_else(|| self.file.clone()).unwrap_or_else(|| DEFAULT_FILE.to_owned())
    }

    /// Why a fact is not to be kept, in the instruction's words, if so.
    pub fn refuses(&self, fact: &Reading) -> Option<String> {
        if let Some((words, _)) = self.ignore.iter().find(|(_, topic)| is_about(fact, topic)) {
            return Some(format!("the instructions say to ignore {words}"));
        }
        if !self.only.is_empty() && !self.only.iter().any(|(_, topic)| is_about(fact, topic)) {
            let named: Vec<&str> = self.only.iter().map(|(words, _)| words.as_str()).collect();
            return Some(format!("the instructions say to keep only {}", named.join(", ")));
        }
        None
    }
}

/// Whether a fact is on a topic: it holds one of its words, a word of the same concept, or a member of its kind.
pub fn is_about(fact: &Reading, topic: &[String]) -> bool {
    topic.iter().any(|asked| {
        let said = fact
            .words
            .iter()
            .enumerate()
            .any(|(at, word)| fact.has_content(at) && concepts::serves_word(asked, word) > 0.0);
        said || match asked.as_str() {
            "person" | "name" | "contact" => (0..fact.words.len())
                .any(|at| fact.is_name(at) && at + 1 < fact.words.len() && is_person_like(fact, at)),
            "link" | "url" | "websit" => fact.has_value(&[Kind::Link]),
            "date" | "deadlin" | "time" | "schedul" | "appoint" => fact.has_value(&[Kind::Date, Kind::Time, Kind::Day]),
            "number" => fact.has_value(&[Kind::Number, Kind::Phone, Kind::Id]),
            "food" | "meal" => fact.words.iter().any(|word| {
                matches!(
                    word.stem.as_str(),
                    "eat"
                        | "lunch"
                        | "dinner"
                        | "breakfast"
                        | "food"
                        | "restaur"
                        | "cook"
                        | "snack"
                        | "dish"
                        | "meal"
                        | "hungri"
                )
            }),
            "place" | "locat" => {
                fact.has_value(&[Kind::Room])
                    || fact.words.iter().any(|word| matches!(word.stem.as_str(), "live" | "locat" | "reloc"))
            }
            "money" | "price" | "budget" => fact.has_value(&[Kind::Money]),
            _ => false,
        }
    })
}

/// A name that does something, at the start of a fact or after "my sister".
fn is_person_like(fact: &Reading, at: usize) -> bool {
    let next = fact.words[at + 1].lower.as_str();
    at <= 2
        && matches!(
            next,
            "is" | "has"
                | "likes"
                | "lives"
                | "works"
                | "loves"
                | "was"
                | "wants"
                | "prefers"
                | "hates"
                | "plays"
                | "speaks"
        )
}

fn clauses(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for sentence in crate::text::lines::sentences(text) {
        let mut from = 0;
        for (at, _) in sentence.match_indices([',', ';']) {
            let rest = sentence[at + 1..].trim_start().trim_start_matches("and ").trim_start_matches("but ");
            let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
            let starts_clause = matches!(
                first.as_str(),
                "keep"
                    | "ignore"
                    | "skip"
                    | "do"
                    | "don't"
                    | "never"
                    | "only"
                    | "remember"
                    | "store"
                    | "write"
                    | "put"
                    | "save"
                    | "note"
                    | "append"
                    | "leave"
                    | "record"
                    | "exclude"
                    | "just"
                    | "always"
                    | "use"
                    | "log"
            ) || FILE.is_match(sentence[from..at].trim()) && FILE.is_match(rest);
            if starts_clause {
                found.push(sentence[from..at].trim());
                from = at + 1;
            }
        }
        found.push(sentence[from..].trim());
    }
    found
}

/// The topics that some words name, each with its stems.
pub fn topics(text: &str) -> Vec<(String, Vec<String>)> {
    let text = text.trim().trim_end_matches(['.', '!']);
    text.split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .flat_map(|part| part.split(" or "))
        .map(|part| part.trim().to_owned())
        .map(|part| (part.clone(), topic_stems(&part)))
        .filter(|(_, stems)| !stems.is_empty())
        .collect()
}

/// The words of a clause that name a topic.
pub fn topic_stems(text: &str) -> Vec<String> {
    const FRAME: &str = "keep remember store write put save note record log use file files memory memories fact facts everything anything thing things all line lines append ignore skip notes new information info entry entries store directory folder user session sessions learn told only just always called named date dated day heading durable important detail details related mention mentioned learned topic go goes belong belongs list lists";
    let frame: Vec<String> = FRAME.split(' ').map(crate::text::words::stem).collect();
    content_stems(text)
        .into_iter()
        .filter(|stem| !frame.contains(stem) && !is_stopword(stem) && stem.len() > 1)
        .collect()
}

/// The writable mount that fits a fact best: by the words of its name, description and instructions, else the first.
pub fn best_mount<'a>(mounts: &[&'a Mount], fact: &Reading) -> Option<&'a Mount> {
    let fit = |mount: &Mount| {
        let own = topic_stems(&format!(
            "{} {} {}",
            mount.name.replace(['_', '-'], " "),
            mount.description,
            mount.instructions.clone().unwrap_or_default()
        ));
        let refused = i32::from(read(mount).refuses(fact).is_some());
        let shared = fact
            .words
            .iter()
            .enumerate()
            .filter(|(at, word)| {
                fact.has_content(*at) && own.iter().any(|stem| concepts::serves_word(stem, word) > 0.0)
            })
            .count() as i32;
        shared - 100 * refused
    };
    let mut best: Option<(&'a Mount, i32)> = None;
    for mount in mounts {
        let score = fit(mount);
        if best.is_none_or(|(_, highest)| score > highest) {
            best = Some((mount, score));
        }
    }
    best.map(|(mount, _)| mount)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(instructions: &str) -> Instructions {
        read(&Mount {
            path: "/mnt/memory/a".into(),
            name: "a".into(),
            read_only: false,
            description: String::new(),
            instructions: Some(instructions.into()),
        })
    }

    #[test]
    fn files_topics_and_manners_are_read() {
        let read =
            told("Keep people in people.md, everything else in notes.md. Ignore food and the weather. Append only.");
        assert!(read.append_only);
        assert_eq!(read.file_for(&Reading::of("My sister is called Anna")), "people.md");
        assert_eq!(read.file_for(&Reading::of("The talk is in room 5")), "notes.md");
        assert!(read.refuses(&Reading::of("I had pizza for lunch")).is_some());
        assert!(read.refuses(&Reading::of("I live in Bonn")).is_none());
    }

    #[test]
    fn only_keeps_nothing_else() {
        let read = told("Only remember talk takeaways and links.");
        assert!(read.refuses(&Reading::of("The slides are at https://a.io/x")).is_none());
        assert!(read.refuses(&Reading::of("My dog is called Rex")).is_some());
        assert_eq!(told("Remember what matters.").file_for(&Reading::of("x")), "sessions.md");
        assert!(!told("Write it down and never store secrets").append_only);
    }
}
