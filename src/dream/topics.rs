//! Topics: what a line is about, as far as its words tell, and the file that such lines belong in. A fixed table; it knows
//! nothing of any store.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use crate::domain::sort;
use crate::text::changes::role_in;
use crate::text::concepts;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::stem;

/// A topic: the name of its file without ending, what an index says of it, and the words that tell it.
struct Rule {
    slug: &'static str,
    title: &'static str,
    words: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        slug: "event_logistics",
        title: "Getting there, getting in and getting by at the event",
        words: "venue badge lanyard registration register checkin wifi cloakroom shuttle doors entrance lunch dinner catering afterparty social parking tram accessibility sponsor booth wristband swag hotel",
    },
    Rule {
        slug: "travel",
        title: "Trips, tickets and places to stay",
        words: "flight fly plane train ticket passport visa hotel airbnb hostel luggage suitcase airport gate boarding trip itinerary ferry booking checkin layover terminal station rental platform embassy journey vacation",
    },
    Rule {
        slug: "health",
        title: "Health, medicine and appointments",
        words: "doctor dentist allergy allergic medication medicine prescription tablet pill blood clinic hospital physiotherapist vaccine vaccination insulin dose symptom therapy therapist asthma inhaler diabetes surgery nurse ward patient pediatrician optician migraine penicillin inject injection consultant",
    },
    Rule {
        slug: "people",
        title: "Who is who",
        words: "sister brother mother father mum mom dad wife husband son daughter aunt uncle cousin grandmother grandfather friend colleague manager boss teammate neighbor partner birthday born married lead supervisor mentor niece nephew introduce",
    },
    Rule {
        slug: "preferences",
        title: "What is liked, wanted and avoided",
        words: "prefer preference favorite like love hate dislike enjoy vegetarian vegan avoid stand adore",
    },
    Rule {
        slug: "finances",
        title: "Budgets, prices and payments",
        words: "budget invoice price cost rent salary bank tax pay payment mortgage refund expense fee deposit quote fund grant loan vat revenue",
    },
    Rule {
        slug: "home",
        title: "The house and what is in it",
        words: "house flat apartment landlord boiler plumber garden router kitchen heating bathroom electrician roof bin recycling fridge oven thermostat basement attic key neighbor lease",
    },
    Rule {
        slug: "pets",
        title: "Animals",
        words: "dog cat puppy kitten vet rabbit hamster parrot horse aquarium litter leash walkies",
    },
    Rule {
        slug: "engineering",
        title: "How the software is built and run",
        words: "deploy deployment release repository branch pipeline database api server bug incident staging production migration build framework library endpoint cluster container kubernetes docker postgres redis cache queue latency commit merge rollback schema backend frontend sdk sprint ci review lint",
    },
    Rule {
        slug: "research",
        title: "Experiments, data and papers",
        words: "experiment sample dataset reagent paper hypothesis assay centrifuge buffer incubator protocol microscope lab laboratory measurement calibration freezer cell culture sequencing primer plate pipette grant reviewer manuscript",
    },
    Rule {
        slug: "orders",
        title: "Stock, suppliers and orders",
        words: "supplier stock customer order delivery warehouse shipment inventory wholesale shelf till invoice sku restock courier parcel catalog pallet",
    },
    Rule {
        slug: "support",
        title: "Tickets, customers and what was done for them",
        words: "ticket customer refund escalation escalate complaint outage workaround sla tier account login password reset",
    },
    Rule {
        slug: "campaign",
        title: "The party, its quests and its world",
        words: "party quest dungeon paladin wizard rogue cleric druid bard dragon goblin tavern spell potion guild npc initiative campaign sword amulet curse necromancer ranger warlock",
    },
    Rule {
        slug: "contacts",
        title: "Addresses and numbers",
        words: "email phone telephone contact reach mobile extension hotline",
    },
    Rule {
        slug: "resources",
        title: "Links to slides, documents and sites",
        words: "slides slide deck docs documentation repository link url video recording article website wiki dashboard spreadsheet",
    },
    Rule {
        slug: "schedule",
        title: "What happens when",
        words: "standup meeting retro retrospective appointment class lesson practice rehearsal training deadline due weekly monthly calendar call sync session talk keynote workshop panel",
    },
];

/// Words that tell that a line is about the programme of an event.
const PROGRAMME: &str = "talk keynote session workshop panel room hall stage track schedule start begin open close slot speaker demo lightning tutorial closing opening lunch break doors";

/// Words that tell of an event at all.
const EVENT: &str = "conference keynote talk workshop venue summit meetup badge registration speaker panel congress";

const NUMBERS: [(&str, &str, &str); 7] = [
    ("one", "1", "first"),
    ("two", "2", "second"),
    ("three", "3", "third"),
    ("four", "4", "fourth"),
    ("five", "5", "fifth"),
    ("six", "6", "sixth"),
    ("seven", "7", "seventh"),
];

struct Tables {
    rules: Vec<BTreeSet<String>>,
    programme: BTreeSet<String>,
    event: BTreeSet<String>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let stems = |words: &str| sort::set(words.split_whitespace().map(stem));
    Tables {
        rules: RULES.iter().map(|rule| stems(rule.words)).collect(),
        programme: stems(PROGRAMME),
        event: stems(EVENT),
    }
});

