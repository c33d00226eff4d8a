use frame_election_provider_support::SortedListProvider;
use frame_support::{assert_noop, assert_ok};
use nes_traits::NodeRegistry as _;
use sp_runtime::{DispatchError, Perbill, TokenError};

use super::steps::*;
use crate::{mock::*, Error, Event, Nodes, Position, SlashKind, SlashState};

fn delegate_to_alice(who: u64, amount: u128) -> Result<(), DispatchError> {
    NodeStaking::delegate(signed(who), ALICE, amount)
}

#[test]
fn puts_the_amount_on_hold_and_behind_the_node() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        assert_ok!(delegate_to_alice(EVE, 50 * UNIT));

        assert_eq!(on_hold(EVE), (50 * UNIT, 0));
        assert_eq!(Balances::free_balance(EVE), START_BALANCE - 50 * UNIT);
        assert_eq!(position(ALICE, EVE), Position::new(50 * UNIT));
        assert_eq!((node(ALICE).shares, node(ALICE).self_shares), (150 * UNIT, STAKE));
        assert_eq!(NodeStaking::stake(&ALICE), 150 * UNIT);
        assert_eq!(Ranking::get_score(&ALICE), Ok(150 * UNIT));
        let event = Event::Delegated { node: ALICE, staker: EVE, amount: 50 * UNIT };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn adds_to_what_is_there_and_leaves_alone_what_unbonds() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        delegate(EVE, ALICE, 50 * UNIT);
        undelegate(EVE, ALICE, 20 * UNIT);
        let unbonding = position(ALICE, EVE).unbonding;

        assert_ok!(delegate_to_alice(EVE, 7));
        let position = position(ALICE, EVE);
        assert_eq!((position.shares, position.held), (30 * UNIT + 7, 50 * UNIT + 7));
        assert_eq!(position.unbonding, unbonding);
        assert_eq!(on_hold(EVE).0, 50 * UNIT + 7);
    });
}

#[test]
fn puts_the_increase_in_value_on_hold() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        slash_for_good(ALICE, 25);
        assert_ok!(delegate_to_alice(EVE, 10 * UNIT));

        // 13,333,333,333,333 shares × 0.75 are 9,999,999,999,999.75 planck.
        assert_eq!(position(ALICE, EVE).shares, 13_333_333_333_333);
        assert_eq!(position(ALICE, EVE).held, 9_999_999_999_999);
        assert_eq!(on_hold(EVE).0, 9_999_999_999_999);
        let event = Event::Delegated { node: ALICE, staker: EVE, amount: 9_999_999_999_999 };
        assert_eq!(events().last(), Some(&event));
    });
}

#[test]
fn raises_an_operators_self_stake() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        assert_ok!(delegate_to_alice(ALICE, 1));
        assert_eq!((node(ALICE).shares, node(ALICE).self_shares), (STAKE + 1, STAKE + 1));
        assert_eq!(Ranking::get_score(&ALICE), Ok(STAKE + 1));
        assert_eq!(on_hold(ALICE), (STAKE + 1, DEPOSIT));
    });
}

#[test]
fn takes_an_operators_stake_behind_another_node() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        register(BOB, STAKE);
        assert_ok!(delegate_to_alice(BOB, UNIT));
        assert_eq!(on_hold(BOB), (STAKE + UNIT, DEPOSIT));
        assert_eq!(node(BOB).shares, STAKE);
    });
}

#[test]
fn takes_the_minimum_and_refuses_less() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_noop!(delegate_to_alice(EVE, UNIT - 2), Error::<Test>::DelegationBelowMinimum);
        assert_ok!(delegate_to_alice(EVE, UNIT));
        // The existing delegation counts towards the minimum.
        assert_ok!(delegate_to_alice(EVE, 1));
    });
}

#[test]
fn refuses_nothing_and_what_is_worth_no_share() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        assert_noop!(delegate_to_alice(EVE, 0), Error::<Test>::AmountMissing);
        assert_noop!(delegate_to_alice(ALICE, 0), Error::<Test>::AmountMissing);
        slash_for_good(ALICE, 25);
        // A planck buys one share, which is worth three quarters of one.
        assert_noop!(delegate_to_alice(EVE, 1), Error::<Test>::AmountMissing);
    });
}

