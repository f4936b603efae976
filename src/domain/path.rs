//! Memory paths: `/` and 1 to 20 segments, at most 1,024 bytes, Normalization Form C, nothing invisible.
//! Source of the rules: `MemoryCreateParams.path` of the hosted API.

use icu_normalizer::ComposingNormalizerBorrowed;

use super::{Error, Result};

const MAX_BYTES: usize = 1_024;
const MAX_SEGMENTS: usize = 20;

/// A path that keeps every rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MemoryPath(String);

impl MemoryPath {
    /// Checks `text`; `field` names the offending field in the error.
    pub fn parse(field: &str, text: &str) -> Result<Self> {
        let Some(rest) = text.strip_prefix('/') else {
            return Err(Error::invalid(field, "must start with `/`, such as `/notes/todo.md`"));
        };
        check_text(field, text)?;
        let mut segments = 0;
        for segment in rest.split('/') {
            segments += 1;
            match segment {
                "" => {
                    return Err(Error::invalid(
                        field,
                        "must not have an empty segment (`//`, a trailing `/`, or `/` alone)",
                    ));
                }
                "." | ".." => return Err(Error::invalid(field, "must not have a segment that is `.` or `..`")),
                _ => {}
            }
        }
        if segments > MAX_SEGMENTS {
            return Err(Error::invalid(
                field,
                format!("must have at most {MAX_SEGMENTS} segments; this has {segments}"),
            ));
        }
        Ok(Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn into_string(self) -> String {
        self.0
    }
}

/// Checks a `path_prefix`: `/`, or a path with a trailing `/`.
pub fn check_prefix(field: &str, text: &str) -> Result<()> {
    if text == "/" {
        return Ok(());
    }
    let Some(path) = text.strip_suffix('/') else {
        return Err(Error::invalid(field, "must end with `/`, such as `/notes/`; it matches whole segments"));
    };
    MemoryPath::parse(field, path).map(|_| ())
}

fn check_text(field: &str, text: &str) -> Result<()> {
    if text.len() > MAX_BYTES {
        return Err(Error::invalid(field, format!("must be at most {MAX_BYTES} bytes; this has {}", text.len())));
    }
    if let Some(bad) = text.chars().find(|c| is_unprintable(*c)) {
        return Err(Error::invalid(
            field,
            format!("must not contain control or format characters; this has U+{:04X}", bad as u32),
        ));
    }
    if !text.is_ascii() && !ComposingNormalizerBorrowed::new_nfc().is_normalized(text) {
        return Err(Error::invalid(field, "must be in Unicode Normalization Form C; normalize it before sending"));
    }
    Ok(())
}

/// Control characters (Cc), format characters (Cf), and the line and paragraph separators.
pub fn is_unprintable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || is_format(c)
}

/// General category Cf, Unicode 16.
fn is_format(c: char) -> bool {
    matches!(c as u32,
        0xAD | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2 | 0x180E | 0x200B..=0x200F | 0x202A..=0x202E
        | 0x2060..=0x2064 | 0x2066..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB | 0x110BD | 0x110CD | 0x13430..=0x1343F
        | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A | 0xE0001 | 0xE0020..=0xE007F)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_general_category::{GeneralCategory, get_general_category};

    fn refusal(text: &str) -> String {
        MemoryPath::parse("path", text).err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn good_paths_are_taken_as_they_are() {
        for text in ["/a", "/projects/foo/notes.md", "/.hidden", "/...", "/é", "/日本/ö.md", "/a b", "/%2e%2e"] {
            assert_eq!(MemoryPath::parse("path", text).map(MemoryPath::into_string), Ok(text.to_owned()));
        }
        assert!(MemoryPath::parse("path", &"/s".repeat(20)).is_ok());
        assert!(MemoryPath::parse("path", &format!("/{}", "a".repeat(1_023))).is_ok());
    }

    #[test]
    fn every_broken_rule_is_named() {
        for (text, words) in [
            ("", "start with `/`"),
            ("a", "start with `/`"),
            ("/", "empty segment"),
            ("/a/", "empty segment"),
            ("/a//b", "empty segment"),
            ("/a/./b", "`.` or `..`"),
            ("/..", "`.` or `..`"),
            ("/a\u{0}", "U+0000"),
            ("/a\nb", "U+000A"),
            ("/a\u{200B}", "U+200B"),
            ("/a\u{2028}", "U+2028"),
            ("/e\u{301}", "Normalization Form C"),
        ] {
            assert!(refusal(text).contains(words), "{text:?}: {}", refusal(text));
        }
        assert!(refusal(&"/s".repeat(21)).contains("at most 20 segments"));
        assert!(refusal(&format!("/{}", "a".repeat(1_024))).contains("at most 1024 bytes"));
    }

    #[test]
    fn prefixes_end_with_a_slash() {
        assert!(check_prefix("path_prefix", "/").is_ok());
        assert!(check_prefix("path_prefix", "/notes/").is_ok());
        for text in ["", "/notes", "notes/", "//", "/a//"] {
            assert!(check_prefix("path_prefix", text).is_err(), "{text}");
        }
    }

    #[test]
    fn format_characters_are_those_of_unicode() {
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            assert_eq!(is_format(c), get_general_category(c) == GeneralCategory::Format, "U+{:04X}", c as u32);
        }
    }
}
