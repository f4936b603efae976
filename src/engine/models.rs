//! Which model serves a request: the built-in rules, a function, or none.

use serde_json::Value;

use super::Engine;
use crate::{
    domain::{Error, Result},
    model::{offline, validate},
};

/// What serves a hosted model id when no endpoint is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    Offline,
    Error,
}

/// What really runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Served {
    Offline,
    Function,
}

impl Served {
    /// The value of the header `dreamfs-model`.
    pub fn name(self) -> &'static str {
        match self {
            Served::Offline => offline::MODEL,
            Served::Function => "dreamfs-function",
        }
    }
}

impl Engine {
    /// What serves a model id, or why nothing can.
    pub fn served(&self, model: &str) -> Result<Served> {
        if model == offline::MODEL {
            return Ok(Served::Offline);
        }
        if self.inner.ports.model.is_some() {
            return Ok(Served::Function);
        }
        match self.inner.options.fallback {
            Fallback::Offline => Ok(Served::Offline),
            Fallback::Error => Err(Error::invalid(
                "model",
                format!(
                    "{model} cannot run here: no model endpoint is configured. Use the model {}, or let it stand in: createClient({{ model: {{ fallback: \"offline\" }} }})",
                    offline::MODEL
                ),
            )),
        }
    }

    /// What serves a hosted model id that nobody named: the answer for responses that concern no session.
    pub fn default_served(&self) -> &'static str {
        self.served("").map_or("none", Served::name)
    }

    /// Asks the model; the reply has the shape of a Messages API message, or an error says why there is none.
    pub(super) async fn ask(&self, served: Served, request: Value) -> std::result::Result<Value, String> {
        let reply = match (served, &self.inner.ports.model) {
            (Served::Function, Some(function)) => function.call(request).await?,
            _ => offline::respond(&request),
        };
        validate::check_reply(&reply)
            .map_err(|reason| format!("the model's reply is not a Messages API message: {reason}"))?;
        Ok(reply)
    }
}
