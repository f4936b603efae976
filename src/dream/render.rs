//! Files written out: an input file with its claims reworded, taken out or put in, and everything else as it stood to the byte; and
//! new files. It tells in which line each claim stands now; it decides nothing.

use super::claims::{BlockKind, Claim, ClaimKind};
use super::context::FileView;
use super::organise::Target;
use super::pool::Pool;

/// Where the index of a store stands.
pub const INDEX: &str = "/index.md";

/// A line that is written, and the claims that begin in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OutLine {
    pub text: String,
    pub claims: Vec<usize>,
}

impl OutLine {
    fn plain(text: impl Into<String>) -> OutLine {
        OutLine { text: text.into(), claims: Vec::new() }
    }
}

/// A file under way: for each line of the input what stands in its place.
struct Sheet<'a> {
    view: &'a FileView,
    slots: Vec<Vec<OutLine>>,
    /// Lines that something was taken out of.
    cut: Vec<bool>,
}

/// Writes an input file. `entries` are its claims' places in the pool; `leaving` those that go elsewhere; `coming` those that are put
/// in, in order. Front matter is left out. True if anything differs from the input.
pub fn existing(
    pool: &Pool,
    view: &FileView,
    content: &str,
    entries: &[usize],
    leaving: &dyn Fn(usize) -> bool,
    coming: &[(usize, &Target)],
) -> (Vec<OutLine>, bool) {
    let ends = content.is_empty() || content.ends_with('\n');
    let lines: Vec<&str> = content.split('\n').collect();
    let count = if ends { lines.len() - 1 } else { lines.len() };
    let mut sheet = Sheet {
        view,
        slots: lines[..count].iter().map(|line| vec![OutLine::plain(*line)]).collect(),
        cut: vec![false; count],
    };
    let gone = |at: usize| !pool.entries[at].stands() || leaving(at);
    let mut changed = false;
    for block in view.cut.blocks.iter().filter(|block| block.kind == BlockKind::Claims) {
        let of: Vec<usize> = (0..view.cut.claims.len())
            .filter(|place| {
                let claim = &view.cut.claims[*place];
                claim.line >= block.first && claim.last_line <= block.last
            })
            .collect();
        let touched = of.iter().any(|place| {
            gone(entries[*place]) || pool.entries[entries[*place]].text != pool.entries[entries[*place]].was
        });
        changed |= touched;
        match of.first().map(|place| view.cut.claims[*place].kind) {
            Some(ClaimKind::Item) => of.iter().for_each(|place| sheet.item(pool, *place, entries[*place], &gone)),
            Some(ClaimKind::Sentence) if touched => {
                sheet.paragraph(pool, content, (block.first, block.last), &of, entries, &gone)
            }
            _ => {
                for place in of {
                    sheet.tag(view.cut.claims[place].line, entries[place]);
                }
            }
        }
    }
    if changed {
        sheet.bare_headings(entries, &gone, leaving, coming);
    }
    if let Some(matter) = view.cut.blocks.first().filter(|block| block.kind == BlockKind::FrontMatter) {
        for slot in &mut sheet.slots[..matter.last as usize] {
            slot.clear();
        }
    }
    for (at, target) in coming {
        sheet.put(pool, *at, target);
        changed = true;
    }
    if changed {
        sheet.blank_runs();
    }
    (sheet.slots.into_iter().flatten().collect(), changed)
}

