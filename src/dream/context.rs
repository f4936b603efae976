//! What stands around a claim: the dates and headings above it, what its file is for, and which things they name. It reads paths,
//! headings and front matter; it never changes them.

use crate::domain::Day;
use crate::domain::time::CivilMoment;
use crate::text::concepts;
use crate::text::dates::{Grain, resolve};
use crate::text::lexicon::{self, Sorts};
use crate::text::words::{is_stopword, one_of, words};

use super::bearing::iso_dates;
use super::claims::{BlockKind, Cut, claims_of_note};
use super::lookup::plain;
use super::material::NoteFile;
use super::matter::Matter;

/// A file of the input, read.
#[derive(Debug, Clone)]
pub struct FileView {
    pub path: String,
    pub cut: Cut,
    pub matter: Matter,
    /// It may be rewritten: prose in Markdown or plain text.
    pub prose: bool,
    /// It is written as it comes, by day: its lines belong elsewhere.
    pub log: bool,
    /// The instructions say not to touch it.
    pub fenced: bool,
    /// The day in its name.
    pub named_day: Option<String>,
    /// For each heading: its own date, and what it names.
    pub heads: Vec<Head>,
    /// What its path names, as stems of words that are no common ones.
    pub names: Vec<String>,
    /// Those of them that no dictionary holds.
    pub proper: Vec<String>,
}

/// A heading, read.
#[derive(Debug, Clone, Default)]
pub struct Head {
    /// The date that it gives, as ISO: a day or a month.
    pub date: Option<String>,
    /// The stems of the uncommon words in it.
    pub names: Vec<String>,
    /// Those of them that no dictionary holds.
    pub proper: Vec<String>,
    /// It only counts or dates what stands below: "2026-05-06", "Session 3".
    pub counts: bool,
}

impl FileView {
    /// Reads a file. `about` is a moment of the time that the store is from, for dates without a year.
    pub fn of(file: &NoteFile, about: Option<CivilMoment>) -> FileView {
        let prose = is_prose(&file.path);
        let cut = if prose { claims_of_note(&file.content) } else { Cut::default() };
        let matter = if prose { Matter::of(&file.content) } else { Matter::default() };
        let heads: Vec<Head> = cut
            .headings
            .iter()
            .map(|heading| {
                // "Trip to Brackwater, 10 to 12 June" tells when the trip is, not when it was noted.
                let title = heading.level == 1 && iso_dates(&heading.text).is_empty();
                let date = date_in(&heading.text, about).filter(|_| !title || date_alone(&heading.text));
                let names =
                    if date.is_some() && date_alone(&heading.text) { Vec::new() } else { uncommon(&heading.text) };
                let counts = date.is_some() && date_alone(&heading.text) || is_serial(&heading.text);
                let names = if counts { Vec::new() } else { names };
                Head { date, proper: proper(&heading.text, &names), names, counts }
            })
            .collect();
        let stem = stem_of(&file.path);
        let named_day = iso_dates(&stem.replace('_', "-"))
            .first()
            .map(|day| (*day).to_owned())
            .filter(|day| Day::parse(day).is_some());
        let names = if is_log_name(stem) { Vec::new() } else { uncommon(&spaced(&file.path)) };
        let mut view = FileView {
            path: file.path.clone(),
            proper: proper(&spaced(&file.path), &names),
            names,
            cut,
            matter,
            prose,
            log: false,
            fenced: false,
            named_day,
            heads,
        };
        view.log = view.is_log();
        view
    }

    /// Its name says that notes pile up in it as they come.
    pub fn named_log(&self) -> bool {
        is_log_name(stem_of(&self.path)) || self.named_day.is_some()
    }

    fn is_log(&self) -> bool {
        let dated = self.heads.iter().filter(|head| head.date.is_some()).count();
        let organised = self.matter.get("slug").is_some() && !is_log_name(stem_of(&self.path));
        self.prose
            && !organised
            && (is_log_name(stem_of(&self.path))
                || self.named_day.is_some()
                || dated > 0 && dated * 2 >= self.heads.len())
    }

