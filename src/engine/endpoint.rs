//! Asking a model's endpoint: one request, its stream read to the end, within a time. Whether to try again is the caller's to
//! decide. The key stands in memory only: here, and in the request's headers.

use futures_util::{
    future::{Either, select},
    pin_mut,
};
use serde_json::Value;

use super::Engine;
use crate::{
    model::messages::{Assembler, Failure, Frames, Progress, VERSION},
    ports::{HttpRequest, HttpResponse},
};

/// Milliseconds without a byte after which a stream counts as cut. (The API sends a ping oftener than that.)
const SILENCE_MS: u32 = 90_000;
/// Bytes of an error's body that are read.
const ERROR_BYTES: usize = 16 << 10;

/// Where a model answers. Never printed whole: the key is in it.
#[derive(Clone)]
pub struct Endpoint {
    /// Without a slash at its end; `/v1/messages` follows it.
    pub base_url: String,
    pub api_key: Option<String>,
    pub headers: Vec<(String, String)>,
    /// The endpoint's own names of models, by the name that is asked for.
    pub models: Vec<(String, String)>,
}

impl std::fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Endpoint").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

impl Endpoint {
    /// The name that the endpoint knows a model by.
    pub fn model(&self, asked: &str) -> String {
        let mapped = self.models.iter().find(|(name, _)| name == asked || name == "*");
        mapped.map_or_else(|| asked.to_owned(), |(_, own)| own.clone())
    }

    fn request(&self, mut body: Value) -> HttpRequest {
        let asked = body["model"].as_str().unwrap_or_default().to_owned();
        body["model"] = self.model(&asked).into();
        let mut headers = vec![
            ("content-type".to_owned(), "application/json".to_owned()),
            ("accept".to_owned(), "text/event-stream".to_owned()),
            ("anthropic-version".to_owned(), VERSION.to_owned()),
            // The hosted API answers a page only if it says that it means to.
            ("anthropic-dangerous-direct-browser-access".to_owned(), "true".to_owned()),
        ];
        if let Some(key) = &self.api_key {
            headers.push(("x-api-key".to_owned(), key.clone()));
        }
        for (name, value) in &self.headers {
            headers.retain(|(known, _)| known != name);
            headers.push((name.clone(), value.clone()));
        }
        HttpRequest { method: "POST", url: format!("{}/v1/messages", self.base_url), headers, body: body.to_string() }
    }
}

impl Engine {
    /// Asks the endpoint once. `shown` hears of what comes while it comes. The failure says whether another try can help, and
    /// that none is made once something was shown.
    pub(super) async fn ask_endpoint(
        &self,
        endpoint: &Endpoint,
        body: Value,
        mut shown: impl FnMut(&Progress),
    ) -> Result<Value, Failure> {
        let Some(http) = self.inner.ports.http.clone() else {
            return Err(Failure::of_connection("there is no network here"));
        };
        let sent = http.send(endpoint.request(body));
        let answered = self.within(sent).await.and_then(|answer| answer.map_err(|error| Failure::of_connection(&error.0)));
        let mut response = answered?;
        if !(200..300).contains(&response.status) {
            return Err(self.refusal(response).await);
        }
        let mut frames = Frames::default();
        let mut assembler = Assembler::default();
        loop {
            let chunk = self.within(response.body.next()).await.and_then(|chunk| chunk.map_err(|error| Failure::of_connection(&error.0)));
            let chunk = match chunk {
                Ok(Some(bytes)) => bytes,
                Ok(None) => return Err(broken(Failure::of_connection("the stream ended before the message did"), &assembler)),
                Err(failure) => return Err(broken(failure, &assembler)),
            };
            let came = frames.push(&chunk).map_err(|error| Failure::of_shape(&error.to_string()))?;
            for frame in came {
                let progress = assembler.take(&frame).map_err(|why| Failure::of_shape(&why))?;
                match &progress {
                    Progress::Failed(error) => return Err(broken(Failure::of_stream(error), &assembler)),
                    Progress::Done => {
                        let message = assembler.into_message();
                        return message.ok_or_else(|| Failure::of_shape("the message has no end"));
                    }
                    _ => shown(&progress),
                }
            }
        }
    }

    async fn refusal(&self, mut response: HttpResponse) -> Failure {
        let mut body = Vec::new();
        while body.len() < ERROR_BYTES {
            match self.within(response.body.next()).await {
                Ok(Ok(Some(bytes))) => body.extend(bytes),
                _ => break,
            }
        }
        let header = |name: &str| response.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let text = String::from_utf8_lossy(&body);
        Failure::of_status(response.status, header("retry-after"), header("x-should-retry"), &text)
    }

    /// The outcome of `work`, unless nothing comes for too long.
    async fn within<T>(&self, work: impl Future<Output = T>) -> Result<T, Failure> {
        let late = self.inner.ports.clock.sleep(SILENCE_MS);
        pin_mut!(work);
        match select(work, late).await {
            Either::Left((outcome, _)) => Ok(outcome),
            Either::Right(((), _)) => Err(Failure::of_connection(&format!("nothing came for {} s", SILENCE_MS / 1_000))),
        }
    }
}

/// A failure after content was given: the same request again would give it twice.
fn broken(mut failure: Failure, assembler: &Assembler) -> Failure {
    failure.retry &= !assembler.has_delivered();
    failure
}
