//! The words of a reply: short plain sentences that say what was done, what was found and where, and what is not known.

use super::acts::Act;
use super::answer::{Answer, Known, Source};
use super::ask::{Answered, is_about_all};
use super::focus::focused;
use super::notebook::Outcome;
use super::person::turned;
use super::small::Small;
use super::tell::Done;

/// What the thread's own notes learned from an act.
#[derive(Debug, Clone, PartialEq)]
pub enum Learned {
    Nothing,
    Told(Outcome),
    Forgot(Vec<String>),
}

/// The sentences of a reply, as they gather.
#[derive(Debug, Default)]
pub struct Said {
    first: Vec<String>,
    parts: Vec<String>,
    known_here: bool,
}

impl Said {
    pub fn small(&mut self, small: Small) {
        let words = match small {
            Small::Greeting => "Hello.",
            Small::Thanks => "You're welcome.",
            Small::Bye => "Goodbye.",
            Small::HowAreYou => "I am a set of rules, so I have no moods. What should I remember or look up?",
            Small::WhoAreYou => {
                "I am dreamfs-offline: fixed rules, no language model. I write down facts that you tell me, and answer from what is written."
            }
            Small::Other => return,
        };
        if !self.first.iter().any(|known| known == words) {
            self.first.push(words.to_owned());
        }
    }

    pub fn task(&mut self) {
        self.parts.push("I have no rule for that task. I am fixed rules without a language model: I write down facts and answer from what is written.".to_owned());
    }

    pub fn secret(&mut self, sort: &str) {
        self.parts.push(format!(
            "That looks like {sort}, so I did not store it: memory files are plain text that later sessions read."
        ));
    }

    /// What a told fact did where no store is mounted.
    pub fn learned_in_thread(&mut self, act: &Act, learned: Learned) {
        match (act, learned) {
            (Act::Tell(_) | Act::Refill(..) | Act::Revise(_), Learned::Told(Outcome::Nothing)) => {
                self.parts.push("I do not know what that corrects. Please say it with its subject.".to_owned())
            }
            (Act::Tell(_) | Act::Refill(..) | Act::Revise(_), Learned::Told(_)) => self.known_here = true,
            (Act::Forget(_), Learned::Forgot(removed)) if removed.is_empty() => {
                self.parts.push("I found nothing to forget in this conversation.".to_owned())
            }
            (Act::Forget(_), Learned::Forgot(removed)) => {
                self.parts.push(format!("I no longer use {} from this conversation.", quoted(&removed)))
            }
            _ => {}
        }
    }

    /// What became of the wishes to write.
    pub fn done(&mut self, done: Vec<Done>, read_only: bool) {
        let mut noted: Vec<(String, String)> = Vec::new();
        let mut refused: Vec<String> = Vec::new();
        let mut refusal = String::new();
        for entry in done {
            match entry {
                Done::Noted { text, at } => noted.push((text, at)),
                Done::Known { text, at } => self.parts.push(format!("I had that already: “{text}” ({at}).")),
                Done::Changed { from, to, at } => {
                    self.parts.push(format!("Changed: “{to}” (before: “{from}”), in {at}."))
                }
                Done::Removed { text, at } => self.parts.push(format!("Removed “{text}” from {at}.")),
                Done::NotFound(what) if what.is_empty() => self.parts.push("I found nothing to forget.".to_owned()),
                Done::NotFound(what) => {
                    self.parts.push(format!("I found nothing about “{}” to forget.", turned_words(&what)))
                }
                Done::Declined { text, why } if text.is_empty() => {
                    self.parts.push(format!("I did not do that: {why}."))
                }
                Done::Declined { text, why } => self.parts.push(format!("I did not store “{text}”: {why}.")),
                Done::NothingToCorrect(value) => {
                    self.parts.push(format!("I do not know what “{value}” corrects. Please say it with its subject."))
                }
                Done::Refused { text, why } => {
                    refused.push(text);
                    refusal = one_line(&why);
                }
            }
        }
        if !noted.is_empty() {
            let list: Vec<String> = noted.iter().map(|(text, at)| format!("“{text}” ({at})")).collect();
            self.parts.push(format!("Noted: {}.", list.join(", ")));
        }
        if !refused.is_empty() {
            let reason = if read_only { "this memory is mounted read-only" } else { "the memory refused the change" };
            self.parts.push(format!(
                "I could not keep {}: {reason}. I know it in this conversation only. (The tool said: {refusal})",
                quoted(&refused)
            ));
        }
    }

