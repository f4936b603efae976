//! A dream's instructions, as far as rules can follow them: what to leave or drop, what to keep to, which files not to touch, where
//! things go, and whether to date, merge, organise and index. It reads them; carrying them out is done elsewhere.

use std::sync::LazyLock;

use crate::model::offline::instructions::{is_about, topic_stems, topics};
use crate::text::lines::sentences;
use crate::text::pattern::Regex;
use crate::text::reading::Reading;
use crate::text::values::pattern;

use super::context::stem_of;

/// A topic as it was named, and its stems.
pub type Topic = (String, Vec<String>);

/// What a clause asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    Ignore(Vec<Topic>),
    Drop(Vec<Topic>),
    Focus(Vec<Topic>),
    /// These files are not to be touched.
    Fence(Vec<String>),
    /// What is on a topic goes into a file.
    Route(Topic, String),
    Dates(bool),
    Merge(bool),
    Organise(bool),
    Index(bool),
    /// What is done in any case; how.
    Always(&'static str),
    /// What is never done; why.
    Never(&'static str),
    Unknown,
}

/// The instructions, clause by clause.
#[derive(Debug, Clone, Default)]
pub struct Orders {
    pub clauses: Vec<(String, Order)>,
    pub dates: bool,
    pub merge: bool,
    pub organise: bool,
    pub index: bool,
}

struct Patterns {
    file: Regex,
    fence: Regex,
    drop: Regex,
    ignore: Regex,
    focus: Regex,
    route: Regex,
    not: Regex,
    dates: Regex,
    merge: Regex,
    organise: Regex,
    index: Regex,
    settle: Regex,
    unsupported: Regex,
    links: Regex,
    lossy: Regex,
    everything: Regex,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| Patterns {
    file: pattern(r"/?[A-Za-z0-9_][\w/.-]*\.(?:md|txt|markdown|json|csv)\b"),
    fence: pattern(
        r"(?i)\b(?:(?:do not|don't|never|without) (?:touch|touching|edit|editing|change|changing|modify|modifying|alter|move|moving|rewrite|update|reorgani[sz]e|delete)|leave\b.*\b(?:alone|as (?:it|they) (?:is|are)|as[- ]is|untouched|unchanged)|keep\b.*\b(?:as (?:it|they) (?:is|are)|as[- ]is|untouched|unchanged))",
    ),
    drop: pattern(
        r"(?i)\b(?:drop|remove|delete|forget|purge|discard|erase|throw (?:away|out)|get rid of|clear out)\b(?: (?:everything|anything|all(?: (?:the )?(?:lines|notes|facts|claims|entries|memories|mentions))?|what(?:ever)?|any(?:thing)?(?: lines| notes| facts)?|the (?:lines|notes|facts|claims|entries)|notes|lines|facts|entries))?(?: (?:that (?:is|are)|it says|there is))?(?: (?:about|on|of|regarding|concerning|related to|to do with|mentioning))? (.+)",
    ),
    ignore: pattern(
        r"(?i)\b(?:ignore|skip|leave out|exclude|disregard|(?:do not|don't|never) (?:store|remember|keep|save|add|note|record|include|carry(?: over)?|bring(?: in)?|import|mention))(?: (?:anything|everything|all|any|facts|things|lines|notes|claims))?(?: (?:about|on|of|regarding|concerning|related to|to do with|from))? (.+)",
    ),
    focus: pattern(
        r"(?i)\b(?:focus(?: (?:only|mainly|mostly))? on|concentrate on|prioriti[sz]e|only (?:keep|add|consider|carry|include|consolidate|look at|care about)|(?:add|carry|consider|include|consolidate) only|pay attention to|stick to)(?: (?:anything|everything|facts|things|what is|what's))?(?: (?:about|on|related to))? (.+)",
    ),
    route: pattern(
        r"(?i)\b(?:put|keep|move|file|store|collect|gather|write|place|group)\b (.+?) (?:in|into|to|under|inside|within) (?:the file |a file (?:called|named) )?[`\x22']?(/?[A-Za-z0-9_][\w/-]*\.md)\b",
    ),
    not: pattern(
        r"(?i)\b(?:do not|don't|no|never|without|avoid|leave|skip|keep (?:all )?(?:the )?(?:relative )?(?:dates|duplicates|files|structure))\b",
    ),
    dates: pattern(
        r"(?i)\b(?:absolute dates?|relative dates?|dates? absolute|resolve (?:the |all |any )?(?:relative )?dates?|(?:convert|make|turn|normali[sz]e|fix|rewrite|change|leave|touch|expand) (?:all |the |any )?(?:relative )?dates?|iso dates?|dates)\b",
    ),
    merge: pattern(r"(?i)\b(?:duplicates?|dedup\w*|de-dup\w*|repetitions?|redundan\w*|merge|merging)\b"),
    organise: pattern(
        r"(?i)\b(?:organi[sz]e|reorgani[sz]e|restructure|by topic|topic files?|split (?:up )?(?:the )?(?:file|notes|log)|one file|same files?|file structure|structure|move (?:lines|notes|claims|anything|things)|tidy|clean(?: |-)?up|group)\b",
    ),
    index: pattern(r"(?i)\b(?:index(?:es)?|table of contents|toc)\b"),
    settle: pattern(
        r"(?i)\b(?:contradict\w*|conflict\w*|newest|latest|most recent|outdated|superseded|stale (?:facts|values|lines|claims)|up to date|correct(?:ions)?)\b",
    ),
    unsupported: pattern(
        r"(?i)\b(?:unsupported|unverified|without evidence|not (?:mentioned|supported|confirmed)|stale|unconfirmed)\b",
    ),
    links: pattern(
        r"(?i)\b(?:links?|urls?|ids?|identifiers?|rooms?|sources?|evidence|front ?matter|slugs?|descriptions?)\b",
    ),
    lossy: pattern(
        r"(?i)\b(?:summari[sz]e|shorten|condense|compress|rewrite|rephrase|translate|at most \d+|no more than \d+|under \d+)\b",
    ),
    everything: pattern(r"(?i)^(?:everything|anything|all|nothing|it|them|this|that)$"),
});

impl Orders {
    /// Reads instructions.
    pub fn read(text: Option<&str>) -> Orders {
        let mut orders = Orders { dates: true, merge: true, organise: true, index: true, ..Orders::default() };
        for clause in clauses(text.unwrap_or_default()) {
            let order = order_in(&clause);
            match order {
                Order::Dates(wanted) => orders.dates = wanted,
                Order::Merge(wanted) => orders.merge = wanted,
                Order::Organise(wanted) => orders.organise = wanted,
                Order::Index(wanted) => orders.index = wanted,
                _ => {}
            }
            orders.clauses.push((clause, order));
        }
        orders
    }

    /// Whether a file is not to be touched.
    pub fn fences(&self, path: &str) -> bool {
        let named = |file: &String| {
            path == file
                || path.trim_start_matches('/') == file.trim_start_matches('/')
                || path.ends_with(&format!("/{}", file.trim_start_matches('/')))
        };
        self.clauses.iter().any(|(_, order)| matches!(order, Order::Fence(files) if files.iter().any(named)))
    }

    /// Why a claim is to be dropped, in the instructions' words.
    pub fn drops(&self, claim: &Reading) -> Option<String> {
        self.clauses.iter().find_map(|(text, order)| match order {
            Order::Drop(topics) if about(claim, topics) => Some(format!("the instructions say: “{text}”")),
            _ => None,
        })
    }

    /// Whether something said in a transcript is to be carried into the store.
    pub fn wants(&self, claim: &Reading) -> bool {
        let mut focused = None;
        for (_, order) in &self.clauses {
            match order {
                Order::Ignore(topics) | Order::Drop(topics) if about(claim, topics) => return false,
                Order::Focus(topics) => focused = Some(focused.unwrap_or(false) || about(claim, topics)),
                _ => {}
            }
        }
        focused.unwrap_or(true)
    }

    /// The file that the instructions name for a claim.
    pub fn file_for(&self, claim: &Reading) -> Option<String> {
        self.clauses.iter().find_map(|(_, order)| match order {
            Order::Route((_, stems), path) if is_about(claim, stems) => Some(path.clone()),
            _ => None,
        })
    }
}

fn about(claim: &Reading, topics: &[Topic]) -> bool {
    topics.iter().any(|(_, stems)| is_about(claim, stems))
}

fn order_in(clause: &str) -> Order {
    let p = &*PATTERNS;
    let files: Vec<String> = p.file.find_iter(clause).map(|hit| hit.as_str().to_owned()).collect();
    let not = p.not.is_match(clause);
    if p.fence.is_match(clause) && !files.is_empty() {
        return Order::Fence(files);
    }
    if let Some(found) = p.route.captures(clause)
        && let (Some(what), Some(file)) = (found.get(1), found.get(2))
    {
        let stems = topic_stems(what.as_str());
        if !stems.is_empty() {
            let path = format!("/{}", file.as_str().trim_start_matches('/'));
            return Order::Route((what.as_str().to_owned(), stems), path);
        }
    }
    if p.index.is_match(clause) && files.iter().all(|file| stem_of(file) == "index") {
        return Order::Index(!not);
    }
    if p.merge.is_match(clause) {
        return Order::Merge(!not || clause.to_lowercase().contains("no duplicate"));
    }
    if p.unsupported.is_match(clause) && (p.drop.is_match(clause) || p.ignore.is_match(clause)) {
        return Order::Never(
            "what no transcript bears on is kept and flagged: that nothing was said of it does not make it wrong",
        );
    }
    let named = |regex: &Regex| {
        let words = regex.captures(clause)?.get(1)?.as_str().trim().trim_end_matches('.').to_owned();
        (!p.everything.is_match(&words)).then(|| topics(&words)).filter(|topics| !topics.is_empty())
    };
    if let Some(topics) = named(&p.ignore) {
        return Order::Ignore(topics);
    }
    if p.settle.is_match(clause) {
        return Order::Always(
            "of what contradicts itself the newest holds, by when it was said; the older is in the report",
        );
    }
    if let Some(topics) = named(&p.drop) {
        return Order::Drop(topics);
    }
    if let Some(topics) = named(&p.focus) {
        return Order::Focus(topics);
    }
    if p.dates.is_match(clause) {
        return Order::Dates(!not);
    }
    if p.organise.is_match(clause) || p.fence.is_match(clause) {
        return Order::Organise(!not && !p.fence.is_match(clause));
    }
    if p.unsupported.is_match(clause) {
        return Order::Always("what no transcript bears on is kept and flagged");
    }
    if p.lossy.is_match(clause) {
        return Order::Never("rules do not reword or shorten notes: nothing may be lost");
    }
    if p.links.is_match(clause) {
        return Order::Always(
            "links, ids and rooms of the transcripts are carried to the claims they belong to, with their evidence",
        );
    }
    Order::Unknown
}

/// The clauses of instructions: sentences, cut before a verb that asks for something else.
fn clauses(text: &str) -> Vec<String> {
    const VERBS: [&str; 33] = [
        "keep",
        "ignore",
        "skip",
        "do",
        "don't",
        "never",
        "only",
        "leave",
        "drop",
        "remove",
        "delete",
        "focus",
        "make",
        "merge",
        "put",
        "move",
        "build",
        "write",
        "create",
        "no",
        "resolve",
        "use",
        "convert",
        "forget",
        "flag",
        "split",
        "add",
        "exclude",
        "organise",
        "organize",
        "without",
        "prioritise",
        "prioritize",
    ];
    let mut found = Vec::new();
    for sentence in sentences(text) {
        let mut from = 0;
        let joints = sentence
            .match_indices(',')
            .map(|(at, _)| (at, at + 1))
            .chain(sentence.match_indices(" and ").map(|(at, _)| (at, at + 5)));
        let mut joints: Vec<(usize, usize)> = joints.collect();
        crate::domain::sort::sort_by(&mut joints, Ord::cmp);
        for (at, end) in joints {
            let rest = sentence[end..].trim_start();
            let rest = rest.strip_prefix("and ").or_else(|| rest.strip_prefix("but ")).unwrap_or(rest);
            let first = rest.split_whitespace().next().unwrap_or_default().to_lowercase();
            if at > from && VERBS.contains(&first.as_str()) {
                found.push(sentence[from..at].trim().to_owned());
                from = end;
            }
        }
        let last = sentence[from..].trim();
        found.push(last.strip_prefix("and ").unwrap_or(last).trim_end_matches(['.', '!']).to_owned());
    }
    found.retain(|clause| !clause.trim().is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_read_as_orders() {
        let orders = Orders::read(Some(
            "Don't touch people.md, drop everything about food and ignore the weather. Make dates absolute. No index. Put talks in talks.md. Sing.",
        ));
        assert!(orders.fences("/people.md") && !orders.fences("/other.md"));
        assert!(orders.drops(&Reading::of("I had pizza for lunch")).is_some());
        assert!(!orders.wants(&Reading::of("The weather is sunny")));
        assert!(orders.dates && !orders.index && orders.merge);
        assert_eq!(orders.file_for(&Reading::of("The wasm talk is in room 5")).as_deref(), Some("/talks.md"));
        assert_eq!(orders.clauses.last().map(|(_, order)| order.clone()), Some(Order::Unknown));
        let focus = Orders::read(Some("Focus on logistics and travel."));
        assert!(focus.clauses.len() == 1 && focus.wants(&Reading::of("My travel plans changed")));
        assert!(!Orders::read(Some("Leave relative dates as they are")).dates);
    }
}
