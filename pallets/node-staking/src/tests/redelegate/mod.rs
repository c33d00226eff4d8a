//! Each test here begins with nodes of ALICE and BOB with 200 NES each, and 100 NES of EVE behind the
//! first. Stake unbonds in five eras.

mod arrivals;
mod slashes;
mod state;
mod unbonding;

use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use nes_core::Balance;
use sp_runtime::Perbill;

use super::steps::*;
use crate::{mock::*, Arrival, Error, Event, Nodes, Positions, Unbonding};

/// Runs `test` behind the two nodes.
fn with_two_nodes(test: impl FnOnce()) {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        register(BOB, 2 * STAKE);
        delegate(EVE, ALICE, STAKE);
        test();
    });
}

/// Moves `amount` of EVE's stake from ALICE's node to BOB's.
fn redelegate(amount: Balance) -> frame_support::dispatch::DispatchResultWithPostInfo {
    NodeStaking::redelegate(signed(EVE), ALICE, BOB, amount)
}

fn arrival(from: u64, shares: Balance, unlock_era: u32, value: Balance) -> Arrival<u64> {
    Arrival { from, shares, unlock_era, value }
}

#[test]
fn moves_stake_without_waiting() {
    with_two_nodes(|| {
        assert_ok!(redelegate(40 * UNIT));
        let (left, came) = (position(ALICE, EVE), position(BOB, EVE));
        assert_eq!((left.shares, left.held), (60 * UNIT, 60 * UNIT));
        assert_eq!((came.shares, came.held), (40 * UNIT, 40 * UNIT));
        assert_eq!(came.arrivals.to_vec(), [arrival(ALICE, 40 * UNIT, 5, 40 * UNIT)]);
        assert_eq!((node(ALICE).shares, node(ALICE).unbonding_shares), (260 * UNIT, 40 * UNIT));
        assert_eq!((node(BOB).shares, node(BOB).unbonding_shares), (240 * UNIT, 0));
        assert_eq!((on_hold(EVE).0, Balances::free_balance(EVE)), (STAKE, START_BALANCE - STAKE));
        let event =
            Event::Redelegated { from: ALICE, to: BOB, staker: EVE, amount: 40 * UNIT, until: 5 };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn moves_all_if_that_is_less_and_pays_the_rewards() {
    with_two_nodes(|| {
        reward(ALICE, 3_000);
        assert_ok!(redelegate(500 * UNIT));
        assert!(!Positions::<Test>::contains_key(ALICE, EVE));
        assert_eq!(position(BOB, EVE).held, STAKE);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - STAKE + 1_000);
    });
}

#[test]
fn adds_to_a_position_whose_rewards_it_books_before() {
    with_two_nodes(|| {
        delegate(EVE, BOB, STAKE);
        reward(BOB, 3_000);
        assert_ok!(redelegate(40 * UNIT));
        reward(BOB, 3_400);
        assert_ok!(NodeStaking::claim(signed(EVE), BOB));
        let event = Event::Claimed { node: BOB, staker: EVE, amount: 2_400, restaked: 0 };
        assert_eq!(events().last(), Some(&event));
        assert_eq!(position(BOB, EVE).held, 140 * UNIT);
    });
}

#[test]
fn leaves_a_node_that_is_leaving_and_answers_until_its_era() {
    with_two_nodes(|| {
        leave(ALICE);
        run_to_era(3);
        // What stays is an entry of any size.
        assert_ok!(redelegate(STAKE - 1));
        assert_eq!(position(BOB, EVE).arrivals.to_vec(), [arrival(ALICE, STAKE - 1, 5, STAKE - 1)]);
        assert_eq!(position(ALICE, EVE).shares, 1);
    });
}

#[test]
fn leaves_a_jailed_node_with_what_a_pending_slash_may_still_give_back() {
    with_two_nodes(|| {
        equivocate(ALICE, Perbill::from_percent(50));
        assert!(node(ALICE).jailed_until.is_some());
        // Worth 20 NES today, and 40 NES if the slash is cancelled.
        assert_ok!(redelegate(20 * UNIT));
        assert_eq!(position(BOB, EVE).held, 40 * UNIT);
        assert_eq!(position(BOB, EVE).arrivals.to_vec(), [arrival(ALICE, 40 * UNIT, 5, 40 * UNIT)]);
        assert_eq!(position(ALICE, EVE).held, 60 * UNIT);
    });
}

#[test]
fn buys_and_sells_shares_at_the_price_of_each_node() {
    with_two_nodes(|| {
        slash_for_good(ALICE, 25);
        slash_for_good(BOB, 30);
        assert_ok!(redelegate(10 * UNIT));
        // 13,333,333,333,334 × 0.75 are 10,000,000,000,000.5 planck, which leave 65 NES less a half.
        assert_eq!(
            position(BOB, EVE).arrivals.to_vec(),
            [arrival(ALICE, 13_333_333_333_334, 9, 10 * UNIT)]
        );
        assert_eq!(position(ALICE, EVE).held, 65 * UNIT - 1);
        // 14,285,714,285,715 × 0.7 are 10,000,000,000,000.5 planck too, and half a planck came in
        // addition.
        assert_eq!(
            (position(BOB, EVE).shares, position(BOB, EVE).held),
            (14_285_714_285_715, 10 * UNIT)
        );
        // The planck that buys no share is free.
        assert_eq!(on_hold(EVE).0, 75 * UNIT - 1);
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - STAKE + 1);
    });
}

#[test]
fn refuses_the_same_node() {
    with_two_nodes(|| {
        let call = NodeStaking::redelegate(signed(EVE), ALICE, ALICE, UNIT);
        assert_noop!(call, Error::<Test>::SameNode);
    });
}

#[test]
fn refuses_an_operators_own_stake_and_its_own_node() {
    with_two_nodes(|| {
        delegate(BOB, ALICE, STAKE);
        let own = NodeStaking::redelegate(signed(ALICE), ALICE, BOB, UNIT);
        assert_noop!(own, Error::<Test>::OwnNode);
        let home = NodeStaking::redelegate(signed(BOB), ALICE, BOB, UNIT);
        assert_noop!(home, Error::<Test>::OwnNode);
    });
}

#[test]
fn refuses_unknown_nodes_and_who_has_nothing() {
    with_two_nodes(|| {
        let unknown = NodeStaking::redelegate(signed(EVE), ALICE, CHARLIE, UNIT);
        assert_noop!(unknown, Error::<Test>::NotRegistered);
        let unknown = NodeStaking::redelegate(signed(EVE), CHARLIE, BOB, UNIT);
        assert_noop!(unknown, Error::<Test>::NotRegistered);
        let nobody = NodeStaking::redelegate(signed(DAVE), ALICE, BOB, UNIT);
        assert_noop!(nobody, Error::<Test>::NoPosition);
        undelegate(EVE, ALICE, STAKE);
        assert_noop!(redelegate(UNIT), Error::<Test>::InsufficientStake);
    });
}

#[test]
fn refuses_nothing_and_what_is_worth_nothing() {
    with_two_nodes(|| {
        assert_noop!(redelegate(0), Error::<Test>::AmountMissing);
        equivocate(ALICE, Perbill::from_percent(100));
        assert_noop!(redelegate(STAKE), Error::<Test>::AmountMissing);
    });
}

#[test]
fn refuses_what_buys_nothing_of_the_other_node() {
    with_two_nodes(|| {
        delegate(EVE, BOB, 2 * UNIT);
        slash_for_good(BOB, 30);
        assert_noop!(redelegate(1), Error::<Test>::AmountMissing);
        assert_ok!(redelegate(2));
    });
}

#[test]
fn refuses_what_has_matured() {
    with_two_nodes(|| {
        leave(ALICE);
        run_to_era(5);
        assert_noop!(redelegate(STAKE), Error::<Test>::StakeMatured);
    });
}

#[test]
fn refuses_less_than_the_minimum_on_either_side() {
    with_two_nodes(|| {
        assert_noop!(redelegate(UNIT - 2), Error::<Test>::DelegationBelowMinimum);
        assert_noop!(redelegate(99 * UNIT + 2), Error::<Test>::DelegationBelowMinimum);
        assert_ok!(redelegate(99 * UNIT));
    });
}

#[test]
fn refuses_a_node_that_takes_no_stake() {
    with_two_nodes(|| {
        equivocate(BOB, Perbill::from_percent(20));
        assert_noop!(redelegate(UNIT), Error::<Test>::SlashPending);
        run_to_era(2);
        assert_noop!(redelegate(UNIT), Error::<Test>::NodeJailed);
        assert_ok!(NodeStaking::unjail(signed(BOB)));
        assert_ok!(redelegate(UNIT));
        equivocate(BOB, Perbill::from_percent(90));
        assert_noop!(redelegate(UNIT), Error::<Test>::NodeExhausted);
        leave(BOB);
        assert_noop!(redelegate(UNIT), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn refuses_more_than_the_operator_carries() {
    with_two_nodes(|| {
        delegate(DAVE, BOB, 301 * UNIT);
        assert_noop!(redelegate(STAKE), Error::<Test>::OverDelegationRatio);
        assert_ok!(redelegate(99 * UNIT));
    });
}

#[test]
fn refuses_a_ninth_arrival_until_one_has_ended() {
    with_two_nodes(|| {
        change_params(|params| params.unbonding_eras = 20);
        for era in 0..8 {
            run_to_era(era);
            assert_ok!(redelegate(UNIT));
        }
        assert_ok!(redelegate(UNIT));
        run_to_era(8);
        assert_noop!(redelegate(UNIT), Error::<Test>::TooManyArrivals);
        run_to_era(20);
        assert_noop!(redelegate(UNIT), Error::<Test>::TooManyArrivals);
        assert_ok!(NodeStaking::apply_slash(signed(DAVE), BOB, EVE));
        assert_ok!(redelegate(UNIT));
        assert_eq!(position(BOB, EVE).arrivals.len(), 8);
    });
}

#[test]
fn refuses_a_candidates_stake_while_the_ranking_is_locked() {
    with_two_nodes(|| {
        set_keys(BOB);
        assert_ok!(NodeStaking::validate(signed(BOB)));
        Ranking::lock();
        assert_noop!(redelegate(UNIT), Error::<Test>::RankingUnavailable);
    });
}

#[test]
fn an_arrival_ends_for_free_when_it_has_matured() {
    with_two_nodes(|| {
        assert_ok!(redelegate(40 * UNIT));
        let apply = || NodeStaking::apply_slash(signed(DAVE), BOB, EVE);
        run_to_era(4);
        assert_noop!(apply(), Error::<Test>::NothingToApply);
        run_to_era(5);
        let paid = apply().unwrap().pays_fee;
        assert_eq!(paid, frame_support::dispatch::Pays::No);
        let ended = Event::ArrivalEnded { from: ALICE, to: BOB, staker: EVE };
        assert_eq!(events().last(), Some(&ended));
        assert!(position(BOB, EVE).arrivals.is_empty());
        assert_eq!(node(ALICE).unbonding_shares, 0);
        assert_noop!(apply(), Error::<Test>::NothingToApply);
    });
}

#[test]
fn a_withdrawal_ends_it_too_and_removes_the_node_that_it_left() {
    with_two_nodes(|| {
        assert_ok!(redelegate(STAKE));
        leave(ALICE);
        run_to_era(5);
        assert_ok!(NodeStaking::withdraw(signed(ALICE), ALICE, ALICE));
        assert!(Nodes::<Test>::contains_key(ALICE));
        assert_ok!(NodeStaking::withdraw(signed(DAVE), BOB, EVE));
        assert_eq!(RemovedNodes::get(), [ALICE]);
        assert_eq!(on_hold(ALICE), (0, 0));
        assert_eq!(position(BOB, EVE).held, STAKE);
        assert_noop!(
            NodeStaking::withdraw(signed(DAVE), BOB, EVE),
            Error::<Test>::NothingToWithdraw
        );
    });
}

#[test]
fn an_entry_unlocks_no_earlier_than_what_arrived() {
    with_two_nodes(|| {
        change_params(|params| params.unbonding_eras = 9);
        assert_ok!(redelegate(STAKE));
        change_params(|params| params.unbonding_eras = 5);
        undelegate(EVE, BOB, STAKE);
        let entry = Unbonding { shares: STAKE, unlock_era: 9 };
        assert_eq!(position(BOB, EVE).unbonding.to_vec(), [entry]);
    });
}
