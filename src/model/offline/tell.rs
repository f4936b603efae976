//! Writes what was told: looks which files there are, reads the one that will hold it, compares, and edits or writes as little as
//! will do.

use crate::model::mount_note::Mount;
use crate::text::claims::Statement;
use crate::text::concepts;
use crate::text::lines::without_bullet;
use crate::text::reading::Reading;
use crate::text::refill::refill_typed;

use super::hands::{Hands, Hit, Stop};
use super::instructions::{self, Instructions};
use super::notebook::{Bearing, Notebook, Outcome, forgets};
use super::revise::Revision;
use super::search;

/// A file may grow to this many bytes; then the next one is begun (`sessions-2.md`).
const MAX_FILE_BYTES: usize = 90_000;

/// At most this many lines of other files are compared with what is told.
const MAX_LOOKED: usize = 200;

/// At most this many lines are removed in a turn.
const MAX_REMOVED: usize = 5;

/// Something to be written.
#[derive(Debug, Clone)]
pub enum Wish {
    Tell(Statement),
    /// A new value for the fact told before: the value, the text of that fact as the thread has it, and what to note where there is
    /// no such fact; and whether it may be the value of a fact of another session.
    Refill(String, Option<String>, Option<Statement>, bool),
    /// A line told in this thread that becomes another.
    Revise(Revision),
    /// What to forget, in the user's words; if empty, the fact last told.
    Forget(String, Option<String>),
}

/// What became of a wish.
#[derive(Debug, Clone, PartialEq)]
pub enum Done {
    Noted { text: String, at: String },
    Known { text: String, at: String },
    Changed { from: String, to: String, at: String },
    Removed { text: String, at: String },
    NotFound(String),
    Declined { text: String, why: String },
    Refused { text: String, why: String },
    NothingToCorrect(String),
}

/// A file that this turn changes.
struct File {
    path: String,
    text: String,
    exists: bool,
    book: Notebook,
}

/// Carries out wishes in the mount that fits them.
pub fn carry_out(
    hands: &mut Hands<'_>,
    mounts: &[Mount],
    wishes: &[Wish],
    today: Option<&str>,
) -> Result<Vec<Done>, Stop> {
    let mut done = Vec::new();
    let writable: Vec<&Mount> = mounts.iter().filter(|mount| !mount.read_only).collect();
    let usable: Vec<&Mount> = if writable.is_empty() { mounts.iter().collect() } else { writable };
    let mut by_mount: Vec<(&Mount, Vec<&Wish>)> = Vec::new();
    for wish in wishes {
        let words = match wish {
            Wish::Tell(statement) => statement.text.as_str(),
            Wish::Revise(revision) => revision.old.as_str(),
            Wish::Refill(_, old, ..) | Wish::Forget(_, old) => old.as_deref().unwrap_or_default(),
        };
        let Some(mount) = instructions::best_mount(&usable, &Reading::of(words)) else { continue };
        match by_mount.iter_mut().find(|(other, _)| other.path == mount.path) {
            Some((_, list)) => list.push(wish),
            None => by_mount.push((mount, vec![wish])),
        }
    }
    for (mount, wishes) in by_mount {
        in_mount(hands, mount, &wishes, today, &mut done)?;
    }
    Ok(done)
}

fn in_mount(
    hands: &mut Hands<'_>,
    mount: &Mount,
    wishes: &[&Wish],
    today: Option<&str>,
    done: &mut Vec<Done>,
) -> Result<(), Stop> {
    let rules = instructions::read(mount);
    let mut kept: Vec<(&Wish, String)> = Vec::new();
    for wish in wishes {
        if let Wish::Tell(statement) = wish {
            let read = Reading::of(&statement.text);
            match rules.refuses(&read) {
                Some(why) => done.push(Done::Declined { text: statement.text.clone(), why }),
                None => kept.push((wish, rules.file_for(&read))),
            }
        } else {
            kept.push((wish, rules.file.clone().unwrap_or_else(|| instructions::DEFAULT_FILE.to_owned())));
        }
    }
    if kept.is_empty() {
        return Ok(());
    }
    let (paths, cut) = hands.glob(&mount.path)?;
    let mut files = open(hands, mount, &kept, &paths, cut)?;
    if !rules.append_only {
        open_others(hands, mount, &kept, &paths, &mut files)?;
    }
    for file in &mut files {
        file.book = book(&file.text);
    }
    for (wish, name) in &kept {
        let target = target_path(mount, name, &paths);
        decide(wish, &target, &rules, &mut files, done);
    }
    for file in &mut files {
        save(hands, file, today, mount.read_only, done)?;
    }
    Ok(())
}

