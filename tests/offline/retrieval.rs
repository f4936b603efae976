//! How often the model's search finds the line that answers, on long dialogues between two people: printed, never asserted, and the
//! data are not part of this project. `RETRIEVAL=locomo10.json cargo test --features testing --test offline retrieval -- --ignored
//! --nocapture`, with the file of the LoCoMo benchmark (Maharana et al., 2024).

use std::collections::{BTreeMap, BTreeSet};

use dreamfs::text::rank::{Line, rank};
use serde_json::Value;

use super::harness::{Files, ROOT, Session, mount};

/// The conversations that the ranking's constants were tuned on; the others were only ever measured.
const TUNED_ON: usize = 3;

/// A dialogue as the notes that a user would have: a file for each day of talk, a line for each turn.
struct Dialogue {
    name: String,
    files: Files,
    /// The path and line of each turn, by its id.
    places: BTreeMap<String, Place>,
    questions: Vec<(String, Vec<String>)>,
}

fn dialogues() -> Vec<Dialogue> {
    let path = std::env::var("RETRIEVAL").expect("RETRIEVAL names the data");
    let all: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    all.as_array().unwrap().iter().map(dialogue).collect()
}

fn dialogue(sample: &Value) -> Dialogue {
    let talk = &sample["conversation"];
    let mut files = Files::default();
    let mut places = BTreeMap::new();
    for number in 1..100 {
        let Some(turns) = talk[format!("session_{number}")].as_array() else { continue };
        let path = format!("{ROOT}/session-{number:02}.md");
        let date = talk[format!("session_{number}_date_time")].as_str().unwrap();
        let mut text = format!("## {date}\n\n");
        for (at, turn) in turns.iter().enumerate() {
            let said = turn["text"].as_str().unwrap().replace('\n', " ");
            text += &format!("{}: {said}\n", turn["speaker"].as_str().unwrap());
            places.insert(turn["dia_id"].as_str().unwrap().to_owned(), (path.clone(), at + 3));
        }
        files.files.insert(path, text);
    }
    let questions = sample["qa"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|asked| asked["category"] != 5)
        .filter_map(|asked| {
            let evidence: Vec<String> = asked["evidence"]
                .as_array()?
                .iter()
                .filter_map(Value::as_str)
                .flat_map(|ids| ids.split([';', ' ', ',']).map(str::to_owned).collect::<Vec<_>>())
                .filter(|id| places.contains_key(id))
                .collect();
            (!evidence.is_empty()).then(|| (asked["question"].as_str().unwrap().to_owned(), evidence))
        })
        .collect();
    Dialogue { name: sample["sample_id"].as_str().unwrap().to_owned(), files, places, questions }
}

/// A line's path and number.
type Place = (String, usize);

/// The places of the lines that the calls of a turn gave: those that `grep` found, and those that were then read, in order.
fn looked_at(results: &[(String, Value, String)]) -> (BTreeSet<Place>, Vec<Place>) {
    let (mut found, mut read) = (BTreeSet::new(), Vec::new());
    for (name, input, output) in results {
        if name == "grep" {
            for line in output.lines().filter(|line| line.starts_with('/')) {
                let mut parts = line.splitn(3, ':');
                found.insert((parts.next().unwrap().to_owned(), parts.next().unwrap().parse().unwrap()));
            }
        } else if let (Some(path), Some(line)) = (input["file_path"].as_str(), input["view_range"][0].as_u64()) {
            read.push((path.to_owned(), line as usize));
        }
    }
    (found, read)
}

/// How many questions there were, and for how many a line of evidence was among all lines that `grep` gave, the first five that
/// were read, the first one, and the first five of a ranking of the whole dialogue.
#[derive(Default, Clone, Copy)]
pub struct Score {
    pub questions: usize,
    found: usize,
    pub first_five: usize,
    first: usize,
    of_all: usize,
    calls: usize,
    unknown: usize,
}

impl Score {
    fn add(&mut self, other: Score) {
        self.questions += other.questions;
        self.found += other.found;
        self.first_five += other.first_five;
        self.first += other.first;
        self.of_all += other.of_all;
        self.calls += other.calls;
        self.unknown += other.unknown;
    }

    fn print(self, name: &str) {
        let percent = |part: usize| 100.0 * part as f64 / self.questions as f64;
        println!(
            "{name:8} {:>5} questions: found {:>5.1} %, among the first five {:>5.1} %, first {:>5.1} %; of all lines {:>5.1} %; {:.1} calls, unknown {:>5.1} %",
            self.questions,
            percent(self.found),
            percent(self.first_five),
            percent(self.first),
            percent(self.of_all),
            self.calls as f64 / self.questions as f64,
            percent(self.unknown),
        );
    }
}

fn measure(dialogue: &mut Dialogue) -> Score {
    let mut score = Score::default();
    let files = dialogue.files.files.clone();
    let all: Vec<Line<'_>> = files
        .iter()
        .flat_map(|(file, text)| text.lines().enumerate().map(move |(at, text)| Line { file, number: at + 1, text }))
        .collect();
    for (question, evidence) in &dialogue.questions {
        let right: BTreeSet<Place> = evidence.iter().map(|id| dialogue.places[id].clone()).collect();
        let is_right = |line: &Line<'_>| right.contains(&(line.file.to_owned(), line.number));
        let mut session = Session::new(&mut dialogue.files, vec![mount(None, false)]);
        let said = session.say(question);
        let (found, read) = looked_at(&session.results);
        score.add(Score {
            questions: 1,
            found: usize::from(!found.is_disjoint(&right)),
            first_five: usize::from(read.iter().take(5).any(|place| right.contains(place))),
            first: usize::from(read.first().is_some_and(|place| right.contains(place))),
            of_all: usize::from(rank(question, &all, 5).iter().any(|ranked| is_right(&all[ranked.index]))),
            calls: session.calls.len(),
            unknown: usize::from(said.starts_with("I don't know")),
        });
    }
    score
}

/// What the dialogues scored that the constants were tuned on, and the others.
pub fn scores() -> (Score, Score) {
    let (mut tuned, mut others) = (Score::default(), Score::default());
    for (at, mut dialogue) in dialogues().into_iter().enumerate() {
        let score = measure(&mut dialogue);
        score.print(&dialogue.name);
        if at < TUNED_ON { &mut tuned } else { &mut others }.add(score);
    }
    (tuned, others)
}

#[test]
#[ignore = "needs data that are not part of this project"]
fn retrieval_on_long_dialogues() {
    let (tuned, others) = scores();
    tuned.print("tuned on");
    others.print("others");
}
