//! What a reader makes of a dream's changes, hunk by hunk: a rejected one is taken out of the output store again, an accepted one stays, and
//! its id stands in the dream's record. What was rejected is kept nowhere: it is what the dream wrote, by the versions of the output
//! store, and the store has no more.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    Answer, Call, dreams,
    extensions::{DIFF_CONTEXT, store_diff},
    fields::Fields,
};
use crate::{
    domain::{Code, Error, MemoryPath, Result, Table, dream::Dream, key, memory::sha256_hex},
    engine::Need,
    store::{Context, Draft, MemoryPatch, decide::record},
    text::diff,
};

/// `GET /dreamfs/v1/dreams/{id}/hunks`: what differs between the dream's input and its output now, the hunks that were accepted marked,
/// and apart from that what was rejected.
pub(super) async fn list(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let dream = dreams::found(call).await?;
    let output = output_of(&dream)?;
    shown(call, &dream, output).await
}

/// `POST /dreamfs/v1/dreams/{id}/hunks`: a rejected hunk is taken out of the output store again, an accepted one stays. Answers as
/// the list does.
pub(super) async fn decide(call: &Call<'_>) -> Result<Answer> {
    call.no_params()?;
    let dream = dreams::found(call).await?;
    let mut fields = call.fields()?;
    let (accept, reject) = (ids(&mut fields, "accept")?, ids(&mut fields, "reject")?);
    fields.finish()?;
    if let Some(both) = accept.intersection(&reject).next() {
        return Err(Error::invalid("accept", format!("{both} stands in reject too; a hunk is accepted or rejected")));
    }
    keep(call, &dream, output_of(&dream)?, accept, reject).await?;
    let dream = dreams::found(call).await?;
    shown(call, &dream, output_of(&dream)?).await
}

fn ids(fields: &mut Fields, name: &'static str) -> Result<BTreeSet<String>> {
    let list = fields.list(name)?.value().unwrap_or_default();
    let ids: Option<BTreeSet<String>> = list.iter().map(|id| id.as_str().map(str::to_owned)).collect();
    ids.ok_or_else(|| fields.broken(name, "must be an array of hunk IDs, as the difference gives them"))
}

fn output_of(dream: &Dream) -> Result<&str> {
    let output = dream.output_store_id.as_deref().filter(|_| dream.status.is_final() && !dream.updates_existing);
    output.ok_or_else(|| {
        Error::new(
            Code::InvalidRequest,
            "Hunks are accepted or rejected once a dream has ended, in the store that it made.",
        )
    })
}

/// The id of a hunk says what it does and where, so that it names the same change as long as that stands.
pub(super) fn hunk_id(path: &str, hunk: &diff::Hunk) -> String {
    let lines: Vec<String> = hunk.lines.iter().map(|(op, text)| format!("{op}{text}\n")).collect();
    let hash = sha256_hex(&format!("{path}\n{}\n{}", hunk.from_line, lines.concat()));
    format!("hunk_{}", &hash[..16])
}

/// Keeps a decision: what it takes back and what it says of the others in one commit.
async fn keep(
    call: &Call<'_>,
    dream: &Dream,
    output: &str,
    accept: BTreeSet<String>,
    reject: BTreeSet<String>,
) -> Result<()> {
    let before = call.engine.snapshot(&dream.memory_store_id).await?;
    let (output_id, actor, dream_id, dream_key) =
        (output.to_owned(), call.actor()?, dream.id.clone(), key![dream.id.as_str()]);
    let need = Need::store(output).and_record(Table::Dreams, dream_key.clone());
    let decided = call.engine.commit(need, move |working, env| {
        let dream: Option<Dream> = working.record(Table::Dreams, &dream_key)?;
        let mut dream = dream.ok_or_else(|| Error::not_found("dream", &dream_id))?;
        let draft = working.store(&output_id)?;
        let mut known = BTreeSet::new();
        let mut changes: Vec<(String, String)> = Vec::new();
        let paths: BTreeSet<String> =
            before.memories().chain(draft.snapshot.memories()).map(|memory| memory.path.clone()).collect();
        for path in paths {
            let old = before.at(&path).map_or("", |memory| memory.content.as_str());
            let new = draft.snapshot.at(&path).map_or("", |memory| memory.content.as_str());
            let hunks = diff::hunks(old, new, DIFF_CONTEXT);
            let ids: Vec<String> = hunks.iter().map(|hunk| hunk_id(&path, hunk)).collect();
            if ids.iter().any(|id| reject.contains(id)) {
                let text = diff::take_back(old, new, &hunks, |at| reject.contains(&ids[at]));
                changes.push((path, text));
            }
            known.extend(ids);
        }
        if let Some(unknown) = accept.iter().chain(&reject).find(|id| !known.contains(*id)) {
            let why =
                format!("{unknown} is not a hunk of the difference as it is now; get it anew from /dreamfs/v1/diff");
            return Err(Error::invalid("accept, reject", why));
        }
        for (path, text) in changes {
            put_back(draft, &mut env.context(actor.clone()), &path, text, before.at(&path).is_some())?;
        }
        dream.accepted.extend(accept.iter().cloned());
        dream.accepted.retain(|id| known.contains(id) && !reject.contains(id));
        let base = dream.revision;
        dream.revision += 1;
        working.put_record(Table::Dreams, dream_key.clone(), record(&dream), Some(base));
        Ok(())
    });
    decided.await
}

