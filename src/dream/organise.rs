//! Where each claim belongs: what is organised by topic stays, what was logged by day goes to the file of its topic where there is
//! one or enough for one, together with the headings that it stood under. It decides on places only.

use std::collections::BTreeMap;

use crate::domain::sort;
use crate::text::reading::Reading;
use crate::text::values::Kind;

use super::claims::ClaimKind;
use super::context::{FileView, stem_of};
use super::facts;
use super::orders::Orders;
use super::pool::Pool;
use super::render::INDEX;
use super::topics::{enough_for, names_topic, tells_of_an_event, topic_of};

/// So many claims tell that a store is about an event.
const EVENTFUL: usize = 4;

/// Where a claim goes that does not stay where it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Target {
    pub path: String,
    /// The headings that it stands under there, outermost first: level and words.
    pub chain: Vec<(usize, String)>,
    /// The claim after which it stands.
    pub beside: Option<usize>,
}

/// How many claims a step takes.
const SLICE: usize = 16;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Whether the store tells of an event.
    Events,
    Topics,
    Homes,
    Targets,
    Beside,
    Done,
}

/// Deciding where the claims that stand belong, some claims a step.
pub struct Organising {
    phase: Phase,
    at: usize,
    eventful: usize,
    /// The claims that may move, each with its topic.
    movable: Vec<(usize, Option<String>)>,
    /// How many claims want each topic.
    counts: BTreeMap<String, usize>,
    homes: Homes,
    /// The topics for which a file is made.
    new: Vec<String>,
    log: String,
    /// The place of each claim; nothing for those that stay.
    targets: BTreeMap<usize, Target>,
}

impl Organising {
    pub fn new(views: &[FileView]) -> Organising {
        Organising {
            phase: Phase::Events,
            at: 0,
            eventful: 0,
            movable: Vec::new(),
            counts: BTreeMap::new(),
            homes: Homes::default(),
            new: Vec::new(),
            log: main_log(views),
            targets: BTreeMap::new(),
        }
    }

    /// A little of the work; true when every place is known.
    pub fn step(&mut self, pool: &mut Pool, views: &[FileView], orders: &Orders, max_files: usize) -> bool {
        let all = match self.phase {
            Phase::Events | Phase::Topics => pool.entries.len(),
            Phase::Homes => views.len(),
            Phase::Targets => self.movable.len(),
            Phase::Beside | Phase::Done => 0,
        };
        let to = (self.at + SLICE).min(all);
        for at in self.at..to {
            match self.phase {
                Phase::Events => {
                    let tells = pool.entries[at].stands() && tells_of_an_event(&pool.reading(at));
                    self.eventful += usize::from(tells);
                }
                Phase::Topics => self.topic(pool, views, at),
                Phase::Homes => self.homes.take(&views[at], at, &self.counts),
                Phase::Targets => self.target(pool, views, orders, at),
                Phase::Beside | Phase::Done => {}
            }
        }
        self.at = to;
        if to == all {
            self.next(pool, views, orders, max_files);
        }
        self.phase == Phase::Done
    }

    pub fn into_targets(self) -> BTreeMap<usize, Target> {
        self.targets
    }

    fn next(&mut self, pool: &mut Pool, views: &[FileView], orders: &Orders, max_files: usize) {
        self.at = 0;
        self.phase = match self.phase {
            Phase::Events => Phase::Topics,
            Phase::Topics => Phase::Homes,
            Phase::Homes => {
                self.open_files(views, orders, max_files);
                Phase::Targets
            }
            Phase::Targets => Phase::Beside,
            Phase::Beside | Phase::Done => {
                let bare = |target: &&mut Target| !target.path.ends_with(".md") && !target.path.ends_with(".markdown");
                self.targets.values_mut().filter(bare).for_each(|target| target.chain.clear());
                put_beside(pool, views, &mut self.targets);
                take_children(pool, views, &mut self.targets);
                Phase::Done
            }
        };
    }

    fn topic(&mut self, pool: &mut Pool, views: &[FileView], at: usize) {
        if !pool.entries[at].stands() || !may_move(pool, views, at) {
            return;
        }
        let topic = topic_of(&pool.reading(at), self.eventful >= EVENTFUL);
        if let Some(topic) = &topic {
            *self.counts.entry(topic.clone()).or_default() += 1;
        }
        self.movable.push((at, topic));
    }

