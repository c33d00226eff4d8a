//! The runtime API of nodes and of the stake behind them.

use frame_support::{
    assert_ok,
    traits::{
        fungible::Balanced,
        tokens::{Fortitude::Polite, Precision::Exact, Preservation::Preserve},
    },
};
use nes_core::{AccountId, Balance, MemberConduct, ServiceFault, ServiceKey};
use nes_runtime::{
    constants::currency::UNIT, genesis::DEVELOPMENT, Balances, NodeStaking, Runtime,
};
use nes_runtime_api::{
    runtime_decl_for_nodes_api::NodesApiV1, CommissionRaise, ConductInfo, OnHold, OperatorInfo,
    SlashKind, SlashStage, UnbondingInfo,
};
use nes_traits::NodeRewards;
use pallet_node_staking::{Call as StakingCall, ProfileInput};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Ferdie};
use sp_runtime::Perbill;

use crate::common::{call, fail_era, judge, on_chain, run};

/// Blocks of an era on the development clock.
const ERA: u32 = 20;
const STAKE: Balance = 10_000 * UNIT;

fn bob() -> AccountId {
    Bob.to_account_id()
}

fn register(who: Sr25519Keyring) {
    let profile = ProfileInput {
        name: Default::default(),
        endpoint: Default::default(),
        service_key: ServiceKey::Sr25519(who.public()),
    };
    let commission = Perbill::from_percent(10);
    assert_ok!(call(who, StakingCall::register { profile, commission, stake: STAKE }));
}

fn delegate(who: Sr25519Keyring, amount: Balance) {
    assert_ok!(call(who, StakingCall::delegate { node: bob(), amount }));
}

fn bobs_view() -> OperatorInfo<AccountId> {
    Runtime::operator(bob()).unwrap()
}

#[test]
fn nodes_come_page_by_page() {
    on_chain(DEVELOPMENT, || {
        [Bob, Charlie, Dave].into_iter().for_each(register);
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let page = Runtime::list(cursor, 3);
            seen.extend(page.items);
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen, Runtime::list(None, 1_000).items);
        assert_eq!(seen.len(), 4);
        for who in [Alice, Bob, Charlie, Dave] {
            let who = who.to_account_id();
            let (_, info) = seen.iter().find(|(node, _)| *node == who).unwrap();
            assert_eq!(Runtime::info(who).as_ref(), Some(info));
        }
    });
}

#[test]
fn positions_come_page_by_page_with_the_operators_among_them() {
    on_chain(DEVELOPMENT, || {
        register(Bob);
        delegate(Eve, 100 * UNIT);
        delegate(Ferdie, 200 * UNIT);
        let first = Runtime::delegations(bob(), None, 2).unwrap();
        let rest = Runtime::delegations(bob(), first.next_cursor, 2).unwrap();
        assert_eq!(rest.next_cursor, None);
        let positions: Vec<_> = first.items.into_iter().chain(rest.items).collect();
        assert_eq!(positions.len(), 3);
        for (who, active) in [(Bob, STAKE), (Eve, 100 * UNIT), (Ferdie, 200 * UNIT)] {
            let who = who.to_account_id();
            let (_, position) = positions.iter().find(|(staker, _)| *staker == who).unwrap();
            assert_eq!(position.active, active);
            assert_eq!(Runtime::delegation(bob(), who).as_ref(), Some(position));
        }
    });
}

#[test]
fn a_pending_slash_lowers_every_value_and_leaves_the_holds() {
    on_chain(DEVELOPMENT, || {
        register(Bob);
        delegate(Eve, 1_000 * UNIT);
        let undelegate = StakingCall::undelegate { node: bob(), amount: 400 * UNIT };
        assert_ok!(call(Eve, undelegate));
        fail_era(&bob());

        let info = Runtime::info(bob()).unwrap();
        assert_eq!(info.stake, 10_589_400 * UNIT / 1_000);
        assert_eq!(info.self_stake, 9_990 * UNIT);
        assert_eq!(info.unbonding, 399_600 * UNIT / 1_000);
        assert!(info.slash_pending);
        let position = Runtime::delegation(bob(), Eve.to_account_id()).unwrap();
        assert_eq!(position.active, 599_400 * UNIT / 1_000);
        let value = 399_600 * UNIT / 1_000;
        assert_eq!(position.unbonding, [UnbondingInfo { value, unlock_era: 6 }]);
        assert_eq!(position.held, 1_000 * UNIT);
    });
}

#[test]
fn stake_that_has_matured_before_a_slash_keeps_its_value() {
    on_chain(DEVELOPMENT, || {
        register(Bob);
        delegate(Eve, 1_000 * UNIT);
        let undelegate = || StakingCall::undelegate { node: bob(), amount: 400 * UNIT };
        assert_ok!(call(Eve, undelegate()));
        run(6 * ERA + 1);
        assert_ok!(call(Eve, undelegate()));
        fail_era(&bob());

        let position = Runtime::delegation(bob(), Eve.to_account_id()).unwrap();
        let matured = UnbondingInfo { value: 400 * UNIT, unlock_era: 6 };
        let later = UnbondingInfo { value: 399_600 * UNIT / 1_000, unlock_era: 12 };
        assert_eq!(position.unbonding, [matured, later]);
    });
}

