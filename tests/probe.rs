use std::time::Instant;
use dreamfs::text::reading::Reading;
use dreamfs::text::values::values;
use dreamfs::text::words::words;
use dreamfs::dream::lookup::Lookup;
use dreamfs::dream::bearing::bearing;
use dreamfs::text::claims::*;
use dreamfs::text::near::same_claim;
fn t(name:&str, n: usize, mut f: impl FnMut(usize)) { f(0); let mut best=f64::MAX; for r in 0..n.min(300) { let s=Instant::now(); f(r); best=best.min(s.elapsed().as_secs_f64()*1e6); } let mut v=vec![]; for r in 0..n.min(300) { let s=Instant::now(); f(r); v.push(s.elapsed().as_secs_f64()*1e6);} v.sort_by(|a,b|a.total_cmp(b)); println!("{name}: {:.1}µs median {best:.1} min", v[v.len()/2]); }
#[test]
fn probe() {
    let lines: Vec<String> = (0..5000).map(|n| format!("The {} of team {} starts at {}:{:02} in {}", ["standup","retro","budget","release","keynote","workshop"][n%6], n%90, n%12+7, n%4*15, ["Bonn","Leeds","Oslo"][n%3])).collect();
    t("words", 500, |i| { std::hint::black_box(words(&lines[i])); });
    t("values", 500, |i| { std::hint::black_box(values(&lines[i])); });
    t("reading", 500, |i| { std::hint::black_box(Reading::of(&lines[i])); });
    let mut l = Lookup::default();
    for (i, x) in lines.iter().enumerate() { l.add(i as u32, x); }
    let rs: Vec<Reading> = lines[..500].iter().map(|x| Reading::of(x)).collect();
    t("near", 300, |i| { std::hint::black_box(l.near(&rs[i], 8, false)); });
    t("judge", 300, |i| { std::hint::black_box(judge_read(&Statement::plain(lines[i].clone(), false), &rs[i], &lines[(i*7)%500], &rs[(i*7)%500])); });
    t("bearing", 300, |i| { std::hint::black_box(bearing(&Statement::plain(lines[i].clone(), false), &rs[i], &lines[(i*7)%500], &rs[(i*7)%500])); });
    t("same_claim", 300, |i| { std::hint::black_box(same_claim(&lines[i], &lines[(i*7)%500])); });
    t("is_name", 300, |i| { std::hint::black_box((0..rs[i].words.len()).any(|a| rs[i].is_name(a))); });
    t("statement", 300, |i| { std::hint::black_box(dreamfs::model::offline::listen::statement(&lines[i], false)); });
    t("told_in", 300, |i| { std::hint::black_box(dreamfs::dream::claims::claims_of_utterance(&lines[i])); });
    t("cut", 300, |i| { std::hint::black_box(dreamfs::dream::claims::claims_of_note(&lines[i])); });
    t("absolute", 300, |i| { std::hint::black_box(dreamfs::text::dates::absolute(&lines[i], dreamfs::dream::reader::moment("2026-05-06T10:00").unwrap())); });
    t("secret", 300, |i| { std::hint::black_box(dreamfs::text::secrets::secret_in(&lines[i])); });
    t("topic", 300, |i| { std::hint::black_box(dreamfs::dream::topics::topic_of(&rs[i], true)); });
    t("add", 300, |i| { l.add(i as u32, &lines[i]); });
}
