//! Amounts: whether a line tells how many, how much, how long or how old, as a question asks.

use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::values::{Kind, Value};
use crate::text::words::{Word, is_stopword};

use super::question::Question;

/// The word behind a value.
fn behind<'l>(value: &Value, line: &'l Reading) -> Option<&'l Word> {
    line.words.iter().find(|word| word.start >= value.end)
}

/// A number with no noun behind it that it numbers: "only three now", "she said eight", "the hall seats 220", "keep it to 12". The unit is
/// the one that was asked for.
pub fn is_bare(value: &Value, line: &Reading) -> bool {
    let next = behind(value, line);
    let share = value.text.ends_with('%') || value.text.ends_with("percent");
    // "22 a night" is a rate.
    let rate = next.is_some_and(|word| matches!(word.lower.as_str(), "a" | "an" | "per"));
    let joined = share || rate || line.text[value.end..].starts_with(['%', '-', '/', '.', ':']);
    let numbers = next.is_some_and(|word| {
        !is_stopword(&word.lower) && !line.text[value.end..word.start].contains([',', ';', ':', '.', '(', '–'])
    });
    let later = next.is_some_and(|word| {
        matches!(
            word.lower.as_str(),
            "now" | "already" | "altogether" | "max" | "maximum" | "tops" | "total" | "left" | "flat"
        )
    });
    value.kind == Kind::Number && !joined && (!numbers || later)
}

/// "4 to 6", "between two and three", "the monk said 10": a bare number that may be an hour.
pub fn is_hour(value: &Value, line: &Reading) -> bool {
    let hour = value.normal().parse::<u8>().is_ok_and(|hour| hour <= 24);
    let next = behind(value, line);
    let dated = next.is_some_and(|word| {
        line.values
            .iter()
            .any(|other| other.start == word.start && matches!(other.kind, Kind::Day | Kind::Date | Kind::Time))
            || matches!(word.lower.as_str(), "sharp" | "prompt" | "cet" | "gmt" | "utc" | "bst" | "est")
    });
    let of = next.is_some_and(|word| word.lower == "of");
    let runs_on = line.text[value.end..].starts_with(['-', '–']);
    value.kind == Kind::Number && hour && !of && (is_bare(value, line) || dated || runs_on)
}

/// "About 280", "costs 12": a bare number that may be a price.
pub fn priced(line: &Reading) -> bool {
    line.values.iter().filter(|value| matches!(value.kind, Kind::Number | Kind::Id)).any(|value| {
        let before = line.words.iter().rev().find(|word| word.end <= value.start);
        let mut behind = line.words.iter().filter(|word| word.start >= value.end).map(|word| word.lower.as_str());
        // "210 a week", "5 a head".
        let first = behind.next();
        let each = matches!(first, Some("a" | "an" | "per" | "each" | "apiece" | "the"))
            && behind.next().is_none_or(|unit| {
                matches!(unit, "week" | "month" | "year" | "day" | "night" | "hour" | "head" | "person" | "piece")
            })
            // "1,580 for the fence", "7500 max", "85 plus fuel".
            || matches!(first, Some("for" | "max" | "tops" | "flat" | "plus" | "altogether" | "total"));
        each || before.is_some_and(|word| {
            matches!(
                word.stem.as_str(),
                "is" | "are"
                    | "was"
                    | "be"
                    | "cost"
                    | "pay"
                    | "charg"
                    | "for"
                    | "at"
                    | "about"
                    | "of"
                    | "around"
                    | "to"
                    | "price"
                    | "rent"
                    | "fee"
                    | "deposit"
                    | "total"
                    | "owe"
                    | "want"
                    | "ask"
                    | "quot"
                    | "take"
                    | "say"
            )
        })
    })
}

