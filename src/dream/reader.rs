//! What one reader does with one transcript, offline: it goes through a page and reports what was claimed and what that means for
//! the lines of the store. It never decides what becomes of a line, and never takes recalled memory as evidence for itself.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::domain::Day;
use crate::domain::time::CivilMoment;
use crate::model::offline::listen::{self, Heard, Listener};
use crate::text::claims::Statement;
use crate::text::dates::{Resolved, resolve};
use crate::text::near::{Claim, Same, claim_of, rival, same, same_gist};
use crate::text::reading::Reading;
use crate::text::secrets::secret_in;
use crate::text::values::{Kind, Value, values};
use crate::text::words::{Word, one_of};

use super::bearing::{Bearing, bearing_under, corrects, iso_dates, may_be_same, needs_few, same_text};
use super::chatter::LASTING;
use super::claims::{pieces, told_in, utf16};
use super::context::FileView;
use super::days::{absolute, may_name_a_date};
use super::finding::{Finding, FindingKind, FoundDate, Source};
use super::lookup::Lookup;
use super::material::{NoteFile, Notes, Speaker, Utterance};
use super::voice::told_by_agent;
use super::wishes::wish_in;

/// How many lines a statement is held against.
const COMPARED: usize = 8;

/// How many earlier utterances a reader goes back to, to know what a pronoun stands for.
const LOOK_BACK: usize = 8;

/// A quick look-up of a store's claims. Lines are read closely when a statement comes near them.
#[derive(Debug, Clone, Default)]
pub struct Index {
    store: String,
    paths: Vec<String>,
    lines: Vec<Indexed>,
    lookup: Lookup,
}

#[derive(Debug, Clone)]
struct Indexed {
    path: u32,
    line: u32,
    text: String,
    /// What its headings and path name.
    names: Vec<String>,
    reading: OnceCell<Reading>,
    claim: OnceCell<Claim>,
}

impl Index {
    pub fn of(notes: &Notes) -> Index {
        let mut index = Index::new(&notes.memory_store_id);
        notes.files.iter().for_each(|file| index.take(file));
        index
    }

    pub fn new(memory_store_id: &str) -> Index {
        Index { store: memory_store_id.to_owned(), ..Index::default() }
    }

    /// Takes the next file in.
    pub fn take(&mut self, file: &NoteFile) {
        let path = self.paths.len() as u32;
        self.paths.push(file.path.clone());
        let view = FileView::of(file, None);
        for (place, claim) in view.cut.claims.iter().enumerate() {
            self.lookup.add(self.lines.len() as u32, &claim.text);
            let names = view.names_above(place);
            let (text, reading, near) = (claim.text.clone(), OnceCell::new(), OnceCell::new());
            self.lines.push(Indexed { path, line: claim.line, text, names, reading, claim: near });
        }
    }

    fn source(&self, at: u32) -> Source {
        let line = &self.lines[at as usize];
        Source::Memory {
            memory_store_id: self.store.clone(),
            path: self.paths[line.path as usize].clone(),
            line: line.line,
        }
    }

    fn reading(&self, at: u32) -> &Reading {
        let line = &self.lines[at as usize];
        line.reading.get_or_init(|| Reading::of(&line.text))
    }

    /// Whether a value stands in a line of the store.
    fn holds(&self, value: &str) -> bool {
        let near = self.lookup.near(&Reading::of(value), COMPARED, true);
        near.iter().any(|(at, _)| self.lines[*at as usize].text.contains(value))
    }
}

/// A moment as utterances write it: `2026-05-06T09:12`, or a day alone.
pub fn moment(said: &str) -> Option<CivilMoment> {
    let day = Day::parse(said.get(..10)?)?;
    let number = |range: std::ops::Range<usize>| said.get(range).and_then(|digits| digits.parse::<u8>().ok());
    let (hour, minute) = (number(11..13).unwrap_or(12).min(23), number(14..16).unwrap_or(0).min(59));
    Some(CivilMoment { day, hour, minute })
}

