//! Every bound of the crate, in one place. The first group is the hosted API's, the second is this engine's own.

/// Bounds on what a request, a store, a tool or a turn may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one memory's content (hosted API: 102,400).
    pub memory_bytes: usize,
    /// Memories in one store (a setting; hosted default 2,000).
    pub memories_per_store: usize,
    /// Memory stores in the workspace (the hosted API has a limit for each organization).
    pub memory_stores: usize,
    /// Memory stores mounted by one session (hosted API: 8).
    pub mounts_per_session: usize,
    /// Items of a page when `limit` is left out.
    pub page_default: usize,
    /// Most items of a page.
    pub page_max: usize,
    /// Most items of a page of events.
    pub page_max_events: usize,
    /// Most items of a page whose items carry content (`view=full`).
    pub page_max_full: usize,
    /// Events in one request (hosted API, `initial_events`: 50).
    pub events_per_request: usize,

    /// Bytes of a request's body.
    pub request_bytes: usize,
    /// Times that a commit is decided again after a conflict before it is given up.
    pub commit_attempts: usize,
    /// Requests decided and committed together.
    pub commit_group: usize,
    /// Requests that may wait for the commit under way.
    pub commit_queue: usize,
    /// Model requests in one turn.
    pub model_requests_per_turn: usize,
    /// Tool calls in one turn.
    pub tool_calls_per_turn: usize,
    /// Times that a failed model request is made again.
    pub model_retries: u32,
    /// The longest `retry-after` that is waited for, in milliseconds.
    pub model_retry_after_ms: u32,
    /// Milliseconds until an endpoint's answer begins, and between two pieces of it.
    pub model_first_byte_ms: u32,
    pub model_silence_ms: u32,
    /// Compactions of a conversation in a row, without a reply in between.
    pub model_compactions: usize,
    /// Bytes of one tool result; what is cut is said.
    pub tool_output_bytes: usize,
    /// Matching lines that `grep` gives; what is cut is said.
    pub grep_matches: usize,
    /// Bytes of one line in a `grep` result; what is cut is said.
    pub grep_line_bytes: usize,
    /// Paths that `glob` gives; what is cut is said.
    pub glob_paths: usize,
    /// Files in a session's scratch space.
    pub scratch_files: usize,
    /// Bytes in a session's scratch space.
    pub scratch_bytes: usize,
    /// Milliseconds that a command of `bash` may run, unless it asks for another time.
    pub bash_timeout_ms: u64,
    /// Most milliseconds that it may ask for.
    pub bash_timeout_max_ms: u64,
    /// Bytes of one command.
    pub bash_command_bytes: usize,
    /// Bytes of output that one command may make, pipes and files included; what a model is shown is cut further.
    pub bash_output_bytes: usize,
    /// Commands, rounds of loops and other steps of one command line.
    pub bash_steps: u64,
    /// Bytes of exported variables that a session's shell keeps.
    pub bash_env_bytes: usize,
    /// Empty directories that a session's shell keeps.
    pub bash_directories: usize,
    /// Times that a command is run anew because a store it changes was changed meanwhile.
    pub bash_attempts: usize,
    /// Sub-agents of a dream at work at once.
    pub dream_readers: usize,
    /// Bytes of text in one page of a transcript, as a dream's reader gets it.
    pub transcript_page_bytes: usize,
    /// Bytes of the store's notes that every reader is shown; what is left out is named.
    pub dream_notes_bytes: usize,
    /// Bytes of memories that a dream takes on.
    pub dream_input_bytes: usize,
    /// Claims of a store that an analysis looks through.
    pub analysed_claims: usize,
    /// Bytes of one file that a dream writes.
    pub dream_file_bytes: usize,
    /// Bytes of files in one answer of the `consolidate` tool.
    pub consolidate_page_bytes: usize,
    /// Model requests, and tool calls, of one thread of a dream.
    pub dream_requests_per_thread: usize,
    pub dream_calls_per_thread: usize,
    /// Model requests of one thread of a dream whose model is not the rules.
    pub dream_live_requests_per_thread: usize,
    /// Times that an agent of a dream is told what it left undone.
    pub dream_reminders: usize,
    /// Milliseconds from a dream's start after which it fails.
    pub dream_timeout_ms: i64,
    /// Events that one imported session may bring.
    pub imported_events: usize,
    /// Records read at a time while a list is filtered.
    pub scan_chunk: usize,
    /// Bytes of a stream's unread frames before the reader is cut off.
    pub stream_backlog: usize,
    /// Milliseconds between two looks of a stream that follows another tab's session.
    pub follow_interval_ms: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory_bytes: 102_400,
            memories_per_store: 2_000,
            memory_stores: 10_000,
            mounts_per_session: 8,
            page_default: 20,
            page_max: 100,
            page_max_events: 1_000,
            page_max_full: 20,
            events_per_request: 50,
            request_bytes: 64 << 20,
            commit_attempts: 64,
            commit_group: 2_000,
            commit_queue: 100_000,
            model_requests_per_turn: 24,
            tool_calls_per_turn: 64,
            model_retries: 4,
            model_retry_after_ms: 120_000,
            model_first_byte_ms: 180_000,
            model_silence_ms: 120_000,
            model_compactions: 4,
            tool_output_bytes: 128 << 10,
            grep_matches: 500,
            grep_line_bytes: 2_000,
            glob_paths: 2_000,
            scratch_files: 64,
            scratch_bytes: 1 << 20,
            bash_timeout_ms: 10_000,
            bash_timeout_max_ms: 60_000,
            bash_command_bytes: 128 << 10,
            bash_output_bytes: 16 << 20,
            bash_steps: 100_000,
            bash_env_bytes: 64 << 10,
            bash_directories: 256,
            bash_attempts: 4,
            dream_readers: 8,
            transcript_page_bytes: 8 << 10,
            dream_notes_bytes: 96 << 10,
            dream_input_bytes: 32 << 20,
            analysed_claims: 20_000,
            dream_file_bytes: 32 << 10,
            consolidate_page_bytes: 64 << 10,
            dream_requests_per_thread: 10_000,
            dream_calls_per_thread: 20_000,
            dream_live_requests_per_thread: 500,
            dream_reminders: 3,
            dream_timeout_ms: 86_400_000,
            imported_events: 10_000,
            scan_chunk: 256,
            stream_backlog: 4 << 20,
            follow_interval_ms: 1_000,
        }
    }
}
