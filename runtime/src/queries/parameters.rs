//! Parameters and fixed numbers.

use alloc::{string::String, vec::Vec};

use frame_support::traits::Get;
use nes_core::{BlockNumber, MAX_COMMITTEE};
use nes_runtime_api::{FixedInfo, ParameterInfo, ParametersInfo};
use nes_support::params::{Parameter, Track};
use pallet_referenda::TracksInfo;
use pallet_tempo::{EpochSlots, EraEpochs, GovernanceDivisor, SlotMillis};

use super::{camel, governance::track_name};
use crate::{
    constants::{
        currency, deposits, fees,
        governance::{
            self, MotionDuration, SafeModeDuration, SafeModePause, UndecidingTimeout, VoteLocking,
        },
        limits,
        treasury::{self, BountyDelay, PayoutPeriod, SpendPeriod},
    },
    governance::{origins::Origin, tracks::Tracks},
    Disputes, Inference, Market, NodeStaking, OriginCaller, Rewards, Runtime,
};

/// Returns the parameters and the fixed numbers of the chain.
pub(crate) fn parameters() -> ParametersInfo<BlockNumber> {
    let pallets = [
        ("nodeStaking", NodeStaking::parameters()),
        ("market", Market::parameters()),
        ("inference", Inference::parameters()),
        ("disputes", Disputes::parameters()),
        ("rewards", Rewards::parameters()),
    ];
    let changeable = pallets.into_iter().flat_map(|(pallet, parameters)| {
        parameters.into_iter().map(move |parameter| changeable(pallet, parameter))
    });
    ParametersInfo { changeable: changeable.collect(), fixed: fixed() }
}

fn changeable(pallet: &str, parameter: Parameter<BlockNumber>) -> ParameterInfo<BlockNumber> {
    ParameterInfo {
        pallet: pallet.into(),
        name: camel(core::str::from_utf8(&parameter.name).unwrap_or_default()),
        value: parameter.value,
        unit: core::str::from_utf8(&parameter.unit).unwrap_or_default().into(),
        min: parameter.min,
        max: parameter.max,
        track: track(parameter.track),
        changed_at: parameter.changed_at,
    }
}

/// Returns the name of the track of governance that changes the parameters of `track`.
fn track(track: Track) -> String {
    let origin = match track {
        Track::ParameterAdmin => Origin::ParameterAdmin,
        Track::StakingAdmin => Origin::StakingAdmin,
    };
    Tracks::track_for(&OriginCaller::Origins(origin)).map(track_name).unwrap_or_default()
}

/// Creates a list of fixed numbers from a table, pallet by pallet: name, unit, number and reason.
macro_rules! table {
    ($($pallet:ident { $($name:ident: $unit:literal, $value:expr, $reason:literal;)+ })+) => {
        alloc::vec![$($(
            FixedInfo {
                pallet: stringify!($pallet).into(),
                name: stringify!($name).into(),
                value: $value.into(),
                unit: $unit.into(),
                reason: $reason.into(),
            },
        )+)+]
    };
}

fn fixed() -> Vec<FixedInfo> {
    [chain(), network(), votes()].concat()
}

/// Returns the fixed numbers of the chain: its clock, its blocks, NES, fees and deposits. As the
/// other two it is one table, however long.
fn chain() -> Vec<FixedInfo> {
    table! {
        tempo {
            slotMillis: "milliseconds", SlotMillis::<Runtime>::get(),
                "The time in which a block has to reach every validator and be executed.";
            epochSlots: "slots", EpochSlots::<Runtime>::get(),
                "The life of BABE's randomness, which has to come of many blocks.";
            eraEpochs: "epochs", EraEpochs::<Runtime>::get(),
                "The sessions with the same validators; periods of stake are counted in eras.";
            governanceDivisor: "times", GovernanceDivisor::<Runtime>::get(),
                "The periods of governance are the public chain's, by this; its own is 1.";
        }
        system {
            maxBlockWeight: "picoseconds", limits::BLOCK_WEIGHT.ref_time(),
                "A third of the public slot, so that a slow validator keeps up.";
            maxBlockLength: "bytes", limits::BLOCK_BYTES,
                "Room for an upgrade of the runtime, in what travels within a slot.";
            normalRatio: "parts per billion", limits::NORMAL_RATIO.deconstruct(),
                "The rest of each block is kept for operational calls and for hooks.";
            blockHashCount: "blocks", limits::BLOCK_HASHES,
                "The longest life of a mortal extrinsic: hours for those who sign by hand.";
        }
        balances {
            existentialDeposit: "planck", currency::EXISTENTIAL_DEPOSIT,
                "Accounts with next to nothing do not fill the state.";
        }
        transactionPayment {
            secondFee: "planck", fees::SECOND,
                "A full block costs some NES, the smallest extrinsic less than a hundredth of one.";
            byteFee: "planck", fees::BYTE,
                "Archives keep all bytes: a block full of them costs more than a full computation.";
            operationalFeeMultiplier: "times", fees::OPERATIONAL_MULTIPLIER,
                "Operational extrinsics come first while blocks are full.";
            authorShare: "parts per billion", fees::AUTHOR_SHARE.deconstruct(),
                "Enough for authors to take extrinsics, too little to fill blocks with their own.";
        }
        session {
            keyDeposit: "planck", deposits::SESSION_KEYS,
                "The state that a validator's keys take.";
        }
        preimage {
            baseDeposit: "planck", deposits::PREIMAGE,
                "Two rows: a gibibyte of state takes more than a thousandth of all NES.";
            byteDeposit: "planck", deposits::BYTE,
                "The price of a byte of state in every deposit.";
        }
    }
}

