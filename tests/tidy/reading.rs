//! Enough of the surface of Rust and JavaScript to tell code from comments and text. What is not code becomes spaces, so that
//! every place and line stays what it was.

pub fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

pub fn word_at(code: &str, at: usize) -> &str {
    let rest = code.get(at..).unwrap_or_default();
    &rest[..rest.find(|letter| !is_word(letter)).unwrap_or(rest.len())]
}

pub fn line_of(code: &str, at: usize) -> usize {
    code[..at].matches('\n').count() + 1
}

/// Where `wanted` stands in `code`, not as a part of a longer word.
pub fn words<'a>(code: &'a str, wanted: &'a str) -> impl Iterator<Item = usize> + 'a {
    code.match_indices(wanted).map(|(at, _)| at).filter(move |at| {
        let before = code[..*at].chars().next_back();
        let after = code[at + wanted.len()..].chars().next();
        let longer_before = wanted.starts_with(is_word) && before.is_some_and(is_word);
        let longer_after = wanted.ends_with(is_word) && after.is_some_and(is_word);
        !longer_before && !longer_after
    })
}

/// `text` with each byte of the ranges but line ends made a space, so that places stay what they are.
fn blanked(text: &str, ranges: &[(usize, usize)]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for (start, end) in ranges {
        for byte in &mut bytes[*start..*end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(bytes).expect("whole characters were made spaces")
}

/// The end of what ends at the first `close` in `text` from `at` on that no backslash escapes.
fn closing(text: &str, at: usize, close: char) -> usize {
    let mut escaped = false;
    for (index, letter) in text[at..].char_indices() {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == close => return at + index + 1,
            _ => {}
        }
    }
    text.len()
}

/// Rust without its comments and the contents of its texts.
pub fn rust_code(text: &str) -> String {
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let end = if rest.starts_with("//") {
            at + rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment_end(text, at)
        } else if rest.starts_with('"') {
            closing(text, at + 1, '"')
        } else if let Some(end) = raw_text_end(text, at) {
            end
        } else if let Some(end) = letter_end(text, at) {
            end
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        ranges.push((at, end));
        at = end;
    }
    blanked(text, &ranges)
}

fn block_comment_end(text: &str, start: usize) -> usize {
    let mut depth = 0;
    let mut at = start;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}

/// The end of `r"…"` or `r#"…"#` that starts at `at`.
fn raw_text_end(text: &str, at: usize) -> Option<usize> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|letter| is_word(letter) && letter != 'b') {
        return None;
    }
    let rest = text[at..].strip_prefix('r')?;
    let hashes = rest.len() - rest.trim_start_matches('#').len();
    let body = at + 1 + hashes + 1;
    rest[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    Some(text[body..].find(&close).map_or(text.len(), |index| body + index + close.len()))
}

/// The end of a character that starts at `at`; a lifetime is none.
fn letter_end(text: &str, at: usize) -> Option<usize> {
    let rest = text[at..].strip_prefix('\'')?;
    let first = rest.chars().next()?;
    if first == '\\' || rest[first.len_utf8()..].starts_with('\'') { Some(closing(text, at + 1, '\'')) } else { None }
}

/// Rust code without the modules that stand under `#[cfg(test)]`.
pub fn without_tests(code: &str) -> String {
    let ranges: Vec<_> = code
        .match_indices("#[cfg(test)]")
        .filter_map(|(at, _)| Some((at, body_end(code, at + "#[cfg(test)]".len())?)))
        .collect();
    blanked(code, &ranges)
}

/// The end of the first block in braces from `at` on, unless a `;` outside of brackets comes before it.
pub fn body_end(code: &str, at: usize) -> Option<usize> {
    let mut depth = 0;
    for (index, letter) in code[at..].char_indices() {
        match letter {
            ';' if depth == 0 => return None,
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth -= 1;
                if depth < 0 {
                    return None;
                }
                if depth == 0 && letter == '}' {
                    return Some(at + index + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// JavaScript or HTML without its comments. Texts stay: what a template says is part of the page.
pub fn script_code(text: &str) -> String {
    let mut ranges = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or_default();
        let end = if rest.starts_with("//") {
            at + rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            at + rest.find("*/").map_or(rest.len(), |index| index + 2)
        } else {
            at = match first {
                // A quote in a regular expression opens nothing that goes past its line.
                '"' | '\'' => closing(text, at + 1, first).min(at + rest.find('\n').unwrap_or(rest.len())),
                _ => at + first.len_utf8(),
            };
            continue;
        };
        ranges.push((at, end));
        at = end;
    }
    blanked(text, &ranges)
}

/// What a script without comments imports: `from "x"`, `import "x"`, `import("x")`; not what a template shows.
pub fn imports(code: &str) -> Vec<(usize, &str)> {
    let shown = blanked(code, &template_texts(code));
    let after = |word: &'static str| words(&shown, word).map(move |at| at + word.len()).collect::<Vec<_>>();
    let starts = after("from").into_iter().chain(after("import"));
    starts
        .filter_map(|start| {
            let rest = shown[start..].trim_start_matches(['(', ' ', '\n']);
            let quote = rest.chars().next().filter(|letter| ['"', '\''].contains(letter))?;
            let from = shown.len() - rest.len() + 1;
            let wanted = &code[from..];
            Some((start, &wanted[..wanted.find(quote)?]))
        })
        .collect()
}

/// The parts of a script's templates that are text, not those in `${…}`, however deep they stand in each other.
fn template_texts(code: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    // For each template that is open: where its text began, or how many braces are open in its `${…}`.
    let mut open: Vec<Result<usize, usize>> = Vec::new();
    let mut at = 0;
    while let Some(letter) = code[at..].chars().next() {
        let mut next = at + letter.len_utf8();
        match (open.last_mut(), letter) {
            (Some(Ok(_)), '\\') => next += code[next..].chars().next().map_or(0, char::len_utf8),
            (Some(Ok(start)), '`') => {
                found.push((*start, at));
                open.pop();
            }
            (Some(Ok(start)), '$') if code[next..].starts_with('{') => {
                found.push((*start, at));
                next += 1;
                open.pop();
                open.push(Err(1));
            }
            (Some(Ok(_)), _) => {}
            (Some(Err(1)), '}') => {
                open.pop();
                open.push(Ok(next));
            }
            (Some(Err(braces)), '{') => *braces += 1,
            (Some(Err(braces)), '}') => *braces -= 1,
            (_, '`') => open.push(Ok(next)),
            (_, '"' | '\'') => {
                let line_end = at + code[at..].find('\n').unwrap_or(code.len() - at);
                next = closing(code, next, letter).min(line_end);
            }
            _ => {}
        }
        at = next;
    }
    found
}
