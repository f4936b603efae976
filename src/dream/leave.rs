//! Who or what has made way: "Dr. Weiss closed her practice", "Stripe is history", "we do not deploy on Tuesdays any more". Where the
//! line that named it names another now, this tells nothing that the line's reason does not keep, and would only bring the old name back.

use crate::text::claims::is_change_word;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::{is_stopword, one_of};

/// What somebody or something does, or what is done to it, that makes way for another.
const LEAVING: &str = "left leaves leaving quit quits resigned retired retires retiring gone dropped fired sacked closed closes closing stepped steps stepping \
    backed fell fallen full booked cancelled canceled cancels history out ended expired handed moved sold broke broken died passed leave sick ill \
    expensive discontinued stopped swapped over away pulled withdrew withdrawn bust bankrupt shut";

/// Words beside these that may stand in such a clause.
const OTHERS: usize = 2;

/// What gave way in a line: the words that it lost, and the words that it had and has.
#[derive(Debug, Clone)]
pub struct GivenWay {
    pub session: String,
    /// The line's place.
    pub at: usize,
    lost: Vec<String>,
    words: Vec<String>,
}

impl GivenWay {
    pub fn of(session: &str, at: usize, was: &Reading, now: &Reading) -> GivenWay {
        let stems = |reading: &Reading| -> Vec<String> {
            let told = reading.words.iter().filter(|word| !is_stopword(&word.lower));
            told.map(|word| word.stem.clone()).collect()
        };
        let (before, after) = (stems(was), stems(now));
        let lost = before.iter().filter(|stem| !after.contains(stem) && stem.len() > 2).cloned().collect();
        GivenWay { session: session.to_owned(), at, lost, words: [before, after].concat() }
    }

    /// Whether a statement tells only that what gave way has done so.
    pub fn is_all_of(&self, told: &Reading) -> bool {
        let lost = |stem: &String| self.lost.contains(stem);
        let known = |stem: &String| self.words.contains(stem);
        let lasting = told.values.iter().any(|value| {
            !matches!(value.kind, Kind::Duration)
                && !told
                    .words
                    .iter()
                    .any(|word| word.start >= value.start && word.end <= value.end && known(&word.stem))
        });
        if lasting || !told.words.iter().any(|word| lost(&word.stem)) {
            return false;
        }
        let (mut leaves, mut others) = (told.negative, 0);
        for (at, word) in told.words.iter().enumerate() {
            if one_of(&word.lower, LEAVING) {
                leaves = true;
            } else if is_stopword(&word.lower)
                || is_change_word(&word.lower)
                || known(&word.stem)
                || one_of(&word.lower, "dr mr mrs ms frau herr")
            {
                continue;
            } else if told.is_name(at) && at > 0 {
                return false;
            } else {
                others += 1;
            }
        }
        leaves && others <= OTHERS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_has_made_way_is_no_line_of_its_own() {
        let given = |was: &str, now: &str| GivenWay::of("s", 0, &Reading::of(was), &Reading::of(now));
        let doctor = given("Dr. Weiss is the family doctor.", "Dr. Banerjee is the family doctor.");
        assert!(doctor.is_all_of(&Reading::of("Dr. Weiss closed her practice")));
        assert!(!doctor.is_all_of(&Reading::of("Dr. Weiss moved to Leeds")), "where she went is news");
        assert!(!doctor.is_all_of(&Reading::of("Dr. Weiss retires on 4 May")), "so is when");
        assert!(!doctor.is_all_of(&Reading::of("Dr. Weiss has the old X-rays")));
        assert!(!doctor.is_all_of(&Reading::of("Ines left")), "she gave way in no line");
        let deploys = given("Deploys happen on Tuesdays.", "Deploys happen on Thursdays.");
        assert!(deploys.is_all_of(&Reading::of("We do not deploy on Tuesdays anymore")));
    }
}