/// How much, how long, how far: a number with a unit that fits, where the question says which.
pub fn measures(question: &Question, line: &Reading, new_value: &dyn Fn(&[Kind]) -> bool) -> bool {
    let asked = |list: &[&str]| question.reading.words.iter().any(|word| list.contains(&word.lower.as_str()));
    let told = |list: &[&str]| line.words.iter().any(|word| list.contains(&word.lower.as_str()));
    let limits = told(&[
        "says",
        "said",
        "reckons",
        "thinks",
        "swears",
        "keep",
        "shortened",
        "limit",
        "max",
        "only",
        "told",
        "just",
        "enough",
    ]);
    let bare = || limits && line.values.iter().any(|value| is_bare(value, line)) && new_value(&[Kind::Number]);
    if asked(&["long"]) {
        let spans = told(&[
            "until", "till", "since", "from", "ends", "end", "expires", "expire", "lapses", "finishes", "finish",
        ]) && new_value(&[Kind::Time, Kind::Day, Kind::Date]);
        let measured = line.values.iter().any(|value| {
            is_measure_of("length", value, line) || is_measure_of("text", value, line) || value.kind == Kind::Id
        });
        // "22 a night" tells no span.
        let is_rate = |value: &Value| {
            let before = line.words.iter().rev().find(|word| word.end <= value.start);
            value.text.starts_with("a ")
                && before.is_some_and(|word| line.values.iter().any(|other| other.end == word.end))
        };
        let lasting = line.values.iter().any(|value| value.kind == Kind::Duration && !is_rate(value));
        return spans || measured || lasting && new_value(&[Kind::Duration]) || bare();
    }
    if asked(&["much"]) {
        let time = asked(&["time", "sleep", "rest", "notice", "holiday", "leave"]) && new_value(&[Kind::Duration]);
        // "250 square metres" is no price.
        let part = line.words.windows(2).any(|pair| {
            matches!(pair[0].lower.as_str(), "half" | "quarter")
                && matches!(pair[1].lower.as_str(), "a" | "an" | "the" | "of")
        });
        let price = asked(&["cost", "pay", "charge", "rent", "price", "owe"]);
        let sized = price
            && line
                .values
                .iter()
                .any(|value| is_measure_of("size", value, line) || is_measure_of("heavi", value, line));
        return time
            || new_value(&[Kind::Money])
            || part
            || !sized && new_value(&[Kind::Number, Kind::Id]) && (!price || priced(line))
            || told(&["free", "nothing", "spoonful", "handful", "pinch", "cup", "cups", "glass", "slice", "none"]);
    }
    // "How fast was the race" asks for its time, or for a speed.
    if asked(&["fast", "quick", "quickly"]) {
        return new_value(&[Kind::Time, Kind::Duration])
            || told(&["speed", "limit", "pulse"]) && new_value(&[Kind::Number])
            || line.values.iter().any(|value| is_measure_of("speed", value, line));
    }
    new_value(&[Kind::Number, Kind::Money, Kind::Duration, Kind::Id, Kind::Room])
}

/// Whether a number with its unit tells what an adjective or noun of measure asks for: "big" is answered in square metres.
pub fn is_measure_of(stem: &str, value: &Value, line: &Reading) -> bool {
    const LENGTHS: &str = " m cm km mm metre metres meter meters foot feet inch inches centimetre centimetres centimeters kilometre kilometres kilometers mile miles yard yards ";
    const WEIGHTS: &str =
        " g kg gram grams kilo kilos kilogram kilograms pound pounds lb lbs stone ton tons tonne tonnes ";
    const AREAS: &str = " square acre acres hectare hectares sqm m2 gb tb mb gigabytes litre litres people seats beds ";
    const SPEEDS: &str = " mph kmh knots mbit mbps km/h rpm ";
    const HEATS: &str = " degree degrees celsius fahrenheit ";
    const POWERS: &str = " kw w watt watts kilowatt kilowatts hp mw kva ";
    const PRESSURES: &str = " bar psi mbar pascal hpa ";
    const VOLUMES: &str = " litre litres liter liters l ml cl gallon gallons pint pints cup cups ";
    const DOSES: &str = " mg ml g mcg tablet tablets drop drops unit units ";
    const MEMORIES: &str = " gb tb mb gigabytes terabytes ";
    let units: &[&str] = match stem {
        "power" | "consumpt" | "draw" => &[POWERS],
        "pressur" => &[PRESSURES],
        "volum" | "liquid" => &[VOLUMES],
        "dose" | "dosag" => &[DOSES],
        "memori" | "storag" | "disk" | "ram" => &[MEMORIES],
        "voltag" => &[" v volt volts kv "],
        "energi" | "calori" => &[" kwh kcal calories kj "],
        "mileag" => &[LENGTHS],
        "pulse" => &[" bpm "],
        "dimens" | "measur" => &[LENGTHS, AREAS],
        "tall" | "height" | "high" | "deep" | "depth" | "wide" | "width" | "far" | "distanc" | "length" => &[LENGTHS],
        "heavi" | "weigh" | "weight" => &[WEIGHTS],
        "big" | "larg" | "size" | "area" | "spacious" | "capac" => &[AREAS, LENGTHS],
        "fast" | "speed" => &[SPEEDS],
        "hot" | "cold" | "warm" | "temperatur" => &[HEATS],
        "text" => &[
            " word words page pages sentence sentences character characters line lines slide slides paragraph paragraphs ",
        ],
        "durat" => return value.kind == Kind::Duration,
        "expens" | "cheap" => return value.kind == Kind::Money,
        _ => return false,
    };
    let listed = |word: &str| units.iter().any(|list| list.contains(&format!(" {word} ")));
    let digits_end = value.text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    let next = behind(value, line);
    matches!(value.kind, Kind::Number | Kind::Id)
        && (next.is_some_and(|word| listed(&word.lower))
            || !digits_end.is_empty() && listed(&digits_end.to_lowercase()))
}

