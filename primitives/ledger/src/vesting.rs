//! Vesting after a loss.
//!
//! A loss of NES that has not vested shrinks every schedule in proportion to what has not vested of
//! it: with `U` unvested in all and `L` left of it, the schedules up to the i-th keep
//! `(u₁ + … + uᵢ) × L ÷ U` together, rounded down. So the parts sum to `L`, each is within a planck
//! of its proportion, and the planck that rounding leaves belongs to the next schedule.
//!
//! A schedule ends in the same block as before. `left` planck in `n` blocks take `left ÷ n` a block,
//! rounded up, which is no more than before; where that would end sooner, they begin later. So no
//! block frees more than it would have without the loss.

use nes_core::{Balance, BlockNumber};

use crate::portion;

/// A schedule by which an amount vests.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Schedule {
    /// The amount that has not vested until `start`, in planck.
    pub locked: Balance,
    /// The amount that vests in each block after `start`, in planck; zero counts as one.
    pub per_block: Balance,
    /// The last block in which nothing has vested.
    pub start: BlockNumber,
}

impl Schedule {
    /// Returns the amount that has not vested in the block `now`, in planck.
    pub fn unvested(self, now: BlockNumber) -> Balance {
        let blocks = now.saturating_sub(self.start).into();
        // A product that does not fit is more than any amount.
        self.locked.saturating_sub(self.per_block.max(1).saturating_mul(blocks))
    }

    /// Returns the first block in which all has vested; it can be later than any block's number.
    pub fn end(self) -> u128 {
        let blocks = self.locked.div_ceil(self.per_block.max(1));
        u128::from(self.start).saturating_add(blocks)
    }

    /// Returns the schedule if only `left` of it is still to vest after the block `now`.
    ///
    /// One that would begin later than any block's number begins in the last one.
    fn with(self, left: Balance, now: BlockNumber) -> Self {
        let end = self.end();
        let blocks = end.saturating_sub(self.start.max(now).into());
        let per_block = left.div_ceil(blocks.max(1)).max(1);
        let start = end.saturating_sub(left.div_ceil(per_block));
        Self { locked: left, per_block, start: start.try_into().unwrap_or(BlockNumber::MAX) }
    }
}

/// Returns the sum of what has not vested by the `schedules` in the block `now`, in planck; `None`
/// if it cannot be counted.
pub fn unvested(
    schedules: impl IntoIterator<Item = Schedule>,
    now: BlockNumber,
) -> Option<Balance> {
    let mut amounts = schedules.into_iter().map(|schedule| schedule.unvested(now));
    amounts.try_fold(0, Balance::checked_add)
}