impl Sheet<'_> {
    fn tag(&mut self, line: u32, at: usize) {
        if let Some(out) = self.slots.get_mut(line as usize - 1).and_then(|slot| slot.first_mut()) {
            out.claims.push(at);
        }
    }

    fn clear(&mut self, first: u32, last: u32) {
        for line in first..=last {
            if let Some(slot) = self.slots.get_mut(line as usize - 1) {
                slot.clear();
                self.cut[line as usize - 1] = true;
            }
        }
    }

    fn item(&mut self, pool: &Pool, place: usize, at: usize, gone: &dyn Fn(usize) -> bool) {
        let claim = &self.view.cut.claims[place];
        if gone(at) {
            self.clear(claim.line, claim.last_line);
            return;
        }
        let entry = &pool.entries[at];
        if entry.text != entry.was {
            let line = self.slots[claim.line as usize - 1].first().map(|out| out.text.clone()).unwrap_or_default();
            let bare = line.trim_end();
            let first = claim.text.split(' ').next().unwrap_or_default();
            let lead = bare.len() - body_of(bare, first);
            let tail = if line.ends_with('\r') { "\r" } else { "" };
            let text = format!("{}{}{tail}", &line[..lead], entry.text);
            self.clear(claim.line, claim.last_line);
            self.slots[claim.line as usize - 1].push(OutLine::plain(text));
        }
        self.tag(claim.line, at);
    }

    /// A paragraph whose sentences changed, written anew in the first of its lines.
    fn paragraph(
        &mut self,
        pool: &Pool,
        content: &str,
        lines: (u32, u32),
        of: &[usize],
        entries: &[usize],
        gone: &dyn Fn(usize) -> bool,
    ) {
        let claims: Vec<&Claim> = of.iter().map(|place| &self.view.cut.claims[*place]).collect();
        let start = content.split_inclusive('\n').take(lines.0 as usize - 1).map(str::len).sum::<usize>();
        let end = start
            + content[start..]
                .split_inclusive('\n')
                .take((lines.1 - lines.0 + 1) as usize)
                .map(str::len)
                .sum::<usize>();
        // What is left begins as far in as the paragraph did: a space more, and it would go on with the list item above.
        let paragraph = &content[start..end];
        let mut text = paragraph[..paragraph.len() - paragraph.trim_start().len()].to_owned();
        let mut places: Vec<(usize, usize)> = Vec::new();
        let mut from = start;
        for (claim, place) in claims.iter().zip(of) {
            let at = entries[*place];
            let between = &content[from..claim.from];
            let gone = gone(at);
            text.push_str(if text.trim().is_empty() || gone && text.ends_with(char::is_whitespace) {
                between.trim_start()
            } else if text.ends_with(char::is_whitespace) {
                between.trim_start_matches([' ', '\t'])
            } else {
                between
            });
            from = claim.to;
            if gone {
                continue;
            }
            let entry = &pool.entries[at];
            places.push((at, text.len()));
            if entry.text == entry.was {
                text.push_str(&content[claim.from..claim.to]);
            } else {
                text.push_str(&sentence(&entry.text, &entry.was));
            }
        }
        let rest = content[from..end].trim_end();
        text.push_str(if text.trim().is_empty() { rest.trim_start() } else { rest });
        self.clear(lines.0, lines.1);
        let mut offset = 0;
        for line in text.split('\n') {
            let here = offset..=offset + line.len();
            let mut claims: Vec<usize> =
                places.iter().filter(|(_, place)| here.contains(place)).map(|(at, _)| *at).collect();
            places.retain(|(at, _)| !claims.contains(at));
            offset += line.len() + 1;
            if line.trim().is_empty() {
                if !claims.is_empty() {
                    places.extend(claims.drain(..).map(|at| (at, offset)));
                }
                continue;
            }
            self.slots[lines.0 as usize - 1].push(OutLine { text: line.trim_end().to_owned(), claims });
        }
    }

    /// Headings under which nothing is left go, if they only dated what stood there or went along with it.
    fn bare_headings(
        &mut self,
        entries: &[usize],
        gone: &dyn Fn(usize) -> bool,
        leaving: &dyn Fn(usize) -> bool,
        coming: &[(usize, &Target)],
    ) {
        let cut = &self.view.cut;
        let under = |heading: Option<usize>, top: usize| {
            let mut at = heading;
            while let Some(place) = at {
                if place == top {
                    return true;
                }
                at = cut.headings[place].above;
            }
            false
        };
        let mut bare = Vec::new();
        for (top, heading) in cut.headings.iter().enumerate() {
            let claims: Vec<usize> = (0..cut.claims.len())
                .filter(|place| under(cut.claims[*place].heading, top))
                .map(|place| entries[place])
                .collect();
            let blocks = cut.blocks.iter().any(|block| {
                matches!(block.kind, BlockKind::Code | BlockKind::Table | BlockKind::Quote | BlockKind::Other)
                    && under(block.heading, top)
            });
            let kept = coming.iter().any(|(_, target)| target.chain.iter().any(|(_, text)| *text == heading.text));
            let went = claims.iter().any(|at| leaving(*at));
            if !claims.is_empty()
                && claims.iter().all(|at| gone(*at))
                && !blocks
                && !kept
                && (self.view.heads[top].counts || went)
            {
                bare.push((heading.line, self.heading_end(heading.line)));
            }
        }
        for (first, last) in bare {
            self.clear(first, last);
        }
    }

    fn heading_end(&self, line: u32) -> u32 {
        let block = self.view.cut.blocks.iter().find(|block| block.kind == BlockKind::Heading && block.first == line);
        block.map_or(line, |block| block.last)
    }

    /// Puts a claim in: before the one it belongs to, or at the end of its section.
    fn put(&mut self, pool: &Pool, at: usize, target: &Target) {
        let line = item_line(pool, at, self.depth(pool, at));
        let beside = target
            .beside
            .and_then(|other| self.slots.iter().rposition(|slot| slot.iter().any(|out| out.claims.contains(&other))));
        if let Some(slot) = beside {
            let claim = target
                .beside
                .and_then(|other| pool.entries[other].origin)
                .map(|(_, place)| &self.view.cut.claims[place]);
            let item = claim.is_some_and(|claim| claim.kind == ClaimKind::Item);
            if item {
                let indent = claim.map_or(0, |claim| claim.indent);
                let text = format!("{}{}", " ".repeat(indent), line.text);
                let place = self.slots[slot]
                    .iter()
                    .position(|out| target.beside.is_some_and(|other| out.claims.contains(&other)))
                    .unwrap_or(0);
                self.slots[slot].insert(place, OutLine { text, ..line });
                return;
            }
        }
        let slot = self.section(&target.chain);
        self.append(slot, line);
    }

    fn depth(&self, pool: &Pool, at: usize) -> usize {
        usize::from(pool.entries[at].origin.is_some_and(|_| pool.entries[at].ground.contains(" / ")))
    }

    /// The last slot of the section under some headings; headings that are missing are put in where their date says.
    fn section(&mut self, chain: &[(usize, String)]) -> usize {
        let mut from = 0;
        let mut to = self.slots.len();
        for (level, text) in chain {
            let heading = format!("{} {text}", "#".repeat(*level));
            let is =
                |out: &OutLine| out.text.trim_start_matches('#').trim() == text.as_str() && out.text.starts_with('#');
            let found = (from..to).rfind(|slot| self.slots[*slot].iter().any(is));
            match found {
                Some(slot) => {
                    from = slot;
                    to = (slot + 1..to)
                        .find(|next| self.slots[*next].iter().any(|out| is_heading(&out.text, *level)))
                        .unwrap_or(to);
                }
                None => {
                    let later = (from..to).find(|slot| {
                        self.slots[*slot].iter().any(|out| {
                            out.text.starts_with('#')
                                && super::context::leading_day(out.text.trim_start_matches('#').trim())
                                    .is_some_and(|day| super::context::leading_day(text).is_some_and(|own| own < day))
                        })
                    });
                    let place = later.unwrap_or(to);
                    let slot = self.new_slot(place);
                    let before = place.checked_sub(1).and_then(|before| self.slots[before].last());
                    let gap = before.is_some_and(|out| !out.text.trim().is_empty());
                    if gap {
                        self.slots[slot].push(OutLine::plain(""));
                    }
                    self.slots[slot].push(OutLine::plain(heading));
                    self.slots[slot].push(OutLine::plain(""));
                    if later.is_some() {
                        let after = self.new_slot(slot + 1);
                        self.slots[after].push(OutLine::plain(""));
                    }
                    from = slot;
                    to = slot + 1;
                }
            }
        }
        (from..to)
            .rfind(|slot| self.slots[*slot].iter().any(|out| !out.text.trim().is_empty()))
            .unwrap_or(to.saturating_sub(1))
    }

    fn new_slot(&mut self, at: usize) -> usize {
        self.slots.insert(at, Vec::new());
        self.cut.insert(at, false);
        at
    }

    fn append(&mut self, slot: usize, line: OutLine) {
        if self.slots.is_empty() {
            self.new_slot(0);
        }
        let slot = slot.min(self.slots.len() - 1);
        let last = self.slots[slot]
            .iter()
            .rev()
            .find(|out| !out.text.trim().is_empty())
            .map(|out| out.text.clone())
            .unwrap_or_default();
        let trimmed = last.trim_start();
        let listed = trimmed.starts_with("- ") || trimmed.starts_with("* ") || trimmed.is_empty();
        if !listed && self.slots[slot].last().is_some_and(|out| !out.text.trim().is_empty()) {
            self.slots[slot].push(OutLine::plain(""));
        }
        self.slots[slot].push(line);
    }

    /// Where lines were taken out, no two blank ones follow each other and none begins or ends the file.
    fn blank_runs(&mut self) {
        let mut after_cut = false;
        let mut before_blank = true;
        let body = self
            .view
            .cut
            .blocks
            .first()
            .filter(|block| block.kind == BlockKind::FrontMatter)
            .map_or(0, |block| block.last as usize);
        for slot in body..self.slots.len() {
            if self.cut[slot] && self.slots[slot].is_empty() {
                after_cut = true;
                continue;
            }
            let blank = self.slots[slot].iter().all(|out| out.text.trim().is_empty());
            if blank && before_blank && after_cut {
                self.slots[slot].clear();
                continue;
            }
            if !self.slots[slot].is_empty() {
                before_blank = self.slots[slot].last().is_none_or(|out| out.text.trim().is_empty());
                after_cut = after_cut && blank;
            }
        }
        while after_cut && self.slots.last().is_some_and(|slot| slot.iter().all(|out| out.text.trim().is_empty())) {
            self.slots.pop();
            self.cut.pop();
        }
    }
}

