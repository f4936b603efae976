//! How far a store has rotted: which claims stand in it twice, which contradict an earlier one, and which name a date that only
//! the day on which they were written could tell. It looks with the eyes of a dream and changes nothing; it never says what to do
//! about a line.

use serde::Serialize;

use crate::domain::{sort, time::CivilMoment};
use crate::text::dates::resolve;

use super::context::FileView;
use super::hear::write_dates;
use super::material::NoteFile;
use super::plan::Place;
use super::pool::{Fate, Pool};
use super::reader::moment;
use super::settle::{candidates, changed_by, in_order, is_same, rivals};

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

/// An analysis under way: a file or a claim a step.
pub struct Analysis {
    files: std::vec::IntoIter<NoteFile>,
    views: Vec<FileView>,
    pool: Pool,
    /// Claims that were looked at for dates, for repetition, and for contradiction.
    dated: usize,
    merged: usize,
    settled: usize,
    marked: Vec<Marked>,
    about: CivilMoment,
}

impl Analysis {
    /// `about` is a moment of the time that the store is from.
    pub fn new(files: Vec<NoteFile>, about: CivilMoment) -> Self {
        Self {
            files: files.into_iter(),
            views: Vec::new(),
            pool: Pool::default(),
            dated: 0,
            merged: 0,
            settled: 0,
            marked: Vec::new(),
            about,
        }
    }

    /// How many claims are known so far.
    pub fn claims(&self) -> usize {
        self.pool.entries.len()
    }

    /// Cuts the next file, or looks at the next claim; true when nothing is left.
    pub fn step(&mut self) -> bool {
        if let Some(file) = self.files.next() {
            let view = FileView::of(&file, Some(self.about));
            self.pool.take_file(self.views.len(), &view);
            self.views.push(view);
        } else if self.dated < self.claims() {
            self.date(self.dated);
            self.dated += 1;
        } else if self.merged < self.claims() {
            self.repeats(self.merged);
            self.merged += 1;
        } else if self.settled < self.claims() {
            self.contradicts(self.settled);
            self.settled += 1;
        } else {
            return true;
        }
        false
    }

    /// The faults, in the order of the store.
    pub fn finish(mut self) -> Vec<Marked> {
        while !self.step() {}
        sort::sort_by(&mut self.marked, |a, b| (&a.path, a.line, a.kind).cmp(&(&b.path, b.line, b.kind)));
        self.marked
    }

    /// Marks dates that stand in a claim without their day. Where the day on which it was written is known, it is compared with them written
    /// out, as a dream would.
    fn date(&mut self, at: usize) {
        let text = self.pool.entries[at].text.clone();
        for date in resolve(&text, self.about).into_iter().filter(|date| date.relative) {
            self.mark(at, Fault::RelativeDate, None, Some(text[date.start..date.end].to_owned()));
        }
        let Some((file, claim)) = self.pool.entries[at].origin else { return };
        let noted = self.views[file].noted(claim).filter(|(day, exact)| *exact && day.len() == 10);
        if let Some(said) = noted.and_then(|(day, _)| moment(&day)) {
            write_dates(&mut self.pool, at, said, String::new());
        }
    }

    /// Marks a claim that an earlier one says already.
    fn repeats(&mut self, at: usize) {
        if self.pool.entries[at].pointer {
            return;
        }
        let mut earlier: Vec<usize> =
            candidates(&mut self.pool, at, false).into_iter().filter(|other| *other < at).collect();
        sort::sort_by(&mut earlier, Ord::cmp);
        if let Some(first) = earlier.into_iter().find(|other| is_same(&mut self.pool, at, *other)) {
            self.mark(at, Fault::Duplicate, Some(first), None);
            self.pool.end(at, Fate::Merged { into: first, why: String::new() });
        }
    }

    /// Marks a claim that cannot hold together with an earlier one.
    fn contradicts(&mut self, at: usize) {
        if !self.pool.entries[at].stands() || self.pool.entries[at].pointer {
            return;
        }
        let mut earlier: Vec<usize> = rivals(&mut self.pool, at).into_iter().filter(|other| *other < at).collect();
        sort::sort_by(&mut earlier, |a, b| b.cmp(a));
        if let Some(last) = earlier.into_iter().find(|other| self.differ(at, *other)) {
            self.mark(at, Fault::Contradiction, Some(last), None);
        }
    }

    /// Whether the newer of two claims would change the older. Where nothing tells which is newer, the later line is.
    fn differ(&mut self, at: usize, other: usize) -> bool {
        if !self.pool.on_one_ground(at, other) {
            return false;
        }
        let (newer, older) = in_order(&mut self.pool, &self.views, at, other).unwrap_or((at, other));
        changed_by(&mut self.pool, newer, older).is_some()
    }

    fn mark(&mut self, at: usize, kind: Fault, of: Option<usize>, words: Option<String>) {
        let (Some(Place { path, line }), of) = (self.place(at), of.and_then(|of| self.place(of))) else { return };
        self.marked.push(Marked { path, line, text: self.pool.entries[at].was.clone(), kind, of, words });
    }

    fn place(&self, at: usize) -> Option<Place> {
        let (file, claim) = self.pool.entries[at].origin?;
        let view = &self.views[file];
        Some(Place { path: view.path.clone(), line: view.cut.claims[claim].line })
    }
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
    fn the_same_word_on_another_day_is_another_date() {
        let found =
            faults("## 2026-05-05\n\n- The rehearsal is tomorrow\n\n## 2026-05-12\n\n- The rehearsal is tomorrow\n");
        assert!(found.iter().all(|one| one.1 != Fault::Duplicate), "{found:?}");
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
