//! All NES that there are.

use codec::{Decode, Encode};
use nes_core::{Balance, EmissionParts, EraIndex};
use scale_info::TypeInfo;

/// All NES, in planck: `issuance = genesis + minted − burned`, at most the cap.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct SupplyInfo {
    /// What there is now.
    pub issuance: Balance,
    /// What there can ever be.
    pub cap: Balance,
    /// What there was at genesis.
    pub genesis: Balance,
    /// What emissions have minted since.
    pub minted: Balance,
    /// What settlements have burned since.
    pub burned: Balance,
    /// The last era that has ended; `None` in the first one.
    pub last_era: Option<EraSupply>,
    /// What the running era would mint if it ended now.
    pub next_emission: EmissionParts,
    /// Where the issuance is.
    pub parts: SupplyParts,
}

/// What an era changed, in planck.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct EraSupply {
    /// The era.
    pub era: EraIndex,
    /// What was minted at its end.
    pub minted: Balance,
    /// What settlements burned in it.
    pub burned: Balance,
}

/// Where all NES are, in planck; the parts sum to the issuance.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct SupplyParts {
    /// In accounts: free, locked by vesting too, and the deposits of session keys, proxies and
    /// multisigs.
    pub accounts: Balance,
    /// At stake of operators, active or on its way out. What slashes have taken is among it until
    /// it is moved.
    pub staked: Balance,
    /// At stake of delegators, in the same way.
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
