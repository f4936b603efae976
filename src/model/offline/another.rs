//! Whether a clause tells of another thing than the one that a question asks about: the staging box is not the production box, Mum's
//! birthday not Dad's, the flight home from Porto not the one to Porto, and how long a boat is not how wide. It only refuses.

use crate::text::concepts;
use crate::text::cues;
use crate::text::lexicon;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::{Word, one_of};

use super::coverage::is_verbal;
use super::evidence::{Evidence, begins_alike};
use super::likeness::is_deed;
use super::question::{Question, Role, Wants};

/// Whether a clause, with what it holds of the question, is of another thing.
pub fn is_of_another(question: &Question, line: &Reading, found: &Evidence<'_>) -> bool {
    let other = Other { question, line, found };
    other.stands_beside_another()
        || other.is_another_s()
        || other.is_bound_otherwise()
        || other.goes_the_other_way()
        || other.leaves()
        || other.is_of_another_size()
        || other.lacks_colour()
        || other.is_not_the_former()
        || other.is_undecided()
        || other.is_no_longer()
        || other.gives_no_value()
        || other.is_another_favourite()
        || other.is_of_a_person()
}

/// A question beside a clause, and what the clause holds of it.
struct Other<'a> {
    question: &'a Question,
    line: &'a Reading,
    found: &'a Evidence<'a>,
}