/// Where a file's facts go now: the file itself, or the last of its continuations.
fn target_path(mount: &Mount, name: &str, paths: &[String]) -> String {
    let full = format!("{}/{}", mount.path.trim_end_matches('/'), name.trim_start_matches('/'));
    let mut last = full.clone();
    for number in 2..100 {
        let next = continued(&full, number);
        if !paths.contains(&next) {
            break;
        }
        last = next;
    }
    last
}

fn continued(path: &str, number: usize) -> String {
    match path.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => format!("{stem}-{number}.{ending}"),
        _ => format!("{path}-{number}"),
    }
}

/// Opens the files that the wishes belong in.
fn open(
    hands: &mut Hands<'_>,
    mount: &Mount,
    kept: &[(&Wish, String)],
    paths: &[String],
    cut: bool,
) -> Result<Vec<File>, Stop> {
    let mut files: Vec<File> = Vec::new();
    for (_, name) in kept {
        let mut path = target_path(mount, name, paths);
        if files.iter().any(|file| file.path == path) {
            continue;
        }
        let mut file = File { path: path.clone(), text: String::new(), exists: false, book: Notebook::default() };
        if paths.contains(&path) || cut {
            match hands.read(&path)? {
                Ok((text, false)) => file = read_file(&path, text),
                Ok((_, true)) => {
                    // Too long to be read whole: it cannot be edited safely, so its continuation is begun.
                    let number = (2..100).find(|number| !paths.contains(&continued(&path, *number))).unwrap_or(100);
                    path = continued(&path, number);
                    file.path = path;
                }
                Err(why) if !cut => return Err(Stop::Failed(why)),
                Err(_) => {}
            }
        }
        files.push(file);
    }
    Ok(files)
}

fn read_file(path: &str, text: String) -> File {
    File { path: path.to_owned(), text, exists: true, book: Notebook::default() }
}

/// The notes of a file.
fn book(text: &str) -> Notebook {
    let mut book = Notebook::default();
    for line in crate::text::lines::lines(text) {
        book.push_line(line.number, line.text);
    }
    book
}

/// Searches the other files for lines that the wishes may repeat, change or remove, and opens those that hold some.
fn open_others(
    hands: &mut Hands<'_>,
    mount: &Mount,
    kept: &[(&Wish, String)],
    paths: &[String],
    files: &mut Vec<File>,
) -> Result<(), Stop> {
    let others = paths.iter().filter(|path| !files.iter().any(|file| file.path == **path)).count();
    if others == 0 || !hands.has("grep") {
        return Ok(());
    }
    let Some(pattern) = pattern_of(kept) else { return Ok(()) };
    let (hits, _) = hands.grep(&pattern, &mount.path)?;
    // What a search led to is decided once: later replies of the turn find the reads already made.
    let wanted = hands.reads_made().unwrap_or_else(|| touched(kept, &hits, files));
    for (path, read) in wanted.iter().zip(hands.read_all(&wanted)?) {
        if let Some((text, false)) = read {
            files.insert(0, read_file(path, text));
        }
    }
    Ok(())
}

/// The pattern that finds the lines on which wishes may bear.
fn pattern_of(kept: &[(&Wish, String)]) -> Option<String> {
    let mut stems: Vec<String> = Vec::new();
    for (wish, _) in kept {
        let words = match wish {
            Wish::Tell(statement) => statement.text.clone(),
            Wish::Refill(_, old, alone, _) => {
                let alone = alone.as_ref().map_or("", |alone| alone.text.as_str());
                format!("{} {alone}", old.as_deref().unwrap_or_default())
            }
            Wish::Revise(revision) => revision.old.clone(),
            Wish::Forget(what, last) => wished_words(what, last),
        };
        let reading = Reading::of(&words);
        stems.extend(
            reading
                .content()
                .into_iter()
                .map(|at| reading.words[at].lower.clone())
                .filter(|lower| !concepts::is_light(&crate::text::words::stem(lower))),
        );
    }
    search::pattern_of_words(&stems)
}

/// What is to be forgotten, in words: the fact last told, if none is named.
fn wished_words(what: &str, last: &Option<String>) -> String {
    if what.is_empty() { last.clone().unwrap_or_default() } else { what.to_owned() }
}

