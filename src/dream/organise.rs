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

/// The place of each claim; nothing for those that stay.
pub struct Places {
    pub targets: BTreeMap<usize, Target>,
}

/// Decides where the claims that stand belong.
pub fn places(pool: &mut Pool, views: &[FileView], orders: &Orders, max_files: usize) -> Places {
    let standing: Vec<usize> = (0..pool.entries.len()).filter(|at| pool.entries[*at].stands()).collect();
    let mut eventful = 0;
    for at in &standing {
        eventful += usize::from(tells_of_an_event(&pool.reading(*at)));
    }
    let event = eventful >= EVENTFUL;
    let movable: Vec<usize> = standing.iter().copied().filter(|at| may_move(pool, views, *at)).collect();
    let mut wanted: BTreeMap<usize, String> = BTreeMap::new();
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for at in &movable {
        let reading = pool.reading(*at);
        if let Some(topic) = topic_of(&reading, event) {
            *counts.entry(topic.clone()).or_default() += 1;
            wanted.insert(*at, topic);
        }
    }
    let homes = Homes::of(views, &counts);
    let free = |path: &str| views.iter().all(|view| view.path != path);
    let mut room = max_files.saturating_sub(views.len() + 2);
    let mut new: Vec<String> = Vec::new();
    for (topic, count) in &counts {
        let path = format!("/{topic}.md");
        let held = homes.by_topic.contains_key(topic);
        if *count >= enough_for(topic) && !held && free(&path) && room > 0 && orders.organise {
            new.push(topic.clone());
            room -= 1;
        }
    }
    let log = main_log(views);
    let mut targets: BTreeMap<usize, Target> = BTreeMap::new();
    for at in movable {
        let reading = pool.reading(at);
        let path = orders
            .file_for(&reading)
            .filter(|path| !orders.fences(path))
            .or_else(|| orders.organise.then(|| homes.named_in(&reading, views)).flatten())
            .or_else(|| {
                let topic = wanted.get(&at).filter(|_| orders.organise)?;
                homes.by_topic.get(topic).cloned().or_else(|| new.contains(topic).then(|| format!("/{topic}.md")))
            });
        let own = pool.entries[at].origin.map(|(file, _)| views[file].path.as_str());
        match (own, path) {
            (Some(own), Some(path)) if own != path => {
                let chain = chain_above(pool, views, at);
                targets.insert(at, Target { path, chain, beside: None });
            }
            (None, path) => {
                let path = path.unwrap_or_else(|| log.clone());
                let chain = day_chain(&pool.entries[at].noted);
                targets.insert(at, Target { path, chain, beside: None });
            }
            _ => {}
        }
    }
    for target in
        targets.values_mut().filter(|target| !target.path.ends_with(".md") && !target.path.ends_with(".markdown"))
    {
        target.chain.clear();
    }
    put_beside(pool, views, &mut targets);
    take_children(pool, views, &mut targets);
    Places { targets }
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
struct Homes {
    by_topic: BTreeMap<String, String>,
    /// The files by the first of the names that their paths hold.
    by_name: BTreeMap<String, Vec<usize>>,
}

impl Homes {
    fn of(views: &[FileView], topics: &BTreeMap<String, usize>) -> Homes {
        let mut homes = Homes { by_topic: BTreeMap::new(), by_name: BTreeMap::new() };
        for (at, view) in views.iter().enumerate() {
            if !view.prose || view.named_log() || view.fenced || view.path == INDEX {
                continue;
            }
            for topic in topics.keys() {
                if !homes.by_topic.contains_key(topic) && names_topic(stem_of(&view.path), topic) {
                    homes.by_topic.insert(topic.clone(), view.path.clone());
                }
            }
            if let Some(name) = view.names.first() {
                homes.by_name.entry(name.clone()).or_default().push(at);
            }
        }
        homes
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
        (key(beside.unwrap_or(at)), beside.is_none(), key(at))
    };
    sort::sort_by(&mut of, |a, b| led(*a).cmp(&led(*b)));
    of
}
