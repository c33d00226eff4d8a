//! States that are broken on purpose, and the invariants that notice them.

use frame_election_provider_support::SortedListProvider;
use frame_support::{
    assert_ok,
    traits::{fungible::MutateHold, tokens::Precision},
};
use nes_core::{Balance, EraIndex};
use nes_support::params::Name as ParameterName;
use sp_runtime::{Perbill, TryRuntimeError};

use super::steps::equivocate;
use crate::{
    mock::*, ChangedAt, ConductRecord, Conducts, HoldReason, NextSlashId, Node, Nodes, OpenSlash,
    OpenSlashes, Parameters, Params, Position, Positions, Profiles, Restitutions, Slash, SlashKind,
    SlashQueue, SlashQueueFrom, SlashState, TotalHeld, Unbonding,
};

/// Breaks a sound state with a candidate ALICE and a node BOB, and checks that it is noticed.
fn notices(expected: &'static str, breaks: impl FnOnce()) {
    new_test_ext(Vec::new()).execute_with(|| {
        register_candidate(ALICE, STAKE);
        register(BOB, STAKE);
        assert_ok!(NodeStaking::do_try_state());
        breaks();
        assert_eq!(NodeStaking::do_try_state(), Err(TryRuntimeError::Other(expected)));
    });
}

fn change_position(of: u64, change: impl FnOnce(&mut Position)) {
    Positions::<Test>::mutate(of, of, |position| change(position.as_mut().unwrap()));
}

fn change_node(of: u64, change: impl FnOnce(&mut Node<u64>)) {
    Nodes::<Test>::mutate(of, |node| change(node.as_mut().unwrap()));
}

/// Returns an entry of this number of shares.
fn entry(shares: Balance, unlock_era: EraIndex) -> Unbonding {
    Unbonding { shares, unlock_era }
}

/// Returns an executed slash of `fraction`.
fn executed(id: u32, fraction: Perbill) -> Slash {
    let (kind, state) = (SlashKind::Service, SlashState::Executed);
    Slash { id, era: 0, fraction, kind, state, jails_until: None }
}

/// Breaks a sound state in which a slash of ALICE is pending in addition, the first of all, and
/// checks that it is noticed.
fn notices_after_a_report(expected: &'static str, breaks: impl FnOnce()) {
    notices(expected, || {
        equivocate(ALICE, Perbill::from_percent(10));
        assert_ok!(NodeStaking::do_try_state());
        breaks();
    });
}

#[test]
fn parameters_are_within_bounds() {
    notices("the parameters are out of bounds", || {
        Parameters::<Test>::put(Params { validator_count: 0, ..params() });
    });
}

#[test]
fn slashes_are_deferred_for_as_long_as_a_vote_needs() {
    notices("slashes are deferred for too short a time", || CancelPeriod::set(u64::MAX));
}

#[test]
fn a_change_is_of_a_parameter() {
    let name: ParameterName = b"colour".to_vec().try_into().unwrap();
    notices("an unknown parameter changed", || ChangedAt::<Test>::insert(name, 1));
}

#[test]
fn a_node_has_a_profile() {
    notices("a node has no profile", || Profiles::<Test>::remove(ALICE));
}

#[test]
fn a_profile_has_a_node() {
    notices("a profile has no node", || {
        Profiles::<Test>::insert(EVE, profile().with_deposit(DEPOSIT));
    });
}

#[test]
fn a_position_has_a_node() {
    notices("a position has no node", || {
        Positions::<Test>::insert(EVE, BOB, Position::new(1));
    });
}

#[test]
fn a_record_of_conduct_has_a_node() {
    notices("a record of conduct has no node", || {
        Conducts::<Test>::insert(EVE, ConductRecord::default());
    });
}

#[test]
fn a_validator_has_a_node() {
    notices("a validator has no node", || {
        pallet_session::Validators::<Test>::put(vec![ALICE, EVE]);
    });
}

#[test]
fn a_position_is_not_empty() {
    notices("an empty position is stored", || {
        Positions::<Test>::insert(BOB, EVE, Position::default());
    });
}

