//! Asking a model's endpoint: one request, its stream read to the end, within a time. Whether to try again is the caller's to
//! decide. The key stands in memory only: here, and in the request's headers. What the endpoint sends back is searched for it.

use futures_util::{
    future::{Either, select},
    pin_mut,
};
use serde_json::{Value, json};

use super::Engine;
use crate::{
    domain::{Error, Result},
    model::messages::{Assembler, Failure, Frames, Progress, VERSION, request},
    ports::{HttpRequest, HttpResponse},
};

/// Bytes of an error's body that are read.
const ERROR_BYTES: usize = 16 << 10;
/// A header's value shorter than this is no secret.
const SECRET_BYTES: usize = 8;

/// Where a model answers. Never printed whole: the key is in it.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Endpoint {
    /// Origin and path, without a slash at its end; `/v1/messages` follows it.
    pub base_url: String,
    pub api_key: Option<String>,
    /// Lowercase names; each stands in for a header of the same name.
    pub headers: Vec<(String, String)>,
    /// The endpoint's own names of models, by the name that is asked for; `*` stands for every other.
    pub models: Vec<(String, String)>,
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

impl Endpoint {
    /// Checks what a user set. The error names the field; it never repeats a value, which may be the key in the wrong place.
    pub fn new(
        base_url: &str,
        api_key: Option<String>,
        headers: Vec<(String, String)>,
        models: Vec<(String, String)>,
    ) -> Result<Self> {
        let base_url = origin_and_path(base_url).ok_or_else(|| {
            Error::invalid(
                "baseUrl",
                "must be an http or https URL without user, password, query and fragment, as \"https://api.anthropic.com\"",
            )
        })?;
        let in_header = |text: &str| !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        if api_key.as_deref().is_some_and(|key| !in_header(key)) {
            return Err(Error::invalid("apiKey", "must be visible ASCII"));
        }
        let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        let sound = |(name, value): &(String, String)| {
            !name.is_empty() && name.bytes().all(token) && (value.is_empty() || in_header(value))
        };
        if !headers.iter().all(sound) {
            return Err(Error::invalid("headers", "must be names of HTTP headers with visible ASCII as their values"));
        }
        let headers = headers.into_iter().map(|(name, value)| (name.to_ascii_lowercase(), value)).collect();
        if models.iter().any(|(asked, own)| asked.is_empty() || own.is_empty()) {
            return Err(Error::invalid(
                "models",
                "must give each model id that is asked for the endpoint's own, not empty",
            ));
        }
        Ok(Self { base_url, api_key, headers, models })
    }

    /// The name that the endpoint knows a model by.
    pub fn model<'a>(&'a self, asked: &'a str) -> &'a str {
        let named = |wanted: &str| self.models.iter().find(|(name, _)| name == wanted).map(|(_, own)| own.as_str());
        named(asked).or_else(|| named("*")).unwrap_or(asked)
    }

    fn request(&self, body: Value) -> HttpRequest {
        let mut headers: Vec<(String, String)> = [
            ("content-type", "application/json"),
            ("accept", "text/event-stream"),
            ("anthropic-version", VERSION),
            // The hosted API answers a page only if it says that it means to.
            ("anthropic-dangerous-direct-browser-access", "true"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        if let Some(key) = &self.api_key {
            headers.push(("x-api-key".to_owned(), key.clone()));
        }
        for (name, value) in &self.headers {
            headers.retain(|(known, _)| known != name);
            headers.push((name.clone(), value.clone()));
        }
        HttpRequest { method: "POST", url: format!("{}/v1/messages", self.base_url), headers, body: body.to_string() }
    }

    /// A text of the endpoint's, in which no secret of the settings stands: some servers repeat what they were sent.
    fn without_secrets(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let values = self.headers.iter().map(|(_, value)| value).filter(|value| value.len() >= SECRET_BYTES);
        for secret in self.api_key.iter().chain(values) {
            text = text.replace(secret.as_str(), "[key]");
            // Of `Bearer …`, the part that counts.
            if let Some((_, token)) = secret.rsplit_once(' ').filter(|(_, token)| token.len() >= SECRET_BYTES) {
                text = text.replace(token, "[key]");
            }
        }
        text
    }
}

/// The origin and path of a base URL, as it may be shown; a `/v1` or `/v1/messages` at its end is the API's own.
fn origin_and_path(url: &str) -> Option<String> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let host = rest.split('/').next().unwrap_or_default();
    let odd = |c: char| c.is_whitespace() || c.is_control() || "@?#\\\"<>".contains(c);
    if !matches!(scheme.as_str(), "http" | "https") || host.is_empty() || rest.contains(odd) {
        return None;
    }
    let rest = rest.trim_end_matches('/');
    let rest = rest.strip_suffix("/v1/messages").or_else(|| rest.strip_suffix("/v1")).unwrap_or(rest);
    Some(format!("{scheme}://{}", rest.trim_end_matches('/')))
}

impl Engine {
    /// Asks the endpoint once. `shown` hears of what comes while it comes. The failure says whether another try can help.
    pub(super) async fn ask_endpoint(
        &self,
        endpoint: &Endpoint,
        model: &str,
        body: Value,
        shown: &mut dyn FnMut(&Progress),
    ) -> Result<Value, Failure> {
        let mut assembler = Assembler::default();
        let read = self.read_endpoint(endpoint, request::for_endpoint(body, model), &mut assembler, shown).await;
        let usage = assembler.usage();
        let reply = read.and_then(|whole| {
            whole.or_else(|| assembler.into_message()).ok_or_else(|| Failure::of_shape("the message has no end"))
        });
        match reply {
            Ok(reply) => {
                let text = reply.to_string();
                let clean = endpoint.without_secrets(&text);
                Ok(if clean == text { reply } else { serde_json::from_str(&clean).unwrap_or(reply) })
            }
            Err(failure) => Err(Failure { message: endpoint.without_secrets(&failure.message), usage, ..failure }),
        }
    }

