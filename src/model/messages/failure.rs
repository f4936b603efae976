//! What a failed request means: the hosted event's error type, words for a person, and whether and when to try again. Statuses and
//! error types are those of the Messages API's errors page.

use serde_json::Value;

use crate::domain::{Limits, session::Usage};

/// The first wait; it doubles with each try.
const FIRST_WAIT_MS: u32 = 500;
const LONGEST_WAIT_MS: u32 = 30_000;

/// Why a request gave no message.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Failure {
    /// The HTTP status, where one came.
    pub status: Option<u16>,
    /// Type of the `session.error`'s error object.
    pub kind: &'static str,
    pub message: String,
    /// Another try can help.
    pub retry: bool,
    /// Milliseconds that the server asked to wait.
    pub retry_after_ms: Option<u32>,
    /// The conversation is longer than the model takes: shorter, it can go on.
    pub too_long: bool,
    /// Nothing came back at all.
    pub unanswered: bool,
    /// What the attempt used all the same.
    pub usage: Usage,
}

impl Failure {
    /// The server answered with a status that is no success. `body` is what it said, as it came.
    pub fn of_status(status: u16, retry_after: Option<&str>, should_retry: Option<&str>, body: &str) -> Self {
        let error: Value = serde_json::from_str(body).unwrap_or_default();
        let said = error.pointer("/error/message").and_then(Value::as_str).unwrap_or_default();
        let (kind, retry, advice) = match status {
            0 | 300..400 => (
                "model_request_failed_error",
                false,
                "The endpoint redirects elsewhere, where the key does not follow. Give its final address as the base URL.",
            ),
            400 => ("model_request_failed_error", false, "The endpoint refused the request."),
            401 => {
                ("model_request_failed_error", false, "The endpoint does not accept the key. Check it in the settings.")
            }
            402 => ("billing_error", false, "The account behind the key cannot pay. See its billing page."),
            403 => ("model_request_failed_error", false, "The key may not do this. Use one that may use the model."),
            404 => (
                "model_request_failed_error",
                false,
                "The endpoint does not know this path or model. Check base URL and model.",
            ),
            408 | 409 => ("model_request_failed_error", true, "The endpoint asked for another try."),
            413 => ("model_request_failed_error", false, "The request is larger than the endpoint takes."),
            429 => ("model_rate_limited_error", true, "Too many requests or tokens for now."),
            529 => ("model_overloaded_error", true, "The model is overloaded."),
            500 | 502 | 503 | 504 => ("model_request_failed_error", true, "The endpoint failed."),
            _ => ("model_request_failed_error", status >= 500, "The endpoint answered with an unknown status."),
        };
        let retry = match should_retry {
            Some("true") => true,
            Some("false") => false,
            _ => retry,
        };
        let said = if said.is_empty() { body.chars().take(200).collect::<String>() } else { said.to_owned() };
        let status_text = if status == 0 { "redirected".to_owned() } else { format!("HTTP {status}") };
        let message = format!("{advice} ({status_text}{}{said})", if said.is_empty() { "" } else { ": " });
        Self {
            status: Some(status),
            kind,
            too_long: status == 413 || status == 400 && says_too_long(&message),
            message,
            retry,
            retry_after_ms: retry_after.and_then(retry_after_ms),
            ..Self::default()
        }
    }

    /// An error within a stream that had begun well.
    pub fn of_stream(error: &Value) -> Self {
        let status = match error["type"].as_str().unwrap_or_default() {
            "overloaded_error" => 529,
            "rate_limit_error" => 429,
            "api_error" => 500,
            "timeout_error" => 504,
            "authentication_error" => 401,
            "billing_error" => 402,
            "permission_error" => 403,
            "not_found_error" => 404,
            "request_too_large" => 413,
            _ => 400,
        };
        let failure = Self::of_status(status, None, None, &serde_json::json!({ "error": error }).to_string());
        // The answer had begun with a status that says nothing of this.
        Self { status: None, ..failure }
    }

    /// Nothing came back.
    pub fn of_connection(why: &str) -> Self {
        let message = format!(
            "No answer from the endpoint: {why}. Is it running, is the base URL right, and does it allow this page's origin (CORS)?"
        );
        Self { kind: "model_request_failed_error", message, retry: true, unanswered: true, ..Self::default() }
    }

    /// The answer broke off, or was too long in coming.
    pub fn of_cut(why: &str) -> Self {
        let message = format!("The endpoint's answer broke off: {why}.");
        Self { kind: "model_request_failed_error", message, retry: true, ..Self::default() }
    }

