//! Front matter: the few keys that an organised note begins with. It reads and sets single keys and leaves all others, and their
//! order, as they are; it is no YAML parser.

/// The sessions that a note's contents were taken from, and until when: what was said before needs no second look.
pub const UNTIL: &str = " until ";

/// The front matter of a note.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matter {
    /// Its lines, without the fences; nothing if the note has none.
    lines: Option<Vec<String>>,
}

impl Matter {
    /// Reads the front matter that a note begins with.
    pub fn of(content: &str) -> Matter {
        let mut lines = content.lines();
        if lines.next().map(str::trim_end) != Some("---") {
            return Matter::default();
        }
        let mut found = Vec::new();
        for line in lines.take(200) {
            if matches!(line.trim_end(), "---" | "...") {
                return Matter { lines: (!found.is_empty()).then_some(found) };
            }
            found.push(line.trim_end_matches('\r').to_owned());
        }
        Matter::default()
    }

    pub fn exists(&self) -> bool {
        self.lines.is_some()
    }

    fn place(&self, key: &str) -> Option<usize> {
        let lines = self.lines.as_ref()?;
        lines.iter().position(|line| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':')))
    }

    /// Whether a key is there, with a value or not.
    pub fn has(&self, key: &str) -> bool {
        self.place(key).is_some()
    }

    /// A key's value on its line, without quotes.
    pub fn get(&self, key: &str) -> Option<String> {
        let line = &self.lines.as_ref()?[self.place(key)?];
        let value = line.split_once(':')?.1.trim().trim_matches(['"', '\'']);
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// The entries of a key that holds a list, in brackets or a line each.
    pub fn list(&self, key: &str) -> Vec<String> {
        let (Some(lines), Some(place)) = (self.lines.as_ref(), self.place(key)) else { return Vec::new() };
        let tidy = |text: &str| text.trim().trim_matches(['"', '\'']).to_owned();
        let value = lines[place].split_once(':').map_or("", |(_, value)| value).trim();
        if !value.is_empty() {
            let inner = value.trim_start_matches('[').trim_end_matches(']');
            return inner.split(',').map(tidy).filter(|entry| !entry.is_empty()).collect();
        }
        lines[place + 1..]
            .iter()
            .take_while(|line| line.trim_start().starts_with('-'))
            .map(|line| tidy(line.trim_start().trim_start_matches('-')))
            .filter(|entry| !entry.is_empty())
            .collect()
    }

    /// Sets a key; a list that stood a line each under it goes.
    pub fn set(&mut self, key: &str, value: &str) {
        let place = self.place(key);
        let lines = self.lines.get_or_insert_default();
        let line = format!("{key}: {value}");
        let Some(place) = place else {
            lines.push(line);
            return;
        };
        while lines.get(place + 1).is_some_and(|line| line.trim_start().starts_with("- ")) {
            lines.remove(place + 1);
        }
        lines[place] = line;
    }

    /// The front matter with its fences; empty if there is none.
    pub fn text(&self) -> String {
        match &self.lines {
            None => String::new(),
            Some(lines) => format!("---\n{}\n---\n", lines.join("\n")),
        }
    }

    /// The sessions named in `sources`, each with the moment until which it was taken in.
    pub fn sessions(&self) -> Vec<(String, String)> {
        self.list("sources")
            .iter()
            .filter_map(|entry| entry.split_once(UNTIL))
            .map(|(session, until)| (session.to_owned(), until.to_owned()))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_and_set_and_the_rest_is_left() {
        let note = "---\ntitle: A: b\nsources:\n  - s_01 until 2026-05-06T09:12\n  - me\ntags: [x, y]\n---\nbody\n";
        let mut matter = Matter::of(note);
        assert_eq!(matter.get("title").as_deref(), Some("A: b"));
        assert_eq!(matter.list("tags"), ["x", "y"]);
        assert_eq!(matter.sessions(), [("s_01".to_owned(), "2026-05-06T09:12".to_owned())]);
        matter.set("sources", "[s_02 until 2026-05-07T10:00]");
        matter.set("slug", "a");
        assert_eq!(
            matter.text(),
            "---\ntitle: A: b\nsources: [s_02 until 2026-05-07T10:00]\ntags: [x, y]\nslug: a\n---\n"
        );
        assert!(!Matter::of("---\nno end").exists());
    }
}