    /// The topics that have enough claims for a file of their own and none yet.
    fn open_files(&mut self, views: &[FileView], orders: &Orders, max_files: usize) {
        let mut room = max_files.saturating_sub(views.len() + 2);
        for (topic, count) in &self.counts {
            let path = format!("/{topic}.md");
            let held = self.homes.by_topic.contains_key(topic);
            let free = views.iter().all(|view| view.path != path);
            if *count >= enough_for(topic) && !held && free && room > 0 && orders.organise {
                self.new.push(topic.clone());
                room -= 1;
            }
        }
    }

    fn target(&mut self, pool: &mut Pool, views: &[FileView], orders: &Orders, place: usize) {
        let (at, topic) = (self.movable[place].0, self.movable[place].1.as_ref());
        let reading = pool.reading(at);
        let path = orders
            .file_for(&reading)
            .filter(|path| !orders.fences(path))
            .or_else(|| orders.organise.then(|| self.homes.named_in(&reading, views)).flatten())
            .or_else(|| {
                let topic = topic.filter(|_| orders.organise)?;
                let held = self.homes.by_topic.get(topic).cloned();
                held.or_else(|| self.new.contains(topic).then(|| format!("/{topic}.md")))
            });
        let own = pool.entries[at].origin.map(|(file, _)| views[file].path.as_str());
        match (own, path) {
            (Some(own), Some(path)) if own != path => {
                let chain = chain_above(pool, views, at);
                self.targets.insert(at, Target { path, chain, beside: None });
            }
            (None, path) => {
                let path = path.unwrap_or_else(|| self.log.clone());
                let chain = day_chain(&pool.entries[at].noted);
                self.targets.insert(at, Target { path, chain, beside: None });
            }
            _ => {}
        }
    }
}

/// Whether a claim was only logged, and can be understood elsewhere.
fn may_move(pool: &mut Pool, views: &[FileView], at: usize) -> bool {
    let entry = &pool.entries[at];
    let Some((file, place)) = entry.origin else { return true };
    let view = &views[file];
    let logged = view.log || view.matter.get("slug").is_some() && super::context::is_log_name(stem_of(&view.path));
    if !logged || entry.fenced || entry.pointer || !entry.ground.is_empty() || view.by_a_block(place) {
        return false;
    }
    let claim = &view.cut.claims[place];
    let alone = |other: Option<&super::claims::Claim>| {
        other.is_none_or(|other| {
            other.kind != ClaimKind::Sentence
                || other.line > claim.last_line + 1
                || other.last_line + 1 < claim.line
                || other.heading != claim.heading
        })
    };
    let before = place.checked_sub(1).and_then(|place| view.cut.claims.get(place));
    let after = view.cut.claims.get(place + 1);
    if claim.parent.is_some() || claim.kind == ClaimKind::Sentence && (!alone(before) || !alone(after)) {
        return false;
    }
    let leans = after.is_some_and(|next| next.heading == claim.heading && leans_back(&next.text));
    !leans && !leans_back(&claim.text)
}

/// Whether a text begins with a word for what stands before it.
fn leans_back(text: &str) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty());
    facts::leans_back(&words.next().unwrap_or_default().to_ascii_lowercase())
}

