//! Random operations, replayed against the model. A failure names its seed; `DREAMFS_SEED=…` at build time replays it.

use dreamfs::{
    domain::{Batch, Key, Part, Query, Table, Write},
    ports::Backend,
};
use serde_json::{Value, json};

use super::{Range, expect, model::Model};

const STEPS: usize = 120;

/// The seed to replay, or a fresh one.
pub fn seed() -> u64 {
    option_env!("DREAMFS_SEED").and_then(|seed| seed.parse().ok()).unwrap_or_else(crate::fresh_seed)
}

/// Commits and reads at random, and compares what comes back with what the model says.
pub async fn replay(backend: &dyn Backend, seed: u64) {
    let mut random = Random(seed);
    let mut model = Model::default();
    for step in 0..STEPS {
        let batch = random.batch(&model);
        let outcome = backend.commit(batch.clone()).await;
        assert_eq!(outcome, model.commit(&batch), "seed {seed}, step {step}: commit {batch:?}");
        let queries: Vec<Query> = (0..random.below(5)).map(|_| random.query()).collect();
        let answers = backend.read(queries.clone()).await.expect("a read that succeeds");
        assert_eq!(answers.len(), queries.len(), "seed {seed}, step {step}");
        for (query, rows) in queries.iter().zip(answers) {
            assert_eq!(rows, model.answer(query), "seed {seed}, step {step}: read {query:?}");
        }
    }
    for table in Table::ALL {
        let query = Query::all(table, Key::new());
        let rows = backend.read(vec![query.clone()]).await.expect("a read that succeeds").remove(0);
        assert_eq!(rows, model.answer(&query), "seed {seed}, at the end: {table:?}");
    }
}

/// SplitMix64: small, and the same everywhere.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn chance(&mut self, of: u64) -> bool {
        self.below(of) == 0
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize]
    }

    /// Few names, so that they meet often; some begin like others.
    fn name(&mut self) -> &'static str {
        self.pick(&["a", "b", "ab", "a0", "B", "é", "日"])
    }

    fn number(&mut self) -> u64 {
        if self.chance(10) { self.pick(&[100, 4_294_967_296, 9_007_199_254_740_991]) } else { self.below(12) }
    }

    fn table(&mut self) -> Table {
        self.pick(&[Table::Stores, Table::Memories, Table::Versions, Table::Versions, Table::Events, Table::Agents])
    }

    fn part(&mut self, field: &str) -> Part {
        if field == "seq" || field == "version" { self.number().into() } else { self.name().into() }
    }

    fn key(&mut self, table: Table) -> Key {
        table.key_path().iter().map(|field| self.part(field)).collect()
    }

    fn record(&mut self, table: Table) -> Value {
        let mut record = json!({ "n": self.below(4), "text": self.name() });
        let indexed = table.indexes().iter().flat_map(|(_, fields)| *fields);
        for field in table.key_path().iter().chain(indexed) {
            let optional = !table.key_path().contains(field);
            if record.get(*field).is_some() || (optional && self.chance(6)) {
                continue;
            }
            record[*field] = match self.part(field) {
                Part::Number(number) => number.into(),
                Part::Text(text) => text.into(),
            };
        }
        // The reference finds one record an index key: here the ids of versions are as unique as the engine's.
        if table == Table::Versions && record.get("id").is_some() {
            record["id"] = format!("{}-{}", record["memory_store_id"], record["seq"]).into();
        }
        record
    }

    fn batch(&mut self, model: &Model) -> Batch {
        let mut batch = Batch::default();
        if self.chance(3) {
            let table = self.pick(&[Table::Stores, Table::Memories]);
            let key = self.key(table);
            let found = model.answer(&Query::Get(table, key.clone()));
            let mut number = found.first().map(|row| row["n"].as_u64().unwrap_or(0));
            if self.chance(4) {
                number = Some(self.below(4));
            }
            batch.expects.push(expect(table, key, "n", number));
        }
        for _ in 0..self.below(6) {
            let table = self.table();
            batch.writes.push(match self.below(10) {
                0..4 => Write::Put(table, self.record(table)),
                4..7 => Write::Add(table, self.record(table)),
                7..9 => Write::Delete(table, self.key(table)),
                _ => {
                    let mut prefix = self.key(table);
                    let kept = if self.chance(8) { 0 } else { 1 + self.below(prefix.len() as u64) as usize };
                    prefix.truncate(kept);
                    Write::DeleteUnder(table, prefix)
                }
            });
        }
        batch
    }

    fn query(&mut self) -> Query {
        let table = self.table();
        match self.below(6) {
            0 => Query::Get(table, self.key(table)),
            1 => {
                let table = self.pick(&[Table::Versions, Table::Events, Table::Agents]);
                let mut prefix = self.key(table);
                prefix.pop();
                Query::LastNumber(table, prefix)
            }
            _ => self.range(table),
        }
    }

    fn range(&mut self, table: Table) -> Query {
        let index = if self.chance(2) && !table.indexes().is_empty() { Some(self.pick(table.indexes())) } else { None };
        let fields = index.map_or(table.key_path(), |(_, fields)| fields);
        let depth = self.below(fields.len() as u64 + 1) as usize;
        let prefix: Key = fields[..depth].iter().map(|field| self.part(field)).collect();
        let bound = match fields.get(depth) {
            Some(field) if self.chance(2) => Some(self.part(field)),
            _ => None,
        };
        let limit = if self.chance(2) { Some(self.below(5) as usize) } else { None };
        let reverse = self.chance(2);
        Range { index: index.map(|(name, _)| name), prefix, bound, limit, reverse }.of(table)
    }
}
