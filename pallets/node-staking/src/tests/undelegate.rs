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
        assert_noop!(undelegate_from_alice(EVE, 30 * UNIT + 1), Error::<Test>::InsufficientStake);
        assert_ok!(undelegate_from_alice(EVE, 10 * UNIT));

        // 13,333,333,333,334 × 0.75 are 10,000,000,000,000.5 planck.
        let row = position(ALICE, EVE);
        assert_eq!(row.shares, 26_666_666_666_666);
        let entry = Unbonding { shares: 13_333_333_333_334, unlock_era: 7 };
        assert_eq!(row.unbonding.to_vec(), [entry]);
        // This call has moved her loss.
        assert_eq!((row.held, on_hold(EVE).0), (30 * UNIT, 30 * UNIT));

        // The rest is 19,999,999,999,999.5 planck.
        assert_noop!(undelegate_from_alice(EVE, 20 * UNIT), Error::<Test>::InsufficientStake);
        assert_ok!(undelegate_from_alice(EVE, 19_999_999_999_999));
        assert_eq!(position(ALICE, EVE).shares, 0);
    });
}

#[test]
fn works_whatever_state_the_node_is_in() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 40 * UNIT);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_ok!(undelegate_from_alice(EVE, UNIT));
        leave(ALICE);
        assert_ok!(undelegate_from_alice(EVE, UNIT));
        equivocate(ALICE, Perbill::from_percent(100));
        assert_eq!(node(ALICE).stake(), 0);
        assert_noop!(undelegate_from_alice(EVE, 1), Error::<Test>::InsufficientStake);
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
fn refuses_more_than_is_active() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        assert_noop!(undelegate_from_alice(EVE, 50 * UNIT + 1), Error::<Test>::InsufficientStake);
        leave(ALICE);
        assert_noop!(undelegate_from_alice(ALICE, 1), Error::<Test>::InsufficientStake);
    });
}

#[test]
fn refuses_to_leave_less_than_the_minimum() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        assert_noop!(
            undelegate_from_alice(EVE, 49 * UNIT + 1),
            Error::<Test>::DelegationBelowMinimum
        );
        assert_ok!(undelegate_from_alice(EVE, 49 * UNIT));
        assert_noop!(undelegate_from_alice(ALICE, STAKE + 1), Error::<Test>::StakeBelowMinimum);
        assert_noop!(undelegate_from_alice(ALICE, 2 * STAKE), Error::<Test>::StakeBelowMinimum);
        assert_ok!(undelegate_from_alice(ALICE, STAKE));
        assert_eq!(node(ALICE).self_shares, STAKE);
    });
}

#[test]
fn refuses_a_thirty_second_entry() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        for era in 0..31 {
            run_to_era(era);
            assert_ok!(undelegate_from_alice(EVE, 1));
        }
        // The last one can still grow.
        assert_ok!(undelegate_from_alice(EVE, 1));
        run_to_era(31);
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