/// The files that hold lines which wishes repeat, change or remove, beside those that are open; at most three.
fn touched(kept: &[(&Wish, String)], hits: &[Hit], files: &[File]) -> Vec<String> {
    let mut book = Notebook::default();
    let mut from: Vec<&str> = Vec::new();
    for hit in hits.iter().filter(|hit| !files.iter().any(|file| file.path == hit.path)).take(MAX_LOOKED) {
        book.push_line(hit.line, &hit.text);
        from.resize(book.notes.len(), &hit.path);
    }
    let mut wanted: Vec<String> = Vec::new();
    for (wish, _) in kept {
        let touched: Vec<usize> = match wish {
            Wish::Tell(statement) => match book.weigh(statement) {
                Bearing::Known(at) | Bearing::Changes { at, .. } => vec![at],
                Bearing::Apart => Vec::new(),
            },
            Wish::Refill(_, old, ..) => {
                (0..book.notes.len()).filter(|at| Some(&book.notes[*at].text) == old.as_ref()).collect()
            }
            Wish::Revise(revision) => (0..book.notes.len()).filter(|at| book.notes[*at].text == revision.old).collect(),
            Wish::Forget(what, last) => book.wished(&wished_words(what, last), forgets(what, last.as_deref())),
        };
        for path in touched.into_iter().filter_map(|at| from.get(at)) {
            if !wanted.iter().any(|known| known == path) {
                wanted.push((*path).to_owned());
            }
        }
    }
    wanted.truncate(3);
    wanted
}

fn decide(wish: &Wish, target: &str, rules: &Instructions, files: &mut [File], done: &mut Vec<Done>) {
    let Some(home) = files.iter().position(|file| file.path == target).or_else(|| files.len().checked_sub(1)) else {
        return;
    };
    match wish {
        Wish::Tell(statement) if rules.append_only => {
            files[home].book.log(&statement.text);
            done.push(Done::Noted { text: statement.text.clone(), at: files[home].path.clone() });
        }
        Wish::Tell(statement) => {
            let mut at = home;
            let mut bearing = files[home].book.weigh(statement);
            for other in (0..files.len()).filter(|other| *other != home) {
                if bearing != Bearing::Apart {
                    break;
                }
                (at, bearing) = (other, files[other].book.weigh(statement));
            }
            if bearing == Bearing::Apart {
                at = home;
            }
            let outcome = files[at].book.take(statement, bearing);
            done.push(told(outcome, &files[at], &statement.text));
        }
        Wish::Refill(value, ..) | Wish::Revise(Revision { text: value, .. }) if rules.append_only => {
            let text = format!("Correction: {value}");
            files[home].book.log(&text);
            done.push(Done::Noted { text, at: files[home].path.clone() });
        }
        Wish::Refill(value, old, alone, reaches) => {
            for file in files.iter_mut() {
                if let Some(old) = old {
                    file.book.last = file.book.notes.iter().rposition(|note| note.text == *old).or(file.book.last);
                }
                let outcome = file.book.refill(value);
                if outcome != Outcome::Nothing {
                    done.push(told(outcome, file, value));
                    return;
                }
            }
            if *reaches && old.is_none() && refill_only(files, value, done) {
                return;
            }
            match alone {
                Some(alone) => decide(&Wish::Tell(alone.clone()), target, rules, files, done),
                None => done.push(Done::NothingToCorrect(value.clone())),
            }
        }
        Wish::Revise(revision) => {
            for file in files.iter_mut() {
                let outcome = file.book.revise(revision);
                if outcome != Outcome::Nothing {
                    done.push(told(outcome, file, &revision.text));
                    return;
                }
            }
            // The file words it otherwise, or another hand has changed it.
            decide(&Wish::Tell(revision.statement()), target, rules, files, done);
        }
        Wish::Forget(what, last) => {
            if rules.append_only {
                done.push(Done::Declined {
                    text: what.clone(),
                    why: "the instructions say to append only, so nothing is removed".to_owned(),
                });
                return;
            }
            let mut found = false;
            let words = if what.is_empty() { last.clone().unwrap_or_default() } else { what.clone() };
            // Each removed line is an edit, and a turn's calls are few.
            let removed = |done: &[Done]| done.iter().filter(|done| matches!(done, Done::Removed { .. })).count();
            for file in files.iter_mut() {
                if removed(done) >= MAX_REMOVED {
                    break;
                }
                for text in file.book.forget(&words, MAX_REMOVED - removed(done), forgets(what, last.as_deref())) {
                    found = true;
                    done.push(Done::Removed { text, at: file.path.clone() });
                }
            }
            if !found {
                done.push(Done::NotFound(what.clone()));
            }
        }
    }
}

