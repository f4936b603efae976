//! Findings as a model reports them: places named by a quote become spans and line numbers, and what goes without saying is filled
//! in. A quote that is not there is refused, so that no finding has a source that does not say it.

use serde_json::Value;

use super::{
    finding::Finding,
    material::{Notes, Utterance},
};

/// Reads the input of `report_findings` by the reader of a session. The error says which finding to mend, and how.
pub fn findings(
    input: &Value,
    session_id: &str,
    utterances: &[Utterance],
    notes: &Notes,
) -> Result<Vec<Finding>, String> {
    let given = input["findings"].as_array().ok_or("findings: must be a list")?;
    let mut found = Vec::with_capacity(given.len());
    for (at, finding) in given.iter().enumerate() {
        let mut finding = finding.clone();
        let named = |why: String| format!("findings[{at}]: {why}");
        for source in finding["sources"].as_array_mut().into_iter().flatten() {
            place_in_session(source, session_id, utterances).map_err(named)?;
        }
        if finding["about"].is_object() {
            place_in_notes(&mut finding["about"], notes).map_err(named)?;
        }
        found.push(serde_json::from_value(finding).map_err(|error| named(error.to_string()))?);
    }
    Ok(found)
}

fn set_default(object: &mut Value, name: &str, value: &str) {
    if object[name].is_null() {
        object[name] = value.into();
    }
}

fn place_in_session(source: &mut Value, session_id: &str, utterances: &[Utterance]) -> Result<(), String> {
    if !source["event_id"].is_string() {
        return Ok(());
    }
    set_default(source, "type", "session");
    set_default(source, "session_id", session_id);
    let Some(quote) = source["quote"].as_str().filter(|quote| !quote.trim().is_empty()).map(str::to_owned) else {
        return Ok(());
    };
    let event_id = source["event_id"].as_str().unwrap_or_default();
    let utterance = utterances.iter().find(|utterance| utterance.event_id == event_id);
    let text = &utterance.ok_or_else(|| format!("{event_id} is not an event of the transcript"))?.text;
    let at = text.find(&quote).ok_or_else(|| {
        format!("the text of {event_id} does not hold the quote {quote:?}: copy it letter by letter from that event")
    })?;
    let units = |text: &str| text.encode_utf16().count();
    let start = units(&text[..at]);
    source["start"] = start.into();
    source["end"] = (start + units(&quote)).into();
    Ok(())
}

fn place_in_notes(about: &mut Value, notes: &Notes) -> Result<(), String> {
    set_default(about, "type", "memory");
    if about["type"] != "memory" {
        return Ok(());
    }
    set_default(about, "memory_store_id", &notes.memory_store_id);
    let path = about["path"].as_str().unwrap_or_default();
    let file = notes.files.iter().find(|file| file.path == path);
    let Some(quote) = about["quote"].as_str().map(str::trim).filter(|quote| !quote.is_empty()) else { return Ok(()) };
    let file = file.ok_or_else(|| format!("{path:?} is not a file of the notes"))?;
    let first = quote.lines().next().unwrap_or_default();
    let line = file.content.lines().position(|line| line.contains(first));
    let line = line.ok_or_else(|| format!("{path} has no line {first:?}: copy it letter by letter"))?;
    about["line"] = (line + 1).into();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dream::{NoteFile, Source, Speaker};
    use serde_json::json;

    fn read(findings_given: Value) -> Result<Vec<Finding>, String> {
        let said = |id: &str, text: &str| Utterance {
            event_id: id.into(),
            speaker: Speaker::User,
            said: "2026-05-06T09:00".into(),
            text: text.into(),
        };
        let utterances = [said("sevt_1", "👋 My dog is called Rex."), said("sevt_2", "Rex is 3.")];
        let files = vec![NoteFile { path: "/a.md".into(), content: "# Pets\n- The dog is called Max\n".into() }];
        let notes = Notes { memory_store_id: "memstore_1".into(), files };
        findings(&json!({ "findings": findings_given }), "sesn_1", &utterances, &notes)
    }

    #[test]
    fn quotes_become_places() {
        let found = read(json!([
            { "kind": "claim", "text": "The dog is called Rex.", "sources": [{ "event_id": "sevt_1", "quote": "My dog is called Rex" }] },
            { "kind": "contradiction", "text": "Rex, not Max", "sources": [{ "event_id": "sevt_1", "quote": "Rex" }],
              "about": { "path": "/a.md", "quote": "- The dog is called Max" } },
        ]))
        .expect("sound findings");
        let span = |start, end| Source::Session { session_id: "sesn_1".into(), event_id: "sevt_1".into(), start, end };
        assert_eq!((&found[0].sources[0], &found[1].sources[0]), (&span(3, 23), &span(20, 23)), "UTF-16 units");
        let line = Source::Memory { memory_store_id: "memstore_1".into(), path: "/a.md".into(), line: 2 };
        assert_eq!(found[1].about, Some(line));
    }

    #[test]
    fn what_is_not_there_is_refused_by_name() {
        let source = json!({ "event_id": "sevt_1", "quote": "my cat" });
        let told = |finding: Value| read(json!([finding])).expect_err("refused");
        let error = told(json!({ "kind": "claim", "text": "x", "sources": [source] }));
        assert!(error.starts_with("findings[0]: the text of sevt_1 does not hold"), "{error}");
        let source = json!({ "event_id": "sevt_9", "quote": "Rex" });
        assert!(told(json!({ "kind": "claim", "text": "x", "sources": [source] })).contains("sevt_9"));
        let source = json!({ "event_id": "sevt_2", "quote": "Rex" });
        let about = json!({ "path": "/a.md", "quote": "- cats" });
        assert!(
            told(json!({ "kind": "support", "text": "x", "sources": [source], "about": about })).contains("no line")
        );
        assert!(told(json!({ "kind": "rumour", "text": "x", "sources": [source] })).contains("rumour"));
        assert!(read(json!("none")).expect_err("no list").contains("a list"));
    }
}