    /// When a claim was noted, and whether that is so exact that "tomorrow" can be told from it.
    pub fn noted(&self, claim: usize) -> Option<(String, bool)> {
        let claim = self.cut.claims.get(claim)?;
        if let Some(day) = leading_day(&claim.text) {
            return Some((day, true));
        }
        let mut heading = claim.heading;
        while let Some(place) = heading {
            if let Some(date) = &self.heads[place].date {
                return Some((date.clone(), date.len() == 10));
            }
            heading = self.cut.headings[place].above;
        }
        if let Some(day) = &self.named_day {
            return Some((day.clone(), true));
        }
        let updated = self.matter.get("updated").and_then(|text| iso_dates(&text).first().map(|day| (*day).to_owned()));
        updated.map(|day| (day, false))
    }

    /// Whether the headings and the path above a claim name something that no dictionary holds: a person, a project, a product.
    pub fn under_a_name(&self, claim: usize) -> bool {
        let mut heading = self.cut.claims.get(claim).and_then(|claim| claim.heading);
        let mut named =
            !self.proper.is_empty() || self.cut.claims.get(claim).is_some_and(|claim| claim.parent.is_some());
        while let Some(place) = heading {
            named |= !self.heads[place].proper.is_empty();
            heading = self.cut.headings[place].above;
        }
        named
    }

    /// What the headings and the path above a claim name.
    pub fn names_above(&self, claim: usize) -> Vec<String> {
        let mut names = self.names.clone();
        let mut heading = self.cut.claims.get(claim).and_then(|claim| claim.heading);
        while let Some(place) = heading {
            names.extend(self.heads[place].names.iter().cloned());
            heading = self.cut.headings[place].above;
        }
        let mut parent = self.cut.claims.get(claim).and_then(|claim| claim.parent);
        while let Some(place) = parent {
            names.extend(uncommon(&self.cut.claims[place].text));
            parent = self.cut.claims[place].parent;
        }
        names
    }

    /// The headings without dates, and the items, that a claim stands under, in plain words.
    pub fn ground(&self, claim: usize) -> String {
        let Some(claim) = self.cut.claims.get(claim) else { return String::new() };
        let mut parts = Vec::new();
        let mut parent = claim.parent;
        while let Some(place) = parent {
            parts.push(plain(&self.cut.claims[place].text));
            parent = self.cut.claims[place].parent;
        }
        let mut heading = claim.heading;
        while let Some(place) = heading {
            let title = self.cut.headings[place].level == 1;
            if !self.heads[place].counts && !title {
                parts.push(plain(&self.cut.headings[place].text));
            }
            heading = self.cut.headings[place].above;
        }
        if !self.names.is_empty() {
            parts.push(spaced(&self.path));
        }
        parts.join(" / ")
    }

    /// Whether a claim stands by code, a table or a quote under its heading, so that it is not taken from them.
    pub fn by_a_block(&self, claim: usize) -> bool {
        let heading = self.cut.claims.get(claim).and_then(|claim| claim.heading);
        self.cut.blocks.iter().any(|block| {
            matches!(block.kind, BlockKind::Code | BlockKind::Table | BlockKind::Quote) && block.heading == heading
        })
    }
}

/// The name of a file without folders and ending.
pub fn stem_of(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn spaced(path: &str) -> String {
    let whole = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    whole.replace(['/', '_', '-', '.'], " ")
}

fn is_prose(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.') {
        Some((_, ending)) => matches!(ending.to_ascii_lowercase().as_str(), "md" | "markdown" | "txt" | "mdx"),
        None => true,
    }
}

/// Names of files in which notes pile up as they come.
pub fn is_log_name(stem: &str) -> bool {
    let lower = stem.to_ascii_lowercase();
    let base = lower.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['-', '_']);
    base.is_empty()
        || matches!(
            base,
            "session"
                | "sessions"
                | "session_notes"
                | "session-notes"
                | "log"
                | "logs"
                | "notes"
                | "note"
                | "memory"
                | "memories"
                | "journal"
                | "inbox"
                | "dump"
                | "misc"
                | "scratch"
                | "scratchpad"
                | "diary"
                | "everything"
                | "facts"
                | "history"
                | "raw"
                | "daily"
                | "unsorted"
                | "general"
                | "stuff"
                | "random"
                | "brain_dump"
        )
}