impl Other<'_> {
    /// Where the clause holds a word of the question.
    fn told(&self, at: usize) -> Option<usize> {
        self.found.held.iter().find(|(asked, _)| *asked == at).map(|(_, told)| told[0])
    }

    /// The same, if it is the very word.
    fn exact(&self, at: usize) -> Option<usize> {
        self.told(at).filter(|here| self.line.words[*here].stem == self.question.reading.words[at].stem)
    }

    /// Whether a word of the question stands neither in the clause nor in what was told before it; a like word may stand there.
    fn is_missing(&self, at: usize) -> bool {
        self.found.open.iter().any(|open| open.term.at == at && !open.told && !open.parallel)
    }

    /// Whether a word of the clause is a noun or a name that serves none of the question's.
    fn is_free(&self, at: usize) -> bool {
        self.line.has_content(at)
            && !self.found.hard.contains(&at)
            && !is_deed(self.line, at)
            && !is_verbal(self.line, at)
            && self.line.value_at(at).is_none()
    }

    /// "The production box" beside "the staging box": of two words side by side the clause holds the one, with another of the same
    /// sort as the other before or behind it.
    fn stands_beside_another(&self) -> bool {
        let (asked, line) = (&self.question.reading, self.line);
        let pair = |at: &usize| {
            asked.has_content(*at) && asked.has_content(at - 1) && joined(asked, at - 1).is_some_and(|gap| gap == " ")
        };
        (1..asked.words.len()).filter(pair).any(|at| {
            let before =
                self.exact(at).filter(|here| *here > 0 && joined(line, here - 1).is_some_and(|gap| gap == " "));
            let before = before.filter(|here| self.is_missing(at - 1) && self.is_free(here - 1));
            let behind = self.exact(at - 1).filter(|here| joined(line, *here).is_some_and(|gap| gap == " "));
            let behind = behind.filter(|here| self.is_missing(at) && self.is_free(here + 1));
            let (one, other) = (&asked.words[at - 1], &asked.words[at]);
            before.is_some_and(|here| is_contrast(one, &line.words[here - 1]))
                || behind.is_some_and(|here| other.capital && is_contrast(other, &line.words[here + 1]))
        })
    }

    /// "The safe code changed again" does not say what it is.
    fn gives_no_value(&self) -> bool {
        const VALUED: &str =
            "code number password pin combination passcode address email phone url link price cost fee rent";
        let (asked, line) = (&self.question.reading, self.line);
        let what = asked.words.first().is_some_and(|word| word.lower == "what")
            && asked.words.get(1).is_some_and(|word| super::shape::is_be(&word.lower));
        let head = asked.words.iter().position(|word| one_of(&word.lower, VALUED));
        if !head.is_some_and(|head| what && self.exact(head).is_some()) {
            return false;
        }
        // The day on which it changed, which the note has in figures, is none.
        let value = line
            .values
            .iter()
            .any(|value| !matches!(value.kind, Kind::Date | Kind::Day | Kind::Duration) || !value.text.contains('-'));
        let other = |at: usize| {
            let word = &line.words[at];
            at > 0
                && word.capital
                && line.value_at(at).is_none()
                && !asked.words.iter().any(|other| other.stem == word.stem)
                || word.text.bytes().any(|byte| byte.is_ascii_digit()) && line.value_at(at).is_none()
        };
        let changes =
            line.words.iter().any(|word| one_of(&word.lower, "changed expired changes lost forgot reset rotates"));
        changes && !value && !(0..line.words.len()).any(other)
    }

    /// "My favourite band is …" does not say which film is.
    fn is_another_favourite(&self) -> bool {
        let (asked, line) = (&self.question.reading, self.line);
        let favourite = |read: &Reading| {
            read.words.iter().position(|word| one_of(&word.lower, "favourite favorite fave fav")).map(|at| at + 1)
        };
        let (Some(noun), Some(told)) = (favourite(asked), favourite(line)) else { return false };
        asked.words.get(noun).is_some_and(|_| asked.has_content(noun))
            && line.words.get(told).is_some_and(|_| line.has_content(told))
            && self.is_missing(noun)
            && !line.words.iter().any(|word| lexicon::is_a(&word.lower, &asked.words[noun].lower))
    }

    /// "The vet is Dr Boer" does not say what the dog is called.
    fn is_of_a_person(&self) -> bool {
        let asked = &self.question.reading;
        let names = self.question.wants == Wants::Name;
        names
            && self.found.held.iter().any(|(at, told)| {
                let (word, here) = (&asked.words[*at], &self.line.words[told[0]]);
                word.stem != here.stem
                    && lexicon::is_a(&word.lower, "animal")
                    && !lexicon::is_a(&here.lower, "animal")
                    && lexicon::is_a(&here.lower, "person")
            })
    }

    /// "Mum's appointment" beside "Dad has his appointment", "my sister's concert" beside "our concert".
    fn is_another_s(&self) -> bool {
        let (asked, line) = (&self.question.reading, self.line);
        let kin = |word: &Word| concepts::is_member(&word.stem, "famili");
        let lower = |at: usize| line.words[at].lower.as_str();
        (0..asked.words.len()).filter(|at| asked.words[*at].possessive && self.is_missing(*at)).any(|owner| {
            let mut behind = (owner + 1..asked.words.len()).take_while(|at| asked.has_content(*at));
            let Some(owned) = behind.find_map(|at| self.told(at)) else { return false };
            // Whoever goes by a name may be somebody's sister.
            let alike = |at: usize| {
                let both_kin = kin(&line.words[at]) && kin(&asked.words[owner]);
                self.is_free(at) && (both_kin || line.is_name(at) && asked.is_name(owner))
            };
            let owns = |at: usize| one_of(lower(at), "my our");
            let phrase: Vec<usize> = (0..owned).rev().take_while(|at| line.has_content(*at) || owns(*at)).collect();
            let his = owned > 0 && one_of(lower(owned - 1), "his her their");
            phrase.iter().any(|at| line.words[*at].possessive && alike(*at))
                || his && (0..owned).any(alike)
                || line.label == 0 && kin(&asked.words[owner]) && phrase.iter().any(|at| owns(*at))
        })
    }

    /// "The design doc for billing" beside "design doc for the search", "my client in Geneva" beside "my client in Basel".
    fn is_bound_otherwise(&self) -> bool {
        let (asked, line) = (&self.question.reading, self.line);
        let article = |reading: &Reading, at: usize| {
            let led = reading.words.get(at).is_some_and(|word| one_of(&word.lower, "the my our a an his her their"));
            at + usize::from(led)
        };
        let content = |reading: &Reading, at: usize| at < reading.words.len() && reading.has_content(at);
        (0..asked.words.len()).filter(|head| !is_verbal(asked, *head)).any(|head| {
            let Some(here) = self.told(head).filter(|here| !is_verbal(line, *here)) else { return false };
            let (Some(link), Some(told_link)) = (asked.words.get(head + 1), line.words.get(here + 1)) else {
                return false;
            };
            let (object, told) = (article(asked, head + 2), article(line, here + 2));
            link.lower == told_link.lower
                && content(asked, object)
                && content(line, told)
                && (one_of(&link.lower, "for of")
                    || one_of(&link.lower, "in at on") && asked.is_name(object) && line.is_name(told))
                && self.is_missing(object)
                && self.is_free(told)
        })
    }

    /// "The flight to Porto" beside "the flight home from Porto".
    fn goes_the_other_way(&self) -> bool {
        let before = |reading: &Reading, at: usize| {
            at.checked_sub(1).map_or(String::new(), |at| reading.words[at].lower.clone())
        };
        let asked = &self.question.reading;
        (0..asked.words.len()).filter(|at| asked.is_name(*at)).any(|name| {
            let led = self.told(name).map(|here| (before(asked, name), before(self.line, here)));
            led.is_some_and(|(one, other)| one == "to" && other == "from" || one == "from" && other == "to")
        })
    }

    /// "When does the bus get back" beside "the bus leaves at nine".
    fn leaves(&self) -> bool {
        let any = |words: &[Word], list: &str| words.iter().any(|word| one_of(&word.lower, list));
        let back = |words: &[Word]| any(words, "back return returns returning home homeward until till");
        matches!(self.question.wants, Wants::When | Wants::Clock | Wants::Day)
            && back(&self.question.reading.words)
            && !back(&self.line.words)
            && any(&self.line.words, "leave leaves departs depart outward leaving")
    }

    /// "How wide is it" beside "it is 9 metres long".
    fn is_of_another_size(&self) -> bool {
        const SIZES: [&str; 5] =
            ["long length", "wide width across broad", "deep depth", "high tall height", "heavy weigh weighs weight"];
        let asked = &self.question.reading.words;
        let how = asked.iter().position(|word| word.lower == "how").and_then(|at| asked.get(at + 1));
        let Some(own) = how.and_then(|how| SIZES.iter().find(|list| one_of(&how.lower, list))) else { return false };
        let told = |list: &str| self.line.words.iter().any(|word| one_of(&word.lower, list));
        !told(own) && SIZES.iter().any(|list| told(list))
    }

    /// "What colour will the boat be" beside "we are repainting the boat": no colour, and no name of one.
    fn lacks_colour(&self) -> bool {
        let asks = self.question.terms.iter().any(|term| {
            term.role == Role::Asked && one_of(&self.question.reading.words[term.at].lower, "colour color")
        });
        let shade = |at: usize| {
            let word = &self.line.words[at];
            at > 0 && word.capital
                || word.stem.starts_with("colo")
                || concepts::is_member(&word.stem, "color")
                || lexicon::is_a(&word.lower, "color")
        };
        asks && !self.line.text.contains(['"', '“', '\'']) && !(0..self.line.words.len()).any(shade)
    }

    /// "Where did I live before" beside "I live in Rue Bonnat".
    fn is_not_the_former(&self) -> bool {
        let asked = &self.question.reading.words;
        let last = asked.last().is_some_and(|word| one_of(&word.lower, "before previously"));
        const PAST: &str =
            "was were used had did before previous old former formerly from ex last until till no not left";
        (last || asked.iter().any(|word| word.lower == "previous"))
            && !self.line.words.iter().any(|word| one_of(&word.lower, PAST) || word.lower.ends_with("ed"))
    }

    /// "Which school is she going to" beside "we have not chosen a school".
    fn is_undecided(&self) -> bool {
        let asks_whether =
            self.question.reading.negative || matches!(self.question.wants, Wants::YesNo | Wants::Reason);
        let line = &self.line.words;
        let decides = |at: &usize| one_of(&line[*at].stem, "chosen choos decid pick decis settl");
        let denied = |at: usize| line[at.saturating_sub(3)..at].iter().any(|word| one_of(&word.lower, "not no never"));
        !asks_whether && (0..line.len()).filter(decides).any(denied)
    }

    /// "What is my surname" beside "I am no longer Ms Pratt".
    fn is_no_longer(&self) -> bool {
        let line = &self.line.words;
        let asked = &self.question.reading.words;
        let over = (1..line.len()).any(|at| line[at].lower == "longer" && line[at - 1].lower == "no");
        let asks_past =
            asked.iter().any(|word| one_of(&word.lower, "longer did was were used stop stopped former old any"));
        let of_being = matches!(self.question.wants, Wants::Name | Wants::Person)
            || self.question.wants == Wants::Thing && asked.get(1).is_some_and(|word| one_of(&word.lower, "is are am"));
        over && of_being && !asks_past && !self.question.reading.negative && !self.line.text.contains([',', ';'])
    }
}