/// Returns the fixed numbers of the network of nodes.
fn network() -> Vec<FixedInfo> {
    table! {
        nodeStaking {
            maxValidators: "nodes", pallet_node_staking::MAX_VALIDATORS,
                "The votes of finality that every validator can follow.";
            maxUnbondingEras: "eras", pallet_node_staking::MAX_UNBONDING_ERAS,
                "Eight public weeks: no vote can lock stake in for longer.";
            cancelPeriod: "milliseconds",
                <Runtime as pallet_node_staking::Config>::CancelPeriod::get(),
                "A day to propose it and a whole vote on it: the eras of a deferral last as long.";
        }
        market {
            maxCommittee: "nodes", MAX_COMMITTEE,
                "The work of settling a task, which a block has to have room for.";
        }
        inference {
            blocksToDraw: "blocks", pallet_inference::BLOCKS_TO_DRAW,
                "Nobody who asks can know the randomness of the draw.";
            maxBlocksBehind: "blocks", pallet_inference::MAX_BLOCKS_BEHIND,
                "Requests wait for their turn while more is due than blocks can do.";
            blocksToCancel: "blocks", pallet_inference::BLOCKS_TO_CANCEL,
                "A draw that is so late may never come; before, nobody leaves one that he dislikes.";
            maxPatience: "blocks", pallet_inference::MAX_PATIENCE,
                "Seven more draws, which is what a payer can reserve of the time that draws have.";
            maxWork: "blocks", pallet_inference::MAX_WORK,
                "The time for which a request that nobody answers can occupy a slot.";
            maxInline: "bytes", pallet_inference::MAX_INLINE,
                "Every node keeps them as part of the block.";
            maxExtrinsic: "bytes", pallet_inference::MAX_EXTRINSIC,
                "Each request in an extrinsic searches the whole of it for its input.";
            maxUri: "bytes", pallet_inference::MAX_URI,
                "The state that an open task takes.";
        }
        rewards {
            cap: "planck", currency::ISSUANCE_CAP,
                "No vote on parameters can mint more: holders know how far they can be diluted.";
            pointsPerBlock: "points", pallet_rewards::POINTS_PER_BLOCK,
                "Only shares of points are paid, so any number does.";
            historyEras: "eras", pallet_rewards::HISTORY_ERAS,
                "A public month to look back on, in a state that does not grow with age.";
        }
    }
}

/// Returns the fixed numbers of referenda, the technical collective and the treasury.
fn votes() -> Vec<FixedInfo> {
    table! {
        referenda {
            submissionDeposit: "planck", governance::SUBMISSION_DEPOSIT,
                "A rejected proposal loses the use of it: the state remembers every referendum.";
            undecidingTimeout: "blocks", UndecidingTimeout::get(),
                "The time to find a decision deposit.";
        }
        convictionVoting {
            voteLockingPeriod: "blocks", VoteLocking::get(),
                "Those who carry a proposal by 1x conviction bear at least its enactment.";
            maxVotes: "votes", governance::VOTES,
                "The work of delegating to an account, which repeats all its votes on a track.";
        }
        scheduler {
            maxScheduledPerBlock: "calls", governance::SCHEDULED_PER_BLOCK,
                "More than it pays to schedule in order to keep an enactment out.";
        }
        technicalCommittee {
            motionDuration: "blocks", MotionDuration::get(),
                "The time for the technical collective to vote.";
        }
        safeMode {
            enterDuration: "blocks", SafeModeDuration::get(),
                "The time to propose a repair; after it the chain takes all calls again by itself.";
        }
        governanceState {
            safeModePause: "blocks", SafeModePause::get(),
                "The technical collective cannot stop the chain's calls without an end.";
        }
        treasury {
            spendPeriod: "blocks", SpendPeriod::get(),
                "Bounties that were approved are funded in rounds.";
            payoutPeriod: "blocks", PayoutPeriod::get(),
                "The time to collect a spend, after which it expires.";
        }
        bounties {
            bountyDepositPayoutDelay: "blocks", BountyDelay::get(),
                "The time to stop an award by a vote.";
            bountyValueMinimum: "planck", treasury::BOUNTY,
                "Worth its curator and its place in the state.";
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use sp_io::TestExternalities;

    use super::*;

    #[test]
    fn each_fixed_number_has_a_name_and_a_reason_of_its_own() {
        TestExternalities::default().execute_with(|| {
            let rows = fixed();
            let names: BTreeSet<_> = rows.iter().map(|row| (&row.pallet, &row.name)).collect();
            let reasons: BTreeSet<_> = rows.iter().map(|row| &row.reason).collect();
            assert_eq!((names.len(), reasons.len()), (rows.len(), rows.len()));
            assert!(rows.iter().all(|row| row.reason.ends_with('.')));
        });
    }
}