#[test]
fn a_slash_is_pending_then_appealed_then_executed() {
    on_chain(DEVELOPMENT, || {
        register(Bob);
        fail_era(&bob());
        let [slash] = bobs_view().open_slashes.try_into().unwrap();
        assert_eq!((slash.id, slash.era), (0, 1));
        assert_eq!(slash.kind, SlashKind::Service);
        assert_eq!(slash.fraction, Perbill::from_perthousand(1));
        let stage = SlashStage::Pending { execute_era: 4, appeal: None, appealable: true };
        assert_eq!(slash.stage, stage);

        assert_ok!(call(Bob, StakingCall::appeal { slash: 0 }));
        let [slash] = bobs_view().open_slashes.try_into().unwrap();
        // The loss is 10 NES, and so is the bond.
        let appeal = Some(10 * UNIT);
        let stage = SlashStage::Pending { execute_era: 6, appeal, appealable: false };
        assert_eq!(slash.stage, stage);
        assert_eq!(bobs_view().on_hold.appeals, 10 * UNIT);

        run(6 * ERA);
        assert!(bobs_view().open_slashes.is_empty());
        assert_eq!(bobs_view().on_hold.appeals, 0);
        let [slash] = Runtime::slashes(bob()).unwrap().try_into().unwrap();
        assert_eq!(slash.stage, SlashStage::Executed);
    });
}

#[test]
fn what_can_be_claimed_is_the_part_of_the_reward() {
    on_chain(DEVELOPMENT, || {
        register(Bob);
        delegate(Eve, STAKE);
        let ferdie = Ferdie.to_account_id();
        let reward = Balances::withdraw(&ferdie, 1_000 * UNIT, Exact, Preserve, Polite);
        assert!(NodeStaking::reward(&bob(), reward.unwrap()).is_ok());

        let claimable = bobs_view().claimable;
        assert_eq!((claimable.rewards, claimable.commission), (450 * UNIT, 100 * UNIT));
        let position = Runtime::delegation(bob(), Eve.to_account_id()).unwrap();
        assert_eq!(position.claimable, 450 * UNIT);
        assert_ok!(call(Eve, StakingCall::claim { node: bob() }));
        let position = Runtime::delegation(bob(), Eve.to_account_id()).unwrap();
        assert_eq!(position.claimable, 0);
    });
}

#[test]
fn what_a_node_has_on_hold_is_without_its_operators_delegations() {
    on_chain(DEVELOPMENT, || {
        [Bob, Charlie].into_iter().for_each(register);
        delegate(Charlie, 1_000 * UNIT);
        let view = Runtime::operator(Charlie.to_account_id()).unwrap();
        assert_eq!(view.on_hold, OnHold { stake: STAKE, profile: UNIT, appeals: 0 });
    });
}

#[test]
fn an_operator_sees_its_stake_its_deposit_and_its_conduct() {
    on_chain(DEVELOPMENT, || {
        register(Bob);
        let view = bobs_view();
        assert_eq!((view.on_hold.stake, view.on_hold.profile), (STAKE, UNIT));
        assert!(!view.queued && !view.disabled && !view.info.in_set);

        (0..20).for_each(|_| judge(&bob(), MemberConduct::Attended));
        judge(&bob(), MemberConduct::Failed(ServiceFault::NoCommit));
        let conduct = bobs_view().conduct;
        assert_eq!(conduct, ConductInfo { era: 0, tasks: 21, failed: 1, faults: 0 });
        (0..3).for_each(|_| judge(&bob(), MemberConduct::Failed(ServiceFault::NoCommit)));
        // Eras are judged at the end of a block.
        run(ERA + 1);
        assert_eq!(bobs_view().conduct.faults, 1);
        let alice = Runtime::operator(Alice.to_account_id()).unwrap();
        assert!(alice.queued && alice.info.in_set);
    });
}

#[test]
fn a_raise_of_the_commission_is_announced_until_it_applies() {
    on_chain(DEVELOPMENT, || {
        register(Bob);
        let commission = Perbill::from_percent(15);
        assert_ok!(call(Bob, StakingCall::set_commission { commission }));
        let info = Runtime::info(bob()).unwrap();
        assert_eq!(info.commission, Perbill::from_percent(10));
        assert_eq!(info.next_commission, Some(CommissionRaise { commission, era: 1 }));

        run(ERA + 1);
        let info = Runtime::info(bob()).unwrap();
        assert_eq!((info.commission, info.next_commission), (commission, None));
    });
}

#[test]
fn nothing_is_known_of_who_has_no_node() {
    on_chain(DEVELOPMENT, || {
        assert_eq!(Runtime::info(bob()), None);
        assert_eq!(Runtime::operator(bob()), None);
        assert_eq!(Runtime::delegations(bob(), None, 10), None);
        assert_eq!(Runtime::delegation(bob(), bob()), None);
        assert_eq!(Runtime::slashes(bob()), None);
    });
}