/// Whether a line tells of an event with a programme.
pub fn tells_of_an_event(line: &Reading) -> bool {
    line.words.iter().any(|word| TABLES.event.contains(&word.stem))
}

/// The topic of a line, as the name of its file; nothing if its words tell none. `event`: the store is about an event.
pub fn topic_of(line: &Reading, event: bool) -> Option<String> {
    let programme = line.words.iter().filter(|word| TABLES.programme.contains(&word.stem)).count();
    if let Some(day) = day_of_event(line).filter(|_| programme > 0 || line.has_value(&[Kind::Time, Kind::Room])) {
        return Some(format!("day_{day}_schedule"));
    }
    let mut best: Option<(usize, usize)> = None;
    for (at, rule) in RULES.iter().enumerate() {
        let score = score(at, rule, line, event);
        if score > 0 && best.is_none_or(|(_, highest)| score > highest) {
            best = Some((at, score));
        }
    }
    best.map(|(at, _)| RULES[at].slug.to_owned())
}

fn score(at: usize, rule: &Rule, line: &Reading, event: bool) -> usize {
    let mut stems: Vec<&str> = Vec::new();
    for word in &line.words {
        if TABLES.rules[at].contains(&word.stem) && !stems.contains(&word.stem.as_str()) {
            stems.push(&word.stem);
        }
    }
    let words = stems.len() * 2;
    let kin = || line.words.iter().any(|word| concepts::is_member(&word.stem, "famili"));
    match rule.slug {
        "event_logistics" if !event => 0,
        "event_logistics" => words + usize::from(words > 0),
        "people" => words + if role_in(line).is_some() || kin() { 2 } else { 0 },
        "contacts" => words / 2 + if line.has_value(&[Kind::Email, Kind::Phone]) { 3 } else { 0 },
        "resources" => words / 2 + if line.has_value(&[Kind::Link]) { 2 } else { 0 },
        "finances" => words + usize::from(line.has_value(&[Kind::Money])),
        "schedule" if event => 0,
        "schedule" if words > 0 && line.has_value(&[Kind::Time, Kind::Day, Kind::Date]) => words,
        "schedule" => 0,
        "preferences" => words.min(2),
        _ => words,
    }
}

/// "Day two", "day 2", "the second day" of an event.
fn day_of_event(line: &Reading) -> Option<&'static str> {
    let lower = |at: usize| line.words.get(at).map_or("", |word| word.lower.as_str());
    (0..line.words.len()).filter(|at| lower(*at) == "day").find_map(|at| {
        let (next, before) = (lower(at + 1), if at > 0 { lower(at - 1) } else { "" });
        NUMBERS
            .iter()
            .find(|(word, digit, ordinal)| next == *word || next == *digit || before == *ordinal)
            .map(|(word, _, _)| *word)
    })
}

/// So many claims on a topic make a file; links stay with what they are about unless there are many.
pub fn enough_for(topic: &str) -> usize {
    if topic == "resources" { 6 } else { 3 }
}

/// What an index says of a topic's file.
pub fn title_of(slug: &str) -> String {
    if let Some(rule) = RULES.iter().find(|rule| rule.slug == slug) {
        return rule.title.to_owned();
    }
    match slug.strip_prefix("day_").and_then(|rest| rest.strip_suffix("_schedule")) {
        Some(day) => format!("Talks, rooms and times of day {day}"),
        None if super::context::is_log_name(slug) => "Notes by day that belong to no topic of their own".to_owned(),
        None => {
            let words = slug.replace(['_', '-', '/'], " ");
            let mut chars = words.chars();
            chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
        }
    }
}

/// Whether a file's name, without ending, tells that it is the one for a topic.
pub fn names_topic(file_stem: &str, topic: &str) -> bool {
    let plain = |text: &str| text.to_lowercase().replace(['-', ' '], "_");
    let (file, topic) = (plain(file_stem), plain(topic));
    if file == topic {
        return true;
    }
    let Some(at) = RULES.iter().position(|rule| rule.slug == topic) else { return false };
    let own: Vec<String> = topic.split('_').map(stem).collect();
    let parts: Vec<String> = file.split('_').filter(|part| part.len() > 2).map(stem).collect();
    !parts.is_empty()
        && parts.iter().all(|part| {
            own.contains(part)
                || TABLES.rules[at].contains(part)
                || matches!(part.as_str(), "note" | "info" | "plan" | "list" | "detail")
        })
        && parts.iter().any(|part| own.contains(part) || TABLES.rules[at].contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_the_topic_that_their_words_tell() {
        let topic = |line: &str, event: bool| topic_of(&Reading::of(line), event).unwrap_or_default();
        assert_eq!(topic("Day two opens with the keynote in Hall A", true), "day_two_schedule");
        assert_eq!(topic("Badge pickup opens at 8:00", true), "event_logistics");
        assert_eq!(topic("My sister is called Anna", false), "people");
        assert_eq!(topic("I prefer aisle seats", false), "preferences");
        assert_eq!(topic("The flight leaves at 7:45 from gate B12", false), "travel");
        assert_eq!(topic("Hello there", false), "");
        assert!(names_topic("travel-plans", "travel"));
        assert!(!names_topic("apollo", "travel"));
    }
}
