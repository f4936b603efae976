//! The output store, a file a step: claims put in their places, front matter, the index, and at the end a row for every claim. It
//! carries out what was decided and decides only where a file must be split.

use std::collections::BTreeMap;

use crate::domain::sort;

use super::consolidate::Work;
use super::context::{FileView, stem_of};
use super::material::NoteFile;
use super::matter::{Matter, UNTIL};
use super::organise::{Target, in_order};
use super::plan::{Change, FileChange, Place, Plan};
use super::pool::is_pointer;
use super::render::{INDEX, OutLine, existing, new};
use super::rows;
use super::topics::title_of;
use super::words_of::keywords;

/// A file that is written.
struct Written {
    path: String,
    content: String,
    /// The line of each claim, counted from 1.
    claims: Vec<(usize, u32)>,
    description: String,
    updated: String,
}

enum Phase {
    Existing(usize),
    New(usize),
    Index,
    Rows(usize),
    Done,
}

/// The output under way.
pub struct Output {
    targets: BTreeMap<usize, Target>,
    /// The entries of each input file, in order.
    entries: Vec<Vec<usize>>,
    /// What comes into each path, in order.
    coming: BTreeMap<String, Vec<usize>>,
    new_paths: Vec<String>,
    written: Vec<Written>,
    phase: Phase,
    places: BTreeMap<usize, Place>,
    plan: Plan,
}

