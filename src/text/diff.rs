//! The difference of two texts as hunks of lines, for a reader and for the diff route: Myers' O(ND) algorithm in linear space
//! ("An O(ND) Difference Algorithm and Its Variations", 1986).

use std::ops::Range;

use crate::domain::sort;

/// Edits on the way to the middle of a stretch, from each end: beyond, what is left counts as replaced. (Texts of 100 KB with
/// few lines in common would take seconds, to show a reader nothing.)
const MAX_EDITS: isize = 2_000;

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
    let mut hunks: Vec<Hunk> = Vec::new();
    let mut done = 0;
    for (removed, added) in changes(&old, &new) {
        let between = removed.start - done;
        let lead = between.min(context);
        match hunks.last_mut() {
            // Too few kept lines for two hunks.
            Some(hunk) if between <= context * 2 => hunk.take(' ', &old[done..removed.start]),
            last => {
                if let Some(hunk) = last {
                    hunk.take(' ', &old[done..done + context]);
                }
                let mut hunk =
                    Hunk { from_line: removed.start - lead + 1, to_line: added.start - lead + 1, lines: Vec::new() };
                hunk.take(' ', &old[removed.start - lead..removed.start]);
                hunks.push(hunk);
            }
        }
        done = removed.end;
        if let Some(hunk) = hunks.last_mut() {
            hunk.take('-', &old[removed]);
            hunk.take('+', &new[added]);
        }
    }
    if let Some(hunk) = hunks.last_mut() {
        hunk.take(' ', &old[done..old.len().min(done + context)]);
    }
    hunks
}

/// The new text with some of its hunks taken back: where `taken_back` says so of a hunk's number, the old lines stand, with their
/// own line ends.
pub fn take_back(from: &str, to: &str, hunks: &[Hunk], taken_back: impl Fn(usize) -> bool) -> String {
    let old: Vec<&str> = from.split_inclusive('\n').collect();
    let new: Vec<&str> = to.split_inclusive('\n').collect();
    let (mut text, mut done) = (String::new(), 0);
    for (_, hunk) in hunks.iter().enumerate().filter(|(at, _)| taken_back(*at)) {
        let count = |other: char| hunk.lines.iter().filter(|(sign, _)| *sign != other).count();
        let (old_from, new_from) = (hunk.from_line - 1, hunk.to_line - 1);
        text.extend(new[done..new_from].iter().copied());
        text.extend(old[old_from..old_from + count('+')].iter().copied());
        done = new_from + count('-');
    }
    text.extend(new[done..].iter().copied());
    text
}

impl Hunk {
    /// The lines of the old text, counted from 1, that the hunk replaces; empty, at the line before which it adds some, if it has none.
    pub fn changed(&self) -> Range<usize> {
        let kept =
            |lines: &mut dyn Iterator<Item = &(char, String)>| lines.take_while(|(sign, _)| *sign == ' ').count();
        let old = self.lines.iter().filter(|(sign, _)| *sign != '+').count();
        let start = self.from_line + kept(&mut self.lines.iter());
        start..(self.from_line + old - kept(&mut self.lines.iter().rev())).max(start)
    }

    fn take(&mut self, sign: char, lines: &[&str]) {
        self.lines.extend(lines.iter().map(|line| {
            let line = line.strip_suffix('\n').unwrap_or(line);
            (sign, line.strip_suffix('\r').unwrap_or(line).to_owned())
        }));
    }
}

/// The stretches of lines that differ, in order, with at least one kept line between two of them.
fn changes(old: &[&str], new: &[&str]) -> Vec<(Range<usize>, Range<usize>)> {
    let (old_lines, new_lines) = (sort::set(old), sort::set(new));
    // A line that the other text has nowhere is no part of the search.
    let mut search = Search {
        old: (0..old.len()).filter(|at| new_lines.contains(&old[*at])).map(|at| (at, old[at])).collect(),
        new: (0..new.len()).filter(|at| old_lines.contains(&new[*at])).map(|at| (at, new[at])).collect(),
        kept: Vec::new(),
    };
    search.compare(0..search.old.len(), 0..search.new.len());
    let mut kept = search.kept;
    sort::sort_by(&mut kept, Ord::cmp);
    kept.push((old.len(), new.len()));
    let (mut from, mut to) = (0, 0);
    let mut changes = Vec::new();
    for (old_at, new_at) in kept {
        if from < old_at || to < new_at {
            changes.push((from..old_at, to..new_at));
        }
        (from, to) = (old_at + 1, new_at + 1);
    }
    changes
}

