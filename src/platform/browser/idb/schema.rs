//! The tables of the database through its versions: a list of numbered steps that only ever grows. A database of any older
//! version is brought up by the steps it has not had, in one transaction.

use indexed_db_futures::{Build, KeyPath, Result, database::Database, transaction::TransactionRef};

/// One version of the schema: what changed since the one before.
#[derive(Debug, Clone, Copy)]
pub struct Step {
    /// 1 for the first; each one more than the step before.
    pub version: u32,
    pub changes: &'static [Change],
}

/// One change of a step.
#[derive(Debug, Clone, Copy)]
pub enum Change {
    /// A new table, and the fields of a record that make its key.
    Table(&'static str, &'static [&'static str]),
    /// A new index of a table: table, name and fields.
    Index(&'static str, &'static str, &'static [&'static str]),
}

/// Every step so far. A released step is never edited: a change is a new step.
pub const STEPS: &[Step] = &[
    Step {
        version: 1,
        changes: &[
            Change::Table("stores", &["id"]),
            Change::Table("memories", &["memory_store_id", "id"]),
            Change::Table("versions", &["memory_store_id", "seq"]),
            Change::Index("versions", "by_id", &["id"]),
            Change::Index("versions", "by_memory", &["memory_store_id", "memory_id", "seq"]),
            Change::Table("agents", &["id", "version"]),
            Change::Table("environments", &["id"]),
            Change::Table("sessions", &["id"]),
            Change::Table("threads", &["session_id", "id"]),
            Change::Table("events", &["session_id", "seq"]),
            Change::Table("dreams", &["id"]),
        ],
    },
    Step { version: 2, changes: &[Change::Table("reports", &["id"])] },
];

/// The version that a list of steps ends at.
pub(super) fn version(steps: &[Step]) -> u32 {
    let numbered = steps.iter().zip(1..).all(|(step, number)| step.version == number);
    assert!(numbered && !steps.is_empty(), "migrations are numbered from 1 without a gap");
    steps.len() as u32
}

/// Runs the steps that a database of version `from` has not had. Called while its upgrade is under way.
pub(super) fn migrate(steps: &[Step], from: u32, database: &Database) -> Result<()> {
    for change in steps.iter().filter(|step| step.version > from).flat_map(|step| step.changes) {
        match *change {
            Change::Table(name, fields) => {
                drop(database.create_object_store(name).with_key_path(key_path(fields)).build()?)
            }
            Change::Index(table, name, fields) => within_upgrade(database, |upgrade| {
                upgrade.object_store(table)?.create_index(name, key_path(fields)).build().map(drop)
            })?,
        }
    }
    Ok(())
}

/// The upgrade's own transaction, which `indexed_db_futures` gives away only with a store that was just made.
fn within_upgrade(database: &Database, change: impl FnOnce(&TransactionRef) -> Result<()>) -> Result<()> {
    const SCRATCH: &str = "upgrading";
    let scratch = database.create_object_store(SCRATCH).build()?;
    change(scratch.transaction())?;
    database.delete_object_store(SCRATCH)
}

/// A key of one field is that field's value; of several, an array of them.
fn key_path(fields: &'static [&'static str]) -> KeyPath<&'static str> {
    match fields {
        [field] => KeyPath::One(field),
        fields => KeyPath::from(fields),
    }
}