#[test]
fn refuses_more_than_the_self_stake_carries() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        assert_noop!(delegate_to_alice(EVE, 2 * STAKE + 1), Error::<Test>::OverDelegationRatio);
        assert_ok!(delegate_to_alice(EVE, 2 * STAKE));
        assert_noop!(delegate_to_alice(FERDIE, UNIT), Error::<Test>::OverDelegationRatio);
        // With a higher self stake there is room again.
        assert_ok!(delegate_to_alice(ALICE, UNIT));
        assert_ok!(delegate_to_alice(FERDIE, 2 * UNIT));
    });
}

#[test]
fn refuses_more_than_the_balance() {
    build_and_execute(|| {
        register(ALICE, 900 * UNIT);
        // The existential deposit, a planck, has to stay.
        assert_noop!(delegate_to_alice(EVE, START_BALANCE), TokenError::FundsUnavailable);
        assert_noop!(delegate_to_alice(NOBODY, UNIT), TokenError::FundsUnavailable);
        assert_ok!(delegate_to_alice(EVE, START_BALANCE - 1));
    });
}

#[test]
fn refuses_an_amount_that_cannot_be_counted() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        slash_for_good(ALICE, 25);
        let refused = delegate_to_alice(EVE, u128::MAX);
        assert_eq!(refused, Err(sp_runtime::ArithmeticError::Overflow.into()));
    });
}

#[test]
fn refuses_an_unknown_node() {
    build_and_execute(|| {
        assert_noop!(delegate_to_alice(EVE, UNIT), Error::<Test>::NotRegistered);
    });
}

#[test]
fn refuses_a_leaving_node() {
    build_and_execute(|| {
        register(ALICE, STAKE);
        leave(ALICE);
        assert_noop!(delegate_to_alice(EVE, UNIT), Error::<Test>::NodeLeaving);
        assert_noop!(delegate_to_alice(ALICE, STAKE), Error::<Test>::NodeLeaving);
    });
}

#[test]
fn refuses_delegators_while_a_slash_is_pending() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        equivocate(ALICE, Perbill::from_percent(25));
        assert_noop!(delegate_to_alice(EVE, UNIT), Error::<Test>::SlashPending);
    });
}

#[test]
fn refuses_delegators_of_a_jailed_node_but_not_its_operator() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        equivocate(ALICE, Perbill::from_percent(25));
        run_to_era(2);
        assert_noop!(delegate_to_alice(EVE, UNIT), Error::<Test>::NodeJailed);
        assert_ok!(delegate_to_alice(ALICE, UNIT));
    });
}

#[test]
fn refuses_a_node_of_which_slashes_have_left_less_than_a_tenth() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        register(BOB, 2 * STAKE);
        equivocate(ALICE, Perbill::from_parts(900_000_001));
        equivocate(BOB, Perbill::from_percent(90));
        run_to_era(2);
        assert_noop!(delegate_to_alice(EVE, UNIT), Error::<Test>::NodeExhausted);
        assert_noop!(delegate_to_alice(ALICE, UNIT), Error::<Test>::NodeExhausted);
        delegate(BOB, BOB, UNIT);
    });
}

#[test]
fn refuses_a_node_with_too_many_slashes() {
    build_and_execute(|| {
        register(ALICE, 2 * STAKE);
        slash_for_good(ALICE, 1);
        let fill = |count: u32| {
            Nodes::<Test>::mutate(ALICE, |node| {
                let slashes = &mut node.as_mut().unwrap().slashes;
                let mut more = slashes[0];
                more.fraction = Perbill::zero();
                more.kind = SlashKind::Service;
                more.state = SlashState::Executed;
                let list = (0..count).map(|id| crate::Slash { id, ..more });
                *slashes = std::iter::once(slashes[0])
                    .chain(list.skip(1))
                    .collect::<Vec<_>>()
                    .try_into()
                    .unwrap();
            });
            crate::NextSlashId::<Test>::put(count);
        };
        fill(47);
        assert_ok!(delegate_to_alice(EVE, 2 * UNIT));
        fill(48);
        assert_noop!(delegate_to_alice(EVE, UNIT), Error::<Test>::NodeExhausted);
    });
}

#[test]
fn refuses_a_candidates_stake_while_the_ranking_is_locked() {
    build_and_execute(|| {
        register_candidate(ALICE, STAKE);
        Ranking::lock();
        assert_noop!(delegate_to_alice(EVE, UNIT), Error::<Test>::RankingUnavailable);
    });
}