#[test]
fn a_position_holds_what_it_is_worth() {
    notices("a position holds less than it is worth", || {
        change_position(ALICE, |position| position.held -= 1);
    });
}

#[test]
fn what_a_position_is_worth_can_be_counted() {
    notices("a value overflows", || {
        change_position(ALICE, |position| {
            position.unbonding.try_push(entry(Balance::MAX, 9)).unwrap();
        });
    });
}

#[test]
fn entries_are_in_order() {
    for eras in [[9, 8], [9, 9]] {
        notices("entries are out of order", || {
            change_position(ALICE, |position| {
                position.unbonding = eras.map(|era| entry(0, era)).to_vec().try_into().unwrap();
            });
        });
    }
}

#[test]
fn an_entry_is_left_for_leaving() {
    notices("no entry is left for leaving", || {
        change_position(ALICE, |position| {
            let entries: Vec<_> = (1..=32).map(|era| entry(0, era)).collect();
            position.unbonding = entries.try_into().unwrap();
        });
    });
}

#[test]
fn shares_can_be_counted() {
    let worthless = || {
        change_node(BOB, |node| {
            node.slashes.try_push(executed(0, Perbill::one())).unwrap();
        });
    };
    notices("a sum of stakes overflows", || {
        worthless();
        Positions::<Test>::insert(
            BOB,
            EVE,
            Position { shares: Balance::MAX, ..Default::default() },
        );
    });
    notices("a sum of shares overflows", || {
        worthless();
        change_position(BOB, |position| {
            let entries = [entry(Balance::MAX, 8), entry(1, 9)];
            position.unbonding = entries.to_vec().try_into().unwrap();
        });
    });
}

#[test]
fn shares_sum_up() {
    notices("a node's shares are not its positions'", || {
        change_position(ALICE, |position| position.shares -= 1);
    });
}

#[test]
fn unbonding_shares_sum_up() {
    notices("a node's unbonding is not its positions'", || {
        Nodes::<Test>::mutate(BOB, |node| node.as_mut().unwrap().unbonding_shares += 1);
    });
}

#[test]
fn the_self_stake_is_the_operators_position() {
    notices("a node's self stake is not its operator's position", || {
        change_node(BOB, |node| node.self_shares -= 1);
    });
}

#[test]
fn a_node_has_something_behind_it() {
    notices("a node has nothing behind it", || {
        Positions::<Test>::remove(BOB, BOB);
        change_node(BOB, |node| (node.shares, node.self_shares) = (0, 0));
    });
}

#[test]
fn a_leaving_node_has_no_self_stake() {
    notices("a leaving node has self stake", || {
        Nodes::<Test>::mutate(BOB, |node| {
            node.as_mut().unwrap().status = crate::NodeStatus::Leaving;
        });
    });
}

#[test]
fn holds_are_what_positions_hold() {
    notices("a hold is not what positions hold", || {
        change_position(ALICE, |position| position.held += 1);
    });
    notices("a hold is not what positions hold", || {
        assert_ok!(Balances::hold(&HoldReason::Stake.into(), &EVE, 1));
    });
    notices("a hold is not what positions hold", || {
        assert_ok!(Balances::hold(&HoldReason::Delegation.into(), &ALICE, 1));
    });
}

#[test]
fn deposits_are_what_profiles_say() {
    notices("a hold is not the profile's deposit", || {
        assert_ok!(Balances::release(&HoldReason::Profile.into(), &BOB, 1, Precision::Exact));
    });
}

#[test]
fn bonds_are_what_appeals_say() {
    notices("a hold is not the appeals' bonds", || {
        assert_ok!(Balances::hold(&HoldReason::Appeal.into(), &ALICE, 1));
    });
}

#[test]
fn whoever_stakes_or_appeals_has_an_account() {
    notices("a hold is not what positions hold", || {
        let unbonding = vec![entry(0, 9)].try_into().unwrap();
        let position = Position { held: 1, unbonding, ..Default::default() };
        Positions::<Test>::insert(BOB, NOBODY, position);
    });
    notices("a hold is not the appeals' bonds", || {
        let open = OpenSlash {
            node: NOBODY,
            execute_era: 1,
            reporter: None,
            restitutions: Restitutions::new(),
            appeal: Some(1),
        };
        OpenSlashes::<Test>::insert(0, open);
    });
}

