//! What the transcripts told, brought into one order: by when it was said, whatever the order of the reports. It reads findings; it
//! judges none of them.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::domain::sort;
use crate::domain::time::CivilMoment;
use crate::model::offline::listen;
use crate::text::claims::Statement;
use crate::text::near::{Claim, claim_of};
use crate::text::plainly::{self, is_past};
use crate::text::reading::Reading;
use crate::text::secrets::secret_in;
use crate::text::values::{Kind, Value, values};
use crate::text::words::one_of;

use super::chatter::{LASTING, is_chatter};
use super::clauses::{Wording, wordings};
use super::days::absolute;
use super::facts::Memo;
use super::finding::{Finding, FindingKind, Source};
use super::kernel::{tidy, verb_in};
use super::reader::moment;
use super::wishes::wish_in;

/// A statement of a transcript.
#[derive(Debug, Clone)]
pub struct Told {
    pub statement: Statement,
    pub reading: Rc<Reading>,
    /// Its other wordings.
    pub kernels: Vec<Wording>,
    /// What it wishes to be forgotten.
    pub wish: Option<Rc<Reading>>,
    /// When it was said: `2026-05-06T09:12`; empty if unknown.
    pub said: String,
    pub session_id: String,
    pub sources: Vec<Source>,
    /// The lines that a reader held it against: path and line, and what the reader took it for.
    pub about: Vec<(String, u32, FindingKind)>,
    /// It was taken in by an earlier dream.
    pub covered: bool,
    /// Its place among what its session told.
    pub number: usize,
}

impl Told {
    /// Its words as a claim.
    pub fn claim(&self) -> Rc<Claim> {
        claim_of(&self.reading, &self.statement.text)
    }
}

/// What the findings of one session tell. `said` gives the moment of each event; `until` is when an earlier dream stopped.
pub fn told_of(
    session_id: &str,
    findings: &[Finding],
    said: &BTreeMap<String, String>,
    until: Option<&str>,
    memo: &mut Memo,
) -> Vec<Told> {
    let mut found: Vec<Told> = Vec::new();
    let claims = |kind: FindingKind| {
        matches!(kind, FindingKind::Claim | FindingKind::Support | FindingKind::Contradiction | FindingKind::Extension)
    };
    for finding in findings.iter().filter(|finding| claims(finding.kind)) {
        let about = match &finding.about {
            Some(Source::Memory { path, line, .. }) => Some((path.clone(), *line, finding.kind)),
            _ => None,
        };
        let same = found
            .iter_mut()
            .rev()
            .take(16)
            .find(|told| told.sources == finding.sources && told.statement.text == finding.text);
        if let Some(told) = same {
            told.about.extend(about);
            continue;
        }
        if secret_in(&finding.text).is_some() || finding.text.trim().is_empty() {
            continue;
        }
        let mut told = told(session_id, finding, said, until);
        told.about.extend(about);
        found.push(told);
    }
    // A detail that stands in no claim of the same words is a claim of its own.
    for finding in findings.iter().filter(|finding| matches!(finding.kind, FindingKind::Link | FindingKind::Identifier))
    {
        let held = found.iter().any(|told| told.statement.text.contains(&finding.text));
        let words = finding.text.split_whitespace().count();
        if !held && words > 1 && secret_in(&finding.text).is_none() {
            found.push(told(session_id, finding, said, until));
        }
    }
    for told in found.iter_mut().filter(|told| told.wish.is_none()) {
        told.statement = listen_to(&told.statement, told.said.as_str(), memo);
        let facts = memo.facts(&told.statement.text);
        let (own, heard) = (facts.statement(), &told.statement);
        let alike = own.text == heard.text && own.corrects == heard.corrects;
        told.kernels = if alike {
            facts.wordings().to_vec()
        } else {
            wordings(&heard.text, &facts.reading(), heard.corrects, &plainly::forms(&heard.text))
        };
        told.reading = facts.reading();
    }
    found
}

