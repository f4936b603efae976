//! Answers a question: looks into the mounted stores, then at this conversation, and chooses the line that answers.

use crate::domain::sort;
use crate::model::mount_note::Mount;
use crate::text::lines::{lines, without_bullet};

use super::aliases::Aliases;
use super::answer::{Answer, Known, Source, find};
use super::coverage::yes_or_no_covering;
use super::dialogue;
use super::hands::{Hands, Hit, Stop};
use super::question::{Question, Role, Wants};
use super::yes_no::still_so;
use super::{search, weighing};

/// At most this many of the lines that a search found are read closely.
const MAX_READ: usize = 80;
/// At most this many, where a list is asked for.
const MAX_LISTED: usize = 200;
/// So many of the nearest lines are read on, where none answers.
const FOLLOWED: usize = 2;
/// At most this many files are read for a question that asks for everything.
const MAX_FILES: usize = 5;

/// A question's answer, with what was looked for.
#[derive(Debug, Clone)]
pub struct Answered {
    pub question: Question,
    pub answer: Answer,
    /// A store was looked into.
    pub looked: bool,
    /// The places of a dialogue's lines that were read, the nearest first.
    pub looked_at: Vec<String>,
}

/// Answers one question from the mounts and from the thread's own notes.
pub fn answer(hands: &mut Hands<'_>, mounts: &[Mount], thread: &[String], asked: &str) -> Result<Answered, Stop> {
    let question = Question::of(asked);
    let from_thread = || thread.iter().map(|text| Known { text: text.clone(), source: Source::Thread });
    let own: Vec<Known> = from_thread().collect();
    if mounts.is_empty() || !can_look(hands) {
        let aliases = Aliases::of(own.iter().map(|known| known.text.as_str()));
        let answer = settled(&question, &own, &find(&question, &own, &aliases));
        return Ok(Answered { question, answer, looked: false, looked_at: Vec::new() });
    }
    let paths: Vec<&str> = mounts.iter().map(|mount| mount.path.as_str()).collect();
    let root = search::common_path(&paths);
    let aliases = Aliases::of(own.iter().map(|known| known.text.as_str()));
    let more: Vec<String> = question.terms.iter().flat_map(|term| aliases.others(&term.stem)).collect();
    let pattern = search::pattern_of_question(&question, &more);
    let mut looked_at = Vec::new();
    let mut known = match &pattern {
        Some(pattern) if hands.has("grep") => {
            let (hits, spoken) = search_for(hands, &question, asked, pattern, &root)?;
            if spoken && question.wants != Wants::All {
                looked_at = dialogue::read_nearest(hands, asked, &hits)?;
            }
            known_lines(if looked_at.is_empty() { nearest(&question, asked, hits) } else { looked_at.clone() })
        }
        _ => everything(hands, &root)?,
    };
    let refused = mounts.iter().all(|mount| mount.read_only);
    // What a search led to is decided once: where lines were read on, nothing had answered.
    let read_on = hands.read_lines_next();
    let mut answer = with_thread(&question, &known, &own, refused);
    let look_again = (answer == Answer::Unknown || question.wants == Wants::All) && !read_on && looked_at.is_empty();
    if look_again && hands.has("grep") && pattern.is_some() && hands.left() > 2 {
        // The lines may tell another name for what is asked: "my sister is called Anna".
        let aliases = Aliases::of(known.iter().map(|known| known.text.as_str()));
        // Everything about a name is not everything about all who are the same to me.
        let names: Vec<String> = question
            .terms
            .iter()
            .filter(|term| question.wants != Wants::All || term.role != Role::Name)
            .flat_map(|term| aliases.others(&term.stem))
            .filter(|name| !more.contains(name))
            .collect();
        if let Some(pattern) = search::pattern_of_words(&names) {
            for line in known_lines(nearest(&question, asked, hands.grep(&pattern, &root)?.0)) {
                if !known.contains(&line) {
                    known.push(line);
                }
            }
            answer = with_thread(&question, &known, &own, refused);
        }
    }
    let known = with_own(known, &own);
    let ruled = answer;
    // Of a dialogue's turns only a rule's answer counts: what is weighed are notes.
    let mut answer = match read_on {
        true => Answer::Unknown,
        false if looked_at.is_empty() => settled(&question, &known, &ruled),
        false => ruled.clone(),
    };
    // What a line begins the next may go on with: "Gym hours changed." and "From 7 to 22 now."
    let asks_one = weighing::can_weigh(&question) && !question.many;
    if answer == Answer::Unknown && asks_one && looked_at.is_empty() && hands.has("read") && hands.left() > FOLLOWED {
        let with_next = followed(hands, asked, &known)?;
        if with_next.len() > known.len() {
            answer = settled(&question, &with_next, &ruled);
        }
    }
    let looked_at = looked_at.iter().map(|hit| format!("{}:{}", hit.path, hit.line)).collect();
    Ok(Answered { question, answer, looked: true, looked_at })
}

