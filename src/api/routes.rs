//! Which request goes where. The table is also what a 404 names, and what `FIDELITY.md` is held against.

use futures_util::future::{FutureExt, LocalBoxFuture};

use super::{
    Answer, Call, agents, dreams, environments, events, extensions, hunks, memories, memory_tool, resources, sessions,
    stores, threads, versions, workspace,
};
use crate::domain::{Code, Error, Result};

const MANAGED: &[&str] = &["managed-agents-2026-04-01"];
const DREAMING: &[&str] = &["dreaming-2026-04-21"];
const MEMORY: &[&str] = &["agent-memory-2026-07-22", "managed-agents-2026-04-01"];

/// Every route: method and path, `{…}` standing for an id.
pub const ROUTES: &[(&str, &str)] = &[
    ("POST", "/v1/memory_stores"),
    ("GET", "/v1/memory_stores"),
    ("GET", "/v1/memory_stores/{memory_store_id}"),
    ("POST", "/v1/memory_stores/{memory_store_id}"),
    ("DELETE", "/v1/memory_stores/{memory_store_id}"),
    ("POST", "/v1/memory_stores/{memory_store_id}/archive"),
    ("POST", "/v1/memory_stores/{memory_store_id}/memories"),
    ("GET", "/v1/memory_stores/{memory_store_id}/memories"),
    ("GET", "/v1/memory_stores/{memory_store_id}/memories/{memory_id}"),
    ("POST", "/v1/memory_stores/{memory_store_id}/memories/{memory_id}"),
    ("DELETE", "/v1/memory_stores/{memory_store_id}/memories/{memory_id}"),
    ("GET", "/v1/memory_stores/{memory_store_id}/memory_versions"),
    ("GET", "/v1/memory_stores/{memory_store_id}/memory_versions/{memory_version_id}"),
    ("POST", "/v1/memory_stores/{memory_store_id}/memory_versions/{memory_version_id}/redact"),
    ("POST", "/v1/agents"),
    ("GET", "/v1/agents"),
    ("GET", "/v1/agents/{agent_id}"),
    ("POST", "/v1/agents/{agent_id}"),
    ("POST", "/v1/agents/{agent_id}/archive"),
    ("GET", "/v1/agents/{agent_id}/versions"),
    ("POST", "/v1/environments"),
    ("GET", "/v1/environments"),
    ("GET", "/v1/environments/{environment_id}"),
    ("POST", "/v1/environments/{environment_id}"),
    ("DELETE", "/v1/environments/{environment_id}"),
    ("POST", "/v1/environments/{environment_id}/archive"),
    ("POST", "/v1/sessions"),
    ("GET", "/v1/sessions"),
    ("GET", "/v1/sessions/{session_id}"),
    ("POST", "/v1/sessions/{session_id}"),
    ("DELETE", "/v1/sessions/{session_id}"),
    ("POST", "/v1/sessions/{session_id}/archive"),
    ("GET", "/v1/sessions/{session_id}/events"),
    ("POST", "/v1/sessions/{session_id}/events"),
    ("GET", "/v1/sessions/{session_id}/events/stream"),
    ("GET", "/v1/sessions/{session_id}/resources"),
    ("POST", "/v1/sessions/{session_id}/resources"),
    ("GET", "/v1/sessions/{session_id}/resources/{resource_id}"),
    ("POST", "/v1/sessions/{session_id}/resources/{resource_id}"),
    ("DELETE", "/v1/sessions/{session_id}/resources/{resource_id}"),
    ("GET", "/v1/sessions/{session_id}/threads"),
    ("GET", "/v1/sessions/{session_id}/threads/{thread_id}"),
    ("POST", "/v1/sessions/{session_id}/threads/{thread_id}/archive"),
    ("GET", "/v1/sessions/{session_id}/threads/{thread_id}/events"),
    ("GET", "/v1/sessions/{session_id}/threads/{thread_id}/stream"),
    ("POST", "/v1/dreams"),
    ("GET", "/v1/dreams"),
    ("GET", "/v1/dreams/{dream_id}"),
    ("POST", "/v1/dreams/{dream_id}/cancel"),
    ("POST", "/v1/dreams/{dream_id}/archive"),
    ("GET", "/dreamfs/v1/status"),
    ("POST", "/dreamfs/v1/model/test"),
    ("GET", "/dreamfs/v1/pace"),
    ("POST", "/dreamfs/v1/pace"),
    ("POST", "/dreamfs/v1/step"),
    ("POST", "/dreamfs/v1/clock"),
    ("GET", "/dreamfs/v1/diff"),
    ("POST", "/dreamfs/v1/dreams/quote"),
    ("GET", "/dreamfs/v1/dreams/{dream_id}/report"),
    ("GET", "/dreamfs/v1/dreams/{dream_id}/hunks"),
    ("POST", "/dreamfs/v1/dreams/{dream_id}/hunks"),
    ("GET", "/dreamfs/v1/prices"),
    ("POST", "/dreamfs/v1/memory_tool"),
    ("GET", "/dreamfs/v1/workspace"),
    ("POST", "/dreamfs/v1/workspace"),
    ("POST", "/dreamfs/v1/sessions"),
    ("GET", "/dreamfs/v1/memory_stores/{memory_store_id}/analysis"),
    ("POST", "/dreamfs/v1/memory_stores/{memory_store_id}/memories/{memory_id}/restore"),
];

