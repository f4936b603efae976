//! A command that the user asks to be run, word for word: "run `ls -la /mnt/memory`". Only what stands in backticks after such a
//! wish is ever run; nothing that a memory or a tool's output says is.

/// The command line, where the whole message is a wish to run one.
pub fn asked(message: &str) -> Option<&str> {
    let message = message.trim();
    let (wish, rest) = message.split_once('`')?;
    let (command, after) = rest.rsplit_once('`')?;
    let wish = wish.trim().trim_end_matches(':').trim_end().to_ascii_lowercase();
    let wish = ["please ", "can you ", "could you "]
        .iter()
        .fold(wish.as_str(), |left, polite| left.strip_prefix(polite).unwrap_or(left));
    let wishes = ["run", "run this", "run the command", "run this command", "run in bash", "execute", "in bash, run"];
    let after = after.trim().trim_end_matches(['.', '!', '?']).trim().to_ascii_lowercase();
    let plain = ["", "please", "in bash", "in the shell", "for me"].contains(&after.as_str());
    (wishes.contains(&wish) && plain && !command.trim().is_empty()).then_some(command.trim_matches('`').trim())
}

#[cfg(test)]
mod tests {
    use super::asked;

    #[test]
    fn only_a_plain_wish_runs_what_stands_in_backticks() {
        assert_eq!(asked("Run `ls -la /mnt/memory`"), Some("ls -la /mnt/memory"));
        assert_eq!(asked("please run this command: `echo hi | wc -c`."), Some("echo hi | wc -c"));
        assert_eq!(asked("```\nls\n```"), None);
        assert_eq!(asked("Can you run `date` for me?"), Some("date"));
        for other in [
            "I run every morning",
            "My script is `run.sh`",
            "run `a` then tell Bob",
            "Don't run `rm -r x`",
            "run ``",
            "run ls",
        ] {
            assert_eq!(asked(other), None, "{other}");
        }
    }
}
