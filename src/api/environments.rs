//! `/v1/environments`. An environment is a record here: nothing is installed, and no network is reached.

use serde_json::{Map, Value, json};

use super::{
    Answer, Call,
    fields::{Fields, Patch},
    pages::{Page, Scan},
    wire,
};
use crate::{
    domain::{Code, Error, Prefix, Result, Table, Time, environment::Environment, error::Details},
    engine::{Need, decode},
    store::decide::{merge_metadata, record},
};

const PACKAGE_MANAGERS: [&str; 6] = ["apt", "cargo", "gem", "go", "npm", "pip"];

/// What a create or an update asks for.
#[derive(Clone)]
struct EnvironmentPatch {
    name: Option<String>,
    description: Patch<String>,
    /// The networking policy as far as it was given.
    networking: Option<Value>,
    metadata: Map<String, Value>,
}

impl EnvironmentPatch {
    fn read(fields: &mut Fields, updating: bool) -> Result<Self> {
        let patch = Self {
            name: fields.short_text("name", 1, 256)?.value(),
            description: fields.short_text("description", 0, 2_048)?,
            networking: match fields.object("config")?.value() {
                Some(config) => networking(config, updating)?,
                None => None,
            },
            metadata: fields
                .metadata("metadata", updating)
                .map_err(|error| error.with(Details::ErrorCode("invalid_metadata")))?
                .value()
                .unwrap_or_default(),
        };
        let patch = if updating { patch.with_empty_values_as_removals() } else { patch };
        if fields.text("scope")?.value().is_some_and(|scope| scope != "organization") {
            return Err(fields.broken("scope", "must be organization; there are no accounts here"));
        }
        Ok(patch)
    }

    /// In an update's metadata an empty text removes a key, as null does.
    fn with_empty_values_as_removals(mut self) -> Self {
        for (_, value) in self.metadata.iter_mut().filter(|(_, value)| **value == "") {
            *value = Value::Null;
        }
        self
    }

    fn apply(&self, environment: &mut Environment) -> Result<()> {
        if let Some(name) = &self.name {
            environment.name.clone_from(name);
        }
        match &self.description {
            Patch::Set(text) => environment.description = Some(text.clone()),
            Patch::Null => environment.description = None,
            Patch::Absent => {}
        }
        if let Some(networking) = &self.networking {
            environment.config["networking"] = merged(&environment.config["networking"], networking);
        }
        environment.metadata = merge_metadata(std::mem::take(&mut environment.metadata), self.metadata.clone())
            .map_err(|error| error.with(Details::ErrorCode("invalid_metadata")))?;
        Ok(())
    }
}

/// A policy over another of the same type: what it leaves out stays. Of another type it stands alone, and what it leaves
/// out takes its default.
fn merged(kept: &Value, given: &Value) -> Value {
    let mut policy = match given["type"].as_str() {
        Some("limited") if kept["type"] == "limited" => kept.clone(),
        Some("limited") => {
            json!({ "type": "limited", "allow_mcp_servers": false, "allow_package_managers": false, "allowed_hosts": [] })
        }
        _ => json!({}),
    };
    for (field, value) in given.as_object().into_iter().flatten() {
        policy[field] = value.clone();
    }
    policy
}

fn networking(mut config: Fields, updating: bool) -> Result<Option<Value>> {
    let kind = config.text("type")?;
    if config.required("type", kind)? != "cloud" {
        let refusal = config.broken("type", "must be cloud; self-hosted environments are not supported here");
        return Err(if updating { refusal.with(Details::ErrorCode("invalid_config_type_change")) } else { refusal });
    }
    if let Some(mut packages) = config.object("packages")?.value() {
        if packages.text("type")?.value().is_some_and(|kind| kind != "packages") {
            return Err(packages.broken("type", "must be packages"));
        }
        for manager in PACKAGE_MANAGERS {
            packages.unsupported_list(manager, "no packages can be installed in a browser tab")?;
        }
        packages.finish()?;
    }
    let networking = match config.object("networking")?.value() {
        None => None,
        Some(network) => Some(network_policy(network)?),
    };
    config.finish()?;
    Ok(networking)
}

