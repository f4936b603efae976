//! Turns a line told in the first person to the one who asks: "My dog is called Rex" becomes "Your dog is called Rex".

use super::clauses::capitalised;

/// The line turned to its teller, as a sentence; quoted as it is where turning would not be safe (it speaks to somebody, or quotes).
pub fn turned(line: &str) -> String {
    let line = crate::text::lines::without_bullet(line).trim();
    // "Kim: my flight lands at four" speaks of Kim.
    let labelled = crate::text::reading::Reading::of(line).label > 0;
    let unsafe_words = labelled
        || line
            .split(|c: char| !c.is_alphanumeric() && c != '\'')
            .any(|word| matches!(word.to_lowercase().as_str(), "you" | "your" | "yours" | "yourself"));
    if unsafe_words || line.contains(['"', '“', '”']) {
        return format!("the note says: “{}”.", line.trim_end_matches('.'));
    }
    let mut turned = String::with_capacity(line.len() + 16);
    let mut subject_before = false;
    let mut rest = line;
    while !rest.is_empty() {
        let is_word = |c: char| c.is_alphanumeric() || c == '\'' || c == '’';
        let word_end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        if word_end == 0 {
            let end = rest.find(is_word).unwrap_or(rest.len());
            turned.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        let word = &rest[..word_end];
        let linked = turned.ends_with(['/', '@', '_', '-', '.']) || rest[word_end..].starts_with(['/', '@', '_', '-']);
        // "At 7 am" is a time.
        let timed = word == "am" && turned.trim_end().ends_with(|c: char| c.is_ascii_digit());
        let (with, is_subject) =
            if linked || timed { (word.to_owned(), false) } else { exchanged(word, subject_before) };
        turned.push_str(&with);
        subject_before = is_subject
            || subject_before
                && matches!(
                    word,
                    "also" | "really" | "still" | "always" | "never" | "usually" | "just" | "now" | "only"
                );
        rest = &rest[word_end..];
    }
    let sentence = capitalised(turned.trim());
    if sentence.ends_with(['.', '!', '?', '…']) || ends_in_link(&sentence) {
        sentence
    } else {
        format!("{sentence}.")
    }
}

fn ends_in_link(text: &str) -> bool {
    text.rsplit(' ').next().is_some_and(|word| word.contains("://"))
}

/// A word turned, and whether it is now the subject "you".
fn exchanged(word: &str, subject_before: bool) -> (String, bool) {
    let lower = word.to_lowercase().replace('’', "'");
    let with = match lower.as_str() {
        "i" | "we" => return ("you".to_owned(), true),
        "i'm" | "im" | "we're" => "you're",
        "i've" | "we've" => "you've",
        "i'll" | "we'll" => "you'll",
        "i'd" | "we'd" => "you'd",
        "my" | "our" => "your",
        "me" | "us" if !word.chars().all(char::is_uppercase) => "you",
        "mine" | "ours" => "yours",
        "myself" => "yourself",
        "ourselves" => "yourselves",
        "am" if word == "am" => "are",
        "was" if subject_before => "were",
        _ => return (word.to_owned(), false),
    };
    (with.to_owned(), false)
}

#[cfg(test)]
mod tests {
    use super::turned;

    #[test]
    fn first_person_becomes_second() {
        assert_eq!(turned("- My dog is called Rex"), "Your dog is called Rex.");
        assert_eq!(turned("I was born in May and I am 34"), "You were born in May and you are 34.");
        assert_eq!(turned("Anna gave me our car."), "Anna gave you your car.");
        assert_eq!(turned("The site is https://me.example/my/page"), "The site is https://me.example/my/page");
        assert_eq!(turned("I must be there at 7 am"), "You must be there at 7 am.");
        assert_eq!(turned("You are mine"), "the note says: “You are mine”.");
    }
}
