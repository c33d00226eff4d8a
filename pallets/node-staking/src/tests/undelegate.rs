use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use nes_traits::NodeRegistry as _;
use sp_runtime::{DispatchError, Perbill};

use super::steps::*;
use crate::{mock::*, Error, Event, Unbonding};

fn undelegate_from_alice(who: u64, amount: u128) -> Result<(), DispatchError> {
    NodeStaking::undelegate(signed(who), ALICE, amount)
}

#[test]
fn starts_to_unbond_and_keeps_the_hold() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        run_to_era(1);
        assert_ok!(undelegate_from_alice(EVE, 20 * UNIT));

        let row = position(ALICE, EVE);
        assert_eq!((row.shares, row.held), (30 * UNIT, 50 * UNIT));
        assert_eq!(row.unbonding.to_vec(), [Unbonding { shares: 20 * UNIT, unlock_era: 6 }]);
        assert_eq!(on_hold(EVE).0, 50 * UNIT);
        assert_eq!((node(ALICE).shares, node(ALICE).unbonding_shares), (130 * UNIT, 20 * UNIT));
        assert_eq!(NodeStaking::stake(&ALICE), 130 * UNIT);
        assert_eq!(Ranking::get_score(&ALICE), Ok(130 * UNIT));
        let (amount, unlock_era) = (20 * UNIT, 6);
        let event = Event::Undelegated { node: ALICE, staker: EVE, amount, unlock_era };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn merges_what_unlocks_in_the_same_era() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        assert_ok!(undelegate_from_alice(EVE, 20 * UNIT));
        assert_ok!(undelegate_from_alice(EVE, 5));
        run_to_era(1);
        assert_ok!(undelegate_from_alice(EVE, 7));
        let entries = [
            Unbonding { shares: 20 * UNIT + 5, unlock_era: 5 },
            Unbonding { shares: 7, unlock_era: 6 },
        ];
        assert_eq!(position(ALICE, EVE).unbonding.to_vec(), entries);
    });
}

#[test]
fn keeps_the_entries_in_order_when_unbonding_becomes_shorter() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        change_params(|params| params.unbonding_eras = 9);
        assert_ok!(undelegate_from_alice(EVE, UNIT));
        change_params(|params| params.unbonding_eras = 5);
        assert_ok!(undelegate_from_alice(EVE, 2 * UNIT));
        let entries = [
            Unbonding { shares: 2 * UNIT, unlock_era: 5 },
            Unbonding { shares: UNIT, unlock_era: 9 },
        ];
        assert_eq!(position(ALICE, EVE).unbonding.to_vec(), entries);
    });
}

#[test]
fn takes_all_of_it_and_keeps_the_position_until_it_is_withdrawn() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        assert_ok!(undelegate_from_alice(EVE, 50 * UNIT));
        assert_eq!((position(ALICE, EVE).shares, position(ALICE, EVE).held), (0, 50 * UNIT));
        assert_noop!(undelegate_from_alice(EVE, 1), Error::<Test>::InsufficientStake);
    });
}

#[test]
fn takes_the_fewest_shares_that_are_worth_the_amount() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        slash_for_good(ALICE, 25);
        assert_ok!(undelegate_from_alice(EVE, 10 * UNIT));

        // 13,333,333,333,334 × 0.75 are 10,000,000,000,000.5 planck.
        let row = position(ALICE, EVE);
        assert_eq!(row.shares, 26_666_666_666_666);
        let entry = Unbonding { shares: 13_333_333_333_334, unlock_era: 7 };
        assert_eq!(row.unbonding.to_vec(), [entry]);
        // This call has moved her loss.
        assert_eq!((row.held, on_hold(EVE).0), (30 * UNIT, 30 * UNIT));

        // The rest is 19,999,999,999,999.5 planck.
        assert_ok!(undelegate_from_alice(EVE, 20 * UNIT));
        let amount = 19_999_999_999_999;
        let event = Event::Undelegated { node: ALICE, staker: EVE, amount, unlock_era: 7 };
        assert_eq!(events().last(), Some(&event));
        assert_eq!(position(ALICE, EVE).shares, 0);
    });
}

#[test]
fn works_while_a_slash_is_pending_and_the_node_is_jailed() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(undelegate_from_alice(EVE, UNIT));
        run_to_era(2);
        assert_ok!(undelegate_from_alice(EVE, UNIT));
    });
}

/// Regression: the amount had to be known to the planck, so whoever wanted all of it failed after
/// each slash; the first call was refused with `InsufficientStake`.
#[test]
fn takes_all_of_it_if_that_is_less_than_the_amount() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(undelegate_from_alice(EVE, u128::MAX));
        let (amount, unlock_era) = (30 * UNIT, 5);
        let event = Event::Undelegated { node: ALICE, staker: EVE, amount, unlock_era };
        assert_eq!(events().last(), Some(&event));
        let entry = Unbonding { shares: 40 * UNIT, unlock_era: 5 };
        assert_eq!(position(ALICE, EVE).unbonding.to_vec(), [entry]);
        assert_eq!(position(ALICE, EVE).shares, 0);
        // An operator has to leave if it wants all.
        assert_noop!(undelegate_from_alice(ALICE, u128::MAX), Error::<Test>::StakeBelowMinimum);
    });
}

