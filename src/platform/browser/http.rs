//! The network by `fetch`, in a window, a worker and Node. What is dropped before its end is aborted.

use futures_util::{FutureExt, future::LocalBoxFuture};
use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

use super::{method, property, words};
use crate::ports::{Http, HttpBody, HttpError, HttpRequest, HttpResponse};

/// The headers of an answer that somebody looks at.
const SEEN_HEADERS: [&str; 3] = ["content-type", "retry-after", "x-should-retry"];

/// `fetch` without cookies, cache, referrer and redirections.
#[derive(Debug, Default)]
pub struct BrowserHttp;

impl Http for BrowserHttp {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'static, Result<HttpResponse, HttpError>> {
        send(request).boxed_local()
    }

    fn reaches(&self, url: String) -> LocalBoxFuture<'static, bool> {
        async move {
            // The answer stays hidden, but whether there is one does not.
            let asked = bare(&url, RequestMode::NoCors).redirect(RequestRedirect::Follow).build();
            let Ok(request) = asked else { return false };
            request.send().await.is_ok()
        }
        .boxed_local()
    }
}

fn bare(url: &str, mode: RequestMode) -> RequestBuilder {
    RequestBuilder::new(url)
        .mode(mode)
        .credentials(RequestCredentials::Omit)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer)
}

async fn send(request: HttpRequest) -> Result<HttpResponse, HttpError> {
    let failed = |error: gloo_net::Error| HttpError(error.to_string());
    let abort = Abort(AbortController::new().map_err(|thrown| HttpError(words(&thrown)))?);
    let mut builder = bare(&request.url, RequestMode::Cors)
        .method(Method::from_bytes(request.method.as_bytes()).unwrap_or_default())
        .redirect(RequestRedirect::Manual)
        .abort_signal(Some(&abort.0.signal()));
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let response = builder.body(request.body).map_err(failed)?.send().await.map_err(failed)?;
    let headers = response.headers();
    let seen = SEEN_HEADERS.iter().filter_map(|name| Some(((*name).to_owned(), headers.get(name)?))).collect();
    let reader = response.body().and_then(|body| method(&body, "getReader")?.call0(&body).ok());
    Ok(HttpResponse { status: response.status(), headers: seen, body: Box::new(Body { reader, _abort: abort }) })
}

/// Aborts what is not over when it is dropped.
struct Abort(AbortController);

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

struct Body {
    reader: Option<JsValue>,
    _abort: Abort,
}

impl HttpBody for Body {
    fn next(&mut self) -> LocalBoxFuture<'_, Result<Option<Vec<u8>>, HttpError>> {
        async move {
            let Some(reader) = &self.reader else { return Ok(None) };
            read(reader).await.map_err(|thrown| HttpError(words(&thrown)))
        }
        .boxed_local()
    }
}

async fn read(reader: &JsValue) -> Result<Option<Vec<u8>>, JsValue> {
    let Some(read) = method(reader, "read") else { return Ok(None) };
    let promise: Promise = read.call0(reader)?.dyn_into()?;
    let answer = JsFuture::from(promise).await?;
    let bytes = property(&answer, "value").and_then(|value| value.dyn_into::<Uint8Array>().ok());
    Ok(bytes.map(|bytes| bytes.to_vec()))
}
