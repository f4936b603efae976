//! Recognises strings that look like secrets (keys, tokens, passwords, card numbers), so that nobody stores one by accident. It
//! errs on the side of seeing a secret, and never repeats one.

use std::sync::LazyLock;

use crate::text::pattern::Regex;

use super::values::pattern;

static KEYS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"\b(?:sk|pk|rk)[-_](?:[a-zA-Z0-9]+[-_])*[a-zA-Z0-9]{8,}|\bgh[pousr]_[A-Za-z0-9]{16,}|\bgithub_pat_\w{16,}|\bglpat-[\w-]{12,}",
        r"|\bAKIA[0-9A-Z]{12,}|\bxox[abprs]-[\w-]{10,}|\bAIza[\w-]{20,}|\beyJ[\w-]{8,}\.[\w-]{8,}|\bhf_[A-Za-z0-9]{16,}|\bnpm_[A-Za-z0-9]{16,}",
        r"|-----BEGIN [A-Z ]*PRIVATE KEY",
        r"|[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]{3,}@",
    ))
});

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(concat!(
        r"(?i)\b(pass ?-?word|pass ?-?phrase|pass ?-?code|pwd|(?:api|secret|private|access|license|licence|encryption|recovery) ?-?_?key|(?:access|auth|bearer|api|refresh|secret) ?-?_?token|client secret",
        r"|pin(?: code| number)?|cvv|cvc|security code|card number|credit card|seed phrase|2fa code|one-time code|login code)s?",
        r"((?: (?:for|to|of|on) [^,;:!?\n]{1,40}?)?(?: (?:is|are|was|to|has changed to|changed to)(?: now)?:?|:|=)) *[\x22'`“]?([^\s\x22'`”]+)",
    ))
});

static CARD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d(?:[ -]?\d){12,18}\b"));
static LONG: LazyLock<Regex> = LazyLock::new(|| pattern(r"[A-Za-z0-9_+/=-]{24,}"));

/// What sort of secret a text seems to hold, in words ("an API key or token"), or nothing.
pub fn secret_in(text: &str) -> Option<&'static str> {
    if KEYS.is_match(text) {
        return Some("an API key or token");
    }
    if CARD.find_iter(text).any(|hit| is_card(hit.as_str())) {
        return Some("a card number");
    }
    if let Some(found) = NAMED.captures(text) {
        let name = found.get(1).map_or(String::new(), |name| name.as_str().to_lowercase());
        let value = found.get(3).map_or("", |value| value.as_str());
        if is_given(value, found.get(3).map_or("", |v| text.get(v.end()..).unwrap_or_default())) {
            return Some(if name.contains("pass") || name == "pwd" {
                "a password"
            } else if name.contains("card") || name.starts_with("cv") {
                "a card number"
            } else if name.starts_with("pin") || name.contains("code") {
                "a PIN or code"
            } else {
                "an API key or token"
            });
        }
    }
    LONG.find_iter(text).any(|hit| is_random(hit.as_str()) && !in_link(text, hit.start())).then_some("a key or token")
}

/// Whether what follows "password is" is the secret itself, and not a remark about it ("is stored in the vault").
fn is_given(value: &str, after: &str) -> bool {
    const REMARKS: [&str; 34] = [
        "in", "on", "at", "stored", "kept", "too", "not", "the", "my", "a", "an", "very", "expired", "wrong", "weak",
        "strong", "safe", "with", "written", "hard", "easy", "changed", "saved", "under", "unknown", "required",
        "needed", "lost", "due", "same", "long", "short", "our", "what",
    ];
    let bare = value.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let has_digit_or_mark = value.trim_end_matches(['.', '!', ',']).chars().any(|c| !c.is_alphabetic());
    if has_digit_or_mark {
        return true;
    }
    !bare.is_empty()
        && !REMARKS.contains(&bare.as_str())
        && after.trim_start_matches(|c: char| !c.is_alphanumeric()).split_whitespace().count() <= 8
}

fn in_link(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let word = &before[before.rfind(char::is_whitespace).map_or(0, |space| space + 1)..];
    word.contains("://") || word.contains("www.") || word.contains('.')
}

/// Long, with digits and letters mixed, and not words joined by hyphens.
fn is_random(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let upper = run.bytes().filter(u8::is_ascii_uppercase).count();
    let lower = run.bytes().filter(u8::is_ascii_lowercase).count();
    let longest = run.split(['-', '_', '/']).map(str::len).max().unwrap_or(0);
    longest >= 20 && digits >= 3 && lower + upper >= 6
}

/// Luhn's check over 13 to 19 digits.
fn is_card(run: &str) -> bool {
    let digits: Vec<u32> = run.chars().filter_map(|c| c.to_digit(10)).collect();
    if !(13..=19).contains(&digits.len()) || digits.iter().all(|d| *d == digits[0]) {
        return false;
    }
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            if at % 2 == 0 {
                *digit
            } else if *digit > 4 {
                digit * 2 - 9
            } else {
                digit * 2
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_seen_in_the_forms_that_people_paste() {
        for text in [
            "my API key is sk-ant-api03-abcdef1234567890",
            "the wifi password is hunter2",
            "The password for the router is swordfish.",
            "use ghp_abcdefghijklmnop1234 for that",
            "my card is 4111 1111 1111 1111",
            "PIN: 4821",
            "postgres://admin:hunter2@db/prod",
            "token 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
        ] {
            assert!(secret_in(text).is_some(), "{text}");
        }
    }

    #[test]
    fn ordinary_facts_are_not_secrets() {
        for text in [
            "My password is stored in 1Password",
            "I forgot my password",
            "The talk is at 10:30 in room 5",
            "The key is under the mat",
            "My phone number is +49 170 1234567",
            "The slides are at https://example.com/talks/2026/agents-that-remember-slides-v2",
            "I like pins and cards",
            "Order number 1234567890123",
        ] {
            assert_eq!(secret_in(text), None, "{text}");
        }
    }
}
