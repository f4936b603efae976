//! What a user tells the offline model in one session and asks in the next, through the same requests that the engine sends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

#[path = "offline/cases.rs"]
mod cases;
#[path = "offline/causes.rs"]
mod causes;
#[path = "offline/conversations.rs"]
mod conversations;
#[path = "offline/harness.rs"]
mod harness;
#[path = "offline/notes.rs"]
mod notes;
#[path = "offline/properties.rs"]
mod properties;
#[path = "offline/retrieval.rs"]
mod retrieval;
#[path = "offline/rows.rs"]
mod rows;
#[path = "offline/scores.rs"]
mod scores;
#[path = "offline/speed.rs"]
mod speed;
#[path = "offline/told_values.rs"]
mod told_values;

use dreamfs::model::mount_note::Mount;
use harness::{Files, NOTES, Session, ask, mount, tell};
use scores::notes_among_others;

#[test]
fn memory_is_looked_into_before_anything_is_said_or_written() {
    let mut files = Files::default();
    let mut session = Session::new(&mut files, vec![mount(None, false)]);
    let said = session.say("My dog is called Rex.");
    assert_eq!(session.calls, ["glob", "write"]);
    assert!(said.contains("/mnt/memory/notes/sessions.md:3"), "{said}");
    session.say("My cat is called Tom.");
    assert_eq!(session.calls[2..], ["glob", "read", "edit"]);
    session.calls.clear();
    assert_eq!(session.say("What is my dog called?"), "Your dog is called Rex. (/mnt/memory/notes/sessions.md:3)");
    assert_eq!(session.calls, ["grep"]);
    assert_eq!(files.files[NOTES], "## 2026-05-06\n\n- My dog is called Rex\n- My cat is called Tom\n");
}

#[test]
fn greetings_thanks_and_questions_are_not_stored() {
    let mut files = Files::default();
    tell(
        &mut files,
        None,
        &[
            "Hello!",
            "Hi there, how are you?",
            "Thanks a lot!",
            "What's my dog called?",
            "It's nice to meet you",
            "ok great",
            "Write me a poem about rain",
        ],
    );
    assert!(files.files.is_empty(), "{:?}", files.files);
}

#[test]
fn a_fact_told_twice_is_stored_once_and_a_changed_one_in_place() {
    let mut files = Files::default();
    tell(&mut files, None, &["My dog is called Rex.", "The standup is at 3pm in room 2"]);
    let said = tell(&mut files, None, &["By the way, my dog is called Rex!"]);
    assert!(said.starts_with("I had that already"), "{said}");
    tell(&mut files, None, &["Actually the standup moved to 4pm."]);
    assert_eq!(files.files[NOTES], "## 2026-05-06\n\n- My dog is called Rex\n- The standup is at 4pm in room 2\n");
}

#[test]
fn what_was_never_written_is_known_in_its_own_thread_only() {
    let mut files = Files::default();
    let mut session = Session::new(&mut files, Vec::new());
    assert!(session.say("My dog is called Rex.").contains("this conversation only"));
    assert_eq!(
        session.say("What's my dog called?"),
        "Your dog is called Rex. (you told me earlier in this conversation)"
    );
    session.say("no wait, Max");
    assert!(session.say("What's my dog called?").contains("Max"));
    assert!(session.calls.is_empty());
    let said = Session::new(&mut files, Vec::new()).say("What's my dog called?");
    assert!(said.starts_with("I don't know") && said.contains("no memory store is mounted"), "{said}");
}

#[test]
fn a_read_only_memory_is_tried_once_and_said_to_refuse() {
    let mut files = notes_among_others();
    files.read_only = true;
    let before = files.files.clone();
    let mut session = Session::new(&mut files, vec![mount(None, true)]);
    let said = session.say("My dog is called Rex.");
    assert!(said.contains("read-only") && said.contains("this conversation only"), "{said}");
    assert_eq!(session.calls, ["glob", "read", "edit"]);
    assert!(session.say("What is my dog called?").contains("Rex"));
    assert!(session.say("Who keeps bees on the roof of the library?").contains("Yusuf"));
    assert_eq!(files.files, before);
}

#[test]
fn of_two_mounts_the_writable_one_is_written_and_both_are_read() {
    let mut files = Files::default();
    files.files.insert("/mnt/memory/team/facts.md".into(), "# Facts\n\n- The wifi network is called Heron\n".into());
    let team = Mount {
        path: "/mnt/memory/team".into(),
        name: "team".into(),
        read_only: true,
        description: "shared facts".into(),
        instructions: None,
    };
    let mut session = Session::new(&mut files, vec![team, mount(None, false)]);
    session.say("My dog is called Rex.");
    assert!(session.say("What is the wifi network called?").contains("/mnt/memory/team/facts.md:3"));
    assert!(files.files[NOTES].contains("Rex"));
}

#[test]
fn instructions_say_where_what_not_and_how() {
    let mut files = Files::default();
    tell(
        &mut files,
        Some("Keep people in people.md. Ignore food."),
        &["My sister is called Anna.", "I had pizza for lunch.", "The talk is in room 5."],
    );
    assert!(files.files["/mnt/memory/notes/people.md"].contains("Anna"));
    assert!(files.files[NOTES].contains("room 5"));
    assert!(!files.files[NOTES].contains("pizza"));
    let mut files = Files::default();
    tell(
        &mut files,
        Some("Append only: log everything to log.md."),
        &["The talk is in room 5.", "The talk is in room 5.", "Actually the talk moved to room 7."],
    );
    assert_eq!(files.files["/mnt/memory/notes/log.md"].lines().filter(|line| line.starts_with("- ")).count(), 3);
    let answer = ask(&mut files, "Which room is the talk in?");
    assert!(answer.contains("room 7"), "the newest line wins: {answer}");
}

