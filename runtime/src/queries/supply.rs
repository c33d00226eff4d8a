//! The answers about the issuance and the balances of accounts.

use alloc::vec::Vec;

use frame_support::traits::{
    fungible::Inspect,
    tokens::{Fortitude, Preservation},
    LockIdentifier,
};
use nes_core::{AccountId, Balance, BlockNumber};
use nes_runtime_api::{
    AccountInfo, EraSupply, HeldInfo, HoldKind, SupplyInfo, SupplyParts, VestingInfo,
};
use pallet_market::HoldReason as Deposit;
use pallet_node_staking::HoldReason as Stake;
use sp_runtime::{traits::ConvertInto, SaturatedConversion};

use super::{governance, rewards::total};
use crate::{
    Balances, Disputes, Inference, Market, NodeStaking, Rewards, Runtime, RuntimeHoldReason,
    System, Treasury, Vesting,
};

/// The name of vesting's lock, which its pallet keeps to itself.
const VESTING_LOCK: LockIdentifier = *b"vesting ";

/// Returns the issuance, the amounts minted and burned, and its parts.
pub(crate) fn supply() -> SupplyInfo {
    let totals = Rewards::supply();
    let issuance = Balances::total_issuance();
    let last = Rewards::running_era().era.checked_sub(1);
    SupplyInfo {
        issuance,
        cap: Rewards::cap(),
        genesis: totals.genesis,
        minted: totals.minted,
        burned: totals.burned,
        last_era: last.and_then(|era| {
            let ended = Rewards::ended_era(era)?;
            Some(EraSupply { era, minted: total(&ended.emission), burned: ended.burned })
        }),
        next_emission: Rewards::expected_emission(),
        parts: parts(issuance),
    }
}

/// Returns the parts of the `issuance`.
fn parts(issuance: Balance) -> SupplyParts {
    let mut parts = SupplyParts {
        accounts: issuance,
        staked: NodeStaking::held(Stake::Stake),
        delegated: NodeStaking::held(Stake::Delegation),
        deposits: deposits(),
        tasks: Balances::total_balance(&Inference::escrow_account()),
        disputes: Balances::total_balance(&Disputes::pot()),
        rewards: Balances::total_balance(&NodeStaking::reward_pot()),
        emission: Balances::total_balance(&Rewards::emission_pot()),
        treasury: Balances::total_balance(&Treasury::account_id()),
    };
    // They are parts of the issuance, so no subtraction saturates.
    for part in [
        parts.staked,
        parts.delegated,
        parts.deposits,
        parts.tasks,
        parts.disputes,
        parts.rewards,
        parts.emission,
        parts.treasury,
    ] {
        parts.accounts = parts.accounts.saturating_sub(part);
    }
    parts
}

fn deposits() -> Balance {
    let staking = [Stake::Profile, Stake::Appeal].map(NodeStaking::held);
    let market = [Deposit::Service, Deposit::Offer].map(Market::held);
    staking.into_iter().chain(market).fold(0, Balance::saturating_add)
}

/// Returns the balance of `account`.
pub(crate) fn account(account: &AccountId) -> AccountInfo<BlockNumber> {
    let data = System::account(account).data;
    let holds = pallet_balances::Holds::<Runtime>::get(account);
    let held = holds.iter().fold(0, |sum: Balance, hold| sum.saturating_add(hold.amount));
    let (expendable, polite) = (Preservation::Expendable, Fortitude::Polite);
    AccountInfo {
        free: data.free,
        transferable: Balances::reducible_balance(account, expendable, polite),
        held: holds
            .into_iter()
            .map(|hold| HeldInfo { reason: kind(hold.id), amount: hold.amount })
            .collect(),
        reserved: data.reserved.saturating_sub(held),
        voting_power: governance::total(account),
        vesting_locked: locked(account),
        vesting: vesting(account),
    }
}

fn kind(reason: RuntimeHoldReason) -> HoldKind {
    match reason {
        RuntimeHoldReason::NodeStaking(Stake::Stake) => HoldKind::Stake,
        RuntimeHoldReason::NodeStaking(Stake::Delegation) => HoldKind::Delegation,
        RuntimeHoldReason::NodeStaking(Stake::Profile) => HoldKind::Profile,
        RuntimeHoldReason::NodeStaking(Stake::Appeal) => HoldKind::Appeal,
        RuntimeHoldReason::Market(Deposit::Service) => HoldKind::Service,
        RuntimeHoldReason::Market(Deposit::Offer) => HoldKind::Offer,
        RuntimeHoldReason::Session(_) => HoldKind::SessionKeys,
        RuntimeHoldReason::Preimage(_) => HoldKind::Preimage,
        RuntimeHoldReason::TechnicalCommittee(_) => HoldKind::Motion,
        RuntimeHoldReason::SafeMode(_) => HoldKind::SafeMode,
    }
}

/// Returns the amount that vesting locks in `account`, whatever has become free since the last
/// update of the lock.
fn locked(account: &AccountId) -> Balance {
    let locks = Balances::locks(account);
    let vesting = locks.iter().find(|lock| lock.id == VESTING_LOCK);
    vesting.map_or(0, |lock| lock.amount)
}

fn vesting(account: &AccountId) -> Vec<VestingInfo<BlockNumber>> {
    let now = System::block_number();
    let schedules = Vesting::vesting(account.clone()).into_iter().flatten();
    schedules
        .map(|schedule| VestingInfo {
            locked: schedule.locked(),
            locked_now: schedule.locked_at::<ConvertInto>(now),
            per_block: schedule.per_block(),
            starting_block: schedule.starting_block(),
            ending_block: schedule.ending_block_as_balance::<ConvertInto>().saturated_into(),
        })
        .collect()
}
