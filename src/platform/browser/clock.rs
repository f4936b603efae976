//! The browser's clock, timers and time zones, the same in a window, a worker and Node.

use std::{
    cell::{OnceCell, RefCell},
    collections::HashMap,
};

use futures_channel::oneshot;
use futures_util::{FutureExt, future::LocalBoxFuture};
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

use super::{global_function, method, property};
use crate::{domain::Time, ports::Clock};

/// The longest wait that `setTimeout` takes: a longer one would end at once.
const MAX_TIMEOUT_MS: u32 = i32::MAX as u32;

/// `Date.now`, `performance.now`, `setTimeout` and `Intl.DateTimeFormat`.
#[derive(Default)]
pub struct BrowserClock {
    /// Formatters by zone: making one is slow. The zones are those of stored sessions, so few; bounded all the same.
    zones: RefCell<HashMap<String, Option<Intl::DateTimeFormat>>>,
    /// `performance` and its `now`, which long work asks at every step.
    timer: OnceCell<Option<(JsValue, Function)>>,
}

const MAX_ZONES: usize = 64;

impl BrowserClock {
    fn zone(&self, time_zone: &str) -> Option<Intl::DateTimeFormat> {
        if let Some(known) = self.zones.borrow().get(time_zone) {
            return known.clone();
        }
        let zone = offset_format(time_zone);
        let mut zones = self.zones.borrow_mut();
        if zones.len() >= MAX_ZONES {
            zones.clear();
        }
        zones.insert(time_zone.to_owned(), zone.clone());
        zone
    }
}

impl Clock for BrowserClock {
    fn now(&self) -> Time {
        Time::from_ms(Date::now() as i64)
    }

    fn monotonic_ms(&self) -> f64 {
        let timer = self.timer.get_or_init(|| {
            let performance = property(&js_sys::global(), "performance")?;
            let now = method(&performance, "now")?;
            Some((performance, now))
        });
        let now = timer.as_ref().and_then(|(performance, now)| now.call0(performance).ok()?.as_f64());
        now.unwrap_or_else(Date::now)
    }

    fn sleep(&self, ms: u32) -> LocalBoxFuture<'static, ()> {
        if ms == 0 { let_others_in().boxed_local() } else { sleep(ms.min(MAX_TIMEOUT_MS)).boxed_local() }
    }

    fn offset_minutes(&self, time_zone: &str, at: Time) -> Option<i32> {
        let zone = self.zone(time_zone)?;
        let date = Date::new(&JsValue::from_f64(at.ms() as f64));
        let text = zone.format().call1(&zone, &date).ok()?.as_string()?;
        offset_in(&text)
    }

    fn time_zone(&self) -> String {
        let resolved = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
        property(&resolved, "timeZone").and_then(|zone| zone.as_string()).unwrap_or_else(|| "UTC".to_owned())
    }
}

/// A formatter that writes a moment's offset from UTC; `None` where the zone is not known.
fn offset_format(time_zone: &str) -> Option<Intl::DateTimeFormat> {
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &time_zone.into()).ok()?;
    Reflect::set(&options, &"timeZoneName".into(), &"longOffset".into()).ok()?;
    // By `Reflect`, since an unknown zone is thrown.
    let intl = property(&js_sys::global(), "Intl")?;
    let format: Function = method(&intl, "DateTimeFormat")?;
    let made = Reflect::construct(&format, &Array::of2(&"en-US".into(), &options)).ok()?;
    made.dyn_into().ok()
}

/// The minutes of `GMT`, `GMT+05:30` or `GMT-00:44:30` at the end of a text.
fn offset_in(text: &str) -> Option<i32> {
    let (_, offset) = text.rsplit_once("GMT")?;
    let Some(sign) = offset.chars().next() else { return Some(0) };
    let mut parts = offset[sign.len_utf8()..].split(':').map(str::parse::<i32>);
    let hours = parts.next()?.ok()?;
    let minutes = parts.next().transpose().ok()?.unwrap_or_default();
    let total = hours * 60 + minutes;
    // U+2212 is the minus sign of some locale data.
    match sign {
        '+' => Some(total),
        '-' | '\u{2212}' => Some(-total),
        _ => None,
    }
}

/// Comes back when what waits has had its turn: as a task of its own where there is a way to ask for one, else by a message to itself, since
/// timers that follow each other are made to wait 4 ms.
pub(super) async fn let_others_in() {
    if let Some((of, task)) = task_queue() {
        let (sender, receiver) = oneshot::channel::<()>();
        // It is called in any case, and frees itself then.
        let wake = Closure::once_into_js(move || drop(sender));
        if task.call1(&of, &wake).is_ok() {
            let _ = receiver.await;
            return;
        }
    }
    let (sender, receiver) = oneshot::channel::<()>();
    let wake = Closure::once(move || drop(sender));
    let Some(_port) = Port::posted(wake.as_ref()) else { return sleep(0).await };
    let _ = receiver.await;
}

/// What puts a function behind all that waits: a browser's scheduler, or Node's `setImmediate`.
fn task_queue() -> Option<(JsValue, Function)> {
    let global = js_sys::global();
    if let Some(scheduler) = property(&global, "scheduler")
        && let Some(post) = method(&scheduler, "postTask")
    {
        return Some((scheduler, post));
    }
    method(&global, "setImmediate").map(|immediate| (global.into(), immediate))
}

/// A port with a message on its way. One that is dropped calls nobody any more, and keeps no process alive.
struct Port(JsValue);

impl Port {
    fn posted(wake: &JsValue) -> Option<Port> {
        let (_, channel) = global_function("MessageChannel")?;
        let channel = Reflect::construct(&channel, &Array::new()).ok()?;
        let (to, from) = (Port(property(&channel, "port1")?), property(&channel, "port2")?);
        Reflect::set(&to.0, &"onmessage".into(), wake).ok()?;
        method(&from, "postMessage")?.call1(&from, &JsValue::NULL).ok()?;
        Some(to)
    }
}

impl Drop for Port {
    fn drop(&mut self) {
        let _ = Reflect::set(&self.0, &"onmessage".into(), &JsValue::NULL);
        if let Some(close) = method(&self.0, "close") {
            let _ = close.call0(&self.0);
        }
    }
}

pub(super) async fn sleep(ms: u32) {
    let (sender, receiver) = oneshot::channel::<()>();
    let wake = Closure::once(move || drop(sender));
    let Some((global, set_timeout)) = global_function("setTimeout") else { return };
    let Ok(timer) = set_timeout.call2(&global, wake.as_ref(), &ms.into()) else { return };
    let _timer = Timer(timer);
    // The sender is dropped when the time is over.
    let _ = receiver.await;
}

/// A timer that a wait which is given up does not leave behind.
struct Timer(JsValue);

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some((global, clear_timeout)) = global_function("clearTimeout") {
            let _ = clear_timeout.call1(&global, &self.0);
        }
    }
}
