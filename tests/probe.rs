use dreamfs::dream::bearing::*;
use dreamfs::dream::claims::claims_of_utterance;
use dreamfs::text::claims::{judge, subject};
use dreamfs::text::reading::Reading;
#[test]
fn probe() {
    for (said, line) in [
        ("Grandma Rosa visits next weekend! She moved to Udine by the way.", "Grandma Rosa lives in Trieste"),
        ("We raised the Japan budget to 5,200 euros yesterday.", "Budget is 4,500 euros"),
        ("Kessa paid the Lantern Guild, so she owes 20 gold to the Lantern Guild now.", "Kessa the rogue owes 50 gold to the Lantern Guild"),
        ("the seeds are in the green box these days", "Seeds are in the blue tin"),
        ("Parking costs $9 a day.", "Parking costs $8 a day"),
        ("Actually parking costs $10 a day.", "Parking costs $8 a day"),
        ("the summer concert has been postponed to 27 June", "The summer concert is on 20 June."),
        ("We have 16 employees now. Karim is the CTO.", "We have 14 employees."),
        ("The office has moved to Linz.", "The office is in Graz."),
        ("The office moves to Linz in April", "The office is in Graz."),
        ("The caterer is Trattoria Sole now, Da Beppe cancelled.", "The caterer is Da Beppe"),
        ("We invited 12 more people, so 92 guests are invited.", "80 guests are invited"),
        ("We are reading Beloved now.", "We are reading Middlemarch"),
        ("no more deliveries on Tuesdays, Mill & Sons bring the flour on Wednesdays now", "Mill & Sons deliver the flour every Tuesday"),
        ("I've booked the pocket wifi, order JP-WIFI-881.", "x"),
        ("The cake comes from Bakery Stern, not Lindner.", "Cake from Lindner"),
    ] {
        for s in claims_of_utterance(said) {
            println!("{line} <- {} {:?}/{:?}/{:?} c={}\n      judge {:?}\n      bearing {:?} subj {:?} {:?}", s.text, s.former, s.latter, s.about, s.corrects, judge(&s, line), bearing_of(&s, line), subject(&Reading::of(&s.text)), subject(&Reading::of(line)));
        }
    }
}