/// How many bytes of a line are left from where its words begin.
fn body_of(line: &str, first: &str) -> usize {
    let bullets = line.find(first).unwrap_or(0);
    // The first word may stand in the bullet too ("- - a").
    line.len() - bullets
}

fn is_heading(line: &str, at_most: usize) -> bool {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    (1..=at_most).contains(&level) && line[level..].starts_with(' ')
}

/// A sentence's new words, ended as the old ones were.
fn sentence(text: &str, was: &str) -> String {
    let mark = |text: &str| text.chars().next_back().filter(|c| matches!(c, '.' | '!' | '?' | '…'));
    match (mark(text), mark(was)) {
        (None, Some(end)) => format!("{text}{}", if end == '?' { '.' } else { end }),
        _ => text.to_owned(),
    }
}

/// A claim as a list item.
fn item_line(pool: &Pool, at: usize, depth: usize) -> OutLine {
    let entry = &pool.entries[at];
    let mark = match entry.done {
        Some(true) => "[x] ",
        Some(false) => "[ ] ",
        None => "",
    };
    OutLine { text: format!("{}- {mark}{}", "  ".repeat(depth), entry.text), claims: vec![at] }
}

/// Writes a new file: its title, then its claims under their headings.
pub fn new(pool: &Pool, views: &[FileView], title: &str, coming: &[(usize, &Target)]) -> Vec<OutLine> {
    let mut lines = vec![OutLine::plain(format!("# {title}")), OutLine::plain("")];
    let mut chain: &[(usize, String)] = &[];
    for (at, target) in coming {
        if target.chain != chain {
            let shared = chain.iter().zip(&target.chain).take_while(|(a, b)| a == b).count();
            for (level, text) in &target.chain[shared..] {
                if lines.last().is_some_and(|line| !line.text.is_empty()) {
                    lines.push(OutLine::plain(""));
                }
                lines.push(OutLine::plain(format!("{} {text}", "#".repeat((*level).max(2)))));
                lines.push(OutLine::plain(""));
            }
            chain = &target.chain;
        }
        let depth = pool.entries[*at].origin.map_or(0, |(file, place)| {
            let mut depth = 0;
            let mut parent = views[file].cut.claims[place].parent;
            while let Some(above) = parent {
                depth += 1;
                parent = views[file].cut.claims[above].parent;
            }
            depth
        });
        lines.push(item_line(pool, *at, depth));
    }
    lines
}