/// Puts the value of a correction that names nothing into the only line that has a value of its sort, where nothing was told before it;
/// whether there is one.
fn refill_only(files: &mut [File], value: &str, done: &mut Vec<Done>) -> bool {
    let mut found = files.iter().enumerate().flat_map(|(at, file)| {
        file.book
            .notes
            .iter()
            .enumerate()
            .filter_map(move |(note, line)| Some((at, note, refill_typed(value, &line.text)?)))
    });
    let (Some((at, note, text)), None) = (found.next(), found.next()) else { return false };
    drop(found);
    let outcome =
        files[at].book.take(&Statement::plain(text.clone(), true), Bearing::Changes { at: note, text, more: false });
    done.push(told(outcome, &files[at], value));
    true
}

fn told(outcome: Outcome, file: &File, text: &str) -> Done {
    let place = |at: usize| {
        let number = file.book.notes[at].number;
        if number > 0 { format!("{}:{number}", file.path) } else { file.path.clone() }
    };
    match outcome {
        Outcome::Added(text) => Done::Noted { text, at: file.path.clone() },
        Outcome::Known(at) => Done::Known { text: file.book.notes[at].text.clone(), at: place(at) },
        Outcome::Changed(at, from) => Done::Changed { from, to: file.book.notes[at].text.clone(), at: place(at) },
        Outcome::Nothing => Done::NothingToCorrect(text.to_owned()),
    }
}

/// Brings a file to what its notes say: an edit for each changed line, one for all new ones.
fn save(
    hands: &mut Hands<'_>,
    file: &mut File,
    today: Option<&str>,
    read_only: bool,
    done: &mut [Done],
) -> Result<(), Stop> {
    let new: Vec<String> = file
        .book
        .notes
        .iter()
        .filter(|note| note.was.is_none() && !note.text.is_empty())
        .map(|note| note.text.clone())
        .collect();
    let (mut edits, mut text) = (Vec::new(), file.text.clone());
    for note in file.book.notes.iter().rev() {
        let Some(was) = note.was.as_ref().filter(|was| without_bullet(was) != note.text) else { continue };
        let now = if note.text.is_empty() { None } else { Some(with_bullet(was, &note.text)) };
        let Some((old, with)) = replacement(&text, note.number, now.as_deref()) else { continue };
        text = text.replacen(&old, &with, 1);
        edits.push((old, with));
    }
    let added = if new.is_empty() { Addition::None } else { addition(file, &text, &new, today) };
    if let Addition::Edit { old, with, grown } = &added {
        edits.push((old.clone(), with.clone()));
        text.clone_from(grown);
    }
    if read_only {
        edits.truncate(1);
    }
    if let Err(why) = hands.edit_all(&file.path, &edits)? {
        refuse(done, &file.path, &why);
        return Ok(());
    }
    file.text = text;
    if let Addition::Write { path, content } = added {
        file.path = path;
        match hands.write(&file.path, &content)? {
            Ok(()) => file.text = content,
            Err(why) => refuse(done, &file.path, &why),
        }
    }
    place(file, &new, done);
    Ok(())
}

fn with_bullet(was: &str, text: &str) -> String {
    let bare = without_bullet(was);
    let bullet = was.find(bare).map_or("", |at| &was[..at]);
    format!("{bullet}{text}")
}

/// The shortest text that stands once in the file and holds the line, and what replaces it. Reaches back over the lines before it
/// as far as it must to be the only one.
fn replacement(text: &str, number: usize, now: Option<&str>) -> Option<(String, String)> {
    let lines: Vec<&str> = text.split('\n').collect();
    let at = number.checked_sub(1).filter(|at| *at < lines.len())?;
    for from in (0..=at).rev() {
        let before = lines[from..at].iter().map(|line| format!("{line}\n")).collect::<String>();
        let (old, with) = match now {
            Some(now) => (format!("{before}{}", lines[at]), format!("{before}{now}")),
            None if at + 1 < lines.len() => (format!("{before}{}\n", lines[at]), before.clone()),
            None => (format!("{before}{}", lines[at]), before.clone()),
        };
        if stands_once(text, &old) {
            return Some((old, with));
        }
    }
    // Earlier lines do not tell it apart: the rest of the file does.
    let tail = lines[at + 1..].join("\n");
    let old = format!("{}\n{tail}", lines[at]);
    stands_once(text, &old).then(|| {
        let with = now.map_or_else(|| tail.clone(), |now| format!("{now}\n{tail}"));
        (old, with)
    })
}

/// How new lines come into a file.
enum Addition {
    None,
    /// At its end: what stands there, what replaces it, and the whole text then.
    Edit {
        old: String,
        with: String,
        grown: String,
    },
    /// As a file of their own.
    Write {
        path: String,
        content: String,
    },
}

