//! The issuance of NES, and the balance of an account.

use alloc::vec::Vec;

use codec::{Codec, Decode, Encode};
use nes_core::{Balance, EmissionParts, EraIndex};
use scale_info::TypeInfo;

sp_api::decl_runtime_apis! {
    /// The issuance of NES, and the balances of accounts.
    pub trait SupplyApi<AccountId: Codec, BlockNumber: Codec> {
        /// Returns the issuance, the amounts minted and burned, and its parts.
        fn supply() -> SupplyInfo;

        /// Returns the balance of `account`, and the reasons for which it cannot use some of it.
        fn account(account: AccountId) -> AccountInfo<BlockNumber>;
    }
}

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
    /// The bonds of open disputes, in their account.
    pub disputes: Balance,
    /// Rewards that wait for operators and delegators, in their pot.
    pub rewards: Balance,
    /// Emissions that wait for nodes, in their pot.
    pub emission: Balance,
    /// The treasury.
    pub treasury: Balance,
}

/// An account's NES, in planck: the free, held and reserved amounts sum to all of it.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct AccountInfo<BlockNumber> {
    /// The amount that is neither on hold nor reserved; some of it can be locked.
    pub free: Balance,
    /// The amount that a transfer can take now; the account may cease to exist by it.
    pub transferable: Balance,
    /// The amounts on hold, by reason; a reason at most once.
    pub held: Vec<HeldInfo>,
    /// The deposits for proxies, multisigs, referenda, bounties and identities.
    pub reserved: Balance,
    /// The NES that it can vote with: all of its balance.
    pub voting_power: Balance,
    /// The amount that vesting locks now, until somebody calls `vesting.vest`. Amounts on hold
    /// count towards it: locked NES can be staked, but neither transferred nor put into an escrow.
    pub vesting_locked: Balance,
    /// The vesting schedules, at most 28.
    pub vesting: Vec<VestingInfo<BlockNumber>>,
}

/// An amount on hold.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct HeldInfo {
    /// The reason.
    pub reason: HoldKind,
    /// The amount, in planck.
    pub amount: Balance,
}

/// The reasons for which NES are on hold.
#[derive(Encode, Decode, TypeInfo, Clone, Copy, PartialEq, Eq, Debug)]
pub enum HoldKind {
    /// The stake for the account's own node.
    Stake,
    /// The stake for other nodes.
    Delegation,
    /// The deposit for the node's profile.
    Profile,
    /// The bonds of appeals.
    Appeal,
    /// The deposits for services.
    Service,
    /// The deposits for offers.
    Offer,
    /// The deposit for session keys.
    SessionKeys,
    /// The deposits for preimages of calls and for discussion documents.
    Preimage,
    /// The deposits for motions of the technical collective, which asks for none.
    Motion,
    /// The deposits of safe mode, which asks for none.
    SafeMode,
}

/// A vesting schedule.
#[derive(Encode, Decode, TypeInfo, Clone, PartialEq, Eq, Debug)]
pub struct VestingInfo<BlockNumber> {
    /// The amount that it locked at first, in planck.
    pub locked: Balance,
    /// The amount that it still locks, in planck.
    pub locked_now: Balance,
    /// The amount that becomes free with each block, in planck.
    pub per_block: Balance,
    /// The block from which on it becomes free.
    pub starting_block: BlockNumber,
    /// The block from which on all of it is free.
    pub ending_block: BlockNumber,
}