/// Hosted routes that cannot exist here, and why.
const REFUSED: &[(&str, &str)] = &[(
    "/v1/environments/{environment_id}/work",
    "work queues are for self-hosted environments, and there are none here",
)];

/// Finds the handler and checks what every request of its kind must carry.
pub(super) async fn dispatch(call: &Call<'_>, method: &str, path: &str) -> Result<Answer> {
    let segments: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match segments.as_slice() {
        ["v1", "memory_stores", ..] => call.demand_beta(MEMORY)?,
        ["v1", "agents" | "environments" | "sessions", ..] => call.demand_beta(MANAGED)?,
        ["v1", "dreams", ..] => call.demand_beta(DREAMING)?,
        _ => {}
    }
    let found = match segments.as_slice() {
        ["v1", "memory_stores", rest @ ..] => memory_stores(call, method, rest),
        ["v1", "agents", rest @ ..] => agent_routes(call, method, rest),
        ["v1", "environments", rest @ ..] => environment_routes(call, method, rest),
        ["v1", "sessions", rest @ ..] => session_routes(call, method, rest),
        ["v1", "dreams", rest @ ..] => dream_routes(call, method, rest),
        ["dreamfs", "v1", rest @ ..] => extension_routes(call, method, rest),
        _ => None,
    };
    found.ok_or_else(|| unknown(method, path))?.await
}

/// A handler at work. Boxed, so that the handlers stay apart: one function of them all is a good deal larger.
type Answering<'a> = LocalBoxFuture<'a, Result<Answer>>;

fn memory_stores<'a>(call: &'a Call<'_>, method: &str, rest: &[&str]) -> Option<Answering<'a>> {
    Some(match (method, rest) {
        ("POST", []) => stores::create(call).boxed_local(),
        ("GET", []) => stores::list(call).boxed_local(),
        ("GET", [_]) => stores::retrieve(call).boxed_local(),
        ("POST", [_]) => stores::update(call).boxed_local(),
        ("DELETE", [_]) => stores::delete(call).boxed_local(),
        ("POST", [_, "archive"]) => stores::archive(call).boxed_local(),
        ("POST", [_, "memories"]) => memories::create(call).boxed_local(),
        ("GET", [_, "memories"]) => memories::list(call).boxed_local(),
        ("GET", [_, "memories", _]) => memories::retrieve(call).boxed_local(),
        ("POST", [_, "memories", _]) => memories::update(call).boxed_local(),
        ("DELETE", [_, "memories", _]) => memories::delete(call).boxed_local(),
        ("GET", [_, "memory_versions"]) => versions::list(call).boxed_local(),
        ("GET", [_, "memory_versions", _]) => versions::retrieve(call).boxed_local(),
        ("POST", [_, "memory_versions", _, "redact"]) => versions::redact(call).boxed_local(),
        _ => return None,
    })
}

fn agent_routes<'a>(call: &'a Call<'_>, method: &str, rest: &[&str]) -> Option<Answering<'a>> {
    Some(match (method, rest) {
        ("POST", []) => agents::create(call).boxed_local(),
        ("GET", []) => agents::list(call).boxed_local(),
        ("GET", [_]) => agents::retrieve(call).boxed_local(),
        ("POST", [_]) => agents::update(call).boxed_local(),
        ("POST", [_, "archive"]) => agents::archive(call).boxed_local(),
        ("GET", [_, "versions"]) => agents::versions(call).boxed_local(),
        _ => return None,
    })
}

fn environment_routes<'a>(call: &'a Call<'_>, method: &str, rest: &[&str]) -> Option<Answering<'a>> {
    Some(match (method, rest) {
        ("POST", []) => environments::create(call).boxed_local(),
        ("GET", []) => environments::list(call).boxed_local(),
        ("GET", [_]) => environments::retrieve(call).boxed_local(),
        ("POST", [_]) => environments::update(call).boxed_local(),
        ("DELETE", [_]) => environments::delete(call).boxed_local(),
        ("POST", [_, "archive"]) => environments::archive(call).boxed_local(),
        _ => return None,
    })
}