fn network_policy(mut network: Fields) -> Result<Value> {
    let kind = network.text("type")?;
    match network.required("type", kind)?.as_str() {
        "unrestricted" => {
            network.finish()?;
            Ok(json!({ "type": "unrestricted" }))
        }
        "limited" => {
            let mut policy = json!({ "type": "limited" });
            for flag in ["allow_mcp_servers", "allow_package_managers"] {
                if let Some(allowed) = network.flag(flag)? {
                    policy[flag] = allowed.into();
                }
            }
            if let Some(hosts) = network.list("allowed_hosts")?.value() {
                if !hosts.iter().all(Value::is_string) {
                    return Err(network.broken("allowed_hosts", "must be an array of strings"));
                }
                policy["allowed_hosts"] = Value::Array(hosts);
            }
            network.finish()?;
            Ok(policy)
        }
        _ => Err(network.broken("type", "must be unrestricted or limited")),
    }
}

pub(super) async fn create(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let patch = EnvironmentPatch::read(&mut fields, false)?;
    if patch.name.is_none() {
        return Err(fields.broken("name", "is required"));
    }
    fields.finish()?;
    let environment = call.engine.commit(Need::nothing(), move |working, env| {
        let packages = json!({ "type": "packages", "apt": [], "cargo": [], "gem": [], "go": [], "npm": [], "pip": [] });
        let mut environment = Environment {
            id: env.ids.next(Prefix::Environment, env.now),
            name: String::new(),
            description: None,
            config: json!({ "type": "cloud", "networking": { "type": "unrestricted" }, "packages": packages }),
            metadata: Map::new(),
            created_at: env.now,
            updated_at: env.now,
            archived_at: None,
            revision: 1,
        };
        patch.apply(&mut environment)?;
        working.put_record(
            Table::Environments,
            crate::domain::key![environment.id.as_str()],
            record(&environment),
            None,
        );
        Ok(environment)
    });
    Ok(wire::environment(&environment.await?).into())
}

pub(super) async fn retrieve(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    Ok(wire::environment(&found(call, &call.path[2]).await?).into())
}

/// An environment, or a 404.
pub(super) async fn found(call: &Call<'_>, id: &str) -> Result<Environment> {
    let environment = call.engine.get(Table::Environments, crate::domain::key![id]).await?;
    environment.ok_or_else(|| Error::not_found("environment", id).with(Details::ErrorCode("environment_not_found")))
}

pub(super) async fn update(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let mut fields = call.fields()?;
    let patch = EnvironmentPatch::read(&mut fields, true)?;
    fields.finish()?;
    change(call, move |environment, _| {
        if environment.archived_at.is_some() {
            let message = format!("The environment {} is archived, so it cannot be updated.", environment.id);
            return Err(Error::new(Code::InvalidRequest, message).with(Details::ErrorCode("environment_archived")));
        }
        patch.apply(environment)
    })
    .await
}

pub(super) async fn archive(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    change(call, |environment, now| {
        environment.archived_at = environment.archived_at.or(Some(now));
        Ok(())
    })
    .await
}

async fn change(call: &Call<'_>, change: impl Fn(&mut Environment, Time) -> Result<()> + 'static) -> Result<Answer> {
    let id = call.path[2].clone();
    let key = crate::domain::key![id.as_str()];
    let changed =
        call.engine.commit(Need::nothing().and_record(Table::Environments, key.clone()), move |working, env| {
            let before: Environment =
                working.record(Table::Environments, &key)?.ok_or_else(|| Error::not_found("environment", &id))?;
            let mut environment = before.clone();
            change(&mut environment, env.now)?;
            if environment != before {
                environment.updated_at = env.now;
                environment.revision += 1;
                working.put_record(Table::Environments, key.clone(), record(&environment), Some(before.revision));
            }
            Ok(environment)
        });
    Ok(wire::environment(&changed.await?).into())
}

pub(super) async fn delete(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    call.no_fields()?;
    let id = call.path[2].clone();
    let key = crate::domain::key![id.as_str()];
    call.engine
        .commit(Need::nothing().and_record(Table::Environments, key.clone()), move |working, _| {
            let environment: Environment =
                working.record(Table::Environments, &key)?.ok_or_else(|| Error::not_found("environment", &id))?;
            working.delete_record(Table::Environments, key.clone(), environment.revision);
            Ok(())
        })
        .await?;
    Ok(json!({ "id": call.path[2], "type": "environment_deleted" }).into())
}

pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    let mut params = call.params();
    let page = Page::read(call, &mut params, false)?;
    let archived = params.flag("include_archived")?;
    params.finish()?;
    let scan = Scan { table: Table::Environments, index: None, prefix: Vec::new(), field: "id", reverse: true };
    let rows = scan.page(call, &page, |row| archived || row["archived_at"].is_null()).await?;
    let data = rows.rows.into_iter().map(|row| Ok(wire::environment(&decode(row)?))).collect::<Result<Vec<Value>>>()?;
    Ok(json!({ "data": data, "next_page": rows.next }).into())
}
