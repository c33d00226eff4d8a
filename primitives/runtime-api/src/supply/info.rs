//! The issuance of NES and its parts.

use codec::{Decode, Encode};
use nes_core::{Balance, EmissionParts, EraIndex};
use scale_info::TypeInfo;

/// All NES, in planck: `issuance = genesis + minted − burned`, at most the cap.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct SupplyInfo {
    /// The issuance now.
    pub issuance: Balance,
    /// The cap of the issuance.
    pub cap: Balance,
    /// The issuance at genesis.
    pub genesis: Balance,
    /// The NES that emissions have minted since genesis.
    pub minted: Balance,
    /// The NES that settlements have burned since genesis.
    pub burned: Balance,
    /// The last era that has ended; `None` in the first one.
    pub last_era: Option<EraSupply>,
    /// The emission that the running era would mint if it ended now.
    pub next_emission: EmissionParts,
    /// The parts of the issuance.
    pub parts: SupplyParts,
}

/// The change of the issuance by an era, in planck.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct EraSupply {
    /// The era.
    pub era: EraIndex,
    /// The NES that were minted at its end.
    pub minted: Balance,
    /// The NES that settlements burned in it.
    pub burned: Balance,
}

/// The parts of the issuance by place, in planck; they sum to it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct SupplyParts {
    /// The NES in accounts: free ones, those that vesting locks included, and the deposits that no
    /// other part counts, such as those of session keys, proxies and multisigs.
    pub accounts: Balance,
    /// The stake of operators, active or on its way out. The loss by slashes is part of it until it
    /// is moved.
    pub staked: Balance,
    /// The stake of delegators, in the same way.
    pub delegated: Balance,
    /// Deposits for services, offers and profiles, and the bonds of appeals.
    pub deposits: Balance,
    /// The escrows of open tasks, in their account.
    pub tasks: Balance,
    /// Rewards that wait for operators and delegators, in their pot.
    pub rewards: Balance,
    /// Emissions that wait for nodes, in their pot.
    pub emission: Balance,
    /// The treasury.
    pub treasury: Balance,
}