struct Search<'a> {
    /// Lines with their places.
    old: Vec<(usize, &'a str)>,
    new: Vec<(usize, &'a str)>,
    /// Places of lines that are kept, in no order.
    kept: Vec<(usize, usize)>,
}

impl Search<'_> {
    fn compare(&mut self, mut old: Range<usize>, mut new: Range<usize>) {
        while !old.is_empty() && !new.is_empty() && self.old[old.start].1 == self.new[new.start].1 {
            self.kept.push((self.old[old.start].0, self.new[new.start].0));
            (old.start, new.start) = (old.start + 1, new.start + 1);
        }
        while !old.is_empty() && !new.is_empty() && self.old[old.end - 1].1 == self.new[new.end - 1].1 {
            (old.end, new.end) = (old.end - 1, new.end - 1);
            self.kept.push((self.old[old.end].0, self.new[new.end].0));
        }
        if old.is_empty() || new.is_empty() {
            return;
        }
        if let Some((old_at, new_at)) = self.middle(&old, &new) {
            self.compare(old.start..old_at, new.start..new_at);
            self.compare(old_at..old.end, new_at..new.end);
        }
    }

    /// A place that a shortest path comes through about half-way: the furthest paths from both ends, on each diagonal, with one
    /// more edit at a time, until two of them meet.
    fn middle(&self, old: &Range<usize>, new: &Range<usize>) -> Option<(usize, usize)> {
        let (width, height) = (old.len() as isize, new.len() as isize);
        let delta = width - height;
        let most = ((width + height + 1) / 2).min(MAX_EDITS);
        let at = |diagonal: isize| (diagonal + most + 1) as usize;
        // From the start, and from the end: how far along the old lines each diagonal got.
        let mut reached = [vec![0_isize; at(most + 1) + 1], vec![0_isize; at(most + 1) + 1]];
        for edits in 0..=most {
            for back in [false, true] {
                for diagonal in (-edits..=edits).rev().step_by(2) {
                    let own = &mut reached[usize::from(back)];
                    let (left, right) = (own[at(diagonal - 1)], own[at(diagonal + 1)]);
                    let start = if diagonal == -edits || diagonal != edits && left < right { right } else { left + 1 };
                    let (mut x, mut y) = (start, start - diagonal);
                    while x < width && y < height && x >= 0 && y >= 0 && self.same(old, new, x, y, back) {
                        (x, y) = (x + 1, y + 1);
                    }
                    own[at(diagonal)] = x;
                    let across = delta - diagonal;
                    let seen = if back { edits } else { edits - 1 };
                    let meets = (delta % 2 == 0) == back
                        && across.abs() <= seen
                        && x + reached[usize::from(!back)][at(across)] >= width;
                    if meets && x <= width && (0..=height).contains(&y) {
                        let (x, y) = if back { (width - x, height - y) } else { (start, start - diagonal) };
                        return Some((old.start + x as usize, new.start + y as usize));
                    }
                }
            }
        }
        None
    }

    fn same(&self, old: &Range<usize>, new: &Range<usize>, x: isize, y: isize, back: bool) -> bool {
        let (x, y) = (x as usize, y as usize);
        let (x, y) = if back { (old.end - 1 - x, new.end - 1 - y) } else { (old.start + x, new.start + y) };
        self.old[x].1 == self.new[y].1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hunks_are_taken_back_one_by_one() {
        let from = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\r\nk";
        let to = "a\nB\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";
        let both = hunks(from, to, 1);
        assert_eq!(both.len(), 2);
        assert_eq!(take_back(from, to, &both, |_| true), from);
        assert_eq!(take_back(from, to, &both, |_| false), to);
        assert_eq!(take_back(from, to, &both, |at| at == 0), to.replace('B', "b"));
        assert_eq!(take_back(from, to, &both, |at| at == 1), from.replacen('b', "B", 1));
        for (old, new) in [("", "x\ny\n"), ("x\ny", ""), ("x", "y")] {
            assert_eq!(take_back(old, new, &hunks(old, new, 3), |_| true), old);
        }
    }

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

    fn random(seed: &mut u64, below: u64) -> u64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) % below
    }

    #[test]
    fn hunks_change_no_more_lines_than_a_reference_and_give_the_new_text() {
        for mut seed in 0..3_000 {
            let kinds = 1 + random(&mut seed, 6);
            let mut text = |length: u64| -> Vec<String> {
                (0..random(&mut seed, length)).map(|_| format!("{}\n", random(&mut seed, kinds))).collect()
            };
            let (old, new) = (text(30), text(30));
            let (old_text, new_text) = (old.concat(), new.concat());
            let found = hunks(&old_text, &new_text, 1);
            let mut built = Vec::new();
            let mut at = 0;
            let mut changed = 0;
            for hunk in &found {
                built.extend(old[at..hunk.from_line - 1].iter().cloned());
                assert_eq!(built.len(), hunk.to_line - 1);
                at = hunk.from_line - 1;
                for (sign, line) in &hunk.lines {
                    changed += usize::from(*sign != ' ');
                    if *sign != '+' {
                        assert_eq!(&old[at], &format!("{line}\n"));
                        at += 1;
                    }
                    if *sign != '-' {
                        built.push(format!("{line}\n"));
                    }
                }
            }
            built.extend(old[at..].iter().cloned());
            assert_eq!(built, new);
            let reference = similar::TextDiff::from_lines(&old_text, &new_text);
            let least = reference.iter_all_changes().filter(|change| change.tag() != similar::ChangeTag::Equal).count();
            assert_eq!(changed, least, "{old:?} {new:?}");
        }
    }

    #[test]
    fn texts_with_little_in_common_are_compared_in_no_time() {
        let line = |n: usize| format!("{n}\n");
        let (old, new): (String, String) = ((0..20_000).map(line).collect(), (0..20_000).rev().map(line).collect());
        assert!(hunks(&old, &new, 3).iter().map(|hunk| hunk.lines.len()).sum::<usize>() > 30_000);
    }
}
