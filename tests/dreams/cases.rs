//! Cases as text: a store's files, sessions, and what is true of the dream over them.

use std::collections::BTreeMap;
use std::path::Path;

use dreamfs::dream::plan::{ClaimRow, Verdict};
use dreamfs::dream::reader::{Index, read_page};
use dreamfs::dream::{Consolidation, NoteFile, Notes, Plan, Reported, Settings, Speaker, Utterance};

pub const SETTINGS: Settings = Settings { max_file_bytes: 102_400, max_files: 2_000 };

pub enum Expect {
    Has(String),
    Gone(String),
    Exact(String, String),
    Paraphrase(String, String),
    Apart(String, String),
    Newest(String, String),
    Date(String),
    Link(String),
    Flag(String, bool),
    Ask(String, String),
    File(String),
    Follow(String, bool),
}

#[derive(Default)]
pub struct Case {
    pub name: String,
    pub notes: Notes,
    pub sessions: Vec<(String, Vec<Utterance>)>,
    pub instructions: Option<String>,
    pub expect: Vec<Expect>,
}

impl Case {
    pub fn reports(&self) -> Vec<Reported> {
        self.reports_over(&self.notes.files)
    }

    /// What readers report who hold the transcripts against other files.
    pub fn reports_over(&self, files: &[NoteFile]) -> Vec<Reported> {
        let index = Index::of(&store(files.to_vec()));
        self.sessions.iter().map(|(id, said)| report(id, said, &index)).collect()
    }
}

pub fn store(files: Vec<NoteFile>) -> Notes {
    Notes { memory_store_id: "memstore_1".into(), files }
}

/// Reads a transcript page by page, as the job does.
pub fn report(id: &str, said: &[Utterance], index: &Index) -> Reported {
    let mut findings = Vec::new();
    let mut from = 0;
    while from < said.len() {
        let mut to = from;
        let mut bytes = 0;
        while to < said.len() && (to == from || bytes + said[to].text.len() <= 8_192) {
            bytes += said[to].text.len();
            to += 1;
        }
        findings.extend(read_page(id, &said[..from], &said[from..to], index));
        from = to;
    }
    let said =
        said.iter().map(|utterance| (utterance.event_id.clone(), utterance.said.clone())).collect::<BTreeMap<_, _>>();
    Reported { session_id: id.to_owned(), findings, said }
}

pub fn dream(notes: &Notes, reports: &[Reported], instructions: Option<&str>) -> Plan {
    Consolidation::new(notes.clone(), reports.to_vec(), instructions, SETTINGS).finish()
}

/// Whether a claim's row leads to where it stands, or says why it does not.
pub fn is_held(row: &ClaimRow, plan: &Plan) -> bool {
    if row.reason.is_empty() {
        return false;
    }
    let line = row.into.as_ref().and_then(|into| {
        let file = plan.files.iter().find(|file| file.path == into.path)?;
        file.content.lines().nth(into.line as usize - 1)
    });
    match row.verdict {
        Verdict::Dropped => row.into.is_none(),
        Verdict::Kept | Verdict::Moved => {
            let first: String = row.text.split_whitespace().take(6).collect::<Vec<_>>().join(" ");
            line.is_some_and(|line| line.split_whitespace().collect::<Vec<_>>().join(" ").contains(&first))
        }
        _ => line.is_some_and(|line| !line.trim().is_empty()),
    }
}

/// The first line in which two stores differ.
pub fn differing(a: &[NoteFile], b: &[NoteFile]) -> String {
    for file in a {
        let Some(other) = b.iter().find(|other| other.path == file.path) else { return format!("{} went", file.path) };
        for (at, line) in file.content.lines().enumerate() {
            if other.content.lines().nth(at) != Some(line) {
                return format!("{}:{}: {line:?} became {:?}", file.path, at + 1, other.content.lines().nth(at));
            }
        }
        if file.content != other.content {
            return format!("{} grew: {:?}", file.path, other.content.lines().last());
        }
    }
    b.iter()
        .find(|file| a.iter().all(|other| other.path != file.path))
        .map(|file| format!("{} came", file.path))
        .unwrap_or_default()
}

/// The cases that the rules were built with.
pub fn load() -> Vec<Case> {
    load_from("tests/dreams")
}

/// Cases by people who had not seen the rules; `UNSEEN` names a file of others.
pub fn load_unseen() -> Vec<Case> {
    match std::env::var("UNSEEN") {
        Ok(path) => cases_in(&std::fs::read_to_string(path).unwrap()),
        Err(_) => load_from("tests/dreams/unseen").into_iter().filter(|case| !is_harder(case)).collect(),
    }
}

/// Cases that were written to put everything in other words: further from what the rules do than what people write by the way.
pub fn load_harder() -> Vec<Case> {
    load_from("tests/dreams/unseen").into_iter().filter(is_harder).collect()
}

