//! An era's emission.

use codec::{Decode, Encode};
use nes_core::{Balance, EmissionParts, EraIndex};
use scale_info::TypeInfo;
use sp_runtime::Permill;

/// The emission of an era, and the points that it is divided by.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct EraInfo {
    /// The era.
    pub era: EraIndex,
    /// Its state.
    pub state: EraState,
    /// The emission that was minted at its end, in planck; for the running era the emission if it
    /// ended now.
    pub emission: EmissionParts,
    /// The points of all nodes.
    pub points: PointsInfo,
    /// The most that work earns, as a part of its points.
    pub incentive_ratio: Permill,
    /// The NES that settlements have burned in it, in planck.
    pub burned: Balance,
    /// The issuance at its end, with its emission, or for the running era the issuance now; in
    /// planck.
    pub issuance: Balance,
    /// The part of it that nobody has been paid, in planck; the treasury's once it is distributed.
    pub unpaid: Balance,
}

/// The state of an era.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum EraState {
    /// It runs.
    Running,
    /// It has ended, and not every node has been paid.
    Ended,
    /// Every node has been paid, and the treasury the rest.
    Distributed,
}

/// The points of blocks and of work in an era.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct PointsInfo {
    /// The points of blocks: 20 for each.
    pub validation: u32,
    /// The points of work: the amount that it has paid to the protocol, in planck.
    pub work: Balance,
}
