//! Eras and what is earned in them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use nes_core::{Balance, EmissionParts, EraIndex};
use nes_ledger::{incentive, portion};
use scale_info::TypeInfo;
use sp_runtime::Permill;

/// What a node has done in an era, or all nodes together.
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
    /// [`POINTS_PER_BLOCK`](crate::POINTS_PER_BLOCK) for each block that it made.
    pub validation: u32,
    /// The protocol's shares of the fees that its settled work was paid, in planck.
    pub work: Balance,
}

impl Points {
    /// These and `more`; `None` when they cannot be counted.
    pub(crate) fn and(self, more: Self) -> Option<Self> {
        Some(Self {
            validation: self.validation.checked_add(more.validation)?,
            work: self.work.checked_add(more.work)?,
        })
    }
}

/// The era that runs.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug, Default)]
pub struct RunningEra {
    /// Its index.
    pub era: EraIndex,
    /// The points of all nodes.
    pub points: Points,
    /// What settlements have burned in it, in planck.
    pub burned: Balance,
}

/// An era that has ended: what it minted and for whom.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct EndedEra<AccountId> {
    /// What was minted at its end.
    pub emission: EmissionParts,
    /// The points of all nodes.
    pub points: Points,
    /// The incentive ratio when it ended.
    pub incentive_ratio: Permill,
    /// What settlements burned in it, in planck.
    pub burned: Balance,
    /// All NES that there were when it had ended, with its emission, in planck.
    pub issuance: Balance,
    /// What nobody has been paid of the validators' part and the incentives, in planck; the
    /// treasury's when the era is distributed.
    pub unpaid: Balance,
    /// The node that was paid last, in the order of the rows.
    pub paid_to: Option<AccountId>,
    /// Whether every node has been paid.
    pub distributed: bool,
}

/// What an era brings a node, in planck.
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
    /// For its blocks.
    pub validation: Balance,
    /// For its work.
    pub incentive: Balance,
}

impl Payout {
    /// What a node with `points` of the `total` earns of an `emission`.
    pub fn new(emission: &EmissionParts, points: Points, total: Points, ratio: Permill) -> Self {
        let blocks = (points.validation.into(), total.validation.into());
        Self {
            validation: portion(emission.validators, blocks.0, blocks.1),
            incentive: incentive(points.work, total.work, emission.incentives, ratio),
        }
    }

    /// Both, in planck. They are parts of one emission, which can be counted.
    pub fn sum(&self) -> Balance {
        self.validation.saturating_add(self.incentive)
    }
}

impl<AccountId> EndedEra<AccountId> {
    /// What a node with `points` earns.
    pub fn payout(&self, points: Points) -> Payout {
        Payout::new(&self.emission, points, self.points, self.incentive_ratio)
    }
}

/// What a node was paid for the latest era that it was paid for.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct LastPayout {
    /// The era that it was for.
    pub era: EraIndex,
    /// What the node had done in that era.
    pub points: Points,
    /// What it was paid.
    pub payout: Payout,
}

/// All NES that ever came and went, in planck, but for what the running era has burned.
#[derive(Encode, Decode, MaxEncodedLen, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// What there was at genesis.
    pub genesis: Balance,
    /// What emissions have minted since.
    pub minted: Balance,
    /// What settlements have burned until the running era began.
    pub burned: Balance,
}

impl Totals {
    /// These, after so much more was `minted` and `burned`; `None` when that cannot be counted.
    pub(crate) fn and(self, minted: Balance, burned: Balance) -> Option<Self> {
        Some(Self {
            minted: self.minted.checked_add(minted)?,
            burned: self.burned.checked_add(burned)?,
            ..self
        })
    }

    /// What there has to be.
    pub(crate) fn issuance(&self) -> Option<Balance> {
        self.genesis.checked_add(self.minted)?.checked_sub(self.burned)
    }
}
