//! Pure text machinery: lines and sentences, words and stems, ranking, similarity, typed values, concepts, claims, secrets and
//! diffs. Everything here is a function of its arguments; nothing here knows of stores, sessions or models.

pub mod changes;
pub mod claims;
pub mod concepts;
mod concepts_data;
pub mod contractions;
pub mod cues;
pub mod dates;
pub mod diff;
mod frames;
mod kinds_data;
pub mod idioms;
pub mod lexicon;
pub mod lines;
pub mod near;
pub mod pattern;
pub mod plainly;
pub mod rank;
pub mod reading;
pub mod refill;
pub mod roots;
pub mod secrets;
pub mod similarity;
pub mod stem;
pub mod trades;
pub mod trees;
pub mod values;
pub mod words;
mod words_data;
