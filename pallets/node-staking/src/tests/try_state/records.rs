//! The parameters, the records, the stake behind nodes and the money.

use frame_support::{
    assert_ok,
    storage::unhashed,
    traits::{fungible::MutateHold, tokens::Precision},
};
use nes_core::Balance;
use nes_support::params::Name as ParameterName;
use sp_runtime::Perbill;

use super::{change_node, change_position, entry, executed, notices};
use crate::{
    mock::*, Appeal, ChangedAt, ConductRecord, Conducts, HoldReason, Nodes, OpenSlash, OpenSlashes,
    Parameters, Params, Position, Positions, Profiles, TotalHeld,
};

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
fn a_registration_has_a_number_of_its_own() {
    notices("a registration has a number to come", || {
        change_node(ALICE, |node| node.registration = 2);
    });
    notices("two nodes have the number of one registration", || {
        change_node(ALICE, |node| node.registration = 1);
    });
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
            awards: Default::default(),
            appeal: Some(Appeal { who: NOBODY, bond: 1 }),
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

#[test]
fn every_value_can_be_read() {
    notices("a value cannot be read", || {
        unhashed::put_raw(&Conducts::<Test>::hashed_key_for(ALICE), &[1]);
    });
    notices("a value cannot be read", || {
        unhashed::put_raw(&OpenSlashes::<Test>::hashed_key_for(7), &[1]);
    });
}
