//! Lines and sentences: where a text can be cut into the pieces that notes, searches and claims are made of. It never
//! changes the text that it cuts.

/// One line of a text, counted from 1, without its line end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// The line's number, counted from 1.
    pub number: usize,
    /// The line without `\n` or `\r\n`.
    pub text: &'a str,
}

/// The lines of a text. A final newline ends the last line and does not begin another.
pub fn lines(text: &str) -> Vec<Line<'_>> {
    text.lines().enumerate().map(|(at, text)| Line { number: at + 1, text }).collect()
}

/// The text of a list item or plain line: without indent, bullet (`-`, `*`, `•`) or number (`3.`, `3)`).
pub fn without_bullet(line: &str) -> &str {
    let line = line.trim();
    for bullet in ["- [ ] ", "- [x] ", "- ", "* ", "• ", "+ ", "– "] {
        if let Some(rest) = line.strip_prefix(bullet) {
            return rest.trim();
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        let rest = &line[digits..];
        if let Some(rest) = rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")) {
            return rest.trim();
        }
    }
    line
}

const ABBREVIATIONS: [&str; 25] = [
    "mr", "mrs", "ms", "dr", "prof", "st", "e.g", "i.e", "etc", "vs", "no", "nr", "approx", "ca", "jr", "sr", "a.m",
    "p.m", "inc", "ltd", "co", "u.s", "fig", "ext", "min",
];

/// The sentences of a text: cut at line ends, and after `.`, `!`, `?`, `;` or `…` that a space and the start of something new
/// follow. Abbreviations ("Dr. Wu"), initials, decimals and dotted names do not end a sentence. Bullets are left out.
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for line in text.lines() {
        let line = without_bullet(line);
        let mut from = 0;
        for (at, mark) in line.char_indices() {
            if !matches!(mark, '.' | '!' | '?' | ';' | '…') {
                continue;
            }
            let end = at + mark.len_utf8();
            if ends_sentence(line, from, at, end, mark) {
                push(&mut found, &line[from..end]);
                from = end;
            }
        }
        push(&mut found, &line[from..]);
    }
    found
}

fn push<'a>(found: &mut Vec<&'a str>, piece: &'a str) {
    let piece = piece.trim();
    if piece.chars().any(char::is_alphanumeric) {
        found.push(piece);
    }
}

fn ends_sentence(line: &str, from: usize, at: usize, end: usize, mark: char) -> bool {
    let rest = &line[end..];
    let Some(next) = rest.chars().next() else { return false };
    if mark == '?' || mark == '!' || mark == ';' || mark == '…' {
        return next.is_whitespace() || next == '"' || next == ')';
    }
    if !next.is_whitespace() {
        return false;
    }
    let before = &line[from..at];
    let last = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let lower = last.to_lowercase();
    let ordinal_date = !last.is_empty() && last.len() <= 2 && last.bytes().all(|b| b.is_ascii_digit());
    if (lower == "a.m" || lower == "p.m") && starts_upper(rest) {
        return true;
    }
    let name_initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase) && last != "I";
    if lower == "no" && before.trim().len() == 2 {
        return true;
    }
    !(ABBREVIATIONS.contains(&lower.as_str()) && !(lower == "no" && starts_upper(rest) && !is_numbered(rest))
        || name_initial && before.contains(' ') && !preceded_by_label(before)
        || ordinal_date && (!(starts_upper(rest) || goes_on_about(rest)) || is_item(before, last)))
}

/// "he is nine. he is mum's really": what begins with a pronoun is a sentence of its own.
fn goes_on_about(rest: &str) -> bool {
    let first = rest.split_whitespace().next().unwrap_or_default();
    super::words::one_of(first, "he she it we they i he's she's it's we're they're hes shes i'm im")
}

/// "room B." ends a sentence although a single capital stands before the dot.
fn preceded_by_label(before: &str) -> bool {
    let mut words = before.split_whitespace().rev().skip(1);
    words.next().is_some_and(|word| {
        matches!(
            word.to_lowercase().as_str(),
            "room"
                | "hall"
                | "gate"
                | "track"
                | "plan"
                | "building"
                | "seat"
                | "block"
                | "vitamin"
                | "terminal"
                | "stage"
                | "section"
                | "group"
                | "team"
        )
    })
}

/// "Contacts: 1. Ada 2. Bo": the number of an item within a line.
fn is_item(before: &str, number: &str) -> bool {
    let lead = before[..before.len() - number.len()].trim_end();
    let first = number == "1" && (lead.is_empty() || lead.ends_with(':'));
    let prior = number.parse::<u32>().ok().filter(|number| *number > 1).map(|number| format!("{}. ", number - 1));
    first || prior.is_some_and(|prior| before.contains(&format!(" {prior}")) || before.starts_with(&prior))
}

/// "No. AL-77120": what follows is a number with its letters.
fn is_numbered(rest: &str) -> bool {
    let next = rest.split_whitespace().next().unwrap_or_default();
    next.bytes().any(|byte| byte.is_ascii_digit())
}

fn starts_upper(rest: &str) -> bool {
    rest.trim_start().chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_would_end_them() {
        let text =
            "My dog is Rex. Dr. Wu's talk is at 3 p.m. in room B. Really? See docs.rs/regex; thanks!\n- one\n2. two";
        assert_eq!(
            sentences(text),
            [
                "My dog is Rex.",
                "Dr. Wu's talk is at 3 p.m. in room B.",
                "Really?",
                "See docs.rs/regex;",
                "thanks!",
                "one",
                "two"
            ]
        );
    }

    #[test]
    fn lines_count_from_one_and_a_final_newline_adds_none() {
        let all = lines("a\r\nb\n");
        assert_eq!(all.len(), 2);
        assert_eq!((all[1].number, all[1].text), (2, "b"));
    }
}
