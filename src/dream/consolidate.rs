//! From notes and reports to a better store: duplicates merged, contradictions settled, dates made absolute, lines put where they
//! belong, every claim accounted for. A state machine cut into short steps; it never reads a clock and the order of the reports
//! changes nothing.

use std::collections::BTreeMap;

use crate::domain::sort;
use crate::domain::time::CivilMoment;
use crate::text::refill::refill;

use super::again::Joining;
use super::context::FileView;
use super::days::absolute;
use super::finding::{Finding, FindingKind};
use super::hear::{drop_entry, hear, support, write_dates};
use super::lookup::plain;
use super::material::Notes;
use super::orders::Orders;
use super::organise::Organising;
use super::output::Output;
use super::plan::Plan;
use super::pool::{Fate, Pool};
use super::reader::moment;
use super::settle::{merge_around, settle_around};
use super::told::{Told, put_in_order, told_of};

/// What one reader reported of one session.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reported {
    pub session_id: String,
    pub findings: Vec<Finding>,
    /// When each event was said: civil time in the session's own zone, `2026-05-06T09:12`.
    pub said: BTreeMap<String, String>,
}

/// The bounds of the output store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    pub max_file_bytes: usize,
    pub max_files: usize,
}

/// At most so many rounds of merging and settling, each over what the one before left.
const ROUNDS: usize = 6;

/// At most so many passes over the store; the second mostly finds nothing more to do.
const PASSES: usize = 5;

/// How many claims a light step takes; a heavy one takes one claim or statement.
const SLICE: usize = 8;

/// How many findings a step takes.
const FINDINGS: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Cut,
    Gather,
    Date,
    Drop,
    Support,
    Merge,
    Settle,
    Hear,
    MergeAgain,
    SettleAgain,
    Organise,
    Write,
    /// The account of this pass is put together with that of those before.
    Join,
    /// What was needed on the way is let go of.
    Clear,
    Done,
}

/// A consolidation under way.
pub struct Consolidation {
    pub(super) work: Work,
    reports: Vec<Reported>,
    told: Vec<Told>,
    /// The places of claims by path and line.
    by_line: BTreeMap<(String, u32), Vec<usize>>,
    stage: Stage,
    at: usize,
    within: usize,
    changed: bool,
    round: usize,
    /// Each pair of claims was looked at once: from then on only what changed is.
    merged_once: bool,
    settled_once: bool,
    organising: Option<Organising>,
    output: Option<Output>,
    joining: Option<Joining>,
    /// The earliest moment of the transcripts.
    begins: Option<CivilMoment>,
    /// What the passes so far came to.
    plan: Option<Plan>,
    /// What the first pass began with.
    input: Notes,
    passes: usize,
    instructions: Option<String>,
    /// The next pass, which begins when this one is let go of.
    next: Option<Box<Consolidation>>,
}

/// What all stages work on.
pub struct Work {
    pub notes: Notes,
    pub views: Vec<FileView>,
    pub pool: Pool,
    pub orders: Orders,
    pub settings: Settings,
    /// The sessions that reported, each with the last moment at which anything was said in it.
    pub sessions: Vec<(String, String)>,
    /// Sessions of which the instructions left something out: another dream may want it.
    pub partly: Vec<String>,
}

impl Consolidation {
    pub fn new(
        mut notes: Notes,
        mut reports: Vec<Reported>,
        instructions: Option<&str>,
        settings: Settings,
    ) -> Consolidation {
        sort::sort_by(&mut notes.files, |a, b| a.path.cmp(&b.path));
        sort::sort_by(&mut reports, |a, b| a.session_id.cmp(&b.session_id));
        let sessions = reports
            .iter()
            .map(|report| (report.session_id.clone(), report.said.values().max().cloned().unwrap_or_default()))
            .collect();
        let begins = reports.iter().flat_map(|report| report.said.values()).min().and_then(|said| moment(said));
        let input = notes.clone();
        let work = Work {
            notes,
            views: Vec::new(),
            pool: Pool::default(),
            orders: Orders::read(instructions),
            settings,
            sessions,
            partly: Vec::new(),
        };
        Consolidation {
            work,
            reports,
            told: Vec::new(),
            by_line: BTreeMap::new(),
            stage: Stage::Cut,
            at: 0,
            within: 0,
            changed: false,
            round: 0,
            merged_once: false,
            settled_once: false,
            organising: None,
            output: None,
            joining: None,
            begins,
            plan: None,
            input,
            passes: 0,
            instructions: instructions.map(str::to_owned),
            next: None,
        }
    }

