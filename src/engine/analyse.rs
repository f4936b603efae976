//! Looking a store through for what has rotted, with others let in between the steps. It changes nothing.

use serde_json::{Value, json};

use super::Engine;
use crate::{
    domain::{Code, Error, Result},
    dream::{Analysis, Fault, NoteFile},
    store::decide::record,
};

impl Engine {
    /// Shape: `GET /dreamfs/v1/memory_stores/{id}/analysis` of the extensions.
    pub async fn analyse_store(&self, store_id: &str) -> Result<Value> {
        let store = self.snapshot(store_id).await?;
        let newest = store.memories().map(|memory| memory.updated_at).max().unwrap_or_else(|| self.now());
        let offset = self.offset_minutes(&self.time_zone(), newest)?;
        let files: Vec<NoteFile> = store
            .memories()
            .map(|memory| NoteFile { path: memory.path.clone(), content: memory.content.clone() })
            .collect();
        let lines: usize = files.iter().map(|file| filled_lines(&file.content)).sum();
        let bytes: usize = files.iter().map(|file| file.content.len()).sum();
        let count = files.len();
        let mut work = Analysis::new(files, newest.civil_moment(offset));
        while !work.step() {
            if work.claims() > self.limits().analysed_claims {
                let most = self.limits().analysed_claims;
                let message = format!(
                    "The memory store {store_id} holds more than {most} claims, which is the most that is looked through at once."
                );
                return Err(Error::new(Code::InvalidRequest, message));
            }
            self.breathe().await;
        }
        let claims = work.claims();
        let marked = work.finish();
        let of_kind = |kind: Fault| marked.iter().filter(|one| one.kind == kind).count();
        let counts = json!({
            "files": count, "bytes": bytes, "lines": lines, "claims": claims,
            "duplicates": of_kind(Fault::Duplicate), "contradictions": of_kind(Fault::Contradiction),
            "relative_dates": of_kind(Fault::RelativeDate),
        });
        Ok(
            json!({ "type": "memory_store_analysis", "memory_store_id": store_id, "lines": record(&marked), "counts": counts }),
        )
    }
}

fn filled_lines(text: &str) -> usize {
    text.lines().filter(|line| !line.trim().is_empty()).count()
}
