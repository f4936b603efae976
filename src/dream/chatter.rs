//! What is told in passing: how somebody feels, what the weather does, what was eaten, what makes a noise just now, what one might do one
//! day. True for a day at most, and worth no line of its own. It looks at one statement, and never at what a line of the store says.

use crate::text::lexicon;
use crate::text::plainly::is_past;
use crate::text::reading::Reading;
use crate::text::values::Kind;
use crate::text::words::{is_stopword, one_of};

/// Words with which somebody only gives vent.
const CRIES: &str = "man god gosh ugh wow phew blimey crikey argh lol ha haha honestly anyway sigh yay oof geez jeez lord whew meh hooray \
    bloody goodness crap damn eek yikes aargh yawn brr ooh aww alas hell seriously frankly";

/// Runs of words that close or carry a remark.
const REMARKS: [&str; 53] = [
    " bear with me",
    " do not ask ",
    " you are a star",
    " you are the best",
    " who cares",
    " who knows",
    " that is a win",
    " one day ",
    " some day ",
    " someday",
    " lottery ticket",
    " fingers crossed",
    " can not believe",
    " could not believe",
    " my proudest",
    " something else",
    " up the wall",
    " up the walls",
    " off the walls",
    " round the bend",
    " hear myself",
    " is calling",
    " has a cold",
    " have a cold",
    " with a cold",
    " has the flu",
    " gone cold",
    " smell of",
    " smells of",
    " smells amazing",
    " smells lovely",
    " smells great",
    " way too much",
    " my weight in",
    " made my day",
    " what a ",
    " back in a bit",
    " back in a minute",
    " as usual haha",
    " all over the place",
    " on my feet",
    " fall over",
    " so that is that",
    " wish me luck",
    " i am stuck",
    " we are stuck",
    " sounds like a ",
    " good thing ",
    " nothing like ",
    " you should have seen",
    " dying on me",
    " ended up in the pub",
    " this song",
];

/// What makes a noise or is a nuisance while one speaks.
const NOISES: &str = "beeping ringing barking crying bouncing drilling howling snoring shouting humming buzzing squealing killing melting freezing \
    dying staring glaring purring screaming giggling rattling hammering yapping whining nagging moaning singing meowing chirping \
    steaming thundering bucketing pouring drizzling hailing";

/// What people do with their feelings, and what befalls them; nothing that changes anything.
const FELT: &str = "cried cry laughed laugh smiled sulked screamed giggled danced cheered sneezed yawned snored fell tripped blushed sobbed \
    shivered groaned moaned argued ate eaten slept dreamt dreamed spilled spilt dropped overslept queued sang yelled napped froze sweated \
    bikeshedded bikeshedding danced hugged grinned beamed";

/// What is done and over, whatever it was done to.
const PASSING: &str = "walked talked chatted waited watched listened played lunched spent sat stood ran missed tried forgot saw heard went came \
    drove enjoyed loved hated survived";

/// What is done once and holds from then on.
pub(super) const LASTING: &str = "bought sold moved hired joined signed decided agreed switched ordered booked paid installed changed married adopted planted \
    replaced fixed repaired cancelled promised lent borrowed gave sent received submitted approved rejected published released deployed \
    merged appointed elected voted chose picked renamed opened closed started finished ended reserved registered enrolled retired left \
    resigned won lost born died founded wrote built learned learnt taught upgraded migrated scheduled postponed arranged confirmed set \
    agreed refused banned dropped stopped quit";

