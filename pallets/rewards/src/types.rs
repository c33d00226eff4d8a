//! Eras and the earnings in them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Balance, EmissionParts, EraIndex};
use nes_ledger::{incentive, portion};
use scale_info::TypeInfo;
use sp_runtime::Perbill;

/// The points for a block.
pub const POINTS_PER_BLOCK: u32 = 20;

/// The number of ended eras that are kept: a month of the public clock.
pub const HISTORY_ERAS: EraIndex = 120;

/// The points of a node in an era, or of all nodes together.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct Points {
    /// The points of blocks: [`POINTS_PER_BLOCK`] for each.
    pub validation: u32,
    /// The points of work: the protocol's shares of the fees that settled work was paid, in planck.
    pub work: Balance,
}

impl Points {
    /// Returns the number of blocks.
    pub(crate) fn blocks(&self) -> u32 {
        self.validation.checked_div(POINTS_PER_BLOCK).unwrap_or(0)
    }

    /// Returns the sum of these and `more`; `None` if it cannot be counted.
    pub(crate) fn and(self, more: Self) -> Option<Self> {
        Some(Self {
            validation: self.validation.checked_add(more.validation)?,
            work: self.work.checked_add(more.work)?,
        })
    }
}

/// The running era.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug, Default)]
pub struct RunningEra {
    /// Its index.
    pub era: EraIndex,
    /// The points of all nodes.
    pub points: Points,
    /// The NES that settlements have burned in it, in planck.
    pub burned: Balance,
}

/// An era that has ended, with its emission and the state of the payments.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct EndedEra<AccountId> {
    /// The emission that was minted at its end.
    pub emission: EmissionParts,
    /// The points of all nodes.
    pub points: Points,
    /// The incentive ratio at its end.
    pub incentive_ratio: Perbill,
    /// The NES that settlements burned in it, in planck.
    pub burned: Balance,
    /// The issuance at its end, with its emission, in planck.
    pub issuance: Balance,
    /// The amount of the validators' part and the incentives that nobody has been paid, in planck;
    /// the treasury's when the era is distributed.
    pub unpaid: Balance,
    /// The node that was paid last, in the order of the rows.
    pub paid_to: Option<AccountId>,
    /// True if every node has been paid.
    pub distributed: bool,
}

impl<AccountId> EndedEra<AccountId> {
    /// Returns the payout of a node with `points`.
    pub fn payout(&self, points: Points) -> Payout {
        Payout::new(&self.emission, points, self.points, self.incentive_ratio)
    }
}

/// The payout of an era to a node, in planck.
#[derive(
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Debug,
    Default,
)]
pub struct Payout {
    /// The part for its blocks.
    pub validation: Balance,
    /// The part for its work.
    pub incentive: Balance,
}

impl Payout {
    /// Returns the payout of a node with `points` of the `total` from an `emission`.
    pub fn new(emission: &EmissionParts, points: Points, total: Points, ratio: Perbill) -> Self {
        let blocks = (points.validation.into(), total.validation.into());
        Self {
            validation: portion(emission.validators, blocks.0, blocks.1),
            incentive: incentive(points.work, total.work, emission.incentives, ratio),
        }
    }

    /// Returns the sum of both, in planck. It cannot overflow, because both are parts of one
    /// emission.
    pub fn sum(&self) -> Balance {
        self.validation.saturating_add(self.incentive)
    }
}

/// The payout of a node for the latest era that it was paid for.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct LastPayout {
    /// The era.
    pub era: EraIndex,
    /// The points of the node in that era.
    pub points: Points,
    /// The payout.
    pub payout: Payout,
}

/// The totals of the NES issued, minted and burned, in planck, without the burns of the running
/// era.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// The issuance at genesis.
    pub genesis: Balance,
    /// The NES that emissions have minted since genesis.
    pub minted: Balance,
    /// The NES that settlements had burned when the running era began.
    pub burned: Balance,
}

impl Totals {
    /// Returns the totals after further amounts were `minted` and `burned`; `None` if they cannot
    /// be counted.
    pub(crate) fn and(self, minted: Balance, burned: Balance) -> Option<Self> {
        Some(Self {
            minted: self.minted.checked_add(minted)?,
            burned: self.burned.checked_add(burned)?,
            ..self
        })
    }

    /// Returns the issuance that follows from the totals; `None` if it cannot be counted.
    pub(crate) fn issuance(&self) -> Option<Balance> {
        self.genesis.checked_add(self.minted)?.checked_sub(self.burned)
    }
}