/// The matched positions and those of the noun after "how many", which need not be looked for ("people").
pub fn with_counted(question: &Question, line: &Reading, matched: &[usize]) -> Vec<usize> {
    let many = question.reading.words.iter().position(|word| word.lower == "many");
    let noun = many.and_then(|at| question.reading.words.get(at + 1)).map_or("", |word| word.stem.as_str());
    // "26 guests" are people.
    let person = |at: usize| noun == "person" && numbered(line, at) && lexicon::is_a(&line.words[at].lower, noun);
    let counted =
        (0..line.words.len()).filter(|at| (line.words[*at].stem == noun || person(*at)) && !matched.contains(at));
    matched.iter().copied().chain(counted).collect()
}

/// Whether a number stands right before a position.
fn numbered(line: &Reading, at: usize) -> bool {
    at > 0 && line.value_at(at - 1).is_some_and(|value| value.kind == Kind::Number)
}

/// A number or article right before a matched noun, or words that count.
pub fn counts(line: &Reading, matched: &[usize]) -> bool {
    matched.iter().any(|at| {
        (1..=3).any(|back| {
            let Some(before) = at.checked_sub(back) else { return false };
            let word = &line.words[before];
            line.value_at(before).is_some_and(|value| matches!(value.kind, Kind::Number | Kind::Duration))
                || back <= 2
                    && matches!(word.lower.as_str(), "a" | "an" | "no" | "one" | "both" | "only" | "several" | "any")
        }) || line.words.get(at + 2).is_some_and(|_| {
            line.value_at(at + 2).is_some_and(|value| value.kind == Kind::Number)
                && matches!(line.words[at + 1].lower.as_str(), "is" | "are" | "of")
        }) || line.value_at(*at).is_some_and(|value| value.kind == Kind::Duration)
    })
}

pub fn is_age(line: &Reading) -> bool {
    let has = |list: &[&str]| line.words.iter().any(|word| list.contains(&word.lower.as_str()));
    let number = line.has_value(&[Kind::Number, Kind::Duration]);
    let after_be = line.words.iter().enumerate().any(|(at, word)| {
        matches!(word.lower.as_str(), "is" | "am" | "are")
            && line.value_at(at + 1).is_some_and(|value| {
                value.kind == Kind::Number
                    && line.text[value.end..]
                        .split(|c: char| !c.is_alphanumeric())
                        .all(|word| matches!(word, "" | "now" | "today" | "already"))
            })
    });
    // "Nobody under 18."
    let limited = line.words.iter().enumerate().any(|(at, word)| {
        matches!(word.lower.as_str(), "under" | "over")
            && line.value_at(at + 1).is_some_and(|value| is_bare(value, line))
    });
    let bracketed = line.values.iter().any(|value| {
        value.kind == Kind::Number && line.text[..value.start].ends_with('(') && line.text[value.end..].starts_with(')')
    });
    bracketed
        || number && has(&["old", "age", "aged", "turn", "turned", "turns", "turning"])
        || after_be
        || limited
        || line.has_value(&[Kind::Date]) && has(&["born", "birth"])
        || line.values.iter().any(|value| value.kind == Kind::Duration && value.text.to_lowercase().contains("old"))
        || number && line.text.to_lowercase().contains("birthday")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_number_numbers_no_noun_behind_it() {
        let bare = |text: &str| {
            let line = Reading::of(text);
            line.values.iter().any(|value| is_bare(value, &line))
        };
        assert!(bare("The hall seats 220"));
        assert!(bare("Two dropped out so only three now"));
        assert!(!bare("We sold 61 tickets"));
        assert!(!bare("The pitch is 22 a night"));
    }

    #[test]
    fn hours_may_stand_alone() {
        let hour = |text: &str| {
            let line = Reading::of(text);
            line.values.iter().any(|value| is_hour(value, &line))
        };
        assert!(hour("Our happy hour is 4 to 6"));
        assert!(!hour("The four of us eat there"));
        assert!(!hour("The hall seats 220"));
    }
}