/// Regression: while a slash of everything was pending, nothing could be taken back, because active
/// stake was worth nothing; the first call was refused with `InsufficientStake`.
#[test]
fn takes_all_of_it_while_all_of_it_may_be_lost() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        equivocate(ALICE, Perbill::one());
        assert_ok!(undelegate_from_alice(EVE, u128::MAX));
        let (amount, unlock_era) = (0, 5);
        let event = Event::Undelegated { node: ALICE, staker: EVE, amount, unlock_era };
        assert_eq!(events().last(), Some(&event));
        assert_noop!(undelegate_from_alice(EVE, u128::MAX), Error::<Test>::InsufficientStake);
        // If it is cancelled she has all of it back, in time.
        assert_ok!(NodeStaking::cancel_slash(RuntimeOrigin::root(), 0));
        run_to_era(5);
        assert_ok!(NodeStaking::withdraw(signed(EVE), ALICE, EVE));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE);
    });
}

/// Regression: all stake unlocked in the same era; the first entry was of era 5.
#[test]
fn unlocks_an_era_later_behind_a_validator_of_the_set_or_of_the_next_one() {
    build_with_nodes_and_execute(three(2 * STAKE), || {
        let unlocks = |node| {
            undelegate(node, node, 1);
            position(node, node).unbonding[0].unlock_era
        };
        assert_eq!(unlocks(ALICE), 6);
        // A delegator's stake too.
        delegate(EVE, ALICE, UNIT);
        undelegate(EVE, ALICE, UNIT);
        assert_eq!(position(ALICE, EVE).unbonding[0].unlock_era, 6);
        register_candidate(DAVE, 2 * STAKE);
        register_candidate(FERDIE, 2 * STAKE);
        assert_eq!(unlocks(FERDIE), 5);
        (1..ERA).for_each(|_| Session::rotate_session());
        // Dave is in the set of the next era, and there was no seat for Ferdie.
        assert!(!Session::validators().contains(&DAVE));
        assert_eq!((unlocks(DAVE), unlocks(FERDIE)), (6, 5));
    });
}

#[test]
fn refuses_nothing() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        assert_noop!(undelegate_from_alice(EVE, 0), Error::<Test>::AmountMissing);
    });
}

#[test]
fn refuses_a_position_without_active_stake_and_a_node_that_is_leaving() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        assert_ok!(undelegate_from_alice(EVE, 50 * UNIT));
        assert_noop!(undelegate_from_alice(EVE, 1), Error::<Test>::InsufficientStake);
        leave(ALICE);
        assert_noop!(undelegate_from_alice(EVE, 1), Error::<Test>::NodeLeaving);
        assert_noop!(undelegate_from_alice(ALICE, 1), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn refuses_to_leave_less_than_the_minimum() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        assert_noop!(
            undelegate_from_alice(EVE, 49 * UNIT + 2),
            Error::<Test>::DelegationBelowMinimum
        );
        assert_ok!(undelegate_from_alice(EVE, 49 * UNIT));
        assert_noop!(undelegate_from_alice(ALICE, STAKE + 2), Error::<Test>::StakeBelowMinimum);
        assert_noop!(undelegate_from_alice(ALICE, 2 * STAKE), Error::<Test>::StakeBelowMinimum);
        assert_ok!(undelegate_from_alice(ALICE, STAKE));
        assert_eq!(node(ALICE).self_shares, STAKE);
    });
}

#[test]
fn refuses_a_thirty_third_entry() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        for era in 0..32 {
            run_to_era(era);
            assert_ok!(undelegate_from_alice(EVE, 1));
        }
        // The last one can still grow.
        assert_ok!(undelegate_from_alice(EVE, 1));
        run_to_era(32);
        assert_noop!(undelegate_from_alice(EVE, 1), Error::<Test>::TooManyUnbondingEntries);
        assert_ok!(NodeStaking::withdraw(signed(EVE), ALICE, EVE));
        assert_ok!(undelegate_from_alice(EVE, 1));
    });
}

#[test]
fn refuses_an_unknown_node_and_somebody_without_a_position() {
    build_and_execute(|| {
        assert_noop!(undelegate_from_alice(EVE, UNIT), Error::<Test>::NotRegistered);
        register(ALICE, STAKE);
        assert_noop!(undelegate_from_alice(EVE, UNIT), Error::<Test>::NoPosition);
    });
}

#[test]
fn refuses_a_candidates_stake_while_the_ranking_is_locked() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        Ranking::lock();
        assert_noop!(undelegate_from_alice(EVE, UNIT), Error::<Test>::RankingUnavailable);
    });
}