/// How new lines come into a file that has some text by now.
fn addition(file: &File, text: &str, new: &[String], today: Option<&str>) -> Addition {
    let items: String = new.iter().map(|text| format!("- {text}\n")).collect();
    let heading = today.map_or_else(|| "## Undated".to_owned(), |date| format!("## {date}"));
    let grown = text.len() + items.len() + heading.len() + 4;
    if !file.exists || text.trim().is_empty() || grown > MAX_FILE_BYTES {
        let path = if grown > MAX_FILE_BYTES && file.exists {
            let (base, number) = numbered(&file.path);
            continued(&base, number + 1)
        } else {
            file.path.clone()
        };
        return Addition::Write { path, content: format!("{heading}\n\n{items}") };
    }
    let last_heading = text.lines().rev().find(|line| line.starts_with("## "));
    let joint = if last_heading == Some(heading.as_str()) { "\n".to_owned() } else { format!("\n\n{heading}\n\n") };
    let body = text.trim_end();
    let added = format!("{joint}{}", items.trim_end());
    match anchor(body, text) {
        Some(old) => Addition::Edit {
            with: format!("{old}{added}"),
            old,
            grown: format!("{body}{added}{}", &text[body.len()..]),
        },
        None => Addition::None,
    }
}

/// The number of a continuation: `sessions-2.md` is 2 of `sessions.md`.
fn numbered(path: &str) -> (String, usize) {
    if let Some((stem, ending)) = path.rsplit_once('.')
        && let Some((base, number)) = stem.rsplit_once('-')
        && let Ok(number) = number.parse::<usize>()
        && (2..100).contains(&number)
    {
        return (format!("{base}.{ending}"), number);
    }
    (path.to_owned(), 1)
}

/// The shortest run of whole lines at the end of a text that stands in it once.
fn anchor(body: &str, whole: &str) -> Option<String> {
    let starts: Vec<usize> = std::iter::once(0).chain(body.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let tails = starts.iter().rev().map(|from| &body[*from..]);
    tails.filter(|tail| !tail.trim().is_empty()).find(|tail| stands_once(whole, tail)).map(str::to_owned)
}

/// Whether a part stands in a text exactly once, overlaps counted.
fn stands_once(text: &str, part: &str) -> bool {
    text.find(part).is_some_and(|first| text.rfind(part) == Some(first))
}

/// Gives the notes that were just written their line numbers.
fn place(file: &File, new: &[String], done: &mut [Done]) {
    let lines: Vec<&str> = file.text.lines().collect();
    for text in new {
        let number = lines.iter().rposition(|line| *line == format!("- {text}"));
        for entry in done.iter_mut() {
            if let (Done::Noted { text: noted, at }, Some(number)) = (entry, number)
                && noted == text
                && !at.contains(':')
            {
                *at = format!("{}:{}", file.path, number + 1);
            }
        }
    }
}

/// A refused change: nothing that was to be written to the file is said to have been.
fn refuse(done: &mut [Done], path: &str, why: &str) {
    for entry in done {
        let (text, at) = match entry {
            Done::Noted { text, at } => (text.clone(), at.clone()),
            Done::Changed { to, at, .. } => (to.clone(), at.clone()),
            Done::Removed { text, at } => (text.clone(), at.clone()),
            _ => continue,
        };
        if at.starts_with(path) {
            *entry = Done::Refused { text, why: why.to_owned() };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_takes_as_much_of_the_file_as_makes_it_the_only_place() {
        let text = "## a\n- tea\n## b\n- tea\n- tea with milk\n";
        assert_eq!(replacement(text, 4, Some("- coffee")), Some(("## b\n- tea".into(), "## b\n- coffee".into())));
        assert_eq!(replacement("- a\n- a\n- a\n", 3, None), Some(("- a\n- a\n- a\n".into(), "- a\n- a\n".into())));
        assert_eq!(replacement(text, 5, None), Some(("- tea with milk\n".into(), String::new())));
        assert_eq!(anchor("a\nb\nb", "a\nb\nb\n"), Some("b\nb".into()));
        assert_eq!(anchor("b\nb\nb", "b\nb\nb\n"), Some("b\nb\nb".into()));
        assert_eq!(anchor("", ""), None);
        assert_eq!(numbered("/m/sessions-2.md"), ("/m/sessions.md".into(), 2));
        assert_eq!(continued("/m/sessions.md", 2), "/m/sessions-2.md");
    }
}
