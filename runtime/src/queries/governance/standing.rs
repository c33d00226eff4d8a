//! The standing of an ongoing referendum.

use nes_core::{Balance, BlockNumber};
use nes_runtime_api::{
    ForecastInfo, MissingInfo, ReferendumEnd, ReferendumStage, ReferendumStanding, ShareInfo,
};
use pallet_referenda::TrackInfo;
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, PerThing, Perbill, Rounding};

/// An ongoing referendum by the votes of now.
pub(super) struct Standing<'a> {
    /// Votes for it.
    pub(super) ayes: Balance,
    /// Votes against it.
    pub(super) nays: Balance,
    /// NES that said aye or abstained.
    pub(super) seconds: Balance,
    /// `ayes` as a part of all votes.
    pub(super) approval: Perbill,
    /// `seconds` as a part of `votable`.
    pub(super) support: Perbill,
    /// All NES that can vote.
    pub(super) votable: Balance,
    /// The block that has just been made.
    pub(super) now: BlockNumber,
    /// The referendum's stage.
    pub(super) stage: ReferendumStage<BlockNumber>,
    /// Its track.
    pub(super) track: &'a TrackInfo<Balance, BlockNumber>,
}

impl Standing<'_> {
    pub(super) fn info(&self) -> ReferendumStanding<BlockNumber> {
        let (approval, support) = match self.stage {
            ReferendumStage::Deciding { since, .. } | ReferendumStage::Confirming { since, .. } => {
                self.needed(since, self.now)
            }
            _ => self.needed(self.now, self.now),
        };
        ReferendumStanding {
            missing: MissingInfo {
                ayes: missing_ayes(self.ayes, self.nays, approval),
                support: support.mul_ceil(self.votable).saturating_sub(self.seconds),
            },
            approval: ShareInfo { now: self.approval, needed: approval },
            support: ShareInfo { now: self.support, needed: support },
            votable: self.votable,
            forecast: self.forecast().map(|(outcome, block)| ForecastInfo {
                outcome,
                block,
                blocks_left: block.saturating_sub(self.now),
            }),
        }
    }

    /// Returns the approval and the support that a decision `since` then needs in `block`.
    fn needed(&self, since: BlockNumber, block: BlockNumber) -> (Perbill, Perbill) {
        let period = self.track.decision_period;
        let elapsed = block.saturating_sub(since).min(period);
        let part = Perbill::from_rational(elapsed, period);
        (self.track.min_approval.threshold(part), self.track.min_support.threshold(part))
    }

    fn passes(&self, since: BlockNumber, block: BlockNumber) -> bool {
        let (approval, support) = self.needed(since, block);
        self.approval >= approval && self.support >= support
    }

    /// Returns the outcome and its block, if nobody votes any more; nothing for one that waits in
    /// the queue for others.
    fn forecast(&self) -> Option<(ReferendumEnd, BlockNumber)> {
        let next = self.now.saturating_add(1);
        Some(match self.stage {
            ReferendumStage::AwaitingDeposit { ends } => (ReferendumEnd::TimedOut, ends.max(next)),
            ReferendumStage::Preparing { ends } => self.decided(ends.max(next), ends.max(next)),
            ReferendumStage::Queued => return None,
            ReferendumStage::Confirming { since, ends } if self.passes(since, next) => {
                (ReferendumEnd::Approved, ends.max(next))
            }
            ReferendumStage::Deciding { since, .. } | ReferendumStage::Confirming { since, .. } => {
                self.decided(since, next)
            }
        })
    }

    /// Returns the outcome of a decision `since` then, which is looked at in the block `from` next
    /// and is not confirming.
    fn decided(&self, since: BlockNumber, from: BlockNumber) -> (ReferendumEnd, BlockNumber) {
        let last = since.saturating_add(self.track.decision_period).max(from);
        if !self.passes(since, last) {
            return (ReferendumEnd::Rejected, last);
        }
        // The curves only fall, so that it passes from one block on.
        let (mut first, mut end) = (from, last);
        while first < end {
            let middle = first.midpoint(end);
            if self.passes(since, middle) {
                end = middle;
            } else {
                first = middle.saturating_add(1);
            }
        }
        (ReferendumEnd::Approved, first.saturating_add(self.track.confirm_period))
    }
}

/// Returns the fewest further ayes with which the ayes are the `needed` part of all votes.
fn missing_ayes(ayes: Balance, nays: Balance, needed: Perbill) -> Option<Balance> {
    let enough = match nays {
        _ if needed.is_zero() => 0,
        0 => 1,
        _ if needed.is_one() => return None,
        nays => {
            let (part, rest) = (needed.deconstruct(), needed.left_from_one().deconstruct());
            multiply_by_rational_with_rounding(nays, part.into(), rest.into(), Rounding::Up)?
        }
    };
    Some(enough.saturating_sub(ayes))
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "a test may panic")]
mod tests {
    use super::*;
    use crate::governance::tracks::TRACKS;

    type Track = TrackInfo<Balance, BlockNumber>;