/// Brings one memory of the second store to `text`; one that the first store does not have, and that is empty now, goes.
fn put_back(draft: &mut Draft, cx: &mut Context<'_>, path: &str, text: String, stood_before: bool) -> Result<()> {
    match draft.snapshot.at(path).cloned() {
        Some(memory) if text.is_empty() && !stood_before => draft.delete_memory(cx, &memory.id, None),
        Some(memory) => {
            let patch = MemoryPatch { content: Some(text), ..MemoryPatch::default() };
            draft.update_memory(cx, &memory.id, patch).map(drop)
        }
        None => draft.create_memory(cx, &MemoryPath::parse("path", path)?, text).map(drop),
    }
}

/// What differs, with what was decided.
async fn shown(call: &Call<'_>, dream: &Dream, output: &str) -> Result<Answer> {
    let mut files = store_diff(call, &dream.memory_store_id, output).await?;
    for file in &mut files {
        for hunk in file["hunks"].as_array_mut().into_iter().flatten() {
            if hunk["id"].as_str().is_some_and(|id| dream.accepted.contains(id)) {
                hunk["accepted"] = true.into();
            }
        }
    }
    let rejected = rejected(call, dream, output).await?;
    Ok(json!({ "type": "diff", "files": files, "rejected": rejected }).into())
}

/// The hunks of what the dream wrote in whose place the input's lines stand again.
async fn rejected(call: &Call<'_>, dream: &Dream, output: &str) -> Result<Vec<Value>> {
    let Some(input) = &dream.input else { return Ok(Vec::new()) };
    let written = call.engine.notes_at(output, input.base_seq + dream.written).await?;
    let written: BTreeMap<&str, &str> =
        crate::domain::sort::map(written.iter().map(|file| (file.path.as_str(), file.content.as_str())));
    let (before, now) = (call.engine.snapshot(&dream.memory_store_id).await?, call.engine.snapshot(output).await?);
    let paths: BTreeSet<&str> =
        before.memories().map(|memory| memory.path.as_str()).chain(written.keys().copied()).collect();
    let mut files = Vec::new();
    for path in paths {
        let old = before.at(path).map(|memory| memory.content.as_str());
        let (new, now) = (written.get(path).copied(), now.at(path).map(|memory| memory.content.as_str()));
        if new == now || new == old {
            continue;
        }
        let text = |side: Option<&'_ str>| side.unwrap_or_default().to_owned();
        let left: Vec<_> = diff::hunks(&text(old), &text(now), DIFF_CONTEXT).iter().map(diff::Hunk::changed).collect();
        // Where a change still stands, or another one in its place, nothing was taken back.
        let gone = |hunk: &diff::Hunk| {
            let changed = hunk.changed();
            !left.iter().any(|other| other.start <= changed.end && changed.start <= other.end)
        };
        let hunks: Vec<Value> = diff::hunks(&text(old), &text(new), DIFF_CONTEXT)
            .iter()
            .filter(|hunk| gone(hunk))
            .map(|hunk| hunk_value(path, hunk))
            .collect();
        if !hunks.is_empty() {
            let change = match (old, new) {
                (None, _) => "added",
                (_, None) => "removed",
                _ => "changed",
            };
            files.push(json!({ "path": path, "change": change, "hunks": hunks }));
        }
    }
    Ok(files)
}

pub(super) fn hunk_value(path: &str, hunk: &diff::Hunk) -> Value {
    let lines: Vec<Value> = hunk.lines.iter().map(|(op, text)| json!({ "op": op.to_string(), "text": text })).collect();
    json!({ "id": hunk_id(path, hunk), "from_line": hunk.from_line, "to_line": hunk.to_line, "lines": lines })
}
