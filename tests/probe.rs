use dreamfs::text::near::{same_claim, Same};
use dreamfs::dream::alike::same_meaning;
use dreamfs::text::reading::Reading;
#[test]
fn probe() {
    for f in ["check","pairs","second"] {
        let text = std::fs::read_to_string(format!("tests/near/{f}.txt")).unwrap();
        let (mut eq, mut base, mut both, mut bad) = (0,0,0,0);
        for line in text.lines().filter(|l| !l.starts_with('#') && l.contains(" | ")) {
            let (mark, rest) = line.split_once(' ').unwrap();
            let (a,b) = rest.split_once(" | ").unwrap();
            let s = same_claim(a,b) != Same::Different;
            let m = same_meaning(&Reading::of(a), &Reading::of(b)) || same_meaning(&Reading::of(b), &Reading::of(a));
            if mark == "=" { eq+=1; if s {base+=1}; if s||m {both+=1} else { println!("missed {line}") } }
            else if m { bad += 1; println!("WRONG {line}"); }
        }
        println!("{f}: {eq} same, {base} found by same_claim, {both} with same_meaning, {bad} wrong by it");
    }
}