fn session_routes<'a>(call: &'a Call<'_>, method: &str, rest: &[&str]) -> Option<Answering<'a>> {
    Some(match (method, rest) {
        ("POST", []) => sessions::create(call).boxed_local(),
        ("GET", []) => sessions::list(call).boxed_local(),
        ("GET", [_]) => sessions::retrieve(call).boxed_local(),
        ("POST", [_]) => sessions::update(call).boxed_local(),
        ("DELETE", [_]) => sessions::delete(call).boxed_local(),
        ("POST", [_, "archive"]) => sessions::archive(call).boxed_local(),
        ("GET", [_, "events"]) => events::list(call).boxed_local(),
        ("POST", [_, "events"]) => events::send(call).boxed_local(),
        ("GET", [_, "events", "stream"]) => events::stream(call).boxed_local(),
        ("GET", [_, "resources"]) => resources::list(call).boxed_local(),
        ("POST", [_, "resources"]) => resources::add(call).boxed_local(),
        ("GET", [_, "resources", _]) => resources::retrieve(call).boxed_local(),
        ("POST", [_, "resources", _]) => resources::update(call).boxed_local(),
        ("DELETE", [_, "resources", _]) => resources::delete(call).boxed_local(),
        ("GET", [_, "threads"]) => threads::list(call).boxed_local(),
        ("GET", [_, "threads", _]) => threads::retrieve(call).boxed_local(),
        ("POST", [_, "threads", _, "archive"]) => threads::archive(call).boxed_local(),
        ("GET", [_, "threads", _, "events"]) => threads::list_events(call).boxed_local(),
        ("GET", [_, "threads", _, "stream"]) => threads::stream(call).boxed_local(),
        _ => return None,
    })
}

fn dream_routes<'a>(call: &'a Call<'_>, method: &str, rest: &[&str]) -> Option<Answering<'a>> {
    Some(match (method, rest) {
        ("POST", []) => dreams::create(call).boxed_local(),
        ("GET", []) => dreams::list(call).boxed_local(),
        ("GET", [_]) => dreams::retrieve(call).boxed_local(),
        ("POST", [_, "cancel"]) => dreams::cancel(call).boxed_local(),
        ("POST", [_, "archive"]) => dreams::archive(call).boxed_local(),
        _ => return None,
    })
}

fn extension_routes<'a>(call: &'a Call<'_>, method: &str, rest: &[&str]) -> Option<Answering<'a>> {
    Some(match (method, rest) {
        ("POST", ["dreams", "quote"]) => dreams::quote(call).boxed_local(),
        ("GET", ["dreams", _, "report"]) => dreams::report(call).boxed_local(),
        ("GET", ["dreams", _, "hunks"]) => hunks::list(call).boxed_local(),
        ("POST", ["dreams", _, "hunks"]) => hunks::decide(call).boxed_local(),
        ("GET", ["prices"]) => extensions::prices(call).boxed_local(),
        ("GET", ["status"]) => extensions::status(call).boxed_local(),
        ("POST", ["model", "test"]) => extensions::test_model(call).boxed_local(),
        ("GET", ["pace"]) => extensions::get_pace(call).boxed_local(),
        ("POST", ["pace"]) => extensions::set_pace(call).boxed_local(),
        ("POST", ["step"]) => extensions::step(call).boxed_local(),
        ("POST", ["clock"]) => extensions::clock(call).boxed_local(),
        ("GET", ["diff"]) => extensions::diff(call).boxed_local(),
        ("POST", ["memory_tool"]) => memory_tool::run(call).boxed_local(),
        ("GET", ["workspace"]) => workspace::export(call).boxed_local(),
        ("POST", ["workspace"]) => workspace::import(call).boxed_local(),
        ("POST", ["sessions"]) => extensions::import_session(call).boxed_local(),
        ("GET", ["memory_stores", _, "analysis"]) => stores::analysis(call).boxed_local(),
        ("POST", ["memory_stores", _, "memories", _, "restore"]) => versions::restore(call).boxed_local(),
        _ => return None,
    })
}

/// A path that exists for other methods, a hosted route that is refused, or nothing that is known.
fn unknown(method: &str, path: &str) -> Error {
    let methods: Vec<&str> =
        ROUTES.iter().filter(|(_, pattern)| fits(pattern, path)).map(|(method, _)| *method).collect();
    if !methods.is_empty() {
        return Error::new(Code::MethodNotAllowed, format!("{path} takes {}, not {method}.", methods.join(" or ")));
    }
    if let Some((_, why)) = REFUSED.iter().find(|(pattern, _)| begins(pattern, path)) {
        return Error::new(Code::InvalidRequest, format!("{path} is not supported here: {why}."));
    }
    let near: Vec<String> = near(path).into_iter().map(|(method, pattern)| format!("{method} {pattern}")).collect();
    Error::new(Code::NotFound, format!("There is no {method} {path}. There are: {}.", near.join(", ")))
}

/// The routes that share the path's beginning; all of them when none does.
fn near(path: &str) -> Vec<&'static (&'static str, &'static str)> {
    let family = |text: &str| text.split('/').skip(1).take(2).map(str::to_owned).collect::<Vec<_>>();
    let alike: Vec<_> = ROUTES.iter().filter(|(_, pattern)| family(pattern) == family(path)).collect();
    if alike.is_empty() { ROUTES.iter().filter(|(_, pattern)| !pattern.contains('{')).collect() } else { alike }
}

fn fits(pattern: &str, path: &str) -> bool {
    pattern.split('/').count() == path.split('/').count() && begins(pattern, path)
}

fn begins(pattern: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    pattern
        .split('/')
        .all(|wanted| parts.next().is_some_and(|part| wanted.starts_with('{') && !part.is_empty() || wanted == part))
}