fn is_harder(case: &Case) -> bool {
    const HARDER: [&str; 3] =
        [include_str!("unseen/ninth.txt"), include_str!("unseen/tenth.txt"), include_str!("unseen/eleventh.txt")];
    HARDER.iter().any(|text| is_of(text, case))
}

fn is_of(text: &str, case: &Case) -> bool {
    text.contains(&format!("==== case {}\n", case.name))
        && case.sessions.first().is_some_and(|(id, _)| text.contains(&format!("=== session {id} ")))
}

/// All but those that are held back from whoever makes the rules.
pub fn load_open() -> Vec<Case> {
    const CLOSED: [&str; 3] =
        [include_str!("unseen/sixth.txt"), include_str!("unseen/eighth.txt"), include_str!("unseen/tenth.txt")];
    let all = load_from("tests/dreams/unseen").into_iter();
    all.filter(|case| !CLOSED.iter().any(|text| is_of(text, case))).collect()
}

fn load_from(folder: &str) -> Vec<Case> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<_> = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let texts = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .map(|path| std::fs::read_to_string(path).unwrap());
    texts.flat_map(|text| cases_in(&text)).collect()
}

/// `==== case NAME`, then `=== file PATH`, `=== session ID MOMENT`, `=== instructions` and `=== expect`, each with its lines below.
fn cases_in(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for part in text.split("==== case ").skip(1) {
        let (name, body) = part.split_once('\n').unwrap();
        let mut case = Case { name: name.trim().to_owned(), notes: store(Vec::new()), ..Case::default() };
        for section in body.split("\n=== ").map(|section| section.trim_start_matches("=== ")) {
            let (head, body) = section.split_once('\n').unwrap_or((section, ""));
            let body = body.trim_matches('\n');
            let mut words = head.split_whitespace();
            match words.next() {
                Some("file") => {
                    let content = if body.is_empty() { String::new() } else { format!("{body}\n") };
                    case.notes.files.push(NoteFile { path: words.next().unwrap().to_owned(), content });
                }
                Some("session") => {
                    let (id, from) = (words.next().unwrap(), words.next().unwrap());
                    case.sessions.push((id.to_owned(), utterances(id, from, body)));
                }
                Some("instructions") => case.instructions = Some(body.to_owned()),
                Some("expect") => {
                    case.expect = body.lines().filter(|line| !line.trim().is_empty()).map(expect).collect()
                }
                Some(other) => panic!("{name}: no section {other}"),
                None => {}
            }
        }
        cases.push(case);
    }
    cases
}

/// Lines `user: …`, `agent: …`, `tool: …`; a line without one goes on. A minute passes between two.
fn utterances(id: &str, from: &str, body: &str) -> Vec<Utterance> {
    let mut said: Vec<Utterance> = Vec::new();
    let (day, clock) = from.split_once('T').unwrap();
    let (hour, minute) = clock.split_once(':').unwrap();
    let start: usize = hour.parse::<usize>().unwrap() * 60 + minute.parse::<usize>().unwrap();
    for line in body.lines() {
        let speaker = [("user: ", Speaker::User), ("agent: ", Speaker::Agent), ("tool: ", Speaker::ToolResult)];
        match speaker.iter().find_map(|(lead, who)| Some((*who, line.strip_prefix(lead)?))) {
            Some((speaker, text)) => {
                let now = start + said.len();
                let event_id = format!("{id}_e{}", said.len());
                said.push(Utterance {
                    event_id,
                    speaker,
                    said: format!("{day}T{:02}:{:02}", now / 60 % 24, now % 60),
                    text: text.to_owned(),
                });
            }
            None => {
                let last = said.last_mut().unwrap();
                last.text.push('\n');
                last.text.push_str(line);
            }
        }
    }
    said
}

fn expect(line: &str) -> Expect {
    let (kind, rest) = line.split_once(": ").unwrap_or_else(|| panic!("{line}"));
    let rest = rest.trim().to_owned();
    let two = |mark: &str| {
        let (a, b) = rest.split_once(mark).unwrap_or_else(|| panic!("{line}"));
        (a.trim().to_owned(), b.trim().to_owned())
    };
    match kind {
        "has" => Expect::Has(rest),
        "gone" => Expect::Gone(rest),
        "exact" => {
            let (a, b) = two("||");
            Expect::Exact(a, b)
        }
        "same" => {
            let (a, b) = two("||");
            Expect::Paraphrase(a, b)
        }
        "apart" => {
            let (a, b) = two("||");
            Expect::Apart(a, b)
        }
        "newest" => {
            let (a, b) = two("->");
            Expect::Newest(a, b)
        }
        "date" => Expect::Date(rest),
        "link" => Expect::Link(rest),
        "flag" => Expect::Flag(rest, true),
        "supported" => Expect::Flag(rest, false),
        "ask" => {
            let (a, b) = two("|");
            Expect::Ask(a, b)
        }
        "path" => Expect::File(rest),
        "followed" => Expect::Follow(rest, true),
        "unfollowed" => Expect::Follow(rest, false),
        other => panic!("no expectation {other}"),
    }
}