#[test]
fn totals_are_the_sums_of_the_holds() {
    use HoldReason::*;
    for reason in [Stake, Delegation, Profile, Appeal] {
        notices("a total is not the sum of the holds", || {
            TotalHeld::<Test>::mutate(reason, |total| *total += 1);
        });
    }
}

#[test]
fn nobody_else_is_ranked() {
    notices("a node is ranked that is no candidate", || {
        assert_ok!(Ranking::on_insert(BOB, STAKE));
    });
}

#[test]
fn every_candidate_is_ranked() {
    notices("a candidate is not ranked", || Ranking::on_remove(&ALICE).unwrap());
}

#[test]
fn a_rank_is_the_stake() {
    notices("a candidate is not ranked by its stake", || {
        assert_ok!(Ranking::on_update(&ALICE, STAKE + 1));
    });
}

#[test]
fn an_exhausted_node_is_not_ranked() {
    notices("an exhausted node is ranked", || {
        change_node(ALICE, |node| {
            let slashes: Vec<_> = (0..48).map(|id| executed(id, Perbill::zero())).collect();
            node.slashes = slashes.try_into().unwrap();
        });
    });
}

#[test]
fn slashes_are_in_order() {
    notices("slashes are out of order", || {
        change_node(BOB, |node| {
            let slashes = [1, 0].map(|id| executed(id, Perbill::zero()));
            node.slashes = slashes.to_vec().try_into().unwrap();
        });
    });
}

#[test]
fn a_node_is_jailed_as_its_slashes_say() {
    notices("a node is not jailed as its slashes say", || {
        change_node(BOB, |node| node.jailed_until = Some(9));
    });
}

#[test]
fn a_slash_has_a_number_that_was_given() {
    notices("a slash has a number to come", || {
        change_node(BOB, |node| node.slashes.try_push(executed(0, Perbill::zero())).unwrap());
    });
    notices_after_a_report("a slash has a number to come", || NextSlashId::<Test>::put(0));
}

#[test]
fn pending_slashes_are_open_and_no_others() {
    notices_after_a_report("a slash is open that is not pending, or not", || {
        change_node(ALICE, |node| {
            node.slashes.iter_mut().for_each(|slash| slash.state = SlashState::Cancelled);
        });
    });
    notices_after_a_report("a slash is open that is not pending, or not", || {
        OpenSlashes::<Test>::remove(0);
    });
}

#[test]
fn an_open_slash_is_due() {
    notices_after_a_report("an open slash is not due in its era", || {
        SlashQueue::<Test>::remove(2, 0);
        SlashQueue::<Test>::insert(3, 0, ());
    });
}

#[test]
fn an_open_slash_is_not_passed_over() {
    notices_after_a_report("an open slash was passed over", || SlashQueueFrom::<Test>::put(3));
}

#[test]
fn a_slash_that_is_due_is_open() {
    notices_after_a_report("a slash is due that is not open", || {
        SlashQueue::<Test>::insert(2, 1, ())
    });
}

#[test]
fn rewards_can_be_counted() {
    notices("rewards overflow", || change_position(ALICE, |position| position.reward_mark = 1));
}

#[test]
fn the_pot_has_the_existential_deposit() {
    notices("an account has less than it owes", || {
        let pot = NodeStaking::reward_pot();
        assert_ok!(Balances::force_set_balance(RuntimeOrigin::root(), pot, 0));
    });
}

#[test]
fn the_pot_holds_what_is_owed() {
    notices("an account has less than it owes", || {
        change_node(ALICE, |node| node.commission_accrued = 1);
    });
    notices("an account has less than it owes", || {
        change_node(ALICE, |node| node.reward_carry = 1);
    });
    notices("an account has less than it owes", || {
        change_position(ALICE, |position| position.accrued = 1);
    });
    notices("an account has less than it owes", || {
        change_position(ALICE, |position| position.accrued_fraction = 1);
    });
}
