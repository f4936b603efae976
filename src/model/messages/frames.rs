//! Server-sent events as they come in, cut anywhere: bytes in, whole frames out. Rules: the HTML standard, "Server-sent events";
//! `id` and `retry` are read over, since no stream is ever resumed.

/// One event of a stream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Frame {
    /// Its name; empty when the stream gave none.
    pub event: String,
    /// Its data lines, joined by line feeds.
    pub data: String,
}

/// Bytes of one frame at most: what is longer is no event of this API.
const MAX_FRAME_BYTES: usize = 32 << 20;

/// A decoder in the middle of a stream.
#[derive(Debug, Default)]
pub struct Frames {
    /// Bytes of the line that is not whole yet.
    line: Vec<u8>,
    /// The line before ended in a carriage return: a line feed that follows belongs to it.
    after_return: bool,
    begun: bool,
    frame: Frame,
    has_data: bool,
    bytes: usize,
}

/// The stream is not one of server-sent events of this API.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the stream sent one event of more than {MAX_FRAME_BYTES} bytes")]
pub struct TooLong;

impl Frames {
    /// Takes bytes in; gives the frames that they complete.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Frame>, TooLong> {
        let mut frames = Vec::new();
        for byte in bytes {
            let feeds_return = std::mem::take(&mut self.after_return) && *byte == b'\n';
            match byte {
                b'\n' if feeds_return => {}
                b'\n' | b'\r' => {
                    self.after_return = *byte == b'\r';
                    frames.extend(self.end_line());
                }
                _ => {
                    self.bytes += 1;
                    if self.bytes > MAX_FRAME_BYTES {
                        return Err(TooLong);
                    }
                    self.line.push(*byte);
                }
            }
        }
        Ok(frames)
    }

    fn end_line(&mut self) -> Option<Frame> {
        let bytes = std::mem::take(&mut self.line);
        let line = String::from_utf8_lossy(&bytes);
        // A byte-order mark may begin the stream.
        let line = if self.begun { &*line } else { line.strip_prefix('\u{FEFF}').unwrap_or(&line) };
        self.begun = true;
        if line.is_empty() {
            let frame = std::mem::take(&mut self.frame);
            self.bytes = 0;
            return std::mem::take(&mut self.has_data).then_some(frame);
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.frame.event),
            "data" => {
                if self.has_data {
                    self.frame.data.push('\n');
                }
                self.frame.data.push_str(value);
                self.has_data = true;
            }
            // A comment, or a field that says nothing here.
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STREAM: &str = "\u{FEFF}: hello\r\nevent: message_start\ndata: {\"a\":\ndata: \"é👋\"}\n\nevent: ping\r\rdata:x\r\n\r\nid: 3\nretry: 5\n\ndata\n\ndata: lost";

    fn expected() -> Vec<Frame> {
        let frame = |event: &str, data: &str| Frame { event: event.into(), data: data.into() };
        vec![frame("message_start", "{\"a\":\n\"é👋\"}"), frame("", "x"), frame("", "")]
    }

    #[test]
    fn frames_come_out_whole_however_the_bytes_are_cut() {
        let bytes = STREAM.as_bytes();
        for cut in 0..=bytes.len() {
            for other in cut..=bytes.len() {
                let mut frames = Frames::default();
                let mut found = frames.push(&bytes[..cut]).expect("short");
                found.extend(frames.push(&bytes[cut..other]).expect("short"));
                found.extend(frames.push(&bytes[other..]).expect("short"));
                assert_eq!(found, expected(), "cut at {cut} and {other}");
            }
        }
    }
}
