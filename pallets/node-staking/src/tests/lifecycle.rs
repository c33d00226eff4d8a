use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use nes_traits::NodeRegistry as _;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Error};

fn check() {
    NodeStaking::do_try_state().unwrap();
}

fn claim(staker: u64) {
    NodeStaking::claim(signed(staker), DAVE).unwrap();
}

fn withdraw(staker: u64) {
    NodeStaking::withdraw(signed(EVE), DAVE, staker).unwrap();
}

fn free(who: u64) -> u128 {
    Balances::free_balance(who)
}

/// Checks that Dave can join three genesis validators, validate, leave, and come back.
#[test]
fn a_node_registers_validates_leaves_and_comes_back() {
    let nodes = [ALICE, BOB, CHARLIE].map(|who| genesis_node(who, STAKE)).to_vec();
    build_with_nodes_and_execute(nodes, || {
        let dave = || signed(DAVE);

        // Era 0: he registers, names an agent and becomes a candidate.
        register(DAVE, 2 * STAKE);
        assert_ok!(NodeStaking::set_agent(dave(), Some(EVE)));
        assert_noop!(NodeStaking::validate(dave()), Error::<Test>::NoSessionKeys);
        set_keys(DAVE);
        assert_ok!(NodeStaking::validate(dave()));
        check();

        // Era 1: he validates. He leaves, but is in the set until the next one.
        run_to_era(1);
        assert!(Session::validators().contains(&DAVE));
        leave(DAVE);
        assert!(Session::validators().contains(&DAVE));
        assert!(!NodeStaking::is_active(&DAVE));
        check();

        // Era 6: he is no longer in the set; his stake still answers for his faults.
        run_to_era(6);
        assert!(!Session::validators().contains(&DAVE));
        assert_noop!(NodeStaking::withdraw(dave(), DAVE, DAVE), Error::<Test>::NothingToWithdraw);
        assert_eq!(on_hold(DAVE), (2 * STAKE, DEPOSIT));
        check();

        // Era 7: the stake has matured. Nothing of him is left.
        run_to_era(7);
        withdraw(DAVE);
        assert_eq!(free(DAVE), START_BALANCE);
        assert!(!NodeStaking::acts_for(&EVE, &DAVE));
        assert_eq!(RemovedNodes::get(), [DAVE]);
        check();

        // He comes back under the same name, and his session keys are still there.
        register(DAVE, STAKE);
        assert_ok!(NodeStaking::validate(dave()));
        assert_eq!(Ranking::get_score(&DAVE), Ok(STAKE));
    });
}

/// Checks that Eve and Ferdie, who stake behind Dave, earn, lose and get their stake back. Dave is
/// slashed twice: one slash is executed, one is cancelled.
#[test]
fn delegators_earn_lose_and_get_their_stake_back() {
    let nodes = [ALICE, BOB, CHARLIE].map(|who| genesis_node(who, STAKE)).to_vec();
    build_with_nodes_and_execute(nodes, || {
        // Era 0: Dave takes 10 %. Behind him are 200 NES of his own, 200 of Eve's and 100 of
        // Ferdie's.
        let commission = Perbill::from_percent(10);
        NodeStaking::register(signed(DAVE), profile(), commission, 200 * UNIT).unwrap();
        set_keys(DAVE);
        assert_ok!(NodeStaking::validate(signed(DAVE)));
        delegate(EVE, DAVE, 200 * UNIT);
        delegate(FERDIE, DAVE, 100 * UNIT);
        assert_eq!(Ranking::get_score(&DAVE), Ok(500 * UNIT));
        check();

        // Era 1: he validates and earns a thousand: a hundred for himself, and 9 for each 5 NES.
        run_to_era(1);
        assert!(Session::validators().contains(&DAVE));
        reward(DAVE, 1_000);
        claim(EVE);
        assert_eq!(free(EVE), START_BALANCE - 200 * UNIT + 360);
        undelegate(FERDIE, DAVE, 60 * UNIT);
        check();

        // Era 2: he equivocates, and Alice reports it. The value of the stake falls at once: his
        // own is 150, of 330. He earns until he is out of the set, on 440 NES of shares.
        run_to_era(2);
        report(DAVE, Perbill::from_percent(25), 2 * ERA, vec![ALICE]);
        assert_eq!(NodeStaking::stake(&DAVE), 330 * UNIT);
        reward(DAVE, 4_400);
        let refused = NodeStaking::delegate(signed(EVE), DAVE, UNIT);
        assert_eq!(refused, Err(Error::<Test>::SlashPending.into()));
        check();

        // Era 4: it is executed. Of Dave's 50 Alice gets 5 and the treasury 45.
        run_to_era(4);
        assert!(!Session::validators().contains(&DAVE));
        assert_eq!(free(ALICE), START_BALANCE - STAKE - DEPOSIT + 5 * UNIT);
        assert_eq!(free(TREASURY), START_BALANCE + 45 * UNIT);
        assert_eq!(on_hold(EVE).0, 200 * UNIT);
        assert_ok!(NodeStaking::apply_slash(signed(EVE), DAVE, EVE));
        assert_eq!(on_hold(EVE).0, 150 * UNIT);
        assert_eq!(free(TREASURY), START_BALANCE + 95 * UNIT);
        assert_ok!(NodeStaking::unjail(signed(DAVE)));
        check();

        // Era 5: he is back, equivocates again, appeals, and a vote cancels it.
        run_to_era(5);
        assert!(Session::validators().contains(&DAVE));
        equivocate(DAVE, Perbill::from_percent(50));
        assert_ok!(NodeStaking::appeal(signed(DAVE), 1));
        assert_eq!(NodeStaking::stake(&DAVE), 165 * UNIT);
        check();

        // Era 7: Ferdie's stake that began to unbond in era 1 has matured but has to wait.
        run_to_era(7);
        let waits = NodeStaking::withdraw(signed(FERDIE), DAVE, FERDIE);
        assert_eq!(waits, Err(Error::<Test>::SlashPending.into()));

        // Era 8: without the appeal it would have been executed before.
        run_to_era(8);
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 1));
        assert_eq!(NodeStaking::stake(&DAVE), 330 * UNIT);
        assert_eq!(node(DAVE).jailed_until, None);
        withdraw(FERDIE);
        assert_eq!((on_hold(FERDIE).0, free(FERDIE)), (30 * UNIT, START_BALANCE - 55 * UNIT));
        assert_eq!(free(TREASURY), START_BALANCE + 120 * UNIT);
        check();

        // Everyone leaves. Eve and Ferdie have 75 % of their stake and all that they earned.
        leave(DAVE);
        run_to_era(13);
        for staker in [DAVE, EVE, FERDIE] {
            withdraw(staker);
            check();
        }
        assert_eq!(free(EVE), START_BALANCE - 50 * UNIT + 360 + 1_800);
        assert_eq!(free(FERDIE), START_BALANCE - 25 * UNIT + 180 + 360);
        assert_eq!(free(DAVE), START_BALANCE - 50 * UNIT + 100 + 360 + 440 + 1_800);
        assert_eq!(free(NodeStaking::reward_pot()), 1);
        assert_eq!(RemovedNodes::get(), [DAVE]);
    });
}