fn told(session_id: &str, finding: &Finding, said: &BTreeMap<String, String>, until: Option<&str>) -> Told {
    let moments = finding.sources.iter().filter_map(|source| match source {
        Source::Session { event_id, .. } => said.get(event_id),
        Source::Memory { .. } => None,
    });
    let said = moments.max().cloned().unwrap_or_default();
    let mut sources = finding.sources.clone();
    sources.retain(|source| matches!(source, Source::Session { .. }));
    Told {
        statement: Statement::plain(finding.text.clone(), finding.kind == FindingKind::Contradiction),
        reading: Rc::new(Reading::of("")),
        kernels: Vec::new(),
        wish: wish_in(&finding.text).map(|what| Rc::new(Reading::of(&what))),
        covered: until.is_some_and(|until| !said.is_empty() && said.as_str() <= until),
        said,
        session_id: session_id.to_owned(),
        sources,
        about: Vec::new(),
        number: 0,
    }
}

/// The statement in a finding's words, with its relative dates written out.
fn listen_to(raw: &Statement, said: &str, memo: &mut Memo) -> Statement {
    let (facts, tidied) = (memo.facts(&raw.text), tidy(&raw.text));
    let corrects = raw.corrects || facts.statement().corrects;
    let mut statement =
        if tidied == raw.text && !corrects { facts.statement().clone() } else { listen::statement(&tidied, corrects) };
    if let Some(latter) = &statement.latter {
        statement.latter = Some(without_day(statement.former.as_deref().unwrap_or_default(), latter));
    }
    if let Some(said) = moment(said) {
        statement.text = absolute(&statement.text, said);
        statement.latter = statement.latter.map(|latter| absolute(&latter, said));
    }
    statement
}

/// "Postgres 16 last week" in place of "Postgres 14" is Postgres 16: when it changed is no part of it.
fn without_day(former: &str, latter: &str) -> String {
    let day = |text: &str| values(text).into_iter().find(|value| matches!(value.kind, Kind::Day | Kind::Date));
    let whole = |value: &Value| !former.is_empty() || values(latter).iter().any(|other| other.start < value.start);
    match day(latter).filter(|value| value.start > 0 && day(former).is_none() && whole(value)) {
        Some(value) => {
            let kept = latter[..value.start].trim_end();
            ["on", "since", "in", "as of", "from", "by"]
                .iter()
                .find_map(|word| kept.strip_suffix(&format!(" {word}")))
                .unwrap_or(kept)
                .to_owned()
        }
        None => latter.to_owned(),
    }
}

/// Puts all that was told in the order in which it was said.
pub fn put_in_order(told: &mut Vec<Told>) {
    sort::sort_by(told, |a, b| (&a.said, &a.session_id, a.number).cmp(&(&b.said, &b.session_id, b.number)));
}

/// The earliest moment at which anything was said.
pub fn earliest(told: &[Told]) -> Option<CivilMoment> {
    told.iter().map(|told| told.said.as_str()).filter(|said| !said.is_empty()).min().and_then(moment)
}

/// Whether a statement is worth a line of its own: a fact that lasts, not how somebody feels just now or what might be.
pub fn is_worth_a_line(reading: &Reading) -> bool {
    let content = reading.content().len();
    if content + reading.values.len() < 2 {
        return false;
    }
    if reading.has_value(&[Kind::Link, Kind::Email, Kind::Phone, Kind::Id]) && content > 0 {
        return true;
    }
    if is_hedged(reading) || is_passing(reading) || is_chatter(reading) {
        return false;
    }
    let any = |list: &[&str]| reading.words.iter().any(|word| list.contains(&word.lower.as_str()));
    let named = (0..reading.words.len()).any(|at| reading.is_name(at));
    let owned = any(&["my", "our", "we", "i"]);
    let states = any(&[
        "is", "are", "am", "was", "were", "has", "have", "will", "need", "needs", "must", "use", "uses", "prefer",
        "prefers", "like", "likes", "love", "hate", "want", "wants", "live", "lives", "work", "works", "cannot", "not",
        "should", "never", "always",
    ]);
    let says = verb_in(reading).is_some_and(|verb| {
        let lower = reading.words[verb].lower.as_str();
        verb <= 4 && !is_past(lower) && !any(&["again", "today", "tonight", "just", "now"])
    });
    // "The landlord agreed to repair the roof" holds from then on.
    let settled = any_first(reading, "the our")
        && verb_in(reading).is_some_and(|verb| one_of(&reading.words[verb].lower, LASTING));
    let states = states || (says || settled) && content >= 3;
    !reading.values.is_empty() || named || (owned || states) && content >= 2 && !is_mood(reading)
}

