//! What two claims are to each other where no rule tells it: by how likely it is, which trees grown from pairs of notes tell. Only what is
//! very likely is acted on; a pair that may as well be the one as the other stays as it is.

use crate::text::near::{Claim, sameness, turning};

/// How likely two must say the same to become one, and the newer to take the older one's place to do so.
const SAME: f64 = 0.8;
const TURNED: f64 = 0.75;
/// What may be a change with so much likelihood is not merged.
const DOUBT: f64 = 0.3;

/// Whether two claims most likely say the same.
pub fn likely_same(a: &Claim, b: &Claim) -> bool {
    sameness(a, b) >= SAME && turning(a, b) < DOUBT && turning(b, a) < DOUBT
}

/// How likely a newer claim takes the place of an older one, if it most likely does.
pub fn likely_turned(newer: &Claim, older: &Claim) -> Option<f64> {
    let likely = turning(newer, older);
    (likely >= TURNED && sameness(newer, older) < DOUBT).then_some(likely)
}
