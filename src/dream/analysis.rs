//! How far a store has rotted: which claims stand in it twice, which contradict an earlier one, and which name a date that only
//! the day on which they were written could tell. It looks with the eyes of a dream and changes nothing; it never says what to do
//! about a line.

use std::rc::Rc;

use serde::Serialize;

use crate::domain::sort;
use crate::domain::time::CivilMoment;
use crate::model::offline::listen;
use crate::text::dates::resolve;
use crate::text::near::{Same, same_claim};
use crate::text::reading::Reading;

use super::bearing::{Bearing, bearing};
use super::context::FileView;
use super::lookup::Lookup;
use super::material::NoteFile;
use super::plan::Place;

/// Earlier claims that one is held against.
const CANDIDATES: usize = 12;

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// An earlier line says it already.
    Duplicate,
    /// An earlier line says otherwise of the same thing.
    Contradiction,
    /// It names a day that nobody can tell without knowing when it was written.
    RelativeDate,
}

/// A fault and where it stands.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Marked {
    pub path: String,
    /// Counted from 1.
    pub line: u32,
    pub text: String,
    pub kind: Fault,
    /// The earlier line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Place>,
    /// The words that name the date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
}

/// A claim that was looked at.
struct Seen {
    place: Place,
    text: String,
    reading: Rc<Reading>,
    /// What its headings and path name.
    names: Vec<String>,
}

/// An analysis under way: a file or a claim a step.
pub struct Analysis {
    files: std::vec::IntoIter<NoteFile>,
    waiting: std::vec::IntoIter<(Place, String, Vec<String>)>,
    seen: Vec<Seen>,
    lookup: Lookup,
    marked: Vec<Marked>,
    about: CivilMoment,
}

impl Analysis {
    /// `about` is a moment of the time that the store is from.
    pub fn new(files: Vec<NoteFile>, about: CivilMoment) -> Self {
        Self {
            files: files.into_iter(),
            waiting: Vec::new().into_iter(),
            seen: Vec::new(),
            lookup: Lookup::default(),
            marked: Vec::new(),
            about,
        }
    }

    /// How many claims were looked at so far.
    pub fn claims(&self) -> usize {
        self.seen.len()
    }

    /// Looks at the next claim, or cuts the next file; true when nothing is left.
    pub fn step(&mut self) -> bool {
        match self.waiting.next() {
            Some((place, text, names)) => self.look(place, text, names),
            None => match self.files.next() {
                Some(file) => self.cut(&file),
                None => return true,
            },
        }
        false
    }

    fn cut(&mut self, file: &NoteFile) {
        let view = FileView::of(file, Some(self.about));
        let claims = view.cut.claims.iter().enumerate().map(|(at, claim)| {
            let place = Place { path: file.path.clone(), line: claim.line };
            (place, claim.text.clone(), view.names_above(at))
        });
        self.waiting = claims.collect::<Vec<_>>().into_iter();
    }

    fn look(&mut self, place: Place, text: String, names: Vec<String>) {
        let reading = Rc::new(Reading::of(&text));
        if let Some((kind, earlier)) = self.fault(&text, &reading, &names) {
            let of = Some(self.seen[earlier].place.clone());
            self.mark(&place, &text, kind, of, None);
        }
        for date in resolve(&text, self.about).into_iter().filter(|date| date.relative) {
            let words = text[date.start..date.end].to_owned();
            self.mark(&place, &text, Fault::RelativeDate, None, Some(words));
        }
        self.lookup.add(self.seen.len() as u32, &text);
        self.seen.push(Seen { place, text, reading, names });
    }

    /// The faults, in the order of the store.
    pub fn finish(mut self) -> Vec<Marked> {
        while !self.step() {}
        self.marked
    }

    fn mark(&mut self, place: &Place, text: &str, kind: Fault, of: Option<Place>, words: Option<String>) {
        let Place { path, line } = place.clone();
        self.marked.push(Marked { path, line, text: text.to_owned(), kind, of, words });
    }

    /// What an earlier claim makes of this one: the first that says the same, else the last that says otherwise.
    fn fault(&self, text: &str, reading: &Reading, names: &[String]) -> Option<(Fault, usize)> {
        let near = self.lookup.near(reading, CANDIDATES).into_iter().map(|(at, _)| at);
        let mut candidates: Vec<usize> =
            self.lookup.same_words(text).iter().copied().chain(near).map(|at| at as usize).collect();
        sort::sort_by(&mut candidates, Ord::cmp);
        candidates.dedup();
        let statement = listen::statement(text, false);
        let mut otherwise = None;
        for at in candidates {
            let earlier = &self.seen[at];
            if apart(names, &earlier.names) {
                continue;
            }
            if same_claim(text, &earlier.text) != Same::Different {
                return Some((Fault::Duplicate, at));
            }
            match bearing(&statement, reading, &earlier.text, &earlier.reading) {
                Bearing::Same => return Some((Fault::Duplicate, at)),
                Bearing::Change { .. } => otherwise = Some((Fault::Contradiction, at)),
                Bearing::Apart | Bearing::Extends => {}
            }
        }
        otherwise
    }
}

/// Whether two claims stand under headings that name different things.
fn apart(these: &[String], those: &[String]) -> bool {
    !these.is_empty() && !those.is_empty() && !these.iter().any(|name| those.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Time;

    fn faults(content: &str) -> Vec<(u32, Fault, Option<u32>, Option<String>)> {
        let file = NoteFile { path: "/sessions.md".to_owned(), content: content.to_owned() };
        let about = Time::parse("2026-05-06T12:00:00Z").map(|time| time.civil_moment(0));
        let analysis = Analysis::new(vec![file], about.unwrap_or_else(|| Time::from_ms(0).civil_moment(0)));
        let marked = analysis.finish().into_iter();
        marked.map(|one| (one.line, one.kind, one.of.map(|of| of.line), one.words)).collect()
    }

    #[test]
    fn what_is_said_twice_points_to_where_it_stood_first() {
        let found = faults("- Lunch is in the courtyard\n- The badge number is 4127\n- lunch is in the courtyard.\n");
        assert_eq!(found, [(3, Fault::Duplicate, Some(1), None)]);
    }

    #[test]
    fn a_number_that_differs_makes_no_duplicate() {
        let found = faults("- The badge number is 4127\n- The badge number is 4128\n");
        assert_eq!(found, [(2, Fault::Contradiction, Some(1), None)]);
    }

    #[test]
    fn a_relative_date_is_marked_by_its_words() {
        let found = faults("- The dinner is next Friday\n- The retro was on 2026-05-08\n");
        assert_eq!(found, [(1, Fault::RelativeDate, None, Some("next Friday".to_owned()))]);
    }

    #[test]
    fn lines_about_different_things_are_left_alone() {
        assert_eq!(
            faults("## Apollo\n\n- The deadline is in May\n\n## Zeus\n\n- The deadline is in June\n")
                .iter()
                .filter(|one| one.1 == Fault::Contradiction)
                .count(),
            0
        );
        assert!(faults("```\n- Lunch is at noon\n- Lunch is at noon\n```\n").is_empty());
    }
}