/// What a page of a transcript tells. `earlier` is what was said before the page.
pub fn read_page(session_id: &str, earlier: &[Utterance], page: &[Utterance], index: &Index) -> Vec<Finding> {
    let mut progress = Progress::default();
    while !read_on(&mut progress, session_id, earlier, page, index) {}
    progress.findings
}

/// How far the reading of a page has come.
#[derive(Default)]
pub struct Progress {
    at: usize,
    listener: Option<Listener>,
    pub findings: Vec<Finding>,
}

/// Reads the next utterance of a page; true when there is none left.
pub fn read_on(
    progress: &mut Progress,
    session_id: &str,
    earlier: &[Utterance],
    page: &[Utterance],
    index: &Index,
) -> bool {
    let listener = progress.listener.take().unwrap_or_else(|| {
        let mut listener = Listener::default();
        let spoken = earlier.iter().filter(|utterance| matches!(utterance.speaker, Speaker::User | Speaker::Agent));
        let skipped = spoken.clone().count().saturating_sub(LOOK_BACK);
        for utterance in spoken.skip(skipped) {
            if utterance.speaker == Speaker::User {
                told_in(&utterance.text, &mut listener);
            } else {
                listener.overhear(&utterance.text);
            }
        }
        listener
    });
    let findings = std::mem::take(&mut progress.findings);
    let mut reader = Reader { session_id, earlier, page, index, findings, listener };
    let at = progress.at;
    if let Some(utterance) = page.get(at) {
        match utterance.speaker {
            Speaker::User => reader.user(at, utterance),
            Speaker::Agent => {
                reader.echo(at, utterance);
                reader.agent(at, utterance);
                reader.listener.overhear(&utterance.text);
            }
            Speaker::ToolUse | Speaker::ToolResult => {}
        }
    }
    progress.findings = reader.findings;
    progress.listener = Some(reader.listener);
    progress.at += 1;
    progress.at >= page.len()
}

struct Reader<'a> {
    session_id: &'a str,
    earlier: &'a [Utterance],
    page: &'a [Utterance],
    index: &'a Index,
    findings: Vec<Finding>,
    listener: Listener,
}