impl Output {
    pub fn new(work: &Work, targets: BTreeMap<usize, Target>) -> Output {
        let mut entries: Vec<Vec<usize>> = vec![Vec::new(); work.views.len()];
        for (at, entry) in work.pool.entries.iter().enumerate() {
            if let Some((file, _)) = entry.origin {
                entries[file].push(at);
            }
        }
        let mut coming: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, target) in targets.iter().filter(|(at, _)| work.pool.entries[**at].stands()) {
            coming.entry(target.path.clone()).or_default().push(*at);
        }
        for list in coming.values_mut() {
            *list = in_order(&work.pool, &work.views, &targets, std::mem::take(list));
        }
        let new_paths =
            coming.keys().filter(|path| work.views.iter().all(|view| view.path != **path)).cloned().collect();
        Output {
            targets,
            entries,
            coming,
            new_paths,
            written: Vec::new(),
            phase: Phase::Existing(0),
            places: BTreeMap::new(),
            plan: Plan::default(),
        }
    }

    /// A file, or some rows; true when all is done.
    pub fn step(&mut self, work: &Work) -> bool {
        self.phase = match self.phase {
            Phase::Existing(at) if at < work.views.len() => {
                self.existing(work, at);
                Phase::Existing(at + 1)
            }
            Phase::Existing(_) => Phase::New(0),
            Phase::New(at) if at < self.new_paths.len() => {
                self.new_file(work, at);
                Phase::New(at + 1)
            }
            Phase::New(_) => Phase::Index,
            Phase::Index => {
                self.index(work);
                self.settle_files(work);
                Phase::Rows(0)
            }
            Phase::Rows(at) if at < work.pool.entries.len() => {
                let to = (at + 16).min(work.pool.entries.len());
                for entry in at..to {
                    rows::row(work, entry, &self.places, &self.targets, &mut self.plan);
                }
                Phase::Rows(to)
            }
            Phase::Rows(_) => {
                rows::followed(work, &mut self.plan);
                Phase::Done
            }
            Phase::Done => Phase::Done,
        };
        matches!(self.phase, Phase::Done)
    }

    pub fn into_plan(self) -> Plan {
        self.plan
    }

    fn existing(&mut self, work: &Work, at: usize) {
        let view = &work.views[at];
        let file = &work.notes.files[at];
        let coming: Vec<(usize, &Target)> =
            self.coming.get(&view.path).into_iter().flatten().map(|at| (*at, &self.targets[at])).collect();
        if !view.prose || view.fenced || view.path == INDEX && !work.orders.index {
            let claims = self.entries[at].iter().zip(&view.cut.claims).map(|(at, claim)| (*at, claim.line)).collect();
            self.keep(file, claims, view);
            return;
        }
        if view.path == INDEX {
            return;
        }
        let targets = &self.targets;
        let leaving = |at: usize| targets.contains_key(&at);
        let (lines, changed) = existing(&work.pool, view, &file.content, &self.entries[at], &leaving, &coming);
        let empty = changed && !lines.iter().any(|line| is_content(&line.text)) && !view.cut.claims.is_empty();
        if empty {
            return;
        }
        let mut matter = view.matter.clone();
        let claims: Vec<usize> = lines.iter().flat_map(|line| line.claims.iter().copied()).collect();
        let described = self.describe(work, view, &mut matter, &claims, changed);
        let body: String = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        let ends = changed || file.content.ends_with('\n') || lines.is_empty();
        let body = if ends && !body.is_empty() { format!("{body}\n") } else { body };
        let front = if described { matter.text() } else { original_matter(view, &file.content) };
        let content = format!("{front}{body}");
        if content.len() > work.settings.max_file_bytes {
            if file.content.len() > work.settings.max_file_bytes || coming.is_empty() && !changed {
                let claims =
                    self.entries[at].iter().zip(&view.cut.claims).map(|(at, claim)| (*at, claim.line)).collect();
                self.keep(file, claims, view);
            } else {
                self.split(work, &view.path, &matter, &lines);
            }
            return;
        }
        self.write(view.path.clone(), content, &front, &lines, &matter);
    }

    /// A file that stays as it is.
    fn keep(&mut self, file: &NoteFile, claims: Vec<(usize, u32)>, view: &FileView) {
        self.written.push(Written {
            path: file.path.clone(),
            content: file.content.clone(),
            claims,
            description: view.matter.get("description").unwrap_or_default(),
            updated: view.matter.get("updated").unwrap_or_default(),
        });
    }

    fn write(&mut self, path: String, content: String, front: &str, lines: &[OutLine], matter: &Matter) {
        let before = front.matches('\n').count() as u32;
        let claims = lines
            .iter()
            .enumerate()
            .flat_map(|(at, line)| line.claims.iter().map(move |claim| (*claim, before + at as u32 + 1)))
            .collect();
        self.written.push(Written {
            path,
            content,
            claims,
            description: matter.get("description").unwrap_or_default(),
            updated: matter.get("updated").unwrap_or_default(),
        });
    }

    /// Puts slug, description, date and sources into a file's front matter; true if it is to be written anew.
    fn describe(&self, work: &Work, view: &FileView, matter: &mut Matter, claims: &[usize], changed: bool) -> bool {
        let markdown = view.path.ends_with(".md") || view.path.ends_with(".markdown");
        if !markdown || claims.is_empty() && !matter.exists() {
            return false;
        }
        let before = matter.clone();
        let stem = stem_of(&view.path);
        if matter.get("slug").is_none() {
            matter.set("slug", &slug_of(stem));
        }
        let title = title_of(stem);
        let own = matter.get("description").is_none_or(|text| changed && text.starts_with(&format!("{title} (")));
        if own {
            matter.set("description", &described(work, &title, claims));
        }
        let moved_in = claims.iter().any(|at| self.targets.contains_key(at));
        self.date_matter(work, matter, claims, moved_in || !before.exists());
        *matter != before
    }

    /// `updated` and `sources`, from what bears on the claims of a file.
    fn date_matter(&self, work: &Work, matter: &mut Matter, claims: &[usize], with_notes: bool) {
        let entries = || claims.iter().map(|at| &work.pool.entries[*at]);
        let mut updated = matter.get("updated").unwrap_or_default();
        let fresh =
            entries().flat_map(|entry| entry.fresh.iter()).map(|(_, said)| said.get(..10).unwrap_or(said).to_owned());
        let noted = entries().map(|entry| entry.noted.get(..10).unwrap_or_default().to_owned()).filter(|_| with_notes);
        for day in fresh.chain(noted).filter(|day| day.len() == 10) {
            updated = updated.max(day);
        }
        if !updated.is_empty() && matter.get("updated").as_deref() != Some(updated.as_str()) {
            matter.set("updated", &updated);
        }
        let mut sources: Vec<String> = matter.list("sources");
        let sessions = entries().flat_map(|entry| entry.fresh.iter()).map(|(session, _)| session.clone());
        let mut added = false;
        for session in sort::set(sessions) {
            added |= name_source(work, &mut sources, &session);
        }
        if added || !matter.has("sources") {
            sort::sort_by(&mut sources, Ord::cmp);
            shorten(work, &mut sources);
            matter.set("sources", &format!("[{}]", sources.join(", ")));
        }
    }

    fn new_file(&mut self, work: &Work, at: usize) {
        let path = self.new_paths[at].clone();
        let coming: Vec<(usize, &Target)> = self.coming[&path].iter().map(|at| (*at, &self.targets[at])).collect();
        let claims: Vec<usize> = coming.iter().map(|(at, _)| *at).collect();
        let stem = stem_of(&path).to_owned();
        let title = title_of(&stem);
        let mut heading = stem.replace(['_', '-'], " ");
        if let Some(first) = heading.get(..1).map(str::to_uppercase) {
            heading.replace_range(..1, &first);
        }
        let lines = new(&work.pool, &work.views, &heading, &coming);
        let mut matter = Matter::default();
        matter.set("slug", &slug_of(&stem));
        matter.set("description", &described(work, &title, &claims));
        self.date_matter(work, &mut matter, &claims, true);
        self.split(work, &path, &matter, &lines);
    }

    /// Writes a file in as many parts as its bytes need; the parts are numbered and cut before a heading or an item.
    fn split(&mut self, work: &Work, path: &str, matter: &Matter, lines: &[OutLine]) {
        let (base, ending) = path.rsplit_once('.').unwrap_or((path, "md"));
        let front = matter.text();
        let room = work.settings.max_file_bytes.saturating_sub(front.len() + 64).max(256);
        let mut from = 0;
        let mut number = 1;
        while from < lines.len() {
            let mut size = 0;
            let mut to = from;
            while to < lines.len() && (to == from || size + lines[to].text.len() < room) {
                size += lines[to].text.len() + 1;
                to += 1;
            }
            if to < lines.len() {
                let fits = |at: &usize| {
                    !lines[*at].text.starts_with(' ')
                        && (lines[*at].text.starts_with('#') || !lines[*at].claims.is_empty())
                };
                to = (from + 1..=to).rev().find(fits).unwrap_or(to);
            }
            let mut matter = matter.clone();
            let mut name = path.to_owned();
            while number > 1
                && (name == path
                    || self.written.iter().any(|file| file.path == name)
                    || work.views.iter().any(|view| view.path == name))
            {
                name = format!("{base}-{number}.{ending}");
                matter.set("slug", &slug_of(stem_of(&name)));
                number += 1;
            }
            number = number.max(2);
            let part = &lines[from..to];
            let body = part.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
            let front = if matter.exists() { matter.text() } else { String::new() };
            self.write(name, format!("{front}{}\n", body.trim_end()), &front, part, &matter);
            from = to;
        }
    }

    /// The index: a line for each file, by path; what else an index of the input held stays below.
    fn index(&mut self, work: &Work) {
        let own = work.views.iter().position(|view| view.path == INDEX);
        if !work.orders.index || own.is_some_and(|at| work.views[at].fenced) || self.written.is_empty() && own.is_none()
        {
            return;
        }
        sort::sort_by(&mut self.written, |a, b| a.path.cmp(&b.path));
        let mut matter = own.map(|at| work.views[at].matter.clone()).unwrap_or_default();
        if matter.get("slug").is_none() {
            matter.set("slug", "index");
        }
        if matter.get("description").is_none() {
            matter.set("description", "What stands where");
        }
        let updated = self
            .written
            .iter()
            .map(|file| file.updated.clone())
            .max()
            .unwrap_or_default()
            .max(matter.get("updated").unwrap_or_default());
        if !updated.is_empty() {
            matter.set("updated", &updated);
        }
        let mut sources = matter.list("sources");
        for (session, _) in work.sessions.iter().filter(|(session, _)| !work.partly.contains(session)) {
            name_source(work, &mut sources, session);
        }
        // Those of this dream stay: it names them anew in each pass.
        let current = |id: &str| work.sessions.iter().any(|(session, _)| session == id);
        let room = INDEX_SOURCES.saturating_sub(sources.iter().filter(|entry| current(session_of(entry))).count());
        count_older(&mut sources, room, |id| !current(id));
        if !sources.is_empty() || !matter.has("sources") {
            matter.set("sources", &format!("[{}]", sources.join(", ")));
        }
        let mut lines = vec![OutLine { text: "# Index".into(), ..OutLine::default() }, OutLine::default()];
        for file in &self.written {
            let name = file.path.trim_start_matches('/');
            let about = if file.description.is_empty() { String::new() } else { format!(": {}", file.description) };
            let text = format!("- [{}]({name}){about}", slug_of(name.rsplit_once('.').map_or(name, |(stem, _)| stem)));
            lines.push(OutLine { text, ..OutLine::default() });
        }
        let mut claims: Vec<(usize, u32)> = Vec::new();
        if let Some(at) = own {
            self.rest_of_index(work, at, &mut lines, &mut claims);
        }
        let front = matter.text();
        let body = lines.iter().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n");
        let content = format!("{front}{}\n", body.trim_end());
        if content.len() > work.settings.max_file_bytes {
            // A store of so many files is looked up by its paths; an index that is there stays as it is.
            if let Some(at) = own {
                let claims = self.entries[at]
                    .iter()
                    .zip(&work.views[at].cut.claims)
                    .map(|(at, claim)| (*at, claim.line))
                    .collect();
                self.keep(&work.notes.files[at], claims, &work.views[at]);
            }
            return;
        }
        self.write(INDEX.to_owned(), content, &front, &lines, &matter);
        sort::sort_by(&mut self.written, |a, b| a.path.cmp(&b.path));
    }

    /// What an index of the input holds besides pointers to files, and where those pointers are now.
    fn rest_of_index(&self, work: &Work, at: usize, lines: &mut Vec<OutLine>, claims: &mut Vec<(usize, u32)>) {
        let (view, file) = (&work.views[at], &work.notes.files[at]);
        let targets = &self.targets;
        let pool = &work.pool;
        let leaving = |at: usize| targets.contains_key(&at);
        let (rest, _) = existing(pool, view, &file.content, &self.entries[at], &leaving, &[]);
        let pointer = |line: &OutLine| line.claims.iter().any(|at| pool.entries[*at].pointer);
        for line in rest.iter().filter(|line| pointer(line)) {
            let to = |text: &str| pointed_at(text).to_owned();
            let now = lines
                .iter()
                .position(|other| is_pointer(other.text.trim_start_matches("- ")) && to(&other.text) == to(&line.text));
            let place = now.unwrap_or(0);
            lines[place].claims.extend(line.claims.iter().copied());
        }
        let mut kept: Vec<OutLine> =
            rest.into_iter().filter(|line| !pointer(line) && line.text.trim() != "# Index").collect();
        while kept.first().is_some_and(|line| line.text.trim().is_empty()) {
            kept.remove(0);
        }
        if kept.iter().any(|line| !line.text.trim().is_empty()) {
            lines.push(OutLine::default());
            lines.extend(kept);
        }
        claims.clear();
    }

    /// The files as the store holds them, what became of each, and where each claim stands.
    fn settle_files(&mut self, work: &Work) {
        sort::sort_by(&mut self.written, |a, b| a.path.cmp(&b.path));
        let before = sort::map(work.notes.files.iter().map(|file| (file.path.as_str(), file.content.as_str())));
        let after = sort::set(self.written.iter().map(|file| file.path.as_str()));
        for file in work.notes.files.iter().filter(|file| !after.contains(file.path.as_str())) {
            self.plan.changes.push(FileChange { path: file.path.clone(), change: Change::Removed });
        }
        for file in &self.written {
            let change = match before.get(file.path.as_str()) {
                None => Change::Added,
                Some(content) if *content == file.content => Change::Unchanged,
                Some(_) => Change::Changed,
            };
            self.plan.changes.push(FileChange { path: file.path.clone(), change });
            self.plan.files.push(NoteFile { path: file.path.clone(), content: file.content.clone() });
            for (claim, line) in &file.claims {
                self.places.insert(*claim, Place { path: file.path.clone(), line: *line });
            }
        }
        sort::sort_by(&mut self.plan.changes, |a, b| a.path.cmp(&b.path));
    }
}

