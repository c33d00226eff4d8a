//! The places of all NES by the chain, compared with a sum over all accounts.

use nes_core::Balance;
use nes_runtime::{
    Disputes, Inference, NodeStaking, Rewards, Runtime, RuntimeHoldReason::Market,
    RuntimeHoldReason::NodeStaking as Staking, Treasury,
};
use nes_runtime_api::{runtime_decl_for_supply_api::SupplyApiV1, SupplyParts};
use pallet_market::HoldReason as Deposit;
use pallet_node_staking::HoldReason as Stake;

use super::money::Money;

/// The chain's answer is what `money` and the holds say.
pub(super) fn check(money: &Money) {
    let supply = Runtime::supply();
    assert_eq!(supply.issuance, money.issuance());
    assert_eq!(supply.issuance, supply.genesis + supply.minted - supply.burned);
    assert!(supply.issuance <= supply.cap);
    assert_eq!(supply.parts, parts(money));
    assert_eq!(sum(&supply.parts), supply.issuance);
}

fn sum(parts: &SupplyParts) -> Balance {
    let SupplyParts {
        accounts,
        staked,
        delegated,
        deposits,
        tasks,
        disputes,
        rewards,
        emission,
        treasury,
    } = *parts;
    accounts + staked + delegated + deposits + tasks + disputes + rewards + emission + treasury
}

/// The parts, account by account.
fn parts(money: &Money) -> SupplyParts {
    let mut parts = SupplyParts {
        accounts: money.sum(),
        staked: 0,
        delegated: 0,
        deposits: 0,
        tasks: money.of(&Inference::escrow_account()),
        disputes: money.of(&Disputes::pot()),
        rewards: money.of(&NodeStaking::reward_pot()),
        emission: money.of(&Rewards::emission_pot()),
        treasury: money.of(&Treasury::account_id()),
    };
    let others = parts.tasks + parts.disputes + parts.rewards + parts.emission + parts.treasury;
    parts.accounts -= others;
    for hold in pallet_balances::Holds::<Runtime>::iter_values().flatten() {
        let part = match hold.id {
            Staking(Stake::Stake) => &mut parts.staked,
            Staking(Stake::Delegation) => &mut parts.delegated,
            Staking(Stake::Profile | Stake::Appeal) | Market(Deposit::Service | Deposit::Offer) => {
                &mut parts.deposits
            }
            _ => continue,
        };
        *part += hold.amount;
        parts.accounts -= hold.amount;
    }
    parts
}