impl Reader<'_> {
    fn source(&self, utterance: &Utterance, start: u32, end: u32) -> Source {
        Source::Session { session_id: self.session_id.to_owned(), event_id: utterance.event_id.clone(), start, end }
    }

    fn user(&mut self, at: usize, utterance: &Utterance) {
        let reply = self.page.get(at + 1).filter(|reply| reply.speaker == Speaker::Agent);
        let greeted = OnceCell::new();
        let greeted = || *greeted.get_or_init(|| reply.is_some_and(|reply| makes_small_talk(&reply.text)));
        for told in told_in(&utterance.text, &mut self.listener) {
            let source = self.source(utterance, told.start, told.end);
            match told.heard {
                Heard::Told(statement) if greeted() && self.is_small_talk(&statement) => {}
                Heard::Told(statement) => self.report(&statement, source, moment(&utterance.said)),
                Heard::Forget(what) if wish_in(&format!("Forget {what}")).is_some() => self.findings.push(Finding {
                    kind: FindingKind::Claim,
                    text: format!("Forget {what}"),
                    about: None,
                    sources: vec![source],
                    date: None,
                }),
                Heard::Forget(_) | Heard::Secret => {}
            }
        }
    }

    /// What an agent answers with no more than "what can I do for you?", and what tells no name and no value and is near no line of the
    /// store, was said in passing.
    fn is_small_talk(&self, statement: &Statement) -> bool {
        const RULES: &str = "always each must cannot allergic allergy vegetarian vegan prefer prefers usually weekly monthly daily allowed forbidden requires \
            rule owns lives works belongs responsible agreed called named needs";
        let told = Reading::of(&statement.text);
        let own = told.words.first().is_some_and(|word| one_of(&word.lower, "i my"));
        // "Half the night", "three of them", "this morning": no matter of dates where somebody tells of himself.
        let passing = |value: &Value| {
            let lower = value.text.to_lowercase();
            let day = ["today", "tonight", "yesterday", "morning", "last night", "this week", "weekend"];
            let past = value.kind != Kind::Day || day.iter().any(|day| lower.contains(day));
            matches!(value.kind, Kind::Day | Kind::Duration | Kind::Number)
                && past
                && !lower.bytes().any(|byte| byte.is_ascii_digit())
        };
        (told.values.is_empty() || own && told.values.iter().all(passing))
            && !(1..told.words.len()).any(|at| told.is_name(at) && told.words[at].lower != "i")
            && !told.words.iter().any(|word| one_of(&word.lower, LASTING))
            && !told.words.iter().any(|word| one_of(&word.lower, RULES))
            && self.bearing(statement, &told).is_empty()
    }

    /// "Mr. Okoye has been handed to Sunniva." "Mr. Okoye is with Sunniva, noted.": an agent's words for what it was just told may say
    /// which line of the store gives way where the user's own do not. They are a wording of what was told, and nothing else: what is
    /// new in them must have been said, and the line must name something else in its place.
    fn echo(&mut self, at: usize, utterance: &Utterance) {
        let Some(before) = at.checked_sub(1).map(|at| &self.page[at]).filter(|before| before.speaker == Speaker::User)
        else {
            return;
        };
        let of_it = |finding: &Finding| {
            finding
                .sources
                .iter()
                .any(|source| matches!(source, Source::Session { event_id, .. } if *event_id == before.event_id))
        };
        let from = self.findings.iter().rposition(|finding| !of_it(finding)).map_or(0, |at| at + 1);
        let settled = |finding: &Finding| finding.kind == FindingKind::Contradiction && finding.about.is_some();
        if from == self.findings.len() || self.findings[from..].iter().any(settled) {
            return;
        }
        let text = &utterance.text;
        for (start, end) in pieces(text) {
            let sentence = without_thanks(&text[start..end]);
            // Most of what agents say repeats no name and no figure: that is seen without reading it.
            let marked = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
            let repeats = |word: &&str| word.len() > 1 && marked(word) && before.text.contains(*word);
            let mut words = sentence.split(|c: char| !c.is_alphanumeric());
            if sentence.ends_with('?') || sentence.contains("I noted") || words.find(repeats).is_none() {
                continue;
            }
            for told in told_in(sentence, &mut Listener::default()) {
                let Heard::Told(statement) = told.heard else { continue };
                let Some(statement) = told_by_agent(&statement) else { continue };
                let reading = Reading::of(&statement.text);
                let Some(about) = self.gives_way(&statement, &reading, &before.text) else { continue };
                let before = utf16(&text[..start]);
                let mut sources = vec![self.source(utterance, before, before + utf16(&text[start..end]))];
                // What the user said of it in other words is told by these.
                let covered = |finding: &Finding| {
                    let own = Reading::of(&finding.text);
                    matches!(finding.kind, FindingKind::Claim | FindingKind::Contradiction)
                        && finding.about.is_none()
                        && telling(&own).all(|word| says(&reading, word))
                };
                let place = (from..self.findings.len()).rev().find(|at| covered(&self.findings[*at]));
                if let Some(place) = place {
                    sources.splice(0..0, self.findings.remove(place).sources);
                }
                self.findings.push(Finding {
                    kind: FindingKind::Contradiction,
                    text: statement.text.clone(),
                    about: Some(about),
                    sources,
                    date: None,
                });
                return;
            }
        }
    }

    /// The line of the store that a wording of what was said puts something else into.
    fn gives_way(&self, statement: &Statement, told: &Reading, said: &str) -> Option<Source> {
        let claim = claim_of(told, &told.text);
        let statement = Statement { corrects: true, ..statement.clone() };
        let said = Reading::of(said);
        let near = self.index.lookup.near(told, COMPARED, needs_few(&statement, told));
        near.into_iter().find_map(|(at, _)| {
            let line = &self.index.lines[at as usize];
            let noted = self.index.reading(at);
            let fresh = telling(told).any(|word| says(&said, word) && !says(noted, word));
            let stale = telling(noted).any(|word| !says(told, word));
            let changes = fresh && stale && {
                let other = line.claim.get_or_init(|| Claim::of(&line.text));
                matches!(bearing_under(&statement, told, &line.text, noted, &line.names), Bearing::Change { .. })
                    || rival(&claim, other, true).is_some()
            };
            changes.then(|| self.index.source(at))
        })
    }

    /// What an agent says counts only where it gives something new: a link, an id, an address, or what it has arranged.
    fn agent(&mut self, at: usize, utterance: &Utterance) {
        if !utterance.text.bytes().any(|byte| matches!(byte, b'/' | b'@' | b'.') || byte.is_ascii_digit()) {
            return;
        }
        // Most of what an agent says repeats what it was told: only sentences with a new value are read.
        let kinds = [Kind::Link, Kind::Id, Kind::Email, Kind::Phone];
        let text = &utterance.text;
        for (from, to) in pieces(text) {
            let sentence = &text[from..to];
            let new = |text: &str| !self.was_said(at, text) && !self.index.holds(text);
            let typed = values(sentence)
                .into_iter()
                .filter(|value| value.kind != Kind::Duration)
                .map(|value| (value.kind, value.text));
            let marks = identifiers(sentence).map(|mark| (Kind::Id, mark.to_owned()));
            let fresh: Vec<Kind> = typed.chain(marks).filter(|(_, text)| new(text)).map(|(kind, _)| kind).collect();
            if fresh.is_empty() {
                continue;
            }
            for told in told_in(sentence, &mut Listener::default()) {
                let Heard::Told(statement) = told.heard else { continue };
                let Some(statement) = told_by_agent(&statement) else { continue };
                let arranged = statement.text.starts_with("The agent ");
                if arranged || kinds.iter().any(|kind| fresh.contains(kind)) {
                    let before = utf16(&text[..from]);
                    let source = self.source(utterance, before + told.start, before + told.end);
                    self.report(&statement, source, moment(&utterance.said));
                }
            }
        }
    }

    /// Whether a value stands in anything before an utterance of the page: then the agent only repeats it.
    fn was_said(&self, at: usize, value: &str) -> bool {
        self.earlier.iter().chain(&self.page[..at]).any(|utterance| utterance.text.contains(value))
    }

    fn report(&mut self, statement: &Statement, source: Source, said: Option<CivilMoment>) {
        if secret_in(&statement.text).is_some() {
            return;
        }
        let told = Reading::of(&statement.text);
        let mut lines: Vec<(FindingKind, u32)> =
            self.index.lookup.same_words(&statement.text).iter().map(|at| (FindingKind::Support, *at)).collect();
        let dated = said.map_or_else(|| statement.text.clone(), |said| absolute(&statement.text, said));
        lines.retain(|(_, at)| {
            let line = &self.index.lines[*at as usize].text;
            iso_dates(line).is_empty() || same_text(line, &dated)
        });
        if lines.is_empty() {
            lines = self.bearing(statement, &told);
        }
        let text = worded(statement);
        let claim = |kind: FindingKind, about: Option<Source>| Finding {
            kind,
            text: text.clone(),
            about,
            sources: vec![source.clone()],
            date: None,
        };
        if lines.is_empty() {
            let turned = statement.corrects && !corrects(&text);
            self.findings.push(claim(if turned { FindingKind::Contradiction } else { FindingKind::Claim }, None));
        }
        let about = lines.first().map(|(_, at)| self.index.source(*at));
        for (kind, at) in lines {
            self.findings.push(claim(kind, Some(self.index.source(at))));
        }
        self.details(&told, &source, about, said);
    }

    /// The lines on which a statement bears.
    fn bearing(&self, statement: &Statement, told: &Reading) -> Vec<(FindingKind, u32)> {
        let mut found = Vec::new();
        let claim: OnceCell<Rc<Claim>> = OnceCell::new();
        let same_as = |line: &Indexed, noted: &Reading| {
            let claim = claim.get_or_init(|| claim_of(told, &told.text));
            let other = line.claim.get_or_init(|| Claim::of(&line.text));
            may_be_same(told, noted) && same(claim, other) != Same::Different || same_gist(claim, other)
        };
        for (at, _) in self.index.lookup.near(told, COMPARED, needs_few(statement, told)) {
            let line = &self.index.lines[at as usize];
            let noted = self.index.reading(at);
            match bearing_under(statement, told, &line.text, noted, &line.names) {
                Bearing::Apart if !same_as(line, noted) => {}
                Bearing::Apart => found.push((FindingKind::Support, at)),
                Bearing::Same => found.push((FindingKind::Support, at)),
                Bearing::Extends => found.push((FindingKind::Extension, at)),
                Bearing::Change { .. } => found.push((FindingKind::Contradiction, at)),
            }
        }
        found
    }

    /// The dates made absolute, the links and the identifiers in a statement.
    fn details(&mut self, told: &Reading, source: &Source, about: Option<Source>, said: Option<CivilMoment>) {
        let detail = |kind: FindingKind, text: String, date: Option<FoundDate>| Finding {
            kind,
            text,
            about: about.clone(),
            sources: vec![source.clone()],
            date,
        };
        if let Some(said) = said.filter(|_| may_name_a_date(&told.text)) {
            for date in resolve(&told.text, said).iter().filter(|date| date.relative) {
                let found = found_date(&told.text, date);
                self.findings.push(detail(FindingKind::Date, told.text.clone(), Some(found)));
            }
        }
        for value in &told.values {
            let kind = match value.kind {
                Kind::Link => FindingKind::Link,
                Kind::Id | Kind::Email | Kind::Phone => FindingKind::Identifier,
                _ => continue,
            };
            self.findings.push(detail(kind, value.text.clone(), None));
        }
    }
}

