#[allow(dead_code)]
#[path = "offline/harness.rs"]
mod harness;
use harness::*;
#[test]
fn probe() {
    for extra in ["- The slides for the keynote are at https://slides.example.org/k26", "- Slides for the keynote: https://slides.example.org/k26","- Keynote slides: https://slides.example.org/k26", "- https://slides.example.org/k26 has the slides for the keynote"] {
        for order in [0, 1] {
            let a = "- The keynote is in Hall A at 9:30";
            let text = if order == 0 { format!("## 2026-05-06\n\n{a}\n{extra}\n") } else { format!("## 2026-05-06\n\n{extra}\n{a}\n") };
            for q in ["Where is the keynote?", "Where are the keynote slides?", "What is the link to the keynote slides?", "When is the keynote?"] {
                let mut files = Files::default();
                files.files.insert(NOTES.into(), text.clone());
                println!("{order} {q} -> {}", ask(&mut files, q));
            }
        }
    }
}