    const VOTABLE: Balance = 1_000_000_007;
    const SINCE: BlockNumber = 1_000;
    /// Ayes, nays and NES behind the ayes, from no vote to all votes.
    const VOTES: [(Balance, Balance, Balance); 8] = [
        (0, 0, 0),
        (1, 0, 1),
        (0, 7, 0),
        (60_000_000, 40_000_000, 60_000_000),
        (90_000_000, 90_000_001, 30_000_000),
        (400_000_000, 99_999_999, 400_000_000),
        (350_000_000, 1, 50_000_000),
        (VOTABLE, 0, VOTABLE),
    ];

    /// The tracks of a public chain and of a development one.
    fn tracks() -> impl Iterator<Item = Track> {
        TRACKS.iter().flat_map(|spec| [1, 100_000].map(|divisor| spec.info(divisor)))
    }

    fn standing(
        track: &Track,
        (ayes, nays, seconds): (Balance, Balance, Balance),
        now: BlockNumber,
    ) -> Standing<'_> {
        Standing {
            ayes,
            nays,
            seconds,
            approval: match ayes + nays {
                0 => Perbill::zero(),
                votes => Perbill::from_rational(ayes, votes),
            },
            support: Perbill::from_rational(seconds, VOTABLE),
            votable: VOTABLE,
            now,
            stage: ReferendumStage::Deciding { since: SINCE, ends: SINCE + track.decision_period },
            track,
        }
    }

    /// The blocks of a decision at which a test looks.
    fn moments(track: &Track) -> impl Iterator<Item = BlockNumber> {
        let period = track.decision_period;
        [0, 1, period / 3, period - 1, period, period + 7]
            .map(|elapsed| SINCE + elapsed)
            .into_iter()
    }

    #[test]
    fn it_passes_with_what_is_missing_and_not_with_less() {
        for track in tracks() {
            for now in moments(&track) {
                for (ayes, nays, seconds) in VOTES {
                    let MissingInfo { ayes: missing, support } =
                        standing(&track, (ayes, nays, seconds), now).info().missing;
                    let Some(missing) = missing else {
                        let most = (Balance::MAX / 4, nays, VOTABLE);
                        assert!(nays > 0 && !standing(&track, most, now).passes(SINCE, now));
                        continue;
                    };
                    let enough = (ayes + missing, nays, seconds + support);
                    assert!(standing(&track, enough, now).passes(SINCE, now));
                    let less = [
                        (missing > 0).then(|| (enough.0 - 1, nays, enough.2)),
                        (support > 0).then(|| (enough.0, nays, enough.2 - 1)),
                    ];
                    for votes in less.into_iter().flatten() {
                        assert!(!standing(&track, votes, now).passes(SINCE, now));
                    }
                }
            }
        }
    }

    #[test]
    fn the_forecast_is_the_first_block_in_which_it_passes_and_the_confirmation() {
        for track in tracks() {
            for now in moments(&track) {
                for votes in VOTES {
                    let standing = standing(&track, votes, now);
                    let last = (SINCE + track.decision_period).max(now + 1);
                    let first = (now + 1..=last).find(|block| standing.passes(SINCE, *block));
                    let expected = match first {
                        Some(first) => (ReferendumEnd::Approved, first + track.confirm_period),
                        None => (ReferendumEnd::Rejected, last),
                    };
                    assert_eq!(standing.forecast(), Some(expected));
                }
            }
        }
    }

    #[test]
    fn a_confirmation_ends_as_it_was_set_unless_votes_stop_it() {
        let track = TRACKS[0].info(1);
        let ends = SINCE + 9;
        let confirming = |votes, now| {
            let stage = ReferendumStage::Confirming { since: SINCE, ends };
            Standing { stage, ..standing(&track, votes, now) }.forecast()
        };
        let carried = (VOTABLE, 0, VOTABLE);
        assert_eq!(confirming(carried, SINCE), Some((ReferendumEnd::Approved, ends)));
        assert_eq!(confirming(carried, ends + 3), Some((ReferendumEnd::Approved, ends + 4)));
        let stopped = Some((ReferendumEnd::Rejected, SINCE + track.decision_period));
        assert_eq!(confirming((1, VOTABLE, 1), SINCE), stopped);
    }

    #[test]
    fn before_the_decision_the_forecast_begins_with_it() {
        let track = TRACKS[0].info(1);
        let ends = SINCE + track.prepare_period;
        let at = |stage, votes| Standing { stage, ..standing(&track, votes, SINCE) };
        let preparing = at(ReferendumStage::Preparing { ends }, (VOTABLE, 0, VOTABLE));
        let approved = Some((ReferendumEnd::Approved, ends + track.confirm_period));
        assert_eq!(preparing.forecast(), approved);
        let info = at(ReferendumStage::Preparing { ends }, (0, 0, 0)).info();
        assert_eq!(info.approval.needed, track.min_approval.threshold(Perbill::zero()));
        assert_eq!(info.support.needed, Perbill::from_percent(50));
        assert_eq!(at(ReferendumStage::Queued, (1, 0, 1)).forecast(), None);
        let waiting = at(ReferendumStage::AwaitingDeposit { ends }, (1, 0, 1));
        assert_eq!(waiting.forecast(), Some((ReferendumEnd::TimedOut, ends)));
    }
}
