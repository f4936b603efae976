//! The other ports, as a browser provides them.

use std::{cell::RefCell, rc::Rc};

use dreamfs::{
    domain::Time,
    platform::browser::{BrowserClock, BrowserEntropy, BrowserShell, JsModel},
    ports::{Clock, Entropy, FunctionModel, Notice, Shell},
};
use futures_util::{
    FutureExt,
    future::{Either, join, select},
};
use serde_json::json;

use super::{fresh_name, javascript};

pub async fn a_sleep_ends_and_can_be_given_up() {
    let clock = BrowserClock::default();
    let began = clock.monotonic_ms();
    clock.sleep(30).await;
    let slept = clock.monotonic_ms() - began;
    assert!((25.0..5_000.0).contains(&slept), "slept {slept} ms");
    // The longest wait does not wrap round to none.
    let first = select(clock.sleep(u32::MAX), clock.sleep(10)).await;
    assert!(matches!(first, Either::Right(_)));
}

pub async fn zones_have_their_offsets() {
    let clock = BrowserClock::default();
    let winter = Time::parse("2026-01-15T12:00:00Z").expect("a time");
    let summer = Time::parse("2026-07-15T12:00:00Z").expect("a time");
    for (zone, in_winter, in_summer) in [
        ("UTC", 0, 0),
        ("Europe/London", 0, 60),
        ("America/New_York", -300, -240),
        ("Asia/Kolkata", 330, 330),
        ("America/St_Johns", -210, -150),
        ("Australia/Lord_Howe", 660, 630),
        ("Pacific/Kiritimati", 840, 840),
    ] {
        assert_eq!(clock.offset_minutes(zone, winter), Some(in_winter), "{zone}");
        assert_eq!(clock.offset_minutes(zone, summer), Some(in_summer), "{zone}");
    }
    for zone in ["", "Mars/Olympus", "Europe/London; drop"] {
        assert_eq!(clock.offset_minutes(zone, winter), None, "{zone}");
    }
    let own = clock.time_zone();
    assert!(clock.offset_minutes(&own, winter).is_some(), "{own}");
}

pub async fn the_clock_goes_forward() {
    let clock = BrowserClock::default();
    let (now, fine) = (clock.now(), clock.monotonic_ms());
    assert!(now > Time::parse("2025-01-01T00:00:00Z").expect("a time"));
    clock.sleep(5).await;
    assert!(clock.now() >= now && clock.monotonic_ms() > fine);
}

pub async fn seeds_differ() {
    let seeds = [(); 4].map(|()| BrowserEntropy.seed());
    assert!(seeds.iter().enumerate().all(|(at, seed)| !seeds[..at].contains(seed)), "{seeds:?}");
}

/// Two holders of one lock write down when they come and go.
async fn take_turns(one: &BrowserShell, other: &BrowserShell) -> Vec<&'static str> {
    let told = RefCell::new(Vec::new());
    let clock = BrowserClock::default();
    let hold = async |shell: &BrowserShell, came, went| {
        let guard = shell.lock("session/1".into()).await;
        told.borrow_mut().push(came);
        clock.sleep(10).await;
        told.borrow_mut().push(went);
        drop(guard);
    };
    join(hold(one, "one in", "one out"), hold(other, "other in", "other out")).await;
    told.into_inner()
}

pub async fn a_lock_has_one_holder_across_tabs() {
    let name = fresh_name();
    let (one, other) = (BrowserShell::new(Some(name.clone())), BrowserShell::new(Some(name)));
    assert_eq!(take_turns(&one, &other).await, ["one in", "one out", "other in", "other out"]);
    // Another name is another lock, and so is another database.
    let _held = one.lock("a".into()).await;
    let _too = other.lock("b".into()).await;
    let _elsewhere = BrowserShell::new(Some(fresh_name())).lock("a".into()).await;
}

pub async fn a_lock_within_one_engine_has_one_holder() {
    let shell = BrowserShell::new(None);
    assert_eq!(take_turns(&shell, &shell).await, ["one in", "one out", "other in", "other out"]);
    assert_eq!(take_turns(&shell, &shell).await.len(), 4, "and is free again");
}

pub async fn a_lock_that_nobody_waits_for_any_more_goes_on() {
    let name = fresh_name();
    let clock = BrowserClock::default();
    for shell in [BrowserShell::new(Some(name)), BrowserShell::new(None)] {
        let held = shell.lock("a".into()).await;
        let mut given_up = shell.lock("a".into());
        assert!((&mut given_up).now_or_never().is_none());
        clock.sleep(5).await;
        let next = shell.lock("a".into());
        drop(given_up);
        drop(held);
        let waited = select(next, clock.sleep(5_000)).await;
        assert!(matches!(waited, Either::Left(_)), "the lock was lost");
    }
}

pub async fn notices_reach_other_tabs_only() {
    let name = fresh_name();
    let heard = |shell: &BrowserShell| {
        let heard = Rc::new(RefCell::new(Vec::new()));
        let kept = heard.clone();
        shell.on_notice(Rc::new(move |notice| kept.borrow_mut().push(notice)));
        heard
    };
    let (one, other) = (BrowserShell::new(Some(name.clone())), BrowserShell::new(Some(name)));
    let (elsewhere, alone) = (BrowserShell::new(Some(fresh_name())), BrowserShell::new(None));
    let [by_one, by_other, by_elsewhere, by_alone] = [&one, &other, &elsewhere, &alone].map(heard);
    let notices = [Notice::Store("memstore_1".into()), Notice::Session("sesn_1".into())];
    for notice in &notices {
        one.notify(notice);
        alone.notify(notice);
    }
    let clock = BrowserClock::default();
    for _ in 0..200 {
        if by_other.borrow().len() == notices.len() {
            break;
        }
        clock.sleep(5).await;
    }
    assert_eq!(*by_other.borrow(), notices);
    assert_eq!([by_one, by_elsewhere, by_alone].map(|heard| heard.borrow().len()), [0, 0, 0]);
    other.close();
    one.notify(&notices[0]);
    clock.sleep(20).await;
    assert_eq!(by_other.borrow().len(), notices.len(), "a closed shell hears nothing");
}

pub async fn a_model_is_a_function() {
    let model = async |source: &str| {
        let function = javascript(&format!("return ({source});")).await;
        JsModel(function.into()).call(json!({ "model": "m", "messages": [{ "__proto__": 1 }] })).await
    };
    let reply = json!({ "model": "m", "content": [] });
    assert_eq!(model("({ model }) => ({ model, content: [] })").await, Ok(reply.clone()));
    assert_eq!(model("async ({ model }) => ({ model, content: [] })").await, Ok(reply));
    assert_eq!(model("() => { throw new TypeError('bad request') }").await, Err("TypeError: bad request".into()));
    assert_eq!(model("async () => { throw 'plain words' }").await, Err("plain words".into()));
    assert!(model("() => undefined").await.is_err_and(|words| words.contains("gave nothing")));
}
