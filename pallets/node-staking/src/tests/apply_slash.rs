use frame_support::{assert_noop, dispatch::Pays};
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Error, Event};

#[test]
fn moves_a_delegators_loss_to_the_treasury_and_is_free() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        undelegate(EVE, ALICE, 20 * UNIT);
        slash_for_good(ALICE, 25);
        assert_eq!(on_hold(EVE).0, 40 * UNIT);
        let treasury = Balances::free_balance(TREASURY);

        let info = NodeStaking::apply_slash(signed(FERDIE), ALICE, EVE).unwrap();
        assert_eq!(info.pays_fee, Pays::No);
        assert_eq!((position(ALICE, EVE).held, on_hold(EVE).0), (30 * UNIT, 30 * UNIT));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 40 * UNIT);
        assert_eq!(Balances::free_balance(TREASURY), treasury + 10 * UNIT);
        let event = Event::SlashApplied { node: ALICE, staker: EVE, amount: 10 * UNIT };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn leaves_shares_and_rewards_alone() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 200 * UNIT);
        reward(ALICE, 1_000);
        slash_for_good(ALICE, 25);
        NodeStaking::apply_slash(signed(EVE), ALICE, EVE).unwrap();
        assert_eq!(position(ALICE, EVE).shares, 200 * UNIT);
        NodeStaking::claim(signed(EVE), ALICE).unwrap();
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 200 * UNIT + 500);
    });
}

#[test]
fn takes_the_losses_of_several_slashes_together() {
    build_and_execute(|| {
        register(ALICE, 4 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        slash_for_good(ALICE, 25);
        slash_for_good(ALICE, 50);
        NodeStaking::apply_slash(signed(EVE), ALICE, EVE).unwrap();
        assert_eq!(on_hold(EVE).0, 15 * UNIT);
    });
}

#[test]
fn refuses_without_an_executed_loss() {
    build_and_execute(|| {
        let apply_slash = |staker| NodeStaking::apply_slash(signed(FERDIE), ALICE, staker);
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        assert_noop!(apply_slash(EVE), Error::<Test>::NothingToApply);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_noop!(apply_slash(EVE), Error::<Test>::NothingToApply);
        run_to_era(2);
        apply_slash(EVE).unwrap();
        assert_noop!(apply_slash(EVE), Error::<Test>::NothingToApply);
        // The operator's loss moved when the slash was executed.
        assert_noop!(apply_slash(ALICE), Error::<Test>::NothingToApply);
    });
}

#[test]
fn refuses_an_unknown_node_and_somebody_without_a_position() {
    build_and_execute(|| {
        let apply_slash = |node| NodeStaking::apply_slash(signed(FERDIE), node, EVE);
        register(ALICE, STAKE);
        assert_noop!(apply_slash(BOB), Error::<Test>::NotRegistered);
        assert_noop!(apply_slash(ALICE), Error::<Test>::NoPosition);
    });
}
