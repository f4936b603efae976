//! The claims that a consolidation works on: those of the notes and those that transcripts added, each with when it was said, what
//! bears on it and what became of it. It keeps account; it decides nothing.

use std::rc::Rc;

use crate::text::reading::Reading;

use super::context::FileView;
use super::facts::{Facts, Memo};
use super::finding::Source;
use super::leave::GivenWay;
use super::lookup::Lookup;
use super::render::INDEX;

/// What became of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stands, with whatever text it has now.
    Stands,
    /// Another claim says the same.
    Merged { into: usize, why: String },
    /// A newer claim holds instead.
    Superseded { into: usize, why: String },
    /// It was taken out; by the instructions or by the user's own wish.
    Dropped { why: String },
}

/// A claim under work.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The file and the claim in it; nothing if a transcript added it.
    pub origin: Option<(usize, usize)>,
    /// Its text in the input, or as first told.
    pub was: String,
    pub text: String,
    /// When it was noted or told: an ISO day, month or moment; empty if unknown.
    pub noted: String,
    /// The same as far as it holds against other notes: the date of a whole file does not, once a dream has written it.
    pub known: String,
    /// When it was last said so in a transcript; empty if never.
    pub last: String,
    /// What its headings and path name.
    pub names: Vec<String>,
    /// One of those is a name that no dictionary holds, or it stands under another item.
    pub under_a_name: bool,
    /// The headings without dates, and the items, that it stands under.
    pub ground: String,
    /// It stands in a file that is written as it comes.
    pub in_log: bool,
    pub done: Option<bool>,
    /// Items stand under it.
    pub has_children: bool,
    /// It may not be changed or removed.
    pub fenced: bool,
    /// It is an entry of an index of files.
    pub pointer: bool,
    pub fate: Fate,
    /// Why its date was written out.
    pub dated: Option<String>,
    /// Why its text was corrected.
    pub corrected: Option<String>,
    /// Why a date in it was left as it is.
    pub undated: bool,
    /// Words were taken over from other claims: it says more than it did.
    pub enriched: bool,
    pub supported: bool,
    pub evidence: Vec<Source>,
    /// The sessions of this dream that bear on it, and when they last did.
    pub fresh: Vec<(String, String)>,
    /// The claim that it is put beside, if it was added.
    pub beside: Option<usize>,
    /// Its text or its standing changed since it was last held against others: to merge, and to settle.
    pub to_merge: bool,
    pub to_settle: bool,
    facts: Option<Rc<Facts>>,
}

impl Entry {
    pub fn new(origin: Option<(usize, usize)>, text: String, noted: String) -> Entry {
        Entry {
            origin,
            was: text.clone(),
            text,
            known: noted.clone(),
            noted,
            last: String::new(),
            names: Vec::new(),
            under_a_name: false,
            ground: String::new(),
            in_log: false,
            done: None,
            has_children: false,
            fenced: false,
            pointer: false,
            fate: Fate::Stands,
            dated: None,
            corrected: None,
            undated: false,
            enriched: false,
            supported: false,
            evidence: Vec::new(),
            fresh: Vec::new(),
            beside: None,
            to_merge: true,
            to_settle: true,
            facts: None,
        }
    }

    pub fn stands(&self) -> bool {
        self.fate == Fate::Stands
    }

    /// The latest moment at which it is known to have been said.
    pub fn when(&self) -> &str {
        if self.last > self.noted { &self.last } else { &self.noted }
    }

    /// The same, for comparing two notes.
    pub fn since(&self) -> &str {
        if self.last > self.known { &self.last } else { &self.known }
    }
}

/// All claims, and a look-up of those that stand.
#[derive(Debug, Clone, Default)]
pub struct Pool {
    pub entries: Vec<Entry>,
    pub lookup: Lookup,
    pub memo: Memo,
    /// What gave way in lines that the session told of last has corrected.
    pub given_way: Vec<GivenWay>,
}

impl Pool {
    /// Takes in the claims of a file.
    pub fn take_file(&mut self, at: usize, view: &FileView) {
        let first = self.entries.len();
        for (place, claim) in view.cut.claims.iter().enumerate() {
            let (noted, exact) = view.noted(place).unwrap_or_default();
            let mut entry = Entry::new(Some((at, place)), claim.text.clone(), noted);
            if !exact && view.matter.has("sources") {
                entry.known.clear();
            }
            entry.names = view.names_above(place);
            entry.under_a_name = view.under_a_name(place);
            entry.done = claim.done;
            entry.ground = view.ground(place);
            entry.in_log = view.log;
            entry.fenced = view.fenced;
            entry.pointer = view.path == INDEX && is_pointer(&claim.text);
            self.add(entry);
            if let Some(parent) = claim.parent {
                self.entries[first + parent].has_children = true;
            }
        }
    }

    pub fn add(&mut self, entry: Entry) -> usize {
        let place = self.entries.len();
        if !entry.pointer {
            self.lookup.add(place as u32, &entry.text);
        }
        self.entries.push(entry);
        place
    }

