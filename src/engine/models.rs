//! Which model serves a request: an endpoint, a function, the built-in rules, or none; and how each is asked.

use std::rc::Rc;

use serde_json::Value;

use super::{Engine, endpoint::Endpoint};
use crate::{
    domain::{Error, Result},
    model::{
        messages::{Failure, Progress},
        offline, validate,
    },
};

/// What serves a hosted model id when no endpoint is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fallback {
    Offline,
    Error,
}

/// What serves requests, as it is now. It can be changed while the engine runs, and is kept nowhere.
#[derive(Debug, Clone)]
pub struct ModelSettings {
    pub endpoint: Option<Rc<Endpoint>>,
    pub fallback: Fallback,
}

/// What really runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Served {
    Offline,
    Function,
    /// An endpoint, and its own name of the model.
    Endpoint(Rc<Endpoint>, Rc<str>),
}

impl Served {
    /// The value of the header `dreamfs-model`.
    pub fn name(&self) -> &str {
        match self {
            Served::Offline => offline::MODEL,
            Served::Function => "dreamfs-function",
            Served::Endpoint(_, model) => model,
        }
    }
}

impl Engine {
    /// What serves a model id, or why nothing can.
    pub fn served(&self, model: &str) -> Result<Served> {
        if model == offline::MODEL {
            return Ok(Served::Offline);
        }
        let settings = self.inner.models.borrow();
        if let Some(endpoint) = &settings.endpoint {
            let own = match endpoint.model(model) {
                "" => endpoint.models.first().map_or("endpoint", |(_, own)| own.as_str()),
                own => own,
            };
            return Ok(Served::Endpoint(endpoint.clone(), own.into()));
        }
        if self.inner.ports.model.is_some() {
            return Ok(Served::Function);
        }
        match settings.fallback {
            Fallback::Offline => Ok(Served::Offline),
            Fallback::Error => Err(Error::invalid(
                "model",
                format!(
                    "{model} cannot run here: no model endpoint is configured. Use the model {}, give an endpoint: createClient({{ model: {{ baseUrl, apiKey }} }}), or let the rules stand in: createClient({{ model: {{ fallback: \"offline\" }} }})",
                    offline::MODEL
                ),
            )),
        }
    }

    /// What serves a hosted model id that nobody named: the answer for responses that concern no session.
    pub fn default_served(&self) -> String {
        self.served("").map_or_else(|_| "none".to_owned(), |served| served.name().to_owned())
    }

    /// Has other models serve from now on; a fallback that is left out stays. Requests under way end as they began.
    pub fn set_model(&self, endpoint: Option<Endpoint>, fallback: Option<Fallback>) {
        let mut settings = self.inner.models.borrow_mut();
        settings.endpoint = endpoint.map(Rc::new);
        settings.fallback = fallback.unwrap_or(settings.fallback);
    }

    /// Where requests go, if anywhere.
    pub fn endpoint(&self) -> Option<Rc<Endpoint>> {
        self.inner.models.borrow().endpoint.clone()
    }

    /// Asks the model; the reply has the shape of a Messages API message. `shown` hears what an endpoint streams, as it comes.
    pub(super) async fn ask(
        &self,
        served: &Served,
        request: Value,
        shown: &mut dyn FnMut(&Progress),
    ) -> Result<Value, Failure> {
        let reply = match (served, &self.inner.ports.model) {
            (Served::Endpoint(endpoint, model), _) => return self.ask_endpoint(endpoint, model, request, shown).await,
            (Served::Function, Some(function)) => function.call(request).await.map_err(Failure::of_settings)?,
            _ => offline::respond(&request),
        };
        let checked = validate::check_reply(&reply);
        checked.map_err(|reason| {
            Failure::of_settings(format!("the model's reply is not a Messages API message: {reason}"))
        })?;
        Ok(reply)
    }
}
