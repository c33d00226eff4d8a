//! The count of everything that happened, so that a run in which nothing happens fails.

use std::collections::BTreeMap;

/// Counts by name.
#[derive(Default)]
pub(crate) struct Tally(BTreeMap<String, u32>);

impl Tally {
    pub(crate) fn note(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    pub(crate) fn of(&self, what: &str) -> u32 {
        self.0.get(what).copied().unwrap_or(0)
    }

    /// Asserts that each of these happened at least so often.
    pub(crate) fn assert_at_least(&self, wanted: &[(&str, u32)]) {
        let rare: Vec<_> = wanted.iter().filter(|(what, least)| self.of(what) < *least).collect();
        assert!(rare.is_empty(), "too rare: {rare:?} of {:#?}", self.0);
    }
}
