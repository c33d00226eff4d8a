use frame_support::traits::fungible::Mutate;
use nes_core::Balance;
use nes_support::params::Name;
use sp_runtime::{Perbill, TryRuntimeError};

use crate::{
    mock::*, ChangedAt, CurrentEra, DistributeFrom, EndedEras, NodePoints, Parameters, Params,
    Points, SupplyTotals,
};

/// Breaks a sound state with `change`, and checks that the invariants report `why`.
fn notices(change: impl FnOnce(), why: &'static str) {
    new_test_ext(Params::default()).execute_with(|| {
        Cap::set(Balance::MAX);
        HandedBack::set(0);
        author(ALICE, 1);
        work(BOB, 1_000);
        end_era();
        author(CHARLIE, 1);
        Rewards::do_try_state().unwrap();
        change();
        assert_eq!(Rewards::do_try_state(), Err(TryRuntimeError::Other(why)));
    });
}

#[test]
fn notice_parameters_out_of_bounds() {
    let protocol_share = Perbill::from_percent(31);
    notices(
        || Parameters::<Test>::mutate(|params| params.protocol_share = protocol_share),
        "the parameters are out of bounds",
    );
}

#[test]
fn notice_a_change_of_an_unknown_parameter() {
    let name: Name = b"colour".to_vec().try_into().unwrap();
    notices(|| ChangedAt::<Test>::insert(name, 1), "an unknown parameter changed");
}

#[test]
fn notice_money_that_was_minted_elsewhere() {
    notices(
        || {
            Balances::mint_into(&ALICE, 1).unwrap();
        },
        "the issuance is not what was minted and burned",
    );
}

#[test]
fn notice_money_that_was_burned_elsewhere() {
    notices(
        || Balances::burn(signed(ALICE), 1, true).unwrap(),
        "the issuance is not what was minted and burned",
    );
}

#[test]
fn notice_an_issuance_above_the_cap() {
    notices(|| Cap::set(1_000), "the issuance is above the cap");
}

#[test]
fn notice_books_that_burned_more_than_there_is() {
    notices(
        || SupplyTotals::<Test>::mutate(|totals| totals.burned = Balance::MAX / 4 * 3),
        "the books cannot be added up",
    );
}

#[test]
fn notice_a_pot_that_is_short() {
    notices(
        || {
            let pot = Rewards::emission_pot();
            Balances::transfer_allow_death(signed(pot), ALICE, 1).unwrap();
        },
        "an account has less than it owes",
    );
}

#[test]
fn notice_points_that_nobody_has() {
    notices(|| CurrentEra::<Test>::mutate(|era| era.points.work = 1), "points do not sum up");
}

#[test]
fn notice_more_points_than_there_were() {
    notices(
        || NodePoints::<Test>::insert(0, CHARLIE, Points { validation: 1, work: 0 }),
        "more points are left than there were",
    );
}

#[test]
fn notice_points_of_an_era_that_is_over() {
    notices(
        || {
            EndedEras::<Test>::mutate_extant(0, |era| era.distributed = true);
        },
        "points are left of an era that is over",
    );
}

#[test]
fn notice_an_era_that_was_passed_over() {
    notices(|| DistributeFrom::<Test>::put(1), "an era was passed over");
}

#[test]
fn notice_an_era_that_is_distributed_too_early() {
    notices(|| DistributeFrom::<Test>::put(2), "an era is distributed that has not ended");
}
