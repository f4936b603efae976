//! The signs and values of a text as they compare: what belongs to a number ("-5", "€5", "5%"), what is an identifier, which signs
//! between words change what is said. Look-up only.

use crate::text::words::Word;
use crate::text::words_data::FORMS;

use super::lexicon::one_of;

/// The signs between words that change what is said, in order.
pub(super) fn symbols(text: &str, words: &[Word]) -> String {
    let mut found = String::new();
    for at in 0..=words.len() {
        let from = if at == 0 { 0 } else { words[at - 1].end };
        let end = words.get(at).map_or(text.len(), |word| word.start);
        let gap = text.get(from..end).unwrap_or_default().replace("!=", "≠");
        // A quote's mark before the first word says nothing.
        let inner = at > 0 && at < words.len();
        let tells = |c: &char| match c {
            '<' | '>' | '^' => inner,
            '\u{fe0f}' => false,
            c => *c >= '\u{2190}' && !c.is_whitespace(),
        };
        found.extend(gap.chars().filter(tells));
    }
    found
}

/// A word as it stands, with the marks that belong to it; in small letters but for codes.
pub(super) fn as_written(text: &str, word: &Word) -> String {
    let (sign, tail) = marks(text, word);
    let shown = if is_code(&word.text) { code(word, text) } else { word.text.to_lowercase().replace('’', "'") };
    format!("{sign}{shown}{tail}")
}

/// The marks before and after a word that change what it means: "-5", "€5", "5%", "C++", "<5".
pub(super) fn marks<'t>(text: &'t str, word: &Word) -> (&'t str, &'t str) {
    let digit = word.text.starts_with(|c: char| c.is_ascii_digit());
    let before = &text[..word.start];
    let sign = before
        .chars()
        .next_back()
        .filter(|c| digit && matches!(c, '-' | '−' | '€' | '$' | '£' | '¥' | '<' | '>' | '~' | '≤' | '≥'));
    let sign = sign.filter(|c| {
        // The dash of "5-7" and of "ABC-12" is no sign.
        let led = before[..before.len() - c.len_utf8()].chars().next_back();
        !matches!(c, '-' | '−') || led.is_none_or(|c| c.is_whitespace() || c == '(')
    });
    let sign = sign.map_or("", |c| if c == '−' { "-" } else { &before[before.len() - c.len_utf8()..] });
    let after = &text[word.end..];
    let suffix = if digit { &['%', '€', '$', '£', '°'][..] } else { &['+', '#'][..] };
    let length = after.chars().take(2).take_while(|c| suffix.contains(c)).map(char::len_utf8).sum();
    (sign, &after[..length])
}

/// Units that are written with a raised figure, in words.
pub(super) fn with_units(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(['²', '³']) {
        text.replace("m²", "square metres").replace("m³", "cubic metres").into()
    } else {
        text.into()
    }
}

/// Whether a word is an identifier, a link or an address, which compare letter by letter.
pub(super) fn is_code(text: &str) -> bool {
    let digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let plural = text.ends_with("'s") || text.ends_with("’s");
    !plural && (digits && letters > 0 || text.contains(['@', '_', '/']) || text.contains('.') && letters > 0)
}

/// An identifier for comparison: the case counts, unless all letters have one.
pub(super) fn code(word: &Word, text: &str) -> String {
    let begins = !text[..word.start].contains(char::is_alphanumeric);
    let mixed = word.text.chars().any(char::is_uppercase) && word.text.chars().any(char::is_lowercase);
    let rest = word.text.chars().skip(1).any(char::is_uppercase);
    if mixed && (rest || !begins) { word.text.clone() } else { word.text.to_lowercase() }
}

/// What bounds a value: "before 9" is not "at 9".
pub(super) fn bound_of(before: &str) -> &'static str {
    match before {
        "by" => "by ",
        "to" | "into" | "till" | "until" => "to ",
        "from" | "since" => "from ",
        "about" | "around" | "roughly" | "approximately" => "about ",
        _ => "",
    }
}

/// A number in digits: without separators, "40k" as 40000, and the unit that hangs on it.
pub(super) fn amount(lower: &str) -> Option<(String, &str)> {
    let digits = lower.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(lower.len());
    let (number, unit) = lower.split_at(digits);
    let thousands = number.split(',').skip(1).all(|part| part.len() == 3) && number.contains(',');
    let plain = if thousands { number.replace(',', "") } else { number.replace(',', ".") };
    if plain.matches('.').count() > 1 {
        return unit.is_empty().then_some((plain, ""));
    }
    let factor = match unit {
        "k" => 1_000.0,
        "mio" => 1_000_000.0,
        "" | "s" | "ms" | "min" | "mins" | "h" | "hr" | "hrs" | "km" | "kg" | "cm" | "mm" | "gb" | "mb" | "kb"
        | "tb" | "g" | "l" | "ml" | "eur" | "usd" | "gbp" | "chf" | "px" | "pct" | "d" | "w" => 1.0,
        _ => return None,
    };
    let scaled = factor > 1.0;
    let value: f64 = plain.parse().ok()?;
    // Ids keep their zeros, and so do versions: 3.10 is not 3.1.
    let shown = if scaled { format!("{}", value * factor) } else { plain };
    Some((shown, if scaled { "" } else { unit }))
}

/// A past participle, as far as its form tells.
pub(super) fn is_participle(lower: &str) -> bool {
    const IRREGULAR: &str = "put set read cut run come held made sent built sold paid led taught caught brought told given done won found lost \
        kept left met hung fed bred lent bent spent dealt hit shut hurt worn torn born sworn bought thought sung known shown grown thrown drawn";
    lower.len() > 3 && lower.ends_with("ed") && !one_of(lower, "need speed seed feed indeed hundred red")
        || one_of(lower, IRREGULAR)
        || lower.ends_with("en") && FORMS.binary_search_by(|(form, _)| (*form).cmp(lower)).is_ok()
}