    /// No try can help: what is missing is on this side.
    pub fn of_settings(message: String) -> Self {
        Self { kind: "model_request_failed_error", message, ..Self::default() }
    }

    /// What came back is not of this API.
    pub fn of_shape(why: &str) -> Self {
        Self {
            kind: "model_request_failed_error",
            message: format!("The endpoint does not speak the Messages API: {why}."),
            ..Self::default()
        }
    }

    /// Milliseconds to wait before the next try, `tries` having failed; `None` when it is given up. `jitter` is from 0 to 1.
    pub fn wait_ms(&self, tries: u32, jitter: f64, limits: &Limits) -> Option<u32> {
        if !self.retry || tries > limits.model_retries {
            return None;
        }
        if let Some(asked) = self.retry_after_ms {
            return (asked <= limits.model_retry_after_ms).then_some(asked);
        }
        let doubled = FIRST_WAIT_MS.saturating_mul(1 << (tries - 1).min(16)).min(LONGEST_WAIT_MS);
        // Up to a quarter less, so that many clients do not come back at once.
        Some((f64::from(doubled) * (1.0 - 0.25 * jitter.clamp(0.0, 1.0))) as u32)
    }
}

/// Whether an endpoint's words mean that the conversation has grown too long. The hosted API says `prompt is too long`; servers
/// that stand in for it have words of their own.
fn says_too_long(message: &str) -> bool {
    let message = message.to_ascii_lowercase();
    let told = [
        "prompt is too long",
        "context length",
        "context window",
        "context size",
        "maximum context",
        "too many tokens",
    ];
    told.iter().any(|words| message.contains(words))
}

/// `retry-after` in seconds. (A date is the header's other form; no such API sends one.)
fn retry_after_ms(header: &str) -> Option<u32> {
    let seconds: f64 = header.trim().parse().ok()?;
    (seconds.is_finite() && seconds >= 0.0).then(|| (seconds * 1_000.0).min(f64::from(u32::MAX)) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_mended_by_waiting_is_tried_again_a_bounded_number_of_times() {
        let limits = Limits::default();
        for status in [429, 500, 502, 503, 504, 529] {
            let failure = Failure::of_status(status, None, None, "");
            let waits: Vec<Option<u32>> = (1..=6).map(|tries| failure.wait_ms(tries, 0.0, &limits)).collect();
            assert_eq!(waits, [Some(500), Some(1_000), Some(2_000), Some(4_000), None, None], "{status}");
        }
        for status in [400, 401, 402, 403, 404, 413, 418] {
            assert_eq!(Failure::of_status(status, None, None, "").wait_ms(1, 0.0, &limits), None, "{status}");
        }
    }

    #[test]
    fn a_server_that_says_when_is_heard() {
        let limits = Limits::default();
        assert_eq!(Failure::of_status(429, Some("3"), None, "").wait_ms(1, 1.0, &limits), Some(3_000));
        assert_eq!(Failure::of_status(429, Some("0.5"), None, "").wait_ms(1, 1.0, &limits), Some(500));
        assert_eq!(
            Failure::of_status(429, Some("9999"), None, "").wait_ms(1, 0.0, &limits),
            None,
            "too long to wait for"
        );
        assert_eq!(Failure::of_status(429, Some("soon"), None, "").wait_ms(1, 0.0, &limits), Some(500));
        assert_eq!(Failure::of_status(529, None, Some("false"), "").wait_ms(1, 0.0, &limits), None);
    }

    #[test]
    fn a_conversation_that_is_too_long_is_told_from_other_bad_requests() {
        let said = |words: &str| {
            Failure::of_status(400, None, None, &serde_json::json!({ "error": { "message": words } }).to_string())
        };
        assert!(said("prompt is too long: 210000 tokens > 200000 maximum").too_long);
        assert!(said("This model's maximum context length is 8192 tokens").too_long);
        assert!(!said("messages: roles must alternate").too_long);
        assert!(Failure::of_status(413, None, None, "").too_long);
    }

    #[test]
    fn the_servers_own_words_are_passed_on() {
        let body = r#"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}"#;
        let failure = Failure::of_status(401, None, None, body);
        assert!(failure.message.contains("invalid x-api-key") && failure.message.contains("401"), "{failure:?}");
        assert!(Failure::of_status(502, None, None, "<html>Bad gateway").message.contains("Bad gateway"));
        assert_eq!(
            Failure::of_stream(&serde_json::json!({ "type": "overloaded_error", "message": "x" })).kind,
            "model_overloaded_error"
        );
    }
}
