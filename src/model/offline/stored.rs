//! What the store holds that a message may correct: facts told in another session, which the thread does not have. They are looked for only
//! where the message says by its words that something has changed.

use crate::domain::sort;
use crate::model::mount_note::Mount;
use crate::text::concepts;
use crate::text::lines::without_bullet;
use crate::text::reading::Reading;

use super::hands::{Hands, Stop};
use super::instructions;
use super::remarks::{self, Cue};
use super::search;
use super::wording::is_question;

/// At most so many lines are looked at.
const MOST: usize = 12;
/// At most so many lines that a search found are compared with the message.
const COMPARED: usize = 200;

/// The lines of the store that share most with a message that tells of a change, and that the thread does not hold.
pub fn lines(hands: &mut Hands<'_>, mounts: &[Mount], message: &str, thread: &[&str]) -> Result<Vec<String>, Stop> {
    let writable: Vec<&Mount> = mounts.iter().filter(|mount| !mount.read_only).collect();
    let told = || {
        remarks::read(message)
            .is_some_and(|heard| heard.cue >= Cue::Weak && heard.pieces.iter().any(|piece| !piece.asks))
    };
    if is_question(message) || !hands.has("grep") || !told() {
        return Ok(Vec::new());
    }
    let read = Reading::of(message);
    let mount = instructions::best_mount(&writable, &read).filter(|mount| !instructions::read(mount).append_only);
    let Some(mount) = mount else { return Ok(Vec::new()) };
    let says: Vec<usize> = read.content().into_iter().filter(|at| !concepts::is_light(&read.words[*at].stem)).collect();
    let words: Vec<String> = says.iter().map(|at| read.words[*at].lower.clone()).collect();
    let Some(pattern) = search::pattern_of_words(&words) else { return Ok(Vec::new()) };
    let (hits, _) = hands.grep(&pattern, &mount.path)?;
    let mut found: Vec<(usize, String)> = Vec::new();
    for hit in hits.iter().rev().take(COMPARED) {
        let text = without_bullet(&hit.text);
        let line = text.to_lowercase();
        let shared = says.iter().filter(|at| line.contains(&read.words[**at].stem)).count();
        if shared > 0 && !text.starts_with('#') && !thread.contains(&text) {
            found.push((shared, text.to_owned()));
        }
    }
    sort::sort_by_key(&mut found, |(shared, _)| std::cmp::Reverse(*shared));
    found.truncate(MOST);
    Ok(found.into_iter().map(|(_, text)| text).collect())
}