/// Returns the `schedules`, of which `unvested` in all has not vested in the block `now`, as they
/// are if only `left` of it is still to vest; none for one of which nothing is left.
pub fn shrink(
    schedules: impl IntoIterator<Item = Schedule>,
    unvested: Balance,
    left: Balance,
    now: BlockNumber,
) -> impl Iterator<Item = Option<Schedule>> {
    let (mut passed, mut kept): (Balance, Balance) = (0, 0);
    schedules.into_iter().map(move |schedule| {
        // Neither is more than its sum.
        passed = passed.saturating_add(schedule.unvested(now));
        let up_to_here = portion(left, passed, unvested);
        let part = up_to_here.saturating_sub(kept);
        kept = up_to_here;
        (part > 0).then(|| schedule.with(part, now))
    })
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "the amounts of the tests are small")]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NES: Balance = 1_000_000_000_000;

    fn schedule(locked: Balance, per_block: Balance, start: BlockNumber) -> Schedule {
        Schedule { locked, per_block, start }
    }

    /// The schedules after a loss of `lost` in the block `now`, one for each.
    fn each_after(
        schedules: &[Schedule],
        lost: Balance,
        now: BlockNumber,
    ) -> Vec<Option<Schedule>> {
        let before = sum(schedules, now);
        shrink(schedules.iter().copied(), before, before - lost, now).collect()
    }

    /// Those that are left.
    fn after(schedules: &[Schedule], lost: Balance, now: BlockNumber) -> Vec<Schedule> {
        each_after(schedules, lost, now).into_iter().flatten().collect()
    }

    fn sum(schedules: &[Schedule], now: BlockNumber) -> Balance {
        unvested(schedules.iter().copied(), now).unwrap()
    }

    #[test]
    fn worked_examples() {
        // 200 NES over 100 blocks, of which half is lost at the half: 50 over the other 50.
        let grant = schedule(200 * NES, 2 * NES, 0);
        assert_eq!(after(&[grant], 50 * NES, 50), [schedule(50 * NES, NES, 50)]);
        // Before the start.
        let later = schedule(200 * NES, 2 * NES, 30);
        assert_eq!(after(&[later], 50 * NES, 10), [schedule(150 * NES, 3 * NES / 2, 30)]);
        // Two schedules in proportion to 150 and 50; one that has ended is dropped.
        let three = [schedule(150, 3, 10), schedule(7, 1, 0), schedule(50, 1, 10)];
        assert_eq!(after(&three, 100, 10), [schedule(75, 2, 22), schedule(25, 1, 35)]);
        assert_eq!(after(&three, 200, 10), []);
        // Rounding up ends 101 planck in 51 blocks, so they begin 49 blocks later.
        assert_eq!(after(&[schedule(200, 2, 0)], 99, 0), [schedule(101, 2, 49)]);
        // A planck of the three is left, and belongs to the last.
        let equal = [schedule(1, 1, 9), schedule(1, 1, 9), schedule(1, 1, 9)];
        assert_eq!(after(&equal, 2, 9), [schedule(1, 1, 9)]);
    }

    #[test]
    fn a_schedule_beyond_all_blocks_shrinks() {
        let endless = schedule(NES, 1, 0);
        assert_eq!(endless.end(), NES);
        assert_eq!(after(&[endless], NES / 2, 0), [schedule(NES / 2, 1, BlockNumber::MAX)]);
        assert_eq!(schedule(NES, Balance::MAX, 0).unvested(2), 0);
        assert_eq!(schedule(NES, 0, 0).unvested(2), NES - 2);
    }

    /// Schedules of all sizes: from a few planck to a billion NES, over blocks or decades.
    fn schedules() -> impl Strategy<Value = Vec<Schedule>> {
        let amounts = prop_oneof![1..1_000_u128, 1..10 * NES, 1..1_000_000_000 * NES];
        let blocks = prop_oneof![1..100_u32, 1..100_000_000_u32];
        let starts = prop_oneof![0..100_u32, 0..100_000_000_u32];
        let one = (amounts, blocks, starts).prop_map(|(locked, blocks, start)| {
            schedule(locked, (locked / u128::from(blocks)).max(1), start)
        });
        prop::collection::vec(one, 1..=28)
    }

    /// The schedules, a block in which something has not vested, and a loss of a part of that.
    fn losses() -> impl Strategy<Value = (Vec<Schedule>, BlockNumber, Balance)> {
        let now = prop_oneof![0..200_u32, 0..200_000_000_u32];
        (schedules(), now, 0..=1_000_000_u128).prop_map(|(schedules, now, parts)| {
            let lost = sum(&schedules, now) * parts / 1_000_000;
            (schedules, now, lost)
        })
    }

    proptest! {
        #[test]
        fn what_is_left_is_what_was_there_less_the_loss((before, now, lost) in losses()) {
            prop_assert_eq!(sum(&after(&before, lost, now), now), sum(&before, now) - lost);
        }

        #[test]
        fn each_schedule_ends_when_it_did_and_keeps_its_proportion(
            (before, now, lost) in losses(),
        ) {
            let whole = sum(&before, now);
            for (old, new) in before.iter().zip(each_after(&before, lost, now)) {
                let kept = portion(whole - lost, old.unvested(now), whole);
                let left = new.map_or(0, |new| new.locked);
                prop_assert!(left == kept || left == kept + 1, "{old:?} keeps {left}");
                prop_assert!(left <= old.unvested(now));
                let Some(new) = new else { continue };
                prop_assert_eq!((new.end(), new.unvested(now)), (old.end(), left));
                prop_assert!(new.per_block <= old.per_block && new.start >= now.min(old.start));
            }
        }

        /// Checks that no later block has freed more since the loss than it would have without it,
        /// in all and of each schedule.
        #[test]
        fn no_block_frees_more(
            (before, now, lost) in losses(),
            blocks in prop::collection::vec(prop_oneof![1..300_u32, 1..200_000_000_u32], 1..20),
        ) {
            let freed = |schedules: &[Schedule], later: BlockNumber| {
                sum(schedules, now) - sum(schedules, now + later)
            };
            let each = each_after(&before, lost, now);
            for later in blocks {
                let all = after(&before, lost, now);
                prop_assert!(freed(&all, later) <= freed(&before, later));
                for (old, new) in before.iter().zip(&each) {
                    let free = new.map_or(0, |new| freed(&[new], later));
                    prop_assert!(free <= freed(&[*old], later), "{old:?} becomes {new:?}");
                }
            }
        }

        #[test]
        fn a_second_loss_frees_nothing_either(
            (before, now, lost) in losses(),
            later in 0..1_000_u32,
        ) {
            let once = after(&before, lost, now);
            let at = now + later;
            let twice = after(&once, sum(&once, at) / 3, at);
            for block in [at + 1, at + 10, at + 100_000] {
                let freed = |schedules: &[Schedule]| sum(schedules, at) - sum(schedules, block);
                prop_assert!(freed(&twice) <= freed(&once));
            }
        }
    }
}