/// The stems of the words that are no common ones: names of people, projects and things.
pub fn uncommon(text: &str) -> Vec<String> {
    const PLAIN: &str = "notes note team section overview general info information facts details detail summary day days week status progress open done todo current past upcoming new old key things list items log file memory memories session sessions update updates project projects user about main other misc various background context conference logistics schedule people preferences contacts links resources decisions tasks ideas questions answers actions action points minutes agenda next steps plan plans goals work home personal family health travel finance finances shopping food pets hobbies learning reading events event noted md txt";
    words(text)
        .into_iter()
        .filter(|word| {
            !is_stopword(&word.lower)
                && !concepts::is_common(&word.stem)
                && word.lower.chars().any(char::is_alphabetic)
                && !one_of(&word.lower, PLAIN)
                && !is_record(&word.lower)
        })
        .map(|word| word.stem)
        .collect()
}

/// Of the names in a text those that no dictionary holds.
fn proper(text: &str, names: &[String]) -> Vec<String> {
    if names.is_empty() {
        return Vec::new();
    }
    let unknown = words(text).into_iter().filter(|word| names.contains(&word.stem) && !lexicon::is_known(&word.lower));
    unknown.map(|word| word.stem).collect()
}

/// A word for something that is written in, whatever it is about: "handbook", "noticeboard", "diary".
fn is_record(lower: &str) -> bool {
    static RECORDS: Sorts = Sorts::of(&["document", "record", "book", "list"]);
    ["book", "board", "log", "list", "sheet", "pad"]
        .iter()
        .any(|end| lower.len() > end.len() + 2 && lower.ends_with(end))
        || RECORDS.hold(lower)
}

/// The date that a heading gives, as ISO: a day or a month.
pub fn date_in(text: &str, about: Option<CivilMoment>) -> Option<String> {
    if let Some(day) = iso_dates(text).first().filter(|day| Day::parse(day).is_some()) {
        return Some((*day).to_owned());
    }
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let base = about.or_else(|| Some(CivilMoment { day: Day::parse("2000-01-01")?, hour: 12, minute: 0 }))?;
    let found = resolve(text, base);
    let dated = |grain: Grain| {
        found.iter().find(|date| {
            date.grain == grain && !date.approximate && (!date.relative || about.is_some() && has_month(text))
        })
    };
    if let Some(day) = dated(Grain::Day).or_else(|| dated(Grain::Time)) {
        return Some(day.from.to_string());
    }
    dated(Grain::Month).map(|month| month.from.to_string()[..7].to_owned())
}

fn has_month(text: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = text.to_lowercase();
    MONTHS.iter().any(|month| lower.contains(month))
}

/// Whether a heading says little but its date.
fn date_alone(text: &str) -> bool {
    words(text).iter().filter(|word| !word.lower.bytes().any(|byte| byte.is_ascii_digit())).count() <= 3
}

/// "Session 3", "Entry 12", "Chat #4".
fn is_serial(text: &str) -> bool {
    let words = words(text);
    let counted = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    matches!(
        words.first().map_or("", |word| word.lower.as_str()),
        "session" | "entry" | "chat" | "conversation" | "log" | "note" | "noted" | "undated"
    ) && words.len() <= 3
        && (words.len() == 1 || words.iter().any(|word| counted(&word.lower)))
}

/// The day that a line begins with: `2026-05-06: …`, `[2026-05-06] …`.
pub fn leading_day(text: &str) -> Option<String> {
    let bare = text.trim_start_matches(['[', '(', '*', '_', ' ']);
    let day = bare.get(..10).filter(|day| Day::parse(day).is_some())?;
    Some(day.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logs_are_told_from_topic_files() {
        let view =
            |path: &str, content: &str| FileView::of(&NoteFile { path: path.into(), content: content.into() }, None);
        assert!(view("/sessions.md", "- a").log);
        assert!(view("/2026-05-06.md", "- a").log);
        assert!(view("/stuff-we-said.md", "## 2026-05-06\n- a\n## 2026-05-07\n- b").log);
        assert!(!view("/people.md", "# People\n- a").log);
        assert!(!view("/data.json", "{}").prose);
        let dated = view("/sessions.md", "# Log\n## 2026-05-06\n### Talks\n- a b c\n- [2026-05-09] d");
        assert_eq!(dated.noted(0), Some(("2026-05-06".into(), true)));
        assert_eq!(dated.noted(1), Some(("2026-05-09".into(), true)));
        assert_eq!(view("/projects/apollo.md", "- a").names, ["apollo"]);
    }
}
