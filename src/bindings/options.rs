//! The options of `open`, checked: a bad one is refused with its name and its rule.

use std::rc::Rc;

use js_sys::{Date, Function, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::{
    domain::{Limits, Time},
    engine::{Endpoint, Fallback, Options},
    platform::browser::{BrowserClock, JsBash, JsModel, property},
    ports::{Bash, Clock, FunctionModel},
};

/// Longest name of a database, in bytes.
const NAME_BYTES: usize = 200;
/// The greatest whole number that JavaScript tells from its neighbours.
const MAX_INTEGER: f64 = 9_007_199_254_740_991.0;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StorageKind {
    IndexedDb,
    Memory,
}

/// What `open` was asked for.
pub(super) struct OpenOptions {
    pub database: String,
    pub storage: StorageKind,
    pub on_stopped: Option<Function>,
    clock_now: Option<Time>,
    clock_rate: f64,
    time_zone: Option<String>,
    seed: Option<u64>,
    model: ModelOptions,
    call_model: Option<Function>,
    call_bash: Option<Function>,
    memories_per_store: Option<usize>,
    on_waiting: Option<Function>,
}

impl OpenOptions {
    pub(super) fn read(given: &JsValue) -> Result<Self, String> {
        let known = [
            "database",
            "storage",
            "clock",
            "timeZone",
            "seed",
            "model",
            "callModel",
            "callBash",
            "limits",
            "onWaiting",
            "onStopped",
        ];
        let options = Fields::of("", given, &known)?;
        let clock = options.fields("clock", &["now", "rate"])?;
        let model = options.fields("model", &MODEL_OPTIONS)?;
        let limits = options.fields("limits", &["memoriesPerStore"])?;
        Ok(Self {
            database: options
                .read("database", &format!("a text of 1 to {NAME_BYTES} bytes"), name)?
                .unwrap_or("dreamfs".into()),
            storage: options.read("storage", "\"indexeddb\" or \"memory\"", storage)?.unwrap_or(StorageKind::IndexedDb),
            clock_now: clock.read("now", "an RFC 3339 time, a Date or milliseconds since 1970", moment)?,
            clock_rate: clock.read("rate", "a number from 0 to 1000000", |value| number(value, 1e6))?.unwrap_or(1.0),
            time_zone: options.read(
                "timeZone",
                "an IANA time zone that this place knows, as \"Europe/London\"",
                zone,
            )?,
            seed: options.read("seed", "a whole number from 0 to 2^53 - 1", |value| integer(value, 0.0))?,
            model: ModelOptions::of(&model)?,
            memories_per_store: limits
                .read("memoriesPerStore", "a whole number from 1", |value| integer(value, 1.0))?
                .and_then(|number| usize::try_from(number).ok()),
            call_model: options.read("callModel", "a function", function)?,
            call_bash: options.read("callBash", "a function", function)?,
            on_waiting: options.read("onWaiting", "a function", function)?,
            on_stopped: options.read("onStopped", "a function", function)?,
        })
    }

    pub(super) fn engine(&self) -> Options {
        let defaults = Limits::default();
        Options {
            seed: self.seed,
            time_zone: self.time_zone.clone(),
            clock_now: self.clock_now,
            clock_rate: self.clock_rate,
            fallback: self.model.fallback.unwrap_or(Fallback::Error),
            endpoint: self.model.endpoint.clone(),
            limits: Limits {
                memories_per_store: self.memories_per_store.unwrap_or(defaults.memories_per_store),
                ..defaults
            },
        }
    }

    pub(super) fn model(&self) -> Option<Rc<dyn FunctionModel>> {
        self.call_model.clone().map(|function| Rc::new(JsModel(function)) as Rc<dyn FunctionModel>)
    }

    pub(super) fn bash(&self) -> Option<Rc<dyn Bash>> {
        self.call_bash.clone().map(|function| Rc::new(JsBash(function)) as Rc<dyn Bash>)
    }

    pub(super) fn on_blocked(&self) -> Rc<dyn Fn()> {
        let listener = self.on_waiting.clone();
        Rc::new(move || {
            let message = "another tab holds an older version of this database: close it, and this one goes on";
            if let Some(listener) = &listener {
                let _ = listener.call1(&JsValue::UNDEFINED, &message.into());
            }
        })
    }
}

const MODEL_OPTIONS: [&str; 5] = ["baseUrl", "apiKey", "headers", "models", "fallback"];

/// Where hosted models are asked. The key stands here and in the engine's memory, and nowhere else.
pub(super) struct ModelOptions {
    pub endpoint: Option<Endpoint>,
    pub fallback: Option<Fallback>,
}

impl ModelOptions {
    /// What `setModel` was given.
    pub(super) fn read(given: &JsValue) -> Result<Self, String> {
        Self::of(&Fields::of("model", given, &MODEL_OPTIONS)?)
    }

    fn of(model: &Fields<'_>) -> Result<Self, String> {
        let fallback = model.read("fallback", "\"offline\" or \"error\"", fallback)?;
        let base_url = model.read("baseUrl", "a text", JsValue::as_string)?;
        let api_key = model.read("apiKey", "a text", JsValue::as_string)?.filter(|key| !key.is_empty());
        let headers = model.read("headers", "an object of texts", texts)?;
        let models = model.read("models", "an object of texts", texts)?;
        let Some(base_url) = base_url else {
            if api_key.is_some() || headers.is_some() || models.is_some() {
                return Err("model.baseUrl: is missing: it says where the key and the rest are for".to_owned());
            }
            return Ok(Self { endpoint: None, fallback });
        };
        let endpoint = Endpoint::new(&base_url, api_key, headers.unwrap_or_default(), models.unwrap_or_default());
        Ok(Self { endpoint: Some(endpoint.map_err(|error| format!("model.{error}"))?), fallback })
    }
}

/// An object's fields, and where it stands among the options.
struct Fields<'a> {
    path: &'a str,
    object: JsValue,
}