/// Whether a statement is told in passing.
pub fn is_chatter(reading: &Reading) -> bool {
    let lower = |at: usize| reading.words.get(at).map_or("", |word| word.lower.as_str());
    let has = |list: &str| reading.words.iter().any(|word| one_of(&word.lower, list));
    let lasting = |kind: Kind| !matches!(kind, Kind::Day | Kind::Duration | Kind::Number);
    if reading.text.to_lowercase().contains("is it only ") {
        return true;
    }
    if reading.values.iter().any(|value| lasting(value.kind)) {
        return false;
    }
    let padded = format!(" {} ", reading.text.to_lowercase().replace(['’'], "'").replace([',', '.', '!', ';'], ""));
    if REMARKS.iter().any(|remark| padded.contains(remark)) {
        return true;
    }
    if holds(reading) {
        return false;
    }
    let cries = reading.words.iter().take_while(|word| one_of(&word.lower, CRIES)).count();
    let ends = reading
        .words
        .last()
        .is_some_and(|word| one_of(&word.lower, "sigh lol haha ha ugh phew brilliant yay hooray sob typical"));
    if cries > 0 || ends {
        return true;
    }
    let named = (1..reading.words.len()).any(|at| reading.is_name(at) && !one_of(lower(at), "i"));
    let first = lower(0);
    let speaker = one_of(first, "i we") || one_of(first, "had just been got woke slept ate spilled");
    let being = |at: usize| at > 0 && one_of(lower(at - 1), "is are am was were keeps kept again and phones dogs");
    let noise = (0..reading.words.len()).any(|at| one_of(lower(at), NOISES) && (being(at) || !named));
    if noise && !named || one_of(lower(1), "cried laughed sulked giggled sobbed") {
        return true;
    }
    if has(FELT) && !has(LASTING) && (speaker || !named) && reading.values.is_empty() {
        return true;
    }
    let eaten = || reading.words.iter().any(|word| is_eaten(&word.lower));
    let wants = has("could need want fancy crave would murder craving") && (speaker || one_of(first, "now"));
    let had = speaker && has("had have ate eaten drank grabbed made having eating drinking cooked");
    let here = has("here cold gone soaked enormous huge unreal divine burnt soggy amazing delicious heavenly");
    let placed = has("in on under behind from with for by");
    // "I am still full of Jutta's cake", "I burnt the pancakes".
    let sated =
        speaker && has("full stuffed burnt burned spilled dropped craving") && (lower(1) == "am" || is_past(lower(1)));
    if sated && !has(LASTING) && eaten() {
        return true;
    }
    if !named && (wants || had || here && !placed || one_of(first, "this that these those")) && eaten() {
        return true;
    }
    if speaker
        && wants
        && has("sleep nap holiday shower bed break drink rest lie cry scream")
        && reading.values.len() < 2
    {
        return true;
    }
    // "We argued about the logo for an hour": done and over.
    let verb = (1..reading.words.len().min(4)).find(|at| is_past(lower(*at)) && !is_stopword(lower(*at)));
    let object = verb.is_some_and(|at| {
        one_of(lower(at + 1), "the our my a an both all out up down off") && !one_of(lower(at), PASSING)
    });
    let over = speaker && verb.is_some() && !object && !has(LASTING) && !named;
    over || wished(reading) || last_again(reading, named) || is_sight(reading, named)
}

/// What befell somebody privately and is over, in words of which the store knows none: "my grandson lost a tooth in a flapjack". `knows`
/// tells whether a word's stem stands in the store.
pub fn is_private(reading: &Reading, knows: impl Fn(&str) -> bool) -> bool {
    const PEOPLE: &str = "people someone somebody everyone everybody nobody kids folks";
    const JUST: &str = "already just still finally again today tonight yesterday";
    let words = &reading.words;
    let lower = |at: usize| words.get(at).map_or("", |word| word.lower.as_str());
    let lasting = |kind: Kind| !matches!(kind, Kind::Day | Kind::Duration | Kind::Number);
    if holds(reading) || reading.values.iter().any(|value| lasting(value.kind)) {
        return false;
    }
    let be = |at: usize| one_of(lower(at), "is are am was were");
    let skip = |from: usize| (from..words.len()).find(|at| !one_of(lower(*at), JUST) && lower(*at) != "only");
    let told = (1..words.len().min(6)).find(|at| {
        let going = be(*at) && skip(*at + 1).is_some_and(|next| lower(next).ends_with("ing") && lower(next) != "going");
        going || is_past(lower(*at)) && !be(*at) && !is_stopword(lower(*at)) || lower(*at) == "had"
    });
    let Some(verb) = told else { return false };
    let kin = |at: usize| {
        ["relative", "animal", "neighbor", "child"]
            .iter()
            .any(|sort| lexicon::is_a(lower(at), sort) || lower(at) == *sort)
    };
    let own = lower(0) == "i" || one_of(lower(0), PEOPLE) || one_of(lower(0), "my our the") && (1..verb).any(kin);
    let named = (1..words.len()).any(|at| reading.is_name(at));
    let passing =
        be(verb) || !one_of(lower(verb), LASTING) || reading.values.iter().any(|value| value.kind == Kind::Day);
    const GENERIC: &str = "half night day morning evening time top bit lot way hour minute week while thing";
    let told_of = |at: usize| {
        let plain = is_stopword(lower(at)) || one_of(lower(at), JUST) || one_of(lower(at), GENERIC);
        !plain && reading.value_at(at).is_none()
    };
    own && passing && !named && !(verb + 1..words.len()).any(|at| told_of(at) && knows(&words[at].stem))
}

