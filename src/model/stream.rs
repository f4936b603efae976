//! Cuts a reply's text into the word-sized pieces that a stream sends.

/// Word-sized pieces of a text, each a word with the space that follows it; their concatenation is the text.
pub fn pieces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    let mut in_space = false;
    for (at, c) in text.char_indices() {
        if in_space && !c.is_whitespace() {
            found.push(&text[from..at]);
            from = at;
        }
        in_space = c.is_whitespace();
    }
    if from < text.len() {
        found.push(&text[from..]);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::pieces;

    #[test]
    fn pieces_are_words_and_join_to_the_text() {
        assert_eq!(pieces("Your dog is\ncalled Rex. "), ["Your ", "dog ", "is\n", "called ", "Rex. "]);
        assert!(pieces("").is_empty());
        assert_eq!(pieces("  ä ö").concat(), "  ä ö");
    }
}