    /// What is known of a claim's text.
    pub fn facts(&mut self, at: usize) -> Rc<Facts> {
        let entry = &mut self.entries[at];
        let (memo, text) = (&mut self.memo, &entry.text);
        Rc::clone(entry.facts.get_or_insert_with(|| memo.facts(text)))
    }

    pub fn reading(&mut self, at: usize) -> Rc<Reading> {
        self.facts(at).reading()
    }

    /// Gives a claim another text.
    pub fn reword(&mut self, at: usize, text: String) {
        if self.entries[at].text != text {
            self.lookup.remove(at as u32, &self.entries[at].text);
            self.lookup.add(at as u32, &text);
            self.entries[at].text = text;
            self.entries[at].to_merge = true;
            self.entries[at].to_settle = true;
            self.entries[at].facts = None;
        }
    }

    /// Takes a claim out of what stands. What bore on it bears on the claim that it went into.
    pub fn end(&mut self, at: usize, fate: Fate) {
        self.lookup.remove(at as u32, &self.entries[at].text);
        if let Fate::Merged { into, .. } | Fate::Superseded { into, .. } = fate {
            let (supported, evidence) = (self.entries[at].supported, self.entries[at].evidence.clone());
            let fresh = self.entries[at].fresh.clone();
            let (noted, last) = (self.entries[at].noted.clone(), self.entries[at].last.clone());
            let known = self.entries[at].known.clone();
            let other = &mut self.entries[into];
            other.to_settle = true;
            other.supported |= supported;
            for source in evidence {
                push_new(&mut other.evidence, source);
            }
            other.fresh.extend(fresh);
            if matches!(fate, Fate::Merged { .. }) {
                other.last = other.last.clone().max(last);
                if noted > other.noted {
                    other.noted = noted;
                }
                if known > other.known {
                    other.known = known;
                }
            }
        }
        self.entries[at].fate = fate;
    }

    /// Where a claim stands now: itself, or the claim that it went into at last; nothing if it was dropped.
    pub fn home(&self, at: usize) -> Option<usize> {
        let mut at = at;
        for _ in 0..=self.entries.len() {
            match &self.entries[at].fate {
                Fate::Stands => return Some(at),
                Fate::Merged { into, .. } | Fate::Superseded { into, .. } => at = *into,
                Fate::Dropped { .. } => return None,
            }
        }
        None
    }

    /// Why what a claim went into at last was taken out, if it was.
    pub fn dropped(&self, at: usize) -> Option<&str> {
        let mut at = at;
        loop {
            match &self.entries[at].fate {
                Fate::Stands => return None,
                Fate::Merged { into, .. } | Fate::Superseded { into, .. } => at = *into,
                Fate::Dropped { why } => return Some(why),
            }
        }
    }

    /// Whether two claims are on the same ground: nothing that their headings or files name parts them.
    pub fn on_one_ground(&mut self, a: usize, b: usize) -> bool {
        let (facts_a, facts_b) = (self.facts(a), self.facts(b));
        if !facts_a.stands_alone() || !facts_b.stands_alone() {
            return self.entries[a].ground == self.entries[b].ground;
        }
        let (of_a, of_b) = (&self.entries[a].names, &self.entries[b].names);
        if of_a.is_empty() || of_b.is_empty() || of_a.iter().any(|name| of_b.contains(name)) {
            return true;
        }
        // "Staff", "policies": what says enough itself is not parted by what it is filed under.
        let filed = !self.entries[a].under_a_name || !self.entries[b].under_a_name;
        if filed && facts_a.claim().tells() > 2 && facts_b.claim().tells() > 2 {
            return true;
        }
        // Each under a name of its own: only what says itself what it is about can be the same.
        let (text_a, text_b) = (facts_a.plain(), facts_b.plain());
        let mentions = |names: &[String], text: &str| names.iter().any(|name| text.contains(name.as_str()));
        mentions(of_a, text_a)
            || mentions(of_b, text_b)
            || mentions(of_a, text_b)
            || mentions(of_b, text_a)
            || facts_a.speaks_of_me() && facts_b.speaks_of_me()
    }
}

/// Adds a source that is not there yet.
pub fn push_new(sources: &mut Vec<Source>, source: Source) {
    if !sources.contains(&source) {
        sources.push(source);
    }
}

/// Whether a claim only points to a file: `[People](people.md): who is who`, `people.md - who is who`.
pub fn is_pointer(text: &str) -> bool {
    let bare = text.trim_start_matches(['`', '*', ' ']);
    let named = |to: &str| !to.contains("://") && !to.contains(' ') && !to.starts_with('#') && !to.is_empty();
    if let Some((label, rest)) = bare.strip_prefix('[').and_then(|rest| rest.split_once("](")) {
        return !label.is_empty() && rest.split_once(')').is_some_and(|(to, _)| named(to));
    }
    let first = bare.split([' ', ':', '`']).next().unwrap_or_default();
    first.ends_with(".md") && named(first)
}
