//! What two claims are to each other where no rule tells it: by how likely it is, which trees grown from pairs of notes tell. Only what is
//! very likely is acted on; a pair that may as well be the one as the other stays as it is.

use crate::text::near::{Claim, of_as_many, sameness, turning};
use crate::text::reading::Reading;

use super::bearing::same_days;
use super::verify::lost_values;

/// How likely two must say the same to become one, and the newer to take the older one's place to do so.
const SAME: f64 = 0.85;
const TURNED: f64 = 0.7;
/// What may be a change with so much likelihood is not merged.
const DOUBT: f64 = 0.3;

/// Whether two claims most likely say the same.
pub fn likely_same(read: (&Reading, &Reading), claims: (&Claim, &Claim)) -> bool {
    let (a, b) = claims;
    same_days(read.0, read.1)
        && of_as_many(a, b)
        && sameness(a, b) >= SAME
        && turning(a, b) < DOUBT
        && turning(b, a) < DOUBT
}

/// Whether a line most likely says what is told, with all its numbers, links and ids.
pub fn likely_told(read: (&Reading, &Reading), claims: (&Claim, &Claim)) -> bool {
    let (told, noted) = read;
    likely_same(read, claims) && lost_values(&told.text, &noted.text).next().is_none()
}

/// How likely a newer claim takes the place of an older one, if it most likely does: nothing that the older names is left without something
/// of its kind.
pub fn likely_turned(read: (&Reading, &Reading), claims: (&Claim, &Claim)) -> Option<f64> {
    let (newer, older) = read;
    let likely = turning(claims.0, claims.1);
    let fresh = |kind| newer.values.iter().any(|value| value.kind == kind);
    let certain = likely >= TURNED && sameness(claims.0, claims.1) < DOUBT;
    (certain && lost_values(&older.text, &newer.text).all(|value| fresh(value.kind))).then_some(likely)
}