/// Whether a line is more than a heading or a blank.
fn is_content(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && !line.starts_with('#')
}

fn original_matter(view: &FileView, content: &str) -> String {
    let lines = view
        .cut
        .blocks
        .first()
        .filter(|block| block.kind == super::claims::BlockKind::FrontMatter)
        .map_or(0, |block| block.last);
    content.split_inclusive('\n').take(lines as usize).collect()
}

/// A name in small letters, digits and underscores.
fn slug_of(stem: &str) -> String {
    let plain: String =
        stem.chars().map(|c| if c.is_alphanumeric() { c.to_lowercase().next().unwrap_or(c) } else { '_' }).collect();
    plain.trim_matches('_').to_owned()
}

fn described(work: &Work, title: &str, claims: &[usize]) -> String {
    let words = keywords(claims.iter().map(|at| work.pool.entries[*at].text.as_str()));
    if words.is_empty() { title.to_owned() } else { format!("{title} ({})", words.join(", ")) }
}

/// Names a session among a file's sources, with the moment until which it was read; true if that is news.
fn name_source(work: &Work, sources: &mut Vec<String>, session: &str) -> bool {
    let until = work.sessions.iter().find(|(id, _)| id == session).map_or("", |(_, until)| until.as_str());
    let entry = if until.is_empty() { session.to_owned() } else { format!("{session}{UNTIL}{until}") };
    if sources.contains(&entry) {
        return false;
    }
    sources.retain(|other| other.split_once(UNTIL).is_none_or(|(id, _)| id != session));
    sources.push(entry);
    true
}