/// The lines that memory holds, then those of the thread that it does not.
fn with_own(mut known: Vec<Known>, own: &[Known]) -> Vec<Known> {
    let new: Vec<Known> =
        own.iter().filter(|line| !known.iter().any(|other| other.text == line.text)).cloned().collect();
    known.extend(new);
    known
}

/// What the rules found, if it is likely enough; else the likeliest clause, or yes or no from a line that covers the question.
fn settled(question: &Question, known: &[Known], ruled: &Answer) -> Answer {
    let aliases = || Aliases::of(known.iter().map(|known| known.text.as_str()));
    match ruled {
        _ if question.wants == Wants::YesNo => {
            let answer = match ruled {
                Answer::Unknown => match yes_or_no_covering(question, known, &aliases()) {
                    Answer::Unknown if !question.terms.is_empty() => {
                        weighing::weigh_yes_or_no(question, known, &aliases())
                    }
                    answer => answer,
                },
                ruled => ruled.clone(),
            };
            still_so(question, known, answer)
        }
        Answer::Unknown if weighing::can_weigh(question) => weighing::weigh(question, known, None, &aliases()),
        Answer::Lines(lines) if weighing::can_weigh(question) && !question.many && lines.len() == 1 => {
            weighing::weigh(question, known, lines.first(), &aliases())
        }
        other => other.clone(),
    }
}

/// The known lines, each of the nearest few followed by the line that stands next in its file.
fn followed(hands: &mut Hands<'_>, asked: &str, known: &[Known]) -> Result<Vec<Known>, Stop> {
    let place = |known: &Known| match &known.source {
        Source::Memory { path, line } => Some((path.clone(), *line)),
        Source::Thread => None,
    };
    let hit = |known: &Known| place(known).map(|(path, line)| Hit { path, line, text: known.text.clone() });
    let hits: Vec<Hit> = known.iter().filter_map(hit).collect();
    let unknown = |path: &str, line: usize| !hits.iter().any(|hit| hit.path == path && hit.line == line);
    let near = dialogue::nearest(asked, &hits, FOLLOWED);
    let next: Vec<(&str, usize)> =
        near.iter().map(|hit| (hit.path.as_str(), hit.line + 1)).filter(|(path, line)| unknown(path, *line)).collect();
    let texts = hands.read_lines(&next)?;
    let mut all: Vec<Known> = Vec::new();
    for line in known {
        all.push(line.clone());
        for ((path, number), text) in next.iter().zip(&texts) {
            let follows = place(line).is_some_and(|(own, at)| own == *path && at + 1 == *number);
            if let Some(text) = text.as_ref().filter(|text| follows && search::is_fact_line(text)) {
                let source = Source::Memory { path: (*path).to_owned(), line: *number };
                all.push(Known { text: without_bullet(text).trim_end().to_owned(), source });
            }
        }
    }
    Ok(all)
}