    /// Does a little of the work; true when all is done.
    pub fn step(&mut self) -> bool {
        match self.stage {
            Stage::Cut => self.cut(),
            Stage::Gather => self.gather(),
            Stage::Date => self.over_entries(Stage::Drop, Self::date),
            Stage::Drop => self.over_entries(Stage::Support, Self::drop),
            Stage::Support => self.over_told(Stage::Merge, Self::support),
            Stage::Merge => self.merge(Stage::Settle),
            Stage::Settle => self.settle(Stage::Hear, Stage::Merge),
            Stage::Hear => self.over_told(Stage::MergeAgain, Self::hear),
            Stage::MergeAgain => self.merge(Stage::SettleAgain),
            Stage::SettleAgain => self.settle(Stage::Organise, Stage::MergeAgain),
            Stage::Organise => self.organise(),
            Stage::Write => {
                if self.output.as_mut().is_none_or(|output| output.step(&self.work)) {
                    self.pass();
                }
            }
            Stage::Join => {
                if self.joining.as_mut().is_none_or(Joining::step) {
                    let joined = self.joining.take().map(|joining| joining.finish(&self.input));
                    self.end_pass(joined.unwrap_or_default(), false);
                }
            }
            Stage::Clear => self.clear(),
            Stage::Done => {}
        }
        self.stage == Stage::Done
    }

    /// The rest of the work, and its result.
    pub fn finish(mut self) -> Plan {
        while !self.step() {}
        self.plan.unwrap_or_default()
    }

    /// Ends a pass: its output is gone over again until nothing more changes.
    fn pass(&mut self) {
        let found = self.output.take().map(Output::into_plan).unwrap_or_default();
        self.passes += 1;
        match self.plan.take() {
            None => {
                let stable = found.files == self.work.notes.files;
                self.end_pass(found, stable);
            }
            Some(plan) if plan.files == found.files => self.end_pass(plan, true),
            Some(plan) => {
                self.joining = Some(Joining::new(plan, found));
                self.go(Stage::Join);
            }
        }
    }

    /// Ends all, or goes over what came out.
    fn end_pass(&mut self, plan: Plan, stable: bool) {
        if stable || self.passes >= PASSES {
            self.plan = Some(plan);
            self.go(Stage::Clear);
            return;
        }
        let notes = Notes { memory_store_id: self.input.memory_store_id.clone(), files: plan.files.clone() };
        let instructions = self.instructions.take();
        let mut next = Consolidation::new(notes, Vec::new(), instructions.as_deref(), self.work.settings);
        next.work.sessions = std::mem::take(&mut self.work.sessions);
        next.work.partly = std::mem::take(&mut self.work.partly);
        next.work.pool.memo = std::mem::take(&mut self.work.pool.memo);
        next.begins = self.begins;
        next.input = std::mem::take(&mut self.input);
        next.plan = Some(plan);
        next.passes = self.passes;
        self.next = Some(Box::new(next));
        self.go(Stage::Clear);
    }

    /// What is being done, for whoever watches.
    pub fn stage_name(&self) -> String {
        format!("{:?}", self.stage).to_lowercase()
    }

    fn go(&mut self, stage: Stage) {
        self.stage = stage;
        self.at = 0;
        self.within = 0;
        self.changed = false;
    }

    /// One file a step.
    fn cut(&mut self) {
        let about = self.begins;
        let Some(file) = self.work.notes.files.get(self.at) else {
            self.go(Stage::Gather);
            return;
        };
        let mut view = FileView::of(file, about);
        view.fenced = self.work.orders.fences(&file.path);
        let first = self.work.pool.entries.len();
        self.work.pool.take_file(self.at, &view);
        for (place, claim) in view.cut.claims.iter().enumerate() {
            for line in claim.line..=claim.last_line {
                self.by_line.entry((file.path.clone(), line)).or_default().push(first + place);
            }
        }
        self.work.views.push(view);
        self.at += 1;
    }