#[test]
fn secrets_are_not_stored_nor_repeated() {
    let mut files = Files::default();
    for secret in [
        "My password is hunter2!",
        "Remember my API key: sk-ant-api03-abcdefgh12345678",
        "my card number is 4111 1111 1111 1111",
        "The wifi password is swordfish",
    ] {
        let said = tell(&mut files, None, &[secret]);
        assert!(said.contains("did not store"), "{said}");
        assert!(
            !said.contains("hunter2")
                && !said.contains("sk-ant")
                && !said.contains("4111")
                && !said.contains("swordfish")
        );
    }
    assert!(files.files.is_empty());
}

#[test]
fn what_is_to_be_forgotten_is_removed_and_named() {
    let mut files = Files::default();
    tell(&mut files, None, &["My dog is called Rex. I live in Bonn."]);
    let said = tell(&mut files, None, &["Please forget my dog's name"]);
    assert!(said.contains("Removed “My dog is called Rex”"), "{said}");
    assert_eq!(files.files[NOTES], "## 2026-05-06\n\n- I live in Bonn\n");
    assert!(tell(&mut files, None, &["forget my parrot"]).contains("nothing about"));
}

#[test]
fn everything_known_is_listed_on_demand() {
    let mut files = Files::default();
    tell(&mut files, None, &["My sister Anna lives in Bonn. Anna likes chess. My dog is called Rex."]);
    let about = ask(&mut files, "What do you know about Anna?");
    assert!(about.contains("Bonn") && about.contains("chess") && !about.contains("Rex"), "{about}");
    let all = ask(&mut files, "What do you know about me?");
    assert!(all.contains("Bonn") && all.contains("Rex"), "{all}");
}

#[test]
fn lines_that_other_hands_wrote_are_kept() {
    for before in [
        "a line without an end",
        "# Title\n\n- one\n- one\n- one\n",
        "## 2026-05-06\n\n- old",
        "x\n\n\n",
        "",
        "- tea\n- tea with milk\n",
    ] {
        let mut files = Files::default();
        files.files.insert(NOTES.into(), before.into());
        tell(&mut files, None, &["My dog is called Rex."]);
        let after = &files.files[NOTES];
        assert!(after.contains("- My dog is called Rex"), "{after:?}");
        assert!(after.starts_with(before.trim_end()), "{after:?}");
    }
}

#[test]
fn a_full_file_is_continued_in_the_next() {
    let mut files = Files::default();
    let long: String =
        (0..1500).map(|at| format!("- Filler sentence number {at} is about nothing that anybody asks\n")).collect();
    files.files.insert(NOTES.into(), long.clone());
    tell(&mut files, None, &["My dog is called Rex."]);
    tell(&mut files, None, &["My cat is called Tom."]);
    assert_eq!(files.files[NOTES], long);
    let next = &files.files["/mnt/memory/notes/sessions-2.md"];
    assert!(next.contains("Rex") && next.contains("Tom"), "{next}");
}

#[test]
fn of_a_dialogue_the_nearest_lines_are_read_and_only_those_answer() {
    let talk = [
        ("Nadia", "Morning Felix! How was your weekend?"),
        ("Felix", "Quiet, I repaired the gate and slept."),
        ("Nadia", "I took the night train to Trieste and swam before breakfast."),
        ("Felix", "What did you bring back from there?"),
        ("Nadia", "A jar of capers and a blue enamel kettle."),
        ("Felix", "My sister bought the same kettle last year."),
        ("Nadia", "Is she still teaching at the music school?"),
        ("Felix", "She is, the cello and a choir of beginners."),
        ("Nadia", "Lovely. I want to hear that choir."),
        ("Felix", "They sing in the chapel next month."),
        ("Nadia", "Then I will come by with the capers."),
        ("Felix", "And I will make the pasta."),
        ("Nadia", "Deal! Did the gate hold in the storm?"),
        ("Felix", "It did, the hinges are new."),
    ];
    let mut files = Files::default();
    let lines: String = talk.iter().map(|(who, said)| format!("{who}: {said}\n")).collect();
    files.files.insert("/mnt/memory/notes/2026-04-20.md".into(), format!("## 20 April 2026\n\n{lines}"));
    let mut session = Session::new(&mut files, vec![mount(None, false)]);
    let said = session.say("What did Nadia bring back from Trieste, and did Felix like the kettle or the choir?");
    assert_eq!(session.calls[..2], ["grep", "grep"]);
    assert_eq!(session.calls[2..], ["read"; 5], "{said}");
    let read: Vec<&str> = session.results[2..].iter().map(|(_, _, text)| text.trim_end()).collect();
    assert!(read.contains(&"Nadia: A jar of capers and a blue enamel kettle."), "{read:?}");
    assert!(said.starts_with("I don't know") && said.contains("2026-04-20.md:7"), "{said}");
}

#[test]
fn a_time_before_a_thing_says_which_one_it_is() {
    let mut files = Files::default();
    tell(&mut files, None, &["Remember that Ana takes the 07:15 train."]);
    let said = ask(&mut files, "Which train does Ana take?");
    assert!(said.contains("07:15"), "{said}");
}
