//! An era's emission.

use codec::{Decode, Encode};
use nes_core::{Balance, EmissionParts, EraIndex};
use scale_info::TypeInfo;
use sp_runtime::Permill;

/// What an era mints and for what.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct EraInfo {
    /// The era.
    pub era: EraIndex,
    /// How far it is.
    pub state: EraState,
    /// What was minted at its end, in planck; of the one that runs, what would be if it ended now.
    pub emission: EmissionParts,
    /// The points of all nodes.
    pub points: PointsInfo,
    /// The most that work earns, as a part of its points.
    pub incentive_ratio: Permill,
    /// What settlements have burned in it, in planck.
    pub burned: Balance,
    /// All NES when it had ended, with its emission, or now, in planck.
    pub issuance: Balance,
    /// What nobody has been paid of it, in planck; the treasury's once it is distributed.
    pub unpaid: Balance,
}

/// How far an era is.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum EraState {
    /// It runs.
    Running,
    /// It has ended, and not every node has been paid.
    Ended,
    /// Every node has been paid, and the treasury the rest.
    Distributed,
}

/// What is done in an era.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PointsInfo {
    /// 20 for each block.
    pub validation: u32,
    /// What work has paid to the protocol, in planck.
    pub work: Balance,
}