    fn gather(&mut self) {
        let Some(report) = self.reports.get(self.at) else {
            put_in_order(&mut self.told);
            self.go(Stage::Date);
            return;
        };
        let to = (self.within + FINDINGS).min(report.findings.len());
        // Findings on one statement stand together.
        let same =
            |at: usize| report.findings.get(at).is_some_and(|next| next.sources == report.findings[at - 1].sources);
        let to = (to.max(1)..report.findings.len()).find(|at| !same(*at)).unwrap_or(report.findings.len()).max(to);
        let until =
            self.work.views.iter().flat_map(|view| view.matter.sessions()).filter(|(id, _)| *id == report.session_id);
        let until = until.map(|(_, until)| until).max();
        let memo = &mut self.work.pool.memo;
        let findings = &report.findings[self.within..to];
        let mut told = told_of(&report.session_id, findings, &report.said, until.as_deref(), memo);
        for (at, told) in told.iter_mut().enumerate() {
            told.number = self.within * 1_000 + at;
        }
        self.told.append(&mut told);
        self.within = to;
        if to >= report.findings.len() {
            self.at += 1;
            self.within = 0;
        }
    }

    fn over_entries(&mut self, next: Stage, each: fn(&mut Self, usize)) {
        for _ in 0..SLICE {
            if self.at >= self.work.pool.entries.len() {
                self.go(next);
                return;
            }
            each(self, self.at);
            self.at += 1;
        }
    }

    fn over_told(&mut self, next: Stage, each: fn(&mut Self, usize)) {
        if self.at >= self.told.len() {
            self.go(next);
            return;
        }
        each(self, self.at);
        self.at += 1;
    }

    /// Writes the relative dates of a note out, where a date above it tells from when they count; applies logged corrections.
    fn date(&mut self, at: usize) {
        let Some((file, place)) = self.work.pool.entries[at].origin else { return };
        if self.work.pool.entries[at].fenced || self.work.pool.entries[at].pointer {
            return;
        }
        self.logged_correction(at, file, place);
        if !self.work.orders.dates || !self.work.pool.entries[at].stands() {
            return;
        }
        let exact = self.work.views[file].noted(place).filter(|(day, exact)| *exact && day.len() == 10);
        let text = &self.work.pool.entries[at].text;
        match exact.as_ref().and_then(|(day, _)| moment(day)) {
            Some(said) => {
                let why = format!("counted from {}, the day under which it was noted", said.day);
                write_dates(&mut self.work.pool, at, said, why);
            }
            None => {
                let relative = moment("2001-01-01").is_some_and(|said| absolute(text, said) != *text);
                self.work.pool.entries[at].undated = relative;
            }
        }
    }

    /// "Correction: room 7" in a log puts its value into the line that it corrects.
    fn logged_correction(&mut self, at: usize, file: usize, place: usize) {
        let pool = &mut self.work.pool;
        let text = pool.entries[at].text.clone();
        let lower = text.to_ascii_lowercase();
        if !lower.starts_with("correction: ") || !self.work.views[file].log {
            return;
        }
        let value = text["correction: ".len()..].trim_end_matches('.');
        for back in 1..=place.min(3) {
            let other = at - back;
            if !pool.entries[other].stands() || pool.entries[other].fenced {
                continue;
            }
            let line = pool.entries[other].text.clone();
            if let Some(now) = refill(value, &line).filter(|now| *now != line) {
                pool.entries[other].corrected =
                    Some(format!("noted as “{line}”; the log corrects it after that: “{text}”"));
                pool.reword(other, now);
                pool.end(at, Fate::Merged { into: other, why: format!("it corrects “{line}”, which now says so") });
                return;
            }
        }
    }

    fn drop(&mut self, at: usize) {
        if self.work.orders.clauses.is_empty() || self.work.pool.entries[at].pointer {
            return;
        }
        let reading = self.work.pool.reading(at);
        if let Some(why) = self.work.orders.drops(&reading) {
            drop_entry(&mut self.work.pool, at, why);
        }
    }