/// Words of capitals and digits together: `JP-WIFI-881`, `QX7R2M`.
pub fn identifiers(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| {
        word.len() >= 4
            && word.bytes().any(|byte| byte.is_ascii_digit())
            && word.bytes().any(|byte| byte.is_ascii_uppercase())
            && word
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
    })
}

/// A statement's words, with the former value that it names, so that they can be read as the same statement again.
fn worded(statement: &Statement) -> String {
    let Some(former) = statement.former.as_ref().filter(|former| !statement.text.contains(former.as_str())) else {
        return statement.text.clone();
    };
    let to = statement.latter.as_ref().map(|latter| format!(" to {latter}"));
    let text = match to.filter(|to| statement.text.contains(to.as_str())) {
        Some(to) => statement.text.replacen(&to, &format!(" from {former}{to}"), 1),
        None => format!("{}, not {former}", statement.text),
    };
    let again = listen::statement(&text, statement.corrects);
    let same = again.former == statement.former && again.latter == statement.latter;
    if same { text } else { statement.text.clone() }
}

fn found_date(text: &str, date: &Resolved) -> FoundDate {
    let start = match date.time {
        Some((hour, minute)) => format!("{}T{hour:02}:{minute:02}", date.from),
        None => date.from.to_string(),
    };
    FoundDate {
        text: text.get(date.start..date.end).unwrap_or_default().to_owned(),
        start,
        end: date.until.map(|day| day.to_string()),
        grain: date.grain.as_str().to_owned(),
        approximate: date.approximate,
    }
}

