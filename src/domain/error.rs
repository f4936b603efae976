//! The crate's one error: a stable code, words that say what to do, and the details that the hosted API attaches.

/// What every fallible function of the crate answers with.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A stable kind of failure. One table, [`Code::wire`], maps it to the HTTP status and the hosted error type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// A field, parameter or header breaks a rule.
    InvalidRequest,
    /// The request names a thing that does not exist.
    NotFound,
    /// The HTTP method is not one that the route knows.
    MethodNotAllowed,
    /// The state of a thing forbids the request; a retry cannot mend it.
    Conflict,
    /// A memory's path is taken, or overlaps another memory's path.
    PathConflict,
    /// A precondition on a memory's content does not hold.
    PreconditionFailed,
    /// The request is larger than the API takes.
    TooLarge,
    /// Too many writers changed the same thing at once; a retry can succeed.
    Overloaded,
    /// Storage refused or lost a commit: nothing of it was kept.
    Storage,
    /// Storage has no room left: nothing of the request was kept.
    StorageFull,
    /// The engine found its own data broken.
    Internal,
}

impl Code {
    /// HTTP status, hosted error type, and whether a retry of the same request can succeed.
    pub fn wire(self) -> (u16, &'static str, bool) {
        match self {
            Code::InvalidRequest => (400, "invalid_request_error", false),
            Code::NotFound => (404, "not_found_error", false),
            Code::MethodNotAllowed => (405, "invalid_request_error", false),
            Code::Conflict => (409, "conflict_error", false),
            Code::PathConflict => (409, "memory_path_conflict_error", false),
            Code::PreconditionFailed => (409, "memory_precondition_failed_error", false),
            Code::TooLarge => (413, "request_too_large", false),
            Code::Overloaded => (529, "overloaded_error", true),
            Code::Storage => (500, "api_error", true),
            Code::StorageFull => (507, "api_error", false),
            Code::Internal => (500, "api_error", false),
        }
    }
}

/// A failure with its code, its words, and the machine-readable details the hosted API gives for that code.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    code: Code,
    message: String,
    details: Details,
}

/// What an error carries beside its message.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Details {
    #[default]
    None,
    /// `conflicting_path` and `conflicting_memory_id` of a `memory_path_conflict_error`.
    PathConflict { path: String, memory_id: String },
    /// `details.error_code`, by which the SDK picks a typed error.
    ErrorCode(&'static str),
}

impl Error {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), details: Details::None }
    }

    /// A field, parameter or header breaks a rule: `field: rule`.
    pub fn invalid(field: impl std::fmt::Display, rule: impl std::fmt::Display) -> Self {
        Self::new(Code::InvalidRequest, format!("{field}: {rule}"))
    }

    pub fn not_found(what: &str, id: &str) -> Self {
        Self::new(Code::NotFound, format!("No {what} has the ID {id:?}. List them to see which exist."))
    }

    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(Code::Conflict, message)
    }

    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(Code::Internal, message)
    }

    #[must_use]
    pub fn with(mut self, details: Details) -> Self {
        self.details = details;
        self
    }

    pub fn code(&self) -> Code {
        self.code
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    pub fn details(&self) -> &Details {
        &self.details
    }
}
