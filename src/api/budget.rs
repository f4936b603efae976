//! A session's budget: a ceiling on what its tokens cost by the price table, in cents.

use serde_json::{Value, json};

use super::fields::{Fields, Patch};
use crate::{
    domain::{Error, Result, session::Session},
    model::prices,
};

/// Reads a `budget`, in cents.
pub(super) fn read(fields: &mut Fields) -> Result<Patch<u64>> {
    let mut budget = match fields.object("budget")? {
        Patch::Set(budget) => budget,
        Patch::Null => return Ok(Patch::Null),
        Patch::Absent => return Ok(Patch::Absent),
    };
    let kind = budget.text("type")?;
    if budget.required("type", kind)? != "limit" {
        return Err(budget.broken("type", "must be limit"));
    }
    let cost = budget.object("max_list_cost")?;
    let mut cost = budget.required("max_list_cost", cost)?;
    let amount = cost.text("amount")?;
    let amount = cost.required("amount", amount)?;
    let cents = amount.parse::<u64>().ok().filter(|cents| cents.to_string() == amount);
    let cents = cents
        .ok_or_else(|| cost.broken("amount", "must be cents as a whole number in a text: \"2500\" is 25 dollars"))?;
    let currency = cost.text("currency")?;
    if cost.required("currency", currency)? != prices::CURRENCY {
        return Err(cost.broken("currency", "must be USD"));
    }
    cost.finish()?;
    budget.finish()?;
    Ok(Patch::Set(cents))
}

/// A budget needs a model that the price table knows.
pub(super) fn check_model(agent: &Value) -> Result<()> {
    let model = agent.pointer("/model/id").and_then(Value::as_str).unwrap_or_default();
    match prices::listed(model) {
        Some(_) => Ok(()),
        None => Err(Error::invalid(
            "budget",
            format!(
                "model_not_budgetable: {model:?} has no list price; GET /dreamfs/v1/prices lists the models that have"
            ),
        )),
    }
}

/// The budget after an update, by the hosted rules.
pub(super) fn updated(session: &Session, patch: &Patch<u64>) -> Result<Option<u64>> {
    let cents = match patch {
        Patch::Absent => return Ok(session.budget_cents),
        Patch::Null => return Ok(None),
        Patch::Set(cents) => *cents,
    };
    if session.budget_cents.is_none() {
        return Err(Error::invalid(
            "budget",
            "budget_create_only: a session that was made without a budget gets none later",
        ));
    }
    let spent = session.list_cost_cents();
    if cents as f64 <= spent {
        return Err(Error::invalid(
            "budget",
            format!("budget_not_raised: the session has cost {spent:.2} cents already"),
        ));
    }
    Ok(Some(cents))
}

pub(super) fn wire(cents: Option<u64>) -> Value {
    cents.map_or(Value::Null, |cents| json!({ "type": "limit", "max_list_cost": money(cents) }))
}

/// An amount as the hosted API writes it.
pub(super) fn money(cents: u64) -> Value {
    json!({ "amount": cents.to_string(), "currency": prices::CURRENCY })
}