/// Which files are for which topics and names.
#[derive(Default)]
struct Homes {
    by_topic: BTreeMap<String, String>,
    /// The files by the first of the names that their paths hold.
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Homes {
    /// Takes the next file in.
    fn take(&mut self, view: &FileView, at: usize, topics: &BTreeMap<String, usize>) {
        if !view.prose || view.named_log() || view.fenced || view.path == INDEX {
            return;
        }
        for topic in topics.keys() {
            if !self.by_topic.contains_key(topic) && names_topic(stem_of(&view.path), topic) {
                self.by_topic.insert(topic.clone(), view.path.clone());
            }
        }
        if let Some(name) = view.names.first() {
            self.by_name.entry(name.clone()).or_default().push(at);
        }
    }

    /// The file whose name names something that a claim speaks of: `apollo.md`.
    fn named_in(&self, reading: &Reading, views: &[FileView]) -> Option<String> {
        let capitals = || reading.words.iter().filter(|word| word.capital);
        let files = capitals().filter_map(|word| self.by_name.get(&word.stem)).flatten();
        let named = |at: &&usize| views[**at].names.iter().all(|name| capitals().any(|word| word.stem == *name));
        files.filter(named).min().map(|at| views[*at].path.clone())
    }
}

/// The file that takes what has no better place.
fn main_log(views: &[FileView]) -> String {
    let open = |view: &&FileView| view.prose && !view.fenced && view.path != INDEX;
    let logs = || views.iter().filter(open).filter(|view| super::context::is_log_name(stem_of(&view.path)));
    let named = logs()
        .find(|view| view.path == "/sessions.md")
        .or_else(|| logs().find(|view| stem_of(&view.path).starts_with("session")));
    let any = named.or_else(|| logs().next());
    any.map_or_else(|| "/sessions.md".to_owned(), |view| view.path.clone())
}

fn day_chain(noted: &str) -> Vec<(usize, String)> {
    noted.get(..10).map(|day| vec![(2, day.to_owned())]).unwrap_or_default()
}

/// The headings above a claim, a file's title left out; a claim that begins with its day needs none.
fn chain_above(pool: &Pool, views: &[FileView], at: usize) -> Vec<(usize, String)> {
    let Some((file, place)) = pool.entries[at].origin else { return Vec::new() };
    let view = &views[file];
    let mut chain = Vec::new();
    let mut heading = view.cut.claims[place].heading;
    while let Some(place) = heading {
        let head = &view.cut.headings[place];
        if head.level > 1 || view.heads[place].date.is_some() {
            chain.insert(0, (head.level.max(2), head.text.clone()));
        }
        heading = head.above;
    }
    if chain.is_empty() {
        return day_chain(&view.named_day.clone().unwrap_or_default());
    }
    chain
}

/// What was added beside a claim goes where that claim is. A link or an id stands just before what it belongs to, so that what is
/// said last of a thing is still said of the thing.
fn put_beside(pool: &mut Pool, views: &[FileView], targets: &mut BTreeMap<usize, Target>) {
    for at in 0..pool.entries.len() {
        if !pool.entries[at].stands() || pool.entries[at].origin.is_some() {
            continue;
        }
        let Some(beside) = pool.entries[at].beside.and_then(|other| pool.home(other)) else { continue };
        let Some((file, _)) = pool.entries[beside].origin else { continue };
        let strong = pool.reading(at).has_value(&[Kind::Link, Kind::Id, Kind::Email, Kind::Phone]);
        let view = &views[file];
        if let Some(target) = targets.get(&beside).cloned() {
            let chain = if strong { target.chain.clone() } else { day_chain(&pool.entries[at].noted) };
            targets.insert(at, Target { chain, beside: strong.then_some(beside), path: target.path });
        } else if view.prose && !view.fenced && view.path != INDEX && (strong || !view.named_log()) {
            targets.insert(at, Target { path: view.path.clone(), chain: Vec::new(), beside: Some(beside) });
        }
    }
}

/// Items under an item go with it.
fn take_children(pool: &Pool, views: &[FileView], targets: &mut BTreeMap<usize, Target>) {
    let mut by_origin: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for (at, entry) in pool.entries.iter().enumerate() {
        if let Some(origin) = entry.origin {
            by_origin.insert(origin, at);
        }
    }
    for at in 0..pool.entries.len() {
        let Some((file, place)) = pool.entries[at].origin.filter(|_| pool.entries[at].stands()) else { continue };
        let mut top = place;
        while let Some(parent) = views[file].cut.claims[top].parent {
            top = parent;
        }
        if top == place {
            continue;
        }
        let target = by_origin.get(&(file, top)).and_then(|top| targets.get(top)).cloned();
        match target {
            Some(target) => targets.insert(at, target),
            None => targets.remove(&at),
        };
    }
}

/// The order in which claims are put into a file: by when they were noted, then as they stood; what belongs to a claim before it.
pub fn in_order(pool: &Pool, views: &[FileView], targets: &BTreeMap<usize, Target>, mut of: Vec<usize>) -> Vec<usize> {
    let key = |at: usize| {
        let entry = &pool.entries[at];
        let (path, place) = match entry.origin {
            Some((file, place)) => (views[file].path.as_str(), place),
            None => ("\u{10FFFF}", 0),
        };
        (
            entry.noted.get(..10).unwrap_or(&entry.noted).to_owned(),
            path.to_owned(),
            place,
            entry.noted.clone(),
            entry.text.clone(),
        )
    };
    let led = |at: usize| {
        let beside = targets.get(&at).and_then(|target| target.beside).filter(|beside| targets.contains_key(beside));
        (key(beside.unwrap_or(at)), beside.is_none(), key(at), at)
    };
    let mut keyed: Vec<_> = of.drain(..).map(led).collect();
    sort::sort_by(&mut keyed, |a, b| (&a.0, a.1, &a.2).cmp(&(&b.0, b.1, &b.2)));
    of.extend(keyed.into_iter().map(|(_, _, _, at)| at));
    of
}