/// So many sources of a file are named; the others are counted, and the index names them.
const SOURCES: usize = 4;

/// So many sessions are named in the index: those of this dream, then the newest. The others are counted; a dream that is given one of
/// them again hears it anew, as older than what was noted since.
const INDEX_SOURCES: usize = 200;

/// Counts the older of a file's sources where there are many, so that a file does not grow by every session that says the same. What the
/// index does not name stays: by it the next dream knows what was taken in.
fn shorten(work: &Work, sources: &mut Vec<String>) {
    let own = work.views.iter().find(|view| view.path == INDEX);
    let room = work.views.len() * 160 < work.settings.max_file_bytes;
    if !work.orders.index || !room || own.is_some_and(|view| view.fenced) {
        return;
    }
    let known = own.map(|view| view.matter.sessions()).unwrap_or_default();
    let in_index = |id: &str| {
        known.iter().any(|(known, _)| known == id)
            || work.sessions.iter().any(|(session, _)| session == id) && !work.partly.iter().any(|other| other == id)
    };
    count_older(sources, SOURCES, in_index);
}

/// Leaves the newest of the sources that may go, counts the others, and puts all in order.
fn count_older(sources: &mut Vec<String>, most: usize, may_go: impl Fn(&str) -> bool) {
    let mut more = 0;
    let mut dated: Vec<(String, String)> = Vec::new();
    sources.retain(|entry| {
        if let Some(count) = entry.strip_prefix("and ").and_then(|rest| rest.strip_suffix(" more")) {
            more += count.parse::<usize>().unwrap_or(0);
            return false;
        }
        match entry.split_once(UNTIL).filter(|(id, _)| may_go(id)) {
            Some((id, until)) => {
                dated.push((until.to_owned(), id.to_owned()));
                false
            }
            None => true,
        }
    });
    sort::sort_by(&mut dated, |a, b| b.cmp(a));
    more += dated.len().saturating_sub(most);
    dated.truncate(most);
    sources.extend(dated.into_iter().map(|(until, id)| format!("{id}{UNTIL}{until}")));
    sort::sort_by(sources, Ord::cmp);
    if more > 0 {
        sources.push(format!("and {more} more"));
    }
}

/// The session that a source names.
fn session_of(entry: &str) -> &str {
    entry.split_once(UNTIL).map_or(entry, |(id, _)| id)
}

/// The file that a line of an index points to.
fn pointed_at(text: &str) -> &str {
    let bare = text.trim_start_matches("- ").trim_start_matches(['`', '*', ' ']);
    let to = bare.split_once("](").and_then(|(_, rest)| rest.split_once(')')).map(|(to, _)| to);
    to.unwrap_or_else(|| bare.split([' ', ':', '`']).next().unwrap_or_default()).trim_start_matches(['.', '/'])
}