    /// The answer to a question.
    pub fn answered(&mut self, answered: &Answered, no_mounts: bool) {
        let sentence = match &answered.answer {
            Answer::Lines(lines) if lines.len() == 1 && !is_about_all(&answered.question) => {
                format!("{} ({})", turned(&focused(&answered.question, &lines[0].text)), place(&lines[0]))
            }
            Answer::Lines(lines) => listed(lines),
            Answer::Yes(line) => format!("Yes: {} ({})", uncapitalised(&turned(&line.text)), place(line)),
            Answer::No(line) => format!("No: {} ({})", uncapitalised(&turned(&line.text)), place(line)),
            Answer::Unknown => unknown(answered, no_mounts),
        };
        self.parts.push(sentence);
    }

    /// The reply.
    pub fn text(mut self, no_mounts: bool) -> String {
        if self.known_here {
            self.parts.insert(
                0,
                if no_mounts {
                    "I know that for this conversation only: no memory store is mounted.".to_owned()
                } else {
                    "I know that for this conversation.".to_owned()
                },
            );
        }
        let mut all = self.first;
        all.extend(self.parts);
        if all.is_empty() {
            return "All right. There was no fact or question in that for me.".to_owned();
        }
        all.join(" ")
    }
}

fn place(known: &Known) -> String {
    match &known.source {
        Source::Memory { path, line } => format!("{path}:{line}"),
        Source::Thread => "you told me earlier in this conversation".to_owned(),
    }
}

fn listed(lines: &[Known]) -> String {
    let items: Vec<String> = lines.iter().map(|line| format!("- {} ({})", turned(&line.text), place(line))).collect();
    format!("This is what I know:\n{}", items.join("\n"))
}

fn unknown(answered: &Answered, no_mounts: bool) -> String {
    let words = answered.question.looked_for();
    let what = if words.is_empty() {
        String::new()
    } else {
        format!(" I looked for {}", words.iter().map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", "))
    };
    match (no_mounts, words.is_empty()) {
        (true, true) => "I don't know. Nothing in this conversation says, and no memory store is mounted.".to_owned(),
        (true, false) => format!("I don't know.{what} in this conversation; no memory store is mounted."),
        (false, true) => "I don't know. Neither memory nor this conversation says.".to_owned(),
        (false, false) if answered.looked => {
            let closest = if answered.looked_at.is_empty() {
                String::new()
            } else {
                format!(" I read the lines nearest to it: {}.", answered.looked_at.join(", "))
            };
            format!("I don't know.{what} in memory and in this conversation, and nothing there answers.{closest}")
        }
        (false, false) => {
            format!("I don't know.{what} in this conversation; I have no tool here to look into memory with.")
        }
    }
}

fn quoted(texts: &[String]) -> String {
    texts.iter().map(|text| format!("“{text}”")).collect::<Vec<_>>().join(", ")
}

fn turned_words(text: &str) -> String {
    text.trim().to_owned()
}

fn uncapitalised(text: &str) -> String {
    let first = text.split_whitespace().next().unwrap_or_default();
    if matches!(first, "You" | "Your" | "The" | "There" | "A" | "An" | "Yours" | "It" | "This") {
        let mut chars = text.chars();
        return chars.next().map_or(String::new(), |c| c.to_lowercase().chain(chars).collect());
    }
    text.to_owned()
}

/// A tool's words on one line.
pub fn one_line(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() > 300 { format!("{}…", line.chars().take(300).collect::<String>()) } else { line }
}
