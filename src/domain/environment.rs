//! An environment: the container that sessions are said to run in. Here it is a record only: nothing is installed, and no
//! network is reached.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Time;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Environment {
    pub id: String,
    pub name: String,
    pub description: Option<String>,
    /// The hosted `cloud` configuration, resolved.
    pub config: Value,
    pub metadata: Map<String, Value>,
    pub created_at: Time,
    pub updated_at: Time,
    pub archived_at: Option<Time>,
    /// Rises with each change.
    pub revision: u64,
}