/// Words that make a claim of what might look like a remark: a rule, a habit, what somebody can not have.
fn holds(reading: &Reading) -> bool {
    const RULES: &str = "always never every each must cannot allergic allergy vegetarian vegan prefer prefers usually weekly monthly daily allowed \
        forbidden requires rule owns lives works kept keeps stored belongs responsible agreed decided";
    reading.words.iter().any(|word| one_of(&word.lower, RULES))
}

/// Food and drink, as far as the lexicon knows them.
fn is_eaten(lower: &str) -> bool {
    !is_stopword(lower)
        && lower.len() > 2
        && (one_of(
            lower,
            "burrito espresso espressos latte pizza curry ramen taco tacos noodles croissant cake coffee tea biscuits popcorn gingerbread",
        ) || ["dish", "beverage", "cake", "bread", "meal", "sweet"].iter().any(|sort| lexicon::is_a(lower, sort)))
}

/// "Joel wanted to arrive by balloon", "might get a dog": wishes, past and idle.
fn wished(reading: &Reading) -> bool {
    let lower = |at: usize| reading.words.get(at).map_or("", |word| word.lower.as_str());
    let wanted = (1..reading.words.len().min(5)).any(|at| lower(at) == "wanted" && lower(at + 1) == "to");
    (wanted || lower(0) == "might") && reading.values.is_empty()
}

/// "The coffee machine is making that noise again": what happens once more and tells nothing else.
fn last_again(reading: &Reading, named: bool) -> bool {
    let again = reading.words.iter().any(|word| word.lower == "again");
    let anybody =
        reading.words.first().is_some_and(|word| one_of(&word.lower, "someone somebody everyone everybody nobody"));
    let that = reading.words.iter().any(|word| one_of(&word.lower, "that this noise"));
    reading.values.iter().all(|value| value.kind == Kind::Day)
        && (anybody && (again || !named) && is_told(reading) || again && that && !named)
}

/// Whether what somebody did is told as done.
fn is_told(reading: &Reading) -> bool {
    reading.words.iter().skip(1).take(3).any(|word| is_past(&word.lower))
}

/// "Lovely sunset tonight", "two hours of meetings, brilliant": a sight or a sigh without a verb.
fn is_sight(reading: &Reading, named: bool) -> bool {
    const PRAISE: &str = "lovely gorgeous beautiful amazing brilliant great nice horrible awful terrible glorious grim miserable too fantastic superb \
        wonderful stunning bit dead not";
    let verb = super::kernel::verb_in(reading).is_some();
    let first = reading.words.first().map_or("", |word| word.lower.as_str());
    let praised = one_of(first, PRAISE)
        || first == "half" && reading.words.iter().any(|word| one_of(&word.lower, "out off sick"));
    praised && (!verb || first == "half") && !named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_remark_is_told_from_a_fact() {
        let of = |text: &str| is_chatter(&Reading::of(text));
        for text in [
            "Man this burrito is huge",
            "I had three espressos",
            "The centrifuge is beeping at me",
            "Might buy alpacas one day",
            "Leo cried with joy, so did the dog",
            "We argued about the logo for an hour",
            "The coffee machine is making that noise again",
            "Lovely sunset tonight",
        ] {
            assert!(of(text), "{text}");
        }
        for text in [
            "The vegan option is lentil pie",
            "We bought a second-hand kiln from Aldous",
            "We moved the archive to the cellar",
            "The soup kitchen has no freezer",
            "I am allergic to penicillin",
            "The tea is in the top cupboard",
            "The stage manager is called Ada",
        ] {
            assert!(!of(text), "{text}");
        }
    }
}