    /// The claims that a statement's reader named, and what it took the statement for.
    fn named(&self, told: &Told) -> Vec<(usize, FindingKind)> {
        let mut named: Vec<(usize, FindingKind)> = Vec::new();
        for (path, line, kind) in &told.about {
            let on_line = self.by_line.get(&(path.clone(), *line)).map_or(&[][..], Vec::as_slice);
            let home = self.best_on_line(on_line, told).and_then(|at| self.work.pool.home(at));
            if let Some(home) = home.filter(|home| !named.iter().any(|(other, _)| other == home)) {
                named.push((home, *kind));
            }
        }
        named
    }

    /// Of several sentences on a line the one that shares most words with what was told.
    fn best_on_line(&self, on_line: &[usize], told: &Told) -> Option<usize> {
        if on_line.len() < 2 {
            return on_line.first().copied();
        }
        let shared = |at: usize| {
            let text = plain(&self.work.pool.entries[at].was);
            told.reading.words.iter().filter(|word| text.contains(word.lower.as_str())).count()
        };
        on_line.iter().copied().max_by_key(|at| (shared(*at), std::cmp::Reverse(*at)))
    }

    fn support(&mut self, at: usize) {
        let named = self.named(&self.told[at]);
        support(&mut self.work.pool, &self.told[at], &named);
    }

    fn hear(&mut self, at: usize) {
        let told = &self.told[at];
        let wanted = self.work.orders.wants(&told.reading);
        if !wanted && !self.work.partly.contains(&told.session_id) {
            self.work.partly.push(told.session_id.clone());
        }
        let named = self.named(told);
        hear(&mut self.work.pool, &self.told[at], &named, wanted);
    }

    fn merge(&mut self, next: Stage) {
        if self.at >= self.work.pool.entries.len() || !self.work.orders.merge {
            self.round += 1;
            self.merged_once = true;
            let again = self.changed && self.round < ROUNDS;
            self.go(if again { self.stage } else { next });
            return;
        }
        self.changed |= merge_around(&mut self.work.pool, self.at, !self.merged_once);
        self.at += 1;
    }

    /// Contradictions; what they changed may be the same as another claim now.
    fn settle(&mut self, next: Stage, again: Stage) {
        if self.at >= self.work.pool.entries.len() {
            self.round += 1;
            self.settled_once = true;
            let stage = if self.changed && self.round < ROUNDS { again } else { next };
            if stage == next {
                self.round = 0;
            }
            self.go(stage);
            return;
        }
        self.changed |= settle_around(&mut self.work.pool, &self.work.views, self.at, !self.settled_once);
        self.at += 1;
    }

    fn organise(&mut self) {
        let work = &mut self.work;
        let organising = self.organising.get_or_insert_with(|| Organising::new(&work.views));
        if organising.step(&mut work.pool, &work.views, &work.orders, work.settings.max_files) {
            let targets = self.organising.take().map(Organising::into_targets).unwrap_or_default();
            self.output = Some(Output::new(work, targets));
            self.go(Stage::Write);
        }
    }

    /// To free all at once takes longer than a step may.
    fn clear(&mut self) {
        let work = &mut self.work;
        work.pool.entries.truncate(work.pool.entries.len().saturating_sub(SLICE * 4));
        work.views.truncate(work.views.len().saturating_sub(SLICE));
        self.told.truncate(self.told.len().saturating_sub(SLICE * 2));
        if let Some(report) = self.reports.last_mut() {
            report.findings.truncate(report.findings.len().saturating_sub(SLICE * 8));
            if report.findings.is_empty() {
                self.reports.pop();
            }
        }
        for _ in 0..SLICE * 8 {
            self.by_line.pop_first();
        }
        let more = !work.pool.entries.is_empty()
            || !work.views.is_empty()
            || !self.told.is_empty()
            || !self.reports.is_empty()
            || !self.by_line.is_empty();
        if more || !work.pool.lookup.forget_some() {
            return;
        }
        if let Some(next) = self.next.take() {
            *self = *next;
        } else if work.pool.memo.forget_some() {
            self.stage = Stage::Done;
        }
    }
}
