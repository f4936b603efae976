//! What storage is asked: tables and keys, reads that see one moment, and batches that are kept whole or not at all.

use serde_json::Value;

/// The tables. A record is a plain object whose key stands in its own fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    Stores,
    Memories,
    Versions,
    Agents,
    Environments,
    Sessions,
    Threads,
    Events,
    Dreams,
    Reports,
}

/// A second way to find a table's records: its name and the fields it is made of.
pub type Index = (&'static str, &'static [&'static str]);

impl Table {
    pub const ALL: [Table; 10] = [
        Table::Stores,
        Table::Memories,
        Table::Versions,
        Table::Agents,
        Table::Environments,
        Table::Sessions,
        Table::Threads,
        Table::Events,
        Table::Dreams,
        Table::Reports,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Table::Stores => "stores",
            Table::Memories => "memories",
            Table::Versions => "versions",
            Table::Agents => "agents",
            Table::Environments => "environments",
            Table::Sessions => "sessions",
            Table::Threads => "threads",
            Table::Events => "events",
            Table::Dreams => "dreams",
            Table::Reports => "reports",
        }
    }

    /// The fields of a record that make its key, in order.
    pub fn key_path(self) -> &'static [&'static str] {
        match self {
            Table::Stores | Table::Environments | Table::Sessions | Table::Dreams | Table::Reports => &["id"],
            Table::Memories => &["memory_store_id", "id"],
            Table::Versions => &["memory_store_id", "seq"],
            Table::Agents => &["id", "version"],
            Table::Threads => &["session_id", "id"],
            Table::Events => &["session_id", "seq"],
        }
    }

    pub fn indexes(self) -> &'static [Index] {
        match self {
            Table::Versions => &[("by_id", &["id"]), ("by_memory", &["memory_store_id", "memory_id", "seq"])],
            _ => &[],
        }
    }
}

/// One part of a key. Numbers sort before text, as in IndexedDB.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    Number(u64),
    Text(String),
}

impl From<u64> for Part {
    fn from(number: u64) -> Self {
        Part::Number(number)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Part::Text(text.to_owned())
    }
}

/// A key, or the beginning of one.
pub type Key = Vec<Part>;

/// Makes a [`Key`] of its parts.
macro_rules! key {
    ($($part:expr),* $(,)?) => { vec![$($crate::domain::Part::from($part)),*] };
}
pub(crate) use key;

/// The key that `fields` make of a record; `None` where a field is missing or of another kind.
pub fn key_of(record: &Value, fields: &[&str]) -> Option<Key> {
    fields
        .iter()
        .map(|field| match record.get(field)? {
            Value::String(text) => Some(Part::Text(text.clone())),
            Value::Number(number) => number.as_u64().map(Part::Number),
            _ => None,
        })
        .collect()
}

/// One question of a read. All questions of a read are answered from the same moment.
#[derive(Debug, Clone, PartialEq)]
pub enum Query {
    /// The record with this key: none or one row.
    Get(Table, Key),
    /// The number that ends the greatest key under a prefix, as a JSON number: none or one row.
    LastNumber(Table, Key),
    /// Records whose key (or whose key in `index`) begins with `prefix`, in key order.
    Under {
        table: Table,
        index: Option<&'static str>,
        prefix: Key,
        bound: Option<Bound>,
        limit: Option<usize>,
        reverse: bool,
    },
}

/// Where a range goes on: strictly beyond this next key part, in the direction of the read.
pub type Bound = Part;

impl Query {
    /// Every record under a prefix, in key order.
    pub fn all(table: Table, prefix: Key) -> Self {
        Query::Under { table, index: None, prefix, bound: None, limit: None, reverse: false }
    }

    pub fn table(&self) -> Table {
        match self {
            Query::Get(table, _) | Query::LastNumber(table, _) | Query::Under { table, .. } => *table,
        }
    }
}

/// One change of a batch.
#[derive(Debug, Clone, PartialEq)]
pub enum Write {
    /// Keeps the record under its key, in place of what stood there.
    Put(Table, Value),
    /// Keeps the record; that its key is taken is a conflict.
    Add(Table, Value),
    /// Removes the record with this key, if there is one.
    Delete(Table, Key),
    /// Removes every record whose key begins with this prefix.
    DeleteUnder(Table, Key),
}

impl Write {
    pub fn table(&self) -> Table {
        match self {
            Write::Put(table, _) | Write::Add(table, _) | Write::Delete(table, _) | Write::DeleteUnder(table, _) => {
                *table
            }
        }
    }
}

/// What a batch was decided on: the record's number in `field`, or that there is no such record.
#[derive(Debug, Clone, PartialEq)]
pub struct Expect {
    pub table: Table,
    pub key: Key,
    pub field: &'static str,
    pub number: Option<u64>,
}

/// Changes that are kept together, if every expectation still holds, or not at all.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Batch {
    pub expects: Vec<Expect>,
    pub writes: Vec<Write>,
}