fn any_first(reading: &Reading, list: &str) -> bool {
    reading.words.first().is_some_and(|word| one_of(&word.lower, list))
}

/// What might be, or what somebody thinks it is.
fn is_hedged(reading: &Reading) -> bool {
    let lower = |at: usize| reading.words.get(at).map_or("", |word| word.lower.as_str());
    matches!(
        lower(0),
        "maybe"
            | "perhaps"
            | "hopefully"
            | "guess"
            | "if"
            | "let"
            | "imagine"
            | "suppose"
            | "wish"
            | "hope"
            | "what"
            | "how"
            | "that"
            | "so"
    ) || matches!(
        (lower(0), lower(1)),
        (
            "i",
            "might"
                | "could"
                | "wonder"
                | "guess"
                | "hope"
                | "think"
                | "feel"
                | "bet"
                | "suppose"
                | "wish"
                | "swear"
                | "mean"
        )
    )
}

/// What is told of a body, a mood or a sight, with nothing in it that lasts: "my feet are killing me", "the cake is unreal".
fn is_mood(reading: &Reading) -> bool {
    const BODY: &str = "feet foot back head hair eyes eye ears ear knees knee legs leg arms arm hands fingers brain face throat stomach belly \
        bones shoulders neck heart nose skin voice bed sofa couch telly tv kettle suitcase shower rain sun sky sunrise sunset glitter";
    const FELT: &str = "unreal lovely gorgeous brilliant amazing awful horrible terrible beautiful delicious ridiculous insane crazy great nice \
        nightmare hell torture bliss wild chaos madness mess dead killing calling bits pieces drowning dying melting starving inconsolable shattered knackered \
        wrecked cried crying weird stuffed buried screaming grumpy giddy wiped zonked fried shame dust";
    const LASTS: &str = "always never every each use uses prefer prefers need needs must should cannot allergic vegetarian vegan live lives \
        work works own owns belongs kept store stored keep keeps responsible called speak speaks teach teaches drive drives \
        drink drinks eat eats study rule allowed forbidden requires weekly monthly daily switched decided agreed plan";
    let has = |list: &str| reading.words.iter().any(|word| one_of(&word.lower, list));
    !has(LASTS) && (has(FELT) || has(BODY) && reading.words.first().is_none_or(|word| word.lower != "the"))
}

/// How somebody feels, what the weather does, what was eaten, what happens just now: told in passing, and true for a day.
fn is_passing(reading: &Reading) -> bool {
    const FELT: &str = " tired hungry exhausted bored lol haha yawn starving thirsty rant hurts hurt ache aching sore headache sick sneezing sleepy excited thrilled nervous happy glad sad proud jealous annoyed angry lucky hilarious funny forward finally ugh wow phew ";
    const WEATHER: &str =
        " weather raining rain pouring snowing sunny windy freezing drizzle foggy sunshine storm humid ";
    const EATEN: &str = " sandwich pizza burger noodles salad soup ramen coffee tea beer cake breakfast lunch dinner snack croissant curry pasta sushi taco ";
    const DONE: &str =
        " had ate grabbed spilled dropped slept woke walked watched laughed chased forgot missed sat tried ";
    const NOW: &str =
        " today tonight earlier just now morning afternoon outside already currently yesterday again bit ";
    let has = |list: &str| reading.words.iter().any(|word| list.contains(&format!(" {} ", word.lower)));
    let first = reading.words.first().map_or("", |word| word.lower.as_str());
    let speaks = matches!(first, "i" | "we" | "my" | "it" | "had" | "just") || has(DONE) && has(NOW);
    let lasting = reading.values.iter().any(|value| !matches!(value.kind, Kind::Day | Kind::Duration | Kind::Number));
    let named = (1..reading.words.len()).any(|at| reading.is_name(at));
    if lasting {
        return false;
    }
    has(WEATHER) && (first == "it" || has(NOW) || !named)
        || has(FELT) && !named
        || speaks && has(EATEN) && has(DONE)
        || speaks && !named && has(DONE) && (has(NOW) || reading.values.is_empty())
}
