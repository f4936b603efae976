//! What tokens cost: a price table by model, with the day on which it was right. It is data, to be changed when prices do; a
//! caller may bring prices of its own.

use serde::Serialize;

use crate::domain::session::{Session, Usage};

/// The day on which the table was compared with the published prices.
pub const TABLE_DATE: &str = "2026-10-24";
/// The currency of the table.
pub const CURRENCY: &str = "USD";
/// The part of the price that a batch pays.
pub const BATCH_RATE: f64 = 0.5;

/// Prices of a model, in dollars for a million tokens, and the fewest tokens that a cached prefix has.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Price {
    pub model: &'static str,
    pub input: f64,
    pub output: f64,
    /// Writing to the five-minute prompt cache.
    pub cache_write: f64,
    pub cache_read: f64,
    pub min_cached_tokens: u32,
}

const fn price(
    model: &'static str,
    input: f64,
    output: f64,
    cache_write: f64,
    cache_read: f64,
    min_cached_tokens: u32,
) -> Price {
    Price { model, input, output, cache_write, cache_read, min_cached_tokens }
}

/// The table. Of models whose price depends on the prompt's length, the shorter band. Where no least prefix is published for
/// a model, that of most models stands: 1,024.
pub const TABLE: [Price; 9] = [
    price("claude-sonnet-5-5", 2.0, 10.0, 2.5, 0.1, 1_024),
    price("claude-opus-5-5", 4.0, 20.0, 5.0, 0.2, 1_024),
    price("claude-haiku-5-5", 0.1, 0.5, 0.125, 0.01, 1_024),
    price("claude-fable-5-1", 10.0, 50.0, 12.5, 0.25, 1_024),
    price("claude-opus-5", 5.0, 25.0, 6.25, 0.5, 1_024),
    price("claude-opus-4-5", 5.0, 25.0, 6.25, 0.5, 4_096),
    price("claude-sonnet-4-6", 3.0, 15.0, 3.75, 0.3, 2_048),
    price("claude-sonnet-4-5", 3.0, 15.0, 3.75, 0.3, 1_024),
    price("claude-haiku-4-5", 1.0, 5.0, 1.25, 0.1, 4_096),
];

/// The model that work of the offline model, and of models that the table does not know, is priced as.
pub fn priced_as(model: &str) -> &'static Price {
    listed(model).unwrap_or(&TABLE[0])
}

/// A model's own price.
pub fn listed(model: &str) -> Option<&'static Price> {
    TABLE.iter().filter(|price| model.starts_with(price.model)).max_by_key(|price| price.model.len())
}

impl Session {
    /// What the session's tokens cost by the table, in cents, as its agent's model is priced.
    pub fn list_cost_cents(&self) -> f64 {
        let model = self.agent.pointer("/model/id").and_then(serde_json::Value::as_str).unwrap_or_default();
        priced_as(model).of(&self.usage) * 100.0
    }

    /// Whether no further request may be made.
    pub fn budget_is_reached(&self) -> bool {
        self.budget_cents.is_some_and(|cents| self.list_cost_cents() >= cents as f64)
    }
}

impl Price {
    /// What so many tokens cost, in dollars.
    pub fn of(&self, usage: &Usage) -> f64 {
        let million = |tokens: u64, price: f64| tokens as f64 * price / 1_000_000.0;
        million(usage.input_tokens, self.input)
            + million(usage.output_tokens, self.output)
            + million(usage.cache_creation_input_tokens, self.cache_write)
            + million(usage.cache_read_input_tokens, self.cache_read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_token_has_its_price() {
        let usage = Usage {
            input_tokens: 1_000_000,
            output_tokens: 1_000_000,
            cache_read_input_tokens: 1_000_000,
            cache_creation_input_tokens: 1_000_000,
        };
        let cost = priced_as("claude-sonnet-4-5-20250929").of(&usage);
        assert!((cost - (3.0 + 15.0 + 0.3 + 3.75)).abs() < 1e-9, "{cost}");
    }

    #[test]
    fn an_unknown_model_is_priced_as_the_first_of_the_table() {
        assert_eq!(priced_as("dreamfs-offline").model, TABLE[0].model);
    }
}