    /// Reads what comes into the assembler; a message that came whole, from a server that does not stream, is given back.
    async fn read_endpoint(
        &self,
        endpoint: &Endpoint,
        body: Value,
        assembler: &mut Assembler,
        shown: &mut dyn FnMut(&Progress),
    ) -> Result<Option<Value>, Failure> {
        let Some(http) = self.inner.ports.http.clone() else {
            return Err(Failure::of_settings("There is no network here to reach a model's endpoint by.".into()));
        };
        let (first, silence) = (self.limits().model_first_byte_ms, self.limits().model_silence_ms);
        let answered = self.within(first, http.send(endpoint.request(body))).await?;
        let mut response = answered.map_err(|error| Failure::of_connection(&error.0))?;
        if !(200..300).contains(&response.status) {
            return Err(self.refusal(response).await);
        }
        if response.header("content-type").is_some_and(|kind| kind.starts_with("application/json")) {
            return self.read_whole(response).await.map(Some);
        }
        let mut frames = Frames::default();
        loop {
            let chunk = self.within(silence, response.body.next()).await?.map_err(|error| Failure::of_cut(&error.0))?;
            let Some(bytes) = chunk else { return Err(Failure::of_cut("the stream ended before the message did")) };
            for frame in frames.push(&bytes).map_err(|error| Failure::of_shape(&error.to_string()))? {
                let progress = assembler.take(&frame).map_err(|why| Failure::of_shape(&why))?;
                match &progress {
                    Progress::Failed(error) => return Err(Failure::of_stream(error)),
                    Progress::Done => return Ok(None),
                    _ => shown(&progress),
                }
            }
        }
    }

    async fn read_whole(&self, mut response: HttpResponse) -> Result<Value, Failure> {
        let silence = self.limits().model_silence_ms;
        let mut body = Vec::new();
        loop {
            let chunk = self.within(silence, response.body.next()).await?.map_err(|error| Failure::of_cut(&error.0))?;
            let Some(bytes) = chunk else { break };
            body.extend(bytes);
            if body.len() > self.limits().request_bytes {
                return Err(Failure::of_shape("the message is larger than a request may be"));
            }
        }
        let message: Value = serde_json::from_slice(&body).map_err(|error| Failure::of_shape(&error.to_string()))?;
        if message["type"] == "error" {
            return Err(Failure::of_stream(&message["error"]));
        }
        if message["content"].is_array() { Ok(message) } else { Err(Failure::of_shape("the answer has no content")) }
    }

    /// What a status that is no success means.
    async fn refusal(&self, mut response: HttpResponse) -> Failure {
        let mut body = Vec::new();
        while body.len() < ERROR_BYTES {
            match self.within(self.limits().model_silence_ms, response.body.next()).await {
                Ok(Ok(Some(bytes))) => body.extend(bytes),
                _ => break,
            }
        }
        let text = String::from_utf8_lossy(&body);
        let (after, again) = (response.header("retry-after"), response.header("x-should-retry"));
        Failure::of_status(response.status, after, again, &text)
    }

    /// The outcome of `work`, unless nothing comes for too long.
    async fn within<T>(&self, ms: u32, work: impl Future<Output = T>) -> Result<T, Failure> {
        let late = self.inner.ports.clock.sleep(ms);
        pin_mut!(work);
        match select(work, late).await {
            Either::Left((outcome, _)) => Ok(outcome),
            Either::Right(((), _)) => Err(Failure::of_cut(&format!("nothing came for {} s", ms / 1_000))),
        }
    }