impl<'a> Fields<'a> {
    fn of(path: &'a str, given: &JsValue, known: &[&str]) -> Result<Self, String> {
        let object = if given.is_null() { JsValue::UNDEFINED } else { given.clone() };
        let plain =
            object.is_undefined() || (object.is_object() && !object.is_function() && !js_sys::Array::is_array(&object));
        if !plain {
            return Err(format!("{}: must be an object", if path.is_empty() { "options" } else { path }));
        }
        let fields = Self { path, object };
        if let Some(object) = fields.object.dyn_ref::<Object>() {
            for name in Object::keys(object).iter().filter_map(|name| name.as_string()) {
                if !known.contains(&name.as_str()) {
                    return Err(format!("{}: is no option; there are {}", fields.full(&name), known.join(", ")));
                }
            }
        }
        Ok(fields)
    }

    fn fields(&self, name: &'a str, known: &[&str]) -> Result<Fields<'a>, String> {
        Fields::of(name, &property(&self.object, name).unwrap_or_default(), known)
    }

    /// A field's value; `None` where it is left out.
    fn read<T>(&self, name: &str, rule: &str, convert: impl Fn(&JsValue) -> Option<T>) -> Result<Option<T>, String> {
        match property(&self.object, name) {
            None => Ok(None),
            Some(value) => convert(&value).map(Some).ok_or_else(|| format!("{}: must be {rule}", self.full(name))),
        }
    }

    fn full(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }
}

fn name(value: &JsValue) -> Option<String> {
    value.as_string().filter(|name| (1..=NAME_BYTES).contains(&name.len()))
}

fn storage(value: &JsValue) -> Option<StorageKind> {
    match value.as_string()?.as_str() {
        "indexeddb" => Some(StorageKind::IndexedDb),
        "memory" => Some(StorageKind::Memory),
        _ => None,
    }
}

fn fallback(value: &JsValue) -> Option<Fallback> {
    match value.as_string()?.as_str() {
        "offline" => Some(Fallback::Offline),
        "error" => Some(Fallback::Error),
        _ => None,
    }
}

fn moment(value: &JsValue) -> Option<Time> {
    if let Some(text) = value.as_string() {
        return Time::parse(&text);
    }
    let ms = value.dyn_ref::<Date>().map(Date::get_time).or_else(|| value.as_f64())?;
    let time = Time::from_ms(ms as i64);
    // Not where the number had to be cut to become a time.
    (ms.is_finite() && time.ms() == ms.floor() as i64).then_some(time)
}

fn zone(value: &JsValue) -> Option<String> {
    let zone = value.as_string()?;
    let clock = BrowserClock::default();
    clock.offset_minutes(&zone, clock.now()).map(|_| zone)
}

fn number(value: &JsValue, most: f64) -> Option<f64> {
    value.as_f64().filter(|number| (0.0..=most).contains(number))
}

fn integer(value: &JsValue, least: f64) -> Option<u64> {
    value
        .as_f64()
        .filter(|number| number.fract() == 0.0 && (least..=MAX_INTEGER).contains(number))
        .map(|number| number as u64)
}

/// The fields of an object whose values are texts.
fn texts(value: &JsValue) -> Option<Vec<(String, String)>> {
    let object: &Object = value.dyn_ref().filter(|_| !value.is_function() && !js_sys::Array::is_array(value))?;
    let names = Object::keys(object);
    names
        .iter()
        .filter_map(|name| name.as_string())
        .map(|name| property(value, &name)?.as_string().map(|text| (name, text)))
        .collect()
}

fn function(value: &JsValue) -> Option<Function> {
    value.dyn_ref().cloned()
}