/// The lines that could answer, in the order of their places, and whether they are turns of a dialogue. Where words of like meaning
/// find too much, those with the very words are searched for once more, and come last.
fn search_for(
    hands: &mut Hands<'_>,
    question: &Question,
    asked: &str,
    pattern: &str,
    root: &str,
) -> Result<(Vec<Hit>, bool), Stop> {
    let (mut hits, cut) = hands.grep(pattern, root)?;
    let speakers = dialogue::speakers(&hits);
    let closer = if !speakers.is_empty() {
        search::pattern_of_talk(asked, &speakers)
    } else if cut {
        search::narrow_pattern(question)
    } else {
        None
    };
    if let Some(narrow) = closer.filter(|narrow| narrow != pattern && hands.left() > 3) {
        let (closer, _) = hands.grep(&narrow, root)?;
        hits.retain(|hit| !closer.contains(hit));
        hits.extend(closer);
    }
    if !speakers.is_empty() {
        sort::sort_by(&mut hits, |a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
    }
    Ok((hits, !speakers.is_empty()))
}

/// Of many lines those that rank highest for the question, in the order in which they were found.
fn nearest(question: &Question, asked: &str, hits: Vec<Hit>) -> Vec<Hit> {
    let limit = if question.wants == Wants::All || question.many { MAX_LISTED } else { MAX_READ };
    if hits.len() <= limit {
        return hits;
    }
    let near = dialogue::nearest(asked, &hits, limit);
    hits.iter().filter(|hit| near.iter().any(|near| std::ptr::eq(*near, *hit))).cloned().collect()
}

fn can_look(hands: &Hands<'_>) -> bool {
    hands.has("grep") || hands.has("glob") && hands.has("read")
}

/// The answer from memory's lines, then from those and the thread's, where memory does not hold them already. Where memory
/// refuses writes, the thread may know newer, so both are asked at once.
fn with_thread(question: &Question, memory: &[Known], thread: &[Known], refused: bool) -> Answer {
    if !refused && question.wants != Wants::All {
        let aliases = Aliases::of(memory.iter().chain(thread).map(|known| known.text.as_str()));
        let answer = find(question, memory, &aliases);
        if answer != Answer::Unknown {
            return answer;
        }
    }
    let mut known: Vec<Known> = memory.to_vec();
    known.extend(thread.iter().filter(|line| !memory.iter().any(|other| other.text == line.text)).cloned());
    let aliases = Aliases::of(known.iter().map(|known| known.text.as_str()));
    find(question, &known, &aliases)
}

fn known_lines(hits: Vec<Hit>) -> Vec<Known> {
    let mut found: Vec<(String, usize, usize, Known)> = Vec::new();
    for hit in hits {
        if !search::is_fact_line(&hit.text) {
            continue;
        }
        let text = without_bullet(&hit.text).to_owned();
        let (base, number) = continuation(&hit.path);
        found.push((base, number, hit.line, Known { text, source: Source::Memory { path: hit.path, line: hit.line } }));
    }
    sort::sort_by(&mut found, |a, b| (&a.0, a.1, a.2).cmp(&(&b.0, b.1, b.2)));
    found.into_iter().map(|(_, _, _, known)| known).collect()
}

/// `sessions-2.md` is newer than `sessions.md`, whatever their order by bytes.
fn continuation(path: &str) -> (String, usize) {
    if let Some((stem, ending)) = path.rsplit_once('.')
        && let Some((base, number)) = stem.rsplit_once('-')
        && let Ok(number) = number.parse()
    {
        return (format!("{base}.{ending}"), number);
    }
    (path.to_owned(), 1)
}

/// The lines of the newest files, for a question that names nothing to look for.
fn everything(hands: &mut Hands<'_>, root: &str) -> Result<Vec<Known>, Stop> {
    if !hands.has("glob") || !hands.has("read") {
        return Ok(hands
            .has("grep")
            .then(|| hands.grep("^", root))
            .transpose()?
            .map(|(hits, _)| known_lines(hits))
            .unwrap_or_default());
    }
    let (mut paths, _) = hands.glob(root)?;
    paths.truncate(MAX_FILES);
    let mut hits = Vec::new();
    for path in paths {
        if let Ok((text, _)) = hands.read(&path)? {
            hits.extend(lines(&text).into_iter().map(|line| Hit {
                path: path.clone(),
                line: line.number,
                text: line.text.to_owned(),
            }));
        }
    }
    Ok(known_lines(hits))
}

/// Whether a question asks for everything about the user.
pub fn is_about_all(question: &Question) -> bool {
    question.wants == Wants::All && question.terms.is_empty()
}