/// What stands between a word and the next.
fn joined(reading: &Reading, at: usize) -> Option<&str> {
    let next = reading.words.get(at + 1)?;
    Some(&reading.text[reading.words[at].end..next.start])
}

/// Whether two words tell two things of one sort from each other.
fn is_contrast(asked: &Word, told: &Word) -> bool {
    let same = asked.stem == told.stem
        || begins_alike(&asked.lower, &told.lower)
        || lexicon::same(&asked.lower, &told.lower)
        || lexicon::derived(&asked.lower, &told.lower);
    !same
        && (asked.capital && told.capital
            || cues::are_apart(&asked.stem, &told.stem)
            || lexicon::are_sorts_of_one(&asked.lower, &told.lower))
}

#[cfg(test)]
mod tests {
    use super::super::aliases::Aliases;
    use super::super::evidence::{Beside, Likes, evidence};
    use super::*;

    fn refuses(question: &str, line: &str) -> bool {
        let (question, line, likes) = (Question::of(question), Reading::of(line), Likes::default());
        let beside = Beside { before: &[], own: None, likes: &likes };
        let found = evidence(&question, &line, &beside, &Aliases::default());
        is_of_another(&question, &line, &found)
    }

    #[test]
    fn what_is_told_of_another_of_its_sort_is_refused() {
        assert!(refuses("When does the morning class begin?", "The evening class begins at six"));
        assert!(!refuses("When does the evening class begin?", "The evening class begins at six"));
        assert!(refuses("When is Dad's concert?", "Mum's concert is on Friday"));
        assert!(refuses("When is Mum's concert?", "Dad has his concert on Friday"));
        assert!(refuses("When is my sister's concert?", "Our concert is on Friday"));
        assert!(!refuses("When is my sister's concert?", "Mira's concert is on Friday"));
        assert!(refuses("What is the password for the shop?", "The password for the hall is plum"));
        assert!(refuses("How fast does my client in Oslo pay?", "My client in Riga pays at once"));
    }

    #[test]
    fn the_other_way_and_another_size_are_refused() {
        assert!(refuses("When is my train to Lyon?", "My train home from Lyon is at nine"));
        assert!(refuses("What time does the coach get back?", "The coach leaves at six"));
        assert!(refuses("How deep is the shelf?", "The shelf is 80 cm wide"));
        assert!(!refuses("How wide is the shelf?", "The shelf is 80 cm wide"));
        assert!(refuses("Where did we live before?", "We live in Lyon"));
        assert!(refuses("Which school is Ida going to?", "We have not chosen a school for Ida"));
        assert!(refuses("What colour will the door be?", "We are repainting the door"));
        assert!(!refuses("What colour will the door be?", "We are painting the door green"));
    }
}
