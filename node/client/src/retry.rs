//! The things that a node tries until they have succeeded, without end for none of them.

use std::collections::VecDeque;

use nes_core::BlockNumber;

/// The bounds of what is tried again.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// The most things that are kept; the oldest one makes room for a new one.
    pub count: usize,
    /// The number of blocks for which one is kept.
    pub age: BlockNumber,
    /// The number of blocks between two tries.
    pub pause: BlockNumber,
}

/// The things that are tried again, oldest first. They are in memory only.
#[derive(Debug)]
pub struct Retries<T> {
    bounds: Bounds,
    kept: VecDeque<Kept<T>>,
}

#[derive(Debug)]
struct Kept<T> {
    value: T,
    since: BlockNumber,
    tried: BlockNumber,
}

impl<T: Clone + PartialEq> Retries<T> {
    /// Creates an empty list with `bounds`.
    pub fn new(bounds: Bounds) -> Self {
        Self { bounds, kept: VecDeque::new() }
    }

    /// Keeps `value`, which was tried at the block `now`, unless it is kept already.
    pub fn keep(&mut self, value: T, now: BlockNumber) {
        if self.kept.iter().any(|kept| kept.value == value) {
            return;
        }
        if self.kept.len() >= self.bounds.count {
            self.kept.pop_front();
        }
        self.kept.push_back(Kept { value, since: now, tried: now });
    }

    /// Returns the things whose next try is due at the block `now`, and drops those that are too
    /// old.
    pub fn due(&mut self, now: BlockNumber) -> Vec<T> {
        let Bounds { age, pause, .. } = self.bounds;
        self.kept.retain(|kept| now.saturating_sub(kept.since) <= age);
        let due = self.kept.iter_mut().filter(|kept| now.saturating_sub(kept.tried) >= pause);
        due.map(|kept| {
            kept.tried = now;
            kept.value.clone()
        })
        .collect()
    }

    /// Drops the things that are `done`.
    pub fn drop_if(&mut self, done: impl Fn(&T) -> bool) {
        self.kept.retain(|kept| !done(&kept.value));
    }

    /// Returns true if nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}

/// The standing of a report in the state of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// The next block can have it.
    Valid,
    /// The chain knows of the fault already.
    Known,
    /// The chain refuses it.
    Refused,
}

/// The next step for a report.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// It goes to the pool again.
    Send,
    /// It is kept as it is.
    Wait,
    /// It is dropped: it has come into the chain for good, or never will.
    Drop,
}

impl Step {
    /// Returns the step for a report by its standing in the last final block and in the best one.
    pub fn of(last_final: Standing, best: Standing) -> Self {
        match (last_final, best) {
            (Standing::Known, _) | (Standing::Refused, Standing::Refused) => Self::Drop,
            (_, Standing::Valid) => Self::Send,
            // It may be in a block that is not final yet, or that a fork has left behind.
            (_, Standing::Known) | (Standing::Valid, Standing::Refused) => Self::Wait,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOUNDS: Bounds = Bounds { count: 3, age: 100, pause: 5 };

    fn with(values: &[(char, BlockNumber)]) -> Retries<char> {
        let mut retries = Retries::new(BOUNDS);
        values.iter().for_each(|(value, now)| retries.keep(*value, *now));
        retries
    }

    #[test]
    fn a_thing_is_due_after_each_pause() {
        let mut retries = with(&[('a', 10), ('b', 12)]);
        assert!(retries.due(14).is_empty());
        assert_eq!(retries.due(15), ['a']);
        assert!(retries.due(16).is_empty());
        assert_eq!(retries.due(20), ['a', 'b']);
        assert!(retries.due(24).is_empty());
        assert_eq!(retries.due(25), ['a', 'b']);
    }

    #[test]
    fn a_shorter_fork_makes_nothing_due() {
        let mut retries = with(&[('a', 10)]);
        assert!(retries.due(3).is_empty());
        assert_eq!(retries.due(15), ['a']);
        assert!(retries.due(12).is_empty());
    }

    #[test]
    fn a_thing_is_kept_once() {
        let mut retries = with(&[('a', 10), ('a', 14)]);
        assert_eq!(retries.due(15), ['a']);
        retries.drop_if(|value| *value == 'a');
        assert!(retries.is_empty());
    }

    #[test]
    fn a_new_thing_takes_the_place_of_the_oldest() {
        let mut retries = with(&[('a', 1), ('b', 2), ('c', 3), ('d', 4)]);
        assert_eq!(retries.due(20), ['b', 'c', 'd']);
    }

    #[test]
    fn an_old_thing_is_dropped() {
        let mut retries = with(&[('a', 10), ('b', 11)]);
        assert_eq!(retries.due(110), ['a', 'b']);
        assert!(retries.due(111).is_empty());
        assert!(retries.due(116).is_empty());
        assert!(retries.is_empty());
    }

    #[test]
    fn what_is_done_is_dropped() {
        let mut retries = with(&[('a', 1), ('b', 2), ('c', 3)]);
        retries.drop_if(|value| *value != 'b');
        assert_eq!(retries.due(20), ['b']);
        assert!(!retries.is_empty());
    }

    #[test]
    fn a_report_is_sent_until_a_final_block_knows_of_the_fault() {
        use Standing::{Known, Refused, Valid};
        for (last_final, best, step) in [
            (Valid, Valid, Step::Send),
            (Valid, Known, Step::Wait),
            (Known, Known, Step::Drop),
            // A fork without it has become the best one.
            (Known, Valid, Step::Drop),
            // The session that the proof names has begun in the best block only.
            (Refused, Valid, Step::Send),
            (Refused, Known, Step::Wait),
            (Valid, Refused, Step::Wait),
            (Refused, Refused, Step::Drop),
            (Known, Refused, Step::Drop),
        ] {
            assert_eq!(Step::of(last_final, best), step, "{last_final:?} {best:?}");
        }
    }
}