/// Whether an agent answers as one does to small talk: it feels with the user or goes on to what is to be done, and says of nothing
/// that it has heard or noted it.
fn makes_small_talk(reply: &str) -> bool {
    const TAKEN: &str = "noted got saved remember updated recorded understood added done changed wrote written logged filed corrected keep mind will";
    const FEELS: &str = "sorry ouch dear poor lucky lovely enjoy hope congratulations congrats nice sounds wonderful ha haha hah glad funny bless wow rest         cute sweet delicious cosy cozy fun luck hang sympathies condolences yikes oof imagine hilarious charming cheers weekend relatable adorable tough";
    let lower = reply.to_lowercase();
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let asked = pieces(&lower).last().map_or("", |(from, to)| lower[*from..*to].trim());
    let asked = if asked.ends_with('?') { asked } else { "" };
    let before = words(lower.get(..lower.len() - asked.len()).unwrap_or_default());
    let mut question = words(asked).into_iter().filter(|word| !one_of(word, "and so now well ok okay then"));
    let (first, second) = (question.next().unwrap_or_default(), question.next().unwrap_or_default());
    let opens = one_of(&first, "what anything")
        || first == "how" && one_of(&second, "can may")
        || first == "shall" && second == "we";
    let feels = before.iter().any(|word| one_of(word, FEELS));
    (opens || feels) && !before.iter().any(|word| one_of(word, TAKEN))
}

