//! The difference of two texts as hunks of lines, for a reader and for the diff route.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A run of changed lines with the unchanged ones around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// The first line in the old text, counted from 1 (where it would stand, if the hunk has none of its lines).
    pub from_line: usize,
    /// The first line in the new text, counted from 1.
    pub to_line: usize,
    /// `' '` kept, `'-'` only in the old text, `'+'` only in the new text; each line without its line end.
    pub lines: Vec<(char, String)>,
}

/// The hunks that lead from one text to the other, each with up to `context` unchanged lines around it. Line ends count: a text
/// that only gains a final newline gives a hunk in which the last line is replaced by itself.
pub fn hunks(from: &str, to: &str, context: usize) -> Vec<Hunk> {
    if from == to {
        return Vec::new();
    }
    let old: Vec<&str> = from.split_inclusive('\n').collect();
    let new: Vec<&str> = to.split_inclusive('\n').collect();
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    similar::group_diff_ops(ops, context).iter().map(|group| hunk(group, &old, &new)).collect()
}

fn hunk(group: &[DiffOp], old: &[&str], new: &[&str]) -> Hunk {
    let mut lines = Vec::new();
    for op in group {
        let (before, after) = (op.old_range(), op.new_range());
        if let DiffOp::Equal { .. } = op {
            lines.extend(old[before].iter().map(|line| (' ', plain(line))));
        } else {
            lines.extend(old[before].iter().map(|line| ('-', plain(line))));
            lines.extend(new[after].iter().map(|line| ('+', plain(line))));
        }
    }
    let start = |range: Option<usize>| range.unwrap_or(0) + 1;
    Hunk {
        from_line: start(group.first().map(|op| op.old_range().start)),
        to_line: start(group.first().map(|op| op.new_range().start)),
        lines,
    }
}

fn plain(line: &str) -> String {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(from: &str, to: &str, context: usize) -> Vec<String> {
        hunks(from, to, context)
            .iter()
            .map(|h| {
                let lines: Vec<String> = h.lines.iter().map(|(op, line)| format!("{op}{line}")).collect();
                format!("@{},{} {}", h.from_line, h.to_line, lines.join("|"))
            })
            .collect()
    }

    #[test]
    fn equal_texts_have_no_hunks() {
        assert!(hunks("a\nb", "a\nb", 3).is_empty());
        assert!(hunks("", "", 3).is_empty());
    }

    #[test]
    fn a_changed_line_stands_between_its_neighbours() {
        assert_eq!(shown("a\nb\nc\nd\ne\n", "a\nb\nC\nd\ne\n", 1), ["@2,2  b|-c|+C| d"]);
        assert_eq!(shown("", "a\n", 3), ["@1,1 +a"]);
        assert_eq!(shown("a\n", "", 3), ["@1,1 -a"]);
    }

    #[test]
    fn far_changes_are_hunks_of_their_own() {
        let from = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
        let to = "x\n2\n3\n4\n5\n6\n7\n8\ny\n";
        assert_eq!(shown(from, to, 1), ["@1,1 -1|+x| 2", "@8,8  8|-9|+y"]);
    }

    #[test]
    fn a_missing_final_newline_is_a_change_of_the_last_line() {
        assert_eq!(shown("a\nb", "a\nb\n", 1), ["@1,1  a|-b|+b"]);
    }
}