    /// Makes the smallest real request, and says what came back: `{ type, ok, model, endpoint, latency_ms, usage }`, or with
    /// an `error` in place of the usage.
    pub async fn test_model(&self, asked: Option<&str>) -> Result<Value> {
        let Some(endpoint) = self.endpoint() else {
            return Err(Error::invalid(
                "model",
                "no endpoint is configured: give one to createClient or client.setModel",
            ));
        };
        let asked = asked.unwrap_or_else(|| endpoint.models.first().map_or(TEST_MODEL, |(name, _)| name.as_str()));
        let model = endpoint.model(asked).to_owned();
        let message = json!({ "role": "user", "content": [{ "type": "text", "text": "Hi" }] });
        let body = json!({ "max_tokens": 1, "messages": [message] });
        let begun = self.monotonic_ms();
        let outcome = self.ask_endpoint(&endpoint, &model, body, &mut |_| {}).await;
        let latency_ms = (self.monotonic_ms() - begun).round();
        let mut told = json!({
            "type": "model_test", "ok": outcome.is_ok(), "model": model, "endpoint": endpoint.base_url, "latency_ms": latency_ms,
        });
        match outcome {
            Ok(reply) => {
                if reply["model"].is_string() {
                    told["model"] = reply["model"].clone();
                }
                told["usage"] = reply["usage"].clone();
            }
            Err(failure) => {
                let message = match (&self.inner.ports.http, failure.unanswered) {
                    (Some(http), true) => {
                        unanswered(&endpoint.base_url, http.reaches(endpoint.base_url.clone()).await, &failure)
                    }
                    _ => failure.message.clone(),
                };
                told["error"] = json!({ "type": failure.kind, "message": message, "status": failure.status });
            }
        }
        Ok(told)
    }
}

/// A request that got no answer at all: whether that is the server or what the browser lets through.
fn unanswered(base_url: &str, reached: bool, failure: &Failure) -> String {
    if reached {
        return format!(
            "{base_url} answers, but not to this page: the browser withheld the answer, because the server does not allow this \
             page's origin (CORS). Allow it in the server's settings; the README says how for the usual ones."
        );
    }
    let local = ["//localhost", "//127.0.0.1", "//[::1]"].iter().any(|host| base_url.contains(host));
    let advice = if local { "Start the server, and check the port." } else { "Check the address, and the network." };
    format!("Nothing answers at {base_url}. {advice} ({})", failure.message)
}

/// Asked for in a test where the settings name no model.
const TEST_MODEL: &str = "claude-haiku-5-5";

#[cfg(test)]
mod tests {
    use super::*;

    fn endpoint(url: &str) -> Result<Endpoint> {
        Endpoint::new(
            url,
            Some("sk-secret-1".into()),
            vec![("Authorization".into(), "Bearer token-123456".into())],
            Vec::new(),
        )
    }

    #[test]
    fn a_base_url_is_an_origin_and_a_path() {
        for (given, kept) in [
            ("https://api.anthropic.com", "https://api.anthropic.com"),
            ("https://api.anthropic.com/", "https://api.anthropic.com"),
            (" http://127.0.0.1:11434/v1/ ", "http://127.0.0.1:11434"),
            ("http://localhost:1234/v1/messages", "http://localhost:1234"),
            ("HTTPS://example.com/proxy/anthropic", "https://example.com/proxy/anthropic"),
        ] {
            assert_eq!(endpoint(given).map(|endpoint| endpoint.base_url).as_deref(), Ok(kept));
        }
        for wrong in [
            "",
            "api.anthropic.com",
            "ftp://a",
            "https://",
            "https://sk-secret@a.com",
            "https://a.com?key=sk-1",
            "https://a.com/#x",
        ] {
            let error = endpoint(wrong).expect_err(wrong).to_string();
            assert!(error.starts_with("baseUrl: ") && !error.contains("sk-"), "{error}");
        }
    }

    #[test]
    fn what_no_header_can_hold_is_refused_and_not_repeated() {
        let key = Endpoint::new("http://a", Some("sk-\n1".into()), Vec::new(), Vec::new()).expect_err("a line break");
        assert!(key.to_string().starts_with("apiKey: ") && !key.to_string().contains("sk-"), "{key}");
        for header in [("a b", "x"), ("", "x"), ("a", "é")] {
            let headers = vec![(header.0.to_owned(), header.1.to_owned())];
            assert!(Endpoint::new("http://a", None, headers, Vec::new()).is_err(), "{header:?}");
        }
    }

    #[test]
    fn a_model_is_asked_for_by_the_endpoints_own_name() {
        let models =
            [("*", "small"), ("claude-opus-5", "large")].map(|(asked, own)| (asked.to_owned(), own.to_owned()));
        let mapped = Endpoint { models: models.into(), ..Endpoint::default() };
        assert_eq!((mapped.model("claude-opus-5"), mapped.model("other")), ("large", "small"));
        assert_eq!(Endpoint::default().model("other"), "other");
    }

    #[test]
    fn no_secret_is_repeated_or_printed() {
        let endpoint = endpoint("http://a").expect("sound settings");
        let text = endpoint.without_secrets("bad key sk-secret-1; Bearer token-123456; token-123456");
        assert!(!text.contains("secret") && !text.contains("123456"), "{text}");
        assert!(!format!("{endpoint:?}").contains("secret"));
    }
}