/// The names and figures of a text, in small letters.
fn telling(reading: &Reading) -> impl Iterator<Item = &str> {
    let figure = |word: &Word| word.lower.bytes().any(|byte| byte.is_ascii_digit());
    let tells = move |at: &usize| reading.is_name(*at) || figure(&reading.words[*at]);
    (0..reading.words.len()).filter(tells).map(|at| reading.words[at].lower.as_str())
}

fn says(reading: &Reading, word: &str) -> bool {
    reading.words.iter().any(|other| other.lower == word)
}

/// An agent's sentence without the words by which it says that it has heard: "Understood, …", "…, noted".
fn without_thanks(sentence: &str) -> &str {
    const HEARD: &str = "noted understood okay ok right got it thanks thank you great good perfect sure alright done updated then lovely all so fine will do i have yes";
    let heard = |part: &str| {
        part.split_whitespace().all(|word| one_of(&word.trim_matches(['.', '!', '\'']).to_lowercase(), HEARD))
    };
    let mut text = sentence.trim();
    while let Some((_, rest)) = text.split_once([',', ':', '-']).filter(|(lead, _)| heard(lead)) {
        text = rest.trim_start();
    }
    while let Some((rest, _)) = text.rsplit_once(',').filter(|(_, tail)| heard(tail)) {
        text = rest.trim_end();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(store: &str, said: &[(Speaker, &str)]) -> Vec<Finding> {
        let files = vec![NoteFile { path: "/a.md".into(), content: store.into() }];
        let index = Index::of(&Notes { memory_store_id: "m".into(), files });
        let said: Vec<Utterance> = said
            .iter()
            .enumerate()
            .map(|(at, (speaker, text))| Utterance {
                event_id: format!("e{at}"),
                speaker: *speaker,
                said: format!("2026-05-06T10:0{at}"),
                text: (*text).to_owned(),
            })
            .collect();
        read_page("s", &[], &said, &index)
    }

    #[test]
    fn an_agents_words_for_what_it_was_told_say_which_line_gives_way() {
        let user = (Speaker::User, "Colin has stepped down. It's Bev Marlowe who does it.");
        let store = "- The site manager is Colin Frost.\n";
        let found = told(store, &[user, (Speaker::Agent, "Bev Marlowe is the site manager, noted.")]);
        let turned: Vec<&Finding> = found.iter().filter(|one| one.kind == FindingKind::Contradiction).collect();
        assert!(
            turned.iter().any(|one| one.text.starts_with("Bev Marlowe is the site manager") && one.about.is_some())
        );
        let other = told(store, &[user, (Speaker::Agent, "Ida Roe is the site manager, noted.")]);
        assert!(!other.iter().any(|one| one.text.contains("Ida")), "what nobody said is no wording of it");
    }

    #[test]
    fn what_is_answered_as_small_talk_is_none_of_the_stores_business() {
        let user = (Speaker::User, "My neighbour's dog kept me up half the night on top of it.");
        let store = "- The alarm code is changed every January.\n";
        assert!(told(store, &[user, (Speaker::Agent, "Sorry to hear that. Shall we finish quickly?")]).is_empty());
        assert!(!told(store, &[user, (Speaker::Agent, "Noted. What else?")]).is_empty());
        let rule = (Speaker::User, "Nuts must stay out of the kitchen.");
        assert!(!told(store, &[rule, (Speaker::Agent, "Sure. Anything else?")]).is_empty());
    }
}
